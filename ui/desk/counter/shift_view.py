"""The shift of a counter, whatever state it is in: none, open, being closed, closed for today."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from resources.texts import N_, Texts
from ui.desk.counter.closing_view import ClosingView, ToClose
from ui.desk.counter.opening_view import Left, OpeningView
from ui.desk.counter.standing_view import Standing, StandingView
from ui.desk.kit.parts import Card, EmptyState, Label
from ui.desk.kit.theme import Theme


class Face(StrEnum):
    """What is seen of the shift."""

    WAITING = "waiting"
    NO_COUNTER = "no_counter"
    OPENING = "opening"
    STANDING = "standing"
    CLOSING = "closing"
    CLOSED = "closed"


class ShiftView(QWidget):
    """Shows one face after the other; decides nothing."""

    #: The report of the closed day is wanted.
    day_report_requested = Signal()

    def __init__(self, theme: Theme, _: Texts) -> None:
        super().__init__()
        self._face = Face.WAITING
        self._is_to_start = False
        self.opening = OpeningView(theme, _)
        self.standing = StandingView(theme)
        self.closing = ClosingView(theme, _)
        self.no_counter = EmptyState(
            theme,
            "wallet",
            N_(
                "You have no counter, so there is no drawer to answer for. Whoever takes cash gets"
                " a counter on the page Staff."
            ),
        )
        self.closed = EmptyState(theme, "lock", "", N_("Report of the day"))
        self.waiting = Label("", "muted")
        self._faces: dict[Face, QWidget] = {
            Face.WAITING: self.waiting,
            Face.NO_COUNTER: _in_card(self.no_counter),
            Face.OPENING: self.opening,
            Face.STANDING: self.standing,
            Face.CLOSING: self.closing,
            Face.CLOSED: _in_card(self.closed),
        }
        self.stack = SnugStack(list(self._faces.values()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.closed.action_requested.connect(self.day_report_requested)

    @property
    def face(self) -> Face:
        """What is seen now."""
        return self._face

    def show_no_counter(self) -> None:
        """Say that who is here has no drawer."""
        self._show(Face.NO_COUNTER)

    def show_opening(self, counter: int, left: Left | None, _: Texts) -> None:
        """Ask for the float of a new shift."""
        self.opening.show_left(counter, left, _)
        self._show(Face.OPENING)

    def show_standing(self, standing: Standing, _: Texts) -> None:
        """Show an open shift."""
        self.standing.show_standing(standing, _)
        self._show(Face.STANDING)

    def show_closing(self, to_close: ToClose, _: Texts) -> None:
        """Ask for the count of a drawer."""
        self.closing.show_shift(to_close, _)
        self._show(Face.CLOSING)

    def show_closed(self, sentence: str) -> None:
        """Say that the counter is closed for today; worded already."""
        self.closed.text.setText(sentence)
        self._show(Face.CLOSED)

    def start(self) -> None:
        """Put the focus where work begins, as soon as that is known."""
        self._is_to_start = self._face is Face.WAITING
        if self._face is Face.OPENING:
            self.opening.grid.start()
        elif self._face is Face.STANDING:
            self.standing.start()
        elif self._face is Face.CLOSING:
            self.closing.grid.start()
        elif self._face is Face.CLOSED:
            self.closed.action.setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set every word but those of the controller."""
        for part in (self.opening, self.standing, self.closing, self.no_counter):
            part.retranslate(_)
        self.closed.action.retranslate(_)

    def _show(self, face: Face) -> None:
        if face is self._face:
            return
        is_to_start = self._is_to_start or self.isAncestorOf(self.window().focusWidget())
        self._face = face
        self.stack.show_only(self._faces[face])
        if is_to_start:
            self.start()


class SnugStack(QWidget):
    """Shows one of its widgets and is no larger than that; Qt's own stack is as high as all."""

    def __init__(self, widgets: Sequence[QWidget]) -> None:
        super().__init__()
        self._all = list(widgets)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in self._all:
            column.addWidget(widget)
        self.show_only(self._all[0])

    def show_only(self, widget: QWidget) -> None:
        """Show one of the widgets."""
        for one in self._all:
            one.setVisible(one is widget)


def _in_card(widget: QWidget) -> QWidget:
    card = Card()
    card.body.addWidget(widget)
    return card
