"""The QR code of a receipt: its facts as text, so that a telephone can read them anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from domain.recharge import ReceiptCopy
from domain.signing import facts_of, unsigned_code
from integrations.documents import qr


def text_of(copy: ReceiptCopy) -> str:
    """Return what the code says, signed where it can be; a duplicate says what the original did."""
    return copy.code or unsigned_code(facts_of(copy.receipt, copy.office))


def modules(copy: ReceiptCopy) -> Sequence[bytes]:
    """Return the code as rows of modules, 1 for dark, without the quiet border."""
    return qr.modules(text_of(copy))
