"""The offices of the pictures: a morning at two counters, and people who ask one another."""

from __future__ import annotations

import json
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.alert_book import MessageQuery
from domain.arrears import ArrearKind, ArrearTerms, ArrearWish
from domain.books import Books
from domain.errors import Refusal
from domain.head import Head, HeadLine
from domain.ids import new_id
from domain.message import Medium, Message, MessageState, Template
from domain.money import Money
from domain.office import Actor, Channel
from domain.policy_reading import documents_in
from domain.ports_of_messages import Handed, HandOver
from domain.printing import DeskPrinters, Paper, PrinterKind, PrinterProfile, PrintStyle
from domain.progress import silent
from domain.protection import NewProtection, ProtectionKind, Scope
from domain.recharge import Receipt, RechargeOrder
from domain.services.taking_tariffs import judge_tariffs
from domain.settings import CHEQUE_HOLD_POST_DATED, UPI_ADDRESS
from domain.settling import SettlementRow, SettlementTable
from domain.shift import CashCount, DrawerMoveKind
from domain.staff import NewMember, Role
from domain.supply_job import JobOrder
from domain.tender import Tender, TenderLine
from integrations.holidays_of_india import holidays_of_state
from resources import locate
from storage.office import open_office
from storage.passwords import Argon2Passwords

#: When the counters open, and when the pictures are taken: 10:00 and 11:30 in India.
OPENED = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
PASSWORD = "monsoon over patna"
DEVI, ANSARI = Actor("R. Devi", Channel.DESK, 2), Actor("S. Ansari", Channel.DESK, 3)
#: Whose arrears are paid off, and who is looked at.
SHOWN = "100001"
_A_JOB = "a" * 32
#: So many receipts of the counter that is looked at are on no paper.
_UNPRINTED = 3
_FLOAT = CashCount.of({500: 2, 100: 8, 50: 4})
#: What this machine would print on.
PRINTERS = DeskPrinters(
    (
        PrinterProfile(
            "Counter 2", PrinterKind.NETWORK, "192.168.1.40:9100", PrintStyle(Paper.ROLL_80)
        ),
        PrinterProfile("Office, A4", PrinterKind.SYSTEM, "", PrintStyle(languages=("en", "hi"))),
        PrinterProfile("Copies to keep", PrinterKind.FOLDER, "receipts", PrintStyle()),
    ),
    "Counter 2",
)


class MovingClock:
    """A clock that goes on when it is told to."""

    def __init__(self, at: datetime = OPENED) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def go_on(self, minutes: int = 1) -> None:
        """Let some minutes pass."""
        self.at += timedelta(minutes=minutes)


def work_at_the_counters(folder: Path) -> None:
    """Take money at two counters, of which one is closed a little short, and undo some of it."""
    clock = MovingClock()
    with closing(open_office(folder, clock)) as books:
        _Morning(books, clock).pass_by()


def keep_policies(folder: Path) -> None:
    """Give the office two policies, the holidays of its state, and whom nobody may cut."""
    with closing(open_office(folder, MovingClock())) as books:
        policies, today = books.policies, books.today()
        for name in ("uttar-pradesh.json", "bihar.json"):
            text = locate("policies", name).read_text("utf-8")
            for document in documents_in(name, text):
                policies.ask(document, "Order 7/2025", DEVI)
        policies.put_holidays(holidays_of_state(books.office.state, today.year), DEVI)
        for kind, scope, whom, proof, days in (
            (ProtectionKind.HOSPITAL, Scope.CONSUMER, SHOWN, "Certificate 12/2026", 9),
            (ProtectionKind.EXAM, Scope.FEEDER, _feeder_of(books), "Order 88/2026", 40),
        ):
            last = today + timedelta(days=days)
            policies.protect(NewProtection(new_id(), kind, scope, whom, proof, today, last), DEVI)


