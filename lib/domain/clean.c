/* SPDX-License-Identifier: ISC */
#include "domain/clean.h"

#include <stdint.h>
#include <string.h>

#include "util/str.h"
#include "util/utf8.h"

enum { LABEL_MAX = 63, LABELS_IPV4 = 4 };

/* Country code domains of the IANA root zone. */
static const char countries[] =
    " ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh "
    "bi bj bm bn bo br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co "
    "cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm "
    "fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn "
    "hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp "
    "kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm "
    "mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu "
    "nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb "
    "sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg "
    "th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn "
    "vu wf ws ye yt za zm zw ";

/* Of the others those that are old, or cheap and so in favour with rogues. */
static const char generics[] =
    " com net org edu gov int mil info biz name pro mobi asia tel cat jobs "
    "travel aero coop museum post xxx app dev page web site website online "
    "store shop shopping sale click link live life world today news blog "
    "email mail cloud host hosting space tech digital media agency group "
    "company business services service solutions support help center clinic "
    "health healthcare doctor dental dentist hospital care fit fun games game "
    "vip win top xyz club icu cyou cfd sbs bond buzz monster quest rest beauty "
    "hair skin makeup lol rocks ninja zone one ltd gmbh inc llc bank loan "
    "loans credit finance money cash work works zip mov bio wien berlin "
    "hamburg koeln cologne bayern saarland nrw ruhr tirol swiss paris london "
    "amsterdam barcelona madrid roma istanbul moscow tokyo nyc ";

static const char titles[] =
    " dr hr fr mr ms mrs mag ing dipl prof med vet dent univ st sr jr hl ";

struct word {
	const char *v;
	size_t n;
};

/* Is the word in a list of words between blanks, ASCII case apart? */
static bool
listed(const char *list, const char *v, size_t n)
{
	char word[LABEL_MAX + 1];

	if (n == 0 || n > LABEL_MAX)
		return false;
	for (size_t i = 0; i < n; i++)
		word[i] = (char)(v[i] >= 'A' && v[i] <= 'Z' ? v[i] + 32 : v[i]);
	word[n] = '\0';
	const char *p = strstr(list, word);
	while (p != NULL && (p[-1] != ' ' || p[n] != ' '))
		p = strstr(p + 1, word);
	return p != NULL;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
all_digits(struct word w)
{
	for (size_t i = 0; i < w.n; i++)
		if (w.v[i] < '0' || w.v[i] > '9')
			return false;
	return w.n > 0;
}

/* Part of a host's label; every letter beyond ASCII may be. */
static bool
in_label(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '-' ||
	    (unsigned char)c >= 0x80;
}

/* The bytes of a dot at p, of which IDNA knows four; 0: there is none. */
static size_t
dot(const char *p, const char *end)
{
	static const char *const wide[] = { "\u3002", "\uFF0E", "\uFF61" };

	if (p < end && *p == '.')
		return 1;
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (end - p >= 3 && memcmp(p, wide[i], 3) == 0)
			return 3;
	return 0;
}

static bool
is_domain(struct word tld)
{
	bool punycode = tld.n > 4 && strncmp(tld.v, "xn--", 4) == 0;

	return punycode || listed(countries, tld.v, tld.n) ||
	    listed(generics, tld.v, tld.n);
}

/*
 * Read a run of labels at *p, which moves behind it; `mail` if an @ stands
 * before it.  Is it a host?
 */
static bool
is_host(const char **p, const char *end, bool mail)
{
	struct word last = { .n = 0 };
	size_t labels = 0, dots;
	bool titled = true, numbers = true;
	const char *q = *p;

	for (;;) {
		const char *from = q;
		while (q < end && dot(q, end) == 0 && in_label(*q))
			q++;
		if (q > from) {
			/* A title or initial before it: all that came so far. */
			if (labels > 0 && last.n > 1 &&
			    !listed(titles, last.v, last.n))
				titled = false;
			last = (struct word){ from, (size_t)(q - from) };
			numbers = numbers && all_digits(last);
			labels++;
		}
		if ((dots = dot(q, end)) == 0)
			break;
		q += dots;
	}
	*p = q;
	bool path = q < end && (*q == '/' || *q == '?' || *q == '#');
	if (labels < 2 || (mail && !path))
		return false;
	if (numbers)
		return labels == LABELS_IPV4 && path;
	/* "Dr.Li" is a person, "dr.li" is a host. */
	titled = titled && last.v[0] >= 'A' && last.v[0] <= 'Z';
	return is_domain(last) && (path || !titled);
}

/* Does `what` begin a part of the word, letter case apart? */
static bool
begins_part(const char *v, size_t n, const char *what)
{
	size_t m = strlen(what);

	for (size_t i = 0; i + m <= n; i++)
		if ((i == 0 || !in_label(v[i - 1])) && str_istarts(v + i, what))
			return true;
	return false;
}

bool
clean_link(const char *word, size_t n)
{
	const char *p = word, *end = word + n;
	bool mail = false;

	if (begins_part(word, n, "www.") || begins_part(word, n, "http:") ||
	    begins_part(word, n, "https:"))
		return true;
	while (p < end) {
		if (*p == ':' && end - p > 2 && p[1] == '/' && p[2] == '/')
			return true;
		if (!in_label(*p)) {
			mail = *p == '@';
			p++;
		} else if (is_host(&p, end, mail)) {
			return true;
		}
	}
	return false;
}

/* The visible characters of the text, every blank a plain one. */
static void
make_visible(struct buf *b, const char *text)
{
	const char *end = text + strlen(text);

	for (const char *p = text; p < end;) {
		const char *from = p;
		int32_t cp = utf8_next(&p, end);
		if (cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x85 ||
		    cp == 0xA0 || cp == 0x2028 || cp == 0x2029)
			buf_char(b, ' ');
		else if (cp >= 0 && !utf8_invisible(cp))
			buf_add(b, from, (size_t)(p - from));
	}
}

size_t
clean_prefix(const char *value, size_t max)
{
	size_t cut = utf8_prefix(value, max), from = cut;

	if (value[cut] != '\0' && value[cut] != ' ') {
		while (from > 0 && value[from - 1] != ' ')
			from--;
		if (clean_link(value + from, strcspn(value + from, " ")))
			cut = from;
	}
	while (cut > 0 && value[cut - 1] == ' ')
		cut--;
	return cut;
}

void
clean_value(struct buf *b, const char *text, bool links)
{
	struct buf seen = BUF_INIT, kept = BUF_INIT;

	make_visible(&seen, text);
	const char *p = buf_cstr(&seen);
	for (size_t n; *p != '\0'; p += n) {
		p += strspn(p, " ");
		n = strcspn(p, " ");
		if (n == 0 || (!links && clean_link(p, n)))
			continue;
		if (kept.n > 0)
			buf_char(&kept, ' ');
		buf_add(&kept, p, n);
	}
	const char *v = buf_cstr(&kept);
	buf_add(b, v, clean_prefix(v, CLEAN_MAX));
	buf_free(&seen);
	buf_free(&kept);
}
