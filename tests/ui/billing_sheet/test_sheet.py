"""The sheet shows what the books hold: filtered, summed, explained, exported to the same paisa."""

import random
import time
from dataclasses import replace
from datetime import date, timedelta

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog

from domain.billing_sheet import SUMMED, BillingSheet, SheetColumns
from domain.credit import Status
from domain.money import Money
from resources.texts import Texts
from tests.ui.practice_office import CLERK, DAYS, FIRST_DAY
from ui.desk.billing_sheet.sheet import Part, ReadySheet, SheetQuery
from ui.desk.billing_sheet.tables import sheet_columns

DAY = FIRST_DAY + timedelta(days=DAYS - 2)


@pytest.fixture
def charged(clerk):
    """The sheet of a day that is charged."""
    clerk.press(Qt.Key.Key_Left)
    clerk.rest()
    return clerk


def test_the_totals_by_status_stand_at_the_foot(charged, books):
    sheet = books.billing_sheet(DAY, CLERK.name)

    assert list(charged.view.totals_model.rows) == [*sheet.totals_by("status"), sheet.total()]


def test_the_month_of_who_is_not_charged_is_not_told_as_zero(clerk):
    clerk.rest()

    [month] = [column for column in sheet_columns() if column.key == "mtd_wh"]
    row = clerk.view.model.row_at(0)
    assert row.text_of("tariff") == ""
    assert month.text(row, Texts("en")) == "–"


def test_a_part_filters_the_rows(charged, books):
    columns = books.billing_sheet(DAY, CLERK.name).columns
    without_read = [
        number
        for number, read, tariff in zip(columns.number, columns.read, columns.tariff, strict=True)
        if read == "missing" and tariff
    ]

    charged.part(2)
    charged.rest()

    assert charged.numbers == without_read
    assert charged.view.totals_model.rows[-1].consumers == len(without_read)


def test_a_status_and_a_text_filter_the_rows_and_escape_takes_all_back(charged, books):
    columns = books.billing_sheet(DAY, CLERK.name).columns
    charged.view.status.show_value(Status.LOW)
    charged.act("sheet.search")
    charged.type("10000")
    charged.rest()

    assert charged.numbers == [
        number
        for number, status in zip(columns.number, columns.status, strict=True)
        if status == "low" and number.startswith("10000")
    ]
    charged.page.step_back()
    charged.rest()
    assert len(charged.numbers) == 200


def test_a_head_orders_the_rows(charged, books):
    columns = books.billing_sheet(DAY, CLERK.name).columns
    charged.view.table.sort_requested.emit("total_paise", True)
    charged.rest()

    shown = [charged.view.model.row_at(place).number_of("total_paise") for place in range(200)]
    assert shown == sorted(columns.total_paise, reverse=True)


def test_enter_drills_down_to_the_consumer(charged):
    charged.press(Qt.Key.Key_Return)
    assert charged.view.table.hasFocus()

    with charged.qtbot.waitSignal(charged.page.consumer_requested) as asked:
        charged.press(Qt.Key.Key_Down, Qt.Key.Key_Return)

    assert asked.args == ["100002"]
    assert charged.page.selected_consumer() == "100002"


def test_a_charge_is_explained_line_by_line_and_escape_puts_it_away(charged, books):
    charged.view.start_rows()
    charged.act("sheet.explain")
    charged.rest()

    texts = charged.view.explanation.texts()
    assert charged.view.explanation.isVisible()
    assert "Energy charge" in texts
    assert charged.page.step_back()
    assert not charged.view.explanation.isVisible()


def test_a_day_without_a_charge_cannot_be_explained_and_says_so(clerk):
    clerk.view.start_rows()
    clerk.act("sheet.explain")
    clerk.rest()

    assert "day_not_charged" in clerk.desk.toasts.text


def test_the_export_has_the_same_paisa_as_charges_and_ledger(charged, books, tmp_path):
    path = tmp_path / "sheet.xlsx"
    charged.act("sheet.export")
    [dialog] = charged.view.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    charged.rest()

    page = openpyxl.load_workbook(path)["Billing sheet"]
    rows = list(page.iter_rows(values_only=True))
    heads = next(row for row in rows if row[0] == "Consumer")
    row = next(row for row in rows if row[0] == "100001")
    total = Money.rupees(f"{row[heads.index('Charged (₹)')]:.2f}")
    closing = Money.rupees(f"{row[heads.index('Closing balance (₹)')]:.2f}")
    [charge] = books.charges("100001", DAY, DAY)
    entry = next(
        row
        for row in books.ledger("100001")
        if row.business_date == DAY and row.kind == "daily_charge"
    )
    assert total.paise == charge.total_paise == -entry.amount.paise
    assert closing == charged_closing(books, "100001")
    assert "sheet.xlsx" in charged.desk.toasts.text


