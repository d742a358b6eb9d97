/* SPDX-License-Identifier: ISC */
/* The shipped presets, with the answers that their vendors give. */
#include <stdio.h>
#include <stdlib.h>

#include "gateway/gateway.h"
#include "t.h"
#include "util/file.h"

static struct json *j;
static struct conf conf;

static const struct sms plain = {
	.to = "+436761234567",
	.text = "Termin morgen um 9:00",
	.ref = "k7-1-0a1b2c3d",
	.validity_s = 7200,
};

static void
read_conf(void)
{
	static const char text[] =
	    "  twilio: {preset: twilio, user: AC0,\n"
	    "    callback: 'https://sms.example.com/cb?k=1'}\n"
	    "  seven: {preset: seven}\n"
	    "  vonage: {preset: vonage, user: key,\n"
	    "    url: 'https://api.example.com/'}\n"
	    "  kannel: {preset: kannel, user: kan, connections: 2,\n"
	    "    callback: 'http://127.0.0.1/cb'}\n"
	    "  own:\n    type: http\n    url: https://example.com\n"
	    "    path: /v1/%{user}/sms\n    user: a b\n    auth: header\n"
	    "    auth_name: Authorization\n    auth_value: Key %{secret}\n"
	    "    headers: {Idempotency-Key: '%{ref}', X-No: '%{from}'}\n"
	    "    body: json\n    members:\n"
	    "      to: ['%{to}']\n      from: {number: '%{from}'}\n"
	    "      content: {text: '%{text}', n: 1, s: '1', yes: true}\n"
	    "      ttl: '%{validity_s}'\n      flat: []\n"
	    "      deep: [{a: [1, '%{from}'], b: {}}, {c: '%{ref}'}]\n"
	    "    accept: {where: {$.state: [queued, sent]}}\n"
	    "    id: [$.id, '$.ids[0]']\n"
	    "  mine: {preset: twilio, user: AC1, members: {From: ~,\n"
	    "    MessagingServiceSid: MG1}, hold: ['21211'],\n"
	    "    url: 'http://127.0.0.1:1'}\n";
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT;

	buf_fmt(&b, "gateways:\n%s", text);
	char name[] = "/tmp/preset-XXXXXX";
	int fd = mkstemp(name);
	if (fd == -1 || file_put(fd, b.v, b.n, &e) == -1 ||
	    conf_read(&conf, name, &e) == -1) {
		printf("not ok 1 - %s\n", e.msg);
		exit(1);
	}
	close(fd);
	unlink(name);
	buf_free(&b);
}

static struct account
account(const char *name)
{
	struct account a = { .conf = conf_gateway(&conf, name),
		.secret = "s3&cret" };

	if (a.conf == NULL) {
		printf("not ok 1 - no gateway %s\n", name);
		exit(1);
	}
	return a;
}

/* The request in words: method, address, headers, body. */
static void
asks(const char *gateway, struct sms m, const char *want)
{
	struct account a = account(gateway);
	struct gateway_call c = GATEWAY_CALL_INIT;
	struct err e = ERR_INIT;
	struct buf b = BUF_INIT;

	if (gateway_request(j, &a, &m, &c, &e) == 0) {
		buf_fmt(&b, "%s %s\n", c.http.method, c.http.url);
		for (size_t i = 0; i < c.http.n_headers; i++)
			buf_fmt(&b, "%s\n", c.http.headers[i]);
		if (c.http.user != NULL)
			buf_fmt(
			    &b, "Basic %s:%s\n", c.http.user, c.http.password);
		if (c.http.bearer != NULL)
			buf_fmt(&b, "Bearer %s\n", c.http.bearer);
		buf_add(&b, c.http.body, c.http.body_n);
	} else {
		buf_fmt(&b, "%s", e.msg);
	}
	SAME(buf_cstr(&b), want, gateway);
	OK(c.http.follow == 0, "... redirects are not followed");
	gateway_call_fini(&c);
	buf_free(&b);
}

