#!/bin/sh
# SPDX-License-Identifier: ISC
# X9: whatever root does with the tools, it leaves no file behind that the
# chain, which is another user's, cannot open.
. "${0%/*}/lib.sh"
. "$SRC/tests/practice.sh"
need sqlite3 setpriv

SMSCAL_NOW=2025-06-17T09:00:00+02:00
export SMSCAL_NOW
chmod 755 .
mkdir var lib links
cat >smscal.conf <<!
name: test
user: nobody
database: $T/var/smscal.db
spool: $T/spool
parser: $BIN/smscal-parse
fetch: {directories: [$T]}
links: {directory: $T/links, url: https://example.com/}
gateways:
  file: {type: file, path: $T/var/outbox.jsonl}
!
chmod 644 smscal.conf
[ "$(id -u)" = 0 ] || {
	echo '1..0 # skip not root, who is in question here'
	exit 77
}
# theirs COMMAND...: as the user of the chain.
theirs() {
	setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups "$@"
}
theirs test -x "$BIN/smscal-plan" -a -r smscal.conf || {
	echo "1..0 # skip nobody cannot read $BIN"
	exit 77
}
sql() { sqlite3 -batch var/smscal.db "$@"; }

# Nothing of it is anybody else's, and the chain goes on without a word.
chown nobody: spool spool/bad links
works() {
	find var spool links ! -user nobody >alien
	same alien </dev/null || return 1
	for tool in fetch diff receive plan send; do
		theirs "smscal-$tool" >out 2>err || {
			echo "smscal-$tool: exit $?"
			cat err
			return 1
		}
		same err </dev/null || return 1
	done
}
# root NAME COMMAND...: done by root, and the chain works behind it.
root() {
	r_name=$1
	shift
	ok "$r_name" run 0 "$@"
	ok '... and the chain works' works
}

{
	event a 20250619 100000 'Maria Mayr\, +43 664 1234567'
	event b 20250620 100000 'Ivo Novak\, +43 664 1234568'
} | feed >feed.ics
ok "a directory that is root's" run 77 smscal-admin init --test
ok '... is not the place' same err <<!
smscal-admin: nobody cannot make the database $T/var/smscal.db, nor the files beside it: chown nobody $T/var
!
ok '... and nothing is there' [ -z "$(ls var)" ]
rmdir var
root 'init' smscal-admin init --test
root 'a company' smscal-admin company add acme --name 'Ordination Dr. Muster' \
	--zone Europe/Vienna --language de --country-code 43 --contact 'Dr. M.' \
	--phone '01 2345678'
root 'a calendar' smscal-admin calendar add acme/ordination "$T/feed.ics"
root 'a link in confirmations' smscal-admin rule set acme confirmation \
	--link yes
for tool in fetch diff receive plan send; do
	root "smscal-$tool" "smscal-$tool"
done
{
	event a 20250619 100000 'Maria Mayr\, +43 664 1234567'
	event b 20250620 100000 'Ivo Novak\, +43 664 1234568'
	event c 20250621 100000 'Eva Klug\, +43 664 1234569'
} | feed >feed.ics
SMSCAL_NOW=2025-06-17T09:10:00+02:00
for tool in fetch diff plan; do
	ok "root's $tool, with something to do" run 0 "smscal-$tool"
done
ok '... wrote a file that people open' is 1 "$(find links -name '*.ics' | wc -l)"
SMSCAL_NOW=2025-06-17T09:20:00+02:00
ok "root's send" run 0 smscal-send
ok '... and the chain works' works
ok '... which sent' is 1 "$(wc -l <var/outbox.jsonl)"

root 'export' smscal-admin export --output var/acme.yaml
ok '... and apply' run 0 smscal-admin apply var/acme.yaml
root 'a list of people' sh -c \
	'printf "Name;Handy\nEva;0664 1234573\n" | smscal-admin contact import acme -'
root 'metrics' smscal-admin status --metrics --output var/smscal.prom
root 'backup' smscal-admin backup var/copy.db
root '... over it' smscal-admin backup var/copy.db --force
root 'check' smscal-admin check
root 'pause' smscal-admin pause
root 'resume' smscal-admin resume
root 'purge' smscal-admin purge --older-than 30d
root 'erase' smscal-admin erase +436641234568 --force
root 'restore' smscal-admin restore var/copy.db
ok '... with the old one kept beside it' [ "$(find var -name 'smscal.db.*' |
	wc -l)" -ge 1 ]
root 'a preview' smscal-admin preview acme/ordination
rm -f var/smscal.db var/smscal.db-*
root 'restore of what was lost' smscal-admin restore var/copy.db
ok '... has it all' is 3 "$(sql "SELECT count(*) FROM appointment
    WHERE state = 'live'")"

# What it may not write is said, with whose it has to be.
mkdir closed && chmod 700 closed
ok 'a place that is not theirs' run 73 smscal-admin backup closed/copy.db
ok '... is said' match 'smscal-admin: .*closed/copy.db.*nobody' err
ok 'a file there' run 73 smscal-admin export --output closed/acme.yaml
ok '... too' match 'smscal-admin: .*closed/acme.yaml.*nobody' err
ok '... and nothing is left' [ -z "$(ls closed)" ]

done_testing
