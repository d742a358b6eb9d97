/* SPDX-License-Identifier: ISC */
/* What of the appointments a body of a feed may change, for diff. */
#include "store/appointment.h"

#include "store/appointment_row.h"
#include "util/mem.h"

/* The UIDs of which component_load() gives events. */
#define TOUCHED                                                   \
	"SELECT uid FROM component WHERE calendar_id = :calendar" \
	"   AND kind = 'event' AND state <> 'known' AND state <> 'bad'"

static const char sql_touched[] =
    "SELECT " APPOINTMENT_COLUMNS " FROM appointment a"
    " WHERE a.company_id = :company AND a.uid IN (" TOUCHED ")";

static const char sql_series[] =
    "SELECT " APPOINTMENT_COLUMNS " FROM appointment a"
    " WHERE a.company_id = :company AND a.uid IN (" TOUCHED
    " UNION SELECT uid FROM component WHERE calendar_id = :calendar"
    "   AND kind = 'event' AND series = 1)";

static const char sql_all[] =
    "SELECT " APPOINTMENT_COLUMNS " FROM appointment a"
    " WHERE a.company_id = :company AND (a.uid IN"
    "       (SELECT uid FROM component"
    "         WHERE calendar_id = :calendar AND kind = 'event')"
    "    OR (a.calendar_id = :calendar AND a.state IN ('live', 'missing')))";

static const char sql_nameless[] =
    "SELECT " APPOINTMENT_COLUMNS " FROM appointment a"
    " WHERE a.calendar_id = :calendar AND a.company_id = :company"
    "   AND a.uid GLOB '=*' AND EXISTS (" TOUCHED " AND uid = '')";

static const char sql_off[] =
    "SELECT c.id FROM calendar c LEFT JOIN branch b ON b.id = c.branch_id"
    " WHERE c.company_id = :company AND c.id <> :calendar"
    "   AND (c.active = 0 OR b.active = 0)";

static const char sql_lost[] =
    "SELECT " APPOINTMENT_COLUMNS " FROM appointment a"
    "  JOIN calendar c ON c.id = a.calendar_id"
    " WHERE c.company_id = :company AND a.state = 'missing'";

/*
 * From a component to its people, to what else they have: in this order.
 * Made just now, or still to be confirmed: what stands there for days and is
 * told to nobody, for the rule is off, is no successor.
 */
static const char sql_heirs[] =
    "SELECT " APPOINTMENT_COLUMNS " FROM component p"
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

/*
 * With one of a series the others of it, which are not told of for
 * themselves; and what goes on the very series of the component by its name
 * (D8), of which nobody is told either.
 */
static const char sql_mates[] =
    "SELECT " APPOINTMENT_COLUMNS " FROM appointment a WHERE a.id IN"
    " (SELECT b.id FROM component p"
    " CROSS JOIN appointment o ON o.company_id = :company AND o.uid = p.uid"
    "   AND o.start_at > :now"
    " CROSS JOIN recipient q ON q.appointment_id = o.id AND q.left_at IS NULL"
    " CROSS JOIN recipient r ON r.phone = q.phone AND r.left_at IS NULL"
    " CROSS JOIN appointment h ON h.id = r.appointment_id"
    "   AND h.company_id = :company AND h.state = 'live'"
    "   AND h.series IS NOT NULL AND h.uid <> o.uid AND h.start_at > :now"
    "   AND (h.known_at > :now - 3600 OR EXISTS (SELECT 1 FROM message m"
    "        WHERE m.appointment_id = h.id AND m.kind = 'confirmation'"
    "          AND m.state IN ('planned', 'held')))"
    " CROSS JOIN appointment b ON b.company_id = :company AND b.uid = h.uid"
    "   AND b.state = 'live' AND b.start_at > :now"
    " WHERE p.calendar_id = :calendar AND p.kind = 'event' AND p.series = 1"
    "   AND p.state <> 'known' AND p.state = 'missing'"
    "   AND NOT EXISTS (SELECT 1 FROM appointment x"
    "        JOIN message m ON m.appointment_id = x.id"
    "       WHERE x.company_id = :company AND x.uid = h.uid"
    "         AND m.attempts > 0))";

/* ... and with a missing one what its series still has to come. */
static const char sql_rest[] =
    "SELECT " APPOINTMENT_COLUMNS " FROM appointment a WHERE a.id IN"
    " (SELECT b.id FROM appointment l"
    " CROSS JOIN appointment b ON b.company_id = :company"
    "   AND b.series = l.series AND b.calendar_id = :calendar"
    "   AND b.state = 'live' AND b.start_at > :now"
    " WHERE l.calendar_id = :calendar AND l.state = 'missing'"
    "   AND l.series IS NOT NULL)";

static const char sql_missing[] =
    "SELECT " APPOINTMENT_COLUMNS ","
    "       f.good_at >= a.missing_at + 900 AND"
    "       (a.missing_at <= :now - 86400 OR NOT EXISTS"
    "         (SELECT 1 FROM calendar c JOIN feed g ON g.calendar_id = c.id"
    "           WHERE c.company_id = a.company_id AND c.id <> a.calendar_id"
    "             AND c.active AND ifnull(g.good_at, 0) < a.missing_at))"
    "  FROM appointment a JOIN feed f ON f.calendar_id = a.calendar_id"
    " WHERE a.calendar_id = :calendar AND a.state = 'missing'"
    " ORDER BY a.id";

static const char sql_waiting[] =
    "SELECT " APPOINTMENT_COLUMNS " FROM appointment a"
    " WHERE a.calendar_id = :calendar AND a.mass <> 0 ORDER BY a.id";

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
	if (appointment_read(db, st, false, l, e) == -1)
		return -1;
	if (scope == COMPONENT_ALL)
		return let_go(db, company_id, calendar_id, l, e);
	st = db_stmt(db, sql_nameless);
	st_int(st, ":company", company_id);
	st_int(st, ":calendar", calendar_id);
	if (appointment_read(db, st, false, l, e) == -1)
		return -1;
	return let_go(db, company_id, calendar_id, l, e);
}

int
appointment_strays(struct db *db, int64_t company_id, int64_t calendar_id,
    bool lost, int64_t now, struct appointment_list *l, struct err *e)
{
	static const char *const of_calendar[] = { sql_rest, sql_heirs,
		sql_mates };
	struct stmt *st = db_stmt(db, sql_lost);
	int r;

	st_int(st, ":company", company_id);
	r = appointment_read(db, st, true, l, e);
	/* The others begin with a component that is missing. */
	for (size_t i = 0; r == 0 && i < (lost ? 3 : 1); i++) {
		st = db_stmt(db, of_calendar[i]);
		st_int(st, ":company", company_id);
		st_int(st, ":calendar", calendar_id);
		st_int(st, ":now", now);
		r = appointment_read(db, st, true, l, e);
	}
	return r;
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
		appointment_fill(st, appointment_list_add(l));
		*proved = mem_grow(*proved, &cap, n + 1, sizeof(**proved));
		(*proved)[n++] = st_col_int(st, 21) != 0;
	}
	for (size_t i = from; r == 0 && i < l->n; i++)
		r = appointment_people(db, &l->v[i], e);
	return r;
}

int
appointment_waiting(struct db *db, int64_t calendar_id,
    struct appointment_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_waiting);

	st_int(st, ":calendar", calendar_id);
	return appointment_read(db, st, false, l, e);
}
