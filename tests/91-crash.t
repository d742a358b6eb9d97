#!/bin/sh
# SPDX-License-Identifier: ISC
# Each tool of the chain is killed, or meets a full disk, an error or a signal,
# at a system call that writes, syncs, renames, unlinks, truncates or sends:
# one run a point, and then the chain to its end.  No message is missing without
# a state that says so, none came twice but by the rule of the unsure, the
# gateway heard of nothing that is not claimed, and the database is whole.
. "${0%/*}/lib.sh"
. "$SRC/tests/crash.sh"

crash kill.py 150 1200
exit $?
