/* SPDX-License-Identifier: ISC */
/* calendar add, set, list, show, remove, enable, disable, accept. */
#include "store/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "admin/accept.h"
#include "admin/calendar_field.h"
#include "admin/check.h"
#include "admin/field.h"
#include "admin/level.h"
#include "net/address.h"
#include "store/branch.h"
#include "util/mem.h"
#include "util/str.h"
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
apply_branch(struct admin *a, const struct company *c, const char *text,
    struct calendar *k, struct err *e)
{
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
		admin_say(a, "%s: branch: %s", text,
		    given[0] != '\0' ? given : "nothing");
	ref_fini(&r);
	buf_free(&whole);
	return ret == 0 ? 0 : field_err("branch", e);
}

static int
run_add(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	struct calendar k = { .active = true, .created_at = a->tool.now };
	const char *name, *text = a->operand[0];
	struct buf url = BUF_INIT;
	int ret = ref_new(a, text, &r, &name, e);

	if (ret == 0 && args_has(a, "address"))
		ret = err_set(e, ERR_USAGE,
		    "the address stands behind the calendar: calendar add %s "
		    "ADDRESS",
		    text);
	if (ret == 0 && check_address(a, a->operand[1], &url, e) == -1)
		ret = err_in(e, "address: ");
	if (ret == 0) {
		field_init(calendar_fields, &k);
		k.company_id = r.company.id;
		k.ref = mem_str(name);
		k.name = mem_str(name);
		k.url = mem_str(url.v);
		ret = field_apply(a, text, calendar_fields, &k, e);
	}
	if (ret == 0)
		ret = apply_branch(a, &r.company, text, &k, e);
	if (ret == 0)
		ret = calendar_add(a->tool.db, &k, e);
	if (ret == 0) {
		struct level level = { .company_id = k.company_id,
			.calendar_id = k.id };
		admin_say(a, "%s: calendar added", text);
		ret = level_apply(a, &level, text, e);
	}
	buf_free(&url);
	calendar_fini(&k);
	ref_fini(&r);
	return ret;
}

static int
run_set(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	int ret = -1;

	if (ref_find(a, a->operand[0], REF_CALENDAR, &r, e) == 0 &&
	    field_apply(a, r.text, calendar_fields, &r.calendar, e) == 0 &&
	    apply_branch(a, &r.company, r.text, &r.calendar, e) == 0 &&
	    calendar_set(a->tool.db, &r.calendar, a->tool.now, e) == 0)
		ret = level_apply(a, &r.level, r.text, e);
	ref_fini(&r);
	return ret;
}

static int
set_active(struct admin *a, bool active, struct err *e)
{
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], REF_CALENDAR, &r, e);

	if (ret == 0) {
		if (r.calendar.active != active)
			admin_say(a, "%s: %s", r.text,
			    active ? "enabled" : "disabled");
		r.calendar.active = active;
		ret = calendar_set(a->tool.db, &r.calendar, a->tool.now, e);
	}
	ref_fini(&r);
	return ret;
}

static int
run_enable(struct admin *a, struct err *e)
{
	return set_active(a, true, e);
}

static int
run_disable(struct admin *a, struct err *e)
{
	return set_active(a, false, e);
}

static const struct zone *
zone_of(struct admin *a, const struct company *c, const struct calendar *k)
{
	return admin_zone(a, k->zone != NULL ? k->zone : c->zone);
}

static int
branch_ref(struct admin *a, int64_t id, struct branch *b, struct err *e)
{
	return id == 0 ? 0 : branch_by_id(a->tool.db, id, b, e) == -1 ? -1 : 0;
}

static int
put_json(struct admin *a, const struct company *c, const struct calendar *k,
    struct err *e)
{
	struct level level = { .company_id = c->id, .calendar_id = k->id };
	const struct zone *z = zone_of(a, c, k);
	struct branch b = { .id = 0 };
	struct calendar_feed f = { .error = NULL };
	struct buf ref = BUF_INIT;
	int r = -1;

	if (branch_ref(a, k->branch_id, &b, e) == -1 ||
	    calendar_feed_get(a->tool.db, k->id, &f, e) == -1)
		goto out;
	buf_fmt(&ref, "%s/%s", c->ref, k->ref);
	json_put_name(&a->out, NULL);
	buf_char(&a->out, '{');
	admin_json_text(a, "ref", ref.v);
	admin_json_text(a, "branch", b.ref);
	field_json(a, calendar_fields, k);
	json_put_bool(&a->out, "active", k->active);
	admin_json_time(a, "paused_at", z, k->paused_at);
	admin_json_time(a, "created_at", z, k->created_at);
	admin_json_time(a, "good_at", z, f.good_at);
	admin_json_text(a, "error", f.error);
	admin_json_text(a, "note", f.note);
	r = level_json(a, &level, e);
	buf_char(&a->out, '}');
out:
	buf_free(&ref);
	branch_fini(&b);
	calendar_feed_fini(&f);
	return r;
}

static void
feed_text(struct admin *a, const struct zone *z, const struct calendar_feed *f,
    struct buf *out)
{
	(void)a;
	if (f->error != NULL)
		buf_fmt(out, "failing: %s", f->error);
	else if (f->good_at != 0)
		admin_time(out, z, f->good_at);
	else
		buf_str(out, "never fetched");
}

