#!/bin/sh
# SPDX-License-Identifier: ISC
# export, apply, diff: what is set up goes out and comes in again exactly; what
# would change is shown; what is wrong is told with its place.
. "${0%/*}/lib.sh"
. "${0%/*}/send.sh"
need sqlite3

admin() { smscal-admin "$@"; }

# fresh: an empty database.
fresh() {
	rm -f smscal.db
	conf
	cat >>smscal.conf <<-'!'
		links: {directory: links, url: 'https://t.example.org'}
	!
	mkdir -p links
	admin init --test >/dev/null
}

# unchanged COMMAND...: it succeeds in silence and writes no row.
unchanged() {
	sql .dump >before.sql
	quiet "$@" || return 1
	sql .dump >after.sql
	cmp before.sql after.sql
}

# wrong PLACE-AND-SENTENCE: apply refuses x.yaml so, and writes no row.
wrong() {
	sql .dump >before.sql
	run 65 admin apply x.yaml || return 1
	same out </dev/null || return 1
	printf 'smscal-admin: x.yaml:%s\n' "$1" >want
	same err <want || return 1
	sql .dump >after.sql
	cmp before.sql after.sql
}

# body FILE: without the comments in front.
body() { sed -n '/^companies:/,$p' "$1"; }

# --- all that can be set ----------------------------------------------------

# options NOUN: those of `set` that set something.
options() {
	admin "$1" set --help | sed -n 's/^  --\([a-z-]*\) .*/\1/p'
}

# value NOUN OPTION: one that is allowed; of a field that is not known here,
# the first of some that is.
value() {
	case $1.$2 in
	*.name) echo 'A: "B" #1' ;;
	*.active | *.landlines | *.links) echo no ;;
	*.contact) echo 'Maria Mayr' ;;
	*.street) echo '- Hauptplatz 1' ;;
	*.postcode) echo 08010 ;;
	*.town) echo no ;;
	*.country) echo AT ;;
	*.email) echo praxis@example.org ;;
	*.phone) echo '+43 316 123456' ;;
	*.web) echo https://www.example.org/ ;;
	*.zone) echo Europe/Vienna ;;
	*.language) echo en ;;
	*.country-code) echo 43 ;;
	*.gateway) echo websms ;;
	*.token-file) echo "$T/token" ;;
	*.window) echo 'mon-fri 08:00-20:00' ;;
	*.sender) echo '0043:national' ;;
	*.fallback) echo 'name=~' ;;
	*.address) echo https://example.org/secret.ics ;;
	*.branch) echo graz ;;
	*.phones) echo all ;;
	*.phone-field) echo x-phone ;;
	*-field) echo description ;;
	*.colour) echo '#336699' ;;
	*.interval) echo 90m ;;
	*.horizon) echo 60 ;;
	*)
		for v in no yes 7 43 08:00 x; do
			admin -n "$1" set "$3" "--$2" "$v" >/dev/null 2>&1 ||
				continue
			echo "$v"
			return
		done
		;;
	esac
}

# set_all NOUN REF: each option of it; says those that cannot be set.
set_all() {
	options "$1" >names
	while read -r name; do
		v=$(value "$1" "$name" "$2")
		admin "$1" set "$2" "--$name" "$v" </dev/null && continue
		echo "--$name $v"
		return 1
	done <names
}

# exported NOUN FILE: each option of it is a key there.
exported() {
	options "$1" | sed -e 's/^sender$/senders/' \
		-e 's/^fallback$/fallbacks/' >names
	[ -s names ] || return 1
	while read -r name; do
		grep -qE "^ *(- )?$name:" "$2" && continue
		echo "no $name of a $1"
		return 1
	done <names
}

