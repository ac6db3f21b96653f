"""A consumer's account as a story: timeline, notes, tags, the balance explained, lookalikes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from domain.arrears import ArrearKind, ArrearTerms, ArrearWish
from domain.balance_explained import BalanceExplained, Line, TurnKind, Why
from domain.consumer import Change, NewConsumer
from domain.consumer_notes import MOST_TAGS
from domain.errors import (
    ConsumerNotFound,
    FieldMissing,
    FieldNotAllowed,
    FieldOutOfRange,
    FieldTooLong,
)
from domain.errors_of_desk import TagNotFound, TooManyTags
from domain.likeness import InCommon, Person
from domain.money import ZERO, Money
from domain.progress import silent
from domain.reads import ReadSource
from domain.recharge import RechargeOrder
from domain.staff import Role
from domain.timeline import TimelineKind, TimelineQuery, TimelineRow
from storage.books import SqlBooks
from tests.storage.conftest import ACTOR, START

LAST = START + timedelta(days=29)


@pytest.fixture
def lived(books: SqlBooks, month_of_reads: Callable[..., None], clock: Any) -> SqlBooks:
    """1001 with a month of charges, a debt, recharges, one cancelled, a change, a note, a print."""
    month_of_reads(2)
    wish = ArrearWish(
        "1001",
        Money.rupees(600),
        ArrearTerms(ArrearKind.DAILY, instalments=300),
        books.today(),
        "Old connection",
    )
    books.arrears.plan(wish, ACTOR)
    books.run_days(START + timedelta(days=11), ACTOR, silent)
    later(clock, minutes=1)
    first = books.recharge(RechargeOrder.of("a", "1001", Money.rupees(500)), ACTOR)
    books.confirm_print(first.number, ACTOR)
    later(clock, minutes=1)
    wrong = books.recharge(RechargeOrder.of("b", "1001", Money.rupees(70)), ACTOR)
    later(clock, minutes=1)
    books.reversals.cancel(wrong.number, "Mistyped", ACTOR)
    books.accounts.note("1001", "Meter behind the shed, ask 9876543210", ACTOR)
    books.accounts.tag("1001", "VIP", ACTOR)
    books.change_consumer([Change("1001", LAST, "mobile", "9123456780")], ACTOR)
    books.change_consumer([Change("1001", LAST, "load_kw", "4")], ACTOR)
    later(clock, minutes=1)
    books.run_days(LAST, ACTOR, silent)
    return books


def later(clock: Any, **by: int) -> None:
    clock.set_to(clock.now() + timedelta(**by))


def kinds(rows: Any) -> list[TimelineKind]:
    return [row.kind for row in rows]


def everything(books: SqlBooks, limit: int = 60, **query: Any) -> list[TimelineRow]:
    """Read a timeline to its end, some rows at a time."""
    rows: list[TimelineRow] = []
    page = books.accounts.timeline("1001", TimelineQuery(**query), limit=limit)
    rows += page.rows
    while page.rest is not None:
        page = books.accounts.timeline("1001", TimelineQuery(**query), page.rest, limit)
        rows += page.rows
    return rows


# The timeline


def test_a_timeline_tells_everything_newest_first(lived: SqlBooks) -> None:
    rows = lived.accounts.timeline("1001").rows

    told = kinds(rows)
    assert told[0] is TimelineKind.CHARGES
    assert told[-1] is TimelineKind.BEGINNING
    assert set(told) >= {
        *(TimelineKind.RECHARGE, TimelineKind.UNDONE, TimelineKind.CHANGE, TimelineKind.NOTE),
        *(TimelineKind.TAG, TimelineKind.DOCUMENT, TimelineKind.ARREARS),
        TimelineKind.OPENING_BALANCE,
    }
    assert [row.at for row in rows] == sorted((row.at for row in rows), reverse=True)


def test_what_moved_money_adds_up_to_the_balance(lived: SqlBooks) -> None:
    rows = lived.accounts.timeline("1001").rows

    moved = sum((row.amount for row in rows if row.amount is not None), ZERO)
    assert moved == lived.consumer("1001").balance


def test_days_that_follow_each_other_are_one_row(lived: SqlBooks) -> None:
    charged = [row for row in everything(lived) if row.kind is TimelineKind.CHARGES]

    newest, oldest = charged[0], charged[-1]
    assert (oldest.first, oldest.last) == (START, START + timedelta(days=11))
    assert (newest.first, newest.last) == (START + timedelta(days=12), LAST)
    assert oldest.facts["days"] == "12"


def test_a_stretch_unfolds_into_its_days(lived: SqlBooks) -> None:
    oldest = [row for row in everything(lived) if row.kind is TimelineKind.CHARGES][-1]

    days = lived.accounts.stretch("1001", oldest)

    assert [row.first for row in days] == [START + timedelta(days=11 - at) for at in range(12)]
    assert sum((row.amount or ZERO for row in days), ZERO) == oldest.amount


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_page_by_page_is_the_same_as_all_at_once(lived: SqlBooks, limit: int) -> None:
    whole = everything(lived)

    assert everything(lived, limit) == whole
    assert len({row.key for row in whole}) == len(whole)


def test_a_timeline_of_some_kinds(lived: SqlBooks) -> None:
    notes = everything(lived, kinds=frozenset({TimelineKind.NOTE}))

    assert [row.facts["words"] for row in notes] == ["Meter behind the shed, ask 9876543210"]


def test_a_timeline_is_searched(lived: SqlBooks) -> None:
    assert kinds(everything(lived, text="mistyped")) == [TimelineKind.UNDONE]
    assert TimelineKind.RECHARGE in kinds(everything(lived, text="500.00"))
    assert everything(lived, text="no such thing") == []


def test_a_timeline_up_to_a_day_leaves_out_what_came_later(lived: SqlBooks, clock: Any) -> None:
    before = everything(lived)
    day = lived.today()
    later(clock, days=2)
    lived.accounts.note("1001", "Later", ACTOR)

    assert everything(lived, until=day) == before
    assert everything(lived, until=day - timedelta(days=1)) == []


def test_a_change_tells_before_and_after(lived: SqlBooks) -> None:
    load, mobile = [row for row in everything(lived) if row.kind is TimelineKind.CHANGE]

    assert (load.before, load.after, load.first) == (
        {"load_kw": "3 kW"},
        {"load_kw": "4 kW"},
        LAST,
    )
    assert (mobile.before, mobile.after) == ({}, {"mobile": "9123456780"})


def test_an_auditor_sees_no_numbers_of_telephones(lived: SqlBooks) -> None:
    rows = lived.seen_by(Role.AUDITOR).accounts.timeline("1001").rows

    told = str([(row.facts, row.before, row.after) for row in rows])
    assert "9876543210" not in told
    assert "9123456780" not in told
    assert "behind the shed" in told


def test_nobodys_timeline_is_refused(books: SqlBooks) -> None:
    with pytest.raises(ConsumerNotFound):
        books.accounts.timeline("9999")


# Notes and tags


def test_a_note_is_kept_on_one_line(books: SqlBooks, form: Any) -> None:
    books.create_consumer(form(), ACTOR)

    books.accounts.note("1001", "  =1+1 <b>बिजली\n का खंभा</b>  ", ACTOR)

    [note] = books.accounts.notes("1001")
    assert (note.words, note.noted_by) == ("=1+1 <b>बिजली का खंभा</b>", ACTOR.name)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [(" \n ", FieldMissing), ("a\u202eb", FieldNotAllowed), ("x" * 1001, FieldTooLong)],
)
def test_what_is_no_note_is_refused(
    books: SqlBooks, form: Any, words: str, refusal: type[Exception]
) -> None:
    books.create_consumer(form(), ACTOR)

    with pytest.raises(refusal):
        books.accounts.note("1001", words, ACTOR)

    assert books.accounts.notes("1001") == []


def test_the_words_of_a_note_are_not_in_the_chain(
    books: SqlBooks, form: Any, engine: Engine
) -> None:
    books.create_consumer(form(), ACTOR)
    books.accounts.note("1001", "Widow of the lineman", ACTOR)
    books.accounts.tag("1001", "widow", ACTOR)

    with engine.connect() as connection:
        cores = connection.execute(text("SELECT core FROM event")).scalars().all()
    assert not [core for core in cores if "idow" in core]
    assert not books.check(silent)


def test_a_tag_is_one_whatever_its_capitals_and_spaces(books: SqlBooks, form: Any) -> None:
    books.take_on([form("1001"), form("1002")], ACTOR)
    books.accounts.tag("1001", "Court  Case", ACTOR)

    assert books.accounts.tag("1002", "court case", ACTOR) == "Court Case"
    assert books.accounts.tag("1001", " COURT CASE ", ACTOR) == "Court Case"
    assert books.accounts.tags("1001") == ["Court Case"]
    assert books.accounts.known_tags() == ["Court Case"]


def test_tags_of_an_office_are_each_known_once(books: SqlBooks, form: Any) -> None:
    books.take_on([form("1001"), form("1002")], ACTOR)
    assert books.accounts.known_tags() == []
    for number, tag in (("1001", "विधवा"), ("1001", "Big"), ("1002", "big"), ("1002", "Shop")):
        books.accounts.tag(number, tag, ACTOR)

    assert books.accounts.known_tags() == ["Big", "Shop", "विधवा"]


def test_a_tag_is_taken_off(books: SqlBooks, form: Any) -> None:
    books.create_consumer(form(), ACTOR)
    books.accounts.tag("1001", "VIP", ACTOR)

    assert books.accounts.untag("1001", "vip", ACTOR) == "VIP"

    assert books.accounts.tags("1001") == []
    with pytest.raises(TagNotFound):
        books.accounts.untag("1001", "vip", ACTOR)


def test_nobody_bears_more_tags_than_find_them(books: SqlBooks, form: Any) -> None:
    books.create_consumer(form(), ACTOR)
    for place in range(MOST_TAGS):
        books.accounts.tag("1001", f"tag {place}", ACTOR)

    with pytest.raises(TooManyTags):
        books.accounts.tag("1001", "one more", ACTOR)


def test_who_is_forgotten_leaves_no_note(lived: SqlBooks, engine: Engine, clock: Any) -> None:
    lived.change_consumer([Change("1001", lived.today(), "supply_state", "closed")], ACTOR)
    later(clock, days=9 * 366)

    lived.preferences.put(ACTOR.name, "notes.last", "Lives in the shed")

    lived.trust.forget_person("1001", "Asked by letter", "", ACTOR)

    assert lived.preferences.get(ACTOR.name, "notes.last") is None
    assert lived.accounts.notes("1001") == []
    assert lived.accounts.tags("1001") == []
    assert "shed" not in str(everything(lived))


def test_who_is_forgotten_stands_in_nobody_s_saved_filters(
    books: SqlBooks, form: Any, clock: Any
) -> None:
    books.take_on([form("1001", name="Asha D'Souza"), form("1002", name="Manoj")], ACTOR)
    for number, tag in (("1001", "Asha's mill"), ("1001", "Shops"), ("1002", "Shops")):
        books.accounts.tag(number, tag, ACTOR)
    books.change_consumer([Change("1001", books.today(), "supply_state", "closed")], ACTOR)
    later(clock, days=9 * 366)
    name_of, by_tag = "filter.consumers.asha d'souza owes", {"chosen": {"tags": ["Asha's mill"]}}
    books.preferences.put("meena", name_of, {"chosen": {"never_recharged": True}})
    books.preferences.put("ravi", "filter.consumers.The mill", by_tag)
    books.preferences.put("ravi", "filter.consumers.Ashad", {"chosen": {"tags": ["Shops"]}})

    books.trust.forget_person("1001", "Asked by letter", "", ACTOR)

    assert books.preferences.all("meena", "") == {}
    assert list(books.preferences.all("ravi", "")) == ["filter.consumers.Ashad"]


@pytest.mark.only_on("sqlite", "a server's index keeps nothing that is gone")
def test_nothing_of_who_is_forgotten_is_left_in_the_index(
    books: SqlBooks, form: Any, engine: Engine, clock: Any
) -> None:
    books.take_on([form("1001", name="Zebulon", mobile="9812398123"), form("1002")], ACTOR)
    books.change_consumer([Change("1001", books.today(), "supply_state", "closed")], ACTOR)
    later(clock, days=9 * 366)

    books.trust.forget_person("1001", "Asked by letter", "", ACTOR)

    with engine.connect() as connection:
        blocks = [
            block
            for name in ("consumer_search", "consumer_part")
            for block in connection.execute(text(f"SELECT block FROM {name}_data")).scalars()
        ]
    kept = b"".join(blocks)
    assert b"zebulon" not in kept
    assert b"9812" not in kept
    assert b"1001" in kept


# The balance explained


def adds_up(told: BalanceExplained) -> bool:
    moved = sum((one.amount for one in told.movements), ZERO)
    lines = sum(told.charged.lines.values(), ZERO)
    return told.opening + moved - lines + told.instalments == told.closing


def test_a_balance_is_explained_to_the_paisa(lived: SqlBooks) -> None:
    told = lived.accounts.explain_balance("1001", START - timedelta(days=1), lived.today())

    assert adds_up(told)
    assert told.opening == ZERO
    assert told.closing == told.present == lived.consumer("1001").balance
    assert told.charged.days == 30
    assert [one.amount.paise for one in told.payments] == [50000, 7000]
    assert [one.reason for one in told.others if one.reason] == ["Mistyped"]


def test_each_day_by_itself_closes_where_the_next_one_opens(lived: SqlBooks) -> None:
    days = [START + timedelta(days=at) for at in range(30)]

    told = [lived.accounts.explain_balance("1001", day, day) for day in days]

    assert all(map(adds_up, told))
    assert [one.closing for one in told[:-1]] == [one.opening for one in told[1:]]
    charges = lived.charges("1001", days[0], days[-1])
    assert [one.charged.total.paise for one in told] == [row.total_paise for row in charges]


def test_lines_are_those_of_the_charges(lived: SqlBooks) -> None:
    told = lived.accounts.explain_balance("1001", START, LAST)

    rows = lived.charges("1001", START, LAST)
    assert told.charged.lines[Line.ENERGY].paise == sum(row.ec_paise for row in rows)
    assert told.charged.lines[Line.SUBSIDY].paise == -sum(row.subsidy_paise for row in rows)
    assert told.charged.energy.wh == sum(row.energy_wh for row in rows)


def test_it_is_told_when_a_slab_is_passed_and_the_load_changed(lived: SqlBooks) -> None:
    told = lived.accounts.explain_balance("1001", START, LAST)

    passed = [turn for turn in told.turns if turn.kind is TurnKind.SLAB]
    assert [turn.limit_wh for turn in passed] == [120_000]
    [load] = [turn for turn in told.turns if turn.kind is TurnKind.FIELD]
    assert (load.day, load.field, load.before, load.after) == (LAST, "load_kw", "3 kW", "4 kW")


def test_a_read_that_carries_several_days_says_so(books: SqlBooks, form: Any, read: Any) -> None:
    books.create_consumer(form(), ACTOR)
    reads = [read(0, "100"), read(1, "104"), read(6, "124")]
    books.take_reads(reads, ReadSource.FILE, ACTOR)
    books.run_days(START + timedelta(days=5), ACTOR, silent)

    told = books.accounts.explain_balance("1001", START + timedelta(days=3), books.today())

    dearest = told.dear_days[0]
    assert (dearest.day, dearest.why, dearest.carried) == (
        START + timedelta(days=5),
        Why.SEVERAL_DAYS,
        5,
    )


def test_instalments_stand_beside_the_charges_and_add_up(
    books: SqlBooks, form: Any, clock: Any
) -> None:
    first = books.today()
    books.create_consumer(form(connected_on=first), ACTOR)
    terms = ArrearTerms(ArrearKind.DAILY, instalments=300)
    books.arrears.plan(ArrearWish("1001", Money.rupees(600), terms, first, "Old ledger"), ACTOR)
    later(clock, days=4)
    books.run_days(books.today() - timedelta(days=1), ACTOR, silent, first=first)

    told = books.accounts.explain_balance("1001", first, books.today())
    rows = everything(books)

    assert (told.instalments.paise, told.instalment_days) == (-8_00, 4)
    assert adds_up(told)
    [charged] = [row for row in rows if row.kind is TimelineKind.CHARGES]
    [paid] = [row for row in rows if row.kind is TimelineKind.INSTALMENTS]
    assert (charged.facts["days"], paid.facts["days"], paid.amount) == ("4", "4", Money(-8_00))
    assert len(books.accounts.stretch("1001", charged)) == 4
    assert [row.amount for row in books.accounts.stretch("1001", paid)] == [Money(-2_00)] * 4
    [booked] = [row for row in rows if row.kind is TimelineKind.ARREARS]
    assert (booked.facts["owed_paise"], booked.facts["reason"]) == ("60000", "Old ledger")
    assert sum((row.amount or ZERO for row in rows), ZERO) == books.consumer("1001").balance
    assert everything(books, 1) == rows


def test_without_days_it_is_since_the_last_recharge_before_today(
    lived: SqlBooks, clock: Any
) -> None:
    paid_on = lived.today()
    later(clock, days=3)

    told = lived.accounts.explain_balance("1001")

    assert (told.first, told.last) == (paid_on, lived.today())


def test_nobody_who_never_paid_is_told_of_this_month(books: SqlBooks, form: Any) -> None:
    books.create_consumer(form(opening_balance=ZERO), ACTOR)

    told = books.accounts.explain_balance("1001")

    assert (told.first, told.opening, told.closing) == (date(2026, 11, 1), ZERO, ZERO)


@pytest.mark.parametrize(("first", "last"), [(3, 1), (0, 1)])
def test_days_in_the_wrong_order_or_to_come_are_refused(
    books: SqlBooks, form: Any, first: int, last: int
) -> None:
    books.create_consumer(form(), ACTOR)
    today = books.today()
    days = (START + timedelta(days=first), START + timedelta(days=last))
    if first < last:
        days = (today, today + timedelta(days=1))

    with pytest.raises(FieldOutOfRange):
        books.accounts.explain_balance("1001", *days)


# Lookalikes


@pytest.fixture
def sunita(books: SqlBooks, form: Callable[..., NewConsumer]) -> SqlBooks:
    """An office with Sunita Devi, and others who share little with her."""
    books.take_on(
        [
            form(
                "1001",
                name="Sunita Devi",
                guardian="Ram Prasad",
                address="12 Gandhi Maidan, Patna",
                mobile="9876543210",
                email="Sunita@example.org",
            ),
            form("1002", name="Sunita Devi", guardian="Mohan Lal", mobile="9000000001"),
            form("1003", name="Abdul Karim", address="12 Gandhi Maidan, Patna"),
        ],
        ACTOR,
    )
    return books


@pytest.mark.parametrize(
    ("person", "reasons"),
    [
        (Person(name="X", mobile="+91 98765 43210"), (InCommon.MOBILE,)),
        (Person(email="sunita@example.org"), (InCommon.EMAIL,)),
        (Person(meter_serial="M1001"), (InCommon.METER,)),
        (
            Person(name="सुनीता देवी", guardian="Ram Parsad"),
            (InCommon.NAME_ALIKE, InCommon.GUARDIAN),
        ),
        (
            Person(name="SUNITA  DEVI", address="Gandhi Maidan 12, PATNA"),
            (InCommon.NAME, InCommon.ADDRESS),
        ),
    ],
)
def test_who_may_be_the_same_is_found(
    sunita: SqlBooks, person: Person, reasons: tuple[InCommon, ...]
) -> None:
    [found] = sunita.accounts.lookalikes(person)

    assert (found.number, found.reasons) == ("1001", reasons)


def test_a_name_or_a_place_alone_makes_nobody_the_same(sunita: SqlBooks) -> None:
    assert sunita.accounts.lookalikes(Person(name="Sunita Devi")) == []
    assert sunita.accounts.lookalikes(Person(address="12 Gandhi Maidan, Patna")) == []
    assert sunita.accounts.lookalikes(Person()) == []


def test_nobody_is_like_oneself(sunita: SqlBooks) -> None:
    assert sunita.accounts.lookalikes(Person(number="1001", mobile="9876543210")) == []


def test_a_meter_that_somebody_had_before_is_remembered(sunita: SqlBooks) -> None:
    sunita.change_consumer([Change("1003", sunita.today(), "meter_serial", "NEW1")], ACTOR)

    [found] = sunita.accounts.lookalikes(Person(number="1009", meter_serial="M1003"))

    assert (found.number, found.reasons) == ("1003", (InCommon.METER,))


@pytest.mark.parametrize("typed", ["' OR 1=1 --", '"*', "%", "\u202e", "😀" * 300, "=1+1"])
def test_hostile_words_find_nobody(sunita: SqlBooks, typed: str) -> None:
    person = Person(name=typed, mobile=typed, email=typed, meter_serial=typed)

    assert sunita.accounts.lookalikes(person) == []
