#!/bin/sh
# SPDX-License-Identifier: ISC
# status: for people, as JSON, for Nagios and for Prometheus.
. "${0%/*}/lib.sh"
. "$SRC/tests/practice.sh"
need sqlite3 python3

export SMSCAL_NOW=2025-06-17T09:00:00+02:00

# check STATUS LINE OPTION...: what the plugin says.
check() {
	printf '%s\n' "$2" >want
	c_status=$1
	shift 2
	run "$c_status" smscal-admin status --check "$@" && same out <want &&
		same err </dev/null
}

ok 'no database' check 3 "SMSCAL UNKNOWN - there is no database \
$T/smscal.db: run smscal-admin init"
smscal-admin init --test >/dev/null
never='the tools never ran: is the chain in the crontab?'
ok 'no chain yet' check 2 "SMSCAL CRITICAL - $never | due=0 held=0 unsure=0"
ok 'one of it' quiet smscal-fetch
never='smscal-diff never ran; smscal-receive never ran; smscal-plan never ran; smscal-send never ran'
ok '... is none' check 2 "SMSCAL CRITICAL - $never | due=0 held=0 unsure=0"
smscal-admin company add acme --name 'Ordination Dr. Muster' \
	--zone Europe/Vienna --language de --country-code 43
{
	event a 20250618 150000 'Maria Mayr\, +43 664 1234567'
	event b 20250619 160000 'Ivo Novak\, +43 664 1234568'
	event c 20250627 100000 'Ohne Nummer'
} | feed >feed.ics
smscal-admin calendar add acme/ordination "$T/feed.ics"
ok 'a chain' quiet chain
ok '... and all is well' check 0 \
	'SMSCAL OK - 1 calendar, nothing late | due=0 held=0 unsure=0'
SMSCAL_NOW=2025-06-17T10:01:00+02:00
ok 'what is due' quiet chain
SMSCAL_NOW=2025-06-17T10:04:00+02:00
ok 'status' run 0 smscal-admin status
ok '... tells of tools, calendars, accounts and messages' same out <<'!'
Last run: fetch 3 min ago, diff 3 min ago, receive 3 min ago, plan 3 min ago, send 3 min ago.

CALENDAR         STATE   LAST GOOD FETCH  LAST CHANGE  NEXT      COMING  NO PHONE
acme/ordination  active  3 min ago        64 min ago   in 2 min  3       1

GATEWAY  OF    ACCEPTED  FAILED  UNKNOWN  HELD
file     acme  1         0       0
(in the last 24 hours)

Messages: 0 due, 0 unsure, held: none.
!
ok '--json' run 0 smscal-admin status --json
ok '... has the same' is 'OK|acme/ordination|3|1|1|2025-06-17T10:01:00+02:00' \
	"$(json out '$[0].status')|$(json out '$[0].calendars[0].ref')|$(
	json out '$[0].calendars[0].coming')|$(
	json out '$[0].calendars[0].without_phone')|$(
	json out '$[0].accounts[0].accepted')|$(
	json out '$[0].calendars[0].good_at')"

# --- what is not well -------------------------------------------------------

SMSCAL_NOW=2025-06-17T10:20:00+02:00
ok 'no chain for a quarter of an hour' run 2 smscal-admin status --check
ok '... is critical' match \
	'^SMSCAL CRITICAL - no tool ran for 19 min: does cron run .* \| due=0' out
ok '... but for who says more' check 0 \
	'SMSCAL OK - 1 calendar, nothing late | due=0 held=0 unsure=0' \
	--chain 30m
SMSCAL_NOW=2025-06-17T13:00:00+02:00
for tool in diff receive plan send; do "smscal-$tool"; done
ok 'a tool that cron has lost' run 2 smscal-admin status --check
ok '... is named' match '^SMSCAL CRITICAL - smscal-fetch did not run for 2 h' out
mv feed.ics gone.ics
for tool in fetch diff receive plan send; do "smscal-$tool" 2>/dev/null; done
ok 'a feed that is dead for 2 h' run 1 smscal-admin status --check
ok '... is a warning, and why' match \
	'^SMSCAL WARNING - acme/ordination: no good fetch for 2 h: .*' out
ok '... critical for who wants so' run 2 smscal-admin status --check --dead 2h
mv gone.ics feed.ics
sql 'UPDATE feed SET next_at = 0'
ok 'it is back' quiet chain
sql "UPDATE message SET state = 'held', reason = 'limit' WHERE name = 'Ivo Novak'"
ok 'what is held' check 1 \
	'SMSCAL WARNING - 1 message is held | due=0 held=1 unsure=0'
