"""The Policies page: who may be cut when, tried out before it holds, and who is protected."""

from __future__ import annotations

from typing_extensions import override

from domain.books import Books
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.page import Page
from ui.desk.kit.paged_table import PagedTableModel
from ui.desk.kit.places import Place
from ui.desk.policies.controller import PoliciesController
from ui.desk.policies.dry_run_view import HELD_COLUMNS
from ui.desk.policies.dry_running import HeldRows
from ui.desk.policies.view import Part, PoliciesView


class PoliciesPage(Page):
    """Ties versions, form, dry run, holidays and protections."""

    key = "policies"
    icon = "gauge"
    needs = Act.SEE_DEFAULTERS

    def __init__(self, desk: Desk, books: Books, documents: Documents) -> None:
        super().__init__()
        rows = HeldRows(books)
        model = PagedTableModel(HELD_COLUMNS, rows, desk.tasks, desk.texts)
        self.view = self.widget = PoliciesView(desk, model)
        model.setParent(self.view)
        self.controller = PoliciesController(self.view, desk, books, documents, rows)
        self.controller.counted.connect(self.counted)
        self.controller.moved.connect(self.moved)
        self.controller.books_changed.connect(self.books_changed)
        self.controller.consumer_requested.connect(self.consumer_requested)
        self.actions = self._actions()
        self.retranslate(desk.texts)
        self.controller.refresh()

    def _actions(self) -> tuple[Action, ...]:
        does = self.controller
        accept = ("Ctrl+A", "Ctrl+Return", "Ctrl+Enter")
        return (
            Action("policies.new", N_("New"), does.begin, ("Alt+N",), "plus", needs=Act.ASK_POLICY),
            Action(
                "policies.accept",
                N_("Ask or add"),
                does.accept,
                accept,
                "check",
                needs=Act.ASK_POLICY,
            ),
            Action("policies.dry_run", N_("Dry run"), does.try_out, ("Alt+D",), "flask-conical"),
            Action("policies.run", N_("Try it out"), does.run, ("Alt+R",), "play"),
            Action("policies.next", N_("Next view"), self._show_next, ("Ctrl+PgDown",)),
            Action(
                "policies.remove",
                N_("Remove or end"),
                does.remove,
                ("Alt+X",),
                in_bar=False,
                needs=Act.PROTECT,
            ),
            Action(
                "policies.fill",
                N_("Fill from the state's list"),
                does.fill_holidays,
                ("Alt+L",),
                in_bar=False,
                needs=Act.CHANGE_HOLIDAYS,
            ),
        )

    @override
    def title(self, _: Texts) -> str:
        return _("Policies")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)
        self.controller.retranslate()

    @override
    def refresh(self) -> None:
        self.controller.refresh()

    @override
    def enter(self) -> None:
        self.view.start()

    @override
    def here(self) -> Place:
        part = self.view.part
        return Place(self.key, part, self.view.tabs.tabText(part))

    @override
    def show_place(self, what: object) -> None:
        if isinstance(what, Part):
            self.controller.show_part(what)

    @override
    def selected_consumer(self) -> str | None:
        return self.view.dry_run.selected_consumer() if self.view.part is Part.DRY_RUN else None

    @override
    def holds_typed(self) -> bool:
        return self.controller.writing.is_touched

    @override
    def step_back(self) -> bool:
        return self.controller.step_back()

    def _show_next(self) -> None:
        self.controller.show_part(Part((self.view.part + 1) % len(Part)))
