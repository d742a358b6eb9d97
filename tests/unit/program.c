/* SPDX-License-Identifier: ISC */
/* The gateway that is a program: what it is told, and what its end means. */
#include <stdlib.h>

#include "gateway/gateway.h"
#include "t.h"

static char *argv[] = { (char[]){ "/bin/send" }, NULL };

static struct conf_gateway conf = {
	.name = (char[]){ "modem" },
	.type = GATEWAY_COMMAND,
	.timeout_s = 7,
	.command = { argv, 1, 2 },
};

static const struct account account = { .conf = &conf };

static const struct sms plain = {
	.to = "+436641234567",
	.from = "Praxis",
	.text = "Gr\xc3\xbc\xc3\x9f"
		"e\n",
	.ref = "k7-1-0a1b2c3d",
	.validity_s = 7200,
	.test = true,
};

static bool
has(const struct gateway_program *p, const char *variable)
{
	for (size_t i = 0; i < p->n_env; i++)
		if (strcmp(p->env[i], variable) == 0)
			return true;
	return false;
}

static void
test_told(void)
{
	struct gateway_program p = { .n_env = 0 };
	struct err e = ERR_INIT;
	struct sms m = plain;

	OK(gateway_program(&account, &m, &p, &e) == 0, "a program");
	SAME(p.run.argv[0], "/bin/send", "its path");
	OK(p.run.argv[1] == NULL, "... and no more");
	OK(p.run.n == strlen(m.text) && p.run.in == (const void *)m.text,
	    "the text on its standard input");
	EQUAL(p.run.seconds, 7, "its time");
	OK(has(&p, "SMSCAL_TO=+436641234567") &&
		has(&p, "SMSCAL_FROM=Praxis") &&
		has(&p, "SMSCAL_REF=k7-1-0a1b2c3d") &&
		has(&p, "SMSCAL_VALIDITY=7200") && has(&p, "SMSCAL_TEST=1") &&
		has(&p, "LC_ALL=C.UTF-8"),
	    "the rest in its environment");
	OK(p.env[p.n_env] == NULL && p.n_env == 7, "... and nothing else");
	gateway_program_fini(&p);

	m.from = NULL;
	m.test = false;
	m.validity_s = 0;
	OK(gateway_program(&account, &m, &p, &e) == 0 && p.n_env == 4,
	    "what is not known is not said");
	gateway_program_fini(&p);
	m.text = "";
	OK(gateway_program(&account, &m, &p, &e) == -1 && e.kind == ERR_DATA,
	    "no text");
	gateway_program_fini(&p);
}

static struct outcome
outcome(enum command_end end, int code, const char *said, const char *out)
{
	struct command_status s = { .end = end, .code = code };
	struct buf b = BUF_INIT;
	struct outcome o;

	snprintf(s.said, sizeof(s.said), "%s", said);
	buf_str(&b, out);
	gateway_ended(&account, &s, &b, &o);
	buf_free(&b);
	return o;
}

static void
test_end(void)
{
	static const struct {
		int code;
		enum outcome_class class;
	} codes[] = {
		{ 0, OUTCOME_ACCEPTED },
		{ 1, OUTCOME_UNKNOWN },
		{ 64, OUTCOME_UNKNOWN },
		{ 65, OUTCOME_PERMANENT },
		{ 66, OUTCOME_UNKNOWN },
		{ 67, OUTCOME_PERMANENT },
		{ 68, OUTCOME_PERMANENT },
		{ 69, OUTCOME_UNKNOWN },
		{ 70, OUTCOME_UNKNOWN },
		{ 75, OUTCOME_TRANSIENT },
		{ 77, OUTCOME_HOLD },
		{ 78, OUTCOME_HOLD },
		{ 127, OUTCOME_UNKNOWN },
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		struct outcome o =
		    outcome(COMMAND_EXITED, codes[i].code, "", "");
		t_ok(o.class == codes[i].class, __FILE__, __LINE__,
		    "status %d: %s", codes[i].code, outcome_name(o.class));
	}
	struct outcome o = outcome(COMMAND_EXITED, 0, "", "SM1\r\nmore\n");
	SAME(o.gateway_id, "SM1", "the first line is the id");
	o = outcome(COMMAND_EXITED, 0, "a warning", "\nSM1\n");
	SAME(o.gateway_id, "", "... or there is none");
	o = outcome(COMMAND_EXITED, 0, "", "\xff\n");
	SAME(o.gateway_id, "", "... in UTF-8");
	char longer[200];
	memset(longer, 'x', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	o = outcome(COMMAND_EXITED, 0, "", longer);
	SAME(o.gateway_id, "", "... and whole");
	o = outcome(COMMAND_EXITED, 67, "no +436641234567 here\nmore", "");
	SAME(o.detail,
	    "the gateway's program exited with status 67 (no +\xe2\x80\xa6"
	    " here)",
	    "its words, without the number");
	SAME(o.code, "67", "its status is the code");
	o = outcome(COMMAND_KILLED, 9, "", "SM1\n");
	OK(o.class == OUTCOME_UNKNOWN && o.gateway_id[0] == '\0',
	    "killed: nobody knows");
	o = outcome(COMMAND_TIMEOUT, 0, "", "");
	OK(o.class == OUTCOME_UNKNOWN, "too long: nobody knows");
	o = outcome(COMMAND_OVERFLOW, 0, "", "");
	OK(o.class == OUTCOME_UNKNOWN, "too much: nobody knows");
}

int
main(void)
{
	test_told();
	test_end();
	OK(gateway_is_program(&conf) && !gateway_is_web(&conf) &&
		gateway_is_local(&conf) && !gateway_needs_secret(&conf),
	    "its kind");
	return t_done();
}
