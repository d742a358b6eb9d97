/* SPDX-License-Identifier: ISC */
/*
 * health - is all well: the chain runs, feeds are read, accounts take what is
 * due.  What was counted is put in, what is not well comes out.
 *
 * All strings are owned by their struct; NULL: there is none.
 */
#ifndef SMSCAL_DOMAIN_HEALTH_H
#define SMSCAL_DOMAIN_HEALTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HEALTH_TOOLS = 5 };

struct health_tool {
	const char *name; /* borrowed: "smscal-fetch" */
	int64_t at;       /* its last run began; 0: never */
};

struct health_calendar {
	char *ref, *zone;    /* "acme/ordination"; IANA name */
	bool active, paused; /* with its company */
	int64_t created_at;
	int64_t good_at; /* last good fetch; 0: never, as the others */
	int64_t body_at; /* last body that was new */
	int64_t next_at;
	int64_t coming, silent; /* live appointments; those without a phone */
	char *error;            /* of the last fetch */
};

/* A gateway with a token, and what it did in the last day. */
struct health_account {
	char *gateway, *token_file;
	char *of;  /* "acme, acme/graz": who uses it */
	bool file; /* a live company of a real installation sends to a file */
	int64_t accepted, failed, unknown;
	char *hold; /* why it is stopped */
	int64_t hold_at, hold_until;
};

struct health_reason {
	char *reason;
	int64_t n;
};

struct health {
	struct health_tool tool[HEALTH_TOOLS];
	struct health_calendar *calendar; /* owned, as the lists below */
	size_t n_calendars, cap_calendars;
	struct health_account *account;
	size_t n_accounts, cap_accounts;
	struct health_reason *held; /* messages that wait, by reason */
	size_t n_held, cap_held;
	int64_t due, due_since; /* should be gone; since when the oldest */
	int64_t unsure;
	char *clock_bad; /* X3 */
	bool paused;     /* X11: all of it */
};

void health_fini(struct health *h);

/* In seconds; each has a default. */
struct health_limits {
	int64_t chain;   /* since a tool ran: critical */
	int64_t feed;    /* without a good fetch: warning */
	int64_t dead;    /* the same: critical */
	int64_t backlog; /* a message is due: warning, and thrice it critical */
};

#define HEALTH_LIMITS                              \
	((struct health_limits){ .chain = 15 * 60, \
	    .feed = 2 * 3600,                      \
	    .dead = 24 * 3600,                     \
	    .backlog = 15 * 60 })

enum health_level { HEALTH_OK, HEALTH_WARNING, HEALTH_CRITICAL };

struct health_problem {
	enum health_level level;
	char *text; /* owned: a clause, "acme/x: no good fetch for 3 h" */
};

struct health_problems {
	struct health_problem *v; /* owned */
	size_t n, cap;
	enum health_level worst;
};

#define HEALTH_PROBLEMS_INIT ((struct health_problems){ .v = NULL })

/* Append what is not well, the critical first. */
void health_judge(const struct health *h, const struct health_limits *l,
    int64_t now, struct health_problems *out);
void health_problems_free(struct health_problems *p); /* leaves ..._INIT */

const char *health_level_name(enum health_level level); /* "OK" */

/* All messages that wait, but for those that D7 lets wait a quarter hour. */
int64_t health_held(const struct health *h);

#endif
