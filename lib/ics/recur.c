/* SPDX-License-Identifier: ISC */
#include "ics/recur.h"

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/buf.h"
#include "util/mem.h"
#include "util/str.h"

enum {
	RECUR_MAX = 4096, /* bytes of a rule */
	DAY_S = 86400,
	DAYS_28 = 10227,  /* 28 years of 1901..2099: weekdays and all repeat */
	DAYS_400 = 146097 /* the same for the whole Gregorian calendar */
};

/* FREQ, in the order of how often. */
enum freq { SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY, FREQS };

static const char *const freq_names[FREQS] = { "SECONDLY", "MINUTELY", "HOURLY",
	"DAILY", "WEEKLY", "MONTHLY", "YEARLY" };

/* A rule taken apart; what libical shall do is in `text`. */
struct rule {
	enum freq freq;
	int64_t interval, count; /* count 0: none */
	bool has_until, until_date, until_utc;
	struct civil until;
	unsigned months;       /* bits 1..12; 0: none named */
	unsigned days;         /* bits 1..31 of BYMONTHDAY, sign apart */
	bool by_day, by_other; /* BYDAY; BYYEARDAY or BYWEEKNO */
	bool nth_too_far;      /* all of BYDAY is like 6MO or 54MO */
	bool foreign;          /* an RSCALE but GREGORIAN */
	struct buf text;
};

int
recur_time(const char *s, struct civil *c, bool *date, bool *utc)
{
	size_t n = strlen(s);

	*c = (struct civil){ 0 };
	*date = n == 8;
	*utc = n == 16 && s[15] == 'Z';
	if (n != 8 && n != 15 && !*utc)
		return -1;
	for (size_t i = 0; i < (n == 8 ? 8 : 15); i++)
		if (i == 8 ? s[i] != 'T' : s[i] < '0' || s[i] > '9')
			return -1;
	c->year = (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 +
	    (s[3] - '0');
	c->month = (s[4] - '0') * 10 + (s[5] - '0');
	c->day = (s[6] - '0') * 10 + (s[7] - '0');
	if (n > 8) {
		c->hour = (s[9] - '0') * 10 + (s[10] - '0');
		c->minute = (s[11] - '0') * 10 + (s[12] - '0');
		c->second = (s[13] - '0') * 10 + (s[14] - '0');
	}
	if (c->second == 60)
		c->second = 59; /* a leap second */
	return civil_ok(c) ? 0 : -1;
}

/* A list "1,-2,15" of numbers of at most `max`, as bits, sign apart. */
static int
number_bits(const char *value, int64_t max, unsigned *bits)
{
	char copy[RECUR_MAX], *save = NULL;

	snprintf(copy, sizeof(copy), "%s", value);
	for (char *s = strtok_r(copy, ",", &save); s != NULL;
	     s = strtok_r(NULL, ",", &save)) {
		int64_t v;
		if (str_int(s[0] == '+' ? s + 1 : s, -max, max, &v) == -1 ||
		    v == 0)
			return -1;
		*bits |= 1U << (unsigned)(v < 0 ? -v : v);
	}
	return *bits == 0 ? -1 : 0;
}

/*
 * BYDAY as libical shall have it.  Numbers have a meaning in months and years
 * only; DAILY and WEEKLY are read without them.
 */
static void
put_days(struct rule *r, const char *value, bool has_months)
{
	char copy[RECUR_MAX], *save = NULL;
	int64_t most = r->freq == MONTHLY || has_months ? 5 : 53;
	bool some = false;

	snprintf(copy, sizeof(copy), "%s", value);
	r->by_day = true;
	buf_str(&r->text, ";BYDAY=");
	for (char *s = strtok_r(copy, ",", &save); s != NULL;
	     s = strtok_r(NULL, ",", &save)) {
		char *day = s + strspn(s, "+-0123456789");
		int64_t nth = strtol(s, NULL, 10);
		if (nth >= -most && nth <= most)
			some = true;
		if (s != copy)
			buf_char(&r->text, ',');
		buf_str(&r->text, r->freq < MONTHLY ? day : s);
	}
	r->nth_too_far = r->freq >= MONTHLY && !some;
}

static int
take_freq(struct rule *r, const char *value)
{
	for (int i = 0; i < FREQS; i++)
		if (strcmp(freq_names[i], value) == 0) {
			r->freq = (enum freq)i;
			return 0;
		}
	return -1;
}

/* One NAME=VALUE, but FREQ and BYDAY. */
static int
take_part(struct rule *r, const char *name, const char *value)
{
	static const char *const known[] = { "BYSECOND", "BYMINUTE", "BYHOUR",
		"BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYMONTHDAY", "BYSETPOS",
		"WKST", "RSCALE", "SKIP" };

	if (strcmp(name, "INTERVAL") == 0)
		return str_int(value, 1, 32767, &r->interval);
	if (strcmp(name, "COUNT") == 0)
		return str_int(value, 1, INT32_MAX, &r->count);
	if (strcmp(name, "UNTIL") == 0) {
		r->has_until = true;
		return recur_time(
		    value, &r->until, &r->until_date, &r->until_utc);
	}
	if (strcmp(name, "BYMONTH") == 0 &&
	    number_bits(value, 12, &r->months) == -1)
		return -1;
	if (strcmp(name, "BYMONTHDAY") == 0 &&
	    number_bits(value, 31, &r->days) == -1)
		return -1;
	if (strcmp(name, "BYYEARDAY") == 0 || strcmp(name, "BYWEEKNO") == 0)
		r->by_other = true;
	if (strcmp(name, "RSCALE") == 0)
		r->foreign = strcmp(value, "GREGORIAN") != 0;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(name, known[i]) == 0)
			buf_fmt(&r->text, ";%s=%s", name, value);
	return 0; /* a part that nobody knows is passed over */
}

