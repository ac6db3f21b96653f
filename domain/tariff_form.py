"""A tariff as it is typed: what stands in a form, right or wrong, and the document that it means.

A form is a flat list of texts, each under the way that a
:class:`~domain.errors_of_tariffs.TariffFault` names (``fixed_charge.rate``,
``subsidies[2].units``), and of tables of texts (``energy``). It becomes the same document that an
import reads and is judged by the same parser: there is no second one. What is no number stays the
text that it is, so that the parser says what is wrong with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from domain.errors_of_drafts import DraftShapeless
from domain.errors_of_tariffs import (
    TariffChoiceUnknown,
    TariffFault,
    TariffFieldsClash,
    TariffFieldTwice,
    TariffFieldUnknown,
    TariffSchemeTwice,
    TariffsUnreadable,
    TariffValueWrong,
)
from domain.tariff import parse_tariff_text

#: No schedule has so many slabs.
MOST_ROWS = 40
#: A tariff has each kind of subsidy once at the most.
MOST_SCHEMES = 3
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_MOST_DIGITS = 15
#: What a form has no place for: it would be lost, or taken for something else.
_SHAPELESS = (
    TariffChoiceUnknown,
    TariffFieldsClash,
    TariffFieldTwice,
    TariffFieldUnknown,
    TariffSchemeTwice,
    TariffsUnreadable,
)
_SHAPES = frozenset({"document", "object", "list", "pair", "text", "switch"})
_PLAIN = ("id", "schedule", "state", "category", "source", "valid_from", "valid_until")
_LEVIES = ("fuel", "duty", "rebate")
#: What is meant where nothing is said: a form leaves it out, unless the document said it.
DEFAULTS: Mapping[str, str] = {
    "billable_load": "sanctioned",
    "when_disconnected": "true",
    "posted": "daily",
    "waives_duty": "true",
}
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypedTariff:
    """A tariff as it is typed: texts and tables by their way in the document.

    ``stated`` are the ways at which the document says in words what would be meant anyway.
    """

    texts: Mapping[str, str]
    tables: Mapping[str, Sequence[Row]]
    stated: frozenset[str] = frozenset()

    def text(self, way: str) -> str:
        return self.texts.get(way, "")


EMPTY_FORM = TypedTariff({}, {"energy": (("", ""),)})


def typed_of(document: Mapping[str, Any]) -> TypedTariff:
    """Return a document as a form shows it; what a form cannot show must be refused before."""
    texts = {name: _shown(document[name]) for name in _PLAIN if document.get(name) is not None}
    tables: dict[str, Sequence[Row]] = {"energy": _slab_rows(document.get("energy", ()))}
    parts = {name: document[name] for name in ("fixed_charge", *_LEVIES) if name in document}
    parts |= {
        f"subsidies[{number}]": scheme
        for number, scheme in enumerate(document.get("subsidies", ()), 1)
    }
    if "meter_rent" in document:
        texts["meter_rent.monthly"] = _shown(document["meter_rent"].get("monthly", ""))
    for way, part in parts.items():
        texts |= {
            f"{way}.{name}": _shown(value)
            for name, value in part.items()
            if not isinstance(value, list)
        }
        tables |= {
            f"{way}.{name}": _tier_rows(value) if name == "tiers" else _slab_rows(value)
            for name, value in part.items()
            if isinstance(value, list)
        }
    for name in _LEVIES:
        if name in parts:
            texts[f"{name}.kind"] = "percent" if "percent" in parts[name] else "per_unit"
    stated = frozenset(way for way in texts if way.rpartition(".")[2] in DEFAULTS)
    return TypedTariff(texts, tables, stated)


def document_of(typed: TypedTariff) -> dict[str, Any]:
    """Return the document that a form means; the way back of :func:`typed_of`."""
    document: dict[str, Any] = {
        name: typed.text(name).strip() for name in _PLAIN if typed.text(name).strip()
    }
    document["energy"] = _pairs(typed.tables.get("energy", ()))
    if typed.text("fixed_charge.per"):
        document["fixed_charge"] = _fixed_charge(typed)
    document |= {name: _levy(typed, name) for name in _LEVIES if typed.text(f"{name}.kind")}
    if typed.text("meter_rent.monthly").strip():
        document["meter_rent"] = {"monthly": typed.text("meter_rent.monthly").strip()}
    schemes = [_scheme(typed, way) for way in scheme_ways(typed)]
    if schemes:
        document["subsidies"] = schemes
    return document


def scheme_ways(typed: TypedTariff) -> list[str]:
    """Return the ways of the subsidies that a form has, in their order."""
    ways = [f"subsidies[{number}]" for number in range(1, MOST_SCHEMES + 1)]
    return [way for way in ways if typed.text(f"{way}.kind")]


def _fixed_charge(typed: TypedTariff) -> dict[str, Any]:
    way = "fixed_charge"
    per = typed.text(f"{way}.per")
    part: dict[str, Any] = {"per": per}
    if per == "kw_by_load":
        part["bands"] = _pairs(typed.tables.get(f"{way}.bands", ()))
    else:
        part["rate"] = typed.text(f"{way}.rate").strip()
    part["basis"] = typed.text(f"{way}.basis")
    return part | _switches(typed, way, ("billable_load", "when_disconnected"))


def _levy(typed: TypedTariff, name: str) -> dict[str, Any]:
    kind = typed.text(f"{name}.kind")
    part: dict[str, Any] = {kind: typed.text(f"{name}.{kind}").strip()}
    if name == "duty" and kind == "percent":
        part["base"] = typed.text("duty.base")
    return part | (_switches(typed, name, ("posted",)) if name == "rebate" else {})


def _scheme(typed: TypedTariff, way: str) -> dict[str, Any]:
    kind = typed.text(f"{way}.kind")
    part: dict[str, Any] = {"kind": kind}
    if kind == "per_unit":
        part["slabs"] = _pairs(typed.tables.get(f"{way}.slabs", ()))
    elif kind == "cliff":
        part["tiers"] = [_tier(row) for row in typed.tables.get(f"{way}.tiers", ())]
    else:
        part["units"] = _limit(typed.text(f"{way}.units"))
        part |= _switches(typed, way, ("waives_duty",))
        if typed.text(f"{way}.waives_fixed_charge"):
            part["waives_fixed_charge"] = typed.text(f"{way}.waives_fixed_charge")
    return part


def _switches(typed: TypedTariff, way: str, names: Sequence[str]) -> dict[str, Any]:
    """Return what is chosen otherwise than usual, or said although it is usual."""
    found = {name: typed.text(f"{way}.{name}") for name in names}
    return {
        name: value == "true" if value in ("true", "false") else value
        for name, value in found.items()
        if value and (value != DEFAULTS[name] or f"{way}.{name}" in typed.stated)
    }


def _pairs(rows: Sequence[Row]) -> list[list[Any]]:
    return [[_limit(limit), rate.strip()] for limit, rate in rows]


def _tier(row: Row) -> dict[str, Any]:
    upto, percent, cap = row
    part: dict[str, Any] = {"upto": _limit(upto), "percent": percent.strip()}
    return part | ({"cap": cap.strip()} if cap.strip() else {})


def _limit(text: str) -> int | float | str | None:
    """Return a limit as a document has it: a number, None for none, else what was typed."""
    text = text.strip()
    if not text:
        return None
    digits = len(text.replace(".", "").lstrip("-0"))
    if not _NUMBER.fullmatch(text) or digits > _MOST_DIGITS:
        return text
    number = Decimal(text)
    return int(number) if number == int(number) else float(number)


def _slab_rows(pairs: object) -> tuple[Row, ...]:
    items = pairs if isinstance(pairs, list | tuple) else ()
    return tuple((_shown(limit), _shown(rate)) for limit, rate in items)


def _tier_rows(tiers: Sequence[Mapping[str, Any]]) -> tuple[Row, ...]:
    return tuple(
        tuple(_shown(tier.get(name)) for name in ("upto", "percent", "cap")) for tier in tiers
    )


def _shown(value: object) -> str:
    """Return a value as it is typed; nothing for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def documents_in(name: str, text: str) -> list[dict[str, Any]]:
    """Return the tariffs of a file that a form can show, faults and all.

    :class:`TariffsUnreadable` when it is no JSON; :class:`DraftShapeless` for what no field could
    hold: it would be lost, and a tariff with something left out charges wrongly.
    """
    try:
        _tariffs, faults = parse_tariff_text(text)
    except ValueError as error:
        raise TariffsUnreadable(name, str(error)) from error
    for fault in faults:
        if _is_shapeless(fault):
            raise DraftShapeless(name, fault.field or name)
    found: list[dict[str, Any]] = json.loads(text)["tariffs"]
    return found


