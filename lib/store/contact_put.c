/* SPDX-License-Identifier: ISC */
/* A line of a file, and the list: whose it is, and what it changes. */
#include <stdlib.h>
#include <string.h>

#include "store/contact_row.h"
#include "util/mem.h"
#include "util/str.h"

static const char sql_by_number[] =
    CONTACT_SELECT " WHERE c.company_id = :company AND c.number_key = :number";

static const char sql_by_uid[] =
    CONTACT_SELECT " WHERE c.company_id = :company AND c.uid = :uid";

static const char sql_by_phone[] = CONTACT_SELECT
    " WHERE c.company_id = :company AND c.name_key = :name AND c.phone IS :phone"
    " AND (c.number_key IS NULL OR :number IS NULL)"
    " ORDER BY c.id LIMIT 1";

static const char sql_by_name[] = CONTACT_SELECT
    " WHERE c.company_id = :company AND c.name_key = :name ORDER BY c.id LIMIT 2";

static const char sql_add[] =
    "INSERT INTO contact (company_id, name, name_key, number, number_key, uid,"
    "       phone, language, optout, created_at, changed_at)"
    " VALUES (:company, :name, :name_key, :number, :number_key, :uid, :phone,"
    "       :language, :optout, :now, :now)";

static const char sql_set[] =
    "UPDATE contact SET name = :name, name_key = :name_key, number = :number,"
    "       number_key = :number_key, uid = :uid, phone = :phone,"
    "       language = :language, optout = :optout, changed_at = :now"
    " WHERE id = :id AND company_id = :company";

static const char sql_remove[] =
    "DELETE FROM contact WHERE id = :id AND company_id = :company";

static const char sql_opt_out[] =
    "INSERT INTO optout (company_id, phone, source, since_at)"
    " VALUES (:company, :phone, 'operator', :now)"
    " ON CONFLICT (company_id, phone) DO NOTHING";

/* Only the operator's own word is taken back. */
static const char sql_opt_in[] =
    "DELETE FROM optout WHERE company_id = :company AND phone = :phone"
    "   AND source = 'operator' AND NOT EXISTS (SELECT 1 FROM contact c"
    "        WHERE c.company_id = :company AND c.phone = :phone"
    "          AND c.optout = 1)";

static const char sql_replan[] =
    "UPDATE appointment SET replan = 1"
    " WHERE replan = 0 AND +company_id = :company"
    "   AND id IN (SELECT appointment_id FROM recipient WHERE phone = :phone)";

/* A contact that is to be kept, with its keys. */
struct wanted {
	const struct contact *c; /* of the file */
	char *name_key, *number_key;
	bool alone;   /* no other line has its name */
	bool refused; /* it is kept without a phone */
};

static int
find_keyed(struct db *db, int64_t company_id, const char *sql,
    const char *param, const char *key, struct contact *was, struct err *e)
{
	struct stmt *st = db_stmt(db, sql);

	st_int(st, ":company", company_id);
	st_text(st, param, key);
	return contact_one(st, was, e);
}

static int
find_phone(struct db *db, int64_t company_id, const struct wanted *w,
    const char *phone, struct contact *was, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_by_phone);

	st_int(st, ":company", company_id);
	st_text(st, ":name", w->name_key);
	st_text(st, ":phone", phone);
	st_text(st, ":number", w->number_key);
	return contact_one(st, was, e);
}

/* The only one of that name, here as in the file. */
static int
find_name(struct db *db, int64_t company_id, const struct wanted *w,
    struct contact *was, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_by_name);
	struct contact_list l = CONTACT_LIST_INIT;
	int r;

	st_int(st, ":company", company_id);
	st_text(st, ":name", w->name_key);
	r = contact_append(st, &l, e);
	bool fits = r == 0 && l.n == 1 && w->alone && l.v[0].number == NULL &&
	    (l.v[0].uid == NULL || w->c->uid == NULL);
	if (fits) {
		*was = l.v[0];
		l.v[0] = (struct contact){ .id = 0 };
	}
	contact_list_free(&l);
	return r == -1 ? -1 : !fits;
}

/* Whose line it is; 1: of somebody new.  An UID of another one is not taken. */
static int
find_known(struct db *db, int64_t company_id, const struct wanted *w,
    struct contact *was, bool *uid_taken, struct err *e)
{
	struct contact other = { .id = 0 };
	int r = 1, of_uid = 1;

