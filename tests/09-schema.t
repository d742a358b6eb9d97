#!/bin/sh
# SPDX-License-Identifier: ISC
# The database's schema: one that was brought here step by step is the same as
# a new one, keeps its rows, and both refuse what is none of their words.
. "${0%/*}/lib.sh"
. "$SRC/tests/send.sh"
need sqlite3

SCHEMA=$SRC/lib/store/schema
conf >/dev/null

# old N: the database of a release of N steps, with a message that was sent.
old() {
	rm -f smscal.db smscal.db-*
	{
		echo 'PRAGMA journal_mode = WAL; BEGIN;'
		o_n=0
		for o_step in "$SCHEMA"/[0-9]*.sql; do
			[ "$o_n" -lt "$1" ] && cat "$o_step"
			o_n=$((o_n + 1))
		done
		echo "PRAGMA application_id = 1936552803;
		PRAGMA user_version = $1;
		INSERT INTO installation (id, name, test, created_at)
		    VALUES (1, 'test', 1, 1);
		INSERT INTO company (id, ref, name, zone, language, created_at)
		    VALUES (1, 'acme', 'Praxis', 'Europe/Vienna', 'de', 1);
		INSERT INTO calendar (id, company_id, ref, name, url,
		    created_at) VALUES (1, 1, 'a', 'A', 'https://example.com/',
			1);
		INSERT INTO appointment (id, company_id, calendar_id, uid,
		    start_at, end_at, all_day, state, title, baseline,
		    known_at, start_known_at, changed_at, burst_at)
		    VALUES (1, 1, 1, 'u', 2, 3, 0, 'live', 'Maria', 0, 1, 1,
			1, 1);
		INSERT INTO message (id, key, company_id, calendar_id,
		    appointment_id, kind, phone, name, text, segments,
		    start_at, due_at, send_at, expires_at, state,
		    appointment_rev, created_at) VALUES (7, 'k', 1, 1, 1,
			'reminder', '+436641234567', 'Maria', 'Hallo', 1,
			2, 1, 1, 2, 'sent', 1, 1);
		INSERT INTO attempt (id, message_id, ref, gateway, claimed_at,
		    outcome) VALUES (9, 7, 'r', 'file', 1, 'accepted');
		COMMIT;"
	} | sqlite3 -batch -bail smscal.db >/dev/null
	chmod 600 smscal.db
}
# What there is, however its words are spaced.
schema() {
	sql "SELECT type, name, tbl_name, sql FROM sqlite_schema
	    WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
}

# A database counts its steps: one that comes to stand before another makes
# that one be done again, where it was done.
find "$SCHEMA" -name '[0-9]*.sql' | sed 's|.*/||' | sort | head -n 10 >first
ok 'the first steps are those of the databases that there are' same first <<!
0001_base.sql
0002_contact.sql
0003_link.sql
0004_inbound.sql
0005_mass.sql
0006_limit.sql
0007_horizon.sql
0008_notice.sql
0009_upkeep.sql
0011_feed.sql
!

run 0 smscal-admin -q init --test
schema >new
sql 'PRAGMA user_version' >version
steps=$(cat version)
ok 'a new database has every step' [ "$steps" = \
	"$(find "$SCHEMA" -name '[0-9]*.sql' | wc -l)" ]

n=1
while [ "$n" -lt "$steps" ]; do
	old "$n"
	ok "a database of $n steps is brought to $steps" run 0 smscal-admin migrate
	schema >migrated
	ok '... to the same schema' same migrated <new
	ok '... and its version' is "$steps" "$(sql 'PRAGMA user_version')"
	ok '... with its rows' is 'sent|Hallo|accepted' \
		"$(sql 'SELECT state, text, outcome FROM message m
		    JOIN attempt t ON t.message_id = m.id')"
	ok '... and whole' is ok "$(sql 'PRAGMA integrity_check' \
		'PRAGMA foreign_key_check')"
	ok '... so that there is nothing left to do' run 0 smscal-plan
	n=$((n + 1))
done

# Every column with a list of words takes each of them and no other: as the
# first step has it, whatever has been done to it since.
refused() {
	sqlite3 -batch smscal.db "$1" >out 2>err
	match 'CHECK constraint failed' err
}
words() {
	w_table=$1 w_column=$2
	shift 2
	for w_word; do
		ok "$w_table.$w_column may be $w_word" sql \
			"UPDATE $w_table SET $w_column = '$w_word'"
	done
	for w_word in '' nonsense "$(echo "$1" | tr '[:lower:]' '[:upper:]')"; do
		ok "... and not '$w_word'" refused \
			"UPDATE $w_table SET $w_column = '$w_word'"
	done
}
sql "INSERT INTO component (calendar_id, kind, uid, hash, state, text, line)
    VALUES (1, 'event', 'u', x'00', 'known', x'01', 1)"
words message kind confirmation reminder rescheduled feedback followup \
	cancellation
words message state planned held cancelled expired claimed sent unsure failed \
	delivered undelivered
words attempt outcome accepted transient hold permanent unknown released
words component kind calendar timezone event
words component state new known bad missing
words appointment state live missing gone

# SQLite makes a table of a list of three or more, for every row it checks.
listed() {
	sql "SELECT count(*) FROM sqlite_schema WHERE type = 'table'
	    AND name IN ($1) AND sql GLOB '* IN (''*'',*'',*''*)*'"
}
ok 'no row that is written often is checked by a list' is 0 \
	"$(listed "'message', 'attempt', 'component', 'appointment'")"
ok '... and one that is not may be' is 1 "$(listed "'rule'")"

done_testing
