"""The staff as rows; a password is there as its hash alone."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from domain.calendar import instant_of, milliseconds
from domain.office import Office
from domain.ports import Standing
from domain.staff import Member, NewMember, Role
from storage.tables.trust import recovery, staff
from storage.vouching import vouching_for


class SqlStaff:
    """The staff of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def standing(self, user_name: str) -> Standing:
        row = self._connection.execute(select(staff).where(self._one(user_name))).one_or_none()
        if row is not None:
            return Standing(has_staff=True, member=_member(row))
        anybody = self._connection.execute(
            select(staff.c.user_name).where(staff.c.office_id == self._office.id).limit(1)
        ).scalar()
        return Standing(has_staff=anybody is not None, member=None)

    def all(self) -> list[Member]:
        rows = self._connection.execute(
            select(staff).where(staff.c.office_id == self._office.id).order_by(staff.c.user_name)
        )
        return [_member(row) for row in rows]

    def add(self, form: NewMember, password_hash: str, at: datetime, by: str) -> None:
        with self._vouching(form.user_name, "member_added", by):
            self._connection.execute(
                insert(staff).values(
                    office_id=self._office.id,
                    user_name=form.user_name,
                    name=form.name,
                    role=form.role.value,
                    counter=form.counter,
                    password_hash=password_hash,
                    must_change=0,
                    is_active=1,
                    wrong_tries=0,
                    created_at_ms=milliseconds(at),
                    created_by=by,
                )
            )

    def update(self, member: Member) -> None:
        with self._vouching(member.user_name, "member_changed"):
            self._update(member)

    def _update(self, member: Member) -> None:
        self._connection.execute(
            update(staff)
            .where(self._one(member.user_name))
            .values(
                name=member.name,
                role=member.role.value,
                counter=member.counter,
                must_change=int(member.must_change_password),
                is_active=int(member.is_active),
                wrong_tries=member.wrong_tries,
                locked_until_ms=_milliseconds(member.locked_until),
                signed_in_at_ms=_milliseconds(member.signed_in_at),
            )
        )

    def password_hash(self, user_name: str) -> str:
        stored: str = self._connection.execute(
            select(staff.c.password_hash).where(self._one(user_name))
        ).scalar_one()
        return stored

    def set_password(self, user_name: str, password_hash: str) -> None:
        with self._vouching(user_name, "password_changed"):
            self._connection.execute(
                update(staff).where(self._one(user_name)).values(password_hash=password_hash)
            )

    def recovery_hash(self) -> str:
        found: str | None = self._connection.execute(
            select(recovery.c.words_hash).where(recovery.c.office_id == self._office.id)
        ).scalar()
        return found or ""

    def set_recovery_hash(self, words_hash: str, at: datetime, by: str) -> None:
        values: dict[str, Any] = {"words_hash": words_hash, "made_by": by, "tried_at_ms": None}
        values["made_at_ms"] = milliseconds(at)
        with vouching_for(
            self._connection, self._office, recovery.name, act="recovery_changed", by=by
        ):
            if self.recovery_hash():
                self._connection.execute(
                    update(recovery).where(recovery.c.office_id == self._office.id).values(values)
                )
            else:
                self._connection.execute(
                    insert(recovery).values(values | {"office_id": self._office.id})
                )

    def _vouching(self, user_name: str, act: str, by: str = "") -> AbstractContextManager[None]:
        return vouching_for(
            self._connection,
            self._office,
            staff.name,
            " AND user_name = :user_name",
            act=act,
            by=by,
            user_name=user_name,
        )

    def _one(self, user_name: str) -> Any:
        return (staff.c.office_id == self._office.id) & (staff.c.user_name == user_name)


def _milliseconds(instant: datetime | None) -> int | None:
    return None if instant is None else milliseconds(instant)


def _instant(number: int | None) -> datetime | None:
    return None if number is None else instant_of(number)


def _member(row: Any) -> Member:
    return Member(
        user_name=row.user_name,
        name=row.name,
        role=Role(row.role),
        counter=row.counter,
        is_active=bool(row.is_active),
        must_change_password=bool(row.must_change),
        wrong_tries=row.wrong_tries,
        locked_until=_instant(row.locked_until_ms),
        signed_in_at=_instant(row.signed_in_at_ms),
    )
