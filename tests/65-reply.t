#!/bin/sh
# SPDX-License-Identifier: ISC
# smscal-admin reply, optout, keyword.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
need sqlite3 flock

conf
send_db
sql "UPDATE company SET country_code = '43'"
admin() { run 0 smscal-admin "$@" && same err </dev/null; }
message 1 "state = 'sent'" "claimed_at = $NOW - 60" 'attempts = 1'
message 2

ok 'no reply' quiet smscal-admin reply list
printf '%s\n' '{"messageType":"text","notificationId":"1","senderAddress":"436641230001","textMessageContent":"Ja\tgern"}' \
	'{"messageType":"text","notificationId":"2","senderAddress":"436641230009","textMessageContent":"Wer?"}' >in
ok 'two' run 0 smscal-receive - <in
ok 'the list' admin reply list
same out >diff.out <<'!'
ID  RECEIVED          COMPANY  NAME        PHONE          MEANING  START             TEXT
1   2026-11-24 10:00  acme     Maria Mayr  +436641230001  yes      2026-11-25 10:00  Ja\x09gern
2   2026-11-24 09:00                       +436641230009                             Wer?
!
ok '... in columns' same diff.out </dev/null
ok '... of a company' admin reply list --company acme
ok '... alone' is 2 "$(wc -l <out | tr -d ' ')"
ok '... of none' run 64 smscal-admin reply list --company acne
ok '... and which was meant' match "did you mean 'acme'|acme" err
ok 'all of one' admin reply show 1
same out >diff.out <<'!'
id               1
received         2026-11-24 10:00
company          acme
name             Maria Mayr
phone            +436641230001
message          1
meaning          yes
start            2026-11-25 10:00
text             Ja\x09gern
!
ok '... one below the other' same diff.out </dev/null
ok '... as JSON' admin reply show 2 --json
ok '... too' is 'Wer?' "$(json out '$[0].text')"
for none in 3 x; do
	ok "no reply $none" run 64 smscal-admin reply show $none
	ok '... and where they are' same err <<-!
	smscal-admin: there is no reply $none; 'smscal-admin reply list' shows them
	!
done
ok 'as JSON' admin reply list --json
ok '... with these names' is \
	'1|acme|+436641230001|Maria Mayr|1|yes|2026-11-25T10:00:00+01:00|2026-11-24T10:00:00+01:00' \
	"$(sqlite3 :memory: "SELECT j ->> '\$[0].id', j ->> '\$[0].company',
	j ->> '\$[0].phone', j ->> '\$[0].name', j ->> '\$[0].message_id',
	j ->> '\$[0].meaning', j ->> '\$[0].answered_start_at',
	j ->> '\$[0].received_at'
	FROM (SELECT CAST(readfile('out') AS TEXT) AS j)")"

ok 'nobody is opted out' quiet smscal-admin optout list
ok 'one is' quiet smscal-admin optout add acme '0664 123 0002'
ok '... and plan looks' is 1 \
	"$(sql 'SELECT replan FROM appointment WHERE id = 2')"
ok '... again' quiet smscal-admin optout add acme '+43 664 1230002'
ok '... the list' admin optout list
cat >want <<'!'
COMPANY  PHONE          SOURCE    SINCE
acme     +436641230002  operator  2026-11-24 10:00
!
ok '... in columns' cmp out want
ok '... as JSON' admin optout list --company acme --json
echo '[{"company":"acme","phone":"+436641230002","source":"operator","since_at":"2026-11-24T10:00:00+01:00"}]' >want
ok '... with these names' cmp out want
sql "INSERT INTO optout (company_id, phone, source, since_at)
    VALUES (1, '+436641230003', 'reply', 1)"
ok 'the operator'\''s word' quiet smscal-admin optout add acme +436641230003
ok '... takes the place of another'\''s' is operator \
	"$(sql "SELECT source FROM optout WHERE phone = '+436641230003'")"
ok 'no number' run 64 smscal-admin optout add acme 0664
ok '... is said' match '^smscal-admin: ' err
ok 'removed' quiet smscal-admin optout remove acme 06641230002
ok '... is gone' is 1 "$(sql 'SELECT count(*) FROM optout')"
ok '... once' run 64 smscal-admin optout remove acme 06641230002
ok '... and said' match '436641230002 is not opted out of acme' err
ok '-n' run 0 smscal-admin -n optout remove acme 06641230003
ok '... changes nothing' is 1 "$(sql 'SELECT count(*) FROM optout')"

ok 'no words of its own' quiet smscal-admin keyword list acme
ok 'a word' quiet smscal-admin keyword set acme yes 'Eh kl\303\244r!'
ok 'one not to count' quiet smscal-admin keyword set acme none ok
ok '... changed' quiet smscal-admin keyword set acme no OK
ok 'the list' admin keyword list acme --json
ok '... has both' match '"word":"ok","means":"no"' out
ok 'no meaning' run 64 smscal-admin keyword set acme maybe x
ok 'no word' run 64 smscal-admin keyword set acme yes '!?'
ok 'removed' quiet smscal-admin keyword remove acme ok
ok '... once' run 64 smscal-admin keyword remove acme ok

done_testing
