/* SPDX-License-Identifier: ISC */
/* One notice, and what follows from it. */
#include <stdlib.h>

#include "domain/keyword.h"
#include "receive/receive.h"
#include "store/company.h"
#include "store/contact.h"
#include "store/optout.h"
#include "store/part.h"
#include "store/reply.h"

void
arrival_fini(struct arrival *a)
{
	notice_fini(&a->notice);
	free(a->gateway);
	free(a->token_file);
	*a = (struct arrival){ .at = 0 };
}

const char *
arrival_name(const struct arrival *a)
{
	return a->notice.type == NOTICE_REPLY
	    ? "reply"
	    : notice_status_name(a->notice.status);
}

/* R4: stop, start, yes and no do what they say. */
static int
obey(struct tool *t, const struct arrival *a, enum keyword k,
    struct reply_mail *m, struct err *e)
{
	const char *phone = a->notice.phone;
	int r = 0;

	switch (k) {
	case KEYWORD_STOP:
		r = optout_add(t->db, m->company_id, phone, "reply", a->at, e);
		break;
	case KEYWORD_START:
		r = optout_drop(t->db, m->company_id, phone, false, t->now, e);
		break;
	case KEYWORD_YES:
	case KEYWORD_NO:
		return reply_answer(t->db, m->company_id, phone,
		    k == KEYWORD_YES, a->at, &m->start_at, e);
	case KEYWORD_NONE:
	case KEYWORD_COUNT:
		break;
	}
	m->changed = r == 0;
	return r == -1 ? -1 : 0;
}

static int
understand(struct tool *t, const struct arrival *a,
    const struct inbound_where *w, struct err *e)
{
	struct reply_mail m = {
		.reply_id = w->reply_id,
		.company_id = w->company_id,
	};
	struct keyword_list own = KEYWORD_LIST_INIT;
	struct company c = { .id = 0 };
	char *language = NULL;
	bool alone = false;
	int r = company_by_id(t->db, w->company_id, &c, e);

	if (r == 0)
		r = reply_keywords(t->db, c.id, &own, e);
	if (r == 0)
		r = contact_language(
		    t->db, c.id, a->notice.phone, &language, e);
	const char *languages[] = { c.language, language };
	enum keyword k = r != 0
	    ? KEYWORD_NONE
	    : keyword_read(a->notice.text, languages, 2, &own, &alone);
	m.meaning = keyword_name(k);
	m.trial = w->trial;
	if (r == 0 && !w->trial)
		r = obey(t, a, k, &m, e);
	if (r == 0)
		r = reply_set(t->db, m.reply_id, k, m.start_at, e);
	/* A yes alone is what everybody hopes for: nobody has to read it. */
	if (r == 0 && !(k == KEYWORD_YES && alone) &&
	    t->conf.sendmail != NULL && c.email != NULL)
		r = mail_owe(t, &m, e);
	free(language);
	keyword_list_free(&own);
	company_fini(&c);
	return r;
}

int
receive_take(struct tool *t, const struct arrival *a, struct err *e)
{
	const struct inbound_account *account =
	    a->account.company_id != 0 ? &a->account : NULL;
	struct inbound_where w;

	if (a->notice.type == NOTICE_REPORT)
		return inbound_report(t->db, &a->notice, account, a->at, e);
	if (a->notice.parts_ref != NULL)
		return part_add(t->db, &a->notice, account, a->at, e);
	int r = inbound_reply(t->db, &a->notice, account, a->at, &w, e);
	return r == 0 && w.company_id != 0 ? understand(t, a, &w, e) : r;
}
