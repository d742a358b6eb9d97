/* SPDX-License-Identifier: ISC */
#include "store/appointment.h"

#include <stdlib.h>

#include "util/mem.h"

#define COLUMNS                                                               \
	"a.id, a.calendar_id, a.uid, a.original_at, a.start_at, a.end_at,"    \
	" a.all_day, a.state, a.missing_at, a.nosms, a.baseline, a.known_at," \
	" a.start_known_at, a.changed_at, a.burst_at, a.rev, a.title,"        \
	" a.location, a.description, a.mass, a.series"

/* The UIDs of which component_load() gives events. */
#define TOUCHED                                                   \
	"SELECT uid FROM component WHERE calendar_id = :calendar" \
	"   AND kind = 'event' AND state <> 'known' AND state <> 'bad'"

static const char sql_touched[] =
    "SELECT " COLUMNS " FROM appointment a"
    " WHERE a.company_id = :company AND a.uid IN (" TOUCHED ")";

static const char sql_series[] =
    "SELECT " COLUMNS " FROM appointment a"
    " WHERE a.company_id = :company AND a.uid IN (" TOUCHED
    " UNION SELECT uid FROM component WHERE calendar_id = :calendar"
    "   AND kind = 'event' AND series = 1)";

static const char sql_all[] =
    "SELECT " COLUMNS " FROM appointment a"
    " WHERE a.company_id = :company AND (a.uid IN"
    "       (SELECT uid FROM component"
    "         WHERE calendar_id = :calendar AND kind = 'event')"
    "    OR (a.calendar_id = :calendar AND a.state IN ('live', 'missing')))";

static const char sql_nameless[] =
    "SELECT " COLUMNS " FROM appointment a"
    " WHERE a.calendar_id = :calendar AND a.company_id = :company"
    "   AND a.uid GLOB '=*' AND EXISTS (" TOUCHED " AND uid = '')";

static const char sql_off[] =
    "SELECT c.id FROM calendar c LEFT JOIN branch b ON b.id = c.branch_id"
    " WHERE c.company_id = :company AND c.id <> :calendar"
    "   AND (c.active = 0 OR b.active = 0)";

static const char sql_lost[] =
    "SELECT " COLUMNS " FROM appointment a"
    "  JOIN calendar c ON c.id = a.calendar_id"
    " WHERE c.company_id = :company AND a.state = 'missing'";

/*
 * From a component to its people, to what else they have: in this order.
 * Made just now, or still to be confirmed: what stands there for days and is
 * told to nobody, for the rule is off, is no successor.
 */
static const char sql_heirs[] =
    "SELECT " COLUMNS " FROM component p"
    " CROSS JOIN appointment o ON o.company_id = :company AND o.uid = p.uid"
    "   AND o.start_at > :now"
    " CROSS JOIN recipient q ON q.appointment_id = o.id AND q.left_at IS NULL"
    " CROSS JOIN recipient r ON r.phone = q.phone AND r.announce_at IS NOT NULL"
    "   AND r.left_at IS NULL AND r.appointment_id <> o.id"
    " CROSS JOIN appointment a ON a.id = r.appointment_id"
    "   AND a.company_id = :company AND a.state = 'live'"
    "   AND a.start_at > :now"
    " WHERE p.calendar_id = :calendar AND p.kind = 'event'"
    "   AND p.state <> 'known' AND p.state = 'missing'"
    "   AND NOT EXISTS (SELECT 1 FROM message m"
    "        WHERE m.appointment_id = a.id AND m.attempts > 0)"
    "   AND (a.known_at > :now - 3600 OR EXISTS (SELECT 1 FROM message m"
    "        WHERE m.appointment_id = a.id AND m.kind = 'confirmation'"
    "          AND m.state IN ('planned', 'held')))";

static const char sql_missing[] =
    "SELECT " COLUMNS ","
    "       f.good_at >= a.missing_at + 900 AND"
    "       (a.missing_at <= :now - 86400 OR NOT EXISTS"
    "         (SELECT 1 FROM calendar c JOIN feed g ON g.calendar_id = c.id"
    "           WHERE c.company_id = a.company_id AND c.id <> a.calendar_id"
    "             AND c.active AND ifnull(g.good_at, 0) < a.missing_at))"
    "  FROM appointment a JOIN feed f ON f.calendar_id = a.calendar_id"
    " WHERE a.calendar_id = :calendar AND a.state = 'missing'"
    " ORDER BY a.id";

static const char sql_replan[] =
    "SELECT " COLUMNS " FROM appointment a"
    " WHERE a.calendar_id = :calendar AND a.replan = 1"
    " ORDER BY a.id LIMIT :max";

