#!/bin/sh
# SPDX-License-Identifier: ISC
# T5: confirmations and notes of a move end with the address of an .ics file,
# which a web server serves: what it says, who can read it, when it changes,
# when it goes, and that a run which ends in the middle leaves nothing behind.
. "${0%/*}/lib.sh"
. "$SRC/tests/nginx.sh"
need sqlite3 python3 nginx khal
# Debian's own, where another one stands before it.
python=python3
"$python" -c 'import icalendar' 2>err || python=/usr/bin/python3
"$python" -c 'import icalendar' 2>err || need python3-icalendar

mkdir -p web/i vdir
ok 'the web server listens' nginx_start web
BASE=http://127.0.0.1:$NGINX_PORT/i
DIR=$T/web/i
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_CONF

# settings [LINES]: smscal.conf, with those.
settings() {
	cat >smscal.conf <<-!
		name: link
		database: smscal.db
		fetch: {allow_private: yes}
		gateways: {file: {path: outbox.jsonl}}
		${1-}
	!
}
with_links="links: {directory: web/i, url: '$BASE/'}"
admin() { smscal-admin "$@"; }

# event UID FROM TO TITLE: local times in November 2026, DDTHHMM, in Vienna.
event() {
	printf 'BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20261123T000000Z\r\n' "$1"
	printf 'DTSTART;TZID=Europe/Vienna:202611%s00\r\n' "$2"
	printf 'DTEND;TZID=Europe/Vienna:202611%s00\r\n' "$3"
	printf 'LOCATION:%s\r\nSUMMARY:%s\r\nEND:VEVENT\r\n' "$place" "$4"
}

# feed EVENTS...: what the calendar has.
feed() {
	{
		printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n'
		for f_event; do printf '%s\n' "$f_event"; done
		printf 'END:VCALENDAR\r\n'
	} >web/next.ics
	mv web/next.ics web/calendar.ics
}

# now DAY TIME: the clock in Vienna.
now() {
	SMSCAL_NOW="2026-11-$1T$2:00+01:00"
	export SMSCAL_NOW
}

chain() {
	for c_tool in fetch diff plan send; do
		quiet "smscal-$c_tool" || return 1
	done
}

# unchanged COMMAND...: it succeeds, says nothing, writes no row and no file.
unchanged() {
	sql .dump >before.sql
	ls -il "$DIR" >before.ls
	quiet "$@" || return 1
	sql .dump >after.sql
	ls -il "$DIR" >after.ls
	cmp before.sql after.sql && diff before.ls after.ls
}

# address KIND PHONE: at the end of the last message of that kind.
address() {
	sql "SELECT text FROM message WHERE kind = '$1' AND phone = '$2'
	    ORDER BY id DESC LIMIT 1" | sed 's/.* //'
}

# get ADDRESS: what the web server gives, to the file `got`; its type on
# standard output.
get() {
	python3 -c '
import sys, urllib.request
with urllib.request.urlopen(sys.argv[1]) as r:
    print(r.headers["Content-Type"])
    open("got", "wb").write(r.read())' "$1"
}

# line NAME: that line of what was got last, unfolded.
line() {
	tr -d '\r' <got | sed -e ':a' -e 'N' -e '$!ba' -e 's/\n //g' |
		sed -n "s/^$1[:;]//p"
}

# has NAME VALUE: of the file that ADDRESS gives now.
has() {
	get "$ADDRESS" >said || return 1
	is "$2" "$(line "$1")"
}

# whole: every row has its file, as it was written, and no other file is
# there; every address in a message is that of a row.
whole() {
	sql "SELECT token || '.ics ' || lower(hex(digest)) FROM link" |
		sort >rows
	find "$DIR" -type f -exec sha256sum '{}' + |
		sed 's|^\([0-9a-f]*\) .*/|\1 |' |
		awk '{ print $2 " " $1 }' | sort >files
	diff rows files || return 1
	sql "SELECT substr(text, -15) FROM message
	    WHERE kind IN ('confirmation', 'rescheduled')" | sort -u >sent
	cut -d' ' -f1 rows | comm -23 sent - >dangling
	same dangling </dev/null
}

