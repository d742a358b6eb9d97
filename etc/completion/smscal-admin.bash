# SPDX-License-Identifier: ISC
# shellcheck shell=bash
# Completion of smscal-admin in bash: it knows its own words.

_smscal_admin() {
	local IFS=$'\n'

	# shellcheck disable=SC2207 # a line each, and none has a blank
	COMPREPLY=($("$1" _complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" \
		2>/dev/null))
	if [ "${#COMPREPLY[@]}" -eq 0 ]; then
		compopt -o default 2>/dev/null # a file, perhaps
	fi
}
complete -F _smscal_admin smscal-admin
