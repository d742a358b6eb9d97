# SPDX-License-Identifier: ISC
"""Bodies that are none, or are written otherwise (F3, D2), and what cannot be
read in them (D3)."""

from feed import Reply, body
from glitch import FAILS, Glitch, HTML


# --- F3: what is no calendar -------------------------------------------------


class Failing(Glitch):
    masks = True
    says = (FAILS,)


class LoginPage(Failing):
    """F3: the page of a login, with status 200"""

    def spoil(self, events):
        return HTML


class HtmlBehind(Failing):
    """F3: HTML behind END:VCALENDAR"""

    def spoil(self, events):
        return body(events) + HTML


class HtmlBefore(Failing):
    """F3: a warning of the server in front of BEGIN:VCALENDAR"""

    def spoil(self, events):
        return b"<b>Warning</b>: out of memory<br>\n" + body(events)


class CutOff(Failing):
    """F3: a body that breaks off, and the connection with it"""

    def spoil(self, events):
        return Reply(body(events), cut=self.random.randint(1, 900))


class Torn(Failing):
    """F3: a body that ends in the middle, with a length that fits"""

    def spoil(self, events):
        text = body(events)
        return text[: self.random.randint(1, len(text) - 14)]


class Nothing(Failing):
    """F3: an empty body with status 200"""

    def spoil(self, events):
        return b""


class Status(Failing):
    """F3: 500, 503 or 404 for hours"""

    hours = (1, 5, 10)

    def spoil(self, events):
        return Reply(HTML, (500, 503, 404)[self.number_of(self.from_at) % 3])

    @staticmethod
    def number_of(at):
        """One and the same outage has one reason."""
        return int(at.timestamp()) // 60


class RetryAfter(Failing):
    """F1: 503 with Retry-After"""

    hours = (0.5, 1)

    def spoil(self, events):
        return Reply(b"", 503, headers=(("Retry-After", "600"),))


class Circle(Failing):
    """F5: an address that leads to itself"""

    def spoil(self, events):
        return Reply(b"", 302, headers=(("Location", "/" + self.ref + "/a"),))


class Unasked(Failing):
    """F3: 304 to who did not ask, and a body of another status"""

    def spoil(self, events):
        return Reply(body(events), 206)


# --- D2: another handwriting -------------------------------------------------


class Rewritten(Glitch):
    """D2: DTSTAMP, CREATED and LAST-MODIFIED new at each download"""

    hours = (5, None)

    def spoil(self, events):
        stamp = "20261123T%06dZ" % (self.downloads % 60)
        text = body([e.with_lines("LAST-MODIFIED:" + stamp) for e in events])
        return text.replace(b"20261101T000000Z", stamp.encode())


class Sequence(Glitch):
    """D7: SEQUENCE rises with each download"""

    hours = (5, None)

    def spoil(self, events):
        return [e.with_lines("SEQUENCE:%d" % self.downloads) for e in events]


class Handwriting(Glitch):
    """F3: a byte-order mark, bare line feeds, folds, blank lines at the end"""

    def spoil(self, events):
        self.random.shuffle(events)
        text = body(events).replace(b"SUMMARY:Per", b"SUMMARY:P\r\n er")
        return b"\xef\xbb\xbf" + text.replace(b"\r\n", b"\n") + b"\n\r\n\n"


# --- D3: what cannot be read -------------------------------------------------


class Unreadable(Glitch):
    """D3: one component cannot be read"""

    says = ("e0", "cannot")

    def spoil(self, events):
        text = body(events)
        first = events[0].time("DTSTART", events[0].start).encode()
        return text.replace(first, b"DTSTART:sometime")


class UnreadableAndLess(Unreadable):
    """D3: one cannot be read, and another is not there: that proves nothing"""

    late = True

    def spoil(self, events):
        return super().spoil(events[:1] + events[2:])
