/* SPDX-License-Identifier: ISC */
#include "store/calendar.h"

#include <stdlib.h>

#include "store/branch.h"
#include "util/str.h"

#define SINCE(kind)                                 \
	" (SELECT s.since_at FROM rules_since AS s" \
	"   WHERE s.calendar_id = c.id AND s.kind = '" kind "')"

#define SINCES                                                    \
	SINCE("confirmation")                                     \
	"," SINCE("reminder") "," SINCE("rescheduled") "," SINCE( \
	    "feedback") "," SINCE("followup") "," SINCE("cancellation")

#define COLUMNS                                                            \
	"c.id, c.company_id, c.branch_id, c.ref, c.name, c.url, c.zone,"   \
	" c.country_code, c.send_window, c.colour, c.phone_field,"         \
	" c.name_field, c.location_field, c.phones, c.landlines, c.links," \
	" c.interval_s, c.horizon_days, c.active, c.replan, c.reread,"     \
	" c.paused_at, c.created_at, c.limit_recipient, c.countries," SINCES

#define OF_LEVEL                                        \
	" company_id = :company"                        \
	" AND (:branch IS NULL OR branch_id = :branch)" \
	" AND (:calendar IS NULL OR id = :calendar)"

static const char sql_get[] = "SELECT " COLUMNS " FROM calendar AS c"
			      " WHERE c.company_id = :company AND c.ref = :ref";

static const char sql_by_id[] =
    "SELECT " COLUMNS " FROM calendar AS c WHERE c.id = :id";

static const char sql_list[] =
    "SELECT " COLUMNS
    "  FROM calendar AS c JOIN company AS o ON o.id = c.company_id"
    " WHERE :company IS NULL OR c.company_id = :company"
    " ORDER BY o.ref, c.ref";

static const char sql_add[] =
    "INSERT INTO calendar (company_id, branch_id, ref, name, url, zone,"
    "       country_code, send_window, colour, phone_field, name_field,"
    "       location_field, phones, landlines, links, interval_s,"
    "       horizon_days, limit_recipient, countries, active, created_at)"
    " VALUES (:company, :branch, :ref, :name, :url, :zone,"
    "       :country_code, :send_window, :colour, :phone_field, :name_field,"
    "       :location_field, :phones, :landlines, :links, :interval,"
    "       :horizon, :limit_recipient, :countries, :active, :created)";

static const char sql_add_feed[] =
    "INSERT INTO feed (calendar_id) VALUES (:id)";

static const char sql_set[] =
    "UPDATE calendar"
    "   SET branch_id = :branch, name = :name, url = :url, zone = :zone,"
    "       country_code = :country_code, send_window = :send_window,"
    "       colour = :colour, phone_field = :phone_field,"
    "       name_field = :name_field, location_field = :location_field,"
    "       phones = :phones, landlines = :landlines, links = :links,"
    "       interval_s = :interval, horizon_days = :horizon,"
    "       limit_recipient = :limit_recipient, countries = :countries,"
    "       active = :active"
    " WHERE id = :id"
    "   AND (branch_id, name, url, zone, country_code, send_window, colour,"
    "        phone_field, name_field, location_field, phones, landlines,"
    "        links, interval_s, horizon_days, limit_recipient, countries,"
    "        active) IS NOT"
    "       (:branch, :name, :url, :zone, :country_code, :send_window,"
    "        :colour, :phone_field, :name_field, :location_field, :phones,"
    "        :landlines, :links, :interval, :horizon, :limit_recipient,"
    "        :countries, :active)";

static const char sql_due[] =
    "UPDATE feed SET next_at = 0, next_wait_s = 0 WHERE calendar_id = :id";

static const char sql_paused[] = "UPDATE calendar SET paused_at = :at"
				 " WHERE id = :id AND paused_at IS NOT :at";

static const char sql_remove[] = "DELETE FROM calendar WHERE id = :id";

static const char sql_feed[] =
    "SELECT good_at, error, note, error_at, next_at, baseline,"
    "       body_at IS NOT diffed_at OR EXISTS (SELECT 1 FROM component"
    "         WHERE calendar_id = :id AND state <> 'known'"
    "           AND state <> 'bad')"
    "  FROM feed WHERE calendar_id = :id";

