"""The life of a practice office: what its meters send and its consumers pay in, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from domain.calendar import IST, day_number, end_of
from domain.consumer import NewConsumer
from domain.energy import Energy
from domain.money import Money
from domain.office import Office
from domain.practice.consumers import invent
from domain.practice.people import Town
from domain.progress import Progress
from domain.reads import JUMP_FACTOR, Read
from domain.recharge import RechargeOrder
from domain.simulation.chance import Chance, Purpose
from domain.simulation.habits import RechargeHabit
from domain.simulation.population import Population
from domain.simulation.running import SimulatedDay, simulate
from domain.simulation.scenarios import NORMAL
from domain.tariff import TariffBook
from domain.tender import Tender

#: Of a hundred reads this many never arrive, and this many arrive some minutes after midnight.
_MISSING_PERCENT = 2
_LATE_PERCENT = 10
_LATEST_MINUTES = 10
_GAP_DAYS = 5
#: Counters are open from 10:00 for eight hours.
_OPENS = time(10)
_OPEN_MINUTES = 8 * 60
_TENDERS = (*[Tender.CASH] * 11, *[Tender.UPI] * 7, Tender.CARD, Tender.CHEQUE)
#: How banks number what they do: prefix and digits.
_REFERENCES = {
    Tender.CASH: ("", 0),
    Tender.UPI: ("", 12),
    Tender.CARD: ("AUTH", 6),
    Tender.CHEQUE: ("", 6),
}
_BANKS = ("State Bank of India", "Punjab National Bank", "Bank of Baroda")
# Periods of the purpose PRACTICE below these are the draws that invented the consumers.
_ARRIVES, _MINUTES, _PAID, _REFERENCE = 1 << 40, 2 << 40, 3 << 40, 4 << 40


@dataclass(frozen=True, slots=True)
class RechargeWish:
    """A recharge that somebody makes at ``paid_at`` (aware, IST)."""

    paid_at: datetime
    order: RechargeOrder


@dataclass(frozen=True, slots=True)
class LifeDay:
    """What happens on a day: recharges by their instant, then the reads that close it."""

    day: date
    recharges: tuple[RechargeWish, ...]
    reads: tuple[Read, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Life:
    """Invented consumers and what happens to them; columns by day and consumer, int64.

    ``stuck``, ``jumping`` and ``silent`` are the positions of the consumers whose register comes
    to a stand, jumps once, and is not heard of for five days (-1 in an office too small for it).
    """

    consumers: tuple[NewConsumer, ...]
    first: date
    registers_wh: NDArray[np.int64]
    recharges_paise: NDArray[np.int64]
    seed: int
    town: Town
    stuck: int
    jumping: int
    silent: int

    def days(self) -> Iterator[LifeDay]:
        """Yield the days in order; each is made when it is asked for."""
        for index in range(len(self.registers_wh)):
            day = self.first + timedelta(days=index)
            yield LifeDay(day, self._recharges(index, day), self._reads(index, day))

    def _reads(self, index: int, day: date) -> tuple[Read, ...]:
        chance, ids = Chance(self.seed), self._ids()
        number = day_number(day)
        is_missing = chance.below(_MISSING_PERCENT, Purpose.PRACTICE, ids, _ARRIVES + number)
        is_missing |= self._is_silent(index)
        if self.jumping >= 0:
            is_missing[self.jumping] = False
        bits = chance.bits(Purpose.PRACTICE, ids, _MINUTES + number)
        minutes = _late_minutes(bits)
        midnight = end_of(day)
        return tuple(
            Read(
                meter_serial=self.consumers[row].meter_serial,
                read_at=midnight + timedelta(minutes=late),
                register=Energy(register_wh),
            )
            for row, late, register_wh in zip(
                np.flatnonzero(~is_missing).tolist(),
                minutes[~is_missing].tolist(),
                self.registers_wh[index][~is_missing].tolist(),
                strict=True,
            )
        )

    def _is_silent(self, index: int) -> NDArray[np.bool_]:
        rows = np.zeros(len(self.consumers), np.bool_)
        middle = len(self.registers_wh) // 2
        if self.silent >= 0 and middle <= index < middle + _GAP_DAYS:
            rows[self.silent] = True
        return rows

    def _recharges(self, index: int, day: date) -> tuple[RechargeWish, ...]:
        rows = np.flatnonzero(self.recharges_paise[index])
        chance, ids, number = Chance(self.seed), self._ids()[rows], day_number(day)
        paid = chance.bits(Purpose.PRACTICE, ids, _PAID + number).tolist()
        references = chance.bits(Purpose.PRACTICE, ids, _REFERENCE + number).tolist()
        wishes = [
            self._wish(row, day, bits, reference)
            for row, bits, reference in zip(rows.tolist(), paid, references, strict=True)
        ]
        return tuple(sorted(wishes, key=lambda wish: (wish.paid_at, wish.order.id)))

    def _wish(self, row: int, day: date, bits: int, reference: int) -> RechargeWish:
        number = self.consumers[row].number
        index = (day - self.first).days
        tender = _TENDERS[bits % len(_TENDERS)]
        prefix, digits = _REFERENCES[tender]
        order = RechargeOrder.of(
            f"practice-{self.seed}-{number}-{day.isoformat()}",
            consumer_number=number,
            amount=Money(int(self.recharges_paise[index, row])),
            tender=tender,
            reference=prefix + str(reference % 10**digits).zfill(digits) if digits else "",
            bank=_BANKS[reference % len(_BANKS)] if tender is Tender.CHEQUE else "",
            dated=day if tender is Tender.CHEQUE else None,
        )
        opens = datetime.combine(day, _OPENS, IST)
        return RechargeWish(opens + timedelta(minutes=(bits >> 20) % _OPEN_MINUTES), order)

    def _ids(self) -> NDArray[np.int64]:
        return np.arange(1, len(self.consumers) + 1, dtype=np.int64)


def live(  # noqa: PLR0913 - what a practice office is made of
    tariffs: TariffBook,
    *,
    consumers: int,
    first: date,
    days: int,
    seed: int,
    progress: Progress,
    state: str = "Bihar",
) -> Life:
    """Invent ``consumers`` and let them live for ``days`` from ``first`` on, under real tariffs.

    The same arguments give the same life. Reports each day; :class:`ScheduleNotFound` when no
    tariff holds on those days.
    """
    last = first + timedelta(days=days - 1)
    town, people = invent(tariffs, count=consumers, first=first, last=last, state=state, seed=seed)
    energy_wh = np.zeros((days, consumers), np.int64)
    recharges_paise = np.zeros((days, consumers), np.int64)

    def note(lived: SimulatedDay) -> None:
        index = (lived.day - first).days
        energy_wh[index] = lived.energy_wh
        recharges_paise[index] = lived.recharged_paise

    simulate(
        _population(people),
        tariffs,
        first,
        days,
        None,
        NORMAL,
        seed,
        progress,
        habit=RechargeHabit.TOPS_UP,
        on_day=note,
    )
    stuck, jumping, silent = (consumers * part // 4 if consumers >= 4 else -1 for part in (1, 2, 3))  # noqa: PLR2004 - quarters
    registers_wh = _registers(people, energy_wh)
    _let_stand(registers_wh, stuck)
    _let_jump(registers_wh, jumping, people)
    return Life(
        tuple(people), first, registers_wh, recharges_paise, seed, town, stuck, jumping, silent
    )


def office_of(life: Life, code: str) -> Office:
    """Return the practice office that this life belongs to."""
    city, _hindi = life.town.name
    return Office(
        code=code,
        name=f"Practice Office, {city}",
        state=life.town.state,
        is_practice=True,
        address=f"Electric Supply Office, {life.town.localities[0].name[0]}, {city}"
        f" {life.town.localities[0].pin}",
    )


def _population(people: list[NewConsumer]) -> Population:
    return Population.of(
        ids=range(1, len(people) + 1),
        category=[person.category for person in people],
        load_w=[person.load_w for person in people],
        balance_paise=[person.opening_balance.paise for person in people],
    )


def _registers(people: list[NewConsumer], energy_wh: NDArray[np.int64]) -> NDArray[np.int64]:
    """Turn the use of each day into what each register shows at its end, in Wh."""
    initial_wh = [person.initial.wh if person.initial else 0 for person in people]
    registers_wh = np.cumsum(energy_wh, axis=0, out=energy_wh)
    registers_wh += np.array(initial_wh, np.int64)
    return registers_wh


def _let_stand(registers_wh: NDArray[np.int64], row: int) -> None:
    """Keep a register where it is after a third of the days."""
    if row >= 0:
        start = len(registers_wh) // 3
        registers_wh[start:, row] = registers_wh[start, row]


def _let_jump(registers_wh: NDArray[np.int64], row: int, people: list[NewConsumer]) -> None:
    """Show once, three days before the end, more than the load could have used in a fortnight."""
    if row >= 0:
        jump_wh = people[row].load_w * 24 * 14 * JUMP_FACTOR
        registers_wh[max(len(registers_wh) - 4, 0), row] += jump_wh


def _late_minutes(bits: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return how many minutes after midnight each read was taken: mostly none."""
    minutes = (1 + (bits >> np.uint64(32)) % np.uint64(_LATEST_MINUTES)).astype(np.int64)
    return np.where(bits % np.uint64(100) < np.uint64(_LATE_PERCENT), minutes, 0)
