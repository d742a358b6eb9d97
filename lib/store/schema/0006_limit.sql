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

-- By reason, too: of many that wait for one, few may wait for another.
DROP INDEX message_held;
CREATE INDEX message_held ON message (calendar_id, reason)
    WHERE state = 'held';
CREATE INDEX message_limit ON message (calendar_id, send_at)
    WHERE state = 'held' AND reason = 'limit';
-- What a company has handed over on a day.
CREATE INDEX message_day ON message (company_id, claimed_at)
    WHERE claimed_at IS NOT NULL;

-- Several dates in one confirmation (P16).  Each appointment has its own row,
-- with its own start, told or not; but one of them goes for all, and the
-- others go with it: what becomes of it becomes of them.
ALTER TABLE message ADD COLUMN with_id INTEGER
    REFERENCES message (id) ON DELETE SET NULL; -- it goes with that one
ALTER TABLE message ADD COLUMN dates INTEGER NOT NULL DEFAULT 1;
                                             -- appointments that its text
                                             -- tells, its own among them
CREATE INDEX message_with ON message (with_id) WHERE with_id IS NOT NULL;

CREATE TRIGGER message_together
AFTER UPDATE OF state, reason, claimed_at, sent_at, ended_at ON message
WHEN new.dates > 1
 AND (new.state, new.reason, new.claimed_at, new.sent_at, new.ended_at)
     IS NOT (old.state, old.reason, old.claimed_at, old.sent_at, old.ended_at)
BEGIN
    UPDATE message
       SET state = new.state, reason = new.reason,
           claimed_at = new.claimed_at, sent_at = new.sent_at,
           ended_at = new.ended_at, attempts = new.attempts
     WHERE with_id = new.id;
    UPDATE appointment SET replan = 1
     WHERE replan = 0 AND new.state <> old.state
       AND id IN (SELECT appointment_id FROM message WHERE with_id = new.id);
END;
