#!/bin/sh
# SPDX-License-Identifier: ISC
# Two of each tool at once, by two names of the database; one of them stopped
# between its transactions while the calendar is edited and the others run (S5);
# and readers that are stuck.
. "${0%/*}/lib.sh"
. "$SRC/tests/crash.sh"

crash race.py 2 10
exit $?
