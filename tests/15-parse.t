#!/bin/sh
# SPDX-License-Identifier: ISC
# smscal-parse as a process: its answer on whole feeds, its refusals, and
# that hostile feeds cost it no more than it may use.
#
# The answers in tests/ics/*.out were worked out by hand:
#   google   Mondays at 14:00 in Vienna: 16 and 23 March at 13:00Z, the 30th
#            (summer time: 12:00Z) is moved, 6 April is out, the 13th is the
#            last before UNTIL; an all-day event of two days
#   outlook  second Tuesdays: 13 January, 10 February; a zone of its own at
#            +02:00 in winter, +03:00 in summer
#   fields   name, phone and location from other properties
#   bytes    folds within a character and a name, Windows-1252, NULs, length
#   series   COUNT counts what EXDATE takes; EXDATE as a date; RDATE with periods;
#            UNTIL as a date (29 March is in summer time) and a second too
#            early; one moved out of the window; this and future, three hours
#            later; the second Tuesdays; an override alone; a VTODO
#   split    'this and following' as Google (UID_R and the time), Exchange (a
#            UID of its own) and Nextcloud (RELATED-TO) publish it, written by
#            us after their form: the first halves end before 16, 17 and 18
#            March, the second go on an hour later; of RELATED-TO siblings alone
#   endless  rules without an end that matters, or without a match, made up by
#            us: Thursdays, Fridays, and two first dates alone; one override
#            moved into the window and one out of it, which is still given; a
#            VJOURNAL; a second VCALENDAR in the body
. "${0%/*}/lib.sh"
need python3

records() { python3 "$SRC/tests/ics/records.py" "$@"; }

# answer FILE: of the parser to that feed, for people.
answer() {
	records request "$1" >asked &&
		smscal-parse <asked >raw && records show <raw
}

for ics in "$SRC"/tests/ics/*.ics; do
	name=${ics##*/}
	answer "$ics" >got 2>err
	ok "$name: the answer" same got <"${ics%.ics}.out"
	ok "$name: no word on standard error" same err </dev/null
done

# --- refusals --------------------------------------------------------------

usage='usage: smscal-parse [-v] [-m megabytes] [-s seconds] [-u milliseconds] [-z zoneinfo]'
ok 'an operand is refused' run 64 smscal-parse file
ok '... with the usage' same err <<!
$usage
!
ok 'no number' run 64 smscal-parse -m much
ok 'too small a number' run 64 smscal-parse -s 0
ok '... of milliseconds' run 64 smscal-parse -u 99

# asks STATUS SENTENCE LINE...: what it says to these lines, TAB as '|'.
asks() {
	status=$1 sentence=$2
	shift 2
	printf '%s\n' "$@" | tr '|' '\t' >in
	run "$status" smscal-parse <in && same out </dev/null && same err <<!
smscal-parse: $sentence
!
}
W='window|1|2' Z='zone|UTC' F='fields|summary|name|location'
ok 'nothing at all' asks 65 "a record without a kind" ''
ok 'no end' asks 74 'the input breaks off' "$W" "$Z" "$F"
ok 'no window' asks 65 'one of window, zone, fields is missing' \
	"$Z" "$F" end
ok 'something behind the end' asks 65 "something behind 'end'" \
	"$W" "$Z" "$F" end end
ok 'a record that nobody knows' asks 65 \
	"a record that nobody knows: 'shell'" 'shell|rm'
ok 'a window that ends before it begins' asks 65 \
	"record 'window': field 2 is no number from 2 to 7258118400" \
	'window|2|1'
ok 'a component of no kind' asks 65 'no such component' \
	'component|1|journal|x'
ok 'a field that is absent' asks 65 "'zone' lacks a field" 'zone|\-'
ok 'a bad escape' asks 65 'a bad escape in a record' 'zone|\x'
ok 'a zone that is none' asks 78 'no time zone Europe/Nowhere' \
	"$W" 'zone|Europe/Nowhere' "$F" end