	if (w->number_key != NULL)
		r = find_keyed(db, company_id, sql_by_number, ":number",
		    w->number_key, was, e);
	if (r != -1 && w->c->uid != NULL)
		of_uid = find_keyed(
		    db, company_id, sql_by_uid, ":uid", w->c->uid, &other, e);
	*uid_taken = r == 0 && of_uid == 0 && other.id != was->id;
	if (r == 1 && of_uid == 0) {
		*was = other;
		return 0;
	}
	contact_fini(&other);
	if (of_uid == -1)
		return -1;
	if (r == 1)
		r = find_phone(db, company_id, w, w->c->phone, was, e);
	if (r == 1 && w->refused)
		r = find_phone(db, company_id, w, NULL, was, e);
	if (r == 1)
		r = find_name(db, company_id, w, was, e);
	return r;
}

static int
on_phone(struct db *db, const char *sql, int64_t company_id, const char *phone,
    int64_t now, struct err *e)
{
	struct stmt *st = db_stmt(db, sql);

	if (phone == NULL)
		return 0;
	st_int(st, ":company", company_id);
	st_text(st, ":phone", phone);
	if (sql == sql_opt_out)
		st_int(st, ":now", now);
	int64_t n = st_changed(st, e);
	if (n <= 0 || sql == sql_replan)
		return n == -1 ? -1 : 0;
	return on_phone(db, sql_replan, company_id, phone, now, e);
}

static void
add_mark(struct contact_marks *m, char kind, const char *key)
{
	size_t n = strlen(key);

	if (n == 0)
		return;
	m->v = mem_grow(m->v, &m->cap, m->n + 1, sizeof(*m->v));
	m->v[m->n] = mem_alloc(n + 2);
	m->v[m->n][0] = kind;
	memcpy(m->v[m->n++] + 1, key, n + 1);
}

static void
add_marks(struct contact_marks *m, const struct contact *c)
{
	char *name = contact_name_key(c->name);
	char *number =
	    c->number != NULL ? contact_number_key(c->number) : mem_str("");

	add_mark(m, 'n', name);
	add_mark(m, '#', number);
	free(name);
	free(number);
}

static int
write_row(struct db *db, int64_t company_id, const struct contact *c,
    int64_t now, struct err *e)
{
	struct stmt *st = db_stmt(db, c->id == 0 ? sql_add : sql_set);
	char *name_key = contact_name_key(c->name);
	char *number_key =
	    c->number != NULL ? contact_number_key(c->number) : NULL;

	if (c->id != 0)
		st_int(st, ":id", c->id);
	st_int(st, ":company", company_id);
	st_text(st, ":name", c->name);
	st_text(st, ":name_key", name_key);
	st_text(st, ":number", c->number);
	st_text(st, ":number_key", number_key);
	st_text(st, ":uid", c->uid);
	st_text(st, ":phone", c->phone);
	st_text(st, ":language", c->language);
	st_int(st, ":optout", c->sms == CONTACT_SMS_NO);
	st_int(st, ":now", now);
	int r = st_changed(st, e) == -1 ? -1 : 0;
	free(name_key);
	free(number_key);
	return r;
}

/* What the row becomes; all is borrowed. */
static struct contact
become(const struct contact *was, const struct contact_line *l, bool uid_taken)
{
	const struct contact *c = &l->contact;
	struct contact is = *was;

	if (was->id == 0 || l->refused == NULL) {
		is.name = c->name;
		is.phone = l->refused == NULL ? c->phone : NULL;
		if (c->number != NULL)
			is.number = c->number;
		if (is.uid == NULL && !uid_taken)
			is.uid = c->uid;
		if (c->language_said)
			is.language = c->language;
	}
	if (c->sms == CONTACT_SMS_NO ||
	    (c->sms == CONTACT_SMS_YES && l->refused == NULL))
		is.sms = c->sms;
	return is;
}

/* Who is known by which name and number. */
static bool
same_person(const struct contact *a, const struct contact *b)
{
	return str_eq(a->name, b->name) && str_eq(a->number, b->number) &&
	    str_eq(a->phone, b->phone);
}

