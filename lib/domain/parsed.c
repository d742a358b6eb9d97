/* SPDX-License-Identifier: ISC */
#include "domain/parsed.h"

#include <stdlib.h>

void
parsed_free(struct parsed *p)
{
	for (size_t i = 0; i < p->n_events; i++) {
		struct parsed_event *ev = &p->events[i];
		free(ev->uid);
		free(ev->title);
		free(ev->name_text);
		free(ev->phone_text);
		free(ev->location);
		free(ev->description);
	}
	for (size_t i = 0; i < p->n_notes; i++)
		free(p->notes[i].text);
	free(p->events);
	free(p->occurrences);
	free(p->notes);
	*p = PARSED_INIT;
}
