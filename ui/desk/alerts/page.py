"""The Alerts page: what consumers are told, how far each message is, and by which texts."""

from __future__ import annotations

from collections.abc import Callable

from typing_extensions import override

from domain.alert_book import MessageQuery
from domain.books import Books
from domain.message import Message
from domain.staff import Act
from resources.texts import N_, Texts
from ui.desk.actions import Action
from ui.desk.alerts.controller import AlertsController
from ui.desk.alerts.view import AlertsPart, AlertsView
from ui.desk.kit.desk import Desk
from ui.desk.kit.listing.copying import RowCopies
from ui.desk.kit.page import Page
from ui.desk.kit.places import Place
from ui.desk.settings.controller import OfficeSettingsController
from ui.desk.settings.sheet import MessageSettingsSheet


class AlertsPage(Page):
    """Ties the outbox, the templates, the preview of a day and the settings of messages."""

    key = "alerts"
    icon = "mail"
    needs = Act.SEE_DEFAULTERS

    def __init__(self, desk: Desk, books: Books) -> None:
        super().__init__()
        self.view = self.widget = AlertsView(desk)
        self.settings = MessageSettingsSheet(self.view, desk.theme)
        self.setting = OfficeSettingsController(self.settings, desk, books.safekeeping)
        self.controller = AlertsController(self.view, desk, books)
        self.view.to_settings.setVisible(desk.may(Act.CHANGE_SETTINGS))
        self.copies = [
            RowCopies(table, desk) for table in (self.view.messages, self.view.templates)
        ]
        self.actions = self._actions()
        self._connect()
        self.retranslate(desk.texts)

    @override
    def title(self, _: Texts) -> str:
        return _("Alerts")

    @override
    def retranslate(self, _: Texts) -> None:
        self.view.retranslate(_)
        self.settings.retranslate(_)
        self.controller.retranslate()

    @override
    def refresh(self) -> None:
        self.controller.refresh()

    @override
    def enter(self) -> None:
        self.view.table.setFocus()
        self.controller.refresh()

    @override
    def here(self) -> Place:
        query = self.controller.query
        return Place(self.key, query if query is not None else self.view.part)

    @override
    def show_place(self, what: object) -> None:
        """Show a part, or exactly the messages that a query finds."""
        if isinstance(what, AlertsPart):
            self.controller.show_part(what)
        elif isinstance(what, MessageQuery):
            self.controller.show_query(what)

    @override
    def selected_consumer(self) -> str | None:
        row = self.view.table.current_row()
        return row.consumer_number if isinstance(row, Message) else None

    @override
    def holds_typed(self) -> bool:
        return self.view.template_card.holds_typed

    @override
    def step_back(self) -> bool:
        if self.settings.isVisible():
            self.settings.put_away()
            return True
        if self.controller.step_back():
            return True
        was_elsewhere = not self.view.table.hasFocus()
        self.view.table.setFocus()
        return was_elsewhere

    def _connect(self) -> None:
        controller = self.controller
        controller.counted.connect(self.counted)
        controller.waiting_changed.connect(self.waiting_changed)
        controller.moved.connect(self.moved)
        controller.consumer_requested.connect(self.consumer_requested)
        controller.acted.connect(self.books_changed)
        self.setting.saved.connect(self.books_changed)
        self.view.settings_requested.connect(self.setting.open)
        self.view.template_card.leave_requested.connect(self.step_back)

    def _actions(self) -> list[Action]:
        does = self.controller
        settle = Act.SETTLE_MESSAGES
        return [
            Action("alerts.day", N_("Alerts of a day"), does.ask_preview, ("Alt+P",), "eye"),
            Action("alerts.resend", N_("Send again"), does.resend, ("Alt+R",), needs=settle),
            Action("alerts.drop", N_("Put aside"), does.drop, ("Alt+X",), "x", needs=settle),
            Action(
                "alerts.save",
                N_("Save the template"),
                does.save,
                ("Ctrl+A", "Ctrl+Return", "Ctrl+Enter"),
                "save",
                needs=Act.CHANGE_TEMPLATES,
            ),
            Action(
                "alerts.settings",
                N_("Settings of messages"),
                self.setting.open,
                ("F12",),
                "settings",
                needs=Act.CHANGE_SETTINGS,
            ),
            *self._part_actions(),
        ]

    def _part_actions(self) -> list[Action]:
        all_, waiting, sent, delivered = (self._shows(one) for one in list(AlertsPart)[:4])
        failed, held, templates = (self._shows(one) for one in list(AlertsPart)[4:])
        return [
            Action("alerts.all", N_("All messages"), all_, ("Alt+1",), in_bar=False),
            Action("alerts.waiting", N_("Messages that wait"), waiting, ("Alt+2",), in_bar=False),
            Action("alerts.sent", N_("Messages that were sent"), sent, ("Alt+3",), in_bar=False),
            Action(
                "alerts.delivered",
                N_("Messages that were delivered"),
                delivered,
                ("Alt+4",),
                in_bar=False,
            ),
            Action("alerts.failed", N_("Messages that failed"), failed, ("Alt+5",), in_bar=False),
            Action("alerts.held", N_("Messages that are held"), held, ("Alt+6",), in_bar=False),
            Action("alerts.templates", N_("Templates"), templates, ("Alt+7",), in_bar=False),
        ]

    def _shows(self, part: AlertsPart) -> Callable[[], None]:
        def show() -> None:
            self.controller.show_part(part)
            self.view.table.setFocus()

        return show
