"""The Staff page: who works in the office, for the administrator."""

from __future__ import annotations

from typing_extensions import override

from domain.books import Books
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.page import Page
from ui.desk.staff.controller import StaffController
from ui.desk.staff.view import StaffView
from ui.desk.staff.words_sheet import WordsController, WordsSheet


class StaffPage(Page):
    """Ties the list, the form, and the sheet with the recovery words."""

    key = "staff"
    icon = "id-card"
    needs = Act.MANAGE_STAFF

    def __init__(self, desk: Desk, books: Books, documents: Documents) -> None:
        super().__init__()
        self.view = self.widget = StaffView(desk, books.now())
        self.controller = StaffController(self.view, desk, books)
        self.words = WordsSheet(self.view, desk)
        self.words_controller = WordsController(self.words, desk, books, documents)
        self.words_controller.changed.connect(self.controller.refresh)
        self.controller.counted.connect(self.counted)
        self.view.staff_requested.connect(self.staff_requested)
        self.view.words_requested.connect(self.words.ask)
        self.view.leave_requested.connect(self.step_back)
        new, accept = self.controller.begin_new, self.controller.accept
        keys = ("Ctrl+A", "Ctrl+Return", "Ctrl+Enter")
        self.actions = (
            Action("staff.new", N_("Take somebody on"), new, ("Alt+N",), "user-plus"),
            Action("staff.save", N_("Save"), accept, keys, "save"),
        )
        self.retranslate(desk.texts)

    @override
    def title(self, _: Texts) -> str:
        return _("Staff")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)
        self.words.retranslate(_)
        self.controller.retranslate()

    @override
    def refresh(self) -> None:
        self.controller.refresh()

    @override
    def enter(self) -> None:
        self.view.table.setFocus()
        self.controller.refresh()

    @override
    def holds_typed(self) -> bool:
        return self.view.is_touched

    @override
    def step_back(self) -> bool:
        if self.words.isVisible():
            self.words.put_away()
            return True
        if self.view.hand_over.isVisible():
            self.view.hand_over.put_away()
            return True
        was_elsewhere = not self.view.table.hasFocus()
        self.controller.show_row()
        self.view.table.setFocus()
        return was_elsewhere
