/* SPDX-License-Identifier: ISC */
#include "ics/rrule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/str.h"

enum { RRULE_MAX = 4096 /* bytes */ };

static const char *const freq_names[FREQS] = { "SECONDLY", "MINUTELY", "HOURLY",
	"DAILY", "WEEKLY", "MONTHLY", "YEARLY" };

static const char *const day_names[] = { "MO", "TU", "WE", "TH", "FR", "SA",
	"SU" };

int
rrule_time(const char *s, struct civil *c, bool *date, bool *utc)
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

/* The numbers of a list "1,-2,15", of at most `max`, none 0; -1: nonsense. */
static int
numbers(const char *value, int64_t max, int *v, int cap)
{
	char copy[RRULE_MAX], *save = NULL;
	int n = 0;

	snprintf(copy, sizeof(copy), "%s", value);
	for (char *s = strtok_r(copy, ",", &save); s != NULL;
	     s = strtok_r(NULL, ",", &save)) {
		int64_t k;
		if (str_int(s[0] == '+' ? s + 1 : s, -max, max, &k) == -1 ||
		    k == 0 || n == cap)
			return -1;
		v[n++] = (int)k;
	}
	return n == 0 ? -1 : n;
}

/* The same as bits; of the negative ones in `back`. */
static int
bits(const char *value, int max, uint64_t *set, uint64_t *back)
{
	int v[RRULE_MAX / 2];
	int n = numbers(value, max, v, RRULE_MAX / 2);

	for (int i = 0; i < n; i++) {
		int k = v[i] < 0 ? -v[i] : v[i];
		uint64_t *to = v[i] < 0 ? back : set;
		to[k / 64] |= UINT64_C(1) << (unsigned)(k % 64);
	}
	return n == -1 ? -1 : 0;
}

static int
weekday(const char *name)
{
	for (int i = 0; i < 7; i++)
		if (strcmp(day_names[i], name) == 0)
			return i + 1;
	return 0;
}

/*
 * BYDAY as libical shall have it.  Numbers have a meaning in months and years
 * only; DAILY and WEEKLY are read without them.
 */
static int
put_days(struct rrule *r, const char *value)
{
	char copy[RRULE_MAX], *save = NULL;
	bool too_far = false;

	snprintf(copy, sizeof(copy), "%s", value);
	buf_str(&r->text, ";BYDAY=");
	for (char *s = strtok_r(copy, ",", &save); s != NULL;
	     s = strtok_r(NULL, ",", &save)) {
		char *name = s + strspn(s, "+-0123456789");
		int64_t nth = strtol(s, NULL, 10);
		int day = weekday(name);
		if (day == 0 || r->n_nth == RRULE_NTHS)
			return -1;
		if (r->freq < MONTHLY)
			nth = 0;
		too_far |= nth < -53 || nth > 53;
		if (nth < -53 || nth > 53)
			continue;
		if (r->n_nth > 0)
			buf_char(&r->text, ',');
		buf_str(&r->text, r->freq < MONTHLY ? name : s);
		r->nth[r->n_nth++] = (struct rrule_nth){ (int)nth, day };
	}
	/* None but 54MO and the like: a rule, if one that never matches. */
	if (r->n_nth == 0 && too_far)
		r->nth[r->n_nth++] = (struct rrule_nth){ 54, 1 };
	return r->n_nth == 0 ? -1 : 0;
}

static int
take_freq(struct rrule *r, const char *value)
{
	for (int i = 0; i < FREQS; i++)
		if (strcmp(freq_names[i], value) == 0) {
			r->freq = (enum freq)i;
			return 0;
		}
	return -1;
}

