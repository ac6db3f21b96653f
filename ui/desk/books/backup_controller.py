"""What happens around backups: made, tried, set, and what a restored office holds back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from domain.backup import BackupDone, BackupMade, BackupReason
from domain.errors import Refusal
from domain.safekeeping import DrillReport, HeldMessage
from domain.settings import BACKUP_SECOND_FOLDER, SettingRow, setting_named
from domain.staff import Act
from ui.desk.books.drill_sheet import ShownDrill
from ui.desk.books.keeping import Keeper
from ui.desk.books.view import BooksView
from ui.desk.books.watch import Health, OfficeWatch
from ui.desk.kit.progress_panel import Outcome
from ui.desk.kit.reason import ReasonSheet
from ui.desk.kit.saving import ask_folder
from ui.desk.kit.tasks import LatestRead, Task


@dataclass(frozen=True, slots=True)
class Kept:
    """What the page lists of backups."""

    backups: Sequence[BackupMade]
    settings: Sequence[SettingRow]
    messages: Sequence[HeldMessage]

    def values(self) -> Mapping[str, str]:
        """Return the settings as texts by name."""
        return {row.name: row.value for row in self.settings}


class BackupController(QObject):
    """Makes and tries backups as jobs, and shows how they went."""

    #: Somebody wants to read what came of the last trial.
    report_wanted = Signal()

    def __init__(
        self,
        view: BooksView,
        watch: OfficeWatch,
        keeper: Keeper,
        open_file: Callable[[Path], None],
    ) -> None:
        super().__init__(view)
        self._view, self._watch, self._keeper = view, watch, keeper
        self._desk, self._books = watch.desk, watch.books
        self._open_file = open_file
        self._kept: Kept | None = None
        self._drill: Task | None = None
        self._is_asked = False
        self.reason = ReasonSheet(view, watch.desk)
        self._latest = LatestRead(self._desk.tasks, self)
        self._latest.answered.connect(self._on_kept)
        self._latest.failed.connect(self._desk.show_failure)
        self._connect()
        view.backups.show_rights(
            may_back_up=self._desk.may(Act.BACK_UP),
            may_try=self._desk.may(Act.DRILL),
            may_set=self._desk.may(Act.CHANGE_SETTINGS),
        )

    def refresh(self) -> None:
        """Read again what is listed."""
        self._latest.ask(self._read)

    def back_up(self) -> None:
        """Make a backup now."""
        task = self._keeper.back_up(BackupReason.ASKED)
        if task:
            self._is_asked = True
            self._view.backups.show_problem("")
            self._desk.progress.follow(task, self._desk.texts("Making a backup"), self._made)

    def drill(self) -> None:
        """Restore the newest backup for a trial and compare it with the books."""
        if self._drill:
            return
        safekeeping, actor = self._books.safekeeping, self._desk.actor
        task = self._desk.tasks.job(self, lambda progress: safekeeping.drill(actor, progress))
        self._drill = task
        self._view.backups.show_problem("")
        self._show_running()
        title = self._desk.texts("Trying the newest backup")
        self._desk.progress.follow(task, title, self._drilled)
        task.succeeded.connect(self._on_drilled)
        task.failed.connect(self._show_problem)
        task.finished.connect(self._end_drill)

    def show_report(self) -> None:
        """Show the report of the last drill."""
        health = self._watch.health
        if health and health.safety.last_drill:
            shown = ShownDrill.of_row(health.safety.last_drill)
            self._view.drill.show_drill(shown, self._desk.texts)

    def open_folder(self) -> None:
        """Show where the backups lie."""
        health = self._watch.health
        if health and health.safety.last_backup:
            self._open_file(health.safety.last_backup.path.parent)

    def open_settings(self) -> None:
        """Show the settings of backups."""
        if self._kept and self._desk.may(Act.CHANGE_SETTINGS):
            self._view.settings.show_settings(self._kept.values())

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self.reason.retranslate(self._desk.texts)
        if self._watch.health:
            self._view.backups.show_health(self._watch.health, self._desk.texts)

    def _connect(self) -> None:
        card = self._view.backups
        card.back_up_requested.connect(self.back_up)
        card.drill_requested.connect(self.drill)
        card.report_requested.connect(self.show_report)
        card.folder_requested.connect(self.open_folder)
        card.settings_requested.connect(self.open_settings)
        self._view.settings.accept_requested.connect(self._on_settings_accepted)
        self._view.settings.folder_requested.connect(self._ask_folder)
        self._view.messages.release_requested.connect(self._ask_release)
        self._view.messages.drop_requested.connect(self._ask_drop)
        self._watch.changed.connect(self._on_health)
        self._keeper.made.connect(self._on_made)
        self._keeper.failed.connect(self._on_failed)
        self._keeper.running_changed.connect(lambda _running: self._show_running())

    def _read(self) -> Kept:
        """Read (called off the GUI thread)."""
        safekeeping = self._books.safekeeping
        return Kept(safekeeping.backups(), safekeeping.settings(), safekeeping.held_messages())

    def _on_kept(self, kept: Kept) -> None:
        self._kept = kept
        self._view.backups.show_backups(kept.backups)
        second = kept.values().get(BACKUP_SECOND_FOLDER.name, "")
        self._view.backups.show_second_place(second, self._desk.texts)
        self._view.messages.show_messages(kept.messages)

    def _on_health(self, health: Health) -> None:
        self._view.backups.show_health(health, self._desk.texts)

    def _show_running(self) -> None:
        self._view.backups.show_running(
            backs_up=self._keeper.is_running, tries=self._drill is not None
        )

    # Backups

    def _on_made(self, done: BackupDone) -> None:
        is_asked, self._is_asked = self._is_asked, False
        self._view.backups.show_problem("")
        if done.second_trouble and not is_asked:
            self._desk.toasts.show(self._made(done).words, "warning")
        self._look_again()

    def _made(self, done: BackupDone) -> Outcome:
        _ = self._desk.texts
        if done.second_trouble:
            why = self._desk.sentence(done.second_trouble)
            words = _("The backup is made, but not in the second place. {why}", why=why)
            return Outcome(words, tone="warning")
        words = _("The backup is made and verified: {name}.", name=done.made.path.name)
        return Outcome(words, _("Open the folder"), self.open_folder)

    def _on_failed(self, error: Exception) -> None:
        is_asked, self._is_asked = self._is_asked, False
        self._show_problem(error)
        # Of what was asked for the panel of works tells.
        if not is_asked:
            self._desk.show_failure(error)

    def _show_problem(self, error: Exception) -> None:
        self._view.backups.show_problem(self._desk.sentence(error))

    def _drilled(self, report: DrillReport) -> Outcome:
        _ = self._desk.texts
        good, bad = _("The newest backup is good."), _("The newest backup is NOT good.")
        words, tone = (good, "good") if report.is_good else (bad, "warning")
        return Outcome(words, _("Show the report"), self.report_wanted.emit, tone)

    def _on_drilled(self, report: DrillReport) -> None:
        shown = ShownDrill.of_report(report, self._desk.texts)
        self._view.drill.show_drill(shown, self._desk.texts)
        self._look_again()

    def _end_drill(self) -> None:
        self._drill = None
        self._show_running()

    def _look_again(self) -> None:
        self._watch.refresh()
        self.refresh()

    # Settings

    def _on_settings_accepted(self, wanted: Mapping[str, str]) -> None:
        known = self._kept.values() if self._kept else {}
        problems: dict[str, str] = {}
        for name, text in wanted.items():
            try:
                setting_named(name).parse(text)
            except Refusal as refusal:
                problems[name] = self._desk.sentence(refusal)
        if problems:
            self._view.settings.form.show_problems(problems)
            return
        changed = {name: text for name, text in wanted.items() if known.get(name) != text}
        self._view.settings.put_away()
        if changed:
            self._change(changed)

    def _change(self, changed: Mapping[str, str]) -> None:
        safekeeping, actor = self._books.safekeeping, self._desk.actor

        def change() -> None:
            for name, text in changed.items():
                safekeeping.change_setting(name, text, actor)

        task = self._desk.tasks.write(self, lambda _progress: change())
        task.succeeded.connect(lambda _answer: self._on_changed())
        task.failed.connect(self._desk.show_failure)
        task.finished.connect(self._look_again)

    def _on_changed(self) -> None:
        self._desk.toasts.show(self._desk.texts("The settings are kept."))

    def _ask_folder(self, name: str) -> None:
        _ = self._desk.texts
        field = self._view.settings.form.field(name)
        title = _("Second place of backups")
        ask_folder(self._view, title, _, lambda folder: field.show_value(str(folder)))

    # Messages that a restored office holds back

    def _ask_release(self, ids: Sequence[int]) -> None:
        _ = self._desk.texts
        self.reason.ask(
            _("Let held messages go"),
            _("They leave the office as if they had just been written."),
            _("Let go"),
            lambda reason: self._settle(ids, reason, is_release=True),
        )

    def _ask_drop(self, ids: Sequence[int]) -> None:
        _ = self._desk.texts
        self.reason.ask(
            _("Put held messages aside"),
            _("They never leave the office: what they say went out before it was restored."),
            _("Put aside"),
            lambda reason: self._settle(ids, reason, is_release=False),
        )

    def _settle(self, ids: Sequence[int], reason: str, *, is_release: bool) -> None:
        safekeeping, actor = self._books.safekeeping, self._desk.actor
        settle = safekeeping.release_messages if is_release else safekeeping.drop_messages
        task = self._desk.tasks.write(self, lambda _progress: settle(ids, reason, actor))
        task.succeeded.connect(self._on_settled)
        task.failed.connect(self._desk.show_failure)
        task.finished.connect(self._look_again)

    def _on_settled(self, count: int) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(_("Held messages settled: {count}.", count=count))
