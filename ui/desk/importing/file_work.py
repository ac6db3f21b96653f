"""What is done with a file off the GUI thread: it is read, judged and taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from domain.books import Books
from domain.errors_of_files import FileNotWritten, FileReason, FileUnreadable
from domain.errors_of_imports import FileChanged
from domain.errors_of_tariffs import TariffsUnreadable
from domain.import_columns import ColumnsSaid, known_count, recognised, rows_of, with_days
from domain.import_sheet import ImportSheet
from domain.importing import GivenRow, ImportFile, ImportKind, ImportTaken, RowJudged
from domain.progress import Progress
from domain.settlement_columns import key_of
from ui.desk.importing.chosen import Chosen, PreviewRow
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents

#: Who remembers what columns mean: the office, so that everybody's files are read the same way.
_OFFICE = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in, where the refused rows are, and why they could not be written."""

    taken: ImportTaken
    rejected: Path | None
    trouble: FileNotWritten | None = None


class FileWork:
    """Reads, judges and takes files; nothing of it touches the screen."""

    def __init__(self, desk: Desk, books: Books, documents: Documents) -> None:
        self._desk, self._books = desk, books
        self._imports, self._documents = books.imports, documents

    def read(
        self, chosen: Chosen, sheet: int = 0, line: int | None = None, encoding: str = ""
    ) -> Chosen:
        """Return a file as read, with what its columns are taken for."""
        found: ImportSheet = self._documents.read_import(
            chosen.path, known_count(chosen.kind), sheet, line, encoding
        )
        said = recognised(found, chosen.kind)
        remembered = self._books.preferences.get(_OFFICE, _name_of(found, chosen.kind))
        if isinstance(remembered, dict):
            said = with_days(found, ColumnsSaid.of(remembered, found.headings))
        before = self._imports.taken_before(chosen.kind, found.file.sha256)
        return replace(chosen, sheet=found, said=said, file=found.file, before=before)

    def read_tariffs(self, chosen: Chosen) -> Chosen:
        """Return a document of tariffs with what would become of each."""
        text = self._documents.read_text(chosen.path)
        file = ImportFile(chosen.path.name, sha256(text.encode()).hexdigest())
        try:
            judged = self._imports.judge_tariffs(text)
        except ValueError as error:
            raise TariffsUnreadable(chosen.path.name, str(error)) from error
        if not judged:
            raise FileUnreadable(chosen.path.name, FileReason.EMPTY)
        rows = [PreviewRow(GivenRow(row.line, {}), row) for row in judged]
        before = self._imports.taken_before(chosen.kind, file.sha256)
        return replace(chosen, text=text, file=file, rows=rows, before=before)

    def judge(self, chosen: Chosen, progress: Progress) -> Chosen:
        """Return a file with all its rows judged, and remember what its columns mean."""
        if chosen.sheet is None:
            return chosen
        told = chosen.said.told()
        self._books.preferences.put(_OFFICE, _name_of(chosen.sheet, chosen.kind), told)
        return self._judged_rows(chosen, rows_of(chosen.sheet, chosen.said), progress)

    def _judged_rows(self, chosen: Chosen, rows: Sequence[GivenRow], progress: Progress) -> Chosen:
        judged = self._imports.judge(chosen.kind, rows, progress, chosen.reason)
        shown = [PreviewRow(row, found) for row, found in zip(rows, judged, strict=True)]
        return replace(chosen, rows=shown)

    def judge_again(self, chosen: Chosen, rows: Sequence[GivenRow], progress: Progress) -> Chosen:
        """Return a file with these rows judged anew: all of them, or the one corrected."""
        if len(rows) == len(chosen.rows):
            return self._judged_rows(chosen, rows, progress)
        found: list[RowJudged] = self._imports.judge(chosen.kind, rows, progress, chosen.reason)
        return chosen.with_row(PreviewRow(rows[0], found[0]))

    def take(self, chosen: Chosen, progress: Progress) -> Taken:
        """Take a file in, and write its refused rows out; :class:`FileChanged` meanwhile."""
        if chosen.kind is ImportKind.TARIFFS:
            self._refuse_changed_text(chosen)
            taken = self._imports.take_tariffs(
                chosen.file, chosen.text, self._desk.actor, reason=chosen.reason
            )
            return Taken(taken, None)
        if self._documents.sha256_of(chosen.path) != chosen.file.sha256:
            raise FileChanged(chosen.path.name)
        rows = [row.given for row in chosen.rows]
        taken = self._imports.take(
            chosen.kind, chosen.file, rows, self._desk.actor, progress, reason=chosen.reason
        )
        refused = [(one.texts, self._desk.sentence(one.refusal)) for one in taken.tally.rejections]
        try:
            written = self._documents.write_rejected(chosen.path, chosen.headings, refused)
        except FileNotWritten as trouble:
            # The file is taken in all the same.
            return Taken(taken, None, trouble)
        return Taken(taken, written)

    def _refuse_changed_text(self, chosen: Chosen) -> None:
        if self._documents.read_text(chosen.path) != chosen.text:
            raise FileChanged(chosen.path.name)


def _name_of(sheet: ImportSheet, kind: ImportKind) -> str:
    """Return under which name the columns of such files are remembered."""
    key = sha256(key_of(sheet.headings).encode("utf-8", "surrogatepass")).hexdigest()
    return f"import.{kind.value}.{key[:32]}"
