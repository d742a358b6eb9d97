#!/bin/sh
# SPDX-License-Identifier: ISC
# One person who stands in two calendars at one time (P2), in two at once
# (P8), or is taken out of one and put into the other (D7): what two
# appointments owe is told once, and by the one that is left.
. "${0%/*}/lib.sh"
need sqlite3
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_CONF
maria='Maria Mayr +43 664 1234567'

cat >smscal.conf <<!
name: twins
database: smscal.db
fetch: {directories: [$T/feeds]}
gateways:
  file: {path: $T/outbox.jsonl}
!

# event UID DAY HOUR TITLE: in November 2026, in Vienna.
event() {
	printf 'BEGIN:VEVENT\nUID:%s\nDTSTAMP:20261101T000000Z\n' "$1"
	printf 'DTSTART;TZID=Europe/Vienna:202611%02dT%02d0000\n' "$2" "$3"
	printf 'DTEND;TZID=Europe/Vienna:202611%02dT%02d3000\n' "$2" "$3"
	printf 'SUMMARY:%s\nEND:VEVENT\n' "$4"
}
# feed CALENDAR: of the events on standard input.
feed() {
	{
		printf 'BEGIN:VCALENDAR\nVERSION:2.0\n'
		cat
		printf 'END:VCALENDAR\n'
	} >next.ics
	mv next.ics "feeds/$1.ics"
}
# clock DAY TIME
clock() {
	SMSCAL_NOW="2026-11-$1T$2:00+01:00"
	export SMSCAL_NOW
}
chain() {
	for c_tool in fetch diff plan send; do
		quiet "smscal-$c_tool" || return 1
	done
}
# again: plan looks at what was handed over, or is another one's now; then no
# tool has anything to write.
again() {
	quiet smscal-plan && quiet smscal-plan || return 1
	sql .dump >before.sql
	chain || return 1
	sql .dump >after.sql
	diff before.sql after.sql
}
# outbox: as on standard input; kind, what became of it, whose, at what start.
outbox() {
	sql "SELECT m.kind, m.state, c.ref, strftime('%d.%H', m.start_at + 3600,
	        'unixepoch') FROM message m JOIN calendar c
	        ON c.id = m.calendar_id WHERE m.state <> 'cancelled'
	    ORDER BY m.kind, m.start_at, m.state" >got
	same got
}
# begin: two calendars, of which both first bodies are empty.
begin() {
	rm -rf feeds smscal.db* outbox.jsonl
	mkdir feeds
	feed eins </dev/null
	feed zwei </dev/null
	clock 20 09:00
	run 0 smscal-admin -q init --test &&
		run 0 smscal-admin company add acme --name Praxis \
			--zone Europe/Vienna &&
		run 0 smscal-admin calendar add acme/eins "$T/feeds/eins.ics" &&
		run 0 smscal-admin calendar add acme/zwei "$T/feeds/zwei.ics" &&
		chain
}

ok 'two calendars' begin
clock 20 10:00
event z 26 10 "$maria" | feed zwei
ok 'she comes to stand in the second' chain
clock 20 10:01
event e 26 10 "$maria" | feed eins
ok '... and in the first' chain
clock 20 10:06
ok '... which makes one confirmation' chain
ok '... and one reminder' outbox <<'!'
confirmation|sent|zwei|26.10
reminder|planned|zwei|26.10
!
ok '... whatever comes' again

clock 20 11:00
event z 27 12 "$maria" | feed zwei
ok 'the second moves: the old start still holds' chain
clock 20 11:01
ok '... the first one' chain
ok '... takes its reminder over' outbox <<'!'
confirmation|sent|zwei|26.10
reminder|planned|eins|26.10
reminder|planned|zwei|27.12
!
ok '... once' again

clock 20 12:00
event e 27 12 "$maria" | feed eins
ok 'the first follows' chain
clock 20 12:05
ok '... of which she hears' chain
ok '... once, and is reminded once' outbox <<'!'
confirmation|sent|zwei|26.10
reminder|planned|zwei|27.12
rescheduled|sent|zwei|27.12
!
ok '... whatever comes' again

