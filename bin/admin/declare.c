/* SPDX-License-Identifier: ISC */
/* export, apply, diff: what is set up as a file, and a file as set up. */
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin/answerable.h"
#include "admin/apply.h"
#include "admin/export.h"
#include "admin/progress.h"
#include "util/file.h"
#include "util/str.h"

/* What walks over the companies. */
struct into {
	struct admin *a;
	struct export *x;
};

static int
put_company(void *arg, const struct ref *r, struct err *e)
{
	struct into *i = arg;

	return export_company(i->a, i->x, r, e);
}

static int
export_all(struct admin *a, struct export *x, struct err *e)
{
	struct into i = { a, x };

	return object_companies(a, put_company, &i, e);
}

/* X5: the addresses in it are secrets. */
static int
keep_secret(struct err *e)
{
	struct stat sb;

	if (fstat(STDOUT_FILENO, &sb) == -1 || !S_ISREG(sb.st_mode) ||
	    (sb.st_mode & 077) == 0 || fchmod(STDOUT_FILENO, 0600) == 0)
		return 0;
	return err_set(e, ERR_PERM,
	    "others could read the file on standard output, and an export has "
	    "secrets in it: say umask 077 first, or --output FILE");
}

static int
run_export(struct admin *a, struct err *e)
{
	const char *path = args_value(a, "output");
	struct export x = EXPORT_INIT;
	struct buf text = BUF_INIT;
	int r = export_all(a, &x, e);

	if (r == 0)
		export_text(&x, path != NULL ? &text : &a->out);
	if (r == 0 && path == NULL)
		r = keep_secret(e);
	else if (r == 0 && !a->dry)
		r = file_write(path, 0600, text.v, text.n, e);
	else if (r == 0)
		admin_say(a, "write %s", path);
	buf_free(&text);
	export_free(&x);
	return r;
}

/* The document into the database, whose transaction is the caller's. */
static int
apply_file(struct admin *a, struct apply *ap, struct err *e)
{
	struct tree *root =
	    tree_read_data(ap->file, buf_cstr(&a->file), a->file.n, e);
	struct given *options = a->v;
	size_t n = a->n, cap = a->cap;
	bool dry = a->dry, verbose = a->tool.verbose;
	int n_operands = a->n_operands, r;

	if (root == NULL) {
		e->kind = ERR_DATA;
		return -1;
	}
	/* What differs is shown line by line, not as each option says it. */
	a->v = NULL;
	a->n = a->cap = 0;
	a->n_operands = 0;
	a->dry = a->tool.verbose = false;
	r = apply_document(ap, root, e);
	progress_end();
	apply_options_clear(ap);
	free(a->v);
	a->v = options;
	a->n = n;
	a->cap = cap;
	a->n_operands = n_operands;
	a->dry = dry;
	a->tool.verbose = verbose;
	tree_free(root);
	return r;
}

static int
state(struct admin *a, struct export *x, struct err *e)
{
	int n_operands = a->n_operands, r;

	a->n_operands = 0; /* the operand is a file, no company */
	r = export_all(a, x, e);
	a->n_operands = n_operands;
	return r;
}

/* `show`: the lines that differ, to standard output. */
static int
make_so(struct admin *a, bool show, bool ask, struct err *e)
{
	const char *path = a->operand[0];
	struct apply ap = { .a = a,
		.file = str_eq(path, "-") ? "standard input" : path };
	struct export was = EXPORT_INIT, is = EXPORT_INIT;
	int r = show ? state(a, &was, e) : 0;

	if (r == 0)
		r = apply_file(a, &ap, e);
	if (r == 0 && show)
		r = state(a, &is, e);
	if (r == 0 && show)
		export_diff(&was, &is, &a->out);
	if (r == 0 && ask && ap.gone.n > 0)
		r = admin_sure(
		    a, e, "with what is not in %s go: %s", ap.file, ap.gone.v);
	apply_fini(&ap);
	export_free(&was);
	export_free(&is);
	return r;
}

/* P8: a sender that cannot be answered is said where that is set. */
static int
run_apply(struct admin *a, struct err *e)
{
	struct buf were = BUF_INIT, lines = BUF_INIT;
	int r = answerable_all(a, &were, e);

	if (r == 0)
		r = make_so(a, a->dry || a->tool.verbose, true, e);
	if (r == 0)
		r = answerable_all(a, &lines, e);
	if (r == 0)
		answerable_say(buf_cstr(&lines), buf_cstr(&were));
	buf_free(&were);
	buf_free(&lines);
	return r;
}

/* In the transaction of a dry run. */
static int
run_diff(struct admin *a, struct err *e)
{
	a->dry = true;
	return make_so(a, true, false, e);
}

static const struct option export_options[] = {
	{ .name = "output",
	    .value = "FILE",
	    .help = "write it there, for its owner alone" },
	{ .name = NULL },
};

static const struct option apply_options[] = {
	{ .name = "force",
	    .help = "also remove what made messages and is not in the file" },
	{ .name = NULL },
};

static const struct verb export_verbs[] = {
	{ .operands = "[COMPANY]",
	    .min = 0,
	    .max = 1,
	    .need = NEED_READ,
	    .options = export_options,
	    .help = "All that is set up, or of one company, as YAML with "
		    "comments.",
	    .example = "  smscal-admin export acme --output acme.yaml\n",
	    .run = run_export },
};

static const struct verb apply_verbs[] = {
	{ .operands = "FILE",
	    .min = 1,
	    .max = 1,
	    .file = 1,
	    .need = NEED_WRITE,
	    .options = apply_options,
	    .help = "Make the companies as the file has them, all or nothing.\n"
		    "What of a company is not in it is removed; other\n"
		    "companies stay.  With -n, what would differ.",
	    .example = "  smscal-admin apply -n acme.yaml\n"
		       "  smscal-admin apply acme.yaml\n",
	    .run = run_apply },
};

static const struct verb diff_verbs[] = {
	{ .operands = "FILE",
	    .min = 1,
	    .max = 1,
	    .file = 1,
	    .need = NEED_WRITE,
	    .help = "What apply would change, in lines with + and -.",
	    .example = "  smscal-admin diff acme.yaml\n",
	    .run = run_diff },
};

const struct noun noun_export = { "export", "what is set up, as a file",
	export_verbs, 1 };
const struct noun noun_apply = { "apply", "set up what a file says",
	apply_verbs, 1 };
const struct noun noun_diff = { "diff", "what apply would change", diff_verbs,
	1 };
