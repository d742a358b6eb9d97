#!/bin/sh
# SPDX-License-Identifier: ISC
# smscal-send against a stand-in of the websms API, with all its faults.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
need sqlite3 python3 curl

mock_start "$T/mock" --token token-1 --token token-2 \
	--user 'office@example.com:pass word' --sender PraxisMustr || exit 1
URL="http://127.0.0.1:$PORT"
conf "websms: {type: websms, url: '$URL', connections: 8}" \
	"linkmobility: {type: linkmobility, url: '$URL/',
    user: office@example.com, category: informational,
    callback: 'https://sms.example.com/cb'}"

# fresh [MESSAGES]: a new database, a company by websms, messages 1 to N.
fresh() {
	send_db
	sql "UPDATE company SET gateway = 'websms', token_file = '$T/token'"
	f_i=1
	while [ $f_i -le "${1:-1}" ]; do
		message $f_i
		f_i=$((f_i + 1))
	done
}

# token TEXT: what the token file holds.
token() {
	rm -f token
	(umask 077 && echo "$1" >token)
}

# state ID: and its reason.
state() {
	sql "SELECT state || ifnull(' ' || reason, '') FROM message
	    WHERE id = $1"
}

# asked EXPRESSION [REF]: of the last request in the stand-in's log (that has
# REF in it), by SQL.
asked() {
	grep -e "${2-}" mock/log | tail -n 1 >last
	sqlite3 -batch :memory: \
		"SELECT $1 FROM (SELECT CAST(readfile('last') AS TEXT) AS r)"
}
HEADER="r -> '\$.headers' ->>"
BODY="r ->> '\$.body'"

# The request.

token token-1
fresh
message 2 "phone = '+436641234567'" "text = 'Grüße €'"
sql "INSERT INTO sender (company_id, position, address, type)
    VALUES (1, 1, 'other', NULL), (1, 0, 'PraxisMustr', 'alphanumeric');
UPDATE recipient SET phone = '+436641234567' WHERE appointment_id = 2;
UPDATE message SET expires_at = expires_at + 1 WHERE id = 2"
ok 'two messages' quiet smscal-send
ok '... are sent' is "sent sent" "$(state 1) $(state 2)"
mock accepted | sed 's/^k\([0-9]*\)-1-[0-9a-f]\{8\}	/\1	/' | sort >got
ok '... each to its one recipient' same got <<'!'
1	436641230001	PraxisMustr	Termin 1	
2	436641234567	PraxisMustr	Grüße €	
!
ok 'the path' is /rest/smsmessaging/text "$(asked "r ->> '\$.path'")"
ok 'the credentials' is 'Bearer token-1' \
	"$(asked "$HEADER '\$.authorization'")"
ok 'the type' is 'application/json;charset=UTF-8' \
	"$(asked "$HEADER '\$.\"content-type\"'")"
ok 'the type that is wanted' is application/json \
	"$(asked "$HEADER '\$.accept'")"
ok 'no Expect:' is '' "$(asked "$HEADER '\$.expect'")"
REF=$(sql 'SELECT ref FROM attempt WHERE message_id = 2')
ok 'the body' is "{\"messageContent\":\"Grüße €\",\
\"recipientAddressList\":[\"436641234567\"],\"senderAddress\":\"PraxisMustr\",\
\"senderAddressType\":\"alphanumeric\",\"clientMessageId\":\"$REF\",\
\"maxSmsPerMessage\":4,\"validityPeriode\":82801}" "$(asked "$BODY" k2-)"
mock report "{\"ref\": \"$REF\", \"status\": \"delivered\"}" >got
ok 'the id that it got is kept' match "\"transferId\": \"$(sql 'SELECT
	gateway_id FROM attempt WHERE message_id = 2')\"" got
ok 'a second run sends nothing and writes nothing' unchanged smscal-send
ok '... and asks nobody' is 2 "$(wc -l <mock/log)"

# One connection for many, and many at once.

: >mock/log
conf "websms: {type: websms, url: '$URL', connections: 1}"
fresh 12
ok 'twelve, one at a time' quiet smscal-send
ok '... are sent' is 12 \
	"$(sql "SELECT count(*) FROM message WHERE state = 'sent'")"
