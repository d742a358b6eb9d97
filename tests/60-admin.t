#!/bin/sh
# SPDX-License-Identifier: ISC
# smscal-admin: what it makes, what it refuses and in which words, and what an
# edit asks of the chain.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
need sqlite3 python3 curl script

admin() { smscal-admin "$@"; }

# refused SENTENCE COMMAND...: 64, nothing on stdout, that alone on stderr, and
# no row is changed.
refused() {
	printf 'smscal-admin: %s\n' "$1" >want
	shift
	[ ! -f smscal.db ] || sql .dump >before.sql
	run 64 "$@" || return 1
	same out </dev/null && same err <want || return 1
	[ ! -f smscal.db ] || { sql .dump >after.sql && cmp before.sql after.sql; }
}

# silent COMMAND...: it succeeds, says nothing and writes no row.
silent() {
	sql .dump >before.sql
	quiet "$@" || return 1
	sql .dump >after.sql
	cmp before.sql after.sql
}

# marks: REF REPLAN REREAD BASELINE of each calendar; and then none.
marks() {
	sql "SELECT ref, replan, reread, baseline FROM calendar
	     JOIN feed ON calendar_id = id ORDER BY ref"
	sql 'UPDATE calendar SET replan = 0, reread = 0;
	     UPDATE feed SET baseline = 0'
}

# --- the command line -------------------------------------------------------

ok 'no command' refused \
	'say what to do: smscal-admin COMMAND; see smscal-admin --help' admin
ok 'a wrong command' refused "no command 'compny': did you mean 'company'?" \
	admin compny list
ok 'a wrong verb' refused "company: no verb 'lst': did you mean 'list'?" \
	admin company lst
ok 'a verb is missing' refused \
	'say what to do: smscal-admin company VERB; see smscal-admin company --help' \
	admin company
ok 'a wrong option' refused "no option 'nam': did you mean 'name'?" \
	admin company add acme --nam X
ok 'an option of another verb' refused \
	"no option 'days'; see smscal-admin company add --help" \
	admin company add acme --days 3
ok 'what begins so alone' run 78 admin cal li
ok '... is it' match 'there is no configuration file' err
ok 'several that begin so' run 64 admin re list
ok '... are named' match "^smscal-admin: 're' may be each of .*resume, redirect, .*\
: say more of it\$" err
ok '... verbs, too' refused \
	"calendar: 'a' may be each of add, accept: say more of it" admin cal a
ok 'an option without its value' refused '--name wants a value: NAME' \
	admin company add acme --name
ok '... before another one' refused '--name wants a value: NAME' \
	admin company add acme --name --zone Europe/Vienna
ok 'a flag with a value' refused '--json takes no value' \
	admin company list --json=yes
ok 'an option twice' refused '--zone stands twice' \
	admin company add acme --zone UTC --zone UTC
ok 'too few operands' refused \
	'too few operands; usage: smscal-admin calendar add COMPANY/CALENDAR ADDRESS [options]' \
	admin calendar add acme/ordination
ok 'too many operands' refused \
	'too many operands; usage: smscal-admin company show COMPANY [options]' \
	admin company show acme graz
ok 'a wrong letter' refused "no option '-x'; see smscal-admin --help" \
	admin -x init
ok 'help' run 0 admin --help
ok '... is on standard output' match '^usage: smscal-admin ' out
ok '... and nothing else' same err </dev/null
ok '... has the commands' match '^  calendar ' out
ok 'help of a command' run 0 admin calendar -h
ok '... has its verbs' match '^  add COMPANY/CALENDAR ADDRESS' out
ok 'help of a verb' run 0 admin calendar add --help
ok '... has its options' match '^  --phone-field FIELD' out
ok '... and an example' match 'smscal-admin calendar add acme/ordination' out
cp out asked
for words in 'help calendar add' 'calendar help add' 'calendar add --help'; do
	# shellcheck disable=SC2086 # words
	ok "$words" run 0 admin $words
	ok '... is the same' cmp asked out
done
ok 'help of several lines' run 0 admin contact --help
ok '... stays in its column' match '^ {28}who is not in it stays' out
ok 'version' run 0 admin --version
ok '... is one line' match '^smscal-admin [0-9.]+$' out

# --- init -------------------------------------------------------------------

