/* SPDX-License-Identifier: ISC */
#include "limited.h"

/* What the company has handed over today, as far as that matters. */
static int
company_today(struct tool *t, int64_t company_id, const struct zone *zone,
    const struct limit_list *l, int64_t *n, struct err *e)
{
	int64_t from_at, to_at;
	int64_t most = l->n > 0 ? l->row[0].limits.company : LIMIT_NONE;

	*n = 0;
	if (most == LIMIT_NONE)
		return 0;
	limit_day(zone, t->now, &from_at, &to_at);
	return limit_of_company(t->db, company_id, most, from_at, to_at, n, e);
}

int
limited_look(struct tool *t, int64_t company_id, const char *phone,
    const struct zone *zone, struct limit_list *l, struct err *e)
{
	int64_t today;

	if (limit_list(t->db, company_id, phone, t->now, l, e) == -1 ||
	    company_today(t, company_id, zone, l, &today, e) == -1)
		return -1;
	for (size_t i = 0; i < l->n; i++) {
		l->v[i].zone = zones_get(t->zones, l->row[i].zone);
		if (l->v[i].zone == NULL)
			l->v[i].zone = zone;
	}
	limit_pick(l->v, l->n, phone, today, t->now);
	return 0;
}
