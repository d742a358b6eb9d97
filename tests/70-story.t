#!/bin/sh
# SPDX-License-Identifier: ISC
# One practice, four days: from the feed on a web server to what the gateway
# took, through real processes and a frozen clock.  Behind every step each
# tool runs once more, and then says nothing, sends nothing and writes nothing.
. "${0%/*}/lib.sh"
. "$SRC/tests/send.sh"
. "$SRC/tests/nginx.sh"

ok 'the gateway listens' mock_start mock --token secret-of-acme
mkdir web
ok 'the web server listens' nginx_start web
printf 'secret-of-acme\n' >token
chmod 600 token
cat >smscal.conf <<!
name: story
database: smscal.db
fetch: {allow_private: yes}
gateways:
  file: {path: outbox.jsonl}
  websms: {type: websms, url: "http://127.0.0.1:$PORT"}
!

# event UID DAY FROM TO TITLE: in November 2026, in Vienna.
event() {
	printf 'BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20261123T000000Z\r\n' "$1"
	printf 'DTSTART;TZID=Europe/Vienna:202611%sT%s00\r\n' "$2" "$3"
	printf 'DTEND;TZID=Europe/Vienna:202611%sT%s00\r\n' "$2" "$4"
	printf 'SUMMARY:%s\r\nEND:VEVENT\r\n' "$5"
}

# feed: what maria, franz, anna and jean (an event each, or empty) say.
feed() {
	{
		printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n'
		printf '%s\n' "$maria" "$franz" "$anna" "$jean" | sed '/^$/d'
		printf 'END:VCALENDAR\r\n'
	} >web/next.ics
	mv web/next.ics web/calendar.ics
}

# at DAY TIME: the clock in Vienna.
at() {
	SMSCAL_NOW="2026-11-$1T$2:00+01:00"
	export SMSCAL_NOW
}

# again TOOL...: a second run of it changes nothing.
again() {
	sql .dump >before.sql
	mock accepted >before
	run 0 "$@" </dev/null || return 1
	same out </dev/null && same err </dev/null || return 1
	sql .dump >after.sql
	mock accepted >after
	cmp before.sql after.sql && cmp before after
}

# chain: every tool, and once more; then `came` has what came since.
chain() {
	mock accepted | sort >was
	for c_tool in fetch diff receive plan send; do
		run 0 "smscal-$c_tool" </dev/null && same out </dev/null &&
			same err </dev/null && again "smscal-$c_tool" || return 1
	done
	mock accepted | sort >is
	# A line is REF, TO, FROM, TEXT.
	comm -13 was is | cut -f 2,4 | tr '\t' ' ' | sort >came
}

silence() { chain && same came </dev/null; }

# told LINE: the step sends exactly that.
told() { chain && printf '%s\n' "$@" | same came; }

maria='' jean=$(event jean 24 1500 1530 'Jean Dupont, +33 6 12 34 56 78')
anna=$(event anna 24 1600 1630 'Anna Gruber, +43 699 10203040')
franz=$(event franz 27 1100 1130 'Franz Huber +43 660 7654321')

at 23 09:00
ok 'the database' run 0 smscal-admin -q init --test
ok 'the company' run 0 smscal-admin company add acme \
	--name 'Praxis Muster' --zone Europe/Vienna --gateway websms \
	--token-file "$T/token" --sender Praxis:alphanumeric
ok 'the calendar' run 0 smscal-admin calendar add acme/ordination \
	"http://127.0.0.1:$NGINX_PORT/calendar.ics"
ok 'feedback is on' run 0 smscal-admin rule enable acme feedback
ok 'followup is on' run 0 smscal-admin rule enable acme followup

feed
ok 'the first body is known: nobody is told' silence
sql "SELECT kind, phone, datetime(due_at, 'unixepoch') FROM message
    ORDER BY kind, phone" | sed 's/|/ /g; s/:00$//' >planned
ok '... and yet planned for' same planned <<'!'
feedback +33612345678 2026-11-25 09:00
feedback +436607654321 2026-11-28 09:00
feedback +4369910203040 2026-11-25 09:00
reminder +33612345678 2026-11-23 09:00
reminder +436607654321 2026-11-26 09:00
reminder +4369910203040 2026-11-23 09:00
!

