/* SPDX-License-Identifier: ISC */
/*
 * command - a gateway that is a program of this machine: the text on its
 * standard input, the rest in its environment, and the answer by sysexits(3)
 * and the first line of its output, which is the message's id.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "gateway/gateway.h"
#include "util/str.h"
#include "util/utf8.h"

enum { OUT_MAX = 64 * 1024 };

enum {
	EXIT_DATA = 65,       /* EX_DATAERR */
	EXIT_NO_USER = 67,    /* EX_NOUSER */
	EXIT_NO_HOST = 68,    /* EX_NOHOST */
	EXIT_TEMPORARY = 75,  /* EX_TEMPFAIL */
	EXIT_PERMISSION = 77, /* EX_NOPERM */
	EXIT_CONFIG = 78      /* EX_CONFIG */
};

static void
variable(struct gateway_program *p, const char *name, const char *value)
{
	struct buf b = BUF_INIT;

	if (value == NULL)
		return;
	buf_fmt(&b, "%s=%s", name, value);
	p->env[p->n_env++] = buf_take(&b);
}

static int
program(const struct account *a, const struct sms *m, struct gateway_program *p,
    struct err *e)
{
	char validity[24];

	if (m->text[0] == '\0' || !utf8_valid(m->text, strlen(m->text)))
		return err_set(e, ERR_DATA, "the text is empty or no UTF-8");
	/* Of ours it gets nothing but a language that has UTF-8. */
	variable(p, "PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
	variable(p, "LC_ALL", "C.UTF-8");
	variable(p, "SMSCAL_TO", m->to);
	variable(p, "SMSCAL_FROM", m->from);
	variable(p, "SMSCAL_REF", m->ref);
	snprintf(validity, sizeof(validity), "%" PRId64, m->validity_s);
	variable(p, "SMSCAL_VALIDITY", m->validity_s > 0 ? validity : NULL);
	variable(p, "SMSCAL_TEST", m->test ? "1" : NULL);
	p->run = (struct command){
		.argv = (const char *const *)a->conf->command.v,
		.env = (const char *const *)p->env,
		.in = m->text,
		.n = strlen(m->text),
		.max_out = OUT_MAX,
		.seconds = a->conf->timeout_s,
	};
	return 0;
}

/* The first line, if it can be an id. */
static void
take_id(const struct buf *out, struct outcome *o)
{
	const char *line = buf_cstr(out);
	size_t n = strcspn(line, "\r\n");

	if (n >= sizeof(o->gateway_id) || !utf8_valid(line, n))
		return;
	memcpy(o->gateway_id, line, n);
	o->gateway_id[n] = '\0';
}

static enum outcome_class
class_of(const struct command_status *s)
{
	if (s->end != COMMAND_EXITED)
		return OUTCOME_UNKNOWN;
	switch (s->code) {
	case 0:
		return OUTCOME_ACCEPTED;
	case EXIT_DATA:
	case EXIT_NO_USER:
	case EXIT_NO_HOST:
		return OUTCOME_PERMANENT;
	case EXIT_TEMPORARY:
		return OUTCOME_TRANSIENT;
	case EXIT_PERMISSION:
	case EXIT_CONFIG:
		return OUTCOME_HOLD;
	default:
		return OUTCOME_UNKNOWN;
	}
}

static void
ended(const struct command_status *s, const struct buf *out, struct outcome *o)
{
	struct command_status bare = *s;
	char how[100];

	*o = (struct outcome){ .class = class_of(s) };
	if (s->end == COMMAND_EXITED)
		snprintf(o->code, sizeof(o->code), "%d", s->code);
	if (o->class == OUTCOME_ACCEPTED) {
		take_id(out, o);
		return;
	}
	/* Its own words may have the number in them. */
	bare.said[0] = '\0';
	command_describe(&bare, how, sizeof(how));
	outcome_detail(o, "the gateway's program %s", how);
	if (s->said[0] != '\0') {
		bare = *s;
		bare.said[strcspn(bare.said, "\r\n")] = '\0';
		outcome_words(o, bare.said);
	}
}

const struct gateway gateway_command = {
	.name = "command",
	.program = program,
	.ended = ended,
};
