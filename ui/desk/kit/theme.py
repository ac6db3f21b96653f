"""How the desk looks: two sets of colours, one stylesheet, a text scale, fonts and icons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from weakref import WeakSet

from PySide6.QtCore import QByteArray, QLoggingCategory, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
    QScreen,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QGraphicsDropShadowEffect, QWidget
from shiboken6 import isValid

from resources import locate

FONT_FILES = (
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "NotoSansDevanagariUI-Regular.ttf",
    "NotoSansDevanagariUI-Bold.ttf",
    "NotoSansSymbols2-Regular.ttf",
)
FONT_FAMILIES = ("Noto Sans", "Noto Sans Devanagari UI", "Noto Sans Symbols2")
BASE_FONT_PX = 13
SCALES = (0.9, 1.0, 1.15, 1.3)


class Colors(StrEnum):
    """Which of the two sets of colours somebody wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"

    @property
    def after(self) -> Colors:
        """What a press of the button for colours leads to."""
        order = list(Colors)
        return order[(order.index(self) + 1) % len(order)]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme, as ``#RRGGBB``; the stylesheet knows them as ``@name``."""

    window: str = "#F4F6F8"
    card: str = "#FFFFFF"
    field: str = "#FFFFFF"
    line: str = "#E2E8F0"
    zebra: str = "#F8FAFC"
    hover: str = "#F1F5F9"
    handle: str = "#CBD5E1"
    text: str = "#0F172A"
    muted: str = "#566378"
    faint: str = "#7C8AA0"
    accent: str = "#0F766E"
    accent_2: str = "#0D9488"
    accent_ground: str = "#E6F6F3"
    focus_soft: str = "#0D9488"
    button: str = "#0F766E"
    button_hover: str = "#115E59"
    on_accent: str = "#FFFFFF"
    focus_on_button: str = "#5EEAD4"
    side: str = "#0B2B33"
    side_text: str = "#C6D8DC"
    side_muted: str = "#7FA0A8"
    side_hover: str = "#123A44"
    side_chosen: str = "#0F766E"
    on_side: str = "#FFFFFF"
    warning: str = "#B45309"
    warning_ground: str = "#FEF3C7"
    bad: str = "#B91C1C"
    bad_ground: str = "#FEE2E2"
    good: str = "#147A3B"
    good_ground: str = "#DCFCE7"


LIGHT = Tokens()
DARK = replace(
    LIGHT,
    window="#0E1417",
    card="#172126",
    field="#0E1417",
    line="#2A373D",
    zebra="#1B262C",
    hover="#202D33",
    handle="#3B4B52",
    text="#E6EDF0",
    muted="#93A4AC",
    faint="#66767E",
    accent="#2DD4BF",
    accent_2="#14B8A6",
    accent_ground="#12332F",
    focus_soft="#1F8A80",
    side="#0A1013",
    side_text="#A9B8BE",
    side_muted="#6E8088",
    side_hover="#141E22",
    side_chosen="#134E4A",
    warning="#FBBF24",
    warning_ground="#3A2A0B",
    bad="#F87171",
    bad_ground="#43191B",
    good="#4ADE80",
    good_ground="#11321D",
)


#: What the system is asked for, so that title bars and its own dialogs wear the same colours.
_SCHEMES = {
    Colors.SYSTEM: Qt.ColorScheme.Unknown,
    Colors.LIGHT: Qt.ColorScheme.Light,
    Colors.DARK: Qt.ColorScheme.Dark,
}


