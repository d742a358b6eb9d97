#!/bin/sh
# SPDX-License-Identifier: ISC
# The contacts of a company: what an import makes of a file, and how a name in
# a calendar stands for its number, from the list to the SMS.
. "${0%/*}/lib.sh"
. "$SRC/tests/send.sh"
need sqlite3

admin() { smscal-admin "$@"; }

# refused SENTENCE COMMAND...: 64, that alone on stderr, and no row is changed.
refused() {
	printf 'smscal-admin: %s\n' "$1" >want
	shift
	sql .dump >before.sql
	run 64 "$@" || return 1
	same out </dev/null && same err <want || return 1
	sql .dump >after.sql
	cmp before.sql after.sql
}

# import STATUS COUNTS FILE: acme's list is brought in line with it.
import() {
	run "$1" admin contact import acme "$3" || return 1
	is "acme: $2" "$(cat out)"
}

# same_db COMMAND...: no row is changed by it.
same_db() {
	sql .dump >before.sql
	"$@" || return 1
	sql .dump >after.sql
	cmp before.sql after.sql
}

contacts() {
	sql "SELECT name, ifnull(number, ''), ifnull(phone, ''),
	    ifnull(language, ''), optout FROM contact ORDER BY id"
}
marks() { sql 'SELECT ref, reread FROM calendar ORDER BY ref'; }

conf
printf 'fetch:\n  directories: [feeds]\n' >>smscal.conf
mkdir feeds
ok 'the database' run 0 admin -q init --test
ok 'a company' quiet admin company add acme --name 'Praxis Muster' \
	--zone Europe/Vienna --phone '+43 664 9999999'

# --- the list ---------------------------------------------------------------

ok 'an empty list' quiet admin contact list acme
ok '... as JSON' run 0 admin contact list acme --json
ok '... is an array' same out <<'!'
[]
!
cat >a.csv <<'!'
Nachname;Vorname;Telefon;Handy;Kundennummer;Sprache;keine SMS
Mayr;Maria;01 5331234;0664 1234567;4711;Englisch;
Huber;Franz;0676/7654321;;4712;;x
Gruber;Anna;;0664 12;4713;;
"Gut
!
ok 'national numbers without a country code' run 1 admin -n contact import \
	acme a.csv
ok '... are refused' match 'line 2: the number has no country code, and none is set' err
ok 'a country code' quiet admin company set acme --country-code 43
ok 'import -n' same_db run 1 admin -n contact import acme a.csv
ok '... says what it would do' same out <<'!'
would: line 2: Maria Mayr: added
would: line 3: Franz Huber: added
would: acme: 2 added, 0 changed, 0 unchanged, 2 refused
!
ok 'import' import 1 '2 added, 0 changed, 0 unchanged, 2 refused' a.csv
ok '... says what was refused, and not who' same err <<'!'
smscal-admin: line 4: the number has too few digits; the name is kept, without a phone
smscal-admin: line 5: a quotation mark is not closed
!
contacts >got
ok '... is in the database' same got <<'!'
Maria Mayr|4711|+436641234567|en|0
Franz Huber|4712|+436767654321||1
Anna Gruber|4713|||0
!
ok '... with the opt-out' is '+436767654321|operator' \
	"$(sql 'SELECT phone, source FROM optout')"
ok 'the same again' same_db import 1 \
	'0 added, 0 changed, 2 unchanged, 2 refused' a.csv
sed '4,$d; s/Mayr;Maria/Mayr-Huber;Maria/; s/;x$/;/' a.csv >b.csv
ok 'the operator may lift it' quiet admin optout remove acme \
	'+436767654321'
ok '... and the same list does not bring it back' import 1 \
	'0 added, 0 changed, 2 unchanged, 2 refused' a.csv
ok '... nor is it shown' run 0 admin contact show acme 4712
ok '... as one' match '^sms +yes$' out
ok '... but said anew it counts' quiet admin optout add acme '+436767654321'
ok 'an edited file, from standard input' run 0 admin contact import acme - \
	<b.csv
ok '... changes those' is \
	'acme: 0 added, 2 changed, 0 unchanged, 0 refused' "$(cat out)"
contacts >got
ok '... known again by their numbers, and leaves the others' same got <<'!'
Maria Mayr-Huber|4711|+436641234567|en|0
Franz Huber|4712|+436767654321||0
Anna Gruber|4713|||0
!
ok '... the operator takes back his word' is 0 \
	"$(sql 'SELECT count(*) FROM optout')"
