"""Delivering messages: each is judged again and marked as leaving before anything leaves.

Transaction 1 marks, then the provider is called, transaction 2 stores the answer. Of what was
leaving when a program died nobody knows whether it arrived: an SMS is not sent again by itself, it
is listed; a mail or a sheet is, once it is sure that nobody hands it over any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol, runtime_checkable

from domain.alerts import URGING, period_of_recharge, stretch_below
from domain.calendar import IST, Clock, billing_day, start_of
from domain.cutting_hours import Stretch
from domain.errors import Unavailable
from domain.errors_of_messages import (
    DeliveryGoingOn,
    TemplateNotApproved,
    TextNotAsApproved,
    VariableUnfit,
)
from domain.errors_of_trust import RunGoingOn
from domain.ids import new_id
from domain.lease import Lease, held_on
from domain.message import Alert, Medium, Message, Template
from domain.office import Actor
from domain.policy import AlertRules, PolicyBook
from domain.ports import UnitOfWork
from domain.ports_of_alerts import DueMessage, Unreported
from domain.ports_of_messages import Handed, HandOver, Notifier
from domain.progress import Progress, Step
from domain.services.alerting import SETTLED_AFTER, media_on, with_sender
from domain.services.permitting import permit
from domain.services.repeating import repeated_when_undone
from domain.settings import SMS_ENTITY, SMS_HEADER
from domain.staff import Act
from domain.template_rules import APPROVED_MEDIA, refuse_other_text, refuse_unapproved

MESSAGES = "messages"
#: One message leaves between two transactions, so that when a program dies of one only nobody
#: knows; of a sheet as many as it has rows.
_ONE, _ROWS_OF_SHEET = 1, 5_000
#: So many at most are judged, or answered, in one transaction: a clerk never waits for it.
_A_TURN = 200
_MOST_TRIES = 20
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
#: After so many in a row that could not be handed over, a medium rests until the next round.
_GIVEN_UP_AFTER = 3
#: A provider is asked about a message after a minute, and again whenever that much time as since
#: it left has gone by once more.
_ASKED_AFTER, _ASKED_UNTIL = timedelta(minutes=1), timedelta(days=3)
_MOST_REPORTS = 500
_MAY_SEND_TWICE = (Medium.EMAIL, Medium.FILE)
OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a provider tells of a message that it took."""

    is_delivered: bool
    error: str = ""


@runtime_checkable
class InBulk(Protocol):
    """A notifier that takes many messages as one: a sheet."""

    def hand_over_all(self, messages: Sequence[Message]) -> Sequence[HandOver]: ...


@runtime_checkable
class Reporting(Protocol):
    """A notifier that can be asked what became of messages."""

    def reports(self, provider_ids: Sequence[str]) -> Mapping[str, DeliveryReport]:
        """Return what is known for good; a message that is still on its way is missing."""


