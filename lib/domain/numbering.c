/* SPDX-License-Identifier: ISC */
#include "domain/numbering.h"

#include <string.h>

/*
 * Country codes: ITU-T, List of assigned country codes (complement to
 * Recommendation E.164).  In each row the digits that may follow.
 */
static const struct {
	const char *first, *next;
} codes[] = {
	{ "1", NULL },
	{ "2", "07" },
	{ "21", "12368" },
	{ "22", "0123456789" },
	{ "23", "0123456789" },
	{ "24", "0123456789" },
	{ "25", "012345678" },
	{ "26", "0123456789" },
	{ "29", "01789" },
	{ "3", "0123469" },
	{ "35", "0123456789" },
	{ "37", "0123456789" },
	{ "38", "01235679" },
	{ "4", "013456789" },
	{ "42", "013" },
	{ "50", "0123456789" },
	{ "5", "12345678" },
	{ "59", "0123456789" },
	{ "6", "0123456" },
	{ "67", "023456789" },
	{ "68", "012356789" },
	{ "69", "012" },
	{ "7", NULL },
	{ "8", "1246" },
	{ "80", "08" },
	{ "85", "02356" },
	{ "87", "08" },
	{ "88", "01236" },
	{ "9", "0123458" },
	{ "96", "012345678" },
	{ "97", "012345679" },
	{ "99", "234568" },
};

/* As the countries' plans have them that are told to ITU-T. */
static const struct {
	enum numbering_trunk trunk;
	const char *codes; /* between blanks */
} trunks[] = {
	{ TRUNK_ZERO,
	    " 27 31 32 33 40 41 43 44 46 49 61 62 63 64 66 81 82 84 86 90 91 "
	    "92 93 94 353 355 358 359 380 381 382 383 385 386 387 389 421 "
	    "972 " },
	{ TRUNK_KEEP, " 39 225 241 242 378 379 " },
	{ TRUNK_06, " 36 " },
	{ TRUNK_NONE,
	    " 1 7 30 34 45 47 48 65 351 352 354 356 357 370 371 372 373 376 "
	    "377 420 852 853 " },
};

#define MOBILE NUMBERING_MOBILE
#define LAND NUMBERING_LANDLINE
#define SERVICE NUMBERING_SERVICE

/*
 * National plans, a line for each leading digits; of those that fit the
 * longest counts.  Sources: the plans as their keepers publish them.
 *   43 RTR (KEM-V), 49 Bundesnetzagentur, 41 BAKOM, 39 AGCOM, 33 ARCEP,
 *   31 ACM, 34 CNMC, 36 NMHH, 420 CTU, 386 AKOS, 385 HAKOM; 1, 7, 44 and 48:
 *   only what no number there can be; of others how long mobile numbers are.
 * In order of the codes.
 */
