"""What the use cases of the counter need of the store, in the words of the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from domain.arrears import ArrearPlan, ArrearWish
from domain.cheque import Cheque, ChequeBar, ChequeState, HeldCheque
from domain.consumer import Consumer
from domain.day_end import DayEnd, Deposited
from domain.money import Money
from domain.office import Actor
from domain.payment import Payment, SettlementFile, SettlementLine
from domain.recharge import Receipt, RechargeOrder, Split
from domain.settlement_matching import Known
from domain.shift import CashCount, Closing, DrawerMove, Shift, ShiftFacts
from domain.undoing import Undoing


class Receipts(Protocol):
    """Receipts: posted once, undone once, printed often."""

    def by_order(self, order_id: str) -> tuple[Receipt, RechargeOrder] | None: ...

    def similar(self, order: RechargeOrder, consumer: Consumer, since: datetime) -> Receipt | None:
        """Return the last valid receipt since then that is like this order in all but its id."""

    def reference_taken(self, tender: str, reference: str) -> str | None:
        """Return the receipt on which a payment's reference stands, None: on no valid one."""

    def post(  # noqa: PLR0913 - what is posted, of whom, how it is split, where, when and by whom
        self,
        order: RechargeOrder,
        consumer: Consumer,
        split: Split,
        *,
        plan: ArrearPlan | None,
        shift: Shift | None,
        days_left: int | None,
        at: datetime,
        actor: Actor,
    ) -> Receipt:
        """Post a receipt: number, wallet, ledger, arrears, tenders, heads, cheques, event."""

    def by_number(self, number: str) -> Receipt: ...

    def undo(self, receipt: Receipt, undoing: Undoing, consumer: Consumer, actor: Actor) -> None:
        """Reverse what ``undoing`` says in wallet, arrears and ledger; let go of references."""

    def copies(self, number: str) -> int: ...

    def add_copy(self, number: str, at: datetime, actor: Actor) -> int: ...

    def waive_print(self, number: str, at: datetime, actor: Actor) -> None:
        """Record that nobody wants this receipt on paper; again changes nothing."""


class Shifts(Protocol):
    """Shifts and their cash."""

    def open_at(self, counter: int) -> Shift | None:
        """Return the open shift of a counter."""

    def get(self, shift_id: int) -> Shift:
        """Return a shift; :class:`ShiftNotFound`."""

    def of_day(self, counter: int, day: date) -> list[Shift]: ...

    def last_closed(self, counter: int) -> Shift | None: ...

    def open(self, counter: int, day: date, opening: CashCount, at: datetime, by: str) -> Shift: ...

    def facts(self, shift: Shift) -> ShiftFacts: ...

    def move(self, move: DrawerMove, day: date, actor: Actor) -> DrawerMove:
        """Record cash that leaves the drawer; a pay-out goes into the ledger as well."""

    def close(self, shift: Shift, closing: Closing, actor: Actor) -> Shift:
        """Close a shift; a difference goes into the ledger. ``closing.number`` is given here."""


class DayEnds(Protocol):
    """The days of counters, and that they were closed."""

    def is_closed(self, counter: int, day: date) -> bool: ...

    def get(self, counter: int, day: date, *, made_at: datetime, made_by: str) -> DayEnd: ...

    def close(self, end: DayEnd, deposited: Deposited, actor: Actor) -> None:
        """Record that the day is closed, post the cash to the bank, put cheques on the slip."""


