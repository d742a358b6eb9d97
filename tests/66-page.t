#!/bin/sh
# SPDX-License-Identifier: ISC
# A page of the outbox and of the replies: which part of them it is, and all
# that is known of one message.
. "${0%/*}/lib.sh"
. "$SRC/tests/send.sh"
need sqlite3

conf
send_db
admin() { run 0 smscal-admin "$@"; }
silent() { admin "$@" && same err </dev/null; }
# ids: those of the list in out, with blanks between.
ids() { awk 'NR > 1 { print $1 }' out | paste -s -d ' ' -; }
# more WHICH: the list is cut, and says so in one line.
more() {
	echo "smscal-admin: these are the $1; there are more: --limit, --from" \
		'and the other options choose' >want
	same err <want
}

# 300 messages an hour apart, of which 200 are past; every tenth is of another
# company, every seventh of one person, and a few went astray.
sql "INSERT INTO company (id, ref, name, zone, language, created_at)
	VALUES (2, 'beta', 'Beta', 'America/New_York', 'en', 1);
    INSERT INTO calendar (id, company_id, ref, name, url, created_at) VALUES
	(2, 2, 'desk', 'Desk', 'https://example.com/b.ics', 1);
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
	WHERE i < 300)
    INSERT INTO appointment (id, company_id, calendar_id, uid, start_at,
	end_at, all_day, state, title, baseline, known_at, start_known_at,
	changed_at, burst_at, replan)
	SELECT i, 1 + (i % 10 = 0), 1 + (i % 10 = 0), 'u' || i,
	    $START + i * 3600, $START + i * 3600, 0, 'live', 'x', 0, 1, 1, 1, 1,
	    0 FROM n;
    INSERT INTO message (id, key, company_id, calendar_id, appointment_id,
	kind, phone, name, text, segments, start_at, due_at, send_at,
	expires_at, state, appointment_rev, created_at, claimed_at)
	SELECT id, 'k' || id, company_id, calendar_id, id, 'reminder',
	    CASE WHEN id % 7 = 0 THEN '+436641230007'
		ELSE '+436649' || printf('%06d', id) END, 'Maria Mayr', 'x', 1,
	    start_at, due, due, due + 7200,
	    CASE WHEN due >= $NOW THEN CASE id WHEN 210 THEN 'cancelled'
		WHEN 220 THEN 'held' ELSE 'planned' END
	    ELSE CASE id WHEN 5 THEN 'failed' WHEN 100 THEN 'expired'
		WHEN 150 THEN 'undelivered' WHEN 151 THEN 'unsure'
		WHEN 200 THEN 'claimed' ELSE
		CASE id % 2 WHEN 0 THEN 'sent' ELSE 'delivered' END END END,
	    1, 1, CASE WHEN due < $NOW THEN due END
	  FROM (SELECT *, $NOW + (id - 201) * 3600 AS due FROM appointment)"

ok 'a page' admin message list
ok '... is fifty past and fifty to come' is "$(seq -s ' ' 151 250)" "$(ids)"
ok '... and says that there are more' more 'nearest 100'
ok '-q does not' run 0 smscal-admin message list -q
ok '... say it' same err </dev/null
ok 'three' admin message list --limit 3
ok '... around now' is '200 201 202' "$(ids)"
ok '... are told as such' more 'nearest 3'
ok 'where less is to come' at $((NOW + 90 * 3600)) admin message list
ok '... more of the past is there' is "$(seq -s ' ' 201 300)" "$(ids)"
ok 'long ago' at $((NOW - 190 * 3600)) admin message list --limit 30
ok '... more of what comes' is "$(seq -s ' ' 1 30)" "$(ids)"
ok 'all' silent message list --limit all
ok '... in order of time' is "$(seq -s ' ' 1 300)" "$(ids)"
ok 'for programs' silent message list --json
ok '... it is all' is 300 "$(json out '$[299].id')"
ok '... or what they want' admin message list --json --limit 2
ok '... of it' is '200||201' \
	"$(json out '$[0].id')|$(json out '$[2].id')|$(json out '$[1].id')"

