"""The filters of a list as chips that can be seen and taken away, and a menu to add more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from domain.errors import FieldMissing, FieldNotAllowed
from domain.money import Money
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import DateField, LineField, MoneyField
from ui.desk.kit.listing.asking import AskingSheet
from ui.desk.kit.listing.filters import Chosen, Filter, FilterKind, valid
from ui.desk.kit.parts import Button, scrolling
from ui.desk.kit.theme import set_look

_KEY = "Alt+F"
_MOST_WORD = 40
#: In one menu more names than these are looked through by nobody; typing a letter jumps.
_MOST_CHIP_PX = 260


class FilterBar(QWidget):
    """Chips of what the list is narrowed down by; Del takes one away, Alt+F opens the menu."""

    #: Something else is chosen.
    changed = Signal()
    #: What is chosen is to be kept under a name; one that is kept is to be shown, renamed,
    #: deleted, or shown whenever the page is opened: its name (none: the whole list).
    save_requested = Signal()
    saved_requested = Signal(str)
    rename_requested = Signal(str)
    delete_requested = Signal(str)
    usual_requested = Signal(str)

    def __init__(self, host: QWidget, desk: Desk, filters: Sequence[Filter]) -> None:
        super().__init__()
        self._desk, self._filters = desk, tuple(filters)
        self._chosen: dict[str, Any] = {}
        self._saved: Mapping[str, bool] = {}
        self.add = Button(desk.theme, N_("Filter"), icon="funnel", key=_KEY)
        self.chips: list[Chip] = []
        self.clear = Button(desk.theme, N_("Clear all"), icon="x", look="link")
        self.sheet = AskingSheet(host, desk)
        self._menu: QMenu | None = None
        self._strip = QWidget()
        self._row = QHBoxLayout(self._strip)
        self._area = scrolling(self._strip)
        self._lay_out()
        self.add.clicked.connect(lambda _checked=False: self.open_menu())
        self.clear.clicked.connect(lambda _checked=False: self.choose({}))
        self.retranslate(desk.texts)

    @property
    def chosen(self) -> Chosen:
        """What the list is narrowed down by."""
        return dict(self._chosen)

    def choose(self, chosen: Chosen) -> None:
        """Narrow down by this and nothing else; what no filter takes is left out."""
        if self.show_chosen(chosen):
            self.changed.emit()

    def show_chosen(self, chosen: Chosen) -> bool:
        """Show what is chosen and tell nobody; False when it was chosen already."""
        taken = valid(self._filters, chosen)
        if taken == self._chosen:
            return False
        self._chosen = taken
        self._show_chips()
        return True

    def show_saved(self, saved: Mapping[str, bool]) -> None:
        """Offer these kept filters; one may be shown whenever the page is opened."""
        self._saved = dict(saved)

    @property
    def menu(self) -> QMenu | None:
        """The menu as it was opened last."""
        return self._menu

    def open_menu(self) -> None:
        """Open the menu of filters, with the kept ones at its end."""
        _ = self._desk.texts
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = menu = QMenu(self)
        menu.setAccessibleName(_("Filters"))
        for one in self._filters:
            self._put(menu, one, _)
        menu.addSeparator()
        self._put_saved(menu, _)
        menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.add, self.clear, self.sheet):
            part.retranslate(_)
        self._show_chips()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        # How high the buttons are is known once they are dressed.
        self._area.setFixedHeight(self.add.sizeHint().height())
        super().resizeEvent(event)

    def _put(self, menu: QMenu, one: Filter, _: Texts) -> None:
        title = _(one.title)
        if one.kind is FilterKind.FLAG:
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(one.key in self._chosen)
            action.toggled.connect(lambda is_on: self._set(one.key, True if is_on else None))
            return
        options = [
            (value, words)
            for value, words in one.options(_)
            if one.takes([value]) or one.takes(value)
        ]
        if one.kind is FilterKind.WORD and not options:
            menu.addAction(f"{title} …").triggered.connect(lambda: self._ask(one))
            return
        part = _StayingMenu(title, menu) if one.kind is FilterKind.SEVERAL else QMenu(title, menu)
        menu.addMenu(part)
        for value, words in options:
            self._put_option(part, one, value, words)
        is_of_offered = one.kind in {FilterKind.SEVERAL, FilterKind.ONE}
        if is_of_offered and not options:
            part.addAction(_("There is none")).setEnabled(False)
        if not is_of_offered:
            part.addAction(_("Other …")).triggered.connect(lambda: self._ask(one))

    def _put_option(self, menu: QMenu, one: Filter, value: Any, words: str) -> None:
        action = menu.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        if one.kind is FilterKind.SEVERAL:
            action.setChecked(value in self._chosen.get(one.key, ()))
            action.toggled.connect(partial(self._set_one_of, one.key, value))
        else:
            action.setChecked(self._chosen.get(one.key) == value)
            action.triggered.connect(lambda is_on: self._set(one.key, value if is_on else None))

    def _put_saved(self, menu: QMenu, _: Texts) -> None:
        for name, is_usual in self._saved.items():
            words = name.replace("&", "&&")
            part = menu.addMenu(f"★ {words}" if is_usual else words)
            part.addAction(_("Show")).triggered.connect(
                partial(self._tell, self.saved_requested, name)
            )
            usual = part.addAction(_("Show whenever the page is opened"))
            usual.setCheckable(True)
            usual.setChecked(is_usual)
            usual.toggled.connect(
                lambda is_on, name=name: self.usual_requested.emit(name if is_on else "")
            )
            part.addAction(_("Rename …")).triggered.connect(
                partial(self._tell, self.rename_requested, name)
            )
            part.addAction(_("Delete")).triggered.connect(
                partial(self._tell, self.delete_requested, name)
            )
        keep = menu.addAction(_("Keep these filters …"))
        keep.setEnabled(bool(self._chosen))
        keep.triggered.connect(lambda _checked=False: self.save_requested.emit())
        clear = menu.addAction(_("Clear all"))
        clear.setEnabled(bool(self._chosen))
        clear.triggered.connect(lambda _checked=False: self.choose({}))

    @staticmethod
    def _tell(signal: Any, name: str, _checked: bool = False) -> None:
        signal.emit(name)

    def _set(self, key: str, value: Any) -> None:
        chosen = {name: one for name, one in self._chosen.items() if name != key}
        self.choose(chosen if value is None else {**chosen, key: value})

    def _set_one_of(self, key: str, value: str, is_on: bool) -> None:
        others = [one for one in self._chosen.get(key, ()) if one != value]
        self._set(key, [*others, value] if is_on else others or None)

    def _ask(self, one: Filter) -> None:
        """Ask for a value that is not offered."""
        _ = self._desk.texts
        chosen = self._chosen.get(one.key)
        if one.kind is FilterKind.AMOUNT:
            least, below = MoneyField(), MoneyField()
            for field, paise in zip((least, below), chosen or (None, None), strict=True):
                field.show_value(None if paise is None else Money(paise))
            fields = [("least", least, N_("From")), ("below", below, N_("Below"))]
            self.sheet.ask(_(one.title), fields, lambda values: self._take_amounts(one, values))
        elif one.kind is FilterKind.DAY:
            day = DateField(self._desk.today, _)
            self.sheet.ask(
                _(one.title), [("day", day, N_("Day"))], lambda values: self._take_day(one, values)
            )
        else:
            word = LineField(most=_MOST_WORD)
            word.show_value(chosen or "")
            self.sheet.ask(
                _(one.title),
                [("word", word, one.title)],
                lambda values: self._set(one.key, values["word"] or None),
            )

    def _take_amounts(self, one: Filter, values: Mapping[str, Any]) -> None:
        least, below = values["least"], values["below"]
        if least is None and below is None:
            raise FieldMissing("least")
        if least is not None and below is not None and below.paise <= least.paise:
            raise FieldNotAllowed("below", str(below))
        self._set(one.key, [one and one.paise for one in (least, below)])

    def _take_day(self, one: Filter, values: Mapping[str, Any]) -> None:
        if values["day"] is None:
            raise FieldMissing("day")
        self._set(one.key, values["day"].isoformat())

    def _show_chips(self) -> None:
        _ = self._desk.texts
        had_focus = next((at for at, chip in enumerate(self.chips) if chip.hasFocus()), -1)
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        known = {one.key: one for one in self._filters}
        self.chips = [
            Chip(key, known[key].words(value, _), self._desk.theme.px(_MOST_CHIP_PX), _)
            for key, value in self._chosen.items()
        ]
        before: QWidget = self.add
        for place, chip in enumerate(self.chips):
            chip.removed.connect(lambda key=chip.key: self._set(key, None))
            self._row.insertWidget(place, chip)
            chip.show()
            QWidget.setTabOrder(before, chip)
            before = chip
        QWidget.setTabOrder(before, self.clear)
        self.clear.setVisible(bool(self.chips))
        if had_focus >= 0:
            left = self.chips[min(had_focus, len(self.chips) - 1)] if self.chips else self.add
            left.setFocus()

    def _lay_out(self) -> None:
        """Put the chips between the buttons; where there is no room they scroll to the focus."""
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addStretch(1)
        self._area.setHorizontalScrollBarPolicy(off)
        self._area.setVerticalScrollBarPolicy(off)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self.add)
        whole.addWidget(self._area, 1)
        whole.addWidget(self.clear)


class Chip(QPushButton):
    """One filter that holds: a click, Del or Backspace takes it away."""

    removed = Signal()

    def __init__(self, key: str, words: str, most_px: int, _: Texts) -> None:
        super().__init__()
        self.key = key
        set_look(self, "chip")
        self.setAutoDefault(False)
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, most_px)
        self.setText(f"{shown}  ×".replace("&", "&&"))  # noqa: RUF001 - the sign that takes away
        told = _("Take this filter away (Del)")
        self.setToolTip(f"{escape(words)}<br>{escape(told)}")
        self.setAccessibleName(_("Filter {words}: Del takes it away", words=words))
        self.setProperty("holds", True)
        self.clicked.connect(lambda _checked=False: self.removed.emit())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class _StayingMenu(QMenu):
    """A menu of things of which several can be chosen: it stays until it is left."""

    @override
    def mouseReleaseEvent(self, arg__1: QMouseEvent) -> None:
        if not self._chosen(self.actionAt(arg__1.position().toPoint())):
            super().mouseReleaseEvent(arg__1)

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        enters = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if arg__1.key() not in enters or not self._chosen(self.activeAction()):
            super().keyPressEvent(arg__1)

    @staticmethod
    def _chosen(action: QAction | None) -> bool:
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.toggle()
        return True
