"""Payments of unknown fate and settlement files, as pages and commands use them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.errors import Refusal
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
NEEDED_FIELDS = SETTLEMENT_FIELDS[:2]


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """A row of a settlement file: where it stood, its texts, and why it cannot be used."""

    line: int
    texts: Sequence[str]
    fault: Refusal | None = None


@dataclass(frozen=True, slots=True)
class SettlementTable:
    """A settlement file as it was read: its name, fingerprint, headings and rows of texts.

    No two headings are the same.
    """

    name: str
    sha256: str
    headings: Sequence[str]
    rows: Sequence[SettlementRow]


@dataclass(frozen=True, slots=True)
class SettlementJudged:
    """What taking a file would do, or did."""

    table: SettlementTable
    lines: Sequence[SettlementLine]
    #: Lines that could not be read: number and reason.
    rejected: Sequence[tuple[int, Refusal]]
    #: The file as it was taken; None when it is only judged, or no line of it could be read.
    file: SettlementFile | None = None

    def rejected_rows(self) -> list[tuple[SettlementRow, Refusal]]:
        """Return the rows that could not be read, each with its reason, as they stood."""
        rows = {row.line: row for row in self.table.rows}
        return [(rows[line], refusal) for line, refusal in self.rejected]


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
        """Match a file once: settle receipts, credit what is known, list the rest.

        Its columns are remembered. The same file again is refused as :class:`SettlementTaken`.
        """

    def files(self, limit: int = 100) -> list[SettlementFile]: ...

    def lines(self, file: int | None = None, *, is_open: bool = False) -> list[SettlementLine]:
        """Return the lines of a file, or those of all that wait for a person."""

    def credit_line(
        self, file: int, line: int, consumer_number: str, reason: str, actor: Actor
    ) -> Receipt:
        """Post an unknown payment to the consumer whose it turned out to be.

        If a receipt of this consumer bears it by now, that is settled and no other is posted.
        """

    def dismiss_line(self, file: int, line: int, reason: str, actor: Actor) -> None: ...

    def unsettled(self) -> Mapping[str, Money]:
        """Return what the clearing accounts hold that no bank has paid yet, by tender."""
