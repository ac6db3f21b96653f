"""The impact of a draft: what it would have brought in, who pays more, by how much, who most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from domain.consumer import ConsumerRow
from domain.energy import Energy
from domain.formats import grouped, kilowatts, units
from domain.impact import PERIODS, BandImpact, ConsumerImpact, Impact, LineImpact
from domain.money import Money
from resources.texts import N_, Texts
from ui.desk.kit.chart import Chart
from ui.desk.kit.columns import Column, Tone, money_column
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import SegmentField
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, EmptyState, Figure, Label, scrolling
from ui.desk.kit.table import Table
from ui.desk.tariffs.drawings import change_drawing
from ui.impact_words import band_words, change_words, period_words, share_words
from ui.tariff_words import LINE_NAMES

_HEAD_PX = 36
_ROW_PX = 30


@dataclass(frozen=True, slots=True)
class NamedImpact:
    """A consumer of the impact, with who it is."""

    impact: ConsumerImpact
    row: ConsumerRow


@dataclass(frozen=True, slots=True)
class NamedBand:
    """A band of use or load, with its unit as a message."""

    band: BandImpact
    unit: str


class ImpactView(QWidget):
    """Offers to look at the last months, and shows what came of it."""

    run_requested = Signal()
    stop_requested = Signal()
    export_requested = Signal()
    print_requested = Signal()
    consumer_requested = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._theme, self._texts = desk, desk.theme, desk.texts
        self._impact: Impact | None = None
        self.months = SegmentField(look="chip")
        self.run = Button(desk.theme, N_("Preview"), icon="play", look="primary", key="Alt+I")
        self.stop = Button(desk.theme, N_("Stop"), icon="x", key="Alt+X")
        self.stop.hide()
        self.export = Button(desk.theme, N_("Excel"), icon="file-spreadsheet", key="Alt+E")
        self.paper = Button(desk.theme, N_("PDF"), icon="file-text", key="Ctrl+P")
        self.empty = EmptyState(
            desk.theme,
            "users",
            N_(
                "See the draft on the real consumers' last months before anybody approves it:"
                " what comes in, how many pay more and how much, and who most."
            ),
            N_("Preview"),
        )
        self.stale = Label(N_("The draft was changed since; preview it again."), "", wraps=True)
        self.stale.show_tone("warning")
        self.problem = Label("", "problem", wraps=True)
        self.period = Label("", "muted", wraps=True)
        self.figures = [
            Figure(N_("Charged then")),
            Figure(N_("By the draft")),
            Figure(N_("Paying more")),
            Figure(N_("Paying less")),
            Figure(N_("Change, the middle one")),
        ]
        self.chart = Chart(desk.theme)
        self.lines = _table(self, "impact_lines", _line_columns(), lambda row: row.line)
        self.uses = _table(self, "impact_uses", _band_columns(N_("Use of 30 days")), id)
        self.loads = _table(self, "impact_loads", _band_columns(N_("Load")), id)
        self.worst = _table(self, "impact_worst", _consumer_columns(), id)
        self.best = _table(self, "impact_best", _consumer_columns(), id)
        self.headings = [
            Label(message, "heading")
            for message in (
                N_("How many pay how much more or less"),
                N_("Line by line"),
                N_("By use and by load"),
                N_("The ten that pay most more"),
                N_("The ten that pay most less"),
            )
        ]
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.show_problem("")
        self.stale.hide()

    @property
    def wanted_months(self) -> int:
        return int(self.months.value() or PERIODS[0])

    @property
    def impact(self) -> Impact | None:
        """The impact that is shown."""
        return self._impact

    def show_running(self, is_running: bool) -> None:
        """Offer to stop what runs, or to run."""
        self.run.setEnabled(not is_running)
        self.stop.setVisible(is_running)

    def show_problem(self, sentence: str) -> None:
        """Say why there is no impact."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def show_stale(self, is_stale: bool) -> None:
        """Say that what is shown is of an older draft."""
        self.stale.setVisible(is_stale and self._impact is not None)

    def forget(self) -> None:
        """Show nothing: another draft is looked at."""
        self._impact = None
        self.show_stale(False)
        self.show_problem("")
        self._offer(False)
        self._stack.setCurrentIndex(0)

    def show_impact(self, impact: Impact, names: Mapping[int, ConsumerRow]) -> None:
        """Show what came of it."""
        self._impact = impact
        self.show_problem("")
        self.show_stale(False)
        _rows_of(self.lines).set_rows(impact.told_lines())
        for table, bands, unit in (
            (self.uses, impact.by_use, N_("units")),
            (self.loads, impact.by_load, N_("kW")),
        ):
            _rows_of(table).set_rows([NamedBand(band, unit) for band in bands if band.consumers])
        for table, some in ((self.worst, impact.worst), (self.best, impact.best)):
            _rows_of(table).set_rows(
                [
                    NamedImpact(one, names[one.consumer_id])
                    for one in some
                    if one.consumer_id in names
                ]
            )
        self._fit_tables()
        self._offer(True)
        self._show_words()
        self._stack.setCurrentIndex(1)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self.run, self.stop, self.export, self.paper, self.empty, self.stale):
            part.retranslate(_)
        for figure in self.figures:
            figure.retranslate(_)
        for heading in self.headings:
            heading.retranslate(_)
        for table in self._tables():
            _rows_of(table).retranslate(_)
        for table, name in zip(self._tables(), self._names(_), strict=True):
            table.setAccessibleName(name)
        self.chart.setAccessibleName(_("How many pay how much more or less"))
        self.months.setAccessibleName(_("Months looked at"))
        self.months.blockSignals(True)
        self.months.set_options(
            [
                (1, _("last month")),
                (3, _("last 3 months")),
                (12, _("last 12 months")),
            ]
        )
        self.months.blockSignals(False)
        self._show_words()

    def _names(self, _: Texts) -> Sequence[str]:
        return (
            *(_("Line by line"), _("By use"), _("By load")),
            *(_("The ten that pay most more"), _("The ten that pay most less")),
        )

    def _show_words(self) -> None:
        impact, _ = self._impact, self._texts
        if impact is None:
            return
        self.period.setText(
            _(
                "{period} · consumers of {schedule}: {consumers} · charged by {versions}",
                period=period_words(impact.first, impact.last, _),
                consumers=grouped(impact.consumers),
                schedule=impact.schedule,
                versions=", ".join(impact.versions),
            )
        )
        total = impact.total
        now, draft, more, less, middle = self.figures
        now.show_amount(Money(total.now_paise))
        draft.show_amount(Money(total.draft_paise), change_words(total.change_paise))
        more.show_text(grouped(impact.paying_more), self._share(impact.paying_more))
        less.show_text(grouped(impact.paying_less), self._share(impact.paying_less))
        middle.show_text(
            change_words(impact.median_paise),
            _("mean {change}", change=change_words(impact.mean_paise)),
        )
        self.chart.show_drawing(change_drawing(impact, _))

    def _share(self, part: int) -> str:
        return share_words(part, self._impact.consumers) if self._impact else ""

    def _offer(self, is_there: bool) -> None:
        for button in (self.export, self.paper):
            button.setEnabled(is_there)

    def _tables(self) -> Sequence[Table]:
        return (self.lines, self.uses, self.loads, self.worst, self.best)

    def _fit_tables(self) -> None:
        for heading, table in ((self.headings[-2], self.worst), (self.headings[-1], self.best)):
            heading.setVisible(_rows_of(table).rowCount() > 0)
        for table in self._tables():
            rows = _rows_of(table).rowCount()
            table.setVisible(rows > 0)
            table.setFixedHeight(self._theme.px(_HEAD_PX) + self._theme.px(_ROW_PX) * rows)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.months)
        head.addStretch(1)
        row_of_runs = QHBoxLayout()
        for part in (self.run, self.stop):
            row_of_runs.addWidget(part)
        row_of_runs.addStretch(1)
        for part in (self.export, self.paper):
            row_of_runs.addWidget(part)
        told = QWidget()
        inner = QVBoxLayout(told)
        inner.setContentsMargins(0, 0, 8, 0)
        inner.setSpacing(8)
        inner.addWidget(self.period)
        for some in (self.figures[:2], self.figures[2:]):
            row = QHBoxLayout()
            for figure in some:
                row.addWidget(figure, 1)
            inner.addLayout(row)
        self.chart.setMinimumHeight(210)
        parts = ((self.chart,), (self.lines,), (self.uses, self.loads), (self.worst,), (self.best,))
        for heading, widgets in zip(self.headings, parts, strict=True):
            inner.addWidget(heading)
            for widget in widgets:
                inner.addWidget(widget)
        inner.addStretch(1)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(scrolling(told))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(head)
        column.addLayout(row_of_runs)
        column.addWidget(self.stale)
        column.addWidget(self.problem)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.run.clicked.connect(self.run_requested)
        self.empty.action_requested.connect(self.run_requested)
        self.stop.clicked.connect(self.stop_requested)
        self.export.clicked.connect(self.export_requested)
        self.paper.clicked.connect(self.print_requested)
        for table in (self.worst, self.best):
            table.opened.connect(lambda row: self.consumer_requested.emit(row.row.number))