static const char sql_replan[] =
    "UPDATE calendar SET replan = 1 WHERE replan = 0 AND" OF_LEVEL;

static const char sql_reread[] =
    "UPDATE calendar SET reread = 1 WHERE reread = 0 AND" OF_LEVEL;

/* :own 1: but those with rules of their own; 2: or of their branch. */
static const char sql_rules[] =
    "INSERT INTO rules_since (calendar_id, kind, since_at)"
    " SELECT id, :kind, :now FROM calendar AS c WHERE" OF_LEVEL
    "   AND (:own < 1 OR NOT EXISTS ("
    "        SELECT 1 FROM rule AS r"
    "         WHERE r.calendar_id = c.id AND r.kind = :kind))"
    "   AND (:own < 2 OR NOT EXISTS ("
    "        SELECT 1 FROM rule AS r"
    "         WHERE r.branch_id = c.branch_id AND r.kind = :kind))"
    " ON CONFLICT (calendar_id, kind) DO UPDATE SET since_at = :now";

static const char sql_moved[] =
    "INSERT INTO rules_since (calendar_id, kind, since_at)"
    " SELECT c.id, b.kind, :now"
    "   FROM calendar AS c"
    "   JOIN (SELECT DISTINCT kind FROM rule WHERE branch_id = :of) AS b"
    "  WHERE c.company_id = :company"
    "    AND (:branch IS NULL OR c.branch_id = :branch)"
    "    AND (:calendar IS NULL OR c.id = :calendar)"
    "    AND NOT EXISTS (SELECT 1 FROM rule AS r"
    "                     WHERE r.calendar_id = c.id AND r.kind = b.kind)"
    " ON CONFLICT (calendar_id, kind) DO UPDATE SET since_at = :now";

/*
 * Without its validators and digest the feed comes whole, and diff works it
 * off: else the baseline would wait for a change, and swallow it.
 */
static const char sql_baseline[] =
    "UPDATE feed"
    "   SET baseline = 1, next_at = 0, next_wait_s = 0, etag = NULL,"
    "       last_modified = NULL, digest = NULL, failures = 0, error = NULL,"
    "       error_at = NULL"
    " WHERE calendar_id IN (SELECT id FROM calendar WHERE" OF_LEVEL ")";

static void
fill(struct stmt *st, struct calendar *c)
{
	*c = (struct calendar){
		.id = st_col_int(st, 0),
		.company_id = st_col_int(st, 1),
		.branch_id = st_col_int(st, 2),
		.ref = st_col_dup(st, 3),
		.name = st_col_dup(st, 4),
		.url = st_col_dup(st, 5),
		.zone = st_col_dup(st, 6),
		.country_code = st_col_dup(st, 7),
		.send_window = st_col_dup(st, 8),
		.colour = st_col_dup(st, 9),
		.phone_field = st_col_dup(st, 10),
		.name_field = st_col_dup(st, 11),
		.location_field = st_col_dup(st, 12),
		.phones = st_col_dup(st, 13),
		.landlines = st_col_int(st, 14) != 0,
		.links = st_col_int(st, 15) != 0,
		.interval_s = st_col_int(st, 16),
		.horizon_days = st_col_int(st, 17),
		.active = st_col_int(st, 18) != 0,
		.replan = st_col_int(st, 19) != 0,
		.reread = st_col_int(st, 20) != 0,
		.paused_at = st_col_int(st, 21),
		.created_at = st_col_int(st, 22),
		.limit_recipient = st_col_int(st, 23),
		.countries = st_col_dup(st, 24),
	};
	for (int k = 0; k < KIND_COUNT; k++)
		c->rules_since_at[k] = st_col_int(st, 25 + k);
}

static int
one(struct stmt *st, struct calendar *c, struct err *e)
{
	int r = st_row(st, e);

	if (r != 1)
		return r == 0 ? 1 : -1;
	fill(st, c);
	st_done(st);
	return 0;
}

