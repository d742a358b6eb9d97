#!/bin/sh
# SPDX-License-Identifier: ISC
# P16: several appointments of one recipient that become new in one settle time
# make one confirmation.
. "${0%/*}/lib.sh"
need sqlite3
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_CONF
cat >smscal.conf <<!
name: together
database: smscal.db
fetch: {directories: [$T/feeds]}
gateways:
  file: {path: $T/outbox.jsonl}
!
admin() { smscal-admin "$@"; }
# clock DAY TIME
clock() {
	SMSCAL_NOW="2026-11-$1T$2:00+01:00"
	export SMSCAL_NOW
}
# feed CALENDAR [LINE...]: UID DAY HOUR WHO, in November 2026, in Vienna; WHO is
# a name and the last digit of a number.
feed() {
	f_to=$1
	shift
	{
		printf 'BEGIN:VCALENDAR\nVERSION:2.0\n'
		for line; do
			# shellcheck disable=SC2086 # words
			set -- $line
			printf 'BEGIN:VEVENT\nUID:%s\n' "$1"
			printf 'DTSTART;TZID=Europe/Vienna:202611%sT%s00\n' \
				"$2" "$3"
			printf 'DURATION:PT30M\nSUMMARY:%s +43 664 123456%s\n' \
				"$4" "$5"
			[ -z "${6-}" ] || printf 'LOCATION:%s\n' "$6"
			printf 'END:VEVENT\n'
		done
		printf 'END:VCALENDAR\n'
	} >next.ics
	mv next.ics "feeds/$f_to.ics"
}
chain() {
	for tool in fetch diff plan send; do
		quiet smscal-$tool || return 1
	done
}
# at DAY TIME CALENDAR [LINE...]: the chain finds that feed.
at() {
	clock "$1" "$2"
	shift 2
	feed "$@"
	chain
}
# later DAY TIME: the chain, where nothing has changed.
later() {
	clock "$1" "$2"
	chain
}
# again: plan looks at what was handed over; then nothing is written, not even
# where all is looked at anew.
again() {
	quiet smscal-plan && quiet smscal-plan || return 1
	sql .dump >before.sql
	chain || return 1
	sql 'UPDATE appointment SET replan = 1'
	chain || return 1
	sql .dump >after.sql
	diff before.sql after.sql
}
# texts: what the gateway got, each text, in order.
texts() {
	[ -f outbox.jsonl ] || : >outbox.jsonl
	sqlite3 -batch :memory: "WITH RECURSIVE f (rest) AS (
	    SELECT CAST(readfile('outbox.jsonl') AS TEXT)
	    UNION ALL
	    SELECT substr(rest, instr(rest, char(10)) + 1) FROM f
	     WHERE instr(rest, char(10)) > 0)
	SELECT substr(rest, 1, instr(rest, char(10)) - 1) ->> '\$.text'
	  FROM f WHERE instr(rest, char(10)) > 0" >got
	same got
}
# outbox: confirmations by start: state, how many dates, does it go with one.
outbox() {
	sql "SELECT strftime('%d.%H', start_at + 3600, 'unixepoch'), state, dates,
	    with_id IS NOT NULL,
	    strftime('%d.%H:%M', due_at + 3600, 'unixepoch')
	    FROM message WHERE kind = 'confirmation'
	    AND state <> 'cancelled' ORDER BY start_at, id" >got
	same got
}
# begin [LIMIT]: a company and a calendar of it that is empty.
begin() {
	rm -rf feeds smscal.db* outbox.jsonl
	mkdir feeds
	feed eins
	clock 16 09:00
	run 0 admin -q init --test &&
		run 0 admin company add acme --name Praxis \
			--zone Europe/Vienna --limit-recipient "${1:-50}" &&
		run 0 admin calendar add acme/eins "$T/feeds/eins.ics" \
			--interval 1m &&
		run 0 admin rule disable acme reminder &&
		chain
}

# --- ten dates typed in five minutes ------------------------------------------

