/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "diff/diff.h"
#include "store/calendar.h"
#include "store/company.h"

enum {
	WINDOW_BACK = 8, /* days (D5) */
	WINDOW_AHEAD = 62,
	READ_CACHE_KIB = 2048
};

static int
load_zone(struct job *j, struct err *e)
{
	const char *name =
	    j->calendar.zone != NULL ? j->calendar.zone : j->company.zone;

	j->zone = zones_get(j->t->zones, name);
	if (j->zone != NULL)
		return 0;
	return err_set(e, ERR_CONF,
	    "%s: there is no time zone '%s': set another with smscal-admin",
	    j->label, name);
}

int
job_init(struct job *j, struct tool *t, const struct feed_work *feed, bool all,
    struct err *e)
{
	*j = (struct job){ .t = t, .feed = *feed };
	int r = calendar_by_id(t->db, feed->calendar_id, &j->calendar, e);
	if (r == 0)
		r = company_by_id(
		    t->db, j->calendar.company_id, &j->company, e);
	if (r != 0)
		return r;
	snprintf(j->label, sizeof(j->label), "%s/%s", j->company.ref,
	    j->calendar.ref);
	if (load_zone(j, e) == -1)
		return -1;
	j->day = zone_day(j->zone, t->now);
	j->read = (struct reading){
		.conf = &t->conf,
		.db = t->db,
		.company = &j->company,
		.calendar = &j->calendar,
		.zone = j->zone,
		.label = j->label,
		.from_at = zone_midnight(j->zone, j->day - WINDOW_BACK),
		.to_at = zone_midnight(j->zone, j->day + WINDOW_AHEAD + 1),
	};
	/* Of the first body all is new: then it need not be asked what is. */
	j->scope = all || feed->reread || feed->expanded_on == -1
	    ? COMPONENT_ALL
	    : feed->expanded_on != j->day ? COMPONENT_SERIES
					  : COMPONENT_TOUCHED;
	return 0;
}

void
job_fini(struct job *j)
{
	reading_free(&j->read);
	calendar_fini(&j->calendar);
	company_fini(&j->company);
}

/* On disk, before the parser sees it (D12). */
static int
note_parsing(struct job *j, struct err *e)
{
	struct db *db = j->t->db;

	if (j->t->dry)
		return 0;
	if (db_begin(db, e) == -1 ||
	    feed_set_parsing(db, j->calendar.id, true, e) == -1 ||
	    db_commit(db, e) == -1) {
		db_rollback(db);
		return -1;
	}
	return 0;
}

/* Is there anything for the parser? */
static bool
has_events(const struct component_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (component_is(&l->v[i], "event") &&
		    !component_missing(&l->v[i]))
			return true;
	return false;
}

static int
load_and_read(struct job *j, struct err *e)
{
	if (job_load(j, e) == -1)
		return -1;
	if (has_events(&j->read.components) && note_parsing(j, e) == -1)
		return -1;
	return reading_run(&j->read, e);
}

int
job_read(struct job *j, struct err *e)
{
	/* Each component is read once, and their texts need the room. */
	if (db_cache(j->t->db, READ_CACHE_KIB, e) == -1 ||
	    load_and_read(j, e) == -1)
		return -1;
	return db_cache(j->t->db, DB_CACHE_KIB, e);
}
