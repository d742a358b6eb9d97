/* SPDX-License-Identifier: ISC */
#include "store/feed.h"

#include <stdlib.h>
#include <unistd.h>

#include "store/calendar.h"
#include "store/company.h"
#include "t.h"
#include "util/mem.h"

#define EV(uid) "BEGIN:VEVENT\nUID:" uid "\nEND:VEVENT\n"
#define BODY(events) "BEGIN:VCALENDAR\n" events "END:VCALENDAR\n"

enum { NOW = 1750000000, DAY = 86400 };

static char dir[] = "/tmp/smscal-feed-XXXXXX";
static char path[64];
static struct db *db;
static struct err e;

static void
setup(void)
{
	struct company o = { .ref = mem_str("acme"),
		.name = mem_str("Acme"),
		.zone = mem_str("Europe/Vienna"),
		.language = mem_str("de"),
		.gateway = mem_str("file"),
		.active = true };
	struct calendar c = { .ref = mem_str("ordination"),
		.name = mem_str("Ordination"),
		.url = mem_str("https://a.example/x"),
		.phone_field = mem_str("name"),
		.name_field = mem_str("summary"),
		.location_field = mem_str("location"),
		.phones = mem_str("first"),
		.interval_s = 300,
		.active = true };

	if (mkdtemp(dir) == NULL)
		exit(99);
	snprintf(path, sizeof(path), "%s/smscal.db", dir);
	db = db_open(path, DB_CREATE, 1, &e);
	if (db == NULL || db_begin(db, &e) == -1 ||
	    company_add(db, &o, &e) != 0)
		exit(99);
	c.company_id = o.id;
	if (calendar_add(db, &c, &e) != 0 || db_commit(db, &e) == -1)
		exit(99);
	company_fini(&o);
	calendar_fini(&c);
}

static void
teardown(void)
{
	db_close(db);
	unlink(path);
	rmdir(dir);
}

static struct feed_list
get(void)
{
	struct feed_list l = FEED_LIST_INIT;

	if (feed_get(db, "acme", "ordination", &l, &e) != 0)
		exit(98);
	return l;
}

static size_t
due(int64_t now)
{
	struct feed_list l = FEED_LIST_INIT;
	size_t n;

	if (feed_due(db, now, &l, &e) == -1)
		exit(98);
	n = l.n;
	feed_list_free(&l);
	return n;
}

static const struct feed_when when = { NOW, NOW + 300, 300 };

/* "fresh missing back dropped" of storing that body, and what it wrote. */
static const char *
store(const char *text, int64_t *changes)
{
	static char said[64];
	struct feed_list l = get();
	struct feed_counts n, would;
	struct body b = BODY_INIT;
	int64_t before = db_changes(db);

	if (body_cut(text, strlen(text), &b, &e) == -1 ||
	    feed_compare(db, &l.v[0], &b, &would, &e) == -1)
		exit(98);
	OK(db_changes(db) == before, "a comparison writes nothing");
	if (db_begin(db, &e) == -1 ||
	    feed_store_body(db, &l.v[0], &b, "\"e\"", "then", &when, &n, &e) !=
		0 ||
	    db_commit(db, &e) == -1)
		exit(98);
	OK(memcmp(&n, &would, sizeof(n)) == 0, "... and tells what is done");
	*changes = db_changes(db) - before;
	snprintf(said, sizeof(said), "%zu %zu %zu %zu", n.fresh, n.missing,
	    n.back, n.dropped);
	body_free(&b);
	feed_list_free(&l);
	return said;
}

/* Diff has worked them off. */
static void
diffed(void)
{
	static const char sql_known[] =
	    "UPDATE component SET state = 'known' WHERE state = 'new'";
	static const char sql_gone[] =
	    "DELETE FROM component WHERE state = 'missing'";
	struct stmt *st = db_stmt(db, sql_known);

	if (db_begin(db, &e) == -1 || st_changed(st, &e) == -1)
		exit(98);
	st = db_stmt(db, sql_gone);
	if (st_changed(st, &e) == -1 || db_commit(db, &e) == -1)
		exit(98);
}

