/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "conf/gateway_read.h"
#include "domain/fill.h"
#include "util/buf.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/str.h"

enum { PRESET_MAX = 64 * 1024 };

static const char *const method_words[] = { "GET", "POST", "PUT", NULL };
static const char *const auth_words[] = { [CONF_AUTH_NONE] = "none",
	[CONF_AUTH_BASIC] = "basic",
	[CONF_AUTH_BEARER] = "bearer",
	[CONF_AUTH_HEADER] = "header",
	[CONF_AUTH_QUERY] = "query",
	NULL };
static const char *const body_words[] = { [CONF_BODY_FORM] = "form",
	[CONF_BODY_JSON] = "json",
	[CONF_BODY_QUERY] = "query",
	NULL };
static const char *const answer_words[] = { "json", "text", NULL };

static void
request_fini(struct conf_request *q)
{
	free(q->method);
	free(q->path);
	members_fini(&q->members);
	texts_fini(&q->accept.status);
	members_fini(&q->accept.where);
	texts_fini(&q->accept.starts);
}

void
gateway_http_free(struct conf_http *h)
{
	if (h == NULL)
		return;
	free(h->auth_name);
	free(h->auth_value);
	members_fini(&h->headers);
	texts_fini(&h->id);
	texts_fini(&h->code);
	texts_fini(&h->error);
	for (int i = 0; i < CONF_CODES; i++)
		texts_fini(&h->codes[i]);
	request_fini(&h->send);
	request_fini(&h->test);
	free(h);
}

/* "200", "2xx". */
static bool
is_status(const char *s)
{
	return strlen(s) == 3 && s[0] >= '1' && s[0] <= '5' &&
	    strspn(s + 1, "0123456789x") == 2;
}

static int
read_accept(
    const struct field_reader *r, const struct tree *map, struct conf_accept *a)
{
	const struct field fields[] = {
		{ "status", FIELD_TEXTS, &a->status, 0, 0, NULL },
		{ "where", FIELD_MAP, NULL, 0, 0, NULL },
		{ "starts", FIELD_TEXTS, &a->starts, 0, 0, NULL },
	};
	const struct tree *y;

	if (field_map(r, map, fields, COUNT(fields)) == -1)
		return -1;
	for (size_t i = 0; i < a->status.n; i++)
		if (!is_status(a->status.v[i]))
			return field_refuse_value(r, tree_get(map, "status"),
			    "must be HTTP statuses like 200 or 2xx");
	if (field_section(r, map, "where", &y) == -1)
		return -1;
	return y == NULL ? 0 : where_read(r, y, &a->where);
}

/* The path within the address, with what is filled in. */
static int
check_path(const struct field_reader *r, const struct tree *y)
{
	struct err e = ERR_INIT;

	if (y == NULL)
		return 0;
	if (y->text[0] != '/' || strpbrk(y->text, " \t\n#") != NULL)
		return field_refuse_value(
		    r, y, "must be the path within the address: /v1/sms");
	if (fill_check(y->text, &e) == -1)
		return field_refuse(r, y->line, y->column, e.msg);
	return 0;
}

/* `fields` are the request's and, for sending, all others of the map. */
static int
read_request(const struct field_reader *r, const struct tree *map,
    const struct field *fields, size_t n, struct conf_request *q)
{
	int body = (int)q->body, method = -1;
	const struct field own[] = {
		{ "method", FIELD_WORD, &method, 0, 0, method_words },
		{ "path", FIELD_TEXT, &q->path, 0, 0, NULL },
		{ "body", FIELD_WORD, &body, 0, 0, body_words },
		{ "members", FIELD_MAP, NULL, 0, 0, NULL },
		{ "accept", FIELD_MAP, NULL, 0, 0, NULL },
	};
	struct field *all = mem_zero(n + COUNT(own), sizeof(*all));
	const struct tree *y;

	memcpy(all, own, sizeof(own));
	for (size_t i = 0; i < n; i++)
		all[COUNT(own) + i] = fields[i];
	int bad = field_map(r, map, all, n + COUNT(own));
	free(all);
	if (bad == -1 || check_path(r, tree_get(map, "path")) == -1)
		return -1;
	q->body = (enum conf_body)body;
	if (method != -1)
		field_set(&q->method, mem_str(method_words[method]));
	if (field_section(r, map, "members", &y) == -1 ||
	    (y != NULL &&
		members_merge(r, y, q->body == CONF_BODY_JSON, &q->members) ==
		    -1))
		return -1;
	if (field_section(r, map, "accept", &y) == -1)
		return -1;
	return y == NULL ? 0 : read_accept(r, y, &q->accept);
}

