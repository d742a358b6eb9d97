/* SPDX-License-Identifier: ISC */
#include "domain/template.h"

#include <stdlib.h>

#include "t.h"
#include "util/buf.h"

static struct zones *zones;

static int64_t
utc(int year, int month, int day, int hour, int minute)
{
	return civil_seconds(
	    &(struct civil){ year, month, day, hour, minute, 0 });
}

/* Wednesday, 25 November 2026, 14:30 to 15:15 in Vienna; told the day before. */
static struct template_values
values(void)
{
	return (struct template_values){
		.name = "Maria Mayr",
		.location = "Ordination 2",
		.company = "Praxis Beispiel",
		.branch = "Filiale Graz",
		.company_phone = "+43 1 2345678",
		.start_at = utc(2026, 11, 25, 13, 30),
		.end_at = utc(2026, 11, 25, 14, 15),
	};
}

static struct template_how
how(const char *lang)
{
	return (struct template_how){
		.lang = lang,
		.zone = zones_get(zones, "Europe/Vienna"),
		.now = utc(2026, 11, 24, 9, 0),
		.smart = true,
		.max_segments = 4,
	};
}

static void
renders(const char *text, const struct template_values *v,
    const struct template_how *h, const char *want, const char *name, int line)
{
	struct template_text out;
	struct err e = ERR_INIT;

	if (template_render(text, v, h, &out, &e) == -1)
		t_ok(false, __FILE__, line, "%s: %s", name, e.msg);
	else
		t_same(out.text, want, __FILE__, line, name);
	template_text_free(&out);
}

