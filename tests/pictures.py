"""Draw every page of a practice office: two languages, light and dark, at 100% and at 150%.

Run: ``python -m tests.pictures FOLDER [--only PAGE]``. The pictures are of a screen of 1366x768;
at 150% the desk has 911x512 points of it. Those of the desk that ``docs/pictures`` keeps are
made by it. They are the same whenever they are made; only the page Books tells of its machine,
and of the anchor of books whose ids are made by chance.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from domain.dashboard import Stretch
from domain.formats import kilowatts
from domain.money import Money
from domain.register import RegisterKind
from domain.shift import NO_CASH, CashCount
from domain.tender import Tender
from tests.pictured_offices import (
    DEVI,
    NOW,
    PASSWORD,
    PRINTERS,
    SHOWN,
    MovingClock,
    cut_and_tell,
    keep_policies,
    take_on_staff,
    work_at_the_counters,
)

SCREEN = (1366, 728)
SCALES = ("1", "1.5")
#: How long a page may take to be complete, and to be drawn once it is.
_WAIT_SECONDS, _DRAW_SECONDS = 20.0, 0.4
_TWELVE_WORDS = "hood crane obey lunar seven basket quiz orbit tower pencil marble violin"
#: Where the offices are made, in a place that goes with the run.
_OFFICES = Path("offices")
#: What the clerk of the pictures has counted, a little too little.
_COUNTED = CashCount.of({500: 5, 100: 3, 50: 2, 10: 1})
#: Two that are new, one that is refused, and one whose telephone is another.
_NEW_CONSUMERS = """CA No,Consumer Name,Mobile No,Meter Sl No,Sanctioned Load (kW),Date of Supply
920001,सुनीता देवी,9876543210,SX920001,2 kW,15/11/2026
920002,Manoj Kumar,9876543211,SX920002,3 kW,16/11/2026
920003,Geeta Kumari,98765,SX920003,1 kW,16/11/2026
{known.number},{known.name},9000000001,{known.meter_serial},{load},{known.connected_on:%d/%m/%Y}
"""
#: What is typed into Go To: part of a name, of pages and of actions.
_LOOKED_FOR = "re"
#: The panel of long works appears after half a second.
_LONG_WORK_SECONDS = 0.9
#: A code by UPI bears the id of its order.
_ORDER = "0" * 32


def main(folder: Path, only: str) -> int:
    """Make the practice offices once and draw them at each scale in a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    itself = [sys.executable, "-m", "tests.pictures", str(folder.resolve()), "--only", only]
    # The page Books says where the office is: no picture has the place of this run.
    with tempfile.TemporaryDirectory() as place, chdir(place):
        os.environ.update(_surroundings(Path(place)))
        if not _make_offices():
            return 1
        drawing = [_drawn_at(scale, itself) for scale in SCALES]
        return max(process.wait() for process in drawing)


def _drawn_at(scale: str, itself: Sequence[str]) -> subprocess.Popen[bytes]:
    """Begin to draw copies of the offices at a scale."""
    shutil.copytree(_OFFICES, Path(scale) / _OFFICES)
    project = str(Path(__file__).parents[1])
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
    import main as program  # noqa: PLC0415 - the child processes have no use for it

    office, staffed = _OFFICES / "counters", _OFFICES / "people"
    demo = ["--office", str(office), "demo", "--consumers", "300", "--days", "53"]
    if program.main(demo, MovingClock()):
        return False
    shutil.copytree(office, staffed)
    work_at_the_counters(office)
    keep_policies(office)
    cut_and_tell(office)
    take_on_staff(staffed)
    program._keep_printers(PRINTERS)  # noqa: SLF001 - as the desk keeps them
    return True


