"""A table of rows that are read whole, again and again: what brings no news lets it stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from resources.texts import Texts
from ui.desk.kit.columns import Column
from ui.desk.kit.desk import Desk
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import EmptyState
from ui.desk.kit.table import Table


class WholeTable(Table):
    """A table with its model, and what stands there while it has no rows.

    ``key`` tells one row from the others, so that the row in use stays in use.
    """

    def __init__(
        self,
        desk: Desk,
        name: str,
        columns: Sequence[Column],
        key: Callable[[Any], object],
        empty: EmptyState,
    ) -> None:
        super().__init__(desk.theme, name)
        self._model = ListTableModel(columns, desk.texts, self, key=key)
        self._empty_state = empty
        self._told: list[Any] | None = None
        self.show_model(self._model)
        self.set_empty(empty)

    @property
    def rows(self) -> Sequence[Any]:
        """The rows as they stand."""
        return self._model.rows

    @property
    def chosen_rows(self) -> list[Any]:
        """The rows that are chosen, from top to bottom."""
        return [self._model.rows[place] for place in self.chosen_places()]

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show rows in the order that was asked for; without news only their clocks go on."""
        if self._told == list(rows):
            self.viewport().update()
            return
        self._told, chosen = list(rows), self.chosen_places()
        self._model.set_rows(rows)
        key, is_descending = self.sorted_by
        if key:
            self._model.sort_by(key, descending=is_descending)
        if not self.chosen_places():
            # Where what was chosen has gone, the row that stands in its place.
            self.go_to_place(min(chosen[0] if chosen else 0, len(rows) - 1))

    def retranslate(self, _: Texts) -> None:
        """Word heads, cells and the empty place anew."""
        self._model.retranslate(_)
        self._empty_state.retranslate(_)
