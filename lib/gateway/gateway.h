/* SPDX-License-Identifier: ISC */
/*
 * gateway - one way to hand an SMS over, whatever it is behind it: a message
 * becomes a request, its answer an outcome.  No vendor's name stands above
 * this line.
 *
 * Nothing here waits for the network or a program: the caller runs the
 * request (gateway_is_web()) or the program (gateway_is_program()).  Any other
 * gateway is of this machine and delivers at once instead.
 */
#ifndef SMSCAL_GATEWAY_GATEWAY_H
#define SMSCAL_GATEWAY_GATEWAY_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/conf.h"
#include "domain/outcome.h"
#include "net/command.h"
#include "net/http.h"
#include "store/json.h"
#include "util/buf.h"
#include "util/err.h"

/* All is borrowed. */
struct sms {
	const char *to;        /* E.164 */
	const char *from;      /* NULL: the account's own sender */
	const char *from_type; /* NULL: the gateway finds out */
	const char *text;      /* UTF-8 */
	const char *ref;       /* ours: at most 50 of A-Za-z0-9._- */
	int64_t validity_s;    /* of no use after that; 0: not told */
	int max_parts;         /* SMS that it may take; 0: any number */
	bool test;             /* nothing goes out: only the account is tried */
};

/* Borrowed. */
struct account {
	const struct conf_gateway *conf;
	const char *secret;   /* of the token file; NULL: there is none */
	const char *callback; /* where it tells us of things; NULL: conf's */
};

/* A request, and what it borrows; end with gateway_call_fini(). */
struct gateway_call {
	struct http_req http;
	struct buf url, body;
	char *headers[20]; /* owned; those that were made for it */
	size_t n_headers;
};

#define GATEWAY_CALL_INIT ((struct gateway_call){ .url = BUF_INIT })

/* A program to run, and what it borrows; end with gateway_program_fini(). */
struct gateway_program {
	struct command run;
	char *env[10]; /* owned; NULL at the end */
	size_t n_env;
};

struct gateway {
	const char *name; /* the type in smscal.conf */
	bool needs_secret;
	/* Where that depends on the account's gateway; NULL: as above. */
	bool (*wants_secret)(const struct conf_gateway *conf);
	/* Can it be tried without sending?  NULL: it can. */
	bool (*has_test)(const struct conf_gateway *conf);
	/* The kinds of the web; see gateway_request(), gateway_outcome() ... */
	int (*request)(struct json *j, const struct account *a,
	    const struct sms *m, struct gateway_call *c, struct err *e);
	void (*outcome)(struct json *j, const struct account *a,
	    const struct http_res *r, struct outcome *o);
	/* Of a test; NULL: as any other. */
	void (*test_outcome)(struct json *j, const struct account *a,
	    const struct http_res *r, struct outcome *o);
	const char *(*explain)(const struct outcome *o);
	/* ... the kinds that run a program ... */
	int (*program)(const struct account *a, const struct sms *m,
	    struct gateway_program *p, struct err *e);
	void (*ended)(const struct command_status *s, const struct buf *out,
	    struct outcome *o);
	/* ... and the kinds that deliver by themselves. */
	void (*deliver)(struct json *j, const struct account *a,
	    const struct sms *m, int64_t at, struct outcome *o);
	int (*lookup)(const struct account *a, const char *ref, struct err *e);
};

/* For the table alone: file.c, http.c, command.c. */
extern const struct gateway gateway_file;
extern const struct gateway gateway_http;
extern const struct gateway gateway_command;

/* Its type's name: "file" ... */
const char *gateway_type_name(const struct conf_gateway *conf);
bool gateway_is_web(const struct conf_gateway *conf);
bool gateway_is_program(const struct conf_gateway *conf);
bool gateway_needs_secret(const struct conf_gateway *conf);

/*
 * Is the account set up: `conf` (NULL: it is not in smscal.conf, and `name` is
 * what was asked for), and its token file, "" or NULL where there is none?
 * Its secret and its callback are appended.  ERR_CONF and the like say what is
 * wrong with it.
 */
int gateway_set_up(const struct conf_gateway *conf, const char *name,
    const char *token_file, struct buf *secret, struct buf *callback,
    struct err *e) ATTR_USE;

/* Web: is there a request that tries the account and sends nothing? */
bool gateway_has_test(const struct conf_gateway *conf);

/* X3: what it takes stays on this machine: a file, a program, loopback. */
bool gateway_is_local(const struct conf_gateway *conf);

/*
 * Web: fill *c with the request that hands the message over; c->http.who is
 * the caller's.  ERR_CONF: the account cannot be used as it is set up.
 * ERR_DATA: this message cannot be sent by it at all.
 */
int gateway_request(struct json *j, const struct account *a,
    const struct sms *m, struct gateway_call *c, struct err *e) ATTR_USE;
void gateway_call_fini(struct gateway_call *c);

/* Web: what the answer means; of a test, whether the account is well. */
void gateway_outcome(struct json *j, const struct account *a,
    const struct http_res *r, struct outcome *o);
void gateway_test_outcome(struct json *j, const struct account *a,
    const struct http_res *r, struct outcome *o);

/*
 * Program: fill *p; what it borrows of *a and *m stays as long as it runs.
 * Errors as those of gateway_request().
 */
int gateway_program(const struct account *a, const struct sms *m,
    struct gateway_program *p, struct err *e) ATTR_USE;
void gateway_program_fini(struct gateway_program *p);

/* Program: what its end means, and its output. */
void gateway_ended(const struct account *a, const struct command_status *s,
    const struct buf *out, struct outcome *o);

/* This machine: hand the message over, durably, at `at`. */
void gateway_deliver(struct json *j, const struct account *a,
    const struct sms *m, int64_t at, struct outcome *o);

/*
 * After a crash: was the message of that reference handed over?
 * GATEWAY_CANNOT_TELL: ask a person.
 */
enum { GATEWAY_NO, GATEWAY_YES, GATEWAY_CANNOT_TELL };
int gateway_lookup(
    const struct account *a, const char *ref, struct err *e) ATTR_USE;

/* What an outcome means and what to do, as a sentence for people; borrowed. */
const char *gateway_explain(const struct account *a, const struct outcome *o);

#endif