def _table(view: ImpactView, name: str, columns: Sequence[Column], key: object) -> Table:
    table = Table(view._desk.theme, name)  # noqa: SLF001 - a part of the view
    table.show_model(ListTableModel(columns, view._desk.texts, view, key=key))  # type: ignore[arg-type]  # noqa: SLF001 - a part of the view
    return table


def _rows_of(table: Table) -> ListTableModel:
    model = table.model()
    if not isinstance(model, ListTableModel):
        raise TypeError(type(model))
    return model


def _change_column(width: int = 104) -> Column:
    return Column(
        "change_paise",
        N_("Difference"),
        lambda row, _: change_words(_of(row).change_paise) if _of(row).change_paise else "-",
        width=width,
        is_number=True,
        tone=lambda row: _tone(_of(row).change_paise),
    )


def _of(row: object) -> LineImpact | BandImpact | ConsumerImpact:
    match row:
        case NamedBand():
            return row.band
        case NamedImpact():
            return row.impact
        case LineImpact():
            return row
        case _:
            raise TypeError(type(row))


def _tone(change: int) -> Tone:
    if change == 0:
        return ""
    return "warning" if change > 0 else "good"


def _line_columns() -> Sequence[Column]:
    return (
        Column(
            "line", N_("Line"), lambda row, _: _(LINE_NAMES[row.line]), width=120, stretches=True
        ),
        money_column("now", N_("Charged"), lambda row: Money(row.now_paise), width=112),
        money_column("draft", N_("By the draft"), lambda row: Money(row.draft_paise), width=112),
        _change_column(),
    )


