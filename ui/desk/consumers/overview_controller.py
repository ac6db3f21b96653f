"""What the head and the overview tell of the coming days, and of those behind."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from domain.books import Books
from domain.consumer import Consumer
from domain.errors_of_files import FileNotWritten
from domain.errors_of_trust import DaysArchived
from domain.forecasting import Forecast
from domain.listing import ChargeRow, ReceiptRow
from domain.money import Money
from ui.desk.consumers.consumer_view import ConsumerView
from ui.desk.consumers.use_drawing import YEAR_DAYS, UseShown
from ui.desk.kit.desk import Desk
from ui.desk.kit.saving import ask_file
from ui.desk.kit.tasks import LatestRead

LAST_RECHARGES = 8
#: So many days are foretold at most, and have a year before them to be beside.
_DAYS_AHEAD = 60


@dataclass(frozen=True, slots=True)
class _Overview:
    """What the tab shows of a consumer."""

    use: UseShown
    receipts: list[ReceiptRow]


class OverviewController(QObject):
    """Foretells for the consumer that is shown, and draws its use when that is looked at."""

    #: The clerk wants to take a recharge: the consumer's number, the amount.
    recharge_requested = Signal(str, object)

    def __init__(self, view: ConsumerView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._consumer: Consumer | None = None
        self._is_drawn = False
        self._head = LatestRead(desk.tasks, self)
        self._tab = LatestRead(desk.tasks, self)
        self._connect()

    def show(self, consumer: Consumer) -> None:
        """Foretell for this consumer, who is shown now."""
        if self._consumer is None or self._consumer.number != consumer.number:
            self._view.show_forecast(None, self._desk.texts)
            self._view.lasting.clear()
        self._consumer, self._is_drawn = consumer, False
        number = consumer.number
        self._head.ask(lambda: self._books.forecasts.of(number))
        self._load_tab(self._view.tab)

    def forget(self) -> None:
        """Want no answer any more."""
        self._consumer = None
        self._head.forget()
        self._tab.forget()

    def _connect(self) -> None:
        overview = self._view.overview
        self._head.answered.connect(self._on_foretold)
        self._head.failed.connect(self._desk.show_failure)
        self._tab.answered.connect(self._on_overview)
        self._tab.failed.connect(self._desk.show_failure)
        self._view.tab_requested.connect(self._load_tab)
        self._view.lasting.recharge_requested.connect(self._on_recharge_requested)
        overview.stretch_requested.connect(lambda _days: self._draw_again())
        overview.copy_requested.connect(self._on_copy_requested)
        overview.save_requested.connect(self._on_save_requested)

    def _load_tab(self, tab: str) -> None:
        if tab != "overview" or self._consumer is None or self._is_drawn:
            return
        self._is_drawn = True
        number, billed_from = self._consumer.number, self._consumer.billed_from
        days = self._view.overview.stretch.value() or 0
        self._tab.ask(lambda: self._read(number, billed_from, days))

    def _draw_again(self) -> None:
        self._is_drawn = False
        self._load_tab("overview")

    def _read(self, number: str, billed_from: date, days: int) -> _Overview:
        today = self._books.today()
        first = max(today - timedelta(days=days), billed_from) if days else billed_from
        charges = self._charges(number, first, today)
        behind = timedelta(days=YEAR_DAYS)
        until = min(today + timedelta(days=_DAYS_AHEAD) - behind, today)
        year_before = self._charges(number, first - behind, until)
        return _Overview(
            UseShown(
                charges,
                {row.day + behind: row.energy_wh for row in year_before if row.has_read},
                self._books.forecasts.of(number),
            ),
            self._books.receipts(LAST_RECHARGES, number),
        )

    def _charges(self, number: str, first: date, last: date) -> list[ChargeRow]:
        """Return the charged days; those that were archived long ago are left out."""
        with suppress(DaysArchived):
            return self._books.charges(number, first, last)
        return []

    def _on_foretold(self, forecast: Forecast) -> None:
        self._view.show_forecast(forecast, self._desk.texts)

    def _on_overview(self, overview: _Overview) -> None:
        self._view.overview.show_use(overview.use, self._desk.texts)
        self._view.overview.show_receipts(overview.receipts)

    def _on_recharge_requested(self, amount: Money) -> None:
        if self._consumer:
            self.recharge_requested.emit(self._consumer.number, amount)

    def _title(self) -> str:
        consumer = self._consumer
        named = f"{consumer.number} {consumer.name}" if consumer else ""
        return self._view.overview.picture_title(named)

    def _on_copy_requested(self) -> None:
        _ = self._desk.texts
        if self._view.overview.chart.is_drawn:
            self._view.overview.chart.copy_picture(self._title())
            self._desk.toasts.show(_("The picture is on the clipboard."))

    def _on_save_requested(self) -> None:
        _, consumer = self._desk.texts, self._consumer
        if consumer is None or not self._view.overview.chart.is_drawn:
            return
        ask_file(
            self._view,
            _("Save the picture"),
            self._view.overview.picture_name(consumer.number),
            (_("Pictures (*.png)"), "png"),
            _,
            self._save,
        )

    def _save(self, path: Path) -> None:
        picture = self._view.overview.chart.picture(self._title())
        task = self._desk.tasks.job(self, lambda _progress: _write(picture, path))
        task.succeeded.connect(self._on_saved)
        task.failed.connect(self._desk.show_failure)

    def _on_saved(self, path: Path) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(_("The picture is saved as {file}.", file=path.name))


def _write(picture: QImage, path: Path) -> Path:
    if not picture.save(str(path)):
        raise FileNotWritten(str(path), "")
    return path
