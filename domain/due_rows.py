"""Rows of a sheet of dues: what consumers owe from before prepaid, and how it is paid off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from domain.arrears import ArrearKind, ArrearTerms, ArrearWish
from domain.errors import FieldMissing, FieldNotAllowed, Refusal
from domain.errors_of_files import CellRefused
from domain.formats import parse_amount, parse_day
from domain.sheet_rows import SheetCells, SheetColumns

DUE_COLUMNS = SheetColumns(
    required=("number", "amount", "plan"), optional=("term", "starts_on", "remark")
)


def due_of(cells: Mapping[str, str], *, today: date, reason: str = "") -> ArrearWish:
    """Return the debt that a row of a dues sheet holds; :class:`CellRefused`.

    ``term`` is a number of days under ``daily``, a percentage under ``percent`` and an amount under
    ``threshold``. Without a day of its own a plan starts today, and without a remark
    the debt is booked for ``reason``.
    """
    row = SheetCells(cells)
    kind = row.needed("plan", _kind)
    return ArrearWish(
        consumer_number=row.needed("number", str),
        amount=row.needed("amount", parse_amount),
        terms=_terms(row, kind),
        starts_on=row.read("starts_on", parse_day, today),
        reason=row.text("remark") or reason,
    )


def _terms(row: SheetCells, kind: ArrearKind) -> ArrearTerms:
    if kind is ArrearKind.DAILY:
        return _checked(lambda: ArrearTerms(kind, instalments=row.needed("term", _whole)))
    if kind is ArrearKind.PERCENT:
        return _checked(lambda: ArrearTerms(kind, percent=row.needed("term", _hundredths)))
    if kind is ArrearKind.THRESHOLD:
        return _checked(lambda: ArrearTerms(kind, threshold=row.needed("term", parse_amount)))
    return ArrearTerms(kind)


def _checked(make: Callable[[], ArrearTerms]) -> ArrearTerms:
    """Return the terms; what they refuse is the fault of their cell."""
    try:
        return make()
    except CellRefused:
        raise
    except Refusal as refusal:
        raise CellRefused("term", refusal) from refusal


def _kind(text: str) -> ArrearKind:
    try:
        return ArrearKind(text.strip().casefold().replace(" ", "_"))
    except ValueError:
        raise FieldNotAllowed("plan", text) from None


def _whole(text: str) -> int:
    amount = parse_amount(text)
    if amount.paise % 100 or not amount.paise:
        raise FieldNotAllowed("term", text) if amount.paise else FieldMissing("term")
    return amount.paise // 100


def _hundredths(text: str) -> int:
    return parse_amount(text.removesuffix("%")).paise
