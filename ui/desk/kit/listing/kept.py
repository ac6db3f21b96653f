"""What each person keeps of a list: filters under a name, and how the columns stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from domain.errors import FieldMissing
from domain.errors_of_desk import FilterNameTaken
from domain.preferences import KEPT_FILTERS, Preferences
from resources.texts import N_
from ui.desk.kit.arrangement import Arrangement
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import LineField
from ui.desk.kit.listing.filter_bar import FilterBar
from ui.desk.kit.table import Table
from ui.desk.kit.tasks import LatestRead

_KEPT_AFTER_MS = 600
_MOST_NAME = 40


class KeptFilters(QObject):
    """Keeps filters of a list under names, for each person; one of them may be shown at once."""

    def __init__(self, bar: FilterBar, desk: Desk, preferences: Preferences, name: str) -> None:
        super().__init__(bar)
        self._bar, self._desk, self._preferences = bar, desk, preferences
        self._prefix = f"{KEPT_FILTERS}{name}."
        self._kept: dict[str, Any] = {}
        self._is_begun = False
        self._read = LatestRead(desk.tasks, self)
        self._read.answered.connect(self._on_read)
        self._read.failed.connect(desk.show_failure)
        bar.save_requested.connect(self._on_save_requested)
        bar.saved_requested.connect(lambda name: bar.choose(self._chosen(name)))
        bar.rename_requested.connect(self._on_rename_requested)
        bar.delete_requested.connect(self._on_delete_requested)
        bar.usual_requested.connect(self._on_usual_requested)

    def start(self) -> None:
        """Read what is kept; a filter that is usual is shown unless one is chosen already."""
        owner, every = self._desk.actor.name, self._preferences.all
        self._read.ask(lambda: every(owner, self._prefix))

    def _on_read(self, kept: dict[str, Any]) -> None:
        self._kept = {
            name.removeprefix(self._prefix): value
            for name, value in kept.items()
            if isinstance(value, dict)
        }
        self._show()
        usual = next((name for name in self._kept if self._is_usual(name)), None)
        if usual is not None and not self._is_begun and not self._bar.chosen:
            self._bar.choose(self._chosen(usual))
        self._is_begun = True

    def _chosen(self, name: str) -> Any:
        return self._kept.get(name, {}).get("chosen", {})

    def _is_usual(self, name: str) -> bool:
        return self._kept[name].get("is_usual") is True

    def _show(self) -> None:
        self._bar.show_saved({name: self._is_usual(name) for name in sorted(self._kept)})

    def _on_save_requested(self) -> None:
        chosen = self._bar.chosen
        self._ask_name("", lambda name: self._keep(name, {"chosen": dict(chosen)}))

    def _on_rename_requested(self, old: str) -> None:
        self._ask_name(old, lambda new: self._rename(old, new))

    def _rename(self, old: str, new: str) -> None:
        if new != old:
            kept = self._kept[old]
            self._keep(old, None)
            self._keep(new, kept)

    def _on_delete_requested(self, name: str) -> None:
        _, kept = self._desk.texts, self._kept[name]
        self._keep(name, None)
        self._desk.toasts.show(
            _("The filter {name} is deleted.", name=name),
            action=_("Undo"),
            then=partial(self._keep, name, kept),
        )

    def _on_usual_requested(self, name: str) -> None:
        for one in list(self._kept):
            is_usual = one == name
            if is_usual != self._is_usual(one):
                self._keep(one, {**self._kept[one], "is_usual": is_usual})

    def _ask_name(self, old: str, accepted: Callable[[str], None]) -> None:
        _ = self._desk.texts
        line = LineField(most=_MOST_NAME)
        line.show_value(old)

        def take(values: dict[str, Any]) -> None:
            name = str(values["name"])
            if not name:
                raise FieldMissing("name")
            if name != old and name in self._kept:
                raise FilterNameTaken(name)
            accepted(name)

        heading = _("Under which name are these filters kept?")
        self._bar.sheet.ask(heading, [("name", line, N_("Name"))], take)

    def _keep(self, name: str, kept: dict[str, Any] | None) -> None:
        """Keep or forget a filter; the menu shows it at once."""
        if kept is None:
            self._kept.pop(name, None)
        else:
            self._kept[name] = kept
        self._show()
        _put(self, self._desk, self._preferences, f"{self._prefix}{name}", kept)


class KeptColumns(QObject):
    """Keeps which columns somebody sees of a table, in which order and how wide."""

    def __init__(self, table: Table, desk: Desk, preferences: Preferences, name: str) -> None:
        super().__init__(table)
        self._table, self._desk, self._preferences = table, desk, preferences
        self._name = f"columns.{name}"
        self._soon = QTimer(self, singleShot=True, interval=_KEPT_AFTER_MS)
        self._soon.timeout.connect(self._keep)
        self._read = LatestRead(desk.tasks, self)
        self._read.answered.connect(lambda kept: table.show_arrangement(Arrangement.of(kept)))
        self._read.failed.connect(desk.show_failure)
        table.arranged.connect(self._soon.start)

    def start(self) -> None:
        """Read how somebody likes the columns, and put them so."""
        owner, get, name = self._desk.actor.name, self._preferences.get, self._name
        self._read.ask(lambda: get(owner, name))

    def _keep(self) -> None:
        kept = self._table.arrangement.kept()
        _put(self, self._desk, self._preferences, self._name, kept)


def _put(owner: QObject, desk: Desk, preferences: Preferences, name: str, kept: Any) -> None:
    actor = desk.actor.name
    task = desk.tasks.write(owner, lambda _progress: preferences.put(actor, name, kept))
    task.failed.connect(desk.show_failure)
