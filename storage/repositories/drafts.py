"""Tariff drafts as rows: the document as somebody left it, right or wrong."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, delete, select

from domain.calendar import instant_of, milliseconds
from domain.errors_of_drafts import DraftNotFound
from domain.office import Office
from domain.tariff_draft import TariffDraft
from storage.tables.desk import tariff_draft as table


class SqlDrafts:
    """The tariff drafts of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def all(self) -> list[TariffDraft]:
        """Return all drafts, the one changed last first."""
        rows = self._connection.execute(
            select(table)
            .where(table.c.office_id == self._office.id)
            .order_by(table.c.changed_at_ms.desc(), table.c.id)
        )
        return [_draft(row) for row in rows]

    def get(self, id_: str) -> TariffDraft:
        row = self._connection.execute(
            select(table).where(table.c.office_id == self._office.id, table.c.id == id_)
        ).one_or_none()
        if row is None:
            raise DraftNotFound(id_)
        return _draft(row)

    def put(self, draft: TariffDraft) -> None:
        """Store a draft in place of what stood under its id."""
        self.remove(draft.id)
        self._connection.execute(
            table.insert().values(
                office_id=self._office.id,
                id=draft.id,
                title=draft.title,
                document=json.dumps(draft.document, ensure_ascii=False),
                based_on=draft.based_on,
                note=draft.note,
                approval_id=draft.approval_id,
                made_at_ms=milliseconds(draft.made_at),
                made_by=draft.made_by,
                changed_at_ms=milliseconds(draft.changed_at),
                changed_by=draft.changed_by,
            )
        )

    def remove(self, id_: str) -> None:
        """Throw a draft away, if it is there."""
        self._connection.execute(
            delete(table).where(table.c.office_id == self._office.id, table.c.id == id_)
        )


def _draft(row: Any) -> TariffDraft:
    return TariffDraft(
        id=row.id,
        title=row.title,
        document=json.loads(row.document),
        based_on=row.based_on,
        made_at=instant_of(row.made_at_ms),
        made_by=row.made_by,
        changed_at=instant_of(row.changed_at_ms),
        changed_by=row.changed_by,
        note=row.note,
        approval_id=row.approval_id,
    )
