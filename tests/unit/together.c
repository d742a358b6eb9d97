/* SPDX-License-Identifier: ISC */
/* P16: which confirmations go in one message, and when. */
#include "domain/together.h"

#include "domain/change.h"
#include "t.h"
#include "util/civil.h"

static struct zones *zones;
static const struct zone *vienna;

/* In November 2026, in Vienna. */
static int64_t
at(int day, int hour, int minute)
{
	return civil_days(2026, 11, day) * 86400 + (hour - 1) * 3600 +
	    minute * 60;
}

/* The n-th of `ids` that goes with it; 0: there is none. */
static bool
group(const struct together *all, size_t n, int64_t own, int64_t due_at,
    const char *want)
{
	struct together v[8];
	struct together_group g = { .n = 0 };
	char got[16] = "";

	memcpy(v, all, n * sizeof(*v));
	if (!together_find(v, n, own, vienna, &window_default, &g))
		return due_at == 0;
	for (size_t i = 0; i < g.n && i < sizeof(got) - 1; i++)
		got[i] = (char)('0' + g.v[i].appointment_id);
	if (strcmp(got, want) == 0 && g.due_at == due_at)
		return true;
	printf(
	    "# %s, %lld min late\n", got, (long long)(g.due_at - due_at) / 60);
	return false;
}

static struct together
date(int64_t id, int64_t start_at, int64_t seen_at)
{
	return (struct together){ .appointment_id = id,
		.message_id = id,
		.start_at = start_at,
		.changed_at = seen_at,
		.burst_at = seen_at };
}

static void
settle_times(void)
{
	struct together v[8] = {
		date(1, at(25, 9, 0), at(16, 10, 0)),
		date(2, at(24, 9, 0), at(16, 10, 5)),
		date(3, at(23, 9, 0), at(16, 10, 10)),
		date(4, at(26, 9, 0), at(16, 10, 16)),
	};

	OK(group(v, 1, 1, at(16, 10, 5), "1"), "one settles for itself");
	OK(group(v, 3, 1, at(16, 10, 15), "321"),
	    "each that comes in time begins it again; the first start first");
	OK(group(v, 3, 3, at(16, 10, 15), "321"), "... seen from each of them");
	OK(group(v, 4, 4, at(16, 10, 21), "4"), "one that comes later");
	OK(group(v, 4, 2, at(16, 10, 15), "321"), "... does not count");
	v[1].changed_at = at(16, 10, 14);
	OK(group(v, 4, 4, at(16, 10, 21), "3214"),
	    "one that is changed meanwhile keeps it open");
	for (int i = 0; i < 8; i++)
		v[i] = date(i + 1, at(23, 9, i), at(16, 10, 5 * i));
	OK(group(v, 8, 1, at(16, 10, 30), "1234567"), "30 min at most");
	OK(group(v, 8, 8, at(16, 10, 40), "8"), "... then another begins");
}

static void
windows(void)
{
	struct together v[3] = {
		date(1, at(23, 9, 0), at(16, 21, 0)),
		date(2, at(24, 9, 0), at(16, 23, 0)),
		date(3, at(17, 8, 30), at(16, 23, 0)),
	};

	OK(group(v, 2, 1, at(17, 8, 0), "12"),
	    "two nights' dates, one opening");
	OK(group(v, 3, 1, at(17, 8, 0), "1"),
	    "one that cannot wait takes those of its settle time along");
	OK(group(v, 3, 3, at(16, 23, 5), "32"), "... at once");
	v[2] = date(3, at(16, 22, 0), at(16, 21, 0));
	OK(group(v, 3, 3, at(16, 21, 5), "3"),
	    "one that begins soon goes alone");
	v[2] = date(3, at(16, 21, 4), at(16, 21, 0));
	OK(group(v, 3, 3, 0, ""), "none that begins before");
	OK(group(v, 3, 1, at(17, 8, 0), "12"), "... which holds up no other");
}

static void
ends(void)
{
	struct together v[2] = { date(1, at(17, 9, 0), at(16, 10, 0)),
		date(2, at(24, 9, 0), at(16, 10, 0)) };
	struct together_group g;

	OK(together_find(v, 2, 2, vienna, &window_default, &g) &&
		g.expires_at == at(17, 9, 0) - 1,
	    "of use until the first of them begins");
}

static void
parts(void)
{
	struct together v[5];
	struct together_group g = { v, 5, 0, 0 };

	for (int i = 0; i < 5; i++)
		v[i] = date(i + 1, at(23, 9, i), at(16, 10, 0));
	together_part(&g, 2, 4);
	OK(g.v == v + 2 && g.n == 2, "the second of three parts");
	g = (struct together_group){ v, 5, 0, 0 };
	together_part(&g, 2, 5);
	OK(g.v == v + 4 && g.n == 1, "the last");
	g = (struct together_group){ v, 5, 0, 0 };
	together_part(&g, TOGETHER_MAX, 5);
	OK(g.v == v && g.n == 5, "one part");
}

int
main(void)
{
	struct err e = ERR_INIT;

	zones = zones_open(NULL, &e);
	vienna = zones_get(zones, "Europe/Vienna");
	settle_times();
	windows();
	ends();
	parts();
	zones_free(zones);
	return t_done();
}
