"""Disconnecting and connecting, seen: jobs and who is in them, orders, and one of each beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from domain import formats
from domain.supply_job import Job, JobRow
from domain.supply_order import Exchange, SupplyOrder
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import SegmentField
from ui.desk.kit.flow import Flow
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, EmptyState, Label
from ui.desk.kit.table import Table
from ui.desk.supply.job_card import JobCard, JobPart, part_words, rows_of
from ui.desk.supply.order_card import OrderCard
from ui.desk.supply.tables import job_columns, moment_words, order_columns, row_columns

_GAP_PX, _LEAST_SIDE_PX, _LOW_PX = 12, 330, 430


class SupplyPart(StrEnum):
    """What of the page is looked at."""

    JOBS = "jobs"
    OPEN = "open"
    LATE = "late"
    VISITS = "visits"
    BY_FILE = "by_file"
    ALL = "all"


class SupplyView(QWidget):
    """Shows jobs and orders, and says what somebody wants; decides nothing."""

    part_changed = Signal()
    #: A row came into use: a Job, a JobRow, a SupplyOrder or None.
    row_changed = Signal(object)
    #: A row was opened by Enter.
    opened = Signal(object)
    new_requested = Signal()
    stop_requested = Signal()
    leave_out_requested = Signal()
    take_in_requested = Signal()
    file_requested = Signal()
    acknowledgements_requested = Signal()
    print_requested = Signal()
    rows_left = Signal()

    def __init__(self, desk: Desk, now: datetime) -> None:
        super().__init__()
        theme, self._texts = desk.theme, desk.texts
        self._theme = theme
        self.now = now
        self.rows_part: JobPart | None = None
        self._counts: Mapping[SupplyPart, int] = {}
        self._listed: dict[str, list[Any]] = {}
        self.parts = SegmentField(look="chip", flows=True)
        self.new = Button(theme, N_("New job"), icon="plus", key="Alt+N")
        self.stop = Button(theme, N_("STOP"), icon="triangle-alert", look="danger", key="F10")
        self.send_file = Button(theme, N_("Send by file"), icon="upload", key="Alt+F")
        self.take_file = Button(theme, N_("Take acknowledgements"), icon="download", key="Alt+T")
        self.print = Button(theme, N_("Print"), icon="printer", key="Ctrl+P")
        self.back = Button(theme, N_("Back to the jobs"), icon="arrow-left", look="link")
        self.rows_heading = Label("", "strong", wraps=True)
        self.leave_out = Button(theme, N_("Leave out"), icon="x", key="Alt+L")
        self.take_in = Button(theme, N_("Take in again"), icon="undo-2", key="Alt+I")
        self.jobs_model = self._model(job_columns(), lambda row: row.id)
        self.rows_model = self._model(row_columns(), lambda row: row.consumer_id)
        self.orders_model = self._model(order_columns(lambda: self.now), lambda row: row.id)
        self.jobs = self._table(desk, "supply_jobs", self.jobs_model)
        self.rows = self._table(desk, "supply_job_rows", self.rows_model)
        self.orders = self._table(desk, "supply_orders", self.orders_model)
        self.no_jobs = EmptyState(
            theme, "zap", N_("No job yet. A job finds whom the policy lets you disconnect.")
        )
        self.no_rows = EmptyState(theme, "users", N_("Nobody is in this part of the job."))
        self.no_orders = EmptyState(theme, "circle-check", N_("No order is in this list."))
        self.jobs.set_empty(self.no_jobs)
        self.rows.set_empty(self.no_rows)
        self.orders.set_empty(self.no_orders)
        self.rows.let_choose_rows()
        self.job_card, self.order_card = JobCard(desk), OrderCard(desk)
        self.lists, self.side = QStackedWidget(), QStackedWidget()
        self._rows_bar, self._files = QWidget(), QWidget()
        self._lay_out()
        self._connect()

    @property
    def part(self) -> SupplyPart:
        """The part that is looked at."""
        return SupplyPart(self.parts.value() or SupplyPart.JOBS)

    @property
    def table(self) -> Table:
        """The list that is looked at."""
        if self.part is not SupplyPart.JOBS:
            return self.orders
        return self.jobs if self.rows_part is None else self.rows

    @property
    def chosen_rows(self) -> list[JobRow]:
        """Who is chosen in the job that is reviewed."""
        if self.table is not self.rows:
            return []
        rows = self.rows_model.rows
        return [rows[place] for place in self.rows.chosen_places()]

    @property
    def consumer_number(self) -> str | None:
        """The consumer of the row in use."""
        row = self.table.current_row()
        if isinstance(row, SupplyOrder):
            return row.consumer_number
        return row.number if isinstance(row, JobRow) else None

    def show_counts(self, counts: Mapping[SupplyPart, int]) -> None:
        """Say how many there are in each part."""
        self._counts = counts
        _ = self._texts
        words = {
            SupplyPart.JOBS: _("Jobs"),
            SupplyPart.OPEN: _("Open"),
            SupplyPart.LATE: _("Late"),
            SupplyPart.VISITS: _("To visit"),
            SupplyPart.BY_FILE: _("By file"),
            SupplyPart.ALL: _("All orders"),
        }
        told = [(part, _counted(words[part], counts.get(part))) for part in SupplyPart]
        self.parts.blockSignals(True)
        self.parts.set_options(told)
        self.parts.blockSignals(False)

    def show_jobs(self, jobs: Sequence[Job], now: datetime) -> None:
        """Show the jobs, newest first."""
        self.now = now
        self._show_list(self.jobs, self.jobs_model, jobs)

    def show_orders(self, orders: Sequence[SupplyOrder], now: datetime) -> None:
        """Show orders, newest first; their clocks go on."""
        self.now = now
        self._show_list(self.orders, self.orders_model, orders)

    def show_rows(self, job: Job, part: JobPart, rows: Sequence[JobRow]) -> None:
        """Show a part of a job in place of the jobs."""
        _ = self._texts
        self.rows_part = part
        found, place = rows_of(part, rows), self.rows.currentIndex().row()
        self.rows_model.set_rows(found)
        self.rows_heading.setText(
            _(
                "{at} · {part}: {count}",
                at=moment_words(job.at, _),
                part=part_words(part, _),
                count=formats.grouped(len(found)),
            )
        )
        self.show_part()
        if not self.rows.chosen_places():
            # Where the focus alone brings a row into use, Qt chooses none.
            self.rows.go_to_place(min(max(place, 0), len(found) - 1))

    def leave_rows(self) -> None:
        """Show the jobs again."""
        self.rows_part = None
        self.show_part()

    def show_part(self) -> None:
        """Show the list that is looked at, and its side."""
        self.lists.setCurrentWidget(self.table)
        are_orders = self.part is not SupplyPart.JOBS
        self._rows_bar.setVisible(self.table is self.rows)
        self._show_files()
        self.print.setVisible(are_orders)
        self.side.setCurrentWidget(self.order_card if are_orders else self.job_card)
        self._show_side()

    def show_job(self, job: Job | None, *, may_make: bool, may_review: bool) -> None:
        """Show a job beside the list."""
        self.job_card.show_job(job, may_make=may_make)
        self.leave_out.setVisible(may_review)
        self.take_in.setVisible(may_review)
        self._show_side()

    def show_order(
        self,
        order: SupplyOrder | None,
        exchanges: Sequence[Exchange],
        *,
        may: tuple[bool, bool, bool],
    ) -> None:
        """Show an order's story beside the list."""
        self.order_card.show_order(order, exchanges, self.now, may=may)
        self._show_side()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        models = (self.jobs_model, self.rows_model, self.orders_model)
        buttons = (self.new, self.stop, self.send_file, self.take_file, self.print, self.back)
        empty = (self.no_jobs, self.no_rows, self.no_orders)
        cards = (self.job_card, self.order_card)
        for part in (*models, *buttons, self.leave_out, self.take_in, *empty, *cards):
            part.retranslate(_)
        self.parts.setAccessibleName(_("What is looked at"))
        self.jobs.setAccessibleName(_("Disconnection jobs"))
        self.rows.setAccessibleName(_("Who is in the job"))
        self.orders.setAccessibleName(_("Orders"))
        self.show_counts(self._counts)

    def _show_list(self, table: Table, model: ListTableModel, rows: Sequence[Any]) -> None:
        """Show rows in the order that was asked for; without news only their clocks go on."""
        if self._listed.get(table.objectName()) == list(rows):
            table.viewport().update()
            return
        self._listed[table.objectName()] = list(rows)
        model.set_rows(rows)
        key, is_descending = table.sorted_by
        if key:
            model.sort_by(key, descending=is_descending)
        if rows and table.currentIndex().row() < 0:
            table.go_to_place(0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_files()

    def _show_files(self) -> None:
        """Show what files are for, unless the rows need the room: there are keys for it."""
        is_low = self.height() < self._theme.px(_LOW_PX)
        self._files.setVisible(self.table is not self.rows and not is_low)

    def _show_side(self) -> None:
        card = self.order_card if self.part is not SupplyPart.JOBS else self.job_card
        shown = self.order_card.order if card is self.order_card else self.job_card.job
        self.side.setVisible(shown is not None)

    def _model(self, columns: Any, key: Callable[[Any], object]) -> ListTableModel:
        return ListTableModel(columns, self._texts, self, key=key)

    def _table(self, desk: Desk, name: str, model: ListTableModel) -> Table:
        table = Table(desk.theme, name)
        table.show_model(model)
        table.row_changed.connect(self.row_changed)
        table.opened.connect(self.opened)
        return table

    def _lay_out(self) -> None:
        tools, bar = QWidget(), QVBoxLayout(self._rows_bar)
        flow, files = Flow(tools), Flow(self._files)
        flow.addWidget(self.stop)
        flow.addWidget(self.new)
        for part in (self.send_file, self.take_file, self.print):
            files.addWidget(part)
        review = QWidget()
        buttons = Flow(review)
        for part in (self.back, self.leave_out, self.take_in):
            buttons.addWidget(part)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(self.rows_heading)
        bar.addWidget(review)
        for table in (self.jobs, self.rows, self.orders):
            self.lists.addWidget(table)
        self.side.addWidget(self.job_card)
        self.side.addWidget(self.order_card)
        self.side.setMinimumWidth(_LEAST_SIDE_PX)
        card = Card()
        card.body.setContentsMargins(_GAP_PX, _GAP_PX, _GAP_PX, 8)
        card.body.addWidget(self.parts)
        card.body.addWidget(tools)
        card.body.addWidget(self._files)
        card.body.addWidget(self._rows_bar)
        card.body.addWidget(self.lists, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(_GAP_PX)
        split.addWidget(card)
        split.addWidget(self.side)
        split.setStretchFactor(0, 11)
        split.setStretchFactor(1, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        self._rows_bar.hide()
        self.print.hide()
        self.side.hide()

    def _connect(self) -> None:
        self.parts.changed.connect(self.part_changed)
        for button, signal in (
            (self.new, self.new_requested),
            (self.stop, self.stop_requested),
            (self.leave_out, self.leave_out_requested),
            (self.take_in, self.take_in_requested),
            (self.send_file, self.file_requested),
            (self.take_file, self.acknowledgements_requested),
            (self.print, self.print_requested),
            (self.back, self.rows_left),
        ):
            button.clicked.connect(signal)


def _counted(words: str, count: int | None) -> str:
    return words if count is None else f"{words} {formats.grouped(count)}"
