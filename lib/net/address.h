/* SPDX-License-Identifier: ISC */
/*
 * address - what an operator gives as a feed's address (F4), what of it may
 * be shown (F6), and which addresses of the network may be talked to (F5).
 * No error text has the address in it, for it is a secret.
 */
#ifndef SMSCAL_NET_ADDRESS_H
#define SMSCAL_NET_ADDRESS_H

#include <stdbool.h>

#include "util/attr.h"
#include "util/err.h"

struct sockaddr;

enum address_kind { ADDRESS_WEB, ADDRESS_FILE };

struct address {
	enum address_kind kind;
	char *url;  /* owned; http: or https:, or the absolute path of a file */
	char *host; /* owned; for messages: "example.com", "example.com:8443",
	               "local file" */
};

#define ADDRESS_INIT ((struct address){ .url = NULL })

/*
 * Read what was given: http: and https: as they are; webcal:, webcals: and no
 * scheme mean https; file: and a path from the root are a file.  Blanks around
 * it do not count.  ERR_DATA says what is wrong and what is allowed.  End with
 * address_fini() in every case.
 */
int address_parse(const char *given, struct address *a, struct err *e) ATTR_USE;
void address_fini(struct address *a); /* leaves ADDRESS_INIT */

/*
 * What may be shown of it: "https://example.com/...", "file:///...", or "..."
 * for what cannot be read.  Gives the string.
 */
char *address_mask(const char *given) ATTR_USE;

/*
 * F5: is it an address of the public network?  Not: loopback, private,
 * link-local, shared (RFC 6598), multicast, reserved, the metadata services
 * of clouds, nor an IPv6 address that stands for one of these.
 */
bool address_public(const struct sockaddr *sa);

/* "host" or "host:port" of an http(s) URL, given; NULL: it is none. */
char *address_host(const char *url) ATTR_USE;

/* The 127.0.0.0/8 and ::1 of an http(s) URL, by number or as "localhost". */
bool address_loopback(const char *url);

#endif