at 23 09:10
maria=$(event maria 26 1000 1030 'Maria Mayr, +43 664 1234567')
feed
ok 'an appointment is added: five minutes to think' silence
at 23 09:14
ok '... not a minute earlier' silence
at 23 09:15
ok '... one confirmation: name, date and time' told '436641234567 Guten Tag Maria Mayr, Ihr Termin bei Praxis Muster ist eingetragen: Do 26.11.2026 10:00'
at 23 09:20
ok '... and no more' silence

at 23 10:00
ok 'the day before, reminders' told \
	'33612345678 Guten Tag Jean Dupont, wir erinnern Sie an Ihren Termin bei Praxis Muster: Dienstag, 24.11.2026, 15:00 Uhr.' \
	'4369910203040 Guten Tag Anna Gruber, wir erinnern Sie an Ihren Termin bei Praxis Muster: Dienstag, 24.11.2026, 16:00 Uhr.'

at 23 11:00
maria=$(event maria 26 1100 1130 'Maria Mayr, +43 664 1234567')
feed
ok 'it is moved' silence
at 23 11:05
maria=$(event maria 26 1200 1230 'Maria Mayr, +43 664 1234567')
feed
ok '... and moved again, before anybody was told' silence
at 23 11:09
ok '... five minutes to think again' silence
at 23 11:10
ok '... one rescheduled with the last time' told '436641234567 Guten Tag Maria Mayr, Ihr Termin bei Praxis Muster wurde verschoben. Neuer Termin: Donnerstag, 26.11.2026, 12:00 Uhr.'

at 24 09:00
maria=$(event maria 26 1400 1430 'Maria Mayr, +43 664 1234567')
feed
ok 'moved again the next day' silence
at 24 09:05
ok '... one more' told '436641234567 Guten Tag Maria Mayr, Ihr Termin bei Praxis Muster wurde verschoben. Neuer Termin: Donnerstag, 26.11.2026, 14:00 Uhr.'

at 25 09:59
ok 'the day before: not a minute earlier' silence
at 25 10:00
ok '... one reminder, and feedback for yesterday' told \
	'33612345678 Guten Tag Jean Dupont, danke für Ihren Besuch bei Praxis Muster. Waren Sie zufrieden? Antworten Sie einfach auf diese SMS.' \
	'436641234567 Guten Tag Maria Mayr, wir erinnern Sie an Ihren Termin bei Praxis Muster: Donnerstag, 26.11.2026, 14:00 Uhr.' \
	'4369910203040 Guten Tag Anna Gruber, danke für Ihren Besuch bei Praxis Muster. Waren Sie zufrieden? Antworten Sie einfach auf diese SMS.'
at 25 10:01
ok '... once' silence

at 25 12:00
franz=''
feed
ok 'another is deleted' silence
at 25 12:20
ok '... and gone' silence
sql "SELECT kind, state, reason FROM message WHERE phone = '+436607654321'
    ORDER BY kind" >states
ok '... with all that was planned for it' same states <<'!'
feedback|cancelled|the appointment is gone
reminder|cancelled|the appointment is gone
!

at 25 16:00
cat >reply <<'!'
{"messageType":"text","notificationId":"n1","senderAddress":"4369910203040","senderAddressType":"international","recipientAddress":"0828","textMessageContent":"War alles bestens, Grüße"}
!
ok 'one of two replies' run 0 smscal-receive - <reply
ok '... and is not heard twice' again smscal-receive - <reply
ok '... no SMS for that' silence

at 26 09:59
ok 'a day behind the feedback: not a minute earlier' silence
at 26 10:00
ok '... the followup, for who did not reply, and nothing for who is gone' \
	told '33612345678 Guten Tag Jean Dupont, wir wüssten noch gern, wie Ihr Termin am 24.11.2026 bei Praxis Muster war. Antworten Sie einfach auf diese SMS.'
at 27 10:00
ok 'feedback for the one that was moved' told '436641234567 Guten Tag Maria Mayr, danke für Ihren Besuch bei Praxis Muster. Waren Sie zufrieden? Antworten Sie einfach auf diese SMS.'
at 27 11:00
ok 'and then it is quiet' silence

mock counts >sent
ok 'the gateway saw each reference once' not grep -v '	1$' sent
ok 'the sender was told' grep -q '	Praxis	' is

done_testing
