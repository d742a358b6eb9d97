/* SPDX-License-Identifier: ISC */
#include "util/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A message that was cut must not end in half a character. */
static void
whole(char *msg, size_t cap, int want)
{
	if (want < 0 || (size_t)want < cap)
		return;
	size_t n = strlen(msg), i = n;
	while (i > 0 && n - i < 4 && ((unsigned char)msg[i - 1] & 0xc0) == 0x80)
		i--;
	if (i == 0 || (unsigned char)msg[i - 1] < 0xc0)
		return;
	unsigned char c = (unsigned char)msg[i - 1];
	size_t need = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
	if (n - (i - 1) < need)
		msg[i - 1] = '\0';
}

static void set(struct err *e, enum err_kind kind, const char *fmt, va_list ap)
    ATTR_PRINTF(3, 0);

static void
set(struct err *e, enum err_kind kind, const char *fmt, va_list ap)
{
	e->kind = kind;
	int want = vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
	whole(e->msg, sizeof(e->msg), want);
}

int
err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
{
	va_list ap;

	if (e->kind != ERR_NONE)
		return -1;
	va_start(ap, fmt);
	set(e, kind, fmt, ap);
	va_end(ap);
	return -1;
}

int
err_sys(struct err *e, enum err_kind kind, const char *fmt, ...)
{
	int saved = errno;
	va_list ap;

	if (e->kind != ERR_NONE)
		return -1;
	va_start(ap, fmt);
	set(e, kind, fmt, ap);
	va_end(ap);

	size_t n = strlen(e->msg), cap = sizeof(e->msg) - n;
	int want = snprintf(e->msg + n, cap, ": %s", strerror(saved));
	whole(e->msg + n, cap, want);
	return -1;
}

int
err_in(struct err *e, const char *fmt, ...)
{
	char front[sizeof(e->msg)];
	va_list ap;

	va_start(ap, fmt);
	int want = vsnprintf(front, sizeof(front), fmt, ap);
	va_end(ap);
	whole(front, sizeof(front), want);

	size_t n = strlen(front), have = strlen(e->msg);
	int all = (int)(n + have);
	if (have > sizeof(e->msg) - 1 - n)
		have = sizeof(e->msg) - 1 - n;
	memmove(e->msg + n, e->msg, have);
	memcpy(e->msg, front, n);
	e->msg[n + have] = '\0';
	whole(e->msg, sizeof(e->msg), all);
	return -1;
}

void
err_clear(struct err *e)
{
	*e = ERR_INIT;
}
