#!/bin/sh
# SPDX-License-Identifier: ISC
# An SMS that came in by gammu-smsd, to smscal-receive.  In gammu-smsdrc:
#
#	[smsd]
#	RunOnReceive = /usr/local/libexec/gammu-receive.sh
#
# gammu-smsd runs as the user of the database then, or as root, and with a
# locale of UTF-8 (LC_ALL=C.UTF-8), else umlauts are lost in it.  What is given
# in the environment becomes a line as smscal-receive reads it from standard
# input; gammu may run this again for the same message, which is taken once.
# Delivery reports are passed over: they name no message that we know.
#
# $SMSCAL_RECEIVE: the program, for a trial.
set -u
# gammu closes all descriptors.
exec </dev/null
{ : >&1; } 2>/dev/null || exec >/dev/null
{ : >&2; } 2>/dev/null || exec 2>/dev/null
receive=${SMSCAL_RECEIVE-smscal-receive}
PATH=$PATH:/usr/local/sbin:/usr/sbin

[ "${SMS_MESSAGES-0}" -gt 0 ] 2>/dev/null || exit 0
case ${SMS_1_REFERENCE-} in
'' | 0 | -1) ;;
*) exit 0 ;;
esac

# The text: whole, or else part by part.
text=
if [ "${DECODED_PARTS-0}" -gt 0 ]; then
	of=DECODED parts=$DECODED_PARTS
else
	of=SMS parts=$SMS_MESSAGES
fi
i=1
while [ "$i" -le "$parts" ]; do
	eval "text=\$text\${${of}_${i}_TEXT-}"
	i=$((i + 1))
done

# Its number in gammu's inbox may come again some day, with another text.
sum=$(printf '%s %s' "${SMS_1_NUMBER-}" "$text" | cksum | cut -d ' ' -f 1)
id=gammu-${1-$(date +%s)}-$sum

# As JSON has it: each line of a text ends in \n.
json() {
	printf '%s\n' "$1" | LC_ALL=C awk '
	BEGIN {
		for (i = 1; i < 32; i++)
			code[sprintf("%c", i)] = sprintf("\\u%04x", i)
		code["\""] = "\\\""
		code["\\"] = "\\\\"
	}
	{
		if (NR > 1)
			printf "\\n"
		n = length($0)
		for (i = 1; i <= n; i++) {
			c = substr($0, i, 1)
			printf "%s", c in code ? code[c] : c
		}
	}'
}

printf '{"messageType":"text","notificationId":"%s","senderAddress":"%s","textMessageContent":"%s"}\n' \
	"$(json "$id")" "$(json "${SMS_1_NUMBER-}")" "$(json "$text")" |
	"$receive" -
