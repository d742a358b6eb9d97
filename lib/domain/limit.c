/* SPDX-License-Identifier: ISC */
#include "domain/limit.h"

#include <string.h>

#include "util/str.h"

int64_t
limit_nearest(
    int64_t calendar, int64_t branch, int64_t company, int64_t built_in)
{
	if (calendar != 0)
		return calendar;
	if (branch != 0)
		return branch;
	return company != 0 ? company : built_in;
}

bool
limit_country(const char *countries, const char *phone)
{
	if (countries == NULL || str_eq(countries, "all"))
		return true;
	for (const char *p = countries; *p != '\0';) {
		size_t n = strcspn(p, " ");
		if (n > 0 && strncmp(phone + 1, p, n) == 0)
			return true;
		p += n + strspn(p + n, " ");
	}
	return false;
}

void
limit_day(const struct zone *z, int64_t at, int64_t *from_at, int64_t *to_at)
{
	int64_t day = zone_day(z, at);

	*from_at = zone_midnight(z, day);
	*to_at = zone_midnight(z, day + 1);
}

enum limit_why
limit_now(const struct limits *l, const char *phone, int64_t recipient_today,
    int64_t company_today)
{
	if (!limit_country(l->countries, phone))
		return LIMIT_BY_COUNTRY;
	if (l->recipient != LIMIT_NONE && recipient_today >= l->recipient)
		return LIMIT_BY_RECIPIENT;
	if (l->company != LIMIT_NONE && company_today >= l->company)
		return LIMIT_BY_COMPANY;
	return LIMIT_FREE;
}

const char *
limit_words(enum limit_why why)
{
	switch (why) {
	case LIMIT_BY_COUNTRY:
		return "its country is not among those that are allowed";
	case LIMIT_BY_RECIPIENT:
		return "as many as allowed go to that number on the day";
	case LIMIT_BY_COMPANY:
		return "the company has sent as many as allowed on the day";
	case LIMIT_FREE:
		break;
	}
	return "";
}

/* When it was handed over, or will be. */
static int64_t
goes_at(const struct limit_message *m, int64_t now)
{
	if (m->claimed_at != 0)
		return m->claimed_at;
	return m->due_at > now ? m->due_at : now;
}

void
limit_pick(struct limit_message *v, size_t n, const char *phone,
    int64_t company_today, int64_t now)
{
	for (size_t i = 0; i < n; i++) {
		int64_t from_at, to_at, used = 0;
		struct limit_message *m = &v[i];

		m->why = LIMIT_FREE;
		if (m->claimed_at != 0 || m->released)
			continue;
		limit_day(m->zone, goes_at(m, now), &from_at, &to_at);
		for (size_t k = 0; k < n; k++) {
			const struct limit_message *o = &v[k];
			bool counts = o->claimed_at != 0 || o->released ||
			    (k < i && o->why == LIMIT_FREE);
			int64_t at = goes_at(o, now);
			used += k != i && counts && at >= from_at && at < to_at;
		}
		bool today = now >= from_at && now < to_at;
		m->why = limit_now(
		    m->limits, phone, used, today ? company_today : 0);
	}
}

int64_t
limit_look_at(const struct limit_message *m, int64_t now)
{
	int64_t from_at, to_at;

	if (m->why == LIMIT_BY_COUNTRY)
		return m->expires_at + 1;
	limit_day(m->zone, goes_at(m, now), &from_at, &to_at);
	return to_at <= m->expires_at ? to_at : m->expires_at + 1;
}
