"""What came of trying a backup: what was compared, in the backup and in the office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain import formats
from domain.safekeeping import DrillFinding, DrillReport, DrillRow
from resources.texts import N_, Texts
from ui.desk.books.words import compared_words, seconds_words
from ui.desk.kit.columns import Badge, Column
from ui.desk.kit.overlay import Overlay
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, ElidedLabel, Label
from ui.desk.kit.table import Table
from ui.desk.kit.theme import Theme
from ui.sentences import problem_sentence

_SIZE = (820, 420)


@dataclass(frozen=True, slots=True)
class ShownDrill:
    """A drill as its sheet shows it, whether it was made just now or long ago."""

    at: datetime
    backup: str
    is_good: bool
    findings: Sequence[DrillFinding]
    problems: Sequence[str]
    took_ms: int

    @classmethod
    def of_report(cls, report: DrillReport, _: Texts) -> ShownDrill:
        """Return a drill that was made just now."""
        problems = [problem_sentence(problem, _) for problem in report.problems]
        return cls(
            report.at,
            report.backup.name,
            report.is_good,
            report.findings,
            problems,
            report.took_ms,
        )

    @classmethod
    def of_row(cls, row: DrillRow) -> ShownDrill:
        """Return a drill as it is remembered; of its problems only the codes are."""
        facts: Mapping[str, Any] = row.facts
        findings = [
            DrillFinding(str(one["what"]), str(one["in_backup"]), str(one["in_office"]))
            for one in facts.get("findings", ())
        ]
        problems = [str(code) for code in facts.get("problems", ())]
        return cls(row.at, row.backup.name, row.is_good, findings, problems, row.took_ms)


class DrillSheet(Overlay):
    """The report of one drill, over the page; Esc puts it away."""

    def __init__(self, host: QWidget, theme: Theme, _: Texts) -> None:
        super().__init__(host, theme, *_SIZE)
        self.result = Label("", "figure", wraps=True)
        self.told = ElidedLabel("muted")
        self.problems = Label("", "problem", wraps=True)
        self.table = Table(theme, "findings")
        self.model = ListTableModel(_columns(), _, self, key=lambda finding: finding.what)
        self.table.show_model(self.model)
        self.close_it = Button(theme, N_("Close"), icon="x", look="quiet", key="Esc")
        self.close_it.clicked.connect(lambda _checked=False: self.put_away())
        head = QHBoxLayout()
        head.addWidget(self.result, 1)
        head.addWidget(self.close_it)
        self.body.addLayout(head)
        for part in (self.told, self.problems):
            self.body.addWidget(part)
        self.body.addWidget(self.table, 1)

    def show_drill(self, drill: ShownDrill, _: Texts) -> None:
        """Show the report of a drill."""
        good = _("The backup is good: it can be restored, and tells what the office tells.")
        bad = _("The backup is NOT good. Make a new one now, and try that.")
        self.result.setText(good if drill.is_good else bad)
        self.result.show_tone("good" if drill.is_good else "bad")
        at = formats.moment(drill.at, _.month_names)
        took = seconds_words(drill.took_ms, _)
        self.told.setText(f"{drill.backup} · {at} · {took}")
        self.problems.setText("\n".join(drill.problems[:_MOST_PROBLEMS]))
        self.problems.setVisible(bool(drill.problems))
        self.model.set_rows(drill.findings)
        self.open()
        self.close_it.setFocus()

    def retranslate(self, _: Texts) -> None:
        """Set the words of the frame and the table."""
        self.close_it.retranslate(_)
        self.model.retranslate(_)
        self.table.setAccessibleName(_("What was compared"))


_MOST_PROBLEMS = 5


def _columns() -> list[Column]:
    return [
        Column(
            "what", N_("Compared"), lambda one, _: compared_words(one.what, _), 180, is_strong=True
        ),
        Column("in_backup", N_("In the backup"), lambda one, _: one.in_backup, 206, stretches=True),
        Column("in_office", N_("In the office"), lambda one, _: one.in_office, 206),
        Column("result", N_("Result"), width=104, badge=_result),
    ]


def _result(finding: DrillFinding, _: Texts) -> Badge:
    if finding.is_same:
        return Badge("✓", _("The same"), "good")
    return Badge("▲", _("Differs"), "bad")
