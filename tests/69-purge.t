#!/bin/sh
# SPDX-License-Identifier: ISC
# purge: what is old goes, and nothing that keeps a second SMS from going.
. "${0%/*}/lib.sh"
. "$SRC/tests/practice.sh"

export SMSCAL_NOW=2025-06-17T09:00:00+02:00
counts() {
	sql "SELECT (SELECT count(*) FROM appointment),
		(SELECT count(*) FROM appointment WHERE title <> ''),
		(SELECT count(*) FROM recipient WHERE name <> ''),
		(SELECT count(*) FROM message),
		(SELECT count(*) FROM message WHERE text <> ''),
		(SELECT count(*) FROM reply), (SELECT count(*) FROM mail)"
}

event a 20250618 150000 'Maria Mayr\, +43 664 1234567' \
	DESCRIPTION:Knie LOCATION:Graz >events
feed <events >feed.ics
practice
chain
SMSCAL_NOW=2025-06-17T15:01:00+02:00
chain
sql "INSERT INTO reply (key, company_id, phone, text, received_at)
	VALUES ('a', 1, '+436641234567', 'Ja', 1750200000);
     INSERT INTO mail (key, company_id, subject, text, created_at, next_at,
	sent_at) VALUES ('a', 1, 's', 't', 1750200000, 0, 1),
	('b', 1, 's', 't', 1750200000, 0, NULL)"
ok 'all is there' is '1|1|1|1|1|1|2' "$(counts)"
event b 20260305 150000 'Ivo Novak\, +43 664 1234568' >>events
feed <events >feed.ics

# Nine months later somebody else has an appointment.
SMSCAL_NOW=2026-03-04T15:01:00+01:00
sql 'UPDATE feed SET next_at = 0, good_at = 1772600000'
ok 'months later' quiet chain
ok '... another' quiet chain
ok 'without an age' run 64 smscal-admin purge
ok '... is asked for one' same err <<'!'
smscal-admin: say how old: --older-than 730d; 30d is the least
!
ok 'too young' run 64 smscal-admin purge --older-than 7d
ok '... is refused' match '^smscal-admin: --older-than: ' err
sql .dump >before.sql
ok '-n' run 0 smscal-admin -n purge --older-than 90d
sql .dump >after.sql
ok '... changes nothing' cmp before.sql after.sql
ok '... but counts' same out <<'!'
would: remove 1 texts
would: remove 1 titles
would: remove 1 names
would: remove 1 replies
would: remove 1 mails
!
before=$(counts)
ok 'what is over for three months' quiet smscal-admin purge --older-than 90d
ok '... goes, and its key stays' is \
	"$(echo "$before" | awk -F'|' -v OFS='|' '{
		print $1, $2 - 1, $3 - 1, $4, $5 - 1, 0, 1 }')" "$(counts)"
ok '... a mail that waits, too' is b "$(sql 'SELECT key FROM mail')"
ok '... once' quiet smscal-admin -v purge --older-than 90d
ok '... and the chain has nothing to do' quiet chain

# Moved into the future: the key is there, the person is told as ever.
ok 'what is to come is whole' is 'Ivo Novak, +43 664 1234568' "$(sql "SELECT title
	FROM appointment WHERE uid = 'b'")"

# Two years later nothing is left of the first.
SMSCAL_NOW=2027-09-01T15:01:00+02:00
ok 'two years later' quiet smscal-admin purge --older-than 365d
ok '... all of it is gone' is 0 "$(sql 'SELECT count(*) FROM appointment
	WHERE end_at < 1788000000 - 400 * 86400')"
ok '... and its messages' is 0 "$(sql 'SELECT count(*) FROM message
	WHERE start_at < 1788000000 - 400 * 86400')"
ok '... the database is whole' is '' "$(sql 'PRAGMA foreign_key_check')"

# In slices, while others write.
sql "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
	WHERE i < 3000) INSERT INTO reply (key, company_id, phone, text,
	received_at) SELECT 'x' || i, 1, '+43', 't', 1 FROM n"
ok 'many' run 0 smscal-admin -v purge --older-than 365d
ok '... go' match '^remove 3000 replies$' out
done_testing
