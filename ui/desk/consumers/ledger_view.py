"""The consumer's tab of the ledger: every row of the wallet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain import formats
from domain.ledger import EntryKind
from domain.listing import LedgerRow
from domain.money import ZERO
from domain.register import CellKind
from resources.texts import N_, Texts
from ui.desk.kit.columns import Column, money_column
from ui.desk.kit.desk import Desk
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import EmptyState
from ui.desk.kit.table import Table
from ui.desk.kit.words import (
    entry_word,
)


def _moment(row: Any, _: Texts) -> str:
    return formats.moment(row.posted_at, _.month_names)


def _document(row: LedgerRow) -> str:
    """Return the receipt of a recharge; the run behind a charge has a number for programs only."""
    return row.document if row.kind is EntryKind.RECHARGE else ""


LEDGER_COLUMNS = (
    Column(
        "business_date",
        N_("Day"),
        lambda row, _: formats.day(row.business_date, _.month_names),
        width=92,
    ),
    Column("kind", N_("Entry"), lambda row, _: entry_word(row.kind, _), width=112),
    Column(
        "document",
        N_("Document"),
        lambda row, _: _document(row),
        width=130,
        stretches=True,
        keeps_end=True,
    ),
    # As on the timeline: what a day costs is no cause for alarm.
    Column(
        "amount",
        N_("Amount"),
        lambda row, _: formats.rupees(row.amount),
        width=100,
        is_number=True,
        tone=lambda row: "good" if row.amount > ZERO else "",
        value=lambda row: row.amount.paise,
        kind=CellKind.MONEY,
    ),
    money_column("balance_after", N_("Balance"), lambda row: row.balance_after, width=116),
    Column("posted_at", N_("Posted"), _moment, width=136, gives_way=1),
    Column("posted_by", N_("By"), lambda row, _: row.posted_by, width=90, gives_way=2),
)


class LedgerTab(QWidget):
    """Every row of the wallet, newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._model = ListTableModel(
            LEDGER_COLUMNS, desk.texts, self, key=lambda row: row.posted_seq
        )
        self.table = Table(desk.theme, "ledger")
        self.table.show_model(self._model)
        self._empty = EmptyState(desk.theme, "book-open", N_("Nothing is posted yet."))
        self.table.set_empty(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.table)

    def show_rows(self, rows: Sequence[LedgerRow]) -> None:
        """Show these rows, newest first."""
        self._model.set_rows(rows)

    @property
    def rows(self) -> Sequence[LedgerRow]:
        """What is shown."""
        return self._model.rows

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._model.retranslate(_)
        self._empty.retranslate(_)
        self.table.setAccessibleName(_("Ledger"))
