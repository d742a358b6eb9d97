/* SPDX-License-Identifier: ISC */
/* From the command line to the exit status: what all verbs have alike. */
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "admin/admin.h"
#include "admin/term.h"
#include "util/clock.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/str.h"

enum { INPUT_MAX = 64 * 1024, FILE_MAX = 64 * 1024 * 1024 };

static void
admin_fini(struct admin *a)
{
	for (int i = 0; i < a->n_operands; i++)
		free(a->operand[i]);
	for (size_t i = 0; i < a->n; i++)
		free(a->v[i].value);
	free(a->v);
	buf_free(&a->ask);
	buf_free(&a->file);
	buf_free(&a->out);
	json_free(a->json);
}

/* Append all of standard input. */
static int
read_input(const char *what, size_t max, struct buf *b, struct err *e)
{
	char chunk[4096];
	ssize_t n;

	while (
	    (n = read(STDIN_FILENO, chunk, sizeof(chunk))) > 0 && b->n <= max)
		buf_add(b, chunk, (size_t)n);
	if (n == -1)
		return err_sys(
		    e, ERR_IO, "%s: cannot read standard input", what);
	if (b->n > max)
		return err_set(
		    e, ERR_USAGE, "%s: standard input is too long", what);
	return 0;
}

static bool
wants_input(const struct verb *v, const char *name)
{
	for (const struct option *o = v->options; o != NULL && o->name != NULL;
	     o++)
		if (str_eq(o->name, name))
			return o->input;
	for (const struct field *f = v->fields;
	     f != NULL && f->option.name != NULL; f++)
		if (str_eq(f->option.name, name))
			return f->option.input;
	return false;
}

/* Put standard input in the place of '-', before anything is opened. */
static int
take_input(struct admin *a, struct err *e)
{
	char **place = NULL;
	const char *what = a->verb->operands;

	if (a->verb->input > 0 && a->verb->input <= a->n_operands &&
	    str_eq(a->operand[a->verb->input - 1], "-"))
		place = &a->operand[a->verb->input - 1];
	for (size_t i = 0; i < a->n; i++) {
		if (!str_eq(a->v[i].value, "-") ||
		    !wants_input(a->verb, a->v[i].name))
			continue;
		if (place != NULL)
			return err_set(e, ERR_USAGE,
			    "'-' stands twice: standard input can be read "
			    "only once");
		place = &a->v[i].value;
		what = a->v[i].name;
	}
	if (place == NULL)
		return 0;

	struct buf text = BUF_INIT;
	int r = read_input(what, INPUT_MAX, &text, e);
	if (r == 0) {
		free(*place);
		char *all = text.n > 0 ? text.v : (char[]){ "" };
		*place = mem_str(a->verb->whole ? all : str_trim(all));
		if (a->verb->whole && str_ends(*place, "\n"))
			(*place)[strlen(*place) - 1] = '\0';
	}
	buf_free(&text);
	return r;
}

/* As the user who typed it, who may read what the tool's user may not. */
static int
take_file(struct admin *a, struct err *e)
{
	const char *path;

	if (a->verb->file == 0 || a->verb->file > a->n_operands)
		return 0;
	path = a->operand[a->verb->file - 1];
	if (str_eq(path, "-"))
		return read_input(a->verb->operands, FILE_MAX, &a->file, e);
	int r = file_read(path, FILE_MAX, &a->file, e);
	return r == 1 ? err_set(e, ERR_USAGE, "there is no file %s", path) : r;
}

/*
 * In one transaction, undone where something failed or -n was said; those of
 * NEED_OPEN are the verb's own.
 */
static int
run_once(struct admin *a, struct err *e)
{
	struct db *db = a->tool.db;
	bool write = a->verb->need == NEED_WRITE;
	int r;

	if (a->verb->need == NEED_OPEN)
		return a->verb->run(a, e);
	if ((write ? db_begin(db, e) : db_begin_read(db, e)) == -1)
		return -1;
	r = a->verb->run(a, e);
	if (r == -1 || a->dry || !write)
		db_rollback(db);
	else if (db_commit(db, e) == -1)
		r = -1;
	return r;
}

