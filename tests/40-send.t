#!/bin/sh
# SPDX-License-Identifier: ISC
# smscal-send by the file gateway: what goes, what waits, what goes back.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
need sqlite3

# The command line, and what it refuses.

ok 'no operands' run 64 smscal-send acme
ok '... but usage' same err <<'!'
usage: smscal-send [-hnqvVw] [-c file]
!
conf
ok 'no database' run 78 smscal-send
ok '... and what to do' match 'smscal-admin init' err
send_db
ok 'nothing is due: silent, and nothing is written' unchanged smscal-send
ok '... nor made' not test -e outbox.jsonl

# What is due goes, once.

message 1
message 2 "text = 'Grüße \"€\"' || char(10) || 'Ihre Ordination'"
message 3 'send_at = send_at + 1'
sql .dump >before.sql
ok 'dry run' run 0 smscal-send -n
ok '... says what would go' same out <<'!'
acme/ordination: reminder 1, due 2026-11-24T09:00:00Z, by file
acme/ordination: reminder 2, due 2026-11-24T09:00:00Z, by file
!
ok '... with -v to whom, and what' run 0 smscal-send -nv
ok '... phone and text' match '	\+436641230001	Termin 1' out
sql .dump >after.sql
ok '... and changes no row' cmp before.sql after.sql
ok '... and leaves no file' not test -e outbox.jsonl

ok 'what is due is sent, silently' quiet smscal-send
states >got
ok '... and nothing before its time' same got <<'!'
1|sent|
2|sent|
3|planned|
!
outbox | sed 's/^k\([0-9]*\)-1-[0-9a-f]\{8\}|/\1|/' >lines
ok '... in the file, each with its reference' same lines <<'!'
1|+436641230001|Termin 1
2|+436641230002|Grüße "€"
Ihre Ordination
!
sql "SELECT count(*) FROM attempt a JOIN message m ON m.id = a.message_id
    WHERE outcome = 'accepted' AND a.ended_at = $NOW AND a.claimed_at = $NOW
      AND m.claimed_at = $NOW AND m.sent_at = $NOW AND attempts = 1" >n
ok '... with an attempt each' is 2 "$(cat n)"
outbox | cut -d'|' -f1 | grep k >refs
sql 'SELECT ref FROM attempt ORDER BY id' >want
ok '... of that reference' same refs <want
ok '... and plan looks at them again' is 2 \
	"$(sql 'SELECT count(*) FROM appointment WHERE replan = 1')"
ok 'the line is JSON, with the time' match \
	'^\{"ref":"k1-1-.{8}","to":"\+436641230001","from":null,"text":"Termin 1","at":"2026-11-24T09:00:00Z","test":false\}$' \
	outbox.jsonl
ok 'the file is its owner'"'"'s' is 600 "$(stat -c %a outbox.jsonl)"
ok 'a second run sends nothing and writes nothing' unchanged smscal-send
ok 'a second later the third goes' at $((NOW + 1)) smscal-send
ok '... and it is sent' is sent \
	"$(sql 'SELECT state FROM message WHERE id = 3')"
ok 'with -v it says so' at $((NOW + 1)) quiet smscal-send -v

# one WHAT VERDICT REASON SQL...: a message 1 that SQL has brought into some
# state; VERDICT is the state it comes to, `back` for planned and plan looks at
# it, `waits` for planned and nothing is written.
one() {
	o_name=$1 o_verdict=$2 o_reason=$3
	shift 3
	rm -f outbox.jsonl
	send_db
	message 1
	for o_sql; do
		sql "$o_sql" || return 1
	done
	sql .dump >before.sql
	case $o_verdict in
	expired) o_status=1 ;;
	*) o_status=0 ;;
	esac
	ok "$o_name" run "$o_status" smscal-send -v
	[ "$o_verdict" = sent ] || ok '... and why' match ": $o_reason\$" err
	sql .dump >after.sql
	case $o_verdict in
	sent | expired | cancelled)
		ok '... is '"$o_verdict" is "$o_verdict" \
			"$(sql 'SELECT state FROM message WHERE id = 1')"
		;;
	back)
		ok '... goes back to plan' is 'planned|1' "$(sql 'SELECT
		    m.state, a.replan FROM message m JOIN appointment a
		    ON a.id = m.appointment_id WHERE m.id = 1')"
		ok '... which is written once' unchanged smscal-send
		;;
	waits)
		ok '... waits, and nothing is written' cmp before.sql after.sql
		;;
	esac
	if [ "$o_verdict" = sent ]; then
		ok '... it is in the file' is 1 "$(outbox | wc -l)"
	else
		ok '... nothing is handed over' not test -e outbox.jsonl
	fi
}