/* The rule in upper case without blanks. */
static int
split(const char *rule, char copy[RECUR_MAX], struct err *e)
{
	size_t n = 0;

	for (const char *s = rule; *s != '\0'; s++) {
		if (n + 1 == RECUR_MAX)
			return err_set(e, ERR_DATA,
			    "RRULE is longer than %d bytes", RECUR_MAX - 1);
		if (*s != ' ' && *s != '\t')
			copy[n++] = *s >= 'a' && *s <= 'z'
			    ? (char)(*s - 'a' + 'A')
			    : *s;
	}
	copy[n] = '\0';
	return 0;
}

static int
rule_parse(struct rule *r, const char *rule, struct err *e)
{
	char copy[RECUR_MAX], *save = NULL;
	const char *freq = NULL, *days = NULL;
	int bad = 0;

	*r = (struct rule){ .interval = 1, .text = BUF_INIT };
	if (split(rule, copy, e) == -1)
		return -1;
	for (char *s = strtok_r(copy, ";", &save); s != NULL;
	     s = strtok_r(NULL, ";", &save)) {
		char *value = strchr(s, '=');
		if (value == NULL) {
			bad = -1;
			continue;
		}
		*value++ = '\0';
		if (strcmp(s, "FREQ") == 0)
			freq = value;
		else if (strcmp(s, "BYDAY") == 0)
			days = value;
		else if (take_part(r, s, value) == -1)
			bad = -1;
	}
	if (bad == -1 || freq == NULL || take_freq(r, freq) == -1)
		return err_set(
		    e, ERR_DATA, "RRULE cannot be read: %.100s", rule);
	if (days != NULL)
		put_days(r, days, r->months != 0);
	char *parts = buf_take(&r->text);
	buf_fmt(&r->text, "FREQ=%s;INTERVAL=%lld%s", freq_names[r->freq],
	    (long long)r->interval, parts);
	free(parts);
	return 0;
}

/* Is there a day of BYMONTHDAY, or the start's, in a month of BYMONTH? */
static bool
day_exists(const struct rule *r, const struct civil *start)
{
	unsigned days = r->days, months = r->months;

	if (days == 0 && r->freq >= MONTHLY && !r->by_day && !r->by_other)
		days = 1U << (unsigned)start->day;
	if (days == 0)
		return true;
	if (months == 0 && r->freq == YEARLY && r->days == 0)
		months = 1U << (unsigned)start->month;
	for (int m = 1; m <= 12; m++) {
		if (months != 0 && (months & 1U << (unsigned)m) == 0)
			continue;
		for (int d = 1; d <= civil_month_days(2000, m); d++)
			if ((days & 1U << (unsigned)d) != 0)
				return true;
	}
	return false;
}

