"""A clerk's walk through all pages on a large office, by keys alone, ending in the same paisa."""

from contextlib import closing
from dataclasses import replace

import openpyxl
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog

from domain.money import Money
from domain.progress import silent
from integrations.documents import amount_words, billing_sheet_xlsx, preview, receipt_pdf
from tests.benchmarks.big_office import DAY, make_big_office
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK, FLOAT
from ui.desk.application import page_makers
from ui.desk.kit.language import Language
from ui.desk.window import Surroundings, Window
from ui.sentences import explain

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
#: A run over 200,000 consumers, and their sheet, take their time.
PATIENCE_MS = 120_000

SIZES = [2_000, pytest.param(200_000, marks=pytest.mark.long)]


@pytest.fixture(params=SIZES)
def books(request, tmp_path):
    opened = make_big_office(tmp_path / "office", request.param, days=2)
    opened.counter.open_shift(FLOAT, CLERK)
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot, tasks, theme, books, tmp_path):
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))
    documents = replace(
        NO_DOCUMENTS,
        receipt_pdf=receipt_pdf.render,
        billing_sheet_xlsx=billing_sheet_xlsx.write,
        pictures=preview.pages,
        amount_in_words=amount_words.amount_in_words,
    )
    world = Surroundings(books, CLERK, explain, tasks, Language(), theme)
    window = Window(world, page_makers(books, documents))
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    qtbot.waitActive(window)
    yield window
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=PATIENCE_MS)


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def answer_dialogs(monkeypatch, view, path):
    """Let every printer dialog choose a printer that writes a file."""

    def choose(accepted):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        accepted(printer)

    monkeypatch.setattr(view, "ask_printer", choose)


def test_a_clerk_walks_from_half_a_name_to_the_exported_sheet(
    qtbot, window, books, tmp_path, monkeypatch
):
    consumers, recharge = window.pages["consumers"], window.pages["recharge"]
    sheet = window.pages["billing_sheet"]

    # Find a consumer by half a name.
    press(qtbot, Qt.Key.Key_F3)
    qtbot.keyClicks(QApplication.focusWidget(), "sunit dev")
    model = consumers.view.list.model
    qtbot.waitUntil(
        lambda: bool(model.rowCount()) and "Sunita Devi" in str(model.index(0, 1).data()),
        timeout=PATIENCE_MS,
    )
    number = consumers.selected_consumer()
    before = books.consumer(number).balance

    # Take 500 rupees and print.
    press(qtbot, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: recharge.selected_consumer() == number, timeout=PATIENCE_MS)
    qtbot.waitUntil(recharge.view.amount.line.hasFocus, timeout=PATIENCE_MS)
    qtbot.keyClicks(QApplication.focusWidget(), "500")
    qtbot.waitUntil(lambda: recharge.view.effect.effect is not None, timeout=PATIENCE_MS)
    with qtbot.waitSignal(recharge.books_changed, timeout=PATIENCE_MS):
        press(qtbot, Qt.Key.Key_A, CONTROL)
    [receipt] = books.receipts()
    answer_dialogs(monkeypatch, recharge.view, tmp_path / "receipt.pdf")
    qtbot.waitUntil(lambda: recharge.view.is_receipt_shown, timeout=PATIENCE_MS)
    with qtbot.waitSignal(recharge.printing.printed, timeout=PATIENCE_MS) as printed:
        press(qtbot, Qt.Key.Key_P, CONTROL)
    assert printed.args == [receipt.number, 0]
    assert (tmp_path / "receipt.pdf").read_bytes().startswith(b"%PDF")

    # See the new balance in the list.
    press(qtbot, Qt.Key.Key_2, CONTROL)
    after = before + Money.rupees(500)
    qtbot.waitUntil(
        lambda: model.row_at(0) is not None and model.row_at(0).balance == after,
        timeout=PATIENCE_MS,
    )
    assert model.row_at(0).number == number

    # Run the day and open the sheet.
    press(qtbot, Qt.Key.Key_5, CONTROL)
    with qtbot.waitSignal(sheet.books_changed, timeout=PATIENCE_MS):
        press(qtbot, Qt.Key.Key_R, ALT)
    count = books.state().consumers
    qtbot.waitUntil(lambda: sheet.view.model.rowCount() == count, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: sheet.controller.sheet_is_shown, timeout=PATIENCE_MS)
    assert books.state().last_charged_on == DAY

    # Export it.
    path = tmp_path / "sheet.xlsx"
    press(qtbot, Qt.Key.Key_E, ALT)
    qtbot.waitUntil(lambda: bool(sheet.view.findChildren(QFileDialog)), timeout=PATIENCE_MS)
    [dialog] = sheet.view.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    qtbot.waitUntil(path.exists, timeout=PATIENCE_MS)
    assert not books.check(silent)

    # Find the same paisa in the sheet, the charges and the ledger.
    [charge] = books.charges(number, DAY, DAY)
    [posted] = [row for row in books.ledger(number) if row.kind == "daily_charge"][:1]
    assert posted.amount.paise == -charge.total_paise
    assert exported_paise(path, number) == charge.total_paise
    assert books.consumer(number).balance == after + posted.amount


def exported_paise(path, number):
    """Return what the exported sheet says was charged to a consumer."""
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        rows = list(book["Billing sheet"].iter_rows(values_only=True))
    heads = next(row for row in rows if row[0] == "Consumer")
    row = next(row for row in rows if row[0] == number)
    return Money.rupees(f"{row[heads.index('Charged (₹)')]:.2f}").paise
