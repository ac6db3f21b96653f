"""What happens on the Simulation page: an order becomes a run, a run becomes tables and a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from domain.consumer import ConsumerQuery, ConsumerRow
from domain.office import Actor, Office
from domain.progress import Progress, Step
from domain.simulation import Population, SimulationResult, simulate
from domain.simulation_sheet import SimulationSheet
from domain.tariff import TariffBook
from resources.texts import Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.export_reason import ExportReason
from ui.desk.kit.progress_panel import Outcome
from ui.desk.kit.tasks import LatestRead, Task
from ui.desk.simulation import drawings, words
from ui.desk.simulation.choices import Choices, ChoicesRefused, Who, choices_of
from ui.desk.simulation.comparison_view import ComparisonShown
from ui.desk.simulation.runs import (
    SIMULATED_ORDERS,
    LastRuns,
    Run,
    SimulatedConsumer,
    common_days,
    compared_lines,
    day_rows,
    difference_rows,
)
from ui.desk.simulation.view import SimulationView

#: So many consumers are looked up at a time for an export, with a look at Cancel between.
_NAMES_AT_A_TIME = 2000


@dataclass(frozen=True, slots=True)
class SimulationFunctions:
    """What the page may ask of the books and of the documents; none of it writes to the books."""

    office: Office
    categories: Callable[[], list[str]]
    feeders: Callable[[], list[str]]
    population: Callable[[ConsumerQuery], Population]
    tariff_book: Callable[[], TariffBook]
    find_consumers: Callable[[ConsumerQuery], Sequence[int]]
    consumer_rows: Callable[[Sequence[int]], Mapping[int, ConsumerRow]]
    export: Callable[[SimulationSheet, Path, Texts], object]
    note_export: Callable[[str, int, str, Actor], None]
    now: Callable[[], datetime]
    open_file: Callable[[Path], object] = lambda path: QDesktopServices.openUrl(
        QUrl.fromLocalFile(str(path))
    )


class SimulationController(QObject):
    """Runs what is asked for in the job lane, and keeps the last runs to show and compare."""

    #: The end of the key bar: how many consumers and days are shown.
    counted = Signal(str)
    #: A consumer of a run is to be shown on the Consumers page: the number.
    consumer_requested = Signal(str)
    #: A run is to be shown to somebody who is elsewhere: its number.
    run_wanted = Signal(object)

    def __init__(self, desk: Desk, functions: SimulationFunctions) -> None:
        super().__init__()
        self._desk, self._functions = desk, functions
        self._runs = LastRuns()
        self._shown: Run | None = None
        self._task: Task | None = None
        self._reason = ""
        self._options = LatestRead(desk.tasks, self)
        self._order = LatestRead(desk.tasks, self)
        self.view = SimulationView(desk, self._fetch)
        self.reason = ExportReason(self.view, desk)
        self._connect()

    def retranslate(self, _: Texts) -> None:
        """Set every word anew."""
        self.view.retranslate(_)
        self.reason.retranslate(_)
        self._offer_runs()
        self._show_shown()

    def refresh(self) -> None:
        """Read anew which categories and feeders there are."""
        functions = self._functions
        self._options.ask(lambda: (functions.categories(), functions.feeders()))

    def run(self) -> None:
        """Simulate what the form says; a field that cannot be meant is told below it."""
        if self._task:
            return
        try:
            choices = choices_of(self.view.choices.values())
        except ChoicesRefused as refused:
            sentence = self._desk.sentence
            problems = {name: sentence(error) for name, error in refused.refusals.items()}
            self.view.choices.show_problems(problems)
            return
        self.view.choices.show_problems({})
        self._start(choices)

    def show_run(self, number: int) -> None:
        """Show a run that is kept."""
        self._on_run_chosen(number)

    def stop(self) -> None:
        """Stop the run under way; what was there before stays."""
        if self._task:
            self._task.cancel()

    def ask_for_file(self) -> None:
        """Ask where the run that is shown is to be exported to."""
        _ = self._desk.texts
        if self._shown is None:
            self._desk.toasts.show(_("There is no run yet that could be exported."), "warning")
            return
        choices = self._shown.choices
        name = _("simulation-{day}-{number}", day=choices.first, number=self._shown.number)
        self.reason.ask(lambda reason: self._ask_for_file(f"{name}.xlsx", reason))

    def _ask_for_file(self, name: str, reason: str) -> None:
        self._reason = reason
        self.view.ask_for_file(name, self._desk.texts)

    def export_to(self, path: Path) -> None:
        """Write the run that is shown to an Excel file, in the job lane."""
        run, _ = self._shown, self._desk.texts
        if run is None:
            return
        made_at, made_by = self._functions.now(), self._desk.actor.name
        work = self._export_work(run, path, made_at, made_by)
        task = self._desk.tasks.job(self, work)
        self._desk.progress.follow(task, _("Exporting the simulation"), self._exported)

    def _connect(self) -> None:
        view = self.view
        view.choices.run_requested.connect(self.run)
        view.choices.stop_requested.connect(self.stop)
        view.export_requested.connect(self.ask_for_file)
        view.file_chosen.connect(self.export_to)
        view.run_chosen.connect(self._on_run_chosen)
        view.comparison.changed.connect(self._show_comparison)
        view.consumers.order_requested.connect(self._on_order_requested)
        view.consumers.opened.connect(lambda row: self.consumer_requested.emit(row.number))
        self._options.answered.connect(lambda found: view.choices.show_options(*found))
        self._options.failed.connect(self._desk.show_failure)
        self._order.answered.connect(view.consumers.show_consumers)
        self._order.failed.connect(self._desk.show_failure)

    # A run

    def _start(self, choices: Choices) -> None:
        _ = self._desk.texts
        task = self._task = self._desk.tasks.job(self, self._run_work(choices))
        title = _("Simulating {days} days", days=choices.days)
        # First, so that the run has its number when it is told of.
        task.succeeded.connect(lambda result: self._on_simulated(choices, result))
        self._desk.progress.follow(task, title, self._simulated)
        task.cancelled.connect(self._on_stopped)
        task.finished.connect(self._on_ended)
        self.view.choices.show_running(True)

    def _run_work(self, choices: Choices) -> Callable[[Progress], SimulationResult | None]:
        functions = self._functions

        def work(progress: Progress) -> SimulationResult | None:
            population = functions.population(choices.query)
            if not len(population):
                return None
            return simulate(
                population,
                functions.tariff_book(),
                choices.first,
                choices.days,
                choices.profile,
                choices.scenario,
                choices.seed,
                progress,
                habit=choices.habit,
            )

        return work

    def _on_simulated(self, choices: Choices, result: SimulationResult | None) -> None:
        if result is None:
            self._tell_nobody(choices)
            return
        run = self._runs.add(choices, result)
        self._offer_runs()
        previous = self._runs.all()[1:2]
        if previous:
            self.view.comparison.show_pair(previous[0].number, run.number)
        self._show(run)

    def _simulated(self, result: SimulationResult | None) -> Outcome | None:
        """Tell of a run that somebody who went elsewhere does not see."""
        if result is None or self._shown is None or self.view.isVisible():
            return None
        _, number = self._desk.texts, self._shown.number
        told = _("Simulation {number} is done.", number=number)
        return Outcome(told, _("Show it"), lambda: self.run_wanted.emit(number))

    def _tell_nobody(self, choices: Choices) -> None:
        _ = self._desk.texts
        name = "who" if choices.who is Who.ALL else str(choices.who)
        self.view.choices.show_problems({name: _("No consumer is found by this choice.")})

    def _on_stopped(self) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(_("The simulation was stopped. The runs before it stay."), "accent")

    def _on_ended(self) -> None:
        self._task = None
        self.view.choices.show_running(False)

    # What is shown

    def _on_run_chosen(self, number: int) -> None:
        run = self._runs.find(number)
        if run:
            self._show(run)

    def _show(self, run: Run) -> None:
        self._shown = run
        self._offer_runs()
        self.view.days.show_days(day_rows(run.result.days))
        self._on_order_requested(*self.view.consumers.order_shown())
        self._show_shown()

    def _show_shown(self) -> None:
        """Show what is worded of the run in view."""
        run, _ = self._shown, self._desk.texts
        if run is None:
            return
        self.view.show_run(run, self._unrated_words(run), _)
        self._show_comparison()
        self.counted.emit(
            _(
                "{consumers} consumers · {days} days",
                consumers=drawings.count(len(run.result.consumers)),
                days=len(run.result.days),
            )
        )

    def _offer_runs(self) -> None:
        _ = self._desk.texts
        titles = [
            (run.number, words.run_title(run.number, run.choices, _)) for run in self._runs.all()
        ]
        self.view.show_runs(titles, self._shown.number if self._shown else None)

    def _unrated_words(self, run: Run) -> str:
        _ = self._desk.texts
        most = int(run.result.days.unrated.max(initial=0))
        if not most:
            return ""
        return _(
            "Up to {consumers} consumers have no tariff on some of these days: they use energy,"
            " but are not charged for it.",
            consumers=drawings.count(most),
        )

    def _show_comparison(self) -> None:
        comparison, _ = self.view.comparison, self._desk.texts
        first = self._runs.find(comparison.first.value())
        second = self._runs.find(comparison.second.value())
        measure = comparison.measure.value()
        if first is None or second is None or measure is None:
            return
        days, in_first, in_second = common_days(first, second, measure)
        comparison.show_comparison(
            ComparisonShown(
                lines=compared_lines(first, second),
                days=difference_rows(first, second),
                drawing=drawings.compared_drawing(days, in_first, in_second, measure, _),
                note=self._comparison_note(first, second, len(days)),
            )
        )

    def _comparison_note(self, first: Run, second: Run, common: int) -> str:
        _ = self._desk.texts
        counts = [len(run.result.consumers) for run in (first, second)]
        if not common:
            return _("These two runs have no day in common.")
        if counts[0] != counts[1]:
            shown = [drawings.count(number) for number in counts]
            return _("A has {first} consumers and B has {second}.", first=shown[0], second=shown[1])
        if common < max(len(first.result.days), len(second.result.days)):
            return _("Only the {days} days that both runs have are compared.", days=common)
        return ""

    def _on_order_requested(self, key: str, descending: bool) -> None:
        run = self._shown
        if run is None:
            return
        self._order.forget()
        if key in SIMULATED_ORDERS:
            self.view.consumers.show_consumers(run.ordered(key, descending=descending))
            return
        find = self._functions.find_consumers
        query = replace(run.choices.query, order_by=key, descending=descending)
        self._order.ask(lambda: run.in_order_of(find(query)))

    def _fetch(self, ids: Sequence[int]) -> Mapping[int, SimulatedConsumer]:
        """Return what a page of the table shows (called off the GUI thread)."""
        run = self._shown
        return run.consumers(self._functions.consumer_rows(ids)) if run else {}

    # A file

    def _export_work(
        self, run: Run, path: Path, made_at: datetime, made_by: str
    ) -> Callable[[Progress], Path]:
        functions, _ = self._functions, self._desk.texts
        reason, actor = self._reason, self._desk.actor

        def work(progress: Progress) -> Path:
            rows = _rows_of(run, functions.consumer_rows, progress)
            sheet = SimulationSheet(
                office=functions.office,
                choices=words.choices_in_words(run.choices, _),
                result=run.result,
                number=[row.number for row in rows],
                name=[row.name for row in rows],
                category=[row.category for row in rows],
                made_at=made_at,
                made_by=made_by,
            )
            # Noted first: what may not be noted does not leave the office.
            functions.note_export(f"simulation {run.number}", len(rows), reason, actor)
            functions.export(sheet, path, _)
            return path

        return work

    def _exported(self, path: Path) -> Outcome:
        _ = self._desk.texts
        told = _("The simulation was exported to {file}.", file=path.name)
        return Outcome(told, _("Open it"), lambda: self._open(path))

    def _open(self, path: Path) -> None:
        self._functions.open_file(path)


def _rows_of(
    run: Run, look_up: Callable[[Sequence[int]], Mapping[int, ConsumerRow]], progress: Progress
) -> list[ConsumerRow]:
    """Return the consumers of a run, in its order."""
    ids = run.ids()
    found: list[ConsumerRow] = []
    for start in range(0, len(ids), _NAMES_AT_A_TIME):
        progress(Step(start, len(ids)))
        some = ids[start : start + _NAMES_AT_A_TIME]
        rows = look_up(some)
        found += [rows[identity] for identity in some]
    return found
