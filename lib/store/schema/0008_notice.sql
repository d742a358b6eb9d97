-- SPDX-License-Identifier: ISC
-- Notices to companies (X8): what a practice must know is mailed once a cause
-- and at most daily.

-- A cause that is there, or was within the last day.
CREATE TABLE cause (
    id         INTEGER PRIMARY KEY,
    company_id INTEGER NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    kind       TEXT    NOT NULL
               CHECK (kind IN ('feed', 'mass', 'account', 'messages', 'daily')),
    about      TEXT    NOT NULL,             -- which of the company's: a
                                             -- calendar's id, an account
    seen_at    INTEGER,                      -- there since then; NULL: over
    told_at    INTEGER,                      -- last mailed; NULL: not yet
    UNIQUE (company_id, kind, about)
) STRICT;

-- The state of a message that its company was told of, or need not be.
ALTER TABLE message ADD COLUMN told TEXT;

UPDATE message SET told = state
 WHERE state IN ('expired', 'unsure', 'failed', 'undelivered');

CREATE INDEX message_untold ON message (company_id, reason, due_at)
    WHERE state IN ('held', 'expired', 'unsure', 'failed', 'undelivered')
      AND told IS NOT state;

CREATE INDEX feed_failing ON feed (error_at) WHERE error_at IS NOT NULL;

-- When to mail the appointments of tomorrow that will get no SMS, in the
-- company's zone: 16:00; NULL: not wanted.
ALTER TABLE company ADD COLUMN daily_list TEXT;
