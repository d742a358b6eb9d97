#!/bin/sh
# SPDX-License-Identifier: ISC
# Mass changes of one body (D9) through the whole chain: what is rather a
# mistake sends nothing, beside one true move that is told; and what the
# operator accepts.
. "${0%/*}/lib.sh"
need sqlite3 python3

# event UID DAY HOUR TITLE
event() {
	printf 'BEGIN:VEVENT\nUID:%s\nDTSTAMP:20261101T000000Z\n' "$1"
	printf 'DTSTART;TZID=Europe/Vienna:202611%02dT%02d0000\n' "$2" "$3"
	printf 'DTEND;TZID=Europe/Vienna:202611%02dT%02d3000\n' "$2" "$3"
	printf 'SUMMARY:%s\nEND:VEVENT\n' "$4"
}
# people FROM TO [busy]: an event a day for these, at eight o'clock.
people() {
	p_i=$1
	while [ "$p_i" -le "$2" ]; do
		p_title="Person $p_i +43 664 10000$(printf %02d "$p_i")"
		event "e$p_i" $((p_i % 5 + 26)) $((p_i % 10 + 8)) \
			"${3-$p_title}"
		p_i=$((p_i + 1))
	done
}
# maria HOUR: the one that is beside it.
maria() { event maria 27 "$1" 'Maria Mayr +43 664 1234567'; }
# feed: standard input, as a calendar.
feed() {
	{
		printf 'BEGIN:VCALENDAR\nVERSION:2.0\n'
		cat
		printf 'END:VCALENDAR\n'
	} >feeds/next
	mv feeds/next feeds/basic.ics
}
# clock DAY TIME
clock() {
	SMSCAL_NOW="2026-11-$1T$2:00+01:00"
	export SMSCAL_NOW
}
# chain DIFF: every tool once, of which diff has that status; then came has
# what the gateway took, and said what diff told.
chain() {
	: >>outbox.jsonl
	wc -l <outbox.jsonl >was
	for c_tool in fetch diff plan send; do
		c_want=0
		[ "$c_tool" = diff ] && c_want=$1
		run "$c_want" "smscal-$c_tool" || return 1
		[ "$c_tool" = diff ] && cp err said
	done
	tail -n +$(($(cat was) + 1)) outbox.jsonl | python3 -c '
import json, sys
for l in sys.stdin:
    m = json.loads(l)
    print(m.get("to"), m.get("text", "")[:300].replace("\n", " "))' |
		sort >came
}
# sent N: so many in that run.
sent() { is "$1" "$(wc -l <came | tr -d ' ')"; }
silence() { chain 0 && sent 0 && same said </dev/null; }
# warned REGEX: nothing is sent, and diff says that once.
warned() {
	chain 1 && sent 0 && match "$1" said && is 1 "$(wc -l <said)" && silence
}
# states SQL: kind, state, reason and how many.
states() {
	sql "SELECT m.kind, m.state, ifnull(m.reason, ''), count(*)
	    FROM message m $1 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3" >states
	same states
}
# begin: a fresh installation at nine o'clock of the 23rd, with cancellations
# on, that knows what stands on standard input.
begin() {
	rm -rf feeds smscal.db* smscal.conf outbox.jsonl
	mkdir feeds
	cat >smscal.conf <<-!
		name: mass
		database: smscal.db
		fetch: {directories: [$T/feeds]}
		gateways:
		  file: {path: $T/outbox.jsonl}
	!
	SMSCAL_CONF=$T/smscal.conf
	export SMSCAL_CONF
	feed
	clock 23 09:00
	run 0 smscal-admin -q init --test &&
		run 0 smscal-admin company add acme --name Praxis \
			--zone Europe/Vienna &&
		run 0 smscal-admin calendar add acme/ordination \
			"$T/feeds/basic.ics" &&
		run 0 smscal-admin rule enable acme cancellation &&
		silence
}
accept() { quiet smscal-admin calendar accept acme/ordination "$@"; }
# These have been told of theirs, so that a cancellation would be due.
told() {
	sql "INSERT INTO message (key, company_id, calendar_id, appointment_id,
	        kind, phone, name, text, segments, start_at, due_at, send_at,
	        expires_at, state, appointment_rev, claimed_at, sent_at,
	        created_at)
	    SELECT 'told/' || a.id, 1, 1, a.id, 'confirmation', r.phone, r.name,
	        'x', 1, a.start_at, a.known_at, a.known_at, a.start_at, 'sent', 1,
	        a.known_at + 1, a.known_at + 1, a.known_at
	      FROM appointment a JOIN recipient r ON r.appointment_id = a.id"
}

