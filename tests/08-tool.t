#!/bin/sh
# SPDX-License-Identifier: ISC
# What all tools do alike: options, configuration, clock, user, lock, database,
# exit status.
. "${0%/*}/lib.sh"
need sqlite3 flock
chain='fetch diff receive plan send'
NOW=$SMSCAL_NOW

# new [--test]: a database, and nothing else beside the configuration.
new() {
	rm -f smscal.db*
	printf 'name: test\ndatabase: smscal.db\n' >smscal.conf
	run 0 smscal-admin -q init --test
}
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_CONF
new

# each COMMAND-LINE: it, with TOOL for every tool of the chain, gives STATUS
# and the line on standard error (TOOL for its name; none: it says nothing).
each() {
	e_status=$1 e_line=$2
	shift 2
	for e_tool in $chain; do
		e_name=smscal-$e_tool
		run "$e_status" "$e_name" "$@" </dev/null || return 1
		same out </dev/null || return 1
		if [ -z "$e_line" ]; then
			same err </dev/null || return 1
		else
			is "$e_name: $e_line" "$(cat err)" || return 1
		fi
	done
}

# Options.

for tool in $chain admin; do
	ok "smscal-$tool -h" run 0 "smscal-$tool" -h
	ok '... says its usage' match "^usage: smscal-$tool \[" out
	ok '... and no error' same err </dev/null
	ok "smscal-$tool -V" run 0 "smscal-$tool" -V
	ok '... says its version' match "^smscal-$tool [0-9]+\.[0-9]+\.[0-9]+$" out
	ok "smscal-$tool --version" run 0 "smscal-$tool" --version
	ok "smscal-$tool: an option that is none" run 64 "smscal-$tool" -z
	ok '... is usage, on standard error' match 'smscal-'"$tool"'.*-?z' err
	ok '... alone' same out </dev/null
	ok "smscal-$tool -c without a file" run 64 "smscal-$tool" -c
done
for tool in diff plan send; do
	ok "smscal-$tool takes no operand" run 64 "smscal-$tool" acme
done
ok 'with nothing to do: silent' each 0 ''
ok '... and with long names of options' each 0 '' --quiet --verbose --wait
ok '... and several in one' each 0 '' -qw

# The configuration.

ok 'a file that is not there' each 78 \
	'there is no configuration file none: name another with -c or SMSCAL_CONF' \
	-c none
ok '-c goes before SMSCAL_CONF' each 78 \
	'there is no configuration file none: name another with -c or SMSCAL_CONF' \
	--config none
echo 'nam: test' >bad.conf
ok 'a bad one' each 78 "bad.conf:1:1: unknown key 'nam': did you mean 'name'?" \
	-c bad.conf
ok '... with -q' each 78 '' -q -c bad.conf
if [ ! -e /etc/smscal/smscal.conf ] && [ ! -e /var/lib/smscal ]; then
	empty() { SMSCAL_CONF='' each "$@"; }
	ok 'an empty SMSCAL_CONF is none' empty 78 \
		'there is no database /var/lib/smscal/smscal.db: run smscal-admin init'
fi
printf 'name: test\ndatabase: smscal.db\nlog: syslog\n' >log.conf
sql 'PRAGMA user_version = 99'
ok 'errors may go to syslog' each 78 '' -c log.conf
new

# The clock.

now() {
	n_now=$1
	shift
	at "$n_now" each "$@"
}
ok 'a clock that nobody can read' at tomorrow run 64 smscal-plan
ok '... is said' match '^smscal-plan: SMSCAL_NOW: ' err
ok '... with an offset' now 2026-11-24T10:00:00+01:00 0 ''
new
ok '... and in seconds; none is the real one' now '' 0 ''
new
sql 'UPDATE installation SET test = 0'
sql .dump >before.sql
ok 'a stopped clock does not write to what is not a test' each 78 \
	"SMSCAL_NOW is set, and the database $T/smscal.db was not made by smscal-admin init --test: it is not written to"
ok '... but may look' each 0 '' -n
sql .dump >after.sql
ok '... and has changed nothing' cmp before.sql after.sql
ok 'the real one does write' now '' 0 ''
ok 'nor does init' run 78 smscal-admin init --test
new

# The database.

mv smscal.db other.db
ok 'no database' each 78 \
	"there is no database $T/smscal.db: run smscal-admin init"
ok '... makes none, nor a lock' is '' "$(ls smscal.db* 2>/dev/null)"
echo 'no database, but some text' >smscal.db
ok 'some other file' each 65 \
	"the database $T/smscal.db is damaged (file is not a database); restore a backup"
: >smscal.db
ok 'an empty file' each 78 \
	"$T/smscal.db is no database of smscal: check 'database' in smscal.conf, or run smscal-admin init"
