"""The tiles of the dashboard: a big figure, or a line of a list; pressed, each opens its rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOption,
    QVBoxLayout,
)
from typing_extensions import override

from resources.texts import Texts
from ui.dashboard_words import Change
from ui.desk.dashboard.painting import Glyph, ShareBar, Sparkline
from ui.desk.kit.columns import Tone
from ui.desk.kit.parts import ElidedLabel, Label
from ui.desk.kit.theme import Theme, set_look

#: What stands in a tile whose figure is still being read.
_READING = "…"
_ROW_PX = 25
#: So wide are the words of a line with a bar.
_WORDS_PX = 132


class Pressed(QAbstractButton):
    """A button made of parts: it is as large as they are, and Enter presses it."""

    def __init__(self, look: str) -> None:
        super().__init__()
        set_look(self, look)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.end()


def _let_through(*labels: QLabel) -> None:
    """Let a click on a part be one on its button."""
    for label in labels:
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class Tile(Pressed):
    """A figure that matters: what it is, how it changed, and where it goes."""

    def __init__(self, theme: Theme, icon: str, label: str) -> None:
        super().__init__("tile")
        self._theme, self._icon_name, self._message = theme, icon, label
        self._words = ""
        self.icon_label = QLabel()
        self.label = ElidedLabel("muted")
        self.value = Label("", "figure")
        self.change = ElidedLabel("muted")
        self.note = ElidedLabel("muted")
        self.line = Sparkline(theme)
        _let_through(self.icon_label, self.label, self.value, self.change, self.note)
        self._lay_out()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.show_reading()

    def show_reading(self) -> None:
        """Say that the figure is on its way."""
        self.show_figure(_READING)
        self._say("")

    def show_figure(self, text: str, note: str = "", *, tone: Tone = "") -> None:
        """Show the figure, already worded, and what is to be known with it."""
        self.value.setText(text)
        self.value.show_tone(tone)
        self.note.setText(note)
        self._name()

    def show_change(self, change: Change | None, *, up_is: Tone = "", down_is: Tone = "") -> None:
        """Show how the figure changed; ``up_is`` and ``down_is``: whether that is good."""
        self._say(change.words if change else "")
        tones: dict[int, Tone] = {1: up_is, -1: down_is}
        self.change.show_tone(tones.get(change.way, "") if change else "")
        self._name()

    def show_remark(self, words: str) -> None:
        """Say something in place of a change."""
        self._say(words)
        self.change.show_tone("")
        self._name()

    def show_line(self, values: Sequence[int]) -> None:
        """Show where the figure goes."""
        self.line.show_values(values)

    def retranslate(self, _: Texts) -> None:
        """Say what the figure is."""
        self.label.setText(_(self._message))
        self._name()

    def _say(self, words: str) -> None:
        self.change.setText(words)
        self.change.setVisible(bool(words))

    def _name(self) -> None:
        self.setAccessibleName(f"{self.label.whole_text()}: {self.value.text()}")
        told = (self.change.whole_text(), self.note.whole_text())
        self.setAccessibleDescription("\n".join(words for words in told if words))

    def _lay_out(self) -> None:
        head, figure = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(7)
        head.addWidget(self.icon_label)
        head.addWidget(self.label, 1)
        figure.setSpacing(12)
        figure.addWidget(self.value)
        figure.addStretch(1)
        figure.addWidget(self.line, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 11)
        column.setSpacing(1)
        column.addLayout(head)
        column.addLayout(figure)
        column.addWidget(self.change)
        column.addWidget(self.note)
        column.addStretch(1)

    def _on_theme_changed(self) -> None:
        self.icon_label.setPixmap(self._theme.pixmap(self._icon_name, "accent", 18))


class Row(Pressed):
    """A line of a card: a glyph and words, how many, and what share of them it is."""

    def __init__(self, theme: Theme, *, share_in: str = "", has_amount: bool = False) -> None:
        super().__init__("row")
        self._theme = theme
        self.glyph = Glyph(theme)
        self.words = ElidedLabel()
        self.share = ShareBar(theme, share_in) if share_in else None
        self.count = Label("", "strong")
        self.amount = Label("", "muted") if has_amount else None
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.count.setAlignment(right)
        _let_through(self.words, self.count)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(8)
        row.addWidget(self.glyph)
        row.addWidget(self.words, 0 if self.share else 1)
        if self.share:
            row.addWidget(self.share, 1)
        row.addWidget(self.count)
        if self.amount:
            self.amount.setAlignment(right)
            _let_through(self.amount)
            row.addWidget(self.amount)
        theme.changed.connect(self._fit)
        self._fit()

    def show_words(self, glyph: str, words: str, tone: Tone = "") -> None:
        """Say what is counted."""
        self.glyph.show_glyph(glyph, tone)
        self.glyph.setVisible(bool(glyph))
        self.words.setText(words)

    def show_count(self, count: str, amount: str = "", *, is_nothing: bool = False) -> None:
        """Show how many there are, and what they come to; nobody's line is pale."""
        self.count.setText(count)
        tone: Tone = "muted" if is_nothing else ""
        self.words.show_tone(tone)
        self.count.show_tone(tone)
        if self.amount:
            self.amount.setText(amount)
        said = f"{self.words.whole_text()}: {count}"
        self.setAccessibleName(f"{said}, {amount}" if amount else said)

    def _fit(self) -> None:
        px = self._theme.px
        self.setFixedHeight(px(_ROW_PX))
        if self.share:
            self.words.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            self.words.setFixedWidth(px(_WORDS_PX))
        self.count.setMinimumWidth(px(44))
        if self.amount:
            self.amount.setMinimumWidth(px(96))
