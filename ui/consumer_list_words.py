"""A list of consumers in words: its columns, what it was narrowed down to, and it made a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain import formats
from domain.consumer import ConsumerList, ConsumerQuery
from domain.credit import Status
from domain.money import ZERO
from domain.office import Office
from domain.register import CellKind
from domain.register_sheet import ControlLine, RegisterSheet
from resources.texts import N_, Texts
from ui.list_sheets import ListColumn, sheet_of_list

TITLE = N_("Consumers")
STATUSES: Mapping[Status, str] = {
    Status.ACTIVE: N_("Active"),
    Status.LOW: N_("Low"),
    Status.EMERGENCY: N_("Emergency"),
    Status.TO_BE_DISCONNECTED: N_("To be disconnected"),
    Status.DISCONNECTED: N_("Disconnected"),
    Status.HELD: N_("Held"),
    Status.CLOSED: N_("Closed"),
}
_ORDERS: Mapping[str, str] = {
    "number": N_("Number"),
    "name": N_("Name"),
    "balance": N_("Balance"),
    "load": N_("Load"),
}


COLUMNS: Mapping[str, ListColumn] = {
    "number": ListColumn(N_("Number"), 60, lambda row: row.number),
    "name": ListColumn(N_("Name"), 150, lambda row: row.name),
    "mobile": ListColumn(N_("Mobile"), 70, lambda row: row.mobile),
    "meter": ListColumn(N_("Meter"), 80, lambda row: row.meter_serial),
    "category": ListColumn(N_("Category"), 80, lambda row: row.category),
    "load": ListColumn(N_("Load"), 50, lambda row: formats.kilowatts(row.load_w)),
    "feeder": ListColumn(N_("Feeder"), 60, lambda row: row.feeder),
    "balance": ListColumn(N_("Balance"), 80, lambda row: row.balance.paise, CellKind.MONEY),
    "days_left": ListColumn(N_("Days left, about"), 60, lambda row: row.days_left, CellKind.COUNT),
    "status": ListColumn(
        N_("Status"),
        110,
        lambda row: row.status.value,
        CellKind.WORD,
        {status.value: word for status, word in STATUSES.items()},
    ),
}


def choices_of(query: ConsumerQuery, _: Texts) -> list[tuple[str, str]]:
    """Return what a list was narrowed down to, each a name and a value."""
    found = [
        (_("Search"), query.text.strip()),
        (_("Status"), ", ".join(_(STATUSES[status]) for status in query.statuses)),
        (_("Category"), ", ".join(query.categories)),
        (_("Feeder"), ", ".join(query.feeders)),
        (_("Tag"), ", ".join(query.tags)),
        (_("Balance from"), "" if query.balance_from is None else str(query.balance_from)),
        (_("Balance below"), "" if query.balance_below is None else str(query.balance_below)),
        (_("Never recharged"), _("Yes") if query.is_never_recharged else ""),
    ]
    if query.read_missing_on is not None:
        found.append((_("Read missing on"), formats.day(query.read_missing_on, _.month_names)))
    order = _(_ORDERS[query.order_by])
    found.append((_("Order"), _("{order}, falling", order=order) if query.descending else order))
    return [(name, value) for name, value in found if value]


def sheet_of(  # noqa: PLR0913 - all that its cover says
    found: ConsumerList,
    query: ConsumerQuery,
    keys: Sequence[str],
    *,
    office: Office,
    made_by: str,
    reason: str,
    _: Texts,
) -> RegisterSheet:
    """Return the list in words with these columns, and its totals beside those of the books."""
    balance = sum(row.balance.paise for row in found.rows)
    negative = sum(min(row.balance, ZERO, key=lambda one: one.paise).paise for row in found.rows)
    money, totals = CellKind.MONEY, found.totals
    return sheet_of_list(
        found,
        {key: COLUMNS[key] for key in keys},
        title=_(TITLE),
        choices=choices_of(query, _),
        totals={"balance": balance},
        controls=[
            ControlLine(_("Consumers"), len(found.rows), totals.consumers, CellKind.COUNT),
            ControlLine(_("Balances"), balance, totals.balance.paise, money),
            ControlLine(_("Balances below zero"), negative, totals.negative.paise, money),
        ],
        office=office,
        made_by=made_by,
        reason=reason,
        _=_,
    )


def export_subject(query: ConsumerQuery) -> str:
    """Return what the audit log calls a list that leaves as a file, in no language."""
    return "consumers" if not query.has_filters and not query.text.strip() else "consumers filtered"
