"""The receipt as it will come out of the printer, with what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from domain.recharge import ReceiptCopy
from domain.signing import claims_signature
from resources.texts import N_, Texts
from ui.desk.kit.columns import Badge
from ui.desk.kit.documents import Picture
from ui.desk.kit.fields import ChoiceField, SegmentField
from ui.desk.kit.parts import Button, Card, ElidedLabel, Label, Pill, scrolling
from ui.desk.kit.printing import image_of, language_options, paper_options
from ui.desk.kit.theme import Theme, set_look

#: At least as fine as the panel shows a page, also on a screen of 200%.
PREVIEW_DPI = 200
_WIDEST_PX = 900
_STRIP_PX = 330
#: A page of A4 is 1.41 times as long as wide; what is longer is a strip.
_STRIP_IS_LONGER = 1.5


class ReceiptPanel(Card):
    """Shows a receipt; a look at it is no print."""

    print_requested = Signal()
    save_requested = Signal()
    #: The clerk is done with this receipt.
    leave_requested = Signal()
    #: Another language or paper: ``en``, ``hi`` or ``both``; ``a4``, ``80mm`` or ``58mm``.
    style_requested = Signal(str, str)
    #: Another printer of this desk: its name, empty: the clerk wants to be asked.
    printer_requested = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._copy: ReceiptCopy | None = None
        self._images: list[QImage] = []
        self._printers: list[str] = []
        self._ask_me = ""
        self.number = ElidedLabel("heading")
        self.copy_pill = Pill()
        self.put_away = Button(theme, N_("Back to the receipts"), icon="x", look="quiet", key="Esc")
        self.printer = ChoiceField(theme)
        self.language = SegmentField(look="chip")
        self.paper = SegmentField(look="chip")
        self.print_it = Button(theme, N_("Print"), icon="printer", look="primary", key="Ctrl+P")
        self.save_it = Button(theme, N_("Save as PDF"), icon="save", key="Ctrl+S")
        self.unsigned = Label(
            N_("Not signed: this computer keeps no key for it. The receipt counts all the same."),
            "muted",
            wraps=True,
        )
        self.waiting = Label(N_("The receipt is being drawn …"), "muted")
        self._printer_row = QWidget()
        self._printer_label = Label(N_("Printer"), "label")
        self._pages = QWidget()
        self._page_column = QVBoxLayout(self._pages)
        self._page_column.setContentsMargins(0, 0, 0, 0)
        self._area: QScrollArea = scrolling(self._pages)
        self._lay_out()
        self._connect()

    def show_style(self, language: str, paper: str) -> None:
        """Show which language and paper are chosen, asking for nothing."""
        for field, value in ((self.language, language), (self.paper, paper)):
            field.blockSignals(True)
            field.show_value(value)
            field.blockSignals(False)

    def show_printers(self, names: Sequence[str], chosen: str) -> None:
        """Show which printers this desk has and which is chosen, asking for nothing."""
        self._printers = list(names)
        self._offer_printers(chosen)
        self._printer_row.setVisible(bool(names))

    def show_waiting(self, number: str) -> None:
        """Show that a receipt is being drawn."""
        self._copy = None
        self._images = []
        self.number.setText(number)
        self.copy_pill.hide()
        self.unsigned.hide()
        self._set_ready(False)

    def show_receipt(self, copy: ReceiptCopy, pictures: Sequence[Picture], _: Texts) -> None:
        """Show a receipt as it will be printed."""
        self._copy = copy
        self._images = [image_of(picture) for picture in pictures]
        self._show_copy(_)
        self.unsigned.setHidden(claims_signature(copy.code))
        self._set_ready(True)
        self._draw()

    @property
    def images(self) -> Sequence[QImage]:
        """The pages that are shown."""
        return self._images

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.put_away, self.print_it, self.save_it, self.waiting, self.unsigned):
            part.retranslate(_)
        self._ask_me = _("Ask me each time")
        self._offer_printers(self.printer.value())
        self.printer.setAccessibleName(_("Printer"))
        self._printer_label.retranslate(_)
        self.language.set_options(language_options(_))
        self.language.setAccessibleName(_("Language of the receipt"))
        self.paper.set_options(paper_options(_))
        self.paper.setAccessibleName(_("Paper"))
        self._area.setAccessibleName(_("Preview of the receipt"))
        self._show_copy(_)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def _offer_printers(self, chosen: str) -> None:
        options = [(name, name) for name in self._printers]
        self.printer.blockSignals(True)
        self.printer.set_options([*options, ("", self._ask_me)])
        self.printer.show_value(chosen)
        self.printer.blockSignals(False)

    def _enter(self) -> None:
        if self.save_it.hasFocus():
            self.save_it.click()
        elif self.put_away.hasFocus():
            self.put_away.click()
        elif self.print_it.isEnabled():
            self.print_it.click()

    def _show_copy(self, _: Texts) -> None:
        if self._copy is None:
            return
        self.number.setText(self._copy.receipt.number)
        self.copy_pill.show_badge(copy_badge(self._copy.copy, _))
        self.copy_pill.show()

    def _set_ready(self, is_ready: bool) -> None:
        self.print_it.setEnabled(is_ready)
        self.save_it.setEnabled(is_ready)
        self.waiting.setHidden(is_ready)
        self._area.setVisible(is_ready)

    def _draw(self) -> None:
        while item := self._page_column.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        ratio = self.devicePixelRatioF()
        room = min(max(self._area.viewport().width() - 4, 120), _WIDEST_PX)
        for image in self._images:
            # A strip is shown at about the size it has in the hand.
            is_strip = image.height() > _STRIP_IS_LONGER * image.width()
            width = min(room, _STRIP_PX) if is_strip else room
            self._page_column.addWidget(_page_label(image, width, ratio), 0, _MIDDLE)
        self._page_column.addStretch(1)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.number, 1)
        head.addWidget(self.copy_pill)
        head.addWidget(self.put_away)
        choices = QVBoxLayout()
        choices.setSpacing(4)
        for field in (self.language, self.paper):
            choices.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft)
        printers = QHBoxLayout(self._printer_row)
        printers.setContentsMargins(0, 0, 0, 0)
        printers.addWidget(self._printer_label)
        printers.addWidget(self.printer, 1)
        buttons = QHBoxLayout()
        set_look(self.print_it, size="big")
        buttons.addWidget(self.print_it, 1)
        buttons.addWidget(self.save_it)
        # Results are told at the lower right: nothing to press stands there.
        self.body.addLayout(head)
        self.body.addLayout(buttons)
        self.body.addWidget(self.unsigned)
        self.body.addWidget(self.waiting, 1, _MIDDLE)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self._printer_row)
        self.body.addLayout(choices)
        self._printer_row.hide()
        self.unsigned.hide()
        self._set_ready(False)

    def _connect(self) -> None:
        self.print_it.clicked.connect(lambda _checked=False: self.print_requested.emit())
        self.save_it.clicked.connect(lambda _checked=False: self.save_requested.emit())
        self.put_away.clicked.connect(lambda _checked=False: self.leave_requested.emit())
        self.printer.changed.connect(
            lambda: self.printer_requested.emit(self.printer.value() or "")
        )
        for field in (self.language, self.paper):
            field.changed.connect(
                lambda: self.style_requested.emit(self.language.value(), self.paper.value())
            )


_MIDDLE = Qt.AlignmentFlag.AlignHCenter


def copy_badge(copy: int, _: Texts) -> Badge:
    """Return what the next print of a receipt will be called."""
    if copy:
        return Badge("◐", _("DUPLICATE {copy}", copy=copy), "warning")
    return Badge("●", _("Original"), "good")


def _page_label(image: QImage, width: int, ratio: float) -> QLabel:
    label = QLabel()
    shown = image.scaledToWidth(round(width * ratio), Qt.TransformationMode.SmoothTransformation)
    pixmap = QPixmap.fromImage(shown)
    pixmap.setDevicePixelRatio(ratio)
    label.setPixmap(pixmap)
    return label
