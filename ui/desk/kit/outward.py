"""What leads from the desk to the AMISP and to messages; the composition root says how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.books import Books
from domain.errors_of_supply import AmispNotSetUp
from domain.message import Medium
from domain.ports_of_amisp import Amisp, AmispEvent
from domain.ports_of_messages import Notifier
from domain.supply_order import SupplyOrder


def _no_amisp(_books: Books) -> Amisp | None:
    return None


def _no_notifiers(_books: Books) -> Mapping[Medium, Notifier]:
    return {}


def _no_file(_books: Books) -> Amisp:
    raise AmispNotSetUp


def _write_nothing(_orders: Sequence[SupplyOrder], _path: Path) -> None:
    raise AmispNotSetUp


def _read_nothing(_path: Path) -> Sequence[AmispEvent]:
    raise AmispNotSetUp


@dataclass(frozen=True, slots=True)
class Outward:
    """Functions that make roads out of the office; each may be called off the GUI thread.

    ``amisp(books)`` is the AMISP by wire, None where none is set up; ``by_file(books)`` words
    orders for a file. ``write_orders(orders, path)`` writes that file, ``read_answers(path)``
    reads the acknowledgements that come back. ``notifiers(books)``: the media that are set up.
    Unless given, a desk has no such roads.
    """

    amisp: Callable[[Books], Amisp | None] = _no_amisp
    by_file: Callable[[Books], Amisp] = _no_file
    write_orders: Callable[[Sequence[SupplyOrder], Path], object] = _write_nothing
    read_answers: Callable[[Path], Sequence[AmispEvent]] = _read_nothing
    notifiers: Callable[[Books], Mapping[Medium, Notifier]] = _no_notifiers
