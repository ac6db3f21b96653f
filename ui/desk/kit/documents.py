"""What the desk can put on paper or into a file; the composition root says how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from domain.billing_sheet import BillingSheet
from domain.money import Money
from domain.office import Office
from domain.recharge import ReceiptCopy
from domain.support import OfficeFacts
from domain.text_sheet import TextSheet
from resources.texts import Texts


class Picture(Protocol):
    """A page of a document in pixels; ``rgba`` has four bytes a pixel, row by row."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    @property
    def rgba(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Documents:
    """Functions that make documents; each is slow enough to be called off the GUI thread.

    ``receipt_pdf(copy, paper, _)`` with paper ``a4`` or ``80mm``; ``pictures(pdf, dpi)`` draws
    the pages of that very file for screen and printer;
    ``billing_sheet_xlsx(sheet, path, _)``; ``simulation_xlsx(result, path, _)``, marked as no
    books. ``amount_in_words(amount, _)`` is quick. ``text_sheet_xlsx(sheet, path, _)`` writes what
    is worded already: the audit log, the problems that a check found. ``recovery_words_pdf(words,
    office, made_at, _)`` is the sheet for the safe. ``support_bundle(facts, path, made_at, _)``
    packs what support may know of program and office.
    """

    receipt_pdf: Callable[[ReceiptCopy, str, Texts], bytes]
    billing_sheet_xlsx: Callable[[BillingSheet, Path, Texts], object]
    simulation_xlsx: Callable[[Any, Path, Texts], object]
    pictures: Callable[[bytes, int], Sequence[Picture]]
    amount_in_words: Callable[[Money, Texts], str]
    text_sheet_xlsx: Callable[[TextSheet, Path, Texts], object]
    recovery_words_pdf: Callable[[str, Office, datetime, Texts], bytes]
    support_bundle: Callable[[OfficeFacts, Path, datetime, Texts], object]
