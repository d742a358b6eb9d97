/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diff/diff.h"
#include "domain/mass.h"
#include "store/appointment.h"
#include "store/contact.h"
#include "store/facts.h"
#include "store/horizon_row.h"
#include "store/waiting.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/str.h"

/* What there is to say with -v, and with -n. */
struct tally {
	int64_t fresh, moved, missing, gone, back, other;
};

static void
count(struct tally *n, const struct change *c, enum standing was,
    const struct appointment *a)
{
	if (c->fresh)
		n->fresh++;
	else if (a->standing == STANDING_MISSING)
		n->missing++;
	else if (a->standing == STANDING_GONE)
		n->gone++;
	else if (c->started)
		n->moved++;
	else if (was != STANDING_LIVE)
		n->back++;
	else
		n->other++;
}

static void
say(const struct job *j, const struct tally *n)
{
	char line[200];

	if (n->fresh + n->moved + n->missing + n->gone + n->back + n->other ==
	    0)
		return;
	snprintf(line, sizeof(line),
	    "%s: %" PRId64 " new, %" PRId64 " moved, %" PRId64
	    " missing, %" PRId64 " gone, %" PRId64 " back, %" PRId64
	    " edited%s",
	    j->label, n->fresh, n->moved, n->missing, n->gone, n->back,
	    n->other, j->feed.baseline ? " (baseline)" : "");
	if (j->t->dry)
		printf("%s\n", line);
	else
		log_info("%s", line);
}

/* Between the parse and now, a fetch or an edit may have come. */
static int
is_stale(struct job *j, struct err *e)
{
	struct feed_work now;
	int r = feed_work_get(j->t->db, j->calendar.id, &now, e);

	if (r != 0)
		return r;
	int64_t rev = contact_rev(j->t->db, j->company.id, e);
	if (rev == -1)
		return -1;
	return memcmp(now.digest, j->feed.digest, sizeof(now.digest)) != 0 ||
	    now.reread != j->feed.reread || now.baseline != j->feed.baseline ||
	    rev != j->read.contact_rev;
}

/* Absence is proved only by a body of which everything could be read. */
static int
is_partial(struct job *j, struct err *e)
{
	for (size_t i = 0; i < j->read.components.n; i++)
		if (j->read.bad[i])
			return 1;
	if (j->scope == COMPONENT_ALL && !j->by_zone)
		return 0; /* those that were bad have been tried again */
	int64_t n = component_bad(j->t->db, j->calendar.id, e);
	return n == -1 ? -1 : n > 0;
}

static int
make_ctx(struct job *j, struct change_ctx *ctx, struct err *e)
{
	int partial = is_partial(j, e);

	if (partial == -1)
		return -1;
	*ctx = (struct change_ctx){
		.calendar_id = j->calendar.id,
		.now = j->t->now,
		.from_at = j->read.from_at,
		.expanded_at = j->read.to_at,
		.baseline = j->feed.baseline,
		.reread = j->feed.reread,
		.partial = partial == 1,
	};
	if (j->feed.expanded_on != -1)
		ctx->expanded_at = zone_midnight(j->zone,
		    j->feed.expanded_on +
			(zone_day(j->zone, j->read.to_at) - j->day));
	if (j->calendar.horizon_days > 2)
		ctx->horizon_at = zone_midnight(
		    j->zone, j->day + j->calendar.horizon_days - 2);
	return 0;
}

/*
 * P2: another appointment of the same person at the old or the new time may
 * have to tell what this one does not, or the other way round.
 */
static int
touch_twins(struct job *j, const struct appointment *a,
    const struct mass_before *before, struct err *e)
{
	for (size_t i = 0; i < a->n_recipients; i++) {
		const char *phone = a->recipients[i].phone;
		if (facts_touch(j->t->db, j->company.id, a->id, phone,
			before->start_at, before->start_at, e) == -1 ||
		    facts_touch(j->t->db, j->company.id, a->id, phone,
			a->start_at, a->start_at, e) == -1)
			return -1;
	}
	return 0;
}

static int
store_new(struct job *j, struct appointment *a, struct err *e)
{
	if (j->t->dry)
		return 0;
	int r = appointment_add(j->t->db, j->company.id, a, e);
	if (r == ST_TAKEN)
		log_info("%s: the same event twice in one body", j->label);
	return r == -1 ? -1 : 0;
}