clock 20 13:00
feed eins </dev/null
ok 'the first is deleted' chain
clock 20 13:20
ok '... silently' chain
event x 27 12 "$maria" | feed eins
clock 20 14:00
ok 'another entry for the same time' chain
clock 20 14:10
ok '... says nothing new' outbox <<'!'
confirmation|sent|zwei|26.10
reminder|planned|zwei|27.12
rescheduled|sent|zwei|27.12
!
ok 'the second calendar is switched off' \
	run 0 smscal-admin calendar disable acme/zwei
event x 27 12 "$maria, zur Kontrolle" | feed eins
clock 20 14:20
ok '... the first' chain
ok '... reminds in its stead' outbox <<'!'
confirmation|sent|zwei|26.10
reminder|planned|eins|27.12
rescheduled|sent|zwei|27.12
!

ok 'a calendar that confirms nothing' begin
ok '... ' run 0 smscal-admin rule disable acme/eins confirmation
clock 20 10:00
event e 26 10 "$maria" | feed eins
ok '... has her first' chain
clock 20 10:01
event z 26 10 "$maria" | feed zwei
ok '... and the other one then' chain
clock 20 10:06
ok '... read five minutes later' chain
clock 20 10:11
ok '... which confirms it' chain
ok '... in its stead' outbox <<'!'
confirmation|sent|zwei|26.10
reminder|planned|eins|26.10
!
ok '... once' again

ok 'one UID in two calendars' begin
clock 20 10:00
event same 26 10 "$maria" | tee s | feed eins
feed zwei <s
ok '... is one appointment' chain
clock 20 10:05
ok '... of the first' chain
ok '... and told once' outbox <<'!'
confirmation|sent|eins|26.10
reminder|planned|eins|26.10
!
ok 'the first is switched off' \
	run 0 smscal-admin calendar disable acme/eins
ok '... the second' chain
ok '... takes it over' outbox <<'!'
confirmation|sent|zwei|26.10
reminder|planned|zwei|26.10
!
ok '... silently' again
ok 'the first is on again' run 0 smscal-admin calendar enable acme/eins
ok '... and knows it' chain
ok '... as the second one'"'"'s' outbox <<'!'
confirmation|sent|zwei|26.10
reminder|planned|zwei|26.10
!
ok 'the second is removed' \
	run 0 smscal-admin calendar remove --force acme/zwei
ok '... the first' chain
ok '... has it for its own again' outbox <<'!'
reminder|planned|eins|26.10
!

ok 'a week of visits' begin
ok '... with feedback, twice' run 0 smscal-admin rule enable acme feedback
ok '... of which the second comes later' \
	run 0 smscal-admin rule set acme feedback/2 --days 8 --at 10:00
clock 20 10:00
{ event a 21 10 "$maria" && event b 23 10 "$maria" && event c 29 10 "$maria"; } |
	feed eins
ok '... is known' chain
sql .dump >before.sql
ok '... and sorted out at once' quiet smscal-plan
sql .dump >after.sql
ok '... so that a second run writes nothing' cmp before.sql after.sql
sql "SELECT date(due_at, 'unixepoch') FROM message
    WHERE kind = 'feedback' AND state = 'planned' ORDER BY due_at" >got
ok '... and asked for once a week' same got <<'!'
2026-11-22
2026-11-29
2026-12-07
!
ok 'a changed rule' run 0 smscal-admin rule set acme feedback/2 --days 9 --at 10:00
ok '... is seen by a dry run' run 0 smscal-plan -nv
ok '... which says what it would do' match 'rewrite feedback/2 for 2026-12-08' out
ok '... and is as it was' run 0 smscal-admin rule set acme feedback/2 --days 8 --at 10:00
ok '... which stays so' again

