/* SPDX-License-Identifier: ISC */
#include "domain/words.h"

#include <string.h>

#include "util/str.h"

enum { DAY_S = 86400, NOON_H = 12, DAYS = 7, MONTHS = 12 };

struct names {
	const char *month[MONTHS];
	const char *weekday[DAYS];
	const char *weekday_short[DAYS];
	const char *today, *tomorrow;
};

/* Patterns are CLDR's: y yy M MM MMMM d dd H HH h mm a, text in ''. */
struct words {
	const char *tag;
	const struct names *names;
	const char *plain_date, *short_date, *long_date, *time;
};

static const struct names de = {
	{ "Januar", "Februar", "M\u00E4rz", "April", "Mai", "Juni", "Juli",
	    "August", "September", "Oktober", "November", "Dezember" },
	{ "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag",
	    "Sonntag" },
	{ "Mo", "Di", "Mi", "Do", "Fr", "Sa", "So" },
	"heute",
	"morgen",
};

static const struct names de_at = {
	{ "J\u00E4nner", "Februar", "M\u00E4rz", "April", "Mai", "Juni", "Juli",
	    "August", "September", "Oktober", "November", "Dezember" },
	{ "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag",
	    "Sonntag" },
	{ "Mo", "Di", "Mi", "Do", "Fr", "Sa", "So" },
	"heute",
	"morgen",
};

static const struct names en = {
	{ "January", "February", "March", "April", "May", "June", "July",
	    "August", "September", "October", "November", "December" },
	{ "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
	    "Sunday" },
	{ "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" },
	"today",
	"tomorrow",
};

/* CLDR's apostrophe in "aujourd'hui" is U+2019, which would cost UCS-2. */
static const struct names fr = {
	{ "janvier", "f\u00E9vrier", "mars", "avril", "mai", "juin", "juillet",
	    "ao\u00FBt", "septembre", "octobre", "novembre", "d\u00E9cembre" },
	{ "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi",
	    "dimanche" },
	{ "lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim." },
	"aujourd'hui",
	"demain",
};

static const struct names it = {
	{ "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
	    "luglio", "agosto", "settembre", "ottobre", "novembre",
	    "dicembre" },
	{ "luned\u00EC", "marted\u00EC", "mercoled\u00EC", "gioved\u00EC",
	    "venerd\u00EC", "sabato", "domenica" },
	{ "lun", "mar", "mer", "gio", "ven", "sab", "dom" },
	"oggi",
	"domani",
};

static const struct names es = {
	{ "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
	    "agosto", "septiembre", "octubre", "noviembre", "diciembre" },
	{ "lunes", "martes", "mi\u00E9rcoles", "jueves", "viernes",
	    "s\u00E1bado", "domingo" },
	{ "lun", "mar", "mi\u00E9", "jue", "vie", "s\u00E1b", "dom" },
	"hoy",
	"ma\u00F1ana",
};

static const struct names nl = {
	{ "januari", "februari", "maart", "april", "mei", "juni", "juli",
	    "augustus", "september", "oktober", "november", "december" },
	{ "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag",
	    "zondag" },
	{ "ma", "di", "wo", "do", "vr", "za", "zo" },
	"vandaag",
	"morgen",
};

static const struct names pl = {
	{ "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca",
	    "sierpnia", "wrze\u015Bnia", "pa\u017Adziernika", "listopada",
	    "grudnia" },
	{ "poniedzia\u0142ek", "wtorek", "\u015Broda", "czwartek",
	    "pi\u0105tek", "sobota", "niedziela" },
	{ "pon.", "wt.", "\u015Br.", "czw.", "pt.", "sob.", "niedz." },
	"dzisiaj",
	"jutro",
};

static const struct names hu = {
	{ "janu\u00E1r", "febru\u00E1r", "m\u00E1rcius", "\u00E1prilis",
	    "m\u00E1jus", "j\u00FAnius", "j\u00FAlius", "augusztus",
	    "szeptember", "okt\u00F3ber", "november", "december" },
	{ "h\u00E9tf\u0151", "kedd", "szerda", "cs\u00FCt\u00F6rt\u00F6k",
	    "p\u00E9ntek", "szombat", "vas\u00E1rnap" },
	{ "H", "K", "Sze", "Cs", "P", "Szo", "V" },
	"ma",
	"holnap",
};

