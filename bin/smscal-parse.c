/* SPDX-License-Identifier: ISC */
/*
 * smscal-parse - a feed's components in, its events and occurrences out; the
 * only process that knows libical (D12).  See smscal-parse(8).
 *
 * What it reads is hostile: it takes no environment and no descriptor but 0, 1
 * and 2, and before it reads it gives up all else but the zones' files.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/parsed.h"
#include "ics/occur.h"
#include "util/buf.h"
#include "util/err.h"
#include "util/fd.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/record.h"
#include "util/sandbox.h"
#include "util/str.h"
#include "util/utf8.h"
#include "util/watch.h"
#include "util/zone.h"

enum {
	INPUT_MAX = 64 * 1024 * 1024,
	FILES_MAX = 16, /* open at once */
	EXIT_USAGE = 64,
	EXIT_DATA = 65,
	EXIT_IO = 74,
	EXIT_CONF = 78
};

/* Instants that a window may have: the years 1900 to 2200, or so. */
#define WINDOW_MIN INT64_C(-2208988800)
#define WINDOW_MAX INT64_C(7258118400)

struct options {
	int64_t megabytes, seconds, limit_ms;
	const char *zoneinfo;
	bool verbose;
};

/* What was read, in structs that point into `text`. */
struct request {
	struct ics_input in;
	struct ics_component *v; /* owned */
	size_t n, cap;
	bool window, fields, end;
};

/* With -v, and on standard error, what of the sandbox is not there. */
static void
lacks(const struct options *o, const char *what)
{
	if (o->verbose)
		fprintf(stderr, "smscal-parse: this kernel has no %s\n", what);
}

/*
 * Give up what is not needed.  Zones are read as the feed names them, below
 * their directory alone; where that cannot be enforced all are read now, and
 * nothing is opened any more.
 */
static int
confine(const struct options *o, struct zones *zs, struct err *e)
{
	int files = sandbox_files(o->zoneinfo, e);

	if (files == -1)
		return -1;
	if (files == SANDBOX_ABSENT) {
		lacks(o, "Landlock");
		zones_preload(zs);
	}
	int calls = sandbox_calls(files == SANDBOX_DONE, e);
	if (calls == SANDBOX_ABSENT)
		lacks(o, "seccomp");
	return calls == -1 ? -1 : 0;
}

static int
read_input(struct buf *b, struct err *e)
{
	static char chunk[64 * 1024];
	ssize_t n;

	while ((n = read(STDIN_FILENO, chunk, sizeof(chunk))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_sys(e, ERR_IO, "standard input");
		if (b->n + (size_t)n > INPUT_MAX)
			return err_set(e, ERR_DATA,
			    "more than %d bytes of input", INPUT_MAX);
		buf_add(b, chunk, (size_t)n);
	}
	return 0;
}

static int
take_component(struct request *q, const struct record *r, struct err *e)
{
	static const char *const kinds[] = { [ICS_CALENDAR] = "calendar",
		[ICS_TIMEZONE] = "timezone",
		[ICS_EVENT] = "event" };
	struct ics_component c = { .text = r->v[3], .n = r->len[3] };
	int kind = 0;

	if (record_get_int(r, 1, INT64_MIN, INT64_MAX, &c.id, e) == -1)
		return -1;
	while (kind < 3 && !str_eq(kinds[kind], r->v[2]))
		kind++;
	if (kind == 3 || c.text == NULL)
		return err_set(e, ERR_DATA, "no such component");
	c.kind = (enum ics_kind)kind;
	q->v = mem_grow(q->v, &q->cap, q->n + 1, sizeof(*q->v));
	q->v[q->n++] = c;
	return 0;
}

static int
take_window(struct request *q, const struct record *r, struct err *e)
{
	q->window = true;
	if (record_get_int(r, 1, WINDOW_MIN, WINDOW_MAX, &q->in.from_at, e) ==
	    -1)
		return -1;
	return record_get_int(r, 2, q->in.from_at, WINDOW_MAX, &q->in.to_at, e);
}

static int
take_record(struct request *q, const struct record *r, struct err *e)
{
	const char *kind = r->v[0];
	int64_t v;

	if (q->end)
		return err_set(e, ERR_DATA, "something behind 'end'");
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i] == NULL)
			return err_set(
			    e, ERR_DATA, "'%.32s' lacks a field", kind);
	if (str_eq(kind, "window") && r->n == 3)
		return take_window(q, r, e);
	if (str_eq(kind, "component") && r->n == 4)
		return take_component(q, r, e);
	if (str_eq(kind, "zone") && r->n == 2) {
		q->in.zone = r->v[1];
	} else if (str_eq(kind, "floating-from-feed") && r->n == 2) {
		if (record_get_int(r, 1, 0, 1, &v, e) == -1)
			return -1;
		q->in.zone_from_feed = v == 1;
	} else if (str_eq(kind, "fields") && r->n == 4) {
		q->fields = true;
		q->in.name_field = r->v[1];
		q->in.phone_field = r->v[2];
		q->in.location_field = r->v[3];
	} else if (str_eq(kind, "end") && r->n == 1) {
		q->end = true;
	} else {
		return err_set(
		    e, ERR_DATA, "a record that nobody knows: '%.32s'", kind);
	}
	return 0;
}