rm smscal.db
sql 'CREATE TABLE message (id)'
ok 'a database of others' each 78 \
	"$T/smscal.db is no database of smscal: check 'database' in smscal.conf, or run smscal-admin init"
ok '... is not made ours' run 78 smscal-admin init
new
version=$(sql 'PRAGMA user_version')
sql 'PRAGMA user_version = 99'
ok 'a newer version' each 78 \
	"the database $T/smscal.db is of a newer smscal (schema 99, not $version): install that one"
ok '... is not brought to ours' run 78 smscal-admin migrate
sql 'PRAGMA user_version = 0'
ok 'an older version' each 78 \
	"the database $T/smscal.db is of an older smscal (schema 0, not $version): run smscal-admin migrate"
new
sql 'DELETE FROM installation'
ok 'one that is half made' each 78 \
	"the database $T/smscal.db is not set up: run smscal-admin init"
new
sed 's/test/clone/' smscal.conf >clone.conf
ok 'that of another installation' each 78 \
	"the database $T/smscal.db belongs to the installation 'test', and this one is 'clone': if it moved here for good, run smscal-admin adopt" \
	-c clone.conf
ok '... not even to look' run 78 smscal-plan -n -c clone.conf
ok '... but to adopt' run 0 smscal-admin -q -c clone.conf adopt
ok '... which it does then' each 0 '' -c clone.conf
ok '... and the other one does not' run 78 smscal-plan
new
mkdir empty
printf 'name: test\ndatabase: smscal.db\nzoneinfo: empty\n' >zone.conf
ok 'no time zones: diff' run 78 smscal-diff -c zone.conf
ok '... plan' run 78 smscal-plan -c zone.conf
ok '... says so' match '^smscal-plan: .*(tzdata|time zone)' err

# Standard descriptors that are closed must not become the database's.
ok 'closed descriptors' run 0 sh -c 'smscal-plan -v <&- >&- 2>&-'
ok '... the database is whole' is ok "$(sql 'PRAGMA integrity_check')"
echo '{"messageType":"text","notificationId":"1","senderAddress":"436641234567","textMessageContent":"x"}' >in
ok 'a full disk behind standard output' run 74 sh -c \
	'smscal-receive -n - <in >/dev/full'
ok '... is said' same err <<'!'
smscal-receive: cannot write to standard output
!

# A dry run.

new
sql .dump >before.sql
ok 'dry run' each 0 '' -n
ok '... leaves no file' is '' "$(ls smscal.db?* 2>/dev/null)"
sql .dump >after.sql
ok '... and changes no row' cmp before.sql after.sql
: >smscal.db-smscal-plan.lock
ok '... and takes no lock' flock smscal.db-smscal-plan.lock smscal-plan -nw

# The lock.

new
ok 'a run' each 0 ''
for tool in $chain; do
	ok "... leaves the lock of $tool" is 600 \
		"$(stat -c %a "smscal.db-smscal-$tool.lock")"
	ok '... with its start' match "^[0-9]+ $NOW$" \
		"smscal.db-smscal-$tool.lock"
done

for tool in $chain; do
	ok "smscal-$tool: while another is at work it ends at once, with 0" \
		run 0 flock "smscal.db-smscal-$tool.lock" "smscal-$tool"
	ok '... and silent' same err </dev/null
done
ok '-w waits, in vain' run 75 flock smscal.db-smscal-plan.lock smscal-plan -w
ok '... and says so' match \
	'^smscal-plan: another run \(pid [0-9]+\) is still at work: try again later$' \
	err
ok 'another tool does not care' run 0 \
	flock smscal.db-smscal-plan.lock smscal-diff -w
ln -s smscal.db link.db
sed 's/smscal.db/link.db/' smscal.conf >link.conf
ok 'another name of the database is the same lock' run 75 \
	flock smscal.db-smscal-plan.lock smscal-plan -w -c link.conf

# It gets the lock when the other one ends: that is when the pipe does.
mkfifo pipe
flock smscal.db-smscal-plan.lock cat pipe >/dev/null &
exec 3>pipe
smscal-plan -w 3>&- >out 2>err &
plan=$!
exec 3>&-
ok '-w waits for the other one to end' wait $plan
ok '... silently' same err </dev/null

