"""The door of the desk: whose desk it is at the left, what is asked of who comes at the right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from domain import formats
from domain.office import Office
from resources.texts import LANGUAGES, N_, Texts
from ui.desk.kit.language import Language, next_language
from ui.desk.kit.parts import Button, Label, scrolling
from ui.desk.kit.progress_panel import ProgressPanel
from ui.desk.kit.theme import Theme, set_look
from ui.desk.kit.toasts import Toasts

_LEFT_PERCENT, _LEFT_MOST_PX = 36, 440
FORM_PX, WIDE_FORM_PX = 400, 640
_MARK_PX, _MARK_FAINTNESS = 300, 0.07


class Panel(QWidget):
    """Something that the door asks: a title, words, and what it adds to ``body``.

    ``title`` and ``words`` are ``N_`` constants; ``width_px`` is how wide it may be.
    """

    def __init__(self, title: str, words: str = "", *, width_px: int = FORM_PX) -> None:
        super().__init__()
        self.width_px = width_px
        self.title = Label(title, "welcome", wraps=True)
        self.words = Label(words, "muted", wraps=True)
        if not words:
            self.words.hide()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(4, 4, 4, 4)
        self.body.setSpacing(10)
        self.body.addWidget(self.title)
        self.body.addWidget(self.words)
        self.body.addSpacing(6)

    def start(self) -> None:
        """Put the focus where work begins."""
        self.setFocus()

    def step_back(self) -> None:
        """Answer Esc."""

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self.title.retranslate(_)
        self.words.retranslate(_)


class Door(QWidget):
    """Frames the panels; one is shown at a time."""

    def __init__(
        self, theme: Theme, language: Language, office: Office, today: Callable[[], date]
    ) -> None:
        super().__init__()
        set_look(self, "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._language = theme, language
        self._panels: list[Panel] = []
        self.side = _Side(theme, office, today)
        self.language = Button(theme, look="quiet", icon="languages")
        self.colours = Button(theme, icon="moon", look="quiet")
        self._stack = QStackedWidget()
        self._right = QWidget()
        self._lay_out()
        self.toasts = Toasts(self._right, theme)
        self.progress = ProgressPanel(self._right, theme, language.texts)
        self.language.clicked.connect(self._switch_language)
        self.colours.clicked.connect(self._switch_colours)
        language.changed.connect(self.retranslate)
        theme.changed.connect(self._on_theme_changed)
        self.retranslate()

    @property
    def panel(self) -> Panel:
        """The panel that is shown."""
        return self._panels[self._stack.currentIndex()]

    def add(self, panel: Panel) -> None:
        """Take a panel in; the first one is shown."""
        self._panels.append(panel)
        panel.retranslate(self._language.texts)
        self._stack.addWidget(scrolling(_Centred(panel, self._theme)))

    def show_panel(self, panel: Panel) -> None:
        """Show a panel, ready to be worked in."""
        self._stack.setCurrentIndex(self._panels.index(panel))
        panel.start()

    def retranslate(self) -> None:
        """Set every word."""
        _ = self._language.texts
        other = LANGUAGES[next_language(self._language.code)]
        self.language.setText(f" {other}")
        self.language.setAccessibleName(other)
        self.side.retranslate(_)
        for panel in self._panels:
            panel.retranslate(_)
        self._on_theme_changed()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.panel.step_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press_what_has_the_focus()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = self.width() * _LEFT_PERCENT // 100
        self.side.setFixedWidth(min(wanted, self._theme.px(_LEFT_MOST_PX)))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addStretch(1)
        head.addWidget(self.language)
        head.addWidget(self.colours)
        column = QVBoxLayout(self._right)
        column.setContentsMargins(24, 12, 16, 12)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(self._right, 1)
        # First what is asked: the two buttons are reached after it.
        for widget in (self.language, self.colours):
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _press_what_has_the_focus(self) -> None:
        """Let Enter press a button too: outside of a dialog Qt leaves that to Space."""
        widget = self.focusWidget()
        if isinstance(widget, QPushButton):
            widget.click()

    def _switch_language(self) -> None:
        self._language.switch_to(next_language(self._language.code))

    def _switch_colours(self) -> None:
        self._theme.show_dark(not self._theme.is_dark)

    def _on_theme_changed(self) -> None:
        _ = self._language.texts
        self.colours.show_icon("sun" if self._theme.is_dark else "moon")
        words = _("Light colours") if self._theme.is_dark else _("Dark colours")
        self.colours.setAccessibleName(words)
        self.colours.setToolTip(words)


class _Side(QFrame):
    """Whose desk it is, on the dark side; the steps of a long way where there is one."""

    def __init__(self, theme: Theme, office: Office, today: Callable[[], date]) -> None:
        super().__init__()
        self._theme, self._office, self._today = theme, office, today
        self._steps: Sequence[str] = ()
        self._at = 0
        self._skipped: Collection[int] = ()
        set_look(self, "door")
        self._mark = QLabel()
        self._brand = Label(N_("Bijli Bahi"), "brand")
        self._motto = Label(N_("The prepaid desk"), "muted")
        self._name = Label("", "office", wraps=True)
        self._name.setText(office.name)
        self._day = Label("", "muted", wraps=True)
        practice = N_("Practice office: nothing here is real, and nothing is owed.")
        self._practice = Label(practice, "practice", wraps=True)
        if not office.is_practice:
            self._practice.hide()
        self._lines = [_StepLine(theme) for _place in range(6)]
        self._lay_out()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_steps(self, steps: Sequence[str], at: int, skipped: Collection[int] = ()) -> None:
        """Show the steps of a way (``N_`` constants), and at which one somebody is."""
        self._steps, self._at, self._skipped = steps, at, skipped

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for label in (self._brand, self._motto, self._practice):
            label.retranslate(_)
        self._day.setText(formats.day(self._today(), _.month_names))
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(self._steps))
            if place < len(self._steps):
                is_done = place < self._at and place not in self._skipped
                line.show_step(_(self._steps[place]), is_done=is_done, is_now=place == self._at)

    @override
    def paintEvent(self, arg__1: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ground = QLinearGradient(0, 0, self.width() * 0.6, self.height())
        ground.setColorAt(0, self._theme.color("side"))
        ground.setColorAt(1, _between(self._theme.color("side"), self._theme.color("side_chosen")))
        painter.fillRect(self.rect(), ground)
        painter.setOpacity(_MARK_FAINTNESS)
        mark = self._theme.pixmap("zap", "on_side", _MARK_PX)
        place = QRectF(0, 0, _MARK_PX, _MARK_PX)
        place.moveCenter(QRectF(self.rect()).center())
        place.moveRight(self.width() + _MARK_PX * 0.3)
        painter.drawPixmap(place, mark, QRectF(mark.rect()))
        painter.end()

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._brand)
        names.addWidget(self._motto)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._mark)
        head.addLayout(names, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 24, 28)
        column.setSpacing(6)
        column.addLayout(head)
        column.addStretch(1)
        for line in self._lines:
            column.addWidget(line)
        column.addStretch(2)
        column.addWidget(self._name)
        column.addWidget(self._day)
        column.addSpacing(4)
        column.addWidget(self._practice)

    def _on_theme_changed(self) -> None:
        self._mark.setPixmap(self._theme.pixmap("zap", "accent_2", 36))
        self.update()


class _StepLine(QWidget):
    """One step: done, now, or to come."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._mark, self._words = QLabel(), Label("", wraps=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(10)
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)

    def show_step(self, words: str, *, is_done: bool, is_now: bool) -> None:
        """Show a step: done, now, or to come."""
        icon, color = ("circle-check", "accent_2") if is_done else ("circle", "side_muted")
        if is_now:
            icon, color = "chevron-right", "on_side"
        self._mark.setPixmap(self._theme.pixmap(icon, color, 18))
        self._words.setText(words)
        set_look(self._words, "step-now" if is_now else "step")


class _Centred(QWidget):
    """A panel in the middle, a little above the half of the height."""

    def __init__(self, panel: Panel, theme: Theme) -> None:
        super().__init__()
        self._panel, self._theme = panel, theme
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(panel, 100)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.addStretch(2)
        column.addLayout(row)
        column.addStretch(3)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        self._panel.setMaximumWidth(self._theme.px(self._panel.width_px))


def _between(first: QColor, second: QColor, percent: int = 32) -> QColor:
    """Return a colour on the way from one to another."""
    share = percent / 100
    return QColor.fromRgbF(
        first.redF() + (second.redF() - first.redF()) * share,
        first.greenF() + (second.greenF() - first.greenF()) * share,
        first.blueF() + (second.blueF() - first.blueF()) * share,
    )
