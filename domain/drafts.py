"""The drafts of an office's tariffs as pages and commands use them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from domain.approval import Approval
from domain.impact import Impact
from domain.office import Actor
from domain.progress import Progress
from domain.services.drafting_tariffs import JudgedDraft
from domain.tariff import Tariff
from domain.tariff_draft import DraftOrder, TariffDraft


class Drafts(Protocol):
    """The drafts of an office's tariffs; every method is whole by itself.

    ``seen`` is a draft as whoever decides on it saw it: when another changed it since, that is a
    :class:`~domain.errors_of_drafts.DraftChanged`.
    """

    def all(self) -> list[TariffDraft]:
        """Return all drafts, the one changed last first, each as it stands."""

    def get(self, id_: str) -> TariffDraft: ...

    def judge(self, document: Mapping[str, Any]) -> JudgedDraft: ...

    def save(
        self, order: DraftOrder, actor: Actor, *, although_changed: bool = False
    ) -> TariffDraft:
        """Keep what was typed; :class:`DraftChanged` when another did so since."""

    def delete(self, seen: TariffDraft, actor: Actor) -> None: ...

    def ask(
        self,
        seen: TariffDraft,
        reason: str,
        actor: Actor,
        impact: Mapping[str, Any] | None = None,
    ) -> Approval:
        """Ask for a draft; ``impact`` is the summary that its maker saw."""

    def take(self, seen: TariffDraft, actor: Actor) -> Tariff:
        """Let a draft hold at once, in an office without staff."""

    def impact(
        self, document: Mapping[str, Any], months: int, progress: Progress, based_on: str = ""
    ) -> Impact:
        """Return what a draft would have changed; the first of its faults while it has any."""
