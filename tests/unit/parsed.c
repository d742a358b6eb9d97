/* SPDX-License-Identifier: ISC */
#include "domain/parsed.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

#include "t.h"

/* Events 7 and 8 were given in, and a calendar 1. */
static const int64_t events[] = { 8, 7 }, others[] = { 1 };
static const struct parsed_asked asked = { events, 2, others, 1 };

#define SEVEN \
	"event\t7\tu\t0\t0\t0\t\\-\t0\ttitle\t\\-\t\\-\t\\-\t\\-\t0\t\\-\n"
#define EIGHT "bad\t8\twhy\n"

static int
read_text(const char *text, size_t n, struct parsed *out, struct err *e)
{
	char *copy = mem_strn(text, n);
	int r;

	err_clear(e);
	r = parsed_read(copy, n, &asked, out, e);
	free(copy);
	return r;
}

static void
round_trip(void)
{
	struct parsed in = PARSED_INIT, out = PARSED_INIT;
	struct buf text = BUF_INIT, again = BUF_INIT;
	struct err e = ERR_INIT;

	struct parsed_event *ev = parsed_event_add(&in);
	*ev = (struct parsed_event){ .id = 7,
		.uid = mem_str("u\tx"),
		.recurrence_at = -5,
		.sequence = 3,
		.last_modified_at = 9,
		.status = PARSED_CANCELLED,
		.series = true,
		.this_and_future = true,
		.title = mem_str("a\nb\\"),
		.phone_text = mem_str(""),
		.description = mem_str("\xc3\xb6") };
	*parsed_occurrence_add(&in) =
	    (struct parsed_occurrence){ .original_at = -5,
		    .start_at = 100,
		    .end_at = 100,
		    .all_day = true };
	parsed_note_add(&in, 8, true, "why %d", 1);
	parsed_note_add(&in, 1, false, "so");
	parsed_write(&text, &in);
	bool read = read_text(text.v, text.n, &out, &e) == 0;
	OK(read, "what was written is read");
	parsed_write(&again, &out);
	SAME(buf_cstr(&again), buf_cstr(&text), "and is the same");
	OK(read && out.events[0].name_text == NULL &&
		out.events[0].phone_text != NULL &&
		out.occurrences[0].event == 0 && out.notes[0].bad &&
		!out.notes[1].bad,
	    "absent is not empty");

	/* Behind what is there already. */
	read = read_text(text.v, text.n, &out, &e) == 0;
	OK(read && out.n_events == 2 && out.occurrences[1].event == 1,
	    "a second answer is appended");
	parsed_free(&in);
	parsed_free(&out);
	buf_free(&text);
	buf_free(&again);
}

/* Refused, and what was there before stays alone. */
static void
refused(const char *text, const char *why)
{
	struct parsed out = PARSED_INIT;
	struct err e = ERR_INIT;
	int r;

	parsed_event_add(&out)->uid = mem_str("before");
	r = read_text(text, strlen(text), &out, &e);
	t_ok(r == -1 && e.kind == ERR_DATA && out.n_events == 1 &&
		out.n_occurrences == 0 && out.n_notes == 0,
	    __FILE__, __LINE__, "refused: %s", why);
	t_ok(strstr(e.msg, why) != NULL, __FILE__, __LINE__, "... says: %s",
	    e.msg);
	parsed_free(&out);
}

