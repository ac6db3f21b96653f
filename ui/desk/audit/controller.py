"""What happens on the audit log's page: the log is read, and leaves with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from domain.audit import AuditQuery, AuditRow
from domain.books import Books
from domain.errors import Refusal
from ui.audit_sheet import audit_sheet
from ui.desk.audit.view import AuditView
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.progress_panel import Outcome
from ui.desk.kit.reason import ReasonSheet
from ui.desk.kit.saving import ask_excel_file
from ui.desk.kit.tasks import LatestRead

#: So many rows are shown; whoever wants more looks for fewer days.
MOST_ROWS = 1_000
#: The log opens with a week.
_FIRST_DAYS = 6


@dataclass(frozen=True, slots=True)
class ReadLog:
    """What was looked for, and what was found."""

    query: AuditQuery
    rows: Sequence[AuditRow]
    people: Sequence[str]
    acts: Sequence[str]
    has_staff: bool


class AuditController(QObject):
    """Reads the log off the GUI thread and writes what is looked at into a file."""

    #: How many rows are shown, worded.
    counted = Signal(str)

    def __init__(
        self,
        view: AuditView,
        desk: Desk,
        books: Books,
        documents: Documents,
        open_file: Callable[[Path], None],
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books, self._documents = view, desk, books, documents
        self._open_file = open_file
        self._read: ReadLog | None = None
        self._is_stale = True
        self._latest = LatestRead(desk.tasks, self)
        self.reason = ReasonSheet(view, desk, offers_last=True)
        self._latest.answered.connect(self._on_read)
        self._latest.failed.connect(self._on_failed)
        view.query_changed.connect(self.look)
        view.export_requested.connect(self.export)
        view.show_query(self._first_query())

    def enter(self) -> None:
        """Read what was done while another page was shown."""
        if self._is_stale:
            self.look()

    def refresh(self) -> None:
        """Read the log again, now or when the page is shown next."""
        self._is_stale = True
        if self._view.isVisible():
            self.look()

    def look(self) -> None:
        """Read what is looked for now."""
        try:
            query = self._view.query()
        except Refusal as refusal:
            self._view.show_problem(self._desk.sentence(refusal))
            return
        self._is_stale = False
        self._latest.ask(lambda: self._log(query))

    def clear(self) -> bool:
        """Look at the last week again; False when that is looked at already."""
        first = self._first_query()
        if self._read and self._read.query == first:
            return False
        self._view.show_query(first)
        self.look()
        return True

    def export(self) -> None:
        """Ask why and where to, and write the rows that are shown."""
        _, read = self._desk.texts, self._read
        if read is None:
            return
        if not read.has_staff:
            self._ask_file(read, "")
            return
        self.reason.ask(
            _("Export the audit log"),
            _("The log names people. Why it leaves the office stands in the log itself."),
            _("Go on"),
            lambda reason: self._ask_file(read, reason),
        )

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self.reason.retranslate(self._desk.texts)
        if self._read:
            self._show(self._read)

    def _first_query(self) -> AuditQuery:
        today = self._desk.today()
        return AuditQuery(since=today - timedelta(days=_FIRST_DAYS), until=today)

    def _log(self, query: AuditQuery) -> ReadLog:
        """Read the log and what it may be filtered by (called off the GUI thread)."""
        trust, known = self._books.trust, self._read
        rows = trust.audit_log(query, self._desk.actor, MOST_ROWS)
        # What may be filtered by takes longer than the log, and hardly ever changes.
        acts = known.acts if known else trust.acts_noted()
        people = known.people if known else [member.user_name for member in trust.staff()]
        return ReadLog(
            query,
            rows,
            sorted({*people, *(row.by for row in rows)}),
            sorted({*acts, *(row.act for row in rows)}),
            trust.has_staff(),
        )

    def _on_read(self, read: ReadLog) -> None:
        self._read = read
        self._show(read)

    def _show(self, read: ReadLog) -> None:
        _ = self._desk.texts
        self._view.show_people(read.people)
        self._view.show_acts(read.acts)
        self._view.show_rows(read.rows)
        is_more = len(read.rows) >= MOST_ROWS
        shown = f"{len(read.rows):,}"
        more = _("These are the newest {count}. Narrow the days to see more.", count=shown)
        self._view.show_note(more if is_more else "")
        self.counted.emit(_("Rows: {count}", count=shown))

    def _on_failed(self, error: Exception) -> None:
        self._view.show_problem(self._desk.sentence(error))

    def _ask_file(self, read: ReadLog, reason: str) -> None:
        _ = self._desk.texts
        name = f"audit-log-{self._books.office.code}-{self._desk.today().isoformat()}.xlsx"
        ask_excel_file(
            self._view,
            _("Export the audit log"),
            name,
            _,
            lambda path: self._write(read, reason, path),
        )

    def _write(self, read: ReadLog, reason: str, path: Path) -> None:
        _ = self._desk.texts
        task = self._desk.tasks.job(self, lambda _progress: self._export_to(read, reason, path))
        title = _("Writing {name}", name=path.name)
        self._desk.progress.follow(task, title, lambda _written: self._written(path))
        task.succeeded.connect(lambda _written: self.refresh())

    def _export_to(self, read: ReadLog, reason: str, path: Path) -> None:
        """Note the export and write it (called off the GUI thread)."""
        _, actor = self._desk.texts, self._desk.actor
        self._books.trust.note_export("audit log", len(read.rows), reason, actor)
        sheet = audit_sheet(
            read.rows,
            read.query,
            self._books.office,
            reason,
            made_at=self._books.now(),
            made_by=actor.name,
            _=_,
        )
        self._documents.text_sheet_xlsx(sheet, path, _)

    def _written(self, path: Path) -> Outcome:
        _ = self._desk.texts
        told = _("The audit log is written: {name}.", name=path.name)
        return Outcome(told, _("Open it"), lambda: self._open_file(path))
