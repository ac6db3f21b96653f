"""The line of the head that says how long an amount would last, and offers one for a month."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from domain.forecasting import Forecast
from domain.money import Money
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import MoneyField
from ui.desk.kit.parts import Button, ElidedLabel, Label
from ui.lasting_words import lasts_words, suggestion_words, why_words

_FIELD_PX = 104


class LastingLine(QWidget):
    """A field for an amount (``500+50``) that answers at once, and the suggested recharge."""

    #: The clerk wants to take a recharge of this amount: a Money.
    recharge_requested = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._forecast: Forecast | None = None
        self._suggested: Money | None = None
        self._texts = desk.texts
        self._may_recharge = desk.may(Act.RECHARGE)
        self.label = Label(N_("If they pay ₹"), "muted")
        self.amount = MoneyField()
        self.amount.setFixedWidth(desk.theme.px(_FIELD_PX))
        self.answer = ElidedLabel("strong")
        self.suggested = Button(desk.theme, icon="zap", look="chip")
        self.why = ElidedLabel("muted")
        self.suggested.hide()
        self._lay_out()
        self.amount.changed.connect(self._answer)
        self.suggested.clicked.connect(self._on_suggested)

    def show_forecast(self, forecast: Forecast | None) -> None:
        """Answer by this forecast; without one nothing is told yet."""
        self._forecast = forecast
        self._suggested = forecast.suggested_recharge() if forecast else None
        self._answer()

    def clear(self) -> None:
        """Forget what was typed: another consumer is shown."""
        self.amount.clear()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        self.label.retranslate(_)
        self.amount.setAccessibleName(_("If they pay, how long it lasts"))
        self.amount.setPlaceholderText("500+50")
        self._answer()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        amount = self.amount.money()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and amount and self._may_recharge:
            self.recharge_requested.emit(amount)
        else:
            super().keyPressEvent(event)

    def _answer(self) -> None:
        _, forecast = self._texts, self._forecast
        amount = self.amount.money()
        self.why.setText(why_words(forecast, _) if forecast else "")
        words = suggestion_words(self._suggested, _)
        self.suggested.setVisible(bool(words) and self._may_recharge)
        self.suggested.setText(words)
        self.suggested.setAccessibleName(_("Recharge {amount}", amount=words) if words else "")
        if forecast is None or amount is None or amount.paise <= 0:
            self.answer.setText("")
            return
        balance = forecast.with_recharge(amount)
        sentence = lasts_words(forecast.lasting(balance), balance, _)
        self.answer.setText(sentence)
        self.amount.setAccessibleDescription(sentence)

    def _on_suggested(self) -> None:
        if self._suggested:
            self.recharge_requested.emit(self._suggested)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.label)
        row.addWidget(self.amount)
        row.addWidget(self.answer, 1)
        row.addWidget(self.suggested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.why)
