"""The consumers that a simulation begins with, as they stand today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, text

from domain.calendar import Month, day_number
from domain.rating import MonthState
from domain.simulation import Population
from storage.repositories.consumers import VERSION_IN_FORCE
from storage.rows import json_list


def simulated_population(
    connection: Connection, office_id: int, ids: Sequence[int], today: date
) -> Population:
    """Return these consumers as a simulation begins with them: balance, load, mean use, month."""
    wanted = set(ids)
    rows = [
        row
        for row in connection.execute(
            text(
                "SELECT c.id, v.schedule, v.load_w, w.balance_paise, p.state, p.next_open_day,"
                " (SELECT CAST(sum(d.energy_wh) AS bigint) / count(*) FROM daily_charge d"
                "   WHERE d.office_id = c.office_id AND d.consumer_id = c.id AND d.day IN ("
                "    SELECT p.next_open_day - n.value FROM numbers_in(:back) n)) AS mean_wh"
                f" FROM consumer c {VERSION_IN_FORCE}"
                " JOIN wallet w ON w.office_id = c.office_id AND w.consumer_id = c.id"
                " JOIN month_position p ON p.office_id = c.office_id AND p.consumer_id = c.id"
                " WHERE c.office_id = :office_id AND v.supply_state <> 'closed' ORDER BY c.id"
            ),
            {
                "office_id": office_id,
                "day": day_number(today),
                "back": json_list(range(1, 31)),
            },
        )
        if row.id in wanted
    ]
    return Population.of(
        ids=[row.id for row in rows],
        category=[row.schedule for row in rows],
        load_w=[row.load_w for row in rows],
        balance_paise=[row.balance_paise for row in rows],
        mean_wh=[-1 if row.mean_wh is None else row.mean_wh for row in rows],
        month=Month.of(today),
        state=MonthState.from_bytes([row.state for row in rows]) if rows else None,
    )
