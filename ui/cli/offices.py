"""Commands for an office as a whole: make it, make one to practise in, copy it."""

from __future__ import annotations

import re
from argparse import Namespace
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain import practice
from domain.books import Books
from domain.calendar import billing_day, end_of, start_of
from domain.errors import FieldMissing, FieldNotAllowed, FieldTooLong
from domain.errors_of_trust import ServerNotEncrypted
from domain.formats import clean_words
from domain.money import ZERO, Money
from domain.office import Actor, Channel, Office
from domain.practice import Life, LifeDay
from domain.progress import Step
from domain.reads import ReadSource
from domain.shift import CashCount
from domain.tariff import TariffBook, parse_tariff_text
from ui.cli.safety import facts_of_office, refuse_without_place, shown_words
from ui.cli.servers import make_on_server
from ui.cli.session import Answer, Session, whole_number
from ui.policy_examples import shipped_policies

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_MOST_NAME = 120
_MOST_CONSUMERS = 1_000_000
_MOST_DAYS = 1_000
_PRACTICE_CODE = "PRAC1"
#: Reads arrive, and the day is billed, this long after its midnight.
_SETTLES_AFTER = timedelta(minutes=30)
_READS_AT_A_TIME = 20_000
_PRACTISER = "practice"
_PRACTICE_COUNTER = 1
#: The counter of a practice office is open from a quarter to ten until half past six.
_COUNTER_OPENS, _COUNTER_CLOSES = timedelta(hours=9, minutes=45), timedelta(hours=18, minutes=30)
_FLOAT = Money.rupees(2_000)


def init(session: Session, options: Namespace) -> Answer:
    """Make a new office."""
    code = options.code.strip().upper()
    if not _CODE.fullmatch(code):
        raise FieldNotAllowed("code", options.code)
    name = _named("name", options.name)
    if not name:
        raise FieldMissing("name")
    office = Office(code, name, _named("state", options.state))
    ready = Answer(
        {"office": facts_of_office(office, session.folder)},
        [session._("The office {code} is ready in {folder}.", code=code, folder=session.folder)],
    )
    if options.database and options.encrypted:
        raise ServerNotEncrypted
    if options.database:
        make_on_server(session, office, options.database)
        return ready
    if options.encrypted:
        return _init_encrypted(session, options, office, ready)
    outside = session.outside
    with outside.office_being_made(session.folder) as folder:
        outside.create_office(folder, office, outside.clock).close()
    return ready


def _init_encrypted(session: Session, options: Namespace, office: Office, ready: Answer) -> Answer:
    """Make an office whose database is encrypted, and hand out its recovery words."""
    refuse_without_place(session, options)
    outside = session.outside
    with outside.office_being_made(session.folder) as folder:
        books, words = outside.create_encrypted_office(folder, office, outside.clock, session.actor)
        try:
            shown = shown_words(session, options, books, words, {**ready.facts, "encrypted": True})
        finally:
            books.close()
    return Answer(shown.facts, [*ready.lines, *shown.lines])


def demo(session: Session, options: Namespace) -> Answer:
    """Make a practice office and let it live up to yesterday."""
    consumers = whole_number("consumers", options.consumers, 1, _MOST_CONSUMERS)
    days = whole_number("days", options.days, 1, _MOST_DAYS)
    seed = whole_number("seed", options.seed, 0, 10**9)
    leave_open = whole_number("leave_open", options.leave_open, 0, days)
    last = _last_day_to_live(session.outside.clock.now())
    first = last - timedelta(days=days - 1)
    tariffs, faults = parse_tariff_text(session.outside.shipped_tariffs())
    if faults:
        raise faults[0]
    with session.outside.office_being_made(session.folder) as folder:
        life = practice.live(
            TariffBook(tariffs),
            consumers=consumers,
            first=first,
            days=days,
            seed=seed,
            progress=lambda _step: None,
        )
        office = practice.office_of(life, _PRACTICE_CODE)
        clock = _LifeClock(end_of(first - timedelta(days=1)))
        books = session.outside.create_office(folder, office, clock)
        try:
            actor = Actor(_PRACTISER, Channel.SYSTEM)
            books.add_tariffs(tariffs, actor)
            policies = _take_policies(books, session, actor, until=last)
            billed_until = last - timedelta(days=leave_open)
            recharges = _live(books, life, clock, actor, session, billed_until=billed_until)
        finally:
            books.close()
    told = {
        "office": facts_of_office(office, session.folder),
        "policies": policies,
        "consumers": consumers,
        "days": days,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "billed_until": billed_until.isoformat() if billed_until >= first else None,
        "recharges": recharges,
    }
    return Answer(
        told,
        [
            session._(
                "A practice office with {consumers} consumers is ready in {folder}: {recharges}"
                " recharges, billed from {first} to {last}.",
                consumers=consumers,
                folder=session.folder,
                recharges=recharges,
                first=session.day(first),
                last=session.day(billed_until),
            )
            if billed_until >= first
            else session._(
                "A practice office with {consumers} consumers is ready in {folder}: {recharges}"
                " recharges, and no day of it is billed yet.",
                consumers=consumers,
                folder=session.folder,
                recharges=recharges,
            )
        ],
    )


