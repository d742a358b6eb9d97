#!/bin/sh
# SPDX-License-Identifier: ISC
# smscal-hook: one callback becomes one file in the spool before it is
# answered, and what is not meant for us leaves nothing.
. "${0%/*}/lib.sh"
. "${0%/*}/nginx.sh"
. "${0%/*}/hook.sh"
need nginx fcgiwrap curl sha256sum

mkdir -m 2770 "$SPOOL"
hook_file acme websms "$SECRET" acme/graz twilio twilio-secret-0001 \
	acme seven seven-secret-000001 acme vonage vonage-secret-00001 \
	acme kannel kannel-secret-00001 acme form form-secret-0000001
URI="/cb?k=$SECRET"

files() { find "$SPOOL" -type f | wc -l | tr -d ' '; }
# refused STATUS COMMAND...: with that answer, a short one, and no file.
refused() {
	r_status=$1
	shift
	run 0 "$@" || return 1
	match "^Status: $r_status " out || return 1
	[ "$(wc -c <out)" -lt 200 ] || return 1
	is 0 "$(files)"
}
# answered STATUS BODY COMMAND...: with these, and one more file, taken away.
answered() {
	a_status=$1 a_body=$2
	shift 2
	run 0 "$@" || return 1
	same err </dev/null || return 1
	match "^Status: $a_status " out || return 1
	is "$a_body" "$(tr -d '\r' <out | sed '1,/^$/d')" || return 1
	is 1 "$(files)" || return 1
	mv "$SPOOL"/* last
}

# By hand.
ok 'not as a CGI program' run 64 smscal-hook
ok '... but usage' match '^usage: smscal-hook' err
ok '-h' run 0 smscal-hook -h
ok '-V' run 0 smscal-hook -V

# What is taken.
ok 'websms' answered 200 '{"statusCode":2000,"statusMessage":"OK"}' \
	post "$URI" '{"a": "1	2"}' CONTENT_TYPE=application/json
ok '... as JSON' match '^Content-Type: application/json' out
cat >want <<!
smscal-spool	1
name	acme
vendor	websms
method	POST
url	https://sms.example.org$URI
received	$SMSCAL_NOW
header	content-type	application/json
body	{"a": "1\\t2"}
end
!
ok '... is in the file, whole' cmp want last
ok '... which the group may read' is 640 "$(stat -c %a last)"
ok 'a secret in the path' answered 200 '' \
	post "/cb/form-secret-0000001/x" 'from=1'
ok 'twilio' answered 204 '' post '/cb/twilio-secret-0001' 'A=1' \
	HTTP_X_TWILIO_SIGNATURE=abc=
ok '... with its signature' match '^header	x-twilio-signature	abc=$' last
ok '... and whose it is' match '^name	acme/graz$' last
ok 'seven' answered 200 '' post '/cb/seven-secret-000001' '{}' \
	HTTP_X_SIGNATURE=ab HTTP_X_TIMESTAMP=1 HTTP_X_NONCE=2
ok '... with all that is signed' is 3 "$(grep -c '^header	x-' last)"
ok 'vonage by GET' answered 200 '' cgi GET '/cb?k=vonage-secret-00001&text=a'
ok 'kannel by GET, and no word that would go out as an SMS' answered 200 '' \
	cgi GET '/cb?k=kannel-secret-00001&text=a'
ok 'a plain form by GET' answered 200 '' cgi GET '/cb?text=a&k=form%2dsecret-0000001'
ok 'an empty body' answered 200 '' post '/cb/form-secret-0000001' ''
head -c 65536 /dev/zero >most
ok 'the largest body' answered 200 '' cgi POST '/cb/form-secret-0000001' \
	CONTENT_LENGTH=65536 <most
ok '... is there' [ "$(wc -c <last)" -gt 131072 ]

# What is refused, and costs nothing.
for method in PUT HEAD OPTIONS DELETE get ''; do
	ok "method '$method'" refused 405 cgi "$method" "$URI" </dev/null
done
ok 'GET where the vendor has none' refused 405 cgi GET "$URI" </dev/null
ok 'no secret' refused 403 post /cb x
ok 'another' refused 403 post '/cb?k=0123456789abcdefghik' x
ok 'in another parameter' refused 403 post "/cb?q=$SECRET" x
ok 'its beginning' refused 403 post '/cb?k=0123456789abcdefghi' x
ok 'an empty one' refused 403 post '/cb?k=' x
ok 'its digest' refused 403 post "/cb?k=$(cut -d ' ' -f 3 hook | head -n 1)" x
ok 'no length' refused 411 cgi POST "$URI" </dev/null
for length in -1 1x 0x10 99999999999999999999; do
	ok "length '$length'" refused 400 cgi POST "$URI" \
		"CONTENT_LENGTH=$length" </dev/null
done
ok 'too long' refused 413 cgi POST "$URI" CONTENT_LENGTH=65537 </dev/null
ok '... by far' refused 413 cgi POST "$URI" \
	CONTENT_LENGTH=9223372036854775807 </dev/null
ok 'less than was said' refused 400 cgi POST "$URI" CONTENT_LENGTH=9 </dev/null
printf abc >short
ok '... or a part' refused 400 cgi POST "$URI" CONTENT_LENGTH=9 <short
long=$(head -c 16384 /dev/zero | tr '\0' a)
ok 'a long address' refused 414 post "/cb?k=$SECRET&x=$long" x
ok 'a long header' refused 400 post "$URI" x "HTTP_X_NONCE=$long"
pairs=$(head -c 2000 /dev/zero | tr '\0' '=' | sed 's/=/=\&/g')
ok 'too many parameters' refused 403 post "/cb?k=$SECRET&$pairs" x

# What is not as the operator has to have it: 'try again', and why.
unfit() {
	u_say=$1
	shift
	refused 503 "$@" && match "^smscal-hook: .*$u_say" err &&
		no_match "$SECRET" err && is 1 "$(wc -l <err | tr -d ' ')"
}
for mode in 604 602 640 620 644; do
	chmod $mode hook
	ok "the digests with mode $mode" unfit 'chmod 600' post "$URI" x
done
chmod 600 hook
ok 'no spool' unfit 'cannot create' post "$URI" x SMSCAL_SPOOL="$T/none"
ok 'neither of both' unfit 'have to be set' post "$URI" x SMSCAL_SPOOL=
ok 'no digests' unfit 'cannot look at' post "$URI" x \
	SMSCAL_HOOK_FILE="$T/none"
echo 'acme nobody abc' >>hook
ok 'a vendor that is none' unfit 'line 7: no such vendor' post "$URI" x
hook_file acme websms "$SECRET"
echo 'acme websms abc' >>hook
ok 'a digest that is none' unfit 'line 2: not NAME VENDOR SHA256' \
	post "$URI" x
hook_file acme websms "$SECRET"
printf '\n# a comment\n' >>hook
ok 'comments and empty lines are none' answered 200 \
	'{"statusCode":2000,"statusMessage":"OK"}' post "$URI" '{}'

# Through real programs.
ok 'nginx and fcgiwrap' hook_start
url="http://127.0.0.1:$NGINX_PORT/cb"
ask() { curl -sS -o answer -w '%{http_code} %{content_type}' "$@"; }
ok 'a callback' is '200 application/json' \
	"$(ask -d '{"x":1}' -H 'Content-Type: application/json' "$url?k=$SECRET")"
ok '... is answered' is '{"statusCode":2000,"statusMessage":"OK"}' \
	"$(cat answer)"
ok '... and in the spool' is 1 "$(files)"
ok '... as it came' match "^url	http://127.0.0.1:$NGINX_PORT/cb.k=$SECRET\$" \
	"$(find "$SPOOL" -type f)"
rm -f "$SPOOL"/*
ok 'a stranger' is '403 text/plain' "$(ask -d x "$url?k=abc")"
ok '... leaves nothing' is 0 "$(files)"
ok 'twenty at once' sh -c "seq 20 | xargs -P 8 -I @ curl -sS -o /dev/null \
	-d '{\"n\":@}' '$url?k=$SECRET'"
ok '... are twenty files' is 20 "$(files)"
ok '... of twenty bodies' is 20 "$(grep -h '^body' "$SPOOL"/* | sort -u | wc -l |
	tr -d ' ')"

done_testing
