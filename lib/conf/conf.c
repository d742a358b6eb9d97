/* SPDX-License-Identifier: ISC */
#include "conf/conf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf/field.h"
#include "util/buf.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/str.h"

enum { MAX_BYTES = 1024 * 1024, MIB = 1024 * 1024 };

static const char *const log_words[] = { "stderr", "syslog", NULL };
static const char *const type_words[] = { [GATEWAY_FILE] = "file",
	[GATEWAY_WEBSMS] = "websms",
	[GATEWAY_LINKMOBILITY] = "linkmobility",
	NULL };
static const char *const category_words[] = { "informational", "advertisement",
	NULL };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int
read_fetch(
    const struct field_reader *r, const struct tree *root, struct conf *c)
{
	const struct tree *map;
	int max_mib = (int)(c->fetch.max_bytes / MIB);
	struct field_paths paths = { .v = NULL };
	const struct field fields[] = {
		{ "allow_private", FIELD_BOOL, &c->fetch.allow_private, 0, 0,
		    NULL },
		{ "ca_file", FIELD_PATH, &c->fetch.ca_file, 0, 0, NULL },
		{ "directories", FIELD_PATHS, &paths, 0, 0, NULL },
		{ "parallel", FIELD_INT, &c->fetch.parallel, 1, 512, NULL },
		{ "per_host", FIELD_INT, &c->fetch.per_host, 1, 64, NULL },
		{ "connect_s", FIELD_INT, &c->fetch.connect_s, 1, 300, NULL },
		{ "stall_s", FIELD_INT, &c->fetch.stall_s, 1, 300, NULL },
		{ "total_s", FIELD_INT, &c->fetch.total_s, 1, 1200, NULL },
		{ "max_mib", FIELD_INT, &max_mib, 1, 1024, NULL },
	};

	int bad = field_section(r, root, "fetch", &map);

	if (bad == 0 && map != NULL)
		bad = field_map(r, map, fields, COUNT(fields));
	c->fetch.directories = paths.v;
	c->fetch.n_directories = paths.n;
	c->fetch.max_bytes = (int64_t)max_mib * MIB;
	return bad;
}

static int
read_parse(
    const struct field_reader *r, const struct tree *root, struct conf *c)
{
	const struct tree *map;
	const struct field fields[] = {
		{ "memory_mib", FIELD_INT, &c->parse.memory_mb, 64, 65536,
		    NULL },
		{ "seconds", FIELD_INT, &c->parse.seconds, 1, 1200, NULL },
	};

	if (field_section(r, root, "parse", &map) == -1)
		return -1;
	return map == NULL ? 0 : field_map(r, map, fields, COUNT(fields));
}

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
read_gateway(const struct field_reader *r, const struct tree *map,
    struct conf_gateway *g)
{
	const struct tree *word = tree_get(map, "type");
	int type = g->type;
	const struct field field = { "type", FIELD_WORD, &type, 0, 0,
		type_words };

	if (word != NULL && field_value(r, word, &field) == -1)
		return -1;
	g->type = (enum gateway_type)type;
	return g->type == GATEWAY_FILE ? read_file(r, map, g, &type)
				       : read_web(r, map, g, &type);
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
	free(g->name);
	free(g->url);
	free(g->path);
	free(g->user);
	free(g->ca_file);
	free(g->callback);
	free(g->category);
}

/* What neither the file nor its type said. */
static void
gateway_complete(const struct conf *c, struct conf_gateway *g)
{
	struct buf b = BUF_INIT;

	if (g->type == GATEWAY_FILE) {
		if (g->path == NULL) {
			buf_fmt(&b, "%s/outbox.jsonl", c->spool);
			g->path = buf_take(&b);
		}
		return;
	}
	if (g->url == NULL)
		g->url = mem_str(g->type == GATEWAY_WEBSMS
			? "https://api.websms.com"
			: "https://api.linkmobility.eu");
	if (g->path == NULL)
		g->path = mem_str("/rest/smsmessaging/text");
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
	if (g == NULL && tree_get(y, "type") == NULL)
		return field_refuse(r, y->key_line, y->key_column,
		    "a gateway needs the key 'type': one of file, websms, "
		    "linkmobility");
	if (g == NULL)
		g = gateway_add(c, y->key, GATEWAY_FILE);
	if (read_gateway(r, y, g) == -1)
		return -1;
	if (g->type == GATEWAY_FILE && g->path == NULL &&
	    !str_eq(g->name, type_words[GATEWAY_FILE]))
		return field_refuse(r, y->key_line, y->key_column,
		    "a gateway of type file needs the key 'path'");
	return 0;
}

