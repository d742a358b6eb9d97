#!/bin/sh
# SPDX-License-Identifier: ISC
# message resend, cancel, settle and release, and redirect: the operator's
# word, which plan and send keep to.
. "${0%/*}/lib.sh"
. "$SRC/tests/send.sh"
need sqlite3

admin() { smscal-admin "$@"; }

# says LINE COMMAND...: done, and that alone on standard output.
says() {
	printf '%s\n' "$1" >want
	shift
	run 0 "$@" && same out <want && same err </dev/null
}
# refused SENTENCE COMMAND...: 64, and nothing has changed.
refused() {
	printf 'smscal-admin: %s\n' "$1" >want
	shift
	sql .dump >before.sql
	run 64 "$@" && same out </dev/null && same err <want || return 1
	sql .dump >after.sql
	cmp before.sql after.sql
}

# --- which, and in which state ----------------------------------------------

conf
send_db
i=0
for state in planned held cancelled expired claimed sent unsure failed \
	delivered undelivered; do
	i=$((i + 1))
	message $i "state = '$state'"
done
sql "UPDATE message SET reason = 'limit' WHERE id = 2;
    UPDATE message SET attempts = 1, claimed_at = $NOW - 60 WHERE id > 4;
    UPDATE message SET sent_at = $NOW - 60 WHERE id IN (6, 9, 10);
    UPDATE message SET ended_at = $NOW - 30 WHERE id IN (4, 8, 9, 10)"

ok 'no number of a message' refused "'k1' is no number of a message;\
 'smscal-admin message list' shows them" admin message cancel k1
ok 'no such message' refused "there is no message 99; 'smscal-admin message\
 list' shows them" admin message resend 99
ok 'none at all' refused \
	'too few operands; usage: smscal-admin message release ID...' \
	admin message release
ok 'one of two is refused: neither' refused \
	'message 6 is sent; only what is planned or held can be cancelled' \
	admin message cancel 1 6
ok '-n changes nothing' says 'would: message 1: cancelled, for good' \
	admin message cancel 1 -n
ok '... at all' is planned "$(sql 'SELECT state FROM message WHERE id = 1')"

for id in 3 4 5 6 7 8 9 10; do
	ok "cancel $id" run 64 admin message cancel $id
	ok '... says why' match \
		'only what is planned or held can be cancelled$' err
done
for id in 1 3 4 5 6 7 8 9 10; do
	ok "release $id" run 64 admin message release $id
	ok '... says why' match 'only what is held can be released$' err
done
for id in 1 2 3 5 6 9; do
	ok "resend $id" run 64 admin message resend $id
	ok '... says why' match 'only what is failed, undelivered, expired, unsure or cancelled by the operator can be sent again$' err
done
for id in 1 2 3 4 5 6 8 9 10; do
	ok "settle $id" run 64 admin message settle $id sent
	ok '... says why' match 'only what is unsure can be settled$' err
done
ok 'settled as what' refused "'undelivered' is not what became of it; allowed\
 are sent, failed and delivered" admin message settle 7 undelivered
ok '... as nothing' run 64 admin message settle 7

# --- settle -----------------------------------------------------------------

unsure() {
	sql "UPDATE message SET state = 'unsure', sent_at = NULL,
	    ended_at = NULL, reason = 'no answer' WHERE id = 7;
	UPDATE appointment SET replan = 0"
}
# became: state, reason, sent, ended, of the message 7, and plan's mark.
became() {
	sql "SELECT m.state, ifnull(reason, ''), ifnull(sent_at - $NOW, ''),
	    ifnull(ended_at - $NOW, ''), replan FROM message m
	    JOIN appointment a ON a.id = appointment_id WHERE m.id = 7"
}
unsure
ok 'settled as sent' quiet admin message settle 7 sent
ok '... when it was claimed' is 'sent||-60||1' "$(became)"
unsure
ok 'as delivered' says 'message 7: delivered, it was unsure' \
	admin message settle 7 delivered -v
ok '... now' is 'delivered||-60|0|1' "$(became)"
unsure
ok 'as failed' quiet admin message settle 7 failed
ok '... by whose word' is "failed|by the operator's word||0|1" "$(became)"

# --- resend -----------------------------------------------------------------

ok 'failed, undelivered, expired' run 0 admin message resend 7 8 10 4 -v
ok '... each says so' same out <<'!'
message 7: planned again, it was failed
message 8: planned again, it was failed
message 10: planned again, it was undelivered
message 4: planned again, it was expired
!
ok '... all are planned' is 6 \
	"$(sql "SELECT count(*) FROM message WHERE state = 'planned'
	    OR (state = 'held' AND id = 2)")"
