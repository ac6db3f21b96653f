"""The Simulation page: the choices at the left, the result at the right, and above both a warning.

The view knows no rule of the business: it emits what is wanted and shows what it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ChoiceField
from ui.desk.kit.parts import SPACE, Button, EmptyState, Label, scrolling
from ui.desk.kit.saving import ask_excel_file
from ui.desk.kit.theme import set_look
from ui.desk.simulation.comparison_view import ComparisonView
from ui.desk.simulation.form_view import ChoicesView
from ui.desk.simulation.overview_view import OverviewView
from ui.desk.simulation.runs import Run, SimulatedConsumer
from ui.desk.simulation.tables_view import ConsumersView, DaysView


class SimulationView(QWidget):
    """Everything that is seen of the page."""

    export_requested = Signal()
    #: Another run is to be shown: its number.
    run_chosen = Signal(object)
    #: The file to export to was chosen: its path.
    file_chosen = Signal(object)

    def __init__(
        self,
        desk: Desk,
        fetch: Callable[[Sequence[int]], Mapping[int, SimulatedConsumer]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_look(self, "window")
        self._desk = desk
        self.warning = _NotTheBooks(desk)
        self.choices = ChoicesView(desk)
        self.runs = ChoiceField(desk.theme)
        self.export = Button(desk.theme, N_("Export"), icon="file-spreadsheet", key="Alt+E")
        self.unrated = Label("", "muted", wraps=True)
        self.unrated.show_tone("warning")
        self.overview = OverviewView(desk)
        self.days = DaysView(desk)
        self.consumers = ConsumersView(desk, fetch)
        self.comparison = ComparisonView(desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.empty = EmptyState(
            desk.theme,
            "flask-conical",
            N_("Try out what days to come would bring: use, charges, and who runs out when."),
            N_("Simulate"),
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.show_runs([], None)

    def retranslate(self, _: Texts) -> None:
        """Set every word anew."""
        parts = (self.warning, self.choices, self.export, self.overview, self.days)
        for part in (*parts, self.consumers, self.comparison, self.empty):
            part.retranslate(_)
        titles = (_("Overview"), _("Days"), _("Consumers"), _("Compare"))
        for place, title in enumerate(titles):
            self.tabs.setTabText(place, title)
        self.tabs.tabBar().setAccessibleName(_("What is shown of the run"))
        self.runs.setAccessibleName(_("Run that is shown"))

    def show_runs(self, titles: Sequence[tuple[int, str]], shown: int | None) -> None:
        """Offer these runs, the newest first; without any, say what the page is for."""
        self.runs.blockSignals(True)
        self.runs.set_options(titles)
        self.runs.show_value(shown)
        self.runs.blockSignals(False)
        self.comparison.show_runs(titles)
        self.export.setEnabled(bool(titles))
        self._stack.setCurrentIndex(1 if titles else 0)

    def show_run(self, run: Run, unrated: str, _: Texts) -> None:
        """Show the figures and charts of a run; ``unrated`` says who was not charged, if any."""
        self.unrated.setText(unrated)
        self.unrated.setVisible(bool(unrated))
        self.overview.show_run(run, _)

    def ask_for_file(self, name: str, _: Texts) -> None:
        """Ask where to export to; ``file_chosen`` tells the answer, if there is one."""
        ask_excel_file(self, _("Export the simulation"), name, _, self.file_chosen.emit)

    def show_next_tab(self) -> None:
        """Show the next of the tabs, after the last the first; the focus goes along."""
        if self._stack.currentIndex():
            place = (self.tabs.currentIndex() + 1) % self.tabs.count()
            self.tabs.setCurrentIndex(place)
            targets = (self.overview.energy_chart, self.days.table, self.consumers.table)
            (*targets, self.comparison.lines)[place].setFocus()

    def selected_consumer(self) -> str | None:
        """Return the number of the consumer whose row is in use, if the table is shown."""
        row = self.consumers.table.current_row() if self.consumers.isVisible() else None
        return row.number if isinstance(row, SimulatedConsumer) else None

    def step_back(self) -> bool:
        """Go from another tab to the first, then from the result to the choices."""
        if self._stack.currentIndex() and self.tabs.currentIndex():
            self.tabs.setCurrentIndex(0)
            return True
        if any(widget.hasFocus() for widget in self._stack.findChildren(QWidget)):
            self.choices.start()
            return True
        return False

    def _connect(self) -> None:
        self.runs.changed.connect(lambda: self.run_chosen.emit(self.runs.value()))
        self.export.clicked.connect(lambda _checked=False: self.export_requested.emit())
        self.empty.action_requested.connect(self.choices.run_requested)
        self.choices.form.leave_requested.connect(self.step_back)

    def _lay_out(self) -> None:
        for tab in (scrolling(self.overview), self.days, self.consumers, self.comparison):
            self.tabs.addTab(tab, "")
        head = QHBoxLayout()
        head.addWidget(self.runs, 1)
        head.addWidget(self.export)
        filled = QWidget()
        set_look(filled, "plain")
        result = QVBoxLayout(filled)
        result.setContentsMargins(0, 0, 0, 0)
        result.setSpacing(SPACE)
        result.addLayout(head)
        result.addWidget(self.unrated)
        result.addWidget(self.tabs, 1)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(filled)
        sides = QHBoxLayout()
        sides.setContentsMargins(0, 10, 0, 0)
        sides.setSpacing(12)
        sides.addWidget(self.choices)
        sides.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.warning)
        column.addLayout(sides, 1)


class _NotTheBooks(QFrame):
    """The amber strip that says what this page is not."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        set_look(self, "practice")
        self._theme = desk.theme
        self._icon = QLabel()
        self.words = Label(N_("Simulation - not the books. Nothing here is charged or posted."))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 16, 5)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        desk.theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def retranslate(self, _: Texts) -> None:
        self.words.retranslate(_)

    def _on_theme_changed(self) -> None:
        self._icon.setPixmap(self._theme.pixmap("flask-conical", "warning", 16))
