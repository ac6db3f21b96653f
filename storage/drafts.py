"""The tariff drafts of an office in its database, and what they would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from domain.approval import Approval
from domain.comparing import preview_impact
from domain.impact import Impact
from domain.office import Actor
from domain.progress import Progress
from domain.services import drafting_tariffs
from domain.services.drafting_tariffs import JudgedDraft
from domain.services.repeating import repeated_when_undone
from domain.tariff import Tariff, TariffBook
from domain.tariff_draft import DraftOrder, TariffDraft
from storage.access import Access
from storage.listings.charged_days import SqlChargedDays
from storage.repositories.approvals import SqlApprovals
from storage.repositories.drafts import SqlDrafts
from storage.repositories.tariffs import SqlTariffs


class SqlTariffDrafts:
    """Everything of :class:`domain.drafts.Drafts`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def all(self) -> list[TariffDraft]:
        with self._access.reading() as connection:
            return self._standing(connection, SqlDrafts(connection, self._access.office).all())

    def get(self, id_: str) -> TariffDraft:
        with self._access.reading() as connection:
            found = SqlDrafts(connection, self._access.office).get(id_)
            return self._standing(connection, [found])[0]

    def judge(self, document: Mapping[str, Any]) -> JudgedDraft:
        with self._access.reading() as connection:
            tariffs = SqlTariffs(connection, self._access.office)
            return drafting_tariffs.judge_draft(document, tariffs.all(), tariffs.charged_from)

    @repeated_when_undone
    def save(
        self, order: DraftOrder, actor: Actor, *, although_changed: bool = False
    ) -> TariffDraft:
        unit, clock = self._access.unit(), self._access.clock
        return drafting_tariffs.save_draft(
            order, unit, clock, actor, although_changed=although_changed
        )

    @repeated_when_undone
    def delete(self, seen: TariffDraft, actor: Actor) -> None:
        drafting_tariffs.delete_draft(seen, self._access.unit(), self._access.clock, actor)

    @repeated_when_undone
    def ask(
        self,
        seen: TariffDraft,
        reason: str,
        actor: Actor,
        impact: Mapping[str, Any] | None = None,
    ) -> Approval:
        return drafting_tariffs.ask_for_draft(
            seen, reason, impact, unit=self._access.unit(), clock=self._access.clock, actor=actor
        )

    @repeated_when_undone
    def take(self, seen: TariffDraft, actor: Actor) -> Tariff:
        return drafting_tariffs.take_draft(seen, self._access.unit(), self._access.clock, actor)

    def impact(
        self, document: Mapping[str, Any], months: int, progress: Progress, based_on: str = ""
    ) -> Impact:
        judged = self.judge(document)
        if judged.tariff is None:
            raise judged.faults[0]
        days = SqlChargedDays(self._access.reading, self._access.office)
        schedule = _stands_for(judged.tariff, based_on, days.versions())
        return preview_impact(judged.tariff, schedule, months, days, progress)

    def _standing(self, connection: Connection, drafts: Sequence[TariffDraft]) -> list[TariffDraft]:
        approvals = SqlApprovals(connection, self._access.office)
        known = {one.id: one for one in SqlTariffs(connection, self._access.office).all()}
        now = self._access.clock.now()
        return [
            draft.standing(
                approvals.get(draft.approval_id) if draft.approval_id else None,
                now,
                known.get(str(draft.document.get("id", ""))),
            )
            for draft in drafts
        ]


def _stands_for(draft: Tariff, based_on: str, versions: Sequence[Tariff]) -> str:
    """Return the schedule whose consumers are looked at: of a new one, that it was begun from."""
    book = TariffBook(versions)
    if draft.schedule in book.schedules:
        return draft.schedule
    return book.schedule_of(based_on) or draft.schedule
