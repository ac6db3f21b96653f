"""What encryption, a backup, a drill and a restore cost, on the same office plain and encrypted.

Run: ``python -m tests.benchmarks.safekeeping [consumers]``. Seconds on the wall, and those of the
processor beside them, which others on the machine do not lengthen.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

from domain.progress import silent
from storage.keys import DatabaseKey, Keys, KeySheet, SystemKeyStore, new_words
from storage.making import restore_office
from storage.office import create_office, open_office
from tests.benchmarks.big_office import ACTOR, AFTER_THE_DAY, DAY, make_big_office

_KINDS = ("plain", "encrypted")


def main(consumers: int = 50_000) -> int:
    """Print what each step takes on both offices."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in _KINDS:
            _measure(Path(folder) / kind, consumers, kind)
    return 0


def _measure(folder: Path, consumers: int, kind: str) -> None:
    key = DatabaseKey.new() if kind == "encrypted" else None
    given = {"BIJLI_BAHI_DATABASE_KEY": key.hexadecimal} if key else {}
    keys = Keys(SystemKeyStore(), given)
    office = folder / "office"
    make = partial(create_office, key=key, keys=keys)
    make_big_office(office, consumers, days=2, create=make).close()
    if key:
        KeySheet.wrap(key, new_words(), "BIG1").write(office)
    for again in range(3):
        with _timed(f"{kind}: open, {again + 1}"):
            books = open_office(office, AFTER_THE_DAY, keys)
            books.state()
        books.close()
    books = open_office(office, AFTER_THE_DAY, keys)
    with _timed(f"{kind}: a day of {consumers:,}"):
        books.run_days(DAY, ACTOR, silent)
    print(f"{kind}: database {_mib(books.path):.1f} MiB")
    for name in ("the first backup", "a backup after a check"):
        with _timed(f"{kind}: {name}"):
            backup = books.safekeeping.back_up(ACTOR, silent).made.path
    print(f"{kind}: backup {_mib(backup):.1f} MiB")
    with _timed(f"{kind}: a drill"):
        report = books.safekeeping.drill(ACTOR, silent)
    print(f"{kind}: the backup is {'good' if report.is_good else 'bad'}")
    books.close()
    with _timed(f"{kind}: a restore"):
        restore_office(
            backup,
            folder / "restored",
            AFTER_THE_DAY,
            silent,
            answering=lambda _books: ACTOR,
            keys=keys,
        ).close()


@contextmanager
def _timed(what: str) -> Iterator[None]:
    wall, processor = perf_counter(), process_time()
    yield
    wall, processor = perf_counter() - wall, process_time() - processor
    print(f"{what}: {wall:.3f} s, processor {processor:.3f} s", flush=True)


def _mib(path: Path) -> float:
    return path.stat().st_size / 1024**2


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
