-- SPDX-License-Identifier: ISC
-- Backups, and people who want to be forgotten.

-- In a copy that 'backup' wrote: when; NULL: it is no copy.
ALTER TABLE installation ADD COLUMN backup_at INTEGER;

-- Numbers whose person was erased, as HMAC-SHA256 by the installation's key:
-- they are not texted, and nobody reads from here who they were.
ALTER TABLE installation ADD COLUMN erasure_key BLOB;

CREATE TABLE erasure (
    hash      BLOB    PRIMARY KEY,
    erased_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