conf
printf 'fetch:\n  directories: [feeds]\n' >>smscal.conf
mkdir feeds
ok 'no database' run 78 admin company list
ok '... says what to do' same err <<!
smscal-admin: there is no database $T/smscal.db: run smscal-admin init
!
ok 'init with a frozen clock' run 78 admin init
ok '... makes no real database' not test -e smscal.db
ok 'init -n' run 0 admin init -n --test
ok '... makes none at all' not test -e smscal.db
ok 'init --test' run 0 admin init --test
ok '... says what is next' match 'smscal-admin company add acme' out
ok '... is for its owner alone' is 600 "$(stat -c %a smscal.db)"
sql .dump >made.sql
ok 'init again' run 0 admin --test init
ok '... says so' same out <<!
The database $T/smscal.db is there already; nothing was changed.
!
sql .dump >again.sql
ok '... and changes nothing' cmp made.sql again.sql
ok 'migrate has nothing to do' silent admin migrate
ok 'check' silent admin check
cp smscal.db test.db
sql 'UPDATE installation SET test = 0'
ok 'a real database is no test' run 78 admin init --test
ok '... and stays' match 'was not made by init --test' err
ok '... and is not written to with a frozen clock' run 78 \
	admin company add acme --name X --zone UTC
mv test.db smscal.db
sqlite3 other.db 'CREATE TABLE t (a)'
sed 's/smscal.db/other.db/' smscal.conf >other.conf
ok 'a database of another program' run 78 admin -c other.conf init --test
ok '... is not touched' is t "$(sqlite3 other.db .tables)"
rm -f other.db
(umask 077 && : >other.db)
ok 'an empty file' run 0 admin -c other.conf init --test
ok '... becomes one' run 0 admin -c other.conf check
sed "s|smscal.db|$T/given/given.db|" smscal.conf >given.conf
echo 'user: nobody' >>given.conf
if [ "$(id -u)" = 0 ]; then
	chmod 755 .
	ok 'what root makes' run 0 admin -c given.conf init --test
	ok '... belongs to the user of smscal.conf' is 'nobody nobody' \
		"$(stat -c %U given given/given.db | paste -s -d ' ' -)"
else
	ok 'what others make' run 0 admin -c given.conf init --test
	ok '... is theirs' [ -O given/given.db ]
fi
sed 's/^name: test/name: clone/' smscal.conf >clone.conf
ok 'a copy on another machine' run 78 admin -c clone.conf company list
ok '... says what to do' match "belongs to the installation 'test'" err
cp smscal.db keep.db
ok 'adopt' quiet admin -c clone.conf adopt
ok '... and it is that one' quiet admin -c clone.conf company list
ok '... and no longer this one' run 78 admin company list
mv keep.db smscal.db

# --- company ----------------------------------------------------------------

ok 'no name' refused "--name is needed: how the company calls itself in its\
 messages, like --name 'Ordination Dr. Muster'" admin company add acme
ok 'a bad short name' refused "'Acme' is no short name; allowed are 1 to 40 of\
 a-z 0-9 - _ . that begin with a letter or a digit" \
	admin company add Acme --name X
ok 'a zone that is none' refused "--zone: there is no time zone 'Europe/Wien'\
 in tzdata; allowed are IANA names, like Europe/Vienna" \
	admin company add acme --name X --zone Europe/Wien
case $(readlink /etc/localtime) in
*/UTC | */UCT | '')
	ok 'a machine in no place' refused "--zone is needed, since this\
 machine has no time zone of a place: say for example --zone Europe/Vienna" \
		admin company add acme --name X
	;;
*)
	ok 'the zone of the machine' run 0 admin -n company add acme --name X
	;;
esac
ok 'add -n' run 0 admin -n company add acme --name 'Ordination Dr. Muster' \
	--zone europe/vienna
ok '... says what it would do' same out <<'!'
would: acme: name: nothing -> Ordination Dr. Muster
would: acme: zone: nothing -> Europe/Vienna
would: acme: company added, time zone Europe/Vienna
!
ok '... and does not' is 0 "$(sql 'SELECT count(*) FROM company')"
ok 'add' quiet admin company add acme --name 'Ordination Dr. Muster' \
	--zone europe/vienna
