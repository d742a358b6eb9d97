# SPDX-License-Identifier: ISC
# shellcheck shell=sh
# For tests of smscal-send: a database with rows made by hand, messages due,
# and the stand-in of the gateway.  Source it behind lib.sh.
#
# It is Tuesday, 2026-11-24T10:00:00+01:00 in Vienna, and the appointments are
# tomorrow at the same time.
NOW=1795510800
START=$((NOW + 86400))
SMSCAL_NOW=$NOW
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_NOW SMSCAL_CONF
: "${START}"

# An empty database as smscal-admin init --test makes it, with one company and
# its calendar acme/ordination.
send_db() {
	rm -f smscal.db smscal.db-*
	{
		echo 'PRAGMA journal_mode = WAL; BEGIN;'
		cat "$SRC"/lib/store/schema/[0-9]*.sql
		set -- "$SRC"/lib/store/schema/[0-9]*.sql
		echo "PRAGMA application_id = 1936552803;
		PRAGMA user_version = $#;
		INSERT INTO installation (id, name, test, created_at)
		    VALUES (1, 'test', 1, 1);
		INSERT INTO company (id, ref, name, zone, language, created_at)
		    VALUES (1, 'acme', 'Ordination Dr. Muster',
			'Europe/Vienna', 'de', 1);
		INSERT INTO calendar (id, company_id, ref, name, url,
		    created_at) VALUES (1, 1, 'ordination', 'Ordination',
			'https://example.com/a.ics', 1);
		COMMIT;"
	} | sqlite3 -batch smscal.db >/dev/null
	chmod 600 smscal.db
}

# conf [LINE...]: smscal.conf, with these gateways beside the file.
conf() {
	{
		echo "name: test"
		echo "database: smscal.db"
		echo "gateways:"
		echo "  file: {path: $T/outbox.jsonl}"
		for c_line; do
			echo "  $c_line"
		done
	} >smscal.conf
}

# message ID [COLUMN=VALUE...]: a message that is due, with an appointment and
# a recipient of its own; values are SQL.
message() {
	m_id=$1
	shift
	sql "INSERT INTO appointment (id, company_id, calendar_id, uid,
	    start_at, end_at, all_day, state, title, baseline, known_at,
	    start_known_at, changed_at, burst_at, replan)
	    VALUES ($m_id, 1, 1, 'u$m_id', $START, $START + 1800, 0, 'live',
		'Maria Mayr', 0, 1, 1, 1, 1, 0);
	INSERT INTO message (id, key, company_id, calendar_id, appointment_id,
	    kind, phone, name, text, segments, start_at, due_at, send_at,
	    expires_at, state, appointment_rev, created_at)
	    VALUES ($m_id, 'k$m_id', 1, 1, $m_id, 'reminder',
		'+43664123' || printf('%04d', $m_id), 'Maria Mayr',
		'Termin $m_id', 1, $START, $NOW, $NOW, $START - 3600,
		'planned', 1, 1);
	INSERT INTO recipient (appointment_id, phone, name, known_at,
	    told_start_at, told_at)
	    SELECT id, phone, name, 1, start_at, 1 FROM message
	     WHERE id = $m_id;"
	for m_set; do
		sql "UPDATE message SET $m_set WHERE id = $m_id"
	done
}

# states: ID STATE REASON of every message.
states() {
	sql "SELECT id, state, ifnull(reason, '') FROM message ORDER BY id"
}

# outcomes: MESSAGE OUTCOME HTTP CODE of every attempt.
outcomes() {
	sql "SELECT message_id, outcome, ifnull(http_status, ''),
	    ifnull(code, '') FROM attempt ORDER BY id"
}

# outbox: REF TO TEXT of every line of the file gateway, in order.
outbox() {
	[ -f outbox.jsonl ] || return 0
	sqlite3 -batch :memory: "WITH RECURSIVE f (rest) AS (
	    SELECT CAST(readfile('outbox.jsonl') AS TEXT)
	    UNION ALL
	    SELECT substr(rest, instr(rest, char(10)) + 1) FROM f
	     WHERE instr(rest, char(10)) > 0)
	SELECT line ->> '\$.ref', line ->> '\$.to', line ->> '\$.text'
	  FROM (SELECT substr(rest, 1, instr(rest, char(10)) - 1) AS line
	          FROM f WHERE instr(rest, char(10)) > 0)"
}

# unchanged COMMAND...: it succeeds, says nothing and writes no row.
unchanged() {
	sql .dump >before.sql
	run 0 "$@" || return 1
	same out </dev/null || return 1
	sql .dump >after.sql
	cmp before.sql after.sql
}

# mock_start DIR OPTION...: the stand-in; $PORT is where it listens.
mock_start() {
	MOCK=$1
	shift
	mkdir -p "$MOCK"
	python3 "$SRC/tests/websms-mock.py" --dir "$MOCK" "$@" \
		2>"$MOCK/err" &
	at_exit "kill $! 2>/dev/null"
	await [ -f "$MOCK/port" ] || {
		cat "$MOCK/err"
		return 1
	}
	PORT=$(cat "$MOCK/port")
	export PORT
}

# mock PATH [JSON]: ask it.  By curl: a Python takes ten times as long to start.
mock() {
	curl -q -sS --fail-with-body --noproxy '*' -m 30 -d "${2-}" \
		"http://127.0.0.1:$(cat "$MOCK/port")/_/$1"
}

# fault JSON: the next request that matches goes wrong.
fault() { mock faults "$1"; }
