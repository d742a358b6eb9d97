/* SPDX-License-Identifier: ISC */
/* Lists of people: how a name is known again, and what is read of a file. */
#include "domain/contact.h"

#include <inttypes.h>
#include <stdlib.h>

#include "domain/setup.h"
#include "t.h"
#include "util/buf.h"
#include "util/str.h"

static void
test_same(void)
{
	static const char *const rows[][2] = {
		{ "Maria Mayr", "maria mayr" },
		{ "Maria Mayr", "Mayr Maria" },
		{ "Maria Mayr", "Mayr, Maria" },
		{ "Maria Mayr", "MAYR  MARIA" },
		{ "Maria Mayr", "  Maria\tMayr. " },
		{ "Maria Mayr", "Frau Maria Mayr" },
		{ "Maria Mayr", "Dr. Maria Mayr" },
		{ "Maria Mayr", "Mayr Dr.Maria" },
		{ "Maria Mayr", "Univ.-Prof. Dr. med. Maria Mayr" },
		{ "Maria Mayr", "Mag.a Maria Mayr" },
		{ "Maria Mayr", "Mag. (FH) Maria Mayr" },
		{ "Maria Mayr", "Dipl.-Ing. Maria Mayr, BSc MSc" },
		{ "Maria Mayr", "DI Maria Mayr" },
		{ "Maria Mayr", "Maria Mayr, MA" },
		{ "Maria Mayr", "Mayr Maria, Dr.phil." },
		{ "J\u00F6rg M\u00FCller", "Joerg Mueller" },
		{ "J\u00F6rg M\u00FCller", "JO\u0308RG MU\u0308LLER" },
		{ "J\u00F6rg M\u00FCller", "J\u00D6RG M\u00DCLLER" },
		{ "Anna Gro\u00DF", "ANNA GROSS" },
		{ "Anna Gro\u1E9E", "gross anna" },
		{ "Zo\u00EB Andr\u00E9", "Zoe Andre" },
		{ "Zo\u00EB Andr\u00E9", "Zoe\u0308 Andre\u0301" },
		{ "\u0160t\u011Bp\u00E1n Dvo\u0159\u00E1k", "Stepan Dvorak" },
		{ "\u0141ukasz W\u00F3jcik", "Lukasz Wojcik" },
		{ "\u0130lker I\u015F\u0131k", "ilker isik" },
		{ "S\u00F8ren B\u00E6k", "Soeren Baek" },
		{ "Ion\u021B Popa", "Iont Popa" },
		{ "Nguy\u1EC5n V\u0103n", "Nguyen Van" },
		{ "Sean O'Brien", "Sean O\u2019Brien" },
		{ "Sean O'Brien", "OBrien Sean" },
		{ "Anna Mayr-Huber", "Anna Mayr Huber" },
		{ "Anna Mayr-Huber", "Mayr\u2013Huber, Anna" },
		{ "\u0418\u0432\u0430\u043D \u041F\u0435\u0442\u0440\u043E\u0432",
		    "\u043F\u0435\u0442\u0440\u043E\u0432 "
		    "\u0438\u0432\u0430\u043D" },
		{ "\u0393\u03B9\u03CE\u03C1\u03B3\u03BF\u03C2",
		    "\u0393\u0399\u03A9\u03A1\u0393\u039F\u03A3" },
		{ "Maria Mayr", "Maria\u200B Mayr\u00AD" },
		{ "Maria Mayr", "\uFF2Daria Mayr" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *a = contact_name_key(rows[i][0]);
		char *b = contact_name_key(rows[i][1]);
		if (strcmp(rows[i][1], "Mag.a Maria Mayr") == 0)
			OK(strcmp(a, b) != 0,
			    "a letter behind a title is in doubt");
		else
			SAME(b, a, rows[i][1]);
		free(a);
		free(b);
	}
}

/* These are two people, or may be. */
static void
test_other(void)
{
	static const char *const rows[][2] = {
		{ "Maria Mayr", "Maria Mair" },
		{ "Maria Mayr", "Maria Anna Mayr" },
		{ "Maria Mayr", "Mayr" },
		{ "Maria Mayr", "Maria Mayr Kontrolle" },
		{ "Maria Mayr", "Maria Mayr 2" },
		{ "Maria Mayr", "Maria und Franz Mayr" },
		{ "Maria Mayr", "Fam. Maria Mayr" },
		{ "Karl Huber", "Karl Huber jun." },
		{ "Karl Huber sen.", "Karl Huber jun." },
		{ "J\u00F6rg M\u00FCller", "Jorg Muller" },
		{ "Anna Stefano", "Anna Di Stefano" },
		{ "ANNA STEFANO", "DI STEFANO ANNA" },
		{ "Collins", "Dr. Phil Collins" },
		{ "Michael", "Michael Herr" },
		{ "Anna", "Anna Ing" },
		{ "Yo Yo", "Yo Yo Ma" },
		{ "Mayrhuber Anna", "Mayr Huber Anna" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *a = contact_name_key(rows[i][0]);
		char *b = contact_name_key(rows[i][1]);
		t_ok(a[0] != '\0' && strcmp(a, b) != 0, __FILE__, __LINE__,
		    "%s is not %s", rows[i][1], rows[i][0]);
		free(a);
		free(b);
	}
}

static void
test_none(void)
{
	static const char *const names[] = { "", " ", "-", "4711", "+43",
		"\xff\xfe", "a b c d e f g h i j k l m n o p q r s t u v w x y",
		"\U0001F9B7" };
	struct buf b = BUF_INIT;
	char *key;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		key = contact_name_key(names[i]);
		t_ok(key[0] == '\0', __FILE__, __LINE__, "no name: '%s'",
		    names[i]);
		free(key);
	}
	for (int i = 0; i <= CONTACT_KEY_MAX; i++)
		buf_char(&b, 'a');
	key = contact_name_key(b.v);
	SAME(key, "", "a name without end is none");
	free(key);
	buf_free(&b);
	key = contact_name_key("Dr. Prof.");
	SAME(key, "dr prof", "who is called nothing else is called that");
	free(key);
}

static void
test_keys(void)
{
	static const struct {
		const char *text, *name, *number;
	} rows[] = {
		{ "Maria Mayr", "maria mayr", "" },
		{ " - Mayr, Maria -\nKontrolle", "maria mayr", "" },
		{ "\r\n\r\nMaria Mayr\r\nName: Anna Huber", "maria mayr", "" },
		{ "Name: Maria Mayr", "maria mayr", "" },
		{ "4711", "", "4711" },
		{ " #4711 ", "", "4711" },
		{ "4711\nMaria Mayr", "", "4711" },
		{ "Dr. 0", "", "dr0" },
		{ "K-0815/b", "0815 b k", "k0815b" },
		{ "", "", "" },
		{ "\n", "", "" },
	};
	char *name, *number;
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		contact_keys(rows[i].text, &name, &number);
		t_ok(str_eq(name, rows[i].name), __FILE__, __LINE__,
		    "field %zu: '%s'", i, rows[i].name);
		SAME(number, rows[i].number, "... and its number");
		free(name);
		free(number);
	}
	buf_str(&b, "Maria Mayr");
	for (int i = 0; i < 4000; i++)
		buf_char(&b, ' ');
	buf_str(&b, "und Anna");
	contact_keys(b.v, &name, &number);
	OK(name[0] == '\0' && number[0] == '\0', "a cut line is nobody's name");
	free(name);
	free(number);
	buf_free(&b);
}

