"""The Imports page: files taken in, step by step, and taken back again."""

from __future__ import annotations

from pathlib import Path

from typing_extensions import override

from domain.books import Books
from domain.consumer import ConsumerQuery
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.importing.controller import ImportingController
from ui.desk.importing.steps import ImportingSteps
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.opening import open_with_system
from ui.desk.kit.page import Page
from ui.desk.kit.places import Place


class ImportingPage(Page):
    """Ties the list of imports and the steps of a new one."""

    key = "importing"
    icon = "upload"
    needs = Act.TAKE_READS

    def __init__(self, desk: Desk, books: Books, documents: Documents) -> None:
        super().__init__()
        self.view = self.widget = ImportingSteps(desk)
        self.controller = ImportingController(self.view, desk, books, documents)
        self.controller.counted.connect(self.counted)
        self.view.list.row_changed.connect(lambda _row: self.moved.emit())
        self.controller.changed.connect(self.books_changed)
        self.controller.page_requested.connect(self.page_requested)
        self.controller.consumer_requested.connect(self.consumer_requested)
        self.controller.consumers_requested.connect(self._show_consumers)
        self.controller.folder_requested.connect(_show_folder)
        does = self.controller
        keys = ("Ctrl+A", "Ctrl+Return", "Ctrl+Enter")
        self.actions = (
            Action("importing.new", N_("Take a file in"), does.begin, ("Alt+N",), "upload"),
            Action("importing.accept", N_("Go on"), does.accept, keys, "check"),
            Action(
                "importing.file",
                N_("Choose the file"),
                does.choose_file,
                ("Alt+O",),
                "folder-open",
                in_bar=False,
            ),
            Action(
                "importing.judge",
                N_("Judge this row again"),
                does.judge_row,
                ("Alt+J",),
                "refresh-cw",
                in_bar=False,
            ),
            Action(
                "importing.cell",
                N_("Correct the refused cell"),
                does.write_cell,
                ("F2",),
                "pencil",
                in_bar=False,
            ),
            Action(
                "importing.refused",
                N_("Save the refused rows"),
                does.save_refused,
                ("Alt+E",),
                "save",
                in_bar=False,
            ),
            Action(
                "importing.undo",
                N_("Take the import back"),
                does.ask_undo,
                ("Alt+X",),
                "undo-2",
                needs=Act.UNDO_IMPORT,
            ),
        )
        self.retranslate(desk.texts)

    @override
    def title(self, _: Texts) -> str:
        return _("Imports")

    @override
    def retranslate(self, _: Texts) -> None:
        self.controller.retranslate()

    @override
    def refresh(self) -> None:
        self.controller.refresh()

    @override
    def enter(self) -> None:
        if self.view.shown is self.view.list:
            self.view.list.table.setFocus()
            self.controller.refresh()
        else:
            self.view.shown.setFocus()

    @override
    def holds_typed(self) -> bool:
        return self.controller.holds_work

    @override
    def step_back(self) -> bool:
        return self.controller.step_back()

    @override
    def here(self) -> Place:
        batch = self.view.list.batch if self.view.shown is self.view.list else None
        return Place(self.key, batch.id if batch else None)

    @override
    def show_place(self, what: object) -> None:
        if isinstance(what, str) and what:
            self.controller.show_import(what)

    def _show_consumers(self, import_id: str) -> None:
        self.place_requested.emit(Place("consumers", ConsumerQuery(import_id=import_id)))


def _show_folder(path: Path | None) -> None:
    if path is not None:
        open_with_system(path.parent)
