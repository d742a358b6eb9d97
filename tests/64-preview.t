#!/bin/sh
# SPDX-License-Identifier: ISC
# preview: what a feed would come to, before anything is stored.
. "${0%/*}/lib.sh"
. "$SRC/tests/nginx.sh"
need sqlite3 python3

cat >smscal.conf <<!
name: preview
database: smscal.db
fetch: {allow_private: yes, directories: [$T/feeds]}
!
SMSCAL_CONF=$T/smscal.conf
SMSCAL_NOW=2026-11-24T09:00:00+01:00
export SMSCAL_CONF SMSCAL_NOW
preview() { smscal-admin preview "$@"; }

# event LINE...: of a feed.
event() {
	printf 'BEGIN:VEVENT\nDTSTAMP:20261101T000000Z\n'
	printf '%s\n' "$@"
	printf 'END:VEVENT\n'
}

# The second of two lines that differ in nothing, a rule's EXDATE, a moved
# instance, and one of each that gets nothing.
{
	printf 'BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-TIMEZONE:Europe/Vienna\n'
	event UID:b DTSTART:20261126T090000Z DTEND:20261126T093000Z \
		'SUMMARY:Maria Mayr\, +43 664 1234567' 'LOCATION:Raum 2' \
		'DESCRIPTION:Kontrolle\nnüchtern' 'X-PHONE:+43 660 7654321' \
		'ATTENDEE;CN="Huber, Franz":mailto:f@example.org' \
		'BEGIN:VALARM' 'ACTION:DISPLAY' 'DESCRIPTION:weg' 'END:VALARM'
	event UID:a DTSTART:20261126T090000Z DTEND:20261126T093000Z \
		'SUMMARY:Franz Huber 0660 7654321'
	event UID:s 'DTSTART;TZID=Europe/Vienna:20261123T150000' \
		'DTEND;TZID=Europe/Vienna:20261123T153000' \
		'RRULE:FREQ=DAILY;COUNT=5' \
		'EXDATE;TZID=Europe/Vienna:20261124T150000' \
		'SUMMARY:Anna Gruber +43 699 10203040'
	event UID:s 'RECURRENCE-ID;TZID=Europe/Vienna:20261125T150000' \
		'DTSTART;TZID=Europe/Vienna:20261125T160000' \
		'DTEND;TZID=Europe/Vienna:20261125T163000' \
		'SUMMARY:Anna Gruber +43 699 10203040'
	event UID:day 'DTSTART;VALUE=DATE:20261127' \
		'DTEND;VALUE=DATE:20261129' 'SUMMARY:Urlaub +43 664 1112223'
	event UID:land DTSTART:20261128T090000Z DTEND:20261128T093000Z \
		'SUMMARY:Otto Frei\, +43 1 5123456'
	event UID:none DTSTART:20261128T100000Z DTEND:20261128T103000Z \
		'SUMMARY:Teambesprechung'
	event UID:no DTSTART:20261128T110000Z DTEND:20261128T113000Z \
		'SUMMARY:Eva Blau +43 664 9998887 #nosms'
	event UID:off DTSTART:20261128T120000Z DTEND:20261128T123000Z \
		'SUMMARY:Ida Rot +43 664 9998887' STATUS:CANCELLED
	event UID:long DTSTART:20261123T200000Z DTEND:20261124T060000Z \
		'SUMMARY:Nachtdienst'
	event UID:later DTSTART:20261201T090000Z DTEND:20261201T093000Z \
		'SUMMARY:Zu spät +43 664 1234567'
	printf 'END:VCALENDAR\n'
} >basic.ics

cat >show.py <<'!'
import json, sys

rows = json.load(sys.stdin)
keys = ["uid", "recurrence_id", "start", "end", "all_day", "summary",
        "location", "description", "name", "phone", "reason", "messages"]
for r in rows:
    assert list(r)[:12] == keys, list(r)
    assert (r["reason"] is None) == (r["messages"] != []), r
    m = ["%s %s%s" % (m["kind"], m["due_at"], " past" * m["past"])
         for m in r["messages"]]
    print("|".join(str(x) for x in [
        r["uid"], r["recurrence_id"], r["start"], r["end"], r["name"],
        r["phone"], r["reason"], ", ".join(m)]))
