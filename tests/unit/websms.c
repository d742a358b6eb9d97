/* SPDX-License-Identifier: ISC */
#include "gateway/websms.h"

#include <stdio.h>
#include <stdlib.h>

#include "t.h"

static struct json *j;

static struct conf_gateway conf = {
	.name = (char[]){ "websms" },
	.type = GATEWAY_WEBSMS,
	.url = (char[]){ "https://api.example.com/" },
	.path = (char[]){ "/rest/smsmessaging/text" },
	.timeout_s = 20,
};

static const struct sms plain = {
	.to = "+436641234567",
	.text = "Termin morgen um 9:00",
	.ref = "k7-1-0a1b2c3d",
};

static void
test_plain(void)
{
	struct account a = { .conf = &conf, .secret = "0000-token" };
	struct gateway_call c = GATEWAY_CALL_INIT;
	struct err e = ERR_INIT;

	OK(gateway_request(j, &a, &plain, &c, &e) == 0, "a request is made");
	SAME(c.http.url, "https://api.example.com/rest/smsmessaging/text",
	    "its address");
	SAME(c.http.method, "POST", "its method");
	SAME((const char *)c.http.body,
	    "{\"messageContent\":\"Termin morgen um 9:00\","
	    "\"recipientAddressList\":[\"436641234567\"],"
	    "\"clientMessageId\":\"k7-1-0a1b2c3d\"}",
	    "what is not set is left out; digits only");
	OK(c.http.body_n == strlen(c.http.body), "... and all of it goes");
	SAME(c.http.bearer, "0000-token", "the token is Bearer");
	OK(c.http.user == NULL && c.http.password == NULL, "... and not Basic");
	OK(c.http.follow == 0, "redirects are not followed");
	EQUAL(c.http.total_s, 20, "the configured timeout");
	OK(c.http.n_headers == 2 &&
		strcmp(c.http.headers[0],
		    "Content-Type: application/json;charset=UTF-8") == 0 &&
		strcmp(c.http.headers[1], "Accept: application/json") == 0,
	    "its headers");
	gateway_call_fini(&c);
}

static void
test_full(void)
{
	struct conf_gateway full = conf;
	full.type = GATEWAY_LINKMOBILITY;
	full.user = (char[]){ "office@example.com" };
	full.callback = (char[]){ "https://sms.example.com/cb?k=1" };
	full.category = (char[]){ "informational" };
	full.path = (char[]){ "json/smsmessaging/text" };
	struct account a = { .conf = &full, .secret = "pass w\xc3\xb6rd" };
	struct sms m = plain;
	struct gateway_call c = GATEWAY_CALL_INIT;
	struct err e = ERR_INIT;

	m.text = "Gr\xc3\xbc\xc3\x9f"
		 "e \"\xe2\x82\xac\"\n\\";
	m.from = "PraxisMustr";
	m.from_type = "alphanumeric";
	m.max_parts = 4;
	m.validity_s = 7200;
	m.test = true;
	OK(gateway_request(j, &a, &m, &c, &e) == 0, "a full request is made");
	SAME(c.http.url, "https://api.example.com/json/smsmessaging/text",
	    "another path");
	SAME((const char *)c.http.body,
	    "{\"messageContent\":\"Gr\xc3\xbc\xc3\x9f"
	    "e \\\"\xe2\x82\xac\\\"\\n\\\\\","
	    "\"recipientAddressList\":[\"436641234567\"],"
	    "\"senderAddress\":\"PraxisMustr\","
	    "\"senderAddressType\":\"alphanumeric\","
	    "\"clientMessageId\":\"k7-1-0a1b2c3d\","
	    "\"contentCategory\":\"informational\","
	    "\"notificationCallbackUrl\":\"https://sms.example.com/cb?k=1\","
	    "\"maxSmsPerMessage\":4,\"validityPeriode\":7200,\"test\":true}",
	    "every member");
	SAME(c.http.user, "office@example.com", "Basic: the user");
	SAME(c.http.password, "pass w\xc3\xb6rd", "... and the password");
	OK(c.http.bearer == NULL, "... and not Bearer");
	gateway_call_fini(&c);
}