printf 'window\t1\t2\nend' >in
ok 'a line without an end' run 74 smscal-parse <in
ok 'nothing at all, not even a line' run 74 smscal-parse </dev/null
ok 'no tzdata: 78' run 78 smscal-parse -z "$T/nowhere" </dev/null

# --- what it inherits ------------------------------------------------------

records request "$SRC/tests/ics/google.ics" >asked
smscal-parse <asked >want
ok 'no zone from the environment' env TZ=America/New_York TZDIR=/nowhere \
	LC_ALL=de_AT.UTF-8 sh -c 'smscal-parse <asked | cmp - want'

# It waits for its input, with a file of ours open that it must not keep.
mkfifo pipe
smscal-parse <pipe >out 2>err 9<want &
pid=$!
exec 8>pipe
# The last of its precautions is the directory.
in_root() { [ "$(readlink /proc/$pid/cwd)" = / ]; }
ok 'it goes where nothing of ours is' await in_root
ok 'no descriptor that it did not ask for' [ ! -e /proc/$pid/fd/9 ]
ok '... while it is there to have it' [ -e /proc/$pid/fd/0 ]
ok '... without core files' sh -c "grep -Eq 'Max core file size +0 +0' \
	/proc/$pid/limits"
ok '... with few files' sh -c "grep -Eq 'Max open files +16 +16' \
	/proc/$pid/limits"
cat asked >&8
exec 8>&-
ok '... and answers' wait $pid
ok '... as always' same out <want

# --- hostile feeds ---------------------------------------------------------

# feed: a calendar of the events on standard input, as a request.
feed() {
	{
		printf 'BEGIN:VCALENDAR\nX-TEST:2026-01-01 2026-03-01'
		printf ' summary name location\n'
		cat
		printf 'END:VCALENDAR\n'
	} >feed.ics
	records request feed.ics >asked
}
event() {
	printf 'BEGIN:VEVENT\nUID:%s\nDTSTART:20260105T090000Z\n' "$1"
	cat
	printf 'END:VEVENT\n'
}
# bounded: within 10 s of processor time, where these cost libical minutes.
bounded() { run 0 smscal-parse -s 10 <asked; }

for rule in \
	'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30' \
	'FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=31;BYHOUR=3' \
	'FREQ=DAILY;BYMONTH=2,4,6;BYMONTHDAY=31,-31' \
	'FREQ=YEARLY;BYDAY=MO;BYSETPOS=60' \
	'FREQ=DAILY;COUNT=2147483647;BYMONTH=2;BYMONTHDAY=29' \
	'FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19'
do
	echo "RRULE:$rule" | event x | feed
	ok "bounded: $rule" bounded
done
python3 -c 'print("X;" + "A=b;" * 100000 + "A=b:x")
print("SUMMARY;" + "A=b;" * 100000 + "A=b:x")' | event x | feed
ok 'bounded: a hundred thousand parameters' bounded
python3 -c 'print("BEGIN:VALARM\n" * 70000)' | event x | feed
ok 'bounded: nested seventy thousand deep' bounded
ok '... which is not read' match '^bad	2	components are nested' out
python3 -c 'print("EXDATE:" + ",".join(["20260105T090000Z"] * 60000))' |
	event x | feed
ok 'bounded: sixty thousand dates' bounded
python3 -c 'print("\n".join(["EXDATE:" +
    ",".join(["20260105T090000Z"] * 10000)] * 7))' | event x | feed
ok 'bounded: more than a megabyte of them' bounded
ok '... is not read' match '^bad	2	it has more than 1048576 bytes of dates' out
# An attachment within the feed, and a long text, are no dates.
python3 -c 'print("ATTACH;ENCODING=BASE64;VALUE=BINARY:" + "QUJD" * 2500000)
print("DESCRIPTION:" + "x" * 2000000)
print("SUMMARY:Maria")' | event x | feed
ok 'bounded: a line of ten megabytes' bounded
ok '... in an event that is read' match '^event	2	x	.*	Maria	' out
ok '... with as much of its text as counts' python3 -c '
text = [l for l in open("out") if l.startswith("event")][0].split("\t")[12]
assert text == "x" * 2000, len(text)'
python3 -c '
for i in range(5000):
    print("BEGIN:VEVENT\nUID:same\nSEQUENCE:%d\nRECURRENCE-ID:20260105T"
          "090000Z\nDTSTART:20260106T090000Z\nEND:VEVENT" % i)
