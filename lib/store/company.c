/* SPDX-License-Identifier: ISC */
#include "store/company.h"

#include "store/calendar.h"
#include "store/link.h"
#include "util/str.h"

#define COLUMNS                                                           \
	"id, ref, name, contact, street, postcode, town, country, email," \
	" phone, web, zone, language, country_code, gateway, token_file," \
	" send_window, limit_recipient, limit_company, countries,"        \
	" daily_list, redirect,"                                          \
	" active, paused_at, created_at"

static const char sql_get[] =
    "SELECT " COLUMNS " FROM company WHERE ref = :ref";

static const char sql_by_id[] =
    "SELECT " COLUMNS " FROM company WHERE id = :id";

static const char sql_list[] = "SELECT " COLUMNS " FROM company ORDER BY ref";

static const char sql_add[] =
    "INSERT INTO company (ref, name, contact, street, postcode, town, country,"
    "       email, phone, web, zone, language, country_code, gateway,"
    "       token_file, send_window, limit_recipient, limit_company,"
    "       countries, daily_list, redirect, active, created_at)"
    " VALUES (:ref, :name, :contact, :street, :postcode, :town, :country,"
    "       :email, :phone, :web, :zone, :language, :country_code, :gateway,"
    "       :token_file, :send_window, :limit_recipient, :limit_company,"
    "       :countries, :daily_list, :redirect, :active, :created)";

static const char sql_set[] =
    "UPDATE company"
    "   SET name = :name, contact = :contact, street = :street,"
    "       postcode = :postcode, town = :town, country = :country,"
    "       email = :email, phone = :phone, web = :web, zone = :zone,"
    "       language = :language, country_code = :country_code,"
    "       gateway = :gateway, token_file = :token_file,"
    "       send_window = :send_window, limit_recipient = :limit_recipient,"
    "       limit_company = :limit_company, countries = :countries,"
    "       daily_list = :daily_list,"
    "       redirect = :redirect,"
    "       active = :active"
    " WHERE id = :id"
    "   AND (name, contact, street, postcode, town, country, email, phone,"
    "        web, zone, language, country_code, gateway, token_file,"
    "        send_window, limit_recipient, limit_company, countries,"
    "        daily_list, redirect, active) IS NOT"
    "       (:name, :contact, :street, :postcode, :town, :country, :email,"
    "        :phone, :web, :zone, :language, :country_code, :gateway,"
    "        :token_file, :send_window, :limit_recipient, :limit_company,"
    "        :countries, :daily_list, :redirect, :active)";

static const char sql_paused[] = "UPDATE company SET paused_at = :at"
				 " WHERE id = :id AND paused_at IS NOT :at";

static const char sql_remove[] = "DELETE FROM company WHERE id = :id";

static const char sql_history[] =
    "SELECT (SELECT count(*) FROM calendar"
    "         WHERE company_id = :id"
    "           AND (:calendar IS NULL OR id = :calendar)),"
    "       (SELECT count(*) FROM appointment"
    "         WHERE company_id = :id"
    "           AND (:calendar IS NULL OR calendar_id = :calendar)),"
    "       count(*),"
    "       count(*) FILTER (WHERE state IN ('planned', 'held'))"
    "  FROM message"
    " WHERE company_id = :id AND with_id IS NULL"
    "   AND (:calendar IS NULL OR calendar_id = :calendar)";

static void
fill(struct stmt *st, struct company *c)
{
	*c = (struct company){
		.id = st_col_int(st, 0),
		.ref = st_col_dup(st, 1),
		.name = st_col_dup(st, 2),
		.contact = st_col_dup(st, 3),
		.street = st_col_dup(st, 4),
		.postcode = st_col_dup(st, 5),
		.town = st_col_dup(st, 6),
		.country = st_col_dup(st, 7),
		.email = st_col_dup(st, 8),
		.phone = st_col_dup(st, 9),
		.web = st_col_dup(st, 10),
		.zone = st_col_dup(st, 11),
		.language = st_col_dup(st, 12),
		.country_code = st_col_dup(st, 13),
		.gateway = st_col_dup(st, 14),
		.token_file = st_col_dup(st, 15),
		.send_window = st_col_dup(st, 16),
		.limit_recipient = st_col_int(st, 17),
		.limit_company = st_col_int(st, 18),
		.countries = st_col_dup(st, 19),
		.daily_list = st_col_dup(st, 20),
		.redirect = st_col_dup(st, 21),
		.active = st_col_int(st, 22) != 0,
		.paused_at = st_col_int(st, 23),
		.created_at = st_col_int(st, 24),
	};
}

static int
one(struct stmt *st, struct company *c, struct err *e)
{
	int r = st_row(st, e);

	if (r != 1)
		return r == 0 ? 1 : -1;
	fill(st, c);
	st_done(st);
	return 0;
}

