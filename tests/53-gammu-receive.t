#!/bin/sh
# SPDX-License-Identifier: ISC
# etc/gammu-receive.sh: what gammu-smsd has in the environment becomes a reply.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
need sqlite3 flock awk cksum

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

done_testing
