"""The front of the desk: one window in which people come, work, lock, and make room for others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QWidget
from shiboken6 import isValid
from typing_extensions import override

from domain.books import Books
from domain.office import Actor, Channel
from domain.staff import IDLE_LOCK, Member
from ui.desk.kit.bugs import Bugs
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.people.door import Door
from ui.desk.people.idle import Idle
from ui.desk.people.lock import LockController
from ui.desk.people.sign_in_controller import SignInController
from ui.desk.people.wizard_controller import WizardController
from ui.desk.window import MakePage, Surroundings, Window, least_size

#: Makes the makers of pages over the books as somebody's role sees them.
MakersOver = Callable[[Books], Sequence[MakePage]]


class Front(QMainWindow):
    """Shows the door or the desk; the desk is built anew for everybody who comes.

    An office with staff asks who comes. A real one without begins with the wizard; a practice
    office without staff opens at once, and everybody may do everything.
    """

    def __init__(
        self,
        world: Surroundings,
        makers_over: MakersOver,
        documents: Documents,
        new_words: Callable[[], str],
        *,
        idle_lock: timedelta = IDLE_LOCK,
    ) -> None:
        super().__init__()
        self._world, self._makers_over = world, makers_over
        self._trust = world.books.trust
        self.window_of_desk: Window | None = None
        self._member: Member | None = None
        self._focus: QWidget | None = None
        books = world.books
        self.door = Door(world.theme, world.language, books.office, books.today)
        self._bugs = Bugs(self.door.toasts, world.language)
        desk = self._desk_at_the_door()
        self.sign_in = SignInController(self.door, desk, self._trust)
        self.lock_keeper = LockController(self.door, desk, self._trust)
        self.wizard = WizardController(self.door, desk, books, documents, new_words)
        self.idle = Idle(idle_lock, books.now, self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.door)
        self.setCentralWidget(self._stack)
        self.setMinimumSize(least_size())
        self._connect()

    def begin(self) -> None:
        """Show what comes first: the sign-in, the wizard, or the desk."""
        if self._trust.has_staff():
            self._show_door()
            self.sign_in.start()
        elif self._world.books.office.is_practice:
            self.open_desk(None)
        else:
            self._show_door()
            self.wizard.start()

    def open_desk(self, member: Member | None) -> None:
        """Build the desk for a member of staff, or for whoever is there where there is none."""
        before = self.window_of_desk
        self._member = member
        with self._world.theme.dressing_later():
            window = self._window_for(member)
        if before:
            window.desk.progress.take_over(before.desk.progress)
        window.desk.progress.take_over(self.door.progress)
        self._let_go(before)
        self.window_of_desk = window
        self._stack.addWidget(window)
        self._show_desk(window)
        if self._world.books.office.is_practice:
            window.tour.offer()

    def lock(self) -> None:
        """Hide the desk until the same person's password is typed, or somebody else comes."""
        window, member = self.window_of_desk, self._member
        if window is None or member is None or self.is_locked:
            return
        self.idle.stop()
        self._focus = QApplication.focusWidget()
        self._close_what_lies_over()
        self._show_door()
        self.lock_keeper.lock(member, window.desk.actor, window.pages_with_typed)

    @property
    def is_locked(self) -> bool:
        """Whether the door hides a desk."""
        return self.window_of_desk is not None and self._stack.currentWidget() is self.door

    def sign_out(self) -> None:
        """Take the desk down and ask who comes; long jobs go on."""
        self.idle.stop()
        window, self._member = self.window_of_desk, None
        self._close_what_lies_over()
        if window:
            self.door.progress.take_over(window.desk.progress)
        self.window_of_desk = None
        self._show_door()
        self.sign_in.start()
        self._let_go(window)

    def keep_habits(self) -> None:
        """Remember how the desk is left that the window closes over."""
        if self.window_of_desk:
            self.window_of_desk.habits.keep()

    def report_bug(self, error: BaseException) -> None:
        """Tell of a bug where it can be seen."""
        if self.window_of_desk and not self.is_locked:
            self.window_of_desk.report_bug(error)
        else:
            self._bugs.tell(error)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.idle.watch(self.windowHandle())

    def _connect(self) -> None:
        self.sign_in.signed_in.connect(self.open_desk)
        self.lock_keeper.unlocked.connect(self._on_unlocked)
        self.lock_keeper.sign_out_requested.connect(self.sign_out)
        self.wizard.finished.connect(self._on_set_up)
        self.wizard.left.connect(self._on_set_up_left)
        self.idle.passed.connect(self.lock)
        self._world.language.changed.connect(self._show_title)
        self._show_title()

    def _desk_at_the_door(self) -> Desk:
        """Return what the panels of the door are given: nobody acts yet."""
        world = self._world
        return Desk(
            tasks=world.tasks,
            language=world.language,
            theme=world.theme,
            toasts=self.door.toasts,
            progress=self.door.progress,
            actor=Actor("", Channel.DESK),
            today=world.books.today,
            explain=world.explain,
        )

    def _window_for(self, member: Member | None) -> Window:
        world = self._world
        if member is None:
            window = Window(world, self._makers_over(world.books))
        else:
            books = world.books.seen_by(member.role)
            actor = Actor(member.user_name, Channel.DESK, counter=member.counter)
            theirs = replace(world, books=books, actor=actor, member=member)
            window = Window(theirs, self._makers_over(books))
        window.lock_requested.connect(self.lock)
        window.sign_out_requested.connect(self.sign_out)
        window.staff_requested.connect(self._on_staff_requested)
        return window

    def _show_desk(self, window: Window) -> None:
        self._stack.setCurrentWidget(window)
        self._show_title()
        window.page.enter()
        if self._member:
            self.idle.start()

    def _show_door(self) -> None:
        self._stack.setCurrentWidget(self.door)
        self._show_title()

    def _show_title(self) -> None:
        _ = self._world.language.texts
        self.setWindowTitle(f"{_('Bijli Bahi')} · {self._world.books.office.name}")

    def _let_go(self, window: Window | None) -> None:
        if window:
            self._stack.removeWidget(window)
            window.let_go()

    def _close_what_lies_over(self) -> None:
        """Close dialogs and menus: they would show over the door what it hides."""
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for dialog in self.findChildren(QDialog):
            if dialog.isVisible():
                dialog.reject()

    def _on_unlocked(self) -> None:
        window, focus = self.window_of_desk, self._focus
        if window is None:
            return
        self._stack.setCurrentWidget(window)
        self._focus = None
        if focus is not None and isValid(focus) and window.isAncestorOf(focus):
            focus.setFocus()
        else:
            window.page.enter()
        self.idle.start()

    def _on_staff_requested(self) -> None:
        self._show_door()
        self.wizard.start(may_leave=True)

    def _on_set_up_left(self) -> None:
        if self.window_of_desk:
            self._show_desk(self.window_of_desk)

    def _on_set_up(self, member: Member) -> None:
        self.open_desk(member)
        if self.window_of_desk and "staff" in self.window_of_desk.pages:
            self.window_of_desk.show_page("staff")
