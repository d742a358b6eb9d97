/* SPDX-License-Identifier: ISC */
#include "ics/event.h"

#include <stdlib.h>
#include <string.h>

#include "ics/prop.h"
#include "ics/recur.h"
#include "ics/sift.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

enum {
	DAY_S = 86400,
	SPAN_MAX_DAYS = 3660, /* longer than ten years is nonsense */
	UID_MAX = 1000,       /* bytes */
	RULES_MAX = 20
};

int64_t
event_instant(const struct ics_time *t)
{
	const struct civil *c = &t->local;

	if (t->date)
		return zone_midnight(
		    t->zone, civil_days(c->year, c->month, c->day));
	return zone_instant(t->zone, c, ZONE_EVENT);
}

/* The local time `days` later, within the years that there are. */
static struct civil
days_later(const struct civil *c, int64_t days)
{
	struct civil out = civil_from(civil_seconds(c) + days * DAY_S);

	return civil_ok(&out) ? out : *c;
}

int64_t
event_end(const struct ics_time *start, const struct ics_span *span)
{
	struct ics_time end = *start;

	end.local = days_later(&start->local, span->days);
	return event_instant(&end) + span->seconds;
}

bool
event_series(const struct ics_event *ev)
{
	return ev->rules[0] != '\0' || ev->n_rdates > 0;
}

static int64_t
span_cap(int64_t v, int64_t unit)
{
	int64_t max = SPAN_MAX_DAYS * (DAY_S / unit);

	return v < 0 ? 0 : v > max ? max : v;
}

/* DURATION; a negative one is none. */
static struct ics_span
span_from(const struct prop_duration *d, bool date)
{
	struct ics_span s = { 0 };

	if (d->negative)
		return s;
	s.days = span_cap(d->days, DAY_S);
	s.seconds = span_cap(d->seconds, 1);
	if (date) {
		s.days += s.seconds / DAY_S;
		s.seconds = 0;
	}
	return s;
}

/* What lies between start and DTEND, which may be of the other kind. */
static struct ics_span
span_between(const struct ics_time *start, const struct ics_time *end)
{
	struct ics_span s = { 0 };

	if (start->date) {
		const struct civil *a = &start->local, *b = &end->local;
		s.days = span_cap(civil_days(b->year, b->month, b->day) -
			civil_days(a->year, a->month, a->day),
		    DAY_S);
	} else {
		s.seconds =
		    span_cap(event_instant(end) - event_instant(start), 1);
	}
	return s;
}

/* The time of a property in its zone; notes a TZID that nobody knows. */
static struct ics_time
time_in_zone(const struct ics_reader *r, int64_t id, const struct prop_time *t)
{
	struct ics_time out = {
		.local = t->local, .date = t->date, .zone = r->floating
	};

	if (t->date)
		return out;
	if (t->utc) {
		out.zone = zone_utc();
	} else if (!str_empty(t->tzid)) {
		bool first;
		const struct zone *z = tzids_get(r->tzids, t->tzid, &first);
		if (z != NULL)
			out.zone = z;
		else if (first)
			parsed_note_add(r->notes, id, false,
			    "the time zone %.100s is not known; its times are "
			    "taken as of %s",
			    t->tzid, zone_name(r->floating));
	}
	return out;
}

/*
 * The first property of that name as a time.  0: there is none; 1: there is;
 * -1: it is no date.
 */
static int
read_time(const struct ics_reader *r, int64_t id, struct prop_component *c,
    const char *name, struct ics_time *out, struct err *e)
{
	struct prop_list l = PROP_LIST_INIT;
	int n = 0;

	if (prop_times(c, name, &l, e) == -1) {
		n = -1;
	} else if (l.n > 0) {
		*out = time_in_zone(r, id, &l.v[0].at);
		n = 1;
	}
	prop_list_free(&l);
	return n;
}

static int
read_recurrence(struct ics_event *ev, const struct ics_reader *r,
    struct prop_component *c, struct err *e)
{
	int n = prop_count(c, "RECURRENCE-ID");

	if (n == 0)
		return 0;
	ev->has_recurrence = true;
	if (read_time(r, ev->out.id, c, "RECURRENCE-ID", &ev->recurrence, e) ==
	    -1)
		return -1;
	ev->recurrence_known = true;
	ev->out.recurrence_at = event_instant(&ev->recurrence);
	ev->out.this_and_future = prop_this_and_future(c);
	return 0;
}

/* Every RRULE and EXRULE must be one; of many each costs its time (D5). */
static int
check_rules(const struct ics_event *ev, struct err *e)
{
	char *copy = mem_str(ev->rules), *save = NULL;
	int r = 0, n = 0;

	for (char *s = strtok_r(copy, "\n", &save); r == 0 && s != NULL;
	     s = strtok_r(NULL, "\n", &save))
		r = ++n > RULES_MAX
		    ? err_set(
			  e, ERR_DATA, "it has more than %d rules", RULES_MAX)
		    : recur_check(strchr(s, ':') + 1, e);
	free(copy);
	return r;
}

/* The start, and how long it takes. */
static int
read_span(struct ics_event *ev, const struct ics_reader *r,
    struct prop_component *c, struct err *e)
{
	struct ics_time end = { .date = false };
	struct prop_duration d;
	struct err ignored = ERR_INIT;
	int n = read_time(r, ev->out.id, c, "DTSTART", &ev->start, e);