@dataclass(slots=True)
class Round:
    """One round of delivering, and what it came to."""

    notifiers: Mapping[Medium, Notifier]
    open_unit: Callable[[], UnitOfWork]
    policies: PolicyBook
    clock: Clock
    actor: Actor
    progress: Progress
    breathe: Callable[[], None]
    id: str = field(default_factory=new_id)
    counts: Counter[str] = field(default_factory=Counter)
    in_vain: Counter[Medium] = field(default_factory=Counter)

    def deliver(self) -> tuple[datetime | None, tuple[Medium, ...]]:
        """Hand over all that is due; return when there is more, and media nobody has set up.

        :class:`DeliveryGoingOn` while another program delivers for the same office.
        """
        self._begin()
        try:
            for medium in self.notifiers:
                self._deliver_by(medium)
                self._take_reports(medium)
            return self._end()
        finally:
            with suppress(Unavailable), self.open_unit() as unit:
                unit.leases.end(MESSAGES, self.id)
                unit.commit()

    @repeated_when_undone
    def _begin(self) -> None:
        with self.open_unit() as unit:
            permit(unit, self.actor, Act.DELIVER)
            self._hold(unit)
            # A program that was taken for dead may still be at the last that it marked.
            unit.messages.take_back_leaving(_MAY_SEND_TWICE, self.clock.now() - SETTLED_AFTER)
            unit.commit()

    def _deliver_by(self, medium: Medium) -> None:
        most = _ROWS_OF_SHEET if isinstance(self.notifiers[medium], InBulk) else _ONE
        while self.in_vain[medium] < _GIVEN_UP_AFTER:
            leaving = self._what_leaves(medium, most)
            if not leaving:
                return
            answers = self._hand_over(medium, leaving)
            for start in range(0, len(leaving), _A_TURN):
                turn = slice(start, start + _A_TURN)
                self._store(medium, leaving[turn], answers[turn])
                self.breathe()
            self.progress(Step(self.counts.total(), self.counts.total() + 1))

    def _what_leaves(self, medium: Medium, most: int) -> list[tuple[Message, Template | None]]:
        """Mark what leaves next, so many messages at most; none: nothing can leave now."""
        leaving: list[tuple[Message, Template | None]] = []
        judged_at_once = min(most, _A_TURN)
        while len(leaving) < most:
            is_any_due, marked = self._let_leave(medium, judged_at_once, most - len(leaving))
            if not is_any_due:
                break
            leaving += marked
            # Of thousands that have to wait for the morning not each takes a turn of its own.
            judged_at_once = min(2 * judged_at_once, _A_TURN)
            self.breathe()
        return leaving

    @repeated_when_undone
    def _let_leave(
        self, medium: Medium, most_judged: int, most_leaving: int
    ) -> tuple[bool, list[tuple[Message, Template | None]]]:
        """Mark what leaves now; return whether anything was due, and what leaves."""
        with self.open_unit() as unit:
            now = self.clock.now()
            self._hold(unit)
            due = unit.messages.due([medium], now, most_judged)
            judged = _Judged.of(due, unit, self.policies, now)
            leaving = judged.leaving[:most_leaving]
            unit.messages.give_up(judged.overtaken, OVERTAKEN)
            unit.messages.fail(judged.faulty)
            for until, ids in judged.quiet.items():
                unit.messages.postpone(ids, until)
            unit.messages.leave([message.id for message, _template in leaving], now)
            unit.commit()
        self.counts["dropped"] += len(judged.overtaken)
        self.counts["failed"] += len(judged.faulty)
        return bool(due), leaving

    def _hand_over(
        self, medium: Medium, leaving: Sequence[tuple[Message, Template | None]]
    ) -> Sequence[HandOver]:
        notifier = self.notifiers[medium]
        if isinstance(notifier, InBulk):
            answers = notifier.hand_over_all([one for one, _template in leaving])
        else:
            answers = [notifier.hand_over(message, template) for message, template in leaving]
        is_in_vain = all(answer.handed in {Handed.LATER, Handed.UNKNOWN} for answer in answers)
        self.in_vain[medium] = self.in_vain[medium] + 1 if is_in_vain else 0
        return answers

    @repeated_when_undone
    def _store(
        self,
        medium: Medium,
        leaving: Sequence[tuple[Message, Template | None]],
        answers: Sequence[HandOver],
    ) -> None:
        """Store what became of messages, also when another program was quicker meanwhile."""
        by_id = {
            message.id: answer
            for (message, _template), answer in zip(leaving, answers, strict=True)
        }
        waits = {
            message.id: _wait(message.attempts + 1, by_id[message.id])
            for message, _template in leaving
        }
        is_reported = isinstance(self.notifiers[medium], Reporting)
        with self.open_unit() as unit:
            now = self.clock.now()
            unit.messages.answered(by_id, now, waits, now + _ASKED_AFTER if is_reported else None)
            unit.commit()
        for id_, answer in by_id.items():
            self.counts[_outcome(answer, waits[id_])] += 1

    def _take_reports(self, medium: Medium) -> None:
        notifier = self.notifiers[medium]
        if not isinstance(notifier, Reporting):
            return
        while asked := self._unreported(medium):
            reports = notifier.reports([one.provider_id for one in asked])
            self._store_reports(asked, reports)
            if not reports:
                return

    @repeated_when_undone
    def _unreported(self, medium: Medium) -> list[Unreported]:
        with self.open_unit() as unit:
            return unit.messages.unreported(medium, self.clock.now(), _MOST_REPORTS)

    @repeated_when_undone
    def _store_reports(
        self, asked: Sequence[Unreported], reports: Mapping[str, DeliveryReport]
    ) -> None:
        now = self.clock.now()
        with self.open_unit() as unit:
            unit.messages.ask_again({one.id: _asked_next(one.sent_at, now) for one in asked})
            for provider_id, told in reports.items():
                unit.messages.report(
                    provider_id, now, is_delivered=told.is_delivered, error=told.error
                )
            unit.commit()

    def _end(self) -> tuple[datetime | None, tuple[Medium, ...]]:
        given_up = {one for one in self.notifiers if self.in_vain[one] >= _GIVEN_UP_AFTER}
        with self.open_unit() as unit:
            next_at = unit.messages.next_try([one for one in self.notifiers if one not in given_up])
            wanted = unit.messages.waiting_media() | media_on(unit.settings)
        if given_up:
            rested_at = self.clock.now() + _FIRST_WAIT
            next_at = rested_at if next_at is None else min(next_at, rested_at)
        return next_at, tuple(medium for medium in Medium if medium in wanted - set(self.notifiers))

    def _hold(self, unit: UnitOfWork) -> None:
        now = self.clock.now()
        wanted = Lease.taken(MESSAGES, self.id, self.actor.name, now)
        try:
            unit.leases.put(held_on(wanted, unit.leases.find(MESSAGES), now))
        except RunGoingOn as going_on:
            raise DeliveryGoingOn(going_on.by) from None