/* Nobody is waited for with the database in hand. */
static int
run_sure(struct admin *a, struct err *e)
{
	int r = run_once(a, e);

	if (r != -1 || a->ask.n == 0 || !term_answers())
		return r;
	buf_str(&a->ask, "; go on?");
	if (!term_ask(a->ask.v)) {
		err_clear(e);
		return err_set(e, ERR_USAGE, "nothing was changed");
	}
	a->agreed = true;
	err_clear(e);
	buf_reset(&a->ask);
	buf_reset(&a->out);
	return run_once(a, e);
}

static int
run_verb(struct admin *a, struct err *e)
{
	if (take_input(a, e) == -1 || take_file(a, e) == -1)
		return -1;
	if (a->verb->need == NEED_NOTHING)
		return a->verb->run(a, e);
	if (a->verb->need == NEED_CONF)
		return tool_configure(&a->tool, e) == -1 ? -1
							 : a->verb->run(a, e);
	a->tool.read = a->verb->need == NEED_READ;
	a->tool.foreign = a->verb->foreign;
	if (tool_open(&a->tool, false, TOOL_BUSY_S, e) == -1)
		return -1;
	return run_sure(a, e);
}

int
admin_main(int argc, char *argv[], const struct noun *const *nouns)
{
	struct admin a = { .nouns = nouns };
	struct err e = ERR_INIT;
	int failed = 0;

	tool_init(&a.tool, "smscal-admin",
	    "[-hnqvV] [-c file] COMMAND [VERB] [operand ...] [--option ...]");
	a.tool.typed = true;
	if (args_parse(&a, argc, argv, &e) == -1)
		failed = -1;
	else if (a.help)
		help_write(&a);
	else
		failed = run_verb(&a, &e);

	/*
	 * A view ends its transaction, then prints: a pager may wait, and one
	 * that has seen enough (head) ends this without a word.
	 */
	signal(SIGPIPE, SIG_DFL);
	if (failed != -1 && a.out.n > 0)
		fwrite(a.out.v, 1, a.out.n, stdout);
	admin_fini(&a);
	if (failed == -1)
		tool_die(&a.tool, &e);
	failed = tool_close(&a.tool, failed);
	return a.status != 0 ? a.status : failed;
}

void
admin_say(struct admin *a, const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (a->tool.verbose || a->dry)
		buf_fmt(&a->out, "%s%s\n", a->dry ? "would: " : "", line);
}

int
admin_sure(struct admin *a, struct err *e, const char *fmt, ...)
{
	va_list ap;

	if (a->agreed || args_has(a, "force"))
		return 0;
	buf_reset(&a->ask);
	va_start(ap, fmt);
	buf_vfmt(&a->ask, fmt, ap);
	va_end(ap);
	if (!a->dry)
		return err_set(
		    e, ERR_USAGE, "%s; --force does it all the same", a->ask.v);
	admin_say(a, "%s", a->ask.v);
	buf_reset(&a->ask);
	return 0;
}

void
admin_count(struct buf *out, int64_t n, const char *noun)
{
	buf_fmt(out, "%" PRId64 " %s%s", n, noun, n == 1 ? "" : "s");
}

void
admin_json_text(struct admin *a, const char *name, const char *text)
{
	if (a->json == NULL)
		a->json = json_new();
	if (text != NULL)
		json_put_text(a->json, &a->out, name, text);
	else
		json_put_null(&a->out, name);
}

const struct zone *
admin_zone(struct admin *a, const char *name)
{
	struct err e = ERR_INIT;
	const struct zone *z = NULL;

	if (tool_zones(&a->tool, &e) == 0)
		z = zones_get(a->tool.zones, name);
	return z != NULL ? z : zone_utc();
}

void
admin_time(struct buf *out, const struct zone *z, int64_t at)
{
	struct civil c = zone_civil(z, at);

	buf_fmt(out, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, c.hour,
	    c.minute);
}

void
admin_json_time(
    struct admin *a, const char *name, const struct zone *z, int64_t at)
{
	char text[CLOCK_TEXT];

	if (at == 0) {
		json_put_null(&a->out, name);
		return;
	}
	clock_iso(at, zone_offset(z, at), text);
	admin_json_text(a, name, text);
}
