"""Whom one looked at last, one click or Ctrl+H away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu

from domain.consumer import ConsumerRow
from resources.texts import Texts
from ui.desk.kit.columns import amount_text
from ui.desk.kit.parts import Button
from ui.desk.kit.theme import Theme


class RecentsButton(Button):
    """A menu of the consumers looked at last; they are read when it is asked for."""

    #: The menu is to be filled and shown.
    menu_requested = Signal()
    #: A consumer was chosen: the number.
    consumer_requested = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, icon="history", look="quiet")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.menu_of_recents = QMenu(self)
        self._texts = Texts()
        self.clicked.connect(lambda _checked=False: self.menu_requested.emit())

    def show_menu(self, rows: Sequence[ConsumerRow]) -> None:
        """Show the menu with these consumers."""
        menu, _ = self.menu_of_recents, self._texts
        menu.clear()
        if not rows:
            menu.addAction(_("Nobody was looked at yet.")).setEnabled(False)
        for row in rows:
            words = f"{row.number}  {row.name}".replace("&", "&&")
            entry = menu.addAction(f"{words}\t{amount_text(row.balance)}")
            entry.triggered.connect(
                lambda _checked=False, number=row.number: self.consumer_requested.emit(number)
            )
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        if rows:
            menu.setActiveAction(menu.actions()[0])

    def retranslate(self, _: Texts) -> None:
        """Set the words."""
        self._texts = _
        self.setAccessibleName(_("Recent consumers"))
        self.setToolTip(f"{_('Recent consumers')}  Ctrl+H")
        self.menu_of_recents.setAccessibleName(_("Recent consumers"))