# refused SENTENCE COMMAND...: 64, nothing on stdout, that alone on stderr.
refused() {
	printf 'smscal-admin: %s\n' "$1" >want
	shift
	run 64 "$@" && same out </dev/null && same err <want
}

# --- the rule ---------------------------------------------------------------

settings
now 23 09:00
ok 'the database' run 0 admin -q init --test
ok 'the company' run 0 admin company add acme --name 'Praxis Müller & Töchter' \
	--zone Europe/Vienna --country-code 43
ok 'the calendar' run 0 admin calendar add acme/ordination \
	"http://127.0.0.1:$NGINX_PORT/calendar.ics"

ok 'a link is refused without a place for the files' refused \
	"--link: smscal.conf has no section 'links', which says where the files go" \
	admin rule set acme confirmation --link yes
settings "$with_links"
ok '... and while the master data lacks what a file needs' refused \
	"--link: the files need --contact, and --phone or --email of acme; 'smscal-admin company set acme' sets them" \
	admin rule set acme confirmation --link yes
ok 'no reminder has one' refused \
	'--link: only confirmation and rescheduled have it' \
	admin rule set acme reminder --link yes
ok 'yes or no' run 64 admin rule set acme confirmation --link maybe
ok '... is all that is allowed' match '^smscal-admin: --link: ' err
ok 'the master data' run 0 admin company set acme --contact 'Dr. Eva Müller' \
	--phone '0316 123456' --email praxis@example.com --street 'Ring 1' \
	--postcode 8010 --town Graz
for kind in confirmation rescheduled; do
	ok "a link for $kind" run 0 admin rule set acme $kind --link yes
done
ok 'no link is no news' quiet admin rule set acme/ordination reminder --link ''
ok 'it is shown' run 0 admin rule show acme confirmation
ok '... in lines' match '^link +yes$' out
ok '... and as JSON' run 0 admin rule show acme confirmation --json
ok '... too' match '"link":true' out
ok 'a text as it would go out' run 0 admin text render acme/ordination \
	confirmation
ok '... has an address, and no real one' match \
	"^text .* $BASE/\\*{11}\\.ics\$" out
ok '... at the end, or where the text says' run 0 admin rule set \
	acme/ordination confirmation --text '{link} ist Ihr Termin, {name}!'
ok '... that' run 0 admin text render acme/ordination confirmation
ok '... and there alone' match \
	"^text +$BASE/\\*{11}\\.ics ist Ihr Termin, Maria Mayr!\$" out
ok '... the company'\''s again' run 0 admin rule remove acme/ordination \
	confirmation
ok 'all is well' quiet admin check

# --- a confirmation ---------------------------------------------------------

place='' anna=$(event anna 24T1600 24T1630 'Anna Gruber, +43 699 10203040')
feed "$anna"
ok 'the first body' chain
ok '... has no confirmation, and no file' is '' "$(ls -A "$DIR")"

now 23 09:10
place='Saal 2, Hauptplatz 7'
maria=$(event maria 26T1000 26T1030 'Maria Mayr, +43 664 1234567')
feed "$anna" "$maria" \
	"$(event franz 27T1100 27T1130 'Franz Huber +43 660 7654321')"
ok 'two are new' run 0 smscal-fetch
ok '... two' run 0 smscal-diff
sql .dump >before.sql
ok 'a dry run' run 0 smscal-plan -nv
ok '... shows that there will be an address' match \
	"confirmation .* $BASE/\\*{11}\\.ics\$" out
sql .dump >after.sql
ok '... and writes no row' cmp before.sql after.sql
ok '... and no file' is '' "$(ls -A "$DIR")"

ok 'they are planned' quiet smscal-plan
ok '... whole' whole
ok '... two files' is 2 "$(find "$DIR" -type f | wc -l)"
ok '... which all may read' is '644 644 ' \
	"$(find "$DIR" -type f -exec stat -c %a '{}' + | tr '\n' ' ')"
