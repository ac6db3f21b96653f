"""What happens around the check: asked for, followed, overridden, its findings filed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from domain.listing import Problem
from domain.text_sheet import TextColumn, TextSheet
from resources.texts import Texts
from ui.desk.books.view import BooksView
from ui.desk.books.watch import Health, OfficeWatch
from ui.desk.kit.documents import Documents
from ui.desk.kit.progress_panel import Outcome
from ui.desk.kit.reason import ReasonSheet
from ui.desk.kit.saving import ask_excel_file
from ui.sentences import problem_sentence


class CheckController(QObject):
    """Runs checks and shows how they went."""

    #: An administrator let the office write again.
    overridden = Signal()

    def __init__(
        self,
        view: BooksView,
        watch: OfficeWatch,
        documents: Documents,
        open_file: Callable[[Path], None],
    ) -> None:
        super().__init__(view)
        self._view, self._watch = view, watch
        self._desk, self._books = watch.desk, watch.books
        self._documents, self._open_file = documents, open_file
        self.reason = ReasonSheet(view, watch.desk)
        view.check.check_requested.connect(self.check)
        view.check.check_all_requested.connect(self.check_all)
        view.check.override_requested.connect(self.override)
        view.check.copied.connect(self._on_copied)
        view.problems.export_requested.connect(self.export)
        watch.changed.connect(self._on_health)
        watch.checking_changed.connect(self._on_checking)
        watch.checked.connect(self._on_checked)
        watch.failed.connect(self._on_failed)

    def check(self) -> None:
        """Check what happened since the last check."""
        self._start(quick=True)

    def check_all(self) -> None:
        """Check everything that ever happened."""
        self._start(quick=False)

    def override(self) -> None:
        """Ask why the office is to write although its books are not in order."""
        health = self._watch.health
        if health is None or health.is_in_order:
            return
        _ = self._desk.texts
        self.reason.ask(
            _("Override the failed check"),
            _(
                "The office writes again although its books are not in order. Who did it and why"
                " stands in the audit log for good."
            ),
            _("Override"),
            self._override,
        )

    def export(self) -> None:
        """Let somebody choose a file for what the check found."""
        problems = self._watch.problems
        if not problems:
            return
        _ = self._desk.texts
        day = self._desk.today().isoformat()
        name = f"check-{self._books.office.code}-{day}.xlsx"
        title = _("Export what the check found")
        ask_excel_file(self._view, title, name, _, lambda path: self._write(problems, path))

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self.reason.retranslate(self._desk.texts)
        if self._watch.health:
            self._on_health(self._watch.health)

    def _start(self, *, quick: bool) -> None:
        _ = self._desk.texts
        self._view.check.show_problem("")
        task = self._watch.check(quick=quick)
        if task:
            title = _("Checking the books") if quick else _("Checking everything in the books")
            self._desk.progress.follow(task, title, self._told)

    def _on_health(self, health: Health) -> None:
        _ = self._desk.texts
        self._view.check.show_health(health, _)
        self._view.problems.show_health(health, _)

    def _on_checking(self, is_checking: bool) -> None:
        self._view.check.show_checking(is_checking, self._desk.texts)

    def _on_checked(self, problems: Sequence[Problem]) -> None:
        self._view.problems.show_problems(problems)

    def _told(self, problems: Sequence[Problem]) -> Outcome | None:
        # What is wrong stands above every page, and needs no telling beside that.
        return None if problems else Outcome(self._desk.texts("The books are in order."))

    def _on_failed(self, error: Exception) -> None:
        self._view.check.show_problem(self._desk.sentence(error))

    def _on_copied(self) -> None:
        self._desk.toasts.show(self._desk.texts("The anchor is copied."))

    def _override(self, reason: str) -> None:
        books, actor = self._books, self._desk.actor
        task = self._desk.tasks.write(self, lambda _progress: books.override_check(reason, actor))
        task.succeeded.connect(self._on_overridden)
        task.failed.connect(self._desk.show_failure)

    def _on_overridden(self, _answer: object) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(_("The office writes again. The audit log tells why."), "warning")
        self._watch.refresh()
        self.overridden.emit()

    def _write(self, problems: Sequence[Problem], path: Path) -> None:
        _, write = self._desk.texts, self._documents.text_sheet_xlsx
        sheet = self._sheet(problems, _)
        task = self._desk.tasks.job(self, lambda _progress: write(sheet, path, _))
        title = _("Writing {name}", name=path.name)
        self._desk.progress.follow(task, title, lambda _written: self._written(path))

    def _sheet(self, problems: Sequence[Problem], _: Texts) -> TextSheet:
        rows = [
            (str(number), problem_sentence(one, _), str(one.facts.get("consumer") or ""), one.code)
            for number, one in enumerate(problems, start=1)
        ]
        columns = [
            TextColumn(_("No."), 7),
            TextColumn(_("Problem"), 100),
            TextColumn(_("Consumer"), 14),
            TextColumn(_("Code"), 28),
        ]
        return TextSheet(
            title=_("What the check found"),
            office=self._books.office,
            choices=[],
            columns=columns,
            rows=rows,
            made_at=self._books.now(),
            made_by=self._desk.actor.name,
        )

    def _written(self, path: Path) -> Outcome:
        _ = self._desk.texts
        told = _("The list is written: {name}.", name=path.name)
        return Outcome(told, _("Open it"), lambda: self._open_file(path))
