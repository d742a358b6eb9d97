#!/bin/sh
# SPDX-License-Identifier: ISC
# Notices to companies (X8): what they must know is mailed once a cause and at
# most daily, and tomorrow's appointments without SMS where that is wanted.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
need sqlite3 flock base64

cat >sendmail <<!
#!/bin/sh
[ -f "$T/fails" ] && exit 75
cat >"$T/mail.\$\$"
echo "\$@" >>"$T/mail.args"
!
chmod 755 sendmail

# world: acme has an address, and there is a mailer.
world() {
	rm -f mail.*
	send_db
	{
		echo 'name: test.example.org'
		echo 'database: smscal.db'
		echo "sendmail: $T/sendmail"
		for w_line; do
			echo "$w_line"
		done
	} >smscal.conf
	sql "UPDATE installation SET name = 'test.example.org';
	UPDATE company SET email = 'office@example.org', gateway = 'websms',
	    token_file = '$T/token', country_code = '43' WHERE id = 1;
	INSERT INTO feed (calendar_id, good_at) VALUES (1, $NOW);"
}

# mails: how many went out since last asked; mail_text, header: of the last.
mails() {
	find . -name 'mail.[0-9]*' | wc -l | tr -d ' '
}
mail_text() { sed '1,/^$/d' mail.[0-9]* | base64 -d | tr -d '\r'; }
head_of() { sed '/^$/q' mail.[0-9]*; }
subject() {
	python3 -c 'import email, email.policy, sys
m = email.message_from_binary_file(sys.stdin.buffer,
    policy=email.policy.default)
print(m["subject"])' <"$(find . -name 'mail.[0-9]*')"
}

# tell NAME N [TIME]: a run there mails N.
tell() {
	rm -f mail.*
	ok "$1" at "${3:-$NOW}" quiet smscal-receive
	ok "... mails: $2" is "$2" "$(mails)"
}
DAY=86400

# A feed that is dead.

dead="UPDATE feed SET error = 'example.com: HTTP status 404',
    error_at = $NOW - 7199, failures = 20"
world
sql "$dead"
tell 'a feed that is dead for less than two hours' 0
ok '... writes nothing' unchanged smscal-receive
ok '-n, two hours dead' at $((NOW + 1)) run 0 smscal-receive -n
ok '... shows the notice' same out <<'!'
acme: mail: SMS-Erinnerungen: Kalender Ordination nicht lesbar
!
ok '... and mails nothing' is 0 "$(mails)"
tell 'two hours' 1 $((NOW + 1))
ok '... the header' is 'From: To: Subject: Date: Message-ID: MIME-Version: Content-Type: Content-Transfer-Encoding: Auto-Submitted: ' \
	"$(head_of | sed -n 's/^\([A-Z][A-Za-z-]*:\).*/\1/p' | tr '\n' ' ')"
ok '... from whom' match "^From: $(id -un)@test\\.example\\.org\$" mail.[0-9]*
ok '... to whom' match '^To: office@example.org$' mail.[0-9]*
ok '... at the mailer too' is '-i -- office@example.org' "$(cat mail.args)"
ok '... when' match '^Date: Tue, 24 Nov 2026 09:00:01 \+0000$' mail.[0-9]*
ok '... which' match '^Message-ID: <smscal\.1\.1795510801@test\.example\.org>$' \
	mail.[0-9]*
ok '... by nobody' match '^Auto-Submitted: auto-generated$' mail.[0-9]*
ok '... as what' match '^Content-Type: text/plain; charset=utf-8$' mail.[0-9]*
ok '... about what' is 'SMS-Erinnerungen: Kalender Ordination nicht lesbar' \
	"$(subject)"
mail_text >got
ok '... and the text' same got <<'!'
Der Kalender Ordination ist nicht zu lesen, seit 24.11.2026 08:00:

    example.com: HTTP status 404

Neue und geänderte Termine bekommen so keine SMS.  Nach 48 Stunden werden
alle SMS dieses Kalenders zurückgehalten, denn sie könnten falsch sein.

