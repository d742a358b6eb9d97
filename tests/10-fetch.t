#!/bin/sh
# SPDX-License-Identifier: ISC
# smscal-fetch against a real web server: what is taken, what is left alone,
# what is refused and in which words (design F1 to F8).
. "${0%/*}/lib.sh"
. "${0%/*}/nginx.sh"
need nginx openssl sqlite3

NOW=1750000020 # a full minute
SMSCAL_NOW=$NOW
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_NOW SMSCAL_CONF

# --- a world of its own -----------------------------------------------------

# event UID [LINE...]
event() {
	printf 'BEGIN:VEVENT\r\nUID:%s\r\nDTSTART:20250620T080000Z\r\n' "$1"
	shift
	[ $# = 0 ] || printf '%s\r\n' "$@"
	printf 'END:VEVENT\r\n'
}

# feed: a calendar around the components on standard input.
feed() {
	printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n'
	cat
	printf 'END:VCALENDAR\r\n'
}

# publish FILE SECONDS: standard input, last modified so long ago, so that two
# versions within a second are two for the server.
publish() {
	cat >web/new
	touch -d "@$((NOW - $2))" web/new
	mv web/new "web/$1"
}

# A CA and its certificate for the server; ca.pem is all that fetch is told.
certificate() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-days 2 -subj /CN=ca -keyout ca.key -out ca.pem &&
		openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
			-subj /CN=server -keyout server.key -out server.csr &&
		echo 'subjectAltName=IP:127.0.0.1,DNS:localhost' >san &&
		openssl x509 -req -days 2 -in server.csr -CA ca.pem \
			-CAkey ca.key -CAcreateserial -extfile san \
			-out server.pem
}

# conf [LINE...]: smscal.conf, with these lines in its section fetch.
conf() {
	{
		printf 'name: test\ndatabase: smscal.db\nfetch:\n'
		printf '  %s\n' 'stall_s: 1' 'total_s: 5' 'max_mib: 1' "$@"
	} >smscal.conf
}

# calendar REF ADDRESS
calendar() { smscal-admin calendar add "acme/$1" "$2"; }

# only REF ADDRESS: a database with this one calendar.
only() {
	rm -f smscal.db smscal.db-* smscal.db.*
	: >"$log"
	smscal-admin -q init --test >said &&
		smscal-admin company add acme --name 'Ordination Dr. Muster' \
			--zone Europe/Vienna &&
		calendar "$1" https://example.com/ &&
		sql "UPDATE calendar SET url = '$2'" # admin refuses some
}

# components: KIND UID STATE of each.
components() {
	sql 'SELECT kind, uid, state FROM component ORDER BY kind, uid, state'
}

# have: these are the components.
have() {
	components >now
	same now
}

# due_in: when it was good, when the body came, when it is due, from now on.
due_in() {
	sql "SELECT good_at - $SMSCAL_NOW, body_at - $SMSCAL_NOW,
	    next_at - $SMSCAL_NOW, failures FROM feed"
}

# fails SENTENCE [REF [REASON]]: the run says so about acme/REF and ends with
# 1, and so it stands in the database.
fails() {
	printf 'smscal-fetch: acme/%s: %s\n' "${2-x}" "$1" >want
	run 1 smscal-fetch && same err <want && same out </dev/null &&
		is "$1" "$(sql "SELECT error FROM feed JOIN calendar
		    ON id = calendar_id WHERE ref = '${2-x}'")"
}

# refused ADDRESS SENTENCE: a calendar of that address fails so.
refused() {
	only x "$1" && fails "$2" && is '' "$(components)"
}

# writes_nothing COMMAND...: it succeeds, says nothing and changes no row.
writes_nothing() {
	sql .dump >before.sql
	quiet "$@" || return 1
	sql .dump >after.sql
	cmp before.sql after.sql
}

certificate >said 2>&1 || cat said
mkdir web
{ event a; event b; event t DTSTAMP:20250601T000000Z; } | feed |
	publish feed.ics 9000
