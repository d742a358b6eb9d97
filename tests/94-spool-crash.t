#!/bin/sh
# SPDX-License-Identifier: ISC
# smscal-hook and smscal-receive at the spool: killed, in trouble with the disk,
# and without power.  What was answered for is not lost, and is taken once.
. "${0%/*}/lib.sh"
. "$SRC/tests/crash.sh"

crash hook.py 60 0
exit $?