def charged_closing(books, number):
    """Return the balance at the end of the day, from the ledger."""
    return next(row.balance_after for row in books.ledger(number) if row.business_date <= DAY)


def test_after_an_export_the_book_or_its_folder_can_be_opened(charged, tmp_path):
    charged.act("sheet.export")
    [dialog] = charged.view.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "sheet.xlsx"))
    dialog.reject()
    charged.rest()

    charged.desk.toasts.toast.action.click()
    charged.act("sheet.folder")

    assert charged.opened == [tmp_path / "sheet.xlsx", tmp_path]


def test_an_export_that_cannot_be_written_is_told(charged, tmp_path):
    charged.act("sheet.export")
    [dialog] = charged.view.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "none" / "sheet.xlsx"))
    dialog.reject()
    charged.rest()

    assert "file_not_written" in charged.desk.toasts.text


def test_what_is_looked_at_is_printed_with_its_sums(charged, tmp_path, monkeypatch):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    monkeypatch.setattr(charged.view, "ask_printer", lambda accepted: accepted(printer))

    charged.act("sheet.print")
    charged.wait(lambda: charged.desk.toasts.text == "The sheet went to the printer.")

    document = pypdfium2.PdfDocument(tmp_path / "sheet.pdf")
    texts = [page.get_textpage().get_text_range() for page in document]
    width, height = document[0].get_size()
    assert width > height
    assert len(texts) > 1
    assert all("20 Nov 2026" in text and "Charged" in text for text in texts)
    assert "100001" in texts[0]
    assert "200 consumers" in texts[-1]


def test_a_day_to_come_has_no_sheet(clerk):
    clerk.page.controller.show_day(date(2026, 12, 24))
    clerk.rest()

    assert clerk.numbers == []
    assert "has not begun" in clerk.view._no_sheet.text.text()  # noqa: SLF001 - what is seen
    assert clerk.view._no_sheet.isVisible()  # noqa: SLF001 - what is seen


def test_every_input_has_a_name_for_a_screen_reader(clerk):
    view = clerk.view
    parts = [view.strip, view.date, view.back, view.forward, view.parts, view.search]
    rest = [view.status, view.table, view.totals, view.run, view.catch_up, view.export]

    assert all(part.accessibleName() for part in parts + rest)


def long_sheet(sheet, rows):
    """Return a sheet of as many invented rows, made of a real one's."""
    columns = sheet.columns
    places = [random.Random(1).randrange(len(columns)) for _row in range(rows)]
    built = {
        name: tuple(getattr(columns, name)[place] for place in places)
        for name in SheetColumns.__slots__
    }
    built["number"] = tuple(f"{number:07}" for number in range(rows))
    return replace(sheet, columns=SheetColumns(**built))


def test_a_sheet_of_200_000_rows_never_holds_up_the_page(clerk, books, monkeypatch):
    long = long_sheet(books.billing_sheet(DAY, CLERK.name), 200_000)
    monkeypatch.setattr(type(books), "billing_sheet", lambda *_given: long)
    longest = [0.0]
    clerk.press(Qt.Key.Key_Left)
    clerk.wait(clerk.view._loading.isVisible)  # noqa: SLF001 - what is seen

    def is_shown():
        started = time.perf_counter()
        QApplication.processEvents()
        longest[0] = max(longest[0], time.perf_counter() - started)
        return len(clerk.numbers[:1]) == 1 if clerk.view.model.rowCount() else False

    clerk.wait(is_shown)
    clerk.rest()

    assert clerk.view.model.rowCount() == 200_000
    assert longest[0] < 0.5


def test_a_ready_sheet_sums_as_the_sheet_itself(books):
    sheet: BillingSheet = books.billing_sheet(DAY, CLERK.name)
    ready = ReadySheet.of(sheet)

    found = ready.select(SheetQuery(part=Part.CHARGED))

    assert found.total == sheet.total()
    assert list(found.totals) == sheet.totals_by("status")
    assert len(found.total.sums) == len(SUMMED)