@dataclass(slots=True)
class _Judged:
    """What becomes of messages whose time has come."""

    leaving: list[tuple[Message, Template | None]] = field(default_factory=list)
    overtaken: list[int] = field(default_factory=list)
    faulty: dict[int, str] = field(default_factory=dict)
    quiet: dict[datetime, list[int]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, due: Sequence[DueMessage], unit: UnitOfWork, policies: PolicyBook, now: datetime
    ) -> _Judged:
        judged = cls()
        if not due:
            return judged
        templates = unit.messages.templates()
        entity, header = unit.settings.get(SMS_ENTITY), unit.settings.get(SMS_HEADER)
        for one in due:
            message = one.message
            until = quiet_until(_rules_of(one, policies, now).quiet, now)
            if is_overtaken(one):
                judged.overtaken.append(message.id)
            elif until is not None and message.medium is not Medium.FILE:
                judged.quiet.setdefault(until, []).append(message.id)
            else:
                found = templates.get((message.alert, message.medium, message.language))
                template = None if found is None else with_sender(found, entity, header)
                judged._let_leave(message, template)
        return judged

    def _let_leave(self, message: Message, template: Template | None) -> None:
        """Let a message leave, if its text still is what was approved."""
        if message.medium in APPROVED_MEDIA and template is not None:
            try:
                refuse_unapproved(template)
                refuse_other_text(template, message.variables, message.text)
            except (TemplateNotApproved, TextNotAsApproved, VariableUnfit) as refusal:
                self.faulty[message.id] = refusal.code
                return
        self.leaving.append((message, template))


def is_overtaken(due: DueMessage) -> bool:
    """Whether a message is no longer true: the consumer has paid, or supply is as before.

    Supply that is off although nothing is due comes back by itself: there is nothing to pay.
    """
    message = due.message
    if message.alert in {Alert.LOW_PERCENT, Alert.LOW_DAYS}:
        step = message.period.rpartition(":")[2]
        is_other = message.period != period_of_recharge(due.recharge, int(step or 0))
        return is_other or not due.is_connected
    if message.alert in URGING:
        since = due.negative_since_day
        is_same = since is not None and message.period.startswith(stretch_below(since))
        return due.balance_paise >= 0 or not is_same or not due.is_connected
    is_settled = due.is_connected or due.balance_paise >= 0
    return message.alert is Alert.DISCONNECTED and is_settled


def quiet_until(quiet: Stretch, now: datetime) -> datetime | None:
    """Return when the quiet hours end that an instant lies in, None outside them."""
    local = now.astimezone(IST)
    minute, day = local.hour * 60 + local.minute, billing_day(now)
    for first, end in _stretches(quiet):
        if first <= minute < end:
            return _end_of_quiet(quiet, day, minute)
    return None


def _stretches(quiet: Stretch) -> list[tuple[int, int]]:
    # One that begins and ends at the same minute is none.
    return [] if quiet.from_minute == quiet.until_minute else quiet.within_a_day()


def _end_of_quiet(quiet: Stretch, day: date, minute: int) -> datetime:
    goes_round = quiet.until_minute <= quiet.from_minute
    end = day + timedelta(days=1) if goes_round and minute >= quiet.from_minute else day
    return start_of(end) + timedelta(minutes=quiet.until_minute)


def _rules_of(due: DueMessage, policies: PolicyBook, now: datetime) -> AlertRules:
    policy = policies.on(billing_day(now))
    return AlertRules() if policy is None else policy.terms_of(due.schedule, due.load_w).alerts


def _wait(attempts: int, answer: HandOver) -> timedelta | None:
    """Return how long to wait before the next try, None for never."""
    if answer.handed is not Handed.LATER or attempts >= _MOST_TRIES:
        return None
    times: int = 2 ** (attempts - 1)
    return max(min(_FIRST_WAIT * times, _LONGEST_WAIT), timedelta(milliseconds=answer.wait_ms))


def _asked_next(sent_at: datetime, now: datetime) -> datetime | None:
    """Return when a provider is asked about a message again, None for never."""
    since = now - sent_at
    return None if since >= _ASKED_UNTIL else now + max(since, _ASKED_AFTER)


def _outcome(answer: HandOver, wait: timedelta | None) -> str:
    if answer.handed is Handed.SENT:
        return "sent"
    if answer.handed is Handed.UNKNOWN:
        return "unknown"
    return "failed" if wait is None else "waiting"
