"""A support bundle: one file that tells how the program and its office are, and names nobody.

Whoever sends it can look first: everything in it is text, and ``README.txt`` says what each is.
"""

from __future__ import annotations

import json
import locale
import os
import platform
import sys
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from domain import formats
from domain.calendar import IST
from domain.support import OfficeFacts
from domain.version import VERSION
from integrations.files import replacing
from integrations.log_files import log_files
from integrations.scrubbing import BLOT, scrubbed
from resources.texts import Texts

#: So many of the last lines of each log are told.
MOST_LINES = 2_000
_LIBRARIES = (
    *("PySide6-Essentials", "SQLAlchemy", "sqlcipher3", "psycopg", "numpy", "pandas"),
    *("openpyxl", "reportlab", "cryptography", "argon2-cffi", "zstandard", "platformdirs"),
)
#: What of the surroundings may be told: never their values, as secrets are among them.
_OURS = ("BIJLI_BAHI_", "PG", "QT_", "LANG", "LC_", "XDG_")


def write(
    facts: OfficeFacts | None, trouble: str, logs: Path, out: Path, made_at: datetime, _: Texts
) -> list[str]:
    """Write the bundle and return the names of what is in it.

    ``facts`` None: the office could not be opened, and ``trouble`` is the code of why.
    :class:`FileNotWritten` when the system refuses.
    """
    files = {
        "program.json": _json(_program()),
        "office.json": _json({"trouble": trouble} if facts is None else _told(facts)),
        **{f"logs/{path.name}": _last_lines(path) for path in log_files(logs)},
    }
    readme = _readme(facts, trouble, files, made_at, _)
    with replacing(out) as file, ZipFile(file, "w", ZIP_DEFLATED) as bundle:
        for name, content in {"README.txt": readme, **files}.items():
            bundle.writestr(name, content)
    return ["README.txt", *files]


def _readme(
    facts: OfficeFacts | None, trouble: str, names: Iterable[str], made_at: datetime, _: Texts
) -> str:
    """Return what is in the bundle, for whoever looks before sending it."""
    moment = formats.moment(made_at, _.month_names)
    told = {
        "program.json": _(
            "the versions of the program, of Python, of its libraries and of the system, and the"
            " names (not the values) of variables that are set"
        ),
        "office.json": _(
            "the office's code, its database and settings, how many rows each table has, the last"
            " checks, backups and drills, sizes of files and free room"
        ),
    }
    log = _(
        "what was begun and ended, how long it took, and where in the program something unforeseen"
        " happened; at most the last {lines} lines",
        lines=MOST_LINES,
    )
    lines = [
        _("Support bundle of Bijli Bahi, made {moment}.", moment=moment),
        "",
        _(
            "It holds no consumer, no member of staff, no amount, no password and no key. Look for"
            " yourself, every file is text; then send it to whoever looks after the program."
        ),
        _(
            "Numbers that look like telephone numbers, e-mail addresses, passwords, and whatever an"
            " error quoted, are blotted out ({blot}).",
            blot=BLOT,
        ),
        "",
        *(f"{name}: {told.get(name, log)}" for name in names),
    ]
    if facts is None:
        lines += ["", _("The office could not be looked into ({trouble}).", trouble=trouble)]
    return "\n".join(lines) + "\n"


def _program() -> dict[str, object]:
    return {
        "program": VERSION,
        "python": sys.version.split()[0],
        "is_built": bool(getattr(sys, "frozen", False)),
        "platform": platform.platform(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "locale": ".".join(part or "none" for part in locale.getlocale()),
        "encoding": sys.getfilesystemencoding(),
        "libraries": {name: _version_of(name) for name in _LIBRARIES},
        "variables_set": sorted(name for name in os.environ if name.startswith(_OURS)),
    }


def _version_of(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _told(facts: OfficeFacts) -> dict[str, object]:
    return {name: _scrubbed_values(value) for name, value in asdict(facts).items()}


def _scrubbed_values(value: object) -> object:
    match value:
        case str():
            return scrubbed(value)
        case dict():
            return {name: _scrubbed_values(item) for name, item in value.items()}
        case list() | tuple():
            return [_scrubbed_values(item) for item in value]
        case datetime():
            return value.astimezone(IST).isoformat()
        case _:
            return value


def _last_lines(path: Path) -> str:
    """Return the end of a log, scrubbed once more; what cannot be read is told as such."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            lines: Sequence[str] = deque(file, MOST_LINES)
    except OSError as trouble:
        return f"could not be read: {trouble.strerror}\n"
    return "".join(f"{scrubbed(line.rstrip())}\n" for line in lines)


def _json(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