fresh
echo geheim >token && chmod 600 token
admin company add acme --name X --zone UTC
admin branch add acme/graz
admin calendar add acme/labor example.org/a
ok 'all of a company' set_all company acme
ok 'all of a branch' set_all branch acme/graz
ok 'all of a calendar' set_all calendar acme/labor
# shown NOUN REF: `show` has a line of each.
shown() {
	admin "$1" show "$2" >lines
	options "$1" | sed 's/^active$/state/' >names
	while read -r name; do
		grep -q "^$name " lines && continue
		echo "no $name of a $1"
		return 1
	done <names
}
ok 'show has all of a company' shown company acme
ok '... of a branch' shown branch acme/graz
ok '... of a calendar' shown calendar acme/labor
# cleared NOUN REF: an empty value unsets each, but what must be there.
cleared() {
	options "$1" | grep -vxe name -e zone -e address -e fallback >names
	while read -r name; do
		admin "$1" set "$2" "--$name" '' </dev/null && continue
		echo "--$name"
		return 1
	done <names
	admin "$1" set "$2" --fallback name=
}
admin company add gamma --name X --zone UTC
admin branch add gamma/graz
admin calendar add gamma/labor example.org/a
admin export gamma >fresh.yaml
ok 'a company is set' set_all company gamma
ok '... and a branch' set_all branch gamma/graz
ok '... and a calendar' set_all calendar gamma/labor
ok 'a company is cleared' cleared company gamma
ok '... and a branch' cleared branch gamma/graz
ok '... and a calendar' cleared calendar gamma/labor
admin company set gamma --name X --zone UTC
admin branch set gamma/graz --name graz
admin calendar set gamma/labor --name labor --address example.org/a --zone ''
admin export gamma >cleared.yaml
ok '... and is as if made anew' cmp fresh.yaml cleared.yaml
admin company remove gamma
admin company add beta --name Beta --zone Europe/Vienna --contact x \
	--email a@example.org
admin calendar add beta/praxis example.org/b --active no
for rule in confirmation cancellation; do
	admin rule set beta $rule --segments 2 --smart no --on-unsure resend
done
admin rule set beta/praxis confirmation --link yes --text - <<'!'
Zwei "Zeilen":
- {name} \ # {date}
!
admin rule set beta/praxis confirmation --language en --text 'yes'
admin rule set beta reminder --before 90m --short-notice send
admin rule add beta reminder/3 --days 3 --at 09:30
admin rule add beta reminder/3 --condition 'title intern' --days 2
admin rule add beta reminder/3 --condition 'not mon-fri, all-day' --days 4
admin rule enable beta feedback
admin rule set beta followup --after 36h
admin keyword set beta yes passt
admin keyword set beta none ok
ok 'export' run 0 admin export
cp out all.yaml
ok '... says nothing else' same err </dev/null
ok '... is for its owner alone' is 600 "$(stat -c %a out)"
for noun in company branch calendar; do
	ok "... has all of a $noun" exported $noun all.yaml
done
admin rule set --help | sed -n 's/^  --\([a-z-]*\) .*/\1/p' |
	sed -e 's/^text$/texts/' -e '/^language$/d' >names
in_file() {
	while read -r name; do
		grep -qE "^ *(- )?$name:" all.yaml && continue
		echo "no $name of a rule"
		return 1
	done <names
}
ok '... has all of a rule' in_file
ok '... explains each key' is '' "$(body all.yaml |
	sed -n 's/^ *\(- \)\{0,1\}\([a-z]*-[a-z-]*\):.*/\2/p' | sort -u |
	while read -r key; do
		grep -q "^#   $key " all.yaml || echo "$key"
	done)"
ok '... has no token' no_match geheim all.yaml
ok 'export to a file' quiet admin export --output file.yaml
ok '... is the same' cmp all.yaml file.yaml
ok '... for its owner alone' is 600 "$(stat -c %a file.yaml)"
ok 'export of one company' run 0 admin export beta
ok '... is that one' is '  beta:' "$(grep '^  [a-z]' out)"
ok 'an unknown one' run 64 admin export bet

ok 'apply to itself' unchanged admin apply all.yaml
ok '... -n' unchanged admin apply -n all.yaml
ok '... from standard input' unchanged admin apply - <all.yaml
ok 'diff with itself' unchanged admin diff all.yaml
fresh
ok 'apply to an empty database' quiet admin apply all.yaml
ok 'export again' run 0 admin export
ok '... is the same, byte by byte' cmp all.yaml out
ok '... and again nothing' unchanged admin apply all.yaml
ok 'one of two companies' run 0 admin export beta
cp out beta.yaml
ok '... leaves the other' unchanged admin apply beta.yaml

