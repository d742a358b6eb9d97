#!/bin/sh
# SPDX-License-Identifier: ISC
# How many messages a second smscal-send hands to a gateway that answers at
# once, each claim and outcome on disk (S1): beside curl's bare multi loop
# without a database, curl by the shell, Kannel's sendsms and a modem's queue.
#
# Rates are by the wall clock and mean something on an idle machine; where it
# is busy, only the processor times are held against each other.
. "${0%/*}/../lib.sh"
. "${0%/*}/../send.sh"
. "${0%/*}/../nginx.sh"
need sqlite3 python3 curl nginx bearerbox smsbox gammu-smsd-inject

{
	cmake -S "$SRC" -B "$BUILD/bench" -G Ninja -DBUILD_TESTING=OFF \
		-DCMAKE_BUILD_TYPE=RelWithDebInfo &&
		cmake --build "$BUILD/bench" --target smscal-send &&
		cc -O2 -o "$T/multi" "$SRC/tests/bench/multi.c" -lcurl
} >cmake.log 2>&1 || {
	cat cmake.log
	exit 1
}
PATH=$BUILD/bench/bin:$PATH

n=20000 old=1000000 few=500
unset SMSCAL_NOW
cores=$(getconf _NPROCESSORS_ONLN)
busy=$(awk -v n="$cores" '{print ($1 > n / 2)}' /proc/loadavg)

# timed COMMAND...: t_ms by the wall clock, t_cpu of processor time, t_kib of
# memory at most; it has to succeed.
timed() {
	python3 - "$@" <<-'!' >"$T/.timed" || return 1
		import resource, subprocess, sys, time
		start = time.monotonic()
		done = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL,
		                      stdout=sys.stderr)
		took = time.monotonic() - start
		used = resource.getrusage(resource.RUSAGE_CHILDREN)
		print(int(took * 1e3),
		      int((used.ru_utime + used.ru_stime) * 1e3), used.ru_maxrss)
		sys.exit(done.returncode)
	!
	read -r t_ms t_cpu t_kib <"$T/.timed"
}

# best NAME COMMAND...: the best of three runs, as NAME_ms and NAME_cpu, and
# the most memory, as NAME_kib.
best() {
	b_name=$1 b_ms=999999999 b_cpu=999999999 b_kib=0
	shift
	for _ in 1 2 3; do
		before && timed "$@" && behind || return 1
		[ "$t_ms" -ge "$b_ms" ] || b_ms=$t_ms
		[ "$t_cpu" -ge "$b_cpu" ] || b_cpu=$t_cpu
		[ "$t_kib" -le "$b_kib" ] || b_kib=$t_kib
	done
	eval "${b_name}_ms=$b_ms ${b_name}_cpu=$b_cpu ${b_name}_kib=$b_kib"
}
before() { :; }
behind() { :; }

# ratio A B: with two decimals.
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
at_most() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a + 0 <= b + 0) }'; }

# idle NAME COMMAND...: a fact of the wall clock.
idle() {
	if [ "$busy" = 1 ]; then
		t_n=$((t_n + 1))
		echo "ok $t_n - $1 # skip the machine is busy"
		return
	fi
	ok "$@"
}

cat >servers <<'!'
keepalive_requests 1000000000;
server {
    listen 127.0.0.1:@PORT@;
    access_log off;
    default_type application/json;
    location / {
        return 200 '{"clientMessageId":"k1-1-0a1b2c3d","smsCount":1,"statusCode":2000,"statusMessage":"OK","transferId":"0063f5b1a8c0ffee0001"}';
    }
}
!
mkdir -p web
nginx_start web servers || exit 1
URL=http://127.0.0.1:$NGINX_PORT

