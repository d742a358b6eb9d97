/* SPDX-License-Identifier: ISC */
#include "util/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/buf.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/tzif.h"
#include "util/tzrule.h"

enum {
	DAY_S = 86400,
	FILE_MAX = 256 * 1024,  /* the largest has 4 KiB */
	LIST_MAX = 1024 * 1024, /* tzdata.zi has 110 KiB */
	NAME_MAX_N = 64,        /* the longest has 30 */
	LINKS_MAX = 4
};

struct zone {
	char *name; /* owned */
	struct tzif t;
	struct zone *next; /* of those read, owned */
};

/* A line of tzdata's list: a name, and what it is another name of. */
struct entry {
	const char *name;
	const char *target; /* NULL: a zone itself */
};

struct zones {
	char *dir;
	char *version;
	struct zone *first; /* owned, and so are those behind it */
	bool listed;        /* the list was read, when first needed */
	struct buf list;    /* what the entries point into */
	struct entry *entry;
	size_t n_entries, cap_entries;
};

static char utc_name[] = "UTC";
static const struct zone utc = { .name = utc_name };

const struct zone *
zone_utc(void)
{
	return &utc;
}

const char *
zone_name(const struct zone *z)
{
	return z->name;
}

static int
clamp_offset(int offset_s)
{
	return offset_s < -TZIF_OFFSET_MAX ? -TZIF_OFFSET_MAX
	    : offset_s > TZIF_OFFSET_MAX   ? TZIF_OFFSET_MAX
					   : offset_s;
}

struct zone *
zone_make(const char *name, int first_s, const struct zone_step *v, size_t n)
{
	struct zone *z = mem_zero(1, sizeof(*z));

	z->name = mem_str(name);
	z->t.first_s = clamp_offset(first_s);
	for (size_t i = 0; i < n; i++)
		tzif_step(&z->t, v[i].at, clamp_offset(v[i].offset_s));
	return z;
}

void
zone_free(struct zone *z)
{
	if (z == NULL)
		return;
	tzif_free(&z->t);
	free(z->name);
	free(z);
}

