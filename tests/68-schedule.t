#!/bin/sh
# SPDX-License-Identifier: ISC
# schedule: what is planned and sent, as a calendar, for people, programs and
# a real browser.
. "${0%/*}/lib.sh"
. "$SRC/tests/practice.sh"
need sqlite3 python3 chromedriver chromium khal

SMSCAL_NOW=2025-06-17T09:00:00+02:00
export COLUMNS=80 SMSCAL_NOW
unset NO_COLOR COLORTERM

{
	event a 20250619 100000 'Maria Mayr\, +43 664 1234567'
	event b 20250619 110000 'Jürgen Größe\, +43 664 1234568'
	event c 20250620 093000 '王小明 😀\, +43 664 1234569'
	event d 20250702 093000 \
		'</script><img src=x onerror=hacked=1>\, +43 664 1234570'
	for n in 1 2 3 4 5 6; do
		event "e$n" 20250624 "1${n}0000" "Frau $n\\, +43 664 765432$n"
	done
} | feed >ordination.ics
event f 20250619 150000 'Ivo Novak\, +43 664 1234571' | feed >labor.ics

smscal-admin init --test >/dev/null
smscal-admin company add acme --name 'Ordination Dr. Muster' \
	--zone Europe/Vienna --language de-AT --country-code 43
smscal-admin calendar add acme/ordination "$T/ordination.ics" \
	--colour '#c2410c'
smscal-admin calendar add acme/labor "$T/labor.ics"
ok 'all is planned' quiet chain
SMSCAL_NOW=2025-06-18T10:00:00+02:00
ok '... and what is due, sent' quiet chain
sql "UPDATE message SET state = 'held', reason = 'mass'
      WHERE name = 'Frau 6'"

# --- for people -------------------------------------------------------------

ok 'a month' run 0 smscal-admin schedule month
ok '... in 80 columns, by the days of sending' same out <<'!'
June 2025  Ordination Dr. Muster
    Mon       Tue       Wed       Thu       Fri       Sat       Sun
22  26        27        28        29        30        31        1 Jun

23  2         3         4         5         6         7         8

24  9         10        11        12        13        14        15

25  16        17        [18]      19        20        21        22
                        10:00•Mar 10:00 王
                        10:00•Jür
                        10:00•Ivo

26  23        24        25        26        27        28        29
    10:00 Fra
    10:00 Fra
    10:00 Fra
    10:00 Fra
        +2

27  30        1 Jul     2         3         4         5         6
              10:00 scr

■ acme/labor 1
■ acme/ordination 10
• sent  ✓ delivered  ✗ failed  ? unsure  = held
!
ok 'wider, the calendars stand at the side' run 0 \
	env COLUMNS=120 smscal-admin schedule week 2025-06-23
ok '... and each message has its line' same out <<'!'
Week 26 of 2025  Ordination Dr. Muster
    Mon          Tue          Wed          Thu          Fri          Sat          Sun           ■ acme/labor 0
26  23 Jun       24           25           26           27           28           29            ■ acme/ordination 6
    10:00
     Frau 1
     Frau 2
     Frau 3
     Frau 4
     Frau 5
    =Frau 6
• sent  ✓ delivered  ✗ failed  ? unsure  = held
!
ok 'a day, with the texts' run 0 smscal-admin schedule day
ok '... in lines that fit' same out <<'!'
Wednesday 18 June 2025, today, week 25: 3 messages
  10:00 • reminder/1  Maria Mayr    +436641234567  acme/ordination
          Guten Tag Maria Mayr, wir erinnern Sie an Ihren Termin bei Ordination
          Dr. Muster: Donnerstag, 19.06.2025, 10:00 Uhr.
  10:00 • reminder/1  Jürgen Größe  +436641234568  acme/ordination
          Guten Tag Jürgen Größe, wir erinnern Sie an Ihren Termin bei
          Ordination Dr. Muster: Donnerstag, 19.06.2025, 11:00 Uhr.
  10:00 • reminder/1  Ivo Novak     +436641234571  acme/labor
          Guten Tag Ivo Novak, wir erinnern Sie an Ihren Termin bei Ordination
          Dr. Muster: Donnerstag, 19.06.2025, 15:00 Uhr.

• sent  ✓ delivered  ✗ failed  ? unsure  = held
!
ok 'an agenda of a calendar' run 0 smscal-admin schedule agenda \
	--calendar acme/labor
ok '... has its messages alone' same out <<'!'
Wednesday 18 June 2025, today, week 25: 1 message
  10:00 • reminder/1  Ivo Novak  +436641234571  acme/labor

• sent  ✓ delivered  ✗ failed  ? unsure  = held
!
ok 'what waits says why' run 0 smscal-admin schedule agenda 2025-06-23
ok '... below its line' match '^          held: mass$' out
ok 'days without any' run 0 smscal-admin schedule agenda 2026-01 --days 7
ok '... say so' same out <<'!'
nothing is sent on these days
!
ok 'yesterday and tomorrow' run 0 smscal-admin schedule day tomorrow
ok '... are days' match '^Thursday 19 June 2025, week 25: 1 message$' out

