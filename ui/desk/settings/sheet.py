"""What the office has its own way at the counter: recharges, cheques, UPI; over any page."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.settings import (
    CHEQUE_BAR_DAYS,
    CHEQUE_FEE,
    CHEQUE_HOLD_POST_DATED,
    CHEQUE_RECONNECTS,
    RECHARGE_LEAST,
    RECHARGE_MOST,
    RECHARGE_MULTIPLE,
    UPI_ADDRESS,
    UPI_NAME,
    SwitchSetting,
    WholeSetting,
)
from domain.upi import MOST_NAME
from resources.texts import N_, Texts
from ui.desk.kit.fields import LineField, SegmentField, WholeNumberField
from ui.desk.kit.form import Form
from ui.desk.kit.overlay import TypedSheet
from ui.desk.kit.parts import Button, Label, scrolling
from ui.desk.kit.theme import Theme

_SIZE = (640, 550)
_MOST_ADDRESS = 128


class OfficeSettingsSheet(TypedSheet):
    """The settings of the counter; Ctrl+A saves, Esc goes back and keeps nothing."""

    def __init__(self, host: QWidget, theme: Theme) -> None:
        super().__init__(host, theme, *_SIZE)
        self._heading = Label(N_("Office settings"), "title")
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
        self.form.field(UPI_ADDRESS.name).setPlaceholderText(_("None: no code is shown"))
        self.form.field(UPI_NAME.name).setPlaceholderText(_("The name of the office"))

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
        self.form.add(
            UPI_ADDRESS.name, LineField(most=_MOST_ADDRESS), N_("UPI address of the office")
        )
        self.form.add(UPI_NAME.name, LineField(most=MOST_NAME), N_("Name that payers see"))

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