class Theme(QObject):
    """Dresses windows (:meth:`dress`); ``changed`` tells whoever paints or measures to do so anew.

    Widgets are styled by the dynamic properties ``look`` and ``tone`` (see
    ``resources/styles/desk.qss``); what paints itself asks :attr:`tokens`, :meth:`color`,
    :meth:`px` and :meth:`icon`.
    """

    changed = Signal()
    #: Other colours are wanted, whether or not the desk looks different by that.
    chosen = Signal()

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._colors = Colors.LIGHT
        self._is_dark = False
        self._scale = 1.0
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._windows: WeakSet[QWidget] = WeakSet()
        _register_fonts()
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        application.screenAdded.connect(self._on_screen_added)
        self._apply()

    @property
    def colors(self) -> Colors:
        """Which colours are wanted: one set always, or that of the system."""
        return self._colors

    @property
    def is_dark(self) -> bool:
        return self._is_dark

    @property
    def scale(self) -> float:
        """The text scale, one of :data:`SCALES`."""
        return self._scale

    @property
    def tokens(self) -> Tokens:
        """The colours of now."""
        return DARK if self._is_dark else LIGHT

    def color(self, token: str) -> QColor:
        """Return the colour that a token (``accent``, ``bad`` ...) has now."""
        return QColor(getattr(self.tokens, token))

    def px(self, pixels: int) -> int:
        """Return a length that grows with the text scale."""
        return round(pixels * self._scale)

    def show_colors(self, colors: Colors) -> None:
        """Wear the light colours, the dark ones, or from now on those of the system."""
        if colors is self._colors:
            return
        self._colors = colors
        hints = self._application.styleHints()
        hints.setColorScheme(_SCHEMES[colors])
        if colors is Colors.SYSTEM:
            self._wear(is_dark=hints.colorScheme() == Qt.ColorScheme.Dark)
        else:
            self._wear(is_dark=colors is Colors.DARK)
        self.chosen.emit()

    def show_dark(self, is_dark: bool) -> None:
        """Wear the dark colours whatever the system does, or the light ones."""
        self.show_colors(Colors.DARK if is_dark else Colors.LIGHT)

    def show_scale(self, scale: float) -> None:
        """Write in one of :data:`SCALES`; another number is taken to the nearest."""
        nearest = min(SCALES, key=lambda known: abs(known - scale))
        if nearest != self._scale:
            self._scale = nearest
            self._apply()

    def show_larger(self) -> None:
        """Write one step larger."""
        self._step(+1)

    def show_smaller(self) -> None:
        """Write one step smaller."""
        self._step(-1)

    def dress(self, window: QWidget) -> None:
        """Dress a window and what is put into it, now and whenever the look changes.

        The application itself stays undressed: Qt would dress all that is in a widget anew whenever
        it is put into another. A page that is built beside its window is dressed once.
        """
        self._windows.add(window)
        window.setStyleSheet(style_sheet(self.tokens, self._scale))

    @contextmanager
    def dressing_later(self) -> Iterator[None]:
        """Let many widgets be built undressed and dress them at once, which is much faster.

        Qt dresses a widget anew whenever it is put into another one.
        """
        self._put_on("")
        try:
            yield
        finally:
            self._put_on(style_sheet(self.tokens, self._scale))

    def icon(self, name: str, color: str = "text", *, chosen: str = "") -> QIcon:
        """Return a shipped icon (``zap``) in the colour of a token, drawn for every screen.

        ``chosen`` is the token for a checked button; without it the colour stays.
        """
        icon = QIcon()
        for ratio in {screen.devicePixelRatio() for screen in QGuiApplication.screens()}:
            icon.addPixmap(self.pixmap(name, color, 20, ratio=ratio))
            if chosen:
                pixmap = self.pixmap(name, chosen, 20, ratio=ratio)
                icon.addPixmap(pixmap, QIcon.Mode.Normal, QIcon.State.On)
        return icon

    def pixmap(
        self, name: str, color: str = "text", size: int = 20, *, ratio: float | None = None
    ) -> QPixmap:
        """Return a shipped icon drawn ``size`` pixels wide in the colour of a token; kept."""
        if ratio is None:
            ratio = QGuiApplication.primaryScreen().devicePixelRatio()
        key = (name, getattr(self.tokens, color), size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = _drawn(*key)
        return self._pixmaps[key]

    def font(self, size_px: int = BASE_FONT_PX, *, bold: bool = False) -> QFont:
        """Return the desk's font at a size that grows with the text scale."""
        font = QFont()
        font.setFamilies(list(FONT_FAMILIES))
        font.setPixelSize(self.px(size_px))
        font.setBold(bold)
        return font

    def _on_system_changed(self, scheme: Qt.ColorScheme) -> None:
        if self._colors is Colors.SYSTEM:
            self._wear(is_dark=scheme == Qt.ColorScheme.Dark)

    def _on_screen_added(self, _screen: QScreen) -> None:
        """Have every icon drawn for it too."""
        self.changed.emit()

    def _wear(self, *, is_dark: bool) -> None:
        if is_dark != self._is_dark:
            self._is_dark = is_dark
            self._apply()

    def _step(self, by: int) -> None:
        place = SCALES.index(self._scale) + by
        self.show_scale(SCALES[max(0, min(place, len(SCALES) - 1))])

    def _apply(self) -> None:
        self._application.setFont(self.font())
        self._application.setPalette(_palette(self.tokens))
        self._put_on(style_sheet(self.tokens, self._scale))
        self.changed.emit()

    def _put_on(self, sheet: str) -> None:
        for window in self._windows:
            if isValid(window):
                window.setStyleSheet(sheet)


def style_sheet(tokens: Tokens, scale: float) -> str:
    """Return the desk's stylesheet with these colours and this text scale."""
    template = locate("styles", "desk.qss").read_text("utf-8")
    words = asdict(tokens)
    sized = re.sub(r"(\d+)sp\b", lambda match: f"{round(int(match[1]) * scale)}px", template)
    return re.sub(r"@(\w+)", lambda match: words[match[1]], sized)


def set_look(widget: QWidget, look: str = "", **properties: object) -> None:
    """Set a widget's dynamic properties and have it dressed accordingly."""
    if look:
        widget.setProperty("look", look)
    for name, value in properties.items():
        widget.setProperty(name, value)
    # What was never shown is dressed when it is; dressing it twice makes the start slow.
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def lift(widget: QWidget) -> None:
    """Give a sheet that lies over the page a soft shadow."""
    shadow = QGraphicsDropShadowEffect(widget)
    shadow.setBlurRadius(28)
    shadow.setOffset(0, 6)
    shadow.setColor(QColor(0, 0, 0, 70))
    widget.setGraphicsEffect(shadow)


def _register_fonts() -> None:
    """Make the shipped fonts known; without them even digits and ₹ can turn into boxes."""
    # Qt remarks that Noto Sans cannot shape Devanagari, and then takes the next family: as meant.
    QLoggingCategory.setFilterRules("qt.text.font.db.info=false")
    if set(FONT_FAMILIES) <= set(QFontDatabase.families()):
        return
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(locate("fonts", name)))


def _palette(tokens: Tokens) -> QPalette:
    """Return the Fusion palette for what the stylesheet leaves alone."""
    role = QPalette.ColorRole
    colors = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.card,
        role.AlternateBase: tokens.zebra,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.card,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.bad,
        role.Highlight: tokens.button,
        role.HighlightedText: tokens.on_accent,
        role.Link: tokens.accent,
        role.ToolTipBase: tokens.card,
        role.ToolTipText: tokens.text,
        role.Mid: tokens.line,
        role.Midlight: tokens.line,
        role.Light: tokens.card,
        role.Dark: tokens.line,
        role.Shadow: tokens.line,
        role.Accent: tokens.accent,
    }
    palette = QPalette()
    for one, color in colors.items():
        palette.setColor(one, QColor(color))
    for one in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(tokens.faint))
    return palette


def _drawn(name: str, color: str, size: int, ratio: float) -> QPixmap:
    """Return an icon's SVG, drawn in ``color`` for a screen of ``ratio`` dots a pixel."""
    path: Path = locate("icons", f"{name}.svg")
    svg = path.read_text("utf-8").replace("currentColor", color)
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
