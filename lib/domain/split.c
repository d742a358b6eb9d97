/* SPDX-License-Identifier: ISC */
#include "domain/split.h"

#include <stdlib.h>
#include <string.h>

#include "domain/split_part.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"

/* A name, and the family that it stands for. */
struct name {
	char *name;         /* owned */
	const char *family; /* borrowed; NULL: of several, in doubt */
};

struct names {
	struct name *v; /* owned */
	size_t n, cap;
};

const char *
split_family(const struct appointment *a)
{
	return a->series != NULL ? a->series : a->uid;
}

int
split_by_place(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;
	int c = strcmp(a->name, b->name);

	return c != 0 ? c : (a->at > b->at) - (a->at < b->at);
}

static int
by_name(const void *pa, const void *pb)
{
	const struct name *a = pa, *b = pb;

	return strcmp(a->name, b->name);
}

static void
names_add(struct names *l, char *name, const char *family)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = (struct name){ name, family };
}

/* In order, each name once. */
static void
names_sort(struct names *l)
{
	size_t n = 0;

	if (l->n > 1)
		qsort(l->v, l->n, sizeof(*l->v), by_name);
	for (size_t i = 0; i < l->n; i++) {
		if (n == 0 || !str_eq(l->v[n - 1].name, l->v[i].name)) {
			l->v[n++] = l->v[i];
			continue;
		}
		if (!str_eq(l->v[n - 1].family, l->v[i].family))
			l->v[n - 1].family = NULL;
		free(l->v[i].name);
	}
	l->n = n;
}

static const char *
names_find(const struct names *l, const char *name)
{
	struct name key = { .name = mem_str(name) };
	const struct name *found = l->n == 0
	    ? NULL
	    : bsearch(&key, l->v, l->n, sizeof(*l->v), by_name);

	free(key.name);
	return found != NULL ? found->family : NULL;
}

static void
names_free(struct names *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i].name);
	free(l->v);
	*l = (struct names){ .v = NULL };
}

/* Where Google's _R20260310T090000 begins in a UID; NULL: nowhere. */
static const char *
google_mark(const char *uid)
{
	for (const char *s = strstr(uid, "_R"); s != NULL;
	     s = strstr(s + 1, "_R")) {
		size_t day = strspn(s + 2, "0123456789");
		const char *end = s + 2 + day;
		if (day != 8)
			continue;
		if (*end == 'T' && strspn(end + 1, "0123456789") == 6)
			end += 7;
		if (*end == 'Z')
			end++;
		if (*end == '@' || *end == '\0')
			return s;
	}
	return NULL;
}

/* The UID without that mark, given. */
static char *
google_base(const char *uid)
{
	const char *mark = google_mark(uid), *at;
	struct buf b = BUF_INIT;

	if (mark == NULL)
		return mem_str(uid);
	at = strchr(mark, '@');
	buf_add(&b, uid, (size_t)(mark - uid));
	if (at != NULL)
		buf_str(&b, at);
	return buf_take(&b);
}

size_t
split_run_end(const struct split *w, size_t from)
{
	size_t to = from + 1;

	while (to < w->n && str_eq(w->order[to].name, w->order[from].name))
		to++;
	return to;
}

bool
split_is_unknown(const struct split *w, size_t from)
{
	size_t i = w->order[from].i;

	return !w->m->uid_known[i] && w->seen[i].series && w->seen[i].touched;
}

void
split_adopt(const struct split *w, size_t from, size_t to, const char *family)
{
	for (size_t k = from; k < to; k++) {
		w->m->family[w->order[k].i] = family;
		w->m->uid_known[w->order[k].i] = true;
	}
}

bool
split_is_ours(const struct split *w, size_t i)
{
	return w->known->v[i].calendar_id == w->ctx->calendar_id;
}

/* What each known series is called without Google's mark. */
static void
add_bases(const struct split *w, struct names *l)
{
	for (size_t i = 0; i < w->known->n; i++)
		if (split_is_ours(w, i))
			names_add(l, google_base(w->known->v[i].uid),
			    split_family(&w->known->v[i]));
	names_sort(l);
}

/* Google's halves. */
static void
by_google(const struct split *w)
{
	struct names l = { .v = NULL };

	for (size_t from = 0, to; from < w->n; from = to) {
		const char *uid = w->seen[w->order[from].i].uid;
		to = split_run_end(w, from);
		if (!split_is_unknown(w, from) || google_mark(uid) == NULL)
			continue;
		if (l.n == 0)
			add_bases(w, &l);
		char *base = google_base(uid);
		const char *family = names_find(&l, base);
		free(base);
		if (family != NULL)
			split_adopt(w, from, to, family);
	}
	names_free(&l);
}

/* Each UID that a known series of the body names as its sibling. */
static void
add_named(const struct split *w, struct names *l)
{
	for (size_t k = 0; k < w->n; k++) {
		size_t i = w->order[k].i;
		const char *s = w->seen[i].siblings;
		if (s == NULL || !w->m->uid_known[i] ||
		    (k > 0 && w->seen[w->order[k - 1].i].siblings == s))
			continue;
		for (size_t len; *s != '\0'; s += len + (s[len] == '\n')) {
			len = strcspn(s, "\n");
			names_add(l, mem_strn(s, len), w->m->family[i]);
		}
	}
}