static int
read_request(struct request *q, struct buf *text, struct err *e)
{
	char *s = text->v, *end = s + text->n;

	while (s != NULL && s < end) {
		char *lf = memchr(s, '\n', (size_t)(end - s));
		struct record r;
		if (lf == NULL)
			return err_set(e, ERR_IO, "the input breaks off");
		if (record_parse(s, (size_t)(lf - s), &r, e) == -1 ||
		    take_record(q, &r, e) == -1)
			return -1;
		s = lf + 1;
	}
	/* Of that no component is guilty. */
	if (!q->end)
		return err_set(e, ERR_IO, "the input breaks off");
	if (!q->window || !q->fields || q->in.zone == NULL)
		return err_set(
		    e, ERR_DATA, "one of window, zone, fields is missing");
	q->in.v = q->v;
	q->in.n = q->n;
	return 0;
}

/* From standard input to standard output. */
static int
parse(const struct options *o, struct err *e)
{
	struct buf text = BUF_INIT, answer = BUF_INIT;
	struct request q = { .v = NULL };
	struct parsed out = PARSED_INIT;
	struct zones *zs = zones_open(o->zoneinfo, e);

	int r = zs != NULL ? confine(o, zs, e) : -1;
	if (r == 0)
		r = read_input(&text, e);
	if (r == 0)
		r = read_request(&q, &text, e);
	if (r == 0)
		r = ics_expand(&q.in, zs, &out, e);
	if (r == 0) {
		parsed_write(&answer, &out);
		r = file_put(STDOUT_FILENO, answer.v, answer.n, e);
	}
	parsed_free(&out);
	free(q.v);
	buf_free(&text);
	buf_free(&answer);
	zones_free(zs);
	return r;
}

static int
status_of(const struct err *e)
{
	if (e->kind == ERR_DATA)
		return EXIT_DATA;
	return e->kind == ERR_CONF ? EXIT_CONF : EXIT_IO;
}

static int
fail(const struct err *e)
{
	struct buf b = BUF_INIT;

	watch_tell();
	utf8_show(&b, e->msg);
	fprintf(stderr, "smscal-parse: %s\n", buf_cstr(&b));
	buf_free(&b);
	return status_of(e);
}

int
main(int argc, char *argv[])
{
	struct options o = { .megabytes = 512,
		.seconds = 60,
		.limit_ms = 5000,
		.zoneinfo = "/usr/share/zoneinfo" };
	struct err e = ERR_INIT;
	bool usage = false;
	int c;

	fd_close_from(3);
	while ((c = getopt(argc, argv, "m:s:u:vz:")) != -1) {
		switch (c) {
		case 'm':
			usage |= str_int(optarg, 16, 65536, &o.megabytes) == -1;
			break;
		case 's':
			usage |= str_int(optarg, 1, 3600, &o.seconds) == -1;
			break;
		case 'u':
			usage |=
			    str_int(optarg, 100, 3600000, &o.limit_ms) == -1;
			break;
		case 'v':
			o.verbose = true;
			break;
		case 'z':
			o.zoneinfo = optarg;
			break;
		default:
			usage = true;
		}
	}
	if (usage || optind != argc) {
		fputs("usage: smscal-parse [-v] [-m megabytes] [-s seconds]"
		      " [-u milliseconds] [-z zoneinfo]\n",
		    stderr);
		return EXIT_USAGE;
	}
	struct sandbox_bounds b = { o.megabytes, o.seconds, INPUT_MAX,
		FILES_MAX };
	if (sandbox_bound(&b, &e) == -1 ||
	    watch_start(STDOUT_FILENO, o.limit_ms, &e) == -1 ||
	    parse(&o, &e) == -1)
		return fail(&e);
	return 0;
}
