"""Registers at the desk: chosen, narrowed and printed by keys, beside what the ledger says."""

from datetime import date

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QComboBox, QLineEdit

from domain.audit import AuditQuery
from domain.money import Money
from domain.office import Actor, Channel
from domain.recharge import RechargeOrder
from domain.register import GroupBy, RegisterKind
from domain.staff import Act, Role
from domain.tender import Tender
from integrations.documents import preview, register_pdf
from resources.texts import LANGUAGES, Texts
from storage.engine import open_engine
from tests.integrations.register_made import sheet_of
from tests.storage.conftest import by_hand
from tests.ui.conftest import StretchedTexts
from tests.ui.practice_office import CLERK
from tests.ui.registers.conftest import ADMINISTRATOR, DOCUMENTS
from ui.desk.kit.sheet_printing import SheetPages

YESTERDAY = date(2026, 11, 21)


@pytest.fixture
def paid(reader, books):
    """A receipt of today, refused by nobody: the reader looks at it."""
    order = RechargeOrder.of("paid", "100001", Money.rupees(500), Tender.UPI, "UPI-1")
    receipt = books.recharge(order, CLERK)
    reader.page.refresh()
    reader.rest()
    return receipt


def test_the_page_opens_with_the_collection_of_today(reader, paid):
    assert reader.view.chosen_kind() is RegisterKind.COLLECTION
    assert reader.column("number") == [paid.number]
    assert reader.column("tender") == ["UPI"]
    assert reader.sum_of("taken") == "₹500.00"
    assert "Agrees" in reader.view.judgement.text()
    assert "UPI ₹500.00" in reader.view.controls.text()


def test_an_empty_register_says_what_to_do(reader):
    assert reader.view.rows() is None
    assert "Widen them" in reader.view._empty.text.text()  # noqa: SLF001 - what stands there
    assert "Agrees" in reader.view.judgement.text()


def test_another_register_and_other_days_by_keys_alone(reader):
    reader.view.kind.setFocus()
    reader.press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    reader.rest()
    reader.act("registers.period")
    reader.type("20")
    reader.press(Qt.Key.Key_Tab)
    reader.type("21")
    reader.press(Qt.Key.Key_Return)
    reader.rest()

    assert reader.view.chosen_kind() is RegisterKind.DAY_BOOK
    assert set(reader.column("day")) == {"20 Nov 2026", "21 Nov 2026"}
    assert reader.sum_of("debit") == reader.sum_of("credit")


def test_f8_is_the_day_book_of_today_from_wherever_one_is(qtbot, reader, paid):
    reader.view.show_period("yesterday")

    with qtbot.waitSignal(reader.page.wanted):
        reader.act("registers.day_book")
    reader.rest()

    assert reader.view.chosen_kind() is RegisterKind.DAY_BOOK
    assert reader.view.since.day() == date(2026, 11, 22)
    assert reader.column("account") == ["UPI", "Wallets of consumers"]


def test_a_month_is_added_up_by_day_until_somebody_wants_each_receipt(reader):
    reader.view.period.show_value("month")
    reader.rest()
    days = reader.column("day")
    by_day = reader.sum_of("net")

    reader.view.group.show_value(GroupBy.RECEIPT)
    reader.rest()

    assert len(days) > 10
    assert len(reader.column("number")) > len(days)
    assert reader.sum_of("taken") == by_day


def test_filters_that_do_not_apply_are_not_there(reader):
    assert reader.view.tender.isVisible()
    assert not reader.view.consumer.isVisible()

    reader.show("receipts_of_consumer")

    assert reader.view.consumer.isVisible()
    assert not reader.view.tender.isVisible()


def test_in_a_narrow_window_the_buttons_stand_beside_few_filters(reader):
    reader.view.window().resize(850, 420)
    reader.rest()
    buttons = (reader.view.print_it, reader.view.pdf, reader.view.excel)

    assert not any(button.isVisible() for button in buttons)

    reader.show("day_book")

    assert all(button.isVisible() for button in buttons)


def test_receipts_of_a_consumer_wait_for_the_number(reader, paid):
    reader.show("receipts_of_consumer")
    assert "Whose receipts?" in reader.view._empty.text.text()  # noqa: SLF001 - what stands there

    reader.view.consumer.setFocus()
    reader.type("100001")
    reader.press(Qt.Key.Key_Return)
    reader.rest()

    assert reader.column("number") == [paid.number]


def test_a_consumer_who_is_not_there_is_told_under_the_fields(reader):
    reader.show("receipts_of_consumer")
    reader.view.consumer.setFocus()
    reader.type("nobody")
    reader.press(Qt.Key.Key_Return)
    reader.rest()

    assert not reader.view.problem.isHidden()
    assert reader.view.consumer.text() == "nobody"


def test_a_day_that_is_none_is_told_and_kept(reader):
    reader.act("registers.period")
    reader.type("40-40")
    reader.press(Qt.Key.Key_Return)
    reader.rest()

    assert not reader.view.problem.isHidden()
    assert reader.view.since.text() == "40-40"


def test_a_head_takes_the_place_of_a_tender(reader, paid):
    reader.view.tender.show_value("upi")
    reader.view.head.show_value("recharge")
    reader.rest()

    assert reader.view.tender.value() == ""
    assert reader.column("head") == ["Recharge"]


def test_escape_clears_the_filters_and_then_goes_to_the_list(reader, paid):
    reader.view.by.setFocus()
    reader.type("nobody")
    reader.press(Qt.Key.Key_Return)
    reader.rest()
    assert reader.view.rows() is None

    assert reader.page.step_back()
    reader.rest()
    assert reader.column("number") == [paid.number]
    assert reader.page.step_back()
    assert not reader.page.step_back()


