"""A recharge page in a window of its own, on a copy of the practice office."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from integrations.documents import (
    amount_words,
    billing_sheet_xlsx,
    preview,
    qr,
    receipt_pdf,
    upi_slip_pdf,
)
from tests.ui.no_documents import NO_DOCUMENTS
from ui.desk.recharge.page import RechargePage


class Counter:
    """A clerk at the recharge page: types, waits, and looks."""

    def __init__(self, qtbot, page, desk):
        self.qtbot, self.page, self.view, self.desk = qtbot, page, page.view, desk

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=10_000)

    def rest(self):
        """Wait until nothing is under way any more."""
        self.qtbot.wait(150)
        self.wait(lambda: self.desk.tasks.is_idle)

    def type(self, text):
        """Type into whatever has the focus."""
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def press(self, *keys):
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget(), key)

    def enter(self, text=""):
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def choose(self, number):
        """Type a consumer's number into the picker, as a scanner does."""
        self.enter(number)
        self.wait(lambda: self.page.selected_consumer() == number)
        self.wait(self.view.amount.line.hasFocus)

    def fill_amount(self, text):
        self.type(text)
        self.wait(lambda: self.view.effect.effect is not None)

    def act(self, name):
        """Do what an action of the page does, whatever its key."""
        next(action for action in self.page.actions if action.name == name).run()

    @property
    def problems(self):
        return dict(self.view.form.problems())


@pytest.fixture
def documents():
    return replace(
        NO_DOCUMENTS,
        receipt_pdf=receipt_pdf.render,
        billing_sheet_xlsx=billing_sheet_xlsx.write,
        pictures=preview.pages,
        amount_in_words=amount_words.amount_in_words,
        code_modules=qr.modules,
        upi_slip_pdf=upi_slip_pdf.render,
    )


@pytest.fixture
def memory(tmp_path):
    return QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def counter(qtbot, desk, books, documents, memory):
    page = RechargePage(desk, books, documents, memory, open_file=lambda _path: None)
    qtbot.addWidget(page.widget)
    page.widget.resize(1138, 600)
    page.widget.show()
    qtbot.waitActive(page.widget)
    page.enter()
    clerk = Counter(qtbot, page, desk)
    clerk.rest()
    return clerk


@pytest.fixture
def paper(tmp_path, counter, monkeypatch):
    """A printer that writes a file; every dialog for printers is answered with it."""
    path = tmp_path / "printed.pdf"

    def choose(accepted):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        accepted(printer)

    monkeypatch.setattr(counter.view, "ask_printer", choose)
    return path
