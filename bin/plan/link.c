/* SPDX-License-Identifier: ISC */
#include "plan/link.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "plan/sweep.h"
#include "store/appointment.h"
#include "util/fail.h"
#include "util/file.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/str.h"

enum { FILE_MAX_BYTES = 64 * 1024, RANDOM = 32 };

int
links_start(struct links *k, struct tool *t, struct err *e)
{
	*k = (struct links){ .error = ERR_INIT };
	if (t->conf.links.directory == NULL)
		return 0;
	k->on = true;
	if (!t->pretend && sweep_start(k, t, e) == -1)
		return -1;
	int r = link_any(t->db, e);
	k->any = r == 1;
	return r == -1 ? -1 : 0;
}

static bool
any_rule(const struct setting *s)
{
	for (size_t i = 0; i < s->rules.n; i++)
		if (s->rules.v[i]->active && rule_has_link(s->rules.v[i]))
			return true;
	return false;
}

/* While there are none, all of them are right. */
static int
mark(const struct links *k, struct tool *t, struct err *e)
{
	int r = db_begin(t->db, e);

	if (r == 0)
		r = link_sweep_unsure(t->db, true, e);
	if (r == 0 && !k->any)
		r = link_sweep_done(t->db, t->now, e);
	if (r == 0)
		return db_commit(t->db, e);
	db_rollback(t->db);
	return -1;
}

int
links_open(
    struct links *k, struct tool *t, const struct setting *s, struct err *e)
{
	if (!k->on || k->open || t->pretend || (!k->any && !any_rule(s)))
		return 0;
	k->open = true;
	return mark(k, t, e);
}

/* Told when it begins, and once; and what goes on is still not right. */
static int
tell(struct links *k, struct tool *t, struct err *e)
{
	const char *msg = k->error.kind != ERR_NONE ? k->error.msg : NULL;
	struct link_sweep s;

	if (db_begin(t->db, e) == -1)
		return -1;
	int r = link_sweep_get(t->db, &s, e);
	bool told = r == 0 && s.error != NULL;
	if (r == 0 && msg != NULL && !told)
		log_error("links: %s", msg);
	if (r == 0 && (msg == NULL || !told))
		r = link_sweep_error(t->db, msg, e);
	if (r == 0)
		r = link_sweep_unsure(t->db, msg != NULL, e);
	link_sweep_fini(&s);
	if (r == 0)
		return db_commit(t->db, e);
	db_rollback(t->db);
	return -1;
}

int
links_close(struct links *k, struct tool *t, struct err *e)
{
	if (!k->on || t->pretend || (!k->open && !k->looked))
		return 0;
	if (tell(k, t, e) == -1)
		return -1;
	return k->error.kind != ERR_NONE;
}

char *
link_path(const struct tool *t, const char *token)
{
	struct buf path = BUF_INIT;

	buf_fmt(&path, "%s/%s.ics", t->conf.links.directory, token);
	return buf_take(&path);
}

/* The file as it has to be. */
static void
content(const struct tool *t, const struct setting *s,
    const struct appointment *a, const struct link *l, struct buf *out)
{
	const struct company *c = &s->house->company;
	const char *phone = s->branch != NULL ? s->branch->phone : NULL;
	const struct invite i = {
		.token = l->token,
		.made_at = t->inst.created_at,
		.sequence = l->sequence,
		.stamp_at = l->stamp_at,
		.cancelled = l->cancelled,
		.start_at = a->start_at,
		.end_at = a->end_at,
		.all_day = a->all_day,
		.zone = s->plan.zone,
		.location = a->location,
		.links = s->calendar.links,
		.company = c->name,
		.branch = s->branch != NULL ? s->branch->name : NULL,
		.contact = c->contact,
		.street = c->street,
		.postcode = c->postcode,
		.town = c->town,
		.email = c->email,
		.phone = phone != NULL ? phone : c->phone,
		.web = c->web,
		.country_code = c->country_code,
	};

	buf_reset(out);
	invite_write(out, &i);
}

/* Is the file on disk exactly that?  Nothing else is known by an error. */
static bool
is_there(const char *path, const struct buf *want)
{
	struct buf have = BUF_INIT;
	struct err e = ERR_INIT;
	bool same = file_read(path, FILE_MAX_BYTES, &have, &e) == 0 &&
	    have.n == want->n && memcmp(have.v, want->v, have.n) == 0;

	buf_free(&have);
	return same;
}

