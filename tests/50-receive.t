#!/bin/sh
# SPDX-License-Identifier: ISC
# smscal-receive: replies and delivery reports from standard input, each once,
# and what they do.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
need sqlite3 flock

# handed ID STATE OUTCOME [GATEWAY_ID]: message ID was handed over, by an
# attempt whose reference is kID-1.
handed() {
	message "$1" "state = '$2'" "claimed_at = $NOW - 60" 'attempts = 1'
	sql "INSERT INTO attempt (message_id, ref, gateway, claimed_at,
	    outcome, gateway_id) VALUES ($1, 'k$1-1', 'websms', $NOW - 60,
	    nullif('$3', ''), nullif('${4-}', ''))"
}

# reply KEY PHONE TEXT, report KEY STATUS NAME VALUE...: a line each.
reply() {
	printf '{"messageType":"text","notificationId":"%s",' "$1"
	printf '"senderAddress":"%s","recipientAddress":"0828",' "$2"
	printf '"textMessageContent":"%s"}\n' "$3"
}
report() {
	printf '{"messageType":"deliveryReport","notificationId":"%s",' "$1"
	printf '"deliveryReportMessageStatus":"%s"' "$2"
	shift 2
	while [ $# -gt 0 ]; do
		printf ',"%s":"%s"' "$1" "$2"
		shift 2
	done
	printf '}\n'
}

# take FUNCTION...: what it writes is received, silently.
take() {
	"$@" >in
	quiet smscal-receive - <in
}

# again: the last input once more changes nothing.
again() { unchanged smscal-receive - <in; }

state() { sql "SELECT state, ifnull(reason, ''), ifnull(ended_at, '')
    FROM message WHERE id = $1"; }

# The command line, and what it refuses.

ok 'an operand that is none' run 64 smscal-receive in
ok '... but usage' same err <<'!'
usage: smscal-receive [-hnqvVw] [-c file] [-]
!
ok 'two operands' run 64 smscal-receive - -
conf
ok 'no database' run 78 smscal-receive -
ok '... and what to do' match 'smscal-admin init' err
send_db
message 1
ok 'no operand: silent, and nothing is written' unchanged smscal-receive
ok 'no input: silent, and nothing is written' unchanged smscal-receive - \
	</dev/null

# Replies.

handed 2 sent accepted
handed 3 delivered accepted
handed 4 planned transient
sql "UPDATE message SET phone = '+436641230002', claimed_at = claimed_at + 1
    WHERE id = 3"
message 5 "kind = 'followup'" "phone = '+436641230002'"
message 6 "kind = 'followup'" "phone = '+436641230002'" "state = 'held'"
message 7 "kind = 'followup'" "phone = '+436641230002'" "state = 'cancelled'"
message 8 "kind = 'followup'"

ok 'a reply' take reply n1 436641230002 'War gut, Gr\u00fc\u00dfe'
sql 'SELECT * FROM reply' >got
ok '... is kept, with the newest message to that number' same got <<!
1|n1|1|3|+436641230002|0828|War gut, Grüße|$NOW|none|
!
sql 'SELECT id FROM appointment WHERE replan = 1 ORDER BY id' >got
ok '... and plan looks at what followups of that number are pending' \
	same got <<'!'
5
6
!
ok '... it is taken once' again
sql 'UPDATE appointment SET replan = 0'
ok '... even when nothing is left of it to do' again
ok 'one from a number that nothing was handed over to' take reply n2 \
	+436641230004 Hallo
ok '... is kept alone' is '+436641230004||' "$(sql "SELECT phone, company_id,
    message_id FROM reply WHERE key = 'n2'")"
ok '... and changes no plan' is 0 \
	"$(sql 'SELECT count(*) FROM appointment WHERE replan = 1')"

# Smscal-plan then ends the followup.

feedback_reply() {
	rm -rf one && mkdir one && cd one || return 1
	echo 'name: test' >smscal.conf
	echo 'database: smscal.db' >>smscal.conf
	SMSCAL_CONF=$T/one/smscal.conf
	send_db
	message 1 "kind = 'feedback'" "state = 'sent'" \
		"claimed_at = $NOW - 86400" "start_at = $NOW - 172800"
	message 2 "kind = 'followup'" "appointment_id = 1" \
		"phone = '+436641230001'" "start_at = $NOW - 172800"
	sql "UPDATE appointment SET start_at = $NOW - 172800,
	    end_at = $NOW - 171000 WHERE id = 1;
	UPDATE recipient SET told_start_at = $NOW - 172800
	 WHERE appointment_id = 1;
	INSERT INTO feed (calendar_id, good_at) VALUES (1, $NOW);
	INSERT INTO rule (company_id, kind, before_min, active, since_at)
	    VALUES (1, 'followup', 1440, 1, 1);
	INSERT INTO rule (company_id, kind, days, clock_min, active, since_at)
	    VALUES (1, 'feedback', 1, 600, 1, 1);"
	reply n1 436641230001 Danke >in
	run 0 smscal-receive - <in && run 0 smscal-plan
	is 'cancelled|a reply has come' \
		"$(sql 'SELECT state, reason FROM message WHERE id = 2')"
	f_r=$?
	cd ..
	export SMSCAL_CONF="$T/smscal.conf"
	return $f_r
}
ok 'a reply stops a pending followup' feedback_reply

# Reports.

send_db
handed 1 sent accepted 0001
handed 2 sent accepted 0002
handed 3 sent accepted
handed 4 sent accepted 0004
handed 5 unsure unknown
handed 6 unsure unknown
handed 7 unsure unknown
reports() {
	report r1 delivered transferId 0001 clientMessageId k1-1 \
		deliveredOn 2026-11-24T10:00:01.500+01:00
	report r2 undelivered transferId 0002
	report r3 rejected clientMessageId k3-1
	report r4 accepted transferId 0004
	report r5 accepted clientMessageId k5-1
	report r6 expired clientMessageId k6-1
	report r7 delivered clientMessageId k7-1 transferId 0007
}
ok 'reports' take reports
sql 'SELECT id, state, reason, ended_at FROM message' >got
ok '... move messages on' same got <<!
1|delivered||$((NOW + 1))
2|undelivered|undelivered|$NOW
3|undelivered|rejected|$NOW
4|sent||
5|sent||
6|undelivered|expired|$NOW
7|delivered||$NOW
!
sql 'SELECT key, ref, gateway_id, attempt_id, status, reported_at, received_at
    FROM report ORDER BY id LIMIT 2' >got
ok '... and are kept, each with its attempt' same got <<!
r1/delivered|k1-1|0001|1|delivered|$((NOW + 1))|$NOW
r2/undelivered||0002|2|undelivered||$NOW
!
ok '... of each it has one' is 7 \
	"$(sql 'SELECT count(DISTINCT attempt_id) FROM report')"
ok '... each is taken once' again
late() {
	report r1 accepted transferId 0001
	report r1 undelivered transferId 0001
	report r2 accepted transferId 0002
	report r3 delivered clientMessageId k3-1
}
ok 'late ones' take late
ok 'accepted never undoes delivered, nor does undelivered' \
	is "delivered||$((NOW + 1))" "$(state 1)"
ok '... nor does it undo undelivered' \
	is "undelivered|undelivered|$NOW" "$(state 2)"
ok 'delivered does' is "delivered||$NOW" "$(state 3)"
ok '... and all are kept' is 11 "$(sql 'SELECT count(*) FROM report')"

# A second attempt; its number is that of its message and 2.
sql "UPDATE message SET claimed_at = $NOW WHERE id = 4;
    INSERT INTO attempt (message_id, ref, gateway, claimed_at, outcome)
    VALUES (4, 'k4-2', 'websms', $NOW, 'accepted')"
ok 'a report of an earlier attempt' take report r8 rejected transferId 0004
ok '... never settles a later one' is 'sent||' "$(state 4)"
ok '... and is not asked again' is 4 \
	"$(sql "SELECT attempt_id FROM report WHERE key = 'r8/rejected'")"
ok 'that of the later one does' take report r9 delivered clientMessageId k4-2
ok '... settle it' is "delivered||$NOW" "$(state 4)"

# Of a message that nobody knows, and of one whose answer is not there yet.
ok 'a report of a stranger' take report r10 delivered transferId 9999
ok '... waits, for who knows' is '' "$(sql "SELECT attempt_id FROM report
    WHERE key = 'r10/delivered'")"
handed 8 claimed ''
ok 'a report that comes before the answer' take report r11 delivered \
	transferId 0008 clientMessageId k8-1
ok '... changes nothing' is 'claimed||' "$(state 8)"
ok '... it waits' is '' "$(sql "SELECT attempt_id FROM report
    WHERE key = 'r11/delivered'")"
ok '... its run was killed: send finds out' run 1 smscal-send
ok '... and the report settles it' is "delivered||$NOW" "$(state 8)"

# Lines that nobody can read.

send_db
handed 1 sent accepted 0001
{
	echo '<html>'
	reply n1 0664123 Hallo
	echo
	printf '\r\n'
	printf '\000\n'
	echo '{"messageType":"binary","notificationId":"b1"}'
	head -c 70000 /dev/zero | tr '\000' a
	echo
	report r1 read transferId 0001
	report r2 delivered transferId 0001 | tr -d '\n'
} >in
ok 'bad lines' run 1 smscal-receive - <in
ok '... say nothing on standard output' same out </dev/null
ok '... are said with their numbers' same err <<'!'
smscal-receive: standard input, line 1: no JSON object in UTF-8
smscal-receive: standard input, line 2: senderAddress is no international phone number
smscal-receive: standard input, line 5: no JSON object in UTF-8
smscal-receive: standard input, line 7: longer than 64 KiB
smscal-receive: standard input, line 8: deliveryReportMessageStatus 'read' is not known
!
ok '... and the others are taken, the last without its end' \
	is "delivered||$NOW" "$(state 1)"
ok '... nothing is kept of the bad ones' is '0|1' "$(sql 'SELECT (SELECT
    count(*) FROM reply), (SELECT count(*) FROM report)')"
ok '-q says nothing' run 1 smscal-receive -q - <in
ok '... at all' same err </dev/null
sed -n '/binary/p; $p' in >in2
ok '-v says of each what it is' run 0 smscal-receive -v - <in2
ok '... line by line' same err <<'!'
smscal-receive: standard input, line 1: nothing for us
smscal-receive: standard input, line 2: delivered, taken before
!
{
	reply n3 436641230001 'Eine Antwort'
	report r3 accepted transferId 0001
} >in
sql .dump >before.sql
ok 'dry run' run 0 smscal-receive -n - <in
ok '... says what they are' same out <<'!'
line 1: reply
line 2: accepted
!
sql .dump >after.sql
ok '... and changes no row' cmp before.sql after.sql
ok 'no phone and no text without -v' no_match '4366|Antwort' out

# More than go into one transaction.
i=0
while [ $i -lt 450 ]; do
	i=$((i + 1))
	reply "m$i" 436641230001 "$i"
done >in
ok 'many' quiet smscal-receive - <in
ok '... each once' is '450|450' "$(sql "SELECT count(*),
    count(DISTINCT text) FROM reply WHERE key LIKE 'm%'")"
ok '... and not again' again

# Two runs at once: what stands on standard input is not lost.
flock smscal.db-smscal-receive.lock sh -c \
	'echo $$ 1 >smscal.db-smscal-receive.lock; exec smscal-receive' \
	>out 2>err
ok 'another run: without an operand it ends at once, silent' same err </dev/null
reply w1 436641230001 Hallo >in
ok 'with one it waits, and says that it was in vain' run 75 \
	flock smscal.db-smscal-receive.lock smscal-receive - <in
ok '... to try again' match \
	'^smscal-receive: another run \(pid [0-9]+\) is still at work: try again later$' \
	err
ok '... it has read nothing' is 0 \
	"$(sql "SELECT count(*) FROM reply WHERE key = 'w1'")"
ok 'after it, it is taken' quiet smscal-receive - <in

done_testing
