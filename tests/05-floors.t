#!/bin/sh
# SPDX-License-Identifier: ISC
# Includes go down, never up, never sideways; a third-party header stays in
# its folder; what only bin/ may do is done there; and each tool loads the
# libraries that it uses and no others.
. "${0%/*}/lib.sh"

# below FOLDER: the folders of lib/ that a file there may include.
below() {
	case $1 in
	util) echo util ;;
	domain) echo util domain ;;
	store | conf | net | ics) echo util domain "$1" ;;
	gateway) echo util domain store conf net ics gateway ;;
	tests) echo util domain store conf net ics gateway ;;
	bin-admin) # It asks plan what an edit of a rule would do (P14).
		echo util domain store conf net ics gateway admin plan ;;
	bin | bin-*) # ... and a tool its own parts, not another's.
		echo util domain store conf net ics gateway "${1#bin}" | tr - ' ' ;;
	hook) echo util ;;
	parse) echo util domain ics ;;
	esac
}

# sources TREE: "FOLDER FILE" for each of its C files, but for those of no
# floor: what the benches measure us against, and parsers that are ill.
sources() {
	(
		cd "$1" || exit 1
		find lib bin tests -name '*.[ch]' \
			! -path 'tests/bench/*' ! -path 'tests/sandbox/*' 2>/dev/null | sort |
			while read -r f; do
				case $f in
				bin/smscal-hook.c) echo "hook $f" ;;
				bin/smscal-parse.c) echo "parse $f" ;;
				bin/smscal-*.c)
					d=${f#bin/smscal-}
					echo "bin-${d%.c} $f"
					;;
				bin/*/*)
					d=${f#bin/}
					echo "bin-${d%%/*} $f"
					;;
				bin/*) echo "bin $f" ;;
				tests/*) echo "tests $f" ;;
				lib/*/*)
					d=${f#lib/}
					echo "${d%%/*} $f"
					;;
				*) echo "none $f" ;;
				esac
			done
	)
}

