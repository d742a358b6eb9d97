/* SPDX-License-Identifier: ISC */
#include "admin/colour.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/str.h"

/* CSS's basic names, as in CSS Color 4, 6.1. */
static const struct {
	const char *name;
	uint32_t rgb;
} named[] = {
	{ "aqua", 0x00ffff },
	{ "black", 0x000000 },
	{ "blue", 0x0000ff },
	{ "fuchsia", 0xff00ff },
	{ "gray", 0x808080 },
	{ "green", 0x008000 },
	{ "lime", 0x00ff00 },
	{ "maroon", 0x800000 },
	{ "navy", 0x000080 },
	{ "olive", 0x808000 },
	{ "orange", 0xffa500 },
	{ "purple", 0x800080 },
	{ "red", 0xff0000 },
	{ "silver", 0xc0c0c0 },
	{ "teal", 0x008080 },
	{ "white", 0xffffff },
	{ "yellow", 0xffff00 },
};

/* Okabe and Ito's colours, which the colour-blind can tell apart, too. */
static const uint32_t defaults[] = { 0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7,
	0xe69f00, 0x56b4e9, 0x7f7f7f };

static bool
has(const char *variable, const char *part)
{
	const char *v = getenv(variable);

	return v != NULL && strstr(v, part) != NULL;
}

enum colour_depth
colour_depth(const char *when)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
	bool always = when != NULL && str_eq(when, "always");

	if (when != NULL && str_eq(when, "never"))
		return COLOUR_NONE;
	if (!always &&
	    ((no != NULL && no[0] != '\0') || term == NULL ||
		str_eq(term, "dumb") || isatty(STDOUT_FILENO) != 1))
		return COLOUR_NONE;
	if (has("COLORTERM", "truecolor") || has("COLORTERM", "24bit"))
		return COLOUR_TRUE;
	return has("TERM", "256color") ? COLOUR_256 : COLOUR_8;
}

uint32_t
colour_of(const char *text)
{
	if (text[0] == '#')
		return (uint32_t)strtoul(text + 1, NULL, 16);
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		if (str_ieq(text, named[i].name))
			return named[i].rgb;
	return defaults[0];
}

uint32_t
colour_default(size_t i)
{
	return defaults[i % (sizeof(defaults) / sizeof(defaults[0]))];
}

/* The nearest of xterm's 6 x 6 x 6 colours, whose steps are not even. */
static int
cube(uint32_t rgb)
{
	int index = 16;

	for (int shift = 16, weight = 36; shift >= 0; shift -= 8, weight /= 6) {
		int v = (int)(rgb >> shift & 0xff);
		index += weight * (v < 48 ? 0 : v < 115 ? 1 : (v - 35) / 40);
	}
	return index;
}

void
colour_on(struct buf *b, enum colour_depth depth, uint32_t rgb)
{
	int r = (int)(rgb >> 16 & 0xff), g = (int)(rgb >> 8 & 0xff),
	    v = (int)(rgb & 0xff);
	int top = r > g ? (r > v ? r : v) : (g > v ? g : v);

	/* Of eight, those parts that are more than half of the strongest. */
	if (depth == COLOUR_TRUE)
		buf_fmt(b, "\033[38;2;%d;%d;%dm", r, g, v);
	else if (depth == COLOUR_256)
		buf_fmt(b, "\033[38;5;%dm", cube(rgb));
	else if (depth == COLOUR_8 && top > 0)
		buf_fmt(b, "\033[%dm",
		    30 + (2 * r > top) + 2 * (2 * g > top) + 4 * (2 * v > top));
}

void
colour_bold(struct buf *b, enum colour_depth depth)
{
	if (depth != COLOUR_NONE)
		buf_str(b, "\033[1m");
}

void
colour_dim(struct buf *b, enum colour_depth depth)
{
	if (depth != COLOUR_NONE)
		buf_str(b, "\033[2m");
}

void
colour_off(struct buf *b, enum colour_depth depth)
{
	if (depth != COLOUR_NONE)
		buf_str(b, "\033[0m");
}
