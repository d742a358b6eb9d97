#!/bin/sh
# SPDX-License-Identifier: ISC
# Pull the plug at every point of smscal-send and run it again: nobody gets a
# text twice, and no message is lost without a row that says so.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
need sqlite3 python3 curl

mock_start "$T/mock" || exit 1
conf "websms: {type: websms, url: 'http://127.0.0.1:$PORT'}"
(umask 077 && echo token >token)
send_db
for i in 1 2 3 4 5; do
	message $i
done
sql "INSERT INTO branch (id, company_id, ref, name, gateway, token_file,
	created_at) VALUES (1, 1, 'graz', 'Graz', 'websms', '$T/token', 1);
INSERT INTO calendar (id, company_id, branch_id, ref, name, url, created_at)
    VALUES (2, 1, 1, 'graz-1', 'Graz', 'https://example.com/b.ics', 1);
UPDATE appointment SET calendar_id = 2 WHERE id > 3;
UPDATE message SET calendar_id = 2 WHERE id > 3;
PRAGMA wal_checkpoint(TRUNCATE)" >/dev/null
cp smscal.db start.db

at=1
while [ $at -lt 100 ]; do
	rm -f smscal.db-wal smscal.db-shm outbox.jsonl
	cp start.db smscal.db
	SMSCAL_FAIL_AT=$at smscal-send >out 2>err
	status=$?
	[ $status = 0 ] && break
	ok "plug $at: pulled" is 99 $status
	smscal-send >out 2>err
	outbox | cut -d'|' -f3 | sort >texts
	ok "plug $at: the file has each text once" same texts <<'!'
Termin 1
Termin 2
Termin 3
!
	sql "SELECT state FROM message WHERE id <= 3" | sort -u >got
	ok "plug $at: ... and they are sent" same got <<'!'
sent
!
	sql "SELECT id FROM message WHERE id > 3
	    AND state NOT IN ('sent', 'unsure')" >lost
	ok "plug $at: every row is accounted for" same lost </dev/null
	mock counts | awk '$2 != 1' >twice
	ok "plug $at: no reference twice" same twice </dev/null
	sql "SELECT t.ref FROM attempt t JOIN message m ON m.id = t.message_id
	    WHERE m.id > 3 AND m.state = 'sent'" | sort >refs
	mock counts | cut -f1 | sort >known
	ok "plug $at: what is said to be sent is" is '' \
		"$(comm -23 refs known)"
	sql "SELECT m.id FROM message m WHERE id > 3 AND (SELECT count(*)
	    FROM attempt WHERE message_id = m.id AND outcome != 'released')
	    > 1" >twice
	ok "plug $at: no message was tried twice" same twice </dev/null
	at=$((at + 1))
done
[ $at = 1 ] && echo '1..0 # skip built without SMSCAL_FAIL_POINTS' && exit 77
ok "met $((at - 1)) points" test $at -gt 10
ok 'and without a plug all is sent' is 5 \
	"$(sql "SELECT count(*) FROM message WHERE state = 'sent'")"

done_testing
