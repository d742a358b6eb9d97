#!/bin/sh
# SPDX-License-Identifier: ISC
# What goes wrong with feeds (D2 to D10, F3), each for 48 hours beside one true
# move in the same feed: the glitch sends nothing, the move is told once, and
# every reminder comes in its minute.
. "${0%/*}/lib.sh"
. "$SRC/tests/story.sh"

story glitches 1
