"""What support may know of an office: counts and versions on both databases, and nobody's data."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from domain.audit import AuditQuery
from domain.errors_of_trust import NotAllowed
from domain.office import Actor, Channel
from domain.staff import NewMember, Role
from storage.migrate import HEAD
from storage.passwords import Argon2Passwords
from tests.storage.conftest import ACTOR

PASSWORD = "monsoon-42"
ADMIN = Actor("sita", Channel.DESK)


@pytest.fixture
def staffed(books, form):
    """An office with one consumer, an administrator and a clerk."""
    books.create_consumer(form(), ACTOR)
    books.trust.passwords = Argon2Passwords(is_quick=True)
    first = NewMember("sita", "Sita Devi", Role.ADMINISTRATOR, 1)
    books.trust.make_first_administrator(first, PASSWORD, ACTOR)
    books.trust.add_member(NewMember("ravi", "Ravi Kumar", Role.CLERK, 2), PASSWORD, ADMIN)
    books.trust.change_password(PASSWORD, f"{PASSWORD}-own", Actor("ravi", Channel.DESK))
    return books


def test_support_is_told_counts_versions_and_settings_of_the_database(staffed):
    facts = staffed.support_facts(ADMIN)

    assert facts.database.startswith(("SQLite 3.", "PostgreSQL "))
    assert facts.schema == HEAD
    assert facts.row_counts["consumer"] == 1
    assert facts.staff_by_role == {"administrator": 1, "clerk": 1}
    assert all(facts.database_settings.values())
    assert facts.free_bytes > 0


def test_a_setting_that_is_free_text_is_only_named(staffed):
    staffed.safekeeping.change_setting("backup.second_folder", "D:/Sita Devi", ADMIN)
    staffed.safekeeping.change_setting("backup.hours", "6", ADMIN)

    facts = staffed.support_facts(ADMIN)

    assert facts.settings == {"backup.hours": "6", "backup.second_folder": "(set)"}


def test_support_is_told_nobodys_data(staffed, form):
    told = str(asdict(staffed.support_facts(ADMIN)))

    one = form()
    secrets = [one.name, one.mobile, one.address, one.meter_serial, "Sita", "ravi"]
    assert [secret for secret in secrets if secret and secret in told] == []


def test_only_who_may_has_a_bundle_and_it_is_noted(staffed):
    with pytest.raises(NotAllowed):
        staffed.support_facts(Actor("ravi", Channel.DESK))
    staffed.support_facts(ADMIN)

    rows = staffed.trust.audit_log(AuditQuery(act="bundle"), ADMIN)
    assert [row.by for row in rows] == ["sita"]
