"""An import that is killed in its middle leaves books in order, and goes on with the same file."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import main
from domain.importing import BatchState, ImportFile, ImportKind
from domain.office import Actor, Channel, Office
from domain.progress import silent
from domain.services.sheet_kinds import columns_of
from domain.tariff import parse_tariff_text
from integrations.spreadsheets.reading import read_table
from storage.office import create_office, open_office
from tests.conftest import FrozenClock

ROWS = 3_000
HEADINGS = (
    "number,name,guardian,address,mobile,email,language,category,load_kw,phase,meter_serial,"
    "meter_factor,feeder,dtr,connected_on,opening_balance"
)
ACTOR = Actor("asha", Channel.DESK)
_WAIT_SECONDS = 60


def office(folder: Path):
    books = create_office(folder, Office("PAT1", "Patna-1"), FrozenClock())
    tariffs, _ = parse_tariff_text(main.locate("tariffs", "examples.json").read_text("utf-8"))
    books.add_tariffs(tariffs, ACTOR)
    return books


def sheet(folder: Path) -> Path:
    path = folder / "consumers.csv"
    rows = [
        f"{10_000 + place},C {place},,,,,hi,AS-DOMA-2023,3,1,M{place},1,,,2025-07-01,100"
        for place in range(ROWS)
    ]
    path.write_text("\n".join([HEADINGS, *rows]) + "\n", encoding="utf-8")
    return path


def test_an_import_that_is_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    books = office(tmp_path / "office")
    path = sheet(tmp_path)
    command = [sys.executable, main.__file__, "--office", str(tmp_path / "office")]
    command += ["import", "consumers", str(path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        end = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < end and not _accepted(books):
            time.sleep(0.02)
        child.send_signal(signal.SIGKILL)
    [batch] = books.imports.batches()
    assert batch.state is BatchState.RUNNING
    assert 0 < batch.accepted < ROWS
    assert books.check(silent) == []
    books.close()

    # What the killed one held lapses by itself; here nobody waits a minute for it.
    books = open_office(tmp_path / "office", _an_hour_later())
    columns = columns_of(ImportKind.CONSUMERS)
    table = read_table(path, columns.required, columns.optional)
    file = ImportFile(path.name, table.sha256)
    taken = books.imports.take(ImportKind.CONSUMERS, file, list(table.rows), ACTOR, silent)

    assert (taken.batch.id, taken.batch.accepted) == (batch.id, ROWS)
    assert books.check(silent) == []
    books.close()


def _accepted(books) -> int:
    return sum(batch.accepted for batch in books.imports.batches())


def _an_hour_later() -> FrozenClock:
    return FrozenClock(datetime.now(UTC) + timedelta(hours=1))
