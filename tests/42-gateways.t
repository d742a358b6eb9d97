#!/bin/sh
# SPDX-License-Identifier: ISC
# Gateways described in smscal.conf, and programs, through smscal-send: what
# is sent, what becomes of the message, and that none holds up another.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
. "${0%/*}/nginx.sh"
need sqlite3 nginx

# What the vendors answer (their documentation), by the path; the request is
# in the log.
cat >servers <<'!'
log_format body escape=none '$request_method $request_uri $http_authorization'
    ' $http_x_api_key $request_body';
server {
    listen 127.0.0.1:@PORT@;
    access_log @DIR@/requests body;
    default_type application/json;
    proxy_method GET;
    location ~ ^/2010-04-01/Accounts/[^/]+/Messages.json$ {
	rewrite ^ /answer/twilio break;
	proxy_pass http://127.0.0.1:@PORT@;
    }
    location = /api/sms { proxy_pass http://127.0.0.1:@PORT@/answer/seven; }
    location = /sms/json { proxy_pass http://127.0.0.1:@PORT@/answer/vonage; }
    location = /2010-04-01/Accounts/AC0.json { return 200 '{"status":"active"}'; }
    location = /api/balance { return 200 '900'; }
    location = /account/get-balance { return 401 '{"error-code":"401"}'; }
    location /answer/ { access_log off; root @DIR@; try_files $uri =500; }
}
!
mkdir answer
nginx_start . servers || exit 1
URL="http://127.0.0.1:$NGINX_PORT"
# The presets are those of the tree that the tools stand in.
{
	conf "twilio: {preset: twilio, user: AC0, url: '$URL'}" \
		"seven: {preset: seven, url: '$URL'}" \
		"vonage: {preset: vonage, user: key, url: '$URL'}" \
		"own: {type: http, url: '$URL', path: /api/sms, body: json,
    members: {t: '%{text}', to: ['%{to}']}, accept: {where: {\$.ok: 'true'}}}" \
		"bad: {type: command, command: [./program, bad], timeout_s: 2}" \
		"slow: {type: command, command: [./program, slow], timeout_s: 2}" \
		"good: {type: command, command: [./program, good]}" \
		"gone: {type: command, command: [./nothing]}"
	cat smscal.conf
} >with
mv with smscal.conf
(umask 077 && echo 's3&cret' >token)

# fresh GATEWAY [MESSAGES]
fresh() {
	send_db
	sql "UPDATE company SET gateway = '$1', token_file = '$T/token'"
	f_i=1
	while [ $f_i -le "${2:-1}" ]; do
		message $f_i
		f_i=$((f_i + 1))
	done
	rm -f requests
	kill -USR1 "$(cat "$NGINX_HOME/pid")"
	await [ -e requests ]
}
fate() {
	sql "SELECT m.state, a.outcome, ifnull(a.code, ''),
	    ifnull(a.gateway_id, '') FROM message m
	    JOIN attempt a ON a.message_id = m.id ORDER BY m.id"
}
# seen REGEX: exactly one request, and it matches.
seen() {
	await [ -s requests ]
	is 1 "$(wc -l <requests)" && match "$1" requests
}

# Vendors.

echo '{"sid":"SM1","status":"queued","error_code":null}' >answer/twilio
fresh twilio
ok 'twilio' quiet smscal-send
ok '... takes it' is 'sent|accepted||SM1' "$(fate)"
ok '... by a form' seen \
	'^POST /2010-04-01/Accounts/AC0/Messages.json Basic QUMwOnMzJmNyZXQ=  To=%2B436641230001&Body=Termin%201&ValidityPeriod=14400$'
ok 'a second run' unchanged smscal-send
ok '... asks nothing' is 1 "$(wc -l <requests)"
ok 'its access test' run 0 smscal-admin company test acme
ok '... in a sentence' same out <<!
acme: the gateway twilio takes messages of this account
!

echo '{"success":"100","messages":[{"id":"77","success":true}]}' >answer/seven
fresh seven
ok 'seven' quiet smscal-send
ok '... takes it' is 'sent|accepted|100|77' "$(fate)"
ok '... by a form' seen \
	'^POST /api/sms  s3&cret to=436641230001&text=Termin%201&ttl=1380&foreign_id=k1-1-[0-9a-f]{8}$'
ok 'its access test' run 1 smscal-admin company test acme
ok '... with a wrong key' same err <<!
smscal-admin: acme: gateway seven: the gateway refuses the account (900)
!
echo 202 >answer/seven
fresh seven
ok 'seven refuses the number' run 1 smscal-send
ok '... for good' is 'failed|permanent|202|' "$(fate)"
ok '... and says why' match \
	'^smscal-send: acme/ordination: reminder 1 failed: the gateway refuses the message \(202\)$' err
echo '<html>' >answer/seven
fresh seven
ok 'seven says what nobody knows' run 1 smscal-send
ok '... the message is unsure' is 'unsure|unknown||' "$(fate)"

echo '{"messages":[{"message-id":"0A","status":"0"}]}' >answer/vonage
fresh vonage
ok 'vonage' quiet smscal-send
ok '... takes it' is 'sent|accepted|0|0A' "$(fate)"
ok '... by a form' seen \
	'^POST /sms/json   api_key=key&api_secret=s3%26cret&to=436641230001&text=Termin%201&ttl=82800000&client-ref=k1-1-[0-9a-f]{8}$'
ok 'its access test' run 1 smscal-admin company test acme
ok '... with a wrong secret' match 'the user name, password or token is wrong' err
echo '{"messages":[{"status":"9","error-text":"Quota 1234567"}]}' \
	>answer/vonage
fresh vonage
ok 'vonage has no credit left' run 1 smscal-send
ok '... its account is on hold' is 'planned|hold|9|' "$(fate)"
ok '... and no number is said' same err <<!
smscal-send: vonage ($T/token): the gateway refuses the account (9) (Quota …): its messages wait
!

echo '{"ok":true}' >answer/seven
fresh own
ok 'one of our own' quiet smscal-send
ok '... takes it' is 'sent|accepted||' "$(fate)"
ok '... by JSON' seen \
	'^POST /api/sms   \{"t":"Termin 1","to":\["436641230001"\]\}$'
ok 'its access test' run 0 smscal-admin company test acme
ok '... there is none' same out <<!
acme: the gateway own has no access test: it is set up, its token file can be read, and was not asked
!

# Programs.

cat >program <<'!'
#!/bin/sh
text=$(cat)
echo "$1 $# $text $SMSCAL_TO ${SMSCAL_FROM-} $SMSCAL_REF $SMSCAL_VALIDITY" \
	>>"${0%/*}/told"
env | cut -d = -f 1 | sort >"${0%/*}/env"
case $1:$text in
good:*) echo "ID $text" ;;
slow:*) exec sleep 60 ;;
*kill*) kill -9 $$ ;;
*)
	echo "no $text +436641230001" >&2
	exit "${text##* }"
	;;
