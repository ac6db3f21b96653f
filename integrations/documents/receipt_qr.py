"""The QR code of a receipt: its facts as text, so that a telephone can read them anywhere.

``BB1?o=PAT1&r=PAT1%2F02%2F2026-27%2F000123&c=100001&a=50000&b=112350&t=2026-11-22T09:58%2B05:30``
where ``BB1`` is the format, then, encoded as in a web address: ``o`` office code, ``r`` receipt
number, ``c`` consumer number, ``a`` amount in paise, ``b`` balance after it in paise, ``t`` when
it was taken (Indian time), and ``p=1`` on practice receipts. A later format may add a signature.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import segno

from domain.calendar import IST
from domain.recharge import ReceiptCopy

_FORMAT = "BB1"


def facts(copy: ReceiptCopy) -> str:
    """Return what the code says; a duplicate says the same as the original."""
    receipt = copy.receipt
    said = {
        "o": copy.office.code,
        "r": receipt.number,
        "c": receipt.consumer_number,
        "a": receipt.amount.paise,
        "b": receipt.balance_after.paise,
        "t": receipt.posted_at.astimezone(IST).isoformat(timespec="minutes"),
    }
    if copy.office.is_practice:
        said["p"] = 1
    return f"{_FORMAT}?{urlencode(said, safe=':')}"


def modules(copy: ReceiptCopy) -> tuple[bytes | bytearray, ...]:
    """Return the code as rows of modules, 1 for dark, without the quiet border."""
    matrix: tuple[bytes | bytearray, ...] = segno.make(facts(copy), error="m", micro=False).matrix
    return matrix


def dark_runs(matrix: tuple[bytes | bytearray, ...]) -> Iterator[tuple[int, int, int]]:
    """Yield (row, first column, length) of each horizontal stretch of dark modules."""
    for row, line in enumerate(matrix):
        start = None
        for column, is_dark in enumerate([*line, 0]):
            if is_dark and start is None:
                start = column
            elif not is_dark and start is not None:
                yield row, start, column - start
                start = None
