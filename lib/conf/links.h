/* SPDX-License-Identifier: ISC */
/* links - the section `links`: where the .ics files go (T5). */
#ifndef SMSCAL_CONF_LINKS_H
#define SMSCAL_CONF_LINKS_H

#include "conf/conf.h"
#include "conf/field.h"

/* Read the section into c->links; without one there are none. */
int links_read(const struct field_reader *r, const struct tree *root,
    struct conf *c) ATTR_USE;

#endif
