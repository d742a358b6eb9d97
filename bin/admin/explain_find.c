/* SPDX-License-Identifier: ISC */
/* What a company has of the number or the UID that is asked about. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/explain.h"
#include "store/appointment.h"
#include "store/component.h"
#include "store/contact.h"
#include "store/person.h"
#include "util/mem.h"

void
explain_forget(struct explain *x)
{
	for (size_t i = 0; i < x->n_calendars; i++) {
		setting_free(&x->calendars[i]->set);
		free(x->calendars[i]);
	}
	free(x->calendars);
	x->calendars = NULL;
	x->n_calendars = x->cap_calendars = 0;
	house_free(&x->house);
	x->house = (struct house){ .branches = BRANCH_LIST_INIT };
}

/* A calendar of the company, loaded once, and told of once. */
static int
get_calendar(
    struct explain *x, int64_t id, struct explain_calendar **out, struct err *e)
{
	struct explain_calendar *k;
	struct calendar cal = { .id = 0 };
	struct calendar_feed f = { .error = NULL };
	struct tool *t = &x->a->tool;
	struct err wrong = ERR_INIT;

	for (size_t i = 0; i < x->n_calendars; i++)
		if (x->calendars[i]->set.calendar.id == id) {
			*out = x->calendars[i];
			return 0;
		}
	int r = calendar_by_id(t->db, id, &cal, e);
	if (r == 1)
		mem_bug("there is no calendar %" PRId64, id);
	if (r == -1 || calendar_feed_get(t->db, id, &f, e) == -1)
		return -1;
	*out = k = mem_zero(1, sizeof(*k));
	x->calendars = mem_grow(x->calendars, &x->cap_calendars,
	    x->n_calendars + 1, sizeof(struct explain_calendar *));
	x->calendars[x->n_calendars++] = k;
	/* What is wrong with it is one of the things to be told. */
	k->usable = setting_load(&k->set, &x->house, &cal, t, &wrong) == 0;
	k->set.plan.stale = f.good_at != 0 && f.good_at < t->now - PLAN_STALE_S;
	calendar_feed_fini(&f);
	if (k->set.branch != NULL)
		snprintf(k->branch, sizeof(k->branch), "%s/%s",
		    x->house.company.ref, k->set.branch->ref);
	return explain_calendar(x, k, e);
}

/*
 * Lines "ID UID": an event of that calendar; what it lacks is read later.  In
 * place of the line ends stand NULs then.
 */
static int
add_events(struct explain *x, char *lines, struct err *e)
{
	struct explain_calendar *k;

	for (char *p = lines, *end; p != NULL && *p != '\0'; p = end) {
		end = p + strcspn(p, "\n");
		*end++ = '\0';
		int64_t id = strtoll(p, &p, 10);
		/* Of one without, what is asked for is its title (D1). */
		const char *uid = x->uid != NULL ? x->uid : p + 1;
		if (get_calendar(x, id, &k, e) == -1)
			return -1;
		struct explain_block *b = explain_block(x, k->set.label,
		    k->set.plan.zone != NULL ? k->set.plan.zone : zone_utc());
		b->uid = mem_str(uid);
		explain_event_later(x, id, uid);
	}
	return 0;
}

/* The number is a contact's, and nobody stands in anything by that. */
static int
look_for_contact(struct explain *x, bool *found, struct err *e)
{
	const struct company *c = &x->house.company;
	struct contact_list l = CONTACT_LIST_INIT;
	const struct why_names names = { .company = c->ref };
	int r =
	    contact_list_of(x->a->tool.db, c->id, NULL, NULL, x->phone, &l, e);

	for (size_t i = 0; i < l.n; i++) {
		struct explain_block *b =
		    explain_block(x, c->ref, admin_zone(x->a, c->zone));
		explain_say(explain_line(b), WHY_UNUSED_CONTACT, &names,
		    ": %s, %s", l.v[i].name, x->phone);
		*found = true;
	}
	contact_list_free(&l);
	return r;
}