!
# gives: these rows, by the preview that was run.
gives() { python3 show.py <out >rows && same rows; }

ok 'a file, without a company or a database' run 0 preview basic.ics --json
ok '... silently' same err </dev/null
ok '... each occurrence of a week, in order of start and uid' gives <<'!'
long|None|2026-11-23T21:00:00+01:00|2026-11-24T07:00:00+01:00|Nachtdienst|None|no number|
s|2026-11-25T15:00:00+01:00|2026-11-25T16:00:00+01:00|2026-11-25T16:30:00+01:00|Anna Gruber|+4369910203040|None|reminder 2026-11-24T10:00:00+01:00
a|None|2026-11-26T10:00:00+01:00|2026-11-26T10:30:00+01:00|Franz Huber|None|0660 7654321 has no country code, and none is set for the calendar|
b|None|2026-11-26T10:00:00+01:00|2026-11-26T10:30:00+01:00|Maria Mayr|+436641234567|None|reminder 2026-11-25T10:00:00+01:00
s|2026-11-26T15:00:00+01:00|2026-11-26T15:00:00+01:00|2026-11-26T15:30:00+01:00|Anna Gruber|+4369910203040|None|reminder 2026-11-25T10:00:00+01:00
day|None|2026-11-27|2026-11-29|Urlaub|+436641112223|all-day, and no rule's condition says all-day|
s|2026-11-27T15:00:00+01:00|2026-11-27T15:00:00+01:00|2026-11-27T15:30:00+01:00|Anna Gruber|+4369910203040|None|reminder 2026-11-26T10:00:00+01:00
land|None|2026-11-28T10:00:00+01:00|2026-11-28T10:30:00+01:00|Otto Frei|None|+4315123456 is a landline|
none|None|2026-11-28T11:00:00+01:00|2026-11-28T11:30:00+01:00|Teambesprechung|None|no number|
no|None|2026-11-28T12:00:00+01:00|2026-11-28T12:30:00+01:00|Eva Blau|+436649998887|#nosms|
off|None|2026-11-28T13:00:00+01:00|2026-11-28T13:30:00+01:00|Ida Rot|+436649998887|it is cancelled|
!
ok '... and there is still no database' not [ -e smscal.db ]
ok '... null where nothing is' python3 -c '
import json
r = {x["uid"]: x for x in json.load(open("out"))}
assert r["a"]["location"] is None and r["a"]["description"] is None
assert r["b"]["location"] == "Raum 2"
assert r["b"]["description"] == "Kontrolle\nnüchtern"
assert r["day"]["all_day"] is True and r["b"]["all_day"] is False
m = r["b"]["messages"][0]
assert m["phone"] == "+436641234567" and m["segments"] == 1, m
assert m["level"] == "built in" and "26.11.2026, 10:00" in m["text"], m'

ok 'a country, two days, another zone' run 0 preview basic.ics --json \
	--country 43 --from 2026-11-26 --days 1 --zone America/New_York
ok '... an event of UTC in that zone' gives <<'!'
a|None|2026-11-26T04:00:00-05:00|2026-11-26T04:30:00-05:00|Franz Huber|+436607654321|None|reminder 2026-11-25T10:00:00-05:00
b|None|2026-11-26T04:00:00-05:00|2026-11-26T04:30:00-05:00|Maria Mayr|+436641234567|None|reminder 2026-11-25T10:00:00-05:00
s|2026-11-26T09:00:00-05:00|2026-11-26T09:00:00-05:00|2026-11-26T09:30:00-05:00|Anna Gruber|+4369910203040|None|reminder 2026-11-25T10:00:00-05:00
!
ok 'a past day: the times are over' run 0 preview basic.ics --json \
	--from 2026-11-23 --days 1