ok 'one who was taken out, and told so' begin
ok '... by a rule' run 0 smscal-admin rule enable acme cancellation
ok '... without reminders' run 0 smscal-admin rule disable acme reminder
clock 20 10:00
event a 26 10 "$maria" | feed eins
ok '... is known' chain
clock 20 10:05
ok '... is told' chain
clock 20 11:00
event a 26 10 'Eva Huber +43 664 7654321' | feed eins
ok '... gives way to another' chain
clock 20 11:05
ok '... both are told' chain
clock 20 12:00
event b 26 10 "$maria" | feed zwei
ok '... and comes again at that time' chain
clock 20 12:05
ok '... which is told' chain
ok '... for it was off' outbox <<'!'
cancellation|sent|eins|26.10
confirmation|sent|eins|26.10
confirmation|sent|eins|26.10
confirmation|sent|zwei|26.10
!
ok '... once' again

ok 'one who was told, and stands in a second calendar' begin
ok '... without reminders' run 0 smscal-admin rule disable acme reminder
clock 20 10:00
event a 26 10 "$maria" | feed eins
ok '... is known' chain
clock 20 10:05
ok '... and told' chain
clock 20 11:00
event b 26 10 "$maria" | feed zwei
ok '... is seen in the other' chain
clock 20 11:05
ok '... where nothing is to be told' chain
ok '... nor when the first is read in another way' \
	run 0 smscal-admin calendar set acme/eins --phone-field location
clock 20 12:00
ok '... which finds them no more' chain
clock 20 12:05
ok '... without a word' chain
ok '... for nothing is off' outbox <<'!'
confirmation|sent|eins|26.10
!
ok '... once' again

ok 'twins that tell nothing' begin
ok '... without reminders' run 0 smscal-admin rule disable acme reminder
{ event a 26 10 "$maria #nosms" && event d 27 10 "$maria"; } | feed drei
ok '... are a baseline'\''s' run 0 smscal-admin calendar add acme/drei \
	"$T/feeds/drei.ics"
clock 20 10:00
ok '... one without SMS' chain
event b 26 10 "$maria" | feed eins
clock 20 10:10
ok '... beside which one is new' chain
clock 20 10:15
ok '... and told' chain
ok '... at once' outbox <<'!'
confirmation|sent|eins|26.10
!
ok 'and one in a calendar' run 0 smscal-admin calendar disable acme/drei
{ event b 26 10 "$maria" && event e 27 10 "$maria"; } | feed eins
clock 20 10:20
ok '... that is off' chain
clock 20 10:25
ok '... too' chain
ok '... stop nobody' outbox <<'!'
confirmation|sent|eins|26.10
confirmation|sent|eins|27.10
!

ok 'a visit on every day, in one calendar or the other' begin
ok '... with feedback' run 0 smscal-admin rule enable acme feedback
# visits FIRST: one on each day, the sixtieth first, down to that one; those of
# whole weeks in one calendar.
visits() {
	for calendar in eins zwei; do
		for day in $(seq 60 -1 "$1"); do
			[ $((day / 7 % 2)) = "$([ $calendar = eins ] && echo 0 ||
				echo 1)" ] || continue
			event "v$day" "$day" 10 "$maria" |
				sed "/^DT[SE][^;]*;/s/202611[0-9]*T/$(date -u \
					-d "2026-11-20 + $day days" +%Y%m%d)T/"
		done | feed $calendar
	done
}
# at_once N: nothing is left to be looked at, and N weeks are full.
at_once() {
	is 0 "$(sql 'SELECT count(*) FROM appointment WHERE replan')" &&
		is "$1|7.0" "$(sql "SELECT count(*), min(julianday(due_at,
		    'unixepoch') - julianday(before, 'unixepoch')) FROM (
		    SELECT due_at, lag(due_at) OVER (ORDER BY due_at) AS before
		    FROM message WHERE kind = 'feedback'
		    AND state = 'planned')")"
}
clock 20 10:00
visits 1
ok '... is known' quiet smscal-fetch
smscal-diff 2>err # so many wait for a word
ok '... and right' run 0 smscal-admin calendar accept acme/eins --silent
ok '... in both' run 0 smscal-admin calendar accept acme/zwei --silent
ok '... and planned' quiet smscal-plan
ok '... is sorted out at once' at_once 9
clock 20 10:10
visits 2
ok 'the first is missing' chain
clock 20 10:30
ok '... gone' chain
ok '... and each week has another one' at_once 9