def _is_shapeless(fault: TariffFault) -> bool:
    if isinstance(fault, TariffValueWrong):
        return fault.expected in _SHAPES
    return isinstance(fault, _SHAPELESS)


_ROW = re.compile(r"(?P<table>.+)\[(?P<row>[0-9]+)\](?:\.(?P<column>[a-z]+))?")
_COLUMNS = {"tiers": ("upto", "percent", "cap")}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a form a fault is: a field, and in a table its row and column from 0 on."""

    way: str
    row: int = -1
    column: int = -1


def place_of(fault: TariffFault, typed: TypedTariff) -> Place:
    """Return where a fault of what is typed stands; its ``way`` may be no field at all."""
    way = _as_typed(fault.field, typed)
    found = _ROW.fullmatch(way)
    if found is not None and found["table"] in typed.tables:
        table, row = found["table"], int(found["row"]) - 1
        return Place(table, row, _column(fault, typed, table, row, found["column"]))
    if way in ("fuel", "duty", "rebate") or (way.startswith("subsidies[") and "." not in way):
        return Place(f"{way}.kind")
    return Place("fixed_charge.per" if way == "fixed_charge" else way)


def _as_typed(field: str, typed: TypedTariff) -> str:
    """Return the way of the form: a subsidy that is left empty is none in the document."""
    found = re.match(r"subsidies\[([0-9]+)\]", field)
    if found is None:
        return field
    ways = scheme_ways(typed)
    number = int(found[1]) - 1
    return (ways[number] if number < len(ways) else found[0]) + field[found.end() :]


def _column(fault: TariffFault, typed: TypedTariff, table: str, row: int, named: str | None) -> int:
    """Return the column of a cell: the one that is named, or that holds what is quoted."""
    columns = _COLUMNS.get(table.rpartition(".")[2], ())
    if named in columns:
        return columns.index(named)
    cells = typed.tables[table][row] if row < len(typed.tables[table]) else ()
    quoted = fault.facts.get("value", "")
    return 1 if len(cells) > 1 and cells[0].strip() != quoted == cells[1].strip() else 0
