#!/bin/sh
# SPDX-License-Identifier: ISC
# contact add and set: one person of a company's list.
. "${0%/*}/lib.sh"
. "$SRC/tests/send.sh"
need sqlite3

admin() { smscal-admin "$@"; }
refused() {
	printf 'smscal-admin: %s\n' "$1" >want
	shift
	sql .dump >before.sql
	run 64 "$@" || return 1
	same out </dev/null && same err <want || return 1
	sql .dump >after.sql
	cmp before.sql after.sql
}
contacts() {
	sql "SELECT id, name, ifnull(number, ''), ifnull(phone, ''),
	    ifnull(language, ''), optout FROM contact ORDER BY id"
}

conf
admin init --test >/dev/null
admin company add acme --name Acme --zone UTC --country-code 43
admin calendar add acme/labor example.org/a
sql "INSERT INTO appointment (id, company_id, calendar_id, uid, start_at,
	end_at, all_day, state, title, baseline, known_at, start_known_at,
	changed_at, burst_at, replan) VALUES (1, 1, 1, 'u', $SMSCAL_NOW + 86400,
	$SMSCAL_NOW + 88200, 0, 'live', 'Maria Mayr', 0, 1, 1, 1, 1, 0);
    UPDATE calendar SET reread = 0, replan = 0"

ok 'add' quiet admin contact add acme 'Maria Mayr' --phone '0664 1234567'
ok '... is there' is '1|Maria Mayr||+436641234567||0' "$(contacts)"
ok '... and calendars that have the name are read again' is 1 \
	"$(sql 'SELECT reread FROM calendar')"
ok '... once' refused "acme has a contact of that name already, id:1; 'contact\
 set' changes it" admin contact add acme 'Mayr, Maria' --phone '+43 664 1234567'
ok 'a namesake with another phone' quiet admin contact add acme 'Maria Mayr' \
	--phone +436601112223 --number K7 --language en --sms no
ok '... is another' is '2|Maria Mayr|K7|+436601112223|en|1' \
	"$(contacts | tail -n 1)"
ok '... and gets no SMS' is operator "$(sql "SELECT source FROM optout
	WHERE phone = '+436601112223'")"
ok 'a customer number is one person'\''s' refused "acme has a contact of that\
 customer number already, id:2; 'contact set' changes it" \
	admin contact add acme 'Franz Huber' --number 'k 7'
ok 'a bad phone' run 64 admin contact add acme 'Franz Huber' --phone 12
ok '... says so' match '^smscal-admin: --phone: ' err
ok 'no name' refused '--name: the name has no letter, or too many words' \
	admin contact add acme '...'
ok 'a bad language' run 64 admin contact add acme X --language xx
ok '... says so' match '^smscal-admin: --language: ' err
ok 'set of two' run 64 admin contact set acme 'Maria Mayr' --language de
ok '... asks which one' match 'id:1, id:2' err
ok 'set' quiet admin contact set acme K7 --language '' --sms yes \
	--name 'Maria Maier' --phone '0660 1112224'
ok '... is the same person' is '2|Maria Maier|K7|+436601112224||0' \
	"$(contacts | tail -n 1)"
ok '... who gets SMS' is 0 "$(sql 'SELECT count(*) FROM optout')"
sql .dump >before.sql
ok 'the same again' quiet admin contact set acme K7 --phone +436601112224
sql .dump >after.sql
ok '... writes nothing' cmp before.sql after.sql
ok 'an empty value unsets' quiet admin contact set acme K7 --phone '' --number ''
ok '... it' is '2|Maria Maier||||0' "$(contacts | tail -n 1)"
ok 'set -n' run 0 admin -n contact set acme id:2 --phone +436601112224
ok '... tells' same out <<'!'
would: acme: contact Maria Maier is set
!
ok '... and does not' is '2|Maria Maier||||0' "$(contacts | tail -n 1)"

done_testing
