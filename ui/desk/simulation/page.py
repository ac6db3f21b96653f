"""The Simulation page of the desk: ties view, controller and the keys of the page."""

from __future__ import annotations

from typing_extensions import override

from domain.books import Books
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.page import Page
from ui.desk.simulation.controller import SimulationController, SimulationFunctions


class SimulationPage(Page):
    """Tries out days to come on a copy of the consumers; the books are only read."""

    key = "simulation"
    icon = "flask-conical"

    def __init__(self, desk: Desk, books: Books, documents: Documents) -> None:
        super().__init__()
        functions = SimulationFunctions(
            office=books.office,
            categories=books.categories,
            feeders=books.feeders,
            population=books.simulation_inputs,
            tariff_book=books.tariff_book,
            find_consumers=books.find_consumers,
            consumer_rows=books.consumer_rows,
            export=documents.simulation_xlsx,
            note_export=books.trust.note_export,
            now=books.now,
        )
        self.controller = SimulationController(desk, functions)
        self.controller.setParent(self)
        self.view = self.widget = self.controller.view
        self.controller.counted.connect(self.counted)
        self.controller.consumer_requested.connect(self.consumer_requested)
        self.controller.run_wanted.connect(self._show_run)
        self.actions = (
            Action("simulation.day", N_("Date"), self.view.choices.go_to_day, ("F2",)),
            Action("simulation.run", N_("Simulate"), self.controller.run, ("Alt+R",), "play"),
            Action("simulation.stop", N_("Stop"), self.controller.stop, ("Alt+X",), "x"),
            Action(
                "simulation.next",
                N_("Next view"),
                self.view.show_next_tab,
                ("Ctrl+PgDown",),
                in_bar=True,
            ),
            Action(
                "simulation.export",
                N_("Export"),
                self.controller.ask_for_file,
                ("Alt+E",),
                "file-spreadsheet",
                needs=Act.EXPORT,
            ),
        )
        self.retranslate(desk.texts)
        self.controller.refresh()

    def _show_run(self, number: int) -> None:
        self.wanted.emit()
        self.controller.show_run(number)

    @override
    def title(self, _: Texts) -> str:
        return _("Simulation")

    @override
    def retranslate(self, _: Texts) -> None:
        self.controller.retranslate(_)

    @override
    def refresh(self) -> None:
        self.controller.refresh()

    @override
    def enter(self) -> None:
        self.view.choices.start()

    @override
    def step_back(self) -> bool:
        return self.controller.reason.step_back() or self.view.step_back()

    @override
    def selected_consumer(self) -> str | None:
        return self.view.selected_consumer()