# floors TREE: a line for each include that goes where it must not.
floors() {
	sources "$1" | while read -r folder f; do
		[ -n "$(below "$folder")" ] || echo "$f: stands on no floor"
		awk -v f="$f" -v folder="$folder" -v below="$(below "$folder")" '
		BEGIN {
			n = split(below, v, " ")
			for (i = 1; i <= n; i++)
				may[v[i]] = 1
			third["sqlite3"] = "store"
			third["curl"] = "net"
			third["yaml"] = "conf"
			third["libical"] = "ics"
			third["nettle"] = "util"
		}
		# What is included: bytes between the quotes or brackets.
		!/^[ \t]*#[ \t]*include/ { next }
		{
			what = $0
			sub(/^[^"<]*["<]/, "", what)
			sub(/[">].*/, "", what)
		}
		/</ {
			lib = what
			sub(/[\/.].*/, "", lib)
			if (lib in third && third[lib] != folder)
				print f ":" NR ": <" what "> outside lib/" \
				    third[lib]
			next
		}
		what !~ /\// {
			if (folder !~ /^bin/ && folder != "hook" &&
			    folder != "tests")
				print f ":" NR ": \"" what "\" has no folder"
			next
		}
		{
			dir = what
			sub(/\/.*/, "", dir)
			if (!(dir in may))
				print f ":" NR ": \"" what "\" from " folder
		}' "$1/$f"
	done
}

# bin_only TREE: a line for each thing in lib/ that is bin's to do (the
# environment, the clock, printing, ending the process, transactions), apart
# from the modules that are there for it.
bin_only() {
	sources "$1" | while read -r folder f; do
		case $f in
		bin/* | tests/* | lib/util/fail.c | lib/util/mem.c | \
			lib/util/log.c | lib/util/clock.[ch] | lib/util/lock.c) ;;
		lib/store/*) awk -v f="$f" -v what=store "$bin_only_awk" "$1/$f" ;;
		*) awk -v f="$f" "$bin_only_awk" "$1/$f" ;;
		esac
	done
}
# shellcheck disable=SC2016
bin_only_awk='
{
	line = $0
	gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
	sub(/^[ \t]*\*.*/, "", line)
	gsub(/\/\*.*\*\//, "", line)
	sub(/\/\*.*/, "", line)
}
line ~ /(^|[^a-z_])(getenv|exit|printf|puts|perror|clock_now|time|gettimeofday)\(/ ||
    line ~ /(^|[^a-z_])(stdin|stdout|stderr)([^a-z_]|$)/ ||
    (what != "store" && line ~ /(^|[^a-z_])db_(begin|commit)\(/) {
	print f ":" NR ": " $0
}'

# A made-up tree: the checks see what they are for, and nothing else.
mkdir -p tree/lib/util tree/lib/domain tree/lib/store tree/lib/net \
	tree/lib/ics tree/lib/gateway tree/lib/stray tree/bin/admin tree/tests
cat >tree/lib/util/up.c <<'!'
#include "util/err.h"
#include "domain/plan.h"
!
cat >tree/lib/domain/up.h <<'!'
/* #include "store/db.h" is what we do not do */
#include <time.h>
#include "util/err.h"
# include "store/db.h"
!
cat >tree/lib/store/sideways.c <<'!'
#include <sqlite3.h>
#include "net/http.h"
#include "domain/plan.h"
#include "gateway/gateway.h"
!
cat >tree/lib/net/third.c <<'!'
#include <curl/curl.h>
#include <sqlite3.h>
#include "http.h"
!
cat >tree/lib/ics/third.c <<'!'
#include <libical/ical.h>
#include <nettle/sha2.h>
#include "../store/db.h"
!
cat >tree/lib/gateway/fine.c <<'!'
#include "conf/conf.h"
#include "net/http.h"
#include "store/json.h"
!
echo >tree/lib/stray/lost.c
cat >tree/bin/smscal-parse.c <<'!'
#include "ics/expand.h"
#include "store/db.h"
!
cat >tree/bin/smscal-hook.c <<'!'
#include "util/file.h"
#include "domain/plan.h"
!
cat >tree/bin/smscal-send.c <<'!'
#include <yaml.h>
#include "tool.h"
#include "gateway/gateway.h"
#include "send/send.h"
!
cat >tree/bin/admin/company.c <<'!'
#include "admin/admin.h"
#include "store/company.h"
#include "send/send.h"
!
floors tree >found
ok 'the check finds what goes astray, and only that' same found <<'!'
bin/admin/company.c:3: "send/send.h" from bin-admin
bin/smscal-hook.c:2: "domain/plan.h" from hook
bin/smscal-parse.c:2: "store/db.h" from parse
bin/smscal-send.c:1: <yaml.h> outside lib/conf
lib/domain/up.h:4: "store/db.h" from domain
lib/ics/third.c:2: <nettle/sha2.h> outside lib/util
lib/ics/third.c:3: "../store/db.h" from ics
lib/net/third.c:2: <sqlite3.h> outside lib/store
lib/net/third.c:3: "http.h" has no folder
lib/store/sideways.c:2: "net/http.h" from store
lib/store/sideways.c:4: "gateway/gateway.h" from store
lib/stray/lost.c: stands on no floor
lib/util/up.c:2: "domain/plan.h" from util
!

rm -rf tree
mkdir -p tree/lib/domain tree/lib/store tree/lib/util tree/bin
cat >tree/lib/domain/clock.c <<'!'
/* exit( and stdout in a comment */
 * or clock_now() in a longer one
	int64_t now = clock_now(); /* getenv */
	snprintf(text, n, "exit(1) %s", now_text);
	_exit(1);
	exit(1);
	printf("x");
	fputs(text, stderr);
	if (db_begin(db, e) == -1)
	x = getenv("HOME");
	t = time(NULL); when = due_time(x);
!
cat >tree/lib/store/db.c <<'!'
	db_begin(db, e);
	exit(1);
!
echo 'getenv(' | tee tree/lib/util/fail.c tree/bin/tool.c >/dev/null
bin_only tree | cut -f 1,2 -d : >found
ok 'the check finds what is only for bin/' same found <<'!'
lib/domain/clock.c:3
lib/domain/clock.c:6
lib/domain/clock.c:7
lib/domain/clock.c:8
lib/domain/clock.c:9
lib/domain/clock.c:10
lib/domain/clock.c:11
lib/store/db.c:2
!

# Our own.
sources "$SRC" >all
ok 'there are sources' [ "$(grep -c ' lib/util/' all)" -gt 10 ]
floors "$SRC" >found
ok 'includes stay on their floors' same found </dev/null
bin_only "$SRC" >found
ok 'lib/ asks no clock, prints nothing, ends nothing' same found </dev/null

# loads TOOL: the libraries that we watch, by name.
loads() {
	ldd "$BIN/smscal-$1" >ldd.out || return 1
	sed -n 's/^[[:space:]]*lib\(curl\|ical\|sqlite3\|yaml\|nettle\)[^ ]*\.so.*/\1/p' \
		ldd.out | sort -u | tr '\n' ' '
}
# may TOOL LIBRARY...: it is built, and loads no watched library but these.
may() {
	tool=$1
	shift
	[ -x "$BIN/smscal-$tool" ] || {
		echo "smscal-$tool is not built"
		return 1
	}
	got=$(loads "$tool") || return 1
	for lib in $got; do
		case " $* " in
		*" $lib "*) ;;
		*)
			echo "smscal-$tool loads lib$lib"
			return 1
			;;
		esac
	done
}
# must TOOL LIBRARY: it does load that one.
must() {
	case " $(loads "$1") " in
	*" $2 "*) ;;
	*)
		cat ldd.out
		return 1
		;;
	esac
}
for tool in fetch send admin; do
	ok "smscal-$tool loads no libical" may "$tool" curl sqlite3 yaml nettle
	ok "smscal-$tool loads libcurl" must "$tool" curl
done
for tool in diff receive plan; do
	ok "smscal-$tool loads neither libcurl nor libical" \
		may "$tool" sqlite3 yaml nettle
	ok "smscal-$tool loads SQLite" must "$tool" sqlite3
done
ok 'smscal-parse loads libical alone' may parse ical nettle
ok 'smscal-parse loads libical' must parse ical
ok 'smscal-hook loads nothing but nettle' may hook nettle

done_testing
