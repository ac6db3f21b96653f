"""The Defaulters page: lists, filters and reasons by keys, the same in files and notices."""

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from domain.audit import AuditQuery
from domain.consumer import ConsumerQuery
from domain.defaulters import DefaulterQuery, ListKind
from domain.formats import rupees
from domain.money import ZERO, Money
from domain.policy import Reason
from domain.progress import silent
from domain.staff import Act, Role
from integrations.documents import preview
from resources.texts import Texts
from tests.integrations.papers import said
from tests.ui.practice_office import CLERK
from ui.desk.defaulters.view import Part
from ui.desk.kit.places import Place
from ui.desk.supply.job_sheet import JobWanted


def test_everybody_below_zero_stands_there_who_owes_most_first(reader, books):
    owing = books.consumer_list(ConsumerQuery(balance_below=ZERO), silent)

    assert len(reader.rows) == owing.totals.consumers > 0
    assert [row.due for row in reader.rows] == sorted(
        (row.due for row in reader.rows), reverse=True
    )
    assert rupees(-owing.totals.negative) in reader.view.totals.whole_text()
    assert str(books.anchor()) in reader.view.made.whole_text()


def test_the_row_in_use_says_why_it_is_held_in_sentences(reader):
    row = reader.rows[0]
    reader.use(row.number)

    told = reader.view.side.why.text()

    assert Reason.NO_POLICY in row.reasons
    assert told.splitlines()[0] == "The office has no policy that holds on this day."
    assert told.splitlines()[-1] == "Nobody can say yet when this could be cut."
    assert reader.standing(row).startswith("No policy in force")


def test_enter_opens_the_consumer(qtbot, reader):
    reader.use(reader.numbers[1])

    with qtbot.waitSignal(reader.page.consumer_requested) as asked:
        reader.press(Qt.Key.Key_Return)

    assert asked.args == [reader.numbers[1]]
    assert reader.page.selected_consumer() == reader.numbers[1]


def test_a_band_leaves_exactly_what_its_words_promise(reader):
    offered = dict(reader.view.filters._filters[0].options(Texts("en")))  # noqa: SLF001 - as the menu has them
    reader.choose(band="0")

    assert all(row.due <= Money.rupees(1_000) for row in reader.rows)
    count, due = len(reader.rows), sum(row.due.paise for row in reader.rows)
    assert offered["0"] == f"up to ₹1,000 ({count} · {rupees(Money(due))})"


def test_the_lists_are_reached_by_keys_and_tell_how_many_they_have(reader):
    reader.act("defaulters.next")

    assert reader.view.part is Part.NEVER_RECHARGED
    assert all(row.last_recharge_on is None for row in reader.rows)
    reader.act("defaulters.next")
    assert reader.view.part is Part.NON_COMMUNICATING
    reader.act("defaulters.next")
    assert reader.rows == []
    assert "Nobody is protected" in reader.view.empty.text.text()


def test_a_place_leads_to_who_owes_there(reader):
    reader.show(Part.PLACES)
    place = reader.view.places_model.rows[0]
    reader.view.places.setFocus()
    reader.press(Qt.Key.Key_Return)

    assert reader.view.part is Part.DEFAULTERS
    assert {(row.feeder, row.dtr) for row in reader.rows} == {(place.feeder, place.dtr)}
    assert sum(row.due.paise for row in reader.rows) == place.due.paise


def test_back_leads_to_exactly_what_was_looked_at(reader):
    reader.choose(age="0")
    here, numbers = reader.page.here(), reader.numbers
    reader.show(Part.CALLS)

    reader.page.show_place(here.what)
    reader.rest()

    assert here == Place("defaulters", DefaulterQuery(age=0))
    assert reader.numbers == numbers


def test_typing_finds_somebody_of_the_list(reader):
    row = reader.rows[3]
    reader.page.find()
    reader.view.search.setText(row.number)
    reader.qtbot.wait(400)
    reader.rest()

    assert reader.numbers == [row.number]


def test_a_file_has_what_the_screen_says(reader, tmp_path):
    reader.choose(band="0")
    path = tmp_path / "owing.xlsx"
    reader.act("defaulters.export")
    reader.answer(path)

    cover, rows = openpyxl.load_workbook(path).worksheets
    facts = {row[0].value: row[1].value for row in cover.iter_rows() if row[0].value}
    assert [row[0].value for row in rows.iter_rows(min_row=2)][:-1] == reader.numbers
    assert facts["Anchor of the books"] == reader.page.controller.shown.anchor
    assert "up to ₹1,000" in [row[1].value for row in cover.iter_rows() if row[0].value == "Due"]


def test_the_pdf_has_the_sum_of_the_screen_and_is_noted(reader, books, tmp_path):
    path = tmp_path / "owing.pdf"
    reader.act("defaulters.pdf")
    reader.answer(path)

    assert rupees(reader.page.controller.shown.due) in said(path.read_bytes())
    assert "agrees" in said(path.read_bytes())
    (noted,) = books.trust.audit_log(AuditQuery(act=Act.EXPORT.value), CLERK)
    assert (noted.subject, noted.count) == ("defaulters", len(reader.rows))


def test_notices_go_to_those_that_are_shown(reader, books, tmp_path):
    reader.choose(band="0")
    path = tmp_path / "notices.pdf"
    reader.act("defaulters.notices")
    reader.press(Qt.Key.Key_Return)
    reader.answer(path)

    owing = [row for row in reader.rows if not row.is_closed]
    assert len(preview.pages(path.read_bytes(), 10)) == len(owing)
    (noted,) = books.trust.audit_log(AuditQuery(act=Act.EXPORT.value), CLERK)
    assert (noted.subject, noted.count) == ("notices of defaulters filtered", len(owing))


def test_a_job_is_wanted_of_the_feeders_and_the_band(reader):
    feeder = reader.rows[0].feeder
    reader.choose(feeders=[feeder], band="1")
    reader.act("defaulters.job")

    (place,) = reader.places
    assert place.page == "supply"
    assert isinstance(place.what, JobWanted)
    assert list(place.what.feeders) == [feeder]
    assert place.what.least_due == Money.rupees(1_000)


def test_rows_are_copied_with_their_headings(reader):
    reader.use(reader.numbers[0])
    reader.view.rows.copy_requested.emit()
    reader.rest()

    first, second = QGuiApplication.clipboard().text().splitlines()
    assert first.startswith("Number\tName")
    assert second.startswith(reader.numbers[0])


def test_a_narrow_page_says_the_reasons_in_a_line(open_page, books):
    reader = open_page(books, width=760)
    reader.use(reader.numbers[0])

    assert not reader.view.side.isVisible()
    assert "no policy" in reader.view.why.whole_text()


def test_an_auditor_makes_no_job_and_sees_no_mobile(open_page, books):
    reader = open_page(books.seen_by(Role.AUDITOR), Role.AUDITOR)

    assert not reader.view.job.isVisible()
    assert all("•" in row.mobile for row in reader.rows if row.mobile)


def test_a_list_is_read_once_and_narrowed_where_it_is(reader, books, monkeypatch):
    asked = []
    found = books.defaulters.list
    monkeypatch.setattr(
        type(books.defaulters), "list", lambda self, *given: asked.append(given) or found(*given)
    )

    reader.choose(band="0")
    reader.choose()
    reader.show(Part.CALLS)
    reader.show(Part.DEFAULTERS)

    assert [query.kind for query, _progress in asked] == [ListKind.CALLS, ListKind.DEFAULTERS]
