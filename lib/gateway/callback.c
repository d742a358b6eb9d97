/* SPDX-License-Identifier: ISC */
#include "gateway/callback.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/callback_part.h"
#include "gateway/websms_notice.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

enum { MAX_ID = 128, MAX_TEXT = 20000 };

static const struct callback_vendor *const vendors[] = { &callback_websms,
	&callback_linkmobility, &callback_twilio, &callback_seven,
	&callback_vonage, &callback_kannel, &callback_form };

static const struct callback_vendor *
vendor_of(const char *name)
{
	for (size_t i = 0; i < sizeof(vendors) / sizeof(vendors[0]); i++)
		if (str_eq(vendors[i]->name, name))
			return vendors[i];
	return NULL;
}

enum callback_key
callback_key(const char *vendor)
{
	const struct callback_vendor *v = vendor_of(vendor);

	return v != NULL ? v->key : CALLBACK_PLAIN;
}

static char *
repaired(const char *s)
{
	struct buf b = BUF_INIT;

	utf8_repair(&b, s, strlen(s));
	return buf_take(&b);
}

char *
callback_field(const struct callback *c, const char *within, const char *name)
{
	struct buf path = BUF_INIT;
	char *value;

	if (c->json != NULL) {
		buf_fmt(&path, "%s.\"%s\"", within, name);
		value = json_text(c->json, path.v);
	} else {
		const char *found = form_get(&c->form, name);
		/* As PHP writes a structure: data[id]. */
		if (found == NULL && strlen(within) > 2) {
			buf_fmt(&path, "%s[%s]", within + 2, name);
			found = form_get(&c->form, path.v);
		}
		value = found != NULL ? repaired(found) : NULL;
	}
	buf_free(&path);
	return value;
}

int
callback_need(const struct callback *c, const char *within, const char *name,
    char **out, struct err *e)
{
	*out = callback_field(c, within, name);
	if (*out != NULL && (*out)[0] != '\0')
		return 0;
	return err_set(e, ERR_DATA, "%s is missing", name);
}

static void
put_key(struct notice *n, const char *vendor, const char *id)
{
	struct buf b = BUF_INIT;

	if (id == NULL || id[0] == '\0' || strlen(id) > MAX_ID)
		return;
	buf_fmt(&b, "%s/%s", vendor, id);
	if (n->type == NOTICE_REPORT)
		buf_fmt(&b, "/%s", notice_status_name(n->status));
	n->key = buf_take(&b);
}

int
callback_reply(const struct callback *c, const struct callback_reply *f,
    const char *vendor, struct notice *n, struct err *e)
{
	char *from = NULL, *id = NULL;
	int r = callback_need(c, f->within, f->from, &from, e);

	if (r == 0 && notice_is_named(from)) {
		n->type = NOTICE_OTHER;
	} else if (r == 0) {
		n->type = NOTICE_REPLY;
		n->phone = notice_phone(from);
		n->address = callback_field(c, f->within, f->to);
		n->text = callback_field(c, f->within, f->text);
		if (f->id != NULL)
			id = callback_field(c, f->within, f->id);
		put_key(n, vendor, id);
		if (n->phone == NULL)
			r = err_set(e, ERR_DATA,
			    "%s is no international phone number", f->from);
		else if (n->text == NULL || strlen(n->text) > MAX_TEXT)
			r = err_set(e, ERR_DATA, "%s is %s", f->text,
			    n->text == NULL ? "missing" : "too long");
	}
	free(from);
	free(id);
	return r;
}

int
callback_report(const struct callback_word *words, const char *word,
    char *gateway_id, char *ref, const char *vendor, struct notice *n,
    struct err *e)
{
	n->gateway_id = gateway_id;
	n->ref = ref;
	while (words->word != NULL && !str_ieq(words->word, word))
		words++;
	if (words->word == NULL) {
		n->type = NOTICE_OTHER;
		return 0;
	}
	n->type = NOTICE_REPORT;
	n->status = words->status;
	put_key(n, vendor, gateway_id != NULL ? gateway_id : ref);
	if (gateway_id == NULL && ref == NULL)
		return err_set(e, ERR_DATA, "there is no id of a message");
	return 0;
}

static int
read_websms(const struct callback *c, struct notice *n, struct err *e)
{
	struct json *j = json_new();
	int r = websms_notice(j, c->s->body, c->s->n, n, e);

	json_free(j);
	return r;
}

const struct callback_vendor callback_websms = {
	.name = "websms",
	.read = read_websms,
};

const struct callback_vendor callback_linkmobility = {
	.name = "linkmobility",
	.read = read_websms,
};

/* JSON by its type, or by how it begins. */
static bool
is_json(const struct spool_entry *s)
{
	const char *type = spool_header(s, "content-type");

	return str_eq(s->method, "POST") &&
	    (s->body[strspn(s->body, " \t\r\n")] == '{' ||
		(type != NULL && str_istarts(type, "application/json")));
}

static int
open_callback(struct callback *c, struct json *j, struct err *e)
{
	const struct spool_entry *s = c->s;
	const char *query = strchr(s->url, '?');
	bool ok = true;

	if (is_json(s)) {
		c->json = j;
		ok = json_load(j, s->body, s->n) &&
		    json_type(j, "$") == JSON_OBJECT;
	} else if (str_eq(s->method, "GET")) {
		if (query != NULL)
			ok = form_parse(query + 1, strlen(query + 1), &c->form);
	} else
		ok = form_parse(s->body, s->n, &c->form);
	return ok ? 0
		  : err_set(e, ERR_DATA, "%s",
			c->json != NULL ? "no JSON object in UTF-8"
					: "too many parameters");
}

int
callback_read(struct json *j, const struct spool_entry *s, const char *key,
    struct notice *n, struct err *e)
{
	const struct callback_vendor *v = vendor_of(s->vendor);
	struct callback c = { .s = s, .key = key };
	int r = 0;

	*n = (struct notice){ .type = NOTICE_OTHER };
	if (v == NULL)
		return err_set(
		    e, ERR_DATA, "no such vendor '%.20s'", s->vendor);
	if (v->read != read_websms)
		r = open_callback(&c, j, e);
	if (r == 0 && v->check != NULL)
		r = v->check(&c, e);
	if (r == 0)
		r = v->read(&c, n, e);
	form_free(&c.form);
	return r;
}
