"""The steps of the Imports page, of which one is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.desk.importing.columns_view import ColumnsView
from ui.desk.importing.list_view import ImportsListView
from ui.desk.importing.preview_view import PreviewView
from ui.desk.importing.result_view import ResultView
from ui.desk.importing.start_view import StartView
from ui.desk.kit.desk import Desk


class ImportingSteps(QStackedWidget):
    """The steps of the page, one at a time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.list = ImportsListView(desk)
        self.start = StartView(desk)
        self.columns = ColumnsView(desk)
        self.preview = PreviewView(desk)
        self.result = ResultView(desk)
        self.views: Sequence[Any] = (
            *(self.list, self.start, self.columns, self.preview),
            self.result,
        )
        for view in self.views:
            self.addWidget(view)

    @property
    def shown(self) -> QWidget:
        """The step that is shown."""
        return self.currentWidget() or self.list

    def show_step(self, view: QWidget) -> None:
        """Bring a step up."""
        self.setCurrentWidget(view)
