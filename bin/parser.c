/* SPDX-License-Identifier: ISC */
#include "parser.h"

#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
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
void
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

/* What is given in, by kind; it borrows from *ids, which is given. */
static struct parsed_asked
ask(const struct parse_input *in, int64_t **ids)
{
	int64_t *v = *ids = mem_zero(2 * in->n, sizeof(*v));
	struct parsed_asked asked = { .events = v, .others = v + in->n };

	for (size_t i = 0; i < in->n; i++) {
		if (str_eq(in->v[i].kind, "event"))
			v[asked.n_events++] = in->v[i].id;
		else
			v[in->n + asked.n_others++] = in->v[i].id;
	}
	return asked;
}

/* Children's, those that have ended. */
static int64_t
processor_ms(void)
{
	struct rusage used;

	if (getrusage(RUSAGE_CHILDREN, &used) == -1)
		return 0;
	return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * INT64_C(1000) +
	    (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
}

/* How it ended, in words; over its bounds is no matter of signals. */
static void
describe(const struct command_status *s, char *out, size_t cap)
{
	if (s->end == COMMAND_KILLED &&
	    (s->code == SIGPROF || s->code == SIGXCPU))
		snprintf(out, cap, "took too long");
	else
		command_describe(s, out, cap);
}

/* It ran: is there an answer? */
static int
judge(const struct parse_input *in, const struct command_status *status,
    struct buf *answer, struct parsed *out, struct parser_death *d)
{
	struct err nonsense = ERR_INIT;
	int64_t *ids;
	struct parsed_asked asked = ask(in, &ids);
	int r = PARSER_OK;

	if (status->end != COMMAND_EXITED || status->code != 0) {
		describe(status, d->why, sizeof(d->why));
		d->at = parsed_at(answer->v, answer->n, &asked);
		r = PARSER_DIED;
	} else if (parsed_read(answer->v, answer->n, &asked, out, &nonsense) ==
	    -1) {
		snprintf(d->why, sizeof(d->why),
		    "said what it must not: %.160s", nonsense.msg);
		r = PARSER_DIED;
	}
	free(ids);
	return r;
}

static int
run(const struct command *c, const struct parse_input *in, struct parsed *out,
    struct parser_death *d, struct err *e)
{
	int64_t used_ms = processor_ms();
	struct command_status status;
	struct buf answer = BUF_INIT;
	int r = command_run(c, &answer, &status, e);

	if (r == 0 && status.end == COMMAND_EXITED &&
	    (status.code == EXIT_USAGE || status.code == EXIT_IO ||
		status.code == EXIT_CONF)) {
		char said[256];
		/* That is none of the components' doing. */
		command_describe(&status, said, sizeof(said));
		r = err_set(e, ERR_CONF, "%s %s", c->argv[0], said);
	}
	if (r == 0)
		r = judge(in, &status, &answer, out, d);
	if (r == PARSER_DIED) {
		d->cost_ms = processor_ms() - used_ms;
		if (status.end == COMMAND_TIMEOUT)
			d->cost_ms = c->seconds * INT64_C(1000) / PATIENCE;
	} else if (r == PARSER_OK && status.said[0] != '\0')
		/* With -v: what of its sandbox is lacking. */
		log_info("%.*s", (int)strcspn(status.said, "\n"), status.said);
	buf_free(&answer);
	return r;
}

int
parser_run(const struct conf *conf, const struct parse_input *in,
    struct parsed *out, struct parser_death *d, struct err *e)
{
	char path[PATH_MAX + sizeof(name)], memory[32], seconds[32], uid_ms[32];
	struct buf request = BUF_INIT;

	snprintf(memory, sizeof(memory), "%d", conf->parse.memory_mb);
	snprintf(seconds, sizeof(seconds), "%d", conf->parse.seconds);
	snprintf(uid_ms, sizeof(uid_ms), "%" PRId64, in->uid_ms);
	parser_path(conf, path, sizeof(path));
	*d = (struct parser_death){ .at = 0 };

	const char *argv[] = { path, "-m", memory, "-s", seconds, "-u", uid_ms,
		NULL, NULL, NULL, NULL };
	int n = 7;
	if (conf->zoneinfo != NULL) {
		argv[n++] = "-z";
		argv[n++] = conf->zoneinfo;
	}
	if (log_verbose())
		argv[n++] = "-v";
	write_request(&request, in);
	struct command c = { .argv = argv,
		.in = request.v,
		.n = request.n,
		.max_out = OUTPUT_MAX,
		.seconds = conf->parse.seconds * PATIENCE + GRACE_S };
	int r = run(&c, in, out, d, e);
	buf_free(&request);
	return r;
}