def cut_and_tell(folder: Path) -> None:
    """Let consumers be told by SMS, make a job, and order supply back for some."""
    clock = MovingClock(NOW)
    with closing(open_office(folder, clock)) as books:
        _tell(books)
        supply = books.supply
        job = supply.make_job(JobOrder(_A_JOB, clock.now(), reason="Of the day"), DEVI, silent)
        going = [row.number for row in supply.job_rows(job.id) if row.is_to_be_cut]
        if going:
            supply.leave_out(job.id, going[:1], "Promised to pay today", DEVI)
        for number in ("100002", "100003", "100004"):
            supply.reconnect(number, "Paid at another office", DEVI)


class _Provider:
    """A provider that has its troubles: some messages it refuses, puts off, or loses."""

    medium = Medium.SMS

    def hand_over(self, message: Message, _template: Template | None) -> HandOver:
        """Take a message, or do not."""
        match message.id % 8:
            case 3:
                return HandOver(Handed.REFUSED, error="The number is not in use")
            case 6:
                return HandOver(Handed.UNKNOWN, error="No answer within 20 seconds")
            case 7:
                return HandOver(Handed.LATER, wait_ms=600_000, error="Too many at once")
        return HandOver(Handed.SENT, f"SM-{message.id:06}")


def _tell(books: Books) -> None:
    """Tell of a day; most have it by now, of some nobody knows, and some still wait."""
    books.safekeeping.change_settings(
        {"alerts.sms": "yes", "sms.header": "BIJLIB", "sms.entity_id": "1101234560000012345"}, DEVI
    )
    for number, template in enumerate(books.alerts.templates()):
        if template.medium is Medium.SMS:
            approved = replace(template, template_id=f"11071600000{number:08}")
            books.alerts.put_template(approved, DEVI)
    books.alerts.run(books.today() - timedelta(days=1), DEVI, silent)
    books.alerts.deliver({Medium.SMS: _Provider()}, DEVI, silent)
    for message in books.alerts.messages(MessageQuery(states=(MessageState.SENT,))):
        if message.id % 4:
            books.alerts.take_report(message.provider_id, is_delivered=True, error="")


def _feeder_of(books: Books) -> str:
    return books.consumer(SHOWN).feeder


def take_on_staff(folder: Path) -> None:
    """Give an office staff, somebody who is locked out, and requests that wait."""
    clock = MovingClock()
    with closing(open_office(folder, clock)) as books:
        books.safekeeping.back_up(DEVI, silent)
        books.trust.passwords = Argon2Passwords(is_quick=True)
        _take_on(books)
        _ask_one_another(books, clock)
        clock.at = NOW - timedelta(minutes=2)
        for _try in range(6):
            with suppress(Refusal):
                books.trust.sign_in("meena", "wrong", Channel.DESK)


