/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/pace.h"
#include "fetch/fetch.h"
#include "util/clock.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/str.h"

/* What fetch says of the clock begins so; what others say is not its own. */
#define OURS "the clock of this machine is "

void
hosts_note(struct hosts *h, const struct http_res *res)
{
	if (res->date_at == 0 || res->host == NULL || h->n == HOSTS_MAX ||
	    clock_frozen())
		return;
	/* Two ports are one machine. */
	size_t len = strcspn(res->host, ":");
	if (res->host[0] == '[')
		len = strcspn(res->host, "]");
	for (size_t i = 0; i < h->n; i++)
		if (strncmp(h->name[i], res->host, len) == 0 &&
		    h->name[i][len] == '\0')
			return;
	h->name[h->n] = mem_strn(res->host, len);
	h->ahead_s[h->n++] = clock_now() - res->date_at;
}

static int
set_bad(struct tool *t, const char *why, struct err *e)
{
	if (db_begin(t->db, e) == -1)
		return -1;
	if (installation_set_clock_bad(t->db, why, e) == -1) {
		db_rollback(t->db);
		return -1;
	}
	return db_commit(t->db, e);
}

int
hosts_judge(struct hosts *h, struct tool *t, struct err *e)
{
	int64_t ahead = pace_clock(h->ahead_s, h->n);
	bool wrong = ahead > PACE_CLOCK_S || ahead < -PACE_CLOCK_S;
	const char *was = t->inst.clock_bad;
	char why[128];

	if (h->n == 0 || t->dry)
		return 0;
	snprintf(why, sizeof(why),
	    OURS "%" PRId64 " minutes %s that of %zu other host%s",
	    (ahead < 0 ? -ahead : ahead) / 60,
	    ahead < 0 ? "behind" : "ahead of", h->n, h->n == 1 ? "" : "s");
	if (h->n == 1) {
		if (wrong)
			log_info("%s: one alone may be wrong itself", why);
		return 0;
	}
	if (wrong && was == NULL) {
		log_error("%s: plan and send wait until it is right", why);
		return set_bad(t, why, e);
	}
	if (!wrong && was != NULL && str_starts(was, OURS)) {
		log_info("the clock is right again");
		return set_bad(t, NULL, e);
	}
	return 0;
}

void
hosts_free(struct hosts *h)
{
	for (size_t i = 0; i < h->n; i++)
		free(h->name[i]);
	h->n = 0;
}
