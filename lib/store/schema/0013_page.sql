-- SPDX-License-Identifier: ISC
-- What a page of a list asks for, behind a million messages.

-- Those of a calendar, and of them those that are a message of their own, are
-- found and counted without a look at each.
DROP INDEX message_due;
CREATE INDEX message_due ON message (send_at, calendar_id, with_id)
    WHERE state = 'planned';

-- The other states, each in order of time; what is planned costs it nothing.
DROP INDEX message_claimed;
CREATE INDEX message_past ON message (state, due_at, calendar_id)
    WHERE state <> 'planned';

CREATE INDEX reply_company ON reply (company_id, received_at);
CREATE INDEX reply_received ON reply (received_at);
