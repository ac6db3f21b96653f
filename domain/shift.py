"""The shift: who answers for the cash of a counter, from the opening float to the closing count.

X (a look) and Z (the close) come from one calculation, :func:`report_of`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.errors import FieldNotAllowed, FieldOutOfRange
from domain.money import PAISE_PER_RUPEE, ZERO, Money

#: Notes and coins in use, in rupees. Source: domain page, section 4.
DENOMINATIONS = (500, 200, 100, 50, 20, 10, 5, 2, 1)
_MOST_PIECES = 100_000


@dataclass(frozen=True, slots=True)
class CashCount:
    """Notes and coins by denomination (rupees), largest first; what is not there is left out."""

    pieces: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, pieces: Mapping[int, int]) -> CashCount:
        """Return the count of pieces by denomination; refuse what is no note or coin."""
        for denomination, number in pieces.items():
            if denomination not in DENOMINATIONS:
                raise FieldNotAllowed("denomination", str(denomination))
            if not 0 <= number <= _MOST_PIECES:
                raise FieldOutOfRange("pieces", str(number), "0", str(_MOST_PIECES))
        return cls(tuple((d, pieces[d]) for d in DENOMINATIONS if pieces.get(d)))

    @classmethod
    def in_fewest(cls, amount: Money) -> CashCount:
        """Return whole rupees in the fewest pieces; paise are left out, and below zero all is."""
        left, pieces = max(amount.paise, 0) // PAISE_PER_RUPEE, {}
        for denomination in DENOMINATIONS:
            pieces[denomination], left = divmod(left, denomination)
        return cls.of(pieces)

    @property
    def total(self) -> Money:
        return Money.rupees(sum(denomination * number for denomination, number in self.pieces))

    def number_of(self, denomination: int) -> int:
        """Return how many pieces of a denomination there are."""
        return dict(self.pieces).get(denomination, 0)


NO_CASH = CashCount()


class DrawerMoveKind(StrEnum):
    """Why cash leaves the drawer otherwise than as change."""

    #: Paid to somebody for the office: it is an expense, with a voucher.
    PAY_OUT = "pay_out"
    #: Put into the safe, so that little lies at the counter; it is the office's still.
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class DrawerMove:
    """Cash that left the drawer."""

    id: int
    shift: int
    kind: DrawerMoveKind
    amount: Money
    payee: str
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Closing:
    """How a shift ended: ``number`` counts the counter's Z reports."""

    number: int
    at: datetime
    by: str
    counted: CashCount
    expected: Money
    reason: str
    handed_to: str

    @property
    def difference(self) -> Money:
        """What is over, or short (below zero)."""
        return self.counted.total - self.expected


def needs_reason(difference: Money) -> bool:
    """Return whether a drawer that is over or short by this much must be explained."""
    return abs(difference.paise) >= PAISE_PER_RUPEE


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift at a counter on one business day; open until it has a ``closing``."""

    id: int
    counter: int
    day: date
    opened_at: datetime
    opened_by: str
    opening: CashCount
    closing: Closing | None = None

    @property
    def is_open(self) -> bool:
        return self.closing is None


@dataclass(frozen=True, slots=True)
class Taken:
    """How many receipts (or parts of some), and how much."""

    count: int = 0
    amount: Money = ZERO


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """What happened in a shift, as the store adds it up.

    ``taken`` and ``given_back`` by tender (:class:`domain.tender.Tender` values), ``heads`` by
    where the money went; ``first`` and ``last`` receipt numbers, empty without any.
    """

    receipts: int = 0
    taken: Mapping[str, Taken] = field(default_factory=dict)
    given_back: Mapping[str, Taken] = field(default_factory=dict)
    heads: Mapping[str, Taken] = field(default_factory=dict)
    moves: Sequence[DrawerMove] = ()
    first: str = ""
    last: str = ""
    duplicates: int = 0


@dataclass(frozen=True, slots=True)
class ShiftReport:
    """An X or Z report: everything on it follows from the shift and its facts."""

    shift: Shift
    facts: ShiftFacts
    made_at: datetime
    made_by: str
    opening: Money
    cash_taken: Money
    cash_given_back: Money
    paid_out: Money
    dropped: Money
    #: What should lie in the drawer.
    expected: Money

    @property
    def is_final(self) -> bool:
        """Whether it is a Z report."""
        return not self.shift.is_open

    @property
    def collected(self) -> Money:
        """What was taken in all tenders, less what was given back."""
        taken = sum((part.amount for part in self.facts.taken.values()), ZERO)
        return taken - sum((part.amount for part in self.facts.given_back.values()), ZERO)


def report_of(shift: Shift, facts: ShiftFacts, *, made_at: datetime, made_by: str) -> ShiftReport:
    """Work out the report of a shift: expected = float + cash in - cash back - out - dropped."""
    taken, back = facts.taken.get("cash", Taken()), facts.given_back.get("cash", Taken())
    paid_out = _moved(facts.moves, DrawerMoveKind.PAY_OUT)
    dropped = _moved(facts.moves, DrawerMoveKind.DROP)
    opening = shift.opening.total
    return ShiftReport(
        shift=shift,
        facts=facts,
        made_at=made_at,
        made_by=made_by,
        opening=opening,
        cash_taken=taken.amount,
        cash_given_back=back.amount,
        paid_out=paid_out,
        dropped=dropped,
        expected=opening + taken.amount - back.amount - paid_out - dropped,
    )


def to_deposit(reports: Sequence[ShiftReport]) -> Money:
    """Return what closed shifts have brought in: what was counted and dropped, less the floats."""
    brought = ZERO
    for report in reports:
        counted = report.shift.closing.counted.total if report.shift.closing else ZERO
        brought += counted + report.dropped - report.opening
    return brought


def _moved(moves: Sequence[DrawerMove], kind: DrawerMoveKind) -> Money:
    return sum((move.amount for move in moves if move.kind is kind), ZERO)
