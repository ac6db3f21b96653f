"""What the desk can put on paper or into a file; the composition root says how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.billing_sheet import BillingSheet
from domain.recharge import ReceiptCopy
from resources.texts import Texts


@dataclass(frozen=True, slots=True)
class Documents:
    """Functions that make documents; each is slow enough to be called off the GUI thread.

    ``receipt_pdf(copy, paper, _)`` with paper ``a4`` or ``80mm``;
    ``billing_sheet_xlsx(sheet, path, _)``; ``simulation_xlsx(result, path, _)``, marked as no
    books.
    """

    receipt_pdf: Callable[[ReceiptCopy, str, Texts], bytes]
    billing_sheet_xlsx: Callable[[BillingSheet, Path, Texts], object]
    simulation_xlsx: Callable[[Any, Path, Texts], object]
