#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Several tools at once: see 93-two-at-once.t.

    race.py DIRECTORY MOCK STORIES
"""

import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
import time

sys.dont_write_bytecode = True  # nothing is left beside the source
from world import STEPS, TOOLS, World, say  # noqa: E402

EDIT = {"mara": (25, "0945", "1015", "Mara Drei, +43 664 1000003")}
OLD, NEW = "09:30", "09:45"
F_SETPIPE_SZ = 1031
BUSY_S = 10  # as long as most tools wait for the database
LOG_MOST = 6 << 20  # bytes: SQLite's 1000 pages, and what comes behind them


class Racer:
    def __init__(self, world, stories):
        self.w, self.stories = world, stories
        self.want, self.minute = None, 0
        self.linked = os.path.join(os.path.dirname(world.base), "linked")
        self.link_conf = world.conf + ".linked"

    def look(self):
        w = self.w
        w.load(w.base)
        for step in range(len(STEPS)):
            w.begin(step)
            w.must(w.chain(step))
            w.must(w.chain(step))
        self.want = w.content()
        # Another name for the same database.
        os.symlink(w.now, self.linked)
        with open(w.conf, encoding="utf-8") as f:
            text = f.read()
        there = os.path.join(self.linked, "smscal.db")
        with open(self.link_conf, "w", encoding="utf-8") as f:
            f.write(text.replace("database: " + w.db, "database: " + there))
        return w.wrong(self.want)

    # All at once.

    def at_once(self):
        """Two of each, the second by way of the link, through the story."""
        w, wrong = self.w, []
        w.load(w.base)
        for step in range(len(STEPS)):
            w.begin(step)
            w.drain()
            running = []
            for name in TOOLS:
                text = w.inbound(step) if name == "receive" else None
                for more in ((), ("-c", self.link_conf)):
                    args = more + (("-",) if text else ())
                    running.append(w.start(name, args, text))
            for r in map(w.end, running):
                # 75: it waited for the other; its input comes again.
                may = (0, 1, 75) if r.name == "receive" else (0, 1)
                if r.status not in may or r.out:
                    wrong.append("step %d: %s" % (step, r))
            bad = w.chain(step)
            if bad:
                wrong.append("step %d: %s" % (step, bad))
        return wrong + w.wrong(self.want)

    # One stopped between its transactions, the others between them.

    def edit(self, *tools):
        """Somebody edits the calendar, and the tools run; the first that
        ended badly, or None."""
        w = self.w
        w.feed(EDIT)
        for name in tools:
            args = ("acme/a",) if name == "fetch" else ()
            r = w.end(w.start(name, args, None))
            if r.status != 0 or r.out or r.err:
                return r
        return None

    def rescheduled(self):
        """The state of what tells Mara the time that is edited away."""
        rows = self.w.rows(
            "SELECT state FROM message WHERE kind = 'rescheduled'"
            "   AND phone = '+436641000003' AND text LIKE '%" + OLD + "%'"
        )
        return rows[0][0] if rows else "none"

    def stop(self, tool, at, before, between):
        """
        `tool` stops before its at-th transaction.  Gives what is wrong then;
        None: it had not so many.
        """
        w = self.w
        w.load(w.base)
        w.begin(0)
        for name in before:
            w.must(w.chain(0, (name,)))
        fault = {"FAULT_MODE": "lock", "FAULT_AT": str(at)}
        p = w.start(tool, (), None, fault)
        _, status = os.waitpid(p.pid, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            p.returncode = os.waitstatus_to_exitcode(status)
            w.must(None if p.returncode == 0 else w.end(p))
            return None
        # What diff has not worked off is not known yet.
        was = self.rescheduled() if "diff" in between else "unknown"
        bad = self.edit(*between)
        p.send_signal(signal.SIGCONT)
        r = w.end(p)
        wrong = [] if r.status == 0 and not r.out else [str(r)]
        if bad:
            wrong.append(str(bad))
        for step in range(len(STEPS)):
            if step > 0:
                w.begin(step)
            else:
                w.feed(EDIT)
            bad = w.chain(step)
            wrong += [str(bad)] if bad else []
        return wrong + self.told(was)

    def told(self, was):
        w = self.w
        w.drain()
        wrong = w.wrong_attempts()
        texts = [t[2] for t in w.taken if t[1].endswith("1000003")]
        old = [t for t in texts if OLD in t]
        if was in ("planned", "none") and old:
            wrong.append("the edit was known, and yet: %r" % old)
        if not any("verschoben" in t and NEW in t for t in texts):
            wrong.append("the new time was never told: %r" % texts)
        if [t for t in texts if texts.count(t) > 1]:
            wrong.append("twice: %r" % texts)
        return wrong

    def steps(self, tool, before, between):
        """Before each of its transactions."""
        wrong, at = [], 1
        while at < 100:
            found = self.stop(tool, at, before, between)
            if found is None:
                break
            if found:
                wrong += ["stopped before transaction %d" % at] + found
            at += 1
        if at == 1:
            wrong.append("it has no transaction")
        return wrong, at - 1

    # Readers that are stuck.

    def minutes(self, n):
        """Minutes in each of which something is edited; how large the log
        became."""
        w, wrong = self.w, []
        for _ in range(n):
            self.minute += 1
            w.time = "2026-11-25T11:%02d:00+01:00" % self.minute
            title = "Olga Neun %d, +43 664 1000008" % self.minute
            w.feed({"olga": (26, "0900", "0930", title)})
            for name in TOOLS:
                args = ("acme/a",) if name == "fetch" else ()
                r = w.end(w.start(name, args, None))
                if r.status != 0 or r.err:
                    wrong.append(str(r))
        return wrong, os.path.getsize(w.db + "-wal")

    def emptied(self):
        """Nobody is in the way of a checkpoint of all: the log, then, goes
        round by itself at SQLite's 1000 pages."""
        answer = self.w.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return [] if answer == [(0, 0, 0)] else ["in the way: %r" % answer]

    def swell(self):
        """A transaction that makes the log large."""
        there = sqlite3.connect(self.w.db)
        there.execute("CREATE TABLE scrap (x)")
        there.execute("INSERT INTO scrap VALUES (zeroblob(16000000))")
        there.commit()
        there.execute("DROP TABLE scrap")
        there.commit()
        there.close()

    def long(self):
        """A transaction of somebody's that ends when another has waited for it
        in vain, which is sooner than send and receive do."""
        w = self.w
        w.load(w.base)
        w.begin(0)
        for name in TOOLS[:4]:
            w.must(w.chain(0, (name,)))
        there = sqlite3.connect(w.db, isolation_level=None)
        there.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        w.begin(1)
        text = w.inbound(1)
        running = [
            w.start("send", (), None),
            w.start("receive", ("-",), text),
            w.start("fetch", ("acme/a",), None),
        ]
        tired = w.end(running.pop())
        took = time.monotonic() - begun
        there.execute("COMMIT")
        there.close()
        ends = [w.end(p) for p in running]
        wrong = [str(r) for r in ends if r.status != 0 or r.out or r.err]
        if tired.status != 75 or b"is busy" not in tired.err:
            wrong.append(str(tired))
        for step in range(1, len(STEPS)):
            w.begin(step)
            bad = w.chain(step)
            wrong += [str(bad)] if bad else []
        return wrong + w.wrong(self.want), took

    def pager(self):
        """A listing that nobody reads."""
        w = self.w
        ours, theirs = os.pipe()
        fcntl.fcntl(theirs, F_SETPIPE_SZ, 4096)
        p = subprocess.Popen(
            (os.path.join(os.environ["BIN"], "smscal-admin"),)
            + ("message", "list", "--json"),
            stdout=theirs,
            env=w.environment(),
            cwd=w.now,
        )
        os.close(theirs)
        first = os.read(ours, 1)  # it has begun
        self.swell()
        wrong, most = self.minutes(4)
        if most > LOG_MOST:
            wrong.append("the log stayed at %d bytes" % most)
        wrong += self.emptied()
        if p.poll() is not None:
            wrong.append("the listing was not stuck")
        while os.read(ours, 65536):
            pass
        os.close(ours)
        if p.wait(60) != 0 or first != b"[":
            wrong.append("the listing ended with %d" % p.returncode)
        return wrong, most

    def reader(self):
        """A transaction that somebody holds open."""
        w = self.w
        there = sqlite3.connect(w.db, isolation_level=None)
        there.execute("BEGIN")
        there.execute("SELECT count(*) FROM message").fetchall()
        wrong, most = self.minutes(4)
        there.execute("COMMIT")
        wrong += self.emptied()
        there.close()
        return wrong, most


