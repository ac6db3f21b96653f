"""Beside the lists of the Alerts page: one message as it goes out, and one template."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.message import Medium, Message, MessageState, Template
from domain.template_rules import MOST_MAIL, VARIABLES
from resources.texts import LANGUAGES, N_, Texts
from ui.desk.alerts.tables import key_of_template, state_badge, told_of
from ui.desk.alerts.text_field import TextField
from ui.desk.kit.desk import Desk
from ui.desk.kit.facts import Facts
from ui.desk.kit.fields import LineField
from ui.desk.kit.flow import Flow
from ui.desk.kit.form import Form
from ui.desk.kit.parts import Button, Card, Label, Pill, scrolling
from ui.message_words import ALERTS, MEDIA

#: These can be sent once more, or put aside.
CAN_RESEND = (MessageState.FAILED, MessageState.HELD, MessageState.LEAVING)
CAN_DROP = (*CAN_RESEND, MessageState.WAITING)


class MessageCard(Card):
    """Shows one message; its buttons say what somebody wants done with the chosen ones."""

    resend_requested = Signal()
    drop_requested = Signal()
    consumer_requested = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._texts = desk.texts
        self._message: Message | None = None
        self._may = False
        self.heading = Label("", "title", wraps=True)
        self.state = Pill()
        self.text = Label("", "strong", wraps=True)
        self.resend = Button(desk.theme, N_("Send again"), icon="refresh-cw", key="Alt+R")
        self.drop = Button(desk.theme, N_("Put aside"), look="danger", key="Alt+X")
        self.consumer = Button(desk.theme, N_("Show the consumer"), look="link")
        self._facts = Facts()
        head, tools = QHBoxLayout(), QWidget()
        head.addWidget(self.heading, 1)
        head.addWidget(self.state)
        buttons = Flow(tools)
        for part in (self.resend, self.drop, self.consumer):
            buttons.addWidget(part)
        soft = Card(look="soft")
        soft.body.addWidget(self.text)
        self.body.addLayout(head)
        self.body.addWidget(soft)
        self.body.addWidget(scrolling(self._facts), 1)
        self.body.addWidget(tools)
        self.resend.clicked.connect(lambda _checked=False: self.resend_requested.emit())
        self.drop.clicked.connect(lambda _checked=False: self.drop_requested.emit())
        self.consumer.clicked.connect(self._on_consumer)

    @property
    def message(self) -> Message | None:
        """The message that is shown."""
        return self._message

    def show_message(self, message: Message | None, *, may_settle: bool) -> None:
        """Show a message, and whether who is here settles it."""
        if message != self._message or may_settle != self._may:
            self._message, self._may = message, may_settle
            self._show_words()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self.resend, self.drop, self.consumer):
            part.retranslate(_)
        self._show_words()

    def _show_words(self) -> None:
        _, message = self._texts, self._message
        if message is None:
            return
        self.heading.setText(_(ALERTS[message.alert]))
        self.state.show_badge(state_badge(message.state, _))
        self.text.setText(message.text)
        self.resend.setVisible(self._may and message.state in CAN_RESEND)
        self.drop.setVisible(self._may and message.state in CAN_DROP)
        medium = (_("Medium"), _(MEDIA[message.medium]))
        consumer = (_("Consumer"), message.consumer_number)
        self._facts.show_facts([consumer, medium, *told_of(message, _)])

    def _on_consumer(self) -> None:
        if self._message is not None:
            self.consumer_requested.emit(self._message.consumer_number)


class TemplateCard(Card):
    """A template in its fields, with a sample of what people would read."""

    #: Something of it was typed: what a sample is wanted of.
    changed = Signal()
    save_requested = Signal()
    leave_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._texts = desk.texts
        self._template: Template | None = None
        self._may = False
        self.heading = Label("", "title", wraps=True)
        self.form = Form()
        self.form.add("text", TextField(most=MOST_MAIL), N_("Approved text, with its gaps"))
        self.form.add("variables", LineField(most=200), N_("What stands in the gaps, in order"))
        self.form.add("subject", LineField(most=200), N_("Subject"))
        self.form.add("template_id", LineField(most=100), N_("Template id (DLT or WhatsApp)"))
        self.form.add("header", LineField(most=6), N_("Header of the sender"))
        self.form.add("entity_id", LineField(most=19), N_("Principal entity id"))
        self.sample_title = Label(N_("What people would read"), "heading")
        self.sample = Label("", "strong", wraps=True)
        self.verdict = Label("", wraps=True)
        self.save = Button(desk.theme, N_("Save"), icon="save", look="primary", key="Ctrl+A")
        self._lay_out()
        self.form.changed.connect(lambda _name: self.changed.emit())
        self.form.accept_requested.connect(self.save_requested)
        self.form.leave_requested.connect(self.leave_requested)
        self.save.clicked.connect(lambda _checked=False: self.save_requested.emit())

    @property
    def template(self) -> Template | None:
        """The template as it is kept."""
        return self._template

    @property
    def typed(self) -> Template | None:
        """The template as it stands in the fields."""
        if self._template is None:
            return None
        value = {name: str(self.form.field(name).value() or "") for name in self.form.names}
        names = tuple(name for name in value.pop("variables").replace(",", " ").split() if name)
        is_whole = not self.form.field("subject").isHidden()
        subject = value["subject"] if is_whole else self._template.subject
        return replace(
            self._template,
            text=value["text"],
            variables=names,
            subject=subject,
            template_id=value["template_id"],
            header=value["header"],
            entity_id=value["entity_id"],
        )

    @property
    def holds_typed(self) -> bool:
        """Whether something is typed and not saved."""
        return self._may and self._template is not None and self.typed != self._template

    def show_template(self, template: Template | None, *, may_change: bool) -> None:
        """Show a template; what is typed into the same one stays."""
        is_same = (
            template is not None
            and self._template is not None
            and key_of_template(template) == key_of_template(self._template)
        )
        if is_same and (self.holds_typed or template == self._template):
            return
        self._template, self._may = template, may_change
        self._fill()
        self._show_words()

    def show_kept(self, template: Template) -> None:
        """Show a template that was just saved."""
        self._template = template
        self._fill()

    def show_sample(self, sample: str, problem: str) -> None:
        """Show what people would read, or why it breaks the rules."""
        _ = self._texts
        self.sample.setText(sample)
        self.verdict.setText(f"■ {problem}" if problem else _("● By the rules of DLT"))
        self.verdict.show_tone("bad" if problem else "good")

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        for part in (self.form, self.sample_title, self.save):
            part.retranslate(_)
        self._show_words()

    def _fill(self) -> None:
        template = self._template
        if template is None:
            return
        self.form.show_values(
            {
                "text": template.text,
                "variables": ", ".join(template.variables),
                "subject": template.subject,
                "template_id": template.template_id,
                "header": template.header,
                "entity_id": template.entity_id,
            }
        )
        self.form.clear_problems()
        self.changed.emit()

    def _show_words(self) -> None:
        _, template = self._texts, self._template
        if template is None:
            return
        language = LANGUAGES.get(template.language, template.language)
        self.heading.setText(
            " · ".join([_(ALERTS[template.alert]), _(MEDIA[template.medium]), language])
        )
        is_sms, is_mail = template.medium is Medium.SMS, template.medium is Medium.EMAIL
        self.form.show_field("subject", is_mail)
        self.form.show_field("template_id", is_sms or template.medium is Medium.WHATSAPP)
        self.form.show_field("header", is_sms)
        self.form.show_field("entity_id", is_sms)
        self.save.setVisible(self._may)
        known = ", ".join(VARIABLES[template.alert])
        self.form.show_note("variables", _("It can tell: {names}", names=known))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        soft = Card(look="soft")
        for part in (self.sample_title, self.sample, self.verdict):
            soft.body.addWidget(part)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.form)
        column.addWidget(soft)
        column.addStretch(1)
        self.body.addWidget(self.heading)
        self.body.addWidget(scrolling(inner), 1)
        self.body.addLayout(buttons)