ok '... and say so' gives <<'!'
s|2026-11-23T15:00:00+01:00|2026-11-23T15:00:00+01:00|2026-11-23T15:30:00+01:00|Anna Gruber|+4369910203040|None|reminder 2026-11-22T10:00:00+01:00 past
long|None|2026-11-23T21:00:00+01:00|2026-11-24T07:00:00+01:00|Nachtdienst|None|no number|
!
ok 'fields of the mapping' run 0 preview basic.ics --json --fields \
	--from 2026-11-26 --days 1 --phone-field x-phone --name-field attendee \
	--location-field description
ok '... found in these' python3 -c '
import json
r = {x["uid"]: x for x in json.load(open("out"))}["b"]
assert r["phone"] == "+436607654321", r
assert r["name"].startswith("Huber, Franz"), r
assert r["location"] == "Kontrolle\nnüchtern", r
f = {x["name"]: x["value"] for x in r["fields"]}
assert f["x-phone"] == "+43 660 7654321", f
assert f["attendee"] == "Huber, Franz mailto:f@example.org", f
assert f["description"] == "Kontrolle\nnüchtern" and "action" not in f, f
assert f["summary"] == "Maria Mayr, +43 664 1234567", f'
ok 'for people' run 0 preview basic.ics --from 2026-11-28 --days 1
ok '... in columns' same out <<'!'
START             END         NAME             PHONE          LOCATION  MESSAGES                                             UID
2026-11-27        2026-11-29  Urlaub           +436641112223            none: all-day, and no rule's condition says all-day  day
2026-11-28 10:00  10:30       Otto Frei                                 none: +4315123456 is a landline                      land
2026-11-28 11:00  11:30       Teambesprechung                           none: no number                                      none
2026-11-28 12:00  12:30       Eva Blau         +436649998887            none: #nosms                                         no
2026-11-28 13:00  13:30       Ida Rot          +436649998887            none: it is cancelled                                off
!
ok '... with all fields' run 0 preview basic.ics --fields --from 2026-11-26 \
	--days 1
ok '... below each other' match \
	'^message +reminder/1 2026-11-25 10:00 to \+436641234567 by the rule of: built in$' out
cp out fields
ok '... with their names' match '^field +x-phone: \+43 660 7654321$' out
ok 'nothing in these days' run 0 preview basic.ics --json --from 2031-01-01
ok '... is an empty array' same out <<'!'
[]
!

# Every key of the contract, and of which kind its value is.
cat >contract.py <<'!'
import json, re

at = r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?"
kinds = {"uid": str, "recurrence_id": (str, type(None)), "start": str,
         "end": str, "all_day": bool, "summary": (str, type(None)),
         "location": (str, type(None)), "description": (str, type(None)),
         "name": (str, type(None)), "phone": (str, type(None)),
         "reason": (str, type(None)), "messages": list}
message = {"kind": str, "step": int, "due_at": str, "past": bool,
           "level": str, "phone": str, "name": (str, type(None)),
           "text": str, "segments": int, "too_long": bool, "link": bool}
rows = json.load(open("out"))
assert len(rows) == 11
for r in rows:
    assert list(r) == list(kinds), list(r)
    for k, t in kinds.items():
        assert isinstance(r[k], t), (k, r[k])
    for k in "start", "end", "recurrence_id":
        assert r[k] is None or re.fullmatch(at, r[k]), r[k]
    assert (len(r["start"]) == 10) == r["all_day"] == (len(r["end"]) == 10)
    assert r["recurrence_id"] is None or r["uid"] == "s", r
    for m in r["messages"]:
        assert list(m) == list(message), list(m)
        for k, t in message.items():
            assert isinstance(m[k], t), (k, m[k])
assert rows == sorted(rows, key=lambda r: (
    r["start"] if not r["all_day"] else r["start"] + "T00:00:00", r["uid"]))
!
ok 'each key of --json' run 0 preview basic.ics --json
ok '... is there, of its kind, and the rows are in order' python3 contract.py
ok 'is there a link' match '^link +no$' fields

# --- what is wrong ------------------------------------------------------------

