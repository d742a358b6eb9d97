/* SPDX-License-Identifier: ISC */
#include "conf/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

#include "util/mem.h"
#include "util/str.h"

enum { MAX_BYTES = 1024 * 1024, MAX_DATA = 64 * 1024 * 1024, MAX_DEPTH = 32 };

/* Where the next node is hung up. */
struct level {
	struct tree *node;
	struct tree **tail;
	bool key;      /* the next scalar is one */
	char *pending; /* owned: the key that was read */
	int line, column;
};

struct reader {
	const char *name, *text;
	size_t n;
	bool breaks; /* scalars may have them */
	yaml_parser_t parser;
	struct tree *root;
	struct level level[MAX_DEPTH];
	int depth;
	struct err *e;
};

static int
refuse(struct reader *r, const yaml_mark_t *m, const char *what)
{
	return err_set(r->e, ERR_CONF, "%s:%zu:%zu: %s", r->name, m->line + 1,
	    m->column + 1, what);
}

static struct tree *
node_new(enum tree_type type, const yaml_mark_t *m)
{
	struct tree *y = mem_zero(1, sizeof(*y));

	y->type = type;
	y->line = (int)m->line + 1;
	y->column = (int)m->column + 1;
	return y;
}

/* Hang the node up where the document says; it is taken. */
static int
hang(struct reader *r, struct tree *y, const yaml_mark_t *m)
{
	if (r->depth == 0) {
		r->root = y;
		return 0;
	}
	struct level *l = &r->level[r->depth - 1];
	if (l->node->type == TREE_MAP && l->key) {
		tree_free(y);
		return refuse(r, m, "a key must be a plain word");
	}
	y->key = l->pending;
	y->key_line = l->line;
	y->key_column = l->column;
	l->pending = NULL;
	l->key = l->node->type == TREE_MAP;
	*l->tail = y;
	l->tail = &y->next;
	return 0;
}

static int
take_key(struct reader *r, const yaml_event_t *ev)
{
	struct level *l = &r->level[r->depth - 1];
	const char *key = (const char *)ev->data.scalar.value;
	char why[160];

	if (tree_get(l->node, key) != NULL) {
		snprintf(
		    why, sizeof(why), "the key '%.80s' stands here twice", key);
		return refuse(r, &ev->start_mark, why);
	}
	l->pending = mem_str(key);
	l->line = (int)ev->start_mark.line + 1;
	l->column = (int)ev->start_mark.column + 1;
	l->key = false;
	return 0;
}

/* What would say more than key and value. */
static int
check_plain(struct reader *r, const yaml_event_t *ev, const yaml_char_t *anchor,
    const yaml_char_t *tag)
{
	if (anchor == NULL && tag == NULL)
		return 0;
	return refuse(r, &ev->start_mark,
	    anchor != NULL ? "anchors are not understood here"
			   : "tags are not understood here");
}

/* "\0" and its like: no name, path or word has them. */
static bool
has_control(const struct reader *r, const yaml_event_t *ev)
{
	for (size_t i = 0; i < ev->data.scalar.length; i++) {
		unsigned char c = ev->data.scalar.value[i];
		if ((c < ' ' && (c != '\n' || !r->breaks)) || c == 0x7f)
			return true;
	}
	return false;
}

static int
take_scalar(struct reader *r, const yaml_event_t *ev)
{
	if (check_plain(r, ev, ev->data.scalar.anchor, ev->data.scalar.tag) ==
	    -1)
		return -1;
	if (has_control(r, ev))
		return refuse(r, &ev->start_mark,
		    r->breaks
			? "control characters are not understood here"
			: "line breaks and control characters are not understood "
			  "here");
	if (r->depth > 0 && r->level[r->depth - 1].key)
		return take_key(r, ev);
	struct tree *y = node_new(TREE_SCALAR, &ev->start_mark);
	y->text = mem_strn(
	    (const char *)ev->data.scalar.value, ev->data.scalar.length);
	y->quoted = ev->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	return hang(r, y, &ev->start_mark);
}

static int
take_start(struct reader *r, const yaml_event_t *ev, enum tree_type type)
{
	struct tree *y = node_new(type, &ev->start_mark);

	if (hang(r, y, &ev->start_mark) == -1)
		return -1;
	if (r->depth == MAX_DEPTH)
		return refuse(r, &ev->start_mark, "nested too deeply");
	r->level[r->depth++] = (struct level){
		.node = y,
		.tail = &y->first,
		.key = type == TREE_MAP,
	};
	return 0;
}

