#!/bin/sh
# SPDX-License-Identifier: ISC
# P12: what exceeds a limit is held, told once, and not lost.
. "${0%/*}/lib.sh"
. "$SRC/tests/send.sh"
need sqlite3

admin() { smscal-admin "$@"; }
many='as many as allowed go to that number on the day'

# held_by TOOL N WHY: it says so, fails for that, and is silent the next time.
held_by() {
	are='s are'
	[ "$2" = 1 ] && are=' is'
	run 1 "$1" && same out </dev/null || return 1
	same err <<! || return 1
$1: acme/ordination: $2 message$are held for a limit: $3
!
	quiet "$1"
}
# waits ID DAY.HOUR: held for a limit, and looked at then, in Vienna.
waits() {
	is "held|limit|$2" "$(sql "SELECT state, reason,
	    strftime('%d.%H:%M', send_at + 3600, 'unixepoch') FROM message
	    WHERE id = $1")"
}

# --- setting ----------------------------------------------------------------

conf
send_db
ok 'by default nothing is set' is '||' \
	"$(sql 'SELECT limit_recipient, limit_company, countries FROM company')"
ok 'a company' run 0 admin company set acme --limit-recipient 3 \
	--limit-company 100 --countries '+43, 0049' -v
ok '... says so' same out <<'!'
acme: limit-recipient: nothing -> 3
acme: limit-company: nothing -> 100
acme: countries: nothing -> 43 49
!
ok '... and it is planned anew' is 1 "$(sql 'SELECT replan FROM calendar')"
ok '... is shown' run 0 admin company show acme
ok '... each' match '^limit-recipient +3$' out
ok '... of them' match '^countries +43 49$' out
ok '... as JSON' run 0 admin company show acme --json
ok '... too' match '"limit_company":"100"' out
ok 'a calendar' quiet admin calendar set acme/ordination \
	--limit-recipient none --countries all
ok '... is shown' run 0 admin calendar show acme/ordination
ok '... as it was said' match '^limit-recipient +none$' out
ok 'a branch' quiet admin branch add acme/graz --limit-recipient 2 \
	--countries 43
ok '... has its own' is '2|43' \
	"$(sql 'SELECT limit_recipient, countries FROM branch')"
ok 'unset' quiet admin calendar set acme/ordination --limit-recipient '' \
	--countries ''
ok '... again' is '|' \
	"$(sql 'SELECT limit_recipient, countries FROM calendar')"
for bad in 0 -1 1.5 1000001 many; do
	ok "no limit: $bad" run 64 admin company set acme --limit-recipient "$bad"
	ok '... says what is' match "'$bad' is no limit; allowed are none and\
 whole numbers from 1 to 1000000$" err
done
ok 'no country' run 64 admin company set acme --countries '43 Austria'
ok '... says which' match "'Austria' is no country code" err
ok 'a limit of all is the company alone' run 64 \
	admin calendar set acme/ordination --limit-company 5

# --- at the claim -----------------------------------------------------------

# maria ID [COLUMN=VALUE...]: as message, to one number; the later in number,
# the longer of use.
maria() {
	message "$@" "phone = '+436641112223'" "expires_at = expires_at + $1"
	sql "UPDATE recipient SET phone = '+436641112223'
	    WHERE appointment_id = $1"
}
send_db
for id in 3 1 7 4 5 6 2; do maria $id; done
message 8
ok 'seven are due' held_by smscal-send 2 "$many"
ok '... five go' is 1,2,3,4,5,8 "$(sql "SELECT group_concat(id) FROM message
    WHERE state = 'sent'")"
ok '... once' is 6 "$(outbox | wc -l)"
ok '... the others wait for midnight' waits 6 25.00:00
ok '... as long as they are of use' waits 7 25.00:00
ok 'they are listed' run 0 admin message list --state held
ok '... with the reason' match ' held .* limit ' out
ok '... each' run 0 admin message show 7
ok '... of them' match '^reason +limit$' out
ok '... where its rule stands' match '^level +built in$' out
ok '... with which limit it is, and until when' \
	match "^why +$many, until 2026-11-25 00:00$" out
ok '... and what to do' match "^to-do +it goes on at midnight .*--limit-recip" out
ok '... for programs, too' run 0 admin message show 7 --json
ok '... by a name' is "limit_recipient|$many, until 2026-11-25 00:00" \
	"$(json out '$[0].cause')|$(json out '$[0].why')"

