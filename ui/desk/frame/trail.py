"""The line above the page: Back and Forward, where one is, what was told, whom one looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from resources.texts import Texts
from ui.desk.kit.parts import Button, ElidedLabel, Label
from ui.desk.kit.theme import Theme, set_look

#: Between two steps of the way.
_BETWEEN = "›"  # noqa: RUF001 - the sign that is meant
_LEAST_HIGH_PX = 30
_MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way from the first page to here; the last one leads nowhere."""

    words: str
    go: Callable[[], None] | None = None


class Trail(QFrame):
    """Says where one is, and keeps the room in which results are told: they cover nothing."""

    back_requested = Signal()
    forward_requested = Signal()
    messages_requested = Signal()

    def __init__(self, theme: Theme, recents: Button) -> None:
        super().__init__()
        set_look(self, "trail")
        self._theme = theme
        self._texts = Texts()
        self._unread = 0
        self._crumbs: list[QPushButton | Label] = []
        self.back = _small(theme, "arrow-left")
        self.forward = _small(theme, "arrow-right")
        self.messages = _small(theme, "bell")
        self.here = ElidedLabel("strong")
        self._way = QHBoxLayout()
        self._way.setSpacing(2)
        #: Where the toasts stand.
        self.told = QHBoxLayout()
        self._lay_out(recents)
        self.back.clicked.connect(self.back_requested)
        self.forward.clicked.connect(self.forward_requested)
        self.messages.clicked.connect(self.messages_requested)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_way(self, crumbs: Sequence[Crumb], *, back: bool, forward: bool) -> None:
        """Show where one is, and whether there is a way back and forward."""
        for old in self._crumbs:
            self._way.removeWidget(old)
            old.deleteLater()
        self._crumbs = [part for crumb in crumbs[:-1] for part in self._linked(crumb)]
        for place, part in enumerate(self._crumbs):
            self._way.insertWidget(place, part)
        self.here.setText(crumbs[-1].words)
        self.here.setAccessibleName(f" {_BETWEEN} ".join(crumb.words for crumb in crumbs))
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)

    def show_unread(self, count: int) -> None:
        """Show how many messages nobody can have read."""
        self._unread = count
        self._show_unread()

    @property
    def words(self) -> list[str]:
        """The words of the way, from the first page to here."""
        links = [part.text() for part in self._crumbs if isinstance(part, QPushButton)]
        return [*links, self.here.whole_text()]

    @property
    def links(self) -> list[QPushButton]:
        """What of the way can be gone to."""
        return [part for part in self._crumbs if isinstance(part, QPushButton)]

    def retranslate(self, _: Texts) -> None:
        """Set every word but the way, which its pages word."""
        self._texts = _
        for button, words, key in (
            (self.back, _("Back"), "Alt+Left"),
            (self.forward, _("Forward"), "Alt+Right"),
        ):
            button.setAccessibleName(words)
            button.setToolTip(f"{words}  {key}")
        self._show_unread()

    def _lay_out(self, recents: Button) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 2)
        row.setSpacing(4)
        self._way.addWidget(self.here, 1)
        for part in (self.back, self.forward):
            row.addWidget(part)
        row.addSpacing(4)
        row.addLayout(self._way, 1)
        row.addLayout(self.told)
        row.addWidget(recents)
        row.addWidget(self.messages)

    def _linked(self, crumb: Crumb) -> list[QPushButton | Label]:
        link = QPushButton(crumb.words.replace("&", "&&"))
        set_look(link, "crumb")
        link.setAutoDefault(False)
        link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if go := crumb.go:
            link.clicked.connect(lambda _checked=False: go())
        between = Label("", "muted")
        between.setText(_BETWEEN)
        between.setContentsMargins(2, 0, 6, 0)
        return [link, between]

    def _show_unread(self) -> None:
        _, count = self._texts, self._unread
        self.messages.setText(f" {min(count, _MOST_COUNTED)}" if count else "")
        set_look(self.messages, tone="warning" if count else "")
        words = _("Messages: {count} not read", count=count) if count else _("Messages")
        self.messages.setAccessibleName(words)
        self.messages.setToolTip(f"{words}  Ctrl+M")

    def _on_theme_changed(self) -> None:
        self.setMinimumHeight(self._theme.px(_LEAST_HIGH_PX))


def _small(theme: Theme, icon: str) -> Button:
    button = Button(theme, icon=icon, look="quiet")
    button.setObjectName("small")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button
