"""What the coming days will bring to consumers, from what an office's database holds of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from domain.arrears import ArrearPlan
from domain.calendar import day_number, day_of_number, milliseconds
from domain.credit import SupplyState
from domain.energy import Energy
from domain.forecast import HISTORY_DAYS, UNKNOWN, UseForecast, UseHistory, forecast_use
from domain.forecasting import ComingDay, Forecast
from domain.lasting import (
    MOST_DAYS,
    Outlook,
    Paise,
    Standing,
    coming_costs,
    days_covered,
    instalments_of,
    is_rated,
)
from domain.money import Money
from domain.office import Office
from domain.rating import MonthState
from domain.reads import begins_at
from domain.services.recharging import limits_of
from domain.tariff import TariffBook
from storage.repositories.arrears import SqlArrears
from storage.repositories.consumers import VERSION_IN_FORCE
from storage.repositories.settings import SqlSettings
from storage.repositories.tariffs import SqlTariffs
from storage.rows import column, driver_rows, json_list

_MS_A_DAY = 86_400_000
#: Every day and consumer by the table's own key: nothing is scanned, however many are charged.
_USE = (
    "SELECT d.consumer_id, d.day, d.energy_wh, d.from_read_at_ms, d.to_read_at_ms"
    " FROM numbers_in(:days) n THEN JOIN numbers_in(:consumers) c ON 1 = 1"
    " THEN JOIN daily_charge d"
    "  ON d.office_id = :office_id AND d.day = n.value AND d.consumer_id = c.value"
)
_STANDING = (
    "SELECT c.id, c.number, v.schedule, v.load_w, v.supply_state, w.balance_paise,"
    " p.next_open_day, p.state"
    " FROM numbers_in(:ids) j THEN JOIN consumer c"
    f"  ON c.office_id = :office_id AND c.id = j.value {VERSION_IN_FORCE}"
    " JOIN wallet w ON w.office_id = c.office_id AND w.consumer_id = c.id"
    " JOIN month_position p ON p.office_id = c.office_id AND p.consumer_id = c.id"
    " WHERE v.supply_state <> 'closed'"
)
#: The rows of the three ways in which the coming days may go.
_EXPECTED, _LITTLE, _MUCH = range(3)


def forecast_of(
    connection: Connection, office: Office, id_: int, number: str, today: date
) -> Forecast:
    """Return the forecast of one consumer; one without days when nothing can be told."""
    limits = limits_of(SqlSettings(connection, office))
    groups = _groups(connection, office, [id_], today)
    if not groups:
        return Forecast(
            *(number, today, today, Money(0), (), np.zeros((3, 0), np.int64)),
            *(Energy(0), 0, (100,) * 7, None, limits),
        )
    [group] = groups
    [row] = group.rows
    standing, use = group.standing, forecast_use(group.history, MOST_DAYS)
    book = TariffBook(SqlTariffs(connection, office).all())
    costs = coming_costs(_three_ways(use), standing.times(3), book)
    is_known = bool(use.is_known[0]) and bool(is_rated(standing, book, today)[0])
    balance, season = Money(row.balance_paise), int(use.season_percent[0])
    return Forecast(
        consumer_number=number,
        today=today,
        first_day=standing.first_day,
        balance=balance,
        days=_days(use, costs[_EXPECTED].tolist(), balance) if is_known else (),
        costs=costs if is_known else costs[:, :0],
        level=Energy(int(use.level_wh[0])),
        known_days=int((group.history.energy_wh[0] >= 0).sum()),
        weekday_percent=tuple(use.weekday_percent[0].tolist()),
        season_percent=season if use.has_season[0] else None,
        limits=limits,
        plan=group.plans.get(number),
    )


def days_left_of(
    connection: Connection,
    office: Office,
    ids: Sequence[int],
    today: date,
    balances: Mapping[int, Money] | None = None,
) -> dict[int, int | None]:
    """Return for how many days from today on balances last, by id; None when unknown.

    ``balances``: other ones than the present, after a recharge for example.
    """
    book = TariffBook(SqlTariffs(connection, office).all())
    lasting: dict[int, int | None] = dict.fromkeys(ids)
    for group in _groups(connection, office, ids, today):
        paise = np.array(
            [(balances or {}).get(row.id, Money(row.balance_paise)).paise for row in group.rows],
            np.int64,
        )
        use = forecast_use(group.history, MOST_DAYS)
        costs = coming_costs(use.expected_wh, group.standing, book, enough=paise)
        gone = (today - group.standing.first_day).days
        left = np.maximum(days_covered(costs, paise) - gone, 0)
        is_known = use.is_known & is_rated(group.standing, book, today)
        lasting |= {
            row.id: days if known else None
            for row, days, known in zip(group.rows, left.tolist(), is_known.tolist(), strict=True)
        }
    return lasting


def outlook_of(
    connection: Connection, office: Office, id_: int, today: date, paid: Money
) -> Outlook:
    """Return what the coming days of a consumer cost, as far as balance and payment can reach."""
    groups = _groups(connection, office, [id_], today)
    if not groups:
        return Outlook(None, 0)
    [group] = groups
    book = TariffBook(SqlTariffs(connection, office).all())
    use = forecast_use(group.history, MOST_DAYS)
    if not (use.is_known[0] and is_rated(group.standing, book, today)[0]):
        return Outlook(None, 0)
    reach = np.array([group.rows[0].balance_paise + paid.paise], np.int64)
    costs = coming_costs(use.expected_wh, group.standing, book, enough=reach)
    return Outlook(costs[0], (today - group.standing.first_day).days)


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Consumers who are charged up to the same day."""

    rows: Sequence[Any]
    history: UseHistory
    standing: Standing
    plans: Mapping[str, ArrearPlan]


