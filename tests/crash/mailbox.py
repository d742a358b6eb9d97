# SPDX-License-Identifier: ISC
"""The stand-in of sendmail, and what must hold of the mails it took."""

import email
import email.policy
import os

SCRIPT = """#!/bin/sh
f=$(mktemp '%s/XXXXXXXX') && exec cat >"$f"
"""


def words(text):
    """However its lines end."""
    return "\n".join(text.strip().splitlines())


class Mailbox:
    def __init__(self, directory):
        self.place = os.path.join(directory, "mail")
        self.sendmail = os.path.join(directory, "sendmail")
        self.took = []  # (Message-ID, text), surely
        self.maybe = []  # ... and these, or not yet

    def make(self):
        os.mkdir(self.place)
        with open(self.sendmail, "w", encoding="ascii") as f:
            f.write(SCRIPT % self.place)
        os.chmod(self.sendmail, 0o755)

    def drain(self):
        for name in sorted(os.listdir(self.place)):
            path = os.path.join(self.place, name)
            with open(path, "rb") as f:
                m = email.message_from_bytes(
                    f.read(), policy=email.policy.default
                )
            os.unlink(path)
            # Of one that broke off in its header nobody knows whose it was.
            if m["Message-ID"]:
                self.took.append((m["Message-ID"], words(m.get_content())))

    def wrong(self, rows):
        """rows: (id, created_at, tries, sent_at, text).  Each came whole once
        it counts as sent, none more often than it was claimed."""
        found, known = [], set()
        for number, created, tries, sent, text in rows:
            ref = "<smscal.%d.%d@test>" % (number, created)
            known.add(ref)
            came = [t for r, t in self.took if r == ref]
            if sent and words(text) not in came + [
                t for r, t in self.maybe if r == ref
            ]:
                found.append("mail %d never came whole: %r" % (number, came))
            if len(came) > tries:
                found.append(
                    "mail %d came %d times, claimed %d times"
                    % (number, len(came), tries)
                )
        for ref, text in self.took:
            if ref not in known:
                found.append("a mail that nobody owed: %s %r" % (ref, text))
        return found
