#!/bin/sh
# SPDX-License-Identifier: ISC
# P15: another text for some appointments, none for others, and messages of
# all-day ones, through the chain.
. "${0%/*}/lib.sh"

cat >smscal.conf <<'!'
name: test
database: smscal.db
fetch: {directories: [.]}
gateways:
  file: {path: outbox.jsonl}
!
SMSCAL_CONF=$T/smscal.conf SMSCAL_NOW=2026-11-23T09:00:00+01:00
export SMSCAL_CONF SMSCAL_NOW

cat >calendar.ics <<'!'
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:plain
DTSTART;TZID=Europe/Vienna:20261126T100000
DTEND;TZID=Europe/Vienna:20261126T103000
SUMMARY:Maria Mayr\, +43 664 1234567
END:VEVENT
BEGIN:VEVENT
UID:again
DTSTART;TZID=Europe/Vienna:20261126T110000
DTEND;TZID=Europe/Vienna:20261126T113000
SUMMARY:Nachkontrolle Franz Huber\, +43 660 7654321
END:VEVENT
BEGIN:VEVENT
UID:intern
DTSTART;TZID=Europe/Vienna:20261126T120000
DTEND;TZID=Europe/Vienna:20261126T123000
SUMMARY:Anna Gruber\, +43 699 10203040
DESCRIPTION:INTERN: Nachkontrolle
END:VEVENT
BEGIN:VEVENT
UID:day
DTSTART;VALUE=DATE:20261127
SUMMARY:Jean Dupont\, +33 6 12 34 56 78
END:VEVENT
END:VCALENDAR
!
planned() {
	smscal-plan && sql "SELECT phone, state, text FROM message
	    WHERE kind = 'reminder' ORDER BY phone, id" >planned
}

smscal-admin -q init --test >/dev/null &&
	smscal-admin company add acme --name Praxis --zone Europe/Vienna &&
	smscal-admin calendar add acme/o "$T/calendar.ics" &&
	smscal-admin rule set acme reminder --text 'Termin {date}' || exit 1

ok 'a rule that is off for what is internal' run 0 smscal-admin rule add \
	acme reminder --condition 'intern'
ok '... is made, and switched off' run 0 smscal-admin rule disable acme \
	reminder --condition 'intern'
ok 'a text for a kind of appointment' run 0 smscal-admin rule set acme \
	reminder --condition 'title Nachkontrolle' --text 'Kontrolle {date}'
ok 'one for all-day appointments' run 0 smscal-admin rule set acme \
	reminder --condition all-day --text 'Ganztags {date}{time}'
ok 'a bad condition' run 64 smscal-admin rule set acme reminder \
	--condition 'title' --text x
ok '... says what is allowed' same err <<'!'
smscal-admin: --condition: 'title' is no condition; allowed are words, also behind title, location or description, all-day, weekdays like mon-fri, confirmed, and any of them behind not
!
smscal-admin rule list acme/o --json >list.json
ok 'the list says them in their order' is \
	'["intern","title Nachkontrolle","all-day",null]' \
	"$(sqlite3 :memory: "SELECT json_group_array(value ->> 'condition')
	    FROM json_each(CAST(readfile('list.json') AS TEXT))
	   WHERE value ->> 'kind' = 'reminder'")"
ok 'show finds the one' run 0 smscal-admin rule show acme reminder \
	--condition all-day
ok '... by its condition' grep -q 'Ganztags' out

smscal-fetch && smscal-diff && planned
ok 'each has its text, what is internal none' same planned <<'!'
+33612345678|planned|Ganztags 27.11.2026
+436607654321|planned|Kontrolle 26.11.2026
+436641234567|planned|Termin 26.11.2026
!
ok 'the internal one becomes another' run 0 smscal-admin rule enable acme \
	reminder --condition intern
planned
ok '... and is planned for' is 4 "$(wc -l <planned | tr -d ' ')"
ok 'removing a rule gives way to the next' run 0 smscal-admin rule remove \
	acme reminder --condition 'title Nachkontrolle' --force
planned
ok '... whose text it has now' grep -q \
	'+436607654321|planned|Termin 26.11.2026' planned

done_testing
