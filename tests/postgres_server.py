"""A real PostgreSQL server for the tests: started by them, on this machine, stopped by its id.

It is the server of the Debian package; the data lies in a temporary folder, the port is a free one,
and a password is asked for. PostgreSQL refuses to run as root, so as root it runs as ``postgres``.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

SUPERUSER = "postgres"
_DEBIAN = Path("/usr/lib/postgresql")
_STARTS_WITHIN_SECONDS = 60.0
#: Quick, for tests that are not about the disk.
UNSAFE_BUT_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
#: What the settings of a real office would be.
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")
_SMALL = (
    *("listen_addresses=127.0.0.1", "max_connections=100", "shared_buffers=128MB"),
    *("password_encryption=scram-sha-256", "log_min_messages=fatal", "deadlock_timeout=200ms"),
)


class NoServer(Exception):
    """The machine has no PostgreSQL of the Debian package; the text says what to install."""


def binaries() -> Path:
    """Return the folder of the newest PostgreSQL of the Debian package."""
    found = sorted(_DEBIAN.glob("*/bin/postgres"), key=lambda path: int(path.parent.parent.name))
    if not found:
        raise NoServer("PostgreSQL is not installed (Debian package postgresql)")
    return found[-1].parent


@dataclass(slots=True)
class Server:
    """A server and its data; stopped and started again at will."""

    folder: Path
    port: int
    password: str
    settings: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def address(self, database: str, user: str = SUPERUSER) -> str:
        """Return the address of a database, without a password."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """Return a connection of the superuser, each statement for itself."""
        return psycopg.connect(
            self.address(database), password=self.password, autocommit=True, connect_timeout=10
        )

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = [part for one in (*_SMALL, *self.settings) for part in ("-c", one)]
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            [
                *_as_nobody_special(),
                # Whatever ends the tests ends their server too.
                *("setpriv", "--pdeathsig=INT", binaries() / "postgres"),
                *("-D", self.data, "-p", str(self.port), "-k", self.folder),
                *settings,
            ],
            stdout=log,
            stderr=log,
            cwd=self.folder,
        )
        log.close()
        self._wait_until_it_answers()

    def kill(self) -> None:
        """End every process of the server at once, as a power cut would."""
        if self.process is None:
            return
        children = _children_of(self.process.pid)
        for pid in (self.process.pid, *children):
            _signal(pid, signal.SIGKILL)
        self.process.wait()
        self.process = None
        _wait_until_gone(children)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Shut the server down; SIGINT sends everybody away first."""
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + _STARTS_WITHIN_SECONDS
        while True:
            try:
                self.connect().close()
            except psycopg.OperationalError as error:
                ended = self.process is None or self.process.poll() is not None
                if ended or time.monotonic() > deadline:
                    log = (self.folder / "server.log").read_text(errors="replace")[-2000:]
                    raise RuntimeError(f"PostgreSQL did not start: {error}\n{log}") from error
                time.sleep(0.05)
            else:
                return


@contextmanager
def running_server(settings: Sequence[str] = UNSAFE_BUT_QUICK) -> Iterator[Server]:
    """Yield a server with nothing in it, gone at the end; :class:`NoServer` without the package."""
    folder = Path(tempfile.mkdtemp(prefix="bijli-bahi-pg-"))
    server = Server(folder, _free_port(), secrets.token_hex(12), settings)
    try:
        _make_data(server)
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def schema_of(server: Server, database: str) -> str:
    """Return what a database is made of, as ``pg_dump`` tells it, without our version's table."""
    told = subprocess.run(
        [
            *(binaries() / "pg_dump", "--schema-only", "--no-owner"),
            *("--exclude-table=alembic_version", server.address(database)),
        ],
        env={**os.environ, "PGPASSWORD": server.password},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    # Newer ones begin and end with a key of their own, another one each time.
    return "\n".join(line for line in told.splitlines() if not line.startswith("\\"))


def _make_data(server: Server) -> None:
    initdb = binaries() / "initdb"
    words = server.folder / "password"
    words.write_text(server.password)
    if os.geteuid() == 0:
        shutil.chown(server.folder, SUPERUSER, SUPERUSER)
        shutil.chown(words, SUPERUSER, SUPERUSER)
    subprocess.run(
        [
            *_as_nobody_special(),
            initdb,
            *("-D", server.data, "-U", SUPERUSER, "--pwfile", words),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        ],
        check=True,
        capture_output=True,
        cwd=server.folder,
    )
    words.unlink()


def _as_nobody_special() -> list[str]:
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--reuid={SUPERUSER}", f"--regid={SUPERUSER}", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def _children_of(pid: int) -> list[int]:
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in told.split()]


def _signal(pid: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, what)


def _wait_until_gone(pids: Sequence[int]) -> None:
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.01)