APPOINTMENT='UPDATE appointment SET'
MESSAGE='UPDATE message SET'
one 'a reminder in its time' sent ''
one 'an appointment that changed' back 'the appointment has changed' \
	"$APPOINTMENT rev = 2"
one 'an appointment with another start' back \
	'the appointment has another start' "$APPOINTMENT start_at = start_at + 1"
one 'an appointment that is gone' back 'the appointment is gone' \
	"$APPOINTMENT state = 'gone'"
one 'a cancellation of one that is back' back 'the appointment is back' \
	"$MESSAGE kind = 'cancellation'"
one 'a cancellation of one that is gone' sent '' \
	"$MESSAGE kind = 'cancellation', start_at = start_at - 60" \
	"$APPOINTMENT state = 'gone'" "UPDATE recipient SET left_at = 1"
one 'an appointment that is missing' waits \
	'the appointment is missing in the feed' "$APPOINTMENT state = 'missing'"
one 'a number that left' back 'the number is no longer in the appointment' \
	'UPDATE recipient SET left_at = 1'
one 'a number that was never there' back \
	'the number is no longer in the appointment' 'DELETE FROM recipient'
RULE="INSERT INTO rule (id, company_id, kind, active, since_at, rev)
    VALUES (1, 1, 'reminder', 1, 1, 2)"
one 'a rule of that revision' sent '' "$RULE" \
	"$MESSAGE rule_id = 1, rule_rev = 2"
one 'a rule that was edited' back 'its rule or text has changed' "$RULE" \
	"$MESSAGE rule_id = 1, rule_rev = 1"
one 'a rule that is off' back 'its rule is off' "$RULE" \
	"$MESSAGE rule_id = 1, rule_rev = 2" 'UPDATE rule SET active = 0'
one 'a rule that was removed' back 'its rule was removed' "$RULE" \
	"$MESSAGE rule_id = 1, rule_rev = 2" 'PRAGMA foreign_keys = ON;
	DELETE FROM rule'
one 'rules that plan has not seen' back 'settings have changed' \
	'UPDATE calendar SET replan = 1'
one "a {day} that is true" sent '' "$MESSAGE true_until_at = $NOW + 1"
one "a {day} that is no longer true" back \
	"'today' or 'tomorrow' has passed" "$MESSAGE true_until_at = $NOW"

one 'opted out' cancelled 'opted out' "INSERT INTO optout (company_id, phone,
    source, since_at) SELECT 1, phone, 'reply', 1 FROM message"
one 'opted out of another company' sent '' "INSERT INTO company (id, ref,
    name, zone, language, created_at)
    VALUES (2, 'other', 'Other', 'UTC', 'en', 1)" "INSERT INTO optout
    (company_id, phone, source, since_at) SELECT 2, phone, 'reply', 1
    FROM message"
one 'all is paused' waits 'all sending is paused' \
	'UPDATE installation SET paused_at = 1'
one 'the company is paused' waits 'the company is paused' \
	'UPDATE company SET paused_at = 1'
one 'the calendar is paused' waits 'the calendar is paused' \
	'UPDATE calendar SET paused_at = 1'
one 'the company is off' waits 'the company is off' \
	'UPDATE company SET active = 0'
one 'the calendar is off' waits 'the calendar is off' \
	'UPDATE calendar SET active = 0'
