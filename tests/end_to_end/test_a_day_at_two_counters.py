"""A day at two counters, 300 receipts and all that goes wrong: it closes to the rupee."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import text

from domain.arrears import ArrearKind, ArrearTerms, ArrearWish
from domain.calendar import end_of, start_of
from domain.consumer import NewConsumer
from domain.energy import Energy
from domain.formats import rupees
from domain.head import Head, HeadLine
from domain.money import ZERO, Money
from domain.office import Actor, Channel, Office
from domain.progress import silent
from domain.reads import Read, ReadSource
from domain.recharge import Receipt, RechargeOrder
from domain.register import RegisterKind, RegisterQuery
from domain.shift import CashCount, DrawerMoveKind
from domain.staff import NewMember, Role
from domain.tariff import parse_tariff_text
from domain.tender import Tender, TenderLine
from domain.undoing import UndoingKind
from resources import locate
from storage.books import SqlBooks
from storage.engine import open_engine
from storage.office import create_office
from storage.passwords import Argon2Passwords
from tests.ui.no_documents import NO_DOCUMENTS
from ui.desk.application import page_makers
from ui.desk.kit.language import Language
from ui.desk.kit.tasks import TaskRunner
from ui.desk.kit.theme import Theme
from ui.desk.window import Surroundings, Window
from ui.sentences import explain

DAY = date(2026, 11, 23)
NEXT_DAY = DAY + timedelta(days=1)
CONSUMERS = [str(number) for number in range(1001, 1061)]
#: Receipts of the morning and of the afternoon at each counter.
AT_A_TIME = 75
FLOAT = CashCount.of({500: 2, 100: 8, 50: 2, 10: 10})
PASSWORD = "monsoon-rain-77"

ADMINISTRATOR = Actor("meena", Channel.DESK, counter=0)
SUPERVISOR = Actor("suresh", Channel.DESK, counter=0)
ASHA = Actor("asha", Channel.DESK, counter=1)
ANIL = Actor("anil", Channel.DESK, counter=1)
VIKRAM = Actor("vikram", Channel.DESK, counter=2)


class DayClock:
    """A clock that the day is moved on by."""

    def __init__(self) -> None:
        self.at = start_of(DAY) + timedelta(hours=8)

    def now(self) -> datetime:
        return self.at.astimezone(UTC)

    def strikes(self, hour: int, day: date = DAY) -> None:
        self.at = start_of(day) + timedelta(hours=hour)


@dataclass
class Tally:
    """What the test itself adds up, apart from the program."""

    taken: dict[str, int] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)

    def add(self, receipt: Receipt) -> None:
        self.receipts.append(receipt)
        for line in receipt.tenders:
            paise = self.taken.get(line.tender.value, 0) + line.amount.paise
            self.taken[line.tender.value] = paise

    def give_back(self, receipt: Receipt) -> None:
        for line in receipt.tenders:
            self.taken[line.tender.value] -= line.amount.paise

    def of(self, *tenders: str) -> Money:
        return Money(sum(self.taken.get(tender, 0) for tender in tenders))


@pytest.fixture
def clock() -> DayClock:
    return DayClock()


@pytest.fixture
def books(tmp_path, clock: DayClock) -> Iterator[SqlBooks]:
    """An office with staff, sixty consumers and reads of yesterday; some owe from before."""
    opened = create_office(tmp_path / "office", Office("PAT1", "Patna-1", "BR"), clock)
    opened.trust.passwords = Argon2Passwords(is_quick=True)
    nobody = Actor("set-up", Channel.SYSTEM)
    tariffs, _faults = parse_tariff_text(locate("tariffs", "examples.json").read_text("utf-8"))
    opened.add_tariffs(tariffs, nobody)
    opened.take_on([_form(number) for number in CONSUMERS], nobody)
    reads = [
        Read(f"M{number}", end_of(DAY - timedelta(days=days)), Energy.kwh(200 - 5 * days))
        for number in CONSUMERS
        for days in (2, 1)
    ]
    assert not opened.take_reads(reads, ReadSource.FILE, nobody).refused
    for place, number in enumerate(CONSUMERS[:12]):
        opened.arrears.plan(_debt(number, place), nobody)
    trust = opened.trust
    trust.make_first_administrator(
        NewMember("meena", "Meena", Role.ADMINISTRATOR, 0), PASSWORD, nobody
    )
    for name, role, counter in (
        ("suresh", Role.SUPERVISOR, 0),
        ("asha", Role.CLERK, 1),
        ("anil", Role.CLERK, 1),
        ("vikram", Role.CLERK, 2),
    ):
        trust.add_member(NewMember(name, name.title(), role, counter), PASSWORD, ADMINISTRATOR)
        trust.change_password(PASSWORD, f"{PASSWORD}-{counter}", Actor(name, Channel.DESK))
    yield opened
    opened.close()


def _form(number: str) -> NewConsumer:
    return NewConsumer(
        number=number,
        name=f"<b>D'Souza</b> =SUM(1) रमा {number}",
        category="AS-DOMA-2023",
        load_w=3000,
        meter_serial=f"M{number}",
        connected_on=DAY - timedelta(days=3),
        billed_from=DAY - timedelta(days=1),
        opening_balance=Money.rupees(-50 + int(number) % 7 * 40),
    )


def _debt(number: str, place: int) -> ArrearWish:
    terms = (
        ArrearTerms(ArrearKind.PERCENT, percent=20_00),
        ArrearTerms(ArrearKind.THRESHOLD, threshold=Money.rupees(300)),
        ArrearTerms(ArrearKind.DAILY, instalments=300),
    )[place % 3]
    return ArrearWish(number, Money.rupees(5_000), terms, DAY, "unpaid bills of 2025")


def _orders(seed: int, how_many: int) -> Iterator[RechargeOrder]:
    """Yield orders in every tender and head, no two of them alike."""
    chance = Random(seed)
    for place in range(how_many):
        id_, number = f"{seed}-{place}", chance.choice(CONSUMERS[12:])
        amount = Money.rupees(100 + 10 * chance.randrange(90))
        reference = f"R{seed}{place:04}"
        match chance.randrange(10):
            case 0:
                tenders = (TenderLine(Tender.CHEQUE, amount, reference, "State Bank", DAY),)
            case 1:
                tenders = (TenderLine(Tender.CARD, amount, reference),)
            case 2 | 3:
                tenders = (TenderLine(Tender.UPI, amount, reference),)
            case 4:
                part = Money.rupees(60)
                tenders = (
                    TenderLine(Tender.CASH, part, given=Money.rupees(100)),
                    TenderLine(Tender.UPI, amount - part, reference),
                )
            case _:
                tenders = (TenderLine(Tender.CASH, amount, given=Money.rupees(1_000)),)
        heads = (HeadLine(Head.RECHARGE, amount),)
        if place % 25 == 7:
            deposit = Money.rupees(50)
            heads = (HeadLine(Head.RECHARGE, amount - deposit), HeadLine(Head.DEPOSIT, deposit))
        if place % 10 == 3:
            number = chance.choice(CONSUMERS[:12])
        yield RechargeOrder(id_, number, heads, tenders)


def _take(books: SqlBooks, seed: int, clerk: Actor, tally: Tally) -> None:
    for order in _orders(seed, AT_A_TIME):
        receipt = books.recharge(order, clerk, although_similar=True)
        assert books.recharge(order, clerk) == receipt  # double Enter posts once
        books.confirm_print(receipt.number, clerk)
        tally.add(receipt)


def _both_take(books: SqlBooks, work: dict[Actor, tuple[int, Tally]]) -> None:
    with ThreadPoolExecutor(len(work)) as counters:
        going = [
            counters.submit(_take, books, seed, clerk, tally)
            for clerk, (seed, tally) in work.items()
        ]
        for done in going:
            done.result()


def _close(books: SqlBooks, clerk: Actor, *, short: int = 0, to: str = "") -> Money:
    """Count the drawer, some rupees short or over, and close the shift; return the difference."""
    shift = books.counter.shift(clerk.counter)
    assert shift is not None
    expected = books.counter.cash_in_drawer(clerk.counter)
    assert expected is not None
    counted = CashCount.in_fewest(expected - Money.rupees(short))
    reason = "miscounted" if short else ""
    z = books.counter.close_shift(shift.id, counted, reason, to, clerk)
    assert z.shift.closing is not None
    return z.shift.closing.difference


def _cancel(books: SqlBooks, receipt: Receipt, clerk: Actor, tally: Tally) -> None:
    """The clerk asks, the supervisor approves."""
    asked = books.reversals.ask_cancellation(receipt.number, "typed 500 for 50", clerk)
    books.trust.approve(asked.id, "seen", f"{PASSWORD}-0", SUPERVISOR)
    tally.give_back(receipt)


def _balance(books: SqlBooks, account: str) -> Money:
    engine = open_engine(books.path)
    with engine.connect() as connection:
        paise = connection.execute(
            text("SELECT coalesce(sum(amount_paise), 0) FROM journal_line WHERE account = :code"),
            {"code": account},
        ).scalar_one()
    engine.dispose()
    return Money(paise)


def _register(books: SqlBooks, kind: RegisterKind, until: date = DAY):
    return books.registers.register(RegisterQuery(kind, DAY, until), SUPERVISOR)


def _seen_at_the_desk(qtbot, qapp, books: SqlBooks, clerk: Actor) -> tuple[str, str]:
    """Return what the desk shows: the cash in the drawer, and how the collection agrees."""
    tasks = TaskRunner()
    theme = Theme(qapp)
    world = Surroundings(books, clerk, explain, tasks, Language(), theme)
    window = Window(world, page_makers(books, NO_DOCUMENTS))
    theme.dress(window)
    qtbot.addWidget(window)
    window.show()
    counter, registers = window.pages["counter"], window.pages["registers"]
    window.show_page("counter")
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=20_000)
    qtbot.waitUntil(lambda: counter.view.shift.standing.cash.text() != "", timeout=20_000)
    window.show_page("registers")
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=20_000)
    qtbot.waitUntil(lambda: registers.view.controls.text() != "", timeout=20_000)
    seen = counter.view.shift.standing.cash.text(), registers.view.controls.text()
    assert tasks.shutdown()
    return seen


@pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
def test_a_day_at_two_counters_closes_to_the_rupee(books, clock, qtbot, qapp):  # noqa: PLR0915 - a long day
    first, second = Tally(), Tally()

    # Morning: both counters take money while the day before is billed.
    clock.strikes(10)
    books.counter.open_shift(FLOAT, ASHA)
    books.counter.open_shift(FLOAT, VIKRAM)
    with ThreadPoolExecutor(1) as night:
        run = night.submit(books.run_days, DAY - timedelta(days=1), SUPERVISOR, silent)
        _both_take(books, {ASHA: (1, first), VIKRAM: (2, second)})
        assert run.result()[-1].charged == len(CONSUMERS)

    # Noon: two receipts are cancelled, one was taken for the wrong consumer; cash moves.
    clock.strikes(12)
    in_cash = [receipt for receipt in first.receipts if receipt.tender == Tender.CASH]
    by_upi = [receipt for receipt in second.receipts if receipt.tender == Tender.UPI]
    _cancel(books, in_cash[3], ASHA, first)
    _cancel(books, by_upi[1], VIKRAM, second)
    again = RechargeOrder(
        "right-this-time", by_upi[1].consumer_number, by_upi[1].heads, by_upi[1].tenders
    )
    second.add(books.recharge(again, VIKRAM))  # its reference is free again
    wrong = in_cash[5]
    asked = books.reversals.ask_transfer(wrong.number, "1059", "two of one name", ASHA)
    books.trust.approve(asked.id, "both came", f"{PASSWORD}-0", SUPERVISOR)
    moved = next(part for part in books.receipt(wrong.number).receipt.undone)
    assert moved.kind is UndoingKind.TRANSFERRED
    assert books.receipt(moved.instead).receipt.consumer_number == "1059"
    books.counter.move_cash(DrawerMoveKind.DROP, Money.rupees(5_000), "", "", ASHA)
    books.counter.move_cash(DrawerMoveKind.PAY_OUT, Money.rupees(120), "Ravi", "tea", VIKRAM)

    # Counter 1 is handed over; 20 rupees are missing.
    assert _close(books, ASHA, short=20, to="anil") == Money.rupees(-20)
    clock.strikes(13)
    books.counter.open_shift(FLOAT, ANIL)
    _both_take(books, {ANIL: (3, first), VIKRAM: (4, second)})

    # Evening: everything is counted; 5 rupees too many at counter 2.
    clock.strikes(18)
    late = next(
        receipt
        for receipt in reversed(first.receipts)
        if receipt.tender == Tender.CASH and receipt.posted_by == "anil"
    )
    _cancel(books, late, ANIL, first)
    for clerk in (ANIL, VIKRAM):
        expected = books.counter.cash_in_drawer(clerk.counter)
        in_drawer, collected = _seen_at_the_desk(qtbot, qapp, books, clerk)
        assert in_drawer == rupees(expected)
        assert rupees(first.of(*first.taken) + second.of(*second.taken)) in collected
    assert _close(books, ANIL) == ZERO
    assert _close(books, VIKRAM, short=-5) == Money.rupees(5)
    deposits = {}
    for clerk, tally in ((ANIL, first), (VIKRAM, second)):
        end = books.counter.day_end(clerk.counter, DAY, clerk)
        assert end.agrees
        assert end.collected == end.ledger == tally.of(*tally.taken)
        taken = {line.tender: line.taken - line.given_back for line in end.tenders}
        assert taken["cash"] == tally.of("cash")
        assert taken["cheque"] == tally.of("cheque")
        assert taken["upi"] == tally.of("upi")
        assert taken["card"] == tally.of("card")
        closed = books.counter.close_day(
            clerk.counter, DAY, CashCount.in_fewest(end.to_deposit), clerk
        )
        assert closed.closed is not None
        deposits[clerk.counter] = closed.closed.amount
    assert deposits[1] == first.of("cash") - Money.rupees(20)
    assert deposits[2] == second.of("cash") - Money.rupees(120) + Money.rupees(5)
    books.counter.close_day(0, DAY, CashCount(), replace(SUPERVISOR))
    assert books.counter.open_days() == []
    assert _balance(books, "cash") == ZERO
    assert _balance(books, "suspense") == ZERO
    assert _balance(books, "bank") == deposits[1] + deposits[2]
    assert len(first.receipts) + len(second.receipts) == 4 * AT_A_TIME + 1

    # The next day the bank sends a cheque back and pays the others.
    clock.strikes(11, NEXT_DAY)
    cheques = books.reversals.cheques()
    assert len(cheques) > 5
    bad = cheques[0]
    before = books.consumer(bad.consumer_number).balance
    came_back = books.reversals.dishonour(bad.number, bad.line, "no funds", None, SUPERVISOR)
    fee = came_back.undone[0].fee
    assert fee == Money.rupees(250)
    lost = came_back.undone[0].to_wallet
    assert books.consumer(bad.consumer_number).balance == before - lost - fee
    for cheque in cheques[1:]:
        books.reversals.clear(cheque.number, cheque.line, NEXT_DAY, SUPERVISOR)
    assert _balance(books, "cheque_clearing") == ZERO
    assert books.reversals.bar_of(bad.consumer_number) is not None

    # Every register ties to the ledger, and the books are in order.
    for kind in RegisterKind:
        if kind is RegisterKind.RECEIPTS_OF_CONSUMER:
            continue
        register = _register(books, kind, NEXT_DAY)
        assert register.controls or kind in {RegisterKind.SERIES, RegisterKind.DUPLICATES}
        assert all(control.agrees for control in register.controls), (kind, register.controls)
    assert len(_register(books, RegisterKind.CANCELLATIONS, NEXT_DAY).rows) >= 3
    assert len(_register(books, RegisterKind.DISHONOURS, NEXT_DAY).rows) == 1
    assert books.check(silent) == []
