"""The Tariffs page: schedules by date, drafts, and what a draft would change."""

from __future__ import annotations

from typing_extensions import override

from domain.books import Books
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.page import Page
from ui.desk.kit.places import Place
from ui.desk.tariffs.controller import TariffsController
from ui.desk.tariffs.view import TariffsView


class TariffsPage(Page):
    """Ties the book of tariffs, the draft that is written, and its impact."""

    key = "tariffs"
    icon = "file-text"

    def __init__(self, desk: Desk, books: Books, documents: Documents) -> None:
        super().__init__()
        self.view = self.widget = TariffsView(desk)
        self.controller = TariffsController(self.view, desk, books, documents)
        self.controller.counted.connect(self.counted)
        self.controller.books_changed.connect(self.books_changed)
        self.controller.consumer_requested.connect(self.consumer_requested)
        self.actions = self._actions()
        self.retranslate(desk.texts)

    def _actions(self) -> tuple[Action, ...]:
        does, editing = self.controller, self.controller.editing
        accept = ("Ctrl+A", "Ctrl+Return", "Ctrl+Enter")
        ask = Act.ASK_TARIFFS
        return (
            Action(
                "tariffs.draft",
                N_("Draft a successor"),
                does.draft_successor,
                ("Alt+N",),
                "copy",
                needs=ask,
            ),
            Action("tariffs.file", N_("From a file"), does.ask_for_file, ("Alt+L",), needs=ask),
            Action("tariffs.impact", N_("Impact"), editing.impacting.run, ("Alt+I",), "users"),
            Action("tariffs.ask", N_("Ask or take over"), editing.ask, accept, "check", needs=ask),
            Action("tariffs.next", N_("Next view"), self._show_next, ("Ctrl+PgDown",)),
            Action("tariffs.export", N_("Export"), self._export, ("Alt+E",), "download"),
            Action("tariffs.paper", N_("PDF"), self._paper, ("Ctrl+P",), in_bar=False),
            Action(
                "tariffs.duplicate",
                N_("Duplicate"),
                does.duplicate,
                ("Alt+2",),
                in_bar=False,
                needs=ask,
            ),
            Action("tariffs.stop", N_("Delete or stop"), self._stop, ("Alt+X",), in_bar=False),
        )

    @override
    def title(self, _: Texts) -> str:
        return _("Tariffs")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)
        self.controller.retranslate()

    @override
    def refresh(self) -> None:
        self.controller.refresh()

    @override
    def enter(self) -> None:
        if not self.view.is_editing:
            self.view.show_book()
            self.controller.look()

    @override
    def here(self) -> Place:
        draft = self.view.editor.draft
        if self.view.is_editing and draft is not None:
            return Place(self.key, draft.id, draft.title)
        return Place(self.key)

    @override
    def show_place(self, what: object) -> None:
        if isinstance(what, str):
            self.controller.editing.open_by_id(what)
        elif self.view.is_editing:
            self.controller.editing.leave()

    @override
    def holds_typed(self) -> bool:
        return not self.controller.editing.is_kept

    @override
    def step_back(self) -> bool:
        return self.controller.editing.step_back()

    def _show_next(self) -> None:
        if self.view.is_editing:
            self.view.editor.show_next_tab()
        else:
            self.view.book.show_other_list()

    def _export(self) -> None:
        """Write the impact while it is looked at, else the tariff."""
        editor = self.view.editor
        if self.view.is_editing and editor.tabs.currentIndex() == 1 and editor.impact.impact:
            self.controller.editing.impacting.export()
        else:
            self.controller.export()

    def _paper(self) -> None:
        if self.view.is_editing:
            self.controller.editing.impacting.save_paper()

    def _stop(self) -> None:
        if self.view.is_editing:
            self.controller.editing.impacting.stop()
        else:
            self.controller.delete()