static const struct row {
	char code[4], digits[4];
	enum numbering_class class;
	signed char min, full, max;
} rows[] = {
	/* North America. */
	{ "1", "", NUMBERING_UNKNOWN, 0, 10, 10 },
	{ "1", "0", NUMBERING_NONE, 0, 0, 0 },
	{ "1", "1", NUMBERING_NONE, 0, 0, 0 },
	/* Greece. */
	{ "30", "69", MOBILE, 10, 10, 10 },
	/* The Netherlands.  066: pagers, 067: the Internet's modems. */
	{ "31", "0", NUMBERING_NONE, 0, 0, 0 },
	{ "31", "1", LAND, 9, 9, 9 },
	{ "31", "2", LAND, 9, 9, 9 },
	{ "31", "3", LAND, 9, 9, 9 },
	{ "31", "4", LAND, 9, 9, 9 },
	{ "31", "5", LAND, 9, 9, 9 },
	{ "31", "6", MOBILE, 9, 9, 9 },
	{ "31", "66", SERVICE, 0, 0, 0 },
	{ "31", "67", SERVICE, 0, 0, 0 },
	{ "31", "7", LAND, 9, 9, 9 },
	{ "31", "8", SERVICE, 0, 0, 0 },
	{ "31", "85", LAND, 9, 9, 9 },
	{ "31", "88", LAND, 9, 9, 9 },
	{ "31", "9", SERVICE, 0, 0, 0 },
	{ "31", "91", LAND, 9, 9, 9 },
	/* Belgium. */
	{ "32", "46", MOBILE, 9, 9, 9 },
	{ "32", "47", MOBILE, 9, 9, 9 },
	{ "32", "48", MOBILE, 9, 9, 9 },
	{ "32", "49", MOBILE, 9, 9, 9 },
	/* France. */
	{ "33", "0", NUMBERING_NONE, 0, 0, 0 },
	{ "33", "1", LAND, 9, 9, 9 },
	{ "33", "2", LAND, 9, 9, 9 },
	{ "33", "3", LAND, 9, 9, 9 },
	{ "33", "4", LAND, 9, 9, 9 },
	{ "33", "5", LAND, 9, 9, 9 },
	{ "33", "6", MOBILE, 9, 9, 9 },
	{ "33", "7", MOBILE, 9, 9, 9 },
	{ "33", "8", SERVICE, 0, 0, 0 },
	{ "33", "9", LAND, 9, 9, 9 },
	/* Spain. */
	{ "34", "0", NUMBERING_NONE, 0, 0, 0 },
	{ "34", "6", MOBILE, 9, 9, 9 },
	{ "34", "7", MOBILE, 9, 9, 9 },
	{ "34", "70", SERVICE, 0, 0, 0 },
	{ "34", "8", LAND, 9, 9, 9 },
	{ "34", "80", SERVICE, 0, 0, 0 },
	{ "34", "9", LAND, 9, 9, 9 },
	{ "34", "90", SERVICE, 0, 0, 0 },
	/* Portugal. */
	{ "351", "9", MOBILE, 9, 9, 9 },
	/* Ireland. */
	{ "353", "8", MOBILE, 9, 9, 9 },
	/* Hungary. */
	{ "36", "0", NUMBERING_NONE, 0, 0, 0 },
	{ "36", "1", LAND, 8, 8, 8 },
	{ "36", "2", LAND, 8, 8, 9 },
	{ "36", "20", MOBILE, 9, 9, 9 },
	{ "36", "3", LAND, 8, 8, 9 },
	{ "36", "30", MOBILE, 9, 9, 9 },
	{ "36", "31", MOBILE, 9, 9, 9 },
	{ "36", "4", LAND, 8, 8, 9 },
	{ "36", "40", SERVICE, 0, 0, 0 },
	{ "36", "5", LAND, 8, 8, 9 },
	{ "36", "50", MOBILE, 9, 9, 9 },
	{ "36", "6", LAND, 8, 8, 9 },
	{ "36", "7", LAND, 8, 8, 9 },
	{ "36", "70", MOBILE, 9, 9, 9 },
	{ "36", "8", LAND, 8, 8, 9 },
	{ "36", "80", SERVICE, 0, 0, 0 },
	{ "36", "9", LAND, 8, 8, 9 },
	{ "36", "90", SERVICE, 0, 0, 0 },
	{ "36", "91", SERVICE, 0, 0, 0 },
	/* Ukraine. */
	{ "380", "", NUMBERING_UNKNOWN, 9, 9, 9 },
	/* Croatia. */
	{ "385", "0", NUMBERING_NONE, 0, 0, 0 },
	{ "385", "1", LAND, 8, 8, 8 },
	{ "385", "2", LAND, 8, 8, 9 },
	{ "385", "3", LAND, 8, 8, 9 },
	{ "385", "4", LAND, 8, 8, 9 },
	{ "385", "5", LAND, 8, 8, 9 },
	{ "385", "6", SERVICE, 0, 0, 0 },
	{ "385", "80", SERVICE, 0, 0, 0 },
	{ "385", "91", MOBILE, 8, 8, 9 },
	{ "385", "92", MOBILE, 8, 8, 9 },
	{ "385", "95", MOBILE, 8, 8, 9 },
	{ "385", "97", MOBILE, 8, 8, 9 },
	{ "385", "98", MOBILE, 8, 8, 9 },
	{ "385", "99", MOBILE, 8, 8, 9 },
	/* Slovenia. */
	{ "386", "0", NUMBERING_NONE, 0, 0, 0 },
	{ "386", "1", LAND, 8, 8, 8 },
	{ "386", "2", LAND, 8, 8, 8 },
	{ "386", "3", LAND, 8, 8, 8 },
	{ "386", "30", MOBILE, 8, 8, 8 },
	{ "386", "31", MOBILE, 8, 8, 8 },
	{ "386", "4", LAND, 8, 8, 8 },
	{ "386", "40", MOBILE, 8, 8, 8 },
	{ "386", "41", MOBILE, 8, 8, 8 },
	{ "386", "5", LAND, 8, 8, 8 },
	{ "386", "51", MOBILE, 8, 8, 8 },
	{ "386", "64", MOBILE, 8, 8, 8 },
	{ "386", "65", MOBILE, 8, 8, 8 },
	{ "386", "68", MOBILE, 8, 8, 8 },
	{ "386", "69", MOBILE, 8, 8, 8 },
	{ "386", "7", LAND, 8, 8, 8 },
	{ "386", "70", MOBILE, 8, 8, 8 },
	{ "386", "71", MOBILE, 8, 8, 8 },
	{ "386", "80", SERVICE, 0, 0, 0 },
	{ "386", "90", SERVICE, 0, 0, 0 },
	/* Italy. */
	{ "39", "0", LAND, 0, 0, 0 },
	{ "39", "1", SERVICE, 0, 0, 0 },
	{ "39", "3", MOBILE, 9, 10, 10 },
	{ "39", "4", SERVICE, 0, 0, 0 },
	{ "39", "5", SERVICE, 0, 0, 0 },
	{ "39", "7", SERVICE, 0, 0, 0 },
	{ "39", "8", SERVICE, 0, 0, 0 },
	/* Romania. */
	{ "40", "7", MOBILE, 9, 9, 9 },
	/* Switzerland. */
	{ "41", "0", NUMBERING_NONE, 0, 0, 0 },
	{ "41", "2", LAND, 9, 9, 9 },
	{ "41", "3", LAND, 9, 9, 9 },
	{ "41", "4", LAND, 9, 9, 9 },
	{ "41", "5", LAND, 9, 9, 9 },
	{ "41", "6", LAND, 9, 9, 9 },
	{ "41", "71", LAND, 9, 9, 9 },
	{ "41", "74", SERVICE, 0, 0, 0 },
	{ "41", "75", MOBILE, 9, 9, 9 },
	{ "41", "76", MOBILE, 9, 9, 9 },
	{ "41", "77", MOBILE, 9, 9, 9 },
	{ "41", "78", MOBILE, 9, 9, 9 },
	{ "41", "79", MOBILE, 9, 9, 9 },
	{ "41", "8", SERVICE, 0, 0, 0 },
	{ "41", "81", LAND, 9, 9, 9 },
	{ "41", "9", SERVICE, 0, 0, 0 },
	{ "41", "91", LAND, 9, 9, 9 },
	/* Czechia. */
	{ "420", "0", NUMBERING_NONE, 0, 0, 0 },
	{ "420", "2", LAND, 9, 9, 9 },
	{ "420", "3", LAND, 9, 9, 9 },
	{ "420", "4", LAND, 9, 9, 9 },
	{ "420", "5", LAND, 9, 9, 9 },
	{ "420", "60", MOBILE, 9, 9, 9 },
	{ "420", "70", MOBILE, 9, 9, 9 },
	{ "420", "72", MOBILE, 9, 9, 9 },
	{ "420", "73", MOBILE, 9, 9, 9 },
	{ "420", "77", MOBILE, 9, 9, 9 },
	{ "420", "79", MOBILE, 9, 9, 9 },
	{ "420", "8", SERVICE, 0, 0, 0 },
	{ "420", "9", SERVICE, 0, 0, 0 },
	/* Slovakia. */
	{ "421", "9", MOBILE, 9, 9, 9 },
	/* Liechtenstein. */
	{ "423", "7", MOBILE, 7, 7, 7 },
	/* Austria.  05, 0720, 0780: not bound to a place, and no mobiles. */
	{ "43", "0", NUMBERING_NONE, 0, 0, 0 },
	{ "43", "1", LAND, 0, 0, 0 },
	{ "43", "2", LAND, 0, 0, 0 },
	{ "43", "3", LAND, 0, 0, 0 },
	{ "43", "4", LAND, 0, 0, 0 },
	{ "43", "5", LAND, 0, 0, 0 },
	{ "43", "6", LAND, 0, 0, 0 },
	{ "43", "650", MOBILE, 10, 10, 13 },
	{ "43", "651", MOBILE, 10, 10, 13 },
	{ "43", "652", MOBILE, 10, 10, 13 },
	{ "43", "653", MOBILE, 10, 10, 13 },
	{ "43", "655", MOBILE, 10, 10, 13 },
	{ "43", "657", MOBILE, 10, 10, 13 },
	{ "43", "659", MOBILE, 10, 10, 13 },
	{ "43", "66", MOBILE, 10, 10, 13 },
	{ "43", "662", LAND, 0, 0, 0 },
	{ "43", "67", MOBILE, 10, 10, 13 },
	{ "43", "68", MOBILE, 10, 10, 13 },
	{ "43", "69", MOBILE, 10, 10, 13 },
	{ "43", "7", LAND, 0, 0, 0 },
	{ "43", "8", SERVICE, 0, 0, 0 },
	{ "43", "9", SERVICE, 0, 0, 0 },
	/* The United Kingdom. */
	{ "44", "", NUMBERING_UNKNOWN, 9, 9, 10 },
	{ "44", "0", NUMBERING_NONE, 0, 0, 0 },
	/* Denmark. */
	{ "45", "", NUMBERING_UNKNOWN, 8, 8, 8 },
	/* Sweden. */
	{ "46", "70", MOBILE, 9, 9, 9 },
	{ "46", "72", MOBILE, 9, 9, 9 },
	{ "46", "73", MOBILE, 9, 9, 9 },
	{ "46", "76", MOBILE, 9, 9, 9 },
	/* Norway. */
	{ "47", "4", MOBILE, 8, 8, 8 },
	{ "47", "9", MOBILE, 8, 8, 8 },
	/* Poland. */
	{ "48", "", NUMBERING_UNKNOWN, 9, 9, 9 },
	{ "48", "0", NUMBERING_NONE, 0, 0, 0 },
	/* Germany.  016 but 0160, 0162, 0163: pagers.  032: not of a place. */
	{ "49", "0", NUMBERING_NONE, 0, 0, 0 },
	{ "49", "1", SERVICE, 0, 0, 0 },
	{ "49", "15", MOBILE, 11, 11, 11 },
	{ "49", "160", MOBILE, 10, 10, 11 },
	{ "49", "162", MOBILE, 10, 10, 11 },
	{ "49", "163", MOBILE, 10, 10, 11 },
	{ "49", "17", MOBILE, 10, 10, 11 },
	{ "49", "2", LAND, 0, 0, 0 },
	{ "49", "3", LAND, 0, 0, 0 },
	{ "49", "4", LAND, 0, 0, 0 },
	{ "49", "5", LAND, 0, 0, 0 },
	{ "49", "6", LAND, 0, 0, 0 },
	{ "49", "7", LAND, 0, 0, 0 },
	{ "49", "700", SERVICE, 0, 0, 0 },
	{ "49", "8", LAND, 0, 0, 0 },
	{ "49", "800", SERVICE, 0, 0, 0 },
	{ "49", "9", LAND, 0, 0, 0 },
	{ "49", "900", SERVICE, 0, 0, 0 },
	/* Russia and Kazakhstan. */
	{ "7", "", NUMBERING_UNKNOWN, 10, 10, 10 },
	{ "7", "0", NUMBERING_NONE, 0, 0, 0 },
	/* What belongs to no country and to nobody's pocket. */
	{ "800", "", SERVICE, 0, 0, 0 },
	{ "808", "", SERVICE, 0, 0, 0 },
	/* Turkey. */
	{ "90", "5", MOBILE, 10, 10, 10 },
	/* ... and this. */
	{ "979", "", SERVICE, 0, 0, 0 },
};

