"""The days of a month side by side: charged, open, without reads, held; walked with the arrows."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget
from typing_extensions import override

from domain import formats
from domain.calendar import Month
from domain.listing import DayState
from resources.texts import N_, Texts
from ui.desk.kit.columns import Badge
from ui.desk.kit.theme import Theme

_HEIGHT_PX = 54
_GAP_PX = 4
_WEEKDAYS = (*(N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun")),)
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}
_MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class DayStrip(QWidget):
    """A month of days; Left and Right go a day on, Up and Down a week, PgUp and PgDn a month."""

    #: The clerk goes to a day.
    day_requested = Signal(object)
    #: Enter: on into the sheet of the day.
    opened = Signal()

    def __init__(self, theme: Theme, today: Callable[[], date], _: Texts) -> None:
        super().__init__()
        self._theme, self._today, self._texts = theme, today, _
        self._day = today()
        self._states: dict[date, DayState] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        theme.changed.connect(self._on_theme_changed)

    @property
    def day(self) -> date:
        """The day in use."""
        return self._day

    def show_day(self, day: date) -> None:
        """Bring a day into use; its month is shown."""
        self._day = day
        self._name()
        self.update()

    def show_states(self, states: Sequence[DayState]) -> None:
        """Show how far the days are."""
        self._states = {state.day: state for state in states}
        self._name()
        self.update()

    def state(self) -> DayState | None:
        """Return how far the day in use is, where that is known."""
        return self._states.get(self._day)

    def step_month(self, by: int) -> None:
        """Ask for the same day of another month."""
        self.day_requested.emit(month_away(self._day, by))

    def retranslate(self, _: Texts) -> None:
        """Word everything anew."""
        self._texts = _
        self._name()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(31 * 24, self._theme.px(_HEIGHT_PX))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.day_requested.emit(self._day + timedelta(days=_STEPS[key]))
        elif key in _MONTHS:
            self.step_month(_MONTHS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            month = Month.of(self._day)
            self.day_requested.emit(month.first if key == Qt.Key.Key_Home else month.last)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if day := self._day_at(event.position()):
            self.setFocus()
            self.day_requested.emit(day)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if day := self._day_at(event.position()):
            QToolTip.showText(event.globalPosition().toPoint(), self.words_of(day), self)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for day, cell in self._cells():
            self._paint_day(painter, day, cell)
        painter.end()

    def words_of(self, day: date) -> str:
        """Return everything that is known of a day, in words."""
        _ = self._texts
        name = formats.day(day, _.month_names)
        state = self._states.get(day)
        badge = day_badge(state, day, self._today(), _)
        if state is None or not state.expected:
            return f"{name}: {badge.text}"
        figures = _(
            "charged {charged} of {expected}, without read {missing}, held {held}",
            charged=state.charged,
            expected=state.expected,
            missing=state.missing,
            held=state.held,
        )
        return f"{name}: {badge.text}; {figures}"

    def _paint_day(self, painter: QPainter, day: date, cell: QRectF) -> None:
        theme = self._theme
        badge = day_badge(self._states.get(day), day, self._today(), self._texts)
        ground = "zebra" if badge.tone in ("", "muted") else f"{badge.tone}_ground"
        is_used = day == self._day
        width = 2.0 if is_used else 1.0
        painter.setPen(QPen(theme.color("accent" if is_used else "line"), width))
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 6, 6)
        if is_used and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus_soft"), 1))
            painter.drawRoundedRect(cell.adjusted(3.5, 3.5, -3.5, -3.5), 4, 4)
        lines = (
            (self._texts(_WEEKDAYS[day.weekday()]), 10, False, "muted", 0.22),
            (str(day.day), 14, True, "accent" if day == self._today() else "text", 0.5),
            (badge.glyph, 12, True, badge.tone or "text", 0.8),
        )
        for text, size, bold, token, at in lines:
            self._paint_line(painter, text, theme.font(size, bold=bold), token, cell, at)

    def _paint_line(  # noqa: PLR0913, PLR0917 - what a line of text is made of
        self, painter: QPainter, text: str, font: object, token: str, cell: QRectF, at: float
    ) -> None:
        painter.setFont(font)  # type: ignore[arg-type]  # a QFont
        painter.setPen(self._theme.color(token))
        metrics = QFontMetrics(painter.font())
        room = int(cell.width()) - 1
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        x = cell.center().x() - metrics.horizontalAdvance(shown) / 2
        # By the base line of the desk's own font: symbols come from another, taller one.
        y = cell.top() + cell.height() * at + metrics.capHeight() / 2
        painter.drawText(QPointF(x, y), shown)

    def _cells(self) -> list[tuple[date, QRectF]]:
        first = Month.of(self._day).first
        days = monthrange(first.year, first.month)[1]
        gap = self._theme.px(_GAP_PX)
        # Every month is laid out for 31, so that nothing moves when it changes.
        width = (self.width() + gap) / 31
        return [
            (first + timedelta(days=at), QRectF(at * width, 0, width - gap, self.height()))
            for at in range(days)
        ]

    def _day_at(self, position: QPointF) -> date | None:
        return next((day for day, cell in self._cells() if cell.contains(position)), None)

    def _name(self) -> None:
        self.setAccessibleName(self.words_of(self._day))

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


def day_badge(state: DayState | None, day: date, today: date, _: Texts) -> Badge:
    """Return how far a day is, as glyph, words and tone."""
    charged, missing, held, part, still_open = legend(_)
    if day >= today:
        return Badge("", _("Not ended yet"), "muted")
    if state is None or not state.expected:
        return Badge("", _("Nobody to charge"), "muted")
    if state.charged < state.expected:
        return part if state.charged else still_open
    if state.held:
        return held
    return missing if state.missing else charged


def legend(_: Texts) -> list[Badge]:
    """Return every state that a day can be in, for the legend."""
    return [
        Badge("●", _("Charged"), "good"),
        Badge("◐", _("Reads missing"), "warning"),
        Badge("✋", _("Reads held"), "bad"),
        Badge("◆", _("Charged in part"), "accent"),
        Badge("○", _("Open"), "accent"),
    ]


def month_away(day: date, by: int) -> date:
    """Return the same day of another month, or that month's last one."""
    month = day.year * 12 + day.month - 1 + by
    year, number = divmod(month, 12)
    return date(year, number + 1, min(day.day, monthrange(year, number + 1)[1]))
