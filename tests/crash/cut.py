#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Cut the power behind system calls of the chain: see 92-power-cut.t.

    cut.py DIRECTORY MOCK COUNT [whole]

COUNT points by lot, 0: all of them.  A point is an instant, and what is on the
disk then: only what was synced, or more by lot.
"""

import os
import random
import sys

sys.dont_write_bytecode = True  # nothing is left beside the source
from image import Disk, records  # noqa: E402
from world import LAST, STEPS, TOOLS, World, say  # noqa: E402

SEED = 6
CHAIN = TOOLS + ("plan",)


class Cutter:
    def __init__(self, world, whole):
        self.w, self.whole = world, whole
        self.want = []
        self.calls = []  # (step, record), in order
        self.disk = None
        self.mails = []  # of the whole story

    def look(self):
        """The whole story, traced."""
        w, trace = self.w, self.w.base + ".trace"
        w.load(w.base)
        os.unlink(os.path.join(w.now, "feed.ics"))  # it is not ours
        self.disk = Disk(w.now)
        w.taken = []
        for step in range(len(STEPS)):
            w.begin(step)
            for tool in CHAIN:
                r = w.tool(tool, step, {"FAULT_TRACE": trace})
                if r.status != 0 or r.out or r.err:
                    sys.exit("nothing was disturbed, and %s" % r)
                self.calls += [(step, x) for x in records(trace)]
                if os.path.exists(trace):
                    os.unlink(trace)
            self.want.append(w.content())
        wrong = w.wrong(self.want[LAST])
        self.mails = w.mail.took
        return wrong

    def points(self, count):
        """(index of a call, by lot?) in order; of both as many."""
        calls = [
            (i, r)
            for i, (step, r) in enumerate(self.calls)
            if step < LAST and r.call != "lock"
        ]
        # Behind other calls, what was synced is as it was.
        strict = [i for i, r in calls if r.call in ("sync", "send")]
        lots = [i for i, _ in calls]
        if count:
            chance = random.Random(SEED)
            half = min(count // 2, len(strict))
            strict = chance.sample(strict, half)
            lots = chance.sample(lots, min(count - half, len(lots)))
        return sorted([(i, False) for i in strict] + [(i, True) for i in lots])

    def point(self, step, number, by_lot):
        w = self.w
        w.drain()
        for name in os.listdir(w.now):
            os.unlink(os.path.join(w.now, name))
        lot = random.Random(number) if by_lot else None
        for name, data in self.disk.image(lot).items():
            path = os.path.join(w.now, name)
            with open(path, "wb") as f:
                f.write(data)
            os.chmod(path, 0o600)
        w.taken = list(self.disk.sent)
        # The disk does not tell when sendmail ran.
        w.mail.took, w.mail.maybe = [], self.mails
        w.begin(step)
        return w.finish(step, self.want, self.whole)

    def run(self, count):
        bad, n, met, unsure = [], 0, [0, 0], 0
        for i, by_lot in self.points(count):
            while n <= i:
                self.disk.apply(self.calls[n][1])
                n += 1
            step, r = self.calls[i]
            met[by_lot] += 1
            wrong = self.point(step, i, by_lot)
            unsure += self.w.unsure()
            if wrong:
                how = "and some of the rest" if by_lot else "and no more"
                name = "step %d, behind call %d (%s): what was synced %s"
                bad.append([name % (step, i, r.call, how)] + wrong)
        return bad, met, unsure


def main():
    directory, mock, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    w = World(directory, mock)
    w.make("http://127.0.0.1:%d" % w.port)
    c = Cutter(w, sys.argv[4:] == ["whole"])
    good = say(1, "nothing is disturbed: all comes as it should", c.look())
    bad, met, unsure = c.run(count)
    good &= say(
        2,
        "the power was cut at %d points, at %d with only what was synced; "
        "%d messages were left unsure" % (sum(met), met[0], unsure),
        sum(bad, [])[:80],
    )
    enough = sum(met) >= count and met[0] > 0 and met[1] > 0
    good &= say(3, "at all that were wanted", [] if enough else [repr(met)])
    print("1..3")
    return 0 if good else 1


raise SystemExit(main())