static void
test_placeholders(void)
{
	static const struct {
		const char *text, *lang, *want;
	} t[] = {
		{ "Hallo {name}: {location}", "de",
		    "Hallo Maria Mayr: Ordination 2" },
		{ "{company} {branch} {companyphone}", "de",
		    "Praxis Beispiel Filiale Graz +43 1 2345678" },
		{ "{date} {date:short} {date:long}", "de",
		    "25.11.2026 25.11.26 25. November 2026" },
		{ "{date} {date:long} {time}", "en",
		    "25/11/2026 25 November 2026 14:30" },
		{ "{date:long}, {time}", "en-US",
		    "November 25, 2026, 2:30 PM" },
		{ "{date:%d.%m.} {date:%e. %B %Y, %-d.%-m.%y}", "de",
		    "25.11. 25. November 2026, 25.11.26" },
		{ "{date:%A %a 100%%}", "fr", "mercredi mer. 100%" },
		{ "{time:%H.%M} {time:%-H Uhr}", "de", "14.30 14 Uhr" },
		{ "{time:-15m} {time:+1h} {time:-24h}", "de",
		    "14:15 15:30 14:30" },
		{ "{endtime} {endtime:+10m} {enddate}", "de",
		    "15:15 15:25 25.11.2026" },
		{ "{weekday} {weekday:short}", "it", "mercoled\u00EC mer" },
		{ "{day} {day:long}", "de", "morgen morgen" },
		{ "{day}", "hr", "sutra" },
		{ "{dates}", "de", "Mi 25.11.2026 14:30" },
		{ "{dates:long}", "nl", "wo 25 november 2026 14:30" },
		{ "{{name}} {{{name}}}", "de", "{name} {Maria Mayr}" },
		{ "Zeile 1\nZeile 2", "de", "Zeile 1\nZeile 2" },
		{ "um {time} \u2013 bitte p\u00FCnktlich\u2026", "de",
		    "um 14:30 - bitte p\u00FCnktlich..." },
		{ "{name|Kunde}{link|-}", "de", "Maria Mayr-" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct template_values v = values();
		struct template_how h = how(t[i].lang);
		renders(t[i].text, &v, &h, t[i].want, t[i].text, __LINE__);
	}
}

static void
test_fallbacks(void)
{
	static const struct {
		const char *text, *want;
	} t[] = {
		{ "Hallo {name}, gut", "Hallo, gut" },
		{ "{name}, gut", ", gut" },
		{ "{name} gut", "gut" },
		{ "Ende {name}", "Ende" },
		{ "a {name} b", "a b" },
		{ "a{name}b", "ab" },
		{ "Hallo {name|Kunde}, gut", "Hallo Kunde, gut" },
		{ "in {location}", "in Wien" },
		{ "in {location|Graz}", "in Graz" },
		{ "in {location|}.", "in." },
		{ "{time|ganz\u00E4gig}", "ganz\u00E4gig" },
		{ "um {time} Uhr", "um Uhr" },
	};
	struct template_values v = values();
	struct template_how h = how("de");

	v.name = NULL;
	v.location = " ";
	v.all_day = true;
	v.fallback[PLACEHOLDER_LOCATION] = "Wien";
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		renders(t[i].text, &v, &h, t[i].want, t[i].text, __LINE__);
}

static void
test_dates(void)
{
	const struct template_date dates[] = {
		{ utc(2026, 11, 25, 13, 30), false },
		{ utc(2026, 12, 1, 23, 0), true },
		{ utc(2027, 3, 28, 6, 0), false },
	};
	struct template_values v = values();
	struct template_how h = how("de");

	v.dates = dates;
	v.n_dates = 3;
	renders("Termine: {dates}.", &v, &h,
	    "Termine: Mi 25.11.2026 14:30, Mi 02.12.2026, So 28.03.2027 08:00.",
	    "several dates", __LINE__);
	renders("{dates:%d.%m. %H:%M}", &v, &h,
	    "25.11. 14:30, 02.12. 00:00, 28.03. 08:00", "... in a format",
	    __LINE__);

	/* Two days, all-day: until midnight behind the second. */
	v = values();
	v.all_day = true;
	v.start_at = utc(2026, 12, 1, 23, 0);
	v.end_at = utc(2026, 12, 3, 23, 0);
	renders("{date}-{enddate} {time}{endtime}{dates}", &v, &h,
	    "02.12.2026-03.12.2026 Mi 02.12.2026", "all-day has no time",
	    __LINE__);
	v = values();
	v.end_at = v.start_at;
	renders("{enddate} {endtime}", &v, &h, "25.11.2026",
	    "no end: no time of it", __LINE__);

	/* Another zone than the calendar's would say another day. */
	v = values();
	v.start_at = utc(2026, 11, 25, 4, 30);
	h.zone = zones_get(zones, "America/New_York");
	renders("{weekday} {date} {time} {day}", &v, &h,
	    "Dienstag 24.11.2026 23:30 heute", "the calendar's zone", __LINE__);
}

static void
test_day(void)
{
	struct template_values v = values();
	struct template_how h = how("de");
	struct template_text out;
	struct err e = ERR_INIT;

	OK(template_render("Bis {day}!", &v, &h, &out, &e) == 0 &&
		out.true_until_at == utc(2026, 11, 24, 23, 0),
	    "tomorrow is true until midnight");
	SAME(out.text, "Bis morgen!", "... and said");
	template_text_free(&out);
	renders("{day:%d.%m.}", &v, &h, "morgen",
	    "... whatever the form of the date", __LINE__);
	h.now = utc(2026, 11, 24, 23, 0);
	renders(
	    "Bis {day}!", &v, &h, "Bis heute!", "then it is today", __LINE__);
	h.now = utc(2026, 11, 20, 9, 0);
	renders("{day} {day:long} {day:%d.%m.}", &v, &h,
	    "25.11.2026 25. November 2026 25.11.", "before, it is the date",
	    __LINE__);
	OK(template_render("{date}", &v, &h, &out, &e) == 0 &&
		out.true_until_at == 0,
	    "a date is always true");
	template_text_free(&out);
	OK(template_uses("a {day} b", PLACEHOLDER_DAY) &&
		!template_uses("a {{day}} {date}", PLACEHOLDER_DAY) &&
		!template_uses("a {day} {", PLACEHOLDER_DAY),
	    "which placeholders a text has");
}

static void
test_untrusted(void)
{
	struct template_values v = values();
	struct template_how h = how("de");

	v.name = "{company}\n{{x} \u202Ehttp://evil.example/a\u202C\x07";
	renders("<{name}>", &v, &h, "<{company} {{x}>",
	    "a value is no template, no link, one line", __LINE__);
	v.location = "Zoom https://zoom.us/j/1?x";
	renders(
	    "{location}", &v, &h, "Zoom", "no link of the calendar", __LINE__);
	v.links = true;
	renders("{location}", &v, &h, "Zoom https://zoom.us/j/1?x",
	    "... but where it may", __LINE__);
	v.links = false;
	v.company = "praxis.example.com";
	renders("{company}", &v, &h, "praxis.example.com",
	    "the operator's own may have one", __LINE__);
	v.link = "https://t.example/AbCdEf";
	renders("Hallo.", &v, &h, "Hallo. https://t.example/AbCdEf",
	    "the file's address stands at the end", __LINE__);
	renders("Datei {link}!", &v, &h, "Datei https://t.example/AbCdEf!",
	    "... or where the text has it", __LINE__);
}

static void
test_cap(void)
{
	static const char text[] =
	    "{name}|{location}|{company}|{date}| 123456789 123456789 123456789"
	    " 123456789 123456789 123456789 1234";
	struct template_values v = values();
	struct template_how h = how("de");
	struct template_text out;
	struct err e = ERR_INIT;

	v.name = "Maria-Magdalena Obermayer-Hintermoser";
	v.location = "Ordination im zweiten Stock des Hauses, T\u00FCr 15";
	h.max_segments = 1;
	OK(template_render(text, &v, &h, &out, &e) == 0 && out.shortened &&
		!out.too_long && out.segments.count == 1 &&
		out.segments.units == 160,
	    "values are shortened to just fit");
	SAME(out.text,
	    "Maria-Magdalena Obermayer-Hin...|Ordination im zweiten Stock...|"
	    "Praxis Beispiel|25.11.2026| 123456789 123456789 123456789"
	    " 123456789 123456789 123456789 1234",
	    "... the longest first");
	template_text_free(&out);

	h.max_segments = 0;
	OK(template_render(text, &v, &h, &out, &e) == 0 && !out.shortened &&
		!out.too_long && out.segments.count == 2,
	    "no cap, no shortening");
	template_text_free(&out);

	v.link = "https://t.example/0123456789012345678901234567890123456789"
		 "0123456789012345678901234567890123456789";
	h.max_segments = 1;
	OK(template_render(text, &v, &h, &out, &e) == 0 && out.shortened &&
		out.too_long && strstr(out.text, v.link) != NULL,
	    "what is still too long is said, and the link is whole");
	OK(strstr(out.text, "Maria...|Ordin...|Praxi...|25.11.2026|") ==
		out.text,
	    "no value is less than eight characters, no date is touched");
	template_text_free(&out);

	/* One letter beyond GSM 7 bit, and 70 characters are all there is. */
	v = values();
	v.name = "\u0141ukasz Wi\u015Bniewski";
	OK(template_render("{name}: {date:long} {time}, {company} {location}",
	       &v, &h, &out, &e) == 0 &&
		out.segments.ucs2 && out.segments.culprit == 0x141 &&
		out.segments.count == 1 && out.shortened,
	    "UCS-2 is counted as such");
	template_text_free(&out);
}

static void
test_refused(void)
{
	static const struct {
		const char *text, *says;
	} t[] = {
		{ "", "character 1: there is no text" },
		{ " \n ", "character 1: there is no text" },
		{ "Hallo {nmae}!",
		    "character 7: unknown placeholder {nmae}; did you mean "
		    "{name}?" },
		{ "\u00C4\u00D6 {x}", "character 4: unknown placeholder {x}" },
		{ "{Name}", "did you mean {name}" },
		{ "{ name }", "unknown placeholder" },
		{ "{}", "character 1: unknown placeholder {}" },
		{ "{aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}",
		    "character 1: unknown placeholder" },
		{ "a {name", "character 3: a '{' that is not closed" },
		{ "a {name {date}", "character 3: a '{' that is not closed" },
		{ "a {name\n}", "character 3: a '{' that is not closed" },
		{ "a {", "character 3: a '{' that is not closed" },
		{ "a } b", "character 3: a '}' without" },
		{ "{name}}", "character 7: a '}' without" },
		{ "{name:long}", "character 7: {name} takes nothing" },
		{ "{date:lang}", "character 7: {date:...} takes long" },
		{ "{date:}", "character 7: {date:...} takes long" },
		{ "{date:-15m}", "character 7: {date:...} takes long" },
		{ "{time:short}", "character 7: {time:...} takes minutes" },
		{ "{time:15m}", "character 7: {time:...} takes minutes" },
		{ "{time:-25h}", "character 7: {time:...} takes minutes" },
		{ "{time:-15}", "character 7: {time:...} takes minutes" },
		{ "{weekday:long}", "character 10: {weekday:...} takes short" },
		{ "{date:%d.%q}", "character 10: a format has" },
		{ "{date:%d.%}", "character 10: a format has" },
		{ "{date:%-Y}", "character 7: a format has" },
		{ "a\tb", "character 2: a control character" },
		{ "a\x1B", "character 2: a control character" },
		{ "ab\xFF", "character 3: a byte that is not UTF-8" },
	};
	struct template_values v = values();
	struct template_how h = how("de");

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct err e = ERR_INIT, again = ERR_INIT;
		struct template_text out;

		t_ok(template_check(t[i].text, &e) == -1 &&
			e.kind == ERR_USAGE && strstr(e.msg, t[i].says) != NULL,
		    __FILE__, __LINE__, "refused %zu: %s", i, e.msg);
		OK(template_render(t[i].text, &v, &h, &out, &again) == -1 &&
			out.text == NULL,
		    "... and not rendered");
	}

	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;
	for (int i = 0; i < TEMPLATE_MAX; i++)
		buf_str(&b, "\u00E4");
	OK(template_check(buf_cstr(&b), &e) == 0, "a thousand characters");
	buf_char(&b, 'x');
	OK(template_check(buf_cstr(&b), &e) == -1, "... and no more");
	buf_free(&b);
}

