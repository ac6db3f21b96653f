"""Why data leaves the office: asked before an export wherever there is staff."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from resources.texts import Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.reason import ReasonSheet


class ExportReason(QObject):
    """Asks for the reason of an export; an office without staff is asked nothing."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host)
        self._desk = desk
        self.sheet = ReasonSheet(host, desk, offers_last=True)

    def ask(self, accepted: Callable[[str], None]) -> None:
        """Have ``accepted`` hear the reason, empty where none is needed; once, if at all."""
        _ = self._desk.texts
        if self._desk.role is None:
            accepted("")
            return
        self.sheet.ask(
            _("Why is it exported?"),
            _("The audit log keeps the reason, who exported, and how many rows."),
            _("Export"),
            accepted,
        )

    def step_back(self) -> bool:
        """Put the question away; False when none is asked."""
        was_asked = self.sheet.isVisible()
        if was_asked:
            self.sheet.put_away()
        return was_asked

    def retranslate(self, _: Texts) -> None:
        """Set the words of the frame."""
        self.sheet.retranslate(_)
