"""Requests that wait for a second person, as rows."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, insert, select, update

from domain.approval import Approval, ApprovalState
from domain.calendar import instant_of, milliseconds
from domain.errors_of_trust import ApprovalNotFound
from domain.office import Channel, Office
from domain.staff import Act
from storage.tables.trust import approval as table
from storage.vouching import vouching_for


class SqlApprovals:
    """The requests of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def add(self, approval: Approval, channel: Channel) -> None:
        with self._vouching(approval.id, "approval_asked", approval.requested_by):
            self._connection.execute(
                insert(table).values(
                    office_id=self._office.id,
                    id=approval.id,
                    act=approval.act.value,
                    subject=approval.subject,
                    content=approval.content,
                    reason=approval.reason,
                    requested_by=approval.requested_by,
                    channel=channel.value,
                    requested_at_ms=milliseconds(approval.requested_at),
                    expires_at_ms=milliseconds(approval.expires_at),
                    state=approval.state.value,
                    note="",
                )
            )

    def get(self, approval_id: str) -> Approval:
        row = self._connection.execute(
            select(table).where(table.c.office_id == self._office.id, table.c.id == approval_id)
        ).one_or_none()
        if row is None:
            raise ApprovalNotFound(approval_id)
        return _approval(row)

    def newest(self, limit: int) -> list[Approval]:
        """Return the newest requests, newest first."""
        rows = self._connection.execute(
            select(table)
            .where(table.c.office_id == self._office.id)
            .order_by(table.c.requested_at_ms.desc(), table.c.id)
            .limit(limit)
        )
        return [_approval(row) for row in rows]

    def decide(self, approval: Approval) -> None:
        with self._vouching(approval.id, "approval_decided", approval.decided_by):
            self._decide(approval)

    def _decide(self, approval: Approval) -> None:
        self._connection.execute(
            update(table)
            .where(
                table.c.office_id == self._office.id,
                table.c.id == approval.id,
                table.c.state == ApprovalState.WAITING.value,
            )
            .values(
                state=approval.state.value,
                decided_by=approval.decided_by,
                decided_at_ms=milliseconds(approval.decided_at) if approval.decided_at else None,
                note=approval.note,
            )
        )

    def _vouching(self, approval_id: str, act: str, by: str) -> AbstractContextManager[None]:
        return vouching_for(
            self._connection,
            self._office,
            table.name,
            " AND id = :id",
            act=act,
            by=by,
            id=approval_id,
        )


def _approval(row: Any) -> Approval:
    return Approval(
        id=row.id,
        act=Act(row.act),
        subject=row.subject,
        content=row.content,
        reason=row.reason,
        requested_by=row.requested_by,
        requested_at=instant_of(row.requested_at_ms),
        expires_at=instant_of(row.expires_at_ms),
        state=ApprovalState(row.state),
        decided_by=row.decided_by or "",
        decided_at=None if row.decided_at_ms is None else instant_of(row.decided_at_ms),
        note=row.note,
    )
