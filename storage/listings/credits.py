"""The emergency credit of an office's policy, and whom it covers, as a condition in SQL."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from domain.calendar import day_number
from domain.credit import Credits, credits_on, days_of
from domain.policy import EmergencyCredit, Ends, Policy, PolicyBook
from domain.policy_reading import policy_of
from storage.rows import driver_rows, json_list


def policy_book_of(connection: Connection, office_id: int) -> PolicyBook:
    """Return the policies of an office in the order in which they were taken."""
    rows = driver_rows(
        connection,
        "SELECT document FROM policy_version WHERE office_id = :office_id ORDER BY seq",
        {"office_id": office_id},
    )
    return PolicyBook(tuple(_policy(document) for (document,) in rows))


def credits_of(connection: Connection, office_id: int, day: date) -> Credits:
    """Return the emergency credit that holds in an office on a day."""
    return credits_on(day, policy_book_of(connection, office_id).on(day))


def covered(
    connection: Connection, office_id: int, granted: Credits, day: date, parameters: dict[str, Any]
) -> str:
    """Return :func:`domain.credit.has_credit` as SQL, of wallets ``w`` and versions ``v``.

    What it asks for goes into the parameters; a test holds the two together.
    """
    usual = _covered_by(granted.usual, day, parameters, "usual")
    if not granted.groups:
        return usual
    known = _schedules(connection, office_id)
    cases = []
    for place, group in enumerate(granted.groups):
        parameters[f"of_group{place}"] = json_list(one for one in known if group.takes(one))
        takes = f"v.schedule IN (SELECT value FROM words_in(:of_group{place}) g{place})"
        if group.upto_w is not None:
            parameters[f"upto_w{place}"] = group.upto_w
            takes += f" AND v.load_w <= :upto_w{place}"
        condition = _covered_by(group.terms.emergency, day, parameters, f"group{place}")
        cases.append(f"WHEN {takes} THEN {condition}")
    return f"(CASE {' '.join(cases)} ELSE {usual} END)"


def _covered_by(credit: EmergencyCredit, day: date, parameters: dict[str, Any], name: str) -> str:
    days, conditions = days_of(credit), []
    if days is not None:
        parameters[f"since_{name}"] = day_number(day) - days
        parameters["today"] = day_number(day)
        conditions.append(f"coalesce(w.negative_since_day, :today) >= :since_{name}")
    if credit.down_to is not None:
        parameters[f"down_to_{name}"] = credit.down_to.paise
        conditions.append(f"w.balance_paise >= :down_to_{name}")
    both = " AND " if credit.ends is Ends.FIRST else " OR "
    return f"({both.join(conditions) or '1 = 0'})"


def _schedules(connection: Connection, office_id: int) -> list[str]:
    """Return what consumers of an office can be charged by."""
    sql = (
        "SELECT schedule FROM tariff_version WHERE office_id = :office_id"
        " UNION SELECT version_id FROM tariff_version WHERE office_id = :office_id"
    )
    return [schedule for (schedule,) in driver_rows(connection, sql, {"office_id": office_id})]


@lru_cache(maxsize=64)
def _policy(document: str) -> Policy:
    """Return a stored policy; each order that leaves is judged by it again."""
    return policy_of(json.loads(document))
