#!/bin/sh
# SPDX-License-Identifier: ISC
# A feed that is dead for days (F8), beside one true move meanwhile.
. "${0%/*}/lib.sh"
. "$SRC/tests/story.sh"

story dead 1
