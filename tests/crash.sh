# SPDX-License-Identifier: ISC
# shellcheck shell=sh
# For the tests of crashes: source it behind lib.sh.  $FAULT is preload/fault.c,
# crash/world.py the world.
: "${FAULT:=$BUILD/tests/fault.so}"
export FAULT
. "$SRC/tests/send.sh"
need python3 sqlite3
if [ ! -f "$FAULT" ]; then
	echo '1..0 # skip fault.so was not built'
	exit 77
fi

# In memory even where there is little: every point is a copy of the world.
if WORLD=$(in_memory 32000); then
	at_exit "rm -rf '$WORLD'"
else
	WORLD=$T/world
	mkdir "$WORLD"
fi

# crash SCRIPT COUNT ALL: so many points by lot, or so many with --all.
crash() {
	mock_start "$WORLD/mock" || exit 1
	if [ "${SMSCAL_TEST_ALL-}" = 1 ]; then
		set -- "$1" "$3" whole
	else
		set -- "$1" "$2"
	fi
	c_script=$1
	shift
	python3 "$SRC/tests/crash/$c_script" "$WORLD" "$WORLD/mock" "$@"
}
