"""What tests of the desk share: a dressed application, task lanes, texts that are too long."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from resources.texts import Texts
from ui.desk.kit.tasks import TaskRunner
from ui.desk.kit.theme import Theme


class StretchedTexts(Texts):
    """Every text a third longer and with accents, as a translation may be."""

    def __call__(self, message, /, **facts):
        words = super().__call__(message, **facts)
        return f"[{words}{'~' * (len(words) // 3)}]" if words else words


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    assert runner.shutdown()


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp)


@pytest.fixture
def _() -> Texts:
    return Texts("en")
