"""The books at the desk: checked, found in order or wrong, overridden with a reason."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from sqlalchemy import text

from domain.errors_of_trust import BooksNotInOrder
from domain.money import Money
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.staff import Role
from domain.tender import Tender
from resources.texts import LANGUAGES, Texts
from tests.ui.conftest import StretchedTexts
from tests.ui.practice_office import CLERK


def tamper(books):
    """Give a consumer ten rupees by hand, in the database."""
    with books._engine.begin() as connection:  # noqa: SLF001 - as somebody with the file would
        connection.execute(
            text(
                "UPDATE wallet SET balance_paise = balance_paise + 1000 WHERE consumer_id ="
                " (SELECT min(consumer_id) FROM wallet)"
            )
        )


@pytest.fixture
def wrong(open_page, books):
    """The page over books that somebody changed, checked in full."""
    tamper(books)
    keeper = open_page(books, Role.ADMINISTRATOR)
    keeper.act("books.check_all")
    keeper.rest()
    return keeper


def test_books_that_were_never_checked_say_so(keeper):
    assert keeper.view.check.state.text() == "Not checked yet"
    assert keeper.page.alarm.isHidden()


def test_a_check_shows_large_and_calm_that_the_books_are_in_order(keeper):
    keeper.act("books.check")
    keeper.rest()

    card = keeper.view.check
    assert card.state.text() == "In order"
    assert card.state.property("tone") == "good"
    assert card.figures["wallets"].value.text() == "200"
    assert card.anchor.text() == str(keeper.books.condition().anchor)
    assert keeper.desk.toasts.text == "The books are in order."


def test_the_desk_checks_quickly_by_itself_soon_after_it_opened(keeper):
    keeper.wait(lambda: keeper.books.condition().checked_at is not None)
    keeper.rest()

    assert keeper.view.check.state.text() == "In order"
    assert keeper.desk.toasts.text == ""


def test_books_checked_a_moment_ago_are_not_checked_again_at_the_start(open_page, books):
    books.check(silent, actor=CLERK)
    events = books.condition().events

    keeper = open_page(books)
    keeper.page.watch._check_at_start()  # noqa: SLF001 - what its timer calls
    keeper.rest()

    assert books.condition().events == events


def test_the_anchor_is_copied(keeper):
    keeper.act("books.check")
    keeper.rest()

    keeper.view.check.copy.click()

    assert QApplication.clipboard().text() == str(keeper.books.condition().anchor)


def test_a_check_that_finds_something_closes_the_books_and_says_so_on_every_page(wrong):
    assert wrong.view.check.state.text() == "Not in order"
    assert not wrong.page.alarm.isHidden()
    assert wrong.page.badge.tone == "bad"
    assert "problems found: 2" in wrong.page.alarm.words.text()
    assert wrong.desk.toasts.text == ""
    model = wrong.view.problems.model
    assert [problem.consumer for problem in model.rows] == ["", "100001"]
    words = model.index(1, 1).data()
    assert words == "The balance of consumer 100001 is not the sum of its postings."
    order = RechargeOrder.of("o1", "100002", Money.rupees(100), Tender.CASH, "")
    with pytest.raises(BooksNotInOrder):
        wrong.books.recharge(order, CLERK)


def test_enter_on_a_problem_opens_its_consumer(qtbot, wrong):
    wrong.view.problems.table.setFocus()
    wrong.press(Qt.Key.Key_Down)

    with qtbot.waitSignal(wrong.page.consumer_requested) as asked:
        wrong.press(Qt.Key.Key_Return)

    assert asked.args == ["100001"]
    assert wrong.page.selected_consumer() == "100001"


def test_what_the_check_found_is_exported(qtbot, wrong, tmp_path):
    wrong.act("books.export")
    [dialog] = wrong.view.findChildren(QFileDialog)
    path = tmp_path / "check.xlsx"
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    wrong.wait(path.exists)
    wrong.rest()

    rows = list(openpyxl.load_workbook(path).worksheets[1].iter_rows(values_only=True))
    assert rows[2][:3] == (
        "2",
        "The balance of consumer 100001 is not the sum of its postings.",
        "100001",
    )
    wrong.desk.toasts.toast.action.click()
    assert wrong.opened == [path]


def test_an_administrator_overrides_with_a_reason(wrong):
    wrong.page.alarm.override_it.click()
    wrong.press(Qt.Key.Key_Return)
    assert wrong.page.check.reason.form.problems()

    wrong.type("Known since the outage, letter 12/2026")
    wrong.press(Qt.Key.Key_Return)
    wrong.rest()

    assert wrong.page.alarm.isHidden()
    assert not wrong.books.is_read_only
    assert wrong.view.check.override_it.isHidden()


def test_nobody_else_is_offered_to_override(open_page, books):
    tamper(books)
    books.check(silent, actor=CLERK)

    clerk = open_page(books, Role.CLERK)

    assert not clerk.page.alarm.isHidden()
    assert clerk.page.alarm.override_it.isHidden()
    assert clerk.view.check.override_it.isHidden()
    # What was found is known only to whoever checked; how much it was is known to all.
    assert "Check everything to see each of them." in clerk.view.problems.note.text()


def test_a_check_can_be_cancelled(keeper):
    keeper.page.check.check_all()
    keeper.desk.progress.shown[0].task.cancel()
    keeper.rest()

    assert not keeper.page.watch.is_checking
    assert keeper.view.check.check_now.isEnabled()


def test_the_badge_opens_the_page(qtbot, keeper):
    with qtbot.waitSignal(keeper.page.wanted):
        keeper.page.badge.click()


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_page_speaks_both_languages(wrong, language):
    wrong.desk.language.switch_to(language)

    wrong.page.retranslate(Texts(language))

    assert wrong.page.title(Texts(language))
    assert wrong.page.alarm.words.text() == Texts(language)(
        "The books are not in order (problems found: {count}). Nothing is written"
        " until that is settled.",
        count=2,
    )
    assert wrong.view.check.state.text()


@pytest.mark.parametrize("size", [(916, 470), (700, 470), (1138, 600)])
def test_nothing_is_cut_off_in_a_longer_language(wrong, size):
    wrong.view.resize(*size)
    wrong.page.retranslate(StretchedTexts())
    wrong.rest()

    assert wrong.view.minimumSizeHint().width() <= size[0]
