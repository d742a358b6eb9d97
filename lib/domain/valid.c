/* SPDX-License-Identifier: ISC */
#include "domain/valid.h"

#include <stdlib.h>
#include <string.h>

#include "domain/limit.h"
#include "util/clock.h"
#include "util/mem.h"
#include "util/str.h"
#include "util/utf8.h"

enum { LINE_MAX_CHARS = 200, DAY_S = 24 * 3600 };

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static bool
all_of(const char *s, size_t n, const char *set)
{
	return strspn(s, set) >= n;
}

static size_t
count_of(const char *s, const char *set)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		if (strchr(set, *s) != NULL)
			n++;
	return n;
}

static void
add_lower(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++)
		buf_char(
		    out, *s >= 'A' && *s <= 'Z' ? (char)(*s - 'A' + 'a') : *s);
}

/* Without the blanks at both ends: where it begins, and its length in *n. */
static const char *
trimmed(const char *s, size_t *n)
{
	s += strspn(s, " \t");
	*n = strlen(s);
	while (*n > 0 && strchr(" \t\r\n", s[*n - 1]) != NULL)
		--*n;
	return s;
}

int
valid_line(const char *text, struct buf *out, struct err *e)
{
	size_t n;
	const char *s = trimmed(text, &n);

	if (n == 0)
		return err_set(e, ERR_USAGE, "it is empty");
	if (!utf8_valid(s, n))
		return err_set(e, ERR_USAGE, "it is not UTF-8");
	for (const char *p = s; p < s + n;)
		if (utf8_invisible(utf8_next(&p, s + n)))
			return err_set(e, ERR_USAGE,
			    "it has a control or an invisible character in "
			    "it; one line of text is allowed");
	if (utf8_count(s) > LINE_MAX_CHARS)
		return err_set(e, ERR_USAGE, "it is longer than %d characters",
		    LINE_MAX_CHARS);
	buf_add(out, s, n);
	return 0;
}

int
valid_email(const char *text, struct buf *out, struct err *e)
{
	static const char other[] = "!#$%&'*+/=?^_`{|}~-.";
	const char *at = strrchr(text, '@');
	const char *domain = at != NULL ? at + 1 : "";
	size_t name_n = at != NULL ? (size_t)(at - text) : 0;
	bool good = name_n >= 1 && name_n <= 64 && strlen(domain) <= 190 &&
	    strchr(domain, '.') != NULL && strstr(text, "..") == NULL &&
	    domain[0] != '.' && domain[0] != '-' && !str_ends(domain, ".") &&
	    strspn(domain, LETTERS DIGITS "-.") == strlen(domain);

	for (size_t i = 0; good && i < name_n; i++)
		good = strchr(LETTERS DIGITS, text[i]) != NULL ||
		    strchr(other, text[i]) != NULL;
	if (!good)
		return err_set(e, ERR_USAGE,
		    "'%s' is no e-mail address; allowed is one like "
		    "praxis@example.org",
		    text);
	buf_str(out, text);
	return 0;
}

int
valid_phone(const char *text, struct buf *out, struct err *e)
{
	size_t n;
	const char *s = trimmed(text, &n);
	size_t digits = count_of(s, DIGITS);
	const char *plus = strrchr(s, '+');

	if (n == 0 || !all_of(s, n, DIGITS " +()/-.") || digits < 5 ||
	    digits > 15 || (plus != NULL && plus != s))
		return err_set(e, ERR_USAGE,
		    "'%s' is no phone number; allowed are 5 to 15 digits with "
		    "blanks, ( ) / - . and a + in front, like +43 316 123456",
		    text);
	buf_add(out, s, n);
	return 0;
}

int
valid_country(const char *text, struct buf *out, struct err *e)
{
	if (strlen(text) != 2 || !all_of(text, 2, LETTERS))
		return err_set(e, ERR_USAGE,
		    "'%s' is no country; allowed are two letters of ISO 3166, "
		    "like AT",
		    text);
	for (int i = 0; i < 2; i++)
		buf_char(out,
		    text[i] >= 'a' ? (char)(text[i] - 'a' + 'A') : text[i]);
	return 0;
}

int
valid_country_code(const char *text, struct buf *out, struct err *e)
{
	const char *s = text;

	if (s[0] == '+')
		s++;
	else if (str_starts(s, "00"))
		s += 2;
	size_t n = strlen(s);
	if (n < 1 || n > 3 || !all_of(s, n, DIGITS) || s[0] == '0')
		return err_set(e, ERR_USAGE,
		    "'%s' is no country code; allowed are 1 to 3 digits, like "
		    "43 for Austria",
		    text);
	buf_str(out, s);
	return 0;
}

