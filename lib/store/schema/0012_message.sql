-- SPDX-License-Identifier: ISC
-- As 0011_feed has it of other tables: a CHECK by a list of three or more makes
-- SQLite build a table at every row that is written, and a message is written
-- at each of its steps.  The same said with OR, the commonest first.

PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(sql,
    'kind IN (''confirmation'', ''reminder'', ''rescheduled'',
                                    ''feedback'', ''followup'', ''cancellation'')',
    'kind = ''reminder'' OR kind = ''feedback''
                        OR kind = ''confirmation'' OR kind = ''rescheduled''
                        OR kind = ''followup'' OR kind = ''cancellation'''),
    'state IN (''planned'', ''held'', ''cancelled'', ''expired'',
                                     ''claimed'', ''sent'', ''unsure'', ''failed'',
                                     ''delivered'', ''undelivered'')',
    'state = ''planned'' OR state = ''claimed''
                        OR state = ''sent'' OR state = ''delivered''
                        OR state = ''held'' OR state = ''cancelled''
                        OR state = ''expired'' OR state = ''unsure''
                        OR state = ''failed'' OR state = ''undelivered''')
 WHERE type = 'table' AND name = 'message';
UPDATE sqlite_schema SET sql = replace(sql,
    'outcome IN (''accepted'', ''transient'', ''hold'',
                                           ''permanent'', ''unknown'', ''released'')',
    'outcome = ''accepted'' OR outcome = ''transient''
                        OR outcome = ''hold'' OR outcome = ''permanent''
                        OR outcome = ''unknown'' OR outcome = ''released''')
 WHERE type = 'table' AND name = 'attempt';
PRAGMA writable_schema = RESET;
