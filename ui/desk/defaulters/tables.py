"""The tables of the Defaulters page: who owes, and how much by feeder and transformer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain import formats
from domain.defaulters import Defaulter
from domain.money import Money
from domain.register import CellKind
from resources.texts import N_, Texts
from ui.defaulter_words import emergency_words, held_words, last_recharge_words
from ui.desk.kit.columns import Badge, Column, money_column


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """What is owed at one transformer of a feeder."""

    feeder: str
    dtr: str
    count: int
    due: Money


def place_rows(by_place: Mapping[tuple[str, str], tuple[int, Money]]) -> list[PlaceRow]:
    """Return the places of a list, where most is owed first."""
    rows = [PlaceRow(*place, *sums) for place, sums in by_place.items()]
    return sorted(rows, key=lambda row: -row.due.paise)


def standing_badge(row: Defaulter, _: Texts) -> Badge:
    """Return how a row stands: off, held, or free to be disconnected."""
    words = held_words(row, _)
    if row.is_closed:
        return Badge("✕", words, "muted")
    if row.is_off:
        return Badge("○", words, "muted")
    if not row.due:
        return Badge("", "", "")
    return Badge("▲", words, "bad") if row.may_be_cut else Badge("■", words, "warning")


def defaulter_columns() -> Sequence[Column]:
    """Return the columns of the lists."""
    return (
        Column("number", N_("Number"), lambda row, _: row.number, width=78, is_sortable=True),
        Column(
            "name",
            N_("Name"),
            lambda row, _: row.name,
            width=110,
            is_sortable=True,
            stretches=True,
        ),
        Column(
            "feeder", N_("Feeder"), lambda row, _: row.feeder, 84, is_sortable=True, gives_way=5
        ),
        Column("dtr", N_("Transformer"), lambda row, _: row.dtr, 96, is_sortable=True, gives_way=1),
        money_column("due", N_("Due"), lambda row: row.due, width=104, is_sortable=True),
        _day("since", N_("Below zero since"), lambda row: row.since, gives_way=2),
        Column(
            "days",
            N_("Days"),
            lambda row, _: str(row.days_negative) if row.due else "",
            width=58,
            is_number=True,
            is_sortable=True,
            value=lambda row: row.days_negative if row.due else None,
            kind=CellKind.COUNT,
        ),
        Column("emergency", N_("Emergency credit"), emergency_words, 150, gives_way=3),
        Column(
            "days_off",
            N_("Days off"),
            lambda row, _: "" if row.days_off is None else str(row.days_off),
            width=82,
            is_number=True,
            is_sortable=True,
            gives_way=6,
            value=lambda row: row.days_off,
            kind=CellKind.COUNT,
        ),
        Column(
            "recharged_on",
            N_("Last recharge"),
            last_recharge_words,
            width=118,
            is_sortable=True,
            gives_way=4,
            value=lambda row: row.last_recharge_on,
            kind=CellKind.DAY,
        ),
        Column("standing", N_("How it stands"), width=210, badge=standing_badge),
        _amount("use", N_("Average a day"), lambda row: row.mean_daily_paise),
        _amount("arrears", N_("Arrears"), lambda row: row.arrears.paise or None),
        Column("mobile", N_("Mobile"), lambda row, _: row.mobile, width=104, is_extra=True),
        Column("address", N_("Address"), lambda row, _: row.address, width=200, is_extra=True),
        Column("schedule", N_("Category"), lambda row, _: row.schedule, width=124, is_extra=True),
        Column(
            "load",
            N_("Load"),
            lambda row, _: formats.kilowatts(row.load_w),
            width=78,
            is_number=True,
            is_sortable=True,
            value=lambda row: row.load_w,
            is_extra=True,
        ),
        _day("read_on", N_("Last read"), lambda row: row.last_read_on, is_extra=True),
        _day("protected", N_("Protected until"), lambda row: row.protected_until, is_extra=True),
        Column("proof", N_("Proof"), lambda row, _: row.proof, width=180, is_extra=True),
    )


def place_columns() -> Sequence[Column]:
    """Return the columns of the list by place."""
    return (
        Column(
            "feeder", N_("Feeder"), lambda row, _: row.feeder or _("none"), 160, is_sortable=True
        ),
        Column(
            "dtr",
            N_("Transformer"),
            lambda row, _: row.dtr or _("none"),
            160,
            is_sortable=True,
            stretches=True,
        ),
        Column(
            "count",
            N_("Consumers"),
            lambda row, _: formats.grouped(row.count),
            width=110,
            is_number=True,
            is_sortable=True,
            kind=CellKind.COUNT,
            value=lambda row: row.count,
        ),
        money_column("due", N_("Due"), lambda row: row.due, width=140, is_sortable=True),
    )


def _day(
    key: str,
    title: str,
    day_of: Callable[[Defaulter], date | None],
    *,
    gives_way: int = 0,
    is_extra: bool = False,
) -> Column:
    def text(row: Defaulter, _: Texts) -> str:
        day = day_of(row)
        return formats.day(day, _.month_names) if day else ""

    return Column(
        key,
        title,
        text,
        118,
        is_sortable=True,
        gives_way=gives_way,
        value=day_of,
        kind=CellKind.DAY,
        is_extra=is_extra,
    )


def _amount(key: str, title: str, paise_of: Callable[[Defaulter], int | None]) -> Column:
    def text(row: Defaulter, _: Texts) -> str:
        paise = paise_of(row)
        return "" if paise is None else formats.rupees(Money(paise))

    return Column(
        key,
        title,
        text,
        110,
        is_number=True,
        is_sortable=True,
        value=paise_of,
        kind=CellKind.MONEY,
        is_extra=True,
    )