static int
list_row(struct admin *a, const struct company *c, const struct calendar *k,
    struct table *t, struct err *e)
{
	struct branch b = { .id = 0 };
	struct calendar_feed f = { .error = NULL };
	struct buf ref = BUF_INIT, feed = BUF_INIT;
	char *masked = address_mask(k->url);
	int r = -1;

	if (branch_ref(a, k->branch_id, &b, e) == 0 &&
	    calendar_feed_get(a->tool.db, k->id, &f, e) != -1) {
		buf_fmt(&ref, "%s/%s", c->ref, k->ref);
		feed_text(a, zone_of(a, c, k), &f, &feed);
		table_cell(t, ref.v);
		table_cell(t, k->name);
		table_cell(t, b.ref);
		table_cell(t, masked);
		table_cell(t, level_state(k->active, k->paused_at));
		table_cell(t, feed.v);
		r = 0;
	}
	free(masked);
	buf_free(&ref);
	buf_free(&feed);
	branch_fini(&b);
	calendar_feed_fini(&f);
	return r;
}

static int
list_of(
    struct admin *a, const struct company *c, struct table *t, struct err *e)
{
	struct calendar_list l = CALENDAR_LIST_INIT;
	bool json = args_has(a, "json");
	int r = calendar_list(a->tool.db, c->id, &l, e);

	for (size_t i = 0; r == 0 && i < l.n; i++)
		r = json ? put_json(a, c, &l.v[i], e)
			 : list_row(a, c, &l.v[i], t, e);
	calendar_list_free(&l);
	return r;
}

static int
run_list(struct admin *a, struct err *e)
{
	static const char *const titles[] = { "REF", "NAME", "BRANCH",
		"ADDRESS", "STATE", "LAST GOOD FETCH", NULL };
	struct table t;
	int r;

	table_init(&t, titles);
	if (args_has(a, "json"))
		buf_char(&a->out, '[');
	r = level_companies(a, list_of, &t, e);
	if (args_has(a, "json"))
		buf_str(&a->out, "]\n");
	table_end(&t, &a->out);
	return r;
}

static int
show_text(struct admin *a, const struct ref *r, struct err *e)
{
	struct calendar_feed f = { .error = NULL };
	struct buf feed = BUF_INIT, note = BUF_INIT;
	int ret = calendar_feed_get(a->tool.db, r->calendar.id, &f, e);

	if (ret != -1) {
		feed_text(a, zone_of(a, &r->company, &r->calendar), &f, &feed);
		field_line(a, "ref", r->text);
		if (r->branch.ref != NULL)
			field_line(a, "branch", r->branch.ref);
		field_show(a, calendar_fields, &r->calendar);
		field_line(a, "state",
		    level_state(r->calendar.active, r->calendar.paused_at));
		field_line(a, "last-good-fetch", feed.v);
		if (f.note != NULL) {
			utf8_show(&note, f.note);
			field_line(a, "note", note.v);
		}
		ret = level_show(a, &r->level, e);
	}
	buf_free(&feed);
	buf_free(&note);
	calendar_feed_fini(&f);
	return ret;
}

static int
run_show(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], REF_CALENDAR, &r, e);

	if (ret == 0 && args_has(a, "json")) {
		buf_char(&a->out, '[');
		ret = put_json(a, &r.company, &r.calendar, e);
		buf_str(&a->out, "]\n");
	} else if (ret == 0) {
		ret = show_text(a, &r, e);
	}
	ref_fini(&r);
	return ret;
}

static int
run_remove(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	int ret = ref_find(a, a->operand[0], REF_CALENDAR, &r, e);

	if (ret == 0)
		ret = level_may_go(a, r.text, r.company.id, r.calendar.id, e);
	if (ret == 0)
		ret = calendar_remove(a->tool.db, r.calendar.id, e);
	if (ret == 0)
		admin_say(a, "%s: calendar removed", r.text);
	ref_fini(&r);
	return ret;
}

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
	    .run = run_set },
	{ .verb = "list",
	    .operands = "[COMPANY]",
	    .min = 0,
	    .max = 1,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "The calendars of a company, or of all.",
	    .run = run_list },
	{ .verb = "show",
	    .operands = "COMPANY/CALENDAR",
	    .min = 1,
	    .max = 1,
	    .need = NEED_READ,
	    .options = admin_json_options,
	    .help = "All that is set for a calendar, and how its feed is.",
	    .run = run_show },
	{ .verb = "remove",
	    .operands = "COMPANY/CALENDAR",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .options = admin_force_options,
	    .help = "Remove a calendar with its appointments and messages.",
	    .run = run_remove },
	{ .verb = "enable",
	    .operands = "COMPANY/CALENDAR",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .help = "Switch it on; what its feed has by now is known.",
	    .run = run_enable },
	{ .verb = "disable",
	    .operands = "COMPANY/CALENDAR",
	    .min = 1,
	    .max = 1,
	    .need = NEED_WRITE,
	    .help = "Switch it off: nothing is fetched and nothing sent.",
	    .run = run_disable },
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
	.help = "feeds: address, where name and phone stand, time zone.",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};
