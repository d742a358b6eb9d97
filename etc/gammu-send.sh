#!/bin/sh
# SPDX-License-Identifier: ISC
# One SMS to gammu-smsd, for a gateway of the type command in smscal.conf:
#
#	gateways:
#	  modem:
#	    type: command
#	    command: [/usr/local/libexec/gammu-send.sh, /etc/gammu-smsdrc]
#
# The text is read from standard input; SMSCAL_TO has the number.  With
# SMSCAL_TEST only the daemon's configuration is looked at.  What gammu says of
# an error it says on standard output, and its statuses are its own: here they
# become those of sysexits(3).
#
# $GAMMU_INJECT: the program, for a trial.
set -u
conf=${1-/etc/gammu-smsdrc}
inject=${GAMMU_INJECT-gammu-smsd-inject}

# Under cron there is no locale, and gammu reads its input by it.
LC_ALL=C.UTF-8
export LC_ALL

if [ ! -r "$conf" ]; then
	echo "cannot read $conf" >&2
	exit 78
fi
if [ -z "${SMSCAL_TO-}" ]; then
	echo 'SMSCAL_TO is not set' >&2
	exit 65
fi
if ! command -v "$inject" >/dev/null; then
	echo "$inject is not installed" >&2
	exit 78
fi
[ -z "${SMSCAL_TEST-}" ] || exit 0

set -- -c "$conf" TEXT "$SMSCAL_TO" -autolen 1000
if [ -n "${SMSCAL_VALIDITY-}" ]; then
	# gammu has steps: the next below, and an hour at least.
	if [ "$SMSCAL_VALIDITY" -ge 604800 ]; then
		set -- "$@" -validity WEEK
	elif [ "$SMSCAL_VALIDITY" -ge 259200 ]; then
		set -- "$@" -validity 3DAYS
	elif [ "$SMSCAL_VALIDITY" -ge 86400 ]; then
		set -- "$@" -validity DAY
	elif [ "$SMSCAL_VALIDITY" -ge 21600 ]; then
		set -- "$@" -validity 6HOURS
	else
		set -- "$@" -validity HOUR
	fi
fi
said=$("$inject" "$@" 2>&1)
status=$?

case $status in
0)
	# The name of a file, or the number of a row.
	printf '%s\n' "$said" |
		sed -n 's|^Written message with ID \(.*/\)*||p' | head -n 1
	exit 0
	;;
esac
# Its log goes there too; the reason stands last.
printf '%s\n' "$said" | tail -n 1 >&2
case $status in
1) exit 65 ;; # the message could not be made
2) exit 78 ;; # its configuration
3) exit 75 ;; # it could not be put there
*) exit 70 ;;
esac
