# SPDX-License-Identifier: ISC
# shellcheck shell=sh
# Sourced by every *.t: an empty directory, a fixed world, and TAP.
#
# $SRC is the source tree, $BIN where the tools are, $BUILD the build tree,
# $T the test's own directory, which is the current one and goes at the end.
set -u
LC_ALL=C TZ=UTC SMSCAL_NOW=${SMSCAL_NOW-1750000000}
export LC_ALL TZ SMSCAL_NOW
unset SMSCAL_CONF SMSCAL_SPOOL SMSCAL_HOOK_FILE SMSCAL_FAIL_AT
unset COLUMNS
: "${SRC:=$(cd "${0%/*}/.." && pwd)}"
: "${BUILD:=$SRC/build/dev}"
: "${BIN:=$BUILD/bin}"
# Debian's own python3 first: it has Debian's modules, and a version manager's
# shim before it costs a third of a second a call.
PATH=$BIN:/usr/bin:/bin:$PATH:/usr/sbin:/sbin
export SRC BUILD BIN PATH

# A sanitizer's word must not pass for a status of ours.
ASAN_OPTIONS=exitcode=86${ASAN_OPTIONS:+:$ASAN_OPTIONS}
UBSAN_OPTIONS=exitcode=86:halt_on_error=1:print_stacktrace=1
export ASAN_OPTIONS UBSAN_OPTIONS

# in_memory KIB: makes a directory in memory, in which programs may run and so
# much is free, and says where.
in_memory() {
	[ -w /dev/shm ] && m_free=$(df -Pk /dev/shm) || return 1
	[ "$(echo "$m_free" | awk 'END { print $4 }')" -ge "$1" ] || return 1
	m_dir=$(mktemp -d /dev/shm/smscal-test.XXXXXX) || return 1
	printf '#!/bin/sh\n' >"$m_dir/.run" && chmod 700 "$m_dir/.run"
	if "$m_dir/.run" 2>/dev/null; then
		rm "$m_dir/.run"
		echo "$m_dir"
	else
		rm -r "$m_dir"
		return 1
	fi
}

# In memory: thousands of transactions wait for a disk longer than for all
# else.  But a bench is there to wait for it, and who sets TMPDIR is obeyed.
umask 022
case $0 in
*/bench/*) T=$(mktemp -d) || exit 1 ;;
*) T=$([ -z "${TMPDIR-}" ] && in_memory 2000000 || mktemp -d) || exit 1 ;;
esac
trap 't_end' EXIT
trap 'exit 1' HUP INT PIPE TERM
cd "$T" || exit 1
t_n=0 t_bad=0 t_atexit=

# at_exit COMMAND: run it (as shell text) when the test ends, the last first,
# however it ends; for servers that a test starts.
at_exit() { t_atexit="$1
$t_atexit"; }

t_end() {
	t_status=$?
	trap - EXIT
	eval "$t_atexit"
	cd / && rm -rf "$T"
	exit "$t_status"
}

# ok NAME COMMAND...: the command succeeds.
ok() {
	t_n=$((t_n + 1)) t_name=$1
	shift
	if "$@" >"$T/.ok" 2>&1; then
		echo "ok $t_n - $t_name"
	else
		t_bad=1
		echo "not ok $t_n - $t_name"
		sed 's/^/# /' "$T/.ok"
	fi
}

# not COMMAND...: it fails (for ok).
not() { ! "$@"; }

# await COMMAND...: until it succeeds; a minute, since a machine may be busy.
await() {
	t_left=1200
	until "$@"; do
		t_left=$((t_left - 1))
		if [ "$t_left" = 0 ]; then
			echo "waited in vain for: $*"
			return 1
		fi
		sleep 0.05
	done
}

# run STATUS COMMAND...: to $T/out and $T/err, with exactly that status.
run() {
	t_want=$1
	shift
	"$@" >"$T/out" 2>"$T/err" && t_got=0 || t_got=$?
	[ "$t_got" = "$t_want" ] && return 0
	echo "exit $t_got, not $t_want"
	head -n 100 "$T/err"
	return 1
}

# quiet COMMAND...: it succeeds and says nothing at all (X1).
quiet() {
	run 0 "$@" || return 1
	[ -s "$T/out" ] || [ -s "$T/err" ] || return 0
	cat "$T/out" "$T/err"
	return 1
}

# same FILE: as the text on stdin.
same() { diff -u - "$1"; }

# match REGEX FILE: a line of it matches (extended).
match() {
	grep -Eq -e "$1" "$2" && return 0
	echo "no line of $2 matches: $1"
	head -n 100 "$2"
	return 1
}

# no_match REGEX FILE: no line of it matches.
no_match() {
	grep -En -e "$1" "$2" || return 0
	return 1
}

# is WANT GOT: the same text.
is() {
	[ "$1" = "$2" ] && return 0
	echo "want: $1"
	echo "got:  $2"
	return 1
}

# at TIME COMMAND...: with the clock frozen there.
at() {
	t_at=$SMSCAL_NOW
	SMSCAL_NOW=$1
	shift
	"$@"
	set -- $?
	SMSCAL_NOW=$t_at
	return "$1"
}

sql() { sqlite3 -batch smscal.db "$@"; }

# json FILE PATH: what stands there; the file is whole JSON, or nothing is.
json() {
	sqlite3 -batch :memory: "SELECT CAST(readfile('$1') AS TEXT) ->> '$2'"
}

# need PROGRAM...: or the whole test is skipped, and says so.
need() {
	for t_need; do
		command -v "$t_need" >/dev/null 2>&1 && continue
		echo "1..0 # skip $t_need is not there"
		exit 77
	done
}

done_testing() {
	echo "1..$t_n"
	exit "$t_bad"
}
