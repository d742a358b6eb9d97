/* SPDX-License-Identifier: ISC */
/* The setup in the database: what is kept, and what an edit marks. */
#include "store/rule.h"

#include <stdlib.h>
#include <unistd.h>

#include "store/branch.h"
#include "store/company.h"
#include "store/fallback.h"
#include "store/sender.h"
#include "t.h"
#include "util/mem.h"

enum { NOW = 1750000000 };

static struct db *db;
static struct err e;
static int64_t acme, graz, ordination, labor;

static int64_t
number(const char *sql)
{
	struct stmt *st = db_stmt(db, sql);
	int64_t v = st_row(st, &e) == 1 ? st_col_int(st, 0) : -1;

	st_done(st);
	return v;
}

static void
clear(void)
{
	struct stmt *st =
	    db_stmt(db, "UPDATE calendar SET replan = 0, reread = 0");
	OK(st_changed(st, &e) != -1, "the chain has seen the marks");
	st = db_stmt(db,
	    "UPDATE feed SET baseline = 0, next_at = 99, etag = 'x',"
	    " digest = x'00', failures = 2, error = 'no'");
	OK(st_changed(st, &e) != -1, "... and the feeds");
}

#define REPLAN \
	number("SELECT coalesce(sum(replan << (id - 1)), 0) FROM calendar")
#define REREAD \
	number("SELECT coalesce(sum(reread << (id - 1)), 0) FROM calendar")
#define BASELINE                                                       \
	number("SELECT coalesce(sum((baseline = 1 AND next_at = 0"     \
	       " AND etag IS NULL AND digest IS NULL AND failures = 0" \
	       " AND error IS NULL) << (calendar_id - 1)), 0) FROM feed")

static void
make(void)
{
	struct company c = { .ref = mem_str("acme"),
		.name = mem_str("Ordination Dr. Muster"),
		.zone = mem_str("Europe/Vienna"),
		.language = mem_str("de"),
		.gateway = mem_str("file"),
		.active = true,
		.created_at = NOW };
	OK(company_add(db, &c, &e) == 0 && c.id == 1, "a company");
	OK(company_add(db, &c, &e) == ST_TAKEN && e.kind == ERR_NONE,
	    "... once");
	acme = c.id;
	company_fini(&c);

	struct branch b = { .company_id = acme,
		.ref = mem_str("graz"),
		.name = mem_str("Graz"),
		.active = true,
		.created_at = NOW };
	OK(branch_add(db, &b, &e) == 0, "a branch");
	OK(branch_add(db, &b, &e) == ST_TAKEN, "... once");
	graz = number("SELECT id FROM branch");
	branch_fini(&b);

	struct calendar k = { .company_id = acme,
		.ref = mem_str("ordination"),
		.name = mem_str("Ordination"),
		.url = mem_str("https://example.org/a.ics"),
		.phone_field = mem_str("name"),
		.name_field = mem_str("summary"),
		.location_field = mem_str("location"),
		.phones = mem_str("first"),
		.interval_s = 300,
		.active = true,
		.created_at = NOW };
	OK(calendar_add(db, &k, &e) == 0, "a calendar");
	ordination = k.id;
	OK(calendar_add(db, &k, &e) == ST_TAKEN, "... once");
	free(k.ref);
	k.ref = mem_str("labor");
	k.branch_id = graz;
	OK(calendar_add(db, &k, &e) == 0, "another, of the branch");
	labor = k.id;
	calendar_fini(&k);
	EQUAL(number("SELECT count(*) FROM feed WHERE baseline = 1"), 2,
	    "each has a feed that begins with a baseline");
}

/* Set one text of a struct and write it. */
static void
put(char **field, const char *v)
{
	free(*field);
	*field = mem_str(v);
}

