"""A day of disconnecting in a practice office: nights of reads, a list, a job, an AMISP that does
everything wrong, and people who pay at every moment of it.

The AMISP, the receiver of its callbacks and the provider of SMS are real servers on this machine;
all of them, and the office, go by one clock that is moved on.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

from sqlalchemy import text

import main
from domain.alert_book import MessageQuery, MessagesDelivered
from domain.calendar import IST, instant_of, milliseconds
from domain.cheque import OPEN_STATES as OPEN_CHEQUES
from domain.credit import SupplyState
from domain.defaulters import DefaulterQuery
from domain.ids import new_id
from domain.message import Medium, MessageState
from domain.money import ZERO, Money
from domain.office import Actor, Channel
from domain.policy import Reason
from domain.progress import silent
from domain.protection import NewProtection, ProtectionKind, Scope
from domain.recharge import RechargeOrder
from domain.staff import NewMember, Role
from domain.supply_book import OrderQuery
from domain.supply_job import JobOrder, JobState
from domain.supply_order import OPEN_STATES, OrderKind, OrderState, RelayState, SupplyOrder
from domain.tender import Tender
from integrations.amisp.receiver import CALLBACK_PATH, receiver_app
from integrations.amisp.simulator.answering import PRACTICE_SECRET, PRACTICE_TOKEN, Simulator
from integrations.amisp.simulator.app import simulator_app
from integrations.amisp.simulator.calling_back import CallingBack
from integrations.amisp.simulator.mischief import Trick
from integrations.amisp.simulator.world import World
from integrations.notify.simulator import Mischief, provider
from integrations.notify.simulator import World as Provider
from resources.texts import Texts
from storage.books import SqlBooks
from storage.engine import open_engine
from storage.office import open_office
from storage.passwords import Argon2Passwords
from tests.conftest import FrozenClock
from tests.served import served

#: The last day of the practice office's life; from then on nobody pays, until the day.
LIVED_TO, LIVED_DAYS = date(2026, 10, 30), 6
#: A Thursday without a holiday.
DAY = date(2026, 11, 26)
PASSWORD, OWN_PASSWORD = "monsoon-rain-77", "rain-after-may-31"
CLERK, SUPERVISOR = Actor("asha", Channel.DESK, counter=0), Actor("suresh", Channel.DESK, counter=0)
WORKER = Actor("nightly", Channel.SYSTEM)
MOST = 1_000_000
#: What goes wrong all day long, and how often.
ALL_DAY = {
    Trick.SLOW: 0.002,
    Trick.LOSES_ANSWER: 0.04,
    Trick.LOSES_COMMAND: 0.04,
    Trick.TOO_MANY: 0.01,
    Trick.UNAVAILABLE: 0.01,
    Trick.BAD_GATEWAY: 0.01,
    Trick.GARBAGE: 0.01,
    Trick.METER_UNKNOWN: 0.01,
    Trick.FAILS: 0.04,
    Trick.NEVER_ENDS: 0.02,
    Trick.CONTRADICTS: 0.03,
    Trick.READY_FOR_RECONNECTION: 0.05,
    Trick.EXECUTES_LATE: 0.03,
    Trick.IGNORES_CANCEL: 0.3,
    Trick.DUPLICATE_CALLBACK: 0.2,
    Trick.FORGED_CALLBACK: 0.2,
    Trick.LATE_CALLBACK: 0.1,
    Trick.NO_CALLBACK: 0.3,
}
#: What goes wrong for a while: from, until, in minutes of the day.
FOR_A_WHILE = {
    Trick.DOWN: ((10 * 60, 10 * 60 + 8), (13 * 60 + 5, 13 * 60 + 35)),
    Trick.UNAUTHORIZED: ((11 * 60 + 18, 11 * 60 + 22),),
    Trick.WRONG_CLOCK: ((12 * 60 + 10, 12 * 60 + 20),),
}
STOPPED = (11 * 60 + 10, 11 * 60 + 16)
OPENS, ENDS = 10 * 60, 16 * 60
#: From then on the AMISP behaves, nobody pays any more, and somebody goes to the meters.
CALM = 17 * 60
#: Until then orders leave, and the worker looks twice as often.
BUSY = 12 * 60 + 30
#: One in so many who owe is protected.
PROTECTED = 25
BUTTON_AFTER = timedelta(minutes=15)
#: Of a hundred orders so many are paid for: as they leave, just after, while they are under way.
AS_IT_LEAVES, JUST_AFTER, UNDER_WAY, AFTER_THE_CUT = 4, 4, 6, 35


@dataclass
class Payment:
    """Somebody paid at an instant, in a gap between the decision and the relay."""

    number: str
    at: datetime
    gap: str
    clears: bool


@dataclass
class Day:
    """What is known of the day beside the books: what left, who paid, and how long things took."""

    books: SqlBooks
    clock: FrozenClock
    simulator: Simulator
    back: CallingBack
    #: How long the worker waits between two rounds.
    pace: timedelta
    #: What takes the figures, a line at a time.
    tell: Callable[[str], None]
    chance: Random = field(default_factory=lambda: Random(26))
    payments: list[Payment] = field(default_factory=list)
    cleared: set[str] = field(default_factory=set)
    left: list[str] = field(default_factory=list)
    ready_since: dict[str, datetime] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    troubles: Counter[str] = field(default_factory=Counter)
    job_id: str = ""

    @property
    def minute(self) -> int:
        local = self.clock.now().astimezone(IST)
        return local.hour * 60 + local.minute if local.date() == DAY else 24 * 60

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - began

    def orders(self, **query) -> list[SupplyOrder]:
        return self.books.supply.orders(OrderQuery(**query), MOST)

    def pay(self, number: str, gap: str, *, clears: bool = True) -> None:
        """Take cash for what is owed and some more, or for too little of it."""
        balance = self.books.consumer(number).balance
        owed = max(-balance.paise, 0)
        paise = owed + 50_00 * self.chance.randint(1, 8) if clears else max(owed // 2, 1_00)
        order = RechargeOrder.of(new_id(), number, Money(-(-paise // 100) * 100), Tender.CASH)
        self.books.recharge(order, CLERK, although_similar=True)
        if self.books.consumer(number).balance >= ZERO:
            self.cleared.add(number)
        is_clear = number in self.cleared
        self.payments.append(Payment(number, self.clock.now(), gap, is_clear))

    def happens(self, percent: int) -> bool:
        return self.chance.randrange(100) < percent

    def round(self, amisp: Watched) -> None:
        """Let the worker do what is due, and the AMISP what it does by itself."""
        done = self.books.supply.deliver(amisp, WORKER, silent)
        if done.unavailable:
            self.troubles[done.unavailable] += 1
        self.back.send(self.simulator.callbacks())
        self.never_two_orders_a_meter()

    def never_two_orders_a_meter(self) -> None:
        wanted = Counter(
            order.meter_serial
            for order in self.orders(states=OPEN_STATES)
            if order.unwanted_at is None
        )
        assert max(wanted.values(), default=0) <= 1


class Watched:
    """The AMISP as the worker sees it, watched: what may not leave is found as it leaves."""

    def __init__(self, amisp, day: Day) -> None:
        self._amisp, self._day = amisp, day

    def __getattr__(self, name: str):
        return getattr(self._amisp, name)

    def send(self, order: SupplyOrder):
        day = self._day
        if order.kind is not OrderKind.DISCONNECT:
            return self._amisp.send(order)
        self._refuse_wrong(order)
        day.left.append(order.id)
        if day.happens(AS_IT_LEAVES):
            day.pay(order.consumer_number, "as the order left")
        answer = self._amisp.send(order)
        if order.consumer_number not in day.cleared and day.happens(JUST_AFTER):
            day.pay(order.consumer_number, "just after it had left")
        return answer

    def _refuse_wrong(self, order: SupplyOrder) -> None:
        books, now = self._day.books, self._day.clock.now()
        assert OPENS <= self._day.minute < ENDS
        assert now < order.expires_at
        assert order.unwanted_at is None
        assert order.consumer_number not in self._day.cleared
        assert books.consumer(order.consumer_number).balance < ZERO
        assert books.supply.standstill() is None
        assert books.supply.order(order.id).state is OrderState.LEAVING
        job = books.supply.job(order.job_id)
        assert job.state is JobState.APPROVED
        assert job.decided_by == SUPERVISOR.name != job.made_by
        standing = books.policies.standing(order.consumer_number, now)
        assert set(standing.reasons) <= {Reason.ORDER_OPEN}


# The office


def lived_office(folder: Path, consumers: int, clock: FrozenClock) -> None:
    """Make a practice office by the command for it."""
    clock.set_to(at(2, 0, LIVED_TO + timedelta(days=1)))
    run(folder, clock, "demo", "--consumers", consumers, "--days", LIVED_DAYS, "--seed", 6)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """Return an instant of a day in India."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=IST).astimezone(UTC)


