"""What tests of undoing begin with: two consumers and an open shift, with and without staff."""

from __future__ import annotations

import pytest

from domain.office import Actor, Channel
from domain.shift import NO_CASH, CashCount
from domain.staff import NewMember, Role
from storage.passwords import Argon2Passwords
from tests.storage.conftest import ACTOR
from tests.storage.undoing.receipts import (
    OWN_PASSWORD,
    PASSWORD,
    RAVI,
)


@pytest.fixture
def office(books, form):
    """Two consumers with Rs 1,000 each, and a shift of Asha's at counter 2."""
    books.take_on([form("1001"), form("1002")], ACTOR)
    books.counter.close_shift(books.counter.shift(2).id, NO_CASH, "", "", ACTOR)
    books.counter.open_shift(CashCount.of({100: 20}), ACTOR)
    return books


@pytest.fixture
def staffed(office):
    """The same office once it has staff: Ravi is a clerk, Meena and Anil are supervisors."""
    trust = office.trust
    trust.passwords = Argon2Passwords(is_quick=True)
    trust.make_first_administrator(
        NewMember("sita", "Sita", Role.ADMINISTRATOR, 1), PASSWORD, ACTOR
    )
    sita = Actor("sita", Channel.DESK)
    for name, role in (
        ("ravi", Role.CLERK),
        ("meena", Role.SUPERVISOR),
        ("anil", Role.SUPERVISOR),
        ("audit", Role.AUDITOR),
    ):
        trust.add_member(NewMember(name, name.title(), role, 2), PASSWORD, sita)
        trust.change_password(PASSWORD, OWN_PASSWORD, Actor(name, Channel.DESK))
    shift = office.counter.shift(2)
    report = office.counter.report(shift.id, sita)
    counted = CashCount.in_fewest(report.expected)
    office.counter.close_shift(shift.id, counted, "", "ravi", sita)
    office.counter.open_shift(CashCount.of({100: 20}), RAVI)
    return office
