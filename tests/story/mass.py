# SPDX-License-Identifier: ISC
"""Too much at once (D9), and two calendars with the same in them (D10, P2)."""

from feed import Reply, body
from glitch import GONE, Glitch, LOST, MANY
from town import HOUR, MINUTE


# --- D9: too much at once ----------------------------------------------------


class Mass(Glitch):
    people = 20
    late = True
    hours = (1, 2, 5)
    says = (GONE,)


class Half(Mass):
    """D9: half of twenty gone for two hours"""

    hours = (2,)

    def spoil(self, events):
        return events[11:]


class Empty(Mass):
    """D9: an empty calendar with status 200"""

    masks = True

    def spoil(self, events):
        return []


class EndsToday(Mass):
    """D9: a feed that ends at today"""

    masks = True

    def spoil(self, events):
        today = self.now.date()
        return [e for e in events if e.start.date() <= today]


class AllCancelled(Mass):
    """D9: all of them STATUS:CANCELLED"""

    masks = True

    def spoil(self, events):
        return [e.with_lines("STATUS:CANCELLED") for e in events]


class FreeBusy(Mass):
    """D9: a calendar published as free/busy, and back"""

    masks = True
    says = (LOST,)

    def spoil(self, events):
        return [e.but(title="Busy") for e in events]


class HourOff(Mass):
    """D9: all times an hour off, as when the server's zone was lost"""

    apart = True
    says = (MANY,)

    def spoil(self, events):
        return [e.but(start=e.start + HOUR) for e in events]


class Twice(Mass):
    """P2: every event twice, as by an import"""

    apart = True
    waits = ("mass",)  # a second one is missing for a day
    says = (MANY, GONE)

    def spoil(self, events):
        return events + [e.but(uid="again-" + e.uid) for e in events]


class PhonesCome(Mass):
    """D9: twenty get their phones at once"""

    hours = (None,)
    apart = True
    days = (3, 4, 5)
    says = (MANY,)
    waits = ("mass",)

    def answer(self, calendar):
        events = self.events
        if not self.on:
            events = [
                e if e.uid == "maria" else e.but(title=e.title[:-14])
                for e in events
            ]
        return Reply(body(events))


# --- D10: two calendars ------------------------------------------------------


class Room(Glitch):
    """D10: a doctor's and a room's calendar with the same appointments"""

    hours = (None,)
    calendars = ("a", "room")

    def spoil(self, events):
        return events

    def answer(self, calendar):
        if calendar == "a":
            return Reply(body(self.events))
        # It follows some minutes later.
        behind = self.now >= self.move_at + 7 * MINUTE
        return Reply(body(self.events if behind else self.known))

    def draw(self, pick):
        super().draw(pick)
        self.at(self.move_at + 7 * MINUTE, lambda: None)


class RoomOfItsOwn(Room):
    """P2: ... and the room's has UIDs of its own"""

    def answer(self, calendar):
        reply = super().answer(calendar)
        if calendar != "a":
            reply.body = reply.body.replace(b"UID:", b"UID:room-")
        return reply
