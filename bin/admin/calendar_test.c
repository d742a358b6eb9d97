/* SPDX-License-Identifier: ISC */
#include "admin/calendar_test.h"

#include <stdlib.h>
#include <string.h>

#include "admin/preview.h"
#include "domain/advice.h"
#include "net/address.h"
#include "net/http.h"
#include "net/local.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/str.h"

#define DAYS "62" /* as far as series are looked at (D5) */

/* Something is wrong: what, and what to do; NULL: that says it. */
static int
wrong(const struct preview *p, const char *what, const char *advice)
{
	if (advice != NULL)
		log_error("%s: %s: %s", p->what, what, advice);
	else
		log_error("%s: %s", p->what, what);
	return 1;
}

/* What there is to do about an answer that did not come. */
static const char *
about_failure(const char *what)
{
	static const struct {
		const char *piece, *text;
	} all[] = {
		{ "not a public one",
		    "if it is a server of yours, say allow_private: yes in "
		    "the section fetch of smscal.conf" },
		{ "file of CA certificates",
		    "see ca_file in the section fetch of smscal.conf" },
		{ "TLS:",
		    "the server's certificate is out of date, of another name "
		    "or of an authority that this machine does not know; for "
		    "one of your own see ca_file in the section fetch of "
		    "smscal.conf" },
		{ "from https to http", "take the address that it leads to" },
		{ "redirects",
		    "it leads on and on: open it in a browser and take the "
		    "address where that ends" },
		{ "looked up",
		    "there is no such host, or this machine has no name "
		    "server" },
		{ "no connection",
		    "nothing listens there, or a firewall is between" },
		{ "larger than",
		    "publish fewer of the old entries, or see max_mib in the "
		    "section fetch of smscal.conf" },
		{ "took longer",
		    "see total_s in the section fetch of smscal.conf" },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strstr(what, all[i].piece) != NULL)
			return all[i].text;
	return NULL;
}

/* The answer's body, or why it has none.  1: it is said. */
static int
take(struct preview *p, const char *url, struct http_res *res)
{
	struct advice_answer answer = { url, res->host, res->status,
		buf_cstr(&res->body), res->body.n };
	struct err why = ERR_INIT;
	struct body body = BODY_INIT;
	char *host = address_host(url);
	int r = 0;

	if (res->err.kind != ERR_NONE) {
		r = wrong(p, res->err.msg, about_failure(res->err.msg));
	} else if (res->status != 200) {
		err_set(&why, ERR_NET, "%s: HTTP %ld", res->host, res->status);
		r = wrong(p, why.msg, advice_for(&answer));
	} else if (body_cut(answer.body, answer.n, &body, &why) == -1) {
		err_in(&why, "%s: ", res->host);
		r = wrong(p, why.msg, advice_for(&answer));
	} else {
		if (host != NULL && !str_eq(host, res->host))
			buf_fmt(&p->a->out, "%s: it is redirected to %s\n",
			    p->what, res->host);
		p->bytes = res->body;
		res->body = BUF_INIT;
	}
	body_free(&body);
	free(host);
	return r;
}

/* A feed that is a file of this machine. */
static int
take_file(struct preview *p, const char *path)
{
	const struct conf *c = &p->a->tool.conf;
	struct body body = BODY_INIT;
	struct err why = ERR_INIT;
	int r = local_read(path, c->fetch.directories, c->fetch.n_directories,
	    c->fetch.max_bytes, &p->bytes, &why);

	if (r == 0)
		r = body_cut(buf_cstr(&p->bytes), p->bytes.n, &body, &why);
	body_free(&body);
	return r == 0 ? 0 : wrong(p, why.msg, NULL);
}

static int
get(struct preview *p, const struct calendar *k, struct err *e)
{
	struct address to = ADDRESS_INIT;
	struct http_res res = { .status = 0 };
	struct err why = ERR_INIT;
	int r;

	if (address_parse(k->url, &to, &why) == -1) {
		r = wrong(p, why.msg, NULL);
	} else if (to.kind == ADDRESS_FILE) {
		r = take_file(p, to.url);
	} else {
		r = preview_ask(p, to.url, &res, e);
		if (r == 0)
			r = take(p, to.url, &res);
	}
	http_res_free(&res);
	address_fini(&to);
	return r;
}

