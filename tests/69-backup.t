#!/bin/sh
# SPDX-License-Identifier: ISC
# backup while the chain runs, and restore: nothing that may have been sent
# goes a second time (X10).
. "${0%/*}/lib.sh"
. "$SRC/tests/practice.sh"
need sqlite3 python3

export SMSCAL_NOW=2025-06-17T09:00:00+02:00

appointments() {
	for n in 1 2 3 4 5 6 7 8; do
		event "a$n" "2025061$n" 150000 "Gast $n\\, +43 664 123450$n"
	done
	event b 20250619 150000 'Maria Mayr\, +43 664 1234567'
	event c 20250620 150000 'Ivo Novak\, +43 664 1234568'
}
states() { sql "SELECT kind, name, state, ifnull(reason, '') FROM message
	ORDER BY due_at, id"; }
sent() { wc -l <outbox.jsonl; }

appointments | feed >feed.ics
practice
ok 'a chain' quiet chain

# --- a copy -----------------------------------------------------------------

ok 'a backup' quiet smscal-admin backup copy.db
ok '... is one file, for its owner alone' is '600 copy.db' \
	"$(stat -c '%a %n' copy.db*)"
ok '... whole' is 'ok' "$(sqlite3 copy.db 'PRAGMA integrity_check')"
ok '... that says when it was made' is 1750143600 \
	"$(sqlite3 copy.db 'SELECT backup_at FROM installation')"
ok '... of what there is' is "$(sql 'SELECT count(*) FROM message')" \
	"$(sqlite3 copy.db 'SELECT count(*) FROM message')"
ok 'the database itself is no copy' is '' \
	"$(sql 'SELECT backup_at FROM installation')"
ok 'a file that is there' run 64 smscal-admin backup copy.db
ok '... is not written over' match '^smscal-admin: copy.db is there already;' err
ok '... but with --force' quiet smscal-admin backup copy.db --force
ok 'no such directory' run 73 smscal-admin backup none/copy.db
ok '... is named' match 'cannot make none/copy.db.part' err
ok '-n writes nothing' run 0 smscal-admin -n backup other.db
ok '... at all' [ ! -e other.db ]

# While the chain runs again and again, each copy is whole.
under_load() {
	(
		n=0
		while [ ! -e stop ]; do
			n=$((n + 60))
			SMSCAL_NOW=$((1750143600 + n)) chain || exit 1
		done
	) &
	u_pid=$!
	u_r=0
	for u_n in 1 2 3 4 5; do
		smscal-admin backup "load$u_n.db" || u_r=1
		is ok "$(sqlite3 "load$u_n.db" 'PRAGMA integrity_check')" &&
			is '' "$(sqlite3 "load$u_n.db" 'PRAGMA foreign_key_check')" ||
			u_r=1
	done
	: >stop
	wait "$u_pid" || u_r=1
	return "$u_r"
}
ok 'copies while the chain runs' under_load

# --- back -------------------------------------------------------------------

# A day later: a reminder was sent, somebody new came and was confirmed.
SMSCAL_NOW=2025-06-18T10:05:00+02:00
ok 'the next day' quiet chain
{
	appointments
	event d 20250627 150000 'Anna Groß\, +43 664 1234569'
} | feed >feed.ics
SMSCAL_NOW=2025-06-18T10:10:00+02:00
ok 'somebody new' quiet chain
SMSCAL_NOW=2025-06-18T10:20:00+02:00
ok '... is confirmed' quiet chain
ok '... and Maria reminded' is 'confirmation|Anna Groß
reminder|Maria Mayr' "$(sql "SELECT kind, name FROM message
	WHERE state = 'sent' AND name IN ('Anna Groß', 'Maria Mayr') ORDER BY 1")"
before=$(sent)
SMSCAL_NOW=2025-06-18T11:00:00+02:00
sql .dump >before.sql
ok '-n says what it would do' run 0 smscal-admin -n restore copy.db
ok '... and how much waits' match '^would: restore copy.db and hold [0-9]+ messages$' out
sql .dump >after.sql
ok '... and does nothing' cmp before.sql after.sql
ok '... nor leaves anything' [ ! -e smscal.db.restore ]
ok 'restore' run 0 smscal-admin restore copy.db
ok '... tells what it did' same out <<!
copy.db is restored, as it was on 2025-06-17 07:00 UTC.
$(sql "SELECT count(*) FROM message WHERE state = 'held'") messages fell due since then and may have been sent: held, see
'smscal-admin message list --state held', and 'message release' lets one go.
What the calendars have now is taken as known.
The database until now is kept as $T/smscal.db.before-20250618T090000Z.
!
ok '... keeps the other' is ok "$(sqlite3 \
	smscal.db.before-20250618T090000Z 'PRAGMA integrity_check')"
ok '... and the write-ahead log on' is wal "$(sql 'PRAGMA journal_mode')"
ok 'who was reminded waits' is 'held|restored' "$(sql "SELECT state, reason
	FROM message WHERE name = 'Maria Mayr' AND kind = 'reminder'")"
ok 'a chain' quiet chain
SMSCAL_NOW=2025-06-18T11:10:00+02:00
ok '... and another' quiet chain
ok 'nothing goes twice' is "$before" "$(sent)"
ok 'who came since is known' is '1|1' "$(sql "SELECT count(*), sum(baseline)
	FROM appointment WHERE title LIKE 'Anna%'")"
ok '... and gets a reminder' is 'planned' "$(sql "SELECT state FROM message
	WHERE name = 'Anna Groß' AND kind = 'reminder'")"
ok '... and no second confirmation' is '' "$(sql "SELECT state FROM message
	WHERE name = 'Anna Groß' AND kind = 'confirmation'")"
ok 'a message is let go' quiet smscal-admin message release \
	"$(sql "SELECT id FROM message WHERE name = 'Maria Mayr'")"
ok '... and sent' quiet chain
ok '... once' is "$((before + 1))" "$(sent)"
SMSCAL_NOW=2025-06-19T10:05:00+02:00
ok 'what is due later' quiet chain
ok '... goes' is sent "$(sql "SELECT state FROM message
	WHERE name = 'Ivo Novak' AND kind = 'reminder'")"

# Who wanted no SMS since, by whatever word, gets none.
SMSCAL_NOW=2025-06-19T10:06:00+02:00
{
	appointments
	event f 20250630 150000 'Olga Stop\, +43 664 1234571'
	event g 20250630 160000 'Vera Weg\, +43 664 1234572'
} | feed >feed.ics
smscal-admin calendar set acme/ordination --interval 1m
sql 'UPDATE feed SET next_at = 0'
ok 'two more' quiet chain
SMSCAL_NOW=2025-06-19T10:15:00+02:00
ok '... with what they will get' quiet chain
ok 'a copy' quiet smscal-admin backup words.db
smscal-admin optout add acme '+43 664 1234571'
ok '... before one opts out, and one is erased' run 0 smscal-admin erase \
	'+43 664 1234572' --force
ok '... restored' run 0 smscal-admin restore words.db
ok '... keeps the word of the one' is operator "$(sql "SELECT source FROM optout
	WHERE phone = '+436641234571'")"
ok '... and has nothing of the other' is '0|0|1' "$(sql "SELECT
	(SELECT count(*) FROM message WHERE phone = '+436641234572'),
	(SELECT count(*) FROM recipient WHERE phone = '+436641234572'),
	(SELECT count(*) FROM erasure)")"
ok '... not a byte outside its calendar' is 1 \
	"$(cat smscal.db smscal.db-* 2>/dev/null | grep -ac 'Vera Weg')"
before=$(sent)
SMSCAL_NOW=2025-06-29T10:05:00+02:00
ok 'their reminders are due' quiet chain
ok '... and not sent' is "$before" "$(sent)"
SMSCAL_NOW=2025-06-19T10:10:00+02:00

# A change that diff had seen and plan had not when the copy was made.
{
	appointments
	event d 20250627 150000 'Anna Groß\, +43 664 1234569'
	event e 20250628 150000 'Neu Hier\, +43 664 1234570'
} | feed >feed.ics
SMSCAL_NOW=2025-06-19T10:10:00+02:00
smscal-fetch && smscal-diff
ok 'a copy between diff and plan' quiet smscal-admin backup between.db
ok '... restored' run 0 smscal-admin restore between.db
SMSCAL_NOW=2025-06-19T11:00:00+02:00
ok '... plans' quiet chain
ok '... no confirmation, which may have gone' is '' "$(sql "SELECT state
	FROM message WHERE name = 'Neu Hier' AND kind = 'confirmation'")"

# --- what is refused --------------------------------------------------------

# refused STATUS SENTENCE FILE [OPTION]: and the database is as it was.
refused() {
	sql .dump >before.sql
	r_status=$1
	printf 'smscal-admin: %s\n' "$2" >want
	shift 2
	run "$r_status" smscal-admin restore "$@" && same err <want || return 1
	sql .dump >after.sql
	cmp before.sql after.sql && [ ! -e smscal.db.restore ]
}
echo 'no database at all, by no means, and long enough' >text
: >empty
ok 'no file' refused 64 'there is no file none' none
ok 'a text' refused 65 'cannot read text: file is not a database' text
ok 'nothing' refused 78 "$T/smscal.db.restore is no database of smscal: check \
'database' in smscal.conf, or run smscal-admin init" empty
cp copy.db newer.db
sqlite3 newer.db 'PRAGMA user_version = 999'
ok 'a newer one' run 78 smscal-admin restore newer.db
ok '... is told' match 'is of a newer smscal \(schema 999' err
dd if=/dev/urandom of=copy.db bs=4096 seek=20 count=20 conv=notrunc 2>/dev/null
ok 'a damaged one' run 65 smscal-admin restore copy.db
ok '... is not taken' match 'damaged|malformed' err
sed 's/^name: .*/name: elsewhere/' smscal.conf >other.conf
ok "another machine's" run 78 smscal-admin -c other.conf restore between.db
ok '... is refused' match "is of the installation 'test', and this one is" err
ok '... but with --adopt' run 0 smscal-admin -c other.conf restore \
	between.db --adopt
ok '... belongs to it' is elsewhere "$(sql 'SELECT name FROM installation')"
ok '... and comes back' run 0 smscal-admin restore between.db --adopt

hold_lock() {
	flock "$T/smscal.db-smscal-send.lock" -c 'smscal-admin restore between.db'
}
ok 'while send is at work' run 75 hold_lock
ok '... nothing is restored' match '^smscal-admin: smscal-send .* is at work' err

# --- killed, at every call that writes --------------------------------------

# fault MODE N COMMAND...: with that fault at its Nth call that writes.
fault() {
	f_mode=$1 f_at=$2
	shift 2
	env FAULT_MODE="$f_mode" FAULT_AT="$f_at" LD_PRELOAD="$BUILD/tests/fault.so" \
		ASAN_OPTIONS="$ASAN_OPTIONS:verify_asan_link_order=0" \
		FAULT_TRACE="$T/trace" "$@" >out 2>err
}
# calls: how many there are in a run without a fault.
calls() { grep -ac '^[0-9]* [a-z0-9]* [0-9]* -*[0-9]* -*[0-9]* [0-9]*$' trace; }

put_back() {
	rm -f smscal.db* && cp kept.db smscal.db && : >trace
}
# After a restore was killed there is the old database or the new one, whole,
# and the next restore is done.
sound() {
	is ok "$(sql 'PRAGMA integrity_check')" && quiet smscal-plan &&
		is wal "$(sql 'PRAGMA journal_mode')" &&
		run 0 smscal-admin restore between.db &&
		[ ! -e smscal.db.restore ]
}
cp smscal.db kept.db
put_back
fault none 0 smscal-admin restore between.db
total=$(calls)
ok "a restore writes often" [ "$total" -gt 10 ]
step=$((total / 12 + 1))
[ -n "${SMSCAL_TEST_ALL-}" ] && step=1
at=1
while [ "$at" -le "$total" ]; do
	for mode in kill enospc eio; do
		put_back
		fault "$mode" "$at" smscal-admin restore between.db
		ok "restore: $mode at $at of $total" sound
	done
	at=$((at + step))
done

# A backup that was killed leaves the file that was there.
cp between.db was.db
: >trace
fault none 0 smscal-admin backup copy.db --force
total=$(calls)
step=$((total / 8 + 1))
[ -n "${SMSCAL_TEST_ALL-}" ] && step=1
whole() {
	is ok "$(sqlite3 "$1" 'PRAGMA integrity_check')" &&
		[ "$(sqlite3 "$1" 'SELECT backup_at FROM installation')" != '' ]
}
at=1
while [ "$at" -le "$total" ]; do
	cp was.db copy.db
	fault kill "$at" smscal-admin backup copy.db --force
	ok "backup: kill at $at of $total" whole copy.db
	at=$((at + step))
done
ok 'and the next one is done' quiet smscal-admin backup copy.db --force
ok '... and leaves nothing' is copy.db "$(echo copy.db*)"

# The one in use is damaged, which is what a backup is for.
printf 'SQLite no more' | dd of=smscal.db conv=notrunc 2>/dev/null
ok 'a damaged database' run 0 smscal-admin restore between.db
ok '... is kept, and told' match '; it cannot be read\.$' out
ok '... with what nobody knows now' match \
	'^Who opted out or was erased since then is not known' out
ok '... and the chain goes on' quiet chain
dd if=/dev/urandom of=smscal.db bs=4096 seek=3 count=40 conv=notrunc 2>/dev/null
ok 'one that is damaged inside' run 0 smscal-admin restore between.db
ok '... is, too' quiet chain

# Without a database, as on a new disk.
rm -f smscal.db*
ok 'no database' run 0 smscal-admin restore between.db
ok '... is one again' quiet chain
done_testing
