"""What the desk can put on paper or into a file; the composition root says how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from domain.balance_sheet import BalanceSheet
from domain.billing_sheet import BillingSheet
from domain.cheque import Cheque
from domain.day_end import DayEnd
from domain.errors_of_files import FileNotWritten, FileReason, FileUnreadable
from domain.errors_of_policies import HolidaysUnknown
from domain.errors_of_printing import LogoUnreadable, PrinterMissing
from domain.import_sheet import ImportSheet
from domain.money import Money
from domain.notice import NoticeBatch
from domain.office import Office
from domain.policy_book import Holiday
from domain.printing import DeskPrinters, PrinterProfile, PrintStyle
from domain.recharge import ReceiptCopy
from domain.register_sheet import RegisterSheet
from domain.settling import SettlementTable
from domain.shift import ShiftReport
from domain.support import OfficeFacts
from domain.text_sheet import TextSheet
from domain.upi import UpiSlip
from resources.texts import Texts
from ui.desk.kit.outward import Outward

#: How many of some headings are usual ones, by which their line is found.
CountKnown = Callable[[Sequence[str]], int]


class Picture(Protocol):
    """A page of a document in pixels; ``rgba`` has four bytes a pixel, row by row."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    @property
    def rgba(self) -> bytes: ...


class ThermalImage(Protocol):
    """A page in black and white; ``rows`` have eight dots a byte from the left, 1 for black."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    @property
    def rows(self) -> bytes: ...


def _keep_nothing(_printers: DeskPrinters) -> None:
    raise FileNotWritten("", "")


def _send_nowhere(profile: PrinterProfile, _pdf: bytes, _file_name: str) -> None:
    raise PrinterMissing(profile.name)


def _read_no_logo(path: Path) -> bytes:
    raise LogoUnreadable(path.name)


def _read_no_text(path: Path) -> str:
    raise FileUnreadable(path.name, FileReason.NOT_PERMITTED)


@dataclass(frozen=True, slots=True)
class Printers:
    """The printers of this desk: where the machine remembers them, and the roads without Qt.

    ``load()`` and ``keep(printers)`` read and write what is remembered. ``send(profile, pdf,
    file_name)`` brings a file to a printer on the network or into a folder. ``logo(path)`` reads
    a picture for the head of a receipt. Unless given, a desk has no printers and no such roads.
    """

    load: Callable[[], DeskPrinters] = DeskPrinters
    keep: Callable[[DeskPrinters], None] = _keep_nothing
    send: Callable[[PrinterProfile, bytes, str], None] = _send_nowhere
    logo: Callable[[Path], bytes] = _read_no_logo


def _read_no_import(
    path: Path, _count: CountKnown, _sheet: int, _line: int | None, _encoding: str
) -> ImportSheet:
    raise FileUnreadable(path.name, FileReason.NOT_FOUND)


def _no_hash(path: Path) -> str:
    raise FileUnreadable(path.name, FileReason.NOT_FOUND)


def _no_holidays(state: str, _year: int) -> Sequence[Holiday]:
    raise HolidaysUnknown(state)


@dataclass(frozen=True, slots=True)
class Documents:
    """Functions that make documents; each is slow enough to be called off the GUI thread.

    ``receipt_pdf(copy, style, texts)`` with the texts of every language of the style, which
    :func:`resources.texts.texts_of_all` has; so do the other papers of the counter:
    ``upi_slip_pdf(slip, style, texts)``, ``shift_report_pdf(report, office, style, texts)``,
    ``day_end_pdf(end, office, cheques, style, texts)``, and ``balance_pdf(sheets, office, style,
    texts)`` with the sheet in every language of the style. ``pictures(pdf, dpi)`` draws the pages
    of that very file for screen and printer, ``page_picture(pdf, number, dpi)`` one page of a long
    one, ``thermal_image(pdf, dots)`` the page of a roll in black
    and white, as many dots wide as the printer has; ``code_modules(text)`` are the rows of a QR
    code, 1 for dark;
    ``billing_sheet_xlsx(sheet, path, _)``; ``simulation_xlsx(result, path, _)``, marked as no
    books. ``amount_in_words(amount, _)`` is quick. ``text_sheet_xlsx(sheet, path, _)`` writes what
    is worded already: the audit log, the problems that a check found. ``recovery_words_pdf(words,
    office, made_at, _)`` is the sheet for the safe. ``support_bundle(facts, path, made_at, _)``
    packs what support may know of program and office. ``register_pdf(sheet, _)`` and
    ``register_xlsx(sheet, path, _)`` write a register that is worded already.
    ``notices_pdf(batch, languages)``: in these, or in the language of each consumer.
    ``list_file(sheet, path, _)`` writes a long list, an Excel book or a CSV file by its ending.
    ``read_settlement(path)`` opens the file of a bank or gateway; ``write_rejected(path, headings,
    rows)`` puts the rows that could not be read beside it. ``printers`` are those of this desk;
    ``read_text(path)`` opens a text from outside. ``outward`` leads to AMISP and messages.
    """

    receipt_pdf: Callable[[ReceiptCopy, PrintStyle, Mapping[str, Texts]], bytes]
    upi_slip_pdf: Callable[[UpiSlip, PrintStyle, Mapping[str, Texts]], bytes]
    shift_report_pdf: Callable[[ShiftReport, Office, PrintStyle, Mapping[str, Texts]], bytes]
    day_end_pdf: Callable[
        [DayEnd, Office, Sequence[Cheque], PrintStyle, Mapping[str, Texts]], bytes
    ]
    balance_pdf: Callable[
        [Mapping[str, BalanceSheet], Office, PrintStyle, Mapping[str, Texts]], bytes
    ]
    billing_sheet_xlsx: Callable[[BillingSheet, Path, Texts], object]
    simulation_xlsx: Callable[[Any, Path, Texts], object]
    pictures: Callable[[bytes, int], Sequence[Picture]]
    page_picture: Callable[[bytes, int, int], Picture | None]
    thermal_image: Callable[[bytes, int], ThermalImage]
    code_modules: Callable[[str], Sequence[bytes]]
    amount_in_words: Callable[[Money, Texts], str]
    text_sheet_xlsx: Callable[[TextSheet, Path, Texts], object]
    register_pdf: Callable[[RegisterSheet, Texts], bytes]
    register_xlsx: Callable[[RegisterSheet, Path, Texts], object]
    notices_pdf: Callable[[NoticeBatch, Sequence[str]], bytes]
    list_file: Callable[[RegisterSheet, Path, Texts], object]
    recovery_words_pdf: Callable[[str, Office, datetime, Texts], bytes]
    support_bundle: Callable[[OfficeFacts, Path, datetime, Texts], object]
    read_settlement: Callable[[Path], SettlementTable]
    write_rejected: Callable[
        [Path, Sequence[str], Sequence[tuple[Sequence[str], str]]], Path | None
    ]
    printers: Printers = field(default_factory=Printers)
    #: Opens a sheet to import: the file, what counts usual headings, which sheet, whose headings,
    #: in which encoding; nothing: as it seems to be.
    read_import: Callable[[Path, CountKnown, int, int | None, str], ImportSheet] = _read_no_import
    #: What a file is known by, as it is now.
    sha256_of: Callable[[Path], str] = _no_hash
    read_text: Callable[[Path], str] = _read_no_text
    #: The public holidays that a state (its code) has in a year.
    holidays_of_state: Callable[[str, int], Sequence[Holiday]] = _no_holidays
    outward: Outward = field(default_factory=Outward)
