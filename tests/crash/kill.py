#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Disturb each tool at each system call, one run a point: see 91-crash.t.

    kill.py DIRECTORY MOCK COUNT [whole]

COUNT points by lot, 0: all of them.  whole: each to the end of the story, even
where nothing differs any more.  SMSCAL_CRASH: only points of whose names ("step
0, smscal-send, call 17: kill") this is a part, all of them.
"""

import os
import random
import sys

sys.dont_write_bytecode = True  # nothing is left beside the source
from image import records  # noqa: E402
from world import LAST, STEPS, TOOLS, World, say  # noqa: E402

SEED = 6
KILLED = -9
NAME = "step %d, smscal-%s, call %d: %s"

# What may go wrong with a call.
MODES = {
    "write": ("kill", "torn", "enospc", "eio", "eintr"),
    "truncate": ("kill", "enospc", "eio"),
    "sync": ("kill", "eio", "eintr"),
    "unlink": ("kill", "eio"),
    "rename": ("kill", "eio"),
    "create": ("kill", "enospc", "eio"),
    "send": ("kill", "torn", "eintr"),
    "sendmsg": ("kill", "torn", "eintr"),
    "connect": ("kill", "torn"),
}
# How a tool may end that met an error: as sysexits has it, never as a bug.
ENDS = (0, 1, 69, 73, 74, 75)


class Killer:
    def __init__(self, world, whole):
        self.w = world
        self.points = []
        self.want = []  # what the world is like behind each step
        self.whole = whole
        self.met = {}
        self.bad = {}
        self.unsure = 0

    def place(self, step, tool):
        return "%s-%d-%s" % (self.w.base, step, tool)

    def look(self):
        """Nothing is disturbed: what there is to meet, and what must come."""
        w, trace = self.w, self.w.base + ".trace"
        for step in range(len(STEPS)):
            w.begin(step)
            for tool in TOOLS:
                w.save(self.place(step, tool))
                if step == LAST:
                    w.must(w.chain(step, (tool,)))
                    continue
                r = w.tool(tool, step, {"FAULT_TRACE": trace})
                if r.status != 0 or r.out or r.err:
                    sys.exit("nothing was disturbed, and %s" % r)
                self.learn(step, tool, trace)
            w.must(w.chain(step))
            self.want.append(w.content())
        wrong = w.wrong(self.want[LAST])
        states = set(self.want[LAST]["message"].values())
        if not {"delivered", "cancelled"} <= states or "unsure" in states:
            wrong.append("the story does not hold: %r" % self.want[LAST])
        return wrong

    def learn(self, step, tool, trace):
        last = 0
        for r in records(trace):
            if r.number == 0 or r.call == "lock":
                continue
            modes = MODES[r.call]
            if r.call == "write" and r.inode == 0:  # a pipe
                modes = ("kill", "torn", "eio", "eintr")
            for mode in modes:
                self.points.append((step, tool, r.number, mode))
            last = r.number
        if last:
            self.points.append((step, tool, last, "torn"))
        os.unlink(trace)

    def point(self, step, tool, at, mode):
        """What is wrong behind it; None: the run never came to the point."""
        w = self.w
        w.load(self.place(step, tool))
        w.begin(step)
        fault = {"FAULT_MODE": mode, "FAULT_AT": str(at)}
        r = w.tool(tool, step, fault)
        kills = mode in ("kill", "torn")
        if kills and r.status == 0:
            return None
        if r.out or r.status not in ((KILLED,) if kills else ENDS):
            return [str(r)]
        wrong = w.finish(
            step, self.want, self.whole, TOOLS[TOOLS.index(tool) + 1 :]
        )
        if wrong:
            wrong.append("the disturbed one: %s" % r)
        self.unsure += w.unsure()
        return wrong

    def run(self, count):
        only = os.environ.get("SMSCAL_CRASH", "")
        points = [p for p in sorted(set(self.points)) if only in NAME % p]
        count = 0 if only else count
        if count:
            random.Random(SEED).shuffle(points)
        for p in points:
            if count and sum(self.met.values()) >= count:
                break
            wrong = self.point(*p)
            if wrong is None:
                continue
            key = p[3], p[1]
            self.met[key] = self.met.get(key, 0) + 1
            if wrong:
                self.bad.setdefault(key, []).extend([NAME % p] + wrong)


def main():
    directory, mock, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    w = World(directory, mock)
    w.make("http://127.0.0.1:%d" % w.port)
    k = Killer(w, sys.argv[4:] == ["whole"])
    good = say(1, "nothing is disturbed: all comes as it should", k.look())
    k.run(count)
    n = 1
    for key in sorted(k.met):
        n += 1
        name = "%s in smscal-%s: %d points" % (*key, k.met[key])
        good &= say(n, name, k.bad.get(key, [])[:60])
    met = sum(k.met.values())
    few = [] if met >= (count or 1) else ["only %d" % met]
    name = "met %d points of %d; %d messages were left unsure" % (
        met,
        len(set(k.points)),
        k.unsure,
    )
    good &= say(n + 1, name, few)
    print("1..%d" % (n + 1))
    return 0 if good else 1


raise SystemExit(main())