/* The value that stands behind `name` in the body, as a number. */
static long
member(int64_t validity_s, int max_parts, const char *name)
{
	struct account a = { .conf = &conf, .secret = "t" };
	struct gateway_call c = GATEWAY_CALL_INIT;
	struct err e = ERR_INIT;
	struct sms m = plain;
	long v = -1;

	m.validity_s = validity_s;
	m.max_parts = max_parts;
	if (gateway_request(j, &a, &m, &c, &e) == 0) {
		const char *at = strstr(c.http.body, name);
		if (at != NULL)
			v = strtol(at + strlen(name) + 2, NULL, 10);
	}
	gateway_call_fini(&c);
	return v;
}

static void
test_limits(void)
{
	EQUAL(member(5, 0, "validityPeriode"), 60, "validity: 60 s at least");
	EQUAL(member(60, 0, "validityPeriode"), 60, "... 60 s");
	EQUAL(member(259201, 0, "validityPeriode"), 259200, "... 3 days");
	EQUAL(member(0, 0, "validityPeriode"), -1, "... or none");
	EQUAL(member(0, 0, "maxSmsPerMessage"), -1, "no limit of parts");
	EQUAL(member(0, 300, "maxSmsPerMessage"), 255, "... 255 at most");
}

static void
refused(const char *secret, struct sms m, enum err_kind kind, const char *name)
{
	struct account a = { .conf = &conf, .secret = secret };
	struct gateway_call c = GATEWAY_CALL_INIT;
	struct err e = ERR_INIT;

	OK(gateway_request(j, &a, &m, &c, &e) == -1 && e.kind == kind, name);
	gateway_call_fini(&c);
}

static void
test_refused(void)
{
	struct sms m = plain;

	refused(NULL, m, ERR_CONF, "no token");
	refused("", m, ERR_CONF, "an empty token");
	refused("a\r\nX: y", m, ERR_CONF, "a token that ends the header");
	m.to = "0664 1234567";
	refused("t", m, ERR_DATA, "a national number");
	m.to = "+4366412345678901";
	refused("t", m, ERR_DATA, "a number of 16 digits");
	m.to = "+43abc1234";
	refused("t", m, ERR_DATA, "a number with letters");
	m = plain;
	m.text = "";
	refused("t", m, ERR_DATA, "no text");
	m.text = "\xff";
	refused("t", m, ERR_DATA, "a text that is not UTF-8");
}

struct answer {
	long status;
	const char *body;
	enum outcome_class class;
	const char *name;
};

#define IN_BAND(code) "{\"statusCode\":" code ",\"statusMessage\":\"x\"}"