static const char sql_would_replan[] =
    "SELECT " COLUMNS " FROM appointment a"
    " WHERE a.calendar_id = :calendar AND (a.replan = 1 OR a.end_at >= :since)"
    " ORDER BY a.id";

static const char sql_waiting[] =
    "SELECT " COLUMNS " FROM appointment a"
    " WHERE a.calendar_id = :calendar AND a.mass <> 0 ORDER BY a.id";

static const char sql_recipient_id[] =
    "SELECT r.id FROM appointment a"
    "  JOIN recipient r ON r.appointment_id = a.id AND r.phone = :phone"
    " WHERE a.company_id = :company AND a.uid = :uid"
    "   AND a.original_at = :original";

static const char sql_mark[] =
    "UPDATE appointment SET replan = 1"
    " WHERE calendar_id = :calendar AND replan = 0 AND end_at >= :since";

static const char sql_planned[] =
    "UPDATE appointment SET replan = 0 WHERE id = :id AND replan = 1";

static const char sql_touch[] =
    "UPDATE appointment SET replan = 1 WHERE id = :id AND replan = 0";

static const char sql_add[] =
    "INSERT INTO appointment (company_id, calendar_id, uid, original_at,"
    " start_at, end_at, all_day, state, missing_at, nosms, title, location,"
    " description, baseline, known_at, start_known_at, changed_at, burst_at,"
    " rev, mass, series)"
    " VALUES (:company, :calendar, :uid, :original, :start, :end, :all_day,"
    " :state, :missing, :nosms, :title, :location, :description, :baseline,"
    " :known, :start_known, :changed, :burst, :rev, :mass, :series)";

static const char sql_set[] =
    "UPDATE appointment SET calendar_id = :calendar, uid = :uid,"
    " original_at = :original, start_at = :start, end_at = :end,"
    " all_day = :all_day, state = :state, missing_at = :missing,"
    " nosms = :nosms, title = :title, location = :location,"
    " description = :description, baseline = :baseline, known_at = :known,"
    " start_known_at = :start_known, changed_at = :changed,"
    " burst_at = :burst, rev = :rev, mass = :mass, series = :series,"
    " replan = 1 WHERE id = :id";

/* D10: what was said of it goes along, for the other calendar may be removed. */
static const char sql_messages[] =
    "UPDATE message SET calendar_id = :calendar"
    " WHERE appointment_id = :appointment AND calendar_id <> :calendar";

static const char sql_recipients[] =
    "SELECT r.id, r.phone, r.name, r.known_at, r.announce_at, r.told_start_at,"
    "       r.told_at, r.left_at, m.start_at, m.claimed_at,"
    "       (SELECT max(t.claimed_at) FROM message t"
    "         WHERE t.appointment_id = r.appointment_id AND t.phone = r.phone"
    "           AND t.kind = 'cancellation'"
    "           AND t.state IN ('claimed', 'sent', 'unsure', 'delivered',"
    "                           'undelivered'))"
    "  FROM recipient r LEFT JOIN message m ON m.id ="
    "       (SELECT t.id FROM message t"
    "         WHERE t.appointment_id = r.appointment_id AND t.phone = r.phone"
    "           AND t.kind IN ('confirmation', 'rescheduled', 'reminder')"
    "           AND t.state IN ('claimed', 'sent', 'unsure', 'delivered',"
    "                           'undelivered')"
    "         ORDER BY t.claimed_at DESC, t.id DESC LIMIT 1)"
    " WHERE r.appointment_id = :appointment ORDER BY r.id";

static const char sql_recipient_add[] =
    "INSERT INTO recipient (appointment_id, phone, name, known_at,"
    " announce_at, told_start_at, told_at, left_at) VALUES (:appointment,"
    " :phone, :name, :known, :announce, :told_start, :told, :left)";

static const char sql_recipient_set[] =
    "UPDATE recipient SET name = :name, known_at = :known,"
    "       announce_at = :announce, told_start_at = :told_start,"
    "       told_at = :told, left_at = :left"
    " WHERE id = :id AND (name IS NOT :name OR known_at IS NOT :known"
    "    OR announce_at IS NOT :announce OR told_start_at IS NOT :told_start"
    "    OR told_at IS NOT :told OR left_at IS NOT :left)";

static void
read_row(struct stmt *st, struct appointment *a)
{
	*a = (struct appointment){
		.id = st_col_int(st, 0),
		.calendar_id = st_col_int(st, 1),
		.uid = st_col_dup(st, 2),
		.original_at = st_col_int(st, 3),
		.start_at = st_col_int(st, 4),
		.end_at = st_col_int(st, 5),
		.all_day = st_col_int(st, 6) != 0,
		.missing_at = st_col_int(st, 8),
		.nosms = st_col_int(st, 9) != 0,
		.baseline = st_col_int(st, 10) != 0,
		.known_at = st_col_int(st, 11),
		.start_known_at = st_col_int(st, 12),
		.changed_at = st_col_int(st, 13),
		.burst_at = st_col_int(st, 14),
		.rev = st_col_int(st, 15),
		.title = st_col_dup(st, 16),
		.location = st_col_dup(st, 17),
		.description = st_col_dup(st, 18),
		.mass = (unsigned)st_col_int(st, 19),
		.series = st_col_dup(st, 20),
	};
	if (!standing_parse(st_col_text(st, 7), &a->standing))
		mem_bug("unknown state of appointment %lld", (long long)a->id);
}

