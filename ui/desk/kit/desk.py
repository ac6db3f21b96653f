"""What every page and widget of the desk shares: tasks, language, theme, results, who acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QObject

from domain.office import Actor
from domain.staff import Act, Role, may
from resources.texts import Texts
from ui.desk.kit.language import Language
from ui.desk.kit.progress_panel import ProgressPanel
from ui.desk.kit.tasks import LatestRead, TaskRunner
from ui.desk.kit.theme import Theme
from ui.desk.kit.toasts import Toasts

#: ``ui.sentences.explain``: a sentence for what was foreseen, None for a bug.
Explain = Callable[[Exception, Texts], str | None]


# Qt holds the owner of a connected method weakly.
@dataclass(frozen=True, slots=True, weakref_slot=True)
class Desk:
    """Given to every page when it is built."""

    tasks: TaskRunner
    language: Language
    theme: Theme
    toasts: Toasts
    progress: ProgressPanel
    actor: Actor
    today: Callable[[], date]
    explain: Explain
    #: Who acts is in this role; None where the office has no staff, so that all may do all.
    role: Role | None = None

    def __post_init__(self) -> None:
        self.progress.tell_by(self.toasts, self.sentence)

    @property
    def texts(self) -> Texts:
        """The texts of now: ``_ = desk.texts``."""
        return self.language.texts

    def may(self, act: Act | None) -> bool:
        """Return whether who is here may do something; what needs no act anybody may do."""
        return act is None or self.role is None or may(self.role, act)

    def sentence(self, error: Exception) -> str:
        """Return the sentence for a foreseen error; a bug is raised, for the window to report."""
        sentence = self.explain(error, self.language.texts)
        if sentence is None:
            raise error
        return sentence

    def show_failure(self, error: Exception) -> None:
        """Tell a foreseen error in a toast, where no field or strip is at hand for it."""
        self.toasts.show(self.sentence(error), "bad")

    def reading(self, owner: QObject, answered: Callable[[Any], None]) -> LatestRead:
        """Return a question of ``owner``; what cannot be read is told in a toast."""
        latest = LatestRead(self.tasks, owner)
        latest.answered.connect(answered)
        latest.failed.connect(self.show_failure)
        return latest