static const struct answer answers[] = {
	{ 200, IN_BAND("2000"), OUTCOME_ACCEPTED, "2000" },
	{ 200, IN_BAND("2001"), OUTCOME_ACCEPTED, "2001" },
	{ 200, IN_BAND("2002"), OUTCOME_ACCEPTED, "2002" },
	{ 200, IN_BAND("2999"), OUTCOME_ACCEPTED, "2xxx" },
	{ 200, IN_BAND("\"2000\""), OUTCOME_ACCEPTED, "a code in a string" },
	{ 200, IN_BAND("4000"), OUTCOME_PERMANENT, "4000" },
	{ 200, IN_BAND("4001"), OUTCOME_HOLD, "4001" },
	{ 200, IN_BAND("4002"), OUTCOME_PERMANENT, "4002" },
	{ 200, IN_BAND("4003"), OUTCOME_HOLD, "4003" },
	{ 200, IN_BAND("4004"), OUTCOME_HOLD, "4004" },
	{ 200, IN_BAND("4008"), OUTCOME_PERMANENT, "4008" },
	{ 200, IN_BAND("4009"), OUTCOME_PERMANENT, "4009" },
	{ 200, IN_BAND("4012"), OUTCOME_TRANSIENT, "4012" },
	{ 200, IN_BAND("4013"), OUTCOME_HOLD, "4013" },
	{ 200, IN_BAND("4014"), OUTCOME_HOLD, "4014" },
	{ 200, IN_BAND("4015"), OUTCOME_HOLD, "4015" },
	{ 200, IN_BAND("4016"), OUTCOME_HOLD, "4016" },
	{ 200, IN_BAND("4017"), OUTCOME_PERMANENT, "4017" },
	{ 200, IN_BAND("4018"), OUTCOME_HOLD, "4018" },
	{ 200, IN_BAND("4019"), OUTCOME_PERMANENT, "4019" },
	{ 200, IN_BAND("4020"), OUTCOME_HOLD, "4020" },
	{ 200, IN_BAND("4021"), OUTCOME_HOLD, "4021" },
	{ 200, IN_BAND("4022"), OUTCOME_HOLD, "4022" },
	{ 200, IN_BAND("4023"), OUTCOME_TRANSIENT, "4023" },
	{ 200, IN_BAND("4024"), OUTCOME_TRANSIENT, "4024" },
	{ 200, IN_BAND("4025"), OUTCOME_TRANSIENT, "4025" },
	{ 200, IN_BAND("4026"), OUTCOME_PERMANENT, "4026" },
	{ 200, IN_BAND("4029"), OUTCOME_PERMANENT, "4029" },
	{ 200, IN_BAND("4030"), OUTCOME_PERMANENT, "4030" },
	{ 200, IN_BAND("4031"), OUTCOME_PERMANENT, "4031" },
	{ 200, IN_BAND("4035"), OUTCOME_HOLD, "4035" },
	{ 200, IN_BAND("4040"), OUTCOME_HOLD, "4040" },
	{ 200, IN_BAND("4041"), OUTCOME_HOLD, "4041" },
	{ 200, IN_BAND("4042"), OUTCOME_PERMANENT, "4042" },
	{ 200, IN_BAND("4043"), OUTCOME_PERMANENT, "4043" },
	{ 200, IN_BAND("4120"), OUTCOME_PERMANENT, "4120" },
	{ 200, IN_BAND("4777"), OUTCOME_PERMANENT, "4xxx" },
	{ 200, IN_BAND("5000"), OUTCOME_TRANSIENT, "5000" },
	{ 200, IN_BAND("5003"), OUTCOME_TRANSIENT, "5003" },
	{ 200, IN_BAND("5777"), OUTCOME_TRANSIENT, "5xxx" },
	{ 200, IN_BAND("3000"), OUTCOME_UNKNOWN, "3xxx" },
	{ 200, IN_BAND("0"), OUTCOME_UNKNOWN, "0" },
	{ 200, IN_BAND("2000.5"), OUTCOME_UNKNOWN, "a fraction" },
	{ 200, "", OUTCOME_UNKNOWN, "200 and nothing" },
	{ 200, "{}", OUTCOME_UNKNOWN, "200 without a code" },
	{ 200, "<html>Wartung</html>", OUTCOME_UNKNOWN, "200 with HTML" },
	{ 200, "{\"statusCode\":20", OUTCOME_UNKNOWN, "200 cut off" },
	{ 204, "", OUTCOME_UNKNOWN, "HTTP 204" },
	{ 301, "", OUTCOME_HOLD, "HTTP 301" },
	{ 400, "", OUTCOME_PERMANENT, "HTTP 400" },
	{ 400, IN_BAND("4001"), OUTCOME_HOLD, "HTTP 400 with 4001" },
	{ 401, "", OUTCOME_HOLD, "HTTP 401" },
	{ 403, "", OUTCOME_HOLD, "HTTP 403" },
	{ 404, "<html>", OUTCOME_HOLD, "HTTP 404" },
	{ 405, "", OUTCOME_HOLD, "HTTP 405" },
	{ 413, "", OUTCOME_PERMANENT, "HTTP 413" },
	{ 415, "", OUTCOME_HOLD, "HTTP 415" },
	{ 429, "", OUTCOME_TRANSIENT, "HTTP 429" },
	{ 500, "", OUTCOME_UNKNOWN, "HTTP 500" },
	{ 500, IN_BAND("5000"), OUTCOME_TRANSIENT, "HTTP 500 with 5000" },
	{ 500, IN_BAND("2000"), OUTCOME_UNKNOWN, "HTTP 500 with 2000" },
	{ 502, "<html>", OUTCOME_UNKNOWN, "HTTP 502" },
	{ 503, "", OUTCOME_TRANSIENT, "HTTP 503" },
	{ 504, "", OUTCOME_UNKNOWN, "HTTP 504" },
};

static struct outcome
answer(long status, const char *body)
{
	struct account a = { .conf = &conf };
	struct http_res r = {
		.status = status,
		.retry_after_s = -1,
		.sent = true,
	};
	struct outcome o;

	buf_str(&r.body, body);
	gateway_outcome(j, &a, &r, &o);
	buf_free(&r.body);
	return o;
}

