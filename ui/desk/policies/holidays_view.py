"""The holidays of a year: the list, a line to add one, and the state's own list to fill it from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain import formats
from domain.policy_book import Holiday
from resources.texts import N_, Texts
from ui.desk.kit.columns import Column
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import DateField, LineField, WholeNumberField
from ui.desk.kit.form import Form
from ui.desk.kit.list_beside import lay_out_list_beside
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, ConfirmStrip, EmptyState, Label
from ui.desk.kit.table import Table
from ui.lasting_words import WEEKDAYS

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_YEAR_PX = 74
_MOST_NAME = 120

_COLUMNS: Sequence[Column] = (
    Column(
        "day",
        N_("Day"),
        lambda row, _: formats.day(row.day, _.month_names),
        width=104,
        is_sortable=True,
        is_strong=True,
    ),
    Column(
        "weekday",
        N_("Weekday"),
        lambda row, _: _(WEEKDAYS[row.day.weekday()]),
        width=106,
        gives_way=1,
    ),
    Column("name", N_("Holiday"), lambda row, _: row.name, width=160, stretches=True),
    Column("source", N_("Source"), lambda row, _: row.source, width=150, gives_way=2),
)


class HolidaysView(QWidget):
    """Shows the holidays of a year; says which are wanted."""

    year_changed = Signal()
    add_requested = Signal()
    remove_requested = Signal()
    fill_requested = Signal()
    leave_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._texts = desk, desk.texts
        theme = desk.theme
        self.earlier = Button(theme, icon="chevron-left", look="quiet")
        self.year = WholeNumberField(_FIRST_YEAR, _LAST_YEAR)
        self.year.setObjectName("year")
        self.later = Button(theme, icon="chevron-right", look="quiet")
        self.year.show_value(desk.today().year)
        self.fill = Button(theme, N_("Fill from the state's list"), icon="download", key="Alt+L")
        self.remove = Button(theme, N_("Remove"), look="danger", key="Alt+X")
        self.strip = ConfirmStrip(theme)
        self.model = ListTableModel(_COLUMNS, desk.texts, self, key=lambda row: row.day)
        self.table = Table(theme, "holidays")
        self.table.show_model(self.model)
        self.empty = EmptyState(
            theme,
            "calendar-days",
            N_("No holidays of this year are known: every day would count as a working day."),
            N_("Fill from the state's list"),
        )
        self.table.set_empty(self.empty)
        self.form = Form()
        self.form.add("day", DateField(desk.today, desk.texts), N_("Day"))
        self.form.add("name", LineField(most=_MOST_NAME), N_("Name of the holiday"))
        self.heading = Label(N_("Add a holiday"), "heading")
        self.add = Button(theme, N_("Add"), icon="plus", look="primary", key="Ctrl+A")
        self._side = Card()
        self._lay_out()
        self._connect()

    def wanted_year(self) -> int:
        """Return the year; a refusal where what is typed is none."""
        year = self.year.value()
        return year if year is not None else self._desk.today().year

    @property
    def holiday(self) -> Holiday | None:
        """The holiday in use in the list."""
        row = self.table.current_row()
        return row if isinstance(row, Holiday) else None

    def show_holidays(self, holidays: Sequence[Holiday]) -> None:
        """Show the holidays of the year."""
        self.model.set_rows(holidays)
        if holidays and self.table.currentIndex().row() < 0:
            self.table.go_to_place(0)
        self.remove.setEnabled(bool(holidays))

    def show_rights(self, *, may_change: bool) -> None:
        """Offer to change the list, or do not."""
        for part in (self._side, self.fill, self.remove, self.empty.action):
            part.setVisible(may_change)

    def clear(self) -> None:
        """Make the form empty for the next one."""
        self.form.show_values({"day": None, "name": ""})

    def start(self) -> None:
        """Put the focus into the list."""
        self.table.setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for button in (self.fill, self.remove, self.add):
            button.retranslate(_)
        self.model.retranslate(_)
        self.empty.retranslate(_)
        self.heading.retranslate(_)
        self.form.retranslate(_)
        self.form.field("day").retranslate(_)
        self.year.setAccessibleName(_("Year"))
        self.table.setAccessibleName(_("Holidays"))
        for button, name in ((self.earlier, _("Year before")), (self.later, _("Year after"))):
            button.setAccessibleName(name)
            button.setToolTip(name)

    def _step(self, by: int) -> None:
        year = self.wanted_year() + by
        if _FIRST_YEAR <= year <= _LAST_YEAR:
            self.year.show_value(year)
            self.year_changed.emit()

    def _connect(self) -> None:
        self.year.editingFinished.connect(self.year_changed)
        self.form.accept_requested.connect(self.add_requested)
        self.form.leave_requested.connect(self.leave_requested)
        self.empty.action_requested.connect(self.fill_requested)
        for button, does in (
            (self.earlier, lambda: self._step(-1)),
            (self.later, lambda: self._step(1)),
            (self.fill, self.fill_requested.emit),
            (self.remove, self.remove_requested.emit),
            (self.add, self.add_requested.emit),
        ):
            button.clicked.connect(lambda _checked=False, does=does: does())

    def _lay_out(self) -> None:
        self.year.setFixedWidth(self._desk.theme.px(_YEAR_PX))
        self._side.body.addWidget(self.heading)
        self._side.body.addWidget(self.form)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.add)
        self._side.body.addLayout(row)
        self._side.body.addStretch(1)
        self._side.body.addWidget(self.fill)
        lay_out_list_beside(
            self,
            self.table,
            self._side,
            above=[self.earlier, self.year, self.later, self.remove],
            below=[self.strip],
            shares=(8, 4),
            least_side_px=270,
        )
