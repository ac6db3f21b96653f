"""The books of an office as pages and commands use them: every question, every act."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from domain.alert_book import Alerts
from domain.anchor import Anchor
from domain.archive import Archive
from domain.arrears_book import ArrearsBook
from domain.billing_sheet import BillingSheet
from domain.calendar import Month
from domain.consumer import (
    Change,
    Consumer,
    ConsumerList,
    ConsumerQuery,
    ConsumerRow,
    ConsumerTotals,
    HistoryRow,
    NewConsumer,
)
from domain.consumer_account import ConsumerAccounts
from domain.counter import Counter
from domain.dashboard import Dashboard
from domain.defaulters import Defaulters
from domain.drafts import Drafts
from domain.errors_of_tariffs import TariffFault
from domain.explanation import DayExplained
from domain.forecasting import Forecasts
from domain.head import HeadLine
from domain.importing import Imports
from domain.listing import (
    BooksCondition,
    ChargeRow,
    DayState,
    DaySummary,
    LedgerRow,
    OfficeState,
    Problem,
    ReadRow,
    ReceiptRow,
)
from domain.money import ZERO, Money
from domain.office import Actor, Office
from domain.policy_book import Policies
from domain.preferences import Preferences
from domain.progress import Progress
from domain.reads import Read, ReadSource
from domain.recharge import (
    Receipt,
    ReceiptCopy,
    RechargeLimits,
    RechargeOrder,
    RechargePreview,
)
from domain.register import Registers
from domain.reversals import Reversals
from domain.safekeeping import Safekeeping
from domain.services.supplying import Outcome
from domain.services.taking_tariffs import JudgedTariffs
from domain.settling import Settling
from domain.signing import Signing
from domain.simulation import Population
from domain.staff import Role
from domain.supply_book import Supply
from domain.support import OfficeFacts
from domain.tariff import Tariff, TariffBook
from domain.trust import Trust


class Books(Protocol):
    """One office's books; every method may be called from any thread and is whole by itself."""

    @property
    def office(self) -> Office: ...

    @property
    def trust(self) -> Trust:
        """Who may act, what waits for a second person, and who did what."""

    @property
    def safekeeping(self) -> Safekeeping:
        """That the books survive their machine: backups, drills, settings, recovery words."""

    @property
    def counter(self) -> Counter:
        """Shifts, drawers, X and Z reports, day-ends, receipts that were not printed."""

    @property
    def reversals(self) -> Reversals:
        """Receipts undone, cheques cleared, come back or held."""

    @property
    def arrears(self) -> ArrearsBook:
        """Debts from before prepaid, and their plans."""

    @property
    def settling(self) -> Settling:
        """Payments of unknown fate, and settlement files."""

    @property
    def signing(self) -> Signing:
        """The office's key, and whether a receipt is a true one."""

    @property
    def registers(self) -> Registers:
        """What an office prints and files."""

    @property
    def forecasts(self) -> Forecasts:
        """How long balances last, and what the coming days will bring."""

    @property
    def accounts(self) -> ConsumerAccounts:
        """What happened to each consumer, was noted of them, and explains their balance."""

    @property
    def preferences(self) -> Preferences:
        """How each person likes the desk."""

    @property
    def imports(self) -> Imports:
        """Files taken in, judged before it and taken back after it."""

    @property
    def drafts(self) -> Drafts:
        """Tariffs that are still written, and what they would change."""

    @property
    def dashboard(self) -> Dashboard:
        """The office at a glance."""

    @property
    def defaulters(self) -> Defaulters:
        """Who owes, since when, and why they are held."""

    @property
    def policies(self) -> Policies:
        """What the office does about those who do not pay."""

    @property
    def supply(self) -> Supply:
        """Who is cut and connected again: jobs, orders, the AMISP."""

    @property
    def alerts(self) -> Alerts:
        """What consumers are told, and how far each message is."""

    def seen_by(self, role: Role | None) -> Books:
        """Return the same books as a role sees them: whose work needs no address is shown none."""

    def close(self) -> None: ...

    def state(self) -> OfficeState: ...

    def now(self) -> datetime:
        """Return the present instant, aware, as the office's clock tells it."""

    def today(self) -> date:
        """Return the present calendar day in India."""

    def find_consumers(self, query: ConsumerQuery, limit: int | None = None) -> array[int]: ...

    def consumer_totals(self, query: ConsumerQuery) -> ConsumerTotals: ...

    def consumer_list(self, query: ConsumerQuery, progress: Progress) -> ConsumerList:
        """Return all rows that a query finds with their totals, read at one moment."""

    def consumer_rows(self, ids: Sequence[int]) -> Mapping[int, ConsumerRow]: ...

    def categories(self) -> list[str]: ...

    def feeders(self) -> list[str]: ...

    def consumer(self, number: str) -> Consumer: ...

    def create_consumer(self, form: NewConsumer, actor: Actor) -> Consumer: ...

    def take_on(self, forms: Sequence[NewConsumer], actor: Actor) -> Outcome: ...

    def change_consumer(self, changes: Sequence[Change], actor: Actor) -> Consumer: ...

    def change_consumers(self, changes: Sequence[Change], actor: Actor) -> Outcome: ...

    def ledger(self, number: str, limit: int = 500) -> list[LedgerRow]: ...

    def charges(self, number: str, first: date, last: date) -> list[ChargeRow]: ...

    def explain(self, number: str, day: date) -> DayExplained: ...

    def reads(self, number: str, limit: int = 400) -> list[ReadRow]: ...

    def held_reads(self) -> list[ReadRow]: ...

    def take_reads(self, reads: Sequence[Read], source: ReadSource, actor: Actor) -> Outcome: ...

    def release_read(
        self, meter_serial: str, read_at: datetime, note: str, actor: Actor
    ) -> None: ...

    def dismiss_read(
        self, meter_serial: str, read_at: datetime, note: str, actor: Actor
    ) -> None: ...

    def history(self, number: str) -> list[HistoryRow]: ...

    def preview_recharge(
        self, number: str, heads: Sequence[HeadLine], *, by_cheque: Money = ZERO
    ) -> RechargePreview:
        """Return what a payment would do; ``by_cheque``: so much of it a bank has still to pay."""

    def recharge_limits(self) -> RechargeLimits: ...

    def recharge(
        self, order: RechargeOrder, actor: Actor, *, although_similar: bool = False
    ) -> Receipt: ...

    def receipts(self, limit: int = 10, number: str | None = None) -> list[ReceiptRow]: ...

    def receipt(self, number: str, actor: Actor | None = None) -> ReceiptCopy:
        """Return a receipt with how often it was printed or saved so far.

        For an actor it comes with the signed text of its QR code, as it goes to paper.
        """

    def confirm_print(self, number: str, actor: Actor) -> int:
        """Record that a receipt was printed or saved; return which copy it was (0: original)."""

    def month(self, month: Month) -> list[DayState]: ...

    def run_days(
        self, until: date, actor: Actor, progress: Progress, *, first: date | None = None
    ) -> list[DaySummary]: ...

    def billing_sheet(self, day: date, made_by: str) -> BillingSheet: ...

    def tariffs(self) -> list[Tariff]: ...

    def tariff_book(self) -> TariffBook: ...

    def add_tariffs(self, tariffs: Sequence[Tariff], actor: Actor) -> None: ...

    def take_tariffs(self, judged: JudgedTariffs, actor: Actor) -> list[TariffFault]:
        """End and add what was judged good, all in one; return the faults of what stays out."""

    def simulation_inputs(self, query: ConsumerQuery) -> Population: ...

    def check(
        self,
        progress: Progress,
        *,
        quick: bool = False,
        actor: Actor | None = None,
        anchors: Sequence[Anchor] = (),
        archives: Sequence[Path] = (),
    ) -> list[Problem]:
        """Return what is wrong in the books; ``quick``: looking at what happened since the last.

        With an actor the outcome is remembered: books in order get a checkpoint, others are
        closed to writers until a whole check passes or an administrator overrides it.
        """

    def anchor(self) -> Anchor | None:
        """Return where the event stream ends, None before the first event."""

    @property
    def is_read_only(self) -> bool:
        """Whether a check found the books wrong, so that nothing is written."""

    def condition(self) -> BooksCondition:
        """Return what the last check verified, and what a later one found wrong."""

    def archive(self, until: date, target: Path, actor: Actor, progress: Progress) -> Archive:
        """Move the charged days before a 1 April long past to a file of their own."""

    def override_check(self, reason: str, actor: Actor) -> None:
        """Let the office write although a check found the books wrong; with a reason, audited."""

    def support_facts(self, actor: Actor) -> OfficeFacts:
        """Return what support may know of the office; permitted and noted as a bundle."""

    def on_a_copy(self) -> AbstractContextManager[Books]:
        """Yield the books of a copy that is thrown away: a dry run touches nothing."""
