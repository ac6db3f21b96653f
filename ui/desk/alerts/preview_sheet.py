"""A sheet over the page: what the ladder would tell for a day, to how many, and what it costs."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain import formats
from domain.alert_book import AlertRun
from domain.errors import Refusal
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.facts import Facts
from ui.desk.kit.fields import DateField
from ui.desk.kit.form import Form
from ui.desk.kit.overlay import TypedSheet
from ui.desk.kit.parts import Button, Label, scrolling
from ui.message_words import ALERTS

_SIZE = (560, 480)


class PreviewSheet(TypedSheet):
    """Asks for a day and shows what would be queued; queueing is a second step."""

    #: The day that is to be looked at; the day whose alerts are to be queued.
    day_requested = Signal(object)
    queue_requested = Signal(object)

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, desk.theme, *_SIZE)
        self._desk = desk
        self._run: AlertRun | None = None
        self._may = False
        self._offered = desk.today()
        self.heading = Label(N_("Alerts of a charged day"), "heading", wraps=True)
        self.form = Form()
        self.form.add("day", DateField(desk.today, desk.texts), N_("Day"))
        self.told = Facts()
        self.look = Button(desk.theme, N_("Show"), icon="eye")
        self.queue = Button(desk.theme, N_("Queue them"), icon="check", look="primary")
        self.leave = Button(desk.theme, N_("Cancel"), key="Esc")
        self._lay_out()
        self.form.accept_requested.connect(self._on_look)
        self.form.leave_requested.connect(self.put_away)
        self.form.changed.connect(lambda _name: self.show_run(None))
        self.look.clicked.connect(lambda _checked=False: self._on_look())
        self.queue.clicked.connect(lambda _checked=False: self._on_queue())
        self.leave.clicked.connect(lambda _checked=False: self.put_away())

    def ask(self, day: date, *, may_queue: bool) -> None:
        """Ask for a day; this one is offered."""
        self._may, self._offered = may_queue, day
        self.form.show_values({"day": day})
        self.form.clear_problems()
        self.show_run(None)
        self.open()
        self.form.start()

    def show_run(self, run: AlertRun | None) -> None:
        """Show what a day calls for; None: nothing is known yet."""
        self._run = run
        self.queue.setVisible(self._may)
        self.queue.setEnabled(run is not None and any(run.queued.values()))
        self._show_words()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.heading, self.form, self.look, self.queue, self.leave):
            part.retranslate(_)
        self.form.field("day").retranslate(_)
        self._show_words()

    def _show_words(self) -> None:
        self.told.show_facts(run_told(self._run, self._desk.texts) if self._run else [])

    def _on_look(self) -> None:
        try:
            day = self.form.field("day").value()
        except Refusal as refusal:
            self.form.show_problem("day", self._desk.sentence(refusal))
            return
        self.day_requested.emit(day or self._offered)

    def _on_queue(self) -> None:
        if self._run is not None:
            self.queue_requested.emit(self._run.day)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.look)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.queue)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.form)
        self.body.addWidget(scrolling(self.told), 1)
        self.body.addLayout(buttons)


def run_told(run: AlertRun, _: Texts) -> list[tuple[str, str]]:
    """Return what a run queued, or would queue: each alert, who cannot be told, the cost."""
    told = [(_(ALERTS[alert]), formats.grouped(count)) for alert, count in run.queued.items()]
    told.append((_("Told already"), formats.grouped(run.already)))
    told.append((_("Without an address"), formats.grouped(run.without_address)))
    told += [
        (_("Template that breaks the rules: {name}", name=name), formats.grouped(count))
        for name, count in run.faulty.items()
    ]
    told.append((_("Cost"), formats.rupees(run.cost)))
    return told