/* BYHOUR, BYMINUTE, BYSECOND as bits, and how often a day that makes. */
static int
take_bits(struct rrule *r, const char *value, int max, uint64_t *set)
{
	char copy[RRULE_MAX], *save = NULL;
	int64_t k, n = 0;

	snprintf(copy, sizeof(copy), "%s", value);
	for (char *s = strtok_r(copy, ",", &save); s != NULL;
	     s = strtok_r(NULL, ",", &save)) {
		if (str_int(s[0] == '+' ? s + 1 : s, 0, max, &k) == -1)
			return -1;
		*set |= UINT64_C(1) << (unsigned)(k == 60 ? 59 : k);
	}
	for (int i = 0; i < 60; i++)
		n += (*set >> (unsigned)i & 1) != 0;
	r->times *= n;
	return n == 0 ? -1 : 0;
}

/* One of these; 1: it is none of them. */
static int
take_times(struct rrule *r, const char *name, const char *value)
{
	if (strcmp(name, "BYHOUR") == 0)
		return take_bits(r, value, 23, &r->hours);
	if (strcmp(name, "BYMINUTE") == 0)
		return take_bits(r, value, 59, &r->minutes);
	if (strcmp(name, "BYSECOND") == 0)
		return take_bits(r, value, 60, &r->seconds);
	return 1;
}

/* COUNT, UNTIL and BYSETPOS, which are ours.  1: it is none of them. */
static int
take_own(struct rrule *r, const char *name, const char *value)
{
	if (strcmp(name, "INTERVAL") == 0)
		return str_int(value, 1, 32767, &r->interval);
	if (strcmp(name, "COUNT") == 0)
		return str_int(value, 1, INT32_MAX, &r->count);
	if (strcmp(name, "UNTIL") == 0) {
		r->has_until = true;
		return rrule_time(
		    value, &r->until, &r->until_date, &r->until_utc);
	}
	if (strcmp(name, "BYSETPOS") == 0) {
		r->n_setpos = numbers(value, 366, r->setpos, RRULE_SETPOS);
		return r->n_setpos == -1 ? -1 : 0;
	}
	return 1;
}

/* One NAME=VALUE, but FREQ and BYDAY. */
static int
take_part(struct rrule *r, const char *name, const char *value)
{
	static const char *const plain[] = { "BYYEARDAY", "BYWEEKNO", "WKST",
		"RSCALE", "SKIP" };
	uint64_t set = 0, back = 0;
	int own = take_own(r, name, value), bad = 0;

	if (own == 1)
		own = take_times(r, name, value);
	if (own != 1)
		return own;
	if (strcmp(name, "BYMONTH") == 0) {
		bad = bits(value, 12, &set, &set);
		r->months = (unsigned)set;
	} else if (strcmp(name, "BYMONTHDAY") == 0) {
		bad = bits(value, 31, &set, &back);
		r->days = (unsigned)set;
		r->days_back = (unsigned)back;
		r->by_monthday = true;
	} else if (strcmp(name, "BYWEEKNO") == 0) {
		bad = bits(value, 53, &r->weeks, &r->weeks_back);
		r->by_week = true;
	} else if (strcmp(name, "BYYEARDAY") == 0) {
		bad = bits(value, 366, r->yeardays, r->yeardays_back);
		r->by_yearday = true;
	} else if (strcmp(name, "WKST") == 0) {
		r->week_start = weekday(value);
		bad = r->week_start == 0 ? -1 : 0;
	} else if (strcmp(name, "RSCALE") == 0) {
		r->foreign = strcmp(value, "GREGORIAN") != 0;
	}
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (strcmp(name, plain[i]) == 0)
			buf_fmt(&r->text, ";%s=%s", name, value);
	return bad; /* a part that nobody knows is passed over */
}

/* Are there days of the week by number (2MO)? */
static bool
counts_days(const struct rrule *r)
{
	for (int i = 0; i < r->n_nth; i++)
		if (r->nth[i].nth != 0)
			return true;
	return false;
}

