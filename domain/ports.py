"""What the use cases need from outside, in the words of the office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from domain.approval import Approval
from domain.audit import AuditNote
from domain.backup import BackupMade
from domain.consumer import Consumer, NewConsumer
from domain.consumer_notes import ConsumerNote
from domain.consumption import Consumption, ReadPair
from domain.credit import SupplyState
from domain.lease import Lease
from domain.office import Actor, Channel, Office
from domain.ports_of_alerts import Messages
from domain.ports_of_counter import (
    Arrears,
    Cheques,
    DayEnds,
    Payments,
    Receipts,
    Shifts,
    SigningKeys,
)
from domain.ports_of_imports import ImportRows
from domain.ports_of_policies import PolicyRows
from domain.ports_of_supply import SupplyJobs, SupplyOrders
from domain.rating import MonthState, RatedDay
from domain.reads import HoldReason, Read, ReadSource
from domain.safekeeping import HeldMessage
from domain.settings import Setting, SettingRow, Value
from domain.staff import Act, Member, NewMember
from domain.tariff import Tariff, TariffBook
from domain.tariff_draft import DraftRows

Column = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Accounts:
    """The consumers whose next open day is the one to charge, column by column.

    One row each, in the order of ``consumer_id``; ``schedules`` holds names. ``old_reads`` and
    ``old_factor`` speak of the meter consumed so far where ``replaced``. NONE (-1) where a
    value is unknown; ``negative_since_day`` likewise.
    """

    consumer_id: Column
    version_effective_day: Column
    version_seq: Column
    schedules: Sequence[str]
    supply: Sequence[SupplyState]
    load_w: Column
    meter_id: Column
    meter_factor: Column
    balance_paise: Column
    negative_since_day: Column
    previous_seq: Column
    state: MonthState
    consumed_meter_id: Column
    consumed_at_ms: Column
    consumed_wh: Column
    reads: ReadPair
    demand_w: Column
    replaced: Flags
    old_reads: ReadPair
    old_factor: Column

    def __len__(self) -> int:
        return len(self.consumer_id)


@dataclass(frozen=True, slots=True)
class ChargedBatch:
    """A batch ready to be posted: the rows charged, with what each used and costs."""

    day: date
    run_id: str
    accounts: Accounts
    rows: NDArray[np.intp]
    tariff: Column
    consumption: Consumption
    rated: RatedDay


class Billing(Protocol):
    """Open days, and the charges that close them."""

    def oldest_open_day(self) -> date | None:
        """Return the oldest day that a supplied consumer is not charged for; None: no consumer."""

    def consumers(self) -> int:
        """Return how many consumers the office has, for progress."""

    def accounts(self, day: date, after_id: int, limit: int) -> Accounts:
        """Return at most ``limit`` consumers above ``after_id`` whose next open day is ``day``."""

    def already(self, day: date) -> int:
        """Return how many consumers are charged for ``day``."""

    def waiting_behind(self, day: date) -> Mapping[str, int]:
        """Return how many consumers wait for an earlier day than ``day``, by reason."""

    def next_open(self, day: date) -> date | None:
        """Return the first day from ``day`` on that is somebody's next open one."""

    def pass_over(self, day: date, accounts: Accounts, rows: NDArray[np.intp]) -> None:
        """Close the day without a charge for the rows whose supply has ended."""

    def post(self, batch: ChargedBatch, book: TariffBook, at: datetime, actor: Actor) -> None:
        """Add the charges, wallet rows, ledger entry and event of a batch."""


@dataclass(frozen=True, slots=True)
class MeterContext:
    """Whose meter it is, and what a new read of it is checked against; load in W."""

    meter_id: int
    consumer_id: int
    consumer_number: str
    load_w: int
    meter_factor: int
    next_open_day: date
    #: The last day charged, None before the first.
    charged_until: date | None
    #: When the last read that was charged was taken, None before the first.
    consumed_at: datetime | None


@dataclass(frozen=True, slots=True)
class KnownRead:
    """A read that is stored: its place, value and whether it counts."""

    read_at: datetime
    revision: int
    register_wh: int
    cumulative_wh: int
    is_valid: bool
    #: Put aside with its import, as if it had never come; its place stays taken.
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class TakenRead:
    """A read as it is to be stored."""

    meter_id: int
    read: Read
    revision: int
    cumulative_wh: int
    closing_day: date
    hold: HoldReason | None
    known_wh: int | None


