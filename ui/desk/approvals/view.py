"""The approvals, seen: what waits and what was decided, and one request in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.approval import Approval, ApprovalState
from resources.texts import N_, Texts
from ui.asked_in_words import AskedPart, asked_kind, asked_parts, asked_subject
from ui.desk.kit.columns import Badge, Column, Tone
from ui.desk.kit.desk import Desk
from ui.desk.kit.facts import Facts, table_of
from ui.desk.kit.fields import LineField, SecretField, SegmentField
from ui.desk.kit.form import Form
from ui.desk.kit.list_beside import lay_out_list_beside
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, EmptyState, Label, Pill, scrolling
from ui.desk.kit.table import Table
from ui.desk.people.passwords import tell_caps_lock
from ui.sentences_of_trust import APPROVAL_STATES

WAITING, DECIDED = "waiting", "decided"
_TONES: dict[ApprovalState, tuple[str, Tone]] = {
    ApprovalState.WAITING: ("◐", "warning"),
    ApprovalState.APPROVED: ("●", "good"),
    ApprovalState.REJECTED: ("■", "bad"),
    ApprovalState.EXPIRED: ("○", "muted"),
}


def state_badge(approval: Approval, now: datetime, _: Texts) -> Badge:
    """Return how a request stands."""
    state = approval.state_at(now)
    glyph, tone = _TONES[state]
    return Badge(glyph, _(APPROVAL_STATES[state]), tone)


def _columns(view: ApprovalsView) -> Sequence[Column]:
    return (
        Column(
            "act",
            N_("What"),
            asked_kind,
            width=108,
            is_sortable=True,
            is_strong=True,
        ),
        Column(
            "subject",
            N_("On what"),
            asked_subject,
            width=130,
            is_sortable=True,
            stretches=True,
            keeps_end=True,
        ),
        Column(
            "requested_by",
            N_("Asked by"),
            lambda row, _: row.requested_by,
            width=90,
            is_sortable=True,
        ),
        Column(
            "requested_at",
            N_("Asked at"),
            lambda row, _: formats.moment(row.requested_at, _.month_names),
            width=136,
            is_sortable=True,
            gives_way=1,
        ),
        Column(
            "state",
            N_("State"),
            width=110,
            gives_way=2,
            badge=lambda row, _: state_badge(row, view.now, _),
        ),
    )


class ApprovalsView(QWidget):
    """Shows requests, and says what who decides wants; decides nothing."""

    filter_changed = Signal()
    row_changed = Signal(object)
    approve_requested = Signal()
    reject_requested = Signal()
    leave_requested = Signal()

    def __init__(self, desk: Desk, now: datetime) -> None:
        super().__init__()
        self._theme, self._texts = desk.theme, desk.texts
        self._name_of: Callable[[str], str] = str
        self._approval: Approval | None = None
        self._can_approve = self._can_reject = False
        self._why_not = ""
        self.now = now
        self.parts = SegmentField(look="chip")
        self.model = ListTableModel(_columns(self), desk.texts, self, key=lambda row: row.id)
        self.table = Table(desk.theme, "approvals")
        self.table.show_model(self.model)
        self.empty = EmptyState(
            desk.theme,
            "clipboard-check",
            N_("Nothing is here. What takes two persons waits here for the second one."),
        )
        self.table.set_empty(self.empty)
        self.heading = Label("", "title", wraps=True)
        self.state = Pill()
        self.why_not = Label("", "strong", wraps=True)
        self.form = Form()
        self.form.add("note", LineField(most=400), N_("Note, or why it is rejected"))
        self.form.add("password", SecretField(), N_("Your password, to approve"))
        tell_caps_lock(self.form, "password", lambda: desk.texts)
        self.problem = Label("", "problem", wraps=True)
        self.problem.hide()
        self.approve = Button(desk.theme, N_("Approve"), icon="check", look="primary", key="Ctrl+A")
        self.reject = Button(desk.theme, N_("Reject"), icon="x", look="danger", key="Alt+X")
        self._facts = Facts()
        self._side = Card()
        self.decision = QWidget()
        self._lay_out()
        self._connect()

    @property
    def approval(self) -> Approval | None:
        """The request that is shown."""
        return self._approval

    @property
    def wants_decided(self) -> bool:
        """Whether the decided ones are looked at, and not those that wait."""
        return bool(self.parts.value() == DECIDED)

    @property
    def holds_typed(self) -> bool:
        """Whether a note or a password is typed."""
        return any(bool(value) for value in self.form.typed().values())

    def show_parts(self, waiting: int, decided: int) -> None:
        """Say how many there are of either kind."""
        _ = self._texts
        self.parts.blockSignals(True)
        self.parts.set_options(
            [
                (WAITING, _("Waiting {count}", count=waiting)),
                (DECIDED, _("Decided {count}", count=decided)),
            ]
        )
        self.parts.blockSignals(False)

    def show_rows(self, rows: Sequence[Approval], now: datetime) -> None:
        """Show these requests, newest first."""
        self.now = now
        self.model.set_rows(rows)
        if rows and self.table.currentIndex().row() < 0:
            self.table.go_to_place(0)
        if not rows:
            self.show_approval(None, can_approve=False, can_reject=False, why_not="")

    def show_approval(
        self, approval: Approval | None, *, can_approve: bool, can_reject: bool, why_not: str
    ) -> None:
        """Show a request, and what may be decided on it; ``why_not`` is worded already."""
        if approval is None or self._approval is None or approval.id != self._approval.id:
            self.form.show_values({"note": "", "password": ""})
            self.show_problem("")
        self._approval = approval
        self._can_approve, self._can_reject, self._why_not = can_approve, can_reject, why_not
        self._side.setVisible(approval is not None)
        self._show_words()

    def show_names(self, name_of: Callable[[str], str]) -> None:
        """Call people by what ``name_of`` returns for their user name."""
        self._name_of = name_of
        self._show_words()

    def show_problems(self, sentences: dict[str, str]) -> None:
        """Say under each field what is wrong; what has no field stands at the buttons."""
        known = {name: text for name, text in sentences.items() if name in self.form.names}
        self.form.show_problems(known)
        self.show_problem(" ".join(text for name, text in sentences.items() if name not in known))

    def show_problem(self, sentence: str) -> None:
        """Say at the buttons what is wrong with the whole."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def start_decision(self) -> None:
        """Put the focus where the decision is typed."""
        if not self.decision.isHidden():
            self.form.start()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        self.model.retranslate(_)
        for part in (self.empty, self.form, self.approve, self.reject):
            part.retranslate(_)
        self.table.setAccessibleName(_("Approvals"))
        self._show_words()

    def _show_words(self) -> None:
        _, approval = self._texts, self._approval
        if approval is None:
            return
        self.heading.setText(asked_kind(approval, _))
        self.state.show_badge(state_badge(approval, self.now, _))
        self.why_not.setText(self._why_not)
        self.why_not.setVisible(bool(self._why_not))
        self.decision.setVisible(self._can_approve or self._can_reject)
        self.approve.setVisible(self._can_approve)
        self.form.show_field("password", self._can_approve)
        self.reject.setVisible(self._can_reject)
        parts = [_part(part) for part in asked_parts(approval, _)]
        self._facts.show_facts(self._told(approval, _), parts)

    def _told(self, approval: Approval, _: Texts) -> list[tuple[str, str]]:
        names = _.month_names
        told = [
            (_("Asked by"), self._name_of(approval.requested_by)),
            (_("Asked at"), formats.moment(approval.requested_at, names)),
            (_("Reason"), approval.reason or "–"),  # noqa: RUF001 - none given
        ]
        if approval.state_at(self.now) is ApprovalState.WAITING:
            told.append((_("Runs out at"), formats.moment(approval.expires_at, names)))
        if approval.decided_at is not None:
            told.append((_("Decided by"), self._name_of(approval.decided_by)))
            told.append((_("Decided at"), formats.moment(approval.decided_at, names)))
            told.append((_("Note"), approval.note or "–"))  # noqa: RUF001 - none given
        return told

    def _lay_out(self) -> None:
        self._fill_side()
        lay_out_list_beside(
            self, self.table, self._side, above=[self.parts], shares=(11, 9), least_side_px=340
        )

    def _fill_side(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.state)
        buttons = QHBoxLayout()
        buttons.addWidget(self.reject)
        buttons.addStretch(1)
        buttons.addWidget(self.approve)
        decision = QVBoxLayout(self.decision)
        decision.setContentsMargins(0, 0, 0, 0)
        for part in (self.form, self.problem):
            decision.addWidget(part)
        decision.addLayout(buttons)
        self._side.body.addLayout(head)
        self._side.body.addWidget(scrolling(self._facts), 1)
        self._side.body.addWidget(self.why_not)
        self._side.body.addWidget(self.decision)
        self._side.hide()

    def _connect(self) -> None:
        self.parts.changed.connect(self.filter_changed)
        self.table.row_changed.connect(self.row_changed)
        self.table.opened.connect(lambda _row: self.start_decision())
        self.form.accept_requested.connect(self.approve_requested)
        self.form.leave_requested.connect(self.leave_requested)
        self.approve.clicked.connect(self.approve_requested)
        self.reject.clicked.connect(self.reject_requested)


def _part(part: AskedPart) -> QWidget:
    card = Card(look="soft")
    name = Label("", "heading", wraps=True)
    name.setText(part.name)
    card.body.setContentsMargins(12, 8, 12, 10)
    card.body.addWidget(name)
    if part.facts:
        card.body.addWidget(table_of(part.facts))
    return card
