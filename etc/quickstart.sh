#!/bin/sh
# SPDX-License-Identifier: ISC
# quickstart.sh [FILE.ics | ADDRESS] - see what smscal would send.
#
# Installs what is needed, builds, and runs the whole chain in a directory of
# its own (build/quickstart) over the sample calendar, or over a copy of the
# one given, with a clock of its own: no account, no server, and no SMS leaves
# this machine.
set -eu
LC_ALL=C
export LC_ALL
unset SMSCAL_CONF SMSCAL_NOW
src=$(cd "$(dirname "$0")/.." && pwd)
top=$src/build/quickstart
feed=${1-$src/etc/sample.ics}

die() {
	echo "quickstart: $*" >&2
	exit 1
}

[ $# -le 1 ] || die "usage: sh etc/quickstart.sh [FILE.ics | ADDRESS]"

# need PACKAGE...: install those that are missing.
need() {
	missing=
	for p; do
		dpkg-query -W -f='${db:Status-Status}\n' "$p" 2>/dev/null |
			grep -qx installed || missing="$missing $p"
	done
	[ -n "$missing" ] || return 0
	echo "Installing:$missing"
	sudo=
	[ "$(id -u)" = 0 ] || sudo=sudo
	$sudo apt-get -qq update
	# shellcheck disable=SC2086 # words, one a package
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
		--no-install-recommends install $missing >/dev/null
}

need build-essential cmake ninja-build pkg-config libcurl4-openssl-dev \
	libical-dev libsqlite3-dev libyaml-dev nettle-dev tzdata curl \
	ca-certificates

echo 'Building ...'
mkdir -p "$src/build"
(cd "$src" && cmake --preset release -DBUILD_TESTING=OFF && cmake --build --preset release) \
	>"$src/build/quickstart.log" 2>&1 || {
	tail -n 20 "$src/build/quickstart.log" >&2
	die "the build failed; all of it is in build/quickstart.log"
}
PATH=$src/build/release/bin:$PATH
export PATH

# --- A working directory, a configuration, a company and a calendar.

rm -rf "$top"
mkdir -p "$top/feed"
case $feed in
/* | ./* | ../*) [ -f "$feed" ] || die "there is no file $feed" ;;
*) [ -f "$feed" ] || feed=$(printf '%s\n' "$feed" |
	sed 's,^webcals*:,https:,; /^https*:/!s,^,https://,') ;;
esac
case $feed in
http://* | https://*)
	curl -fsSL --proto '=http,https' --max-time 60 -o "$top/feed/calendar.ics" \
		"$feed" || die "cannot download that address"
	;;
*) cp "$feed" "$top/feed/calendar.ics" ;;
esac

cat >"$top/smscal.conf" <<!
# Made by quickstart.sh.  See smscal.conf(5).
name: quickstart
database: smscal.db
spool: spool
fetch:
  directories: [feed]
gateways:
  file: {type: file, path: outbox.jsonl}
!
SMSCAL_CONF=$top/smscal.conf
export SMSCAL_CONF

zone=Europe/Vienna
if [ $# = 1 ]; then
	here=$(readlink /etc/localtime | sed 's,.*/zoneinfo/,,')
	case $here in
	*/*) [ "$here" = Etc/UTC ] || zone=$here ;;
	esac
	start=$(TZ=$zone date -d 'today 10:00' +%s)
else
	start=$(TZ=$zone date -d '2027-01-11 10:00' +%s)
fi

SMSCAL_NOW=$start
export SMSCAL_NOW
smscal-admin -q init --test >/dev/null
smscal-admin company add demo --name 'Ordination Dr. Muster' \
	--phone '+43 316 123456' --zone "$zone" --country-code 43 --language de
smscal-admin calendar add demo/calendar "$top/feed/calendar.ics"
for kind in confirmation reminder rescheduled feedback; do
	smscal-admin rule enable demo "$kind"
done

# --- The chain, at one moment after the other.

seen=0

# at SECONDS: the clock is so far behind the start.
at() {
	SMSCAL_NOW=$((start + $1))
}

chain() {
	for tool in fetch diff receive plan send; do
		"smscal-$tool" || die "smscal-$tool failed at $(clock)"
	done
	[ -f "$top/outbox.jsonl" ] || return 0
	sent=$(wc -l <"$top/outbox.jsonl")
	[ "$sent" -gt "$seen" ] || return 0
	tail -n +$((seen + 1)) "$top/outbox.jsonl" |
		sed 's/.*"to":"\([^"]*\)".*"text":"\(.*\)","at".*/\1  \2/' |
		sed "s/^/  $(clock)  SMS to /"
	seen=$sent
}