static void
test_answers(void)
{
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		const struct answer *w = &answers[i];
		struct outcome o = answer(w->status, w->body);
		t_ok(o.class == w->class && o.http_status == w->status,
		    __FILE__, __LINE__, "%s is %s", w->name,
		    outcome_name(w->class));
		if (o.class != w->class)
			printf("# got %s\n", outcome_name(o.class));
	}
}

static void
test_details(void)
{
	struct outcome o = answer(200,
	    "{\"clientMessageId\":\"k7-1-0a1b2c3d\",\"smsCount\":1,"
	    "\"statusCode\":2000,\"statusMessage\":\"OK\","
	    "\"transferId\":\"0069b2c4d1000a1b2c3d\"}");
	SAME(o.gateway_id, "0069b2c4d1000a1b2c3d", "the gateway's id");
	SAME(o.code, "2000", "... and its code");

	char longer[300];
	snprintf(longer, sizeof(longer),
	    "{\"statusCode\":2000,\"transferId\":\"%0200d\"}", 0);
	o = answer(200, longer);
	OK(o.class == OUTCOME_ACCEPTED && o.gateway_id[0] == '\0',
	    "an id that is too long is no id");
	o = answer(200, "{\"statusCode\":2000,\"transferId\":null}");
	OK(o.class == OUTCOME_ACCEPTED && o.gateway_id[0] == '\0', "no id");

	o = answer(200,
	    "{\"statusCode\":4002,\"statusMessage\":\"bad 436641234567\"}");
	SAME(o.detail,
	    "4002: the recipient's number is not valid (bad \xe2\x80\xa6)",
	    "no phone in the detail");
	o = answer(200, IN_BAND("4003"));
	OK(o.sender, "4003 holds the sender");
	o = answer(200, IN_BAND("4001"));
	OK(!o.sender, "4001 holds the account");
	OK(answer(200, IN_BAND("4030")).blocked, "4030: a blocked number");
	OK(answer(200, IN_BAND("4031")).blocked, "4031: a blocked number");
	OK(!answer(200, IN_BAND("4043")).blocked, "4043: no blocked number");
	OK(answer(200, IN_BAND("4023")).throttled, "4023: soon again");
	OK(answer(429, "").throttled, "HTTP 429: soon again");
	OK(!answer(503, "").throttled, "HTTP 503: later again");
}

static struct outcome
broken(bool sent, const char *said)
{
	struct account a = { .conf = &conf };
	struct http_res r = { .retry_after_s = -1, .sent = sent };
	struct outcome o;

	(void)err_set(&r.err, ERR_NET, "%s", said);
	gateway_outcome(j, &a, &r, &o);
	return o;
}

static void
test_transfer(void)
{
	struct account a = { .conf = &conf };
	struct http_res r = { .status = 503, .retry_after_s = 120 };
	struct outcome o = broken(false, "api.example.com: no connection");

	OK(o.class == OUTCOME_TRANSIENT, "not connected: not sent");
	SAME(o.detail, "api.example.com: no connection", "... and why");
	OK(broken(true, "reset").class == OUTCOME_UNKNOWN,
	    "broken off behind the request: unknown");

	gateway_outcome(j, &a, &r, &o);
	EQUAL(o.retry_after_s, 120, "Retry-After");
}

static void
test_explain(void)
{
	struct account a = { .conf = &conf };
	struct outcome o = answer(401, "");

	SAME(gateway_explain(&a, &o),
	    "the user name, password or token is wrong, or the account is not "
	    "active",
	    "401 in a sentence");
	o = answer(200, IN_BAND("4014"));
	SAME(gateway_explain(&a, &o),
	    "this machine's IP address is not allowed for the account: add it "
	    "in the portal",
	    "4014 in a sentence");
	o = broken(false, "api.example.com: no connection");
	SAME(gateway_explain(&a, &o), "api.example.com: no connection",
	    "else what happened");
	SAME(gateway_type_name(&conf), "websms", "its type");
	OK(gateway_is_web(&conf) && gateway_needs_secret(&conf), "of the web");
	OK(!gateway_is_local(&conf), "... and not local");
}

int
main(void)
{
	j = json_new();
	test_plain();
	test_full();
	test_limits();
	test_refused();
	test_answers();
	test_details();
	test_transfer();
	test_explain();
	json_free(j);
	return t_done();
}