# hangs: the holder has been there for 40 minutes.
hangs() {
	echo "4711 $NOW" >smscal.db-smscal-plan.lock
	touch -d '40 minutes ago' smscal.db-smscal-plan.lock
}
hangs
ok 'a holder of 40 minutes' run 75 flock smscal.db-smscal-plan.lock smscal-plan
ok '... is said' same err <<'!'
smscal-plan: another run (pid 4711) has shown no life for 40 minutes: look what holds it up, or kill it
!
ok '... once' run 0 flock smscal.db-smscal-plan.lock smscal-plan
ok '... and not again' same err </dev/null
hangs
ok '... also with -w' run 75 flock smscal.db-smscal-plan.lock smscal-plan -w
ok '... at once' match 'no life for 40 minutes' err
ok 'when it has gone, the next one works' run 0 smscal-plan
ok '... and is not the one that hung' match "^[0-9]+ $NOW$" \
	smscal.db-smscal-plan.lock
touch -d '20 minutes ago' smscal.db-smscal-plan.lock
ok 'one of 20 minutes is none' run 0 flock smscal.db-smscal-plan.lock smscal-plan
ok '... to speak of' same err </dev/null

# The time that each may take in all is made a second.
: "${FAULT:=$BUILD/tests/fault.so}"
if [ -f "$FAULT" ]; then
	for tool in $chain; do
		ok "smscal-$tool is not at work for ever" run 75 \
			flock "smscal.db-smscal-$tool.lock" \
			env LD_PRELOAD="$FAULT" FAULT_ALARM=1 \
			ASAN_OPTIONS="$ASAN_OPTIONS:verify_asan_link_order=0" \
			"smscal-$tool" -w
		ok '... and says so' same err <<-'!'
			smscal: the run took too long and ended
		!
	done
fi

# A clock that goes back.

for tool in plan send; do
	new
	ok "smscal-$tool, with a clock" run 0 "smscal-$tool"
	ok '... five minutes back is nothing' at $((NOW - 300)) run 0 "smscal-$tool"
	ok '... on again' run 0 "smscal-$tool"
	ok '... six minutes are' at $((NOW - 360)) run 75 "smscal-$tool"
	ok '... and said' same err <<!
smscal-$tool: the clock is 6 minutes behind the last run's: nothing is done until it is right; then run smscal-admin check --accept-clock
!
	ok '... it does not get right by itself' run 75 "smscal-$tool"
	ok '... and is said again' same err <<!
smscal-$tool: the clock is 6 minutes behind the last run's: nothing is done until it is right; then run smscal-admin check --accept-clock
!
	for other in fetch diff receive; do
		ok "... $other goes on" run 0 "smscal-$other"
	done
	for other in plan send; do
		ok "... $other does not" run 75 "smscal-$other"
	done
	ok '... check says it' run 1 smscal-admin check
	ok '... until it is accepted' at $((NOW - 360)) run 0 \
		smscal-admin check --accept-clock
	ok '... then it goes on' at $((NOW - 360)) run 0 "smscal-$tool"
	ok '... and on' run 0 "smscal-$tool"
done
new
ok 'a run' run 0 smscal-plan
sql 'PRAGMA user_version = 99'
ok 'one that cannot say that the clock went back' at $((NOW - 360)) \
	run 78 smscal-plan
sql "PRAGMA user_version = $version"
ok '... leaves it to the next' at $((NOW - 360)) run 75 smscal-plan
ok '... which says it' match "is 6 minutes behind the last run's" err

# The user.

# as USER COMMAND...: as another user.
as() {
	a_user=$1
	shift
	setpriv --reuid="$a_user" --regid="$a_user" --clear-groups "$@"
}
chmod 755 .
if [ "$(id -u)" = 0 ] && as 65534 test -x "$BIN/smscal-plan" -a -r smscal.conf
then
	new
	ok 'the database of another user' run 77 as 65534 smscal-plan
	ok '... is not touched' same err <<!
smscal-plan: the database $T/smscal.db belongs to root: run smscal-plan as that user or as root
!
	ok '... not even looked at' run 77 as 65534 smscal-plan -n
	ok '... and no lock is made' not test -e smscal.db-smscal-plan.lock
	chmod 600 smscal.conf
	ok 'a configuration that is not for us' run 77 as 65534 smscal-plan
	ok '... is said' match 'smscal-plan: cannot open .*smscal.conf' err
	chmod 644 smscal.conf
	mkdir closed && chmod 700 closed && cp smscal.db closed
	printf 'name: test\ndatabase: closed/smscal.db\n' >closed.conf
	ok 'a directory that is not for us' run 77 as 65534 smscal-plan \
		-c closed.conf

	mkdir own && chown 65534:65534 own && cp smscal.db own
	chown 65534:65534 own/smscal.db
	printf 'name: test\ndatabase: own/smscal.db\n' >own.conf
	ok 'root becomes the owner of the database' each 0 '' -c own.conf
	ok '... for all that it makes' is 65534 "$(stat -c %u own/* | sort -u)"
	ok '... and so does the owner' run 0 as 65534 smscal-plan -c own.conf
else
	echo '# not root: users are not tried'
fi

done_testing