static const size_t n_rows = sizeof(rows) / sizeof(rows[0]);

size_t
numbering_country(const char *digits)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (digits[0] != codes[i].first[0])
			continue;
		size_t n = strlen(codes[i].first);
		if (strncmp(digits, codes[i].first, n) != 0)
			continue;
		if (codes[i].next == NULL)
			return n;
		if (digits[n] != '\0' &&
		    strchr(codes[i].next, digits[n]) != NULL)
			return n + 1;
	}
	return 0;
}

enum numbering_trunk
numbering_trunk(const char *code, size_t n)
{
	char word[8] = " ";

	if (n > 3)
		return TRUNK_UNKNOWN;
	memcpy(word + 1, code, n);
	word[n + 1] = ' ';
	for (size_t i = 0; i < sizeof(trunks) / sizeof(trunks[0]); i++)
		if (strstr(trunks[i].codes, word) != NULL)
			return trunks[i].trunk;
	return TRUNK_UNKNOWN;
}

/* Where those of that code begin, or would. */
static size_t
first_row(const char whole[sizeof(rows[0].code)])
{
	size_t low = 0, high = n_rows;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (memcmp(rows[mid].code, whole, sizeof(rows[0].code)) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

struct numbering
numbering_look(const char *code, size_t n, const char *national)
{
	struct numbering found = { .class = NUMBERING_UNKNOWN };
	char whole[sizeof(rows[0].code)] = "";
	size_t best = 0;

	if (n >= sizeof(whole))
		return found;
	memcpy(whole, code, n);
	for (size_t i = first_row(whole); i < n_rows; i++) {
		const struct row *r = &rows[i];
		if (memcmp(r->code, whole, sizeof(whole)) != 0)
			break;
		if (r->digits[0] != national[0] && r->digits[0] != '\0')
			continue; /* most of them */
		size_t len = strlen(r->digits);
		if (strncmp(national, r->digits, len) != 0 || len < best)
			continue;
		best = len;
		found = (struct numbering){ r->class, r->min, r->full, r->max };
	}
	return found;
}