static void
hostile(void)
{
	refused("", "ended before it was done");
	refused(SEVEN EIGHT, "ended before it was done");
	refused(SEVEN EIGHT "done\t0", "a line without an end");
	refused(SEVEN "done\t0\n", "nothing is said of 8");
	refused(SEVEN EIGHT "done\t1\n", "no number from 0 to 0");
	refused(SEVEN EIGHT "done\t0\n" EIGHT, "something behind 'done'");
	refused(SEVEN SEVEN EIGHT "done\t0\n", "was not asked for");
	refused(SEVEN EIGHT "bad\t7\twhy\ndone\t0\n", "both an event and bad");
	refused("event\t9\tu\t0\t0\t0\t\\-\t0\tt\t\\-\t\\-\t\\-\t\\-\t0\t\\-\n",
	    "an event 9 that was not asked for");
	refused("event\t1\tu\t0\t0\t0\t\\-\t0\tt\t\\-\t\\-\t\\-\t\\-\t0\t\\-\n",
	    "an event 1 that was not asked for");
	refused("event\t7\t\t0\t0\t0\t\\-\t0\tt\t\\-\t\\-\t\\-\t\\-\t0\t\\-\n",
	    "an empty UID");
	refused(
	    "event\t7\tu\t0\t0\t0\t\\-\t0\t\\-\t\\-\t\\-\t\\-\t\\-\t0\t\\-\n",
	    "field 8 is no text");
	refused(
	    "event\t7\tu\t0\t0\t0\t\\-\t0\t\xff\t\\-\t\\-\t\\-\t\\-\t0\t\\-\n",
	    "field 8 is no text");
	refused(
	    "event\t7\tu\t0\t0\t0\t\\-\t0\ta\\0b\t\\-\t\\-\t\\-\t\\-\t0\t\\-\n",
	    "field 8 is no text");
	refused(
	    "event\t7\tu\t0\t0\t0\tmaybe\t0\tt\t\\-\t\\-\t\\-\t\\-\t0\t\\-\n",
	    "no such status");
	refused(
	    "event\t7\tu\t0\t-1\t0\t\\-\t0\tt\t\\-\t\\-\t\\-\t\\-\t0\t\\-\n",
	    "field 4 is no number");
	refused("event\t7\tu\t0\t0\t0\t\\-\t2\tt\t\\-\t\\-\t\\-\t\\-\t0\t\\-\n",
	    "field 7 is no number");
	refused("event\t7\tu\n", "a record that nobody knows: 'event'");
	refused("occurrence\t7\t0\t1\t2\t0\n", "which is no event");
	refused(SEVEN EIGHT "occurrence\t8\t0\t1\t2\t0\n",
	    "an occurrence of 8, which is no event");
	refused(SEVEN "occurrence\t7\t0\t2\t1\t0\n", "field 4 is no number");
	refused(SEVEN "occurrence\t7\t0\t253402300800\t253402300800\t0\n",
	    "field 3 is no number");
	refused(SEVEN "occurrence\t7\tx\t1\t2\t0\n", "field 2 is no number");
	refused("note\t2\twhy\n", "a note on 2, which was not asked for");
	refused("note\t1\t\xff\n", "field 2 is no text");
	refused("rm\t1\n", "a record that nobody knows: 'rm'");
	refused("note\t1\ta\\x\n", "a bad escape");
}

static void
too_long(void)
{
	struct buf b = BUF_INIT;

	buf_str(&b, "event\t7\tu\t0\t0\t0\t\\-\t0\t");
	for (int i = 0; i <= 4 * PARSED_TEXT; i++)
		buf_char(&b, 'x');
	buf_str(&b, "\t\\-\t\\-\t\\-\t\\-\t0\t\\-\n");
	refused(b.v, "field 8 is no text of 8000 bytes");
	buf_free(&b);
}

static void
notes(void)
{
	struct parsed p = PARSED_INIT;
	char text[PARSED_NOTE + 10];

	/* An odd first byte, so that the cut falls within a character. */
	memset(text, 'x', sizeof(text));
	for (size_t i = 1; i + 2 < sizeof(text); i += 2)
		memcpy(text + i, "\xc3\xb6", 2);
	text[sizeof(text) - 1] = '\0';
	parsed_note_add(&p, 1, false, "x%s", text);
	OK(strlen(p.notes[0].text) == PARSED_NOTE - 2,
	    "a long note is cut between characters");
	parsed_free(&p);
}

int
main(void)
{
	round_trip();
	hostile();
	too_long();
	notes();
	return t_done();
}