ok 'from a day on' admin message list --from 2026-11-25
ok '... which begins in Vienna' is "$(seq -s ' ' 215 300)" "$(ids)"
ok '... whole' same err </dev/null
ok 'one day' silent message list --from today --days 1
ok '... has its hours' is "$(seq -s ' ' 191 214)" "$(ids)"
ok 'two of a month' admin message list --from 2026-11 --limit 2
ok '... the first' is '1 2' "$(ids)"
ok '... which are told as such' more 'first 2'
ok "of another company's zone" silent message list --company beta \
	--from 2026-11-25 --days 1
ok '... by its days' is '230 240' "$(ids)"

ok 'of a company' silent message list --company beta --limit 30
ok '... alone' is "$(seq -s ' ' 10 10 300)" "$(ids)"
ok 'of a calendar' admin message list --company beta/desk --limit 4
ok '... alone, around now' is '190 200 210 220' "$(ids)"
cp out of
ok '... as schedule says it' admin message list --calendar beta/desk --limit 4
ok '... too' cmp out of
ok '... which a company is not' run 64 smscal-admin message list \
	--calendar beta
ok 'of both' run 64 smscal-admin message list --calendar beta/desk \
	--company beta
ok '... is refused' match 'one of them says of whom' err
ok 'of a person' silent message list --phone '+43 664 1230007'
ok '... alone' is "$(seq -s ' ' 7 7 294)" "$(ids)"
ok '... a page of them' admin message list --phone +436641230007 --limit 2 \
	--state planned
ok '... in one state' is '203 217' "$(ids)"
sql "UPDATE company SET country_code = '43' WHERE id = 1"
ok '... as her company writes it' silent message list --company acme \
	--phone 0664/1230007 --from 2026-11-25 --limit all
ok '... without the other' is '217 224 231 238 245 252 259 266 273 287 294' \
	"$(ids)"
for one in 'failed 5' 'expired 100' 'undelivered 150' 'unsure 151' \
	'claimed 200' 'cancelled 210' 'held 220'; do
	ok "${one% *}" silent message list --state "${one% *}"
	ok '... one' is "${one#* }" "$(ids)"
done
ok 'sent' admin message list --state sent --limit 3
ok '... the last ones' is '194 196 198' "$(ids)"
ok 'planned' admin message list --state planned --limit 3
ok '... the next ones' is '201 202 203' "$(ids)"
# What is tried again later stands where it goes, and a claim is a moment.
sql "UPDATE message SET send_at = $NOW + 1801 WHERE id = 201"
ok 'tried again' admin message list --state planned --limit 3 --from today
ok '... later' is '201 202 203' "$(ids)"

for bad in '--limit 0' '--limit some' '--days 3' '--from 2026-13' \
	'--from today --days 0' '--phone 12' '--state plannd'; do
	# shellcheck disable=SC2086 # words
	ok "$bad is refused" run 64 smscal-admin message list $bad
	ok '... and says what is allowed' match '^smscal-admin: --[a-z]*: ' err
done

# --- several dates in one SMS (P16) ------------------------------------------

sql "UPDATE message SET with_id = 202, kind = 'confirmation' WHERE id = 203;
    UPDATE message SET dates = 2, kind = 'confirmation' WHERE id = 202"
ok 'a date that goes with another' admin message list --limit 3 \
	--state planned
ok '... says with which' match '^203 .* confirmation  with 202  Maria' out
ok '... and that one how it stands' match \
	'^202 .* confirmation  planned   Maria' out
ok 'all of that one' silent message show 202
ok '... has how many dates it tells' match '^dates +2$' out
ok 'the schedule has the one SMS' silent schedule agenda --days 1 --json
ok '... with its dates' is '202|2|204|1' "$(json out '$[11].id')|$(
	json out '$[11].dates')|$(json out '$[12].id')|$(json out '$[12].dates')"
ok '... for people, too' silent schedule day
ok '... with their number' match '^  11:00   confirmation \(2\)  Maria' out
ok 'a count has it once' at $((NOW + 3 * 3600)) silent status --json
ok '... which is due' is 3 "$(json out '$[0].messages.due')"
sql "UPDATE message SET state = 'held', reason = 'mass'
    WHERE id IN (202, 203, 204)"