unsure
ok 'what is unsure' quiet admin message resend 7
sql "UPDATE message SET state = 'cancelled' WHERE id IN (1, 4, 8, 10)"
ok '... is sent' run 0 smscal-send
ok '... with an attempt more' is 'sent||2' \
	"$(sql 'SELECT state, reason, attempts FROM message WHERE id = 7')"
ok '... and a reference of its own' match '^k7-2-' \
	"$(sql 'SELECT ref FROM attempt' >ref; echo ref)"

failed() {
	sql "UPDATE message SET state = 'failed', $1 WHERE id = 8"
}
failed "expires_at = $NOW - 1"
ok 'too late (P10)' refused \
	'message 8 is not sent again: too late to be of use' \
	admin message resend 8
failed "expires_at = $NOW"
ok '... not yet' quiet admin message resend 8
failed 'start_at = start_at + 3600'
ok 'of another start' refused \
	'message 8 is not sent again: the appointment has another start' \
	admin message resend 8
failed 'start_at = start_at - 3600'
sql "UPDATE appointment SET state = 'gone' WHERE id = 8"
ok 'of one that is gone' refused \
	'message 8 is not sent again: the appointment is gone' \
	admin message resend 8
sql "UPDATE appointment SET state = 'live', rev = rev + 1, replan = 0
    WHERE id = 8"
ok 'opted out' quiet admin optout add acme +436641230008
ok '... nothing is sent again' refused \
	'message 8 is not sent again: opted out' admin message resend 8
ok '... and in again' quiet admin optout remove acme +436641230008
ok 'of one that has changed: plan writes it anew' quiet admin message resend 8
ok '... at its next run' is 1 \
	"$(sql 'SELECT replan FROM appointment WHERE id = 8')"

# --- release ----------------------------------------------------------------

held() {
	sql "UPDATE message SET state = 'held', reason = '$1' WHERE id = 2"
}
held missing
ok 'missing' refused "message 2 is not released: its\
 appointment is missing in the feed, which has to go first" \
	admin message release 2
held stale
ok 'stale' refused "message 2 is not released: its feed was not read for two\
 days, which has to go first" admin message release 2
held mass
sql "UPDATE appointment SET state = 'missing' WHERE id = 2"
ok 'many are gone, and this is missing' refused "message 2 is not released: its\
 appointment is missing in the feed, which has to go first" \
	admin message release 2
sql "UPDATE appointment SET state = 'live' WHERE id = 2"
ok 'mass' says 'message 2: released, it was held: mass' \
	admin message release 2 -v
ok '... planned' is 'planned|released by the operator' \
	"$(sql 'SELECT state, reason FROM message WHERE id = 2')"
sql "UPDATE message SET state = 'held', reason = 'mass', kind = 'confirmation',
    due_at = $NOW - 90000, expires_at = $NOW - 3600 WHERE id = 2"
ok 'a confirmation that waited long' quiet admin message release 2
ok '... is of use until the start' is 1 "$(sql "SELECT expires_at = start_at - 1
    FROM message WHERE id = 2")"

printf '#!/bin/sh\nexit 75\n' >busy.sh
chmod +x busy.sh
conf 'busy: {type: command, command: [./busy.sh]}'
sql "UPDATE company SET gateway = 'busy';
    UPDATE message SET state = 'cancelled' WHERE id <> 2 AND state = 'planned'"
ok 'refused for now' run 0 smscal-send
ok '... it stays released' is 'planned|released by the operator|1' \
	"$(sql 'SELECT state, reason, attempts FROM message WHERE id = 2')"

# --- plan keeps to it -------------------------------------------------------

rm -f smscal.db smscal.db-* outbox.jsonl
mkdir feeds
cat >smscal.conf <<!
name: test
database: smscal.db
fetch: {directories: [$T/feeds]}
gateways:
  file: {path: $T/outbox.jsonl}
