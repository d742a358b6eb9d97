/* SPDX-License-Identifier: ISC */
#include "store/erasure.h"

#include <string.h>
#include <sys/random.h>

#include "util/digest.h"

enum { KEY = 32 };

static const char sql_any[] = "SELECT 1 FROM erasure LIMIT 1";

static const char sql_key[] = "SELECT erasure_key FROM installation";

static const char sql_set_key[] = "UPDATE installation SET erasure_key = :key";

static const char sql_has[] = "SELECT 1 FROM erasure WHERE hash = :hash";

static const char sql_add[] =
    "INSERT INTO erasure (hash, erased_at) VALUES (:hash, :now)";

static const char sql_all[] = "SELECT hash, erased_at FROM erasure";

static const char sql_keep[] =
    "INSERT INTO erasure (hash, erased_at) VALUES (:hash, :now)"
    " ON CONFLICT DO NOTHING";

static const char sql_drop[] = "DELETE FROM erasure WHERE hash = :hash";

/* Who was dropped from an event comes back when that is read again. */
static const char sql_reread[] = "UPDATE calendar SET reread = 1";

int
erasure_any(struct db *db, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_any);
	int r = st_row(st, e);

	if (r == 1)
		st_done(st);
	return r;
}

static int
set_key(struct db *db, const uint8_t key[KEY], struct err *e)
{
	struct stmt *st = db_stmt(db, sql_set_key);

	st_blob(st, ":key", key, KEY);
	return st_run(st, e);
}

static int
make_key(struct db *db, uint8_t key[KEY], struct err *e)
{
	if (getrandom(key, KEY, 0) != KEY)
		return err_sys(e, ERR_IO, "cannot get random numbers");
	return set_key(db, key, e);
}

/* 1: there is none, and none was to be made. */
static int
get_key(struct db *db, bool make, uint8_t key[KEY], struct err *e)
{
	struct stmt *st = db_stmt(db, sql_key);
	size_t n = 0;
	int r = st_row(st, e);

	if (r == -1)
		return -1;
	const void *p = r == 1 ? st_col_blob(st, 0, &n) : NULL;
	if (p != NULL && n == KEY)
		memcpy(key, p, KEY);
	if (r == 1)
		st_done(st);
	if (n == KEY)
		return 0;
	return make ? make_key(db, key, e) : 1;
}

static int
hash(struct db *db, const char *phone, bool make, uint8_t out[DIGEST_SIZE],
    struct err *e)
{
	uint8_t key[KEY];
	int r = get_key(db, make, key, e);

	if (r == 0)
		digest_hmac_sha256(key, KEY, phone, strlen(phone), out);
	return r;
}

int
erasure_has(struct db *db, const char *phone, struct err *e)
{
	uint8_t h[DIGEST_SIZE];
	int r = hash(db, phone, false, h, e);

	if (r != 0)
		return r == 1 ? 0 : -1;
	struct stmt *st = db_stmt(db, sql_has);
	st_blob(st, ":hash", h, sizeof(h));
	r = st_row(st, e);
	if (r == 1)
		st_done(st);
	return r;
}

int
erasure_add(struct db *db, const char *phone, int64_t now, struct err *e)
{
	uint8_t h[DIGEST_SIZE];

	if (hash(db, phone, true, h, e) == -1)
		return -1;
	struct stmt *st = db_stmt(db, sql_add);
	st_blob(st, ":hash", h, sizeof(h));
	st_int(st, ":now", now);
	return st_run(st, e);
}

int
erasure_carry(struct db *db, struct db *from, struct err *e)
{
	uint8_t theirs[KEY], ours[KEY];
	int r = get_key(from, false, theirs, e);

	if (r != 0)
		return r == 1 ? 0 : -1;
	r = get_key(db, false, ours, e);
	if (r == 0 && memcmp(theirs, ours, KEY) != 0)
		return 0;
	if (r == -1 || (r == 1 && set_key(db, theirs, e) == -1))
		return -1;
	struct stmt *all = db_stmt(from, sql_all);
	while ((r = st_row(all, e)) == 1) {
		struct stmt *st = db_stmt(db, sql_keep);
		size_t n;
		const void *hash = st_col_blob(all, 0, &n);
		st_blob(st, ":hash", hash, n);
		st_int(st, ":now", st_col_int(all, 1));
		if (st_run(st, e) == -1) {
			st_done(all);
			return -1;
		}
	}
	return r;
}

int
erasure_drop(struct db *db, const char *phone, struct err *e)
{
	uint8_t h[DIGEST_SIZE];
	int r = hash(db, phone, false, h, e);

	if (r != 0)
		return r;
	struct stmt *st = db_stmt(db, sql_drop);
	st_blob(st, ":hash", h, sizeof(h));
	int64_t n = st_changed(st, e);
	if (n <= 0)
		return n == 0 ? 1 : -1;
	return st_run(db_stmt(db, sql_reread), e);
}
