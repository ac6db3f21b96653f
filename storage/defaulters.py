"""The lists of those who owe, in an office's database: read at one moment, with its anchor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.calendar import billing_day
from domain.defaulter_notices import Payee, notice_of
from domain.defaulters import Defaulter, DefaulterList, DefaulterQuery, list_of
from domain.masking import masked_defaulter
from domain.notice import Notice, NoticeBatch
from domain.policy import Decisions, Facts, Policy, decide
from domain.progress import Progress
from domain.settings import UPI_ADDRESS, UPI_NAME
from storage.access import Access
from storage.chain import head_of
from storage.listings.defaulters import (
    below_zero,
    defaulter_rows,
    dues_of,
    owed_when_cut,
)
from storage.listings.policy_facts import facts_of, is_switched_off
from storage.repositories.policies import SqlPolicyRows
from storage.repositories.settings import SqlSettings


@dataclass(frozen=True, slots=True)
class _Judged:
    """Everybody of the office as the policy in force sees them at one instant."""

    facts: Facts
    decisions: Decisions
    policy: Policy | None


class SqlDefaulters:
    """Everything of :class:`domain.defaulters.Defaulters`; any thread may call it."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def list(self, query: DefaulterQuery, progress: Progress) -> DefaulterList:
        access = self._access
        with access.reading() as connection:
            judged = self._judged(connection)
            rows = self._rows(connection, query, judged, progress)
            owed = below_zero(connection, access.office)
            anchor = head_of(connection, access.office)
        return list_of(
            query.kind,
            rows,
            made_at=judged.decisions.at,
            anchor=str(anchor) if anchor else "",
            below_zero=owed,
        )

    def notices(self, query: DefaulterQuery, progress: Progress) -> NoticeBatch:
        access = self._access
        with access.reading() as connection:
            judged = self._judged(connection)
            rows = self._rows(connection, query, judged, progress)
            notices = self._notices(connection, [row for row in rows if _is_told(row)], judged)
            anchor = head_of(connection, access.office)
        return NoticeBatch(
            office=access.office,
            made_at=judged.decisions.at,
            anchor=str(anchor) if anchor else "",
            policy=judged.policy.title if judged.policy else "",
            notices=notices,
        )

    def _judged(self, connection: Connection) -> _Judged:
        """Judge everybody by the policy in force, as the books stand now."""
        office, at = self._access.office, self._access.clock.now()
        today = billing_day(at)
        policies = SqlPolicyRows(connection, office)
        facts, book = facts_of(connection, office, at), policies.book()
        decisions = decide(
            facts,
            book,
            policies.holiday_names(),
            at,
            is_switched_off=is_switched_off(connection, office),
        )
        return _Judged(facts, decisions, book.on(today))

    def _rows(
        self, connection: Connection, query: DefaulterQuery, judged: _Judged, progress: Progress
    ) -> Sequence[Defaulter]:
        office = self._access.office
        rows = defaulter_rows(
            connection, office, query, judged.facts, judged.decisions, progress=progress
        )
        return [masked_defaulter(row) for row in rows] if self._access.is_masked else rows

    def _notices(
        self, connection: Connection, rows: Sequence[Defaulter], judged: _Judged
    ) -> Sequence[Notice]:
        office, decisions = self._access.office, judged.decisions
        settings = SqlSettings(connection, office)
        payee = Payee(settings.get(UPI_ADDRESS), settings.get(UPI_NAME) or office.name)
        dues, cut_at = dues_of(connection, office, rows), owed_when_cut(connection, office, rows)
        places = dict(zip(judged.facts.consumer_id.tolist(), decisions.terms.tolist(), strict=True))
        return [
            notice_of(
                row,
                dues.get(row.consumer_id),
                decisions.all_terms[places[row.consumer_id]].reconnection,
                payee,
                decisions.at,
                owed_when_cut=cut_at.get(row.consumer_id),
            )
            for row in rows
        ]


def _is_told(row: Defaulter) -> bool:
    """Whether a notice makes sense: of a supply that has ended another paper tells."""
    return bool(row.due) and not row.is_closed
