/* SPDX-License-Identifier: ISC */
#include "admin/calendar_field.h"

#include <inttypes.h>
#include <stdlib.h>

#include "admin/check.h"
#include "admin/field.h"
#include "domain/setup.h"
#include "domain/valid.h"
#include "net/address.h"
#include "util/str.h"

static int
valid_phone_field(const char *text, struct buf *out, struct err *e)
{
	return valid_property(text, true, out, e);
}

static int
valid_other_field(const char *text, struct buf *out, struct err *e)
{
	return valid_property(text, false, out, e);
}

static int
valid_phones(const char *text, struct buf *out, struct err *e)
{
	static const char *const words[] = { "first", "mobile", "all" };

	return valid_word(text, words, 3, out, e);
}

static int
valid_interval(const char *text, struct buf *out, struct err *e)
{
	int64_t s;

	if (valid_duration(text, 60, 86400, &s, e) == -1)
		return -1;
	buf_fmt(out, "%" PRId64, s);
	return 0;
}

static int
valid_horizon(const char *text, struct buf *out, struct err *e)
{
	int64_t days;

	if (valid_number(text, 3, 400, &days, e) == -1)
		return -1;
	buf_fmt(out, "%" PRId64, days);
	return 0;
}

static void
show_interval(const char *stored, struct buf *out)
{
	int64_t s;

	if (str_int(stored, 0, INT64_MAX, &s) == -1)
		return;
	if (s % 3600 == 0)
		buf_fmt(out, "%" PRId64 "h", s / 3600);
	else if (s % 60 == 0)
		buf_fmt(out, "%" PRId64 "m", s / 60);
	else
		buf_fmt(out, "%" PRId64 "s", s);
}

/* F6: the scheme and the host are all that is shown. */
static void
show_address(const char *stored, struct buf *out)
{
	char *masked = address_mask(stored);

	buf_str(out, masked);
	free(masked);
}

const struct field calendar_fields[] = {
	{ .option = { .name = "address",
	      .value = "ADDRESS",
	      .help = "of the feed (or -, read from standard input)",
	      .input = true },
	    .at = offsetof(struct calendar, url),
	    .must = true,
	    .secret = true,
	    .check = check_address,
	    .show = show_address },
	{ .option = { .name = "name", .value = "NAME", .help = "in views" },
	    .at = offsetof(struct calendar, name),
	    .must = true },
	{ .option = { .name = "active",
	      .value = "yes|no",
	      .help = "the same as enable and disable" },
	    .type = FIELD_FLAG,
	    .at = offsetof(struct calendar, active),
	    .unset = "yes",
	    .told = true },
	{ .option = { .name = "zone",
	      .value = "ZONE",
	      .help = "its time zone, else the company's" },
	    .at = offsetof(struct calendar, zone),
	    .check = check_zone },
	{ .option = { .name = "country-code",
	      .value = "DIGITS",
	      .help = "what 0664 ... means, else the company's" },
	    .at = offsetof(struct calendar, country_code),
	    .valid = valid_country_code },
	{ .option = { .name = "phone-field",
	      .value = "FIELD",
	      .help = "where the phone is: name (the same), description ..." },
	    .at = offsetof(struct calendar, phone_field),
	    .unset = "name",
	    .valid = valid_phone_field },
	{ .option = { .name = "name-field",
	      .value = "FIELD",
	      .help = "where the name is: summary" },
	    .at = offsetof(struct calendar, name_field),
	    .unset = "summary",
	    .valid = valid_other_field },
	{ .option = { .name = "location-field",
	      .value = "FIELD",
	      .help = "where the place is: location" },
	    .at = offsetof(struct calendar, location_field),
	    .unset = "location",
	    .valid = valid_other_field },
	{ .option = { .name = "phones",
	      .value = "WHICH",
	      .help = "of several numbers: first, mobile or all" },
	    .at = offsetof(struct calendar, phones),
	    .unset = "first",
	    .valid = valid_phones },
	{ .option = { .name = "landlines",
	      .value = "yes|no",
	      .help = "send to landlines, too" },
	    .type = FIELD_FLAG,
	    .unset = "no",
	    .at = offsetof(struct calendar, landlines) },
	{ .option = { .name = "links",
	      .value = "yes|no",
	      .help = "pass on links that stand in the calendar" },
	    .type = FIELD_FLAG,
	    .unset = "no",
	    .at = offsetof(struct calendar, links) },
	{ .option = { .name = "window",
	      .value = "DAYS TIMES",
	      .help = "when messages go: 'mon-fri 08:00-20:00'" },
	    .at = offsetof(struct calendar, send_window),
	    .check = check_window },
	{ .option = { .name = "limit-recipient",
	      .value = "N",
	      .help = "messages a day to one number, or none" },
	    .type = FIELD_NUMBER,
	    .at = offsetof(struct calendar, limit_recipient),
	    .valid = valid_limit,
	    .show = field_show_limit },
	{ .option = { .name = "countries",
	      .value = "CODES",
	      .help = "that messages may go to, like '43 49': all" },
	    .at = offsetof(struct calendar, countries),
	    .valid = valid_countries },
	{ .option = { .name = "colour",
	      .value = "COLOUR",
	      .help = "in views: #rrggbb or a name" },
	    .at = offsetof(struct calendar, colour),
	    .valid = valid_colour },
	{ .option = { .name = "interval",
	      .value = "TIME",
	      .help = "between fetches: 5m" },
	    .type = FIELD_NUMBER,
	    .at = offsetof(struct calendar, interval_s),
	    .unset = "300",
	    .valid = valid_interval,
	    .show = show_interval },
	{ .option = { .name = "horizon",
	      .value = "DAYS",
	      .help = "how far ahead the feed goes, if it is cut there" },
	    .type = FIELD_NUMBER,
	    .at = offsetof(struct calendar, horizon_days),
	    .valid = valid_horizon },
	{ .option = { .name = NULL } },
};
