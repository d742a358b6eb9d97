# SPDX-License-Identifier: ISC
"""Calendars as servers write them: events, bodies, and a server for them."""

import dataclasses
import datetime
import email.utils
import hashlib
import http.server
import threading
import zoneinfo

VIENNA = zoneinfo.ZoneInfo("Europe/Vienna")


@dataclasses.dataclass
class Event:
    """A start without zone is a clock time of `zone`; a date is all day."""

    uid: str
    title: str
    start: datetime.datetime | datetime.date
    minutes: int = 30
    zone: str = "Europe/Vienna"  # TZID; "UTC" is one; "" floats
    more: tuple = ()  # lines that it has besides

    def but(self, **changes):
        return dataclasses.replace(self, **changes)

    def with_lines(self, *lines):
        return self.but(more=self.more + lines)

    @property
    def all_day(self):
        return not isinstance(self.start, datetime.datetime)

    def at(self):
        """The instant; a time that floats is meant as in Vienna."""
        zone = VIENNA
        if self.zone == "UTC":
            zone = datetime.timezone.utc
        elif "/" in self.zone:
            zone = zoneinfo.ZoneInfo(self.zone)
        return self.start.replace(tzinfo=zone)

    def time(self, name, at):
        if self.all_day:
            return "%s;VALUE=DATE:%s" % (name, at.strftime("%Y%m%d"))
        text = at.strftime("%Y%m%dT%H%M%S")
        if self.zone == "UTC":
            return "%s:%sZ" % (name, text)
        zone = ";TZID=" + self.zone if self.zone else ""
        return "%s%s:%s" % (name, zone, text)

    def lines(self):
        if self.all_day:
            length = datetime.timedelta(days=1)
        else:
            length = datetime.timedelta(minutes=self.minutes)
        return (
            "BEGIN:VEVENT",
            "UID:" + self.uid,
            "DTSTAMP:20261101T000000Z",
            self.time("DTSTART", self.start),
            self.time("DTEND", self.start + length),
            "SUMMARY:" + self.title,
            *self.more,
            "END:VEVENT",
        )


def body(events, *head):
    """A whole calendar; `head`: lines of its own."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *head]
    for e in events:
        lines += e.lines()
    lines.append("END:VCALENDAR")
    return "".join(line + "\r\n" for line in lines).encode()


@dataclasses.dataclass
class Reply:
    """What the server answers; `cut`: so many bytes of it never come."""

    body: bytes = b""
    status: int = 200
    cut: int = 0
    headers: tuple = ()
    etag: bool = True


class Server:
    """Asks answer(path) for the Reply to each request, one at a time."""

    def __init__(self, answer):
        self.answer, self.lock = answer, threading.Lock()
        handler = type("Handler", (Handler,), {"town": self})
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.http.daemon_threads = True
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self):
        self.http.shutdown()
        self.http.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):  # noqa: N802, the name that http.server wants
        with self.town.lock:
            reply = self.town.answer(self.path)
        etag = '"%s"' % hashlib.sha256(reply.body).hexdigest()[:20]
        same = self.headers.get("If-None-Match") == etag
        if reply.status == 200 and reply.etag and same:
            reply = Reply(status=304)
        self.send_response_only(reply.status)
        self.send_header("Date", email.utils.formatdate(usegmt=True))
        self.send_header("Content-Type", "text/calendar; charset=utf-8")
        if reply.status == 200 and reply.etag:
            self.send_header("ETag", etag)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body[: len(reply.body) - reply.cut])
        self.close_connection = reply.cut > 0

    def log_message(self, *args):
        """Nothing is said."""