def _groups(
    connection: Connection, office: Office, ids: Sequence[int], today: date
) -> list[_Group]:
    """Return what forecasts of consumers begin with; those whose supply has ended are left out."""
    rows = connection.execute(
        text(_STANDING),
        {"office_id": office.id, "ids": json_list(ids), "day": day_number(today)},
    ).all()
    plans = SqlArrears(connection, office).live_of_many([row.id for row in rows])
    by_day: dict[int, list[Any]] = {}
    for row in rows:
        by_day.setdefault(row.next_open_day, []).append(row)
    return [_group(connection, office, day, members, plans) for day, members in by_day.items()]


def _group(
    connection: Connection,
    office: Office,
    open_day: int,
    rows: Sequence[Any],
    plans: Mapping[str, ArrearPlan],
) -> _Group:
    first_day = day_of_number(open_day)
    standing = Standing(
        first_day=first_day,
        schedules=tuple(row.schedule for row in rows),
        load_w=column(row.load_w for row in rows),
        is_connected=np.array([row.supply_state == SupplyState.CONNECTED for row in rows]),
        state=MonthState.from_bytes([row.state for row in rows]),
        instalments=_instalments(rows, plans, first_day),
    )
    history = use_history(connection, office.id, [row.id for row in rows], first_day)
    return _Group(rows, history, standing, plans)


def use_history(
    connection: Connection, office_id: int, ids: Sequence[int], first_day: date
) -> UseHistory:
    """Return what consumers used on the last days before a day, in the order of ``ids``."""
    last = day_number(first_day) - 1
    charges = driver_rows(
        connection,
        _USE,
        {
            "office_id": office_id,
            "days": json_list(range(last - HISTORY_DAYS + 1, last + 1)),
            "consumers": json_list(ids),
        },
    )
    energy_wh = np.full((len(ids), HISTORY_DAYS), UNKNOWN, np.int64)
    has_read = np.zeros(energy_wh.shape, np.bool_)
    place_of = {id_: place for place, id_ in enumerate(ids)}
    if charges:
        consumers, days, used_wh, from_ms, to_ms = zip(*charges, strict=True)
        places = np.array([place_of[id_] for id_ in consumers])
        days_in = column(days) - (last - HISTORY_DAYS + 1)
        energy_wh[places, days_in] = column(used_wh)
        has_read[places, days_in] = _have_read(column(days), column(from_ms), column(to_ms))
    return UseHistory.of_charges(first_day - timedelta(days=1), energy_wh, has_read)


def _have_read(
    days: NDArray[np.int64], from_ms: NDArray[np.int64], to_ms: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell the charges that consumed a read: ``storage.listings.accounts.has_read``, as columns."""
    begins_ms = milliseconds(begins_at(day_of_number(0))) + days * _MS_A_DAY
    has_read: NDArray[np.bool_] = (to_ms != -1) & ((to_ms != from_ms) | (to_ms > begins_ms))
    return has_read


def _instalments(
    rows: Sequence[Any], plans: Mapping[str, ArrearPlan], first_day: date
) -> Paise | None:
    if not plans:
        return None
    return np.array(
        [instalments_of(plans.get(row.number), first_day, MOST_DAYS) for row in rows], np.int64
    )


def _three_ways(use: UseForecast) -> NDArray[np.int64]:
    """Return the use of each day as expected, and as it adds up to little and to much."""
    return np.concatenate(
        [
            use.expected_wh,
            np.diff(use.sum_low_wh, axis=1, prepend=0),
            np.diff(use.sum_high_wh, axis=1, prepend=0),
        ]
    )


def _days(use: UseForecast, costs: list[int], balance: Money) -> tuple[ComingDay, ...]:
    bands = (use.expected_wh[0].tolist(), use.low_wh[0].tolist(), use.high_wh[0].tolist())
    return tuple(
        ComingDay(
            day=use.first_day + timedelta(days=place),
            expected_wh=expected_wh,
            low_wh=low_wh,
            high_wh=high_wh,
            balance_paise=balance.paise - cost,
        )
        for place, (cost, expected_wh, low_wh, high_wh) in enumerate(
            zip(costs, *bands, strict=True)
        )
    )
