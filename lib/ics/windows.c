/* SPDX-License-Identifier: ISC */
#include "ics/windows.h"

#include <string.h>

#include "util/str.h"

/* Of older Windows, and of Exchange: not in CLDR. */
static const struct windows_zone others[] = {
	{ "Mid-Atlantic Standard Time", "(UTC-02:00) Mid-Atlantic - Old",
	    "Etc/GMT+2" },
	{ "Kamchatka Standard Time",
	    "(UTC+12:00) Petropavlovsk-Kamchatsky - Old", "Asia/Kamchatka" },
	{ "tzone://Microsoft/Utc", "tzone://Microsoft/Utc", "Etc/UTC" },
};

enum { OFFSET_N = sizeof("(UTC+01:00)") - 1 };

/* The first of the zones. */
static bool
give(const char *zones, char *out, size_t cap)
{
	size_t n = strcspn(zones, " ");

	if (n >= cap)
		return false;
	memcpy(out, zones, n);
	out[n] = '\0';
	return true;
}

static const struct windows_zone *
find(const struct windows_zone *v, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_ieq(v[i].name, name) || str_ieq(v[i].title, name))
			return &v[i];
	return NULL;
}

/* Is that place the last part of the IANA name at `zone`? */
static bool
is_place(const char *zone, const char *place, size_t n)
{
	size_t len = strcspn(zone, " ");

	if (len < n + 1 || zone[len - n - 1] != '/')
		return false;
	for (size_t i = 0; i < n; i++) {
		char a = zone[len - n + i], b = place[i];
		if (a != (b == ' ' ? '_' : b))
			return false;
	}
	return true;
}

/* Borrow the zone of that place at that offset; NULL: there is none. */
static const char *
find_place(const char *offset, const char *place, size_t n)
{
	for (size_t i = 0; i < windows_n; i++) {
		const struct windows_zone *w = &windows_zones[i];
		if (strncmp(w->title, offset, OFFSET_N) != 0)
			continue;
		for (const char *z = w->zones; *z != '\0';) {
			if (is_place(z, place, n))
				return z;
			z += strcspn(z, " ");
			z += *z == ' ';
		}
	}
	return NULL;
}

/* "(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", GMT as well. */
static const char *
find_title(const char *title)
{
	const char *s = title + OFFSET_N, *zone = NULL;
	char offset[OFFSET_N + 1] = "(UTC";

	if (strlen(title) <= OFFSET_N || title[OFFSET_N - 1] != ')' ||
	    (!str_istarts(title, "(UTC") && !str_istarts(title, "(GMT")))
		return NULL;
	memcpy(offset + 4, title + 4, OFFSET_N - 4);
	while (zone == NULL && *s != '\0') {
		s += strspn(s, ", ");
		size_t n = strcspn(s, ",");
		if (n > 0)
			zone = find_place(offset, s, n);
		s += n;
	}
	return zone;
}

bool
windows_zone(const char *name, char *out, size_t cap)
{
	const struct windows_zone *w = find(windows_zones, windows_n, name);

	if (w == NULL)
		w = find(others, sizeof(others) / sizeof(others[0]), name);
	const char *zones = w != NULL ? w->zones : find_title(name);
	return zones != NULL && give(zones, out, cap);
}
