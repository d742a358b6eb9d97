/* SPDX-License-Identifier: ISC */
/* explain PHONE|UID: why somebody got an SMS, will get one, or does not. */
#include "admin/explain.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/field.h"
#include "domain/phone.h"
#include "store/appointment.h"
#include "store/company.h"
#include "store/contact.h"
#include "store/person.h"
#include "util/mem.h"
#include "util/str.h"

enum { DAY_S = 24 * 3600, DAYS = 14, DAYS_MAX = 3660 };

static const struct option options[] = {
	{ .name = "company",
	    .value = "REF",
	    .help = "of a company, or of a calendar: acme/ordination" },
	{ .name = "days",
	    .value = "N",
	    .help = "what was over so many days ago is left out: 14" },
	{ .name = "json", .help = "one array with stable names" },
	{ .name = NULL },
};

struct explain_block *
explain_block(struct explain *x, const char *ref, const struct zone *zone)
{
	x->v = mem_grow(x->v, &x->cap, x->n + 1, sizeof(*x->v));
	x->v[x->n] =
	    (struct explain_block){ .ref = mem_str(ref), .zone = zone };
	return &x->v[x->n++];
}

struct explain_line *
explain_line(struct explain_block *b)
{
	b->v = mem_grow(b->v, &b->cap, b->n + 1, sizeof(*b->v));
	b->v[b->n] = (struct explain_line){ .at = 0 };
	return &b->v[b->n++];
}

void
explain_line_drop(struct explain_block *b)
{
	struct explain_line *l = &b->v[--b->n];

	free(l->level);
	free(l->phone);
	free(l->name);
	free(l->text);
	free(l->todo);
}

void
explain_say(struct explain_line *l, enum why why, const struct why_names *names,
    const char *behind, ...)
{
	struct buf text = BUF_INIT, todo = BUF_INIT;
	va_list ap;

	buf_str(&text, why_text(why));
	va_start(ap, behind);
	buf_vfmt(&text, behind, ap);
	va_end(ap);
	why_todo(why, names, &todo);
	l->why = why;
	l->text = buf_take(&text);
	l->todo = buf_take(&todo);
}

static void
explain_free(struct explain *x)
{
	for (size_t i = 0; i < x->n; i++) {
		struct explain_block *b = &x->v[i];
		while (b->n > 0)
			explain_line_drop(b);
		free(b->v);
		free(b->ref);
		free(b->uid);
		free(b->title);
	}
	for (size_t i = 0; i < x->n_events; i++)
		free(x->events[i].uid);
	free(x->events);
	free(x->v);
	free(x->uid);
	explain_forget(x);
}

/* The companies that are looked through: all, or that of --company. */
static int
companies(
    struct admin *a, struct ref *of, struct company_list *l, struct err *e)
{
	const char *text = args_value(a, "company");

	if (text == NULL)
		return company_list(a->tool.db, l, e);
	if (ref_find(a, text, REF_COMPANY | REF_CALENDAR, of, e) == -1)
		return field_err("company", e);
	*company_list_add(l) = of->company;
	of->company = (struct company){ .id = 0 };
	return 0;
}

/* Where to look, and for what. */
struct targets {
	struct explain_target *v; /* owned */
	size_t n, cap;
};

static struct explain_target *
target(struct targets *t, const struct company *c)
{
	t->v = mem_grow(t->v, &t->cap, t->n + 1, sizeof(*t->v));
	t->v[t->n] = (struct explain_target){ .company_id = c->id };
	return &t->v[t->n++];
}

/* The companies that have the UID, or a part of one; *uids names some. */
static int
by_uid(struct explain *x, const struct company_list *l, int64_t calendar_id,
    bool part, struct targets *t, int64_t *n, struct buf *uids, struct err *e)
{
	*n = 0;
	for (size_t i = 0; i < l->n; i++) {
		const struct appointment_wish w = { .company_id = l->v[i].id,
			.calendar_id = calendar_id };
		int64_t found;
		if (appointment_uids(x->a->tool.db, &w, x->a->operand[0], part,
			uids, &found, e) == -1)
			return -1;
		if (found > 0)
			target(t, &l->v[i]);
		*n += found;
	}
	return 0;
}

/* As people of each company write a number: what optout and contact take. */
static void
by_phone(const char *text, const struct company_list *l, struct targets *t,
    struct err *why_not)
{
	struct err wrong = ERR_INIT;

