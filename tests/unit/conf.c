/* SPDX-License-Identifier: ISC */
#include "conf/conf.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "conf.h"
#include "t.h"
#include "util/buf.h"
#include "util/file.h"

static void
test_keys(void)
{
	bad("databse: x\n",
	    "1:1: unknown key 'databse': did you mean "
	    "'database'?");
	bad("name: a\nData_base: x\n",
	    "2:1: unknown key 'Data_base': did you mean 'database'?");
	bad("colour: red\n",
	    "1:1: unknown key 'colour'; known are name, database, spool, user, "
	    "zoneinfo, parser, presets, sendmail, mail_from, log, parallel, fetch, parse, "
	    "links, gateways");
	bad("fetch:\n  paralel: 3\n",
	    "2:3: unknown key 'paralel': did you mean 'parallel'?");
	bad("parse: {memory: 3}\n",
	    "1:9: unknown key 'memory'; known are memory_mib, seconds");
	bad("gateways:\n  file:\n    paht: x\n",
	    "3:5: unknown key 'paht': did you mean 'path'?");
	bad("gateways:\n  file:\n    url: https://example.com\n",
	    "3:5: unknown key 'url'; known are type, path, connections, rate");
	bad("gateways:\n  websms:\n    token: abc\n",
	    "3:5: unknown key 'token'; known are type, url, path, user, "
	    "ca_file, callback, category, connections, rate, timeout_s");
	bad("name: a\nname: b\n", "2:1: the key 'name' stands here twice");
	bad("[a]: b\n", "1:1: a key must be a plain word");
	bad("? {a: b}\n: c\n", "1:3: a key must be a plain word");
	bad("\"\": b\n",
	    "1:1: unknown key ''; known are name, database, spool, user, "
	    "zoneinfo, parser, presets, sendmail, mail_from, log, parallel, fetch, parse, "
	    "links, gateways");
}

static void
test_types(void)
{
	bad("- name\n",
	    "1:1: the configuration must be a map of keys, like 'name: "
	    "praxis'");
	bad("praxis\n",
	    "1:1: the configuration must be a map of keys, like 'name: "
	    "praxis'");
	bad("name: [a]\n", "1:7: name: must be a single value");
	bad("fetch: yes\n", "1:8: fetch: must be a map of keys, not 'yes'");
	bad("gateways: [file]\n", "1:11: gateways: must be a map of keys");
	bad("gateways:\n  x: websms\n",
	    "2:6: x: must be a map of keys, not 'websms'");
	bad("fetch:\n  parallel: many\n",
	    "2:13: parallel: must be a whole number from 1 to 512, not "
	    "'many'");
	bad("fetch:\n  parallel: 1.5\n",
	    "2:13: parallel: must be a whole number from 1 to 512, not '1.5'");
	bad("fetch:\n  parallel: '64'\n",
	    "2:13: parallel: must be a whole number from 1 to 512, not '64' "
	    "in quotes");
	bad("fetch:\n  parallel:\n",
	    "2:12: parallel: must be a whole number from 1 to 512");
	bad("fetch:\n  allow_private: maybe\n",
	    "2:18: allow_private: must be yes or no, not 'maybe'");
	bad("fetch:\n  allow_private: 'yes'\n",
	    "2:18: allow_private: must be yes or no, not 'yes' in quotes");
	bad("fetch:\n  directories: /srv\n",
	    "2:16: directories: must be a list of paths: [/srv/calendars], "
	    "not '/srv'");
	bad("fetch:\n  directories:\n    - /srv\n    - {a: b}\n",
	    "4:7: directories: each must be a path");
	bad("parse: {seconds: {}}\n", "1:18: seconds: must be a single value");
}