send_db
maria 1 "state = 'delivered'" "claimed_at = $NOW - 36001"
maria 2 "state = 'sent'" "claimed_at = $NOW - 36000"
maria 3 "state = 'failed'" "claimed_at = $NOW - 60"
maria 4 "state = 'unsure'" "claimed_at = $NOW - 60"
maria 5 "state = 'undelivered'" "claimed_at = $NOW - 60"
maria 6 "attempts = 3" "claimed_at = $NOW - 60"
maria 7
maria 8
sql 'UPDATE company SET limit_recipient = 5'
ok 'neither yesterday, in the zone, nor what failed, nor a retry counts' \
	held_by smscal-send 1 "$many"
ok '... two more have gone' is 6,7 "$(sql "SELECT group_concat(id) FROM message
    WHERE claimed_at = $NOW")"
ok 'one of those is sent again' quiet admin message resend 5
ok '... and counts no more than before' quiet smscal-send
ok '... it has gone' is "sent|$NOW" \
	"$(sql 'SELECT state, claimed_at FROM message WHERE id = 5')"

send_db
sql "INSERT INTO company (id, ref, name, zone, language, created_at)
    VALUES (2, 'muster', 'Muster', 'Europe/Vienna', 'de', 1);
INSERT INTO calendar (id, company_id, ref, name, url, created_at)
    VALUES (2, 2, 'eins', 'Eins', 'https://example.com/b.ics', 1);
UPDATE company SET limit_recipient = 1, redirect = '+436649999999'"
maria 1
maria 2 'company_id = 2' 'calendar_id = 2'
message 3
ok 'two companies; redirected ones count by the original' quiet smscal-send
ok '... all have gone' is 3 "$(outbox | grep -c +436649999999)"

send_db
rm outbox.jsonl
for id in 1 2 3 4; do message $id; done
sql 'UPDATE company SET limit_company = 3'
why='the company has sent as many as allowed on the day'
ok 'of a company' held_by smscal-send 1 "$why"
admin message show 4 >out
ok '... is told apart' match "^why +$why, until 2026-11-25 00:00$" out
ok '... as many' is 3 "$(outbox | wc -l)"
ok '... whatever the plan looks at' sql 'UPDATE appointment SET replan = 1;
UPDATE feed SET good_at = 1'
sql "INSERT OR REPLACE INTO feed (calendar_id, good_at) VALUES (1, $NOW)"
ok '... it' quiet smscal-send

send_db
rm outbox.jsonl
message 1
message 2 "phone = '+447700900123'"
sql "UPDATE recipient SET phone = '+447700900123' WHERE appointment_id = 2;
UPDATE company SET countries = '49 43'"
ok 'abroad' held_by smscal-send 1 \
	'its country is not among those that are allowed'
admin message show 2 >out
ok '... is told apart' match \
	'^why +its country is not among those that are allowed$' out
ok '... the other has gone' is 1 "$(outbox | wc -l)"
ok '-n says why' run 0 admin message release 2 -n
ok 'released' quiet admin message release 2
ok '... it goes' quiet smscal-send
ok '... as it is' is 2 "$(outbox | wc -l)"

send_db
sql 'UPDATE company SET limit_recipient = 1'
maria 1
maria 2
maria 3
ok '-n shows all, and holds none' run 0 smscal-send -n
ok '... of them' is 3 "$(wc -l <out)"
ok 'a second one' held_by smscal-send 2 "$many"
ok '... let go by the operator' quiet admin message release 2
ok '... is held by no limit' quiet smscal-send
ok '... and has gone' is 2 \
	"$(sql "SELECT id FROM message WHERE state = 'sent' AND id > 1")"

# --- the chain --------------------------------------------------------------

# clock DAY TIME
clock() {
	SMSCAL_NOW="2026-11-$1T$2:00+01:00"
	export SMSCAL_NOW
}
# feed LINE...: UID DAY HOUR NAME, in November 2026, in Vienna.
feed() {
	{
		printf 'BEGIN:VCALENDAR\nVERSION:2.0\n'
		for line; do
			# shellcheck disable=SC2086 # words
			set -- $line
			printf 'BEGIN:VEVENT\nUID:%s\n' "$1"
			printf 'DTSTART;TZID=Europe/Vienna:202611%sT%s00\n' \
				"$2" "$3"
			printf 'DURATION:PT30M\nSUMMARY:%s +43 664 1234567\n' \
				"$4"
			printf 'END:VEVENT\n'
		done
		printf 'END:VCALENDAR\n'
	} >next.ics
	mv next.ics feeds/ordination.ics
}
chain() {
	quiet smscal-fetch && quiet smscal-diff && quiet smscal-plan &&
		quiet smscal-send
}
# reminders: day and hour of the start, state and reason, as on standard input.
reminders() {
	sql "SELECT strftime('%d.%H', start_at + 3600, 'unixepoch'), state,
	    ifnull(reason, '') FROM message WHERE kind = 'reminder'
	    ORDER BY start_at, id" >got
	same got
}
seen() { quiet smscal-fetch && quiet smscal-diff; }