class _Morning:
    """What two clerks do from ten to half past eleven."""

    def __init__(self, books: Books, clock: MovingClock) -> None:
        self._books, self._clock = books, clock

    def pass_by(self) -> None:
        books = self._books
        books.safekeeping.back_up(DEVI, silent)
        for setting, text in ((UPI_ADDRESS, "patna1@examplebank"), (CHEQUE_HOLD_POST_DATED, "yes")):
            books.safekeeping.change_setting(setting.name, text, DEVI)
        terms = ArrearTerms(ArrearKind.PERCENT, percent=20_00)
        reason = "Bills of the old meter"
        debt = ArrearWish(SHOWN, Money.rupees(6_000), terms, books.today(), reason)
        books.arrears.plan(debt, DEVI)
        shifts = {actor: books.counter.open_shift(_FLOAT, actor) for actor in (DEVI, ANSARI)}
        self._park("Sunita Devi showed the screen", 3, 850)
        taken = self._take_recharges()
        self._undo(taken[DEVI], taken[ANSARI])
        self._hold()
        self._park("The machine printed no slip", 4, 1_200, Tender.CARD)
        self._clock.go_on(40)
        self._park("No answer from the bank", 5, 500)
        self._settle()
        there = books.counter.cash_in_drawer(ANSARI.counter)
        assert there is not None
        short = CashCount.in_fewest(there - Money.rupees(20))
        reason = "Given too much in change"
        books.counter.close_shift(shifts[ANSARI].id, short, reason, "R. Devi", ANSARI)
        self._print()

    def _take_recharges(self) -> dict[Actor, list[Receipt]]:
        """Take twelve plain recharges and a mixed one at either counter, by turns."""
        taken: dict[Actor, list[Receipt]] = {DEVI: [], ANSARI: []}
        for number in range(1, 13):
            for actor, receipts in taken.items():
                receipts.append(self._take(self._plain(number, actor.counter), actor))
        for actor, receipts in taken.items():
            receipts.append(self._take(_in_two_tenders(actor.counter), actor))
            self._move_cash(actor)
        return taken

    def _plain(self, number: int, counter: int) -> RechargeOrder:
        ways = (
            (Tender.CASH, "", "", None),
            (Tender.CASH, "", "", None),
            (Tender.UPI, "4321", "", None),
            (Tender.CHEQUE, "0045", "State Bank of India", self._books.today()),
        )
        tender, reference, bank, dated = ways[number % 4]
        known = f"{reference}{counter}{number:02}" if reference else ""
        amount, consumer = Money.rupees(50 * number + 100), str(100_000 + 20 * counter + number)
        id_ = f"{counter}-{number}"
        return RechargeOrder.of(id_, consumer, amount, tender, known, bank, dated)

    def _move_cash(self, actor: Actor) -> None:
        move, spent, drop = self._books.counter.move_cash, Money.rupees(120), Money.rupees(1_500)
        move(DrawerMoveKind.PAY_OUT, spent, "Ramesh", "Tea for the queue", actor)
        move(DrawerMoveKind.DROP, drop, "", "At noon", actor)

    def _undo(self, devi: list[Receipt], ansari: list[Receipt]) -> None:
        """Cancel a receipt, move one to whose it is; one cheque is paid and one comes back."""
        undo = self._books.reversals
        undo.cancel(devi[4].number, "Typed 350 for 530", DEVI)
        self._clock.go_on()
        undo.transfer(devi[8].number, "100090", "Taken for the neighbour's number", DEVI)
        self._clock.go_on()
        undo.clear(devi[2].number, 1, self._books.today(), DEVI)
        undo.dishonour(ansari[2].number, 1, "Funds insufficient", None, ANSARI)
        own = RechargeOrder.of("2-own", SHOWN, Money.rupees(450))
        self._take(own, DEVI)

    def _hold(self) -> None:
        on = self._books.today() + timedelta(days=12)
        amount = Money.rupees(1_000)
        line = TenderLine(Tender.CHEQUE, amount, "004590", "Punjab National Bank", on)
        self._books.reversals.hold_cheque("held-1", "100012", line, DEVI)

    def _park(self, note: str, number: int, rupees: int, tender: Tender = Tender.UPI) -> None:
        reference = f"53270148{number:04}"
        consumer = str(100_005 + number)
        amount = Money.rupees(rupees)
        order = RechargeOrder.of(f"parked-{number}", consumer, amount, tender, reference)
        self._books.settling.park(order, note, DEVI)
        self._clock.go_on()

    def _settle(self) -> None:
        """Take the file of a bank: it knows a receipt, differs about one, and one is nobody's."""
        told = (
            ("4321202", "200.00", "", "Paid"),
            ("4321206", "450.00", "", "Paid"),
            ("778120045511", "640.00", "", "Paid"),
            ("778120045529", "1500.00", "", "Paid"),
        )
        rows = [SettlementRow(line, texts) for line, texts in enumerate(told, start=2)]
        headings = ("UTR", "Amount", "Order", "Status")
        columns = dict(
            zip(("reference", "amount", "order_reference", "status"), headings, strict=True)
        )
        table = SettlementTable("bank-23-nov.csv", "23" * 32, headings, rows)
        self._books.settling.take(table, columns, Tender.UPI, DEVI)
        self._clock.go_on()

    def _print(self) -> None:
        """Print all but the last receipts of the counter that is seen, and one of them twice."""
        books = self._books
        counters = (0, DEVI.counter, ANSARI.counter)
        waiting = {counter: books.counter.unprinted(counter) for counter in counters}
        for counter, rows in waiting.items():
            numbers = sorted(row.number for row in rows)
            if counter == DEVI.counter:
                numbers = [numbers[-_UNPRINTED - 1], *numbers[:-_UNPRINTED]]
            for number in numbers:
                books.confirm_print(number, DEVI)

    def _take(self, order: RechargeOrder, actor: Actor) -> Receipt:
        receipt = self._books.recharge(order, actor)
        self._clock.go_on()
        return receipt