static void
test_values(void)
{
	bad("name: ''\n", "1:7: name: must not be empty");
	bad("name:\nlog: stderr\n", "1:6: name: must not be empty");
	bad("name: ~\n", "1:7: name: must not be empty, not '~'");
	bad("database:\n", "1:10: database: must be a path");
	bad("database: null\n", "1:11: database: must be a path, not 'null'");
	bad("database: ~/smscal.db\n",
	    "1:11: database: must be a path, not '~/smscal.db'");
	bad("log: file\n",
	    "1:6: log: must be one of stderr, syslog, not 'file'");
	bad("parallel: 513\n",
	    "1:11: parallel: must be a whole number from 1 to 512, not '513'");
	bad("parallel: 99999999999999999999\n",
	    "1:11: parallel: must be a whole number from 1 to 512, not "
	    "'99999999999999999999'");
	bad("fetch: {max_mib: 1025}\n",
	    "1:18: max_mib: must be a whole number from 1 to 1024, not "
	    "'1025'");
	bad("name: \"a\\0b\"\n",
	    "1:7: line breaks and control characters are not understood here");
	bad("\"name\\0\": b\n",
	    "1:1: line breaks and control characters are not understood here");
	bad("name: |\n  two\n  lines\n",
	    "1:7: line breaks and control characters are not understood here");
}

static void
test_gateways(void)
{
	static const char url[] = "must be an address with https:// (or "
				  "http://), and no user or password in it";
	static const char *const urls[] = { "api.websms.com",
		"ftp://example.com", "https://", "https:///x", "https://:80/",
		"https://user@example.com", "https://u:p@example.com/x",
		"https://example.com/a b" };

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		struct buf text = BUF_INIT, want = BUF_INIT;
		buf_fmt(&text, "gateways:\n  websms: {url: \"%s\"}\n", urls[i]);
		buf_fmt(
		    &want, "2:17: url: %s, not '%s' in quotes", url, urls[i]);
		bad(text.v, want.v);
		buf_free(&text);
		buf_free(&want);
	}
	bad("gateways:\n  acme:\n    url: https://example.com\n",
	    "2:3: a gateway needs the key 'type': one of file, websms, "
	    "linkmobility, http, command; or the key 'preset'");
	bad("gateways:\n  acme: {type: twilio}\n",
	    "2:16: type: must be one of file, websms, linkmobility, "
	    "http, command, not 'twilio'");
	bad("gateways:\n  acme: {type: file}\n",
	    "2:3: a gateway of type file needs the key 'path'");
	bad("gateways:\n  websms: {type: file}\n",
	    "2:3: a gateway of type file needs the key 'path'");
	bad("gateways:\n  acme:\n", "2:8: acme: must be a map of keys");
	bad("gateways:\n  'a b': {type: websms}\n",
	    "2:3: a gateway's name is 1 to 40 letters, digits, '.', '_' or "
	    "'-'");
	bad("gateways:\n  websms: {path: rest/text}\n",
	    "2:18: path: must be the path within the address: /rest/..., not "
	    "'rest/text'");
	bad("gateways:\n  websms: {category: Advertisement}\n",
	    "2:22: category: must be one of informational, advertisement, not "
	    "'Advertisement'");
	bad("gateways:\n  websms: {rate: -1}\n",
	    "2:18: rate: must be a whole number from 0 to 1000, not '-1'");
	bad("gateways:\n  websms: {connections: 65}\n",
	    "2:25: connections: must be a whole number from 1 to 64, not "
	    "'65'");
}