ok '... over one connection' is 1 "$(mock connections | cut -f1)"
conf "websms: {type: websms, url: '$URL'}" \
	"linkmobility: {type: linkmobility, url: '$URL/',
    user: office@example.com, category: informational,
    callback: 'https://sms.example.com/cb'}"
fresh 20
fault '{"fault": "gather", "n": 8, "count": 8}'
ok 'twenty, eight at once' quiet smscal-send
ok '... are sent' is 20 \
	"$(sql "SELECT count(*) FROM message WHERE state = 'sent'")"
ok '... and eight were in flight' match '	8$' - <<!
$(mock connections)
!
ok 'nobody got two' not match '	[^1]$' - <<!
$(mock counts)
!

# Basic, and the other host's name.

token 'pass word'
fresh
sql "UPDATE company SET gateway = 'linkmobility'"
ok 'Basic' quiet smscal-send
ok '... is sent' is sent "$(state 1)"
ok '... with user and password' is \
	"Basic $(printf 'office@example.com:pass word' | base64)" \
	"$(asked "$HEADER '\$.authorization'")"
ok 'category and callback' is 'informational https://sms.example.com/cb' \
	"$(asked "$BODY ->> '\$.contentCategory' || ' ' ||
	    ($BODY ->> '\$.notificationCallbackUrl')")"
ok 'a slash too many in the address' is /rest/smsmessaging/text \
	"$(asked "r ->> '\$.path'")"

# A branch with an account and a sender of its own.

token token-1
fresh 1
(umask 077 && echo token-2 >token-2)
sql "INSERT INTO branch (id, company_id, ref, name, token_file, created_at)
    VALUES (1, 1, 'graz', 'Graz', '$T/token-2', 1);
UPDATE calendar SET branch_id = 1;
INSERT INTO sender (company_id, branch_id, position, address)
    VALUES (1, NULL, 0, 'Zentrale')"
ok 'a branch' quiet smscal-send
ok '... with its own token' is 'Bearer token-2' \
	"$(asked "$HEADER '\$.authorization'")"
ok "... and not the company's sender" is '' \
	"$(asked "$BODY ->> '\$.senderAddress'")"
fresh 1
sql "INSERT INTO branch (id, company_id, ref, name, gateway, created_at)
    VALUES (1, 1, 'graz', 'Graz', 'linkmobility', 1);
UPDATE calendar SET branch_id = 1"
: >mock/log
ok 'a branch with a gateway and no token' run 1 smscal-send
ok '... does not get the company'"'"'s' same mock/log </dev/null
ok '... and is told' match \
	'^smscal-send: linkmobility: it needs a token file, and none is set' err

# answer FAULT STATUS OUTCOME STATE REASON: what one fault leads to.
answer() {
	fresh
	fault "$1"
	ok "$1" run "$2" smscal-send
	ok "... is $3" is "$3" "$(sql 'SELECT outcome FROM attempt')"
	ok "... and the message $4" is "$4" "$(state 1)"
	ok '... once' unchanged smscal-send
	ok '... plan looks at it' is 1 "$(sql 'SELECT replan FROM appointment')"
}

code() { echo "{\"fault\": \"code\", \"code\": $1, \"message\": \"x\"}"; }
status() { echo "{\"fault\": \"status\", \"status\": $1}"; }

answer "$(code 4002)" 1 permanent \
	"failed 4002: the recipient's number is not valid (x)"
answer "$(code 4009)" 1 permanent 'failed 4009: the text is not valid (x)'
answer "$(code 4026)" 1 permanent \
	'failed 4026: the text needs more SMS than the rule allows (x)'
answer "$(code 4998)" 1 permanent \
	'failed 4998: a code that is not known here (x)'
answer "$(status 400)" 1 permanent \
	'failed the gateway refused the request (HTTP 400)'