ok '... once' refused 'there is already a company acme' \
	admin company add acme --name X --zone UTC
ok 'options stand anywhere' quiet admin --town Graz company set acme \
	--postcode=8010 --country at
ok 'show' run 0 admin company show acme
ok '... all that is set' same out <<'!'
ref              acme
state            active
name             Ordination Dr. Muster
postcode         8010
town             Graz
country          AT
zone             Europe/Vienna
language         de
gateway          file
!
ok 'another company' refused \
	"there is no company 'acne': did you mean 'acme'?" \
	admin company show acne
ok 'none near' refused "there is no company 'zzz'; 'smscal-admin company list'\
 shows them all" admin company show zzz
ok 'a name cannot be unset' refused '--name: it cannot be empty' \
	admin company set acme --name ''
ok 'a bad address' refused "--email: 'praxis' is no e-mail address; allowed is\
 one like praxis@example.org" admin company set acme --email praxis
ok 'a bad gateway' refused "--gateway: 'websm' is not known: did you mean\
 'websms'? Allowed are file, websms and linkmobility" \
	admin company set acme --gateway websm
ok 'a bad language' run 64 admin company set acme --language xx
ok '... says which there are' match '^smscal-admin: --language: .xx. is not' err
ok 'a bad window' run 64 admin company set acme --window 'mon-fri 25:00-26:00'
ok '... says where' match '^smscal-admin: --window: ' err
ok 'a bad sender' run 64 admin company set acme --sender 'Ordination Dr. Muster'
ok '... says what is allowed' match "^smscal-admin: --sender: .*allowed are" err
ok 'a bad fallback' refused "--fallback: 'nam' is not known: did you mean\
 'name'? Allowed are name, location, date, time, weekday, day, dates, enddate,\
 endtime, company, branch, companyphone and link" \
	admin company set acme --fallback nam=Kunde
echo geheim >token
chmod 644 token
ok 'a secret that others can read' run 77 admin company set acme \
	--token-file token
ok '... is refused' match '^smscal-admin: --token-file: .*chmod 600' err
ok '... without the secret' no_match geheim err
chmod 600 token
ok 'many settings at once' quiet admin company set acme --token-file token \
	--window 'mon-fri 8:00-20:00' --sender Praxis --sender +436641234567 \
	--fallback name=Kunde --country-code +43 --phone '+43 316 123456'
ok '... are all set' is "$T/token|mon-fri 08:00-20:00|43|+43 316 123456" \
	"$(sql 'SELECT token_file, send_window, country_code, phone FROM company')"
sql 'SELECT position, address, type FROM sender' >senders
ok '... the senders in order' same senders <<'!'
0|Praxis|alphanumeric
1|436641234567|international
!
ok 'the same again' silent admin company set acme --country-code 43
ok 'an empty value unsets' quiet admin company set acme --window '' \
	--token-file '' --sender '' --fallback name= --language ''
ok '... them' is '||de|0|0' "$(sql 'SELECT token_file, send_window, language,
	(SELECT count(*) FROM sender), (SELECT count(*) FROM fallback)
	FROM company')"
ok 'list' run 0 admin company list
ok '... is aligned' same out <<'!'
REF   NAME                   ZONE           GATEWAY  STATE   REDIRECT
acme  Ordination Dr. Muster  Europe/Vienna  file     active
!
admin company set acme --name 'Ordination für Hals, Nasen, Ohren 🎉 中文'
ok 'a long name on a narrow terminal' run 0 env COLUMNS=64 smscal-admin \
	company list
ok '... is cut to it, behind what is empty' same out <<'!'
REF   NAME                        ZONE           GATEWAY  STATE
acme  Ordination für Hals, Nase…  Europe/Vienna  file     active
!
ok '... wide letters are two' run 0 env COLUMNS=75 smscal-admin company list
ok '... columns' same out <<'!'
REF   NAME                                   ZONE           GATEWAY  STATE
acme  Ordination für Hals, Nasen, Ohren 🎉…  Europe/Vienna  file     active
!
admin company set acme --name 'Ordination Dr. Muster'
for words in 'company set acme' 'calendar set acme/labor' \
	'rule set acme reminder'; do
	# shellcheck disable=SC2086 # words
	ok "$words, and what?" run 64 admin $words
	ok '... is asked' match \
		"say what to set: smscal-admin ${words%% *} set --help" err
