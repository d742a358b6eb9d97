-- SPDX-License-Identifier: ISC
-- Limits (P12): how many messages a day, and where to.  NULL: ask the next
-- level up (calendar, branch, company, built in); -1: no limit.  A message
-- that exceeds one is held, with the reason 'limit', and plan looks at it
-- again at its send_at.

ALTER TABLE company ADD COLUMN limit_recipient INTEGER
    CHECK (limit_recipient = -1 OR limit_recipient > 0); -- to one number
ALTER TABLE company ADD COLUMN limit_company INTEGER
    CHECK (limit_company = -1 OR limit_company > 0);     -- of all of it
ALTER TABLE company ADD COLUMN countries TEXT;           -- '43 49', or 'all'

ALTER TABLE branch ADD COLUMN limit_recipient INTEGER
    CHECK (limit_recipient = -1 OR limit_recipient > 0);
ALTER TABLE branch ADD COLUMN countries TEXT;

ALTER TABLE calendar ADD COLUMN limit_recipient INTEGER
    CHECK (limit_recipient = -1 OR limit_recipient > 0);
ALTER TABLE calendar ADD COLUMN countries TEXT;

CREATE INDEX message_limit ON message (calendar_id, send_at)
    WHERE state = 'held' AND reason = 'limit';
-- What a company has handed over on a day.
CREATE INDEX message_day ON message (company_id, claimed_at)
    WHERE claimed_at IS NOT NULL;
