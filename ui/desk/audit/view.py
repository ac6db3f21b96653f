"""The audit log's page: what to look for, the log, and what one act changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from domain.audit import AuditQuery, AuditRow
from resources.texts import N_, Texts
from ui.audit_words import act_done, changes_of, event_of, place_of
from ui.desk.audit.tables import change_columns, log_columns, when
from ui.desk.kit.fields import ChoiceField, DateField, LineField, SearchField
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, ElidedLabel, EmptyState, Label, hairline
from ui.desk.kit.table import Table
from ui.desk.kit.theme import Theme

#: How high the detail is, the most that the page may be high for it, and the facts it then has.
_DETAIL_PX = ((420, 96, 2), (560, 150, 4), (100_000, 196, 4))
_FACTS_PX = 300


class AuditView(QWidget):
    """Shows the log and says what somebody looks for; decides nothing."""

    #: Something else is looked for.
    query_changed = Signal()
    export_requested = Signal()
    #: Enter on an act that has a consumer: the number.
    consumer_requested = Signal(str)

    def __init__(self, theme: Theme, today: Callable[[], date], _: Texts) -> None:
        super().__init__()
        self._theme, self._texts = theme, _
        self.search = SearchField(theme)
        self.since = DateField(today, _)
        self.until = DateField(today, _)
        self.by = ChoiceField(theme)
        self.act = ChoiceField(theme)
        self.consumer = LineField(most=24)
        self.export = Button(theme, N_("Excel"), icon="file-spreadsheet", key="Alt+E")
        self._words = [Label(N_("From")), Label(N_("until"))]
        self.problem = Label("", "problem", wraps=True)
        self.table = Table(theme, "audit")
        self.model = ListTableModel(log_columns(), _, self, key=_key_of)
        self.note = Label("", "muted")
        self.detail = AuditDetail(theme, _)
        self._empty = EmptyState(
            theme,
            "history",
            N_(
                "Who did what, when and why stands here. Nobody did anything like that:"
                " widen the days, or clear a filter."
            ),
        )
        self._lay_out()
        self._connect()
        self._fit()

    def query(self) -> AuditQuery:
        """Return what is looked for; a refusal for days that are none."""
        return AuditQuery(
            since=self.since.value(),
            until=self.until.value(),
            by=str(self.by.value() or ""),
            act=str(self.act.value() or ""),
            consumer_number=str(self.consumer.value()),
            text=str(self.search.value()),
        )

    def show_query(self, query: AuditQuery) -> None:
        """Put what is looked for into the fields."""
        fields: dict[Any, object] = {
            self.since: query.since,
            self.until: query.until,
            self.by: query.by,
            self.act: query.act,
            self.consumer: query.consumer_number,
            self.search: query.text,
        }
        for field, value in fields.items():
            was_blocked = field.blockSignals(True)
            field.show_value(value)
            field.blockSignals(was_blocked)

    def show_rows(self, rows: Sequence[AuditRow]) -> None:
        """Show these rows, newest first."""
        self.show_problem("")
        self.model.set_rows(rows)
        if self.table.currentIndex().row() < 0:
            self.table.go_to_place(0)
        # Kept in its place, so that nothing jumps while a filter is typed.
        row = self.table.current_row()
        self.detail.show_row(row if isinstance(row, AuditRow) else None)

    def show_note(self, words: str) -> None:
        """Say that there is more than is shown; nothing takes it away."""
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def show_problem(self, sentence: str) -> None:
        """Say why nothing can be looked for."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def show_people(self, names: Sequence[str]) -> None:
        """Offer those who acted."""
        _offer(self.by, [("", self._texts("Everybody")), *((name, name) for name in names)])

    def show_acts(self, acts: Sequence[str]) -> None:
        """Offer what was done."""
        _ = self._texts
        worded = sorted((act_done(act, _), act) for act in acts)
        _offer(self.act, [("", _("Every act")), *((act, words) for words, act in worded)])

    def start_search(self) -> None:
        """Put the focus into the line, ready to be typed over."""
        self.search.setFocus()
        self.search.selectAll()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self.export, self.detail, self._empty):
            part.retranslate(_)
        for label in self._words:
            label.retranslate(_)
        self.model.retranslate(_)
        for field in (self.since, self.until):
            field.retranslate(_)
        self.search.setPlaceholderText(_("Number, file, reason or value"))
        self.consumer.setPlaceholderText(_("Consumer"))
        self._name_parts(_)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _name_parts(self, _: Texts) -> None:
        self.search.setAccessibleName(_("Search in the audit log"))
        self.since.setAccessibleName(_("From day"))
        self.until.setAccessibleName(_("Until day"))
        self.by.setAccessibleName(_("Who"))
        self.act.setAccessibleName(_("What"))
        self.consumer.setAccessibleName(_("Consumer number"))
        self.table.setAccessibleName(_("Audit log"))

    def _lay_out(self) -> None:
        self.problem.hide()
        self.note.hide()
        self.table.show_model(self.model)
        self.table.set_empty(self._empty)
        card = Card()
        card.body.setContentsMargins(12, 10, 12, 8)
        card.body.addLayout(self._first_filters())
        card.body.addLayout(self._second_filters())
        for part in (self.problem, self.table, self.note, hairline(), self.detail):
            card.body.addWidget(part, 1 if part is self.table else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def _first_filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        row.addWidget(self.export)
        return row

    def _second_filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._words[0])
        row.addWidget(self.since)
        row.addWidget(self._words[1])
        row.addWidget(self.until)
        row.addWidget(self.by, 2)
        row.addWidget(self.act, 3)
        row.addWidget(self.consumer, 1)
        return row

    def _connect(self) -> None:
        self.search.search_requested.connect(lambda _text: self.query_changed.emit())
        self.search.results_requested.connect(self.table.setFocus)
        for line in (self.since, self.until, self.consumer):
            line.editingFinished.connect(self.query_changed)
        for choice in (self.by, self.act):
            choice.changed.connect(self.query_changed)
        self.table.row_changed.connect(self.detail.show_row)
        self.table.opened.connect(self._on_opened)
        self.export.clicked.connect(lambda _checked=False: self.export_requested.emit())
        self._theme.changed.connect(self._fit)

    def _on_opened(self, row: AuditRow) -> None:
        if row.consumer_number:
            self.consumer_requested.emit(row.consumer_number)

    def _fit(self) -> None:
        px = self._theme.px
        for field in (self.since, self.until):
            field.setFixedWidth(px(112))
        self.consumer.setMinimumWidth(px(96))
        height, facts = next(
            (height, facts) for most, height, facts in _DETAIL_PX if self.height() < px(most)
        )
        self.detail.setFixedHeight(px(height))
        self.detail.show_facts(facts)