answer "$(code 5000)" 0 transient planned
answer "$(code 5003)" 0 transient planned
answer "$(status 503)" 0 transient planned
answer "$(code 4001)" 1 hold planned
answer "$(code 4013)" 1 hold planned
answer "$(status 401)" 1 hold planned
answer "$(status 403)" 1 hold planned
answer "$(status 404)" 1 hold planned
answer "$(status 500)" 1 unknown \
	'unsure the gateway gave an answer that cannot be read (HTTP 500)'
answer "$(status 502)" 1 unknown \
	'unsure the gateway gave an answer that cannot be read (HTTP 502)'
for kind in html empty cut; do
	answer "{\"fault\": \"$kind\"}" 1 unknown \
		'unsure the gateway gave an answer that cannot be read (HTTP 200)'
done

fresh
fault '{"fault": "close-after", "taken": true}'
ok 'a connection that ends behind the request' run 1 smscal-send
ok '... is unsure' match '^unsure ' - <<!
$(state 1)
!
ok '... and said, without phone and text' match \
	'^smscal-send: acme/ordination: reminder 1 is unsure: ' err
ok '... without phone and text' no_match '43664|Termin' err
ok '... and is not sent again' at $((NOW + 3600)) unchanged smscal-send

fresh
conf "websms: {type: websms, url: 'http://127.0.0.1:1'}"
ok 'nobody listens' quiet smscal-send
ok '... is transient' is 'transient' "$(sql 'SELECT outcome FROM attempt')"
ok '... and the message planned' is planned "$(state 1)"
conf "websms: {type: websms, url: '$URL'}"

# P11: the gateway blocks the number.

fresh 2
sql "UPDATE message SET phone = '+436641230001', send_at = send_at + 60
    WHERE id = 2;
UPDATE recipient SET phone = '+436641230001' WHERE appointment_id = 2"
fault "$(code 4031)"
ok 'a number that the gateway blocks' run 1 smscal-send
ok '... has failed' match '^failed 4031' - <<!
$(state 1)
!
ok '... is opted out' is '+436641230001 gateway' \
	"$(sql "SELECT phone || ' ' || source FROM optout")"
ok '... and gets no other' at $((NOW + 60)) quiet smscal-send
ok '... message' is 'cancelled opted out' "$(state 2)"

# Back-off: 1, 5, 15, 60 min; as the gateway asks; at most until it is late.

# waits: the wait of message 1.
waits() { sql 'SELECT send_at - '"$1"' FROM message WHERE id = 1'; }
fresh
sql 'UPDATE message SET expires_at = expires_at + 80000'
at=$NOW
for wait in 60 300; do
	fault "$(code 5000)"
	ok "transient at $((at - NOW))" at "$at" quiet smscal-send
	ok "... waits $wait s" is $wait "$(waits "$at")"
	ok '... not a second less' at $((at + wait - 1)) unchanged smscal-send
	at=$((at + wait))
done
fault "$(code 5000)"
ok 'a third time' at "$at" run 1 smscal-send
ok '... is told' match '^smscal-send: websms \(.*/token\): 5000: ' err
ok '... waits 900 s' is 900 "$(waits "$at")"
at=$((at + 900))
fault "$(code 5000)"
ok 'a fourth' at "$at" run 0 smscal-send
ok '... is not told again' same err </dev/null
ok '... waits an hour' is 3600 "$(waits "$at")"
at=$((at + 3600))
ok 'and then it goes' at "$at" quiet smscal-send
ok '... is sent' is sent "$(state 1)"
ok '... in the fifth try' is 5 "$(sql 'SELECT attempts FROM message')"
ok '... and the account is well' is 0 \
	"$(sql 'SELECT count(*) FROM account_hold')"

