"""A worked example beside a tariff: what a month of so many units at such a load comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from domain.formats import rupees
from domain.money import Money
from domain.rating import LINES
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ThousandthsField
from ui.desk.kit.form import Form
from ui.desk.kit.parts import Label, hairline
from ui.desk.kit.theme import set_look
from ui.impact_words import change_words
from ui.tariff_words import LINE_NAMES

#: What a household often uses in a month, and its load.
USUAL_WH, USUAL_LOAD_W = 150_000, 2_000
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TAKEN_OFF = frozenset({"subsidy", "rebate"})


@dataclass(frozen=True, slots=True)
class Worked:
    """A month by one tariff: its name, and its lines in paise; None while it has faults."""

    name: str
    lines: Mapping[str, int] | None


class ExampleView(QWidget):
    """Asks for units and load, and shows the month by one tariff, or by two beside each other."""

    #: Other units or another load are wanted.
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._texts = desk.texts
        self._shown: Sequence[Worked] = ()
        self.form = Form(columns=2)
        self.form.add("units", ThousandthsField(), N_("Units in the month"))
        self.form.add("load", ThousandthsField(), N_("Load in kW"))
        self.form.show_values({"units": USUAL_WH, "load": USUAL_LOAD_W})
        self.note = Label("", "muted", wraps=True)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.form, self._table, self.note):
            column.addWidget(part)
        column.addStretch(1)
        self.form.changed.connect(lambda _name: self.changed.emit())

    def asked(self) -> tuple[int, int] | None:
        """Return the units (Wh) and the load (W) that are asked about, None while they are none."""
        values, refusals = self.form.read()
        if refusals or values.get("units") is None or not values.get("load"):
            return None
        return int(values["units"]), int(values["load"])

    def show_problem(self, sentence: str) -> None:
        """Say why there is no example."""
        self.note.setText(sentence)
        self.note.show_tone("bad" if sentence else "")

    def show_worked(self, worked: Sequence[Worked]) -> None:
        """Show the month by these tariffs; of two the difference as well."""
        self._shown = worked
        self.show_problem("")
        self._fill()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        self.form.retranslate(_)
        self._fill()

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        months = [one.lines for one in self._shown if one.lines is not None]
        if months:
            self._fill_heads()
            self._fill_lines(months)

    def _fill_heads(self) -> None:
        names = [one.name for one in self._shown if one.lines is not None]
        heads = [*names, self._texts("Difference")] if len(names) > 1 else names
        for column, name in enumerate(heads, 1):
            self._put(0, column, name, "label")
        self._grid.addWidget(hairline(), 1, 0, 1, len(heads) + 1)

    def _fill_lines(self, months: Sequence[Mapping[str, int]]) -> None:
        lines = [line for line in LINES if line == "total" or any(month[line] for month in months)]
        for row, line in enumerate(lines, 2):
            look = "strong" if line == "total" else ""
            sign = -1 if line in _TAKEN_OFF else 1
            self._put(row, 0, self._texts(LINE_NAMES[line]), look)
            for column, month in enumerate(months, 1):
                self._put(row, column, rupees(Money(sign * month[line])), look)
            if len(months) > 1:
                change = sign * (months[1][line] - months[0][line])
                self._put(row, 3, change_words(change) if change else "-", look, _tone(change))

    def _put(self, row: int, column: int, text: str, look: str, tone: str = "") -> None:
        label = Label("", look)
        label.setText(text)
        if column:
            label.setAlignment(_RIGHT)
        set_look(label, look, tone=tone)
        self._grid.addWidget(label, row, column)


def _tone(change: int) -> str:
    if change == 0:
        return ""
    return "bad" if change > 0 else "good"
