/* SPDX-License-Identifier: ISC */
#include "parser.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/command.h"
#include "util/buf.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/record.h"
#include "util/str.h"

enum {
	OUTPUT_MAX = 128 * 1024 * 1024,
	/* Real time for a second of processor time, on a busy machine. */
	PATIENCE = 4,
	GRACE_S = 2,
	/* Of smscal-parse. */
	EXIT_USAGE = 64,
	EXIT_IO = 74,
	EXIT_CONF = 78
};

static const char name[] = "/smscal-parse";

/*
 * smscal.conf's, else the one beside this program (a build that was not
 * installed must not run the parser of another), else the installed one.
 */
static void
parser_path(const struct conf *conf, char *out, size_t cap)
{
	char self[PATH_MAX];
	ssize_t n;

	if (conf->parser != NULL) {
		snprintf(out, cap, "%s", conf->parser);
		return;
	}
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n > 0) {
		self[n] = '\0';
		char *slash = strrchr(self, '/');
		if (slash != NULL)
			*slash = '\0';
		snprintf(out, cap, "%s%s", self, name);
		if (access(out, X_OK) == 0)
			return;
	}
	snprintf(out, cap, "%s%s", SMSCAL_LIBEXEC, name);
}

static void
write_request(struct buf *b, const struct parse_input *in)
{
	record_field(b, "window");
	record_int(b, in->from_at);
	record_int(b, in->to_at);
	record_end(b);
	record_field(b, "zone");
	record_field(b, in->zone);
	record_end(b);
	record_field(b, "floating-from-feed");
	record_int(b, in->zone_from_feed);
	record_end(b);
	record_field(b, "fields");
	record_field(b, in->name_field);
	record_field(b, in->phone_field);
	record_field(b, in->location_field);
	record_end(b);
	for (size_t i = 0; i < in->n; i++) {
		record_field(b, "component");
		record_int(b, in->v[i].id);
		record_field(b, in->v[i].kind);
		record_bytes(b, in->v[i].text, in->v[i].n);
		record_end(b);
	}
	record_field(b, "end");
	record_end(b);
}

/* Its answer, when it came to an end of its own. */
static int
read_answer(const struct parse_input *in, struct buf *answer,
    struct parsed *out, struct err *e)
{
	int64_t *events = mem_zero(in->n, sizeof(*events));
	int64_t *others = mem_zero(in->n, sizeof(*others));
	struct parsed_asked asked = { .events = events, .others = others };

	for (size_t i = 0; i < in->n; i++) {
		if (str_eq(in->v[i].kind, "event"))
			events[asked.n_events++] = in->v[i].id;
		else
			others[asked.n_others++] = in->v[i].id;
	}
	int r = parsed_read(answer->v, answer->n, &asked, out, e);
	free(events);
	free(others);
	return r;
}

int
parser_run(const struct conf *conf, const struct parse_input *in,
    struct parsed *out, char *why, size_t cap, struct err *e)
{
	char path[PATH_MAX + sizeof(name)], memory[32], seconds[32];
	char said[256];
	snprintf(memory, sizeof(memory), "%d", conf->parse.memory_mb);
	snprintf(seconds, sizeof(seconds), "%d", conf->parse.seconds);
	parser_path(conf, path, sizeof(path));

	const char *argv[] = { path, "-m", memory, "-s", seconds, NULL, NULL,
		NULL, NULL };
	int n = 5;
	if (conf->zoneinfo != NULL) {
		argv[n++] = "-z";
		argv[n++] = conf->zoneinfo;
	}
	if (log_verbose())
		argv[n++] = "-v";
	struct buf request = BUF_INIT, answer = BUF_INIT;
	struct command_status status;
	struct err nonsense = ERR_INIT;
	write_request(&request, in);
	struct command c = { .argv = argv,
		.in = request.v,
		.n = request.n,
		.max_out = OUTPUT_MAX,
		.seconds = conf->parse.seconds * PATIENCE + GRACE_S };

	int r = command_run(&c, &answer, &status, e);
	if (r == 0 && status.end == COMMAND_EXITED &&
	    (status.code == EXIT_USAGE || status.code == EXIT_IO ||
		status.code == EXIT_CONF)) {
		/* That is none of the components' doing. */
		command_describe(&status, said, sizeof(said));
		r = err_set(e, ERR_CONF, "%s %s", path, said);
	} else if (r == 0 &&
	    (status.end != COMMAND_EXITED || status.code != 0)) {
		command_describe(&status, why, cap);
		r = PARSER_DIED;
	} else if (r == 0 && read_answer(in, &answer, out, &nonsense) == -1) {
		snprintf(why, cap, "said what it must not: %s", nonsense.msg);
		r = PARSER_DIED;
	} else if (r == 0) {
		r = PARSER_OK;
		/* With -v: what of its sandbox is lacking. */
		if (status.said[0] != '\0')
			log_info("%.*s", (int)strcspn(status.said, "\n"),
			    status.said);
	}
	buf_free(&request);
	buf_free(&answer);
	return r;
}
