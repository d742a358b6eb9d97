/* SPDX-License-Identifier: ISC */
#include "domain/keyword_table.h"

#include <string.h>

#include "util/str.h"

/*
 * Words that people also use when they put an appointment off are no stop
 * words here, though they are elsewhere: cancel, end, quit.
 */
const struct keyword_row keyword_table[] = {
	{ "", KEYWORD_STOP, true, " stop stopall unsubscribe " },
	{ "", KEYWORD_START, false, " start unstop subscribe " },

	{ "de", KEYWORD_STOP, true, " abmelden abbestellen " },
	{ "de", KEYWORD_START, false, " anmelden " },
	{ "de", KEYWORD_STOP, false,
	    " stopsms keinesms keinesmsmehr smsstop bittestop austragen " },
	{ "de", KEYWORD_YES, false,
	    " ja jawohl jo jep yep ok okay passt bestaetigt bestaetige "
	    "bestaetigen zusage jagerne jadanke japasst jaok okdanke "
	    "okpasst passtdanke jakomme ichkomme " },
	{ "de", KEYWORD_NO, false,
	    " nein noe nee absage absagen abgesagt storno stornieren "
	    "neindanke leidernein leidernicht " },

	{ "en", KEYWORD_STOP, false, " optout nosms stopsms " },
	{ "en", KEYWORD_YES, false,
	    " yes yep yeah yup ok okay sure confirm confirmed yesplease "
	    "yesthanks yesthankyou " },
	{ "en", KEYWORD_NO, false,
	    " no nope cancel cancelled canceled nothanks nothankyou nosorry "
	    "sorryno " },

	{ "fr", KEYWORD_STOP, true, " desabonner desinscrire desinscription " },
	{ "fr", KEYWORD_START, false, " abonner " },
	{ "fr", KEYWORD_STOP, false, " arret stopsms " },
	{ "fr", KEYWORD_YES, false,
	    " oui ok okay daccord ouimerci confirme jeconfirme " },
	{ "fr", KEYWORD_NO, false, " non nonmerci annuler annule " },

	{ "it", KEYWORD_STOP, true, " cancellami disiscrivimi " },
	{ "it", KEYWORD_STOP, false, " stopsms " },
	{ "it", KEYWORD_YES, false,
	    " si ok okay certo vabene confermo sigrazie " },
	{ "it", KEYWORD_NO, false, " no nograzie annulla annullare disdico " },

	{ "es", KEYWORD_STOP, false, " baja darmedebaja stopsms " },
	{ "es", KEYWORD_YES, false,
	    " si ok okay vale deacuerdo claro confirmo confirmado "
	    "sigracias " },
	{ "es", KEYWORD_NO, false, " no nogracias cancelar anular " },

	{ "nl", KEYWORD_STOP, true, " afmelden uitschrijven " },
	{ "nl", KEYWORD_START, false, " aanmelden " },
	{ "nl", KEYWORD_STOP, false, " geensms stopsms " },
	{ "nl", KEYWORD_YES, false,
	    " ja jawel ok okay oke prima akkoord jabedankt jadankje " },
	{ "nl", KEYWORD_NO, false,
	    " nee neen neebedankt needankje annuleren afzeggen " },

	{ "pl", KEYWORD_STOP, true, " wypisz " },
	{ "pl", KEYWORD_STOP, false, " rezygnuje stopsms " },
	{ "pl", KEYWORD_YES, false,
	    " tak ok okay potwierdzam dobrze takdziekuje " },
	{ "pl", KEYWORD_NO, false,
	    " nie niedziekuje odwoluje anuluj anuluje " },

	{ "hu", KEYWORD_STOP, true, " leiratkozom leiratkozas " },
	{ "hu", KEYWORD_YES, false, " igen ok oke rendben megerositem " },
	{ "hu", KEYWORD_NO, false, " nem nemkoszonom lemondom " },

	{ "cs", KEYWORD_STOP, true, " odhlasit " },
	{ "cs", KEYWORD_STOP, false, " odhlasuji stopsms " },
	{ "cs", KEYWORD_YES, false,
	    " ano jo ok okay dobre potvrzuji anodekuji " },
	{ "cs", KEYWORD_NO, false, " ne nedekuji zrusit rusim " },

	{ "hr", KEYWORD_STOP, true, " odjava odjavi " },
	{ "hr", KEYWORD_STOP, false, " odjavljujem stopsms " },
	{ "hr", KEYWORD_YES, false,
	    " da ok okay moze uredu potvrdujem dahvala " },
	{ "hr", KEYWORD_NO, false, " ne nehvala otkazujem otkazi " },

	{ "sl", KEYWORD_STOP, true, " odjava " },
	{ "sl", KEYWORD_STOP, false, " odjavljam " },
	{ "sl", KEYWORD_YES, false,
	    " da ja ok okay velja vredu potrjujem dahvala " },
	{ "sl", KEYWORD_NO, false, " ne nehvala odpovedujem preklic " },

	{ "tr", KEYWORD_STOP, false, " dur ret " },
	{ "tr", KEYWORD_YES, false,
	    " evet tamam olur ok okey onayliyorum evettesekkurler " },
	{ "tr", KEYWORD_NO, false,
	    " hayir iptal hayirtesekkurler gelemiyorum " },
};

const size_t keyword_table_rows =
    sizeof(keyword_table) / sizeof(keyword_table[0]);

/* "Sto arrivando", "što", a hundred: a letter less than stop. */
static const struct {
	const char *languages, *word;
} others[] = {
	{ " it pl cs hr sl ", "sto" },
	{ " cs ", "neni" },
	{ " pl ", "dobre" },
};

bool
keyword_is_other(const char *language, const char *word)
{
	char key[8];
	size_t n = language != NULL ? strcspn(language, "-_") : 0;

	if (n == 0 || n > sizeof(key) - 3)
		return false;
	key[0] = ' ';
	memcpy(key + 1, language, n);
	key[n + 1] = ' ';
	key[n + 2] = '\0';
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (str_eq(others[i].word, word) &&
		    strstr(others[i].languages, key) != NULL)
			return true;
	return false;
}
