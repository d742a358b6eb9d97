#!/bin/sh
# SPDX-License-Identifier: ISC
# smscal-receive: what the hook left is taken once, believed only if it can
# be, and does what people meant.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
. "${0%/*}/hook.sh"
need sqlite3 flock sha256sum python3

mkdir -m 2770 "$SPOOL"
hook_file acme vonage vonage-secret-00001 acme websms websms-secret-00001 acme twilio twilio-secret-00001 \
	acme seven seven-secret-000001 acme form form-secret-0000001 \
	acme kannel kannel-secret-00001 nobody form nobody-secret-0001 \
	acme/graz form graz-secret-0000001
printf '12345\nsignature: secret\n' >token
chmod 600 token

world() {
	rm -rf "${SPOOL:?}"/* mail.*
	send_db
	{
		echo 'name: test'
		echo 'database: smscal.db'
		echo "spool: $SPOOL"
		for w_line; do
			echo "$w_line"
		done
	} >smscal.conf
	sql "UPDATE company SET gateway = 'websms', token_file = '$T/token',
	    email = 'office@example.org' WHERE id = 1;
	INSERT INTO feed (calendar_id, good_at) VALUES (1, $NOW);"
}

# told ID [COLUMN=VALUE...]: message ID is a reminder that went out.
told() {
	told_id=$1
	shift
	message "$told_id" "state = 'sent'" "claimed_at = $NOW - 3600" \
		'attempts = 1' "$@"
	sql "INSERT INTO attempt (message_id, ref, gateway, token_file,
	    claimed_at, outcome) VALUES ($told_id, 'k$told_id-1', 'websms',
	    '$T/token', $NOW - 3600, 'accepted')"
}

# say ID TEXT: the person of message ID writes that, by a form.
say() {
	s_text=$(printf %s "$2" | sed 's/%/%25/g; s/&/%26/g; s/+/%2B/g')
	run 0 post '/cb?k=form-secret-0000001' \
		"from=$(printf '+43664123%04d' "$1" | sed 's/+/%2B/')&text=$s_text"
}
spooled() { find "$SPOOL" -name '*.notice' ! -path '*/bad/*' | wc -l | tr -d ' '; }
bad() { find "$SPOOL/bad" -type f 2>/dev/null | wc -l | tr -d ' '; }
receive() { quiet smscal-receive && is 0 "$(spooled)"; }
plan() { run 0 smscal-plan; }
optouts() { sql 'SELECT phone, source FROM optout'; }
answers() { sql "SELECT appointment_id, answer FROM recipient
    WHERE answer IS NOT NULL ORDER BY 1"; }
meaning() { sql 'SELECT meaning, ifnull(answered_start_at, 0) FROM reply
    ORDER BY id DESC LIMIT 1'; }

# The spool.

world
ok 'an empty spool: silent, and nothing is written' unchanged smscal-receive
rmdir "$SPOOL"
ok '... or none' unchanged smscal-receive
mkdir -m 2770 "$SPOOL"
told 1
ok 'a reply comes in' say 1 'Komme etwas später'
ok '-n says it' run 0 smscal-receive -n
ok '... by its file' match '^spool/[0-9a-f-]+\.notice: reply$' out
ok '... and leaves it' is 1 "$(spooled)"
cp "$SPOOL"/*.notice again
name=$(basename "$SPOOL"/*.notice)
ok 'it is taken' receive
ok '... with its message and its time' is "spool/$name|1|$NOW" \
	"$(sql 'SELECT key, message_id, received_at FROM reply')"
cp again "$SPOOL/$name"
ok 'met again' receive
ok '... it is taken no second time' is 1 "$(sql 'SELECT count(*) FROM reply')"

ok 'a report of websms' run 0 post '/cb?k=websms-secret-00001' \
	'{"messageType":"deliveryReport","notificationId":"r1","clientMessageId":"k1-1","deliveryReportMessageStatus":"delivered"}'
ok '... is taken' receive
ok '... and moves its message on' is 'delivered' \
	"$(sql 'SELECT state FROM message WHERE id = 1')"
ok 'a report of kannel, of a message of the company' run 0 \
	cgi GET '/cb?k=kannel-secret-00001&id=k1-1&st=1'
ok '... is taken' receive
ok 'nothing for us' run 0 post '/cb?k=seven-secret-000001' '{"webhook_event":"voice"}'

# Signatures.

sign() {
	python3 - "$1" "$2" "$3" <<-'!'
	import hashlib, hmac, sys
	key, url, body = (a.encode() for a in sys.argv[1:])
	text = b"\n".join([b"%d" % 1795510800, b"n", b"POST", url,
	    hashlib.md5(body).hexdigest().encode()])
	print(hmac.new(key, text, hashlib.sha256).hexdigest())
	!
}
body='{"webhook_event":"sms_mo","data":{"id":"9","sender":"436641230001","system":"1","text":"Danke"}}'
url='https://sms.example.org/cb?k=seven-secret-000001'
rm -f "$SPOOL"/*.notice
ok 'seven, signed' run 0 post '/cb?k=seven-secret-000001' "$body" \
	HTTP_X_TIMESTAMP="$NOW" HTTP_X_NONCE=n \
	"HTTP_X_SIGNATURE=$(sign secret "$url" "$body")"
ok '... is believed' receive
ok '... once, by the vendor'\''s id' is 1 \
	"$(sql "SELECT count(*) FROM reply WHERE key = 'seven/9'")"
ok 'signed by another' run 0 post '/cb?k=seven-secret-000001' "$body" \
	HTTP_X_TIMESTAMP="$NOW" HTTP_X_NONCE=n \
	"HTTP_X_SIGNATURE=$(sign secret2 "$url" "$body")"
ok '... is not' run 1 smscal-receive
ok '... and why is said, once' match \
	'^smscal-receive: spool/[^ ]+: the signature is wrong$' err
ok '... it lies apart' is '0 1' "$(spooled) $(bad)"
ok '... and is not met again' quiet smscal-receive

# What cannot be read or believed.

refused() {
	run 1 smscal-receive && match "$1" err && is 0 "$(spooled)" &&
		no_match 'secret-0' err && is 1 "$(wc -l <err | tr -d ' ')"
}
echo rubbish >"$SPOOL/1-x.notice"
ok 'no file of the hook' refused 'no file of the hook'
head -n 4 again >"$SPOOL/1-x.notice"
ok 'a part of one' refused 'not whole'
: >"$SPOOL/1-x.notice"
ok 'an empty one' refused 'not whole'
head -c 300000 /dev/zero >"$SPOOL/1-x.notice"
ok 'a huge one' refused 'larger than'
ln -s /etc/passwd "$SPOOL/1-x.notice"
ok 'a link' refused 'no regular file'
mkfifo "$SPOOL/1-x.notice"
ok 'a pipe' refused 'no regular file'
ok 'a name that is no company' run 0 post '/cb?k=nobody-secret-0001' 'from=1'
ok '... is put apart, and why is said' refused "no company or branch 'nobody'"
ok 'twilio without a signature' run 0 post '/cb?k=twilio-secret-00001' 'From=1'
ok '... is put apart, and why is said' refused 'there is no signature'
ok 'a form without a sender' run 0 post '/cb?k=form-secret-0000001' 'text=x'
ok '... is put apart, and why is said' refused 'from is missing'
sql "INSERT INTO company (id, ref, name, zone, language, gateway, created_at)
    VALUES (2, 'other', 'Other', 'Europe/Vienna', 'de', 'file', 1)"
told 2
sql 'UPDATE message SET company_id = 2 WHERE id = 2; UPDATE attempt SET
    gateway = '\''file'\'', token_file = NULL WHERE message_id = 2'
ok 'a report of another account'\''s message' run 0 \
	cgi GET '/cb?k=kannel-secret-00001&id=k2-1&st=2'
ok '... is somebody'\''s invention' refused 'of another account'
ok '... and does nothing' is sent "$(sql 'SELECT state FROM message WHERE id = 2')"
chmod 644 token
ok 'what is wrong here and not with the file' run 0 \
	post '/cb?k=seven-secret-000001' "$body"
ok '... is said' run 1 smscal-receive
ok '... with what to do' match 'chmod 600' err
ok '... and the file stays' is 1 "$(spooled)"
chmod 600 token
rm -f "$SPOOL"/*.notice

# Stop and start.

world
told 1
message 2 "appointment_id = 1" "phone = '+436641230001'" 'step = 2' \
	"due_at = $NOW + 3600" "send_at = $NOW + 3600"
sql "DELETE FROM recipient WHERE appointment_id = 2;
INSERT INTO rule (company_id, kind, step, before_min, active, since_at)
    VALUES (1, 'reminder', 2, 1380, 1, 1);"
ok 'stop' say 1 'STOPP!'
ok '... is taken' receive
ok '... opts the number out' is '+436641230001|reply' "$(optouts)"
ok '... and is kept as that' is 'stop|0' "$(meaning)"
ok '... plan' plan
ok '... cancels what was to come' is 'cancelled|opted out' \
	"$(sql 'SELECT state, reason FROM message WHERE id = 2')"
ok 'start' say 1 'Start'
ok '... is taken' receive
ok '... ends it' is '' "$(optouts)"
ok '... plan' plan
ok '... plans anew' is planned "$(sql 'SELECT state FROM message WHERE id = 2')"
sql "INSERT INTO optout (company_id, phone, source, since_at)
    VALUES (1, '+436641230001', 'operator', 1)"
ok 'start, where the operator said stop' say 1 start
ok '... is taken' receive
ok '... and does not end it' is '+436641230001|operator' "$(optouts)"
sql 'DELETE FROM optout'
ok 'a stranger'\''s stop' say 77 'Stop bitte, keine SMS'
ok '... is taken' receive
ok '... counts for the company whose secret it was' is \
	'+436641230077|reply' "$(optouts)"

# Yes and no.

world
told 1
told 2
ok 'yes' say 1 'Ja!'
ok '... is taken' receive
ok '... for the start that it is about' is "yes|$START" "$(meaning)"
ok '... and no other appointment' is '1|yes' "$(answers)"
message 3 "appointment_id = 2" "phone = '+436641230002'" 'step = 2' \
	"due_at = $NOW + 3600" "send_at = $NOW + 3600"
sql "DELETE FROM recipient WHERE appointment_id = 3;
INSERT INTO rule (company_id, kind, step, before_min, active, since_at)
    VALUES (1, 'reminder', 2, 1380, 1, 1);
INSERT INTO rule (company_id, kind, days, clock_min, active, since_at)
    VALUES (1, 'feedback', 1, 600, 1, 1);"
ok 'no' say 2 'nien'
ok '... is taken' receive
ok '... for that start' is "no|$START" "$(meaning)"
ok '... plan' plan
ok '... no reminder any more' is 'cancelled|declined by a reply' \
	"$(sql 'SELECT state, reason FROM message WHERE id = 3')"
ok '... nor a feedback' is 0 "$(sql "SELECT count(*) FROM message
    WHERE kind = 'feedback' AND phone = '+436641230002'")"
sql "UPDATE appointment SET start_at = start_at + 60, changed_at = changed_at + 1
    WHERE id = 2"
ok 'a move clears it' is '1|yes' "$(answers)"
sql "UPDATE appointment SET start_at = start_at + 60 WHERE id = 1"
ok '... what moves nothing does not' is '1|yes' "$(answers)"
ok 'no, to a start that is told no more' say 2 nein
ok '... is taken' receive
ok '... and marks none' is 'no|0' "$(meaning)"
world
told 1
told 2 "phone = '+436641230001'" "start_at = $START + 86400"
sql "UPDATE appointment SET start_at = start_at + 86400 WHERE id = 2;
UPDATE recipient SET phone = '+436641230001' WHERE appointment_id = 2;"
ok 'no, with two appointments in question' say 1 nein
ok '... is taken' receive
ok '... and neither is marked' is 'no|0' "$(meaning)"
ok '... really' is '' "$(answers)"
sql "UPDATE appointment SET start_at = $NOW - 60 WHERE id = 1;
    UPDATE message SET start_at = $NOW - 60 WHERE id = 1"
ok 'no, when one of them has begun' say 1 nein
ok '... is taken' receive
ok '... is about the other' is '2|no' "$(answers)"
ok 'kein is no word' say 1 kein
ok '... is taken' receive
ok '... and changes nothing' is 'none|0' "$(meaning)"
sql "INSERT INTO keyword (company_id, word, means) VALUES (1, 'eh', 'yes')"
ok 'a word of the company'\''s own' say 1 Eh.
ok '... is taken' receive
ok '... counts' is '2|yes' "$(answers)"

# By the number written to.

world
told 1
told 2 "phone = '+436641230001'" "claimed_at = $NOW - 7200"
sql "UPDATE attempt SET sender = '+4366012' WHERE message_id = 1;
    UPDATE attempt SET sender = '+4366099' WHERE message_id = 2"
ok 'a reply to another sender' run 0 post '/cb?k=form-secret-0000001' \
	'from=436641230001&to=4366099&text=x'
ok '... is taken' receive
ok '... belongs to what was sent from that' is 2 \
	"$(sql 'SELECT message_id FROM reply')"

# A number that messages were redirected to.

world
told 1
told 2
sql "UPDATE company SET redirect = '+436641230002';
    UPDATE attempt SET redirect = '+436641230002' WHERE message_id = 1;
    UPDATE attempt SET claimed_at = claimed_at - 60 WHERE message_id = 2"
ok 'stop from whom messages are redirected to' say 2 Stop
ok '... is taken' receive
ok '... and stops nobody' is '' "$(optouts)"
ok '... it is kept with the message that came there' is '1|stop' \
	"$(sql 'SELECT message_id, meaning FROM reply')"
ok 'no' say 2 nein
ok '... is taken' receive
ok '... and nobody has said it' is '' "$(answers)"
ok 'stop from the person whose message it was' say 1 Stop
ok '... is taken' receive
ok '... and is its word' is '+436641230001|reply' "$(optouts)"
sql 'UPDATE company SET redirect = NULL'
ok 'an hour behind the trial' say 2 Stop
ok '... is taken' receive
ok '... and stops nobody' is '+436641230001|reply' "$(optouts)"
sql "UPDATE attempt SET claimed_at = $NOW - 60 WHERE message_id = 2"
ok 'when it got one of its own' say 2 Stop
ok '... is taken' receive
ok '... it is its word' match '^.436641230002.reply$' - <<!
$(optouts)
!
sql "DELETE FROM optout;
    UPDATE attempt SET claimed_at = $NOW - 172800 WHERE message_id = 1;
    UPDATE attempt SET claimed_at = $NOW - 999999 WHERE message_id = 2"
ok 'two days behind the trial' say 2 Stop
ok '... is taken' receive
ok '... it is its word' is '+436641230002|reply' "$(optouts)"

# Parts of a long one.

# part N OF REF TEXT [PHONE]: it comes in.
part() {
	run 0 cgi GET "/cb?k=vonage-secret-00001&msisdn=${5:-436641230001}&to=43660&messageId=${id:-M}$1&text=$4&concat=true&concat-ref=$3&concat-total=$2&concat-part=$1"
}
texts() { sql 'SELECT text FROM reply ORDER BY id'; }
world
printf '12345\n' >token
told 1
ok 'the second of two parts' part 2 2 7 stop
ok '... is taken' receive
ok '... and is no reply yet' is '' "$(texts)"
ok '... nor a keyword' is '' "$(optouts)"
ok 'the first' part 1 2 7 'Bitte+nicht+'
ok '... is taken' receive
ok '... both are one reply' is 'Bitte nicht stop' "$(texts)"
ok '... with its message and its company' is '1|1' \
	"$(sql 'SELECT message_id, company_id FROM reply')"
ok '... which is no keyword' is '' "$(optouts)"
ok 'one that comes again' part 2 2 7 stop
ok '... is taken' receive
ok '... and known' at $((NOW + 3600)) quiet smscal-receive
ok '... really' is 1 "$(sql 'SELECT count(*) FROM reply')"
id=N
ok 'the same reference, another message' part 1 2 7 'Ja+'
ok '... by its first part' receive
ok '... and of another phone' part 2 2 7 gern 436641230002
ok '... is taken' receive
ok '... are not put together' is 1 "$(sql 'SELECT count(*) FROM reply')"
ok 'what is missing for a quarter of an hour' at $((NOW + 900)) quiet \
	smscal-receive
texts >got
ok '... is an ellipsis' same got <<'!'
Bitte nicht stop
Ja …
…gern
!
ok '... once' at $((NOW + 960)) unchanged smscal-receive
printf '12345\nsignature: secret\n' >token
id=O
ok 'unsigned where there is a key' part 1 2 8 x
ok '... is not believed' run 1 smscal-receive
ok '... and said' match 'there is no signature' err

# Mail.

cat >sendmail <<'!'
#!/bin/sh
[ -f /SENDMAIL-FAILS ] && exit 75
cat >"/SENDMAIL-DIR/mail.$$"
echo "$@" >>"/SENDMAIL-DIR/mail.args"
!
sed -i "s|/SENDMAIL-FAILS|$T/fails|; s|/SENDMAIL-DIR|$T|" sendmail
chmod 755 sendmail
mails() { find . -name 'mail.[0-9]*' | wc -l | tr -d ' '; }
mail_text() { sed '1,/^$/d' mail.[0-9]* | base64 -d | tr -d '\r'; }

world "sendmail: $T/sendmail"
told 1
ok 'yes alone' say 1 ja
ok '... is taken' receive
ok '... and needs no mail' is 0 "$(mails)"
ok 'no' say 1 'Nein 🙁'
ok '... is taken' receive
ok '... and the company is told at once' is 1 "$(mails)"
ok '... at its address' is '-i -- office@example.org' "$(cat mail.args)"
ok '... in the header too' match '^To: office@example.org$' mail.[0-9]*
ok '... about whom' match '^Subject: SMS-Antwort von Maria Mayr$' mail.[0-9]*
mail_text >got
ok '... what was said' match '^    Nein 🙁$' got
ok '... about which appointment' match '25.11.2026 10:00' got
ok '... it goes once' quiet smscal-receive
ok '... really' is 1 "$(mails)"
rm -f mail.*
ok 'a text with other words' say 1 'Ja, aber um 11?'
: >fails
ok 'while mail fails' run 1 smscal-receive
ok '... it is said' match '^smscal-receive: acme: mail: sendmail .*75' err
ok '... without what it is about' no_match 'Ja|664' err
ok '... once' quiet smscal-receive
rm fails
ok '... and tried again later' at $((NOW + 61)) quiet smscal-receive
ok '... then it goes' is 1 "$(mails)"
ok '... no more' at $((NOW + 3600)) quiet smscal-receive
ok '... really' is 1 "$(mails)"
rm -f mail.*
sql "UPDATE company SET redirect = '+436641230001';
    UPDATE attempt SET redirect = '+436641230001'"
ok 'stop from whom messages are redirected to' say 1 Stop
ok '... is taken' receive
mail_text >got
ok '... and nothing follows, the company is told' match 'zur Probe' got
ok '... not that the number is stopped' no_match 'keine SMS mehr' got
sql "UPDATE company SET email = NULL, redirect = NULL;
    DELETE FROM mail WHERE sent_at > $NOW - 1 AND text LIKE '%Probe%'"
ok 'without an address' say 1 'Und?'
ok '... it is taken' receive
ok '... and owed to nobody' is 2 "$(sql 'SELECT count(*) FROM mail')"

# The plug.

at=1
while [ $at -lt 100 ]; do
	world "sendmail: $T/sendmail"
	told 1
	say 1 Stop >/dev/null
	say 1 'Ruft mich an' >/dev/null
	SMSCAL_FAIL_AT=$at smscal-receive >/dev/null 2>&1
	st=$?
	[ $st = 0 ] && break
	ok "plug $at: what was begun is ended" quiet at $((NOW + 61)) \
		smscal-receive
	ok "plug $at: each is taken once" is '2 0 0' "$(sql \
		'SELECT count(*) FROM reply') $(spooled) $(bad)"
	ok "plug $at: what it meant was done" is '+436641230001|reply' \
		"$(optouts)"
	ok "plug $at: each mail was sent" is '2|2' \
		"$(sql 'SELECT count(*), count(sent_at) FROM mail')"
	at=$((at + 1))
done
[ $at -gt 1 ] && ok "met $((at - 1)) points" [ $at -gt 6 ]

done_testing
