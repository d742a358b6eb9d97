#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""records.py request FILE.ics | smscal-parse | records.py show

request: what smscal-diff would ask of the feed.  The calendar's property
X-TEST says how: FROM TO NAME-FIELD PHONE-FIELD LOCATION-FIELD.
show: the answer for people, times as UTC, in order of the records.
"""
import re
import sys
from calendar import timegm
from datetime import datetime, timedelta, timezone

ESCAPES = {b"\\": b"\\\\", b"\t": b"\\t", b"\n": b"\\n", b"\r": b"\\r",
           b"\0": b"\\0"}
TIMES = {b"event": (3, 5), b"occurrence": (2, 3, 4)}


def record(*fields):
    return b"\t".join(
        re.sub(rb"[\\\t\n\r\0]", lambda m: ESCAPES[m[0]], f)
        for f in fields) + b"\n"


def request(path):
    with open(path, "rb") as f:
        feed = f.read()
    part = re.compile(
        rb"^BEGIN:(VEVENT|VTIMEZONE)[\r\n].*?(?:^END:\1\r?\n|\Z)", re.M | re.S)
    how = re.search(rb"^X-TEST:(.*?)\r?$", feed, re.M)[1].decode().split()
    at = [str(timegm(datetime.strptime(d, "%Y-%m-%d").timetuple())).encode()
          for d in how[:2]]
    out = [record(b"window", *at), record(b"zone", b"Europe/Vienna"),
           record(b"floating-from-feed", b"1"),
           record(b"fields", *[f.encode() for f in how[2:]]),
           record(b"component", b"1", b"calendar", part.sub(b"", feed))]
    for i, m in enumerate(part.finditer(feed), 2):
        kind = b"event" if m[1] == b"VEVENT" else b"timezone"
        out.append(record(b"component", b"%d" % i, kind, m[0]))
    out.append(record(b"end"))
    sys.stdout.buffer.write(b"".join(out))


def show():
    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
    for line in sys.stdin.buffer:
        f = line.rstrip(b"\n").split(b"\t")
        for i in TIMES.get(f[0], ()):
            if f[i] != b"0":
                t = epoch + timedelta(seconds=int(f[i]))
                f[i] = t.strftime("%Y-%m-%dT%H:%MZ").encode()
        sys.stdout.buffer.write(b" | ".join(f) + b"\n")


if sys.argv[1] == "request":
    request(sys.argv[2])
else:
    show()
