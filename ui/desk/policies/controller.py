"""What happens on the Policies page: versions are read, and its parts know of each other."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.policy import PolicyBook
from domain.staff import Act
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.tasks import LatestRead
from ui.desk.policies.dry_run_view import When, Which
from ui.desk.policies.dry_running import DryRunController, HeldRows
from ui.desk.policies.keeping_holidays import HolidaysController
from ui.desk.policies.protecting import ProtectionsController
from ui.desk.policies.rules_view import Version
from ui.desk.policies.view import Part, PoliciesView
from ui.desk.policies.writing import WritingController
from ui.policy_examples import shipped_policies


class PoliciesController(QObject):
    """Reads the versions and ties the parts together."""

    books_changed = Signal()
    consumer_requested = Signal(str)
    counted = Signal(str)
    moved = Signal()

    def __init__(
        self, view: PoliciesView, desk: Desk, books: Books, documents: Documents, rows: HeldRows
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._book = PolicyBook()
        self._examples = shipped_policies(books.office.state)
        self.writing = WritingController(view.form, desk, books)
        self.dry_run = DryRunController(view.dry_run, desk, books, rows, lambda: self.writing.draft)
        self.holidays = HolidaysController(view.holidays, desk, books, documents.holidays_of_state)
        self.protections = ProtectionsController(view.protections, desk, books)
        self._listed = LatestRead(desk.tasks, self)
        self._listed.answered.connect(self._on_listed)
        self._listed.failed.connect(desk.show_failure)
        view.rules.show_rights(may_ask=desk.may(Act.ASK_POLICY))
        self._connect()

    def refresh(self) -> None:
        """Read everything again that is kept."""
        self._listed.ask(self._books.policies.book)
        self.holidays.refresh()
        self.protections.refresh()

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self.writing.retranslate()
        self.protections.retranslate()
        self._count()

    def begin(self) -> None:
        """Begin what the part that is shown begins: a version, a protection."""
        part = self._view.part
        if part is Part.PROTECTIONS:
            self.protections.begin()
        elif part is Part.HOLIDAYS:
            self._view.holidays.form.start()
        elif self._desk.may(Act.ASK_POLICY):
            self._view.show_form()
            self.writing.begin(from_=self._chosen())

    def accept(self) -> None:
        """Ask for, add or make what is typed in the part that is shown."""
        part = self._view.part
        if part is Part.PROTECTIONS:
            self.protections.accept()
        elif part is Part.HOLIDAYS:
            self.holidays.add()
        elif part is Part.RULES and self._view.is_writing:
            self.writing.ask()

    def remove(self) -> None:
        """Remove or end what is in use in the part that is shown."""
        if self._view.part is Part.PROTECTIONS:
            self.protections.end()
        elif self._view.part is Part.HOLIDAYS:
            self.holidays.remove()

    def try_out(self) -> None:
        """Bring the dry run up; of the version that is written, where there is one."""
        which = Which.PRESENT
        if self._view.part is Part.RULES and self._view.is_writing and self.writing.draft:
            which = Which.DRAFT
        self.show_part(Part.DRY_RUN)
        self._view.dry_run.choose(When.NOW, which)
        self.run()

    def run(self) -> None:
        """Work the dry run out as it is chosen."""
        self.show_part(Part.DRY_RUN)
        self._view.dry_run.show_draft(self.writing.draft is not None)
        self.dry_run.run()

    def fill_holidays(self) -> None:
        """Fill the year's holidays from the state's list."""
        if self._view.part is Part.HOLIDAYS:
            self.holidays.fill()

    def show_part(self, part: Part) -> None:
        """Bring a part up, ready to work in."""
        self._view.show_part(part)

    def step_back(self) -> bool:
        """Answer Esc; False when there was nothing to go back from."""
        part = self._view.part
        if part is Part.PROTECTIONS:
            return self.protections.step_back()
        if part is Part.HOLIDAYS:
            return self.holidays.step_back()
        if part is Part.RULES and self._view.is_writing:
            if not self.writing.step_back():
                self.writing.leave()
            return True
        return False

    def _chosen(self) -> str:
        policy = self._view.rules.policy
        return policy.id if policy is not None else ""

    def _on_listed(self, book: PolicyBook) -> None:
        self._book = book
        present = book.on(self._desk.today())
        ordered = sorted(book.policies, key=lambda one: one.valid_from, reverse=True)
        self._view.rules.show_versions([Version(one, one is present) for one in ordered])
        self.writing.offer(book.policies, present, self._examples)
        self._count()

    def _count(self) -> None:
        _, findings = self._desk.texts, self.dry_run.findings
        if self._view.part is Part.DRY_RUN and findings is not None:
            words = _(
                "{eligible} below zero · {going} go now · {held} held",
                eligible=findings.run.defaulters,
                going=findings.run.going,
                held=findings.held,
            )
        else:
            words = _("Policies: {count}", count=len(self._book.policies))
        self.counted.emit(words)

    def _on_unfinished(self, is_unfinished: bool) -> None:
        self._view.rules.show_unfinished(is_unfinished)

    def _on_part_changed(self) -> None:
        self._view.dry_run.show_draft(self.writing.draft is not None)
        self._view.start()
        self._count()
        self.moved.emit()

    def _go_on(self) -> None:
        self._view.show_form()
        self.writing.begin()

    def _on_left(self) -> None:
        self._view.show_rules()
        self._view.start()

    def _connect(self) -> None:
        rules = self._view.rules
        rules.new_requested.connect(self.begin)
        rules.continue_requested.connect(self._go_on)
        self._view.tabs.currentChanged.connect(lambda _place: self._on_part_changed())
        self.writing.left.connect(self._on_left)
        self.writing.unfinished_changed.connect(self._on_unfinished)
        self.writing.dry_run_requested.connect(self.try_out)
        self.dry_run.found.connect(self._count)
        for part in (self.writing, self.holidays, self.protections):
            part.books_changed.connect(self.books_changed)
        self.writing.books_changed.connect(self.refresh)
        for opener in (self.dry_run, self.protections):
            opener.consumer_requested.connect(self.consumer_requested)
