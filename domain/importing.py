"""Imports: files whose rows become consumers, changes, reads, tariffs or debts, and back again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.approval import Approval
from domain.errors import Refusal
from domain.ids import new_id
from domain.office import Actor
from domain.progress import Progress
from domain.reads import ReadSource

#: So many rows are judged in one snapshot, for which nobody waits.
JUDGED_AT_A_TIME = 2_000
#: One transaction a batch: short enough that a counter hardly waits.
TAKEN_AT_A_TIME = 400


class ImportKind(StrEnum):
    """What the rows of a file are."""

    CONSUMERS = "consumers"
    READS = "reads"
    TARIFFS = "tariffs"
    DUES = "dues"
    CHANGES = "changes"


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    #: A person has to decide: a read that is not plausible, a debt that takes two persons.
    HELD = "held"
    REFUSED = "refused"


class BatchState(StrEnum):
    """How far an import is; one that was cut short is still running."""

    RUNNING = "running"
    DONE = "done"
    UNDONE = "undone"
    PARTLY_UNDONE = "partly_undone"


class SheetRow(Protocol):
    """A row of a sheet that came from outside; one with a ``fault`` is not to be used."""

    @property
    def line(self) -> int: ...
    @property
    def cells(self) -> Mapping[str, str]: ...
    @property
    def texts(self) -> Sequence[str]: ...
    @property
    def fault(self) -> Refusal | None: ...


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A row at hand: its cells by field, and its texts as they stand in the file."""

    line: int
    cells: Mapping[str, str]
    texts: Sequence[str] = ()
    fault: Refusal | None = None


@dataclass(frozen=True, slots=True)
class ImportFile:
    """The file that rows come from; ``sha256`` is of all its bytes.

    ``source``: what its reads, if it holds any, say of where they come from.
    """

    name: str
    sha256: str
    source: ReadSource = ReadSource.FILE


@dataclass(frozen=True, slots=True)
class Difference:
    """What a row changes in one field, as people write it; ``old`` is empty where nothing was."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowJudged:
    """What would become of a row now; ``subject`` is whose row it is."""

    line: int
    fate: Fate
    subject: str = ""
    differences: tuple[Difference, ...] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was refused: where it stood, its texts, and why."""

    line: int
    texts: Sequence[str]
    refusal: Refusal


@dataclass(slots=True)
class Tally:
    """What became of the rows so far."""

    accepted: int = 0
    changed: int = 0
    unchanged: int = 0
    held: int = 0
    rejections: list[Rejection] = field(default_factory=list)

    @property
    def good(self) -> int:
        return self.accepted + self.changed + self.unchanged + self.held

    @property
    def counts(self) -> dict[str, int]:
        """How many rows went which way, for the log."""
        return {
            "accepted": self.accepted,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "held": self.held,
            "rejected": len(self.rejections),
        }

    def add(self, fates: Sequence[Fate]) -> None:
        """Count what became of rows; the refused ones are listed by themselves."""
        self.accepted += fates.count(Fate.NEW)
        self.changed += fates.count(Fate.CHANGED)
        self.unchanged += fates.count(Fate.UNCHANGED)
        self.held += fates.count(Fate.HELD)


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """A file that was taken in, as the office remembers it."""

    id: str
    kind: ImportKind
    file: ImportFile
    accepted: int
    changed: int
    unchanged: int
    held: int
    rejected: int
    state: BatchState
    imported_at: datetime
    imported_by: str
    undone_at: datetime | None = None
    undone_by: str = ""

    @classmethod
    def begun(cls, kind: ImportKind, file: ImportFile, at: datetime, by: str) -> ImportBatch:
        """Return an import of which no row is taken in yet, under an id of its own."""
        return cls(
            id=new_id()[:12],
            kind=kind,
            file=file,
            accepted=0,
            changed=0,
            unchanged=0,
            held=0,
            rejected=0,
            state=BatchState.RUNNING,
            imported_at=at,
            imported_by=by,
        )

    def counted(self, tally: Tally, *, rejected: int | None = None) -> ImportBatch:
        """Return it with what became of its rows; one may be refused for more than one reason."""
        return replace(
            self,
            accepted=tally.accepted,
            changed=tally.changed,
            unchanged=tally.unchanged,
            held=tally.held,
            rejected=len(tally.rejections) if rejected is None else rejected,
        )


@dataclass(frozen=True, slots=True)
class RowNoted:
    """What a row of an import made: a consumer, a version, a read, a tariff, a debt, by its id."""

    line: int
    what: RowKind
    subject_id: int
    at_ms: int | None = None
    revision: int | None = None
    before: str = ""


class RowKind(StrEnum):
    """What a row made or changed."""

    CONSUMER = "consumer"
    CONTACT = "contact"
    VERSION = "version"
    READ = "read"
    TARIFF = "tariff"
    TARIFF_END = "tariff_end"
    ARREAR = "arrear"


@dataclass(frozen=True, slots=True)
class RowKept:
    """A row that cannot be taken back, and why not."""

    line: int
    subject: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class ImportTaken:
    """What an import did; ``approvals`` are what waits for a second person."""

    batch: ImportBatch
    tally: Tally
    approvals: Sequence[Approval] = ()


@dataclass(frozen=True, slots=True)
class ImportUndone:
    """What taking an import back did, or would do; ``approval``: a second person has to say so."""

    batch: ImportBatch
    taken_back: int
    kept: Sequence[RowKept]
    approval: Approval | None = None


class Imports(Protocol):
    """The imports of an office; every method is whole by itself."""

    def judge(
        self, kind: ImportKind, rows: Sequence[SheetRow], progress: Progress, reason: str = ""
    ) -> list[RowJudged]:
        """Return what would become of each row now; nothing is changed, and nobody waits.

        ``reason``: why the debts of rows that give no reason of their own are booked.
        """

    def judge_tariffs(self, text: str) -> list[RowJudged]:
        """Return what would become of each tariff of a document; ``ValueError``: no JSON."""

    def take(  # noqa: PLR0913 - what is taken from where, why, by whom
        self,
        kind: ImportKind,
        file: ImportFile,
        rows: Sequence[SheetRow],
        actor: Actor,
        progress: Progress,
        *,
        reason: str = "",
    ) -> ImportTaken:
        """Take the good rows in, batch by batch; the books as they then stand decide.

        The same file cut short before goes on where it stopped.
        """

    def take_tariffs(
        self, file: ImportFile, text: str, actor: Actor, *, reason: str = ""
    ) -> ImportTaken:
        """Take the tariffs of a document in, or ask for them where that takes two persons."""

    def batches(self, limit: int = 200) -> list[ImportBatch]:
        """Return the imports, newest first."""

    def batch(self, batch_id: str) -> ImportBatch:
        """Return one; :class:`ImportNotFound` when there is none."""

    def taken_before(self, kind: ImportKind, sha256: str) -> ImportBatch | None:
        """Return the last import of the very same file that was not taken back."""

    def undoing(self, batch_id: str, progress: Progress) -> ImportUndone:
        """Return what taking an import back would do now; nothing is changed."""

    def undo(self, batch_id: str, reason: str, actor: Actor, progress: Progress) -> ImportUndone:
        """Take back what of an import can be; what cannot stays, each row with its reason."""
