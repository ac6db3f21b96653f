"""Whose money it is: what was typed, scanned or read out becomes a consumer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.arrears import ArrearPlan
from domain.books import Books
from domain.cheque import ChequeBar
from domain.consumer import Consumer, ConsumerQuery, ConsumerRow
from domain.errors import ConsumerNotFound
from domain.listing import ReceiptRow
from ui.desk.recharge.picker import MOST_FOUND

#: So many of a consumer's receipts are looked through for the same amount on the same day.
_RECEIPTS_COMPARED = 10
#: What stands in the QR code of a receipt begins so, in each of its formats.
_CODE = re.compile(r"BB\d+\?")


def is_scanned(text: str) -> bool:
    """Return whether a text is what a scanner reads from the code of a receipt."""
    return _CODE.match(text) is not None


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A consumer, with what the form has to know of it before money is taken.

    ``receipts``: those that another payment may be repeating. ``plan``: what is owed from before.
    ``bar``: why no cheque of the consumer is taken.
    """

    consumer: Consumer
    receipts: Sequence[ReceiptRow]
    plan: ArrearPlan | None
    bar: ChequeBar | None


class Finder:
    """Asks the books; every method is called off the GUI thread."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def search(self, text: str) -> list[ConsumerRow]:
        """Return the first consumers that fit what is typed so far."""
        if is_scanned(text):
            return []
        return self._rows(ConsumerQuery(text))

    def resolve(self, text: str) -> LookedUp | list[ConsumerRow]:
        """Return the one consumer that ``text`` means, or those it may mean.

        The text may be a number, a part of a name, a mobile, a meter, the number of a receipt or
        what a scanner reads from the code of one. Figures that nobody's begin with are nobody's:
        who has them in the middle of a mobile or meter is offered while they are typed.
        """
        if is_scanned(text):
            # The receipt in the books says whose it is: a code may have been changed.
            return self._of_receipt(self._books.signing.verify(text).facts.number)
        if "/" in text:
            return self._of_receipt(text.upper())
        try:
            return self.look_up(text)
        except ConsumerNotFound:
            rows = self.search(text)
        if not rows:
            raise ConsumerNotFound(text)
        exact = [row for row in rows if text.lower() in (row.meter_serial.lower(), row.mobile)]
        # Who merely sounds so, or has the figures somewhere, is offered and never meant.
        meant = exact if len(exact) == 1 else self._rows(ConsumerQuery(text, is_literal=True))
        if not meant and text.isdigit():
            # The clerk types the amount by now: figures inside other numbers hold nobody up.
            raise ConsumerNotFound(text)
        return self.look_up(meant[0].number) if len(meant) == 1 else rows

    def look_up(self, number: str) -> LookedUp:
        """Return the consumer with this number; :class:`ConsumerNotFound`."""
        consumer = self._books.consumer(number)
        return LookedUp(
            consumer,
            self._books.receipts(_RECEIPTS_COMPARED, number),
            self._books.arrears.live_of(number),
            self._books.reversals.bar_of(number),
        )

    def _rows(self, query: ConsumerQuery) -> list[ConsumerRow]:
        ids = self._books.find_consumers(query, MOST_FOUND)
        rows = self._books.consumer_rows(ids)
        return [rows[key] for key in ids[:MOST_FOUND] if key in rows]

    def _of_receipt(self, number: str) -> LookedUp:
        return self.look_up(self._books.receipt(number).receipt.consumer_number)
