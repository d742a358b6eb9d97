# SPDX-License-Identifier: ISC
"""Series, twins and several calendars, from the feed to the gateway (D8, D10,
P2)."""

from feed import Event, Reply, body
from tale import SETTLE, Tale, opening
from town import DAY, HOUR, MINUTE

MISSING = 15 * MINUTE  # D7: so long before a missing one is gone
FETCH = 6 * MINUTE  # at the latest, a change is seen


class Practice(Tale):
    """Three moments: `first` and `second` on the first day, `third` on the
    next one."""

    def __init__(self, ref, begin, end, seed):
        super().__init__(ref, self.__doc__, begin, end, seed)
        self.first = self.second = self.third = None
        self.rooms = {c: [] for c in self.calendars}
        self.events = self.rooms["a"]

    def draw(self, moments):
        self.first, self.second, self.third = moments
        self.tell()

    def tell(self):
        """What is there at first, what happens, what must come."""

    def answer(self, calendar):
        return Reply(body(self.rooms[calendar]))

    def put(self, room, *events):
        """These instead of those of the same UIDs."""
        uids = {e.uid for e in events}
        rest = [e for e in self.rooms[room] if e.uid not in uids]
        self.rooms[room][:] = rest + list(events)

    def take(self, room, *uids):
        self.rooms[room][:] = [e for e in self.rooms[room] if e.uid not in uids]

    # What must come of a change at that moment.

    def told(self, kind, start, phone, when, also=0 * MINUTE):
        """`also`: how long it may be put off besides."""
        until = opening(when + FETCH + SETTLE) + FETCH + also
        self.expect(kind, start, phone, opening(when + SETTLE), until)

    def told_gone(self, start, phone, when):
        since, until = when + MISSING, when + 67 * MINUTE
        self.expect("cancellation", start, phone, since, until)

    def entry(self, uid, day, hour, phone, name="Maria Mayr", **more):
        return Event(uid, "%s %s" % (name, phone), self.day(day, hour), **more)

    def series(self, uid, day, hour, phone, rule="FREQ=WEEKLY;COUNT=6", **more):
        e = self.entry(uid, day, hour, phone, **more)
        return e.with_lines("RRULE:" + rule)

    def instance(self, of, original, start):
        """An exception of a series: `original` begins at `start`."""
        return Event(of.uid, of.title, start).with_lines(
            "RECURRENCE-ID;TZID=Europe/Vienna:"
            + original.strftime("%Y%m%dT%H%M%S")
        )

    def remind_all(self, starts, phone, known):
        for start in starts:
            self.remind(start, phone, known)


# --- P2: two entries ---------------------------------------------------------


class TwoEntries(Practice):
    """P2: two entries for one person at one time make one message"""

    def tell(self):
        p = self.phone()
        one, two = self.entry("one", 2, 10, p), self.entry("two", 2, 10, p)
        self.at(self.first, lambda: self.put("a", one, two))
        self.told("confirmation", one.start, p, self.first)
        self.remind(one.start, p, self.first)


class EntryLater(Practice):
    """P2: ... and when the second comes hours later, nothing more"""

    def tell(self):
        p = self.phone()
        one, two = self.entry("one", 2, 10, p), self.entry("two", 2, 10, p)
        self.at(self.first, lambda: self.put("a", one))
        self.at(self.second, lambda: self.put("a", two))
        self.told("confirmation", one.start, p, self.first)
        self.remind(one.start, p, self.first)


class Twins(Practice):
    """P2: twins in two calendars"""

    calendars = ("a", "b")

    def tell(self):
        p = self.phone()
        self.one = self.entry("one", 3, 10, p)
        self.two = self.entry("two", 3, 10, p)
        self.at(self.first, lambda: self.put("a", self.one))
        self.at(self.first, lambda: self.put("b", self.two))
        self.told("confirmation", self.one.start, p, self.first)
        self.rest(p)

    def rest(self, p):
        self.remind(self.one.start, p, self.first)


class TwinDeleted(Twins):
    """P2: one of the twins is deleted: nothing"""

    def rest(self, p):
        room, uid = self.random.choice((("a", "one"), ("b", "two")))
        self.at(self.second, lambda: self.take(room, uid))
        self.remind(self.one.start, p, self.first)


class TwinsDeleted(Twins):
    """P2: both of the twins are deleted: one cancellation"""

    def rest(self, p):
        self.at(self.second, lambda: self.take("a", "one"))
        self.at(self.second, lambda: self.take("b", "two"))
        self.told_gone(self.one.start, p, self.second)


class TwinsDeletedInTurn(Twins):
    """P2: ... the second of them on the next day: one cancellation"""

    def rest(self, p):
        self.at(self.second, lambda: self.take("a", "one"))
        self.at(self.third, lambda: self.take("b", "two"))
        self.told_gone(self.one.start, p, self.third)


class TwinsMove(Twins):
    """P2: the twins move together: one message"""

    def rest(self, p):
        start = self.day(3, 15)
        self.at(self.second, lambda: self.put("a", self.one.but(start=start)))
        later = self.second + 5 * MINUTE
        self.at(later, lambda: self.put("b", self.two.but(start=start)))
        self.told("rescheduled", start, p, self.second, FETCH)
        self.remind(start, p, self.second)


