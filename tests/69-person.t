#!/bin/sh
# SPDX-License-Identifier: ISC
# person and erase: everything that is known about somebody, and nothing any
# more, not even in the free pages of the file.
. "${0%/*}/lib.sh"
. "$SRC/tests/practice.sh"
need sqlite3 python3

export SMSCAL_NOW=2025-06-17T09:00:00+02:00

# traces: the bytes of the person in the database's files.
traces() {
	cat smscal.db* | python3 -c '
import sys
data = sys.stdin.buffer.read()
print(sum(data.count(w.encode()) for w in
          ("6641234567", "664 1234567", "664/123 45 67", "Mayr")))'
}

{
	event a 20250618 150000 'Maria Mayr\, +43 664 1234567' \
		'DESCRIPTION:Knie links'
	event b 20250618 160000 'Ivo Novak\, +43 664 1234568'
	event land 20250618 163000 'Frau Wien 01 5123456'
	event c 20250627 100000 'Maria Mayr 0664/123 45 67' \
		'DESCRIPTION:Knie links'
} | feed >feed.ics
practice
printf 'name;phone;number\nMaria Mayr;+43 664 1234567;K-17\n' >contacts.csv
smscal-admin contact import acme contacts.csv >/dev/null
ok 'a chain' quiet chain
SMSCAL_NOW=2025-06-17T10:01:00+02:00
ok '... and what is due' quiet chain
sql "INSERT INTO reply (key, company_id, message_id, phone, text, received_at)
	SELECT 'k1', 1, id, phone, 'Danke, Maria Mayr', 1750147300
	  FROM message WHERE name = 'Maria Mayr' LIMIT 1"
sql "INSERT INTO reply_part (key, company_id, phone, ref, part, parts, text,
	received_at) VALUES ('p1', 1, '+436641234567', 'r', 1, 2, 'Ich',
	1750147300)"
smscal-admin optout add acme '+43 664 1234567' >/dev/null
echo 'from=%2B43 664 1234567&text=x' >spool/bad/1.req
echo 'from=%2B436641234568&text=y' >spool/bad/2.req

# --- what is known ----------------------------------------------------------

ok 'person' run 0 smscal-admin person '+43 664 1234567'
mv out known.json
ok '... tells of contact, messages and appointments' is \
	'+436641234567|Maria Mayr|2|sent|2|Knie links' \
	"$(json known.json '$.phone')|$(json known.json '$.contacts[0].name')|$(
	sqlite3 -batch :memory: "SELECT json_array_length(
		CAST(readfile('known.json') AS TEXT), '\$.messages')")|$(
	json known.json '$.messages[0].state')|$(
	sqlite3 -batch :memory: "SELECT json_array_length(
		CAST(readfile('known.json') AS TEXT), '\$.appointments')")|$(
	json known.json '$.titles[0].description')"
ok '... with every attempt' is file \
	"$(json known.json '$.messages[0].attempts[0].gateway')"
ok '... replies and the opt-out' is 'Danke, Maria Mayr|operator' \
	"$(json known.json '$.replies[0].text')|$(
	json known.json '$.optouts[0].source')"
ok '... and the calendar that has it' is 'acme/ordination|0' \
	"$(json known.json '$.calendars[0]')|$(json known.json '$.erased')"
ok 'a stranger' run 0 smscal-admin person '+43 664 9999999'
ok '... is unknown' is '[]|[]' "$(json out '$.messages')|$(
	json out '$.calendars')"
ok 'a short one, as people of the country write it' run 0 \
	smscal-admin person '+43 1 5123456'
ok '... is found in the calendar' is acme/ordination "$(json out '$.calendars[0]')"
ok 'one that has fewer digits alike' run 0 smscal-admin person '+43 2 5123456'
ok '... is not' is '[]' "$(json out '$.calendars')"
ok 'no number' run 64 smscal-admin person Maria
ok '... is told' match '^smscal-admin: Maria: ' err

# --- and forgotten ----------------------------------------------------------

ok 'without a yes' run 64 smscal-admin erase '+43 664 1234567'
ok '... nothing goes' same err <<'!'
smscal-admin: everything about +436641234567 goes, and there is no way back; --force does it all the same
!
sql .dump >before.sql
ok '-n' run 0 smscal-admin -n erase '+43 664 1234567'
sql .dump >after.sql
ok '... changes nothing' cmp before.sql after.sql
ok '... and leaves the spool' [ -e spool/bad/1.req ]
ok '... but counts' same out <<'!'
Would be erased:
  contacts      1
  replies       1
  reply_parts   1
  mails         0
  messages      2
  titles        2
  appointments  2
  optouts       1
  spool files   1
