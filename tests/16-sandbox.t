#!/bin/sh
# SPDX-License-Identifier: ISC
# The sandbox of smscal-parse: a parser made for this tries what it must not,
# alone and as the parser of a calendar; and kernels that lack part of it.
. "${0%/*}/lib.sh"
need python3
probe=$BUILD/tests/probe

# What the kernel that runs this test has.
"$probe" socket >out 2>&1
landlock=yes seccomp=yes
grep -q 'no Landlock' out && landlock=no
grep -q 'no seccomp' out && seccomp=no
echo "# this kernel: Landlock $landlock, seccomp $seccomp"
if [ "$seccomp" = no ]; then
	echo '1..0 # skip this kernel has no seccomp'
	exit 77
fi

# refused WHAT [PROGRAM ...]: and how: by the filter, or by Landlock.
refused() {
	r_what=$1
	shift
	run 1 "$@" "$probe" "$r_what" </dev/null &&
		match '^refused: (Operation not permitted|Permission denied)$' out
}

for what in socket unix passwd climb self write create unlink exec fork \
	ptrace kill code limit prctl ring; do
	ok "$what: refused" refused "$what"
	ok "$what: refused without Landlock" \
		refused "$what" "$probe" without-landlock
done
if [ "$landlock" = yes ]; then
	ok 'a zone may be read' run 0 "$probe" zone
	ok '... no other file, where there is no seccomp' \
		refused passwd "$probe" without-seccomp
	ok '... nor written' refused write "$probe" without-seccomp
	ok '... nor made' refused create "$probe" without-seccomp
fi
ok 'without Landlock no file at all' refused zone "$probe" without-landlock

"$probe" hang </dev/null >out 2>err
ok 'hang: the kernel ends it' [ $? -gt 128 ]
# A sanitizer needs all address space there is.
if ldd "$BIN/smscal-parse" | grep -q libasan; then
	echo '# built with a sanitizer: no bound of memory to test'
else
	ok 'memory: refused' run 1 "$probe" memory </dev/null
	ok '... at its bound' match '^refused: Cannot allocate memory$' out
fi

# --- the true parser -------------------------------------------------------

for ics in "$SRC"/tests/ics/*.ics; do
	name=${ics##*/}
	python3 "$SRC/tests/ics/records.py" request "$ics" >asked
	smscal-parse <asked >want
	for lack in landlock seccomp; do
		"$probe" without-$lack smscal-parse <asked >got 2>err
		ok "$name: the same answer without $lack" cmp want got
		ok '... and not a word' same err </dev/null
	done
done
"$probe" without-landlock smscal-parse -v <asked >out 2>err
ok 'with -v it says what is lacking' same err <<!
smscal-parse: this kernel has no Landlock
!
"$probe" without-seccomp smscal-parse -v <asked >out 2>err
ok '... be it the other' match '^smscal-parse: this kernel has no seccomp$' err

# In a sanitizer's build too, so that it is the sandbox that is tested.
mkfifo pipe
smscal-parse <pipe >out 2>err &
pid=$!
exec 8>pipe
ok 'before it reads, the filter stands' \
	await grep -q '^Seccomp:	2$' /proc/$pid/status
ok '... and there is no way to privileges' \
	grep -q '^NoNewPrivs:	1$' /proc/$pid/status
cat asked >&8
exec 8>&-
ok '... and it answers' wait $pid

# --- as the parser of a calendar -------------------------------------------

cat >feed.ics <<'!'
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:maria
DTSTART:20250701T080000Z
SUMMARY:Maria Mayr, +43 664 1234567
END:VEVENT
END:VCALENDAR
!
# parser PROGRAM: with a calendar whose feed is there.
parser() {
	rm -f smscal.db*
	printf '%s\n' 'name: sandbox' 'database: smscal.db' "parser: $1" \
		'fetch: {directories: [.]}' 'parse: {seconds: 1, memory_mib: 64}' \
		>smscal.conf
	export SMSCAL_CONF="$T/smscal.conf"
	run 0 smscal-admin -q init --test &&
		run 0 smscal-admin company add acme --name Muster \
			--zone Europe/Vienna --gateway file &&
		run 0 smscal-admin calendar add acme/ordination "$T/feed.ics" &&
		run 0 smscal-fetch
}
# unreadable SENTENCE: what diff says, and that it believes nothing.
unreadable() {
	run 1 smscal-diff && same out </dev/null && match \
		"^smscal-diff: acme/ordination: cannot read the event 'maria' \\(line 2\\): $1" err &&
		is 0 "$(sql 'SELECT count(*) FROM appointment')"
}
for what in lie hang socket memory; do
	ln -s "$probe" "probe-$what"
done
ok 'a parser that lies: the calendar' parser "$T/probe-lie"
ok '... is not believed' unreadable 'said what it must not: '
ok '... and that is said once' quiet smscal-diff
ok 'a parser that hangs: the calendar' parser "$T/probe-hang"
ok '... is ended' unreadable 'took too long'
ok 'a parser that opens a socket: the calendar' parser "$T/probe-socket"
ok '... ends in vain' unreadable 'exited with status 1'
if ! ldd "$BIN/smscal-parse" | grep -q libasan; then
	ok 'a parser that eats memory: the calendar' parser "$T/probe-memory"
	ok '... ends in vain' unreadable 'exited with status 1'
fi
ok 'the true parser: the calendar' parser "$BIN/smscal-parse"
ok '... reads it' quiet smscal-diff
sql "UPDATE calendar SET reread = 1"
ok '... as diff does' run 0 "$probe" without-landlock smscal-diff -v
ok '... in a line' match \
	'^smscal-diff: smscal-parse: this kernel has no Landlock$' err
ok '... as an appointment' is 1 "$(sql 'SELECT count(*) FROM appointment')"

done_testing
