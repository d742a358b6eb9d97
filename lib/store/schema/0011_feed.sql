-- SPDX-License-Identifier: ISC
-- A feed that did not change, or nearly so, must cost next to nothing, and a
-- large one that is new little (D2).

-- The components of the last body, summed up by parts of the range of their
-- hashes: what is the same need not be read.  No row: compare them all.
CREATE TABLE feed_sum (
    calendar_id INTEGER PRIMARY KEY REFERENCES calendar (id) ON DELETE CASCADE,
    digest      BLOB    NOT NULL,            -- feed.digest that it belongs to
    parts       BLOB    NOT NULL             -- 16 bytes a part, in order
) STRICT;

-- For a list of three or more SQLite makes a table of its own, with every row
-- that is written: half of the time of an import.  The same said with OR
-- takes none.  An index is made anew; a CHECK is changed as SQLite's manual
-- has it for what changes no content ("Making Other Kinds Of Table Schema
-- Changes"), since a table that others refer to is not copied lightly.
DROP INDEX component_todo;
CREATE INDEX component_todo ON component (calendar_id) WHERE state <> 'known';

PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql,
    'kind IN (''calendar'', ''timezone'', ''event'')',
    'kind = ''event'' OR kind = ''timezone'' OR kind = ''calendar'''),
    'state IN (''new'', ''known'', ''bad'', ''missing'')',
    'state = ''new'' OR state = ''known'' OR state = ''bad'' OR state = ''missing''')
 WHERE type = 'table' AND name = 'component';
UPDATE sqlite_schema SET sql = replace(sql,
    'state IN (''live'', ''missing'', ''gone'')',
    'state = ''live'' OR state = ''missing'' OR state = ''gone''')
 WHERE type = 'table' AND name = 'appointment';
PRAGMA writable_schema = RESET;
