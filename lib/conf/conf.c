/* SPDX-License-Identifier: ISC */
#include "conf/conf.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf/field.h"
#include "conf/gateway_read.h"
#include "conf/links.h"
#include "domain/valid.h"
#include "util/buf.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/str.h"

enum { MAX_BYTES = 1024 * 1024, MIB = 1024 * 1024 };

static const char *const log_words[] = { "stderr", "syslog", NULL };

static int
read_fetch(
    const struct field_reader *r, const struct tree *root, struct conf *c)
{
	const struct tree *map;
	int max_mib = (int)(c->fetch.max_bytes / MIB);
	struct conf_texts paths = { .v = NULL };
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

/* It stands in a header, and is where answers go. */
static int
check_mail_from(
    const struct field_reader *r, const struct tree *root, const char *from)
{
	struct err bad = ERR_INIT;
	struct buf b = BUF_INIT;
	int ok = from == NULL ? 0 : valid_email(from, &b, &bad);

	buf_free(&b);
	return ok == 0 ? 0
		       : field_refuse_value(r, tree_get(root, "mail_from"),
			     "must be an address like smscal@example.org");
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
		{ "presets", FIELD_PATH, &c->presets, 0, 0, NULL },
		{ "sendmail", FIELD_PATH, &c->sendmail, 0, 0, NULL },
		{ "mail_from", FIELD_TEXT, &c->mail_from, 0, 0, NULL },
		{ "log", FIELD_WORD, &log, 0, 0, log_words },
		{ "parallel", FIELD_INT, &c->parallel, 1, 512, NULL },
		{ "fetch", FIELD_MAP, NULL, 0, 0, NULL },
		{ "parse", FIELD_MAP, NULL, 0, 0, NULL },
		{ "links", FIELD_MAP, NULL, 0, 0, NULL },
		{ "gateways", FIELD_MAP, NULL, 0, 0, NULL },
	};

	if (root->type != TREE_MAP)
		return field_refuse(r, root->line, root->column,
		    "the configuration must be a map of keys, like "
		    "'name: praxis'");
	if (field_map(r, root, fields, COUNT(fields)) == -1 ||
	    check_mail_from(r, root, c->mail_from) == -1 ||
	    read_fetch(r, root, c) == -1 || read_parse(r, root, c) == -1 ||
	    links_read(r, root, c) == -1 || gateways_read(r, root, c) == -1)
		return -1;
	c->log_syslog = log != 0;
	return 0;
}

/*
 * The presets that belong to this program: those of its own tree, whether that
 * was installed, moved or only built; else where they would be installed.
 */
static char *
own_presets(void)
{
	struct buf path = BUF_INIT;
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[n > 0 ? n : 0] = '\0';
	char *slash = strrchr(self, '/');
	if (slash != NULL)
		buf_fmt(&path, "%.*s/../share/smscal/gateways",
		    (int)(slash - self), self);
	if (path.n > 0 && access(path.v, X_OK) == 0)
		return buf_take(&path);
	buf_free(&path);
	return mem_str(SMSCAL_PRESETS);
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
		.presets = own_presets(),
		.fetch = { .parallel = 64,
		    .per_host = 6,
		    .connect_s = 15,
		    .stall_s = 20,
		    .total_s = 120,
		    .max_bytes = 20 * (int64_t)MIB },
		.parse = { .memory_mb = 512, .seconds = 60 },
		.parallel = 64,
	};
	gateways_default(c);
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
	gateways_complete(c);
	return r == -1 ? -1 : 0;
}

void
conf_fini(struct conf *c)
{
	char *const owned[] = { c->name, c->database, c->spool, c->user,
		c->zoneinfo, c->parser, c->presets, c->sendmail, c->mail_from,
		c->fetch.ca_file, c->links.directory, c->links.url };

	for (size_t i = 0; i < COUNT(owned); i++)
		free(owned[i]);
	for (size_t i = 0; i < c->fetch.n_directories; i++)
		free(c->fetch.directories[i]);
	free(c->fetch.directories);
	gateways_fini(c);
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
