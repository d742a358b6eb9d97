#compdef smscal-admin
# SPDX-License-Identifier: ISC
# Completion of smscal-admin in zsh: it knows its own words.

local -a found
found=(${(f)"$($words[1] _complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)"})
if (( $#found )); then
	compadd -a found
else
	_files
fi
