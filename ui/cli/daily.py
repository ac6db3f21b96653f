"""The daily sequence: reads in, bill, alerts, the defaulter list; a step that fails stops no other.

A scheduler runs it after midnight (``packaging/schedule``); run again it does only what is left.
"""

from __future__ import annotations

import os
import shutil
import time
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from domain.calendar import billing_day
from domain.errors import DayInTheFuture, Refusal, Trouble
from domain.errors_of_files import FileReason, FileUnreadable
from domain.errors_of_messages import NoMediumOn
from domain.formats import parse_day
from ui.cli import alerts, amisp, billing, defaulters, imports
from ui.cli.session import Answer, Session
from ui.sentences import explain

#: Readings as an AMISP gives them by file, one a line; all others are sheets.
_READINGS = ".jsonl"
_SHEETS = (".csv", ".xlsx", _READINGS)
#: A file that was written to so lately may still grow.
_SETTLED_SECONDS = 5
_REJECTED_ROWS = ".rejected.csv"


@dataclass(frozen=True, slots=True)
class _Done:
    """What a step came to."""

    name: str
    title: str
    answer: Answer | None
    trouble: Trouble | None = None

    @property
    def exit_code(self) -> int:
        if self.trouble is not None:
            return 1 if isinstance(self.trouble, Refusal) else 3
        return 0 if self.answer is None else self.answer.exit_code


def daily(session: Session, options: Namespace) -> Answer:
    """Do what an office does every day; by default for the last day that has ended."""
    today = billing_day(session.outside.clock.now())
    day = parse_day(options.day) if options.day else today - timedelta(days=1)
    if day >= today:
        raise DayInTheFuture(day, today)
    # Whoever may not come in, or cannot, is told so once instead of by every step.
    with session.books():
        _ = session._
    done = take_folder(session, Path(options.reads)) if options.reads else []
    if options.amisp_reads:
        done.append(_tried("reads", _("Reads of the AMISP"), lambda: _fetched(session, day)))
    written = Namespace(
        day=day.isoformat(), until=None, every_office=False, beside="", dry_run=False
    )
    done += [
        _tried("bill", _("Billing"), lambda: billing.bill(session, written)),
        _tried("alerts", _("Alerts"), lambda: _told(session, day)),
        _tried("defaulters", _("Defaulters"), lambda: _listed(session, day, options.list)),
    ]
    return _answer(session, day, done)


def take_folder(session: Session, folder: Path) -> list[_Done]:
    """Take in each sheet of reads that has stopped growing; it goes to ``done`` or ``rejected``."""
    try:
        paths = [path for path in sorted(folder.iterdir()) if _is_settled(path)]
    except OSError as trouble:
        return [_Done("reads", folder.name, None, _unreadable(folder, trouble))]
    return [_take_file(session, path) for path in paths]


def _take_file(session: Session, path: Path) -> _Done:
    """Take in a sheet and file it away; whatever is wrong with it, the work of the day goes on."""
    asked = Namespace(what="reads", file=str(path), dry_run=False)
    take = amisp.reads if path.suffix.lower() == _READINGS else imports.import_sheet
    done = _tried("reads", path.name, lambda: take(session, asked))
    if done.trouble is not None and not isinstance(done.trouble, Refusal):
        # What is missing now may be there tomorrow: the file waits for it.
        return done
    try:
        _file_away(session, path, done)
    except FileNotFoundError:
        # Another sequence took it in at the same time, and has filed it away.
        return _Done("reads", path.name, Answer({}))
    except OSError as trouble:
        return _Done("reads", path.name, None, _unreadable(path, trouble))
    return done


def _file_away(session: Session, path: Path, done: _Done) -> None:
    is_taken = done.trouble is None and done.exit_code == 0
    target = path.parent / ("done" if is_taken else "rejected")
    _move(path, target)
    rejected = path.with_name(f"{path.stem}{_REJECTED_ROWS}")
    if rejected.exists():
        _move(rejected, path.parent / "rejected")
    if done.trouble is not None:
        report = target / f"{path.stem}.txt"
        report.write_text(_sentence(session, done.trouble) + "\n", encoding="utf-8")


def _unreadable(path: Path, trouble: OSError) -> FileUnreadable:
    is_there = not isinstance(trouble, FileNotFoundError | NotADirectoryError)
    return FileUnreadable(path.name, FileReason.NOT_PERMITTED if is_there else FileReason.NOT_FOUND)


def _is_settled(path: Path) -> bool:
    if path.suffix.lower() not in _SHEETS or path.name.endswith(_REJECTED_ROWS):
        return False
    try:
        return path.is_file() and time.time() - path.stat().st_mtime >= _SETTLED_SECONDS
    except FileNotFoundError:
        # Filed away between the two looks.
        return False


def _move(path: Path, folder: Path) -> None:
    """Move a file to a folder; one of the same name from another day stays."""
    folder.mkdir(exist_ok=True)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    shutil.move(os.fspath(path), target)


def _fetched(session: Session, day: date) -> Answer:
    asked = Namespace(file="", day=day.isoformat(), until="", dry_run=False)
    return amisp.reads(session, asked)


def _told(session: Session, day: date) -> Answer:
    try:
        return alerts.run(session, Namespace(day=day.isoformat()))
    except NoMediumOn as nobody:
        return Answer({"queued": {}}, [_sentence(session, nobody)])


def _listed(session: Session, day: date, folder: str | None) -> Answer:
    """Count those who owe; into a folder, if one is named, goes the list."""
    out = Path(folder, f"defaulters-{day}.xlsx") if folder else None
    asked = Namespace(
        kind="defaulters",
        band="",
        age="",
        feeder=[],
        transformer=[],
        held_by=[],
        status=[],
        text="",
        free=False,
        consumer=[],
        by_place=True,
        out=None if out is None else str(out),
        reason=session._("daily list"),
    )
    return defaulters.defaulters(session, asked)


def _tried(name: str, title: str, work: Callable[[], Answer]) -> _Done:
    try:
        return _Done(name, title, work())
    except Trouble as trouble:
        return _Done(name, title, None, trouble)


def _answer(session: Session, day: date, done: list[_Done]) -> Answer:
    lines: list[str] = []
    told: list[dict[str, Any]] = []
    for step in done:
        said = [] if step.answer is None else [*step.answer.lines, step.answer.complaint]
        sentences = [_sentence(session, step.trouble)] if step.trouble is not None else said
        lines += [f"— {step.title}", *(line for line in sentences if line), ""]
        told.append(
            {
                "step": step.name,
                "what": step.title,
                "exit_code": step.exit_code,
                "facts": None if step.answer is None else step.answer.facts,
                "error": None if step.trouble is None else step.trouble.code,
            }
        )
    failed = sum(step.exit_code != 0 for step in done)
    complaint = (
        session._("{count} of {all} steps were not done.", count=failed, all=len(done))
        if failed
        else ""
    )
    return Answer(
        {"day": day.isoformat(), "steps": told},
        lines,
        exit_code=max((step.exit_code for step in done), default=0),
        complaint=complaint,
        counts={"steps": len(done), "failed": failed},
    )


def _sentence(session: Session, trouble: Trouble) -> str:
    return explain(trouble, session._) or trouble.code
