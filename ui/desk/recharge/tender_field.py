"""How it is paid: a digit chooses and goes on, plus begins another tender, minus takes one back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from domain.tender import AT_THE_COUNTER, Tender
from resources.texts import N_, Texts
from resources.words import TENDERS
from ui.desk.kit.fields import SegmentField

#: The other words are short enough to stand side by side.
_SHORT = {Tender.DRAFT: N_("DD")}


class TenderField(SegmentField):
    """The tenders of a counter by their digits; + and - are those of the numeric keypad too."""

    #: A part of the money is paid in another tender.
    another_requested = Signal()
    #: The tender that was added last is not meant any more.
    back_requested = Signal()

    def __init__(self) -> None:
        super().__init__(numbered=True)

    def retranslate(self, _: Texts) -> None:
        """Word the tenders."""
        self.set_options(
            [(tender, _(_SHORT.get(tender, TENDERS[tender]))) for tender in AT_THE_COUNTER]
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "+":
            self.another_requested.emit()
        elif event.text() == "-":
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)
