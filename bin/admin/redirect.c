/* SPDX-License-Identifier: ISC */
/* redirect (X11): for a trial, all of a company's messages to one number. */
#include <stdlib.h>

#include "admin/admin.h"
#include "admin/ref.h"
#include "domain/phone.h"
#include "store/company.h"
#include "util/mem.h"
#include "util/str.h"

static int
run_redirect(struct admin *a, struct err *e)
{
	bool off = str_eq(a->operand[1], "off");
	struct ref r = { .text = NULL };
	char phone[PHONE_TEXT];
	int ret = ref_find(a, a->operand[0], REF_COMPANY, &r, e);

	if (ret == 0 && !off)
		ret = phone_normalise(
		    a->operand[1], r.company.country_code, phone, e);
	if (ret == 0) {
		free(r.company.redirect);
		r.company.redirect = off ? NULL : mem_str(phone);
		ret = company_set(a->tool.db, &r.company, e);
	}
	if (ret == 0 && off)
		admin_say(a, "%s: messages go to whom they are for", r.text);
	else if (ret == 0)
		admin_say(a, "%s: all messages go to %s", r.text, phone);
	ref_fini(&r);
	return ret;
}

static const struct verb verbs[] = {
	{ .operands = "COMPANY NUMBER|off",
	    .min = 2,
	    .max = 2,
	    .need = NEED_WRITE,
	    .help = "Send every message of the company to that number instead, "
		    "for a trial;\n'off' ends it.",
	    .example = "  smscal-admin redirect acme '+43 664 1234567'\n"
		       "  smscal-admin redirect acme off\n",
	    .run = run_redirect },
};

const struct noun noun_redirect = { "redirect",
	"send a company's messages to one number", verbs, 1 };