	for (size_t i = 0; i < l->n; i++) {
		char phone[PHONE_TEXT];
		err_clear(&wrong);
		if (phone_normalise(
			text, l->v[i].country_code, phone, &wrong) == -1)
			continue;
		snprintf(target(t, &l->v[i])->phone, PHONE_TEXT, "%s", phone);
	}
	if (t->n == 0)
		*why_not = wrong;
}

/* A UID as it is, a number, or what only one UID has in it. */
static int
resolve(struct explain *x, const struct company_list *l, int64_t calendar_id,
    struct targets *t, struct err *e)
{
	const char *text = x->a->operand[0];
	struct err no_phone = ERR_INIT;
	struct buf uids = BUF_INIT;
	int64_t n;
	int r = by_uid(x, l, calendar_id, false, t, &n, &uids, e);

	if (r == 0 && n == 0)
		by_phone(text, l, t, &no_phone);
	if (r == 0 && t->n == 0)
		r = by_uid(x, l, calendar_id, true, t, &n, &uids, e);
	if (r == 0 && t->n == 0)
		r = err_set(e, ERR_USAGE,
		    "no appointment and no event has '%s' in its UID%s%s", text,
		    no_phone.msg[0] != '\0' ? "; " : "", no_phone.msg);
	else if (r == 0 && n > 1 && t->v[0].phone[0] == '\0' &&
	    !str_eq(uids.v, text))
		r = err_set(e, ERR_USAGE,
		    "%" PRId64 " UIDs have '%s' in them, like %s: say more of "
		    "the one that is meant",
		    n, text, uids.v);
	if (r == 0 && uids.n > 0)
		x->uid = mem_str(n > 1 ? text : uids.v);
	buf_free(&uids);
	return r;
}

static int
look(struct explain *x, struct err *e)
{
	struct company_list l = COMPANY_LIST_INIT;
	struct targets t = { .v = NULL };
	struct ref of = { .text = NULL };
	bool found = false;
	int r = companies(x->a, &of, &l, e);

	if (r == 0)
		r = resolve(x, &l, of.level.calendar_id, &t, e);
	if (r == 0 && t.n > 0) {
		memcpy(x->phone, t.v[0].phone, PHONE_TEXT);
		r = explain_whole(x, e);
	}
	for (size_t i = 0; r == 0 && i < t.n; i++) {
		memcpy(x->phone, t.v[i].phone, PHONE_TEXT);
		r = explain_look(
		    x, t.v[i].company_id, of.level.calendar_id, &found, e);
	}
	if (r == 0 && !found)
		r = explain_nowhere(x, t.v, t.n, e);
	free(t.v);
	company_list_free(&l);
	ref_fini(&of);
	return r;
}

static int
take_days(struct explain *x, struct err *e)
{
	const char *text = args_value(x->a, "days");
	int64_t days = DAYS;

	if (text != NULL && str_int(text, 0, DAYS_MAX, &days) == -1) {
		err_set(e, ERR_USAGE,
		    "'%s' is no number of days; allowed are 0 to %d", text,
		    DAYS_MAX);
		return field_err("days", e);
	}
	x->from_at = x->a->tool.now - days * DAY_S;
	return 0;
}

static int
run_explain(struct admin *a, struct err *e)
{
	struct explain x = { .a = a, .house.branches = BRANCH_LIST_INIT };

	a->tool.read = true;
	int r = tool_open(&a->tool, false, TOOL_BUSY_S, e);
	if (r == 0)
		r = tool_zones(&a->tool, e);
	if (r == 0)
		r = take_days(&x, e);
	if (r == 0)
		r = db_begin_read(a->tool.db, e);
	if (r == 0) {
		r = look(&x, e);
		db_rollback(a->tool.db);
	}
	/* Nothing is parsed with the database in hand. */
	if (r == 0)
		r = explain_events(&x, e);
	if (r == 0)
		explain_show(&x);
	explain_free(&x);
	return r;
}

static const struct verb verbs[] = {
	{ .operands = "PHONE|UID",
	    .min = 1,
	    .max = 1,
	    .need = NEED_NOTHING,
	    .options = options,
	    .help = "Why a number, or who stands in an event, got an SMS, "
		    "will get one,\nor does not; a part of a UID will do where "
		    "only one has it.",
	    .example = "  smscal-admin explain '+43 664 1234567'\n"
		       "  smscal-admin explain 0664/1234567 --company acme\n"
		       "  smscal-admin explain 5c2f@google.com --json\n",
	    .run = run_explain },
};

const struct noun noun_explain = { "explain",
	"why somebody got an SMS, will get one, or does not", verbs, 1 };
