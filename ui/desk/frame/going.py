"""What Go To can find: pages, actions, reports, consumers and receipts, and how one gets there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain import formats
from domain.books import Books
from domain.calendar import billing_day
from domain.consumer import ConsumerQuery, ConsumerRow
from domain.listing import ReceiptRow
from domain.receipt_query import ReceiptQuery, typed_as
from resources.texts import LANGUAGES
from ui.desk.actions import Action, Actions, shown_key
from ui.desk.frame.recents import Recents
from ui.desk.frame.reports import fitting_reports, reports_on
from ui.desk.kit.columns import amount_text
from ui.desk.kit.desk import Desk
from ui.desk.kit.go_to import Destination, Group, fitting
from ui.desk.kit.page import Page
from ui.desk.kit.places import Place
from ui.desk.kit.words import status_badge

FOUND_CONSUMERS, FOUND_RECEIPTS = 8, 5
#: Whoever types fewer letters means no receipt.
_LEAST_OF_A_RECEIPT = 2
_PAGE = "page."
#: How a language is typed on a keyboard that has not its letters.
_TYPED_LANGUAGES = ("Hindi", "Angrezi", "अंग्रेज़ी", "अंग्रेजी")


@dataclass(frozen=True, slots=True)
class Roads:
    """How the window goes where somebody wants to."""

    show_consumer: Callable[[str], None]
    recharge: Callable[[str], None]
    go_to_place: Callable[[Place], None]


class Going:
    """Finds destinations: some at once, those in the books off the GUI thread."""

    def __init__(  # noqa: PLR0913, PLR0917 - what there is to go to
        self,
        desk: Desk,
        books: Books,
        pages: Mapping[str, Page],
        actions: Actions,
        recents: Recents,
        roads: Roads,
    ) -> None:
        self._desk, self._books, self._pages = desk, books, pages
        self._actions, self._recents, self._roads = actions, recents, roads
        self._reports = reports_on(list(pages))

    def local(self, text: str) -> list[Group]:
        """Return the pages, actions and reports that a text fits."""
        groups = [fitting(group, text) for group in self._pages_and_actions()]
        if text:
            today, go, _ = self._desk.today(), self._roads.go_to_place, self._desk.texts
            groups.append(fitting_reports(self._reports, text, today, go, _))
        return groups

    def find(self, text: str) -> list[Group]:
        """Return consumers and receipts (called off the GUI thread); without a text the recent."""
        if not text:
            return [self._recent()]
        return [self._consumers(text), self._receipts(typed_as(text))]

    def _pages_and_actions(self) -> list[Group]:
        _ = self._desk.texts
        reachable = [one for one in self._actions.reachable() if one.name != "go_to"]
        pages = [one for one in reachable if one.name.startswith(_PAGE)]
        others = [one for one in reachable if not one.name.startswith(_PAGE)]
        return [
            Group(_("Pages"), [self._page(one) for one in pages]),
            Group(_("Actions"), [self._action(one) for one in others]),
        ]

    def _page(self, action: Action) -> Destination:
        page = self._pages[action.name.removeprefix(_PAGE)]
        title = page.title(self._desk.texts)
        return Destination(title, action.run, page.icon, key=shown_key(action), also=action.text)

    def _action(self, action: Action) -> Destination:
        words = self._desk.texts(action.text)
        icon, also = action.icon or "play", action.text
        if action.name == "language":
            # Whoever looks for a language writes its name, in whichever letters.
            also = " ".join((also, *LANGUAGES.values(), *_TYPED_LANGUAGES))
        return Destination(words, action.run, icon, key=shown_key(action), also=also)

    def _recent(self) -> Group:
        found = [self._consumer(row) for row in self._recents.rows()]
        return Group(self._desk.texts("Recent consumers"), found, is_exact=True)

    def _consumers(self, text: str) -> Group:
        ids = self._books.find_consumers(ConsumerQuery(text), limit=FOUND_CONSUMERS)
        by_id = self._books.consumer_rows(ids)
        rows = [by_id[key] for key in ids if key in by_id]
        is_exact = any(row.number == text for row in rows)
        rows.sort(key=lambda row: row.number != text)
        found = [self._consumer(row) for row in rows]
        return Group(self._desk.texts("Consumers"), found, is_exact=is_exact)

    def _consumer(self, row: ConsumerRow) -> Destination:
        number = row.number
        state = str(status_badge(row.status, self._desk.texts, row.emergency_until))
        show, recharge = self._roads.show_consumer, self._roads.recharge
        return Destination(
            f"{number} · {row.name}",
            lambda: show(number),
            "user",
            note=f"{state} · {amount_text(row.balance)}",
            instead=(lambda: recharge(number)) if "recharge" in self._pages else None,
        )

    def _receipts(self, text: str) -> Group:
        _ = self._desk.texts
        rows: Sequence[ReceiptRow] = ()
        # Every number of a receipt and nearly every reference has a figure.
        is_likely = len(text) >= _LEAST_OF_A_RECEIPT and any(one.isdigit() for one in text)
        if "receipts" in self._pages and is_likely:
            rows = self._books.reversals.receipts_named(text, FOUND_RECEIPTS)
        found = [self._receipt(row) for row in rows]
        is_exact = any(row.number == text.upper() for row in rows)
        return Group(_("Receipts"), found, is_exact=is_exact)

    def _receipt(self, row: ReceiptRow) -> Destination:
        day = formats.day(billing_day(row.posted_at), self._desk.texts.month_names)
        place = Place("receipts", ReceiptQuery(row.number))
        go = self._roads.go_to_place
        note = f"{formats.rupees(row.amount)} · {row.consumer_name} · {day}"
        return Destination(row.number, lambda: go(place), "receipt", note=note)
