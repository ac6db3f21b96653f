"""The audit log in words: no act is without its own, and values read as people write them."""

from datetime import UTC, datetime

from domain.audit import AuditRow
from domain.ledger import EntryKind
from domain.office import Channel
from domain.staff import Act
from resources.texts import Texts
from ui.audit_words import CHANNELS, act_done, change_in_short, changes_of, event_of, place_of
from ui.sentences_of_trust import ACTS, ACTS_DONE


def row(**given):
    facts = {
        "at": datetime(2026, 11, 23, 5, 30, tzinfo=UTC),
        "by": "asha",
        "channel": Channel.DESK,
        "counter": 2,
        "act": "recharge",
        "subject": "PAT1/02/2026-27/000001",
        "consumer_number": "100001",
        "count": 1,
        "reason": "",
        "before": {},
        "after": {},
        "stream": "PAT1.1",
        "event_seq": 7,
    }
    return AuditRow(**{**facts, **given})


def test_every_act_and_every_kind_of_posting_has_its_words():
    assert set(ACTS_DONE) == {*map(str, Act), *map(str, EntryKind)}
    assert set(ACTS) == set(map(str, Act))
    assert set(CHANNELS) == set(Channel)


def test_an_act_that_nobody_knows_is_still_told():
    assert act_done("paint_the_wall", Texts()) == "paint_the_wall"


def test_the_place_says_road_and_counter():
    assert place_of(row(), Texts()) == "Desk · counter 2"
    assert place_of(row(channel=Channel.SYSTEM, counter=0), Texts()) == "By itself"


def test_an_event_is_named_with_its_stream_where_that_is_known():
    assert event_of(row()) == "PAT1.1:7"
    assert event_of(row(stream="")) == "7"


def test_a_change_names_its_value_before_and_after():
    changed = row(
        before={"mobile": "9811111111", "guardian": ""},
        after={"mobile": "9822222222", "guardian": "Ram Lal", "effective_on": "2026-11-22"},
    )

    changes = [(one.name, one.before, one.after) for one in changes_of(changed, Texts())]

    assert changes == [
        ("mobile number", "9811111111", "9822222222"),
        ("guardian", "", "Ram Lal"),
        ("effective on", "", "22 Nov 2026"),
    ]
    assert change_in_short(changed, Texts()) == (
        "mobile number 9811111111 → 9822222222; guardian Ram Lal; effective on 22 Nov 2026"
    )


def test_an_amount_is_written_in_rupees_and_a_switch_as_yes_or_no():
    assert change_in_short(row(after={"amount_paise": "50000"}), Texts()) == "amount ₹500.00"
    assert change_in_short(row(after={"is_active": "no"}), Texts()) == "on the staff no"


def test_a_role_is_named_as_everywhere():
    promoted = row(before={"role": "clerk"}, after={"role": "supervisor"})

    assert change_in_short(promoted, Texts()) == "role Clerk → Supervisor"


def test_what_was_forgotten_is_told_as_forgotten():
    assert change_in_short(row(is_erased=True), Texts()) == "Forgotten on request"
