-- SPDX-License-Identifier: ISC
-- Backups.

-- In a copy that 'backup' wrote: when; NULL: it is no copy.
ALTER TABLE installation ADD COLUMN backup_at INTEGER;