int
valid_web(const char *text, struct buf *out, struct err *e)
{
	static const char set[] = LETTERS DIGITS "-._~:/?#[]@!$&'()*+,;=%";
	const char *host = strstr(text, "://");
	size_t n = strlen(text);

	host = host != NULL ? host + 3 : text;
	if ((host != text && !str_istarts(text, "http://") &&
		!str_istarts(text, "https://")) ||
	    n > LINE_MAX_CHARS || strspn(text, set) != n ||
	    strcspn(host, "/?#") < 4 || strchr(host, '.') == NULL ||
	    host[0] == '.' || memchr(host, '@', strcspn(host, "/")) != NULL)
		return err_set(e, ERR_USAGE,
		    "'%s' is no address of a web site; allowed is one like "
		    "https://www.example.org",
		    text);
	buf_str(out, text);
	return 0;
}

int
valid_colour(const char *text, struct buf *out, struct err *e)
{
	static const char *const names[] = { "aqua", "black", "blue", "fuchsia",
		"gray", "green", "lime", "maroon", "navy", "olive", "orange",
		"purple", "red", "silver", "teal", "white", "yellow" };

	if (text[0] == '#' && strlen(text) == 7 &&
	    all_of(text + 1, 6, DIGITS "abcdefABCDEF")) {
		add_lower(out, text);
		return 0;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_ieq(text, names[i])) {
			buf_str(out, names[i]);
			return 0;
		}
	return err_set(e, ERR_USAGE,
	    "'%s' is no colour; allowed are #rrggbb and the names aqua black "
	    "blue fuchsia gray green lime maroon navy olive orange purple red "
	    "silver teal white yellow",
	    text);
}

int
valid_property(const char *text, bool name, struct buf *out, struct err *e)
{
	static const char *const known[] = { "summary", "description",
		"location", "contact", "attendee" };
	size_t n = strlen(text);

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_ieq(text, known[i])) {
			buf_str(out, known[i]);
			return 0;
		}
	if ((name && str_ieq(text, "name")) ||
	    (str_istarts(text, "x-") && n >= 3 && n <= 60 &&
		all_of(text, n, LETTERS DIGITS "-"))) {
		add_lower(out, text);
		return 0;
	}
	return err_set(e, ERR_USAGE,
	    "'%s' is no field of a calendar; allowed are %ssummary, "
	    "description, location, contact, attendee and X- properties",
	    text, name ? "name (the field of the name), " : "");
}

int
valid_word(const char *text, const char *const *words, size_t n,
    struct buf *out, struct err *e)
{
	const char *near = str_nearest(text, words, n);
	struct buf all = BUF_INIT;

	for (size_t i = 0; i < n; i++) {
		if (str_eq(text, words[i])) {
			buf_free(&all);
			buf_str(out, text);
			return 0;
		}
		buf_fmt(&all, "%s%s",
		    i == 0           ? ""
			: i + 1 == n ? " and "
				     : ", ",
		    words[i]);
	}
	if (near != NULL)
		err_set(e, ERR_USAGE,
		    "'%s' is not known: did you mean '%s'? Allowed are %s",
		    text, near, buf_cstr(&all));
	else
		err_set(e, ERR_USAGE, "'%s' is not known; allowed are %s", text,
		    buf_cstr(&all));
	buf_free(&all);
	return -1;
}

int
valid_flag(const char *text, bool *out, struct err *e)
{
	if (!str_eq(text, "yes") && !str_eq(text, "no"))
		return err_set(e, ERR_USAGE,
		    "'%s' is neither yes nor no; one of them is allowed", text);
	*out = text[0] == 'y';
	return 0;
}

int
valid_number(
    const char *text, int64_t min, int64_t max, int64_t *out, struct err *e)
{
	if (str_int(text, min, max, out) == -1)
		return err_set(e, ERR_USAGE,
		    "'%s' is not allowed; allowed are whole numbers from %lld "
		    "to %lld",
		    text, (long long)min, (long long)max);
	return 0;
}

int
valid_limit(const char *text, struct buf *out, struct err *e)
{
	int64_t n = LIMIT_NONE;

	if (!str_eq(text, "none") && str_int(text, 1, LIMIT_MAX, &n) == -1)
		return err_set(e, ERR_USAGE,
		    "'%s' is no limit; allowed are none and whole numbers from "
		    "1 to %d",
		    text, LIMIT_MAX);
	buf_fmt(out, "%lld", (long long)n);
	return 0;
}

int
valid_countries(const char *text, struct buf *out, struct err *e)
{
	struct buf all = BUF_INIT;
	int r = 0;

	for (const char *p = text + strspn(text, " ,"); r == 0 && *p != '\0';) {
		size_t n = strcspn(p, " ,");
		char *one = mem_strn(p, n);
		if (all.n > 0)
			buf_char(&all, ' ');
		r = str_eq(text, "all") ? (buf_str(&all, text), 0)
					: valid_country_code(one, &all, e);
		free(one);
		p += n + strspn(p + n, " ,");
	}
	if (r == 0 && all.n == 0)
		r = err_set(e, ERR_USAGE,
		    "'%s' has no country code; allowed are some, like "
		    "'43 49', and all",
		    text);
	if (r == 0)
		buf_str(out, all.v);
	buf_free(&all);
	return r;
}

