"""What tests of settling begin with: the books, a file to take, the accounts, the people."""

import pytest
from sqlalchemy import text

from domain.money import Money
from domain.office import Actor, Channel
from domain.staff import NewMember, Role
from tests.storage.conftest import ACTOR
from tests.storage.settling.sheets import MAPPING, sheet


@pytest.fixture
def settling(books, form):
    books.take_on([form("1001", name="आशा D'Souza"), form("1002")], ACTOR)
    return books.settling


@pytest.fixture
def take(settling):
    def taken(*rows, tender="upi", **named):
        return settling.take(sheet(*rows, **named), MAPPING, tender, ACTOR)

    return taken


@pytest.fixture
def ledger(engine):
    """Return what the accounts hold, those with nothing left out."""

    def held():
        with engine.connect() as connection:
            rows = connection.execute(
                text("SELECT account, sum(amount_paise) FROM journal_line GROUP BY account")
            )
            return {account: Money(int(paise)) for account, paise in rows if paise}

    return held


@pytest.fixture
def people(books):
    """A clerk and a supervisor; from then on the office has staff."""
    password = "a long password"
    head = NewMember("meena", "Meena", Role.ADMINISTRATOR, 1)
    books.trust.make_first_administrator(head, password, ACTOR)
    boss = Actor("meena", Channel.DESK, 1)
    for name, role in (("ravi", Role.CLERK), ("anil", Role.SUPERVISOR)):
        books.trust.add_member(NewMember(name, name.title(), role, 1), password, boss)
        books.trust.change_password(
            password, f"{password} of {name[::-1]}", Actor(name, Channel.DESK)
        )
    return Actor("ravi", Channel.DESK, 1), Actor("anil", Channel.DESK, 1)