static int
read_parts(
    const struct field_reader *r, const struct tree *map, struct conf_http *h)
{
	static const char *const paths[] = { "id", "code", "error" };
	const struct field validity[] = {
		{ "min_s", FIELD_INT, &h->validity_min_s, 0, 31536000, NULL },
		{ "max_s", FIELD_INT, &h->validity_max_s, 0, 31536000, NULL },
	};
	const struct tree *y;

	for (size_t i = 0; i < COUNT(paths); i++)
		if ((y = tree_get(map, paths[i])) != NULL &&
		    json_paths_check(r, y) == -1)
			return -1;
	if (field_section(r, map, "validity", &y) == -1 ||
	    (y != NULL && field_map(r, y, validity, COUNT(validity)) == -1))
		return -1;
	if (field_section(r, map, "headers", &y) == -1 ||
	    (y != NULL && members_merge(r, y, false, &h->headers) == -1))
		return -1;
	if (field_section(r, map, "test", &y) == -1)
		return -1;
	return y == NULL ? 0 : read_request(r, y, NULL, 0, &h->test);
}

/* The keys that a preset may have, too; `type` and `preset` it may not. */
static int
read_map(const struct field_reader *r, const struct tree *map,
    struct conf_gateway *g, bool own)
{
	struct conf_http *h = g->http;
	int auth = (int)h->auth, answer = h->plain;
	const struct field fields[] = {
		{ "url", FIELD_URL, &g->url, 0, 0, NULL },
		{ "user", FIELD_TEXT, &g->user, 0, 0, NULL },
		{ "ca_file", FIELD_PATH, &g->ca_file, 0, 0, NULL },
		{ "callback", FIELD_URL, &g->callback, 0, 0, NULL },
		{ "connections", FIELD_INT, &g->connections, 1, 64, NULL },
		{ "rate", FIELD_INT, &g->rate, 0, 1000, NULL },
		{ "timeout_s", FIELD_INT, &g->timeout_s, 1, 120, NULL },
		{ "auth", FIELD_WORD, &auth, 0, 0, auth_words },
		{ "auth_name", FIELD_TEXT, &h->auth_name, 0, 0, NULL },
		{ "auth_value", FIELD_TEXT, &h->auth_value, 0, 0, NULL },
		{ "headers", FIELD_MAP, NULL, 0, 0, NULL },
		{ "answer", FIELD_WORD, &answer, 0, 0, answer_words },
		{ "validity", FIELD_MAP, NULL, 0, 0, NULL },
		{ "id", FIELD_TEXTS, &h->id, 0, 0, NULL },
		{ "code", FIELD_TEXTS, &h->code, 0, 0, NULL },
		{ "error", FIELD_TEXTS, &h->error, 0, 0, NULL },
		{ "transient", FIELD_TEXTS, &h->codes[CONF_CODE_TRANSIENT], 0,
		    0, NULL },
		{ "throttled", FIELD_TEXTS, &h->codes[CONF_CODE_THROTTLED], 0,
		    0, NULL },
		{ "hold", FIELD_TEXTS, &h->codes[CONF_CODE_HOLD], 0, 0, NULL },
		{ "sender", FIELD_TEXTS, &h->codes[CONF_CODE_SENDER], 0, 0,
		    NULL },
		{ "permanent", FIELD_TEXTS, &h->codes[CONF_CODE_PERMANENT], 0,
		    0, NULL },
		{ "blocked", FIELD_TEXTS, &h->codes[CONF_CODE_BLOCKED], 0, 0,
		    NULL },
		{ "test", FIELD_MAP, NULL, 0, 0, NULL },
		{ "type", FIELD_MAP, NULL, 0, 0, NULL },
		{ "preset", FIELD_MAP, NULL, 0, 0, NULL },
	};
	/* Read before; a preset has neither. */
	size_t n = COUNT(fields) - (own ? 0 : 2);

	if (read_request(r, map, fields, n, &h->send) == -1)
		return -1;
	h->auth = (enum conf_auth)auth;
	h->plain = answer == 1;
	return read_parts(r, map, h);
}