class TwinMovesAway(Twins):
    """P2: one of the twins moves: the old time still holds for the other"""

    def rest(self, p):
        start = self.day(3, 15)
        self.at(self.second, lambda: self.put("a", self.one.but(start=start)))
        self.told("rescheduled", start, p, self.second)
        self.expected[-1] = self.expected[-1]._replace(may=True)
        self.remind(start, p, self.second)
        self.remind(self.one.start, p, self.first)


# --- D10: one UID in two calendars -------------------------------------------


class Shared(Practice):
    """D10: one UID in two calendars is one appointment"""

    calendars = ("a", "b")

    def tell(self):
        p = self.phone()
        self.one = self.entry("one", 3, 10, p)
        self.at(self.first, lambda: self.put("a", self.one))
        self.at(self.first, lambda: self.put("b", self.one))
        self.told("confirmation", self.one.start, p, self.first)
        self.rest(p)

    def rest(self, p):
        self.remind(self.one.start, p, self.first)


class SharedDeleted(Shared):
    """D10: ... and is deleted in one of them: nothing"""

    def rest(self, p):
        room = self.random.choice("ab")
        self.at(self.second, lambda: self.take(room, "one"))
        self.remind(self.one.start, p, self.first)


class SharedGone(Shared):
    """D10: ... and in both: one cancellation"""

    def rest(self, p):
        self.at(self.second, lambda: self.take("a", "one"))
        self.at(self.second, lambda: self.take("b", "one"))
        self.told_gone(self.one.start, p, self.second)


class SharedMoves(Shared):
    """D10: ... and is moved in both: one message"""

    def rest(self, p):
        new = self.one.but(start=self.day(3, 15))
        self.at(self.second, lambda: self.put("a", new))
        self.at(self.second, lambda: self.put("b", new))
        self.told("rescheduled", new.start, p, self.second)
        self.remind(new.start, p, self.second)


class Changes(Practice):
    """D10: it changes calendars: nothing"""

    calendars = ("a", "b")

    def tell(self):
        p = self.phone()
        one = self.entry("one", 3, 10, p)
        self.put("a", one)
        self.at(self.first, lambda: self.take("a", "one"))
        later = self.first + self.random.choice((0, 5)) * MINUTE
        self.at(later, lambda: self.put("b", one))
        self.remind(one.start, p, self.begin)


class ChangesAndMoves(Practice):
    """D10: it changes calendars with another start: one message"""

    calendars = ("a", "b")

    def tell(self):
        p = self.phone()
        one = self.entry("one", 3, 10, p)
        new = one.but(start=self.day(3, 15))
        self.put("a", one)
        self.at(self.first, lambda: self.take("a", "one"))
        self.at(self.first, lambda: self.put("b", new))
        self.told("rescheduled", new.start, p, self.first, FETCH)
        self.remind(new.start, p, self.first)


# --- D8: series --------------------------------------------------------------


class NewSeries(Practice):
    """D8: a series is announced once, for its next occurrence"""

    rule = "FREQ=DAILY;COUNT=5"

    def tell(self):
        p = self.phone()
        one = self.series("one", 2, 10, p, self.rule)
        self.at(self.first, lambda: self.put("a", one))
        self.told("confirmation", one.start, p, self.first)
        self.remind_all([one.start + i * DAY for i in range(5)], p, self.first)


class NewSeriesUnderWay(Practice):
    """D8: ... one that has begun long before, too"""

    def tell(self):
        p = self.phone()
        one = self.series("one", -13, 10, p, "FREQ=WEEKLY;COUNT=20")
        self.at(self.first, lambda: self.put("a", one))
        start = self.day(1, 10)
        self.told("confirmation", start, p, self.first)


class NewOverrides(Practice):
    """D8: ... with exceptions in it, too"""

    def tell(self):
        p = self.phone()
        one = self.series("one", 2, 10, p, "FREQ=DAILY;COUNT=3")
        moved = self.instance(one, one.start + DAY, one.start + DAY + 4 * HOUR)
        self.at(self.first, lambda: self.put("a", one, moved))
        self.told("confirmation", one.start, p, self.first)
        starts = (one.start, moved.start, one.start + 2 * DAY)
        self.remind_all(starts, p, self.first)


class Known(Practice):
    """D8: a series that is known, day after day"""

    rule = "FREQ=DAILY;COUNT=8"
    n = 8

    def tell(self):
        self.p = self.phone()
        self.one = self.series("one", 2, 10, self.p, self.rule)
        self.put("a", self.one)
        self.at(self.begin + MINUTE, self.heard)
        self.starts = [self.one.start + i * DAY for i in range(self.n)]
        self.rest()
        self.remind_all(self.starts, self.p, self.begin)

    def rest(self):
        """What happens to it; self.starts may change."""


class Endless(Known):
    """D8: what enters the window as time goes by is not new"""

    rule = "FREQ=DAILY"