# --- half of twenty gone, for two hours -------------------------------------------

twenty() { people 1 19 && maria 12; }
twenty >all
ok 'twenty are known' begin <all
ok '... and told' told
clock 23 10:00
{ people 11 19 && maria 14; } | feed
ok 'half of them gone, and one moved: it is said once' warned \
	'^smscal-diff: acme/ordination: many events are gone at once; messages wait; if it is right: smscal-admin calendar accept acme/ordination$'
ok '... what they would get waits' states "JOIN appointment a
    ON a.id = m.appointment_id AND a.state = 'missing'
    WHERE m.state <> 'sent'" <<'!'
reminder|held|mass|10
!
clock 23 10:06
ok '... the move is told' chain 0
ok '... to one' match '^\+?436641234567 .*14:00' came
ok '... alone' sent 1
clock 23 10:30
ok 'a good fetch proves nothing here' silence
smscal-admin calendar show acme/ordination --json >shown
ok 'the calendar says why' match '"note":"many events are gone at once' shown
clock 23 12:00
{ people 1 19 && maria 14; } | feed
ok 'two hours later all are back: nothing happened' silence
ok '... their messages are pending again' states "WHERE m.state <> 'sent'
    AND m.state <> 'cancelled'" <<'!'
reminder|planned||20
!
smscal-admin calendar show acme/ordination --json >shown
ok '... and the note has gone' match '"note":null' shown
ok '... with all that waited' is 0 \
	"$(sql 'SELECT count(*) FROM appointment WHERE mass <> 0')"
clock 24 12:00
ok 'a day later nothing but reminders' chain 0
ok '... no cancellation' not grep -q 'abgesagt' outbox.jsonl

# --- an empty calendar with status 200 ------------------------------------------

{ event a 28 10 'Eva Blau +43 664 5555551' &&
	event b 28 11 'Ida Rot +43 664 5555552'; } >two
ok 'two are known' begin <two
ok '... and told' told
clock 23 10:00
feed </dev/null
ok 'an empty calendar: all of two' warned 'many events are gone at once'
clock 23 11:00
ok '... an hour later they are not gone' silence
ok '... but missing' is 2 \
	"$(sql "SELECT count(*) FROM appointment WHERE state = 'missing'")"
clock 24 09:59
ok 'nearly a day later' silence
ok '... still' is 2 \
	"$(sql "SELECT count(*) FROM appointment WHERE state = 'missing'")"
clock 24 10:05
ok 'a day later' silence
ok '... they are gone' is 2 \
	"$(sql "SELECT count(*) FROM appointment WHERE state = 'gone'")"
ok '... and so are the reminders; who tells them waits' states \
	"WHERE m.state <> 'sent'" <<'!'
cancellation|held|mass|2
reminder|cancelled|the appointment is gone|2
!
clock 26 12:00
ok 'two days later they still wait' silence
ok 'accept' accept
ok '... again changes nothing' accept
ok '... now they are told' chain 0
ok '... both' sent 2

ok 'two are known' begin <two
ok '... and told' told
clock 23 10:00
feed </dev/null
ok 'an empty calendar' warned 'many events are gone at once'
clock 23 10:10
ok 'accepted at once, silently' accept --silent
ok '... nobody is told' silence
ok '... of what is gone' states "WHERE m.state <> 'sent'" <<'!'
reminder|cancelled|the appointment is gone|2
!
feed <two
clock 23 12:00
ok 'back: nothing is told either' silence

# One of two is a cancellation as any.
ok 'two are known' begin <two
ok '... and told' told
clock 23 10:00
event b 28 11 'Ida Rot +43 664 5555552' | feed
ok 'one of two gone is none of these' silence
clock 23 10:20
ok '... it is gone' silence
clock 23 10:30
ok '... and told' chain 0
ok '... alone' sent 1

