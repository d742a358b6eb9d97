#!/bin/sh
# SPDX-License-Identifier: ISC
# What planning costs: many appointments at once, one among a million, a rule.
# Times are processor time; the tools are built for release, without tests.
. "${0%/*}/../lib.sh"
need sqlite3 python3

{
	cmake -S "$SRC" -B "$BUILD/bench" -G Ninja -DBUILD_TESTING=OFF \
		-DCMAKE_BUILD_TYPE=RelWithDebInfo &&
		cmake --build "$BUILD/bench"
} >cmake.log 2>&1 || {
	cat cmake.log
	exit 1
}
PATH=$BUILD/bench/bin:$PATH

n=100000
cat >smscal.conf <<'!'
name: bench
database: smscal.db
fetch: {directories: [.], max_mib: 200}
!
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_CONF

at() {
	SMSCAL_NOW="2026-11-24T$1:00+01:00"
	export SMSCAL_NOW
}

# feed CALENDAR N PREFIX MOVED: N appointments of N people whose numbers begin
# so, the one numbered MOVED 5 min later.
feed() {
	awk -v n="$2" -v prefix="$3" -v moved="$4" 'BEGIN {
		print "BEGIN:VCALENDAR\nVERSION:2.0"
		for (i = 0; i < n; i++) {
			at = (i * 7) % 40000 + (i == moved ? 5 : 0)
			day = 1 + int(at / 1440)
			printf "BEGIN:VEVENT\nUID:%s-%d\n", prefix, i
			printf "DTSTART:202612%02dT%02d%02d00Z\n", day,
			    at % 1440 / 60, at % 60
			printf "DURATION:PT15M\n"
			printf "SUMMARY:Maria Mayr\\, +43 %s %07d\n", prefix, i
			print "END:VEVENT"
		}
		print "END:VCALENDAR"
	}' >next && mv next "$1.ics"
}

# The processor time of a command and its children in microseconds, which
# times(1) does not tell.
cat >cpu.py <<'!'
import resource, subprocess, sys

status = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL,
                        stdout=sys.stderr).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(round((used.ru_utime + used.ru_stime) * 1e6))
sys.exit(status)
!
cpu() { python3 cpu.py "$@" 2>>"$T/said"; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
chain() { smscal-fetch && smscal-diff && smscal-plan; }
# ratio A B: A / B, with two digits.
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }

at 10:00
feed one 0 664 -1
feed two 0 676 -1
smscal-admin -q init --test >/dev/null &&
	smscal-admin company add acme --name Praxis --zone Europe/Vienna &&
	smscal-admin calendar add acme/one "$T/one.ics" &&
	smscal-admin calendar add acme/two "$T/two.ics" &&
	smscal-admin rule enable acme feedback >>said &&
	smscal-admin rule add acme reminder/2 --days 3 --at 09:00 >>said &&
	chain || exit 1

# --- the first plan ---------------------------------------------------------

at 10:05
feed one $n 664 -1
feed two 1000 676 -1
fetch=$(cpu smscal-fetch) diff=$(cpu smscal-diff)
first=$(cpu smscal-plan)
messages=$(sql 'SELECT count(*) FROM message')
rate=$((messages * 1000000 / first))

# The same rows, into a table with three indexes and nothing else.
cat >bare.sql <<'!'
ATTACH 'smscal.db' AS s;
CREATE TABLE row (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
    phone TEXT, name TEXT, text TEXT, kind TEXT, state TEXT,
    start_at INTEGER, due_at INTEGER, expires_at INTEGER,
    appointment_id INTEGER) STRICT;
CREATE INDEX row_due ON row (due_at);
CREATE INDEX row_appointment ON row (appointment_id);
INSERT INTO row SELECT id, key, phone, name, text, kind, state, start_at,
    due_at, expires_at, appointment_id FROM s.message ORDER BY id;
!
bare=$(cpu sqlite3 -batch bare.db '.read bare.sql')
echo "# $n appointments: fetch $((fetch / 1000)) ms, diff $((diff / 1000)) ms"
echo "# plan: $messages messages in $((first / 1000)) ms, $rate a second," \
	"$(ratio "$first" "$bare") times the $((bare / 1000)) ms of a bare insert" \
	"($((messages * 1000000 / bare)) a second)"