sql "INSERT INTO optout (company_id, phone, source, since_at)
    VALUES (1, '+436767654321', 'reply', 1)"
ok '... and not that of the person' import 0 \
	'0 added, 0 changed, 2 unchanged, 0 refused' b.csv
ok 'list' run 0 admin contact list acme
ok '... is aligned' same out <<'!'
ID  NAME              NUMBER  PHONE          LANGUAGE  SMS
3   Anna Gruber       4713
2   Franz Huber       4712    +436767654321            no: STOP
1   Maria Mayr-Huber  4711    +436641234567  en
!
ok 'list --json' run 0 admin contact list acme --json
ok '... has stable names' is '3|Anna Gruber|4713||1|+436767654321|0|reply|en' \
	"$(json out '$[0].id')|$(json out '$[0].name')|$(
	json out '$[0].number')|$(json out '$[0].phone')|$(
	json out '$[0].sms')|$(json out '$[1].phone')|$(
	json out '$[1].sms')|$(json out '$[1].optout')|$(
	json out '$[2].language')"
for who in 4711 '0664 1234567' 'HUBER-MAYR Maria' id:1; do
	ok "show $who" run 0 admin contact show acme "$who"
	ok '... is she' same out <<'!'
id               1
name             Maria Mayr-Huber
number           4711
phone            +436641234567
language         en
sms              yes
!
done
ok 'show who is not there' refused "acme has no contact 'Nemo': say the\
 customer number, the phone, the full name, or id:N as 'smscal-admin contact\
 list acme' shows it" admin contact show acme Nemo
ok 'no such id' run 64 admin contact show acme id:99
ok 'no id' refused "'id:x' is no number of a contact; 'smscal-admin contact\
 list' shows them" admin contact show acme id:x
ok 'no such file' refused 'there is no file nowhere.csv' \
	admin contact import acme nowhere.csv
ok 'no such company' refused \
	"there is no company 'acne': did you mean 'acme'?" \
	admin contact import acne a.csv
printf 'Maria Mayr;0664 1234567\n' >c.csv
ok 'a file without a first line' same_db run 65 admin contact import acme c.csv
ok '... is refused' same err <<'!'
smscal-admin: c.csv: line 1: no column has a name: the first line names the columns, like Name;Vorname;Handy;Kundennummer;Sprache
!
ok 'remove' quiet admin contact remove acme 4711
ok '... with the others left' is 2 "$(sql 'SELECT count(*) FROM contact')"

# One line with a customer number, then many without: by the slice.
{
	echo 'Name,Phone'
	i=1000
	while [ $i -lt 2200 ]; do
		echo "Person N$i,+43664100$i"
		i=$((i + 1))
	done
} >many.csv
ok 'many at once' import 0 '1200 added, 0 changed, 0 unchanged, 0 refused' \
	many.csv
ok '... again' same_db import 0 \
	'0 added, 0 changed, 1200 unchanged, 0 refused' many.csv
sql 'DELETE FROM contact'
SMSCAL_FAIL_AT=2 admin contact import acme many.csv >out 2>err
if [ $? = 99 ]; then
	ok 'cut off, whole slices are there' is 1000 \
		"$(sql 'SELECT count(*) FROM contact')"
	ok '... and it goes on' import 0 \
		'200 added, 0 changed, 1000 unchanged, 0 refused' many.csv
fi
sql 'DELETE FROM contact; DELETE FROM optout; DELETE FROM contact_list'

cat >cards.vcf <<'!'
BEGIN:VCARD
VERSION:3.0
UID:card-1
FN:Mag. Jörg Müller
TEL;TYPE=HOME:01 5331234
TEL;TYPE=CELL:0664 1111111
END:VCARD
BEGIN:VCARD
VERSION:4.0
UID:card-2
FN:Zoë Dupont
TEL;VALUE=uri;TYPE=cell:tel:+33-6-12-34-56-78
LANG:fr
X-KEINE-SMS:ja
END:VCARD
!
ok 'vCards' import 0 '2 added, 0 changed, 0 unchanged, 0 refused' cards.vcf
contacts >got
ok '... the mobile numbers' same got <<'!'
Mag. Jörg Müller||+436641111111||0
Zoë Dupont||+33612345678|fr|1
!
sed 's/1111111/2222222/; s/Mag. Jörg/Dr. Jörg/' cards.vcf >new.vcf
ok '... are known again by UID' import 0 \
	'0 added, 1 changed, 1 unchanged, 0 refused' new.vcf