ok 'a held one, too' silent status --json
ok '... once' is 2 "$(json out '$[0].messages.held.mass')"

ok 'what would go with a company' run 64 smscal-admin company remove acme
ok '... has it once' match ' 270 appointments and 269 messages, of which 89 ' err

# --- all of one ---------------------------------------------------------------

sql "INSERT INTO attempt (id, message_id, ref, gateway, sender, claimed_at,
	ended_at, outcome, http_status, code, detail) VALUES
	(1, 9, 'k9-1-aa', 'websms', 'Praxis', $NOW - 7200, $NOW - 7199,
	    'transient', 429, '4023', 'slow' || char(9) || 'down');
    INSERT INTO attempt (id, message_id, ref, gateway, redirect, claimed_at,
	ended_at, outcome, gateway_id) VALUES
	(2, 9, 'k9-2-bb', 'file', '+43664999', $NOW - 3600, $NOW - 3600,
	    'accepted', 'G1');
    INSERT INTO report (key, attempt_id, status, reported_at, received_at)
	VALUES ('r1', 2, 'accepted', NULL, $NOW - 3000),
	('r2', 2, 'delivered', $NOW - 2400, $NOW - 2000)"
ok 'show' silent message show 9
sed -n '/^attempt/,$p' out >tries
grep -v '^segments\|^text' tries >got
ok '... has each attempt and report' same got <<'!'
attempt          2026-11-24 08:00 websms as Praxis: transient, HTTP 429, code 4023, slow\x09down
attempt          2026-11-24 09:00 file to +43664999 instead: accepted, as G1
report           2026-11-24 09:10 accepted
report           2026-11-24 09:20 delivered
!
ok 'as JSON' silent message show 9 --json
ok '... too' is '429|2026-11-24T08:00:00+01:00|delivered|2026-11-24T09:20:00+01:00' \
	"$(json out '$[0].tries[0].http_status')|$(
	json out '$[0].tries[0].claimed_at')|$(
	json out '$[0].tries[1].reports[1].status')|$(
	json out '$[0].tries[1].reports[1].at')"
ok 'what was not tried has none' silent message show 205 --json
ok '... at all' is '[]' "$(json out '$[0].tries')"

# --- replies ------------------------------------------------------------------

sql "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
	WHERE i < 150)
    INSERT INTO reply (id, key, company_id, phone, text, received_at)
	SELECT i, 'r' || i, CASE i % 5 WHEN 0 THEN 2 WHEN 1 THEN NULL
		ELSE 1 END,
	    CASE WHEN i % 7 = 0 THEN '+436641230007' ELSE '+43664' || i END, 'x',
	    $NOW - (151 - i) * 3600 FROM n"
ok 'replies' admin reply list
ok '... the newest' is "$(seq -s ' ' 51 150)" "$(ids)"
ok '... and says that there are more' more 'newest 100'
ok 'of a company' admin reply list --company beta --limit 3
ok '... its newest' is '140 145 150' "$(ids)"
ok 'of a person' silent reply list --phone +436641230007
ok '... hers' is "$(seq -s ' ' 7 7 147)" "$(ids)"
ok '... in one company' silent reply list --phone +436641230007 --company beta
ok '... alone' is '35 70 105 140' "$(ids)"
ok 'from a day on' admin reply list --from 2026-11-23 --limit 2
ok '... the first' is '117 118' "$(ids)"
ok '... which are told as such' more 'first 2'
ok '... a day of them' silent reply list --from yesterday --days 1
ok '... whole' is "$(seq -s ' ' 117 140)" "$(ids)"
ok 'all' silent reply list --limit all
ok '... of them' is "$(seq -s ' ' 1 150)" "$(ids)"
ok 'for programs' silent reply list --json
ok '... too' is 150 "$(json out '$[149].id')"

# --- a number as people write it ---------------------------------------------

ok 'a national number, where there are two companies' run 64 \
	smscal-admin message list --phone 0664/1230007
sql 'DELETE FROM calendar WHERE company_id = 2; DELETE FROM company
    WHERE id = 2'
ok '... and where there is one' silent message list --phone 0664/1230007 \
	--from 2026-11-25 --days 1
ok '... is one of its country' is '217 224 231 238' "$(ids)"

done_testing
