#!/bin/sh
# SPDX-License-Identifier: ISC
# Down for three days, on again at three in the morning: what is still of use
# goes when the window opens, or at once where that is too late (P9, P10).
. "${0%/*}/lib.sh"
. "$SRC/tests/story.sh"

story down 0