def _in_two_tenders(counter: int) -> RechargeOrder:
    """Return an order for a recharge and a deposit, in cash and by UPI."""
    recharge, deposit = Money.rupees(900), Money.rupees(600)
    cash = TenderLine(Tender.CASH, Money.rupees(1_000), given=Money.rupees(1_000))
    upi = TenderLine(Tender.UPI, Money.rupees(500), f"43219{counter}")
    return RechargeOrder(
        f"{counter}-mixed",
        str(100_014 + counter),
        (HeadLine(Head.RECHARGE, recharge), HeadLine(Head.DEPOSIT, deposit)),
        (cash, upi),
    )


def _take_on(books: Books) -> None:
    trust = books.trust
    asha = Actor("asha", Channel.DESK, 1)
    first = NewMember("asha", "Asha Kumari", Role.ADMINISTRATOR, 1)
    trust.make_first_administrator(first, PASSWORD, asha)
    for form in (
        NewMember("vikram", "Vikram Singh", Role.SUPERVISOR, 2),
        NewMember("ravi", "Ravi Ranjan Prasad", Role.CLERK, 3),
        NewMember("meena", "Meena Devi", Role.CLERK, 4),
        NewMember("banerjee", "S. Banerjee", Role.AUDITOR, 0),
        NewMember("nightly", "Nightly run", Role.MACHINE, 0),
    ):
        trust.add_member(form, PASSWORD, asha)
    for name in ("vikram", "ravi"):
        trust.change_password(PASSWORD, f"{PASSWORD}!", Actor(name, Channel.DESK))


def _ask_one_another(books: Books, clock: MovingClock) -> None:
    """Ask for tariffs, a plan of arrears and a cancellation, one after the other."""
    trust = books.trust
    asha, vikram, ravi = (
        Actor(name, Channel.DESK, place)
        for place, name in enumerate(("asha", "vikram", "ravi"), start=1)
    )
    for number, actor in ((1, asha), (2, vikram)):
        document = dict(books.tariffs()[number].document)
        identity = f"{document['id']}-NEW"
        document.update(id=identity, schedule=identity, valid_from="2027-04-01")
        document.pop("valid_until", None)
        judged = judge_tariffs(json.dumps({"tariffs": [document]}), books.tariffs())
        trust.ask_for_tariffs(judged, "Order of the commission of 12 November", actor)
        clock.go_on()
    terms = ArrearTerms(ArrearKind.DAILY, instalments=300)
    debt = ArrearWish(SHOWN, Money.rupees(5_000), terms, books.today(), "Bills of the old meter")
    books.arrears.ask_plan(debt, vikram)
    clock.go_on()
    books.counter.open_shift(_FLOAT, ravi)
    receipt = books.recharge(RechargeOrder.of("3-1", "100061", Money.rupees(1_500)), ravi)
    clock.go_on()
    books.reversals.ask_cancellation(receipt.number, "Typed 1,500 for 150", ravi)
