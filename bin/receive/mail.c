/* SPDX-License-Identifier: ISC */
/* What a company is written about a reply. */
#include <inttypes.h>
#include <stdlib.h>

#include "domain/keyword.h"
#include "domain/letter.h"
#include "receive/receive.h"
#include "store/company.h"
#include "store/mail.h"
#include "store/reply.h"
#include "util/buf.h"
#include "util/str.h"

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
put_verdict(struct buf *b, const char *language, const struct reply_mail *m,
    const struct zone *z)
{
	bool no = str_eq(m->meaning, keyword_name(KEYWORD_NO));
	bool yes = str_eq(m->meaning, keyword_name(KEYWORD_YES));
	struct buf at = BUF_INIT;

	if (m->trial) {
		letter_put(b, language, LETTER_TRIAL, NULL, NULL);
		return;
	}
	if (str_eq(m->meaning, keyword_name(KEYWORD_STOP)))
		letter_put(b, language, LETTER_STOP, NULL, NULL);
	if (str_eq(m->meaning, keyword_name(KEYWORD_START)))
		letter_put(b, language,
		    m->changed ? LETTER_START : LETTER_OPERATOR, NULL, NULL);
	if ((yes || no) && m->start_at == 0)
		letter_put(b, language, LETTER_UNCLEAR, NULL, NULL);
	if ((yes || no) && m->start_at != 0) {
		letter_time(&at, language, z, m->start_at);
		letter_put(b, language, LETTER_ABOUT, at.v, NULL);
		if (no)
			letter_put(b, language, LETTER_NO, NULL, NULL);
	}
	buf_free(&at);
}

static int
owe(struct tool *t, const struct reply_mail *m, const struct reply_view *v,
    const char *language, struct err *e)
{
	const struct zone *z = NULL;
	struct err ignored = ERR_INIT;
	struct buf key = BUF_INIT, subject = BUF_INIT, text = BUF_INIT;
	struct buf who = BUF_INIT, at = BUF_INIT;
	bool named = v->name != NULL && v->name[0] != '\0';

	/* Without tzdata a mail in UTC is better than none. */
	if (tool_zones(t, &ignored) == 0)
		z = zones_get(t->zones, v->zone);
	z = z != NULL ? z : zone_utc();
	buf_fmt(&key, "reply/%" PRId64, m->reply_id);
	letter_put(
	    &subject, language, LETTER_REPLY, named ? v->name : v->phone, NULL);
	if (named)
		buf_fmt(&who, "%s (%s)", v->name, v->phone);
	else
		buf_str(&who, v->phone);
	letter_time(&at, language, z, v->received_at);
	letter_put(&text, language, LETTER_WROTE, who.v, at.v);
	put_quoted(&text, v->text);
	put_verdict(&text, language, m, z);
	int r =
	    mail_add(t->db, key.v, m->company_id, subject.v, text.v, t->now, e);
	buf_free(&who);
	buf_free(&at);
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
		r = reply_view_get(t->db, m->reply_id, &l, e);
	if (r == 0 && l.n == 1)
		r = owe(t, m, &l.v[0], c.language, e);
	reply_views_free(&l);
	company_fini(&c);
	return r == -1 ? -1 : 0;
}