' | feed
ok 'bounded: five thousand versions of one override' bounded
ok '... of which one wins' [ "$(grep -c ^occurrence out)" = 1 ]
ok '... the highest' match '^occurrence	5001	' out

python3 - <<'!' >feed.ics
print("BEGIN:VCALENDAR\nX-TEST:2026-01-01 2026-03-01 summary name location")
print("BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nDTSTART:19700101T000000")
print("TZOFFSETFROM:+0500\nTZOFFSETTO:+0500")
for i in range(10000):
    print("RRULE:FREQ=DAILY;BYDAY=MO;BYMONTHDAY=31;BYMONTH=2,4,6,%d" % i)
    print("RRULE:FREQ=YEARLY;BYDAY=MO;BYSETPOS=60")
print("END:STANDARD\nEND:VTIMEZONE")
print("BEGIN:VEVENT\nUID:x\nDTSTART;TZID=Own:20260105T090000\nEND:VEVENT")
print("END:VCALENDAR")
!
records request feed.ics >asked
ok 'a hostile zone: bounded' run 0 smscal-parse -s 30 <asked
ok '... and an event in it' sh -c 'printf "%s\n" 1767585600 >at &&
	grep ^occurrence out | cut -f 4 | cmp - at'

# rules N: so many of those that take longest: to count years of days.
rules() {
	i=0
	while [ $i -lt "$1" ]; do
		printf 'BEGIN:VEVENT\nUID:%s\nDTSTART:19700131T090000Z\n' $i
		printf 'RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;'
		printf 'BYSETPOS=366;COUNT=1000000000\nEND:VEVENT\n'
		i=$((i + 1))
	done | feed
}
# Under 50 ms a rule; a sanitizer's build takes about twice as long.
rules 20
ok 'bounded: the longest rules' run 0 smscal-parse -s 2 <asked
python3 -c 'print("\n".join(["RRULE:FREQ=DAILY;COUNT=19999"] * 20000))' |
	event x | feed
ok 'bounded: twenty thousand rules in one event' bounded
ok '... which is not read' match '^bad	2	it has more than 20 rules' out
# As by a program that numbers the events of each export from 1 to 1.
python3 -c '
for i in range(50000):
    print("BEGIN:VEVENT\nUID:1\nDTSTART:2026%02d%02dT%02d%02d00Z\nEND:VEVENT" % (
        1 + i // 28 % 12, 1 + i % 28, i // 336 % 24, i // 8064 % 60))' |
	feed
ok 'bounded: fifty thousand events of one UID' run 0 smscal-parse -s 10 <asked
ok '... are as many appointments (D1)' is 50000 "$(grep -c '^occurrence' out)"

# What no bound of ours foresees ends at the process's own.
rules 200
smscal-parse -s 1 <asked >out 2>err
status=$?
ok 'processor time: the kernel ends it' [ $status -gt 128 ]
ok '... without an answer, but which event it was at' \
	match '^at	[0-9]+$' out
ok '... and no more' [ "$(wc -l <out)" = 1 ]

# A sanitizer needs all address space there is.
if ldd "$BIN/smscal-parse" | grep -q libasan; then
	echo '# built with a sanitizer: no bound of memory to test'
else
	head -c 40000000 /dev/zero | tr '\0' 'x' >big
	smscal-parse -m 32 <big >out 2>err
	ok 'memory: it ends' [ $? -ge 70 ]
	ok '... without an answer' same out </dev/null
fi
head -c 67108865 /dev/zero | tr '\0' 'x' >big
ok 'input: 64 MiB are enough' run 65 smscal-parse <big
ok '... it says' same err <<!
smscal-parse: more than 67108864 bytes of input
!

done_testing