/* 1: the stream is at its end. */
static int
take_event(struct reader *r, const yaml_event_t *ev)
{
	switch (ev->type) {
	case YAML_STREAM_END_EVENT:
		return 1;
	case YAML_DOCUMENT_START_EVENT:
		if (r->root != NULL)
			return refuse(r, &ev->start_mark,
			    "a second document is not understood here");
		return 0;
	case YAML_ALIAS_EVENT:
		return refuse(
		    r, &ev->start_mark, "aliases are not understood here");
	case YAML_SCALAR_EVENT:
		return take_scalar(r, ev);
	case YAML_SEQUENCE_START_EVENT:
		if (check_plain(r, ev, ev->data.sequence_start.anchor,
			ev->data.sequence_start.tag) == -1)
			return -1;
		return take_start(r, ev, TREE_LIST);
	case YAML_MAPPING_START_EVENT:
		if (check_plain(r, ev, ev->data.mapping_start.anchor,
			ev->data.mapping_start.tag) == -1)
			return -1;
		return take_start(r, ev, TREE_MAP);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		r->depth--;
		return 0;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		break;
	}
	return 0;
}

/* The reader below libyaml's parser knows only how many bytes it came. */
static yaml_mark_t
place_of(const char *text, size_t n)
{
	yaml_mark_t m = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (text[i] == '\n') {
			m.line++;
			m.column = 0;
		} else if (((unsigned char)text[i] & 0xc0) != 0x80)
			m.column++;
	}
	return m;
}

static int
refuse_yaml(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	yaml_mark_t m = p->problem_mark;
	char why[160];

	if (p->error == YAML_READER_ERROR)
		m = place_of(r->text,
		    p->problem_offset < r->n ? p->problem_offset : r->n);
	snprintf(why, sizeof(why), "this is no YAML: %s",
	    p->problem != NULL ? p->problem : "it cannot be read");
	return refuse(r, &m, why);
}

static int
read_events(struct reader *r)
{
	int end = 0;

	while (end == 0) {
		yaml_event_t ev;

		if (yaml_parser_parse(&r->parser, &ev) == 0)
			return refuse_yaml(r);
		end = take_event(r, &ev);
		yaml_event_delete(&ev);
	}
	return end == 1 ? 0 : -1;
}

static struct tree *
read_tree(
    const char *name, const char *text, size_t n, bool data, struct err *e)
{
	struct reader r = {
		.name = name, .text = text, .n = n, .breaks = data, .e = e
	};
	size_t max = data ? MAX_DATA : MAX_BYTES;

	if (n > max) {
		err_set(e, ERR_CONF, "%s: larger than %zu MiB", name,
		    max / MAX_BYTES);
		return NULL;
	}
	if (yaml_parser_initialize(&r.parser) == 0)
		mem_bug("libyaml cannot start");
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, n);
	int end = read_events(&r);
	yaml_parser_delete(&r.parser);
	while (r.depth > 0)
		free(r.level[--r.depth].pending);
	if (end == -1) {
		tree_free(r.root);
		return NULL;
	}
	/* Nothing but comments, or "---" and nothing behind it. */
	if (r.root == NULL || tree_null(r.root)) {
		static const yaml_mark_t start = { 0 };
		tree_free(r.root);
		r.root = node_new(TREE_MAP, &start);
	}
	return r.root;
}

struct tree *
tree_read(const char *name, const char *text, size_t n, struct err *e)
{
	return read_tree(name, text, n, false, e);
}

struct tree *
tree_read_data(const char *name, const char *text, size_t n, struct err *e)
{
	return read_tree(name, text, n, true, e);
}

/* No recursion on input: children are put before what is still to free. */
void
tree_free(struct tree *y)
{
	while (y != NULL) {
		struct tree *next = y->next;

		if (y->first != NULL) {
			struct tree *last = y->first;
			while (last->next != NULL)
				last = last->next;
			last->next = next;
			next = y->first;
		}
		free(y->key);
		free(y->text);
		free(y);
		y = next;
	}
}

bool
tree_null(const struct tree *y)
{
	return y->type == TREE_SCALAR && !y->quoted &&
	    (y->text[0] == '\0' || str_eq(y->text, "~") ||
		str_eq(y->text, "null"));
}

const struct tree *
tree_get(const struct tree *map, const char *key)
{
	const struct tree *y = map->first;

	while (y != NULL && !str_eq(y->key, key))
		y = y->next;
	return y;
}
