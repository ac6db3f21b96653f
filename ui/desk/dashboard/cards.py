"""The cards of the dashboard that list something: statuses, bands, what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from domain.credit import Status
from domain.dashboard import NEGATIVE_BANDS, Standing, WaitingFor
from domain.formats import grouped, rupees
from resources.texts import N_, Texts
from ui.dashboard_words import WAITING, band_words
from ui.desk.dashboard.painting import PartsBar
from ui.desk.dashboard.tiles import Row
from ui.desk.kit.columns import Tone
from ui.desk.kit.parts import Card, Label
from ui.desk.kit.theme import Theme
from ui.desk.kit.words import status_badge

#: Of two statuses in one tone the graver one is darker.
_COLORS: Mapping[Status, tuple[str, int]] = {
    Status.ACTIVE: ("good", 210),
    Status.LOW: ("warning", 110),
    Status.EMERGENCY: ("warning", 230),
    Status.TO_BE_DISCONNECTED: ("bad", 230),
    Status.DISCONNECTED: ("bad", 120),
    Status.HELD: ("accent", 230),
    Status.CLOSED: ("muted", 150),
}
_GLYPH_OF_WAITING: Mapping[WaitingFor, tuple[str, Tone]] = {
    WaitingFor.PAYMENTS: ("▲", "bad"),
    WaitingFor.SETTLEMENT_LINES: ("▲", "bad"),
    WaitingFor.MESSAGES: ("▲", "bad"),
    WaitingFor.LATE_RECONNECTIONS: ("▲", "bad"),
    WaitingFor.ALERTS_FAILED: ("▲", "bad"),
}


class _ListCard(Card):
    """A card whose lines can be pressed; the sum of them stands at its right."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.body.setContentsMargins(10, 10, 10, 10)
        self.body.setSpacing(6)
        self.total = Label("", "muted")
        self.head.setContentsMargins(6, 0, 6, 0)
        self.head.addWidget(self.total)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(0)


class StatusCard(_ListCard):
    """How many consumers stand how."""

    #: Whose rows are wanted: a Status.
    requested = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(N_("Consumers now"))
        self._standing: Standing | None = None
        self.bar = PartsBar(theme)
        self.rows = {status: Row(theme) for status in Status}
        margins = QVBoxLayout()
        margins.setContentsMargins(6, 0, 6, 0)
        margins.addWidget(self.bar)
        self.body.addLayout(margins)
        self.body.addLayout(self.lines)
        self.body.addStretch(1)
        for status, row in self.rows.items():
            self.lines.addWidget(row)
            row.clicked.connect(lambda _checked=False, one=status: self.requested.emit(one))

    def show_standing(self, standing: Standing, _: Texts) -> None:
        """Show how many there are of each."""
        self._standing = standing
        self.retranslate(_)
        self.bar.show_parts(
            [(group.count, *_COLORS[status]) for status, group in standing.statuses.items()]
        )

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        for status, row in self.rows.items():
            badge = status_badge(status, _)
            row.show_words(badge.glyph, badge.text, badge.tone)
            if self._standing:
                count = self._standing.statuses[status].count
                row.show_count(grouped(count), is_nothing=not count)
        if self._standing:
            self.total.setText(grouped(self._standing.consumers))


class BandCard(_ListCard):
    """How many balances are how far below zero, and what they owe."""

    #: Whose rows are wanted: a Band; everybody below zero.
    requested = Signal(object)
    all_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(N_("Negative balances now"))
        self._standing: Standing | None = None
        self.rows = [Row(theme, share_in="bad", has_amount=True) for _band in NEGATIVE_BANDS]
        self.all = Row(theme, has_amount=True)
        self.body.addLayout(self.lines)
        self.body.addStretch(1)
        for band, row in zip(NEGATIVE_BANDS, self.rows, strict=True):
            self.lines.addWidget(row)
            row.clicked.connect(lambda _checked=False, one=band: self.requested.emit(one))
        self.lines.addWidget(self.all)
        self.all.clicked.connect(lambda _checked=False: self.all_requested.emit())

    def show_standing(self, standing: Standing, _: Texts) -> None:
        """Show how many there are in each band."""
        self._standing = standing
        self.retranslate(_)
        most = max(group.count for _band, group in standing.bands)
        for (_band, group), row in zip(standing.bands, self.rows, strict=True):
            if row.share:
                row.share.show_share(group.count, most)

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        for band, row in zip(NEGATIVE_BANDS, self.rows, strict=True):
            row.show_words("", band_words(band, _))
        self.all.show_words("", _("All below zero"))
        self.total.setText(_("owed"))
        if self._standing is None:
            return
        groups = [group for _band, group in self._standing.bands]
        for group, row in zip(
            (*groups, self._standing.negative), (*self.rows, self.all), strict=True
        ):
            row.show_count(
                grouped(group.count),
                rupees(-group.balance) if group.count else "",
                is_nothing=not group.count,
            )


class WaitingCard(_ListCard):
    """What waits for who is here; each line opens it."""

    #: What is to be opened: a WaitingFor.
    requested = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(N_("Waiting for you"))
        self._waiting: Mapping[WaitingFor, int] | None = None
        self.nothing = Label(N_("Nothing waits for you."), "muted")
        self.rows = {kind: Row(theme) for kind in WaitingFor}
        self.body.addLayout(self.lines)
        self.nothing.setContentsMargins(6, 4, 6, 4)
        self.lines.addWidget(self.nothing)
        self.nothing.hide()
        for kind, row in self.rows.items():
            self.lines.addWidget(row)
            row.hide()
            row.clicked.connect(lambda _checked=False, one=kind: self.requested.emit(one))

    def show_waiting(self, waiting: Mapping[WaitingFor, int], _: Texts) -> None:
        """Show how much waits of each kind; what has nothing waiting is absent."""
        self._waiting = waiting
        self.retranslate(_)
        for kind, row in self.rows.items():
            row.setVisible(kind in waiting)
        self.nothing.setVisible(not waiting)

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        self.nothing.retranslate(_)
        for kind, row in self.rows.items():
            glyph, tone = _GLYPH_OF_WAITING.get(kind, ("◐", "warning"))
            row.show_words(glyph, _(WAITING[kind]), tone)
            if self._waiting:
                row.show_count(grouped(self._waiting.get(kind, 0)))
        if self._waiting is not None:
            self.total.setText(grouped(sum(self._waiting.values())))
