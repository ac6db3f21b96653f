"""The receipt that a consumer takes home: half of an A4 page, or a strip of a roll."""

from __future__ import annotations

from collections.abc import Mapping

from domain.printing import Paper, PrintStyle
from domain.recharge import ReceiptCopy
from integrations.documents.facts import in_each
from integrations.documents.file import pdf_of
from integrations.documents.receipt_page import draw_page
from integrations.documents.receipt_roll import strip_of
from resources.texts import Texts


def render(copy: ReceiptCopy, style: PrintStyle, texts: Mapping[str, Texts]) -> bytes:
    """Return the receipt as a PDF: A4 (consumer's and office's half) or a strip of a roll.

    It says DUPLICATE n on a copy, PRACTICE in a practice office, and big what was undone.
    """
    languages = in_each(style, texts)
    _ = languages[0]
    title = _("Receipt {number}", number=copy.receipt.number)
    if style.paper is Paper.A4:
        return pdf_of(
            title, copy.office.name, lambda canvas: draw_page(canvas, copy, style, languages)
        )
    return pdf_of(title, copy.office.name, strip_of(copy, style, languages).draw)
