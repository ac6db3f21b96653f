"""Who comes to the desk says who they are, and gets what their role may have."""

import gc
import threading
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from domain.audit import AuditQuery
from domain.errors_of_trust import RecoveryWordsWrong
from domain.office import Channel
from domain.safekeeping import plain_words
from domain.staff import FREE_TRIES, Role
from storage.keys import new_words
from tests.ui.people.conftest import BOSS, CONTROL, FIRST_PASSWORD, PASSWORD

WORDS = plain_words("legal winner thank year wave sausage worth useful legal winner thank yellow")


def test_a_practice_office_without_staff_opens_at_once(open_front, books):
    visitor = open_front(books)

    assert visitor.window.isVisible()
    assert visitor.window.top.person.isHidden()
    assert {"staff", "approvals", "recharge"} <= set(visitor.window.pages)


def test_by_keys_alone_somebody_signs_in_and_acts_under_their_name(visitor):
    window = visitor.comes_in("ravi")

    assert (window.desk.actor.name, window.desk.actor.counter) == ("ravi", 3)
    assert window.desk.actor.channel is Channel.DESK
    assert window.desk.role is Role.CLERK
    assert "Ravi Ranjan · Clerk" in window.top.person.accessibleName()


def test_a_wrong_password_is_told_under_it_and_the_name_stays(visitor):
    visitor.sign_in("ravi", "wrong")

    form = visitor.panel.form
    assert form.problems() == {"password": "The user name or the password is wrong."}
    assert form.field("user_name").text() == "ravi"
    assert form.field("password").text() == ""
    assert form.field("password").hasFocus()
    assert visitor.window is None


def test_too_many_wrong_passwords_say_until_when_the_account_is_shut(visitor):
    visitor.enter("ravi")
    for _try in range(FREE_TRIES + 1):
        visitor.enter("wrong")
        visitor.rest()

    assert "can sign in again at 22 Nov 2026 10:01" in visitor.panel.form.problems()["password"]


def test_what_is_missing_is_asked_for(visitor):
    visitor.press(Qt.Key.Key_Return)
    visitor.press(Qt.Key.Key_Return)

    assert list(visitor.panel.form.problems()) == ["user_name"]


def test_a_user_name_may_be_typed_in_capitals(visitor):
    assert visitor.comes_in("RAVI").desk.actor.name == "ravi"


def test_caps_lock_is_told_while_a_password_is_typed(visitor):
    visitor.enter("ravi")

    # A capital that came without Shift.
    visitor.type("A")
    assert visitor.panel.form.notes() == {"password": "Caps Lock is on."}

    visitor.type("b")
    assert visitor.panel.form.notes() == {}


def test_the_language_is_switched_at_the_door(visitor):
    visitor.qtbot.mouseClick(visitor.front.door.language, Qt.MouseButton.LeftButton)

    assert visitor.front.door.language.accessibleName() == "English"


def test_a_first_password_is_changed_before_anything_else(visitor, staffed):
    staffed.trust.reset_password("ravi", FIRST_PASSWORD, BOSS)

    visitor.sign_in("ravi", FIRST_PASSWORD)
    assert visitor.panel is visitor.front.sign_in.own
    visitor.enter("short")
    visitor.enter("short")
    assert list(visitor.panel.form.problems()) == ["new_password"]
    visitor.panel.password.clear()
    visitor.panel.start()
    visitor.enter("winter fog on the ganga")
    visitor.enter("winter fog on the yamuna")
    assert list(visitor.panel.form.problems()) == ["again"]
    assert visitor.window is None
    visitor.enter("winter fog on the ganga")
    visitor.wait(lambda: visitor.window is not None)
    visitor.rest()

    assert staffed.trust.sign_in("ravi", "winter fog on the ganga", Channel.DESK)
    assert not staffed.trust.member("ravi").must_change_password


def test_an_administrator_comes_back_by_recovery_words(visitor, staffed):
    staffed.trust.set_recovery_words(WORDS, BOSS)

    visitor.qtbot.mouseClick(visitor.panel.lost, Qt.MouseButton.LeftButton)
    visitor.press(Qt.Key.Key_Return)
    visitor.enter("asha")
    visitor.enter("  Legal Winner thank year wave sausage worth useful legal winner thank YELLOW ")
    visitor.enter("a new and long one")
    visitor.enter("a new and long one")
    visitor.wait(lambda: visitor.window is not None)
    visitor.rest()

    assert visitor.window.desk.actor.name == "asha"
    assert staffed.trust.sign_in("asha", "a new and long one", Channel.DESK)


def test_wrong_recovery_words_let_nobody_in(visitor, staffed):
    staffed.trust.set_recovery_words(WORDS, BOSS)

    visitor.qtbot.mouseClick(visitor.panel.lost, Qt.MouseButton.LeftButton)
    visitor.press(Qt.Key.Key_Return)
    for text in ("asha", new_words(), "a new and long one", "a new and long one"):
        visitor.enter(text)
    visitor.rest()

    assert visitor.panel.form.problems() == {
        "words": "These are not the recovery words of this office."
    }
    assert visitor.window is None
    with pytest.raises(RecoveryWordsWrong):
        staffed.trust.recover_administrator("asha", new_words(), "a new and long one", BOSS)


