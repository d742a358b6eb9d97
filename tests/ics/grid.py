#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""grid.py make SEED N >feed.ics; grid.py compare feed.ics <answer

make: a feed of N events with random rules of RFC 5545, each from its first
date on, in UTC.  compare: the parser's answer with what python-dateutil, which
knows nothing of libical, says of the same rules; prints what differs.
"""
import random
import re
import signal
import sys
from datetime import datetime, timedelta, timezone

from dateutil.rrule import rrulestr

FROM, TO = datetime(2026, 1, 1), datetime(2026, 3, 12)
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def some(r, values, most):
    return ",".join(str(v) for v in
                    r.sample(values, r.randint(1, min(most, len(values)))))


def nth_days(r, most):
    return ",".join(r.choice([1, 2, 3, 4, 5, -1, -2]).__str__() + d
                    for d in r.sample(DAYS, r.randint(1, most)))


def rule(r):
    """A rule that RFC 5545 3.3.10 allows."""
    freq = r.choice(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY",
                     "YEARLY"])
    parts = ["FREQ=" + freq]
    if r.random() < 0.5:
        parts.append("INTERVAL=%d" % r.choice([1, 2, 2, 3, 4, 5, 6, 13]))
    months = r.random() < 0.25
    if months:
        parts.append("BYMONTH=" + some(r, range(1, 13), 5))
    days = list(range(1, 32)) + list(range(-31, 0))
    kind = r.random()
    if freq == "DAILY":
        if kind < 0.3:
            parts.append("BYDAY=" + some(r, DAYS, 4))
        elif kind < 0.5:
            parts.append("BYMONTHDAY=" + some(r, days, 6))
    elif freq == "WEEKLY":
        if kind < 0.7:
            parts.append("BYDAY=" + some(r, DAYS, 4))
        if kind < 0.4:
            parts.append("WKST=" + r.choice(DAYS))
    elif freq == "MONTHLY":
        if kind < 0.3:
            parts.append("BYDAY=" + nth_days(r, 3))
        elif kind < 0.5:
            parts.append("BYDAY=" + some(r, DAYS, 5))
        elif kind < 0.8:
            parts.append("BYMONTHDAY=" + some(r, days, 5))
        if 0.2 < kind < 0.6 and r.random() < 0.3:
            parts.append("BYMONTHDAY=" + some(r, days, 12))
    elif kind < 0.25:
        parts.append("BYMONTHDAY=" + some(r, days, 4))
    elif kind < 0.4:
        parts.append("BYYEARDAY=" + some(
            r, list(range(1, 90)) + list(range(-366, -290)), 8))
    elif kind < 0.55:
        parts.append("BYWEEKNO=" + some(
            r, list(range(1, 12)) + list(range(-53, -42)) + [52, 53], 5))
        parts.append("BYDAY=" + some(r, DAYS, 3))
    elif kind < 0.8 and months:
        parts.append("BYDAY=" + nth_days(r, 3))
    elif kind < 0.9:
        parts.append("BYDAY=" + some(r, DAYS, 2))
    names = [p.split("=")[0] for p in parts]
    if len(names) != len(set(names)):
        return None
    if r.random() < 0.2:
        parts.append("BYHOUR=" + some(r, range(24), 3))
    if r.random() < 0.1:
        parts.append("BYMINUTE=" + some(r, range(0, 60, 5), 2))
    # Of the week of DTSTART dateutil counts only what is not before it.
    if freq != "WEEKLY" and any(p.startswith("BY") for p in parts) \
            and r.random() < 0.25:
        parts.append("BYSETPOS=" + some(r, [1, 2, 3, -1, -2, -3], 2))
    end = r.random()
    if end < 0.3:
        parts.append("COUNT=%d" % r.randint(1, 60))
    elif end < 0.5:
        until = FROM + timedelta(minutes=r.randint(-9000, 110000))
        parts.append("UNTIL=" + until.strftime("%Y%m%dT%H%M00Z"))
    r.shuffle(parts)
    return ";".join(parts)


def utc(t):
    return t.strftime("%Y%m%dT%H%M%SZ")


def parse(text, start):
    aware = start.replace(tzinfo=timezone.utc)
    return rrulestr(text, dtstart=aware)


class TooLong(Exception):
    pass


def too_long(*_):
    raise TooLong


def first(text, start):
    """The rule's first date, from which it has the same dates; or None.

    dateutil searches for a date that never comes until the year 9999.
    """
    for _ in range(3):
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.3)
        try:
            at = next(iter(parse(text, start)), None)
        except TooLong:
            return None
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if at is None or at.year > 2027:
            return None
        at = at.replace(tzinfo=None)
        if at == start:
            return start
        start = at
    return None


def make(seed, n):
    r = random.Random(seed)
    signal.signal(signal.SIGVTALRM, too_long)
    print("BEGIN:VCALENDAR\nX-TEST:%s %s summary name location"
          % (FROM.date(), TO.date()))
    made = 0
    while made < n:
        text = rule(r)
        if text is None:
            continue
        start = datetime(r.choice([1999, 2019, 2024, 2025, 2026]), 1, 1) \
            + timedelta(days=r.randint(0, 40), hours=r.randint(0, 23))
        start = first(text, start)
        if start is None:
            continue
        print("BEGIN:VEVENT\nUID:%d\nDTSTART:%s\nRRULE:%s\nEND:VEVENT"
              % (made, utc(start), text))
        made += 1
    print("END:VCALENDAR")


def compare(path):
    got, ids, notes = {}, {}, {}
    for line in sys.stdin:
        f = line.rstrip("\n").split("\t")
        if f[0] == "event":
            ids[f[1]] = f[2]
        elif f[0] == "occurrence":
            at = datetime(1970, 1, 1) + timedelta(seconds=int(f[3]))
            got.setdefault(f[1], []).append(at)
        elif f[0] in ("bad", "note"):
            notes[f[1]] = f[2]
    got = {ids[i]: sorted(v) for i, v in got.items() if i in ids}
    notes = {ids.get(i, i): v for i, v in notes.items()}
    bad = n = dates = 0
    with open(path) as feed:
        events = re.findall(r"UID:(.*)\nDTSTART:(.*)\nRRULE:(.*)\n",
                            feed.read())
    for uid, start, text in events:
        start = datetime.strptime(start, "%Y%m%dT%H%M%SZ")
        low, high = (t.replace(tzinfo=timezone.utc)
                     for t in (FROM, TO - timedelta(seconds=1)))
        want = [t.replace(tzinfo=None)
                for t in parse(text, start).between(low, high, inc=True)]
        n += 1
        dates += len(want)
        if uid in notes and "takes more" in notes[uid]:
            continue
        if got.get(uid, []) != want or uid in notes:
            bad += 1
            print("%s from %s: %s" % (text, utc(start), notes.get(uid, "")))
            print("  more:", *[utc(t) for t in got.get(uid, [])
                               if t not in want][:5])
            print("  less:", *[utc(t) for t in want
                               if t not in got.get(uid, [])][:5])
    print("# %d rules, %d dates, %d differ" % (n, dates, bad))
    return bad


if sys.argv[1] == "make":
    make(int(sys.argv[2]), int(sys.argv[3]))
else:
    sys.exit(compare(sys.argv[2]) > 0)