static const struct names cs = {
	{ "ledna", "\u00FAnora", "b\u0159ezna", "dubna", "kv\u011Btna",
	    "\u010Dervna", "\u010Dervence", "srpna", "z\u00E1\u0159\u00ED",
	    "\u0159\u00EDjna", "listopadu", "prosince" },
	{ "pond\u011Bl\u00ED", "\u00FAter\u00FD", "st\u0159eda", "\u010Dtvrtek",
	    "p\u00E1tek", "sobota", "ned\u011Ble" },
	{ "po", "\u00FAt", "st", "\u010Dt", "p\u00E1", "so", "ne" },
	"dnes",
	"z\u00EDtra",
};

static const struct names hr = {
	{ "sije\u010Dnja", "velja\u010De", "o\u017Eujka", "travnja", "svibnja",
	    "lipnja", "srpnja", "kolovoza", "rujna", "listopada", "studenoga",
	    "prosinca" },
	{ "ponedjeljak", "utorak", "srijeda", "\u010Detvrtak", "petak",
	    "subota", "nedjelja" },
	{ "pon", "uto", "sri", "\u010Det", "pet", "sub", "ned" },
	"danas",
	"sutra",
};

static const struct names sl = {
	{ "januar", "februar", "marec", "april", "maj", "junij", "julij",
	    "avgust", "september", "oktober", "november", "december" },
	{ "ponedeljek", "torek", "sreda", "\u010Detrtek", "petek", "sobota",
	    "nedelja" },
	{ "pon.", "tor.", "sre.", "\u010Det.", "pet.", "sob.", "ned." },
	"danes",
	"jutri",
};

static const struct names tr = {
	{ "Ocak", "\u015Eubat", "Mart", "Nisan", "May\u0131s", "Haziran",
	    "Temmuz", "A\u011Fustos", "Eyl\u00FCl", "Ekim", "Kas\u0131m",
	    "Aral\u0131k" },
	{ "Pazartesi", "Sal\u0131", "\u00C7ar\u015Famba", "Per\u015Fembe",
	    "Cuma", "Cumartesi", "Pazar" },
	{ "Pzt", "Sal", "\u00C7ar", "Per", "Cum", "Cmt", "Paz" },
	"bug\u00FCn",
	"yar\u0131n",
};

/* The plain date of German is CLDR's medium one: its yMd is a bare 1.2.2026. */
static const struct words table[] = {
	{ "de", &de, "dd.MM.y", "dd.MM.yy", "d. MMMM y", "HH:mm" },
	{ "en", &en, "dd/MM/y", "dd/MM/y", "d MMMM y", "HH:mm" },
	{ "fr", &fr, "dd/MM/y", "dd/MM/y", "d MMMM y", "HH:mm" },
	{ "it", &it, "d/M/y", "dd/MM/yy", "d MMMM y", "HH:mm" },
	{ "es", &es, "d/M/y", "d/M/yy", "d 'de' MMMM 'de' y", "H:mm" },
	{ "nl", &nl, "d-M-y", "dd-MM-y", "d MMMM y", "HH:mm" },
	{ "pl", &pl, "d.MM.y", "d.MM.y", "d MMMM y", "HH:mm" },
	{ "hu", &hu, "y. MM. dd.", "y. MM. dd.", "y. MMMM d.", "H:mm" },
	{ "cs", &cs, "d. M. y", "dd.MM.yy", "d. MMMM y", "H:mm" },
	{ "hr", &hr, "dd. MM. y.", "dd. MM. y.", "d. MMMM y.", "HH:mm" },
	{ "sl", &sl, "d. M. y", "d. MM. yy", "d. MMMM y", "HH:mm" },
	{ "tr", &tr, "dd.MM.y", "d.MM.y", "d MMMM y", "HH:mm" },
	/* Regions, where they differ. */
	{ "de-AT", &de_at, "dd.MM.y", "dd.MM.yy", "d. MMMM y", "HH:mm" },
	{ "en-US", &en, "M/d/y", "M/d/yy", "MMMM d, y", "h:mm a" },
	{ "fr-CH", &fr, "dd.MM.y", "dd.MM.yy", "d MMMM y", "HH:mm" },
	{ "nl-BE", &nl, "d/M/y", "d/MM/y", "d MMMM y", "HH:mm" },
};

