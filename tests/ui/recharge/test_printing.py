"""A look at a receipt is no print; a confirmed print or save counts, and then it is a DUPLICATE."""

from dataclasses import replace

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QPushButton

from domain.errors_of_files import FileNotWritten
from domain.money import Money

ENTER = Qt.Key.Key_Return


@pytest.fixture
def receipt(counter):
    """A recharge that was just taken; its receipt is shown."""
    counter.choose("100001")
    counter.fill_amount("500")
    with counter.qtbot.waitSignal(counter.page.controller.recharged) as taken:
        counter.press(ENTER, ENTER)
    counter.rest()
    return taken.args[0]


def test_the_receipt_is_shown_and_a_look_is_no_print(counter, books, receipt):
    assert counter.view.is_receipt_shown
    assert counter.view.receipt.number.whole_text() == receipt.number
    assert len(counter.view.receipt.images) == 1
    assert books.receipt(receipt.number).copy == 0


def test_a_receipt_without_a_signature_says_so(counter, books, receipt):
    copy = books.receipt(receipt.number)
    panel = counter.view.receipt

    panel.show_receipt(replace(copy, code="BB1?o=PAT1"), (), counter.desk.texts)
    assert panel.unsigned.isVisible()
    panel.show_receipt(replace(copy, code="BB2?o=PAT1"), (), counter.desk.texts)

    assert not panel.unsigned.isVisible()


def test_a_print_is_counted_and_the_next_one_is_a_duplicate(counter, books, receipt, paper):
    with counter.qtbot.waitSignal(counter.page.printing.printed) as first:
        counter.page.printing.print_receipt()
    counter.rest()
    counter.page.printing.show_receipt(receipt.number)
    counter.rest()

    assert first.args == [receipt.number, 0]
    assert "DUPLICATE 1" in counter.view.receipt.copy_pill.text()
    with counter.qtbot.waitSignal(counter.page.printing.printed) as second:
        counter.page.printing.print_receipt()
    assert second.args == [receipt.number, 1]
    assert books.receipt(receipt.number).copy == 2
    counter.rest()


def test_what_was_printed_has_the_size_of_the_paper(counter, receipt, paper):
    with counter.qtbot.waitSignal(counter.page.printing.printed):
        counter.page.printing.print_receipt()

    width, height = pypdfium2.PdfDocument(paper)[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    counter.rest()


def test_a_strip_is_printed_as_a_strip(counter, receipt, paper):
    strip = counter.view.receipt.paper.findChildren(QPushButton)[1]
    counter.qtbot.mouseClick(strip, Qt.MouseButton.LeftButton)
    counter.rest()
    with counter.qtbot.waitSignal(counter.page.printing.printed):
        counter.page.printing.print_receipt()

    width, height = pypdfium2.PdfDocument(paper)[0].get_size()
    assert abs(width - 80 / 25.4 * 72) < 2
    assert height > width
    counter.rest()


def test_going_back_from_the_dialog_counts_nothing(counter, books, receipt):
    counter.page.printing.print_receipt()
    [dialog] = counter.view.findChildren(QPrintDialog)

    dialog.reject()
    counter.rest()

    assert books.receipt(receipt.number).copy == 0


def test_the_printers_own_dialog_leads_to_paper(counter, books, receipt, tmp_path):
    counter.page.printing.print_receipt()
    [dialog] = counter.view.findChildren(QPrintDialog)
    printer = dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "dialog.pdf"))

    with counter.qtbot.waitSignal(counter.page.printing.printed):
        dialog.done(1)
    counter.rest()

    assert (tmp_path / "dialog.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.qt_log_ignore("QPainter::begin", "propagateSizeHints", extend=True)
def test_a_printer_that_refuses_counts_nothing(counter, books, receipt, paper):
    paper.mkdir()

    counter.page.printing.print_receipt()
    counter.rest()

    assert books.receipt(receipt.number).copy == 0
    assert "did not take the receipt" in counter.desk.toasts.text


def test_a_saved_receipt_counts_as_printed(counter, books, receipt, tmp_path):
    path = tmp_path / "receipt.pdf"
    counter.page.printing.save_receipt()
    [dialog] = counter.view.findChildren(QFileDialog)

    with counter.qtbot.waitSignal(counter.page.printing.printed):
        dialog.fileSelected.emit(str(path))
    dialog.reject()
    counter.rest()

    assert path.read_bytes().startswith(b"%PDF")
    assert books.receipt(receipt.number).copy == 1
    assert list(tmp_path.glob(".*.part")) == []


def test_a_save_that_fails_counts_nothing(counter, books, receipt, tmp_path):
    counter.act("recharge.save")
    [dialog] = counter.view.findChildren(QFileDialog)

    dialog.fileSelected.emit(str(tmp_path / "none" / "receipt.pdf"))
    dialog.reject()
    counter.rest()

    assert books.receipt(receipt.number).copy == 0
    assert FileNotWritten("", "").code in counter.desk.toasts.text


def test_a_reprint_is_reached_by_f6_and_enter(counter, books):
    newest = books.receipts(2)

    counter.act("recharge.reprint")
    counter.press(Qt.Key.Key_Down, ENTER)
    counter.rest()

    assert counter.view.is_receipt_shown
    assert counter.view.receipt.number.whole_text() == newest[1].number


def test_a_reprint_needs_three_keys_and_says_duplicate(counter, books, receipt, paper):
    counter.page.printing.print_receipt()
    counter.rest()

    counter.act("recharge.reprint")
    counter.act("recharge.reprint")
    counter.rest()
    assert "DUPLICATE 1" in counter.view.receipt.copy_pill.text()
    counter.press(ENTER)
    counter.rest()

    assert books.receipt(receipt.number).copy == 2
    assert "DUPLICATE 1" in counter.desk.toasts.text


def test_escape_goes_back_to_the_list(counter, receipt):
    counter.page.step_back()

    assert not counter.view.is_receipt_shown
    assert counter.view.receipts_model.rows[0].amount == Money.rupees(500)


def test_language_and_paper_are_remembered(counter, receipt, memory):
    counter.view.style_requested.emit("hi", "80mm")
    counter.rest()

    assert memory.value("receipt/language") == "hi"
    assert memory.value("receipt/paper") == "80mm"
    image = counter.view.receipt.images[0]
    assert image.height() > 1.5 * image.width()


def test_the_list_has_the_last_ten_receipts(counter, books):
    assert list(counter.view.receipts_model.rows) == books.receipts(10)
