"""Rows that no other page lists: the days of a stretch, and the reads that are held."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from domain import formats
from domain.dashboard import DayFigures, DayRange, Sums
from domain.formats import grouped
from domain.listing import ReadRow
from resources.texts import N_, Texts
from ui.dashboard_words import days_words
from ui.desk.kit.columns import Column, amount_text, money_column
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, ElidedLabel
from ui.desk.kit.table import Table
from ui.desk.kit.theme import Theme
from ui.desk.kit.words import hold_reason_words


class Rows(StrEnum):
    """Which rows are shown in place of the tiles."""

    DAYS = "days"
    HELD_READS = "held_reads"


def _count_column(key: str, title: str) -> Column:
    return Column(
        key,
        title,
        lambda row, _: grouped(getattr(row, key)),
        width=118,
        is_number=True,
        is_sortable=True,
    )


_DAY_COLUMNS = (
    Column(
        "day",
        N_("Day"),
        lambda row, _: formats.day(row.day, _.month_names),
        width=120,
        is_sortable=True,
        is_strong=True,
        stretches=True,
    ),
    money_column("charged", N_("Charged"), lambda row: row.charged, width=150, is_sortable=True),
    Column(
        "energy",
        N_("Energy (kWh)"),
        lambda row, _: formats.units(row.energy),
        width=140,
        is_number=True,
        is_sortable=True,
    ),
    _count_column("consumers", N_("Consumers")),
    _count_column("without_read", N_("Without read")),
    money_column(
        "collected", N_("Collected"), lambda row: row.collected, width=150, is_sortable=True
    ),
    _count_column("receipts", N_("Receipts")),
)
_READ_COLUMNS = (
    Column(
        "read_at",
        N_("Read at"),
        lambda row, _: formats.moment(row.read_at, _.month_names),
        width=150,
        is_sortable=True,
    ),
    Column(
        "consumer_number",
        N_("Consumer"),
        lambda row, _: row.consumer_number,
        width=100,
        is_sortable=True,
        is_strong=True,
    ),
    Column("consumer_name", N_("Name"), lambda row, _: row.consumer_name, width=150),
    Column("meter_serial", N_("Meter"), lambda row, _: row.meter_serial, width=130),
    Column(
        "reason",
        N_("Why it waits"),
        lambda row, _: hold_reason_words(row.reason, _),
        width=260,
        stretches=True,
    ),
)


class RowsView(Card):
    """A table of days or of held reads, with what the days come to at its foot."""

    #: A row was opened: a DayFigures or a ReadRow.
    opened = Signal(object)
    back_requested = Signal()

    def __init__(self, theme: Theme, _: Texts) -> None:
        super().__init__(N_("Days"))
        self._texts = _
        self._range: DayRange | None = None
        self.back = Button(theme, N_("Back"), icon="chevron-left", look="quiet")
        self.head.insertWidget(0, self.back)
        self.days = ListTableModel(_DAY_COLUMNS, _, self, key=lambda row: row.day)
        self.reads = ListTableModel(
            _READ_COLUMNS, _, self, key=lambda row: (row.meter_serial, row.read_at)
        )
        self._tables = {Rows.DAYS: Table(theme, "days"), Rows.HELD_READS: Table(theme, "reads")}
        self._rows = Rows.DAYS
        self.foot = ElidedLabel("strong")
        for rows, model in ((Rows.DAYS, self.days), (Rows.HELD_READS, self.reads)):
            self._tables[rows].show_model(model)
            self._tables[rows].opened.connect(self.opened)
            self.body.addWidget(self._tables[rows], 1)
        line = QHBoxLayout()
        line.addWidget(self.foot, 1)
        self.body.addLayout(line)
        self.back.clicked.connect(lambda _checked=False: self.back_requested.emit())

    @property
    def table(self) -> Table:
        """The table that is shown."""
        return self._tables[self._rows]

    @property
    def rows(self) -> Rows:
        """Which rows are shown."""
        return self._rows

    def show_rows(self, rows: Rows) -> None:
        """Show the table of these rows."""
        self._rows = rows
        for each, table in self._tables.items():
            table.setVisible(each is rows)
        self._tell()

    def show_days(self, days: Sequence[DayFigures], shown: DayRange) -> None:
        """Show these days, newest first, and their sums."""
        self._range = shown
        self.days.set_rows(list(reversed(days)))
        self._tell()

    def show_reads(self, reads: Sequence[ReadRow]) -> None:
        """Show the reads that are held."""
        self.reads.set_rows(reads)
        self._tell()

    @override
    def retranslate(self, _: Texts) -> None:
        self._texts = _
        super().retranslate(_)
        self.back.retranslate(_)
        for model in (self.days, self.reads):
            model.retranslate(_)
        for table, name in zip(self._tables.values(), (_("Days"), _("Reads held")), strict=True):
            table.setAccessibleName(name)
        self._tell()

    def _tell(self) -> None:
        _ = self._texts
        if self._rows is Rows.HELD_READS:
            self.title.setText(_("Reads held"))
            self.foot.setText(_("Reads: {count}", count=grouped(len(self.reads.rows))))
            return
        self.title.setText(days_words(self._range, _) if self._range else _("Days"))
        sums = Sums(self.days.rows)
        self.foot.setText(
            _(
                "Days: {count} · charged {charged} · energy {energy} kWh · collected {collected}",
                count=grouped(len(sums.days)),
                charged=amount_text(sums.charged),
                energy=formats.units(sums.energy),
                collected=amount_text(sums.collected),
            )
        )
