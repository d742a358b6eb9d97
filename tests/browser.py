#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""A page in a real browser: chromedriver's WebDriver (W3C), TAP on stdout.

usage: browser.py FIRST PAGE SCREENSHOT

Opens the file PAGE, which schedule --html made, clicks through its views and
reports facts numbered from FIRST on.  SCREENSHOT is kept for a look.
"""
import atexit
import base64
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

# By a pipe: else it is looked for at "localhost", which no resolver need know.
FLAGS = ["--headless", "--remote-debugging-pipe",
         "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync",
         "--window-size=1280,900"]


class Browser:
    def __init__(self, profile):
        self.driver = subprocess.Popen(
            ["chromedriver", "--port=0"], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        atexit.register(self.driver.terminate)  # whatever comes
        for line in self.driver.stdout:
            if "successfully on port " in line:
                port = line.split("on port ")[1].split()[0].rstrip(".")
                break
        else:
            sys.exit("chromedriver did not start")
        self.base = f"http://127.0.0.1:{port}"
        options = {"args": FLAGS + [f"--user-data-dir={profile}"]}
        made = self.call("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"}}}})
        self.base += "/session/" + made["sessionId"]

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.base + path, data, {"Content-Type": "application/json"},
            method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as e:
            sys.exit(f"{method} {path}: {e.read().decode()}")

    def run(self, script, *args):
        return self.call("POST", "/execute/sync",
                         {"script": script, "args": list(args)})

    def find(self, selector):
        return next(iter(self.call("POST", "/element", {
            "using": "css selector", "value": selector}).values()))

    def click(self, selector):
        self.call("POST", f"/element/{self.find(selector)}/click", {})

    def text(self, selector):
        return self.call("GET", f"/element/{self.find(selector)}/text")

    def count(self, selector):
        return self.run(
            "return document.querySelectorAll(arguments[0]).length", selector)

    def end(self):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait(10)


class Facts:
    def __init__(self, first):
        self.n, self.bad = first, 0

    def ok(self, name, got, want=True):
        good = got == want
        print(f"{'ok' if good else 'not ok'} {self.n} - {name}")
        if not good:
            print(f"# want: {want!r}\n# got:  {got!r}")
        self.bad += not good
        self.n += 1


def views(b, f, messages):
    f.ok("the month is shown first", b.count("table.month"), 1)
    f.ok("... in German", b.text("#view-month"), "Monat")
    f.ok("... today marked", b.run(
        "return document.querySelector('.today').dataset.day"), "2025-06-18")
    for view, inside in (("week", "table.weekly"), ("day", "#main .day"),
                         ("agenda", "#main .agenda")):
        b.click(f"#view-{view}")
        f.ok(f"a click shows the {view}", b.count(inside), 1)
        f.ok("... pressed, for those who do not see it", b.run(
            "return document.querySelector('[aria-pressed=true]').id"),
            f"view-{view}")
    b.click("#view-week")
    f.ok("in a week the time of several stands once", b.run(
        "return Array.from(document.querySelectorAll("
        "'td[data-day=\"2025-06-18\"] .at'), e => e.textContent)"), ["10:00"])
    b.click("#view-agenda")
    f.ok("the legend counts what is in view", b.run(
        "return Array.from(document.querySelectorAll('#calendars output'),"
        "e => Number(e.textContent)).reduce((a, b) => a + b)"),
        len([m for m in messages if "2025-06-18" <= m["at"] < "2025-07-02"]))
    f.ok("the page says nothing of an end", b.run(
        "return document.getElementById('note').hidden"))
    f.ok("the agenda has the day's messages", b.count(
        "li[data-day='2025-06-18'] .row"), len(
            [m for m in messages if m["at"].startswith("2025-06-18")]))


def message(b, f, messages):
    shown = next(m for m in messages if m["at"].startswith("2025-06-18"))
    b.click(f"[data-id='{shown['id']}']")
    f.ok("a click on a message opens it", b.count("dialog[open]"), 1)
    facts = b.text("#facts")
    for what, value in (("phone", shown["phone"]), ("text", shown["text"]),
                        ("segments", f"SMS-Teile\n{shown['segments']}"),
                        ("time", shown["at"][11:16]), ("state", "gesendet")):
        f.ok(f"... with its {what}", value in facts)
    b.click("#close")
    f.ok("... and is closed again", b.count("dialog[open]"), 0)


def calendars(b, f):
    b.click("#view-month")
    all_chips = b.count(".chip")
    b.click("#calendars label:first-child input")
    fewer = b.count(".chip")
    f.ok("a calendar is taken away", fewer < all_chips and fewer > 0)
    b.click("#calendars label:first-child input")
    f.ok("... and comes back", b.count(".chip"), all_chips)
    b.click("#on")
    f.ok("the next month", b.text("#title"), "Juli 2025")
    f.ok("... is the last one in the page", b.run(
        "return document.getElementById('on').disabled"))
    b.click("#now")
    f.ok("and today again", b.text("#title"), "Juni 2025")


def safety(b, f):
    f.ok("what a calendar says is text, not markup",
         b.run("return window.hacked === undefined") and
         b.count("main img, dialog img") == 0)
    f.ok("... and it is there",
         b.run("return document.getElementById('data').textContent"
               ".includes('onerror')"))
    f.ok("nothing was asked for from outside", b.run(
        "return performance.getEntriesByType('resource')"
        ".filter(r => !r.name.startsWith('data:')).map(r => r.name)"), [])
    log = b.call("POST", "/se/log", {"type": "browser"})
    f.ok("no error in the console", [line["message"] for line in log], [])


def telephone(b, f):
    # Headless windows have a least width of 500.
    b.call("POST", "/window/rect", {"width": 500, "height": 900})
    for view in ("month", "week", "day", "agenda"):
        b.click(f"#view-{view}")
        f.ok(f"on a telephone nothing is wider than the screen: {view}", b.run(
            "return document.documentElement.scrollWidth <= innerWidth"))


def paper(b, f):
    """A month on one sheet, with what it does not show counted."""
    b.call("POST", "/window/rect", {"width": 1280, "height": 900})
    b.click("#view-month")
    pages = base64.b64decode(b.call("POST", "/print", {
        "orientation": "landscape", "background": True}))
    f.ok("on paper a month is one sheet",
         len(re.findall(rb"/Type\s*/Page\b", pages)), 1)


def main():
    first, page, screenshot = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    messages = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as profile:
        b, f = Browser(profile), Facts(first)
        try:
            b.call("POST", "/url",
                   {"url": pathlib.Path(page).resolve().as_uri()})
            picture = base64.b64decode(b.call("GET", "/screenshot"))
            pathlib.Path(screenshot).write_bytes(picture)
            views(b, f, messages)
            message(b, f, messages)
            calendars(b, f)
            safety(b, f)
            telephone(b, f)
            paper(b, f)
        finally:
            b.end()
        time.sleep(0.2)  # the profile is still being written
    return 1 if f.bad else 0


if __name__ == "__main__":
    sys.exit(main())
