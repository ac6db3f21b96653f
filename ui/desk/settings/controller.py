"""How the office gets its own way: settings are read, typed over, and kept all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from domain.errors import Refusal
from domain.errors_of_counter import LimitsReversed, NoMultipleFits
from domain.safekeeping import Safekeeping
from domain.settings import (
    RECHARGE_LEAST,
    RECHARGE_MULTIPLE,
    UPI_ADDRESS,
    UPI_NAME,
    SettingRow,
    setting_named,
)
from ui.desk.kit.desk import Desk
from ui.desk.kit.tasks import LatestRead
from ui.desk.settings.sheet import SettingsSheet

#: The field of a refusal that is about several.
_FIELD_OF: dict[type[Exception], str] = {
    LimitsReversed: RECHARGE_LEAST.name,
    NoMultipleFits: RECHARGE_MULTIPLE.name,
}
#: The fields of a UPI code by the settings that they come from.
_SETTING_OF = {"upi_address": UPI_ADDRESS.name, "upi_name": UPI_NAME.name}


class OfficeSettingsController(QObject):
    """Opens the sheet with what holds, and keeps what was changed in it."""

    #: The office has something its own way from now on.
    saved = Signal()

    def __init__(self, sheet: SettingsSheet, desk: Desk, safekeeping: Safekeeping) -> None:
        super().__init__(sheet)
        self._sheet, self._desk, self._safekeeping = sheet, desk, safekeeping
        self._known: Mapping[str, str] = {}
        self._is_busy = False
        self._read = LatestRead(desk.tasks, self)
        self._read.answered.connect(self._on_read)
        self._read.failed.connect(desk.show_failure)
        sheet.form.accept_requested.connect(self._on_accept)
        sheet.accept.clicked.connect(lambda _checked=False: self._on_accept())

    def open(self) -> None:
        """Show the settings as they are now; a sheet that is open stays as it is."""
        if self._sheet.isHidden() and not self._is_busy:
            self._read.ask(self._safekeeping.settings)

    def _on_read(self, rows: Sequence[SettingRow]) -> None:
        if self._sheet.isHidden():
            self._known = {row.name: row.value for row in rows}
            self._sheet.show_settings(self._known)

    def _on_accept(self) -> None:
        if self._is_busy:
            return
        wanted = self._sheet.typed()
        problems = self._problems(wanted)
        if problems:
            self._sheet.form.show_problems(problems)
            return
        changed = {name: text for name, text in wanted.items() if self._known.get(name) != text}
        if changed:
            self._change(changed)
        else:
            self._sheet.put_away()

    def _problems(self, wanted: Mapping[str, str]) -> dict[str, str]:
        """Return what is wrong with single fields, in sentences."""
        problems: dict[str, str] = {}
        for name, text in wanted.items():
            try:
                setting_named(name).parse(text)
            except Refusal as refusal:
                problems[name] = self._desk.sentence(refusal)
        return problems

    def _change(self, changed: Mapping[str, str]) -> None:
        safekeeping, actor = self._safekeeping, self._desk.actor
        self._is_busy = True
        self._sheet.form.clear_problems()
        task = self._desk.tasks.write(
            self, lambda _progress: safekeeping.change_settings(changed, actor)
        )
        task.succeeded.connect(self._on_changed)
        task.failed.connect(self._on_refused)
        task.finished.connect(self._on_finished)

    def _on_changed(self, _nothing: object) -> None:
        if self._sheet.isVisible():
            self._sheet.put_away()
        self._desk.toasts.show(self._desk.texts("The settings are kept."))
        self.saved.emit()

    def _on_refused(self, error: Exception) -> None:
        field = _field_of(error)
        if field in self._sheet.form.names and self._sheet.isVisible():
            self._sheet.form.show_problem(field, self._desk.sentence(error))
        else:
            self._desk.show_failure(error)

    def _on_finished(self) -> None:
        self._is_busy = False


def _field_of(error: Exception) -> str:
    """Return the setting whose field a refusal belongs under; empty for none."""
    named = str(getattr(error, "field", ""))
    return _FIELD_OF.get(type(error), _SETTING_OF.get(named, named))
