"""Start the program: the desk for clerks, or one command without it.

The only module that knows all others; each is imported where it is needed.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from domain.calendar import Clock
from resources import locate
from resources.texts import Texts

if TYPE_CHECKING:
    from domain.billing_sheet import BillingSheet
    from domain.money import Money
    from domain.recharge import ReceiptCopy
    from domain.simulation_sheet import SimulationSheet
    from domain.text_sheet import TextSheet
    from integrations.documents.preview import PagePicture
    from integrations.documents.receipt_pdf import Paper
    from ui.cli.outside import Outside
    from ui.desk.kit.documents import Documents

_NAME = "bijli-bahi"
#: The exit code when the desk is asked for where there is no screen: something is unavailable.
_NO_DISPLAY = 3


class SystemClock:
    """The clock on the wall."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def main(arguments: Sequence[str] | None = None, clock: Clock | None = None) -> int:
    """Do what the command line asks for and return the exit code."""
    from ui.cli import running

    asked = sys.argv[1:] if arguments is None else list(arguments)
    _ = Texts(running.language_of(asked, os.environ))
    options = running.parse(asked, _)
    if isinstance(options, int):
        return options
    _log_bugs()
    folder = Path(options.office) if options.office else default_office()
    if options.run is None:
        return open_desk(folder, clock or SystemClock(), _)
    return running.run_command(options.run, options, folder, _outside(clock or SystemClock()), _)


def open_desk(folder: Path, clock: Clock, _: Texts) -> int:
    """Open the office and show its desk until the window is closed."""
    if not _has_display():
        sentence = _("There is no display for the desk. The commands work without one: --help")
        print(sentence, file=sys.stderr)  # noqa: T201 - there is no window to say it in
        return _NO_DISPLAY
    from domain.errors import Refusal, Trouble
    from storage.office import open_office
    from ui.cli.running import REFUSED, UNAVAILABLE
    from ui.sentences import explain

    try:
        books = open_office(folder, clock)
    except Trouble as trouble:
        from ui.desk.application import say_that_it_cannot_open

        sentence = explain(trouble, _) or str(trouble)
        print(sentence, file=sys.stderr)  # noqa: T201 - whoever started it here reads it here
        say_that_it_cannot_open(sentence, _)
        return REFUSED if isinstance(trouble, Refusal) else UNAVAILABLE
    from domain.office import Actor, Channel
    from ui.cli.running import command_line_actor
    from ui.desk.application import run_desk

    try:
        actor = Actor(command_line_actor().name, Channel.DESK, counter=1)
        return run_desk(books, _documents(), actor, explain, desk_lock=folder / "desk.lock")
    finally:
        with suppress(Trouble):
            books.close()


def _has_display() -> bool:
    """Whether there is a screen that Qt could draw on; without one it would end the process."""
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def default_office() -> Path:
    """Return the office of whoever is logged in, where the system keeps a user's data."""
    import platformdirs

    return Path(platformdirs.user_data_dir(_NAME, appauthor=False)) / "office"


def _outside(clock: Clock) -> Outside:
    """Put together what the commands need from outside."""
    from integrations.spreadsheets import rejected
    from integrations.spreadsheets.reading import read_table
    from integrations.text_file import read_text
    from storage.making import office_being_made, restore_office
    from storage.office import create_office, open_office
    from ui.cli.outside import Outside

    return Outside(
        clock=clock,
        open_office=open_office,
        create_office=create_office,
        office_being_made=office_being_made,
        restore_office=restore_office,
        read_sheet=read_table,
        read_text=read_text,
        write_rejected=rejected.write,
        write_sheet=_write_sheet,
        write_receipt=_write_receipt,
        shipped_tariffs=lambda: locate("tariffs", "examples.json").read_text("utf-8"),
    )


def _documents() -> Documents:
    """Put together what the desk can print or save; each is imported when it is first used."""
    from ui.desk.kit.documents import Documents

    return Documents(
        receipt_pdf=_receipt_pdf,
        billing_sheet_xlsx=_write_sheet,
        simulation_xlsx=_write_simulation,
        pictures=_pictures,
        amount_in_words=_amount_in_words,
        text_sheet_xlsx=_write_text_sheet,
    )


def _receipt_pdf(copy: ReceiptCopy, paper: str, _: Texts) -> bytes:
    from integrations.documents.receipt_pdf import render

    return render(copy, _paper(paper), _)


def _write_simulation(sheet: SimulationSheet, path: Path, _: Texts) -> None:
    from integrations.documents import simulation_xlsx

    simulation_xlsx.write(sheet, path, _)


def _write_text_sheet(sheet: TextSheet, path: Path, _: Texts) -> None:
    from integrations.documents import text_sheet_xlsx

    text_sheet_xlsx.write(sheet, path, _)


def _pictures(pdf: bytes, dpi: int) -> list[PagePicture]:
    from integrations.documents import preview

    return preview.pages(pdf, dpi)


def _amount_in_words(amount: Money, _: Texts) -> str:
    from integrations.documents.amount_words import amount_in_words

    return amount_in_words(amount, _)


def _write_sheet(sheet: BillingSheet, path: Path, _: Texts) -> None:
    from integrations.documents.billing_sheet_xlsx import write

    write(sheet, path, _)


def _write_receipt(copy: ReceiptCopy, path: Path, paper: str, _: Texts) -> None:
    from integrations.documents.receipt_pdf import render
    from integrations.files import replacing

    pdf = render(copy, _paper(paper), _)
    with replacing(path) as file:
        file.write(pdf)


def _paper(name: str) -> Paper:
    return "80mm" if name == "80mm" else "a4"


def _log_bugs() -> None:
    """Keep what nobody foresaw in a file of the user; without one it is still told on screen."""
    import platformdirs

    folder = Path(platformdirs.user_log_dir(_NAME, appauthor=False))
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        # Opened with the first bug only; a program that runs well writes nothing.
        handler = logging.FileHandler(folder / "bugs.log", encoding="utf-8", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
        logging.basicConfig(handlers=[handler], level=logging.ERROR)


def _speak_utf8() -> None:
    """Print rupee signs and Hindi on every system, whatever its console's code page is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    _speak_utf8()
    sys.exit(main())
