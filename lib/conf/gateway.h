/* SPDX-License-Identifier: ISC */
/*
 * gateway - a gateway of smscal.conf: `gateways: NAME: {type: ...}`.
 *
 * The http type is a request and the reading of its answer in words of the
 * file; a preset (share/smscal/gateways/NAME.yaml) has the same keys, and what
 * smscal.conf says goes before it.
 */
#ifndef SMSCAL_CONF_GATEWAY_H
#define SMSCAL_CONF_GATEWAY_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/fill.h"

enum gateway_type {
	GATEWAY_FILE,
	GATEWAY_WEBSMS,
	GATEWAY_LINKMOBILITY,
	GATEWAY_HTTP,
	GATEWAY_COMMAND
};

struct conf_texts {
	char **v; /* owned */
	size_t n, cap;
};

enum conf_member_kind {
	MEMBER_TEXT, /* filled in; see domain/fill.h */
	MEMBER_RAW,  /* a number, true, false or null, as it is written */
	MEMBER_MAP,  /* JSON: what follows is within, up to its end */
	MEMBER_LIST,
	MEMBER_END_MAP,
	MEMBER_END_LIST
};

struct conf_member {
	enum conf_member_kind kind;
	char *name;  /* owned; NULL in a list and at an end */
	char *value; /* owned; of TEXT and RAW */
};

struct conf_members {
	struct conf_member *v; /* owned */
	size_t n, cap;
};

enum conf_body { CONF_BODY_FORM, CONF_BODY_JSON, CONF_BODY_QUERY };

/* When an answer means yes: all of them. */
struct conf_accept {
	struct conf_texts status; /* "2xx", "200"; none: 2xx */
	/* JSON path and value ("*": any); equal paths in a row: one of their
	 * values. */
	struct conf_members where;
	struct conf_texts starts; /* a plain answer starts with one of them */
};

struct conf_request {
	char *method; /* owned; NULL: GET for a query, else POST */
	char *path;   /* owned; filled in */
	enum conf_body body;
	struct conf_members members;
	struct conf_accept accept;
};

enum conf_auth {
	CONF_AUTH_NONE,
	CONF_AUTH_BASIC,
	CONF_AUTH_BEARER,
	CONF_AUTH_HEADER, /* auth_name: auth_value */
	CONF_AUTH_QUERY   /* ?auth_name=auth_value */
};

/* What a code of the gateway's means; the first list that has it. */
enum conf_code {
	CONF_CODE_TRANSIENT,
	CONF_CODE_THROTTLED, /* transient, and soon again will do */
	CONF_CODE_HOLD,
	CONF_CODE_SENDER, /* hold, for that sender */
	CONF_CODE_PERMANENT,
	CONF_CODE_BLOCKED, /* permanent, and the number is opted out */
	CONF_CODES
};

struct conf_http {
	enum conf_auth auth;
	char *auth_name;  /* owned; NULL: none */
	char *auth_value; /* owned; NULL: the secret as it is */
	struct conf_members headers;
	bool plain;              /* the answer is plain text, no JSON */
	int validity_min_s;      /* what it takes; 0: no limit */
	int validity_max_s;      /* 0: no limit */
	struct conf_texts id;    /* JSON paths: the first that is there */
	struct conf_texts code;  /* likewise */
	struct conf_texts error; /* likewise */
	struct conf_texts codes[CONF_CODES];
	struct conf_request send;
	struct conf_request test; /* path NULL: it has none */
};

struct conf_gateway {
	char *name; /* what companies and branches name */
	enum gateway_type type;
	char *url;       /* base address; never NULL for the web's kinds */
	char *path;      /* of the file gateway (SPOOL/outbox.jsonl), or of
	                   the request of websms; never NULL for them */
	char *user;      /* Basic: this user and the token file's password;
	                   NULL: Bearer */
	char *ca_file;   /* NULL: the system's */
	char *callback;  /* notificationCallbackUrl, NULL: none */
	char *category;  /* contentCategory, NULL: the account's */
	int connections; /* at once for one account: 8 */
	int rate;        /* messages a second for one account, 0: no limit */
	int timeout_s;   /* of one request: 30 */
	struct conf_http *http;    /* owned; of the http type alone */
	struct conf_texts command; /* of the command type: argv, and NULL */
};

/* Does any part of its requests have the key in it? */
bool conf_http_uses(const struct conf_http *h, enum fill_key key);

#endif
