/* SPDX-License-Identifier: ISC */
#include "gateway/callback.h"

#include <stdio.h>
#include <stdlib.h>

#include "t.h"
#include "util/str.h"

static struct json *json;

#define SID "MessageSid=SM0123456789abcdef0123456789abcdef"
#define TWILIO "https://sms.example.org/cb/twilio?k=7"
#define TWILIO_BODY                                           \
	"AccountSid=AC00000000000000000000000000000000"       \
	"&To=%2B436761234567&" SID "&MessageStatus=delivered" \
	"&From=%2B436769999999"

/* What is the notice of that request?  KEY PHONE|ID TEXT|STATUS, or why not. */
static void
gives(const struct spool_entry *like, const char *key, const char *want,
    const char *name)
{
	struct spool_entry s = *like;
	struct notice n;
	struct err e = ERR_INIT;
	char got[600];

	s.n = strlen(s.body);
	s.received_at = s.received_at != 0 ? s.received_at : 1797000000;
	if (callback_read(json, &s, key, &n, &e) == -1)
		snprintf(got, sizeof(got), "%s", e.msg);
	else if (n.type == NOTICE_REPLY)
		snprintf(got, sizeof(got), "%s %s>%s %s",
		    n.key != NULL ? n.key : "-", n.phone,
		    n.address != NULL ? n.address : "-", n.text);
	else if (n.type == NOTICE_REPORT)
		snprintf(got, sizeof(got), "%s %s %s %s", n.key,
		    n.gateway_id != NULL ? n.gateway_id : "-",
		    n.ref != NULL ? n.ref : "-", notice_status_name(n.status));
	else
		snprintf(got, sizeof(got), "nothing");
	SAME(got, want, name);
	notice_fini(&n);
}

static struct spool_entry
entry(char *vendor, char *method, char *url, char *body)
{
	return (struct spool_entry){
		.name = (char[]){ "acme" },
		.vendor = vendor,
		.method = method,
		.url = url,
		.body = body,
	};
}

#define GET(v, q)                                                             \
	entry((char[]){ v }, (char[]){ "GET" }, (char[]){ "http://h/cb?" q }, \
	    (char[]){ "" })
#define POST(v, b)                               \
	entry((char[]){ v }, (char[]){ "POST" }, \
	    (char[]){ "http://h/cb?k=1" }, (char[]){ b })

static void
twilio(void)
{
	static const char delivered[] =
	    "twilio/SM0123456789abcdef0123456789abcdef/delivered "
	    "SM0123456789abcdef0123456789abcdef - delivered";
	struct spool_entry s = POST("twilio", TWILIO_BODY);
	char *const urls[] = { (char[]){ TWILIO },
		(char[]){ "http://sms.example.org/cb/twilio?k=7" },
		(char[]){ "https://sms.example.org:443/cb/twilio?k=7" },
		(char[]){ "http://sms.example.org:8080/cb/twilio?k=7" } };

	s.headers[0] = (struct spool_header){
		(char[]){ "x-twilio-signature" },
		(char[]){ "9t4n394RY89t+TPyx0/+LUpLH8Q=" },
	};
	gives(&s, "12345", "there is no signature", "twilio, unsigned");
	s.n_headers = 1;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		s.url = urls[i];
		gives(&s, "12345", delivered, urls[i]);
	}
	gives(&s, "12346", "the signature is wrong", "another key");
	gives(&s, NULL,
	    "the account has no key that the signature could be checked with",
	    "no key");
	s.url = (char[]){ "https://sms.example.org/cb/twilio?k=8" };
	gives(&s, "12345", "the signature is wrong", "another address");
	s.url = (char[]){ TWILIO };
	s.body = (char[]){ TWILIO_BODY "&a=b" };
	gives(&s, "12345", "the signature is wrong", "another parameter");
	s.body = (char[]){ TWILIO_BODY "&MessageStatus=delivered" };
	gives(&s, "12345", delivered, "one that stands twice is signed once");
	OK(callback_key("twilio") == CALLBACK_MUST, "always signed");
}

