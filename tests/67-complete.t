#!/bin/sh
# SPDX-License-Identifier: ISC
# The shell's completion: what it offers is what smscal-admin knows.
. "${0%/*}/lib.sh"
need bash sqlite3

# offered WORD...: a line each of what bash would offer for the last of them.
offered() {
	bash -c '. "$SRC/etc/completion/smscal-admin.bash"
		COMP_WORDS=(smscal-admin "$@") COMP_CWORD=$#
		_smscal_admin smscal-admin
		printf "%s\n" "${COMPREPLY[@]}"' bash "$@" >offered 2>err
	same err </dev/null && cat offered
}

# offers WANT WORD...: just that, with blanks between.
offers() {
	o_want=$1
	shift
	offered "$@" >got || return 1
	is "$o_want" "$(paste -s -d ' ' got)"
}

# Without configuration and database.
ok 'the beginning of a command' offers 'calendar' cal
ok '... of a verb' offers 'add accept' calendar a
ok '... behind options' offers 'calendar' -n cal
ok '... of one that is shortened' offers 'list' cal l
ok 'options' offers '--phone-field --phones' calendar set x --phone
ok 'no refs without a database' offers '' company show ''
ok 'nothing for what is no command' offers '' colander ''
ok '... nor a verb' offers '' company paint ''

ok 'behind help, too' offers 'add accept' help calendar a
ok 'states' offers 'unsure undelivered' message list --state u
ok 'days' offers 'yesterday today tomorrow' schedule week ''
ok '... of an option' offers 'today tomorrow' message list --from to
ok 'a choice with a number in it' offers all message list --limit ''

# Each command and verb that the help names.
smscal-admin --help | sed -n '/^commands:/,/^options/s/^  \([a-z]*\) .*/\1/p' \
	>nouns
offered '' >got
ok 'all commands' cmp nouns got
while read -r noun; do
	smscal-admin "$noun" --help >help
	grep -q '^verbs:' help || continue
	sed -n '/^verbs:/,$s/^  \([a-z][a-z]*\).*/\1/p' help >verbs
	offered "$noun" '' >got
	ok "all verbs of $noun" cmp verbs got
done <nouns
for verb in add set; do
	smscal-admin rule $verb --help | sed -n 's/^  \(--[a-z-]*\).*/\1/p' >options
	offered rule $verb -- | grep -vxe --config -e --dry-run -e --help \
		-e --quiet -e --verbose -e --version >got
	ok "all options of rule $verb" cmp options got
done

# What is in the database.
printf 'name: test\ndatabase: smscal.db\n' >smscal.conf
SMSCAL_CONF=$T/smscal.conf
export SMSCAL_CONF
smscal-admin init --test >/dev/null
smscal-admin company add acme --name A --zone UTC
smscal-admin company add beta --name B --zone UTC
smscal-admin branch add acme/graz
smscal-admin calendar add acme/labor example.org/a
ok 'companies' offers 'acme beta' company show ''
ok 'calendars' offers 'acme/labor' calendar show a
ok 'branches' offers 'acme/graz' branch set ''
ok 'all of them' offers 'acme acme/graz acme/labor beta' rule list ''
ok 'kinds' offers 'reminder rescheduled' rule set acme re
ok '... behind options' offers 'feedback followup' rule set --at 10:00 acme f
ok 'choices' offers 'yes no' calendar set acme/labor --links ''
ok '... of an operand' offers 'off' redirect acme o
ok 'the last one again' offers 'acme' calendar list --json a

# --- zsh, typed at -------------------------------------------------------------

if ! command -v zsh >/dev/null 2>&1 || ! command -v python3 >/dev/null 2>&1; then
	t_n=$((t_n + 1))
	echo "ok $t_n - zsh # skip zsh or python3 is not there"
	done_testing
fi

# A shell at a terminal: what stands in its line behind the Tab key goes to the
# file `line` with ^X.
mkdir zsh && cp "$SRC/etc/completion/smscal-admin.zsh" zsh/_smscal-admin
cat >zsh/.zshrc <<'!'
fpath=($ZDOTDIR $fpath)
autoload -Uz compinit
compinit -u -D
whole-line() { print -r -- "$BUFFER" >line.new && mv line.new line }
zle -N whole-line
bindkey '^X' whole-line
bindkey '^I' complete-word
PS1='READY>'
!
cat >types.py <<'!'
import os, pty, select, sys, time

child, tty = pty.fork()
if child == 0:
    os.environ.update(ZDOTDIR="zsh", TERM="dumb", HOME=os.getcwd())
    os.execvp("zsh", ["zsh", "-d", "-i"])
said, asked, end = b"", False, time.monotonic() + 60
while time.monotonic() < end and not os.path.exists("line"):
    if select.select([tty], [], [], 0.1)[0]:
        said += os.read(tty, 65536)
    if b"READY>" in said and not asked:
        asked = os.write(tty, sys.argv[1].encode() + b"\t\x18") > 0
os.kill(child, 9)
os.waitpid(child, 0)
sys.exit(0 if os.path.exists("line") else said.decode(errors="replace"))
!
# completes TYPED WHOLE: that is what Tab makes of it.
completes() {
	rm -f line
	python3 types.py "smscal-admin $1" && is "smscal-admin $2" "$(
		sed 's/ *$//' line)"
}
ok 'zsh: a command' completes cal calendar
ok '... a verb' completes 'calendar acc' 'calendar accept'
ok '... an option' completes 'calendar set x --phone-' \
	'calendar set x --phone-field'
ok '... a calendar' completes 'calendar show acme/l' 'calendar show acme/labor'
ok '... a kind, behind options' completes 'rule set --at 10:00 acme rem' \
	'rule set --at 10:00 acme reminder'
echo >practices.yaml
ok '... a file' completes 'apply pract' 'apply practices.yaml'

done_testing
