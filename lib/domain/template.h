/* SPDX-License-Identifier: ISC */
/*
 * template - from a rule's text and an appointment to what is sent (T1 to
 * T4).  Values are never read as templates themselves, and what comes from
 * the calendar is cleaned (T3).
 */
#ifndef SMSCAL_DOMAIN_TEMPLATE_H
#define SMSCAL_DOMAIN_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/kind.h"
#include "domain/markup.h"
#include "domain/segment.h"
#include "util/err.h"
#include "util/zone.h"

/*
 * May this be a rule's text?  ERR_USAGE with the position where not: what
 * markup_next() refuses, bad UTF-8, control characters but LF, more than
 * TEMPLATE_MAX characters, or nothing in it.
 */
enum { TEMPLATE_MAX = 1000 };
int template_check(const char *text, struct err *e) ATTR_USE;

/* Does it have this placeholder?  false for a text that is refused. */
bool template_uses(const char *text, enum placeholder p);

struct template_date {
	int64_t start_at;
	bool all_day;
};

/* All is borrowed; NULL and "" are: there is none. */
struct template_values {
	const char *name, *location; /* as the calendar has them */
	bool links;                  /* pass links in these two on */
	const char *company, *branch, *company_phone;
	/* The address of the .ics file.  A text without {link} gets it at its
	 * end. */
	const char *link;
	int64_t start_at, end_at; /* cancellation: of what was cancelled */
	bool all_day;             /* then end_at is behind its last day */
	/* P16: all of the appointments, for {dates}; none: the one above. */
	const struct template_date *dates;
	size_t n_dates;
	/* The nearest level's, per placeholder. */
	const char *fallback[PLACEHOLDER_COUNT];
};

struct template_how {
	const char *lang;
	const struct zone *zone; /* the calendar's */
	int64_t now;             /* when it will be handed over */
	bool smart;              /* T4 */
	size_t max_segments;     /* T4's cap; 0: none */
};

struct template_text {
	char *text; /* owned */
	struct segments segments;
	bool shortened; /* values were, to keep the cap */
	bool too_long;  /* and still it is beyond it: held */
	/* {day} was used: true only until then, the end of the local day of
	 * `now`.  0: always true. */
	int64_t true_until_at;
};

/*
 * Write the text.  An empty value has its fallback: the one in place, else
 * its level's; where that is empty too, one of the blanks around it goes.
 * {time} and {endtime} of an all-day appointment are empty, {endtime} also
 * where there is no end.  Over the cap, name, location, company and branch
 * are shortened, the longest first, to TEMPLATE_VALUE_MIN characters at
 * least, with "..." for what is missing.  -1: template_check() refuses it.
 */
enum { TEMPLATE_VALUE_MIN = 8 };
int template_render(const char *text, const struct template_values *v,
    const struct template_how *how, struct template_text *out,
    struct err *e) ATTR_USE;
void template_text_free(struct template_text *t); /* leaves it all zero */

/*
 * The built-in text of a kind in a language (de, en, fr, it, es, nl), else in
 * English.  *lang_used, where not NULL, is the language to render it in: that
 * of the text, with the region of `lang` where it is the same language.
 */
const char *template_default(
    enum kind kind, const char *lang, const char **lang_used);

#endif
