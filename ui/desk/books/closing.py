"""A backup when the desk is closed; it can be left out, and never keeps the desk open for ever."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QProgressBar, QWidget
from typing_extensions import override

from domain.backup import BackupReason
from domain.books import Books
from domain.progress import Step
from domain.settings import BACKUP_AT_CLOSING, value_of
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.books.page import BooksPage
from ui.desk.kit.desk import Desk
from ui.desk.kit.overlay import Overlay
from ui.desk.kit.parts import Button, Label
from ui.desk.kit.tasks import Task
from ui.desk.kit.theme import Theme

#: A backup that shows no progress for so long is not waited for.
PATIENCE_MS = 60_000
_SIZE = (480, 190)
_THOUSAND = 1000


class ClosingBackup(QObject):
    """Holds a window that is being closed until its backup is made, fails, or is not wanted.

    ``books_page`` returns the page of whoever is signed in; while nobody is there is no backup.
    """

    def __init__(self, window: QMainWindow, books_page: Callable[[], BooksPage | None]) -> None:
        super().__init__(window)
        self._window, self._books_page = window, books_page
        self._page: BooksPage | None = None
        self._task: Task | None = None
        self._may_close = False
        self.sheet: ClosingSheet | None = None
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self.close)
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._window or event.type() != QEvent.Type.Close:
            return super().eventFilter(watched, event)
        page = None if self._may_close else self._books_page()
        if page is None or not page.desk.may(Act.BACK_UP):
            # Nothing is held back any more, least of all while the window is taken down.
            self._window.removeEventFilter(self)
            return False
        event.ignore()
        self._begin(page)
        return True

    def close(self) -> None:
        """Close the window now, with a backup or without one."""
        self._may_close = True
        self._window.close()

    def stay(self) -> None:
        """Keep the desk open after all; a backup that was begun is finished all the same."""
        self._patience.stop()
        self._page = None
        if self.sheet:
            self.sheet.put_away()

    def _begin(self, page: BooksPage) -> None:
        if self._page:
            # Whoever closes the window a second time does not want to wait.
            self.close()
            return
        self._page = page
        self.sheet = self._sheet_over(page.desk)
        self._patience.start()
        books = page.watch.books
        task = page.desk.tasks.read(page.watch, lambda _progress: _is_wanted(books))
        task.succeeded.connect(self._on_known)
        task.failed.connect(self._on_failed)

    def _sheet_over(self, desk: Desk) -> ClosingSheet:
        if self.sheet:
            self.sheet.deleteLater()
        sheet = ClosingSheet(self._window, desk.theme)
        sheet.retranslate(desk.texts)
        sheet.skip.clicked.connect(self._skip)
        sheet.again.clicked.connect(self._back_up)
        sheet.stay.clicked.connect(self.stay)
        sheet.show_waiting()
        return sheet

    def _on_known(self, is_wanted: bool) -> None:
        if self._page is None:
            return
        if is_wanted:
            self._back_up()
        else:
            self.close()

    def _back_up(self) -> None:
        page = self._page
        if page is None or self.sheet is None:
            return
        task = page.keeper.back_up(BackupReason.CLOSING) or page.keeper.task
        if task is None:
            self.close()
            return
        self._task = task
        self.sheet.show_waiting()
        self._patience.start()
        task.progressed.connect(self._on_progressed)
        task.succeeded.connect(self._on_made)
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_cancelled)
        task.finished.connect(self._on_finished)

    def _on_progressed(self, step: Step) -> None:
        if self._page and self.sheet:
            self._patience.start()
            self.sheet.show_step(step)

    def _on_made(self, _done: object) -> None:
        if self._page:
            self.close()

    def _on_failed(self, error: Exception) -> None:
        self._patience.stop()
        if self._page and self.sheet:
            self.sheet.show_problem(self._page.desk.sentence(error))

    def _on_cancelled(self) -> None:
        """Go back to the desk: the backup was cancelled there, in its panel."""
        if not self._may_close:
            self.stay()

    def _on_finished(self) -> None:
        self._task = None

    def _skip(self) -> None:
        if self._task:
            self._task.cancel()
        self.close()


class ClosingSheet(Overlay):
    """Says that a backup is being made, how far it is, and lets the clerk leave at once."""

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host, theme, *_SIZE)
        self.words = Label(N_("Making a backup before the desk closes …"), "heading", wraps=True)
        self.problem = Label("", "problem", wraps=True)
        self.bar = QProgressBar(textVisible=False)
        self.skip = Button(theme, N_("Close without it"))
        self.again = Button(theme, N_("Try again"), look="primary")
        self.stay = Button(theme, N_("Do not close"), key="Esc")
        buttons = QHBoxLayout()
        buttons.addWidget(self.stay)
        buttons.addStretch(1)
        buttons.addWidget(self.skip)
        buttons.addWidget(self.again)
        for part in (self.words, self.bar, self.problem):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.body.addLayout(buttons)

    def show_waiting(self) -> None:
        """Show that it is under way."""
        self.problem.hide()
        self.again.hide()
        self.bar.show()
        self.bar.setRange(0, 0)
        self.open()
        self.skip.setFocus()

    def show_step(self, step: Step) -> None:
        """Show how far it is."""
        # A bar counts in 32 bits; a thousand parts are finer than its pixels.
        self.bar.setRange(0, _THOUSAND)
        self.bar.setValue(step.done * _THOUSAND // max(step.total, 1))

    def show_problem(self, sentence: str) -> None:
        """Say why there is no backup, and offer to try again."""
        self.problem.setText(sentence)
        self.problem.show()
        self.bar.hide()
        self.again.show()
        self.again.setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self.words.retranslate(_)
        for button in (self.skip, self.again, self.stay):
            button.retranslate(_)
        self.bar.setAccessibleName(_("Progress of the backup"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.stay.click()
        else:
            super().keyPressEvent(event)


def _is_wanted(books: Books) -> bool:
    """Return whether a desk of the office makes a backup at closing (off the GUI thread)."""
    if books.safekeeping.state().is_on_server:
        return False
    stored = {row.name: row.value for row in books.safekeeping.settings()}
    return value_of(BACKUP_AT_CLOSING, stored.get(BACKUP_AT_CLOSING.name))
