#!/bin/sh
# SPDX-License-Identifier: ISC
# Long work tells how far it is, on a terminal; in cron nothing (issue 7).
. "${0%/*}/lib.sh"
. "$SRC/tests/practice.sh"
need sqlite3 python3

SMSCAL_NOW=2025-06-17T09:00:00+02:00
export SMSCAL_NOW

# onpty.py COMMAND...: its standard error is a terminal, all of which goes to
# the file `tty`.  With SLOW it gets a quarter of the time, so that work is long
# on a machine that is fast, and in memory.
cat >onpty.py <<'!'
import os, pty, signal, sys, threading, time

def dawdle(child):
    try:
        while True:
            time.sleep(0.005)
            os.kill(child, signal.SIGSTOP)
            time.sleep(0.015)
            os.kill(child, signal.SIGCONT)
    except ProcessLookupError:
        pass

master, slave = pty.openpty()
child = os.fork()
if child == 0:
    os.close(master)
    os.dup2(slave, 2)
    os.execvp(sys.argv[1], sys.argv[1:])
os.close(slave)
if os.environ.get("SLOW"):
    threading.Thread(target=dawdle, args=(child,), daemon=True).start()
with open("tty", "wb") as said:
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not chunk:
            break
        said.write(chunk)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
!
tty() { run 0 python3 onpty.py "$@"; }
slow_tty() { run 0 env SLOW=1 python3 onpty.py "$@"; }

# how_far WHAT MOST: each line of the terminal is written over the one before,
# none goes back, and the last is wiped away.
how_far() {
	python3 - "$@" <<-'!'
	import re, sys

	what, most = sys.argv[1], int(sys.argv[2])
	said = open("tty", "rb").read().decode()
	steps = re.findall(r"\r\033\[K(%s: (\d+) of (\d+))?" % what, said)
	plain = "".join("\r\033[K" + s[0] for s in steps)
	assert said == plain, said[:300]
	assert steps and steps[-1] == ("", "", ""), steps[-3:]
	done = [int(s[1]) for s in steps if s[0]]
	alls = [int(s[2]) for s in steps if s[0]]
	assert done, "it said nothing"
	assert done == sorted(done) and done[-1] < alls[-1], done
	assert max(alls) <= most or most == 0, alls
	!
}

# --- apply of five thousand calendars -------------------------------------------

smscal-admin init --test >/dev/null
{
	cat <<-'!'
	companies:
	  acme:
	    name: Ordination Dr. Muster
	    zone: Europe/Vienna
	    calendars:
	!
	i=0
	while [ $i -lt 5000 ]; do
		i=$((i + 1))
		printf '      k%d:\n        address: https://example.com/%d.ics\n' \
			$i $i
	done
} >many.yaml
ok 'apply, at a terminal' tty smscal-admin -n apply many.yaml
ok '... says how far it is' how_far "[a-z]+" 5001
ok 'elsewhere' run 0 smscal-admin apply many.yaml
ok '... it says nothing' same err </dev/null
ok '... and it is done' is 5000 "$(sql 'SELECT count(*) FROM calendar')"

# --- import of twenty thousand people ----------------------------------------

awk 'BEGIN {
	print "Name;Handy"
	for (i = 0; i < 20000; i++)
		printf "Maria %c%c%c;0664%07d\n", 65 + i % 26,
		    65 + i / 26 % 26, 65 + i / 676 % 26, i
}' >people.csv
smscal-admin company set acme --country-code 43
ok 'import, at a terminal' tty smscal-admin contact import acme people.csv
ok '... says how far it is' how_far '[a-z]+' 20000
ok '... and at the end what was done' same out <<'!'
acme: 20000 added, 0 changed, 0 unchanged, 0 refused
!
ok 'with -q' tty smscal-admin contact import acme people.csv -q
ok '... nothing' cmp tty /dev/null
ok 'elsewhere' run 0 smscal-admin contact import acme people.csv
ok '... too' same err </dev/null

# --- backup and restore of a large database ----------------------------------

sql "CREATE TABLE ballast (x BLOB);
    INSERT INTO ballast VALUES (zeroblob(200000000))"
ok 'backup, at a terminal' slow_tty smscal-admin backup copy.db
ok '... says how far it is' how_far '[a-zA-Z ]+' 0
ok 'elsewhere' run 0 smscal-admin backup copy.db --force
ok '... it says nothing' same err </dev/null
ok 'restore, at a terminal' slow_tty smscal-admin restore copy.db
ok '... says how far it is' how_far '[a-zA-Z ]+' 0
ok 'elsewhere' run 0 smscal-admin restore copy.db
ok '... it says nothing' same err </dev/null
sql 'DROP TABLE ballast'

# --- purge of a hundred thousand replies --------------------------------------

replies() {
	sql "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
		WHERE i < 100000)
	    INSERT INTO reply (key, phone, text, received_at)
		SELECT 'r' || i, '+43664', 'x', 1 FROM n"
}
replies
ok 'purge, at a terminal' tty smscal-admin purge --older-than 30d
ok '... says how far it is' how_far 'replies' 100000
ok '... and nothing is left' is 0 "$(sql 'SELECT count(*) FROM reply')"
replies
ok 'elsewhere' quiet smscal-admin purge --older-than 30d
ok '... it is done, too' is 0 "$(sql 'SELECT count(*) FROM reply')"

done_testing