static void
test_requests(void)
{
	struct sms m = plain;

	m.text = "Gr\xc3\xbc\xc3\x9f"
		 "e & 5 \xe2\x82\xac";
	m.from = "+43720123456";
	asks("twilio", m,
	    "POST https://api.twilio.com/2010-04-01/Accounts/AC0/"
	    "Messages.json\n"
	    "Content-Type: application/x-www-form-urlencoded\n"
	    "Accept: application/json\nBasic AC0:s3&cret\n"
	    "To=%2B436761234567&From=%2B43720123456"
	    "&Body=Gr%C3%BC%C3%9Fe%20%26%205%20%E2%82%AC&ValidityPeriod=7200"
	    "&StatusCallback=https%3A%2F%2Fsms.example.com%2Fcb%3Fk%3D1");
	asks("seven", m,
	    "POST https://gateway.seven.io/api/sms\n"
	    "Content-Type: application/x-www-form-urlencoded\n"
	    "Accept: application/json\nX-Api-Key: s3&cret\n"
	    "to=436761234567&text=Gr%C3%BC%C3%9Fe%20%26%205%20%E2%82%AC"
	    "&from=43720123456&ttl=120&foreign_id=k7-1-0a1b2c3d");
	m.text = "Za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87";
	m.from = NULL;
	m.validity_s = 5;
	asks("vonage", m,
	    "POST https://api.example.com/sms/json\n"
	    "Content-Type: application/x-www-form-urlencoded\n"
	    "Accept: application/json\n"
	    "api_key=key&api_secret=s3%26cret&to=436761234567"
	    "&text=Za%C5%BC%C3%B3%C5%82%C4%87&type=unicode&ttl=20000"
	    "&client-ref=k7-1-0a1b2c3d");
	asks("kannel", m,
	    "GET http://127.0.0.1:13013/cgi-bin/sendsms?username=kan"
	    "&password=s3%26cret&to=%2B436761234567"
	    "&text=Za%C5%BC%C3%B3%C5%82%C4%87&charset=UTF-8&coding=2"
	    "&validity=1&dlr-mask=31&dlr-url=http%3A%2F%2F127.0.0.1%2Fcb%3F"
	    "ref%3Dk7-1-0a1b2c3d%26status%3D%25d%26to%3D%25p\n"
	    "Accept: text/plain, */*\n");
	asks("own", plain,
	    "POST https://example.com/v1/a%20b/sms\n"
	    "Content-Type: application/json;charset=UTF-8\n"
	    "Accept: application/json\nIdempotency-Key: k7-1-0a1b2c3d\n"
	    "Authorization: Key s3&cret\n"
	    "{\"to\":[\"436761234567\"],\"from\":{},\"content\":{\"text\":"
	    "\"Termin morgen um 9:00\",\"n\":1,\"s\":\"1\",\"yes\":true},"
	    "\"ttl\":7200,\"flat\":[],"
	    "\"deep\":[{\"a\":[1],\"b\":{}},{\"c\":\"k7-1-0a1b2c3d\"}]}");
	m = plain;
	m.validity_s = 0;
	m.from = "Praxis";
	asks("mine", m,
	    "POST http://127.0.0.1:1/2010-04-01/Accounts/AC1/Messages.json\n"
	    "Content-Type: application/x-www-form-urlencoded\n"
	    "Accept: application/json\nBasic AC1:s3&cret\n"
	    "To=%2B436761234567&Body=Termin%20morgen%20um%209%3A00"
	    "&MessagingServiceSid=MG1");
}

static void
test_tests(void)
{
	struct sms m = plain;

	m.test = true;
	asks("twilio", m,
	    "GET https://api.twilio.com/2010-04-01/Accounts/AC0.json\n"
	    "Accept: application/json\nBasic AC0:s3&cret\n");
	asks("seven", m,
	    "GET https://gateway.seven.io/api/balance\n"
	    "Accept: application/json\nX-Api-Key: s3&cret\n");
	asks("vonage", m,
	    "GET https://api.example.com/account/get-balance?api_key=key"
	    "&api_secret=s3%26cret\nAccept: application/json\n");
	asks("own", m, "the gateway own has no access test");
	OK(!gateway_has_test(conf_gateway(&conf, "own")) &&
		gateway_has_test(conf_gateway(&conf, "seven")),
	    "which have one is known");
}

