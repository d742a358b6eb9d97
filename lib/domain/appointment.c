/* SPDX-License-Identifier: ISC */
#include "domain/appointment.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/str.h"

static const char *const names[] = {
	[STANDING_LIVE] = "live",
	[STANDING_MISSING] = "missing",
	[STANDING_GONE] = "gone",
};

const char *
standing_name(enum standing s)
{
	return names[s];
}

bool
standing_parse(const char *name, enum standing *s)
{
	for (int i = STANDING_LIVE; i <= STANDING_GONE; i++)
		if (str_eq(name, names[i])) {
			*s = (enum standing)i;
			return true;
		}
	return false;
}

void
appointment_fini(struct appointment *a)
{
	for (size_t i = 0; i < a->n_recipients; i++) {
		free(a->recipients[i].phone);
		free(a->recipients[i].name);
	}
	free(a->recipients);
	free(a->uid);
	free(a->series);
	free(a->title);
	free(a->location);
	free(a->description);
	memset(a, 0, sizeof(*a));
}

void
appointment_list_free(struct appointment_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		appointment_fini(&l->v[i]);
	free(l->v);
	*l = APPOINTMENT_LIST_INIT;
}

struct appointment *
appointment_list_add(struct appointment_list *l)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	struct appointment *a = &l->v[l->n++];
	*a = (struct appointment){ .id = 0 };
	return a;
}

struct recipient *
appointment_add_recipient(
    struct appointment *a, const char *phone, const char *name)
{
	a->recipients = mem_grow(a->recipients, &a->cap_recipients,
	    a->n_recipients + 1, sizeof(*a->recipients));
	struct recipient *r = &a->recipients[a->n_recipients++];
	*r = (struct recipient){
		.phone = mem_str(phone),
		.name = mem_str(name),
	};
	return r;
}

struct recipient *
appointment_recipient(const struct appointment *a, const char *phone)
{
	for (size_t i = 0; i < a->n_recipients; i++)
		if (str_eq(a->recipients[i].phone, phone))
			return &a->recipients[i];
	return NULL;
}

const struct recipient *
appointment_only(const struct appointment *a)
{
	const struct recipient *only = NULL;

	for (size_t i = 0; i < a->n_recipients; i++) {
		if (a->recipients[i].left_at != 0)
			continue;
		if (only != NULL)
			return NULL;
		only = &a->recipients[i];
	}
	return only;
}
