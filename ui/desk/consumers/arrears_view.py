"""The consumer's tab of arrears: what is owed from before, by which plan, and what was paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.approval import Approval
from domain.arrears import (
    ArrearKind,
    ArrearMove,
    ArrearMoveKind,
    ArrearPlan,
    ArrearState,
    daily_instalment,
)
from domain.staff import Act
from resources import words
from resources.texts import N_, Texts
from ui.arrears_words import MOVES, terms_words
from ui.desk.kit.columns import Badge, Column, Tone, amount_text, money_column
from ui.desk.kit.desk import Desk
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, EmptyState, Figure, Label, Pill
from ui.desk.kit.table import Table

_STATES: dict[ArrearState, tuple[str, Tone]] = {
    ArrearState.LIVE: ("◐", "warning"),
    ArrearState.SETTLED: ("●", "good"),
    ArrearState.ENDED: ("○", "muted"),
}
#: What moved a debt by a receipt names it; the rest has numbers for programs only.
_WITH_RECEIPT = frozenset(
    {
        *(ArrearMoveKind.RECEIPT, ArrearMoveKind.CANCELLED),
        *(ArrearMoveKind.TRANSFERRED, ArrearMoveKind.DISHONOURED),
    }
)
MOVE_COLUMNS = (
    Column("day", N_("Day"), lambda row, _: formats.day(row.day, _.month_names), width=92),
    Column("kind", N_("What"), lambda row, _: _(MOVES[row.kind]), width=140, stretches=True),
    Column(
        "document",
        N_("Receipt"),
        lambda row, _: row.document if row.kind in _WITH_RECEIPT else "",
        width=190,
        gives_way=1,
    ),
    # What is paid stands below zero, which is no cause for alarm here.
    Column(
        "amount",
        N_("Amount"),
        lambda row, _: formats.rupees(row.amount),
        width=108,
        is_number=True,
    ),
    money_column("rest_after", N_("Left"), lambda row: row.rest_after, width=108),
)


@dataclass(frozen=True, slots=True)
class ShownArrears:
    """What is known of a consumer's arrears: plans and movements, newest first, and requests."""

    plans: Sequence[ArrearPlan]
    moves: Sequence[ArrearMove]
    waiting: Sequence[Approval]

    @property
    def plan(self) -> ArrearPlan | None:
        """The plan that runs, otherwise the last one."""
        live = (one for one in self.plans if one.state is ArrearState.LIVE)
        return next(live, self.plans[0] if self.plans else None)


class ArrearsTab(QWidget):
    """Shows arrears, and says that somebody wants to plan or end them."""

    plan_requested = Signal()
    #: The plan that runs is to be ended: the ArrearPlan.
    end_requested = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._texts = desk.texts
        self._may_ask = desk.may(Act.ASK_ARREARS)
        self._shown: ShownArrears | None = None
        self.owed = Figure(N_("Owed from before"))
        self.paid = Figure(N_("Paid so far"))
        self.following = Figure(N_("Next instalment"))
        self.state = Pill()
        self.terms = Label("", "strong", wraps=True)
        self.reason = Label("", "muted", wraps=True)
        self.waiting = Label("", "strong", wraps=True)
        self.waiting.show_tone("warning")
        self.plan = Button(desk.theme, N_("Plan arrears"), icon="plus", look="primary")
        self.end = Button(desk.theme, N_("End the plan"), icon="x", look="danger")
        self._model = ListTableModel(
            MOVE_COLUMNS, desk.texts, self, key=lambda row: (row.plan_id, row.rest_after, row.day)
        )
        self.table = Table(desk.theme, "arrears")
        self.table.show_model(self._model)
        self._empty = EmptyState(
            desk.theme,
            "history",
            N_("Nothing is owed from before prepaid."),
            N_("Plan arrears") if self._may_ask else "",
        )
        self.table.set_empty(self._empty)
        self._card = Card(look="soft")
        self._lay_out()
        self._connect()

    def show_arrears(self, shown: ShownArrears, _: Texts) -> None:
        """Show what is owed, by which plan, and what moved it."""
        self._shown, self._texts = shown, _
        self._model.set_rows(shown.moves)
        self._show_words()

    @property
    def rows(self) -> Sequence[ArrearMove]:
        """The movements that are shown."""
        return self._model.rows

    def start(self) -> None:
        """Put the focus where arrears are planned or ended, or into the list."""
        for part in (self._empty.action, self.plan, self.end):
            if part.isVisible():
                part.setFocus()
                return
        self.table.setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        figures = (self.owed, self.paid, self.following)
        for part in (*figures, self.plan, self.end, self._model, self._empty):
            part.retranslate(_)
        self.table.setAccessibleName(_("Arrears"))
        self._show_words()

    def _show_words(self) -> None:
        shown = self._shown
        plan = shown.plan if shown else None
        self._card.setVisible(plan is not None)
        self._show_waiting(shown.waiting if shown else ())
        if plan is None:
            return
        is_live = plan.state is ArrearState.LIVE
        self.plan.setVisible(self._may_ask and not is_live)
        self.end.setVisible(self._may_ask and is_live)
        self._show_plan(plan, self._texts)

    def _show_plan(self, plan: ArrearPlan, _: Texts) -> None:
        self.owed.show_text(amount_text(plan.rest))
        self.paid.show_text(
            amount_text(plan.paid), _("of {amount}", amount=formats.rupees(plan.amount))
        )
        is_daily = plan.terms.kind is ArrearKind.DAILY and plan.state is ArrearState.LIVE
        self.following.setVisible(is_daily)
        if is_daily:
            count = _(
                "{paid} of {count} paid",
                paid=plan.instalments_paid,
                count=plan.terms.instalments,
            )
            self.following.show_text(amount_text(daily_instalment(plan)), count)
        glyph, tone = _STATES[plan.state]
        self.state.show_badge(Badge(glyph, _(words.ARREAR_STATES[plan.state.value]), tone))
        day = formats.day(plan.starts_on, _.month_names)
        self.terms.setText(
            _("{terms}, from {day}", terms=terms_words(plan.terms, plan.amount, _), day=day)
        )
        self.reason.setText(plan.reason)

    def _show_waiting(self, waiting: Sequence[Approval]) -> None:
        _ = self._texts
        self.waiting.setVisible(bool(waiting))
        if waiting:
            self.waiting.setText(
                _(
                    "A request of {user} waits for another person on the Approvals page.",
                    user=waiting[0].requested_by,
                )
            )

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(20)
        for figure in (self.owed, self.paid, self.following):
            figures.addWidget(figure, 1)
        plan = QHBoxLayout()
        plan.addWidget(self.state)
        plan.addWidget(self.terms, 1)
        for button in (self.plan, self.end):
            plan.addWidget(button)
        self._card.body.addLayout(figures)
        self._card.body.addLayout(plan)
        self._card.body.addWidget(self.reason)
        self._card.hide()
        self.waiting.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.waiting)
        column.addWidget(self._card)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.plan.clicked.connect(lambda _checked=False: self.plan_requested.emit())
        self._empty.action_requested.connect(self.plan_requested)
        self.end.clicked.connect(lambda _checked=False: self._on_end())

    def _on_end(self) -> None:
        if self._shown and self._shown.plan:
            self.end_requested.emit(self._shown.plan)
