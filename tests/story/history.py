# SPDX-License-Identifier: ISC
"""Made-up histories of practices, told through the tools; behind every run of
smscal-send, what must never happen has not.

Each entry of a calendar has a name of its own, so that what the gateway takes
says which entry it is of.  What smscal can know of an entry is what the last
feed said that was fetched and then worked off by diff.
"""

import collections
import dataclasses
import datetime
import json

from feed import VIENNA, Event, Reply, body
from tale import Tale, opening
from town import DAY, HOUR, MINUTE, instant, local

TELLS = ("confirmation", "rescheduled")
AFTER = ("feedback", "followup")
WEEKS = 3  # of a series
CHAIN = ("fetch", "diff", "plan", "send")


@dataclasses.dataclass
class Entry(Event):
    """An event that knows its person."""

    name: str = ""
    phone: str = ""
    series: bool = False
    out: tuple = ()  # EXDATEs
    nosms: bool = False
    off: bool = False  # STATUS:CANCELLED

    def lines(self):
        more = []
        if self.series:
            more.append("RRULE:FREQ=WEEKLY;COUNT=%d" % WEEKS)
            more += [self.time("EXDATE", at) for at in self.out]
        if self.off:
            more.append("STATUS:CANCELLED")
        if self.nosms:
            more.append("DESCRIPTION:#nosms")
        title = " ".join(filter(None, (self.name, self.phone)))
        return Event(
            self.uid, title, self.start, self.minutes, more=tuple(more)
        ).lines()

    def starts(self):
        if not self.series:
            return [self.start]
        weeks = [self.start + 7 * i * DAY for i in range(WEEKS)]
        return [at for at in weeks if at not in self.out]

    def tells(self, start, phone):
        """May somebody be told of that start?"""
        fits = start in self.starts() and phone == self.phone
        return fits and not self.off and not self.nosms


def at_clock(start):
    return start.replace(tzinfo=VIENNA).astimezone(datetime.timezone.utc)