!
tell 'a minute later' 0 $((NOW + 60))
tell 'days later' 0 $((NOW + 3 * DAY))
ok '... nothing is written' at $((NOW + 3 * DAY)) unchanged smscal-receive
sql "UPDATE feed SET error = NULL, error_at = NULL"
tell 'it is well' 0 $((NOW + 3 * DAY))
ok '... and forgotten' is 0 "$(sql 'SELECT count(*) FROM cause')"
sql "$dead"
tell 'dead again' 1 $((NOW + 4 * DAY))

world
sql "$dead; UPDATE company SET language = 'en'"
tell 'a company that speaks no German' 1 $((NOW + 1))
mail_text >got
ok '... is told in English' match '^The calendar Ordination cannot be read' got
ok '... in the subject' is 'SMS reminders: calendar Ordination cannot be read' \
	"$(subject)"
for off in 'company SET active = 0' 'company SET email = NULL' \
	'calendar SET active = 0'; do
	world
	sql "$dead; UPDATE $off"
	tell "$off: nobody is told" 0 $((NOW + 1))
done
world
sql "$dead"
sed -i '/^sendmail/d' smscal.conf
ok 'without a mailer' at $((NOW + 1)) unchanged smscal-receive
world 'mail_from: praxis@example.org'
sql "$dead"
tell 'with an address of its own' 1 $((NOW + 1))
ok '... it is the sender' match '^From: praxis@example.org$' mail.[0-9]*
world 'mail_from: "a@example.org\nBcc: b@example.org"'
ok 'an address that is none' run 78 smscal-receive
ok '... is refused, and where' match \
	"smscal.conf:4:12: .*mail_from.*smscal@example.org" err

# Mass changes.

world
for i in 1 2 3; do
	message $i "state = 'held'" "reason = 'mass'"
done
sql "UPDATE appointment SET mass = 1"
tell 'a mass change that waits' 1
ok '... is the subject' is \
	'SMS-Erinnerungen: viele Änderungen im Kalender Ordination' "$(subject)"
mail_text >got
ok '... and says what waits' match 'Absagen gehen erst hinaus' got
ok '... and who confirms it how' match \
	'^    smscal-admin calendar accept acme/ordination$' got
ok '... the messages are no second cause' no_match 'Zurückgehalten' got
tell 'later' 0 $((NOW + 900))
sql "UPDATE appointment SET mass = 3 WHERE id = 2"
tell 'another kind is another cause' 1 $((NOW + 960))
sql "UPDATE appointment SET mass = 0"
tell 'accepted' 0 $((NOW + 1000))
sql "UPDATE appointment SET mass = 4"
tell 'the phones are gone' 1 $((NOW + 1100))
mail_text >got
ok '... it says how to share' match 'frei/belegt' got
sql "UPDATE appointment SET mass = 8"
tell 'accepted silently' 0 $((NOW + 1200))

# An account that takes nothing.

world
sql "INSERT INTO account_hold (gateway, token_file, sender, since_at, until_at,
    wait_s, reason) VALUES ('websms', '$T/token', '', $NOW, $NOW + 300, 300,
	'the token is wrong')"
tell 'an account that is held' 0 $((NOW + 1799))
tell '... for half an hour' 1 $((NOW + 1800))
ok '... is the subject' is 'SMS-Erinnerungen: Versand über websms steht' \
	"$(subject)"
mail_text >got
ok '... and why' match '^    the token is wrong$' got
tell '... once' 0 $((NOW + 7200))
world
sql "INSERT INTO account_hold (gateway, token_file, sender, since_at, until_at,
    wait_s, reason) VALUES ('websms', '$T/other', '', $NOW, $NOW + 300, 300,
	'the token is wrong'), ('websms', '$T/token', 'Praxis', $NOW,
	$NOW + 300, 300, 'unknown sender')"
tell 'the account of others, and a sender' 1 $((NOW + 1800))
mail_text >got
ok '... it is about the sender' match 'nimmt den Absender Praxis nicht' got
ok '... alone' no_match 'token' got
sql "INSERT INTO branch (company_id, ref, name, token_file, created_at)
    VALUES (1, 'graz', 'Graz', '$T/other', 1)"
tell 'the account of a branch' 1 $((NOW + 1860))

# Messages.

