"""A small receipt printer on 127.0.0.1: it takes one connection, and keeps what it was sent."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

from PIL import Image

from integrations.printing.escpos_bytes import STRIPE_ROWS

PAPER_NOW, PAPER_AFTER = b"\x10\x04\x04", b"\x1dr\x01"
HAS_PAPER_NOW, HAS_PAPER_AFTER = b"\x12", b"\x00"
_LASTS_SECONDS = 10
_MOST_BYTES = 8 * 1024 * 1024


class ThermalPrinter:
    """Answers to its questions by ``answers``; as ``habit`` says it hangs, or hangs up.

    Habits: ``prints``; ``hangs`` (takes the connection and never reads), ``hangs up`` (at once),
    ``says nothing`` (reads all, closes after whoever sends), ``stops`` (hangs up after some bytes).
    """

    def __init__(self, habit="prints", now=HAS_PAPER_NOW, after=HAS_PAPER_AFTER):
        self.habit, self.now, self.after = habit, now, after
        self.received = b""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(_LASTS_SECONDS)
        self.port = self._listening.getsockname()[1]
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self._done.set()
        self._thread.join(_LASTS_SECONDS)
        self._listening.close()
        assert not self._thread.is_alive()

    def _serve(self):
        with suppress(OSError):
            connection, _address = self._listening.accept()
            with connection:
                connection.settimeout(_LASTS_SECONDS)
                self._take(connection)

    def _take(self, connection):
        if self.habit == "hangs up":
            return
        if self.habit == "hangs":
            self._done.wait(_LASTS_SECONDS)
            return
        while len(self.received) < _MOST_BYTES and (part := connection.recv(65_536)):
            self.received += part
            if self.habit == "stops" and len(self.received) > 1000:
                return
            if self.habit == "prints":
                self._answer(connection, part)

    def _answer(self, connection, part):
        if part.endswith(PAPER_NOW):
            connection.sendall(self.now)
        elif part.endswith(PAPER_AFTER):
            connection.sendall(self.after)


def printed(received):
    """Return the pictures that bytes make a printer print, and how often it cuts."""
    pictures, stripes, cuts, place = [], [], 0, 0
    while place < len(received):
        command = received[place : place + 2]
        if command == b"\x1dv":
            width_bytes = int.from_bytes(received[place + 4 : place + 6], "little")
            rows = int.from_bytes(received[place + 6 : place + 8], "little")
            assert rows <= STRIPE_ROWS
            start = place + 8
            stripes.append((width_bytes, rows, received[start : start + width_bytes * rows]))
            place = start + width_bytes * rows
        elif command == b"\x1bd":
            pictures.append(_picture_of(stripes))
            stripes, place = [], place + 3
        elif command == b"\x1b@":
            place += 2
        elif command == b"\x1dV":
            cuts, place = cuts + 1, place + 3
        elif received[place : place + 3] in (PAPER_NOW, PAPER_AFTER):
            place += 3
        else:
            raise AssertionError(received[place : place + 8])
    return pictures, cuts


def _picture_of(stripes):
    width = stripes[0][0] * 8
    whole = Image.new("L", (width, sum(rows for _width, rows, _data in stripes)), 255)
    top = 0
    for width_bytes, rows, data in stripes:
        assert width_bytes * 8 == width
        whole.paste(Image.frombytes("1", (width, rows), data, "raw", "1;I"), (0, top))
        top += rows
    return whole