# --- what changes -----------------------------------------------------------

fresh
cat >a.yaml <<'!'
companies:
  acme:
    name: Ordination
    zone: Europe/Vienna
    calendars:
      labor: {address: example.org/labor, colour: red}
      praxis:
        address: example.org/secret
        rules:
          - {rule: reminder, days: 2, at: "10:00"}
!
ok 'diff against nothing' run 0 admin diff a.yaml
ok '... is all new' same out <<'!'
+  acme:
+    name: Ordination
+    active: yes
+    zone: Europe/Vienna
+    language: de
+    gateway: file
+    calendars:
+      labor:
+        address: https://example.org/...
+        name: labor
+        active: yes
+        phone-field: name
+        name-field: summary
+        location-field: location
+        phones: first
+        landlines: no
+        links: no
+        colour: red
+        interval: 5m
+      praxis:
+        address: https://example.org/...
+        name: praxis
+        active: yes
+        phone-field: name
+        name-field: summary
+        location-field: location
+        phones: first
+        landlines: no
+        links: no
+        interval: 5m
+        rules:
+          - rule: reminder/1
+            active: yes
+            days: 2
+            at: "10:00"
+            short-notice: skip
+            segments: 4
+            smart: yes
+            on-unsure: keep
!
ok '... and nothing is written' is 0 "$(sql 'SELECT count(*) FROM company')"
ok 'apply' quiet admin apply a.yaml
sql 'UPDATE calendar SET replan = 0, reread = 0; UPDATE feed SET baseline = 0'
sed -e '/labor/s/red/blue/' -e 's/days: 2/days: 3/' \
	-e '/zone:/s/$/\n    town: Graz/' a.yaml >b.yaml
ok 'diff' run 0 admin diff b.yaml
cp out differs
ok '... shows what differs, and where' same out <<'!'
   acme:
+    town: Graz
     calendars:
       labor:
-        colour: red
+        colour: blue
       praxis:
         rules:
           - rule: reminder/1
-            days: 2
+            days: 3
!
ok 'apply -n shows the same' run 0 admin apply -n b.yaml
ok '... the same' same out <differs
ok '... and changes nothing' is red "$(sql "SELECT colour FROM calendar
	WHERE ref = 'labor'")"
ok 'apply -v shows it' run 0 admin apply -v b.yaml
ok '... too' same out <differs
ok '... and asks of the chain what set does' is 'labor|0|0|0 praxis|1|0|0' \
	"$(sql "SELECT group_concat(x, ' ') FROM (SELECT ref || '|' || replan ||
	'|' || reread || '|' || baseline AS x FROM calendar
	JOIN feed ON calendar_id = id ORDER BY ref)")"
ok '... the rule counts from now' is "$SMSCAL_NOW" \
	"$(sql 'SELECT since_at FROM rule')"
sed '/praxis/,$s/secret/other/' b.yaml >c.yaml
ok 'another address' run 0 admin diff c.yaml
ok '... is shown for its host alone' same out <<'!'
   acme:
     calendars:
       praxis:
-        address: https://example.org/...
+        address: https://example.org/...
!
cat >d.yaml <<'!'
companies:
  acme:
    name: Ordination
    zone: Europe/Vienna
    active: false
    calendars:
      labor: {address: example.org/labor, colour: blue, phones: ~}
!
ok 'what is not said is unset' run 0 admin diff d.yaml
ok '... and what is not there goes' same out <<'!'
   acme:
-    active: yes
+    active: no
-    town: Graz
     calendars:
-      praxis:
-        address: https://example.org/...
-        name: praxis
-        active: yes
-        phone-field: name
-        name-field: summary
-        location-field: location
-        phones: first
-        landlines: no
-        links: no
-        interval: 5m
-        rules:
-          - rule: reminder/1
-            active: yes
-            days: 3
-            at: "10:00"
-            short-notice: skip
-            segments: 4
-            smart: yes
-            on-unsure: keep
!

# A rule that was built in goes on when a file makes it the company's own.
SMSCAL_NOW=$((SMSCAL_NOW + 600))
sed '/zone:/s/$/\n    rules: [{rule: reminder, days: 1, at: "10:00"}]/' \
	b.yaml >e.yaml