static const char *const languages[] = { "de", "en", "fr", "it", "es", "nl",
	"pl", "hu", "cs", "hr", "sl", "tr" };

size_t
words_languages(const char *const **tags)
{
	*tags = languages;
	return sizeof(languages) / sizeof(languages[0]);
}

/* Is `tag` the first n characters of lang, "_" for "-", case apart? */
static bool
same_tag(const char *tag, const char *lang, size_t n)
{
	char text[16];

	if (n >= sizeof(text))
		return false;
	memcpy(text, lang, n);
	text[n] = '\0';
	for (char *p = text; *p != '\0'; p++)
		if (*p == '_')
			*p = '-';
	return str_ieq(tag, text);
}

static const struct words *
find(const char *lang)
{
	size_t whole = strcspn(lang, ".@"); /* not "de_AT.UTF-8" */
	size_t lengths[] = { whole, strcspn(lang, "-_.@") };

	for (size_t k = 0; k < sizeof(lengths) / sizeof(lengths[0]); k++)
		for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
			if (same_tag(table[i].tag, lang, lengths[k]))
				return &table[i];
	return NULL;
}

static const struct words *
words_of(const char *lang)
{
	const struct words *w = lang == NULL ? NULL : find(lang);

	return w == NULL ? find("en") : w;
}

bool
words_known(const char *lang)
{
	return lang != NULL && find(lang) != NULL;
}

/* One field of a pattern: a letter that stands there n times. */
static void
field(struct buf *b, const struct words *w, char letter, int n,
    const struct civil *c)
{
	int half = c->hour % NOON_H;

	switch (letter) {
	case 'y':
		buf_fmt(b, "%0*d", n, n == 2 ? c->year % 100 : c->year);
		break;
	case 'M':
		if (n == 4)
			buf_str(b, w->names->month[c->month - 1]);
		else
			buf_fmt(b, "%0*d", n, c->month);
		break;
	case 'd':
		buf_fmt(b, "%0*d", n, c->day);
		break;
	case 'H':
		buf_fmt(b, "%0*d", n, c->hour);
		break;
	case 'h':
		buf_fmt(b, "%0*d", n, half == 0 ? NOON_H : half);
		break;
	case 'm':
		buf_fmt(b, "%0*d", n, c->minute);
		break;
	default: /* 'a' */
		buf_str(b, c->hour < NOON_H ? "AM" : "PM");
		break;
	}
}

static void
pattern(
    struct buf *b, const struct words *w, const char *p, const struct civil *c)
{
	bool quoted = false;

	while (*p != '\0') {
		if (*p == '\'') {
			quoted = !quoted;
			p++;
		} else if (quoted || strchr("yMdHhma", *p) == NULL) {
			buf_char(b, *p++);
		} else {
			int n = 1;
			while (p[n] == p[0])
				n++;
			field(b, w, *p, n, c);
			p += n;
		}
	}
}

void
words_date(struct buf *b, const char *lang, enum words_style style,
    const struct civil *c)
{
	const struct words *w = words_of(lang);

	pattern(b, w,
	    style == WORDS_LONG        ? w->long_date
		: style == WORDS_SHORT ? w->short_date
				       : w->plain_date,
	    c);
}

void
words_time(struct buf *b, const char *lang, const struct civil *c)
{
	const struct words *w = words_of(lang);

	pattern(b, w, w->time, c);
}

void
words_day(struct buf *b, const char *lang, enum words_style style, int64_t day,
    int64_t today)
{
	const struct names *names = words_of(lang)->names;
	struct civil c = civil_from(day * DAY_S);

	if (day == today)
		buf_str(b, names->today);
	else if (day == today + 1)
		buf_str(b, names->tomorrow);
	else
		words_date(b, lang, style, &c);
}

const char *
words_weekday(const char *lang, int weekday)
{
	return words_of(lang)->names->weekday[weekday - 1];
}

const char *
words_weekday_short(const char *lang, int weekday)
{
	return words_of(lang)->names->weekday_short[weekday - 1];
}

const char *
words_month(const char *lang, int month)
{
	return words_of(lang)->names->month[month - 1];
}
