/* SPDX-License-Identifier: ISC */
/* preview: what a feed would come to, fetched or read now. */
#include "admin/preview.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin/check.h"
#include "admin/field.h"
#include "admin/ref.h"
#include "domain/property.h"
#include "domain/valid.h"
#include "net/address.h"
#include "util/mem.h"
#include "util/str.h"

enum { DAYS = 7, DAYS_MAX = 3660, SLACK_S = 2 * 24 * 3600 };

static const struct option options[] = {
	{ .name = "from",
	    .value = "DATE",
	    .help = "the first day, else today" },
	{ .name = "days", .value = "N", .help = "how many days, else 7" },
	{ .name = "zone",
	    .value = "ZONE",
	    .help = "of times in the feed without one, and of what is shown" },
	{ .name = "country",
	    .value = "DIGITS",
	    .help = "what 0664 ... means, like 43" },
	{ .name = "phone-field",
	    .value = "FIELD",
	    .help = "where the phone is: name (the same), description ..." },
	{ .name = "name-field",
	    .value = "FIELD",
	    .help = "where the name is: summary" },
	{ .name = "location-field",
	    .value = "FIELD",
	    .help = "where the place is: location" },
	{ .name = "fields",
	    .help = "all properties, by the names for a FIELD" },
	{ .name = "json", .help = "one array with stable names" },
	{ .name = NULL },
};

/* One option over what is set for the calendar; it is not stored. */
static int
override(struct admin *a, const char *option, char **place, struct err *e)
{
	const char *text = args_value(a, option);
	struct buf b = BUF_INIT;
	int r = 0;

	if (text != NULL) {
		if (str_eq(option, "zone"))
			r = check_zone(a, text, &b, e);
		else if (str_eq(option, "country"))
			r = valid_country_code(text, &b, e);
		else
			r = valid_property(
			    text, str_eq(option, "phone-field"), &b, e);
		if (r == 0) {
			free(*place);
			*place = buf_take(&b);
		} else {
			field_err(option, e);
		}
	}
	buf_free(&b);
	return r;
}

static int
override_all(struct admin *a, struct calendar *k, struct err *e)
{
	if (override(a, "zone", &k->zone, e) == -1 ||
	    override(a, "country", &k->country_code, e) == -1 ||
	    override(a, "phone-field", &k->phone_field, e) == -1 ||
	    override(a, "name-field", &k->name_field, e) == -1)
		return -1;
	return override(a, "location-field", &k->location_field, e);
}

/* How a calendar of the database is set; ends with its snapshot. */
int
preview_stored(struct preview *p, struct calendar *k, struct err *e)
{
	struct admin *a = p->a;
	struct ref r = { .text = NULL };

	if (db_begin_read(a->tool.db, e) == -1)
		return -1;
	int ret = ref_find(a, a->operand[0], REF_CALENDAR, &r, e);
	if (ret == 0)
		ret = house_load(&p->house, &a->tool, r.company.id, e);
	if (ret == 0) {
		p->off = !r.calendar.active || !r.company.active ||
		    (r.branch.ref != NULL && !r.branch.active);
		*k = r.calendar;
		r.calendar = (struct calendar){ .id = 0 };
	}
	ref_fini(&r);
	db_rollback(a->tool.db);
	return ret;
}

/* A company and a calendar for what is in no database. */
static void
make_up(struct preview *p, struct calendar *k)
{
	p->house.company = (struct company){
		.ref = mem_str("preview"),
		.name = mem_str("..."),
		.language = mem_str("de"),
		.active = true,
	};
	*k = (struct calendar){
		.ref = mem_str("preview"),
		.phone_field = mem_str("name"),
		.name_field = mem_str("summary"),
		.location_field = mem_str("location"),
		.phones = mem_str("first"),
		.active = true,
	};
}

/* The feed's own zone by its name, NULL: it says none that tzdata has. */
static const struct zone *
feed_zone(struct preview *p)
{
	struct property_list l = PROPERTY_LIST_INIT;
	const struct zone *z = NULL;

	property_read(p->body.calendar.v, p->body.calendar.n, &l);
	const char *name = property_get(&l, "x-wr-timezone");
	if (name != NULL)
		z = zones_get(p->a->tool.zones, name);
	property_list_free(&l);
	return z;
}

/* The zone of what is shown: the calendar's, the feed's, this machine's. */
static void
choose_zone(struct preview *p, const struct zone *feed)
{
	struct buf local = BUF_INIT;
	struct err none = ERR_INIT;

	if (p->stored)
		return;
	if (feed == NULL && check_local_zone(p->a, &local, &none) == -1)
		buf_str(&local, "UTC");
	p->house.company.zone =
	    mem_str(feed != NULL ? zone_name(feed) : local.v);
	buf_free(&local);
}

static int
take_days(struct preview *p, struct err *e)
{
	struct admin *a = p->a;
	const char *from = args_value(a, "from"), *days = args_value(a, "days");
	int64_t today = zone_day(p->zone, a->tool.now);

	p->from_day = today;
	p->days = DAYS;
	if (days != NULL && str_int(days, 1, DAYS_MAX, &p->days) == -1)
		return err_set(e, ERR_USAGE,
		    "--days: '%s' is none; allowed are 1 to %d", days,
		    DAYS_MAX);
	if (from != NULL && valid_day(from, today, &p->from_day, e) == -1)
		return field_err("from", e);
	return 0;
}

