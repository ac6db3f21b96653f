"""A receipt printer on the network: reached within seconds, or said to be missing.

It is asked for its paper first, and after the picture whether that is done. What is asked then
is answered in its turn, so that the answer comes after the print.
"""

from __future__ import annotations

import socket
from contextlib import suppress

from domain.errors_of_printing import PrinterOutOfPaper, PrinterSilent, PrinterUnreachable

WAIT_SECONDS = 5
#: A printer that answers at all answers this at once.
_ASK_SECONDS = 0.5
_HANG_UP_SECONDS = 1.0
_PAPER_NOW = b"\x10\x04\x04"
_PAPER_AFTER_PRINTING = b"\x1dr\x01"
_ROLL_ENDED_NOW = 0x60
_ROLL_ENDED_AFTER = 0x0C
#: Every answer to the first question has these bits so; other bytes are no answer to it.
_FIXED_BITS, _FIXED = 0x93, 0x12
_CHUNK = 16 * 1024


def send(
    address: tuple[str, int], content: bytes, *, answers: bool, wait_seconds: float = WAIT_SECONDS
) -> None:
    """Have a printer print; return when it has, or, where it never answers, took it all.

    :class:`PrinterUnreachable`, :class:`PrinterOutOfPaper`, :class:`PrinterSilent`.
    """
    place = f"{address[0]}:{address[1]}"
    try:
        connection = socket.create_connection(address, wait_seconds)
    except (OSError, UnicodeError) as trouble:
        raise PrinterUnreachable(place) from trouble
    with connection:
        try:
            if answers:
                _refuse_without_paper(connection, place)
            connection.settimeout(wait_seconds)
            for start in range(0, len(content), _CHUNK):
                connection.sendall(content[start : start + _CHUNK])
            if answers:
                _await_end(connection, place, wait_seconds)
        except OSError as trouble:
            raise PrinterSilent(place, round(wait_seconds)) from trouble


def _refuse_without_paper(connection: socket.socket, place: str) -> None:
    connection.settimeout(_ASK_SECONDS)
    connection.sendall(_PAPER_NOW)
    # No answer: an older printer, which says at the end what it has to say.
    with suppress(TimeoutError):
        answer = connection.recv(1)
        if not answer:
            raise PrinterUnreachable(place)
        is_answer = answer[0] & _FIXED_BITS == _FIXED
        if is_answer and answer[0] & _ROLL_ENDED_NOW:
            raise PrinterOutOfPaper(place)


def _await_end(connection: socket.socket, place: str, wait_seconds: float) -> None:
    """Wait for the answer to the last question, or for the printer to hang up after us."""
    _drop_what_it_said(connection)
    connection.settimeout(wait_seconds)
    connection.sendall(_PAPER_AFTER_PRINTING)
    try:
        answer = connection.recv(1)
    except TimeoutError:
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(_HANG_UP_SECONDS)
        connection.recv(1)
        return
    if not answer:
        raise PrinterSilent(place, round(wait_seconds))
    if answer[0] & _ROLL_ENDED_AFTER == _ROLL_ENDED_AFTER:
        raise PrinterOutOfPaper(place)


def _drop_what_it_said(connection: socket.socket) -> None:
    """Forget what a printer tells unasked: it is no answer to what comes now."""
    connection.setblocking(False)
    with suppress(BlockingIOError):
        while connection.recv(_CHUNK):
            pass