done
sed '1i log: syslog' smscal.conf >log.conf
ok 'whoever typed it hears what is wrong' refused \
	"there is no company 'acne': did you mean 'acme'?" \
	admin -c log.conf company show acne
ok 'list --json' run 0 admin company list --json
ok '... is an array with stable names' is '43|0||1' "$(
	json out '$[0].country_code')|$(json out '$[0].token_file' | wc -w |
	tr -d ' ')|$(json out '$[0].web')|$(json out '$[0].active')"

# --- branch and calendar ----------------------------------------------------

ok 'a branch' quiet admin branch add acme/graz --name Graz
ok '... once' refused 'there is already a branch acme/graz' \
	admin branch add acme/graz
ok '... not without its company' refused "'graz' has no company in front;\
 allowed is COMPANY/NAME, like acme/graz" admin branch add graz
ok 'a calendar' quiet admin calendar add acme/ordination \
	webcal://example.org/secret/basic.ics
ok '... by https' is https://example.org/secret/basic.ics \
	"$(sql 'SELECT url FROM calendar')"
ok '... begins with a baseline' is '1|0' \
	"$(sql 'SELECT baseline, next_at FROM feed')"
ok 'a calendar and a branch share no name' refused \
	'there is already a branch acme/graz' \
	admin calendar add acme/graz example.org/a.ics
echo 'https://user:pass@example.org/labor.ics' >address
ok 'an address from standard input' quiet admin calendar add acme/labor - \
	--branch graz --phones mobile --interval 10m --colour Teal <address
ok '... without its line break' is https://user:pass@example.org/labor.ics \
	"$(sql "SELECT url FROM calendar WHERE ref = 'labor'")"
ok 'an address that is none' run 64 admin calendar add acme/x 'ftp://example.org/'
ok '... is refused' match '^smscal-admin: address: ' err
ok 'a file elsewhere' refused "address: a file is read only from a directory\
 that smscal.conf names: add its directory there, under fetch: directories:" \
	admin calendar add acme/x "$T/smscal.conf"
: >feeds/a.ics
ok 'a file of a directory that is named' quiet admin calendar add acme/x \
	"$T/feeds/a.ics"
ok '... and removed' quiet admin calendar remove acme/x
ok 'list' run 0 admin calendar list
ok '... does not tell the address' same out <<'!'
REF              NAME        BRANCH  ADDRESS                  STATE   CON REM RES FEE FOL CAN  LAST GOOD FETCH
acme/labor       labor       graz    https://example.org/...  active  ✓   ✓   ✓   ✗   ✗   ✗    never fetched
acme/ordination  ordination          https://example.org/...  active  ✓   ✓   ✓   ✗   ✗   ✗    never fetched
!
ok 'show' run 0 admin calendar show acme/labor
ok '... neither' no_match 'pass|labor.ics' out
ok 'show --json' run 0 admin calendar show acme/labor --json
ok '... neither' no_match 'pass|labor.ics' out
ok '... has the rest' is 'graz|mobile|10m' \
	"$(json out '$[0].branch')|$(json out '$[0].phones')|$(
	json out '$[0].interval')"
ok 'set -v' run 0 admin calendar set acme/labor -v \
	--address https://example.org/other.ics
ok '... neither' no_match 'other.ics|pass' out
ok 'a branch where a calendar is needed' refused "acme/graz is a branch;\
 needed is a calendar, like acme/ordination" admin calendar show acme/graz
ok 'no such calendar' refused "there is no calendar 'acme/ordinaton': did you\
 mean 'acme/ordination'?" admin calendar show acme/ordinaton
ok 'a bad field' refused "--phone-field: 'descripton' is no field of a\
 calendar; allowed are name (the field of the name), summary, description,\
 location, contact, attendee and X- properties" \
	admin calendar set acme/labor --phone-field descripton
ok 'a bad choice' refused "--phones: 'mobil' is not known: did you mean\
 'mobile'? Allowed are first, mobile and all" \
	admin calendar set acme/labor --phones mobil
ok 'neither yes nor no' refused "--landlines: 'true' is neither yes nor no;\
 one of them is allowed" admin calendar set acme/labor --landlines true
