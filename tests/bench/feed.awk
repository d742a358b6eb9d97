# SPDX-License-Identifier: ISC
# A feed as Google or Outlook publishes it, of `n` events, one a person:
#   awk -v style=google|outlook -v n=N -v stamp=TIME [-v late=MIN] -f feed.awk
# `stamp` is when the server made it (DTSTAMP).  One event, in the middle, is
# `late` minutes later than planned.  All lines end with CRLF and are folded at
# 75 bytes.

function line(s) {
	while (length(s) > 75) {
		printf "%s\r\n", substr(s, 1, 75)
		s = " " substr(s, 76)
	}
	printf "%s\r\n", s
}

# The local time of event i, `more` minutes later; appointments every minute,
# in the 40 days from 1 December 2026 on.
function time(i, more, at, day) {
	at = (i * 7) % 57600 + more + (i == int(n / 2) ? late : 0)
	day = int(at / 1440)
	return sprintf("%s%02dT%02d%02d00", day < 31 ? "202612" : "202701",
	    day % 31 + 1, at % 1440 / 60, at % 60)
}

function google(i) {
	line("BEGIN:VEVENT")
	line("DTSTART:" time(i, 0) "Z")
	line("DTEND:" time(i, 15) "Z")
	line("DTSTAMP:" stamp)
	line(sprintf("UID:%08d%s%06d@google.com", (i * 7919) % 100000000,
	    "kq3v9m2t1s", i))
	line("CREATED:20261102T081500Z")
	line(sprintf("DESCRIPTION:Kontrolle\\, bitte E-Card mitbringen. Akt %06d",
	    i))
	line("LAST-MODIFIED:20261102T081500Z")
	line("LOCATION:Ordination")
	line("SEQUENCE:0")
	line("STATUS:CONFIRMED")
	line(sprintf("SUMMARY:Maria Mayr\\, +43 664 %07d", i))
	line("TRANSP:OPAQUE")
	line("END:VEVENT")
}

function outlook(i) {
	line("BEGIN:VEVENT")
	line(sprintf("DESCRIPTION:Kontrolle\\, bitte E-Card mitbringen. " \
	    "Akt %06d\\n\\n", i))
	line(sprintf("UID:040000008200E00074C5B7101A82E008000000%08X" \
	    "D7C5DC01000000000000000010000000B2E4F0A19C3D7E4F8A6B%08X%04X",
	    (i * 7919) % 100000000, i, i % 65536))
	line(sprintf("SUMMARY:Maria Mayr\\, +43 664 %07d", i))
	line("DTSTART;TZID=W. Europe Standard Time:" time(i, 0))
	line("DTEND;TZID=W. Europe Standard Time:" time(i, 15))
	line("CLASS:PUBLIC")
	line("PRIORITY:5")
	line("DTSTAMP:" stamp)
	line("TRANSP:OPAQUE")
	line("STATUS:CONFIRMED")
	line("SEQUENCE:0")
	line("LOCATION:Ordination")
	line("X-MICROSOFT-CDO-APPT-SEQUENCE:0")
	line("X-MICROSOFT-CDO-BUSYSTATUS:BUSY")
	line("X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY")
	line("X-MICROSOFT-CDO-ALLDAYEVENT:FALSE")
	line("X-MICROSOFT-CDO-IMPORTANCE:1")
	line("X-MICROSOFT-CDO-INSTTYPE:0")
	line("X-MICROSOFT-DONOTFORWARDMEETING:FALSE")
	line("X-MICROSOFT-DISALLOW-COUNTER:FALSE")
	line("END:VEVENT")
}

function zone() {
	line("BEGIN:VTIMEZONE")
	line("TZID:W. Europe Standard Time")
	line("BEGIN:STANDARD")
	line("DTSTART:16010101T030000")
	line("TZOFFSETFROM:+0200")
	line("TZOFFSETTO:+0100")
	line("RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10")
	line("END:STANDARD")
	line("BEGIN:DAYLIGHT")
	line("DTSTART:16010101T020000")
	line("TZOFFSETFROM:+0100")
	line("TZOFFSETTO:+0200")
	line("RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3")
	line("END:DAYLIGHT")
	line("END:VTIMEZONE")
}

BEGIN {
	line("BEGIN:VCALENDAR")
	if (style == "google") {
		line("PRODID:-//Google Inc//Google Calendar 70.9054//EN")
		line("VERSION:2.0")
		line("CALSCALE:GREGORIAN")
		line("METHOD:PUBLISH")
		line("X-WR-CALNAME:Ordination")
		line("X-WR-TIMEZONE:Europe/Vienna")
	} else {
		line("METHOD:PUBLISH")
		line("PRODID:Microsoft Exchange Server 2010")
		line("VERSION:2.0")
		line("X-WR-CALNAME:Ordination")
		zone()
	}
	for (i = 0; i < n; i++)
		if (style == "google")
			google(i)
		else
			outlook(i)
	line("END:VCALENDAR")
}
