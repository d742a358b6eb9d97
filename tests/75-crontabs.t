#!/bin/sh
# SPDX-License-Identifier: ISC
# Two crontabs run the chain at once, for 48 hours by the minute (a sample of
# them without --all): what goes wrong with feeds is as in 71-glitch.t.
. "${0%/*}/lib.sh"
. "$SRC/tests/story.sh"

story crontabs 3