ok 'a rule as it was' quiet admin apply e.yaml
ok '... holds since then' is "$((SMSCAL_NOW - 600))" "$(sql "SELECT since_at
	FROM rule WHERE calendar_id IS NULL")"

# The order of conditions is that of the file.
cat >f.yaml <<'!'
companies:
  acme:
    name: Ordination
    zone: Europe/Vienna
    rules:
      - {rule: reminder, condition: title b}
      - {rule: reminder}
      - {rule: reminder, condition: title a}
    calendars:
      labor: {address: example.org/labor}
!
ok 'conditions' quiet admin apply f.yaml
ok '... in order' run 0 admin rule list acme
ok '... of the file' is 'title b,title a,' "$(sed -n \
	's/^reminder.*10:00  *\(title .\)\{0,1\}.*/\1/p' out | paste -s -d , -)"
ok '... again nothing' unchanged admin apply f.yaml
sed '/title a/d; s/.*title b.*/      - {rule: reminder, condition: title c}\n      - {rule: reminder, condition: title a}\n&/' f.yaml >g.yaml
ok 'another order' quiet admin apply g.yaml
admin rule list acme >out
ok '... is that of the file' is 'title c,title a,title b,' "$(sed -n \
	's/^reminder.*10:00  *\(title .\)\{0,1\}.*/\1/p' out | paste -s -d , -)"
ok '... again nothing, too' unchanged admin apply g.yaml

# --- what has a history -----------------------------------------------------

sql "INSERT INTO rule (id, company_id, kind, step, days, clock_min, active,
	since_at) SELECT 99, id, 'reminder', 7, 1, 600, 1, 1 FROM company;
    UPDATE calendar SET id = 1 WHERE ref = 'labor';
    UPDATE company SET id = 1"
message 1 'rule_id = 99' 'step = 7'
sed 's/labor/other/' f.yaml >h.yaml
ok 'a calendar that has a history' run 64 admin apply h.yaml
ok '... goes not by the way' same err <<'!'
smscal-admin: with what is not in h.yaml go: acme reminder/7, which made 1 message; acme/labor with 1 appointment and 1 message, of which 1 is still to be sent; --force does it all the same
!
ok '... all stays' is 1 "$(sql "SELECT count(*) FROM calendar
	WHERE ref = 'labor'")"
ok '... diff tells' run 0 admin diff h.yaml
ok '... it' match '^-      labor:' out
ok '... with --force' quiet admin apply --force h.yaml
ok '... it is gone' is other "$(sql 'SELECT ref FROM calendar')"
ok 'the step of a rule that made messages' is 0 \
	"$(sql "SELECT count(*) FROM rule WHERE step = 7")"

# --- what is wrong ----------------------------------------------------------

fresh
admin apply a.yaml
cat >x.yaml <<'!'
companies:
  acme:
    name: Ordination
    zone: Europe/Vienna
    calendars:
      labor:
        address: example.org/labor
        colour: rot
!
ok 'a bad value' wrong "8:17: colour: 'rot' is no colour; allowed are #rrggbb\
 and the names aqua black blue fuchsia gray green lime maroon navy olive orange\
 purple red silver teal white yellow"
sed -i 's/colour/color/' x.yaml
ok 'a wrong key' wrong "8:9: there is no 'color' here: did you mean 'colour'?"
sed -i '/color/d; /address/d; s/labor:/labor: {phones: all}/' x.yaml
ok 'no address' wrong '6:7: it has no address: say address: ADDRESS'
sed -i 's/labor:.*/Labor: {address: a.example.org}/' x.yaml
ok 'a bad name' wrong "6:7: 'Labor' is no short name; allowed are 1 to 40 of\
 a-z 0-9 - _ . that begin with a letter or a digit"
sed -i 's/Labor/labor/; s/zone: .*/zone: [a]/' x.yaml
ok 'a list for a value' wrong \
	'4:5: zone: one value is needed, no list and nothing below it'
sed -i 's/zone: .*/zone: Europe\/Wien/' x.yaml
ok 'a bad zone' wrong "4:11: zone: there is no time zone 'Europe/Wien' in\
 tzdata; allowed are IANA names, like Europe/Vienna"
