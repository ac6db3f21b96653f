"""The Imports page: a file becomes rows in the books step by step, by keyboard, and goes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest

import main
from domain.consumer import ConsumerQuery
from domain.errors import ConsumerNotFound
from domain.importing import BatchState, Fate, ImportKind
from ui.desk.importing.dropping import file_of
from ui.desk.importing.page import ImportingPage
from ui.desk.importing.refused_cells import CellField

HEADINGS = "CA No,Consumer Name,Mobile No,Meter Sl No,Sanctioned Load (kW),Date of Supply"
ROWS = [
    "9001,Sunita Devi,9876543210,MX9001,3,05/11/2026",
    "9002,मनोज कुमार,9876543211,MX9002,2 kW,15/11/2026",
    "9003,<b>Ravi</b>,98765,MX9003,2,16/11/2026",
]


@pytest.fixture
def documents():
    return main._documents()  # noqa: SLF001 - what the composition root hands out


@pytest.fixture
def page(qtbot, desk, books, documents):
    made = ImportingPage(desk, books, documents)
    qtbot.addWidget(made.widget)
    made.widget.resize(1180, 640)
    made.widget.show()
    return made


def sheet(tmp_path: Path, *rows: str, headings: str = HEADINGS) -> Path:
    path = tmp_path / "new consumers.csv"
    path.write_text("\n".join([headings, *rows]) + "\n", encoding="utf-8")
    return path


def idle(qtbot, page):
    qtbot.waitUntil(lambda: not page.controller.work.is_busy, timeout=20_000)


def to_columns(qtbot, page, path, kind=ImportKind.CONSUMERS):
    page.controller.begin()
    page.view.start.kind.show_value(kind)
    page.controller.choose(path)
    idle(qtbot, page)


def category(books):
    return books.categories()[0]


@pytest.fixture
def schedule(books, monkeypatch):
    return category(books)


def judged(qtbot, page, path, schedule):
    to_columns(qtbot, page, path)
    columns = page.view.columns
    columns.fields["category"].show_value(" for all ")
    columns.values["category"].show_value(schedule)
    page.controller.accept()
    idle(qtbot, page)


def take_in(qtbot, page):
    """Press Ctrl+A in the list of rows, and Enter where it is asked about."""
    page.view.preview.table.setFocus()
    page.controller.accept()
    if page.view.preview.confirm.isVisible():
        QTest.keyClick(page.view.preview.confirm.accept, Qt.Key.Key_Return)
    idle(qtbot, page)


def test_columns_are_recognised_and_shown_with_their_first_texts(qtbot, page, tmp_path):
    to_columns(qtbot, page, sheet(tmp_path, *ROWS))

    columns = page.view.columns
    assert page.view.shown is columns
    assert columns.said().columns == {
        "number": "CA No",
        "name": "Consumer Name",
        "mobile": "Mobile No",
        "meter_serial": "Meter Sl No",
        "load_kw": "Sanctioned Load (kW)",
        "connected_on": "Date of Supply",
    }
    assert columns.said().is_day_first is True
    assert "Sunita Devi" in columns.form.notes()["name"]


def test_all_that_is_missing_is_said_at_its_fields(qtbot, page, tmp_path):
    to_columns(qtbot, page, sheet(tmp_path, *ROWS))
    columns = page.view.columns
    columns.fields["load_kw"].show_value("")
    columns.fields["mobile"].show_value("CA No")
    columns.fields["feeder"].show_value(" for all ")

    page.controller.accept()

    assert page.view.shown is columns
    assert set(columns.form.problems()) == {
        *("number", "category", "load_kw", "mobile", "feeder for all"),
    }
    assert columns.fields["number"].hasFocus()


def test_rows_are_judged_and_nothing_is_changed(qtbot, page, books, tmp_path, schedule):
    judged(qtbot, page, sheet(tmp_path, *ROWS), schedule)

    rows = page.controller._chosen.rows  # noqa: SLF001
    assert [row.fate for row in rows] == [Fate.NEW, Fate.NEW, Fate.REFUSED]
    with pytest.raises(ConsumerNotFound):
        books.consumer("9001")


def test_a_refused_row_is_corrected_in_place_and_taken_in(qtbot, page, books, tmp_path, schedule):
    judged(qtbot, page, sheet(tmp_path, *ROWS), schedule)
    preview = page.view.preview
    assert preview.chips.value() is Fate.REFUSED
    assert "mobile" in preview.form.problems()

    preview.form.field("mobile").show_value("9876543212")
    preview.correct()
    idle(qtbot, page)
    take_in(qtbot, page)

    assert page.view.shown is page.view.result
    assert books.consumer("9003").mobile == "9876543212"
    assert [batch.accepted for batch in books.imports.batches()] == [3]


def counted(page, fate):
    return page.controller._chosen.counts[fate]  # noqa: SLF001


def write_cell(qtbot, page, text):
    """Press F2, write the refused cell anew, and press Enter."""
    page.view.preview.table.setFocus()
    page.controller.write_cell()
    line = page.view.preview.table.findChild(CellField)
    line.show_value(text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view.preview.table.findChild(CellField) is None)
    idle(qtbot, page)


def test_a_refused_cell_is_written_anew_where_it_stands(qtbot, page, books, tmp_path, schedule):
    bad = "9004,Om Prakash,9876543214,MX9004,many,16/11/2026"
    judged(qtbot, page, sheet(tmp_path, *ROWS, bad), schedule)
    table, model = page.view.preview.table, page.view.preview.model
    cell = model.place_of_cell
    assert [model.index(place, cell).data() for place in range(2)] == ["98765", "many"]

    write_cell(qtbot, page, "12")
    assert counted(page, Fate.REFUSED) == 2
    write_cell(qtbot, page, "9876543212")
    assert table.current_row().subject == "9004"
    write_cell(qtbot, page, "4")

    assert counted(page, Fate.NEW) == 4
    take_in(qtbot, page)
    assert books.consumer("9003").mobile == "9876543212"
    assert books.consumer("9004").load_w == 4_000


def test_who_walks_through_refused_rows_stays_in_the_list_and_sees_what_is_wrong(
    qtbot, page, tmp_path, schedule
):
    page.widget.resize(1180, 300)
    bad = "9004,Om Prakash,9876543214,MX9004,many,16/11/2026"
    judged(qtbot, page, sheet(tmp_path, *ROWS, bad), schedule)
    preview = page.view.preview

    QTest.keyClick(preview.table, Qt.Key.Key_Down)

    assert set(preview.form.problems()) == {"load_kw"}
    assert preview.table.hasFocus()
    sentence = preview.form.place_of(preview.form.field("load_kw")).problem
    qtbot.waitUntil(lambda: sentence.visibleRegion().boundingRect() == sentence.rect())


def test_refused_rows_are_asked_about_before_a_file_is_taken_in(
    qtbot, page, books, tmp_path, schedule
):
    judged(qtbot, page, sheet(tmp_path, *ROWS), schedule)
    confirm = page.view.preview.confirm

    page.controller.accept()
    page.controller.accept()

    assert confirm.isVisible()
    assert not page.controller.work.is_busy
    assert page.step_back()
    assert not confirm.isVisible()
    assert page.view.shown is page.view.preview
    assert books.imports.batches() == []


def test_ctrl_a_selects_all_of_a_cell_and_takes_nothing_in(qtbot, page, books, tmp_path, schedule):
    judged(qtbot, page, sheet(tmp_path, *ROWS[:2]), schedule)
    line = page.view.preview.form.field("name")
    line.setFocus()
    line.deselect()

    QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    assert line.selectedText() == "Sunita Devi"
    assert not page.controller.work.is_busy
    page.controller.accept()
    assert page.view.preview.confirm.isVisible()
    assert books.imports.batches() == []


def test_actions_of_the_preview_rest_in_other_steps(qtbot, page, tmp_path, schedule):
    judged(qtbot, page, sheet(tmp_path, *ROWS), schedule)
    take_in(qtbot, page)
    of_preview = {"importing.judge", "importing.cell", "importing.refused"}

    for action in page.actions:
        if action.name in of_preview:
            action.run()

    assert not page.controller.work.is_busy
    assert page.view.shown is page.view.result


def test_esc_leaves_a_refused_cell_as_it_was(qtbot, page, tmp_path, schedule):
    judged(qtbot, page, sheet(tmp_path, *ROWS), schedule)
    page.controller.write_cell()
    line = page.view.preview.table.findChild(CellField)
    line.show_value("9876543212")

    QTest.keyClick(line, Qt.Key.Key_Escape)

    assert not page.controller.work.is_busy
    assert page.view.preview.model.index(0, page.view.preview.model.place_of_cell).data() == "98765"


def test_a_long_file_says_that_only_the_corrected_row_is_judged_again(
    qtbot, page, tmp_path, schedule, monkeypatch
):
    monkeypatch.setattr("ui.desk.importing.chosen.JUDGED_AGAIN", 2)
    twice = "9003,Ravi,9876543212,MX9001,2,16/11/2026"
    judged(qtbot, page, sheet(tmp_path, *ROWS[:2], twice), schedule)

    assert page.view.preview.alone.isVisible()
    assert counted(page, Fate.REFUSED) == 1
    write_cell(qtbot, page, "MX9003")

    assert counted(page, Fate.REFUSED) == 0


def test_refused_rows_are_saved_and_come_again(qtbot, page, tmp_path, schedule):
    path = sheet(tmp_path, *ROWS)
    judged(qtbot, page, path, schedule)

    page.controller.save_refused()
    idle(qtbot, page)

    rejected = path.with_name("new consumers.rejected.csv")
    assert "9003" in rejected.read_text("utf-8-sig")
    judged(qtbot, page, rejected, schedule)
    assert len(page.controller._chosen.rows) == 1  # noqa: SLF001


def test_what_columns_mean_is_remembered_for_the_same_headings(
    qtbot, page, books, tmp_path, schedule
):
    judged(qtbot, page, sheet(tmp_path, *ROWS), schedule)
    page.controller.step_back()
    page.controller.step_back()

    to_columns(qtbot, page, sheet(tmp_path, ROWS[0]))

    assert page.view.columns.said().constants == {"category": schedule}


def test_esc_goes_back_step_by_step_with_nothing_lost(qtbot, page, tmp_path, schedule):
    judged(qtbot, page, sheet(tmp_path, *ROWS), schedule)
    said = page.view.columns.said()

    assert page.step_back()
    assert page.view.shown is page.view.columns
    assert page.view.columns.said() == said
    assert page.step_back()
    assert page.view.shown is page.view.start
    assert page.step_back()
    assert page.view.shown is page.view.list
    assert not page.step_back()


def test_a_file_that_changed_meanwhile_is_not_taken(qtbot, page, books, tmp_path, schedule):
    path = sheet(tmp_path, *ROWS)
    judged(qtbot, page, path, schedule)
    sheet(tmp_path, *ROWS, "9004,X,,MX9004,2,16/11/2026")

    take_in(qtbot, page)

    assert page.view.shown is page.view.preview
    assert books.imports.batches() == []


def test_an_import_is_taken_back_with_a_reason(qtbot, page, books, tmp_path, schedule):
    judged(qtbot, page, sheet(tmp_path, *ROWS[:2]), schedule)
    take_in(qtbot, page)
    page.controller.accept()
    qtbot.waitUntil(lambda: page.view.list.batch is not None, timeout=20_000)

    page.controller.ask_undo()
    idle(qtbot, page)
    page.controller.list.reason.line.show_value("The wrong list")
    page.controller.list.reason._on_accept()  # noqa: SLF001
    idle(qtbot, page)

    assert books.imports.batches()[0].state is BatchState.UNDONE
    assert books.find_consumers(ConsumerQuery(text="9001")).tolist() == []


def test_the_same_file_again_is_told(qtbot, page, tmp_path, schedule):
    path = sheet(tmp_path, *ROWS[:2])
    judged(qtbot, page, path, schedule)
    take_in(qtbot, page)

    judged(qtbot, page, path, schedule)

    assert page.view.preview.before.isVisible()
    assert not page.view.preview.can_take


def test_a_file_that_is_no_sheet_is_refused_in_the_step(qtbot, page, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"%PDF-1.7")

    to_columns(qtbot, page, path)

    assert page.view.shown is page.view.start
    assert page.view.start.problem.text()


def test_a_dropped_file_begins_an_import(qtbot, page, tmp_path):
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(sheet(tmp_path, *ROWS)))])

    page.view.list.dropped.emit(file_of(dragged))
    idle(qtbot, page)

    assert page.view.shown is page.view.columns
    dragged.setUrls([*dragged.urls(), *dragged.urls()])
    assert file_of(dragged) is None


def test_tariffs_are_judged_without_columns(qtbot, page, books):
    to_columns(qtbot, page, main.locate("tariffs", "examples.json"), ImportKind.TARIFFS)

    assert page.view.shown is page.view.preview
    rows = page.controller._chosen.rows  # noqa: SLF001
    assert {row.fate for row in rows} == {Fate.UNCHANGED}


def test_the_consumers_of_an_import_are_exactly_its_own(qtbot, page, books, tmp_path, schedule):
    judged(qtbot, page, sheet(tmp_path, *ROWS), schedule)
    take_in(qtbot, page)

    with qtbot.waitSignal(page.place_requested) as asked:
        page.view.result.consumers.click()

    place = asked.args[0]
    assert place.page == "consumers"
    found = books.consumer_rows(books.find_consumers(place.what))
    assert {row.number for row in found.values()} == {"9001", "9002"}


def test_a_place_names_an_import_and_brings_it_back(qtbot, page, tmp_path, schedule):
    for row in (ROWS[1], "9005,Asha,,MX9005,2,17/11/2026"):
        judged(qtbot, page, sheet(tmp_path, row), schedule)
        take_in(qtbot, page)
        page.controller.accept()
    qtbot.waitUntil(lambda: page.view.list.model.rowCount() == 2)
    older = page.view.list.model.rows[1]

    page.show_place(older.id)

    qtbot.waitUntil(lambda: page.here().what == older.id)
    assert page.view.list.batch == older


def test_a_newcomer_who_looks_like_a_known_one_is_told(qtbot, page, books, tmp_path, schedule):
    known = books.consumer("100001")
    twin = f"9006,{known.name},{known.mobile},MX9006,2,17/11/2026"

    judged(qtbot, page, sheet(tmp_path, twin, ROWS[1]), schedule)

    likeness = page.view.preview.likeness
    qtbot.waitUntil(likeness.isVisible, timeout=20_000)
    assert likeness.found[0].number == "100001"
    with qtbot.waitSignal(page.consumer_requested) as asked:
        likeness.click()
    assert asked.args == ["100001"]
    page.view.preview.table.go_to_place(1)
    qtbot.waitUntil(lambda: not likeness.isVisible())


def test_letters_are_read_otherwise_when_the_clerk_says_so(qtbot, page, tmp_path):
    path = tmp_path / "zeros.csv"
    text = f"{HEADINGS}\n9001,É,,MX9001,3,15/11/2026"
    path.write_bytes(text.encode("cp1252"))
    to_columns(qtbot, page, path)
    columns = page.view.columns
    assert columns.encodings.value() == "cp1252"

    columns.encodings.show_value("utf-8")
    columns.encodings.changed.emit()
    idle(qtbot, page)

    # It does not fit in them: what was read stands, and the clerk is told.
    assert page.view.shown is columns
    assert columns.form.notes()["name"] == "É"
    assert columns.encodings.value() == "cp1252"


def test_a_file_that_fits_two_encodings_is_read_in_the_other(qtbot, page, tmp_path):
    path = tmp_path / "names.csv"
    path.write_text(f"{HEADINGS}\n9001,Renée,,MX9001,3,15/11/2026", "utf-8")
    to_columns(qtbot, page, path)
    columns = page.view.columns
    assert columns.form.notes()["name"] == "Renée"

    columns.encodings.show_value("cp1252")
    columns.encodings.changed.emit()
    idle(qtbot, page)

    assert columns.encodings.value() == "cp1252"
    assert columns.form.notes()["name"] == "RenÃ©e"
