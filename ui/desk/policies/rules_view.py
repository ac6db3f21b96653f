"""The policies by date, and one of them rule by rule: who may be cut when, for a clerk to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from domain import formats
from domain.policy import Policy
from resources.texts import N_, Texts
from ui.desk.kit.columns import Badge, Column
from ui.desk.kit.desk import Desk
from ui.desk.kit.list_beside import lay_out_list_beside
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, EmptyState, Label, Pill, hairline, scrolling
from ui.desk.kit.table import Table
from ui.policy_rules import Rule, group_words, rules_of

_TOP = Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class Version:
    """A policy as the list shows it; of all that began, one holds today."""

    policy: Policy
    holds_today: bool

    @property
    def valid_from(self) -> date:
        return self.policy.valid_from


def _columns(today: Callable[[], date]) -> Sequence[Column]:
    return (
        Column(
            "valid_from",
            N_("From"),
            lambda row, _: formats.day(row.policy.valid_from, _.month_names),
            width=92,
            is_sortable=True,
            is_strong=True,
        ),
        Column("standing", N_("Standing"), width=118, badge=lambda row, _: _badge(row, today(), _)),
        Column(
            "title",
            N_("Policy"),
            lambda row, _: row.policy.title,
            width=60,
            stretches=True,
        ),
    )


def _badge(version: Version, today: date, _: Texts) -> Badge:
    if version.holds_today:
        return Badge("●", _("Holds today"), "good")
    if version.policy.valid_from > today:
        return Badge("◐", _("Still to come"), "accent")
    return Badge("○", _("Earlier"), "muted")


class RulesView(QWidget):
    """Shows the versions and the rules of one; says what is wanted."""

    new_requested = Signal()
    continue_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._texts = desk, desk.texts
        self._version: Version | None = None
        self.model = ListTableModel(
            _columns(desk.today), desk.texts, self, key=lambda row: row.policy.id
        )
        self.table = Table(desk.theme, "policies")
        self.table.show_model(self.model)
        self.empty = EmptyState(
            desk.theme,
            "shield-check",
            N_(
                "The office has no policy, so nobody may be cut. Begin with an example of a state"
                " and make it your own."
            ),
            N_("New version"),
        )
        self.table.set_empty(self.empty)
        self.new = Button(desk.theme, N_("New version"), icon="plus", look="primary", key="Alt+N")
        self.go_on = Button(desk.theme, N_("Go on writing"), icon="pencil")
        self.go_on.hide()
        self.heading = Label("", "title", wraps=True)
        self.state = Pill()
        self.sheet = RulesSheet()
        self._side = Card()
        self._lay_out()
        self.table.row_changed.connect(self._show_version)
        for requested, signal in (
            (self.new.clicked, self.new_requested),
            (self.go_on.clicked, self.continue_requested),
            (self.empty.action_requested, self.new_requested),
        ):
            requested.connect(lambda *_given, signal=signal: signal.emit())

    @property
    def policy(self) -> Policy | None:
        """The policy in use in the list."""
        return self._version.policy if self._version else None

    def show_versions(self, versions: Sequence[Version]) -> None:
        """Show the list; at first with the one that holds today in use."""
        is_first = not self.model.rows
        self.model.set_rows(versions)
        if is_first or self.table.currentIndex().row() < 0:
            places = [place for place, one in enumerate(versions) if one.holds_today]
            self.table.go_to_place(places[0] if places else 0)
        self._show_version(self.table.current_row())

    def show_rights(self, *, may_ask: bool) -> None:
        """Offer to write a new version, or do not."""
        self.new.setVisible(may_ask)
        self.empty.action.setVisible(may_ask)

    def show_unfinished(self, is_unfinished: bool) -> None:
        """Offer to go on with the version that is being written."""
        self.go_on.setVisible(is_unfinished)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self.model, self.empty, self.new, self.go_on):
            part.retranslate(_)
        self.table.setAccessibleName(_("Policies by date"))
        self._show_version(self._version)

    def _show_version(self, row: object) -> None:
        self._version = row if isinstance(row, Version) else None
        self._side.setVisible(self._version is not None)
        if self._version is None:
            return
        _ = self._texts
        self.heading.setText(self._version.policy.title)
        self.state.show_badge(_badge(self._version, self._desk.today(), _))
        self.sheet.show_policy(self._version.policy, _)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.state, 0, _TOP)
        self._side.body.addLayout(head)
        self._side.body.addWidget(scrolling(self.sheet), 1)
        self._side.hide()
        lay_out_list_beside(
            self,
            self.table,
            self._side,
            above=[self.new, self.go_on],
            shares=(5, 7),
            least_side_px=400,
        )


class RulesSheet(QWidget):
    """The rules of a policy one below the other, each group's exception under its rule."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)

    def show_policy(self, policy: Policy, _: Texts) -> None:
        """Show a policy in place of the one before."""
        self._clear()
        row = 0
        for rule in rules_of(policy, _):
            row = self._add_rule(row, rule, _)
        self._grid.addWidget(hairline(), row, 0, 1, 2)
        facts = [(group.name, group_words(group, _), "accent") for group in policy.groups]
        facts += [
            (_("Id"), policy.id, ""),
            (_("Indian state"), policy.state, ""),
            (_("Source"), policy.source, ""),
        ]
        for place, (name, words, tone) in enumerate(facts, start=row + 1):
            self._add(place, name, words, tone)
        self._grid.setRowStretch(row + len(facts) + 1, 1)

    def words(self) -> str:
        """Return all that is shown, line by line."""
        return "\n".join(
            label.text() for label in self.findChildren(Label) if label.isVisibleTo(self)
        )

    def _add_rule(self, row: int, rule: Rule, _: Texts) -> int:
        self._add(row, rule.name, rule.words)
        for place, (group, words) in enumerate(rule.exceptions, start=row + 1):
            told = _("{group}: {words}", group=group, words=words)
            self._add(place, "", told, "accent")
        return row + 1 + len(rule.exceptions)

    def _add(self, row: int, name: str, words: str, tone: str = "") -> None:
        label, value = Label("", "muted"), Label("", wraps=True)
        label.setText(name)
        value.setText(words)
        value.show_tone(tone)
        self._grid.addWidget(label, row, 0, _TOP)
        self._grid.addWidget(value, row, 1, _TOP)

    def _clear(self) -> None:
        for place in range(self._grid.rowCount()):
            self._grid.setRowStretch(place, 0)
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
