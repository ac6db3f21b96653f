"""Two persons: what one asks for takes effect only when another has approved it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.errors_of_trust import ApprovalDecided, ApprovalExpired, MakerIsChecker
from domain.staff import Act

#: A request that nobody decides on runs out after so long.
EXPIRES_AFTER = timedelta(days=7)


class ApprovalState(StrEnum):
    """How far a request is; one that ran out is still waiting in the store."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Approval:
    """A request: ``act`` is what the checker must be allowed to do, ``content`` what is asked.

    ``content`` is text (JSON) that only the use case of that act reads.
    """

    id: str
    act: Act
    subject: str
    content: str
    reason: str
    requested_by: str
    requested_at: datetime
    expires_at: datetime
    state: ApprovalState = ApprovalState.WAITING
    decided_by: str = ""
    decided_at: datetime | None = None
    note: str = ""

    def state_at(self, now: datetime) -> ApprovalState:
        """Return how the request stands at an instant."""
        if self.state is ApprovalState.WAITING and now >= self.expires_at:
            return ApprovalState.EXPIRED
        return self.state


def refuse_to_decide(approval: Approval, by: str, now: datetime) -> None:
    """Raise why somebody may not approve a request now; the checker is never the maker."""
    refuse_unless_open(approval, now)
    if approval.requested_by == by:
        raise MakerIsChecker(by)


def refuse_unless_open(approval: Approval, now: datetime) -> None:
    """Raise when a request was decided or has run out."""
    state = approval.state_at(now)
    if state is ApprovalState.EXPIRED:
        raise ApprovalExpired(approval.id, approval.expires_at)
    if state is not ApprovalState.WAITING:
        raise ApprovalDecided(approval.id, approval.decided_by)