static void
test_company(void)
{
	struct company c = { .id = 0 };
	int64_t before;

	OK(company_get(db, "nemo", &c, &e) == 1 && c.ref == NULL,
	    "no such company");
	OK(company_get(db, "acme", &c, &e) == 0, "the company is read");
	SAME(c.name, "Ordination Dr. Muster", "... as it was written");
	OK(c.active && c.token_file == NULL && c.created_at == NOW, "... all");

	clear();
	before = db_changes(db);
	OK(company_set(db, &c, &e) == 0, "setting nothing");
	EQUAL(db_changes(db), before, "... writes nothing");
	put(&c.contact, "Dr. Muster");
	OK(company_set(db, &c, &e) == 0, "a contact");
	OK(REPLAN == 0 && REREAD == 0, "... asks nothing of the chain");
	put(&c.language, "en");
	OK(company_set(db, &c, &e) == 0, "a language");
	OK(REPLAN == 3 && REREAD == 0, "... plans anew");
	put(&c.zone, "Europe/London");
	OK(company_set(db, &c, &e) == 0 && REREAD == 3, "a zone reads anew");
	clear();
	c.active = false;
	OK(company_set(db, &c, &e) == 0 && BASELINE == 0, "switched off");
	c.active = true;
	OK(company_set(db, &c, &e) == 0 && BASELINE == 3,
	    "switched on again: baselines");
	company_fini(&c);
}

static void
test_calendar(void)
{
	struct calendar k = { .id = 0 };

	clear();
	OK(calendar_get(db, acme, "ordination", &k, &e) == 0, "a calendar");
	put(&k.country_code, "43");
	OK(calendar_set(db, &k, NOW, &e) == 0, "... with a country code");
	OK(REREAD == 1 && REPLAN == 1 && BASELINE == 0, "... is read anew");
	clear();
	put(&k.send_window, "08:00-12:00");
	OK(calendar_set(db, &k, NOW, &e) == 0, "a send window");
	OK(REREAD == 0 && REPLAN == 1, "... plans anew");
	put(&k.url, "https://example.org/b.ics");
	OK(calendar_set(db, &k, NOW, &e) == 0 && BASELINE == 1,
	    "another address is a baseline, fetched at once and whole");
	clear();
	put(&k.colour, "#ff0000");
	k.interval_s = 600;
	OK(calendar_set(db, &k, NOW, &e) == 0, "an interval");
	OK(REPLAN == 0 && BASELINE == 0, "... is neither");
	EQUAL(number("SELECT next_at FROM feed WHERE calendar_id = 1"), 0,
	    "... but counts at once");
	calendar_fini(&k);
}

/* The rule of the company in its database with that id; it has one. */
static struct rule *
find(struct rule_list *l, int64_t id)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].id == id)
			return &l->v[i];
	mem_bug("no rule %lld", (long long)id);
}

static void
add_text(struct rule *r, const char *language, const char *text)
{
	r->texts = mem_grow(
	    r->texts, &r->cap_texts, r->n_texts + 1, sizeof(*r->texts));
	r->texts[r->n_texts++] =
	    (struct rule_text){ mem_str(language), mem_str(text) };
}

static int64_t
add_rule(enum kind kind, int64_t branch_id, int64_t calendar_id)
{
	struct rule r;

	rule_defaults(&r, kind);
	r.company_id = acme;
	r.branch_id = branch_id;
	r.calendar_id = calendar_id;
	r.since_at = NOW;
	add_text(&r, "de", "Hallo {name}");
	OK(rule_add(db, &r, &e) == 0, "a rule");
	OK(rule_add(db, &r, &e) == ST_TAKEN, "... once");
	int64_t id = r.id;
	rule_fini(&r);
	return id;
}

