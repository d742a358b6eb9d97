# SPDX-License-Identifier: ISC
"""Three days without the chain, and on again at three in the morning (P9,
P10)."""

from series import FETCH, Practice
from tale import SETTLE
from town import DAY, MINUTE, instant, local


class Down(Practice):
    """The machine goes down at 15:00 of the first day, and is on again at 03:00
    of the fourth: what happens meanwhile is seen then."""

    def draw(self, moments):
        day = local(self.begin).date()
        self.goes = instant(day, 15)
        self.on = instant(day + 3 * DAY, 3)
        self.open = instant(day + 3 * DAY, 8)
        self.meanwhile = instant(day + DAY, 12)
        self.at(self.begin + MINUTE, self.heard)
        self.says = ["smscal-send: .* is not sent: "]
        # Others, so that nothing here is a mass change (D9).
        for i in range(5):
            self.put("a", self.entry("far%d" % i, 9, 9 + i, self.phone()))
        self.tell()

    def morning(self, kind, start, phone):
        """It comes when the window opens."""
        self.expect(kind, start, phone, self.open, self.open + MINUTE)

    def night(self, kind, start, phone, after=SETTLE):
        """It would come too late then, and comes at once."""
        since = self.on + after
        self.expect(kind, start, phone, since, since + 2 * FETCH)


class Reminders(Down):
    """P10: reminders that were due meanwhile"""

    def tell(self):
        late = {}
        for day, hour, minute in (
            (2, 10, 0),  # it is over
            (3, 8, 30),  # half an hour remains
            (3, 9, 0),
            (3, 14, 0),
        ):
            p = self.phone()
            e = self.entry("e%d%d" % (day, hour), day, hour, p)
            e.start = self.day(day, hour, minute)
            self.put("a", e)
            late[day, hour] = (e.start, p)
        for key in ((3, 9), (3, 14)):
            self.morning("reminder", *late[key])
        p = self.phone()
        e = self.entry("next", 4, 12, p)
        self.put("a", e)
        self.remind(e.start, p, self.begin)


class NewMeanwhile(Down):
    """P9: what is new goes in the morning, or at once where that is too late"""

    def tell(self):
        new = []
        for uid, day, hour in (("soon", 3, 8), ("today", 3, 12), ("later", 8, 10)):
            p = self.phone()
            e = self.entry(uid, day, hour, p, "Anna %s" % uid)
            e.start = self.day(day, hour, 30)
            new.append((e, p))
        p = self.phone()
        over = self.entry("over", 2, 12, p)
        self.at(
            self.meanwhile, lambda: self.put("a", over, *[e for e, _ in new])
        )
        self.night("confirmation", new[0][0].start, new[0][1])
        for e, p in new[1:]:
            self.morning("confirmation", e.start, p)


class MovedMeanwhile(Down):
    """P7: so do moves"""

    def tell(self):
        for uid, old, new, word in (
            ("soon", (5, 10), (3, 8), self.night),
            ("today", (5, 10), (3, 15), self.morning),
            ("later", (6, 10), (8, 12), self.morning),
            ("past", (4, 16), (1, 12), None),
        ):
            p = self.phone()
            e = self.entry(uid, *old, p)
            moved = e.but(start=self.day(*new, 45))
            self.put("a", e)
            self.at(self.meanwhile, lambda m=moved: self.put("a", m))
            if word:
                word("rescheduled", moved.start, p)


class MovedFromPast(Down):
    """D7: from the past to the future is new"""

    def tell(self):
        p = self.phone()
        e = self.entry("one", 2, 10, p)
        self.put("a", e)
        moved = e.but(start=self.day(6, 10))
        self.at(self.meanwhile, lambda: self.put("a", moved))
        self.morning("confirmation", moved.start, p)


class GoneMeanwhile(Down):
    """P13: so does what is gone; of what is over nobody is told"""

    def tell(self):
        starts = {}
        for uid, day, hour in (("soon", 3, 8), ("later", 6, 10), ("over", 2, 10)):
            p = self.phone()
            e = self.entry(uid, day, hour, p)
            e.start = self.day(day, hour, 30)
            self.put("a", e)
            starts[uid] = (e.start, p)
        self.at(self.meanwhile, lambda: self.take("a", *starts))
        self.night("cancellation", *starts["soon"], 15 * MINUTE)
        self.morning("cancellation", *starts["later"])


class PendingMeanwhile(Down):
    """P10: a confirmation that did not get out is too old after a day"""

    def tell(self):
        p = self.phone()
        e = self.entry("one", 8, 10, p)
        self.at(self.goes - 3 * MINUTE, lambda: self.put("a", e))


class Asked(Down):
    """P10: feedback is asked for within two days, and then followed up"""

    def settle(self, town):
        super().settle(town)
        for kind in ("feedback", "followup"):
            town.admin("rule", "enable", self.ref, kind)

    def tell(self):
        for day in (0, 1):
            p = self.phone()
            e = self.entry("e%d" % day, day, 11, p)
            self.put("a", e)
            self.morning("feedback", e.start, p)
            since = self.open + DAY
            self.expect("followup", e.start, p, since, since + MINUTE)
            self.remind(e.start, p, self.begin)
