/* SPDX-License-Identifier: ISC */
/* colour - calendars' colours, on terminals that have any. */
#ifndef SMSCAL_BIN_ADMIN_COLOUR_H
#define SMSCAL_BIN_ADMIN_COLOUR_H

#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"

enum colour_depth { COLOUR_NONE, COLOUR_8, COLOUR_256, COLOUR_TRUE };

/*
 * What standard output can show: nothing where it is no terminal, NO_COLOR is
 * set (no-color.org) or TERM is dumb; COLORTERM and TERM say how many.
 * `when`: always, never, or NULL to find out.
 */
enum colour_depth colour_depth(const char *when);

/* 0xrrggbb of "#rrggbb" or a name, as valid_colour() has them. */
uint32_t colour_of(const char *text);

/* What the i-th calendar has that was given none: told apart by most eyes. */
uint32_t colour_default(size_t i);

/* Begin and end; nothing for COLOUR_NONE. */
void colour_on(struct buf *b, enum colour_depth depth, uint32_t rgb);
void colour_bold(struct buf *b, enum colour_depth depth);
void colour_dim(struct buf *b, enum colour_depth depth);
void colour_off(struct buf *b, enum colour_depth depth);

#endif
