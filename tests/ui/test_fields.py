"""The kit's fields and forms: each says at once what is wrong with it, and keeps what was typed."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from domain.errors import NotAnAmount
from domain.money import Money
from ui.desk.kit.fields import (
    ChoiceField,
    DateField,
    LineField,
    MoneyField,
    SearchField,
    SegmentField,
)
from ui.desk.kit.form import Form

TODAY = date(2026, 11, 22)


class TestFieldsAndForms:
    @pytest.fixture
    def form(self, qtbot, theme, texts):
        form = Form()
        form.add("name", LineField(), "Name")
        form.add("amount", MoneyField(), "Amount")
        form.add("day", DateField(lambda: TODAY, texts), "Day")
        choice = ChoiceField(theme)
        choice.set_options([("a", "A"), ("b", "B")])
        form.add("category", choice, "Category")
        form.retranslate(texts)
        qtbot.addWidget(form)
        with qtbot.waitExposed(form):
            form.show()
        form.activateWindow()
        form.start()
        return form

    def test_enter_goes_on_and_the_last_one_accepts(self, qtbot, form):
        accepted = []
        form.accept_requested.connect(lambda: accepted.append(form.read()))

        for text in ("Asha", "500+50", "5-2"):
            field = form.focusWidget()
            qtbot.keyClicks(field, text)
            qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Enter)

        [(values, refusals)] = accepted
        assert values == {
            "name": "Asha",
            "amount": Money(55000),
            "day": date(2026, 2, 5),
            "category": "a",
        }
        assert refusals == {}

    @pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_Return])
    def test_control_a_and_control_enter_accept_from_any_field(self, qtbot, form, key):
        with qtbot.waitSignal(form.accept_requested):
            qtbot.keyClick(form.field("name"), key, Qt.KeyboardModifier.ControlModifier)

    def test_escape_steps_back_and_keeps_what_is_typed(self, qtbot, form):
        qtbot.keyClicks(form.field("name"), "Asha")

        with qtbot.waitSignal(form.leave_requested):
            qtbot.keyClick(form.field("name"), Qt.Key.Key_Escape)

        assert form.field("name").text() == "Asha"

    def test_a_problem_stands_under_its_field_until_the_field_is_typed_in(self, qtbot, form):
        qtbot.keyClicks(form.field("amount"), "5x")

        _values, refusals = form.read()
        form.show_problems({"amount": "That is no amount."})

        assert isinstance(refusals["amount"], NotAnAmount)
        assert form.problems() == {"amount": "That is no amount."}
        assert form.field("amount").text() == "5x"
        assert form.field("amount").accessibleDescription() == "That is no amount."
        qtbot.keyClick(form.field("amount"), Qt.Key.Key_Backspace)
        assert form.problems() == {}

    def test_every_field_has_a_name_for_a_screen_reader(self, form):
        assert all(form.field(name).accessibleName() for name in form.names)

    def test_a_date_is_written_out_when_one_leaves_it(self, qtbot, form):
        field = form.field("day")
        field.setFocus()
        qtbot.keyClicks(field, "-3")
        form.field("name").setFocus()

        assert field.text() == "19 Nov 2026"
        assert field.day() == date(2026, 11, 19)

    def test_a_date_that_is_written_out_was_not_changed(self, qtbot, form):
        field, changes = form.field("day"), []
        field.setFocus()
        qtbot.keyClicks(field, "t")
        form.changed.connect(changes.append)

        form.field("name").setFocus()

        assert field.text() == "22 Nov 2026"
        assert changes == []

    def test_escape_takes_a_line_back_where_the_form_undoes_and_then_steps_back(self, qtbot):
        form = Form(undoes=True)
        for name in ("name", "given", "note"):
            form.add(name, LineField(), name, is_passed_by=name == "given")
        qtbot.addWidget(form)
        with qtbot.waitActive(form):
            form.show()
            form.activateWindow()
        form.start()
        qtbot.keyClicks(form.focusWidget(), "Asha")
        with qtbot.waitSignal(form.passed) as passed:
            qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
        assert passed.args == ["name"]
        assert form.focusWidget() is form.field("note")
        qtbot.keyClicks(form.focusWidget(), "late")

        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Escape)
        assert (form.field("note").text(), form.focusWidget()) == ("", form.field("note"))
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Escape)
        assert form.focusWidget() is form.field("name")
        with qtbot.waitSignal(form.leave_requested):
            qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Escape)

        assert form.field("name").text() == "Asha"

    def test_digits_choose_a_tender_and_to_offer_tenders_chooses_none(self, qtbot):
        field, changes = SegmentField(numbered=True), []
        field.changed.connect(lambda: changes.append(field.value()))
        field.set_options([("cash", "Cash"), ("upi", "UPI")])
        qtbot.addWidget(field)
        assert changes == []

        with qtbot.waitSignal(field.picked):
            qtbot.keyClick(field, Qt.Key.Key_2)

        assert changes == ["upi"]

    def test_tab_goes_from_line_to_choice_to_line_and_back(self, qtbot, texts):
        form, choice = Form(), SegmentField()
        for name, field in (("before", LineField()), ("choice", choice), ("after", LineField())):
            form.add(name, field, name)
        qtbot.addWidget(form)
        # Words come after the fields were made.
        form.retranslate(texts)
        choice.set_options([("cash", "Cash"), ("upi", "UPI")])
        choice.show_value("upi")
        with qtbot.waitActive(form):
            form.show()
            form.activateWindow()
        form.field("before").setFocus()

        been = []
        for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Backtab):
            qtbot.keyClick(form.focusWidget(), key)
            been.append(form.focusWidget().accessibleName())

        assert been == ["UPI", "after", "UPI", "before"]

    def test_a_search_waits_for_a_breath_and_asks_once(self, qtbot, theme):
        field = SearchField(theme)
        qtbot.addWidget(field)
        asked = []
        field.search_requested.connect(asked.append)

        qtbot.keyClicks(field, "sunita")
        qtbot.waitUntil(lambda: bool(asked))

        assert asked == ["sunita"]
