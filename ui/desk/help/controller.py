"""F1: opens the help about the page that is shown, and follows the reader through the manual."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.desk.actions import Action, Actions, shown_key
from ui.desk.help.manual import CONTENTS, is_page, page_about, read_page, search
from ui.desk.help.panel import BEFORE_PLACE, HelpPanel, Keys
from ui.desk.kit.desk import Desk
from ui.desk.kit.key_sheet import EVERYWHERE

#: So many steps back are remembered.
_MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class Spot:
    """What is read: a page of the manual, or what was found; and how far it was scrolled."""

    name: str
    words: str = ""
    scrolled: int = 0


class HelpController(QObject):
    """Shows the manual beside the page; nothing in it needs a line to anywhere."""

    #: The keys are wanted as a sheet; the tour is wanted.
    sheet_requested = Signal()
    tour_requested = Signal()
    #: The help was opened, or closed.
    changed = Signal()

    def __init__(self, panel: HelpPanel, desk: Desk, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self.panel = panel
        self._desk, self._actions = desk, actions
        self._about = ""
        self._spot = Spot(CONTENTS)
        self._steps: list[Spot] = []
        self._before: QWidget | None = None
        self._connect()

    @property
    def is_open(self) -> bool:
        """Whether the help stands beside the page."""
        return not self.panel.isHidden()

    def toggle(self) -> None:
        """Open the help about the page that is shown, or close it."""
        if self.is_open:
            self.close()
        else:
            self._open()

    def close(self) -> None:
        """Close the help; the focus goes back to where it was, if it was in the help."""
        had_focus = self._has_focus()
        self.panel.hide()
        before, self._before = self._before, None
        if had_focus and before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        self.changed.emit()

    def change_sides(self) -> None:
        """Take the focus from the page to the help, or back; open the help where it is closed."""
        if not self.is_open:
            self._open()
        elif self._has_focus():
            if self._before is not None and isValid(self._before):
                self._before.setFocus()
        else:
            self._before = QApplication.focusWidget()
            self._reading().setFocus()

    def show_about(self, key: str) -> None:
        """Another page of the desk is shown: the help is about that one from now on."""
        self._about = key
        if self.is_open:
            self._steps.clear()
            self._show(Spot(page_about(key)))

    def retranslate(self) -> None:
        """Set every word anew; the manual is read on in the other language."""
        self.panel.retranslate(self._desk.texts)
        if self.is_open:
            self._show(self._here())

    def back(self) -> None:
        """Go back to what was read before."""
        if self._steps:
            self._show(self._steps.pop())

    def _connect(self) -> None:
        panel = self.panel
        panel.closed.connect(self.close)
        panel.back_requested.connect(self.back)
        panel.contents_requested.connect(lambda: self._go(Spot(CONTENTS)))
        panel.link_requested.connect(self._on_link)
        panel.search_requested.connect(self._on_search)
        panel.sheet_requested.connect(self.sheet_requested)
        panel.tour_requested.connect(self.tour_requested)
        self._actions.changed.connect(self._on_actions_changed)

    def _open(self) -> None:
        self._before = QApplication.focusWidget()
        self._steps.clear()
        self.panel.search.clear()
        self.panel.tabs.setCurrentIndex(0)
        self.panel.show()
        self._show(Spot(page_about(self._about)))
        self._reading().setFocus()
        self.changed.emit()

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.panel.isAncestorOf(focus)

    def _reading(self) -> QWidget:
        return self.panel.keys if self.panel.tabs.currentIndex() else self.panel.page

    def _go(self, spot: Spot) -> None:
        """Go on to something else, from where Back leads here again."""
        self._steps = [*self._steps, self._here()][-_MOST_STEPS:]
        self._show(spot)

    def _here(self) -> Spot:
        return replace(self._spot, scrolled=self.panel.page.verticalScrollBar().value())

    def _show(self, spot: Spot) -> None:
        self._spot = spot
        _, code = self._desk.texts, self._desk.language.code
        if spot.words:
            self.panel.show_found(search(code, spot.words), spot.words, _)
        else:
            is_about = spot.name == page_about(self._about)
            keys = self._own_keys() if is_about else ()
            self.panel.show_page(read_page(code, spot.name), keys, _)
        self.panel.page.verticalScrollBar().setValue(spot.scrolled)
        self.panel.back.setEnabled(bool(self._steps))
        self.panel.show_keys(self._all_keys(), _)

    def _own_keys(self) -> Keys:
        own = [action for page, action in self._actions.all() if page == self._about]
        return self._worded(own)

    def _all_keys(self) -> Keys:
        _ = self._desk.texts
        fixed = [(keys, _(words)) for keys, words in EVERYWHERE]
        return [*self._worded(self._actions.reachable()), *fixed]

    def _worded(self, actions: list[Action]) -> Keys:
        _ = self._desk.texts
        return [(_keys(action), _(action.text)) for action in actions if action.keys]

    def _on_actions_changed(self) -> None:
        if self.is_open:
            self.panel.show_keys(self._all_keys(), self._desk.texts)

    def _on_link(self, link: str) -> None:
        name, _sign, place = link.partition(BEFORE_PLACE)
        if is_page(name):
            self._go(Spot(name))
            if place.isdecimal():
                self.panel.page.show_heading(int(place))

    def _on_search(self, words: str) -> None:
        if words and self._spot.words:
            self._show(Spot(CONTENTS, words))
        elif words:
            self._go(Spot(CONTENTS, words))
        elif self._spot.words:
            self.back()


def _keys(action: Action) -> str:
    return ", ".join([shown_key(action), *action.keys[1:]])
