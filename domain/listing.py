"""What pages and commands show of the books: rows as they are read, never objects to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.anchor import Anchor
from domain.credit import Status
from domain.ledger import EntryKind
from domain.money import Money
from domain.reads import HoldReason, ReadSource, ReadState


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of a wallet, in posting order."""

    posted_seq: int
    posted_at: datetime
    business_date: date
    kind: EntryKind
    document: str
    amount: Money
    balance_after: Money
    posted_by: str


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """The charge of one day with every line; money in paise, energy in Wh.

    ``read`` says whether a closing read was consumed; ``balance_after_paise`` is the wallet
    right after this posting.
    """

    day: date
    energy_wh: int
    mtd_wh: int
    ec_paise: int
    fuel_paise: int
    fc_paise: int
    duty_paise: int
    rent_paise: int
    subsidy_paise: int
    rebate_paise: int
    total_paise: int
    balance_before_paise: int
    balance_after_paise: int
    status: Status
    tariff: str
    load_w: int
    has_read: bool
    posted_at: datetime


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A read as the consumer's page and the list of held reads show it."""

    meter_serial: str
    consumer_number: str
    consumer_name: str
    read_at: datetime
    register_wh: int
    energy_wh: int | None
    state: ReadState
    reason: HoldReason | None
    known_wh: int | None
    source: ReadSource
    note: str


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt as the list of receipts shows it."""

    number: str
    posted_at: datetime
    consumer_number: str
    consumer_name: str
    tender: str
    reference: str
    amount: Money
    copies: int
    counter: int = 0
    posted_by: str = ""
    #: What became of it (:class:`domain.undoing.UndoingKind`), empty while it is valid.
    undone: str = ""


@dataclass(frozen=True, slots=True)
class DayState:
    """How far a day is: for the strip of a month.

    ``charged`` consumers of ``expected`` (supplied and started by then); ``missing`` charged
    without a read, or still open and without one; ``held`` reads of the day that wait.
    """

    day: date
    expected: int
    charged: int
    missing: int
    held: int
    total: Money


@dataclass(frozen=True, slots=True)
class DaySummary:
    """What a run did for one day; ``skipped`` counts consumers by reason code."""

    day: date
    charged: int
    without_read: int
    already: int
    skipped: Mapping[str, int]
    total: Money


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """How an import went; ``rejected`` = rows in the file of rejected rows."""

    accepted: int
    changed: int
    unchanged: int
    held: int
    rejected: int
    rejected_file: str | None
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that ``check`` found wrong in the books: a code, and where."""

    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class OfficeState:
    """What the frame of the desk shows: the office today."""

    consumers: int
    last_charged_on: date | None
    collected_today: Money
    receipts_today: int
    held_reads: int


@dataclass(frozen=True, slots=True)
class BooksCondition:
    """What the last good check verified, and whether a later one found the books wrong.

    The counts are those of the books up to ``anchor``; without ``checked_at`` nothing was ever
    checked; ``whole_checked_at``: when everything was last. ``problems`` above zero: the books
    are closed to writers since ``found_at``.
    """

    checked_at: datetime | None
    is_whole: bool
    whole_checked_at: datetime | None
    anchor: Anchor | None
    events: int
    postings: int
    receipts: int
    wallets: int
    problems: int
    found_at: datetime | None
    found_by: str
