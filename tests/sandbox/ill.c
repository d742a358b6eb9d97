/* SPDX-License-Identifier: ISC */
/*
 * ill - what is linked in front of libical, into the parser parse-ill: the
 * true one, but that libical falls ill over an event whose summary has one of
 * these words, or over a rule of every 77th day or year.  Built for tests,
 * installed nowhere.
 */
#include <libical/ical.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c) */
icalcomponent *__real_icalcomponent_new_from_string(const char *s);
icalcomponent *__wrap_icalcomponent_new_from_string(const char *s);
icalrecur_iterator *__real_icalrecur_iterator_new(
    struct icalrecurrencetype rule, struct icaltimetype start);
icalrecur_iterator *__wrap_icalrecur_iterator_new(
    struct icalrecurrencetype rule, struct icaltimetype start);
struct icaltimetype __real_icalrecur_iterator_next(icalrecur_iterator *it);
struct icaltimetype __wrap_icalrecur_iterator_next(icalrecur_iterator *it);

static bool ill; /* the iterator that was made last */

static void
hang(void)
{
	for (volatile int i = 0;; i = 1 - i)
		;
}

/* All that there is, and none of it for whoever asks next. */
static void
eat(void)
{
	for (size_t n = 1 << 20; n > 8; n /= 2)
		for (char *p; (p = malloc(n)) != NULL;)
			memset(p, 1, n);
}

/* As by somebody else's hand: without a word. */
static void
vanish(void)
{
	syscall(SYS_tgkill, getpid(), getpid(), SIGKILL);
}

icalcomponent *
__wrap_icalcomponent_new_from_string(const char *s)
{
	if (strstr(s, "ill:hang") != NULL)
		hang();
	if (strstr(s, "ill:eat") != NULL)
		eat();
	if (strstr(s, "ill:crash") != NULL)
		raise(SIGSEGV);
	if (strstr(s, "ill:abort") != NULL)
		abort();
	if (strstr(s, "ill:vanish") != NULL)
		vanish();
	return __real_icalcomponent_new_from_string(s);
}

icalrecur_iterator *
__wrap_icalrecur_iterator_new(
    struct icalrecurrencetype rule, struct icaltimetype start)
{
	ill = rule.interval == 77;
	return __real_icalrecur_iterator_new(rule, start);
}

struct icaltimetype
__wrap_icalrecur_iterator_next(icalrecur_iterator *it)
{
	if (ill)
		hang();
	return __real_icalrecur_iterator_next(it);
}
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c) */
