"""Tariff drafts: tariffs that somebody is still writing, kept with the office until they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from domain.approval import Approval, ApprovalState
from domain.tariff import Tariff

#: Nobody needs a longer title.
MOST_TITLE = 120


class DraftState(StrEnum):
    """How far a draft is."""

    #: Still written; also when its request was rejected or ran out.
    WRITING = "writing"
    WAITING = "waiting"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class TariffDraft:
    """A tariff that somebody is still writing, in the words of its document."""

    id: str
    title: str
    document: Mapping[str, Any] = field(hash=False)
    #: The version that it was begun from, empty for none.
    based_on: str
    made_at: datetime
    made_by: str
    changed_at: datetime
    changed_by: str
    #: Why its last request was rejected, already as somebody wrote it.
    note: str = ""
    approval_id: str = ""
    state: DraftState = DraftState.WRITING

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed."""
        return self.state is DraftState.WRITING

    @property
    def is_waiting(self) -> bool:
        """Whether somebody was asked for it."""
        return self.state is DraftState.WAITING

    def standing(
        self, approval: Approval | None, now: datetime, known: Tariff | None
    ) -> TariffDraft:
        """Return the draft as it stands by its request, and by the version of its id."""
        if known is not None and _same_content(known.document, self.document):
            return replace(self, state=DraftState.APPROVED)
        if approval is None:
            return self
        state = approval.state_at(now)
        if state is ApprovalState.WAITING:
            return replace(self, state=DraftState.WAITING)
        return replace(self, note=approval.note) if state is ApprovalState.REJECTED else self


def _same_content(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return {**one, "valid_until": None} == {**other, "valid_until": None}


@dataclass(frozen=True, slots=True)
class DraftOrder:
    """What is to be kept of a draft; ``id`` is made by whoever asks.

    ``seen_at`` is when it was last changed as far as the asker knows, None for a new one.
    """

    id: str
    title: str
    document: Mapping[str, Any] = field(hash=False)
    based_on: str = ""
    seen_at: datetime | None = None


class DraftRows(Protocol):
    """The drafts of one office, inside one transaction."""

    def all(self) -> list[TariffDraft]: ...

    def get(self, id_: str) -> TariffDraft:
        """Return a draft; :class:`~domain.errors_of_drafts.DraftNotFound`."""

    def put(self, draft: TariffDraft) -> None: ...

    def remove(self, id_: str) -> None: ...
