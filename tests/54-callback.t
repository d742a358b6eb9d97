#!/bin/sh
# SPDX-License-Identifier: ISC
# There and back: smscal-send tells the gateway where to call, and what it
# calls comes through a real nginx and fcgiwrap to the message it is of.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
. "${0%/*}/nginx.sh"
. "${0%/*}/hook.sh"
need sqlite3 flock nginx fcgiwrap python3 curl sha256sum

mkdir -m 2770 "$SPOOL"
hook_file acme websms "$SECRET"
mock_start "$T/mock" --token token-1
ok 'nginx and fcgiwrap' hook_start
cb="http://127.0.0.1:$NGINX_PORT/cb"

{
	echo 'name: test'
	echo 'database: smscal.db'
	echo "spool: $SPOOL"
	echo "gateways: {websms: {url: 'http://127.0.0.1:$PORT', callback: '$cb'}}"
} >smscal.conf
send_db
sql "UPDATE company SET gateway = 'websms', token_file = '$T/token'"
printf 'token-1\nhook: %s\n' "$SECRET" >token
chmod 600 token
message 1
ok 'a message' run 0 smscal-send -v
ok '... goes out' is 'sent' "$(sql 'SELECT state FROM message WHERE id = 1')"
ok '... and the secret stands in no line' no_match "$SECRET" err
ref=$(sql 'SELECT ref FROM attempt')
ok 'the gateway reports' mock report "{\"ref\":\"$ref\",\"status\":\"delivered\"}"
taken() { [ -n "$(find "$SPOOL" -name '*.notice')" ]; }
ok '... to the hook' await taken
ok '... which left it to receive' quiet smscal-receive
ok '... and it is delivered' is 'delivered' \
	"$(sql 'SELECT state FROM message WHERE id = 1')"
ok 'somebody who guesses the address' is 403 "$(curl -sS -o answer \
	-w '%{http_code}' -d '{}' "$cb?k=0000000000000000")"
ok '... leaves nothing' quiet smscal-receive

# A reply to it.
ok 'a reply' is 200 "$(curl -sS -o answer -w '%{http_code}' \
	-H 'Content-Type: application/json' -d '{"messageType":"text",
	"notificationId":"m1","senderAddress":"436641230001",
	"recipientAddress":"436609999","textMessageContent":"Ja \ud83d\udc4d"}' \
	"$cb?k=$SECRET")"
ok '... is taken' quiet smscal-receive
ok '... for what it is' is 'm1|1|yes' \
	"$(sql 'SELECT key, message_id, meaning FROM reply')"

# A secret that cannot stand in an address stops the account, with a word.
message 2
printf 'token-1\nhook: a b\n' >token
ok 'a bad secret' run 1 smscal-send
ok '... is said' match "token: the hook's secret has to be" err
ok '... without it' no_match 'a b' err
ok '... and the message waits' is planned \
	"$(sql 'SELECT state FROM message WHERE id = 2')"

done_testing