world
message 1 "state = 'failed'" "reason = 'the number is not valid'"
message 2 "state = 'undelivered'" "reason = 'expired'"
message 3 "state = 'unsure'"
message 4 "state = 'expired'" "reason = 'too late'"
message 5 "state = 'held'" "reason = 'stale'"
message 6 "state = 'held'" "reason = 'missing'"
message 7 "state = 'sent'"
message 8 "state = 'failed'" "due_at = $NOW - 8 * 86400"
message 9 "state = 'held'" "reason = 'too long'" "name = ''"
message 10 "state = 'held'" "reason = 'limit'"
# ... which tells another date, too: that one is no message of its own (P16).
message 11 "state = 'held'" "reason = 'limit'" 'with_id = 10'
tell 'messages that somebody has to look at' 0
tell '... wait for others' 0 $((NOW + 899))
tell '... for a quarter of an hour' 1 $((NOW + 900))
ok '... how many' is 'SMS-Erinnerungen: 7 SMS zum Nachsehen' "$(subject)"
mail_text >got
ok '... whose, and why' same got <<'!'
Vom SMS-Gateway nicht angenommen:
    Maria Mayr (+436641230001), Termin am 25.11.2026 10:00: the number is not valid

Nicht zugestellt:
    Maria Mayr (+436641230002), Termin am 25.11.2026 10:00: expired

Ungewiss, ob gesendet; sie gehen nicht von selbst noch einmal hinaus:
    Maria Mayr (+436641230003), Termin am 25.11.2026 10:00

Nicht gesendet, denn es war zu spät dafür:
    Maria Mayr (+436641230004), Termin am 25.11.2026 10:00: too late

Zurückgehalten:
    Maria Mayr (+436641230005), Termin am 25.11.2026 10:00: der Kalender ist seit 48 Stunden nicht zu lesen
    +436641230009, Termin am 25.11.2026 10:00: der Text ist zu lang
    Maria Mayr (+436641230010), Termin am 25.11.2026 10:00: ein Limit: mehr SMS, als erlaubt sind, oder ein anderes Land

!
tell '... once' 0 $((NOW + 960))
ok '... nothing is written' at $((NOW + 960)) unchanged smscal-receive
ok 'what the operator settles' at $((NOW + 960)) quiet smscal-admin message \
	settle 3 failed
ok '... is no news to anybody' at $((NOW + 1000)) unchanged smscal-receive
ok 'resent by the operator' at $((NOW + 960)) quiet smscal-admin message resend 3
sql "UPDATE message SET state = 'failed' WHERE id = 3;
    UPDATE message SET state = 'held', reason = 'restored' WHERE id = 7"
tell 'another state is another cause' 0 $((NOW + 1200))
tell '... of the next day' 0 $((NOW + DAY + 899))
tell '... not before' 1 $((NOW + DAY + 900))
mail_text >got
ok '... these alone' is 2 "$(grep -c '+43' got)"
ok '... in words' match ': eine Sicherung wurde eingespielt' got
world
sql "WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n
	WHERE i < 124) SELECT i FROM n" >ids
while read -r i; do
	message "$i" "state = 'failed'"
done <ids
tell 'many of them' 0
tell '... make one mail' 1 $((NOW + 900))
mail_text >got
ok '... twenty of them named' is 20 "$(grep -c '+43' got)"
ok '... the rest counted' match '^    und 5 weitere$' got
ok '... all told' is 0 \
	"$(sql 'SELECT count(*) FROM message WHERE told IS NOT state')"
ok '... by the index' match 'USING (COVERING )?INDEX message_untold' \
	"$(sql "EXPLAIN QUERY PLAN SELECT 1 FROM message WHERE company_id = 1
	AND state <> 'planned' AND state <> 'claimed' AND state <> 'sent'
	AND state <> 'delivered' AND state <> 'cancelled'
	AND told IS NOT state AND due_at > 1" >plan.out; echo plan.out)"

# Several causes make one mail.

world
sql "$dead"
message 1
sql "UPDATE appointment SET mass = 1"
tell 'a dead feed and a mass change' 1 $((NOW + 1))
ok '... make one mail' is 'SMS-Erinnerungen: 2 Hinweise' "$(subject)"

# A mail that does not go is owed.

