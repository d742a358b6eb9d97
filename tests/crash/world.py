# SPDX-License-Identifier: ISC
"""The world that the crash tests disturb, and what must hold behind it.

A small practice with a feed in a file, four days of which the chain works off
against the stand-in of the gateway.  WORLD/base has what stood there before;
every run is in WORLD/now, so paths stay the same.
"""

import http.client
import json
import os
import shutil
import sqlite3
import subprocess
import sys

from mailbox import Mailbox

TOOLS = ("fetch", "diff", "receive", "plan", "send")
HANDED = ("sent", "delivered")
LONGEST_S = 120  # no tool hangs

# UID, day of November 2026, from, to, title.
BASE = {
    "rosa": (24, "1030", "1100", "Rosa Eins, +43 664 1000001"),
    "emil": (24, "1400", "1430", "Emil Zwei, +43 664 1000002"),
    "mara": (25, "0900", "0930", "Mara Drei, +43 664 1000003"),
    "dora": (25, "1000", "1030", "Dora Vier, +43 664 1000004"),
    "paul": (25, "1100", "1130", "Paul Acht, +43 664 1000005"),
    "fred": (23, "0930", "0945", "Fred Sechs, +43 664 1000006"),
    "gina": (23, "0935", "0950", "Gina Sieben, +43 664 1000007"),
    "olga": (26, "0900", "0930", "Olga Neun, +43 664 1000008"),
    "hugo": (26, "1000", "1030", "Hugo Zehn, +43 664 1000009"),
}
BEFORE = {
    "nina": (25, "1500", "1530", "Nina Neu, +43 664 1000011"),
    "mara": (25, "0930", "1000", "Mara Drei, +43 664 1000003"),
    "dora": None,
}

# What the feed says anew, and who writes, before each chain of the story.
STEPS = (
    (
        "2026-11-23T10:10:00+01:00",
        {
            "nora": (27, "0900", "0930", "Nora Neu, +43 664 1000012"),
            "paul": (25, "1100", "1130", "Paul Acht, +43 664 1000015"),
        },
        # Nobody's yet: whoever got an SMS by then hangs on who comes first.
        ("436641000099", "Danke"),
    ),
    (
        "2026-11-23T10:30:00+01:00",
        {"mara": (25, "0945", "1015", "Mara Drei, +43 664 1000003")},
        ("436641000011", "Komme gern"),
    ),
    ("2026-11-24T10:15:00+01:00", {"hugo": None}, None),
    ("2026-11-24T12:00:00+01:00", {}, ("436641000007", "Alles gut")),
    ("2026-11-25T10:20:00+01:00", {}, None),
)
LAST = len(STEPS) - 1  # only to see all to its end


def event(uid, day, start, end, title):
    lines = (
        "BEGIN:VEVENT",
        "UID:" + uid,
        "DTSTAMP:20261101T000000Z",
        "DTSTART;TZID=Europe/Vienna:202611%02dT%s00" % (day, start),
        "DTEND;TZID=Europe/Vienna:202611%02dT%s00" % (day, end),
        "SUMMARY:" + title,
        "END:VEVENT",
    )
    return "".join(line + "\r\n" for line in lines)


class Run:
    """What one tool's run came to."""

    def __init__(self, name, status, out, err):
        self.name, self.status, self.out, self.err = name, status, out, err

    def __str__(self):
        text = (self.out + self.err).decode(errors="replace")
        return "smscal-%s ended with %d: %s" % (
            self.name,
            self.status,
            text[:2000],
        )