/* The only family among those that the run names; NULL: none, or several. */
static const char *
named_family(
    const struct split *w, size_t from, size_t to, const struct names *l)
{
	const char *family = NULL, *before = NULL;

	for (size_t k = from; k < to; k++) {
		const char *s = w->seen[w->order[k].i].siblings;
		if (s == NULL || s == before)
			continue;
		before = s;
		for (size_t len; *s != '\0'; s += len + (s[len] == '\n')) {
			len = strcspn(s, "\n");
			char *uid = mem_strn(s, len);
			const char *f = names_find(l, uid);
			free(uid);
			if (f != NULL && family != NULL && !str_eq(f, family))
				return NULL;
			family = f != NULL ? f : family;
		}
	}
	return family;
}

/* RELATED-TO;RELTYPE=SIBLING, in whichever half it stands. */
static void
by_sibling(const struct split *w)
{
	struct names known = { .v = NULL }, named = { .v = NULL };
	bool any = false;

	for (size_t i = 0; i < w->n; i++)
		any |= w->seen[i].siblings != NULL;
	if (!any)
		return;
	for (size_t i = 0; i < w->known->n; i++)
		if (split_is_ours(w, i))
			names_add(&known, mem_str(w->known->v[i].uid),
			    split_family(&w->known->v[i]));
	add_named(w, &named);
	names_sort(&known);
	names_sort(&named);
	for (size_t from = 0, to; from < w->n; from = to) {
		to = split_run_end(w, from);
		if (!split_is_unknown(w, from))
			continue;
		const char *family = named_family(w, from, to, &known);
		if (family == NULL)
			family =
			    names_find(&named, w->seen[w->order[from].i].uid);
		if (family != NULL)
			split_adopt(w, from, to, family);
	}
	names_free(&known);
	names_free(&named);
}

static struct place *
sort_seen(const struct seen *seen, size_t n)
{
	struct place *v = mem_zero(n + 1, sizeof(*v));

	for (size_t i = 0; i < n; i++)
		v[i] = (struct place){ seen[i].uid, seen[i].start_at, i };
	if (n > 1)
		qsort(v, n, sizeof(*v), split_by_place);
	return v;
}

void
split_find(struct match *m, const struct appointment_list *known, size_t stray,
    const struct seen *seen, size_t n, const struct change_ctx *ctx)
{
	struct split w = { m, known, stray, seen, n, ctx, NULL };
	bool any = false;

	for (size_t i = 0; known->n > 0 && i < n; i++)
		any |= !m->uid_known[i] && seen[i].series && seen[i].touched;
	for (size_t i = stray; i < known->n; i++)
		any |= m->fresh[i] && known->v[i].series != NULL;
	if (!any)
		return;
	w.order = sort_seen(seen, n);
	by_google(&w);
	by_sibling(&w);
	split_by_cut(&w);
	free(w.order);
}

static bool
is_to_be_told(const struct appointment *a)
{
	for (size_t i = 0; i < a->n_recipients; i++) {
		const struct recipient *r = &a->recipients[i];
		if (r->left_at == 0 && r->announce_at != 0 &&
		    r->told_at <= r->announce_at)
			return true;
	}
	return false;
}

void
split_fresh(struct match *m, const struct appointment_list *known, size_t stray)
{
	struct place *v = mem_zero(known->n + 1, sizeof(*v));
	size_t n = 0;

	for (size_t i = stray; i < known->n; i++)
		if (known->v[i].standing == STANDING_LIVE)
			v[n++] = (struct place){ known->v[i].uid,
				known->v[i].start_at, i };
	if (n > 1)
		qsort(v, n, sizeof(*v), split_by_place);
	for (size_t from = 0, to; from < n; from = to) {
		bool fresh = false;
		for (to = from; to < n && str_eq(v[to].name, v[from].name);
		     to++)
			fresh |= is_to_be_told(&known->v[v[to].i]);
		for (size_t k = from; k < to; k++)
			m->fresh[v[k].i] = fresh;
	}
	free(v);
}

void
split_inherit(struct match *m, const struct appointment_list *known,
    const struct seen *seen, size_t n)
{
	struct split w = { .m = m, .known = known, .seen = seen, .n = n };
	bool any = false;

	for (size_t i = 0; i < n; i++)
		any |= !m->uid_known[i] && seen[i].series && m->seen[i] != -1;
	if (!any)
		return;
	w.order = sort_seen(seen, n);
	for (size_t from = 0, to; from < n; from = to) {
		const char *family = NULL;
		to = split_run_end(&w, from);
		for (size_t k = from; k < to && family == NULL; k++) {
			size_t i = w.order[k].i;
			if (!m->uid_known[i] && seen[i].series &&
			    m->seen[i] != -1)
				family = split_family(&known->v[m->seen[i]]);
		}
		if (family != NULL)
			split_adopt(&w, from, to, family);
	}
	free(w.order);
}