ok 'a calendar' begin
set -- 'a 23 0900 Eva 1' 'b 24 0900 Eva 1' 'c 25 0900 Eva 1'
ok 'three dates' at 16 10:00 eins "$@"
ok '... of which nothing is sent yet' outbox <<'!'
23.09|planned|3|0|16.10:05
24.09|planned|1|1|16.10:05
25.09|planned|1|1|16.10:05
!
ok '... are planned once' again
set -- "$@" 'd 26 0900 Eva 1' 'e 27 0900 Eva 1' 'f 20 0900 Eva 1'
ok 'three more' at 16 10:04 eins "$@"
ok '... and all wait for the last' outbox <<'!'
20.09|planned|6|0|16.10:09
23.09|planned|1|1|16.10:09
24.09|planned|1|1|16.10:09
25.09|planned|1|1|16.10:09
26.09|planned|1|1|16.10:09
27.09|planned|1|1|16.10:09
!
ok '... once' again
set -- "$@" 'g 26 1400 Eva 1' 'h 27 1400 Eva 1' 'i 28 0900 Eva 1' \
	'j 30 0900 Eva 1'
ok 'the last four' at 16 10:09 eins "$@"
ok '... still nothing' texts </dev/null
ok 'and five minutes later' later 16 10:14
ok '... all ten in one' texts <<'!'
Guten Tag Eva, Ihr Termin bei Praxis ist eingetragen: Fr 20.11.2026 09:00, Mo 23.11.2026 09:00, Di 24.11.2026 09:00, Mi 25.11.2026 09:00, Do 26.11.2026 09:00, Do 26.11.2026 14:00, Fr 27.11.2026 09:00, Fr 27.11.2026 14:00, Sa 28.11.2026 09:00, Mo 30.11.2026 09:00
!
ok '... each is told' is 10 "$(sql "SELECT count(*) FROM message
    WHERE state = 'sent' AND claimed_at = $(sql 'SELECT max(claimed_at)
    FROM message')")"
ok '... by one attempt' is 1 "$(sql 'SELECT count(*) FROM attempt')"
ok '... once' again
ok 'a message that goes with another' run 0 admin message show \
	"$(sql 'SELECT max(id) FROM message WHERE with_id IS NOT NULL')"
ok '... says so' match '^with +[0-9]+$' out

# Told: a move of one is told of that one, with the start that was told.
set -- 'a 23 0900 Eva 1' 'b 24 0900 Eva 1' 'c 25 1100 Eva 1' 'd 26 0900 Eva 1' \
	'e 27 0900 Eva 1' 'f 20 0900 Eva 1' 'g 26 1400 Eva 1' 'h 27 1400 Eva 1' \
	'i 28 0900 Eva 1' 'j 30 0900 Eva 1'
rm outbox.jsonl
ok 'one of them moves' at 16 11:00 eins "$@"
ok '... which is told' later 16 11:05
ok '... of that one' texts <<'!'
Guten Tag Eva, Ihr Termin bei Praxis wurde verschoben. Neuer Termin: Mittwoch, 25.11.2026, 11:00 Uhr.
!
ok '... from the start that the confirmation said' is '25.09|25.11' "$(sql \
	"SELECT strftime('%d.%H', old_start_at + 3600, 'unixepoch'),
	strftime('%d.%H', start_at + 3600, 'unixepoch') FROM message
	WHERE kind = 'rescheduled'")"
ok 'a delivery report' sql "UPDATE message SET state = 'delivered', ended_at = 1
    WHERE dates > 1"
ok '... is that of all' is 10 "$(sql "SELECT count(*) FROM message
    WHERE kind = 'confirmation' AND state = 'delivered'")"

# --- before it is sent ----------------------------------------------------------

ok 'another one' begin
ok 'three dates' at 16 10:00 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1' \
	'c 25 0900 Eva 1'
ok 'one moves, one is deleted' at 16 10:04 eins 'b 24 0900 Eva 1' \
	'c 26 0900 Eva 1'
ok '... the first goes for the others no more' outbox <<'!'
24.09|planned|2|0|16.10:09
26.09|planned|1|1|16.10:09
!
ok 'settled' later 16 10:09
ok '... as they are' texts <<'!'
Guten Tag Eva, Ihr Termin bei Praxis ist eingetragen: Di 24.11.2026 09:00, Do 26.11.2026 09:00
!
ok '... once' again
ok 'the third is back' at 16 10:12 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1' \
	'c 26 0900 Eva 1'
ok '... and told' later 16 10:17
ok '... alone' texts <<'!'
Guten Tag Eva, Ihr Termin bei Praxis ist eingetragen: Di 24.11.2026 09:00, Do 26.11.2026 09:00
Guten Tag Eva, Ihr Termin bei Praxis ist eingetragen: Mo 23.11.2026 09:00
!

ok 'changed behind the plan' begin
ok 'two dates' at 16 10:00 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1'
clock 16 10:05
sql "UPDATE appointment SET rev = rev + 1, replan = 1 WHERE uid = 'b'"
ok '... do not go' quiet smscal-send
ok '... at all' texts </dev/null
ok '... before plan has looked' chain
ok '... at them' is 1 "$(sql 'SELECT count(*) FROM attempt')"

# --- who, and where -------------------------------------------------------------

ok 'at night' begin
ok 'one at nine' at 16 21:00 eins 'a 23 0900 Eva 1'
ok 'one at eleven' at 16 23:00 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1'
ok '... wait for the same morning, and go together' later 17 08:00
ok '... in one' texts <<'!'
Guten Tag Eva, Ihr Termin bei Praxis ist eingetragen: Mo 23.11.2026 09:00, Di 24.11.2026 09:00
!

ok 'two settle times' begin
ok 'one at ten' at 16 10:00 eins 'a 23 0900 Eva 1'
ok '... is told' later 16 10:05
ok 'one at six past' at 16 10:06 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1'
ok '... is told' later 16 10:11
ok '... by itself' is 2 "$(sql 'SELECT count(*) FROM attempt')"

ok 'thirty minutes at most' begin
set --
minute=0
while [ $minute -le 32 ]; do
	set -- "$@" "u$minute 23 $(printf '08%02d' $minute) Eva 1"
	ok "... one more at $minute past ten" \
		at 16 "$(printf '10:%02d' $minute)" eins "$@"
	minute=$((minute + 4))
done
ok '... then it goes, with what there was' is '8 1' \
	"$(sql "SELECT max(dates) || ' ' || count(*) FROM message
	    WHERE attempts > 0 AND with_id IS NULL")"

ok 'two children of one number' begin
ok 'three dates' at 16 10:00 eins 'a 23 0900 Eva 1' 'b 24 0900 Max 1' \
	'c 25 0900 EVA 1'
ok '... are told' later 16 10:05
ok '... of each child' texts <<'!'
Guten Tag Eva, Ihr Termin bei Praxis ist eingetragen: Mo 23.11.2026 09:00, Mi 25.11.2026 09:00
Guten Tag Max, Ihr Termin bei Praxis ist eingetragen: Di 24.11.2026 09:00
!

ok 'two companies' begin
feed zwei
run 0 admin company add muster --name Muster --zone Europe/Vienna &&
	run 0 admin calendar add muster/zwei "$T/feeds/zwei.ics" \
		--interval 1m
ok '... each with a calendar' chain
# The one that is planned later has the first start, and would go for both.
feed zwei 'x 20 0900 Eva 1'
ok 'a date in each' at 16 10:00 eins 'a 23 0900 Eva 1'
ok '... are told' later 16 10:05
ok '... by each' is 2 "$(sql 'SELECT count(*) FROM attempt')"

# apart OPTION...: what another calendar of the company has for its own keeps
# its dates apart.
apart() {
	begin && feed zwei &&
		quiet admin branch add acme/graz &&
		run 0 admin calendar add acme/zwei "$T/feeds/zwei.ics" \
			--interval 1m "$@" && chain || return 1
	feed zwei 'x 20 1200 Eva 1'
	at 16 10:00 eins 'a 23 0900 Eva 1' && later 16 10:05 &&
		is 2 "$(sql 'SELECT count(*) FROM attempt')"
}
ok 'a calendar of another branch' apart --branch graz
ok '... with another window' apart --window 'mon-fri 09:00-18:00'
ok '... in another zone' apart --zone Europe/London
ok '... that passes links on' apart --links yes

ok 'two calendars of one company' begin
feed zwei
run 0 admin calendar add acme/zwei "$T/feeds/zwei.ics" --interval 1m
ok '... with the same rules' chain
feed zwei 'x 24 0900 Eva 1'
ok 'a date in each' at 16 10:00 eins 'a 23 0900 Eva 1' 'b 25 0900 Eva 1'
ok '... are told' later 16 10:05
ok '... in one' texts <<'!'
Guten Tag Eva, Ihr Termin bei Praxis ist eingetragen: Mo 23.11.2026 09:00, Di 24.11.2026 09:00, Mi 25.11.2026 09:00
!
ok '... once' again

ok 'opted out before it is sent' begin
ok 'two dates' at 16 10:00 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1'
ok 'stop' quiet admin optout add acme +436641234561
ok '... nothing' later 16 10:05
ok '... is sent' texts </dev/null

ok 'the doctor'\''s and the room'\''s calendar' begin
feed zwei
run 0 admin calendar add acme/zwei "$T/feeds/zwei.ics" --interval 1m
ok '... are two' chain
feed zwei 'x 23 0900 Eva 1' 'y 24 0900 Eva 1'
ok 'with the same dates' at 16 10:00 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1'
ok '... are told' later 16 10:05
ok '... once' texts <<'!'
Guten Tag Eva, Ihr Termin bei Praxis ist eingetragen: Mo 23.11.2026 09:00, Di 24.11.2026 09:00
!

# --- texts ----------------------------------------------------------------------

ok 'a text that says the place' begin
ok '... of it' run 0 admin rule set acme confirmation \
	--text '{name}, {location}: {dates:long}'
ok 'three dates at two places' at 16 10:00 eins 'a 23 0900 Eva 1 Graz' \
	'b 24 0900 Eva 1 Wien' 'c 25 0900 Eva 1 Graz'
ok '... are told' later 16 10:05
ok '... by place' texts <<'!'
Eva, Graz: Mo 23. November 2026 09:00, Mi 25. November 2026 09:00
Eva, Wien: Di 24. November 2026 09:00
!

ok 'a text without {dates} tells one' begin
ok '... of them' run 0 admin rule set acme confirmation --text '{name}, {date}'
ok 'two dates' at 16 10:00 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1'
ok '... are told' later 16 10:05
ok '... each' texts <<'!'
Eva, 23.11.2026
Eva, 24.11.2026
!

ok 'no more SMS than the rule allows' begin
ok '... one' run 0 admin rule set acme confirmation --segments 1
ok 'six dates' at 16 10:00 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1' \
	'c 25 0900 Eva 1' 'd 26 0900 Eva 1' 'e 27 0900 Eva 1' 'f 30 0900 Eva 1'
ok '... are told' later 16 10:05
ok '... as many as fit' texts <<'!'
Guten Tag Eva, Ihr Termin bei Praxis ist eingetragen: Mo 23.11.2026 09:00, Di 24.11.2026 09:00, Mi 25.11.2026 09:00, Do 26.11.2026 09:00, Fr 27.11.2026 09:00
Guten Tag Eva, Ihr Termin bei Praxis ist eingetragen: Mo 30.11.2026 09:00
!
ok '... once' again

mkdir links
cat >>smscal.conf <<!
links: {directory: $T/links, url: https://a.example/t}
!
# linked RULE-OPTION...: begin, with all that a link needs.
linked() {
	begin 50 && quiet admin company set acme --contact 'Dr. Muster' \
		--phone '01 2345678' &&
		quiet admin rule set acme confirmation --link yes "$@"
}
ok 'a link' linked
ok '... of one date' at 16 10:00 eins 'a 23 0900 Eva 1'
sql 'SELECT text FROM message' >text
ok '... stands behind it' match 'https://a.example/t/[a-zA-Z0-9]*.ics$' text
ok '... of two' at 16 10:02 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1'
ok '... there is none' later 16 10:07
ok '... for it is that of one' texts <<'!'
Guten Tag Eva, Ihr Termin bei Praxis ist eingetragen: Mo 23.11.2026 09:00, Di 24.11.2026 09:00
!
ok 'a text that says it' linked --text '{dates} {link}'
ok '... of two' at 16 10:00 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1'
ok '... tells each' later 16 10:05
ok '... by itself' is 2 "$(sql 'SELECT count(*) FROM attempt')"

ok 'a contact that reads English' begin
printf 'name,phone,language\nEva,+436641234561,en\n' >contacts.csv
ok '... is known' run 0 admin contact import acme contacts.csv
ok 'two dates' at 16 10:00 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1'
ok '... are told' later 16 10:05
ok '... in it' texts <<'!'
Hello Eva, your appointment at Praxis is booked: Mon 23/11/2026 09:00, Tue 24/11/2026 09:00
!

ok 'a series' begin
{
	printf 'BEGIN:VCALENDAR\nVERSION:2.0\n'
	printf 'BEGIN:VEVENT\nUID:s\nDTSTART;TZID=Europe/Vienna:20261123T090000\n'
	printf 'DURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=5\n'
	printf 'SUMMARY:Eva +43 664 1234561\nEND:VEVENT\n'
	printf 'BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Europe/Vienna:20261125T140000\n'
	printf 'DURATION:PT30M\nSUMMARY:Eva +43 664 1234561\nEND:VEVENT\n'
	printf 'END:VCALENDAR\n'
} >feeds/eins.ics
ok '... and a date' later 16 10:00
ok '... are told' later 16 10:05
ok '... the next of the series, and the date' texts <<'!'
Guten Tag Eva, Ihr Termin bei Praxis ist eingetragen: Mo 23.11.2026 09:00, Mi 25.11.2026 14:00
!

# --- the limits, and the operator's word ----------------------------------------

ok 'one message a day' begin 1
ok 'three dates' at 16 10:00 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1' \
	'c 25 0900 Eva 1'
ok '... are one message' later 16 10:05
ok '... not three' is 1 "$(sql 'SELECT count(*) FROM attempt')"

ok 'two messages a day' begin 2
ok 'three dates' at 16 10:00 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1' \
	'c 25 0900 Eva 1'
ok '... are one of them' later 16 10:05
ok 'a fourth' at 16 10:06 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1' \
	'c 25 0900 Eva 1' 'd 26 0900 Eva 1'
ok '... is the other' later 16 10:11
ok '... both have gone' is 2 "$(sql 'SELECT count(*) FROM attempt')"

ok 'a word of the operator' begin
ok 'three dates' at 16 10:00 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1' \
	'c 25 0900 Eva 1'
b=$(sql "SELECT id FROM message WHERE appointment_id =
    (SELECT id FROM appointment WHERE uid = 'b')")
lead=$(sql 'SELECT id FROM message WHERE dates > 1')
ok 'one is cancelled' quiet admin message cancel "$b"
ok '... and the others are told' later 16 10:05
ok '... without it' texts <<'!'
Guten Tag Eva, Ihr Termin bei Praxis ist eingetragen: Mo 23.11.2026 09:00, Mi 25.11.2026 09:00
!
c=$(sql 'SELECT id FROM message WHERE with_id IS NOT NULL')
for verb in resend release 'settle sent'; do
	# shellcheck disable=SC2086 # words
	set -- $verb
	ok "$1 of one that goes with another" run 64 admin message "$1" "$c" \
		${2+"$2"}
	ok '... names it' match "it goes with message $lead, which is the one to\
 name$" err
done
ok 'all of it' begin
ok 'two dates' at 16 10:00 eins 'a 23 0900 Eva 1' 'b 24 0900 Eva 1'
ok 'cancelled' quiet admin message cancel \
	"$(sql 'SELECT id FROM message WHERE dates > 1')"
ok '... nothing' later 16 10:05
ok '... is sent' texts </dev/null
ok '... and it stays so' later 16 10:06
ok '... for both' is 2 "$(sql "SELECT count(*) FROM message
    WHERE reason = 'cancelled by the operator'")"


done_testing
