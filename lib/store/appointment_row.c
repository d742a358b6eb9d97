/* SPDX-License-Identifier: ISC */
#include "store/appointment_row.h"

#include "store/handed.h"
#include "util/mem.h"

#define HANDED MESSAGE_HANDED("t.")
#define TELLS MESSAGE_TELLS("t.")

static const char sql_recipients[] =
    "SELECT r.id, r.phone, r.name, r.known_at, r.announce_at, r.told_start_at,"
    "       r.told_at, r.left_at, m.start_at, m.claimed_at,"
    "       (SELECT max(t.claimed_at) FROM message t"
    "         WHERE t.appointment_id = r.appointment_id AND t.phone = r.phone"
    "           AND t.kind = 'cancellation'"
    "           AND " HANDED ")"
    "  FROM recipient r LEFT JOIN message m ON m.id ="
    "       (SELECT t.id FROM message t"
    "         WHERE t.appointment_id = r.appointment_id AND t.phone = r.phone"
    "           AND " TELLS " AND " HANDED
    "         ORDER BY t.claimed_at DESC, t.id DESC LIMIT 1)"
    " WHERE r.appointment_id = :appointment ORDER BY r.id";

void
appointment_fill(struct stmt *st, struct appointment *a)
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

int
appointment_people(struct db *db, struct appointment *a, struct err *e)
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

int
appointment_read(struct db *db, struct stmt *st, bool unique,
    struct appointment_list *l, struct err *e)
{
	size_t from = l->n;
	int r;

	while ((r = st_row(st, e)) == 1) {
		if (unique && is_listed(l, l->n, st_col_int(st, 0)))
			continue;
		appointment_fill(st, appointment_list_add(l));
	}
	for (size_t i = from; r == 0 && i < l->n; i++)
		r = appointment_people(db, &l->v[i], e);
	return r;
}