one 'the branch is off' waits 'the branch is off' \
	"INSERT INTO branch (id, company_id, ref, name, active, created_at)
	VALUES (1, 1, 'graz', 'Graz', 0, 1)" 'UPDATE calendar SET branch_id = 1'
one 'paused, and late meanwhile' expired 'too late to be of use' \
	'UPDATE company SET paused_at = 1' "$MESSAGE expires_at = $NOW - 1"

# P10, and what comes after the start.

one 'the last second' sent '' "$MESSAGE expires_at = $NOW"
one 'one too late' expired 'too late to be of use' \
	"$MESSAGE expires_at = $NOW - 1"
one 'a reminder of what has begun' expired \
	'too late: the appointment has begun' \
	"$MESSAGE start_at = $NOW" "$APPOINTMENT start_at = $NOW"
one 'feedback of what has begun' sent '' \
	"$MESSAGE start_at = $NOW - 90000, kind = 'feedback'" \
	"$APPOINTMENT start_at = $NOW - 90000"
one 'rescheduled behind the old start' expired \
	'too late: the old start has passed' \
	"$MESSAGE kind = 'rescheduled', old_start_at = $NOW"

# P9: the window, at hand-over again.

NIGHT='08:00-10:00'
one 'inside the window' sent '' \
	"UPDATE company SET send_window = '08:00-10:01'"
one 'outside the window' planned 'outside the send window' \
	"UPDATE company SET send_window = '$NIGHT'"
ok '... until its opening' is "$((NOW + 22 * 3600))" \
	"$(sql 'SELECT send_at FROM message')"
ok '... which is written once' unchanged smscal-send
ok '... and then it goes' at $((NOW + 22 * 3600)) quiet smscal-send
ok '... for it is of use' is sent "$(sql 'SELECT state FROM message')"
one 'the nearest window counts' sent '' \
	"UPDATE company SET send_window = '$NIGHT'" \
	"UPDATE calendar SET send_window = '08:00-20:00'"
one 'a window later than it is of use' expired \
	'too late: of no use any more when the send window opens' \
	"UPDATE company SET send_window = '08:00-10:00'" \
	"$MESSAGE expires_at = $NOW + 21 * 3600"
one 'a confirmation that cannot wait goes at once' sent '' \
	"UPDATE company SET send_window = '$NIGHT'" \
	"$MESSAGE kind = 'confirmation', start_at = $NOW + 7200,
	    expires_at = $NOW + 7199" "$APPOINTMENT start_at = $NOW + 7200"
one 'an unreadable window' waits 'the send window cannot be read' \
	"UPDATE company SET send_window = 'always'"

# P4: a reminder and the other messages of its appointment.

# tell STATE WHEN: a confirmation to the same number.
tell() {
	echo "INSERT INTO message (id, key, company_id, calendar_id,
	    appointment_id, kind, phone, name, text, segments, start_at,
	    due_at, send_at, expires_at, state, sent_at, claimed_at,
	    appointment_rev, created_at)
	    SELECT 9, 'k9', 1, 1, 1, 'confirmation', phone, name, 'x', 1,
		start_at, due_at, send_at + 9, expires_at, '$1', $2, $2, 1, 1
	      FROM message"
}
one 'a reminder 59 min behind a confirmation' back \
	'told less than an hour before' "$(tell sent $((NOW - 3599)))"
one 'a reminder 60 min behind a confirmation' sent '' \
	"$(tell delivered $((NOW - 3600)))"
one 'a reminder before a confirmation' waits \
	'a confirmation or rescheduled goes first' "$(tell planned NULL)"
one 'a reminder before one that is held' waits \
	'a confirmation or rescheduled goes first' "$(tell held NULL)"
one 'a reminder behind one that failed' sent '' "$(tell failed $((NOW - 60)))"

# P8: a followup only without a reply since the feedback.