/* "LINE NAME|NUMBER|PHONE|LANGUAGE|SMS" or "LINE !REASON" of each. */
static char *
read_file(const char *text, size_t n)
{
	static const char *const wish[] = { "", "sms", "none" };
	struct contact_file f = CONTACT_FILE_INIT;
	struct buf b = BUF_INIT;
	struct err e = ERR_INIT;

	if (contact_read(text, n, "43", &f, &e) == -1)
		buf_fmt(&b, "error: %s", e.msg);
	for (size_t i = 0; i < f.n; i++) {
		const struct contact *c = &f.v[i].contact;
		buf_fmt(&b, "%s%zu ", i > 0 ? "\n" : "", f.v[i].line);
		if (c->name != NULL)
			buf_fmt(&b, "%s|%s|%s|%s|%s%s", c->name,
			    c->number != NULL ? c->number : "",
			    c->phone != NULL ? c->phone : "",
			    c->language != NULL ? c->language : "",
			    wish[c->sms], f.v[i].namesake ? "|namesake" : "");
		if (f.v[i].refused != NULL)
			buf_fmt(&b, "!%s", f.v[i].refused);
		if (f.v[i].warning != NULL)
			buf_fmt(&b, "?%s", f.v[i].warning);
	}
	contact_file_free(&f);
	return buf_take(&b);
}

