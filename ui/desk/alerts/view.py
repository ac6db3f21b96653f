"""What consumers are told, seen: the outbox, the templates, and one of each beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from domain.message import Message, MessageState, Template
from resources.texts import N_, Texts
from ui.desk.alerts.cards import MessageCard, TemplateCard
from ui.desk.alerts.tables import key_of_template, message_columns, template_columns
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import SegmentField
from ui.desk.kit.flow import Flow
from ui.desk.kit.list_beside import lay_out_list_beside
from ui.desk.kit.parts import Button, EmptyState, Label
from ui.desk.kit.theme import set_look
from ui.desk.kit.whole_table import WholeTable
from ui.desk.kit.words import counted_words

_SHARES, _LEAST_SIDE_PX = (3, 2), 330


class AlertsPart(StrEnum):
    """What of the page is looked at; most are states of messages."""

    ALL = "all"
    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    HELD = "held"
    TEMPLATES = "templates"


#: Which states stand behind a chip.
STATES: Mapping[AlertsPart, tuple[MessageState, ...]] = {
    AlertsPart.ALL: (),
    AlertsPart.WAITING: (MessageState.WAITING, MessageState.LEAVING),
    AlertsPart.SENT: (MessageState.SENT,),
    AlertsPart.DELIVERED: (MessageState.DELIVERED,),
    AlertsPart.FAILED: (MessageState.FAILED,),
    AlertsPart.HELD: (MessageState.HELD,),
}


class AlertsView(QWidget):
    """Shows messages and templates, and says what somebody wants; decides nothing."""

    part_changed = Signal()
    #: A row came into use: a Message, a Template or None.
    row_changed = Signal(object)
    opened = Signal(object)
    preview_requested = Signal()
    settings_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        theme, self._texts = desk.theme, desk.texts
        self._counts: Mapping[AlertsPart, int] = {}
        self.banner = QFrame()
        set_look(self.banner, "confirm")
        self.nothing = Label(
            N_("Nothing is configured: nobody is told anything, and messages wait."),
            "strong",
            wraps=True,
        )
        self.to_settings = Button(theme, N_("To the settings"), icon="settings", key="F12")
        self.parts = SegmentField(look="chip", flows=True)
        self.preview = Button(theme, N_("Alerts of a day"), icon="eye", key="Alt+P")
        none_here = EmptyState(theme, "mail", N_("No message is in this list."))
        self.messages = WholeTable(
            desk, "messages", message_columns(), lambda row: row.id, none_here
        )
        none_there = EmptyState(theme, "file-text", N_("There are no templates."))
        self.templates = WholeTable(
            desk, "message_templates", template_columns(), key_of_template, none_there
        )
        self.messages.let_choose_rows()
        self.message_card, self.template_card = MessageCard(desk), TemplateCard(desk)
        self.lists, self.side = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self._connect()

    @property
    def part(self) -> AlertsPart:
        """The part that is looked at."""
        return AlertsPart(self.parts.value() or AlertsPart.ALL)

    @property
    def wants_templates(self) -> bool:
        """Whether the templates are looked at, and not messages."""
        return self.part is AlertsPart.TEMPLATES

    @property
    def table(self) -> WholeTable:
        """The list that is looked at."""
        return self.templates if self.wants_templates else self.messages

    @property
    def chosen(self) -> list[Message]:
        """The messages that are chosen."""
        if self.wants_templates:
            return []
        current = self.messages.current_row()
        return self.messages.chosen_rows or ([current] if isinstance(current, Message) else [])

    def show_counts(self, counts: Mapping[AlertsPart, int]) -> None:
        """Say how many there are in each part."""
        self._counts = counts
        _ = self._texts
        words = {
            AlertsPart.ALL: _("All"),
            AlertsPart.WAITING: _("Waiting"),
            AlertsPart.SENT: _("Sent"),
            AlertsPart.DELIVERED: _("Delivered"),
            AlertsPart.FAILED: _("Failed"),
            AlertsPart.HELD: _("Held"),
            AlertsPart.TEMPLATES: _("Templates"),
        }
        self.parts.set_options(
            [(part, counted_words(words[part], counts.get(part))) for part in AlertsPart]
        )

    def show_messages(self, messages: Sequence[Message]) -> None:
        """Show messages, newest first."""
        self.messages.show_rows(messages)

    def show_templates(self, templates: Sequence[Template]) -> None:
        """Show the templates."""
        self.templates.show_rows(templates)

    def show_configured(self, *, is_configured: bool) -> None:
        """Say so where nobody can be told anything."""
        self.banner.setVisible(not is_configured)

    def show_part(self) -> None:
        """Show the list that is looked at, and its side."""
        self.lists.setCurrentWidget(self.table)
        self.side.setCurrentWidget(
            self.template_card if self.wants_templates else self.message_card
        )
        self._show_side()

    def show_message(self, message: Message | None, *, may_settle: bool) -> None:
        """Show a message beside the list."""
        self.message_card.show_message(message, may_settle=may_settle)
        self._show_side()

    def show_template(self, template: Template | None, *, may_change: bool) -> None:
        """Show a template beside the list."""
        self.template_card.show_template(template, may_change=may_change)
        self._show_side()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        words = (self.nothing, self.to_settings, self.preview)
        cards = (self.message_card, self.template_card)
        for part in (self.messages, self.templates, *words, *cards):
            part.retranslate(_)
        self.parts.setAccessibleName(_("What is looked at"))
        self.messages.setAccessibleName(_("Messages to consumers"))
        self.templates.setAccessibleName(_("Templates"))
        self.show_counts(self._counts)

    def _show_side(self) -> None:
        shown = self.template_card.template if self.wants_templates else self.message_card.message
        self.side.setVisible(shown is not None)

    def _lay_out(self) -> None:
        row, tools, below = QHBoxLayout(self.banner), QWidget(), QWidget()
        row.setContentsMargins(14, 8, 10, 8)
        row.addWidget(self.nothing, 1)
        row.addWidget(self.to_settings)
        Flow(tools).addWidget(self.preview)
        for table in (self.messages, self.templates):
            self.lists.addWidget(table)
        self.side.addWidget(self.message_card)
        self.side.addWidget(self.template_card)
        lay_out_list_beside(
            below,
            self.lists,
            self.side,
            below=(self.parts, tools),
            shares=_SHARES,
            least_side_px=_LEAST_SIDE_PX,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)
        column.addWidget(below, 1)
        self.banner.hide()
        self.side.hide()

    def _connect(self) -> None:
        self.parts.changed.connect(self.part_changed)
        for table in (self.messages, self.templates):
            table.row_changed.connect(self.row_changed)
            table.opened.connect(self.opened)
        self.preview.clicked.connect(lambda _checked=False: self.preview_requested.emit())
        self.to_settings.clicked.connect(lambda _checked=False: self.settings_requested.emit())
