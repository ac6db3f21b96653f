"""A day on SQLite and on PostgreSQL side by side, recharges beside it, and offices by workers.

Run: ``python -m tests.benchmarks.servers [consumers]``. Both databases sync every commit to the
disk. The run is a process of its own, and so is the counter that takes money beside it. The
server is the one of the Debian package with its own settings but for the memory it may use.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time, sleep

from domain.money import Money
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.tender import Tender
from storage.books import SqlBooks
from storage.office import create_office_on_server, open_beside, open_office
from storage.office_file import OfficeFile
from storage.server import ServerAddress
from tests.benchmarks.big_office import ACTOR, AFTER_THE_DAY, DAY, make_big_office
from tests.postgres_server import DURABLE, Server, running_server

#: The longest a recharge may take while the run goes on.
BUDGET_RECHARGE_SECONDS = 0.150
OFFICES, WORKERS = 4, (1, 2)
_SETTINGS = (*DURABLE, "shared_buffers=1GB", "max_wal_size=4GB", "wal_compression=on")
_PROJECT = Path(__file__).parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of a day took: on the wall, of the program's processor, of the server's."""

    charged: int
    seconds: float
    own_cpu_seconds: float
    server_cpu_seconds: float = 0.0

    def __str__(self) -> str:
        each = 1e6 / max(self.charged, 1)
        own, served = self.own_cpu_seconds * each, self.server_cpu_seconds * each
        return (
            f"{self.seconds:.2f} s for {self.charged:,} consumers,"
            f" {self.charged / self.seconds:,.0f} a second; processor: {own:.0f} us a consumer in"
            f" the program, {served:.0f} us in the server"
        )


def main(consumers: int = 200_000) -> int:
    """Print what was measured; 1 when a recharge took longer than it may."""
    with tempfile.TemporaryDirectory() as folder:
        slowest = [_on_sqlite(Path(folder), consumers), _on_postgresql(Path(folder), consumers)]
    return 0 if max(slowest) <= BUDGET_RECHARGE_SECONDS else 1


def charge_the_day(folder: Path, code: str) -> None:
    """Bill the day of an office and print what that took: the process that is measured."""
    books = open_beside(folder, code, AFTER_THE_DAY) if code else open_office(folder, AFTER_THE_DAY)
    started, own = perf_counter(), process_time()
    charged = books.run_days(DAY, ACTOR, silent)[-1].charged
    print(json.dumps([charged, perf_counter() - started, process_time() - own]))
    books.close()


def _on_sqlite(folder: Path, consumers: int) -> float:
    made = folder / "sqlite"
    make_big_office(made, consumers, days=2).close()
    before = _size_of(made)
    alone = shutil.copytree(made, folder / "sqlite-alone")
    print(f"SQLite: a day alone: {_run(alone)}")
    print(f"SQLite: {(_size_of(alone) - before) / consumers:,.0f} bytes a consumer and day")
    shutil.rmtree(alone)
    slowest = _slowest_recharge_beside(shutil.copytree(made, folder / "sqlite-beside"))
    _say("SQLite", slowest)
    return slowest


