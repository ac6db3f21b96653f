"""What can go wrong on the way to paper; a receipt is posted by then, and none is lost."""

from __future__ import annotations

from dataclasses import dataclass

from domain.errors import Refusal, Unavailable

# Printers of a desk


@dataclass(eq=False)
class PrinterUnknown(Refusal):
    """The desk has no printer by this name."""

    name: str


@dataclass(eq=False)
class PrinterNameTaken(Refusal):
    """The desk has a printer by this name already."""

    name: str


@dataclass(eq=False)
class PrintersUnreadable(Refusal):
    """What this machine remembers of its printers is damaged, or of a newer program."""

    path: str


@dataclass(eq=False)
class LogoUnreadable(Refusal):
    """A file is no PNG or JPEG picture that could stand on a receipt."""

    name: str


@dataclass(eq=False)
class LogoTooLarge(Refusal):
    """A picture has more bytes, or more dots, than a receipt wants."""

    name: str
    most_kb: int
    most_dots: int


@dataclass(eq=False)
class PaperTooWide(Refusal):
    """A receipt is wider than the widest paper that the printer takes."""

    name: str
    receipt_mm: int
    printer_mm: int


# While printing


@dataclass(eq=False)
class PrinterMissing(Unavailable):
    """The system knows no printer by this name."""

    name: str


@dataclass(eq=False)
class DefaultPrinterMissing(Unavailable):
    """The system has no printer that it prints on when none is named."""


@dataclass(eq=False)
class PrinterUnreachable(Unavailable):
    """Nobody answers at a printer's address."""

    place: str


@dataclass(eq=False)
class PrinterSilent(Unavailable):
    """A printer took data, and never said that it had printed them."""

    place: str
    seconds: int


@dataclass(eq=False)
class PrinterOutOfPaper(Unavailable):
    """A printer says that its roll has ended."""

    place: str


@dataclass(eq=False)
class PrinterRefused(Unavailable):
    """The system's printer did not take the pages."""

    name: str
