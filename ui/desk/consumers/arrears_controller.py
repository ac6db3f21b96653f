"""What happens with arrears on the consumer's page: planned, ended, or asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from domain import formats
from domain.approval import Approval
from domain.arrears import (
    ArrearEnding,
    ArrearKind,
    ArrearPlan,
    ArrearTerms,
    ArrearWish,
    days_of,
)
from domain.books import Books
from domain.errors import (
    AmountOutOfRange,
    FieldMissing,
    FieldNotAllowed,
    FieldOutOfRange,
    FieldTooLong,
    Refusal,
)
from domain.formats import clean_words
from domain.money import ZERO
from ui.arrears_words import terms_words
from ui.desk.consumers.arrears_sheet import TERM_OF
from ui.desk.consumers.view import ConsumersView
from ui.desk.kit.desk import Desk

_Made = TypeVar("_Made")
#: The terms with which amount and reason are judged while there are no good ones.
_NONE = ArrearTerms(ArrearKind.BY_HAND)


class ArrearsController(QObject):
    """Plans and ends arrears at once; where there is staff, asks another person for it."""

    #: The books were changed, or something waits for another person.
    changed = Signal()

    def __init__(self, view: ConsumersView, desk: Desk, books: Books) -> None:
        super().__init__(view)
        self._tab, self._sheet, self._reason = (
            view.consumer.arrears,
            view.arrear_sheet,
            view.arrear_reason,
        )
        self._view, self._desk, self._books = view, desk, books
        self._tab.plan_requested.connect(self._on_plan_requested)
        self._tab.end_requested.connect(self._on_end_requested)
        self._sheet.changed.connect(self._on_typed)
        self._sheet.accept_requested.connect(self._on_accept_requested)

    def _on_plan_requested(self) -> None:
        consumer = self._view.consumer.consumer
        if consumer:
            self._sheet.show_empty(consumer)

    def _on_typed(self, values: dict[str, Any], refusals: dict[str, Refusal]) -> None:
        wish = self._wish({**values, "reason": "-"}, dict(refusals))
        self._sheet.show_meaning(self._meaning(wish) if wish else "")

    def _on_accept_requested(self, values: dict[str, Any], refusals: dict[str, Refusal]) -> None:
        wish = self._wish(values, refusals)
        if wish is None:
            told = {name: self._desk.sentence(one) for name, one in refusals.items()}
            self._sheet.show_problems(told)
            return
        self._sheet.show_busy(True)
        task = self._desk.tasks.write(self, lambda _progress: self._planned(wish))
        task.succeeded.connect(self._on_planned)
        task.failed.connect(self._on_refused)
        task.finished.connect(lambda: self._sheet.show_busy(False))

    def _planned(self, wish: ArrearWish) -> ArrearPlan | Approval:
        arrears, actor = self._books.arrears, self._desk.actor
        if self._desk.role is None:
            return arrears.plan(wish, actor)
        return arrears.ask_plan(wish, actor)

    def _on_planned(self, done: ArrearPlan | Approval) -> None:
        self._sheet.put_away()
        _ = self._desk.texts
        if isinstance(done, ArrearPlan):
            told = _("{amount} are booked as arrears.", amount=formats.rupees(done.amount))
        else:
            told = _("The request waits for another person.")
        self._desk.toasts.show(told)
        self.changed.emit()

    def _on_refused(self, error: Exception) -> None:
        field = str(getattr(error, "field", ""))
        self._sheet.show_problems({field: self._desk.sentence(error)})

    def _on_end_requested(self, plan: ArrearPlan) -> None:
        _ = self._desk.texts
        question = _(
            "{amount} are still owed. They will be written off, and nothing more is taken.",
            amount=formats.rupees(plan.rest),
        )
        accept = _("End the plan") if self._desk.role is None else _("Ask for approval")
        self._reason.ask(
            _("End the plan for arrears"), question, accept, lambda why: self._end(plan, why)
        )

    def _end(self, plan: ArrearPlan, why: str) -> None:
        try:
            ending = ArrearEnding(plan.consumer_number, why)
        except Refusal as refusal:
            self._desk.show_failure(refusal)
            return
        task = self._desk.tasks.write(self, lambda _progress: self._ended(ending))
        task.succeeded.connect(self._on_ended)
        task.failed.connect(self._desk.show_failure)

    def _ended(self, ending: ArrearEnding) -> ArrearPlan | Approval:
        arrears, actor = self._books.arrears, self._desk.actor
        if self._desk.role is None:
            return arrears.end(ending, actor)
        return arrears.ask_end(ending, actor)

    def _on_ended(self, done: ArrearPlan | Approval) -> None:
        _ = self._desk.texts
        is_done = isinstance(done, ArrearPlan)
        told = _("The plan is ended.") if is_done else _("The request waits for another person.")
        self._desk.toasts.show(told)
        self.changed.emit()

    def _wish(self, values: dict[str, Any], refusals: dict[str, Refusal]) -> ArrearWish | None:
        """Return what the sheet says, or None; why not is put among the refusals."""
        consumer = self._sheet.consumer
        if consumer is None:
            return None
        _refuse_missing(values, refusals)
        day = values.get("starts_on") or self._desk.today()
        terms = _judged(("threshold", *TERM_OF.values()), refusals, lambda: _terms(values))
        reason = clean_words(values["reason"]) or values["reason"]
        wish = _judged(
            ("amount", "reason"),
            refusals,
            lambda: ArrearWish(consumer.number, values["amount"], terms or _NONE, day, reason),
        )
        return None if refusals else wish

    def _meaning(self, wish: ArrearWish) -> str:
        _ = self._desk.texts
        amount, terms = formats.rupees(wish.amount), terms_words(wish.terms, wish.amount, _)
        if wish.terms.kind is not ArrearKind.DAILY:
            return _("{amount}: {terms}.", amount=amount, terms=terms)
        last = wish.starts_on + timedelta(days=days_of(wish.amount, wish.terms.instalments) - 1)
        day = formats.day(last, _.month_names)
        return _("{amount}: {terms}, the last on {day}.", amount=amount, terms=terms, day=day)


def _refuse_missing(values: dict[str, Any], refusals: dict[str, Refusal]) -> None:
    needed = ["amount", "reason"]
    if term := TERM_OF.get(values["kind"]):
        needed.insert(1, term)
    for name in needed:
        if name not in refusals and values.get(name) in {None, ""}:
            refusals[name] = FieldMissing(name)


def _terms(values: dict[str, Any]) -> ArrearTerms:
    return ArrearTerms(
        values["kind"],
        values.get("instalments") or 0,
        values.get("percent") or 0,
        values.get("threshold") or ZERO,
    )


def _judged(
    fields: Sequence[str], refusals: dict[str, Refusal], make: Callable[[], _Made]
) -> _Made | None:
    """Return what is made of these fields; a refusal goes to its own, of an amount to the first.

    None when one of them is refused already.
    """
    if refusals.keys() & set(fields):
        return None
    try:
        return make()
    except AmountOutOfRange as refusal:
        refusals[fields[0]] = refusal
    except (FieldMissing, FieldNotAllowed, FieldOutOfRange, FieldTooLong) as refusal:
        refusals[refusal.field] = refusal
    return None
