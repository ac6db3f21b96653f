"""The card of the books: how the last check found them, its anchor, and what was wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from domain import formats
from domain.listing import Problem
from resources.texts import N_, Texts
from ui.desk.books.watch import Health
from ui.desk.books.words import age_words
from ui.desk.kit.columns import Column
from ui.desk.kit.fields import LineField
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, ElidedLabel, Figure, Label
from ui.desk.kit.table import Table
from ui.desk.kit.theme import Theme, set_look
from ui.sentences import problem_sentence

_FIGURES = ("events", "postings", "wallets", "receipts")
_MOST_ROWS_SEEN = 9
#: Everything is to be checked about once a week; a quick check sees only what is new.
_WHOLE_CHECK_EVERY = timedelta(days=7)
_ROW_PX = 30


class CheckCard(Card):
    """Says large and calm that the books are in order, or that they are not."""

    check_requested = Signal()
    check_all_requested = Signal()
    override_requested = Signal()
    #: The anchor was copied.
    copied = Signal()

    def __init__(self, theme: Theme, *, may_override: bool) -> None:
        super().__init__(N_("The books"))
        self._theme = theme
        self._health: Health | None = None
        self._is_checking = False
        self._may_override = may_override
        self._icon = QLabel()
        self.state = Label("", "huge")
        self.told = Label("", "muted", wraps=True)
        self._whole_name = Label(N_("Last check of everything"), "muted")
        self.whole = ElidedLabel()
        self.figures = {
            "events": Figure(N_("Events")),
            "postings": Figure(N_("Postings")),
            "wallets": Figure(N_("Wallets")),
            "receipts": Figure(N_("Receipts")),
        }
        self._anchor_words = Label(
            N_("Anchor: write it down, or keep it away from this machine"), "muted", wraps=True
        )
        self.anchor = LineField()
        self.copy = Button(theme, icon="copy")
        self.problem = Label("", "problem", wraps=True)
        self.check_now = Button(
            theme, N_("Check now"), icon="shield-check", look="primary", key="Alt+K"
        )
        self.check_all = Button(theme, N_("Check everything"), key="Alt+J")
        self.override_it = Button(theme, N_("Override with a reason"), look="danger")
        self._lay_out()
        self._connect()
        theme.changed.connect(self._show_icon)

    def show_health(self, health: Health, _: Texts) -> None:
        """Show how the books were found."""
        self._health = health
        self._show(_)

    def show_checking(self, is_checking: bool, _: Texts) -> None:
        """Offer no second check while one is under way."""
        self._is_checking = is_checking
        for button in (self.check_now, self.check_all):
            button.setDisabled(is_checking)
        self._show(_)

    def show_problem(self, sentence: str) -> None:
        """Say why the books could not be checked; an empty sentence takes it away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def retranslate_all(self, _: Texts) -> None:
        """Set every word."""
        self.retranslate(_)
        self._anchor_words.retranslate(_)
        self._whole_name.retranslate(_)
        for figure in self.figures.values():
            figure.retranslate(_)
        for button in (self.check_now, self.check_all, self.override_it):
            button.retranslate(_)
        self.anchor.setAccessibleName(_("Anchor of the books"))
        self.copy.setAccessibleName(_("Copy the anchor"))
        self.copy.setToolTip(_("Copy the anchor"))
        self._show(_)

    def _show(self, _: Texts) -> None:
        health = self._health
        self._show_icon()
        self.state.setText(self._state_words(_))
        self.state.show_tone(self._tone())
        self.told.setText(_told(health, _) if health else "")
        if health:
            self._show_figures(health)
            self._show_whole(health, _)

    def _show_figures(self, health: Health) -> None:
        condition = health.condition
        for name in _FIGURES:
            count = getattr(condition, name)
            self.figures[name].show_text(f"{count:,}" if condition.checked_at else "–")  # noqa: RUF001 - not known
        self.anchor.setText(str(condition.anchor or ""))
        self.anchor.setCursorPosition(0)
        for part in (self._anchor_words, self.anchor, self.copy):
            part.setVisible(condition.anchor is not None)
        self.override_it.setVisible(self._may_override and not health.is_in_order)

    def _show_whole(self, health: Health, _: Texts) -> None:
        at = health.condition.whole_checked_at
        is_old = at is None or health.now - at > _WHOLE_CHECK_EVERY
        self.whole.setText(age_words(at, health.now, _) if at else _("Never"))
        self.whole.show_tone("warning" if is_old else "")

    def _state_words(self, _: Texts) -> str:
        if self._is_checking:
            return _("Being checked …")
        if self._health is None:
            return "…"
        if not self._health.is_in_order:
            return _("Not in order")
        return _("In order") if self._health.is_checked else _("Not checked yet")

    def _tone(self) -> str:
        health = self._health
        if health and not health.is_in_order:
            return "bad"
        if self._is_checking or health is None:
            return "muted"
        return "good" if health.is_checked else "warning"

    def _show_icon(self) -> None:
        tone = self._tone()
        name = "shield-alert" if tone in ("bad", "warning") else "shield-check"
        self._icon.setPixmap(self._theme.pixmap(name, tone, 40))

    def _lay_out(self) -> None:
        self.anchor.setReadOnly(True)
        set_look(self.anchor, "anchor")
        self.problem.hide()
        self.override_it.hide()
        self.body.addLayout(self._head_row())
        self.body.addSpacing(4)
        self.body.addLayout(self._figure_row())
        self.body.addSpacing(4)
        whole = QHBoxLayout()
        whole.setSpacing(14)
        whole.addWidget(self._whole_name)
        whole.addWidget(self.whole, 1)
        self.body.addLayout(whole)
        self.body.addSpacing(8)
        self.body.addWidget(self._anchor_words)
        anchor = QHBoxLayout()
        anchor.addWidget(self.anchor, 1)
        anchor.addWidget(self.copy)
        self.body.addLayout(anchor)
        self.body.addWidget(self.problem)
        self.body.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.check_now)
        buttons.addWidget(self.check_all)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.body.addWidget(self.override_it, 0, Qt.AlignmentFlag.AlignLeft)

    def _head_row(self) -> QHBoxLayout:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.state)
        texts.addWidget(self.told)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        return row

    def _figure_row(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for place, name in enumerate(_FIGURES):
            self.figures[name].note.hide()
            grid.addWidget(self.figures[name], 0, place)
            grid.setColumnStretch(place, 1)
        return grid

    def _connect(self) -> None:
        self.check_now.clicked.connect(lambda _checked=False: self.check_requested.emit())
        self.check_all.clicked.connect(lambda _checked=False: self.check_all_requested.emit())
        self.override_it.clicked.connect(lambda _checked=False: self.override_requested.emit())
        self.copy.clicked.connect(lambda _checked=False: self._copy())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.anchor.text())
        self.copied.emit()


