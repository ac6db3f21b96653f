"""The head of the office's papers on A4: logo, name, address, and what the paper is."""

from __future__ import annotations

from collections.abc import Sequence

from domain.office import Office
from integrations.documents.logo import logo_of
from integrations.documents.look import ACCENT, MUTED, WARNING, WIDTH
from integrations.documents.paper import Picture
from integrations.documents.pdf_text import CENTRE, RIGHT, Ink
from resources.texts import Texts

_LOGO_WIDTH, _LOGO_HEIGHT = 80, 38
_DEPTH = 70
_GAP = 6


def address_of(office: Office, _: Texts) -> str:
    """Return code, address and telephone of an office on one line."""
    phone = _("Phone {phone}", phone=office.phone) if office.phone else ""
    return " · ".join(part for part in (office.code, office.address, phone) if part)


def put_letterhead(
    picture: Picture, office: Office, logo: bytes, title: str, _: Texts, *, title_share: float = 0.3
) -> float:
    """Put logo, name and address left, the title right; return the ``y`` of the line below."""
    x = _put_logo(picture, logo)
    title_width = WIDTH * title_share
    name_width = WIDTH - title_width - 8 - x
    y = picture.whole(office.name, Ink(15, is_bold=True), x=x, y=28, width=name_width)
    small = Ink(7.5, colour=MUTED, lines=2)
    picture.text(address_of(office, _), small, x=x, y=y + 1, width=name_width)
    ink = Ink(13, is_bold=True, colour=ACCENT, align=RIGHT)
    picture.whole(title, ink, x=WIDTH - title_width, y=31, width=title_width)
    picture.line(x=0, y=_DEPTH, width=WIDTH, colour=ACCENT)
    return _DEPTH


def put_marks(picture: Picture, marks: Sequence[str]) -> None:
    """Put marks in boxes side by side above the head, where they cannot be overlooked."""
    width = (WIDTH - _GAP * len(marks)) / max(len(marks), 3)
    for position, mark in enumerate(marks):
        x = (WIDTH - width * len(marks) - _GAP * (len(marks) - 1)) / 2 + position * (width + _GAP)
        picture.frame(x=x, y=6, width=width, height=17, colour=WARNING)
        ink = Ink(8.5, is_bold=True, colour=WARNING, align=CENTRE)
        picture.whole(mark, ink, x=x + 2, y=9, width=width - 4)


def put_practice(picture: Picture, text: str, *, y: float) -> None:
    """Put the mark of a practice office across the paper, so that one reads through it."""
    ink = Ink(46, is_bold=True, colour=f"{WARNING}22", align=CENTRE)
    picture.across(text, ink, x=WIDTH / 2, y=y, width=WIDTH)


def _put_logo(picture: Picture, logo: bytes) -> float:
    """Put the logo at the left, if there is one; return where the name begins."""
    image = logo_of(logo)
    if image is None:
        return 0.0
    share = min(_LOGO_WIDTH / image.width, _LOGO_HEIGHT / image.height)
    width, height = image.width * share, image.height * share
    y = 26 + (_LOGO_HEIGHT - height) / 2
    picture.image(image, x=0, y=y, width=width, height=height)
    return width + 10
