"""Draw every page of a practice office: two languages, light and dark, at 100% and at 150%.

Run: ``python -m tests.pictures FOLDER [--only PAGE]``. The pictures are of a screen of 1366x768;
at 150% the desk has 911x512 points of it. Those of the desk that ``docs/pictures`` keeps are
made by it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from domain.shift import NO_CASH, CashCount

SCREEN = (1366, 728)
SCALES = ("1", "1.5")
NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
#: How long a page may take to be complete, and to be drawn once it is.
_WAIT_SECONDS, _DRAW_SECONDS = 20.0, 0.4
_PASSWORD = "monsoon over patna"
_TWELVE_WORDS = "hood crane obey lunar seven basket quiz orbit tower pencil marble violin"


#: What the clerk of the pictures has counted, a little too little.
_COUNTED = CashCount.of({500: 5, 100: 3, 50: 2, 10: 1})


class _Clock:
    def now(self) -> datetime:
        return NOW


def main(folder: str) -> int:
    """Make the practice office once and draw it at each scale in a process of its own."""
    import main as program  # noqa: PLC0415 - the child processes have no use for it

    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        office = Path(place) / "office"
        demo = ["--office", str(office), "demo", "--consumers", "300", "--days", "53"]
        if program.main(demo, _Clock()):
            return 1
        for scale in SCALES:
            surroundings = {
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": scale,
            }
            subprocess.run(
                [sys.executable, "-m", "tests.pictures", "--draw", str(office), str(target)],
                check=True,
                env=surroundings,
            )
    return 0


def draw(office: Path, target: Path) -> None:
    """Draw every page in both languages and both colours at the scale of this process."""
    import main as program  # noqa: PLC0415 - Qt belongs to the child process only
    from storage.office import open_office  # noqa: PLC0415

    documents = program._documents()  # noqa: SLF001 - as the desk gets them
    staffed = office.with_name("staffed")
    if not staffed.exists():
        shutil.copytree(office, staffed)
        with closing(open_office(staffed, _Clock())) as books:
            _take_on_staff(books)
    for folder, kind in ((office, _Artist), (staffed, _PeopleArtist)):
        with closing(open_office(folder, _Clock())) as books:
            if kind is _Artist:
                # The other office has staff, and no R. Devi among them.
                _work_at_the_counters(books)
            artist = kind(books, documents, target)
            for language in ("en", "hi"):
                for is_dark in (False, True):
                    artist.draw_all(language, is_dark=is_dark)
            artist.finish()


def _work_at_the_counters(books: Any) -> None:
    """Take money at two counters, of which one is closed a little short; once an office."""
    from domain.money import Money  # noqa: PLC0415 - the child processes need them
    from domain.office import Actor, Channel  # noqa: PLC0415
    from domain.recharge import RechargeOrder  # noqa: PLC0415
    from domain.shift import DrawerMoveKind  # noqa: PLC0415
    from domain.tender import Tender  # noqa: PLC0415

    if books.counter.shifts(books.today()):
        return
    ways = (
        (Tender.CASH, "", "", None),
        (Tender.CASH, "", "", None),
        (Tender.UPI, "4321", "", None),
        (Tender.CHEQUE, "0045", "State Bank of India", books.today()),
    )
    for counter, name in ((2, "R. Devi"), (3, "S. Ansari")):
        actor = Actor(name, Channel.DESK, counter)
        shift = books.counter.open_shift(CashCount.of({500: 2, 100: 8, 50: 4}), actor)
        for number in range(1, 13):
            tender, reference, bank, dated = ways[number % 4]
            consumer = str(100_000 + 20 * counter + number)
            amount = Money.rupees(50 * number + 100)
            known = f"{reference}{counter}{number:02}" if reference else ""
            order = RechargeOrder.of(
                f"{counter}-{number}", consumer, amount, tender, known, bank, dated
            )
            books.recharge(order, actor)
        books.counter.move_cash(
            DrawerMoveKind.PAY_OUT, Money.rupees(120), "Ramesh", "Tea for the queue", actor
        )
        drop, note = Money.rupees(1500), "At noon"
        books.counter.move_cash(DrawerMoveKind.DROP, drop, "", note, actor)
    there = books.counter.cash_in_drawer(counter)
    short = CashCount.in_fewest(there - Money.rupees(20))
    books.counter.close_shift(shift.id, short, "Given too much in change", "R. Devi", actor)


def _take_on_staff(books: Any) -> None:
    """Give an office staff, somebody who is locked out, and requests that wait."""
    from domain.errors import Refusal  # noqa: PLC0415 - the child processes need them
    from domain.office import Actor, Channel  # noqa: PLC0415
    from domain.services.taking_tariffs import judge_tariffs  # noqa: PLC0415
    from domain.staff import NewMember, Role  # noqa: PLC0415
    from storage.passwords import Argon2Passwords  # noqa: PLC0415

    trust = books.trust
    trust.passwords = Argon2Passwords(is_quick=True)
    asha, vikram = Actor("asha", Channel.DESK, 1), Actor("vikram", Channel.DESK, 2)
    first = NewMember("asha", "Asha Kumari", Role.ADMINISTRATOR, 1)
    trust.make_first_administrator(first, _PASSWORD, asha)
    for form in (
        NewMember("vikram", "Vikram Singh", Role.SUPERVISOR, 2),
        NewMember("ravi", "Ravi Ranjan Prasad", Role.CLERK, 3),
        NewMember("meena", "Meena Devi", Role.CLERK, 4),
        NewMember("banerjee", "S. Banerjee", Role.AUDITOR, 0),
        NewMember("nightly", "Nightly run", Role.MACHINE, 0),
    ):
        trust.add_member(form, _PASSWORD, asha)
    for name in ("vikram", "ravi"):
        trust.change_password(_PASSWORD, f"{_PASSWORD}!", Actor(name, Channel.DESK))
    for _try in range(6):
        with suppress(Refusal):
            trust.sign_in("meena", "wrong", Channel.DESK)
    for number, actor in ((1, asha), (2, vikram)):
        document = dict(books.tariffs()[number].document)
        identity = f"{document['id']}-NEW"
        document.update(id=identity, schedule=identity, valid_from="2027-04-01")
        document.pop("valid_until", None)
        judged = judge_tariffs(json.dumps({"tariffs": [document]}), books.tariffs())
        trust.ask_for_tariffs(judged, "Order of the commission of 12 November", actor)


class _Artist:
    def __init__(self, books: Any, documents: Any, target: Path) -> None:
        from domain.office import Actor, Channel  # noqa: PLC0415 - imported with Qt below
        from ui.desk.application import open_application  # noqa: PLC0415
        from ui.desk.kit.language import Language  # noqa: PLC0415
        from ui.desk.kit.tasks import TaskRunner  # noqa: PLC0415
        from ui.desk.kit.theme import Theme  # noqa: PLC0415
        from ui.desk.window import Surroundings  # noqa: PLC0415
        from ui.sentences import explain  # noqa: PLC0415

        self._application = open_application()
        self._scale = float(os.environ["QT_SCALE_FACTOR"])
        self._target = target
        self._theme, self._language = Theme(self._application), Language("en")
        self._tasks = TaskRunner()
        actor = Actor("R. Devi", Channel.DESK, counter=2)
        world = Surroundings(books, actor, explain, self._tasks, self._language, self._theme)
        self._window: Any = self._opened(world, documents)
        self._window.resize(*(round(side / self._scale) for side in SCREEN))
        self._window.show()
        self._settle()

    def _opened(self, world: Any, documents: Any) -> Any:
        from ui.desk.application import page_makers  # noqa: PLC0415 - as above
        from ui.desk.window import Window  # noqa: PLC0415

        return Window(world, page_makers(world.books, documents))

    def draw_all(self, language: str, *, is_dark: bool) -> None:
        """Draw every page in one language and one colour."""
        self._language.switch_to(language)
        self._theme.show_dark(is_dark)
        for name in self._scenes():
            self._settle()
            percent = round(self._scale * 100)
            colour = "dark" if is_dark else "light"
            place = self._target / f"{name}-{language}-{colour}-{percent}.png"
            self._window.grab().save(str(place))
            # 256 colours are enough for a desk, and a third of the bytes.
            with Image.open(place) as picture:
                few = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
            few.save(place, optimize=True)

    def finish(self) -> None:
        self._window.close()
        self._tasks.shutdown()

    def _scenes(self) -> Iterator[str]:
        """Bring up one page after the other; each is drawn when its name is yielded."""
        window = self._window
        window.show_page("consumers")
        yield "consumers"
        window.show_consumer("100001")
        tabs = window.page.view.consumer.tabs
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            yield f"consumer-{place + 1}"
        window.recharge("100001")
        self._settle()
        window.page.view.amount.line.setText("500")
        yield "recharge"
        window.show_page("simulation")
        window.page.view.choices.run_requested.emit()
        yield "simulation"
        window.show_page("billing_sheet")
        yield "billing-sheet"
        yield from self._counter_scenes(window)
        yield from self._register_scenes(window)
        window.show_page("books")
        window.page.check.check()
        window.page.backups.back_up()
        yield "books"
        window.page.backups.drill()
        yield "drill"
        window.page.step_back()
        window.show_page("audit")
        yield "audit"

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

    def _register_scenes(self, window: Any) -> Iterator[str]:
        from domain.register import RegisterKind  # noqa: PLC0415 - as above

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
            self._application.processEvents()
            # Outside an event loop of its own, Qt puts off deleting what has gone.
            self._application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class _PeopleArtist(_Artist):
    """Draws the door, the first start, and the pages about people."""

    def _opened(self, world: Any, documents: Any) -> Any:
        from ui.desk.application import page_makers  # noqa: PLC0415 - as above
        from ui.desk.front import Front  # noqa: PLC0415

        self._trust = world.books.trust
        return Front(
            world, lambda seen: page_makers(seen, documents), documents, lambda: _TWELVE_WORDS
        )

    def _scenes(self) -> Iterator[str]:
        front = self._window
        if front.window_of_desk:
            front.sign_out()
        front.begin()
        panel = front.sign_in.sign_in
        panel.show_name("asha")
        panel.form.field("password").setText(_PASSWORD)
        yield "sign-in"
        front.wizard.start()
        front.wizard.welcome.next_requested.emit()
        form = front.wizard.administrator.form
        form.show_values({"name": "Asha Kumari", "user_name": "asha", "new_password": _PASSWORD})
        yield "first-start"
        form.show_values({"again": _PASSWORD})
        front.wizard.administrator.accept_requested.emit()
        yield "recovery-words"
        front.door.side.show_steps((), 0)
        front.door.retranslate()
        front.open_desk(self._trust.member("asha"))
        front.window_of_desk.show_page("staff")
        self._settle()
        front.window_of_desk.page.view.table.go_to("meena")
        yield "staff"
        front.window_of_desk.show_page("approvals")
        self._settle()
        front.window_of_desk.page.view.table.go_to_place(0)
        yield "approvals"
        front.lock()
        yield "locked"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--draw"]:
        draw(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        sys.exit(main(sys.argv[1]))
