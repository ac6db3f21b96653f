"""The Staff page: taken on, changed, dismissed, unlocked, given a way back in."""

import contextlib

import pytest
from PySide6.QtCore import Qt

from domain.errors import Refusal
from domain.office import Channel
from domain.staff import FREE_TRIES, Role
from tests.ui.people.conftest import ALT, BOSS, CONTROL, PASSWORD


@pytest.fixture
def page(visitor):
    window = visitor.comes_in("asha")
    window.show_page("staff")
    visitor.rest()
    return window.page


def choose(visitor, page, user_name):
    assert page.view.table.go_to(user_name)
    visitor.rest()


def test_everybody_stands_in_the_list_and_the_first_in_the_form(page):
    assert [row.user_name for row in page.view.model.rows] == ["asha", "banerjee", "ravi", "vikram"]
    assert page.view.form.field("name").text() == "Asha Kumari"


def test_somebody_is_taken_on_by_keys_and_handed_a_first_password(visitor, page, staffed):
    visitor.press(Qt.Key.Key_N, ALT)
    visitor.enter("meena")
    visitor.enter("Meena Devi")
    page.view.form.field("role").show_value(Role.SUPERVISOR)
    page.view.form.field("counter").setFocus()
    visitor.enter("5")
    visitor.rest()

    password = page.view.hand_over.password.text()
    assert page.view.hand_over.isVisible()
    member = staffed.trust.sign_in("meena", password, Channel.DESK)
    assert (member.role, member.counter, member.must_change_password) == (Role.SUPERVISOR, 5, True)
    visitor.press(Qt.Key.Key_Escape)
    assert not page.view.hand_over.isVisible()
    assert page.view.hand_over.password.text() == ""


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (("ravi", "Another Ravi", "3"), "user_name"),
        (("ra vi", "Another Ravi", "3"), "user_name"),
        (("mohan", "", "3"), "name"),
        (("mohan", "Mohan", "100"), "counter"),
    ],
)
def test_a_refusal_stands_under_its_field(visitor, page, typed, field):
    user_name, name, counter = typed
    visitor.press(Qt.Key.Key_N, ALT)
    for text in (user_name, name):
        visitor.enter(text)
    page.view.form.field("counter").setFocus()
    visitor.enter(counter)
    visitor.rest()

    assert list(page.view.form.problems()) == [field]
    assert page.view.form.field("user_name").text() == user_name


def test_role_counter_and_name_are_changed(visitor, page, staffed):
    choose(visitor, page, "ravi")
    page.view.form.field("role").show_value(Role.SUPERVISOR)
    page.view.form.field("counter").setText("7")

    page.view.form.field("name").setFocus()
    visitor.press(Qt.Key.Key_A, CONTROL)
    visitor.rest()

    member = staffed.trust.member("ravi")
    assert (member.role, member.counter) == (Role.SUPERVISOR, 7)


def test_the_last_administrator_keeps_the_role(visitor, page):
    choose(visitor, page, "asha")
    page.view.form.field("role").show_value(Role.CLERK)

    page.view.accept.click()
    visitor.rest()

    assert list(page.view.form.problems()) == ["role"]


def test_somebody_is_dismissed_after_a_question_and_taken_back(visitor, page, staffed):
    choose(visitor, page, "ravi")

    page.view.dismissal.click()
    visitor.press(Qt.Key.Key_Return)
    visitor.rest()
    assert staffed.trust.member("ravi")
    page.view.dismissal.click()
    visitor.press(Qt.Key.Key_Y, ALT)
    visitor.rest()
    assert not next(one for one in staffed.trust.staff() if one.user_name == "ravi").is_active

    assert page.view.dismissal.text() == "Take back"
    page.view.dismissal.click()
    visitor.rest()
    assert staffed.trust.member("ravi").is_active


def test_an_account_is_unlocked(visitor, page, staffed):
    for _try in range(FREE_TRIES + 1):
        with contextlib.suppress(Refusal):
            staffed.trust.sign_in("ravi", "wrong", Channel.DESK)
    page.refresh()
    visitor.rest()
    choose(visitor, page, "ravi")

    assert "Locked" in page.view.state.text()
    page.view.unlock.click()
    visitor.rest()

    assert staffed.trust.sign_in("ravi", PASSWORD, Channel.DESK)


def test_a_lost_password_is_replaced_by_a_first_one(visitor, page, staffed):
    choose(visitor, page, "ravi")

    page.view.reset.click()
    visitor.press(Qt.Key.Key_Y, ALT)
    visitor.rest()

    password = page.view.hand_over.password.text()
    assert staffed.trust.sign_in("ravi", password, Channel.DESK).must_change_password


def test_recovery_words_are_made_anew_and_tried(visitor, page, staffed):
    assert "no recovery words" in page.view.words_state.text()
    page.view.words.click()
    page.words.make.click()
    visitor.rest()
    words = [one.split()[1] for one in page.words.words.shown]

    page.words.go_on.click()
    form = page.words.try_view.form
    for name in form.names:
        place = int(form.field(name).accessibleName().split()[-1])
        visitor.enter(words[place - 1])
    visitor.rest()

    assert staffed.safekeeping.state().words_tried is True
    assert "made and tried" in page.view.words_state.text()
    assert staffed.trust.recover_administrator("asha", " ".join(words), "quite another one", BOSS)


def test_what_is_typed_is_asked_about_before_signing_out(visitor, page):
    choose(visitor, page, "ravi")
    page.view.form.field("name").setText("Ravi R.")

    assert visitor.window.pages_with_typed() == ["Staff"]
    visitor.window.ask_to_sign_out()

    assert visitor.window.confirm.isVisible()
