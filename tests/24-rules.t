#!/bin/sh
# SPDX-License-Identifier: ISC
# Rules as an implementation that knows nothing of libical has them: random
# ones of RFC 5545 beside python-dateutil (of which python3-icalendar depends).
# SEED=N repeats a run; with SMSCAL_TEST_ALL 20 times as many, others each time.
. "${0%/*}/lib.sh"
need python3
python3 -c 'import dateutil' 2>/dev/null || {
	echo '1..0 # skip python3-dateutil is not there'
	exit 77
}
n=1
if [ -n "${SMSCAL_TEST_ALL-}" ]; then
	n=20
	: "${SEED:=$(date +%s)}"
fi
: "${SEED:=2}"
echo "# SEED=$SEED"

# agree SEED: three hundred rules.
agree() {
	python3 "$SRC/tests/ics/grid.py" make "$1" 300 >grid.ics &&
		python3 "$SRC/tests/ics/records.py" request grid.ics >asked &&
		smscal-parse <asked >raw &&
		python3 "$SRC/tests/ics/grid.py" compare grid.ics <raw
}
# The first found BYHOUR out of order, BYMINUTE without BYHOUR, and BYYEARDAY.
ok 'three hundred rules' agree 1
while [ $n -gt 0 ]; do
	ok "three hundred rules of seed $SEED" agree "$SEED"
	SEED=$((SEED + 1)) n=$((n - 1))
done

done_testing
