"""Settings as rows: what the office has its own way; what has no row is as by default."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, text

from domain.calendar import instant_of, milliseconds
from domain.office import Office
from domain.settings import SETTINGS, Setting, SettingRow, Value, value_of
from storage.tables.trust import setting as setting_table


class SqlSettings:
    """The settings of one office, inside one transaction."""

    def __init__(self, connection: Connection, office: Office) -> None:
        self._connection = connection
        self._office = office

    def get(self, setting: Setting[Value]) -> Value:
        """Return what holds for a setting; a stored text that makes no sense counts for nothing."""
        stored = self._connection.execute(
            select(setting_table.c.value).where(
                setting_table.c.office_id == self._office.id,
                setting_table.c.name == setting.name,
            )
        ).scalar()
        return value_of(setting, stored)

    def put(self, name: str, value: str, at: datetime, by: str) -> None:
        """Store a value as its setting writes it."""
        self._connection.execute(
            text(
                "INSERT INTO setting (office_id, name, value, changed_at_ms, changed_by)"
                " VALUES (:office_id, :name, :value, :at, :by)"
                " ON CONFLICT (office_id, name) DO UPDATE SET value = excluded.value,"
                " changed_at_ms = excluded.changed_at_ms, changed_by = excluded.changed_by"
            ),
            {
                "office_id": self._office.id,
                "name": name,
                "value": value,
                "at": milliseconds(at),
                "by": by,
            },
        )

    def all(self) -> list[SettingRow]:
        """Return every setting with what holds for it, in the order of their names."""
        rows = self._connection.execute(
            select(setting_table).where(setting_table.c.office_id == self._office.id)
        )
        stored = {row.name: row for row in rows}
        return [_row(SETTINGS[name], stored.get(name)) for name in sorted(SETTINGS)]


def _row(setting: Setting[Value], stored: object) -> SettingRow:
    value = value_of(setting, getattr(stored, "value", None))
    changed_at_ms = getattr(stored, "changed_at_ms", None)
    return SettingRow(
        setting.name,
        setting.text_of(value),
        setting.text_of(setting.default),
        None if changed_at_ms is None else instant_of(changed_at_ms),
        getattr(stored, "changed_by", ""),
    )