static int
read_recipients(struct db *db, struct appointment *a, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_recipients);
	int r;

	st_int(st, ":appointment", a->id);
	while ((r = st_row(st, e)) == 1) {
		struct recipient *p = appointment_add_recipient(
		    a, st_col_text(st, 1), st_col_text(st, 2));
		p->id = st_col_int(st, 0);
		p->known_at = st_col_int(st, 3);
		p->announce_at = st_col_int(st, 4);
		p->told_start_at = st_col_int(st, 5);
		p->told_at = st_col_int(st, 6);
		p->left_at = st_col_int(st, 7);
		if (!st_col_null(st, 8) && st_col_int(st, 9) > p->told_at) {
			p->told_start_at = st_col_int(st, 8);
			p->told_at = st_col_int(st, 9);
		}
		p->cancel_told = st_col_int(st, 10) > p->told_at;
	}
	return r;
}

/* Is it in v[0..n)?  Few are asked for, among few. */
static bool
is_listed(const struct appointment_list *l, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (l->v[i].id == id)
			return true;
	return false;
}

/* Read the rows of st behind what is in the list, each once. */
static int
read_rows(struct db *db, struct stmt *st, bool unique,
    struct appointment_list *l, struct err *e)
{
	size_t from = l->n;
	int r;

	while ((r = st_row(st, e)) == 1) {
		if (unique && is_listed(l, l->n, st_col_int(st, 0)))
			continue;
		read_row(st, appointment_list_add(l));
	}
	for (size_t i = from; r == 0 && i < l->n; i++)
		r = read_recipients(db, &l->v[i], e);
	return r;
}

/*
 * D10: a calendar that is off holds nothing.  What it had counts as missing
 * there, so that the one that is read takes it over.
 */
static int
let_go(struct db *db, int64_t company_id, int64_t calendar_id,
    struct appointment_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_off);
	int r;

	st_int(st, ":company", company_id);
	st_int(st, ":calendar", calendar_id);
	while ((r = st_row(st, e)) == 1)
		for (size_t i = 0; i < l->n; i++)
			if (l->v[i].calendar_id == st_col_int(st, 0) &&
			    l->v[i].standing == STANDING_LIVE)
				l->v[i].standing = STANDING_MISSING;
	return r;
}

int
appointment_affected(struct db *db, int64_t company_id, int64_t calendar_id,
    enum component_scope scope, struct appointment_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db,
	    scope == COMPONENT_ALL          ? sql_all
		: scope == COMPONENT_SERIES ? sql_series
					    : sql_touched);

	st_int(st, ":company", company_id);
	st_int(st, ":calendar", calendar_id);
	if (read_rows(db, st, false, l, e) == -1)
		return -1;
	if (scope == COMPONENT_ALL)
		return let_go(db, company_id, calendar_id, l, e);
	st = db_stmt(db, sql_nameless);
	st_int(st, ":company", company_id);
	st_int(st, ":calendar", calendar_id);
	if (read_rows(db, st, false, l, e) == -1)
		return -1;
	return let_go(db, company_id, calendar_id, l, e);
}

int
appointment_strays(struct db *db, int64_t company_id, int64_t calendar_id,
    int64_t now, struct appointment_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_lost);

	st_int(st, ":company", company_id);
	if (read_rows(db, st, true, l, e) == -1)
		return -1;
	st = db_stmt(db, sql_heirs);
	st_int(st, ":company", company_id);
	st_int(st, ":calendar", calendar_id);
	st_int(st, ":now", now);
	return read_rows(db, st, true, l, e);
}

int
appointment_missing(struct db *db, int64_t calendar_id, int64_t now,
    struct appointment_list *l, bool **proved, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_missing);
	size_t from = l->n, cap = 0, n = 0;
	int r;

	*proved = NULL;
	st_int(st, ":calendar", calendar_id);
	st_int(st, ":now", now);
	while ((r = st_row(st, e)) == 1) {
		read_row(st, appointment_list_add(l));
		*proved = mem_grow(*proved, &cap, n + 1, sizeof(**proved));
		(*proved)[n++] = st_col_int(st, 21) != 0;
	}
	for (size_t i = from; r == 0 && i < l->n; i++)
		r = read_recipients(db, &l->v[i], e);
	return r;
}

