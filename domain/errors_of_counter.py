"""What can go wrong at the counter: tenders, shifts, day-ends, what is undone afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.errors import Refusal
from domain.money import Money

# Amounts, heads and tenders


@dataclass(eq=False)
class AmountNotPositive(Refusal):
    """A part of a payment is nothing, or less."""

    amount: Money


@dataclass(eq=False)
class NotAMultiple(Refusal):
    """Recharges are taken in whole multiples of an amount only."""

    amount: Money
    multiple: Money


@dataclass(eq=False)
class LimitsReversed(Refusal):
    """No recharge could be taken: the least is above the most."""

    least: Money
    most: Money


@dataclass(eq=False)
class NoMultipleFits(Refusal):
    """No recharge could be taken: no multiple of the amount lies between least and most."""

    multiple: Money
    least: Money
    most: Money


@dataclass(eq=False)
class HeadUnknown(Refusal):
    """A text names no head."""

    text: str


@dataclass(eq=False)
class TendersDiffer(Refusal):
    """What is tendered is not what the heads add up to."""

    total: Money
    tendered: Money


@dataclass(eq=False)
class TooManyTenders(Refusal):
    """More tenders than stand on one receipt."""

    most: int


@dataclass(eq=False)
class GivenTooLittle(Refusal):
    """The cash handed over is less than the amount."""

    given: Money
    amount: Money


@dataclass(eq=False)
class ReferenceUsed(Refusal):
    """A payment's reference stands on a receipt already."""

    tender: str
    reference: str
    receipt: str


@dataclass(eq=False)
class ChequePostDated(Refusal):
    """A cheque bears a date to come, and the office holds none back."""

    dated: date
    today: date


@dataclass(eq=False)
class ChequeStale(Refusal):
    """A bank no longer pays a cheque as old as this."""

    dated: date
    days: int


@dataclass(eq=False)
class ChequesBarred(Refusal):
    """A cheque of the consumer came back, so that none is taken for some time."""

    number: str
    until: date


@dataclass(eq=False)
class NoArrears(Refusal):
    """Nothing is owed from before that an amount could be paid for."""

    number: str


@dataclass(eq=False)
class ArrearsExceeded(Refusal):
    """More is paid for arrears than is owed."""

    number: str
    rest: Money


@dataclass(eq=False)
class ArrearsRunning(Refusal):
    """A consumer has a plan of arrears already, which must be ended or settled first."""

    number: str


# Shifts


@dataclass(eq=False)
class NoShift(Refusal):
    """No shift is open at the counter, so that no money is taken there."""

    counter: int


@dataclass(eq=False)
class ShiftOpen(Refusal):
    """A shift is open at the counter already."""

    counter: int
    by: str


@dataclass(eq=False)
class ShiftOfAnother(Refusal):
    """The shift at the counter is somebody else's, who answers for its cash."""

    counter: int
    by: str


@dataclass(eq=False)
class ShiftOfEarlierDay(Refusal):
    """The shift at the counter is of an earlier day and must be closed first."""

    counter: int
    day: date


@dataclass(eq=False)
class CounterHasNoShift(Refusal):
    """Counter 0 takes money by command and from gateways; it has no drawer."""


@dataclass(eq=False)
class ShiftNotFound(Refusal):
    """There is no such shift."""

    shift: int


@dataclass(eq=False)
class DifferenceUnexplained(Refusal):
    """Counted and expected cash differ, and nobody says why."""

    expected: Money
    counted: Money


@dataclass(eq=False)
class DrawerTooEmpty(Refusal):
    """More cash is to leave the drawer than should be in it."""

    amount: Money
    in_drawer: Money


# The end of the day


@dataclass(eq=False)
class CounterDayClosed(Refusal):
    """The counter's day is closed to new receipts and cancellations."""

    counter: int
    day: date


@dataclass(eq=False)
class ShiftsStillOpen(Refusal):
    """A day cannot be closed while a shift of it is open."""

    counter: int
    day: date
    by: str