printf '<!DOCTYPE html>\n<title>Login</title>\n' >web/login.ics
: >web/empty.ics
feed </dev/null | head -c 40 >web/cut.ics
{ feed </dev/null; openssl rand -base64 1400000; } >web/big.ics
{ printf 'BEGIN:VCALENDAR\r\nX-A:'; head -c 3000000 /dev/zero | tr '\0' x; } \
	>web/bomb.ics
{ printf 'X-PUBLISHED-TTL:PT20M\r\n'; event a; } | feed >web/ttl.ics
cat >servers <<'!'
server {
    listen 127.0.0.1:@PORT@;
    root @DIR@;
    gzip on; gzip_types *; gzip_min_length 1;
    location = /busy.ics { add_header Retry-After 7200 always; return 503; }
    location = /moved.ics { return 301 /feed.ics; }
    location = /up.ics { return 302 https://127.0.0.1:@TLS@/feed.ics; }
    location = /loop.ics { return 302 /loop.ics; }
    location = /aged.ics {
        add_header Cache-Control 'public, max-age=86400';
        alias @DIR@/feed.ics;
    }
    location = /slow.ics { limit_rate 1; alias @DIR@/feed.ics; }
    location = /ahead.ics { add_header Age 7200; alias @DIR@/feed.ics; }
}
server {
    listen 127.0.0.1:@TLS@ ssl http2;
    root @DIR@;
    ssl_certificate @DIR@/../server.pem;
    ssl_certificate_key @DIR@/../server.key;
    location = /down.ics { return 302 http://127.0.0.1:@PORT@/feed.ics; }
}
!
ok 'a web server' nginx_start web servers
log=$NGINX_HOME/access.log
web=127.0.0.1:$NGINX_PORT tls=127.0.0.1:$NGINX_TLS_PORT
conf 'allow_private: yes' "ca_file: $T/ca.pem"

# --- good feeds -------------------------------------------------------------

only x "http://$web/feed.ics"
ok 'the first fetch says nothing' quiet smscal-fetch
ok '... and has every component' have <<!
calendar||new
event|a|new
event|b|new
event|t|new
!
ok '... as it is' is "$(event b)" "$(sql "SELECT text FROM component
    WHERE uid = 'b'")"
ok '... due again in five minutes' is '0|0|300|0' "$(due_in)"
ok '... compressed' match '^200 /feed.ics HTTP/1.1 [0-9]+ gzip$' "$log"
ok 'nothing is due: nothing is written' writes_nothing smscal-fetch
ok '... nor at the last second' at $((NOW + 299)) writes_nothing smscal-fetch
ok '... nobody was asked' is 1 "$(wc -l <"$log")"

sql "UPDATE component SET state = 'known'"
SMSCAL_NOW=$((NOW + 307))
ok 'what did not change is not sent' quiet smscal-fetch
ok '... 304' match '^304 /feed.ics' "$log"
ok '... is good, and due on the minute' is '0|-307|293|0' "$(due_in)"
ok '... and writes no component' is 4 "$(components | grep -c known)"

SMSCAL_NOW=$((NOW + 600))
{ event t DTSTAMP:20250602T000000Z; event b; event a; } | feed |
	publish feed.ics 8000
sql .dump >before.sql
ok 'order and DTSTAMP are no change' quiet smscal-fetch
sql .dump | diff before.sql - | grep -c '^>.*INTO component' >now
ok '... though it was sent' is '200' "$(tail -n 1 "$log" | cut -d ' ' -f 1)"
ok '... no component is written' same now <<!
0
!
ok '... and no new body' is '0|-600|300|0' "$(due_in)"

SMSCAL_NOW=$((NOW + 900))
{ event a; event c; event t SUMMARY:x; } | feed | publish feed.ics 7000
ok 'another body' quiet smscal-fetch
ok '... only what differs' have <<!
calendar||known
event|a|known
event|b|missing
event|c|new
event|t|missing
event|t|new
!
ok '... is a new one' is '0|0|300|0' "$(due_in)"
SMSCAL_NOW=$((NOW + 1200))
{ event a; event b; event t SUMMARY:x; } | feed | publish feed.ics 6000
ok 'one comes back before diff has seen that it went' quiet smscal-fetch
ok '... and nothing has happened to it' have <<!
calendar||known
event|a|known
event|b|known
event|t|missing
event|t|new
!

sql "UPDATE feed SET next_at = $SMSCAL_NOW + 999999"
ok 'due further ahead than it can be is due now (X3)' quiet smscal-fetch
ok '... fetched' is 300 "$(sql "SELECT next_at - $SMSCAL_NOW FROM feed")"
ok 'named, it is fetched at once' quiet smscal-fetch acme/x
ok '... once more' is 7 "$(wc -l <"$log")"
ok 'a dry run tells' run 0 smscal-fetch -n acme/x
ok '... what it would do' same out <<!
acme/x: unchanged
!
{ event a; event d; event e; } | feed | publish feed.ics 5000
sql .dump >before.sql
ok '... of another body too' run 0 smscal-fetch -n acme/x
ok '... what is new and what missing' same out <<!
acme/x: 3 events: 2 components new, 2 missing, 0 back
!
sql .dump >after.sql
ok '... and changes nothing' cmp before.sql after.sql
ok 'with -v it says what it did' run 0 smscal-fetch -v acme/x
ok '... without the address' same err <<!
smscal-fetch: acme/x: 3 events: 2 components new, 2 missing, 0 back
!
SMSCAL_NOW=$NOW

only x "http://$web/aged.ics"
ok 'max-age' quiet smscal-fetch
ok '... lengthens the wait to half an hour' is '0|0|1800|0' "$(due_in)"
only x "http://$web/ttl.ics"
ok 'X-PUBLISHED-TTL' quiet smscal-fetch
ok '... lengthens it' is '0|0|1200|0' "$(due_in)"
SMSCAL_NOW=$((NOW + 1200))
ok '... after a 304 too' quiet smscal-fetch
ok '... which does not repeat it' is '0|-1200|1200|0' "$(due_in)"
SMSCAL_NOW=$NOW

# --- addresses --------------------------------------------------------------

for url in "https://$tls/feed.ics" "webcal://$tls/feed.ics" "$tls/feed.ics" \
	"http://$web/moved.ics" "http://$web/up.ics"; do
	only x "$url"
	ok "fetched: ${url%%127*}${url##*/}" quiet smscal-fetch
	ok '... all of it' is 4 "$(components | wc -l)"
done
ok 'over HTTP/2 where there is TLS' match '^200 /feed.ics HTTP/2.0' "$log"

only x "https://$tls/feed.ics"
conf 'allow_private: yes'
ok 'a certificate of an unknown CA' run 1 smscal-fetch
ok '... is told' match "^smscal-fetch: acme/x: $tls: TLS: .*certificate" err
conf
ok 'a private address' refused "http://$web/feed.ics?secret" \
	"$web: its address is not a public one, and others are not allowed"
ok '... was not even connected to' same "$log" </dev/null
conf 'allow_private: yes' "ca_file: $T/ca.pem"

mkdir files
feed </dev/null >files/a.ics
feed </dev/null >outside.ics
ln -s ../outside.ics files/link.ics
ln -s files named
mkfifo files/pipe.ics
NOWHERE="the file lies in none of the 'directories' that 'fetch' has in smscal.conf"
ok 'a file, while no directory is named' refused "$T/files/a.ics" "$NOWHERE"
conf "directories: [$T/named]"
only x "$T/files/a.ics"
ok 'a file in one that is' quiet smscal-fetch
ok '... has its component' is 'calendar||new' "$(components)"
only x "file://$T/named/../named/a.ics"
ok 'by another way, as file:' quiet smscal-fetch
ok 'a link that leads out of it' refused "$T/files/link.ics" "$NOWHERE"
ok 'beside it' refused "$T/files/../outside.ics" "$NOWHERE"
ok 'no such file' refused "$T/files/b.ics" 'there is no such file'
ok 'a pipe' refused "$T/files/pipe.ics" 'it is not a regular file'
conf 'allow_private: yes' "ca_file: $T/ca.pem"

# --- bad feeds --------------------------------------------------------------

ok '404' refused "http://$web/gone.ics?secret" \
	"$web: HTTP 404: there is no calendar at this address"
ok '... good never, due again' is '||300|1' "$(due_in)"
ok '503' refused "http://$web/busy.ics?secret" \
	"$web: HTTP 503: the server has no time now"
ok '... Retry-After' is '||7200|1' "$(due_in)"
ok 'a login page' refused "http://$web/login.ics?secret" \
	"$web: it is an HTML page (of a login, or of an error), not a calendar"
ok 'nothing' refused "http://$web/empty.ics?secret" "$web: it is empty"
ok 'half a calendar' refused "http://$web/cut.ics?secret" \
	"$web: it is cut off: it does not end with END:VCALENDAR"
ok 'larger than the cap' refused "http://$web/big.ics?secret" \
	"$web: the answer is larger than 1048576 bytes"
ok 'only when it is decompressed' refused "http://$web/bomb.ics?secret" \
	"$web: the answer is larger than 1048576 bytes"
ok '... for it came small' match '^200 /bomb.ics .* gzip$' "$log"
ok 'a redirect to itself' refused "http://$web/loop.ics?secret" \
	"$web: more than 5 redirects"
ok '... followed five times' is 6 "$(wc -l <"$log")"
ok 'from https to http' refused "https://$tls/down.ics?secret" \
	"$tls: a redirect from https to http, which is not followed"
ok '... not asked' no_match feed.ics "$log"
conf 'allow_private: yes' 'total_s: 1'
sed 's/total_s: 5//' smscal.conf >c && mv c smscal.conf
ok 'a byte a second' refused "http://$web/slow.ics?secret" \
	"$web: it took longer than 1 s"
conf 'allow_private: yes' "ca_file: $T/ca.pem"

# --- outages ----------------------------------------------------------------

only x "http://$web/later.ics"
later="$web: HTTP 404: there is no calendar at this address"
ok 'it fails' fails "$later"
for wait in 300 600 1200 2400 3600 3600; do
	ok "... the next try is in $wait s" is "$wait" \
		"$(sql "SELECT next_at - $SMSCAL_NOW FROM feed")"
	SMSCAL_NOW=$((SMSCAL_NOW + wait))
	ok '... which fails, and says nothing more' run 1 smscal-fetch
	ok '... nothing' same err </dev/null
done
ok 'since when' is "$NOW" "$(sql 'SELECT error_at FROM feed')"
ok 'whom somebody asks for is told again' run 1 smscal-fetch acme/x
ok '... once' same err <<!
smscal-fetch: acme/x: $later
!
printf 'nonsense' >web/later.ics
ok 'another error is another thing to say' at $((SMSCAL_NOW + 3600)) fails \
	"$web: it is not a calendar: it does not begin with BEGIN:VCALENDAR"
event a | feed | publish later.ics 100
SMSCAL_NOW=$((SMSCAL_NOW + 7200))
ok 'good again' quiet smscal-fetch
ok '... and all is well' is '0|0|300|0' "$(due_in)"
ok '... no error stays' is '|' "$(sql 'SELECT error, error_at FROM feed')"
sql "UPDATE component SET state = 'known'"
printf '<html>' >web/later.ics
SMSCAL_NOW=$((SMSCAL_NOW + 300))
ok 'bad once more' fails \
	"$web: it is an HTML page (of a login, or of an error), not a calendar"
ok '... the last good body stays' is 2 "$(components | grep -c known)"
SMSCAL_NOW=$NOW

# --- many -------------------------------------------------------------------

mkdir stuck
ok 'a server that will never answer' nginx_start stuck
stuck=127.0.0.1:$NGINX_PORT
kill -STOP "$(cat "$NGINX_HOME/pid")"
only good1 "http://$web/feed.ics"
for i in 2 3 4 5 6 7 8 9 10 11 12; do
	calendar good$i "http://$web/feed.ics?$i"
	calendar dead$i "http://127.0.0.1:1/$i"
done
calendar stuck "http://$stuck/secret.ics"
ok 'bad ones hold up no others' run 1 smscal-fetch
ok '... each is told' is 12 "$(wc -l <err)"
ok '... the silent one' match \
	"^smscal-fetch: acme/stuck: $stuck: nothing came for 1 s$" err
ok '... those where nobody listens' match \
	'^smscal-fetch: acme/dead12: 127.0.0.1:1: no connection: Connection refused$' \
	err
ok '... and all the good ones are here' is 12 \
	"$(sql 'SELECT count(*) FROM feed WHERE good_at IS NOT NULL')"
ok '... over few connections' [ "$(cut -d ' ' -f 4 "$log" | sort -u | wc -l)" \
	-le 6 ]

# --- who is asked -----------------------------------------------------------

only x "http://$web/feed.ics"
ok 'a calendar that is not there' run 64 smscal-fetch acme/y
ok '... is told' match "^smscal-fetch: there is no calendar 'acme/y'" err
ok 'half a name' run 64 smscal-fetch acme
for off in calendar company; do
	sql "UPDATE $off SET active = 0"
	ok "a $off that is off" writes_nothing smscal-fetch
	ok '... named' run 1 smscal-fetch acme/x
	ok '... is told' same err <<-!
		smscal-fetch: acme/x: it, its branch or its company is switched off
	!
	sql "UPDATE $off SET active = 1"
done
ok '... and nobody was asked' same "$log" </dev/null

ok 'a body' quiet smscal-fetch
smscal-admin calendar set acme/x --address "http://$web/aged.ics"
ok 'another address is asked at once' quiet smscal-fetch
ok '... without the validators of the other' match '^200 /aged.ics' "$log"
ok '... and is a baseline (D6)' is 1 "$(sql 'SELECT baseline FROM feed')"
sql 'UPDATE feed SET baseline = 0'
SMSCAL_NOW=$((NOW + 8 * 86400))
event z | feed | publish feed.ics 50
ok 'a body after a week of nothing' quiet smscal-fetch
ok '... is a baseline too (F8)' is 1 "$(sql 'SELECT baseline FROM feed')"
SMSCAL_NOW=$NOW

# --- the clock (X3) ---------------------------------------------------------

# real COMMAND...: by the clock of this machine, which is right enough: Age
# makes the server's an old copy of a time two hours ahead.
real() { (unset SMSCAL_NOW && "$@"); }
port=${web#*:}
only x "http://127.0.0.1:$port/ahead.ics"
ok 'one host alone' real quiet smscal-fetch acme/x
ok '... proves nothing' is '' "$(sql 'SELECT clock_bad FROM installation')"
calendar y "http://localhost:$port/ahead.ics"
ok 'two hosts' real run 0 smscal-fetch acme/x acme/y
bad='the clock of this machine is 1(19|20) minutes behind that of 2 other hosts'
ok '... are told once' match "^smscal-fetch: $bad: plan and send wait" err
sql 'SELECT clock_bad FROM installation' >now
ok '... and remembered' match "^$bad\$" now
ok '... told once' real quiet smscal-fetch acme/x acme/y
sql "UPDATE calendar SET url = replace(url, 'ahead', 'feed')"
ok 'right again' real quiet smscal-fetch acme/x acme/y
ok '... is remembered too' is '' "$(sql 'SELECT clock_bad FROM installation')"
sql "UPDATE installation SET clock_bad = 'it went back'"
ok 'what others say of the clock' real quiet smscal-fetch acme/x acme/y
ok '... stays' is 'it went back' "$(sql 'SELECT clock_bad FROM installation')"

# --- usage ------------------------------------------------------------------

ok 'a wrong option' run 64 smscal-fetch -z
rm -f smscal.db smscal.db-* smscal.db.*
ok 'no database' run 78 smscal-fetch

done_testing
