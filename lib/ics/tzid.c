/* SPDX-License-Identifier: ISC */
#include "ics/tzid.h"

#include <stdlib.h>
#include <string.h>

#include "ics/sift.h"
#include "ics/vtimezone.h"
#include "ics/windows.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/watch.h"

enum { TZID_MAX = 255 };

struct answer {
	char *tzid;
	const struct zone *zone; /* NULL: unknown */
};

struct own {
	int64_t id;
	char *tzid;
	char *lines;       /* sifted */
	struct zone *zone; /* made when first asked for */
	bool tried;
};

struct tzids {
	struct zones *zs;
	struct answer *v; /* ordered by tzid */
	size_t n, cap;
	struct own *own;
	size_t n_own, cap_own;
};

struct tzids *
tzids_new(struct zones *zs)
{
	struct tzids *t = mem_zero(1, sizeof(*t));

	t->zs = zs;
	return t;
}

void
tzids_free(struct tzids *t)
{
	if (t == NULL)
		return;
	for (size_t i = 0; i < t->n; i++)
		free(t->v[i].tzid);
	for (size_t i = 0; i < t->n_own; i++) {
		free(t->own[i].tzid);
		free(t->own[i].lines);
		zone_free(t->own[i].zone);
	}
	free(t->v);
	free(t->own);
	free(t);
}

int
tzids_add(
    struct tzids *t, int64_t id, const char *text, size_t n, struct err *e)
{
	struct buf lines = BUF_INIT, tzid = BUF_INIT;
	int64_t was = watch_at(id);
	int r = sift_timezone(text, n, &lines, e);

	if (r == 0 &&
	    (!sift_value(buf_cstr(&lines), lines.n, "TZID", &tzid) ||
		tzid.n > TZID_MAX))
		r = err_set(e, ERR_DATA, "a VTIMEZONE without a TZID");
	if (r == 0) {
		t->own = mem_grow(
		    t->own, &t->cap_own, t->n_own + 1, sizeof(*t->own));
		t->own[t->n_own++] = (struct own){ .id = id,
			.tzid = buf_take(&tzid),
			.lines = buf_take(&lines) };
	}
	buf_free(&lines);
	buf_free(&tzid);
	watch_at(was);
	return r;
}

/* IANA, then Windows; of "/vendor/x/Europe/Vienna" what comes behind a '/'. */
static const struct zone *
by_name(struct tzids *t, const char *tzid)
{
	const struct zone *z = NULL;

	if (tzid[0] != '/') {
		char iana[TZID_MAX];
		z = zones_get(t->zs, tzid);
		return z == NULL && windows_zone(tzid, iana, sizeof(iana))
		    ? zones_get(t->zs, iana)
		    : z;
	}
	for (const char *s = tzid; z == NULL && s != NULL; s = strchr(s, '/'))
		z = zones_get(t->zs, ++s);
	return z;
}

static const struct zone *
by_own(struct tzids *t, const char *tzid)
{
	struct own *o = NULL;

	for (size_t i = 0; i < t->n_own && o == NULL; i++)
		if (strcmp(t->own[i].tzid, tzid) == 0)
			o = &t->own[i];
	if (o == NULL)
		return NULL;
	if (!o->tried) {
		struct buf name = BUF_INIT;
		o->tried = true;
		/* libical's own writers say there which zone was meant. */
		if (sift_value(
			o->lines, strlen(o->lines), "X-LIC-LOCATION", &name)) {
			const struct zone *z = by_name(t, buf_cstr(&name));
			buf_free(&name);
			if (z != NULL)
				return z;
		}
		int64_t was = watch_at(o->id);
		o->zone = vtimezone_make(tzid, o->lines);
		watch_at(was);
	}
	return o->zone;
}

const struct zone *
tzids_get(struct tzids *t, const char *tzid, bool *first)
{
	size_t low = 0, high = t->n;

	*first = false;
	if (str_empty(tzid) || strlen(tzid) > TZID_MAX)
		return NULL;
	while (low < high) {
		size_t mid = (low + high) / 2;
		int c = strcmp(t->v[mid].tzid, tzid);
		if (c == 0)
			return t->v[mid].zone;
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	const struct zone *z = by_name(t, tzid);
	if (z == NULL)
		z = by_own(t, tzid);
	t->v = mem_grow(t->v, &t->cap, t->n + 1, sizeof(*t->v));
	memmove(&t->v[low + 1], &t->v[low], (t->n - low) * sizeof(*t->v));
	t->v[low] = (struct answer){ .tzid = mem_str(tzid), .zone = z };
	t->n++;
	*first = true;
	return z;
}