class History(Tale):
    """One practice; `lot` draws all that happens in it."""

    def __init__(self, ref, begin, end, seed):
        super().__init__(ref, "history %s" % ref, begin, end, seed)
        self.lot = self.random
        self.calendars = ("a", "b") if self.lot.random() < 0.3 else ("a",)
        self.rooms = {c: [] for c in self.calendars}
        # What was fetched, when, and what diff has made of it, by calendar.
        self.fetched, self.fetched_at, self.diffed = {}, {}, {}
        self.missing_at = {}  # of a name: when diff saw that it is not there
        self.gone_at = {}  # ... and knew that by a later fetch (D7)
        self.began = set()  # (name, start): diff saw it behind its start
        self.last = {}  # of a name: its Entry as diff saw it last
        self.last_in = {}  # ... and, of one that is missing, the calendar
        self.phones = [self.phone() for _ in range(4)]
        self.opted, self.paused = set(), False
        self.told = {}  # (name, phone): start and kind, told last
        self.once = collections.Counter()
        self.sent_to = set()
        self.names = 0
        self.broken, self.said = [], []
        self.quiet = self.lot.random() < 0.4  # the operator does nothing
        self.strange = set()  # names that need not be told
        self.window = (8, 20)
        for _ in range(self.lot.randint(0, 5)):
            self.enter()

    # What people do.

    def some_time(self):
        """A quarter of an hour of the next days; seldom of the last ones."""
        here = local(self.now)
        day = here.date() + self.lot.choice((0, 0, 1, 1, 2, 3, 4, 6, 9)) * DAY
        if self.lot.random() < 0.06:
            day -= self.lot.randint(1, 3) * DAY
        hour = self.lot.choice((7, 8, 9, 10, 11, 13, 14, 16, 18, 21))
        return datetime.datetime.combine(
            day, datetime.time(hour, self.lot.randrange(4) * 15)
        )

    def enter(self, start=None, phone=None):
        self.names += 1
        e = Entry(
            "u%d" % self.names,
            "",
            start or self.some_time(),
            name="N%d" % self.names,
            phone=phone or self.lot.choice(self.phones),
            series=self.lot.random() < 0.12,
        )
        self.rooms[self.lot.choice(self.calendars)].append(e)
        self.said.append("%s enters %s %s" % (e.name, e.start, e.phone))

    def edit(self):
        room = self.rooms[self.lot.choice(self.calendars)]
        if not room or self.lot.random() < 0.25:
            self.enter()
            return
        i = self.lot.randrange(len(room))
        e = room[i]
        what = self.lot.choice(
            (self.move, self.move, self.move, self.shift, self.shift)
            + (self.delete, self.recreate, self.correct, self.replace)
            + (self.silence, self.call_off, self.twin, self.exclude)
        )
        new = what(e)
        self.said.append("%s %s: %s" % (what.__name__, e.name, new))
        if new is None:
            del room[i]
        else:
            room[i] = new

    def move(self, e):
        return e.but(start=self.some_time(), out=())

    def shift(self, e):
        by = self.lot.choice((-4, -2, -1, 1, 2, 4)) * 15 * MINUTE
        return e.but(start=e.start + by, out=())

    def delete(self, e):
        return None

    def recreate(self, e):
        self.names += 1
        return e.but(uid="u%d" % self.names)

    def correct(self, e):
        """Another number under the same name."""
        self.strange.add(e.name)
        return e.but(phone=self.lot.choice(self.phones))

    def replace(self, e):
        """Another person in the same place."""
        self.names += 1
        self.strange.add("N%d" % self.names)
        phone = self.lot.choice(self.phones)
        return e.but(name="N%d" % self.names, phone=phone)

    def silence(self, e):
        return e.but(nosms=not e.nosms)

    def call_off(self, e):
        return e.but(off=not e.off)

    def twin(self, e):
        self.enter(e.start, e.phone)
        return e

    def exclude(self, e):
        starts = e.starts()
        if not e.series or len(starts) < 2:
            return e
        return e.but(out=e.out + (self.lot.choice(starts),))

    # What the operator does.

    def operate(self):
        what = self.lot.choice(
            (self.opt_out, self.opt_out, self.stop, self.stop, self.pause)
            + (self.retime, self.second_step, self.feedback, self.rule_off)
            + (self.narrow, self.switch_off)
        )
        self.said.append(what.__name__)
        what()

    def admin(self, *args):
        self.town.admin(*args)

    def opt_out(self):
        phone = self.lot.choice(self.phones)
        verb = "remove" if phone in self.opted else "add"
        self.admin("optout", verb, self.ref, phone)
        self.opted ^= {phone}

    def stop(self):
        """A person who got something writes STOP, or START."""
        known = sorted(self.sent_to)
        if not known:
            return
        phone = self.lot.choice(known)
        text = "START" if phone in self.opted else "stop"
        note = {
            "messageType": "text",
            "notificationId": "%s-%d" % (self.ref, len(self.said)),
            "senderAddress": phone[1:],
            "textMessageContent": text,
        }
        self.town.hear(json.dumps(note) + "\n")
        rows = self.town.rows(
            "SELECT 1 FROM optout o JOIN company c ON c.id = o.company_id"
            " WHERE c.ref = ? AND o.phone = ?",
            self.ref,
            phone,
        )
        if text == "stop":
            if not rows:
                self.broken.append("P11 %s wrote stop in vain" % phone)
            self.opted.add(phone)
        elif not rows:  # the operator's word stands against a START
            self.opted.discard(phone)

    def pause(self):
        self.admin("resume" if self.paused else "pause", self.ref)
        self.paused = not self.paused

    def retime(self):
        self.admin(
            *("rule", "set", self.ref, "reminder"),
            *("--days", str(self.lot.randint(0, 3))),
            *("--at", "%02d:00" % self.lot.choice((7, 9, 12, 16, 21))),
        )

    def second_step(self):
        if "second_step" in self.said[:-1]:
            return
        self.admin(
            *("rule", "add", self.ref, "reminder/2", "--before", "2h"),
            *("--text", "reminder2 {date:%Y-%m-%d} {time} {name}"),
        )

    def feedback(self):
        verb = self.lot.choice(("enable", "enable", "disable"))
        for kind in AFTER:
            self.admin("rule", verb, self.ref, kind)

    def rule_off(self):
        kind = self.lot.choice(TELLS + ("cancellation", "reminder"))
        self.admin("rule", "disable", self.ref, kind)
        if kind in TELLS:
            self.strange.add("")
        if self.lot.random() < 0.5:
            self.admin("rule", "enable", self.ref, kind)

    def narrow(self):
        self.window = self.lot.choice(((9, 17), (10, 12), (8, 20)))
        self.admin(
            *("company", "set", self.ref, "--window"),
            "mon-sun %02d:00-%02d:00" % self.window,
        )

    def switch_off(self):
        """What is new when it is on again is a baseline's."""
        self.admin("calendar", "disable", self.ref + "/a")
        self.admin("calendar", "enable", self.ref + "/a")
        self.strange.add("")

    # What smscal can know.

    def answer(self, calendar):
        self.fetched[calendar] = list(self.rooms[calendar])
        self.fetched_at[calendar] = self.town.now
        return Reply(body(self.rooms[calendar]))

    def worked_off(self):
        """diff has run."""
        for calendar, events in self.fetched.items():
            was = self.diffed.get(calendar, ())
            for e in was:
                self.began |= {
                    (e.name, at)
                    for at in e.starts()
                    if at_clock(at) <= self.town.now
                }
            for name in {e.name for e in was} - {e.name for e in events}:
                self.missing_at[name] = self.town.now
                self.last_in[name] = calendar
            for e in events:
                self.last[e.name] = e
                self.missing_at.pop(e.name, None)
                self.gone_at.pop(e.name, None)
            if calendar not in self.diffed:  # the baseline is known to all
                for e in events:
                    self.told[e.name, e.phone] = None
            self.diffed[calendar] = events
        for name, at in self.missing_at.items():
            if self.fetched_at[self.last_in[name]] >= at + 15 * MINUTE:
                self.gone_at.setdefault(name, self.town.now)

    # What must never be.

    def breaks(self, broken, what, t):
        if broken:
            self.broken.append(
                "%s: %s of %s to %s (%s) at %s"
                % (what, t.kind, t.start, t.phone, t.name, local(t.at))
            )

    def handed_over(self, t):
        """The gateway took it just now."""
        self.said.append("%s: %s %s" % (local(t.at), t.kind, t.name))
        self.sent_to.add(t.phone)
        start = at_clock(t.start)
        was = self.told.get((t.name, t.phone))
        self.breaks(t.phone in self.opted, "P11 opted out", t)
        self.breaks(self.paused, "X11 paused", t)
        self.check_time(t)
        self.check_window(t, start, was)
        if t.kind in AFTER:
            e = self.last.get(t.name)
            end = start + (e.minutes if e else 0) * MINUTE
            self.breaks(t.at < end, "P8 before the end", t)
        else:
            self.breaks(t.at >= start, "P5 after the start", t)
        self.check_once(t, was)
        if t.kind in TELLS + ("cancellation",):
            self.told[t.name, t.phone] = t

    def check_time(self, t):
        """P7: it tells what is so, as far as anybody can know."""
        e = self.last.get(t.name)
        there = t.name not in self.missing_at and e is not None
        if t.kind == "cancellation":
            still = there and e.tells(t.start, t.phone) and not e.series
            self.breaks(still, "P13 it is not gone", t)
        elif t.kind in AFTER:
            # What had begun stays where it was (D8).
            fits = e is not None and t.start in e.starts()
            fits = fits or (t.name, t.start) in self.began
            self.breaks(not fits, "P7 another time", t)
            early = t.name in self.gone_at and (
                self.gone_at[t.name] < at_clock(t.start)
            )
            self.breaks(early, "D7 it was gone before it began", t)
        else:
            fits = there and e.tells(t.start, t.phone)
            self.breaks(not fits, "P7 another time, or person", t)

    def check_window(self, t, start, was):
        """P9"""
        opens, closes = self.window
        here = local(t.at)
        if opens <= here.hour < closes:
            return
        limit = start
        if t.kind == "rescheduled":
            # The old start, told or known, may be earlier than this one.
            limit = min(limit, at_clock(was.start) if was else t.at)
        following = opening(t.at)
        while not opens <= local(following).hour < closes:
            following += 15 * MINUTE
        urgent = t.kind in TELLS + ("cancellation",)
        late = following > limit - HOUR
        self.breaks(not (urgent and late), "P9 outside the window", t)

    def check_once(self, t, was):
        """P2 and P7: one key once, and nobody is told twice the same."""
        if t.kind not in TELLS + ("cancellation",):
            key = (t.phone, t.kind, t.start)
            self.once[key] += 1
            self.breaks(self.once[key] > 1, "P2 twice", t)
        elif was is not None:
            same = (was.start, was.kind in TELLS) == (t.start, t.kind in TELLS)
            self.breaks(same, "P7 told twice of the same", t)

    # What must be in the end.

    def finish(self):
        """All is quiet for a day."""
        return self.broken + self.judge_rest() + self.judge_lost()

    def judge_rest(self):
        rows = self.town.rows(
            "SELECT m.kind, m.phone, m.state, m.reason, m.send_at, m.attempts,"
            "       (SELECT count(*) FROM attempt t WHERE t.message_id = m.id"
            "           AND t.outcome = 'accepted')"
            "  FROM message m JOIN company c ON c.id = m.company_id"
            " WHERE c.ref = ?",
            self.ref,
        )
        now = self.town.now.timestamp()
        wrong = []
        for kind, phone, state, reason, send_at, _, accepted in rows:
            fine = state in ("sent", "delivered") or bool(reason)
            fine = fine or (state == "planned" and (send_at > now or self.paused))
            if not fine:
                wrong.append("lost: %s to %s: %s" % (kind, phone, state))
            if accepted > 1:
                wrong.append("P2 handed over %d times: %s" % (accepted, kind))
        return wrong

    def judge_lost(self):
        """Who is to come was told of the start, or a message says why not."""
        if not self.quiet:
            return []
        wrong = []
        for events in self.rooms.values():
            for e in events:
                start = at_clock(e.start)
                if start < self.town.now + 2 * DAY or e.off or e.nosms:
                    continue
                rows = self.rows_of(e, start)
                if "reminder" not in rows:
                    wrong.append("lost: no reminder for %s" % (e,))
                key = (e.name, e.phone)
                if "" in self.strange or e.name in self.strange or e.series:
                    continue
                t = self.told.get(key)
                known = key in self.told and (t is None or t.start == e.start)
                if t is not None and self.is_twin(e, t.start):
                    continue
                if not known and not rows & set(TELLS):
                    wrong.append("lost: nobody told %s" % (e,))
        return wrong

    def is_twin(self, e, start):
        """P2: another entry has that person at the start that was told."""
        return any(
            o.name != e.name and o.phone == e.phone and start in o.starts()
            for o in self.last.values()
        )

    def rows_of(self, e, start):
        """The kinds of messages that there are for them then."""
        return {
            kind
            for (kind,) in self.town.rows(
                "SELECT kind FROM message WHERE phone = ? AND start_at = ?",
                e.phone,
                int(start.timestamp()),
            )
        }


