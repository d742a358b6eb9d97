/* SPDX-License-Identifier: ISC */
/*
 * appointment - one occurrence as we know it, and who stands in it.
 *
 * Its id stands for the appointment through moves and new identities; the
 * identity (D1: uid and original_at, within the company) is what the feed
 * calls it today.
 */
#ifndef SMSCAL_DOMAIN_APPOINTMENT_H
#define SMSCAL_DOMAIN_APPOINTMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct recipient {
	int64_t id;  /* 0: not yet in the database */
	char *phone; /* owned; E.164 */
	char *name;  /* owned; "" if there is none */
	int64_t known_at;
	int64_t announce_at;   /* a confirmation is owed for the change seen
	                          then (P3); 0: none */
	int64_t told_start_at; /* the start that counts as told ... */
	int64_t told_at;       /* ... unless something was told after this */
	int64_t left_at;       /* no longer in the appointment; 0: is */
	bool cancel_told; /* the last word handed over was that it is off */
};

/* left_at: before any rule, so that no cancellation tells it. */
enum { RECIPIENT_UNTOLD = 1 };

enum standing { STANDING_LIVE, STANDING_MISSING, STANDING_GONE };

/* D9: changed with many others in one body; see domain/mass.h. */
enum appointment_mass {
	MASS_GONE = 1,   /* gone, or called off */
	MASS_TOLD = 2,   /* new or moved */
	MASS_PHONES = 4, /* its phones are gone, and stand in it for now */
	MASS_QUIET = 8   /* accepted: nobody is told that it is off */
};

struct appointment {
	int64_t id; /* 0: not yet in the database */
	int64_t calendar_id;
	char *uid;           /* owned */
	int64_t original_at; /* 0: a single event */
	char *series; /* owned; the UID by which its series was known first
	                 (D8); NULL: it never was one's */
	int64_t start_at, end_at;
	bool all_day;
	enum standing standing;
	int64_t missing_at; /* missing: since when */
	bool nosms;         /* no message of it (C5) */
	bool baseline;      /* came with one (D6) */
	int64_t known_at, start_known_at;
	int64_t changed_at; /* the last change that is told (P7) */
	int64_t burst_at;   /* the first of those that have not settled */
	int64_t rev;
	unsigned mass;     /* of enum appointment_mass: what waits (D9) */
	char *title;       /* owned; SUMMARY */
	char *location;    /* owned; NULL: none */
	char *description; /* owned; NULL: none */
	struct recipient *recipients; /* owned */
	size_t n_recipients, cap_recipients;
};

struct appointment_list {
	struct appointment *v; /* owned */
	size_t n, cap;
};

#define APPOINTMENT_LIST_INIT ((struct appointment_list){ .v = NULL })

const char *standing_name(enum standing s); /* as in the database */
bool standing_parse(const char *name, enum standing *s);

void appointment_fini(struct appointment *a); /* all zero afterwards */
void appointment_list_free(struct appointment_list *l);
struct appointment *appointment_list_add(struct appointment_list *l);

/* A new recipient at the end, with copies of both strings. */
struct recipient *appointment_add_recipient(
    struct appointment *a, const char *phone, const char *name);

/* Borrow the recipient of that number, also one that left; NULL: none. */
struct recipient *appointment_recipient(
    const struct appointment *a, const char *phone);

/* Borrow the only one who stands in it; NULL: none, or several. */
const struct recipient *appointment_only(const struct appointment *a);

#endif