@pytest.mark.parametrize(
    ("user_name", "absent"),
    [
        ("asha", set()),
        ("vikram", {"staff"}),
        ("ravi", {"staff", "approvals", "audit"}),
        ("banerjee", {"staff", "recharge"}),
    ],
)
def test_pages_that_a_role_may_not_use_are_absent(visitor, user_name, absent):
    window = visitor.comes_in(user_name)

    named = {"consumers", "recharge", "billing_sheet", "staff", "approvals", "audit"}
    assert named - set(window.pages) == absent
    titles = {window.navigation.button(key).accessibleName() for key in window.pages}
    # What waits on a page is told with its name.
    names = {title.partition(":")[0] for title in titles}
    assert ("Recharge" in names) == ("recharge" not in absent)


def test_an_auditor_changes_nothing(visitor):
    window = visitor.comes_in("banerjee")

    names = {action.name for _page, action in window.actions_of_desk.all()}
    assert not names & {"recharge", "new_consumer", "change", "sheet.run", "sheet.catch_up"}
    assert "sheet.export" in names
    consumers, sheet = window.pages["consumers"].view, window.pages["billing_sheet"].view
    assert consumers.list.new.isHidden()
    assert consumers.consumer.recharge.isHidden()
    assert consumers.consumer.details.form.accept.isHidden()
    assert sheet.run.isHidden()


def test_an_auditor_sees_no_telephone_numbers(visitor):
    window = visitor.comes_in("banerjee")

    window.show_consumer("100001")
    visitor.rest()

    mobile = window.page.view.consumer.details.form.form.field("mobile").text()
    assert mobile.startswith("••")


def test_looking_at_a_consumer_is_noted_once(visitor, staffed):
    window = visitor.comes_in("ravi")
    for number in ("100001", "100002", "100001"):
        window.show_consumer(number)
        visitor.rest()

    rows = staffed.trust.audit_log(AuditQuery(act="view_consumer"), BOSS)
    assert sorted(row.consumer_number for row in rows) == ["100001", "100002"]


def test_whoever_is_signed_in_changes_their_password(visitor, staffed):
    window = visitor.comes_in("ravi")

    window.actions_of_desk.run("password")
    for text in (PASSWORD, "another fine day", "another fine day"):
        visitor.enter(text)
    visitor.wait(lambda: not window.password.isVisible())

    assert staffed.trust.sign_in("ravi", "another fine day", Channel.DESK)


def test_nobody_there_for_a_while_locks_the_desk(open_front, staffed):
    visitor = open_front(staffed, idle_lock=timedelta(milliseconds=400))
    visitor.sign_in("ravi")

    visitor.wait(lambda: visitor.front.is_locked)

    assert not visitor.window.isVisible()


def test_ctrl_l_hides_everything_and_nothing_typed_is_lost(visitor):
    window = visitor.comes_in("ravi")
    window.recharge("100001")
    visitor.rest()
    visitor.wait(window.page.view.amount.line.hasFocus)
    visitor.type("500")

    visitor.press(Qt.Key.Key_L, CONTROL)
    assert visitor.front.is_locked
    assert not window.isVisible()
    visitor.enter("wrong")
    visitor.rest()
    assert visitor.front.is_locked
    visitor.enter(PASSWORD)
    visitor.wait(window.isVisible)

    assert window.page.view.amount.line.text() == "500"
    assert window.page.view.amount.line.hasFocus()


def test_the_keys_of_the_desk_do_nothing_while_it_is_locked(visitor):
    window = visitor.comes_in("ravi")
    page = window.page.key
    visitor.press(Qt.Key.Key_L, CONTROL)

    visitor.press(Qt.Key.Key_2, CONTROL)
    visitor.press(Qt.Key.Key_F5)

    assert window.page.key == page
    assert visitor.front.is_locked


def test_somebody_else_comes_only_after_a_question_when_something_is_typed(visitor):
    window = visitor.comes_in("ravi")
    window.recharge("100001")
    visitor.rest()
    visitor.wait(window.page.view.amount.line.hasFocus)
    visitor.type("500")
    visitor.press(Qt.Key.Key_L, CONTROL)
    panel = visitor.panel

    panel.other.click()
    assert "Recharge" in panel.confirm.question.text()
    visitor.press(Qt.Key.Key_Return)
    assert visitor.window is window
    panel.other.click()
    visitor.press(Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)

    assert visitor.window is None
    other = visitor.comes_in("asha")
    assert other is not window
    assert other.pages["recharge"].view.amount.line.text() == ""


def test_a_long_job_goes_on_while_people_change(visitor, tasks):
    window = visitor.comes_in("ravi")
    gate, done = threading.Event(), []
    task = tasks.job(visitor.front, lambda _progress: gate.wait(20))
    task.succeeded.connect(done.append)
    window.desk.progress.follow(task, "Charging")

    window.ask_to_sign_out()
    assert visitor.window is None
    visitor.enter("asha")
    visitor.enter(PASSWORD)
    visitor.wait(lambda: visitor.window is not None)

    assert [one.title.text() for one in visitor.window.desk.progress.shown] == ["Charging"]
    gate.set()
    visitor.wait(lambda: done == [True])
    visitor.wait(lambda: not visitor.window.desk.progress.shown)


def test_many_people_come_and_go(visitor):
    for user_name in ("ravi", "asha", "banerjee", "ravi"):
        window = visitor.comes_in(user_name)
        window.show_consumer("100001")
        window.sign_out_requested.emit()
        gc.collect()
        visitor.rest()

    assert visitor.window is None
    assert visitor.panel.form.field("user_name").text() == ""
