#!/bin/sh
# SPDX-License-Identifier: ISC
# Pull the plug at every point of smscal-receive and give it the same input
# again: everything was taken, and once.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
need sqlite3

conf
send_db
message 1 "state = 'sent'" "claimed_at = $NOW"
message 2 "kind = 'followup'" "phone = '+436641230001'"
sql "INSERT INTO attempt (message_id, ref, gateway, claimed_at, outcome)
    VALUES (1, 'k1-1', 'websms', $NOW, 'accepted');
PRAGMA wal_checkpoint(TRUNCATE)" >/dev/null
cp smscal.db start.db

# More than one transaction of it.
i=0
while [ $i -lt 250 ]; do
	i=$((i + 1))
	echo "{\"messageType\":\"text\",\"notificationId\":\"$i\",\"senderAddress\":\"436641230001\",\"textMessageContent\":\"$i\"}"
done >in
echo '{"messageType":"deliveryReport","notificationId":"r","deliveryReportMessageStatus":"delivered","clientMessageId":"k1-1"}' >>in

at=1
while [ $at -lt 100 ]; do
	rm -f smscal.db-wal smscal.db-shm
	cp start.db smscal.db
	SMSCAL_FAIL_AT=$at smscal-receive - <in >out 2>err
	status=$?
	[ $status = 0 ] && break
	ok "plug $at: pulled" is 99 $status
	ok "plug $at: again" quiet smscal-receive - <in
	ok "plug $at: each is there once" is '250|250|1|delivered|1' "$(sql "
	    SELECT (SELECT count(*) FROM reply),
		(SELECT count(DISTINCT text) FROM reply),
		(SELECT count(*) FROM report),
		(SELECT state FROM message WHERE id = 1),
		(SELECT replan FROM appointment WHERE id = 2)")"
	at=$((at + 1))
done
[ $at = 1 ] && echo '1..0 # skip built without SMSCAL_FAIL_POINTS' && exit 77
ok "met $((at - 1)) points" [ $at -gt 4 ]

done_testing
