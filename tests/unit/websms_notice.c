/* SPDX-License-Identifier: ISC */
#include "gateway/websms_notice.h"

#include <stdlib.h>

#include "t.h"

static struct json *j;

/* What websms sends, and what becomes of it; NULL and 0: nothing. */
static const struct {
	const char *name, *text;
	struct notice want;
} good[] = {
	{ "a reply",
	    "{\"messageType\":\"text\",\"notificationId\":"
	    "\"02c1d0069b2c4d10cbfa\",\"messageFlashSms\":false,"
	    "\"senderAddress\":\"436641234567\","
	    "\"senderAddressType\":\"international\","
	    "\"recipientAddress\":\"08282709900001\","
	    "\"recipientAddressType\":\"national\","
	    "\"textMessageContent\":\"Komme 10 Minuten sp\xc3\xa4ter\"}",
	    { .type = NOTICE_REPLY,
		.key = (char[]){ "02c1d0069b2c4d10cbfa" },
		.phone = (char[]){ "+436641234567" },
		.address = (char[]){ "08282709900001" },
		.text = (char[]){ "Komme 10 Minuten sp\xc3\xa4ter" } } },
	{ "the least of a reply; an id that is a number, escapes, a plus",
	    " {\"messageType\":\"text\",\"notificationId\":"
	    "1234567890123456789,\"senderAddress\":\"+436641234567\","
	    "\"recipientAddress\":\"\",\"textMessageContent\":"
	    "\"\\u003c3 \\ud83d\\ude00\\n\"}\r",
	    { .type = NOTICE_REPLY,
		.key = (char[]){ "1234567890123456789" },
		.phone = (char[]){ "+436641234567" },
		.text = (char[]){ "<3 \xf0\x9f\x98\x80\n" } } },
	{ "a reply without a word, from a number that is a JSON number",
	    "{\"messageType\":\"text\",\"notificationId\":\"1\","
	    "\"senderAddress\":436641234567,\"textMessageContent\":\"\"}",
	    { .type = NOTICE_REPLY,
		.key = (char[]){ "1" },
		.phone = (char[]){ "+436641234567" },
		.text = (char[]){ "" } } },
	{ "a report",
	    "{\"messageType\":\"deliveryReport\",\"notificationId\":"
	    "\"069b2c4f0012ab34cd56\",\"transferId\":"
	    "\"0069b2c4d1000a1b2c3d\",\"senderAddress\":\"436641234567\","
	    "\"deliveryReportMessageStatus\":\"delivered\","
	    "\"sentOn\":\"2026-03-12T14:30:10.000+01:00\","
	    "\"deliveredOn\":\"2026-03-12T14:30:13.500+01:00\","
	    "\"deliveredAs\":\"sms\",\"clientMessageId\":\"k1-1-0a1b2c3d\"}",
	    { .type = NOTICE_REPORT,
		.key = (char[]){ "069b2c4f0012ab34cd56/delivered" },
		.gateway_id = (char[]){ "0069b2c4d1000a1b2c3d" },
		.ref = (char[]){ "k1-1-0a1b2c3d" },
		.status = NOTICE_DELIVERED,
		.at = 1773322213 } },
	{ "a report with our reference alone, and no time of delivery",
	    "{\"messageType\":\"deliveryReport\",\"notificationId\":\"2\","
	    "\"deliveryReportMessageStatus\":\"expired\","
	    "\"sentOn\":\"2026-03-12T13:30:10Z\","
	    "\"clientMessageId\":\"k1-1-0a1b2c3d\"}",
	    { .type = NOTICE_REPORT,
		.key = (char[]){ "2/expired" },
		.ref = (char[]){ "k1-1-0a1b2c3d" },
		.status = NOTICE_EXPIRED,
		.at = 1773322210 } },
	{ "a report whose time nobody can read is a report",
	    "{\"messageType\":\"deliveryReport\",\"notificationId\":\"3\","
	    "\"deliveryReportMessageStatus\":\"accepted\","
	    "\"deliveredOn\":\"soon\",\"sentOn\":null,"
	    "\"transferId\":42,\"clientMessageId\":\"\"}",
	    { .type = NOTICE_REPORT,
		.key = (char[]){ "3/accepted" },
		.gateway_id = (char[]){ "42" },
		.status = NOTICE_ACCEPTED } },
	{ "a binary SMS is nothing for us",
	    "{\"messageType\":\"binary\",\"notificationId\":\"4\"}",
	    { .type = NOTICE_OTHER } },
	{ "nor is another channel", "{\"messageType\":\"whatsapp\"}",
	    { .type = NOTICE_OTHER } },
};

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void
test_good(void)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		const struct notice *w = &good[i].want;
		struct err e = ERR_INIT;
		struct notice n;

		int r = websms_notice(
		    j, good[i].text, strlen(good[i].text), &n, &e);
		OK(r == 0 && e.kind == ERR_NONE && n.type == w->type,
		    good[i].name);
		OK(same(n.key, w->key) && same(n.phone, w->phone) &&
			same(n.address, w->address) && same(n.text, w->text),
		    "... its key, number and text");
		OK(same(n.ref, w->ref) && same(n.gateway_id, w->gateway_id) &&
			n.status == w->status && n.at == w->at,
		    "... its message, status and time");
		notice_fini(&n);
	}
}