static void
test_yaml(void)
{
	struct buf deep = BUF_INIT;

	bad("name: &a praxis\n", "1:7: anchors are not understood here");
	bad("fetch: &a {}\n", "1:8: anchors are not understood here");
	bad("fetch:\n  directories: &a [/srv]\n",
	    "2:16: anchors are not understood here");
	bad("name: *a\n", "1:7: aliases are not understood here");
	bad("name: !!str praxis\n", "1:7: tags are not understood here");
	bad("fetch: !!map {}\n", "1:8: tags are not understood here");
	bad("fetch: {directories: !x [/srv]}\n",
	    "1:22: tags are not understood here");
	bad("name: a\n---\nname: b\n",
	    "2:1: a second document is not understood here");
	bad("name: a\n  b: c\n",
	    "2:4: this is no YAML: mapping values are not allowed in this "
	    "context");
	bad("fetch:\n\tparallel: 3\n",
	    "2:1: this is no YAML: found character that cannot start any "
	    "token");
	bad("fetch: {parallel: 3\n",
	    "2:1: this is no YAML: did not find expected ',' or '}'");
	bad("name: 'a\n",
	    "2:1: this is no YAML: found unexpected end of stream");
	bad("name: a\nuser: \xc3\xbc\x01\n",
	    "2:8: this is no YAML: control characters are not allowed");
	bad("name: a\nuser: \xff\n",
	    "2:7: this is no YAML: invalid leading UTF-8 octet");

	buf_str(&deep, "fetch: ");
	for (int i = 0; i < 40; i++)
		buf_char(&deep, '[');
	bad(deep.v, "1:39: nested too deeply");
	buf_free(&deep);
}

static void
test_files(void)
{
	struct err e = ERR_INIT;
	struct conf c;

	OK(conf_read(&c, "nowhere.conf", &e) == -1 && e.kind == ERR_CONF,
	    "a file that was named must be there");
	SAME(e.msg,
	    "there is no configuration file nowhere.conf: name another with "
	    "-c or SMSCAL_CONF",
	    "... and it says so");
	conf_fini(&c);
	err_clear(&e);
	OK(conf_read(&c, ".", &e) == -1 && e.kind == ERR_CONF,
	    "a directory is no file");
	SAME(e.msg, "cannot read .: Is a directory", "... and it says so");
	conf_fini(&c);
	err_clear(&e);
	if (geteuid() != 0) {
		put_n("name: a\n", 8);
		chmod("smscal.conf", 0);
		OK(conf_read(&c, "smscal.conf", &e) == -1 && e.kind == ERR_PERM,
		    "a file that we may not read");
		conf_fini(&c);
		chmod("smscal.conf", 0644);
		err_clear(&e);
	}

	size_t n = 1024 * 1024 + 1;
	char *large = malloc(n);
	memset(large, '#', n);
	put_n(large, n);
	OK(conf_read(&c, "smscal.conf", &e) == -1 && e.kind == ERR_CONF,
	    "more than 1 MiB");
	SAME(e.msg, "smscal.conf is larger than 1048576 bytes",
	    "... and it says so");
	conf_fini(&c);
	free(large);
}

static void
check_gateway(const struct conf *c, const char *name, enum gateway_type type,
    const char *url, const char *path)
{
	const struct conf_gateway *g = conf_gateway(c, name);

	OK(g != NULL, name);
	if (g == NULL)
		return;
	OK(g->type == type, "... its type");
	SAME(g->path, path, "... its path");
	if (url == NULL)
		OK(g->url == NULL, "... and no address");
	else
		SAME(g->url, url, "... its address");
	OK(g->connections == 8 && g->rate == 0 && g->timeout_s == 30,
	    "... and its limits");
	OK(g->user == NULL && g->ca_file == NULL && g->callback == NULL &&
		g->category == NULL,
	    "... and nothing else");
}

static void
check_defaults(const struct conf *c)
{
	SAME(c->database, "/var/lib/smscal/smscal.db", "database");
	SAME(c->spool, "/var/spool/smscal", "spool");
	SAME(c->zoneinfo, "/usr/share/zoneinfo", "zoneinfo");
	OK(!c->log_syslog, "log");
	OK(!c->fetch.allow_private && c->fetch.n_directories == 0 &&
		c->fetch.parallel == 64 && c->fetch.per_host == 6,
	    "fetch");
	OK(c->fetch.connect_s == 15 && c->fetch.stall_s == 20 &&
		c->fetch.total_s == 120,
	    "... its times");
	EQUAL(c->fetch.max_bytes, 20 * 1024 * 1024, "... its cap");
	OK(c->parse.memory_mb == 512 && c->parse.seconds == 60, "parse");
	EQUAL(c->parallel, 64, "parallel");
	check_gateway(
	    c, "file", GATEWAY_FILE, NULL, "/var/spool/smscal/outbox.jsonl");
	check_gateway(c, "websms", GATEWAY_WEBSMS, "https://api.websms.com",
	    "/rest/smsmessaging/text");
	check_gateway(c, "linkmobility", GATEWAY_LINKMOBILITY,
	    "https://api.linkmobility.eu", "/rest/smsmessaging/text");
	OK(conf_gateway(c, "other") == NULL, "no other gateway");
}