class Extended(Known):
    """D8: what an extended COUNT or UNTIL adds is not new"""

    rule = "FREQ=DAILY;COUNT=3"
    n = 3

    def rest(self):
        until = (self.one.start + 9 * DAY).strftime("%Y%m%dT090000Z")
        rule = self.random.choice(("COUNT=30", "UNTIL=" + until))
        new = self.one.but(more=("RRULE:FREQ=DAILY;" + rule,))
        self.at(self.first, lambda: self.put("a", new))
        self.starts += [self.one.start + i * DAY for i in range(3, 6)]


class InstanceMoves(Known):
    """D8: one instance is moved: one message for that"""

    def rest(self):
        original = self.starts[3]
        self.starts[3] = original + 4 * HOUR
        moved = self.instance(self.one, original, self.starts[3])
        self.at(self.first, lambda: self.put("a", self.one, moved))
        self.told("rescheduled", self.starts[3], self.p, self.first)


class InstanceGone(Known):
    """D8: one instance is taken out: one cancellation for that"""

    def rest(self):
        gone = self.starts.pop(3)
        out = "EXDATE;TZID=Europe/Vienna:" + gone.strftime("%Y%m%dT%H%M%S")
        new = self.one.with_lines(out)
        self.at(self.first, lambda: self.put("a", new))
        self.told_gone(gone, self.p, self.first)


class AllMove(Known):
    """D8: the whole series moves: one message, for its next occurrence"""

    def rest(self):
        new = self.one.but(start=self.one.start + 4 * HOUR)
        self.starts = [s + 4 * HOUR for s in self.starts]
        self.at(self.first, lambda: self.put("a", new))
        self.told("rescheduled", self.starts[0], self.p, self.first)


class AllGone(Known):
    """D8: the whole series goes: one cancellation, for its next occurrence"""

    def rest(self):
        # Others, so that this is no mass change (D9).
        for i in range(4):
            self.put("a", self.entry("far%d" % i, 9, 9 + i, self.phone()))
        gone = self.starts[0]
        self.at(self.first, lambda: self.take("a", "one"))
        self.told_gone(gone, self.p, self.first)
        self.starts = []


class Split(Known):
    """D8: Google cuts it in two: it goes on"""

    def rest(self):
        cut = self.starts[3]
        self.at(self.first, lambda: self.put("a", *self.halves(cut, cut)))

    def uid(self, cut):
        return "one_R" + cut.strftime("%Y%m%dT%H%M%S")

    def halves(self, cut, start, *more):
        before = (cut - DAY).strftime("%Y%m%dT225959Z")
        first = self.one.but(more=("RRULE:FREQ=DAILY;UNTIL=" + before,))
        second = self.one.but(
            uid=self.uid(cut),
            start=start,
            more=("RRULE:FREQ=DAILY;COUNT=5",) + more,
        )
        return first, second


class SplitAndMoved(Split):
    """D8: ... and moves from there on: one message"""

    def rest(self):
        cut = self.starts[3]
        halves = self.halves(cut, cut + 4 * HOUR)
        self.at(self.first, lambda: self.put("a", *halves))
        self.starts[3:] = [s + 4 * HOUR for s in self.starts[3:]]
        self.told("rescheduled", self.starts[3], self.p, self.first)


class SplitElsewhere(Split):
    """D8: others cut it in two, with an unrelated UID: it goes on"""

    def uid(self, cut):
        return "another"


class SplitElsewhereAndMoved(SplitAndMoved):
    """D8: ... and moves from there on: one message"""

    def uid(self, cut):
        return "another"


class SplitSibling(Split):
    """D8: or it is linked by RELATED-TO: it goes on"""

    def uid(self, cut):
        return "sibling"

    def halves(self, cut, start, *more):
        return super().halves(cut, start, "RELATED-TO;RELTYPE=SIBLING:one")


class NewPerson(Known):
    """P3: it becomes another person's: one word to each"""

    def rest(self):
        for i in range(4):
            self.put("a", self.entry("far%d" % i, 9, 9 + i, self.phone()))
        q = self.phone()
        new = self.one.but(title="Franz Huber " + q)
        self.at(self.first, lambda: self.put("a", new))
        self.told("confirmation", self.starts[0], q, self.first)
        since, until = self.first + SETTLE, self.first + 67 * MINUTE
        self.expect("cancellation", self.starts[0], self.p, since, until)
        self.remind_all(self.starts, q, self.first)
        self.starts = []


# --- P16: several at once ----------------------------------------------------


class TenDates(Practice):
    """P16: ten dates for one person in five minutes make one confirmation"""

    def tell(self):
        p = self.phone()
        ten = [self.entry("date%d" % i, 3 + i, 10, p) for i in range(10)]
        for i in range(5):
            two = ten[2 * i : 2 * i + 2]
            at = self.first + i * MINUTE
            self.at(at, lambda two=two: self.put("a", *two))
        since = self.first + SETTLE
        until = self.first + 5 * MINUTE + 2 * FETCH
        self.expect("confirmation", ten[0].start, p, since, until)
        self.dates[ten[0].start, p] = tuple(e.start for e in ten)
        self.remind_all([e.start for e in ten], p, self.first)
