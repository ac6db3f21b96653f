"""The first start of a real office, seen: five panels, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import N_, Texts
from ui.desk.kit.fields import LineField
from ui.desk.kit.parts import Button, Card, Label
from ui.desk.kit.theme import Theme, set_look
from ui.desk.people.door import WIDE_FORM_PX, Panel
from ui.desk.people.passwords import NewPassword
from ui.desk.people.recovery_words import TryView, WordsView
from ui.desk.people.sign_in_view import FormPanel

STEPS = (
    N_("Welcome"),
    N_("The administrator"),
    N_("Recovery words"),
    N_("Try them"),
    N_("What comes next"),
)
_COMES_NEXT = (
    (
        "id-card",
        N_("Take on your staff"),
        N_("On the page Staff: clerks, supervisors, an auditor, each with a first password."),
    ),
    (
        "indian-rupee",
        N_("Take in the tariffs"),
        N_("With the command “import tariffs FILE”. A second person approves them on the desk."),
    ),
    (
        "users",
        N_("Take on the consumers"),
        N_("With the command “import consumers FILE”, or one by one on the page Consumers."),
    ),
    (
        "database",
        N_("Make the first backup"),
        N_("On the page Books. Try it out there too: a backup is good once it was restored."),
    ),
)


class StepPanel(Panel):
    """A step with a way on and a way back."""

    next_requested = Signal()
    back_requested = Signal()

    def __init__(self, theme: Theme, title: str, words: str, go_on: str, *, back: bool) -> None:
        super().__init__(title, words, width_px=WIDE_FORM_PX)
        self.go_on = Button(theme, go_on, look="primary")
        set_look(self.go_on, size="big")
        self.back = Button(theme, N_("Back"), icon="chevron-left", look="quiet", key="Esc")
        if not back:
            self.back.hide()
        self.row = QHBoxLayout()
        self.row.addWidget(self.back)
        self.row.addStretch(1)
        self.row.addWidget(self.go_on)
        self.go_on.clicked.connect(lambda _checked=False: self.next_requested.emit())
        self.back.clicked.connect(lambda _checked=False: self.back_requested.emit())

    @override
    def start(self) -> None:
        self.go_on.setFocus()

    @override
    def step_back(self) -> None:
        if not self.back.isHidden():
            self.back_requested.emit()

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        self.go_on.retranslate(_)
        self.back.retranslate(_)


class WelcomePanel(StepPanel):
    """What is about to be done, and that nothing is stored before the end."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            N_("Welcome"),
            N_(
                "This office has no staff yet. In a few minutes it gets its administrator, and the"
                " twelve words that bring a lost administrator back. From then on everybody signs"
                " in. Nothing is stored before the last step."
            ),
            N_("Begin"),
            back=False,
        )
        self.encryption = Label("", "muted", wraps=True)
        self._encryption_words = ""
        self.body.addWidget(self.encryption)
        self.body.addSpacing(8)
        self.body.addLayout(self.row)

    def show_encryption(self, words: str, _: Texts) -> None:
        """Tell how the database is kept (an ``N_`` constant)."""
        self._encryption_words = words
        self.encryption.setText(_(words))

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        self.encryption.setText(_(self._encryption_words))


class AdministratorPanel(FormPanel):
    """Who the first administrator is."""

    def __init__(self, theme: Theme, texts: Callable[[], Texts]) -> None:
        super().__init__(
            theme,
            N_("The administrator"),
            N_("Takes on the staff, sets first passwords and makes the recovery words."),
            N_("Go on"),
        )
        self.form.add("name", LineField(most=120), N_("Name"))
        self.form.add(
            "user_name",
            LineField(most=32),
            N_("User name"),
            hint=N_("small letters and digits, such as asha.k"),
        )
        self.password = NewPassword(
            self.form, lambda: str(self.form.field("user_name").value()), texts
        )
        self.back = Button(theme, N_("Back"), icon="chevron-left", look="quiet", key="Esc")
        self.body.addWidget(self.back)
        self.back.clicked.connect(self.back_requested)

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        self.back.retranslate(_)
        self.password.retranslate()


class WordsPanel(StepPanel):
    """The twelve words; without them on paper one can still go on, and make new ones later."""

    later_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            N_("Recovery words"),
            N_(
                "If the administrator's password is lost, these twelve words set a new one. Print"
                " them or write them down, and keep the sheet in a safe. Nothing shows them again."
            ),
            N_("I have them on paper"),
            back=True,
        )
        self.words_view = WordsView(theme)
        self.later = Button(theme, N_("Later, on the page Staff"), look="link")
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.later)
        self.body.addWidget(self.words_view)
        self.body.addSpacing(8)
        self.body.addLayout(self.row)
        self.body.addLayout(below)
        self.later.clicked.connect(lambda _checked=False: self.later_requested.emit())
        view = self.words_view
        order = (view.print_it, view.save, self.go_on, self.later, self.back)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    @override
    def start(self) -> None:
        # Not the way on: an Enter too many would pass by the words unread.
        self.words_view.print_it.setFocus()

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        self.words_view.retranslate(_)
        self.later.retranslate(_)


class TryPanel(StepPanel):
    """Three of the words are typed back from the paper."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            N_("Try them"),
            N_("Type these words from your sheet, so that it is certain that it can be read."),
            N_("Store all and go on"),
            back=True,
        )
        self.try_view = TryView()
        self.body.addWidget(self.try_view)
        self.body.addSpacing(8)
        self.body.addLayout(self.row)
        self.try_view.accept_requested.connect(self.next_requested)
        self.try_view.leave_requested.connect(self.back_requested)

    @override
    def start(self) -> None:
        self.try_view.start()

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        self.try_view.retranslate(_)


class NextPanel(StepPanel):
    """All is stored; what an office does first."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            N_("The office is ready"),
            N_("You are the administrator now. This comes next:"),
            N_("Open the desk"),
            back=False,
        )
        self.problem = Label("", "problem", wraps=True)
        self.problem.hide()
        self._lines = [_NextLine(theme, *line) for line in _COMES_NEXT]
        for line in self._lines:
            self.body.addWidget(line)
        self.body.addWidget(self.problem)
        self.body.addSpacing(8)
        self.body.addLayout(self.row)

    def show_problem(self, sentence: str) -> None:
        """Say what could not be stored; an empty sentence takes it away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        for line in self._lines:
            line.retranslate(_)


class _NextLine(Card):
    """One thing to do, with its icon."""

    def __init__(self, theme: Theme, icon: str, title: str, words: str) -> None:
        super().__init__()
        self._theme, self._icon_name = theme, icon
        self._icon = QLabel()
        self._title, self._words = Label(title, "strong"), Label(words, "muted", wraps=True)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._icon)
        row.addLayout(texts, 1)
        self.body.setContentsMargins(14, 8, 14, 8)
        self.body.addLayout(row)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @override
    def retranslate(self, _: Texts) -> None:
        self._title.retranslate(_)
        self._words.retranslate(_)

    def _on_theme_changed(self) -> None:
        self._icon.setPixmap(self._theme.pixmap(self._icon_name, "accent", 20))
