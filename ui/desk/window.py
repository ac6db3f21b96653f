"""The desk's one window: navigation, what the office is and how it stands, the page, its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from domain.books import Books
from domain.listing import OfficeState
from domain.office import Actor
from domain.staff import Act, Member
from resources.texts import N_, Texts
from ui.desk.actions import Action, Actions
from ui.desk.frame.books_place import BooksPlace
from ui.desk.frame.going import Going, Roads
from ui.desk.frame.habits import Habit, Habits, Splits
from ui.desk.frame.message_list import MessageList
from ui.desk.frame.page_stack import PageStack
from ui.desk.frame.practice_strip import PracticeStrip
from ui.desk.frame.recents import Recents
from ui.desk.frame.recents_button import RecentsButton
from ui.desk.frame.top_bar import WORDS_OF_COLORS, TopBar
from ui.desk.frame.trail import Trail
from ui.desk.frame.way import Way
from ui.desk.help.controller import HelpController
from ui.desk.help.panel import HelpPanel
from ui.desk.help.steps import Sights, Step, steps_over
from ui.desk.help.tour import Tour
from ui.desk.kit.bugs import Bugs
from ui.desk.kit.desk import Desk, Explain
from ui.desk.kit.go_to import GoTo
from ui.desk.kit.key_bar import KeyBar
from ui.desk.kit.key_sheet import KeySheet
from ui.desk.kit.language import Language, next_language
from ui.desk.kit.navigation import MOST_KEYS, Navigation
from ui.desk.kit.page import Page
from ui.desk.kit.parts import ConfirmStrip
from ui.desk.kit.places import Place
from ui.desk.kit.progress_panel import ProgressPanel
from ui.desk.kit.tasks import LatestRead, TaskRunner
from ui.desk.kit.theme import Colors, Theme, set_look
from ui.desk.kit.toasts import Toasts
from ui.desk.kit.words import role_word
from ui.desk.people.lock import ask_to_sign_out
from ui.desk.people.password_sheet import PasswordSheet
from ui.desk.settings.controller import OfficeSettingsController
from ui.desk.settings.sheet import OfficeSettingsSheet

LEAST_SIZE = QSize(1024, 600)
#: Below this width the navigation shows icons only, unless the clerk wants it wide.
FOLDS_BELOW_PX = 1180
STATE_EVERY_MS = 60_000
#: The key of the page that shows the own drawer in the top bar.
_COUNTER = "counter"

#: Makes a page, or none where the role of who is here may not have it.
MakePage = Callable[[Desk], Page | None]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the window needs of the world."""

    books: Books
    actor: Actor
    explain: Explain
    tasks: TaskRunner
    language: Language
    theme: Theme
    #: Who signed in; None where the office has no staff.
    member: Member | None = None


