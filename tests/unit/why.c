/* SPDX-License-Identifier: ISC */
#include "domain/why.h"

#include <string.h>

#include "domain/owed.h"
#include "t.h"
#include "util/str.h"

static const struct why_names names = {
	.company = "acme",
	.calendar = "acme/ordination",
	.branch = "acme/graz",
	.level = "acme",
	.rule = "reminder/2",
	.message = "17",
	.phone = "+436641234567",
};

/* A name for programs: nothing but small letters and '_'. */
static bool
name_ok(const char *s)
{
	return s != NULL && s[0] != '\0' &&
	    strspn(s, "abcdefghijklmnopqrstuvwxyz_") == strlen(s);
}

static void
test_each(void)
{
	for (int i = 0; i < WHY_COUNT; i++) {
		enum why w = (enum why)i;
		struct buf todo = BUF_INIT, bare = BUF_INIT;
		static const struct why_names nothing = { .company = NULL };
		const char *name = why_name(w);

		t_ok(name_ok(name), __FILE__, __LINE__, "%d has a name", i);
		for (int k = 0; k < i && name != NULL; k++)
			if (str_eq(name, why_name((enum why)k)))
				t_ok(false, __FILE__, __LINE__,
				    "%s is named twice", name);
		t_ok((why_text(w)[0] != '\0') == (w != WHY_NONE), __FILE__,
		    __LINE__, "%s is said", name);
		why_todo(w, &names, &todo);
		why_todo(w, &nothing, &bare);
		t_ok(strpbrk(buf_cstr(&todo), "{}") == NULL &&
			strpbrk(buf_cstr(&bare), "{}") == NULL,
		    __FILE__, __LINE__, "%s: all names are filled in", name);
		buf_free(&todo);
		buf_free(&bare);
	}
}

/* What stands in the outbox is known again, and nothing else is. */
static void
test_reasons(void)
{
	static const struct {
		const char *reason;
		enum why why;
	} all[] = {
		{ "missing", WHY_MISSING },
		{ "stale", WHY_STALE },
		{ "mass", WHY_MASS },
		{ "too long", WHY_TOO_LONG },
		{ "restored", WHY_RESTORED },
		{ LIMIT_REASON, WHY_LIMIT },
		{ OWED_CANCELLED, WHY_OPERATOR },
		{ OWED_RELEASED, WHY_NONE },
		{ "the gateway's own words", WHY_NONE },
		{ "", WHY_NONE },
		{ NULL, WHY_NONE },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		t_ok(why_of_reason(all[i].reason) == all[i].why, __FILE__,
		    __LINE__, "the reason '%s'",
		    all[i].reason != NULL ? all[i].reason : "(none)");
	for (int i = WHY_NONE + 1; i < WHY_PHONE_SHORT; i++) {
		enum why w = (enum why)i;
		bool limit = w == WHY_LIMIT_COUNTRY ||
		    w == WHY_LIMIT_RECIPIENT || w == WHY_LIMIT_COMPANY;
		if (!limit)
			t_ok(why_of_reason(why_text(w)) == w, __FILE__,
			    __LINE__, "'%s' is known again", why_text(w));
	}
}

static void
test_others(void)
{
	struct buf todo = BUF_INIT;

	t_ok(why_phone(PHONE_OK) == WHY_NONE, __FILE__, __LINE__,
	    "a number that counts is no reason");
	for (int i = PHONE_OK + 1; i < PHONE_REASONS; i++)
		t_ok(str_eq(why_text(why_phone((enum phone_reason)i)),
			 phone_reason_text((enum phone_reason)i)),
		    __FILE__, __LINE__, "%s",
		    phone_reason_text((enum phone_reason)i));
	for (int i = LIMIT_FREE + 1; i <= LIMIT_BY_COMPANY; i++)
		t_ok(str_eq(why_text(why_limit((enum limit_why)i)),
			 limit_words((enum limit_why)i)),
		    __FILE__, __LINE__, "%s", limit_words((enum limit_why)i));
	t_ok(why_limit(LIMIT_FREE) == WHY_LIMIT, __FILE__, __LINE__,
	    "a limit that is none any more");
	why_todo(WHY_OPTED_OUT, &names, &todo);
	t_ok(strstr(buf_cstr(&todo),
		 "'smscal-admin optout remove acme +436641234567'") != NULL,
	    __FILE__, __LINE__, "what to do names whom: %s", buf_cstr(&todo));
	buf_free(&todo);
}

int
main(void)
{
	test_each();
	test_reasons();
	test_others();
	return t_done();
}
