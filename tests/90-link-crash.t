#!/bin/sh
# SPDX-License-Identifier: ISC
# Pull the plug at every point of smscal-plan where it writes or removes .ics
# files (T5), and run it again: each message has its file, each file its row,
# and what a file says is what the database does.
. "${0%/*}/lib.sh"
need sqlite3

mkdir feeds links
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_CONF
cat >smscal.conf <<!
name: link
database: smscal.db
fetch: {directories: [feeds]}
links: {directory: links, url: 'https://t.example.com/i'}
!
# event UID FROM TO TITLE: local times in November 2026, DDTHHMM, in Vienna.
event() {
	printf 'BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20261123T000000Z\r\n' "$1"
	printf 'DTSTART;TZID=Europe/Vienna:202611%s00\r\n' "$2"
	printf 'DTEND;TZID=Europe/Vienna:202611%s00\r\n' "$3"
	printf 'SUMMARY:%s\r\nEND:VEVENT\r\n' "$4"
}

# feed EVENTS...: what the calendar has.
feed() {
	{
		printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n'
		for f_event; do printf '%s\n' "$f_event"; done
		printf 'END:VCALENDAR\r\n'
	} >feeds/next.ics
	mv feeds/next.ics feeds/a.ics
}

# now TIME: the clock in Vienna.
now() {
	SMSCAL_NOW="$1+01:00"
	export SMSCAL_NOW
}

read_feed() { quiet smscal-fetch && quiet smscal-diff; }

# whole: every row has its file, as it was written, and no other file is
# there; every address in a message that is owed is that of a row.
whole() {
	sql "SELECT token || '.ics ' || lower(hex(digest)) FROM link" |
		sort >rows
	find links -type f -exec sha256sum '{}' + |
		sed 's|^\([0-9a-f]*\) .*/|\1 |' |
		awk '{ print $2 " " $1 }' | sort >files
	diff rows files || return 1
	sql "SELECT substr(text, -15) FROM message WHERE state = 'planned'
	    AND kind IN ('confirmation', 'rescheduled')" | sort -u >sent
	cut -d' ' -f1 rows | comm -23 sent - >dangling
	same dangling </dev/null
}

# contents: METHOD and DTSTART of each file.
contents() {
	for t_file in links/*.ics; do
		[ -e "$t_file" ] || continue
		tr -d '\r' <"$t_file" | grep -E '^(DTSTART|METHOD)' |
			paste -s -d ' ' -
	done | sort
}

# pull NAME: at every point of a run from here; what it comes to in the end is
# what a run comes to that nobody disturbs.
pull() {
	sql 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
	rm -rf start
	mkdir start
	cp -a smscal.db links start
	p_at=1
	while [ $p_at -lt 100 ]; do
		rm -rf smscal.db-wal smscal.db-shm links
		cp -a start/smscal.db start/links .
		SMSCAL_FAIL_AT=$p_at smscal-plan >out 2>err
		p_status=$?
		[ $p_status = 0 ] && break
		ok "$1: plug $p_at: pulled" is 99 $p_status
		ok "$1: plug $p_at: the next run" quiet smscal-plan
		ok "$1: plug $p_at: ... is whole" whole
		contents >"times.$p_at"
		p_at=$((p_at + 1))
	done
	[ $p_at = 1 ] && echo '1..0 # skip built without SMSCAL_FAIL_POINTS' &&
		exit 77
	ok "$1: no plug" whole
	contents >times.0
	while [ $p_at -gt 1 ]; do
		p_at=$((p_at - 1))
		ok "$1: plug $p_at: the same files" cmp times.0 "times.$p_at"
	done
}

now 2026-11-23T09:00
anna=$(event anna 24T1600 24T1630 'Anna Gruber, +43 699 10203040')
maria=$(event maria 26T1000 26T1030 'Maria Mayr, +43 664 1234567')
franz=$(event franz 27T1100 27T1130 'Franz Huber +43 660 7654321')
feed "$anna"
ok 'the database' run 0 smscal-admin -q init --test
ok 'the company' run 0 smscal-admin company add acme --name 'Praxis Muster' \
	--zone Europe/Vienna --contact 'Dr. Muster' --phone '+43 316 123456'
ok 'the calendar' run 0 smscal-admin calendar add acme/ordination \
	"$T/feeds/a.ics"
for kind in confirmation rescheduled; do
	ok "a link for $kind" run 0 smscal-admin rule set acme $kind --link yes
done
ok 'the first body' read_feed
ok '... is planned' quiet smscal-plan

now 2026-11-23T09:05
feed "$anna" "$maria" "$franz"
ok 'two are new' read_feed
pull new
ok '... two files' is 2 "$(find links -type f | wc -l)"

now 2026-11-23T09:10
feed "$anna" "$(event maria 26T1200 26T1230 'Maria Mayr, +43 664 1234567')"
ok 'one moves, one is missing' read_feed
ok '... and gone in the end' sql "UPDATE appointment SET state = 'gone'
    WHERE uid = 'franz'"
pull moved
ok '... one with another time, one cancelled' same times.0 <<'!'
METHOD:CANCEL DTSTART:20261127T100000Z
METHOD:PUBLISH DTSTART:20261126T110000Z
!

now 2027-01-05T09:00
pull old
ok '... none is left' is '' "$(ls -A links)"

done_testing
