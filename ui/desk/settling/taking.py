"""Taking a settlement file: chosen, its columns asked once, judged, and taken when it is agreed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.errors_of_counter import SettlementColumnMissing, SettlementColumnsUnknown
from domain.errors_of_files import FileNotWritten
from domain.payment import SETTLING
from domain.settlement_columns import columns_for
from domain.settlement_matching import CLEARED_BY_BANK
from domain.settling import SettlementJudged, SettlementTable
from domain.staff import Act
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.progress_panel import Outcome
from ui.desk.settling.sheets import ColumnsSheet, PreviewSheet
from ui.desk.settling.view import RecoveryView


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A file on its way: read, its columns known or not, judged or not."""

    path: Path
    table: SettlementTable
    columns: Mapping[str, str] | None
    tender: str
    judged: SettlementJudged | None = None


@dataclass(frozen=True, slots=True)
class _Taken:
    """What became of a file, where its rejected rows are, or why they could not be written."""

    judged: SettlementJudged
    rejected: Path | None
    trouble: FileNotWritten | None


class TakingController(QObject):
    """Leads from a file to its lines in the books; nothing is changed before the last step."""

    #: The books have changed.
    taken = Signal()

    def __init__(self, view: RecoveryView, desk: Desk, books: Books, documents: Documents) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._documents = documents
        self._chosen: _Chosen | None = None
        self._is_busy = False
        self.columns = ColumnsSheet(view, desk)
        self.preview = PreviewSheet(view, desk)
        view.take_requested.connect(self.choose)
        self.columns.accepted.connect(self._on_columns)
        self.preview.accepted.connect(self.take)
        self.preview.columns_requested.connect(self.ask_columns)
        self.preview.tender_changed.connect(self._on_tender)

    @property
    def is_open(self) -> bool:
        """Whether one of the sheets is shown."""
        return self.columns.isVisible() or self.preview.isVisible()

    def retranslate(self) -> None:
        """Set the words of the sheets."""
        self.columns.retranslate(self._desk.texts)
        self.preview.retranslate(self._desk.texts)

    def choose(self) -> None:
        """Let somebody choose a file, and judge it."""
        if self._desk.may(Act.TAKE_SETTLEMENT) and not self.is_open:
            self._view.ask_file(self.judge)

    def judge(self, path: Path) -> None:
        """Read a file and show what taking it would do; ask for its columns when none knows."""
        tender = self._chosen.tender if self._chosen else CLEARED_BY_BANK[0].value
        task = self._desk.tasks.read(self, lambda _progress: self._read(path, tender))
        task.succeeded.connect(self._on_read)
        task.failed.connect(self._desk.show_failure)
        self._desk.progress.follow(task, self._desk.texts("Reading the settlement file"))

    def accept(self) -> None:
        """Answer Ctrl+A in the sheet that is shown."""
        if self.columns.isVisible():
            self.columns.go_on()
        else:
            self.take()

    def ask_columns(self) -> None:
        """Ask anew which column means what."""
        if self._chosen is not None and self.preview.isVisible() and not self._is_busy:
            self.preview.put_away()
            self.columns.ask(self._chosen.table, self._chosen.columns)

    def take(self) -> None:
        """Take the file that is shown."""
        chosen = self._chosen
        if chosen is None or self._is_busy or not self.preview.can_take:
            return
        self._is_busy = True
        self.preview.show_busy(True)
        task = self._desk.tasks.write(self, lambda _progress: self._take(chosen))
        task.succeeded.connect(self._on_taken)
        task.finished.connect(self._on_finished)
        title = self._desk.texts("Taking the settlement file")
        self._desk.progress.follow(task, title, self._outcome)

    def step_back(self) -> bool:
        """Put a sheet away; False when none is shown."""
        for sheet in (self.columns, self.preview):
            if sheet.isVisible():
                sheet.put_away()
                return True
        return False

    def _read(self, path: Path, tender: str) -> _Chosen:
        table = self._documents.read_settlement(path)
        remembered = self._books.settling.mapping(table.headings)
        columns: Mapping[str, str] | None = None
        with suppress(SettlementColumnsUnknown, SettlementColumnMissing):
            columns = columns_for(table.headings, remembered)
        return self._judged(_Chosen(path, table, columns, tender))

    def _judged(self, chosen: _Chosen) -> _Chosen:
        if chosen.columns is None:
            return chosen
        judged = self._books.settling.judge(chosen.table, chosen.columns, chosen.tender)
        return replace(chosen, judged=judged)

    def _judge_anew(self, chosen: _Chosen) -> None:
        task = self._desk.tasks.read(self, lambda _progress: self._judged(chosen))
        task.succeeded.connect(self._on_read)
        task.failed.connect(self._desk.show_failure)

    def _on_read(self, chosen: _Chosen) -> None:
        self._chosen = chosen
        if chosen.judged is None or chosen.columns is None:
            self.columns.ask(chosen.table, chosen.columns)
        else:
            self.preview.show_judged(chosen.judged, chosen.columns, chosen.tender)

    def _on_columns(self, columns: Mapping[str, str]) -> None:
        if self._chosen is not None:
            self._judge_anew(replace(self._chosen, columns=columns))

    def _on_tender(self, tender: str) -> None:
        if self._chosen is not None and not self._is_busy:
            self._judge_anew(replace(self._chosen, tender=tender))

    def _take(self, chosen: _Chosen) -> _Taken:
        judged = self._books.settling.take(
            chosen.table, chosen.columns or {}, chosen.tender, self._desk.actor
        )
        rows = [
            (row.texts, self._desk.sentence(refusal)) for row, refusal in judged.rejected_rows()
        ]
        try:
            written = self._documents.write_rejected(chosen.path, chosen.table.headings, rows)
        except FileNotWritten as trouble:
            # The file is taken all the same.
            return _Taken(judged, None, trouble)
        return _Taken(judged, written, None)

    def _on_taken(self, _taken: _Taken) -> None:
        self.preview.put_away()
        self.taken.emit()

    def _outcome(self, taken: _Taken) -> Outcome:
        tone = "warning" if taken.rejected or taken.trouble else "good"
        return Outcome(self._told(taken), tone=tone)

    def _told(self, taken: _Taken) -> str:
        _, judged = self._desk.texts, taken.judged
        settled = sum(line.outcome in SETTLING for line in judged.lines)
        waiting = sum(line.is_open for line in judged.lines)
        told = _(
            "{name} is taken: {settled} settled, {waiting} wait for a person.",
            name=judged.table.name,
            settled=settled,
            waiting=waiting,
        )
        if taken.trouble is not None:
            return f"{told} {self._desk.sentence(taken.trouble)}"
        if taken.rejected is None:
            return told
        rejected = _(
            "Rows that could not be read are in {path}: {count}.",
            count=len(judged.rejected),
            path=taken.rejected,
        )
        return f"{told} {rejected}"

    def _on_finished(self) -> None:
        self._is_busy = False
        self.preview.show_busy(False)
