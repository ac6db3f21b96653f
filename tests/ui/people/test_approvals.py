"""The Approvals page: what one person asked for is decided by another."""

import json

import pytest
from PySide6.QtCore import Qt

from domain.approval import ApprovalState
from domain.office import Actor, Channel
from domain.services.taking_tariffs import judge_tariffs
from resources.texts import Texts
from tests.ui.people.conftest import ALT, BOSS, CONTROL, PASSWORD
from ui.asked_in_words import asked_parts

VIKRAM = Actor("vikram", Channel.DESK, counter=2)


def ask(books, identity, actor):
    """Ask for a tariff like the first one, under another id."""
    document = dict(books.tariffs()[0].document)
    document.update(id=identity, schedule=f"{identity}-S", valid_from="2027-04-01")
    document.pop("valid_until", None)
    judged = judge_tariffs(json.dumps({"tariffs": [document]}), books.tariffs())
    assert not judged.faults
    return books.trust.ask_for_tariffs(judged, "Order of 12 November", actor)


@pytest.fixture
def asked(staffed):
    return ask(staffed, "DOM-2027", VIKRAM)


def page_of(visitor, user_name):
    window = visitor.comes_in(user_name)
    window.show_page("approvals")
    visitor.rest()
    return window.page


def test_a_request_is_told_in_words(asked):
    [part] = asked_parts(asked, Texts())

    facts = dict(part.facts)
    assert part.name == "DOM-2027"
    assert facts["Valid from"] == "1 Apr 2027"
    assert facts["Energy, a unit"].startswith("₹") or "₹" in facts["Energy, a unit"]


def test_the_navigation_counts_what_waits_for_who_is_here(asked, staffed, visitor):
    ask(staffed, "OWN-2027", BOSS)

    window = visitor.comes_in("asha")

    button = window.navigation.button("approvals")
    assert button.accessibleName() == "Approvals: 1 waiting"


def test_another_person_approves_with_the_password(asked, staffed, visitor):
    page = page_of(visitor, "asha")
    page.view.start_decision()

    visitor.enter("As ordered")
    visitor.enter(PASSWORD)
    visitor.rest()

    [decided] = staffed.trust.approvals()
    assert (decided.state, decided.decided_by) == (ApprovalState.APPROVED, "asha")
    assert "DOM-2027" in {tariff.id for tariff in staffed.tariffs()}
    assert visitor.window.navigation.button("approvals").accessibleName() == "Approvals"


def test_a_wrong_password_carries_out_nothing(asked, staffed, visitor):
    page = page_of(visitor, "asha")
    page.view.start_decision()

    visitor.enter("As ordered")
    visitor.enter("wrong")
    visitor.rest()

    assert list(page.view.form.problems()) == ["password"]
    assert page.view.form.field("note").text() == "As ordered"
    assert page.view.form.field("password").text() == ""
    assert "DOM-2027" not in {tariff.id for tariff in staffed.tariffs()}


def test_the_maker_is_told_that_another_one_has_to_decide(asked, visitor):
    page = page_of(visitor, "vikram")

    assert page.view.why_not.text() == "vikram asked for this, so another person has to decide."
    assert page.view.approve.isHidden()
    assert not page.view.reject.isHidden()


def test_a_request_is_rejected_only_with_a_reason(asked, staffed, visitor):
    page = page_of(visitor, "asha")
    page.view.start_decision()

    visitor.press(Qt.Key.Key_X, ALT)
    assert list(page.view.form.problems()) == ["note"]
    visitor.type("Wrong year")
    visitor.press(Qt.Key.Key_X, ALT)
    visitor.rest()

    [decided] = staffed.trust.approvals()
    assert (decided.state, decided.note) == (ApprovalState.REJECTED, "Wrong year")
    page.view.parts.show_value("decided")
    assert [row.id for row in page.view.model.rows] == [asked.id]


def test_an_auditor_looks_and_decides_nothing(asked, visitor):
    page = page_of(visitor, "banerjee")

    assert page.view.heading.text() == "Tariffs"
    assert page.view.decision.isHidden()
    visitor.press(Qt.Key.Key_A, CONTROL)
    visitor.rest()
    assert len(page.view.model.rows) == 1
