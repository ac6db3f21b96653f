"""X, Z and day-end reports go where this desk prints, look like what was seen, and lose nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from domain.audit import AuditQuery
from domain.errors_of_printing import PrinterMissing
from domain.printing import DeskPrinters, Paper, PrinterKind, PrinterProfile, PrintStyle
from domain.shift import CashCount
from integrations.documents import day_end_pdf, preview, shift_report_pdf
from tests.ui.counter.conftest import close_open_shift, take
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.kit.documents import Printers


class Roll:
    """A receipt printer on the network that keeps what it was sent; out of paper at first."""

    def __init__(self):
        self.sent, self.is_missing = [], False

    def send(self, profile, pdf, file_name):
        if self.is_missing:
            raise PrinterMissing(profile.name)
        self.sent.append((file_name, pdf))


@pytest.fixture
def roll():
    return Roll()


@pytest.fixture
def documents(roll):
    style = PrintStyle(Paper.ROLL_80, ("hi",))
    profile = PrinterProfile("Counter roll", PrinterKind.NETWORK, "10.0.0.9", style)
    printers = Printers(load=lambda: DeskPrinters((profile,), profile.name), send=roll.send)
    return replace(
        NO_DOCUMENTS,
        shift_report_pdf=shift_report_pdf.render,
        day_end_pdf=day_end_pdf.render,
        pictures=preview.pages,
        printers=printers,
    )


@pytest.fixture
def reader(open_counter, documents):
    """The clerk, who looks at the X report."""
    clerk = open_counter(documents=documents)
    clerk.act("counter.report")
    return clerk


def looks(books):
    return len(books.trust.audit_log(AuditQuery(act="see_shift"), CLERK))


def width_mm(image):
    return image.width() / 150 * 25.4


def test_a_report_is_seen_as_it_will_be_printed(reader):
    [page] = reader.view.report.images

    assert reader.view.report.heading.whole_text() == "X report · Counter 2"
    assert round(width_mm(page)) == 80


def test_a_report_goes_where_receipts_go(reader, roll):
    reader.act("counter.print")

    [(name, pdf)] = roll.sent
    assert name == "x-report-2-2026-11-22.pdf"
    assert pdf.startswith(b"%PDF")
    assert reader.view.report.isHidden()
    assert reader.desk.toasts.text == "The report is printed."


def test_what_is_printed_is_what_was_seen_and_noted_once(reader, books, roll):
    before = looks(books)
    take(books, 500)

    reader.act("counter.print")

    assert looks(books) == before
    assert len(roll.sent) == 1


def test_a_printer_that_is_not_there_leaves_the_report_in_sight(reader, roll):
    roll.is_missing = True
    reader.act("counter.print")
    assert "Counter roll" in reader.desk.toasts.text
    assert reader.view.report.isVisible()

    roll.is_missing = False
    reader.desk.toasts.toast.action.click()
    reader.rest()

    assert len(roll.sent) == 1


def test_without_a_printer_the_system_asks(reader, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "ui.desk.counter.report_controller.ask_printer", lambda *given: asked.append(given)
    )
    controller = reader.page.reports
    controller._documents = replace(controller._documents, printers=Printers())  # noqa: SLF001

    reader.act("counter.print")

    assert len(asked) == 1


def test_a_report_is_kept_as_a_file(reader, tmp_path):
    reader.act("counter.save")
    [dialog] = reader.view.findChildren(QFileDialog)
    path = Path(tmp_path) / "x.pdf"
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    reader.rest()

    assert path.read_bytes().startswith(b"%PDF")
    assert reader.desk.toasts.text == "Report saved as x.pdf."


def test_the_report_of_a_closed_day_is_no_draft(open_counter, documents, books):
    close_open_shift(books)
    end = books.counter.close_day(2, books.today(), CashCount(), CLERK)
    clerk = open_counter(documents=documents)

    clerk.page.reports.show_day(end)
    clerk.rest()

    assert clerk.view.report.heading.whole_text() == "Report of the day · Counter 2"
    assert clerk.view.report.images
