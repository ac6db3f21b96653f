"""What tests of the desk share: a dressed application, task lanes, texts that are too long."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from domain.errors import Trouble
from resources.texts import Texts
from storage.books import SqlBooks
from tests.ui.practice_office import CLERK, copy_office, make_office, office_of
from ui.desk.kit.desk import Desk
from ui.desk.kit.language import Language
from ui.desk.kit.progress_panel import ProgressPanel
from ui.desk.kit.tasks import TaskRunner
from ui.desk.kit.theme import Theme
from ui.desk.kit.toasts import Toasts


class StretchedTexts(Texts):
    """Every text a third longer and with accents, as a translation may be."""

    def __call__(self, message, /, **facts):
        words = super().__call__(message, **facts)
        return f"[{words}{'~' * (len(words) // 3)}]" if words else words


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what a desk remembers of its clerk out of the place of whoever runs the tests."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    assert runner.shutdown()


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp)


@pytest.fixture
def qtbot(qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> QtBot:
    """Dress every window that a test adds, as the program dresses its own."""
    add = qtbot.addWidget

    def add_dressed(widget: QWidget, **facts: Any) -> None:
        if widget.isWindow():
            theme.dress(widget)
        add(widget, **facts)

    monkeypatch.setattr(qtbot, "addWidget", add_dressed)
    return qtbot


@pytest.fixture
def texts() -> Texts:
    return Texts("en")


@pytest.fixture(scope="session")
def practice_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice office to read from, made once."""
    folder = tmp_path_factory.mktemp("office") / "practice"
    make_office(folder)
    return folder


@pytest.fixture
def books(practice_folder: Path, tmp_path: Path) -> Iterator[SqlBooks]:
    """A copy of the practice office, to write into."""
    opened = office_of(copy_office(practice_folder, tmp_path / "office"))
    yield opened
    opened.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let Qt say that the platform without a screen knows no hints of sizes."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture
def desk(qtbot, tasks: TaskRunner, theme: Theme, books: SqlBooks) -> Desk:
    """What a page is given, on a bare host."""
    host = QWidget()
    host.resize(1100, 640)
    qtbot.addWidget(host)
    language = Language("en", host)
    return Desk(
        tasks=tasks,
        language=language,
        theme=theme,
        toasts=Toasts(host, theme),
        progress=ProgressPanel(host, theme, language.texts),
        actor=CLERK,
        today=books.today,
        explain=explain,
    )


def explain(error: Exception, _: Texts) -> str | None:
    """Word every foreseen trouble by its name, until the desk's own sentences are used."""
    return f"{error.code}: {error}" if isinstance(error, Trouble) else None
