#!/bin/sh
# SPDX-License-Identifier: ISC
# `smscal-plan -n` says line for line what a run would do: over made-up feeds of
# several practices, -v then says the same, and the outbox has it.  More with
# --all; SEED=n draws others.
. "${0%/*}/lib.sh"
need sqlite3
: "${SEED:=1}"
echo "# SEED=$SEED"
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_CONF
cat >smscal.conf <<!
name: dry
database: smscal.db
fetch: {directories: [$T]}
links: {directory: $T/links, url: https://a.example/t}
gateways:
  file: {path: $T/outbox.jsonl}
!
admin() { run 0 smscal-admin "$@"; }
# clock DAY TIME: in November 2026, in Vienna.
clock() {
	SMSCAL_NOW="2026-11-$1T$2:00+01:00"
	export SMSCAL_NOW
}
# feed CALENDAR STEP: twelve entries after so many rounds of edits; in the
# first four the same person often has several.
feed() {
	awk -v seed="$SEED" -v calendar="$1" -v steps="$2" 'BEGIN {
		srand(seed * 100 + index("abc", calendar))
		for (s = 0; s < steps; s++)
			for (k = 0; k < 5; k++) {
				i = int(rand() * 12)
				what = rand()
				if (what < 0.55 || !(i in day)) {
					day[i] = 17 + int(rand() * 8)
					hour[i] = 8 + int(rand() * 11)
				}
				if (what < 0.4 || !(i in who))
					who[i] = 1 + int(rand() * rand() * 6)
				there[i] = what > 0.15
				off[i] = what > 0.95
			}
		print "BEGIN:VCALENDAR\nVERSION:2.0"
		for (i = 0; i < 12; i++) {
			if (!there[i])
				continue
			print "BEGIN:VEVENT\nUID:" calendar i
			printf "DTSTART;TZID=Europe/Vienna:202611%02dT%02d0000\n",
			    day[i], hour[i]
			print "DURATION:PT30M"
			print "SUMMARY:P" who[i] " +43 664 123456" who[i]
			if (off[i])
				print "STATUS:CANCELLED"
			print "END:VEVENT"
		}
		print "END:VCALENDAR"
	}' >next.ics && mv next.ics "$1.ics"
}
# operate STEP: what an operator does before it.
operate() {
	case $1 in
	2) admin rule add acme reminder/2 --before 3h --text 'Bald, {name}' ;;
	3) admin company set acme --limit-recipient 1 ;;
	4) admin rule set muster confirmation --link yes ;;
	5) admin rule set acme reminder --days 2 --at 09:00 ;;
	6) admin optout add acme +436641234561 &&
		admin calendar set acme/b --countries 49 ;;
	7) admin company set acme --limit-recipient 3 ;;
	8) admin rule disable muster reminder &&
		admin calendar set acme/b --countries 43 ;;
	9) admin rule enable muster feedback &&
		admin optout remove acme +436641234561 ;;
	esac
}
# lines FILE: as they are whatever the random name of a link.
lines() {
	sed 's#/t/[0-9A-Za-z*]\{11\}\.ics#/t/LINK.ics#' "$1"
}
# would: what is said by -n, which changes nothing; to file said.
would() {
	sql "VACUUM INTO 'before.db'"
	sql .dump >before.sql
	run 0 smscal-plan -nv && same err </dev/null || return 1
	lines out >said
	sql .dump >after.sql
	cmp before.sql after.sql && is '' "$(ls links)"
}
# does: -v says the same; what is held for a limit is told, and is status 1.
does() {
	smscal-plan -v >out 2>err
	d_status=$?
	sed -n 's/^smscal-plan: //p' err >told
	lines told | grep -Ev ': [0-9]+ added, | held for a limit: ' >did
	same out </dev/null && diff -u said did &&
		is "$d_status" "$(grep -c ' held for a limit: ' told |
			sed 's/[1-9].*/1/')"
}
# changed: a line for each message that plan wrote, ended, held or let go.
changed() {
	sql "ATTACH 'before.db' AS was;
	WITH m AS (SELECT c.ref || '/' || ca.ref || ': ' AS label,
	       m.kind || CASE WHEN m.kind = 'reminder' OR m.step > 1
	           THEN '/' || m.step ELSE '' END AS what,
	       strftime(' for %Y-%m-%dT%H:%M:%S+01:00', m.due_at + 3600,
	           'unixepoch') AS due, m.*, w.id AS old_id,
	       w.state AS old_state, w.reason AS old_reason, w.text AS old_text, w.due_at AS old_due
	  FROM main.message m JOIN main.calendar ca ON ca.id = m.calendar_id
	  JOIN main.company c ON c.id = m.company_id
	  LEFT JOIN was.message w ON w.id = m.id)
	SELECT label || 'write ' || what || due || ' to ' || phone || ': ' || text
	  FROM m WHERE state IN ('planned', 'held')
	   AND (old_id IS NULL OR text <> old_text OR due_at <> old_due
	        OR old_state NOT IN ('planned', 'held'))
	UNION SELECT label || substr(state, 1, 6) || ' ' || what || ' (' || state
	           || ': ' || reason || ') to ' || phone
	  FROM m WHERE state IN ('cancelled', 'expired')
	   AND old_state IN ('planned', 'held')
	UNION SELECT label || 'hold ' || what || ' to ' || phone
	  FROM m WHERE state = 'held' AND reason = 'limit' AND with_id IS NULL
	   AND ifnull(old_state, '') <> 'held'
	UNION SELECT label || 'release ' || what || ' to ' || phone
	  FROM m WHERE state = 'planned' AND old_reason = 'limit'
	   AND with_id IS NULL AND text = old_text AND due_at = old_due
	 ORDER BY 1" >rows
	lines rows
}
# has: each of those was said; a time may change again behind a hold.
has() {
	changed | sort >changed.rows
	sed -e 's/: \(add\|rewrite\) /: write /' \
		-e 's/ (held: [^)]*) to/ to/' \
		-e '/: \(hold\|release\) /s/ for [^ ]*//' said | sort -u >said.rows
	is '' "$(comm -23 changed.rows said.rows)"
}

