/* SPDX-License-Identifier: ISC */
#include "store/purge.h"

enum { SLICE = 500 /* ids at a time: what one looks at is bounded */ };

/* Which rows; and what becomes of a slice of them. */
struct kind {
	const char *name;
	const char *count, *slice, *last;
};

#define APPOINTMENTS                                                           \
	"end_at < :known AND start_at < :known"                                \
	"   AND NOT EXISTS (SELECT 1 FROM message m"                           \
	"                    WHERE m.appointment_id = appointment.id"          \
	"                      AND (m.state IN ('planned', 'held', 'claimed')" \
	"                           OR m.due_at >= :known))"

#define TEXTS                                                \
	"due_at < :before AND start_at < :before"            \
	"   AND state NOT IN ('planned', 'held', 'claimed')" \
	"   AND (text <> '' OR name <> '')"

#define TITLES                                           \
	"end_at < :before AND start_at < :before"        \
	"   AND (title <> '' OR description IS NOT NULL" \
	"        OR location IS NOT NULL)"

#define NAMES                                \
	"name <> '' AND appointment_id IN (" \
	"SELECT id FROM appointment"         \
	" WHERE end_at < :before AND start_at < :before)"

#define REPLIES "received_at < :before"

#define MAILS                  \
	"created_at < :before" \
	"   AND (sent_at IS NOT NULL OR ended_at IS NOT NULL)"

#define REPORTS "received_at < :before AND attempt_id IS NULL"

#define KIND(name, table, which, change)                               \
	{                                                              \
		name, "SELECT count(*) FROM " table " WHERE " which,   \
		    change " WHERE id > :at AND id <= :to AND " which, \
		    "SELECT max(id) FROM " table                       \
	}

static const struct kind kinds[PURGE_COUNT] = {
	[PURGE_APPOINTMENTS] = KIND("appointments", "appointment", APPOINTMENTS,
	    "DELETE FROM appointment"),
	[PURGE_TEXTS] = KIND("texts", "message", TEXTS,
	    "UPDATE message SET text = '', name = ''"),
	[PURGE_TITLES] = KIND("titles", "appointment", TITLES,
	    "UPDATE appointment SET title = '', description = NULL,"
	    " location = NULL"),
	[PURGE_NAMES] =
	    KIND("names", "recipient", NAMES, "UPDATE recipient SET name = ''"),
	[PURGE_REPLIES] =
	    KIND("replies", "reply", REPLIES, "DELETE FROM reply"),
	[PURGE_MAILS] = KIND("mails", "mail", MAILS, "DELETE FROM mail"),
	[PURGE_REPORTS] =
	    KIND("reports", "report", REPORTS, "DELETE FROM report"),
};

const char *
purge_name(enum purge_what what)
{
	return kinds[what].name;
}

static void
bind(struct stmt *st, enum purge_what what, int64_t before, int64_t now)
{
	int64_t known = now - PURGE_KNOWN_S;

	if (what == PURGE_APPOINTMENTS)
		st_int(st, ":known", before < known ? before : known);
	else
		st_int(st, ":before", before);
}

int64_t
purge_count(struct db *db, enum purge_what what, int64_t before, int64_t now,
    struct err *e)
{
	struct stmt *st = db_stmt(db, kinds[what].count);
	int64_t n = 0;

	bind(st, what, before, now);
	int r = st_row(st, e);
	if (r == 1) {
		n = st_col_int(st, 0);
		st_done(st);
	}
	return r == -1 ? -1 : n;
}

static int
last_id(struct db *db, enum purge_what what, int64_t *last, struct err *e)
{
	struct stmt *st = db_stmt(db, kinds[what].last);
	int r = st_row(st, e);

	if (r == 1) {
		*last = st_col_int(st, 0);
		st_done(st);
	}
	return r == -1 ? -1 : 0;
}

int64_t
purge_slice(struct db *db, enum purge_what what, int64_t before, int64_t now,
    int64_t *at, struct err *e)
{
	struct stmt *st = db_stmt(db, kinds[what].slice);
	int64_t last = 0;

	bind(st, what, before, now);
	st_int(st, ":at", *at);
	st_int(st, ":to", *at + SLICE);
	int64_t n = st_changed(st, e);
	if (n == -1 || last_id(db, what, &last, e) == -1)
		return -1;
	*at = *at + SLICE < last ? *at + SLICE : PURGE_END;
	return n;
}
