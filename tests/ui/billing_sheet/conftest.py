"""A billing sheet page in a window of its own, on a copy of the practice office."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from integrations.documents import amount_words, billing_sheet_xlsx, preview, receipt_pdf
from tests.ui.no_documents import NO_DOCUMENTS
from ui.desk.billing_sheet.page import BillingSheetPage


class BillClerk:
    """A clerk at the billing sheet: presses keys, waits, and looks."""

    def __init__(self, qtbot, page, desk):
        self.qtbot, self.page, self.view, self.desk = qtbot, page, page.view, desk
        self.opened = []

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=20_000)

    def rest(self):
        """Wait until nothing is under way any more and the sheet stands there."""
        self.qtbot.wait(250)
        self.wait(lambda: self.desk.tasks.is_idle)
        self.qtbot.wait(20)
        self.wait(lambda: self.desk.tasks.is_idle)

    def press(self, *keys):
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget(), key)

    def type(self, text):
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def act(self, name):
        """Do what an action of the page does, whatever its key."""
        next(action for action in self.page.actions if action.name == name).run()

    def part(self, number):
        """Press the chip of a part."""
        chips = self.view.parts.findChildren(type(self.view.run).__mro__[1])
        shown = [chip for chip in chips if not chip.isHidden()]
        shown[number].click()

    @property
    def numbers(self):
        model = self.view.model
        return [model.key_at(place) for place in range(model.rowCount())]


@pytest.fixture
def documents():
    return replace(
        NO_DOCUMENTS,
        receipt_pdf=receipt_pdf.render,
        billing_sheet_xlsx=billing_sheet_xlsx.write,
        pictures=preview.pages,
        amount_in_words=amount_words.amount_in_words,
    )


@pytest.fixture
def clerk(qtbot, desk, books, documents):
    opened = []
    page = BillingSheetPage(desk, books, documents, open_file=opened.append)
    qtbot.addWidget(page.widget)
    page.widget.resize(1138, 600)
    page.widget.show()
    qtbot.waitActive(page.widget)
    page.enter()
    clerk = BillClerk(qtbot, page, desk)
    clerk.opened = opened
    clerk.rest()
    return clerk
