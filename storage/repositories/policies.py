"""Policies, holidays and protections as rows, all of them vouched for."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from domain.calendar import day_number, day_of_number, instant_of, milliseconds
from domain.errors_of_policies import ProtectionNotFound
from domain.office import Actor, Office
from domain.policy import Facts, Policy, PolicyBook
from domain.policy_book import Holiday
from domain.protection import NewProtection, Protection, ProtectionKind, Scope, covers
from storage.listings.credits import policy_book_of
from storage.listings.policy_facts import facts_of
from storage.repositories.consumers import VERSION_IN_FORCE
from storage.repositories.sealed import add_sealed
from storage.rows import json_list
from storage.tables.supply import holiday, policy_version, protection
from storage.vouching import vouching_for

_PROTECTIONS = (
    "SELECT p.*, c.number, c.name FROM protection p"
    " LEFT JOIN consumer c ON c.office_id = p.office_id AND c.id = p.consumer_id"
    " WHERE p.office_id = :office_id"
)
_COVERING = (
    " AND p.first_day <= :day AND p.last_day >= :day"
    " AND (p.ended_day IS NULL OR p.ended_day > :day)"
)
_NEWEST = " ORDER BY p.recorded_at_ms DESC, p.id"
_VERSIONS = (
    f"SELECT DISTINCT v.schedule, v.feeder FROM consumer c {VERSION_IN_FORCE}"
    " WHERE c.office_id = :office_id AND c.id NOT IN"
    "  (SELECT x.consumer_id FROM consumer_withdrawn x WHERE x.office_id = :office_id)"
)


class SqlPolicyRows:
    """Those of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    # Policies

    def book(self) -> PolicyBook:
        """Return the policies in the order in which they were taken."""
        return policy_book_of(self._connection, self._office.id)

    def add(self, policy: Policy, at: datetime, actor: Actor) -> None:
        last = self._connection.execute(
            select(func.max(policy_version.c.seq)).where(
                policy_version.c.office_id == self._office.id
            )
        ).scalar()
        row = {
            "seq": (last or 0) + 1,
            "id": policy.id,
            "valid_from_day": day_number(policy.valid_from),
            "document": policy.document,
            "sha256": hashlib.sha256(policy.document.encode()).hexdigest(),
            "recorded_at_ms": milliseconds(at),
            "recorded_by": actor.name,
        }
        written = {"policy_version": [row]}
        add_sealed(self._connection, self._office, "policy_added", written, by=actor.name)

    # Holidays

    def holiday_names(self) -> Mapping[date, str]:
        """Return every holiday of the office, as :func:`domain.policy.decide` asks for them."""
        rows = self._connection.execute(
            select(holiday.c.day, holiday.c.name).where(holiday.c.office_id == self._office.id)
        )
        return {day_of_number(row.day): row.name for row in rows}

    def holidays(self, first: date, last: date) -> list[Holiday]:
        """Return those from one day to another, both included, in order."""
        rows = self._connection.execute(
            select(holiday)
            .where(
                holiday.c.office_id == self._office.id,
                holiday.c.day.between(day_number(first), day_number(last)),
            )
            .order_by(holiday.c.day)
        )
        return [Holiday(day_of_number(row.day), row.name, row.source) for row in rows]

    def put_holidays(self, holidays: Sequence[Holiday], at: datetime, actor: Actor) -> None:
        """Store holidays, in place of what stood on their days."""
        if not holidays:
            return
        days = json_list(day_number(one.day) for one in holidays)
        rows = [
            {
                "office_id": self._office.id,
                "day": day_number(one.day),
                "name": one.name,
                "source": one.source,
                "changed_at_ms": milliseconds(at),
                "changed_by": actor.name,
            }
            for one in holidays
        ]
        with self._changing_holidays(days, actor):
            self._delete_holidays(days)
            self._connection.execute(insert(holiday), rows)

    def remove_holiday(self, day: date, actor: Actor) -> None:
        days = json_list([day_number(day)])
        with self._changing_holidays(days, actor):
            self._delete_holidays(days)

    def _changing_holidays(self, days: Any, actor: Actor) -> Any:
        return vouching_for(
            self._connection,
            self._office,
            "holiday",
            " AND day IN (SELECT value FROM numbers_in(:days) n)",
            act="holidays_changed",
            by=actor.name,
            days=days,
        )

    def _delete_holidays(self, days: Any) -> None:
        self._connection.execute(
            text(
                "DELETE FROM holiday WHERE office_id = :office_id"
                " AND day IN (SELECT value FROM numbers_in(:days) n)"
            ),
            {"office_id": self._office.id, "days": days},
        )

    # Protections

    def protections(
        self, *, at: date | None = None, number: str = "", id_: str = ""
    ) -> list[Protection]:
        """Return protections, newest first; those that cover a day, and of a consumer, if asked."""
        asked: dict[str, Any] = {}
        condition = ""
        if at is not None:
            condition += _COVERING
            asked["day"] = day_number(at)
        if id_:
            condition += " AND p.id = :id"
            asked["id"] = id_
        rows = self._found(condition, asked)
        return [_protection(row) for row in rows if not number or row.number == number]

    def _found(self, condition: str, asked: Mapping[str, Any]) -> Sequence[Any]:
        sql = f"{_PROTECTIONS}{condition}{_NEWEST}"
        return self._connection.execute(text(sql), {"office_id": self._office.id, **asked}).all()

    def protections_of(self, consumer_id: int, day: date) -> list[Protection]:
        """Return what protects a consumer on a day: its own, and of feeder, schedule, office."""
        version = self._connection.execute(
            text(f"{_VERSIONS} AND c.id = :id"),
            {"office_id": self._office.id, "day": day_number(day), "id": consumer_id},
        ).one()
        rows = self._found(_COVERING, {"day": day_number(day)})
        return [
            _protection(row)
            for row in rows
            if row.consumer_id == consumer_id
            or covers(Scope(row.scope), row.whom, feeder=version.feeder, schedule=version.schedule)
        ]

    def protect(
        self, form: NewProtection, consumer_id: int | None, at: datetime, actor: Actor
    ) -> Protection:
        row = {
            "id": form.id,
            "kind": form.kind.value,
            "scope": form.scope.value,
            "consumer_id": consumer_id,
            "whom": form.whom,
            "proof": form.proof,
            "first_day": day_number(form.first),
            "last_day": day_number(form.last),
            "recorded_at_ms": milliseconds(at),
            "recorded_by": actor.name,
            "ended_day": None,
            "ended_by": "",
            "end_reason": "",
        }
        written = {"protection": [row]}
        add_sealed(self._connection, self._office, "protected", written, by=actor.name)
        return self._get(form.id)

    def end_protection(self, id_: str, day: date, reason: str, actor: Actor) -> Protection:
        """Let a protection hold no longer from a day on."""
        with vouching_for(
            self._connection,
            self._office,
            "protection",
            " AND id = :id",
            act="protection_ended",
            by=actor.name,
            id=id_,
        ):
            self._connection.execute(
                update(protection)
                .where(protection.c.office_id == self._office.id, protection.c.id == id_)
                .values(ended_day=day_number(day), ended_by=actor.name, end_reason=reason)
            )
        return self._get(id_)

    def protected_consumer(self, id_: str) -> int | None:
        """Return whom a protection covers by himself, None where it covers many."""
        found: int | None = self._connection.execute(
            select(protection.c.consumer_id).where(
                protection.c.office_id == self._office.id, protection.c.id == id_
            )
        ).scalar()
        return found

    def is_known(self, scope: Scope, whom: str, day: date) -> bool:
        """Tell whether any consumer is on a feeder, or charged by a schedule, on a day."""
        rows = self._connection.execute(
            text(_VERSIONS), {"office_id": self._office.id, "day": day_number(day)}
        )
        return any(covers(scope, whom, feeder=row.feeder, schedule=row.schedule) for row in rows)

    def _get(self, id_: str) -> Protection:
        found = self.protections(id_=id_)
        if not found:
            raise ProtectionNotFound(id_)
        return found[0]

    # What decides

    def facts(
        self,
        at: datetime,
        consumer_ids: Collection[int] | None = None,
        *,
        apart_from: Collection[str] = (),
    ) -> Facts:
        """Return what decides at an instant about all consumers, or about some of them."""
        return facts_of(self._connection, self._office, at, consumer_ids, apart_from=apart_from)


def _protection(row: Any) -> Protection:
    return Protection(
        id=row.id,
        kind=ProtectionKind(row.kind),
        scope=Scope(row.scope),
        whom=row.whom,
        name=row.name or "",
        proof=row.proof,
        first=day_of_number(row.first_day),
        last=day_of_number(row.last_day),
        recorded_at=instant_of(row.recorded_at_ms),
        recorded_by=row.recorded_by,
        ended_on=None if row.ended_day is None else day_of_number(row.ended_day),
        ended_by=row.ended_by,
        end_reason=row.end_reason,
    )