	if (n == -1)
		return -1;
	if (n == 0)
		return err_set(e, ERR_DATA, "it has no DTSTART");
	n = read_time(r, ev->out.id, c, "DTEND", &end, &ignored);
	if (n == 1)
		ev->span = span_between(&ev->start, &end);
	else if (n == -1)
		parsed_note_add(r->notes, ev->out.id, false,
		    "%s; taken as without an end", ignored.msg);
	else if (prop_duration(c, &d))
		ev->span = span_from(&d, ev->start.date);
	if (ev->start.date && ev->span.days == 0)
		ev->span.days = 1;
	return 0;
}

static int
read_lists(struct ics_event *ev, const struct ics_reader *r,
    struct prop_component *c, struct err *e)
{
	struct prop_list l = PROP_LIST_INIT;
	int64_t id = ev->out.id;
	int n = prop_times(c, "RDATE", &l, e);

	for (size_t i = 0; n == 0 && i < l.n; i++) {
		struct ics_rdate d = { .at = time_in_zone(r, id, &l.v[i].at),
			.has_span = l.v[i].period };
		if (l.v[i].has_end) {
			struct ics_time end = time_in_zone(r, id, &l.v[i].end);
			d.span = span_between(&d.at, &end);
		} else if (d.has_span) {
			d.span = span_from(&l.v[i].duration, false);
		}
		ev->rdates = mem_grow(ev->rdates, &ev->cap_rdates,
		    ev->n_rdates + 1, sizeof(*ev->rdates));
		ev->rdates[ev->n_rdates++] = d;
	}
	prop_list_free(&l);
	if (n == 0)
		n = prop_times(c, "EXDATE", &l, e);
	for (size_t i = 0; n == 0 && i < l.n; i++) {
		ev->exdates = mem_grow(ev->exdates, &ev->cap_exdates,
		    ev->n_exdates + 1, sizeof(*ev->exdates));
		ev->exdates[ev->n_exdates++] = time_in_zone(r, id, &l.v[i].at);
	}
	prop_list_free(&l);
	return n;
}

static void
read_texts(
    struct ics_event *ev, const struct ics_reader *r, struct prop_component *c)
{
	struct parsed_event *out = &ev->out;

	out->title = prop_text(c, "SUMMARY");
	if (out->title == NULL)
		out->title = mem_str("");
	out->description = prop_text(c, "DESCRIPTION");
	out->siblings = prop_text(c, "RELATED-TO");
	out->location = prop_text(c, r->location_field);
	if (!str_ieq(r->name_field, "summary")) {
		out->name_text = prop_text(c, r->name_field);
		if (out->name_text == NULL)
			out->name_text = mem_str("");
	}
	if (!str_ieq(r->phone_field, "name") &&
	    !str_ieq(r->phone_field, r->name_field)) {
		out->phone_text = prop_text(c, r->phone_field);
		if (out->phone_text == NULL)
			out->phone_text = mem_str("");
	}
}

static int
read_all(struct ics_event *ev, const struct ics_reader *r,
    struct prop_component *c, struct err *e)
{
	struct ics_time modified = { .date = false };
	struct err ignored = ERR_INIT;
	struct parsed_event *out = &ev->out;

	out->uid = prop_uid(c);
	if (read_recurrence(ev, r, c, e) == -1)
		return -1;
	if (out->uid != NULL && strlen(out->uid) > UID_MAX)
		return err_set(
		    e, ERR_DATA, "its UID is longer than %d bytes", UID_MAX);
	if (read_span(ev, r, c, e) == -1 || read_lists(ev, r, c, e) == -1 ||
	    check_rules(ev, e) == -1)
		return -1;
	out->sequence = prop_sequence(c);
	out->status = prop_status(c);
	if (read_time(r, out->id, c, "LAST-MODIFIED", &modified, &ignored) == 1)
		out->last_modified_at = event_instant(&modified);
	out->series = !ev->has_recurrence && event_series(ev);
	read_texts(ev, r, c);
	return 0;
}

int
event_read(struct ics_event *ev, int64_t id, const char *text, size_t n,
    const struct ics_reader *r, struct err *e)
{
	const char *fields[] = { r->name_field, r->phone_field,
		r->location_field };
	struct sifted s = SIFTED_INIT;
	struct prop_component *c = NULL;

	*ev = (struct ics_event){ .out = { .id = id } };
	int end = sift_event(
	    text, n, fields, sizeof(fields) / sizeof(fields[0]), &s, e);
	/* Even of what is not whole the UID counts: the rest of it waits. */
	c = prop_component_new(buf_cstr(&s.text));
	ev->rules = buf_take(&s.rules);
	if (c == NULL)
		end = err_set(e, ERR_DATA, "libical cannot read it");
	else if (end == 0)
		end = read_all(ev, r, c, e);
	else
		ev->out.uid = prop_uid(c);
	prop_component_free(c);
	sifted_free(&s);
	ev->bad = end == -1;
	return end;
}

void
event_fini(struct ics_event *ev)
{
	parsed_event_fini(&ev->out);
	free(ev->rules);
	free(ev->rdates);
	free(ev->exdates);
	*ev = (struct ics_event){ .bad = false };
}