# What the feed calls off in so many words waits too.
ok 'twenty are known' begin <all
ok '... and told' told
clock 23 10:00
sed 's/^END:VEVENT/STATUS:CANCELLED\n&/' all | feed
ok 'all of them cancelled' warned 'many events are gone at once'
clock 24 10:05
ok '... no word a day later' silence
ok '... before accept' accept
ok '... does its way' chain 0
ok '... to all' sent 20

# --- a feed that ends at today ------------------------------------------------------

{ event a 23 15 'Eva Blau +43 664 5555551' && people 1 8; } >ahead
ok 'a feed' begin <ahead
ok '... of which all are told' told
clock 23 10:00
event a 23 15 'Eva Blau +43 664 5555551' | feed
ok 'it ends today' warned 'many events are gone at once'
clock 24 09:00
feed <ahead
ok 'and is whole the next day: no word' silence
ok '... no message was lost' is 8 "$(sql "SELECT count(*) FROM message
    WHERE state IN ('planned', 'sent') AND kind = 'reminder'
    AND appointment_id > 1")"

# --- twelve new at once --------------------------------------------------------------

ok 'one is known' begin <<!
$(maria 12)
!
clock 23 10:00
{ maria 14 && people 1 12; } | feed
ok 'twelve new at once' warned \
	'many are new or moved at once; messages wait; if it is right: smscal-admin calendar accept acme/ordination \[--silent\]$'
clock 23 10:06
ok '... nobody is told' silence
ok '... the moved one neither' states "WHERE m.kind <> 'reminder'" <<'!'
confirmation|held|mass|12
rescheduled|held|mass|1
!
clock 24 12:00
ok 'a day later they wait' chain 0
ok '... still' states "WHERE m.kind = 'confirmation'
    AND m.start_at > $(date -d "$SMSCAL_NOW" +%s) + 86400" <<'!'
confirmation|held|mass|12
!
ok 'accept' accept
ok '... tells them' chain 0
ok '... all' sent 13

ok 'one is known' begin <<!
$(maria 12)
!
clock 23 10:00
{ maria 14 && people 1 12; } | feed
ok 'twelve new at once' warned 'many are new or moved at once'
ok 'accepted silently' accept --silent
clock 23 10:06
ok '... nobody is told, now or later' silence
ok '... but reminders come' states "WHERE m.state = 'planned'" <<'!'
reminder|planned||13
!
clock 23 10:12
{ maria 15 && people 1 12; } | feed
ok '... and the next move' silence
clock 23 10:20
ok '... is told' chain 0
ok '... as any' sent 1

{ people 1 30; } >many
ok 'thirty are known' begin <many
clock 23 10:00
people 1 42 | feed
ok 'twelve more are no mass' silence
clock 23 10:06
ok '... and told' chain 0
ok '... at once' sent 12

# --- free/busy, and back ---------------------------------------------------------------

ok 'twenty are known' begin <all
ok '... and told' told
clock 23 10:00
sed 's/^SUMMARY:.*/SUMMARY:Busy/' all | feed
ok 'published as free/busy only' warned \
	'the phone numbers are gone, as of a calendar that is published as free/busy only: choose to publish all details; messages wait'
ok '... the messages wait' states "WHERE m.state <> 'sent'" <<'!'
reminder|held|mass|20
!
clock 23 10:30
ok '... and no word' silence
clock 23 12:00
feed <all
ok 'with details again: nothing happened' silence
ok '... all is pending again' states "WHERE m.state <> 'sent'" <<'!'
reminder|planned||20
!
clock 23 13:00
sed 's/^SUMMARY:.*/SUMMARY:Busy/' all | feed
ok 'free/busy again' warned 'the phone numbers are gone'
ok 'accepted' accept
clock 23 13:10
ok '... nobody is told that it is off' silence
ok '... but there are no messages' states "WHERE m.state <> 'sent'" <<'!'
reminder|cancelled|the number is no longer in the appointment|20
!

# What the operator changes himself is meant.
ok 'twenty are known' begin <all
ok 'another mapping' quiet smscal-admin calendar set acme/ordination \
	--phone-field x-phone
clock 23 10:00
ok '... waits for nothing' silence
ok '... and has no messages' states "WHERE m.state <> 'sent'" <<'!'
reminder|cancelled|the number is no longer in the appointment|20
!

ok 'a calendar that is not there' run 64 smscal-admin calendar accept acme/none
ok '... is named' match "there is no calendar 'acme/none'" err

done_testing
