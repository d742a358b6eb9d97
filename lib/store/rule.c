/* SPDX-License-Identifier: ISC */
#include "store/rule.h"

#include "util/mem.h"
#include "util/str.h"

static const char sql_list[] =
    "SELECT r.id, r.company_id, r.branch_id, r.calendar_id, r.kind, r.step,"
    "       r.position, r.condition, r.days, r.clock_min, r.before_min,"
    "       r.short_notice, r.link, r.segments, r.smart,"
    "       r.on_unsure = 'resend', r.active, r.since_at, r.rev,"
    "       t.language, t.text"
    "  FROM rule AS r LEFT JOIN rule_text AS t ON t.rule_id = r.id"
    " WHERE r.company_id = :company"
    " ORDER BY r.id, t.language";

static const char sql_add[] =
    "INSERT INTO rule (company_id, branch_id, calendar_id, kind, step,"
    "       position, condition, days, clock_min, before_min, short_notice,"
    "       link, segments, smart, on_unsure, active, since_at, rev)"
    " VALUES (:company, :branch, :calendar, :kind, :step,"
    "       :position, :condition, :days, :clock, :before, :short_notice,"
    "       :link, :segments, :smart, :on_unsure, :active, :since, 1)";

static const char sql_set[] =
    "UPDATE rule"
    "   SET condition = :condition, days = :days, clock_min = :clock,"
    "       before_min = :before, short_notice = :short_notice,"
    "       link = :link, segments = :segments, smart = :smart,"
    "       on_unsure = :on_unsure, active = :active, since_at = :since,"
    "       rev = rev + 1"
    " WHERE id = :id";

static const char sql_position[] =
    "UPDATE rule SET position = :position, rev = rev + 1 WHERE id = :id";

static const char sql_text_clear[] =
    "DELETE FROM rule_text WHERE rule_id = :id";

static const char sql_text_add[] =
    "INSERT INTO rule_text (rule_id, language, text)"
    " VALUES (:id, :language, :text)";

static const char sql_remove[] = "DELETE FROM rule WHERE id = :id";

static const char sql_others[] =
    "SELECT count(*) FROM rule"
    " WHERE company_id = :company AND branch_id IS :branch"
    "   AND calendar_id IS :calendar AND kind = :kind";

static const char sql_step_used[] =
    "SELECT 1 FROM message"
    " WHERE company_id = :company AND kind = :kind AND step = :step"
    "   AND rule_id IS NULL LIMIT 1";

static const char sql_messages[] =
    "SELECT count(*) FROM message WHERE rule_id = :id";

static void
add_text(struct rule *r, const char *language, const char *text)
{
	r->texts = mem_grow(
	    r->texts, &r->cap_texts, r->n_texts + 1, sizeof(*r->texts));
	r->texts[r->n_texts++] = (struct rule_text){
		.language = mem_str(language),
		.text = mem_str(text),
	};
}

static int
fill(struct stmt *st, struct rule *r, struct err *e)
{
	*r = (struct rule){
		.id = st_col_int(st, 0),
		.company_id = st_col_int(st, 1),
		.branch_id = st_col_int(st, 2),
		.calendar_id = st_col_int(st, 3),
		.step = (int)st_col_int(st, 5),
		.position = (int)st_col_int(st, 6),
		.condition = st_col_dup(st, 7),
		.days = (int)st_col_opt(st, 8, -1),
		.clock_min = (int)st_col_int(st, 9),
		.before_min = (int)st_col_opt(st, 10, -1),
		.short_notice = st_col_int(st, 11) != 0,
		.link = st_col_int(st, 12) != 0,
		.segments = (int)st_col_int(st, 13),
		.smart = st_col_int(st, 14) != 0,
		.resend_unsure = st_col_int(st, 15) != 0,
		.active = st_col_int(st, 16) != 0,
		.since_at = st_col_int(st, 17),
		.rev = st_col_int(st, 18),
	};
	if (!kind_parse(st_col_text(st, 4), &r->kind))
		return err_set(e, ERR_DATA, "a rule of unknown kind");
	return 0;
}

/* One row a text; a rule without any has one row. */
int
rule_list_load(
    struct db *db, int64_t company_id, struct rule_list *out, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_list);
	struct rule *last = NULL;
	int r;

	st_int(st, ":company", company_id);
	while ((r = st_row(st, e)) == 1) {
		if (last == NULL || last->id != st_col_int(st, 0)) {
			last = rule_list_add(out);
			if (fill(st, last, e) == -1) {
				st_done(st);
				return -1;
			}
		}
		if (!st_col_null(st, 19))
			add_text(
			    last, st_col_text(st, 19), st_col_text(st, 20));
	}
	return r;
}

static void
bind_level(struct stmt *st, const struct rule *r)
{
	st_int(st, ":company", r->company_id);
	st_opt(st, ":branch", r->branch_id, 0);
	st_opt(st, ":calendar", r->calendar_id, 0);
	st_text(st, ":kind", kind_name(r->kind));
}

