#!/bin/sh
# SPDX-License-Identifier: ISC
# calendar test: a calendar is fetched now from a real web server, nothing is
# written, and each thing that may be wrong is explained.
. "${0%/*}/lib.sh"
. "${0%/*}/nginx.sh"
need nginx openssl sqlite3

SMSCAL_NOW=2026-11-24T09:00:00+01:00
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_NOW SMSCAL_CONF

# conf [LINE...]: smscal.conf, with these lines in its section fetch.
conf() {
	{
		printf 'name: test\ndatabase: smscal.db\nfetch:\n'
		printf '  %s\n' 'stall_s: 2' 'total_s: 5' 'max_mib: 1' \
			"directories: [$T/web]" "$@"
	} >smscal.conf
}

# entries SUMMARY [LINE...]: a calendar of three entries to come.
entries() {
	title=$1
	shift
	printf 'BEGIN:VCALENDAR\nVERSION:2.0\n'
	for n in 1 2 3; do
		printf 'BEGIN:VEVENT\nUID:%s\nDTSTART:2026112%sT080000Z\n' \
			$n $((n + 5))
		printf '%s\n' "SUMMARY:$title" "$@" END:VEVENT
	done
	printf 'END:VCALENDAR\n'
}

# explained STATUS SENTENCE: calendar test of acme/x says that alone, and no
# row is written.
explained() {
	sqlite3 smscal.db .dump >before.sql
	run "$1" smscal-admin calendar test acme/x || return 1
	sqlite3 smscal.db .dump >after.sql
	cmp before.sql after.sql || return 1
	printf 'smscal-admin: acme/x: %s\n' "$2" >want
	same err <want
}

# to ADDRESS: where acme/x is.
to() { sqlite3 smscal.db "UPDATE calendar SET url = '$1'"; }

certificate() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-days 2 -subj /CN=localhost -keyout server.key -out server.pem \
		-addext subjectAltName=IP:127.0.0.1
}