cat >smscal.conf <<!
name: limits
database: smscal.db
fetch: {directories: [$T/feeds]}
gateways:
  file: {path: $T/outbox.jsonl}
!
rm -f smscal.db* outbox.jsonl
mkdir feeds
clock 20 09:00
feed 'a 26 0900 Eva' 'b 26 1000 Eva' 'c 26 1100 Eva' 'd 26 1200 Eva'
run 0 smscal-admin -q init --test &&
	run 0 admin company add acme --name Praxis --zone Europe/Vienna \
		--limit-recipient 2 &&
	run 0 admin calendar add acme/ordination "$T/feeds/ordination.ics" ||
	exit 1
ok 'four of one number on a day' seen
ok '... two of the reminders are held' held_by smscal-plan 2 "$many"
ok '... the last ones' reminders <<'!'
26.09|planned|
26.10|planned|
26.11|held|limit
26.12|held|limit
!
sql .dump >before.sql
ok '... and again: nothing' quiet smscal-plan
sql .dump >after.sql
ok '... is written' cmp before.sql after.sql
sql 'UPDATE appointment SET replan = 1'
ok '... nor when all is looked at' quiet smscal-plan
sql .dump >after.sql
ok '... anew' cmp before.sql after.sql

clock 20 10:00
feed 'a 26 0900 Eva' 'c 26 1100 Eva' 'd 26 1200 Eva'
ok 'one is deleted' chain
clock 20 10:20
ok '... and gone' chain
ok '... which makes room for another' reminders <<'!'
26.09|planned|
26.10|cancelled|the appointment is gone
26.11|planned|
26.12|held|limit
!
clock 20 11:00
feed 'a 26 0900 Eva' 'b 26 1000 Eva' 'c 26 1100 Eva' 'd 26 1200 Eva'
ok 'back again' seen
ok '... it takes its place' held_by smscal-plan 1 "$many"
ok '... before the later one' reminders <<'!'
26.09|planned|
26.10|planned|
26.11|held|limit
26.12|held|limit
!
ok 'raised' quiet admin company set acme --limit-recipient 3
ok '... one more goes' quiet smscal-plan
ok '... of them' reminders <<'!'
26.09|planned|
26.10|planned|
26.11|planned|
26.12|held|limit
!
ok 'lowered' quiet admin company set acme --limit-recipient 1
ok '... two more are held' held_by smscal-plan 2 "$many"
clock 25 10:00
ok 'the day comes' chain
ok '... and one goes' reminders <<'!'
26.09|sent|
26.10|held|limit
26.11|held|limit
26.12|held|limit
!
clock 26 00:00
ok 'the next one begins' chain
ok '... for another' reminders <<'!'
26.09|sent|
26.10|planned|
26.11|held|limit
26.12|held|limit
!
clock 26 08:00
ok 'when the window opens' chain
ok '... it has gone' reminders <<'!'
26.09|sent|
26.10|sent|
26.11|held|limit
26.12|held|limit
!
clock 26 10:01
ok 'what is of no use any more' chain
ok '... has expired, with the reason' reminders <<'!'
26.09|sent|
26.10|sent|
26.11|expired|too late: a limit held it until then
26.12|held|limit
!
id=$(sql "SELECT id FROM message WHERE state = 'held'")
ok 'what the operator releases' quiet admin message release "$id"
ok '... goes' chain
ok '... limit or not' reminders <<'!'
26.09|sent|
26.10|sent|
26.11|expired|too late: a limit held it until then
26.12|sent|
!

clock 26 13:00
ok 'a country' quiet admin calendar set acme/ordination --countries 49 \
	--limit-recipient none
feed 'e 28 0900 Eva' 'd 26 1200 Eva'
ok '... that is not among those' seen
ok '... when it is planned' run 1 smscal-plan
ok '... is said' match 'held for a limit: its country is not among' err
ok '... once' quiet smscal-plan
ok 'all are held' is '' "$(sql "SELECT id FROM message
    WHERE state = 'planned'")"
ok 'allowed' quiet admin calendar set acme/ordination --countries '49 43'
ok '... they are planned' quiet smscal-plan
ok '... again' is '' "$(sql "SELECT id FROM message WHERE state = 'held'
    AND reason = 'limit'")"

done_testing
