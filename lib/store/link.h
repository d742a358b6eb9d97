/* SPDX-License-Identifier: ISC */
/*
 * link - the .ics files that messages have the address of (T5).  A row says
 * what its file has to be; plan writes the file before the row is committed.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_LINK_H
#define SMSCAL_STORE_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/invite.h"
#include "store/db.h"
#include "util/digest.h"

struct link {
	int64_t id;
	int64_t appointment_id; /* 0: gone */
	char *phone;            /* owned; E.164 */
	char token[INVITE_TOKEN + 1];
	int64_t sequence;
	bool cancelled;
	bool written; /* the digest is that of the file */
	uint8_t digest[DIGEST_SIZE];
	int64_t stamp_at, remove_at;
};

struct link_list {
	struct link *v; /* owned */
	size_t n, cap;
};

#define LINK_LIST_INIT ((struct link_list){ .v = NULL })

void link_list_free(struct link_list *l);        /* leaves LINK_LIST_INIT */
struct link *link_list_add(struct link_list *l); /* all zero */

/* Append those of an appointment, in order of id. */
int link_of(struct db *db, int64_t appointment_id, struct link_list *l,
    struct err *e) ATTR_USE;

/*
 * Insert it, and set its id.  ST_TAKEN: the token is another's, or the
 * recipient of that appointment has one.
 */
int link_add(struct db *db, struct link *l, struct err *e) ATTR_USE;

/* What its file is now. */
int link_set(struct db *db, const struct link *l, struct err *e) ATTR_USE;

int link_remove(struct db *db, int64_t id, struct err *e) ATTR_USE;

/* Append `max` at most of those whose file has to go at `now`. */
int link_due(struct db *db, int64_t now, int max, struct link_list *l,
    struct err *e) ATTR_USE;

/* Append `max` at most behind that id, in order of id. */
int link_behind(struct db *db, int64_t id, int max, struct link_list *l,
    struct err *e) ATTR_USE;

/* Is there any?  Is there one of that token?  1, 0, or -1. */
int link_any(struct db *db, struct err *e) ATTR_USE;
int link_known(struct db *db, const char *token, struct err *e) ATTR_USE;

struct link_sweep {
	int64_t swept_at; /* 0: never */
	bool unsure;      /* a run ended in the middle of its files */
	char *error;      /* owned; NULL: none */
};

/* Fill *s; end with link_sweep_fini(). */
int link_sweep_get(struct db *db, struct link_sweep *s, struct err *e) ATTR_USE;
void link_sweep_fini(struct link_sweep *s);

/* Each writes only where something changes. */
int link_sweep_done(struct db *db, int64_t swept_at, struct err *e) ATTR_USE;
int link_sweep_unsure(struct db *db, bool unsure, struct err *e) ATTR_USE;
int link_sweep_error(struct db *db, const char *error, struct err *e) ATTR_USE;

#endif
