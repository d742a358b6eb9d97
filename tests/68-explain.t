#!/bin/sh
# SPDX-License-Identifier: ISC
# explain (X12): every reason for which a message is not made, waits, comes
# later, is taken back or comes to nothing has a row here, is brought about
# through the tools, and is said in a sentence.
. "${0%/*}/lib.sh"
. "$SRC/tests/practice.sh"
need sqlite3

admin() { smscal-admin "$@"; }
# now DAY TIME: of June 2025, in Vienna.
now() { export SMSCAL_NOW="2025-06-$1T$2:00+02:00"; }
# go DAY TIME [TOOL...]: the chain, or these of it; what they say is no news.
go() {
	now "$1" "$2"
	shift 2
	[ $# -gt 0 ] || set -- fetch diff receive plan send
	for tool; do
		"smscal-$tool" >>chain.err 2>&1
	done
}
# body FILE: what stands on standard input, as a feed.
body() { feed >next.ics && mv next.ics "$1"; }
# world: a new practice at nine o'clock of the 16th, a Monday.
world() {
	rm -rf smscal.db* ./*.jsonl spool
	mkdir -p spool/bad
	now 16 09:00
	body feed.ics </dev/null
	practice
}

# table: of each line WHO|CAUSE|REGEX on standard input, explain has a row of
# that cause for that number or UID, and its sentence matches.  With one
# WHO on several lines in a row explain is asked once.
: >met
table() {
	t_who=
	while IFS='|' read -r who cause regex; do
		if [ "$who" != "$t_who" ]; then
			t_who=$who
			# shellcheck disable=SC2086
			admin explain "$who" --json ${of-} >said.json 2>said.err
			sqlite3 -batch :memory: "SELECT ifnull(value ->> 'cause',
				'-') || ': ' || ifnull((value ->> 'kind') || CASE
				WHEN value ->> 'kind' = 'reminder' OR value ->> 'step' > 1
				THEN '/' || (value ->> 'step') ELSE '' END, '-') || ': ' ||
				ifnull(value ->> 'state' || ' ', '') ||
				ifnull(value ->> 'text', '') ||
				ifnull('; ' || (value ->> 'todo'), '')
				FROM json_each(CAST(readfile('said.json') AS TEXT))" \
				>said 2>>said.err
			grep -o "'smscal-admin [^']*'" said >>todos
		fi
		ok "$who: $cause" said "$cause" "$regex"
	done
}
said() {
	if ! grep -Eq -e "^$1: .*$2" said; then
		echo "no sentence of $1: $2"
		cat said said.err
		return 1
	fi
	echo "$1" >>met
}

# --- nobody is found, or a rule owes nothing --------------------------------

world
admin company set acme --phone '01 7654321'
for kind in feedback followup cancellation; do
	admin rule enable acme "$kind"
done
admin rule add acme reminder/2 --days 0 --at 16:00
admin rule add acme reminder/3 --days 1 --at 11:00 --condition Kontrolle
admin rule add acme reminder/3 --days 1 --at 12:00
{
	event base 20250618 150000 'Maria Mayr\, +43 664 1234501'
	event check 20250618 151500 'Kontrolle Eva\, +43 664 1234502'
	event nosms 20250619 160000 'Ivo Novak\, +43 664 1234503 #nosms'
	event none 20250627 100000 'Ohne Nummer'
	event land 20250627 110000 'Anna 01 5123456' 'RRULE:FREQ=WEEKLY;COUNT=3'
	event land 20250704 120000 'Anna 01 5123456' \
		'RECURRENCE-ID;TZID=Europe/Vienna:20250704T110000'
	event own 20250627 111500 'Intern 01 7654321'
	event short 20250627 113000 'Bert +43 664 12345'
	event long 20250627 114500 'Carl +43 664 12345678901'
	event world 20250627 121500 'Dora +999 12345678'
	event begins 20250627 123000 'Emil +34 012 345 678'
	event service 20250627 124500 'Hotline 0800 123456'
	event label 20250627 130000 'Fax 0664 1234567'
	event unclear 20250627 131500 'Hans 0664 1234567 8 9'
	event two 20250627 133000 'Zwei\, +43 664 1234504\, +43 664 1234505'
	event field 20250627 134500 Termin 'DESCRIPTION:+43 664 1234506'
	event old 20250310 130000 'Alt\, +43 664 1234507'
	event soon 20250616 150000 'Bald\, +43 664 1234508'
	event over 20250613 150000 'Vorbei\, +43 664 1234509'
	printf '%s\r\n' BEGIN:VEVENT UID:day 'DTSTART;VALUE=DATE:20250620' \
		'SUMMARY:Urlaub\, +43 664 1234510' END:VEVENT
	event off 20250620 100000 'Weg\, +43 664 1234511' STATUS:CANCELLED
	event '' 20250621 100000 'Namenlos\, +43 664 1234513'
	event '' 20250621 110000 'Anders 01 5123457'
	event bad 20250620 2500xx 'Kaputt\, +43 664 1234512'
} >events
body feed.ics <events
go 16 09:00 fetch diff plan send
table <<'!'
base|chain|a tool of the chain does not run: smscal-receive never ran
base|file|messages go to a file, to nobody .*outbox.jsonl
base|baseline|confirmation: none it came with a baseline
base|same_start|rescheduled: none the start is the one that was told
base|no_time|reminder/2: none there is no time for it before the start; its
base|condition|reminder/3: none its condition does not hold; 'smscal-admin rule list
base|not_gone|cancellation: none it is not gone
base|no_feedback|followup: none no feedback was asked for yet; it follows
check|rule_before|reminder/3: none a rule before it counts
0664/1234503|nosms|-: none #nosms; take #nosms out
none|no_phone|none no number; write one into the field
land|phone_landline|none \+4315123456 is a landline; .* --landlines yes
own|phone_own|none \+4317654321 is the company's own
short|phone_short|has too few digits
long|phone_long|has too many digits
world|phone_bad_code|begins with no country's code
begins|phone_none|begins as no number
service|phone_service|is a service number
label|phone_label|is something else by what stands before it
unclear|phone_unclear|is not clearly a telephone number; write it as
+43 664 1234505|not_first|another number stands before it.*--phones all
00436641234506|field|the field that it stands in is not read
0664 1234507|outside|it has no date that is known
soon|passed|reminder/1: none its time had passed when
over|over_before|feedback: none it was over when the calendar was first read
over|begun|reminder/1: none it has begun, at 2025-06-13 15:00
day|all_day|reminder/1: none all-day, which its condition does not name
off|cancelled|none the event is cancelled
0664 1234513|baseline|confirmation: none it came with a baseline
+4315123457|phone_landline|none \+4315123457 is a landline
=Anders|phone_landline|none \+4315123457 is a landline
0664 1234512|unreadable|none the event cannot be read \(line [0-9]+ of the feed\)
0664 1234512|note|its feed was not read without trouble: cannot read
0664 9999999|nowhere|\+436649999999 stands in no appointment, no event and no
!

# --- for people, and how it is asked ------------------------------------------

ok 'a number' run 0 admin explain '0664 / 12 34 502'
ok '... for people' same out <<!
a tool of the chain does not run: smscal-receive never ran; look at cron, and run it by hand.
acme/ordination: its feed was not read without trouble: cannot read the event 'bad' (line 145): DTSTART cannot be read: 20250620T2500XX.
acme/ordination: messages go to a file, to nobody ($T/outbox.jsonl); 'smscal-admin company set acme --gateway' names one that sends.

2025-06-18 15:15  acme/ordination (uid check): Kontrolle Eva, +43 664 1234502
  +436641234502, Kontrolle Eva:
  2025-06-17 10:00  reminder/1 (company)     planned.
  2025-06-17 11:00  reminder/3 (company)     planned.
  2025-06-19 10:00  feedback (company)       planned.
                    confirmation (built in)  none: it came with a baseline: it is taken as known.
                    reminder/2 (company)     none: there is no time for it before the start; its rule's time is behind the start, or the send window leaves none.
                    reminder/3 (company)     none: a rule before it counts; of rules of one kind and step the first that matches is used.
                    rescheduled (built in)   none: the start is the one that was told.
                    followup (company)       none: no feedback was asked for yet; it follows one that was handed over and not answered.
                    cancellation (company)   none: it is not gone.
!
tr -s '\n ' ' ' <out >whole
ok 'on a narrow terminal' run 0 env COLUMNS=80 smscal-admin explain check
ok '... sentences go on below' match '^ {45}[a-z]' out
ok '... no line is too wide but those of one word' is '' \
	"$(awk 'length > 80 && !/outbox.jsonl/' out)"
ok '... and nothing is missing' sh -c "tr -s '\n ' ' ' <out | cmp - whole"
for who in +436641234502 00436641234502 '0664/123 45-02' check; do
	ok "as $who" run 0 admin explain "$who"
	ok '... it is the same' match '^2025-06-18 15:15 .*uid check' out
done
ok 'a part of a UID' run 0 admin explain HECK
ok '... that only one has' match '^2025-06-18 15:15 .*uid check' out
ok 'a part that several have' run 64 admin explain o
ok '... names some' same err <<'!'
smscal-admin: 12 UIDs have 'o' in them, like =Namenlos, +43 664 1234513, long, none, nosms, off: say more of the one that is meant
!
ok 'neither' run 64 admin explain nix
ok '... says what it lacks' same err <<'!'
smscal-admin: no appointment and no event has 'nix' in its UID; 'nix' is no telephone number: write it as +43 664 1234567
!
ok 'an empty one' run 64 admin explain ''
ok 'no such company' run 64 admin explain check --company acne
ok '... is guessed' match "did you mean 'acme'" err
ok 'bad days' run 64 admin explain check --days many
ok '... are refused' match "^smscal-admin: --days: 'many' is no number of days" err
ok 'of a calendar' run 0 admin explain check --company acme/ordination
ok 'days' run 0 admin explain 0664/1234509 --days 2
ok '... and of what is over the last' match '^2025-06-13 15:00 ' out
ok 'no operand' run 64 admin explain
ok 'help' run 0 admin explain --help
ok '... names what it takes' match '^usage: smscal-admin explain PHONE\|UID ' out
ok 'JSON' run 0 admin explain check --json
ok '... has all of it' is 'acme|acme/ordination|check|2025-06-18T15:15:00+02:00|+436641234502|Kontrolle Eva|reminder|1|company|2025-06-17T10:00:00+02:00|planned|' \
	"$(sqlite3 -batch :memory: "SELECT value ->> 'company',
	    value ->> 'calendar', value ->> 'uid',
	    value ->> 'start_at', value ->> 'phone', value ->> 'name',
	    value ->> 'kind', value ->> 'step', value ->> 'level', value ->> 'at',
	    value ->> 'state', value ->> 'cause'
	    FROM json_each(CAST(readfile('out') AS TEXT))
	    WHERE value ->> 'kind' = 'reminder' AND value ->> 'step' = 1")"
# Each rule of the calendar has a word, of each of the people.
admin rule list acme/ordination --json >rules
ok 'no rule is left out' is '' "$(sqlite3 -batch :memory: "
	SELECT r.value ->> 'kind', r.value ->> 'step'
	  FROM json_each(CAST(readfile('rules') AS TEXT)) r
	 WHERE NOT EXISTS (SELECT 1 FROM json_each(CAST(readfile('out') AS TEXT)) s
		WHERE s.value ->> 'kind' = r.value ->> 'kind'
		  AND s.value ->> 'step' = r.value ->> 'step')")"
ok 'of what has no UID' run 0 admin explain '0664 1234513'
ok '... one is told, once' is 1 "$(grep -c '^20' out)"
ok '... by its title' match '^2025-06-21 10:00  acme/ordination .uid =Namenlos' out
ok '... too' run 0 admin explain '01 5123457'
ok '... where nobody is in it' match \
	'^2025-06-21 11:00  acme/ordination .no uid.: Anders 01 5123457$' out
ok '... and no other' is 1 "$(grep -c '^20' out)"
ok 'a series' run 0 admin explain land
ok '... says once what is so of all its dates' is 1 \
	"$(grep -c ' is a landline' out)"
sql .dump >before.sql
admin explain check >/dev/null
sql .dump >after.sql
ok 'nothing is written' cmp before.sql after.sql

sed 's/^parser: .*/parser: nothing/' smscal.conf >other.conf
of="--config other.conf"
table <<'!'
land|parser|-: the parser of feeds cannot be run: .*/nothing: No such file or dir
land|parser|-: none the parser of feeds cannot be run: .*nothing.*install smscal-parse
!
of=

# --- contacts, and a company without a country code --------------------------

admin contact add acme 'Otto Ohne'
admin contact add acme 'Lisa Land' --phone '01 5123456'
admin contact add acme 'Max Muster' --phone '0664 1234520'
admin contact add acme 'Max Muster' --phone '0664 1234521'
admin contact add acme 'Uwe Unbekannt' --phone '0664 1234522'
admin company add beta --name Beta --zone Europe/Vienna
event karl 20250627 140000 'Karl 0664 1234523' | body beta.ics
admin calendar add beta/eins "$T/beta.ics"
{
	cat events
	event otto 20250628 100000 'Otto Ohne'
	event lisa 20250628 101500 'Lisa Land'
	event max 20250628 103000 'Max Muster'
} | body feed.ics
table <<'!'
0664 1234522|unused_contact|it is a contact's, .*: Uwe Unbekannt, \+436641234522
+43 664 1234523|no_fetch|its feed was never read
!
go 16 09:10
table <<'!'
none|contact_none|no number, and no contact of that name; .* contact add acme
otto|contact_no_phone|no number, and its contact has none
lisa|contact_bad_phone|its contact's \+4315123456 gets no SMS
max|contact_several|no number, and 2 contacts are possible
karl|phone_no_code|0664 1234523 has no country code, .*--country-code 43
!

# --- what is new, moved, gone -------------------------------------------------

world
admin rule enable acme cancellation
body zwei.ics <<!
$(event z1 20250618 120000 'Zoe\, +43 664 1234531')
$(event z3 20250617 120000 'Zita\, +43 664 1234533')
!
admin calendar add acme/zwei "$T/zwei.ics"
for kind in confirmation rescheduled cancellation; do
	admin rule disable acme/zwei "$kind"
done
# The first calendar, from now on: lines of UID DAY TIME WHO LAST-DIGITS.
eins() {
	while read -r uid day time who digits rest; do
		# shellcheck disable=SC2086 # lines
		event "$uid" "202506$day" "$time" \
			"$who\\, +43 664 12345$digits" $rest
	done | body feed.ics
}
eins <<'!'
base 18 150000 Maria 01
fix 18 160000 Anna 02
!
go 16 09:00
eins <<'!'
base 18 150000 Maria 01
fix 18 160000 Anna 02
new 19 150000 Berta 03
early 17 150000 Cilli 04
twin1 20 100000 Tina 05
twin2 20 100000 Tina 05
serie 19 110000 Udo 06 RRULE:FREQ=WEEKLY;COUNT=3
off 20 120000 Otti 07
moving 20 140000 Mona 08
!
go 16 09:30 fetch
table <<'!'
base|not_read|what its feed has is not worked off yet
!
go 16 09:30 diff
table <<'!'
new|not_planned|reminder/1: none it is not planned yet; the next run of smscal-plan
!
go 16 09:30 receive plan send
table <<'!'
new|-|confirmation: planned
twin2|twin|confirmation: none another appointment of that number tells it
twin2|twin_has|reminder/1: none another appointment .* has it \(message [0-9]+\)
serie|untold|confirmation: none no change of the feed that is told brought
!
sed 's/20T140000/20T143000/; s/T140000/T143000/' feed.ics >next.ics
mv next.ics feed.ics
go 16 09:35
table <<'!'
moving|told_by_confirmation|rescheduled: none the confirmation tells the new
early|told_before|reminder/1: planned told less than an hour before, and the next
!
sed 's/Berta/Bertha/' feed.ics >next.ics && mv next.ics feed.ics
go 16 09:45
go 16 09:50 plan
table <<'!'
early|told_before|reminder/1: none told less than an hour before; a reminder so
!
sed 's/Bertha/Berta/' feed.ics >next.ics && mv next.ics feed.ics
go 16 09:55 fetch diff
table <<'!'
new|changed|reminder/1: planned the appointment has changed; the next run of
!
go 16 10:00
{
	event z1 20250618 130000 'Zoe\, +43 664 1234531'
	event z2 20250619 120000 'Zenz\, +43 664 1234532'
	event z3 20250617 120000 'Zita\, +43 664 1234533' STATUS:CANCELLED
} | body zwei.ics
eins <<'!'
base 18 170000 Maria 01
fix 18 160000 Anna 12
new 19 150000 Paula 09
early 17 150000 Cilli 14
twin1 20 100000 Tina 05 STATUS:CANCELLED
twin2 20 100000 Tina 05
serie 19 110000 Udo 06 RRULE:FREQ=WEEKLY;COUNT=3 STATUS:CANCELLED
off 20 120000 Otti 07 STATUS:CANCELLED
moving 20 143000 Mona 08
nobody 20 150000 Nora 10
!
go 16 10:30
now 16 10:31
for kind in confirmation rescheduled cancellation; do
	admin rule enable acme/zwei "$kind" >/dev/null
done
go 16 10:31 plan
table <<'!'
z1|moved_before|rescheduled: none it moved before the rule was on
z2|new_before|confirmation: none it was new before the rule was on
z3|gone_before|cancellation: none it was gone before the rule was on
z3|gone|confirmation: none the appointment is gone, since 2025-06-16 10:30
base|moved|reminder/1: cancelled the appointment has another start
0664 1234502|left|rescheduled: none the number is no longer in the .*, since 2025
0664 1234503|left|reminder/1: cancelled the number is no longer in the appoint
0664 1234504|corrected|cancellation: none the number was corrected, nobody left
twin1|twin_there|cancellation: none another appointment of that number is at
serie|series_next|cancellation: none the series is called off with its next
off|-|cancellation: planned
!
eins <<'!'
base 18 170000 Maria 01
fix 18 160000 Anna 12
new 19 150000 Paula 09
twin2 20 100000 Tina 05
off 20 120000 Otti 07
moving 20 143000 Mona 08
nobody 20 150000 Nora 10 STATUS:CANCELLED
!
go 16 10:34
go 16 10:36 fetch diff plan
table <<'!'
off|back|cancellation: cancelled the appointment is back
nobody|nobody_told|cancellation: none nobody was told of it
!
admin rule set acme confirmation --text 'Termin {date} {time}' >/dev/null
go 16 10:50
admin message cancel "$(sql "SELECT m.id FROM message m JOIN appointment a
    ON a.id = appointment_id AND uid = 'moving' WHERE m.state = 'planned'")"
admin rule disable acme reminder >/dev/null
go 16 10:51 plan
table <<'!'
moving|told|confirmation: none it was told
moving|operator|reminder/1: cancelled cancelled by the operator; .*message resend
base|not_owed|reminder/1: cancelled no longer owed; by the rules as they are
base|rule_off|reminder/1: none its rule is off; 'smscal-admin rule enable acme
!

# --- replies, and what is asked -----------------------------------------------

# reply PHONE TEXT: it comes in.
reply() {
	printf '{"messageType":"text","notificationId":"%s","senderAddress":' "$1$2"
	printf '"%s","recipientAddress":"0828","textMessageContent":"%s"}\n' "$1" "$2"
}
world
for kind in feedback followup; do
	admin rule enable acme $kind
done
admin rule add acme feedback/2 --days 2 --at 11:00
eins <<'!'
ask1 17 090000 Anna 01
ask2 18 090000 Anna 01
no 19 100000 Nora 02
float 17 150000 Flora 03
!
sed 's/DTSTART;TZID=Europe.Vienna:20250617T15/DTSTART:20250617T15/' feed.ics >next.ics
mv next.ics feed.ics
go 16 09:00
table <<'!'
ask1|asked|feedback/2: none asked within 7 days of it; nobody is asked more often
!
go 16 10:00
now 16 10:30
admin calendar set acme/ordination --zone America/New_York
go 16 10:30
table <<'!'
float|repaired|reminder/1: none it was told, and only the time zone was repaired
!
admin calendar set acme/ordination --zone ''
go 17 10:00
go 18 10:00
go 18 10:05
reply 436641234501 Danke >in
reply 436641234502 Nein >>in
now 18 11:00
smscal-receive - <in
smscal-plan
table <<'!'
ask2|asked|feedback: none asked within 7 days of it; nobody is asked more often
ask1|replied|followup: none a reply has come at 2025-06-18 11:00
no|declined|feedback: none declined by a reply at 2025-06-18 11:00
ask1|-|feedback: sent at 2025-06-18 10:00 by file
!
ok '... and that is all of it' is 1 "$(grep -c ': feedback: ' said)"

# --- what is held ---------------------------------------------------------------

world
{
	event miss 20250625 150000 'Mia\, +43 664 1234501'
	event one 20250618 100000 'Lea\, +43 664 1234502'
	event two 20250618 110000 'Lea\, +43 664 1234502'
	event far 20250618 120000 'Jan\, +49 151 23456789'
} >events
body feed.ics <events
go 16 09:00
grep -v miss events | sed '1,/END:VEVENT/d' | body feed.ics
go 16 09:10
table <<'!'
miss|missing|reminder/1: held the appointment is missing in the feed; it goes
miss|missing|-: the appointment is missing in the feed, since 2025-06-16 09:10
!
body feed.ics <events
go 16 09:20
admin company set acme --limit-recipient 1 --countries 43
go 16 09:20 plan
table <<'!'
two|limit_recipient|reminder/1: held as many as allowed .*, until 2025-06-18 00:00
far|limit_country|reminder/1: held its country is not among .*--countries
!
admin company set acme --limit-recipient 2 --limit-company 1
table <<'!'
two|limit|reminder/1: held a limit held it, and there is room again; the next run
!
go 16 09:25
admin redirect acme '0664 9999999'
go 17 10:00
admin redirect acme off
table <<'!'
one|-|reminder/1: sent at 2025-06-17 10:00 by file, redirected to \+436649999999
two|limit_company|reminder/1: held the company has sent as many as allowed
!
admin company set acme --limit-company none
long=$(printf 'Sie haben einen Termin, und das sagen wir in vielen Worten. %.0s' 1 2 3 4)
admin rule set acme reminder --segments 1 --text "$long" >/dev/null
go 17 10:10
table <<'!'
miss|too_long|reminder/1: held its text needs more SMS than its rule allows;
!
admin rule set acme reminder --text '' >/dev/null
go 17 10:20
go 18 11:30
table <<'!'
far|late_limit|reminder/1: expired too late: a limit held it until then
!
mv feed.ics gone.ics
go 20 12:00
table <<'!'
miss|stale|reminder/1: held no good fetch of its feed for 48 h; it goes on with
miss|stale|-: no good fetch of its feed for 48 h: what is planned is held, since
miss|feed_fails|-: its feed cannot be read, since 2025-06-20 12:00: .*calendar test
!
admin company set acme --name Muster
table <<'!'
miss|stale|reminder/1: held no good fetch of its feed for 48 h; it goes on with
!

world
admin rule enable acme cancellation >/dev/null
for i in 1 2 3 4 5 6; do
	event m$i 2025062$i 150000 "Mia $i\\, +43 664 123450$i"
done | body feed.ics
go 16 09:00
body feed.ics </dev/null
go 16 09:10
table <<'!'
m1|mass|reminder/1: held it changed with many others, .*calendar accept acme/ord
m1|mass|-: it changed with .* accepted: many are gone at once
!
now 16 09:20
admin calendar accept acme/ordination --silent
go 16 09:20 plan
table <<'!'
m1|mass_quiet|cancellation: none it went with many others, which was accepted
!

# --- what waits, and what comes too late ----------------------------------------

world
admin rule add acme reminder/2 --days 2 --at 10:00 --text '{day} {time}' >/dev/null
admin branch add acme/graz
admin calendar set acme/ordination --branch graz
eins <<'!'
wait 18 150000 Anna 01
late 18 170000 Berta 02
night 19 083000 Cilli 03
moved 18 150000 Dora 04
!
go 16 09:00
{
	sed '/END:VCALENDAR/d' feed.ics
	event tell 20250617 150000 'Eva\, +43 664 1234505'
	event date1 20250623 090000 'Fritz\, +43 664 1234506'
	event date2 20250624 090000 'Fritz\, +43 664 1234506'
	echo END:VCALENDAR
} >next.ics
mv next.ics feed.ics
go 16 09:56 fetch diff plan
# stopped CAUSE REGEX UNDO COMMAND...: the command brings it about.
stopped() {
	s_cause=$1 s_regex=$2 s_undo=$3
	shift 3
	"$@"
	printf 'tell|%s|%s\n' "$s_cause" "$s_regex" >rows
	table <rows
	eval "$s_undo"
	smscal-plan
}
now 16 10:01
table <<'!'
tell|chain|-: a tool .* smscal-send did not run since 2025-06-16 07:00 UTC; look
tell|due|confirmation: planned it is due since 2025-06-16 10:01; the next run
tell|tell_first|reminder/1: planned a confirmation or rescheduled goes first
date2|together|confirmation: planned it goes in one SMS with other dates, that of
!
stopped paused_all 'confirmation: planned all sending is paused; .*resume. ends' \
	'admin resume' admin pause
stopped paused_company 'confirmation: planned the company is paused; ' \
	'admin resume acme' admin pause acme
stopped paused_calendar 'confirmation: planned the calendar is paused; ' \
	'admin resume acme/ordination' admin pause acme/ordination
stopped off_company '-: the company is off; .*company enable acme' \
	'admin company enable acme' admin company disable acme
stopped off_branch '-: the branch is off .*branch enable acme/graz' \
	'admin branch enable acme/graz' admin branch disable acme/graz
stopped off_calendar '-: the calendar is off; .*enable acme/ordination' \
	'admin calendar enable acme/ordination' \
	admin calendar disable acme/ordination
stopped redirected '-: all messages .* another number, \+436649999999; ' \
	'admin redirect acme off' admin redirect acme '0664 9999999'
stopped settings 'confirmation: planned settings have changed; the next run' \
	: admin company set acme --name Muster
admin rule set acme reminder/1 --text 'Morgen {time}' >/dev/null
smscal-plan
stopped rule_changed 'reminder/1: planned its rule or text has changed; ' \
	: admin rule set acme reminder/1 --text 'Termin {time}'
# What no verb would set, since it is checked then.
stopped redirect_bad 'confirmation: planned the number that it is redirected' \
	'admin redirect acme off' sql "UPDATE company SET redirect = 'x'"
stopped window_bad 'planned the send window cannot be read; set it anew' \
	'sql "UPDATE company SET send_window = NULL"' \
	sql "UPDATE company SET send_window = 'x'"
stopped zone_bad '-: the time zone is not known; set another with --zone' \
	'sql "UPDATE calendar SET zone = NULL"' \
	sql "UPDATE calendar SET zone = 'Mars/Base'"
admin rule set acme reminder/1 --text 'Termin {time}' >/dev/null
stopped text_bad '-: a text cannot be used: that of reminder/1: .*; nothing of' \
	"sql \"UPDATE rule_text SET text = 'Termin {time}' WHERE text LIKE '%tme%'\"" \
	sql "UPDATE rule_text SET text = 'Termin {tme}' WHERE text LIKE 'Termin%'"
sed 's/20250624T090000/20250624T093000/' feed.ics >next.ics && mv next.ics feed.ics
go 16 10:06 fetch diff
table <<'!'
date1|dates_changed|confirmation: planned one of its dates has changed; the next
!
now 17 09:00
table <<'!'
wait|day_passed|reminder/2: planned 'today' or 'tomorrow' has passed; the next
!
admin rule set acme/ordination reminder/1 --text 'Hier {time}' >/dev/null
admin rule remove acme/ordination reminder/2 --force
smscal-plan
admin rule remove acme/ordination reminder/1 --force
table <<'!'
wait|rule_removed|reminder/1: planned its rule was removed; the next run of
!
smscal-plan
now 17 20:30
table <<'!'
wait|window|reminder/1: planned outside the send window, which opens at 2025-06-18 08:00
!
sed '/UID:moved/,/END/s/20250618T15/20250620T15/' feed.ics >next.ics
mv next.ics feed.ics
go 18 14:30 fetch diff plan
table <<'!'
wait|late|reminder/1: planned too late to be of use
!
now 18 15:01
table <<'!'
moved|late_old|rescheduled: planned too late: the old start has passed
!
go 18 21:00 send
table <<'!'
wait|late_begun|reminder/1: expired too late: the appointment has begun
night|late_window|reminder/1: expired too late: of no use any more when the send
!

# --- a backup, an erased person, the clock, the feed's address --------------------

world
eins <<'!'
base 18 150000 Anna 01
gone 18 160000 Berta 02
!
go 16 09:00
admin backup copy.db
go 17 10:30 plan
admin restore copy.db >/dev/null
admin erase '+43 664 1234502' --force >/dev/null
cp feed.ics moved.ics
admin calendar set acme/ordination --address "$T/moved.ics"
go 17 09:00 plan
table <<'!'
base|restored|reminder/1: held a backup was restored, .* message release [0-9]+' sends
base|next_baseline|-: its next body is a baseline; what is new there gets no
base|clock|-: the clock is not believed: the clock is 90 minutes behind .*--accept
gone|erased|-: none its person was erased; .*erase \+436641234502 --allow-again
0664 1234502|erased|-: none its person was erased; .*4502 --allow-again
0664 1234502|erased|-: its person was erased \(\+436641234502\); .*--allow-again
!

# --- what the gateway says --------------------------------------------------------

. "$SRC/tests/send.sh"
mock_start "$T/mock" --token token-1 --sender Praxis || exit 1
(umask 077 && echo token-1 >token)
cat >>smscal.conf <<!
  websms: {type: websms, url: 'http://127.0.0.1:$PORT'}
  far: {type: websms, url: 'https://sms.example.com'}
!
export SMSCAL_CONF="$T/smscal.conf"
# to LAST-DIGITS FAULT: what becomes of that number's next message.
to() { fault "{\"to\": \"43664123450$1\", $2}"; }
code() { printf '"fault": "code", "code": %s, "message": "x"' "$1"; }
# The schedule's own: the mock's clock is the machine's.
world
eins <<'!'
base 18 150000 Anna 01
fail 18 151500 Berta 02
lost 18 153000 Cilli 03
back 18 154500 Dora 04
late 18 160000 Emma 05
next 20 150000 Fred 06
!
go 16 09:00
admin company set acme --gateway far --token-file "$T/token"
now 17 10:00
smscal-plan
table <<'!'
base|clock_frozen|reminder/1: planned the clock is frozen, and its gateway is not
!
admin company set acme --gateway websms --token-file ''
smscal-plan
table <<'!'
base|account|reminder/1: planned its account takes none: it needs a token file, and
base|account|-: its account takes none: it needs a token file, .*company test acme
!
admin company set acme --token-file "$T/token"
to 1 "$(code 5000)"
to 2 "$(code 4002)"
to 3 '"fault": "close-after"'
go 17 10:01
table <<'!'
base|retry|reminder/1: planned the gateway refused it for now \(5000: .*; it is tried again at 2025-06-17 10:02
!
# report STATUS LAST-DIGITS: on the last message to that number.
report() {
	printf '{"messageType":"deliveryReport","notificationId":"%s",%s,%s}\n' \
		"$1$2" "\"deliveryReportMessageStatus\":\"$1\"" \
		"\"clientMessageId\":\"$(sql "SELECT ref FROM attempt a
		    JOIN message m ON m.id = message_id
		    WHERE phone LIKE '%$2' ORDER BY a.id DESC LIMIT 1")\""
}
{
	report undelivered 504
	report delivered 505
} >reports
now 17 10:05
smscal-receive - <reports
table <<'!'
fail|failed|reminder/1: failed it was refused for good: 4002: .*message resend
lost|unsure|reminder/1: unsure nobody knows whether .*message settle [0-9]+ sent
back|undelivered|reminder/1: undelivered the gateway could not deliver it.*resend
late|-|reminder/1: delivered at 2025-06-17 10:05, handed over at 2025-06-17 10:01 by websms
!
sed '/UID:fail/,/END/s/20250618T15/20250619T15/' feed.ics >next.ics
mv next.ics feed.ics
go 17 10:06 fetch diff plan
to 2 "$(code 4002)"
go 17 10:11
admin rule set acme rescheduled --text 'Neu {date} {time}' >/dev/null
smscal-plan
table <<'!'
fail|settled|rescheduled: none it was told, or came to nothing, for this start
!
admin optout add acme '0664 1234506'
table <<'!'
0664 1234506|opted_out|reminder/1: planned opted out, and the next run of smscal
0664 1234506|opted_out|-: opted out: \+436641234506 gets nothing, since .*operator's
!
admin optout remove acme '0664 1234506'
admin company set acme --sender Verboten
go 19 10:00 plan send
table <<'!'
next|sender|reminder/1: planned its sender is refused since 2025-06-19 10:00: 4003
next|sender|-: its sender is refused since 2025-06-19 10:00: 4003: .*; one message
!
admin company set acme --sender Praxis
to 6 "$(code 4001)"
go 19 10:10 plan send
table <<'!'
next|account|reminder/1: planned its account takes none since 2025-06-19 10:10: 4001
!

# --- what to do can be done ---------------------------------------------------------

# doable NOUN WORD... --OPTION...: what the help of it knows.
doable() {
	d_noun=$1 d_verb=${2-}
	shift
	smscal-admin "$d_noun" --help >help || return 1
	if grep -q '^verbs:' help; then
		grep -Eq "^  $d_verb( |\$)" help || return 1
		smscal-admin "$d_noun" "$d_verb" --help >help
	fi
	for d_word; do
		case $d_word in
		--*) match "^  $d_word( |\$)" help || return 1 ;;
		esac
	done
}
sed "s/'//g; s/^smscal-admin //" todos | sort -u >commands
ok 'there is much to do' [ "$(wc -l <commands)" -gt 30 ]
while read -r command; do
	# shellcheck disable=SC2086 # words
	ok "$command" doable $command
done <commands

# --- all of it -----------------------------------------------------------------------

sed -n 's/^	\[WHY_[A-Z_]*\] = { "\([a-z_]*\)".*/\1/p' \
	"$SRC/lib/domain/why.c" | grep -vx none | sort >all
ok 'there are many causes' [ "$(wc -l <all)" -gt 90 ]
is_met() { sort -u met | grep -vx -e - | comm -23 all - >never && same never </dev/null; }
ok 'each of them has a row above' is_met
in_page() {
	while read -r name; do
		grep -Eq "^\.Cm(.* )?$name( |\$)" "$SRC/man/smscal-admin.8" &&
			continue
		echo "$name is not in the page"
		return 1
	done <all
}
ok '... and stands in the page' in_page
# What plan, the claim and the outbox say is one of them.
sentences() {
	(cd "$SRC" && grep -nE '(why|reason) = "|return "[a-z#]+ ' \
		lib/domain/plan*.c lib/domain/owing.c lib/domain/claim.c)
}
sentences >found
ok 'nothing else is said' same found </dev/null

done_testing
