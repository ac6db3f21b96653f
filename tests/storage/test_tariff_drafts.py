"""Drafts of tariffs: kept as typed, judged, asked for with the impact seen, taken over."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.approval import ApprovalState
from domain.comparing import period_of
from domain.consumer import Change
from domain.energy import Energy
from domain.errors_of_drafts import (
    DraftChanged,
    DraftFaulty,
    DraftNotFound,
    DraftOnChargedDays,
    DraftWaiting,
    ImpactPeriodEmpty,
    ImpactWithoutConsumers,
)
from domain.errors_of_tariffs import TariffFieldMissing
from domain.errors_of_trust import ApprovalNeeded, NotAllowed
from domain.office import Actor, Channel
from domain.progress import Cancelled, silent
from domain.rating import LINES
from domain.reads import ReadSource
from domain.services.drafting_tariffs import successor_of
from domain.staff import NewMember, Role
from domain.tariff_draft import DraftOrder, DraftState
from storage.passwords import Argon2Passwords
from tests.storage.conftest import ACTOR

PASSWORD = "monsoon-42"
RAVI = Actor("ravi", Channel.DESK)
MEENA = Actor("meena", Channel.DESK)


def draft_of(books, version_id="AS-DOMA-2023", **fields):
    version = next(one for one in books.tariffs() if one.id == version_id)
    taken = [one.id for one in books.tariffs()]
    return successor_of(version, date(2026, 11, 22), taken) | fields


def saved(books, document, actor=ACTOR, **fields):
    return books.drafts.save(DraftOrder("d1", "Order of March", document, **fields), actor)


def with_staff(books):
    trust = books.trust
    trust.passwords = Argon2Passwords(is_quick=True)
    administrator = NewMember("ravi", "Ravi", Role.ADMINISTRATOR, 1)
    trust.make_first_administrator(administrator, PASSWORD, ACTOR)
    for name, role in (("meena", Role.SUPERVISOR), ("asha", Role.CLERK)):
        trust.add_member(NewMember(name, name.title(), role, 2), PASSWORD, RAVI)
        trust.change_password(PASSWORD, f"{PASSWORD}-own", Actor(name, Channel.DESK))


def test_a_draft_is_kept_with_its_mistakes(books):
    document = {"energy": [["hundred", "5,70"]], "id": "=1+1"}

    saved(books, document)

    [draft] = books.drafts.all()
    assert draft.document == document
    assert draft.state is DraftState.WRITING
    assert books.drafts.judge(document).tariff is None


def test_the_last_change_of_two_people_is_told(books, clock):
    first = saved(books, draft_of(books))
    theirs = replace(ACTOR, name="ravi")
    order = DraftOrder("d1", "Ravi's", draft_of(books), seen_at=first.changed_at)
    clock.pass_time(timedelta(minutes=5))
    books.drafts.save(order, theirs)

    mine = DraftOrder("d1", "Mine", draft_of(books), seen_at=first.changed_at)
    with pytest.raises(DraftChanged) as refused:
        books.drafts.save(mine, ACTOR)

    assert refused.value.by == "ravi"
    assert books.drafts.save(mine, ACTOR, although_changed=True).title == "Mine"


def test_a_draft_ends_its_predecessor_the_day_before(books):
    judged = books.drafts.judge(draft_of(books))

    assert not judged.faults
    assert judged.ended.id == "AS-DOMA-2023"
    assert judged.ended.valid_until == date(2026, 12, 1)


def test_a_draft_on_charged_days_is_refused(books, month_of_reads):
    month_of_reads()
    books.run_days(date(2025, 6, 30), ACTOR, silent)

    judged = books.drafts.judge(draft_of(books, valid_from="2025-06-15"))

    [fault] = judged.faults
    assert isinstance(fault, DraftOnChargedDays)
    assert (fault.field, fault.day) == ("valid_from", date(2025, 6, 15))


def test_an_office_without_staff_takes_a_draft_at_once(books):
    draft = saved(books, draft_of(books))

    taken = books.drafts.take(draft, ACTOR)

    book = books.tariff_book()
    assert book.version_on("AS-DOMA-2023", date(2026, 12, 1)).id == taken.id
    assert book.version_on("AS-DOMA-2023", date(2026, 11, 30)).id == "AS-DOMA-2023"
    assert books.drafts.get("d1").state is DraftState.APPROVED
    with pytest.raises(DraftWaiting):
        books.drafts.take(draft, ACTOR)


def test_a_faulty_draft_is_not_asked_for(books):
    document = draft_of(books)
    del document["source"]
    draft = saved(books, document)

    assert isinstance(books.drafts.judge(document).faults[0], TariffFieldMissing)
    with pytest.raises(DraftFaulty):
        books.drafts.take(draft, ACTOR)


def test_with_staff_a_draft_waits_for_another_person_who_sees_its_impact(books):
    with_staff(books)
    draft = saved(books, draft_of(books), MEENA)
    with pytest.raises(ApprovalNeeded):
        books.drafts.take(draft, MEENA)

    approval = books.drafts.ask(draft, "Order 12", MEENA, {"consumers": 3})

    assert json.loads(approval.content)["impact"] == {"consumers": 3}
    assert books.drafts.get("d1").state is DraftState.WAITING
    with pytest.raises(DraftWaiting):
        saved(books, draft_of(books, source="another"), MEENA)
    with pytest.raises(DraftWaiting):
        books.drafts.delete(draft, MEENA)
    decided = books.trust.approve(approval.id, "", PASSWORD, RAVI)
    assert decided.state is ApprovalState.APPROVED
    assert books.drafts.get("d1").state is DraftState.APPROVED


def test_a_rejected_draft_comes_back_with_the_note(books):
    with_staff(books)
    draft = saved(books, draft_of(books), MEENA)
    approval = books.drafts.ask(draft, "Order 12", MEENA)

    books.trust.reject(approval.id, "The duty is 5 %", RAVI)

    back = books.drafts.get("d1")
    assert (back.state, back.note) == (DraftState.WRITING, "The duty is 5 %")
    again = saved(books, draft_of(books, source="again"), MEENA, seen_at=draft.changed_at)
    assert books.drafts.ask(again, "Order 12", MEENA)


def test_a_clerk_writes_no_drafts(books):
    with_staff(books)

    with pytest.raises(NotAllowed):
        saved(books, draft_of(books), Actor("asha", Channel.DESK))


def test_a_deleted_draft_is_gone(books):
    draft = saved(books, draft_of(books))

    books.drafts.delete(draft, ACTOR)

    with pytest.raises(DraftNotFound):
        books.drafts.get("d1")


# Several desks


@pytest.mark.parametrize("decide", ["ask", "take", "delete"])
def test_nobody_decides_on_what_they_have_not_seen(books, clock, decide):
    seen = saved(books, draft_of(books))
    clock.pass_time(timedelta(minutes=5))
    theirs = draft_of(books, energy=[[None, "99"]])
    saved(books, theirs, replace(ACTOR, name="ravi"), seen_at=seen.changed_at)
    decisions = {
        "ask": lambda: books.drafts.ask(seen, "Order 12", ACTOR, {"consumers": 3}),
        "take": lambda: books.drafts.take(seen, ACTOR),
        "delete": lambda: books.drafts.delete(seen, ACTOR),
    }

    with pytest.raises(DraftChanged):
        decisions[decide]()

    assert books.drafts.get("d1").document == theirs
    assert len(books.tariffs()) == len(books.tariff_book().versions)
    assert books.trust.approvals() == []


def test_of_six_desks_that_keep_a_draft_at_once_one_is_heard_and_five_are_told(books, clock):
    first = saved(books, draft_of(books))
    clock.pass_time(timedelta(minutes=5))

    def keep(number):
        mine = draft_of(books, source=f"Order {number}")
        try:
            return saved(
                books, mine, replace(ACTOR, name=f"desk {number}"), seen_at=first.changed_at
            )
        except DraftChanged as told:
            return told

    with ThreadPoolExecutor(6) as desks:
        answers = list(desks.map(keep, range(6)))

    [heard] = [answer for answer in answers if not isinstance(answer, DraftChanged)]
    assert {told.by for told in answers if told is not heard} == {heard.changed_by}
    assert books.drafts.all() == [heard]


def test_a_draft_taken_at_six_desks_at_once_holds_once(books):
    draft = saved(books, draft_of(books))

    def take(_number):
        try:
            return books.drafts.take(draft, ACTOR).id
        except DraftWaiting:
            return None

    with ThreadPoolExecutor(6) as desks:
        taken = [id_ for id_ in desks.map(take, range(6)) if id_]

    assert taken == ["AS-DOMA-2023-2"]
    assert [one.id for one in books.tariffs()].count("AS-DOMA-2023-2") == 1
    assert books.check(silent) == []


def test_what_is_typed_on_stays_though_another_threw_it_away(books):
    seen = saved(books, draft_of(books))
    books.drafts.delete(seen, replace(ACTOR, name="ravi"))

    kept = saved(books, draft_of(books, source="again"), seen_at=seen.changed_at)

    assert books.drafts.all() == [kept]


# Impact


def test_the_present_side_is_what_was_charged_and_the_other_what_the_draft_gives(
    books, month_of_reads
):
    month_of_reads(consumers=5)
    books.run_days(date(2025, 6, 30), ACTOR, silent)
    dearer = [[120, "5.70"], [240, "8.00"], [None, "8.90"]]

    impact = books.drafts.impact(draft_of(books, energy=dearer), 1, silent)

    charged = [
        row
        for place in range(5)
        for row in books.charges(str(1001 + place), date(2025, 6, 1), date(2025, 6, 30))
    ]
    assert impact.unequal_days == 0
    assert (impact.first, impact.last) == (date(2025, 6, 1), date(2025, 6, 30))
    assert (impact.consumers, impact.consumer_days) == (5, len(charged))
    for line in LINES:
        assert impact.line(line).now_paise == sum(getattr(row, f"{line}_paise") for row in charged)
    # 150 units each: those above 120 cost a rupee more.
    more = sum((row.energy_wh for row in charged), start=-5 * 120_000)
    assert impact.total.change_paise == more // 10
    assert impact.line("total").draft_paise - impact.line("total").now_paise == more // 10
    assert impact.paying_more == 5
    assert impact.mean_paise == 3000
    assert sum(bar.consumers for bar in impact.bars) == 5
    assert sum(band.consumers for band in impact.by_use) == 5
    assert sum(band.draft_paise for band in impact.by_load) == impact.total.draft_paise


def test_the_same_tariff_again_changes_nothing_to_the_paisa(books, month_of_reads):
    month_of_reads(consumers=4)
    books.run_days(date(2025, 6, 30), ACTOR, silent)

    impact = books.drafts.impact(draft_of(books), 1, silent)

    assert all(line.change_paise == 0 for line in impact.lines)
    assert (impact.paying_more, impact.paying_less, impact.paying_same) == (0, 0, 4)
    assert (impact.worst, impact.best) == ((), ())


def test_days_of_another_schedule_stay_as_they_were(books, form, read):
    books.take_on([form("1001"), form("1002", category="AS-DOMB-2023")], ACTOR)
    changed = Change("1001", date(2025, 6, 16), "category", "AS-DOMB-2023")
    books.change_consumer([changed], ACTOR)
    reads = [
        read(day, f"{100 + day * 9}", f"M{number}") for number in (1001, 1002) for day in range(31)
    ]
    books.take_reads(reads, ReadSource.FILE, ACTOR)
    books.run_days(date(2025, 6, 30), ACTOR, silent)

    impact = books.drafts.impact(
        draft_of(books, fixed_charge={"per": "kw", "rate": "100", "basis": "30"}), 1, silent
    )

    assert impact.consumers == 1
    assert impact.unequal_days == 0
    # 15 days at 3 kW, 30 rupees a month and kW more.
    assert impact.total.change_paise == 15 * 3 * 100
    assert impact.versions == ("AS-DOMA-2023",)


def test_who_brought_units_into_the_month_is_rated_from_there(books, form, read):
    began = date(2025, 6, 10)
    books.take_on(
        [form(billed_from=began, initial=Energy.kwh("190"), month_to_date=Energy.kwh("115"))], ACTOR
    )
    reads = [read(day, f"{100 + day * 10}") for day in range(9, 31)]
    books.take_reads(reads, ReadSource.FILE, ACTOR)
    books.run_days(date(2025, 6, 30), ACTOR, silent)

    impact = books.drafts.impact(draft_of(books), 1, silent)

    assert impact.unequal_days == 0
    assert impact.total.now_paise == impact.total.draft_paise


def test_nothing_charged_and_nobody_on_a_schedule_are_refused(books, month_of_reads):
    with pytest.raises(ImpactPeriodEmpty):
        books.drafts.impact(draft_of(books), 1, silent)
    month_of_reads()
    books.run_days(date(2025, 6, 30), ACTOR, silent)

    with pytest.raises(ImpactWithoutConsumers):
        books.drafts.impact(draft_of(books, "AS-COM-2023"), 1, silent)


def test_a_preview_can_be_stopped(books, month_of_reads):
    month_of_reads()
    books.run_days(date(2025, 6, 30), ACTOR, silent)

    def stop(_step):
        raise Cancelled

    with pytest.raises(Cancelled):
        books.drafts.impact(draft_of(books), 1, stop)


def test_what_is_posted_while_a_preview_is_under_way_is_not_in_it(
    books, form, read, month_of_reads
):
    month_of_reads(consumers=1)
    books.run_days(date(2025, 6, 30), ACTOR, silent)
    books.take_on([form("1002")], ACTOR)

    def charge_another_by_a_new_tariff(step):
        if step.done:
            return
        document = draft_of(books, id="NEW", schedule="NEW", valid_from="2025-06-01")
        books.drafts.take(books.drafts.save(DraftOrder("new", "", document), ACTOR), ACTOR)
        books.change_consumer([Change("1002", date(2025, 6, 16), "category", "NEW")], ACTOR)
        late = [read(day, f"{100 + day * 5}", "M1002") for day in range(31)]
        books.take_reads(late, ReadSource.FILE, ACTOR)
        books.run_days(date(2025, 6, 30), ACTOR, silent)

    during = books.drafts.impact(draft_of(books), 1, charge_another_by_a_new_tariff)

    assert (during.consumers, during.consumer_days, during.unequal_days) == (1, 30, 0)
    after = books.drafts.impact(draft_of(books), 1, silent)
    assert (after.consumers, after.consumer_days, after.unequal_days) == (2, 60, 0)


@pytest.mark.parametrize(
    ("first", "last", "months", "expected"),
    [
        ("2025-01-01", "2025-06-30", 1, ("2025-06-01", "2025-06-30")),
        ("2025-01-01", "2025-06-29", 1, ("2025-05-01", "2025-05-31")),
        ("2025-01-01", "2025-06-30", 3, ("2025-04-01", "2025-06-30")),
        ("2025-05-12", "2025-06-30", 12, ("2025-05-12", "2025-06-30")),
        ("2025-06-12", "2025-06-20", 3, ("2025-06-12", "2025-06-20")),
    ],
)
def test_whole_months_are_looked_at_as_far_as_there_are(first, last, months, expected):
    bounds = (date.fromisoformat(first), date.fromisoformat(last))

    assert period_of(bounds, months) == tuple(map(date.fromisoformat, expected))
