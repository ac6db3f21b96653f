"""Policies, holidays and protections as an office keeps them, and whom they would let be cut."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from domain.approval import Approval
from domain.calendar import IST, day_number, milliseconds
from domain.consumer import Change
from domain.errors import ConsumerNotFound, FieldMissing, FieldOutOfRange
from domain.errors_of_policies import (
    HolidayNotFound,
    NobodyToProtect,
    PolicyKnown,
    PolicyRefused,
    ProtectionEnded,
    ProtectionKnown,
    ProtectionNotFound,
)
from domain.errors_of_trust import MakerIsChecker, NotAllowed
from domain.money import Money
from domain.office import Actor, Channel
from domain.policy import NONE, Reason, Side
from domain.policy_book import Holiday
from domain.policy_reading import policy_of
from domain.progress import silent
from domain.protection import NewProtection, ProtectionKind, Scope
from domain.reads import ReadSource
from domain.staff import NewMember, Role
from resources import locate
from storage.passwords import Argon2Passwords
from tests.storage.conftest import ACTOR, START, at_noon, by_hand

TODAY = date(2026, 11, 22)
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=IST)
[BIHAR] = json.loads(locate("policies", "bihar.json").read_text("utf-8"))["policies"]
#: As Bihar, but nobody is held for want of a read: most consumers here have none.
PLAIN = BIHAR | {"id": "PLAIN", "most_days_without_read": 0}
PASSWORD, OWN_PASSWORD = "a long enough one", "another long one"


def protection(**fields) -> NewProtection:
    given = {
        "id": "p1",
        "kind": ProtectionKind.HOSPITAL,
        "scope": Scope.CONSUMER,
        "whom": "1001",
        "proof": "CMO letter 12/2026",
        "first": TODAY,
        "last": date(2026, 12, 31),
    }
    return NewProtection(**(given | fields))


@pytest.fixture
def owing(books, form):
    """Consumers 1001 and 1002 below zero, 1003 above it, under a policy."""
    forms = [
        form("1001", opening_balance=Money.rupees(-100), feeder="F1"),
        form("1002", opening_balance=Money.rupees(-400), feeder="F2"),
        form("1003", feeder="F2"),
    ]
    assert books.take_on(forms, ACTOR).accepted == 3
    books.policies.ask(PLAIN, "", ACTOR)
    return books


def reasons(books, number: str, at: datetime = MONDAY_NOON):
    return books.policies.standing(number, at).reasons


def facts(books, at: datetime = MONDAY_NOON):
    return books.policies.dry_run(at, silent).facts


# Policies


def test_an_office_without_staff_takes_a_policy_at_once(books):
    assert books.policies.book().policies == ()
    taken = books.policies.ask(BIHAR, "", ACTOR)

    assert taken == policy_of(BIHAR)
    assert books.policies.book().on(TODAY) == taken
    assert books.policies.ask(dict(reversed(BIHAR.items())), "", ACTOR) == taken
    assert len(books.policies.book().policies) == 1
    with pytest.raises(PolicyKnown):
        books.policies.ask(BIHAR | {"title": "Other"}, "", ACTOR)
    with pytest.raises(PolicyRefused):
        books.policies.ask({"id": "X"}, "", ACTOR)
    assert books.check(silent) == []


def test_of_two_policies_from_one_day_the_one_taken_later_holds(books):
    books.policies.ask(BIHAR, "", ACTOR)
    books.policies.ask(BIHAR | {"id": "BR-2025-B"}, "", ACTOR)
    assert books.policies.book().on(TODAY).id == "BR-2025-B"


def test_where_there_is_staff_two_persons_take_a_policy(books):
    trust = books.trust
    trust.passwords = Argon2Passwords(is_quick=True)
    first = NewMember("anil", "Anil", Role.ADMINISTRATOR, 1)
    anil, sita, ravi = (Actor(name, Channel.DESK) for name in ("anil", "sita", "ravi"))
    trust.make_first_administrator(first, PASSWORD, ACTOR)
    for name, role in (("sita", Role.SUPERVISOR), ("ravi", Role.CLERK)):
        trust.add_member(NewMember(name, name.title(), role, 1), PASSWORD, anil)
        trust.change_password(PASSWORD, OWN_PASSWORD, Actor(name, Channel.DESK))

    with pytest.raises(FieldMissing):
        books.policies.ask(BIHAR, " ", sita)
    with pytest.raises(NotAllowed):
        books.policies.ask(BIHAR, "the new order", ravi)
    asked = books.policies.ask(BIHAR, "the new order", sita)

    assert isinstance(asked, Approval)
    assert asked.subject == "BR-2025"
    assert books.policies.book().policies == ()
    with pytest.raises(MakerIsChecker):
        trust.approve(asked.id, "", OWN_PASSWORD, sita)
    trust.approve(asked.id, "read it", PASSWORD, anil)
    assert books.policies.book().policies == (policy_of(BIHAR),)
    assert books.check(silent) == []


def test_a_policy_is_final_and_a_changed_one_is_found(books, engine):
    books.policies.ask(BIHAR, "", ACTOR)
    by_hand(engine, "UPDATE policy_version SET document = replace(document, '72', '1')")
    assert [problem.facts["table"] for problem in books.check(silent)] == ["policy_version"]


# Holidays


def test_holidays_are_kept_renamed_and_removed(books):
    policies = books.policies
    fair = Holiday(date(2026, 11, 30), "Fair", "asha")
    policies.put_holiday(fair, ACTOR)
    policies.put_holiday(fair, ACTOR)
    policies.put_holiday(Holiday(fair.day, "Great fair", "asha"), ACTOR)
    listed = [Holiday(fair.day, "Other", "list"), Holiday(date(2026, 12, 25), "Christmas", "list")]

    assert policies.put_holidays(listed, ACTOR) == 1
    assert policies.put_holidays(listed, ACTOR) == 0
    found = policies.holidays(date(2026, 1, 1), date(2026, 12, 31))
    assert [(one.day.day, one.name) for one in found] == [(30, "Great fair"), (25, "Christmas")]
    policies.remove_holiday(fair.day, ACTOR)
    with pytest.raises(HolidayNotFound):
        policies.remove_holiday(fair.day, ACTOR)
    with pytest.raises(FieldMissing):
        policies.put_holiday(Holiday(fair.day, " ", ""), ACTOR)
    assert policies.holidays(fair.day, fair.day) == []
    assert books.check(silent) == []


def test_nobody_is_cut_on_a_holiday_of_the_office(owing):
    owing.policies.put_holiday(Holiday(MONDAY_NOON.date(), "Fair", "asha"), ACTOR)
    standing = owing.policies.standing("1001", MONDAY_NOON)
    assert standing.reasons == (Reason.HOLIDAY,)
    assert standing.next_at == datetime(2026, 11, 24, 10, tzinfo=IST)


def test_a_holiday_slipped_in_by_hand_is_found(books, engine):
    books.policies.put_holiday(Holiday(TODAY, "Fair", "asha"), ACTOR)
    by_hand(engine, "UPDATE holiday SET day = day + 1")
    assert books.check(silent) != []


# Protections


def test_a_protection_holds_until_its_last_day_or_until_it_is_ended(owing, clock):
    made = owing.policies.protect(protection(), ACTOR)

    assert (made.name, made.recorded_by) == ("Consumer 1001", "asha")
    assert owing.policies.protect(protection(), ACTOR) == made
    with pytest.raises(ProtectionKnown):
        owing.policies.protect(protection(proof="another"), ACTOR)
    standing = owing.policies.standing("1001", MONDAY_NOON)
    assert standing.reasons == (Reason.PROTECTED,)
    assert standing.protections == (made,)
    assert standing.ends == {Reason.PROTECTED: datetime(2027, 1, 1, tzinfo=IST)}
    assert reasons(owing, "1001", datetime(2027, 1, 1, 10, tzinfo=IST)) == ()
    assert reasons(owing, "1002") == ()

    clock.pass_time(timedelta(days=1))
    ended = owing.policies.end_protection("p1", "Discharged", ACTOR)
    assert (ended.ended_on, ended.ended_by) == (date(2026, 11, 23), "asha")
    assert reasons(owing, "1001") == ()
    with pytest.raises(ProtectionEnded):
        owing.policies.end_protection("p1", "again", ACTOR)
    assert owing.policies.protections(at=date(2026, 11, 24)) == []
    assert owing.policies.protections(at=TODAY) == [ended]
    assert owing.policies.protections(number="1001") == [ended]
    assert owing.policies.protections(number="1002") == []
    assert owing.check(silent) == []


@pytest.mark.parametrize(
    ("scope", "whom", "covered"),
    [
        (Scope.FEEDER, "F2", {"1002"}),
        (Scope.SCHEDULE, "AS-DOMA*", {"1001", "1002"}),
        (Scope.OFFICE, "", {"1001", "1002"}),
    ],
)
def test_a_protection_of_many_covers_all_of_them(owing, scope, whom, covered):
    made = owing.policies.protect(
        protection(scope=scope, whom=whom, kind=ProtectionKind.HEAT_WAVE), ACTOR
    )
    held = {number for number in ("1001", "1002") if reasons(owing, number)}
    assert held == covered
    assert owing.policies.standing("1002", MONDAY_NOON).protections == (made,)
    assert owing.policies.dry_run(MONDAY_NOON, silent).decisions.counts() == {
        Reason.PROTECTED: len(covered)
    }


def test_what_protects_nobody_is_refused(owing):
    for scope in (Scope.FEEDER, Scope.SCHEDULE):
        with pytest.raises(NobodyToProtect):
            owing.policies.protect(protection(scope=scope, whom="F9"), ACTOR)
    with pytest.raises(ConsumerNotFound):
        owing.policies.protect(protection(whom="9999"), ACTOR)
    with pytest.raises(FieldMissing):
        owing.policies.protect(protection(proof="  "), ACTOR)
    with pytest.raises(FieldOutOfRange):
        owing.policies.protect(protection(last=date(2026, 11, 21)), ACTOR)
    with pytest.raises(FieldOutOfRange):
        owing.policies.protect(protection(last=date(2046, 1, 1)), ACTOR)
    with pytest.raises(ProtectionNotFound):
        owing.policies.end_protection("p9", "why not", ACTOR)
    assert owing.policies.protections() == []


def test_the_proof_is_forgotten_with_the_person(owing, clock):
    owing.policies.protect(protection(proof="Letter of Dr. Rao for Sunita"), ACTOR)
    owing.policies.end_protection("p1", "Sunita is well", ACTOR)
    owing.change_consumer([Change("1001", owing.today(), "supply_state", "closed")], ACTOR)
    clock.pass_time(timedelta(days=9 * 366))

    owing.trust.forget_person("1001", "Asked by letter", "", ACTOR)

    [forgotten] = owing.policies.protections()
    assert (forgotten.proof, forgotten.end_reason, forgotten.name) == ("", "", "")
    assert owing.check(silent) == []


def test_a_protection_made_longer_by_hand_is_found(owing, engine):
    owing.policies.protect(protection(), ACTOR)
    by_hand(engine, "UPDATE protection SET last_day = last_day + 300")
    assert [problem.facts["table"] for problem in owing.check(silent)] == ["protection"]


# Facts


def test_facts_are_those_of_the_wallet_the_version_and_the_day(books, form, read):
    books.take_on(
        [
            form("1001", opening_balance=Money.rupees(-100), load_w=1_500),
            form("1002", billed_from=date(2025, 6, 5)),
        ],
        ACTOR,
    )
    books.take_reads([read(0, "100"), read(1, "103"), read(2, "105")], ReadSource.FILE, ACTOR)
    books.run_days(date(2025, 6, 4), ACTOR, silent)

    told = facts(books)
    assert told.schedules == ("AS-DOMA-2023",)
    assert told.load_w.tolist() == [1_500, 3_000]
    balance = books.consumer("1001").balance.paise
    assert told.balance_paise.tolist() == [balance, 1_000_00]
    assert told.negative_since_day.tolist() == [day_number(START), NONE]
    # Came from postpaid: connected before the first prepaid day.
    assert told.converted_day.tolist() == [NONE, day_number(date(2025, 6, 5))]
    # The midnight that begins 3 June closes the 2nd.
    assert told.last_read_day.tolist() == [day_number(date(2025, 6, 2)), NONE]
    assert not told.has_order_open.any()


def test_a_balance_may_rest_on_actual_reads_alone(books, form, read):
    books.create_consumer(form("1001", opening_balance=Money.rupees(-100)), ACTOR)
    reads = [read(0, "100"), read(1, "103"), read(2, "105", quality="ESTIMATED")]
    books.take_reads(reads, ReadSource.FILE, ACTOR)
    books.run_days(date(2025, 6, 4), ACTOR, silent)
    assert facts(books).last_read_day.tolist() == [day_number(date(2025, 6, 1))]


def test_open_orders_part_payments_and_payments_on_their_way_hold(owing, engine):
    day, now = day_number(TODAY), milliseconds(at_noon(TODAY))
    [(office, meter)] = _rows(
        engine,
        "SELECT v.office_id, v.meter_id FROM consumer_version v JOIN consumer c"
        " ON c.office_id = v.office_id AND c.id = v.consumer_id WHERE c.number = '1001'",
    )
    order = str(uuid4())
    by_hand(
        engine,
        "INSERT INTO supply_order (office_id, id, kind, reason, is_urgent, consumer_id, meter_id,"
        " requested_by, channel, made_at_ms, not_before_ms, expires_at_ms, state, job_id, answers,"
        " road, body, remote_id, remote_status, relay, attempts, is_late, error, note,"
        " next_try_at_ms) VALUES"
        f" ({office}, '{order}', 'disconnect', 'LOW_PREPAID_BALANCE', 0, 1, {meter}, 'a', 'desk',"
        f" {now}, {now}, {now}, 'waiting', 'j', '', 'api', '', '', '', '', 0, 0, '', '',"
        f" {now})",
        "INSERT INTO part_payment (office_id, consumer_id, granted_at_ms, dues_paise, paid_paise,"
        f" until_day, receipt) VALUES ({office}, 2, {now}, 10, 5, {day + 3}, '')",
    )

    assert reasons(owing, "1001") == (Reason.ORDER_OPEN,)
    standing = owing.policies.standing("1002", MONDAY_NOON)
    assert standing.reasons == (Reason.PART_PAID,)
    assert standing.ends[Reason.PART_PAID] == datetime(2026, 11, 26, tzinfo=IST)
    assert reasons(owing, "1002", datetime(2026, 11, 26, 10, tzinfo=IST)) == ()
    by_hand(engine, f"UPDATE supply_order SET unwanted_at_ms = {now}")
    assert reasons(owing, "1001") == ()
    by_hand(engine, "UPDATE supply_order SET unwanted_at_ms = NULL, state = 'done'")
    assert reasons(owing, "1001") == ()


def test_the_stop_switch_holds_everybody(owing, engine):
    [(office,)] = _rows(engine, "SELECT office_id FROM office")
    by_hand(
        engine,
        "INSERT INTO standstill (office_id, began_at_ms, began_by, reason, ended_by, end_reason)"
        f" VALUES ({office}, 1, 'a', 'storm', '', '')",
    )
    run = owing.policies.dry_run(MONDAY_NOON, silent)
    assert run.decisions.first_counts() == {Reason.SWITCHED_OFF: 2}
    by_hand(engine, "UPDATE standstill SET ended_at_ms = 2")
    assert owing.policies.dry_run(MONDAY_NOON, silent).going == 2


def test_a_dry_run_judges_any_instant_and_any_draft(owing):
    run = owing.policies.dry_run(MONDAY_NOON, silent)
    assert (len(run.facts), run.defaulters, run.going) == (3, 2, 2)
    evening = owing.policies.dry_run(MONDAY_NOON + timedelta(hours=8), silent)
    assert evening.decisions.first_counts() == {Reason.OUTSIDE_HOURS: 2}
    draft = policy_of(
        PLAIN
        | {"id": "DRAFT", "emergency_credit": {"down_to": "-300.00"}, "valid_from": "2026-01-01"}
    )
    drafted = owing.policies.dry_run(MONDAY_NOON, silent, draft)
    assert drafted.policy == draft
    assert drafted.decisions.first_counts() == {Reason.CREDIT_LIMIT: 1}
    assert owing.policies.standing("1001", MONDAY_NOON, draft).reasons == (Reason.CREDIT_LIMIT,)
    assert owing.policies.book().on(TODAY).id == "PLAIN"


def test_without_a_policy_nobody_is_cut(books, form):
    books.create_consumer(form("1001", opening_balance=Money.rupees(-100)), ACTOR)
    standing = books.policies.standing("1001", MONDAY_NOON)
    assert (standing.side, standing.reasons) == (Side.DEFAULTER, (Reason.NO_POLICY,))
    assert standing.next_at is None
    with pytest.raises(ConsumerNotFound):
        books.policies.standing("9999", MONDAY_NOON)


def _rows(engine, sql: str):
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]