ok 'too often' refused "--interval: '10s' is not allowed; allowed are 1 to 1440\
 minutes" admin calendar set acme/labor --interval 10s
ok 'no such branch' refused "--branch: there is no branch 'acme/linz'" \
	admin calendar set acme/labor --branch linz

marks >/dev/null
admin calendar set acme/labor --name Labor --colour red
marks >m
ok 'a name asks nothing of the chain' same m <<'!'
labor|0|0|0
ordination|0|0|0
!
admin calendar set acme/labor --phone-field description
marks >m
ok 'a mapping reads one calendar anew' same m <<'!'
labor|1|1|0
ordination|0|0|0
!
admin company set acme --zone Europe/Berlin
marks >m
ok 'a zone reads all anew' same m <<'!'
labor|1|1|0
ordination|1|1|0
!
admin calendar set acme/labor --address https://example.org/new.ics
marks >m
ok 'another address is a baseline' same m <<'!'
labor|1|0|1
ordination|0|0|0
!
admin company disable acme
marks >m
ok 'off asks nothing' same m <<'!'
labor|0|0|0
ordination|0|0|0
!
ok '... and is seen' run 0 admin company list
ok '... in the list' match '^acme .* off$' out
admin company enable acme
marks >m
ok 'on again is a baseline' same m <<'!'
labor|1|0|1
ordination|1|0|1
!
admin branch set acme/graz --window 09:00-12:00
marks >m
ok 'a window of the branch plans its calendars anew' same m <<'!'
labor|1|0|0
ordination|0|0|0
!

# --- rules ------------------------------------------------------------------

ok 'rules that nobody set' run 0 admin rule list acme/ordination
ok '... are built in' match '^reminder/1 +on +1 day before at 10:00 +built in' \
	out
ok '... feedback is off' match '^feedback +off +1 day after at 10:00' out
ok 'a wrong kind' refused "rule: 'remnder' is not known: did you mean\
 'reminder'? Allowed are confirmation, reminder, rescheduled, feedback,\
 followup and cancellation" admin rule set acme remnder --days 2
ok 'a step where there are none' refused "rule: 'confirmation/2' is no rule;\
 allowed are a kind, and behind a reminder or a feedback its step from 1 to 99,\
 like reminder/2" admin rule set acme confirmation/2 --segments 2
ok 'a time where there is none' refused "--at: it goes when the calendar\
 changes, and has no time" admin rule set acme confirmation --at 09:00
ok 'too many days' refused "--days: '61' is not allowed; allowed are whole\
 numbers from 0 to 60" admin rule set acme reminder --days 61
ok 'a bad clock time' refused "--at: '25:00' is no clock time; allowed are\
 00:00 to 23:59, like 09:00" admin rule set acme reminder --at 25:00
ok 'both ways' refused '--before: a reminder has --days and --at, or --before' \
	admin rule set acme reminder --before 2h --days 1
ok 'a bad text' run 64 admin rule set acme reminder --text 'Hallo {nam}'
ok '... says where and what' match \
	'^smscal-admin: --text: .*7.*\{nam\}.*\{name\}' err
ok 'a language without its text' refused \
	'--language: needs --text, the text in that language' \
	admin rule set acme reminder --language en
marks >/dev/null
ok 'a second reminder' quiet admin rule set acme/ordination reminder/2 \
	--days 3 --at 09:00 --text 'Hallo {name}, bis {date}'
ok '... and the first goes on' run 0 admin rule list acme/ordination
ok '... beside it' match \
	'^reminder/1 +on +1 day before at 10:00 +acme/ordination' out
ok '... as it was set' match \
	'^reminder/2 +on +3 days before at 09:00 +acme/ordination +Hallo' out
marks >m
ok '... and one calendar is planned anew' same m <<'!'
labor|0|0|0
ordination|1|0|0
!
ok 'the other has what it had' run 0 admin rule list acme/labor
ok '... built in' match '^reminder/1 .* built in' out
ok 'the same again' silent admin rule set acme/ordination reminder/2 --days 3
ok 'set -n' run 0 admin -n rule set acme/ordination reminder/2 --before 2h
ok '... changes nothing' is 3 \
	"$(sql 'SELECT days FROM rule WHERE step = 2')"