@dataclass(eq=False)
class DayDoesNotAgree(Refusal):
    """Receipts and ledger differ, so that the day cannot be closed: the books want a check."""

    counter: int
    day: date
    receipts: Money
    ledger: Money


@dataclass(eq=False)
class DepositDiffers(Refusal):
    """The notes and coins of the deposit slip do not add up to what is to be deposited."""

    counted: Money
    expected: Money


@dataclass(eq=False)
class NothingToClose(Refusal):
    """No money moved at the counter on the day."""

    counter: int
    day: date


# After the fact


@dataclass(eq=False)
class ReceiptUndone(Refusal):
    """A receipt was cancelled, transferred or dishonoured already; once is enough."""

    number: str
    kind: str


@dataclass(eq=False)
class NotOfToday(Refusal):
    """A receipt is cancelled on its own day only."""

    number: str
    day: date


@dataclass(eq=False)
class OwnReceipt(Refusal):
    """Whoever took the money may not undo the receipt alone."""

    number: str
    user: str


@dataclass(eq=False)
class SameConsumer(Refusal):
    """A receipt is to be transferred to the consumer that it is of."""

    number: str


@dataclass(eq=False)
class NoSuchInstrument(Refusal):
    """A receipt has no cheque or draft in that place."""

    number: str
    line: int


@dataclass(eq=False)
class ChequeSettled(Refusal):
    """A cheque was cleared, dishonoured or given back already."""

    number: str
    state: str


@dataclass(eq=False)
class MadeByTransfer(Refusal):
    """A receipt took the place of another one: its money lies at no counter to go back from."""

    number: str


@dataclass(eq=False)
class ChequeNotPaidYet(Refusal):
    """A bank has still to pay a cheque of a receipt, so that its money cannot be transferred."""

    number: str


@dataclass(eq=False)
class NotBarred(Refusal):
    """Cheques of a consumer are taken already."""

    number: str


@dataclass(eq=False)
class NotPostDated(Refusal):
    """A cheque whose day has come is not kept back but taken."""

    dated: date


@dataclass(eq=False)
class HeldChequeNotFound(Refusal):
    """No cheque is kept by this id."""

    id: str


@dataclass(eq=False)
class HeldChequeEnded(Refusal):
    """A held cheque was taken or given back already; without a receipt it went back."""

    id: str
    receipt: str


# Payments of unknown fate, settlement


@dataclass(eq=False)
class PaymentNotFound(Refusal):
    """There is no payment of unknown fate by this id."""

    id: str


@dataclass(eq=False)
class PaymentDecided(Refusal):
    """The fate of a payment is known already."""

    id: str
    state: str


@dataclass(eq=False)
class SettlementTaken(Refusal):
    """The same settlement file was taken already."""

    name: str
    taken_on: date


@dataclass(eq=False)
class SettlementColumnsUnknown(Refusal):
    """Nobody has said yet which columns of such a file mean what."""

    columns: str


@dataclass(eq=False)
class SettlementColumnMissing(Refusal):
    """A column that is needed is not mapped, or not in the file."""

    column: str


@dataclass(eq=False)
class SettlementStatusUnclear(Refusal):
    """A settlement says neither that a payment was made nor that it failed."""

    status: str


# Printing and verifying


@dataclass(eq=False)
class NotAReceiptCode(Refusal):
    """A text is not what stands in the QR code of a receipt."""

    text: str


@dataclass(eq=False)
class OfficeKeyUnknown(Refusal):
    """A receipt was signed with a key that is not known here."""

    key: str


# Registers


@dataclass(eq=False)
class PeriodReversed(Refusal):
    """A period ends before it begins."""

    since: date
    until: date


@dataclass(eq=False)
class RegisterTooLong(Refusal):
    """A register has more rows than anybody wants on paper."""

    rows: int
    most: int
