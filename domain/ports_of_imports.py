"""What imports need of the store: what each brought, and how it is put aside again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from domain.errors import Refusal
from domain.importing import ImportBatch, ImportKind, RowNoted
from domain.office import Actor


class ImportRows(Protocol):
    """The imports of an office, inside one transaction."""

    def add(self, batch: ImportBatch, actor: Actor) -> None: ...

    def put(self, batch: ImportBatch) -> None:
        """Store how an import stands."""

    def get(self, batch_id: str) -> ImportBatch:
        """Return an import; :class:`ImportNotFound` when there is none."""

    def newest(self, limit: int) -> list[ImportBatch]: ...

    def last_of(self, kind: ImportKind, sha256: str) -> ImportBatch | None:
        """Return the last import of a file that was not taken back as a whole."""

    def note(self, batch_id: str, rows: Sequence[RowNoted]) -> None:
        """Remember what rows made."""

    def forget(self, batch_id: str, lines: Sequence[int]) -> None:
        """Remember no longer what rows made: it is taken back."""

    def rows(self, batch_id: str) -> list[RowNoted]:
        """Return what rows made that is not taken back, by line."""

    def lines_asked(self, batch_id: str, now: datetime) -> frozenset[int]:
        """Return the lines of debts that were asked for and not turned down, nor let lapse."""

    # Whom rows speak of

    def consumer_ids(self, numbers: Sequence[str]) -> Mapping[str, int]: ...

    def numbers_of(self, consumer_ids: Sequence[int]) -> Mapping[int, str]: ...

    def serials_of(self, meter_ids: Sequence[int]) -> Mapping[int, str]: ...

    def contact_seqs(self, consumer_ids: Sequence[int]) -> Mapping[int, int]:
        """Return the number of each consumer's last contact version."""

    def contacts_before(self, seqs: Mapping[int, int]) -> Mapping[int, Mapping[str, str]]:
        """Return, by consumer, the contact before a version of it that is still the last one."""

    def debtors_of(self, plans: Sequence[RowNoted]) -> Mapping[int, str]:
        """Return by line whose plan of arrears it is: the consumer's number."""

    def with_live_plans(self, consumer_ids: Sequence[int]) -> Mapping[int, int]:
        """Return the live plan of arrears of each consumer that has one, by its id."""

    def is_schedule_used(self, schedule: str) -> bool:
        """Return whether a consumer was ever put on a schedule."""

    # Taking back

    def kept_consumers(self, consumer_ids: Sequence[int]) -> Mapping[int, Refusal]:
        """Return why consumers cannot be withdrawn; who can is missing."""

    def withdraw(
        self, consumer_ids: Sequence[int], batch_id: str, at: datetime, actor: Actor
    ) -> None:
        """Take consumers back to whom nothing happened: closed, unmoved, their number free."""

    def kept_reads(self, reads: Sequence[RowNoted]) -> Mapping[int, Refusal]:
        """Return by line why reads cannot be put aside; which can are missing."""

    def put_reads_aside(self, reads: Sequence[RowNoted], note: str, actor: Actor) -> None:
        """Let reads count as if they had never come."""

    def kept_plans(self, plan_ids: Sequence[int]) -> Mapping[int, Refusal]:
        """Return why plans of arrears cannot be ended as if they had never been."""
