"""Charts in the desk's colours: bars, lines and bands over days, with a read-out under the pointer.

pyqtgraph takes most of a second to import, so that happens at the first drawing and off the
GUI thread. Values are whole numbers (paise, Wh); only pixels are ever fractions, and every
label a person reads comes from the series' ``text``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui.desk.kit.parts import Label
from ui.desk.kit.tasks import TaskRunner
from ui.desk.kit.theme import Theme, set_look

#: Two labels of days on the axis stand at least so far apart.
_LABEL_ROOM_PX = 62
_BAR_WIDTH = 0.64
_GRID_ALPHA = 0.10
_BAND_ALPHA = 60


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis counts: its unit as written, and how many of the values make one of it."""

    unit: str
    per: int = 1


@dataclass(frozen=True, slots=True)
class Series:
    """One set of values over the labels: ``kind`` bars, line or band (between two sets).

    ``text`` words a value for the read-out; ``token`` is its colour; a value that is None
    leaves a gap. ``upper`` is the other edge of a band.
    """

    kind: Literal["bars", "line", "band"]
    name: str
    values: Sequence[int | None]
    text: Callable[[int], str]
    token: str = "accent_2"  # noqa: S105 - a colour
    upper: Sequence[int | None] = ()
    on_right: bool = False
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that a chart shows: labels from left to right, axes, series."""

    labels: Sequence[str]
    series: Sequence[Series]
    left: Axis
    right: Axis | None = None


class Chart(QWidget):
    """Shows a :class:`Drawing`; Left and Right move the read-out, as the pointer does."""

    def __init__(self, theme: Theme, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._tasks = theme, tasks
        self._drawing: Drawing | None = None
        self._canvas: _Canvas | None = None
        self._is_importing = False
        self._at = -1
        legend = QWidget()
        # A long legend is cut off; it never makes the chart wider than its place.
        legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._legend = QHBoxLayout(legend)
        self._legend.setContentsMargins(0, 0, 0, 0)
        self._legend.setSpacing(6)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(legend)
        self._column.addStretch(1)
        self._read_out = _ReadOut(self)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumHeight(170)
        theme.changed.connect(self._draw)

    def show_drawing(self, drawing: Drawing) -> None:
        """Draw this in place of what stands there."""
        self._drawing = drawing
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
        words = worded(drawing, place)
        self._canvas.mark(place)
        self._read_out.show_words(words, self._canvas.x_of(place))
        self.setAccessibleDescription(words)
        return words

    @property
    def is_drawn(self) -> bool:
        """Whether the drawing can be seen (its library may still be under way)."""
        return self._canvas is not None and self._drawing is not None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1}
        if event.key() in steps and self._drawing:
            last = len(self._drawing.labels) - 1
            self.read_out_at(max(0, min(self._at + steps[event.key()], last)))
        else:
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

    def _draw(self) -> None:
        if self._drawing is None:
            return
        self._show_legend(self._drawing)
        if self._canvas is not None:
            self._canvas.draw(self._drawing)
        elif not self._is_importing:
            self._is_importing = True
            task = self._tasks.read(self, lambda _progress: importlib.import_module("pyqtgraph"))
            task.succeeded.connect(self._on_imported)
            task.failed.connect(_raise)

    def _on_imported(self, pyqtgraph: Any) -> None:
        self._canvas = _Canvas(pyqtgraph, self._theme, self.read_out_at)
        self._column.takeAt(1)
        self._column.addWidget(self._canvas.widget, 1)
        if self._drawing:
            self._canvas.draw(self._drawing)
        self._read_out.raise_()

    def _show_legend(self, drawing: Drawing) -> None:
        while (item := self._legend.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        for series in drawing.series:
            axis = drawing.right if series.on_right and drawing.right else drawing.left
            swatch = QLabel()
            swatch.setFixedSize(10, 3 if series.kind == "line" else 10)
            color = self._theme.color(series.token)
            alpha = "80" if series.kind == "band" else "FF"
            swatch.setStyleSheet(f"background: #{alpha}{color.name()[1:]}; border-radius: 1px;")
            words = Label("", "muted")
            words.setText(f"{series.name} ({axis.unit})" if axis.unit else series.name)
            self._legend.addWidget(swatch)
            self._legend.addWidget(words)
            self._legend.addSpacing(10)
        self._legend.addStretch(1)


def worded(drawing: Drawing, place: int) -> str:
    """Return what stands at a place of a drawing, a line for each series that has a value."""
    lines = [drawing.labels[place]]
    for series in drawing.series:
        value = series.values[place]
        if value is None:
            continue
        upper = series.upper[place] if series.upper else None
        words = series.text(value)
        if upper is not None:
            words = f"{words} – {series.text(upper)}"  # noqa: RUF001 - a range is written so
        lines.append(f"{series.name}: {words}")
    return "\n".join(lines)


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


class _Canvas:
    """The plot itself; the only part that knows pyqtgraph."""

    def __init__(self, pyqtgraph: Any, theme: Theme, pointed_at: Callable[[int], object]) -> None:
        self._pg, self._theme, self._pointed_at = pyqtgraph, theme, pointed_at
        self._drawing: Drawing | None = None
        self.widget: Any = pyqtgraph.PlotWidget(background=None)
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.widget.setFrameShape(QFrame.Shape.NoFrame)
        self._plot = self.widget.getPlotItem()
        self._plot.hideButtons()
        self._plot.setMenuEnabled(False)
        self._plot.setMouseEnabled(x=False, y=False)
        self._right = pyqtgraph.ViewBox(enableMenu=False, enableMouse=False)
        self._right.setZValue(10)
        self._plot.scene().addItem(self._right)
        self._plot.getAxis("right").linkToView(self._right)
        self._right.setXLink(self._plot)
        self._plot.vb.sigResized.connect(self._fit_right)
        # The first drawing comes before the plot has its place: its labels fit only now.
        self._plot.vb.sigResized.connect(self.thin_labels)
        self._marker = pyqtgraph.InfiniteLine(angle=90, movable=False)
        self.widget.scene().sigMouseMoved.connect(self._on_mouse_moved)
        for side in ("left", "right"):
            axis = self._plot.getAxis(side)
            axis.enableAutoSIPrefix(False)
            axis.tickStrings = _tick_strings

    def draw(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self.widget.setBackground(self._theme.color("card"))
        self._plot.clear()
        self._right.clear()
        for series in drawing.series:
            self._draw_series(drawing, series)
        self._set_axes(drawing)
        self._set_ranges(drawing)
        self._marker.setPen(self._pg.mkPen(self._theme.color("muted"), width=1))
        self._marker.hide()
        self._plot.addItem(self._marker, ignoreBounds=True)
        self.thin_labels()
        self._fit_right()

    def mark(self, place: int) -> None:
        self._marker.setVisible(place >= 0)
        self._marker.setValue(place)

    def x_of(self, place: int) -> int:
        scene = self._plot.vb.mapViewToScene(QPointF(place, 0))
        return int(self.widget.mapFromScene(scene).x()) + int(self.widget.x())

    def thin_labels(self, *_resized: object) -> None:
        if self._drawing is None:
            return
        labels = self._drawing.labels
        metrics = QFontMetrics(self._theme.font(11))
        written = metrics.horizontalAdvance(labels[0]) if labels else 0
        room = max(written + self._theme.px(14), self._theme.px(_LABEL_ROOM_PX))
        fitting = max(self.widget.width() // room, 1)
        every = max(-(-len(labels) // fitting), 1)
        ticks = [(place, labels[place]) for place in range(0, len(labels), every)]
        self._plot.getAxis("bottom").setTicks([ticks])

    def _draw_series(self, drawing: Drawing, series: Series) -> None:
        axis = drawing.right if series.on_right and drawing.right else drawing.left
        view = self._right if series.on_right and drawing.right else self._plot
        color = self._theme.color(series.token)
        heights = _heights(series.values, axis)
        places = range(len(heights))
        if series.kind == "bars":
            view.addItem(
                self._pg.BarGraphItem(
                    x=list(places),
                    height=[0 if height != height else height for height in heights],  # noqa: PLR0124 - nan
                    width=_BAR_WIDTH,
                    brush=color,
                    pen=None,
                )
            )
        elif series.kind == "line":
            view.addItem(self._line(heights, color, is_dashed=series.is_dashed))
        else:
            self._draw_band(view, heights, _heights(series.upper, axis), color)

    def _line(self, heights: Sequence[float], color: QColor, *, is_dashed: bool) -> Any:
        pen = QPen(color, 2)
        pen.setCosmetic(True)
        if is_dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        return self._pg.PlotDataItem(
            list(range(len(heights))), list(heights), pen=pen, connect="finite", antialias=True
        )

    def _draw_band(
        self, view: Any, low: Sequence[float], high: Sequence[float], color: QColor
    ) -> None:
        ground = QColor(color)
        ground.setAlpha(_BAND_ALPHA)
        places = list(range(len(low)))
        # A clear pen, not none: without one an edge has no path that could be filled to.
        clear = self._pg.mkPen(QColor(0, 0, 0, 0))
        edges = [self._pg.PlotDataItem(places, list(edge), pen=clear) for edge in (low, high)]
        for edge in edges:
            view.addItem(edge)
        view.addItem(self._pg.FillBetweenItem(*edges, brush=ground))

    def _set_axes(self, drawing: Drawing) -> None:
        self._plot.showAxis("right", show=drawing.right is not None)
        line, muted = self._theme.color("line"), self._theme.color("muted")
        for side in ("left", "right", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(line)
            axis.setTextPen(muted)
            axis.setTickFont(self._theme.font(11))
            axis.setStyle(tickLength=0, tickTextOffset=6, hideOverlappingLabels=False)
        # The faint grid belongs to the left axis alone: two grids would cross.
        self._plot.showGrid(x=False, y=True, alpha=_GRID_ALPHA)
        self._plot.getAxis("right").setGrid(False)
        self._plot.getAxis("bottom").setGrid(False)

    def _set_ranges(self, drawing: Drawing) -> None:
        last = max(len(drawing.labels) - 1, 0)
        self._plot.setXRange(-0.6, last + 0.6, padding=0)
        self._plot.setYRange(*_range(drawing, on_right=False), padding=0)
        if drawing.right:
            lowest, highest = _range(drawing, on_right=True)
            self._right.setYRange(lowest, highest, padding=0)
            if lowest < 0:
                self._right.addItem(self._zero_line(), ignoreBounds=True)

    def _zero_line(self) -> Any:
        """Return the line below which a balance is negative."""
        pen = self._pg.mkPen(self._theme.color("bad"), width=1, style=Qt.PenStyle.DotLine)
        return self._pg.InfiniteLine(pos=0, angle=0, movable=False, pen=pen)

    def _fit_right(self) -> None:
        self._right.setGeometry(self._plot.vb.sceneBoundingRect())
        self._right.linkedViewChanged(self._plot.vb, self._right.XAxis)

    def _on_mouse_moved(self, position: QPointF) -> None:
        if self._drawing and self._plot.vb.sceneBoundingRect().contains(position):
            self._pointed_at(round(self._plot.vb.mapSceneToView(position).x()))


def _raise(error: Exception) -> None:
    raise error


def _heights(values: Sequence[int | None], axis: Axis) -> list[float]:
    """Return where values lie on the axis, in its unit: pixels only, no figure comes from it."""
    return [float("nan") if value is None else value / axis.per for value in values]


def _range(drawing: Drawing, *, on_right: bool) -> tuple[float, float]:
    """Return the lowest and highest of one axis with some air, zero always among them."""
    axis = drawing.right if on_right and drawing.right else drawing.left
    values = [
        value / axis.per
        for series in drawing.series
        if series.on_right == on_right or not drawing.right
        for value in (*series.values, *series.upper)
        if value is not None
    ]
    low, high = min([0.0, *values]), max([0.0, *values])
    air = (high - low) * 0.08 or 1.0
    return (low - air if low < 0 else low, high + air)


def _tick_strings(values: Sequence[float], _scale: float, spacing: float) -> list[str]:
    """Word the numbers at an axis, in Indian grouping."""
    decimals = 0 if spacing >= 1 else 1
    return [_grouped(value, decimals) for value in values]


def _grouped(value: float, decimals: int) -> str:
    digits, _point, rest = f"{abs(value):.{decimals}f}".partition(".")
    head, tail = digits[:-3], digits[-3:]
    while head:
        head, tail = head[:-2], f"{head[-2:]},{tail}"
    sign = "-" if value < 0 and digits.strip("0") else ""
    return f"{sign}{tail}.{rest}" if rest else f"{sign}{tail}"