# Eight accounts, $n messages that are due, and $1 of the two months before.
world() {
	send_db
	for i in 1 2 3 4 5 6 7 8; do
		(umask 077 && echo "token$i" >"token$i")
	done
	now=$(date +%s)
	sqlite3 -batch smscal.db "PRAGMA synchronous = OFF;
	BEGIN;
	DELETE FROM calendar;
	DELETE FROM company;
	WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
	    WHERE i < 8)
	INSERT INTO company (id, ref, name, zone, language, created_at, gateway,
	    token_file, send_window)
	    SELECT i, 'c' || i, 'Ordination', 'Europe/Vienna', 'de', 1,
		'websms', '$T/token' || i, '00:00-24:00' FROM n;
	INSERT INTO calendar (id, company_id, ref, name, url, created_at)
	    SELECT id, id, 'ordination', 'Ordination',
		'https://example.com/a.ics', 1 FROM company;
	WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
	    WHERE i < $1 + $n)
	INSERT INTO appointment (id, company_id, calendar_id, uid, start_at,
	    end_at, all_day, state, title, baseline, known_at, start_known_at,
	    changed_at, burst_at, replan)
	    SELECT i, 1 + i % 8, 1 + i % 8, 'u' || i, s, s + 1800, 0, 'live',
		'Maria Mayr', 0, 1, 1, 1, 1, 0
	      FROM (SELECT i, CASE WHEN i > $1 THEN $now + 86400
		    ELSE $now - 86400 * (2 + i % 60) END AS s FROM n);
	INSERT INTO message (id, key, company_id, calendar_id, appointment_id,
	    kind, phone, name, text, segments, start_at, due_at, send_at,
	    expires_at, state, appointment_rev, created_at, attempts,
	    claimed_at, sent_at, ended_at)
	    SELECT id, 'k' || id, company_id, calendar_id, id, 'reminder',
		'+43664' || printf('%07d', id % 300000), 'Maria Mayr',
		'Ihr Termin am Mittwoch um 10:00 in der Ordination Dr. Muster',
		1, start_at, start_at - 86400, start_at - 86400,
		start_at - 3600, CASE WHEN id > $1 THEN 'planned'
		ELSE 'delivered' END, 1, 1, id <= $1, gone, gone, gone
	      FROM (SELECT *, CASE WHEN id <= $1 THEN start_at - 86000 END
		    AS gone FROM appointment);
	INSERT INTO recipient (appointment_id, phone, name, known_at,
	    told_start_at, told_at)
	    SELECT appointment_id, phone, name, 1, start_at, 1 FROM message;
	INSERT INTO attempt (message_id, ref, gateway, token_file, claimed_at,
	    ended_at, outcome, gateway_id, http_status, code)
	    SELECT id, 'k' || id || '-1-' || hex(randomblob(4)), 'websms',
		'$T/token1', claimed_at, claimed_at, 'accepted',
		hex(randomblob(10)), 200, '2000' FROM message WHERE id <= $1;
	COMMIT;
	PRAGMA wal_checkpoint(TRUNCATE)" >/dev/null || exit 1
	mv smscal.db "$2"
}

conf "websms: {type: websms, url: '$URL'}"
world 0 small.db
world $old large.db

