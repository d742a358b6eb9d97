/* SPDX-License-Identifier: ISC */
#include "admin/ref.h"

#include <stdlib.h>
#include <string.h>

#include "store/branch.h"
#include "store/company.h"
#include "util/mem.h"
#include "util/str.h"

enum { NAMES_MAX = 2000 }; /* to guess from */

int
ref_check(const char *name, struct err *e)
{
	if (ref_ok(name))
		return 0;
	return err_set(e, ERR_USAGE,
	    "'%s' is no short name; allowed are 1 to 40 of a-z 0-9 - _ . "
	    "that begin with a letter or a digit",
	    name);
}

static int
no_company(struct admin *a, const char *ref, struct err *e)
{
	struct company_list l = COMPANY_LIST_INIT;
	const char **names;
	const char *near;
	int r = company_list(a->tool.db, &l, e);

	if (r == 0) {
		names = mem_zero(l.n + 1, sizeof(*names));
		for (size_t i = 0; i < l.n; i++)
			names[i] = l.v[i].ref;
		near = str_nearest(ref, names, l.n);
		if (near != NULL)
			err_set(e, ERR_USAGE,
			    "there is no company '%s': did you mean '%s'?", ref,
			    near);
		else
			err_set(e, ERR_USAGE,
			    "there is no company '%s'; 'smscal-admin company "
			    "list' shows them all",
			    ref);
		free(names);
	}
	company_list_free(&l);
	return -1;
}

/* Nothing of that name, of the kinds in `allowed`: what is near it? */
static int
no_part(struct admin *a, const struct ref *r, const char *name,
    unsigned allowed, struct err *e)
{
	static const char *const nouns[] = { [REF_BRANCH] = "branch",
		[REF_CALENDAR] = "calendar",
		[REF_BRANCH | REF_CALENDAR] = "branch or calendar" };
	const char *noun = nouns[allowed & (REF_BRANCH | REF_CALENDAR)];
	struct branch_list b = BRANCH_LIST_INIT;
	struct calendar_list k = CALENDAR_LIST_INIT;
	const char *names[NAMES_MAX];
	size_t n = 0;

	if (branch_list(a->tool.db, r->company.id, &b, e) == 0 &&
	    calendar_list(a->tool.db, r->company.id, &k, e) == 0) {
		for (size_t i = 0; (allowed & REF_BRANCH) != 0 && i < b.n; i++)
			if (n < NAMES_MAX)
				names[n++] = b.v[i].ref;
		for (size_t i = 0; (allowed & REF_CALENDAR) != 0 && i < k.n;
		     i++)
			if (n < NAMES_MAX)
				names[n++] = k.v[i].ref;
		const char *near = str_nearest(name, names, n);
		if (near != NULL)
			err_set(e, ERR_USAGE,
			    "there is no %s '%s': did you mean '%s/%s'?", noun,
			    r->text, r->company.ref, near);
		else
			err_set(
			    e, ERR_USAGE, "there is no %s '%s'", noun, r->text);
	}
	branch_list_free(&b);
	calendar_list_free(&k);
	return -1;
}

static const char *
what(unsigned kind)
{
	switch (kind) {
	case REF_COMPANY:
		return "a company, like acme";
	case REF_BRANCH:
		return "a branch, like acme/graz";
	case REF_CALENDAR:
		return "a calendar, like acme/ordination";
	case REF_COMPANY | REF_BRANCH:
		return "a company or a branch, like acme/graz";
	case REF_COMPANY | REF_CALENDAR:
		return "a company or a calendar, like acme/ordination";
	default:
		return "a company, a branch or a calendar";
	}
}

static int
find_company(
    struct admin *a, const char *text, size_t n, struct ref *r, struct err *e)
{
	char *ref = mem_strn(text, n);
	int found = company_get(a->tool.db, ref, &r->company, e);

	if (found == 1)
		no_company(a, ref, e);
	free(ref);
	r->text = text;
	r->kind = REF_COMPANY;
	r->zone = r->company.zone;
	r->level.company_id = r->company.id;
	return found == 0 ? 0 : -1;
}

/* A branch or a calendar of r's company.  1: neither. */
static int
find_part(struct admin *a, struct ref *r, const char *name, struct err *e)
{
	int64_t company = r->company.id;
	int found = calendar_get(a->tool.db, company, name, &r->calendar, e);

	if (found == 0) {
		r->kind = REF_CALENDAR;
		r->level.calendar_id = r->calendar.id;
		if (r->calendar.zone != NULL)
			r->zone = r->calendar.zone;
		if (r->calendar.branch_id == 0)
			return 0;
		return branch_by_id(
		    a->tool.db, r->calendar.branch_id, &r->branch, e);
	}
	if (found == -1)
		return -1;
	found = branch_get(a->tool.db, company, name, &r->branch, e);
	if (found == 0) {
		r->kind = REF_BRANCH;
		r->level.branch_id = r->branch.id;
	}
	return found;
}

int
ref_find(struct admin *a, const char *text, unsigned allowed, struct ref *r,
    struct err *e)
{
	const char *slash = strchr(text, '/');
	size_t n = slash != NULL ? (size_t)(slash - text) : strlen(text);

	if ((slash == NULL && (allowed & REF_COMPANY) == 0) ||
	    (slash != NULL && allowed == REF_COMPANY))
		return err_set(
		    e, ERR_USAGE, "'%s' is not %s", text, what(allowed));
	if (find_company(a, text, n, r, e) == -1)
		return -1;
	if (slash == NULL)
		return 0;

	int found = find_part(a, r, slash + 1, e);
	if (found == 0 && (r->kind & allowed) == 0)
		return err_set(e, ERR_USAGE, "%s is %s; needed is %s", text,
		    r->kind == REF_BRANCH ? "a branch" : "a calendar",
		    what(allowed));
	if (found == 1)
		return no_part(a, r, slash + 1, allowed, e);
	return found;
}

void
ref_fini(struct ref *r)
{
	company_fini(&r->company);
	branch_fini(&r->branch);
	calendar_fini(&r->calendar);
}

int
ref_new(struct admin *a, const char *text, struct ref *r, const char **name,
    struct err *e)
{
	const char *slash = strchr(text, '/');

	if (slash == NULL)
		return err_set(e, ERR_USAGE,
		    "'%s' has no company in front; allowed is COMPANY/NAME, "
		    "like acme/%s",
		    text, ref_ok(text) ? text : "graz");
	if (ref_check(slash + 1, e) == -1 ||
	    find_company(a, text, (size_t)(slash - text), r, e) == -1)
		return -1;
	*name = slash + 1;
	int found = find_part(a, r, *name, e);
	if (found == 0)
		return err_set(e, ERR_USAGE, "there is already a %s %s",
		    r->kind == REF_BRANCH ? "branch" : "calendar", text);
	return found == 1 ? 0 : -1;
}
