/* SPDX-License-Identifier: ISC */
/*
 * Whatever the bytes, a person of a file has a name with a key, and the forms
 * of a name are stable: in another order it is the same one.
 */
#include "domain/contact.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_name(const char *name)
{
	char *key = contact_name_key(name), *again = contact_name_key(key);

	if (!utf8_valid(key, strlen(key)) ||
	    (key[0] != '\0' && again[0] == '\0'))
		abort();
	free(key);
	free(again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct contact_file f = CONTACT_FILE_INIT;
	struct err e = ERR_INIT;
	char *text = mem_strn((const char *)data, size);
	char *name, *number;
	int r = contact_read(text, size, "43", &f, &e);

	if ((r == -1) != (e.kind == ERR_DATA))
		abort();
	for (size_t i = 0; i < f.n; i++) {
		const struct contact *c = &f.v[i].contact;
		if (c->phone != NULL && c->phone[0] != '+')
			abort();
		if (c->name == NULL)
			continue;
		check_name(c->name);
		name = contact_name_key(c->name);
		if (name[0] == '\0' || !utf8_valid(c->name, strlen(c->name)))
			abort();
		free(name);
	}
	contact_file_free(&f);
	contact_keys(text, &name, &number);
	check_name(text);
	free(name);
	free(number);
	free(text);
	return 0;
}
