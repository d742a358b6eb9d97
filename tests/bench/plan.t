#!/bin/sh
# SPDX-License-Identifier: ISC
# What planning costs: many appointments at once, one among many, a rule.
# Times are processor time; the tools are built for release, without tests.
. "${0%/*}/../lib.sh"

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

# feed N MOVED: N appointments of N people, the one numbered MOVED 5 min later.
feed() {
	awk -v n="$1" -v moved="$2" 'BEGIN {
		print "BEGIN:VCALENDAR\nVERSION:2.0"
		for (i = 0; i < n; i++) {
			at = (i * 7) % 40000 + (i == moved ? 5 : 0)
			day = 1 + int(at / 1440)
			printf "BEGIN:VEVENT\nUID:%d\n", i
			printf "DTSTART:202612%02dT%02d%02d00Z\n", day,
			    at % 1440 / 60, at % 60
			printf "DURATION:PT15M\n"
			printf "SUMMARY:Maria Mayr\\, +43 664 %07d\n", i
			print "END:VEVENT"
		}
		print "END:VCALENDAR"
	}' >next && mv next calendar.ics
}

# cpu COMMAND...: the processor time in milliseconds, on standard output.
cpu() {
	(
		"$@" >&2 </dev/null || exit 1
		times
	) 2>>"$T/said" | awk 'END {
		for (i = 1; i <= 2; i++) {
			split($i, p, /[ms]/)
			ms += p[1] * 60000 + p[2] * 1000
		}
		printf "%d\n", ms
	}'
}

at 10:00
feed 0 -1
smscal-admin -q init --test >/dev/null &&
	smscal-admin company add acme --name Praxis --zone Europe/Vienna &&
	smscal-admin calendar add acme/ordination "$T/calendar.ics" &&
	smscal-admin rule enable acme feedback &&
	smscal-admin rule add acme reminder/2 --days 3 --at 09:00 || exit 1
smscal-fetch && smscal-diff && smscal-plan || exit 1

at 10:05
feed $n -1
fetch=$(cpu smscal-fetch) diff=$(cpu smscal-diff)
first=$(cpu smscal-plan)
messages=$(sql 'SELECT count(*) FROM message')
echo "# $n appointments: fetch $fetch ms, diff $diff ms, plan $first ms"
echo "# $messages messages, $((messages * 1000 / first)) a second"
ok 'the first plan: 30,000 messages a second' \
	[ $((messages * 1000 / first)) -ge 30000 ]
ok '... for each appointment at least three' [ "$messages" -ge $((n * 3)) ]

none=$(cpu smscal-plan)
at 10:10
feed $n 777
fetch=$(cpu smscal-fetch) diff=$(cpu smscal-diff)
one=$(cpu smscal-plan)
echo "# one moved: fetch $fetch ms, diff $diff ms, plan $one ms, none $none ms"
ok 'one among many: at most 5 ms more than none' [ $((one - none)) -le 5 ]
ok '... and it was planned anew' is 1 "$(sql "SELECT count(*) FROM message
    WHERE kind = 'confirmation' AND appointment_rev > 1")"

done_testing