class Arrears(Protocol):
    """Plans of arrears."""

    def live_of(self, consumer_id: int) -> ArrearPlan | None: ...

    def of_consumer(self, consumer_id: int) -> list[ArrearPlan]: ...

    def book(self, consumer: Consumer, wish: ArrearWish, at: datetime, actor: Actor) -> ArrearPlan:
        """Book a debt into the ledger, with its plan."""

    def plan_paid_by(self, document: str) -> ArrearPlan | None:
        """Return the plan that a receipt has paid a part of, None: of none."""

    def move(  # noqa: PLR0913, PLR0917 - which debt, by how much, why, when, by what
        self, plan: ArrearPlan, amount: Money, kind: str, day: date, document: str, entry_seq: int
    ) -> ArrearPlan:
        """Move a debt by a signed amount (below zero: paid) inside a posting made elsewhere.

        ``kind``: :class:`domain.arrears.ArrearMoveKind`, the words of an undoing among them.
        What is given back falls to the consumer's live plan, if there is another one by now;
        otherwise a plan that was settled or ended is live again.
        """

    def post_instalments(
        self, day: date, consumer_ids: Sequence[int], run_id: str, at: datetime, actor: Actor
    ) -> None:
        """Post the day's instalment of each of these consumers under a daily plan."""

    def end(self, plan: ArrearPlan, at: datetime, actor: Actor) -> ArrearPlan:
        """End a plan: what is left of the debt is written off."""


class Cheques(Protocol):
    """Cheques and drafts after they were taken."""

    def get(self, number: str, line: int) -> Cheque:
        """Return a cheque; :class:`NoSuchInstrument`."""

    def clear(self, cheque: Cheque, day: date, at: datetime, actor: Actor) -> Cheque:
        """Post that the bank has paid."""

    def move(self, number: str, line: int, state: ChequeState, at: datetime, by: str) -> None:
        """Give a cheque another state, inside a posting made elsewhere."""

    def bar_of(self, consumer_id: int, day: date) -> ChequeBar | None: ...

    def bar(self, consumer: Consumer, bar: ChequeBar, by: str) -> None: ...

    def lift_bar(self, consumer: Consumer, at: datetime, by: str) -> None: ...

    def hold(self, held: HeldCheque, consumer: Consumer, at: datetime) -> None: ...

    def find_held(self, id_: str) -> HeldCheque | None: ...

    def held(self, id_: str) -> HeldCheque:
        """Return a held cheque; :class:`HeldChequeNotFound`."""

    def end_hold(self, id_: str, receipt: str, by: str) -> None:
        """Record that a held cheque became a receipt or, without a number, went back."""


class Payments(Protocol):
    """Payments of unknown fate, and what settlement files say."""

    def get(self, id_: str) -> Payment:
        """Return a payment; :class:`PaymentNotFound`."""

    def find(self, id_: str) -> Payment | None:
        """Return a payment; where a receipt stands for it by now, as credited."""

    def add(self, payment: Payment, consumer: Consumer) -> None: ...

    def decide(self, payment: Payment) -> None: ...

    def settlement_by_hash(self, sha256: str) -> SettlementFile | None: ...

    def known_to(self, lines: Sequence[SettlementLine]) -> Known:
        """Return the receipts, payments and earlier lines that lines of a file can speak of."""

    def add_settlement(
        self, file: SettlementFile, lines: Sequence[SettlementLine], actor: Actor
    ) -> SettlementFile:
        """Store a file with its judged lines, and post what it settles to the bank account."""

    def settlement(self, file: int) -> SettlementFile: ...

    def line(self, file: int, line: int) -> SettlementLine:
        """Return a line; :class:`PaymentNotFound`."""

    def settled_under(self, reference: str) -> str | None:
        """Return the receipt of a payment that a settlement knows by a reference, None: of none."""

    def paid_by_bank(self, number: str) -> SettlementLine | None:
        """Return a line by which a bank has paid something of a receipt, None: nothing so far."""

    def settle_line(self, line: SettlementLine, at: datetime, actor: Actor) -> None:
        """Store a decided line, and post that the bank has paid what stands on its receipt."""

    def put_line_aside(self, line: SettlementLine, at: datetime, actor: Actor) -> None: ...

    def mapping(self, purpose: str, headings: str) -> str | None: ...

    def put_mapping(
        self, purpose: str, headings: str, columns: str, at: datetime, by: str
    ) -> None: ...


class SigningKeys(Protocol):
    """The public halves of the keys that receipts are signed with."""

    def public(self, key_id: str) -> str | None:
        """Return a public key (hexadecimal) that is registered."""

    def add(self, key_id: str, public_key: str, at: datetime, by: str) -> None: ...
