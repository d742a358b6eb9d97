/* SPDX-License-Identifier: ISC */
/* person and erase: what is known about somebody, and that it is no more. */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "admin/admin.h"
#include "domain/phone.h"
#include "store/erasure.h"
#include "store/person.h"
#include "util/file.h"

enum { SPOOL_MAX = 1024 * 1024 };

/* +43 664 1234567, with its country code: there is no company to ask. */
static int
take_phone(const struct admin *a, char phone[PHONE_TEXT], struct err *e)
{
	if (phone_normalise(a->operand[0], NULL, phone, e) == -1)
		return err_in(e, "%s: ", a->operand[0]);
	return 0;
}

static int
run_person(struct admin *a, struct err *e)
{
	char phone[PHONE_TEXT];
	struct buf calendars = BUF_INIT;
	int erased;

	if (take_phone(a, phone, e) == -1)
		return -1;
	buf_char(&a->out, '{');
	admin_json_text(a, "phone", phone);
	buf_char(&a->out, ',');
	if (person_json(a->tool.db, phone, &a->out, e) == -1 ||
	    person_calendars(a->tool.db, phone, &calendars, e) == -1 ||
	    (erased = erasure_has(a->tool.db, phone, e)) == -1) {
		buf_free(&calendars);
		return -1;
	}
	json_put_name(&a->out, "calendars");
	buf_char(&a->out, '[');
	for (char *p = calendars.v, *end; p != NULL && *p != '\0'; p = end) {
		end = p + strcspn(p, "\n");
		*end++ = '\0';
		admin_json_text(a, NULL, p);
	}
	buf_char(&a->out, ']');
	json_put_bool(&a->out, "erased", erased == 1);
	buf_str(&a->out, "}\n");
	buf_free(&calendars);
	return 0;
}

/* Remove the files of a directory that have the number; *n: how many. */
static int
clean_directory(struct admin *a, const char *path, const char *phone,
    int64_t *n, struct err *e)
{
	DIR *d = opendir(path);
	struct buf name = BUF_INIT, text = BUF_INIT;
	const struct dirent *entry;
	int ret = 0;

	if (d == NULL)
		return errno == ENOENT
		    ? 0
		    : err_sys(e, ERR_PERM, "cannot read %s", path);
	while (ret == 0 && (entry = readdir(d)) != NULL) {
		if (entry->d_name[0] == '.' || entry->d_type == DT_DIR)
			continue;
		buf_reset(&name);
		buf_fmt(&name, "%s/%s", path, entry->d_name);
		buf_reset(&text);
		/* 1: it was taken meanwhile. */
		ret = file_read(name.v, SPOOL_MAX, &text, e);
		if (ret == 1 ||
		    (ret == 0 &&
			!person_in_text(phone, buf_cstr(&text), text.n))) {
			ret = 0;
			continue;
		}
		if (ret == 0 && !a->dry && unlink(name.v) == -1 &&
		    errno != ENOENT)
			ret = err_sys(e, ERR_PERM, "cannot remove %s", name.v);
		++*n;
	}
	closedir(d);
	buf_free(&name);
	buf_free(&text);
	return ret;
}

static int
clean_spool(struct admin *a, const char *phone, int64_t *n, struct err *e)
{
	const char *spool = a->tool.conf.spool;
	struct buf bad = BUF_INIT;
	int ret = 0;

	if (spool == NULL)
		return 0;
	buf_fmt(&bad, "%s/bad", spool);
	ret = clean_directory(a, spool, phone, n, e);
	if (ret == 0)
		ret = clean_directory(a, bad.v, phone, n, e);
	buf_free(&bad);
	return ret;
}

static void
put_lines(struct buf *out, char *lines)
{
	for (char *p = lines, *end; p != NULL && *p != '\0'; p = end) {
		end = p + strcspn(p, "\n");
		*end++ = '\0';
		buf_fmt(out, "  %s\n", p);
	}
}