static void
bodies(void)
{
	int64_t n;

	SAME(store(BODY(EV("a") EV("b") EV("b")), &n), "3 0 0 0",
	    "the first body, each component once");
	SAME(store(BODY(EV("a")), &n), "0 0 0 1",
	    "what diff never saw is dropped");
	SAME(store(BODY(EV("a") EV("b")), &n), "1 0 0 0", "... and is new");
	diffed();
	SAME(store(BODY(EV("b") EV("c")), &n), "1 1 0 0", "one new, one gone");
	EQUAL(n, 3, "only these are written, and the feed");
	SAME(store(BODY(EV("b") EV("a")), &n), "0 0 1 1", "back again");
	EQUAL(n, 3, "... and what came for it goes");
	SAME(store(BODY(EV("b")), &n), "0 1 0 0", "missing");
	SAME(store(BODY(EV("b") EV("d")), &n), "1 0 0 0", "missing still");
	diffed();
	SAME(store(BODY(EV("b") EV("d") EV("a")), &n), "1 0 0 0",
	    "after diff it is new");

	struct buf text = BUF_INIT;
	struct feed_list l = get();
	OK(feed_calendar_text(db, l.v[0].calendar_id, &text, &e) == 0,
	    "the calendar's own properties");
	SAME(buf_cstr(&text), "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
	    "... as text");
	SAME(l.v[0].etag, "\"e\"", "ETag");
	SAME(l.v[0].last_modified, "then", "Last-Modified");
	OK(l.v[0].has_digest && l.v[0].good_at == NOW, "digest, time");
	buf_free(&text);
	feed_list_free(&l);
}

static void
run(const char *sql)
{
	if (st_changed(db_stmt(db, sql), &e) == -1)
		exit(98);
}

/* Events by number, but for one; `text` is used for them. */
static const char *
numbered(int n, int without, struct buf *text)
{
	buf_reset(text);
	buf_str(text, "BEGIN:VCALENDAR\n");
	for (int i = 0; i < n; i++)
		if (i != without)
			buf_fmt(text, "BEGIN:VEVENT\nUID:%d\nEND:VEVENT\n", i);
	buf_str(text, "END:VCALENDAR\n");
	return text->v;
}

/* A large feed: of the last body only what differs is looked at. */
static void
large(void)
{
	static const char sql_forget[] = "DELETE FROM feed_sum";
	static const char sql_other[] = "UPDATE feed SET digest = zeroblob(32)";
	struct buf text = BUF_INIT;
	int64_t n;

	SAME(store(numbered(1000, -1, &text), &n), "1000 2 0 1", "many");
	diffed();
	SAME(store(numbered(1000, 7, &text), &n), "0 1 0 0", "one is missing");
	EQUAL(n, 3, "... and no other is written, but for the sum");
	SAME(store(numbered(1000, 8, &text), &n), "0 1 1 0", "... back");
	run(sql_forget);
	SAME(store(numbered(1000, 9, &text), &n), "0 1 1 0",
	    "where an older smscal was here, all are compared");
	run(sql_other);
	SAME(store(numbered(1000, 7, &text), &n), "0 1 1 0",
	    "... and where the sum is of another body");
	SAME(store(numbered(3, -1, &text), &n), "0 996 0 0", "nearly none");
	SAME(store(numbered(1000, -1, &text), &n), "0 0 997 0",
	    "... and all again");
	diffed();
	buf_free(&text);
}

