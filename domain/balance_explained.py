"""Why a balance is what it is: what came, what was charged and for what, from a day to a day.

Everything is told by the day it is for, so that what was charged late stands with its day; opening
balance and movements add up to the closing balance exactly, or nothing is explained at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from domain.energy import NO_ENERGY, Energy
from domain.ledger import EntryKind
from domain.listing import ChargeRow
from domain.money import ZERO, Money
from domain.tariff import Cliff, FreeUnits, Tariff
from domain.timeline import WalletMovement

#: A recharge longer ago is not what somebody at the counter asks about.
_LONG_AGO = timedelta(days=92)
#: After a later one there is not much to be explained yet.
_JUST_NOW = timedelta(days=3)
#: A day on which so many times the usual is used needs no other reason to be dear.
_MUCH_NUMERATOR, _MUCH_DENOMINATOR = 3, 2
MOST_DEAR_DAYS = 5


class Line(StrEnum):
    """The lines of a charge; ``subsidy`` and ``rebate`` are taken off."""

    ENERGY = "ec"
    FUEL = "fuel"
    FIXED = "fc"
    DUTY = "duty"
    RENT = "rent"
    OTHER = "other"
    SUBSIDY = "subsidy"
    REBATE = "rebate"


_TAKEN_OFF = frozenset({Line.SUBSIDY, Line.REBATE})


class Why(StrEnum):
    """Why a day costs more than others."""

    #: The read of the day carries the units of days that had none.
    SEVERAL_DAYS = "several_days"
    SUBSIDY_LOST = "subsidy_lost"
    DEARER_SLAB = "dearer_slab"
    MUCH_USED = "much_used"
    #: The month had passed a slab before, so that the day's units are of a dearer one.
    DEAR_UNITS = "dear_units"
    NOTHING_SPECIAL = "nothing_special"


class TurnKind(StrEnum):
    """What came to be different from a day on."""

    SLAB = "slab"
    FREE_UNITS = "free_units"
    SUBSIDY_TIER = "subsidy_tier"
    TARIFF = "tariff"
    #: A field of the consumer: ``field`` says which.
    FIELD = "field"


class BalanceDoesNotAddUp(ArithmeticError):
    """Opening, movements and closing balance differ: a bug."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A payment, or what took something away again, on its day; ``amount`` as the wallet moved."""

    day: date
    kind: EntryKind
    document: str
    amount: Money
    #: What was paid in all, of which the wallet got ``amount``; for payments.
    paid: Money = ZERO
    to_arrears: Money = ZERO
    tender: str = ""
    reason: str = ""
    #: Whether the payment was undone later, in or after the period.
    is_undone: bool = False


@dataclass(frozen=True, slots=True)
class DearDay:
    """A day that cost much, and why.

    ``carried`` days whose units its read brought; ``limit_wh`` the slab passed before.
    """

    day: date
    energy: Energy
    total: Money
    why: Why
    carried: int = 1
    limit_wh: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that holds from a day on; ``limit_wh`` the units that were passed."""

    day: date
    kind: TurnKind
    before: str = ""
    after: str = ""
    limit_wh: int = 0
    field: str = ""


@dataclass(frozen=True, slots=True)
class Charged:
    """What the days of a period cost, line by line as the bill has them."""

    days: int = 0
    without_read: int = 0
    energy: Energy = NO_ENERGY
    lines: Mapping[Line, Money] = field(default_factory=dict)

    @property
    def total(self) -> Money:
        """What all lines come to; subsidy and rebate are below zero already."""
        return sum(self.lines.values(), ZERO)


@dataclass(frozen=True, slots=True)
class BalanceExplained:
    """A balance from the morning of ``first`` to the evening of ``last``, whole and exact."""

    number: str
    first: date
    last: date
    opening: Money
    closing: Money
    #: The wallet as it stands now, whatever the period.
    present: Money
    movements: tuple[Movement, ...]
    charged: Charged
    instalments: Money
    instalment_days: int
    dear_days: tuple[DearDay, ...]
    turns: tuple[Turn, ...]

    def __post_init__(self) -> None:
        moved = sum((one.amount for one in self.movements), ZERO)
        if self.opening + moved - self.charged.total + self.instalments != self.closing:
            raise BalanceDoesNotAddUp(self.number)

    @property
    def payments(self) -> tuple[Movement, ...]:
        """The recharges, whether they lasted or not."""
        return tuple(one for one in self.movements if one.kind is EntryKind.RECHARGE)

    @property
    def others(self) -> tuple[Movement, ...]:
        """What else moved the wallet beside charges and instalments."""
        return tuple(one for one in self.movements if one.kind is not EntryKind.RECHARGE)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A rated field that changed from a day on."""

    day: date
    field: str
    before: str
    after: str


