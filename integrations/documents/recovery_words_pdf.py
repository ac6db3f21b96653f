"""The sheet with the recovery words: printed once, signed, and put away where only a few reach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from domain import formats
from domain.office import Office
from integrations.documents.paper import Picture
from integrations.documents.pdf_text import CENTRE, Ink
from integrations.plain_text import plain
from resources.texts import LANGUAGES, Texts

_MUTED, _RULE, _GROUND, _ACCENT = "#64748b", "#cbd5e1", "#e6f6f3", "#0f766e"
_PAGE_WIDTH, _PAGE_HEIGHT = A4
_MARGIN = 18 * mm
_WIDTH = _PAGE_WIDTH - 2 * _MARGIN
_COLUMNS, _ROW_HEIGHT, _GAP = 3, 15 * mm, 4 * mm
_NUMBER_WIDTH = 9 * mm


def render(words: str, office: Office, made_at: datetime, _: Texts) -> bytes:
    """Return the sheet as a PDF: the words in their order, and what they are for.

    It is in every language of the program, the reader's first: whoever needs it in an emergency
    may read another one.
    """
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.setTitle(plain(_("Recovery words of the office {code}", code=office.code), 100))
    canvas.setAuthor(plain(office.name, 100))
    others = [Texts(language) for language in LANGUAGES if language != _.language]
    picture = Picture()
    below = _draw_head(picture, office, made_at, _)
    below = _draw_words(picture, words.split(), below + _GAP)
    for texts in (_, *others):
        below = _draw_rules(picture, texts, below + 2 * _GAP)
    _draw_signatures(picture, [_, *others], below + 3 * _GAP)
    picture.draw(canvas, x=_MARGIN, top=_PAGE_HEIGHT - _MARGIN)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw_head(picture: Picture, office: Office, made_at: datetime, _: Texts) -> float:
    title = _("Recovery words of the office {code}", code=office.code)
    below = picture.text(title, Ink(18, is_bold=True, lines=2), x=0, y=0, width=_WIDTH)
    made = _("Made on {moment}", moment=formats.moment(made_at, _.month_names))
    whose = f"{office.name} · {made}"
    return picture.text(whose, Ink(11, colour=_MUTED, lines=2), x=0, y=below + 2, width=_WIDTH)


def _draw_words(picture: Picture, words: Sequence[str], top: float) -> float:
    """Draw the words in numbered boxes, from left to right and then down."""
    width = (_WIDTH - (_COLUMNS - 1) * _GAP) / _COLUMNS
    bottom: float = top
    for place, word in enumerate(words):
        row, column = divmod(place, _COLUMNS)
        x, y = column * (width + _GAP), top + row * (_ROW_HEIGHT + _GAP)
        picture.box(x=x, y=y, width=width, height=_ROW_HEIGHT, fill=_GROUND)
        number, text = Ink(10, colour=_MUTED, align=CENTRE), Ink(16, is_bold=True)
        picture.text(str(place + 1), number, x=x, y=y + 14, width=_NUMBER_WIDTH)
        picture.text(word, text, x=x + _NUMBER_WIDTH, y=y + 10, width=width - _NUMBER_WIDTH)
        bottom = float(y + _ROW_HEIGHT)
    return bottom


def _draw_rules(picture: Picture, _: Texts, top: float) -> float:
    rules = (
        _("With these words, in this order, the office opens again when its machine is lost:"),
        _("They bring back the key of an encrypted database, and a lost administrator’s password."),
        _("Keep this sheet in a safe or a sealed envelope, away from the machine and its backups."),
        _("Show it to nobody who may not be administrator. Whoever reads it can open the office."),
        _("A new sheet ends this one, but for backups that were made before: keep it with them."),
    )
    picture.line(x=0, y=top, width=_WIDTH, colour=_RULE)
    below: float = top + _GAP
    for number, rule in enumerate(rules):
        ink = Ink(10, lines=3, is_bold=number == 0, colour=_ACCENT if number == 0 else "#0f172a")
        below = picture.text(rule, ink, x=0, y=below, width=_WIDTH) + 3
    return below


def _draw_signatures(picture: Picture, languages: Sequence[Texts], top: float) -> None:
    """Leave two lines to sign on: who printed the sheet, and who put it away."""
    half = (_WIDTH - _GAP) / 2
    printed = " · ".join(_("Printed and tried by, date") for _ in languages)
    put_away = " · ".join(_("Put away by, date") for _ in languages)
    for place, label in enumerate((printed, put_away)):
        x = place * (half + _GAP)
        picture.line(x=x, y=top + 12 * mm, width=half, colour=_MUTED)
        picture.text(label, Ink(8, colour=_MUTED), x=x, y=top + 13 * mm, width=half)
