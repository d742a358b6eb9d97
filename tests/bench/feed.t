#!/bin/sh
# SPDX-License-Identifier: ISC
# What a feed costs (D2): unchanged but for DTSTAMP, one event changed, and a
# first import; against a program that parses the same body with libical and
# reads three properties.  Processor time of fetch and diff together, with
# their children and the database; medians of interleaved pairs.  The tools
# are built for release, without tests.
. "${0%/*}/../lib.sh"
need awk cc pkg-config

pairs=5
dir=$SRC/tests/bench
# shellcheck disable=SC2046 # words of pkg-config
{
	cmake -S "$SRC" -B "$BUILD/bench" -G Ninja -DBUILD_TESTING=OFF \
		-DCMAKE_BUILD_TYPE=RelWithDebInfo &&
		cmake --build "$BUILD/bench" &&
		cc -O2 -o cost "$dir/cost.c" &&
		cc -O2 -o libical "$dir/libical.c" \
			$(pkg-config --cflags --libs libical)
} >cmake.log 2>&1 || {
	cat cmake.log
	exit 1
}
PATH=$BUILD/bench/bin:$T:$PATH

cat >smscal.conf <<'!'
name: bench
database: smscal.db
fetch: {directories: [.], max_mib: 200}
!
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_CONF

# Each fetch is five minutes later than the one before.
now=1795597200
tick() {
	now=$((now + 300))
	SMSCAL_NOW=$now
	export SMSCAL_NOW
}

# feed STYLE N [LATE]: as the server makes it at this moment; on disk, where
# a commit of ours would else bring it, and pay for it.
feed() {
	awk -v style="$1" -v n="$2" -v late="${3-0}" \
		-v stamp="$(date -u -d "@$now" +%Y%m%dT%H%M%SZ)" \
		-f "$dir/feed.awk" >next && sync next && mv next calendar.ics
}

# spend FILE COMMAND...: "microseconds KiB", one more line of FILE.
spend() {
	to=$1
	shift
	cost "$@" >>"$to" 2>>said || {
		echo "# $* failed"
		tail -n 5 said | sed 's/^/# /'
		exit 1
	}
}

# ours FILE: fetch and diff, together in one line of FILE.
ours() {
	rm -f both
	spend both smscal-fetch
	spend both smscal-diff
	awk '{ us += $1; if ($2 > max) max = $2 }
		END { print us, max }' both >>"$1"
}

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[(NR + 1) / 2] }'; }
largest() { awk '$2 > max { max = $2 } END { print max }' "$1"; }

# A new installation, with the calendar and nothing known of it.
start() {
	rm -f smscal.db*
	smscal-admin -q init --test >/dev/null &&
		smscal-admin company add acme --name Praxis \
			--zone Europe/Vienna &&
		smscal-admin calendar add acme/ordination "$T/calendar.ics"
}

# say WHAT LEAST MOST: the ratio, which must be at least LEAST / 10 times less
# or at most MOST / 10 times as much ('-': no matter), and the memory.
say() {
	theirs=$(median theirs) own=$(median own) mem=$(largest own)
	body=$(($(wc -c <calendar.ics) / 1024))
	awk -v what="$what: $1" -v a="$theirs" -v b="$own" -v mem="$mem" \
		-v body="$body" 'BEGIN {
		printf "# %s: libical %d ms, ours %d ms: ", what, a / 1000,
		    b / 1000
		printf(a > b ? "%.1f times less" : "%.2f times as much",
		    a > b ? a / b : b / a)
		printf "; %.1f MiB for a body of %.1f MiB\n", mem / 1024,
		    body / 1024
	}'
	[ "$2" = - ] || ok "$what: $1: at least $(($2 / 10)) times less" \
		[ $((own * $2)) -le $((theirs * 10)) ]
	[ "$3" = - ] || ok "$what: $1: at most $3 tenths of it" \
		[ $((own * 10)) -le $((theirs * $3)) ]
	ok "$what: $1: memory under twice the body and 16 MiB" \
		[ "$mem" -lt $((2 * body + 16 * 1024)) ]
	rm -f theirs own
}

events() { sql "SELECT count(*) FROM component WHERE kind = 'event'
    AND state = 'known'"; }

# bench STYLE N LEAST MOST
bench() {
	what="$1, $2 events"
	feed "$1" "$2"
	for pair in $(seq $pairs); do
		start || exit 1
		tick
		spend theirs libical calendar.ics
		ours own
	done
	ok "$what: all are known" is "$2" "$(events)"
	ok "$what: ... as appointments with a number" is "$2" "$(sql \
		'SELECT count(DISTINCT appointment_id) FROM recipient')"
	say 'first import' - "$4"
	imported=$now

	for pair in $(seq $pairs); do
		tick
		feed "$1" "$2"
		spend theirs libical calendar.ics
		ours own
	done
	ok "$what: no body was written" is 1 "$(sql \
		"SELECT count(*) FROM feed WHERE body_at = $imported
			AND good_at = $now")"
	say 'unchanged but for DTSTAMP' "$3" -

	for pair in $(seq $pairs); do
		tick
		feed "$1" "$2" "$pair"
		spend theirs libical calendar.ics
		ours own
	done
	ok "$what: one was moved, each time" is "1|$((pairs + 1))" "$(sql \
		'SELECT count(*), max(rev) FROM appointment WHERE rev > 1')"
	say 'one event changed' "$3" -
}

# How busy the machine is: what it does beside takes the caches from all.
load() { echo "# load: $(cut -d ' ' -f 1-3 /proc/loadavg)"; }

load
for style in google outlook; do
	bench $style 1000 - -
	bench $style 10000 - -
	bench $style 50000 120 25
	load
done

done_testing
