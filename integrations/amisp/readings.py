"""Daily readings of an AMISP: MeterData of the contract become rows of a sheet of reads.

Only what no sheet of reads could say is judged here. The rest is for the import of reads, which
takes the good rows in and gives the others back with the reason.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from domain.errors import FieldNotAllowed, Refusal
from domain.errors_of_files import FileReason, FileUnreadable
from domain.errors_of_supply import LineNotJson, LineTooLong, ReadNotBelieved
from domain.importing import GivenRow
from domain.ports_of_amisp import DailyReads
from domain.sheet_rows import READ_COLUMNS
from integrations.amisp.contract import NotUnderstood, line_of
from integrations.text_file import read_text

DAILY = "DAILY"

_HEADER = (*READ_COLUMNS.required, *READ_COLUMNS.optional)
#: Which register of a meter (OBIS) a column of a sheet of reads holds.
_COLUMNS = {
    "1.0.1.8.0.255": "kwh_import",
    "1.0.9.8.0.255": "kvah_import",
    "1.0.2.8.0.255": "kwh_export",
    "1.0.1.6.0.255": "max_demand_kw",
}
#: By which power of ten a unit is more than that of the column.
_UNITS = {"kWh": 0, "kVAh": 0, "kW": 0, "Wh": -3, "VAh": -3, "W": -3}
_SERIAL = "METER_SERIAL"
_BELIEVED, _NOT_BELIEVED = {"VALID", "ESTIMATED", "MANUAL", "SUSPECT"}, "REJECTED"
_MOST_CELL = 200
_MOST_CURSOR, _MOST_PAGES = 2_000, 2_000
_MOST_MEBIBYTES = 256
_MOST_LINE = 64 * 1024
_MOST_LINES = 2_000_000


class ReadingsTold:
    """Readings as they come in, a page or a line at a time."""

    def __init__(self) -> None:
        self._rows: list[GivenRow] = []
        self._digest = hashlib.sha256()
        self._cursors = {""}
        #: Whether the last page has come.
        self.is_whole = False

    def take_page(self, text: str) -> str:
        """Take an answer of the AMISP in; return where the next begins, "" after the last.

        :class:`NotUnderstood` for what is no page of readings, or leads round in a circle.
        """
        page = _object(text)
        items, cursor = page.get("items"), page.get("nextCursor")
        if not isinstance(items, list):
            raise NotUnderstood("items")
        if cursor is not None and not (isinstance(cursor, str) and len(cursor) <= _MOST_CURSOR):
            raise NotUnderstood("nextCursor")
        self._digest.update(text.encode())
        for item in items:
            self._rows.append(_row_of(len(self._rows) + 1, item))
        self.is_whole = not cursor
        if cursor and (cursor in self._cursors or len(self._cursors) > _MOST_PAGES):
            raise NotUnderstood("nextCursor")
        self._cursors.add(cursor or "")
        return cursor or ""

    def take_line(self, text: str, number: int, name: str) -> None:
        """Take a line of a file in; one that holds no reading becomes a row with a fault."""
        self._digest.update(text.encode("utf-8", "replace") + b"\n")
        fault: Refusal
        if len(text) > _MOST_LINE:
            fault = LineTooLong(name, number, _MOST_LINE)
        else:
            try:
                self._rows.append(_row_of(number, _object(text)))
            except NotUnderstood:
                fault = LineNotJson(name, number)
            else:
                return
        self._rows.append(GivenRow(number, {}, (line_of(text, _MOST_CELL),), fault))

    def reads(self) -> DailyReads:
        """Return all of it as a sheet of reads."""
        return DailyReads(_HEADER, self._digest.hexdigest(), tuple(self._rows))


def read_readings(path: Path) -> DailyReads:
    """Return the readings of a file, one a line, as the AMISP would tell them by network."""
    lines = read_text(path, most_mebibytes=_MOST_MEBIBYTES).replace("\r\n", "\n").split("\n")
    if len(lines) > _MOST_LINES:
        raise FileUnreadable(path.name, FileReason.TOO_MANY_ROWS, str(_MOST_LINES))
    told = ReadingsTold()
    for number, line in enumerate(lines, start=1):
        if line.strip():
            told.take_line(line, number, path.name)
    return told.reads()


def _object(text: str) -> Mapping[str, Any]:
    """Return the object that a text holds, its numbers as they are written: no float is made."""
    try:
        told = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise NotUnderstood("JSON") from None
    if not isinstance(told, dict):
        raise NotUnderstood("JSON")
    return told


def _row_of(number: int, item: object) -> GivenRow:
    told = item if isinstance(item, dict) else {}
    meter = told.get("meter")
    named = meter if isinstance(meter, dict) else {}
    cells = {
        "meter_serial": _cell(named.get("value")),
        "read_at": _cell(told.get("timestamp")),
        "quality": _cell(told.get("validationStatus")),
    }
    try:
        _refuse_unfit(told, named)
        cells |= _registers_of(told)
        fault = None
    except Refusal as refusal:
        fault = refusal
    texts = tuple(cells.get(column, "") for column in _HEADER)
    return GivenRow(number, cells, texts, fault)


def _refuse_unfit(told: Mapping[str, Any], meter: Mapping[str, Any]) -> None:
    """Raise for what would be another read in a sheet than it is."""
    profile, scheme = told.get("profile", DAILY), meter.get("scheme", _SERIAL)
    status = told.get("validationStatus", "VALID")
    if profile != DAILY:
        raise FieldNotAllowed("profile", _cell(profile))
    if scheme != _SERIAL:
        raise FieldNotAllowed("scheme", _cell(scheme))
    if status == _NOT_BELIEVED:
        raise ReadNotBelieved
    if status not in _BELIEVED:
        raise FieldNotAllowed("validationStatus", _cell(status))


def _registers_of(told: Mapping[str, Any]) -> dict[str, str]:
    readings = told.get("readings")
    found: dict[str, str] = {}
    for one in readings if isinstance(readings, list) else []:
        column = _COLUMNS.get(_cell(one.get("obis"))) if isinstance(one, dict) else None
        if column is not None:
            found[column] = _in_thousands(_cell(one.get("value")), one.get("unit", "kWh"))
    return found


def _in_thousands(value: str, unit: object) -> str:
    """Return a register in kWh, kVAh or kW, exactly as many of them as were told."""
    power = _UNITS.get(unit) if isinstance(unit, str) else None
    if power is None:
        raise FieldNotAllowed("unit", _cell(unit))
    if power == 0:
        return value
    try:
        return f"{Decimal(value).scaleb(power):f}"
    except InvalidOperation:
        # What is no number is refused as one, by the import.
        return value


def _cell(value: object) -> str:
    return line_of(value, _MOST_CELL)
