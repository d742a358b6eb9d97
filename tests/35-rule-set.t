#!/bin/sh
# SPDX-License-Identifier: ISC
# P14: an edit of a rule says how many messages it adds, changes and drops, and
# the next plan does just that.
. "${0%/*}/lib.sh"
need sqlite3
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_CONF
mkdir feeds
cat >smscal.conf <<!
name: rules
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
# feed CALENDAR LINE...: UID DAY HOUR NUMBER, in November 2026, in Vienna.
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
			printf 'DURATION:PT30M\nSUMMARY:Eva +43 664 123456%s\n' \
				"$4"
			printf 'END:VEVENT\n'
		done
		printf 'END:VCALENDAR\n'
	} >next.ics
	mv next.ics "feeds/$f_to.ics"
}
# pending: what is to come, as it is.
pending() {
	sql "SELECT key || '|' || state || '|' || due_at || '|' || text
	    FROM message WHERE state IN ('planned', 'held') ORDER BY key"
}
# just ADDED CHANGED DROPPED: it is said, and what the next plan does; the
# line is on standard output, and that alone.
just() {
	j_said="adds $1 message$([ "$1" = 1 ] || echo s), changes $2, drops $3"
	match "^acme[a-z/]* [a-z/0-9]*: $j_said\$" out || return 1
	is 1 "$(wc -l <out)" || return 1
	same err </dev/null || return 1
	pending >was
	quiet smscal-plan || return 1
	pending >is
	cut -d '|' -f 1 was >was.keys
	cut -d '|' -f 1 is >is.keys
	j_added=$(comm -13 was.keys is.keys | wc -l)
	j_dropped=$(comm -23 was.keys is.keys | wc -l)
	j_kept=$(comm -12 was is | wc -l)
	j_both=$(comm -12 was.keys is.keys | wc -l)
	is "$1 $2 $3" "$j_added $((j_both - j_kept)) $j_dropped"
}
# would ADDED CHANGED DROPPED COMMAND...: -n says it, and changes nothing.
would() {
	w_said="adds $1 message$([ "$1" = 1 ] || echo s), changes $2, drops $3"
	shift 3
	sql .dump >before.sql
	run 0 "$@" -n || return 1
	sql .dump >after.sql
	match "^would: acme[a-z/]* [a-z/0-9]*: $w_said\$" out &&
		cmp before.sql after.sql
}

clock 20 09:00
feed eins 'a 26 0900 1' 'b 26 1000 2' 'c 27 1100 3' 'd 28 1200 4' 'w 28 1500 4'
feed zwei 'e 26 0900 5'
run 0 admin -q init --test &&
	run 0 admin company add acme --name Praxis --zone Europe/Vienna &&
	run 0 admin branch add acme/graz &&
	run 0 admin calendar add acme/eins "$T/feeds/eins.ics" &&
	run 0 admin calendar add acme/zwei "$T/feeds/zwei.ics" \
		--branch graz || exit 1
ok 'before the first body nothing is said' quiet \
	admin rule set acme reminder --at 10:30
ok '... but with -v' run 0 admin rule set acme reminder --at 10:00 -v
ok '... both' match '^acme reminder: adds 0 messages, changes 0, drops 0$' out
ok 'two calendars' quiet smscal-fetch
ok '... are seen' quiet smscal-diff
ok '... and what was to be done anyway does not count' run 0 \
	admin rule set acme reminder --segments 3 -v
ok '... at all' match ': adds 0 messages, changes 0, drops 0$' out
ok '... it is done' quiet smscal-plan
ok '... for each' is 6 "$(pending | wc -l)"

ok 'a new step, by a slip' would 6 0 0 \
	admin rule set acme reminder/9 --days 2
ok '... is seen' run 0 admin rule set acme reminder/9 --days 2
ok '... and done' just 6 0 0
ok '... and its end' would 0 0 6 admin rule disable acme reminder/9
ok '... too' run 0 admin rule disable acme reminder/9
ok '... as it says' just 0 0 6
ok '... on again' run 0 admin rule enable acme reminder/9
ok '... since then' just 6 0 0
ok 'removed' run 0 admin rule remove acme reminder/9 --force
ok '... with all' just 0 0 6