# walk: a month of practices, from the first body on.
walk() {
	rm -rf smscal.db* outbox.jsonl links
	mkdir links
	clock 16 09:00
	for c in a b c; do feed $c 0; done
	admin -q init --test && admin company add acme --name Praxis \
		--zone Europe/Vienna &&
		admin company add muster --name Muster --zone Europe/Vienna \
			--contact 'Dr. Muster' --phone '01 2345678' &&
		admin calendar add acme/a "$T/a.ics" --interval 1m &&
		admin calendar add acme/b "$T/b.ics" --interval 1m &&
		admin calendar add muster/c "$T/c.ics" --interval 1m &&
		admin rule enable acme cancellation &&
		smscal-fetch && smscal-diff && smscal-plan || return 1
	step=0
	for when in '16 10:00' '16 10:03' '16 10:06' '16 11:30' '16 19:58' \
		'17 08:00' '17 12:00' '20 12:00' '20 12:10'; do
		step=$((step + 1))
		# shellcheck disable=SC2086 # words
		clock $when
		for c in a b c; do feed $c $step; done
		rm -f before.db links/*
		sql 'DELETE FROM link'
		ok "$when: the world goes on" operate $step
		# After days without a fetch the feeds are stale (F8).
		[ "$when" = '20 12:00' ] || ok '... is read' quiet smscal-fetch
		ok '... is worked off' quiet smscal-diff
		ok '... -n' would
		ok '... is what -v says' does
		ok '... and what there then is' has
		total=$((total + $(wc -l <said)))
		# Status 1: something was held, or is too late.
		smscal-send 2>/dev/null || [ $? = 1 ] || return 1
	done
}

total=0 seeds=1
[ "${SMSCAL_TEST_ALL-}" = 1 ] && seeds=20
while [ $seeds -gt 0 ]; do
	walk || exit 1
	SEED=$((SEED + 1)) seeds=$((seeds - 1))
done
echo "# $total lines"
ok 'much was said' [ $total -gt 150 ]

# What it says waits for whoever reads it; the database does not.
awk 'BEGIN {
	print "BEGIN:VCALENDAR\nVERSION:2.0"
	for (i = 0; i < 600; i++) {
		printf "BEGIN:VEVENT\nUID:a%d\nDURATION:PT30M\n", i
		printf "DTSTART;TZID=Europe/Vienna:202612%02dT%02d0000\n",
		    1 + i % 28, 8 + i % 10
		printf "SUMMARY:P%d +43 664 1%06d\nEND:VEVENT\n", i, i
	}
	print "END:VCALENDAR"
}' >a.ics
clock 20 12:30
ok 'a feed with much to say' quiet smscal-fetch
run 1 smscal-diff
ok '... which is right' admin calendar accept acme/a
mkfifo pager
smscal-plan -nv >pager 2>dry.err &
dry=$!
exec 3<pager
read -r line <&3
ok '... is said: more than a pipe holds' match 'acme/a: add ' - <<!
$line
!
at_exit "kill $dry 2>/dev/null"
planned() { timeout 8 smscal-plan 2>/dev/null || [ $? = 1 ]; }
ok '... and nobody is kept waiting' planned
cat <&3 >rest
exec 3<&-
ok '... not even the one that says it' wait "$dry"
ok '... all of it' [ "$(wc -c <rest)" -gt 100000 ]
done_testing