static void
test_rule_edit(int64_t id)
{
	struct rule_list l = RULE_LIST_INIT, was = RULE_LIST_INIT;
	int64_t before;

	OK(rule_list_load(db, acme, &was, &e) == 0, "rules");
	OK(rule_list_load(db, acme, &l, &e) == 0, "... again");
	struct rule *r = find(&l, id);
	OK(r->kind == KIND_REMINDER && r->days == 1 && r->clock_min == 600 &&
		r->before_min == -1 && r->active,
	    "a reminder is read as it was written");
	OK(r->n_texts == 1 && r->rev == 1, "... with its text");
	clear();
	before = db_changes(db);
	OK(rule_set(db, find(&was, id), r, NOW + 5, &e) == 0, "no edit");
	EQUAL(db_changes(db), before, "... writes nothing");

	add_text(r, "en", "Hello {name}");
	OK(rule_set(db, find(&was, id), r, NOW + 5, &e) == 0, "a text");
	EQUAL(REPLAN, 3, "... plans the company's calendars anew");
	rule_list_free(&was);
	OK(rule_list_load(db, acme, &was, &e) == 0, "rules");
	r = find(&was, id);
	OK(r->rev == 2 && r->since_at == NOW && r->n_texts == 2,
	    "... is a revision, and timed as before");

	rule_list_free(&l);
	OK(rule_list_load(db, acme, &l, &e) == 0, "rules");
	r = find(&l, id);
	put(&r->texts[0].language, "fr");
	OK(rule_set(db, find(&was, id), r, NOW + 5, &e) == 0,
	    "the same text in another language");
	r->days = 2;
	OK(rule_set(db, find(&was, id), r, NOW + 9, &e) == 0, "a day");
	rule_list_free(&was);
	OK(rule_list_load(db, acme, &was, &e) == 0, "rules");
	r = find(&was, id);
	OK(r->rev == 4 && r->since_at == NOW + 9, "... is timed so since now");
	SAME(rule_text_for(r, "fr", NULL), "Hallo {name}", "... in French");
	rule_list_free(&was);
	rule_list_free(&l);
}

/* P5: since when rules hold for a calendar that they come to hold for. */
static void
test_rule_levels(int64_t of_company)
{
	struct rule_list l = RULE_LIST_INIT;
	struct calendar k = { .id = 0 };
	int64_t own = add_rule(KIND_REMINDER, 0, labor);
	int64_t of_branch = add_rule(KIND_REMINDER, graz, 0);

	clear();
	OK(rule_list_load(db, acme, &l, &e) == 0 && l.n == 3, "three levels");
	OK(rule_remove(db, find(&l, of_branch), NOW + 20, &e) == 0,
	    "the branch's rule goes");
	EQUAL(REPLAN, 2, "... and its calendar is planned anew");
	EQUAL(number("SELECT count(*) FROM rules_since"), 0,
	    "... but has its own rule");
	OK(rule_remove(db, find(&l, own), NOW + 30, &e) == 0, "that goes");
	OK(calendar_by_id(db, labor, &k, &e) == 0, "... and the calendar");
	OK(rule_since(find(&l, of_company), &k) == NOW + 30,
	    "... has the company's rule since now");
	OK(k.rules_since_at[KIND_CONFIRMATION] == 0,
	    "... and nothing is new of another kind");
	calendar_fini(&k);
	OK(calendar_by_id(db, ordination, &k, &e) == 0, "the other calendar");
	OK(rule_since(find(&l, of_company), &k) == NOW + 9,
	    "... has it as long as ever");

	add_rule(KIND_FEEDBACK, graz, 0);
	k.branch_id = graz;
	OK(calendar_set(db, &k, NOW + 40, &e) == 0, "it comes to the branch");
	calendar_fini(&k);
	OK(calendar_by_id(db, ordination, &k, &e) == 0, "... and has");
	OK(k.rules_since_at[KIND_FEEDBACK] == NOW + 40 &&
		k.rules_since_at[KIND_REMINDER] == 0,
	    "... the branch's feedback since then, and no other kind");
	calendar_fini(&k);
	rule_list_free(&l);
}

static void
test_branch_gone(void)
{
	struct branch b = { .id = 0 };
	struct calendar k = { .id = 0 };

	OK(branch_by_id(db, graz, &b, &e) == 0, "the branch");
	b.active = false;
	OK(branch_set(db, &b, &e) == 0, "... is switched off");
	clear();
	OK(branch_remove(db, &b, NOW + 50, &e) == 0, "... and goes");
	OK(BASELINE == 3 && REPLAN == 3, "its calendars begin anew");
	OK(calendar_by_id(db, labor, &k, &e) == 0 && k.branch_id == 0,
	    "... as the company's");
	EQUAL(k.rules_since_at[KIND_FEEDBACK], NOW + 50,
	    "... with other feedback");
	calendar_fini(&k);
	branch_fini(&b);
}