static void
test_defaults(void)
{
	static const char *const langs[] = { "en", "de", "fr", "it", "es",
		"nl" };
	struct template_values v = values();
	const char *used;

	for (size_t i = 0; i < sizeof(langs) / sizeof(langs[0]); i++)
		for (int k = 0; k < KIND_COUNT; k++) {
			struct template_how h = how(langs[i]);
			struct template_text out;
			struct err e = ERR_INIT;
			const char *text =
			    template_default((enum kind)k, langs[i], &used);

			int r = template_render(text, &v, &h, &out, &e);
			t_ok(r == 0 && out.segments.count == 1 &&
				!out.segments.ucs2 && out.true_until_at == 0 &&
				strcmp(used, langs[i]) == 0 &&
				strstr(out.text, v.name) != NULL,
			    __FILE__, __LINE__, "%s %s is one segment: %s",
			    langs[i], kind_name((enum kind)k),
			    out.text != NULL ? out.text : e.msg);
			t_ok(template_uses(text, PLACEHOLDER_DATES) ==
				(k == KIND_CONFIRMATION),
			    __FILE__, __LINE__,
			    "... and lists dates where it must");
			template_text_free(&out);
		}

	const char *en = template_default(KIND_REMINDER, "en", NULL);
	OK(template_default(KIND_REMINDER, "pl", &used) == en &&
		strcmp(used, "en") == 0,
	    "another language falls back to English, dates too");
	OK(template_default(KIND_REMINDER, NULL, &used) == en &&
		template_default(KIND_REMINDER, "d", &used) == en,
	    "... and none");
	OK(template_default(KIND_REMINDER, "de-AT", &used) ==
		template_default(KIND_REMINDER, "de", NULL),
	    "a region has its language's text");
	SAME(used, "de-AT", "... and its own dates");
}

int
main(void)
{
	struct err e = ERR_INIT;

	zones = zones_open(NULL, &e);
	if (zones == NULL) {
		printf("Bail out! %s\n", e.msg);
		return 1;
	}
	test_placeholders();
	test_fallbacks();
	test_dates();
	test_day();
	test_untrusted();
	test_cap();
	test_refused();
	test_defaults();
	zones_free(zones);
	return t_done();
}
