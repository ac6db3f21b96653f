"""The Tariffs page: the book of tariffs, and in its place the draft that is being written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from resources.texts import Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.parts import ConfirmStrip
from ui.desk.kit.saving import ask_present_file
from ui.desk.kit.theme import set_look
from ui.desk.tariffs.book_view import BookView
from ui.desk.tariffs.editor_view import EditorView


class TariffsView(QWidget):
    """Shows the one or the other."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        set_look(self, "window")
        self._texts = desk.texts
        self.book = BookView(desk)
        self.editor = EditorView(desk)
        self.strip = ConfirmStrip(desk.theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.book)
        self._stack.addWidget(self.editor)
        # A question above that wraps would else have the page as high as all would like to be.
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.strip)
        column.addWidget(self._stack, 1)

    @property
    def is_editing(self) -> bool:
        """Whether a draft is being written."""
        return self._stack.currentIndex() == 1

    def show_editor(self) -> None:
        """Show the draft."""
        self._bring_up(1)

    def show_book(self) -> None:
        """Show the book again."""
        self._bring_up(0)
        (self.book.drafts if self.book.wants_drafts else self.book.schedules).setFocus()

    def _bring_up(self, place: int) -> None:
        # What is not seen makes no demands on the height of what is.
        policies = QSizePolicy.Policy
        for at, part in enumerate((self.book, self.editor)):
            policy = policies.Preferred if at == place else policies.Ignored
            part.setSizePolicy(policy, policy)
        self._stack.setCurrentIndex(place)

    def ask_tariff_file(self, accepted: Callable[[Path], None]) -> None:
        """Let somebody choose a file of tariffs."""
        _ = self._texts
        ask_present_file(self, _("Tariffs from a file"), [_("Tariffs (*.json)")], _, accepted)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        self.book.retranslate(_)
        self.editor.retranslate(_)
