"""A consumer's account at the desk: timeline, notes, tags, balance explained, lookalikes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from domain.consumer import Change
from domain.consumer_notes import MOST_TAGS
from domain.staff import Role
from domain.timeline import TimelineKind
from resources.texts import Texts
from tests.ui.conftest import StretchedTexts
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.consumers import balance_controller
from ui.desk.consumers.balance_view import Stretch
from ui.desk.consumers.page import ConsumersPage

SHOWN = "100097"


@pytest.fixture
def open_page(qtbot, desk, books, tasks):
    def open_it(wanted=desk, documents=NO_DOCUMENTS, opened=None):
        page = ConsumersPage(wanted, books, documents, opened or (lambda _path: None))
        page.retranslate(wanted.texts)
        qtbot.addWidget(page.widget)
        page.widget.resize(1250, 800)
        with qtbot.waitExposed(page.widget):
            page.widget.show()
        page.widget.activateWindow()
        # The list brings its first row into use when it comes: whoever is opened before is left.
        qtbot.waitUntil(lambda: page.selected_consumer() is not None)
        page.show_consumer(SHOWN)
        shown = page.view.consumer
        qtbot.waitUntil(lambda: shown.consumer is not None and shown.consumer.number == SHOWN)
        qtbot.waitUntil(lambda: tasks.is_idle)
        return page

    return open_it


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def idle(qtbot, tasks):
    return lambda: qtbot.waitUntil(lambda: tasks.is_idle)


def run(page, name):
    next(one for one in page.actions if one.name == name).run()


def kinds(page):
    return [shown.row.kind for shown in page.view.consumer.timeline.rows]


@pytest.fixture
def timeline(page, idle):
    run(page, "timeline")
    idle()
    return page.view.consumer.timeline


class TestTheTimeline:
    def test_it_is_read_when_it_is_looked_at(self, page, idle):
        assert not page.view.consumer.timeline.rows

        run(page, "timeline")
        idle()

        assert page.view.consumer.tab == "timeline"
        told = kinds(page)
        assert {TimelineKind.CHARGES, TimelineKind.RECHARGE} < set(told)
        assert told[-1] is TimelineKind.BEGINNING

    def test_enter_unfolds_the_days_of_a_stretch_and_folds_them_again(
        self, qtbot, page, timeline, idle
    ):
        before = list(timeline.rows)
        place = next(at for at, shown in enumerate(before) if shown.is_stretch)
        timeline.table.go_to_place(place)

        qtbot.keyClick(timeline.table, Qt.Key.Key_Return)
        idle()

        days = [shown for shown in timeline.rows if shown.is_day]
        assert str(len(days)) == before[place].row.facts["days"]
        assert timeline.table.currentIndex().row() == place
        qtbot.keyClick(timeline.table, Qt.Key.Key_Return)
        assert list(timeline.rows) == before

    def test_enter_on_a_day_explains_it(self, qtbot, page, timeline, idle):
        place = next(at for at, shown in enumerate(timeline.rows) if shown.is_stretch)
        timeline.table.go_to_place(place)
        qtbot.keyClick(timeline.table, Qt.Key.Key_Return)
        idle()
        day = timeline.rows[place + 3].row.first
        timeline.table.go_to_place(place + 3)

        qtbot.keyClick(timeline.table, Qt.Key.Key_Return)

        charges = page.view.consumer.charges
        qtbot.waitUntil(lambda: not charges.explanation.isHidden())
        assert page.view.consumer.tab == "charges"
        assert charges.table.current_row().day == day

    def test_enter_on_a_recharge_shows_its_receipt(self, qtbot, page, timeline):
        place = kinds(page).index(TimelineKind.RECHARGE)
        timeline.table.go_to_place(place)

        with qtbot.waitSignal(page.receipt_requested) as asked:
            qtbot.keyClick(timeline.table, Qt.Key.Key_Return)

        assert asked.args == [timeline.rows[place].row.document]

    def test_enter_on_the_beginning_shows_the_details(self, qtbot, page, timeline):
        timeline.table.go_to_place(kinds(page).index(TimelineKind.BEGINNING))

        qtbot.keyClick(timeline.table, Qt.Key.Key_Return)

        assert page.view.consumer.tab == "details"

    def test_chips_leave_only_their_kinds(self, qtbot, page, timeline, idle):
        qtbot.mouseClick(timeline.chips["charges"], Qt.MouseButton.LeftButton)
        idle()

        assert set(kinds(page)) == {TimelineKind.CHARGES}

    def test_words_are_searched_and_none_says_what_to_do(self, qtbot, page, timeline, idle):
        qtbot.keyClicks(timeline.search, "no such words")

        qtbot.waitUntil(lambda: not timeline.rows)
        assert "Choose more" in timeline.empty.text.text()

    def test_a_day_leaves_out_what_came_later(self, qtbot, page, timeline, idle):
        run(page, "timeline_date")
        assert timeline.until.hasFocus()

        qtbot.keyClicks(timeline.until, "1/11/2026")
        qtbot.keyClick(timeline.until, Qt.Key.Key_Return)
        idle()

        assert timeline.rows
        assert all(shown.row.at.date() <= date(2026, 11, 1) for shown in timeline.rows)
        assert timeline.table.hasFocus()

    def test_what_is_no_day_is_said_and_stays(self, qtbot, page, timeline):
        before = list(timeline.rows)
        timeline.until.setFocus()

        qtbot.keyClicks(timeline.until, "31/31")
        qtbot.keyClick(timeline.until, Qt.Key.Key_Return)

        assert timeline.problem.text()
        assert timeline.until.text() == "31/31"
        assert list(timeline.rows) == before

    def test_older_rows_come_when_they_are_asked_for(self, qtbot, page, books, idle):
        for place in range(150):
            books.accounts.note(SHOWN, f"Note {place}", CLERK)
        run(page, "timeline")
        idle()
        timeline = page.view.consumer.timeline
        first = len(timeline.rows)
        assert first < 150

        qtbot.mouseClick(timeline.older, Qt.MouseButton.LeftButton)
        idle()

        assert len(timeline.rows) > first
        assert timeline.older.isHidden() or len(timeline.rows) < 160
        told = [shown.row.key for shown in timeline.rows]
        assert told == sorted(told, reverse=True)

    def test_words_follow_the_language(self, page, timeline):
        page.retranslate(StretchedTexts("en"))

        assert timeline.table.model().index(0, 1).data().startswith("[")
        assert timeline.chips["money"].text().startswith("[")

    def test_whoever_is_masked_sees_no_telephone(self, page, books, timeline, open_page, desk):
        books.change_consumer([Change(SHOWN, books.today(), "mobile", "9123456780")], CLERK)
        seen = books.seen_by(Role.AUDITOR)

        rows = seen.accounts.timeline(SHOWN).rows

        assert "9123456780" not in str(rows)


class TestNotes:
    @pytest.fixture
    def sheet(self, page, idle):
        run(page, "note")
        idle()
        return page.view.note_sheet

    def test_enter_keeps_a_note_and_tells_it_on_the_timeline(self, qtbot, page, sheet, books, idle):
        qtbot.keyClicks(sheet.line, "Dog behind the gate")
        with qtbot.waitSignal(page.books_changed):
            qtbot.keyClick(sheet.line, Qt.Key.Key_Return)
        idle()

        assert sheet.isHidden()
        assert [one.words for one in books.accounts.notes(SHOWN)] == ["Dog behind the gate"]

    def test_control_r_writes_the_last_note_again(self, qtbot, page, sheet, idle):
        qtbot.keyClicks(sheet.line, "Came twice, nobody there")
        qtbot.keyClick(sheet.line, Qt.Key.Key_Return)
        qtbot.waitUntil(sheet.isHidden)
        run(page, "note")
        idle()
        assert "nobody there" in sheet.before.text()

        qtbot.keyClick(sheet.line, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        idle()

        assert sheet.line.text() == "Came twice, nobody there"

    def test_nothing_is_no_note(self, qtbot, sheet):
        qtbot.keyClick(sheet.line, Qt.Key.Key_Return)

        assert not sheet.isHidden()
        assert "note" in sheet.form.place_of(sheet.line).problem.text().lower()

    def test_what_is_refused_stays_as_it_was_typed(self, qtbot, sheet, idle):
        sheet.line.setText("hidden \u202e words")

        qtbot.keyClick(sheet.line, Qt.Key.Key_Return)
        idle()

        assert not sheet.isHidden()
        assert sheet.line.text() == "hidden \u202e words"

    def test_esc_keeps_what_is_typed_for_the_same_consumer(self, qtbot, page, sheet, idle):
        qtbot.keyClicks(sheet.line, "Half a")
        qtbot.keyClick(sheet.line, Qt.Key.Key_Escape)
        assert sheet.isHidden()

        run(page, "note")

        assert sheet.line.text() == "Half a"

    def test_who_may_not_note_has_no_key_for_it(self, desk, open_page):
        page = open_page(replace(desk, role=Role.AUDITOR))

        note = next(one for one in page.actions if one.name == "note")
        assert not replace(desk, role=Role.AUDITOR).may(note.needs)
        run(page, "tag")
        assert page.view.consumer.tags.line.isHidden()


class TestTags:
    @pytest.fixture
    def strip(self, page, idle):
        run(page, "tag")
        idle()
        return page.view.consumer.tags

    def test_enter_puts_a_tag_on(self, qtbot, strip, books, idle):
        qtbot.keyClicks(strip.line, "court case")
        qtbot.keyClick(strip.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: [chip.tag for chip in strip.chips] == ["court case"])

        assert books.accounts.tags(SHOWN) == ["court case"]
        assert strip.line.text() == ""

    def test_known_tags_are_offered(self, page, books, idle):
        books.accounts.tag("100002", "VIP", CLERK)

        run(page, "tag")
        idle()

        assert page.view.consumer.tags.known == ["VIP"]

    def test_delete_takes_one_off_and_undo_puts_it_on_again(self, qtbot, strip, books, desk):
        qtbot.keyClicks(strip.line, "VIP")
        qtbot.keyClick(strip.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(strip.chips))

        qtbot.keyClick(strip.chips[0], Qt.Key.Key_Delete)
        qtbot.waitUntil(lambda: not strip.chips)
        assert books.accounts.tags(SHOWN) == []
        qtbot.mouseClick(desk.toasts.toast.action, Qt.MouseButton.LeftButton)

        qtbot.waitUntil(lambda: bool(strip.chips))
        assert books.accounts.tags(SHOWN) == ["VIP"]

    def test_a_tag_too_many_is_said_and_stays(self, qtbot, strip, books, idle):
        for place in range(MOST_TAGS):
            books.accounts.tag(SHOWN, f"tag {place}", CLERK)

        qtbot.keyClicks(strip.line, "one more")
        qtbot.keyClick(strip.line, Qt.Key.Key_Return)
        idle()

        assert strip.problem.text().startswith("too_many_tags")
        assert strip.line.text() == "one more"

    def test_esc_puts_the_line_away(self, qtbot, strip):
        qtbot.keyClick(strip.line, Qt.Key.Key_Escape)

        assert strip.line.isHidden()

    def test_a_tag_like_markup_is_shown_as_it_is(self, page, books, idle):
        books.accounts.tag(SHOWN, "<b>=1+1</b> & co", CLERK)
        page.refresh()
        idle()

        [chip] = page.view.consumer.tags.chips
        assert chip.text() == "<b>=1+1</b> && co"
        assert chip.accessibleName() == "Tag <b>=1+1</b> & co"


class TestTheBalance:
    @pytest.fixture
    def sheet(self, page, idle):
        run(page, "explain_balance")
        idle()
        return page.view.balance

    def test_it_says_why_the_balance_is_what_it_is(self, sheet, books):
        told = books.accounts.explain_balance(SHOWN)

        assert not sheet.isHidden()
        text = sheet.text()
        assert "Opening balance" in text
        assert "Energy charge" in text
        assert f"days: {told.charged.days}" in text

    def test_another_period_is_told_at_once(self, sheet, books, idle):
        sheet.stretch.show_value(Stretch.LAST_MONTH)
        idle()

        assert "From 1 Oct 2026 to 31 Oct 2026" in sheet.answer.text()
        assert not sheet.first.isEnabled()

    def test_days_of_ones_own_are_refused_at_their_field(self, qtbot, sheet, idle):
        qtbot.keyClick(sheet, Qt.Key.Key_F2)
        assert sheet.stretch.value() is Stretch.OWN
        sheet.first.setText("31/31")

        qtbot.keyClick(sheet.last, Qt.Key.Key_Return)

        assert sheet.form.place_of(sheet.first).problem.text()
        assert sheet.first.text() == "31/31"

    def test_days_in_the_wrong_order_are_refused_at_their_field(self, qtbot, sheet, idle):
        sheet.stretch.show_value(Stretch.OWN)
        sheet.first.setText("5/11/2026")
        sheet.last.setText("1/11/2026")

        qtbot.keyClick(sheet.last, Qt.Key.Key_Return)
        idle()

        assert sheet.form.place_of(sheet.first).problem.text()

    def test_the_units_of_a_dear_day_are_called_so(self, sheet):
        words = [label.text() for label in sheet.findChildren(QLabel)]

        assert any(re.fullmatch(r"[0-9.,]+ units", text) for text in words)

    def test_a_day_that_cost_much_is_explained(self, qtbot, page, sheet, idle):
        qtbot.mouseClick(sheet.days[0], Qt.MouseButton.LeftButton)

        charges = page.view.consumer.charges
        qtbot.waitUntil(lambda: not charges.explanation.isHidden())
        assert sheet.isHidden()
        assert page.view.consumer.tab == "charges"

    @pytest.fixture
    def saved(self, qtbot, open_page, monkeypatch, tmp_path):
        """Save the page in both languages; return its file, and the sheets it was made of."""
        made, target = [], tmp_path / "balance.pdf"
        documents = replace(
            NO_DOCUMENTS, balance_pdf=lambda sheets, *_rest: made.append(sheets) or b"%PDF-1.4"
        )
        monkeypatch.setattr(balance_controller, "ask_file", lambda *given: given[-1](target))
        page = open_page(documents=documents)
        run(page, "explain_balance")
        sheet = page.view.balance
        qtbot.waitUntil(sheet.save_it.isEnabled)
        sheet.language.show_value(("en", "hi"))
        qtbot.keyClick(sheet, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(target.exists)
        return target, made

    def test_it_is_saved_in_the_languages_chosen_and_noted(self, saved, books, idle):
        target, made = saved
        idle()

        assert list(made[0]) == ["en", "hi"]
        assert target.read_bytes() == b"%PDF-1.4"
        rows = books.accounts.timeline(SHOWN).rows
        assert rows[0].kind is TimelineKind.DOCUMENT

    def test_keys_of_the_page_below_rest_while_it_is_open(self, qtbot, page, sheet):
        qtbot.keyClick(sheet.stretch, Qt.Key.Key_Escape)

        assert sheet.isHidden()

    def test_a_language_switch_words_it_anew(self, page, sheet, desk):
        hindi = Texts("hi")
        sheet.retranslate(hindi)

        assert sheet.print_it.accessibleName() == hindi("Print")


class TestLookalikes:
    def test_a_new_consumer_like_a_known_one_is_hinted_at(self, qtbot, page, books, idle):
        known = books.consumer("100002")
        page.open_new()
        form = page.view.new.form.form
        form.show_values({"name": "Somebody"})
        assert page.view.new.likeness.isHidden()

        qtbot.keyClicks(form.field("mobile"), known.mobile)
        hint = page.view.new.likeness
        qtbot.waitUntil(lambda: not hint.isHidden())

        assert hint.accessibleName().startswith("Looks like")
        assert "same mobile" in hint.accessibleName()
        assert known.number in [one.number for one in hint.found]

    def test_the_hint_opens_the_known_one_and_keeps_what_is_typed(self, qtbot, page, books, idle):
        page.open_new()
        form = page.view.new.form.form
        qtbot.keyClicks(form.field("mobile"), books.consumer("100002").mobile)
        hint = page.view.new.likeness
        qtbot.waitUntil(lambda: not hint.isHidden())
        first = hint.found[0].number

        run(page, "lookalike")
        qtbot.waitUntil(lambda: page.view.consumer.consumer.number == first)

        assert page.view.new.form.is_touched
        assert form.field("mobile").text() == books.consumer("100002").mobile

    def test_nobody_alike_is_no_hint(self, page, idle):
        idle()

        assert page.view.consumer.likeness.isHidden() == (not page.view.consumer.likeness.found)
