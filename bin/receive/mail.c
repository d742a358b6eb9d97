/* SPDX-License-Identifier: ISC */
/* What a company is written about a reply, in German or in English. */
#include <inttypes.h>
#include <stdlib.h>

#include "domain/keyword.h"
#include "receive/receive.h"
#include "store/company.h"
#include "store/mail.h"
#include "store/reply.h"
#include "util/buf.h"
#include "util/str.h"

struct words {
	const char *subject, *wrote, *about, *unclear;
	const char *stop, *start, *operator, * no;
};

static const struct words german = {
	.subject = "SMS-Antwort von ",
	.wrote = " hat geantwortet, am ",
	.about = "Das gilt dem Termin am ",
	.unclear = "Es ist nicht sicher, welchem Termin das gilt: bitte "
		   "nachsehen.\n",
	.stop = "Diese Nummer bekommt von Ihnen keine SMS mehr, bis sie START "
		"schreibt.\n",
	.start = "Diese Nummer bekommt wieder SMS.\n",
	.operator= "Diese Nummer bekommt weiterhin keine SMS: so wurde es "
		   "hier eingetragen.\n",
	.no = "Zu diesem Termin kommen keine Erinnerung und keine Nachfrage "
	      "mehr.\nIm Kalender steht er noch.\n",
};

static const struct words english = {
	.subject = "SMS reply from ",
	.wrote = " has answered, on ",
	.about = "This is about the appointment on ",
	.unclear = "It is not certain which appointment this is about: "
		   "please look.\n",
	.stop = "This number gets no more SMS from you until it writes "
		"START.\n",
	.start = "This number gets SMS again.\n",
	.operator= "This number still gets no SMS: it was entered so here.\n",
	.no = "No reminder and no feedback request comes for it any more.\n"
	      "It still stands in the calendar.\n",
};

static void
put_time(struct buf *b, bool is_german, const struct zone *z, int64_t at)
{
	struct civil c = zone_civil(z, at);

	if (is_german)
		buf_fmt(b, "%02d.%02d.%04d %02d:%02d", c.day, c.month, c.year,
		    c.hour, c.minute);
	else
		buf_fmt(b, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day,
		    c.hour, c.minute);
}

/* What was written, line by line, so that it stands apart. */
static void
put_quoted(struct buf *b, const char *text)
{
	buf_str(b, "    ");
	for (; *text != '\0'; text++) {
		if (*text == '\n')
			buf_str(b, "\n    ");
		else if ((unsigned char)*text >= ' ')
			buf_char(b, *text);
	}
	buf_str(b, "\n\n");
}

/* And what came of it. */
static void
put_verdict(struct buf *b, const struct words *w, const struct reply_mail *m,
    bool is_german, const struct zone *z)
{
	bool no = str_eq(m->meaning, keyword_name(KEYWORD_NO));
	bool yes = str_eq(m->meaning, keyword_name(KEYWORD_YES));

	if (str_eq(m->meaning, keyword_name(KEYWORD_STOP)))
		buf_str(b, w->stop);
	if (str_eq(m->meaning, keyword_name(KEYWORD_START)))
		buf_str(b, m->changed ? w->start : w->operator);
	if ((yes || no) && m->start_at == 0)
		buf_str(b, w->unclear);
	if ((yes || no) && m->start_at != 0) {
		buf_str(b, w->about);
		put_time(b, is_german, z, m->start_at);
		buf_str(b, ".\n");
		if (no)
			buf_str(b, w->no);
	}
}

static int
owe(struct tool *t, const struct reply_mail *m, const struct reply_view *v,
    bool is_german, struct err *e)
{
	const struct words *w = is_german ? &german : &english;
	const struct zone *z = NULL;
	struct err ignored = ERR_INIT;
	struct buf key = BUF_INIT, subject = BUF_INIT, text = BUF_INIT;

	/* Without tzdata a mail in UTC is better than none. */
	if (tool_zones(t, &ignored) == 0)
		z = zones_get(t->zones, v->zone);
	z = z != NULL ? z : zone_utc();
	buf_fmt(&key, "reply/%" PRId64, m->reply_id);
	buf_fmt(&subject, "%s%s", w->subject,
	    v->name != NULL && v->name[0] != '\0' ? v->name : v->phone);
	if (v->name != NULL && v->name[0] != '\0')
		buf_fmt(&text, "%s (%s)", v->name, v->phone);
	else
		buf_str(&text, v->phone);
	buf_str(&text, w->wrote);
	put_time(&text, is_german, z, v->received_at);
	buf_str(&text, ":\n\n");
	put_quoted(&text, v->text);
	put_verdict(&text, w, m, is_german, z);
	int r =
	    mail_add(t->db, key.v, m->company_id, subject.v, text.v, t->now, e);
	buf_free(&key);
	buf_free(&subject);
	buf_free(&text);
	return r == -1 ? -1 : 0;
}

int
mail_owe(struct tool *t, const struct reply_mail *m, struct err *e)
{
	struct reply_views l = REPLY_VIEWS_INIT;
	struct company c = { .id = 0 };
	int r = company_by_id(t->db, m->company_id, &c, e);

	if (r == 0)
		r = reply_view_list(t->db, m->reply_id, 0, NULL, &l, e);
	if (r == 0 && l.n == 1)
		r = owe(t, m, &l.v[0], str_istarts(c.language, "de"), e);
	reply_views_free(&l);
	company_fini(&c);
	return r == -1 ? -1 : 0;
}
