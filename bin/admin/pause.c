/* SPDX-License-Identifier: ISC */
/* pause and resume (X11): all sending stops at once, claims included. */
#include "admin/admin.h"
#include "admin/ref.h"
#include "store/calendar.h"
#include "store/company.h"
#include "store/installation.h"

/* 0: go on.  What was paused before stays paused since then. */
static int
set_paused(struct admin *a, int64_t at, struct err *e)
{
	struct ref r = { .text = "everything" };
	int64_t was = a->tool.inst.paused_at;
	int ret = 0;

	if (a->n_operands > 0)
		ret = ref_find(
		    a, a->operand[0], REF_COMPANY | REF_CALENDAR, &r, e);
	if (ret == 0 && r.kind == REF_COMPANY)
		was = r.company.paused_at;
	if (ret == 0 && r.kind == REF_CALENDAR)
		was = r.calendar.paused_at;
	if (at != 0 && was != 0)
		at = was;
	if (ret == 0 && r.kind == REF_COMPANY)
		ret = company_set_paused(a->tool.db, r.company.id, at, e);
	else if (ret == 0 && r.kind == REF_CALENDAR)
		ret = calendar_set_paused(a->tool.db, r.calendar.id, at, e);
	else if (ret == 0)
		ret = installation_set_paused(a->tool.db, at, e);
	if (ret == 0)
		admin_say(a, "%s: %s", r.text, at != 0 ? "paused" : "resumed");
	ref_fini(&r);
	return ret;
}

static int
run_pause(struct admin *a, struct err *e)
{
	return set_paused(a, a->tool.now, e);
}

static int
run_resume(struct admin *a, struct err *e)
{
	return set_paused(a, 0, e);
}

static const struct verb pause_verbs[] = {
	{ .operands = "[COMPANY|COMPANY/CALENDAR]",
	    .max = 1,
	    .need = NEED_WRITE,
	    .help = "Stop all sending at once, or that of one company or "
		    "calendar.\nMessages stay planned; what gets too late "
		    "meanwhile expires.",
	    .run = run_pause },
};

static const struct verb resume_verbs[] = {
	{ .operands = "[COMPANY|COMPANY/CALENDAR]",
	    .max = 1,
	    .need = NEED_WRITE,
	    .help = "Go on sending; each pause is ended by itself.",
	    .run = run_resume },
};

const struct noun noun_pause = { "pause", "stop all sending at once",
	pause_verbs, 1 };
const struct noun noun_resume = { "resume", "go on sending", resume_verbs, 1 };
