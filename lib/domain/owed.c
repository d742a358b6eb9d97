/* SPDX-License-Identifier: ISC */
#include "domain/owed.h"

#include <stdlib.h>

#include "util/mem.h"
#include "util/str.h"

void
owed_list_free(struct owed_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].phone);
		free(l->v[i].name);
		free(l->v[i].text);
		free(l->v[i].reason);
	}
	free(l->v);
	*l = OWED_LIST_INIT;
}

struct owed *
owed_list_add(struct owed_list *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n] = (struct owed){ .id = 0 };
	return &l->v[l->n++];
}

bool
owed_closed(const struct owed *o)
{
	return state_handed_over(o->state) || o->state == STATE_FAILED ||
	    o->state == STATE_EXPIRED ||
	    (o->state == STATE_CANCELLED && str_eq(o->reason, OWED_CANCELLED));
}

int64_t
owed_closed_at(const struct owed *o)
{
	/* What is settled late was told, or not, when it was handed over. */
	if (o->state == STATE_FAILED && o->claimed_at != 0)
		return o->claimed_at;
	return o->claimed_at > o->ended_at ? o->claimed_at : o->ended_at;
}

bool
owed_released(const struct owed *o)
{
	return o->state == STATE_PLANNED && str_eq(o->reason, OWED_RELEASED);
}