def draw(target: Path, only: str) -> None:
    """Draw every page in both languages and both colours at the scale of this process."""
    import main as program  # noqa: PLC0415 - Qt belongs to the child process only
    from storage.office import open_office  # noqa: PLC0415

    documents = program._documents()  # noqa: SLF001 - as the desk gets them
    for name, kind in (("counters", _Artist), ("people", _PeopleArtist)):
        if only and only not in kind.PAGES:
            continue
        with closing(open_office(_OFFICES / name, MovingClock(NOW))) as books:
            artist = kind(books, documents, target, only)
            for language in ("en", "hi"):
                for is_dark in (False, True):
                    artist.draw_all(language, is_dark=is_dark)
            artist.finish()


class _Artist:
    """Draws the pages about consumers and money."""

    #: What ``--only`` may name.
    PAGES: Sequence[str] = (
        *("dashboard", "consumers", "recharge", "simulation", "billing-sheet", "counter"),
        "receipts",
        *(
            "registers",
            "recovery",
            "defaulters",
            "policies",
            "supply",
            "alerts",
            "tariffs",
            "importing",
            "books",
            "audit",
            "verifying",
            "printers",
        ),
        "frame",
    )

    def __init__(self, books: Any, documents: Any, target: Path, only: str) -> None:
        from ui.desk.application import open_application  # noqa: PLC0415 - imported with Qt below
        from ui.desk.kit.language import Language  # noqa: PLC0415
        from ui.desk.kit.tasks import TaskRunner  # noqa: PLC0415
        from ui.desk.kit.theme import Theme  # noqa: PLC0415
        from ui.desk.window import Surroundings  # noqa: PLC0415
        from ui.sentences import explain  # noqa: PLC0415

        self._application = open_application()
        # A cursor that blinks is seen in some pictures only.
        self._application.setCursorFlashTime(0)
        self._scale = float(os.environ["QT_SCALE_FACTOR"])
        self._books, self._target, self._only = books, target, only
        self._theme, self._language = Theme(self._application), Language("en")
        self._tasks = TaskRunner()
        world = Surroundings(books, DEVI, explain, self._tasks, self._language, self._theme)
        self._window: Any = self._opened(world, documents)
        self._window.resize(*(round(side / self._scale) for side in SCREEN))
        self._window.show()
        self._settle()
        self._clear_up()

    def _opened(self, world: Any, documents: Any) -> Any:
        from ui.desk.application import page_makers  # noqa: PLC0415 - as above
        from ui.desk.window import Window  # noqa: PLC0415

        return Window(world, page_makers(world.books, documents))

    def draw_all(self, language: str, *, is_dark: bool) -> None:
        """Draw every page in one language and one colour."""
        self._language.switch_to(language)
        self._theme.show_dark(is_dark)
        for page in self.PAGES:
            if self._only not in {"", page}:
                continue
            self._clear_up()
            for name in self._scenes(page):
                self._settle()
                self._draw(f"{name}-{language}-{'dark' if is_dark else 'light'}")

    def finish(self) -> None:
        self._window.close()
        self._tasks.shutdown()

    def _clear_up(self) -> None:
        """Put away what the desk asks and tells beside its pages."""
        self._window.pages["recharge"].unprinted.put_off()
        self._window.desk.toasts.put_away()

    def _draw(self, name: str) -> None:
        place = self._target / f"{name}-{round(self._scale * 100)}.png"
        self._grabbed().save(str(place))
        # 256 colours are enough for a desk, and a third of the bytes.
        with Image.open(place) as picture:
            few = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        few.save(place, optimize=True)

    def _grabbed(self) -> Any:
        """Return the window with the menus that are open in it, each a window of its own."""
        from PySide6.QtGui import QPainter  # noqa: PLC0415 - as above
        from PySide6.QtWidgets import QMenu  # noqa: PLC0415

        picture = self._window.grab()
        open_menus = [menu for menu in self._window.findChildren(QMenu) if menu.isVisible()]
        with QPainter(picture) as painter:
            for menu in open_menus:
                painter.drawPixmap(self._window.mapFromGlobal(menu.pos()), menu.grab())
        return picture

    def _scenes(self, page: str) -> Iterator[str]:
        """Bring up what a page can show; each is drawn when its name is yielded."""
        scenes = getattr(self, f"_{page.replace('-', '_')}_scenes")
        yield from scenes(self._window)

    def _dashboard_scenes(self, window: Any) -> Iterator[str]:
        window.show_page("dashboard")
        yield "dashboard"
        window.page.view.range.show_stretch(Stretch.DAYS_30)
        window.page.controller.look()
        yield "dashboard-30-days"
        window.page.view.range.show_stretch(Stretch.TODAY)
        window.page.controller.look()

    def _consumers_scenes(self, window: Any) -> Iterator[str]:
        window.show_page("consumers")
        yield "consumers"
        window.show_consumer(SHOWN)
        tabs = window.page.view.consumer.tabs
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            yield f"consumer-{place + 1}"
        window.actions_of_desk.run("explain_balance")
        yield "balance-explained"
        window.page.view.balance.put_away()
        window.actions_of_desk.run("note")
        yield "note"
        window.page.view.note_sheet.put_away()

    def _recharge_scenes(self, window: Any) -> Iterator[str]:
        window.recharge(SHOWN)
        self._settle()
        page = window.page
        form = page.view.form
        form.amount.line.setText("500")
        yield "recharge"
        form.tender.show_value(Tender.UPI)
        page.controller.poster.order_id = _ORDER
        page.controller.payment.changed.emit()
        yield "recharge-upi"
        form.amount.line.setText("2000")
        page.view.tender.another_requested.emit()
        form.part.show_value(Money.rupees(1_500))
        form.reference.show_value("532701480077")
        page.controller.recharge()
        self._settle()
        form.given.show_value(Money.rupees(600))
        form.given.line.setFocus()
        yield "recharge-mixed"
        page.controller.clear()
        for row in self._books.counter.unprinted(DEVI.counter):
            page.unprinted.on_not_printed(row.number)
        yield "recharge-unprinted"

    def _simulation_scenes(self, window: Any) -> Iterator[str]:
        window.show_page("simulation")
        window.page.view.choices.run_requested.emit()
        yield "simulation"

    def _billing_sheet_scenes(self, window: Any) -> Iterator[str]:
        window.show_page("billing_sheet")
        yield "billing-sheet"

    def _counter_scenes(self, window: Any) -> Iterator[str]:
        window.show_page("counter")
        page = window.page
        yield "counter"
        page.shift.ask_close()
        self._settle()
        page.view.shift.closing.grid.show_count(_COUNTED)
        yield "counter-closing"
        page.view.shift.closing.grid.show_count(NO_CASH)
        page.shift.leave_closing()
        page.day_end.show_day(3, NOW.date())
        window.actions_of_desk.run("counter.day_end")
        yield "day-end"
        window.actions_of_desk.run("counter.counters")
        yield "counters"
        window.actions_of_desk.run("counter.shift")

    def _receipts_scenes(self, window: Any) -> Iterator[str]:
        from ui.desk.receipts.list_view import Part  # noqa: PLC0415 - as above

        window.show_page("receipts")
        self._settle()
        view = window.page.view
        rows = self._books.receipts(100)
        cancelled = next(place for place, row in enumerate(rows) if row.undone == "cancelled")
        view.list.table.go_to_place(cancelled)
        yield "receipts"
        view.open_detail()
        yield "receipt"
        view.step_back()
        view.list.show_part(Part.CHEQUES)
        yield "cheques"
        view.list.show_part(Part.RECEIPTS)

    def _registers_scenes(self, window: Any) -> Iterator[str]:
        window.show_page("registers")
        for kind, name in (
            (RegisterKind.COLLECTION, "registers"),
            (RegisterKind.CASH_CLOSING, "cash-closing"),
            (RegisterKind.DAY_BOOK, "day-book"),
        ):
            window.page.view.show_kind(kind)
            window.page.controller.look()
            yield name
        window.page.view.show_kind(RegisterKind.COLLECTION)

    def _recovery_scenes(self, window: Any) -> Iterator[str]:
        window.show_page("recovery")
        self._settle()
        yield "recovery"
        window.actions_of_desk.run("recovery.lines")
        yield "recovery-lines"
        window.actions_of_desk.run("recovery.payments")

    def _defaulters_scenes(self, window: Any) -> Iterator[str]:
        from ui.desk.defaulters.view import Part  # noqa: PLC0415 - as above

        window.show_page("defaulters")
        self._settle()
        yield "defaulters"
        window.actions_of_desk.run("defaulters.filter")
        yield "defaulters-filter"
        window.page.view.filters.menu.close()
        for part, name in ((Part.NEVER_RECHARGED, "never"), (Part.PLACES, "places")):
            window.page.show_place(part)
            self._settle()
            yield f"defaulters-{name}"
        window.page.show_place(Part.DEFAULTERS)

    def _supply_scenes(self, window: Any) -> Iterator[str]:
        """Draw a job, whom it would cut, orders, and the strip while disconnecting is stopped."""
        from domain.supply_book import Standstill  # noqa: PLC0415 - as above
        from ui.desk.supply.job_card import Part  # noqa: PLC0415
        from ui.desk.supply.view import SupplyPart  # noqa: PLC0415

        window.show_page("supply")
        page = window.page
        self._settle()
        yield "disconnection"
        page.controller.open_part(Part.ALL)
        self._settle()
        yield "disconnection-rows"
        page.show_place(SupplyPart.ALL)
        self._settle()
        yield "disconnection-orders"
        why = "Order 41/2026 of the District Magistrate"
        stopped = Standstill(self._books.now(), DEVI.name, why)
        page.strip.show_standstill(stopped, window.desk.texts)
        yield "disconnection-stopped"
        page.strip.show_standstill(None, window.desk.texts)
        page.show_place(SupplyPart.JOBS)

    def _alerts_scenes(self, window: Any) -> Iterator[str]:
        from ui.desk.alerts.view import AlertsPart  # noqa: PLC0415 - as above

        window.show_page("alerts")
        self._settle()
        yield "alerts"
        window.page.show_place(AlertsPart.TEMPLATES)
        self._settle()
        yield "alerts-templates"
        window.page.show_place(AlertsPart.ALL)

    def _importing_scenes(self, window: Any) -> Iterator[str]:
        """Draw the steps of a file that is not taken in: the office stays as it is."""
        window.show_page("importing")
        page = window.page
        file = Path("new consumers.csv")
        known = self._books.consumer(SHOWN)
        file.write_text(
            _NEW_CONSUMERS.format(known=known, load=kilowatts(known.load_w)), encoding="utf-8"
        )
        page.controller.begin()
        page.controller.choose(file)
        self._settle()
        columns = page.view.columns
        columns.fields["category"].show_value(" for all ")
        columns.values["category"].show_value(known.category)
        yield "importing-columns"
        page.controller.accept()
        self._settle()
        yield "importing"
        while page.step_back():
            pass

    def _policies_scenes(self, window: Any) -> Iterator[str]:
        """Draw the parts of the page; what is written in the form holds nowhere."""
        from ui.desk.policies.dry_run_view import When, Which  # noqa: PLC0415 - as above
        from ui.desk.policies.view import Part  # noqa: PLC0415

        window.show_page("policies")
        page, view = window.page, window.page.view
        yield "policies"
        page.controller.begin()
        self._settle()
        form = view.form.general.form
        form.field("emergency_credit.time").setText("240")
        form.field("conversion_grace_days").setText("thirty")
        page.controller.writing.judge()
        self._settle()
        view.form.go_to_first_fault()
        yield "policy-form"
        form.field("conversion_grace_days").setText("30")
        page.controller.writing.judge()
        self._settle()
        page.controller.show_part(Part.DRY_RUN)
        view.dry_run.choose(When.NEXT_WINDOW, Which.DRAFT)
        page.controller.run()
        self._settle()
        view.dry_run.bars.go_to_place(1)
        yield "policy-dry-run"
        page.controller.show_part(Part.HOLIDAYS)
        yield "policy-holidays"
        page.controller.show_part(Part.PROTECTIONS)
        yield "policy-protections"
        page.controller.show_part(Part.RULES)
        page.step_back()

    def _tariffs_scenes(self, window: Any) -> Iterator[str]:
        window.show_page("tariffs")
        page, book = window.page, window.page.view.book
        self._settle()
        book.parts.show_value("schedules")
        book.schedules.go_to("BR-DS2")
        book.stretches.go_to("BR-DS2-2025F")
        book.compare.show_value("BR-DS2-2025")
        yield "tariffs"
        drafts = self._books.drafts.all()
        if drafts:
            page.show_place(drafts[0].id)
        else:
            book.schedules.go_to("AS-DOMA-2023")
            self._settle()
            page.controller.draft_successor()
        self._settle()
        editor = page.view.editor
        editor.form.form.field("energy").cell(1, 1).setText("7.25")
        page.controller.editing.keep()
        self._settle()
        editor.tabs.setCurrentIndex(0)
        yield "tariff-draft"
        page.controller.editing.impacting.run()
        yield "tariff-impact"
        page.step_back()

    def _books_scenes(self, window: Any) -> Iterator[str]:
        window.show_page("books")
        window.page.check.check()
        yield "books"
        window.page.backups.drill()
        yield "drill"
        window.page.step_back()
        window.actions_of_desk.run("office_settings")
        yield "office-settings"
        window.settings.put_away()

    def _audit_scenes(self, window: Any) -> Iterator[str]:
        window.show_page("audit")
        yield "audit"

    def _verifying_scenes(self, window: Any) -> Iterator[str]:
        window.show_page("verifying")
        view = window.page.view
        [row] = self._books.receipts(1, SHOWN)
        code = self._books.receipt(row.number, DEVI).code
        changed = code.replace("&a=", "&a=9")
        for text, name in ((code, "verifying"), (changed, "verifying-changed")):
            view.code.setText(text)
            view.verify_requested.emit(text)
            yield name
        window.page.step_back()

    def _printers_scenes(self, window: Any) -> Iterator[str]:
        window.show_page("printers")
        self._settle()
        window.page.view.table.go_to_place(0)
        yield "printers"

    def _frame_scenes(self, window: Any) -> Iterator[str]:
        """Draw what lies over a page, or beside it."""
        window.show_page("consumers")
        window.page.step_back()
        window.help.toggle()
        yield "help"
        window.help.toggle()
        window.tour.begin()
        yield "tour"
        window.tour.end()
        window.actions_of_desk.run("go_to")
        window.go_to.line.setText(_LOOKED_FOR)
        yield "go-to"
        window.go_to.put_away()
        listed = window.page.view.list
        listed.filters.choose({"statuses": ["low"]})
        listed.filters.open_menu()
        yield "filters"
        listed.filters.menu.close()
        listed.filters.choose({})
        listed.columns.choose()
        yield "columns"
        listed.columns.put_away()
        yield from self._told_scenes(window)

    def _told_scenes(self, window: Any) -> Iterator[str]:
        """Draw what the desk tells: long work, messages, and who was looked at lately."""
        from ui.desk.kit.progress_panel import Outcome  # noqa: PLC0415 - as above

        _ = window.desk.texts
        work = self._tasks.read(window, lambda _progress: time.sleep(_LONG_WORK_SECONDS))
        told = _("Written to {path}. Rows: {count}.", path="consumers.xlsx", count="300")
        done = Outcome(told, _("Open it"), lambda: None)
        window.desk.progress.follow(work, "consumers.xlsx", lambda _nothing: done)
        yield "long-work"
        for line in window.desk.progress.shown:
            line.put_away.click()
        window.actions_of_desk.run("messages")
        yield "messages"
        window.messages.put_away()
        window.show_consumer(SHOWN)
        self._settle()
        window.page.step_back()
        window.actions_of_desk.run("recents")
        yield "recents"
        window.recents_button.menu_of_recents.close()

    def _settle(self) -> None:
        """Let the desk do what it has under way, and draw itself."""
        self._until(lambda: self._tasks.is_idle, _WAIT_SECONDS)
        self._until(lambda: False, _DRAW_SECONDS)
        self._until(lambda: self._tasks.is_idle, _WAIT_SECONDS)

    def _until(self, is_done: Callable[[], bool], seconds: float) -> None:
        end = datetime.now(UTC) + timedelta(seconds=seconds)
        from PySide6.QtCore import QEvent  # noqa: PLC0415 - as above

        self._application.processEvents()
        while not is_done() and datetime.now(UTC) < end:
            time.sleep(0.002)
            self._application.processEvents()
            # Outside an event loop of its own, Qt puts off deleting what has gone.
            self._application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class _PeopleArtist(_Artist):
    """Draws the door, the first start, and the pages about people."""

    PAGES = ("door", "staff", "approvals", "locked")

    def _opened(self, world: Any, documents: Any) -> Any:
        from ui.desk.application import page_makers  # noqa: PLC0415 - as above
        from ui.desk.front import Front  # noqa: PLC0415

        return Front(
            world, lambda seen: page_makers(seen, documents), documents, lambda: _TWELVE_WORDS
        )

    def _clear_up(self) -> None:
        """Leave everything: nothing is told here."""

    def _door_scenes(self, front: Any) -> Iterator[str]:
        if front.window_of_desk:
            front.sign_out()
        front.begin()
        panel = front.sign_in.sign_in
        panel.show_name("asha")
        panel.form.field("password").setText(PASSWORD)
        yield "sign-in"
        front.wizard.start()
        front.wizard.welcome.next_requested.emit()
        form = front.wizard.administrator.form
        form.show_values({"name": "Asha Kumari", "user_name": "asha", "new_password": PASSWORD})
        yield "first-start"
        form.show_values({"again": PASSWORD})
        front.wizard.administrator.accept_requested.emit()
        yield "recovery-words"
        front.door.side.show_steps((), 0)
        front.door.retranslate()

    def _staff_scenes(self, front: Any) -> Iterator[str]:
        self._desk_of_asha(front).show_page("staff")
        self._settle()
        front.window_of_desk.page.view.table.go_to("meena")
        yield "staff"

    def _approvals_scenes(self, front: Any) -> Iterator[str]:
        self._desk_of_asha(front).show_page("approvals")
        self._settle()
        table = front.window_of_desk.page.view.table
        for place, name in ((2, "approvals"), (0, "approvals-cancellation")):
            table.go_to_place(place)
            yield name

    def _locked_scenes(self, front: Any) -> Iterator[str]:
        self._desk_of_asha(front)
        front.lock()
        yield "locked"

    def _desk_of_asha(self, front: Any) -> Any:
        if front.window_of_desk is None or front.is_locked:
            front.open_desk(self._books.trust.member("asha"))
        return front.window_of_desk


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures")
    parser.add_argument("folder", type=Path)
    pages = (*_Artist.PAGES, *_PeopleArtist.PAGES)
    parser.add_argument("--only", choices=("", *pages), default="")
    parser.add_argument("--draw", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    asked = _asked()
    if asked.draw:
        draw(asked.folder, asked.only)
    else:
        sys.exit(main(asked.folder, asked.only))