SINCE=$(sql 'SELECT since_at FROM rule WHERE step = 2')
SMSCAL_NOW=$((NOW + 60))
ok 'a text from standard input' quiet admin rule set acme/ordination \
	reminder/2 --text - --language en <<'!'
Hello {name}, see you on {date}
!
ok '... is a revision, timed as before' is "2|$SINCE" \
	"$(sql 'SELECT rev, since_at FROM rule WHERE step = 2')"
ok 'another time' quiet admin rule set acme/ordination reminder/2 --before 2h
ok '... counts since now' is "3|$SMSCAL_NOW|120||" "$(sql 'SELECT rev, since_at,
	before_min, days, clock_min FROM rule WHERE step = 2')"
ok 'enable' quiet admin rule enable acme feedback
ok '... the feedback of the company' is "1|$SMSCAL_NOW" "$(sql "SELECT active,
	since_at FROM rule WHERE kind = 'feedback' AND calendar_id IS NULL")"
ok 'a followup' quiet admin rule set acme followup --after 48h
ok '... is off until it is enabled' is 0 \
	"$(sql "SELECT active FROM rule WHERE kind = 'followup'")"
ok 'disable at the calendar' quiet admin rule disable acme/labor feedback
ok '... leaves the others alone' is '0|1' "$(sql "SELECT group_concat(active,
	'|') FROM (SELECT active FROM rule WHERE kind = 'feedback'
	ORDER BY calendar_id DESC)")"
ok 'what is nowhere cannot be enabled' refused "acme has no reminder/7;\
 'smscal-admin rule list acme' shows what it has" \
	admin rule enable acme reminder/7
ok 'add what is there' refused "acme/ordination has reminder/2 already; 'rule\
 set' changes it" admin rule add acme/ordination reminder/2
ok 'show' run 0 admin rule show acme/ordination reminder/2
ok '... one rule' same out <<'!'
rule             reminder/2
from             acme/ordination
state            on
when             2h before
short-notice     skip
segments         4
smart            yes
on-unsure        keep
text             [de] Hallo {name}, bis {date}
text             [en] Hello {name}, see you on {date}
!
ok 'list --json' run 0 admin rule list acme/ordination --json
ok '... has what holds' is 'acme/ordination|2h|acme' "$(
	json out '$[2].from')|$(json out '$[2].before')|$(json out '$[4].from')"
ok 'remove what comes from above' refused "acme/labor has no confirmation of\
 its own; 'smscal-admin rule list acme/labor' shows from where it has it" \
	admin rule remove acme/labor confirmation
ok 'remove' quiet admin rule remove acme/labor feedback
ok '... and the company'\''s holds since now' is "feedback|$SMSCAL_NOW" \
	"$(sql 'SELECT kind, since_at FROM rules_since')"

# --- the outbox, and what has a history -------------------------------------

ok 'an empty outbox' silent admin message list
sql "PRAGMA foreign_keys = ON; DELETE FROM rule; DELETE FROM calendar; DELETE FROM branch;
    INSERT INTO calendar (id, company_id, ref, name, url, created_at)
    VALUES (1, 1, 'ordination', 'Ordination', 'https://example.org/a', 1);
    INSERT INTO feed (calendar_id) VALUES (1);
    INSERT INTO rule (id, company_id, kind, step, days, clock_min, active,
	since_at) VALUES (9, 1, 'reminder', 2, 3, 540, 1, 1);
    UPDATE company SET zone = 'Europe/Vienna'"
message 1
message 2 "state = 'held'" "reason = 'too long'" "rule_id = 9" 'step = 2' \
	"name = 'Bidi' || char(8238) || 'Tab' || char(9)"
ok 'the outbox' run 0 admin message list
ok '... in the zone of the calendar, made visible' same out <<'!'
ID  DUE               CALENDAR         KIND        STATE    NAME                 PHONE          REASON    TEXT
1   2026-11-24 10:00  acme/ordination  reminder/1  planned  Maria Mayr           +436641230001            Termin 1
2   2026-11-24 10:00  acme/ordination  reminder/2  held     Bidi\u{202E}Tab\x09  +436641230002  too long  Termin 2
!
ok '... by state' run 0 admin message list --state held --json
ok '... one' is '2|held|too long|2026-11-24T10:00:00+01:00' "$(
	json out '$[0].id')|$(json out '$[0].state')|$(
	json out '$[0].reason')|$(json out '$[0].due_at')"