static void
check_nothing_else(const struct conf *c)
{
	char host[256];

	gethostname(host, sizeof(host));
	SAME(c->name, host, "the name is the host's");
	OK(c->user == NULL && c->parser == NULL && c->sendmail == NULL &&
		c->fetch.ca_file == NULL && c->links.directory == NULL &&
		c->links.url == NULL && c->n_gateways == 3,
	    "nothing else");
}

static void
test_defaults(void)
{
	static const char *const empty[] = { "", "# nothing\n", "---\n",
		"---\n...\n", "{}\n", "fetch:\nparse: ~\ngateways: {}\n",
		"gateways:\n  file:\n  websms:\n" };
	struct err e = ERR_INIT;
	struct conf c;

	for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]); i++) {
		good("a file that says nothing", empty[i], &c);
		check_defaults(&c);
		check_nothing_else(&c);
		conf_fini(&c);
	}
	if (access(CONF_PATH, F_OK) == -1) {
		OK(conf_read(&c, NULL, &e) == 0, "no file");
		check_defaults(&c);
		check_nothing_else(&c);
		conf_fini(&c);
	}
}

static void
test_all(const char *dir)
{
	struct conf c;

	good("all keys",
	    "name: 'praxis: 1'\ndatabase: a.db\nspool: /spool\nuser: smscal\n"
	    "zoneinfo: zones\nparser: ../parse\nsendmail: /usr/sbin/sendmail\n"
	    "log: syslog\nparallel: 512\n"
	    "fetch:\n  allow_private: true\n  ca_file: ca.pem\n"
	    "  directories: [a, /b]\n  parallel: 1\n  per_host: 2\n"
	    "  connect_s: 3\n  stall_s: 4\n  total_s: 5\n  max_mib: 1024\n"
	    "parse:\n  memory_mib: 64\n  seconds: 6\n",
	    &c);
	SAME(c.name, "praxis: 1", "name");
	within(c.database, dir, "a.db", "a path is from the file's directory");
	SAME(c.spool, "/spool", "... or absolute");
	OK(strcmp(c.user, "smscal") == 0 &&
		strcmp(c.sendmail, "/usr/sbin/sendmail") == 0,
	    "user, sendmail");
	within(c.zoneinfo, dir, "zones", "zoneinfo");
	within(c.parser, dir, "../parse", "parser");
	OK(c.log_syslog && c.parallel == 512, "log, parallel");
	within(c.fetch.ca_file, dir, "ca.pem", "ca_file");
	OK(c.fetch.allow_private && c.fetch.n_directories == 2, "fetch");
	within(c.fetch.directories[0], dir, "a", "directories");
	SAME(c.fetch.directories[1], "/b", "... in order");
	OK(c.fetch.parallel == 1 && c.fetch.per_host == 2 &&
		c.fetch.connect_s == 3 && c.fetch.stall_s == 4 &&
		c.fetch.total_s == 5,
	    "its numbers");
	EQUAL(c.fetch.max_bytes, (int64_t)1024 * 1024 * 1024, "its cap");
	OK(c.parse.memory_mb == 64 && c.parse.seconds == 6, "parse");
	SAME(conf_gateway(&c, "file")->path, "/spool/outbox.jsonl",
	    "the file gateway writes to the spool");
	conf_fini(&c);
}