static void
times(void)
{
	struct feed_list l = get();

	SAME(l.v[0].ref, "acme/ordination", "its name");
	EQUAL(due(NOW), 0, "not due");
	EQUAL(due(NOW + 299), 0, "... yet");
	EQUAL(due(NOW + 300), 1, "... but then");
	EQUAL(due(NOW - 1), 1,
	    "a time further ahead than the wait is due now (X3)");

	struct feed_when next = { NOW + 300, NOW + 900, 600 };
	OK(feed_failed(db, &l.v[0], "no", &next, &e) == 0, "it failed");
	OK(feed_failed(db, &l.v[0], "no", &next, &e) == FEED_OTHER,
	    "what was read before that is old now");
	feed_list_free(&l);
	l = get();
	SAME(l.v[0].error, "no", "why");
	EQUAL(l.v[0].failures, 1, "how often");
	EQUAL(l.v[0].good_at, NOW, "when it was good last");
	SAME(l.v[0].etag, "\"e\"", "what we have stays");
	OK(feed_good(db, &l.v[0], "\"f\"", NULL, &when, &e) == 0, "good again");
	feed_list_free(&l);
	l = get();
	OK(l.v[0].error == NULL && l.v[0].failures == 0, "no error");
	SAME(l.v[0].etag, "\"f\"", "a new ETag");
	OK(l.v[0].last_modified == NULL, "no Last-Modified any more");
	feed_list_free(&l);
}

/* 1 where `sql`, which gives one number, gives `want`. */
static bool
says(const char *sql, int64_t want)
{
	struct stmt *st = db_stmt(db, sql);

	if (st_row(st, &e) != 1)
		exit(98);
	int64_t got = st_col_int(st, 0);
	st_done(st);
	return got == want;
}

static void
stale(void)
{
	static const char sql_baseline[] = "SELECT baseline FROM feed";
	static const char sql_six[] = "UPDATE feed SET baseline = 0,"
				      " good_at = 1750000000 - 6 * 86400";
	static const char sql_eight[] = "UPDATE feed SET good_at ="
					" 1750000000 - 8 * 86400";
	int64_t n;

	run(sql_six);
	store(BODY(EV("x")), &n);
	OK(says(sql_baseline, 0), "six days without: no baseline");
	run(sql_eight);
	store(BODY(EV("y")), &n);
	OK(says(sql_baseline, 1), "eight days: the next body is one (F8)");
}

static void
others(void)
{
	static const char sql_url[] = "UPDATE calendar SET url = 'https://b'";
	static const char sql_off[] = "UPDATE company SET active = 0";
	static const char sql_delete[] = "DELETE FROM calendar";
	struct feed_list l = get(), none = FEED_LIST_INIT;
	struct feed_counts n;
	struct body b = BODY_INIT;
	static const char text[] = BODY(EV("other"));
	int64_t before;

	if (body_cut(text, strlen(text), &b, &e) == -1)
		exit(98);
	OK(feed_get(db, "acme", "graz", &none, &e) == 1, "no such calendar");
	run(sql_url);
	before = db_changes(db);
	OK(feed_store_body(db, &l.v[0], &b, NULL, NULL, &when, &n, &e) ==
		FEED_OTHER,
	    "a body of the address before is not taken");
	OK(feed_good(db, &l.v[0], NULL, NULL, &when, &e) == FEED_OTHER,
	    "... nor its 304");
	EQUAL(db_changes(db) - before, 0, "... and nothing is written");
	run(sql_off);
	EQUAL(due(NOW + 10 * DAY), 0, "not while the company is off");
	feed_list_free(&l);
	l = get();
	OK(!l.v[0].active, "... which can be asked");
	run(sql_delete);
	OK(feed_store_body(db, &l.v[0], &b, NULL, NULL, &when, &n, &e) ==
		FEED_OTHER,
	    "nor that of a calendar which is gone");
	body_free(&b);
	feed_list_free(&l);
}

int
main(void)
{
	setup();
	EQUAL(due(NOW), 1, "a new calendar is due");
	bodies();
	large();
	times();
	stale();
	others();
	teardown();
	return t_done();
}
