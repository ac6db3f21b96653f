"""Disconnecting and connecting, seen: jobs and who is in them, orders, and one of each beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from domain import formats
from domain.supply_job import Job, JobRow
from domain.supply_order import Exchange, SupplyOrder
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import SegmentField
from ui.desk.kit.flow import Flow
from ui.desk.kit.list_beside import lay_out_list_beside
from ui.desk.kit.parts import Button, EmptyState, Label
from ui.desk.kit.whole_table import WholeTable
from ui.desk.kit.words import counted_words, moment_words
from ui.desk.supply.job_card import JobCard, JobPart, part_words, rows_of
from ui.desk.supply.order_card import OrderCard
from ui.desk.supply.tables import job_columns, order_columns, row_columns

_SHARES, _LEAST_SIDE_PX, _LOW_PX = (8, 5), 330, 430
#: Below this width the rows of a job need all of it; the job stands beside the list of jobs.
_NARROW_PX = 980


class SupplyPart(StrEnum):
    """What of the page is looked at."""

    JOBS = "jobs"
    OPEN = "open"
    LATE = "late"
    VISITS = "visits"
    BY_FILE = "by_file"
    #: Cuts after their hours, or although somebody had paid.
    LATE_CUTS = "late_cuts"
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
        no_jobs = EmptyState(
            theme, "zap", N_("No job yet. A job finds whom the policy lets you disconnect.")
        )
        self.jobs = WholeTable(desk, "supply_jobs", job_columns(), lambda row: row.id, no_jobs)
        no_rows = EmptyState(theme, "users", N_("Nobody is in this part of the job."))
        self.rows = WholeTable(
            desk, "supply_job_rows", row_columns(), lambda row: row.consumer_id, no_rows
        )
        no_orders = EmptyState(theme, "circle-check", N_("No order is in this list."))
        columns = order_columns(lambda: self.now)
        self.orders = WholeTable(desk, "supply_orders", columns, lambda row: row.id, no_orders)
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
    def table(self) -> WholeTable:
        """The list that is looked at."""
        if self.part is not SupplyPart.JOBS:
            return self.orders
        return self.jobs if self.rows_part is None else self.rows

    @property
    def chosen_rows(self) -> list[JobRow]:
        """Who is chosen in the job that is reviewed."""
        return self.rows.chosen_rows if self.table is self.rows else []

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
            SupplyPart.LATE_CUTS: _("Late cuts"),
            SupplyPart.ALL: _("All orders"),
        }
        self.parts.set_options(
            [(part, counted_words(words[part], counts.get(part))) for part in SupplyPart]
        )

    def show_jobs(self, jobs: Sequence[Job], now: datetime) -> None:
        """Show the jobs, newest first."""
        self.now = now
        self.jobs.show_rows(jobs)

    def show_orders(self, orders: Sequence[SupplyOrder], now: datetime) -> None:
        """Show orders, newest first; their clocks go on."""
        self.now = now
        self.orders.show_rows(orders)

    def show_rows(self, job: Job, part: JobPart, rows: Sequence[JobRow]) -> None:
        """Show a part of a job in place of the jobs."""
        _ = self._texts
        self.rows_part = part
        found = rows_of(part, rows)
        self.rows.show_rows(found)
        self.rows_heading.setText(
            _(
                "{at} · {part}: {count}",
                at=moment_words(job.at, _),
                part=part_words(part, _),
                count=formats.grouped(len(found)),
            )
        )
        self.show_part()

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
        tables = (self.jobs, self.rows, self.orders)
        buttons = (self.new, self.stop, self.send_file, self.take_file, self.print, self.back)
        cards = (self.job_card, self.order_card)
        for part in (*tables, *buttons, self.leave_out, self.take_in, *cards):
            part.retranslate(_)
        self.parts.setAccessibleName(_("What is looked at"))
        self.jobs.setAccessibleName(_("Disconnection jobs"))
        self.rows.setAccessibleName(_("Who is in the job"))
        self.orders.setAccessibleName(_("Orders"))
        self.show_counts(self._counts)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_files()
        self._show_side()

    def _show_files(self) -> None:
        """Show what files are for, unless the rows need the room: there are keys for it."""
        is_low = self.height() < self._theme.px(_LOW_PX)
        self._files.setVisible(self.table is not self.rows and not is_low)

    def _show_side(self) -> None:
        card = self.order_card if self.part is not SupplyPart.JOBS else self.job_card
        shown = self.order_card.order if card is self.order_card else self.job_card.job
        is_crowded = self.table is self.rows and self.width() < self._theme.px(_NARROW_PX)
        self.side.setVisible(shown is not None and not is_crowded)

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
        lay_out_list_beside(
            self,
            self.lists,
            self.side,
            below=(self.parts, tools, self._files, self._rows_bar),
            shares=_SHARES,
            least_side_px=_LEAST_SIDE_PX,
        )
        self._rows_bar.hide()
        self.print.hide()
        self.side.hide()

    def _connect(self) -> None:
        self.parts.changed.connect(self.part_changed)
        for table in (self.jobs, self.rows, self.orders):
            table.row_changed.connect(self.row_changed)
            table.opened.connect(self.opened)
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
