/* SPDX-License-Identifier: ISC */
/* What is refused of a gateway in words of smscal.conf. */
#include "conf/conf.h"

#include <stdlib.h>

#include "t.h"
#include "util/buf.h"
#include "util/file.h"
#include "util/str.h"

static char dir[] = "/tmp/gateway-http-XXXXXX";

static void
put(const char *name, const char *text)
{
	struct err e = ERR_INIT;

	if (file_write(name, 0600, text, strlen(text), &e) == -1) {
		printf("not ok 1 - %s\n", e.msg);
		exit(1);
	}
}

/* `keys` are those of the gateway x, from line 4 on, column 5. */
static void
bad(const char *keys, const char *want)
{
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT;
	struct conf c;

	buf_fmt(&b, "presets: .\ngateways:\n  x:\n%s", keys);
	put("smscal.conf", b.v);
	OK(conf_read(&c, "smscal.conf", &e) == -1 && e.kind == ERR_CONF,
	    "it is refused");
	struct buf got = BUF_INIT;
	const char *in = strstr(e.msg, dir);
	/* The directory's name, and a list of what is known, are not told. */
	if (in != NULL)
		buf_fmt(&got, "%.*sDIR%s", (int)(in - e.msg), e.msg,
		    in + strlen(dir));
	else
		buf_str(&got, e.msg);
	if (str_ends(want, "known are"))
		got.v[strlen(want) < got.n ? strlen(want) : got.n] = '\0';
	SAME(got.v, want, want);
	buf_free(&got);
	conf_fini(&c);
	buf_free(&b);
}

#define BASE "    type: http\n    url: https://example.com\n    path: /sms\n"
#define MEMBERS "    members: {t: '%{text}', to: '%{to}'}\n"
#define ACCEPT "    accept: {status: 2xx}\n"

static void
test_bad(void)
{
	bad("    type: http\n",
	    "smscal.conf:3:3: a gateway of type http needs the key 'url'");
	bad("    type: http\n    url: https://example.com/?a=b\n",
	    "smscal.conf:3:3: the url is the server's alone; the rest is the "
	    "path's");
	bad("    type: http\n    url: https://example.com\n",
	    "smscal.conf:3:3: a gateway of type http needs the key 'path'");
	bad("    type: http\n    path: sms\n",
	    "smscal.conf:5:11: path: must be the path within the address: "
	    "/v1/sms, not 'sms'");
	bad(BASE,
	    "smscal.conf:3:3: a gateway of type http needs the key "
	    "'members'");
	bad(BASE "    members: {to: '%{to}'}\n" ACCEPT,
	    "smscal.conf:3:3: no member of the gateway has %{text}");
	bad(BASE "    members: {t: '%{text}'}\n" ACCEPT,
	    "smscal.conf:3:3: no member of the gateway has %{to} or "
	    "%{to_plus}");
	bad(BASE MEMBERS,
	    "smscal.conf:3:3: a gateway of type http needs the key 'accept'");
	bad(BASE "    members:\n      t: '%{txt}'\n",
	    "smscal.conf:8:10: there is no %{txt}: did you mean %{text}?");
	bad(BASE "    members:\n      t: '%{text'\n",
	    "smscal.conf:8:10: a %{ has no }");
	bad(BASE "    members: {t: ['%{text}']}\n",
	    "smscal.conf:7:18: t: must be a single value");
	bad(BASE MEMBERS "    accept: {status: OK}\n",
	    "smscal.conf:8:22: status: must be HTTP statuses like 200 or "
	    "2xx, not 'OK'");
	bad(BASE MEMBERS "    accept: {where: {id: '1'}}\n",
	    "smscal.conf:8:22: must be a JSON path like $.list[0].id");
	bad(BASE MEMBERS ACCEPT "    id: [$.id, messages]\n",
	    "smscal.conf:9:16: must be a JSON path like $.list[0].id");
	bad(BASE MEMBERS ACCEPT "    code: $.\n",
	    "smscal.conf:9:11: must be a JSON path like $.list[0].id");
	bad(BASE MEMBERS ACCEPT "    auth: basic\n",
	    "smscal.conf:3:3: the gateway needs the key 'user'");
	bad(BASE MEMBERS ACCEPT "    auth: header\n",
	    "smscal.conf:3:3: auth: header and auth: query need the key "
	    "'auth_name'");
	bad(BASE MEMBERS ACCEPT "    auth: digest\n",
	    "smscal.conf:9:11: auth: must be one of none, basic, bearer, "
	    "header, query, not 'digest'");
	bad(BASE MEMBERS ACCEPT "    headers: {'X Y': z}\n",
	    "smscal.conf:3:3: headers: a name must be that of a header");
	bad(BASE MEMBERS ACCEPT "    test: {method: DELETE}\n",
	    "smscal.conf:9:20: method: must be one of GET, POST, PUT, not "
	    "'DELETE'");
	bad(BASE MEMBERS ACCEPT "    acept: 1\n",
	    "smscal.conf:9:5: unknown key 'acept': did you mean 'accept'?");
	bad("    preset: nobody\n",
	    "smscal.conf:4:13: preset: there is no such preset: no file "
	    "DIR/./nobody.yaml, not 'nobody'");
}

static void
test_presets(void)
{
	put("a.yaml", "url: https://example.com\npaht: /x\n");
	bad("    preset: a\n",
	    "DIR/./a.yaml:2:1: unknown key 'paht': did you mean 'path'?");
	put("a.yaml", "type: file\n");
	bad("    preset: ./a.yaml\n",
	    "DIR/./a.yaml:1:1: unknown key 'type'; known are");
	put("a.yaml", "- a\n");
	bad("    preset: a\n",
	    "DIR/./a.yaml:1:1: a preset must be a map of keys");
}

static void
test_command(void)
{
	struct err e = ERR_INIT;
	struct conf c;

	bad("    type: command\n",
	    "smscal.conf:3:3: a gateway of type command needs the key "
	    "'command'");
	bad("    type: command\n    command: [cat, x]\n",
	    "smscal.conf:5:14: command: the first word must be the path of a "
	    "program");
	bad("    type: command\n    command: {a: b}\n",
	    "smscal.conf:5:14: command: must be a text or a list of texts");
	bad("    type: command\n    url: https://example.com\n",
	    "smscal.conf:5:5: unknown key 'url'; known are type, command, "
	    "connections, rate, timeout_s");
	put("smscal.conf",
	    "gateways:\n  x: {type: command, command: [./send, -v, 5]}\n"
	    "  y: {type: command, command: /bin/true}\n");
	OK(conf_read(&c, "smscal.conf", &e) == 0, "commands");
	const struct conf_gateway *x = conf_gateway(&c, "x");
	OK(x != NULL && x->command.n == 3 &&
		str_ends(x->command.v[0], "/./send") &&
		x->command.v[0][0] == '/',
	    "their path is from the file's directory");
	SAME(x->command.v[2], "5", "a word is as it stands");
	EQUAL(conf_gateway(&c, "y")->command.n, 1, "one word is a list");
	conf_fini(&c);
}

int
main(void)
{
	if (mkdtemp(dir) == NULL || chdir(dir) == -1)
		return 1;
	test_bad();
	test_presets();
	test_command();
	unlink("smscal.conf");
	unlink("a.yaml");
	if (chdir("/") == -1 || rmdir(dir) == -1)
		return 1;
	return t_done();
}
