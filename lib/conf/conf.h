/* SPDX-License-Identifier: ISC */
/*
 * conf - smscal.conf: what belongs to the machine (paths, gateways, limits).
 * YAML by libyaml; unknown keys, wrong types and bad values are refused with
 * file, line and column.  See smscal.conf(5).
 */
#ifndef SMSCAL_CONF_CONF_H
#define SMSCAL_CONF_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/gateway.h"
#include "util/err.h"

#define CONF_PATH "/etc/smscal/smscal.conf"

struct conf {
	char *name;      /* X10; never NULL: the host's name by default */
	char *database;  /* /var/lib/smscal/smscal.db */
	char *spool;     /* /var/spool/smscal */
	char *user;      /* NULL: the database's owner */
	char *zoneinfo;  /* /usr/share/zoneinfo */
	char *parser;    /* smscal-parse; NULL: as installed */
	char *presets;   /* where `preset: NAME` is NAME.yaml */
	char *sendmail;  /* NULL: no mail */
	char *mail_from; /* who writes; NULL: the tools' user */
	bool log_syslog; /* log: syslog */
	struct {
		bool allow_private; /* F5: loopback and private addresses */
		char *ca_file;      /* NULL: the system's */
		char **directories; /* F4: where plain paths may be */
		size_t n_directories;
		int parallel; /* 64 transfers */
		int per_host; /* 6 */
		int connect_s, stall_s, total_s;
		int64_t max_bytes; /* 20 MiB after decoding */
	} fetch;
	struct {
		int memory_mb; /* of smscal-parse: 512 */
		int seconds;   /* of processor time: 60 */
	} parse;
	struct {
		char *directory; /* T5: of the .ics files; NULL: no links */
		char *url;       /* it is served there; no slash at the end */
	} links;
	struct conf_gateway *gateways; /* owned; `file` is always among them */
	size_t n_gateways;
	int parallel; /* send: requests in flight in all: 64 */
};

/*
 * Read `path`; NULL means CONF_PATH, whose absence means the defaults
 * (a path that was named must be there).  ERR_CONF names file, line, column
 * and what is allowed.  End with conf_fini() in every case.
 */
int conf_read(struct conf *c, const char *path, struct err *e) ATTR_USE;
void conf_fini(struct conf *c);

/* Borrow the gateway of that name; NULL: there is none. */
const struct conf_gateway *conf_gateway(const struct conf *c, const char *name);

#endif