ok 'again' unchanged smscal-plan

ADDRESS=$(address confirmation +436641234567)
ok 'the text ends with an address' match \
	"^$BASE/[0-9A-Za-z]{11}\\.ics\$" - <<!
$ADDRESS
!
ok '... of 42 characters at most' [ "${#ADDRESS}" -le 42 ]
ok '... each of its own' [ "$ADDRESS" != \
	"$(address confirmation +436607654321)" ]
ok 'the web server has it' is text/calendar "$(get "$ADDRESS")"
tr -d '\r' <got | sed -e ':a' -e 'N' -e '$!ba' -e 's/\n //g' \
	-e 's/UID:[0-9A-Za-z]\{11\}@[0-9]*/UID:TOKEN@MADE/' >flat
ok '... with when, where and who, and nothing of the recipient' same flat <<'!'
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//smscal//smscal//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
BEGIN:VEVENT
UID:TOKEN@MADE.smscal
SEQUENCE:0
DTSTAMP:20261123T081000Z
LAST-MODIFIED:20261123T081000Z
DTSTART:20261126T090000Z
DTEND:20261126T093000Z
SUMMARY:Praxis Müller & Töchter
LOCATION:Saal 2\, Hauptplatz 7
ORGANIZER;CN="Praxis Müller & Töchter":mailto:praxis@example.com
CONTACT:Dr. Eva Müller\, 0316 123456\, praxis@example.com
DESCRIPTION:Praxis Müller & Töchter\nDr. Eva Müller\n0316 123456\npraxis@example.com
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
!
UID=$(line UID)

# --- other readers ----------------------------------------------------------

# libical, in the parser that reads feeds.
by_libical() {
	sed 's/^VERSION:2.0/X-TEST:2026-11-01 2026-12-01 contact contact location\r\n&/' \
		<got >asked.ics
	python3 "$SRC/tests/ics/records.py" request asked.ics |
		smscal-parse | python3 "$SRC/tests/ics/records.py" show >said
}
ok 'libical reads it' by_libical
ok '... the appointment' match \
	'^event .*Praxis Müller & Töchter .*Saal 2, Hauptplatz 7' said
ok '... its time' match \
	'^occurrence .* 2026-11-26T09:00Z . 2026-11-26T09:30Z' said
ok '... and has nothing to say of it' no_match '^note' said

cat >read.py <<'!'
import sys
from icalendar import Calendar

c = Calendar.from_ical(open("got", "rb").read())
events = c.walk("VEVENT")
assert len(events) == 1 and not c.errors and not events[0].errors
e = events[0]
print(c["METHOD"], e["SEQUENCE"], e["DTSTART"].dt.isoformat(),
      e["DTEND"].dt.isoformat(), e["SUMMARY"], "-", e["LOCATION"])
!
# LC_ALL: names beyond ASCII are printed.
ok 'python3-icalendar reads it' run 0 env LC_ALL=C.UTF-8 $python read.py
ok '... the same' same out <<'!'
PUBLISH 0 2026-11-26T09:00:00+00:00 2026-11-26T09:30:00+00:00 Praxis Müller & Töchter - Saal 2, Hauptplatz 7
!

cat >khal.conf <<!
[calendars]
[[mine]]
path = $T/vdir
type = calendar
[locale]
local_timezone = Europe/Vienna
default_timezone = Europe/Vienna
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = $T/khal.sqlite
!
khal() { env LC_ALL=C.UTF-8 HOME="$T" khal -c khal.conf "$@"; }
# in_khal LINE: what is imported, and seen in November then.
in_khal() {
	khal import --batch -a mine got >out 2>err || { cat err && return 1; }
	same err </dev/null || return 1
	khal list --day-format '' --format \
		'{start-end-time-style} {title} {location} {status}' \
		2026-11-01 2026-11-30 >seen 2>err || { cat err && return 1; }
	is "$1" "$(sed '/^$/d' seen)"
}
ok 'khal imports it' in_khal \
	'10:00-10:30 Praxis Müller & Töchter Saal 2, Hauptplatz 7 CONFIRMED '

