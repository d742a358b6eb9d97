#!/bin/sh
# SPDX-License-Identifier: ISC
# Series (D8), from the feed to the gateway: what is new, moved or off is told
# once per recipient, and a series cut in two by 'this and following' goes on.
. "${0%/*}/lib.sh"
need sqlite3
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_CONF
cat >smscal.conf <<!
name: series
database: smscal.db
fetch: {directories: [.]}
gateways: {file: {path: outbox.jsonl}}
!

# series UID DAY TIME NAME DIGIT [LINE...]: weekly from that day in March 2026,
# in Vienna, for a number that ends in DIGIT.
series() {
	printf 'BEGIN:VEVENT\nUID:%s\n' "$1"
	printf 'DTSTART;TZID=Europe/Vienna:202603%sT%s00\n' "$2" "$3"
	printf 'DURATION:PT30M\nSUMMARY:%s +43 664 123456%s\n' "$4" "$5"
	shift 5
	[ $# = 0 ] || printf '%s\n' "$@"
	echo END:VEVENT
}
weekly='RRULE:FREQ=WEEKLY' until16="RRULE:FREQ=WEEKLY;UNTIL=20260316T225959Z"

# feed: of the components on standard input.
feed() {
	{
		printf 'BEGIN:VCALENDAR\nVERSION:2.0\n'
		cat
		echo END:VCALENDAR
	} >next.ics && mv next.ics feed.ics
}
# at DAY TIME: the clock in Vienna.
at() {
	SMSCAL_NOW="2026-03-$1T$2:00+01:00"
	export SMSCAL_NOW
}

# chain: all tools; then `came` has what was handed over since, by name.
handed_over() {
	sql "SELECT m.kind, r.name, strftime('%d %H:%M', m.start_at + 3600,
	            'unixepoch')
	       FROM message m JOIN recipient r ON r.phone = m.phone
	        AND r.appointment_id = m.appointment_id
	      WHERE m.attempts > 0" | sort
}
chain() {
	handed_over >was
	for tool in fetch diff plan send; do
		run 0 "smscal-$tool" && same out </dev/null &&
			same err </dev/null || return 1
	done
	handed_over >is
	comm -13 was is >came
}
silence() { chain && same came </dev/null; }
# told LINE...: exactly that.
told() { chain && printf '%s\n' "$@" | same came; }

at 02 09:00
: | feed
ok 'a database' run 0 smscal-admin -q init --test
ok 'a company' run 0 smscal-admin company add acme --name Muster \
	--zone Europe/Vienna
ok 'a calendar' run 0 smscal-admin calendar add acme/eins "$T/feed.ics"
ok 'cancellations are on' run 0 smscal-admin rule enable acme cancellation
ok 'reminders are off' run 0 smscal-admin rule disable acme reminder
ok 'the baseline' silence

# --- new -------------------------------------------------------------------

at 02 09:10
{
	series anna 03 1000 Anna 1 "$weekly"
	series berta 03 1100 Berta 2 "$weekly"
	series cora 03 1200 Cora 3 "$weekly;COUNT=3"
	series dora 03 1300 Dora 4 "$weekly"
	series eva@google.com 03 1400 Eva 5 "$weekly"
	series fanni@google.com 03 1500 Fanni 6 "$weekly"
	series greta 03 1600 Greta 7 "$weekly"
	series hanni 03 1700 Hanni 8 "$weekly"
} | feed
ok 'eight series' silence
at 02 09:15
ok '... are told once each, of the next occurrence' told \
	'confirmation|Anna|03 10:00' 'confirmation|Berta|03 11:00' \
	'confirmation|Cora|03 12:00' 'confirmation|Dora|03 13:00' \
	'confirmation|Eva|03 14:00' 'confirmation|Fanni|03 15:00' \
	'confirmation|Greta|03 16:00' 'confirmation|Hanni|03 17:00'
at 02 12:00
ok '... and no more' silence
at 04 09:00
ok 'two days later one more has come into the window: nothing' silence

# --- moved, longer, cut in two, gone ---------------------------------------

# What the first body of the day has: Maria's are the first halves.
second_body() {
	series anna 03 1000 Anna 1 "$weekly"
	series anna 11 0900 Anna 1 \
		'RECURRENCE-ID;TZID=Europe/Vienna:20260310T100000'
	series berta 03 1130 Berta 2 "$weekly"
	series cora 03 1200 Cora 3 "$weekly;COUNT=9"
	series eva@google.com 03 1400 Eva 5 "$until16"
	series eva_R20260317T140000@google.com 17 1400 Eva 5 "$weekly"
	series fanni@google.com 03 1500 Fanni 6 "$until16"
	series fanni_R20260317T150000@google.com 17 1545 Fanni 6 "$weekly"
	series greta 03 1600 Greta 7 "$until16"
	series 040000008200E00074C5B7101A82E008 18 1600 Greta 7 "$weekly"
	series hanni 03 1700 Hanni 8 "$until16"
	series 1f0c3a54-7d1b-4a3e 31 1730 Hanni 8 "$weekly" \
		'RELATED-TO;RELTYPE=SIBLING:hanni'
}
at 04 12:00
second_body | feed
ok 'much changes' silence
at 04 12:05
# One instance; a whole series; a second half each: Google's, an unrelated
# UID, Nextcloud's (the 31st is in summer time).  Not: a longer COUNT, a cut where nothing moved.
ok '... one rescheduled for each move' told \
	'rescheduled|Anna|11 09:00' 'rescheduled|Berta|10 11:30' \
	'rescheduled|Fanni|17 15:45' 'rescheduled|Greta|18 16:00' \
	'rescheduled|Hanni|31 16:30'
