/* SPDX-License-Identifier: ISC */
/*
 * gateway_read - the section `gateways` of smscal.conf.  For lib/conf alone.
 */
#ifndef SMSCAL_CONF_GATEWAY_READ_H
#define SMSCAL_CONF_GATEWAY_READ_H

#include "conf/conf.h"
#include "conf/field.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Those that are there without being named. */
void gateways_default(struct conf *c);
/* Change and add what the root's section says.  -1: refused. */
int gateways_read(const struct field_reader *r, const struct tree *root,
    struct conf *c) ATTR_USE;
/* What neither the file nor its type said. */
void gateways_complete(struct conf *c);
void gateways_fini(struct conf *c);

/* gateway_http.c: the type http, from its preset and its own map. */
int gateway_http_read(const struct field_reader *r, const struct tree *map,
    const char *presets, struct conf_gateway *g) ATTR_USE;
void gateway_http_free(struct conf_http *h); /* NULL is fine */

/* gateway_member.c */

/* Change the members that are there, and add the rest; ~ takes one out. */
int members_merge(const struct field_reader *r, const struct tree *map,
    bool nested, struct conf_members *out) ATTR_USE;
/* The map's paths and what may stand there, instead of those before. */
int where_read(const struct field_reader *r, const struct tree *map,
    struct conf_members *out) ATTR_USE;
/* Is the value, or each of the list, a path into JSON? */
int json_paths_check(
    const struct field_reader *r, const struct tree *y) ATTR_USE;
void members_fini(struct conf_members *m);
void texts_fini(struct conf_texts *t);

#endif
