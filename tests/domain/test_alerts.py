"""Alerts at their edges: each step met exactly, a paisa before it, a day after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from domain.alerts import DayFacts, Telling, called_for, moment, rupees, stretch_below
from domain.calendar import IST, day_number
from domain.cutting_hours import CuttingHours, Stretch
from domain.errors import FieldNotAllowed
from domain.errors_of_messages import (
    TemplateEmpty,
    TemplateGapsWrong,
    TemplateNotApproved,
    TemplateTooLong,
    TemplateVariableUnknown,
    TextNotAsApproved,
    VariableUnfit,
)
from domain.message import Alert, Medium, Message, MessageState, Template
from domain.message_cost import sms_parts
from domain.money import Money
from domain.policy import (
    NONE,
    AlertRules,
    EmergencyCredit,
    Facts,
    Policy,
    PolicyBook,
    Terms,
    decide,
)
from domain.ports_of_alerts import DueMessage, Reach
from domain.services.alerting import Voice, queue
from domain.services.delivering_messages import is_overtaken, quiet_until
from domain.tariff import Cliff, FreeUnits, Slab, Tariff, Tier
from domain.template_rules import (
    VARIABLES,
    filled,
    refuse_faulty,
    refuse_other_text,
    refuse_unapproved,
    samples_of,
)

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=IST)
TERMS = Terms(
    emergency=EmergencyCredit(hours=72),
    hours=CuttingHours(windows=(Stretch(600, 780),)),
    alerts=AlertRules(percents_left=(30, 10, 0), days_left=(3, 1), hours_before_cut=24),
    conversion_grace_days=0,
)
FREE = Tariff(
    id="BR-2025",
    schedule="BR",
    category="domestic",
    state="BR",
    source="test",
    valid_from=date(2025, 4, 1),
    valid_until=None,
    energy=(Slab(None, 70_000),),
    subsidies=(FreeUnits(125_000),),
)
CLIFF = replace(
    FREE,
    id="DL-2025",
    subsidies=(Cliff((Tier(200_000, 1_000_000), Tier(400_000, 500_000))),),
)


def facts(balance=100_00, since=None, *, is_off=False, protected_until=None):
    def one(value):
        return np.array([value], np.int64)

    return Facts(
        consumer_id=one(7),
        schedules=("BR",),
        schedule=one(0),
        load_w=one(2000),
        balance_paise=one(balance),
        negative_since_day=one(NONE if since is None else day_number(since)),
        is_off=np.array([is_off]),
        is_closed=np.array([False]),
        is_held=np.array([False]),
        converted_day=one(NONE),
        part_paid_until_day=one(NONE),
        last_read_day=one(day_number(DAY)),
        protected_until_day=one(NONE if protected_until is None else day_number(protected_until)),
        has_payment_pending=np.array([False]),
        has_order_open=np.array([False]),
    )


def day_facts(day=DAY, *, versions=(FREE,), **told):
    given = {
        "recharge": 5,
        "recharge_paise": 500_00,
        "mean_daily_paise": NONE,
        "month_paise": NONE,
        "month_before_paise": NONE,
        "mtd_wh": 0,
        "tariff": 0,
    } | told
    columns = {name: np.array([value], np.int64) for name, value in given.items()}
    return DayFacts(day=day, is_charged=np.array([True]), versions=versions, **columns)


def told(of, day, terms=TERMS, at=NOW, policy=True):
    book = PolicyBook((Policy("p", "p", "BR", "s", date(2025, 1, 1), terms),) if policy else ())
    called = called_for(of, day, decide(of, book, {}, at))
    return {
        telling.alert: (telling.period, dict(telling.values))
        for one in called
        for telling in one.tellings(of)
    }


# Percents of the last recharge


@pytest.mark.parametrize(
    ("balance", "step"),
    [
        (150_01, None),
        (150_00, 30),
        (50_01, 30),
        (50_00, 10),
        (1, 10),
        (0, 0),
        (-1, 0),
    ],
)
def test_the_lowest_step_reached_is_told(balance, step):
    since = DAY if balance < 0 else None
    found = told(facts(balance, since), day_facts()).get(Alert.LOW_PERCENT)

    assert found == (None if step is None else (f"5:{step}", {"percent": str(step)}))


def test_another_recharge_is_another_period():
    of = facts(10_00)

    assert told(of, day_facts(recharge=5))[Alert.LOW_PERCENT][0] == "5:10"
    assert told(of, day_facts(recharge=9))[Alert.LOW_PERCENT][0] == "9:10"


def test_who_never_had_any_money_is_told_only_that_there_is_none():
    nothing = {"recharge": 0, "recharge_paise": 0}

    assert told(facts(1), day_facts(**nothing)) == {}
    assert told(facts(0), day_facts(**nothing))[Alert.LOW_PERCENT][0] == "0:0"


# Days left


@pytest.mark.parametrize(
    ("balance", "step", "days"),
    [(40_00, None, None), (39_99, 3, "3"), (20_00, 3, "2"), (19_99, 1, "1"), (9_99, 1, "0")],
)
def test_days_of_average_use_that_are_left(balance, step, days):
    found = told(facts(balance), day_facts(mean_daily_paise=10_00, recharge_paise=0))

    assert found == ({} if step is None else {Alert.LOW_DAYS: (f"5:{step}", {"days": days})})


def test_without_a_known_mean_or_below_zero_no_days_are_told():
    assert Alert.LOW_DAYS not in told(facts(1), day_facts(mean_daily_paise=NONE))
    assert Alert.LOW_DAYS not in told(facts(-1, DAY), day_facts(mean_daily_paise=10_00))


# The month


@pytest.mark.parametrize(("used", "is_told"), [(749_99, False), (750_00, True), (2000_00, True)])
def test_most_of_what_the_month_before_cost_is_used(used, is_told):
    terms = replace(TERMS, alerts=replace(TERMS.alerts, month_percent=75))
    day = day_facts(month_paise=used, month_before_paise=1000_00, recharge_paise=0)

    found = told(facts(9999_00), day, terms)

    values = {"percent": "75", "used": rupees(used)}
    assert found == ({Alert.MONTH_PERCENT: ("2026-11", values)} if is_told else {})
    assert told(facts(9999_00), day) == {}


# Below zero


def test_emergency_credit_is_told_once_a_stretch_with_how_far_it_goes():
    found = told(facts(-45_10, DAY), day_facts())

    assert found[Alert.EMERGENCY_STARTED] == (
        "2026-11-20",
        {"due": "45.10", "limit": "24-11-2026 00:00"},
    )


def test_emergency_credit_of_money_tells_how_low_and_used_up_it_tells_nothing():
    terms = replace(TERMS, emergency=EmergencyCredit(down_to=Money(-300_00)))

    assert told(facts(-45_10, DAY), day_facts(), terms)[Alert.EMERGENCY_STARTED][1] == {
        "due": "45.10",
        "limit": "-300.00",
    }
    assert Alert.EMERGENCY_STARTED not in told(facts(-300_01, DAY), day_facts(), terms)


def test_without_a_policy_nobody_is_promised_credit_or_told_of_a_cut():
    found = told(facts(-45_10, DAY - timedelta(days=30)), day_facts(), policy=False)

    assert set(found) == {Alert.LOW_PERCENT}


@pytest.mark.parametrize(
    ("at", "is_told"),
    [
        # Emergency credit ends at midnight after the 23rd, the window opens at 10:00 on the 24th.
        (datetime(2026, 11, 23, 9, 59, tzinfo=IST), False),
        (datetime(2026, 11, 23, 10, 0, tzinfo=IST), True),
        (datetime(2026, 11, 24, 9, 59, tzinfo=IST), True),
        (datetime(2026, 11, 24, 10, 0, tzinfo=IST), True),
    ],
)
def test_a_cut_is_told_a_day_before_with_the_minute_from_which_on(at, is_told):
    found = told(facts(-45_10, DAY), day_facts(), at=at)

    assert (Alert.WILL_BE_CUT in found) is is_told
    if is_told:
        assert found[Alert.WILL_BE_CUT] == (
            "2026-11-20",
            {"due": "45.10", "at": "24-11-2026 10:00"},
        )


def test_a_protection_that_ends_makes_the_warning_another_one():
    since, last = DAY - timedelta(days=30), DAY + timedelta(days=1)

    [period, _values] = told(
        facts(-1, since, protected_until=last), day_facts(), at=NOW + timedelta(hours=2)
    )[Alert.WILL_BE_CUT]

    assert period == f"{since}/{last}"
    assert period != stretch_below(day_number(since))


def test_whose_supply_is_off_is_urged_no_more():
    assert told(facts(-45_10, DAY, is_off=True), day_facts()) == {}


# Subsidies


@pytest.mark.parametrize(
    ("used_wh", "units"),
    [(114_999, None), (115_000, "10"), (124_500, "0.5"), (125_000, "0"), (125_001, None)],
)
def test_free_units_that_are_nearly_used_up(used_wh, units):
    found = told(facts(9999_00), day_facts(mtd_wh=used_wh, recharge_paise=0))

    values = {"units": units, "limit": "125"}
    assert found == ({} if units is None else {Alert.SUBSIDY_ENDING: ("2026-11:125", values)})


@pytest.mark.parametrize(
    ("used_wh", "period"), [(195_000, "2026-11:200"), (200_001, None), (399_000, "2026-11:400")]
)
def test_each_edge_of_a_cliff_is_told(used_wh, period):
    day = day_facts(mtd_wh=used_wh, versions=(FREE, CLIFF), tariff=1, recharge_paise=0)

    found = told(facts(9999_00), day)

    assert [one[0] for one in found.values()] == ([] if period is None else [period])


def test_on_the_last_day_of_a_month_it_is_too_late():
    last = date(2026, 11, 30)

    assert told(facts(9999_00), day_facts(last, mtd_wh=120_000, recharge_paise=0)) == {}


# Many rows


def test_the_same_rows_are_told_the_same_whoever_stands_beside_them():
    rows = [facts(balance, DAY if balance < 0 else None) for balance in (-5, 0, 49_00, 900_00)]
    joined = Facts(
        **{
            name: getattr(rows[0], name)
            if name == "schedules"
            else np.concatenate([getattr(row, name) for row in rows])
            for name in Facts.__slots__
        }
    )
    one = day_facts()
    many = DayFacts(
        **{
            name: getattr(one, name)
            if name in {"day", "versions"}
            else np.repeat(getattr(one, name), len(rows))
            for name in DayFacts.__slots__
        }
    )
    book = PolicyBook((Policy("p", "p", "BR", "s", date(2025, 1, 1), TERMS),))

    together = sorted(
        (telling.alert, telling.period)
        for called in called_for(joined, many, decide(joined, book, {}, NOW))
        for telling in called.tellings(joined)
    )

    alone = sorted((alert, one[0]) for row in rows for alert, one in told(row, day_facts()).items())
    assert together == alone


# Quiet hours


@pytest.mark.parametrize(
    ("quiet", "at", "until"),
    [
        ((1260, 480), (21, 0), (22, 8, 0)),
        ((1260, 480), (20, 59), None),
        ((1260, 480), (7, 59), (21, 8, 0)),
        ((1260, 480), (8, 0), None),
        ((780, 840), (13, 30), (21, 14, 0)),
        ((780, 780), (13, 0), None),
    ],
)
def test_quiet_hours_end_on_the_minute(quiet, at, until):
    now = datetime(2026, 11, 21, *at, tzinfo=IST)

    found = quiet_until(Stretch(*quiet), now)

    assert found == (None if until is None else datetime(2026, 11, *until, tzinfo=IST))


def due(alert, *, period="o1", balance=-100, is_connected=False, since=None):
    return DueMessage(
        message=Message(
            *(1, 1, "1001", alert, period, Medium.SMS, "en", "9876500001", "", "", "text", {}),
            *(MessageState.WAITING, 0, NOW),
        ),
        schedule="BR",
        load_w=1000,
        is_connected=is_connected,
        balance_paise=balance,
        negative_since_day=since,
        recharge=7,
    )


@pytest.mark.parametrize(
    ("message", "is_over"),
    [
        (due(Alert.DISCONNECTED), False),
        (due(Alert.DISCONNECTED, is_connected=True), True),
        # Cut although it was paid: it comes back, and "because Rs 0.00 is due" would be wrong.
        (due(Alert.DISCONNECTED, balance=0), True),
        (due(Alert.RECONNECTED, is_connected=True, balance=100), False),
        (due(Alert.LOW_PERCENT, period="7:10", is_connected=True), False),
        (due(Alert.LOW_PERCENT, period="6:10", is_connected=True), True),
        (due(Alert.LOW_PERCENT, period="7:10"), True),
    ],
)
def test_what_is_not_true_any_more_is_not_said(message, is_over):
    assert is_overtaken(message) is is_over


# Templates

GOOD = Template(
    Alert.RECHARGED,
    Medium.SMS,
    "en",
    "Rs {#var#} received, {#var#}.",
    ("amount", "office"),
    template_id="1107160000000000001",
    header="BIJLEE",
    entity_id="1201159000000000001",
)


def test_a_good_template_passes_and_is_filled_in():
    refuse_faulty(GOOD)
    refuse_unapproved(GOOD)

    assert filled(GOOD, samples_of(Alert.RECHARGED)) == "Rs 500.00 received, Patna-1."


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"text": "  "}, TemplateEmpty),
        ({"medium": Medium.EMAIL}, TemplateEmpty),
        ({"text": "x" * 2_001, "variables": ()}, TemplateTooLong),
        ({"text": "{#var#}"}, TemplateGapsWrong),
        ({"variables": ("amount", "password")}, TemplateVariableUnknown),
        ({"subject": "Paid\nBcc: all@example.org"}, FieldNotAllowed),
        ({"text": "Rs {#var#}\0 received, {#var#}."}, FieldNotAllowed),
        ({"template_id": "\ud800"}, FieldNotAllowed),
    ],
)
def test_a_template_that_is_written_wrongly_is_refused(fields, refusal):
    with pytest.raises(refusal):
        refuse_faulty(replace(GOOD, **fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"entity_id": ""},
        {"entity_id": "12AB"},
        {"header": "BIJLI"},
        {"header": "BIJ-LE"},
        {"template_id": "1107"},
        {"template_id": "११०७१६०००००००००००१"},
        {"medium": Medium.WHATSAPP, "template_id": "Has Spaces"},
    ],
)
def test_a_template_without_its_approval_is_not_sent(fields):
    with pytest.raises(TemplateNotApproved):
        refuse_unapproved(replace(GOOD, **fields))


@pytest.mark.parametrize("value", ["", " ", "x" * 41, "a\nb", "{#var#}", "\u202e1"])
def test_a_value_that_an_operator_would_not_take_is_refused(value):
    with pytest.raises(VariableUnfit):
        filled(GOOD, {"amount": value, "office": "Patna-1"})


def test_forty_characters_are_not_too_many_and_a_mail_takes_more():
    assert "x" * 40 in filled(GOOD, {"amount": "1", "office": "x" * 40})
    mail = replace(GOOD, medium=Medium.EMAIL, subject="s")
    assert "x" * 90 in filled(mail, {"amount": "1", "office": "x" * 90})


@pytest.mark.parametrize("name", ["रा'जगीर प्रखण्ड", "क्\u200dष बिजली घर", "O'Neill & Sons <1>"])
def test_a_name_with_an_apostrophe_or_a_joiner_of_hindi_is_a_name(name):
    assert name in filled(GOOD, {"amount": "1", "office": name})


class Outbox:
    """What one consumer is reached by, and what was queued for them."""

    def __init__(self, mobile="", email=""):
        self.consumer = Reach(1, "1001", "en", mobile, email, 45_490)
        self.addresses = []

    def reach(self, ids):
        return dict.fromkeys(ids, self.consumer)

    def known(self, _tellings):
        return set()

    def queue(self, drafts, _at):
        self.addresses += [draft.address for draft in drafts]


def addresses(**reach):
    """Return where a consumer is told that a payment came in, and how often nowhere."""
    mail = replace(GOOD, medium=Medium.EMAIL, subject="s")
    templates = {(one.alert, one.medium, "en"): one for one in (GOOD, mail)}
    voice = Voice(frozenset({Medium.SMS, Medium.EMAIL}), templates, "Patna-1")
    outbox = Outbox(**reach)
    told = Telling(1, Alert.RECHARGED, "r1", {"amount": "1.00", "receipt": "r1"})
    tally = queue(outbox, voice, [told], NOW)
    return outbox.addresses, tally.without_address


@pytest.mark.parametrize("mobile", ["9876500001", "+91 98765-00001", "09876500001", "919876500001"])
def test_a_mobile_is_found_however_it_is_written(mobile):
    assert addresses(mobile=mobile) == (["9876500001"], 0)


@pytest.mark.parametrize(
    "mobile",
    ["1234567890", "98765", "98765000012", "९८७६५००००१", "9876500001/9876500002", "0512-2200001"],
)
def test_what_is_no_mobile_reaches_nobody_and_is_counted(mobile):
    assert addresses(mobile=mobile) == ([], 1)


@pytest.mark.parametrize(
    ("email", "is_one"),
    [
        ("sunita.devi+bill@bijli-ghar.co.in", True),
        ("o'neill@example.org", True),
        ("a,b@example.org", False),
        ("a@[example.org", False),
        ("Sunita<s@example.org", False),
        ("all:a@example.org;", False),
        ("=?utf-8?q?a?=@example.org", False),
        ("सुनीता@example.org", False),
        ("a@example", False),
        ("a@example..org", False),
    ],
)
def test_only_a_plain_address_of_mail_is_one(email, is_one):
    assert addresses(email=email) == (([email], 0) if is_one else ([], 1))


def test_a_text_that_is_not_the_approved_one_is_noticed():
    values = {"amount": "500.00", "office": "Patna-1"}

    refuse_other_text(GOOD, values, "Rs 500.00 received, Patna-1.")
    with pytest.raises(TextNotAsApproved):
        refuse_other_text(GOOD, values, "Rs 500.00 received, Patna-1. Call 98…")


def test_every_variable_has_a_sample():
    assert all(set(VARIABLES[alert]) <= set(samples_of(alert)) for alert in Alert)


# Cost


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 159 + "€", 2),
        ("क" * 70, 1),
        ("क" * 71, 2),
        ("क" * 134, 2),
        ("क" * 135, 3),
        ("₹" + "a" * 70, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_parts_of_an_sms(text, parts):
    assert sms_parts(text) == parts


def test_amounts_and_instants_are_written_in_plain_characters():
    assert rupees(-1_25_000_05) == "-1,25,000.05"
    assert moment(datetime(2026, 11, 26, 10, 0, tzinfo=IST)) == "26-11-2026 10:00"
    assert moment(datetime.fromisoformat("2026-12-31T18:30:00+00:00")) == "01-01-2027 00:00"
