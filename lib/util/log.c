/* SPDX-License-Identifier: ISC */
#include "util/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <syslog.h>

#include "util/buf.h"
#include "util/utf8.h"

static struct {
	const char *tool;
	enum log_level level;
	bool to_syslog;
} state = { .tool = "smscal", .level = LOG_LEVEL_NORMAL };

void
log_open(const char *tool, enum log_level level, bool to_syslog)
{
	state.tool = tool;
	state.level = level;
	if (state.to_syslog && !to_syslog)
		closelog();
	if (to_syslog)
		openlog(tool, LOG_PID, LOG_DAEMON);
	state.to_syslog = to_syslog;
}

bool
log_verbose(void)
{
	return state.level == LOG_LEVEL_VERBOSE;
}

static void line(int priority, const char *fmt, va_list ap) ATTR_PRINTF(2, 0);

static void
line(int priority, const char *fmt, va_list ap)
{
	struct buf raw = BUF_INIT, out = BUF_INIT;

	buf_vfmt(&raw, fmt, ap);
	if (!state.to_syslog)
		buf_fmt(&out, "%s: ", state.tool);
	utf8_show(&out, buf_cstr(&raw));
	if (state.to_syslog) {
		syslog(priority, "%s", buf_cstr(&out));
	} else {
		/* One write, so that the lines of two tools do not mix. */
		buf_char(&out, '\n');
		fwrite(out.v, 1, out.n, stderr);
	}
	buf_free(&raw);
	buf_free(&out);
}

void
log_error(const char *fmt, ...)
{
	va_list ap;

	if (state.level == LOG_LEVEL_QUIET)
		return;
	va_start(ap, fmt);
	line(LOG_ERR, fmt, ap);
	va_end(ap);
}

void
log_info(const char *fmt, ...)
{
	va_list ap;

	if (state.level != LOG_LEVEL_VERBOSE)
		return;
	va_start(ap, fmt);
	line(LOG_INFO, fmt, ap);
	va_end(ap);
}
