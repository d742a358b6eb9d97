#!/bin/sh
# SPDX-License-Identifier: ISC
# text count and render: what a text costs, and how it would go out.
. "${0%/*}/lib.sh"
need sqlite3 python3

admin() { smscal-admin "$@"; }
count() { smscal-admin text count "$@"; }

# refused SENTENCE COMMAND...: 64, nothing on stdout, that alone on stderr.
refused() {
	printf 'smscal-admin: %s\n' "$1" >want
	shift
	run 64 "$@" && same out </dev/null && same err <want
}

# gives JSON COMMAND...: exactly that line, and no more.
gives() {
	printf '%s\n' "$1" >want
	shift
	run 0 "$@" && same out <want && same err </dev/null
}

: >smscal.conf
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_CONF

# --- count ------------------------------------------------------------------

ok 'GSM 7 bit' run 0 count 'Termin um 9 Uhr'
ok '... in lines' same out <<'!'
encoding         GSM-7
characters       15
segments         1
!
ok 'UCS-2, and what forced it' run 0 count '„Café“ 9–10 … ç 9–10'
ok '... each character once' same out <<'!'
encoding         UCS-2
characters       20
segments         1
forced           „ U+201E
forced           “ U+201C
forced           – U+2013
forced           … U+2026
forced           ç U+00E7
!
ok 'smart' gives \
	'{"encoding":"GSM-7","characters":15,"segments":1,"forced":[]}' \
	count --json --smart '„Café“ 9–10 …'
ok '... wherever the option stands' gives \
	'{"encoding":"GSM-7","characters":15,"segments":1,"forced":[]}' \
	count '„Café“ 9–10 …' --smart --json
ok 'the same text as it is' gives \
	'{"encoding":"UCS-2","characters":13,"segments":1,"forced":["„","“","–","…"]}' \
	count --json '„Café“ 9–10 …'
ok 'nothing' gives \
	'{"encoding":"GSM-7","characters":0,"segments":0,"forced":[]}' \
	count --json ''
ok 'a text that looks like an option' gives \
	'{"encoding":"GSM-7","characters":6,"segments":1,"forced":[]}' \
	count --json -- '--json'
ok 'a control character is shown as what it is' run 0 count "$(printf 'a\tb')"
ok '... with its number' match '^forced +\\x09 U\+0009$' out

# input BYTES JSON: from standard input.
input() {
	printf %b "$1" >text
	printf '%s\n' "$2" >want
	run 0 count --json - <text || return 1
	same out <want
}
ok 'standard input, less its last line break' input 'a b\n' \
	'{"encoding":"GSM-7","characters":3,"segments":1,"forced":[]}'
ok '... and no more' input ' a b\n\n' \
	'{"encoding":"GSM-7","characters":5,"segments":1,"forced":[]}'
ok 'a byte that is not UTF-8' input 'a\0377b' \
	'{"encoding":"UCS-2","characters":3,"segments":1,"forced":["�"]}'
ok 'no text' refused \
	'too few operands; usage: smscal-admin text count TEXT [options]' count

# Known answers, on which two other implementations agree.
cat >known.py <<'!'
import json, os, subprocess, sys

bad = n = 0
for line in open(sys.argv[1], encoding="utf-8"):
    if line.startswith("#"):
        continue
    text, encoding, segments = line.rstrip("\n").split("\t")
    text = json.loads(text)
    out = json.loads(subprocess.run(
        ["smscal-admin", "text", "count", "--json", "--", text],
        stdout=subprocess.PIPE, check=True).stdout)
    want = {"encoding": encoding, "characters": len(text),
            "segments": int(segments)}
    forced = out.pop("forced")
    if out != want or (encoding == "GSM-7") != (forced == []):
        print(repr(text), want, out, forced)
        bad += 1
    n += 1
print(n, "texts")
sys.exit(bad != 0 or n < 100)
!
ok 'known answers' python3 known.py "$SRC/tests/data/segments.tsv"

