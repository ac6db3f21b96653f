"""The UPI code that the payer's telephone reads: the exact amount, to the office's address."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from domain.formats import rupees
from domain.upi import UpiSlip
from resources.texts import N_, Texts
from ui.desk.kit.parts import Card, ElidedButton, ElidedLabel, Label
from ui.desk.kit.theme import Theme

_LEAST_PX = 120
#: A reader needs so many light modules around a code. Source: ISO/IEC 18004, section 5.3.8.
_QUIET = 4
_DARK, _LIGHT = QColor("#000000"), QColor("#FFFFFF")


class CodeWidget(QWidget):
    """Draws the modules of a QR code, dark on light in either theme, each the same whole pixels."""

    def __init__(self) -> None:
        super().__init__()
        self._modules: Sequence[bytes] = ()
        self.setMinimumSize(_LEAST_PX, _LEAST_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_modules(self, modules: Sequence[bytes]) -> None:
        """Draw these rows, 1 for dark."""
        self._modules = modules
        self.update()

    @property
    def modules(self) -> Sequence[bytes]:
        """The rows that are drawn."""
        return self._modules

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._modules:
            return
        ratio = self.devicePixelRatioF()
        count = len(self._modules) + 2 * _QUIET
        # Dots of the screen: a module of a part of one would be drawn blurred.
        dots = max(int(min(self.width(), self.height()) * ratio) // count, 1)
        side = dots * count
        left = (int(self.width() * ratio) - side) // 2
        top = (int(self.height() * ratio) - side) // 2
        painter = QPainter(self)
        painter.scale(1 / ratio, 1 / ratio)
        painter.fillRect(QRect(left, top, side, side), _LIGHT)
        for row, line in enumerate(self._modules, start=_QUIET):
            for column, is_dark in enumerate(line, start=_QUIET):
                if is_dark:
                    corner = (left + column * dots, top + row * dots)
                    painter.fillRect(QRect(*corner, dots, dots), _DARK)
        painter.end()


class UpiPanel(Card):
    """The code with its amount in big figures, and what to do when no answer comes."""

    #: The payer says that it is paid, and nobody knows.
    fate_unknown = Signal()
    print_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(N_("Pay by UPI"))
        self._slip: UpiSlip | None = None
        self.code = CodeWidget()
        self.amount = Label("", "huge")
        self.payee = ElidedLabel("strong")
        self.consumer = ElidedLabel("muted")
        self.park = ElidedButton(theme, N_("Fate unknown"), icon="clock", least=110)
        self.print_it = ElidedButton(theme, N_("Print the code"), icon="printer", least=110)
        self.hint = Label(
            N_("A code asks for the money and proves nothing: wait for the bank's message."),
            "muted",
            wraps=True,
        )
        self._lay_out()
        self.print_it.clicked.connect(lambda _checked=False: self.print_requested.emit())
        self.park.clicked.connect(lambda _checked=False: self.fate_unknown.emit())

    @property
    def slip(self) -> UpiSlip | None:
        """What is asked for now."""
        return self._slip

    def show_slip(self, slip: UpiSlip, modules: Sequence[bytes], _: Texts) -> None:
        """Show what is to be paid, and its code."""
        self._slip = slip
        self.code.show_modules(modules)
        self.retranslate(_)

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        self.park.retranslate(_)
        self.print_it.retranslate(_)
        self.hint.retranslate(_)
        if self._slip is None:
            return
        self.amount.setText(rupees(self._slip.amount))
        self.payee.setText(f"{self._slip.payee} · {self._slip.address}")
        self.consumer.setText(f"{self._slip.consumer_name} · {self._slip.consumer_number}")
        words = _("UPI code for {amount}", amount=self.amount.text())
        self.code.setAccessibleName(words)

    def _lay_out(self) -> None:
        self.head.addWidget(self.amount)
        self.body.addWidget(self.code, 1)
        told = QVBoxLayout()
        told.setSpacing(1)
        for label in (self.payee, self.consumer):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            told.addWidget(label)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        told.addWidget(self.hint)
        self.body.addLayout(told)
        buttons = QHBoxLayout()
        buttons.addWidget(self.print_it, 1)
        buttons.addWidget(self.park, 1)
        self.body.addLayout(buttons)
