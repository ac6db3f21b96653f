"""How receipts go to paper: which paper, languages, margins, logo, how many copies, by which road.

A printer belongs to a machine, not to the office: these are the settings of a desk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.errors import FieldMissing, FieldNotAllowed, FieldOutOfRange, FieldTooLong
from domain.errors_of_printing import PaperTooWide, PrinterNameTaken, PrinterUnknown
from domain.formats import clean_words

LANGUAGES = ("en", "hi")
MOST_COPIES = 5
MOST_NAME = 60
MOST_MARGIN_MM = 40
_MOST_PORT = 65_535
_USUAL_PORT = 9100
_MOST_PLACE = 500
#: A name or number of a host, or an address of IPv6 in brackets; then, perhaps, a port.
_ADDRESS = re.compile(
    r"(?P<host>[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:(?P<port>[0-9]{1,5}))?"
)


class Paper(StrEnum):
    """The papers that receipts are made for."""

    A4 = "a4"
    ROLL_80 = "80mm"
    ROLL_58 = "58mm"

    @property
    def width_mm(self) -> int:
        """How wide the paper is."""
        return _WIDTHS_MM[self]

    @property
    def dots(self) -> int:
        """How many dots a receipt printer has across the roll; 0: the paper is no roll."""
        return _DOTS.get(self, 0)


_WIDTHS_MM = {Paper.A4: 210, Paper.ROLL_80: 80, Paper.ROLL_58: 58}
#: At 203 dots an inch on 72 and 48 mm: no printer reaches the edges of its roll.
_DOTS = {Paper.ROLL_80: 576, Paper.ROLL_58: 384}


@dataclass(frozen=True, slots=True)
class PrintStyle:
    """What a receipt looks like: one language, or both one below the other.

    Margins in mm are added to the paper's own, so that a printer that prints askew comes right;
    they may be negative. ``logo``: a PNG or JPEG picture, empty for none.
    """

    paper: Paper = Paper.A4
    languages: tuple[str, ...] = ("en",)
    left_mm: int = 0
    top_mm: int = 0
    logo: bytes = b""

    def __post_init__(self) -> None:
        if not self.languages or not set(self.languages) <= set(LANGUAGES):
            raise FieldNotAllowed("language", ", ".join(self.languages))
        for name, margin in (("left_mm", self.left_mm), ("top_mm", self.top_mm)):
            if abs(margin) > MOST_MARGIN_MM:
                raise FieldOutOfRange(name, str(margin), str(-MOST_MARGIN_MM), str(MOST_MARGIN_MM))


class PrinterKind(StrEnum):
    """By which road a receipt goes to a printer."""

    #: The system's printer, by its name; empty: the default one.
    SYSTEM = "system"
    #: A receipt printer on the network that speaks ESC/POS: it gets an image.
    NETWORK = "network"
    #: A folder into which PDF files are put.
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """A printer of this desk and how it is used; ``place``: its name, ``host:port``, or folder.

    ``answers``: a printer on the network says when it has printed, so that a receipt that stayed
    in it does not count. Some cheap ones never say anything.
    """

    name: str
    kind: PrinterKind = PrinterKind.SYSTEM
    place: str = ""
    style: PrintStyle = PrintStyle()
    copies: int = 1
    cuts: bool = True
    answers: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", _checked("name", self.name, MOST_NAME))
        object.__setattr__(self, "place", _checked("place", self.place, _MOST_PLACE))
        if not self.name:
            raise FieldMissing("name")
        if not 1 <= self.copies <= MOST_COPIES:
            raise FieldOutOfRange("copies", str(self.copies), "1", str(MOST_COPIES))
        if self.kind is not PrinterKind.SYSTEM and not self.place:
            raise FieldMissing("place")
        if self.kind is PrinterKind.NETWORK:
            self.address()
            self.refuse_wider(Paper.ROLL_80.width_mm)

    def address(self) -> tuple[str, int]:
        """Return host and port of a printer on the network; 9100 where no port is given."""
        found = _ADDRESS.fullmatch(self.place)
        if found is None:
            raise FieldNotAllowed("place", self.place)
        port = int(found["port"] or _USUAL_PORT)
        if not 0 < port <= _MOST_PORT:
            raise FieldOutOfRange("place", str(port), "1", str(_MOST_PORT))
        return found["host"].strip("[]"), port

    def refuse_wider(self, printer_mm: int) -> None:
        """Raise when the receipt is wider than the widest paper of the printer."""
        receipt_mm = self.style.paper.width_mm
        if receipt_mm > printer_mm:
            raise PaperTooWide(self.name, receipt_mm, printer_mm)

    def styled(self, paper: Paper, languages: tuple[str, ...]) -> PrinterProfile:
        """Return the printer with another paper and other languages, as for one consumer.

        :class:`PaperTooWide` where a printer on the network has a narrower roll.
        """
        if self.kind is PrinterKind.NETWORK:
            style = replace(self.style, paper=paper)
            replace(self, style=style).refuse_wider(self.style.paper.width_mm)
        return replace(self, style=replace(self.style, paper=paper, languages=languages))


@dataclass(frozen=True, slots=True)
class DeskPrinters:
    """The printers of a desk; on ``default`` receipts are printed by themselves, empty: on none."""

    profiles: tuple[PrinterProfile, ...] = ()
    default: str = ""

    def __post_init__(self) -> None:
        names = self.names
        for name in names:
            if names.count(name) > 1:
                raise PrinterNameTaken(name)
        if self.default and self.default not in names:
            raise PrinterUnknown(self.default)

    @property
    def names(self) -> list[str]:
        """The names of the printers, in order."""
        return [profile.name for profile in self.profiles]

    @property
    def for_receipts(self) -> PrinterProfile | None:
        """The printer on which receipts are printed by themselves."""
        return self.named(self.default) if self.default else None

    def named(self, name: str) -> PrinterProfile:
        """Return a printer by its name; :class:`PrinterUnknown`."""
        for profile in self.profiles:
            if profile.name == name:
                return profile
        raise PrinterUnknown(name)

    def with_printer(self, profile: PrinterProfile, instead_of: str = "") -> DeskPrinters:
        """Return the printers with one more, or with one changed; the first becomes the default."""
        if not instead_of:
            return DeskPrinters((*self.profiles, profile), self.default or profile.name)
        self.named(instead_of)
        changed = tuple(profile if old.name == instead_of else old for old in self.profiles)
        return DeskPrinters(changed, profile.name if self.default == instead_of else self.default)

    def without(self, name: str) -> DeskPrinters:
        """Return the printers without one; the default is none then, if it was that."""
        gone = self.named(name)
        rest = tuple(profile for profile in self.profiles if profile is not gone)
        return DeskPrinters(rest, "" if self.default == name else self.default)

    def with_default(self, name: str) -> DeskPrinters:
        """Return the printers with receipts going to another one; empty: the clerk is asked."""
        return replace(self, default=name)


def _checked(field: str, text: str, most: int) -> str:
    words = clean_words(text)
    if words is None:
        raise FieldNotAllowed(field, text)
    if len(words) > most:
        raise FieldTooLong(field, most)
    return words
