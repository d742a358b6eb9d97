# SPDX-License-Identifier: ISC
"""Feeds that say the same in another way: zones (D4), baselines (D6), other
UIDs and properties (D7)."""

import datetime

from feed import Reply, body
from glitch import Glitch
from tale import SETTLE, opening
from town import MINUTE


# --- D4: zones ---------------------------------------------------------------


class ZoneName(Glitch):
    """D4: the zones get Windows' names"""

    def spoil(self, events):
        return [e.but(zone="W. Europe Standard Time") for e in events]


class Utc(Glitch):
    """D4: the same times in UTC"""

    hours = (2, None)

    def spoil(self, events):
        return [self.in_utc(e) for e in events]

    @staticmethod
    def in_utc(e):
        utc = e.at().astimezone(datetime.timezone.utc)
        return e.but(start=utc.replace(tzinfo=None), zone="UTC")


class ZoneSetting(Glitch):
    """D4: the zone of the calendar was set wrong, and is corrected"""

    hours = (None,)
    zone = ""
    days = (3, 4, 5)
    apart = True

    def settle(self, town):
        super().settle(town)
        town.admin("calendar", "set", self.ref + "/a", "--zone", "Europe/Moscow")

    def go_wrong(self):
        zone = ("--zone", "Europe/Vienna")
        self.town.admin("calendar", "set", self.ref + "/a", *zone)


class FeedZone(Glitch):
    """D4: X-WR-TIMEZONE is another one for some hours"""

    zone = ""
    days = (3, 4, 5)
    apart = True

    def answer(self, calendar):
        zone = "America/New_York" if self.on else "Europe/Vienna"
        return Reply(body(self.events, "X-WR-TIMEZONE:" + zone))


class Vtimezone(Glitch):
    """D4: a VTIMEZONE of the feed's own is mended"""

    hours = (None,)
    zone = "Praxis"
    days = (3, 4, 5)
    apart = True

    def answer(self, calendar):
        offset = "+0100" if self.on else "+0200"
        return Reply(body(self.events, *self.lines(offset)))

    @staticmethod
    def lines(offset):
        return (
            "BEGIN:VTIMEZONE",
            "TZID:Praxis",
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            "TZOFFSETFROM:" + offset,
            "TZOFFSETTO:" + offset,
            "END:STANDARD",
            "END:VTIMEZONE",
        )


# --- D6: baselines -----------------------------------------------------------


class Baseline(Glitch):
    """What is there anew when a calendar is there again is known to all."""

    late = True
    masks = True

    def go_right(self):
        super().go_right()
        for i in range(3):
            self.add("more%d" % i, self.day(6, 11 + i))


class CalendarOff(Baseline):
    """D6: the calendar is switched off, and on again with more in it"""

    def go_wrong(self):
        self.town.admin("calendar", "disable", self.ref + "/a")

    def go_right(self):
        super().go_right()
        self.town.admin("calendar", "enable", self.ref + "/a")


class CompanyOff(Baseline):
    """D6: the company is switched off, and on again with more in the feed"""

    def go_wrong(self):
        self.town.admin("company", "disable", self.ref)

    def go_right(self):
        super().go_right()
        self.town.admin("company", "enable", self.ref)


class Address(Glitch):
    """D6: another address, with more behind it"""

    hours = (None,)

    def go_wrong(self):
        super().go_wrong()
        for i in range(3):
            self.add("more%d" % i, self.day(6, 11 + i))
        there = self.town.address(self.ref + "/b")
        self.town.admin("calendar", "set", self.ref + "/a", "--address", there)


# --- D7: which is which ------------------------------------------------------


class NewUids(Glitch):
    """D7: new UIDs at every download"""

    hours = (2, 5, None)

    def spoil(self, events):
        return [e.but(uid="%d-%s" % (self.downloads, e.uid)) for e in events]


class Recreated(Glitch):
    """D7: another is moved by delete and create: one `rescheduled`, too"""

    hours = (None,)

    def foresee(self):
        super().foresee()
        e = self.events[3]
        self.new_start = self.day(6, 12)
        since = opening(self.from_at + SETTLE)
        until = opening(self.from_at + 80 * MINUTE)
        phone = e.title[-13:]
        self.expected = [
            x for x in self.expected if x.phone != phone or x.until < self.from_at
        ]
        self.expect("rescheduled", self.new_start, phone, since, until)

    def go_wrong(self):
        self.change("e3", uid="e3-anew", start=self.new_start)


class Renamed(Glitch):
    """D7: single events become series of one"""

    hours = (1, 5, None)

    def spoil(self, events):
        return [
            e.but(uid="series-" + e.uid).with_lines("RRULE:FREQ=WEEKLY;COUNT=1")
            for e in events
        ]


class Tentative(Glitch):
    """D7: TENTATIVE, TRANSP and CLASS"""

    hours = (1, 5, None)

    def spoil(self, events):
        lines = ("STATUS:TENTATIVE", "TRANSP:TRANSPARENT", "CLASS:PRIVATE")
        return [e.with_lines(*lines) for e in events]


class Titles(Glitch):
    """D7: slips in titles are mended"""

    hours = (1, 5, None)

    def spoil(self, events):
        return [e.but(title=e.title.replace("Person", "Persson")) for e in events]


class Places(Glitch):
    """D7: places, descriptions, ends and attendees"""

    hours = (1, 5, None)

    def spoil(self, events):
        lines = ("LOCATION:Zimmer 3", "DESCRIPTION:Befund")
        return [e.but(minutes=45).with_lines(*lines) for e in events]


class AllDay(Glitch):
    """D7: timed, then all day, then timed"""

    days = (4, 5, 6)

    def spoil(self, events):
        return [
            e if e.uid == "maria" else e.but(start=e.start.date()) for e in events
        ]


class Blink(Glitch):
    """D7: one is not there for ten minutes"""

    hours = (10 / 60,)
    late = True

    def spoil(self, events):
        return events[1:]


class GoneAndBack(Glitch):
    """D7: one is gone for hours, and back before anybody was told"""

    late = True

    def settle(self, town):
        super().settle(town)
        town.admin("rule", "disable", self.ref, "cancellation")

    def spoil(self, events):
        return events[1:]