def moments(lot, begin, end):
    """At random, with hours and days of downtime in between."""
    now, found = begin, []
    while now < end:
        found.append(now)
        gap = lot.choice((1, 1, 2, 4, 5, 5, 6, 6, 10, 15, 30, 60, 61))
        if lot.random() < 0.18:
            gap = lot.choice((60 * 7, 60 * 11, 60 * 20, 60 * 26))
        now += gap * MINUTE
    return found


def runs(lot):
    """Mostly the whole chain; else it broke off, or a part of it ran."""
    if lot.random() < 0.75:
        return CHAIN
    return lot.choice(
        (("send",), ("plan", "send"), ("fetch", "diff"), ("fetch",))
        + (("diff", "send"), ("send", "plan"), ("fetch", "diff", "send"))
    )


def digest(town):
    return town.rows(
        "SELECT key, state, reason, text, due_at, send_at, expires_at"
        "  FROM message ORDER BY key"
    )


def plan_twice(town):
    """P1: what is wrong with a second run."""
    before = digest(town)
    town.tool("plan")
    odd = sorted(set(digest(town)) ^ set(before), key=repr)
    return ["P1 a second plan at %s: %r" % (town.now, odd[:4])] if odd else []


def people(histories, lot, now):
    """They edit, and operators operate."""
    for h in histories:
        h.now = now
        while lot.random() < 0.4:
            h.edit()
        if not h.quiet and lot.random() < 0.06:
            h.operate()


def run(town, histories, lot, tools):
    """Some tools.  Gives what is wrong with the town."""
    there, wrong = {h.ref: h for h in histories}, []
    for name in tools:
        town.tool(name)
        if name == "diff":
            for h in histories:
                h.worked_off()
        if name == "plan" and lot.random() < 0.08:
            wrong += plan_twice(town)
        for t in town.took() if name == "send" else ():
            there["s%d" % int(t.phone[6:9])].handed_over(t)
    return wrong


def tell(town, histories, lot, begin, end):
    """Gives what is wrong with the town; each history knows its own."""
    wrong = []
    for now in moments(lot, begin, end):
        town.now = now
        people(histories, lot, now)
        wrong += run(town, histories, lot, runs(lot))
    # Nobody edits any more, and the chain runs for a day.
    day = local(end).date() + DAY
    for hour in (9, 10, 11, 13, 16):
        for minute in (0, 6, 12, 40):
            town.now = instant(day, hour, minute)
            wrong += run(town, histories, lot, CHAIN)
    return wrong