/* Why the rule must not come near libical's iterator; NULL: it may. */
static const char *
judge(const struct rule *r, const struct civil *start)
{
	if (r->freq < DAILY)
		return "repeats within a day";
	if (r->foreign)
		return "is of another calendar than the Gregorian";
	if (r->nth_too_far || !day_exists(r, start))
		return "can never match";
	return NULL;
}

/*
 * By how many days DTSTART may be moved on to come near `day`, so that every
 * date from there on stays the same.  A daily rule of thirty years would
 * else take ten thousand steps to come to this year.
 */
static int64_t
jump_days(const struct rule *r, const struct civil *start, int64_t day)
{
	int64_t from = civil_days(start->year, start->month, start->day);
	int64_t far = day - from, cycle;

	if (r->count > 0 || far <= 0)
		return 0;
	if (r->freq == DAILY || r->freq == WEEKLY) {
		cycle = r->interval * (r->freq == DAILY ? 1 : 7);
		return far / cycle * cycle;
	}
	int64_t in_28 = r->freq == MONTHLY ? 336 : 28;
	int64_t in_400 = r->freq == MONTHLY ? 4800 : 400;
	int64_t days = 0;
	if (in_400 % r->interval == 0)
		days = far / DAYS_400 * DAYS_400;
	struct civil c = civil_from((from + days) * DAY_S);
	int64_t last = civil_days(2099, 12, 31);
	if (c.year > 1900 && in_28 % r->interval == 0) {
		int64_t to = day < last ? day : last;
		if (to > from + days)
			days += (to - from - days) / DAYS_28 * DAYS_28;
	}
	return days;
}

static int64_t
instant(const struct recur_start *start, const struct civil *c)
{
	if (start->date)
		return zone_midnight(
		    start->zone, civil_days(c->year, c->month, c->day));
	return zone_instant(start->zone, c, ZONE_EVENT);
}

/* Is the date behind UNTIL, which is inclusive? */
static bool
behind_until(
    const struct rule *r, const struct recur_start *start, struct recur_date *d)
{
	if (!r->has_until)
		return false;
	struct civil u = r->until;
	bool midnight = u.hour == 0 && u.minute == 0 && u.second == 0;

	/* A DATE is the whole day; for all-day events many write it so. */
	if (r->until_date || (start->date && midnight))
		return civil_days(d->local.year, d->local.month, d->local.day) >
		    civil_days(u.year, u.month, u.day);
	if (r->until_utc)
		return d->at > civil_seconds(&u);
	return civil_seconds(&d->local) > civil_seconds(&u);
}

static struct icaltimetype
to_ical(const struct civil *c, bool date)
{
	struct icaltimetype t = icaltime_null_time();

	t.year = c->year;
	t.month = c->month;
	t.day = c->day;
	t.is_date = date;
	if (!date) {
		t.hour = c->hour;
		t.minute = c->minute;
		t.second = c->second;
	}
	return t;
}

static struct civil
from_ical(const struct icaltimetype *t)
{
	return (struct civil){ .year = t->year,
		.month = t->month,
		.day = t->day,
		.hour = t->hour,
		.minute = t->minute,
		.second = t->second };
}

/* libical 4 hands rules about by reference. */
static icalrecur_iterator *
iterator_new(const char *text, const struct icaltimetype *dtstart, bool *bad)
{
	icalrecur_iterator *it = NULL;

#if ICAL_CHECK_VERSION(4, 0, 0)
	struct icalrecurrencetype *rule =
	    icalrecurrencetype_new_from_string(text);
	*bad = rule == NULL || rule->freq == ICAL_NO_RECURRENCE;
	if (!*bad)
		it = icalrecur_iterator_new(rule, *dtstart);
	if (rule != NULL)
		icalrecurrencetype_unref(rule);
#else
	struct icalrecurrencetype rule = icalrecurrencetype_from_string(text);
	*bad = rule.freq == ICAL_NO_RECURRENCE;
	if (!*bad)
		it = icalrecur_iterator_new(rule, *dtstart);
	free(rule.rscale);
#endif
	return it;
}

