/* SPDX-License-Identifier: ISC */
#include "admin/level.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "admin/field.h"
#include "domain/markup.h"
#include "domain/valid.h"
#include "store/company.h"
#include "store/fallback.h"
#include "store/sender.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

const struct option level_options[] = {
	{ "sender", "ADDRESS[:TYPE]",
	    "a sender it may use, the first by default; replaces all", true,
	    false },
	{ "fallback", "PLACEHOLDER=TEXT",
	    "where a placeholder has no value: name=Kunde", true, false },
	{ .name = NULL },
};

const struct option admin_force_options[] = {
	{ .name = "force", .help = "with its history" },
	{ .name = NULL },
};

static int
apply_senders(
    struct admin *a, const struct level *level, const char *ref, struct err *e)
{
	struct sender_list l = SENDER_LIST_INIT;
	int r = 0;

	for (size_t i = 0; r == 0 && i < a->n; i++) {
		struct buf address = BUF_INIT;
		const char *type = NULL;
		if (!str_eq(a->v[i].name, "sender") || a->v[i].value[0] == '\0')
			continue;
		r = valid_sender(a->v[i].value, &address, &type, e);
		if (r == 0) {
			struct sender *s = sender_list_add(&l);
			s->address = buf_take(&address);
			s->type = mem_str(type);
			admin_say(a, "%s: sender: %s", ref, s->address);
		}
		buf_free(&address);
	}
	if (r == 0)
		r = sender_replace(a->tool.db, level, &l, e);
	else
		field_err("sender", e);
	sender_list_free(&l);
	return r;
}

static int
apply_fallback(struct admin *a, const struct level *level, const char *ref,
    const char *given, struct err *e)
{
	const char *known[PLACEHOLDER_COUNT];
	const char *equal = strchr(given, '=');
	struct buf name = BUF_INIT, text = BUF_INIT;
	int r = -1;

	if (equal == NULL || equal == given) {
		err_set(e, ERR_USAGE,
		    "'%s' is not PLACEHOLDER=TEXT; allowed is one like "
		    "name=Kunde",
		    given);
		goto out;
	}
	for (int i = 0; i < PLACEHOLDER_COUNT; i++)
		known[i] = placeholder_name((enum placeholder)i);
	char *word = mem_strn(given, (size_t)(equal - given));
	r = valid_word(word, known, PLACEHOLDER_COUNT, &name, e);
	free(word);
	if (r == 0 && equal[1] != '\0')
		r = valid_line(equal + 1, &text, e);
	if (r == 0)
		r = fallback_put(a->tool.db, level, name.v,
		    equal[1] != '\0' ? text.v : NULL, e);
	if (r == 0)
		admin_say(
		    a, "%s: fallback: %s=%s", ref, name.v, buf_cstr(&text));
out:
	buf_free(&name);
	buf_free(&text);
	return r == -1 ? field_err("fallback", e) : 0;
}

int
level_apply(
    struct admin *a, const struct level *level, const char *ref, struct err *e)
{
	if (args_has(a, "sender") && apply_senders(a, level, ref, e) == -1)
		return -1;
	for (size_t i = 0; i < a->n; i++)
		if (str_eq(a->v[i].name, "fallback") &&
		    apply_fallback(a, level, ref, a->v[i].value, e) == -1)
			return -1;
	return 0;
}

static bool
of_level(int64_t branch_id, int64_t calendar_id, const struct level *level)
{
	return branch_id == level->branch_id &&
	    calendar_id == level->calendar_id;
}

/* Both lists of the company; free them in every case. */
static int
load(struct admin *a, const struct level *level, struct sender_list *s,
    struct fallback_list *f, struct err *e)
{
	if (sender_list(a->tool.db, level->company_id, s, e) == -1 ||
	    fallback_list(a->tool.db, level->company_id, f, e) == -1)
		return -1;
	return 0;
}