class Window(QMainWindow):
    """Frames the pages; knows of each no more than :class:`Page` tells."""

    #: Who is signed in leaves the desk for a moment, or for good; first staff is to be set up.
    lock_requested = Signal()
    sign_out_requested = Signal()
    staff_requested = Signal()

    def __init__(self, world: Surroundings, makers: Sequence[MakePage]) -> None:
        super().__init__()
        self._world = world
        self._books = world.books
        self._stage = QWidget()
        _ = world.language.texts
        self.desk = Desk(
            tasks=world.tasks,
            language=world.language,
            theme=world.theme,
            toasts=Toasts(self._stage, world.theme, world.books.now),
            progress=ProgressPanel(self._stage, world.theme, _),
            actor=world.actor,
            today=world.books.today,
            explain=world.explain,
            role=world.member.role if world.member else None,
        )
        self._bugs = Bugs(self.desk.toasts, world.language)
        made = [page for make in makers if (page := make(self.desk))]
        self.pages = {page.key: page for page in made}
        for page in made:
            # What nobody owns lives on for the sake of what its signals are connected to.
            page.setParent(self)
        self._counts: dict[str, str] = {}
        self._shown = PageStack(made)
        self._wants_folded: bool | None = None
        self._books_place: BooksPlace | None = None
        self.navigation = Navigation(world.theme, list(self.pages.values()))
        self.top = TopBar(self.desk)
        self.recents = Recents(self.desk, world.books, self)
        self.recents_button = RecentsButton(world.theme)
        self.trail = Trail(world.theme, self.recents_button)
        self.messages = MessageList(self._stage, world.theme, self.desk.toasts.messages)
        self.way = Way(self.desk, self.pages, self.trail, self._bring_up, self)
        self.splits = Splits(self.pages, self)
        self.habits = Habits(self.desk, world.books, self._habit, self)
        self.confirm = ConfirmStrip(world.theme)
        self.password = PasswordSheet(self._stage, self.desk, world.books.trust)
        self.settings = OfficeSettingsSheet(self._stage, world.theme)
        self.setting = OfficeSettingsController(self.settings, self.desk, world.books.safekeeping)
        self.practice = PracticeStrip()
        self.key_bar = KeyBar(world.theme)
        self.key_sheet = KeySheet(self._stage, world.theme)
        self.actions_of_desk = Actions(self)
        roads = Roads(self.show_consumer, self.recharge, self.go_to_place)
        pages, actions = self.pages, self.actions_of_desk
        self.going = Going(self.desk, self._books, pages, actions, self.recents, roads)
        find, sentence = self.going.find, self.desk.sentence
        self.go_to = GoTo(self._stage, world.theme, world.tasks, find, sentence)
        self.help = HelpController(HelpPanel(world.theme), self.desk, actions, self)
        self._central = QWidget()
        preferences = world.books.preferences
        self.tour = Tour(self._central, self.desk, preferences, self._tour_steps, self)
        self._state = LatestRead(world.tasks, self)
        self._recent_rows = LatestRead(world.tasks, self)
        self._lay_out()
        self._register_actions()
        self._connect()
        self.retranslate()
        self.way.begin(self.page.key)
        self._refresh_state()
        self.recents.start()
        self.habits.start()

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self.way.page

    def show_page(self, key: str) -> None:
        """Bring up a page."""
        if key != self.page.key:
            self.way.go(key)
        else:
            self._bring_up(key)

    def choose_page(self, key: str) -> None:
        """Bring up a page by its own key; where it is shown already, what it begins with."""
        if key == self.page.key and not self.page.holds_typed():
            self.way.go_to_beginning()
        self.show_page(key)

    def show_consumer(self, number: str) -> None:
        """Bring up the page of one consumer."""
        self._show_on("consumers", lambda page: page.show_consumer(number))

    def recharge(self, number: str = "") -> None:
        """Bring up the recharge form, for the consumer that is looked at or the one named."""
        shown = number or self.page.selected_consumer() or ""
        self._show_on("recharge", lambda page: page.show_consumer(shown) if shown else None)

    def show_receipt(self, number: str) -> None:
        """Bring up a receipt as it would be printed, where there is a page for it."""
        self._show_on("recharge", lambda page: page.show_receipt(number))

    def go_to_place(self, place: Place) -> None:
        """Bring up a page with what it is to show, where who is here has that page."""
        self._show_on(place.page, lambda page: page.show_place(place.what))

    def retranslate(self) -> None:
        """Set every word of frame and pages anew."""
        _ = self.desk.texts
        self.setWindowTitle(f"{_('Bijli Bahi')} · {self._books.office.name}")
        sheets = (self.password, self.settings)
        told = (self.desk.progress, self.trail, self.recents_button, self.messages)
        for part in (self.navigation, self.top, self.practice, *told, *sheets):
            part.retranslate(_)
        self._show_person(_)
        for page in self.pages.values():
            page.retranslate(_)
        self.way.show()
        self.help.retranslate()
        self.tour.retranslate()
        self._show_keys()

    def pages_with_typed(self) -> list[str]:
        """Return the names of the pages where something is typed and not saved."""
        _ = self.desk.texts
        return [page.title(_) for page in self.pages.values() if page.holds_typed()]

    def ask_to_sign_out(self) -> None:
        """Let who is signed in go; where something typed would be lost, ask first."""
        pages = self.pages_with_typed()
        if pages:
            ask_to_sign_out(self.confirm, pages, self.desk.texts, self.sign_out_requested.emit)
        else:
            self.sign_out_requested.emit()

    def let_go(self) -> None:
        """Delete the window with its pages on this thread, before anything else could."""
        self.habits.keep()
        self.deleteLater()

    def report_bug(self, error: BaseException) -> None:
        """Tell the clerk of a bug by an id, with the details to copy; the log has them too."""
        self._bugs.tell(error)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.tour.is_running:
                self.tour.end()
            elif not (self.page.step_back() or self.way.step_back()) and self.help.is_open:
                self.help.close()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold_as_fits()
        self.help.panel.fit(self.width())

    def _lay_out(self) -> None:
        stage = QVBoxLayout(self._stage)
        stage.setContentsMargins(16, 2, 16, 10)
        stage.addWidget(self._shown)
        column = QVBoxLayout()
        column.setSpacing(0)
        for part in (self.practice, self.top, self.confirm, self.trail):
            column.addWidget(part)
        beside = QHBoxLayout()
        beside.addWidget(self._stage, 1)
        beside.addWidget(self.help.panel)
        column.addLayout(beside, 1)
        self.desk.toasts.stand_in(self.trail.told)
        self.desk.progress.stand_in(column)
        column.addWidget(self.key_bar)
        for page in self.pages.values():
            if page.alarm:
                column.insertWidget(0, page.alarm)
            if page.badge:
                self.top.host(page.badge)
        if _COUNTER in self.pages and self._world.actor.counter:
            # Whoever has a drawer reads there what was taken; both would crowd the bar.
            self.top.collected.hide()
        central = self._central
        set_look(central, "window")
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addLayout(column, 1)
        self.setCentralWidget(central)
        self.setMinimumSize(least_size())
        self.top.show_office(self._books.office.name)
        self.practice.setVisible(self._books.office.is_practice)

    def _register_actions(self) -> None:
        for action in self._frame_actions():
            self._register(action)
        for number, key in enumerate(self.pages, start=1):
            keys = (f"Ctrl+{number}",) if number <= MOST_KEYS else ()
            self._register(self._page_action(key, keys))
        for page in self.pages.values():
            for action in page.actions:
                self._register(action, page.key)

    def _register(self, action: Action, page: str = "") -> None:
        if self.desk.may(action.needs):
            self.actions_of_desk.add(action, page)

    def _frame_actions(self) -> list[Action]:
        actions = [
            Action("help", N_("Help"), self.help.toggle, ("F1",), "life-buoy"),
            Action("keys", N_("Keys"), self._show_key_sheet, ("Shift+F1",), in_bar=False),
            Action(
                "help.side",
                N_("From the page to the help, and back"),
                self.help.change_sides,
                ("Ctrl+F1",),
                in_bar=False,
            ),
            Action("tour", N_("Tour: begin, or go on"), self.tour.go_on, ("Ctrl+N",), in_bar=False),
            Action("go_to", N_("Go to"), self._open_go_to, ("Ctrl+K", "Alt+G"), "search"),
            Action("works", N_("Long work"), self._show_works, ("Ctrl+T",), in_bar=False),
            Action("messages", N_("Messages"), self._show_messages, ("Ctrl+M",), in_bar=False),
            Action("recents", N_("Recent consumers"), self._ask_recents, ("Ctrl+H",), in_bar=False),
            Action("back", N_("Back"), self.way.back, ("Alt+Left",), in_bar=False),
            Action("forward", N_("Forward"), self.way.forward, ("Alt+Right",), in_bar=False),
            Action("larger", N_("Larger text"), self._larger, ("Ctrl++", "Ctrl+="), in_bar=False),
            Action("smaller", N_("Smaller text"), self._smaller, ("Ctrl+-",), in_bar=False),
            Action("usual", N_("Usual text size"), self._usual, ("Ctrl+0",), in_bar=False),
            Action("fold", N_("Fold the navigation"), self._fold, ("Ctrl+B",), in_bar=False),
            Action(
                "language",
                N_("Other language"),
                self._switch_language,
                (),
                "languages",
                in_bar=False,
            ),
            Action(
                "office_settings",
                N_("Office settings"),
                self.setting.open,
                ("F11",),
                "settings",
                in_bar=False,
                needs=Act.CHANGE_SETTINGS,
            ),
        ]
        actions += [self._colors_action(colors) for colors in Colors]
        actions += self._person_actions()
        if "consumers" in self.pages:
            actions.append(Action("find", N_("Find"), self._find, ("F3",), "search"))
        if "recharge" in self.pages:
            recharge = Action("recharge", N_("Recharge"), self.recharge, ("F5",), "zap")
            actions.append(recharge)
        return actions

    def _person_actions(self) -> list[Action]:
        """Return what who is signed in can do about that; nothing where nobody signs in."""
        if self._world.member is None:
            return []
        out, password = self.ask_to_sign_out, self.password.ask
        return [
            Action("lock", N_("Lock"), self.lock_requested.emit, ("Ctrl+L",), "lock", in_bar=False),
            Action("password", N_("Change the password"), password, icon="key-round", in_bar=False),
            Action("sign_out", N_("Sign out"), out, icon="log-out", in_bar=False),
        ]

    def _colors_action(self, colors: Colors) -> Action:
        icon, words = WORDS_OF_COLORS[colors]
        show = self.desk.theme.show_colors
        return Action(f"colors.{colors}", words, lambda: show(colors), (), icon, in_bar=False)

    def _page_action(self, key: str, keys: tuple[str, ...]) -> Action:
        title = self.pages[key].title(Texts())
        return Action(f"page.{key}", title, lambda: self.choose_page(key), keys, in_bar=False)

    def _connect(self) -> None:
        world = self._world
        world.language.changed.connect(self.retranslate)
        world.theme.changed.connect(self._show_keys)
        self.help.sheet_requested.connect(self._show_key_sheet)
        self.help.tour_requested.connect(self.tour.begin)
        self.help.changed.connect(self._fold_as_fits)
        self.setting.saved.connect(self._on_books_changed)
        self.actions_of_desk.changed.connect(self._show_keys)
        self.navigation.page_requested.connect(self.choose_page)
        self.navigation.fold_requested.connect(self._fold)
        self.top.go_to.clicked.connect(self._open_go_to)
        self.top.language.clicked.connect(self._switch_language)
        self.top.theme.clicked.connect(self._switch_theme)
        self._state.answered.connect(self._on_state)
        self._state.failed.connect(self._on_state_failed)
        messages = self.desk.toasts.messages
        messages.changed.connect(lambda: self.trail.show_unread(messages.unread))
        self.trail.messages_requested.connect(self._show_messages)
        self.recents_button.menu_requested.connect(self._ask_recents)
        self.recents_button.consumer_requested.connect(self.show_consumer)
        self._recent_rows.answered.connect(self.recents_button.show_menu)
        self._recent_rows.failed.connect(self.desk.show_failure)
        self.way.consumer_met.connect(self.recents.look_at)
        self.habits.known.connect(self._on_habit)
        self.splits.changed.connect(self.habits.note)
        for page in self.pages.values():
            self._connect_page(page)
        timer = QTimer(self, interval=STATE_EVERY_MS)
        timer.timeout.connect(self._refresh_state)
        timer.start()

    def _connect_page(self, page: Page) -> None:
        page.counted.connect(lambda text: self._on_counted(page.key, text))
        page.consumer_requested.connect(self.show_consumer)
        page.recharge_requested.connect(self.recharge)
        page.receipt_requested.connect(self.show_receipt)
        page.left.connect(self.way.step_back)
        page.moved.connect(lambda: self.splits.show_on(page.key))
        page.page_requested.connect(self._show_on)
        page.place_requested.connect(self.go_to_place)
        page.wanted.connect(lambda: self.show_page(page.key))
        page.staff_requested.connect(self.staff_requested)
        page.books_changed.connect(self._on_books_changed)
        page.waiting_changed.connect(lambda count: self.navigation.show_waiting(page.key, count))

    def _on_counted(self, key: str, text: str) -> None:
        self._counts[key] = text
        if key == self.page.key:
            self.key_bar.show_count(text)

    def _on_books_changed(self) -> None:
        self._refresh_state()
        for page in self.pages.values():
            page.refresh()

    def _refresh_state(self) -> None:
        books = self._books
        known = self._books_place
        self._state.ask(lambda: (books.state(), _place_of(books, known)))

    def _on_state(self, answer: tuple[OfficeState, BooksPlace]) -> None:
        state, place = answer
        self.top.show_state(state)
        self._books_place = place
        self.top.books.show_place(place, self.desk.texts)

    def _on_state_failed(self, error: Exception) -> None:
        """Say it in the top bar; a toast every minute would say no more."""
        sentence = self.desk.sentence(error)
        if self.top.books.is_reached:
            self.desk.toasts.show(sentence, "bad")
        self.top.books.show_unreached(self.desk.texts)

    def _show_on(self, key: str, show: Callable[[Page], None] | None = None) -> None:
        """Bring up a page by something that is shown elsewhere, where there is that page."""
        if key in self.pages:
            self.way.go(key, show, is_by_link=True)

    def _bring_up(self, key: str) -> None:
        self._shown.bring_up(self.pages[key])
        self.navigation.show_page(key)
        self.actions_of_desk.show_page(key)
        self.help.show_about(key)
        self.key_bar.show_count(self._counts.get(key, ""))
        self.pages[key].enter()
        self.splits.show_on(key)
        self.habits.note()

    def _habit(self) -> Habit:
        return Habit(self.page.key, self._wants_folded, self.splits.sizes)

    def _on_habit(self, habit: Habit) -> None:
        """Put the desk as it was left, unless somebody is at work already."""
        self.splits.sizes = {**habit.splits, **self.splits.sizes}
        if self._wants_folded is None:
            self._wants_folded = habit.is_folded
            self._fold_as_fits()
        if habit.page in self.pages and self.way.is_at_start and not self.page.holds_typed():
            self.way.begin(habit.page)

    def _show_person(self, _: Texts) -> None:
        counter, member = self._world.actor.counter, self._world.member
        words = _("Counter {counter}", counter=counter) if counter else _("No counter")
        self.navigation.show_person(member.name if member else self._world.actor.name, words)
        if member:
            acts = {action.name: action for _page, action in self.actions_of_desk.all()}
            wanted = ("password", "lock", "sign_out", "language", *(f"colors.{c}" for c in Colors))
            offered = [acts[name] for name in wanted]
            self.top.show_shortened()
            self.top.person.show_person(member.name, role_word(member.role, _), offered, _)

    def _show_keys(self) -> None:
        self.key_bar.show_actions(self.actions_of_desk.reachable(), self.desk.texts)

    def _fold_as_fits(self) -> None:
        room = self.width() - (self.help.panel.width() if self.help.is_open else 0)
        is_narrow = room < FOLDS_BELOW_PX * self.desk.theme.scale
        folded = is_narrow if self._wants_folded is None else self._wants_folded
        if folded != self.navigation.is_folded:
            self.navigation.show_folded(folded)

    def _fold(self) -> None:
        self._wants_folded = not self.navigation.is_folded
        self._fold_as_fits()
        self.habits.note()

    def _larger(self) -> None:
        self.desk.theme.show_larger()
        self._fold_as_fits()

    def _smaller(self) -> None:
        self.desk.theme.show_smaller()
        self._fold_as_fits()

    def _usual(self) -> None:
        self.desk.theme.show_scale(1.0)
        self._fold_as_fits()

    def _switch_theme(self) -> None:
        theme = self.desk.theme
        theme.show_colors(theme.colors.after)

    def _switch_language(self) -> None:
        self.desk.language.switch_to(next_language(self.desk.language.code))

    def _tour_steps(self) -> Sequence[Step]:
        pages, bar, shown = self.pages, self.key_bar, lambda: self.page.key
        return steps_over(
            Sights(pages, self.navigation, self.top, bar, self.go_to, self.help, shown)
        )

    def _find(self) -> None:
        self.show_page("consumers")
        self.page.find()

    def _show_key_sheet(self) -> None:
        if self.key_sheet.isVisible():
            self.key_sheet.put_away()
        else:
            self.key_sheet.show_actions(self.actions_of_desk.reachable(), self.desk.texts)

    def _show_messages(self) -> None:
        self.desk.toasts.put_away()
        self.messages.show_messages()

    def _ask_recents(self) -> None:
        self._recent_rows.ask(self.recents.rows)

    def _show_works(self) -> None:
        if not self.desk.progress.fold_or_enter():
            self.desk.toasts.show(self.desk.texts("No long work is under way."), "accent")

    def _open_go_to(self) -> None:
        self.go_to.ask(self.going.local, self.desk.texts)


def _place_of(books: Books, known: BooksPlace | None) -> BooksPlace:
    """Read where the books are (called off the GUI thread); they do not move."""
    is_on_server = known.is_on_server if known else books.safekeeping.state().is_on_server
    return BooksPlace(is_on_server, books.is_read_only)


def least_size() -> QSize:
    """Return how small the window may be: at 150% a screen of 1366 dots is only 910 wide."""
    return LEAST_SIZE.boundedTo(QGuiApplication.primaryScreen().availableSize())