def usual_period(movements: Sequence[WalletMovement], today: date) -> tuple[date, date]:
    """Return what somebody at the counter asks about: since the last recharge before today.

    One of the last days tells little where there is one before it; without any of late it is the
    current month.
    """
    paid = [
        one.day
        for one in movements
        if one.kind is EntryKind.RECHARGE and one.amount and "undone" not in one.facts
    ]
    recent = [day for day in paid if today - _LONG_AGO <= day < today]
    asked_about = [day for day in recent if day <= today - _JUST_NOW] or recent
    return max(asked_about, default=today.replace(day=1)), today


def explain_balance(  # noqa: PLR0913, PLR0917 - whose balance, when, and all that is known of it
    number: str,
    first: date,
    last: date,
    movements: Sequence[WalletMovement],
    charges: Sequence[ChargeRow],
    tariffs: Mapping[str, Tariff],
    changes: Sequence[FieldChange] = (),
) -> BalanceExplained:
    """Return why the balance of ``last`` is what it is; ``movements`` are all of the wallet.

    ``charges`` are the charged days of the period, oldest first, and of some days before it,
    which tell only what the first days carry; ``tariffs`` by the id that a charge names.
    """
    within = [one for one in movements if first <= one.day <= last]
    days = [row for row in charges if first <= row.day <= last]
    charged = _charged(days)
    taken = sum((one.amount for one in within if one.kind is EntryKind.DAILY_CHARGE), ZERO)
    if charged.total != -taken:
        raise BalanceDoesNotAddUp(number)
    instalments = [one.amount for one in within if one.kind is EntryKind.ARREAR_INSTALMENT]
    carried = _carried(charges)
    return BalanceExplained(
        number=number,
        first=first,
        last=last,
        opening=_sum(one for one in movements if one.day < first),
        closing=_sum(one for one in movements if one.day <= last),
        present=_sum(movements),
        movements=tuple(_movement(one) for one in reversed(within) if _is_single(one)),
        charged=charged,
        instalments=sum(instalments, ZERO),
        instalment_days=len(instalments),
        dear_days=_dear_days(days, carried, tariffs),
        turns=_turns(days, tariffs, [one for one in changes if first <= one.day <= last]),
    )


def _sum(movements: Iterable[WalletMovement]) -> Money:
    return sum((one.amount for one in movements), ZERO)


def _is_single(one: WalletMovement) -> bool:
    return one.kind not in (EntryKind.DAILY_CHARGE, EntryKind.ARREAR_INSTALMENT)


def _movement(one: WalletMovement) -> Movement:
    return Movement(
        one.day,
        one.kind,
        one.document,
        one.amount,
        Money(int(one.facts.get("paid_paise", 0))),
        Money(int(one.facts.get("to_arrears_paise", 0))),
        one.facts.get("tender", ""),
        one.facts.get("reason", ""),
        is_undone="undone" in one.facts,
    )


def _charged(days: Sequence[ChargeRow]) -> Charged:
    lines = {line: Money(_sign(line) * sum(_posted(row, line) for row in days)) for line in Line}
    return Charged(
        len(days),
        sum(not row.has_read for row in days),
        Energy(sum(row.energy_wh for row in days)),
        {line: amount for line, amount in lines.items() if amount},
    )


def _sign(line: Line) -> int:
    return -1 if line in _TAKEN_OFF else 1


def _posted(row: ChargeRow, line: Line) -> int:
    if line is Line.OTHER:
        named = sum(_sign(one) * _posted(row, one) for one in Line if one is not Line.OTHER)
        return row.total_paise - named
    paise: int = getattr(row, f"{line.value}_paise")
    return paise


