# SPDX-License-Identifier: ISC
"""A town of practices on one installation, through which a clock walks.

Each story has a company of its own, so that one walk of the chain tells many
of them: what one practice does must not be felt by another.
"""

import collections
import datetime
import json
import os
import re
import sqlite3
import subprocess
import urllib.parse

from feed import VIENNA, Server

TOOLS = ("fetch", "diff", "receive", "plan", "send")
LONGEST_S = 300  # no tool hangs
MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)

# Every kind, in words that a test reads.
KINDS = (
    "confirmation",
    "reminder",
    "rescheduled",
    "feedback",
    "followup",
    "cancellation",
)
TEXT = "%s {date:%%Y-%%m-%%d} {time} {name}"
ALSO = "; {dates}"  # of a confirmation
ON = ("confirmation", "reminder", "rescheduled", "cancellation")

# What the gateway took: kind, the start that it tells (a clock time, or a
# date), to whom, in whose name, when, and what {dates} lists.
Taken = collections.namedtuple("Taken", "kind start phone name at dates")


class Broken(Exception):
    """The town cannot go on: a tool crashed, or said what it must not."""


# Instants are in UTC, for Python counts hours by the clock in other zones.


def local(at):
    return at.astimezone(VIENNA)


def instant(day, hour, minute=0):
    """A clock time in Vienna."""
    clock = datetime.datetime.combine(day, datetime.time(hour, minute), VIENNA)
    return clock.astimezone(datetime.timezone.utc)