class AuditDetail(QFrame):
    """One act: who did it, when and from where, and before and after side by side."""

    def __init__(self, theme: Theme, _: Texts) -> None:
        super().__init__()
        self._theme, self._texts = theme, _
        self._row: AuditRow | None = None
        self.act = ElidedLabel("heading")
        self.lines = [ElidedLabel() for _line in range(4)]
        self.reason = Label("", wraps=True)
        self.changes = Table(theme, "changes")
        self.model = ListTableModel(change_columns(), _, self, key=lambda change: change.name)
        self.nothing = Label(N_("Nothing stands before or after this act."), "muted", wraps=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._facts = QWidget()
        self._lay_out()
        theme.changed.connect(self._fit)
        self._fit()

    def show_row(self, row: AuditRow | None) -> None:
        """Show an act, or none."""
        self._row = row
        _ = self._texts
        self.act.setText(act_done(row.act, _) if row else "")
        lines = _facts_of(row, _) if row else []
        for label, words in zip(self.lines, [*lines, *("" for _line in self.lines)], strict=False):
            label.setText(words)
        self.reason.setText(_("Reason: {reason}", reason=row.reason) if row and row.reason else "")
        self.model.set_rows(changes_of(row, _) if row else [])
        self.changes.setVisible(row is not None)

    def show_facts(self, most: int) -> None:
        """Show at most so many lines of facts: a low page has no room for more."""
        for place, label in enumerate(self.lines):
            label.setVisible(place < most)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        self.nothing.retranslate(_)
        self.model.retranslate(_)
        self.changes.setAccessibleName(_("What the act changed"))
        self.show_row(self._row)

    def _lay_out(self) -> None:
        self.changes.show_model(self.model)
        self.changes.set_empty(self.nothing)
        facts = QVBoxLayout(self._facts)
        facts.setContentsMargins(0, 4, 0, 0)
        facts.setSpacing(3)
        for label in (self.act, *self.lines, self.reason):
            facts.addWidget(label)
        facts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 2, 4, 2)
        row.setSpacing(16)
        row.addWidget(self._facts)
        row.addWidget(self.changes, 1)

    def _fit(self) -> None:
        self._facts.setFixedWidth(self._theme.px(_FACTS_PX))


def _facts_of(row: AuditRow, _: Texts) -> list[str]:
    """Return who, when, from where and where in the stream of events, each on a line."""
    on_what = row.subject or row.consumer_number
    lines = [
        on_what,
        f"{row.by} · {place_of(row, _)}",
        when(row, _),
        _("Event {event}", event=event_of(row)),
    ]
    if row.is_erased:
        lines[0] = _("Forgotten on request")
    return [line for line in lines if line]


def _offer(field: ChoiceField, options: list[tuple[str, str]]) -> None:
    """Offer these options; the choice stands as it was, so nothing new is looked for."""
    was_blocked = field.blockSignals(True)
    field.set_options(options)
    field.blockSignals(was_blocked)


def _key_of(row: AuditRow) -> object:
    return (row.stream, row.event_seq)
