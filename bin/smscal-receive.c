/* SPDX-License-Identifier: ISC */
/* smscal-receive - take in replies and reports.  See smscal-receive(8). */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gateway/websms_notice.h"
#include "store/inbound.h"
#include "store/json.h"
#include "tool.h"
#include "util/fail.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/str.h"

enum { BATCH = 200, MAX_LINE = 64 * 1024 };

struct entry {
	int64_t line;
	struct notice notice; /* owned */
};

struct run {
	struct tool *t;
	struct json *json;
	char *text; /* owned; MAX_LINE and a NUL */
	int64_t line, failed;
	struct entry v[BATCH];
	size_t n;
};

/*
 * The next line, of which no more is kept than may be long; its length, which
 * may be more than that, in *n.  false: there is none.
 */
static bool
next_line(struct run *run, FILE *f, size_t *n)
{
	int c;

	*n = 0;
	while ((c = getc_unlocked(f)) != EOF && c != '\n') {
		if (*n < MAX_LINE)
			run->text[*n] = (char)c;
		*n += *n <= MAX_LINE;
	}
	run->text[*n < MAX_LINE ? *n : MAX_LINE] = '\0';
	run->line += c != EOF || *n > 0;
	return c != EOF || *n > 0;
}

/* A line that nobody can read is said, and passed over. */
static void
read_line(struct run *run, size_t n)
{
	struct entry *new = &run->v[run->n];
	struct err bad = ERR_INIT;
	int r;

	*new = (struct entry){ .line = run->line };
	if (strlen(run->text) == n && str_empty(run->text))
		return;
	if (n > MAX_LINE)
		r = err_set(&bad, ERR_DATA, "longer than 64 KiB");
	else
		r = websms_notice(run->json, run->text, n, &new->notice, &bad);
	if (r == 0 && new->notice.type != NOTICE_OTHER) {
		run->n++;
		return;
	}
	if (r == 0)
		log_info("standard input, line %" PRId64 ": nothing for us",
		    run->line);
	else
		log_error(
		    "standard input, line %" PRId64 ": %s", run->line, bad.msg);
	run->failed += r == -1;
	notice_fini(&new->notice);
}

/*
 * Read a batch, before there is a transaction: whoever writes to us may take
 * his time.  1: that was the end.
 */
static int
read_batch(struct run *run, FILE *f, struct err *e)
{
	size_t n;

	while (run->n < BATCH) {
		if (!next_line(run, f, &n)) {
			if (ferror(f) != 0)
				return err_sys(
				    e, ERR_IO, "cannot read standard input");
			return 1;
		}
		read_line(run, n);
	}
	return 0;
}

static const char *
name_of(const struct notice *n)
{
	return n->type == NOTICE_REPLY ? "reply"
				       : notice_status_name(n->status);
}

static int
take(struct run *run, const struct entry *x, struct err *e)
{
	const struct notice *n = &x->notice;
	int64_t now = run->t->now;
	int r;

	if (run->t->dry) {
		printf("line %" PRId64 ": %s\n", x->line, name_of(n));
		return 0;
	}
	r = n->type == NOTICE_REPLY ? inbound_reply(run->t->db, n, now, e)
				    : inbound_report(run->t->db, n, now, e);
	if (r != -1)
		log_info("standard input, line %" PRId64 ": %s%s", x->line,
		    name_of(n), r == ST_TAKEN ? ", taken before" : "");
	return r == -1 ? -1 : 0;
}

static int
take_batch(struct run *run, struct err *e)
{
	struct db *db = run->t->db;
	int r = run->t->dry ? db_begin_read(db, e) : db_begin(db, e);

	for (size_t i = 0; i < run->n && r == 0; i++)
		r = take(run, &run->v[i], e);
	FAIL_POINT();
	if (r == 0 && !run->t->dry)
		r = db_commit(db, e);
	else
		db_rollback(db);
	FAIL_POINT();
	return r;
}

static int64_t
receive(struct tool *t, FILE *f, struct err *e)
{
	struct run *run = mem_zero(1, sizeof(*run));
	int r = 0, taken = 0;

	run->t = t;
	run->json = json_new();
	run->text = mem_alloc(MAX_LINE + 1);
	while (r == 0 && taken == 0) {
		r = read_batch(run, f, e);
		if (run->n > 0)
			taken = take_batch(run, e);
		for (size_t i = 0; i < run->n; i++)
			notice_fini(&run->v[i].notice);
		run->n = 0;
	}
	int64_t failed = r == -1 || taken == -1 ? -1 : run->failed;
	json_free(run->json);
	free(run->text);
	free(run);
	return failed;
}

int
main(int argc, char *argv[])
{
	struct err e = ERR_INIT;
	struct tool t;

	tool_init(&t, "smscal-receive", "[-hnqvVw] [-c file] [-]");
	while (tool_option(&t, argc, argv, "") != -1)
		;
	bool in = optind + 1 == argc && str_eq(argv[optind], "-");
	if (optind != argc && !in)
		tool_usage(&t);
	/* What stands on standard input is not to be lost to another run. */
	t.wait = t.wait || in;
	if (tool_open(&t, true, TOOL_BUSY_LONG_S, &e) == -1)
		tool_die(&t, &e);
	int64_t failed = in ? receive(&t, stdin, &e) : 0;
	if (failed == -1)
		tool_die(&t, &e);
	return tool_close(&t, failed);
}
