"""The top of the desk: where to go, how the office stands today, and who is here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from domain import formats
from domain.listing import OfficeState
from resources.texts import LANGUAGES, N_, Texts
from ui.desk.frame.books_place import BooksPlaceBadge
from ui.desk.kit.desk import Desk
from ui.desk.kit.language import next_language
from ui.desk.kit.parts import Button, ElidedButton, ElidedLabel, Label
from ui.desk.kit.theme import Colors, set_look
from ui.desk.people.person_button import PersonButton

#: Below this width the top bar says what it can in fewer words.
_NARROW_PX = 1000
#: So it does below this one where it has the drawer to tell of as well.
_CROWDED_PX = 1240
#: The margins at both sides.
_MARGINS_PX = 32
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
#: By which icon and words each choice of colours is offered.
WORDS_OF_COLORS = {
    Colors.SYSTEM: ("monitor", N_("Colours of the system")),
    Colors.LIGHT: ("sun", N_("Light colours")),
    Colors.DARK: ("moon", N_("Dark colours")),
}


class TopBar(QFrame):
    """Go To, how the office stands today, the other language, light or dark."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        set_look(self, "top")
        self._desk = desk
        self._state: OfficeState | None = None
        theme = desk.theme
        words = N_("Go to …")
        self.go_to = ElidedButton(theme, words, icon="search")
        self.go_to.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.go_to.setStyleSheet("text-align: left;")
        self.office = ElidedLabel("strong")
        self.office.setMinimumWidth(120)
        self.day = Label("", "pill")
        self.collected = Label("", "muted")
        self.books = BooksPlaceBadge(theme)
        self.language = Button(theme)
        self.theme = Button(theme, icon="moon")
        self.person = PersonButton(theme)
        self._before_badges: QWidget = self.go_to
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 4)
        row.setSpacing(10)
        row.addWidget(self.go_to, 3)
        row.addWidget(self.office, 2)
        for said in (self.collected, self.day, self.books):
            row.addWidget(said)
        for button in (self.language, self.theme, self.person):
            row.addWidget(button)
        theme.chosen.connect(self._on_colors_chosen)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self.go_to.retranslate(_)
        other = next_language(self._desk.language.code)
        self.language.setText(LANGUAGES[other])
        self.language.setAccessibleName(LANGUAGES[other])
        self.books.retranslate(_)
        self._on_colors_chosen()
        self._show_state(_)

    def host(self, badge: QWidget) -> None:
        """Show what a page has to say beside how the office stands."""
        self._row.insertWidget(self._row.indexOf(self.books), badge)
        QWidget.setTabOrder(self._before_badges, badge)
        self._before_badges = badge

    def show_shortened(self) -> None:
        """Leave language and colours to the menu of who is signed in, who takes their room."""
        self.language.hide()
        self.theme.hide()

    def show_office(self, name: str) -> None:
        """Show whose desk it is."""
        self.office.setText(name)

    def show_state(self, state: OfficeState) -> None:
        """Show the office today."""
        self._state = state
        self._show_state(self._desk.texts)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_state(self._desk.texts)

    def _make_room(self) -> None:
        """Leave the office out where the rest needs the room: the pages tell it too."""
        others = [
            part for part in self.findChildren(QWidget, options=_DIRECT) if part is not self.office
        ]
        taken = sum(
            max(part.minimumWidth(), part.minimumSizeHint().width()) + self._row.spacing()
            for part in others
            if not part.isHidden() and part is not self.go_to
        )
        taken += self.go_to.minimumWidth() + self._row.spacing()
        self.office.setVisible(taken + self.office.minimumWidth() + _MARGINS_PX <= self.width())

    def _show_state(self, _: Texts) -> None:
        today = formats.day(self._desk.today(), _.month_names)
        words = _("Billing day {day}", day=today)
        needed = _CROWDED_PX if self.collected.isHidden() else _NARROW_PX
        is_narrow = self.width() < self._desk.theme.px(needed)
        self.day.setText(today if is_narrow else words)
        self.day.setToolTip(words)
        if self._state:
            amount = formats.rupees(self._state.collected_today)
            self.collected.setText(_("Collected today {amount}", amount=amount))
        self._make_room()

    def _on_colors_chosen(self) -> None:
        _ = self._desk.texts
        after = self._desk.theme.colors.after
        icon, words = WORDS_OF_COLORS[after]
        self.theme.show_icon(icon)
        words = _(words)
        self.theme.setAccessibleName(words)
        self.theme.setToolTip(words)
