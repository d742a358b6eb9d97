#!/bin/sh
# SPDX-License-Identifier: ISC
# explain (X12): every reason for which a message is not made, waits, comes
# later, is taken back or comes to nothing has a row here, is brought about
# through the tools, and is said in a sentence.
. "${0%/*}/lib.sh"
. "$SRC/tests/practice.sh"
need sqlite3

admin() { smscal-admin "$@"; }

# table: of each line WHO|CAUSE|REGEX on standard input, explain has a row of
# that cause for that number or UID, and its sentence matches.  With one
# WHO on several lines in a row explain is asked once.
: >met
table() {
	t_who=
	while IFS='|' read -r who cause regex; do
		if [ "$who" != "$t_who" ]; then
			t_who=$who
			# shellcheck disable=SC2086
			admin explain "$who" --json ${of-} >said.json 2>said.err
			sqlite3 -batch :memory: "SELECT ifnull(value ->> 'cause',
				'-') || ': ' || ifnull(value ->> 'rule', '-') || ': ' ||
				ifnull(value ->> 'state' || ' ', '') ||
				ifnull(value ->> 'text', '') ||
				ifnull('; ' || (value ->> 'todo'), '')
				FROM json_each(CAST(readfile('said.json') AS TEXT))" \
				>said 2>>said.err
		fi
		ok "$who: $cause" said "$cause" "$regex"
	done
}
said() {
	if ! grep -Eq -e "^$1: .*$2" said; then
		echo "no sentence of $1: $2"
		cat said said.err
		return 1
	fi
	echo "$1" >>met
}

# --- nobody is found, or a rule owes nothing --------------------------------

export SMSCAL_NOW=2025-06-16T09:00:00+02:00
touch feed.ics
practice
admin company set acme --phone '01 7654321'
for kind in feedback followup cancellation; do
	admin rule enable acme "$kind"
done
admin rule add acme reminder/2 --days 0 --at 16:00
admin rule add acme reminder/3 --days 1 --at 11:00 --condition Kontrolle
admin rule add acme reminder/3 --days 1 --at 12:00
{
	event base 20250618 150000 'Maria Mayr\, +43 664 1234501'
	event check 20250618 151500 'Kontrolle Eva\, +43 664 1234502'
	event nosms 20250619 160000 'Ivo Novak\, +43 664 1234503 #nosms'
	event none 20250627 100000 'Ohne Nummer'
	event land 20250627 110000 'Anna 01 5123456'
	event own 20250627 111500 'Intern 01 7654321'
	event short 20250627 113000 'Bert +43 664 12345'
	event long 20250627 114500 'Carl +43 664 12345678901'
	event world 20250627 121500 'Dora +999 12345678'
	event begins 20250627 123000 'Emil +34 012 345 678'
	event service 20250627 124500 'Hotline 0800 123456'
	event label 20250627 130000 'Fax 0664 1234567'
	event unclear 20250627 131500 'Hans 0664 1234567 8 9'
	event two 20250627 133000 'Zwei\, +43 664 1234504\, +43 664 1234505'
	event field 20250627 134500 Termin 'DESCRIPTION:+43 664 1234506'
	event old 20250310 130000 'Alt\, +43 664 1234507'
	event soon 20250616 150000 'Bald\, +43 664 1234508'
	event over 20250613 150000 'Vorbei\, +43 664 1234509'
	printf '%s\r\n' BEGIN:VEVENT UID:day 'DTSTART;VALUE=DATE:20250620' \
		'SUMMARY:Urlaub\, +43 664 1234510' END:VEVENT
	event off 20250620 100000 'Weg\, +43 664 1234511' STATUS:CANCELLED
	event bad 20250620 2500xx 'Kaputt\, +43 664 1234512'
} | feed >feed.ics
for tool in fetch diff plan send; do "smscal-$tool" 2>>chain.err; done
table <<'!'
base|chain|a tool of the chain does not run: smscal-receive never ran
base|file|messages go to a file, to nobody .*outbox.jsonl
base|baseline|confirmation: none it came with a baseline
base|same_start|rescheduled: none the start is the one that was told
base|no_time|reminder/2: none there is no time for it before the start; its
base|condition|reminder/3: none its condition does not hold; 'smscal-admin rule list
base|not_gone|cancellation: none it is not gone
base|no_feedback|followup: none no feedback was asked for yet; it follows
check|rule_before|reminder/3: none a rule before it counts
0664/1234503|nosms|-: none #nosms; take #nosms out
none|no_phone|none no number; write one into the field
land|phone_landline|none \+4315123456 is a landline; .* --landlines yes
own|phone_own|none \+4317654321 is the company's own
short|phone_short|has too few digits
long|phone_long|has too many digits
world|phone_bad_code|begins with no country's code
begins|phone_none|begins as no number
service|phone_service|is a service number
label|phone_label|is something else by what stands before it
unclear|phone_unclear|is not clearly a telephone number; write it as
+43 664 1234505|not_first|another number stands before it.*--phones all
00436641234506|field|the field that it stands in is not read
0664 1234507|outside|it has no date that is known
soon|passed|reminder/1: none its time had passed when
over|over_before|feedback: none it was over when the calendar was first read
over|begun|reminder/1: none it has begun, at 2025-06-13 15:00
day|all_day|reminder/1: none all-day, which its condition does not name
off|cancelled|none the event is cancelled
0664 1234512|unreadable|none the event cannot be read \(line [0-9]+ of the feed\)
0664 1234512|note|its feed was not read without trouble: cannot read
0664 9999999|nowhere|\+436649999999 stands in no appointment, no event and no
!

done_testing
