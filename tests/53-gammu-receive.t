#!/bin/sh
# SPDX-License-Identifier: ISC
# etc/gammu-receive.sh: what gammu-smsd has in the environment becomes a reply;
# made up, and then by a real gammu-smsd with its dummy for a phone.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
need sqlite3 flock awk cksum gammu gammu-smsd

conf
send_db
receive() { run 0 env "$@" sh "$SRC/etc/gammu-receive.sh" "$ID"; }
last() { sql 'SELECT phone, text FROM reply ORDER BY id DESC LIMIT 1'; }
count() { sql 'SELECT count(*) FROM reply'; }

ID=IN20261124_100000_00_+436641230001_00.txt
ok 'one' receive SMS_MESSAGES=1 SMS_1_NUMBER=+436641230001 SMS_1_TEXT='Ja, "gern" \o/'
ok '... is a reply' is '+436641230001|Ja, "gern" \o/' "$(last)"
ok '... again' receive SMS_MESSAGES=1 SMS_1_NUMBER=+436641230001 \
	SMS_1_TEXT='Ja, "gern" \o/'
ok '... is the same one' is 1 "$(count)"
ID=2
ok 'a long one' receive SMS_MESSAGES=2 SMS_1_NUMBER=+436641230001 \
	SMS_1_TEXT=Grü SMS_2_NUMBER=+436641230001 SMS_2_TEXT=ße DECODED_PARTS=1 \
	DECODED_1_TEXT='Grüße
und	mehr'
ok '... is whole' is '+436641230001|Grüße
und	mehr' "$(last)"
ok 'in parts' receive SMS_MESSAGES=2 SMS_1_NUMBER=+436641230002 \
	SMS_1_TEXT=ei SMS_2_TEXT=ns DECODED_PARTS=0
ok '... is put together' is '+436641230002|eins' "$(last)"
ok 'its number in the inbox again' receive SMS_MESSAGES=1 \
	SMS_1_NUMBER=+436641230002 SMS_1_TEXT=zwei
ok '... is another' is '+436641230002|zwei' "$(last)"
before=$(count)
ok 'a delivery report' receive SMS_MESSAGES=1 SMS_1_NUMBER=+436641230002 \
	SMS_1_TEXT=Delivered SMS_1_REFERENCE=17
ok '... is none' is "$before" "$(count)"
ok 'nothing' receive SMS_MESSAGES=0
ok 'with all descriptors closed' sh -c "SMS_MESSAGES=1 SMS_1_NUMBER=+436641230003 \
	SMS_1_TEXT=zu sh '$SRC/etc/gammu-receive.sh' 9 <&- >&- 2>&-"
ok '... it comes in' is '+436641230003|zu' "$(last)"
ok 'a national number' not env SMS_MESSAGES=1 SMS_1_NUMBER=0664123 \
	SMS_1_TEXT=x sh "$SRC/etc/gammu-receive.sh" 10

# A real one.

for d in inbox outbox sent error phone/sms/1 phone/sms/2 phone/sms/3 \
	phone/sms/4 phone/sms/5; do
	mkdir -p "gammu/$d"
done
cat >gammurc <<!
[gammu]
model = dummy
connection = none
port = $T/gammu/phone
[smsd]
service = files
logfile = $T/smsd.log
commtimeout = 1
statusfrequency = 0
loopsleep = 1
checksecurity = 0
checkbattery = 0
checksignal = 0
runonreceive = sh $SRC/etc/gammu-receive.sh
inboxpath = $T/gammu/inbox/
outboxpath = $T/gammu/outbox/
sentsmspath = $T/gammu/sent/
errorsmspath = $T/gammu/error/
!
save() {
	printf %s "$2" | LC_ALL=C.UTF-8 gammu -c gammurc savesms TEXT -folder 1 \
		-unread -sender "$1" -autolen 1000
}
long=$(printf '%0200d' 7)
ok 'an SMS comes to the phone' save +436641230007 'Komme später, "Ü"'
ok '... and a long one' save +436641230008 "$long"
LC_ALL=C.UTF-8 gammu-smsd -c gammurc >smsd.out 2>&1 &
smsd=$!
at_exit "kill $smsd 2>/dev/null; wait $smsd 2>/dev/null"
came() { [ "$(sql "SELECT count(*) FROM reply WHERE phone IN
    ('+436641230007', '+436641230008')")" = 2 ]; }
ok 'gammu-smsd hands both on' await came
ok '... whole' is 'Komme später, "Ü"' \
	"$(sql "SELECT text FROM reply WHERE phone = '+436641230007'")"
ok '... the long one too' is "$long" \
	"$(sql "SELECT text FROM reply WHERE phone = '+436641230008'")"
kill $smsd
ok 'it ends' await not kill -0 $smsd

done_testing
