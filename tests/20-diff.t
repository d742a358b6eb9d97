#!/bin/sh
# SPDX-License-Identifier: ISC
# smscal-diff through files and processes: what it makes of each body, and
# that a dry run and a second run write nothing.
. "${0%/*}/lib.sh"
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_CONF

# A tzdata of our own, of which one zone can change its rules.
mkdir -p zones/Europe
for zone in UTC Europe/Vienna Europe/London; do
	cp "/usr/share/zoneinfo/$zone" "zones/$zone"
done
echo '# version 2026x' >zones/tzdata.zi

conf() {
	printf '%s\n' 'name: diff' 'database: smscal.db' 'zoneinfo: zones' \
		'fetch: {directories: [.]}' "$@" >smscal.conf
}
conf

# event UID DAY TIME TITLE [LINE ...]: in March 2026, at Vienna's time.
event() {
	printf 'BEGIN:VEVENT\nUID:%s\nDTSTART:202603%sT%s00\n' "$1" "$2" "$3"
	printf 'SUMMARY:%s\n' "$4"
	shift 4
	[ $# = 0 ] || printf '%s\n' "$@"
	echo END:VEVENT
}
# feed FILE: of the components on standard input.
feed() {
	{
		printf 'BEGIN:VCALENDAR\nVERSION:2.0\n'
		cat
		echo END:VCALENDAR
	} >next.ics && mv next.ics "$1"
}
# at DAY TIME: the clock in Vienna.
at() {
	SMSCAL_NOW="2026-03-$1T$2:00+01:00"
	export SMSCAL_NOW
}
start() {
	rm -f smscal.db*
	: >eins.ics
	: >zwei.ics
	at 02 09:00
	run 0 smscal-admin -q init --test &&
		run 0 smscal-admin company add acme --name Muster \
			--zone Europe/Vienna --gateway file &&
		run 0 smscal-admin calendar add acme/eins "$T/eins.ics"
}

# fetched [STATUS]: the feeds are read.
fetched() { run "${1-0}" smscal-fetch && same out </dev/null; }
# unchanged COMMAND...: it writes nothing.
unchanged() {
	sql .dump >before.sql
	"$@" || return 1
	sql .dump >after.sql
	cmp before.sql after.sql
}
# says LINE...: diff's of each calendar; the same before, by a dry run that
# writes nothing, and no more by a second run.
says() {
	printf 'acme/%s\n' "$@" >want
	unchanged run 0 smscal-diff -n || return 1
	cmp want out || {
		cat out err
		return 1
	}
	run 0 smscal-diff -v && same out </dev/null || return 1
	sed -n 's/^smscal-diff: //p' err | grep -E ' edited' >said
	cmp want said || {
		cat err
		return 1
	}
	unchanged quiet smscal-diff
}
# nothing: there is nothing to say, and little to write.
nothing() {
	run 0 smscal-diff -v && same out </dev/null &&
		no_match ' edited' err && unchanged quiet smscal-diff
}
# known LINE...: UID|start|state of all appointments, by start.
known() {
	printf '%s\n' "$@" >want
	sql "SELECT uid, strftime('%d %H:%M', start_at, 'unixepoch'), state
	    FROM appointment ORDER BY start_at, uid" >is
	diff -u want is
}
# counts NEW MOVED MISSING GONE BACK EDITED
counts() {
	printf '%s new, %s moved, %s missing, %s gone, %s back, %s edited' "$@"
}

# --- baseline, new, moved, edited (D6, D7) ---------------------------------

maria='Maria Mayr, +43 664 1234567' franz='Franz Huber +43 660 7654321'
ok 'a calendar' start
event a 10 1000 "$maria" | feed eins.ics
ok 'its first body' fetched
ok '... is the baseline' says "eins: $(counts 1 0 0 0 0 0) (baseline)"
ok '... nobody is owed a confirmation' is '1|' \
	"$(sql 'SELECT baseline, announce_at FROM appointment
	    JOIN recipient ON appointment_id = appointment.id')"
ok '... with time, person and number' known 'a|10 09:00|live'
at 02 09:10
{ event a 10 1000 "$maria" && event b 11 0900 "$franz"; } | feed eins.ics
ok 'one more' fetched
ok '... is new' says "eins: $(counts 1 0 0 0 0 0)"
ok '... and owed' is 1 "$(sql "SELECT count(*) FROM recipient
    WHERE phone = '+436607654321' AND announce_at IS NOT NULL")"
at 02 09:20
{ event a 10 1000 "$maria" && event b 11 0930 "$franz"; } | feed eins.ics
ok 'another start' fetched
ok '... is moved' says "eins: $(counts 0 1 0 0 0 0)"
at 02 09:30
{ event a 10 1000 "$maria" LOCATION:Ordination &&
	event b 11 0930 "$franz"; } | feed eins.ics
ok 'another place' fetched
ok '... is edited' says "eins: $(counts 0 0 0 0 0 1)"
at 02 09:40
{ event a 10 1000 "$maria" LOCATION:Ordination DTSTAMP:20260302T080000Z \
	LAST-MODIFIED:20260302T080000Z && event b 11 0930 "$franz"; } |
	feed eins.ics
ok 'what servers rewrite' fetched
ok '... is nothing' nothing

# --- missing, back, gone (D7) ----------------------------------------------

at 02 10:00
event a 10 1000 "$maria" LOCATION:Ordination | feed eins.ics
ok 'one is not there' fetched
ok '... missing' says "eins: $(counts 0 0 1 0 0 0)"
ok '... which is not gone' known 'a|10 09:00|live' 'b|11 08:30|missing'
at 02 10:10
{ event a 10 1000 "$maria" LOCATION:Ordination &&
	event b 11 0930 "$franz"; } | feed eins.ics
ok 'there again' fetched
ok '... back' says "eins: $(counts 0 0 0 0 1 0)"
at 02 10:20
event a 10 1000 "$maria" LOCATION:Ordination | feed eins.ics
ok 'and missing once more' fetched
ok '... as it is' says "eins: $(counts 0 0 1 0 0 0)"
at 02 10:34
ok '14 minutes later' fetched
ok '... it is still missing' nothing
at 02 10:40
ok 'a quarter of an hour, and no good fetch since' nothing
ok '... known' known 'a|10 09:00|live' 'b|11 08:30|missing'
ok '... with one' fetched
ok '... it is gone' says "eins: $(counts 0 0 0 1 0 0)"
at 02 10:50
event a 10 1000 "$maria" LOCATION:Ordination STATUS:CANCELLED | feed eins.ics
ok 'cancelled' fetched
ok '... is gone at once' says "eins: $(counts 0 0 0 1 0 0)"
ok '... all of it' known 'a|10 09:00|gone' 'b|11 08:30|gone'

# --- new identities, delete and create (D7 b, d) ---------------------------

ok 'a calendar whose server invents UIDs' start
{ event x1 10 1000 "$maria" && event x2 11 1000 "$franz"; } | feed eins.ics
ok '... its first body' fetched
ok '... as ever' says "eins: $(counts 2 0 0 0 0 0) (baseline)"
at 02 09:10
{ event y1 10 1000 "$maria" && event y2 11 1000 "$franz"; } | feed eins.ics
ok '... its second' fetched
run 0 smscal-diff -v
ok '... has nothing new, moved or missing' match \
	'^smscal-diff: acme/eins: 0 new, 0 moved, 0 missing, 0 gone' err
ok '... only the last identities' known 'y1|10 09:00|live' 'y2|11 09:00|live'
at 02 09:20
{ event z1 12 1000 "$maria" && event y2 11 1000 "$franz"; } | feed eins.ics
ok 'deleted and made anew' fetched
ok '... is moved' says "eins: $(counts 0 1 0 0 0 0)"
ok '... and one still' known 'y2|11 09:00|live' 'z1|12 09:00|live'

# --- identity, duplicates, two calendars (D1, D10) -------------------------

ok 'duplicates' start
{ event d 10 1000 "$maria" SEQUENCE:1 && event d 11 1000 "$maria" SEQUENCE:2 &&
	event e 12 1000 "$franz" && event e 13 1000 "$franz"; } | feed eins.ics
ok '... are read' fetched
ok '... one by SEQUENCE, two by start' \
	says "eins: $(counts 3 0 0 0 0 0) (baseline)"
ok '... these' known 'd|11 09:00|live' 'e|12 09:00|live' 'e|13 09:00|live'

ok 'a doctor and a room' start
ok '... the room' run 0 smscal-admin calendar add acme/zwei "$T/zwei.ics"
event r 10 1000 "$maria" | feed eins.ics
event r 10 1000 "$maria" | feed zwei.ics
ok '... have the same event' fetched
run 0 smscal-diff -v
ok '... which is one appointment' known 'r|10 09:00|live'
at 02 09:10
: | feed eins.ics
ok '... gone from the first' fetched
run 0 smscal-diff -v
at 02 09:40
ok '... and half an hour later' fetched
run 0 smscal-diff -v
ok '... it lives in the second' known 'r|10 09:00|live'
ok '... which it belongs to now' is zwei "$(sql 'SELECT calendar.ref
    FROM appointment JOIN calendar ON calendar.id = calendar_id')"

ok 'a company with two calendars' start
ok '... of which one' run 0 smscal-admin calendar add acme/zwei "$T/zwei.ics"
{ event a 10 1000 "$maria" && event b 10 1100 "$franz"; } | feed eins.ics
event z 10 1200 "$franz" | feed zwei.ics
ok '... and the other are read' fetched
run 0 smscal-diff
at 02 09:30
rm zwei.ics
event b 10 1100 "$franz" | feed eins.ics
ok 'one is missing, and the other calendar fails' fetched 1
run 0 smscal-diff
at 02 12:00
ok '... it waits for that one (D10)' run 0 smscal-fetch acme/eins
ok '... hours later, too' nothing
ok '... and is missing' is missing \
	"$(sql "SELECT state FROM appointment WHERE uid = 'a'")"
at 03 09:29
run 0 smscal-fetch acme/eins
run 0 smscal-diff
ok '... and a day' is missing \
	"$(sql "SELECT state FROM appointment WHERE uid = 'a'")"
at 03 09:30
run 0 smscal-fetch acme/eins
ok '... and no longer' says "eins: $(counts 0 0 0 1 0 0)"
at 03 10:00
: | feed eins.ics
ok 'the next one is missing' run 0 smscal-fetch acme/eins
run 0 smscal-diff
ok '... and the other calendar is switched off' \
	run 0 smscal-admin calendar disable acme/zwei
at 03 10:20
ok '... then it waits for itself alone' run 0 smscal-fetch acme/eins
run 0 smscal-diff
ok '... and is gone' is gone \
	"$(sql "SELECT state FROM appointment WHERE uid = 'b'")"

# --- series and the window (D5) --------------------------------------------

ok 'a series' start
event s 02 1000 "$maria" RRULE:FREQ=WEEKLY | feed eins.ics
ok '... is read' fetched
# 2 March to 3 May, the 62nd day: nine Mondays.
ok '... 62 days ahead' says "eins: $(counts 9 0 0 0 0 0) (baseline)"
at 03 09:00
ok 'the next day, without a fetch' says "eins: $(counts 1 0 0 0 0 0)"
ok '... one more, of which nobody hears' is 0 "$(sql 'SELECT count(*)
    FROM recipient WHERE announce_at IS NOT NULL')"
at 09 09:00
ok 'five days without another Monday' nothing
event s 02 1000 "$maria" RRULE:FREQ=WEEKLY EXDATE:20260316T100000 |
	feed eins.ics
ok 'one date less' fetched
ok '... is missing' says "eins: $(counts 0 0 1 0 0 0)"
{ event s 02 1000 "$maria" RRULE:FREQ=WEEKLY EXDATE:20260316T100000 &&
	event s 24 1100 "$maria" RECURRENCE-ID:20260323T100000; } |
	feed eins.ics
at 09 09:10
ok 'one date is moved' fetched
ok '... one alone' says "eins: $(counts 0 1 0 0 0 0)"

# --- what cannot be read (D3) ----------------------------------------------

ok 'a body with one event of two' start
{ event a 10 1000 "$maria" && event b 11 1000 "$franz"; } | feed eins.ics
ok '... that is known' fetched
ok '... both' says "eins: $(counts 2 0 0 0 0 0) (baseline)"
at 02 09:10
printf 'BEGIN:VEVENT\nUID:bad\nDTSTART:nonsense\nEND:VEVENT\n' | feed eins.ics
ok 'nothing but one that cannot be read' fetched
run 1 smscal-diff
ok '... is said, with UID and line' match "^smscal-diff: acme/eins: \
cannot read the event 'bad' \\(line 3\\): " err
sql .dump >before.sql
ok '... once' quiet smscal-diff
sql .dump >after.sql
ok '... and the note stays, with nothing written' cmp before.sql after.sql
ok '... on the calendar' is 1 "$(sql "SELECT count(*) FROM feed
    WHERE note LIKE 'cannot read the event ''bad''%'")"
at 02 09:40
ok '... half an hour later' fetched
ok '... it has proved no absence' quiet smscal-diff
ok '... and both stand' known 'a|10 09:00|live' 'b|11 09:00|live'
event a 10 1100 "$maria" | feed eins.ics
at 02 09:50
ok 'a body that can be read' fetched
ok '... proves both again' says "eins: $(counts 0 1 1 0 0 0)"

# --- what nobody should write, from the file to the appointments ------------------

ok 'a body as the world has them' start
{
	printf '\357\273\277BEGIN:VCALENDAR\nX-WR-CALNAME;X-Y="a:b;c":Ordi\n'
	printf 'BEGIN:VTODO\nUID:todo\nDTSTART:20260310T100000\nEND:VTODO\n'
	event a 10 1000 "$maria" 'X-PATIENT;X-N="1:2,3";X-M=4:Mayr, Maria' \
		LOCATION:Ordination\\, 'DESCRIPTION:eins; zwei, drei'
	event open 11 1000 "$franz" | sed '$d'
	printf 'BEGIN:VJOURNAL\nUID:note\nDTSTART:20260311T100000\n'
	printf 'SUMMARY:x\nEND:VJOURNAL\nEND:VCALENDAR\n\nBEGIN:VCALENDAR\n'
	event b 12 1000 "$franz" BEGIN:VALARM TRIGGER:-PT1H
	event c 13 1000 "$(printf 'J\303\n \266rg, +43 660 7654\n 322')" \
		BEGIN:VALARM TRIGGER:-PT1H SUMMARY:Wecker END:VALARM
	event d 14 1000 "$(printf 'J\366rg\000, +43 660 7654323')"
	printf 'END:VCALENDAR\n\n\n'
} | sed 's/$/\r/' >eins.ics
ok '... is fetched' fetched
run 1 smscal-diff
ok '... what is open costs itself' is 'b
open' "$(sql "SELECT uid FROM component WHERE state = 'bad' ORDER BY uid")"
ok '... and is said' match "^smscal-diff: acme/eins: cannot read the event \
'(b|open)' \\(line [0-9]+\\): " err
ok '... the others are there' known 'a|10 09:00|live' 'c|13 09:00|live' \
	'd|14 09:00|live'
ok '... with all of their texts' is "Maria Mayr, +43 664 1234567|Ordination,|eins; zwei, drei
Jörg, +43 660 7654322||
Jörg, +43 660 7654323||" "$(sql "SELECT title, location, description
    FROM appointment ORDER BY start_at")"
ok '... and their people' is 'Jörg|+436607654322
Jörg|+436607654323
Maria Mayr|+436641234567' \
	"$(sql 'SELECT name, phone FROM recipient ORDER BY phone')"

# --- other line ends -------------------------------------------------------

ok 'a body whose lines end in CR alone' start
{ event a 10 1000 "$maria" && event b 11 1000 "$franz" \
	'RRULE:FREQ=DAILY;COUNT=2' DTSTAMP:20260302T080000Z; } | feed lf.ics
tr '\n' '\r' <lf.ics >eins.ics
ok '... is fetched' fetched
ok '... and read' says "eins: $(counts 3 0 0 0 0 0) (baseline)"
ok '... all of it' known 'a|10 09:00|live' 'b|11 09:00|live' 'b|12 09:00|live'
at 02 09:10
sed 's/T080000Z/T081000Z/' lf.ics | tr '\n' '\r' >eins.ics
ok '... again' fetched
ok '... nothing has changed' nothing

# --- the parser dies (D12) -------------------------------------------------

cat >mortal <<!
#!/bin/sh
/bin/cat >"$T/request"
/bin/grep -q POISON "$T/request" && kill -9 \$\$
exec "$BIN/smscal-parse" -z "$T/zones" <"$T/request"
!
chmod 755 mortal
ok 'a parser that one of twenty kills' start
conf "parser: $T/mortal"
i=0
while [ $i -lt 20 ]; do
	event "n$i" 10 1000 "Person $i +43 664 12345$((10 + i))"
	i=$((i + 1))
done | sed 's/SUMMARY:Person 13/SUMMARY:POISON/' | feed eins.ics
ok '... is fetched' fetched
run 1 smscal-diff
ok '... it is named' match "^smscal-diff: acme/eins: cannot read the event \
'n13' \\(line [0-9]+\\): was ended by signal 9" err
ok '... the other nineteen live' is 19 "$(sql 'SELECT count(*)
    FROM appointment')"
ok '... said once' quiet smscal-diff
conf
sed 's/POISON/Well again/' eins.ics >next.ics && mv next.ics eins.ics
at 02 09:10
ok 'it is mended' fetched
run 0 smscal-diff
ok '... and lives' is 1 "$(sql "SELECT count(*) FROM appointment
    WHERE uid = 'n13'")"

# --- a new VTIMEZONE (D2, D7) ----------------------------------------------

# zone OFFSET: one of the feed's own, of that name which must be folded.
zone() {
	printf 'BEGIN:VTIMEZONE\nTZID:Praxis am\n  Platz\nBEGIN:STANDARD\n'
	printf 'DTSTART:19700101T000000\nTZOFFSETFROM:%s\nTZOFFSETTO:%s\n' \
		"$1" "$1"
	printf 'END:STANDARD\nEND:VTIMEZONE\n'
}
own() {
	event own 10 1000 "$maria" |
		sed 's/^DTSTART:/DTSTART;TZID="Praxis a\n m Platz":/'
}
cat >recorder <<!
#!/bin/sh
/bin/cat >"$T/request"
exec "$BIN/smscal-parse" -z "$T/zones" <"$T/request"
!
chmod 755 recorder
# asked: the UIDs that the parser was asked of.
asked() { sed -n 's/^component.*\\nUID:\([a-z]*\)\\n.*/\1/p' request | sort | tr '\n' ' '; }
ok 'a feed with a time zone of its own' start
conf "parser: $T/recorder"
{ zone +0200 && own && event other 10 1100 "$franz" &&
	event 'weekly' 10 1200 "$franz" RRULE:FREQ=WEEKLY; } | feed eins.ics
ok '... is fetched' fetched
ok '... read' says "eins: $(counts 10 0 0 0 0 0) (baseline)"
ok '... all of it' is 'other own weekly ' "$(asked)"
at 02 09:10
{ zone +0300 && own && event other 10 1100 "$franz" &&
	event 'weekly' 10 1200 "$franz" RRULE:FREQ=WEEKLY &&
	event fresh 11 1200 'Eva Blau +43 664 9998887'; } | feed eins.ics
ok 'the zone is repaired, and one is new' fetched
ok '... the one in the zone is elsewhere, which is no move' \
	says "eins: $(counts 1 0 0 0 0 1)"
ok '... no other is read again' is 'fresh own ' "$(asked)"
ok '... at the new offset' is '10 07:00|live' "$(sql "SELECT
    strftime('%d %H:%M', start_at, 'unixepoch'), state FROM appointment
    WHERE uid = 'own'")"
at 02 09:20
{ zone +0300 && own && event other 10 1100 "$franz" &&
	event 'weekly' 10 1200 "$franz" RRULE:FREQ=WEEKLY; } | feed lf.ics
sed 's/^VERSION/X-WR-TIMEZONE:Europe\/London\nVERSION/' lf.ics >eins.ics
ok 'the zone of floating times is another' fetched
run 0 smscal-diff
ok '... then all are read again' is 'other own weekly ' "$(asked)"
conf

# --- a horizon (D5) --------------------------------------------------------

# ahead DAY: one each day of March on, sixty days ahead.
ahead() {
	sqlite3 -batch -separator '
' :memory: "SELECT 'BEGIN:VEVENT', 'UID:d' || value, 'DTSTART:' ||
	    strftime('%Y%m%dT100000Z', '2026-02-28', value || ' days'),
	    'SUMMARY:Frei', 'END:VEVENT' FROM generate_series($1, $1 + 60)" | feed eins.ics
}
ok 'a feed that shows sixty days' start
for day in 02 03 04 05 06 07 08 09; do
	at $day 09:00
	ahead "${day#0}"
	run 0 smscal-fetch
	run 0 smscal-diff -v
	[ $day = 08 ] && cp err before
done
ok '... for a week' not grep -q horizon before
hint='its latest start keeps 60 days from today, as of a feed that shows no more: if so, smscal-admin calendar set acme/eins --horizon 61'
ok '... is said to, for whoever asks' match "^smscal-diff: acme/eins: $hint" err
ok '... at the calendar' is "$hint" "$(sql 'SELECT note FROM feed')"
ok '... and that is no failure' quiet smscal-diff
ok 'it is set' run 0 smscal-admin calendar set acme/eins --horizon 61
at 10 09:00
ahead 10
ok 'one more day' run 0 smscal-fetch
ok '... of which nothing is said' quiet smscal-diff
ok '... nor stands there' is '' "$(sql 'SELECT note FROM feed')"

# --- zones and tzdata move nobody (D7, D4) ---------------------------------

ok 'floating times' start
event a 10 1000 "$maria" | feed eins.ics
ok '... are fetched' fetched
ok '... read' says "eins: $(counts 1 0 0 0 0 0) (baseline)"
at 02 09:10
ok 'the zone is corrected' run 0 smscal-admin calendar set acme/eins \
	--zone Europe/London
ok '... it is another instant' says "eins: $(counts 0 0 0 0 0 1)"
ok '... this one' known 'a|10 10:00|live'
ok '... and what was told with it' is 1 "$(sql 'SELECT count(*) FROM recipient
    JOIN appointment ON appointment.id = appointment_id
    WHERE told_start_at = start_at')"
run 0 smscal-plan
ok '... no rescheduled' is 0 "$(sql "SELECT count(*) FROM message
    WHERE kind = 'rescheduled'")"
at 02 09:20
cp zones/Europe/Vienna zones/Europe/London
echo '# version 2026y' >zones/tzdata.zi
ok 'new tzdata' says "eins: $(counts 0 0 0 0 0 1)"
ok '... another instant' known 'a|10 09:00|live'
run 0 smscal-plan
ok '... and no rescheduled' is 0 "$(sql "SELECT count(*) FROM message
    WHERE kind = 'rescheduled'")"

# --- a body is worked off whole (D11) --------------------------------------

at 02 09:30
{ event a 10 1000 "$maria" && event b 11 1000 "$franz"; } | feed eins.ics
ok 'a body' fetched
sql "CREATE TRIGGER t BEFORE INSERT ON recipient
    WHEN NEW.phone = '+436607654321' BEGIN SELECT RAISE(ABORT, 'no'); END"
worked() { sql 'SELECT * FROM appointment; SELECT * FROM recipient;
    SELECT * FROM component'; }
worked >before
ok '... half of which fails' run 70 smscal-diff
worked >after
ok '... and none of which is worked off' cmp before after
sql 'DROP TRIGGER t'
ok '... is worked off by the next run' says "eins: $(counts 1 0 0 0 0 0)"

done_testing