static void
seven(void)
{
	struct spool_entry s = POST("seven",
	    "{\"webhook_event\":\"dlr\",\"data\":{\"msg_id\":\"7\","
	    "\"status\":\"DELIVERED\"}}");
	struct spool_entry mo = POST("seven",
	    "{\"webhook_event\":\"sms_mo\",\"data\":{\"id\":\"9\","
	    "\"sender\":\"436641234567\",\"system\":\"4912\","
	    "\"text\":\"Gr\\u00fc\\u00dfe\"}}");
	struct spool_entry form = POST("seven",
	    "webhook_event=dlr&data%5Bmsg_id%5D=7&data%5Bstatus%5D=FAILED");

	gives(&s, NULL, "seven/7/delivered 7 - delivered", "seven, no key");
	gives(&mo, NULL,
	    "seven/9 +436641234567>4912 Gr\xc3\xbc\xc3\x9f"
	    "e",
	    "a reply");
	gives(&form, NULL, "seven/7/undelivered 7 - undelivered", "a form");
	gives(&s, "secret", "there is no signature", "a key, and unsigned");
	s.url = (char[]){ "https://sms.example.org/cb/seven" };
	s.headers[0] = (struct spool_header){ (char[]){ "x-signature" },
		(char[]){ "d6d9711c614770c6f470e0ea8daaa8ed"
			  "5374866e7754a2023a0942fa58525af4" } };
	s.headers[1] = (struct spool_header){ (char[]){ "x-timestamp" },
		(char[]){ "1797000100" } };
	s.headers[2] = (struct spool_header){ (char[]){ "x-nonce" },
		(char[]){ "0123456789abcdef" } };
	s.n_headers = 3;
	gives(&s, "secret", "seven/7/delivered 7 - delivered", "signed");
	gives(&s, "secret2", "the signature is wrong", "another key");
	s.received_at = 1797000401;
	gives(&s, "secret",
	    "it was signed more than 5 minutes from its arrival", "long ago");
	s.received_at = 1797000400;
	gives(&s, "secret", "seven/7/delivered 7 - delivered", "just so");
	OK(callback_key("seven") == CALLBACK_SIGNS, "signed with a key");
}

/* The text has what Vonage writes as _; our own k= is signed, too. */
#define VONAGE                                                          \
	"k=1&msisdn=436641234567&to=4366&messageId=M1&text=Ja+%26+nein" \
	"&type=text&timestamp=1797000000&nonce=aa"                      \
	"&message-timestamp=2026-12-11+12%3A00%3A00&sig="
#define VONAGE_NOTICE "vonage/M1 +436641234567>4366 Ja & nein"

static void
vonage_signed(void)
{
	struct spool_entry s;

	s = GET("vonage", VONAGE "512cc80a958b9b65cbdbec9592f00f88");
	gives(&s, "secret", VONAGE_NOTICE, "vonage, MD5 of all and the key");
	gives(&s, "secret2", "the signature is wrong", "another key");
	gives(&s, NULL, VONAGE_NOTICE, "no key: nothing is looked at");
	s.received_at = 1797000000 + 24 * 3600;
	gives(&s, "secret", VONAGE_NOTICE, "said again a day later");
	s.received_at = 1797000000 + 26 * 3600;
	gives(&s, "secret",
	    "it was signed more than a day before its arrival, or behind it",
	    "... and for long");
	s.received_at = 1797000000 - 301;
	gives(&s, "secret",
	    "it was signed more than a day before its arrival, or behind it",
	    "... and before it was signed");
	s = GET("vonage", VONAGE "440a58b2ec9b8a21c1f73b786ae1300a");
	gives(&s, "secret", VONAGE_NOTICE, "as older libraries sign");
	s = GET("vonage", VONAGE "ef6cadf2b002a78cf3dcd5c3bad0bd29");
	gives(&s, "secret", VONAGE_NOTICE, "HMAC-MD5");
	s = GET("vonage", VONAGE "3FC69248A10FAD61E61FEAF8EAAFC910E059E255");
	gives(&s, "secret", VONAGE_NOTICE, "HMAC-SHA1, in capitals");
	s = GET("vonage",
	    VONAGE "17f14d3f456c3523a07ec1905956926c"
		   "0cbb004b32b631abccdeb3e686149a4b");
	gives(&s, "secret", VONAGE_NOTICE, "HMAC-SHA256");
	s = GET("vonage",
	    VONAGE "63b31d13d757ccb59ee70a95c6ba75d2"
		   "3ac150400f38396e9cf68b3421891f5a"
		   "13816d22f3eb17bd69bde23449b4fcea"
		   "e2450ea4f2487e81f498530cd9db0c3f");
	gives(&s, "secret", VONAGE_NOTICE, "HMAC-SHA512");
	s = GET("vonage",
	    "k=1&x=1&msisdn=436641234567&to=4366&messageId=M1"
	    "&text=Ja+%26+nein&type=text&timestamp=1797000000&nonce=aa"
	    "&message-timestamp=2026-12-11+12%3A00%3A00"
	    "&sig=512cc80a958b9b65cbdbec9592f00f88");
	gives(&s, "secret", "the signature is wrong", "something was added");
	s = GET("vonage", VONAGE "51");
	gives(&s, "secret", "the signature is wrong", "no signature at all");
	s = GET("vonage", VONAGE);
	gives(&s, "secret", "the signature is wrong", "... an empty one");
	s = GET("vonage", "msisdn=436641234567&text=a&messageId=M1");
	gives(&s, "secret", "there is no signature", "... none");
	s = POST("vonage",
	    "{\"messageId\":\"M2\",\"status\":\"failed\","
	    "\"client-ref\":\"k1-1\",\"msisdn\":\"43664\","
	    "\"timestamp\":1797000000,\"nonce\":\"b\",\"sig\":\""
	    "3d2c3b5a6fa6dc2ad8a796f4ed778cf6"
	    "c5a1531ee45760c8aebc7bfdc90fe03c\"}");
	gives(&s, "secret", "vonage/M2/undelivered M2 k1-1 undelivered",
	    "as JSON");
	OK(callback_key("vonage") == CALLBACK_SIGNS, "signed with a key");
}

