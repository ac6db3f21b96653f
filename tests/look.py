"""Find what is cut off, covered or out of sight, on every page, at every scale and screen.

Run: ``python -m tests.look [--scale 1.5] [--screen 1366x768] [--page recharge]``. Each scale has
a process of its own, in which every page is opened in English, in Hindi and in the stretched
language of nobody, light and dark. What is found is printed, a line each; the exit code is 1
then. With ``--pictures FOLDER`` each page is also drawn.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

SCALES = ("1", "1.25", "1.5", "1.75", "2")
SCREENS = ("1366x768", "1920x1080", "3840x2160")
LANGUAGES = ("en", "hi", "xx")
#: What the system's own bar takes of a screen.
_BAR_DOTS = 40
#: Letters may hang out of their place by so much before anybody sees it.
_SLACK_PX = 2
_WAIT_SECONDS = 20.0


def main(arguments: Sequence[str]) -> int:
    """Look at every wanted scale in a process of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", choices=SCALES)
    parser.add_argument("--screen", choices=SCREENS)
    parser.add_argument("--page", default="")
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--colors", choices=("light", "dark"))
    parser.add_argument("--pictures", default="")
    parser.add_argument("--look", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args(arguments)
    if wanted.look:
        return look(wanted)
    scales = [wanted.scale] if wanted.scale else SCALES
    return max(_looked_at(scale, arguments) for scale in scales)


def _looked_at(scale: str, arguments: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory() as place:
        surroundings = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": scale,
            "XDG_CONFIG_HOME": place,
            "XDG_STATE_HOME": place,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "BIJLI_BAHI_LOOK": place,
        }
        itself = [sys.executable, "-m", "tests.look", *arguments, "--look"]
        return subprocess.run(itself, env=surroundings, check=False).returncode


def look(wanted: Any) -> int:
    """Open every page at the scale of this process and tell what is wrong."""
    from PySide6.QtTest import QTest  # noqa: PLC0415 - Qt belongs to the child process only

    from tests.ui.no_documents import NO_DOCUMENTS  # noqa: PLC0415
    from tests.ui.practice_office import CLERK, make_office, office_of  # noqa: PLC0415
    from ui.desk.application import open_application, page_makers  # noqa: PLC0415
    from ui.desk.kit.language import Language  # noqa: PLC0415
    from ui.desk.kit.tasks import TaskRunner  # noqa: PLC0415
    from ui.desk.kit.theme import Colors, Theme  # noqa: PLC0415
    from ui.desk.window import Surroundings, Window  # noqa: PLC0415
    from ui.sentences import explain  # noqa: PLC0415

    scale = float(os.environ["QT_SCALE_FACTOR"])
    folder = Path(os.environ["BIJLI_BAHI_LOOK"]) / "office"
    make_office(folder)
    application = open_application()
    books, tasks, language = office_of(folder), TaskRunner(), Language()
    theme = Theme(application)
    window = Window(
        Surroundings(books, CLERK, explain, tasks, language, theme),
        page_makers(books, NO_DOCUMENTS),
    )
    theme.dress(window)
    window.setMinimumSize(1, 1)
    window.show()
    found = 0

    def settle() -> None:
        QTest.qWait(60)
        until = time.monotonic() + _WAIT_SECONDS
        while not tasks.is_idle and time.monotonic() < until:
            QTest.qWait(20)
        QTest.qWait(60)

    for screen in [wanted.screen] if wanted.screen else SCREENS:
        width, height = map(int, screen.split("x"))
        window.resize(round(width / scale), round((height - _BAR_DOTS) / scale))
        for code in [wanted.language] if wanted.language else LANGUAGES:
            language.switch_to(code)
            for colors in [wanted.colors] if wanted.colors else ("light", "dark"):
                theme.show_colors(Colors(colors))
                for name in scenes(window, wanted.page):
                    settle()
                    where = f"{screen} {scale:g} {code} {colors} {name}"
                    if wanted.pictures:
                        place = Path(wanted.pictures) / f"{where.replace(' ', '-')}.png"
                        window.grab().save(str(place))
                    for trouble in dict.fromkeys(troubles(window)):
                        found += 1
                        print(f"{where}: {trouble}", flush=True)  # noqa: T201 - what it is for
    window.close()
    tasks.shutdown()
    books.close()
    return 1 if found else 0


def scenes(window: Any, only: str = "", consumer: str = "100001") -> Iterator[str]:
    """Bring up every page, and of a page with tabs every tab; yield what is shown.

    Pages that show a consumer show this one too; with none named they stay as they begin.
    """
    from PySide6.QtWidgets import QTabWidget  # noqa: PLC0415 - as above

    for key in window.pages:
        if only not in {"", key}:
            continue
        window.show_page(key)
        yield key
        show = {"consumers": window.show_consumer, "recharge": window.recharge}.get(key)
        if show and consumer:
            show(consumer)
            yield f"{key}.one"
        for tabs in window.page.widget.findChildren(QTabWidget):
            for place in range(tabs.count()) if tabs.isVisible() else ():
                tabs.setCurrentIndex(place)
                yield f"{key}.{place + 1}"
    if only in {"", "help"}:
        window.help.toggle()
        yield "help"
        window.help.toggle()


def troubles(window: Any) -> Iterator[str]:
    """Return what of a window is cut off, covered, or cannot be brought into sight."""
    from PySide6.QtWidgets import QWidget  # noqa: PLC0415 - as above

    for widget in window.findChildren(QWidget):
        if widget.isVisible():
            yield from _cut_off(widget)
            yield from _covered(widget)
            yield from _out_of_sight(widget, window)


def _cut_off(widget: Any) -> Iterator[str]:
    from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton  # noqa: PLC0415

    from ui.desk.kit.parts import ElidedButton, ElidedLabel  # noqa: PLC0415

    # What says itself how little it needs gives way on purpose, and tells all in its tool tip.
    kind = type(widget)
    gives_way = "minimumSizeHint" in vars(kind) and kind.__module__.startswith("ui.")
    if gives_way or isinstance(widget, ElidedLabel | ElidedButton):
        return
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            wanted = widget.heightForWidth(widget.width())
            if wanted > widget.height() + _SLACK_PX + widget.fontMetrics().leading():
                yield f"{_name(widget)} is {widget.height()} high, wants {wanted}"
        elif widget.sizeHint().width() > widget.width() + _SLACK_PX:
            wanted = widget.sizeHint().width()
            yield f"{_name(widget)} is {widget.width()} wide, wants {wanted}"
    elif isinstance(widget, QPushButton | QCheckBox) and widget.text():
        wanted = widget.sizeHint().width()
        if wanted > widget.width() + _SLACK_PX:
            yield f"{_name(widget)} is {widget.width()} wide, wants {wanted}"
    elif isinstance(widget, QLineEdit) and widget.placeholderText() and not widget.text():
        margins = widget.textMargins()
        room = widget.width() - margins.left() - margins.right() - 24
        wanted = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
        if wanted > room + _SLACK_PX:
            yield f"{_name(widget)} has room for {room} of its hint's {wanted}"


def _covered(widget: Any) -> Iterator[str]:
    """Return which parts of this widget lie over each other."""
    from PySide6.QtCore import Qt  # noqa: PLC0415 - as above
    from PySide6.QtWidgets import QAbstractButton, QStackedLayout, QWidget  # noqa: PLC0415

    # The items of a layout are not asked for: PySide may delete one that it handed out.
    layout = widget.layout()
    if layout is None or isinstance(layout, QStackedLayout) or isinstance(widget, QAbstractButton):
        return
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    parts = [
        part
        for part in widget.findChildren(QWidget, options=direct)
        if part.isVisible() and not part.size().isEmpty() and not _floats(part)
    ]
    for place, part in enumerate(parts):
        for other in parts[place + 1 :]:
            common = part.geometry().intersected(other.geometry())
            if common.width() > _SLACK_PX and common.height() > _SLACK_PX:
                yield f"{_name(part)} lies over {_name(other)}"


def _floats(widget: Any) -> bool:
    """Return whether something is made to lie over others."""
    return str(widget.property("look")) in {"overlay", "balloon", "ring", "toast"}


def _out_of_sight(widget: Any, window: Any) -> Iterator[str]:
    from PySide6.QtCore import Qt  # noqa: PLC0415 - as above
    from PySide6.QtWidgets import QScrollArea, QStackedWidget  # noqa: PLC0415

    from ui.desk.kit.fields import SegmentField  # noqa: PLC0415

    if isinstance(widget, QScrollArea):
        beyond = widget.horizontalScrollBar().maximum()
        is_page = isinstance(widget.parentWidget(), QStackedWidget)
        is_fixed = widget.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        # A strip of choices may be pushed along; a page or a form must fit.
        is_strip = isinstance(widget.widget(), SegmentField)
        if beyond > _SLACK_PX and (is_page or is_fixed) and not is_strip:
            yield f"{_name(widget)} has {beyond} px beside its window"
        inner = widget.widget()
        if inner and inner.width() > widget.viewport().width() + _SLACK_PX and not beyond:
            yield f"{_name(inner)} is wider than what shows it"
        return
    parent = widget.parentWidget()
    if parent is None or parent.layout() is None or widget.size().isEmpty():
        return
    if not parent.rect().intersects(widget.geometry()):
        yield f"{_name(widget)} is outside of {_name(parent)}"


def _name(widget: Any) -> str:
    text = getattr(widget, "text", "")
    text = (text() if callable(text) else "") or widget.accessibleName()
    owner = widget.parentWidget()
    above = f"{type(owner).__name__}/" if owner else ""
    return f"{above}{type(widget).__name__}({widget.objectName()}) {str(text)[:40]!r}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
