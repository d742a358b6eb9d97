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

# over LIST COMMAND...: over the files of that list, all at once.
over() {
	t_list=$1
	shift
	(cd "$SRC" && xargs "$@") <"$t_list"
}

for tool in clang-format shellcheck mandoc; do
	ok "$tool is there" command -v "$tool"
done

files '*.c' '*.h' >c
files '*.t' '*.sh' >scripts
(cd "$SRC" && find ./man -name '*.[1-9]') | sort >pages
ok 'there are C files and scripts' [ -s c ] && [ -s scripts ]

ok 'C files are as clang-format has them' over c clang-format -n --Werror

while read -r f; do
	ok "shellcheck $f" each "$f" shellcheck -s sh
done <scripts
[ -e "$SRC/.ci/run" ] && ok 'shellcheck .ci/run' each .ci/run shellcheck -s bash

ok 'there are man pages' [ -s pages ]
while read -r f; do
	ok "mandoc $f" each "$f" mandoc -Tlint -Wwarning
done <pages

licence() {
	# shellcheck disable=SC2016 # awk's
	over "$1" awk '
		FNR <= 2 && /SPDX-License-Identifier: ISC/ { has[FILENAME] = 1 }
		END {
			for (i = 1; i < ARGC; i++) {
				if (ARGV[i] in has)
					continue
				print ARGV[i] " has no SPDX line"
				bad = 1
			}
			exit bad
		}'
}
ok 'every C file names its licence' licence c
ok 'every script names its licence' licence scripts

# lib/ and bin/: a file of over 500 lines is two; a function of over 60 is
# counted from its opening brace in the first column to its closing one.
grep -E '^\./(lib|bin)/' c >ours
long_files() {
	over ours awk '
		{ lines[FILENAME] = FNR }
		END {
			for (f in lines)
				if (lines[f] > 500)
					print f ": " lines[f] " lines"
		}'
}
long_functions() {
	over ours awk '
		FNR == 1 { from = 0 }
		/^{/ { from = FNR }
		/^}$/ && from && FNR - from - 1 > 60 {
			print FILENAME ":" from ": " FNR - from - 1 " lines"
		}
		/^}/ { from = 0 }'
}
left_over() { over ours grep -HnE '\b(TODO|FIXME|XXX|HACK)\b'; }
long_files >found
ok 'no file of over 500 lines' same found </dev/null
long_functions >found
ok 'no function of over 60 lines' same found </dev/null
left_over >found
ok 'nothing is left over' same found </dev/null

done_testing
