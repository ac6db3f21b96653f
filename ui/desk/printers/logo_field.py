"""The picture at the head of a receipt: seen small, chosen from a file, taken away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from resources.texts import N_, Texts
from ui.desk.kit.parts import Button, Label
from ui.desk.kit.theme import Theme

_SHOWN_PX = 32
_WIDEST_PX = 96


class LogoField(QWidget):
    """Holds the bytes of a picture, already looked at; empty: none."""

    changed = Signal()
    choose_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._logo = b""
        self.picture = QLabel()
        self.none = Label(N_("No logo"), "muted")
        self.choose = Button(theme, N_("Choose …"), icon="folder-open", key="Alt+L")
        self.remove = Button(theme, N_("No logo"), look="link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.picture, self.none, self.choose, self.remove):
            row.addWidget(part)
        row.addStretch(1)
        self.setFocusProxy(self.choose)
        self.choose.clicked.connect(lambda _checked=False: self.choose_requested.emit())
        self.remove.clicked.connect(lambda _checked=False: self._on_removed())
        self.show_value(b"")

    def value(self) -> bytes:
        """Return the bytes of the picture."""
        return self._logo

    def show_value(self, value: bytes) -> None:
        """Show a picture, or that there is none."""
        if value != self._logo:
            self._logo = value
            self.changed.emit()
        self.picture.setPixmap(_small(value, self.devicePixelRatioF()))
        self.picture.setVisible(bool(value))
        self.none.setHidden(bool(value))
        self.remove.setVisible(bool(value))

    def show_problem(self, sentence: str) -> None:
        """Tell a screen reader what is wrong with the picture."""
        self.setAccessibleDescription(sentence)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.none, self.choose, self.remove):
            part.retranslate(_)

    def _on_removed(self) -> None:
        self.choose.setFocus()
        self.show_value(b"")


def _small(logo: bytes, ratio: float) -> QPixmap:
    if not logo:
        return QPixmap()
    shown = QImage.fromData(logo).scaled(
        round(_WIDEST_PX * ratio),
        round(_SHOWN_PX * ratio),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    pixmap = QPixmap.fromImage(shown)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