fresh
fault '{"fault": "status", "status": 503, "retry_after": 50}'
ok 'Retry-After less than our wait' quiet smscal-send
ok '... counts not' is 60 "$(waits "$NOW")"
fresh 1
fault '{"fault": "status", "status": 503, "retry_after": 7000}'
ok 'a long Retry-After' run 1 smscal-send
ok '... counts' is 7000 "$(waits "$NOW")"
message 2
ok '... for the account' at $((NOW + 6999)) unchanged smscal-send
ok '... and then both go' at $((NOW + 7000)) quiet smscal-send
ok '... to be sent' is 'sent sent' "$(state 1) $(state 2)"
fresh
fault '{"fault": "status", "status": 503, "retry_after": 999999999}'
ok 'Retry-After without end' run 1 smscal-send
ok '... ends when it is late' is 82801 "$(waits "$NOW")"
fresh 3
fault '{"fault": "code", "code": 4023, "to": "436641230001"}'
ok 'throttled' quiet smscal-send
ok '... waits 10 s' is 10 "$(waits "$NOW")"
ok '... while others go on' is 'sent sent' "$(state 2) $(state 3)"
ok '... and then goes' at $((NOW + 10)) quiet smscal-send
ok '... is sent' is sent "$(state 1)"

# Hold: an account, or a sender; told once; then one message probes.

fresh 30
: >mock/log
fault '{"fault": "code", "code": 4001, "n": 999}'
ok 'credentials that are wrong' run 1 smscal-send
ok '... are said once' same err <<!
smscal-send: websms ($T/token): 4001: the user name, password or token is wrong, or the account is not active (fault): its messages wait
!
ok '... and eight at most have tried' test "$(wc -l <mock/log)" -le 8
ok '... all messages are kept' is 30 \
	"$(sql "SELECT count(*) FROM message WHERE state = 'planned'")"
ok '... and plan looks' test "$(sql 'SELECT count(*) FROM appointment
	WHERE replan = 1')" -gt 0
ok '... nothing goes for 5 min' at $((NOW + 299)) unchanged smscal-send
: >mock/log
ok '... then' at $((NOW + 300)) quiet smscal-send
ok '... one probes' is 1 "$(wc -l <mock/log)"
ok '... and waits for 15 min more' at $((NOW + 1199)) unchanged smscal-send
mock clear
ok 'when it is right' at $((NOW + 1200)) quiet smscal-send
ok '... all go' is 30 \
	"$(sql "SELECT count(*) FROM message WHERE state = 'sent'")"
ok '... and the hold is over' is 0 \
	"$(sql 'SELECT count(*) FROM account_hold')"

fresh 3
sql "INSERT INTO sender (company_id, position, address)
    VALUES (1, 0, 'Unregistered');
INSERT INTO branch (id, company_id, ref, name, token_file, created_at)
    VALUES (1, 1, 'graz', 'Graz', '$T/token-2', 1);
INSERT INTO sender (company_id, branch_id, position, address)
    VALUES (1, 1, 0, 'PraxisMustr');
INSERT INTO calendar (id, company_id, branch_id, ref, name, url, created_at)
    VALUES (2, 1, 1, 'graz-1', 'Graz', 'https://example.com/b.ics', 1);
UPDATE appointment SET calendar_id = 2 WHERE id = 3;
UPDATE message SET calendar_id = 2 WHERE id = 3"
ok 'a sender that is not allowed' run 1 smscal-send
ok '... is said once' same err <<!
smscal-send: websms ($T/token), sender Unregistered: 4003: the sender is not valid or not enabled for the account: have it enabled, or set another one (sender not allowed): its messages wait
!
ok '... its messages are kept' is 'planned planned' "$(state 1) $(state 2)"
ok '... another account goes on' is sent "$(state 3)"
ok '... it is the sender that is held' is Unregistered \
	"$(sql 'SELECT sender FROM account_hold')"
sql "UPDATE sender SET address = 'PraxisMustr' WHERE branch_id IS NULL"
ok 'another sender' quiet smscal-send
ok '... goes at once' is 'sent sent' "$(state 1) $(state 2)"

fresh 2
chmod 644 token
ok 'a token that others can read' run 1 smscal-send
ok '... is refused' match 'chmod 600' err
ok '... once' unchanged smscal-send
chmod 600 token
ok 'set right' quiet smscal-send
ok '... it goes at once' is 'sent sent' "$(state 1) $(state 2)"

# An account that swallows requests does not swallow all of them.

fresh 40
fault '{"fault": "close-after", "n": 999}'
ok 'answers that do not come' run 1 smscal-send
ok '... stop the account' test \
	"$(sql "SELECT count(*) FROM message WHERE state = 'unsure'")" -le 10