static void
bind(struct stmt *st, const struct rule *r, int64_t since_at)
{
	st_text(st, ":condition", r->condition);
	st_opt(st, ":days", r->days, -1);
	st_opt(st, ":clock", r->days == -1 ? -1 : r->clock_min, -1);
	st_opt(st, ":before", r->before_min, -1);
	st_int(st, ":short_notice", r->short_notice);
	st_int(st, ":link", r->link);
	st_int(st, ":segments", r->segments);
	st_int(st, ":smart", r->smart);
	st_text(st, ":on_unsure", r->resend_unsure ? "resend" : "keep");
	st_int(st, ":active", r->active);
	st_int(st, ":since", since_at);
}

static int
mark(struct db *db, const struct rule *r, struct err *e)
{
	struct level level = { r->company_id, r->branch_id, r->calendar_id };

	return calendar_mark(db, &level, MARK_REPLAN, e);
}

static int
write_texts(struct db *db, const struct rule *r, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_text_clear);

	st_int(st, ":id", r->id);
	if (st_changed(st, e) == -1)
		return -1;
	for (size_t i = 0; i < r->n_texts; i++) {
		st = db_stmt(db, sql_text_add);
		st_int(st, ":id", r->id);
		st_text(st, ":language", r->texts[i].language);
		st_text(st, ":text", r->texts[i].text);
		if (st_changed(st, e) == -1)
			return -1;
	}
	return 0;
}

int
rule_add(struct db *db, struct rule *r, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_add);
	int ret;

	bind_level(st, r);
	bind(st, r, r->since_at);
	st_int(st, ":step", r->step);
	st_int(st, ":position", r->position);
	ret = st_insert(st, &r->id, e);
	if (ret != 0)
		return ret;
	r->rev = 1;
	if (write_texts(db, r, e) == -1)
		return -1;
	return mark(db, r, e);
}

bool
rule_timed_anew(const struct rule *was, const struct rule *is)
{
	return was->days != is->days ||
	    (is->days != -1 && was->clock_min != is->clock_min) ||
	    was->before_min != is->before_min ||
	    !str_eq(was->condition, is->condition) ||
	    (!was->short_notice && is->short_notice) ||
	    (!was->active && is->active);
}

static bool
has_text(const struct rule *r, const struct rule_text *t)
{
	for (size_t i = 0; i < r->n_texts; i++)
		if (str_eq(r->texts[i].language, t->language) &&
		    str_eq(r->texts[i].text, t->text))
			return true;
	return false;
}

static bool
same_texts(const struct rule *was, const struct rule *is)
{
	if (was->n_texts != is->n_texts)
		return false;
	for (size_t i = 0; i < was->n_texts; i++)
		if (!has_text(is, &was->texts[i]))
			return false;
	return true;
}

static bool
same(const struct rule *was, const struct rule *is)
{
	return !rule_timed_anew(was, is) &&
	    was->short_notice == is->short_notice && was->link == is->link &&
	    was->segments == is->segments && was->smart == is->smart &&
	    was->resend_unsure == is->resend_unsure &&
	    was->active == is->active && same_texts(was, is);
}

int
rule_set(struct db *db, const struct rule *was, const struct rule *is,
    int64_t now, struct err *e)
{
	struct stmt *st;

	if (same(was, is))
		return 0;
	st = db_stmt(db, sql_set);
	bind(st, is, rule_timed_anew(was, is) ? now : was->since_at);
	st_int(st, ":id", is->id);
	if (st_changed(st, e) == -1 || write_texts(db, is, e) == -1)
		return -1;
	return mark(db, is, e);
}

int
rule_set_position(struct db *db, const struct rule *r, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_position);

	st_int(st, ":position", r->position);
	st_int(st, ":id", r->id);
	return st_changed(st, e) == -1 ? -1 : mark(db, r, e);
}

int
rule_remove(struct db *db, const struct rule *r, int64_t now, struct err *e)
{
	struct level level = { r->company_id, r->branch_id, r->calendar_id };
	struct stmt *st = db_stmt(db, sql_remove);

	st_int(st, ":id", r->id);
	if (st_changed(st, e) == -1)
		return -1;
	st = db_stmt(db, sql_others);
	bind_level(st, r);
	if (st_row(st, e) == -1)
		return -1;
	int64_t others = st_col_int(st, 0);
	st_done(st);
	if (others == 0 &&
	    calendar_mark_rules(db, &level, r->kind, now, e) == -1)
		return -1;
	return mark(db, r, e);
}

int
rule_step_used(
    struct db *db, int64_t company_id, enum kind kind, int step, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_step_used);
	int r;

	st_int(st, ":company", company_id);
	st_text(st, ":kind", kind_name(kind));
	st_int(st, ":step", step);
	r = st_row(st, e);
	if (r == 1)
		st_done(st);
	return r;
}

int64_t
rule_messages(struct db *db, int64_t id, struct err *e)
{
	struct stmt *st = db_stmt(db, sql_messages);
	int64_t n;

	st_int(st, ":id", id);
	if (st_row(st, e) == -1)
		return -1;
	n = st_col_int(st, 0);
	st_done(st);
	return n;
}
