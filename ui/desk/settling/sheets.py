"""Two sheets over the page: what the columns of a file mean, and what taking it would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from domain.formats import rupees
from domain.settlement_columns import guessed_columns
from domain.settlement_matching import CLEARED_BY_BANK
from domain.settling import NEEDED_FIELDS, SETTLEMENT_FIELDS, SettlementJudged, SettlementTable
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ChoiceField, SegmentField
from ui.desk.kit.form import Form
from ui.desk.kit.overlay import Overlay
from ui.desk.kit.parts import Button, ElidedLabel, Label, scrolling
from ui.desk.kit.words import tender_word
from ui.settling_words import COLUMNS, WOULD_BE, column_word, sums_of

_COLUMNS_SIZE, _PREVIEW_SIZE = (680, 520), (640, 500)
_SAMPLES, _SHOWN_REASONS = 3, 4
_SAMPLE_CHARACTERS = 24


class ColumnsSheet(Overlay):
    """Asks which column means what; under each choice stand the first texts of that column."""

    #: The columns are said: field to heading.
    accepted = Signal(object)

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, desk.theme, *_COLUMNS_SIZE)
        self._desk = desk
        self._table: SettlementTable | None = None
        self.heading = Label(N_("Which column means what?"), "heading", wraps=True)
        self.note = Label(
            N_("It is asked once: files with the same headings are read the same way."),
            "muted",
            wraps=True,
        )
        self.file = ElidedLabel("strong")
        self.form = Form(columns=2)
        for field in SETTLEMENT_FIELDS:
            self.form.add(field, ChoiceField(desk.theme), COLUMNS[field])
        self.accept = Button(desk.theme, N_("Go on"), icon="check", look="primary", key="Ctrl+A")
        self.leave = Button(desk.theme, N_("Cancel"), key="Esc")
        self._lay_out()
        self.form.changed.connect(self._on_changed)
        self.form.accept_requested.connect(self.go_on)
        self.form.leave_requested.connect(self.put_away)
        self.accept.clicked.connect(lambda _checked=False: self.go_on())
        self.leave.clicked.connect(lambda _checked=False: self.put_away())

    def ask(self, table: SettlementTable, known: Mapping[str, str] | None) -> None:
        """Ask for the columns of a file, with what is known or guessed of them."""
        self._table = table
        self.file.setText(table.name)
        self._offer()
        chosen = known if known is not None else guessed_columns(table.headings)
        self.form.show_values({field: chosen.get(field, "") for field in SETTLEMENT_FIELDS})
        self.form.clear_problems()
        for field in SETTLEMENT_FIELDS:
            self._on_changed(field)
        self.open()
        self.form.start()

    def go_on(self) -> None:
        """Hand out the columns, unless one that is needed is missing."""
        _ = self._desk.texts
        chosen = {field: str(self.form.field(field).value() or "") for field in SETTLEMENT_FIELDS}
        missing = [field for field in NEEDED_FIELDS if not chosen[field]]
        self.form.show_problems({field: _("This column is needed.") for field in missing})
        if not missing:
            self.put_away()
            self.accepted.emit({field: name for field, name in chosen.items() if name})

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.heading, self.note, self.form, self.accept, self.leave):
            part.retranslate(_)
        if self._table is not None:
            self._offer()

    def _offer(self) -> None:
        headings = self._table.headings if self._table else ()
        options = [("", self._desk.texts("not in this file")), *((name, name) for name in headings)]
        for field in SETTLEMENT_FIELDS:
            self.form.field(field).set_options(options)

    def _on_changed(self, field: str) -> None:
        heading = self.form.field(field).value()
        self.form.show_note(field, self._sample(heading) if heading else "")

    def _sample(self, heading: str) -> str:
        """Return the first texts of a column."""
        if self._table is None:
            return ""
        place = list(self._table.headings).index(heading)
        texts = [row.texts[place][:_SAMPLE_CHARACTERS] for row in self._table.rows[:_SAMPLES]]
        return " · ".join(text or "–" for text in texts)  # noqa: RUF001 - an empty cell

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.accept)
        for part in (self.heading, self.file, self.note):
            self.body.addWidget(part)
        self.body.addWidget(scrolling(self.form), 1)
        self.body.addLayout(buttons)


class PreviewSheet(Overlay):
    """What taking a file would do: counts and sums by outcome, and what could not be read."""

    accepted = Signal()
    columns_requested = Signal()
    tender_changed = Signal(str)

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, desk.theme, *_PREVIEW_SIZE)
        self._desk = desk
        self._judged: SettlementJudged | None = None
        self._columns: Mapping[str, str] = {}
        self.file = ElidedLabel("heading")
        self.question = Label(N_("These payments were made by:"), "muted")
        self.tender = SegmentField(look="chip")
        self.columns = Label("", "muted", wraps=True)
        self.told = QWidget()
        self._grid = QGridLayout(self.told)
        self._grid.setContentsMargins(0, 4, 8, 4)
        self._grid.setHorizontalSpacing(18)
        self._grid.setColumnStretch(0, 1)
        self.accept = Button(desk.theme, N_("Take it"), icon="check", look="primary", key="Ctrl+A")
        self.change = Button(desk.theme, N_("Columns"), key="Alt+O")
        self.leave = Button(desk.theme, N_("Cancel"), key="Esc")
        self._lay_out()
        self.tender.changed.connect(lambda: self.tender_changed.emit(str(self.tender.value())))
        self.accept.clicked.connect(lambda _checked=False: self.accepted.emit())
        self.change.clicked.connect(lambda _checked=False: self.columns_requested.emit())
        self.leave.clicked.connect(lambda _checked=False: self.put_away())

    @property
    def can_take(self) -> bool:
        """Whether a line of the file could be read."""
        return self._judged is not None and bool(self._judged.lines)

    def show_judged(
        self, judged: SettlementJudged, columns: Mapping[str, str], tender: str
    ) -> None:
        """Show what taking a file would do."""
        self._judged, self._columns = judged, columns
        self._show_words()
        self.tender.blockSignals(True)
        self.tender.show_value(tender)
        self.tender.blockSignals(False)
        self.accept.setEnabled(self.can_take)
        if not self.isVisible():
            self.open()
        (self.accept if self.can_take else self.change).setFocus()

    def show_busy(self, is_busy: bool) -> None:
        """Hold the buttons still while the file is taken."""
        self.accept.setEnabled(not is_busy and self.can_take)
        self.change.setDisabled(is_busy)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.question, self.accept, self.change, self.leave):
            part.retranslate(_)
        self.tender.setAccessibleName(_("These payments were made by:"))
        self.tender.set_options(
            [(tender.value, tender_word(tender.value, _)) for tender in CLEARED_BY_BANK]
        )
        self._show_words()

    def _show_words(self) -> None:
        _, judged = self._desk.texts, self._judged
        if judged is None:
            return
        self.file.setText(judged.table.name)
        named = [f"{column_word(field, _)}: {name}" for field, name in self._columns.items()]
        self.columns.setText(" · ".join(named))
        self._empty()
        rows = [
            (_(WOULD_BE[one.outcome]), str(one.count), rupees(one.amount))
            for one in sums_of(judged.lines)
        ]
        rows.append((_("Lines that cannot be read"), str(len(judged.rejected)), ""))
        self._fill(rows, self._reasons(judged, _))

    def _reasons(self, judged: SettlementJudged, _: Texts) -> list[str]:
        shown = judged.rejected[:_SHOWN_REASONS]
        told = [
            _("Line {line}: {reason}", line=number, reason=self._desk.sentence(refusal))
            for number, refusal in shown
        ]
        more = len(judged.rejected) - len(shown)
        return [*told, _("... and {more} more.", more=more)] if more else told

    def _fill(self, rows: Sequence[tuple[str, str, str]], reasons: Sequence[str]) -> None:
        for place, (name, count, amount) in enumerate(rows):
            for column, (text, look) in enumerate(((name, ""), (count, "strong"), (amount, ""))):
                label = Label("", look, wraps=column == 0)
                label.setText(text)
                if column:
                    label.setAlignment(Qt.AlignmentFlag.AlignRight)
                self._grid.addWidget(label, place, column)
        for place, reason in enumerate(reasons, start=len(rows)):
            label = Label("", "muted", wraps=True)
            label.setText(reason)
            self._grid.addWidget(label, place, 0, 1, 3)
        self._grid.setRowStretch(len(rows) + len(reasons), 1)

    def _empty(self) -> None:
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def _lay_out(self) -> None:
        asked, buttons = QHBoxLayout(), QHBoxLayout()
        asked.addWidget(self.question)
        asked.addWidget(self.tender)
        asked.addStretch(1)
        buttons.addWidget(self.change)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.accept)
        self.body.addWidget(self.file)
        self.body.addWidget(self.columns)
        self.body.addLayout(asked)
        self.body.addWidget(scrolling(self.told), 1)
        self.body.addLayout(buttons)
