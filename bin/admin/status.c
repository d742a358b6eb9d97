/* SPDX-License-Identifier: ISC */
/* status: what there is to know, and in which form it is asked for. */
#include "admin/status.h"

#include <string.h>

#include "admin/field.h"
#include "admin/ref.h"
#include "conf/gateway.h"
#include "domain/valid.h"
#include "store/status.h"
#include "util/file.h"
#include "util/lock.h"
#include "util/str.h"

enum {
	UNKNOWN = 3, /* as plugins end when they cannot say */
	SPAN_MIN_S = 60,
	SPAN_MAX_S = 60 * 24 * 3600
};

static const struct option options[] = {
	{ .name = "json", .help = "an array with one object" },
	{ .name = "check",
	    .help = "a line for Nagios and Icinga; ends with 0, 1, 2 or 3" },
	{ .name = "metrics",
	    .help = "for Prometheus' node_exporter, as a textfile" },
	{ .name = "output",
	    .value = "FILE",
	    .help = "of --metrics: a file, which is replaced at once" },
	{ .name = "chain",
	    .value = "TIME",
	    .help = "a tool that did not run for so long is critical: 15m" },
	{ .name = "feed",
	    .value = "TIME",
	    .help = "no good fetch for so long is a warning: 2h" },
	{ .name = "dead", .value = "TIME", .help = "... is critical: 1d" },
	{ .name = "backlog",
	    .value = "TIME",
	    .help = "a message due for so long is a warning, and thrice that "
		    "critical: 15m" },
	{ .name = NULL },
};

static int
take_limits(const struct admin *a, struct health_limits *limits, struct err *e)
{
	const struct {
		const char *name;
		int64_t *at;
	} all[] = {
		{ "chain", &limits->chain },
		{ "feed", &limits->feed },
		{ "dead", &limits->dead },
		{ "backlog", &limits->backlog },
	};

	*limits = HEALTH_LIMITS;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const char *text = args_value(a, all[i].name);
		if (text != NULL &&
		    valid_duration(
			text, SPAN_MIN_S, SPAN_MAX_S, all[i].at, e) == -1)
			return field_err(all[i].name, e);
	}
	return 0;
}

static int
load(struct admin *a, struct health *h, struct err *e)
{
	const struct conf *c = &a->tool.conf;
	struct ref r = { .text = NULL };
	int ret = 0;

	if (a->n_operands > 0)
		ret = ref_find(a, a->operand[0], REF_COMPANY, &r, e);
	if (ret == 0)
		ret = status_load(a->tool.db, r.company.id, a->tool.now, h, e);
	ref_fini(&r);
	_Static_assert(
	    (int)HEALTH_TOOLS == (int)TOOL_CHAIN, "health is of the chain");
	for (size_t i = 0; i < TOOL_CHAIN; i++) {
		h->tool[i].name = tool_chain[i];
		h->tool[i].at = lock_last(c->database, tool_chain[i]);
	}
	for (size_t i = 0; i < h->n_accounts; i++) {
		const struct conf_gateway *g =
		    conf_gateway(c, h->account[i].gateway);
		h->account[i].file =
		    g != NULL && g->type == GATEWAY_FILE && !a->tool.inst.test;
	}
	return ret;
}

/* A file of a collector is read at any moment: the old one or the new one. */
static int
put_metrics(struct admin *a, const struct health *h,
    const struct health_problems *p, struct err *e)
{
	const char *path = args_value(a, "output");

	status_metrics(a, h, p);
	if (path == NULL)
		return 0;
	int ret = file_write(path, 0644, a->out.v, a->out.n, e);
	buf_reset(&a->out);
	return ret;
}

static int
put(struct admin *a, const struct health *h, const struct health_problems *p,
    struct err *e)
{
	if (args_has(a, "metrics"))
		return put_metrics(a, h, p, e);
	if (args_has(a, "check")) {
		status_plugin(a, h, p);
		a->status = (int)p->worst;
	} else if (args_has(a, "json")) {
		status_json(a, h, p);
	} else {
		status_text(a, h, p);
	}
	return 0;
}

static int
look(struct admin *a, struct err *e)
{
	struct health_problems p = HEALTH_PROBLEMS_INIT;
	struct health_limits limits;
	struct health h = { .due = 0 };
	int ret = take_limits(a, &limits, e);

	if (ret == 0)
		ret = tool_open(&a->tool, false, TOOL_BUSY_S, e);
	if (ret == 0 && db_begin_read(a->tool.db, e) == -1)
		ret = -1;
	if (ret == 0) {
		ret = load(a, &h, e);
		db_rollback(a->tool.db);
	}
	if (ret == 0) {
		health_judge(&h, &limits, a->tool.now, &p);
		ret = put(a, &h, &p, e);
	}
	health_problems_free(&p);
	health_fini(&h);
	return ret;
}

/* A plugin says in its line and by its status what is wrong with itself. */
static int
run_status(struct admin *a, struct err *e)
{
	if (args_has(a, "json") + args_has(a, "check") +
		args_has(a, "metrics") >
	    1)
		return err_set(e, ERR_USAGE,
		    "--json, --check and --metrics are three forms: choose "
		    "one");
	if (args_has(a, "output") && !args_has(a, "metrics"))
		return err_set(e, ERR_USAGE, "--output is of --metrics");
	a->tool.read = true;
	int ret = look(a, e);
	if (ret == 0 || !args_has(a, "check"))
		return ret;
	buf_reset(&a->out);
	buf_fmt(&a->out, "SMSCAL UNKNOWN - %s\n", e->msg);
	a->status = UNKNOWN;
	return 0;
}

static const struct verb verbs[] = {
	{ .operands = "[COMPANY]",
	    .min = 0,
	    .max = 1,
	    .need = NEED_NOTHING,
	    .options = options,
	    .help = "The tools, the calendars, the accounts, and what waits.",
	    .example = "  smscal-admin status\n"
		       "  smscal-admin status --check --chain 10m\n"
		       "  smscal-admin status --metrics --output "
		       "/var/lib/prometheus/node-exporter/smscal.prom\n",
	    .run = run_status },
};

const struct noun noun_status = { "status",
	"is all well: tools, calendars, accounts, what waits", verbs, 1 };