class World:
    def __init__(self, directory, mock):
        self.base = os.path.join(directory, "base")
        self.now = os.path.join(directory, "now")
        self.db = os.path.join(self.now, "smscal.db")
        self.conf = os.path.join(directory, "smscal.conf")
        self.database = self.db
        self.mock = mock
        with open(os.path.join(mock, "port"), encoding="ascii") as f:
            self.port = int(f.read())
        self.taken = []  # (ref, to, text) that the gateway took
        self.mail = Mailbox(directory)
        self.events = dict(BASE)
        self.time = None

    # Running.

    def environment(self, extra=None):
        env = dict(os.environ, SMSCAL_NOW=self.time, SMSCAL_CONF=self.conf)
        if extra:
            env.update(extra)
            env["LD_PRELOAD"] = os.environ["FAULT"]
            # In front of the sanitizer's library stands ours.
            env["ASAN_OPTIONS"] += ":verify_asan_link_order=0"
        else:
            # What is leaked is looked for where something goes wrong, and by
            # all other tests: it takes as long as a tool takes to start.
            env["ASAN_OPTIONS"] += ":detect_leaks=0"
        return env

    def start(self, name, args, stdin, fault=None):
        """The tool, under way; input() and end() have to follow."""
        p = subprocess.Popen(
            (os.path.join(os.environ["BIN"], "smscal-" + name),) + args,
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment(fault),
            cwd=self.now,
            close_fds=False,
        )
        p.tool, p.text = name, stdin or None
        return p

    def end(self, p):
        try:
            out, err = p.communicate(p.text, LONGEST_S)
        except subprocess.TimeoutExpired:
            p.kill()
            out, err = p.communicate()
            err += b"it hung"
        return Run(p.tool, p.returncode, out, err)

    def admin(self, *args):
        r = self.end(self.start("admin", args, None))
        if r.status != 0 or r.err:
            sys.exit("%s: %s" % (" ".join(args), r))

    def tool(self, name, step, fault=None):
        stdin, args = None, ()
        if name == "receive":
            self.drain()
            stdin, args = self.inbound(step), ("-",)
        return self.end(self.start(name, args, stdin, fault))

    def chain(self, step, tools=TOOLS + ("plan",)):
        """To where it comes to rest.  Gives the first run that ended other than
        well, or None."""
        for name in tools:
            r = self.tool(name, step)
            if r.status not in (0, 1) or r.out:
                return r
        return None

    def finish(self, step, want, whole, rest=()):
        """
        cron goes on with the rest of the chain, and comes again.  Gives what
        is wrong in the end; `want`: content() behind each step, undisturbed.
        """
        try:
            return self.finished(step, want, whole, rest)
        except sqlite3.DatabaseError as e:
            return ["the database: %s" % e]

    def finished(self, step, want, whole, rest):
        bad = self.chain(step, rest) or self.chain(step)
        # As if nothing had been: then so is the rest of the story.
        while bad is None and step < LAST:
            if not whole and not self.differs(want[step]):
                break
            step += 1
            self.begin(step)
            bad = self.chain(step)
        return [str(bad)] if bad is not None else self.wrong(want[step])

    # The world.

    def make(self, url):
        os.makedirs(self.now)
        token = os.path.join(self.now, "..", "token")
        with open(token, "w", encoding="ascii") as f:
            f.write("token\n")
        os.chmod(token, 0o600)
        self.mail.make()
        with open(self.conf, "w", encoding="utf-8") as f:
            f.write(
                "name: test\ndatabase: %s\nfetch: {directories: ['%s']}\n"
                "gateways:\n  websms: {type: websms, url: '%s'}\n"
                "sendmail: %s\n"
                % (self.database, self.now, url, self.mail.sendmail)
            )
        self.time = "2026-11-23T09:00:00+01:00"
        self.feed({})
        self.admin("-q", "init", "--test")
        self.admin(
            *("company add acme --name Praxis --zone Europe/Vienna "
              "--email praxis@example.com --gateway websms --token-file").split(),
            os.path.realpath(token)
        )
        self.admin(
            "calendar", "add", "acme/a", os.path.join(self.now, "feed.ics")
        )
        for kind in ("feedback", "followup", "cancellation"):
            self.admin("rule", "enable", "acme", kind)
        self.admin("rule", "set", "acme", "reminder", "--on-unsure", "resend")
        self.must(self.chain(LAST))
        self.time = "2026-11-23T09:50:00+01:00"
        self.feed(BEFORE)
        self.must(self.chain(LAST))
        self.save(self.base)

    @staticmethod
    def must(run):
        if run is not None:
            sys.exit("nothing was disturbed, and %s" % run)

    def feed(self, changes):
        self.events.update(changes)
        there = {k: v for k, v in self.events.items() if v}
        path = os.path.join(self.now, "feed.ics")
        with open(path + ".new", "w", encoding="utf-8", newline="") as f:
            f.write("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
            f.write("".join(event(k, *there[k]) for k in sorted(there)))
            f.write("END:VCALENDAR\r\n")
        os.rename(path + ".new", path)

    def inbound(self, step):
        """Whoever writes, and a report for all that the gateway took."""
        notes = []
        if STEPS[step][2]:
            sender, text = STEPS[step][2]
            notes.append(
                {
                    "messageType": "text",
                    "notificationId": "text-%d" % step,
                    "senderAddress": sender,
                    "textMessageContent": text,
                }
            )
        for ref in sorted({t[0] for t in self.taken}):
            notes.append(
                {
                    "messageType": "deliveryReport",
                    "notificationId": "report-" + ref,
                    "deliveryReportMessageStatus": "delivered",
                    "clientMessageId": ref,
                }
            )
        return "".join(json.dumps(n) + "\n" for n in notes).encode()

    def begin(self, step):
        """Its time, and its feed."""
        self.events = dict(BASE)
        self.events.update(BEFORE)
        for s in STEPS[:step]:
            self.events.update(s[1])
        self.time = STEPS[step][0]
        self.feed(STEPS[step][1])

    def drain(self):
        """Wait until the gateway has done with all who came to it."""
        there = http.client.HTTPConnection("127.0.0.1", self.port, 30)
        there.request("POST", "/_/drain", b"{}")
        answer = there.getresponse()
        text = answer.read().decode()
        there.close()
        if answer.status != 200:
            sys.exit("the gateway's stand-in: " + text)
        for line in text.splitlines():
            ref, to, _, words, _ = line.split("\t")
            self.taken.append((ref, to, words))
        self.mail.drain()

    def save(self, place):
        self.drain()
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.now, place)
        with open(os.path.join(place, "taken"), "w", encoding="utf-8") as f:
            json.dump([self.taken, self.mail.took], f)

    def load(self, place):
        self.drain()
        for name in os.listdir(self.now):
            os.unlink(os.path.join(self.now, name))
        for name in os.listdir(place):
            if name != "taken":
                shutil.copyfile(
                    os.path.join(place, name), os.path.join(self.now, name)
                )
        for name in os.listdir(self.now):
            os.chmod(os.path.join(self.now, name), 0o600)
        with open(os.path.join(place, "taken"), encoding="utf-8") as f:
            self.taken, self.mail.took = (
                [tuple(t) for t in part] for part in json.load(f)
            )
        self.mail.maybe = []

    # What became of it.

    def rows(self, sql):
        there = sqlite3.connect(self.db, isolation_level=None)
        try:
            return there.execute(sql).fetchall()
        finally:
            there.close()

    def content(self):
        """All that must be the same whatever was disturbed on the way."""
        return {
            "message": {
                row[:5]: row[5]
                for row in self.rows(
                    "SELECT kind, step, phone, start_at, text, state"
                    "  FROM message"
                )
            },
            "pending": self.rows(
                "SELECT kind, phone, text, due_at, send_at, expires_at"
                "  FROM message WHERE state IN ('planned', 'held')"
                " ORDER BY 1, 2, 3"
            ),
            "appointment": self.rows(
                "SELECT uid, original_at, start_at, state, title"
                "  FROM appointment ORDER BY uid, original_at"
            ),
            "recipient": self.rows(
                "SELECT uid, phone, name, left_at IS NULL FROM recipient r"
                "  JOIN appointment a ON a.id = r.appointment_id"
                " ORDER BY uid, phone"
            ),
            "component": self.rows(
                "SELECT hex(hash), state FROM component ORDER BY hash"
            ),
            "reply": self.rows("SELECT key, text FROM reply ORDER BY key"),
            # What is told of the disturbed themselves is not of the story.
            "mail": self.rows(
                "SELECT subject, text, sent_at IS NOT NULL FROM mail"
                " WHERE key LIKE 'reply/%' ORDER BY subject, text"
            ),
        }

    def unsure(self):
        try:
            states = self.content()["message"].values()
        except sqlite3.DatabaseError:
            return 0
        return sum(s == "unsure" for s in states)

    def differs(self, want):
        """Is anything other than undisturbed, but for reports to come?"""

        def known(content):
            there = dict(content)
            there["message"] = {
                row: "handed" if state in HANDED else state
                for row, state in content["message"].items()
            }
            return there

        return known(self.content()) != known(want)

    def wrong(self, want):
        """What does not hold, a line each; `want`: content() undisturbed."""
        self.drain()
        found = []
        for check in ("integrity_check", "foreign_key_check"):
            answer = self.rows("PRAGMA " + check)
            if answer not in ([], [("ok",)]):
                found.append("%s: %r" % (check, answer[:3]))
        got = self.content()
        for part in set(got) - {"message"}:
            if got[part] != want[part]:
                odd = set(got[part]) ^ set(want[part])
                found.append("%s: %r" % (part, sorted(odd)))
        found += self.wrong_messages(got["message"], want["message"])
        found += self.wrong_attempts()
        found += self.mail.wrong(
            self.rows("SELECT id, created_at, tries, sent_at, text FROM mail")
        )
        left = set(os.listdir(self.now)) - {"feed.ics"}
        left = [n for n in left if not n.startswith("smscal.db")]
        if left:
            found.append("left behind: %r" % left)
        return found

    @staticmethod
    def wrong_messages(got, want):
        found = []
        for row in sorted(set(got) | set(want), key=repr):
            has, due = got.get(row), want.get(row)
            if has == due or (has in HANDED and due in HANDED):
                continue
            if has == "unsure" and due in HANDED:
                continue
            found.append("%r is %s, not %s" % (row, has, due))
        return found

    def wrong_attempts(self):
        """The gateway's word against ours, by our reference."""
        ours = {
            row[0]: row[1:]
            for row in self.rows(
                "SELECT t.ref, m.id, m.state, t.outcome, m.phone, m.text,"
                "       m.kind"
                "  FROM attempt t JOIN message m ON m.id = t.message_id"
            )
        }
        refs = [t[0] for t in self.taken]
        found = []
        for ref, to, text in self.taken:
            if ref not in ours:
                found.append("sent without a claim: %s %s" % (ref, text))
            elif (to.lstrip("+"), text) != (ours[ref][3][1:], ours[ref][4]):
                found.append("%s is another's: %s" % (ref, to))
            if refs.count(ref) != 1:
                found.append("%s was taken %d times" % (ref, refs.count(ref)))
        for ref, row in ours.items():
            if row[2] == "accepted" and ref not in refs:
                found.append("%s never came to the gateway" % ref)
            if row[2] is None:
                found.append("%s has no outcome" % ref)
        for one in {row[0] for row in ours.values()}:
            mine = [(r, row) for r, row in ours.items() if row[0] == one]
            took = sum(r in refs for r, _ in mine)
            unsure = sum(row[2] == "unknown" for _, row in mine)
            kind, state = mine[0][1][5], mine[0][1][1]
            if took > 1 and not (kind == "reminder" and unsure >= took - 1):
                found.append("message %d came %d times" % (one, took))
            if took == 0 and state in HANDED:
                found.append("message %d never came: %s" % (one, state))
        return found


def say(number, name, wrong):
    """A fact in TAP."""
    print("%sok %d - %s" % ("not " if wrong else "", number, name))
    for line in wrong:
        print("# " + line.replace("\n", "\n# "))
    sys.stdout.flush()
    return not wrong