ok 'a number that another company has, too' begin
ok '... which is one' quiet smscal-admin company add muster --name Muster \
	--zone Europe/Vienna
ok '... asked how it was' run 0 smscal-admin rule enable acme feedback
ok '... twice' run 0 smscal-admin rule enable acme followup
clock 20 10:00
{ event a 21 10 "$maria" && event b 27 10 "$maria"; } | feed eins
ok '... is known' chain
clock 20 10:05
ok '... and told' chain
clock 22 10:00
ok '... and asked' chain
# reply COMPANY: it writes to that one.
reply() {
	sql "INSERT INTO reply (key, company_id, phone, text, received_at)
	    SELECT ref, id, '+436641234567', 'Danke', strftime('%s',
	    '$SMSCAL_NOW') FROM company WHERE ref = '$1';
	    UPDATE appointment SET replan = 1"
}
clock 22 11:00
ok 'it answers the other company' reply muster
ok '... from which it wants nothing more' quiet smscal-admin optout add \
	muster +436641234567
ok '... which is that one'\''s' chain
ok '... alone' outbox <<'!'
confirmation|sent|eins|21.10
confirmation|sent|eins|27.10
feedback|sent|eins|21.10
followup|planned|eins|21.10
reminder|expired|eins|21.10
reminder|planned|eins|27.10
!
clock 22 12:00
ok 'it answers this one' reply acme
ok '... which asks' chain
ok '... no more' outbox <<'!'
confirmation|sent|eins|21.10
confirmation|sent|eins|27.10
feedback|sent|eins|21.10
reminder|expired|eins|21.10
reminder|planned|eins|27.10
!

ok 'without confirmations' begin
ok '... ' run 0 smscal-admin rule disable acme confirmation
clock 20 10:00
{ event a 26 10 "$maria" && event b 27 10 "$maria"; } | feed eins
ok 'two appointments' chain
clock 22 10:00
event b 27 10 "$maria" | feed eins
ok 'days later one is deleted' chain
clock 22 10:20
ok '... and gone' chain
ok '... which is no move of the other one' outbox <<'!'
reminder|planned|eins|27.10
!
ok 'with cancellations' begin
ok '... ' run 0 smscal-admin rule enable acme cancellation
clock 20 10:00
event e 26 10 "$maria" | feed eins
event z 26 10 "$maria" | feed zwei
ok 'twins' chain
clock 20 10:06
ok '... are told of' chain
clock 20 12:00
feed eins </dev/null
ok 'one is deleted' chain
clock 20 12:20
ok '... which is nothing' chain
clock 21 12:00
feed zwei </dev/null
ok 'a day later the other one, too' chain
clock 21 12:10
ok '... it may be back' outbox <<'!'
confirmation|sent|eins|26.10
reminder|held|zwei|26.10
!
clock 21 12:20
ok '... when it is gone' chain
clock 21 12:30
ok '... that is told' chain
ok '... once' outbox <<'!'
cancellation|sent|eins|26.10
confirmation|sent|eins|26.10
!

ok 'twins' begin
clock 20 10:00
event e 26 10 "$maria" | feed eins
event z 26 10 "$maria" | feed zwei
ok '... again' chain
clock 20 10:06
ok '... are told of' chain
clock 20 12:00
event e 27 12 "$maria" | feed eins
ok 'one is moved' chain
clock 20 12:06
ok '... while the old time holds for the other' outbox <<'!'
confirmation|sent|eins|26.10
reminder|planned|zwei|26.10
reminder|planned|eins|27.12
!
clock 20 13:00
feed zwei </dev/null
ok 'the other is deleted' chain
clock 20 13:20
ok '... and gone' chain
clock 20 13:26
ok '... so that the time is another one now' chain
ok '... which is told' outbox <<'!'
confirmation|sent|eins|26.10
reminder|planned|eins|27.12
rescheduled|sent|eins|27.12
!
done_testing