def _carried(charges: Sequence[ChargeRow]) -> Mapping[date, int]:
    """Return of how many days the units are that each day's read brought."""
    carried: dict[date, int] = {}
    waiting = 0
    for row in charges:
        waiting += 1
        if row.has_read:
            carried[row.day], waiting = waiting, 0
    return carried


def _dear_days(
    days: Sequence[ChargeRow], carried: Mapping[date, int], tariffs: Mapping[str, Tariff]
) -> tuple[DearDay, ...]:
    """Return the days that cost most, the dearest first."""
    dearest = sorted(days, key=lambda row: (-row.total_paise, row.day))[:MOST_DEAR_DAYS]
    used_wh = sum(row.energy_wh for row in days)
    return tuple(
        DearDay(
            row.day,
            Energy(row.energy_wh),
            Money(row.total_paise),
            _why(row, carried.get(row.day, 1), used_wh, len(days), tariffs),
            carried.get(row.day, 1),
            _slab_below(row, tariffs),
        )
        for row in dearest
        if row.total_paise > 0
    )


def _why(
    row: ChargeRow, carried: int, used_wh: int, days: int, tariffs: Mapping[str, Tariff]
) -> Why:
    if carried > 1:
        return Why.SEVERAL_DAYS
    passed = {turn.kind for turn in _passed(row, tariffs)}
    if row.subsidy_paise < 0 or passed & {TurnKind.SUBSIDY_TIER, TurnKind.FREE_UNITS}:
        return Why.SUBSIDY_LOST
    if row.energy_wh * days * _MUCH_DENOMINATOR >= used_wh * _MUCH_NUMERATOR > 0:
        return Why.MUCH_USED
    if TurnKind.SLAB in passed:
        return Why.DEARER_SLAB
    return Why.DEAR_UNITS if _slab_below(row, tariffs) else Why.NOTHING_SPECIAL


def _slab_below(row: ChargeRow, tariffs: Mapping[str, Tariff]) -> int:
    """Return the highest limit that the month had passed before a day, 0: none."""
    tariff, before_wh = tariffs.get(row.tariff), row.mtd_wh - row.energy_wh
    slabs = tariff.energy if tariff else ()
    limits = [slab.upto_wh for slab in slabs if slab.upto_wh is not None]
    return max((limit for limit in limits if limit < before_wh), default=0)


def _turns(
    days: Sequence[ChargeRow], tariffs: Mapping[str, Tariff], changes: Sequence[FieldChange]
) -> tuple[Turn, ...]:
    """Return what came to be different, in the order of the days."""
    turns = [
        Turn(one.day, TurnKind.FIELD, one.before, one.after, field=one.field) for one in changes
    ]
    turns += [
        Turn(after.day, TurnKind.TARIFF, before.tariff, after.tariff)
        for before, after in pairwise(days)
        if before.tariff != after.tariff
    ]
    for row in days:
        turns += _passed(row, tariffs)
    return tuple(sorted(turns, key=lambda turn: (turn.day, list(TurnKind).index(turn.kind))))


def _passed(row: ChargeRow, tariffs: Mapping[str, Tariff]) -> list[Turn]:
    """Return the limits of the month that a day's units passed; a limit itself is not passed."""
    tariff = tariffs.get(row.tariff)
    if tariff is None:
        return []
    limits: list[tuple[TurnKind, int | None]] = [
        (TurnKind.SLAB, slab.upto_wh) for slab in tariff.energy
    ]
    for scheme in tariff.subsidies:
        if isinstance(scheme, FreeUnits):
            limits.append((TurnKind.FREE_UNITS, scheme.limit_wh))
        elif isinstance(scheme, Cliff):
            limits += [(TurnKind.SUBSIDY_TIER, tier.upto_wh) for tier in scheme.tiers]
    before_wh = row.mtd_wh - row.energy_wh
    return [
        Turn(row.day, kind, limit_wh=limit)
        for kind, limit in limits
        if limit is not None and before_wh <= limit < row.mtd_wh
    ]
