"""The Policies page in a window, on a copy of the practice office."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from integrations.holidays_of_india import holidays_of_state
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.kit.language import Language
from ui.desk.policies.page import PoliciesPage
from ui.desk.window import Surroundings, Window
from ui.policy_examples import shipped_policies
from ui.sentences import explain

DOCUMENTS = replace(NO_DOCUMENTS, holidays_of_state=holidays_of_state)
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class Supervisor:
    """Somebody at the Policies page who has a keyboard and nothing else."""

    def __init__(self, qtbot, window, tasks):
        self.qtbot, self.window, self.tasks = qtbot, window, tasks
        self.page = window.pages["policies"]
        self.view, self.controller = self.page.view, self.page.controller

    def rest(self):
        """Wait for what is under way, and for what a pause brings."""
        self.qtbot.wait(20)
        self.qtbot.waitUntil(
            lambda: self.tasks.is_idle and not self.controller.writing.is_waiting, timeout=20_000
        )
        self.qtbot.wait(20)
        self.qtbot.waitUntil(lambda: self.tasks.is_idle, timeout=20_000)

    def press(self, key, modifier=NONE):
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)
        self.rest()

    def type(self, text):
        focus = QApplication.focusWidget()
        focus.selectAll()
        # As pasted: no keyboard has every letter.
        focus.insert(text)

    def put(self, name, text, form=None):
        """Type over a field of a form."""
        (form or self.view.form.general.form).field(name).setFocus()
        self.type(text)

    def told(self):
        """Return what the desk says now."""
        return self.window.desk.toasts.text


@pytest.fixture
def sit_down(qtbot, tasks, theme, books):
    """Let somebody sit down at the page of these books."""

    def begin(member=None, language="en", office=None):
        actor = replace(CLERK, name=member.user_name) if member else CLERK
        seen = office or books
        world = Surroundings(seen, actor, explain, tasks, Language(language), theme, member=member)
        window = Window(world, [lambda desk: PoliciesPage(desk, seen, DOCUMENTS)])
        qtbot.addWidget(window)
        window.resize(1366, 728)
        window.show()
        window.activateWindow()
        qtbot.waitActive(window)
        supervisor = Supervisor(qtbot, window, tasks)
        supervisor.rest()
        supervisor.view.start()
        return supervisor

    return begin


@pytest.fixture
def supervisor(sit_down):
    return sit_down()


@pytest.fixture
def shipped():
    """The examples that travel with the program, by state."""
    return {str(one["state"]): dict(one) for one in shipped_policies()}


@pytest.fixture
def in_up(books, shipped):
    """An office under the example of Uttar Pradesh, whose groups are the practice office's."""
    document = {**shipped["UP"], "id": "UP-OURS"}
    books.policies.ask(document, "Order 7/2025", CLERK)
    return books
