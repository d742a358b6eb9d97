#!/bin/sh
# SPDX-License-Identifier: ISC
# Made-up histories of appointments, rules and edits, told through the tools at
# random moments: never two messages of one key, none outside the window but
# by P9, none with another time than the appointment's, none after the start
# but feedback and followup, none to who opted out, and none lost without a
# state that says why.  500 with --all.
. "${0%/*}/lib.sh"
. "$SRC/tests/story.sh"

story histories 15