/* CLASS[!flag] CODE ID: what the answer means. */
static void
means(const char *gateway, bool test, long status, const char *body,
    const char *want)
{
	struct account a = account(gateway);
	struct http_res r = { .status = status, .retry_after_s = -1 };
	struct outcome o;
	char got[300];

	buf_str(&r.body, body);
	if (test)
		gateway_test_outcome(j, &a, &r, &o);
	else
		gateway_outcome(j, &a, &r, &o);
	snprintf(got, sizeof(got), "%s%s%s%s %s %s", outcome_name(o.class),
	    o.sender ? "!sender" : "", o.throttled ? "!throttled" : "",
	    o.blocked ? "!blocked" : "", o.code, o.gateway_id);
	if (!t_ok(strcmp(got, want) == 0, __FILE__, __LINE__, "%s %ld %.60s",
		gateway, status, body))
		printf("# got  '%s' %s\n# want '%s'\n", got, o.detail, want);
	OK((o.class == OUTCOME_ACCEPTED || o.detail[0] != '\0') &&
		strstr(o.detail, "436761234567") == NULL,
	    "... said without the number");
	http_res_free(&r);
}

#define SENT(gateway, status, body, want) \
	means((gateway), false, (status), (body), (want))

static void
test_twilio(void)
{
	SENT("twilio", 201,
	    "{\"sid\":\"SM0123456789abcdef0123456789abcdef\","
	    "\"status\":\"queued\",\"num_segments\":\"1\","
	    "\"error_code\":null}",
	    "accepted  SM0123456789abcdef0123456789abcdef");
	SENT("twilio", 400,
	    "{\"code\":21211,\"message\":\"The 'To' number +436761234567 is "
	    "not valid\",\"status\":400}",
	    "permanent 21211 ");
	SENT("twilio", 400, "{\"code\":21610,\"status\":400}",
	    "permanent!blocked 21610 ");
	SENT("twilio", 400, "{\"code\":21606}", "hold!sender 21606 ");
	SENT("twilio", 401, "{\"code\":20003}", "hold 20003 ");
	SENT("twilio", 403, "no JSON", "hold  ");
	SENT("twilio", 429, "{\"code\":20429}", "transient!throttled 20429 ");
	SENT("twilio", 503, "", "transient  ");
	SENT("twilio", 500, "{\"code\":20500}", "unknown 20500 ");
	SENT("twilio", 200, "<html>", "unknown  ");
	SENT("twilio", 302, "", "hold  ");
	SENT("mine", 400, "{\"code\":21211}", "hold 21211 ");
	means("twilio", true, 200, "{\"status\":\"active\"}", "accepted  ");
	means("twilio", true, 401, "{\"code\":20003}", "hold 20003 ");
}

static void
test_seven(void)
{
	SENT("seven", 200,
	    "{\"success\":\"100\",\"balance\":12.3,\"messages\":[{\"id\":"
	    "\"77149843739\",\"success\":true,\"error\":null}]}",
	    "accepted 100 77149843739");
	SENT("seven", 200,
	    "{\"success\":\"100\",\"messages\":[{\"id\":null,\"success\":false,"
	    "\"error\":\"202\",\"error_text\":\"436761234567 is wrong\"}]}",
	    "permanent 202 ");
	SENT("seven", 200, "900", "hold 900 ");
	SENT("seven", 200, "\"900\"", "hold 900 ");
	SENT("seven", 200, "{\"success\":\"201\"}", "hold!sender 201 ");
	SENT("seven", 200, "{\"success\":\"305\"}", "permanent 305 ");
	SENT("seven", 200, "{\"success\":\"402\"}", "transient 402 ");
	SENT("seven", 200, "{\"success\":\"500\"}", "hold 500 ");
	SENT("seven", 200, "{\"success\":\"700\"}", "transient 700 ");
	SENT("seven", 200, "{\"success\":\"999\"}", "unknown 999 ");
	SENT("seven", 200, "", "unknown  ");
	means("seven", true, 200, "{\"amount\":12.3,\"currency\":\"EUR\"}",
	    "accepted  ");
	means("seven", true, 200, "900", "hold 900 ");
}

