/* SPDX-License-Identifier: ISC */
#include "domain/why.h"

#include <stddef.h>
#include <string.h>

#include "domain/owed.h"
#include "util/mem.h"
#include "util/str.h"

#define NEXT_PLAN "the next run of smscal-plan writes it anew"
#define NO_WORD "nothing is left to be told"

static const struct {
	const char *name;
	const char *text; /* NULL: that of limit_words(), phone_reason_text() */
	const char *todo; /* with {names}; NULL: nothing */
} table[WHY_COUNT] = {
	[WHY_NONE] = { "none", "", NULL },

	[WHY_RULE_OFF] = { "rule_off", "its rule is off",
	    "'smscal-admin rule enable {level} {rule}' switches it on" },
	[WHY_RULE_BEFORE] = { "rule_before", "a rule before it counts",
	    "of rules of one kind and step the first that matches is used" },
	[WHY_CONDITION] = { "condition", "its condition does not hold",
	    "'smscal-admin rule list {calendar}' shows it" },
	[WHY_ALL_DAY] = { "all_day",
	    "all-day, which its condition does not name",
	    "a rule with the condition 'all-day' would send" },
	[WHY_NOSMS] = { "nosms", "#nosms",
	    "take #nosms out of title and description to send" },
	[WHY_OPTED_OUT] = { "opted_out", "opted out",
	    "only a START by the person or 'smscal-admin optout remove "
	    "{company} {phone}' ends it" },
	[WHY_DECLINED] = { "declined", "declined by a reply",
	    "who said no is neither reminded nor asked; a yes or a move of "
	    "the appointment ends it" },
	[WHY_LEFT] = { "left", "the number is no longer in the appointment",
	    NULL },
	[WHY_GONE] = { "gone", "the appointment is gone", NULL },
	[WHY_NOT_GONE] = { "not_gone", "it is not gone", NULL },
	[WHY_BACK] = { "back", "the appointment is back", NULL },
	[WHY_MOVED] = { "moved", "the appointment has another start", NULL },
	[WHY_BEGUN] = { "begun", "it has begun", NULL },
	[WHY_PASSED] = { "passed",
	    "its time had passed when the appointment, its start, its number "
	    "or the rule was known",
	    "for reminders of what is made at short notice there is "
	    "'smscal-admin rule set {level} {rule} --short-notice send'" },
	[WHY_NO_TIME] = { "no_time", "there is no time for it before the start",
	    "its rule's time is behind the start, or the send window leaves "
	    "none" },
	[WHY_BASELINE] = { "baseline",
	    "it came with a baseline: it is taken as known", NULL },
	[WHY_UNTOLD] = { "untold",
	    "no change of the feed that is told brought the number", NULL },
	[WHY_NEW_BEFORE] = { "new_before", "it was new before the rule was on",
	    NULL },
	[WHY_MOVED_BEFORE] = { "moved_before",
	    "it moved before the rule was on", NULL },
	[WHY_GONE_BEFORE] = { "gone_before",
	    "it was gone before the rule was on", NULL },
	[WHY_OVER_BEFORE] = { "over_before",
	    "it was over when the calendar was first read", NULL },
	[WHY_TOLD] = { "told", "it was told", NULL },
	[WHY_TOLD_BEFORE] = { "told_before", "told less than an hour before",
	    "a reminder so soon behind it would say the same" },
	[WHY_TOLD_BY_CONFIRMATION] = { "told_by_confirmation",
	    "the confirmation tells the new start", NULL },
	[WHY_SETTLED] = { "settled",
	    "it was told, or came to nothing, for this start",
	    "'smscal-admin message resend' sends again what came to nothing" },
	[WHY_SAME_START] = { "same_start", "the start is the one that was told",
	    NULL },
	[WHY_REPAIRED] = { "repaired",
	    "it was told, and only the time zone was repaired", NULL },
	[WHY_NOBODY_TOLD] = { "nobody_told", "nobody was told of it", NULL },
	[WHY_CORRECTED] = { "corrected",
	    "the number was corrected, nobody left", NULL },
	[WHY_SERIES_NEXT] = { "series_next",
	    "the series is called off with its next date", NULL },
	[WHY_MASS_QUIET] = { "mass_quiet",
	    "it went with many others, which was accepted", NULL },
	[WHY_TWIN] = { "twin", "another appointment of that number tells it",
	    NULL },
	[WHY_TWIN_THERE] = { "twin_there",
	    "another appointment of that number is at that time", NULL },
	[WHY_TWIN_HAS] = { "twin_has",
	    "another appointment of that number at that time has it", NULL },
	[WHY_ASKED] = { "asked", "asked within 7 days of it",
	    "nobody is asked more often" },
	[WHY_NO_FEEDBACK] = { "no_feedback", "no feedback was asked for yet",
	    "it follows one that was handed over and not answered" },
	[WHY_REPLIED] = { "replied", "a reply has come",
	    "who has answered is not asked again" },
	[WHY_NOT_OWED] = { "not_owed", "no longer owed",
	    "by the rules as they are now" },
	[WHY_OPERATOR] = { "operator", OWED_CANCELLED,
	    "'smscal-admin message resend {message}' takes that back" },

	[WHY_MISSING] = { "missing", "the appointment is missing in the feed",
	    "it goes on when the appointment is back, and is cancelled when "
	    "a good fetch at least 15 minutes later still lacks it" },
	[WHY_STALE] = { "stale", "no good fetch of its feed for 48 h",
	    "it goes on with the next good one; 'smscal-admin calendar test "
	    "{calendar}' says what is wrong" },
	[WHY_MASS] = { "mass",
	    "it changed with many others, which waits to be accepted",
	    "if it is right: 'smscal-admin calendar accept {calendar}'" },
	[WHY_TOO_LONG] = { "too_long",
	    "its text needs more SMS than its rule allows",
	    "shorten the text, or 'smscal-admin rule set {level} {rule} "
	    "--segments N'; 'smscal-admin message release {message}' lets it "
	    "go as it is" },
	[WHY_RESTORED] = { "restored",
	    "a backup was restored, and perhaps it was sent before",
	    "'smscal-admin message release {message}' sends it" },
	[WHY_LIMIT] = { "limit", "a limit held it, and there is room again",
	    "the next run of smscal-plan lets it go" },
	[WHY_LIMIT_COUNTRY] = { "limit_country", NULL,
	    "'smscal-admin company set {company} --countries' allows more; "
	    "'smscal-admin message release {message}' lets it go" },
	[WHY_LIMIT_RECIPIENT] = { "limit_recipient", NULL,
	    "it goes on at midnight if it is of use then; 'smscal-admin "
	    "company set {company} --limit-recipient' allows more, and "
	    "'smscal-admin message release {message}' lets it go" },
	[WHY_LIMIT_COMPANY] = { "limit_company", NULL,
	    "it goes on at midnight if it is of use then; 'smscal-admin "
	    "company set {company} --limit-company' allows more, and "
	    "'smscal-admin message release {message}' lets it go" },

	[WHY_PAUSED_ALL] = { "paused_all", "all sending is paused",
	    "'smscal-admin resume' ends it" },
	[WHY_PAUSED_COMPANY] = { "paused_company", "the company is paused",
	    "'smscal-admin resume {company}' ends it" },
	[WHY_PAUSED_CALENDAR] = { "paused_calendar", "the calendar is paused",
	    "'smscal-admin resume {calendar}' ends it" },
	[WHY_OFF_COMPANY] = { "off_company", "the company is off",
	    "'smscal-admin company enable {company}' ends it" },
	[WHY_OFF_BRANCH] = { "off_branch", "the branch is off",
	    "'smscal-admin branch enable {branch}' ends it" },
	[WHY_OFF_CALENDAR] = { "off_calendar", "the calendar is off",
	    "'smscal-admin calendar enable {calendar}' ends it" },
	[WHY_TELL_FIRST] = { "tell_first",
	    "a confirmation or rescheduled goes first", NULL },
	[WHY_TOGETHER] = { "together", "it goes in one SMS with other dates",
	    NULL },
	[WHY_REDIRECT_BAD] = { "redirect_bad",
	    "the number that it is redirected to is none",
	    "'smscal-admin redirect {company} off', or another number" },
	[WHY_CLOCK_FROZEN] = { "clock_frozen",
	    "the clock is frozen, and its gateway is not local",
	    "what SMSCAL_NOW is set for reaches no gateway of the world" },
	[WHY_WINDOW_BAD] = { "window_bad", "the send window cannot be read",
	    "set it anew with --window" },
	[WHY_ZONE_BAD] = { "zone_bad", "the time zone is not known",
	    "set another with --zone, or install tzdata" },
	[WHY_ACCOUNT] = { "account", "its account takes none",
	    "'smscal-admin company test {company}' says more" },
	[WHY_SENDER] = { "sender", "its sender is refused",
	    "have the gateway allow the sender, or set another with "
	    "--sender" },
	[WHY_WINDOW] = { "window", "outside the send window", NULL },
	[WHY_RETRY] = { "retry", "the gateway refused it for now", NULL },
	[WHY_DUE] = { "due", "it is due",
	    "the next run of smscal-send hands it over; 'smscal-admin status' "
	    "shows whether many wait" },
	[WHY_CHANGED] = { "changed", "the appointment has changed", NEXT_PLAN },
	[WHY_RULE_REMOVED] = { "rule_removed", "its rule was removed",
	    NEXT_PLAN },
	[WHY_RULE_CHANGED] = { "rule_changed", "its rule or text has changed",
	    NEXT_PLAN },
	[WHY_DATES_CHANGED] = { "dates_changed", "one of its dates has changed",
	    NEXT_PLAN },
	[WHY_SETTINGS] = { "settings", "settings have changed", NEXT_PLAN },
	[WHY_DAY_PASSED] = { "day_passed", "'today' or 'tomorrow' has passed",
	    NEXT_PLAN },

	[WHY_LATE] = { "late", "too late to be of use", NULL },
	[WHY_LATE_LIMIT] = { "late_limit",
	    "too late: a limit held it until then", NULL },
	[WHY_LATE_BEGUN] = { "late_begun",
	    "too late: the appointment has begun", NULL },
	[WHY_LATE_OLD] = { "late_old", "too late: the old start has passed",
	    NULL },
	[WHY_LATE_WINDOW] = { "late_window",
	    "too late: of no use any more when the send window opens", NULL },
	[WHY_FAILED] = { "failed", "it was refused for good",
	    "'smscal-admin message resend {message}' tries again" },
	[WHY_UNSURE] = { "unsure", "nobody knows whether the gateway took it",
	    "look in the gateway's portal, then 'smscal-admin message settle "
	    "{message} sent|failed', or 'message resend {message}'" },
	[WHY_UNDELIVERED] = { "undelivered", "the gateway could not deliver it",
	    "'smscal-admin message resend {message}' tries again while it is "
	    "of use" },

	[WHY_CLOCK] = { "clock", "the clock is not believed",
	    "nothing is planned or sent until 'smscal-admin check "
	    "--accept-clock'" },
	[WHY_CHAIN] = { "chain", "a tool of the chain does not run",
	    "look at cron, and run it by hand" },
	[WHY_PARSER] = { "parser", "the parser of feeds cannot be run",
	    "nothing that is new in a feed is known until it is there: install "
	    "smscal-parse, or name it in smscal.conf" },
	[WHY_REDIRECTED] = { "redirected",
	    "all messages of the company go to another number",
	    "'smscal-admin redirect {company} off' ends it" },
	[WHY_FILE] = { "file", "messages go to a file, to nobody",
	    "'smscal-admin company set {company} --gateway' names one that "
	    "sends" },
	[WHY_NO_FETCH] = { "no_fetch", "its feed was never read",
	    "'smscal-admin calendar test {calendar}' says why" },
	[WHY_FEED_FAILS] = { "feed_fails", "its feed cannot be read",
	    "'smscal-admin calendar test {calendar}' says more; what is new "
	    "there is not known until then" },
	[WHY_NOT_READ] = { "not_read",
	    "what its feed has is not worked off yet",
	    "the next run of smscal-diff does" },
	[WHY_NEXT_BASELINE] = { "next_baseline", "its next body is a baseline",
	    "what is new there gets no confirmation" },
	[WHY_NOTE] = { "note", "its feed was not read without trouble", NULL },
	[WHY_TEXT_BAD] = { "text_bad", "a text cannot be used",
	    "nothing of the calendar is planned until 'smscal-admin rule set "
	    "{level} {rule} --text' has another" },
	[WHY_NOT_PLANNED] = { "not_planned", "it is not planned yet",
	    "the next run of smscal-plan does" },

	[WHY_NO_PHONE] = { "no_phone", "no number",
	    "write one into the field that is read; 'smscal-admin preview "
	    "{calendar} --fields' shows all fields" },
	[WHY_PHONE_SHORT] = { "phone_short", NULL, NULL },
	[WHY_PHONE_LONG] = { "phone_long", NULL, NULL },
	[WHY_PHONE_NO_CODE] = { "phone_no_code", NULL,
	    "'smscal-admin calendar set {calendar} --country-code 43', or "
	    "that of the company" },
	[WHY_PHONE_BAD_CODE] = { "phone_bad_code", NULL, NULL },
	[WHY_PHONE_NONE] = { "phone_none", NULL, NULL },
	[WHY_PHONE_SERVICE] = { "phone_service", NULL, NULL },
	[WHY_PHONE_LANDLINE] = { "phone_landline", NULL,
	    "'smscal-admin calendar set {calendar} --landlines yes' texts "
	    "those too" },
	[WHY_PHONE_OWN] = { "phone_own", NULL,
	    "it is the phone of the company or of a branch" },
	[WHY_PHONE_LABEL] = { "phone_label", NULL, NULL },
	[WHY_PHONE_UNCLEAR] = { "phone_unclear", NULL,
	    "write it as +43 664 1234567" },
	[WHY_NOT_FIRST] = { "not_first",
	    "another number stands before it, and one of them counts",
	    "'smscal-admin calendar set {calendar} --phones all' takes all" },
	[WHY_FIELD] = { "field", "the field that it stands in is not read",
	    "'smscal-admin preview {calendar} --fields' shows all fields, "
	    "'calendar set {calendar} --phone-field' names one" },
	[WHY_CONTACT_NONE] = { "contact_none",
	    "no number, and no contact of that name",
	    "'smscal-admin contact add {company}' knows one" },
	[WHY_CONTACT_NO_PHONE] = { "contact_no_phone",
	    "no number, and its contact has none", "give that contact one" },
	[WHY_CONTACT_BAD_PHONE] = { "contact_bad_phone",
	    "its contact's number gets no SMS", NULL },
	[WHY_CONTACT_SEVERAL] = { "contact_several",
	    "no number, and several contacts are possible",
	    "write the customer number or the phone into the appointment" },
	[WHY_ERASED] = { "erased", "its person was erased",
	    "'smscal-admin erase {phone} --allow-again' takes that back" },
	[WHY_UNREADABLE] = { "unreadable", "the event cannot be read",
	    "what was known of it stays; write it anew in the calendar" },
	[WHY_OUTSIDE] = { "outside",
	    "it has no date that is known: it is over, or a series that "
	    "comes more than 62 days ahead",
	    NULL },
	[WHY_CANCELLED] = { "cancelled", "the event is cancelled", NULL },
	[WHY_UNUSED_CONTACT] = { "unused_contact",
	    "it is a contact's, and no appointment has the name alone as its "
	    "title",
	    "the whole name part of a title has to be the contact's full "
	    "name or customer number" },
	[WHY_NOWHERE] = { "nowhere", "the number is nowhere",
	    "'smscal-admin preview CALENDAR' shows what is in a feed" },
};

