"""What a restored office had not told the outside: a person lets it go out, or puts it aside."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from domain import formats
from domain.safekeeping import HeldMessage
from resources.texts import N_, Texts
from ui.desk.kit.columns import Column
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, Label
from ui.desk.kit.table import Table
from ui.desk.kit.theme import Theme

_MOST_ROWS_SEEN, _ROW_PX = 6, 30


class MessagesCard(Card):
    """Stands there only while messages are held; each act asks for its reason."""

    #: Let messages go out: their ids, none for all of them; put them aside likewise.
    release_requested = Signal(object)
    drop_requested = Signal(object)

    def __init__(self, theme: Theme, _: Texts, *, may_review: bool) -> None:
        super().__init__(N_("Held messages"))
        self._theme = theme
        self._note = Label(
            N_(
                "The office began anew from a backup. What it had not sent by then may have gone"
                " out since: look at each before it goes."
            ),
            "muted",
            wraps=True,
        )
        self.table = Table(theme, "messages")
        self.model = ListTableModel(_columns(), _, self, key=lambda message: message.id)
        self.table.show_model(self.model)
        self.release = Button(theme, N_("Let it go"), look="primary")
        self.release_all = Button(theme, N_("Let all go"))
        self.drop = Button(theme, N_("Put it aside"), look="danger")
        self.drop_all = Button(theme, N_("Put all aside"), look="danger")
        self._buttons = (self.release, self.release_all, self.drop, self.drop_all)
        row = QHBoxLayout()
        for button in self._buttons:
            if not may_review:
                button.hide()
            row.addWidget(button)
        row.addStretch(1)
        self.body.addWidget(self._note)
        self.body.addWidget(self.table)
        self.body.addLayout(row)
        self._connect()
        theme.changed.connect(self._fit)
        self.hide()

    def show_messages(self, messages: Sequence[HeldMessage]) -> None:
        """List what is held; the card goes with the last of them."""
        self.model.set_rows(messages)
        self.table.go_to_place(0)
        self.setVisible(bool(messages))
        self._fit()

    def retranslate_all(self, _: Texts) -> None:
        """Set every word."""
        self.retranslate(_)
        self._note.retranslate(_)
        self.model.retranslate(_)
        for button in self._buttons:
            button.retranslate(_)
        self.table.setAccessibleName(_("Held messages"))

    def _connect(self) -> None:
        self.release.clicked.connect(
            lambda _checked=False: self.release_requested.emit(self._chosen())
        )
        self.drop.clicked.connect(lambda _checked=False: self.drop_requested.emit(self._chosen()))
        self.release_all.clicked.connect(lambda _checked=False: self.release_requested.emit([]))
        self.drop_all.clicked.connect(lambda _checked=False: self.drop_requested.emit([]))

    def _chosen(self) -> list[int]:
        row = self.table.current_row()
        return [row.id] if isinstance(row, HeldMessage) else []

    def _fit(self) -> None:
        rows = min(max(self.model.rowCount(), 1), _MOST_ROWS_SEEN) + 1
        self.table.setFixedHeight(self._theme.px(_ROW_PX) * rows + 4)


def _columns() -> list[Column]:
    return [
        Column(
            "created_at",
            N_("Since"),
            lambda message, _: formats.moment(message.created_at, _.month_names),
            140,
        ),
        Column("topic", N_("About"), lambda message, _: message.topic, 130, is_strong=True),
        Column("body", N_("Message"), lambda message, _: message.body, 240, stretches=True),
    ]
