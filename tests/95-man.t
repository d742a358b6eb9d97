#!/bin/sh
# SPDX-License-Identifier: ISC
# Each tool has a page; each option of a usage line stands in it, and has an
# item of its own; no page speaks of an option that the usage does not have.
. "${0%/*}/lib.sh"

# usage TOOL: what it prints for -h and for a bad option.
usage() {
	smscal-"$1" -h </dev/null >usage.h 2>&1
	smscal-"$1" '-?' </dev/null >usage.bad 2>&1
	cat usage.h usage.bad
}

# options <TEXT: each option of the usage lines in it, one a line: a bundle
# [-nqv] is three, a long one is as it stands.
options() {
	grep -E '(^|[[:space:]])(usage:|smscal-[a-z]+) ' |
		tr ' \t|[],=' '\n' | awk '
		/^--[a-z]/ { print; next }
		/^-[A-Za-z0-9?]+$/ {
			for (i = 2; i <= length($0); i++)
				print "-" substr($0, i, 1)
		}' | sort -u
}

# items PAGE: each option that has an item (.It Fl) there.
items() {
	sed -n 's/^\.It \(.*Fl .*\)/\1/p' "$1" | tr ' ,' '\n' | awk '
		fl && $0 != "" && $0 !~ /^(Fl|Ar|Ns|Oc|Oo|Op|Xo|Xc|Pq)$/ {
			print "-" $0
			fl = 0
			next
		}
		{ fl = 0 }
		$0 == "Fl" { fl = 1 }' | sort -u
}

# The machine itself, on a made-up usage and page.
cat >usage.txt <<'!'
smscal-x: no such thing -- z
usage: smscal-x [-nqv] [-c file] [--json|--html] noun verb
       smscal-x -h
!
cat >page.8 <<'!'
.It Fl c Ar file , Fl -config Ar file
.It Fl n
.Fl q
.It Fl v , -json
!
options <usage.txt >got
ok 'options of a usage' same got <<'!'
--html
--json
-c
-h
-n
-q
-v
!
items page.8 >got
ok 'items of a page' same got <<'!'
--config
-c
-n
-v
!

for tool in fetch diff receive plan send admin parse; do
	page=$SRC/man/smscal-$tool.8
	ok "smscal-$tool has a page" [ -s "$page" ]
	[ -s "$page" ] || continue
	for section in NAME SYNOPSIS DESCRIPTION 'EXIT STATUS' 'SEE ALSO'; do
		ok "... with $section" grep -qE "^\.Sh $section\$" "$page"
	done
	ok "smscal-$tool is built" [ -x "$BIN/smscal-$tool" ]
	[ -x "$BIN/smscal-$tool" ] || continue
	usage "$tool" >text
	options <text >have
	ok "smscal-$tool has a usage line" match "usage: smscal-$tool" text
	items "$page" >described
	comm -23 have described >missing
	ok '... each option of it is in the page' same missing </dev/null
	# Long names of short options do not stand in the usage.
	comm -13 have described | grep -v '^--' >unknown
	ok '... and the page knows no other' same unknown </dev/null
	[ "$tool" = admin ] && continue
	grep '^--' described >long
	: >named # the parser has none
	[ "$tool" = parse ] || sed -n \
		's/^\t{ "\([a-z-]*\)", [a-z_]*_argument, .*/--\1/p' \
		"$SRC/bin/tool.c" | sort >named
	ok '... each long name is in the page, and no other' same long <named
	while read -r name; do
		set -- "$name"
		[ "$name" != --config ] || set -- --config none
		ok "... $name is taken" run 0 "smscal-$tool" "$@" --help
	done <long
done

