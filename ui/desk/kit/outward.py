"""What leads from the desk to the AMISP and to messages; the composition root says how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from domain.books import Books
from domain.errors_of_supply import AmispNotSetUp
from domain.message import Medium
from domain.office import Actor
from domain.ports_of_amisp import Amisp, AmispEvent
from domain.ports_of_messages import Notifier
from domain.supply_order import SupplyOrder
from resources.texts import Texts

#: By which media messages leave, for as long as the body lasts.
Notifiers = AbstractContextManager[Mapping[Medium, Notifier]]


def _no_amisp(_books: Books) -> Amisp:
    raise AmispNotSetUp


def _write_nothing(_books: Books, _orders: Sequence[SupplyOrder], _path: Path) -> None:
    raise AmispNotSetUp


def _read_nothing(_books: Books, _path: Path) -> Sequence[AmispEvent]:
    raise AmispNotSetUp


def _no_notifiers(_books: Books, _actor: Actor, _: Texts) -> Notifiers:
    return nullcontext({})


@dataclass(frozen=True, slots=True)
class Outward:
    """Functions that make roads out of the office; each may be called off the GUI thread.

    ``amisp(books)`` is the AMISP of the office, ``by_file(books)`` words orders for a file.
    ``write_orders(books, orders, path)`` writes that file, ``read_answers(books, path)`` reads the
    acknowledgements that come back. ``notifiers(books, actor, _)``: the media that are set up.
    Unless given, a desk has no such roads, and nothing ``delivers`` in it.
    """

    amisp: Callable[[Books], Amisp] = _no_amisp
    by_file: Callable[[Books], Amisp] = _no_amisp
    write_orders: Callable[[Books, Sequence[SupplyOrder], Path], object] = _write_nothing
    read_answers: Callable[[Books, Path], Sequence[AmispEvent]] = _read_nothing
    notifiers: Callable[[Books, Actor, Texts], Notifiers] = _no_notifiers
    delivers: bool = False
