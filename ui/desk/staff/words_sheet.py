"""Recovery words made anew: shown in a sheet, kept on paper, tried by typing three of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from domain.books import Books
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.overlay import Overlay
from ui.desk.kit.parts import Button, Label
from ui.desk.people.recovery_words import TryView, WordsOnPaper, WordsView, three_places


class WordsSheet(Overlay):
    """First what is about to happen, then the words, then three of them typed back."""

    make_requested = Signal()
    tried = Signal()

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, desk.theme, 640, 400)
        self.title = Label(N_("Recovery words"), "title")
        self.advice = Label(
            N_(
                "New words are made, and the old ones stop working. Print them or write them down"
                " and keep the sheet in a safe: they set a new password for an administrator who"
                " lost theirs. Nothing shows them again."
            ),
            "muted",
            wraps=True,
        )
        self.words = WordsView(desk.theme)
        self.try_view = TryView()
        self.pages = QStackedWidget()
        for page in (QWidget(), self.words, self.try_view):
            self.pages.addWidget(page)
        self.problem = Label("", "problem", wraps=True)
        self.leave = Button(desk.theme, N_("Cancel"), key="Esc")
        self.make = Button(desk.theme, N_("Make new words"), icon="key-round", look="primary")
        self.go_on = Button(desk.theme, N_("I have them on paper"), look="primary")
        self.store = Button(desk.theme, N_("They are right"), look="primary", key="Ctrl+A")
        self._lay_out()
        self.leave.clicked.connect(lambda _checked=False: self.put_away())
        self.make.clicked.connect(lambda _checked=False: self.make_requested.emit())
        self.store.clicked.connect(lambda _checked=False: self.tried.emit())
        self.try_view.accept_requested.connect(self.tried)
        self.try_view.leave_requested.connect(lambda: self.show_page(1))

    def ask(self) -> None:
        """Open the sheet; nothing is made yet."""
        self.show_problem("")
        self.words.show_words([])
        self.open()
        self.show_page(0)

    def show_page(self, place: int) -> None:
        """Show what is about to happen (0), the words (1), or three fields (2)."""
        self.pages.setCurrentIndex(place)
        for at, button in enumerate((self.make, self.go_on, self.store)):
            button.setVisible(at == place)
        starts = (self.make.setFocus, self.words.print_it.setFocus, self.try_view.start)
        starts[place]()

    def show_problem(self, sentence: str) -> None:
        """Say why nothing was made or stored."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def put_away(self) -> None:
        """Take the words off the screen with the sheet."""
        self.words.show_words([])
        super().put_away()

    def retranslate(self, _: Texts) -> None:
        """Set every word but the twelve."""
        for label in (self.title, self.advice):
            label.retranslate(_)
        for button in (self.leave, self.make, self.go_on, self.store):
            button.retranslate(_)
        self.words.retranslate(_)
        self.try_view.retranslate(_)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.problem, 1)
        row.addStretch(0)
        for button in (self.leave, self.make, self.go_on, self.store):
            row.addWidget(button)
        self.body.setSpacing(10)
        self.body.addWidget(self.title)
        self.body.addWidget(self.advice)
        self.body.addWidget(self.pages, 1)
        self.body.addLayout(row)


class WordsController(QObject):
    """Makes the words, and remembers that somebody holds them."""

    #: Words were made, or tried: how it stands has changed.
    changed = Signal()

    def __init__(self, sheet: WordsSheet, desk: Desk, books: Books, documents: Documents) -> None:
        super().__init__(sheet)
        self._sheet, self._desk, self._books = sheet, desk, books
        self._words = ""
        self._is_busy = False
        paper = WordsOnPaper(sheet, desk, documents, books)
        sheet.make_requested.connect(self._on_make_requested)
        sheet.words.print_requested.connect(lambda: paper.print_words(self._words))
        sheet.words.save_requested.connect(lambda: paper.save_words(self._words))
        sheet.go_on.clicked.connect(lambda _checked=False: self._on_kept())
        sheet.tried.connect(self._on_tried)

    def _on_make_requested(self) -> None:
        if self._is_busy:
            return
        self._is_busy = True
        actor, make = self._desk.actor, self._books.safekeeping.make_recovery_words
        task = self._desk.tasks.write(self, lambda _progress: make(actor))
        task.succeeded.connect(self._on_made)
        task.failed.connect(self._show_refusal)
        task.finished.connect(self._on_finished)

    def _on_made(self, words: str) -> None:
        self._words = words
        self._sheet.words.show_words(words.split())
        self._sheet.show_page(1)
        self.changed.emit()

    def _on_kept(self) -> None:
        places = three_places(len(self._words.split()))
        self._sheet.try_view.ask(places, self._desk.texts)
        self._sheet.show_page(2)

    def _on_tried(self) -> None:
        words, actor = self._words, self._desk.actor
        if self._is_busy or not self._sheet.try_view.is_right(words.split(), self._desk.texts):
            return
        self._is_busy = True
        task = self._desk.tasks.write(
            self, lambda _progress: self._books.safekeeping.try_recovery_words(words, actor)
        )
        task.succeeded.connect(self._on_stored)
        task.failed.connect(self._show_refusal)
        task.finished.connect(self._on_finished)

    def _on_stored(self, _nothing: object) -> None:
        _ = self._desk.texts
        self._words = ""
        self._sheet.put_away()
        self._desk.toasts.show(_("The recovery words are made and tried."))
        self.changed.emit()

    def _show_refusal(self, error: Exception) -> None:
        self._sheet.show_problem(self._desk.sentence(error))

    def _on_finished(self) -> None:
        self._is_busy = False