@dataclass(frozen=True, slots=True)
class ToldProblem:
    """A problem with its place in the list."""

    number: int
    problem: Problem

    @property
    def consumer(self) -> str:
        """The consumer that it is about, or nothing."""
        return str(self.problem.facts.get("consumer") or "")


class ProblemsCard(Card):
    """What the check found wrong, each in one sentence; Enter opens the consumer."""

    consumer_requested = Signal(str)
    export_requested = Signal()

    def __init__(self, theme: Theme, _: Texts) -> None:
        super().__init__(N_("What the check found"))
        self._theme = theme
        self.export = Button(theme, N_("Excel"), icon="file-spreadsheet", key="Alt+E")
        self.note = Label("", "muted", wraps=True)
        self.table = Table(theme, "problems")
        self.model = ListTableModel(_problem_columns(), _, self, key=lambda row: row.number)
        self.table.show_model(self.model)
        self.head.addWidget(self.export)
        self.body.addWidget(self.note)
        self.body.addWidget(self.table)
        self.export.clicked.connect(lambda _checked=False: self.export_requested.emit())
        self.table.opened.connect(self._on_opened)
        theme.changed.connect(self._fit)
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """List what was found."""
        self.model.set_rows([ToldProblem(at, one) for at, one in enumerate(problems, start=1)])
        self.table.go_to_place(0)
        self._fit()

    def show_health(self, health: Health, _: Texts) -> None:
        """Stand there while the books are not in order."""
        is_known = self.model.rowCount() > 0
        self.setVisible(not health.is_in_order or is_known)
        self.table.setVisible(is_known)
        self.export.setVisible(is_known)
        self.note.setVisible(not is_known)
        how = _("Check everything to see each of them.")
        self.note.setText(f"{_found_words(health, _)} {how}")

    def chosen_consumer(self) -> str | None:
        """Return the consumer of the problem in use."""
        row = self.table.current_row()
        return row.consumer or None if isinstance(row, ToldProblem) else None

    def retranslate_all(self, _: Texts) -> None:
        """Set every word."""
        self.retranslate(_)
        self.export.retranslate(_)
        self.model.retranslate(_)
        self.table.setAccessibleName(_("What the check found"))

    def _on_opened(self, row: ToldProblem) -> None:
        if row.consumer:
            self.consumer_requested.emit(row.consumer)

    def _fit(self) -> None:
        rows = min(self.model.rowCount(), _MOST_ROWS_SEEN) + 1
        self.table.setFixedHeight(self._theme.px(_ROW_PX) * rows + 4)


def _problem_columns() -> list[Column]:
    return [
        Column("number", N_("No."), lambda row, _: f"{row.number:,}", 56, is_number=True),
        Column(
            "problem",
            N_("Problem"),
            lambda row, _: problem_sentence(row.problem, _),
            300,
            stretches=True,
        ),
        Column("consumer", N_("Consumer"), lambda row, _: row.consumer, 90, is_strong=True),
    ]


def _told(health: Health, _: Texts) -> str:
    """Return when the books were checked last, and how."""
    condition = health.condition
    if condition.problems:
        return _found_words(health, _)
    if condition.checked_at is None:
        return _("Let them be checked: everything that happened is done once more and compared.")
    age = age_words(condition.checked_at, health.now, _)
    at = formats.moment(condition.checked_at, _.month_names)
    if condition.is_whole:
        return _("Everything checked {age}, {at}", age=age, at=at)
    return _("Quickly checked {age}, {at}", age=age, at=at)


def _found_words(health: Health, _: Texts) -> str:
    condition = health.condition
    if condition.found_at is None:
        return ""
    at = formats.moment(condition.found_at, _.month_names)
    count = f"{condition.problems:,}"
    return _("Found {at} in a check by {by}: {count}.", at=at, by=condition.found_by, count=count)
