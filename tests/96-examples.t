#!/bin/sh
# SPDX-License-Identifier: ISC
# The examples of smscal-admin(8) do what they say, as they are typed: one
# behind the other they set up a practice, whose crontab then sends messages
# of all four kinds.  What differs here is where files are, a clock of our own
# (init --test), a gateway and calendars of our own, and who sits at vi.
. "${0%/*}/lib.sh"
. "$SRC/tests/send.sh"
. "$SRC/tests/practice.sh"
need sqlite3 python3

# examples PAGE: each block of its EXAMPLES to block.01 and so on.
examples() {
	awk '
	/^\.Sh/ { on = $2 == "EXAMPLES" }
	!on { next }
	/^\.Bd -literal/ { n++; inside = 1; next }
	/^\.Ed/ { inside = 0; next }
	/^\.Dl / { n++; sub(/^\.Dl /, "") }
	inside || /^smscal-/ {
		gsub(/\\e/, "\\")
		gsub(/\\&/, "")
		printf "%s\n", $0 >sprintf("block.%02d", n)
	}' "$1"
}

# typed FILE: what stands there, line by line, until one fails; a line of a
# crontab is the command behind its times and its user.
typed() {
	sed -e "s|/etc/smscal/|$T/etc/|g" -e "s|/var/lib/smscal/|$T/var/|g" \
		-e 's/^smscal-admin init$/& --test/' \
		-e 's/^[0-9*/]* [0-9*]* [0-9*]* [0-9*]* [0-9*]* smscal //' \
		"$1" >script
	sh -e script >>said 2>>err
}

mkdir etc var editor
(umask 077 && echo token >etc/acme.token)
mock_start "$T/mock" || exit 1
cat >>smscal.conf <<!
  websms: {type: websms, url: 'http://127.0.0.1:$PORT'}
!
cat >editor/vi <<'!'
#!/bin/sh
sed 's/Ordination Graz/Praxis Graz/' "$1" >new && mv new "$1"
!
chmod 755 editor/vi
PATH=$T/editor:$PATH

SMSCAL_NOW=2026-11-24T10:00:00+01:00
export SMSCAL_NOW
old() {
	event old 20261126 110000 'Maria Mayr\, 0664 1234567'
	event intern 20261126 120000 'Teamsitzung (intern)\, 0664 1234568'
}
old | feed >google.ics
event there 20261202 100000 'Ivo Novak\, 0664 1234571' | feed >outlook.ics
{
	event visit 20261203 100000 'Max Huber\, +43 664 1234572'
	event name 20261203 110000 'Eva Klug'
} | feed >apple.ics
for vendor in google outlook apple; do
	echo "$T/$vendor.ics" >$vendor.txt
done
printf 'Name;Handy\nEva Klug;0664 1234573\n' >kunden.csv

examples "$SRC/man/smscal-admin.8"
ls block.* >blocks
ok 'the page has examples' [ "$(wc -l <blocks)" -ge 12 ]
while read -r block; do
	: >err
	ok "$(head -n 1 "$block")" typed "$block"
	ok '... without a word of complaint' same err </dev/null
done <blocks

# What came of it.
ok 'a company' is 'Ordination Dr. Muster|websms' \
	"$(sql 'SELECT name, gateway FROM company')"
ok '... with two branches, one renamed in the file' \
	is 'Praxis Graz,Ordination Wien' \
	"$(sql 'SELECT name FROM branch ORDER BY ref' | paste -s -d , -)"
ok '... and three calendars' is \
	'hausbesuche,ordination wien,therapie graz' "$(sql "SELECT c.ref ||
	ifnull(' ' || b.ref, '') FROM calendar c LEFT JOIN branch b
	ON b.id = c.branch_id ORDER BY 1" | paste -s -d , -)"
ok '... each fetched' is 3 "$(sql 'SELECT count(good_at) FROM feed')"
ok '... one contact' is +436641234573 "$(sql 'SELECT phone FROM contact')"
ok '... and one who wants none' is '+436649999999|operator' \
	"$(sql 'SELECT phone, source FROM optout')"
for file in var/smscal.prom var/backup.db sendings.html; do
	ok "$file" [ -s "$file" ]
done

# The crontab goes on: one appointment is new, one moves, and days pass.
cron=$(grep -l '^\* \* \* \* \* smscal' block.*)
sed 1q "$cron" >minute
at_minute() { at "2026-11-$1:00+01:00" typed minute; }
{
	old
	event new 20261126 140000 'Ivo Berg\, 0664 1234569'
} | feed >google.ics
event there 20261202 110000 'Ivo Novak\, 0664 1234571' | feed >outlook.ics
: >err
for minute in 24T10:10 24T10:20 25T10:00 27T10:00; do
	ok "the chain, $minute" at_minute $minute
done
ok '... says nothing' same err </dev/null
sql "SELECT kind, step, phone, state FROM message
    WHERE state = 'sent' ORDER BY claimed_at, kind, phone" >got
ok 'all four kinds were sent' same got <<'!'
confirmation|1|+436641234569|sent
rescheduled|1|+436641234571|sent
reminder|1|+436641234567|sent
reminder|1|+436641234569|sent
feedback|1|+436641234567|sent
feedback|1|+436641234568|sent
feedback|1|+436641234569|sent
!
sql "SELECT text FROM message WHERE phone IN ('+436641234567',
    '+436641234571') AND state = 'sent' ORDER BY claimed_at" >got
ok '... with their texts' same got <<'!'
Ivo Novak, Ihr neuer Termin: 02.12.2026, 11:00. Ordination Dr. Muster
Maria Mayr, bis morgen um 11:00! Ordination Wien, 01 2345678
Danke, Maria Mayr! Waren Sie zufrieden? Ordination Dr. Muster
!

ok '... and who is known by name gets a reminder' is 1 "$(sql "SELECT count(*)
    FROM message WHERE phone = '+436641234573' AND kind = 'reminder'
    AND step = 1 AND state = 'planned'")"

done_testing