int
recur_check(const char *rule, struct err *e)
{
	struct civil any = { .year = 2026, .month = 1, .day = 1 };
	struct icaltimetype dtstart = to_ical(&any, false);
	struct rule r;
	bool bad = false;
	int end = rule_parse(&r, rule, e);

	/* A sub-daily one must not even have its iterator made. */
	if (end == 0 && judge(&r, &any) == NULL) {
		icalrecur_iterator *it =
		    iterator_new(buf_cstr(&r.text), &dtstart, &bad);
		if (it != NULL)
			icalrecur_iterator_free(it);
	}
	if (bad)
		end =
		    err_set(e, ERR_DATA, "RRULE cannot be read: %.100s", rule);
	buf_free(&r.text);
	return end;
}

void
recur_date_add(struct recur_dates *l, const struct recur_date *d)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = *d;
}

void
recur_dates_free(struct recur_dates *l)
{
	free(l->v);
	*l = RECUR_DATES_INIT;
}

/* Run the iterator; gives how it ended, and in *met if it met any date. */
static enum recur_end
iterate(const struct rule *r, const struct recur_start *start,
    icalrecur_iterator *it, const int64_t window[2], struct recur_dates *out,
    bool *met)
{
	int64_t start_s = civil_seconds(&start->local), count = 0;
	size_t first = out->n;

	for (int step = 0; step < RECUR_STEPS; step++) {
		struct icaltimetype t = icalrecur_iterator_next(it);
		if (icaltime_is_null_time(t))
			return RECUR_WHOLE;
		struct recur_date d = { .local = from_ical(&t) };
		if (!civil_ok(&d.local))
			continue;
		d.at = instant(start, &d.local);
		*met = true;
		/* DTSTART counts, even where the rule does not name it. */
		if (count++ == 0 && civil_seconds(&d.local) != start_s)
			count++;
		if (d.at >= window[1] || behind_until(r, start, &d) ||
		    (r->count > 0 && count > r->count))
			return RECUR_WHOLE;
		if (d.at < window[0] || civil_seconds(&d.local) == start_s)
			continue;
		if (out->n - first == RECUR_DATES)
			return RECUR_CUT;
		recur_date_add(out, &d);
	}
	return RECUR_CUT;
}

/* With the rule taken apart. */
static int
walk(const struct rule *r, const char *rule, const struct recur_start *start,
    const int64_t window[2], struct recur_dates *out, char *note, size_t cap,
    struct err *e)
{
	const char *why = judge(r, &start->local);
	bool bad = false, met = false;

	if (why != NULL) {
		snprintf(note, cap,
		    "RRULE %s; only its first date is taken: %.100s", why,
		    rule);
		return RECUR_CUT;
	}
	struct civil near = civil_from(window[0] - 2 * DAY_S);
	int64_t days = jump_days(
	    r, &start->local, civil_days(near.year, near.month, near.day));
	struct civil c =
	    civil_from(civil_seconds(&start->local) + days * DAY_S);
	struct icaltimetype dtstart = to_ical(&c, start->date);
	icalrecur_iterator *it =
	    iterator_new(buf_cstr(&r->text), &dtstart, &bad);
	if (bad)
		return err_set(
		    e, ERR_DATA, "RRULE cannot be read: %.100s", rule);

	enum recur_end end = RECUR_WHOLE;
	if (it != NULL) {
		end = iterate(r, start, it, window, out, &met);
		icalrecur_iterator_free(it);
	}
	if (end == RECUR_CUT)
		snprintf(note, cap,
		    "RRULE takes more than %d steps or gives more than %d "
		    "dates; the later ones are left out: %.100s",
		    RECUR_STEPS, RECUR_DATES, rule);
	else if (!met && days == 0)
		snprintf(note, cap,
		    "RRULE gives no date; only its first one is taken: %.100s",
		    rule);
	return end;
}

int
recur_walk(const char *rule, const struct recur_start *start, int64_t from_at,
    int64_t to_at, struct recur_dates *out, char *note, size_t cap,
    struct err *e)
{
	int64_t window[2] = { from_at, to_at };
	struct rule r;

	if (cap > 0)
		note[0] = '\0';
	int end = rule_parse(&r, rule, e);
	if (end == 0)
		end = walk(&r, rule, start, window, out, note, cap, e);
	buf_free(&r.text);
	return end;
}