class Reads(Protocol):
    """Register reads."""

    def contexts(self, serials: Sequence[str]) -> Mapping[str, MeterContext]:
        """Return what is known of these meters; a serial nobody has is missing."""

    def known(self, meter_ids: Sequence[int], since: datetime) -> Mapping[int, list[KnownRead]]:
        """Return the reads of each meter from ``since`` on, and the last valid one before it."""

    def add(self, taken: Sequence[TakenRead], source: ReadSource, at: datetime, by: str) -> None:
        """Store reads."""

    def held(self, meter_serial: str, read_at: datetime) -> tuple[TakenRead, MeterContext] | None:
        """Return the held read of a meter at an instant."""

    def dismiss(self, taken: TakenRead, note: str, by: str) -> None:
        """Put a held read aside for good; it never counts."""

    def release(
        self, taken: TakenRead, closing_day: date, cumulative_wh: int, note: str, by: str
    ) -> None:
        """Let a held read count, from ``closing_day`` on."""


class Consumers(Protocol):
    """The consumers of this office."""

    def get(self, number: str, today: date) -> Consumer: ...

    def known(self, numbers: Sequence[str], today: date) -> Mapping[str, Consumer]: ...

    def taken_back(self, number: str, today: date) -> list[Consumer]:
        """Return whom undone imports had taken on under a number; nobody knows them by it now."""

    def meter_holders(self, since: Mapping[str, date]) -> Mapping[str, str]:
        """Return who has each meter on its day or later: serial to consumer number.

        ``since``: serial to the day from which on it is asked for.
        """

    def add(self, forms: Sequence[NewConsumer], at: datetime, actor: Actor) -> None: ...

    def update_contact(
        self, changes: Mapping[str, Mapping[str, str]], at: datetime, actor: Actor
    ) -> None:
        """Set contact fields: consumer number to field to value."""

    def add_version(
        self, number: str, effective_on: date, fields: Mapping[str, str], at: datetime, actor: Actor
    ) -> None:
        """Add a dated version: the one in force that day with these fields changed."""

    def last_moved_on(self, consumer_id: int) -> date | None:
        """Return the business date of a wallet's last row, None when it never moved."""

    def forget(self, consumer: Consumer, at: datetime) -> int:
        """Blank what names a person, wherever it is kept; return how many rows that were."""


class ConsumerNotes(Protocol):
    """What the office remembers of its consumers beside the books."""

    def add(self, consumer_id: int, words: str, at: datetime, by: str) -> ConsumerNote: ...

    def tags(self, consumer_id: int) -> Mapping[str, str]:
        """Return the tags of a consumer: each as it is written, by its key."""

    def written(self, key: str) -> str | None:
        """Return how the office writes the tag with a key, None when nobody bears it."""

    def add_tag(self, consumer_id: int, key: str, tag: str, at: datetime, by: str) -> None: ...

    def remove_tag(self, consumer_id: int, key: str) -> None: ...


class Tariffs(Protocol):
    """The published schedules of this office."""

    def revision(self) -> int:
        """Return a number that changes with every tariff added or ended."""

    def all(self) -> list[Tariff]: ...

    def add(self, tariffs: Sequence[Tariff], at: datetime, actor: Actor) -> None: ...

    def end(self, tariff: Tariff, at: datetime, actor: Actor) -> None:
        """Record that a known version ends on its ``valid_until``."""

    def reopen(self, tariff: Tariff, at: datetime, actor: Actor) -> None:
        """Record that a version that was to end holds until its ``valid_until``, or for good."""

    def charged_from(self, tariff: Tariff, day: date) -> date | None:
        """Return the first day from ``day`` on that was charged by a version."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the office has staff at all, and who of them somebody is; None: nobody."""

    has_staff: bool
    member: Member | None


