"""Charts in the desk's colours: bars, lines and bands over days, with a read-out under the pointer.

pyqtgraph takes its time to import, so that happens at the first drawing. It happens on the GUI
thread: classes of Qt's that are made on another one take the program down now and then. Values are
whole numbers (paise, Wh); only pixels are ever fractions, and every label a person reads comes from
the series' ``text``.
"""

from __future__ import annotations

import importlib
import math

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui.desk.kit.canvas import Canvas
from ui.desk.kit.chart_picture import picture_of
from ui.desk.kit.drawing import Axis, Drawing, Series, worded
from ui.desk.kit.parts import Label
from ui.desk.kit.theme import Theme, set_look

__all__ = ["Axis", "Chart", "Drawing", "Series", "worded"]

#: Nobody sees fewer places than these, however near they look.
_LEAST_IN_SIGHT = 5
_ZOOM_IN, _ZOOM_OUT = 0.7, 1 / 0.7
#: What keys do to the sight: so many times as much of it, or so much of it to the side.
_ZOOM_KEYS = {
    int(Qt.Key.Key_Plus): _ZOOM_IN,
    int(Qt.Key.Key_Equal): _ZOOM_IN,
    int(Qt.Key.Key_Up): _ZOOM_IN,
    int(Qt.Key.Key_Minus): _ZOOM_OUT,
    int(Qt.Key.Key_Down): _ZOOM_OUT,
}
_STEP_KEYS = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1}
_PAN_SHARE = 0.25