int
level_show(struct admin *a, const void *row, struct err *e)
{
	const struct level *level = &((const struct ref *)row)->level;
	struct sender_list s = SENDER_LIST_INIT;
	struct fallback_list f = FALLBACK_LIST_INIT;
	int r = load(a, level, &s, &f, e);

	for (size_t i = 0; r == 0 && i < s.n; i++) {
		struct buf line = BUF_INIT;
		if (!of_level(s.v[i].branch_id, 0, level))
			continue;
		buf_fmt(&line, "%s%s%s", s.v[i].address,
		    s.v[i].type != NULL ? ":" : "",
		    s.v[i].type != NULL ? s.v[i].type : "");
		field_line(a, "sender", line.v);
		buf_free(&line);
	}
	for (size_t i = 0; r == 0 && i < f.n; i++) {
		struct buf line = BUF_INIT;
		if (!of_level(f.v[i].branch_id, f.v[i].calendar_id, level))
			continue;
		buf_fmt(&line, "%s=", f.v[i].placeholder);
		utf8_show(&line, f.v[i].text);
		field_line(a, "fallback", line.v);
		buf_free(&line);
	}
	sender_list_free(&s);
	fallback_list_free(&f);
	return r;
}

static void
json_senders(
    struct admin *a, const struct sender_list *s, const struct level *level)
{
	json_put_name(&a->out, "senders");
	buf_char(&a->out, '[');
	for (size_t i = 0; i < s->n; i++) {
		if (!of_level(s->v[i].branch_id, 0, level))
			continue;
		json_put_name(&a->out, NULL);
		buf_char(&a->out, '{');
		admin_json_text(a, "address", s->v[i].address);
		admin_json_text(a, "type", s->v[i].type);
		buf_char(&a->out, '}');
	}
	buf_char(&a->out, ']');
}

int
level_json(struct admin *a, const void *row, struct err *e)
{
	const struct level *level = &((const struct ref *)row)->level;
	struct sender_list s = SENDER_LIST_INIT;
	struct fallback_list f = FALLBACK_LIST_INIT;
	int r = load(a, level, &s, &f, e);

	if (r == 0 && level->calendar_id == 0)
		json_senders(a, &s, level);
	if (r == 0) {
		json_put_name(&a->out, "fallbacks");
		buf_char(&a->out, '{');
		for (size_t i = 0; i < f.n; i++)
			if (of_level(
				f.v[i].branch_id, f.v[i].calendar_id, level))
				admin_json_text(
				    a, f.v[i].placeholder, f.v[i].text);
		buf_char(&a->out, '}');
	}
	sender_list_free(&s);
	fallback_list_free(&f);
	return r;
}

void
level_make_state(struct admin *a, const void *row, struct buf *out)
{
	const struct ref *r = row;
	bool active = r->kind == REF_COMPANY ? r->company.active
	    : r->kind == REF_BRANCH          ? r->branch.active
					     : r->calendar.active;
	int64_t paused_at = r->kind == REF_COMPANY ? r->company.paused_at
	    : r->kind == REF_BRANCH                ? 0
						   : r->calendar.paused_at;

	(void)a;
	buf_str(out, !active ? "off" : paused_at != 0 ? "paused" : "active");
}

int
level_history(
    struct admin *a, const struct ref *r, struct buf *out, struct err *e)
{
	struct history h;

	/* The calendars of a branch stay, and their messages. */
	if (r->kind == REF_BRANCH)
		return 0;
	if (company_history(a->tool.db, r->company.id, r->calendar.id, &h, e) ==
	    -1)
		return -1;
	if (h.messages == 0)
		return 0;
	if (r->kind == REF_COMPANY) {
		admin_count(out, h.calendars, "calendar");
		buf_str(out, ", ");
	}
	admin_count(out, h.appointments, "appointment");
	buf_str(out, " and ");
	admin_count(out, h.messages, "message");
	if (h.pending > 0)
		buf_fmt(out, ", of which %" PRId64 " %s still to be sent",
		    h.pending, h.pending == 1 ? "is" : "are");
	return 0;
}

int
level_may_go(struct admin *a, const struct ref *r, struct err *e)
{
	struct buf what = BUF_INIT;
	int ret = level_history(a, r, &what, e);

	if (ret == 0 && what.n > 0)
		ret = admin_sure(
		    a, e, "%s has a history: with it go %s", r->text, what.v);
	buf_free(&what);
	return ret;
}
