"""The second step: which column means what, with its first texts, or one value for all rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from domain.import_columns import (
    CONSTANTS,
    DAYS,
    INSTANTS,
    ColumnsSaid,
    fields_of,
    is_order_open,
    needed_of,
    samples,
)
from domain.import_sheet import ImportSheet
from domain.importing import ImportKind
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ChoiceField, LineField, SegmentField
from ui.desk.kit.form import Form
from ui.desk.kit.parts import Button, Card, ElidedLabel, Label, scrolling
from ui.import_words import FIELDS

#: The choice of one value for all rows; no heading is called so, as headings are stripped.
_FOR_ALL = " for all "
_SAMPLE_CHARACTERS, _WIDEST = 28, 520
_MOST_HEADING_LINE = 40
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1252": "Windows-1252",
}


class ColumnsView(QWidget):
    """Shows what the columns are taken for, and lets it be said otherwise."""

    accepted = Signal()
    back_requested = Signal()
    #: Another sheet, line of headings or encoding is wanted: all three.
    read_again_requested = Signal(int, int, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._sheet: ImportSheet | None = None
        self._kind = ImportKind.CONSUMERS
        self.file = ElidedLabel("title")
        self.read_as = Label("", "muted", wraps=True)
        self.note = Label(
            N_("Files with the same headings are read the same way from now on."), "muted"
        )
        self.sheets, self.line = ChoiceField(desk.theme), ChoiceField(desk.theme)
        self.encodings = ChoiceField(desk.theme)
        self.encodings_label = Label(N_("Letters read as"), "muted")
        self.sheets_label = Label(N_("Sheet"), "muted")
        self.line_label = Label(N_("Headings stand in line"), "muted")
        self.days = SegmentField(look="chip")
        self.days_label = Label(N_("03/04 in this file is"), "strong")
        self.days_problem = Label("", "problem", wraps=True)
        self.form = Form(columns=2)
        self.fields: dict[str, ChoiceField] = {}
        self.values: dict[str, LineField] = {}
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.addWidget(self.form)
        self._area: QScrollArea = scrolling(self._holder)
        self.accept = Button(desk.theme, N_("Look at the rows"), look="primary", key="Ctrl+A")
        self.back = Button(desk.theme, N_("Back"), icon="arrow-left", key="Esc")
        self._lay_out()
        self.accept.clicked.connect(lambda _checked=False: self.accepted.emit())
        self.back.clicked.connect(lambda _checked=False: self.back_requested.emit())
        self.sheets.changed.connect(self._on_reading_changed)
        self.line.changed.connect(self._on_reading_changed)
        self.encodings.changed.connect(self._on_reading_changed)

    def show_sheet(self, sheet: ImportSheet, said: ColumnsSaid, kind: ImportKind) -> None:
        """Show what the columns of a sheet are taken for."""
        self._sheet, self._kind = sheet, kind
        self._make_form()
        self.show_reading()
        values: dict[str, Any] = {}
        for name in fields_of(kind):
            values[name] = said.columns.get(name, "")
            constant = said.constants.get(name, "")
            if constant and not values[name]:
                values[name] = _FOR_ALL
            if name in self.values:
                values[_of_all(name)] = constant
        self.form.show_values(values)
        self._show_days(said)
        for name in fields_of(kind):
            self._show_sample(name)
        self.form.start()
        # The focus scrolled to where the field stood before the new form was laid out.
        self._area.verticalScrollBar().setValue(0)

    def said(self) -> ColumnsSaid:
        """Return what is said of the columns now."""
        columns, constants = {}, {}
        for name, choice in self.fields.items():
            heading = choice.value()
            if heading == _FOR_ALL:
                constants[name] = str(self.values[name].value())
            elif heading:
                columns[name] = str(heading)
        return ColumnsSaid(columns, constants, self.days.value())

    def show_problems(self, sentences: Mapping[str, str]) -> None:
        """Say at each field what is wrong, and go to the first; under no name, at the dates."""
        at_days = sentences.get("", "")
        self.days_problem.setText(at_days)
        self.days_problem.setVisible(bool(at_days))
        if at_days:
            self._ask_days()
        at_fields = {self._where(name): words for name, words in sentences.items() if name}
        self.form.show_problems(at_fields)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        labels = (self.sheets_label, self.line_label, self.encodings_label, self.days_label)
        parts = (self.note, *labels)
        for part in (*parts, self.form, self.accept, self.back):
            part.retranslate(_)
        self.sheets.setAccessibleName(_("Sheet"))
        self.line.setAccessibleName(_("Headings stand in line"))
        self.encodings.setAccessibleName(_("Letters read as"))
        self.days.setAccessibleName(_("03/04 in this file is"))
        self.show_reading()

    def _where(self, name: str) -> str:
        """Return what the form calls the field in which a fault is mended."""
        return _of_all(name) if self.fields[name].value() == _FOR_ALL else name

    def _make_form(self) -> None:
        """Make the fields of a kind anew."""
        self._column.removeWidget(self.form)
        self.form.hide()
        self.form.deleteLater()
        self.form = Form(columns=2)
        self.fields, self.values = {}, {}
        for name in fields_of(self._kind):
            self.fields[name] = ChoiceField(self._desk.theme)
            self.fields[name].setMaximumWidth(self._desk.theme.px(_WIDEST))
            can_be_said = name in CONSTANTS
            self.form.add(name, self.fields[name], FIELDS[name], span=1 if can_be_said else 2)
            if can_be_said:
                self.values[name] = LineField(most=400)
                self.form.add(_of_all(name), self.values[name], N_("The value for all rows"))
        self._offer(self._desk.texts)
        self.form.retranslate(self._desk.texts)
        self.form.changed.connect(self._on_changed)
        self.form.accept_requested.connect(self.accepted)
        self.form.leave_requested.connect(self.back_requested)
        self._column.addWidget(self.form)

    def _offer(self, _: Texts) -> None:
        headings = self._sheet.headings if self._sheet else ()
        needed = needed_of(self._kind)
        for name, choice in self.fields.items():
            none = _("choose …") if name in needed else _("not in this file")
            options = [("", none), *((heading, heading) for heading in headings)]
            if name in CONSTANTS:
                options.append((_FOR_ALL, _("one value for all rows …")))
            choice.set_options(options)

    def show_reading(self) -> None:
        """Show how the file is read: sheet, line of headings, encoding."""
        _, sheet = self._desk.texts, self._sheet
        if sheet is None:
            return
        self.file.setText(sheet.file.name)
        told = [_("{count} rows", count=len(sheet.rows))]
        self.read_as.setText(" · ".join(told))
        self._offer(_)
        for choice, options in (
            (self.sheets, list(enumerate(sheet.sheets))),
            (self.line, self._lines(_)),
            (self.encodings, list(_ENCODINGS.items())),
        ):
            choice.blockSignals(True)
            choice.set_options(options)
            choice.blockSignals(False)
        for choice, value in (
            (self.sheets, sheet.sheet),
            (self.line, sheet.heading_line),
            (self.encodings, sheet.encoding),
        ):
            choice.blockSignals(True)
            choice.show_value(value)
            choice.blockSignals(False)
        has_sheets = len(sheet.sheets) > 1
        self.sheets.setVisible(has_sheets)
        self.sheets_label.setVisible(has_sheets)
        for part in (self.encodings, self.encodings_label):
            part.setVisible(bool(sheet.encoding))

    def _lines(self, _: Texts) -> Sequence[tuple[int, str]]:
        last = max(_MOST_HEADING_LINE, self._sheet.heading_line if self._sheet else 0)
        return [(0, _("none")), *((line, str(line)) for line in range(1, last + 1))]

    def _show_days(self, said: ColumnsSaid) -> None:
        has_days = any(name in DAYS | INSTANTS for name in said.columns)
        is_local = self._sheet is not None and (
            said.is_day_first is not None or is_order_open(self._sheet, said) is not None
        )
        for part in (self.days, self.days_label):
            part.setVisible(has_days and is_local)
        self.days_problem.hide()
        _ = self._desk.texts
        options: list[tuple[bool | None, str]] = [(True, _("3 April")), (False, _("March 4"))]
        if said.is_day_first is None:
            options.append((None, _("not said yet")))
        self.days.set_options(options)
        self.days.show_value(said.is_day_first)

    def _ask_days(self) -> None:
        for part in (self.days, self.days_label):
            part.show()
        self.days.setFocus()

    def _on_changed(self, field: str) -> None:
        if field in self.fields:
            self._show_sample(field)

    def _show_sample(self, name: str) -> None:
        """Show the first texts of a column below its field, or the value for all rows."""
        heading = self.fields[name].value()
        is_for_all = heading == _FOR_ALL
        if name in self.values:
            self.form.show_field(_of_all(name), is_for_all)
        texts: Sequence[str] = ()
        if self._sheet is not None and heading and not is_for_all:
            texts = samples(self._sheet, str(heading))
        self.form.show_note(name, " · ".join(text[:_SAMPLE_CHARACTERS] for text in texts))

    def _on_reading_changed(self) -> None:
        if self._sheet is not None:
            self.read_again_requested.emit(
                self.sheets.value() or 0, self.line.value() or 0, self.encodings.value() or ""
            )

    def _lay_out(self) -> None:
        card = Card()
        head, reading, buttons = QHBoxLayout(), QGridLayout(), QHBoxLayout()
        head.addWidget(self.file, 1)
        head.addWidget(self.read_as)
        for place, (label, field) in enumerate(
            (
                (self.sheets_label, self.sheets),
                (self.line_label, self.line),
                (self.encodings_label, self.encodings),
                (self.days_label, self.days),
            )
        ):
            # Two beside each other: four would be wider than a small screen.
            line, pair = divmod(place, 2)
            reading.addWidget(label, line, 2 * pair)
            reading.addWidget(field, line, 2 * pair + 1)
        reading.setColumnStretch(4, 1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.note, 1)
        buttons.addWidget(self.accept)
        card.body.addLayout(head)
        card.body.addLayout(reading)
        card.body.addWidget(self.days_problem)
        card.body.addWidget(self._area, 1)
        card.body.addLayout(buttons)
        self.days_problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, 1)


def _of_all(name: str) -> str:
    return f"{name} for all"