class Staff(Protocol):
    """The people who may act."""

    def standing(self, user_name: str) -> Standing: ...

    def all(self) -> list[Member]: ...

    def add(self, form: NewMember, password_hash: str, at: datetime, by: str) -> None: ...

    def update(self, member: Member) -> None:
        """Store everything of a member but the password."""

    def password_hash(self, user_name: str) -> str: ...

    def set_password(self, user_name: str, password_hash: str) -> None: ...

    def recovery_hash(self) -> str:
        """Return the hash of the recovery words, empty when there are none."""

    def set_recovery_hash(self, words_hash: str, at: datetime, by: str) -> None: ...


class AuditLog(Protocol):
    """What is done beside the ledger."""

    def record(self, note: AuditNote, at: datetime, actor: Actor) -> None:
        """Add a row and its event inside the transaction of what it tells."""

    def was_noted(self, act: Act, consumer_id: int, actor: Actor, since: datetime) -> bool:
        """Return whether the actor did this with the consumer from an instant on."""


class Approvals(Protocol):
    """What waits for a second person, or did."""

    def add(self, approval: Approval, channel: Channel) -> None: ...

    def get(self, approval_id: str) -> Approval:
        """Return a request; :class:`ApprovalNotFound` when there is none."""

    def decide(self, approval: Approval) -> None:
        """Store how a waiting request was decided."""


class Leases(Protocol):
    """Who does what only one may do at a time."""

    def find(self, name: str) -> Lease | None: ...

    def put(self, lease: Lease) -> None:
        """Write a lease over the one that was found."""

    def end(self, name: str, holder: str) -> None:
        """Take away a lease, if this holder has it."""


class Passwords(Protocol):
    """How passwords are kept: nobody can read them back."""

    def hashed(self, password: str) -> str: ...

    def matches(self, password_hash: str, password: str) -> bool: ...


class Condition(Protocol):
    """In what condition the books are: in order, or found wrong and closed to writers."""

    def problems(self) -> int:
        """Return how many problems a check found that nobody has settled; 0: in order."""

    def open_to_writers(self) -> None: ...


class Settings(Protocol):
    """What the office has its own way."""

    def get(self, setting: Setting[Value]) -> Value:
        """Return what holds for a setting."""

    def put(self, name: str, value: str, at: datetime, by: str) -> None: ...

    def all(self) -> list[SettingRow]: ...


class OfficeSafekeeping(Protocol):
    """What the office remembers of its backups, and what a restored one holds back."""

    def add_backup(self, made: BackupMade) -> None: ...

    def held_messages(self) -> list[HeldMessage]: ...

    def settle_messages(self, ids: Sequence[int], state: str) -> int:
        """Give held messages another state; return how many."""

    def words_tried(self) -> bool | None: ...

    def mark_words_tried(self, at: datetime) -> None: ...


class UnitOfWork(Protocol):
    """One transaction; leaving it without :meth:`commit` undoes it."""

    @property
    def office(self) -> Office: ...
    @property
    def consumers(self) -> Consumers: ...
    @property
    def consumer_notes(self) -> ConsumerNotes: ...
    @property
    def tariffs(self) -> Tariffs: ...
    @property
    def reads(self) -> Reads: ...
    @property
    def billing(self) -> Billing: ...
    @property
    def receipts(self) -> Receipts: ...
    @property
    def shifts(self) -> Shifts: ...
    @property
    def day_ends(self) -> DayEnds: ...
    @property
    def arrears(self) -> Arrears: ...
    @property
    def cheques(self) -> Cheques: ...
    @property
    def payments(self) -> Payments: ...
    @property
    def signing_keys(self) -> SigningKeys: ...
    @property
    def staff(self) -> Staff: ...
    @property
    def audit(self) -> AuditLog: ...
    @property
    def approvals(self) -> Approvals: ...
    @property
    def drafts(self) -> DraftRows: ...
    @property
    def leases(self) -> Leases: ...
    @property
    def condition(self) -> Condition: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def safekeeping(self) -> OfficeSafekeeping: ...
    @property
    def imports(self) -> ImportRows: ...
    @property
    def policies(self) -> PolicyRows: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def supply_orders(self) -> SupplyOrders: ...
    @property
    def supply_jobs(self) -> SupplyJobs: ...

    def last_posted(self) -> tuple[int, datetime] | None:
        """Return the number of the ledger's last entry and when it was posted."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    def commit(self) -> None: ...
