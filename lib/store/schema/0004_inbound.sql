-- SPDX-License-Identifier: ISC
-- What replies mean (R4, R5), and mail to the company (X8).

-- A company's own words.
CREATE TABLE keyword (
    company_id INTEGER NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    word       TEXT    NOT NULL,             -- letters and digits alone, small
    means      TEXT    NOT NULL              -- none: a built-in word that does
               CHECK (means IN ('none', 'stop', 'start', 'yes', 'no')),
                                             -- not count here
    PRIMARY KEY (company_id, word)
) STRICT, WITHOUT ROWID;

ALTER TABLE reply ADD COLUMN meaning TEXT NOT NULL DEFAULT 'none'
    CHECK (meaning IN ('none', 'stop', 'start', 'yes', 'no'));
                                             -- of its text (R5)
ALTER TABLE reply ADD COLUMN answered_start_at INTEGER;
                                             -- yes or no: to that start

-- A recipient's yes or no to the start that the appointment has.  A move
-- clears it, and is one when the change is told (changed_at): a zone that is
-- repaired moves nothing.
ALTER TABLE recipient ADD COLUMN answer TEXT CHECK (answer IN ('yes', 'no'));

CREATE TRIGGER recipient_answer
AFTER UPDATE OF start_at ON appointment
WHEN new.start_at <> old.start_at AND new.changed_at <> old.changed_at
BEGIN
    UPDATE recipient SET answer = NULL
     WHERE appointment_id = new.id AND answer IS NOT NULL;
END;

-- A mail that is owed to a company, at least once.
CREATE TABLE mail (
    id         INTEGER PRIMARY KEY,
    key        TEXT    NOT NULL UNIQUE,      -- what it is about: reply/17
    company_id INTEGER NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    subject    TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    claimed_at INTEGER,                      -- the last try began
    tries      INTEGER NOT NULL DEFAULT 0,
    next_at    INTEGER NOT NULL,             -- not tried before
    sent_at    INTEGER,                      -- sendmail took it
    ended_at   INTEGER                       -- given up
) STRICT;

CREATE INDEX mail_open ON mail (next_at)
    WHERE sent_at IS NULL AND ended_at IS NULL;
