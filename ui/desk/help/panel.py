"""The help beside the page: its part of the manual, the keys that work here, a search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import N_, Texts
from ui.desk.help.manual import Found, ManualPage
from ui.desk.help.manual_text import ManualText, escaped
from ui.desk.kit.fields import SearchField
from ui.desk.kit.parts import SPACE, Button, Label
from ui.desk.kit.theme import Theme, set_look

_WIDTH_PX = 400
#: More of the window than this the help never takes.
_MOST_SHARE = 0.42
#: How a link leads to a section: the page, this sign, the number of the heading.
BEFORE_PLACE = "#"
#: The keys by which a form is accepted; in the help they must not post what is typed beside it.
_ACCEPTING = frozenset((Qt.Key.Key_A, Qt.Key.Key_Return, Qt.Key.Key_Enter))

Keys = Sequence[tuple[str, str]]


class HelpPanel(QFrame):
    """Stands at the right of the page and takes nothing away from it but room."""

    closed = Signal()
    back_requested = Signal()
    contents_requested = Signal()
    sheet_requested = Signal()
    tour_requested = Signal()
    #: The reader follows a link within the manual: what it leads to.
    link_requested = Signal(str)
    #: The reader looks for words in the manual.
    search_requested = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        set_look(self, "help")
        self.title = Label(N_("Help"), "heading")
        self.back = _small(theme, "arrow-left")
        self.contents = _small(theme, "book-open")
        self.close_button = _small(theme, "x")
        self.search = SearchField(theme)
        self.tabs = QTabWidget()
        self.page, self.keys = ManualText(theme), ManualText(theme)
        self.sheet = Button(theme, N_("Keys as a sheet"), icon="keyboard", key="Shift+F1")
        self.tour = Button(theme, N_("Show the tour"), icon="play")
        self._lay_out()
        self._connect()
        self.hide()

    def show_page(self, page: ManualPage, keys: Keys, _: Texts) -> None:
        """Show a page of the manual; ``keys`` are those of the page of the desk it is about."""
        table = f"{_keys_table(keys, _)}\n\n" if keys else ""
        title, line, rest = page.text.partition("\n")
        self.page.show_markdown(f"{title}{line}\n{table}{rest}")

    def show_keys(self, keys: Keys, _: Texts) -> None:
        """Show all the keys that work here."""
        self.keys.show_markdown(_keys_table(keys, _))

    def show_found(self, found: Sequence[Found], words: str, _: Texts) -> None:
        """Show where the words stand in the manual."""
        self.tabs.setCurrentIndex(0)
        if not found:
            nothing = _("The manual has nothing about {words}. Try fewer words.", words=words)
            self.page.show_markdown(escaped(nothing))
            return
        self.page.show_markdown("\n\n".join(_found_text(one) for one in found))

    def retranslate(self, _: Texts) -> None:
        """Set the words of the frame."""
        for part in (self.title, self.sheet, self.tour):
            part.retranslate(_)
        for button, words in (
            (self.back, _("Back")),
            (self.contents, _("Contents of the manual")),
            (self.close_button, _("Close the help")),
        ):
            button.setAccessibleName(words)
            button.setToolTip(words)
        self.search.setPlaceholderText(_("Search in the manual"))
        self.search.setAccessibleName(_("Search in the manual"))
        self.tabs.setTabText(0, _("This page"))
        self.tabs.setTabText(1, _("Keys"))
        self.page.setAccessibleName(_("This page"))
        self.keys.setAccessibleName(_("Keys"))
        self.tabs.tabBar().setAccessibleName(_("Help"))

    def fit(self, room: int) -> None:
        """Take at most a part of the ``room`` that page and help have together."""
        self.setFixedWidth(min(self._theme.px(_WIDTH_PX), round(room * _MOST_SHARE)))

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if has_control and event.key() in _ACCEPTING:
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Backspace:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.title, 1)
        for button in (self.back, self.contents, self.close_button):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, SPACE, SPACE, SPACE)
        column.addLayout(head)
        column.addWidget(self.search)
        self.tabs.addTab(_filled(self.page), "")
        self.tabs.addTab(_filled(self.keys, self.sheet), "")
        self.tabs.setDocumentMode(True)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.tour)

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_requested)
        self.contents.clicked.connect(self.contents_requested)
        self.close_button.clicked.connect(self.closed)
        self.sheet.clicked.connect(self.sheet_requested)
        self.tour.clicked.connect(self.tour_requested)
        self.search.search_requested.connect(self.search_requested)
        self.search.results_requested.connect(self.page.setFocus)
        self.page.link_requested.connect(self.link_requested)


def _small(theme: Theme, icon: str) -> Button:
    button = Button(theme, icon=icon, look="quiet")
    button.setObjectName("small")
    return button


def _filled(*parts: QWidget) -> QWidget:
    tab = QWidget()
    column = QVBoxLayout(tab)
    column.setContentsMargins(0, SPACE, 0, 0)
    for part in parts:
        column.addWidget(part)
    return tab


def _keys_table(keys: Keys, _: Texts) -> str:
    key, meaning = escaped(_("Key")), escaped(_("What it does"))
    head = f"| {key} | {meaning} |\n| --- | --- |\n"
    return head + "\n".join(f"| {_key(key)} | {escaped(words)} |" for key, words in keys)


def _key(keys: str) -> str:
    return f"**{escaped(keys)}**"


def _found_text(found: Found) -> str:
    link = f"{found.name}{BEFORE_PLACE}{found.section.place}"
    title = f"[{escaped(found.section.title)}]({link})"
    of_page = "" if found.section.title == found.page_title else f" · {escaped(found.page_title)}"
    return f"**{title}**{of_page}\n\n{escaped(found.line)}"