/* How many recorded changes are at `at` or before. */
static size_t
steps_until(const struct tzif *t, int64_t at)
{
	size_t lo = 0, hi = t->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (t->v[mid].at <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

int
zone_offset(const struct zone *z, int64_t at)
{
	const struct tzif *t = &z->t;

	if (t->ruled && at >= t->rule_at)
		return tzrule_offset(&t->rule, at);
	size_t n = steps_until(t, at);
	return n == 0 ? t->first_s : t->v[n - 1].offset_s;
}

/* The first change behind `after`; false: there is none. */
static bool
next_step(const struct zone *z, int64_t after, struct zone_step *s)
{
	const struct tzif *t = &z->t;
	size_t n = steps_until(t, after);

	if (n < t->n) {
		*s = t->v[n];
		return true;
	}
	if (!t->ruled)
		return false;
	return tzrule_next(
	    &t->rule, after > t->rule_at ? after : t->rule_at, s);
}

struct civil
zone_civil(const struct zone *z, int64_t at)
{
	return civil_from(tzrule_clamp(at) + zone_offset(z, at));
}

/*
 * Walk over the stretches of one offset each that a local time can lie in.
 * The first that holds it has its first instant; where none does, a change
 * jumped over it.
 */
int64_t
zone_instant(const struct zone *z, const struct civil *c, enum zone_gap gap)
{
	const int64_t local = civil_seconds(c);
	const int64_t span = TZIF_OFFSET_MAX + 1;
	int64_t from = local - span;
	int offset_s = zone_offset(z, from);
	int64_t skipped = local - offset_s;
	bool in_gap = false;

	for (;;) {
		struct zone_step s;
		bool more = next_step(z, from, &s) && s.at <= local + span;
		int64_t at = local - offset_s;

		if (at >= from && (!more || at < s.at))
			return at;
		if (!more)
			return skipped;
		if (!in_gap && local >= s.at + offset_s &&
		    local < s.at + s.offset_s) {
			in_gap = true;
			skipped = gap == ZONE_EVENT ? at : s.at;
		}
		from = s.at;
		offset_s = s.offset_s;
	}
}

int64_t
zone_day(const struct zone *z, int64_t at)
{
	int64_t local = tzrule_clamp(at) + zone_offset(z, at);

	return local / DAY_S - (local % DAY_S < 0);
}

int64_t
zone_midnight(const struct zone *z, int64_t day)
{
	const int64_t far = (int64_t)9999 * 366;
	int64_t near = day < -far ? -far : day > far ? far : day;
	struct civil c = civil_from(tzrule_clamp(near * DAY_S));

	c.hour = c.minute = c.second = 0;
	return zone_instant(z, &c, ZONE_CLOCK);
}

size_t
zone_steps(const struct zone *z, int64_t from, int64_t to, struct zone_step *v,
    size_t cap)
{
	struct zone_step s = { .at = tzrule_clamp(from) - 1 };
	size_t n = 0;

	while (next_step(z, s.at, &s) && s.at < to) {
		if (n < cap)
			v[n] = s;
		n++;
	}
	return n;
}

/* The bytes of a file below the directory; false: not there, or too long. */
static bool
read_below(const struct zones *zs, const char *name, size_t max, struct buf *b)
{
	struct err e = ERR_INIT;
	struct buf path = BUF_INIT;

	buf_fmt(&path, "%s/%s", zs->dir, name);
	int r = file_read(buf_cstr(&path), max, b, &e);
	buf_free(&path);
	return r == 0;
}

/*
 * The list is lines of words: "Z Europe/Vienna ..." is a zone, "L
 * Europe/Vienna Austria" another name of one, the rest are rules.  Entries
 * point into it: the words' ends become NULs.
 */
static void
read_list(struct zones *zs)
{
	char *line, *rest;

	zs->listed = true;
	if (!read_below(zs, "tzdata.zi", LIST_MAX, &zs->list))
		return;
	for (line = strtok_r(zs->list.v, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		struct entry en = { .target = NULL };
		char *words;

		if (line[0] == '\0' || line[1] != ' ' ||
		    (line[0] != 'Z' && line[0] != 'L'))
			continue;
		bool link = line[0] == 'L';
		(void)strtok_r(line, " ", &words);
		if (link)
			en.target = strtok_r(NULL, " ", &words);
		en.name = strtok_r(NULL, " ", &words);
		if (en.name == NULL)
			continue;
		zs->entry = mem_grow(zs->entry, &zs->cap_entries,
		    zs->n_entries + 1, sizeof(*zs->entry));
		zs->entry[zs->n_entries++] = en;
	}
}

/* The first line of a file, behind `label`; NULL: there is no such line. */
static char *
first_line(const struct zones *zs, const char *name, const char *label)
{
	struct buf path = BUF_INIT;
	char line[NAME_MAX_N];
	char *found = NULL;

	buf_fmt(&path, "%s/%s", zs->dir, name);
	FILE *f = fopen(buf_cstr(&path), "re");
	if (f != NULL) {
		if (fgets(line, sizeof(line), f) != NULL &&
		    str_starts(line, label))
			found = mem_str(str_trim(line + strlen(label)));
		fclose(f);
	}
	buf_free(&path);
	return found;
}

/*
 * A name that stays below the directory and in IANA's space: not a second
 * tree with leap seconds, nor what this machine calls its own.
 */
static bool
name_ok(const char *name)
{
	static const char *const foreign[] = { "localtime", "posixrules",
		"posix", "right" };
	size_t n = strlen(name);

	if (n == 0 || n > NAME_MAX_N || name[n - 1] == '/')
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = name[i];
		bool start = i == 0 || name[i - 1] == '/';
		bool alnum = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9');
		if (!alnum && (start || strchr("+-_/", c) == NULL))
			return false;
	}
	size_t first = strcspn(name, "/");
	for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
		if (strlen(foreign[i]) == first &&
		    str_istarts(name, foreign[i]))
			return false;
	return true;
}

static const struct zone *
loaded(const struct zones *zs, const char *name)
{
	const struct zone *z = zs->first;

	while (z != NULL && !str_eq(z->name, name))
		z = z->next;
	return z;
}

/* Read `file` as the zone `name`; NULL: there is no such TZif file. */
static const struct zone *
load(struct zones *zs, const char *name, const char *file)
{
	struct buf b = BUF_INIT;
	struct tzif t = TZIF_INIT;
	struct zone *z = NULL;

	if (read_below(zs, file, FILE_MAX, &b) && b.n > 0 &&
	    tzif_parse(b.v, b.n, &t)) {
		z = mem_zero(1, sizeof(*z));
		z->name = mem_str(name);
		z->t = t;
		z->next = zs->first;
		zs->first = z;
	}
	buf_free(&b);
	return z;
}

static const struct entry *
listed(const struct zones *zs, const char *name)
{
	for (size_t i = 0; i < zs->n_entries; i++)
		if (str_ieq(zs->entry[i].name, name))
			return &zs->entry[i];
	return NULL;
}

const struct zone *
zones_get(struct zones *zs, const char *name)
{
	if (!name_ok(name))
		return NULL;
	const struct zone *z = loaded(zs, name);
	if (z == NULL)
		z = load(zs, name, name);
	if (z != NULL)
		return z;

	if (!zs->listed)
		read_list(zs);
	const struct entry *en = listed(zs, name);
	if (en == NULL || !name_ok(en->name))
		return NULL;
	const char *own = en->name;
	if ((z = loaded(zs, own)) != NULL || (z = load(zs, own, own)) != NULL)
		return z;

	/* Debian keeps the files of old names in a package of its own. */
	for (int i = 0; i < LINKS_MAX && en != NULL && en->target != NULL;
	     i++) {
		if (!name_ok(en->target))
			return NULL;
		if ((z = load(zs, own, en->target)) != NULL)
			return z;
		en = listed(zs, en->target);
	}
	return NULL;
}

void
zones_preload(struct zones *zs)
{
	if (!zs->listed)
		read_list(zs);
	for (size_t i = 0; i < zs->n_entries; i++)
		(void)zones_get(zs, zs->entry[i].name);
}

struct zones *
zones_open(const char *dir, struct err *e)
{
	struct zones *zs = mem_zero(1, sizeof(*zs));

	zs->dir = mem_str(dir == NULL ? "/usr/share/zoneinfo" : dir);
	if (zones_get(zs, "UTC") == NULL && zones_get(zs, "Etc/UTC") == NULL) {
		err_set(e, ERR_CONF, "no time zones in %s: install tzdata",
		    zs->dir);
		zones_free(zs);
		return NULL;
	}
	zs->version = first_line(zs, "tzdata.zi", "# version ");
	if (zs->version == NULL)
		zs->version = first_line(zs, "+VERSION", "");
	return zs;
}

void
zones_free(struct zones *zs)
{
	if (zs == NULL)
		return;
	for (struct zone *z = zs->first, *next; z != NULL; z = next) {
		next = z->next;
		zone_free(z);
	}
	buf_free(&zs->list);
	free(zs->entry);
	free(zs->version);
	free(zs->dir);
	free(zs);
}

const char *
zones_version(const struct zones *zs)
{
	return zs->version == NULL ? "" : zs->version;
}