@dataclass(slots=True)
class _LifeClock:
    """A clock that stands where the practice office's life is."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant


def _take_policies(books: Books, session: Session, actor: Actor, *, until: date) -> list[str]:
    """Let the examples of the office's state hold, and keep its holidays to the next year's end.

    Return the ids of those policies; of a state without examples there is none.
    """
    state = books.office.state
    examples = [one for one in shipped_policies() if one["state"] == state]
    for document in examples:
        books.policies.ask(document, "", actor)
    for year in (until.year, until.year + 1):
        books.policies.put_holidays(session.outside.holidays_of_state(state, year), actor)
    return [str(one["id"]) for one in examples]


def _live(  # noqa: PLR0913 - whose life, when and how far
    books: Books,
    life: Life,
    clock: _LifeClock,
    actor: Actor,
    session: Session,
    *,
    billed_until: date,
) -> int:
    """Let the life happen to the books, day by day in its order; return how many recharges."""
    books.take_on(life.consumers, actor)
    total, recharges = len(life.registers_wh), 0
    for done, lived in enumerate(life.days()):
        session.progress(Step(done, total))
        recharges += _live_at_the_counter(books, lived, clock)
        clock.instant = end_of(lived.day) + _SETTLES_AFTER
        for start in range(0, len(lived.reads), _READS_AT_A_TIME):
            part = lived.reads[start : start + _READS_AT_A_TIME]
            books.take_reads(part, ReadSource.SIMULATED, actor)
        if lived.day <= billed_until:
            books.run_days(lived.day, actor, lambda _step: None)
    return recharges


def _live_at_the_counter(books: Books, lived: LifeDay, clock: _LifeClock) -> int:
    """Let a day happen at the counter, from the float to the deposit; return how many recharges."""
    if not lived.recharges:
        return 0
    clerk = Actor(_PRACTISER, Channel.SYSTEM, counter=_PRACTICE_COUNTER)
    clock.instant = start_of(lived.day) + _COUNTER_OPENS
    shift = books.counter.open_shift(CashCount.in_fewest(_FLOAT), clerk)
    for wish in lived.recharges:
        clock.instant = wish.paid_at
        receipt = books.recharge(wish.order, clerk)
        # It went home on paper: the desk has nothing to offer again when it starts.
        books.confirm_print(receipt.number, clerk)
    clock.instant = start_of(lived.day) + _COUNTER_CLOSES
    expected = books.counter.cash_in_drawer(clerk.counter) or ZERO
    books.counter.close_shift(shift.id, CashCount.in_fewest(expected), "", "", clerk)
    end = books.counter.day_end(clerk.counter, lived.day, clerk)
    books.counter.close_day(clerk.counter, lived.day, CashCount.in_fewest(end.to_deposit), clerk)
    return len(lived.recharges)


def _last_day_to_live(now: datetime) -> date:
    """Return yesterday, or the day before it while yesterday's reads are still coming in."""
    return billing_day(now - _SETTLES_AFTER) - timedelta(days=1)


def _named(field: str, text: str) -> str:
    words = clean_words(text)
    if words is None:
        raise FieldNotAllowed(field, text)
    if len(words) > _MOST_NAME:
        raise FieldTooLong(field, _MOST_NAME)
    return words
