#!/bin/sh
# SPDX-License-Identifier: ISC
# smscal-send by the real clock: what waits within a run, what a signal ends,
# and how long a thousand messages take.
. "${0%/*}/../lib.sh"
. "${0%/*}/../send.sh"
need sqlite3 python3 curl

NOW=$(date +%s)
START=$((NOW + 86400)) # for message()
export START
unset SMSCAL_NOW
mock_start "$T/mock" || exit 1
(umask 077 && echo token >token)

fresh() {
	send_db
	sql "UPDATE company SET gateway = 'websms', token_file = '$T/token',
	    send_window = '00:00-24:00'"
	for i; do
		message "$i"
	done
}
count() { sql "SELECT count(*) FROM message WHERE state = '$1'"; }
conf "websms: {type: websms, url: 'http://127.0.0.1:$PORT'}"

fresh 1 2 3
fault '{"fault": "code", "code": 4023, "ref": "k1-"}'
ok 'throttled: it waits within the run' quiet smscal-send
ok '... and all are sent' is 3 "$(count sent)"
ok '... the one in two tries' is 2 \
	"$(sql 'SELECT attempts FROM message WHERE id = 1')"
sql 'SELECT a.claimed_at - b.claimed_at >= 10 FROM attempt a
    JOIN attempt b ON b.message_id = a.message_id AND b.id < a.id' >got
ok '... ten seconds apart' is 1 "$(cat got)"

fresh 1 2 3 4 5 6 7 8 9 10
fault '{"fault": "hang-after", "n": 99}'
smscal-send >out 2>err &
SEND=$!
ok 'eight are on their way' mock wait '{"in_flight": 8}'
kill $SEND
wait $SEND
ok 'ended, and no answer within 10 s' is 1 $?
ok '... is unsure' is 8 "$(count unsure)"
ok '... and said' is 8 "$(grep -c 'is unsure: the run was ended' err)"
ok '... the rest is planned' is 2 "$(count planned)"
mock clear
mock release

conf "websms: {type: websms, url: 'http://127.0.0.1:$PORT', rate: 4}"
fresh 1 2 3 4 5
before=$(date +%s%N)
ok 'four a second' quiet smscal-send
took=$((($(date +%s%N) - before) / 1000000))
ok "... take a second for five ($took ms)" test $took -ge 1000
ok '... and all are sent' is 5 "$(count sent)"

conf "websms: {type: websms, url: 'http://127.0.0.1:$PORT', rate: 1}"
fresh 1 2 3 4
smscal-send >out 2>err &
SEND=$!
sleep 1.5
touch -d '40 minutes ago' smscal.db-smscal-send.lock
ok 'one a second' wait $SEND
ok '... the lock says all the while that it is alive' is \
	./smscal.db-smscal-send.lock "$(find . -name '*.lock' -mmin -5)"

conf "websms: {type: websms, url: 'http://127.0.0.1:$PORT'}"
send_db
sql "UPDATE company SET gateway = 'websms', token_file = '$T/token',
    send_window = '00:00-24:00'"
message 1
sql "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n
    WHERE i < 1000)
INSERT INTO message (id, key, company_id, calendar_id, appointment_id, kind,
    phone, name, text, segments, start_at, due_at, send_at, expires_at, state,
    appointment_rev, created_at)
    SELECT i, 'k' || i, 1, 1, 1, 'reminder', phone, name, text, 1, start_at,
	due_at, send_at, expires_at, 'planned', 1, 1 FROM message, n"
before=$(date +%s%N)
ok 'a thousand' quiet smscal-send
took=$((($(date +%s%N) - before) / 1000000))
ok "... are sent in $took ms" is 1000 "$(count sent)"

done_testing
