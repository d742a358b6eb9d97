/* SPDX-License-Identifier: ISC */
#include "admin/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "util/clock.h"

enum { TURN_MS = 200 };

static int64_t next_ms;
static bool shown;

void
progress_end(void)
{
	if (shown)
		fputs("\r\033[K", stderr);
	shown = false;
}

void
progress(const struct tool *t, const char *what, size_t done, size_t all)
{
	int64_t now = clock_mono_ms();

	if (done >= all) {
		progress_end();
		return;
	}
	if (next_ms == 0)
		next_ms = now + TURN_MS; /* short work needs none */
	if (t->quiet || now < next_ms || isatty(STDERR_FILENO) != 1)
		return;
	next_ms = now + TURN_MS;
	fprintf(stderr, "\r\033[K%s: %zu of %zu", what, done, all);
	fflush(stderr);
	shown = true;
}