def run(folder: Path, clock: FrozenClock, *arguments: object) -> dict:
    """Run a command of the program and return what it says."""
    said = io.StringIO()
    with redirect_stdout(said):
        code = main.main([*map(str, arguments), "--office", str(folder), "--json"], clock)
    assert code == 0, said.getvalue()
    return json.loads(said.getvalue())


@contextmanager
def opened_day(
    folder: Path, clock: FrozenClock, pace: timedelta, tell: Callable[[str], None]
) -> Iterator[tuple[Day, Provider]]:
    """Serve everything outside of the office, and open it."""
    with ExitStack() as stack:
        world = World(clock, seed=6, takes_any_meter=False)
        _hang_meters(world, folder, clock)
        simulator = Simulator(world, slow_seconds=1.3)
        sms = Provider()
        books = open_office(folder, clock)
        stack.callback(books.close)
        books.trust.passwords = Argon2Passwords(is_quick=True)
        address = stack.enter_context(served(simulator_app(simulator, ticks=False)))
        link = replace(main.amisp_link_of(books), secret=PRACTICE_SECRET)
        receiver = receiver_app(link, clock, lambda event: books.supply.take_event(event, WORKER))
        called = stack.enter_context(served(receiver))
        told = stack.enter_context(served(provider(sms)))
        back = CallingBack()
        stack.callback(back.close)
        settings = {
            "amisp.address": address,
            "amisp.timeout_seconds": "1",
            "amisp.callback_address": called + CALLBACK_PATH,
            "sms.address": told,
            "alerts.sms": "yes",
            "sms.entity_id": "1201159100000000001",
            "sms.header": "BIJLEE",
        }
        books.safekeeping.change_settings(settings, WORKER)
        for place, template in enumerate(books.alerts.templates()):
            if template.medium is Medium.SMS:
                approved = replace(template, template_id=f"11071{place:014}")
                books.alerts.put_template(approved, WORKER)
        yield Day(books, clock, simulator, back, pace, tell), sms


