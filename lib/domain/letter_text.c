/* SPDX-License-Identifier: ISC */
/* The words of all mails to companies, in German and in English. */
#include "domain/letter.h"
#include "util/str.h"

static const struct {
	const char *german, *english;
} texts[LETTER_TEXTS] = {
	[LETTER_REPLY] = { "SMS-Antwort von {1}", "SMS reply from {1}" },
	[LETTER_WROTE] = { "{1} hat geantwortet, am {2}:\n\n",
	    "{1} has answered, on {2}:\n\n" },
	[LETTER_ABOUT] = { "Das gilt dem Termin am {1}.\n",
	    "This is about the appointment on {1}.\n" },
	[LETTER_UNCLEAR] = { "Es ist nicht sicher, welchem Termin das gilt: "
			     "bitte nachsehen.\n",
	    "It is not certain which appointment this is about: please "
	    "look.\n" },
	[LETTER_STOP] = { "Diese Nummer bekommt von Ihnen keine SMS mehr, bis "
			  "sie START schreibt.\n",
	    "This number gets no more SMS from you until it writes START.\n" },
	[LETTER_START] = { "Diese Nummer bekommt wieder SMS.\n",
	    "This number gets SMS again.\n" },
	[LETTER_OPERATOR] = { "Diese Nummer bekommt weiterhin keine SMS: so "
			      "wurde es hier eingetragen.\n",
	    "This number still gets no SMS: it was entered so here.\n" },
	[LETTER_NO] = { "Zu diesem Termin kommen keine Erinnerung und keine "
			"Nachfrage mehr.\nIm Kalender steht er noch.\n",
	    "No reminder and no feedback request comes for it any more.\n"
	    "It still stands in the calendar.\n" },
	[LETTER_TRIAL] = { "Die SMS war zur Probe auf diese Nummer umgeleitet: "
			   "aus der Antwort folgt nichts.\n",
	    "The SMS had been redirected to this number for a trial: nothing "
	    "follows from\nthe answer.\n" },

	[LETTER_SUBJECT] = { "SMS-Erinnerungen: {1}", "SMS reminders: {1}" },
	[LETTER_SEVERAL] = { "{1} Hinweise", "{1} notices" },
	[LETTER_FEED] = { "Kalender {1} nicht lesbar",
	    "calendar {1} cannot be read" },
	[LETTER_FEED_SAYS] = { "Der Kalender {1} ist nicht zu lesen, seit "
			       "{2}:\n\n",
	    "The calendar {1} cannot be read, since {2}:\n\n" },
	[LETTER_FEED_MEANS] = { "Neue und geänderte Termine bekommen so keine "
				"SMS.  Nach 48 Stunden werden\nalle SMS dieses "
				"Kalenders zurückgehalten, denn sie könnten "
				"falsch sein.\n",
	    "New and changed appointments get no SMS so.  After 48 hours all "
	    "SMS of this\ncalendar are held, for they could be wrong.\n" },
	[LETTER_MASS] = { "viele Änderungen im Kalender {1}",
	    "many changes in the calendar {1}" },
	[LETTER_MASS_GONE] = { "Aus dem Kalender {1} sind viele Termine auf "
			       "einmal verschwunden.  Ihre SMS\nwarten 24 "
			       "Stunden, und Absagen gehen erst hinaus, wenn "
			       "das bestätigt ist.\n",
	    "Many appointments have gone from the calendar {1} at once.  Their "
	    "SMS wait for\n24 hours, and cancellations go out only when that "
	    "is confirmed.\n" },
	[LETTER_MASS_TOLD] = { "Im Kalender {1} sind viele Termine auf einmal "
			       "neu oder verschoben.  Die SMS\ndarüber "
			       "warten, bis das bestätigt ist; Erinnerungen "
			       "gehen weiter hinaus.\n",
	    "Many appointments in the calendar {1} are new or were moved at "
	    "once.  The SMS\nabout that wait until it is confirmed; reminders "
	    "still go out.\n" },
	[LETTER_MASS_PHONES] = { "Im Kalender {1} fehlen auf einmal die "
				 "Telefonnummern.  Vielleicht wird er nur\n"
				 "noch als „frei/belegt“ veröffentlicht: "
				 "bitte mit allen Details freigeben.\nBis "
				 "dahin warten die SMS.\n",
	    "The phone numbers are missing at once in the calendar {1}.  "
	    "Perhaps it is\npublished as free/busy only: please share it "
	    "with all details.  Until then the\nSMS wait.\n" },
	[LETTER_MASS_ACCEPT] = { "Wenn es so stimmt, bestätigt es, wer "
				 "smscal betreibt, mit\n\n    smscal-admin "
				 "calendar accept {1}\n",
	    "If it is right, whoever runs smscal confirms it by\n\n"
	    "    smscal-admin calendar accept {1}\n" },
	[LETTER_ACCOUNT] = { "Versand über {1} steht",
	    "{1} takes no messages" },
	[LETTER_ACCOUNT_SAYS] = { "Das SMS-Gateway {1} nimmt nichts an, seit "
				  "{2}:\n\n",
	    "The SMS gateway {1} takes nothing, since {2}:\n\n" },
	[LETTER_SENDER_SAYS] = { "Das SMS-Gateway nimmt den Absender {1} nicht "
				 "an, seit {2}:\n\n",
	    "The SMS gateway does not take the sender {1}, since {2}:\n\n" },
	[LETTER_ACCOUNT_MEANS] = { "Die SMS warten, und gehen hinaus, wenn es "
				   "behoben ist, solange sie dann noch\neinen "
				   "Sinn haben.\n",
	    "The SMS wait, and go out when that is mended, as far as they are "
	    "of use then.\n" },
	[LETTER_MESSAGES] = { "{1} SMS zum Nachsehen", "{1} SMS to look at" },
	[LETTER_HELD] = { "Zurückgehalten:\n", "Held back:\n" },
	[LETTER_EXPIRED] = { "Nicht gesendet, denn es war zu spät dafür:\n",
	    "Not sent, for it was too late for them:\n" },
	[LETTER_UNSURE] = { "Ungewiss, ob gesendet; sie gehen nicht von selbst "
			    "noch einmal hinaus:\n",
	    "Not certain whether they were sent; they do not go again by "
	    "themselves:\n" },
	[LETTER_FAILED] = { "Vom SMS-Gateway nicht angenommen:\n",
	    "Not taken by the SMS gateway:\n" },
	[LETTER_UNDELIVERED] = { "Nicht zugestellt:\n", "Not delivered:\n" },
	[LETTER_MESSAGE] = { "    {1}, Termin am {2}",
	    "    {1}, appointment on {2}" },
	[LETTER_MORE] = { "    und {1} weitere\n", "    and {1} more\n" },
	[LETTER_IS_STALE] = { "der Kalender ist seit 48 Stunden nicht zu lesen",
	    "the calendar could not be read for 48 hours" },
	[LETTER_IS_TOO_LONG] = { "der Text ist zu lang",
	    "the text is too "
	    "long" },
	[LETTER_IS_LIMIT] = { "ein Limit: mehr SMS, als erlaubt sind, oder "
			      "ein anderes Land",
	    "a limit: more SMS than are allowed, or another country" },
	[LETTER_IS_RESTORED] = { "eine Sicherung wurde eingespielt: vielleicht "
				 "schon gesendet",
	    "a backup was restored: perhaps it was sent" },

	[LETTER_DAILY] = { "morgen {1} ohne SMS", "{1} without SMS tomorrow" },
	[LETTER_DAILY_SAYS] = { "Diese Termine am {1} bekommen keine SMS:\n\n",
	    "These appointments on {1} get no SMS:\n\n" },
	[LETTER_ALL_DAY] = { "ganztägig", "all day" },
	[LETTER_PAUSED] = { "der Versand ist angehalten",
	    "the sending is paused" },
	[LETTER_NO_PHONE] = { "keine Telefonnummer, an die SMS gehen",
	    "no phone number that gets SMS" },
	[LETTER_NO_SMS] = { "#nosms", "#nosms" },
	[LETTER_OPTED_OUT] = { "die Nummer will keine SMS",
	    "the number wants no SMS" },
	[LETTER_DECLINED] = { "hat abgesagt", "has said no" },
	[LETTER_MISSING] = { "der Termin fehlt im Kalender",
	    "the appointment is missing in the calendar" },
	[LETTER_NO_MESSAGE] = { "keine Regel hat eine SMS dafür",
	    "no rule has a message for it" },
	[LETTER_IS_HELD] = { "die SMS wird zurückgehalten",
	    "its message is held back" },
	[LETTER_IS_CANCELLED] = { "die SMS wurde gestrichen",
	    "its message was cancelled" },
	[LETTER_IS_EXPIRED] = { "für die SMS war es zu spät",
	    "it was too late for its message" },
	[LETTER_IS_UNSURE] = { "ungewiss, ob die SMS gesendet wurde",
	    "not certain whether its message was sent" },
	[LETTER_IS_FAILED] = { "das SMS-Gateway nahm die SMS nicht an",
	    "the SMS gateway did not take its message" },
	[LETTER_IS_UNDELIVERED] = { "die SMS wurde nicht zugestellt",
	    "its message was not delivered" },
};

static void
put(struct buf *b, const char *s)
{
	buf_str(b, s != NULL ? s : "");
}

void
letter_put(struct buf *b, const char *language, enum letter_text t,
    const char *one, const char *two)
{
	const char *s =
	    str_istarts(language, "de") ? texts[t].german : texts[t].english;

	while (*s != '\0') {
		if (str_starts(s, "{1}") || str_starts(s, "{2}")) {
			put(b, s[1] == '1' ? one : two);
			s += 3;
		} else {
			buf_char(b, *s++);
		}
	}
}

void
letter_day(
    struct buf *b, const char *language, const struct zone *z, int64_t at)
{
	struct civil c = zone_civil(z, at);

	if (str_istarts(language, "de"))
		buf_fmt(b, "%02d.%02d.%04d", c.day, c.month, c.year);
	else
		buf_fmt(b, "%04d-%02d-%02d", c.year, c.month, c.day);
}

void
letter_time(
    struct buf *b, const char *language, const struct zone *z, int64_t at)
{
	struct civil c = zone_civil(z, at);

	letter_day(b, language, z, at);
	buf_fmt(b, " %02d:%02d", c.hour, c.minute);
}
