/* SPDX-License-Identifier: ISC */
#include "domain/cancelled.h"

#include <stddef.h>
#include <string.h>

#include "util/str.h"

/* As Outlook and Exchange write them, without the colon. */
static const char *const words[] = {
	"Abgesagt",     /* de */
	"Abgebrochen",  /* de, older */
	"Canceled",     /* en-US */
	"Cancelled",    /* en-GB */
	"Annulé",       /* fr */
	"Annullato",    /* it */
	"Cancelado",    /* es, pt */
	"Cancelada",    /* es, pt */
	"Geannuleerd",  /* nl */
	"Odwołane",     /* pl */
	"Anulowano",    /* pl, older */
	"Lemondva",     /* hu */
	"Törölve",      /* hu */
	"Zrušeno",      /* cs */
	"Otkazano",     /* hr */
	"Odpovedano",   /* sl */
	"Preklicano",   /* sl */
	"İptal Edildi", /* tr */
	"İptal",        /* tr */
};

bool
cancelled_title(const char *title)
{
	while (*title == ' ')
		title++;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);
		const char *s = title + n;

		if (!str_istarts(title, words[i]))
			continue;
		/* French sets a blank, also a no-break one, before it. */
		if (strncmp(s, "\xc2\xa0", 2) == 0)
			s += 2;
		else if (*s == ' ')
			s++;
		if (*s == ':')
			return true;
	}
	return false;
}