# --- it moves ---------------------------------------------------------------

now 23 09:15
maria=$(event maria 26T1100 26T1130 'Maria Mayr, +43 664 1234567')
feed "$anna" "$maria"
ok 'moved before anybody was told' chain
ok '... the address stays' is "$ADDRESS" "$(address confirmation +436641234567)"
ok '... the file has the new time' has DTSTART 20261126T100000Z
ok '... a higher sequence' has SEQUENCE 1
ok '... a later stamp' has DTSTAMP 20261123T081500Z
ok '... and the same UID' has UID "$UID"
ok '... whole' whole
now 23 09:20
ok 'told' chain
ok '... once' is "$ADDRESS" "$(sed -n 's/.* \(http[^"]*\)".*/\1/p' outbox.jsonl)"

now 23 10:00
place='Saal 3'
maria=$(event maria 26T1100 26T1200 'Maria Mayr (Erstgespräch), +43 664 1234567')
feed "$anna" "$maria"
sql 'SELECT count(*) FROM message' >before
ok 'another title, place and end' chain
sql 'SELECT count(*) FROM message' >after
ok '... are nobody told of' cmp before after
ok '... but the file has them' has LOCATION 'Saal 3'
ok '... too' has DTEND 20261126T110000Z
ok '... its sequence rises' has SEQUENCE 2

now 24 09:00
maria=$(event maria 27T0900 27T0930 'Maria Mayr, +43 664 1234567')
feed "$anna" "$maria"
ok 'moved after they were told' chain
ok '... the address is the same' is "$ADDRESS" \
	"$(address rescheduled +436641234567)"
ok '... of the file with the new time' has DTSTART 20261127T080000Z
ok 'khal takes it for the same' in_khal \
	'09:00-09:30 Praxis Müller & Töchter Saal 3 CONFIRMED '
ok 'a company that is renamed' run 0 admin company set acme --name 'Praxis'
ok '... is in the file' quiet smscal-plan
ok '... by its name' has SUMMARY Praxis
ok '... and again' unchanged smscal-plan
ok 'another contact' run 0 admin company set acme --contact 'Dr. Max Moritz'
ok '... is in the file' quiet smscal-plan
ok '... for whoever opens it' has CONTACT \
	'Dr. Max Moritz\, 0316 123456\, praxis@example.com'
ok 'gone, and was not there for long: franz' has STATUS CONFIRMED
ADDRESS2=$ADDRESS ADDRESS=$(address confirmation +436607654321)
ok '... whose file says so' has METHOD CANCEL
ok '... too' has STATUS CANCELLED
ok '... python3-icalendar reads that' run 0 env LC_ALL=C.UTF-8 $python read.py
ok '... as cancelled' match '^CANCEL [1-9]' out
ADDRESS=$ADDRESS2

# --- files that are not right -----------------------------------------------

