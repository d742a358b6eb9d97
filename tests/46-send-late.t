#!/bin/sh
# SPDX-License-Identifier: ISC
# A run of smscal-send claims nothing after five minutes (S5), and what was not
# begun within ten seconds of its claim is released: the clock jumps at each of
# the looks that it takes at it.
. "${0%/*}/lib.sh"
. "$SRC/tests/send.sh"
need sqlite3
: "${FAULT:=$BUILD/tests/fault.so}"
[ -f "$FAULT" ] || {
	echo '1..0 # skip fault.so was not built'
	exit 77
}

conf
send_db
n=24
for i in $(seq $n); do
	message "$i"
done
sql 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
cp smscal.db start.db
count() { sql "SELECT count(*) FROM message WHERE state = '$1'"; }

few=0 released=0 at=1
while [ $at -lt 400 ]; do
	rm -f smscal.db-wal smscal.db-shm outbox.jsonl
	cp start.db smscal.db
	FAULT_LATE=$at LD_PRELOAD=$FAULT \
		ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0 \
		smscal-send >out 2>err
	status=$?
	sent=$(count sent)
	outbox | wc -l | tr -d ' ' >lines
	free=$(sql "SELECT count(*) FROM attempt WHERE outcome = 'released'")
	if [ "$status.$(count planned)" != "0.$((n - sent))" ] ||
		[ "$sent" != "$(cat lines)" ] || [ -s err ]; then
		ok "late at look $at" is "0: $n planned or sent" \
			"$status: $(states) $(cat err)"
	fi
	[ "$free" = 0 ] || released=$((released + 1))
	[ "$sent" = $n ] || few=$((few + 1))
	[ "$sent" = $n ] && [ $at -gt 20 ] && break
	at=$((at + 7))
done
ok "a run that becomes late claims no more ($few of such)" [ $few -gt 5 ]
ok "... and what it had not begun is released ($released)" [ $released -gt 0 ]
ok '... nothing is left claimed, and nothing is lost' \
	is "$n" "$(($(count sent) + $(count planned)))"
ok 'the next run goes on' quiet smscal-send
ok '... to the end' is $n "$(count sent)"
ok '... and each was sent once' is $n "$(outbox | cut -d'|' -f3 | sort -u |
	wc -l | tr -d ' ')"

done_testing