/* What the rule takes from DTSTART, as if it said so. */
static void
put_defaults(struct rrule *r, const struct civil *start)
{
	int day =
	    civil_weekday(civil_days(start->year, start->month, start->day));
	bool no_day = r->n_nth == 0 && !r->by_monthday && !r->by_yearday;

	/* Days of all months, which libical takes of DTSTART's alone. */
	if (r->freq == YEARLY && r->by_monthday && r->months == 0 &&
	    !r->by_yearday && !r->by_week && !counts_days(r))
		buf_str(&r->text, ";BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12");
	if (!no_day)
		return;
	if (r->freq == WEEKLY || (r->freq == YEARLY && r->by_week)) {
		r->nth[r->n_nth++] = (struct rrule_nth){ 0, day };
		buf_fmt(&r->text, ";BYDAY=%s", day_names[day - 1]);
		return;
	}
	if (r->freq < MONTHLY)
		return;
	if (r->freq == YEARLY && r->months == 0) {
		r->months = 1U << (unsigned)start->month;
		buf_fmt(&r->text, ";BYMONTH=%d", start->month);
	}
	r->by_monthday = true;
	r->days = 1U << (unsigned)start->day;
	buf_fmt(&r->text, ";BYMONTHDAY=%d", start->day);
}

/*
 * Those that need no iterator, but rrule_day() on each day: of BYYEARDAY with
 * other parts libical makes wrong ones, of weekdays in weeks by number it
 * leaves out some at the end of a year, and many a week take it long.
 */
static bool
is_daily(const struct rrule *r)
{
	return r->freq <= WEEKLY ||
	    (r->freq == YEARLY &&
		(r->by_yearday || (r->n_nth > 0 && !counts_days(r)))) ||
	    (r->freq == MONTHLY && r->n_nth > 2 && !counts_days(r));
}

static void
put_text(struct rrule *r)
{
	char *parts = buf_take(&r->text);

	if (!is_daily(r))
		buf_fmt(&r->text, "FREQ=%s;INTERVAL=%lld%s",
		    freq_names[r->freq],
		    r->freq == WEEKLY ? 1LL : (long long)r->interval, parts);
	free(parts);
}

/* The rule in upper case without blanks. */
static int
split(const char *rule, char copy[RRULE_MAX], struct err *e)
{
	size_t n = 0;

	for (const char *s = rule; *s != '\0'; s++) {
		if (n + 1 == RRULE_MAX)
			return err_set(e, ERR_DATA,
			    "RRULE is longer than %d bytes", RRULE_MAX - 1);
		if (*s != ' ' && *s != '\t')
			copy[n++] = *s >= 'a' && *s <= 'z'
			    ? (char)(*s - 'a' + 'A')
			    : *s;
	}
	copy[n] = '\0';
	return 0;
}

int
rrule_parse(
    struct rrule *r, const char *rule, const struct civil *start, struct err *e)
{
	char copy[RRULE_MAX], *save = NULL;
	const char *freq = NULL, *days = NULL, *months = NULL, *dates = NULL;
	int bad = 0;

	*r = (struct rrule){
		.interval = 1, .times = 1, .week_start = 1, .text = BUF_INIT
	};
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
		else if (strcmp(s, "BYMONTH") == 0)
			months = value;
		else if (strcmp(s, "BYMONTHDAY") == 0)
			dates = value;
	}
	if (bad == -1 || freq == NULL || take_freq(r, freq) == -1 ||
	    (days != NULL && put_days(r, days) == -1))
		return err_set(
		    e, ERR_DATA, "RRULE cannot be read: %.100s", rule);
	/* Of days and weeks libical picks wrong ones: rrule_day() does. */
	if (r->freq >= MONTHLY && months != NULL)
		buf_fmt(&r->text, ";BYMONTH=%s", months);
	if (r->freq >= MONTHLY && dates != NULL)
		buf_fmt(&r->text, ";BYMONTHDAY=%s", dates);
	put_defaults(r, start);
	put_text(r);
	return 0;
}

void
rrule_free(struct rrule *r)
{
	buf_free(&r->text);
}
