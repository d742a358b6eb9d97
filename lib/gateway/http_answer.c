/* SPDX-License-Identifier: ISC */
#include "gateway/http_answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/answer.h"
#include "util/mem.h"
#include "util/str.h"

enum { NUMBER = 24, CODE_MAX = 80 };

/* 'x' stands for any digit. */
static bool
same_code(const char *pattern, const char *code)
{
	for (; *pattern != '\0'; pattern++, code++)
		if (*pattern != *code &&
		    (*pattern != 'x' || *code < '0' || *code > '9'))
			return false;
	return *code == '\0';
}

static bool
one_of(const struct conf_texts *l, const char *code)
{
	for (size_t i = 0; i < l->n; i++)
		if (same_code(l->v[i], code))
			return true;
	return false;
}

static bool
starts_with(const struct conf_texts *l, const char *s)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_starts(s, l->v[i]))
			return true;
	return false;
}

/* A value of the answer as text, true and false among them; given. */
static char *
value_at(struct json *j, const char *path)
{
	bool yes;

	if (json_type(j, path) == JSON_BOOL && json_bool(j, path, &yes))
		return mem_str(yes ? "true" : "false");
	return json_text(j, path);
}

/* Given; NULL: none of the paths has one. */
static char *
first_at(struct json *j, const struct conf_texts *paths)
{
	for (size_t i = 0; i < paths->n; i++) {
		char *v = value_at(j, paths->v[i]);
		if (v != NULL)
			return v;
	}
	return NULL;
}

static bool
where(struct json *j, const struct conf_members *l)
{
	for (size_t i = 0; i < l->n;) {
		const char *path = l->v[i].name;
		char *v = value_at(j, path);
		bool any = false;
		for (; i < l->n && str_eq(l->v[i].name, path); i++)
			any |= v != NULL &&
			    (str_eq(l->v[i].value, "*") ||
				str_eq(v, l->v[i].value));
		free(v);
		if (!any)
			return false;
	}
	return true;
}

static bool
accepted(struct json *j, const struct conf_accept *a, const char *said,
    const struct http_res *r)
{
	char status[NUMBER];

	snprintf(status, sizeof(status), "%ld", r->status);
	if (a->status.n > 0 ? !one_of(&a->status, status)
			    : r->status < 200 || r->status > 299)
		return false;
	if (a->starts.n > 0 && !starts_with(&a->starts, said))
		return false;
	return where(j, &a->where);
}

/* By the lists; false: none of them has the code. */
static bool
by_code(const struct conf_http *h, const char *code, struct outcome *o)
{
	static const struct {
		enum outcome_class class;
		const char *words;
	} means[CONF_CODES] = {
		[CONF_CODE_TRANSIENT] = { OUTCOME_TRANSIENT,
		    "cannot take it now" },
		[CONF_CODE_THROTTLED] = { OUTCOME_TRANSIENT,
		    "is asked too fast" },
		[CONF_CODE_HOLD] = { OUTCOME_HOLD, "refuses the account" },
		[CONF_CODE_SENDER] = { OUTCOME_HOLD, "refuses the sender" },
		[CONF_CODE_PERMANENT] = { OUTCOME_PERMANENT,
		    "refuses the message" },
		[CONF_CODE_BLOCKED] = { OUTCOME_PERMANENT,
		    "blocks the recipient" },
	};

	for (int i = 0; i < CONF_CODES; i++) {
		if (h->plain ? !starts_with(&h->codes[i], code)
			     : !one_of(&h->codes[i], code))
			continue;
		o->class = means[i].class;
		o->throttled = i == CONF_CODE_THROTTLED;
		o->sender = i == CONF_CODE_SENDER;
		o->blocked = i == CONF_CODE_BLOCKED;
		if (h->plain)
			outcome_detail(o, "the gateway %s (HTTP %d)",
			    means[i].words, o->http_status);
		else
			outcome_detail(o, "the gateway %s (%.*s)",
			    means[i].words, CODE_MAX, code);
		return true;
	}
	return false;
}

/* The gateway's number for it; half of one would find another's report. */
static void
take_id(struct json *j, const struct conf_http *h, struct outcome *o)
{
	char *id = first_at(j, &h->id);

	if (id != NULL && strlen(id) < sizeof(o->gateway_id))
		snprintf(o->gateway_id, sizeof(o->gateway_id), "%s", id);
	free(id);
}

static void
read_answer(struct json *j, const struct account *a,
    const struct conf_request *q, const struct http_res *r, struct outcome *o)
{
	const struct conf_http *h = a->conf->http;
	char *code = NULL, *words = NULL;

	if (!answer_begin(r, o))
		return;
	/* Plain text is its own code: its first line. */
	char *said =
	    mem_strn(buf_cstr(&r->body), strcspn(buf_cstr(&r->body), "\r\n"));
	if (json_load(j, buf_cstr(&r->body), h->plain ? 0 : r->body.n)) {
		code = first_at(j, &h->code);
		words = first_at(j, &h->error);
	}
	if (!h->plain && code != NULL && strlen(code) < sizeof(o->code))
		snprintf(o->code, sizeof(o->code), "%s", code);
	if (accepted(j, &q->accept, said, r)) {
		o->class = OUTCOME_ACCEPTED;
		if (q == &h->send)
			take_id(j, h, o);
	} else {
		const char *by = h->plain ? said : code;
		if (by == NULL || !by_code(h, by, o))
			answer_http(r, o);
		outcome_words(o, h->plain ? said : words);
	}
	free(said);
	free(code);
	free(words);
}

void
http_answer(struct json *j, const struct account *a, const struct http_res *r,
    struct outcome *o)
{
	read_answer(j, a, &a->conf->http->send, r, o);
}

void
http_answer_test(struct json *j, const struct account *a,
    const struct http_res *r, struct outcome *o)
{
	read_answer(j, a, &a->conf->http->test, r, o);
}
