#!/bin/sh
# SPDX-License-Identifier: ISC
# A component that kills its reader costs its own UID, and that in bounded
# time (D3, D12): the true parser, with a libical that falls ill over some.
# How often it was run is counted, for a busy machine is no matter.
. "${0%/*}/lib.sh"
need awk
ill=$BUILD/tests/parse-ill
lines() { wc -l <"$1" | tr -d ' '; }

# The parser of the calendar, and a line for each of its runs.
cat >parser <<!
#!/bin/sh
echo >>'$T/runs'
exec '$ill' "\$@"
!
# The first is ended from outside, as by a machine that is short of memory.
cat >parser-once <<!
#!/bin/sh
echo >>'$T/runs'
[ -e '$T/ended' ] || { : >'$T/ended' && kill -KILL \$\$; }
exec '$ill' "\$@"
!
chmod +x parser parser-once

# feed N [I:WORD ...]: of N events, of which the I-th has the word.
feed() {
	n=$1
	shift
	echo "$*" | tr ' ' '\n' | awk -v n="$n" -F : '
		NF > 1 { word[$1] = $2 ":" $3 }
		END {
			print "BEGIN:VCALENDAR"
			for (i = 1; i <= n; i++) {
				print "BEGIN:VEVENT\nUID:e" i
				printf "DTSTART:202507%02dT%02d%02d00Z\n", \
				    i % 28 + 1, i % 24, int(i / 24) % 60
				printf "SUMMARY:Maria Mayr %d %s\n", i, word[i]
				print "END:VEVENT"
			}
			print "END:VCALENDAR"
		}' >feed.ics
}
# start PARSER SECONDS: a new installation, with the feed fetched.
start() {
	rm -f smscal.db* runs ended
	printf '%s\n' 'name: watch' 'database: smscal.db' "parser: $T/$1" \
		'fetch: {directories: [.]}' \
		"parse: {seconds: $2, memory_mib: 64}" >smscal.conf
	SMSCAL_CONF=$T/smscal.conf
	export SMSCAL_CONF
	run 0 smscal-admin -q init --test &&
		run 0 smscal-admin company add acme --name Muster \
			--zone Europe/Vienna --gateway file &&
		run 0 smscal-admin calendar add acme/ordination "$T/feed.ics" &&
		run 0 smscal-fetch
}
# bad UID...: these cannot be read, and all others are there.
bad() {
	is "$*" "$(sql "SELECT group_concat(uid, ' ') FROM (SELECT uid
		FROM component WHERE state = 'bad' ORDER BY id)")" &&
		is "$(sql "SELECT count(*) FROM component
			WHERE kind = 'event' AND state = 'known'")" \
			"$(sql 'SELECT count(*) FROM appointment')"
}
# costs SENTENCE RUNS UID...: diff does without these, says so of the first,
# and ran the parser so often.
costs() {
	sentence=$1 runs=$2
	shift 2
	run 1 smscal-diff && same out </dev/null &&
		is "smscal-diff: acme/ordination: cannot read $sentence" \
			"$(cat err)" && bad "$@" && is "$runs" "$(lines runs)"
}

feed 1000
ok 'a feed that is well' start parser 3
ok '... is read' quiet smscal-diff
ok '... at one go' is 1 "$(lines runs)"
ok '... all of it' bad ''

feed 1000 700:ill:hang
ok 'one that hangs' start parser 3
ok '... is found: all, those before it, it alone, those behind' costs \
	"the event 'e700' (line 3497): took too long" 4 e700
ok '... and is neither tried again nor said again' quiet smscal-diff
ok '... really' is 4 "$(lines runs)"
sed -i 's/ ill:hang//' feed.ics
SMSCAL_NOW=$((SMSCAL_NOW + 300))
ok '... until it is another' run 0 smscal-fetch
ok '... which can be read' quiet smscal-diff
ok '... and is' bad ''

feed 100 70:ill:hang 30:ill:hang
sed -i 's/^UID:e10$/&\nRRULE:nonsense/' feed.ics
ok 'two of them, and one that cannot be read' start parser 4
run 1 smscal-admin preview "$T/feed.ics" --zone UTC --from 2025-07-01 \
	--days 31 --json