ok 'the first plan: 30,000 messages a second' [ "$rate" -ge 30000 ]
ok '... for each appointment at least three' [ "$messages" -ge $((n * 3)) ]
rm bare.db

# --- a changed rule ---------------------------------------------------------

sql 'CREATE TABLE before AS SELECT id, calendar_id, text FROM message'
at 10:06
smscal-admin rule set acme/two reminder \
	--text 'Guten Tag {name}, bis {date}!' >>said || exit 1
rule=$(cpu smscal-plan)
changed() {
	sql "SELECT count(*) FROM message m JOIN before b USING (id)
	    JOIN calendar c ON c.id = m.calendar_id
	    WHERE m.text <> b.text AND c.ref $1"
}
echo "# a rule of a calendar of 1000: $((rule / 1000)) ms," \
	"1/$((first / rule)) of the first plan"
ok 'a changed rule: its calendar is written anew' \
	[ "$(changed "= 'two'")" -ge 1000 ]
ok '... and no other one' is 0 "$(changed "<> 'two'")"
ok '... which costs what that calendar is of all' \
	[ $((rule * 20)) -le "$first" ]
sql 'DROP TABLE before'

# --- one among a million ----------------------------------------------------

# The calendar's rows ten times over, each time of other people.
{
	echo 'PRAGMA foreign_keys = OFF; PRAGMA cache_size = -200000; BEGIN;
	CREATE TEMP TABLE a AS SELECT * FROM appointment WHERE calendar_id = 1;
	CREATE TEMP TABLE r AS SELECT * FROM recipient
	    WHERE appointment_id IN (SELECT id FROM a);
	CREATE TEMP TABLE m AS SELECT * FROM message
	    WHERE kind = '"'reminder'"' AND step = 1
	      AND appointment_id IN (SELECT id FROM a);
	UPDATE a SET calendar_id = 2; UPDATE m SET calendar_id = 2;'
	for i in 0 1 2 3 4 5 6 7 8; do
		echo "UPDATE a SET id = id + 1000000, uid = uid || 'x';
		UPDATE r SET id = id + 1000000,
		    appointment_id = appointment_id + 1000000,
		    phone = '+4365$i' || substr(phone, 7);
		UPDATE m SET id = id + 1000000,
		    appointment_id = appointment_id + 1000000,
		    key = replace(key, phone, '+4365$i' || substr(phone, 7)),
		    phone = '+4365$i' || substr(phone, 7);
		INSERT INTO appointment SELECT * FROM a;
		INSERT INTO recipient SELECT * FROM r;
		INSERT INTO message SELECT * FROM m;"
	done
	echo 'COMMIT;'
} >million.sql
sqlite3 -batch smscal.db '.read million.sql' || exit 1
all=$(sql 'SELECT count(*) FROM appointment')
ok 'a million appointments' [ "$all" -ge $((n * 10)) ]
smscal-plan || exit 1

moved=-1
: >none.us
: >one.us
for i in 10 15 20 25 30; do
	at "10:$i"
	# One it is: later, and back again.
	[ "$moved" = -1 ] && moved=770 || moved=-1
	feed one $n 664 "$moved"
	smscal-fetch && smscal-diff || exit 1
	cpu smscal-plan >>one.us
	sql 'SELECT max(appointment_rev) FROM message' >>revs
	smscal-plan || exit 1
	cpu smscal-plan >>none.us
done
one=$(median <one.us) none=$(median <none.us)
echo "# of $all, one moved: $((one / 1000)) ms, none $((none / 1000)) ms," \
	"$((one - none)) us more"
ok 'one among a million: at most 5 ms more than none' \
	[ $((one - none)) -le 5000 ]
ok '... and it was planned anew, each time' is 5 "$(sort -u revs | wc -l)"
ok '... with the start that it has' is 0 "$(sql "SELECT count(*) FROM message m
    JOIN appointment a ON a.id = m.appointment_id
    WHERE m.state IN ('planned', 'held') AND m.start_at <> a.start_at")"

done_testing
