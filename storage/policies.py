"""Policies, holidays and protections of an office in its database, and the dry run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from domain import masking
from domain.approval import Approval
from domain.calendar import billing_day, day_of_number
from domain.money import Money
from domain.office import Actor
from domain.policy import NONE, SIDES, Decisions, Facts, Policy, PolicyBook, decide
from domain.policy_book import DryRun, Holiday, Standing
from domain.policy_ends import ends_of
from domain.policy_reading import policy_of
from domain.progress import Progress, Step
from domain.protection import NewProtection, Protection
from domain.services import keeping_holidays, protecting, taking_policies
from domain.services.repeating import repeated_when_undone
from storage.access import Access
from storage.listings.consumers import id_of
from storage.listings.policy_facts import is_switched_off
from storage.repositories.policies import SqlPolicyRows

#: A dry run reads, then judges.
_PARTS = 2


class SqlPolicies:
    """Everything of :class:`domain.policy_book.Policies`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access

    # Policies

    def book(self) -> PolicyBook:
        with self._access.reading() as connection:
            return self._rows(connection).book()

    def judge(self, document: Mapping[str, Any]) -> Policy:
        return policy_of(document)

    @repeated_when_undone
    def ask(self, document: Mapping[str, Any], reason: str, actor: Actor) -> Approval | Policy:
        unit, clock = self._access.unit(), self._access.clock
        return taking_policies.ask_for_policy(document, reason, unit, clock, actor)

    # Holidays

    def holidays(self, first: date, last: date) -> list[Holiday]:
        with self._access.reading() as connection:
            return self._rows(connection).holidays(first, last)

    @repeated_when_undone
    def put_holiday(self, holiday: Holiday, actor: Actor) -> None:
        keeping_holidays.put_holiday(holiday, self._access.unit(), self._access.clock, actor)

    @repeated_when_undone
    def remove_holiday(self, day: date, actor: Actor) -> None:
        keeping_holidays.remove_holiday(day, self._access.unit(), self._access.clock, actor)

    @repeated_when_undone
    def put_holidays(self, found: Sequence[Holiday], actor: Actor) -> int:
        return keeping_holidays.put_holidays(found, self._access.unit(), self._access.clock, actor)

    # Protections

    def protections(self, *, at: date | None = None, number: str = "") -> list[Protection]:
        with self._access.reading() as connection:
            found = self._rows(connection).protections(at=at, number=number)
        return [self._seen(one) for one in found]

    @repeated_when_undone
    def protect(self, form: NewProtection, actor: Actor) -> Protection:
        made = protecting.protect(form, self._access.unit(), self._access.clock, actor)
        return self._seen(made)

    @repeated_when_undone
    def end_protection(self, id_: str, reason: str, actor: Actor) -> Protection:
        unit, clock = self._access.unit(), self._access.clock
        return self._seen(protecting.end_protection(id_, reason, unit, clock, actor))

    def _seen(self, protection: Protection) -> Protection:
        """Return a protection as who looks may see it: a proof may give a telephone number."""
        if not self._access.is_masked:
            return protection
        return replace(
            protection,
            proof=masking.masked_words(protection.proof),
            end_reason=masking.masked_words(protection.end_reason),
        )

    # What would happen

    def next_window(self, at: datetime) -> datetime | None:
        with self._access.reading() as connection:
            rows = self._rows(connection)
            return rows.book().next_open(at, rows.holiday_names())

    def dry_run(self, at: datetime, progress: Progress, draft: Policy | None = None) -> DryRun:
        with self._access.reading() as connection:
            book = self._book(connection, draft)
            progress(Step(0, _PARTS))
            facts = self._rows(connection).facts(at)
            progress(Step(1, _PARTS))
            decisions = self._decided(connection, facts, book, at)
            progress(Step(_PARTS, _PARTS))
        return DryRun(at, book.on(billing_day(at)), facts, decisions)

    def standing(self, number: str, at: datetime, draft: Policy | None = None) -> Standing:
        with self._access.reading() as connection:
            book, rows = self._book(connection, draft), self._rows(connection)
            id_ = id_of(connection, self._access.office.id, number)
            facts = rows.facts(at, [id_])
            decisions = self._decided(connection, facts, book, at)
            ends = ends_of(facts, decisions, book, rows.holiday_names())
            covering = rows.protections_of(id_, billing_day(at))
        terms = int(decisions.terms[0])
        since = int(facts.negative_since_day[0])
        return Standing(
            number=number,
            at=at,
            side=SIDES[int(decisions.side[0])],
            reasons=decisions.reasons_of(0),
            ends=ends,
            next_at=decisions.next_of(0),
            policy=book.on(billing_day(at)),
            terms=decisions.all_terms[terms],
            group=decisions.groups[terms],
            balance=Money(int(facts.balance_paise[0])),
            negative_since=None if since == NONE else day_of_number(since),
            protections=tuple(self._seen(one) for one in covering),
        )

    def _book(self, connection: Connection, draft: Policy | None) -> PolicyBook:
        book = self._rows(connection).book()
        return book if draft is None else book.with_draft(draft)

    def _decided(
        self, connection: Connection, facts: Facts, book: PolicyBook, at: datetime
    ) -> Decisions:
        holidays = self._rows(connection).holiday_names()
        is_stopped = is_switched_off(connection, self._access.office)
        return decide(facts, book, holidays, at, is_switched_off=is_stopped)

    def _rows(self, connection: Connection) -> SqlPolicyRows:
        return SqlPolicyRows(connection, self._access.office)