static int
store_known(struct job *j, struct appointment *a,
    const struct mass_before *before, struct err *e)
{
	struct db *db = j->t->db;

	if (j->t->dry)
		return 0;
	if (appointment_set(db, a, e) == -1 ||
	    touch_twins(j, a, before, e) == -1)
		return -1;
	/* D10: another calendar may still have it, and takes it over. */
	if (a->standing == STANDING_MISSING)
		return component_retry(
		    db, j->company.id, j->calendar.id, a->uid, e);
	return 0;
}

/* Known ones first: a new one may take over an identity that they leave. */
static int
store_all(struct job *j, struct appointment_list *known,
    const struct change *changes, const struct mass_before *before,
    struct tally *n, struct err *e)
{
	for (size_t i = 0; i < known->n; i++) {
		struct appointment *a = &known->v[i];
		int r;

		if (!changes[i].changed)
			continue;
		if (changes[i].fresh) {
			count(n, &changes[i], STANDING_LIVE, a);
			r = store_new(j, a, e);
		} else {
			count(n, &changes[i], before[i].standing, a);
			r = store_known(j, a, &before[i], e);
		}
		if (r == -1)
			return -1;
	}
	return 0;
}

/*
 * D5: does the feed show only so far?  Looked at once a day, and said as long
 * as it is so; of no harm, so that it is no failure.
 */
static int
look_ahead(const struct job *j, char *hint, size_t cap, struct err *e)
{
	struct horizon h;
	int64_t latest_at = 0;
	struct db *db = j->t->db;

	if (j->calendar.horizon_days > 0)
		return 0;
	if (horizon_get(db, j->calendar.id, &h, e) == -1)
		return -1;
	if (j->feed.expanded_on != j->day) {
		if (horizon_latest(db, j->calendar.id, &latest_at, e) == -1)
			return -1;
		int64_t ahead =
		    latest_at == 0 ? 0 : zone_day(j->zone, latest_at) - j->day;
		if (horizon_step(&h, ahead, j->day) &&
		    horizon_set(db, j->calendar.id, &h, e) == -1)
			return -1;
	}
	int64_t days = horizon_proposal(&h, j->day);
	if (days > 0)
		snprintf(hint, cap,
		    "its latest start keeps %" PRId64 " days from today, as "
		    "of a feed that shows no more: if so, smscal-admin "
		    "calendar set %s --horizon %" PRId64,
		    h.days, j->label, days);
	if (days > 0 && !str_eq(hint, j->feed.note))
		log_info("%s: %s", j->label, hint);
	return 0;
}

static int
store_components(struct job *j, bool partial, struct err *e)
{
	struct db *db = j->t->db;

	for (size_t i = 0; i < j->read.components.n; i++) {
		const struct component *c = &j->read.components.v[i];
		int r = 0;

		if (j->read.bad[i])
			r = component_set(db, c->id, "bad", e);
		else if (str_eq(c->state, "bad")) /* no longer */
			r = component_set(db, c->id, "known", e);
		else if (component_missing(c) && !partial)
			/* While absence is unproved, it is asked again. */
			r = component_remove(db, c->id, e);
		if (r == -1)
			return -1;
	}
	char hint[300] = "";
	if (look_ahead(j, hint, sizeof(hint), e) == -1)
		return -1;
	if (component_known(db, j->calendar.id, e) == -1)
		return -1;
	const char *note = j->read.note[0] != '\0' ? j->read.note : NULL;
	int64_t bad = component_bad(db, j->calendar.id, e);
	if (bad == -1)
		return -1;
	/* What still cannot be read was said before, and is not read again. */
	if (note == NULL && bad > 0 && str_starts(j->feed.note, "cannot read"))
		note = j->feed.note;
	if (note == NULL && hint[0] != '\0')
		note = hint;
	return feed_diffed(db, j->calendar.id, j->day, note, e);
}

/* D9: is this body rather a mistake?  Then what it does waits. */
static int
look_for_mass(struct job *j, const struct mass_body *body, struct err *e)
{
	struct mass_count n;
	struct mass_total total;

	/* What another mapping, zone or list of contacts does is meant. */
	if (!j->feed.body)
		return 0;
	mass_count(body, &n);
	if (!mass_possible(&n))
		return 0;
	if (waiting_total(j->t->db, j->calendar.id, j->t->now, &total, e) == -1)
		return -1;
	unsigned kinds = mass_judge(&n, &total);
	mass_mark(body, kinds);
	if (kinds != 0)
		log_info("%s: in one body %" PRId64 " of %" PRId64
			 " events gone, %" PRId64 " without their phones, "
			 "%" PRId64 " people to be told",
		    j->label, n.gone, total.events, n.lost, n.told);
	return 0;
}

