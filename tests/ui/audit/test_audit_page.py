"""The audit log at the desk: read, narrowed, opened, exported with a reason."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from domain.staff import Role
from resources.texts import LANGUAGES, Texts
from tests.ui.audit.conftest import take_on
from tests.ui.conftest import StretchedTexts


def test_the_log_opens_with_a_week_newest_first(reader):
    acts = reader.column("act")

    assert acts[:2] == ["Changed a consumer", "Changed the staff"]
    assert "Took a recharge" in acts
    assert "Charged a day" in acts
    assert reader.view.since.text() == "16 Nov 2026"


def test_before_and_after_stand_side_by_side(reader):
    [change] = reader.view.detail.model.rows

    assert change.name == "mobile number"
    assert change.before
    assert change.after == "9876543210"
    assert "asha · Desk · counter 1" in [line.whole_text() for line in reader.view.detail.lines]


def test_amounts_in_the_log_are_rupees(reader):
    place = reader.column("act").index("Took a recharge")

    reader.view.table.go_to_place(place)

    [change] = reader.view.detail.model.rows
    assert change.name == "amount"
    assert change.after.startswith("₹")


def test_the_log_is_narrowed_by_who_and_what(reader):
    reader.view.by.show_value("asha")
    reader.rest()
    assert set(reader.column("by")) == {"asha"}

    reader.view.act.show_value("change_consumer")
    reader.rest()
    assert reader.column("act") == ["Changed a consumer"]


def test_the_log_is_narrowed_by_keys_alone(reader):
    reader.act("audit.search")
    reader.type("98765")
    reader.rest()
    assert reader.column("consumer") == ["100001"]

    reader.press(Qt.Key.Key_Escape)
    reader.rest()
    reader.act("audit.date")
    reader.type("t")
    reader.press(Qt.Key.Key_Tab)
    reader.rest()
    assert reader.view.since.text() == "22 Nov 2026"
    assert set(reader.column("act")) <= {
        "Changed a consumer",
        "Changed the staff",
        "Opened a shift",
        "Took a recharge",
        "Took in reads",
    }


def test_a_day_that_is_none_is_told_and_kept(reader):
    reader.act("audit.date")
    reader.type("40-40")
    reader.press(Qt.Key.Key_Tab)
    reader.rest()

    assert not reader.view.problem.isHidden()
    assert reader.view.since.text() == "40-40"


def test_escape_goes_back_to_the_week(reader):
    reader.view.by.show_value("asha")
    reader.rest()
    reader.view.search.setFocus()

    assert reader.page.step_back()
    assert reader.page.step_back()
    reader.rest()

    assert len(set(reader.column("by"))) > 1
    assert not reader.page.step_back()


def test_enter_opens_the_consumer(qtbot, reader):
    reader.view.table.setFocus()

    with qtbot.waitSignal(reader.page.consumer_requested) as asked:
        reader.press(Qt.Key.Key_Return)

    assert asked.args == ["100001"]
    assert reader.page.selected_consumer() == "100001"


def test_an_export_needs_a_reason_and_is_noted_with_it(qtbot, reader, staffed, tmp_path):
    reader.act("audit.export")
    reader.press(Qt.Key.Key_Return)
    assert reader.page.controller.reason.form.problems()

    reader.type("Asked for by the auditor")
    reader.press(Qt.Key.Key_Return)
    [dialog] = reader.view.findChildren(QFileDialog)
    path = tmp_path / "log.xlsx"
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    qtbot.waitUntil(path.exists, timeout=20_000)
    reader.rest()

    assert reader.column("act")[0] == "Exported data"
    assert reader.column("reason")[0] == "Asked for by the auditor"
    book = openpyxl.load_workbook(path)
    assert book.worksheets[1].cell(1, 1).value == "When"
    assert [cell.value for cell in book.worksheets[1]["D"]][1] == "Changed a consumer"
    reader.desk.toasts.toast.action.click()
    assert reader.opened == [path]


def test_an_office_without_staff_asks_for_no_reason(open_log, books):
    reader = open_log(books)

    reader.act("audit.export")

    [dialog] = reader.view.findChildren(QFileDialog)
    dialog.reject()
    assert reader.page.controller.reason.isHidden()


def test_whoever_may_not_see_the_log_is_told_so(open_log, staffed):
    vina = take_on(staffed, "vina", "Vina Rao", Role.CLERK)

    reader = open_log(staffed, vina)

    assert not reader.view.problem.isHidden()
    assert not reader.cells


def test_a_long_log_says_that_there_is_more(reader, monkeypatch):
    monkeypatch.setattr("ui.desk.audit.controller.MOST_ROWS", 5)

    reader.page.refresh()
    reader.rest()

    assert len(reader.cells) == 5
    assert reader.view.note.text().startswith("These are the newest 5.")


def test_an_auditor_sees_telephone_numbers_masked(open_log, staffed):
    irfan = take_on(staffed, "irfan", "Irfan Ali", Role.AUDITOR)

    reader = open_log(staffed, irfan)

    assert "••••••••10" in " ".join(reader.column("change"))
    assert "9876543210" not in " ".join(reader.column("change"))


def test_every_input_has_an_accessible_name(reader):
    unnamed = [
        field
        for field in reader.view.findChildren(QLineEdit)
        if not field.accessibleName() and field.isVisible()
    ]

    assert unnamed == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_page_speaks_both_languages(reader, language):
    reader.page.retranslate(Texts(language))

    assert reader.page.title(Texts(language))
    assert reader.view.model.headerData(0, Qt.Orientation.Horizontal)


@pytest.mark.parametrize("size", [(930, 470), (1138, 600)])
def test_nothing_is_cut_off_in_a_longer_language(reader, size):
    reader.view.resize(*size)
    reader.page.retranslate(StretchedTexts())
    reader.rest()

    assert reader.view.width() <= size[0]
    assert reader.view.minimumSizeHint().width() <= size[0]
