"""A scanned code gets its verdict: true, changed, undone, not signed, or no code at all."""

from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from domain.signing import Verdict, facts_of, unsigned_code
from integrations.documents import preview, receipt_pdf
from resources.texts import Texts
from storage.keys import Keys
from storage.office import open_office
from tests.ui.conftest import explain
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK, SteppingClock, copy_office, office_of
from ui.desk.kit.language import Language
from ui.desk.recharge.page import RechargePage
from ui.desk.verifying.page import VerifyingPage
from ui.desk.window import Surroundings, Window

ENTER = Qt.Key.Key_Return


class Drawer:
    """A key store that is gone with the test."""

    def __init__(self):
        self.secrets = {}

    def find(self, name):
        return self.secrets.get(name)

    def put(self, name, secret):
        self.secrets[name] = secret


class Scanner:
    """Somebody who scans receipts at the page."""

    def __init__(self, qtbot, page, desk):
        self.qtbot, self.page, self.view, self.desk = qtbot, page, page.view, desk

    def scan(self, code):
        self.qtbot.keyClicks(QApplication.focusWidget(), code)
        self.qtbot.keyClick(QApplication.focusWidget(), ENTER)
        self.qtbot.wait(50)
        self.qtbot.waitUntil(lambda: self.desk.tasks.is_idle, timeout=10_000)

    @property
    def facts(self):
        grid = self.view._grid  # noqa: SLF001 - as it is seen
        places = range(grid.count())
        labels = [grid.itemAt(place).widget() for place in places]
        return [getattr(label, "whole_text", label.text)() for label in labels]


@pytest.fixture
def books(practice_folder, tmp_path):
    """A copy of the practice office whose receipts are signed."""
    folder = copy_office(practice_folder, tmp_path / "office")
    with closing(office_of(folder)) as plain:
        morning = plain.now()
    opened = open_office(folder, SteppingClock(morning), Keys(Drawer(), {}))
    yield opened
    opened.close()


@pytest.fixture
def scanner(qtbot, desk, books):
    page = VerifyingPage(desk, books)
    qtbot.addWidget(page.widget)
    page.widget.resize(1138, 600)
    page.widget.show()
    qtbot.waitActive(page.widget)
    page.enter()
    return Scanner(qtbot, page, desk)


@pytest.fixture
def receipt(books):
    return books.receipt(books.receipts(1)[0].number).receipt


@pytest.fixture
def code(books, receipt, desk):
    return books.signing.code_of(receipt, desk.actor)


def test_a_true_receipt_is_told_so_and_can_be_opened(scanner, receipt, code, qtbot):
    scanner.scan(code)

    assert scanner.view.verdict.text() == "True"
    assert receipt.consumer_number in scanner.facts
    with qtbot.waitSignal(scanner.page.receipt_requested) as opened:
        scanner.page.actions[0].run()
    assert opened.args == [receipt.number]


def test_a_changed_amount_is_told(scanner, receipt, code):
    said = f"a={receipt.amount.paise}"
    assert said in code

    scanner.scan(code.replace(said, f"{said}0"))

    assert scanner.view.verdict.text() == "Changed"
    assert "The books say" in scanner.facts


def test_the_next_scan_takes_the_place_of_the_last(scanner, receipt, code, books):
    scanner.scan("hello")
    assert "not_a_receipt_code" in scanner.view.form.problems()["code"]

    scanner.scan(unsigned_code(facts_of(receipt, books.office)))
    assert scanner.view.verdict.text() == "Not signed"

    scanner.scan(code)
    assert scanner.view.verdict.text() == "True"
    assert scanner.view.form.problems() == {}


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "<b>BB2?o=P1</b>",
        "BB2?",
        "BB2?o=P1&s=" + "A" * 600,
        "x" * 3000,
        "\u202eBB2",
        "रसीद 🙂",
        "BB1?o=P1&r=%0a%3Cb%3E&c=1&a=99999999999999999999&b=0&t=2026-11-22T09:58+05:30",
    ],
)
def test_what_is_no_code_is_told_in_one_line(scanner, text):
    scanner.view.code.setText(text)
    scanner.scan("")

    problem = scanner.view.form.problems()["code"]
    assert "not_a_receipt_code" in problem
    assert scanner.view.receipt is None


def test_what_is_quoted_in_a_problem_is_no_mark_up(scanner):
    scanner.scan("<b>bold</b><img src=/etc/hostname>")

    [shown] = [
        label
        for label in scanner.view.form.findChildren(QLabel)
        if "not_a_receipt_code" in label.text()
    ]
    assert "<b>" in shown.text()
    assert shown.textFormat() == Qt.TextFormat.PlainText


def test_a_strangers_text_is_shown_on_one_line(scanner):
    scanner.scan("BB1?o=P1&r=%0A%E2%80%AEevil&c=%3Cb%3E&a=100&b=0&t=2026-11-22T09:58%2B05:30")

    assert scanner.view.verdict.text() == "Not signed"
    assert "??evil" in scanner.facts
    assert "<b>" in scanner.facts


def test_every_verdict_has_its_words_in_both_languages(scanner, receipt, code, books):
    verified = books.signing.verify(code)

    for language in ("en", "hi"):
        scanner.page.retranslate(Texts(language))
        for verdict in Verdict:
            scanner.view.show_verified(replace(verified, verdict=verdict))
            assert scanner.view.verdict.text()
            assert scanner.view.meaning.text()


def test_escape_clears_the_line(scanner, code):
    scanner.scan(code)

    assert scanner.page.step_back()
    assert scanner.view.code.text() == ""
    assert scanner.view.receipt is None
    assert not scanner.page.step_back()


def test_from_the_verdict_the_receipt_is_opened_on_the_recharge_page(  # noqa: PLR0913, PLR0917 - a desk
    qtbot, tasks, theme, books, receipt, code
):
    documents = replace(NO_DOCUMENTS, receipt_pdf=receipt_pdf.render, pictures=preview.pages)
    world = Surroundings(books, CLERK, explain, tasks, Language(), theme)
    window = Window(
        world,
        [
            lambda desk: RechargePage(desk, books, documents),
            lambda desk: VerifyingPage(desk, books),
        ],
    )
    qtbot.addWidget(window)
    window.show()
    qtbot.waitActive(window)
    window.show_page("verifying")
    window.page.controller.verify(code)
    qtbot.waitUntil(lambda: window.page.view.receipt is not None, timeout=20_000)

    window.actions_of_desk.run("verifying.open")
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=20_000)

    assert window.page.key == "recharge"
    assert window.page.view.receipt.number.whole_text() == receipt.number