# refused STATUS SENTENCE COMMAND...: that alone on stderr, nothing on stdout.
refused() {
	printf 'smscal-admin: %s\n' "$2" >want
	r_status=$1
	shift 2
	run "$r_status" "$@" && same out </dev/null && same err <want
}
ok 'no such file' refused 64 'there is no file ./none.ics' preview ./none.ics
ok 'nothing at all' refused 64 \
	"'none' is no calendar like acme/ordination, no file and no address" \
	preview none
ok 'no day' refused 64 \
	"--from: '24.11.2026' is no day; allowed are YYYY-MM-DD, like 2026-11-24,\
 YYYY-MM, today, tomorrow and yesterday" \
	preview basic.ics --from 24.11.2026
ok 'no number of days' refused 64 \
	"--days: '0' is none; allowed are 1 to 3660" preview basic.ics --days 0
ok 'no zone' refused 64 \
	"--zone: there is no time zone 'Europe/Wien' in tzdata; allowed are IANA names, like Europe/Vienna" \
	preview basic.ics --zone Europe/Wien
printf '<html><body>login</body></html>\n' >login.ics
ok 'a login page' run 65 preview login.ics
ok '... is none' match '^smscal-admin: login.ics: it is ' err
{
	sed '/END:VCALENDAR/d' basic.ics
	event UID:bad DTSTART:20261399T090000Z SUMMARY:x
	echo END:VCALENDAR
} >bad.ics
ok 'a bad event costs itself' run 1 preview bad.ics --json
ok '... is told' match "bad.ics: cannot read the event 'bad' \(line [0-9]+\)" err
ok '... and the rest is there' python3 -c '
import json
assert len(json.load(open("out"))) == 11'
ok 'no calendar without a database' run 78 preview acme/ordination

# --- a stored calendar ----------------------------------------------------------

mkdir feeds
cp basic.ics feeds/
ok 'the database' run 0 smscal-admin -q init --test
ok 'a company' run 0 smscal-admin company add acme --name 'Praxis Muster' \
	--zone Europe/Vienna --country-code 43 --phone '+43 664 1234567'
ok 'a calendar' run 0 smscal-admin calendar add acme/ordination \
	"$T/feeds/basic.ics" --landlines yes
ok 'feedback' run 0 smscal-admin rule enable acme feedback
ok 'followup' run 0 smscal-admin rule enable acme followup
sql .dump >before
ok 'its preview' run 0 preview acme/ordination --json
ok '... by its own rules: one feedback a week, the own number is none' gives <<'!'
long|None|2026-11-23T21:00:00+01:00|2026-11-24T07:00:00+01:00|Nachtdienst|None|no number|
s|2026-11-25T15:00:00+01:00|2026-11-25T16:00:00+01:00|2026-11-25T16:30:00+01:00|Anna Gruber|+4369910203040|None|reminder 2026-11-24T10:00:00+01:00, feedback 2026-11-26T10:00:00+01:00, followup 2026-11-27T10:00:00+01:00
a|None|2026-11-26T10:00:00+01:00|2026-11-26T10:30:00+01:00|Franz Huber|+436607654321|None|reminder 2026-11-25T10:00:00+01:00, feedback 2026-11-27T10:00:00+01:00, followup 2026-11-28T10:00:00+01:00
b|None|2026-11-26T10:00:00+01:00|2026-11-26T10:30:00+01:00|Maria Mayr|None|+436641234567 is the company's own|
s|2026-11-26T15:00:00+01:00|2026-11-26T15:00:00+01:00|2026-11-26T15:30:00+01:00|Anna Gruber|+4369910203040|None|reminder 2026-11-25T10:00:00+01:00
day|None|2026-11-27|2026-11-29|Urlaub|+436641112223|all-day, and no rule's condition says all-day|
s|2026-11-27T15:00:00+01:00|2026-11-27T15:00:00+01:00|2026-11-27T15:30:00+01:00|Anna Gruber|+4369910203040|None|reminder 2026-11-26T10:00:00+01:00
land|None|2026-11-28T10:00:00+01:00|2026-11-28T10:30:00+01:00|Otto Frei|+4315123456|None|reminder 2026-11-27T10:00:00+01:00, feedback 2026-11-29T10:00:00+01:00, followup 2026-11-30T10:00:00+01:00
none|None|2026-11-28T11:00:00+01:00|2026-11-28T11:30:00+01:00|Teambesprechung|None|no number|
no|None|2026-11-28T12:00:00+01:00|2026-11-28T12:30:00+01:00|Eva Blau|+436649998887|#nosms|
off|None|2026-11-28T13:00:00+01:00|2026-11-28T13:30:00+01:00|Ida Rot|+436649998887|it is cancelled|
!
sql .dump >after
ok '... and nothing is stored' cmp before after
ok 'a calendar that is not there' refused 64 \
	"there is no calendar 'acme/ordinaton': did you mean 'acme/ordination'?" \
	preview acme/ordinaton
