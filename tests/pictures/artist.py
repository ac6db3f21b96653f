"""Who draws: opens a desk, brings up one scene after the other, and keeps each as a picture."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtCore import QEvent
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QMenu

from tests.pictures.offices import DEVI
from ui.desk.application import open_application, page_makers
from ui.desk.front import Front
from ui.desk.kit.language import Language
from ui.desk.kit.tasks import TaskRunner
from ui.desk.kit.theme import Theme
from ui.desk.window import Surroundings, Window
from ui.sentences import explain

SCREEN = (1366, 728)
#: How long a page may take to be complete, and to be drawn once it is.
_WAIT_SECONDS, _DRAW_SECONDS = 20.0, 0.4
_TWELVE_WORDS = "hood crane obey lunar seven basket quiz orbit tower pencil marble violin"

#: Brings up what a page can show; each is drawn when its name is yielded.
Scenes = Callable[["Artist", Any], Iterator[str]]


class Artist:
    """Draws the scenes of one office."""

    def __init__(
        self, books: Any, documents: Any, target: Path, scenes: Mapping[str, Scenes]
    ) -> None:
        self.books, self._target, self._scenes = books, target, scenes
        self._application = open_application()
        # A cursor that blinks is seen in some pictures only.
        self._application.setCursorFlashTime(0)
        self._scale = float(os.environ["QT_SCALE_FACTOR"])
        self._theme, self._language = Theme(self._application), Language("en")
        self.tasks = TaskRunner()
        world = Surroundings(books, DEVI, explain, self.tasks, self._language, self._theme)
        self._window = self._opened(world, documents)
        self._theme.dress(self._window)
        self._window.resize(*(round(side / self._scale) for side in SCREEN))
        self._window.show()
        self.settle()
        self._clear_up()

    def draw_all(self, language: str, *, is_dark: bool) -> None:
        """Draw every scene in one language and one colour."""
        self._language.switch_to(language)
        self._theme.show_dark(is_dark)
        for scenes in self._scenes.values():
            self._clear_up()
            for name in scenes(self, self._window):
                self.settle()
                self._draw(f"{name}-{language}-{'dark' if is_dark else 'light'}")

    def settle(self) -> None:
        """Let the desk do what it has under way, and draw itself."""
        self._until(lambda: self.tasks.is_idle, _WAIT_SECONDS)
        self._until(lambda: False, _DRAW_SECONDS)
        self._until(lambda: self.tasks.is_idle, _WAIT_SECONDS)

    def finish(self) -> None:
        """Close the desk."""
        self._window.close()
        self.tasks.shutdown()

    def _opened(self, world: Surroundings, documents: Any) -> Any:
        return Window(world, page_makers(world.books, documents))

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
        picture = self._window.grab()
        open_menus = [menu for menu in self._window.findChildren(QMenu) if menu.isVisible()]
        with QPainter(picture) as painter:
            for menu in open_menus:
                painter.drawPixmap(self._window.mapFromGlobal(menu.pos()), menu.grab())
        return picture

    def _until(self, is_done: Callable[[], bool], seconds: float) -> None:
        end = datetime.now(UTC) + timedelta(seconds=seconds)
        self._application.processEvents()
        while not is_done() and datetime.now(UTC) < end:
            time.sleep(0.002)
            self._application.processEvents()
            # Outside an event loop of its own, Qt puts off deleting what has gone.
            self._application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class ArtistAtTheDoor(Artist):
    """Draws what a desk with staff shows: nobody is at it before somebody signs in."""

    def _opened(self, world: Surroundings, documents: Any) -> Any:
        return Front(
            world, lambda seen: page_makers(seen, documents), documents, lambda: _TWELVE_WORDS
        )

    def _clear_up(self) -> None:
        """Leave everything: nothing is told here."""
