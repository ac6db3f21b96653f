"""A clerk's morning by keyboard alone, on real books, in English and in Hindi.

Keys are all that is given; the rest only waits and looks. What the clerk reads is asked of the
books too, for a desk that shows what is not so would be worse than none.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

import main
from domain import formats
from domain.calendar import end_of
from domain.consumer import ConsumerQuery
from domain.importing import ImportKind
from domain.money import Money
from domain.office import Actor, Channel
from domain.staff import IDLE_LOCK, NewMember, Role
from storage.keys import new_words
from storage.office import open_office
from storage.passwords import Argon2Passwords
from tests.ui.practice_office import DAYS, FIRST_DAY, SteppingClock, make_office
from ui.desk.application import page_makers
from ui.desk.counter.shift_view import Face
from ui.desk.front import Front
from ui.desk.kit.language import Language
from ui.desk.kit.tasks import TaskRunner
from ui.desk.kit.theme import Theme
from ui.desk.window import Surroundings
from ui.sentences import explain

PASSWORD, FIRST_PASSWORD = "monsoon over patna", "first word 77"
BOSS, RAVI = Actor("asha", Channel.DESK, counter=1), Actor("ravi", Channel.DESK, counter=3)
LAST_DAY = FIRST_DAY + timedelta(days=DAYS - 1)
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
WAIT_MS = 20_000
REMARK = "Comes again on Monday"
Key = Qt.Key


class Clerk:
    """Somebody with a keyboard and eyes, and no pointer."""

    def __init__(self, qtbot, front: Front, tasks: TaskRunner, language: Language) -> None:
        self._qtbot, self._front, self._tasks, self.language = qtbot, front, tasks, language

    @property
    def window(self):
        return self._front.window_of_desk

    @property
    def page(self):
        return self.window.page

    def says(self, message: str, **facts: object) -> str:
        """Return a message in the language of the clerk."""
        return self.language.texts(message, **facts)

    def type(self, text: str) -> None:
        for sign in text:
            if sign.isascii():
                self._qtbot.keyClick(self.focus(), sign)
            else:
                # QTest has no key for it; a keyboard for Hindi sends the letter with no key known.
                click, unknown = QTest.KeyAction.Click, Key.Key_unknown
                QTest.sendKeyEvent(click, self.focus(), unknown, sign, Qt.KeyboardModifier(0))

    def press(self, key: Key, held=Qt.KeyboardModifier.NoModifier) -> None:
        self._qtbot.keyClick(self.focus(), key, held)
        self.rest()

    def enter(self, text: str = "") -> None:
        self.type(text)
        self.press(Key.Key_Return)

    def go_to(self, words: str) -> None:
        """Go where Ctrl+K leads by these words."""
        self.press(Key.Key_K, CONTROL)
        self.type(words)
        sheet = self.window.go_to
        self.wait(lambda: any(words.lower() in text.lower() for text in sheet.texts))
        self.rest()
        self.press(Key.Key_Return)

    def focus(self):
        if QApplication.focusWidget() is None:
            self._front.activateWindow()
            self.wait(lambda: QApplication.focusWidget() is not None)
        return QApplication.focusWidget()

    def sees(self, text: str) -> None:
        """Wait until something on the screen says so."""
        self.wait(lambda: any(text in told for told in self._told()))

    def wait(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=WAIT_MS)

    def rest(self) -> None:
        self._qtbot.wait(30)
        self.wait(lambda: self._tasks.is_idle)

    def name_file(self, path: Path) -> None:
        """Type the name of a file into the dialog that asks for one."""
        dialogs = self._front.findChildren
        self.wait(lambda: any(one.isVisible() for one in dialogs(QFileDialog)))
        self._qtbot.wait(50)
        focus = self.focus()
        self._qtbot.keyClick(focus, Key.Key_A, CONTROL)
        self._qtbot.keyClicks(focus, str(path))
        self._qtbot.keyClick(focus, Key.Key_Return)
        self.wait(lambda: not any(one.isVisible() for one in dialogs(QFileDialog)))
        self.rest()

    def _told(self):
        from PySide6.QtWidgets import QAbstractButton, QLabel  # noqa: PLC0415 - read here alone

        for kind in (QLabel, QAbstractButton):
            for part in self._front.findChildren(kind):
                if part.isVisible():
                    yield part.text()


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Path:
    """A practice office with an administrator and a clerk at counter 3."""
    folder = tmp_path_factory.mktemp("morning") / "office"
    make_office(folder)
    books = open_office(folder, _clock())
    books.trust.passwords = Argon2Passwords(is_quick=True)
    boss = NewMember("asha", "Asha Kumari", Role.ADMINISTRATOR, 1)
    books.trust.make_first_administrator(boss, PASSWORD, BOSS)
    books.trust.add_member(NewMember("ravi", "Ravi Ranjan", Role.CLERK, 3), FIRST_PASSWORD, BOSS)
    books.trust.change_password(FIRST_PASSWORD, PASSWORD, RAVI)
    books.close()
    return folder


@pytest.fixture
def own_settings(tmp_path, monkeypatch):
    """Keep what this desk remembers of its clerk with the test."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))


