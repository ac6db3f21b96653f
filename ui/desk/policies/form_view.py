"""A version being written: its fields at the left, at the right what they say in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from domain.policy import Policy
from domain.policy_form import Place, TypedPolicy
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ChoiceField, SegmentField
from ui.desk.kit.parts import Button, Card, ConfirmStrip, Label, scrolling
from ui.desk.policies.rules_view import RulesSheet
from ui.desk.policies.terms_form import TermsForm

_GAP_PX = 12
_LEAST_PX = (390, 230)
_SHARES, _WIDE = (6, 5), 1_000
#: So many groups the desk offers to make; a document may hold more.
MOST_GROUPS = 12


@dataclass(frozen=True, slots=True)
class Told:
    """A fault as it is told at its place; ``is_missing``: nothing was typed there yet."""

    place: Place
    sentence: str
    is_missing: bool = False


class PolicyFormView(QWidget):
    """Shows a version that is written; says what was typed and what is wanted."""

    typed_changed = Signal()
    ask_requested = Signal()
    leave_requested = Signal()
    #: Begin anew from another document: its key in the list.
    start_requested = Signal(object)
    dry_run_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._texts = desk, desk.texts
        self._told: Sequence[Told] = ()
        self._policy: Policy | None = None
        self.back = Button(desk.theme, N_("Back"), icon="chevron-left", look="quiet", key="Esc")
        self.start_from = ChoiceField(desk.theme)
        self.strip = ConfirmStrip(desk.theme)
        self.part = SegmentField(look="chip")
        self._parts = scrolling(self.part)
        self.add_group = Button(desk.theme, N_("Add a group"), icon="plus", look="link")
        self.drop_group = Button(desk.theme, N_("Take the group out"), icon="x", look="link")
        self._stack = QStackedWidget()
        self.general = TermsForm(desk, is_group=False)
        self.groups: list[TermsForm] = []
        self.heading = Label(N_("So it would hold"), "heading")
        self.sheet = RulesSheet()
        self.rest = Label("", "problem", wraps=True)
        self.faults = Label("", "muted", wraps=True)
        self.try_out = Button(desk.theme, N_("Dry run"), icon="flask-conical", key="Alt+D")
        self.ask = Button(desk.theme, icon="check", look="primary", key="Ctrl+A")
        self._lay_out()
        self._stack.addWidget(scrolling(self.general))
        self._follow(self.general)
        self._connect()

    def typed(self) -> TypedPolicy:
        """Return what stands in all fields, right or wrong."""
        return TypedPolicy(self.general.texts(), [group.texts() for group in self.groups])

    def show_typed(self, typed: TypedPolicy) -> None:
        """Put texts into all fields; nobody is told."""
        self.general.show_texts(typed.texts)
        while self.groups:
            self._drop(0)
        for texts in typed.groups:
            self._add().show_texts(texts)
        self._offer_parts()
        self._show_part(0)

    def show_starts(self, options: Sequence[tuple[object, str]]) -> None:
        """Offer what one can begin from, already worded."""
        was_blocked = self.start_from.blockSignals(True)
        self.start_from.set_options(options)
        self.start_from.blockSignals(was_blocked)

    def show_start(self, key: object) -> None:
        """Show from what was begun; nobody is told."""
        was_blocked = self.start_from.blockSignals(True)
        self.start_from.show_value(key)
        self.start_from.blockSignals(was_blocked)

    def show_judged(self, policy: Policy | None, told: Sequence[Told]) -> None:
        """Show what is typed in words, or say at every field what is wrong."""
        self._told, self._policy = told, policy
        for place, form in enumerate((self.general, *self.groups)):
            group = place - 1 if place else None
            mine = {one.place.way: one for one in reversed(told) if one.place.group == group}
            form.show_told({way: (one.sentence, one.is_missing) for way, one in mine.items()})
        known: dict[int | None, list[str]] = {None: self.general.form.names}
        known |= {place: group.form.names for place, group in enumerate(self.groups)}
        lost = [one for one in told if one.place.way not in known.get(one.place.group, ())]
        self.rest.setText(" ".join(one.sentence for one in lost))
        self.rest.setVisible(bool(lost))
        if policy is not None:
            self.sheet.show_policy(policy, self._texts)
        self._show_faults()

    def show_ask_words(self, words: str) -> None:
        """Say on the button what asking does in this office."""
        self.ask.setText(f" {words}   Ctrl+A")
        self.ask.setAccessibleName(words)

    def go_to_first_fault(self) -> None:
        """Put the focus where the first thing is wrong."""
        for place, form in enumerate((self.general, *self.groups)):
            group = place - 1 if place else None
            mine = {one.place.way for one in self._told if one.place.group == group}
            first = next((name for name in form.form.names if name in mine), None)
            if first is not None:
                self._show_part(place)
                form.go_to(first)
                return

    def start(self) -> None:
        """Put the focus into the first field of the part that is shown."""
        self._shown_form().start()

    def begin_group(self) -> None:
        """Add a group, and go there."""
        if len(self.groups) < MOST_GROUPS:
            self._add()
            self._offer_parts()
            self._show_part(len(self.groups))
            self.start()
            self.typed_changed.emit()

    def take_group_out(self) -> None:
        """Take the group that is shown out."""
        place = self._stack.currentIndex()
        if place > 0:
            self._drop(place - 1)
            self._offer_parts()
            self._show_part(place - 1)
            self.start()
            self.typed_changed.emit()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self.back, self.add_group, self.drop_group, self.heading, self.try_out):
            part.retranslate(_)
        for form in (self.general, *self.groups):
            form.retranslate(_)
        self.start_from.setAccessibleName(_("Start from"))
        self.part.setAccessibleName(_("For whom"))
        self._offer_parts()
        if self._policy is not None:
            self.sheet.show_policy(self._policy, _)
        self._show_faults()

    def _shown_form(self) -> TermsForm:
        return (self.general, *self.groups)[self._stack.currentIndex()]

    def _add(self) -> TermsForm:
        form = TermsForm(self._desk, is_group=True)
        self.groups.append(form)
        self._stack.addWidget(scrolling(form))
        self._follow(form)
        return form

    def _drop(self, number: int) -> None:
        self.groups.pop(number)
        if (area := self._stack.widget(number + 1)) is not None:
            self._stack.removeWidget(area)
            area.deleteLater()

    def _follow(self, form: TermsForm) -> None:
        form.changed.connect(self._on_changed)
        form.accept_requested.connect(self.ask_requested)
        form.leave_requested.connect(self.leave_requested)

    def _on_changed(self) -> None:
        self._offer_parts()
        self.typed_changed.emit()

    def _offer_parts(self) -> None:
        """Name the parts: all consumers, and each group by what it is called now."""
        _ = self._texts
        place = self._stack.currentIndex()
        names = [group.texts()["name"].strip() for group in self.groups]
        named = [name or _("Group {number}", number=at) for at, name in enumerate(names, 1)]
        was_blocked = self.part.blockSignals(True)
        self.part.set_options(list(enumerate([_("All consumers"), *named])))
        self.part.show_value(min(max(place, 0), len(self.groups)))
        self.part.blockSignals(was_blocked)
        self._parts.setFixedHeight(self.part.sizeHint().height() + 4)
        self.add_group.setEnabled(len(self.groups) < MOST_GROUPS)
        self.drop_group.setVisible(place > 0)

    def _show_part(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._offer_parts()

    def _show_faults(self) -> None:
        _, count = self._texts, len(self._told)
        words = _("Mistakes or gaps left: {count}", count=count)
        self.faults.setText(words if count else _("It can hold as it stands."))
        self.faults.show_tone("warning" if count else "good")
        self.try_out.setEnabled(self._policy is not None and not count)

    def _connect(self) -> None:
        self.part.changed.connect(lambda: self._show_part(self.part.value()))
        self.start_from.changed.connect(lambda: self.start_requested.emit(self.start_from.value()))
        for button, does in (
            (self.back, self.leave_requested.emit),
            (self.ask, self.ask_requested.emit),
            (self.try_out, self.dry_run_requested.emit),
            (self.add_group, self.begin_group),
            (self.drop_group, self.take_group_out),
        ):
            button.clicked.connect(lambda _checked=False, does=does: does())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(self.start_from, 1)
        groups = QHBoxLayout()
        groups.addWidget(self._parts, 1)
        groups.addWidget(self.drop_group)
        groups.addWidget(self.add_group)
        left = Card()
        left.body.setContentsMargins(14, 10, 6, 10)
        left.body.addLayout(groups)
        left.body.addWidget(self.rest)
        left.body.addWidget(self._stack, 1)
        self.rest.hide()
        right = Card()
        above = QHBoxLayout()
        above.addWidget(self.heading, 1)
        above.addWidget(self.try_out)
        right.body.addLayout(above)
        right.body.addWidget(scrolling(self.sheet), 1)
        right.body.addWidget(self.faults)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.ask)
        right.body.addLayout(foot)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(_GAP_PX)
        for place, side in enumerate((left, right)):
            split.addWidget(side)
            split.setStretchFactor(place, _SHARES[place])
            side.setMinimumWidth(_LEAST_PX[place])
        split.setSizes([share * _WIDE for share in _SHARES])
        # A sentence above that wraps would else have the page as high as all would like to be.
        split.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.strip)
        column.addWidget(split, 1)
