"""Somebody at a page of the desk who has a keyboard and nothing else."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.staff import Member
from tests.ui.practice_office import CLERK
from ui.desk.kit.language import Language
from ui.desk.window import Surroundings, Window
from ui.sentences import explain


class AtTheKeys:
    """Presses keys, and waits each time until the desk rests."""

    def __init__(self, qtbot, window, tasks):
        self.qtbot, self.window, self.tasks = qtbot, window, tasks

    @property
    def page(self):
        return self.window.page

    @property
    def view(self):
        return self.page.view

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=20_000)

    def rest(self):
        self.qtbot.wait(30)
        self.wait(lambda: self.tasks.is_idle)
        self.qtbot.wait(30)

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)
        self.rest()

    def alt(self, key):
        self.press(key, Qt.KeyboardModifier.AltModifier)

    def control(self, key):
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def say(self, reason):
        """Give the reason that a sheet asks for."""
        # Pasted: no keyboard of a test has all the characters that people write.
        QApplication.focusWidget().insert(reason)
        self.press(Qt.Key.Key_Return)

    @property
    def toast(self):
        return self.window.desk.toasts.text


def sit_down(qtbot, tasks, theme, books, make_page, role=None):  # noqa: PLR0913, PLR0917 - fixtures
    """Open a desk that has one page, and go to it."""
    member = Member(CLERK.name, CLERK.name, role, CLERK.counter) if role else None
    world = Surroundings(books, CLERK, explain, tasks, Language(), theme, member)
    window = Window(world, [make_page])
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    qtbot.waitActive(window)
    who = AtTheKeys(qtbot, window, tasks)
    who.rest()
    who.page.enter()
    who.rest()
    return who
