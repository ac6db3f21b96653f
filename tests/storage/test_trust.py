"""Who may act: staff, their roles, two persons, and what is noted of it all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.audit import AuditQuery
from domain.consumer import Change
from domain.errors import FieldMissing
from domain.errors_of_trust import (
    ApprovalDecided,
    ApprovalExpired,
    ApprovalNeeded,
    LastAdministrator,
    MakerIsChecker,
    NotAllowed,
    PasswordMustChange,
    PasswordTooWeak,
    RecoveryWordsWrong,
    RetentionNotOver,
    SignInRefused,
    StaffExists,
    StaffKnown,
    StaffLocked,
    StaffUnknown,
)
from domain.money import Money
from domain.office import Actor, Channel
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.services.taking_tariffs import judge_tariffs
from domain.staff import MAY, Act, NewMember, Role, may
from domain.tender import Tender
from storage.passwords import Argon2Passwords
from tests.storage.conftest import ACTOR, begin_shift_anew

PASSWORD = "monsoon-42"
ADMIN = Actor("sita", Channel.DESK)
ORDER = RechargeOrder.of("o1", "1001", Money.rupees(500), Tender.CASH)


@pytest.fixture
def trust(books):
    """An office with an administrator, a clerk, a supervisor and an auditor."""
    trust = books.trust
    trust.passwords = Argon2Passwords(is_quick=True)
    trust.make_first_administrator(
        NewMember("sita", "सीता Devi", Role.ADMINISTRATOR, 1), PASSWORD, ACTOR
    )
    for name, role in (
        ("ravi", Role.CLERK),
        ("meena", Role.SUPERVISOR),
        ("anil", Role.SUPERVISOR),
        ("audit", Role.AUDITOR),
        ("nightly", Role.MACHINE),
    ):
        trust.add_member(NewMember(name, name.title(), role, 2), PASSWORD, ADMIN)
        if role is not Role.MACHINE:
            trust.change_password(PASSWORD, f"{PASSWORD}-own", as_(name))
    begin_shift_anew(books, as_("ravi"), by=as_("meena"))
    return trust


def as_(name):
    return Actor(name, Channel.DESK, counter=2)


def tariffs_to_ask_for(books):
    text = (
        '{"tariffs": [{"id": "NEW-1", "state": "AS", "category": "X", "source": "test",'
        ' "valid_from": "2026-12-01", "energy": [[null, "5.00"]]}]}'
    )
    return judge_tariffs(text, books.tariffs())


def test_a_stored_password_is_an_argon2id_hash_of_the_usual_cost():
    stored = Argon2Passwords().hashed(PASSWORD)

    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert Argon2Passwords().matches(stored, PASSWORD)
    assert not Argon2Passwords().matches(stored, PASSWORD + " ")
    assert not Argon2Passwords().matches("no hash", PASSWORD)


def test_every_act_has_its_roles_and_auditors_only_read():
    assert set(MAY) == set(Act)
    writes = {
        *(Act.RECHARGE, Act.ADD_CONSUMER, Act.CHANGE_CONSUMER, Act.TAKE_READS, Act.RUN_DAYS),
        *(Act.DECIDE_READ, Act.ASK_TARIFFS, Act.TAKE_TARIFFS, Act.MANAGE_STAFF, Act.ERASE_PERSON),
    }
    assert not [act for act in writes if may(Role.AUDITOR, act)]
    assert not [act for act in writes - {Act.TAKE_READS, Act.RUN_DAYS} if may(Role.MACHINE, act)]


def test_an_office_without_staff_asks_nobody_who_they_are(books, form):
    books.create_consumer(form(), ACTOR)

    assert not books.trust.has_staff()
    assert books.recharge(ORDER, ACTOR).number


def test_the_first_administrator_is_made_once(trust):
    with pytest.raises(StaffExists):
        trust.make_first_administrator(
            NewMember("other", "Other", Role.ADMINISTRATOR, 1), PASSWORD, ACTOR
        )


def test_once_there_is_staff_nobody_else_acts(books, form, trust):
    books.create_consumer(form(), as_("ravi"))

    with pytest.raises(StaffUnknown):
        books.recharge(ORDER, ACTOR)
    assert books.recharge(ORDER, as_("ravi")).posted_by == "ravi"


@pytest.mark.parametrize(
    ("who", "act"),
    [
        ("audit", lambda books, form: books.recharge(ORDER, as_("audit"))),
        ("audit", lambda books, form: books.create_consumer(form("7"), as_("audit"))),
        ("audit", lambda books, form: books.run_days(books.today(), as_("audit"), silent)),
        ("nightly", lambda books, form: books.recharge(ORDER, as_("nightly"))),
        ("ravi", lambda books, form: books.trust.audit_log(AuditQuery(), as_("ravi"))),
        ("ravi", lambda books, form: books.trust.unlock("meena", as_("ravi"))),
        ("ravi", lambda books, form: books.trust.note_export("x", 1, "", as_("nightly"))),
    ],
)
def test_a_role_does_nothing_that_the_table_does_not_give_it(books, form, trust, who, act):
    books.create_consumer(form(), as_("ravi"))
    before = len(books.trust.audit_log(AuditQuery(), ADMIN))

    with pytest.raises((NotAllowed, Exception)) as refused:
        act(books, form)

    assert isinstance(refused.value, NotAllowed) or who == "audit"
    assert len(books.trust.audit_log(AuditQuery(), ADMIN)) == before


def test_somebody_dismissed_does_nothing_more(books, form, trust):
    books.create_consumer(form(), as_("ravi"))
    trust.change_member(replace(trust.member("ravi"), is_active=False), ADMIN)

    with pytest.raises(StaffUnknown):
        books.recharge(ORDER, as_("ravi"))
    with pytest.raises(SignInRefused):
        trust.sign_in("ravi", f"{PASSWORD}-own", Channel.DESK)


def test_a_password_set_by_another_must_be_changed_before_anything_else(books, form, trust):
    trust.reset_password("ravi", "another-one-7", ADMIN)

    assert trust.sign_in("ravi", "another-one-7", Channel.DESK).must_change_password
    with pytest.raises(PasswordMustChange):
        books.create_consumer(form(), as_("ravi"))
    trust.change_password("another-one-7", "my-own-words-9", as_("ravi"))
    books.create_consumer(form(), as_("ravi"))


def test_wrong_passwords_lock_for_a_growing_while_and_never_for_good(trust, clock):
    for _ in range(5):
        with pytest.raises(SignInRefused):
            trust.sign_in("ravi", "wrong", Channel.DESK)

    with pytest.raises(StaffLocked) as locked:
        trust.sign_in("ravi", f"{PASSWORD}-own", Channel.DESK)
    assert locked.value.until == clock.now() + timedelta(minutes=1)
    clock.pass_time(timedelta(minutes=1))
    with pytest.raises(SignInRefused):
        trust.sign_in("ravi", "wrong", Channel.DESK)
    clock.pass_time(timedelta(minutes=1))
    with pytest.raises(StaffLocked):
        trust.sign_in("ravi", f"{PASSWORD}-own", Channel.DESK)
    clock.pass_time(timedelta(minutes=1))
    assert trust.sign_in("ravi", f"{PASSWORD}-own", Channel.DESK).wrong_tries == 0


def test_an_administrator_unlocks(trust):
    for _ in range(5):
        with pytest.raises(SignInRefused):
            trust.sign_in("ravi", "wrong", Channel.DESK)

    trust.unlock("ravi", ADMIN)

    assert trust.sign_in("ravi", f"{PASSWORD}-own", Channel.DESK).user_name == "ravi"


def test_a_stranger_and_a_wrong_password_get_the_same_answer(trust):
    with pytest.raises(SignInRefused) as unknown:
        trust.sign_in("nobody", PASSWORD, Channel.DESK)
    with pytest.raises(SignInRefused) as wrong:
        trust.sign_in("ravi", "wrong", Channel.DESK)

    assert str(unknown.value) == str(wrong.value)


def test_a_machine_account_has_no_desk(trust):
    with pytest.raises(NotAllowed):
        trust.sign_in("nightly", PASSWORD, Channel.DESK)

    assert trust.sign_in("nightly", PASSWORD, Channel.COMMAND_LINE).role is Role.MACHINE


@pytest.mark.parametrize("password", ["short", "", "ravi-ravi-ravi", "aaaaaaaaaaaa", "x" * 129])
def test_a_weak_password_is_refused(trust, password):
    with pytest.raises(PasswordTooWeak):
        trust.reset_password("ravi", password, ADMIN)


def test_a_user_name_is_taken_once(trust):
    with pytest.raises(StaffKnown):
        trust.add_member(NewMember("ravi", "Other Ravi", Role.CLERK, 1), PASSWORD, ADMIN)


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.CLERK}])
def test_the_last_administrator_stays(trust, change):
    with pytest.raises(LastAdministrator):
        trust.change_member(replace(trust.member("sita"), **change), ADMIN)

    assert trust.member("sita").role is Role.ADMINISTRATOR


def test_recovery_words_bring_a_lost_administrator_back(trust):
    trust.set_recovery_words("alpha bravo charlie", ADMIN)

    with pytest.raises(RecoveryWordsWrong):
        trust.recover_administrator("sita", "alpha bravo delta", "fresh-start-1", ACTOR)
    with pytest.raises(RecoveryWordsWrong):
        trust.recover_administrator("ravi", "alpha bravo charlie", "fresh-start-1", ACTOR)
    trust.recover_administrator("sita", "alpha bravo charlie", "fresh-start-1", ACTOR)

    assert trust.sign_in("sita", "fresh-start-1", Channel.DESK).user_name == "sita"


def test_tariffs_take_two_persons(books, trust):
    judged = tariffs_to_ask_for(books)
    with pytest.raises(ApprovalNeeded):
        books.take_tariffs(judged, as_("meena"))

    asked = trust.ask_for_tariffs(judged, "order of 20 Nov", as_("meena"))
    with pytest.raises(MakerIsChecker):
        trust.approve(asked.id, "fine", f"{PASSWORD}-own", as_("meena"))
    with pytest.raises(NotAllowed):
        trust.approve(asked.id, "fine", f"{PASSWORD}-own", as_("ravi"))
    with pytest.raises(SignInRefused):
        trust.approve(asked.id, "fine", "wrong", as_("anil"))
    assert "NEW-1" not in {tariff.id for tariff in books.tariffs()}
    trust.approve(asked.id, "fine", f"{PASSWORD}-own", as_("anil"))

    assert "NEW-1" in {tariff.id for tariff in books.tariffs()}
    with pytest.raises(ApprovalDecided):
        trust.approve(asked.id, "again", f"{PASSWORD}-own", as_("anil"))
    assert books.check(silent) == []


def test_a_request_is_rejected_with_a_reason_and_then_gone(books, trust):
    asked = trust.ask_for_tariffs(tariffs_to_ask_for(books), "", as_("meena"))

    with pytest.raises(FieldMissing):
        trust.reject(asked.id, " ", as_("anil"))
    trust.reject(asked.id, "the rate is wrong", as_("anil"))

    with pytest.raises(ApprovalDecided):
        trust.approve(asked.id, "", f"{PASSWORD}-own", as_("anil"))


def test_a_request_runs_out_after_seven_days(books, trust, clock):
    asked = trust.ask_for_tariffs(tariffs_to_ask_for(books), "", as_("meena"))
    clock.pass_time(timedelta(days=7))

    with pytest.raises(ApprovalExpired):
        trust.approve(asked.id, "", f"{PASSWORD}-own", as_("anil"))


def test_a_change_is_noted_with_before_and_after(books, form, trust):
    books.create_consumer(form(mobile="9876543210"), as_("ravi"))
    books.change_consumer([Change("1001", books.today(), "mobile", "9123456780")], as_("ravi"))

    [row] = trust.audit_log(AuditQuery(act="change_consumer"), as_("meena"))
    assert (row.by, row.consumer_number) == ("ravi", "1001")
    assert (row.before, row.after) == ({"mobile": "9876543210"}, {"mobile": "9123456780"})


def test_who_need_not_see_telephone_numbers_is_shown_them_masked(books, form, trust):
    books.create_consumer(form(mobile="9876543210", address="Kankarbagh"), as_("ravi"))
    seen = books.seen_by(Role.AUDITOR)

    assert seen.consumer("1001").mobile == "••••••••10"
    assert "Kankar" not in seen.consumer("1001").address
    [row] = seen.consumer_rows([seen.consumer("1001").id]).values()
    assert row.mobile == "••••••••10"
    [added] = trust.audit_log(AuditQuery(act="add_consumer"), as_("audit"))
    assert added.after["mobile"] == "••••••••10"
    assert books.seen_by(Role.CLERK).consumer("1001").mobile == "9876543210"


def test_a_look_is_noted_once_in_ten_minutes(books, form, trust, clock):
    books.create_consumer(form(), as_("ravi"))

    for _ in range(3):
        trust.note_view("1001", as_("ravi"))
    clock.pass_time(timedelta(minutes=11))
    trust.note_view("1001", as_("ravi"))

    assert len(trust.audit_log(AuditQuery(act="view_consumer"), ADMIN)) == 2


def test_an_export_needs_a_reason(books, trust):
    with pytest.raises(FieldMissing):
        trust.note_export("daily sheet", 3, " ", as_("ravi"))

    trust.note_export("daily sheet", 3, "for the division", as_("ravi"))

    [row] = trust.audit_log(AuditQuery(act="export"), as_("audit"))
    assert (row.subject, row.count, row.reason) == ("daily sheet", 3, "for the division")


def test_the_log_is_filtered_and_searched(books, form, trust):
    books.create_consumer(form("1001"), as_("ravi"))
    books.create_consumer(form("1002"), as_("meena"))
    books.recharge(ORDER, as_("ravi"))

    assert {row.by for row in trust.audit_log(AuditQuery(by="ravi"), ADMIN)} == {"ravi"}
    assert [
        row.act for row in trust.audit_log(AuditQuery(consumer_number="1001", by="ravi"), ADMIN)
    ][:1] == ["recharge"]
    assert trust.audit_log(AuditQuery(text="%"), ADMIN) == []
    assert len(trust.audit_log(AuditQuery(text="PAT1/02"), ADMIN)) == 1
    assert "recharge" in trust.acts_noted()


def test_a_person_is_forgotten_only_after_the_retention_time_and_the_chain_holds(
    books, form, trust, clock
):
    books.create_consumer(form(name="आशा D'Souza", mobile="9876543210"), as_("ravi"))
    number = books.recharge(ORDER, as_("ravi")).number
    with pytest.raises(RetentionNotOver):
        trust.forget_person("1001", "asked for", PASSWORD, ADMIN)
    books.change_consumer([Change("1001", books.today(), "supply_state", "closed")], as_("ravi"))
    with pytest.raises(RetentionNotOver):
        trust.forget_person("1001", "asked for", PASSWORD, ADMIN)
    clock.pass_time(timedelta(days=8 * 366))

    with pytest.raises(SignInRefused):
        trust.forget_person("1001", "asked for", "wrong", ADMIN)
    assert trust.forget_person("1001", "asked for", PASSWORD, ADMIN) > 3

    assert books.consumer("1001").name == ""
    assert books.receipt(number).receipt.consumer_name == ""
    assert "9876543210" not in str(trust.audit_log(AuditQuery(), ADMIN))
    assert "D'Souza" not in str(books.history("1001"))
    assert books.check(silent) == []