sed -i 's/zone: .*/zone: UTC\n    senders: [Praxis, "a b c d e f g"]/' x.yaml
ok 'a bad sender' run 65 admin apply x.yaml
ok '... is found' match '^smscal-admin: x.yaml:5:23: .*11' err
sed -i 's/senders: .*/fallbacks:\n      nam: Kunde/' x.yaml
ok 'a bad fallback' run 65 admin apply x.yaml
ok '... is found' match "^smscal-admin: x.yaml:6:12: fallback: 'nam'" err
sed -i 's/fallbacks:.*/keywords:/; s/nam: .*/passt: maybe/' x.yaml
ok 'a bad keyword' run 65 admin apply x.yaml
ok '... is found' match "^smscal-admin: x.yaml:6:14: 'maybe'" err
sed -i 's/keywords:.*/rules:/; s/passt: .*/- {rule: reminder, text: x}/' x.yaml
ok 'a bad key of a rule' wrong \
	"6:26: there is no 'text' here: did you mean 'texts'?"
sed -i 's/text: x/texts: {de: "Hallo {nam}"}/' x.yaml
ok 'a bad text' run 65 admin apply x.yaml
ok '... is found' match '^smscal-admin: x.yaml:6:38: .*\{nam\}' err
sed -i 's/texts: .*/condition: not}/' x.yaml
ok 'a bad condition' run 65 admin apply x.yaml
ok '... is found' match '^smscal-admin: x.yaml:6:37: condition: ' err
sed -i 's/condition: .*/after: 2h}/' x.yaml
ok 'a time of another kind' wrong "6:33: after: a reminder has --days and --at,\
 or --before"
sed -i 's/, after: .*/}\n      - rule: reminder\/1/' x.yaml
ok 'a rule twice' wrong '7:9: reminder/1 with that condition stands here twice'
echo 'a: &b c' >x.yaml
ok 'an anchor' wrong '1:4: anchors are not understood here'
printf 'companies:\n  acme: x\n' >x.yaml
ok 'a company that is a word' wrong "2:9: what it has is missing: lines like\
 name: NAME, further to the right"
printf 'companies:\n  neu: {zone: UTC}\n' >x.yaml
ok 'a company without a name' wrong '2:3: it has no name: say name: NAME'
printf 'companies: [\n' >x.yaml
ok 'no YAML' run 65 admin apply x.yaml
ok '... says where' match '^smscal-admin: x.yaml:2:1: this is no YAML' err
ok 'no file' run 64 admin apply nowhere.yaml
: >x.yaml
ok 'an empty file' unchanged admin apply x.yaml
# The last of many is wrong: nothing of it is written.
cat a.yaml >x.yaml
printf '  beta: {name: B, zone: UTC}\n  gamma: {name: G, zone: X/Y}\n' >>x.yaml
ok 'all or nothing' run 65 admin apply x.yaml
ok '... nothing' is acme "$(sql 'SELECT group_concat(ref) FROM company')"

# --- the example ------------------------------------------------------------

fresh
ok 'the example' quiet admin apply "$SRC/etc/example.yaml"
ok '... and again' unchanged admin apply "$SRC/etc/example.yaml"
for noun in company branch calendar; do
	sed 's/^\( *\)#\([a-z-]*: \)/\1\2/' "$SRC/etc/example.yaml" >example
	ok "... shows all of a $noun" exported $noun example
done
ok '... has every kind' is 6 "$(sql 'SELECT count(DISTINCT kind) FROM rule')"
ok '... round' run 0 admin export
cp out round.yaml
fresh
admin apply round.yaml
ok '... and round' run 0 admin export
ok '... is the same' cmp round.yaml out

# --- many -------------------------------------------------------------------

fresh
{
	printf 'companies:\n  acme:\n    name: A\n    zone: UTC\n'
	printf '    calendars:\n'
	seq 200 | sed 's|.*|      k&: {address: example.org/&,\
        rules: [{rule: reminder}]}|'
} >many.yaml
ok 'many calendars' quiet admin apply many.yaml
ok '... all' is 200 "$(sql 'SELECT count(*) FROM calendar')"
ok '... and again' unchanged admin apply many.yaml

done_testing