/* Cut and have it read, with *k, which is taken. */
int
preview_look(struct preview *p, struct calendar *k, struct err *e)
{
	struct tool *t = &p->a->tool;

	if (body_cut(p->bytes.v, p->bytes.n, &p->body, e) == -1)
		return err_in(e, "%s: ", p->what);
	const struct zone *feed = feed_zone(p);
	choose_zone(p, feed);
	if (setting_load(&p->set, &p->house, k, t, e) == -1)
		return -1;
	p->zone = p->set.plan.zone;
	p->date_zone =
	    p->set.calendar.zone == NULL && feed != NULL ? feed : p->zone;
	if (take_days(p, e) == -1)
		return -1;
	p->read.conf = &t->conf;
	p->read.db = t->db;
	p->read.company = &p->house.company;
	p->read.calendar = &p->set.calendar;
	p->read.zone = p->zone;
	p->read.label = p->what;
	p->read.keep_texts = true; /* --fields shows what is in them */
	p->read.from_at = zone_midnight(p->zone, p->from_day) - SLACK_S;
	p->read.to_at = zone_midnight(p->zone, p->from_day + p->days) + SLACK_S;
	if (t->db != NULL && db_begin_read(t->db, e) == -1)
		return -1;
	int r = preview_rows(p, e);
	if (t->db != NULL)
		db_rollback(t->db);
	return r;
}

/* Has it a scheme, like webcal: or file:?  Then it can be nothing else. */
static bool
has_scheme(const char *text)
{
	static const char *const schemes[] = {
		"http:", "https:", "webcal:", "webcals:", "file:"
	};

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strncasecmp(text, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

static bool
is_file(const char *text)
{
	struct stat sb;

	return text[0] == '/' || text[0] == '.' ||
	    (stat(text, &sb) == 0 && !S_ISDIR(sb.st_mode));
}

/* "acme/ordination"; "example.com/basic.ics" is rather an address. */
static bool
is_calendar(const char *text)
{
	const char *slash = strchr(text, '/');
	char *company =
	    mem_strn(text, slash != NULL ? (size_t)(slash - text) : 0);
	bool is = slash != NULL && ref_ok(company) && ref_ok(slash + 1) &&
	    strchr(company, '.') == NULL;

	free(company);
	return is;
}

/* As root: what is read of a stranger is not read as root (X9). */
static int
step_down(struct admin *a, struct err *e)
{
	return geteuid() == 0 ? tool_user(&a->tool, e) : 0;
}

static int
from_address(struct preview *p, const char *address, struct err *e)
{
	if (step_down(p->a, e) == -1)
		return -1;
	return preview_address(p, address, e);
}

/* Get the bytes, and fill in *k and the house. */
static int
get(struct preview *p, struct calendar *k, struct err *e)
{
	struct admin *a = p->a;
	const char *what = a->operand[0];

	p->what = what;
	if (!has_scheme(what) && !is_file(what) && is_calendar(what)) {
		conf_fini(&a->tool.conf);
		a->tool.read = p->stored = true;
		if (tool_open(&a->tool, false, TOOL_BUSY_S, e) == -1 ||
		    preview_stored(p, k, e) == -1)
			return -1;
		if (preview_address(p, k->url, e) == -1)
			return err_in(e, "%s: ", what);
		return override_all(a, k, e);
	}
	make_up(p, k);
	if (override_all(a, k, e) == -1)
		return -1;
	if (!has_scheme(what) && is_file(what))
		return preview_file(p, what, e) == -1 ? -1 : step_down(a, e);
	if (!has_scheme(what) && strpbrk(what, "./") == NULL)
		return err_set(e, ERR_USAGE,
		    "'%s' is no calendar like acme/ordination, no file and no "
		    "address",
		    what);
	p->what = "the address"; /* a secret (F6) */
	return from_address(p, what, e);
}

void
preview_fini(struct preview *p)
{
	preview_rows_free(p);
	reading_free(&p->read);
	body_free(&p->body);
	buf_free(&p->bytes);
	setting_free(&p->set);
	house_free(&p->house);
}

static int
run(struct admin *a, struct err *e)
{
	struct preview p = { .a = a, .house.branches = BRANCH_LIST_INIT };
	struct calendar k = { .id = 0 };
	int64_t bad = 0;
	int r = tool_zones(&a->tool, e);

	if (r == 0)
		r = get(&p, &k, e);
	if (r == 0)
		r = preview_look(&p, &k, e);
	for (size_t i = 0; r == 0 && i < p.read.components.n; i++)
		bad += p.read.bad[i];
	if (r == 0)
		preview_show(&p);
	calendar_fini(&k);
	preview_fini(&p);
	return r == -1 ? -1 : bad > 0;
}

static const struct verb verbs[] = {
	{ .verb = NULL,
	    .operands = "CALENDAR|FILE|ADDRESS",
	    .min = 1,
	    .max = 1,
	    .input = 1,
	    .need = NEED_CONF,
	    .options = options,
	    .help = "What is in a feed, who would get what, and why not.",
	    .example = "  smscal-admin preview acme/ordination\n"
		       "  smscal-admin preview basic.ics --from 2026-11-24 "
		       "--days 30 --country 43\n"
		       "  smscal-admin preview - --fields <address.txt\n",
	    .run = run },
};

const struct noun noun_preview = {
	.name = "preview",
	.help = "what a feed would come to; nothing is stored",
	.verbs = verbs,
	.n = sizeof(verbs) / sizeof(verbs[0]),
};
