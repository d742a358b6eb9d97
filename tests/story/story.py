#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The stories of tests/7*.t: classes below Tale, whose first line names a rule
and says what happens.

    story.py DIRECTORY KIND COUNT

tells so many of them (0: all), as TAP.  What is drawn by lot is that of
SEED=n, else of 1; ONLY=word tells those alone whose name has it.
"""

import datetime
import os
import random
import re
import sys
from concurrent import futures

sys.dont_write_bytecode = True  # nothing is left beside the source
import broken  # noqa: E402
import dead  # noqa: E402
import history  # noqa: E402
import mass  # noqa: E402
import meant  # noqa: E402
import series  # noqa: E402
import times  # noqa: E402
from tale import walk  # noqa: E402
from town import DAY, HOUR, MINUTE, Broken, Town, instant  # noqa: E402

# The chain runs when something happens, and so many minutes later: a feed is
# due every five, what settles takes five more, what is missing fifteen, and a
# feed that failed waits for an hour.
FOLLOW = (0, 5, 11, 16, 22, 31, 66, 75)
FEWER = (0, 5, 11, 22, 66, 75)  # of a sample

# Mondays and the days before both changes of the clocks.
DAYS = ("2026-11-23", "2026-10-24", "2027-03-27", "2026-12-30")


def chains(town, crontabs):
    """The chain, by so many crontabs at once."""
    if crontabs == 1:
        town.chain()
        return
    with futures.ThreadPoolExecutor(crontabs) as pool:
        for done in [pool.submit(town.chain) for _ in range(crontabs)]:
            done.result()


def tell(directory, tales, begin, minutes, crontabs=1):
    """One walk; what is wrong, by tale."""
    there = {t.ref: t for t in tales}
    town = Town(
        directory,
        lambda path: there[path.split("/")[1]].answer(path.split("/")[2]),
    )
    town.now = begin - MINUTE
    taken = {t.ref: [] for t in tales}
    try:
        for tale in tales:
            tale.settle(town)
        for now in minutes:
            town.now = now
            for tale in tales:
                tale.act(now)
            chains(town, crontabs)
            for t in town.took():
                taken["s%d" % int(t.phone[6:9])].append(t)
        wrong = {t.ref: t.judge(taken[t.ref]) for t in tales}
        wrong[""] = town.whole()
    except Broken as e:
        wrong = {t.ref: [] for t in tales}
        wrong[""] = [str(e)]
    finally:
        town.close()
    print("# %d runs of tools" % town.runs)
    return wrong


class Tap:
    def __init__(self, seed):
        self.n, self.good, self.seed = 0, True, seed

    def say(self, name, wrong):
        self.n += 1
        self.good &= not wrong
        print("%sok %d - %s" % ("not " if wrong else "", self.n, name))
        if wrong:
            print("# SEED=%s" % self.seed)
        for line in wrong[:40]:
            print("# " + line)
        sys.stdout.flush()

    def tell(self, tales, wrong):
        for tale in tales:
            self.say(tale.name, wrong[tale.ref])
        self.say("all came to its end", wrong[""])


def stories(*modules):
    """Those that stand there: whose first line names a rule."""
    return [
        kind
        for module in modules
        for kind in vars(module).values()
        if getattr(kind, "__module__", "") == module.__name__
        and re.match(r"[A-Z]\d+: ", kind.__doc__ or "")
    ]


def only(kinds):
    """Those that ONLY names."""
    return [k for k in kinds if os.environ.get("ONLY", "") in k.__doc__]


class Walk:
    """Its days, and minutes by lot that the stories of one town share: the
    more they have in common, the less often the chain has to run."""

    def __init__(self, seed, days, shared, common=1):
        self.lot, self.common = random.Random(seed), common
        self.seed = seed
        self.day = datetime.date.fromisoformat(self.lot.choice(DAYS))
        self.begin = instant(self.day, 8, 45)
        self.end = instant(self.day + days * DAY, 9)
        self.shared = [self.some(self.lot) for _ in range(shared)]
        print("# from %s" % self.day)

    def some(self, lot, low=None, high=None):
        low, high = low or self.begin, high or self.end
        minutes = int((high - low).total_seconds()) // 60
        return low + lot.randrange(minutes) * MINUTE

    def pick(self, tale):
        def between(low, high):
            fits = [m for m in self.shared if low <= m <= high]
            if fits and tale.random.random() < self.common:
                return tale.random.choice(fits)
            return self.some(tale.random, low, high)

        return between

    def tales(self, kinds, moments=None):
        """One each, in companies s1, s2 ..."""
        found = []
        for i, kind in enumerate(kinds):
            tale = kind("s%d" % (i + 1), self.begin, self.end, self.seed)
            tale.draw(self.pick(tale) if moments is None else moments)
            found.append(tale)
        return found


def of_each_rule(lot, kinds):
    """A sample: one story of each rule."""
    by_rule = {}
    for kind in kinds:
        by_rule.setdefault(kind.__doc__.split(":")[0], []).append(kind)
    return [lot.choice(by_rule[rule]) for rule in sorted(by_rule)]


def tell_glitches(directory, tap, count, seed):
    """48 hours: all at once, or one of each rule."""
    w = Walk(seed, 2, *((3, 1) if count else (14, 0.8)))
    kinds = stories(broken, meant, mass)
    if count:
        kinds = of_each_rule(w.lot, kinds)
    tales = w.tales(only(kinds))
    others = [w.some(w.lot) for _ in range(3 if count else 30)]
    follow = FEWER if count else FOLLOW
    minutes = walk(tales, w.begin, w.end, follow, others)
    tap.tell(tales, tell(directory, tales, w.begin, minutes))


def tell_dead(directory, tap, count, seed):
    """Ten days, of which the feed is dead for some."""
    w = Walk(seed, 10, 1)
    kinds = stories(dead)
    if count:
        kinds = w.lot.sample(kinds, count)
    tales = w.tales(only(kinds))
    others = [w.begin + i * 8 * HOUR for i in range(0 if count else 30)]
    follow = FEWER if count else FOLLOW
    minutes = walk(tales, w.begin, w.end, follow, others)
    tap.tell(tales, tell(directory, tales, w.begin, minutes))


def tell_series(directory, tap, count, seed):
    """Four days."""
    w = Walk(seed, 3, 0)
    kinds = stories(series)
    if count:
        kinds = [kinds[i] for i in sorted(w.lot.sample(range(len(kinds)), count))]
    moments = (
        instant(w.day, 10, 30 + w.lot.randrange(30)),
        instant(w.day, 13, w.lot.randrange(60)),
        instant(w.day + DAY, 11, w.lot.randrange(60)),
    )
    tales = w.tales(only(kinds), moments)
    minutes = walk(tales, w.begin, w.end, FOLLOW)
    tap.tell(tales, tell(directory, tales, w.begin, minutes))


def tell_down(directory, tap, count, seed):
    """The chain does not run between two of the days."""
    w = Walk(seed, 5, 0)
    tales = w.tales(only(stories(times)), ())
    goes, on = instant(w.day, 15), instant(w.day + 3 * DAY, 3)
    others = [goes - MINUTE] + [on + m * MINUTE for m in FOLLOW]
    others += [on + 4 * HOUR + 59 * MINUTE, on + 17 * HOUR]
    minutes = walk(tales, w.begin, w.end - 21 * HOUR, FOLLOW, others)
    minutes = [m for m in minutes if m < goes or m >= on]
    tap.tell(tales, tell(directory, tales, w.begin, minutes))


def tell_crontabs(directory, tap, count, seed):
    """48 hours, by the minute or a sample of it, with two crontabs at once."""
    w = Walk(seed, 2, 2)
    kinds = stories(broken, meant, mass)
    tales = w.tales(only(of_each_rule(w.lot, kinds)[: count or None]))
    if count:
        minutes = walk(tales, w.begin, w.end, FEWER)
    else:
        n = int((w.end - w.begin).total_seconds()) // 60
        minutes = [w.begin + i * MINUTE for i in range(n)]
    tap.tell(tales, tell(directory, tales, w.begin, minutes, 2))


TOWN = 25  # histories in one walk


def tell_histories(directory, tap, count, seed):
    """So many; 0: 500.  `SEED=n ONLY=s3` is told aloud."""
    for first in range(0, count or 500, TOWN):
        n = min(TOWN, (count or 500) - first)
        tell_town(directory + str(first), tap, n, seed + first, 3 if count else 9)


def tell_town(directory, tap, n, seed, days):
    lot = random.Random(seed)
    day = datetime.date.fromisoformat(lot.choice(DAYS))
    begin, end = instant(day, 9), instant(day + days * DAY, 9)
    there = {}
    for i in range(n):
        h = history.History("s%d" % (i + 1), begin, end, seed)
        there[h.ref] = h
    town = Town(
        directory,
        lambda path: there[path.split("/")[1]].answer(path.split("/")[2]),
    )
    town.now = begin - MINUTE
    tales = list(there.values())
    try:
        for h in tales:
            h.settle(town)
        wrong = history.tell(town, tales, lot, begin, end) + town.whole()
        found = {h.ref: h.finish() for h in tales}
    except Broken as e:
        wrong, found = [str(e)], {h.ref: h.broken for h in tales}
    finally:
        town.close()
    print("# %d runs of tools, %d messages" % (town.runs, town.read_lines))
    for h in tales:
        if os.environ.get("ONLY") == h.ref:
            print("".join("# %s\n" % line for line in h.said), end="")
        tap.say("SEED=%d %s" % (seed, h.name), found[h.ref])
    tap.say("SEED=%d all came to its end" % seed, wrong)


KINDS = {
    "glitches": tell_glitches,
    "dead": tell_dead,
    "series": tell_series,
    "down": tell_down,
    "crontabs": tell_crontabs,
    "histories": tell_histories,
}


def main():
    directory, kind, count = sys.argv[1:]
    seed = int(os.environ.get("SEED", "1"))
    print("# SEED=%d" % seed)
    tap = Tap(seed)
    KINDS[kind](os.path.join(directory, kind), tap, int(count), seed)
    print("1..%d" % tap.n)
    return 0 if tap.good else 1


raise SystemExit(main())
