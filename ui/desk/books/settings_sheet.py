"""How backups are made: how often, at closing, and in which second place; over the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.settings import (
    BACKUP_AT_CLOSING,
    BACKUP_FOLDER,
    BACKUP_HOURS,
    BACKUP_SECOND_FOLDER,
    DRILL_DAYS,
)
from resources.texts import N_, Texts
from ui.desk.kit.fields import LineField, SegmentField, WholeNumberField
from ui.desk.kit.form import Form
from ui.desk.kit.overlay import Overlay
from ui.desk.kit.parts import Button, Label, scrolling
from ui.desk.kit.theme import Theme

_SIZE = (560, 470)
_MOST_PATH = 500


class BackupSettingsSheet(Overlay):
    """The settings of backups; Ctrl+A accepts, Esc goes back and keeps nothing."""

    #: These settings are wanted: texts by name.
    accept_requested = Signal(object)
    #: The field of this name is to be filled with a folder that somebody chooses.
    folder_requested = Signal(str)

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host, theme, *_SIZE)
        self._heading = Label(N_("Settings of backups"), "heading")
        self.form = Form()
        self.at_closing = SegmentField()
        self.hours = WholeNumberField(BACKUP_HOURS.least, BACKUP_HOURS.most)
        self.folder = LineField(most=_MOST_PATH)
        self.second = LineField(most=_MOST_PATH)
        self.drill_days = WholeNumberField(DRILL_DAYS.least, DRILL_DAYS.most)
        self.accept = Button(theme, N_("Save"), look="primary", key="Ctrl+A")
        self.choose = Button(theme, N_("Choose the second place …"), icon="folder-open")
        self.leave = Button(theme, N_("Cancel"), key="Esc")
        self._lay_out()
        self._connect()

    def show_settings(self, values: Mapping[str, str]) -> None:
        """Show the settings as they are, texts by name."""
        self.form.show_values(
            {
                BACKUP_HOURS.name: values[BACKUP_HOURS.name],
                BACKUP_AT_CLOSING.name: values[BACKUP_AT_CLOSING.name],
                BACKUP_FOLDER.name: values[BACKUP_FOLDER.name],
                BACKUP_SECOND_FOLDER.name: values[BACKUP_SECOND_FOLDER.name],
                DRILL_DAYS.name: values[DRILL_DAYS.name],
            }
        )
        self.open()
        self.form.start()

    def typed(self) -> dict[str, str]:
        """Return what stands in the fields, texts by name."""
        typed: dict[str, Any] = self.form.typed()
        return {name: str(value) for name, value in typed.items()}

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._heading.retranslate(_)
        self.form.retranslate(_)
        for button in (self.accept, self.choose, self.leave):
            button.retranslate(_)
        self.at_closing.set_options([("yes", _("Yes")), ("no", _("No"))])
        self.folder.setPlaceholderText(_("The folder “backups” of the office"))
        self.second.setPlaceholderText(_("Another disk, such as a USB disk or a share"))

    def _lay_out(self) -> None:
        self.at_closing.set_options([("yes", "yes"), ("no", "no")])
        self.form.add(BACKUP_HOURS.name, self.hours, N_("Every so many hours"))
        self.form.add(BACKUP_AT_CLOSING.name, self.at_closing, N_("Also when the desk is closed"))
        self.form.add(BACKUP_FOLDER.name, self.folder, N_("Where backups lie"))
        self.form.add(BACKUP_SECOND_FOLDER.name, self.second, N_("Second place, on another disk"))
        self.form.add(DRILL_DAYS.name, self.drill_days, N_("Try a backup every so many days"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.choose)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.accept)
        self.body.addWidget(self._heading)
        self.body.addWidget(scrolling(self.form), 1)
        self.body.addLayout(buttons)

    def _connect(self) -> None:
        self.form.accept_requested.connect(self._on_accept)
        self.form.leave_requested.connect(self.put_away)
        self.accept.clicked.connect(lambda _checked=False: self._on_accept())
        self.leave.clicked.connect(lambda _checked=False: self.put_away())
        self.choose.clicked.connect(
            lambda _checked=False: self.folder_requested.emit(BACKUP_SECOND_FOLDER.name)
        )

    def _on_accept(self) -> None:
        self.accept_requested.emit(self.typed())
