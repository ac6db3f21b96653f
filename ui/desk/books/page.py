"""The Books page: whether the books are in order, and whether they would survive this machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from typing_extensions import override

from domain.books import Books
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.books.alarm import AlarmStrip
from ui.desk.books.backup_controller import BackupController
from ui.desk.books.badge import ShieldBadge
from ui.desk.books.check_controller import CheckController
from ui.desk.books.keeping import BackupClock, Keeper
from ui.desk.books.support_controller import SupportController
from ui.desk.books.view import BooksView
from ui.desk.books.watch import Health, OfficeWatch
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.opening import open_with_system
from ui.desk.kit.page import Page


class BooksPage(Page):
    """Ties check, backups and support; gives the frame its badge and its alarm."""

    key = "books"
    icon = "database"

    def __init__(
        self,
        desk: Desk,
        books: Books,
        documents: Documents,
        open_file: Callable[[Path], None] = open_with_system,
    ) -> None:
        super().__init__()
        self.desk = desk
        may_override = desk.may(Act.OVERRIDE_CHECK)
        self.view = self.widget = BooksView(
            desk.theme,
            desk.texts,
            may_override=may_override,
            may_review=desk.may(Act.REVIEW_OUTBOX),
        )
        self.badge = self.shield = ShieldBadge(desk.theme)
        self.alarm = self.strip = AlarmStrip(desk.theme, may_override=may_override)
        self.watch = OfficeWatch(desk, books, self.view)
        self.keeper = Keeper(desk, books, self.view)
        self.clock = BackupClock(desk, self.watch, self.keeper)
        self.check = CheckController(self.view, self.watch, documents, open_file)
        self.backups = BackupController(self.view, self.watch, self.keeper, open_file)
        self.support = SupportController(self.view, self.watch, documents, open_file)
        self.view.support.setVisible(desk.may(Act.BUNDLE))
        self.actions = self._actions()
        self._connect()
        self.retranslate(desk.texts)
        self.watch.start()
        self.clock.start()

    @override
    def title(self, _: Texts) -> str:
        return _("Books")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)
        self.shield.retranslate(_)
        self.strip.retranslate(_)
        self.check.retranslate()
        self.backups.retranslate()

    @override
    def refresh(self) -> None:
        # The badge looks by itself every minute; nobody else needs to know after each recharge.
        if self.view.isVisible():
            self.watch.refresh()

    @override
    def enter(self) -> None:
        self.view.start()
        self.watch.refresh()
        self.backups.refresh()

    @override
    def selected_consumer(self) -> str | None:
        return self.view.problems.chosen_consumer()

    @override
    def step_back(self) -> bool:
        return self.view.step_back()

    def _connect(self) -> None:
        self.view.problems.consumer_requested.connect(self.consumer_requested)
        self.shield.clicked.connect(lambda _checked=False: self.wanted.emit())
        self.strip.page_requested.connect(self.wanted)
        self.strip.override_requested.connect(self._override)
        self.check.overridden.connect(self.books_changed)
        self.backups.report_wanted.connect(self._show_report)
        self.watch.changed.connect(self._on_health)
        self.watch.checking_changed.connect(self._on_checking)

    def _show_report(self) -> None:
        self.wanted.emit()
        self.backups.show_report()

    def _override(self) -> None:
        self.wanted.emit()
        self.check.override()

    def _on_health(self, health: Health) -> None:
        self.shield.show_health(health, self.desk.texts)
        self.strip.show_health(health, self.desk.texts)

    def _on_checking(self, is_checking: bool) -> None:
        self.shield.show_checking(is_checking, self.desk.texts)

    def _actions(self) -> list[Action]:
        check, backups = self.check, self.backups
        return [
            Action("books.check", N_("Check now"), check.check, ("Alt+K",), "shield-check"),
            Action("books.check_all", N_("Check everything"), check.check_all, ("Alt+J",)),
            Action(
                "books.back_up",
                N_("Back up now"),
                backups.back_up,
                ("Alt+B",),
                "save",
                needs=Act.BACK_UP,
            ),
            Action(
                "books.drill",
                N_("Try the newest backup"),
                backups.drill,
                ("Alt+T",),
                needs=Act.DRILL,
            ),
            Action("books.folder", N_("Open the folder"), backups.open_folder, ("Alt+O",)),
            Action(
                "books.report", N_("Report of the last trial"), backups.show_report, in_bar=False
            ),
            Action(
                "books.bundle",
                N_("Make a support bundle"),
                self.support.make,
                ("Alt+S",),
                in_bar=False,
                needs=Act.BUNDLE,
            ),
            Action("books.export", N_("Export"), check.export, ("Alt+E",), in_bar=False),
            Action(
                "books.settings",
                N_("Settings of backups"),
                backups.open_settings,
                ("F12",),
                "settings",
                needs=Act.CHANGE_SETTINGS,
            ),
        ]