static void
reads(const char *name, const char *text, const char *want)
{
	char *got = read_file(text, strlen(text));

	SAME(got, want, name);
	free(got);
}

#define PAIR "Name;Handy\n"

static void
test_csv(void)
{
	reads("German headers, semicolons",
	    "Nachname;Vorname;Telefon;Handy;Kundennummer;Sprache;keine SMS\r\n"
	    "Mayr;Maria;01 5331234;0664 1234567;4711;Deutsch;\r\n"
	    "Huber;Franz;0676/7654321;;4712;en;x\r\n",
	    "2 Maria Mayr|4711|+436641234567|de|sms\n"
	    "3 Franz Huber|4712|+436767654321|en|none");
	reads("English headers, commas, quotes",
	    "\"First Name\",\"Last Name\",\"Mobile Phone\",Customer-No.\n"
	    "\"Maria \"\"Mitzi\"\"\",\"Mayr\",\"+43 664 1234567\",\n"
	    "Anna,\"Huber, verh. Gruber\",0664-7654321,1\n",
	    "2 Maria \"Mitzi\" Mayr||+436641234567||\n"
	    "3 Anna Huber, verh. Gruber|1|+436647654321||");
	reads("tabs; Name is the last name beside Vorname",
	    "Name\tVorname\tTel.\nMayr\tMaria\t0664 1234567\n\n"
	    "\tHuber\t0664 1234568\n",
	    "2 Maria Mayr||+436641234567||\n4 Huber||+436641234568||");
	reads("Name alone is all of it, and unknown columns are passed over",
	    "sep=,\nAnrede,Name,Ort,Mobil,SMS\n"
	    "Frau,Maria Mayr,Graz,0664 1234567,nein\n"
	    "Herr,Franz Huber,Graz,0664 7654321,ja\n",
	    "3 Maria Mayr||+436641234567||none\n"
	    "4 Franz Huber||+436647654321||sms");
	reads("UTF-8 with its mark",
	    "\xef\xbb\xbf" PAIR "J\xc3\xb6rg;0664 1234567",
	    "2 J\u00F6rg||+436641234567||");
	reads("Latin-1", PAIR "J\xf6rg M\xfcller;0664 1234567\r",
	    "2 J\u00F6rg M\u00FCller||+436641234567||");
	reads("no header", "Maria Mayr;0664 1234567\n",
	    "error: line 1: no column has a name: the first line names the "
	    "columns, like Name;Vorname;Handy;Kundennummer;Sprache");
	reads("no phones", "Name;Sprache\nMaria Mayr;de\n",
	    "error: line 1: no column has a telephone number: the first line "
	    "names it, like Handy, Telefon or Phone");
	reads("nothing", "", "error: it is empty");
	reads("nobody", PAIR, "");
	char *got = read_file("\x7f"
			      "ELF\0\1",
	    6);
	SAME(got, "error: it is no text; export the contacts as CSV or vCard",
	    "something else");
	free(got);
	static const char wide[] =
	    "\xff\xfeN\0a\0m\0e\0\t\0T\0e\0l\0\n\0J\0\xf6\0\t\0"
	    "0\0006\0006\0004\0001\0002\0003\0004\0005\0006\0007\0";
	got = read_file(wide, sizeof(wide) - 1);
	SAME(got, "2 J\u00F6||+436641234567||", "UTF-16");
	free(got);
}

