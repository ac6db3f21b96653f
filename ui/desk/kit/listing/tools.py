"""What a list of the desk lets everybody do: choose its columns, keep them, copy rows."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from domain.preferences import Preferences
from resources.texts import Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.listing.column_sheet import ColumnSheet
from ui.desk.kit.listing.copying import RowCopies
from ui.desk.kit.listing.kept import KeptColumns
from ui.desk.kit.table import Table


class ListTools(QObject):
    """Columns and copies of one table, kept for each person under the table's name."""

    def __init__(self, host: QWidget, table: Table, desk: Desk, preferences: Preferences) -> None:
        super().__init__(table)
        self.columns = ColumnSheet(host, desk, table)
        self.copies = RowCopies(table, desk)
        self.kept = KeptColumns(table, desk, preferences, table.objectName())
        self.kept.start()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self.columns.retranslate(_)
