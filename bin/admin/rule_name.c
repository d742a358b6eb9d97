/* SPDX-License-Identifier: ISC */
/* How the operator names a rule: "reminder/2", and its condition. */
#include "admin/rule_edit.h"

#include <stdlib.h>
#include <string.h>

#include "admin/field.h"
#include "domain/condition.h"
#include "domain/valid.h"
#include "util/mem.h"
#include "util/str.h"

bool
rule_has_steps(enum kind k)
{
	return k == KIND_REMINDER || k == KIND_FEEDBACK;
}

int
rule_name_parse(const char *text, struct rule_name *n, struct err *e)
{
	const char *names[KIND_COUNT];
	const char *slash = strchr(text, '/');
	char *word = slash != NULL ? mem_strn(text, (size_t)(slash - text))
				   : mem_str(text);
	struct buf out = BUF_INIT;
	int64_t step = 1;
	int r;

	for (int k = 0; k < KIND_COUNT; k++)
		names[k] = kind_name((enum kind)k);
	r = valid_word(word, names, KIND_COUNT, &out, e);
	buf_free(&out);
	if (r == -1) {
		free(word);
		return -1;
	}
	bool known = kind_parse(word, &n->kind);
	free(word);
	n->condition = NULL;
	if (!known || slash == NULL) {
		n->step = 1;
		return 0;
	}
	if (!rule_has_steps(n->kind) || str_int(slash + 1, 1, 99, &step) == -1)
		return err_set(e, ERR_USAGE,
		    "'%s' is no rule; allowed are a kind, and behind a "
		    "reminder or a feedback its step from 1 to 99, like "
		    "reminder/2",
		    text);
	n->step = (int)step;
	return 0;
}

int
rule_name_condition(struct admin *a, struct rule_name *n, struct err *e)
{
	n->condition = args_value(a, "condition");
	if (n->condition == NULL || n->condition[0] == '\0') {
		n->condition = NULL;
		return 0;
	}
	return condition_check(n->condition, e) == -1
	    ? field_err("condition", e)
	    : 0;
}
