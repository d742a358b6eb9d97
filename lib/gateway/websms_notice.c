/* SPDX-License-Identifier: ISC */
#include "gateway/websms_notice.h"

#include <stdlib.h>
#include <string.h>

#include "util/buf.h"
#include "util/clock.h"
#include "util/mem.h"
#include "util/str.h"

enum { MAX_ID = 128, MAX_TEXT = 20000, MIN_DIGITS = 6, MAX_DIGITS = 15 };

static int
need(struct json *j, const char *path, size_t max, char **out, struct err *e)
{
	*out = json_text(j, path);
	if (*out == NULL || (*out)[0] == '\0')
		return err_set(e, ERR_DATA, "%s is missing", path + 2);
	if (strlen(*out) > max)
		return err_set(e, ERR_DATA, "%s is too long", path + 2);
	return 0;
}

/* An id of theirs or ours, or NULL where there is none that could be. */
static char *
id(struct json *j, const char *path)
{
	char *s = json_text(j, path);

	if (s == NULL || (s[0] != '\0' && strlen(s) <= MAX_ID))
		return s;
	free(s);
	return NULL;
}

/*
 * "436641234567" is "+436641234567"; a plus may stand there already.  What
 * was written in another way could be anybody's.
 */
static int
read_phone(struct json *j, char **out, struct err *e)
{
	char *s = NULL, *type = json_text(j, "$.senderAddressType");
	struct buf b = BUF_INIT;
	int r = need(j, "$.senderAddress", MAX_ID, &s, e);

	if (r == 0) {
		const char *digits = s[0] == '+' ? s + 1 : s;
		size_t n = strspn(digits, "0123456789");
		if (digits[n] != '\0' || digits[0] == '0' || n < MIN_DIGITS ||
		    n > MAX_DIGITS ||
		    (type != NULL && !str_eq(type, "international")))
			r = err_set(e, ERR_DATA,
			    "senderAddress is no international phone number");
		else
			buf_fmt(&b, "+%s", digits);
	}
	if (r == 0)
		*out = buf_take(&b);
	free(type);
	free(s);
	return r;
}

static int
read_reply(struct json *j, struct notice *n, struct err *e)
{
	n->type = NOTICE_REPLY;
	if (need(j, "$.notificationId", MAX_ID, &n->key, e) == -1 ||
	    read_phone(j, &n->phone, e) == -1)
		return -1;
	n->address = id(j, "$.recipientAddress");
	n->text = json_text(j, "$.textMessageContent");
	if (n->text == NULL)
		return err_set(e, ERR_DATA, "textMessageContent is missing");
	if (strlen(n->text) > MAX_TEXT)
		return err_set(e, ERR_DATA, "textMessageContent is too long");
	return 0;
}

static int
read_status(struct json *j, struct notice *n, struct err *e)
{
	char *s;
	int r = need(j, "$.deliveryReportMessageStatus", MAX_ID, &s, e);

	if (r == 0) {
		r = -1;
		for (int i = 0; i < NOTICE_STATUS_COUNT; i++)
			if (str_eq(
				s, notice_status_name((enum notice_status)i))) {
				n->status = (enum notice_status)i;
				r = 0;
			}
		if (r == -1)
			err_set(e, ERR_DATA,
			    "deliveryReportMessageStatus '%.40s' is not known",
			    s);
	}
	free(s);
	return r;
}

/* A bad time costs the time, not the report. */
static int64_t
read_time(struct json *j, const char *path)
{
	struct err ignored = ERR_INIT;
	char *s = json_text(j, path);
	int64_t at = 0;

	if (s != NULL) {
		/* ISO 8601 with milliseconds: those are dropped. */
		char *dot = strchr(s, '.');
		if (dot != NULL) {
			size_t n = 1 + strspn(dot + 1, "0123456789");
			memmove(dot, dot + n, strlen(dot + n) + 1);
		}
		if (clock_parse(s, &at, &ignored) == -1)
			at = 0;
	}
	free(s);
	return at;
}

static int
read_report(struct json *j, struct notice *n, struct err *e)
{
	struct buf key = BUF_INIT;
	char *theirs;

	n->type = NOTICE_REPORT;
	int r = need(j, "$.notificationId", MAX_ID, &theirs, e);
	if (r == 0)
		r = read_status(j, n, e);
	if (r == 0) {
		buf_fmt(&key, "%s/%s", theirs, notice_status_name(n->status));
		n->key = buf_take(&key);
	}
	free(theirs);
	if (r == -1)
		return -1;
	n->gateway_id = id(j, "$.transferId");
	n->ref = id(j, "$.clientMessageId");
	if (n->gateway_id == NULL && n->ref == NULL)
		return err_set(e, ERR_DATA,
		    "neither transferId nor clientMessageId is there");
	n->at = read_time(j, "$.deliveredOn");
	if (n->at == 0)
		n->at = read_time(j, "$.sentOn");
	return 0;
}

int
websms_notice(struct json *j, const char *text, size_t size, struct notice *n,
    struct err *e)
{
	char *type;
	int r;

	*n = (struct notice){ .type = NOTICE_OTHER };
	if (!json_load(j, text, size) || json_type(j, "$") != JSON_OBJECT)
		return err_set(e, ERR_DATA, "no JSON object in UTF-8");
	r = need(j, "$.messageType", MAX_ID, &type, e);
	if (r == 0 && str_eq(type, "text"))
		r = read_reply(j, n, e);
	else if (r == 0 && str_eq(type, "deliveryReport"))
		r = read_report(j, n, e);
	free(type);
	return r;
}
