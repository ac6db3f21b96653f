"""Where the tiles lead: each to exactly the rows that its figure counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.alert_book import MessageQuery
from domain.cheque import ChequeState
from domain.consumer import ConsumerQuery
from domain.credit import Status
from domain.dashboard import FAILED_LATELY, Band, DayRange, WaitingFor
from domain.defaulters import DefaulterQuery
from domain.message import MessageState
from domain.money import ZERO
from domain.register import RegisterKind, RegisterQuery, usual_grouping
from ui.desk.alerts.view import AlertsPart
from ui.desk.billing_sheet.sheet import Part as SheetPart
from ui.desk.dashboard.rows_view import Rows
from ui.desk.kit.places import Opened, Place
from ui.desk.receipts.list_view import Part as ReceiptsPart
from ui.desk.settling.view import LINES, PAYMENTS
from ui.desk.supply.view import SupplyPart

KEY = "dashboard"

_OF_WAITING: Mapping[WaitingFor, Place] = {
    WaitingFor.APPROVALS: Place("approvals"),
    WaitingFor.HELD_READS: Place(KEY, Rows.HELD_READS),
    WaitingFor.UNPRINTED: Place("recharge", Opened.UNPRINTED),
    WaitingFor.CHEQUES_IN_HAND: Place("receipts", ChequeState.RECEIVED),
    WaitingFor.CHEQUES_AT_BANK: Place("receipts", ChequeState.DEPOSITED),
    WaitingFor.HELD_CHEQUES: Place("receipts", ReceiptsPart.HELD),
    WaitingFor.PAYMENTS: Place("recovery", PAYMENTS),
    WaitingFor.SETTLEMENT_LINES: Place("recovery", LINES),
    WaitingFor.MESSAGES: Place("books"),
    WaitingFor.LATE_RECONNECTIONS: Place("supply", SupplyPart.LATE),
    WaitingFor.FIELD_VISITS: Place("supply", SupplyPart.VISITS),
    WaitingFor.ALERTS_WAITING: Place("alerts", AlertsPart.WAITING),
}


def place_of_collection(days: DayRange) -> Place:
    """Return the register whose control total is what was collected."""
    kind = RegisterKind.COLLECTION
    group = usual_grouping(kind, days.since, days.until)
    return Place("registers", RegisterQuery(kind, days.since, days.until, group_by=group))


def place_of_charges(days: DayRange) -> Place:
    """Return the sheet of the day with those charged, or the days where there are several."""
    if days.days == 1:
        return Place("billing_sheet", (days.until, SheetPart.CHARGED))
    return Place(KEY, Rows.DAYS)


def place_of_missing_reads(day: date) -> Place:
    """Return the consumers whose read of a day is missing."""
    return Place("consumers", ConsumerQuery(read_missing_on=day))


def place_of_status(status: Status) -> Place:
    """Return the consumers who stand so."""
    return Place("consumers", ConsumerQuery(statuses=(status,)))


def place_of_band(band: Band) -> Place:
    """Return the consumers who owe so much."""
    return Place("consumers", band.query)


def place_of_all_negative() -> Place:
    """Return everybody below zero, who owes most first."""
    return Place("consumers", ConsumerQuery(balance_below=ZERO, order_by="balance"))


def place_of_waiting(kind: WaitingFor, today: date) -> Place:
    """Return where what waits is done."""
    if kind is WaitingFor.OPEN_DAYS:
        return Place("counter", today)
    if kind is WaitingFor.ALERTS_FAILED:
        since = today - FAILED_LATELY
        return Place("alerts", MessageQuery(states=(MessageState.FAILED,), since=since))
    return _OF_WAITING[kind]


def place_of_backup() -> Place:
    """Return where backups are made."""
    return Place("books")


def place_of_defaulters() -> Place:
    """Return whose emergency credit has run out, with what holds each of them."""
    return Place("defaulters", DefaulterQuery(statuses=(Status.TO_BE_DISCONNECTED,)))
