"""The plot of a chart; the only part of the desk that knows pyqtgraph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from ui.desk.kit.drawing import Axis, Drawing, Series, range_of
from ui.desk.kit.theme import Theme

#: Two labels of days on the axis stand at least so far apart.
_LABEL_ROOM_PX = 62
_BAR_WIDTH = 0.64
_GRID_ALPHA = 0.10
_BAND_ALPHA = 60


class Canvas:
    """Draws what a chart is told to, in the theme's colours."""

    def __init__(
        self,
        pyqtgraph: Any,
        theme: Theme,
        pointed_at: Callable[[int], object],
        touched: Callable[[QWheelEvent | QMouseEvent], bool] | None,
    ) -> None:
        self._pg, self._theme, self._pointed_at = pyqtgraph, theme, pointed_at
        self._drawing: Drawing | None = None
        #: The places in sight, with parts of one; all of them unless somebody zoomed.
        self._sight = (0.0, 0.0)
        self.widget: Any = _plot_widget(pyqtgraph, touched)
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

    @property
    def viewport(self) -> QWidget:
        """What the pointer moves over."""
        viewport: QWidget = self.widget.viewport()
        return viewport

    def draw(self, drawing: Drawing, sight: tuple[float, float]) -> None:
        """Draw this, with the places from one to another in sight."""
        self._drawing, self._sight = drawing, sight
        self.widget.setBackground(self._theme.color("card"))
        self._plot.clear()
        self._right.clear()
        for series in drawing.series:
            self._draw_series(drawing, series)
        self._set_axes(drawing)
        self._set_ranges(drawing)
        if drawing.right and range_of(drawing, _all_of(drawing), on_right=True)[0] < 0:
            self._right.addItem(self._zero_line(), ignoreBounds=True)
        self._marker.setPen(self._pg.mkPen(self._theme.color("muted"), width=1))
        self._marker.hide()
        self._plot.addItem(self._marker, ignoreBounds=True)
        self.thin_labels()
        self._fit_right()

    def show_sight(self, sight: tuple[float, float]) -> None:
        """Bring the places from one to another into sight."""
        self._sight = sight
        if self._drawing:
            self._set_ranges(self._drawing)
            self.thin_labels()

    def mark(self, place: int) -> None:
        """Mark a place, or none."""
        self._marker.setVisible(place >= 0)
        self._marker.setValue(place)

    def x_of(self, place: int) -> int:
        """Return how far to the right a place lies, in pixels."""
        scene = self._plot.vb.mapViewToScene(QPointF(place, 0))
        return int(self.widget.mapFromScene(scene).x()) + int(self.widget.x())

    def thin_labels(self, *_resized: object) -> None:
        """Write as many labels as fit beside each other."""
        if self._drawing is None:
            return
        labels, seen = self._drawing.labels, _in_sight(self._drawing, self._sight)
        metrics = QFontMetrics(self._theme.font(11))
        written = max((metrics.horizontalAdvance(labels[place]) for place in seen), default=0)
        room = max(written + self._theme.px(14), self._theme.px(_LABEL_ROOM_PX))
        fitting = max(self.widget.width() // room, 1)
        every = max(-(-len(seen) // fitting), 1)
        ticks = [(place, labels[place]) for place in seen[::every]]
        self._plot.getAxis("bottom").setTicks([ticks])

    def _draw_series(self, drawing: Drawing, series: Series) -> None:
        if series.kind == "told":
            return
        axis = drawing.right if series.on_right and drawing.right else drawing.left
        view = self._right if series.on_right and drawing.right else self._plot
        color = self._theme.color(series.token)
        heights = _heights(series.values, axis)
        places = range(len(heights))
        if series.kind == "bars":
            view.addItem(
                self._pg.BarGraphItem(
                    x=[place for place in places if series.values[place] is not None],
                    height=[heights[place] for place in places if series.values[place] is not None],
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
        first, last = self._sight
        seen = _in_sight(drawing, self._sight)
        self._plot.setXRange(first - 0.6, last + 0.6, padding=0)
        self._plot.setYRange(*range_of(drawing, seen, on_right=False), padding=0)
        if drawing.right:
            self._right.setYRange(*range_of(drawing, seen, on_right=True), padding=0)

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


def _heights(values: Sequence[int | None], axis: Axis) -> list[float]:
    """Return where values lie on the axis, in its unit: pixels only, no figure comes from it."""
    return [float("nan") if value is None else value / axis.per for value in values]


def _plot_widget(
    pyqtgraph: Any, touched: Callable[[QWheelEvent | QMouseEvent], bool] | None
) -> Any:
    """Return the widget of a plot that tells first how wheel and mouse touch it."""
    if touched is None:
        return pyqtgraph.PlotWidget(background=None)
    answers = touched

    class Touched(pyqtgraph.PlotWidget):  # type: ignore[misc]  # its class is imported late
        """Leaves to pyqtgraph what nobody answers."""

        @override
        def wheelEvent(self, event: QWheelEvent) -> None:
            answers(event)

        @override
        def mousePressEvent(self, event: QMouseEvent) -> None:
            if not answers(event):
                super().mousePressEvent(event)

        @override
        def mouseMoveEvent(self, event: QMouseEvent) -> None:
            if not answers(event):
                super().mouseMoveEvent(event)

        @override
        def mouseReleaseEvent(self, event: QMouseEvent) -> None:
            if not answers(event):
                super().mouseReleaseEvent(event)

    return Touched(background=None)


def _all_of(drawing: Drawing) -> range:
    return range(len(drawing.labels))


def _in_sight(drawing: Drawing, sight: tuple[float, float]) -> range:
    """Return the places that can be seen, at least in part."""
    first, last = sight
    return range(max(round(first), 0), min(round(last) + 1, len(drawing.labels)))


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
