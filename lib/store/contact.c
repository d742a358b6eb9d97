/* SPDX-License-Identifier: ISC */
#include "store/contact.h"

#include <stdlib.h>

#include "store/contact_row.h"
#include "util/str.h"

static const char sql_rev[] =
    "SELECT rev FROM contact_list WHERE company_id = :company";

/* One index for each; an OR would look at the whole list. */
#define BY_KEYS                                                     \
	"SELECT id FROM contact WHERE company_id = :company"        \
	"   AND name_key = :name"                                   \
	" UNION SELECT id FROM contact WHERE company_id = :company" \
	"   AND number_key = :number"

static const char sql_known_by[] =
    CONTACT_SELECT " WHERE c.id IN (" BY_KEYS ") ORDER BY c.id";

static const char sql_all[] =
    CONTACT_SELECT " WHERE c.company_id = :company ORDER BY c.name_key, c.id";

static const char sql_of[] =
    CONTACT_SELECT " WHERE c.id IN (" BY_KEYS " UNION SELECT id FROM contact"
		   "  WHERE company_id = :company AND phone = :phone)"
		   " ORDER BY c.name_key, c.id";

static const char sql_by_id[] =
    CONTACT_SELECT " WHERE c.company_id = :company AND c.id = :id";

static const char sql_language[] =
    "SELECT iif(min(language) = max(language), min(language), NULL)"
    "  FROM contact WHERE company_id = :company AND phone = :phone";

void
contact_fill(struct stmt *st, struct contact *c)
{
	*c = (struct contact){
		.id = st_col_int(st, 0),
		.name = st_col_dup(st, 1),
		.number = st_col_dup(st, 2),
		.uid = st_col_dup(st, 3),
		.phone = st_col_dup(st, 4),
		.language = st_col_dup(st, 5),
		.sms =
		    st_col_int(st, 6) != 0 ? CONTACT_SMS_NO : CONTACT_SMS_YES,
		.optout = st_col_dup(st, 7),
	};
}

int
contact_one(struct stmt *st, struct contact *c, struct err *e)
{
	int r = st_row(st, e);

	if (r != 1)
		return r == 0 ? 1 : -1;
	contact_fill(st, c);
	st_done(st);
	return 0;
}

/* "" is no key: it finds nothing. */
static void
bind_key(struct stmt *st, const char *param, const char *key)
{
	st_text(st, param, key != NULL && key[0] != '\0' ? key : NULL);
}

int64_t
contact_rev(struct db *db, int64_t company_id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_rev);

	st_int(st, ":company", company_id);
	int r = st_row(st, e);
	if (r != 1)
		return r;
	int64_t rev = st_col_int(st, 0);
	st_done(st);
	return rev;
}

int
contact_find(struct db *db, int64_t company_id, const char *name_key,
    const char *number_key, struct contact *c, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_known_by);
	bool doubt = false;
	int r;

	st_int(st, ":company", company_id);
	bind_key(st, ":name", name_key);
	bind_key(st, ":number", number_key);
	while ((r = st_row(st, e)) == 1 && !doubt) {
		struct contact other;
		contact_fill(st, &other);
		if (c->id == 0) {
			*c = other;
			continue;
		}
		doubt = !str_eq(other.phone, c->phone);
		contact_fini(&other);
	}
	if (r == 1)
		st_done(st);
	if (r == -1)
		return -1;
	if (!doubt && c->phone != NULL)
		return 0;
	contact_fini(c);
	return 1;
}

int
contact_language(struct db *db, int64_t company_id, const char *phone,
    char **language, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_language);
	int r;

	*language = NULL;
	st_int(st, ":company", company_id);
	st_text(st, ":phone", phone);
	while ((r = st_row(st, e)) == 1)
		*language = st_col_dup(st, 0);
	return r;
}

int
contact_append(struct stmt *st, struct contact_list *l, struct err *e)
{
	int r;

	while ((r = st_row(st, e)) == 1)
		contact_fill(st, contact_list_add(l));
	return r;
}

int
contact_list_all(
    struct db *db, int64_t company_id, struct contact_list *l, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_all);

	st_int(st, ":company", company_id);
	return contact_append(st, l, e);
}

int
contact_list_of(struct db *db, int64_t company_id, const char *name_key,
    const char *number_key, const char *phone, struct contact_list *l,
    struct err *e)
{
	struct stmt *st = db_stmt(db, sql_of);

	st_int(st, ":company", company_id);
	bind_key(st, ":name", name_key);
	bind_key(st, ":number", number_key);
	bind_key(st, ":phone", phone);
	return contact_append(st, l, e);
}

int
contact_by_id(struct db *db, int64_t company_id, int64_t id, struct contact *c,
    struct err *e)
{
	struct stmt *st = db_stmt(db, sql_by_id);

	st_int(st, ":company", company_id);
	st_int(st, ":id", id);
	return contact_one(st, c, e);
}
