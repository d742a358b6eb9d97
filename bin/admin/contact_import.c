/* SPDX-License-Identifier: ISC */
#include "admin/contact.h"

#include <inttypes.h>
#include <time.h>

#include "admin/progress.h"
#include "admin/ref.h"
#include "store/contact.h"
#include "util/fail.h"
#include "util/log.h"

enum {
	SLICE = 500,                 /* lines in one transaction */
	PAUSE_NS = 20 * 1000 * 1000, /* for others, between two */
	SAID_MAX = 100               /* lines that are refused, in words */
};

struct import {
	struct admin *a;
	int64_t company_id;
	struct contact_file file;
	int64_t done[3]; /* of each enum contact_done */
	int64_t refused;
};

static enum contact_done
put_line(
    struct import *im, size_t i, struct contact_marks *marks, struct err *e)
{
	const struct contact_line *l = &im->file.v[i];
	struct admin *a = im->a;
	enum contact_done done = contact_put(
	    a->tool.db, im->company_id, l, !a->dry, a->tool.now, marks, e);

	if (done == CONTACT_FAILED)
		return done;
	if (l->refused != NULL)
		im->refused++;
	else
		im->done[done]++;
	if (l->refused == NULL && done == CONTACT_ADDED)
		admin_say(a, "line %zu: %s: added", l->line, l->contact.name);
	if (l->refused == NULL && done == CONTACT_CHANGED)
		admin_say(a, "line %zu: %s: changed", l->line, l->contact.name);
	return done;
}

static int
put_slice(struct import *im, size_t from, size_t to, struct err *e)
{
	struct contact_marks marks = CONTACT_MARKS_INIT;
	struct db *db = im->a->tool.db;
	int r = im->a->dry ? db_begin_read(db, e) : db_begin(db, e);

	for (size_t i = from; r == 0 && i < to; i++)
		if (put_line(im, i, &marks, e) == CONTACT_FAILED)
			r = -1;
	if (r == 0 && !im->a->dry)
		r = contact_mark(
		    db, im->company_id, &marks, im->a->tool.now, e);
	contact_marks_free(&marks);
	if (r == 0 && !im->a->dry)
		return db_commit(db, e);
	db_rollback(db);
	return r;
}

static int
put_all(struct import *im, struct err *e)
{
	static const struct timespec pause = { .tv_nsec = PAUSE_NS };
	const struct db *db = im->a->tool.db;

	for (size_t from = 0; from < im->file.n; from += SLICE) {
		size_t to = from + SLICE;
		int64_t before = db_changes(db);
		if (to > im->file.n)
			to = im->file.n;
		if (put_slice(im, from, to, e) == -1)
			return -1;
		progress(&im->a->tool, "line", to, im->file.n);
		FAIL_POINT();
		if (to < im->file.n && db_changes(db) != before)
			nanosleep(&pause, NULL);
	}
	return 0;
}

/* Without what stands in the lines, which may go into a log (X1). */
static void
say_lines(const struct import *im)
{
	int64_t said = 0;

	for (size_t i = 0; i < im->file.n; i++) {
		const struct contact_line *l = &im->file.v[i];
		if (l->warning != NULL && said++ < SAID_MAX)
			log_error("line %zu: %s", l->line, l->warning);
		if (l->refused != NULL && said++ < SAID_MAX)
			log_error("line %zu: %s%s", l->line, l->refused,
			    l->contact.name != NULL
				? "; the name is kept, without a phone"
				: "");
	}
	if (said > SAID_MAX)
		log_error("... and %" PRId64 " more", said - SAID_MAX);
}

static int
find_company(struct import *im, struct ref *r, struct err *e)
{
	struct db *db = im->a->tool.db;

	if (db_begin_read(db, e) == -1)
		return -1;
	int ret = ref_find(im->a, im->a->operand[0], REF_COMPANY, r, e);
	db_rollback(db);
	im->company_id = r->company.id;
	return ret;
}

int
contact_import(struct admin *a, struct err *e)
{
	struct import im = { .a = a, .file = CONTACT_FILE_INIT };
	struct ref r = { .text = NULL };
	int ret = find_company(&im, &r, e);

	if (ret == 0 &&
	    contact_read(buf_cstr(&a->file), a->file.n, r.company.country_code,
		&im.file, e) == -1)
		ret = err_in(e, "%s: ", a->operand[1]);
	if (ret == 0)
		ret = put_all(&im, e);
	progress_end();
	if (ret == 0) {
		say_lines(&im);
		buf_fmt(&a->out,
		    "%s%s: %" PRId64 " added, %" PRId64 " changed, %" PRId64
		    " unchanged, %" PRId64 " refused\n",
		    a->dry ? "would: " : "", r.text, im.done[CONTACT_ADDED],
		    im.done[CONTACT_CHANGED], im.done[CONTACT_SAME],
		    im.refused);
		ret = im.refused > 0;
	}
	contact_file_free(&im.file);
	ref_fini(&r);
	return ret;
}
