/* SPDX-License-Identifier: ISC */
/*
 * Mail that is owed goes to sendmail: claimed first, so that two runs do not
 * both send it; killed behind that, it goes again when its wait is over.
 */
#include <inttypes.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/letter.h"
#include "net/command.h"
#include "receive/receive.h"
#include "store/mail.h"
#include "util/clock.h"
#include "util/fail.h"
#include "util/log.h"
#include "util/str.h"

enum {
	AT_ONCE = 20, /* mails a run */
	RUN_MS = 60 * 1000,
	ONE_S = 30,
	KEEP_S = 5 * 24 * 3600 /* as mail servers do */
};

/* Who writes: where no address is set, this user, and the mailer says where. */
static void
put_from(const struct tool *t, struct buf *b)
{
	const struct passwd *pw = getpwuid(geteuid());

	if (t->conf.mail_from != NULL) {
		buf_str(b, t->conf.mail_from);
		return;
	}
	buf_str(b, pw != NULL ? pw->pw_name : "smscal");
	if (strchr(t->conf.name, '.') != NULL)
		buf_fmt(b, "@%s", t->conf.name);
}

/* The same at every try, so that a mail that comes twice is seen as one. */
static void
put_id(const struct tool *t, const struct mail *m, struct buf *b)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789.-";

	buf_fmt(b, "smscal.%" PRId64 ".%" PRId64 "@", m->id, m->created_at);
	for (const char *p = t->conf.name; *p != '\0'; p++)
		buf_char(b, strchr(allowed, *p) != NULL ? *p : '-');
}

static void
put_mail(const struct tool *t, const struct mail *m, struct buf *out)
{
	struct buf from = BUF_INIT, id = BUF_INIT;

	put_from(t, &from);
	put_id(t, m, &id);
	const struct letter l = {
		.from = from.v,
		.to = m->email,
		.subject = m->subject,
		.text = m->text,
		.id = id.v,
		.at = m->created_at,
	};
	letter_render(&l, out);
	buf_free(&from);
	buf_free(&id);
}

static int
commit(struct tool *t, int r, struct err *e)
{
	if (r == 0)
		return db_commit(t->db, e);
	db_rollback(t->db);
	return r;
}

/* Let sendmail have it.  0: it took it; else *e says why not. */
static int
hand_over(const struct tool *t, const struct mail *m, struct err *e)
{
	static const char *const env[] = { "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
		NULL };
	const char *argv[] = { t->conf.sendmail, "-i", "--", m->email, NULL };
	struct buf text = BUF_INIT, said = BUF_INIT;
	struct command_status status;
	char why[COMMAND_SAID + 64];

	put_mail(t, m, &text);
	const struct command c = {
		.argv = argv,
		.env = env,
		.in = text.v,
		.n = text.n,
		.max_out = 64 * 1024,
		.seconds = ONE_S,
	};
	int r = command_run(&c, &said, &status, e);
	if (r == 0 && (status.end != COMMAND_EXITED || status.code != 0)) {
		command_describe(&status, why, sizeof(why));
		r = err_set(e, ERR_NET, "sendmail %s", why);
	}
	buf_free(&text);
	buf_free(&said);
	return r;
}

static int64_t
wait_s(int64_t tries)
{
	static const int64_t waits[] = { 60, 300, 900, 3600 };

	return waits[tries < 3 ? tries : 3];
}

/* 1: it failed, and that is news.  -1 and *e: the database. */
static int
deliver(struct tool *t, const struct mail *m, struct err *e)
{
	struct err bad = ERR_INIT;
	int r = db_begin(t->db, e);

	if (r == 0)
		r = commit(t,
		    mail_claim(
			t->db, m->id, t->now, t->now + wait_s(m->tries), e),
		    e);
	if (r == -1)
		return -1;
	FAIL_POINT();
	int sent = m->email != NULL
	    ? hand_over(t, m, &bad)
	    : err_set(&bad, ERR_CONF, "the company has no address any more");
	FAIL_POINT();
	bool over = sent == -1 && t->now - m->created_at > KEEP_S;
	if (sent == -1 && (m->tries == 0 || over))
		log_error("%s: mail: %s%s", m->company, bad.msg,
		    over ? ": given up" : "");
	else if (sent == -1)
		log_info("%s: mail: %s", m->company, bad.msg);
	if (sent == -1 && !over)
		return m->tries == 0 ? 1 : 0;
	r = db_begin(t->db, e);
	if (r == 0)
		r = commit(t,
		    over ? mail_end(t->db, m->id, t->now, e)
			 : mail_sent(t->db, m->id, t->now, e),
		    e);
	return r == -1 ? -1 : over ? 1 : 0;
}

int64_t
mail_deliver(struct tool *t, struct err *e)
{
	struct mail_list l = MAIL_LIST_INIT;
	int64_t until_ms = clock_mono_ms() + RUN_MS, failed = 0;
	int r = 0;

	if (t->conf.sendmail == NULL || t->dry)
		return 0;
	r = mail_due(t->db, t->now, AT_ONCE, &l, e);
	for (size_t i = 0; i < l.n && r == 0; i++) {
		if (clock_mono_ms() > until_ms)
			break;
		r = deliver(t, &l.v[i], e);
		failed += r == 1;
		r = r == -1 ? -1 : 0;
	}
	mail_list_free(&l);
	return r == -1 ? -1 : failed;
}