/* "twilio" of the presets' directory, or a file of one's own. */
static int
read_preset(const struct field_reader *r, const struct tree *y,
    const char *presets, struct conf_gateway *g)
{
	struct buf path = BUF_INIT, text = BUF_INIT;
	struct tree *root = NULL;

	if (y->type != TREE_SCALAR || y->text[0] == '\0')
		return field_refuse_value(r, y, "must be a single value");
	if (strchr(y->text, '/') != NULL) {
		char *own = field_path(r, y->text);
		buf_str(&path, own);
		free(own);
	} else {
		buf_fmt(&path, "%s/%s.yaml", presets, y->text);
	}
	int n = file_read(buf_cstr(&path), PRESET_MAX, &text, r->e);
	if (n == 1) {
		struct buf why = BUF_INIT;
		buf_fmt(&why, "there is no such preset: no file %s",
		    buf_cstr(&path));
		n = field_refuse_value(r, y, buf_cstr(&why));
		buf_free(&why);
	}
	if (n == -1 && r->e->kind != ERR_PERM)
		r->e->kind = ERR_CONF;
	if (n == 0) {
		const struct field_reader mine = { buf_cstr(&path), r->dir,
			r->e };
		root = tree_read(mine.path, buf_cstr(&text), text.n, r->e);
		n = -1;
		if (root != NULL && root->type != TREE_MAP)
			field_refuse(&mine, root->line, root->column,
			    "a preset must be a map of keys");
		else if (root != NULL)
			n = read_map(&mine, root, g, false);
	}
	tree_free(root);
	buf_free(&text);
	buf_free(&path);
	return n;
}

static bool
request_uses(const struct conf_request *q, enum fill_key key)
{
	if (q->path != NULL && fill_uses(q->path, key))
		return true;
	for (size_t i = 0; i < q->members.n; i++)
		if (q->members.v[i].value != NULL &&
		    fill_uses(q->members.v[i].value, key))
			return true;
	return false;
}

bool
conf_http_uses(const struct conf_http *h, enum fill_key key)
{
	for (size_t i = 0; i < h->headers.n; i++)
		if (fill_uses(h->headers.v[i].value, key))
			return true;
	return request_uses(&h->send, key) || request_uses(&h->test, key);
}

static bool
is_nested(const struct conf_request *q)
{
	if (q->body == CONF_BODY_JSON)
		return false;
	for (size_t i = 0; i < q->members.n; i++)
		if (q->members.v[i].value == NULL)
			return true;
	return false;
}

/* A header's name, as RFC 9110 has it, or that of a query's part. */
static bool
is_token(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s <= ' ' || (unsigned char)*s > 0x7e ||
		    strchr("()<>@,;:\\\"/[]?={}&#", *s) != NULL)
			return false;
	return true;
}

/* What is missing or does not fit, when all was read; NULL: nothing. */
static const char *
wrong(const struct conf_gateway *g)
{
	const struct conf_http *h = g->http;

	if (g->url == NULL)
		return "a gateway of type http needs the key 'url'";
	if (strpbrk(g->url, "?#{") != NULL)
		return "the url is the server's alone; the rest is the path's";
	if (h->send.path == NULL)
		return "a gateway of type http needs the key 'path'";
	if (h->send.members.n == 0)
		return "a gateway of type http needs the key 'members'";
	if (!request_uses(&h->send, FILL_TEXT))
		return "no member of the gateway has %{text}";
	if (!request_uses(&h->send, FILL_TO) &&
	    !request_uses(&h->send, FILL_TO_PLUS))
		return "no member of the gateway has %{to} or %{to_plus}";
	if (h->send.accept.where.n == 0 && h->send.accept.starts.n == 0 &&
	    h->send.accept.status.n == 0)
		return "a gateway of type http needs the key 'accept'";
	if (is_nested(&h->send) || is_nested(&h->test))
		return "members may be nested in a body of json alone";
	if ((h->auth == CONF_AUTH_HEADER || h->auth == CONF_AUTH_QUERY) &&
	    h->auth_name == NULL)
		return "auth: header and auth: query need the key 'auth_name'";
	if (h->auth_name != NULL && !is_token(h->auth_name))
		return "auth_name must be the name of a header";
	for (size_t i = 0; i < h->headers.n; i++)
		if (!is_token(h->headers.v[i].name))
			return "headers: a name must be that of a header";
	if (g->user == NULL &&
	    (h->auth == CONF_AUTH_BASIC || conf_http_uses(h, FILL_USER)))
		return "the gateway needs the key 'user'";
	return NULL;
}

int
gateway_http_read(const struct field_reader *r, const struct tree *map,
    const char *presets, struct conf_gateway *g)
{
	const struct tree *preset = tree_get(map, "preset");
	struct err e = ERR_INIT;

	if (g->http == NULL)
		g->http = mem_zero(1, sizeof(*g->http));
	if (preset != NULL && read_preset(r, preset, presets, g) == -1)
		return -1;
	if (read_map(r, map, g, true) == -1)
		return -1;
	const struct tree *value = tree_get(map, "auth_value");
	if (value != NULL && fill_check(value->text, &e) == -1)
		return field_refuse(r, value->line, value->column, e.msg);
	const char *why = wrong(g);
	return why == NULL
	    ? 0
	    : field_refuse(r, map->key_line, map->key_column, why);
}
