#!/bin/sh
# SPDX-License-Identifier: ISC
# smscal-send: nothing waits behind what does not go: neither behind what is
# not due yet, nor behind what is refused, nor behind an account in trouble.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
need sqlite3 flock

cat >program <<'!'
#!/bin/sh
[ "$(cat)" = hopeless ] && exit 65
echo "$SMSCAL_TO" >>"${0%/*}/told"
!
chmod +x program
conf "program: {type: command, command: [./program]}" \
	"nobody: {type: websms, url: 'http://127.0.0.1:1'}" \
	"refused: {type: websms, url: 'http://127.0.0.1:1'}"
(umask 077 && echo token-1 >token)

# many FROM TO CALENDAR TEXT DUE: that many messages of one person each.
many() {
	sql "WITH RECURSIVE n (i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n
	    WHERE i < $2)
	INSERT INTO appointment (id, company_id, calendar_id, uid, start_at,
	    end_at, all_day, state, title, baseline, known_at, start_known_at,
	    changed_at, burst_at, replan)
	    SELECT i, (SELECT company_id FROM calendar WHERE id = $3), $3,
		'u' || i, $START, $START + 1800, 0, 'live', 'x', 0, 1, 1, 1,
		1, 0 FROM n;
	INSERT INTO recipient (appointment_id, phone, name, known_at,
	    told_start_at, told_at)
	    SELECT id, printf('+43664%07d', id), 'x', 1, start_at, 1
	      FROM appointment WHERE id BETWEEN $1 AND $2;
	INSERT INTO message (id, key, company_id, calendar_id, appointment_id,
	    kind, phone, name, text, segments, start_at, due_at, send_at,
	    expires_at, state, appointment_rev, created_at)
	    SELECT id, 'k' || id, company_id, $3, id, 'reminder',
		printf('+43664%07d', id), 'x', '$4', 1, $START, $5, $5,
		$START - 3600, 'planned', 1, 1
	      FROM appointment WHERE id BETWEEN $1 AND $2"
}
state() { sql "SELECT state FROM message WHERE id = $1"; }
counts() { sql 'SELECT state, count(*) FROM message GROUP BY state'; }

send_db
sql "UPDATE company SET gateway = 'program'"
many 1 10000 1 later "$NOW + 3600"
many 10001 10100 1 hopeless "$NOW - 60"
message 20000
sql "UPDATE message SET expires_at = expires_at + 600 WHERE id = 20000"
ok 'one behind 10,000 that are not due and 100 that are refused' \
	run 1 smscal-send
ok '... leaves in the first run' is sent "$(state 20000)"
ok '... once' is 1 "$(wc -l <told | tr -d ' ')"
counts >got
ok '... and the others are what they are' same got <<'!'
failed|100
planned|10000
sent|1
!

# Accounts in trouble: one that nobody listens to, one without its token.
send_db
sql "UPDATE company SET gateway = 'nobody', token_file = '$T/token';
INSERT INTO company (id, ref, name, zone, language, gateway, token_file,
    created_at) VALUES (2, 'beta', 'Beta', 'Europe/Vienna', 'de', 'refused',
	'$T/none', 1), (3, 'gamma', 'Gamma', 'Europe/Vienna', 'de', 'program',
	NULL, 1);
INSERT INTO calendar (id, company_id, ref, name, url, created_at)
    VALUES (2, 2, 'x', 'X', 'https://example.com/b.ics', 1),
	(3, 3, 'x', 'X', 'https://example.com/c.ics', 1)"
many 1 100 1 hopeless "$NOW - 60"
many 101 200 2 hopeless "$NOW - 60"
many 201 201 3 ja "$NOW"
rm -f told
ok 'one behind two accounts in trouble' run 1 smscal-send
ok '... leaves in the first run' is sent "$(state 201)"
ok '... the other messages are kept' is 200 \
	"$(sql "SELECT count(*) FROM message WHERE state = 'planned'")"
ok '... each account is told once' is 2 "$(wc -l <err | tr -d ' ')"
sed 's/^\(smscal-send: [a-z]* \).*/\1/' err | sort >got
ok '... and each by its name' same got <<'!'
smscal-send: nobody 
smscal-send: refused 
!

done_testing
