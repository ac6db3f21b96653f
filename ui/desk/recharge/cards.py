"""What the clerk reads before taking money: whose wallet it is, and what the recharge will do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.consumer import Consumer
from domain.recharge import RechargePreview
from resources.texts import N_, Texts
from ui.desk.kit.columns import amount_text
from ui.desk.kit.parts import Card, ElidedLabel, Label, Pill
from ui.desk.kit.words import status_badge

_NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a recharge would do, and the day until which the new balance lasts."""

    preview: RechargePreview
    lasts_until: date | None


class ConsumerCard(Card):
    """Who the money is for: name, address, meter, balance, status, days left."""

    def __init__(self) -> None:
        super().__init__(look="soft")
        self.setAccessibleName("")
        self._consumer: Consumer | None = None
        self._lasts_until: date | None = None
        self.name = ElidedLabel("heading")
        self.facts = ElidedLabel("muted")
        self.address = ElidedLabel("muted")
        self.status = Pill()
        self.balance = Label("", "figure")
        self.days_left = Label("", "muted")
        self.hint = Label(
            N_("Type a number, name, mobile or meter, or scan the card; Enter goes on."),
            "muted",
            wraps=True,
        )
        self.body.setContentsMargins(14, 8, 14, 8)
        self.body.setSpacing(2)
        self.body.addWidget(self._laid_out())
        self.body.addWidget(self.hint)
        self.show_consumer(None, None)

    def show_consumer(self, consumer: Consumer | None, lasts_until: date | None) -> None:
        """Show a consumer, or how to find one."""
        self._consumer, self._lasts_until = consumer, lasts_until
        self._facts_side.setVisible(consumer is not None)
        self.hint.setVisible(consumer is None)

    def retranslate(self, _: Texts) -> None:
        """Word what is shown."""
        self.hint.retranslate(_)
        consumer = self._consumer
        if consumer is None:
            self.setAccessibleName(_(self.hint.text()))
            return
        self.name.setText(f"{consumer.name} · {consumer.number}")
        load = formats.kilowatts(consumer.load_w)
        meter = _("Meter {meter}", meter=consumer.meter_serial)
        self.facts.setText(f"{meter} · {consumer.category} · {load}")
        self.address.setText(consumer.address or _NOTHING)
        self.balance.setText(amount_text(consumer.balance))
        self.balance.show_tone("bad" if consumer.balance.paise < 0 else "")
        self.status.show_badge(status_badge(consumer.status, _, consumer.emergency_until))
        lasts = _lasts(consumer.days_left, self._lasts_until, _)
        known = consumer.days_left is not None
        self.days_left.setText(_("Lasts until {day}", day=lasts) if known else lasts)
        self.setAccessibleName(f"{self.name.whole_text()}, {self.balance.text()}")

    def _laid_out(self) -> QWidget:
        self._facts_side = QWidget()
        column = QVBoxLayout(self._facts_side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        at_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        # Rows of their own: a long text at the right narrows its own neighbour alone.
        for left, right in (
            (self.name, self.balance),
            (self.facts, self.status),
            (self.address, self.days_left),
        ):
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(left, 1)
            row.addWidget(right, 0, at_right)
            column.addLayout(row)
        return self._facts_side


class EffectCard(Card):
    """What Enter will do: split, new balance, how long it lasts, how the consumer stands then."""

    def __init__(self) -> None:
        super().__init__()
        self._effect: Effect | None = None
        self._titles = {
            "to_arrears": Label(N_("To arrears"), "muted"),
            "to_wallet": Label(N_("To wallet"), "muted"),
            "status": Label(N_("Status after"), "muted"),
            "balance": Label(N_("New balance"), "muted"),
            "lasts": Label(N_("Lasts until"), "muted"),
        }
        self.to_arrears = Label("", "strong")
        self.to_wallet = Label("", "strong")
        self.status = Pill()
        self.balance = Label("", "huge")
        self.lasts = ElidedLabel("strong")
        self.body.setContentsMargins(14, 8, 14, 10)
        self.body.addLayout(self._laid_out())

    def show_effect(self, effect: Effect | None) -> None:
        """Show what the recharge would do, or that nothing is known yet."""
        self._effect = effect

    @property
    def effect(self) -> Effect | None:
        """What is shown now."""
        return self._effect

    def retranslate(self, _: Texts) -> None:
        """Word what is shown."""
        for title in self._titles.values():
            title.retranslate(_)
        self.status.setVisible(self._effect is not None)
        if self._effect is None:
            for label in (self.to_arrears, self.to_wallet, self.balance, self.lasts):
                label.setText(_NOTHING)
                label.show_tone("")
            return
        preview = self._effect.preview
        self.to_arrears.setText(formats.rupees(preview.to_arrears))
        self.to_wallet.setText(formats.rupees(preview.to_wallet))
        self.balance.setText(amount_text(preview.balance_after))
        self.balance.show_tone("bad" if preview.balance_after.paise < 0 else "accent")
        self.lasts.setText(_lasts(preview.days_left, self._effect.lasts_until, _))
        self.status.show_badge(status_badge(preview.status_after, _))

    def _laid_out(self) -> QVBoxLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        shown = (("balance", self.balance), ("lasts", self.lasts), ("status", self.status))
        for column, (key, value) in enumerate(shown):
            grid.addWidget(self._titles[key], 0, column)
            grid.addWidget(value, 1, column)
        grid.setColumnStretch(1, 1)
        split = QHBoxLayout()
        split.setSpacing(8)
        for key, label in (("to_wallet", self.to_wallet), ("to_arrears", self.to_arrears)):
            split.addWidget(self._titles[key])
            split.addWidget(label)
            split.addSpacing(16)
        split.addStretch(1)
        column_of_both = QVBoxLayout()
        column_of_both.setSpacing(2)
        column_of_both.addLayout(grid)
        column_of_both.addLayout(split)
        return column_of_both


def _lasts(days: int | None, until: date | None, _: Texts) -> str:
    """Return how long a balance lasts at present use, in words."""
    if days is None or until is None:
        return _("Use not known yet")
    day = formats.day(until, _.month_names)
    return _("{day} ({days} days)", day=day, days=days)
