# SPDX-License-Identifier: ISC
# shellcheck shell=sh
# For the stories that Python tells, story/story.py: source it behind lib.sh.
need python3 sqlite3

# Hundreds of short runs: what is leaked is looked for by all other tests.
ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
export ASAN_OPTIONS

# In memory even where there is little: the stories wait for no disk.
if STORY=$(in_memory 32000); then
	at_exit "rm -rf '$STORY'"
else
	STORY=$T/story
fi

# story KIND COUNT: so many of these stories, or all with --all.  It is the
# whole test; SEED=n draws another lot.
story() {
	[ "${SMSCAL_TEST_ALL-}" = 1 ] && set -- "$1" 0
	python3 "$SRC/tests/story/story.py" "$STORY" "$1" "$2"
	exit $?
}