def _band_columns(title: str) -> Sequence[Column]:
    return (
        Column(
            "band",
            title,
            lambda row, _: band_words(row.band, _(row.unit), _),
            width=104,
            stretches=True,
        ),
        Column(
            "consumers",
            N_("Consumers"),
            lambda row, _: grouped(row.band.consumers),
            width=96,
            is_number=True,
        ),
        Column(
            "more",
            N_("Paying more"),
            lambda row, _: grouped(row.band.paying_more),
            width=104,
            is_number=True,
        ),
        _change_column(),
    )


def _consumer_columns() -> Sequence[Column]:
    return (
        Column("number", N_("Number"), lambda row, _: row.row.number, width=86, is_strong=True),
        Column("name", N_("Name"), lambda row, _: row.row.name, width=110, stretches=True),
        Column(
            "use",
            N_("Units"),
            lambda row, _: units(Energy(row.impact.energy_wh)),
            width=78,
            is_number=True,
            gives_way=1,
        ),
        Column(
            "load",
            N_("Load"),
            lambda row, _: kilowatts(row.impact.load_w),
            width=70,
            is_number=True,
            gives_way=2,
        ),
        money_column("now", N_("Charged"), lambda row: Money(row.impact.now_paise), width=104),
        _change_column(104),
    )
