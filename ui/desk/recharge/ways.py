"""The ways of an office that the form follows: what it takes and keeps, its UPI address."""

from __future__ import annotations

from dataclasses import dataclass

from domain.books import Books
from domain.recharge import RechargeLimits
from domain.settings import CHEQUE_HOLD_POST_DATED, UPI_ADDRESS, UPI_NAME, value_of


@dataclass(frozen=True, slots=True)
class Ways:
    """What holds in the office now; without an address there is no UPI code."""

    limits: RechargeLimits
    may_hold: bool
    upi_address: str
    upi_name: str


def ways_of(books: Books) -> Ways:
    """Return the ways of the office (called off the GUI thread)."""
    stored = {row.name: row.value for row in books.safekeeping.settings()}
    return Ways(
        limits=books.recharge_limits(),
        may_hold=value_of(CHEQUE_HOLD_POST_DATED, stored.get(CHEQUE_HOLD_POST_DATED.name)),
        upi_address=value_of(UPI_ADDRESS, stored.get(UPI_ADDRESS.name)),
        upi_name=value_of(UPI_NAME, stored.get(UPI_NAME.name)) or books.office.name,
    )
