#!/bin/sh
# SPDX-License-Identifier: ISC
# The table of Windows' time zones is what windows.awk makes of CLDR's, where
# Debian's unicode-cldr-core is installed.
. "${0%/*}/lib.sh"

xml=/usr/share/unicode/cldr/common/supplemental/windowsZones.xml
tz=/usr/share/zoneinfo
[ -e $xml ] || {
	echo '1..0 # skip unicode-cldr-core is not there'
	exit 77
}

# An awk that is not the one that made it gives the same.
for awk in awk mawk gawk 'busybox awk'; do
	command -v "${awk%% *}" >/dev/null 2>&1 || continue
	# shellcheck disable=SC2086
	LC_ALL=C $awk -f "$SRC/lib/ics/windows.awk" $tz/zone.tab \
		$tz/tzdata.zi $xml >made
	ok "as $awk makes it" cmp made "$SRC/lib/ics/windows_table.c"
done
grep -v 'territory="001"' $xml >less.xml
ok 'a source that is not whole is refused' run 1 awk \
	-f "$SRC/lib/ics/windows.awk" $tz/zone.tab $tz/tzdata.zi less.xml
ok '... in words' match '^windows.awk: no territory 001 before ' err

done_testing
