/* SPDX-License-Identifier: ISC */
#include "domain/template.h"

#include <string.h>

#include "util/str.h"

/*
 * Confirmations list {dates}, since one may stand for several appointments
 * (P16).  No {day}: these texts stay true.  Where a language allows it, they
 * are GSM 7 bit.
 */
static const struct {
	const char *lang;
	const char *text[KIND_COUNT];
} texts[] = {
	{ "en",
	    {
		[KIND_CONFIRMATION] = ("Hello {name}, your appointment at "
				       "{company} is booked: {dates}"),
		[KIND_REMINDER] = ("Hello {name}, a reminder of your "
				   "appointment at {company}: {weekday}, "
				   "{date}, {time}."),
		[KIND_RESCHEDULED] = ("Hello {name}, your appointment at "
				      "{company} has been moved. The new time "
				      "is {weekday}, {date}, {time}."),
		[KIND_FEEDBACK] = ("Hello {name}, thank you for coming to "
				   "{company}. Were you happy with everything? "
				   "Just reply to this message."),
		[KIND_FOLLOWUP] =
		    ("Hello {name}, we would still like to hear "
		     "how your appointment at {company} on {date} "
		     "was. Just reply to this message."),
		[KIND_CANCELLATION] = ("Hello {name}, your appointment at "
				       "{company} on {weekday}, {date}, {time} "
				       "has been cancelled."),
	    } },
	{ "de",
	    {
		[KIND_CONFIRMATION] = ("Guten Tag {name}, Ihr Termin bei "
				       "{company} ist eingetragen: {dates}"),
		[KIND_REMINDER] = ("Guten Tag {name}, wir erinnern Sie an "
				   "Ihren Termin bei {company}: {weekday}, "
				   "{date}, {time} Uhr."),
		[KIND_RESCHEDULED] =
		    ("Guten Tag {name}, Ihr Termin bei "
		     "{company} wurde verschoben. Neuer Termin: "
		     "{weekday}, {date}, {time} Uhr."),
		[KIND_FEEDBACK] = ("Guten Tag {name}, danke f\u00FCr Ihren "
				   "Besuch bei {company}. Waren Sie zufrieden? "
				   "Antworten Sie einfach auf diese SMS."),
		[KIND_FOLLOWUP] =
		    ("Guten Tag {name}, wir w\u00FCssten noch "
		     "gern, wie Ihr Termin am {date} bei {company} "
		     "war. Antworten Sie einfach auf diese SMS."),
		[KIND_CANCELLATION] = ("Guten Tag {name}, Ihr Termin bei "
				       "{company} am {weekday}, {date}, {time} "
				       "Uhr wurde abgesagt."),
	    } },
	{ "fr",
	    {
		[KIND_CONFIRMATION] =
		    ("Bonjour {name}, votre rendez-vous chez "
		     "{company} est enregistr\u00E9 : {dates}"),
		[KIND_REMINDER] = ("Bonjour {name}, nous vous rappelons votre "
				   "rendez-vous chez {company} : {weekday} "
				   "{date} \u00E0 {time}."),
		[KIND_RESCHEDULED] =
		    ("Bonjour {name}, votre rendez-vous chez {company} a \u00E9t"
		     "\u00E9 d\u00E9plac\u00E9. Nouvelle date : {weekday} "
		     "{date} \u00E0 {time}."),
		[KIND_FEEDBACK] =
		    ("Bonjour {name}, merci de votre visite chez {company}. "
		     "Tout s'est bien pass\u00E9 ? R\u00E9pondez simplement "
		     "\u00E0 ce SMS."),
		[KIND_FOLLOWUP] =
		    ("Bonjour {name}, comment s'est pass\u00E9 votre rendez-vous "
		     "du {date} chez {company} ? Votre avis nous int\u00E9resse, "
		     "r\u00E9pondez simplement \u00E0 ce SMS."),
		[KIND_CANCELLATION] =
		    ("Bonjour {name}, votre rendez-vous chez {company} du "
		     "{weekday} {date} \u00E0 {time} a \u00E9t\u00E9 "
		     "annul\u00E9."),
	    } },
	{ "it",
	    {
		[KIND_CONFIRMATION] =
		    ("Buongiorno {name}, il Suo appuntamento presso {company} "
		     "\u00E8 registrato: {dates}"),
		[KIND_REMINDER] = ("Buongiorno {name}, Le ricordiamo il Suo "
				   "appuntamento presso {company}: {weekday} "
				   "{date}, ore {time}."),
		[KIND_RESCHEDULED] =
		    ("Buongiorno {name}, il Suo appuntamento presso {company} "
		     "\u00E8 stato spostato. Nuova data: {weekday} {date}, ore "
		     "{time}."),
		[KIND_FEEDBACK] =
		    ("Buongiorno {name}, grazie della Sua visita presso "
		     "{company}. Com'\u00E8 andata? Risponda semplicemente a "
		     "questo SMS."),
		[KIND_FOLLOWUP] =
		    ("Buongiorno {name}, com'\u00E8 andato l'appuntamento del "
		     "{date} presso {company}? La Sua opinione ci interessa: "
		     "risponda a questo SMS."),
		[KIND_CANCELLATION] =
		    ("Buongiorno {name}, il Suo appuntamento presso {company} di "
		     "{weekday} {date}, ore {time}, \u00E8 stato annullato."),
	    } },
	{ "es",
	    {
		[KIND_CONFIRMATION] =
		    ("Hola {name}, su cita en {company} queda "
		     "registrada: {dates}"),
		[KIND_REMINDER] = ("Hola {name}, le recordamos su cita en "
				   "{company}: {weekday} {date}, {time}."),
		[KIND_RESCHEDULED] =
		    ("Hola {name}, su cita en {company} cambia "
		     "de fecha. Nueva fecha: {weekday} {date}, "
		     "{time}."),
		[KIND_FEEDBACK] =
		    ("Hola {name}, gracias por venir a {company}. "
		     "\u00BFQu\u00E9 tal fue su cita? Puede "
		     "responder a este SMS."),
		[KIND_FOLLOWUP] = ("Hola {name}, nos sigue interesando "
				   "qu\u00E9 tal fue su cita del {date} en "
				   "{company}. Puede responder a este SMS."),
		[KIND_CANCELLATION] = ("Hola {name}, su cita en {company} del "
				       "{weekday} {date}, {time}, queda "
				       "cancelada."),
	    } },
	{ "nl",
	    {
		[KIND_CONFIRMATION] = ("Goedendag {name}, uw afspraak bij "
				       "{company} is genoteerd: {dates}"),
		[KIND_REMINDER] = ("Goedendag {name}, wij herinneren u aan uw "
				   "afspraak bij {company}: {weekday} {date}, "
				   "{time} uur."),
		[KIND_RESCHEDULED] = ("Goedendag {name}, uw afspraak bij "
				      "{company} is verzet. Nieuwe datum: "
				      "{weekday} {date}, {time} uur."),
		[KIND_FEEDBACK] = ("Goedendag {name}, bedankt voor uw bezoek "
				   "aan {company}. Was u tevreden? Beantwoord "
				   "gewoon deze sms."),
		[KIND_FOLLOWUP] = ("Goedendag {name}, wij horen nog graag hoe "
				   "uw afspraak van {date} bij {company} was. "
				   "Beantwoord gewoon deze sms."),
		[KIND_CANCELLATION] = ("Goedendag {name}, uw afspraak bij "
				       "{company} op {weekday} {date}, {time} "
				       "uur, is geannuleerd."),
	    } },
};

const char *
template_default(enum kind kind, const char *lang, const char **lang_used)
{
	size_t n = lang == NULL ? 0 : strcspn(lang, "-_.@");

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (n != strlen(texts[i].lang) ||
		    !str_istarts(lang, texts[i].lang))
			continue;
		if (lang_used != NULL)
			*lang_used = lang;
		return texts[i].text[kind];
	}
	if (lang_used != NULL)
		*lang_used = texts[0].lang;
	return texts[0].text[kind];
}
