/* SPDX-License-Identifier: ISC */
/* Which components are read: what changed, and what that touches (D2). */
#include <stdlib.h>
#include <string.h>

#include "diff/diff.h"
#include "domain/lines.h"
#include "util/mem.h"
#include "util/str.h"

/* UIDs in order, borrowed from the components. */
struct uids {
	const char **v; /* owned */
	size_t n, cap;
};

static int
by_text(const void *pa, const void *pb)
{
	return strcmp(*(const char *const *)pa, *(const char *const *)pb);
}

static void
uids_add(struct uids *l, const char *uid)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = uid;
}

static void
uids_sort(struct uids *l)
{
	if (l->n > 1)
		qsort(l->v, l->n, sizeof(*l->v), by_text);
}

static bool
uids_have(const struct uids *l, const char *uid)
{
	return l->n > 0 &&
	    bsearch(&uid, l->v, l->n, sizeof(*l->v), by_text) != NULL;
}

/* Borrow the value of X-WR-TIMEZONE within the text; its length in *n. */
static const char *
feed_zone(const struct component *c, size_t *n)
{
	static const char name[] = "X-WR-TIMEZONE";
	const char *s = strstr(c->text, name);

	*n = 0;
	if (s == NULL)
		return "";
	s += sizeof(name) - 1;
	*n = strcspn(s, "\r\n");
	return s;
}

static bool
contains(const char *s, size_t n, const char *word)
{
	size_t len = strlen(word);

	for (; n >= len; s++, n--)
		if (memcmp(s, word, len) == 0)
			return true;
	return false;
}

/*
 * Did the zone of floating times and dates change: the feed's own (D4), or
 * the VTIMEZONE of that name?  Then any event may begin at another instant.
 */
static bool
floating_changed(const struct job *j, const struct uids *zones)
{
	const struct component_list *l = &j->read.components;
	const char *was = NULL, *is = NULL;
	size_t n_was = 0, n_is = 0;

	if (j->calendar.zone != NULL)
		return false;
	for (size_t i = 0; i < l->n; i++) {
		const struct component *c = &l->v[i];
		if (!component_is(c, "calendar"))
			continue;
		if (component_missing(c))
			was = feed_zone(c, &n_was);
		else
			is = feed_zone(c, &n_is);
	}
	if (was != NULL && is != NULL &&
	    (n_was != n_is || strncmp(was, is, n_is) != 0))
		return true;
	for (size_t i = 0; is != NULL && i < zones->n; i++)
		if (contains(is, n_is, zones->v[i]))
			return true;
	return false;
}

/* Does a line name one of the zones?  A fold may stand within the name. */
static bool
names_zone(const struct component *c, const struct uids *zones)
{
	struct lines l = LINES_INIT;
	const char *p;
	size_t n;
	bool named = false;

	lines_open(&l, c->text, c->n_text);
	while (!named && lines_next(&l, &p, &n))
		for (size_t i = 0; !named && i < zones->n; i++)
			named = contains(p, n, "TZID") &&
			    contains(p, n, zones->v[i]);
	lines_close(&l);
	return named;
}

static void
component_free(struct component *c)
{
	free(c->uid);
	free(c->text);
}

/*
 * Of all events leave those of UIDs of which one is new, is missing, or names
 * one of the zones.
 */
static void
leave_touched(struct component_list *l, const struct uids *zones)
{
	struct uids touched = { .v = NULL };
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct component *c = &l->v[i];
		if (component_is(c, "event") &&
		    (component_touched(c) || names_zone(c, zones)))
			uids_add(&touched, c->uid);
	}
	uids_sort(&touched);
	/* The names in `touched` are those of components that stay. */
	for (size_t i = 0; i < l->n; i++) {
		struct component *c = &l->v[i];
		if (component_is(c, "event") && !uids_have(&touched, c->uid))
			component_free(c);
		else
			l->v[n++] = *c;
	}
	l->n = n;
	free(touched.v);
}

int
job_load(struct job *j, struct err *e)
{
	struct component_list *l = &j->read.components;
	struct uids zones = { .v = NULL };
	struct db *db = j->t->db;
	int r = component_load(db, j->calendar.id, j->scope, false, l, e);

	if (r == -1 || j->scope == COMPONENT_ALL)
		return r;
	for (size_t i = 0; i < l->n; i++)
		if (component_is(&l->v[i], "timezone") &&
		    component_touched(&l->v[i]))
			uids_add(&zones, l->v[i].uid);
	bool all = floating_changed(j, &zones);
	if (all || zones.n > 0) {
		struct component_list every = { .v = NULL };
		/* With what the day carries on it is all the same. */
		j->by_zone = !all && j->scope == COMPONENT_TOUCHED;
		j->scope = COMPONENT_ALL;
		r = component_load(
		    db, j->calendar.id, j->scope, j->by_zone, &every, e);
		if (r == 0 && j->by_zone)
			leave_touched(&every, &zones);
		component_list_free(l);
		*l = every;
	}
	free(zones.v);
	return r;
}

/* The UID of the component that it came from: "" for one of no UID (D1). */
static const char *
source_uid(const struct appointment *a)
{
	return a->uid[0] == '=' ? "" : a->uid;
}

void
job_keep_loaded(const struct job *j, struct appointment_list *known)
{
	const struct component_list *l = &j->read.components;
	struct uids loaded = { .v = NULL };
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		if (component_is(&l->v[i], "event"))
			uids_add(&loaded, l->v[i].uid);
	uids_sort(&loaded);
	for (size_t i = 0; i < known->n; i++) {
		struct appointment *a = &known->v[i];
		if (uids_have(&loaded, source_uid(a)) ||
		    uids_have(&loaded, a->uid))
			known->v[n++] = *a;
		else
			appointment_fini(a);
	}
	known->n = n;
	free(loaded.v);
}
