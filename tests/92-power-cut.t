#!/bin/sh
# SPDX-License-Identifier: ISC
# A kill leaves the page cache alone, a power cut does not: the chain begins
# again on a disk that has what was synced, and of the rest nothing or some.
. "${0%/*}/lib.sh"
. "$SRC/tests/crash.sh"

crash cut.py 50 300
exit $?