static bool
same_row(const struct contact *a, const struct contact *b)
{
	return same_person(a, b) && str_eq(a->uid, b->uid) &&
	    str_eq(a->language, b->language) &&
	    (a->sms == CONTACT_SMS_NO) == (b->sms == CONTACT_SMS_NO);
}

/* What else follows from the row that was, and is now. */
static int
follow(struct db *db, int64_t company_id, const struct contact *was,
    const struct contact *is, int64_t now, struct contact_marks *marks,
    struct err *e)
{
	bool none = is->sms == CONTACT_SMS_NO;

	if (!same_person(was, is)) {
		if (was->id != 0)
			add_marks(marks, was);
		add_marks(marks, is);
	}
	if (none &&
	    on_phone(db, sql_opt_out, company_id, is->phone, now, e) == -1)
		return -1;
	if (!none && was->sms == CONTACT_SMS_NO &&
	    on_phone(db, sql_opt_in, company_id, was->phone, now, e) == -1)
		return -1;
	/* The text's language. */
	if (str_eq(was->language, is->language) &&
	    str_eq(was->phone, is->phone))
		return 0;
	if (on_phone(db, sql_replan, company_id, was->phone, now, e) == -1)
		return -1;
	return on_phone(db, sql_replan, company_id, is->phone, now, e);
}

static enum contact_done
put(struct db *db, int64_t company_id, const struct contact *was,
    const struct contact *is, bool write, int64_t now,
    struct contact_marks *marks, struct err *e)
{
	if (was->id != 0 && same_row(was, is))
		return CONTACT_SAME;
	if (write &&
	    (write_row(db, company_id, is, now, e) == -1 ||
		follow(db, company_id, was, is, now, marks, e) == -1))
		return CONTACT_FAILED;
	return was->id == 0 ? CONTACT_ADDED : CONTACT_CHANGED;
}

int
contact_set(struct db *db, int64_t company_id, const struct contact *was,
    const struct contact *is, int64_t now, struct contact_marks *marks,
    struct err *e)
{
	return put(db, company_id, was, is, true, now, marks, e) ==
		CONTACT_FAILED
	    ? -1
	    : 0;
}

/* A refused line's number is not kept, but it is not to be written to. */
static int
heed_refused(struct db *db, int64_t company_id, const struct contact_line *line,
    const struct contact *was, int64_t now, struct err *e)
{
	const struct contact *c = &line->contact;

	if (line->refused == NULL || c->sms != CONTACT_SMS_NO ||
	    was->sms == CONTACT_SMS_NO)
		return 0;
	return on_phone(db, sql_opt_out, company_id, c->phone, now, e);
}

enum contact_done
contact_put(struct db *db, int64_t company_id, const struct contact_line *line,
    bool write, int64_t now, struct contact_marks *marks, struct err *e)
{
	const struct contact *c = &line->contact;
	struct contact was = { .id = 0 };
	enum contact_done done = CONTACT_FAILED;
	bool uid_taken = false;

	if (write && c->name == NULL)
		return heed_refused(db, company_id, line, &was, now, e) == -1
		    ? CONTACT_FAILED
		    : CONTACT_SAME;
	if (c->name == NULL)
		return CONTACT_SAME;
	struct wanted w = { c, contact_name_key(c->name),
		c->number != NULL ? contact_number_key(c->number) : NULL,
		!line->namesake, line->refused != NULL };
	if (find_known(db, company_id, &w, &was, &uid_taken, e) != -1) {
		const struct contact is = become(&was, line, uid_taken);
		done = write &&
			heed_refused(db, company_id, line, &was, now, e) == -1
		    ? CONTACT_FAILED
		    : put(db, company_id, &was, &is, write, now, marks, e);
	}
	contact_fini(&was);
	free(w.name_key);
	free(w.number_key);
	return done;
}

int
contact_remove(struct db *db, int64_t company_id, const struct contact *c,
    int64_t now, struct contact_marks *marks, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_remove);

	st_int(st, ":id", c->id);
	st_int(st, ":company", company_id);
	int64_t n = st_changed(st, e);
	if (n <= 0)
		return n == -1 ? -1 : 0;
	add_marks(marks, c);
	return on_phone(db, sql_replan, company_id, c->phone, now, e);
}
