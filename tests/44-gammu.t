#!/bin/sh
# SPDX-License-Identifier: ISC
# A real gammu-smsd, with its dummy for a phone, takes messages from the
# gateway of the type command, by the shipped wrapper.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
need sqlite3 gammu-smsd gammu-smsd-inject

for d in inbox outbox sent error phone; do
	mkdir -p "spool/$d"
done
for i in 1 2 3 4 5; do
	mkdir -p "spool/phone/sms/$i"
done
cat >gammurc <<!
[gammu]
model = dummy
connection = none
port = $T/spool/phone
[smsd]
service = files
logfile = $T/smsd.log
debuglevel = 1
commtimeout = 1
sendtimeout = 5
statusfrequency = 0
loopsleep = 1
checksecurity = 0
checkbattery = 0
checksignal = 0
inboxpath = $T/spool/inbox/
outboxpath = $T/spool/outbox/
sentsmspath = $T/spool/sent/
errorsmspath = $T/spool/error/
!
cp "$SRC/etc/gammu-send.sh" gammu-send.sh

conf "modem: {type: command, command: [./gammu-send.sh, '$T/gammurc']}"
send_db
sql "UPDATE company SET gateway = 'modem'"

message 1
message 2 "text = 'Grüße, Żółć €'"
message 3 "text = '$(printf '%0200d' 7)'"
ok 'no daemon yet: its outbox takes them' quiet smscal-send
ok '... they are sent' is 'sent sent sent' \
	"$(sql "SELECT group_concat(state, ' ') FROM message")"
ok '... each a file there' is 3 \
	"$(find spool/outbox -name 'OUT*' | wc -l)"
ok '... whose name is the id' is 3 "$(sql "SELECT count(*) FROM attempt
    WHERE gateway_id LIKE 'OUT%'")"
ok 'a second run' unchanged smscal-send
ok '... adds nothing' is 3 "$(find spool/outbox -name 'OUT*' | wc -l)"

gammu-smsd -c gammurc >smsd.out 2>&1 &
smsd=$!
at_exit "kill $smsd 2>/dev/null; wait $smsd 2>/dev/null"
sent() { [ "$(find spool/sent -name 'OUT*' | wc -l)" -ge "$1" ]; }
ok 'the daemon sends them' await sent 3
cat spool/sent/* >all 2>/dev/null
ok '... whole, with its umlauts' match 'Grüße, Żółć €' all
ok '... to the number' match '^Number = "\+436641230002"' all
ok '... none twice' is 3 "$(find spool/sent -name 'OUT*' | wc -l)"
kill $smsd
ok 'it ends' await not kill -0 $smsd

# Refusals.
sed "s|$T/spool/outbox/|$T/missing/|" gammurc >gammurc.away
conf "modem: {type: command, command: [./gammu-send.sh, '$T/gammurc.away']}"
message 4
ok 'an outbox that is not there' run 1 smscal-send
ok '... is told' same err <<!
smscal-send: modem: the gateway's program exited with status 78 (Failed to read config: File with specified name doesn't exist.): its messages wait
!
ok '... and its message waits' is 'planned hold 78' \
	"$(sql "SELECT m.state || ' ' || a.outcome || ' ' || a.code
	    FROM message m JOIN attempt a ON a.message_id = m.id
	    WHERE m.id = 4")"

# What gammu's statuses become.
cat >fake <<'!'
#!/bin/sh
echo "gammu-smsd-inject[1]: noise"
echo "last: $(cat), $*"
exit "$FAKE"
!
chmod +x fake
wrap() {
	FAKE=$1
	shift
	env FAKE="$FAKE" GAMMU_INJECT=./fake SMSCAL_TO=+436641230001 "$@" \
		sh gammu-send.sh gammurc <text
}
printf 'Grüße' >text
for pair in 1:65 2:78 3:75 4:70 127:70; do
	ok "status ${pair%:*}" run "${pair#*:}" wrap "${pair%:*}"
	ok '... with its last words' match '^last: Grüße, -c gammurc TEXT' err
done
for pair in 60:HOUR 3599:HOUR 21599:HOUR 21600:6HOURS 86400:DAY 259199:DAY \
	259200:3DAYS 604800:WEEK; do
	ok "of use for ${pair%:*} s" run 75 wrap 3 SMSCAL_VALIDITY="${pair%:*}"
	ok '... as gammu says it' match "-validity ${pair#*:}\$" err
done
ok 'without a number' run 65 env GAMMU_INJECT=./fake sh gammu-send.sh gammurc
ok 'without the program' run 78 env SMSCAL_TO=+436641230001 \
	GAMMU_INJECT=./nothing sh gammu-send.sh gammurc
ok 'a test' run 0 wrap 1 SMSCAL_TEST=1

# The access test sends nothing.
conf "modem: {type: command, command: [./gammu-send.sh, '$T/none']}"
ok 'company test' run 1 smscal-admin company test acme
ok '... says why not' match 'cannot read' err
conf "modem: {type: command, command: [./gammu-send.sh, '$T/gammurc']}"
ok '... and when it would' run 0 smscal-admin company test acme
ok '... in a sentence' match '^acme: the gateway modem takes messages' out
ok '... and nothing went out' is 0 "$(find spool/outbox -name 'OUT*' | wc -l)"

done_testing
