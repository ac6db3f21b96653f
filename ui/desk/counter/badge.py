"""The counter in the top bar: whether a shift is open, since when, and what is in the drawer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from domain import formats
from domain.books import Books
from domain.money import Money
from domain.shift import Shift
from resources.texts import Texts
from ui.desk.counter.words import counter_words, time_words
from ui.desk.kit.columns import Tone
from ui.desk.kit.desk import Desk
from ui.desk.kit.parts import Button
from ui.desk.kit.tasks import LatestRead
from ui.desk.kit.theme import Theme, set_look

_EVERY_MS = 60_000
_SIDE_PX = 14


@dataclass(frozen=True, slots=True)
class Drawer:
    """The drawer of a counter: its open shift, if any, and what should be in it."""

    counter: int
    today: date
    shift: Shift | None
    cash: Money | None
    user: str

    @property
    def is_late(self) -> bool:
        """Whether the shift is still that of an earlier day."""
        return self.shift is not None and self.shift.day != self.today

    @property
    def is_others(self) -> bool:
        """Whether somebody else answers for the drawer."""
        return self.shift is not None and self.shift.opened_by != self.user


class DrawerWatch(QObject):
    """Looks at the own drawer when money moved, and every minute: others move some too."""

    changed = Signal(object)

    def __init__(self, desk: Desk, books: Books, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._books = desk, books
        self._read_last = LatestRead(desk.tasks, self)
        self._read_last.answered.connect(self.changed)
        self._read_last.failed.connect(desk.show_failure)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.refresh)

    def start(self) -> None:
        """Look now and from now on; who has no counter has no drawer."""
        if self._desk.actor.counter:
            self._timer.start()
            self.refresh()

    def refresh(self) -> None:
        """Look now."""
        if self._desk.actor.counter:
            self._read_last.ask(self._read)

    def _read(self) -> Drawer:
        actor, counter = self._desk.actor, self._books.counter
        shift = counter.shift(actor.counter)
        cash = counter.cash_in_drawer(actor.counter) if shift else None
        return Drawer(actor.counter, self._books.today(), shift, cash, actor.name)


class CounterBadge(Button):
    """Says it as long as there is room: ``Counter 2 · Shift open 09:58 · ₹48,210.00``."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, icon="wallet", look="quiet")
        self._drawer: Drawer | None = None
        #: The same in fewer and fewer words.
        self._words: tuple[str, ...] = ("",)
        self.setObjectName("counter_badge")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_drawer(self, drawer: Drawer, _: Texts) -> None:
        """Show how the drawer stands."""
        self._drawer = drawer
        self.show()
        self.retranslate(_)

    @property
    def tone(self) -> Tone:
        """Warning where money cannot go into the drawer as it is."""
        drawer = self._drawer
        if drawer is None or drawer.shift is None:
            return "warning"
        return "warning" if drawer.is_late or drawer.is_others else ""

    @override
    def retranslate(self, _: Texts) -> None:
        drawer = self._drawer
        if drawer is None:
            return
        self._words = _shorter_and_shorter(drawer, _)
        self.setToolTip(self._words[0])
        self.setAccessibleName(self._words[0])
        set_look(self, tone=self.tone)
        self._fit()
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._width_of(self._words[0]), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._width_of(self._words[-1]), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _width_of(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(f" {words}") + self._icon_width()

    def _icon_width(self) -> int:
        return self.iconSize().width() + 2 * _SIDE_PX

    def _fit(self) -> None:
        fitting = (words for words in self._words if self._width_of(words) <= self.width())
        self.setText(f" {next(fitting, self._words[-1])}")


def _shorter_and_shorter(drawer: Drawer, _: Texts) -> tuple[str, ...]:
    name = counter_words(drawer.counter, _)
    if drawer.shift is None or drawer.cash is None:
        return (f"{name} · {_('No shift open')}", _("No shift open"))
    cash = formats.rupees(drawer.cash)
    if drawer.is_others:
        state = _("Shift of {by}", by=drawer.shift.opened_by)
    elif drawer.is_late:
        state = _("Shift of {day}", day=formats.day(drawer.shift.day, _.month_names))
    else:
        state = _("Shift open {time}", time=time_words(drawer.shift.opened_at))
    return (f"{name} · {state} · {cash}", f"{state} · {cash}", cash)