int
company_get(struct db *db, const char *ref, struct company *c, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_get);

	st_text(st, ":ref", ref);
	return one(st, c, e);
}

int
company_by_id(struct db *db, int64_t id, struct company *c, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_by_id);

	st_int(st, ":id", id);
	return one(st, c, e);
}

int
company_list(struct db *db, struct company_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_list);
	int r;

	while ((r = st_row(st, e)) == 1)
		fill(st, company_list_add(l));
	return r;
}

static void
bind(struct stmt *st, const struct company *c)
{
	st_text(st, ":name", c->name);
	st_text(st, ":contact", c->contact);
	st_text(st, ":street", c->street);
	st_text(st, ":postcode", c->postcode);
	st_text(st, ":town", c->town);
	st_text(st, ":country", c->country);
	st_text(st, ":email", c->email);
	st_text(st, ":phone", c->phone);
	st_text(st, ":web", c->web);
	st_text(st, ":zone", c->zone);
	st_text(st, ":language", c->language);
	st_text(st, ":country_code", c->country_code);
	st_text(st, ":gateway", c->gateway);
	st_text(st, ":token_file", c->token_file);
	st_text(st, ":send_window", c->send_window);
	st_opt(st, ":limit_recipient", c->limit_recipient, 0);
	st_opt(st, ":limit_company", c->limit_company, 0);
	st_text(st, ":countries", c->countries);
	st_text(st, ":daily_list", c->daily_list);
	st_text(st, ":redirect", c->redirect);
	st_int(st, ":active", c->active);
}

int
company_add(struct db *db, struct company *c, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_add);

	bind(st, c);
	st_text(st, ":ref", c->ref);
	st_int(st, ":created", c->created_at);
	return st_insert(st, &c->id, e);
}

/* What an edit means for the calendars of the company. */
static unsigned
marks(const struct company *was, const struct company *is)
{
	unsigned m = 0;

	if (!str_eq(was->zone, is->zone) ||
	    !str_eq(was->country_code, is->country_code) ||
	    !str_eq(was->phone, is->phone)) /* no customer's number (C2) */
		m |= MARK_REREAD | MARK_REPLAN;
	if (!str_eq(was->name, is->name) ||
	    !str_eq(was->language, is->language) ||
	    !str_eq(was->send_window, is->send_window) ||
	    was->limit_recipient != is->limit_recipient ||
	    was->limit_company != is->limit_company ||
	    !str_eq(was->countries, is->countries))
		m |= MARK_REPLAN;
	if (!was->active && is->active)
		m |= MARK_BASELINE | MARK_REPLAN;
	return m;
}

/* What only the .ics files say (T5), which plan writes. */
static bool
same_in_files(const struct company *was, const struct company *is)
{
	return str_eq(was->contact, is->contact) &&
	    str_eq(was->street, is->street) &&
	    str_eq(was->postcode, is->postcode) &&
	    str_eq(was->town, is->town) && str_eq(was->email, is->email) &&
	    str_eq(was->web, is->web);
}

/* Where there are files, plan has to look at them. */
static int
mark_edit(struct db *db, const struct company *was, const struct company *is,
    struct err *e)
{
	struct level level = { .company_id = is->id };
	unsigned m = marks(was, is);

	if (!same_in_files(was, is)) {
		int any = link_any(db, e);
		if (any == -1)
			return -1;
		m |= any == 1 ? MARK_REPLAN : 0;
	}
	return calendar_mark(db, &level, m, e);
}

int
company_set(struct db *db, const struct company *c, struct err *e)
{
	struct company was = { .id = 0 };
	int r = company_by_id(db, c->id, &was, e);

	if (r == 0) {
		struct stmt *st = db_stmt(db, sql_set);
		bind(st, c);
		st_int(st, ":id", c->id);
		r = st_changed(st, e) == -1 || mark_edit(db, &was, c, e) == -1
		    ? -1
		    : 0;
	}
	company_fini(&was);
	return r == -1 ? -1 : 0;
}

int
company_set_paused(struct db *db, int64_t id, int64_t paused_at, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_paused);

	st_int(st, ":id", id);
	st_opt(st, ":at", paused_at, 0);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
company_remove(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_remove);

	st_int(st, ":id", id);
	return st_changed(st, e) == -1 ? -1 : 0;
}

int
company_history(struct db *db, int64_t id, int64_t calendar_id,
    struct history *h, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_history);

	st_int(st, ":id", id);
	st_opt(st, ":calendar", calendar_id, 0);
	*h = (struct history){ .messages = 0 };
	if (st_row(st, e) == -1)
		return -1;
	h->calendars = st_col_int(st, 0);
	h->appointments = st_col_int(st, 1);
	h->messages = st_col_int(st, 2);
	h->pending = st_col_int(st, 3);
	st_done(st);
	return 0;
}
