"""Reading a tariff's document: every value is checked as it is taken, every fault is kept.

A :class:`Part` is one JSON object of the document. Its ``take_...`` methods give a value or raise
a :class:`~domain.errors_of_tariffs.TariffFault`; what was never taken is an unknown field.
``Faults.of`` runs a reading and keeps its fault, so that a tariff with three mistakes names all
three.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from domain.errors_of_tariffs import (
    TariffChoiceUnknown,
    TariffFault,
    TariffFieldMissing,
    TariffFieldsClash,
    TariffFieldTwice,
    TariffFieldUnknown,
    TariffMoneyNotText,
    TariffNumberNegative,
    TariffNumberTooFine,
    TariffNumberTooHigh,
    TariffNumberUnreadable,
    TariffSlabAfterOpen,
    TariffSlabsGap,
    TariffSlabsMissing,
    TariffSlabsOverlap,
    TariffValueWrong,
)

#: Decimals of a rate (in rupees) and of a percentage.
RATE_DECIMALS = 4
#: Decimals of a limit in kWh or kW.
LIMIT_DECIMALS = 3
_DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PAIR = 2
#: Smaller numbers than these decimals can write are not even worked out.
_MOST_DECIMALS = 18

_T = TypeVar("_T")
_C = TypeVar("_C", bound=str)


class Faults(list[TariffFault]):
    """The faults found so far."""

    def of(self, read: Callable[[], _T], otherwise: _T) -> _T:
        """Return what ``read`` gives; keep its fault and return ``otherwise`` when it has one."""
        try:
            return read()
        except TariffFault as fault:
            self.append(fault)
            return otherwise


class JsonObject(dict[str, object]):
    """A JSON object that remembers which of its names stood there more than once."""

    def __init__(self, pairs: Sequence[tuple[str, object]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _value in pairs)
        self.twice = tuple(name for name, count in counts.items() if count > 1)


def twice_named(values: object) -> tuple[str, ...]:
    """Return the names that stood more than once in a JSON object as it was read."""
    return values.twice if isinstance(values, JsonObject) else ()


@dataclass(frozen=True, slots=True)
class Part:
    """One JSON object of a tariff; ``path`` is the way to it, "" for the tariff itself."""

    tariff: str
    path: str
    values: Mapping[str, object]
    taken: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, tariff: str, path: str, value: object) -> Part:
        """Return ``value`` as a part; a fault when it is no JSON object."""
        if not isinstance(value, Mapping):
            raise TariffValueWrong(tariff, path, shown(value), "object")
        return cls(tariff, path, value)

    def way_to(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def has(self, name: str) -> bool:
        return name in self.values

    def take(self, name: str) -> object:
        """Return the value of a field that must be there."""
        self.taken.add(name)
        if name not in self.values:
            raise TariffFieldMissing(self.tariff, self.way_to(name))
        return self.values[name]

    def take_text(self, name: str) -> str:
        value = self.take(name)
        if not isinstance(value, str):
            raise TariffValueWrong(self.tariff, self.way_to(name), shown(value), "text")
        if not value.strip():
            raise TariffFieldMissing(self.tariff, self.way_to(name))
        return value.strip()

    def take_day(self, name: str) -> date:
        text = self.take_text(name)
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass  # 2025-02-30: worded like any other text that is no day
        raise TariffValueWrong(self.tariff, self.way_to(name), text, "date")

    def take_choice(self, name: str, choices: tuple[_C, ...], default: _C | None = None) -> _C:
        """Return one of ``choices``; ``default`` (if any) when the field is absent."""
        if default is not None and not self.has(name):
            return default
        value = self.take(name)
        for choice in choices:
            if value == choice:
                return choice
        raise TariffChoiceUnknown(self.tariff, self.way_to(name), shown(value), ", ".join(choices))

    def take_switch(self, name: str, *, default: bool) -> bool:
        if not self.has(name):
            return default
        value = self.take(name)
        if not isinstance(value, bool):
            raise TariffValueWrong(self.tariff, self.way_to(name), shown(value), "switch")
        return value

    def take_one_of(self, choices: tuple[str, ...]) -> str:
        """Return the one name of ``choices`` that is there."""
        present = [name for name in choices if self.has(name)]
        if len(present) != 1:
            raise TariffFieldsClash(self.tariff, self.path, ", ".join(choices))
        return present[0]

    def take_decimal(self, name: str, most: int, per_one: int = 10**RATE_DECIMALS) -> int:
        return decimal_of(self.tariff, self.way_to(name), self.take(name), most, per_one)

    def take_limit(self, name: str, most: int) -> int:
        return limit_of(self.tariff, self.way_to(name), self.take(name), most)

    def take_limit_or_open(self, name: str, most: int) -> int | None:
        return None if self.take(name) is None else self.take_limit(name, most)

    def take_part(self, name: str) -> Part:
        return Part.of(self.tariff, self.way_to(name), self.take(name))

    def take_list(self, name: str) -> list[tuple[str, object]]:
        """Return the items of a list, each with the way to it."""
        value = self.take(name)
        if not isinstance(value, list | tuple):
            raise TariffValueWrong(self.tariff, self.way_to(name), shown(value), "list")
        return [(f"{self.way_to(name)}[{n}]", item) for n, item in enumerate(value, 1)]

    def take_slabs(
        self, name: str, most_limit: int, most_rate: int
    ) -> list[tuple[int | None, int]]:
        """Return (limit in thousandths or None, rate) of each slab, rising up to an open one."""
        slabs = [
            self._slab(path, item, most_limit, most_rate) for path, item in self.take_list(name)
        ]
        self.check_rising(name, [limit for limit, _ in slabs], open_ended=True)
        return slabs

    def _slab(
        self, path: str, item: object, most_limit: int, most_rate: int
    ) -> tuple[int | None, int]:
        if not isinstance(item, list | tuple) or len(item) != _PAIR:
            raise TariffValueWrong(self.tariff, path, shown(item), "pair")
        limit, rate = item
        return (
            None if limit is None else limit_of(self.tariff, path, limit, most_limit),
            decimal_of(self.tariff, path, rate, most_rate),
        )

    def check_rising(self, name: str, limits: list[int | None], *, open_ended: bool) -> None:
        """Refuse limits that do not rise; ``open_ended``: the last must be without a limit."""
        way = self.way_to(name)
        if not limits:
            raise TariffSlabsMissing(self.tariff, way)
        for n, (before, after) in enumerate(pairwise(limits), 2):
            if before is None:
                raise TariffSlabAfterOpen(self.tariff, f"{way}[{n}]")
            if after is not None and after <= before:
                raise TariffSlabsOverlap(
                    self.tariff, f"{way}[{n}]", thousandths(after), thousandths(before)
                )
        last = limits[-1]
        if open_ended and last is not None:
            raise TariffSlabsGap(self.tariff, f"{way}[{len(limits)}]", thousandths(last))

    def unknown(self) -> Iterator[TariffFieldTwice | TariffFieldUnknown]:
        """Yield a fault for each field that stands twice, or that nothing has asked for."""
        for name in twice_named(self.values):
            yield TariffFieldTwice(self.tariff, self.way_to(name))
        for name in self.values:
            if name not in self.taken:
                yield TariffFieldUnknown(self.tariff, self.way_to(str(name)))

    def refuse_unknown(self) -> None:
        for fault in self.unknown():
            raise fault


def decimal_of(
    tariff: str, path: str, value: object, most: int, per_one: int = 10**RATE_DECIMALS
) -> int:
    """Return a decimal text as a whole number of ``1 / per_one``; ``most`` is in whole ones."""
    if isinstance(value, int | float | Decimal):
        raise TariffMoneyNotText(tariff, path, shown(value))
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise TariffNumberUnreadable(tariff, path, shown(value))
    return _whole(tariff, path, Decimal(value), most, per_one)


def limit_of(tariff: str, path: str, value: object, most: int) -> int:
    """Return a limit in kWh or kW (a number, above zero) as a whole number of Wh or W."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise TariffValueWrong(tariff, path, shown(value), "number")
    # repr gives the shortest decimal that reads back as the same float: what the file said.
    number = value if isinstance(value, int | Decimal) else Decimal(repr(value))
    if isinstance(number, Decimal) and not number.is_finite():
        raise TariffNumberUnreadable(tariff, path, shown(value))
    if number == 0:
        raise TariffNumberNegative(tariff, path, shown(value))
    return _whole(tariff, path, number, most, 10**LIMIT_DECIMALS)


def _whole(tariff: str, path: str, number: int | Decimal, most: int, per_one: int) -> int:
    """Return ``number * per_one`` when that is whole; exactly, as Decimal's product would round."""
    if number < 0:
        raise TariffNumberNegative(tariff, path, shown(number))
    if number > most:
        raise TariffNumberTooHigh(tariff, path, shown(number), str(most))
    too_fine = TariffNumberTooFine(tariff, path, shown(number), len(str(per_one)) - 1)
    if isinstance(number, Decimal) and number.adjusted() < -_MOST_DECIMALS:
        raise too_fine
    scaled = Fraction(number) * per_one
    if scaled.denominator != 1:
        raise too_fine
    return scaled.numerator


def thousandths(count: int) -> str:
    """Return Wh as kWh (or W as kW), written as the document writes it: ``12.5``."""
    whole, rest = divmod(count, 10**LIMIT_DECIMALS)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".")


def shown(value: object) -> str:
    """Return a value as a refusal quotes it, cut when it is long."""
    most = 60
    text = "null" if value is None else str(value)
    return text if len(text) <= most else text[: most - 1] + "…"