int
appointment_replan(struct db *db, int64_t calendar_id, int64_t max,
    struct appointment_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_replan);

	st_int(st, ":calendar", calendar_id);
	st_int(st, ":max", max);
	return read_rows(db, st, false, l, e);
}

int
appointment_would_replan(struct db *db, int64_t calendar_id, int64_t since_at,
    struct appointment_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_would_replan);

	st_int(st, ":calendar", calendar_id);
	st_int(st, ":since", since_at);
	return read_rows(db, st, false, l, e);
}

int
appointment_waiting(struct db *db, int64_t calendar_id,
    struct appointment_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_waiting);

	st_int(st, ":calendar", calendar_id);
	return read_rows(db, st, false, l, e);
}

int
appointment_recipient_id(struct db *db, int64_t company_id,
    const struct appointment *a, const char *phone, int64_t *id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_recipient_id);

	*id = 0;
	st_int(st, ":company", company_id);
	st_text(st, ":uid", a->uid);
	st_int(st, ":original", a->original_at);
	st_text(st, ":phone", phone);
	int r = st_row(st, e);
	if (r == 1) {
		*id = st_col_int(st, 0);
		st_done(st);
	}
	return r == -1 ? -1 : 0;
}

int
appointment_mark(
    struct db *db, int64_t calendar_id, int64_t since_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_mark);

	st_int(st, ":calendar", calendar_id);
	st_int(st, ":since", since_at);
	return st_changed(st, e) == -1 ? -1 : 0;
}

static int
run_for(struct db *db, const char *sql, int64_t id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql);

	st_int(st, ":id", id);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
appointment_planned(struct db *db, int64_t id, struct err *e)
{
	return run_for(db, sql_planned, id, e);
}

int
appointment_touch(struct db *db, int64_t id, struct err *e)
{
	return run_for(db, sql_touch, id, e);
}

static void
bind(struct stmt *st, const struct appointment *a)
{
	st_int(st, ":calendar", a->calendar_id);
	st_text(st, ":uid", a->uid);
	st_int(st, ":original", a->original_at);
	st_int(st, ":start", a->start_at);
	st_int(st, ":end", a->end_at);
	st_int(st, ":all_day", a->all_day);
	st_text(st, ":state", standing_name(a->standing));
	st_opt(st, ":missing", a->missing_at, 0);
	st_int(st, ":nosms", a->nosms);
	st_text(st, ":title", a->title);
	st_text(st, ":location", a->location);
	st_text(st, ":description", a->description);
	st_int(st, ":baseline", a->baseline);
	st_int(st, ":known", a->known_at);
	st_int(st, ":start_known", a->start_known_at);
	st_int(st, ":changed", a->changed_at);
	st_int(st, ":burst", a->burst_at);
	st_int(st, ":rev", a->rev);
	st_int(st, ":mass", a->mass);
	st_text(st, ":series", a->series);
}

static int
store_recipients(struct db *db, struct appointment *a, struct err *e)
{
	for (size_t i = 0; i < a->n_recipients; i++) {
		struct recipient *p = &a->recipients[i];
		struct stmt *st = db_stmt(
		    db, p->id == 0 ? sql_recipient_add : sql_recipient_set);

		st_text(st, ":name", p->name);
		st_int(st, ":known", p->known_at);
		st_opt(st, ":announce", p->announce_at, 0);
		st_int(st, ":told_start", p->told_start_at);
		st_int(st, ":told", p->told_at);
		st_opt(st, ":left", p->left_at, 0);
		if (p->id != 0) {
			st_int(st, ":id", p->id);
			if (st_changed(st, e) == -1)
				return -1;
			continue;
		}
		st_int(st, ":appointment", a->id);
		st_text(st, ":phone", p->phone);
		int r = st_insert(st, &p->id, e);
		if (r == ST_TAKEN)
			mem_bug("a recipient twice in appointment %lld",
			    (long long)a->id);
		if (r == -1)
			return -1;
	}
	return 0;
}

int
appointment_add(
    struct db *db, int64_t company_id, struct appointment *a, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_add);

	bind(st, a);
	st_int(st, ":company", company_id);
	int r = st_insert(st, &a->id, e);
	return r != 0 ? r : store_recipients(db, a, e);
}

int
appointment_set(struct db *db, struct appointment *a, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_set);

	bind(st, a);
	st_int(st, ":id", a->id);
	if (st_changed(st, e) == -1)
		return -1;
	st = db_stmt(db, sql_messages);
	st_int(st, ":calendar", a->calendar_id);
	st_int(st, ":appointment", a->id);
	if (st_changed(st, e) == -1)
		return -1;
	return store_recipients(db, a, e);
}
