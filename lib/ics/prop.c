/* SPDX-License-Identifier: ISC */
#include "ics/prop.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

/* Never made: a name for libical's component that needs none of its types. */
struct prop_component {
	char unused;
};

static icalcomponent *
ical(struct prop_component *c)
{
	return (icalcomponent *)(void *)c;
}

struct prop_component *
prop_component_new(const char *text)
{
	icalerror_set_errors_are_fatal(false);
	return (void *)icalcomponent_new_from_string(text);
}

void
prop_component_free(struct prop_component *c)
{
	if (c != NULL)
		icalcomponent_free(ical(c));
}

/*
 * libical's number of a property.  It looks through a hundred names for each;
 * these are asked for with every event.
 */
static icalproperty_kind
kind_of(const char *name)
{
	static const struct {
		const char *name;
		icalproperty_kind kind;
	} known[] = {
		{ "DTSTART", ICAL_DTSTART_PROPERTY },
		{ "DTEND", ICAL_DTEND_PROPERTY },
		{ "RECURRENCE-ID", ICAL_RECURRENCEID_PROPERTY },
		{ "RDATE", ICAL_RDATE_PROPERTY },
		{ "EXDATE", ICAL_EXDATE_PROPERTY },
		{ "LAST-MODIFIED", ICAL_LASTMODIFIED_PROPERTY },
		{ "SUMMARY", ICAL_SUMMARY_PROPERTY },
		{ "DESCRIPTION", ICAL_DESCRIPTION_PROPERTY },
		{ "LOCATION", ICAL_LOCATION_PROPERTY },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_ieq(name, known[i].name))
			return known[i].kind;
	return icalproperty_string_to_kind(name);
}

static void
item_fini(struct prop_item *i)
{
	free(i->at.tzid);
	free(i->end.tzid);
}

void
prop_list_free(struct prop_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		item_fini(&l->v[i]);
	free(l->v);
	*l = PROP_LIST_INIT;
}

static icalproperty *
first(struct prop_component *c, icalproperty_kind kind)
{
	return icalcomponent_get_first_property(ical(c), kind);
}

static icalproperty *
next(struct prop_component *c, icalproperty_kind kind)
{
	return icalcomponent_get_next_property(ical(c), kind);
}

/* libical leaves an X-LIC-ERROR where it took a property out. */
static int
check_errors(struct prop_component *c, const char *name, struct err *e)
{
	icalproperty_kind kind = ICAL_XLICERROR_PROPERTY;

	for (icalproperty *p = first(c, kind); p != NULL; p = next(c, kind)) {
		const char *s = icalproperty_get_xlicerror(p);
		const char *value = s != NULL ? strrchr(s, ':') : NULL;
		if (s != NULL && strstr(s, name) != NULL)
			return err_set(e, ERR_DATA, "%s cannot be read%.100s",
			    name, value != NULL ? value : "");
	}
	return 0;
}

static int
take_time(struct icaltimetype t, icalproperty *p, struct prop_time *out)
{
	icalparameter *tzid =
	    icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER);

	*out = (struct prop_time){
		.local = { .year = t.year, .month = t.month, .day = t.day },
		.date = t.is_date,
		.utc = icaltime_is_utc(t),
	};
	if (!out->date) {
		out->local.hour = t.hour;
		out->local.minute = t.minute;
		/* A leap second has no instant of its own. */
		out->local.second = t.second == 60 ? 59 : t.second;
	}
	if (tzid != NULL)
		out->tzid = mem_str(icalparameter_get_tzid(tzid));
	return civil_ok(&out->local) ? 0 : -1;
}

static struct prop_duration
take_duration(struct icaldurationtype d)
{
	return (struct prop_duration){
		.negative = d.is_neg,
		.days = (int64_t)d.weeks * 7 + (int64_t)d.days,
		.seconds = (int64_t)d.hours * 3600 + (int64_t)d.minutes * 60 +
		    (int64_t)d.seconds,
	};
}

static int
take_period(struct icalperiodtype d, icalproperty *p, struct prop_item *out)
{
	out->period = true;
	out->has_end = !icaltime_is_null_time(d.end);
	if (take_time(d.start, p, &out->at) == -1)
		return -1;
	if (out->has_end)
		return take_time(d.end, p, &out->end);
	out->duration = take_duration(d.duration);
	return 0;
}

static int
take_item(icalproperty *p, struct prop_item *out)
{
	icalvalue *v = icalproperty_get_value(p);
	icalvalue_kind kind = icalvalue_isa(v);

	*out = (struct prop_item){ .period = false };
	if (kind == ICAL_DATE_VALUE)
		return take_time(icalvalue_get_date(v), p, &out->at);
	if (kind == ICAL_DATETIME_VALUE)
		return take_time(icalvalue_get_datetime(v), p, &out->at);
	if (kind == ICAL_PERIOD_VALUE)
		return take_period(icalvalue_get_period(v), p, out);
	return -1;
}

int
prop_times(struct prop_component *c, const char *name, struct prop_list *out,
    struct err *e)
{
	icalproperty_kind kind = kind_of(name);