#define REPLY "{\"messageType\":\"text\",\"notificationId\":\"1\""
#define REPORT "{\"messageType\":\"deliveryReport\""

static const struct {
	const char *text, *want;
} bad[] = {
	{ "", "no JSON object in UTF-8" },
	{ "<html>", "no JSON object in UTF-8" },
	{ "[]", "no JSON object in UTF-8" },
	{ "null", "no JSON object in UTF-8" },
	{ "{\"messageType\":\"text\"", "no JSON object in UTF-8" },
	{ "{\"messageType\":\"\xff\"}", "no JSON object in UTF-8" },
	{ "{}", "messageType is missing" },
	{ "{\"messageType\":null}", "messageType is missing" },
	{ "{\"messageType\":\"text\"}", "notificationId is missing" },
	{ "{\"messageType\":\"text\",\"notificationId\":\"\"}",
	    "notificationId is missing" },
	{ "{\"messageType\":\"text\",\"notificationId\":[1]}",
	    "notificationId is missing" },
	{ REPLY "}", "senderAddress is missing" },
	{ REPLY ",\"senderAddress\":\"A1\"}",
	    "senderAddress is no international phone number" },
	{ REPLY ",\"senderAddress\":\"06641234567\"}",
	    "senderAddress is no international phone number" },
	{ REPLY ",\"senderAddress\":\"6641234567\","
		"\"senderAddressType\":\"national\"}",
	    "senderAddress is no international phone number" },
	{ REPLY ",\"senderAddress\":\"43664\"}",
	    "senderAddress is no international phone number" },
	{ REPLY ",\"senderAddress\":\"4366412345678901\"}",
	    "senderAddress is no international phone number" },
	{ REPLY ",\"senderAddress\":\"43664 1234567\"}",
	    "senderAddress is no international phone number" },
	{ REPLY ",\"senderAddress\":\"436641234567\"}",
	    "textMessageContent is missing" },
	{ REPLY ",\"senderAddress\":\"436641234567\","
		"\"textMessageContent\":[\"a\"]}",
	    "textMessageContent is missing" },
	{ REPORT "}", "notificationId is missing" },
	{ REPORT ",\"notificationId\":\"1\"}",
	    "deliveryReportMessageStatus is missing" },
	{ REPORT ",\"notificationId\":\"1\","
		 "\"deliveryReportMessageStatus\":\"read\"}",
	    "deliveryReportMessageStatus 'read' is not known" },
	{ REPORT ",\"notificationId\":\"1\","
		 "\"deliveryReportMessageStatus\":\"delivered\","
		 "\"transferId\":\"\"}",
	    "neither transferId nor clientMessageId is there" },
};

static void
refused(const char *text, size_t size, const char *want)
{
	struct err e = ERR_INIT;
	struct notice n;

	OK(websms_notice(j, text, size, &n, &e) == -1 && e.kind == ERR_DATA,
	    "refused");
	SAME(e.msg, want, want);
	notice_fini(&n);
}

static void
test_bad(void)
{
	static char text[21000];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refused(bad[i].text, strlen(bad[i].text), bad[i].want);
	refused("{\"messageType\":\"x\"}\0", 20, "no JSON object in UTF-8");

	int n = snprintf(text, sizeof(text),
	    "{\"messageType\":\"text\",\"notificationId\":\"%0129d\"}", 1);
	refused(text, (size_t)n, "notificationId is too long");
	n = snprintf(text, sizeof(text),
	    REPLY ",\"senderAddress\":\"436641234567\","
		  "\"textMessageContent\":\"%020001d\"}",
	    1);
	refused(text, (size_t)n, "textMessageContent is too long");
}

int
main(void)
{
	j = json_new();
	test_good();
	test_bad();
	json_free(j);
	return t_done();
}