world
sql "$dead"
: >fails
ok 'the mailer fails' at $((NOW + 1)) run 1 smscal-receive
ok '... it is said' match '^smscal-receive: acme: mail: sendmail' err
rm fails
tell 'it goes later' 1 $((NOW + 62))
tell '... once' 0 $((NOW + 200))

# What could end a header does not.

world
sql "$dead; UPDATE calendar SET name = 'A
Bcc: x@example.org'; UPDATE feed SET error = 'x
y'"
tell 'a name with a line break' 1 $((NOW + 1))
ok '... is no header' no_match '^Bcc' mail.[0-9]*
mail_text >got
ok '... and an error stays on its line' match '^    x y$' got

# The list of tomorrow.

world
message 1
message 2
message 3 "state = 'failed'" "reason = 'the number is not valid'" \
	"told = 'failed'"
message 4 "state = 'cancelled'"
message 5
message 6
message 7 "state = 'held'" "told = 'held'" "reason = 'too long'"
sql "DELETE FROM recipient WHERE appointment_id = 2;
DELETE FROM message WHERE id IN (2, 5, 6);
UPDATE appointment SET title = 'ohne
Nummer' WHERE id = 2;
UPDATE appointment SET nosms = 1, start_at = start_at - 7200 WHERE id = 5;
UPDATE appointment SET start_at = start_at + 86400 WHERE id = 6;
INSERT INTO optout (company_id, phone, source, since_at)
    VALUES (1, '+436641230004', 'reply', 1);
UPDATE recipient SET answer = 'no' WHERE appointment_id = 7"
tell 'not wished' 0 $((NOW + 6 * 3600))
ok 'a time that is none' run 64 smscal-admin company set acme \
	--daily-list 25:00
ok 'wished for 16:00' quiet smscal-admin company set acme --daily-list 16:00
ok '... and shown' run 0 smscal-admin company show acme
ok '... really' match '^daily-list +16:00$' out
tell 'before that' 0 $((NOW + 6 * 3600 - 60))
tell 'at that time' 1 $((NOW + 6 * 3600))
ok '... the subject' is 'SMS-Erinnerungen: morgen 5 ohne SMS' "$(subject)"
mail_text >got
ok '... and the list' same got <<'!'
Diese Termine am 25.11.2026 bekommen keine SMS:

    08:00  Maria Mayr (Ordination): #nosms
    10:00  ohne Nummer (Ordination): keine Telefonnummer, an die SMS gehen
    10:00  Maria Mayr (Ordination): das SMS-Gateway nahm die SMS nicht an (the number is not valid)
    10:00  Maria Mayr (Ordination): die Nummer will keine SMS
    10:00  Maria Mayr (Ordination): hat abgesagt (too long)
!
tell '... once a day' 0 $((NOW + 7 * 3600))
ok '... nothing is written' at $((NOW + 7 * 3600)) unchanged smscal-receive
sql "UPDATE appointment SET nosms = 1"
tell 'the next day' 1 $((NOW + DAY + 6 * 3600))
ok '... has another' is 'SMS-Erinnerungen: morgen 1 ohne SMS' "$(subject)"
tell 'a day with none' 0 $((NOW + 2 * DAY + 6 * 3600))
ok '... is over' at $((NOW + 2 * DAY + 6 * 3600)) unchanged smscal-receive
ok 'no longer wished' quiet smscal-admin company set acme --daily-list ''
tell '... no list' 0 $((NOW + 3 * DAY + 7 * 3600))

# The plug.

at=1
while [ $at -lt 100 ]; do
	world
	sql "$dead"
	SMSCAL_FAIL_AT=$at at $((NOW + 1)) smscal-receive >/dev/null 2>&1
	st=$?
	[ $st = 0 ] && break
	ok "plug $at: what was begun is ended" quiet at $((NOW + 62)) \
		smscal-receive
	ok "plug $at: the notice was mailed" is '1|1' \
		"$(sql 'SELECT count(*), count(sent_at) FROM mail')"
	ok "plug $at: and is known" at $((NOW + 90)) unchanged smscal-receive
	at=$((at + 1))
done
[ $at -gt 1 ] && ok "met $((at - 1)) points" [ $at -gt 3 ]

done_testing
