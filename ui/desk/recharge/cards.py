"""What the clerk reads before taking money: whose wallet it is, and what the recharge will do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.arrears import ArrearPlan
from domain.consumer import Consumer
from domain.money import Money
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
        self._plan: ArrearPlan | None = None
        self.name = ElidedLabel("heading")
        self.facts = ElidedLabel("muted")
        self.address = ElidedLabel("muted")
        self.status = Pill()
        self.balance = Label("", "figure")
        self.days_left = Label("", "muted")
        self.owed = Label("", "strong")
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

    def show_consumer(
        self,
        consumer: Consumer | None,
        lasts_until: date | None,
        plan: ArrearPlan | None = None,
    ) -> None:
        """Show a consumer, or how to find one; ``plan``: what is owed from before."""
        self._consumer, self._lasts_until, self._plan = consumer, lasts_until, plan
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
        is_paid = self._lasts_until is not None
        self.days_left.setText(_("Lasts until {day}", day=lasts) if is_paid else lasts)
        self._show_owed(_)
        self.setAccessibleName(f"{self.name.whole_text()}, {self.balance.text()}")

    def _show_owed(self, _: Texts) -> None:
        self.owed.setVisible(self._plan is not None)
        if self._plan:
            self.owed.setText(
                _("Owes {amount} from before", amount=formats.rupees(self._plan.rest))
            )
            self.owed.show_tone("warning")

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
        column.addWidget(self.owed)
        return self._facts_side


class EffectCard(Card):
    """What Enter will do: split, new balance, how long it lasts, whether supply comes back."""

    def __init__(self) -> None:
        super().__init__()
        self._effect: Effect | None = None
        self._titles = {
            "status": Label(N_("Status after"), "muted"),
            "balance": Label(N_("New balance"), "muted"),
        }
        self._lasts_title = ElidedLabel("muted")
        self.status = Pill()
        self.balance = Label("", "huge")
        self.lasts = ElidedLabel("strong")
        self.parts = {
            "to_wallet": _Part(N_("To wallet"), self),
            "to_arrears": _Part(N_("To arrears"), self),
            "arrears_after": _Part(N_("Arrears left"), self),
            "to_deposit": _Part(N_("To security deposit"), self),
            "to_other": _Part(N_("To other"), self),
        }
        self.supply = Label("", "strong")
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
        self._lasts_title.setText(_("Lasts until"))
        for part in self.parts.values():
            part.retranslate(_)
        preview = self._effect.preview if self._effect else None
        self.status.setVisible(preview is not None)
        self._show_parts(preview)
        self._show_supply(preview, _)
        if self._effect is None or preview is None:
            for label in (self.balance, self.lasts):
                label.setText(_NOTHING)
                label.show_tone("")
            return
        self.balance.setText(amount_text(preview.balance_after))
        self.balance.show_tone("bad" if preview.balance_after.paise < 0 else "accent")
        self._show_lasts(preview.days_left, self._effect.lasts_until, _)
        self.status.show_badge(status_badge(preview.status_after, _))

    def _show_lasts(self, days: int | None, until: date | None, _: Texts) -> None:
        """Show the day, with the number of days above it: both fit beside the balance."""
        if days is None or until is None:
            self.lasts.setText(_("Use not known yet") if days is None else _("Nothing is left"))
            return
        self._lasts_title.setText(_("Lasts {days} days, until", days=days))
        self.lasts.setText(formats.day(until, _.month_names))

    def _show_parts(self, preview: RechargePreview | None) -> None:
        """Show where the money goes; heads that get nothing only where every payment has them."""
        amounts = _amounts(preview)
        for name, part in self.parts.items():
            part.show_amount(amounts.get(name))
            part.setVisible(name in amounts)
            self._split.removeWidget(part)
        for place, name in enumerate(amounts):
            self._split.addWidget(self.parts[name], place // 2, place % 2)

    def _show_supply(self, preview: RechargePreview | None, _: Texts) -> None:
        told = ("", "")
        if preview and preview.calls_off:
            told = (_("● The order to disconnect is called off"), "good")
        elif preview and preview.reconnects:
            told = (_("● The supply comes back"), "good")
        elif preview and preview.is_still_off:
            told = (_("■ The supply stays off"), "bad")
        self.supply.setVisible(bool(told[0]))
        self.supply.setText(told[0])
        self.supply.show_tone(told[1])

    def _laid_out(self) -> QVBoxLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        shown = (
            (self._titles["balance"], self.balance),
            (self._lasts_title, self.lasts),
            (self._titles["status"], self.status),
        )
        for column, (title, value) in enumerate(shown):
            grid.addWidget(title, 0, column)
            grid.addWidget(value, 1, column)
        grid.setColumnStretch(1, 1)
        self._split = QGridLayout()
        self._split.setHorizontalSpacing(16)
        self._split.setVerticalSpacing(1)
        self._split.setColumnStretch(0, 1)
        self._split.setColumnStretch(1, 1)
        column_of_all = QVBoxLayout()
        column_of_all.setSpacing(2)
        column_of_all.addLayout(grid)
        column_of_all.addLayout(self._split)
        column_of_all.addWidget(self.supply)
        return column_of_all


class _Part(QWidget):
    """A head and what goes to it, side by side."""

    def __init__(self, title: str, parent: QWidget) -> None:
        # Shown before it is laid out, it would be a window of its own without a parent.
        super().__init__(parent)
        self._title = Label(title, "muted")
        self.amount = Label("", "strong")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self.amount, 1)

    def show_amount(self, amount: Money | None) -> None:
        """Show an amount, or that it is not known."""
        self.amount.setText(_NOTHING if amount is None else formats.rupees(amount))

    def text(self) -> str:
        """Return the amount as it is shown."""
        return self.amount.text()

    def retranslate(self, _: Texts) -> None:
        """Say what the amount is for."""
        self._title.retranslate(_)


def _amounts(preview: RechargePreview | None) -> dict[str, Money | None]:
    """Return what is shown of the split: wallet and arrears always, the rest where there is any."""
    if preview is None:
        return {"to_wallet": None, "to_arrears": None}
    amounts: dict[str, Money | None] = {
        "to_wallet": preview.to_wallet,
        "to_arrears": preview.to_arrears,
    }
    if preview.arrears_after is not None:
        amounts["arrears_after"] = preview.arrears_after
    if preview.to_deposit:
        amounts["to_deposit"] = preview.to_deposit
    if preview.to_other:
        amounts["to_other"] = preview.to_other
    return amounts


def _lasts(days: int | None, until: date | None, _: Texts) -> str:
    """Return how long a balance lasts at present use, in words."""
    if days is None or until is None:
        return _("Use not known yet") if days is None else _("Nothing is left")
    day = formats.day(until, _.month_names)
    return _("{day} ({days} days)", day=day, days=days)
