/* SPDX-License-Identifier: ISC */
/* calendar accept: what waited since a mass change goes its way (D9). */
#include "admin/accept.h"

#include "admin/ref.h"
#include "domain/mass.h"
#include "store/appointment.h"
#include "store/waiting.h"

const struct option accept_options[] = {
	{ .name = "silent",
	    .help = "what its feed has is known: nobody is told of it" },
	{ .name = NULL },
};

int
accept_calendar(struct admin *a, struct err *e)
{
	struct ref r = { .text = NULL };
	struct appointment_list l = APPOINTMENT_LIST_INIT;
	bool silent = args_has(a, "silent");
	size_t n = 0;
	int ret = ref_find(a, a->operand[0], REF_CALENDAR, &r, e);

	if (ret == 0)
		ret = appointment_waiting(a->tool.db, r.calendar.id, &l, e);
	for (size_t i = 0; ret == 0 && i < l.n; i++) {
		if (!mass_accept(&l.v[i], silent, a->tool.now))
			continue;
		n++;
		ret = appointment_set(a->tool.db, &l.v[i], e);
	}
	if (ret == 0 && n > 0)
		ret = waiting_done(a->tool.db, r.calendar.id, e);
	if (ret == 0)
		admin_say(a, "%s: %zu appointment%s accepted%s", r.text, n,
		    n == 1 ? "" : "s", silent ? ", nobody is told" : "");
	appointment_list_free(&l);
	ref_fini(&r);
	return ret;
}