printf 'Name;Handy\nJoerg Mueller;0664 3333333\n' >joerg.csv
ok 'another list: the only one of that name' import 0 \
	'0 added, 1 changed, 0 unchanged, 0 refused' joerg.csv
printf 'Name;Handy\nJoerg Mueller;0664 3333333\nJörg Müller;0664 4\n' >joerg.csv
ok 'two of a name, one without a number' import 1 \
	'0 added, 0 changed, 1 unchanged, 1 refused' joerg.csv
ok '... are two' is 2 "$(sql "SELECT count(*) FROM contact
	WHERE name_key = 'joerg mueller'")"
ok '... however often' same_db import 1 \
	'0 added, 0 changed, 1 unchanged, 1 refused' joerg.csv
printf 'Name;Notiz;Handy\n"Mayr\nMaria";"a;b\nc";0664 7777777\n' >lines.csv
ok 'line breaks in quotes' import 0 \
	'1 added, 0 changed, 0 unchanged, 0 refused' lines.csv
ok '... are blanks' quiet admin contact remove acme 'Mayr Maria'
ok 'remove one of two' refused "'Jörg Müller' is 2 contacts: say which one:\
 id:$(sql 'SELECT min(id) FROM contact'), id:$(sql 'SELECT max(id)
	FROM contact')" admin contact remove acme 'Jörg Müller'
ok '... by its id' quiet admin contact remove acme \
	"id:$(sql 'SELECT max(id) FROM contact')"
sql 'DELETE FROM contact; DELETE FROM optout; DELETE FROM contact_list'

# --- from the list to the SMS -----------------------------------------------

at() {
	SMSCAL_NOW="2026-11-$1T$2:00+01:00"
	export SMSCAL_NOW
}

# event UID DAY FROM TO TITLE: in November 2026, in Vienna.
event() {
	printf 'BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20261123T000000Z\r\n' "$1"
	printf 'DTSTART;TZID=Europe/Vienna:202611%sT%s00\r\n' "$2" "$3"
	printf 'DTEND;TZID=Europe/Vienna:202611%sT%s00\r\n' "$2" "$4"
	printf 'SUMMARY:%s\r\nEND:VEVENT\r\n' "$5"
}
# feed NAME EVENT...
feed() {
	f_name=$1
	shift
	{
		printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n'
		printf '%s\n' "$@" | sed '/^$/d'
		printf 'END:VCALENDAR\r\n'
	} >next.ics
	mv next.ics "feeds/$f_name.ics"
}
sent() { if [ -e outbox.jsonl ]; then wc -l <outbox.jsonl; else echo 0; fi; }

# chain: every tool says nothing; `came` has what went to the gateway.
chain() {
	c_before=$(sent)
	for c_tool in fetch diff plan send; do
		run 0 "smscal-$c_tool" && same out </dev/null &&
			same err </dev/null || return 1
	done
	: >came
	[ -e outbox.jsonl ] || return 0
	tail -n "+$((c_before + 1))" outbox.jsonl | while read -r c_line; do
		printf '%s\n' "$c_line" >line
		echo "$(json line '$.to') $(json line '$.text')"
	done >came
}
# again: a second run of all sends nothing and writes nothing.
again() {
	sql .dump >before.sql
	chain && same came </dev/null || return 1
	sql .dump >after.sql
	cmp before.sql after.sql
}
silence() { chain && same came </dev/null && again; }
pending() {
	sql "SELECT kind, phone, name, datetime(due_at, 'unixepoch') FROM message
	    WHERE state = 'planned' ORDER BY kind, phone" | sed 's/:00$//'
}

at 23 09:00
maria=$(event maria 25 1000 1030 'Mayr Maria')
franz=$(event franz 25 1100 1130 '4712')
anna=$(event anna 25 1200 1230 'Anna Gruber, Kontrolle')
eva=$(event eva 25 1300 1330 'Eva Gut')
feed one "$maria" "$franz" "$anna" "$eva"
feed two "$(event x 25 1400 1430 'Karl Klein')"
ok 'a calendar' quiet admin calendar add acme/one "$T/feeds/one.ics"
ok 'another' quiet admin calendar add acme/two "$T/feeds/two.ics"
ok 'names alone are nobody' silence
pending >got
ok '... to write to' same got </dev/null

