-- SPDX-License-Identifier: ISC
-- The .ics files that messages have the address of (T5), and how far plan is
-- with them.

-- A file of one recipient of one appointment.  The row outlives both, for
-- the file has to go with them.
CREATE TABLE link (
    id             INTEGER PRIMARY KEY,
    appointment_id INTEGER REFERENCES appointment (id) ON DELETE SET NULL,
                                             -- NULL: it is gone, and the
                                             -- file has to go
    phone          TEXT    NOT NULL,         -- E.164
    token          TEXT    NOT NULL UNIQUE,  -- the file is TOKEN.ics
    sequence       INTEGER NOT NULL DEFAULT 0, -- rises with each change
    state          TEXT    NOT NULL CHECK (state IN ('live', 'cancelled')),
    digest         BLOB,                     -- SHA-256 of the file; NULL: not
                                             -- yet written
    stamp_at       INTEGER NOT NULL,         -- when it changed (DTSTAMP)
    remove_at      INTEGER NOT NULL,         -- the file goes
    UNIQUE (appointment_id, phone)
) STRICT;

CREATE INDEX link_remove ON link (remove_at);
CREATE INDEX link_orphan ON link (id) WHERE appointment_id IS NULL;

-- One row: is every file as the database has it?
CREATE TABLE link_sweep (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    swept_at INTEGER NOT NULL,               -- all files were looked at
    unsure   INTEGER NOT NULL CHECK (unsure IN (0, 1)), -- files are being
                                             -- written; still 1 at the next
                                             -- run: look at all
    error    TEXT                            -- why one could not be written,
                                             -- as it was told; NULL: none
) STRICT;

INSERT INTO link_sweep (id, swept_at, unsure) VALUES (1, 0, 0);