ok '... and the rest waits' test \
	"$(sql "SELECT count(*) FROM message WHERE state = 'planned'")" -ge 30
mock clear

# X3: with a frozen clock nothing goes out into the world.

fresh
conf 'websms: {type: websms, url: "https://192.0.2.1"}'
ok 'a frozen clock' run 0 smscal-send -v
ok '... and a gateway of the world' match \
	'the clock is frozen, and its gateway is not local' err
ok '... nothing is tried' is 0 "$(sql 'SELECT count(*) FROM attempt')"
conf "websms: {type: websms, url: '$URL'}"

# R3: a report that came before the answer.

report() {
	sql "INSERT INTO report (key, ref, gateway_id, status, received_at)
	    VALUES ('$1', $2, $3, '$1', $4)"
}
fresh
fault '{"fault": "late"}'
smscal-send >out 2>err &
SEND=$!
ok 'a message is on its way' mock wait '{"in_flight": 1}'
ok '... claimed' is claimed "$(state 1)"
REF=$(sql 'SELECT ref FROM attempt')
for status in delivered accepted; do
	printf '{"messageType":"deliveryReport","notificationId":"%s",%s,%s}\n' \
		"$status-1" "\"deliveryReportMessageStatus\":\"$status\"" \
		"\"clientMessageId\":\"$REF\""
done >reports
ok '... reports come before the answer' quiet smscal-receive - <reports
ok '... and wait for it' is 2 \
	"$(sql 'SELECT count(*) FROM report WHERE attempt_id IS NULL')"
mock release
wait $SEND
ok '... a report was there before the answer' is delivered "$(state 1)"
ok '... both are applied' is 0 \
	"$(sql 'SELECT count(*) FROM report WHERE attempt_id IS NULL')"

# Killed, and ended.

fresh 3
fault '{"fault": "hang-after", "taken": true, "ref": "k1-"}'
fault '{"fault": "hang-after", "ref": "k2-"}'
fault '{"fault": "hang-after", "ref": "k3-"}'
smscal-send >out 2>err &
SEND=$!
ok 'three are on their way' mock wait '{"in_flight": 3}'
kill -9 $SEND
wait $SEND 2>/dev/null
mock release
sql 'DELETE FROM report'
REF=$(sql 'SELECT ref FROM attempt WHERE message_id = 2')
report undelivered "'$REF'" NULL 20
: >mock/log
ok 'killed: the next run' run 1 smscal-send
ok '... says what is unsure' same err <<'!'
smscal-send: acme/ordination: message 1 is unsure: an earlier run was ended before the gateway had answered
smscal-send: acme/ordination: message 2 is unsure: an earlier run was ended before the gateway had answered
smscal-send: acme/ordination: message 3 is unsure: an earlier run was ended before the gateway had answered
!
ok '... sends nothing twice' same mock/log </dev/null
ok '... and a waiting report has settled one' is 'undelivered undelivered' \
	"$(state 2)"
ok '... once' unchanged smscal-send
sql "INSERT INTO rule (id, company_id, kind, active, since_at, on_unsure)
    VALUES (1, 1, 'reminder', 1, 1, 'resend');
UPDATE message SET rule_id = 1, rule_rev = 1 WHERE id = 3"
ok 'on_unsure: resend' at $((NOW + 901)) quiet smscal-send
ok '... is sent again' is "sent" "$(state 3)"
ok '... and no other' match '^unsure' - <<!
$(state 1)
!

fresh 20
fault '{"fault": "late", "n": 8}'
smscal-send >out 2>err &
SEND=$!
ok 'eight are on their way' mock wait '{"in_flight": 8}'
kill $SEND
ok 'ended: what is under way' mock release
wait $SEND
ok '... has its time' is 0 $?
ok '... and is sent' is 8 \
	"$(sql "SELECT count(*) FROM message WHERE state = 'sent'")"
ok '... no other is claimed' is 12 \
	"$(sql "SELECT count(*) FROM message WHERE state = 'planned'")"

done_testing
