"""The offices are made once, and drawn at each scale in a process of its own."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import chdir, closing
from pathlib import Path

import main as program
from storage.office import open_office
from tests.pictures import consumers, frame, money, office, people, supply
from tests.pictures.artist import Artist, ArtistAtTheDoor, Scenes
from tests.pictures.offices import (
    NOW,
    PRINTERS,
    MovingClock,
    cut_and_tell,
    keep_policies,
    take_on_staff,
    work_at_the_counters,
)

SCALES = ("1", "1.5")
#: Where the offices are made, in a place that goes with the run.
_OFFICES = Path("offices")
#: What is drawn of the office with counters; ``--only`` names one.
AT_THE_COUNTERS: Mapping[str, Scenes] = {
    "dashboard": consumers.dashboard,
    "consumers": consumers.consumers,
    "recharge": money.recharge,
    "simulation": consumers.simulation,
    "billing-sheet": consumers.billing_sheet,
    "counter": money.counter,
    "receipts": money.receipts,
    "registers": money.registers,
    "recovery": money.recovery,
    "defaulters": supply.defaulters,
    "policies": supply.policies,
    "supply": supply.supply,
    "alerts": supply.alerts,
    "tariffs": office.tariffs,
    "importing": office.importing,
    "books": office.books,
    "audit": office.audit,
    "verifying": office.verifying,
    "printers": office.printers,
    "frame": frame.frame,
}
#: What is drawn of the office with people.
AMONG_PEOPLE: Mapping[str, Scenes] = {
    "door": people.door,
    "staff": people.staff,
    "approvals": people.approvals,
    "locked": people.locked,
}


def main(folder: Path, only: str) -> int:
    """Make the practice offices, and draw copies of them at each scale."""
    folder.mkdir(parents=True, exist_ok=True)
    itself = [sys.executable, "-m", "tests.pictures", str(folder.resolve()), "--only", only]
    # The page Books says where the office is: no picture has the place of this run.
    with tempfile.TemporaryDirectory() as place, chdir(place):
        os.environ.update(_surroundings(Path(place)))
        if not _make_offices():
            return 1
        drawing = [_drawn_at(scale, itself) for scale in SCALES]
        return max(process.wait() for process in drawing)


def draw(target: Path, only: str) -> None:
    """Draw every scene in both languages and both colours at the scale of this process."""
    documents = program._documents()  # noqa: SLF001 - as the desk gets them
    for name, kind, scenes in (
        ("counters", Artist, AT_THE_COUNTERS),
        ("people", ArtistAtTheDoor, AMONG_PEOPLE),
    ):
        wanted = {page: one for page, one in scenes.items() if only in {"", page}}
        if not wanted:
            continue
        with closing(open_office(_OFFICES / name, MovingClock(NOW))) as books:
            artist = kind(books, documents, target, wanted)
            for language in ("en", "hi"):
                for is_dark in (False, True):
                    artist.draw_all(language, is_dark=is_dark)
            artist.finish()


def _drawn_at(scale: str, itself: Sequence[str]) -> subprocess.Popen[bytes]:
    """Begin to draw copies of the offices at a scale."""
    shutil.copytree(_OFFICES, Path(scale) / _OFFICES)
    project = str(Path(__file__).parents[2])
    surroundings = {**os.environ, "QT_SCALE_FACTOR": scale, "PYTHONPATH": project}
    return subprocess.Popen([*itself, "--draw"], cwd=scale, env=surroundings)


def _surroundings(place: Path) -> dict[str, str]:
    """Return by what nobody's own printers, keys, settings and logs come into a picture."""
    return {
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(place / "config"),
        "XDG_STATE_HOME": str(place / "state"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "BIJLI_BAHI_SIGNING_KEY": "5a" * 32,
    }


def _make_offices() -> bool:
    """Make an office with counters, and one with people."""
    counters, among_people = _OFFICES / "counters", _OFFICES / "people"
    demo = ["--office", str(counters), "demo", "--consumers", "300", "--days", "53"]
    if program.main(demo, MovingClock()):
        return False
    shutil.copytree(counters, among_people)
    work_at_the_counters(counters)
    keep_policies(counters)
    cut_and_tell(counters)
    take_on_staff(among_people)
    program._keep_printers(PRINTERS)  # noqa: SLF001 - as the desk keeps them
    return True


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures")
    parser.add_argument("folder", type=Path)
    pages = (*AT_THE_COUNTERS, *AMONG_PEOPLE)
    parser.add_argument("--only", choices=("", *pages), default="")
    parser.add_argument("--draw", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    asked = _asked()
    if asked.draw:
        draw(asked.folder, asked.only)
    else:
        sys.exit(main(asked.folder, asked.only))
