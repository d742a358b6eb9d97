#!/bin/sh
# SPDX-License-Identifier: ISC
# The form of what we ship: clang-format, shellcheck, mandoc, and the style
# card's sizes.  tests/run.sh installs the three, so none is skipped.
. "${0%/*}/lib.sh"

# files PATTERN...: of the source tree, without what a build made.
files() {
	(
		cd "$SRC" || exit 1
		find . -name build -prune -o -name .git -prune -o -type f \
			\( -name "$1" -o -name "${2-$1}" \) -print | sort
	)
}

each() {
	t_file=$1
	shift
	(cd "$SRC" && "$@" "$t_file")
}

for tool in clang-format shellcheck mandoc; do
	ok "$tool is there" command -v "$tool"
done

files '*.c' '*.h' >c
files '*.t' '*.sh' >scripts
(cd "$SRC" && find ./man -name '*.[1-9]') | sort >pages
ok 'there are C files and scripts' [ -s c ] && [ -s scripts ]

formatted() { (cd "$SRC" && xargs clang-format -n --Werror) <c; }
ok 'C files are as clang-format has them' formatted

while read -r f; do
	ok "shellcheck $f" each "$f" shellcheck -s sh
done <scripts
[ -e "$SRC/.ci/run" ] && ok 'shellcheck .ci/run' each .ci/run shellcheck -s bash

ok 'there are man pages' [ -s pages ]
while read -r f; do
	ok "mandoc $f" each "$f" mandoc -Tlint -Wwarning
done <pages

licence() {
	t_r=0
	while read -r f; do
		head -n 2 "$SRC/$f" | grep -q 'SPDX-License-Identifier: ISC' &&
			continue
		echo "$f has no SPDX line"
		t_r=1
	done <"$1"
	return "$t_r"
}
ok 'every C file names its licence' licence c
ok 'every script names its licence' licence scripts

# lib/ and bin/: a file of over 500 lines is two; a function of over 60 is
# counted from its opening brace in the first column to its closing one.
grep -E '^\./(lib|bin)/' c >ours
long_files() {
	while read -r f; do
		awk -v f="$f" 'END { if (NR > 500) print f ": " NR " lines" }' \
			"$SRC/$f"
	done <ours
}
long_functions() {
	while read -r f; do
		awk -v f="$f" '
		/^{/ { from = NR }
		/^}$/ && from && NR - from - 1 > 60 {
			print f ":" from ": " NR - from - 1 " lines"
		}
		/^}/ { from = 0 }' "$SRC/$f"
	done <ours
}
left_over() {
	while read -r f; do
		grep -nE '\b(TODO|FIXME|XXX|HACK)\b' "$SRC/$f" | sed "s|^|$f:|"
	done <ours
}
long_files >found
ok 'no file of over 500 lines' same found </dev/null
long_functions >found
ok 'no function of over 60 lines' same found </dev/null
left_over >found
ok 'nothing is left over' same found </dev/null

done_testing