def _hang_meters(world: World, folder: Path, clock: FrozenClock) -> None:
    """Let the AMISP's meters go on from where the office has read them last."""
    engine = open_engine(folder / "office.db")
    with engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT m.serial, max(r.cumulative_wh) AS wh, max(r.read_at_ms) AS at_ms,"
                " max(v.load_w) AS load_w FROM meter m"
                " JOIN meter_read r ON r.office_id = m.office_id AND r.meter_id = m.id"
                " JOIN consumer_version v ON v.office_id = m.office_id AND v.meter_id = m.id"
                " GROUP BY m.serial"
            )
        ).all()
    engine.dispose()
    world.add_meters([row.serial for row in found])
    for row in found:
        meter = world.meter(row.serial)
        meter.wh_at_first, meter.first_ms = row.wh, row.at_ms
        meter.wh_a_day = min(meter.wh_a_day, row.load_w * 4)
    assert found
    assert clock.now() > instant_of(max(row.at_ms for row in found))


def staff_up(books: SqlBooks) -> None:
    """Let there be people, so that two of them are needed, and an account for the night."""
    nobody, boss = Actor("set-up", Channel.SYSTEM), Actor("meena", Channel.DESK, counter=0)
    administrator = NewMember("meena", "Meena", Role.ADMINISTRATOR, 0)
    books.trust.make_first_administrator(administrator, PASSWORD, nobody)
    for name, role in (
        (CLERK.name, Role.CLERK),
        (SUPERVISOR.name, Role.SUPERVISOR),
        (WORKER.name, Role.MACHINE),
    ):
        books.trust.add_member(NewMember(name, name.title(), role, 0), PASSWORD, boss)
        books.trust.change_password(PASSWORD, OWN_PASSWORD, Actor(name, Channel.COMMAND_LINE))


