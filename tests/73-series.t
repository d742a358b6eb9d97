#!/bin/sh
# SPDX-License-Identifier: ISC
# Series, twins and two calendars of one company (D8, D10, P2): from real
# feeds to the gateway, what each person gets in four days.
. "${0%/*}/lib.sh"
. "$SRC/tests/story.sh"

story series 12