def main():
    directory, mock, stories = sys.argv[1], sys.argv[2], int(sys.argv[3])
    w = World(directory, mock)
    w.make("http://127.0.0.1:%d" % w.port)
    r = Racer(w, stories)
    good = say(1, "one after another: all comes as it should", r.look())
    wrong = []
    for _ in range(stories):
        wrong += r.at_once()
    name = "two of each tool at once, %d times" % (stories * len(STEPS))
    good &= say(2, name, wrong[:60])
    wrong, most = r.pager()
    name = "a listing stuck in a pager is in nobody's way (log of %d bytes)"
    good &= say(3, name % most, wrong)
    wrong, most = r.reader()
    name = "a reader that stays stops none; its log (%d bytes) goes with it"
    good &= say(4, name % most, wrong)
    wrong, took = r.long()
    if took < BUSY_S:
        wrong.append("nobody waited")
    name = "a transaction of %d s makes neither send nor receive fail"
    good &= say(5, name % took, wrong)
    n = 5
    for tool, before, between in (
        ("send", TOOLS[:4], ("fetch", "diff")),
        ("send", TOOLS[:4], ("fetch", "diff", "plan")),
        ("plan", TOOLS[:3], ("fetch", "diff", "send")),
        ("diff", TOOLS[:1], ("fetch", "plan", "send")),
    ):
        wrong, met = r.steps(tool, before, between)
        n += 1
        name = "smscal-%s stopped before each of %d transactions: an edit, %s"
        good &= say(n, name % (tool, met, ", ".join(between)), wrong[:60])
    print("1..%d" % n)
    return 0 if good else 1


raise SystemExit(main())