mkdir web
ok 'a certificate' certificate
entries 'Maria Mayr +43 664 1234567' >web/good.ics
entries 'Maria Mayr 0664 1234567' >web/national.ics
entries Termin 'DESCRIPTION:Tel. +43 664 1234567' >web/elsewhere.ics
entries Teambesprechung >web/none.ics
entries Busy >web/busy.ics
entries Belegt >web/belegt.ics
printf 'BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n' >web/empty.ics
entries x | sed 's/2026112/2025112/' >web/old.ics
entries x | head -n 12 >web/cut.ics
: >web/nothing.ics
cat >web/login.html <<'!'
<!DOCTYPE html>
<html><form action=/in><input type="password" name=p></form></html>
!
echo '<!doctype html><html>Kalender</html>' >web/page.html
{ entries x; openssl rand -base64 1400000; } >web/big.ics
cat >servers <<'!'
server {
    listen 127.0.0.1:@PORT@;
    root @DIR@;
    location = /login.ics { return 302 /login.html; }
    location = /moved.ics { return 301 http://localhost:@PORT@/good.ics; }
    location = /round.ics { return 302 /round.ics; }
    location = /private.ics { return 401; }
    location = /busy503.ics { return 503; }
}
server {
    listen 127.0.0.1:@TLS@ ssl;
    root @DIR@;
    ssl_certificate @DIR@/../server.pem;
    ssl_certificate_key @DIR@/../server.key;
    location = /down.ics { return 302 http://127.0.0.1:@PORT@/good.ics; }
}
!
ok 'nginx' nginx_start web servers
web=127.0.0.1:$NGINX_PORT tls=127.0.0.1:$NGINX_TLS_PORT

conf 'allow_private: yes'
smscal-admin init --test >/dev/null
smscal-admin company add acme --name Acme --zone Europe/Vienna
smscal-admin calendar add acme/x "http://$web/good.ics"

# What is well.
ok 'a calendar that is well' run 0 smscal-admin calendar test acme/x
ok '... says what is in it' same out <<'!'
acme/x: 3 entries in the next 62 days, 3 with a phone number
!
ok '... and nothing else' same err </dev/null
to "http://$web/moved.ics"
ok 'a redirect' run 0 smscal-admin calendar test acme/x
ok '... is told' match "^acme/x: it is redirected to localhost:$NGINX_PORT\$" out
to "$T/web/good.ics"
ok 'a file' run 0 smscal-admin calendar test acme/x
ok '... too' match '3 with a phone number' out

# What came is no calendar.
ROOT="see ca_file in the section fetch of smscal.conf"
to "http://$web/login.ics"
ok 'a login page' explained 1 "$web: it is an HTML page (of a login, or of an\
 error), not a calendar: a login page came instead of the calendar: take an\
 address that needs no login, or put USER:PASSWORD@ in front of the host"
to "http://$web/page.html"
ok 'a web page' explained 1 "$web: it is an HTML page (of a login, or of an\
 error), not a calendar: a web page came instead of the calendar: take the\
 address that is called iCal, ICS or webcal"
to "http://$web/private.ics"
ok 'a login is wanted' explained 1 "$web: HTTP 401: it wants a login: take an\
 address that needs none, or put USER:PASSWORD@ in front of the host"
to "http://$web/gone.ics"
ok 'nothing there' explained 1 "$web: HTTP 404: there is nothing at this\
 address: copy it again, as a whole, from where the calendar is published"
to "http://$web/busy503.ics"
ok 'a server in trouble' explained 1 \
	"$web: HTTP 503: the server has no time now, which may pass"
to "http://$web/nothing.ics"
ok 'an empty answer' explained 1 "$web: it is empty: the server has nothing at\
 this address now: if that stays, copy it again from where it is published"
to "http://$web/cut.ics"
ok 'cut off' explained 1 \
	"$web: it is cut off: it does not end with END:VCALENDAR"
to "http://$web/big.ics"
ok 'too large' explained 1 "$web: the answer is larger than 1048576 bytes:\
 publish fewer of the old entries, or see max_mib in the section fetch of\
 smscal.conf"
to "http://$web/round.ics"
ok 'redirects without end' explained 1 "$web: more than 5 redirects: it leads\
 on and on: open it in a browser and take the address where that ends"

# The way there.
to "https://$tls/down.ics"
ok 'a certificate of nobody' run 1 smscal-admin calendar test acme/x
ok '... is explained' match "^smscal-admin: acme/x: $tls: TLS: .*: the server's\
 certificate is out of date, of another name or of an authority that this\
 machine does not know; .*$ROOT\$" err
conf 'allow_private: yes' "ca_file: $T/server.pem"
ok 'from https to http' explained 1 "$tls: a redirect from https to http, which\
 is not followed: take the address that it leads to"
to 'http://127.0.0.1:9/secret.ics'
ok 'nobody there' run 1 smscal-admin calendar test acme/x
ok '... is explained' match '127.0.0.1:9: no connection.*: nothing listens' err
ok '... without the address' no_match secret err
to 'https://kalender.invalid/secret.ics'
ok 'no such host' explained 1 "kalender.invalid: its name cannot be looked up:\
 there is no such host, or this machine has no name server"
to 'ftp://example.org/secret'
ok 'an address that is none' run 1 smscal-admin calendar test acme/x
ok '... is explained' match '^smscal-admin: acme/x: .*allowed' err
ok '... without the address, too' no_match secret err
conf
to "http://$web/good.ics"
ok 'a private address' explained 1 "$web: its address is not a public one, and\
 others are not allowed: if it is a server of yours, say allow_private: yes in\
 the section fetch of smscal.conf"
conf 'allow_private: yes'

# A calendar, but of no use.
to "http://$web/empty.ics"
ok 'an empty calendar' explained 1 "it is a calendar, but it is empty: if it\
 should not be, see which calendar is published, and from when to when"
to "http://$web/old.ics"
ok 'only old entries' explained 1 "no entry is still to come: if there should\
 be some, see from when to when it is published"
for kind in busy belegt; do
	to "http://$web/$kind.ics"
	ok "free/busy only: $kind" explained 1 "all entries only say that the\
 time is taken, as of a calendar that is published as free/busy only: choose to\
 publish all details"
done
to "http://$web/elsewhere.ics"
ok 'numbers in another field' explained 1 "no phone number in any of the coming\
 entries: they stand in another field than name: calendar set acme/x\
 --phone-field description"
to "http://$web/national.ics"
ok 'numbers without a country' explained 1 "no phone number in any of the\
 coming entries: they are without a country code: calendar set acme/x\
 --country-code 43, for Austria"
to "http://$web/none.ics"
ok 'no number at all' explained 1 "no phone number in any of the coming\
 entries: smscal-admin preview acme/x --fields shows all that an entry has"
smscal-admin calendar disable acme/x
to "http://$web/good.ics"
ok 'one that is off' run 0 smscal-admin calendar test acme/x
ok '... says so' match 'it is switched off$' out

done_testing
