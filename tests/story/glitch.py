# SPDX-License-Identifier: ISC
"""What goes wrong with feeds, each beside one true move in the same feed: the
glitch sends nothing, the move sends one `rescheduled`."""

from feed import Reply, body
from tale import SETTLE, Tale, opening
from town import DAY, HOUR, MINUTE

HTML = b"<!DOCTYPE html>\r\n<html><body>Please sign in</body></html>\r\n"

# What diff says of many changes at once (D9), and fetch of a feed.
GONE = "many events are gone at once"
MANY = "many are new or moved at once"
LOST = "the phone numbers are gone"
FAILS = "smscal-fetch: .*127.0.0.1"


class Glitch(Tale):
    """Between `from_at` and `to_at` the feed is what spoil() makes of it."""

    hours = (0.5, 1, 2, 5)  # how long it lasts, by lot; None: for ever
    people = 8
    days = (1, 2, 3, 4)  # of the walk, on which they have their appointments
    maria_on = (5, 10)  # day and hour of the one who is moved
    maria_to = ((5, 14), (6, 8, 30), (4, 9), (9, 17))
    zone = "Europe/Vienna"  # of their events
    masks = False  # nobody can see the move while it lasts
    apart = False  # the move comes at another time
    late = False  # reminders that are due meanwhile wait for its end
    may = False  # ... or are not sent at all
    says = ()

    def __init__(self, ref, begin, end, seed):
        super().__init__(ref, self.__doc__.split("\n")[0], begin, end, seed)
        self.on, self.downloads = False, 0
        self.says = list(type(self).says)
        self.etag = self.random.random() < 0.7
        for i in range(self.people):
            start = self.day(
                self.days[i % len(self.days)], 9 + i % 9, i % 4 * 15
            )
            self.add("e%d" % i, start, "Person %d" % i, zone=self.zone)
        self.maria = self.add("maria", self.day(*self.maria_on), zone=self.zone)
        self.known = list(self.events)
        self.moved_to = self.day(*self.random.choice(self.maria_to))

    def draw(self, pick):
        """When; `pick`: an instant of the walk between two, by lot."""
        lasts = self.random.choice(self.hours)
        self.from_at = pick(self.begin + 30 * MINUTE, self.end - 10 * HOUR)
        self.to_at = self.end + DAY
        if lasts is not None:
            self.to_at = self.from_at + lasts * HOUR
        self.move_at = pick(self.begin + 30 * MINUTE, self.end - 15 * HOUR)
        if self.apart:
            self.keep_apart(80 * MINUTE)
        self.at(self.begin + MINUTE, self.heard)
        self.at(self.from_at, self.go_wrong)
        self.at(self.to_at, self.go_right)
        self.at(self.move_at, self.move)
        self.foresee()

    def keep_apart(self, margin):
        """The move is told before the glitch or after it; behind one that
        is for ever."""
        ever = self.to_at > self.end
        if self.from_at - margin <= self.move_at <= self.to_at + margin or ever:
            self.move_at = (self.from_at if ever else self.to_at) + margin

    def foresee(self):
        """Who must get what."""
        for e in self.known:
            if e.uid != "maria":
                self.foresee_reminder(e.start, e.title[-13:])
        phone = self.maria.title[-13:]
        seen = self.move_at
        if self.masks and self.from_at <= seen < self.to_at:
            seen = self.to_at
        since = opening(self.move_at + SETTLE)
        until = opening(seen + 80 * MINUTE) + 80 * MINUTE
        self.expect("rescheduled", self.moved_to, phone, since, until)
        self.foresee_reminder(self.moved_to, phone)

    def foresee_reminder(self, start, phone):
        late = self.to_at + 80 * MINUTE if self.late else None
        self.remind(start, phone, self.begin, late, self.may)

    # What happens.

    def go_wrong(self):
        self.on = True

    def go_right(self):
        self.on = False

    def move(self):
        self.change("maria", start=self.moved_to)

    def answer(self, calendar):
        self.downloads += 1
        found = self.spoil(list(self.events)) if self.on else self.events
        if isinstance(found, list):
            found = body(found)
        if isinstance(found, bytes):
            found = Reply(found, etag=self.etag)
        return found

    def spoil(self, events):
        """What the server gives: events, a body or a Reply."""
        return events