cat >list.csv <<'!'
Name;Handy;Kundennummer;Sprache;keine SMS
Maria Mayr;0664 1234567;4711;Englisch;
Franz Huber;0676 7654321;4712;;
Anna Gruber;0664 1111111;4713;;
Eva Gut;01 5331234;4714;;
Ordination;0664 9999999;;;
!
at 23 09:01
ok 'a list' import 0 '5 added, 0 changed, 0 unchanged, 0 refused' list.csv
marks >got
ok '... has the calendar read anew whose names are in it' same got <<'!'
one|1
two|0
!
ok '... and confirms nothing' silence
pending >got
ok '... but reminds by name or customer number, in full and not a landline' \
	same got <<'!'
reminder|+436641234567|Maria Mayr|2026-11-24 09:00
reminder|+436767654321|Franz Huber|2026-11-24 09:00
!
at 23 09:05
new=$(event new 26 1000 1030 'Frau Maria Mayr')
feed one "$maria" "$franz" "$anna" "$eva" "$new"
ok 'a new appointment of a name' silence
at 23 09:10
ok '... is confirmed to her number in her language' chain
ok '... so' same came <<'!'
+436641234567 Hello Maria Mayr, your appointment at Praxis Muster is booked: Thu 26/11/2026 10:00
!
at 23 09:11
ok '... once' silence

at 23 09:12
sed 's/;Englisch;/;fr;/' list.csv >fr.csv
ok 'another language' import 0 '0 added, 1 changed, 4 unchanged, 0 refused' \
	fr.csv
marks >got
ok '... is no other person' same got <<'!'
one|0
two|0
!
ok '... and rewrites what is pending' silence
ok '... in French' is 2 "$(sql "SELECT count(*) FROM message
	WHERE state = 'planned' AND text LIKE 'Bonjour Maria Mayr%'")"

at 23 09:20
ok 'cancellations are on' quiet admin rule enable acme cancellation
echo 'Mayr, Maria;0664 5555555;4799;;' >>fr.csv
ok 'somebody else of that name' import 0 \
	'1 added, 0 changed, 5 unchanged, 0 refused' fr.csv
ok '... and it is neither' silence
pending >got
ok '... nothing is owed to her, and nothing is called off' same got <<'!'
reminder|+436767654321|Franz Huber|2026-11-24 09:00
!
at 23 09:30
ok '... is removed' quiet admin contact remove acme 4799
ok '... and it is her again, unannounced' silence
pending >got
ok '... to be reminded' same got <<'!'
reminder|+436641234567|Maria Mayr|2026-11-24 09:00
reminder|+436641234567|Maria Mayr|2026-11-25 09:00
reminder|+436767654321|Franz Huber|2026-11-24 09:00
!

at 23 09:35
paul=$(event paul 26 1500 1530 'Paul Gut')
feed one "$maria" "$franz" "$anna" "$eva" "$new" "$paul"
ok 'somebody who is in no list' silence
at 23 09:40
paul=$(event paul 26 1500 1600 'Paul Gut')
feed one "$maria" "$franz" "$anna" "$eva" "$new" "$paul"
printf 'Name;Handy\nPaul Gut;0664 8888888\n' >paul.csv
ok '... comes into it, and his appointment is edited meanwhile' import 0 \
	'1 added, 0 changed, 0 unchanged, 0 refused' paul.csv
ok '... seen in one run' silence
at 23 09:46
ok '... unannounced' silence
is_planned() { sql "SELECT count(*) FROM message WHERE phone = '$1'
	AND state = 'planned' AND kind = 'reminder'"; }
ok '... but to be reminded' is 1 "$(is_planned +436648888888)"
ok '... and out again' quiet admin contact remove acme 'Gut Paul'
ok '... it is not' silence
ok '... to be' is 0 "$(is_planned +436648888888)"

at 23 09:50
sed -i '$d; s/7654321/7777777/; s/^\(Maria.*\);$/\1;ja/' fr.csv
ok 'a number is corrected, and one opts out' import 0 \
	'0 added, 2 changed, 3 unchanged, 0 refused' fr.csv
ok '... unannounced' silence
pending >got
ok '... and so it is planned' same got <<'!'
reminder|+436767777777|Franz Huber|2026-11-24 09:00
!
ok '... the rest is cancelled' is '2|opted out' "$(sql "SELECT count(*), reason
	FROM message WHERE phone = '+436641234567' AND state = 'cancelled'
	GROUP BY reason")"
at 24 09:59
ok 'the day before: not a minute earlier' silence
at 24 10:00
ok '... the reminder, to the number of the list' chain
ok '... so' same came <<'!'
+436767777777 Guten Tag Franz Huber, wir erinnern Sie an Ihren Termin bei Praxis Muster: Mittwoch, 25.11.2026, 11:00 Uhr.
!
at 24 10:01
ok '... once' silence

done_testing