clock() {
	TZ=$zone date -d "@$SMSCAL_NOW" '+%a %d %b %H:%M'
}

step() {
	printf '\n%s  %s\n' "$(clock)" "$1"
}

# add_appointment: somebody enters one more date into the calendar.
add_appointment() {
	awk '/^END:VCALENDAR/ {
		printf "BEGIN:VEVENT\r\nUID:new@smscal.example\r\n"
		printf "DTSTAMP:20270111T090000Z\r\n"
		printf "DTSTART;TZID=Europe/Vienna:20270114T090000\r\n"
		printf "DTEND;TZID=Europe/Vienna:20270114T093000\r\n"
		printf "SUMMARY:Beat Muster\\, +41 79 123 45 67\r\n"
		printf "END:VEVENT\r\n"
	}
	{ print }' "$top/feed/calendar.ics" >"$top/feed/next"
	mv "$top/feed/next" "$top/feed/calendar.ics"
}

# move_appointment: the first single one of tomorrow or later that has a
# telephone number begins and ends an hour later.  Says which.
move_appointment() {
	TZ=$zone awk -v after="$(TZ=$zone date -d "@$((SMSCAL_NOW + 86400))" \
		+%Y%m%d)" -v out="$top/feed/next" '
	function later(line,    at, hour) {
		at = match(line, /T[0-9][0-9][0-9][0-9][0-9][0-9]/)
		hour = substr(line, at + 1, 2) + 1
		return substr(line, 1, at) sprintf("%02d", hour) \
		    substr(line, at + 3)
	}
	function flush(    i, title) {
		ok = !moved && !series && timed && day >= after && phone
		for (i = 1; i <= n; i++) {
			if (ok && v[i] ~ /^DT(START|END)[;:]/)
				v[i] = later(v[i])
			if (ok && v[i] ~ /^SUMMARY/)
				title = v[i]
			print v[i] >out
		}
		if (ok) {
			sub(/^SUMMARY[^:]*:/, "", title)
			gsub(/\\|\r/, "", title)
			print title
			moved = 1
		}
		n = 0
	}
	/^BEGIN:VEVENT/ { inside = 1; series = timed = phone = 0; day = "" }
	inside { v[++n] = $0 }
	!inside { print >out }
	/^(RRULE|RDATE|RECURRENCE-ID)/ { series = 1 }
	/^SUMMARY.*[+0][0-9 ()\/.-][0-9 ()\/.-]*[0-9]/ && !/#nosms/ { phone = 1 }
	/^DTSTART[;:].*T[01][0-9][0-9][0-9][0-9][0-9]/ {
		timed = 1
		day = $0
		sub(/^.*:/, "", day)
		day = substr(day, 1, 8)
	}
	/^END:VEVENT/ { flush(); inside = 0 }
	END { exit !moved }' "$top/feed/calendar.ics" || return 1
	mv "$top/feed/next" "$top/feed/calendar.ics"
}

printf '\n'
step 'The calendar is fetched for the first time: what is in it is known.'
chain
smscal-admin message list --state planned

if [ $# = 0 ]; then
	at 600
	step 'Somebody enters an appointment on Thursday ...'
	add_appointment
	chain
	at 960
	chain
fi

at 1800
if title=$(move_appointment); then
	step "Somebody moves an appointment by an hour: $title ..."
	chain
	at 2160
	chain
else
	step 'There is no single appointment with a number to move.'
fi

step 'The next three days, hour by hour:'
hour=1
while [ $hour -le 72 ]; do
	at $((hour * 3600))
	chain
	hour=$((hour + 1))
done

printf '\nWhat is planned now, and what became of the rest:\n\n'
smscal-admin message list

cat <<!

Nothing has left this machine: the texts are in build/quickstart/outbox.jsonl.
To look around, type:

  export SMSCAL_CONF=$SMSCAL_CONF PATH=$src/build/release/bin:\$PATH
  export SMSCAL_NOW=$SMSCAL_NOW
  smscal-admin calendar list
  smscal-admin rule list demo/calendar
  smscal-admin rule set demo reminder/1 --days 2 --at 09:00
  smscal-plan -nv

To install it for good, in a shell without these, see README, "Installation".
!
