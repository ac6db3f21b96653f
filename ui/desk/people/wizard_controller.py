"""The first start of a real office: asked step by step, stored at the end and not before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.errors import FieldMissing, Refusal
from domain.office import Actor, Channel
from domain.staff import Member, NewMember, Role
from resources.texts import N_
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.people.door import Door, Panel
from ui.desk.people.recovery_words import WordsOnPaper, three_places
from ui.desk.people.wizard_view import (
    STEPS,
    AdministratorPanel,
    NextPanel,
    TryPanel,
    WelcomePanel,
    WordsPanel,
)

#: The administrator sits at the first counter until the page Staff says another one.
_COUNTER = 1
#: The steps of the recovery words, which may be left for later.
_WORDS_STEPS = (2, 3)
_PLAIN = N_("The database is not encrypted: that is chosen when an office is made.")
_ENCRYPTED = N_(
    "The database is encrypted. The recovery words were shown when the office was made; the same"
    " words bring a lost administrator back."
)


class WizardController(QObject):
    """Walks through the panels and then makes the administrator and keeps the words."""

    #: All is stored: the Member, who is signed in by that.
    finished = Signal(object)
    #: The wizard is left with nothing stored.
    left = Signal()

    def __init__(
        self,
        door: Door,
        desk: Desk,
        books: Books,
        documents: Documents,
        new_words: Callable[[], str],
    ) -> None:
        super().__init__(door)
        self._door, self._desk, self._books, self._new_words = door, desk, books, new_words
        self._words = ""
        self._form: NewMember | None = None
        self._is_storing = False
        self._skipped: tuple[int, ...] = ()
        self._member: Member | None = None
        theme = desk.theme
        self.welcome = WelcomePanel(theme)
        self.administrator = AdministratorPanel(theme, lambda: desk.texts)
        self.words = WordsPanel(theme)
        self.try_words = TryPanel(theme)
        self.next = NextPanel(theme)
        self._paper = WordsOnPaper(self.words, desk, documents, books)
        self._panels: tuple[Panel, ...] = (
            self.welcome,
            self.administrator,
            self.words,
            self.try_words,
            self.next,
        )
        for panel in self._panels:
            door.add(panel)
        self._connect()

    def start(self, *, may_leave: bool = False) -> None:
        """Begin; ``may_leave`` offers a way back out of the wizard."""
        self._words, self._form, self._member = "", None, None
        self._skipped = ()
        self.welcome.back.setVisible(may_leave)
        state = self._books.safekeeping.state()
        is_known = state.words_tried is not None
        self.welcome.show_encryption(_ENCRYPTED if is_known else _PLAIN, self._desk.texts)
        self._has_words = is_known
        self._show(self.welcome)

    def _connect(self) -> None:
        self.welcome.next_requested.connect(lambda: self._show(self.administrator))
        self.welcome.back_requested.connect(self.left)
        self.administrator.accept_requested.connect(self._on_administrator)
        self.administrator.back_requested.connect(lambda: self._show(self.welcome))
        self.words.next_requested.connect(self._on_words_kept)
        self.words.later_requested.connect(lambda: self._store(with_words=False))
        self.words.back_requested.connect(lambda: self._show(self.administrator))
        self.words.words_view.print_requested.connect(lambda: self._paper.print_words(self._words))
        self.words.words_view.save_requested.connect(lambda: self._paper.save_words(self._words))
        self.try_words.next_requested.connect(self._on_words_typed)
        self.try_words.back_requested.connect(lambda: self._show(self.words))
        self.next.next_requested.connect(self._on_done)

    def _show(self, panel: Panel) -> None:
        self._door.side.show_steps(STEPS, self._panels.index(panel), self._skipped)
        self._door.side.retranslate(self._desk.texts)
        self._door.show_panel(panel)

    def _on_administrator(self) -> None:
        panel = self.administrator
        panel.form.clear_problems()
        name = panel.form.field("name").value()
        user_name = str(panel.form.field("user_name").value()).lower()
        for field, typed in (("name", name), ("user_name", user_name)):
            if not typed:
                panel.form.show_problem(field, self._desk.sentence(FieldMissing(field)))
                return
        try:
            form = NewMember(user_name, name, Role.ADMINISTRATOR, _COUNTER)
        except Refusal as refusal:
            panel.form.show_problem(
                str(getattr(refusal, "field", "name")), self._desk.sentence(refusal)
            )
            return
        if panel.password.is_fitting():
            self._form = form
            self._go_on_to_words()

    def _go_on_to_words(self) -> None:
        if self._has_words:
            self._store(with_words=False)
            return
        self._words = self._words or self._new_words()
        self.words.words_view.show_words(self._words.split())
        self._show(self.words)

    def _on_words_kept(self) -> None:
        words = self._words.split()
        self.try_words.try_view.ask(three_places(len(words)), self._desk.texts)
        self._show(self.try_words)

    def _on_words_typed(self) -> None:
        if self.try_words.try_view.is_right(self._words.split(), self._desk.texts):
            self._store(with_words=True)

    def _store(self, *, with_words: bool) -> None:
        """Make the administrator, and keep the words when they were tried."""
        form, password = self._form, self.administrator.password.text
        if form is None or self._is_storing:
            return
        self._is_storing = True
        words = self._words if with_words else ""
        if not words:
            self._skipped = _WORDS_STEPS
        task = self._desk.tasks.write(self, lambda _progress: self._stored(form, password, words))
        task.succeeded.connect(self._on_stored)
        task.failed.connect(self._on_not_stored)
        task.finished.connect(self._on_finished)

    def _stored(self, form: NewMember, password: str, words: str) -> Any:
        """Store it all; return the member, and what went wrong with the words if anything did."""
        trust = self._books.trust
        actor = Actor(form.user_name, Channel.DESK, form.counter)
        member = trust.make_first_administrator(form, password, actor)
        if not words:
            return member, None
        # The administrator is in by now: words that fail are made anew on the page Staff.
        try:
            trust.set_recovery_words(words, actor)
            self._books.safekeeping.try_recovery_words(words, actor)
        except Exception as error:  # noqa: BLE001 - told or reported where it can be seen
            return member, error
        return member, None

    def _on_stored(self, answer: tuple[Member, Exception | None]) -> None:
        self._member, error = answer
        self._words = ""
        self.words.words_view.show_words([])
        self.administrator.password.clear()
        self._show(self.next)
        self.next.show_problem(self._desk.sentence(error) if error else "")

    def _on_not_stored(self, error: Exception) -> None:
        self._show(self.administrator)
        self._desk.show_failure(error)

    def _on_finished(self) -> None:
        self._is_storing = False

    def _on_done(self) -> None:
        self._door.side.show_steps((), 0)
        self._door.side.retranslate(self._desk.texts)
        if self._member:
            self.finished.emit(self._member)
