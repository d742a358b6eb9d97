#!/bin/sh
# SPDX-License-Identifier: ISC
# Senders that nobody can answer, beside a followup or a text with STOP (P8):
# said where they are set, and by check.
. "${0%/*}/lib.sh"
. "$SRC/tests/practice.sh"

admin() { smscal-admin "$@"; }
cat >>smscal.conf <<!
  websms: {type: websms, url: 'http://127.0.0.1:9'}
  modem: {type: command, command: [/bin/true]}
!
(umask 077 && echo token-1 >token && echo token-2 >token-2)
body=feed.ics
feed </dev/null >$body
practice
chmod 600 smscal.db
admin company set acme --gateway websms --token-file "$T/token"

# says COMMAND...: it succeeds, and says on standard error what stands on
# standard input.
says() { run 0 "$@" && same err; }
# problem: check finds what stands on standard input, and fails for it; or
# finds nothing, and is silent.
problem() {
	cat >want
	if [ -s want ]; then
		run 1 admin check && same err <want
	else
		quiet admin check
	fi
}
letters='nobody can answer its sender Praxis, which has letters, but'
lost="nobody can answer its sender 436641234567, for its account's file has no line 'hook: SECRET', but"
followup='the followup of acme/ordination waits for an answer'

# --- by followup ----------------------------------------------------------------

ok 'the own sender of the account: nothing is known' says \
	admin rule enable acme followup </dev/null
ok '... and check says nothing' problem </dev/null
ok 'a sender with letters' says admin company set acme --sender Praxis <<!
smscal-admin: acme: $letters $followup
!
ok '... check says so' problem <<!
smscal-admin: acme: $letters $followup
!
ok 'another setting says nothing' quiet admin company set acme --contact Eva
ok 'the rule is off' quiet admin rule disable acme followup
ok '... it is well' problem </dev/null
ok 'the rule is on' says admin rule enable acme/ordination followup <<!
smscal-admin: acme: $letters $followup
!
ok 'a number' says admin company set acme --sender +436641234567 <<!
smscal-admin: acme: $lost $followup
!
ok '... check says so' problem <<!
smscal-admin: acme: $lost $followup
!
echo 'hook: 2d1f4f0ab3c94e1d9d0c' >>token
ok 'the hook of its account' problem </dev/null
sed -i '/hook/d' token
ok '... is no more' run 1 admin check
printf '{"messageType":"text","notificationId":"1","senderAddress":"%s",%s}\n' \
	436641230001 '"recipientAddress":"0828","textMessageContent":"Danke"' |
	smscal-receive - 2>/dev/null
sql "UPDATE reply SET company_id = 1"
ok 'an answer did come' problem </dev/null
sql 'DELETE FROM reply'
ok '... and did not' run 1 admin check
ok 'a modem gets what is written to it' quiet \
	admin company set acme --gateway modem --token-file '' --sender 0664123
ok '... it is well' problem </dev/null
ok '... but not a name' says admin company set acme --sender Praxis <<!
smscal-admin: acme: $letters $followup
!
ok 'a file sends nothing' quiet admin company set acme --gateway file
ok '... so that there is no problem' problem </dev/null
ok 'back' run 0 admin company set acme --gateway websms --token-file "$T/token"
ok 'a calendar that is off' quiet admin calendar disable acme/ordination
ok '... waits for nobody' problem </dev/null
ok 'it is on' quiet admin calendar enable acme/ordination
ok 'a company that is off' quiet admin company disable acme
ok '... neither' problem </dev/null
ok 'it is on' quiet admin company enable acme

# --- by a text --------------------------------------------------------------------

ok 'no followup' quiet admin rule disable acme/ordination followup
ok 'a text' says admin rule set acme reminder \
	--text 'Termin {date}. Keine SMS mehr: STOP' <<!
smscal-admin: acme: $letters the text of reminder/1 of acme/ordination asks for one
!
ok '... check says so' problem <<!
smscal-admin: acme: $letters the text of reminder/1 of acme/ordination asks for one
!
ok 'a rule that is off asks nobody' quiet admin rule disable acme reminder
ok '... it is well' problem </dev/null
ok 'it is on' run 0 admin rule enable acme reminder
ok "the company's own word" quiet admin keyword set acme none stop
ok '... is none' problem </dev/null
ok '... and another' quiet admin keyword set acme stop ende
ok '... in a text' says admin rule set acme reminder --text 'Ende: ENDE' <<!
smscal-admin: acme: $letters the text of reminder/1 of acme/ordination asks for one
!

# --- a branch with an account of its own ---------------------------------------------

ok 'a branch' quiet admin branch add acme/graz --token-file "$T/token-2" \
	--sender 0828
ok '... with the calendar' run 0 admin calendar set acme/ordination --branch graz
ok "... is asked instead of the company's" problem <<!
smscal-admin: acme/graz: nobody can answer its sender 0828, for its account's file has no line 'hook: SECRET', but the text of reminder/1 of acme/ordination asks for one
!
echo 'hook: 2d1f4f0ab3c94e1d9d0c' >>token-2
ok '... by its own account' problem </dev/null
ok 'a branch without one' run 0 admin branch set acme/graz --token-file ''
ok "... has the company's" problem <<!
smscal-admin: acme: $letters the text of reminder/1 of acme/ordination asks for one
!

# --- by a file ---------------------------------------------------------------------

ok 'what is set up, as a file' run 0 admin export acme --output acme.yaml
ok '... and nothing of it' quiet admin company remove acme --force
ok '... anew' says admin apply acme.yaml <<!
smscal-admin: acme: $letters the text of reminder/1 of acme/ordination asks for one
!
ok '... once more: that is no news' quiet admin apply acme.yaml
ok '... while check says so' run 1 admin check

done_testing
