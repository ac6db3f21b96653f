"""The answers of the dashboard in words: kept, so that another language says them anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain import formats
from domain.dashboard import (
    NEEDED_FOR,
    DayFigures,
    DayRange,
    ReadsOfDay,
    Standing,
    Sums,
    WaitingFor,
    change_in_mille,
    comparable,
)
from domain.formats import grouped
from domain.money import ZERO
from domain.safekeeping import SafetyState
from ui.dashboard_words import change_words, days_words
from ui.desk.books.words import backup_tone, backup_words
from ui.desk.dashboard.tiles import Tile
from ui.desk.dashboard.view import DashboardView
from ui.desk.kit.columns import Tone, amount_text
from ui.desk.kit.desk import Desk

#: So many bars fit beside a figure.
_BARS = 30
_GLYPHS: Mapping[str, str] = {"good": "●", "warning": "▲", "bad": "◆"}


@dataclass(frozen=True, slots=True)
class Compared:
    """What came in and what was charged in the days, and in as many before them."""

    taken: Sums
    taken_before: Sums
    charged: Sums
    charged_before: Sums


def stretch_of(sums: Sums) -> DayRange:
    """Return the days that were added up."""
    return DayRange(sums.days[0].day, sums.days[-1].day)


class Figures:
    """Shows each answer as it arrives."""

    def __init__(self, view: DashboardView, desk: Desk) -> None:
        self._view, self._desk = view, desk
        self.compared: Compared | None = None
        self.reads: ReadsOfDay | None = None
        self.standing: Standing | None = None
        self._trend: Sequence[DayFigures] = ()
        self._safety: tuple[SafetyState, datetime] | None = None

    def retranslate(self) -> None:
        """Say again what is known."""
        self._tell_sums()
        self._tell_trend()
        self._tell_reads()
        self._tell_standing()
        self._tell_safety()

    def forget_days(self) -> None:
        """Show no figure of other days than are looked at."""
        self.compared = self.reads = None
        for name in ("collected", "charged", "energy", "reads"):
            self._view.tiles[name].show_reading()

    def show_sums(self, compared: Compared) -> None:
        """Show what came in and what was charged."""
        self.compared = compared
        self._tell_sums()

    def show_trend(self, days: Sequence[DayFigures]) -> None:
        """Show where things go."""
        self._trend = days
        self._tell_trend()

    def show_reads(self, reads: ReadsOfDay) -> None:
        """Show whose reads of a day are missing."""
        self.reads = reads
        self._tell_reads()

    def show_standing(self, standing: Standing) -> None:
        """Show how everybody stands."""
        self.standing = standing
        self._tell_standing()

    def show_waiting(self, waiting: Mapping[WaitingFor, int]) -> None:
        """Show what waits for who is here; what others have to do is absent."""
        may = self._desk.may
        mine = {kind: count for kind, count in waiting.items() if may(NEEDED_FOR[kind])}
        self._view.waiting.show_waiting(mine, self._desk.texts)

    def show_safety(self, safety: SafetyState, now: datetime) -> None:
        """Show how old the last backup is."""
        self._safety = safety, now
        self._tell_safety()

    def _tell_sums(self) -> None:
        if self.compared:
            self._tell_collected(self.compared.taken, self.compared.taken_before)
            self._tell_charged(self.compared.charged, self.compared.charged_before)

    def _tell_collected(self, taken: Sums, before: Sums) -> None:
        _, tile = self._desk.texts, self._view.tiles["collected"]
        note = _("receipts: {count}", count=grouped(taken.receipts))
        if taken.cancelled:
            cancelled = _("cancelled: {count}", count=grouped(taken.cancelled))
            note = f"{note} · {cancelled}"
        tone: Tone = "bad" if taken.collected < ZERO else ""
        tile.show_figure(amount_text(taken.collected), note, tone=tone)
        compared = comparable(taken, before, self._desk.today())
        if compared is None:
            tile.show_change(None)
            return
        now, then = compared
        mille = change_in_mille(now.collected.paise, then.collected.paise)
        tile.show_change(change_words(mille, then.stretch, _), up_is="good", down_is="bad")

    def _tell_charged(self, sums: Sums, before: Sums) -> None:
        _, (note, tone) = self._desk.texts, self._charged_note(sums)
        figures = {
            "charged": (amount_text(sums.charged), sums.charged.paise, before.charged.paise),
            "energy": (f"{formats.units(sums.energy)} kWh", sums.energy.wh, before.energy.wh),
        }
        for name, (words, now, then) in figures.items():
            self._view.tiles[name].show_figure(words, note, tone=tone)
            change = change_words(change_in_mille(now, then), stretch_of(before), _)
            self._view.tiles[name].show_change(change if sums.charged_days else None)

    def _charged_note(self, sums: Sums) -> tuple[str, Tone]:
        """Return which days were charged, and a warning where nobody was."""
        _, days = self._desk.texts, stretch_of(sums)
        tone: Tone = "" if sums.charged_days else "warning"
        if days.days > 1:
            count = grouped(sums.charged_days)
            return _("days charged: {count} of {total}", count=count, total=days.days), tone
        words = days_words(days, _)
        return (words if sums.charged_days else _("{day}: not charged", day=words)), tone

    def _tell_trend(self) -> None:
        if not self._trend:
            return
        today, tiles = self._desk.today(), self._view.tiles
        self._view.show_trend(self._trend, stretch_of(Sums(self._trend)), today)
        ended = [day for day in self._trend if day.day < today][-_BARS:]
        taken = [day.collected.paise for day in self._trend[-_BARS:]]
        tiles["collected"].show_line(taken)
        tiles["charged"].show_line([day.charged.paise for day in ended])
        tiles["energy"].show_line([day.energy.wh for day in ended])
        tiles["reads"].show_line([day.without_read for day in ended])

    def _tell_reads(self) -> None:
        reads, _, tile = self.reads, self._desk.texts, self._view.tiles["reads"]
        if reads is None:
            return
        day = formats.day(reads.day, _.month_names)
        received, expected = grouped(reads.received), grouped(reads.expected)
        note = _(
            "{day}: received {received} of {expected}",
            day=day,
            received=received,
            expected=expected,
        )
        if not reads.expected:
            note = _("{day}: nobody's is expected", day=day)
        tone: Tone = "good" if reads.expected else "muted"
        tile.show_figure(grouped(reads.missing), note, tone="warning" if reads.missing else tone)
        tile.show_remark(_("held: {count}", count=grouped(reads.held)) if reads.held else "")

    def _tell_standing(self) -> None:
        standing, _ = self.standing, self._desk.texts
        if standing is None:
            return
        self._view.statuses.show_standing(standing, _)
        self._view.bands.show_standing(standing, _)
        self._tell_defaulters(self._view.tiles["defaulters"], standing)

    def _tell_defaulters(self, tile: Tile, standing: Standing) -> None:
        _, due = self._desk.texts, standing.defaulters
        if not due.count:
            tile.show_figure(grouped(0), _("nobody, now"), tone="good")
            tile.show_remark("")
            return
        owed = _("owed now: {amount}", amount=formats.rupees(-due.balance))
        tile.show_figure(grouped(due.count), owed, tone="bad")
        tile.show_remark(_("emergency credit used up"))

    def _tell_safety(self) -> None:
        if self._safety is None:
            return
        _, (safety, now) = self._desk.texts, self._safety
        tone = backup_tone(safety, now)
        self._view.backup.show_words(_GLYPHS.get(tone, "○"), _("Last backup"), tone)
        self._view.backup.show_count(backup_words(safety, now, _))
