"""What a dry run found, looked into: who would go, whom each reason holds, and when next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from domain.policy import BIT, Column, Reason
from domain.policy_book import DryRun


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many defaulters a reason holds; None: no reason does, they would go."""

    reason: Reason | None
    count: int
    #: How many it is under the present policy, None where nothing is compared.
    present: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Why one consumer is held, all reasons, and when it could be cut next."""

    reasons: tuple[Reason, ...]
    next_at: datetime | None


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """A dry run, and beside it the present policy's at the same instant, if it is compared."""

    run: DryRun
    present: DryRun | None = None
    _order: Column = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_order", np.argsort(self.run.facts.consumer_id, kind="stable"))

    @property
    def held(self) -> int:
        """How many defaulters are held by at least one reason."""
        return self.run.defaulters - self.run.going

    def counts(self) -> list[ReasonCount]:
        """Return who would go and whom each reason holds, most first; one can have several."""
        mine = self.run.decisions.counts()
        theirs = self.present.decisions.counts() if self.present else {}
        reasons = sorted({*mine, *theirs}, key=lambda one: (-mine.get(one, 0), BIT[one]))
        going = self.present.going if self.present else None
        return [
            ReasonCount(None, self.run.going, going),
            *(
                ReasonCount(one, mine.get(one, 0), theirs.get(one, 0) if self.present else None)
                for one in reasons
            ),
        ]

    def ids(self, reason: Reason | None) -> list[int]:
        """Return the consumers whom a reason holds, or who would go; who owes most first."""
        decisions, facts = self.run.decisions, self.run.facts
        if reason is None:
            chosen = decisions.may_be_cut
        else:
            chosen = decisions.is_defaulter & (decisions.reasons & BIT[reason] != 0)
        rows = np.flatnonzero(chosen)
        by_debt = rows[np.argsort(facts.balance_paise[rows], kind="stable")]
        ids: list[int] = facts.consumer_id[by_debt].tolist()
        return ids

    def of(self, ids: Sequence[int]) -> dict[int, Found]:
        """Return what was found of consumers by their ids."""
        known = self.run.facts.consumer_id[self._order]
        rows = self._order[np.searchsorted(known, np.asarray(ids, np.int64))]
        decisions = self.run.decisions
        return {
            id_: Found(decisions.reasons_of(row), decisions.next_of(row))
            for id_, row in zip(ids, rows.tolist(), strict=True)
        }
