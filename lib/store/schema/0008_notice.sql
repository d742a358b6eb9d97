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
    WHERE state <> 'planned' AND state <> 'claimed' AND state <> 'sent'
      AND state <> 'delivered' AND state <> 'cancelled'
      AND told IS NOT state;                 -- a list of names would be made a
                                             -- table at every change of one

CREATE INDEX feed_failing ON feed (error_at) WHERE error_at IS NOT NULL;

-- When to mail the appointments of tomorrow that will get no SMS, in the
-- company's zone: 16:00; NULL: not wanted.
ALTER TABLE company ADD COLUMN daily_list TEXT;

-- Whom messages were redirected to (X11), when they answer.
CREATE INDEX attempt_redirect ON attempt (redirect, claimed_at)
    WHERE redirect IS NOT NULL;

-- A part of a long SMS, from a gateway that does not put them together: they
-- are a reply when all are there, or none has come for long.
CREATE TABLE reply_part (
    id          INTEGER PRIMARY KEY,
    key         TEXT    NOT NULL UNIQUE,     -- the vendor's id
    company_id  INTEGER REFERENCES company (id) ON DELETE CASCADE,
    gateway     TEXT    NOT NULL DEFAULT '', -- the account that it came by
    token_file  TEXT    NOT NULL DEFAULT '',
    phone       TEXT    NOT NULL,            -- who wrote, E.164
    address     TEXT    NOT NULL DEFAULT '', -- the number written to
    ref         TEXT    NOT NULL,            -- of the whole
    part        INTEGER NOT NULL CHECK (part >= 1),
    parts       INTEGER NOT NULL CHECK (parts >= part),
    text        TEXT    NOT NULL,
    received_at INTEGER NOT NULL,
    joined      INTEGER NOT NULL DEFAULT 0 CHECK (joined IN (0, 1))
) STRICT;

CREATE INDEX reply_part_open ON reply_part (phone) WHERE joined = 0;
