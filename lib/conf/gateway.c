/* SPDX-License-Identifier: ISC */
#include "conf/gateway.h"

#include <stdlib.h>
#include <string.h>

#include "conf/gateway_read.h"
#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"

enum { BUILT_IN = GATEWAY_LINKMOBILITY + 1 };

static const char *const type_words[] = { [GATEWAY_FILE] = "file",
	[GATEWAY_WEBSMS] = "websms",
	[GATEWAY_LINKMOBILITY] = "linkmobility",
	[GATEWAY_HTTP] = "http",
	[GATEWAY_COMMAND] = "command",
	NULL };
static const char *const category_words[] = { "informational", "advertisement",
	NULL };

/* Each type has its keys; the others would be said in vain. */
static int
read_file(const struct field_reader *r, const struct tree *map,
    struct conf_gateway *g, int *type)
{
	const struct field fields[] = {
		{ "type", FIELD_WORD, type, 0, 0, type_words },
		{ "path", FIELD_PATH, &g->path, 0, 0, NULL },
		{ "connections", FIELD_INT, &g->connections, 1, 64, NULL },
		{ "rate", FIELD_INT, &g->rate, 0, 1000, NULL },
	};

	return field_map(r, map, fields, COUNT(fields));
}

static int
read_web(const struct field_reader *r, const struct tree *map,
    struct conf_gateway *g, int *type)
{
	int category = -1;
	const struct field fields[] = {
		{ "type", FIELD_WORD, type, 0, 0, type_words },
		{ "url", FIELD_URL, &g->url, 0, 0, NULL },
		{ "path", FIELD_TEXT, &g->path, 0, 0, NULL },
		{ "user", FIELD_TEXT, &g->user, 0, 0, NULL },
		{ "ca_file", FIELD_PATH, &g->ca_file, 0, 0, NULL },
		{ "callback", FIELD_URL, &g->callback, 0, 0, NULL },
		{ "category", FIELD_WORD, &category, 0, 0, category_words },
		{ "connections", FIELD_INT, &g->connections, 1, 64, NULL },
		{ "rate", FIELD_INT, &g->rate, 0, 1000, NULL },
		{ "timeout_s", FIELD_INT, &g->timeout_s, 1, 120, NULL },
	};

	if (field_map(r, map, fields, COUNT(fields)) == -1)
		return -1;
	if (category != -1)
		field_set(&g->category, mem_str(category_words[category]));
	const struct tree *path = tree_get(map, "path");
	if (path != NULL && (path->text[0] != '/' || strchr(path->text, ' ')))
		return field_refuse_value(
		    r, path, "must be the path within the address: /rest/...");
	return 0;
}

static int
read_command(const struct field_reader *r, const struct tree *map,
    struct conf_gateway *g, int *type)
{
	const struct field fields[] = {
		{ "type", FIELD_WORD, type, 0, 0, type_words },
		{ "command", FIELD_TEXTS, &g->command, 0, 0, NULL },
		{ "connections", FIELD_INT, &g->connections, 1, 64, NULL },
		{ "rate", FIELD_INT, &g->rate, 0, 1000, NULL },
		{ "timeout_s", FIELD_INT, &g->timeout_s, 1, 120, NULL },
	};

	if (field_map(r, map, fields, COUNT(fields)) == -1)
		return -1;
	const struct tree *command = tree_get(map, "command");
	if (command == NULL)
		return 0;
	/* No shell and no $PATH: what is run is what stands there. */
	if (strchr(g->command.v[0], '/') == NULL || g->command.v[0][0] == '~')
		return field_refuse_value(
		    r, command, "the first word must be the path of a program");
	field_set(&g->command.v[0], field_path(r, g->command.v[0]));
	g->command.v = mem_grow(g->command.v, &g->command.cap, g->command.n + 1,
	    sizeof(*g->command.v));
	g->command.v[g->command.n] = NULL;
	return 0;
}

static int
read_gateway(const struct field_reader *r, const struct tree *map,
    const char *presets, struct conf_gateway *g)
{
	const struct tree *word = tree_get(map, "type");
	int type = g->type;
	const struct field field = { "type", FIELD_WORD, &type, 0, 0,
		type_words };

	if (word != NULL && field_value(r, word, &field) == -1)
		return -1;
	if (word == NULL && tree_get(map, "preset") != NULL)
		type = GATEWAY_HTTP;
	g->type = (enum gateway_type)type;
	switch (g->type) {
	case GATEWAY_FILE:
		return read_file(r, map, g, &type);
	case GATEWAY_WEBSMS:
	case GATEWAY_LINKMOBILITY:
		return read_web(r, map, g, &type);
	case GATEWAY_HTTP:
		return gateway_http_read(r, map, presets, g);
	case GATEWAY_COMMAND:
		return read_command(r, map, g, &type);
	}
	mem_bug("a gateway of type %d", type);
}