esac
!
chmod +x program

fresh good 3
rm -f told
ok 'a program' quiet smscal-send
ok '... takes them' is 'sent|accepted|0|ID Termin 1
sent|accepted|0|ID Termin 2
sent|accepted|0|ID Termin 3' "$(fate)"
ok '... each once' is 3 "$(wc -l <told)"
ok '... with what it must know' match \
	'^good 1 Termin 2 \+436641230002  k2-1-[0-9a-f]{8} 82800$' told
ok '... and nothing else' same env <<!
LC_ALL
PATH
PWD
SMSCAL_REF
SMSCAL_TO
SMSCAL_VALIDITY
!
ok 'a second run' unchanged smscal-send

for pair in 65:failed:permanent 67:failed:permanent 68:failed:permanent \
	1:unsure:unknown 64:unsure:unknown 78:planned:hold 77:planned:hold; do
	fresh bad
	code=${pair%%:*} rest=${pair#*:}
	sql "UPDATE message SET text = 'with $code'"
	ok "status $code" run 1 smscal-send
	ok '... means that' is "${rest%:*}|${rest#*:}|$code|" "$(fate)"
	ok '... is told without the number' no_match '436641230001' err
done
fresh bad
sql "UPDATE message SET text = 'with 75'"
ok 'status 75' quiet smscal-send
ok '... is tried again' is 'planned|transient|75|' "$(fate)"
fresh bad
sql "UPDATE message SET text = 'kill'"
ok 'a signal' run 1 smscal-send
ok '... nobody knows' is 'unsure|unknown||' "$(fate)"
fresh gone
ok 'no such program' run 1 smscal-send
ok '... holds the account' is 'planned|hold||' "$(fate)"

# One that hangs holds up no other; in its time it is ended.
fresh good 4
sql "INSERT INTO branch (id, company_id, ref, name, gateway, created_at)
    VALUES (1, 1, 'graz', 'Graz', 'slow', 1);
INSERT INTO calendar (id, company_id, branch_id, ref, name, url, created_at)
    VALUES (2, 1, 1, 'graz', 'Graz', 'https://example.com/b.ics', 1);
UPDATE appointment SET calendar_id = 2 WHERE id = 1;
UPDATE message SET calendar_id = 2, expires_at = expires_at - 60 WHERE id = 1"
rm -f told
ok 'a program that hangs' run 1 smscal-send -v
ok '... is unsure, the others are sent' is 'unsure sent sent sent' \
	"$(sql "SELECT group_concat(state, ' ') FROM message")"
ok '... they were not held up' is 'sent' "$(sed -n \
	's/^smscal-send: .* \(sent\) to .*/\1/p; s/.* is unsure.*/unsure/p' err |
	head -n 1)"
ok '... it took too long' match 'is unsure: .* took too long' err

done_testing