static void
test_fallback_sender(void)
{
	struct fallback_list f = FALLBACK_LIST_INIT;
	struct sender_list s = SENDER_LIST_INIT;
	struct level company = { acme, 0, 0 }, own = { acme, 0, labor };
	struct calendar k = { .id = labor, .company_id = acme };
	int64_t before;

	clear();
	OK(fallback_put(db, &company, "name", "Kunde", &e) == 0, "fallback");
	OK(fallback_put(db, &own, "name", "Patient", &e) == 0, "... nearer");
	EQUAL(REPLAN, 3, "... plan anew");
	before = db_changes(db);
	OK(fallback_put(db, &own, "name", "Patient", &e) == 0, "... again");
	EQUAL(db_changes(db), before, "... writes nothing");
	OK(fallback_list(db, acme, &f, &e) == 0 && f.n == 2, "both are there");
	SAME(fallback_for(&f, &k, "name"), "Patient", "the nearer holds");
	k.id = ordination;
	SAME(fallback_for(&f, &k, "name"), "Kunde", "... for its calendar");
	OK(fallback_for(&f, &k, "location") == NULL, "no other placeholder");
	fallback_list_free(&f);
	OK(fallback_put(db, &own, "name", NULL, &e) == 0 &&
		fallback_list(db, acme, &f, &e) == 0 && f.n == 1,
	    "one is ended");
	fallback_list_free(&f);

	sender_list_add(&s)->address = mem_str("Praxis");
	sender_list_add(&s)->address = mem_str("436641234567");
	put(&s.v[1].type, "international");
	OK(sender_replace(db, &company, &s, &e) == 0, "two senders");
	OK(sender_replace(db, &company, &s, &e) == 0, "... again");
	sender_list_free(&s);
	OK(sender_list(db, acme, &s, &e) == 0 && s.n == 2, "... are two");
	SAME(sender_for(&s, 0)->address, "Praxis", "... the first by default");
	OK(sender_for(&s, 7) == NULL, "a branch has none of them");
	sender_list_free(&s);
}

int
main(void)
{
	char dir[] = "/tmp/smscal-unit-XXXXXX";
	struct history h;
	int64_t id;

	if (mkdtemp(dir) == NULL || chdir(dir) == -1)
		return 1;
	e = ERR_INIT;
	db = db_open("t.db", DB_CREATE, 1, &e);
	OK(db != NULL, "a database");
	OK(db_begin(db, &e) == 0, "a transaction");
	make();
	test_company();
	test_calendar();
	id = add_rule(KIND_REMINDER, 0, 0);
	test_rule_edit(id);
	test_rule_levels(id);
	test_branch_gone();
	test_fallback_sender();
	OK(rule_step_used(db, acme, KIND_REMINDER, 2, &e) == 0,
	    "a step that nobody used");
	OK(company_history(db, acme, 0, &h, &e) == 0 && h.calendars == 2 &&
		h.appointments == 0 && h.messages == 0,
	    "a company without history");
	OK(company_remove(db, acme, &e) == 0, "it goes");
	EQUAL(number("SELECT (SELECT count(*) FROM calendar) + (SELECT count(*)"
		     " FROM rule) + (SELECT count(*) FROM rule_text) +"
		     " (SELECT count(*) FROM feed) + (SELECT count(*) FROM"
		     " sender) + (SELECT count(*) FROM fallback)"),
	    0, "... with all that was set");
	OK(db_commit(db, &e) == 0 && e.kind == ERR_NONE, "done");
	db_close(db);
	return unlink("t.db") == -1 || chdir("/") == -1 || rmdir(dir) == -1
	    ? 1
	    : t_done();
}