static const enum why of_phone[PHONE_REASONS] = {
	[PHONE_OK] = WHY_NONE,
	[PHONE_SHORT] = WHY_PHONE_SHORT,
	[PHONE_LONG] = WHY_PHONE_LONG,
	[PHONE_NO_CODE] = WHY_PHONE_NO_CODE,
	[PHONE_BAD_CODE] = WHY_PHONE_BAD_CODE,
	[PHONE_NONE] = WHY_PHONE_NONE,
	[PHONE_SERVICE] = WHY_PHONE_SERVICE,
	[PHONE_LANDLINE] = WHY_PHONE_LANDLINE,
	[PHONE_OWN] = WHY_PHONE_OWN,
	[PHONE_LABEL] = WHY_PHONE_LABEL,
	[PHONE_UNCLEAR] = WHY_PHONE_UNCLEAR,
};

/* What the outbox has in place of the clause. */
static const struct {
	const char *reason;
	enum why why;
} stored[] = {
	{ "missing", WHY_MISSING },
	{ "stale", WHY_STALE },
	{ "mass", WHY_MASS },
	{ "too long", WHY_TOO_LONG },
	{ "restored", WHY_RESTORED },
	{ LIMIT_REASON, WHY_LIMIT },
};

const char *
why_name(enum why w)
{
	return table[w].name;
}