@pytest.fixture
def books(office, tmp_path):
    """A copy of the office on the morning after its last day."""
    books = open_office(Path(shutil.copytree(office, tmp_path / "office")), _clock())
    books.trust.passwords = Argon2Passwords(is_quick=True)
    yield books
    books.close()


@pytest.fixture(params=["en", "hi"])
def morning(request, qtbot, own_settings, books, tmp_path):
    """The desk before anybody has come, and its books."""
    tasks, language = TaskRunner(), Language(request.param)
    documents = main._documents()  # noqa: SLF001 - what the composition root hands out
    theme = Theme(request.getfixturevalue("qapp"))
    world = Surroundings(books, RAVI, explain, tasks, language, theme)
    front = Front(
        world,
        lambda seen: page_makers(seen, documents),
        documents,
        new_words,
        idle_lock=IDLE_LOCK,
    )
    theme.dress(front)
    qtbot.addWidget(front)
    front.resize(1366, 728)
    front.show()
    front.begin()
    qtbot.waitActive(front)
    yield Clerk(qtbot, front, tasks, language), books, tmp_path
    front.close()
    assert tasks.shutdown()


def _clock():
    return SteppingClock(end_of(LAST_DAY) + timedelta(hours=10))


# What a platform without a screen cannot do.
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_morning_without_a_mouse(morning):
    clerk, books, folder = morning

    _come_in(clerk)
    _open_the_shift(clerk, books)
    number = _find_by_a_misspelt_name(clerk, books)
    _recharge_in_cash(clerk, books, number)
    receipt = _recharge_by_upi(clerk, books)
    _reprint(clerk)
    _note_a_remark(clerk, books, number)
    _explain_the_balance(clerk, books, number)
    _take_on(clerk, books)
    _import_reads(clerk, books, folder)
    _charge_the_day(clerk, books, folder)
    _read_the_day_book(clerk)
    _go_to_a_receipt_and_back(clerk, receipt)
    _switch_the_language_and_read_help(clerk)
    _close_the_shift_and_leave(clerk, books)


def _come_in(clerk):
    clerk.enter("ravi")
    clerk.enter(PASSWORD)
    clerk.wait(lambda: clerk.window is not None and clerk.window.isVisible())
    clerk.rest()
    clerk.wait(lambda: clerk.window.tour.is_running)
    clerk.window.setFocus()
    clerk.press(Key.Key_Escape)
    assert not clerk.window.tour.is_running
    assert clerk.page.key == "dashboard"
    clerk.sees(clerk.says("Dashboard"))


def _open_the_shift(clerk, books):
    clerk.press(Key.Key_F9)
    clerk.type("4")
    clerk.press(Key.Key_A, CONTROL)
    clerk.wait(lambda: books.counter.shift(3) is not None)
    assert books.counter.cash_in_drawer(3) == Money.rupees(2_000)


def _find_by_a_misspelt_name(clerk, books):
    clerk.press(Key.Key_F3)
    clerk.enter("Rohit Chowdhuri")
    found = books.find_consumers(ConsumerQuery("Rohit Choudhary"), limit=1)
    number = books.consumer_rows(found)[found[0]].number
    clerk.press(Key.Key_Return)
    clerk.wait(lambda: clerk.page.selected_consumer() == number)
    return number


def _recharge_in_cash(clerk, books, number):
    before = books.consumer(number).balance
    clerk.press(Key.Key_F5)
    clerk.enter("450")
    clerk.type("1")
    clerk.enter("500")
    clerk.wait(lambda: books.state().receipts_today == 1)
    clerk.sees("₹50.00")
    assert books.consumer(number).balance == before + Money.rupees(450)


def _recharge_by_upi(clerk, books):
    clerk.rest()
    clerk.enter("100012")
    clerk.enter("300")
    clerk.type("2")
    clerk.enter("532701480077")
    clerk.wait(lambda: books.state().receipts_today == 2)
    return books.receipts(1)[0].number


def _reprint(clerk):
    clerk.press(Key.Key_F6)
    clerk.press(Key.Key_Return)
    clerk.wait(clerk.page.view.receipt.isVisible)
    clerk.press(Key.Key_Escape)


def _note_a_remark(clerk, books, number):
    clerk.press(Key.Key_F3)
    clerk.enter(number)
    clerk.press(Key.Key_Return)
    clerk.press(Key.Key_N, ALT)
    clerk.enter(REMARK)
    clerk.wait(lambda: [one.words for one in books.accounts.notes(number)] == [REMARK])


