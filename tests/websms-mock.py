#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""A stand-in for the websms Messaging API, with its faults; loopback only.

    websms-mock.py --dir DIR [--token T]... [--user NAME:PASSWORD]...
                   [--sender S]...

It listens on a free port of 127.0.0.1, writes it to DIR/port once it does,
and a JSON line for each request to DIR/log.  Without --token and --user every
credential is taken, without --sender every sender.

A POST to /_/NAME asks it or tells it something (`mock` of send.sh):

    faults {"fault": KIND, "n": 1, "ref": "", "to": "", "from": "", ...}
             the next n requests that match (by what is in them) go wrong:
             code (code, message)        HTTP 200 with that statusCode
             status (status, retry_after, body)   that HTTP status
             html, empty, cut            HTTP 200 with such a body
             close-before, close-after   the connection ends without answer,
             hang-before, hang-after     ... or with none until /release
             gather (count)              answers when so many are in flight
             late                        ... when it is released
           `taken`: true: the message is accepted all the same
    clear          no more faults
    release        what hangs is let go
    wait {"in_flight": n}     until so many requests are
    accepted       a line for each message: ref, to, from, text, test
    counts         a line for each reference: how often it was accepted
    drain          waits until no other connection is open, gives `accepted`
                   and forgets it
    connections    how many there were, and the most requests at once
    report {"ref": R, "status": S}   a deliveryReport; also posted to the
                   message's callback, again and again until it is taken
    text {"from": F, "to": T, "text": X}   an inbound text
