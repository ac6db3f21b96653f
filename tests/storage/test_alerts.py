"""Alerts and the outbox: told once, judged again before it leaves, never sent blindly twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.alert_book import MessageQuery
from domain.calendar import IST
from domain.errors import DayInTheFuture, FieldMissing
from domain.errors_of_messages import (
    DayNotBilled,
    DeliveryGoingOn,
    NoMediumOn,
    TemplateGapsWrong,
)
from domain.message import Alert, Medium, MessageState
from domain.money import Money
from domain.ports_of_messages import Handed, HandOver
from domain.progress import silent
from domain.recharge import RechargeOrder
from domain.services.delivering_messages import DeliveryReport
from domain.tender import Tender
from storage.dialect import SQLITE
from tests.storage.conftest import ACTOR, START, by_hand
from tests.storage.supplied import Supplied

#: Nothing but a rule is tried: its statements run on both databases in the tests without this.
A_RULE = pytest.mark.only_on(SQLITE)

LAST = START + timedelta(days=29)
MOBILES = {"1001": "9876500001", "1002": "9876500002", "1003": ""}


class Phone:
    """A provider that answers as a test wants, and keeps what it was handed."""

    def __init__(self, medium=Medium.SMS, answer=None):
        self.medium = medium
        self.answer = answer or (lambda message: HandOver(Handed.SENT, f"p{message.id}"))
        self.got = []

    def hand_over(self, message, template):
        self.got.append(message)
        return self.answer(message)


class Sheets(Phone):
    """What takes many messages as one, and keeps the sheets."""

    def __init__(self, answer=None):
        super().__init__(Medium.FILE, answer)

    def hand_over_all(self, messages):
        return [self.hand_over(message, None) for message in messages]


class Reporter(Phone):
    """A provider that can be asked what became of messages."""

    def __init__(self, told):
        super().__init__()
        self.told = told
        self.asked = []

    def reports(self, provider_ids):
        self.asked += provider_ids
        return {id_: self.told[id_] for id_ in provider_ids if id_ in self.told}


@pytest.fixture
def office(books, form, month_of_reads):
    """Three consumers charged for a June, two with a mobile, none told yet; all below zero."""
    month_of_reads()
    books.take_on(
        [
            form(number, mobile=mobile, language="hi" if number == "1002" else "en")
            for number, mobile in MOBILES.items()
        ],
        ACTOR,
    )
    books.run_days(LAST, ACTOR, silent, first=START)
    switch(books, **{"alerts.file": "yes"})
    return books


def switch(books, **settings):
    books.safekeeping.change_settings(settings, ACTOR)


def approve(books):
    """Give every SMS template what a DLT portal would."""
    switch(
        books,
        **{"alerts.sms": "yes", "sms.entity_id": "1201159100000000001", "sms.header": "BIJLEE"},
    )
    for place, template in enumerate(books.alerts.templates()):
        if template.medium is Medium.SMS:
            approved = replace(template, template_id=f"11071{place:014}")
            books.alerts.put_template(approved, ACTOR)


def recharge(books, number, rupees, order="o1"):
    wish = RechargeOrder.of(order, number, Money.rupees(rupees), Tender.CASH)
    return books.recharge(wish, ACTOR, although_similar=True)


def all_of(books, **query):
    return books.alerts.messages(MessageQuery(**query))


def told(books, **query):
    return sorted((m.consumer_number, m.alert.value, m.period) for m in all_of(books, **query))


# The ladder


def test_nobody_is_told_anything_before_the_office_switches_a_medium_on(office):
    switch(office, **{"alerts.file": "no"})

    recharge(office, "1001", 100)
    with pytest.raises(NoMediumOn):
        office.alerts.run(LAST, ACTOR, silent)

    assert all_of(office) == []


@A_RULE
def test_a_day_that_is_not_charged_or_not_over_tells_nobody_anything(office, clock):
    with pytest.raises(DayNotBilled):
        office.alerts.run(LAST + timedelta(days=1), ACTOR, silent)
    with pytest.raises(DayInTheFuture):
        office.alerts.preview(office.today(), silent)


def test_a_step_is_told_once_however_often_the_run_is_repeated(office):
    preview = office.alerts.preview(LAST, silent)
    first = office.alerts.run(LAST, ACTOR, silent)
    again = office.alerts.run(LAST, ACTOR, silent)

    assert preview == first
    assert first.queued == {Alert.LOW_PERCENT: 2}
    assert (first.already, first.without_address) == (0, 1)
    assert (again.queued, again.already) == ({}, 2)
    assert told(office) == [("1001", "low_percent", "0:0"), ("1002", "low_percent", "0:0")]


@A_RULE
def test_each_is_told_in_their_language_and_by_a_plain_mobile(office):
    office.alerts.run(LAST, ACTOR, silent)

    by_number = {message.consumer_number: message for message in all_of(office)}
    assert by_number["1001"].text.startswith("Consumer 1001: 0% of your last recharge is left")
    assert by_number["1002"].text.startswith("उपभोक्ता 1002: पिछले रिचार्ज का 0% शेष है")
    assert by_number["1002"].address == "9876500002"
    assert (
        by_number["1001"].variables["balance"]
        == by_number["1001"].text.split("Rs ")[1].split(". ")[0]
    )


def test_a_recharge_begins_a_new_period_and_is_told_itself(office):
    office.alerts.run(LAST, ACTOR, silent)
    receipt = recharge(office, "1001", 20)

    run = office.alerts.run(LAST, ACTOR, silent)

    assert receipt.balance_after.paise < 0
    assert run.queued == {Alert.LOW_PERCENT: 1}
    mine = told(office)
    assert ("1001", "recharged", receipt.number) in mine
    assert sum(number == "1001" and alert == "low_percent" for number, alert, _p in mine) == 2


@A_RULE
def test_what_is_undone_is_told_with_the_balance_it_leaves(office):
    receipt = recharge(office, "1001", 500)
    office.reversals.cancel(receipt.number, "typed twice", ACTOR)

    [message] = all_of(office, alerts=(Alert.CHARGE_REVERSED,))

    balance = office.consumer("1001").balance
    assert message.variables["amount"] == "500.00"
    assert message.variables["balance"].replace(",", "") == f"{balance.paise / 100:.2f}"


@A_RULE
def test_a_mail_goes_beside_an_sms_and_whoever_has_neither_is_counted(office, form):
    approve(office)
    switch(office, **{"alerts.email": "yes"})
    office.take_on([form("1004", email="a.b@example.org", language="en")], ACTOR)

    recharge(office, "1004", 100, "m1")
    recharge(office, "1001", 100, "m2")
    recharge(office, "1003", 100, "m3")

    sent = {(m.consumer_number, m.medium, m.subject) for m in all_of(office)}
    assert sent == {
        ("1004", Medium.EMAIL, "We have received your payment"),
        ("1001", Medium.SMS, ""),
    }


@A_RULE
def test_what_sms_cost_is_told_before_they_are_queued(office):
    approve(office)
    switch(office, **{"sms.part_paise": "20"})

    run = office.alerts.preview(LAST, silent)

    # One part in English, two in Hindi.
    assert run.cost == Money(3 * 20)


@A_RULE
def test_an_sms_without_an_approved_template_is_not_queued_and_stops_no_recharge(office):
    switch(office, **{"alerts.sms": "yes"})

    receipt = recharge(office, "1001", 20)
    run = office.alerts.run(LAST, ACTOR, silent)

    assert receipt.number
    assert all_of(office) == []
    assert run.faulty == {"low_percent/sms/en": 1, "low_percent/sms/hi": 1}


def test_supply_that_goes_off_and_comes_back_is_told_with_its_order(books, form, clock):
    supplied = Supplied(books, form, clock)
    books.take_on(
        [form(mobile="9876500001", language="en", opening_balance=Money.rupees(-500))], ACTOR
    )
    switch(books, **{"alerts.file": "yes"})
    supplied.job()
    supplied.deliver()
    supplied.run_out()
    cut = supplied.cut()
    supplied.pay("1001", 600)
    supplied.deliver()
    supplied.run_out()
    back = supplied.reconnection()

    by_alert = {message.alert: message for message in all_of(books)}

    assert set(by_alert) == {Alert.DISCONNECTED, Alert.RECHARGED, Alert.RECONNECTED}
    assert by_alert[Alert.DISCONNECTED].period == cut.id
    assert by_alert[Alert.DISCONNECTED].variables["due"] == "500.00"
    assert by_alert[Alert.RECONNECTED].period == back.id
    # That it was off is not told any more to whom it is back.
    sheet = Phone(Medium.FILE)
    done = books.alerts.deliver({Medium.FILE: sheet}, ACTOR, silent)
    assert (done.sent, done.dropped) == (2, 1)


# Templates


def test_an_office_has_its_own_words_and_the_books_vouch_for_them(office, engine):
    [template] = [
        one
        for one in office.alerts.templates()
        if (one.alert, one.medium, one.language) == (Alert.RECHARGED, Medium.FILE, "en")
    ]
    own = replace(template, text="Rs {#var#} came in. {#var#}", variables=("amount", "office"))

    office.alerts.put_template(own, ACTOR)
    office.alerts.put_template(replace(own, text="Got Rs {#var#}. {#var#}"), ACTOR)
    recharge(office, "1001", 500)

    assert [message.text for message in all_of(office)] == ["Got Rs 500.00. Patna-1"]
    assert office.check(silent) == []
    assert by_hand(engine, "UPDATE message_template SET text = 'Send money to 98…'") == 1
    assert [problem.code for problem in office.check(silent)] != []


@A_RULE
def test_a_template_that_breaks_a_rule_is_refused(office):
    [template] = [
        one
        for one in office.alerts.templates()
        if (one.alert, one.medium, one.language) == (Alert.RECHARGED, Medium.SMS, "hi")
    ]

    with pytest.raises(TemplateGapsWrong):
        office.alerts.put_template(replace(template, variables=()), ACTOR)
    with pytest.raises(TemplateGapsWrong):
        office.alerts.sample(replace(template, text="{#var#}"))


# Delivering


def test_what_is_due_is_handed_over_once_and_marked(office, clock):
    office.alerts.run(LAST, ACTOR, silent)
    sheet = Phone(Medium.FILE)

    done = office.alerts.deliver({Medium.FILE: sheet}, ACTOR, silent)
    again = office.alerts.deliver({Medium.FILE: sheet}, ACTOR, silent)

    assert (done.sent, again.sent, len(sheet.got)) == (2, 0, 2)
    assert office.alerts.counts() == {MessageState.SENT: 2}
    assert {message.sent_at for message in all_of(office)} == {clock.now()}


@A_RULE
def test_a_message_is_marked_as_leaving_before_it_leaves(office):
    office.alerts.run(LAST, ACTOR, silent)
    seen = []

    def look(message):
        seen.append(office.alerts.counts())
        return HandOver(Handed.SENT)

    office.alerts.deliver({Medium.FILE: Sheets(look)}, ACTOR, silent)

    assert seen[0] == {MessageState.LEAVING: 2}


@A_RULE
def test_by_a_network_one_message_leaves_at_a_time(office):
    approve(office)
    office.alerts.run(LAST, ACTOR, silent)
    seen = []

    def look(message):
        seen.append(office.alerts.counts().get(MessageState.LEAVING))
        return HandOver(Handed.SENT, f"p{message.id}")

    office.alerts.deliver({Medium.SMS: Phone(answer=look)}, ACTOR, silent)

    assert seen == [1, 1]


def test_whoever_paid_before_it_left_is_not_urged_to(office):
    office.alerts.run(LAST, ACTOR, silent)
    recharge(office, "1001", 5000)
    sheet = Phone(Medium.FILE)

    done = office.alerts.deliver({Medium.FILE: sheet}, ACTOR, silent)

    assert done.dropped == 1
    assert sorted((m.consumer_number, m.alert) for m in sheet.got) == [
        ("1001", Alert.RECHARGED),
        ("1002", Alert.LOW_PERCENT),
    ]
    [dropped] = all_of(office, states=(MessageState.DROPPED,))
    assert (dropped.consumer_number, dropped.error) == ("1001", "overtaken")


def test_an_sms_of_unknown_fate_is_listed_and_not_sent_again_by_itself(office, clock):
    approve(office)
    office.alerts.run(LAST, ACTOR, silent)
    lost = Phone(answer=lambda _message: HandOver(Handed.UNKNOWN, error="timed out"))

    done = office.alerts.deliver({Medium.SMS: lost}, ACTOR, silent)
    clock.pass_time(timedelta(hours=2))
    office.alerts.deliver({Medium.SMS: lost}, ACTOR, silent)

    assert (done.unknown, len(lost.got)) == (2, 2)
    listed = all_of(office, states=(MessageState.LEAVING,))
    assert [message.error for message in listed] == ["timed out"] * 2

    sent = Phone()
    assert office.alerts.resend([message.id for message in listed], ACTOR) == 2
    assert office.alerts.deliver({Medium.SMS: sent}, ACTOR, silent).sent == 2


class Crash(BaseException):
    """The machine stops in the middle of a call."""


def crash(_message):
    raise Crash


def test_a_crash_while_it_left_sends_no_sms_twice_and_forgets_no_other(office, clock):
    approve(office)
    office.alerts.run(LAST, ACTOR, silent)

    with pytest.raises(Crash):
        office.alerts.deliver({Medium.SMS: Phone(answer=crash)}, ACTOR, silent)
    assert office.alerts.counts() == {MessageState.LEAVING: 1, MessageState.WAITING: 1}
    assert office.alerts.resend([message.id for message in all_of(office)], ACTOR) == 0

    clock.pass_time(timedelta(minutes=10))
    after = office.alerts.deliver({Medium.SMS: Phone()}, ACTOR, silent)

    assert after.sent == 1
    assert office.alerts.counts() == {MessageState.LEAVING: 1, MessageState.SENT: 1}


@A_RULE
def test_a_sheet_that_was_cut_short_is_written_again_once_that_is_sure(office, clock):
    office.alerts.run(LAST, ACTOR, silent)
    with pytest.raises(Crash):
        office.alerts.deliver({Medium.FILE: Sheets(crash)}, ACTOR, silent)
    assert office.alerts.counts() == {MessageState.LEAVING: 2}

    clock.pass_time(timedelta(minutes=4))
    soon = office.alerts.deliver({Medium.FILE: Sheets()}, ACTOR, silent)
    clock.pass_time(timedelta(minutes=4))
    later = office.alerts.deliver({Medium.FILE: Sheets()}, ACTOR, silent)

    assert (soon.sent, later.sent) == (0, 2)


def mailing(office, form, count=1):
    """Let an office tell by mail alone, and people pay who are then to be told."""
    switch(office, **{"alerts.file": "no", "alerts.email": "yes"})
    numbers = [str(3000 + place) for place in range(count)]
    office.take_on([form(one, email=f"sunita{one}@example.org") for one in numbers], ACTOR)
    for number in numbers:
        recharge(office, number, 100, f"o{number}")


@A_RULE
def test_whoever_is_so_slow_that_another_takes_over_sends_nothing_twice(office, form, clock):
    mailing(office, form, count=2)
    other = Phone(Medium.EMAIL)

    def slow(message):
        clock.pass_time(timedelta(minutes=2))
        office.alerts.deliver({Medium.EMAIL: other}, ACTOR, silent)
        return HandOver(Handed.SENT)

    first = Phone(Medium.EMAIL, slow)
    office.alerts.deliver({Medium.EMAIL: first}, ACTOR, silent)

    sent = [message.consumer_number for message in [*first.got, *other.got]]
    assert sorted(sent) == ["3000", "3001"]
    assert office.alerts.counts() == {MessageState.SENT: 2}


@A_RULE
def test_a_try_keeps_its_reference_and_what_a_person_sends_again_has_another(office, clock):
    approve(office)
    recharge(office, "1001", 100)
    busy = Phone(answer=lambda _message: HandOver(Handed.LATER))

    for _try in range(2):
        clock.set_to(office.alerts.deliver({Medium.SMS: busy}, ACTOR, silent).next_at)
    sent = Phone()
    office.alerts.deliver({Medium.SMS: sent}, ACTOR, silent)
    assert office.alerts.resend([sent.got[0].id], ACTOR) == 1
    office.alerts.deliver({Medium.SMS: sent}, ACTOR, silent)

    tried = {message.reference("PAT1") for message in [*busy.got, sent.got[0]]}
    assert tried == {"PAT1-1-1"}
    assert sent.got[1].reference("PAT1.2") == "PAT1.2-1-2"


def test_what_cannot_leave_now_is_tried_again_later_and_later(office, clock):
    approve(office)
    office.alerts.run(LAST, ACTOR, silent)
    busy = Phone(answer=lambda _message: HandOver(Handed.LATER, error="busy"))
    start = clock.now()

    waits = []
    for _try in range(3):
        done = office.alerts.deliver({Medium.SMS: busy}, ACTOR, silent)
        waits.append((done.next_at - clock.now()).total_seconds())
        clock.set_to(done.next_at)

    assert waits == [60, 120, 240]
    assert clock.now() - start == timedelta(minutes=7)
    assert {message.error for message in all_of(office)} == {"busy"}


@A_RULE
def test_a_provider_that_says_how_long_is_believed(office, clock):
    approve(office)
    office.alerts.run(LAST, ACTOR, silent)
    busy = Phone(answer=lambda _message: HandOver(Handed.LATER, wait_ms=900_000))

    done = office.alerts.deliver({Medium.SMS: busy}, ACTOR, silent)

    assert done.next_at == clock.now() + timedelta(minutes=15)


@A_RULE
def test_what_is_refused_for_good_has_failed_with_its_reason(office):
    approve(office)
    office.alerts.run(LAST, ACTOR, silent)
    refusing = Phone(answer=lambda _message: HandOver(Handed.REFUSED, error="no such number"))

    done = office.alerts.deliver({Medium.SMS: refusing}, ACTOR, silent)

    assert (done.failed, done.next_at) == (2, None)
    assert {m.error for m in all_of(office, states=(MessageState.FAILED,))} == {"no such number"}


@A_RULE
def test_a_provider_that_is_down_is_left_alone_after_a_few(office, form):
    approve(office)
    numbers = [str(2000 + place) for place in range(8)]
    office.take_on([form(number, mobile=f"98765{number}0") for number in numbers], ACTOR)
    for number in numbers:
        recharge(office, number, 100, f"o{number}")
    down = Phone(answer=lambda _message: HandOver(Handed.LATER, error="no connection"))

    done = office.alerts.deliver({Medium.SMS: down}, ACTOR, silent)

    assert len(down.got) == 3
    assert done.next_at == office.now() + timedelta(minutes=1)


@A_RULE
@pytest.mark.parametrize(
    ("hour", "minute", "is_quiet"),
    [(20, 59, False), (21, 0, True), (23, 59, True), (0, 0, True), (7, 59, True), (8, 0, False)],
)
def test_nothing_leaves_within_the_quiet_hours(office, clock, hour, minute, is_quiet):
    approve(office)
    clock.set_to(datetime(2026, 11, 23, hour, minute, tzinfo=IST))
    office.alerts.run(LAST, ACTOR, silent)
    phone = Phone()

    done = office.alerts.deliver({Medium.SMS: phone}, ACTOR, silent)

    assert (done.sent == 0) is is_quiet
    if is_quiet:
        morning = date(2026, 11, 24 if hour > 12 else 23)
        assert done.next_at == datetime(morning.year, 11, morning.day, 8, 0, tzinfo=IST)


@A_RULE
def test_a_template_that_was_changed_meanwhile_lets_nothing_leave(office):
    approve(office)
    office.alerts.run(LAST, ACTOR, silent)
    for template in office.alerts.templates():
        if template.alert is Alert.LOW_PERCENT and template.medium is Medium.SMS:
            office.alerts.put_template(replace(template, text="Now: " + template.text), ACTOR)
    phone = Phone()

    done = office.alerts.deliver({Medium.SMS: phone}, ACTOR, silent)

    assert (done.failed, phone.got) == (2, [])
    assert {message.error for message in all_of(office)} == {"text_not_as_approved"}


@A_RULE
def test_media_that_nobody_has_set_up_are_named(office):
    office.alerts.run(LAST, ACTOR, silent)

    done = office.alerts.deliver({Medium.SMS: Phone()}, ACTOR, silent)

    # What waits for them gives nobody anything to do.
    assert (done.unconfigured, done.next_at) == ((Medium.FILE,), None)


@A_RULE
def test_two_programs_never_deliver_at_once(office):
    office.alerts.run(LAST, ACTOR, silent)
    refusals = []

    def meanwhile(_message):
        with pytest.raises(DeliveryGoingOn) as refusal:
            office.alerts.deliver({Medium.FILE: Phone(Medium.FILE)}, ACTOR, silent)
        refusals.append(refusal.value.by)
        return HandOver(Handed.SENT)

    office.alerts.deliver({Medium.FILE: Phone(Medium.FILE, meanwhile)}, ACTOR, silent)

    assert refusals == ["asha", "asha"]


# Reports


def test_delivery_reports_are_taken_once_and_in_any_order(office):
    approve(office)
    office.alerts.run(LAST, ACTOR, silent)
    office.alerts.deliver({Medium.SMS: Phone()}, ACTOR, silent)
    first, second = (message.provider_id for message in all_of(office))

    assert office.alerts.take_report(first, is_delivered=True, error="")
    assert office.alerts.take_report(first, is_delivered=False, error="late and wrong")
    assert office.alerts.take_report(second, is_delivered=False, error="switched off")
    assert not office.alerts.take_report("a stranger", is_delivered=True, error="")
    assert not office.alerts.take_report("", is_delivered=True, error="")

    assert office.alerts.counts() == {MessageState.DELIVERED: 1, MessageState.FAILED: 1}
    assert [m.error for m in all_of(office, states=(MessageState.FAILED,))] == ["switched off"]


def test_a_provider_is_asked_what_became_of_what_it_took(office, clock):
    approve(office)
    office.alerts.run(LAST, ACTOR, silent)
    provider = Reporter({})
    office.alerts.deliver({Medium.SMS: provider}, ACTOR, silent)
    known = all_of(office)[0].provider_id
    provider.told[known] = DeliveryReport(is_delivered=True)

    clock.pass_time(timedelta(minutes=1))
    office.alerts.deliver({Medium.SMS: provider}, ACTOR, silent)

    assert office.alerts.counts() == {MessageState.DELIVERED: 1, MessageState.SENT: 1}


@A_RULE
def test_a_provider_is_asked_ever_more_seldom_and_at_last_no_more(office, clock):
    approve(office)
    recharge(office, "1001", 100)
    start, provider, asked_after = clock.now(), Reporter({}), []
    office.alerts.deliver({Medium.SMS: provider}, ACTOR, silent)

    for minute in (1, 2, 3, 4, 5, 8, 16, 32, 64, 128, 4319, 4320, 8640, 99_999):
        clock.set_to(start + timedelta(minutes=minute))
        before = len(provider.asked)
        office.alerts.deliver({Medium.SMS: provider}, ACTOR, silent)
        asked_after += [minute] * (len(provider.asked) - before)

    assert asked_after == [1, 2, 4, 8, 16, 32, 64, 128, 4319, 8640]
    assert [message.state for message in all_of(office)] == [MessageState.SENT]


# By hand


def test_a_message_is_put_aside_for_a_reason(office):
    office.alerts.run(LAST, ACTOR, silent)
    ids = [message.id for message in all_of(office)]

    with pytest.raises(FieldMissing):
        office.alerts.drop(ids, " ", ACTOR)
    assert office.alerts.drop(ids, "told by telephone", ACTOR) == 2
    assert office.alerts.drop(ids, "again", ACTOR) == 0

    assert {message.error for message in all_of(office)} == {"told by telephone"}
    assert office.alerts.deliver({Medium.FILE: Phone(Medium.FILE)}, ACTOR, silent).sent == 0


def test_of_a_forgotten_person_no_message_keeps_a_word(office, clock):
    office.alerts.run(LAST, ACTOR, silent)
    clock.pass_time(timedelta(days=4_000))
    message = next(m for m in all_of(office) if m.consumer_number == "1001")
    with office._unit() as unit:  # noqa: SLF001 - the use case asks for years without supply
        consumer = unit.consumers.get("1001", office.today())
        unit.consumers.forget(consumer, clock.now())
        unit.commit()

    [blank] = [m for m in all_of(office) if m.id == message.id]
    assert (blank.address, blank.text, dict(blank.variables)) == ("", "", {})
    assert blank.state is MessageState.DROPPED
    assert office.alerts.resend([blank.id], ACTOR) == 0
