/* SPDX-License-Identifier: ISC */
/* calendar add, set, list, show, remove, enable, disable, test, accept. */
#include "store/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "admin/accept.h"
#include "admin/calendar_field.h"
#include "admin/calendar_test.h"
#include "admin/check.h"
#include "admin/field.h"
#include "admin/kinds.h"
#include "admin/level.h"
#include "admin/object.h"
#include "net/address.h"
#include "store/branch.h"
#include "store/rule.h"
#include "util/mem.h"
#include "util/utf8.h"

static const struct option set_options[] = {
	{ "branch", "BRANCH", "the branch it belongs to, like graz", false,
	    false },
	{ "fallback", "PLACEHOLDER=TEXT",
	    "where a placeholder has no value: name=Kunde", true, false },
	{ .name = NULL },
};

/* --branch graz, or acme/graz; empty: none. */
static int
apply_branch(struct admin *a, struct ref *to, struct err *e)
{
	const struct company *c = &to->company;
	struct calendar *k = &to->calendar;
	const char *given = args_value(a, "branch");
	struct ref r = { .text = NULL };
	struct buf whole = BUF_INIT;
	int64_t was = k->branch_id;
	int ret = 0;

	if (given == NULL)
		return 0;
	k->branch_id = 0;
	if (given[0] != '\0') {
		if (strchr(given, '/') == NULL)
			buf_fmt(&whole, "%s/", c->ref);
		buf_str(&whole, given);
		ret = ref_find(a, whole.v, REF_BRANCH, &r, e);
		if (ret == 0 && r.company.id != c->id)
			ret = err_set(
			    e, ERR_USAGE, "'%s' is of another company", given);
		k->branch_id = r.branch.id;
	}
	if (ret == 0 && was != k->branch_id)
		admin_say(a, "%s: branch: %s", to->text,
		    given[0] != '\0' ? given : "nothing");
	ref_fini(&r);
	buf_free(&whole);
	return ret == 0 ? 0 : field_err("branch", e);
}

/* The address is no option here: it is what a calendar is of. */
static int
run_add(struct admin *a, struct err *e)
{
	struct buf url = BUF_INIT;
	int ret;

	if (args_has(a, "address"))
		return err_set(e, ERR_USAGE,
		    "the address stands behind the calendar: calendar add %s "
		    "ADDRESS",
		    a->operand[0]);
	ret = check_address(a, a->operand[1], &url, e);
	buf_free(&url);
	if (ret == -1)
		return err_in(e, "address: ");
	args_give(a, "address", a->operand[1]);
	return object_add(a, e);
}

static int
fresh(struct admin *a, struct ref *r, const char *name, struct err *e)
{
	(void)e;
	r->calendar.company_id = r->company.id;
	r->calendar.ref = mem_str(name);
	r->calendar.name = mem_str(name);
	r->calendar.created_at = a->tool.now;
	return 0;
}

static int
add(struct admin *a, struct ref *r, struct err *e)
{
	int ret = calendar_add(a->tool.db, &r->calendar, e);

	r->level.calendar_id = r->calendar.id;
	return ret;
}

static int
set(struct admin *a, struct ref *r, struct err *e)
{
	return calendar_set(a->tool.db, &r->calendar, a->tool.now, e);
}

static int
drop(struct admin *a, struct ref *r, struct err *e)
{
	return calendar_remove(a->tool.db, r->calendar.id, e);
}

static int
walk(struct admin *a, const struct ref *of,
    int (*each)(void *arg, const struct ref *r, struct err *e), void *arg,
    struct err *e)
{
	struct calendar_list l = CALENDAR_LIST_INIT;
	struct rule_list rules = RULE_LIST_INIT;
	int ret = calendar_list(a->tool.db, of->company.id, &l, e);

	if (ret == 0)
		ret = rule_list_load(a->tool.db, of->company.id, &rules, e);

	for (size_t i = 0; ret == 0 && i < l.n; i++) {
		struct ref r = *of;
		struct buf text = BUF_INIT;
		buf_fmt(&text, "%s/%s", of->company.ref, l.v[i].ref);
		r.kind = REF_CALENDAR;
		r.text = text.v;
		r.calendar = l.v[i];
		r.rules = &rules;
		r.level.calendar_id = l.v[i].id;
		if (l.v[i].zone != NULL)
			r.zone = l.v[i].zone;
		if (l.v[i].branch_id != 0)
			ret = branch_by_id(
			    a->tool.db, l.v[i].branch_id, &r.branch, e);
		if (ret == 0)
			ret = each(arg, &r, e);
		branch_fini(&r.branch);
		buf_free(&text);
	}
	rule_list_free(&rules);
	calendar_list_free(&l);
	return ret;
}

static void
make_address(struct admin *a, const void *row, struct buf *out)
{
	const struct ref *r = row;
	char *masked = address_mask(r->calendar.url);

	(void)a;
	buf_str(out, masked);
	free(masked);
}

/* How its feed is, as people read it. */
static void
feed_text(struct admin *a, const struct ref *r, const struct calendar_feed *f,
    struct buf *out)
{
	if (f->error != NULL)
		buf_fmt(out, "failing: %s", f->error);
	else if (f->good_at != 0)
		admin_time(out, admin_zone(a, r->zone), f->good_at);
	else
		buf_str(out, "never fetched");
}