	if (check_errors(c, name, e) == -1)
		return -1;
	for (icalproperty *p = first(c, kind); p != NULL; p = next(c, kind)) {
		struct prop_item item;
		if (take_item(p, &item) == -1) {
			char *s = icalproperty_get_value_as_string_r(p);
			err_set(e, ERR_DATA, "%s is no date: %.100s", name,
			    s != NULL ? s : "");
			free(s);
			item_fini(&item);
			return -1;
		}
		out->v =
		    mem_grow(out->v, &out->cap, out->n + 1, sizeof(*out->v));
		out->v[out->n++] = item;
	}
	return 0;
}

/* One that libical took out counts: the feed meant to say it. */
int
prop_count(struct prop_component *c, const char *name)
{
	struct err e = ERR_INIT;
	icalproperty_kind kind = kind_of(name);

	return icalcomponent_count_properties(ical(c), kind) +
	    (check_errors(c, name, &e) == -1 ? 1 : 0);
}

bool
prop_duration(struct prop_component *c, struct prop_duration *out)
{
	icalproperty *p = first(c, ICAL_DURATION_PROPERTY);

	if (p == NULL)
		return false;
	*out = take_duration(icalproperty_get_duration(p));
	return true;
}

bool
prop_this_and_future(struct prop_component *c)
{
	icalproperty *p = first(c, ICAL_RECURRENCEID_PROPERTY);
	icalparameter *range = p == NULL
	    ? NULL
	    : icalproperty_get_first_parameter(p, ICAL_RANGE_PARAMETER);

	return range != NULL &&
	    icalparameter_get_range(range) == ICAL_RANGE_THISANDFUTURE;
}

int64_t
prop_sequence(struct prop_component *c)
{
	icalproperty *p = first(c, ICAL_SEQUENCE_PROPERTY);
	int v = p != NULL ? icalproperty_get_sequence(p) : 0;

	return v > 0 ? v : 0;
}

enum parsed_status
prop_status(struct prop_component *c)
{
	icalproperty *p = first(c, ICAL_STATUS_PROPERTY);
	icalproperty_status v =
	    p != NULL ? icalproperty_get_status(p) : ICAL_STATUS_NONE;

	if (v == ICAL_STATUS_CONFIRMED)
		return PARSED_CONFIRMED;
	if (v == ICAL_STATUS_TENTATIVE)
		return PARSED_TENTATIVE;
	if (v == ICAL_STATUS_CANCELLED)
		return PARSED_CANCELLED;
	return PARSED_NONE;
}

/* A value as text, unescaped. */
static void
put_value(struct buf *b, icalproperty *p)
{
	icalvalue *v = icalproperty_get_value(p);
	icalvalue_kind kind = icalvalue_isa(v);
	icalparameter *cn =
	    icalproperty_get_first_parameter(p, ICAL_CN_PARAMETER);

	if (cn != NULL && icalparameter_get_cn(cn) != NULL)
		buf_fmt(b, "%s ", icalparameter_get_cn(cn));
	if (kind == ICAL_TEXT_VALUE && icalvalue_get_text(v) != NULL) {
		buf_str(b, icalvalue_get_text(v));
	} else if (kind == ICAL_X_VALUE && icalvalue_get_x(v) != NULL) {
		buf_str(b, icalvalue_get_x(v));
	} else {
		char *s = icalproperty_get_value_as_string_r(p);
		if (s != NULL)
			buf_str(b, s);
		free(s);
	}
}

static bool
named(icalproperty *p, icalproperty_kind kind, const char *name)
{
	const char *x =
	    kind == ICAL_X_PROPERTY ? icalproperty_get_x_name(p) : name;

	return x != NULL && str_ieq(x, name);
}

/* Valid, and cut at PARSED_TEXT characters. */
static char *
finish(struct buf *b)
{
	struct buf whole = BUF_INIT;
	char *s;

	if (utf8_valid(buf_cstr(b), b->n)) {
		s = buf_take(b);
	} else {
		/* libical unescapes byte by byte. */
		utf8_repair(&whole, b->v, b->n);
		buf_free(b);
		s = buf_take(&whole);
	}
	s[utf8_prefix(s, PARSED_TEXT)] = '\0';
	return s;
}

char *
prop_text(struct prop_component *c, const char *name)
{
	icalproperty_kind kind =
	    str_istarts(name, "x-") ? ICAL_X_PROPERTY : kind_of(name);
	bool one =
	    kind == ICAL_SUMMARY_PROPERTY || kind == ICAL_LOCATION_PROPERTY;
	struct buf b = BUF_INIT;
	bool any = false;

	if (kind == ICAL_NO_PROPERTY)
		return NULL;
	for (icalproperty *p = first(c, kind); p != NULL; p = next(c, kind)) {
		if (!named(p, kind, name) || (any && one))
			continue;
		if (any)
			buf_char(&b, '\n');
		put_value(&b, p);
		any = true;
	}
	return any ? finish(&b) : NULL;
}

char *
prop_uid(struct prop_component *c)
{
	char *s = NULL;
	icalproperty *p = first(c, ICAL_UID_PROPERTY);

	if (p != NULL && icalproperty_get_uid(p) != NULL) {
		struct buf b = BUF_INIT;
		buf_str(&b, icalproperty_get_uid(p));
		s = finish(&b);
	}
	if (str_empty(s)) {
		free(s);
		return NULL;
	}
	char *trimmed = mem_str(str_trim(s));
	free(s);
	return trimmed;
}