int
valid_clock(const char *text, int *minutes, struct err *e)
{
	size_t n = strlen(text);

	if ((n == 5 || n == 4) && text[n - 3] == ':' &&
	    all_of(text, n - 3, DIGITS) && all_of(text + n - 2, 2, DIGITS)) {
		int hour = text[0] - '0';
		int minute = (text[n - 2] - '0') * 10 + text[n - 1] - '0';
		if (n == 5)
			hour = hour * 10 + text[1] - '0';
		if (hour < 24 && minute < 60) {
			*minutes = hour * 60 + minute;
			return 0;
		}
	}
	return err_set(e, ERR_USAGE,
	    "'%s' is no clock time; allowed are 00:00 to 23:59, like 09:00",
	    text);
}

int
valid_clock_line(const char *text, struct buf *out, struct err *e)
{
	int minutes = 0;

	if (valid_clock(text, &minutes, e) == -1)
		return -1;
	buf_fmt(out, "%02d:%02d", minutes / 60, minutes % 60);
	return 0;
}

/* Seconds of a unit's letter; 0: it is none. */
static int64_t
unit_s(char c)
{
	switch (c) {
	case 's':
		return 1;
	case 'm':
		return 60;
	case 'h':
		return 3600;
	case 'd':
		return 86400;
	default:
		return 0;
	}
}

int
valid_day(const char *text, int64_t today, int64_t *day, struct err *e)
{
	static const char *const words[] = { "yesterday", "today", "tomorrow" };
	struct buf instant = BUF_INIT;
	struct err none = ERR_INIT;
	size_t n = strlen(text);
	int64_t at = 0;

	for (int i = 0; i < 3; i++)
		if (str_eq(text, words[i])) {
			*day = today + i - 1;
			return 0;
		}
	buf_fmt(&instant, "%s%sT00:00Z", text, n == 7 ? "-01" : "");
	int r = n == 7 || n == 10 ? clock_parse(instant.v, &at, &none) : -1;
	buf_free(&instant);
	if (r == -1)
		return err_set(e, ERR_USAGE,
		    "'%s' is no day; allowed are YYYY-MM-DD, like 2026-11-24, "
		    "YYYY-MM, today, tomorrow and yesterday",
		    text);
	*day = at / DAY_S;
	return 0;
}

int
valid_duration(
    const char *text, int64_t min_s, int64_t max_s, int64_t *out, struct err *e)
{
	const char *s = text;
	int64_t sum = 0, before = INT64_MAX;

	while (*s != '\0') {
		int64_t v = 0, unit;
		size_t n = strspn(s, DIGITS);
		if (n < 1 || n > 7)
			break;
		for (size_t i = 0; i < n; i++)
			v = v * 10 + s[i] - '0';
		unit = unit_s(s[n]);
		if (unit == 0 || unit >= before)
			break;
		before = unit;
		sum += v * unit;
		s += n + 1;
	}
	if (*s != '\0' || s == text)
		return err_set(e, ERR_USAGE,
		    "'%s' is no stretch of time; allowed are ones like 90m, "
		    "2h, 1h30m and 1d",
		    text);
	if (sum < min_s || sum > max_s)
		return err_set(e, ERR_USAGE,
		    "'%s' is not allowed; allowed are %lld to %lld minutes",
		    text, (long long)(min_s / 60), (long long)(max_s / 60));
	*out = sum;
	return 0;
}

/* The types that gateways know. */
static const char *const types[] = { "national", "international",
	"alphanumeric", "shortcode" };

static int
sender_bad(const char *text, struct err *e)
{
	return err_set(e, ERR_USAGE,
	    "'%s' is no sender; allowed are a name of 3 to 11 letters and "
	    "digits, or a number of 3 to 15 digits, and behind it if need be "
	    ":national, :international, :alphanumeric or :shortcode",
	    text);
}

static const char *
sender_type(const char *word)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_eq(word, types[i]))
			return types[i];
	return NULL;
}

int
valid_sender(
    const char *text, struct buf *address, const char **type, struct err *e)
{
	const char *colon = strchr(text, ':');
	size_t n = colon != NULL ? (size_t)(colon - text) : strlen(text);
	const char *said = colon != NULL ? sender_type(colon + 1) : NULL;
	bool plus = text[0] == '+';
	const char *s = plus ? text + 1 : text;

	if (colon != NULL && said == NULL)
		return sender_bad(text, e);
	n -= plus ? 1 : 0;
	if (n >= 3 && n <= 15 && all_of(s, n, DIGITS)) {
		if (str_eq(said, "alphanumeric") ||
		    (plus && said != NULL && !str_eq(said, "international")))
			return sender_bad(text, e);
		*type = said == NULL && plus ? "international" : said;
	} else if (!plus && n >= 3 && n <= 11 &&
	    all_of(s, n, LETTERS DIGITS " -._&") && s[0] != ' ' &&
	    s[n - 1] != ' ' && strcspn(s, LETTERS) < n) {
		if (said != NULL && !str_eq(said, "alphanumeric"))
			return sender_bad(text, e);
		*type = "alphanumeric";
	} else {
		return sender_bad(text, e);
	}
	buf_add(address, s, n);
	return 0;
}