ok 'the chain runs' run 0 smscal-fetch
ok '... and knows' run 0 smscal-diff
sql "UPDATE recipient SET answer = 'no' WHERE phone = '+4315123456'"
ok 'who said no' run 0 preview acme/ordination --json --from 2026-11-28 \
	--days 1
ok '... gets none' python3 -c '
import json
r = {x["uid"]: x for x in json.load(open("out"))}
assert r["land"]["reason"] == "+4315123456 has said no", r["land"]'
sql "INSERT INTO optout (company_id, phone, source, since_at)
    VALUES (1, '+436607654321', 'reply', 1)"
ok 'who opted out' run 0 preview acme/ordination --json --from 2026-11-26 \
	--days 1
ok '... gets none' python3 -c '
import json
r = {x["uid"]: x for x in json.load(open("out"))}
assert r["a"]["reason"] == "+436607654321 has opted out", r'
ok 'feedback off' run 0 smscal-admin rule disable acme feedback
ok 'reminder off' run 0 smscal-admin rule disable acme reminder
ok 'without rules' run 0 preview acme/ordination --json --from 2026-11-25 \
	--days 1
ok '... the preview says so' python3 -c '
import json
assert [x["reason"] for x in json.load(open("out"))] == \
    ["no reminder and no feedback is switched on"]'
ok 'switched on' run 0 smscal-admin rule enable acme reminder
sql "UPDATE rule SET condition = 'title Nachkontrolle'
    WHERE kind = 'reminder'"
ok 'a rule for some' run 0 preview acme/ordination --json --from 2026-11-25 \
	--days 1
ok '... not for these' python3 -c '
import json
assert [x["reason"] for x in json.load(open("out"))] == \
    ["the condition of no rule holds"]'
ok 'a list of contacts' run 0 smscal-admin contact import acme - <<'!'
name;number;phone
Teambesprechung;1;+43 664 2000001
Teambesprechung;2;+43 664 2000002
Nachtdienst;3;
!
ok 'two contacts may be meant' run 0 preview acme/ordination --json
ok '... in doubt none is, and the preview says so' python3 -c '
import json
r = {x["uid"]: x["reason"] for x in json.load(open("out"))}
assert r["none"] == "no number, and 2 contacts are possible", r
assert r["long"] == "no number, and its contact has none", r'
ok 'switched off' run 0 smscal-admin calendar disable acme/ordination
ok '... nobody gets anything' run 0 preview acme/ordination --json
ok '... and the preview says why' python3 -c '
import json
assert {x["reason"] for x in json.load(open("out"))} == \
    {"the calendar is switched off"}'

# --- an address ------------------------------------------------------------------

if command -v nginx >/dev/null 2>&1; then
	mkdir web
	cp basic.ics web/
	ok 'a web server' nginx_start web
	url="http://127.0.0.1:$NGINX_PORT"
	preview basic.ics --json >file
	ok 'an address' run 0 preview "$url/basic.ics" --json
	ok '... is the same feed' same out <file
	printf '%s/basic.ics\n' "$url" >address
	from_stdin() { run 0 preview - --json <address; }
	ok 'from standard input (a secret)' from_stdin
	ok '... the same' same out <file
	ok 'none at that address' refused 69 "127.0.0.1:$NGINX_PORT: HTTP 404" \
		preview "$url/secret.ics"
fi

done_testing
