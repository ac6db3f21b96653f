"""Why something is done, asked in a sheet over the page before it is done.

Used for what the audit log must tell the reason of: an export, an override, a release.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.errors import FieldMissing
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import LineField
from ui.desk.kit.form import Form
from ui.desk.kit.overlay import TypedSheet
from ui.desk.kit.parts import Button, Label

_SIZE = (520, 230)
_OFFER_PX, _MARGINS_PX = 28, 40
_KEY, _MOST_OFFERED = "reasons/last", 3


class ReasonSheet(TypedSheet):
    """One question, a line for the reason, and two buttons; Esc goes back.

    ``offers_last`` offers the last reasons that were given so on this machine, and keeps them.
    """

    def __init__(self, host: QWidget, desk: Desk, *, offers_last: bool = False) -> None:
        super().__init__(host, desk.theme, *_SIZE)
        self._desk = desk
        self._accepted: Callable[[str], None] | None = None
        self._is_needed = True
        self.offers_last = offers_last
        self.offers: list[Button] = []
        self._offered = QVBoxLayout()
        self.heading = Label("", "heading", wraps=True)
        self.question = Label("", "muted", wraps=True)
        self.form = Form()
        self.line = LineField()
        self.form.add("reason", self.line, N_("Reason"))
        self.accept = Button(desk.theme, look="primary")
        self.leave = Button(desk.theme, N_("Cancel"), key="Esc")
        self._lay_out()
        self.form.accept_requested.connect(self._on_accept)
        self.form.leave_requested.connect(self.put_away)
        self.accept.clicked.connect(lambda _checked=False: self._on_accept())
        self.leave.clicked.connect(lambda _checked=False: self.put_away())
        self.retranslate(desk.texts)

    def ask(
        self,
        heading: str,
        question: str,
        accept: str,
        accepted: Callable[[str], None],
        *,
        is_needed: bool = True,
    ) -> None:
        """Ask; the texts are worded already. ``accepted`` hears the reason, once, if at all."""
        self._accepted, self._is_needed = accepted, is_needed
        self._offer(_last_reasons() if self.offers_last else [])
        self.heading.setText(heading)
        self.question.setText(question)
        self.accept.setText(accept)
        self.accept.setAccessibleName(accept)
        self.form.show_values({"reason": ""})
        self.open()
        self.form.start()

    def retranslate(self, _: Texts) -> None:
        """Set the words of the frame; the question was worded when it was asked."""
        self.form.retranslate(_)
        self.leave.retranslate(_)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.accept)
        self.body.setSpacing(8)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.question)
        self.body.addWidget(self.form)
        self.body.addLayout(self._offered)
        self.body.addStretch(1)
        self.body.addLayout(buttons)

    def _offer(self, reasons: Sequence[str]) -> None:
        for button in self.offers:
            self._offered.removeWidget(button)
            button.deleteLater()
        self.offers = [self._offer_button(reason) for reason in reasons]
        for button in self.offers:
            self._offered.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.want_height(_SIZE[1] + _OFFER_PX * len(reasons))

    def _offer_button(self, reason: str) -> Button:
        button = Button(self._desk.theme, look="link")
        button.setText(reason.replace("&", "&&"))
        button.setAccessibleName(reason)
        button.setMaximumWidth(self._desk.theme.px(_SIZE[0] - _MARGINS_PX))
        button.clicked.connect(lambda _checked=False: self._take(reason))
        return button

    def _take(self, reason: str) -> None:
        self.form.show_values({"reason": reason})
        self.line.setFocus()

    def _on_accept(self) -> None:
        reason = str(self.line.value())
        if self._is_needed and not reason:
            self.form.show_problem("reason", self._desk.sentence(FieldMissing("reason")))
            return
        accepted, self._accepted = self._accepted, None
        if self.offers_last and reason:
            _remember(reason)
        self.put_away()
        if accepted:
            accepted(reason)


def _last_reasons() -> list[str]:
    """Return the reasons last given on this machine, the newest first."""
    stored = QSettings("Bijli Bahi", "desk").value(_KEY, [])
    # A list of one comes back as a plain text.
    reasons = stored if isinstance(stored, list) else [stored]
    return [str(reason) for reason in reasons if reason][:_MOST_OFFERED]


def _remember(reason: str) -> None:
    rest = [one for one in _last_reasons() if one != reason]
    QSettings("Bijli Bahi", "desk").setValue(_KEY, [reason, *rest][:_MOST_OFFERED])
