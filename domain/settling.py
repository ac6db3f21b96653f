"""Payments of unknown fate and settlement files, as pages and commands use them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.money import Money
from domain.office import Actor
from domain.payment import Payment, PaymentState, SettlementFile, SettlementLine
from domain.recharge import Receipt, RechargeOrder

#: What a column of a settlement file can mean; the first two are needed.
SETTLEMENT_FIELDS = (
    "reference",
    "amount",
    "order_reference",
    "fee",
    "paid_on",
    "status",
)


@dataclass(frozen=True, slots=True)
class SettlementTable:
    """A settlement file as it was read: its name, fingerprint, headings and rows of texts."""

    name: str
    sha256: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class SettlementJudged:
    """What taking a file would do, or did."""

    table: SettlementTable
    lines: Sequence[SettlementLine]
    #: Lines that could not be read: number and reason (a refusal).
    rejected: Sequence[tuple[int, Exception]]
    file: SettlementFile | None = None


class Settling(Protocol):
    """The recovery list and the settlement files; every method is whole by itself."""

    def park(self, order: RechargeOrder, note: str, actor: Actor) -> Payment:
        """Put a payment of unknown fate on the recovery list; the same order again is the same."""

    def payments(self, state: PaymentState | None = PaymentState.UNKNOWN) -> list[Payment]:
        """Return payments, oldest first; None: of every state."""

    def decide(self, id_: str, state: PaymentState, reason: str, actor: Actor) -> Payment:
        """Say that a payment failed, or put it aside; crediting takes a settlement."""

    def mapping(self, headings: Sequence[str]) -> Mapping[str, str] | None:
        """Return which field (:data:`SETTLEMENT_FIELDS`) is in which column, as remembered."""

    def judge(
        self, table: SettlementTable, mapping: Mapping[str, str], tender: str
    ) -> SettlementJudged:
        """Return what taking a file would do; nothing is changed."""

    def take(
        self, table: SettlementTable, mapping: Mapping[str, str], tender: str, actor: Actor
    ) -> SettlementJudged:
        """Match a file once: settle receipts, credit what is known, list the rest; remember the
        columns. The same file again is refused as :class:`SettlementTaken`."""

    def files(self, limit: int = 100) -> list[SettlementFile]: ...

    def lines(self, file: int | None = None, *, is_open: bool = False) -> list[SettlementLine]:
        """Return the lines of a file, or those of all that wait for a person."""

    def credit_line(
        self, file: int, line: int, consumer_number: str, reason: str, actor: Actor
    ) -> Receipt:
        """Post an unknown payment to the consumer whose it turned out to be."""

    def dismiss_line(self, file: int, line: int, reason: str, actor: Actor) -> None: ...

    def unsettled(self) -> Mapping[str, Money]:
        """Return what the clearing accounts hold that no bank has paid yet, by tender."""