sql "UPDATE message SET reason = 'missing' WHERE name = 'Ivo Novak'"
ok '... but not for a quarter of an hour' check 0 \
	'SMSCAL OK - 1 calendar, nothing late | due=0 held=0 unsure=0'
sql "UPDATE message SET state = 'unsure', reason = NULL WHERE name = 'Ivo Novak'"
ok 'what is unsure' check 1 \
	'SMSCAL WARNING - of 1 message nobody knows whether the gateway took it | due=0 held=0 unsure=1'
sql "UPDATE message SET state = 'planned', send_at = 1750154400, due_at = 1750154400
	WHERE name = 'Ivo Novak'"
ok 'what is due and does not go' check 1 \
	'SMSCAL WARNING - 1 message is due, the oldest for 60 min | due=1 held=0 unsure=0' \
	--backlog 30m
ok '... for longer' run 2 smscal-admin status --check
ok '... is critical' match 'SMSCAL CRITICAL - 1 message is due' out
sql "INSERT INTO account_hold (gateway, token_file, since_at, until_at, wait_s,
	reason) VALUES ('file', '', 1750157000, 1750160000, 60, 'the | token')"
ok 'an account that is stopped' run 2 smscal-admin status --check
ok '... is told, in one line with one bar' is 1 \
	"$(grep -c 'the account file of acme is held: the / token[^|]*| due=1' out)"
smscal-admin status >out
ok '... and to people' match '^file +acme .* the \| token, [0-9]+ min ago$' out
smscal-admin pause
ok 'a pause' run 2 smscal-admin status --check
ok '... is told' match 'all sending is paused' out
smscal-admin resume
sql "UPDATE installation SET clock_bad = 'the clock went back'"
ok 'a clock that is not believed' run 2 smscal-admin status --check
ok '... is told first' match '^SMSCAL CRITICAL - clock: the clock went back' out
ok 'of a company' run 2 smscal-admin status --check acme
ok 'no such company' check 3 \
	"SMSCAL UNKNOWN - there is no company 'acne': did you mean 'acme'?" acne
ok 'two forms' run 64 smscal-admin status --check --json
ok '... are one too many' same err <<'!'
smscal-admin: --json, --check and --metrics are three forms: choose one
!
ok 'a limit that is none' run 64 smscal-admin status --chain soon
ok '... is refused' match '^smscal-admin: --chain: ' err

# --- Prometheus -------------------------------------------------------------

ok 'metrics' run 0 smscal-admin status --metrics
ok '... as the format has them' python3 - <<'!'
import re
seen, typed = {}, set()
for line in open("out", encoding="utf-8"):
    line = line.rstrip("\n")
    if line.startswith("# HELP "):
        continue
    if line.startswith("# TYPE "):
        name, kind = line.split()[2:]
        assert kind == "gauge" and name not in typed, line
        typed.add(name)
        continue
    m = re.fullmatch(r'([a-z_]+)(\{[a-z_]+="(?:[^"\\]|\\.)*"'
                     r'(?:,[a-z_]+="(?:[^"\\]|\\.)*")*\})? (-?\d+)', line)
    assert m and m[1] in typed, line
    assert (m[1], m[2]) not in seen, line
    seen[m[1], m[2]] = int(m[3])
assert seen["smscal_status", None] == 2
assert seen["smscal_calendar_appointments",
            '{calendar="acme/ordination"}'] == 3
assert seen["smscal_account_held", '{gateway="file",of="acme"}'] == 1
assert seen["smscal_messages_due", None] == 1
assert seen["smscal_tool_last_run_timestamp_seconds",
            '{tool="smscal-plan"}'] == 1750158000
!
mv out metrics
mkdir collector
ok '... in a file' quiet smscal-admin status --metrics \
	--output collector/smscal.prom
ok '... that the collector reads' is '644 collector/smscal.prom' \
	"$(stat -c '%a %n' collector/*)"
ok '... the same' cmp metrics collector/smscal.prom
ok '--output without' run 64 smscal-admin status --output x

# --- a real installation ----------------------------------------------------

unset SMSCAL_NOW
sed "s|^database:.*|database: $T/real.db|" smscal.conf >real.conf
smscal-admin -c real.conf init >/dev/null
smscal-admin -c real.conf company add acme --name A --zone Europe/Vienna
for tool in fetch diff receive plan send; do "smscal-$tool" -c real.conf; done
ok 'a company whose messages go to a file' run 1 \
	smscal-admin -c real.conf status --check
ok '... is a warning' same out <<'!'
SMSCAL WARNING - acme: messages go to a file (gateway file), to nobody | due=0 held=0 unsure=0
!
done_testing
