"""The counter as pages and commands use it: shifts, drawer, X and Z, the end of the day, prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from domain.day_end import DayEnd, OpenDay
from domain.listing import ReceiptRow
from domain.money import Money
from domain.office import Actor
from domain.shift import CashCount, DrawerMove, DrawerMoveKind, Shift, ShiftReport


class Counter(Protocol):
    """The drawers of an office; every method is whole by itself. Counter 0 has none."""

    def shift(self, counter: int) -> Shift | None:
        """Return the open shift of a counter."""

    def cash_in_drawer(self, counter: int) -> Money | None:
        """Return what should lie in the drawer now; None without an open shift."""

    def last_closed(self, counter: int) -> Shift | None:
        """Return the last closed shift: what it left is the next one's float."""

    def open_shift(self, opening: CashCount, actor: Actor) -> Shift: ...

    def move_cash(
        self, kind: DrawerMoveKind, amount: Money, payee: str, reason: str, actor: Actor
    ) -> DrawerMove:
        """Take cash out of the actor's drawer."""

    def report(self, shift_id: int, actor: Actor) -> ShiftReport:
        """Return the X report of an open shift, the Z report of a closed one; a look is noted."""

    def close_shift(
        self, shift_id: int, counted: CashCount, reason: str, handed_to: str, actor: Actor
    ) -> ShiftReport:
        """Close a shift by counting its drawer; a difference needs a reason. Return the Z."""

    def shifts(self, day: date, counter: int | None = None) -> list[Shift]:
        """Return the shifts of a day, in the order of counters and time."""

    def open_days(self) -> list[OpenDay]:
        """Return the counters' days that nobody has closed, oldest first."""

    def day_end(self, counter: int, day: date, actor: Actor) -> DayEnd:
        """Return how a counter's day stands, or how it was closed."""

    def close_day(self, counter: int, day: date, deposit: CashCount, actor: Actor) -> DayEnd:
        """Close a counter's day to new receipts and write its deposit slip."""

    def unprinted(self, counter: int) -> Sequence[ReceiptRow]:
        """Return today's and yesterday's valid receipts of a counter that nobody has printed."""

    def waive_print(self, number: str, actor: Actor) -> None:
        """Note that nobody wants a receipt on paper."""