def test_a_register_that_differs_from_the_ledger_is_red_with_both_figures(reader, paid, books):
    engine = open_engine(books.path)
    by_hand(engine, f"UPDATE receipt_tender SET amount_paise = 1 WHERE number = '{paid.number}'")
    engine.dispose()

    reader.page.refresh()
    reader.rest()

    assert "Differs from the ledger" in reader.view.judgement.text()
    assert reader.view.judgement.property("tone") == "bad"
    assert "UPI: register ₹0.01, ledger ₹500.00" in reader.view.controls.text()


def test_enter_on_a_row_opens_the_consumer(qtbot, reader, paid):
    reader.act("registers.rows")

    with qtbot.waitSignal(reader.page.consumer_requested) as asked:
        reader.press(Qt.Key.Key_Return)

    assert asked.args == ["100001"]
    assert reader.page.selected_consumer() == "100001"


def test_an_excel_book_has_the_rows_and_control_totals_that_are_seen(reader, paid, tmp_path):
    path = tmp_path / "collection.xlsx"

    reader.act("registers.export")
    reader.answer(path)

    cover, rows = openpyxl.load_workbook(path).worksheets
    assert rows["B2"].value == paid.number
    controls = {row[0].value: [cell.value for cell in row[1:]] for row in cover.iter_rows()}
    assert controls["UPI"] == [500, 500, "agrees"]
    reader.desk.toasts.toast.action.click()
    assert reader.opened == [path]


def test_a_pdf_is_the_register_on_paper(reader, paid, tmp_path):
    path = tmp_path / "collection.pdf"

    reader.act("registers.pdf")
    reader.answer(path)

    assert len(preview.pages(path.read_bytes(), 30)) == 1


def test_where_there_is_staff_an_export_is_noted_with_its_reason(open_page, staffed, tmp_path):
    reader = open_page(staffed, ADMINISTRATOR, Role.ADMINISTRATOR)
    reader.view.period.show_value("yesterday")
    reader.rest()

    reader.act("registers.export")
    reader.press(Qt.Key.Key_Return)
    assert reader.page.controller.reason.sheet.form.problems()
    reader.type("Asked for by the bank")
    reader.press(Qt.Key.Key_Return)
    reader.answer(tmp_path / "register.xlsx")

    [row] = staffed.trust.audit_log(AuditQuery(act=Act.EXPORT.value), ADMINISTRATOR)
    assert row.reason == "Asked for by the bank"
    assert row.subject == "register collection 2026-11-21/2026-11-21"


def test_every_page_of_a_register_goes_to_the_printer(qtbot, desk, tmp_path):
    pdf = register_pdf.render(sheet_of(rows=90), Texts())
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printing = SheetPages(printer, pdf, DOCUMENTS, desk.tasks, desk.tasks)

    with qtbot.waitSignal(printing.finished, timeout=20_000) as printed:
        printing.start()

    assert printed.args == [True]
    sheets = preview.pages((tmp_path / "printed.pdf").read_bytes(), 20)
    assert len(sheets) == len(preview.pages(pdf, 20)) > 1
    assert all(sheet.width > sheet.height for sheet in sheets)


def test_a_machine_account_is_told_that_it_may_not_look(open_page, staffed):
    reader = open_page(staffed, Actor("stranger", Channel.DESK))

    assert not reader.view.problem.isHidden()


def test_nothing_is_read_again_while_another_page_is_shown(reader, books):
    reader.view.hide()
    asked = reader.page.controller._latest._asked  # noqa: SLF001 - how often it was asked

    reader.page.refresh()
    assert reader.page.controller._latest._asked == asked  # noqa: SLF001 - as above

    reader.view.show()
    reader.page.enter()
    assert reader.page.controller._latest._asked == asked + 1  # noqa: SLF001 - as above
    reader.rest()


@pytest.mark.parametrize("kind", list(RegisterKind))
def test_every_register_is_shown_and_worded(reader, kind):
    reader.view.period.show_value("month")
    reader.view.consumer.setText("100001")

    reader.show(kind)

    assert reader.view.problem.isHidden()
    if rows := reader.view.rows():
        heads = [rows.model.headerData(at, Qt.Orientation.Horizontal) for at in range(3)]
        assert all(heads)
    assert "Agrees" in reader.view.judgement.text()


def test_every_input_has_an_accessible_name(reader):
    fields = [*reader.view.findChildren(QLineEdit), *reader.view.findChildren(QComboBox)]

    assert [field for field in fields if field.isVisible() and not field.accessibleName()] == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_page_speaks_both_languages(reader, paid, language):
    reader.page.retranslate(Texts(language))

    assert reader.page.title(Texts(language))
    assert reader.column("number") == [paid.number]


@pytest.mark.parametrize("size", [(826, 420), (1138, 600)])
@pytest.mark.parametrize("kind", [RegisterKind.COLLECTION, RegisterKind.CASH_CLOSING])
def test_nothing_is_cut_off_in_a_longer_language(reader, size, kind):
    reader.view.resize(*size)
    reader.page.retranslate(StretchedTexts())
    reader.show(kind)

    assert reader.view.minimumSizeHint().width() <= size[0]


def test_the_keys_of_the_page_are_its_own(reader):
    keys = [key for action in reader.page.actions for key in action.keys]

    assert len(keys) == len(set(keys))
    assert {"F8", "Alt+F2", "Ctrl+P", "Alt+E"} <= set(keys)
