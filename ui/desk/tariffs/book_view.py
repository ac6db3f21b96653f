"""The tariffs that hold, held and will: schedules at the left, at the right one through time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.tariff import Tariff, parse_tariffs
from domain.tariff_draft import TariffDraft
from domain.tariff_timeline import Schedule, Stretch
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ChoiceField, SegmentField
from ui.desk.kit.list_beside import lay_out_list_beside
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, EmptyState, Label, scrolling
from ui.desk.kit.table import Table
from ui.desk.tariffs.compared_facts import ComparedFacts
from ui.desk.tariffs.example_view import ExampleView
from ui.desk.tariffs.tables import (
    draft_badge,
    draft_columns,
    key_of_stretch,
    schedule_columns,
    stretch_columns,
)
from ui.desk.tariffs.timeline_bar import TimelineBar

SCHEDULES, DRAFTS = "schedules", "drafts"
_MOST_ROWS = 5


class BookView(QWidget):
    """Shows schedules and drafts, and says what is wanted with them."""

    schedule_changed = Signal(object)
    stretch_changed = Signal(object)
    compared_changed = Signal()
    draft_changed = Signal(object)
    draft_opened = Signal(object)
    list_changed = Signal()
    new_requested = Signal()
    successor_requested = Signal()
    file_requested = Signal()
    open_requested = Signal()
    duplicate_requested = Signal()
    delete_requested = Signal()
    export_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._theme, self._texts, self.today = desk.theme, desk.texts, desk.today()
        self._may_draft = False
        self._tariffs: Sequence[Tariff] = ()
        self.parts = SegmentField(look="chip")
        self.schedules = Table(desk.theme, "tariff_schedules")
        self.schedule_rows = ListTableModel(
            schedule_columns(lambda: self.today), desk.texts, self, key=lambda row: row.name
        )
        self.drafts = Table(desk.theme, "tariff_drafts")
        self.draft_rows = ListTableModel(draft_columns(), desk.texts, self, key=lambda row: row.id)
        self.stretches = Table(desk.theme, "tariff_versions")
        self.stretch_rows = ListTableModel(
            stretch_columns(lambda: self.today), desk.texts, self, key=key_of_stretch
        )
        self.line = TimelineBar(desk.theme)
        self.heading = Label("", "title", wraps=True)
        self.nothing = EmptyState(
            desk.theme,
            "file-text",
            N_("No tariff is in the books yet. Take one from a file, or write a draft."),
            N_("From a file"),
        )
        self.no_drafts = EmptyState(
            desk.theme,
            "pencil",
            N_("No draft is being written. Begin one from a version that holds, or an empty one."),
            N_("New draft"),
        )
        self.compare = ChoiceField(desk.theme)
        self.compare_label = Label(N_("Compare with"), "label")
        self.facts = ComparedFacts()
        #: What a draft says beside the version that it was begun from, once it can be read.
        self.draft_facts = ComparedFacts()
        self.example = ExampleView(desk)
        self.example_title = Label(N_("A worked month"), "heading")
        self.draft_note = Label("", "", wraps=True)
        self.successor = Button(
            desk.theme, N_("Draft a successor"), icon="copy", look="primary", key="Alt+N"
        )
        self.empty_draft = Button(desk.theme, N_("Empty draft"), icon="plus")
        self.from_file = Button(desk.theme, N_("From a file"), icon="folder-open", key="Alt+L")
        self.open_draft = Button(
            desk.theme, N_("Open the draft"), icon="pencil", look="primary", key="Enter"
        )
        self.duplicate = Button(desk.theme, N_("Duplicate"), icon="copy", key="Alt+2")
        self.delete = Button(desk.theme, N_("Delete"), icon="x", look="danger", key="Alt+X")
        self.export = Button(desk.theme, N_("Export"), icon="download", key="Alt+E")
        self._side = Card()
        self._of_version, self._of_draft = QWidget(), QWidget()
        self._lay_out()
        self._connect()

    # --- what is shown ----------------------------------------------------------------------

    @property
    def wants_drafts(self) -> bool:
        """Whether the drafts are looked at."""
        return bool(self.parts.value() == DRAFTS)

    @property
    def schedule(self) -> Schedule | None:
        row = self.schedules.current_row()
        return row if isinstance(row, Schedule) else None

    @property
    def version(self) -> Tariff | None:
        """The version that is read."""
        row = self.stretches.current_row()
        return row.version if isinstance(row, Stretch) else None

    @property
    def draft(self) -> TariffDraft | None:
        row = self.drafts.current_row()
        return row if isinstance(row, TariffDraft) else None

    def compared(self) -> Tariff | None:
        """Return the version that the one shown is compared with, if any."""
        wanted = self.compare.value()
        return next((one for one in self._tariffs if one.id == wanted), None)

    def show_rights(self, *, may_draft: bool) -> None:
        """Offer what who is here may do."""
        self._may_draft = may_draft
        for button in (self.successor, self.empty_draft, self.from_file, self.duplicate):
            button.setVisible(may_draft)
        self.delete.setVisible(may_draft)
        self.nothing.action.setVisible(may_draft)
        self.no_drafts.action.setVisible(may_draft)

    def show_book(
        self, schedules: Sequence[Schedule], drafts: Sequence[TariffDraft], today: date
    ) -> None:
        """Show what the books have."""
        self.today = today
        self._tariffs = [one for schedule in schedules for one in schedule.versions]
        self.schedule_rows.set_rows(schedules)
        self.draft_rows.set_rows(drafts)
        self._show_parts()
        for table, rows in ((self.schedules, schedules), (self.drafts, drafts)):
            if rows and table.currentIndex().row() < 0:
                table.go_to_place(0)
        self.show_list()

    def show_list(self) -> None:
        """Show the list that is chosen, and what is in use in it."""
        self.schedules.setVisible(not self.wants_drafts)
        self.drafts.setVisible(self.wants_drafts)
        self._of_version.setVisible(not self.wants_drafts)
        self._of_draft.setVisible(self.wants_drafts)
        self.successor.setVisible(self._may_draft and not self.wants_drafts)
        if self.wants_drafts:
            self._show_draft()
        else:
            self._show_schedule()

    def show_other_list(self) -> None:
        """Show the drafts in place of the schedules, or the other way round."""
        self.parts.show_value(SCHEDULES if self.wants_drafts else DRAFTS)
        (self.drafts if self.wants_drafts else self.schedules).setFocus()

    def go_to_draft(self, id_: str) -> None:
        """Show one of the drafts."""
        self.parts.show_value(DRAFTS)
        self.drafts.go_to(id_)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        parts = (
            *(self.schedule_rows, self.draft_rows, self.stretch_rows, self.nothing, self.example),
            *(self.no_drafts, self.compare_label, self.example_title, self.successor, self.export),
            *(self.empty_draft, self.from_file, self.open_draft, self.duplicate, self.delete),
        )
        for part in parts:
            part.retranslate(_)
        self.schedules.setAccessibleName(_("Schedules"))
        self.drafts.setAccessibleName(_("Drafts"))
        self.stretches.setAccessibleName(_("Versions of the schedule by date"))
        self.compare.setAccessibleName(_("Compare with"))
        self._show_parts()
        self.show_list()

    def show_facts(self) -> None:
        """Show what the version says, beside the one that it is compared with."""
        version, other = self.version, self.compared()
        self.facts.setVisible(version is not None)
        self.example.setVisible(version is not None)
        self.example_title.setVisible(version is not None)
        if version is not None:
            self.facts.show_versions(version, other, self._texts)

    def _show_parts(self) -> None:
        _ = self._texts
        self.parts.blockSignals(True)
        self.parts.set_options(
            [
                (SCHEDULES, _("Schedules {count}", count=len(self.schedule_rows.rows))),
                (DRAFTS, _("Drafts {count}", count=len(self.draft_rows.rows))),
            ]
        )
        self.parts.blockSignals(False)

    def _show_schedule(self) -> None:
        schedule = self.schedule
        self._side.setVisible(schedule is not None)
        if schedule is None:
            return
        self.heading.setText(f"{schedule.name} · {schedule.latest.category}")
        self.stretch_rows.set_rows(list(reversed(schedule.stretches)))
        self.line.show_stretches(schedule.stretches, self.today)
        rows = min(len(schedule.stretches), _MOST_ROWS) + 1
        self.stretches.setFixedHeight(self._theme.px(30) * rows + 4)
        self._offer_versions(schedule)
        if self.version is None or self.version.schedule != schedule.name:
            present = schedule.now(self.today).version or schedule.latest
            self.stretches.go_to(present.id)
        self.show_facts()

    def _offer_versions(self, schedule: Schedule) -> None:
        """Offer the versions to compare with, those of the same schedule first."""
        own = [one for one in self._tariffs if one.schedule == schedule.name]
        rest = [one for one in self._tariffs if one.schedule != schedule.name]
        self.compare.blockSignals(True)
        self.compare.set_options(
            [("", self._texts("nothing")), *((one.id, _version_name(one)) for one in own + rest)]
        )
        self.compare.blockSignals(False)

    def _show_draft(self) -> None:
        draft, _ = self.draft, self._texts
        self._side.setVisible(draft is not None)
        if draft is None:
            return
        self.heading.setText(draft.title or _("Draft without a name"))
        changed = formats.moment(draft.changed_at, _.month_names)
        sentences = [
            str(draft_badge(draft, _)),
            _("Changed by {name}, {at}", name=draft.changed_by, at=changed),
        ]
        if draft.based_on:
            sentences.append(_("Begun from {version}", version=draft.based_on))
        if draft.note:
            sentences.append(_("Put aside: {note}", note=draft.note))
        self.draft_note.setText("\n".join(sentences))
        tariffs, _faults = parse_tariffs({"tariffs": [draft.document]})
        self.draft_facts.setVisible(bool(tariffs))
        if tariffs:
            before = next((one for one in self._tariffs if one.id == draft.based_on), None)
            self.draft_facts.show_versions(tariffs[0], before, _)
        self.delete.setVisible(self._may_draft and not draft.is_waiting)

    # --- layout -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.schedules.show_model(self.schedule_rows)
        self.drafts.show_model(self.draft_rows)
        self.stretches.show_model(self.stretch_rows)
        self.schedules.set_empty(self.nothing)
        self.drafts.set_empty(self.no_drafts)
        lists = QWidget()
        column = QVBoxLayout(lists)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.schedules, 1)
        column.addWidget(self.drafts, 1)
        self._fill_side()
        lay_out_list_beside(
            self,
            lists,
            self._side,
            above=[self.parts],
            below=[self._beginnings()],
            shares=(10, 11),
            least_side_px=380,
        )

    def _beginnings(self) -> QWidget:
        """Return the ways in which a draft begins."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.empty_draft)
        row.addWidget(self.from_file)
        row.addStretch(1)
        return holder

    def _fill_side(self) -> None:
        self._fill_version()
        self._fill_draft()
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.successor, 0, Qt.AlignmentFlag.AlignTop)
        self._side.body.addLayout(head)
        for part in (self._of_version, self._of_draft):
            self._side.body.addWidget(part, 1)

    def _fill_version(self) -> None:
        told = QWidget()
        scrolled = QVBoxLayout(told)
        scrolled.setContentsMargins(0, 0, 8, 0)
        scrolled.setSpacing(10)
        for part in (self.facts, self.example_title, self.example):
            scrolled.addWidget(part)
        scrolled.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.compare_label)
        row.addWidget(self.compare, 1)
        column = QVBoxLayout(self._of_version)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        column.addWidget(self.stretches)
        column.addLayout(row)
        column.addWidget(scrolling(told), 1)

    def _fill_draft(self) -> None:
        column = QVBoxLayout(self._of_draft)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.draft_note)
        for some in ((self.open_draft, self.duplicate), (self.export, self.delete)):
            buttons = QHBoxLayout()
            for button in some:
                buttons.addWidget(button)
            buttons.addStretch(1)
            column.addLayout(buttons)
        told = QWidget()
        inner = QVBoxLayout(told)
        inner.setContentsMargins(0, 8, 8, 0)
        inner.addWidget(self.draft_facts)
        inner.addStretch(1)
        column.addWidget(scrolling(told), 1)

    def _connect(self) -> None:
        self.parts.changed.connect(self.show_list)
        self.parts.changed.connect(self.list_changed)
        self.schedules.row_changed.connect(self._on_schedule)
        self.stretches.row_changed.connect(self._on_stretch)
        self.drafts.row_changed.connect(self._on_draft)
        self.drafts.opened.connect(self.draft_opened)
        self.compare.changed.connect(self._on_compared)
        for button, signal in (
            (self.successor, self.successor_requested),
            (self.empty_draft, self.new_requested),
            (self.from_file, self.file_requested),
            (self.open_draft, self.open_requested),
            (self.duplicate, self.duplicate_requested),
            (self.delete, self.delete_requested),
            (self.export, self.export_requested),
        ):
            button.clicked.connect(signal)
        self.nothing.action_requested.connect(self.file_requested)
        self.no_drafts.action_requested.connect(self.new_requested)

    def _on_schedule(self, row: object) -> None:
        if not self.wants_drafts:
            self._show_schedule()
        self.schedule_changed.emit(row)

    def _on_stretch(self, row: object) -> None:
        self.show_facts()
        self.stretch_changed.emit(row)

    def _on_compared(self) -> None:
        self.show_facts()
        self.compared_changed.emit()

    def _on_draft(self, row: object) -> None:
        if self.wants_drafts:
            self._show_draft()
        self.draft_changed.emit(row)


def _version_name(version: Tariff) -> str:
    return f"{version.id} · {version.category}"
