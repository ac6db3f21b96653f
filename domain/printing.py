"""How receipts go to paper: which paper, languages, margins, logo, how many copies, by which road.

A printer belongs to a machine, not to the office: these are the settings of a desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import FieldNotAllowed, FieldOutOfRange

LANGUAGES = ("en", "hi")
MOST_COPIES = 5
_MOST_MARGIN_MM = 40
_MOST_PORT = 65_535


class Paper(StrEnum):
    """The papers that receipts are made for."""

    A4 = "a4"
    ROLL_80 = "80mm"
    ROLL_58 = "58mm"


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
        for margin in (self.left_mm, self.top_mm):
            if abs(margin) > _MOST_MARGIN_MM:
                raise FieldOutOfRange(
                    "margin", str(margin), str(-_MOST_MARGIN_MM), str(_MOST_MARGIN_MM)
                )


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
    """A printer of this desk and how it is used; ``place``: its name, ``host:port``, or folder."""

    name: str
    kind: PrinterKind = PrinterKind.SYSTEM
    place: str = ""
    style: PrintStyle = PrintStyle()
    copies: int = 1
    cuts: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.copies <= MOST_COPIES:
            raise FieldOutOfRange("copies", str(self.copies), "1", str(MOST_COPIES))
        if self.kind is PrinterKind.NETWORK:
            self.address()

    def address(self) -> tuple[str, int]:
        """Return host and port of a printer on the network; 9100 where no port is given."""
        host, _, port = self.place.partition(":")
        if not host or (port and not port.isdigit()):
            raise FieldNotAllowed("place", self.place)
        number = int(port) if port else 9100
        if not 0 < number <= _MOST_PORT:
            raise FieldOutOfRange("place", port, "1", str(_MOST_PORT))
        return host, number
