"""Office settings by keys: opened from anywhere, refused in words, at work at once."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.audit import AuditQuery
from domain.staff import Act, Role
from tests.ui.practice_office import CLERK

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
FIELDS = [
    *("recharge.least_rupees", "recharge.most_rupees", "recharge.multiple_rupees"),
    *("cheque.hold_post_dated", "cheque.reconnects_before_cleared"),
    *("cheque.dishonour_fee_rupees", "cheque.barred_days"),
    *("upi.address", "upi.name"),
]


def names(setter):
    return [action.name for _page, action in setter.window.actions_of_desk.all()]


def told(books, actor=CLERK):
    log = books.trust.audit_log(AuditQuery(act=Act.CHANGE_SETTINGS), actor)
    return sorted(row.subject for row in log)


def test_f11_opens_the_settings_as_they_are_from_every_page(setter):
    for page in ("consumers", "recharge", "books"):
        setter.window.show_page(page)
        setter.rest()

        setter.open()

        assert setter.form.names == FIELDS
        assert setter.form.field("recharge.least_rupees").text() == "10"
        assert setter.form.field("cheque.hold_post_dated").value() == "no"
        assert setter.focused() == "recharge.least_rupees"
        setter.press(ESC)
        assert setter.sheet.isHidden()
        assert setter.window.page.key == page


def test_enter_goes_through_all_fields_and_at_the_last_one_saves(setter):
    setter.open()
    passed = []
    for _field in FIELDS[:-1]:
        passed.append(setter.focused())
        setter.press(ENTER)
    assert [*passed, setter.focused()] == FIELDS

    setter.press(ENTER)
    setter.rest()

    assert setter.sheet.isHidden()
    assert told(setter.books) == []


def test_all_are_saved_by_keys_and_only_what_changed(setter):
    setter.open()
    setter.write("recharge.least_rupees", "100")
    setter.write("recharge.most_rupees", "50000")
    setter.write("recharge.multiple_rupees", "50")
    setter.go_to("cheque.hold_post_dated")
    setter.press(Qt.Key.Key_Left)
    setter.write("cheque.barred_days", "180")
    setter.write("upi.address", "bijli.patna1@sbi")
    setter.write("upi.name", "बिजली कार्यालय, पटना-1")

    setter.save()

    assert setter.sheet.isHidden()
    assert setter.window.desk.toasts.text == "The settings are kept."
    assert [setter.value(name) for name in FIELDS] == [
        *("100", "50000", "50", "yes", "no", "250", "180"),
        *("bijli.patna1@sbi", "बिजली कार्यालय, पटना-1"),
    ]
    assert told(setter.books) == sorted(
        set(FIELDS) - {"cheque.reconnects_before_cleared", "cheque.dishonour_fee_rupees"}
    )


def test_esc_keeps_nothing(setter):
    setter.open()
    setter.write("recharge.least_rupees", "100")
    setter.press(ESC)
    setter.rest()
    assert setter.value("recharge.least_rupees") == "10"

    setter.open()

    assert setter.form.field("recharge.least_rupees").text() == "10"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("recharge.least_rupees", "200001", "is above the largest"),
        ("recharge.most_rupees", "9", "is above the largest"),
        ("recharge.least_rupees", "", "Please fill in: least recharge in rupees."),
        ("recharge.least_rupees", "=1+1", "“=1+1” cannot stand here: least recharge in rupees."),
        ("recharge.least_rupees", "0", "“0” is not between 1 and 1000000: least recharge"),
        ("cheque.barred_days", "४०", "cannot stand here: days without cheques"),
        ("upi.address", "patna one", "“patna one” cannot stand here: UPI address of the office."),
        ("upi.address", "<b>a</b>@sbi", "cannot stand here: UPI address of the office."),
    ],
)
def test_a_refusal_stands_under_its_field_and_what_was_typed_stays(setter, name, text, words):
    setter.open()
    setter.write(name, text)

    setter.save()

    field = "recharge.least_rupees" if "above" in words else name
    assert list(setter.problems) == [field]
    assert words in setter.problems[field]
    assert setter.sheet.isVisible()
    assert setter.focused() == field
    assert setter.form.field(name).text() == text
    assert told(setter.books) == []


def test_one_refused_keeps_the_others_out_and_is_saved_once_it_is_right(setter):
    setter.open()
    setter.write("recharge.multiple_rupees", "50")
    setter.write("upi.address", "nobody")
    setter.save()
    assert list(setter.problems) == ["upi.address"]
    assert setter.value("recharge.multiple_rupees") == "0"

    setter.write("upi.address", "patna1@sbi")
    setter.save()

    assert setter.sheet.isHidden()
    assert setter.value("recharge.multiple_rupees") == "50"
    assert setter.value("upi.address") == "patna1@sbi"


def test_no_multiple_between_the_limits_is_told_at_the_multiple(setter):
    setter.open()
    setter.write("recharge.least_rupees", "110")
    setter.write("recharge.most_rupees", "190")
    setter.write("recharge.multiple_rupees", "100")

    setter.save()

    assert setter.problems == {
        "recharge.multiple_rupees": (
            "No multiple of ₹100.00 lies between ₹110.00 and ₹190.00: nothing could be taken."
        )
    }


def test_what_somebody_else_set_meanwhile_is_not_set_back(setter):
    setter.open()
    setter.books.safekeeping.change_setting("cheque.barred_days", "90", CLERK)
    setter.write("recharge.least_rupees", "20")

    setter.save()

    assert setter.value("cheque.barred_days") == "90"
    assert setter.value("recharge.least_rupees") == "20"


def test_go_to_and_the_keys_know_the_settings(setter):
    setter.press(Qt.Key.Key_K, CONTROL)
    setter.qtbot.keyClicks(setter.window.go_to.line, "office sett")
    setter.wait(lambda: "Office settings" in setter.window.go_to.texts)
    setter.press(ENTER)
    setter.wait(setter.sheet.isVisible)
    setter.press(ESC)

    shown = [action for action in setter.window.actions_of_desk.reachable() if "F11" in action.keys]
    assert [action.name for action in shown] == ["office_settings"]


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR, Role.AUDITOR])
def test_only_who_may_change_settings_has_them(open_desk, take_on, role):
    setter = open_desk(take_on(role))
    assert "office_settings" not in names(setter)

    setter.press(Qt.Key.Key_F11)
    setter.rest()

    assert setter.sheet.isHidden()


def test_an_administrator_sets_them_in_an_office_with_staff(open_desk, take_on, books):
    setter = open_desk(take_on(Role.ADMINISTRATOR), actor=replace(CLERK, name="asha"))
    setter.open()
    setter.write("cheque.dishonour_fee_rupees", "300")

    setter.save()

    assert setter.value("cheque.dishonour_fee_rupees") == "300"
    assert told(books, replace(CLERK, name="asha")) == ["cheque.dishonour_fee_rupees"]


def test_whose_right_was_taken_away_meanwhile_is_told_and_keeps_what_was_typed(open_desk, take_on):
    setter = open_desk(take_on(Role.ADMINISTRATOR), actor=replace(CLERK, name="nobody"))
    setter.open()
    setter.write("recharge.least_rupees", "20")

    setter.save()

    assert setter.value("recharge.least_rupees") == "10"
    assert setter.window.desk.toasts.text
    assert setter.sheet.isVisible()
    assert setter.form.field("recharge.least_rupees").text() == "20"


def test_every_field_says_what_it_is_in_hindi(open_desk):
    setter = open_desk(language="hi")
    setter.open()

    said = [setter.form.field(name).accessibleName() for name in FIELDS]

    assert all(any("\u0900" <= letter <= "\u097f" for letter in words) for words in said)
    assert len(set(said)) == len(FIELDS)


# Over the form that takes money


@pytest.fixture
def at_the_till(setter):
    """A recharge of ₹120 that stands in the form, not taken yet."""
    setter.window.recharge("100001")
    setter.wait(lambda: setter.window.page.selected_consumer() == "100001")
    setter.rest()
    setter.qtbot.keyClicks(setter.window.page.view.amount.line, "120")
    setter.wait(lambda: setter.window.page.view.effect.effect is not None)
    return setter


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_Return])
def test_what_is_accepted_in_the_settings_takes_no_money(at_the_till, key):
    taken = at_the_till.books.state().receipts_today
    at_the_till.open()
    at_the_till.write("recharge.least_rupees", "20")

    at_the_till.press(key, CONTROL)
    at_the_till.rest()

    assert at_the_till.value("recharge.least_rupees") == "20"
    assert at_the_till.books.state().receipts_today == taken
    assert at_the_till.window.page.view.amount.line.text() == "120"


def test_the_focus_does_not_leave_the_settings_for_the_page_below(at_the_till):
    at_the_till.open()

    for modifier in (NONE, Qt.KeyboardModifier.ShiftModifier):
        for _time in range(30):
            at_the_till.press(Qt.Key.Key_Tab, modifier)
            assert at_the_till.sheet.isAncestorOf(QApplication.focusWidget())


def test_a_password_that_is_set_takes_no_money(at_the_till):
    taken = at_the_till.books.state().receipts_today
    at_the_till.window.password.ask()

    at_the_till.press(Qt.Key.Key_A, CONTROL)
    at_the_till.rest()

    assert at_the_till.window.password.form.problems()
    assert at_the_till.books.state().receipts_today == taken


def test_the_recharge_page_works_by_the_new_settings_at_once(at_the_till):
    setter, page = at_the_till, at_the_till.window.page
    setter.open()
    setter.write("recharge.multiple_rupees", "50")
    setter.write("upi.address", "patna1@sbi")
    setter.save()
    assert page.view.amount.line.text() == "120"
    assert QApplication.focusWidget() is page.view.amount.line

    setter.press(ENTER)
    setter.rest()
    assert "multiples of ₹50.00" in " ".join(page.view.form.problems().values())
    page.view.amount.line.selectAll()
    setter.qtbot.keyClicks(page.view.amount.line, "150")
    setter.press(ENTER)
    setter.rest()
    setter.press(Qt.Key.Key_2)
    setter.wait(page.view.upi.isVisible)


def test_a_reason_that_is_given_takes_no_money(at_the_till):
    page = at_the_till.window.page
    taken = at_the_till.books.state().receipts_today
    at_the_till.press(ENTER)
    at_the_till.press(Qt.Key.Key_2)
    QApplication.focusWidget().insert("412345678901")
    at_the_till.rest()
    at_the_till.press(Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
    at_the_till.wait(page.controller.aside.sheet.isVisible)
    QApplication.focusWidget().insert("Seen on the telephone")

    at_the_till.press(Qt.Key.Key_A, CONTROL)
    at_the_till.rest()

    assert at_the_till.books.state().receipts_today == taken
    assert len(at_the_till.books.settling.payments()) == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_Return])
def test_keys_in_go_to_take_no_money(at_the_till, key):
    taken = at_the_till.books.state().receipts_today
    at_the_till.press(Qt.Key.Key_K, CONTROL)
    at_the_till.wait(at_the_till.window.go_to.isVisible)

    at_the_till.press(key, CONTROL)
    at_the_till.rest()

    assert at_the_till.books.state().receipts_today == taken
