/* SPDX-License-Identifier: ISC */
#include "ics/windows.h"

#include <stdlib.h>
#include <string.h>

#include "t.h"
#include "util/str.h"
#include "util/zone.h"

static const struct {
	const char *name, *want; /* NULL: not known */
} cases[] = {
	{ "W. Europe Standard Time", "Europe/Berlin" },
	{ "w. europe standard time", "Europe/Berlin" },
	{ "Romance Standard Time", "Europe/Paris" },
	{ "FLE Standard Time", "Europe/Kyiv" },
	{ "India Standard Time", "Asia/Kolkata" },
	{ "Greenland Standard Time", "America/Nuuk" },
	{ "Central Asia Standard Time", "Asia/Bishkek" },
	{ "UTC", "Etc/UTC" },
	{ "tzone://Microsoft/Utc", "Etc/UTC" },
	{ "Mid-Atlantic Standard Time", "Etc/GMT+2" },
	{ "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
	    "Europe/Berlin" },
	{ "(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien",
	    "Europe/Amsterdam" },
	{ "(GMT+01:00) Bruxelles, Copenhague, Madrid, Paris", "Europe/Madrid" },
	{ "(UTC+01:00) Wien", NULL },
	{ "(UTC-05:00) New York", "America/New_York" },
	{ "(UTC+05:00) Berlin", NULL }, /* it is not there */
	{ "(UTC+01:00)", NULL },
	{ "(UTC+01:00) , ,", NULL },
	{ "Customized Time Zone", NULL },
	{ "", NULL },
};

/* All that the table names are zones of tzdata. */
static void
check_table(struct zones *zs)
{
	size_t unknown = 0, n = 0;

	for (size_t i = 0; i < windows_n; i++) {
		char *copy = strdup(windows_zones[i].zones), *save = NULL;
		for (char *z = strtok_r(copy, " ", &save); z != NULL;
		     z = strtok_r(NULL, " ", &save), n++)
			if (zones_get(zs, z) == NULL) {
				printf("# %s\n", z);
				unknown++;
			}
		free(copy);
	}
	OK(windows_n > 130 && n > 350, "all of CLDR's");
	EQUAL((int64_t)unknown, 0, "tzdata has each of its zones");
}

/* By its name, by its title, and none stands for another. */
static void
check_names(struct zones *zs)
{
	size_t bad = 0;
	char out[64];

	for (size_t i = 0; i < windows_n; i++) {
		const struct windows_zone *w = &windows_zones[i];
		size_t first = strcspn(w->zones, " ");
		bool found = windows_zone(w->name, out, sizeof(out)) &&
		    strlen(out) == first &&
		    strncmp(out, w->zones, first) == 0 &&
		    zones_get(zs, out) != NULL;
		if (!found || !windows_zone(w->title, out, sizeof(out))) {
			printf("# %s\n", w->name);
			bad++;
		}
	}
	EQUAL((int64_t)bad, 0, "each is found by its name and its title");
}

int
main(void)
{
	struct err e = ERR_INIT;
	struct zones *zs = zones_open(NULL, &e);
	char out[64], small[4];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool known = windows_zone(cases[i].name, out, sizeof(out));
		t_ok(known == (cases[i].want != NULL) &&
			(!known || str_eq(out, cases[i].want)),
		    __FILE__, __LINE__, "'%s': %s", cases[i].name,
		    known ? out : "not known");
	}
	OK(!windows_zone("UTC", small, sizeof(small)),
	    "no more than there is room for");
	OK(zs != NULL, "there is tzdata");
	if (zs != NULL) {
		check_table(zs);
		check_names(zs);
	}
	zones_free(zs);
	return t_done();
}