# smscal-admin has options of its own at each verb; its help leads to them:
# a line of it that begins with a word (behind the name) is a noun or a verb.
words() {
	sed -e 's/^usage: //' -e 's/^ *//' -e 's/^smscal-admin *//' \
		-e "s/^${1-} //" | sed -n 's/^\([a-z][a-z-]*\).*/\1/p' | sort -u
}
if [ -x "$BIN/smscal-admin" ]; then
	smscal-admin --help >help 2>&1 </dev/null
	words <help >nouns
	while read -r noun; do
		smscal-admin "$noun" --help >one 2>&1 </dev/null || continue
		cat one >>help
		words "$noun" <one >verbs
		while read -r verb; do
			smscal-admin "$noun" "$verb" --help >one 2>&1 \
				</dev/null && cat one >>help
		done <verbs
	done <nouns
	grep -oE -e '(^|[^a-z-])--[a-z][a-z-]+' help | sed 's/^[^-]//' |
		sort -u >have
	ok 'the help of smscal-admin leads to its options' \
		grep -qxe --token-file have
	items "$SRC/man/smscal-admin.8" >described
	comm -23 have described >missing
	ok '... each of them is in the page' same missing </dev/null
	# --option is how it speaks of any.
	comm -13 have described | grep '^--' | grep -vxe --option >unknown
	ok '... and the page knows no other' same unknown </dev/null

	# Where the page names a verb's options one by one, it names them all,
	# and such as the verb has.
	cat >verbs.py <<-'!'
	import re, subprocess, sys

	def options(*words):
	    text = subprocess.run(["smscal-admin", *words, "--help"],
	                          capture_output=True, text=True).stdout
	    return text, set(re.findall(r"^  --([a-z-]+)", text, re.M))

	verbs = {}
	for noun in sys.stdin.read().split():
	    text, own = options(noun)
	    if "\nverbs:" not in text:
	        verbs[(noun,)] = own
	        continue
	    for verb in re.findall(r"^  ([a-z]+)", text.split("\nverbs:")[1],
	                           re.M):
	        verbs[(noun, verb)] = options(noun, verb)[1]
	page = open(sys.argv[1]).read().replace("\\\n", " ")
	named = {}
	for line in re.findall(r"^\.It Ic (.*)$", page, re.M):
	    verb = next((v for n in (2, 1) for v in [tuple(line.split()[:n])]
	                 if v in verbs), None)
	    if verb is None:
	        print("no such verb:", line)
	        continue
	    named.setdefault(verb, set()).update(
	        re.findall(r"Fl -([a-z-]+)", line))
	for verb, own in verbs.items():
	    name = " ".join(verb)
	    if verb not in named:
	        print(f"{name}: not in the page")
	    elif "option" not in named[verb] and named[verb] != own:
	        print(f"{name}: the page has {sorted(named[verb])},"
	              f" the verb {sorted(own)}")
	print(len(verbs) > 60)
	!
	sed -n '/^commands:/,/^options of/s/^  \([a-z]*\) .*/\1/p' help >nouns
	python3 verbs.py "$SRC/man/smscal-admin.8" <nouns >differ
	ok '... verb by verb' same differ <<-!
	True
	!

	# The examples of the help are taken, up to the configuration, which is
	# not there; a plugin says so in its own way.
	while read -r noun; do
		smscal-admin "$noun" --help
		smscal-admin "$noun" --help |
			sed -n '/^verbs:/,$s/^  \([a-z][a-z]*\).*/\1/p' |
			while read -r verb; do
				smscal-admin "$noun" "$verb" --help
			done
	done <nouns | awk '
		/^examples:/ { on = 1; next }
		/^usage:/ { on = 0 }
		on && NF {
			sub(/^  /, "")
			part = part $0
			if (sub(/\\$/, "", part))
				next
			print part
			part = ""
		}' >examples
	ok 'the help has examples' [ "$(wc -l <examples)" -ge 40 ]
	for file in kunden.csv contacts.vcf address.txt acme.yaml text.txt; do
		echo >$file
	done
	while read -r line; do
		printf '%s\n' "$line" >one
		case $line in
		*' --check'*) status=3 ;;
		*) status=78 ;;
		esac
		ok "$line" run $status env SMSCAL_CONF=none sh one
	done <examples
fi

for page in smscal.7 smscal.conf.5 smscal-db.5; do
	ok "$page is there" [ -s "$SRC/man/$page" ]
done
# in_page PAGE <WORDS: each has an item there.
in_page() {
	while read -r word; do
		grep -qE "^\.It Cm $word( |$)" "$SRC/man/$1" && continue
		echo "$word is not in $1"
		return 1
	done
}
sed -n 's/^CREATE TABLE \([a-z_]*\).*/\1/p' "$SRC"/lib/store/schema/*.sql >words
ok 'each table has its promise' in_page smscal-db.5 <words
sed -n 's/^\t\t{ "\([a-z_]*\)", FIELD.*/\1/p' "$SRC/lib/conf/conf.c" |
	grep -vx -e fetch -e parse -e links -e gateways | sort -u >words
ok 'each key of the configuration is described' in_page smscal.conf.5 <words
for page in "$SRC"/man/*; do
	ok "mandoc ${page##*/}" run 0 mandoc -Tlint -Wwarning "$page"
	# What it points to is there, or belongs to the system.
	sed -n 's/^\.Xr \(smscal[^ ]*\) \([1-9]\).*/\1.\2/p' "$page" |
		sort -u >links
	while read -r link; do
		ok "... points to $link" [ -e "$SRC/man/$link" ]
	done <links
done

done_testing
