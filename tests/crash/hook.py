#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The spool, disturbed as the chain is: see 94-spool-crash.t.

    hook.py DIRECTORY MOCK COUNT

smscal-hook leaves two notifications, smscal-receive takes them.  What was
answered for is taken, and once; what was not may be, and once.
"""

import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True  # nothing is left beside the source
from image import Disk, records  # noqa: E402
from world import World, say  # noqa: E402

SEED = 6
MODES = ("kill", "torn", "enospc", "eio", "eintr")
SECRET, PLAIN = "websms-secret-00001", "plain-form-secret-01"
TIME = "2026-11-23T10:10:00+01:00"


class Spool:
    def __init__(self, world):
        self.w = world
        self.spool = os.path.join(os.path.dirname(world.base), "spool")
        self.owners = self.spool + ".owners"
        with open(self.owners, "w", encoding="ascii") as f:
            for kind, secret in (("websms", SECRET), ("form", PLAIN)):
                digest = hashlib.sha256(secret.encode()).hexdigest()
                f.write("acme %s %s\n" % (kind, digest))
        os.chmod(self.owners, 0o600)
        with open(world.conf, "a", encoding="utf-8") as f:
            f.write("spool: %s\n" % self.spool)
        self.answered = set()

    def clear(self):
        self.w.load(self.w.base)
        self.w.time = TIME
        shutil.rmtree(self.spool, ignore_errors=True)
        os.mkdir(self.spool, 0o770)
        self.answered = set()

    def hook(self, name, fault=None):
        """One notification; is it answered for?"""
        note = {
            "messageType": "text",
            "notificationId": name,
            "senderAddress": "436641000001",
            "textMessageContent": name,
        }
        body, kind, secret = json.dumps(note), "application/json", SECRET
        if name == "two":  # without an id it is known by its file alone
            body = "from=436641000001&text=" + name
            kind, secret = "application/x-www-form-urlencoded", PLAIN
        body = body.encode()
        env = self.w.environment(fault)
        env.update(
            REQUEST_METHOD="POST",
            REQUEST_URI="/cb?k=" + secret,
            CONTENT_LENGTH=str(len(body)),
            CONTENT_TYPE=kind,
            SMSCAL_SPOOL=self.spool,
            SMSCAL_HOOK_FILE=self.owners,
        )
        r = subprocess.run(
            (os.path.join(os.environ["BIN"], "smscal-hook"),),
            input=body,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=env,
            check=False,
        )
        if re.match(rb"Status: 20[0-9] ", r.stdout):
            self.answered.add(name)
        return r

    def run(self, tool, fault=None):
        if tool == "receive":
            return self.w.end(self.w.start(tool, (), None, fault))
        return self.hook(tool, fault)

    def wrong(self):
        """Behind a receive that nothing disturbs."""
        r = self.run("receive")
        wrong = [] if r.status == 0 and not r.out + r.err else [str(r)]
        rows = [row[0] for row in self.w.rows("SELECT text FROM reply")]
        for name in ("one", "two"):
            if rows.count(name) > 1:
                wrong.append("%s was taken %d times" % (name, rows.count(name)))
            if name in self.answered and name not in rows:
                wrong.append(name + " was answered for, and is lost")
        left = [n for n in os.listdir(self.spool) if n[0] != "."]
        if left:
            wrong.append("left behind: %r" % left)
        return wrong + self.w.wrong_attempts()

    ORDER = ("one", "two", "receive")

    def look(self):
        """[(tool, record)] of a run that nothing disturbs, and the disks."""
        self.clear()
        trace, calls = self.spool + ".trace", []
        os.unlink(os.path.join(self.w.now, "feed.ics"))
        disks = [Disk(self.w.now), Disk(self.spool)]
        for tool in self.ORDER:
            self.run(tool, {"FAULT_TRACE": trace})
            calls += [(tool, x) for x in records(trace) if x.call != "lock"]
            os.unlink(trace)
        return calls, disks, self.wrong()

    def kill(self, tool, at, mode):
        self.clear()
        for t in self.ORDER:
            fault = {"FAULT_MODE": mode, "FAULT_AT": str(at)}
            r = self.run(t, fault if t == tool else None)
            status = r.status if t == "receive" else r.returncode
            if t != "receive" and status >= 0 and t not in self.answered:
                self.hook(t)  # the vendor tries again
            if status in (70, 86) or status < 0 and t != tool:
                return ["smscal-receive or -hook ended with %d" % status]
        return self.wrong()

    def cut(self, tool, number, disks, by_lot):
        """What was answered for: whatever ended before this tool began."""
        self.clear()
        lot = random.Random(number) if by_lot else None
        for disk, where in zip(disks, (self.w.now, self.spool)):
            for name in os.listdir(where):
                os.unlink(os.path.join(where, name))
            for name, data in disk.image(lot).items():
                path = os.path.join(where, name)
                with open(path, "wb") as f:
                    f.write(data)
                os.chmod(path, 0o600)
        self.answered = set(self.ORDER[: self.ORDER.index(tool)])
        return self.wrong()


def chosen(points, count):
    if count == 0 or count >= len(points):
        return points
    return sorted(random.Random(SEED).sample(points, count))


def main():
    directory, mock, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    w = World(directory, mock)
    w.make("http://127.0.0.1:%d" % w.port)
    s = Spool(w)
    calls, disks, wrong = s.look()
    good = say(1, "nothing is disturbed: both are taken", wrong)

    bad = []
    points = [(t, r.number, m) for t, r in calls if r.number for m in MODES]
    points = chosen(sorted(set(points)), count)
    for p in points:
        wrong = s.kill(*p)
        bad += ["%s, call %d: %s" % p] + wrong if wrong else []
    good &= say(2, "killed and the like at %d points" % len(points), bad[:60])

    bad, n = [], 0
    cuts = [(i, lot) for i in range(len(calls)) for lot in (False, True)]
    cuts = chosen(cuts, count)
    for i, by_lot in cuts:
        while n <= i:
            for disk in disks:
                disk.apply(calls[n][1])
            n += 1
        wrong = s.cut(calls[i][0], i, disks, by_lot)
        if wrong:
            bad += ["%s, behind call %d, %s" % (calls[i][0], i, by_lot)] + wrong
    good &= say(3, "the power was cut at %d points" % len(cuts), bad[:60])
    print("1..3")
    return 0 if good else 1


raise SystemExit(main())
