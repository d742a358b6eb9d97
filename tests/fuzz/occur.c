/* SPDX-License-Identifier: ISC */
/*
 * A feed of a time zone, a series and whatever comes, of the same UID: what
 * ics_expand() says of it must be what parsed_read() takes.
 */
#include "ics/occur.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char series[] =
    "BEGIN:VEVENT\nUID:a\nDTSTART:20260105T090000\nDURATION:PT1H\n"
    "RRULE:FREQ=WEEKLY\nEND:VEVENT\n";

static void
check(const struct parsed *p)
{
	static const int64_t events[] = { 1, 2 }, others[] = { 3 };
	struct parsed_asked asked = { events, 2, others, 1 };
	struct parsed again = PARSED_INIT;
	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;

	parsed_write(&b, p);
	if (parsed_read(b.v, b.n, &asked, &again, &e) == -1)
		abort();
	parsed_free(&again);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct zones *zs;
	struct err e = ERR_INIT;
	struct parsed out = PARSED_INIT;
	char *text = mem_strn((const char *)data, size);
	struct ics_component v[] = {
		{ 1, ICS_EVENT, text, size },
		{ 2, ICS_EVENT, series, sizeof(series) - 1 },
		{ 3, ICS_TIMEZONE, text, size },
	};
	struct ics_input in = { .from_at = 1767225600, /* January 2026 */
		.to_at = 1772323200,
		.zone = "Europe/Vienna",
		.name_field = "x-name",
		.phone_field = "attendee",
		.location_field = "location",
		.v = v,
		.n = 3 };

	if (zs == NULL)
		zs = zones_open(NULL, &e);
	if (zs == NULL)
		abort();
	if (ics_expand(&in, zs, &out, &e) == 0)
		check(&out);
	parsed_free(&out);
	free(text);
	return 0;
}