/* PART/PARTS of REF. */
static void
part(const char *query, const char *want, const char *name)
{
	struct spool_entry s = GET("vonage", "");
	struct buf url = BUF_INIT;
	struct notice n;
	struct err e = ERR_INIT;
	char got[600];

	buf_fmt(&url, "http://h/cb?msisdn=436641234567&text=a&messageId=M%s",
	    query);
	s.url = url.v;
	if (callback_read(json, &s, NULL, &n, &e) == -1)
		snprintf(got, sizeof(got), "%s", e.msg);
	else if (n.parts_ref == NULL)
		snprintf(got, sizeof(got), "whole");
	else
		snprintf(got, sizeof(got), "%d/%d of %s", n.part, n.parts,
		    n.parts_ref);
	SAME(got, want, name);
	notice_fini(&n);
	buf_free(&url);
}

static void
parts(void)
{
	part("&concat=true&concat-ref=7&concat-part=2&concat-total=3",
	    "2/3 of 7", "a part");
	part("", "whole", "none");
	part("&concat=true&concat-ref=7&concat-part=1&concat-total=1", "whole",
	    "one of one");
	part("&concat=true&concat-ref=7&concat-part=4&concat-total=3", "whole",
	    "one of fewer");
	part("&concat=true&concat-ref=7&concat-part=1&concat-total=256",
	    "whole", "one of too many");
	part("&concat=true&concat-ref=&concat-part=1&concat-total=2", "whole",
	    "of nothing");
}

static void
others(void)
{
	struct spool_entry s;

	s = POST("websms",
	    "{\"messageType\":\"text\",\"notificationId\":\"n1\","
	    "\"senderAddress\":\"436641234567\",\"recipientAddress\":\"0828\","
	    "\"textMessageContent\":\"Ja\"}");
	gives(&s, NULL, "n1 +436641234567>0828 Ja", "websms");
	s = GET("vonage",
	    "k=1&msisdn=436641234567&to=4366&messageId=M1&text=Ja+%26+nein");
	gives(&s, NULL, "vonage/M1 +436641234567>4366 Ja & nein", "vonage");
	s = POST("vonage",
	    "{\"messageId\":\"M2\",\"status\":\"failed\","
	    "\"client-ref\":\"k1-1\",\"msisdn\":\"43664\"}");
	gives(&s, NULL, "vonage/M2/undelivered M2 k1-1 undelivered", "as JSON");
	s = POST("vonage", "messageId=M2&status=unknown");
	gives(&s, NULL, "nothing", "a state that says nothing");
	s = GET("kannel", "k=1&id=k7-1&st=1");
	gives(&s, NULL, "kannel/k7-1/delivered - k7-1 delivered", "kannel");
	s = GET("kannel", "k=1&ref=k7-1&status=2&to=4366");
	gives(&s, NULL, "kannel/k7-1/undelivered - k7-1 undelivered",
	    "as the preset has it");
	s = GET("kannel", "k=1&st=8");
	gives(&s, NULL, "ref is missing", "of nothing");
	s = GET("kannel", "k=1&id=k7-1&st=8");
	gives(&s, NULL, "kannel/k7-1/accepted - k7-1 accepted", "on its way");
	s = GET("kannel", "k=1&from=%2B436641234567&to=0828&text=%FCber&id=u1");
	gives(&s, NULL,
	    "kannel/u1 +436641234567>0828 \xc3\xbc"
	    "ber",
	    "a reply in Latin-1");
	s = GET("kannel", "k=1&from=00436641234567&to=0828&text=");
	gives(&s, NULL, "- +436641234567>0828 ", "00, no id, no text");
	s = GET("kannel", "k=1&from=06641234567&to=0828&text=x");
	gives(&s, NULL, "from is no international phone number", "a national");
	s = GET("kannel", "k=1&from=INFO&to=0828&text=x");
	gives(&s, NULL, "nothing", "a name is no person");
	s = GET("kannel", "k=1");
	gives(&s, NULL, "from is missing", "no sender");
	s = POST("form", "from=436641234567&text=Stop");
	gives(&s, NULL, "- +436641234567>- Stop", "a form");
	s = POST("form", "from=436641234567");
	gives(&s, NULL, "text is missing", "without a text");
	s = GET("form", "status=delivered&ref=k1-1");
	gives(&s, NULL, "form/k1-1/delivered - k1-1 delivered", "a report");
	s = GET("form", "status=done&ref=k1-1");
	gives(&s, NULL, "status 'done' is not known", "a bad state");
	s = GET("form", "status=delivered");
	gives(&s, NULL, "there is no id of a message", "of nothing");
	s = POST("nobody", "a=b");
	gives(&s, NULL, "no such vendor 'nobody'", "no vendor");
	s = POST("websms", "[]");
	gives(&s, NULL, "no JSON object in UTF-8", "no object");
	s = POST("vonage", "{\"a\":");
	gives(&s, NULL, "no JSON object in UTF-8", "no JSON");
}

int
main(void)
{
	json = json_new();
	twilio();
	seven();
	vonage_signed();
	parts();
	others();
	json_free(json);
	return t_done();
}
