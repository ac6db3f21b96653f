"""The tags of a consumer as chips, with a line to put another one on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QVBoxLayout, QWidget
from typing_extensions import override

from domain.consumer_notes import MOST_TAG
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import LineField
from ui.desk.kit.flow import Flow
from ui.desk.kit.parts import Button, Label
from ui.desk.kit.theme import Theme

_LINE_PX = 170


class TagStrip(QWidget):
    """Shows tags; a click or Delete takes one off, the line puts one on."""

    #: A tag is to be put on: what was typed.
    tag_requested = Signal(str)
    #: A tag is to be taken off.
    untag_requested = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._theme, self._texts = desk.theme, desk.texts
        self._may_tag = desk.may(Act.NOTE_CONSUMER)
        self._tags: Sequence[str] = ()
        self.chips: list[TagChip] = []
        self.line = TagLine()
        self.line.setFixedWidth(desk.theme.px(_LINE_PX))
        self._known = QStringListModel(self)
        self._complete()
        self.problem = Label("", "problem", wraps=True)
        self._flow = Flow()
        self._flow.addWidget(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        column.addLayout(self._flow)
        column.addWidget(self.problem)
        self.line.returnPressed.connect(self._on_entered)
        self.line.left.connect(self.put_line_away)
        self.put_line_away()
        self._show()

    @property
    def known(self) -> list[str]:
        """The tags that are offered."""
        return self._known.stringList()

    @property
    def tags(self) -> Sequence[str]:
        """The tags that are shown."""
        return self._tags

    def show_tags(self, tags: Sequence[str]) -> None:
        """Show these tags."""
        self._tags = tags
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(tag) for tag in tags]
        # The line stands behind the chips, and Tab comes to it after them.
        self._flow.removeWidget(self.line)
        for part in (*self.chips, self.line):
            self._flow.addWidget(part)
        self._show()

    def show_known(self, tags: Sequence[str]) -> None:
        """Offer the tags that the office uses."""
        self._known.setStringList(list(tags))

    def start(self) -> None:
        """Let a tag be typed."""
        if self._may_tag:
            self.line.show()
            self._show()
            self.line.setFocus()

    def show_problem(self, sentence: str) -> None:
        """Say why a tag was not put on; what was typed stays."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self._show()

    def show_tagged(self) -> None:
        """Clear the line for the next one."""
        self.line.clear()
        self.show_problem("")

    def put_line_away(self) -> None:
        """Put the line away, and what stands in it."""
        self.line.clear()
        self.line.hide()
        self.show_problem("")

    @property
    def holds_typed(self) -> bool:
        """Whether something stands in the open line."""
        return not self.line.isHidden() and bool(self.line.text().strip())

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        self.line.setAccessibleName(_("Tag"))
        self.line.setPlaceholderText(_("Tag, then Enter"))
        self.setAccessibleName(_("Tags"))
        for chip in self.chips:
            chip.retranslate(_)

    def _show(self) -> None:
        self.setVisible(bool(self._tags) or not self.line.isHidden())

    def _chip(self, tag: str) -> TagChip:
        chip = TagChip(self._theme, tag, may_go=self._may_tag, _=self._texts)
        chip.untag_requested.connect(self.untag_requested)
        return chip

    def _complete(self) -> None:
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.line.setCompleter(completer)

    def _on_entered(self) -> None:
        if typed := self.line.text().strip():
            self.tag_requested.emit(typed)
        else:
            self.put_line_away()


class TagLine(LineField):
    """A line for a tag; Esc puts it away."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__(most=4 * MOST_TAG)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class TagChip(Button):
    """One tag; a click or Delete asks to take it off."""

    untag_requested = Signal(str)

    def __init__(self, theme: Theme, tag: str, *, may_go: bool, _: Texts) -> None:
        super().__init__(theme, N_("Take the tag off"), icon="x" if may_go else "", look="chip")
        self.tag, self._may_go = tag, may_go
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.clicked.connect(lambda _checked=False: self._ask())
        self.retranslate(_)

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        self.setText(self.tag.replace("&", "&&"))
        self.setToolTip(_("Take the tag off") if self._may_go else "")
        self.setAccessibleName(_("Tag {tag}", tag=self.tag))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._ask()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        if self._may_go:
            self.untag_requested.emit(self.tag)
