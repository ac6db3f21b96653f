"""The third step: what would become of each row, what it changes, and the row to be corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.errors import Refusal
from domain.errors_of_files import CellRefused
from domain.formats import grouped, moment
from domain.importing import Difference, Fate, ImportBatch, ImportKind
from resources.texts import N_, Texts
from ui.desk.consumers.likeness_hint import LikenessHint
from ui.desk.importing.chosen import JUDGED_AGAIN, Chosen, PreviewRow
from ui.desk.importing.refused_cells import (
    REFUSED_CELL,
    RefusedCellDelegate,
    RefusedCellsModel,
    refused_cell,
)
from ui.desk.kit.columns import Badge, Column, Tone
from ui.desk.kit.desk import Desk
from ui.desk.kit.facts import Facts
from ui.desk.kit.fields import LineField, SegmentField
from ui.desk.kit.form import Form
from ui.desk.kit.list_beside import lay_out_list_beside
from ui.desk.kit.parts import Button, Card, ConfirmStrip, EmptyState, Label, Pill, scrolling
from ui.desk.kit.table import Table
from ui.import_words import FATES, FIELDS

ALL = "all"
_TONES: dict[Fate, tuple[str, Tone]] = {
    Fate.NEW: ("●", "good"),
    Fate.CHANGED: ("◆", "accent"),
    Fate.UNCHANGED: ("○", "muted"),
    Fate.HELD: ("◐", "warning"),
    Fate.REFUSED: ("▲", "bad"),
}


def fate_badge(row: PreviewRow, _: Texts) -> Badge:
    """Return what becomes of a row."""
    glyph, tone = _TONES[row.fate]
    return Badge(glyph, _(FATES[row.fate]), tone)


class PreviewView(QWidget):
    """Shows rows judged, filtered by what becomes of them; decides nothing."""

    accepted = Signal()
    back_requested = Signal()
    save_requested = Signal()
    #: A consumer who would be new is looked at: the row; or none is.
    newcomer_shown = Signal(object)
    #: The clerk wants to see a known consumer: the number.
    consumer_requested = Signal(str)
    #: A row's cells were corrected: its line, and the cells by field.
    corrected = Signal(int, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._chosen: Chosen | None = None
        self._row: PreviewRow | None = None
        self._is_busy = False
        self.chips = SegmentField(look="chip")
        self.before = Label("", "strong", wraps=True)
        self.before.hide()
        self.alone = Label("", "muted", wraps=True)
        self.alone.hide()
        columns = (
            Column("line", N_("Row"), lambda row, _texts: str(row.line), width=52, is_number=True),
            Column(
                "subject", N_("Whose"), lambda row, _texts: row.subject, width=92, is_strong=True
            ),
            Column("fate", N_("What happens"), width=112, badge=fate_badge),
            Column(
                REFUSED_CELL,
                N_("Refused cell"),
                refused_cell,
                width=118,
                value=lambda row: refused_cell(row, desk.texts),
                tone=lambda _row: "bad",
            ),
            Column("told", N_("Differences"), self._differences, width=150, stretches=True),
        )
        self.model = RefusedCellsModel(columns, desk.texts, self, key=lambda row: row.line)
        self.table = Table(desk.theme, "rows of the file")
        self.cells = RefusedCellDelegate(desk.theme, self.table, desk.texts)
        self.table.setItemDelegate(self.cells)
        self.table.show_model(self.model)
        self.empty = EmptyState(desk.theme, "file-spreadsheet", N_("No row is like this."))
        self.table.set_empty(self.empty)
        self.accept = Button(desk.theme, N_("Take in"), icon="check", look="primary", key="Ctrl+A")
        self.back = Button(desk.theme, N_("Back"), icon="arrow-left", key="Esc")
        self.save = Button(desk.theme, N_("Save the refused rows"), icon="save", key="Alt+E")
        self.confirm = ConfirmStrip(desk.theme)
        self.heading = Label("", "title", wraps=True)
        self.state = Pill()
        self.why = Label("", "problem", wraps=True)
        self.facts = Facts()
        self.likeness = LikenessHint(desk.theme, desk.texts)
        self.form = Form()
        self.judge = Button(desk.theme, N_("Judge this row again"), icon="refresh-cw", key="Alt+J")
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._side = Card()
        self._lay_out()
        self.likeness.consumer_requested.connect(self.consumer_requested)
        self.chips.changed.connect(self._show_rows)
        self.table.row_changed.connect(self._on_row_changed)
        self.table.opened.connect(self._on_opened)
        self.model.written.connect(self._on_written)
        self.accept.clicked.connect(lambda _checked=False: self.accepted.emit())
        self.back.clicked.connect(lambda _checked=False: self.back_requested.emit())
        self.save.clicked.connect(lambda _checked=False: self.save_requested.emit())
        self.judge.clicked.connect(lambda _checked=False: self.correct())

    @property
    def can_take(self) -> bool:
        """Whether there is a row that would change something."""
        if self._chosen is None:
            return False
        counts = self._chosen.counts
        return any(counts[fate] for fate in (Fate.NEW, Fate.CHANGED, Fate.HELD))

    @property
    def is_written_in(self) -> bool:
        """Whether a cell is being written, in the list or beside it."""
        line = self.window().focusWidget()
        return isinstance(line, LineField) and self.isAncestorOf(line)

    @property
    def _is_in_form(self) -> bool:
        return self.form.isAncestorOf(self.window().focusWidget())

    def ask_to_take(self, take: Callable[[], None]) -> None:
        """Ask whether a file is to be taken in that has refused rows or changes known ones."""
        _, chosen = self._desk.texts, self._chosen
        if chosen is None or self.confirm.isVisible():
            return
        counts = chosen.counts
        question = _(
            "Take {name} in? New: {new} · changed: {changed} · refused, left out: {refused}",
            name=chosen.path.name,
            new=counts[Fate.NEW],
            changed=counts[Fate.CHANGED],
            refused=counts[Fate.REFUSED],
        )
        self.confirm.ask(question, _("Take in"), _("No, go back"), take)

    def show_judged(self, chosen: Chosen) -> None:
        """Show the rows of a file with what would become of them."""
        is_same = self._chosen is not None and self._chosen.sheet is chosen.sheet
        place = max(self.table.currentIndex().row(), 0) if is_same else 0
        self._chosen = chosen
        # It asks about the rows as they were.
        self.confirm.hide()
        self.model.fields = self._fields(chosen)
        if self._fields(chosen) != self.form.names:
            self._make_form(chosen)
        self.judge.setVisible(bool(self.form.names))
        self._show_words()
        if not is_same:
            self.chips.show_value(Fate.REFUSED if chosen.counts[Fate.REFUSED] else ALL)
        self._show_rows()
        if self.table.current_row() is None:
            # The corrected row has left the refused ones: on with the next.
            self.table.go_to_place(min(place, self.model.rowCount() - 1))

    def write_cell(self) -> bool:
        """Let the refused cell of the row in use be written anew, where it stands."""
        place = self.table.currentIndex().row()
        if self._is_busy or not self.model.field_at(place):
            return False
        cell = self.model.index(place, self.model.place_of_cell)
        self.table.setCurrentIndex(cell)
        self.table.edit(cell)
        return True

    def show_busy(self, is_busy: bool) -> None:
        """Hold the buttons still while something is on its way."""
        self._is_busy = is_busy
        self.accept.setEnabled(not is_busy and self.can_take)
        self.judge.setDisabled(is_busy)

    def correct(self) -> None:
        """Hand out the cells of the shown row as they stand in their fields."""
        if self._row is not None and self.form.names:
            cells = {name: str(self.form.field(name).value()) for name in self.form.names}
            self.corrected.emit(self._row.line, cells)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.model, self.empty, self.accept, self.back, self.save, self.form):
            part.retranslate(_)
        self.judge.retranslate(_)
        self.cells.retranslate(_)
        self.likeness.retranslate(_)
        self.chips.setAccessibleName(_("What happens"))
        self.table.setAccessibleName(_("Rows of the file"))
        self._show_words()
        self._on_row_changed(self.table.current_row())

    def _show_words(self) -> None:
        _, chosen = self._desk.texts, self._chosen
        if chosen is None:
            return
        counts = chosen.counts
        options: list[tuple[object, str]] = [(ALL, _("All {count}", count=len(chosen.rows)))]
        options += [(fate, f"{_(FATES[fate])} {counts[fate]}") for fate in Fate if counts[fate]]
        was_blocked = self.chips.blockSignals(True)
        kept = self.chips.value()
        self.chips.set_options(options)
        self.chips.show_value(kept if kept in dict(options) else ALL)
        self.chips.blockSignals(was_blocked)
        self.save.setEnabled(bool(counts[Fate.REFUSED]) and chosen.sheet is not None)
        self.accept.setEnabled(self.can_take)
        self._show_before(chosen.before, _)
        self.alone.setVisible(chosen.is_judged_row_by_row)
        self.alone.setText(
            _(
                "The file has more than {most} rows: a corrected row is judged again, the others"
                " are not; all are judged once more when they are taken in.",
                most=grouped(JUDGED_AGAIN),
            )
        )

    def _show_before(self, before: ImportBatch | None, _: Texts) -> None:
        self.before.setVisible(before is not None)
        if before is not None:
            self.before.setText(
                _(
                    "This very file was taken in on {when} by {who}: {count} new rows.",
                    when=moment(before.imported_at, _.month_names),
                    who=before.imported_by,
                    count=before.accepted,
                )
            )

    @staticmethod
    def _fields(chosen: Chosen) -> list[str]:
        """Return the fields that are columns of the file."""
        return list(chosen.said.columns) if chosen.kind is not ImportKind.TARIFFS else []

    def _on_opened(self, _row: object) -> None:
        if not self.write_cell():
            self.form.start()

    def _on_written(self, row: PreviewRow, field: str, text: str) -> None:
        if text != row.given.cells.get(field, ""):
            self.corrected.emit(row.line, {field: text})

    def _show_rows(self) -> None:
        chosen, wanted = self._chosen, self.chips.value()
        rows: Sequence[PreviewRow] = chosen.rows if chosen else ()
        if wanted != ALL:
            rows = [row for row in rows if row.fate is wanted]
        self.model.set_rows(rows)
        self._on_row_changed(self.table.current_row())

    def _differences(self, row: PreviewRow, _: Texts) -> str:
        told = "; ".join(self._difference(one, _) for one in row.judged.differences)
        if row.fate is Fate.NEW and not told:
            # What is new differs from nothing: who it is says more.
            cells = (row.given.cells.get(name, "") for name in ("name", "category", "load_kw"))
            told = " · ".join(cell for cell in cells if cell)
        if row.judged.refusal is None:
            return told
        return f"{self._sentence(row.judged.refusal)} {told}".strip()

    def _sentence(self, refusal: Refusal) -> str:
        """Return why a row is refused, with the column as people call it."""
        if not isinstance(refusal, CellRefused):
            return self._desk.sentence(refusal)
        name = FIELDS.get(refusal.column)
        shown = self._desk.texts(name) if name else refusal.column
        return f"{shown}: {self._desk.sentence(refusal.refusal)}"

    @staticmethod
    def _difference(one: Difference, _: Texts) -> str:
        name = _(FIELDS[one.field]) if one.field in FIELDS else one.field
        # The same glyphs in both languages: from the old to the new.
        return f"{name}: {one.old} → {one.new}" if one.old else f"{name}: {one.new}"

    def _make_form(self, chosen: Chosen) -> None:
        """Make a field for each column of the file."""
        names = self._fields(chosen)
        self._column.removeWidget(self.form)
        self.form.hide()
        self.form.deleteLater()
        self.form = Form(undoes=True)
        for name in names:
            self.form.add(name, LineField(most=400, selects_all=True), FIELDS[name])
        self.form.retranslate(self._desk.texts)
        self.form.accept_requested.connect(self.correct)
        self.form.leave_requested.connect(self.table.setFocus)
        self._column.insertWidget(1, self.form)
        order = [self.table, *(self.form.field(name) for name in names), self.judge]
        for earlier, later in pairwise(order):
            QWidget.setTabOrder(earlier, later)

    def _on_row_changed(self, row: object) -> None:
        self._row = row if isinstance(row, PreviewRow) else None
        self._side.setVisible(self._row is not None)
        self._ask_likeness()
        if self._row is None:
            return
        _ = self._desk.texts
        self.heading.setText(
            _("Line {line}", line=self._row.line)
            + (f" · {self._row.subject}" if self._row.subject else "")
        )
        self.state.show_badge(fate_badge(self._row, _))
        self.facts.show_facts(
            [
                (_(FIELDS[one.field]) if one.field in FIELDS else one.field, _arrow(one))
                for one in self._row.judged.differences
            ]
        )
        self._show_cells(self._row.given.cells, self._row.judged.refusal)

    def _ask_likeness(self) -> None:
        """Have it looked whether who would be new is known already."""
        self.likeness.show_found(())
        is_of_people = self._chosen is not None and self._chosen.kind is ImportKind.CONSUMERS
        is_new = self._row is not None and self._row.fate is Fate.NEW
        self.newcomer_shown.emit(self._row if is_of_people and is_new else None)

    def _show_cells(self, cells: Mapping[str, str], refusal: Refusal | None) -> None:
        self.form.show_values({name: cells.get(name, "") for name in self.form.names})
        self.form.clear_problems()
        field = self._row.refused_field if self._row is not None else ""
        is_at_field = field in self.form.names
        sentence = "" if refusal is None else self._sentence(refusal)
        if is_at_field and self._is_in_form:
            self.form.show_problem(field, sentence)
        elif is_at_field:
            # Who walks through the list goes on walking.
            self.form.tell_problem(field, sentence)
        self.why.setText("" if is_at_field else sentence)
        self.why.setVisible(bool(self.why.text()))

    def _lay_out(self) -> None:
        head, buttons = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.addWidget(self.facts)
        self._column.addWidget(self.form)
        self._column.addStretch(1)
        self._side.body.addLayout(head)
        self._side.body.addWidget(self.why)
        self._side.body.addWidget(self.likeness)
        self._side.body.addWidget(scrolling(self._holder), 1)
        self._side.body.addWidget(self.judge)
        self._side.body.addWidget(self.alone)
        self._side.hide()
        upper = QWidget()
        lay_out_list_beside(
            upper,
            self.table,
            self._side,
            above=[self.chips],
            below=[self.before],
            shares=(13, 7),
            least_side_px=320,
        )
        buttons.addWidget(self.back)
        buttons.addWidget(self.save)
        buttons.addStretch(1)
        buttons.addWidget(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(upper, 1)
        column.addWidget(self.confirm)
        column.addLayout(buttons)


def _arrow(one: Difference) -> str:
    return f"{one.old} → {one.new}" if one.old else one.new
