"""Words for the codes that desk, command line and documents all name."""

from __future__ import annotations

from resources.texts import N_

TENDERS: dict[str, str] = {
    "cash": N_("Cash"),
    "upi": N_("UPI"),
    "card": N_("Card"),
    "cheque": N_("Cheque"),
    "draft": N_("Demand draft"),
    "gateway": N_("Gateway"),
    "transfer": N_("Transfer"),
    "mixed": N_("Several"),
}

HEADS: dict[str, str] = {
    "recharge": N_("Recharge"),
    "arrears": N_("Arrears"),
    "security_deposit": N_("Security deposit"),
    "other": N_("Other"),
}

#: What became of a receipt, or of a cheque on it.
UNDONE: dict[str, str] = {
    "cancelled": N_("CANCELLED"),
    "transferred": N_("TRANSFERRED"),
    "dishonoured": N_("DISHONOURED"),
}

CHEQUE_STATES: dict[str, str] = {
    "received": N_("Received"),
    "deposited": N_("Deposited"),
    "cleared": N_("Cleared"),
    "dishonoured": N_("Dishonoured"),
    "returned": N_("Given back"),
}

ARREAR_KINDS: dict[str, str] = {
    "daily": N_("Daily instalments"),
    "percent": N_("Percent of each recharge"),
    "threshold": N_("Above a balance"),
    "by_hand": N_("By hand"),
}

ARREAR_STATES: dict[str, str] = {
    "live": N_("Running"),
    "settled": N_("Paid"),
    "ended": N_("Ended"),
}

DRAWER_MOVES: dict[str, str] = {
    "pay_out": N_("Paid out"),
    "drop": N_("Into the safe"),
}

PAYMENT_STATES: dict[str, str] = {
    "unknown": N_("Unknown"),
    "credited": N_("Credited"),
    "failed": N_("Failed"),
    "dismissed": N_("Put aside"),
}

#: What a column of a settlement file can mean.
SETTLEMENT_FIELDS: dict[str, str] = {
    "reference": N_("bank's reference (UTR, RRN)"),
    "amount": N_("amount"),
    "order_reference": N_("order id"),
    "fee": N_("fee"),
    "paid_on": N_("paid on"),
    "status": N_("status"),
}

SETTLEMENT_OUTCOMES: dict[str, str] = {
    "settled": N_("Settled"),
    "credited": N_("Credited"),
    "differs": N_("Amount differs"),
    "unknown": N_("Not known"),
    "failed": N_("Failed"),
    "again": N_("Settled before"),
    "decided": N_("Decided"),
}

#: What moved a wallet or the ledger.
ENTRIES: dict[str, str] = {
    "opening_balance": N_("Opening balance"),
    "daily_charge": N_("Daily charge"),
    "recharge": N_("Recharge"),
    "cancellation": N_("Receipt cancelled"),
    "transfer": N_("Receipt transferred"),
    "dishonour": N_("Cheque dishonoured"),
    "dishonour_fee": N_("Dishonour fee"),
    "arrear": N_("Arrears booked"),
    "arrear_instalment": N_("Arrear instalment"),
    "arrear_ended": N_("Arrears ended"),
    "pay_out": N_("Paid out"),
    "cash_difference": N_("Cash short or over"),
    "deposit_slip": N_("Deposit slip"),
    "cheque_cleared": N_("Cheque cleared"),
    "settlement": N_("Settlement"),
}

#: Why a defaulter is not disconnected, short: the codes of ``domain.policy.Reason``.
HELD_BY: dict[str, str] = {
    "no_policy": N_("No policy in force"),
    "switched_off": N_("All disconnecting stopped"),
    "protected": N_("Protected"),
    "held_by_hand": N_("Held by hand"),
    "conversion_grace": N_("Grace after conversion"),
    "emergency_credit": N_("Emergency credit"),
    "credit_limit": N_("Within the credit limit"),
    "part_paid": N_("Part paid, time for the rest"),
    "payment_pending": N_("Payment on its way"),
    "no_actual_read": N_("No recent actual read"),
    "order_open": N_("Another order is open"),
    "outside_hours": N_("Outside hours"),
    "weekday_off": N_("Weekday without cutting"),
    "saturday_off": N_("Saturday off"),
    "holiday": N_("Holiday"),
    "before_day_off": N_("Day before a day off"),
}

#: Why somebody may not be cut whatever is owed.
PROTECTIONS: dict[str, str] = {
    "hospital": N_("Hospital"),
    "life_support": N_("Life support"),
    "court_stay": N_("Court stay"),
    "dispute": N_("Open dispute"),
    "exam": N_("Exam order"),
    "heat_wave": N_("Heat-wave order"),
    "other": N_("Other"),
}

#: Whom a protection covers.
PROTECTED: dict[str, str] = {
    "consumer": N_("Consumer"),
    "feeder": N_("Feeder"),
    "schedule": N_("Tariff schedule"),
    "office": N_("Whole office"),
}
