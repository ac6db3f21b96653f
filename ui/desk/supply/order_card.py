"""An order's story: what is wanted, what the AMISP and the relay say, and every word exchanged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from domain import formats
from domain.supply_order import Exchange, OrderKind, OrderState, RelayState, SupplyOrder
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.facts import Facts
from ui.desk.kit.flow import Flow
from ui.desk.kit.parts import Button, Card, Label, Pill, scrolling
from ui.desk.kit.words import moment_words
from ui.desk.supply.tables import clock_badge, state_badge
from ui.supply_words import (
    ORDER_KINDS,
    ORDER_REASONS,
    REMOTE_STATUSES,
    ROADS,
    relay_told,
)

#: The last ones tell how it stands; all of them are in the books for the auditor.
_MOST_SHOWN = 30
_MOST_CHARACTERS = 4_000
_LINES = 4


class OrderCard(Card):
    """Shows one order; its buttons say what somebody wants done with it."""

    reconnect_requested = Signal()
    cancel_requested = Signal()
    settle_requested = Signal()
    consumer_requested = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._texts = desk, desk.texts
        self._order: SupplyOrder | None = None
        self._exchanges: Sequence[Exchange] = ()
        self._now: datetime | None = None
        self._may = (False, False, False)
        self.heading = Label("", "title", wraps=True)
        self.state, self.clock = Pill(), Pill()
        self.reconnect = Button(desk.theme, N_("Reconnect"), icon="zap", key="Alt+R")
        self.cancel = Button(desk.theme, N_("Cancel the order"), look="danger", key="Alt+X")
        self.settle = Button(desk.theme, N_("Settle the visit"), icon="check", key="Alt+V")
        self.consumer = Button(desk.theme, N_("Show the consumer"), look="link")
        self._facts = Facts()
        self._lay_out()
        self.reconnect.clicked.connect(lambda _checked=False: self.reconnect_requested.emit())
        self.cancel.clicked.connect(lambda _checked=False: self.cancel_requested.emit())
        self.settle.clicked.connect(lambda _checked=False: self.settle_requested.emit())
        self.consumer.clicked.connect(self._on_consumer)

    @property
    def order(self) -> SupplyOrder | None:
        """The order that is shown."""
        return self._order

    def show_order(
        self,
        order: SupplyOrder | None,
        exchanges: Sequence[Exchange],
        now: datetime,
        *,
        may: tuple[bool, bool, bool],
    ) -> None:
        """Show an order; ``may``: order supply back, cancel, settle a visit."""
        is_same = order == self._order and list(exchanges) == list(self._exchanges)
        self._now = now
        if is_same and may == self._may:
            self._show_clock()
            return
        self._order, self._exchanges, self._may = order, exchanges, may
        self._show_words()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self.reconnect, self.cancel, self.settle, self.consumer):
            part.retranslate(_)
        self._show_words()

    def _show_words(self) -> None:
        _, order = self._texts, self._order
        if order is None:
            return
        kind = _(ORDER_KINDS[order.kind])
        self.heading.setText(
            _("{kind}: consumer {number}", kind=kind, number=order.consumer_number)
        )
        self.state.show_badge(state_badge(order.state, _))
        self._show_clock()
        may_reconnect, may_cancel, may_settle = self._may
        self.reconnect.setVisible(may_reconnect and can_reconnect(order))
        self.cancel.setVisible(may_cancel and order.is_open and order.unwanted_at is None)
        self.settle.setVisible(may_settle and can_settle(order))
        parts: list[QWidget] = []
        if self._exchanges:
            heading = Label(N_("What was said"), "heading")
            heading.retranslate(_)
            parts = [heading, *(self._said(one) for one in self._exchanges[-_MOST_SHOWN:])]
        self._facts.show_facts(_told(order, _), parts)

    def _show_clock(self) -> None:
        if self._order is not None and self._now is not None:
            self.clock.show_badge(clock_badge(self._order, self._now, self._texts))
            self.clock.setVisible(self._order.due_at is not None)

    def _said(self, exchange: Exchange) -> QWidget:
        _, card = self._texts, Card(look="soft")
        card.body.setContentsMargins(10, 6, 10, 8)
        who = _("The office") if exchange.is_ours else _("The AMISP")
        at = formats.moment(exchange.at, _.month_names)
        answer = [str(exchange.status)] if exchange.status else []
        took = [f"{formats.grouped(exchange.took_ms)} ms"] if exchange.took_ms else []
        head = Label("", "strong", wraps=True)
        head.setText(" · ".join([f"{'→' if exchange.is_ours else '←'} {who}", at]))
        what = Label("", "muted", wraps=True)
        what.setText(" · ".join([exchange.what, *answer, *took]))
        card.body.addWidget(head)
        card.body.addWidget(what)
        if exchange.body:
            card.body.addWidget(self._body(exchange.body))
        return card

    def _body(self, text: str) -> QWidget:
        """Return a text of outside as it is, broken where it must be and never marked up."""
        body = QPlainTextEdit()
        body.setPlainText(text[:_MOST_CHARACTERS])
        body.setReadOnly(True)
        body.setTabChangesFocus(True)
        body.setAccessibleName(self._texts("What was said"))
        body.setMinimumWidth(1)
        body.setFixedHeight(body.fontMetrics().lineSpacing() * _LINES + 14)
        return body

    def _on_consumer(self) -> None:
        if self._order is not None:
            self.consumer_requested.emit(self._order.consumer_number)

    def _lay_out(self) -> None:
        head, tools, states = QHBoxLayout(), QWidget(), QHBoxLayout()
        head.addWidget(self.heading, 1)
        states.addWidget(self.state)
        states.addWidget(self.clock)
        states.addStretch(1)
        buttons = Flow(tools)
        for part in (self.reconnect, self.settle, self.cancel, self.consumer):
            buttons.addWidget(part)
        self.body.addLayout(head)
        self.body.addLayout(states)
        self.body.addWidget(scrolling(self._facts), 1)
        self.body.addWidget(tools)


def can_reconnect(order: SupplyOrder) -> bool:
    """Whether supply may be off, so that somebody may order it back."""
    if order.relay is RelayState.CONNECTED or order.kind is OrderKind.READ_RELAY:
        return False
    if order.kind is OrderKind.RECONNECT:
        return not order.is_open
    return order.state is not OrderState.WAITING


def can_settle(order: SupplyOrder) -> bool:
    """Whether somebody may have looked at the meter: it is on its way, or went wrong."""
    return order.state not in (OrderState.WAITING, OrderState.DONE, OrderState.CANCELLED)


def _told(order: SupplyOrder, _: Texts) -> list[tuple[str, str]]:
    """Return what is known of an order; what is not known is left out."""
    status = _(REMOTE_STATUSES[order.remote_status]) if order.remote_status else ""
    balance = formats.rupees(order.balance) if order.balance is not None else ""
    told = [
        (_("Reason"), _(ORDER_REASONS[order.reason])),
        (_("Meter"), order.meter_serial),
        (_("The relay"), relay_told(order, _)),
        (_("The AMISP says"), status),
        (_("Reading when it moved"), _reading(order, _)),
        (_("Moved at"), moment_words(order.executed_at, _)),
        (_("Too late"), _("It moved after the order had run out") if order.is_late else ""),
        (_("Somebody paid at"), moment_words(order.unwanted_at, _)),
        (_("Supply must be back by"), moment_words(order.due_at, _)),
        (_("Balance when ordered"), balance),
        (_("Asked by"), order.requested_by),
        (_("Ordered at"), moment_words(order.made_at, _)),
        (_("Left at"), moment_words(order.sent_at, _)),
        (_("By"), _(ROADS[order.road])),
        (_("Runs out at"), moment_words(order.expires_at, _)),
        (_("Ended at"), moment_words(order.ended_at, _)),
        (_("Attempts"), str(order.attempts) if order.attempts else ""),
        (_("Trouble"), order.error),
        (_("Note"), order.note),
        (_("Order id"), _breakable(order.id)),
    ]
    return [(name, words) for name, words in told if words]


def _breakable(id_: str) -> str:
    """Return an id that a narrow place may break after every eighth letter."""
    return "\u200b".join(id_[place : place + 8] for place in range(0, len(id_), 8))


def _reading(order: SupplyOrder, _: Texts) -> str:
    if order.said is None:
        return ""
    return f"{formats.units(order.said.register)} kWh · {moment_words(order.said.at, _)}"