# The disk: what one fsync takes behind a page that was written.
fsync_us=$(python3 -c '
import os, time
fd = os.open("page", os.O_WRONLY | os.O_CREAT, 0o600)
start = time.monotonic()
for _ in range(50):
    os.write(fd, b"x" * 4096)
    os.fsync(fd)
print(int((time.monotonic() - start) * 1e6 / 50))')

best bare ./multi "$URL/rest/smsmessaging/text" $n 64 || exit 1

# Each run has a database of its own, and hands all of it over.
before() { rm -f smscal.db-* && cp "$from" smscal.db && chmod 600 smscal.db; }
behind() {
	is $n "$(sql "SELECT count(*) FROM message WHERE state = 'sent'")" &&
		is $n "$(sql "SELECT count(*) FROM attempt
		    WHERE outcome = 'accepted' AND message_id > $first")"
}
from=small.db first=0
best send smscal-send || exit 1
from=large.db first=$old
best large smscal-send || exit 1
before() { :; }
behind() { :; }

# The others, each as it is used.
seq $few | sed "s|.*|$URL/rest/smsmessaging/text|" >urls
echo 'xargs -P 64 -n 1 curl -sS -o /dev/null -d "{}" <urls' >xargs.sh
best xargs sh xargs.sh || exit 1

cat >kannel.conf <<!
group = core
admin-port = $((NGINX_PORT + 20))
admin-interface = 127.0.0.1
admin-password = admin
smsbox-port = $((NGINX_PORT + 21))
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
store-file = $T/store
store-dump-freq = 1

group = smsc
smsc = fake
port = $((NGINX_PORT + 22))
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = $((NGINX_PORT + 23))
sendsms-interface = 127.0.0.1

group = sendsms-user
username = smscal
password = password

group = sms-service
keyword = default
text = none
!
KANNEL="http://127.0.0.1:$((NGINX_PORT + 23))/cgi-bin/sendsms?username=smscal&password=password&to=%2B436641234567&from=43664&text=Ihr+Termin+am+Mittwoch"
bearerbox kannel.conf >bearerbox.out 2>&1 &
at_exit "kill $!; wait $! 2>/dev/null"
up() { curl -s -m 2 -o status "http://127.0.0.1:$((NGINX_PORT + 20))/status.txt"; }
await up || exit 1
smsbox kannel.conf >smsbox.out 2>&1 &
at_exit "kill $!; wait $! 2>/dev/null"
takes() { curl -s -m 2 "$KANNEL" | grep -Eq '^[03]:'; }
await takes && best kannel ./multi "$KANNEL" 2000 64 || exit 1

mkdir -p inbox outbox sent error
cat >gammurc <<!
[gammu]
model = dummy
connection = none
port = $T
[smsd]
service = files
inboxpath = $T/inbox/
outboxpath = $T/outbox/
sentsmspath = $T/sent/
errorsmspath = $T/error/
!
cat >inject.sh <<'!'
i=0
while [ $i -lt 100 ]; do
	# To a number and second it takes a hundred.
	gammu-smsd-inject -c gammurc TEXT +43664123$((1000 + i)) \
		-text 'Ihr Termin am Mittwoch' >/dev/null || exit 1
	i=$((i + 1))
done
!
best gammu sh inject.sh || exit 1

# line NAME COUNT MS CPU [KIB]
line() {
	printf '# %-28s %6d a second, %4d us of processor time each' \
		"$1" $(($2 * 1000 / $3)) $(($4 * 1000 / $2))
	[ $# -lt 5 ] || printf ', %d KiB' "$5"
	echo
}
# shellcheck disable=SC2154 # all by best()
{
	line 'curl, the bare multi loop' $n "$bare_ms" "$bare_cpu" "$bare_kib"
	line 'smscal-send' $n "$send_ms" "$send_cpu" "$send_kib"
	line "... behind $old old ones" $n "$large_ms" "$large_cpu" "$large_kib"
	line 'Kannel, to its smsbox' 2000 "$kannel_ms" "$kannel_cpu"
	line 'xargs -P 64 curl' $few "$xargs_ms" "$xargs_cpu"
	line 'gammu-smsd-inject' 100 "$gammu_ms" "$gammu_cpu"
	echo "# $n messages, 64 in flight over 8 accounts, synchronous=FULL; an" \
		"fsync takes $fsync_us us; $cores processors"
	echo "# smscal-send to the bare loop: $(ratio "$bare_ms" "$send_ms") by" \
		"the clock, $(ratio "$bare_cpu" "$send_cpu") by processor time"

	idle '5,000 messages a second, all on disk' \
		[ $((n * 1000 / send_ms)) -ge 5000 ]
	idle 'a fifth of the bare loop' at_most "$send_ms" $((bare_ms * 5))
	ok '... within seven times its processor time' \
		at_most "$send_cpu" $((bare_cpu * 7))
	ok "a million old messages: $(ratio "$large_cpu" "$send_cpu") times the processor time" \
		at_most "$large_cpu" $((send_cpu * 3 / 2))
	ok 'less than 32 MiB' at_most "$send_kib" 32767
	ok '... with the million, too' at_most "$large_kib" 32767
	idle 'more than the others' at_most "$((send_ms * few / n))" "$xargs_ms"
}

done_testing
