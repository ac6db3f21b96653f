"""Registers: what an office prints and files, each with a control total tied to the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from domain.money import Money
from domain.office import Actor, Office


class RegisterKind(StrEnum):
    """The registers of the counter. Source: domain page, section 8."""

    COLLECTION = "collection"
    CASH_CLOSING = "cash_closing"
    DAY_BOOK = "day_book"
    CHEQUES = "cheques"
    DUPLICATES = "duplicates"
    CANCELLATIONS = "cancellations"
    DISHONOURS = "dishonours"
    ARREAR_PLANS = "arrear_plans"
    RECEIPTS_OF_CONSUMER = "receipts_of_consumer"
    SERIES = "series"


class CellKind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    #: A word of the program, translated where it is shown: a tender, a state.
    WORD = "word"
    MONEY = "money"
    COUNT = "count"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """A column: its key (the edge finds the heading), what its cells are, whether it adds up."""

    key: str
    kind: CellKind
    adds_up: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """The control total: what the register adds up to, and what the ledger says by itself."""

    #: What is compared, a key that the edge words: ``collected``, ``cash_deposited``.
    key: str
    register: Money
    ledger: Money

    @property
    def agrees(self) -> bool:
        return self.register == self.ledger


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """Which rows are asked for; days in India, both included; empty: any."""

    kind: RegisterKind
    since: date
    until: date
    counter: int | None = None
    by: str = ""
    tender: str = ""
    head: str = ""
    consumer_number: str = ""
    #: Of the collection register: what its rows are added up by, empty for each receipt.
    group_by: str = ""


#: A cell: text, whole paise for MONEY, a number for COUNT, a date, an aware instant, or nothing.
Cell = str | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class Register:
    """A register as it is shown, printed and filed."""

    office: Office
    query: RegisterQuery
    columns: Sequence[RegisterColumn]
    rows: Sequence[Sequence[Cell]]
    #: By key of the column: sums of the columns that add up.
    totals: Mapping[str, int]
    controls: Sequence[Control]
    made_at: datetime
    made_by: str
    anchor: str = ""


class Registers(Protocol):
    """The registers of an office."""

    def register(self, query: RegisterQuery, actor: Actor) -> Register:
        """Return a register; a look at one of a consumer is noted."""
