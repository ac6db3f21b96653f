"""What a clerk meets with the whole desk before them: one sentence, and names as they are."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QSettings, Qt

from domain.consumer import Change
from domain.money import Money
from domain.recharge import RechargeOrder
from tests.ui.practice_office import CLERK
from tests.ui.recharge.conftest import Counter
from ui.desk.kit.language import Language
from ui.desk.recharge.page import RechargePage
from ui.desk.window import Surroundings, Window
from ui.sentences import explain

ENTER = Qt.Key.Key_Return
#: Names as the books keep them, from whoever filled in a form.
NAMES = [
    "<b>unclosed & <img src='/etc/passwd'/>",
    "=1+1",
    "x" * 120,
    "क" * 120,
    "मो. ज़'फ़र क्षत्रिय",
    "مرحبا 😀 漢字",
]


@pytest.fixture
def till(qtbot, tasks, theme, books, documents, tmp_path):  # noqa: PLR0913, PLR0917 - a whole desk
    """The Recharge page in the desk's window, with the desk's own sentences."""
    memory = QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat)
    world = Surroundings(books, CLERK, explain, tasks, Language(), theme)
    window = Window(world, [lambda desk: RechargePage(desk, books, documents, memory)])
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    qtbot.waitActive(window)
    clerk = Counter(qtbot, window.pages["recharge"], window.desk)
    clerk.rest()
    yield clerk
    clerk.rest()


def take(till):
    """Press the last Enter and return the receipt."""
    with till.qtbot.waitSignal(till.page.controller.recharged, timeout=10_000) as taken:
        till.press(ENTER)
    till.rest()
    return taken.args[0]


def test_a_clock_moved_back_an_hour_is_told_in_one_sentence_and_loses_nothing(till, books):
    first = books.recharge(RechargeOrder.of("first", "100002", Money.rupees(100)), CLERK)
    till.choose("100001")
    till.fill_amount("500")
    books._clock.at -= timedelta(hours=1)  # noqa: SLF001 - the test's own clock

    till.press(ENTER, ENTER)
    till.wait(till.view.problem.isVisible)

    assert "The clock of this machine says 22 Nov 2026 09:00" in till.view.problem.text()
    assert "nothing was posted" in till.view.problem.text()
    assert till.view.amount.line.text() == "500"
    assert till.page.selected_consumer() == "100001"
    assert [row.number for row in books.receipts(1)] == [first.number]
    books._clock.at += timedelta(hours=1)  # noqa: SLF001 - as above
    till.page.controller.recharge()
    till.rest()
    assert books.state().receipts_today == 2


def test_who_is_permanently_disconnected_is_told_so_and_pays_nothing(till, books):
    books.change_consumer([Change("100001", books.today(), "supply_state", "closed")], CLERK)
    till.choose("100001")
    till.type("500")
    till.rest()
    till.press(ENTER, ENTER)
    till.rest()

    assert "100001" in till.view.picker.problem
    assert till.view.picker.problem.count(".") == 1
    assert till.view.amount.line.text() == "500"
    assert books.state().receipts_today == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_a_name_on_the_page_and_pays_like_any_other(till, books, name):
    books.change_consumer([Change("100001", books.today(), "name", name)], CLERK)
    till.choose("100001")

    assert till.view.consumer.name.whole_text().startswith(name)
    till.fill_amount("500")
    till.press(ENTER)
    receipt = take(till)

    assert receipt.consumer_name == name
    assert name in till.view.done.taken.whole_text()
    assert till.view.done.taken.textFormat() is Qt.TextFormat.PlainText
