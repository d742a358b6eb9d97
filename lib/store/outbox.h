/* SPDX-License-Identifier: ISC */
/*
 * outbox - the messages that are due, and their claim (design section 8).
 * What becomes of a claim is in store/attempt.h.
 *
 * A message is claimed on disk before the gateway hears of it, with an attempt
 * of its own reference; so a crash leaves an `unsure` row for a human, and
 * never a second text.  Every move starts from the state that it needs, and
 * does nothing in another.
 *
 * Nothing here starts or ends a transaction; the caller does.
 */
#ifndef SMSCAL_STORE_OUTBOX_H
#define SMSCAL_STORE_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/claim.h"
#include "domain/limit.h"
#include "domain/outcome.h"
#include "domain/state.h"
#include "store/db.h"

/* A message that is due.  There may be very many: no more than is needed. */
struct due {
	int64_t id, expires_at;
	int64_t calendar_id; /* which says by whose account it goes */
};

struct due_list {
	struct due *v; /* owned */
	size_t n, cap;
};

#define DUE_LIST_INIT ((struct due_list){ .v = NULL })

/*
 * Append what is planned and may go at `now`: by calendars, and in each what
 * loses its point first first.  A retry that lies further ahead than the wait it came from is due
 * too (X3): the clock was wrong when it was set.
 */
int outbox_due(
    struct db *db, int64_t now, struct due_list *l, struct err *e) ATTR_USE;
void due_list_free(struct due_list *l); /* leaves DUE_LIST_INIT */

/*
 * The account of a calendar's messages: a gateway's name in smscal.conf and a
 * token file, NULL where there is none; both given.
 */
int outbox_account(struct db *db, int64_t calendar, char **gateway,
    char **token_file, struct err *e) ATTR_USE;

/* A message with all that the decision to hand it over needs. */
struct outmsg {
	int64_t id, company_id, appointment_id;
	int64_t attempts;   /* so far */
	int64_t transients; /* of them, that were refused for a while */
	char *calendar;     /* owned, as the rest: "acme/ordination" */
	char *phone, *text;
	char *gateway, *token_file; /* the account; NULL: no file */
	char *sender, *sender_type; /* NULL: the account's own */
	char *redirect;             /* X11: goes to that number; NULL */
	char *window;               /* P9, as window_parse() reads it; NULL */
	char *zone;                 /* of the calendar, IANA */
	int max_parts;              /* SMS that it may take */
	struct limits limits;       /* P12 */
	char *countries;            /* of the limits */
	bool released;              /* by the operator */
	struct claim_view view;     /* but for what smscal.conf, the clock, the
	                           window and the zone say */
};

/*
 * Fill *m; end with outmsg_fini().  1: it is not planned for `now` any more,
 * or gone.
 */
int outbox_get(struct db *db, int64_t id, int64_t now, struct outmsg *m,
    struct err *e) ATTR_USE;
void outmsg_fini(struct outmsg *m);

/*
 * S1: planned -> claimed, with an attempt whose id is given.  ST_TAKEN: it is
 * not planned any more.
 */
int outbox_claim(struct db *db, const struct outmsg *m, const char *ref,
    int64_t now, int64_t *attempt, struct err *e) ATTR_USE;

/* Outside the send window: not before `send_at`, of use until `expires_at`. */
int outbox_later(struct db *db, const struct outmsg *m, int64_t now,
    int64_t send_at, int64_t expires_at, struct err *e) ATTR_USE;

/* P12: planned -> held; plan looks at it again at `look_at`.  ST_TAKEN. */
int outbox_hold(struct db *db, const struct outmsg *m, int64_t look_at,
    struct err *e) ATTR_USE;

/* planned -> expired or cancelled, for good.  ST_TAKEN as above. */
int outbox_drop(struct db *db, const struct outmsg *m, enum state to,
    const char *reason, int64_t now, struct err *e) ATTR_USE;

/* Plan looks at its appointment again; it stays planned until then. */
int outbox_back(struct db *db, const struct outmsg *m, struct err *e) ATTR_USE;

#endif
