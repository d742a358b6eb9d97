/* SPDX-License-Identifier: ISC */
#include "util/spool.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "t.h"

static const struct spool_entry sample = {
	.name = (char[]){ "acme/graz" },
	.vendor = (char[]){ "form" },
	.method = (char[]){ "POST" },
	.url = (char[]){ "https://sms.example.org/cb?k=1\t2" },
	.body = (char[]){ "a=1\nb\0c\\" },
	.n = 8,
	.received_at = 1795510800,
	.headers = { { (char[]){ "x-nonce" }, (char[]){ "0 1" } } },
	.n_headers = 1,
};

/* Is what was rendered, cut at n bytes, read again? */
static int
read_again(const struct buf *whole, size_t n, struct spool_entry *s)
{
	struct buf text = BUF_INIT;
	struct err e = ERR_INIT;

	*s = (struct spool_entry){ .name = NULL };
	buf_add(&text, whole->v, n);
	int r = spool_parse(&text, s, &e);
	buf_free(&text);
	return r;
}

static void
cut(const struct buf *whole)
{
	struct spool_entry s;
	size_t read = 0;

	for (size_t n = 0; n < whole->n; n++) {
		read += read_again(whole, n, &s) == 0;
		spool_fini(&s);
	}
	OK(read == 0, "a file that is cut anywhere is none");
}

static void
bad(const char *text, const char *name)
{
	struct spool_entry s;
	struct buf b = BUF_INIT;

	buf_str(&b, text);
	OK(read_again(&b, b.n, &s) == -1, name);
	spool_fini(&s);
	buf_free(&b);
}

static void
files(void)
{
	char dir[] = "/tmp/smscal-spool-XXXXXX";
	struct spool_names l = SPOOL_NAMES_INIT;
	struct spool_entry later = sample;
	struct err e = ERR_INIT;
	struct stat sb;
	char path[128];

	if (mkdtemp(dir) == NULL)
		return;
	later.received_at++;
	OK(spool_write(dir, &later, "a", &e) == 0 &&
		spool_write(dir, &sample, "c", &e) == 0 &&
		spool_write(dir, &sample, "b", &e) == 0,
	    "three are left");
	snprintf(path, sizeof(path), "%s/.hidden" SPOOL_SUFFIX, dir);
	fclose(fopen(path, "w"));
	OK(spool_list(dir, 2, &l, &e) == 0 && l.n == 2, "the first two");
	SAME(l.v[0], "1795510800-b.notice", "by time");
	SAME(l.v[1], "1795510800-c.notice", "and then by name");
	spool_names_free(&l);
	OK(spool_list(dir, 9, &l, &e) == 0 && l.n == 3, "hidden ones are none");
	unlink(path);
	for (size_t i = 0; i < l.n; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, l.v[i]);
		OK(stat(path, &sb) == 0 && (sb.st_mode & 07777) == 0640,
		    "the group may read it");
		unlink(path);
	}
	spool_names_free(&l);
	rmdir(dir);
	OK(spool_list(dir, 9, &l, &e) == 1 && e.kind == ERR_NONE,
	    "a directory that is not there is an answer");
	OK(spool_write(dir, &sample, "a", &e) == -1, "but not to write to");
}

int
main(void)
{
	struct buf whole = BUF_INIT;
	struct spool_entry s;

	spool_render(&sample, &whole);
	OK(read_again(&whole, whole.n, &s) == 0, "what is written is read");
	SAME(s.name, "acme/graz", "name");
	SAME(s.vendor, "form", "vendor");
	SAME(s.method, "POST", "method");
	SAME(s.url, "https://sms.example.org/cb?k=1\t2", "address");
	OK(s.n == 8 && memcmp(s.body, sample.body, 9) == 0,
	    "body, NUL and all");
	OK(s.received_at == 1795510800, "time");
	SAME(spool_header(&s, "x-nonce"), "0 1", "a header");
	OK(spool_header(&s, "x-signature") == NULL, "one that was not sent");
	spool_fini(&s);
	cut(&whole);
	buf_str(&whole, "x\n");
	OK(read_again(&whole, whole.n, &s) == -1, "nothing follows the end");
	spool_fini(&s);
	bad("", "an empty file");
	bad("smscal-spool\t2\nend\n", "another version");
	bad("smscal-spool\t1\nname\ta\nname\tb\nend\n", "a name twice");
	bad("smscal-spool\t1\nwhat\ta\nend\n", "a line that is none");
	buf_free(&whole);
	files();
	return t_done();
}
