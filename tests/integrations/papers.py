"""Papers as tests look at them: what they say, how they are drawn, what a reader reads."""

from __future__ import annotations

import numpy as np
import pypdfium2
import zxingcpp
from PIL import Image

from integrations.documents.preview import pages, thermal_image

#: Names and remarks as they come from outside.
HOSTILE = (
    "<b>unclosed",
    "<img src='/etc/passwd'/>",
    "&lt;para&gt; & <font color=red>",
    "=1+1",
    "x" * 300,
    "word " * 200,
    "क" * 300,
    "क्षत्रिय-O'Neil-क्ष/B",
    "\u202eevil\u202c مرحبا 😀 漢字",
    "\x00\x1b\ud800",
    "two\nlines\r\nthree\ttabs",
    "",
)


def said(pdf):
    """Return the text of all pages on one line; Hindi cannot be taken out of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return " ".join(" ".join(texts).split())


def picture_of(pdf, dpi):
    """Return the only page in grey, as rows of pixels."""
    (picture,) = pages(pdf, dpi)
    return in_grey(picture)


def in_grey(picture):
    """Return a page in grey, as rows of pixels."""
    pixels = np.frombuffer(picture.rgba, np.uint8).reshape(picture.height, picture.width, 4)
    return pixels[:, :, :3].min(axis=2)


def burnt(pdf, paper):
    """Return what the printer of a roll burns, as rows of dots."""
    image = thermal_image(pdf, paper.dots)
    return np.array(
        Image.frombytes("1", (image.width, image.height), image.rows, "raw", "1;I").convert("L")
    )


def decoded(picture):
    """Return what a reader finds in a picture, once each."""
    return sorted({found.text for found in zxingcpp.read_barcodes(np.ascontiguousarray(picture))})
