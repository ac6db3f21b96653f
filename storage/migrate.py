"""Bring a database to the schema of this program: a copy first, then all of it or nothing."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, inspect

from domain.errors import DatabaseNewer, DatabaseNotOurs
from storage.engine import APPLICATION_ID, writing

HEAD = "0002"
_KNOWN = ("0001", "0002")
_SCRIPTS = Path(__file__).parent / "migrations"


def create_schema(engine: Engine) -> None:
    """Build the present schema in an empty database and mark the file as ours."""
    with writing(engine) as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        _upgrade(connection)


def bring_up_to_date(engine: Engine, path: Path) -> None:
    """Migrate the database at ``path`` if it is older; refuse what is newer or not ours.

    A copy named after its version is made first. A migration that fails leaves no trace.
    """
    with engine.connect() as connection:
        version = _version(connection, path)
    if version == HEAD:
        return
    if version not in _KNOWN:
        raise DatabaseNewer(str(path))
    _copy(path, path.with_name(f"{path.stem}-before-{HEAD}-from-{version}.db"))
    with writing(engine) as connection:
        _upgrade(connection)


def _version(connection: Connection, path: Path) -> str:
    if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
        raise DatabaseNotOurs(str(path))
    if not inspect(connection).has_table("alembic_version"):
        raise DatabaseNotOurs(str(path))
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - it takes a third of a second to import
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_SCRIPTS))
    command.upgrade(config, "head")


def _copy(source: Path, target: Path) -> None:
    with (
        closing(sqlcipher3.dbapi2.connect(str(source))) as old,
        closing(sqlcipher3.dbapi2.connect(str(target))) as new,
    ):
        old.backup(new)