/* What companies and branches name, and listings show. */
static bool
is_name(const char *s)
{
	size_t n = strspn(s,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789._-");

	return n > 0 && n <= 40 && s[n] == '\0';
}

static struct conf_gateway *
gateway_add(struct conf *c, const char *name, enum gateway_type type)
{
	size_t cap = c->n_gateways;

	c->gateways = mem_grow(
	    c->gateways, &cap, c->n_gateways + 1, sizeof(*c->gateways));
	struct conf_gateway *g = &c->gateways[c->n_gateways++];
	*g = (struct conf_gateway){
		.name = mem_str(name),
		.type = type,
		.connections = 8,
		.timeout_s = 30,
	};
	return g;
}

static void
gateway_fini(struct conf_gateway *g)
{
	char *const owned[] = { g->name, g->url, g->path, g->user, g->ca_file,
		g->callback, g->category };

	for (size_t i = 0; i < COUNT(owned); i++)
		free(owned[i]);
	gateway_http_free(g->http);
	texts_fini(&g->command);
}

static void
complete(const struct conf *c, struct conf_gateway *g)
{
	struct buf b = BUF_INIT;

	if (g->type == GATEWAY_FILE && g->path == NULL) {
		buf_fmt(&b, "%s/outbox.jsonl", c->spool);
		g->path = buf_take(&b);
	}
	if (g->type != GATEWAY_WEBSMS && g->type != GATEWAY_LINKMOBILITY)
		return;
	if (g->url == NULL)
		g->url = mem_str(g->type == GATEWAY_WEBSMS
			? "https://api.websms.com"
			: "https://api.linkmobility.eu");
	if (g->path == NULL)
		g->path = mem_str("/rest/smsmessaging/text");
}

/* What a gateway cannot do without, when all was read. */
static int
check(const struct field_reader *r, const struct tree *y,
    const struct conf_gateway *g)
{
	const char *lacks = NULL;

	if (g->type == GATEWAY_FILE && g->path == NULL &&
	    !str_eq(g->name, type_words[GATEWAY_FILE]))
		lacks = "a gateway of type file needs the key 'path'";
	else if (g->type == GATEWAY_COMMAND && g->command.n == 0)
		lacks = "a gateway of type command needs the key 'command'";
	return lacks == NULL
	    ? 0
	    : field_refuse(r, y->key_line, y->key_column, lacks);
}

/* One of the built-in gateways is there already: what is said is changed. */
static int
read_named(const struct field_reader *r, const struct tree *y, struct conf *c)
{
	struct conf_gateway *g = NULL;

	if (!is_name(y->key))
		return field_refuse(r, y->key_line, y->key_column,
		    "a gateway's name is 1 to 40 letters, digits, '.', '_' "
		    "or '-'");
	for (size_t i = 0; i < c->n_gateways; i++)
		if (str_eq(c->gateways[i].name, y->key))
			g = &c->gateways[i];
	if (g != NULL && tree_null(y))
		return 0;
	if (y->type != TREE_MAP)
		return field_refuse_value(r, y, "must be a map of keys");
	if (g == NULL && tree_get(y, "type") == NULL &&
	    tree_get(y, "preset") == NULL)
		return field_refuse(r, y->key_line, y->key_column,
		    "a gateway needs the key 'type': one of file, websms, "
		    "linkmobility, http, command; or the key 'preset'");
	if (g == NULL)
		g = gateway_add(c, y->key, GATEWAY_FILE);
	if (read_gateway(r, y, c->presets, g) == -1)
		return -1;
	return check(r, y, g);
}

void
gateways_default(struct conf *c)
{
	for (int i = 0; i < BUILT_IN; i++)
		gateway_add(c, type_words[i], (enum gateway_type)i);
}

int
gateways_read(
    const struct field_reader *r, const struct tree *root, struct conf *c)
{
	const struct tree *map;

	if (field_section(r, root, "gateways", &map) == -1)
		return -1;
	for (const struct tree *y = map != NULL ? map->first : NULL; y != NULL;
	     y = y->next)
		if (read_named(r, y, c) == -1)
			return -1;
	return 0;
}

void
gateways_complete(struct conf *c)
{
	for (size_t i = 0; i < c->n_gateways; i++)
		complete(c, &c->gateways[i]);
}

void
gateways_fini(struct conf *c)
{
	for (size_t i = 0; i < c->n_gateways; i++)
		gateway_fini(&c->gateways[i]);
	free(c->gateways);
}