def _on_postgresql(folder: Path, consumers: int) -> float:
    with running_server(_SETTINGS) as server:
        os.environ["PGPASSWORD"] = server.password
        _make(server, folder, "made", consumers, ["BIG1"])
        before = _database_size(server, "made")
        with _copy(server, folder, "made", "alone", "BIG1") as alone:
            print(f"PostgreSQL: a day alone: {_run(alone, server=server)}")
            grown = _database_size(server, "alone") - before
            print(f"PostgreSQL: {grown / consumers:,.0f} bytes a consumer and day")
        with _copy(server, folder, "made", "beside", "BIG1") as beside:
            slowest = _slowest_recharge_beside(beside)
        _say("PostgreSQL", slowest)
        codes = [f"OFF{number}" for number in range(1, OFFICES + 1)]
        _make(server, folder, "division", consumers // OFFICES, codes)
        _speed_up(server, folder, codes, consumers)
    return slowest


def _speed_up(server: Server, folder: Path, codes: Sequence[str], consumers: int) -> None:
    taken = {}
    for workers in WORKERS:
        with _copy(server, folder, "division", f"by_{workers}", codes[0]) as place:
            started = perf_counter()
            with ThreadPoolExecutor(workers) as pool:
                runs = list(pool.map(lambda code, at=place: _run(at, code), codes))
            taken[workers] = perf_counter() - started
            charged = sum(run.charged for run in runs)
        print(
            f"PostgreSQL: {len(codes)} offices, {charged:,} consumers, {workers} workers:"
            f" {taken[workers]:.2f} s, {taken[WORKERS[0]] / taken[workers]:.2f} x one worker"
        )


def _run(folder: Path, code: str = "", server: Server | None = None) -> Run:
    before = _cpu_of(server)
    process = _started(folder, code)
    told, _ = process.communicate()
    assert process.returncode == 0
    charged, seconds, own = json.loads(told)
    return Run(charged, seconds, own, _cpu_of(server) - before)


def _started(folder: Path, code: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.servers", "run", str(folder), code],
        cwd=_PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )


def _slowest_recharge_beside(folder: Path) -> float:
    """Return the longest that a recharge took while another process bills the day."""
    books = open_office(folder, AFTER_THE_DAY)
    _recharge(books, 0)  # connected, and everything imported
    run = _started(folder)
    slowest, number = 0.0, 1
    while run.poll() is None:
        slowest = max(slowest, _recharge(books, number))
        number += 1
        sleep(0.05)
    run.communicate()
    books.close()
    return slowest


def _recharge(books: SqlBooks, number: int) -> float:
    order = RechargeOrder.of(f"r{number}", f"{100001 + number}", Money(50_000), Tender.CASH)
    started = perf_counter()
    books.recharge(order, ACTOR)
    return perf_counter() - started


def _make(server: Server, folder: Path, name: str, consumers: int, codes: Sequence[str]) -> None:
    with server.connect() as connection:
        connection.execute(f"CREATE DATABASE {name}")
    create = _create_at(server.address(name))
    for code in codes:
        make_big_office(
            folder / f"{name}-{code}", consumers, days=2, code=code, create=create
        ).close()
    with server.connect(name) as connection:
        connection.execute("VACUUM ANALYZE")


def _create_at(address: str) -> Callable[..., SqlBooks]:
    return lambda folder, office, clock: create_office_on_server(folder, office, clock, address)


@contextmanager
def _copy(server: Server, folder: Path, made: str, name: str, code: str) -> Iterator[Path]:
    """Yield the folder of an office in a copy of a database, which is dropped at the end."""
    with server.connect() as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {made}")
        connection.execute("CHECKPOINT")
    place = folder / name
    place.mkdir()
    OfficeFile(ServerAddress.parse(server.address(name)), code).write(place)
    yield place
    with server.connect() as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _cpu_of(server: Server | None) -> float:
    """Return the seconds that the server's ended processes have worked; each serves one line."""
    if server is None or server.process is None:
        return 0.0
    told = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[13]) + int(told[14])) / _TICKS


def _database_size(server: Server, name: str) -> int:
    with server.connect(name) as connection:
        connection.execute("CHECKPOINT")
        [size] = connection.execute(f"SELECT pg_database_size('{name}')").fetchone() or (0,)
    return int(str(size))


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def _say(database: str, slowest: float) -> None:
    verdict = "met" if slowest <= BUDGET_RECHARGE_SECONDS else "missed"
    print(
        f"{database}: slowest recharge during the run: {slowest * 1000:.0f} ms"
        f" (budget {BUDGET_RECHARGE_SECONDS * 1000:.0f}): {verdict}"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        charge_the_day(Path(sys.argv[2]), sys.argv[3])
    else:
        sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
