"""Draw every paper of the counter, on A4 and on rolls, in English, Hindi and both.

Run: ``python -m tests.prints FOLDER``. Rolls are drawn as their printer burns them, dot by dot.
The pictures that ``docs/pictures/prints`` keeps are made by it.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from domain.printing import Paper, PrintStyle
from domain.recharge import ReceiptCopy
from domain.signing import facts_of, signed_code, text_to_sign
from domain.undoing import UndoingKind
from integrations.documents import day_end_pdf, receipt_pdf, shift_report_pdf, upi_slip_pdf
from integrations.documents.preview import pages, thermal_image
from resources.texts import texts_of_all
from storage.signatures import SigningKey
from tests.integrations.documents_made import OFFICE
from tests.integrations.papers_made import (
    CHEQUES,
    closing,
    day_end,
    deposited,
    full_copy,
    report,
    slip,
    undoing,
)

LANGUAGES = {"en": ("en",), "hi": ("hi",), "both": ("en", "hi")}
_DPI = 96
_KEY = SigningKey("5a" * 32)


def main(folder: str) -> int:
    """Draw all papers into a folder."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name, image in drawn():
        image.save(target / f"{name}.png", optimize=True)
    return 0


def drawn() -> Iterator[tuple[str, Image.Image]]:
    """Yield each paper's name, ``receipt-58mm-hi``, and its picture."""
    for code, languages in LANGUAGES.items():
        for paper in Paper:
            style = PrintStyle(paper, languages, logo=_logo())
            for name, make in _PAPERS.items():
                [image] = _images(make(style), paper)
                yield f"{name}-{paper.value}-{code}", image
        style = PrintStyle(Paper.A4, languages, logo=_logo())
        names = ("day-end", "deposit-slip")
        for name, image in zip(names, _images(_day_end(style), Paper.A4), strict=True):
            yield f"{name}-a4-{code}", image


def _images(pdf: bytes, paper: Paper) -> Iterator[Image.Image]:
    if paper.dots:
        burnt = thermal_image(pdf, paper.dots)
        yield Image.frombytes("1", (burnt.width, burnt.height), burnt.rows, "raw", "1;I")
        return
    for page in pages(pdf, _DPI):
        whole = Image.frombytes("RGBA", (page.width, page.height), page.rgba).convert("RGB")
        # A paper has few colours; so many do for a picture of it.
        yield whole.quantize(64)


def _receipt(style: PrintStyle) -> bytes:
    return receipt_pdf.render(_signed(full_copy()), style, texts_of_all())


def _cancelled(style: PrintStyle) -> bytes:
    copy = full_copy(1, undone=(undoing(UndoingKind.CANCELLED),))
    return receipt_pdf.render(_signed(copy), style, texts_of_all())


def _upi_slip(style: PrintStyle) -> bytes:
    return upi_slip_pdf.render(slip(), style, texts_of_all())


def _z_report(style: PrintStyle) -> bytes:
    made = report(closing({500: 91, 200: 20, 100: 14, 50: 2, 5: 1}))
    return shift_report_pdf.render(made, OFFICE, style, texts_of_all())


def _day_end(style: PrintStyle) -> bytes:
    return day_end_pdf.render(day_end(deposited()), OFFICE, CHEQUES, style, texts_of_all())


#: A day-end is made for A4 alone.
_PAPERS: dict[str, Callable[[PrintStyle], bytes]] = {
    "receipt": _receipt,
    "cancelled": _cancelled,
    "upi-slip": _upi_slip,
    "z-report": _z_report,
}


def _signed(copy: ReceiptCopy) -> ReceiptCopy:
    text = text_to_sign(facts_of(copy.receipt, copy.office), _KEY.id)
    return dataclasses.replace(copy, code=signed_code(text, _KEY.sign(text)))


def _logo() -> bytes:
    """Return an invented office's logo: a flash in a disc."""
    image = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((5, 5, 195, 195), fill="#0f766e")
    flash = [(110, 20), (60, 110), (95, 110), (80, 180), (140, 85), (105, 85)]
    pen.polygon(flash, fill="white")
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
