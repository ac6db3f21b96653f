"""Draw every page of a practice office: two languages, light and dark, at 100% and at 150%.

Run: ``python -m tests.pictures FOLDER [--only PAGE]``. The pictures are of a screen of 1366x768;
at 150% the desk has 911x512 points of it. Those of the desk that ``docs/pictures`` keeps are
made by it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image

SCREEN = (1366, 728)
SCALES = ("1", "1.5")
NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
#: How long a page may take to be complete, and to be drawn once it is.
_WAIT_SECONDS, _DRAW_SECONDS = 20.0, 0.4


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

    books = open_office(office, _Clock())
    artist = _Artist(books, program._documents(), target)  # noqa: SLF001 - as the desk gets them
    for language in ("en", "hi"):
        for is_dark in (False, True):
            artist.draw_all(language, is_dark=is_dark)
    artist.finish()
    books.close()


class _Artist:
    def __init__(self, books: Any, documents: Any, target: Path) -> None:
        from domain.office import Actor, Channel  # noqa: PLC0415 - imported with Qt below
        from ui.desk.application import open_application, page_makers  # noqa: PLC0415
        from ui.desk.kit.language import Language  # noqa: PLC0415
        from ui.desk.kit.tasks import TaskRunner  # noqa: PLC0415
        from ui.desk.kit.theme import Theme  # noqa: PLC0415
        from ui.desk.window import Surroundings, Window  # noqa: PLC0415
        from ui.sentences import explain  # noqa: PLC0415

        self._application = open_application()
        self._scale = float(os.environ["QT_SCALE_FACTOR"])
        self._target = target
        self._theme, self._language = Theme(self._application), Language("en")
        self._tasks = TaskRunner()
        actor = Actor("R. Devi", Channel.DESK, counter=2)
        world = Surroundings(books, actor, explain, self._tasks, self._language, self._theme)
        self._window = Window(world, page_makers(books, documents))
        self._window.resize(*(round(side / self._scale) for side in SCREEN))
        self._window.show()
        self._settle()

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
        window.show_page("books")
        window.page.check.check()
        window.page.backups.back_up()
        yield "books"
        window.page.backups.drill()
        yield "drill"
        window.page.step_back()
        window.show_page("audit")
        yield "audit"

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


if __name__ == "__main__":
    if sys.argv[1:2] == ["--draw"]:
        draw(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        sys.exit(main(sys.argv[1]))
