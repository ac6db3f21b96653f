"""Money in pictures: recharge, counter, receipts, registers, and payments that are unclear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.money import Money
from domain.register import RegisterKind
from domain.shift import NO_CASH, CashCount
from domain.tender import Tender
from tests.pictures.artist import Artist
from tests.pictures.offices import DEVI, NOW, SHOWN
from ui.desk.receipts.list_view import Part

#: What the clerk of the pictures has counted, a little too little.
_COUNTED = CashCount.of({500: 5, 100: 3, 50: 2, 10: 1})
#: A code by UPI bears the id of its order.
_ORDER = "0" * 32


def recharge(artist: Artist, window: Any) -> Iterator[str]:
    window.recharge(SHOWN)
    artist.settle()
    page = window.page
    form = page.view.form
    form.amount.line.setText("500")
    yield "recharge"
    form.tender.show_value(Tender.UPI)
    page.controller.poster.order_id = _ORDER
    page.controller.payment.changed.emit()
    yield "recharge-upi"
    form.amount.line.setText("2000")
    page.view.tender.another_requested.emit()
    form.part.show_value(Money.rupees(1_500))
    form.reference.show_value("532701480077")
    page.controller.recharge()
    artist.settle()
    form.given.show_value(Money.rupees(600))
    form.given.line.setFocus()
    yield "recharge-mixed"
    page.controller.clear()
    for row in artist.books.counter.unprinted(DEVI.counter):
        page.unprinted.on_not_printed(row.number)
    yield "recharge-unprinted"


def counter(artist: Artist, window: Any) -> Iterator[str]:
    window.show_page("counter")
    page = window.page
    yield "counter"
    page.shift.ask_close()
    artist.settle()
    page.view.shift.closing.grid.show_count(_COUNTED)
    yield "counter-closing"
    page.view.shift.closing.grid.show_count(NO_CASH)
    page.shift.leave_closing()
    page.day_end.show_day(3, NOW.date())
    window.actions_of_desk.run("counter.day_end")
    yield "day-end"
    window.actions_of_desk.run("counter.counters")
    yield "counters"
    window.actions_of_desk.run("counter.shift")


def receipts(artist: Artist, window: Any) -> Iterator[str]:
    window.show_page("receipts")
    artist.settle()
    view = window.page.view
    rows = artist.books.receipts(100)
    cancelled = next(place for place, row in enumerate(rows) if row.undone == "cancelled")
    view.list.table.go_to_place(cancelled)
    yield "receipts"
    view.open_detail()
    yield "receipt"
    view.step_back()
    view.list.show_part(Part.CHEQUES)
    yield "cheques"
    view.list.show_part(Part.RECEIPTS)


def registers(artist: Artist, window: Any) -> Iterator[str]:
    window.show_page("registers")
    for kind, name in (
        (RegisterKind.COLLECTION, "registers"),
        (RegisterKind.CASH_CLOSING, "cash-closing"),
        (RegisterKind.DAY_BOOK, "day-book"),
    ):
        window.page.view.show_kind(kind)
        window.page.controller.look()
        yield name
    window.page.view.show_kind(RegisterKind.COLLECTION)


def recovery(artist: Artist, window: Any) -> Iterator[str]:
    window.show_page("recovery")
    artist.settle()
    yield "recovery"
    window.actions_of_desk.run("recovery.lines")
    yield "recovery-lines"
    window.actions_of_desk.run("recovery.payments")
