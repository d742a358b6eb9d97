/* SPDX-License-Identifier: ISC */
/*
 * Long replies that came in parts are one reply: a word of the second part is
 * no keyword.
 */
#include "store/part.h"
#include "receive/receive.h"
#include "util/fail.h"
#include "util/log.h"
#include "util/mem.h"

enum {
	PATIENCE_S = 15 * 60,    /* then what is there is all there is */
	KNOWN_S = 2 * 24 * 3600, /* a vendor says it again for a day */
};

static void
make_up(const struct part_set *s, struct buf *key, struct buf *text,
    struct arrival *a)
{
	*a = (struct arrival){
		.notice = { .type = NOTICE_REPLY,
		    .key = buf_take(key),
		    .phone = mem_str(s->phone),
		    .address =
			s->address[0] != '\0' ? mem_str(s->address) : NULL,
		    .text = buf_take(text) },
		.at = s->received_at,
		.gateway = mem_str(s->gateway),
		.token_file =
		    s->token_file[0] != '\0' ? mem_str(s->token_file) : NULL,
	};
	a->account = (struct inbound_account){
		.company_id = s->company_id,
		.gateway = a->gateway,
		.token_file = a->token_file,
	};
}

static int
join(struct tool *t, const struct part_set *s, struct err *e)
{
	struct buf key = BUF_INIT, text = BUF_INIT;
	struct arrival a = { .at = 0 };
	int r = part_join(t->db, s, &key, &text, e);

	if (r == 0) {
		make_up(s, &key, &text, &a);
		r = receive_take(t, &a, e);
		log_info("a reply was put together of its parts");
	}
	arrival_fini(&a);
	buf_free(&key);
	buf_free(&text);
	return r == -1 ? -1 : 0;
}

static int
join_all(struct tool *t, const struct part_sets *l, struct err *e)
{
	int r = db_begin(t->db, e);

	for (size_t i = 0; i < l->n && r == 0; i++)
		r = join(t, &l->v[i], e);
	if (r == 0)
		r = part_forget(t->db, t->now - KNOWN_S, e);
	FAIL_POINT();
	if (r == 0)
		r = db_commit(t->db, e);
	else
		db_rollback(t->db);
	FAIL_POINT();
	return r;
}

int
receive_parts(struct tool *t, struct err *e)
{
	struct part_sets l = PART_SETS_INIT;
	int r = part_ready(t->db, t->now - PATIENCE_S, &l, e);

	if (r == 0 && l.n > 0 && !t->dry)
		r = join_all(t, &l, e);
	part_sets_free(&l);
	return r;
}
