/* SPDX-License-Identifier: ISC */
/* The caller's side of smscal-parse, against parsers that misbehave. */
#include "parser.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/clock.h"

#include "t.h"

static char script[64];
static const char event[] = "BEGIN:VEVENT\nUID:u\nSUMMARY:t\n"
			    "DTSTART:20260105T090000Z\nEND:VEVENT\n";

/* A parser that is this shell script; NULL: the true one. */
static int
run(const char *body, struct parsed *out, struct parser_death *d, struct err *e)
{
	char real[512];
	const char *bin = getenv("BIN");
	struct conf conf = { .parser = script };
	struct parse_component c = { 7, "event", event, sizeof(event) - 1 };
	struct parse_input in = { .to_at = 1000,
		.zone = "Europe/Vienna",
		.name_field = "summary",
		.phone_field = "name",
		.location_field = "location",
		.uid_ms = 5000,
		.v = &c,
		.n = 1 };

	conf.parse.memory_mb = 512;
	conf.parse.seconds = body != NULL ? 0 : 20;
	if (body != NULL) {
		FILE *f = fopen(script, "w");
		if (f == NULL)
			return -2;
		fprintf(f, "#!/bin/sh\n%s\n", body);
		if (fclose(f) == EOF || chmod(script, 0700) == -1)
			return -2;
	} else {
		snprintf(real, sizeof(real), "%s/smscal-parse",
		    bin != NULL ? bin : ".");
		conf.parser = real;
	}
	err_clear(e);
	return parser_run(&conf, &in, out, d, e);
}

static void
died(const char *body, const char *want, const char *name)
{
	struct parsed out = PARSED_INIT;
	struct err e = ERR_INIT;
	struct parser_death d;
	int r = run(body, &out, &d, &e);

	t_ok(r == PARSER_DIED && e.kind == ERR_NONE && out.n_events == 0,
	    __FILE__, __LINE__, "%s", name);
	SAME(d.why, want, "... and why");
	parsed_free(&out);
}

static void
deaths(void)
{
	int64_t begin = clock_mono_ms();

	died("kill -SEGV $$", "was ended by signal 11", "one that crashes");
	died("echo out of memory >&2; exit 70",
	    "exited with status 70: out of memory", "one that gives up");
	died(
	    "exit 65", "exited with status 65", "one that understands nothing");
	died("exec sleep 60", "took too long", "one that hangs");
	died("cat >/dev/null",
	    "said what it must not: it ended before it was done",
	    "one that says nothing");
	died("printf 'done\\t0\\n'",
	    "said what it must not: nothing is said of 7",
	    "one that leaves an event out");
	died("printf 'bad\\t6\\tx\\n'",
	    "said what it must not: a note on 6, which was not asked for",
	    "one that speaks of what it was not asked");
	OK(clock_mono_ms() - begin < 60000, "in time");
}

/* The component that it says it died over. */
static int64_t
died_at(const char *body)
{
	struct parsed out = PARSED_INIT;
	struct err e = ERR_INIT;
	struct parser_death d;
	int r = run(body, &out, &d, &e);

	parsed_free(&out);
	return r == PARSER_DIED ? d.at : -1;
}

static void
words(void)
{
	OK(died_at("kill -KILL $$") == 0, "one that was killed says nothing");
	OK(died_at("echo 'at\t7'; kill -KILL $$") == 7, "one that says where");
	OK(died_at("echo 'at\t7'; exit 70") == 7, "... and gives up");
	OK(died_at("echo 'at\t6'; exit 70") == 0,
	    "what it was not given is nothing");
	OK(died_at("echo 'at\t-7'; exit 70") == 0 &&
		died_at("echo 'at\t7\t7'; exit 70") == 0 &&
		died_at("echo 'at'; exit 70") == 0 &&
		died_at("printf 'at\t7'; exit 70") == 0 &&
		died_at("echo 'at\t7'; echo 'at\t7'; exit 70") == 0 &&
		died_at("echo 'by\t7'; exit 70") == 0,
	    "nor is nonsense");
	OK(died_at("echo 'at\t7'") == 0, "nor what one says that ended well");
}

static void
costs(void)
{
	struct parsed out = PARSED_INIT;
	struct err e = ERR_INIT;
	struct parser_death d;

	OK(run("i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done; exit 70",
	       &out, &d, &e) == PARSER_DIED &&
		d.cost_ms > 0,
	    "what it took counts");
	OK(run("exec sleep 60", &out, &d, &e) == PARSER_DIED &&
		d.cost_ms == 2000 / 4,
	    "where it was waited for in vain, all that it had");
	parsed_free(&out);
}

static void
machine(void)
{
	struct parsed out = PARSED_INIT;
	struct err e = ERR_INIT;
	struct parser_death d;
	char want[128];

	OK(run("echo no tzdata >&2; exit 78", &out, &d, &e) == -1 &&
		e.kind == ERR_CONF,
	    "a machine that is not well is no component's fault");
	snprintf(
	    want, sizeof(want), "%s exited with status 78: no tzdata", script);
	SAME(e.msg, want, "... and says so");
	unlink(script);
	struct conf conf = { .parser = script };
	struct parse_input in = { .zone = "UTC",
		.name_field = "summary",
		.phone_field = "name",
		.location_field = "location" };
	err_clear(&e);
	OK(parser_run(&conf, &in, &out, &d, &e) == -1 && e.kind == ERR_CONF,
	    "no parser at all");
}

static void
real(void)
{
	struct parsed out = PARSED_INIT;
	struct err e = ERR_INIT;
	struct parser_death d;
	int r = run(NULL, &out, &d, &e);

	OK(r == PARSER_OK && out.n_events == 1 && out.n_occurrences == 1,
	    "the true one");
	if (r != PARSER_OK)
		printf("# %d %s %s\n", r, d.why, e.msg);
	else
		OK(out.events[0].id == 7 &&
			strcmp(out.events[0].uid, "u") == 0 &&
			out.occurrences[0].start_at == 1767603600,
		    "its answer");
	parsed_free(&out);
}

int
main(void)
{
	strcpy(script, "/tmp/smscal-parser-XXXXXX");
	int fd = mkstemp(script);
	OK(fd != -1, "a place for scripts");
	close(fd);
	deaths();
	words();
	costs();
	machine();
	real();
	unlink(script);
	return t_done();
}