FOLLOWUP="$MESSAGE kind = 'followup', start_at = $NOW - 90000;
    $APPOINTMENT start_at = $NOW - 90000;
    INSERT INTO message (id, key, company_id, calendar_id, appointment_id,
	kind, phone, name, text, segments, start_at, due_at, send_at,
	expires_at, state, sent_at, claimed_at, appointment_rev, created_at)
	SELECT 9, 'k9', 1, 1, 1, 'feedback', phone, name, 'x', 1, start_at,
	    1, 1, 2, 'sent', $NOW - 80000, $NOW - 80000, 1, 1 FROM message"
REPLY="INSERT INTO reply (key, company_id, phone, text, received_at)
    SELECT 'r', 1, phone, 'Danke', "
one 'a followup without a reply' sent '' "$FOLLOWUP"
one 'a followup behind a reply' back 'a reply has come' "$FOLLOWUP" \
	"$REPLY $NOW - 79000 FROM message WHERE id = 1"
one 'a followup behind an old reply' sent '' "$FOLLOWUP" \
	"$REPLY $NOW - 81000 FROM message WHERE id = 1"

# X11: a trial.

one 'redirected' sent '' "UPDATE company SET redirect = '+436640000099'"
ok '... to that number' is '+436640000099' "$(outbox | cut -d'|' -f2)"
ok '... and marked' is '+436640000099' "$(sql 'SELECT redirect FROM attempt')"
one 'redirected to what is no number' waits \
	'the number that it is redirected to is none' \
	"UPDATE company SET redirect = '0664'"

# What loses its point first goes first; many go.

send_db
rm -f outbox.jsonl
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	message $i "expires_at = expires_at - $i"
done
ok 'twenty' quiet smscal-send
outbox | cut -d'|' -f3 | sed 's/.* //' >order
ok '... what loses its point first goes first' same order <<!
$(for i in 20 19 18 17 16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1; do
	echo $i
done)
!
ok '... and none twice' is 20 "$(outbox | sort -u | wc -l)"

# X3: a stored time that a wrong clock has made.

send_db
message 1 "send_at = $NOW + 86400 * 30, send_wait_s = 300"
message 2 "send_at = $NOW + 300, send_wait_s = 300"
ok 'a retry further ahead than its wait is due' quiet smscal-send
states >got
ok '... and one that is not waits' same got <<'!'
1|sent|
2|planned|
!
send_db
message 1
sql "UPDATE installation SET clock_bad = 'the clock is odd'"
ok 'a clock that is not believed' run 75 smscal-send
ok '... is said' match 'the clock is odd' err
ok '... and nothing is sent' is planned "$(sql 'SELECT state FROM message')"

# The file cannot be written to: told once, and nothing is lost.

send_db
rm -f outbox.jsonl
mkdir outbox.jsonl
message 1
ok 'the file cannot be written' run 1 smscal-send
ok '... which is said' match \
	'^smscal-send: file: cannot open .*outbox.jsonl: .*: its messages wait$' err
ok '... once' unchanged smscal-send
rmdir outbox.jsonl
ok '... and when it can, a probe after 5 min' at $((NOW + 300)) \
	quiet smscal-send
ok '... goes through' is sent "$(sql 'SELECT state FROM message')"
ok '... and the hold is over' is 0 \
	"$(sql 'SELECT count(*) FROM account_hold')"
printf '{"ref":"k9-1-00000000","to":"+4366' >>outbox.jsonl
message 2
ok 'behind a torn line' at $((NOW + 300)) quiet smscal-send
ok '... the next one is whole' match '^\{"ref":"k2-1' outbox.jsonl

# A gateway or a company that is not set up.

send_db
message 1
sql "UPDATE company SET gateway = 'elsewhere'"
ok 'an unknown gateway' run 1 smscal-send
ok '... is said' same err <<'!'
smscal-send: elsewhere: there is no gateway 'elsewhere' in smscal.conf: its messages wait
!
ok '... once' unchanged smscal-send
sql "UPDATE company SET gateway = 'file'"
ok '... and when it is set right, it goes' quiet smscal-send
ok '... at once' is sent "$(sql 'SELECT state FROM message')"

done_testing
