"""The balloon of the tour and the ring round what it points at; neither takes the focus."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from resources.texts import N_, Texts
from ui.desk.help.steps import Step
from ui.desk.kit.navigation import Navigation
from ui.desk.kit.parts import SPACE, Button, Label
from ui.desk.kit.theme import Theme, lift, set_look

_WIDTH_PX = 300
_GAP_PX = 10
_RING_PX = 3


class Balloon(QFrame):
    """Says one step; it stands beside its thing, where it covers neither that nor the focus."""

    next_requested = Signal()
    end_requested = Signal()

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host)
        self._host, self._theme = host, theme
        set_look(self, "balloon")
        lift(self)
        self.ring = QFrame(host)
        set_look(self.ring, "ring")
        self.ring.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.title = Label("", "heading", wraps=True)
        self.words = Label("", wraps=True)
        self.count = Label("", "muted")
        self.go_on = Button(theme, N_("Next"), look="primary", key="Ctrl+N")
        self.end = Button(theme, N_("End the tour"), look="quiet", key="Esc")
        self._lay_out()
        self.go_on.clicked.connect(self.next_requested)
        self.end.clicked.connect(self.end_requested)
        self.hide()
        self.ring.hide()

    def show_step(self, step: Step, place: int, count: int, _: Texts) -> None:
        """Say a step, the ``place``-th of ``count``."""
        self.go_on.retranslate(_)
        self.end.retranslate(_)
        self.title.setText(_(step.title))
        self.words.setText(_(step.words))
        self.count.setText(_("{place} of {count}", place=place, count=count))
        self.end.setVisible(place < count)
        if place == count:
            self.go_on.setText(_("End the tour"))
            self.go_on.setAccessibleName(_("End the tour"))
        self.setAccessibleName(f"{self.title.text()}. {self.words.text()}")
        self.setFixedWidth(self._theme.px(_WIDTH_PX))
        self.show()

    def stand_beside(self, thing: QWidget) -> None:
        """Stand beside a thing, and put the ring round it; on another page out of the way."""
        around = self._rect_of(thing)
        is_here = thing.isVisible() and not _is_in_navigation(thing)
        place = self._place_beside(around) if is_here else self._corner()
        if place != self.geometry():
            self.setGeometry(place)
        ring = around.marginsAdded(_margins(_RING_PX)).intersected(self._host.rect())
        self.ring.setGeometry(ring)
        self.ring.setVisible(thing.isVisible())
        self.ring.raise_()
        self.raise_()

    def put_away(self) -> None:
        """Leave the desk as it was."""
        if self.isAncestorOf(QApplication.focusWidget() or self._host):
            self._host.setFocus()
        self.hide()
        self.ring.hide()

    def _rect_of(self, thing: QWidget) -> QRect:
        return QRect(thing.mapTo(self._host, QPoint(0, 0)), thing.size())

    def _place_beside(self, around: QRect) -> QRect:
        """Return the first place beside a thing that is free, else a corner that is."""
        size, within = self._size(), self._within()
        focus = QApplication.focusWidget()
        typed = self._rect_of(focus) if focus and self._host.isAncestorOf(focus) else QRect()
        covered = [around, *([typed] if typed.height() < within.height() // 3 else [])]
        for at in _places(around, size, within):
            place = QRect(_moved_into(at, size, within), size)
            if not any(place.intersects(one) for one in covered):
                return place
        return self._corner()

    def _corner(self) -> QRect:
        size = self._size()
        return QRect(self._within().bottomRight() - QPoint(size.width(), size.height()), size)

    def _size(self) -> QSize:
        self._column.activate()
        return QSize(self.width(), max(self.heightForWidth(self.width()), 0))

    def _within(self) -> QRect:
        return self._host.rect().marginsRemoved(_margins(_GAP_PX))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.end)
        buttons.addWidget(self.go_on)
        for button in (self.end, self.go_on):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 12, 10)
        column.setSpacing(SPACE)
        column.addLayout(head)
        column.addWidget(self.words)
        column.addLayout(buttons)


def _is_in_navigation(thing: QWidget) -> bool:
    """Whether a step points at where its page is chosen: the page of now is not to be covered."""
    above: QWidget | None = thing
    while above is not None and not isinstance(above, Navigation):
        above = above.parentWidget()
    return above is not None


def _margins(pixels: int) -> QMargins:
    return QMargins(pixels, pixels, pixels, pixels)


def _places(around: QRect, size: QSize, within: QRect) -> Iterator[QPoint]:
    """Yield where the balloon may begin: below, right, above, left, then the corners."""
    yield QPoint(around.left(), around.bottom() + _GAP_PX)
    yield QPoint(around.right() + _GAP_PX, around.top())
    yield QPoint(around.left(), around.top() - size.height() - _GAP_PX)
    yield QPoint(around.left() - size.width() - _GAP_PX, around.top())
    yield within.bottomRight()
    yield within.bottomLeft()
    yield within.topRight()


def _moved_into(at: QPoint, size: QSize, within: QRect) -> QPoint:
    right, bottom = within.right() - size.width(), within.bottom() - size.height()
    return QPoint(max(within.left(), min(at.x(), right)), max(within.top(), min(at.y(), bottom)))