int
calendar_get(struct db *db, int64_t company_id, const char *ref,
    struct calendar *c, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_get);

	st_int(st, ":company", company_id);
	st_text(st, ":ref", ref);
	return one(st, c, e);
}

int
calendar_by_id(struct db *db, int64_t id, struct calendar *c, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_by_id);

	st_int(st, ":id", id);
	return one(st, c, e);
}

int
calendar_list(
    struct db *db, int64_t company_id, struct calendar_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_list);
	int r;

	st_opt(st, ":company", company_id, 0);
	while ((r = st_row(st, e)) == 1)
		fill(st, calendar_list_add(l));
	return r;
}

static void
bind(struct stmt *st, const struct calendar *c)
{
	st_opt(st, ":branch", c->branch_id, 0);
	st_text(st, ":name", c->name);
	st_text(st, ":url", c->url);
	st_text(st, ":zone", c->zone);
	st_text(st, ":country_code", c->country_code);
	st_text(st, ":send_window", c->send_window);
	st_text(st, ":colour", c->colour);
	st_text(st, ":phone_field", c->phone_field);
	st_text(st, ":name_field", c->name_field);
	st_text(st, ":location_field", c->location_field);
	st_text(st, ":phones", c->phones);
	st_int(st, ":landlines", c->landlines);
	st_int(st, ":links", c->links);
	st_int(st, ":interval", c->interval_s);
	st_opt(st, ":horizon", c->horizon_days, 0);
	st_opt(st, ":limit_recipient", c->limit_recipient, 0);
	st_text(st, ":countries", c->countries);
	st_int(st, ":active", c->active);
}

/* Run a statement on the row `id` whose result nobody asks for. */
static int
on_row(struct db *db, const char *sql, int64_t id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql);

	st_int(st, ":id", id);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
calendar_add(struct db *db, struct calendar *c, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_add);
	int r;

	bind(st, c);
	st_int(st, ":company", c->company_id);
	st_text(st, ":ref", c->ref);
	st_int(st, ":created", c->created_at);
	r = st_insert(st, &c->id, e);
	return r != 0 ? r : on_row(db, sql_add_feed, c->id, e);
}

/* What an edit means for fetch, diff and plan. */
static unsigned
marks(const struct calendar *was, const struct calendar *is)
{
	unsigned m = 0;

	if (!str_eq(was->zone, is->zone) ||
	    !str_eq(was->country_code, is->country_code) ||
	    !str_eq(was->phone_field, is->phone_field) ||
	    !str_eq(was->name_field, is->name_field) ||
	    !str_eq(was->location_field, is->location_field) ||
	    !str_eq(was->phones, is->phones) || was->landlines != is->landlines)
		m |= MARK_REREAD | MARK_REPLAN;
	if (!str_eq(was->send_window, is->send_window) ||
	    was->branch_id != is->branch_id || was->links != is->links ||
	    was->limit_recipient != is->limit_recipient ||
	    !str_eq(was->countries, is->countries))
		m |= MARK_REPLAN;
	if (!str_eq(was->url, is->url) || (!was->active && is->active))
		m |= MARK_BASELINE | MARK_REPLAN;
	return m;
}

/* A calendar that leaves one branch, or none, for another. */
static int
mark_branches(struct db *db, const struct calendar *was,
    const struct calendar *is, int64_t now, struct err *e)
{
	struct level level = { .company_id = is->company_id,
		.calendar_id = is->id };
	struct branch left = { .id = 0 };
	int r;

	if (calendar_mark_moved(db, &level, was->branch_id, now, e) == -1 ||
	    calendar_mark_moved(db, &level, is->branch_id, now, e) == -1)
		return -1;
	r = branch_by_id(db, was->branch_id, &left, e);
	if (r == 0 && !left.active) /* it was off with its branch (D6) */
		r = calendar_mark(db, &level, MARK_BASELINE, e);
	branch_fini(&left);
	return r == -1 ? -1 : 0;
}

