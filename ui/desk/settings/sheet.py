"""What the office has its own way: at the counter, with the AMISP, and with messages."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from domain.settings import (
    ALERTS_BY_EMAIL,
    ALERTS_BY_FILE,
    ALERTS_BY_SMS,
    ALERTS_BY_WHATSAPP,
    AMISP_ADDRESS,
    AMISP_CALLBACK_ADDRESS,
    AMISP_CALLBACK_PORT,
    AMISP_CLIENT,
    AMISP_PROTOCOL,
    AMISP_TIMEOUT,
    CHEQUE_BAR_DAYS,
    CHEQUE_FEE,
    CHEQUE_HOLD_POST_DATED,
    CHEQUE_RECONNECTS,
    MAIL_FROM,
    MAIL_HOST,
    MAIL_PORT,
    MAIL_SECURITY,
    MAIL_USER,
    MESSAGES_FOLDER,
    RECHARGE_LEAST,
    RECHARGE_MOST,
    RECHARGE_MULTIPLE,
    SMS_ADDRESS,
    SMS_ENTITY,
    SMS_HEADER,
    SMS_PART_PAISE,
    UPI_ADDRESS,
    UPI_NAME,
    WHATSAPP_ADDRESS,
    WHATSAPP_PAISE,
    ChoiceSetting,
    SwitchSetting,
    TextSetting,
    WholeSetting,
)
from domain.upi import MOST_NAME
from resources.texts import N_, Texts
from ui.desk.kit.fields import ChoiceField, LineField, SegmentField, WholeNumberField
from ui.desk.kit.form import Form
from ui.desk.kit.overlay import TypedSheet
from ui.desk.kit.parts import Button, Label, scrolling
from ui.desk.kit.theme import Theme

_SIZE = (640, 550)
_MOST_ADDRESS, _MOST_LINE = 128, 200


class SettingsSheet(TypedSheet):
    """Some settings of an office; Ctrl+A saves, Esc goes back and keeps nothing."""

    def __init__(self, host: QWidget, theme: Theme, title: str) -> None:
        super().__init__(host, theme, *_SIZE)
        self._heading = Label(title, "title")
        self.form = Form(columns=2)
        self._switches: list[SegmentField] = []
        self.accept = Button(theme, N_("Save"), look="primary", key="Ctrl+A")
        self.leave = Button(theme, N_("Cancel"), key="Esc")
        self._fill()
        self._lay_out()
        self.form.leave_requested.connect(self.put_away)
        self.leave.clicked.connect(lambda _checked=False: self.put_away())

    def show_settings(self, values: Mapping[str, str]) -> None:
        """Open the sheet with the settings as they are, texts by name."""
        self.form.show_values({name: values[name] for name in self.form.names})
        self.open()
        self.form.start()

    def typed(self) -> dict[str, str]:
        """Return what stands in the fields, texts by name."""
        return {name: str(value) for name, value in self.form.typed().items()}

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self._heading, self.form, self.accept, self.leave):
            part.retranslate(_)
        for switch in self._switches:
            switch.set_options([("yes", _("Yes")), ("no", _("No"))])

    def _fill(self) -> None:
        """Add the fields; each has the name of its setting."""
        raise NotImplementedError

    def _add_line(self, setting: TextSetting, label: str, most: int = _MOST_LINE) -> None:
        self.form.add(setting.name, LineField(most=most), label)

    def _add_choice(self, setting: ChoiceSetting, label: str) -> None:
        choice = ChoiceField(self._theme)
        choice.set_options([(value, value) for value in setting.choices])
        self.form.add(setting.name, choice, label)

    def _add_whole(self, setting: WholeSetting, label: str) -> None:
        self.form.add(setting.name, WholeNumberField(setting.least, setting.most), label)

    def _add_switch(self, setting: SwitchSetting, label: str) -> None:
        switch = SegmentField()
        switch.set_options([("yes", "yes"), ("no", "no")])
        self._switches.append(switch)
        self.form.add(setting.name, switch, label)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.accept)
        self.body.addWidget(self._heading)
        self.body.addWidget(scrolling(self.form), 1)
        self.body.addLayout(buttons)


class OfficeSettingsSheet(SettingsSheet):
    """The settings of the counter: recharges, cheques, UPI."""

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host, theme, N_("Office settings"))

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        self.form.field(UPI_ADDRESS.name).setPlaceholderText(_("None: no code is shown"))
        self.form.field(UPI_NAME.name).setPlaceholderText(_("The name of the office"))

    @override
    def _fill(self) -> None:
        self.form.add_heading(N_("Recharges"))
        self._add_whole(RECHARGE_LEAST, N_("Least amount in ₹"))
        self._add_whole(RECHARGE_MOST, N_("Largest amount in ₹"))
        self._add_whole(RECHARGE_MULTIPLE, N_("In multiples of ₹ (0: any amount)"))
        self.form.add_heading(N_("Cheques"))
        self._add_switch(CHEQUE_HOLD_POST_DATED, N_("Keep cheques with a date to come"))
        self._add_switch(CHEQUE_RECONNECTS, N_("Supply back before the bank has paid"))
        self._add_whole(CHEQUE_FEE, N_("Fee for a dishonoured cheque in ₹"))
        self._add_whole(CHEQUE_BAR_DAYS, N_("Days barred from cheques (0: never)"))
        self.form.add_heading(N_("UPI"))
        self._add_line(UPI_ADDRESS, N_("UPI address of the office"), _MOST_ADDRESS)
        self._add_line(UPI_NAME, N_("Name that payers see"), MOST_NAME)


class MessageSettingsSheet(SettingsSheet):
    """By which media consumers are told, and through whom."""

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host, theme, N_("Settings of messages"))

    @override
    def _fill(self) -> None:
        self.form.add_heading(N_("Tell consumers"))
        self._add_switch(ALERTS_BY_SMS, N_("By SMS"))
        self._add_switch(ALERTS_BY_WHATSAPP, N_("By WhatsApp"))
        self._add_switch(ALERTS_BY_EMAIL, N_("By e-mail"))
        self._add_switch(ALERTS_BY_FILE, N_("By a sheet that somebody carries"))
        self.form.add_heading(N_("SMS and WhatsApp"))
        self._add_line(SMS_ADDRESS, N_("Address of the SMS provider"))
        self._add_line(WHATSAPP_ADDRESS, N_("Address of the WhatsApp provider"))
        self._add_line(SMS_ENTITY, N_("Principal entity id"))
        self._add_line(SMS_HEADER, N_("Header of the sender"))
        self._add_whole(SMS_PART_PAISE, N_("Cost of an SMS in paise"))
        self._add_whole(WHATSAPP_PAISE, N_("Cost of a WhatsApp message in paise"))
        self.form.add_heading(N_("E-mail and sheets"))
        self._add_line(MAIL_HOST, N_("Server of the mail"))
        self._add_whole(MAIL_PORT, N_("Port of the mail"))
        self._add_choice(MAIL_SECURITY, N_("Security of the mail"))
        self._add_line(MAIL_USER, N_("User of the mail"))
        self._add_line(MAIL_FROM, N_("Sender of the mail"))
        self._add_line(MESSAGES_FOLDER, N_("Folder of the sheets"))


class AmispSettingsSheet(SettingsSheet):
    """Where the smart-meter company is reached, and how one speaks with it."""

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host, theme, N_("Settings of the AMISP"))

    @override
    def _fill(self) -> None:
        self.form.add_heading(N_("The AMISP"))
        self._add_line(AMISP_ADDRESS, N_("Address of the AMISP"))
        self._add_choice(AMISP_PROTOCOL, N_("How one speaks with it"))
        self._add_line(AMISP_CLIENT, N_("As whom"))
        self._add_whole(AMISP_TIMEOUT, N_("Seconds to wait for an answer"))
        self.form.add_heading(N_("Callbacks"))
        self._add_line(AMISP_CALLBACK_ADDRESS, N_("Address of the callbacks"))
        self._add_whole(AMISP_CALLBACK_PORT, N_("Port of the callbacks on this machine"))