/* What waits for the operator is said as long as it does. */
static int
note_waiting(struct job *j, struct err *e)
{
	char *note = j->read.note;
	struct buf text = BUF_INIT;
	unsigned kinds;

	if (waiting_kinds(j->t->db, j->calendar.id, j->t->now, &kinds, e) == -1)
		return -1;
	mass_note(kinds, j->label, &text);
	size_t n = strlen(note);
	if (text.n > 0)
		snprintf(note + n, sizeof(j->read.note) - n, "%s%s",
		    n > 0 ? "; " : "", text.v);
	buf_free(&text);
	return 0;
}

/* What was seen, against what was known. */
static int
apply_seen(struct job *j, struct appointment_list *known, size_t stray,
    const struct change_ctx *ctx, struct tally *n, struct err *e)
{
	struct mass_before *before = mem_zero(known->n + 1, sizeof(*before));
	size_t n_before = known->n;

	for (size_t i = 0; i < n_before; i++)
		before[i] = mass_before(&known->v[i]);
	struct change *changes =
	    change_apply(known, stray, j->read.seen, j->read.n_seen, ctx);
	const struct mass_body body = { known, before, n_before, j->calendar.id,
		j->t->now };
	int r = look_for_mass(j, &body, e);
	if (r != -1)
		r = store_all(j, known, changes, before, n, e);
	free(before);
	free(changes);
	return r;
}

static bool
has_missing(const struct component_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (component_missing(&l->v[i]))
			return true;
	return false;
}

/*
 * The appointments.  Where none is known that the body could have changed,
 * and nobody is told of what is new, one event is no matter to another: then
 * a large feed does not have to be in memory all at once.
 */
static int
apply_all(struct job *j, const struct change_ctx *ctx, struct err *e)
{
	struct appointment_list known = APPOINTMENT_LIST_INIT;
	struct tally n = { 0 };
	size_t all = j->read.parsed.n_events, to = 0;
	int r = appointment_affected(
	    j->t->db, j->company.id, j->calendar.id, j->scope, &known, e);

	if (r == 0 && j->by_zone)
		job_keep_loaded(j, &known);
	size_t stray = known.n;
	if (r == 0)
		r = appointment_strays(j->t->db, j->company.id, j->calendar.id,
		    has_missing(&j->read.components), j->t->now, &known, e);
	bool apart = known.n == 0 && ctx->baseline;
	do {
		to = apart ? reading_part(&j->read, to) : all;
		if (r == 0)
			r = reading_see(&j->read, to, e);
		if (r == 0)
			r = apply_seen(j, &known, stray, ctx, &n, e);
		appointment_list_free(&known);
		stray = 0;
	} while (r == 0 && to < all);
	if (r == 0)
		say(j, &n);
	return r;
}

int
job_apply(struct job *j, struct err *e)
{
	struct change_ctx ctx;
	int r = is_stale(j, e);

	if (r != 0)
		return r;
	if (make_ctx(j, &ctx, e) == -1 || apply_all(j, &ctx, e) == -1 ||
	    note_waiting(j, e) == -1)
		return -1;
	return j->t->dry ? 0 : store_components(j, ctx.partial, e);
}

int
job_settle(struct job *j, struct err *e)
{
	struct appointment_list l = APPOINTMENT_LIST_INIT;
	struct tally n = { 0 };
	bool *proved = NULL;
	int r = appointment_missing(
	    j->t->db, j->calendar.id, j->t->now, &l, &proved, e);

	for (size_t i = 0; r == 0 && i < l.n; i++) {
		const struct change c = { .changed = true };
		const struct mass_before before = mass_before(&l.v[i]);
		bool gone = proved[i] && !mass_waits(&l.v[i], j->t->now);
		if (!change_settle(&l.v[i], gone, j->t->now))
			continue;
		count(&n, &c, before.standing, &l.v[i]);
		r = store_known(j, &l.v[i], &before, e);
	}
	if (r == 0)
		say(j, &n);
	free(proved);
	appointment_list_free(&l);
	return r;
}
