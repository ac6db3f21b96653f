"""The PostgreSQL engine: writers of an office take turns at its row, readers see one moment."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.adapt import Loader
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from domain.errors_of_database import OfficeNotFound
from domain.errors_of_trust import AddressUnreadable, PasswordInAddress
from storage.dialect import speak_words_of_the_house
from storage.engine import BUSY_TIMEOUT_MS

_DRIVER = "postgresql+psycopg"
#: The service under which the key store of the system keeps the password of a database.
KEY_STORE_SERVICE = "bijli-bahi"
_PASSWORD_VARIABLE = "PGPASSWORD"  # noqa: S105 - the name of the variable, not what is in it
CONNECT_SECONDS = 10
#: A writer whose machine is gone gives its turn back after this long.
_LOST_WRITER_MS = 60_000
#: What is known of consumers, and of what their meters say.
PEOPLE = (
    *("consumer", "consumer_version", "meter", "wallet", "month_position", "wallet_entry"),
    *("consumer_word", "consumer_part"),
)
READS = ("meter_read",)
_MANY_ROWS = 1_000
_LOOK_SECONDS = 0.002
_LONGEST_SECONDS = 2.0

_READS = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a database is served; never with a password."""

    url: URL

    @classmethod
    def parse(cls, text: str) -> ServerAddress:
        """Return the address that ``postgresql://user@host:port/name`` writes.

        :class:`PasswordInAddress` when a password stands in it: whoever reads the file or the
        list of processes would read it too. :class:`AddressUnreadable` when it is none.
        """
        try:
            url = make_url(text.strip())
        except (ArgumentError, ValueError):
            raise AddressUnreadable(_without_password(text)) from None
        if url.password is not None or "password" in url.query:
            raise PasswordInAddress
        if url.get_backend_name() != "postgresql" or not (url.host and url.database):
            raise AddressUnreadable(text.strip())
        return cls(url.set(drivername=_DRIVER))

    def __str__(self) -> str:
        return self.url.render_as_string(hide_password=True)

    @property
    def told(self) -> str:
        """The address as a person reads it: ``postgresql://user@host:port/name``."""
        return self.url.set(drivername="postgresql", query={}).render_as_string()


def open_server(address: ServerAddress, code: str) -> Engine:
    """Return the engine of the database at ``address`` for the office with this code.

    Transactions read one moment and cannot write, unless a connection is made by
    :func:`storage.engine.writer`. The password comes from ``PGPASSWORD``, from the password file
    of PostgreSQL, or from the key store.
    """
    engine = create_engine(
        address.url,
        pool_size=8,
        pool_pre_ping=True,
        # What went wrong is told in logs and to support; whose row it was is nobody's business.
        hide_parameters=True,
        execution_options=_READS,
        connect_args={
            "application_name": f"bijli-bahi {code}",
            "connect_timeout": CONNECT_SECONDS,
            # A plan for any parameters reads a whole table where these read a stretch of it.
            "prepare_threshold": None,
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            # To compile a query takes half a second, to answer it hardly ever so much.
            "options": f"-c jit=off -c lock_timeout={BUSY_TIMEOUT_MS} -c client_encoding=UTF8"
            " -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3",
        },
    )
    speak_words_of_the_house(engine)

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Any, _record: Any, _given: Any, settings: dict[str, Any]) -> Any:
        return _connected(address, settings)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.adapters.register_loader("numeric", _WholeLoader)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        office_id = connection.get_execution_options().get("office_id")
        if office_id is not None:
            _take_turn(connection, office_id)

    return engine


def give_way_on(engine: Engine, office_id: int) -> None:
    """Wait until nobody waits for a writer's turn in the office any more, two seconds at most."""
    deadline = time.monotonic() + _LONGEST_SECONDS
    with engine.connect() as connection:
        while _somebody_waits(connection, office_id) and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)


def count_anew(engine: Engine, tables: Sequence[str], rows: int) -> None:
    """Let the server's planner count these tables anew when many rows came in at once.

    It plans by what it counted last: of an office that came in since, it believes that there is
    next to nothing, and reads all of it again for each row. Its own counting comes minutes later.
    """
    if rows < _MANY_ROWS:
        return
    options = {"isolation_level": "AUTOCOMMIT", "postgresql_readonly": False}
    with engine.connect().execution_options(**options) as connection:
        connection.exec_driver_sql(f"ANALYZE {', '.join(tables)}")


class _WholeLoader(Loader):
    """Loads what the server adds up: every number is a whole one."""

    def load(self, data: Any) -> int:
        return int(bytes(data))


def _take_turn(connection: Connection, office_id: int) -> None:
    """Begin with the office's row, so that all that follows is read after the turn before."""
    taken = connection.exec_driver_sql(
        "SELECT set_config('idle_in_transaction_session_timeout', %(ms)s, true)"
        " FROM (SELECT code FROM office WHERE office_id = %(office_id)s FOR UPDATE) o",
        {"ms": str(_LOST_WRITER_MS), "office_id": office_id},
    )
    if taken.first() is None:
        raise OfficeNotFound(str(office_id))


def _somebody_waits(connection: Connection, office_id: int) -> bool:
    # Whoever is next for a row holds a lock on its place; those behind wait for that lock.
    found = connection.exec_driver_sql(
        "SELECT EXISTS (SELECT FROM pg_locks l JOIN office o"
        " ON o.ctid = CAST('(' || l.page || ',' || l.tuple || ')' AS tid)"
        " AND o.tableoid = l.relation WHERE l.locktype = 'tuple'"
        " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        " AND o.office_id = %(office_id)s)",
        {"office_id": office_id},
    )
    return bool(found.scalar_one())


def _connected(address: ServerAddress, settings: dict[str, Any]) -> Any:
    """Connect by what libpq finds itself, and by the key store where it finds nothing."""
    try:
        return psycopg.connect(**settings)
    except psycopg.OperationalError as error:
        if os.environ.get(_PASSWORD_VARIABLE) or "no password supplied" not in str(error):
            raise
        password = password_in_key_store(address)
        if password is None:
            raise
    return psycopg.connect(**settings, password=password)


def password_in_key_store(address: ServerAddress) -> str | None:
    """Return the password of a database that the system keeps, None when it keeps none."""
    import keyring  # noqa: PLC0415 - few offices need it, and it looks for the system's services
    from keyring.errors import KeyringError  # noqa: PLC0415

    with suppress(KeyringError):
        return keyring.get_password(KEY_STORE_SERVICE, address.told)
    return None


def _without_password(text: str) -> str:
    """Return what cannot be read as an address, without what may be a password in it."""
    before, at, after = text.strip().rpartition("@")
    return f"…@{after}" if at and ":" in before else text.strip()
