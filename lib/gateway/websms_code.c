/* SPDX-License-Identifier: ISC */
#include "gateway/websms_code.h"

#include <stddef.h>
#include <stdlib.h>

#include "gateway/answer.h"
#include "gateway/websms.h"
#include "util/str.h"

enum { SENDER = 1, THROTTLED = 2, BLOCKED = 4 };

static const struct code {
	int code;
	enum outcome_class class;
	int flags;
	const char *sentence;
} codes[] = {
	{ 2000, OUTCOME_ACCEPTED, 0, "the gateway took the message" },
	{ 2001, OUTCOME_ACCEPTED, 0,
	    "the gateway took and queued the message" },
	{ 2002, OUTCOME_ACCEPTED, 0, "the gateway took the test message" },
	{ 4000, OUTCOME_PERMANENT, 0,
	    "the gateway cannot read the request; report this as a bug" },
	{ 4001, OUTCOME_HOLD, 0,
	    "the user name, password or token is wrong, or the account is not "
	    "active" },
	{ 4002, OUTCOME_PERMANENT, 0, "the recipient's number is not valid" },
	{ 4003, OUTCOME_HOLD, SENDER,
	    "the sender is not valid or not enabled for the account: have it "
	    "enabled, or set another one" },
	{ 4004, OUTCOME_HOLD, 0, "the type of message is not valid" },
	{ 4005, OUTCOME_PERMANENT, 0, "the message's alphabet is not valid" },
	{ 4006, OUTCOME_PERMANENT, 0, "the message's class is not valid" },
	{ 4007, OUTCOME_PERMANENT, 0, "the message's data are not valid" },
	{ 4008, OUTCOME_PERMANENT, 0, "our reference is not valid to them" },
	{ 4009, OUTCOME_PERMANENT, 0, "the text is not valid" },
	{ 4010, OUTCOME_PERMANENT, 0, "the segmenting is not valid" },
	{ 4011, OUTCOME_PERMANENT, 0, "the kind of delivery is not valid" },
	{ 4012, OUTCOME_TRANSIENT, THROTTLED,
	    "more messages at once than the account allows" },
	{ 4013, OUTCOME_HOLD, 0,
	    "the account has reached its limit of messages: have it raised" },
	{ 4014, OUTCOME_HOLD, 0,
	    "this machine's IP address is not allowed for the account: add it "
	    "in the portal" },
	{ 4015, OUTCOME_HOLD, 0, "the priority is not allowed" },
	{ 4016, OUTCOME_HOLD, 0,
	    "the callback address is not valid: see `callback` of the gateway "
	    "in smscal.conf" },
	{ 4017, OUTCOME_PERMANENT, 0,
	    "the text needs several SMS, which the account does not allow" },
	{ 4018, OUTCOME_HOLD, 0, "the account may not use this method" },
	{ 4019, OUTCOME_PERMANENT, 0, "something is missing in the request" },
	{ 4020, OUTCOME_HOLD, 0, "the API key is not valid" },
	{ 4021, OUTCOME_HOLD, 0,
	    "the token is not valid, or the account is not" },
	{ 4022, OUTCOME_HOLD, 0,
	    "the account may not use the API: have it enabled" },
	{ 4023, OUTCOME_TRANSIENT, THROTTLED,
	    "more requests from this IP address than are allowed" },
	{ 4024, OUTCOME_TRANSIENT, THROTTLED,
	    "too many requests in a short time" },
	{ 4025, OUTCOME_TRANSIENT, THROTTLED, "the transfer rate is exceeded" },
	{ 4026, OUTCOME_PERMANENT, 0,
	    "the text needs more SMS than the rule allows" },
	{ 4027, OUTCOME_PERMANENT, 0, "a segment of the message is not valid" },
	{ 4029, OUTCOME_PERMANENT, 0,
	    "the account may not send to this recipient" },
	{ 4030, OUTCOME_PERMANENT, BLOCKED,
	    "the recipient is on the gateway's blacklist" },
	{ 4031, OUTCOME_PERMANENT, BLOCKED,
	    "the recipient is on the gateway's blacklist" },
	{ 4035, OUTCOME_HOLD, 0,
	    "the account may not send SMS: have it enabled" },
	{ 4040, OUTCOME_HOLD, 0,
	    "the category is not valid: see `category` of the gateway in "
	    "smscal.conf" },
	{ 4041, OUTCOME_HOLD, 0, "the period of validity is not accepted" },
	{ 4042, OUTCOME_PERMANENT, 0,
	    "the gateway blocks the recipient by its quality rating" },
	{ 4043, OUTCOME_PERMANENT, 0,
	    "the gateway blocks the message by its spam check" },
	{ 4120, OUTCOME_PERMANENT, 0, "the request has no data" },
	{ 5000, OUTCOME_TRANSIENT, 0, "the gateway has an internal error" },
	{ 5003, OUTCOME_TRANSIENT, 0, "the gateway is out of service" },
};

static const struct code *
find(int code)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (codes[i].code == code)
			return &codes[i];
	return NULL;
}

static enum outcome_class
by_range(int code)
{
	switch (code / 1000) {
	case 2:
		return OUTCOME_ACCEPTED;
	case 4:
		return OUTCOME_PERMANENT;
	case 5:
		return OUTCOME_TRANSIENT;
	default:
		return OUTCOME_UNKNOWN;
	}
}

void
websms_class(int code, struct outcome *o)
{
	const struct code *c = find(code);

	if (c == NULL) {
		o->class = by_range(code);
		outcome_detail(o, "%d: a code that is not known here", code);
		return;
	}
	o->class = c->class;
	o->sender = (c->flags & SENDER) != 0;
	o->throttled = (c->flags & THROTTLED) != 0;
	o->blocked = (c->flags & BLOCKED) != 0;
	outcome_detail(o, "%d: %s", code, c->sentence);
}

const char *
websms_sentence(int code)
{
	const struct code *c = find(code);

	return c != NULL ? c->sentence : NULL;
}

const char *
websms_explain(const struct outcome *o)
{
	const char *sentence;
	int64_t code;

	if (str_int(o->code, 1, 9999, &code) == 0 &&
	    (sentence = websms_sentence((int)code)) != NULL)
		return sentence;
	return answer_explain(o);
}