const char *
why_text(enum why w)
{
	if (table[w].text != NULL)
		return table[w].text;
	for (int i = LIMIT_BY_COUNTRY; i <= LIMIT_BY_COMPANY; i++)
		if (why_limit((enum limit_why)i) == w)
			return limit_words((enum limit_why)i);
	for (int i = 0; i < PHONE_REASONS; i++)
		if (of_phone[i] == w)
			return phone_reason_text((enum phone_reason)i);
	mem_bug("a reason without words: %s", table[w].name);
}

enum why
why_of_reason(const char *reason)
{
	for (size_t i = 0; i < sizeof(stored) / sizeof(stored[0]); i++)
		if (str_eq(reason, stored[i].reason))
			return stored[i].why;
	for (int i = WHY_NONE + 1; i < WHY_COUNT && reason != NULL; i++)
		if (str_eq(reason, table[i].text))
			return (enum why)i;
	return WHY_NONE;
}

enum why
why_limit(enum limit_why limit)
{
	switch (limit) {
	case LIMIT_BY_COUNTRY:
		return WHY_LIMIT_COUNTRY;
	case LIMIT_BY_RECIPIENT:
		return WHY_LIMIT_RECIPIENT;
	case LIMIT_BY_COMPANY:
		return WHY_LIMIT_COMPANY;
	case LIMIT_FREE:
		break;
	}
	return WHY_LIMIT;
}

enum why
why_phone(enum phone_reason reason)
{
	return of_phone[reason];
}

/* The value of "company}..." and how long its name is. */
static const char *
value(const struct why_names *n, const char *p, size_t *len)
{
	const struct {
		const char *name, *value;
	} all[] = {
		{ "company", n->company },
		{ "calendar", n->calendar },
		{ "branch", n->branch },
		{ "level", n->level },
		{ "rule", n->rule },
		{ "message", n->message },
		{ "phone", n->phone },
	};

	*len = strcspn(p, "}");
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strlen(all[i].name) == *len &&
		    strncmp(all[i].name, p, *len) == 0)
			return all[i].value != NULL ? all[i].value : "...";
	mem_bug("what to do names an unknown {%s", p);
}

void
why_todo(enum why w, const struct why_names *n, struct buf *out)
{
	const char *p = table[w].todo;

	while (p != NULL && *p != '\0') {
		size_t m = strcspn(p, "{"), len;
		buf_add(out, p, m);
		p += m;
		if (*p == '\0')
			return;
		buf_str(out, value(n, p + 1, &len));
		p += len + 2;
	}
}