ok '... and the first halves stand' is '10 14:00 live eva@google.com
10 15:00 live fanni@google.com
10 16:00 live greta
10 17:00 live hanni' "$(sql "SELECT strftime('%d %H:%M', start_at + 3600,
    'unixepoch') || ' ' || state || ' ' || uid FROM appointment
    WHERE start_at / 86400 = unixepoch('2026-03-10') / 86400
      AND (uid GLOB '*google*' OR uid IN ('greta', 'hanni'))
    ORDER BY start_at")"
ok '... of one series with the second' is 'eva@google.com
fanni@google.com
greta
hanni' "$(sql "SELECT DISTINCT series FROM appointment WHERE uid <> series
    ORDER BY 1")"
at 04 12:16
ok 'one was deleted: it is gone' silence
at 04 12:21
ok '... one cancellation, for the next' told 'cancellation|Dora|10 13:00'
at 05 09:00
ok '... and no more' silence

# --- begun, replaced, called off, both halves ------------------------------

# While Anna's of the 11th at 9 goes on, it gets a new name.
at 11 09:10
third_body() {
	series anna 03 1000 Ina 9 "$weekly"
	series anna 11 0900 Ina 9 \
		'RECURRENCE-ID;TZID=Europe/Vienna:20260310T100000'
	series berta 03 1130 Berta 2 "$weekly" STATUS:CANCELLED
	series cora 03 1200 Cora 3 "$weekly;COUNT=9" \
		'EXDATE;TZID=Europe/Vienna:20260317T120000'
	series eva@google.com 03 1400 Eva 5 "$until16"
	series eva_R20260317T140000@google.com 17 1400 Eva 5 "$weekly"
	series greta 03 1600 Greta 7 "$until16"
	series hanni 03 1700 Hanni 8 "$until16"
	series 1f0c3a54-7d1b-4a3e 31 1730 Hanni 8 "$weekly;COUNT=4" \
		'RELATED-TO;RELTYPE=SIBLING:hanni'
}
third_body | feed
ok 'much changes again' silence
at 11 09:15
ok '... one who was replaced, who replaces her, one that is called off' told \
	'cancellation|Anna|17 10:00' 'cancellation|Berta|17 11:30' \
	'confirmation|Ina|17 10:00'
ok '... what has begun is Anna still' is 'Anna' "$(sql "SELECT r.name
    FROM appointment a JOIN recipient r ON r.appointment_id = a.id
    WHERE a.start_at = unixepoch('2026-03-11 08:00') AND r.left_at IS NULL")"
at 11 09:26
ok '... and both halves of one, the second of another, are gone' silence
at 11 09:31
# They were told of an earlier one, under another UID.
ok '... one cancellation each, for the next' told \
	'cancellation|Fanni|17 15:45' 'cancellation|Greta|18 16:00'
at 11 20:00
ok '... a date that nobody was told of is off without a word' silence
at 12 09:00
third_body | sed 's/^STATUS:CANCELLED$/STATUS:CONFIRMED/' | feed
ok 'one is back after it was called off' silence
at 12 09:05
ok '... and new' told 'confirmation|Berta|17 11:30'
at 12 12:00
ok '... once' silence

# --- cut in two, and the second half is seen first --------------------------------

# halves [UNTIL]: the first halves, to there, and the second ones; Frieda's by
# Google, Gerda's by another.
halves() {
	third_body | sed 's/^STATUS:CANCELLED$/STATUS:CONFIRMED/'
	series frieda@google.com 17 1000 Frieda 10 "$weekly$1"
	series gerda 17 1100 Gerda 11 "$weekly$1"
	series hedi 17 1200 Hedi 12 "$weekly$1"
	shift
	[ $# = 0 ] && return
	series frieda_R20260331T080000@google.com 31 1030 Frieda 10 "$weekly"
	series 7b1c9e02 31 1130 Gerda 11 "$weekly"
	series 3f5d8a11 31 1200 Hedi 12 "$weekly"
}
at 12 13:00
halves '' | feed
ok 'three more' silence
at 12 13:05
ok '... are told' told 'confirmation|Frieda|17 10:00' \
	'confirmation|Gerda|17 11:00' 'confirmation|Hedi|17 12:00'
at 12 14:00
halves '' and | feed
ok 'three second halves, of series that go on' silence
at 12 14:05
halves ';UNTIL=20260330T215959Z' and | feed
ok '... for five minutes' silence
at 12 14:10
# The 31st is in summer time.
ok '... are moved where they begin at another time' told \
	'rescheduled|Frieda|31 09:30' 'rescheduled|Gerda|31 10:30'
at 12 14:31
ok '... and nothing is gone' silence
at 12 15:00
cut() {
	halves ';UNTIL=20260330T215959Z' and
	series ida 17 1300 Ida 13 "$weekly$1"
	shift
	[ $# = 0 ] || series 9a8b7c6d 31 1330 Ida 13 "$weekly"
}
cut '' | feed
ok 'one more' silence
at 12 15:05
ok '... is told' told 'confirmation|Ida|17 13:00'
at 12 16:00
cut ';UNTIL=20260330T215959Z' | feed
ok '... the first half is cut' silence
at 12 16:05
cut ';UNTIL=20260330T215959Z' and | feed
ok '... the second comes' silence
at 12 16:10
ok '... it is moved' told 'rescheduled|Ida|31 12:30'
at 12 16:31
ok '... and nothing is gone' silence
at 12 18:00
ok '... nor new' silence
ok '... of one series with the first' is 'frieda@google.com|2
gerda|2
hedi|2' "$(sql "SELECT series, count(DISTINCT uid) FROM appointment
    WHERE series IN ('frieda@google.com', 'gerda', 'hedi')
      AND state = 'live' GROUP BY 1")"

done_testing
