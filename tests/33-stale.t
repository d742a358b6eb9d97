#!/bin/sh
# SPDX-License-Identifier: ISC
# F8: a feed that has been dead for two days holds its messages, until it is
# there again; after seven days its next body is a baseline.
. "${0%/*}/lib.sh"

cat >smscal.conf <<'!'
name: test
database: smscal.db
fetch: {directories: [.]}
gateways:
  file: {path: outbox.jsonl}
!
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_CONF

at() {
	SMSCAL_NOW="2026-11-$1:00+01:00"
	export SMSCAL_NOW
}

# event UID DAY TITLE
event() {
	printf 'BEGIN:VEVENT\nUID:%s\nDTSTART;TZID=Europe/Vienna:202611%sT1500' \
		"$1" "$2"
	printf '00\nDURATION:PT30M\nSUMMARY:%s\nEND:VEVENT\n' "$3"
}

feed() {
	{
		printf 'BEGIN:VCALENDAR\nVERSION:2.0\n'
		event maria 05 'Maria Mayr, +43 664 1234567'
		event franz 13 'Franz Huber, +43 660 7654321'
		[ $# = 0 ] || event "$@"
		printf 'END:VCALENDAR\n'
	} >calendar.ics
}

# chain [FETCH]: fetch ends with FETCH: 1 while the feed is dead, else 0.
chain() {
	run "${1-0}" smscal-fetch && run 0 smscal-diff && run 0 smscal-plan &&
		run 0 smscal-send && sql "SELECT phone, kind, state,
		    ifnull(reason, '') FROM message ORDER BY phone, kind" >states
}

sent() { wc -l <outbox.jsonl 2>/dev/null | tr -d ' '; }

at 02T10:00
feed
smscal-admin -q init --test >/dev/null &&
	smscal-admin company add acme --name Praxis --zone Europe/Vienna &&
	smscal-admin calendar add acme/o "$T/calendar.ics" || exit 1
ok 'two appointments are known' chain
ok '... and planned for' same states <<'!'
+436607654321|reminder|planned|
+436641234567|reminder|planned|
!
mv calendar.ics away.ics
at 02T10:10
ok 'the feed dies' chain 1
at 04T09:59
ok 'for less than 48 hours nothing happens' chain 1
ok '... to what is planned' not grep held states
at 04T10:10
ok 'then all waits' chain 1
ok '... the reminder that is due as well' same states <<'!'
+436607654321|reminder|held|stale
+436641234567|reminder|held|stale
!
ok '... and nothing has gone out' [ ! -s outbox.jsonl ]
sql .dump >before.sql
ok 'a second run of plan' run 0 smscal-plan
sql .dump >after.sql
ok '... writes nothing' cmp before.sql after.sql

mv away.ics calendar.ics
at 04T12:00
ok 'the feed is back' chain
ok '... the late reminder goes, for it is of use' same states <<'!'
+436607654321|reminder|planned|
+436641234567|reminder|sent|
!
ok '... once' is 1 "$(sent)"

mv calendar.ics away.ics
at 05T10:00
ok 'it dies again' chain 1
at 12T11:59
ok '... for more than seven days' chain 1
feed new 25 'Anna Gruber, +43 699 10203040'
at 12T13:00
ok 'and comes back with one more' chain
ok '... which is of a baseline: a reminder, no confirmation' same states <<'!'
+436607654321|reminder|sent|
+436641234567|reminder|sent|
+4369910203040|reminder|planned|
!

done_testing