/* What went, the proof that it did, and who will bring it back. */
static int
report(struct admin *a, const char *phone,
    const struct person_count count[PERSON_KINDS], int64_t files, struct err *e)
{
	struct buf traces = BUF_INIT, calendars = BUF_INIT, *out = &a->out;
	int ret = person_calendars(a->tool.db, phone, &calendars, e);

	if (ret == 0 && !a->dry)
		ret = person_traces(a->tool.db, phone, &traces, e);
	buf_fmt(out, "%s:\n", a->dry ? "Would be erased" : "Erased");
	for (int i = 0; i < PERSON_KINDS; i++)
		buf_fmt(out, "  %-14s%" PRId64 "\n", count[i].what, count[i].n);
	buf_fmt(out, "  %-14s%" PRId64 "\n", "spool files", files);
	if (!a->dry && traces.n == 0)
		buf_str(out, "The number is in no table any more.\n");
	else if (!a->dry)
		buf_str(out,
		    "The number stands still, as what is set up or "
		    "said of others, in:\n");
	put_lines(out, traces.v);
	if (calendars.n > 0)
		buf_str(out,
		    "These calendars still have the person; it is not texted, "
		    "but goes from here\nonly when it is taken out there:\n");
	put_lines(out, calendars.v);
	buf_free(&traces);
	buf_free(&calendars);
	return ret;
}

static int
remove_rows(struct admin *a, const char *phone, struct err *e)
{
	struct db *db = a->tool.db;

	if (db_begin(db, e) == -1)
		return -1;
	if (person_remove(db, phone, e) == -1 ||
	    erasure_add(db, phone, a->tool.now, e) == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

static int
allow_again(struct admin *a, const char *phone, struct err *e)
{
	struct db *db = a->tool.db;
	int r;

	if (db_begin(db, e) == -1)
		return -1;
	r = erasure_drop(db, phone, e);
	if (r != 0 || a->dry)
		db_rollback(db);
	if (r == 1)
		return err_set(e, ERR_USAGE, "%s was not erased", phone);
	if (r == 0 && !a->dry)
		r = db_commit(db, e);
	if (r == 0)
		admin_say(a, "%s may be texted again", phone);
	return r;
}

static int
run_erase(struct admin *a, struct err *e)
{
	struct person_count count[PERSON_KINDS];
	char phone[PHONE_TEXT];
	int64_t claimed = 0, files = 0;

	if (take_phone(a, phone, e) == -1)
		return -1;
	if (args_has(a, "allow-again"))
		return allow_again(a, phone, e);
	if (!a->dry &&
	    admin_sure(a, e,
		"everything about %s goes, and there is no way back",
		phone) == -1)
		return -1;
	if (person_count(a->tool.db, phone, count, &claimed, e) == -1)
		return -1;
	if (claimed > 0)
		return err_set(e, ERR_BUSY,
		    "a message to %s is being sent: try again in a moment",
		    phone);
	if (clean_spool(a, phone, &files, e) == -1)
		return -1;
	if (!a->dry &&
	    (remove_rows(a, phone, e) == -1 ||
		person_clean(a->tool.db, e) == -1))
		return -1;
	return report(a, phone, count, files, e);
}

static const struct option erase_options[] = {
	{ .name = "allow-again",
	    .help = "text a number again that was erased" },
	{ .name = "force", .help = "without a question" },
	{ .name = NULL },
};

static const struct verb person_verbs[] = {
	{ .operands = "PHONE",
	    .min = 1,
	    .max = 1,
	    .need = NEED_READ,
	    .help = "Everything that is known about a person, as JSON.",
	    .example = "  smscal-admin person '+43 664 1234567'\n",
	    .run = run_person },
};

static const struct verb erase_verbs[] = {
	{ .operands = "PHONE",
	    .min = 1,
	    .max = 1,
	    .need = NEED_OPEN,
	    .options = erase_options,
	    .help = "Erase everything about a person, and text it no more.",
	    .example = "  smscal-admin -n erase '+43 664 1234567'\n",
	    .run = run_erase },
};

const struct noun noun_person = { "person",
	"everything that is known about a person", person_verbs, 1 };
const struct noun noun_erase = { "erase", "erase everything about a person",
	erase_verbs, 1 };