/* A bad line costs itself, and the name in it stays known. */
static void
test_bad_lines(void)
{
	reads("what is wrong with a line",
	    "Name;Handy;Kundennummer;Sprache\n"
	    ";0664 1234567;1;\n"
	    "4711;0664 1234567;2;\n"
	    "Maria Mayr;0664 12;3;\n"
	    "Maria Mayr;6641234567;3b;\n"
	    "Maria Mayr;4.36641E+11;3c;\n"
	    "Anna Gruber;0664 1234567;abc;\n"
	    "Franz Huber;0664 1234567;5;Klingonisch\n"
	    "Karl Huber;-;6;\n"
	    "Eva Huber;01 5331234;7;\n"
	    "Mayr;Maria;0664 1234567;8;9\n"
	    "Gut Ulrike;0664 1234599;9\n",
	    "2 !there is no name\n"
	    "3 !the name has no letter, or too many words\n"
	    "4 Maria Mayr|3||||namesake!the number has too few digits\n"
	    "5 Maria Mayr|3b||||namesake!the number is not clearly a "
	    "telephone number\n"
	    "6 Maria Mayr|3c||||namesake!the number is not clearly a "
	    "telephone number\n"
	    "7 Anna Gruber||+436641234567||!the customer number has no digit\n"
	    "8 Franz Huber|5|+436641234567||?there are no texts in the "
	    "language 'Klingonisch': the company's is used\n"
	    "9 Karl Huber|6|||\n"
	    "10 Eva Huber|7|+4315331234||\n"
	    "11 !there are more fields than in the first line\n"
	    "12 Gut Ulrike|9|+436641234599||");
	reads("a quotation mark that is not closed costs its line",
	    PAIR "\"Maria;0664 1234567\nFranz Huber;0664 7654321\n",
	    "2 !a quotation mark is not closed\n"
	    "3 Franz Huber||+436647654321||");
	reads("... also where a later one seems to close it",
	    PAIR "\"Maria;0664 1234567\nFranz Huber;0664 7654321\n"
		 "\"Anna Gruber\";0664 1111111\n",
	    "2 !something stands behind a closing quotation mark\n"
	    "3 Franz Huber||+436647654321||\n"
	    "4 Anna Gruber||+436641111111||");
	reads("a line break within quotation marks",
	    "Name;Notiz;Handy\nMaria Mayr;\"a;\nb\";0664 1234567\n"
	    "Franz Huber;;0664 7654321\n",
	    "2 Maria Mayr||+436641234567||\n"
	    "4 Franz Huber||+436647654321||");
	reads("a word that is not no means no SMS",
	    "Name;Handy;keine SMS\nA B;0664 1234567;nicht!\n"
	    "C D;0664 1234568;Nein\nE F;0664 1234569;\n",
	    "2 A B||+436641234567||none\n3 C D||+436641234568||sms\n"
	    "4 E F||+436641234569||sms");
}

static void
test_doubles(void)
{
	reads("two of one name are two",
	    PAIR "Maria Mayr;0664 1234567\nMayr Maria;0664 7654321\n",
	    "2 Maria Mayr||+436641234567|||namesake\n"
	    "3 Mayr Maria||+436647654321|||namesake");
	reads("the same line again is the same person",
	    PAIR "Maria Mayr;0664 1234567\nMaria Mayr;0664/1234567\n",
	    "2 Maria Mayr||+436641234567||\n3 ");
	reads("... whoever stands there twice",
	    PAIR "Maria Mayr;0664 1234567\nMaria Mayr;0664 1234567\n"
		 "Maria Mayr;0664 7654321\n",
	    "2 Maria Mayr||+436641234567|||namesake\n3 \n"
	    "4 Maria Mayr||+436647654321|||namesake");
	reads("a customer number twice",
	    "Name;Handy;Kundennr\nMaria Mayr;0664 1234567;K-1\n"
	    "Franz Huber;0664 7654321;k1\n",
	    "2 Maria Mayr|K-1|+436641234567||\n"
	    "3 !this customer number stands in line 2 too, which counts");
	reads("... and its wish for no SMS",
	    "Name;Handy;Kundennr;keine SMS\nMaria Mayr;0664 1234567;1;\n"
	    "Maria Mayr;0664 1234567;1;x\n",
	    "2 Maria Mayr|1|+436641234567||none\n3 ");
	reads("two of one name and number, by their customer numbers",
	    "Name;Handy;Kundennr\nMaria Mayr;0664 1234567;1\n"
	    "Maria Mayr;0664 1234567;2\nMaria Mayr;0664 1234567;\n",
	    "2 Maria Mayr|1|+436641234567|||namesake\n"
	    "3 Maria Mayr|2|+436641234567|||namesake\n4 ");
}

#define CARD "BEGIN:VCARD\r\nVERSION:3.0\r\n"

