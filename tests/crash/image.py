# SPDX-License-Identifier: ISC
"""What a power cut leaves, out of the trace that preload/fault.c writes.

A file's bytes are on the disk once the file was synced, and its name, or that
it has none any more, once its directory was.  What was not synced may be there
all the same, in any order: `by lot`.
"""

import json
import os


class Record:
    def __init__(self, head, data):
        number, self.call, inode, offset, result, _ = head.split()
        self.number, self.inode = int(number), int(inode)
        self.offset, self.result = int(offset), int(result)
        self.data = data


def records(path):
    """Each of the trace, in order."""
    try:
        with open(path, "rb") as f:
            raw = f.read()
    except FileNotFoundError:
        return
    at = 0
    while at < len(raw):
        end = raw.index(b"\n", at)
        head = raw[at:end].decode("ascii")
        at = end + 1 + int(head.split()[5])
        yield Record(head, raw[end + 1 : at])
        at += 1


class File:
    def __init__(self, data):
        self.synced = bytearray(data)
        self.pending = []  # (offset, bytes), or (size, None): truncated

    @staticmethod
    def change(data, changes):
        for at, some in changes:
            if some is None:
                del data[at:]
                data.extend(b"\0" * (at - len(data)))
            else:
                data.extend(b"\0" * (at - len(data)))
                data[at : at + len(some)] = some

    def sync(self):
        self.change(self.synced, self.pending)
        self.pending = []

    def after(self, lot):
        if lot is None:
            return bytes(self.synced)
        data = bytearray(self.synced)
        self.change(data, [c for c in self.pending if lot.random() < 0.5])
        return bytes(data)


class Disk:
    """One directory; what is in it now counts as synced."""

    def __init__(self, directory):
        self.directory = os.path.realpath(directory)
        self.inode = os.stat(directory).st_ino
        self.files, self.synced, self.pending = {}, {}, []
        self.sent = []  # (ref, to, text) that went to the gateway
        for entry in os.scandir(directory):
            with open(entry.path, "rb") as f:
                self.files[entry.inode()] = File(f.read())
            self.synced[entry.name] = self.files[entry.inode()]
        self.names = dict(self.synced)

    def name(self, path):
        directory, name = os.path.split(path.decode())
        return name if directory == self.directory else None

    def rename(self, changes):
        """(name, File or None) each."""
        self.pending.append(changes)
        self.set(self.names, changes)

    @staticmethod
    def set(names, changes):
        for name, file in changes:
            names.pop(name, None)
            if file is not None:
                names[name] = file

    def apply(self, r):
        if r.result < 0:
            return
        if r.call == "sync" and r.inode == self.inode:
            self.synced, self.pending = dict(self.names), []
        elif r.call == "sync" and r.inode in self.files:
            self.files[r.inode].sync()
        elif r.call == "write" and r.inode in self.files:
            self.files[r.inode].pending.append((r.offset, r.data))
        elif r.call == "truncate" and r.inode in self.files:
            self.files[r.inode].pending.append((r.offset, None))
        elif r.call == "create" and self.name(r.data) is not None:
            self.files[r.inode] = File(b"")
            self.rename([(self.name(r.data), self.files[r.inode])])
        elif r.call == "unlink" and self.name(r.data) in self.names:
            self.rename([(self.name(r.data), None)])
        elif r.call == "rename":
            old, new = map(self.name, r.data.split(b"\n"))
            if old not in self.names or new is None:
                return
            self.rename([(new, self.names[old]), (old, None)])
        elif r.call == "send" and b'"clientMessageId"' in r.data:
            m = json.loads(r.data[r.data.index(b"{") :])
            to = str(m["recipientAddressList"][0])
            self.sent.append((m["clientMessageId"], to, m["messageContent"]))

    def image(self, lot=None):
        """Name and bytes of each file, as the power came back; -shm is in
        memory, whatever it looks like."""
        names = dict(self.synced)
        if lot is not None:
            for changes in self.pending[: lot.randint(0, len(self.pending))]:
                self.set(names, changes)
        return {
            name: file.after(lot)
            for name, file in sorted(names.items())
            if not name.endswith("-shm")
        }
