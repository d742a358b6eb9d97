/* SPDX-License-Identifier: ISC */
/* smscal-receive - replies and delivery reports into the database. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "gateway/websms_notice.h"
#include "store/inbound.h"
#include "store/json.h"
#include "tool.h"
#include "util/log.h"
#include "util/str.h"

enum { BATCH = 200, MAX_LINE = 64 * 1024 };

struct run {
	struct tool *t;
	struct json *json;
	int64_t line, failed;
};

/* A line that nobody can read is said, and passed over. */
static int
take_line(struct run *run, char *line, size_t n, struct err *e)
{
	struct notice notice;
	struct err bad = ERR_INIT;
	int r = 0;

	if (str_empty(line))
		return 0;
	if (n > MAX_LINE)
		r = err_set(&bad, ERR_DATA, "longer than 64 KiB");
	if (r == -1 || websms_notice(run->json, line, n, &notice, &bad) == -1) {
		log_error("standard input, line %lld: %s", (long long)run->line,
		    bad.msg);
		run->failed++;
	} else if (notice.type == NOTICE_OTHER)
		log_info("standard input, line %lld: nothing for us",
		    (long long)run->line);
	else if (run->t->dry)
		printf("line %lld: %s\n", (long long)run->line,
		    notice.type == NOTICE_REPLY
			? "a reply"
			: notice_status_name(notice.status));
	else
		r = notice.type == NOTICE_REPLY
		    ? inbound_reply(run->t->db, &notice, run->t->now, e)
		    : inbound_report(run->t->db, &notice, run->t->now, e);
	if (n <= MAX_LINE)
		notice_fini(&notice);
	return e->kind == ERR_NONE ? 0 : -1;
}

/* Take up to BATCH lines in one transaction.  1: that was the end. */
static int
take_batch(struct run *run, FILE *f, struct err *e)
{
	char *line = NULL;
	size_t cap = 0;
	int r = run->t->dry ? db_begin_read(run->t->db, e)
			    : db_begin(run->t->db, e);

	for (int i = 0; r == 0 && i < BATCH; i++) {
		ssize_t n = getline(&line, &cap, f);
		if (n == -1) {
			r = ferror(f) != 0
			    ? err_sys(e, ERR_IO, "cannot read standard input")
			    : 1;
			break;
		}
		run->line++;
		if (n > 0 && line[n - 1] == '\n')
			line[--n] = '\0';
		r = take_line(run, line, (size_t)n, e);
	}
	free(line);
	if (r == -1 || run->t->dry)
		db_rollback(run->t->db);
	else if (db_commit(run->t->db, e) == -1)
		r = -1;
	return r;
}

static int64_t
receive(struct tool *t, FILE *f, struct err *e)
{
	struct run run = { .t = t };
	int r = 0;

	run.json = json_new();
	while (r == 0)
		r = take_batch(&run, f, e);
	json_free(run.json);
	return r == -1 ? -1 : run.failed;
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
	if (tool_open(&t, true, TOOL_BUSY_LONG_S, &e) == -1)
		tool_die(&t, &e);
	int64_t failed = in ? receive(&t, stdin, &e) : 0;
	if (failed == -1)
		tool_die(&t, &e);
	return tool_close(&t, failed);
}