# in_width N: no line of out is wider.
in_width() {
	python3 - "$1" <<-'!'
	import sys, unicodedata
	for line in open("out", encoding="utf-8"):
	    n = sum(0 if unicodedata.combining(c) else
	            2 if unicodedata.east_asian_width(c) in "WF" else 1
	            for c in line.rstrip("\n"))
	    assert n <= int(sys.argv[1]), (n, line)
	!
}
for columns in 60 80 100 133; do
	for view in month week day; do
		ok "$view in $columns columns" run 0 env "COLUMNS=$columns" \
			smscal-admin schedule "$view" 2025-06-19
		ok '... is not wider' in_width "$columns"
	done
done

# --- colours ----------------------------------------------------------------

escape=$(printf '\033')
# coloured CODE VARIABLE=VALUE...: that is in the month, if it is a terminal.
coloured() {
	c_code=$1
	shift
	run 0 env "$@" smscal-admin schedule month --colour always &&
		match "$escape\\[${c_code}m" out
}
smscal-admin schedule month >out
ok 'no terminal has no colour' no_match "$escape" out
ok 'a terminal of 8 has the nearest' coloured 31 TERM=xterm
ok 'one of 256' coloured '38;5;130' TERM=xterm-256color
ok 'one of all' coloured '38;2;194;65;12' COLORTERM=truecolor TERM=xterm
# tty VARIABLE=VALUE...: the month as a terminal shows it, to out.
tty() {
	env "$@" python3 -c 'import pty, sys
pty.spawn(sys.argv[1:])' smscal-admin schedule month >out </dev/null
}
ok 'a terminal' tty TERM=xterm
ok '... has them unasked' match "$escape\\[31m" out
ok 'NO_COLOR' tty TERM=xterm NO_COLOR=1
ok '... is respected' no_match "$escape" out
ok 'a dumb one' tty TERM=dumb
ok '... is, too' no_match "$escape" out

# --- for programs -----------------------------------------------------------

ok 'JSON' run 0 smscal-admin schedule month --json
mv out month.json
ok '... has what people see' is \
	'11|2025-06-18T10:00:00+02:00|acme/ordination|reminder|1|Maria Mayr|+436641234567|sent||2025-06-19T10:00:00+02:00' \
	"$(sqlite3 -batch :memory: "SELECT json_array_length(j), j ->> '\$[0].at',
		j ->> '\$[0].calendar', j ->> '\$[0].kind', j ->> '\$[0].step',
		j ->> '\$[0].name', j ->> '\$[0].phone', j ->> '\$[0].state',
		j ->> '\$[0].reason', j ->> '\$[0].start_at'
		FROM (SELECT CAST(readfile('month.json') AS TEXT) AS j)")"
ok 'a feed' run 0 smscal-admin schedule agenda --ics
mv out sendings.ics
ok '... that icalendar reads' python3 - <<'!'
import icalendar
cal = icalendar.Calendar.from_ical(open("sendings.ics", "rb").read())
events = cal.walk("VEVENT")
assert len(events) == 11, len(events)
assert len({str(e["UID"]) for e in events}) == 11
first = events[0]
assert first["SUMMARY"] == "reminder/1: Maria Mayr", first["SUMMARY"]
assert first.decoded("DTSTART").isoformat() == "2025-06-18T08:00:00+00:00"
assert "+436641234567, 1 SMS, sent" in first["DESCRIPTION"]
held = [e for e in events if e["STATUS"] == "TENTATIVE"]
assert len(held) == 1 and held[0]["DESCRIPTION"].endswith("held: mass")
assert max(map(len, open("sendings.ics", "rb").read().split(b"\r\n"))) <= 75
!
mkdir khal && printf '%s\n' '[calendars]' '[[c]]' "path = $T/khal" '[locale]' \
	'local_timezone = Europe/Vienna' 'default_timezone = Europe/Vienna' \
	'timeformat = %H:%M' 'dateformat = %Y-%m-%d' \
	'datetimeformat = %Y-%m-%d %H:%M' 'longdateformat = %Y-%m-%d' \
	'longdatetimeformat = %Y-%m-%d %H:%M' >khal.conf
khal_has() {
	HOME=$T LC_ALL=C.UTF-8 khal -c khal.conf import --batch sendings.ics &&
		HOME=$T LC_ALL=C.UTF-8 khal -c khal.conf list 2025-06-18 1d >out &&
		match '10:00-10:05 reminder/1: Maria Mayr' out
}
ok '... and khal shows' khal_has

# --- a page -----------------------------------------------------------------

ok 'a page' run 0 smscal-admin schedule month --html
mv out page.html
ok '... with no address in it' no_match 'https?://' page.html
ok '... whose data ends no script' is 2 \
	"$(grep -c '</script>' page.html)"
