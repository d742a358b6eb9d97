/* SPDX-License-Identifier: ISC */
#include "util/spool.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/file.h"
#include "util/mem.h"
#include "util/record.h"
#include "util/str.h"

static const char head[] = "smscal-spool", version[] = "1";

void
spool_fini(struct spool_entry *s)
{
	free(s->name);
	free(s->vendor);
	free(s->method);
	free(s->url);
	free(s->body);
	for (size_t i = 0; i < s->n_headers; i++) {
		free(s->headers[i].name);
		free(s->headers[i].value);
	}
	*s = (struct spool_entry){ .name = NULL };
}

void
spool_header_add(struct spool_entry *s, const char *name, const char *value)
{
	if (s->n_headers == SPOOL_HEADERS)
		mem_bug("spool: too many headers");
	s->headers[s->n_headers++] = (struct spool_header){
		.name = mem_str(name),
		.value = mem_str(value),
	};
}

const char *
spool_header(const struct spool_entry *s, const char *name)
{
	for (size_t i = 0; i < s->n_headers; i++)
		if (str_eq(s->headers[i].name, name))
			return s->headers[i].value;
	return NULL;
}

static void
put(struct buf *out, const char *kind, const char *value)
{
	record_field(out, kind);
	record_field(out, value);
	record_end(out);
}

void
spool_render(const struct spool_entry *s, struct buf *out)
{
	put(out, head, version);
	put(out, "name", s->name);
	put(out, "vendor", s->vendor);
	put(out, "method", s->method);
	put(out, "url", s->url);
	record_field(out, "received");
	record_int(out, s->received_at);
	record_end(out);
	for (size_t i = 0; i < s->n_headers; i++) {
		record_field(out, "header");
		record_field(out, s->headers[i].name);
		record_field(out, s->headers[i].value);
		record_end(out);
	}
	record_field(out, "body");
	record_bytes(out, s->body != NULL ? s->body : "", s->n);
	record_end(out);
	record_field(out, "end");
	record_end(out);
}

/* The text of a field, once and without a NUL in it. */
static int
take(const struct record *r, char **to, struct err *e)
{
	if (*to != NULL || r->n != 2 || r->v[1] == NULL ||
	    strlen(r->v[1]) != r->len[1])
		return err_set(e, ERR_DATA, "a bad line '%.20s'", r->v[0]);
	*to = mem_str(r->v[1]);
	return 0;
}

static int
take_header(const struct record *r, struct spool_entry *s, struct err *e)
{
	if (r->n != 3 || r->v[1] == NULL || r->v[2] == NULL ||
	    s->n_headers == SPOOL_HEADERS)
		return err_set(e, ERR_DATA, "a bad line 'header'");
	spool_header_add(s, r->v[1], r->v[2]);
	return 0;
}

static int
take_line(const struct record *r, struct spool_entry *s, struct err *e)
{
	const char *kind = r->v[0];

	if (str_eq(kind, "name"))
		return take(r, &s->name, e);
	if (str_eq(kind, "vendor"))
		return take(r, &s->vendor, e);
	if (str_eq(kind, "method"))
		return take(r, &s->method, e);
	if (str_eq(kind, "url"))
		return take(r, &s->url, e);
	if (str_eq(kind, "received"))
		return record_get_int(
		    r, 1, 1, INT64_C(1) << 40, &s->received_at, e);
	if (str_eq(kind, "header"))
		return take_header(r, s, e);
	if (!str_eq(kind, "body") || r->n != 2 || r->v[1] == NULL ||
	    s->body != NULL || r->len[1] > SPOOL_BODY)
		return err_set(e, ERR_DATA, "a bad line '%.20s'", kind);
	s->n = r->len[1];
	s->body = mem_strn(r->v[1], s->n);
	return 0;
}

int
spool_parse(struct buf *text, struct spool_entry *s, struct err *e)
{
	char *line = text->v, *end = line != NULL ? line + text->n : NULL;
	bool first = true, ended = false;
	struct record r;

	while (line != NULL && line < end && !ended) {
		char *lf = memchr(line, '\n', (size_t)(end - line));
		if (lf == NULL)
			break;
		if (record_parse(line, (size_t)(lf - line), &r, e) == -1)
			return -1;
		ended = str_eq(r.v[0], "end");
		if (first &&
		    (r.n != 2 || !str_eq(r.v[0], head) ||
			!str_eq(r.v[1], version)))
			return err_set(e, ERR_DATA, "no file of the hook's");
		if (!first && !ended && take_line(&r, s, e) == -1)
			return -1;
		first = false;
		line = lf + 1;
	}
	if (!ended || line != end || s->name == NULL || s->vendor == NULL ||
	    s->method == NULL || s->url == NULL || s->body == NULL ||
	    s->received_at == 0)
		return err_set(e, ERR_DATA, "the file is not whole");
	return 0;
}

int
spool_write(const char *dir, const struct spool_entry *s, const char *unique,
    struct err *e)
{
	struct buf path = BUF_INIT, text = BUF_INIT;

	buf_fmt(&path, "%s/%010" PRId64 "-%s" SPOOL_SUFFIX, dir, s->received_at,
	    unique);
	spool_render(s, &text);
	int r = file_write(path.v, SPOOL_MODE, text.v, text.n, e);
	/*
	 * It may have its name, and only that this lasts be unsure.  Nobody is
	 * answered, so it comes again, and would come twice.
	 */
	if (r == -1)
		unlink(path.v);
	buf_free(&text);
	buf_free(&path);
	return r;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int
spool_list(const char *dir, size_t max, struct spool_names *l, struct err *e)
{
	DIR *d = opendir(dir);
	const struct dirent *entry;
	size_t all = l->n;

	if (d == NULL && errno == ENOENT)
		return 1;
	if (d == NULL)
		return err_sys(e, errno == EACCES ? ERR_PERM : ERR_IO,
		    "cannot open the spool %s", dir);
	errno = 0;
	while ((entry = readdir(d)) != NULL) {
		if (entry->d_name[0] == '.' ||
		    !str_ends(entry->d_name, SPOOL_SUFFIX))
			continue;
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
		l->v[l->n++] = mem_str(entry->d_name);
	}
	int r = errno == 0
	    ? 0
	    : err_sys(e, ERR_IO, "cannot read the spool %s", dir);
	closedir(d);
	if (l->n > all)
		qsort(l->v + all, l->n - all, sizeof(*l->v), by_name);
	while (l->n > all + max)
		free(l->v[--l->n]);
	return r;
}

void
spool_names_free(struct spool_names *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i]);
	free(l->v);
	*l = SPOOL_NAMES_INIT;
}