static void
test_vcard(void)
{
	reads("version 3: the mobile number",
	    CARD "N:Mayr;Maria;;Dr.;\r\nFN:Dr. Maria Mayr\r\n"
		 "TEL;TYPE=HOME,VOICE:+43 1 5331234\r\n"
		 "TEL;TYPE=CELL:0664\r\n  1234567\r\n"
		 "X-KUNDENNUMMER:4711\r\nX-SPRACHE:en\r\nUID:abc\r\n"
		 "END:VCARD\r\n",
	    "1 Dr. Maria Mayr|4711|+436641234567|en|");
	reads("version 4, several, with a preferred mobile number",
	    "BEGIN:VCARD\nVERSION:4.0\nFN:Maria Mayr\n"
	    "TEL;VALUE=uri;TYPE=\"cell,voice\":tel:+43-664-1234567;ext=1\n"
	    "item1.TEL;VALUE=uri;TYPE=\"cell\";PREF=1:tel:+43-664-7654321\n"
	    "LANG;PREF=1:fr\nLANG;PREF=2:de\nEND:VCARD\n\n"
	    "begin:vcard\nversion:4.0\nfn:Huber\\, Franz\n"
	    "tel:06601234567\nX-Keine-SMS:ja\nend:vcard\n",
	    "1 Maria Mayr||+436647654321|fr|\n"
	    "10 Huber, Franz||+436601234567||none");
	reads("a number abroad that the card calls mobile goes before ours",
	    CARD "FN:Jean Dupont\nTEL:0664 1234567\n"
		 "TEL;TYPE=cell:+12025550123\nEND:VCARD",
	    "1 Jean Dupont||+12025550123||");
	reads("N where there is no FN, fax and photo apart",
	    CARD "N:Mayr;Anna;Maria;;\nTEL;TYPE=FAX:0664 1111111\n"
		 "PHOTO;ENCODING=b:AAAA\n BBBB\nTEL:+43 664 1234567\n"
		 "END:VCARD\n",
	    "1 Anna Maria Mayr||+436641234567||");
	reads("a card of version 2.1, one cut off, a group and nobody",
	    "BEGIN:VCARD\nVERSION:2.1\nFN:A B\nEND:VCARD\n" CARD
	    "FN:Maria Mayr\nTEL:0664 1234567\n" CARD
	    "KIND:group\nFN:Alle\nEND:VCARD\n" CARD "END:VCARD\n",
	    "1 A B||||!it is a vCard of version 2.1: export it as 3.0 or "
	    "4.0\n"
	    "5 Maria Mayr||+436641234567||!the card has no END:VCARD\n"
	    "14 !there is no name");
	reads("one UID twice",
	    CARD "UID:x\nFN:Maria Mayr\nTEL:0664 1234567\nEND:VCARD\n" CARD
		 "UID:x\nFN:Maria Huber\nTEL:0664 1234567\nEND:VCARD\n",
	    "1 Maria Mayr||+436641234567||\n"
	    "7 !this UID stands in line 1 too, which counts");
}

/* A contact's language chooses the text's, and what stands in it. */
static void
test_language(void)
{
	struct rule_text texts[] = { { (char[]){ "de" }, (char[]){ "Hallo" } },
		{ (char[]){ "en" }, (char[]){ "Hello" } } };
	const struct rule r = { .texts = texts, .n_texts = 2 };
	const struct rule one = { .texts = texts + 1, .n_texts = 1 };
	const struct rule none = { .n_texts = 0 };
	const char *used;

	SAME(rule_text_in(&r, "en", "de", &used), "Hello", "its own");
	SAME(used, "en", "... language");
	SAME(rule_text_in(&r, "en-GB", "de", &used), "Hello", "of a region");
	SAME(used, "en-GB", "... with its dates");
	SAME(rule_text_in(&r, "fr", "de-AT", &used), "Hallo",
	    "else the company's");
	SAME(used, "de-AT", "... with the company's dates");
	SAME(rule_text_in(&one, "fr", "de", &used), "Hello", "else any");
	SAME(used, "en", "... with its own dates");
	OK(rule_text_in(&none, "fr", "de", &used) == NULL, "else the built-in");
}

/* What is hostile takes no time. */
static void
test_hostile(void)
{
	static const char *const parts[] = { "\"", "\"\n", ";", "\"a\";b\n",
		"BEGIN:VCARD\n", "FN:a\n", "\n", "\n ", "\xff", "a\\", ",,\n",
		"BEGIN:VCARD\nTEL:1\n" };
	enum { LONG = 256 * 1024 };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct buf b = BUF_INIT;
		buf_str(&b, i % 2 == 0 ? PAIR : CARD);
		while (b.n < LONG)
			buf_str(&b, parts[i]);
		char *got = read_file(b.v, b.n);
		t_ok(got != NULL, __FILE__, __LINE__,
		    "a quarter of a megabyte, %zu", i);
		free(got);
		buf_free(&b);
	}
}

int
main(void)
{
	test_same();
	test_other();
	test_none();
	test_keys();
	test_csv();
	test_bad_lines();
	test_doubles();
	test_vcard();
	test_language();
	test_hostile();
	return t_done();
}