b_first=$((t_n + 1))
python3 "$SRC/tests/browser.py" "$b_first" page.html "$BUILD/schedule.png" \
	<month.json >facts 2>errors && b_ended=0 || b_ended=$?
awk '{ print }' facts
t_n=$((t_n + $(grep -c '^ok \|^not ok ' facts)))
told_all() {
	[ "$(grep -c '^ok ' facts)" -ge 28 ] || cat errors
	[ ! -s errors ] && [ "$b_ended" = 0 ]
}
ok 'the browser told all' told_all
ok 'a picture is kept for a look' [ -s "$BUILD/schedule.png" ]
ok 'an English page' run 0 smscal-admin schedule week --html --language en
ok '... is one' match '<html lang="en">' out
ok '... in all its words' match '"months":\["January"' out

# --- more than anybody looks through ------------------------------------------

# A thousand messages on each of fifteen days.
sql "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
	WHERE i < 15000)
    INSERT INTO message (key, company_id, calendar_id, appointment_id, kind,
	phone, name, text, segments, start_at, due_at, send_at, expires_at,
	state, appointment_rev, created_at)
	SELECT 'many/' || i, a.company_id, a.calendar_id, a.id, 'reminder',
	    '+43664' || i, 'Nr. ' || i, 'Text', 1, at, at, at, at + 3600,
	    'planned', 1, 1
	  FROM (SELECT i, unixepoch('2025-09-01') + i / 1000 * 86400 + 36000 +
		i % 1000 AS at FROM n WHERE i < 15000), appointment a
	 WHERE a.uid = 'f'"
# cut_at N: that there are more than N is said.
cut_at() {
	echo "smscal-admin: these are the first $1 messages: another day," \
		'--company or --calendar shows others' >want
	same err <want
}
ok 'many: an agenda' run 0 smscal-admin schedule agenda 2025-09-01
ok '... ends somewhere' is 5000 "$(grep -c ' reminder/1  Nr' out)"
ok '... and says so' cut_at 5000
ok '... a day has its count all the same' match \
	'^Thursday 4 September 2025, week 36: 1000 messages$' out
ok 'many: a week' run 0 smscal-admin schedule week 2025-09-01
ok '... counts what it does not show' match '^ +\+950 +\+951 +\+951' out
ok '... which is no cut' same err </dev/null
ok 'many: a month' run 0 smscal-admin schedule month 2025-09
ok '... counts, too' match '^ +\+995 +\+996 +\+996' out
ok '... in the legend' match ' acme/labor 14999$' out
ok 'many: for programs' run 0 smscal-admin schedule month 2025-09 --json
ok '... it is all' is 14999 "$(sqlite3 :memory: "SELECT json_array_length(
	CAST(readfile('out') AS TEXT))")"
head_of() {
	smscal-admin schedule month 2025-09 --json 2>err | head -c 5 >out
	is '[{"id' "$(cat out)" && same err </dev/null
}
ok '... and head has enough of it, without a word' head_of
ok 'many: a page' run 0 smscal-admin schedule month 2025-09-04 --html
ok '... says that it ends' cut_at 10000
sed -n 's|.*id="data">\(.*\)</script>|\1|p' out >data.json
ok '... has whole days from the one that was asked for on' is \
	'2025-09-04|2025-09-14|1|10000|2025-09-04' "$(json data.json '$.from')|$(
	json data.json '$.to')|$(json data.json '$.cut')|$(sqlite3 :memory: \
	"SELECT json_array_length(CAST(readfile('data.json') AS TEXT),
	'\$.messages')")|$(json data.json '$.messages[0].day')"

# --- what is refused --------------------------------------------------------

# refused SENTENCE OPERAND...
refused() {
	printf 'smscal-admin: %s\n' "$1" >want
	shift
	run 64 smscal-admin schedule "$@" && same err <want && same out </dev/null
}
ok 'no day' refused "'yes' is no day; allowed are YYYY-MM-DD, like \
2026-11-24, YYYY-MM, today, tomorrow and yesterday" day yes
ok 'no such day' refused "'2025-02-30' is no day; allowed are YYYY-MM-DD, \
like 2026-11-24, YYYY-MM, today, tomorrow and yesterday" day 2025-02-30
ok 'two forms' refused '--json, --ics and --html are three forms: choose one' \
	day --json --html
ok 'a company and a calendar' refused \
	'--company and --calendar: one of them says of whom' \
	day --company acme --calendar acme/labor
ok 'no company' refused "there is no company 'acne': did you mean 'acme'?" \
	day --company acne
ok 'too many days' refused "--days: '500' is none; allowed are 1 to 400" \
	agenda --days 500
for grid in month week 'agenda --html'; do
	# shellcheck disable=SC2086 # words
	ok "days of: $grid" refused "--days: a month, a week and a page have days of \
their own; it is of day, agenda, --json and --ics" $grid --days 3
done
ok 'days of a month for programs' run 0 smscal-admin schedule month --days 3 \
	--json
ok 'no language' refused "--language: 'fr'; allowed are de and en" \
	month --html --language fr
done_testing
