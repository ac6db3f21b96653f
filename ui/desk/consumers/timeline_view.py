"""The consumer's tab of the timeline: everything that happened, newest first, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from domain.errors import Refusal
from domain.formats import rupees
from domain.timeline import GROUPS, TimelineKind, TimelineQuery, TimelineRow
from resources.texts import N_, Texts
from ui.desk.kit.columns import Column, Tone, amount_text
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import DateField, SearchField
from ui.desk.kit.flow import Flow
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, EmptyState, Label
from ui.desk.kit.table import Table
from ui.timeline_words import GROUP_WORDS, how, since, what

_FOLDED = (TimelineKind.CHARGES, TimelineKind.INSTALMENTS)
#: How near to its end a list is scrolled when older rows are wanted.
_NEAR_END = 8
_LOW_PX = 250


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as it stands in the list: a day of a stretch stands below it, a little to the right."""

    row: TimelineRow
    is_day: bool = False
    is_open: bool = False

    @property
    def is_stretch(self) -> bool:
        """Whether it unfolds into days."""
        return self.row.kind in _FOLDED and self.row.first != self.row.last

    @property
    def key(self) -> object:
        """What the row is known by, whatever else is shown."""
        return (self.row.key, self.is_day)


def _when(shown: ShownRow, _: Texts) -> str:
    if shown.is_day:
        return f"      {since(shown.row, _)}"
    glyph = ("▼ " if shown.is_open else "► ") if shown.is_stretch else ""
    return f"{glyph}{since(shown.row, _)}"


def _moved(shown: ShownRow, _: Texts) -> str:
    """Return what moved the wallet; what a day costs is no cause for alarm."""
    return "" if shown.row.amount is None else rupees(shown.row.amount)


def _balance(shown: ShownRow, _: Texts) -> str:
    return "" if shown.row.balance_after is None else amount_text(shown.row.balance_after)


def _tone_of_balance(shown: ShownRow) -> Tone:
    balance = shown.row.balance_after
    return "bad" if balance is not None and balance.paise < 0 else ""


def _tone(shown: ShownRow) -> Tone:
    amount = shown.row.amount
    return "" if amount is None or amount.paise < 0 else "good"


TIMELINE_COLUMNS = (
    Column("when", N_("When"), _when, width=142),
    Column("what", N_("What"), lambda shown, _: what(shown.row, _), width=128, is_strong=True),
    Column(
        "how",
        N_("How it came about"),
        lambda shown, _: how(shown.row, _),
        width=110,
        stretches=True,
        keeps_end=True,
    ),
    Column(
        "amount",
        N_("Amount"),
        _moved,
        width=104,
        is_number=True,
        tone=_tone,
    ),
    Column(
        "balance",
        N_("Balance"),
        _balance,
        width=116,
        is_number=True,
        tone=_tone_of_balance,
        gives_way=2,
    ),
    Column("who", N_("By"), lambda shown, _: shown.row.who, width=84, gives_way=1),
)