static int
read_gateways(
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

static int
read_root(const struct field_reader *r, const struct tree *root, struct conf *c)
{
	int log = c->log_syslog;
	const struct field fields[] = {
		{ "name", FIELD_TEXT, &c->name, 0, 0, NULL },
		{ "database", FIELD_PATH, &c->database, 0, 0, NULL },
		{ "spool", FIELD_PATH, &c->spool, 0, 0, NULL },
		{ "user", FIELD_TEXT, &c->user, 0, 0, NULL },
		{ "zoneinfo", FIELD_PATH, &c->zoneinfo, 0, 0, NULL },
		{ "parser", FIELD_PATH, &c->parser, 0, 0, NULL },
		{ "sendmail", FIELD_PATH, &c->sendmail, 0, 0, NULL },
		{ "log", FIELD_WORD, &log, 0, 0, log_words },
		{ "parallel", FIELD_INT, &c->parallel, 1, 512, NULL },
		{ "fetch", FIELD_MAP, NULL, 0, 0, NULL },
		{ "parse", FIELD_MAP, NULL, 0, 0, NULL },
		{ "gateways", FIELD_MAP, NULL, 0, 0, NULL },
	};

	if (root->type != TREE_MAP)
		return field_refuse(r, root->line, root->column,
		    "the configuration must be a map of keys, like "
		    "'name: praxis'");
	if (field_map(r, root, fields, COUNT(fields)) == -1 ||
	    read_fetch(r, root, c) == -1 || read_parse(r, root, c) == -1 ||
	    read_gateways(r, root, c) == -1)
		return -1;
	c->log_syslog = log != 0;
	return 0;
}

static void
defaults(struct conf *c)
{
	char host[256];

	if (gethostname(host, sizeof(host)) == -1 || host[0] == '\0')
		snprintf(host, sizeof(host), "localhost");
	host[sizeof(host) - 1] = '\0';
	*c = (struct conf){
		.name = mem_str(host),
		.database = mem_str("/var/lib/smscal/smscal.db"),
		.spool = mem_str("/var/spool/smscal"),
		.zoneinfo = mem_str("/usr/share/zoneinfo"),
		.fetch = { .parallel = 64,
		    .per_host = 6,
		    .connect_s = 15,
		    .stall_s = 20,
		    .total_s = 120,
		    .max_bytes = 20 * (int64_t)MIB },
		.parse = { .memory_mb = 512, .seconds = 60 },
		.parallel = 64,
	};
	for (int i = 0; type_words[i] != NULL; i++)
		gateway_add(c, type_words[i], (enum gateway_type)i);
}

static char *
directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *real, *dir;

	if (slash == NULL)
		dir = mem_str(".");
	else if (slash == path)
		dir = mem_str("/");
	else
		dir = mem_strn(path, (size_t)(slash - path));
	real = realpath(dir, NULL);
	if (real == NULL)
		return dir;
	free(dir);
	return real;
}

/* The file's text; 1: there is none, and none was named. */
static int
read_text(const char *path, struct buf *text, struct err *e)
{
	const char *name = path != NULL ? path : CONF_PATH;
	int r = file_read(name, MAX_BYTES, text, e);

	if (r == 1 && path != NULL)
		return err_set(e, ERR_CONF,
		    "there is no configuration file %s: name another with -c "
		    "or SMSCAL_CONF",
		    name);
	/* Whatever it is, the operator must see to it. */
	if (r == -1 && e->kind != ERR_PERM)
		e->kind = ERR_CONF;
	return r;
}

int
conf_read(struct conf *c, const char *path, struct err *e)
{
	struct buf text = BUF_INIT;
	const char *name = path != NULL ? path : CONF_PATH;

	defaults(c);
	int r = read_text(path, &text, e);
	if (r == 0) {
		char *dir = directory_of(name);
		const struct field_reader reader = { name, dir, e };
		struct tree *root = tree_read(name, buf_cstr(&text), text.n, e);
		r = root == NULL ? -1 : read_root(&reader, root, c);
		tree_free(root);
		free(dir);
	}
	buf_free(&text);
	for (size_t i = 0; i < c->n_gateways; i++)
		gateway_complete(c, &c->gateways[i]);
	return r == -1 ? -1 : 0;
}

void
conf_fini(struct conf *c)
{
	char *const owned[] = { c->name, c->database, c->spool, c->user,
		c->zoneinfo, c->parser, c->sendmail, c->fetch.ca_file };

	for (size_t i = 0; i < COUNT(owned); i++)
		free(owned[i]);
	for (size_t i = 0; i < c->fetch.n_directories; i++)
		free(c->fetch.directories[i]);
	free(c->fetch.directories);
	for (size_t i = 0; i < c->n_gateways; i++)
		gateway_fini(&c->gateways[i]);
	free(c->gateways);
	*c = (struct conf){ .name = NULL };
}

const struct conf_gateway *
conf_gateway(const struct conf *c, const char *name)
{
	for (size_t i = 0; i < c->n_gateways; i++)
		if (str_eq(c->gateways[i].name, name))
			return &c->gateways[i];
	return NULL;
}