static void
test_other_gateways(const char *dir)
{
	struct conf c;

	good("gateways",
	    "gateways:\n  websms: {user: office@example.com}\n"
	    "  file: {path: out, rate: 3}\n  linkmobility: {type: websms}\n"
	    "  backup:\n    type: linkmobility\n"
	    "    url: http://127.0.0.1:8080\n    path: /json/text\n"
	    "    ca_file: /ca\n    callback: https://example.com/x?k=1\n"
	    "    category: informational\n    connections: 64\n"
	    "    rate: 1000\n    timeout_s: 120\n"
	    "  second.file: {type: file, path: /x}\n",
	    &c);
	SAME(conf_gateway(&c, "websms")->user, "office@example.com",
	    "what is said of a built-in one is changed");
	SAME(conf_gateway(&c, "websms")->url, "https://api.websms.com",
	    "... and the rest stays");
	within(
	    conf_gateway(&c, "file")->path, dir, "out", "... of the file, too");
	EQUAL(conf_gateway(&c, "file")->rate, 3, "... with its rate");
	SAME(conf_gateway(&c, "linkmobility")->url, "https://api.websms.com",
	    "... even its type");
	const struct conf_gateway *g = conf_gateway(&c, "backup");
	OK(g->type == GATEWAY_LINKMOBILITY && g->connections == 64 &&
		g->rate == 1000 && g->timeout_s == 120,
	    "one of our own");
	SAME(g->url, "http://127.0.0.1:8080", "... url");
	SAME(g->path, "/json/text", "... path");
	SAME(g->ca_file, "/ca", "... ca_file");
	SAME(g->callback, "https://example.com/x?k=1", "... callback");
	SAME(g->category, "informational", "... category");
	SAME(conf_gateway(&c, "second.file")->path, "/x", "... a second file");
	EQUAL((long long)c.n_gateways, 5, "all of them");
	conf_fini(&c);
}

/*
 * The sample that we ship: as it is, and with every "#key:" taken out of its
 * comment ("# words" has one blank, a key none or a multiple of two).
 */
static void
test_sample(void)
{
	const char *src = getenv("SRC");
	struct buf path = BUF_INIT, text = BUF_INIT;
	struct err e = ERR_INIT;
	struct conf c;

	buf_fmt(&path, "%s/etc/smscal.conf", src != NULL ? src : ".");
	OK(file_read(path.v, 1 << 20, &text, &e) == 0, "the sample is there");
	good("the sample", buf_cstr(&text), &c);
	check_defaults(&c);
	check_nothing_else(&c);
	conf_fini(&c);

	char *to = text.v;
	bool start = true;
	for (const char *s = text.v; s != NULL && *s != '\0'; s++) {
		size_t n = strspn(s + 1, " ");
		if (!start || *s != '#' || n % 2 != 0 || s[1] == '\n')
			*to++ = *s;
		start = *s == '\n';
	}
	if (to != NULL)
		*to = '\0';
	/* Its presets are those of the tree, for nothing is installed here. */
	static const char there[] = "/opt/smscal/share/smscal/gateways";
	const char *at = strstr(buf_cstr(&text), there);
	struct buf all = BUF_INIT;
	OK(at != NULL, "it says where presets are");
	if (at != NULL)
		buf_fmt(&all, "%.*s%s/etc/gateways%s", (int)(at - text.v),
		    text.v, src != NULL ? src : ".", at + strlen(there));
	good("the sample, all of it", buf_cstr(&all), &c);
	buf_free(&all);
	check_defaults(&c);
	OK(c.user != NULL && c.sendmail != NULL && c.parser != NULL &&
		c.fetch.ca_file != NULL && c.links.url != NULL &&
		c.n_gateways == 6,
	    "and the rest");
	conf_fini(&c);
	buf_free(&text);
	buf_free(&path);
}

int
main(void)
{
	char dir[] = "/tmp/smscal-conf-XXXXXX", real[512];

	if (mkdtemp(dir) == NULL || chdir(dir) == -1 ||
	    getcwd(real, sizeof(real)) == NULL)
		return 1;
	test_keys();
	test_types();
	test_values();
	test_gateways();
	test_yaml();
	test_files();
	test_defaults();
	test_all(real);
	test_other_gateways(real);
	test_sample();
	t_remove(dir);
	return t_done();
}