ok '... and no more' is '' "$(json out '$[1]')"
ok '... of a company' run 0 admin message list --company acme --state planned
ok '... one, too' match '^1 .* Termin 1$' out
ok 'a wrong state' run 64 admin message list --state plnned
ok '... is guessed' match "did you mean 'planned'" err
ok 'show' run 0 admin message show 2
ok '... has the reason' match '^reason +too long$' out
ok '... and the rule' match '^kind +reminder/2$' out
ok 'no such message' refused "there is no message 77; 'smscal-admin message\
 list' shows them" admin message show 77
ok 'a company with a history' refused "acme has a history: with it go 1\
 calendar, 2 appointments and 2 messages, of which 2 are still to be sent;\
 --force does it all the same" admin company remove acme
ok 'a calendar, too' refused "acme/ordination has a history: with it go 2\
 appointments and 2 messages, of which 2 are still to be sent; --force does it\
 all the same" admin calendar remove acme/ordination
ok '... -n tells' run 0 admin -n calendar remove acme/ordination
ok '... what would go' same out <<'!'
would: acme/ordination has a history: with it go 2 appointments and 2 messages, of which 2 are still to be sent
would: acme/ordination: calendar removed
!
ok '... and it stays' is 1 "$(sql 'SELECT count(*) FROM calendar')"
# asked ANSWER STATUS COMMAND: at a terminal, which shows it in `said`.
asked() {
	printf '%s\n' "$1" | script -qec "$3" /dev/null >said
	is "$2" $?
}
sql .dump >before.sql
ok 'at a terminal it is asked' asked n 64 'smscal-admin company remove acme'
ok '... what would go' match \
	'^acme has a history: with it go 1 calendar, .*; go on\? \[y/N\]' said
ok '... and a no changes nothing' match 'smscal-admin: nothing was changed' said
sql .dump >after.sql
ok '... at all' cmp before.sql after.sql
cp smscal.db keep.db
ok '... and a yes does it' asked y 0 'smscal-admin calendar remove acme/ordination'
ok '... all of it' is '0|0' "$(sql 'SELECT (SELECT count(*) FROM calendar),
	(SELECT count(*) FROM message)')"
mv keep.db smscal.db
ok 'a rule that made messages' refused "acme reminder/2 has made 1 message,\
 and those still to be sent go with it, while 'rule disable' only switches it\
 off; --force does it all the same" admin rule remove acme reminder/2
ok '... with --force' quiet admin rule remove acme reminder/2 --force
ok '... and its step is not used again' refused "reminder/2: messages were made\
 by a rule of that step which is gone; a step is not used again, so take a\
 higher one" admin rule add acme reminder/2 --days 5

# --- pause, check -----------------------------------------------------------

ok 'pause' quiet admin pause
ok '... all' is "$SMSCAL_NOW" "$(sql 'SELECT paused_at FROM installation')"
ok 'pause a calendar' quiet admin pause acme/ordination
ok 'check tells of it' run 1 admin check
ok '... in a line' same err <<!
smscal-admin: sending: all of it is paused, until smscal-admin resume
!
ok 'resume all' quiet admin resume
ok '... leaves the calendar' run 0 admin calendar list
ok '... paused' match '^acme/ordination .* paused ' out
ok 'resume it' quiet admin resume acme/ordination
ok '... too' is '|' "$(sql 'SELECT c.paused_at, i.paused_at
	FROM calendar AS c, installation AS i')"

echo geheim >token && chmod 644 token
sql "UPDATE company SET token_file = '$T/token', gateway = 'gone';
    UPDATE installation SET clock_bad = 'the clock is 99 minutes behind'"
chmod 640 smscal.db
ok 'check finds' run 1 admin check
ok '... each' same err <<!
smscal-admin: $T/smscal.db: others can read it, and it has names and phones in it: chmod 600
smscal-admin: acme: its gateway is no longer in smscal.conf
$(grep token err)
smscal-admin: clock: the clock is 99 minutes behind: nothing is planned or sent until it is right; then check --accept-clock
!
ok '... with the way out' match 'acme: .*token.*chmod 600' err
chmod 600 smscal.db token
sql "UPDATE company SET token_file = NULL, gateway = 'file'"
ok 'check --accept-clock' quiet admin check --accept-clock
ok '... and all is well' quiet admin check

