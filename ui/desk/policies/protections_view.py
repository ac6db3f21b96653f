"""The protections: whom nobody may cut, by what proof and until when, and a form for a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from domain import formats
from domain.protection import Protection, ProtectionKind, Scope
from resources.texts import N_, Texts
from ui.desk.kit.columns import Badge, Column
from ui.desk.kit.desk import Desk
from ui.desk.kit.facts import Facts
from ui.desk.kit.fields import ChoiceField, DateField, LineField, SegmentField
from ui.desk.kit.form import Form
from ui.desk.kit.list_beside import lay_out_list_beside
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, EmptyState, Label, Pill, scrolling
from ui.desk.kit.table import Table
from ui.policy_words import kind_word, scope_word, whom_words

#: What ends within so many days is about to run out.
SOON = timedelta(days=14)
HOLDING, ALL = "holding", "all"
_MOST_WHOM, _MOST_PROOF = 60, 300


def protection_badge(row: Protection, today: date, _: Texts) -> Badge:
    """Return how a protection stands today."""
    if row.ended_on is not None and row.ended_on <= today:
        return Badge("○", _("Taken back"), "muted")
    if row.last < today:
        return Badge("○", _("Run out"), "muted")
    if row.first > today:
        return Badge("◐", _("Still to come"), "accent")
    if row.last - today <= SOON:
        return Badge("▲", _("Runs out soon"), "warning")
    return Badge("●", _("Holds"), "good")


def is_over(row: Protection, today: date) -> bool:
    """Whether a protection does not hold any more."""
    return row.last < today or (row.ended_on is not None and row.ended_on <= today)


def _columns(view: ProtectionsView) -> Sequence[Column]:
    return (
        Column(
            "last",
            N_("Until"),
            lambda row, _: formats.day(row.last, _.month_names),
            width=104,
            is_sortable=True,
            is_strong=True,
        ),
        Column(
            "state",
            N_("Standing"),
            width=132,
            badge=lambda row, _: protection_badge(row, view.today, _),
        ),
        Column("kind", N_("Why"), lambda row, _: kind_word(row.kind, _), width=124),
        Column("whom", N_("Whom"), whom_words, width=136, stretches=True),
        Column("proof", N_("Proof"), lambda row, _: row.proof, width=170, gives_way=1),
    )


class ProtectionsView(QWidget):
    """Shows protections, and says what is wanted of them."""

    filter_changed = Signal()
    new_requested = Signal()
    accept_requested = Signal()
    end_requested = Signal()
    leave_requested = Signal()
    consumer_requested = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._texts = desk, desk.texts
        theme = desk.theme
        self._shown: Protection | None = None
        self.which = SegmentField(look="chip")
        self.new = Button(theme, N_("Protect"), icon="shield-check", look="primary", key="Alt+N")
        self.model = ListTableModel(_columns(self), desk.texts, self, key=lambda row: row.id)
        self.table = Table(theme, "protections")
        self.table.show_model(self.model)
        self.empty = EmptyState(
            theme,
            "shield-check",
            N_(
                "Nobody is protected. Hospitals, life support, a court's stay, an open dispute:"
                " whom nobody may cut stands here, with the proof and until when."
            ),
            N_("Protect"),
        )
        self.table.set_empty(self.empty)
        self.heading = Label("", "heading", wraps=True)
        self.state = Pill()
        self.facts = Facts()
        self.end = Button(theme, N_("End it"), look="danger", key="Alt+X")
        self.form = Form()
        self.form_heading = Label(N_("Protect from disconnection"), "heading")
        self.accept = Button(theme, N_("Protect"), icon="check", look="primary", key="Ctrl+A")
        self.problem = Label("", "problem", wraps=True)
        self._sides = QStackedWidget()
        self._side = Card()
        self._add_fields()
        self._lay_out()
        self._connect()

    @property
    def today(self) -> date:
        return self._desk.today()

    @property
    def protection(self) -> Protection | None:
        """The protection in use in the list."""
        return self._shown

    @property
    def is_writing(self) -> bool:
        """Whether the form for a new one is open."""
        return self._sides.currentIndex() == 1 and not self._side.isHidden()

    @property
    def wants_all(self) -> bool:
        """Whether those are wanted too that hold no more."""
        return bool(self.which.value() == ALL)

    def show_protections(self, rows: Sequence[Protection]) -> None:
        """Show protections, in this order."""
        self.model.set_rows(rows)
        if rows and self.table.currentIndex().row() < 0:
            self.table.go_to_place(0)
        self._show_row(self.table.current_row())

    def show_rights(self, *, may_protect: bool) -> None:
        """Offer to protect, or do not."""
        for part in (self.new, self.empty.action, self.end):
            part.setVisible(may_protect)

    def show_form(self, *, whom: str = "") -> None:
        """Open the form for a new one, empty but for whom."""
        today = self.today
        self.form.show_values(
            {
                "scope": Scope.CONSUMER,
                "whom": whom,
                "kind": ProtectionKind.HOSPITAL,
                "proof": "",
                "first": today,
                "last": None,
            }
        )
        self.go_on()

    def go_on(self) -> None:
        """Open the form as it was left."""
        self.show_problem("")
        self._sides.setCurrentIndex(1)
        self._side.show()
        self._show_whom()
        self.form.start()

    def close_form(self) -> None:
        """Show the protection in use again."""
        self._sides.setCurrentIndex(0)
        self._show_row(self.table.current_row())
        self.table.setFocus()

    def show_problem(self, sentence: str) -> None:
        """Say at the button what is wrong with the whole."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def start(self) -> None:
        """Put the focus where work begins."""
        self.table.setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        self.which.set_options([(HOLDING, _("Not over")), (ALL, _("All"))])
        self.which.setAccessibleName(_("Which protections"))
        self.form.field("scope").set_options([(one, scope_word(one, _)) for one in Scope])
        self.form.field("kind").set_options([(one, kind_word(one, _)) for one in ProtectionKind])
        self.form.retranslate(_)
        for name in ("first", "last"):
            self.form.field(name).retranslate(_)
        for button in (self.new, self.end, self.accept):
            button.retranslate(_)
        self.model.retranslate(_)
        self.empty.retranslate(_)
        self.form_heading.retranslate(_)
        self.table.setAccessibleName(_("Protections"))
        self._show_whom()
        self._show_row(self._shown)

    def _show_row(self, row: object) -> None:
        _ = self._texts
        self._shown = shown = row if isinstance(row, Protection) else None
        if shown is None:
            self._side.setVisible(self._sides.currentIndex() == 1)
            return
        self._side.show()
        self.heading.setText(whom_words(shown, _))
        self.state.show_badge(protection_badge(shown, self.today, _))
        self.end.setEnabled(not is_over(shown, self.today))
        day, moment = formats.day, formats.moment
        facts = [
            (_("Why"), kind_word(shown.kind, _)),
            (_("Proof"), shown.proof),
            (_("From"), day(shown.first, _.month_names)),
            (_("Until"), day(shown.last, _.month_names)),
            (_("Recorded by"), shown.recorded_by),
            (_("Recorded at"), moment(shown.recorded_at, _.month_names)),
        ]
        if shown.ended_on is not None:
            facts += [
                (_("Taken back on"), day(shown.ended_on, _.month_names)),
                (_("Taken back by"), shown.ended_by),
                (_("Reason"), shown.end_reason),
            ]
        self.facts.show_facts(facts)

    def _show_whom(self) -> None:
        _, scope = self._texts, self.form.field("scope").value()
        words = {
            Scope.CONSUMER: _("Consumer number"),
            Scope.FEEDER: _("Feeder"),
            Scope.SCHEDULE: _("Tariff schedule, such as UP-LMV1"),
        }
        self.form.show_field("whom", scope in words)
        if scope in words:
            self.form.name_field("whom", words[scope])

    def _add_fields(self) -> None:
        theme, desk = self._desk.theme, self._desk
        self.form.add("scope", ChoiceField(theme), N_("Who is protected"))
        self.form.add("whom", LineField(most=_MOST_WHOM), N_("Consumer number"))
        self.form.add("kind", ChoiceField(theme), N_("Why"))
        self.form.add(
            "proof",
            LineField(most=_MOST_PROOF),
            N_("Proof"),
            hint=N_("such as order 12/2026 of the District Court"),
        )
        self.form.add("first", DateField(desk.today, desk.texts), N_("From"))
        self.form.add("last", DateField(desk.today, desk.texts), N_("Until, this day included"))

    def _connect(self) -> None:
        self.table.row_changed.connect(self._show_row)
        self.table.opened.connect(self._on_opened)
        self.which.changed.connect(self.filter_changed)
        self.form.changed.connect(lambda name: self._show_whom() if name == "scope" else None)
        self.form.accept_requested.connect(self.accept_requested)
        self.form.leave_requested.connect(self.leave_requested)
        self.empty.action_requested.connect(self.new_requested)
        for button, signal in (
            (self.new, self.new_requested),
            (self.end, self.end_requested),
            (self.accept, self.accept_requested),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())

    def _on_opened(self, row: Protection) -> None:
        if row.scope is Scope.CONSUMER:
            self.consumer_requested.emit(row.whom)

    def _lay_out(self) -> None:
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.state)
        column.addLayout(head)
        column.addWidget(self.facts, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.end)
        column.addLayout(foot)
        writing = QWidget()
        column = QVBoxLayout(writing)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.form_heading)
        column.addWidget(self.form)
        column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.accept)
        column.addLayout(foot)
        column.addStretch(1)
        self.problem.hide()
        self._sides.addWidget(scrolling(shown))
        self._sides.addWidget(scrolling(writing))
        self._side.body.addWidget(self._sides, 1)
        self._side.hide()
        lay_out_list_beside(
            self,
            self.table,
            self._side,
            above=[self.which, self.new],
            shares=(8, 4),
            least_side_px=240,
        )
