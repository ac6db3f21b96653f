"""Rows of a sheet become forms: cells are read strictly, and a bad one is named by its column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from domain.consumer import Change, NewConsumer, Phase
from domain.consumer_checks import MOST_WORD
from domain.consumption import FACTOR_ONE
from domain.energy import NO_ENERGY
from domain.errors import FieldMissing, FieldNotAllowed, FieldTooLong, Refusal
from domain.errors_of_files import CellRefused
from domain.formats import (
    clean_words,
    parse_amount,
    parse_day,
    parse_energy,
    parse_instant,
    parse_load_w,
)
from domain.money import ZERO
from domain.reads import Read

_T = TypeVar("_T")
_DEFAULT_LANGUAGE = "hi"


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """The columns that a sheet must have, and those that it may have."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


CONSUMER_COLUMNS = SheetColumns(
    required=(
        *("number", "name", "guardian", "address", "mobile", "email", "language", "category"),
        *("load_kw", "phase", "meter_serial", "meter_factor", "feeder", "dtr", "connected_on"),
        "opening_balance",
    ),
    optional=("billed_from", "initial_kwh", "mtd_kwh"),
)
CHANGE_COLUMNS = SheetColumns(required=("number", "effective_on", "field", "value"))
READ_COLUMNS = SheetColumns(
    required=("meter_serial", "read_at", "kwh_import"),
    optional=("kvah_import", "kwh_export", "max_demand_kw", "quality"),
)


def new_consumer_of(cells: Mapping[str, str]) -> NewConsumer:
    """Return the form that a row of a consumers sheet fills in; :class:`CellRefused`."""
    row = SheetCells(cells)
    return NewConsumer(
        number=row.text("number"),
        name=row.text("name"),
        category=row.text("category"),
        load_w=row.needed("load_kw", parse_load_w),
        meter_serial=row.text("meter_serial"),
        connected_on=row.needed("connected_on", parse_day),
        guardian=row.text("guardian"),
        address=row.text("address"),
        mobile=row.text("mobile"),
        email=row.text("email"),
        language=row.text("language") or _DEFAULT_LANGUAGE,
        phase=row.read("phase", _phase, Phase.SINGLE),
        meter_factor=row.read("meter_factor", lambda text: parse_energy(text).wh, FACTOR_ONE),
        feeder=row.text("feeder"),
        dtr=row.text("dtr"),
        opening_balance=row.read("opening_balance", parse_amount, ZERO),
        billed_from=row.read("billed_from", _day_or_none, None),
        initial=row.read("initial_kwh", parse_energy, None),
        month_to_date=row.read("mtd_kwh", parse_energy, NO_ENERGY),
        said=frozenset(cells),
    )


def change_of(cells: Mapping[str, str]) -> Change:
    """Return the change that a row of a changes sheet asks for; :class:`CellRefused`."""
    row = SheetCells(cells)
    return Change(
        number=row.needed("number", str),
        effective_on=row.needed("effective_on", parse_day),
        field=row.needed("field", str),
        value=row.text("value"),
    )


def read_of(cells: Mapping[str, str]) -> Read:
    """Return the read that a row of a reads sheet holds; :class:`CellRefused`.

    An instant without an offset is Indian Standard Time.
    """
    row = SheetCells(cells)
    return Read(
        meter_serial=row.needed("meter_serial", str),
        read_at=row.needed("read_at", parse_instant),
        register=row.needed("kwh_import", parse_energy),
        max_demand_w=row.read("max_demand_kw", parse_load_w, None),
        quality=row.read("quality", _word, ""),
        apparent_vah=row.read("kvah_import", _watt_hours, None),
        exported_wh=row.read("kwh_export", _watt_hours, None),
    )


@dataclass(frozen=True, slots=True)
class SheetCells:
    """The cells of a row by column, read strictly."""

    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        text = self.cells.get(column, "")
        return clean_words(text) or text.strip()

    def needed(self, column: str, parse: Callable[[str], _T]) -> _T:
        """Return what a cell says that may not be empty."""
        if not self.text(column):
            raise CellRefused(column, FieldMissing(column))
        return self._parsed(column, parse)

    def read(self, column: str, parse: Callable[[str], _T], otherwise: _T) -> _T:
        """Return what a cell says, ``otherwise`` when it is empty or not there."""
        return self._parsed(column, parse) if self.text(column) else otherwise

    def _parsed(self, column: str, parse: Callable[[str], _T]) -> _T:
        try:
            return parse(self.text(column))
        except Refusal as refusal:
            raise CellRefused(column, refusal) from refusal


def _watt_hours(text: str) -> int:
    return parse_energy(text).wh


def _phase(text: str) -> Phase:
    try:
        return Phase(text)
    except ValueError:
        raise FieldNotAllowed("phase", text) from None


def _day_or_none(text: str) -> date | None:
    return parse_day(text)


def _word(text: str) -> str:
    if len(text) > MOST_WORD:
        raise FieldTooLong("quality", MOST_WORD)
    return text