file=$DIR/${ADDRESS##*/}
now 24 09:05
rm "$file"
ok 'a file is lost: not looked for every minute' unchanged smscal-plan
place='Saal 4'
maria=$(event maria 27T0900 27T0930 'Maria Mayr, +43 664 1234567')
feed "$anna" "$maria"
ok '... but when its appointment changes' chain
ok '... it is there' has LOCATION 'Saal 4'
ok '... whole' whole
rm "$file"
: >"$DIR/notes.txt"
: >"$DIR/kalender2026.ics"
sed 's/UID:.*/UID:ABCDEFGHIJK@1.smscal\r/' "$DIR"/[0-9A-Za-z]*[0-9A-Za-z].ics |
	head -n 20 >"$DIR/ABCDEFGHIJK.ics"
cp got "$DIR/00000000000.ics"
made=$(sql 'SELECT created_at FROM installation')
sed "s/UID:.*/UID:abcdefghijk@$made.smscal\r/" got >"$DIR/abcdefghijk.ics"
: >"$DIR/.abcdefghijk.ics.AbCdEf"
now 24 09:09
ok 'a day less a minute after that was done' unchanged smscal-plan
now 24 09:10
echo >>"$DIR/$(sql "SELECT token FROM link WHERE phone = '+436607654321'").ics"
ok 'once a day all are looked at' quiet smscal-plan
ok '... what was lost is there again' has LOCATION 'Saal 4'
find "$DIR" -type f | sed 's|.*/||' |
	grep -vxF "$(sql "SELECT token || '.ics' FROM link")" | sort >strange
ok '... what is ours and has no row is gone, and nothing else' same strange <<'!'
00000000000.ics
ABCDEFGHIJK.ics
kalender2026.ics
notes.txt
!
(cd "$DIR" && rm 00000000000.ics ABCDEFGHIJK.ics kalender2026.ics notes.txt)
ok '... and what was damaged is whole' whole
ok 'again' unchanged smscal-plan

# --- a directory that cannot be written --------------------------------------

now 26 10:00
mv web/i web/away
feed "$anna" "$maria" \
	"$(event jean 30T1100 30T1130 'Jean Dupont +33 6 12 34 56 78')"
ok 'one is new' run 0 smscal-fetch
ok '... new' run 0 smscal-diff
ok '... and there is no directory' run 1 smscal-plan
ok '... which is told' match \
	'^smscal-plan: links: cannot [a-z]+ .*/web/i.*: No such file or directory$' err
ok '... the message has no address' match 'eingetragen: Mo 30.11.2026 11:00$' - <<!
$(sql "SELECT text FROM message WHERE phone = '+33612345678'
    AND kind = 'confirmation'")
!
ok '... nor waits for one' is planned "$(sql "SELECT state FROM message
    WHERE phone = '+33612345678' AND kind = 'confirmation'")"
now 26 10:01
ok '... still' run 1 smscal-plan
ok '... told once' same err </dev/null
now 26 10:05
place='Saal 5'
maria=$(event maria 27T0915 27T0945 'Maria Mayr, +43 664 1234567')
feed "$anna" "$maria" \
	"$(event jean 30T1100 30T1130 'Jean Dupont +33 6 12 34 56 78')"
ok 'one moves meanwhile' run 0 smscal-fetch
ok '... moves' run 0 smscal-diff
ok '... and is not told of an old file' run 1 smscal-plan
ok '... but of the time' match '09:15 Uhr\.$' - <<!
$(sql "SELECT text FROM message WHERE phone = '+436641234567'
    AND kind = 'rescheduled'")
!
mv web/away web/i
now 26 10:06
ok 'it is back' quiet smscal-plan
ok '... with all files' whole
ok '... the one that moved' has DTSTART 20261127T081500Z
ok '... is told of again' is "$ADDRESS" "$(address rescheduled +436641234567)"
ADDRESS=$(address confirmation +33612345678)
ok '... and the message has its address' has DTSTART 20261130T100000Z
ok 'again' unchanged smscal-plan

# --- when they go -----------------------------------------------------------

ok 'all is sent' chain
SMSCAL_NOW=2026-12-27T09:44:00+01:00
feed "$anna" "$maria"
ok 'thirty days after the appointment, less a minute' run 0 smscal-plan
ok '... its file is there' [ -e "$file" ]
SMSCAL_NOW=2026-12-27T09:45:00+01:00
ok 'thirty days after it' quiet smscal-plan
ok '... it is gone' not [ -e "$file" ]
ok '... and the row' is 0 "$(sql "SELECT count(*) FROM link
    WHERE phone = '+436641234567'")"
ok '... others are not' has DTSTART 20261130T100000Z
ok 'again' unchanged smscal-plan
ok 'a calendar is removed' run 0 admin calendar remove acme/ordination --force
ok '... and what is left of it' quiet smscal-plan
ok '... its files too' is '' "$(ls -A "$DIR")"
ok 'again' unchanged smscal-plan

settings
ok 'links that are configured no more' run 1 admin check
ok '... are said by check' match \
	"^smscal-admin: acme: smscal.conf has no section 'links'" err
done_testing
