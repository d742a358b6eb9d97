#!/bin/sh
# SPDX-License-Identifier: ISC
# A real CalDAV server: what a client (curl) puts, edits, moves and deletes
# there is what smscal-fetch reads as .ics and smscal-diff sees.
. "${0%/*}/lib.sh"
. "$SRC/tests/nginx.sh"
need radicale curl sqlite3
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_CONF
printf '%s\n' 'name: dav' 'database: smscal.db' \
	'fetch: {allow_private: yes}' >smscal.conf

# --- the server, on a free port of loopback --------------------------------

radicale_start() {
	port=$((21000 + $$ * 7 % 20000))
	for try in 1 2 3 4 5; do
		port=$((port + 1))
		radicale --config '' --server-hosts "127.0.0.1:$port" \
			--storage-filesystem-folder "$T/store" \
			--auth-type none --rights-type authenticated \
			--logging-level warning >radicale.log 2>&1 &
		radicale_pid=$!
		at_exit "kill $radicale_pid 2>/dev/null; wait $radicale_pid"
		await answers_or_ended || return 1
		kill -0 "$radicale_pid" 2>/dev/null && return 0
		echo "try $try, port $port:"
		cat radicale.log
	done
	return 1
}
answers_or_ended() {
	curl -s -o answer "http://127.0.0.1:$port/.web/" ||
		! kill -0 "$radicale_pid" 2>/dev/null
}
ok 'the server answers' radicale_start
dav=http://127.0.0.1:$port/praxis/termine

# dav STATUS METHOD PATH [curl's ...]: as a client of the practice's.
dav() {
	d_want=$1 d_method=$2 d_path=$3
	shift 3
	is "$d_want" "$(curl -s -u praxis:x -o answer -w '%{http_code}' \
		-X "$d_method" "$@" "$dav/$d_path")" || {
		cat answer
		return 1
	}
}
# put STATUS UID DAY TIME TITLE [LINE ...]: an event, in March 2026 in Vienna,
# as a client writes it: this server drops what is behind a bare comma.
put() {
	p_status=$1 p_uid=$2
	{
		printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t\r\n'
		printf 'BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20260301T000000Z\r\n' \
			"$p_uid"
		printf 'DTSTART;TZID=Europe/Vienna:202603%sT%s00\r\n' "$3" "$4"
		printf 'SUMMARY:%s\r\n' "$5"
		shift 5
		[ $# = 0 ] || printf '%s\r\n' "$@"
		printf 'END:VEVENT\r\nEND:VCALENDAR\r\n'
	} >event.ics
	dav "$p_status" PUT "$p_uid.ics" -H 'Content-Type: text/calendar' \
		--data-binary @event.ics
}

# --- the chain's first two links -------------------------------------------

# at DAY TIME: the clock in Vienna.
at() {
	SMSCAL_NOW="2026-03-$1T$2:00+01:00"
	export SMSCAL_NOW
}
# read_as LINE: what fetch and diff make of it; a second run makes nothing.
read_as() {
	quiet smscal-fetch && run 0 smscal-diff -v && same out </dev/null &&
		sed -n 's/^smscal-diff: acme.dav: //p' err >said &&
		printf '%s\n' "$1" | sed '/^$/d' | diff -u - said || return 1
	sql 'SELECT * FROM appointment; SELECT * FROM recipient' >before
	quiet smscal-diff || return 1
	sql 'SELECT * FROM appointment; SELECT * FROM recipient' >after
	cmp before after
}
# known LINE...: UID|start|state|phone, by start.
known() {
	printf '%s\n' "$@" >want
	sql "SELECT uid, strftime('%d %H:%M', start_at, 'unixepoch'), state, phone
	    FROM appointment JOIN recipient ON appointment.id = appointment_id
	    ORDER BY start_at, uid" >is
	diff -u want is
}

at 02 09:00
ok 'a calendar there' dav 201 MKCALENDAR ''
ok 'an event' put 201 maria 10 1000 'Maria Mayr\, +43 664 1234567'
ok 'the company' run 0 smscal-admin -q init --test
ok '... here' run 0 smscal-admin company add acme --name Muster \
	--zone Europe/Vienna --gateway file
ok '... and its address' run 0 smscal-admin calendar add acme/dav \
	"http://praxis:x@127.0.0.1:$port/praxis/termine/"
ok 'the first body' read_as \
	'1 new, 0 moved, 0 missing, 0 gone, 0 back, 0 edited (baseline)'
ok '... is known' known 'maria|10 09:00|live|+436641234567'
at 02 09:10
ok 'nothing happened' read_as ''

ok 'one more is put' put 201 franz 11 0900 'Franz Huber +43 660 7654321'
at 02 09:20
ok '... and new' read_as '1 new, 0 moved, 0 missing, 0 gone, 0 back, 0 edited'
ok 'its place is edited' put 201 franz 11 0900 'Franz Huber +43 660 7654321' \
	'LOCATION:Zimmer 2'
at 02 09:30
ok '... and that is seen' read_as \
	'0 new, 0 moved, 0 missing, 0 gone, 0 back, 1 edited'
ok 'it is moved' put 201 franz 12 1430 'Franz Huber +43 660 7654321' \
	'LOCATION:Zimmer 2'
at 02 09:40
ok '... and that is seen' read_as \
	'0 new, 1 moved, 0 missing, 0 gone, 0 back, 0 edited'
ok '... with its start' known 'maria|10 09:00|live|+436641234567' \
	'franz|12 13:30|live|+436607654321'

ok 'a series is put' put 201 anna 16 0900 'Anna Gruber +43 699 10203040' \
	'RRULE:FREQ=WEEKLY;COUNT=3'
at 02 09:50
ok '... three dates, the last in summer time' read_as \
	'3 new, 0 moved, 0 missing, 0 gone, 0 back, 0 edited'
ok '... these' known 'maria|10 09:00|live|+436641234567' \
	'franz|12 13:30|live|+436607654321' \
	'anna|16 08:00|live|+4369910203040' \
	'anna|23 08:00|live|+4369910203040' \
	'anna|30 07:00|live|+4369910203040'

ok 'one is deleted' dav 200 DELETE maria.ics
at 02 10:00
ok '... missing' read_as '0 new, 0 moved, 1 missing, 0 gone, 0 back, 0 edited'
at 02 10:10
ok '... still' read_as ''
at 02 10:20
ok '... gone' read_as '0 new, 0 moved, 0 missing, 1 gone, 0 back, 0 edited'
ok 'the whole calendar is deleted' dav 200 DELETE ''
at 02 10:30
run 1 smscal-fetch
ok '... which is an error, not an absence' match '^smscal-fetch: acme/dav: ' err
ok '... of an address that nobody sees' no_match 'praxis' err
run 0 smscal-diff
ok '... and what was known stays' is 4 "$(sql "SELECT count(*)
    FROM appointment WHERE state = 'live'")"

done_testing
