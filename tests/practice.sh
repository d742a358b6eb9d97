# SPDX-License-Identifier: ISC
# shellcheck shell=sh
# A practice with a calendar in a file and the gateway `file`, for tests of
# what smscal-admin shows and looks after; source it behind lib.sh.
need sqlite3

mkdir -p spool/bad
cat >smscal.conf <<!
name: test
database: $T/smscal.db
spool: $T/spool
parser: $BIN/smscal-parse
fetch: {directories: [$T]}
gateways:
  file: {type: file, path: $T/outbox.jsonl}
!
export SMSCAL_CONF="$T/smscal.conf"

# event UID DAY TIME SUMMARY [LINE...]: half an hour in Vienna.
event() {
	printf '%s\r\n' BEGIN:VEVENT "UID:$1" "DTSTART;TZID=Europe/Vienna:$2T$3" \
		DURATION:PT30M "SUMMARY:$4"
	shift 4
	[ $# = 0 ] || printf '%s\r\n' "$@"
	printf 'END:VEVENT\r\n'
}

# feed: a calendar of the events on standard input.
feed() {
	printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 'PRODID:-//x//x//EN'
	cat
	printf 'END:VCALENDAR\r\n'
}

# practice: acme, whose calendar acme/ordination is feed.ics.
practice() {
	smscal-admin init --test >/dev/null
	smscal-admin company add acme --name 'Ordination Dr. Muster' \
		--zone Europe/Vienna --language de --country-code 43
	smscal-admin calendar add acme/ordination "$T/feed.ics"
}

# chain: as cron runs it, up to the first that fails.
chain() {
	for tool in fetch diff receive plan send; do
		"smscal-$tool" || return 1
	done
}