ok 'another text' run 0 admin rule set acme reminder --text 'Termin {date}'
ok '... is in each' just 0 6 0
ok 'another time' run 0 admin rule set acme reminder --at 09:00
ok '... too' just 0 6 0
ok 'a time that has passed' run 0 admin rule set acme reminder --days 9
ok '... is none' just 0 0 6
ok 'back' run 0 admin rule set acme reminder --days 1
ok '... again' just 6 0 0
ok 'what no message shows' quiet admin rule set acme reminder \
	--on-unsure resend
ok '... is written all the same' quiet smscal-plan
ok 'two at a calendar' run 0 admin rule add acme/zwei reminder/2 --before 2h
ok '... are its own' just 1 0 0
ok 'for the branch: nearer ones hold' run 0 admin rule disable acme/graz \
	reminder -v
ok '... so it does nothing' match ': adds 0 messages, changes 0, drops 0$' out
ok '... to them' quiet smscal-plan
ok 'the calendar has none of its own' run 0 admin rule remove acme/zwei \
	reminder/2 --force
ok '... of that step' just 0 0 1
ok '... nor of the other' run 0 admin rule remove acme/zwei reminder --force
ok '... and the branch has it off' just 0 0 1
ok 'on' run 0 admin rule enable acme/graz reminder
ok '... at the branch' just 1 0 0

ok 'one feedback for two appointments in seven days' would 5 0 0 \
	admin rule enable acme feedback
ok '... no more' run 0 admin rule enable acme feedback
ok '... than that' just 5 0 0
ok 'a condition' run 0 admin rule add acme reminder --condition Eva \
	--text 'Eva, {date}'
ok '... takes them over' just 0 5 0
ok 'refused: nothing is done' run 64 admin rule set acme reminder --days 99
ok '... nor said' same out </dev/null

# The limits count, too (P12).
ok 'a limit' quiet admin company set acme --limit-recipient 1
ok '... of one a day' run 1 smscal-plan
ok '... holds one' is 1 "$(sql "SELECT count(*) FROM message
    WHERE state = 'held'")"
ok 'what is held is changed, too' run 0 admin rule set acme reminder \
	--condition Eva --text 'Liebe Eva, {date}'
ok '... as each' just 0 5 0

# The names of rules, in what plan says.
ok 'a second feedback' run 0 admin rule add acme feedback/2 --days 20
ok '... is named so' run 0 smscal-plan -n
ok '... by -n' match 'add feedback/2 for ' out
ok '... by -v' run 0 smscal-plan -v
ok '... too' match 'add feedback/2 for ' err

# P1: what has not changed is not looked at.  A text that nobody would write
# stays until then.
# looked: of which calendars and numbers messages were written since.
looked() {
	sql "SELECT DISTINCT c.ref, substr(m.phone, -1) FROM message m
	    JOIN calendar c ON c.id = m.calendar_id
	    WHERE m.state IN ('planned', 'held') AND m.text <> 'old'
	    ORDER BY 1, 2" >got
	same got
}
sql "UPDATE message SET text = 'old' WHERE state IN ('planned', 'held')"
ok 'nothing has changed' quiet smscal-plan
ok '... and nothing is looked at' looked </dev/null
ok 'a rule of one calendar' run 0 admin rule set acme/zwei reminder \
	--text 'Neu {date}'
ok '... is planned' run 0 smscal-plan
ok '... and that calendar alone is looked at' looked <<'!'
zwei|5
!
sql "UPDATE message SET text = 'old' WHERE state IN ('planned', 'held')"
clock 20 09:10
feed eins 'a 26 0930 1' 'b 26 1000 2' 'c 27 1100 3' 'd 28 1200 4' 'w 28 1500 4'
ok 'one appointment moves' quiet smscal-fetch
ok '... which is seen' quiet smscal-diff
ok '... and planned' run 0 smscal-plan
ok '... and it alone is looked at' looked <<'!'
eins|1
!

# P14: what was sent stays as it was sent.
sent() {
	sql "SELECT id, state, text, due_at, rule_rev FROM message
	    WHERE state = 'sent' ORDER BY id"
}
clock 25 10:00
smscal-send 2>err # some are too late by now
sent >was
ok 'some have gone' [ -s was ]
ok 'the rule is another one' run 0 admin rule set acme reminder \
	--condition Eva --at 11:00 --text 'Ganz neu {date}'
ok '... for what is to come' run 0 smscal-plan
ok '... some' match 'Ganz neu' - <<!
$(pending)
!
sent >is
ok '... and not for what was sent' cmp was is

done_testing
