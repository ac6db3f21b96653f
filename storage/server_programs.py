"""The programs of PostgreSQL that copy a database: found, started, watched, and told when failing.

The password goes through the environment alone, where no list of processes shows it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from sqlalchemy import URL

from domain.errors_of_trust import ProgramFailed, ProgramMissing
from storage.server import ServerAddress, password_in_key_store

PG_DUMP, PG_RESTORE = "pg_dump", "pg_restore"
_DEBIAN = Path("/usr/lib/postgresql")
_LOOK_SECONDS = 0.2
_ENDS_WITHIN_SECONDS = 10.0
_MOST_DETAIL = 300
_PASSWORD = "PGPASSWORD"  # noqa: S105 - the name of the variable, not what is in it


def find_program(name: str) -> str:
    """Return the path of a program; :class:`ProgramMissing` when it is not installed."""
    newest_first = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=_version, reverse=True)
    found = shutil.which(name) or next(map(str, newest_first), None)
    if found is None:
        raise ProgramMissing(name)
    return found


def run_program(
    name: str,
    arguments: Sequence[str],
    url: URL | None = None,
    breathe: Callable[[], None] = lambda: None,
) -> str:
    """Run a program to its end and return what it said; :class:`ProgramFailed` when it fails.

    ``url``: the database that it connects to. ``breathe`` is called again and again while it runs;
    when it raises, the program is ended.
    """
    command = [find_program(name), *arguments, *(_connecting(url) if url else ())]
    with subprocess.Popen(  # noqa: S603 - a program of PostgreSQL, with arguments of ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=_surroundings(url),
    ) as process:
        try:
            said = _said_by(process, breathe)
        except BaseException:
            _end(process)
            raise
    text = said.decode("utf-8", "replace")
    if process.returncode != 0:
        raise ProgramFailed(name, " ".join(text.split())[:_MOST_DETAIL])
    return text


def _said_by(process: subprocess.Popen[bytes], breathe: Callable[[], None]) -> bytes:
    while True:
        try:
            said, _nothing = process.communicate(timeout=_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            breathe()
        else:
            return said


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_ENDS_WITHIN_SECONDS)
        return
    process.kill()


def _connecting(url: URL) -> list[str]:
    told = {"--host": url.host, "--port": url.port, "--username": url.username}
    named = [f"{option}={value}" for option, value in told.items() if value is not None]
    return [*named, "--no-password", f"--dbname={url.database}"]


def _surroundings(url: URL | None) -> dict[str, str]:
    surroundings = {**os.environ, "LC_ALL": "C.UTF-8"}
    if url is not None and not surroundings.get(_PASSWORD):
        kept = password_in_key_store(ServerAddress(url))
        if kept is not None:
            surroundings[_PASSWORD] = kept
    return surroundings


def _version(path: Path) -> int:
    version = path.parent.parent.name
    return int(version) if version.isdigit() else 0