# The day


def night(day: Day, folder: Path) -> None:
    """Catch up with the days since the last one lived, and do what is done every night."""
    day.clock.set_to(at(6, 0, DAY - timedelta(days=1)))
    first, last = LIVED_TO + timedelta(days=1), DAY - timedelta(days=2)
    with day.step("reads of the days before from the AMISP"):
        run(folder, day.clock, "amisp", "reads", "--day", first, "--until", last)
    with day.step("bill of the days before"):
        run(folder, day.clock, "bill", "--day", last)
    _clear_cheques(day)
    _protect_some(day)
    staff_up(day.books)
    day.clock.set_to(at(0, 40))
    with day.step("daily: reads in, bill, alerts, list"):
        told = run(folder, day.clock, "daily", "--amisp-reads", "--as", WORKER.name)
    for step in told["steps"]:
        assert step["exit_code"] == 0, step
    queued = next(step for step in told["steps"] if step["step"] == "alerts")["facts"]["queued"]
    day.tell(f"alerts queued: {queued}")


def _clear_cheques(day: Day) -> None:
    """Let the bank pay what is a month old: what rests on a cheque brings no supply back."""
    for cheque in day.books.reversals.cheques(tuple(OPEN_CHEQUES), MOST):
        day.books.reversals.clear(cheque.number, cheque.line, cheque.taken_on, WORKER)


def _protect_some(day: Day) -> None:
    for number in _numbers(day)[::PROTECTED]:
        form = NewProtection(
            new_id(),
            ProtectionKind.LIFE_SUPPORT,
            Scope.CONSUMER,
            number,
            "letter of the hospital",
            DAY - timedelta(days=3),
            DAY + timedelta(days=30),
        )
        day.books.policies.protect(form, WORKER)


def _numbers(day: Day) -> list[str]:
    found = day.books.defaulters.list(DefaulterQuery(), silent)
    return [row.number for row in found.rows]


def messages(day: Day, folder: Path, sms: Provider) -> None:
    """Deliver the messages of the night to a provider that fails at some of them."""
    kinds = [one for one in Mischief if one is not Mischief.SLOW]
    sms.plan.extend(
        day.chance.choice(kinds) if day.happens(5) else Mischief.DELIVER for _ in range(20_000)
    )
    sms.plan.appendleft(Mischief.SLOW)
    queued = len(day.books.alerts.messages(MessageQuery(media=(Medium.SMS,)), MOST))
    day.clock.set_to(at(7, 59))
    with day.step("messages to a provider that fails"):
        deliver_messages(day, folder)
        assert not sms.taken, "nothing leaves in the quiet hours"
        day.clock.set_to(at(8, 1))
        while deliver_messages(day, folder).next_at is not None and day.clock.now() < at(8, 50):
            day.clock.pass_time(timedelta(minutes=1))
    counts = day.books.alerts.counts()
    told = {state.value: count for state, count in counts.items() if count}
    day.tell(f"messages {queued:,}, at the provider {len(sms.taken):,}; they are {told}")
    references = Counter(json.dumps(body, sort_keys=True) for body in sms.taken.values())
    assert sum(references.values()) == len(sms.ids)
    assert counts.get(MessageState.LEAVING, 0) == 0


def deliver_messages(day: Day, folder: Path) -> MessagesDelivered:
    with main.notifiers_of(day.clock, day.books, folder, WORKER, Texts("en")) as notifiers:
        return day.books.alerts.deliver(notifiers, WORKER, silent)


def look(day: Day) -> None:
    """List who owes, and try the day before anything of it is done."""
    day.clock.set_to(at(9, 0))
    with day.step("list of defaulters"):
        found = day.books.defaulters.list(DefaulterQuery(), silent)
    day.tell(f"listed: {len(found.rows):,} owe {found.due.paise // 100:,} rupees")
    for name, moment in (
        ("before the window, 09:59", at(9, 59)),
        ("inside it, 10:30", at(10, 30)),
        ("after it, 16:00", at(16)),
    ):
        with day.step("dry run"):
            tried = day.books.policies.dry_run(moment, silent)
        held = {reason.value: count for reason, count in tried.decisions.first_counts().items()}
        assert tried.defaulters == len(found.rows) == tried.going + sum(held.values())
        assert bool(tried.going) is name.startswith("inside")
        day.tell(f"dry run {name}: {tried.defaulters:,} owe, {tried.going:,} go, {held}")


