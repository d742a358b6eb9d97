/* SPDX-License-Identifier: ISC */
/* tried - the attempts of a message and their reports, to look at. */
#ifndef SMSCAL_STORE_TRIED_H
#define SMSCAL_STORE_TRIED_H

#include "store/db.h"

struct tried_report {
	char *status; /* owned: "delivered" */
	int64_t at;   /* the vendor's time, else that of its arrival */
};

struct tried {
	int64_t id;
	char *ref, *gateway, *sender, *redirect; /* owned; NULL: not said */
	int64_t claimed_at, ended_at;            /* 0: not yet */
	char *outcome;                           /* owned; NULL: none yet */
	char *gateway_id, *code, *detail;        /* owned; NULL: not said */
	int64_t http_status;                     /* 0: none */
	struct tried_report *report; /* owned; in order of arrival */
	size_t n_reports, cap;
};

struct tried_list {
	struct tried *v; /* owned */
	size_t n, cap;
};

#define TRIED_LIST_INIT ((struct tried_list){ .v = NULL })

/* Append, the first try first. */
int tried_list(struct db *db, int64_t message_id, struct tried_list *l,
    struct err *e) ATTR_USE;
void tried_list_free(struct tried_list *l); /* leaves TRIED_LIST_INIT */

#endif