class TimelineTab(QWidget):
    """Shows what happened; chips, words and a day say what of it is wanted."""

    #: Another part of it is wanted: a TimelineQuery.
    query_requested = Signal(object)
    #: Older rows are wanted.
    older_requested = Signal()
    #: The clerk opens what a row tells of: the TimelineRow.
    opened = Signal(object)
    #: The days of a stretch are wanted: the TimelineRow.
    days_requested = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._texts = desk, desk.texts
        self._has_more = False
        self.search = SearchField(desk.theme)
        self.until = DateField(desk.today, desk.texts)
        self.until.setMaximumWidth(desk.theme.px(150))
        self.problem = Label("", "problem", wraps=True)
        self._model = ListTableModel(
            TIMELINE_COLUMNS, desk.texts, self, key=lambda shown: shown.key
        )
        self.table = Table(desk.theme, "timeline")
        self.table.show_model(self._model)
        self.empty = EmptyState(
            desk.theme, "history", N_("Nothing of this kind happened. Choose more, or other words.")
        )
        self.table.set_empty(self.empty)
        self.detail = Label("", "muted", wraps=True)
        self.older = Button(desk.theme, N_("Older"), icon="chevron-down", look="link")
        self._chips = QButtonGroup(self)
        self._chips.setExclusive(False)
        self.chips = {name: self._chip(desk, name) for name in GROUPS}
        self._asked = TimelineQuery()
        self._lay_out()
        self._connect()

    @property
    def query(self) -> TimelineQuery:
        """What of the timeline is wanted."""
        return self._asked

    def _typed_query(self) -> TimelineQuery:
        chosen = [GROUPS[name] for name, chip in self.chips.items() if chip.isChecked()]
        return TimelineQuery(
            frozenset().union(*chosen), str(self.search.value()).strip(), self.until.value()
        )

    def show_rows(self, rows: Sequence[TimelineRow], *, has_more: bool) -> None:
        """Show these rows from the top."""
        self._model.set_rows([ShownRow(row) for row in rows])
        self._tell_more(has_more=has_more)
        if self.table.currentIndex().row() < 0:
            self.table.go_to_place(0)
        self._on_row_changed(self.table.current_row())

    def add_rows(self, rows: Sequence[TimelineRow], *, has_more: bool) -> None:
        """Show older rows below those that are shown."""
        bar = self.table.verticalScrollBar()
        place = bar.value()
        self._model.set_rows([*self._model.rows, *(ShownRow(row) for row in rows)])
        self._tell_more(has_more=has_more)
        bar.setValue(place)

    def show_days(self, stretch: TimelineRow, days: Sequence[TimelineRow]) -> None:
        """Unfold a stretch into its days."""
        rows: list[ShownRow] = []
        for shown in self._model.rows:
            is_it = not shown.is_day and shown.row.key == stretch.key
            rows.append(ShownRow(shown.row, shown.is_day, is_open=True) if is_it else shown)
            if is_it:
                rows += [ShownRow(day, is_day=True) for day in days]
        self._set_rows(rows)

    @property
    def rows(self) -> Sequence[ShownRow]:
        """What is shown."""
        return self._model.rows

    def start_search(self) -> None:
        """Let words be typed."""
        self.search.setFocus()
        self.search.selectAll()

    def start_date(self) -> None:
        """Let a day be typed to which the timeline goes back."""
        self.until.setFocus()
        self.until.selectAll()

    def forget(self) -> None:
        """Show nothing, and want everything: another consumer is shown."""
        self._model.set_rows([])
        self._tell_more(has_more=False)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self._model, self.empty, self.older):
            part.retranslate(_)
        self.until.retranslate(_)
        self.search.setPlaceholderText(_("Words, amounts, receipts"))
        self.search.setAccessibleName(_("Search the timeline"))
        self.until.setPlaceholderText(_("Up to a day (F2)"))
        self.until.setAccessibleName(_("Up to a day (F2)"))
        self.table.setAccessibleName(_("Timeline"))
        for name, chip in self.chips.items():
            chip.setText(_(GROUP_WORDS[name]))
            chip.setAccessibleName(_("Show only: {kind}", kind=_(GROUP_WORDS[name])))
        self._on_row_changed(self.table.current_row())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A row more is worth more than the words of one row whole.
        self.detail.setHidden(self.height() < self._desk.theme.px(_LOW_PX))

    def _chip(self, desk: Desk, name: str) -> Button:
        chip = Button(desk.theme, GROUP_WORDS[name], look="chip")
        chip.setCheckable(True)
        self._chips.addButton(chip)
        return chip

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        row.addWidget(self.until)
        chips = QWidget()
        flow = Flow(chips)
        for chip in self.chips.values():
            flow.addWidget(chip)
        self.problem.hide()
        foot = QHBoxLayout()
        foot.addWidget(self.detail, 1)
        foot.addWidget(self.older)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.problem)
        column.addWidget(chips)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._chips.idToggled.connect(lambda _id, _on: self._ask())
        self.search.search_requested.connect(lambda _text: self._ask())
        self.search.results_requested.connect(self.table.setFocus)
        self.until.returnPressed.connect(self._on_day_entered)
        self.until.editingFinished.connect(self._ask)
        self.table.row_changed.connect(self._on_row_changed)
        self.table.opened.connect(self._on_opened)
        self.older.clicked.connect(lambda _checked=False: self.older_requested.emit())
        self.table.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def _ask(self) -> None:
        """Want what chips, words and day say, if it is something else than before."""
        try:
            query = self._typed_query()
        except Refusal as refusal:
            self._show_problem(self._desk.sentence(refusal))
            return
        self._show_problem("")
        if query != self._asked:
            self._asked = query
            self.query_requested.emit(query)

    def _show_problem(self, sentence: str) -> None:
        """Say what is wrong with the day; it stays as it was typed."""
        self.until.show_problem(sentence)
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _on_day_entered(self) -> None:
        self._ask()
        self.table.setFocus()

    def _on_scrolled(self, place: int) -> None:
        most = self.table.verticalScrollBar().maximum()
        if self._has_more and most > _NEAR_END and place >= most - _NEAR_END:
            self._has_more = False
            self.older_requested.emit()

    def _on_row_changed(self, shown: object) -> None:
        if not isinstance(shown, ShownRow):
            self.detail.setText("")
            return
        told = how(shown.row, self._texts)
        self.detail.setText(f"{what(shown.row, self._texts)}: {told}" if told else "")

    def _on_opened(self, shown: object) -> None:
        if not isinstance(shown, ShownRow):
            return
        if not shown.is_stretch:
            self.opened.emit(shown.row)
        elif shown.is_open:
            self._fold(shown)
        else:
            self.days_requested.emit(shown.row)

    def _fold(self, stretch: ShownRow) -> None:
        rows: list[ShownRow] = []
        is_inside = False
        for shown in self._model.rows:
            is_inside = shown.is_day and is_inside
            if not is_inside:
                is_inside = shown.key == stretch.key
                rows.append(ShownRow(shown.row) if is_inside else shown)
        self._set_rows(rows)

    def _set_rows(self, rows: Sequence[ShownRow]) -> None:
        bar = self.table.verticalScrollBar()
        place = bar.value()
        self._model.set_rows(rows)
        bar.setValue(place)

    def _tell_more(self, *, has_more: bool) -> None:
        self._has_more = has_more
        self.older.setVisible(has_more)