# --- company test -----------------------------------------------------------

ok 'the file gateway' run 0 admin company test acme
ok '... is only a file' same out <<!
acme: the gateway file is only a file on this machine, $T/outbox.jsonl: nothing goes out
!
ok '... and is not written' not test -e outbox.jsonl
ok 'the mock' mock_start mock --token geheim --sender Praxis
conf "websms: {url: 'http://127.0.0.1:$PORT'}"
sql "UPDATE company SET gateway = 'websms'"
ok 'no token' run 78 admin company test acme
ok '... says so' match '^smscal-admin: acme: .*needs a token' err
ok 'a token' quiet admin company set acme --token-file token --sender Praxis
ok 'it works' run 0 admin company test acme
ok '... and says so' same out <<'!'
acme: the gateway websms takes messages of this account from Praxis
!
ok '... with a message that goes nowhere' match 'test.":true' mock/log
ok '... and no sentence more' same err </dev/null
echo falsch >token
ok 'a wrong token' run 1 admin company test acme
ok '... is explained' match '^smscal-admin: acme: gateway websms: .*401' err
ok '... without the token' no_match falsch err
echo geheim >token
ok 'a branch has the account of its company' quiet admin branch add acme/graz
ok '... and works' run 0 admin branch test acme/graz
ok '... so' same out <<'!'
acme/graz: the gateway websms takes messages of this account from Praxis
!
echo falsch >graz.token && chmod 600 graz.token
admin branch set acme/graz --token-file graz.token --sender Graz
ok 'its own token counts' run 1 admin branch test acme/graz
ok '... and is explained' match '^smscal-admin: acme/graz: gateway websms: .*401' err
echo geheim >graz.token
ok 'its own sender counts' run 1 admin branch test acme/graz
ok '... and is explained' match '^smscal-admin: acme/graz: gateway websms: .*4003' err
ok '... while the company works' run 0 admin company test acme
admin branch set acme/graz --token-file '' --gateway linkmobility
conf "websms: {url: 'http://127.0.0.1:$PORT'}" \
	"linkmobility: {url: 'http://127.0.0.1:$PORT'}"
ok 'another gateway is never given the token of the company' run 78 \
	admin branch test acme/graz
ok '... and says what it needs' match 'acme/graz: .*needs a token' err
admin branch remove acme/graz
admin company set acme --sender Ordination
ok 'a wrong sender' run 1 admin company test acme
ok '... is explained' match '^smscal-admin: acme: gateway websms: .*4003' err
conf "websms: {url: 'http://127.0.0.1:9'}"
ok 'nobody there' run 1 admin company test acme
ok '... is explained' match '^smscal-admin: acme: gateway websms: ' err
conf
ok 'a gateway of the world is not asked with a frozen clock' run 78 \
	admin company test acme

ok 'with --force all goes' quiet admin company remove acme --force
ok '... really' is '0|0' "$(sql 'SELECT (SELECT count(*) FROM message),
	(SELECT count(*) FROM appointment)')"

# --- which kinds a calendar sends -------------------------------------------

ticks() {
	admin company add kinds --name K --zone Europe/Vienna &&
		admin branch add kinds/b --name B &&
		admin calendar add kinds/of-b https://example.org/1 --branch b &&
		admin calendar add kinds/own https://example.org/2 &&
		admin rule enable kinds feedback >/dev/null &&
		admin rule disable kinds/b reminder >/dev/null &&
		run 0 admin calendar list kinds
}
ok 'the list ticks the kinds that are on' ticks
ok '... by branch, company and built in' is \
	'✓ ✗ ✓ ✓ ✗ ✗/✓ ✓ ✓ ✓ ✗ ✗' \
	"$(sed -n 's/.*active *\(.*[^ ]\) *never.*/\1/p' out | tr -s ' ' |
		paste -sd /)"
ok '... and JSON says so' run 0 admin calendar show kinds/of-b --json
ok '... of each' is '0|1' "$(json out '$[0].kinds.reminder')|$(
	json out '$[0].kinds.feedback')"

done_testing