def job(day: Day) -> None:
    """One person makes the job, another approves it; people pay before and after."""
    supply = day.books.supply
    day.clock.set_to(at(9, 10))
    with day.step("job made"):
        made = supply.make_job(JobOrder(new_id(), at(10, 0), reason="daily"), CLERK, silent)
    day.job_id = made.id
    going = [row.number for row in supply.job_rows(made.id) if row.is_to_be_cut]
    supply.leave_out(made.id, going[:2], "old and ill", CLERK)
    for number in going[2 : 2 + max(len(going) // 12, 2)]:
        day.pay(number, "before the approval")
    day.clock.set_to(at(9, 30))
    asked = supply.ask_job(made.id, CLERK)
    day.clock.set_to(at(9, 40))
    with day.step("job approved"):
        words = OWN_PASSWORD
        day.books.trust.approve(asked.approval_id, "seen", words, SUPERVISOR)
    approved = supply.job(made.id)
    day.tell(
        f"job: {approved.defaulters:,} defaulters, {approved.eligible:,} eligible,"
        f" {approved.left_out} left out, {approved.beyond:,} beyond the run"
    )
    ordered = [order.consumer_number for order in day.orders(job_id=made.id)]
    assert not set(ordered) & (day.cleared | set(going[:2]))
    day.tell(f"ordered: {len(ordered):,}")
    day.clock.set_to(at(9, 50))
    for number in ordered[: max(len(ordered) // 12, 2)]:
        day.pay(number, "after the approval")
    for number in ordered[-max(len(ordered) // 20, 2) :]:
        day.pay(number, "too little, after the approval", clears=False)


def window(day: Day, amisp: Watched) -> None:
    """Work from ten until everybody is told, while everything goes wrong."""
    mischief = day.simulator.world.mischief
    for trick, share in ALL_DAY.items():
        mischief.play(trick, share)
    day.clock.set_to(at(9, 59))
    with day.step("the window, and after it"):
        while day.minute < CALM:
            day.clock.pass_time(day.pace * (1 if day.minute < BUSY else 2))
            for trick, whiles in FOR_A_WHILE.items():
                is_on = any(begin <= day.minute < end for begin, end in whiles)
                mischief.play(trick, 1.0 if is_on else 0.0)
            _stop_or_resume(day)
            day.round(amisp)
            _people_pay(day)
            _press_buttons(day)
    mischief.stop()


def _stop_or_resume(day: Day) -> None:
    """Stop all disconnecting for some minutes, as an office does when there is a riot."""
    is_stopped = day.books.supply.standstill() is not None
    ought = STOPPED[0] <= day.minute < STOPPED[1]
    if ought and not is_stopped:
        day.books.supply.stop("riots", SUPERVISOR)
    elif is_stopped and not ought:
        day.books.supply.resume("calm again", SUPERVISOR)


def _people_pay(day: Day) -> None:
    """Let people pay whose order is under way, and who have been cut."""
    under_way = day.orders(
        kinds=(OrderKind.DISCONNECT,), states=(OrderState.ACCEPTED, OrderState.UNKNOWN)
    )
    for order in under_way:
        if order.consumer_number not in day.cleared and day.happens(UNDER_WAY):
            day.pay(order.consumer_number, "while it was under way")
    for order in day.orders(kinds=(OrderKind.DISCONNECT,), states=(OrderState.DONE,)):
        number = order.consumer_number
        if number not in day.cleared and day.chance.randrange(12_000) < AFTER_THE_CUT:
            day.pay(number, "after the cut")


def _press_buttons(day: Day) -> None:
    """Let consumers press the button of a meter that has waited for it for a while."""
    now, world = day.clock.now(), day.simulator.world
    for meter in world.meters():
        if meter.relay != RelayState.READY_FOR_RECONNECTION:
            day.ready_since.pop(meter.serial, None)
        elif now - day.ready_since.setdefault(meter.serial, now) >= BUTTON_AFTER:
            world.set_relay(meter.serial, RelayState.CONNECTED)


def settle(day: Day, amisp: Watched) -> None:
    """Let the clock go on for three days, and somebody go to half of the meters on the list."""
    with day.step("three days after"):
        for pause, until in (
            (timedelta(minutes=2), at(19)),
            (timedelta(minutes=20), at(23)),
            (timedelta(hours=1), at(23, 0, DAY + timedelta(days=3))),
        ):
            while day.clock.now() < until:
                day.clock.pass_time(pause)
                day.round(amisp)
                _press_buttons(day)
            if until == at(19):
                _visit(day)


def _visit(day: Day) -> None:
    """Go to every second meter that is listed: who has paid is connected there by hand."""
    world = day.simulator.world
    listed = {one.id: one for one in [*day.orders(needs_visit=True), *day.orders(is_late=True)]}
    to_visit = [one for one in listed.values() if one.state is not OrderState.DONE][::2]
    for order in to_visit:
        if order.kind is OrderKind.RECONNECT:
            world.set_relay(order.meter_serial, RelayState.CONNECTED)
        is_on = world.meter(order.meter_serial).relay == RelayState.CONNECTED
        day.books.supply.settle_visit(order.id, "seen", SUPERVISOR, is_connected=is_on)
    day.tell(f"listed for a visit at 19:00: {len(listed)}, visited: {len(to_visit)}")


# What must hold in the end


def hold(day: Day) -> None:
    """Compare the truth of the relays with the books, and both with who has paid."""
    cuts = {order.id: order for order in day.orders(kinds=(OrderKind.DISCONNECT,))}
    _figures(day, cuts)
    _every_cut_was_ordered(day, cuts)
    _who_paid_in_time_was_not_cut(day, cuts)
    _nobody_who_paid_is_forgotten(day)
    _late_cuts_are_listed(day, cuts)
    with day.step("check of the books"):
        assert day.books.check(silent) == []


def _every_cut_was_ordered(day: Day, cuts: dict[str, SupplyOrder]) -> None:
    left = set(day.left)
    for command in day.simulator.world.commands():
        if command.kind == "DISCONNECT":
            assert command.command_id in left
            assert cuts[command.command_id].job_id == day.job_id
    for number in _off_in_truth(day):
        assert any(one.consumer_number == number and one.id in left for one in cuts.values())


def _who_paid_in_time_was_not_cut(day: Day, cuts: dict[str, SupplyOrder]) -> None:
    in_time = {
        one.number for one in day.payments if one.clears and one.gap.endswith("the approval")
    }
    left = set(day.left)
    assert in_time
    assert not in_time & {one.consumer_number for one in cuts.values() if one.id in left}
    assert not in_time & _off_in_truth(day)


def _nobody_who_paid_is_forgotten(day: Day) -> None:
    listed = {
        one.consumer_number for one in [*day.orders(is_late=True), *day.orders(needs_visit=True)]
    }
    off = _off_in_truth(day)
    clear = {number for number in day.cleared if day.books.consumer(number).balance >= ZERO}
    assert clear
    forgotten = (off & clear) - listed
    assert not forgotten, forgotten
    off_in_books = {
        order.consumer_number
        for order in day.orders()
        if day.books.consumer(order.consumer_number).supply_state is SupplyState.DISCONNECTED
    }
    unlisted = (off ^ off_in_books) - listed
    day.tell(
        f"in the end off: {len(off)}, of whom have paid: {len(off & clear)}, all listed;"
        f" relay and books differ: {len(off ^ off_in_books)}"
    )
    assert not unlisted, unlisted


def _late_cuts_are_listed(day: Day, cuts: dict[str, SupplyOrder]) -> None:
    """Whatever the AMISP carried out after the order had run out, or after a payment, is told."""
    told = {order.id for order in day.orders(was_late_cut=True)}
    paid_ms = {one.number: milliseconds(one.at) for one in day.payments if one.clears}
    late = 0
    for command in day.simulator.world.commands():
        if command.kind != "DISCONNECT" or command.executed_ms is None or command.contradicts:
            continue
        order = cuts[command.command_id]
        if _was_clock_wrong(order):
            continue
        is_over = command.executed_ms > command.expires_ms
        paid = paid_ms.get(order.consumer_number)
        if is_over or (paid is not None and paid < command.executed_ms):
            late += 1
            assert order.id in told, (order, command)
    day.tell(f"cut late or after a payment by the AMISP: {late}, all listed")


def _was_clock_wrong(order: SupplyOrder) -> bool:
    """Whether the AMISP took an order when nobody could tell the time by its clock."""
    assert order.sent_at is not None
    local = order.sent_at.astimezone(IST)
    minute = local.hour * 60 + local.minute
    return any(begin <= minute < end for begin, end in FOR_A_WHILE[Trick.WRONG_CLOCK])


def _off_in_truth(day: Day) -> set[str]:
    """Return who is without supply, as the relays themselves stand."""
    numbers = {order.meter_serial: order.consumer_number for order in day.orders()}
    return {
        numbers[meter.serial]
        for meter in day.simulator.world.meters()
        if meter.relay != RelayState.CONNECTED
    }


def _figures(day: Day, cuts: dict[str, SupplyOrder]) -> None:
    gaps = Counter(one.gap for one in day.payments)
    ends = Counter(f"{one.state.value} {one.error}".strip() for one in cuts.values())
    backs = day.orders(kinds=(OrderKind.RECONNECT,))
    took = sorted(_back_after(day, backs))
    for line in (
        f"payments: {len(day.payments)}: {dict(gaps)}",
        f"orders to disconnect: {dict(ends.most_common())}",
        f"orders that left: {len(set(day.left))}, hand-overs: {len(day.left)}",
        f"orders to reconnect: {dict(Counter(one.state.value for one in backs))}",
        f"late: {len(day.orders(is_late=True))}, to visit: {len(day.orders(needs_visit=True))}",
        f"troubles that ended rounds: {dict(day.troubles)}",
        f"callbacks answered: {dict(Counter(day.back.answers))}",
    ):
        day.tell(line)
    if took:
        within = sum(one <= timedelta(hours=2) for one in took)
        day.tell(
            f"back after paying: {len(took)}, {within} within two hours; median"
            f" {_told(took[len(took) // 2])}, 95% {_told(took[len(took) * 95 // 100])},"
            f" worst {_told(took[-1])}"
        )


def _back_after(day: Day, backs: list[SupplyOrder]) -> Iterator[timedelta]:
    """Yield from each payment that needed it how long it took until the relay closed."""
    by_number: dict[str, list[SupplyOrder]] = {}
    for order in backs:
        if order.state is OrderState.DONE and order.executed_at is not None:
            by_number.setdefault(order.consumer_number, []).append(order)
    for payment in day.payments:
        if payment.clears and payment.number in by_number:
            closed = max(one.executed_at for one in by_number[payment.number])
            yield max(closed - payment.at, timedelta())


def _told(duration: timedelta) -> str:
    minutes, seconds = divmod(int(duration.total_seconds()), 60)
    return (
        f"{minutes // 60} h {minutes % 60:02} min"
        if minutes >= 60
        else f"{minutes} min {seconds:02} s"
    )


def live_through(
    folder: Path,
    consumers: int,
    pace: timedelta,
    tell: Callable[[str], None],
    clock: FrozenClock,
) -> Day:
    """Do all of it, and return what is known of the day."""
    began = perf_counter()
    lived_office(folder, consumers, clock)
    made = perf_counter() - began
    with opened_day(folder, clock, pace, tell) as (day, sms):
        day.seconds["the practice office made"] = made
        night(day, folder)
        messages(day, folder, sms)
        look(day)
        job(day)
        amisp = Watched(main.amisp_of(day.books, clock), day)
        window(day, amisp)
        settle(day, amisp)
        hold(day)
        for name, seconds in day.seconds.items():
            tell(f"{name}: {seconds:.1f} s")
        return day


#: What opens the simulator, as the environment of an office gives it.
SECRETS = {
    "BIJLI_BAHI_AMISP_TOKEN": PRACTICE_TOKEN,
    "BIJLI_BAHI_AMISP_SECRET": PRACTICE_SECRET,
    "BIJLI_BAHI_SMS_TOKEN": "practice",
    "BIJLI_BAHI_PASSWORD": OWN_PASSWORD,
}