/* What there is; where all of it is over for long, the last of it. */
static int
find_appointments(struct explain *x, struct appointment_wish *w,
    struct appointment_list *l, size_t *first, struct err *e)
{
	int r = appointment_find(x->a->tool.db, w, l, e);

	*first = 0;
	if (r == -1 || l->n > 0)
		return r;
	w->from_at = 0;
	r = appointment_find(x->a->tool.db, w, l, e);
	*first = l->n > 0 ? l->n - 1 : 0;
	return r;
}

static int
find_events(struct explain *x, const struct appointment_wish *w, bool known,
    struct buf *out, struct err *e)
{
	struct db *db = x->a->tool.db;

	if (w->phone != NULL)
		return person_events(
		    db, w->phone, w->company_id, w->calendar_id, out, e);
	return component_holders(db, w->company_id, w->calendar_id,
	    w->uid[0] == '=' ? "" : w->uid, known, out, e);
}

/* What stops all comes first, then each appointment, then other events. */
static int
tell(struct explain *x, const struct appointment_list *l, size_t first,
    char *events, struct err *e)
{
	struct explain_calendar *k;

	if (explain_company(x, e) == -1)
		return -1;
	for (size_t i = first; i < l->n; i++)
		if (get_calendar(x, l->v[i].calendar_id, &k, e) == -1)
			return -1;
	for (size_t i = first; i < l->n; i++)
		if (get_calendar(x, l->v[i].calendar_id, &k, e) == -1 ||
		    explain_appointment(x, k, &l->v[i], e) == -1)
			return -1;
	return add_events(x, events, e);
}

int
explain_look(struct explain *x, int64_t company_id, int64_t calendar_id,
    bool *found, struct err *e)
{
	struct appointment_wish w = {
		.company_id = company_id,
		.calendar_id = calendar_id,
		.phone = x->uid == NULL ? x->phone : NULL,
		.uid = x->uid,
		.from_at = x->from_at,
	};
	struct appointment_list l = APPOINTMENT_LIST_INIT;
	struct buf events = BUF_INIT;
	size_t first = 0;

	explain_forget(x);
	int r = house_load(&x->house, &x->a->tool, company_id, e);
	if (r == 0)
		r = find_appointments(x, &w, &l, &first, e);
	if (r == 0)
		r = find_events(x, &w, l.n > 0, &events, e);
	bool any = l.n > 0 || events.n > 0;
	*found = *found || any;
	if (r == 0 && any)
		r = tell(x, &l, first, events.v, e);
	if (r == 0 && !any && x->uid == NULL)
		r = look_for_contact(x, found, e);
	appointment_list_free(&l);
	buf_free(&events);
	return r;
}

int
explain_nowhere(
    struct explain *x, const struct explain_target *v, size_t n, struct err *e)
{
	static const struct why_names none = { .company = NULL };
	struct explain_calendar *k;
	struct buf refs = BUF_INIT;
	size_t block = x->n;
	int r = 0;

	/* In front of why a feed may not have been read. */
	explain_block(x, NULL, zone_utc());
	for (size_t i = 0; r == 0 && i < n; i++) {
		struct calendar_list l = CALENDAR_LIST_INIT;
		explain_forget(x);
		r = house_load(&x->house, &x->a->tool, v[i].company_id, e);
		if (r == 0)
			r = explain_company(x, e);
		if (r == 0)
			r = calendar_list(
			    x->a->tool.db, v[i].company_id, &l, e);
		for (size_t j = 0; r == 0 && j < l.n; j++)
			r = get_calendar(x, l.v[j].id, &k, e);
		calendar_list_free(&l);
		if (r == 0)
			buf_fmt(&refs, "%s%s", i > 0 ? ", " : "",
			    x->house.company.ref);
	}
	explain_say(explain_line(&x->v[block]), WHY_NOWHERE, &none,
	    ": %s stands in no appointment, no event and no list of contacts "
	    "of %s",
	    x->phone, buf_cstr(&refs));
	buf_free(&refs);
	return r;
}
