"""A document as a file: its pages, with a title and an author."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from integrations.plain_text import plain

_MOST_TITLE = 100


def pdf_of(title: str, author: str, *pages: Callable[[Canvas], None]) -> bytes:
    """Return the PDF of what each of ``pages`` draws; one is A4 unless it says otherwise."""
    file = BytesIO()
    # Invariant: the same paper is the same file, without the time of printing in it.
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.setTitle(plain(title, _MOST_TITLE))
    canvas.setAuthor(plain(author, _MOST_TITLE))
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()