/* In how many of the entries does a number stand in that text? */
struct place {
	const char *field;
	size_t n;        /* ... that could be taken */
	size_t national; /* ... that needs a country code */
};

static void
look_in(struct place *place, const char *text, const struct phone_opts *opts)
{
	struct phone_list l = PHONE_LIST_INIT;
	bool any = false, national = false;

	if (text == NULL)
		return;
	phone_find(text, opts, &l);
	for (size_t i = 0; i < l.n; i++) {
		any |= l.v[i].reason == PHONE_OK;
		national |= l.v[i].reason == PHONE_NO_CODE;
	}
	place->n += any;
	place->national += national;
	phone_list_free(&l);
}

/* Where numbers stand, if not in the field that they are looked for in. */
static int
explain_places(struct preview *p, struct err *e)
{
	struct place v[] = { { "summary", 0, 0 }, { "description", 0, 0 },
		{ "location", 0, 0 } };
	const char *field = p->set.calendar.phone_field;
	struct buf said = BUF_INIT;
	struct reading_opts opts;

	if (reading_opts(&p->read, &opts, e) == -1)
		return -1;
	for (size_t i = 0; i < p->n_rows; i++) {
		look_in(&v[0], p->rows[i].event->title, &opts.phone);
		look_in(&v[1], p->rows[i].event->description, &opts.phone);
		look_in(&v[2], p->rows[i].event->location, &opts.phone);
	}
	reading_opts_free(&opts);
	for (size_t i = 0; i < 3 && said.n == 0; i++) {
		if (v[i].n > 0)
			buf_fmt(&said,
			    "they stand in another field than %s: calendar "
			    "set %s --phone-field %s",
			    field, p->what, v[i].field);
		else if (v[i].national > 0)
			buf_fmt(&said,
			    "they are without a country code: calendar set %s "
			    "--country-code 43, for Austria",
			    p->what);
	}
	if (said.n == 0)
		buf_fmt(&said,
		    "smscal-admin preview %s --fields shows all that an entry "
		    "has",
		    p->what);
	wrong(p, "no phone number in any of the coming entries", said.v);
	buf_free(&said);
	return 1;
}

static bool
is_busy_only(const struct preview *p)
{
	for (size_t i = 0; i < p->n_rows; i++)
		if (!advice_busy_title(p->rows[i].event->title))
			return false;
	return p->n_rows > 0;
}

/* What is in it, in a line; 1: nothing that is of use. */
static int
judge(struct preview *p, struct err *e)
{
	size_t with = 0, bad = 0;

	for (size_t i = 0; i < p->n_rows; i++)
		with += p->rows[i].phone != NULL;
	for (size_t i = 0; i < p->read.components.n; i++)
		bad += p->read.bad[i];
	if (p->body.n_events == 0)
		return wrong(p, "it is a calendar, but it is empty",
		    "if it should not be, see which calendar is published, "
		    "and from when to when");
	buf_fmt(&p->a->out,
	    "%s: %zu entr%s in the next " DAYS " days, %zu with a phone number"
	    "%s\n",
	    p->what, p->n_rows, p->n_rows == 1 ? "y" : "ies", with,
	    p->off ? "; it is switched off" : "");
	if (p->n_rows == 0)
		return wrong(p, "no entry is still to come",
		    "if there should be some, see from when to when it is "
		    "published");
	if (with > 0)
		return bad > 0;
	if (is_busy_only(p))
		return wrong(p,
		    "all entries only say that the time is taken, as of a "
		    "calendar that is published as free/busy only",
		    "choose to publish all details");
	return explain_places(p, e);
}

int
calendar_test(struct admin *a, struct err *e)
{
	struct preview p = { .a = a,
		.what = a->operand[0],
		.stored = true,
		.house.branches = BRANCH_LIST_INIT };
	struct calendar k = { .id = 0 };
	int r = tool_zones(&a->tool, e);

	args_give(a, "days", DAYS);
	if (r == 0)
		r = preview_stored(&p, &k, e);
	if (r == 0)
		r = get(&p, &k, e);
	if (r == 0)
		r = preview_look(&p, &k, e);
	if (r == 0)
		r = judge(&p, e);
	calendar_fini(&k);
	preview_fini(&p);
	return r;
}
