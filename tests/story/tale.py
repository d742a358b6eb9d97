# SPDX-License-Identifier: ISC
"""A story: what happens in one practice, and what each person must get."""

import collections
import datetime
import random
import re

from feed import Event, Reply, body
from town import DAY, MINUTE, instant, local

# One message that is to come, between two instants; `may`: or not at all.
Expect = collections.namedtuple("Expect", "kind start phone since until may")

REMIND_AT = 10  # o'clock the day before, as it is built in
OPENS, CLOSES = 8, 20  # P9
SETTLE = 5 * MINUTE  # P7


def opening(at):
    """P9: then, or when the send window opens next."""
    here = local(at)
    if OPENS <= here.hour < CLOSES:
        return at
    day = here.date() + (DAY if here.hour >= CLOSES else 0 * DAY)
    return instant(day, OPENS)


class Tale:
    """`begin`, `end`: of its walk.  `seed` repeats what is drawn by lot."""

    calendars = ("a",)
    waits = ()  # reasons for which messages may be held in the end

    def __init__(self, ref, name, begin, end, seed):
        self.ref, self.name = ref, name
        self.begin, self.end = begin, end
        self.random = random.Random("%s/%s" % (seed, name))
        self.town, self.now = None, begin
        self.events, self.script, self.expected = [], [], []
        self.dates = {}  # of the confirmation of that start to that phone
        self.says = []  # what it may say to stderr, each once an outage
        self.number = 0

    # What happens.

    def at(self, when, what):
        """Just before the chain runs at that minute, what() happens."""
        self.script.append((when, what))

    def act(self, now):
        """All that is due."""
        self.now = now
        due = sorted((s for s in self.script if s[0] <= now), key=lambda s: s[0])
        self.script = [s for s in self.script if s[0] > now]
        for _, what in due:
            what()

    def moments(self):
        return [when for when, _ in self.script]

    def settle(self, town):
        """Move in: a company and its calendars."""
        self.town = town
        town.found(self.ref)
        for calendar in self.calendars:
            town.calendar("%s/%s" % (self.ref, calendar))

    def answer(self, calendar):
        """What the server says to who fetches that calendar."""
        return Reply(body(self.events))

    # Who is there.

    def phone(self):
        self.number += 1
        index = int(re.sub(r"\D", "", self.ref))
        return "+43664%03d%04d" % (index, self.number)

    def day(self, n, hour, minute=0):
        """Clock time of the n-th day of the walk, without zone."""
        return datetime.datetime.combine(
            local(self.begin).date() + n * DAY, datetime.time(hour, minute)
        )

    def add(self, uid, start, name=None, phone=None, **more):
        phone = phone or self.phone()
        name = name or uid.capitalize()
        e = Event(uid, "%s %s" % (name, phone), start, **more)
        self.events.append(e)
        return e

    def change(self, uid, /, **changes):
        self.events = [
            e.but(**changes) if e.uid == uid else e for e in self.events
        ]

    def drop(self, *uids):
        self.events = [e for e in self.events if e.uid not in uids]

    def heard(self):
        """Everybody was told of it when it came to be known (P13: else nobody
        is told when it is gone)."""
        db = self.town.open()
        with db:
            db.execute(
                "INSERT INTO message (key, company_id, calendar_id,"
                "    appointment_id, kind, phone, name, text, segments,"
                "    start_at, due_at, send_at, expires_at, state,"
                "    appointment_rev, claimed_at, sent_at, created_at)"
                " SELECT 'heard/' || r.id, a.company_id, a.calendar_id, a.id,"
                "    'confirmation', r.phone, r.name, '', 1, a.start_at,"
                "    a.known_at, a.known_at, a.start_at, 'sent', 1,"
                "    a.known_at + 1, a.known_at + 1, a.known_at"
                "  FROM recipient r"
                "  JOIN appointment a ON a.id = r.appointment_id"
                "  JOIN company c ON c.id = a.company_id"
                " WHERE c.ref = ?",
                (self.ref,),
            )
        db.close()

    # What must come.

    def expect(self, kind, start, phone, since, until, may=False):
        self.expected.append(Expect(kind, start, phone, since, until, may))

    def remind(self, start, phone, known, late=None, may=False):
        """A reminder the day before, if it was known then; `late`: it may
        have waited until then."""
        due = instant(start.date() - DAY, REMIND_AT)
        if known <= due and due <= self.end:
            until = max(due + MINUTE, late) if late else due + MINUTE
            self.expect("reminder", start, phone, due, until, may)

    def judge(self, taken):
        """What is wrong, a line each."""
        left, wrong = list(self.expected), []
        for t in sorted(taken, key=lambda t: t.at):
            fits = [
                e
                for e in left
                if (e.kind, e.start, e.phone) == (t.kind, t.start, t.phone)
                and e.since <= t.at <= e.until
            ]
            dates = self.dates.get((t.start, t.phone), (t.start,))
            if t.kind == "confirmation" and t.dates != dates:
                wrong.append("its dates are %s" % (t.dates,))
            if fits:
                left.remove(fits[0])
            else:
                wrong.append(
                    "not to come: %s of %s to %s (%s) at %s"
                    % (t.kind, t.start, t.phone, t.name, local(t.at))
                )
        wrong += [
            "never came: %s of %s to %s, %s to %s"
            % (e.kind, e.start, e.phone, local(e.since), local(e.until))
            for e in left
            if not e.may
        ]
        return wrong + self.judge_words() + self.judge_rest()

    def judge_words(self):
        """What was said of it: nothing, but by self.says."""
        wrong = []
        said = [
            (at, line) for at, line in self.town.said if self.ref + "/" in line
        ]
        for at, line in said:
            if not any(re.search(s, line) for s in self.says):
                wrong.append("said at %s: %s" % (local(at), line))
        often = collections.Counter(line for _, line in said)
        wrong += ["said %d times: %s" % (n, s) for s, n in often.items() if n > 2]
        return wrong

    def judge_rest(self):
        """None is lost without a state that says why."""
        now = int(self.town.now.timestamp())
        rows = self.town.rows(
            "SELECT m.kind, m.phone, m.state, m.reason, m.send_at"
            "  FROM message m JOIN company c ON c.id = m.company_id"
            " WHERE c.ref = ?"
            "   AND m.state NOT IN ('sent', 'delivered')",
            self.ref,
        )
        wrong = []
        for kind, phone, state, reason, send_at in rows:
            fine = state in ("cancelled", "expired") and reason
            fine = fine or (state == "planned" and send_at > now)
            fine = fine or (state == "held" and reason in self.waits)
            if not fine:
                wrong.append(
                    "left behind: %s to %s, %s (%s)" % (kind, phone, state, reason)
                )
        return wrong


def walk(tales, begin, end, follow, others=()):
    """
    The minutes at which the chain runs: when something happens, `follow`
    behind it, when messages are due, and `others`.
    """
    minutes = {begin, begin + MINUTE}
    for tale in tales:
        for moment in tale.moments():
            minutes |= {moment + f * MINUTE for f in follow}
    day = local(begin).date()
    while day <= local(end).date():
        minutes |= {instant(day, OPENS), instant(day, REMIND_AT)}
        day += DAY
    minutes = {int(m.timestamp()) // 60 * 60 for m in minutes | set(others)}
    return [
        datetime.datetime.fromtimestamp(m, datetime.timezone.utc)
        for m in sorted(minutes)
        if begin.timestamp() <= m <= end.timestamp()
    ]