static void
test_vonage(void)
{
	SENT("vonage", 200,
	    "{\"message-count\":\"1\",\"messages\":[{\"to\":\"436761234567\","
	    "\"message-id\":\"0A0000001234567B\",\"status\":\"0\"}]}",
	    "accepted 0 0A0000001234567B");
	SENT("vonage", 200,
	    "{\"messages\":[{\"status\":\"4\",\"error-text\":\"Bad "
	    "Credentials 436761234567\"}]}",
	    "hold 4 ");
	SENT("vonage", 200, "{\"messages\":[{\"status\":\"1\"}]}",
	    "transient!throttled 1 ");
	SENT("vonage", 200, "{\"messages\":[{\"status\":\"3\"}]}",
	    "permanent 3 ");
	SENT("vonage", 200, "{\"messages\":[{\"status\":\"9\"}]}", "hold 9 ");
	SENT("vonage", 200, "{\"messages\":[]}", "unknown  ");
	means("vonage", true, 200, "{\"value\":3.14}", "accepted  ");
	means("kannel", true, 400, "Missing receiver number, rejected",
	    "accepted  ");
	means(
	    "kannel", true, 403, "Authorization failed for sendsms", "hold  ");
	means("vonage", true, 401, "{\"error-code\":\"401\"}", "hold  ");
}

static void
test_plain(void)
{
	SENT("kannel", 202, "0: Accepted for delivery", "accepted  ");
	SENT("kannel", 202, "3: Queued for later delivery", "accepted  ");
	SENT("kannel", 403, "Authorization failed for sendsms", "hold  ");
	SENT("kannel", 403, "Not routable. Do not try again.", "permanent  ");
	SENT(
	    "kannel", 503, "Temporal failure, try again later.", "transient  ");
	SENT("kannel", 400, "Empty text not allowed, rejected", "permanent  ");
	SENT("kannel", 404, "", "hold  ");
	SENT("kannel", 200, "<html>a page</html>", "unknown  ");
	SENT("own", 200, "{\"state\":\"sent\",\"ids\":[7]}", "accepted  7");
	SENT("own", 200, "{\"state\":\"queued\",\"id\":\"x\"}", "accepted  x");
	SENT("own", 200, "{\"state\":\"no\"}", "unknown  ");
}

static void
test_refused(void)
{
	struct account a = { .conf = conf_gateway(&conf, "own") };
	struct gateway_call c = GATEWAY_CALL_INIT;
	struct err e = ERR_INIT;
	struct sms m = plain;

	OK(gateway_request(j, &a, &m, &c, &e) == -1 && e.kind == ERR_CONF,
	    "no token");
	gateway_call_fini(&c);
	a.secret = "x\r\nY: z";
	c = GATEWAY_CALL_INIT;
	e = ERR_INIT;
	OK(gateway_request(j, &a, &m, &c, &e) == -1 && e.kind == ERR_CONF,
	    "a token that ends the header");
	gateway_call_fini(&c);
	a.secret = "x";
	m.text = "";
	c = GATEWAY_CALL_INIT;
	e = ERR_INIT;
	OK(gateway_request(j, &a, &m, &c, &e) == -1 && e.kind == ERR_DATA,
	    "no text");
	gateway_call_fini(&c);
	OK(gateway_is_local(conf_gateway(&conf, "kannel")) &&
		gateway_is_local(conf_gateway(&conf, "mine")) &&
		!gateway_is_local(conf_gateway(&conf, "twilio")),
	    "what is local is known");
	EQUAL(conf_gateway(&conf, "kannel")->connections, 2,
	    "own keys go before a preset's");
	OK(gateway_is_web(conf_gateway(&conf, "own")) &&
		gateway_needs_secret(conf_gateway(&conf, "vonage")),
	    "its kind");
}

int
main(void)
{
	j = json_new();
	read_conf();
	test_requests();
	test_tests();
	test_twilio();
	test_seven();
	test_vonage();
	test_plain();
	test_refused();
	conf_fini(&conf);
	json_free(j);
	return t_done();
}
