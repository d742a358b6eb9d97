/* SPDX-License-Identifier: ISC */
/*
 * admin - one invocation of smscal-admin: NOUN VERB, operands and options.
 * Nouns and verbs are data; what parses the command line, writes its help
 * and completes it reads the same tables.
 */
#ifndef SMSCAL_BIN_ADMIN_ADMIN_H
#define SMSCAL_BIN_ADMIN_ADMIN_H

#include <stdbool.h>
#include <stddef.h>

#include "store/json.h"
#include "tool.h"
#include "util/buf.h"

struct admin;

struct option {
	const char *name;  /* without its dashes; NULL ends a table */
	const char *value; /* what it takes, for people; NULL: nothing */
	const char *help;
	bool many;  /* may stand more than once */
	bool input; /* '-' means: read it from standard input (X5) */
};

enum field_type { FIELD_TEXT, FIELD_FLAG, FIELD_NUMBER };

/* A column that an option of its name sets. */
struct field {
	struct option option;
	enum field_type type; /* char *, bool, int64_t */
	size_t at;            /* offset in the noun's struct */
	/*
	 * What is set at first and again by an empty value, in the form that
	 * is stored; NULL: nothing, and the next level up counts.
	 */
	const char *unset;
	bool must;   /* an empty value is refused */
	bool told;   /* another line of show says it */
	bool secret; /* only an export has it as it is (X5) */
	/* The stored form of what was typed: one of the two, or any line. */
	int (*valid)(const char *text, struct buf *out, struct err *e);
	int (*check)(
	    struct admin *a, const char *text, struct buf *out, struct err *e);
	/* What people are shown of the stored form; NULL: itself. */
	void (*show)(const char *stored, struct buf *out);
};

enum need {
	NEED_NOTHING,
	NEED_CONF,  /* the configuration alone */
	NEED_READ,  /* the database, in one snapshot */
	NEED_WRITE, /* ... in one transaction */
	NEED_OPEN   /* ... opened to read; transactions are the verb's own */
};

struct verb {
	const char *verb;     /* NULL: the noun stands alone */
	const char *operands; /* "COMPANY/CALENDAR ADDRESS"; NULL: none */
	int min, max;         /* how many */
	int input;            /* this one, counted from 1, may be '-' (X5) */
	int file;             /* this one is a file, or '-', that is read before
	                         the user changes (X9) */
	bool whole;           /* ... but for one LF at its end, as it stands */
	enum need need;
	bool foreign; /* also another installation's database (X10) */
	const struct option *options; /* NULL: none */
	const struct field *fields;   /* NULL: none */
	const char *help;             /* one line */
	const char *example;          /* whole lines; NULL: none */
	/* 0, how many items failed (exit 1), or -1 and *e. */
	int (*run)(struct admin *a, struct err *e);
};

struct noun {
	const char *name;
	const char *help; /* NULL: people need not know of it */
	const struct verb *verbs;
	size_t n;
};

extern const struct noun noun_init, noun_migrate, noun_adopt, noun_backup,
    noun_restore, noun_purge, noun_person, noun_erase, noun_check, noun_pause,
    noun_resume, noun_redirect, noun_company, noun_branch, noun_calendar,
    noun_contact, noun_rule, noun_text, noun_message, noun_preview,
    noun_schedule, noun_explain, noun_status, noun_reply, noun_optout,
    noun_keyword;
extern const struct noun noun_export, noun_apply, noun_diff, noun_complete;

struct given {
	const char *name; /* of the option */
	char *value;      /* owned; NULL: it takes none */
};

enum { ADMIN_OPERANDS = 64 };

struct admin {
	struct tool tool;
	const struct noun *const *nouns; /* ends with NULL */
	const struct noun *noun;
	const struct verb *verb;
	char *operand[ADMIN_OPERANDS]; /* owned */
	int n_operands;
	struct given *v; /* owned; in the order of the command line */
	size_t n, cap;
	bool help;
	int status;        /* of a plugin's verb; 0: by what run() gives */
	bool dry;          /* -n: all is undone at the end */
	bool agreed;       /* somebody said yes to what would go */
	struct buf ask;    /* what they are asked; see admin_sure() */
	struct buf file;   /* what stands in the operand that is a file */
	struct buf out;    /* for standard output, once all is on disk */
	struct json *json; /* owned; made when first asked for */
};

/* The whole of main(). */
int admin_main(int argc, char *argv[], const struct noun *const *nouns);

/*
 * Read the command line into *a, which has its nouns.  ERR_USAGE with "did
 * you mean".  With a->help, noun and verb may be NULL.
 */
int args_parse(struct admin *a, int argc, char *argv[], struct err *e) ATTR_USE;

/* The option of a verb, or one of all commands, borrowed; NULL: none. */
const struct option *args_option(const struct verb *v, const char *name);

/* Is the option there?  Its value, the last one, borrowed; NULL: none. */
bool args_has(const struct admin *a, const char *name);
const char *args_value(const struct admin *a, const char *name);

/* Act as if the option were there, too; `name` is borrowed for ever. */
void args_give(struct admin *a, const char *name, const char *value);

/* ... and as if it were not. */
void args_drop(struct admin *a, const char *name);

/* The help of the noun and verb that a->noun and a->verb say, to a->out. */
void help_write(struct admin *a);

/* As help_write(), what may follow `smscal-admin`: "company add COMPANY". */
void help_usage(const struct noun *n, const struct verb *v, struct buf *out);

/* X1: what was done, for -v and -n. */
void admin_say(struct admin *a, const char *fmt, ...) ATTR_PRINTF(2, 3);

/*
 * What has a history goes by --force alone, or by the yes of somebody at the
 * terminal, who is asked once all is undone; then the verb is run again.  The
 * text says what would go.
 */
int admin_sure(struct admin *a, struct err *e, const char *fmt, ...)
    ATTR_PRINTF(3, 4);

/* "1 calendar", "2 calendars". */
void admin_count(struct buf *out, int64_t n, const char *noun);

/* A member of what stands in a->out; NULL: null. */
void admin_json_text(struct admin *a, const char *name, const char *text);

/* An instant in a zone, "2026-11-24 10:00", or for JSON with its offset. */
void admin_time(struct buf *out, const struct zone *z, int64_t at);
void admin_json_time(struct admin *a, const char *name, const struct zone *z,
    int64_t at); /* 0: null */
/* The zone of that name, UTC where tzdata lost it; zones are read. */
const struct zone *admin_zone(struct admin *a, const char *name);

#endif