sort err >sorted
ok '... are all said by a preview' same sorted <<!
smscal-admin: $T/feed.ics: cannot read the event 'e10' (line 47): RRULE cannot be read: NONSENSE
smscal-admin: $T/feed.ics: cannot read the event 'e30' (line 148): the parser dies of it, or of others before it
smscal-admin: $T/feed.ics: cannot read the event 'e70' (line 348): the parser dies of it, or of others before it
!
ok '... which has the others' is 97 "$(grep -o '"uid"' out | wc -l)"

feed 1000 1:ill:crash
ok 'one that crashes' start parser 3
ok '... is found' run 1 smscal-diff
ok '... and said' match "cannot read the event 'e1' \\(line 2\\): " err
ok '... it alone' bad e1
ok '... at once' is 4 "$(lines runs)"

feed 1000 1000:ill:abort
ok 'one that gives up' start parser 3
ok '... is found' costs \
	"the event 'e1000' (line 4997): was ended by signal 6" 4 e1000

if ! ldd "$ill" | grep -q libasan; then
	feed 1000 500:ill:eat
	ok 'one that eats all memory' start parser 10
	ok '... is found' run 1 smscal-diff
	ok '... and said' match "cannot read the event 'e500' " err
	ok '... it alone' bad e500
	ok '... at once' is 4 "$(lines runs)"
fi

feed 64 17:ill:vanish
ok 'one that kills without a word' start parser 10
# 64, 32, 16, 8, 4, 2, 1, and 1 again, and the other halves.
ok '... is found by halves' costs \
	"the event 'e17' (line 82): was ended by signal 9" 14 e17

feed 100
ok 'a parser that is ended from outside' start parser-once 10
ok '... is no fault of the feed' quiet smscal-diff
ok '... which is read' bad ''
feed 1
ok 'so with a single event' start parser-once 10
ok '... that is read once more' quiet smscal-diff
ok '... and is there' bad ''
ok '... by the second' is 2 "$(lines runs)"

feed 100 40:ill:hang
sed -i 's/^UID:e41$/UID:e40/; s/^UID:e39$/UID:e40/' feed.ics
ok 'one of three with a UID' start parser 3
ok '... takes the others with it' costs \
	"the event 'e40' (line 202): took too long" 4 e40 e40 e40

# It is walked when all have been read.
feed 100
sed -i 's/^UID:e60$/&\nRRULE:FREQ=MONTHLY;INTERVAL=77/' feed.ics
ok 'a rule that hangs' start parser 3
ok '... costs its own event' costs \
	"the event 'e60' (line 297): took too long" 4 e60

# It is in every run.
feed 100
sed -i '1a\
BEGIN:VTIMEZONE\
TZID:Haus\
BEGIN:STANDARD\
DTSTART:19700101T000000\
TZOFFSETFROM:+0100\
TZOFFSETTO:+0100\
RRULE:FREQ=YEARLY;INTERVAL=77\
END:STANDARD\
END:VTIMEZONE
s/^\(DTSTART\)\(.*\)Z/\1;TZID=Haus\2/' feed.ics
ok 'a time zone that hangs' start parser 3
ok '... costs itself' costs \
	"the time zone 'Haus' (line 2): took too long" 2 Haus

# shellcheck disable=SC2046 # words
feed 400 $(seq -f %g:ill:hang 2 2 400)
ok 'two hundred that hang' start parser 3
ok '... are found only as long as there is time' run 1 smscal-diff
ok '... in few runs' [ "$(lines runs)" -lt 40 ]
ok '... with the first of them said' match ": took too long$" err
bad=$(sql "SELECT count(*) FROM component WHERE state = 'bad'")
ok '... and the rest is not tried' [ "$bad" -gt 200 ]
ok '... but for what was read before' is $((400 - bad)) \
	"$(sql 'SELECT count(*) FROM appointment')"
ok '... which is something' [ "$bad" -lt 400 ]

done_testing
