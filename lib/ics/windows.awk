# SPDX-License-Identifier: ISC
# Makes windows_table.c:
#
#   d=/usr/share/zoneinfo
#   awk -f windows.awk $d/zone.tab $d/tzdata.zi windowsZones.xml >windows_table.c
#
# windowsZones.xml is Unicode CLDR's common/supplemental/windowsZones.xml
# (Debian: package unicode-cldr-core), the others are tzdata's.  CLDR keeps
# the spelling that a zone had first; what is not in tzdata's list of today
# (zone.tab) is written as tzdata.zi links it, since an installation may lack
# the old spellings.
BEGIN {
	# What later releases than Debian 12's (41) say: these had the clock of
	# their region until 2022, and until 2024.
	first["Mountain Standard Time (Mexico)"] = "America/Mazatlan"
	first["Central Asia Standard Time"] = "Asia/Bishkek"
}

FILENAME ~ /zone\.tab$/ {
	if ($0 !~ /^#/)
		listed[$3] = 1
	next
}
FILENAME ~ /tzdata\.zi$/ {
	if ($1 == "L")
		link[$3] = $2
	next
}

function zone(name) {
	if (name !~ /^Etc\// && !(name in listed) && (name in link))
		return link[name]
	return name
}

function attribute(name,    s) {
	s = $0
	sub(".*" name "=\"", "", s)
	sub("\".*", "", s)
	gsub("&amp;", "\\&", s)
	return s
}

/<!-- \(/ {
	shown = $0
	sub(/^[^(]*/, "", shown)
	sub(/ *-->.*/, "", shown)
	next
}
/<mapZone / {
	windows = attribute("other")
	if (attribute("territory") == "001") {
		n++
		name[n] = windows
		title[n] = shown
		if (windows in first) {
			zones[n] = first[windows]
			seen[n, zones[n]] = 1
		}
	}
	if (name[n] != windows) {
		print "windows.awk: no territory 001 before " windows \
		    >"/dev/stderr"
		failed = 1
		exit 1
	}
	count = split(attribute("type"), types, " ")
	for (i = 1; i <= count; i++) {
		z = zone(types[i])
		if (!((n, z) in seen))
			zones[n] = zones[n] (zones[n] == "" ? "" : " ") z
		seen[n, z] = 1
	}
}
END {
	if (failed || n == 0)
		exit 1
	print "/* SPDX-License-Identifier: ISC */"
	print "/* Made by windows.awk, which says of what; not to be edited. */"
	print "#include \"ics/windows.h\""
	print ""
	print "/* clang-format off */"
	print "const struct windows_zone windows_zones[] = {"
	for (i = 1; i <= n; i++) {
		printf "\t{ \"%s\",\n\t  \"%s\",\n", name[i], title[i]
		count = split(zones[i], words, " ")
		line = "\t  \""
		for (k = 1; k <= count; k++) {
			word = words[k] (k < count ? " " : "")
			if (length(line) + length(word) > 70) {
				print line "\""
				line = "\t  \""
			}
			line = line word
		}
		print line "\" },"
	}
	print "};"
	print "/* clang-format on */"
	print ""
	printf "const size_t windows_n ="
	print " sizeof(windows_zones) / sizeof(windows_zones[0]);"
}
