"""An office as support may see it, read from its database and its folder: counts, never rows."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, Table, func, select, text

from domain.calendar import instant_of
from domain.office import Office
from domain.support import DoneFact, OfficeFacts
from storage.dialect import is_server
from storage.repositories.condition import SqlCondition
from storage.tables.base import metadata
from storage.tables.trust import backup_made, checkpoint, drill, setting, staff

#: Rows are counted so far; more is told as this.
MOST_COUNTED = 1_000_000
_LAST = 10
_ITS_OWN = ("office.db", "office.db-wal", "office.db-shm", "office.toml")
_PRAGMAS = (
    "journal_mode",
    "synchronous",
    "foreign_keys",
    "page_size",
    "page_count",
    "freelist_count",
    "cache_size",
    "wal_autocheckpoint",
    "busy_timeout",
    "encoding",
    "cipher_version",
)
_SERVER_SETTINGS = (
    "server_encoding",
    "fsync",
    "synchronous_commit",
    "full_page_writes",
    "max_connections",
    "shared_buffers",
    "lock_timeout",
    "TimeZone",
)


def facts_of(connection: Connection, office: Office, folder: Path) -> OfficeFacts:
    """Return what support may know of the office in ``folder``."""
    return OfficeFacts(
        code=office.code,
        stream=office.stream,
        is_practice=office.is_practice,
        database=_database(connection),
        schema=str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar()),
        database_settings=_database_settings(connection),
        settings=_settings(connection, office),
        staff_by_role=_staff_by_role(connection, office),
        row_counts={
            table.name: _count(connection, table, office) for table in metadata.sorted_tables
        },
        problems=SqlCondition(connection, office).problems(),
        checks=_done(connection, checkpoint, office, "kind"),
        backups=_done(connection, backup_made, office, "kind"),
        drills=_done(connection, drill, office, "is_good"),
        file_bytes=_file_bytes(folder),
        free_bytes=shutil.disk_usage(folder).free,
    )


def _database(connection: Connection) -> str:
    version = "SELECT version()" if is_server(connection) else "SELECT sqlite_version()"
    name = "PostgreSQL" if is_server(connection) else "SQLite"
    return f"{name} {connection.exec_driver_sql(version).scalar()}"


def _database_settings(connection: Connection) -> dict[str, str]:
    if is_server(connection):
        return {
            name: str(
                connection.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar()
            )
            for name in _SERVER_SETTINGS
        }
    return {name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in _PRAGMAS}


def _settings(connection: Connection, office: Office) -> dict[str, str]:
    rows = connection.execute(
        select(setting.c.name, setting.c.value)
        .where(setting.c.office_id == office.id)
        .order_by(setting.c.name)
    )
    return {row.name: _harmless(row.value) for row in rows}


def _harmless(value: str) -> str:
    """Return a value in which nobody's name can stand; of any other only that there is one."""
    is_plain = value in {"yes", "no", ""} or (value.isascii() and value.isdigit())
    return value if is_plain else "(set)"


def _staff_by_role(connection: Connection, office: Office) -> dict[str, int]:
    rows = connection.execute(
        select(staff.c.role, func.count().label("members"))
        .where(staff.c.office_id == office.id, staff.c.is_active == 1)
        .group_by(staff.c.role)
        .order_by(staff.c.role)
    )
    return {row.role: row.members for row in rows}


def _count(connection: Connection, table: Table, office: Office) -> int:
    rows = select(table.c.office_id).where(table.c.office_id == office.id).limit(MOST_COUNTED)
    return int(connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one())


def _done(connection: Connection, table: Table, office: Office, outcome: str) -> list[DoneFact]:
    rows = connection.execute(
        select(table)
        .where(table.c.office_id == office.id)
        .order_by(table.c.at_ms.desc())
        .limit(_LAST)
    ).mappings()
    return [
        DoneFact(
            at=instant_of(row["at_ms"]),
            outcome=f"{outcome} {row[outcome]}",
            took_ms=row.get("took_ms", 0),
            size_bytes=row.get("size_bytes", 0),
        )
        for row in rows
    ]


def _file_bytes(folder: Path) -> Mapping[str, int]:
    """Return the sizes of the office's own files; what else lies there is one number."""
    sizes = dict.fromkeys(_ITS_OWN, 0) | {"all others": 0}
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file():
                own = path.name if path.parent == folder and path.name in _ITS_OWN else "all others"
                sizes[own] += path.stat().st_size
    return {name: size for name, size in sizes.items() if size}
