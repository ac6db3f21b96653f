"""A strip of a roll: black alone, as long as it needs to be, in letters that dots can draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.pdfgen.canvas import Canvas

from domain.office import Office
from domain.printing import PrintStyle
from integrations.documents.facts import Fact
from integrations.documents.letterhead import address_of
from integrations.documents.logo import dotted_logo
from integrations.documents.look import (
    BLACK,
    DOT,
    MM,
    QUIET,
    ROLL_MODULE,
    WHITE,
    reached,
    roll_width,
    whole_dots,
)
from integrations.documents.paper import Picture
from integrations.documents.pdf_text import CENTRE, RIGHT, Ink, fits
from integrations.documents.qr import dark_runs, modules
from resources.texts import Texts

_TOP = _BOTTOM = 24 * DOT
#: Heads are seldom mounted to the dot.
_INSET = 4 * DOT
_LOGO_WIDTH, _LOGO_HEIGHT = 288, 96
#: Where a roll is narrower than this, labels in two languages stand above their values.
_NARROW = 60 * MM


@dataclass(slots=True)
class Strip:
    """A strip that grows downwards; ``y`` is how far it has come."""

    style: PrintStyle
    picture: Picture = field(default_factory=Picture)
    y: float = 0.0

    @property
    def width(self) -> float:
        """How wide it can be printed, in points."""
        return reached(self.style.paper) - 2 * _INSET - max(0.0, self.style.left_mm * MM)

    @property
    def is_narrow(self) -> bool:
        return self.width < _NARROW

    def space(self, height: float) -> None:
        """Leave some room."""
        self.y += height

    def centred(self, text: str, size: float, *, is_bold: bool = False, lines: int = 1) -> None:
        ink = Ink(size, is_bold=is_bold, colour=BLACK, align=CENTRE, lines=lines)
        self.y = self.picture.text(text, ink, x=0, y=self.y, width=self.width)

    def centred_whole(self, text: str, size: float) -> None:
        """Put a bold text on one line that should not be cut."""
        ink = Ink(size, is_bold=True, colour=BLACK, align=CENTRE)
        self.y = self.picture.whole(text, ink, x=0, y=self.y, width=self.width)

    def left(self, text: str, size: float, *, is_bold: bool = False, lines: int = 1) -> None:
        ink = Ink(size, is_bold=is_bold, colour=BLACK, lines=lines)
        self.y = self.picture.text(text, ink, x=0, y=self.y, width=self.width)

    def rule(self) -> None:
        self.picture.line(x=0, y=self.y + 3, width=self.width, colour=BLACK, dashes="2 2")
        self.y += 6

    def stamp(self, lines: Sequence[str], size: float) -> None:
        """Put texts in white on black: they cannot be overlooked."""
        ink = Ink(size, is_bold=True, colour=WHITE, align=CENTRE)
        words, below = Picture(), 2.0
        for line in lines:
            below = words.whole(line, ink, x=4, y=below, width=self.width - 8)
        self.picture.box(x=0, y=self.y, width=self.width, height=below + 4, fill=BLACK)
        self.picture.add(words, x=0, y=self.y)
        self.y += below + 8

    def framed(self, text: str, size: float) -> None:
        """Put a text in a frame."""
        ink = Ink(size, is_bold=True, colour=BLACK, align=CENTRE, lines=2)
        words = Picture()
        below = words.whole(text, ink, x=4, y=1, width=self.width - 8)
        self.picture.frame(x=0.5, y=self.y, width=self.width - 1, height=below + 2, colour=BLACK)
        self.picture.add(words, x=0, y=self.y)
        self.y += below + 6

    def words(self, facts: Sequence[Fact]) -> None:
        """Put label and value side by side; where that is too narrow, one above the other."""
        is_alone = all(len(fact.labels) == 1 for fact in facts)
        share = 0.34 if is_alone else 0.46
        for fact in facts:
            ink = Ink(9, is_bold=fact.is_strong, colour=BLACK, lines=fact.lines)
            beside = self.width * (1 - share)
            # A number is not broken in two where there is room for the whole of it.
            is_cut = " " not in fact.value and not fits(fact.value, ink, beside)
            if is_cut or (self.is_narrow and not is_alone):
                self.left(fact.label, 8)
                x, top = 0.0, self.y - 1
            else:
                x, top = self.width * share, self.y
                label, width = Ink(8, colour=BLACK, lines=2), self.width * share - 3
                self.y = self._each(fact.label, fact.labels, label, x=0, width=width)
            width = self.width - x
            below = self.picture.text(fact.value or "-", ink, x=x, y=top, width=width)
            self.y = max(self.y, below) + 1

    def sums(self, facts: Sequence[Fact]) -> None:
        """Put label left and amount right, with what is known of it below."""
        for fact in facts:
            share = 0.58 if fact.value else 1.0
            label = Ink(8.5, colour=BLACK, lines=2, is_bold=fact.is_strong)
            below = self._each(fact.label, fact.labels, label, x=0, width=self.width * share - 3)
            if fact.value:
                ink = Ink(9, is_bold=True, colour=BLACK, align=RIGHT)
                x, width = self.width * share, self.width * (1 - share)
                below = max(below, self._each(fact.value, fact.values, ink, x=x, width=width))
            if fact.detail:
                ink = Ink(8, colour=BLACK, lines=3)
                width = self.width - 6
                below = self.picture.text(fact.detail, ink, x=6, y=below - 0.5, width=width)
            self.y = below + 1

    def code(self, text: str, most: float = ROLL_MODULE) -> None:
        """Put a QR code in the middle, on whole dots with a quiet border; ``most``: a module."""
        matrix = modules(text)
        room = self.width / (len(matrix) + 2 * QUIET)
        module = max(DOT, min(most, room // DOT * DOT))
        size = len(matrix) * module
        x = (self.width - size) / 2 // DOT * DOT
        # The head of the page is made of whole dots, so that the code's are the printer's.
        y = whole_dots(self.y + QUIET * module)
        self.picture.dots(list(dark_runs(matrix)), x=x, y=y, size=size, count=len(matrix))
        self.y = y + size + QUIET * module

    def signatures(self, labels: Sequence[str]) -> None:
        """Leave a line to sign on above each label."""
        for label in labels:
            self.space(9 * MM)
            self.picture.line(x=0, y=self.y, width=self.width, colour=BLACK)
            self.space(1)
            self.left(label, 8, lines=2)

    def head(self, office: Office, _: Texts) -> None:
        """Put logo, name and address of the office."""
        logo = dotted_logo(self.style.logo, _LOGO_WIDTH, _LOGO_HEIGHT)
        if logo is not None:
            width, height = logo.width * DOT, logo.height * DOT
            x = (self.width - width) / 2 // DOT * DOT
            self.picture.image(logo, x=x, y=whole_dots(self.y), width=width, height=height)
            self.y = whole_dots(self.y) + height + 3
        self.centred(office.name, 11, is_bold=True, lines=2)
        self.centred(address_of(office, _), 8, lines=3)

    def draw(self, canvas: Canvas) -> None:
        """Draw the strip on a page of its own size."""
        top = max(0.0, _TOP + self.style.top_mm * MM)
        height = whole_dots(self.picture.depth + top + _BOTTOM)
        width = roll_width(self.style.paper)
        side = (width - reached(self.style.paper)) / 2
        canvas.setPageSize((width, height))
        x = max(0.0, side + _INSET + self.style.left_mm * MM)
        self.picture.draw(canvas, x=x, top=height - whole_dots(top))

    def _each(
        self, text: str, in_each: Sequence[str], ink: Ink, *, x: float, width: float
    ) -> float:
        """Put a text on one line or, in several languages without room, each on its own."""
        if len(in_each) <= 1 or fits(text, ink, width):
            return self.picture.whole(text, ink, x=x, y=self.y, width=width)
        below = self.y
        for line in in_each:
            below = self.picture.whole(line, ink, x=x, y=below, width=width)
        return below
