#!/bin/sh
# SPDX-License-Identifier: ISC
# Install what the tests need, build, run all of them, and say what took long.
# The last line is "N passed, N failed": single facts (TAP), not files.
#
#   sh tests/run.sh [--all] [NAME...]
#
# --all adds what takes long: dense samples and benches.  NAME: only tests
# whose name (as `ctest -N` lists it) matches this regular expression.
# $BUILD_DIR: the build directory, build/dev by default.
set -u
cd "$(dirname "$0")/.." || exit 1

usage() {
	echo 'usage: sh tests/run.sh [--all] [name ...]' >&2
	exit 64
}

all=0 names=
for arg; do
	case $arg in
	--all) all=1 ;;
	-*) usage ;;
	*) names=$names${names:+|}$arg ;;
	esac
done

began=$(date +%s)
# took WHAT: what was done since this was said last.
took() {
	now=$(date +%s)
	echo "tests/run.sh: $1 in $((now - began)) s"
	began=$now
}

# What a fresh Debian 12 lacks.
packages='build-essential cmake ninja-build pkg-config
	libcurl4-openssl-dev libical-dev libsqlite3-dev libyaml-dev nettle-dev
	ca-certificates chromium chromium-driver clang-format curl fcgiwrap
	gammu gammu-smsd kannel kannel-extras khal mandoc nginx-light openssl
	python3 python3-icalendar radicale shellcheck sqlite3 tzdata
	unicode-cldr-core zsh'

install_packages() {
	missing=
	for package in $packages; do
		dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null |
			grep -q 'ok installed' || missing="$missing $package"
	done
	[ -z "$missing" ] && return 0
	echo "tests/run.sh: installing$missing"
	sudo=
	[ "$(id -u)" = 0 ] || sudo=sudo
	# shellcheck disable=SC2086
	$sudo env DEBIAN_FRONTEND=noninteractive sh -c '
		apt-get -q update &&
		apt-get -q install -y --no-install-recommends "$@"' sh $missing
}

if command -v apt-get >/dev/null 2>&1; then
	install_packages </dev/null >&2 || {
		echo 'tests/run.sh: cannot install what the tests need' >&2
		exit 69
	}
else
	echo 'tests/run.sh: no apt-get here; taking what is installed' >&2
fi
took 'what is needed is there'

build=${BUILD_DIR-build/dev}
mkdir -p "$build" || exit 73
if ! cmake --preset dev -B "$build" >"$build/configure.log" 2>&1; then
	cat "$build/configure.log"
	echo '0 passed, 1 failed'
	exit 1
fi
if ! cmake --build "$build"; then
	echo '0 passed, 1 failed'
	exit 1
fi
took 'built'

# Many wait now and then: for a server, for a clock, for one another.
set -- --test-dir "$build" -V --no-tests=error --parallel $(($(nproc) + 2))
if [ "$all" = 1 ]; then
	SMSCAL_TEST_ALL=1
	export SMSCAL_TEST_ALL
else
	unset SMSCAL_TEST_ALL
	set -- "$@" --label-exclude '^bench$'
fi
[ -z "$names" ] || set -- "$@" --tests-regex "$names"

log=$build/tests.log
# Whoever ends us before our time (timeout) ends ctest with us, and is told how
# far it came.
trap : TERM
ctest "$@" >"$log" 2>&1
status=$?
took 'tested'
sed -n 's|^ *[0-9]*/[0-9]* Test *#[0-9]*: \([^ ]*\) .* \([0-9.]*\) sec.*|\2 s: \1|p' \
	"$log" | sort -rn | head

# Of the log: "12: ok 3 - name" are facts of test 12, and the lines of ctest
# itself say how each test ended.  A test that failed and named no failed
# fact (it crashed, or ran out of time) is one.  Facts that were skipped are
# neither passed nor failed, but are said.
awk -v status="$status" '
/^[0-9]+: (not )?ok [0-9]+/ {
	n = $1 + 0
	if ($2 == "ok" && / # (skip|SKIP)/) {
		skipped++
		print "skipped: " name[n] ": " $0
	} else if ($2 == "ok") {
		passed++
	} else {
		failed++
		bad[n]++
		show[n] = 1
		print name[n] ": " substr($0, length($1) + 2)
	}
	next
}
# What follows a failed fact says why.
/^[0-9]+: #/ {
	n = $1 + 0
	if (show[n])
		print "    " substr($0, length($1) + 2)
	next
}
/^[0-9]+: / {
	n = $1 + 0
	show[n] = 0
	last[n, seen[n]++ % 20] = substr($0, length($1) + 2)
	if (/^[0-9]+: 1\.\.0 # skip/)
		why[n] = substr($0, length($1) + 2)
	next
}
/^ *Start +[0-9]+: / {
	n = $2 + 0
	name[n] = $3
	runs[n] = 1
	next
}
/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: / {
	sub(/^.*Test +#/, "")
	n = $1 + 0
	delete runs[n]
	ran++
	if (/\*\*\*Skipped/) {
		skipped++
		print "skipped: " name[n] ": " why[n]
	} else if (!/ Passed /) {
		print name[n] ": " $0
		if (!bad[n]) {
			failed++
			for (i = seen[n] > 20 ? seen[n] - 20 : 0; i < seen[n]; i++)
				print "    " last[n, i % 20]
		}
	}
	next
}
END {
	if (ran == 0 || passed == 0)
		print "no test ran"
	if (skipped)
		print skipped " skipped"
	for (n in runs)
		print name[n] ": had not ended"
	if (status != 0 && !failed && ran > 0) {
		print "ctest ended with " status
		failed = 1
	}
	printf "%d passed, %d failed\n", passed, failed
	exit failed || ran == 0 || passed == 0
}' "$log"