/* A row that cannot be read is empty: the listing goes on. */
static void
make_feed(struct admin *a, const void *row, struct buf *out)
{
	const struct ref *r = row;
	struct calendar_feed f = { .error = NULL };
	struct err none = ERR_INIT;

	if (calendar_feed_get(a->tool.db, r->calendar.id, &f, &none) != -1)
		feed_text(a, r, &f, out);
	calendar_feed_fini(&f);
}

static int
more_json(struct admin *a, const void *row, struct err *e)
{
	const struct ref *r = row;
	struct calendar_feed f = { .error = NULL };
	int ret = calendar_feed_get(a->tool.db, r->calendar.id, &f, e);

	if (ret != -1) {
		admin_json_time(
		    a, "good_at", admin_zone(a, r->zone), f.good_at);
		admin_json_text(a, "error", f.error);
		admin_json_text(a, "note", f.note);
		ret = kinds_json(a, r, e);
	}
	if (ret != -1)
		ret = level_json(a, row, e);
	calendar_feed_fini(&f);
	return ret;
}

static int
more_lines(struct admin *a, const void *row, struct err *e)
{
	const struct ref *r = row;
	struct calendar_feed f = { .error = NULL };
	struct buf note = BUF_INIT;
	int ret = calendar_feed_get(a->tool.db, r->calendar.id, &f, e);

	if (ret != -1 && f.note != NULL) {
		utf8_show(&note, f.note);
		field_line(a, "note", note.v);
	}
	if (ret != -1)
		ret = level_show(a, row, e);
	buf_free(&note);
	calendar_feed_fini(&f);
	return ret;
}

#define AT(member) .at = offsetof(struct ref, calendar.member)

static const struct column columns[] = {
	{ "REF", "ref", "ref", .at = offsetof(struct ref, text) },
	{ .title = "NAME", AT(name), .cut = true },
	{ "BRANCH", "branch", "branch",
	    .at = offsetof(struct ref, branch.ref) },
	{ .title = "ADDRESS", .make = make_address, .cut = true },
	{ "STATE", "state", NULL, .make = level_make_state },
	{ .title = KINDS_TITLE, .make = kinds_text },
	{ "LAST GOOD FETCH", "last-good-fetch", NULL, .make = make_feed,
	    .cut = true },
	{ .json = "paused_at", .type = COLUMN_TIME, AT(paused_at) },
	{ .json = "created_at", .type = COLUMN_TIME, AT(created_at) },
	COLUMN_END,
};

static const struct listing listing = {
	.columns = columns,
	.zone_at = offsetof(struct ref, zone),
	.fields = calendar_fields,
	.fields_at = offsetof(struct ref, calendar),
	.json = more_json,
	.show = more_lines,
};

const struct object object_calendar = {
	.kind = REF_CALENDAR,
	.name = "calendar",
	.fields = calendar_fields,
	.at = offsetof(struct ref, calendar),
	.listing = &listing,
	.fresh = fresh,
	.apply = apply_branch,
	.add = add,
	.set = set,
	.remove = drop,
	.walk = walk,
};

static const struct verb verbs[] = {
	{ .verb = "add",
	    .operands = "COMPANY/CALENDAR ADDRESS",
	    .min = 2,
	    .max = 2,
	    .input = 2,
	    .need = NEED_WRITE,
	    .options = set_options,
	    .fields = calendar_fields,
	    .help = "A new calendar; what it has at first is a baseline.",
	    .example = "  smscal-admin calendar add acme/ordination "
		       "webcal://example.org/secret/basic.ics\n"
		       "  smscal-admin calendar add acme/ordination - "
		       "--phone-field description <address.txt\n",
	    .run = run_add },
	{ .verb = "set",
	    .operands = "COMPANY/CALENDAR",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .options = set_options,
	    .fields = calendar_fields,
	    .help = "Change what the options say; an empty value unsets.",
	    .run = object_set },
	{ .verb = "list",
	    .operands = "[COMPANY]",
	    .min = 0,
	    .max = 1,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "The calendars of a company, or of all.",
	    .run = object_list },
	{ .verb = "show",
	    .operands = "COMPANY/CALENDAR",
	    .min = 1,
	    .max = 1,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "All that is set for a calendar, and how its feed is.",
	    .run = object_show },
	{ .verb = "remove",
	    .operands = "COMPANY/CALENDAR",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .options = admin_force_options,
	    .help = "Remove a calendar with its appointments and messages.",
	    .run = object_remove },
	{ .verb = "enable",
	    .operands = "COMPANY/CALENDAR",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .help = "Switch it on; what its feed has by now is known.",
	    .run = object_enable },
	{ .verb = "disable",
	    .operands = "COMPANY/CALENDAR",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .help = "Switch it off: nothing is fetched and nothing sent.",
	    .run = object_disable },
	{ .verb = "test",
	    .operands = "COMPANY/CALENDAR",
	    .min = 1,
	    .max = 1,
	    .need = NEED_OPEN,
	    .help = "Fetch it now, write nothing, and say what is wrong.",
	    .run = calendar_test },
	{ .verb = "accept",
	    .operands = "COMPANY/CALENDAR",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .options = accept_options,
	    .help = "What changed in bulk is right: what waits goes its way.",
	    .example = "  smscal-admin calendar accept acme/ordination\n"
		       "  smscal-admin calendar accept acme/ordination "
		       "--silent\n",
	    .run = accept_calendar },
};

const struct noun noun_calendar = {
	.name = "calendar",
	.help = "feeds: address, where name and phone stand, time zone",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};