class Town:
    def __init__(self, directory, answer):
        os.makedirs(directory)
        self.dir = directory
        self.db = os.path.join(directory, "smscal.db")
        self.conf = os.path.join(directory, "smscal.conf")
        self.outbox = os.path.join(directory, "outbox.jsonl")
        self.read, self.read_lines, self.said = 0, 0, []
        self.now = None
        self.runs = 0
        self.server = Server(answer)
        with open(self.conf, "w", encoding="utf-8") as f:
            f.write(
                "name: town\ndatabase: smscal.db\n"
                "fetch: {allow_private: yes}\n"
                "gateways:\n  file: {path: outbox.jsonl}\n"
            )

    def close(self):
        self.server.close()

    # The tools.

    def start(self, name, *args, stdin=subprocess.DEVNULL):
        self.runs += 1
        return subprocess.Popen(
            (os.path.join(os.environ["BIN"], "smscal-" + name),) + args,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(
                os.environ,
                SMSCAL_NOW=str(int(self.now.timestamp())),
                SMSCAL_CONF=self.conf,
                SMSCAL_SPOOL=os.path.join(self.dir, "spool"),
            ),
            cwd=self.dir,
        )

    def end(self, name, p, allowed):
        """It has ended as it may; what it said to stderr is kept."""
        try:
            out, err = p.communicate(timeout=LONGEST_S)
        except subprocess.TimeoutExpired:
            p.kill()
            raise Broken("smscal-%s hung at %s" % (name, local(self.now)))
        lines = err.decode(errors="replace").splitlines()
        if p.returncode not in allowed or out:
            raise Broken(
                "smscal-%s at %s: status %d: %s %s"
                % (name, local(self.now), p.returncode, lines[:20], out[:500])
            )
        self.said += [(self.now, line) for line in lines]

    def tool(self, name, *args):
        self.end(name, self.start(name, *args), (0, 1))

    def hear(self, notes):
        """What the gateway would call back with, a line each."""
        p = self.start("receive", "-", stdin=subprocess.PIPE)
        out, err = p.communicate(notes.encode(), LONGEST_S)
        if p.returncode != 0 or out or err:
            raise Broken("smscal-receive: %d: %s" % (p.returncode, err[:500]))

    def admin(self, *args):
        p = self.start("admin", *args)
        out, err = p.communicate(timeout=LONGEST_S)
        if p.returncode != 0 or err:
            raise Broken(
                "smscal-admin %s at %s: %d: %s"
                % (" ".join(args), local(self.now), p.returncode, err[:500])
            )
        return out

    def chain(self, tools=TOOLS):
        for name in tools:
            self.tool(name)

    # Companies: the first is made by the operator, the others are its copies.

    def found(self, ref, zone="Europe/Vienna"):
        if not os.path.exists(self.db):
            os.mkdir(os.path.join(self.dir, "spool"))
            self.admin("-q", "init", "--test")
            self.admin("company", "add", "model", "--name", "M", "--zone", zone)
            # P12 has tests of its own.
            self.admin("company", "set", "model", "--limit-recipient", "none")
            for kind in KINDS:
                text = TEXT % kind + (ALSO if kind == "confirmation" else "")
                self.admin("rule", "set", "model", kind, "--text", text)
                on = "enable" if kind in ON else "disable"
                self.admin("rule", on, "model", kind)
        self.copy(ref, zone)

    def copy(self, ref, zone):
        db = self.open()
        with db:
            (model,) = db.execute(
                "SELECT id FROM company WHERE ref = 'model'"
            ).fetchone()
            new = self.copy_row(db, "company", model, ref=ref, zone=zone)
            for (rule,) in db.execute(
                "SELECT id FROM rule WHERE company_id = ?", (model,)
            ).fetchall():
                its = self.copy_row(db, "rule", rule, company_id=new)
                db.execute(
                    "INSERT INTO rule_text (rule_id, language, text)"
                    " SELECT ?, language, text FROM rule_text"
                    "  WHERE rule_id = ?",
                    (its, rule),
                )
        db.close()

    @staticmethod
    def copy_row(db, table, row_id, **changes):
        columns = [c[1] for c in db.execute("PRAGMA table_info(%s)" % table)]
        columns.remove("id")
        values = ", ".join(":" + c if c in changes else c for c in columns)
        return db.execute(
            "INSERT INTO %s (%s) SELECT %s FROM %s WHERE id = :row_id"
            % (table, ", ".join(columns), values, table),
            dict(changes, row_id=row_id),
        ).lastrowid

    def calendar(self, ref, *args):
        """Its feed is what answer("/REF") gives."""
        self.admin("calendar", "add", ref, self.address(ref), *args)

    def address(self, ref):
        return "http://127.0.0.1:%d/%s" % (
            self.server.port,
            urllib.parse.quote(ref),
        )

    # What became of it.

    def open(self):
        db = sqlite3.connect(self.db, timeout=60)
        db.execute("PRAGMA foreign_keys = ON")
        return db

    def rows(self, sql, *values):
        db = self.open()
        try:
            return db.execute(sql, values).fetchall()
        finally:
            db.close()

    def took(self):
        """What the gateway took since it was asked last."""
        if not os.path.exists(self.outbox):
            return []
        with open(self.outbox, encoding="utf-8") as f:
            f.seek(self.read)
            lines = f.read().splitlines()
            self.read = f.tell()
        self.read_lines += len(lines)
        return [self.taken(json.loads(line)) for line in lines]

    def taken(self, m):
        found = re.fullmatch(
            r"(\w+) (\d+-\d+-\d+) ?(\d+:\d+)? ?([^;]*)(.*)", m["text"]
        )
        if not found:
            raise Broken("the gateway was given %r" % m["text"])
        kind, day, time, name, also = found.groups()
        dates = re.findall(r"\d+\.\d+\.\d+ \d+:\d+", also)
        dates = tuple(
            datetime.datetime.strptime(d, "%d.%m.%Y %H:%M") for d in dates
        )
        start = datetime.date.fromisoformat(day)
        if time:
            clock = datetime.time.fromisoformat(time)
            start = datetime.datetime.combine(start, clock)
        return Taken(kind, start, m["to"], name, self.now, dates)

    def whole(self):
        """What is wrong with the database itself."""
        wrong = []
        for check in ("integrity_check", "foreign_key_check"):
            answer = self.rows("PRAGMA " + check)
            if answer not in ([], [("ok",)]):
                wrong.append("%s: %r" % (check, answer[:3]))
        return wrong