!
# feed HOUR [TITLE]: one appointment, on the 26th, in two calendars.
feed() {
	{
		printf 'BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:a\n'
		printf 'DTSTAMP:20261101T000000Z\nSUMMARY:%s\n' \
			"${2-Maria Mayr +43 664 1234567}"
		printf 'DTSTART;TZID=Europe/Vienna:20261126T%s0000\n' "$1"
		printf 'DTEND;TZID=Europe/Vienna:20261126T%s3000\n' "$1"
		printf 'END:VEVENT\nEND:VCALENDAR\n'
	} >next.ics
	sed 's/^UID:a/UID:b/' next.ics >feeds/two.ics
	mv next.ics feeds/one.ics
}
chain() {
	for c_tool in fetch diff plan send; do
		quiet "smscal-$c_tool" || return 1
	done
}
# later SECONDS: the clock goes on.
later() { SMSCAL_NOW=$((SMSCAL_NOW + $1)); }
reminder() {
	sql "SELECT state, ifnull(reason, '') FROM message
	    WHERE kind = 'reminder' AND state <> 'cancelled'
	    OR reason = 'cancelled by the operator'"
}
begin() {
	run 0 admin -q init --test &&
		run 0 admin company add acme --name Praxis \
			--zone Europe/Vienna --country-code 43 &&
		run 0 admin calendar add acme/one "$T/feeds/one.ics" &&
		run 0 admin calendar add acme/two "$T/feeds/two.ics" &&
		chain
}
feed 10
ok 'two calendars with one person at one time' begin
ok '... are one reminder' is 'planned|' "$(reminder)"
id=$(sql "SELECT id FROM message WHERE state = 'planned'")
ok 'cancelled' says "message $id: cancelled, for good" \
	admin message cancel "$id" -v
later 600
ok '... plan has nothing to say' chain
ok '... nor has the other calendar' is 'cancelled|cancelled by the operator' \
	"$(reminder)"
feed 10 'Maria Mayr +43 664 1234567, zur Kontrolle'
later 600
ok 'another title' chain
ok '... does not plan it again' is 'cancelled|cancelled by the operator' \
	"$(reminder)"
ok 'the operator takes it back' says \
	"message $id: planned again, it was cancelled" \
	admin message resend "$id" -v
ok '... plan keeps it' chain
ok '... planned' is 'planned|' "$(reminder)"

# What a rule allows is less than its text needs.
ok 'a text that is too long' run 0 admin rule set acme reminder --segments 1 \
	--text "$(printf '{name} %0200d' 0)"
later 600
ok '... waits' chain
ok '... for the operator' is 'held|too long' "$(reminder)"
ok 'released' quiet admin message release "$id"
ok '... plan keeps to it' chain
ok '... again' is 'planned|released by the operator' "$(reminder)"
later 86400
ok 'at its time' chain
ok '... it goes' is 'sent|' "$(reminder)"

# --- redirect ---------------------------------------------------------------

ok 'redirect' says 'acme: all messages go to +436640000099' \
	admin redirect acme '0664 0000099' -v
ok '... is shown' run 0 admin company show acme
ok '... as it is' match '^redirect +\+436640000099$' out
ok '... in the list' run 0 admin company list
same out >diff.out <<'!'
REF   NAME    ZONE           GATEWAY  STATE   REDIRECT
acme  Praxis  Europe/Vienna  file     active  +436640000099
!
ok '... as well' same diff.out </dev/null
ok 'to no number' run 64 admin redirect acme 0664
ok '... is said' match '^smscal-admin: ' err
ok '... and changes nothing' is +436640000099 \
	"$(sql 'SELECT redirect FROM company')"
ok 'of no company' run 64 admin redirect acne off
ok '... and which was meant' match "did you mean 'acme'" err
ok 'off' says 'acme: messages go to whom they are for' \
	admin redirect acme off -v
ok '... is off' is 1 "$(sql 'SELECT redirect IS NULL FROM company')"
# --- from which level its rule is ----------------------------------------------

send_db
sql "INSERT INTO branch (id, company_id, ref, name, created_at)
    VALUES (1, 1, 'graz', 'Graz', 1);
INSERT INTO rule (id, company_id, branch_id, calendar_id, kind, active, since_at)
    VALUES (1, 1, NULL, NULL, 'reminder', 1, 1), (2, 1, 1, NULL, 'reminder', 1, 1),
	(3, 1, NULL, 1, 'reminder', 1, 1)"
for id in 1 2 3; do
	message $id "rule_id = $id" 'rule_rev = 1'
done
message 4
message 5 'rule_rev = 1'
for id in 1 2 3 4 5; do
	admin message show $id --json >out
	json out '$[0].level'
done >levels
ok 'the level of a rule, the last of which is gone' same levels <<'!'
company
branch
calendar
built in

!

done_testing
