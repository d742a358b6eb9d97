/* SPDX-License-Identifier: ISC */
/* Notifications on standard input, one a line. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/websms_notice.h"
#include "receive/receive.h"
#include "util/fail.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/str.h"

enum { BATCH = 200, MAX_LINE = 64 * 1024 };

struct entry {
	int64_t line;
	struct arrival arrival; /* owned */
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

	*new = (struct entry){ .line = run->line, .arrival.at = run->t->now };
	if (strlen(run->text) == n && str_empty(run->text))
		return;
	if (n > MAX_LINE)
		r = err_set(&bad, ERR_DATA, "longer than 64 KiB");
	else
		r = websms_notice(
		    run->json, run->text, n, &new->arrival.notice, &bad);
	if (r == 0 && new->arrival.notice.type != NOTICE_OTHER) {
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
	arrival_fini(&new->arrival);
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

static int
take(struct run *run, const struct entry *x, struct err *e)
{
	const char *name = arrival_name(&x->arrival);

	if (run->t->dry) {
		printf("line %" PRId64 ": %s\n", x->line, name);
		return 0;
	}
	int r = receive_take(run->t, &x->arrival, e);
	if (r != -1)
		log_info("standard input, line %" PRId64 ": %s%s", x->line,
		    name, r == ST_TAKEN ? ", taken before" : "");
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

int64_t
receive_stdin(struct tool *t, struct err *e)
{
	struct run *run = mem_zero(1, sizeof(*run));
	int r = 0, taken = 0;

	run->t = t;
	run->json = json_new();
	run->text = mem_alloc(MAX_LINE + 1);
	while (r == 0 && taken == 0) {
		r = read_batch(run, stdin, e);
		if (run->n > 0)
			taken = take_batch(run, e);
		for (size_t i = 0; i < run->n; i++)
			arrival_fini(&run->v[i].arrival);
		run->n = 0;
	}
	int64_t failed = r == -1 || taken == -1 ? -1 : run->failed;
	json_free(run->json);
	free(run->text);
	free(run);
	return failed;
}
