"""How a row of the defaulter list becomes a notice: what is to be paid by when, and what for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.calendar import billing_day
from domain.defaulters import Defaulter
from domain.money import Money
from domain.notice import Dues, Notice, Stand
from domain.policy import BY_THE_CLOCK, Reason, Reconnection
from domain.upi import reference_of, upi_code

_WHOLE_PERCENT = 100
#: What does not keep an order to disconnect from being carried out in its window.
_ORDERED = frozenset((Reason.ORDER_OPEN, *BY_THE_CLOCK))


@dataclass(frozen=True, slots=True)
class Payee:
    """Where money by UPI goes; without an address no code is printed."""

    address: str
    name: str

    def code_for(self, number: str, amount: Money, at: datetime) -> str:
        """Return the text of the code by which a consumer pays an amount."""
        if not self.address:
            return ""
        # The same notice of the same day asks under the same reference.
        reference = reference_of(f"{number}-{billing_day(at):%Y%m%d}")
        return upi_code(self.address, self.name, reference, amount)


def notice_of(  # noqa: PLR0913 - whom it is about, by which terms, to whom they pay
    row: Defaulter,
    dues: Dues | None,
    terms: Reconnection,
    payee: Payee,
    at: datetime,
    *,
    owed_when_cut: Money | None = None,
) -> Notice:
    """Return what somebody who owes is told at an instant.

    ``owed_when_cut``: of which a part brings supply back; None where none does.
    """
    balance = -row.due
    to_pay = max(terms.at_balance - balance, row.due)
    stand = _stand(row)
    return Notice(
        number=row.number,
        name=row.name,
        address=row.address,
        schedule=row.schedule,
        load_w=row.load_w,
        feeder=row.feeder,
        language=row.language,
        balance=balance,
        dues=dues,
        arrears=row.arrears,
        to_pay=to_pay,
        part_to_pay=_part(row.due, owed_when_cut, terms),
        rest_days=terms.rest_days,
        stand=stand,
        pay_by=row.next_at if stand is Stand.FROM else None,
        within_minutes=terms.within_minutes,
        code=payee.code_for(row.number, to_pay, at),
    )


def _stand(row: Defaulter) -> Stand:
    if row.is_off:
        return Stand.OFF
    if row.may_be_cut or _is_being_cut(row):
        return Stand.AT_ONCE
    return Stand.HELD if row.next_at is None else Stand.FROM


def _is_being_cut(row: Defaulter) -> bool:
    """Whether an order is open that nothing but the hour keeps: it is not told as a hold."""
    return Reason.ORDER_OPEN in row.reasons and _ORDERED.issuperset(row.reasons)


def _part(due: Money, owed_when_cut: Money | None, terms: Reconnection) -> Money | None:
    """Return what is enough once: so much of what was owed at the cut must be paid since."""
    if owed_when_cut is None or not 0 < terms.part_percent < _WHOLE_PERCENT:
        return None
    part = -(-owed_when_cut.paise * terms.part_percent // _WHOLE_PERCENT)
    missing = part - (owed_when_cut.paise - due.paise)
    return Money(missing) if 0 < missing < due.paise else None
