"""A report as it will come out of the printer, in a sheet over the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import N_, Texts
from ui.desk.kit.documents import Picture
from ui.desk.kit.overlay import Overlay
from ui.desk.kit.parts import Button, ElidedLabel, Label, scrolling
from ui.desk.kit.printing import image_of
from ui.desk.kit.theme import Theme

#: At least as fine as the sheet shows a page, also on a screen of 200%.
PREVIEW_DPI = 150
_SIZE = (760, 900)
_WIDEST_PX = 700
_MIDDLE = Qt.AlignmentFlag.AlignHCenter


class ReportSheet(Overlay):
    """Shows the pages of a report, and offers to print or keep it; a look is no print."""

    print_requested = Signal()
    save_requested = Signal()

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host, theme, *_SIZE)
        self._images: list[QImage] = []
        self.heading = ElidedLabel("heading")
        self.waiting = Label(N_("The report is being drawn …"), "muted")
        self.print_it = Button(theme, N_("Print"), icon="printer", look="primary", key="Ctrl+P")
        self.save_it = Button(theme, N_("Save as PDF"), icon="save", key="Ctrl+S")
        self.leave = Button(theme, N_("Close"), icon="x", look="quiet", key="Esc")
        self._pages = QWidget()
        self._column = QVBoxLayout(self._pages)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._area: QScrollArea = scrolling(self._pages)
        self._lay_out()
        self.print_it.clicked.connect(lambda _checked=False: self.print_requested.emit())
        self.save_it.clicked.connect(lambda _checked=False: self.save_requested.emit())
        self.leave.clicked.connect(lambda _checked=False: self.put_away())

    def show_waiting(self, heading: str) -> None:
        """Show that a report is being drawn; the heading is worded already."""
        self.heading.setText(heading)
        self._images = []
        self._set_ready(False)
        if self.isHidden():
            self.open()
        self.leave.setFocus()

    def show_pages(self, pictures: Sequence[Picture]) -> None:
        """Show the pages as they will be printed."""
        self._images = [image_of(picture) for picture in pictures]
        self._set_ready(True)
        self._draw()
        self.print_it.setFocus()

    @property
    def images(self) -> Sequence[QImage]:
        """The pages that are shown."""
        return self._images

    def retranslate(self, _: Texts) -> None:
        """Set every word but the heading."""
        for part in (self.waiting, self.print_it, self.save_it, self.leave):
            part.retranslate(_)
        self._area.setAccessibleName(_("Preview of the report"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (
            Qt.Key.Key_Down,
            Qt.Key.Key_Up,
            Qt.Key.Key_PageDown,
            Qt.Key.Key_PageUp,
        ):
            self._scroll(event)
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def _scroll(self, event: QKeyEvent) -> None:
        bar = self._area.verticalScrollBar()
        is_page = event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
        step = bar.pageStep() if is_page else 3 * bar.singleStep()
        is_down = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
        bar.setValue(bar.value() + (step if is_down else -step))

    def _set_ready(self, is_ready: bool) -> None:
        self.print_it.setEnabled(is_ready)
        self.save_it.setEnabled(is_ready)
        self.waiting.setHidden(is_ready)
        self._area.setVisible(is_ready)

    def _draw(self) -> None:
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        ratio = self.devicePixelRatioF()
        room = min(max(self._area.viewport().width() - 4, 120), _WIDEST_PX)
        for image in self._images:
            self._column.addWidget(_page_label(image, room, ratio), 0, _MIDDLE)
        self._column.addStretch(1)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        for button in (self.print_it, self.save_it, self.leave):
            head.addWidget(button)
        self.body.addLayout(head)
        self.body.addWidget(self.waiting, 1, _MIDDLE)
        self.body.addWidget(self._area, 1)


def _page_label(image: QImage, width: int, ratio: float) -> QLabel:
    label = QLabel()
    shown = image.scaledToWidth(round(width * ratio), Qt.TransformationMode.SmoothTransformation)
    pixmap = QPixmap.fromImage(shown)
    pixmap.setDevicePixelRatio(ratio)
    label.setPixmap(pixmap)
    return label