def _explain_the_balance(clerk, books, number):
    clerk.press(Key.Key_B, ALT)
    balance = formats.rupees(books.consumer(number).balance)
    clerk.wait(lambda: balance in clerk.page.view.balance.answer.text())
    clerk.press(Key.Key_Escape)
    assert not clerk.page.view.balance.isVisible()


def _take_on(clerk, books):
    known = {"number": "200001", "name": "सुनीता देवी", "load_kw": "2", "meter_serial": "PR0999"}
    clerk.press(Key.Key_C, ALT)
    form = clerk.page.view.new.form.form
    for name in form.names:
        clerk.wait(form.field(name).hasFocus)
        if name in known:
            clerk.type(known[name])
        elif name == "category":
            clerk.press(Key.Key_Down)
        if name == form.names[-1]:
            break
        clerk.press(Key.Key_Return)
    clerk.press(Key.Key_A, CONTROL)
    clerk.wait(lambda: bool(books.find_consumers(ConsumerQuery("200001"), limit=1)))
    assert books.consumer("200001").name == "सुनीता देवी"


def _import_reads(clerk, books, folder):
    last = books.reads("100005", 1)[0]
    told = f"{last.register_wh / 1000 + 0.5:.3f}"
    at = (last.read_at + timedelta(hours=9)).isoformat()
    sheet = folder / "reads.csv"
    sheet.write_text(f"meter_serial,read_at,kwh_import\n{last.meter_serial},{at},{told}\n", "utf-8")

    clerk.go_to(clerk.says("Imports"))
    clerk.press(Key.Key_N, ALT)
    kind = clerk.page.view.start.kind
    for _step in ImportKind:
        if kind.value() is not ImportKind.READS:
            clerk.press(Key.Key_Right)
    clerk.press(Key.Key_O, ALT)
    clerk.name_file(sheet)
    clerk.wait(lambda: clerk.page.view.shown is clerk.page.view.columns)
    clerk.press(Key.Key_A, CONTROL)
    clerk.wait(lambda: clerk.page.view.shown is clerk.page.view.preview)
    clerk.press(Key.Key_A, CONTROL)
    clerk.wait(lambda: clerk.page.view.shown is clerk.page.view.result)
    assert books.reads("100005", 1)[0].register_wh == last.register_wh + 500


def _charge_the_day(clerk, books, folder):
    clerk.go_to(clerk.says("Billing sheet"))
    clerk.press(Key.Key_R, ALT)
    clerk.press(Key.Key_Return)
    clerk.wait(lambda: books.consumer("100005").last_charged_on == LAST_DAY)
    clerk.press(Key.Key_E, ALT)
    clerk.enter("For the division")
    clerk.name_file(folder / "sheet.xlsx")
    clerk.wait((folder / "sheet.xlsx").is_file)


def _read_the_day_book(clerk):
    clerk.press(Key.Key_F8)
    clerk.wait(lambda: clerk.page.key == "registers")


def _go_to_a_receipt_and_back(clerk, receipt):
    clerk.go_to(receipt)
    clerk.wait(lambda: clerk.page.key != "registers")
    clerk.press(Key.Key_Left, ALT)
    clerk.wait(lambda: clerk.page.key == "registers")


def _switch_the_language_and_read_help(clerk):
    before = clerk.language.code
    clerk.go_to(clerk.says("Other language"))
    assert clerk.language.code != before
    clerk.press(Key.Key_F1)
    clerk.wait(clerk.window.help.panel.isVisible)
    title = {"hi": "पंजियाँ", "en": "Registers"}[clerk.language.code]
    assert clerk.window.help.panel.page.toPlainText().startswith(title)
    clerk.press(Key.Key_F1)
    assert not clerk.window.help.panel.isVisible()


def _close_the_shift_and_leave(clerk, books):
    open_shift = books.counter.shift(3)
    clerk.press(Key.Key_F9)
    clerk.wait(lambda: clerk.page.view.shift.face is Face.STANDING)
    clerk.press(Key.Key_F9)
    clerk.wait(lambda: clerk.page.view.shift.face is Face.CLOSING)
    # Four of ₹500, two of ₹200 and one of ₹50: the float and the money of one recharge.
    for pieces in ("4", "2", "", "1"):
        clerk.enter(pieces)
    clerk.press(Key.Key_A, CONTROL)
    clerk.press(Key.Key_Y, ALT)
    clerk.wait(lambda: books.counter.shift(3) is None)
    closing = books.counter.last_closed(3).closing
    assert books.counter.last_closed(3).id == open_shift.id
    assert closing.counted.total == Money.rupees(2_450)
    clerk.go_to(clerk.says("Sign out"))
    clerk.wait(lambda: clerk.window is None)
