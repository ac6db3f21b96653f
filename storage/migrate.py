"""Bring a database to the schema of this program: a copy first, then all of it or nothing."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from domain.errors_of_database import DatabaseNewer, DatabaseNotOurs
from domain.errors_of_trust import DatabaseNotUnicode
from storage.copying import copy_database
from storage.dialect import is_server
from storage.engine import APPLICATION_ID, place_of, writing

HEAD = "0005"
_KNOWN = ("0001", "0002", "0003", "0004", "0005")
_SCRIPTS = Path(__file__).parent / "migrations"
#: What a table of a server's database says, so that the database is known as ours.
MARK = APPLICATION_ID.to_bytes(4, "big").decode()
#: Held by whoever changes the tables of a server's database; the number says nothing else.
_CHANGING_TABLES = APPLICATION_ID


def create_schema(engine: Engine) -> None:
    """Build the present schema in an empty file and mark it as ours."""
    with writing(engine) as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        upgrade(connection)


def prepare_server(engine: Engine) -> None:
    """Build the schema in a server's database, or bring the one that is there up to date.

    :class:`DatabaseNotOurs` when somebody else's tables are in it.
    """
    with writing(engine) as connection:
        _wait_for_others_who_migrate(connection)
        if not inspect(connection).has_table("alembic_version"):
            refuse_what_is_not_empty(connection, place_of(engine))
            upgrade(connection)
            connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{MARK}'")
    bring_up_to_date(engine, Path(place_of(engine)))


def bring_up_to_date(engine: Engine, path: Path) -> None:
    """Migrate the database if it is older; refuse what is newer or not ours.

    Of the file at ``path`` a copy named after its version is made first; a server's database is
    left to the server's own backups. A migration that fails leaves no trace.
    """
    place = place_of(engine)
    with engine.connect() as connection:
        version = _version(connection, place)
    if version == HEAD:
        return
    if version not in _KNOWN:
        raise DatabaseNewer(place)
    if not is_server(engine):
        copy_database(engine, path.with_name(f"{path.stem}-before-{HEAD}-from-{version}.db"))
    with writing(engine) as connection:
        if is_server(engine):
            _wait_for_others_who_migrate(connection)
            # Whoever has a writer's turn ends it first, and nobody gets one meanwhile.
            connection.exec_driver_sql("LOCK TABLE office IN EXCLUSIVE MODE")
        upgrade(connection)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the migrations up to a version inside the running transaction."""
    from alembic import command  # noqa: PLC0415 - it takes a third of a second to import
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_SCRIPTS))
    command.upgrade(config, to)


def _version(connection: Connection, place: str) -> str:
    if not _is_marked(connection) or not inspect(connection).has_table("alembic_version"):
        raise DatabaseNotOurs(place)
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


def _is_marked(connection: Connection) -> bool:
    if is_server(connection):
        comment = "SELECT obj_description(to_regclass('alembic_version'), 'pg_class')"
        return bool(connection.exec_driver_sql(comment).scalar() == MARK)
    return bool(connection.exec_driver_sql("PRAGMA application_id").scalar() == APPLICATION_ID)


def _wait_for_others_who_migrate(connection: Connection) -> None:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_CHANGING_TABLES})")


def refuse_what_is_not_empty(connection: Connection, place: str) -> None:
    """Refuse a database that somebody else's tables are in, or that cannot hold every name."""
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise DatabaseNotUnicode(place, encoding)
    if inspect(connection).get_table_names():
        raise DatabaseNotOurs(place)
