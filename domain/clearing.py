"""Clearing: what a balance does to supply, the same before a payment is posted as after it.

A consumer comes clear by the balance that the policy asks for, or once by a part of the dues. What
rests on a cheque that a bank has still to pay does not count towards either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.consumer import Consumer
from domain.credit import SupplyState
from domain.money import ZERO, Money
from domain.policy import Reconnection
from domain.supply_order import OrderKind, OrderState, SupplyOrder

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """How a consumer's supply stands, and what would bring it back.

    ``orders``: all that ever were, oldest first. ``uncleared``: what of the balance rests on
    cheques. ``is_part_paid``: part of the dues was paid, and there is time left for the rest;
    ``had_part``: part of these dues has brought supply back before, which it does once.
    """

    consumer: Consumer
    orders: Sequence[SupplyOrder]
    rule: Reconnection
    uncleared: Money = ZERO
    is_part_paid: bool = False
    had_part: bool = False

    @property
    def counted(self) -> Money:
        """What of the balance counts."""
        return self.consumer.balance - self.uncleared

    @property
    def dues(self) -> Money:
        """What was owed at the last order to disconnect, ZERO before the first."""
        owed = [-one.balance for one in self.orders if is_cut(one) and one.balance is not None]
        return owed[-1] if owed else ZERO

    @property
    def part_paid(self) -> Money:
        """What of the dues is paid."""
        return self.dues + self.counted

    @property
    def is_clear(self) -> bool:
        """Whether what the consumer has brings supply back, or keeps it."""
        return self.counted >= self.rule.at_balance or self.is_part_paid

    @property
    def is_part_enough(self) -> bool:
        """Whether it is the part that is paid which brings supply back."""
        if self.is_clear or not self.rule.part_percent or self.had_part or self.dues <= ZERO:
            return False
        return self.part_paid.paise * _PERCENT >= self.dues.paise * self.rule.part_percent

    @property
    def brings_back(self) -> bool:
        """Whether supply is to be ordered back: it is off, or may go off any moment."""
        if self.consumer.supply_state is SupplyState.CLOSED or not self._clears:
            return False
        return self._is_off or any(is_out(cut) for cut in self.cuts)

    @property
    def stays_off(self) -> bool:
        """Whether supply is off and is not to be ordered back."""
        return self._is_off and not self.brings_back

    @property
    def cuts(self) -> list[SupplyOrder]:
        """The orders to disconnect that may still move the relay."""
        return [one for one in self.orders if is_cut(one) and one.is_open]

    @property
    def called_off(self) -> list[SupplyOrder]:
        """Those of them that are called off.

        One that waits dies already when nothing is owed any more: what rests on a cheque keeps
        supply on, though it does not bring it back.
        """
        owes = self.consumer.balance < ZERO
        return [cut for cut in self.cuts if self._clears or not (owes or is_out(cut))]

    @property
    def _clears(self) -> bool:
        return self.is_clear or self.is_part_enough

    @property
    def _is_off(self) -> bool:
        return self.consumer.supply_state is SupplyState.DISCONNECTED


def is_cut(order: SupplyOrder) -> bool:
    """Whether an order is one to disconnect."""
    return order.kind is OrderKind.DISCONNECT


def is_out(order: SupplyOrder) -> bool:
    """Whether an open order may be with the AMISP, so that only the AMISP can tell its end."""
    return order.state is not OrderState.WAITING or order.sent_at is not None