class Chart(QWidget):
    """Shows a :class:`Drawing`; Left and Right move the read-out, as the pointer does.

    One ``is_zoomable`` goes nearer by +, Up and the wheel, farther by -, Down and the wheel, to
    the side by Shift with Left and Right and by dragging, and shows all by Home. ``is_second``: it
    leaves a turn of the loop to the one beside it, as two plots at once would make the window late.
    """

    #: The clerk wants the picture on the clipboard (Ctrl+C).
    copy_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        is_zoomable: bool = False,
        is_second: bool = False,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_zoomable, self._is_second = is_zoomable, is_second
        self._drawing: Drawing | None = None
        self._canvas: Canvas | None = None
        self._is_begun = False
        self._at = -1
        self._sight = (0.0, 0.0)
        #: Where a drag began, and what was in sight then.
        self._dragged_from: tuple[QPoint, tuple[float, float]] | None = None
        legend = QWidget()
        # A long legend is cut off; it never makes the chart wider than its place.
        legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._legend = QHBoxLayout(legend)
        self._legend.setContentsMargins(0, 0, 0, 0)
        self._legend.setSpacing(6)
        self._column = QVBoxLayout(self)
        # The ring of the focus is drawn round all of it.
        set_look(self, "chart")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column.setContentsMargins(2, 2, 2, 2)
        self._column.setSpacing(4)
        self._column.addWidget(legend)
        self._column.addStretch(1)
        self._read_out = _ReadOut(self)
        click = Qt.FocusPolicy.StrongFocus if is_zoomable else Qt.FocusPolicy.TabFocus
        self.setFocusPolicy(click)
        self.setMinimumHeight(170)
        theme.changed.connect(self._draw)

    def show_drawing(self, drawing: Drawing) -> None:
        """Draw this in place of what stands there; as near as before if it is as long."""
        is_as_long = self._drawing is not None and len(self._drawing.labels) == len(drawing.labels)
        self._drawing = drawing
        if not is_as_long:
            self._sight = self._whole()
        self._at = -1
        self._read_out.hide()
        self._draw()

    def read_out_at(self, place: int) -> str:
        """Show what stands at a place, and return the words; empty when there is none."""
        drawing = self._drawing
        if drawing is None or self._canvas is None or not 0 <= place < len(drawing.labels):
            self._read_out.hide()
            return ""
        self._at = place
        self._bring_into_sight(place)
        words = worded(drawing, place)
        self._canvas.mark(place)
        self._read_out.show_words(words, self._canvas.x_of(place))
        self.setAccessibleDescription(words)
        return words

    def zoom(self, times: float, around: float | None = None) -> None:
        """Bring so many times as many places into sight, round one of them (or the read-out's)."""
        first, last = self._sight
        if around is None:
            around = self._at if first <= self._at <= last else (first + last) / 2
        most = self._whole()[1]
        width = min(max((last - first) * times, min(_LEAST_IN_SIGHT - 1, most)), most)
        share = (around - first) / (last - first) if last > first else 0.5
        self._show_sight(around - share * width, width)

    def pan(self, places: float) -> None:
        """Move the sight by so many places."""
        first, last = self._sight
        self._show_sight(first + places, last - first)

    def show_all(self) -> None:
        """Bring all into sight."""
        self._show_sight(0.0, self._whole()[1])

    @property
    def sight(self) -> tuple[float, float]:
        """The first and the last place in sight."""
        return self._sight

    @property
    def is_drawn(self) -> bool:
        """Whether the drawing can be seen (its library may still be under way)."""
        return self._canvas is not None and self._drawing is not None

    def picture(self, title: str) -> QImage:
        """Return the chart as a picture under a title, twice as fine as the screen."""
        self._read_out.hide()
        if self._canvas:
            self._canvas.mark(-1)
        return picture_of(self, title, self._theme)

    def copy_picture(self, title: str) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setImage(self.picture(title))

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            # The table's key for copying is the chart's while it has the focus.
            is_copy = event.matches(QKeySequence.StandardKey.Copy)
            event.setAccepted(self._is_zoomable and is_copy)
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_zoomable and event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif not (self._drawing and self._answers(event.key(), event.modifiers())):
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._canvas:
            self._canvas.thin_labels()

    @override
    def leaveEvent(self, event: object) -> None:
        self._read_out.hide()
        if self._canvas:
            self._canvas.mark(-1)

    def _answers(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Do what a key asks for; False when it asks for nothing here."""
        is_shifted = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if key in _STEP_KEYS and not (is_shifted and self._is_zoomable):
            last = int(self._whole()[1])
            self.read_out_at(max(0, min(self._at + _STEP_KEYS[key], last)))
        elif not self._is_zoomable:
            return False
        elif key in _STEP_KEYS:
            first, last_seen = self._sight
            self.pan(_STEP_KEYS[key] * (last_seen - first) * _PAN_SHARE)
        elif key in _ZOOM_KEYS:
            self.zoom(_ZOOM_KEYS[key])
        elif key == Qt.Key.Key_Home:
            self.show_all()
        else:
            return False
        return True

    def _on_touched(self, event: QWheelEvent | QMouseEvent) -> bool:
        """Answer wheel and mouse over the plot; False when the plot may have them."""
        if isinstance(event, QWheelEvent):
            self._on_wheel(event)
            return True
        return self._on_mouse(event)

    def _on_wheel(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if turned and self._drawing:
            times = _ZOOM_IN if turned > 0 else _ZOOM_OUT
            self.zoom(times, around=self._place_at(event.position()))

    def _on_mouse(self, event: QMouseEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._dragged_from = (event.position().toPoint(), self._sight)
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._dragged_from = None
        elif event.type() == QEvent.Type.MouseMove and self._dragged_from:
            begun, (first, last) = self._dragged_from
            moved = begun.x() - event.position().x()
            width = max(self._canvas.viewport.width() if self._canvas else 1, 1)
            self._show_sight(first + moved * (last - first) / width, last - first)
            return True
        return False

    def _place_at(self, position: QPointF) -> float:
        """Return which place lies under a point of the canvas, with its part."""
        first, last = self._sight
        width = max(self._canvas.viewport.width() if self._canvas else 1, 1)
        return first + (last - first) * min(max(position.x() / width, 0.0), 1.0)

    def _whole(self) -> tuple[float, float]:
        count = len(self._drawing.labels) if self._drawing else 0
        return (0.0, float(max(count - 1, 0)))

    def _show_sight(self, first: float, width: float) -> None:
        most = self._whole()[1]
        first = min(max(first, 0.0), most - width)
        self._sight = (first, first + width)
        self._read_out.hide()
        if self._canvas:
            self._canvas.mark(-1)
            self._canvas.show_sight(self._sight)

    def _bring_into_sight(self, place: int) -> None:
        first, last = self._sight
        if place < first:
            self.pan(place - first)
        elif place > last:
            self.pan(place - last)

    def _draw(self) -> None:
        if self._drawing is None:
            return
        self._show_legend(self._drawing)
        if self._canvas is not None:
            self._canvas.draw(self._drawing, self._sight)
        elif not self._is_begun:
            self._is_begun = True
            self._begin()

    def _begin(self) -> None:
        if self._is_second:
            QTimer.singleShot(0, self, self._put_canvas)
        else:
            self._put_canvas()

    def _put_canvas(self) -> None:
        pyqtgraph = importlib.import_module("pyqtgraph")
        touched = self._on_touched if self._is_zoomable else None
        self._canvas = Canvas(pyqtgraph, self._theme, self._on_pointed_at, touched)
        self._column.takeAt(1)
        self._column.addWidget(self._canvas.widget, 1)
        if self._drawing:
            self._canvas.draw(self._drawing, self._sight)
        self._read_out.raise_()

    def _on_pointed_at(self, place: int) -> None:
        first, last = self._sight
        # A place that is seen by half must not be brought in whole: it would run from the pointer.
        self.read_out_at(min(max(place, math.ceil(first)), math.floor(last)))

    def _show_legend(self, drawing: Drawing) -> None:
        while (item := self._legend.takeAt(0)) is not None:
            if widget := item.widget():
                # It goes with the next turn of the loop; until then it must not be seen.
                widget.hide()
                widget.deleteLater()
        units_told: set[str] = set()
        for series in drawing.series:
            if series.kind == "told" or not series.in_legend:
                continue
            axis = drawing.right if series.on_right and drawing.right else drawing.left
            swatch = QLabel()
            swatch.setFixedSize(10, 3 if series.kind == "line" else 10)
            color = self._theme.color(series.token)
            alpha = "80" if series.kind == "band" else "FF"
            swatch.setStyleSheet(f"background: #{alpha}{color.name()[1:]}; border-radius: 1px;")
            words = Label("", "muted")
            is_new = axis.unit and axis.unit not in units_told
            words.setText(f"{series.name} ({axis.unit})" if is_new else series.name)
            units_told.add(axis.unit)
            self._legend.addWidget(swatch)
            self._legend.addWidget(words)
            self._legend.addSpacing(10)
        self._legend.addStretch(1)


class _ReadOut(QFrame):
    """The small sheet with the figures of one day."""

    def __init__(self, chart: Chart) -> None:
        super().__init__(chart)
        self._chart = chart
        set_look(self, "overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = Label()
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(self._words)
        self.hide()

    def show_words(self, words: str, x: int) -> None:
        self._words.setText(words)
        self.adjustSize()
        room = self._chart.width()
        right = x + 14
        left = x - 14 - self.width()
        self.move(right if right + self.width() < room else max(left, 0), 24)
        self.show()
