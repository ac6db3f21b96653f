"""Orders that travel as a file, the acknowledgements that come back, and the list of visits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.calendar import billing_day
from domain.formats import grouped
from domain.register import Cell, CellKind
from domain.register_sheet import RegisterSheet, SheetColumn
from domain.staff import Act
from domain.supply_book import OrderQuery
from domain.supply_order import OrderState, SupplyOrder
from resources.texts import Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.saving import ask_file, ask_present_file
from ui.desk.kit.sheet_printing import SheetPrinting
from ui.desk.supply.view import SupplyView
from ui.supply_words import ORDER_KINDS, ORDER_STATES, relay_told


class SupplyExchanging(QObject):
    """Writes and reads the files of the AMISP, and prints lists of orders."""

    acted = Signal()

    def __init__(self, view: SupplyView, desk: Desk, books: Books, documents: Documents) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._outward = documents.outward
        self._printing = SheetPrinting(view, desk, documents)
        view.file_requested.connect(self.send_file)
        view.acknowledgements_requested.connect(self.take_file)
        view.print_requested.connect(self.print)

    def send_file(self) -> None:
        """Let somebody say where the file with what waits is to be written."""
        _ = self._desk.texts
        if self._desk.may(Act.DELIVER):
            name = _("orders {day}", day=billing_day(self._books.now()).isoformat())
            kind = (_("Files for the AMISP (*.jsonl)"), "jsonl")
            title = _("Send by file")
            ask_file(self._view, title, f"{name}.jsonl", kind, _, self.write_file)

    def take_file(self) -> None:
        """Let somebody choose the file with the acknowledgements."""
        _ = self._desk.texts
        if self._desk.may(Act.DELIVER):
            kinds = (_("Files of the AMISP (*.jsonl *.json)"), _("All files (*)"))
            ask_present_file(self._view, _("Take acknowledgements"), kinds, _, self.read_file)

    def write_file(self, path: Path) -> None:
        """Mark what waits as gone by file, and write all that travels so."""
        _ = self._desk.texts
        task = self._desk.tasks.write(self, lambda _progress: self._write(path))
        task.succeeded.connect(lambda count: self._on_written(count, path))
        task.failed.connect(self._desk.show_failure)
        self._desk.progress.follow(task, _("Writing the orders into a file"))

    def read_file(self, path: Path) -> None:
        """Take the acknowledgements of a file into the books."""
        _, actor = self._desk.texts, self._desk.actor
        task = self._desk.tasks.write(
            self,
            lambda _progress: self._books.supply.take_file(
                self._outward.read_answers(self._books, path), actor
            ),
        )
        task.succeeded.connect(self._on_taken)
        task.failed.connect(self._desk.show_failure)
        self._desk.progress.follow(task, _("Taking the acknowledgements"))

    def print(self) -> None:
        """Let somebody choose a printer for the orders that are shown."""
        orders, _ = list(self._view.orders.rows), self._desk.texts
        books, made_by = self._books, self._desk.actor.name
        if orders and self._view.table is self._view.orders:
            self._printing.ask(lambda: orders_sheet(books, orders, made_by, _))

    def _write(self, path: Path) -> int:
        """Return how many orders the file carries; what went before and has no answer is in it.

        The command id stays, so that whoever gets one twice does it once.
        """
        supply, actor = self._books.supply, self._desk.actor
        supply.write_file(self._outward.by_file(self._books), actor)
        orders = supply.orders(OrderQuery(states=(OrderState.IN_FILE,)), limit=100_000)
        if orders:
            self._outward.write_orders(self._books, orders, path)
        return len(orders)

    def _on_written(self, count: int, path: Path) -> None:
        _ = self._desk.texts
        if not count:
            self._desk.toasts.show(_("No order waits to be sent."), "warning")
            return
        told = _("Orders in {name}: {count}.", name=path.name, count=grouped(count))
        self._desk.toasts.show(told)
        self.acted.emit()

    def _on_taken(self, count: int) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(_("New acknowledgements: {count}.", count=grouped(count)))
        self.acted.emit()


def orders_sheet(
    books: Books, orders: Sequence[SupplyOrder], made_by: str, _: Texts
) -> RegisterSheet:
    """Return orders as somebody takes them to the meters: whose, where, and room for a note."""
    # A list that somebody walks by is short: each person is read with the address.
    people = {one: books.consumer(one) for one in {order.consumer_number for order in orders}}
    rows: list[Sequence[Cell]] = []
    for order in orders:
        person = people[order.consumer_number]
        rows.append(
            (
                order.consumer_number,
                person.name,
                person.address,
                person.mobile,
                order.meter_serial,
                _(ORDER_KINDS[order.kind]),
                _(ORDER_STATES[order.state]),
                relay_told(order, _),
                order.made_at,
                "",
            )
        )
    titles = (
        (_("Consumer"), 70, CellKind.TEXT),
        (_("Name"), 110, CellKind.TEXT),
        (_("Address"), 150, CellKind.TEXT),
        (_("Mobile"), 76, CellKind.TEXT),
        (_("Meter"), 86, CellKind.TEXT),
        (_("Order"), 70, CellKind.TEXT),
        (_("State"), 80, CellKind.TEXT),
        (_("The relay"), 80, CellKind.TEXT),
        (_("Ordered at"), 96, CellKind.MOMENT),
        (_("What was found"), 110, CellKind.TEXT),
    )
    anchor = books.anchor()
    return RegisterSheet(
        _("Field visits"),
        _("Orders: {count}", count=grouped(len(orders))),
        (),
        books.office,
        [SheetColumn(title, kind, width, lines=2) for title, width, kind in titles],
        rows,
        (),
        books.now(),
        made_by,
        str(anchor) if anchor else "",
    )