/* Once one could not be written, the others wait for the next run. */
static void
put(struct links *k, const struct tool *t, struct link *l,
    const struct buf *text)
{
	char *path = link_path(t, l->token);

	l->written = k->error.kind == ERR_NONE;
	if (l->written && !is_there(path, text)) {
		FAIL_POINT();
		l->written =
		    file_write(path, 0644, text->v, text->n, &k->error) == 0;
		k->written++;
		FAIL_POINT();
	}
	free(path);
}

static bool
same_row(const struct link *a, const struct link *b)
{
	return a->written == b->written && a->sequence == b->sequence &&
	    a->cancelled == b->cancelled && a->stamp_at == b->stamp_at &&
	    a->remove_at == b->remove_at &&
	    memcmp(a->digest, b->digest, DIGEST_SIZE) == 0;
}

/* Bring one in line; l->written says whether it is. */
static int
look(struct links *k, struct tool *t, const struct setting *s,
    const struct appointment *a, struct link *l, struct err *e)
{
	const struct recipient *r = appointment_recipient(a, l->phone);
	const struct link was = *l;
	uint8_t digest[DIGEST_SIZE];
	struct buf text = BUF_INIT;

	l->cancelled =
	    a->standing == STANDING_GONE || r == NULL || r->left_at != 0;
	l->remove_at = a->end_at + INVITE_KEEP_S;
	content(t, s, a, l, &text);
	digest_sha256(text.v, text.n, digest);
	if (!was.written || memcmp(was.digest, digest, DIGEST_SIZE) != 0) {
		l->sequence += was.written;
		l->stamp_at = t->now;
		content(t, s, a, l, &text);
		digest_sha256(text.v, text.n, l->digest);
	}
	put(k, t, l, &text);
	buf_free(&text);
	/* One that could not be written: the next run has it looked at again. */
	return same_row(l, &was) ? 0 : link_set(t->db, l, e);
}

static struct link *
find(const struct link_list *l, const char *phone)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->v[i].phone, phone))
			return &l->v[i];
	return NULL;
}

/* A row of its own token for the recipient. */
static int
make(struct tool *t, const struct appointment *a, const char *phone,
    struct link_list *list, struct err *e)
{
	struct link *l = link_list_add(list);
	uint8_t random[RANDOM];

	l->appointment_id = a->id;
	l->phone = mem_str(phone);
	l->stamp_at = t->now;
	l->remove_at = a->end_at + INVITE_KEEP_S;
	do {
		if (getrandom(random, sizeof(random), 0) != sizeof(random))
			return err_sys(e, ERR_IO, "no random numbers");
	} while (!invite_token(random, sizeof(random), l->token));
	int r = link_add(t->db, l, e);
	if (r == ST_TAKEN)
		mem_bug("the random number of a link came twice");
	return r;
}

/* Is it a message that goes out with an address? */
static bool
has_link(const struct plan_item *i)
{
	return (i->action == PLAN_ADD || i->action == PLAN_REWRITE) &&
	    i->state != STATE_EXPIRED && rule_has_link(i->rule);
}

int
links_look(struct links *k, struct tool *t, const struct setting *s,
    const struct appointment *a, const struct plan_list *items,
    struct link_list *l, struct err *e)
{
	bool wanted = false;

	if (!k->on)
		return 0;
	for (size_t i = 0; i < items->n; i++)
		wanted = wanted || has_link(&items->v[i]);
	if ((!k->any && !wanted) || a->end_at + INVITE_KEEP_S <= t->now)
		return 0;
	if (link_of(t->db, a->id, l, e) == -1)
		return -1;
	if (t->pretend)
		return 0;
	for (size_t i = 0; wanted && i < items->n; i++) {
		const struct plan_item *item = &items->v[i];
		if (has_link(item) && find(l, item->recipient->phone) == NULL &&
		    make(t, a, item->recipient->phone, l, e) == -1)
			return -1;
	}
	for (size_t i = 0; i < l->n; i++)
		if (look(k, t, s, a, &l->v[i], e) == -1)
			return -1;
	k->any = k->any || l->n > 0;
	k->looked = true;
	return 0;
}

void
links_address(const struct links *k, const struct tool *t,
    const struct plan_item *i, const struct link_list *l, struct buf *out)
{
	if (!k->on || !has_link(i))
		return;
	const struct link *found = find(l, i->recipient->phone);
	/* A dry run makes none: what it shows is as long as one. */
	const char *token = found != NULL ? found->token : INVITE_SAMPLE;
	if (t->pretend || (found != NULL && found->written))
		buf_fmt(out, "%s/%s.ics", t->conf.links.url, token);
}