"""

import argparse
import base64
import http.client
import http.server
import json
import os
import sys
import threading
import time
import urllib.parse

sys.dont_write_bytecode = True  # nothing is left beside the source
from websms_rules import verdict  # noqa: E402

WAIT_S = 20  # nothing here waits longer
PATHS = ("/rest/smsmessaging/text", "/json/smsmessaging/text")


class State:
    """What all connections share; every access is under the lock."""

    def __init__(self, args):
        self.args = args
        self.lock = threading.Condition()
        self.faults = []
        self.accepted = []
        self.released = 0
        self.connections = self.open = 0
        self.in_flight = self.most_in_flight = 0
        self.number = 0
        self.log = open(os.path.join(args.dir, "log"), "a", encoding="utf-8")

    def write(self, entry):
        with self.lock:
            self.log.write(json.dumps(entry, ensure_ascii=False) + "\n")
            self.log.flush()

    def next_id(self, pattern):
        with self.lock:
            self.number += 1
            return pattern % (int(time.time()), self.number)

    def fault_for(self, message):
        """The first fault that matches; its count goes down."""
        with self.lock:
            for fault in self.faults:
                seen = {
                    "ref": str(message.get("clientMessageId", "")),
                    "to": str(message.get("recipientAddressList", "")),
                    "from": str(message.get("senderAddress", "")),
                }
                if all(str(fault.get(k, "")) in v for k, v in seen.items()):
                    fault["n"] = fault.get("n", 1) - 1
                    if fault["n"] <= 0:
                        self.faults.remove(fault)
                    return fault
        return None

    def wait_for(self, condition):
        with self.lock:
            return self.lock.wait_for(condition, WAIT_S)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body in one packet
    disable_nagle_algorithm = True
    timeout = 60

    def setup(self):
        super().setup()
        with self.server.state.lock:
            self.server.state.connections += 1
            self.connection_number = self.server.state.connections

    def log_message(self, *args):
        pass

    def answer(self, status, body=b"", kind=None, extra=None):
        if isinstance(body, (dict, list)):
            body = json.dumps(body, ensure_ascii=False).encode()
            kind = "application/json;charset=UTF-8"
        elif isinstance(body, str):
            body = body.encode()
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in (extra or {}).items():
            self.send_header(name, str(value))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def authorised(self, query):
        args = self.server.state.args
        if not args.token and not args.user:
            return True
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        if kind == "Basic":
            return base64.b64decode(value).decode() in args.user
        if kind == "Bearer":
            return value in args.token
        return query.get("access_token", [""])[0] in args.token

    def do_GET(self):
        self.answer(405 if self.path.split("?")[0] in PATHS else 404)

    do_PUT = do_DELETE = do_HEAD = do_GET

    def do_POST(self):
        url = urllib.parse.urlsplit(self.path)
        if url.path.startswith("/_/"):
            self.control(url.path[3:])
        elif url.path not in PATHS:
            self.read_body()
            self.answer(404)
        else:
            self.message(urllib.parse.parse_qs(url.query))

    def read_body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    # A message.

    def message(self, query):
        state = self.server.state
        early = state.fault_for({}) if self.early_fault() else None
        if early:
            self.without_answer(early)
            return
        raw = self.read_body()
        with state.lock:
            state.in_flight += 1
            state.most_in_flight = max(state.most_in_flight, state.in_flight)
            state.lock.notify_all()
        try:
            self.judge(raw, query)
        finally:
            with state.lock:
                state.in_flight -= 1
                state.lock.notify_all()

    def early_fault(self):
        """Is the next fault one that does not read the body?"""
        with self.server.state.lock:
            faults = self.server.state.faults
            return bool(faults) and faults[0]["fault"].endswith("-before")

    def judge(self, raw, query):
        state = self.server.state
        state.write(
            {
                "connection": self.connection_number,
                "path": self.path,
                "headers": {k.lower(): v for k, v in self.headers.items()},
                "body": raw.decode(errors="replace"),
            }
        )
        if not self.authorised(query):
            self.answer(401)
            return
        try:
            message = json.loads(raw)
        except ValueError:
            self.answer(400)
            return
        known = message if isinstance(message, dict) else None
        fault = state.fault_for(known or {})
        if fault is None:
            self.answer(200, self.take(known))
            return
        if fault.get("taken"):
            self.take(known)
        self.go_wrong(fault, known)

    def take(self, message):
        """Accept or refuse, as the vendor does; gives the answer."""
        code, words, count = verdict(message, self.server.state.args.sender)
        answer = {"statusCode": code, "statusMessage": words}
        if message and "clientMessageId" in message:
            answer["clientMessageId"] = message["clientMessageId"]
        if code >= 4000:
            return answer
        answer["transferId"] = self.server.state.next_id("00%08x%010x")
        answer["smsCount"] = 0 if message.get("test") else count
        with self.server.state.lock:
            self.server.state.accepted.append((message, answer["transferId"]))
        return answer

    def go_wrong(self, fault, message):
        state, kind = self.server.state, fault["fault"]
        if kind == "code":
            words = fault.get("message", "fault")
            self.answer(
                200, {"statusCode": fault["code"], "statusMessage": words}
            )
        elif kind == "status":
            wait = fault.get("retry_after")
            extra = {"Retry-After": wait} if wait is not None else {}
            self.answer(fault["status"], fault.get("body", ""), None, extra)
        elif kind == "html":
            self.answer(200, "<html><body>Wartung</body></html>", "text/html")
        elif kind == "empty":
            self.answer(200)
        elif kind == "cut":
            self.answer(200, '{"statusCode":20', "application/json")
        elif kind == "gather":
            count = fault["count"]
            state.wait_for(lambda: state.most_in_flight >= count)
            self.answer(200, self.take(message))
        elif kind == "late":
            self.hang()
            self.answer(200, self.take(message))
        else:
            self.without_answer(fault)

    def hang(self):
        before = self.server.state.released
        self.server.state.wait_for(
            lambda: self.server.state.released > before
        )

    def without_answer(self, fault):
        """Hang, or not, and then end the connection."""
        if fault["fault"].startswith("hang"):
            self.hang()
        self.close_connection = True

    # The controls.

    def control(self, name):
        state = self.server.state
        given = json.loads(self.read_body() or b"{}")
        if name == "faults":
            with state.lock:
                state.faults.append(given)
        elif name == "clear":
            with state.lock:
                state.faults.clear()
        elif name == "release":
            with state.lock:
                state.released += 1
                state.lock.notify_all()
        elif name == "wait":
            if not state.wait_for(lambda: state.in_flight >= given["in_flight"]):
                self.answer(504, "only %d requests\n" % state.in_flight)
                return
        elif name == "drain":
            # Ours was accepted behind all that came before it.
            if not state.wait_for(lambda: state.open == 1):
                self.answer(504, "%d connections are open\n" % state.open)
                return
        self.answer(200, self.shown(name, given))

    def shown(self, name, given):
        state = self.server.state
        if name == "accepted":
            return "".join(map(accepted_line, state.accepted))
        if name == "drain":
            with state.lock:
                taken, state.accepted = state.accepted, []
            return "".join(map(accepted_line, taken))
        if name == "counts":
            refs = [m.get("clientMessageId", "") for m, _ in state.accepted]
            return "".join(
                "%s\t%d\n" % (r, refs.count(r)) for r in sorted(set(refs))
            )
        if name == "connections":
            return "%d\t%d\n" % (self.messages_on(), state.most_in_flight)
        if name == "report":
            return self.report(given)
        if name == "text":
            # The vendor escapes these two within text.
            note = json.dumps(self.text(given), ensure_ascii=False)
            return note.replace("<", "\\u003c").replace(">", "\\u003e") + "\n"
        return ""

    def messages_on(self):
        """How many connections messages came on."""
        path = os.path.join(self.server.state.args.dir, "log")
        with open(path, encoding="utf-8") as log:
            return len({json.loads(line)["connection"] for line in log})

    def report(self, given):
        for message, transfer in self.server.state.accepted:
            if message.get("clientMessageId") == given["ref"]:
                break
        else:
            return "no such message\n"
        at = time.strftime("%Y-%m-%dT%H:%M:%S.000+00:00", time.gmtime())
        note = {
            "messageType": "deliveryReport",
            "notificationId": self.server.state.next_id("%08x%012x"),
            "transferId": transfer,
            "senderAddress": str(message["recipientAddressList"][0]).lstrip("+"),
            "deliveryReportMessageStatus": given["status"],
            "sentOn": at,
            "deliveredAs": "sms",
            "clientMessageId": given["ref"],
        }
        if given["status"] == "delivered":
            note["deliveredOn"] = at
        if message.get("notificationCallbackUrl"):
            deliver(message["notificationCallbackUrl"], note)
        return json.dumps(note) + "\n"

    def text(self, given):
        return {
            "messageType": "text",
            "notificationId": self.server.state.next_id("%08x%012x"),
            "messageFlashSms": False,
            "senderAddress": given["from"].lstrip("+"),
            "senderAddressType": "international",
            "recipientAddress": given.get("to", "436640000000").lstrip("+"),
            "recipientAddressType": "international",
            "textMessageContent": given["text"],
        }


def accepted_line(entry):
    message = entry[0]
    return "\t".join(
        (
            str(message.get("clientMessageId", "")),
            ",".join(map(str, message["recipientAddressList"])),
            str(message.get("senderAddress", "")),
            message["messageContent"],
            "test\n" if message.get("test") else "\n",
        )
    )


def deliver(url, note):
    """POST a notification until it is taken, three times at most."""
    parts = urllib.parse.urlsplit(url)
    if parts.hostname not in ("127.0.0.1", "localhost"):
        return
    for _ in range(3):
        there = http.client.HTTPConnection(parts.hostname, parts.port, 10)
        try:
            there.request(
                "POST",
                parts.path + ("?" + parts.query if parts.query else ""),
                json.dumps(note, ensure_ascii=False).encode(),
                {"Content-Type": "application/json"},
            )
            answer = there.getresponse()
            taken = json.loads(answer.read())
            if answer.status == 200 and taken.get("statusCode") == 2000:
                return
        except (OSError, ValueError):
            pass
        finally:
            there.close()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        pass  # a client that was killed

    def process_request(self, request, client_address):
        with self.state.lock:
            self.state.open += 1
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        super().shutdown_request(request)
        with self.state.lock:
            self.state.open -= 1
            self.state.lock.notify_all()


def serve(args):
    server = Server(("127.0.0.1", 0), Handler)
    server.state = State(args)
    port = os.path.join(args.dir, "port")
    with open(port + ".new", "w", encoding="ascii") as f:
        f.write("%d\n" % server.server_address[1])
    os.rename(port + ".new", port)
    server.serve_forever()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dir", required=True)
    parser.add_argument("--token", action="append", default=[])
    parser.add_argument("--user", action="append", default=[])
    parser.add_argument("--sender", action="append", default=[])
    serve(parser.parse_args())


main()
