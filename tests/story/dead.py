# SPDX-License-Identifier: ISC
"""Days without a feed (F8)."""

from feed import Reply
from glitch import FAILS, Glitch, HTML
from town import DAY, HOUR, MINUTE, instant


# --- F8: days without a feed -------------------------------------------------


class Long(Glitch):
    """Days: from_at is half past nine of the first one."""

    masks = True
    says = (FAILS, "smscal-send: .* is not sent: ")
    people = 10
    days = (1, 2, 3, 4, 8)
    maria_on = (9, 10)
    maria_to = ((9, 14), (9, 8), (10, 9))
    new = False  # is there more when it is back?

    def draw(self, pick):
        self.from_at = self.begin + 45 * MINUTE
        self.to_at = self.from_at + self.hours[0] * HOUR
        low, high = self.from_at + HOUR, self.to_at - HOUR
        self.move_at = pick(low, high)
        self.at(self.begin + MINUTE, self.heard)
        self.at(self.from_at, self.go_wrong)
        self.at(self.to_at, self.go_right)
        self.at(self.move_at, self.move)
        self.foresee()

    def foresee_reminder(self, start, phone):
        """What is due behind 48 hours waits for the feed; then it goes, if an
        hour remains, or never."""
        due = instant(start.date() - DAY, 10)
        begins = instant(start.date(), start.hour, start.minute)
        stale = self.from_at + 2 * DAY
        late = self.to_at + 80 * MINUTE
        if not stale <= due < self.to_at:
            self.remind(start, phone, self.begin)
        elif begins - HOUR > late:
            self.expect("reminder", start, phone, self.to_at, late)

    def go_right(self):
        super().go_right()
        if self.new:
            e = self.add("new", self.day(9, 12))
            self.remind(e.start, e.title[-13:], self.to_at)

    def spoil(self, events):
        return Reply(HTML, 502)


class FortyHours(Long):
    """F8: 40 hours of failures hold up nothing"""

    hours = (40,)


class TwoDays(Long):
    """F8: behind 48 hours of failures all waits for the feed"""

    hours = (54,)


class SevenDays(Long):
    """F8: behind seven days the next body is a baseline"""

    hours = (7 * 24 + 3,)
    new = True


class OnlySame(Long):
    """F8: 304 is good, for days"""

    hours = (7 * 24,)
    masks = False
    says = ()

    def foresee_reminder(self, start, phone):
        self.remind(start, phone, self.begin)

    def spoil(self, events):
        return events
