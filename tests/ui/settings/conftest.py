"""Somebody who sets the office's ways from anywhere at the desk, on a practice office."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from domain.staff import NewMember, Role
from integrations.documents import amount_words, preview, qr, receipt_pdf, upi_slip_pdf
from storage.passwords import Argon2Passwords
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.application import page_makers
from ui.desk.kit.language import Language
from ui.desk.window import Surroundings, Window
from ui.sentences import explain

PATIENCE_MS = 30_000
NONE = Qt.KeyboardModifier.NoModifier
PASSWORD = "hood crane obey lunar"


class Setter:
    """Presses keys, waits, and looks."""

    def __init__(self, qtbot, window, books):
        self.qtbot, self.window, self.books = qtbot, window, books
        self.sheet = window.settings
        self.form = self.sheet.form

    def press(self, key, modifier=NONE):
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def rest(self):
        """Wait until nothing is under way any more."""
        self.qtbot.wait(60)
        self.wait(lambda: self.window.desk.tasks.is_idle)
        self.qtbot.wait(20)
        self.wait(lambda: self.window.desk.tasks.is_idle)

    def open(self):
        self.press(Qt.Key.Key_F11)
        self.wait(self.sheet.isVisible)
        self.rest()

    def go_to(self, name):
        """Press Enter until the focus is in a field."""
        for _time in self.form.names:
            if self.focused() == name:
                return
            self.press(Qt.Key.Key_Return)
        raise AssertionError(f"Enter does not lead to {name}")

    def focused(self):
        """Return the name of the field that has the focus."""
        at = QApplication.focusWidget()
        own = [name for name in self.form.names if self.form.field(name) is at]
        parents = [name for name in self.form.names if self.form.field(name).isAncestorOf(at)]
        return (own + parents + [""])[0]

    def write(self, name, text):
        """Go to a field by Enter and type over what stands there."""
        self.go_to(name)
        QApplication.focusWidget().selectAll()
        self.press(Qt.Key.Key_Delete)
        # No key of Qt's own keyboard for tests writes Devanagari.
        QApplication.focusWidget().insert(text)

    def save(self):
        self.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.rest()

    @property
    def problems(self):
        return dict(self.form.problems())

    def value(self, name):
        """Return what the office has set."""
        return next(row.value for row in self.books.safekeeping.settings() if row.name == name)


@pytest.fixture
def open_desk(qtbot, tasks, theme, books, tmp_path):
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))
    documents = replace(
        NO_DOCUMENTS,
        receipt_pdf=receipt_pdf.render,
        pictures=preview.pages,
        amount_in_words=amount_words.amount_in_words,
        code_modules=qr.modules,
        upi_slip_pdf=upi_slip_pdf.render,
    )

    def open_it(member=None, language="en", actor=CLERK):
        language = Language(language)
        world = Surroundings(books, actor, explain, tasks, language, theme, member)
        window = Window(world, page_makers(books, documents))
        qtbot.addWidget(window)
        window.resize(1366, 728)
        window.show()
        qtbot.waitActive(window)
        setter = Setter(qtbot, window, books)
        setter.rest()
        return setter

    yield open_it
    theme.show_dark(False)
    theme.show_scale(1.0)


@pytest.fixture
def setter(open_desk):
    return open_desk()


@pytest.fixture
def take_on(books):
    """Give the office a first administrator, and return a member in another role."""
    books.trust.passwords = Argon2Passwords(is_quick=True)

    def take(role):
        boss = NewMember("asha", "Asha Kumari", Role.ADMINISTRATOR, 1)
        books.trust.make_first_administrator(boss, PASSWORD, replace(CLERK, name="asha"))
        if role is Role.ADMINISTRATOR:
            return books.trust.member("asha")
        form = NewMember("ravi", "Ravi", role, 2)
        books.trust.add_member(form, PASSWORD, replace(CLERK, name="asha"))
        return books.trust.member("ravi")

    return take
