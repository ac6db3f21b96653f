"""The card of backups: how old the last good one is, where they lie, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from domain import formats
from domain.backup import BackupMade
from domain.safekeeping import SafetyState
from resources.texts import N_, Texts
from ui.desk.books.watch import Health
from ui.desk.books.words import (
    age_words,
    backup_tone,
    backup_words,
    reason_words,
    seconds_words,
    size_words,
)
from ui.desk.kit.columns import Column, Tone
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, ElidedLabel, EmptyState, Label
from ui.desk.kit.table import Table
from ui.desk.kit.theme import Theme

_ROWS_SEEN, _ROW_PX = 3, 30


class BackupCard(Card):
    """Says how safe the office is against the loss of its machine."""

    back_up_requested = Signal()
    drill_requested = Signal()
    #: Show the report of the last drill; the folder of the backups; the settings.
    report_requested = Signal()
    folder_requested = Signal()
    settings_requested = Signal()

    def __init__(self, theme: Theme, _: Texts) -> None:
        super().__init__(N_("Backups"))
        self._theme = theme
        self._health: Health | None = None
        self._second = ""
        self._icon = QLabel()
        self.age = Label("", "huge")
        self.told = ElidedLabel("muted")
        self._names = [
            Label(N_("Where they lie"), "muted"),
            Label(N_("Second place"), "muted"),
            Label(N_("Last tried"), "muted"),
            Label(N_("Free on the disk"), "muted"),
        ]
        self.place, self.second = ElidedLabel(), ElidedLabel()
        self.drill, self.room = ElidedLabel(), ElidedLabel()
        self.report = Button(theme, N_("Report"), look="link")
        self.problem = Label("", "problem", wraps=True)
        self.back_up = Button(theme, N_("Back up now"), icon="save", look="primary", key="Alt+B")
        self.try_it = Button(theme, N_("Try the newest"), key="Alt+T")
        self.folder = Button(theme, icon="folder-open")
        self.settings = Button(theme, icon="settings")
        self.table = Table(theme, "backups")
        self.model = ListTableModel(_columns(), _, self, key=lambda made: made.made_at)
        self._empty = EmptyState(theme, "save", N_("No backup was made yet."))
        self._lay_out()
        self._connect()
        theme.changed.connect(self._fit)
        self._fit()

    def show_health(self, health: Health, _: Texts) -> None:
        """Show how the backups are."""
        self._health = health
        self._show(_)

    def show_backups(self, backups: Sequence[BackupMade]) -> None:
        """List the generations, newest first."""
        self.model.set_rows(backups)

    def show_second_place(self, folder: str, _: Texts) -> None:
        """Show where a second copy of each backup goes, if anywhere."""
        self._second = folder
        self._show(_)

    def show_running(self, *, backs_up: bool, tries: bool) -> None:
        """Offer no second backup or drill while one is under way."""
        self.back_up.setDisabled(backs_up)
        self.try_it.setDisabled(tries)

    def show_rights(self, *, may_back_up: bool, may_try: bool, may_set: bool) -> None:
        """Leave out what a role may not do."""
        self.back_up.setVisible(may_back_up)
        self.try_it.setVisible(may_try)
        self.settings.setVisible(may_set)

    def show_problem(self, sentence: str) -> None:
        """Say why there is no backup; an empty sentence takes it away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def retranslate_all(self, _: Texts) -> None:
        """Set every word."""
        self.retranslate(_)
        for label in self._names:
            label.retranslate(_)
        for button in (self.back_up, self.try_it, self.report):
            button.retranslate(_)
        self._empty.retranslate(_)
        self.model.retranslate(_)
        for button, words in ((self.folder, _("Open the folder")), (self.settings, _("Settings"))):
            button.setAccessibleName(words)
            button.setToolTip(words)
        self.table.setAccessibleName(_("Backups"))
        self._show(_)

    def _show(self, _: Texts) -> None:
        health = self._health
        if health is None:
            return
        tone = backup_tone(health.safety, health.now)
        self._icon.setPixmap(self._theme.pixmap("hard-drive", tone, 40))
        self.age.setText(_capital(backup_words(health.safety, health.now, _)))
        self.age.show_tone(tone)
        self._show_last(health.safety, _)
        self._show_second(_)
        self._show_drill(health, _)
        self.room.setText(size_words(health.safety.free_bytes))
        self.room.show_tone("bad" if health.safety.has_little_room else "")

    def _show_last(self, safety: SafetyState, _: Texts) -> None:
        last, is_on_server = safety.last_backup, safety.is_on_server
        if last is None:
            on_server = _("Let the server run the backup as a job of its own, each night at least.")
            here = _("If this machine is lost today, the books are lost with it.")
            self.told.setText(on_server if is_on_server else here)
            self.place.setText("–")  # noqa: RUF001 - nowhere
            return
        size = size_words(last.size_bytes)
        good = (
            _("The server's own dump, {size}, listed and whole", size=size)
            if is_on_server
            else _("Verified, {size}, {name}", size=size, name=last.path.name)
        )
        self.told.setText(good)
        self.place.setText(str(last.path.parent))

    def _show_second(self, _: Texts) -> None:
        self.second.setText(self._second or _("None: what happens to this disk happens to both"))
        self.second.show_tone("" if self._second else "warning")

    def _show_drill(self, health: Health, _: Texts) -> None:
        last = health.safety.last_drill
        self.report.setVisible(last is not None)
        if last is None:
            self.drill.setText(_("Never: nobody knows whether it can be restored"))
            self.drill.show_tone("warning")
            return
        age = age_words(last.at, health.now, _)
        words = _("{age}: good", age=age) if last.is_good else _("{age}: NOT good", age=age)
        self.drill.setText(words)
        tone: Tone = "warning" if health.safety.is_drill_due else "good"
        self.drill.show_tone(tone if last.is_good else "bad")

    def _lay_out(self) -> None:
        self.problem.hide()
        self.report.hide()
        self.table.show_model(self.model)
        self.table.set_empty(self._empty)
        self.body.addLayout(self._head_row())
        self.body.addLayout(self._facts())
        self.body.addWidget(self.problem)
        self.body.addWidget(self.table)
        self.body.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.back_up)
        buttons.addWidget(self.try_it)
        buttons.addStretch(1)
        buttons.addWidget(self.folder)
        buttons.addWidget(self.settings)
        self.body.addLayout(buttons)

    def _head_row(self) -> QHBoxLayout:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.age)
        texts.addWidget(self.told)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addLayout(texts, 1)
        return row

    def _facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        shown = (self.place, self.second, self.drill, self.room)
        for row, (name, value) in enumerate(zip(self._names, shown, strict=True)):
            grid.addWidget(name, row, 0)
            grid.addWidget(value, row, 1)
        grid.addWidget(self.report, 2, 2)
        grid.setColumnStretch(1, 1)
        return grid

    def _connect(self) -> None:
        wishes = {
            self.back_up: self.back_up_requested,
            self.try_it: self.drill_requested,
            self.report: self.report_requested,
            self.folder: self.folder_requested,
            self.settings: self.settings_requested,
        }
        for button, wish in wishes.items():
            button.clicked.connect(wish)

    def _fit(self) -> None:
        self.table.setFixedHeight(self._theme.px(_ROW_PX) * (_ROWS_SEEN + 1) + 4)
        if self._health:
            tone = backup_tone(self._health.safety, self._health.now)
            self._icon.setPixmap(self._theme.pixmap("hard-drive", tone, 40))


def made_at_words(at: datetime, _: Texts) -> str:
    """Return when a backup was made."""
    return formats.moment(at, _.month_names)


def _columns() -> list[Column]:
    return [
        Column("made_at", N_("Made"), lambda made, _: made_at_words(made.made_at, _), 140),
        Column("size", N_("Size"), lambda made, _: size_words(made.size_bytes), 84, is_number=True),
        Column(
            "took",
            N_("Took"),
            lambda made, _: seconds_words(made.took_ms, _),
            66,
            is_number=True,
            gives_way=1,
        ),
        Column(
            "reason", N_("Why"), lambda made, _: reason_words(made.reason, _), 110, stretches=True
        ),
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
