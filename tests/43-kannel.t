#!/bin/sh
# SPDX-License-Identifier: ISC
# A real Kannel (bearerbox, smsbox, and its fakesmsc for a network) takes
# messages by the preset, and its delivery reports and a reply come back to
# the hook behind a real nginx.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
. "${0%/*}/nginx.sh"
. "${0%/*}/hook.sh"
PATH=$PATH:/usr/lib/kannel/test
need sqlite3 curl nginx fcgiwrap bearerbox smsbox fakesmsc

mkdir -m 2770 "$SPOOL"
hook_file acme kannel "$SECRET"
hook_start || exit 1
HOOK="http://127.0.0.1:$NGINX_PORT/cb?k=$SECRET"

# kannel_conf PORT: its four ports begin there.
kannel_conf() {
	cat >kannel.conf <<-!
		group = core
		admin-port = $1
		admin-interface = 127.0.0.1
		admin-password = admin
		smsbox-port = $(($1 + 1))
		smsbox-interface = 127.0.0.1
		box-allow-ip = 127.0.0.1
		box-deny-ip = *.*.*.*
		store-file = $T/store

		group = smsc
		smsc = fake
		smsc-id = fake
		port = $(($1 + 2))
		connect-allow-ip = 127.0.0.1

		group = smsbox
		bearerbox-host = 127.0.0.1
		sendsms-port = $(($1 + 3))
		sendsms-interface = 127.0.0.1

		group = sendsms-user
		username = smscal
		password = pass word
		max-messages = 4
		concatenation = true
		user-deny-ip = *.*.*.*
		user-allow-ip = 127.0.0.1

		group = sms-service
		keyword = default
		get-url = "$HOOK&from=%p&to=%P&text=%a&id=%I"
		max-messages = 0
	!
}

status() { curl -s -m 2 "http://127.0.0.1:$K_PORT/status.txt"; }
says() { status | grep -Eq "$1"; }

# kannel_start: a box on free ports, its smsbox, and the network.
kannel_start() {
	K_PORT=$((22000 + $$ * 5 % 20000))
	for k_try in 1 2 3 4 5; do
		kannel_conf "$K_PORT"
		bearerbox kannel.conf >"bearerbox.$k_try" 2>&1 &
		k_box=$!
		await says_or_dead $k_box
		kill -0 $k_box 2>/dev/null && break
		K_PORT=$((K_PORT + 11))
	done
	at_exit "kill $k_box 2>/dev/null; wait $k_box 2>/dev/null"
	smsbox kannel.conf >smsbox.out 2>&1 &
	at_exit "kill $! 2>/dev/null; wait $! 2>/dev/null"
	mkfifo phone
	fakesmsc -H 127.0.0.1 -r $((K_PORT + 2)) <phone >fakesmsc.out 2>&1 &
	at_exit "kill $! 2>/dev/null; wait $! 2>/dev/null"
	exec 9>phone
	await says 'smsbox:.*on-line' || return 1
	await says 'fake.*\(online'
}
says_or_dead() { says '^Status: running' || ! kill -0 "$1" 2>/dev/null; }

ok 'a Kannel' kannel_start
# What is not up by now fails each fact below, with its reason.

conf "kannel: {preset: kannel, user: smscal, callback: '$HOOK',
    url: 'http://127.0.0.1:$((K_PORT + 3))'}" \
	"wrong: {preset: kannel, user: nobody,
    url: 'http://127.0.0.1:$((K_PORT + 3))'}"
sed "1i\\
spool: $SPOOL" smscal.conf >with && mv with smscal.conf
(umask 077 && echo 'pass word' >token)
send_db
sql "UPDATE company SET gateway = 'kannel', token_file = '$T/token';
INSERT INTO sender (company_id, position, address) VALUES
    (1, 0, '+43720123456')"

ok 'company test' run 0 smscal-admin company test acme
ok '... says that it works' same out <<!
acme: the gateway kannel takes messages of this account from +43720123456
!
ok '... and sent nothing' says '^SMS: .*sent 0 '

got() { [ "$(grep -c 'Got message ' fakesmsc.out)" -ge "$1" ]; }
message 1 "text = 'Grüße & 100% um 9:00?'"
message 2 "text = 'Wizyta jutro: Żółć €'"
message 3 "text = '$(printf 'abc %.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 \
	16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 \
	39 40 41 42 43 44 45)x'"
ok 'three messages' quiet smscal-send
ok '... are sent' is 'sent sent sent' \
	"$(sql "SELECT group_concat(state, ' ') FROM message")"
ok '... and have left it, the long one as two' await got 4
cp fakesmsc.out first
ok '... to the number, from the sender' \
	match '\+43720123456 \+436641230001 ' first
ok '... whole' match 'text Grüße & 100% um 9:00\?>$' first
ok '... in UCS-2 where it must be' match \
	'ucs-2 .*%01%7B%00%F3%01B%01%07%00\+\+%AC>$' first
ok '... none more' is 4 "$(grep -c 'Got message ' first)"
ok 'a second run' unchanged smscal-send

# Its reports.
spooled() { find "$SPOOL" -name '*.notice' ! -path '*/bad/*' | wc -l; }
reports() { [ "$(spooled)" -ge "$1" ]; }
delivered() {
	run 0 smscal-receive || return 1
	[ "$(sql "SELECT count(*) FROM message
	    WHERE state = 'delivered'")" = 3 ]
}
ok 'reports come to the hook' await reports 3
ok '... and all are delivered' await delivered
ok '... each known by its reference' is 3 "$(sql "SELECT count(DISTINCT
    a.message_id) FROM report r JOIN attempt a ON a.ref = r.ref")"
ok '... nothing was put aside' not test -e "$SPOOL/bad"

# A reply.
printf '+436641230001 +43720123456 text Komme später, Grüße\n' >&9
reply() {
	run 0 smscal-receive || return 1
	[ "$(sql 'SELECT count(*) FROM reply')" = 1 ]
}
ok 'a reply comes' await reply
ok '... whose and what' is '+436641230001 1 Komme später, Grüße' \
	"$(sql "SELECT phone || ' ' || message_id || ' ' || text FROM reply")"
ok '... and is not answered' is 4 "$(grep -c 'Got message ' fakesmsc.out)"

# What it refuses.
sql "UPDATE company SET gateway = 'wrong'"
message 4
ok 'a wrong user' run 1 smscal-send
ok '... holds the account' match \
	'^smscal-send: wrong \(.*\): the gateway refuses the account \(HTTP 403\) \(Authorization failed for sendsms\): its messages wait$' err
ok '... and its message waits' is planned \
	"$(sql 'SELECT state FROM message WHERE id = 4')"
ok 'company test' run 1 smscal-admin company test acme
ok '... says so' match 'wrong' err

exec 9>&-
done_testing
