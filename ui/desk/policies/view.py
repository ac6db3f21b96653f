"""The Policies page: versions and the one being written, dry run, holidays, protections."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from resources.texts import Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.paged_table import PagedTableModel
from ui.desk.kit.theme import set_look
from ui.desk.policies.dry_run_view import DryRunView
from ui.desk.policies.form_view import PolicyFormView
from ui.desk.policies.holidays_view import HolidaysView
from ui.desk.policies.protections_view import ProtectionsView
from ui.desk.policies.rules_view import RulesView


class Part(IntEnum):
    """The parts of the page, as they stand side by side."""

    RULES = 0
    DRY_RUN = 1
    HOLIDAYS = 2
    PROTECTIONS = 3


class PoliciesView(QWidget):
    """Holds the parts; the form takes the place of the versions while one is written."""

    def __init__(self, desk: Desk, held: PagedTableModel) -> None:
        super().__init__()
        set_look(self, "window")
        self.rules = RulesView(desk)
        self.form = PolicyFormView(desk)
        self.dry_run = DryRunView(desk, held)
        self.holidays = HolidaysView(desk)
        self.protections = ProtectionsView(desk)
        self._versions = QStackedWidget()
        self._versions.addWidget(self.rules)
        self._versions.addWidget(self.form)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for part in (self._versions, self.dry_run, self.holidays, self.protections):
            self.tabs.addTab(_spaced(part), "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs, 1)

    @property
    def part(self) -> Part:
        """Which part is shown."""
        return Part(self.tabs.currentIndex())

    @property
    def is_writing(self) -> bool:
        """Whether a version is being written, in place of the list."""
        return self._versions.currentIndex() == 1

    def show_part(self, part: Part) -> None:
        """Bring a part up."""
        self.tabs.setCurrentIndex(part)

    def show_form(self) -> None:
        """Show the version that is being written."""
        self.show_part(Part.RULES)
        self._versions.setCurrentIndex(1)

    def show_rules(self) -> None:
        """Show the versions again."""
        self._versions.setCurrentIndex(0)

    def start(self) -> None:
        """Put the focus where work begins in the part that is shown."""
        starts = {
            Part.RULES: self.form.start if self.is_writing else self.rules.table.setFocus,
            Part.DRY_RUN: self.dry_run.start,
            Part.HOLIDAYS: self.holidays.start,
            Part.PROTECTIONS: self.protections.start,
        }
        starts[self.part]()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.rules, self.form, self.dry_run, self.holidays, self.protections):
            part.retranslate(_)
        for place, words in enumerate(
            (_("Policies by date"), _("Dry run"), _("Holidays"), _("Protections"))
        ):
            self.tabs.setTabText(place, words)
        self.tabs.tabBar().setAccessibleName(_("Parts of the page"))


def _spaced(part: QWidget) -> QWidget:
    """Return a part with a little room between it and the tabs."""
    holder = QWidget()
    set_look(holder, "window")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 8, 0, 0)
    column.addWidget(part)
    return holder