# --- render -----------------------------------------------------------------

cat >smscal.conf <<!
name: text
database: smscal.db
!
SMSCAL_NOW=2026-11-24T09:00:00+01:00
export SMSCAL_NOW
ok 'the database' run 0 admin -q init --test
ok 'a company' run 0 admin company add acme --name 'Praxis Muster' \
	--zone Europe/Vienna --fallback name=Kunde
ok 'a calendar' run 0 admin calendar add acme/ordination \
	https://calendar.example.com/private.ics
render() { smscal-admin text render acme/ordination "$@"; }

ok 'a confirmation, with sample values' run 0 render confirmation
ok '... as it would go out' same out <<'!'
rule             confirmation
state            on
due              2026-11-24 09:00
text             Guten Tag Maria Mayr, Ihr Termin bei Praxis Muster ist eingetragen: Mi 25.11.2026 10:00
encoding         GSM-7
characters       87
segments         1
!
sql .dump >before.sql
ok 'values of one'\''s own' run 0 render reminder --name 'Max Moritz' \
	--start '2026-11-30 14:30' --json
ok '... as JSON' same out <<'!'
{"calendar":"acme/ordination","kind":"reminder","step":1,"active":true,"due_at":"2026-11-29T10:00:00+01:00","text":"Guten Tag Max Moritz, wir erinnern Sie an Ihren Termin bei Praxis Muster: Montag, 30.11.2026, 14:30 Uhr.","encoding":"GSM-7","characters":104,"segments":1,"forced":[],"too_long":false}
!
ok 'a time with its offset' run 0 render reminder \
	--start 2026-11-30T14:30:00Z
ok '... in the calendar'\''s zone' match '30.11.2026, 15:30 Uhr' out
ok 'another language' run 0 render confirmation --language en
ok '... the built-in text' match 'Hello Maria Mayr.*Wed 25/11/2026 10:00$' out
ok 'a rule that is off' run 0 render feedback
ok '... is shown as off' match '^state +off$' out
sql .dump >after.sql
ok 'nothing is written' cmp before.sql after.sql

ok 'a second step' run 0 admin rule add acme reminder/2 --days 3 --at 09:00 \
	--text '{day}: {name}, {location}, {time}-{endtime}'
ok '... by option' run 0 render reminder --step 2 --location 'Ring 1' \
	--end '2026-11-28 11:15'
ok '... {day} as it is true three days before' match \
	'^text +.*28\.11\.2026: Maria Mayr, Ring 1, 10:00-11:15$' out
ok '... goes three days before' match '^due +2026-11-25 09:00$' out
ok '... or with the kind' run 0 render reminder/2
ok 'the fallback of an empty name' run 0 render reminder/2 --name ''
ok '... stands in the text' match ': Kunde, ' out
ok 'a cap of one segment' run 0 admin rule set acme confirmation \
	--segments 1 --text "$(printf '%0170d' 0)"
ok '... is told' run 0 render confirmation
ok '... as held' match \
	"^note +longer than the rule's 1 segments: held\$" out

ok 'no such step' refused \
	"acme/ordination has no reminder/7; 'smscal-admin rule list acme/ordination' shows what it has" \
	render reminder --step 7
ok 'a wrong kind' refused \
	"'remindr' is not known: did you mean 'reminder'? Allowed are confirmation, reminder, rescheduled, feedback, followup and cancellation" render remindr
ok 'a wrong time' refused \
	"--start: 'tomorrow' is no time: give Unix seconds, or ISO 8601 with an offset, like 2026-11-24T10:00:00+01:00" \
	render reminder --start tomorrow
ok 'an end before the start' refused '--end: it is before the start' \
	render reminder --start '2026-11-30 10:00' --end '2026-11-30 09:00'
ok 'a wrong language' run 64 render reminder --language xx
ok '... names the option' match '^smscal-admin: --language: ' err
ok 'a company is no calendar' run 64 admin text render acme reminder

done_testing
