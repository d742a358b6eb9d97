/* SPDX-License-Identifier: ISC */
#include "domain/outcome.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "util/buf.h"
#include "util/utf8.h"

enum { SOON_S = 10, SOON_TRIES = 3, MINUTE = 60 };

static const char *const names[OUTCOME_COUNT] = {
	[OUTCOME_ACCEPTED] = "accepted",
	[OUTCOME_TRANSIENT] = "transient",
	[OUTCOME_HOLD] = "hold",
	[OUTCOME_PERMANENT] = "permanent",
	[OUTCOME_UNKNOWN] = "unknown",
	[OUTCOME_RELEASED] = "released",
};

static const int64_t waits[] = { 1 * MINUTE, 5 * MINUTE, 15 * MINUTE,
	60 * MINUTE };

enum { WAITS = sizeof(waits) / sizeof(waits[0]) };

const char *
outcome_name(enum outcome_class c)
{
	return names[c];
}

/* Copy what fits, without a torn character at the end. */
static void
set_detail(struct outcome *o, const char *s)
{
	size_t n = strlen(s);

	if (n >= sizeof(o->detail)) {
		n = sizeof(o->detail) - 1;
		while (n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80)
			n--;
	}
	memmove(o->detail, s, n);
	o->detail[n] = '\0';
}

void
outcome_detail(struct outcome *o, const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vfmt(&b, fmt, ap);
	va_end(ap);
	set_detail(o, buf_cstr(&b));
	buf_free(&b);
}

static size_t
digits(const char *s)
{
	return strspn(s, "0123456789");
}

void
outcome_words(struct outcome *o, const char *words)
{
	struct buf b = BUF_INIT;

	if (words == NULL || words[0] == '\0')
		return;
	buf_fmt(&b, "%s (", o->detail);
	for (const char *p = words; *p != '\0';) {
		size_t n = digits(p);
		if (n >= 5) {
			buf_str(&b, "\xe2\x80\xa6");
		} else {
			n = n > 0 ? n : 1;
			buf_add(&b, p, n);
		}
		p += n;
	}
	buf_char(&b, ')');
	set_detail(o, buf_cstr(&b));
	buf_free(&b);
}

/* Not less than the gateway asks for, a day at most. */
static int64_t
at_least(int64_t wait_s, int64_t asked_s)
{
	if (wait_s < asked_s)
		wait_s = asked_s;
	return wait_s < OUTCOME_WAIT_MAX_S ? wait_s : OUTCOME_WAIT_MAX_S;
}

int64_t
outcome_wait(const struct outcome *o, int64_t tries, uint32_t random)
{
	if (o->throttled) {
		if (tries < SOON_TRIES)
			return at_least(SOON_S, o->retry_after_s);
		tries -= SOON_TRIES;
	}
	int64_t wait_s = waits[tries < WAITS ? tries : WAITS - 1];
	wait_s += random % (uint32_t)(wait_s / 4);
	return at_least(wait_s, o->retry_after_s);
}

int64_t
outcome_hold(const struct outcome *o, int64_t before_s)
{
	int i = o->class == OUTCOME_HOLD ? 1 : 0;

	while (i < WAITS - 1 && waits[i] <= before_s)
		i++;
	return at_least(waits[i], o->retry_after_s);
}
