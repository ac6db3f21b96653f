"""What commands need from outside: ``main.py`` brings it, so none of them knows SQL or Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from domain.amisp_link import AmispLink, AmispSecret
from domain.balance_sheet import BalanceSheet
from domain.billing_sheet import BillingSheet
from domain.books import Books
from domain.calendar import Clock
from domain.cheque import Cheque
from domain.day_end import DayEnd
from domain.importing import SheetRow
from domain.message import Medium
from domain.message_link import MessageSecret
from domain.notice import NoticeBatch
from domain.office import Actor, Office
from domain.policy_book import Holiday
from domain.ports_of_amisp import Amisp, AmispEvent, DailyReads
from domain.ports_of_messages import Notifier
from domain.printing import PrintStyle
from domain.progress import Progress
from domain.recharge import ReceiptCopy
from domain.register_sheet import RegisterSheet
from domain.safekeeping import Restoring
from domain.settling import SettlementTable
from domain.shift import ShiftReport
from domain.signing import IsSigned
from domain.supply_order import SupplyOrder
from domain.support import OfficeFacts
from domain.text_sheet import TextSheet
from resources.texts import Texts


class Sheet(Protocol):
    """A sheet that came from outside; its rows can be gone through more than once."""

    @property
    def header(self) -> Sequence[str]: ...
    @property
    def sha256(self) -> str: ...
    @property
    def rows(self) -> Iterator[SheetRow]: ...


class ReadSheet(Protocol):
    """Opens a CSV file or an Excel book with these columns."""

    def __call__(
        self, path: Path, required: Sequence[str], optional: Sequence[str] = ()
    ) -> Sheet: ...


class WriteRejected(Protocol):
    """Writes (cells, reason) of each rejected row beside the file that they came from."""

    def __call__(
        self, source: Path, header: Sequence[str], rows: Iterable[tuple[Sequence[str], str]]
    ) -> Path | None: ...


class RestoreOffice(Protocol):
    """Makes an office of a backup; ``answering`` says who answers for it once it is open."""

    def __call__(  # noqa: PLR0913 - of what, where to, who answers for it and how
        self,
        backup: Path,
        folder: Path,
        clock: Clock,
        progress: Progress,
        *,
        answering: Callable[[Books], Actor],
        wish: Restoring,
    ) -> Books: ...


@dataclass(frozen=True, slots=True)
class Servers:
    """The functions that reach databases on a server, and other offices in the same one.

    ``run_program``: run this program as a process of its own with arguments and further
    surroundings; return its exit code and what it printed.
    """

    create_office: Callable[[Path, Office, Clock, str], Books]
    join_office: Callable[[Path, str, Clock, str], Books]
    offices_in: Callable[[Path, Clock], Sequence[str]]
    open_beside: Callable[[Path, str, Clock], Books]
    run_program: Callable[[Sequence[str], Mapping[str, str]], tuple[int, str]]


@dataclass(frozen=True, slots=True)
class AmispPlayed:
    """How an AMISP is to be played; ``misbehave``: tricks such as ``slow=0.1``."""

    port: int
    seed: int
    misbehave: Sequence[str] = ()
    kept: Path | None = None


@dataclass(frozen=True, slots=True)
class Amisps:
    """The functions that reach an AMISP: by network, by file, or one that is played.

    ``receive`` and ``play`` serve until the process is told to end; they tell the port first.
    """

    of: Callable[[Books, Clock], Amisp]
    by_file: Callable[[Books], Amisp]
    link_of: Callable[[Books], AmispLink]
    keep_secret: Callable[[Office, AmispSecret, str], None]
    write_orders: Callable[[Sequence[SupplyOrder], AmispLink, Path], None]
    read_acknowledgements: Callable[[Path, Callable[[str], bool]], Sequence[AmispEvent]]
    read_readings: Callable[[Path], DailyReads]
    receive: Callable[[AmispLink, Clock, Callable[[AmispEvent], bool], Callable[[int], None]], None]
    play: Callable[[AmispPlayed, Clock, Callable[[int], None]], None]


class OpenNotifiers(Protocol):
    """Opens the roads by which messages leave an office, for as long as the body lasts."""

    def __call__(
        self, books: Books, folder: Path, actor: Actor, _: Texts
    ) -> AbstractContextManager[Mapping[Medium, Notifier]]: ...


@dataclass(frozen=True, slots=True)
class MessageRoads:
    """The functions by which messages leave, and by which a secret of a provider is kept."""

    notifiers: OpenNotifiers
    keep_secret: Callable[[Office, MessageSecret, str], None]


@dataclass(frozen=True, slots=True)
class Outside:
    """The functions that reach the store, files and documents.

    ``office_being_made`` yields a folder to make an office in, which takes its place only when
    all went well. ``is_signed`` tells whether a text bears a signature of a public key.
    """

    clock: Clock
    open_office: Callable[[Path, Clock], Books]
    create_office: Callable[[Path, Office, Clock], Books]
    servers: Servers
    amisps: Amisps
    messages: MessageRoads
    create_encrypted_office: Callable[[Path, Office, Clock, Actor], tuple[Books, str]]
    office_being_made: Callable[[Path], AbstractContextManager[Path]]
    restore_office: RestoreOffice
    recover_key: Callable[[Path, str], None]
    read_secret: Callable[[Path], str]
    write_secret: Callable[[Path, str], None]
    is_signed: IsSigned
    write_words_sheet: Callable[[str, Office, datetime, Path, Texts], None]
    write_text: Callable[[Path, str], None]
    read_sheet: ReadSheet
    read_settlement: Callable[[Path], SettlementTable]
    read_text: Callable[[Path], str]
    write_rejected: WriteRejected
    write_sheet: Callable[[BillingSheet, Path, Texts], None]
    write_receipt: Callable[[ReceiptCopy, Path, PrintStyle], None]
    write_shift_report: Callable[[ShiftReport, Office, Path, PrintStyle], None]
    write_day_end: Callable[[DayEnd, Office, Sequence[Cheque], Path, PrintStyle], None]
    write_balance: Callable[[Mapping[str, BalanceSheet], Office, Path, PrintStyle], None]
    write_text_sheet: Callable[[TextSheet, Path, Texts], None]
    write_register: Callable[[RegisterSheet, Path, Texts], None]
    write_notices: Callable[[NoticeBatch, Sequence[str], Path], None]
    write_support_bundle: Callable[[OfficeFacts | None, str, Path, Texts], Sequence[str]]
    shipped_tariffs: Callable[[], str]
    #: The public holidays of a state, by its code or name, in a year.
    holidays_of_state: Callable[[str, int], Sequence[Holiday]]