static int
mark_edit(struct db *db, const struct calendar *was, const struct calendar *is,
    int64_t now, struct err *e)
{
	struct level level = { .company_id = is->company_id,
		.calendar_id = is->id };

	if (calendar_mark(db, &level, marks(was, is), e) == -1)
		return -1;
	if (was->active && !is->active &&
	    calendar_mark_let_go(db, is->company_id, e) == -1)
		return -1;
	if (was->branch_id != is->branch_id &&
	    mark_branches(db, was, is, now, e) == -1)
		return -1;
	if (was->interval_s != is->interval_s)
		return on_row(db, sql_due, is->id, e);
	return 0;
}

int
calendar_set(
    struct db *db, const struct calendar *c, int64_t now, struct err *e)
{
	struct calendar was = { .id = 0 };
	int r = calendar_by_id(db, c->id, &was, e);

	if (r == 0) {
		struct stmt *st = db_stmt(db, sql_set);
		bind(st, c);
		st_int(st, ":id", c->id);
		r = st_changed(st, e) == -1 ||
			mark_edit(db, &was, c, now, e) == -1
		    ? -1
		    : 0;
	}
	calendar_fini(&was);
	return r == -1 ? -1 : 0;
}

int
calendar_set_paused(struct db *db, int64_t id, int64_t paused_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_paused);

	st_int(st, ":id", id);
	st_opt(st, ":at", paused_at, 0);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
calendar_remove(struct db *db, int64_t id, struct err *e)
{
	struct calendar c = { .id = 0 };
	int r = calendar_by_id(db, id, &c, e);

	if (r == 0)
		r = on_row(db, sql_remove, id, e);
	if (r == 0)
		r = calendar_mark_let_go(db, c.company_id, e);
	calendar_fini(&c);
	return r == -1 ? -1 : 0;
}

int
calendar_feed_get(
    struct db *db, int64_t id, struct calendar_feed *f, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_feed);
	int r;

	st_int(st, ":id", id);
	r = st_row(st, e);
	if (r != 1)
		return r;
	f->good_at = st_col_int(st, 0);
	f->error = st_col_dup(st, 1);
	f->note = st_col_dup(st, 2);
	f->error_at = st_col_int(st, 3);
	f->next_at = st_col_int(st, 4);
	f->baseline = st_col_int(st, 5) != 0;
	f->unread = st_col_int(st, 6) != 0;
	st_done(st);
	return 0;
}

void
calendar_feed_fini(struct calendar_feed *f)
{
	free(f->error);
	free(f->note);
	*f = (struct calendar_feed){ .good_at = 0 };
}

static void
bind_level(struct stmt *st, const struct level *level)
{
	st_int(st, ":company", level->company_id);
	st_opt(st, ":branch", level->branch_id, 0);
	st_opt(st, ":calendar", level->calendar_id, 0);
}

int
calendar_mark(
    struct db *db, const struct level *level, unsigned wanted, struct err *e)
{
	static const struct {
		unsigned mark;
		const char *sql;
	} steps[] = { { MARK_REPLAN, sql_replan }, { MARK_REREAD, sql_reread },
		{ MARK_BASELINE, sql_baseline } };

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if ((wanted & steps[i].mark) == 0)
			continue;
		struct stmt *st = db_stmt(db, steps[i].sql);
		bind_level(st, level);
		if (st_changed(st, e) == -1)
			return -1;
	}
	return 0;
}

int
calendar_mark_let_go(struct db *db, int64_t company_id, struct err *e)
{
	struct level company = { .company_id = company_id };

	return calendar_mark(db, &company, MARK_REREAD | MARK_REPLAN, e);
}

int
calendar_mark_rules(struct db *db, const struct level *level, enum kind kind,
    int64_t now, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_rules);

	bind_level(st, level);
	st_text(st, ":kind", kind_name(kind));
	st_int(st, ":now", now);
	st_int(st, ":own",
	    level->calendar_id != 0     ? 0
		: level->branch_id != 0 ? 1
					: 2);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
calendar_mark_moved(struct db *db, const struct level *level, int64_t branch_id,
    int64_t now, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_moved);

	bind_level(st, level);
	st_int(st, ":of", branch_id);
	st_int(st, ":now", now);
	return st_changed(st, e) == -1 ? -1 : 0;
}