These calendars still have the person; it is not texted, but goes from here
only when it is taken out there:
  acme/ordination
!
ok 'erase' run 0 smscal-admin erase '+43 664 1234567' --force
ok '... tells what went, and proves it' same out <<'!'
Erased:
  contacts      1
  replies       1
  reply_parts   1
  mails         0
  messages      2
  titles        2
  appointments  2
  optouts       1
  spool files   1
The number is in no table any more.
These calendars still have the person; it is not texted, but goes from here
only when it is taken out there:
  acme/ordination
!
ok '... others are left' is 'Ivo Novak|1' "$(sql "SELECT name, count(*)
	FROM message")"
ok '... and their spool' is spool/bad/2.req "$(echo spool/bad/*)"

# The calendar is read again, and changes: it brings nobody back.
before=$(wc -l <outbox.jsonl)
SMSCAL_NOW=2025-06-18T10:05:00+02:00
smscal-admin calendar set acme/ordination --country-code 43
{
	event a 20250618 153000 'Maria Mayr\, +43 664 1234567'
	event b 20250618 160000 'Ivo Novak\, +43 664 1234568'
	event c 20250627 110000 'Maria Mayr 0664/123 45 67'
	event d 20250628 110000 'Maria Mayr 0664/123 45 67'
} | feed >feed.ics
ok 'the calendar changes' quiet chain
SMSCAL_NOW=2025-06-18T10:20:00+02:00
ok '... and settles' quiet chain
ok '... nothing is sent' is "$before" "$(wc -l <outbox.jsonl)"
ok '... and nobody known' is '0|0' "$(sql "SELECT
	(SELECT count(*) FROM recipient WHERE phone = '+436641234567'),
	(SELECT count(*) FROM appointment WHERE title LIKE '%Mayr%'
		OR title LIKE '%664%1234567%')")"

# Out of the calendar, too: not a byte is left.
event b 20250618 160000 'Ivo Novak\, +43 664 1234568' | feed >feed.ics
SMSCAL_NOW=2025-06-18T11:00:00+02:00
ok 'taken out of the calendar' quiet chain
SMSCAL_NOW=2025-06-18T12:00:00+02:00
ok '... for good' quiet chain
ok 'erase again' run 0 smscal-admin erase '+43 664 1234567' --force
ok '... no calendar has it' no_match 'calendars still' out
ok '... and the files have no byte of it' is 0 "$(traces)"
ok '... but of others' [ "$(grep -ac 6641234568 smscal.db)" -gt 0 ]
ok 'the hash tells nobody who it was' is '32|0' \
	"$(sql "SELECT length(hash), instr(hash, '664') FROM erasure")"

# --- allowed again ----------------------------------------------------------

ok 'allow again' quiet smscal-admin erase '+43 664 1234567' --allow-again
ok '... only what was erased' run 64 smscal-admin erase '+43 664 1234567' \
	--allow-again
ok '... says so' match '^smscal-admin: \+436641234567 was not erased$' err
{
	event b 20250618 160000 'Ivo Novak\, +43 664 1234568'
	event d 20250628 110000 'Maria Mayr 0664/123 45 67'
} | feed >feed.ics
SMSCAL_NOW=2025-06-18T12:30:00+02:00
ok 'a new appointment' quiet chain
SMSCAL_NOW=2025-06-18T12:40:00+02:00
ok '... is one' quiet chain
ok '... and confirmed' is sent "$(sql "SELECT state FROM message
	WHERE phone = '+436641234567' AND kind = 'confirmation'")"

# What is set up has the number: it is named, not erased.
smscal-admin redirect acme '+43 664 1234567'
ok 'erase what is redirected to' run 0 smscal-admin erase \
	'+43 664 1234567' --force
ok '... names it' match '^  company.redirect: 1$' out
smscal-admin redirect acme off

sql "UPDATE message SET state = 'claimed' WHERE name = 'Ivo Novak'"
ok 'what is being sent' run 75 smscal-admin erase '+43 664 1234568' --force
ok '... is waited for' match 'a message to .* is being sent: try again' err
done_testing
