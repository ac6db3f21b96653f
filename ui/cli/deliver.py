"""Delivering what waits: orders to the AMISP and messages to consumers, once or until told to end.

Orders go first: supply that comes back matters more than a message.
"""

from __future__ import annotations

import signal
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from domain.alert_book import MessagesDelivered
from domain.books import Books
from domain.errors import Refusal, Trouble
from domain.errors_of_supply import AmispNotSetUp
from domain.ports_of_amisp import Amisp
from domain.progress import silent
from domain.staff import Act
from domain.supply_book import Delivered
from resources.texts import Texts
from ui.cli.layout import facts
from ui.cli.records import plain
from ui.cli.session import Answer, Session
from ui.message_words import MEDIA
from ui.sentences import explain

#: What others have made is looked for at least so often, and never more often than that.
_LONGEST, _SHORTEST = timedelta(seconds=30), timedelta(seconds=1)
_LOOK_SECONDS = 0.2


@dataclass(slots=True)
class Round:
    """What one round came to; a trouble of one half does not keep the other half back."""

    orders: Delivered | None = None
    messages: MessagesDelivered | None = None
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def next_at(self) -> datetime | None:
        """When there is something to do again, as far as anybody knows."""
        told = (self.orders, self.messages)
        return min((one.next_at for one in told if one is not None and one.next_at), default=None)

    @property
    def has_done_something(self) -> bool:
        """Whether anything moved, or went wrong."""
        done = [
            value
            for part in (self.orders, self.messages)
            if part is not None
            for name, value in asdict(part).items()
            if isinstance(value, int) and name != "waiting"
        ]
        return any(done) or bool(self.troubles)


def deliver(session: Session, options: Namespace) -> Answer:
    """Work through what is due, once, or again and again until told to end."""
    with session.books() as books:
        session.refuse_unless_may(Act.DELIVER)
        worker = Worker(session, books)
        if not options.forever:
            return worker.answer(worker.round())
        with told_to_end() as end:
            rounds = worker.work_until(end)
    sentence = session._("Told to end. Rounds: {count}.", count=rounds)
    return Answer({"rounds": rounds}, [sentence], counts={"rounds": rounds})


class End:
    """Whether the program was told to end.

    No event of ``threading``: whoever sets one inside a signal may wait for a lock that the very
    same thread holds, for good.
    """

    def __init__(self) -> None:
        self.is_asked = False

    def ask(self, *_told: object) -> None:
        """Ask to end, as a handler of signals does."""
        self.is_asked = True

    def wait(self, seconds: float) -> None:
        """Wait so long, or until somebody asks."""
        until = time.monotonic() + seconds
        while not self.is_asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _LOOK_SECONDS))


@contextmanager
def told_to_end() -> Iterator[End]:
    """Yield what says when the system or a person asks the program to end."""
    end = End()
    before = {one: signal.signal(one, end.ask) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield end
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


class Worker:
    """Who delivers for one office."""

    def __init__(self, session: Session, books: Books) -> None:
        self._session = session
        self._books = books
        self._amisp: Amisp | None = None

    def work_until(self, end: End) -> int:
        """Work in rounds until told to end; one that has begun is ended. Return how many."""
        rounds = 0
        while not end.is_asked:
            done = self.round()
            rounds += 1
            if done.has_done_something:
                for line in self.answer(done).lines:
                    print(line)
                for trouble in done.troubles:
                    print(_worded(trouble, self._session._), file=sys.stderr)
                sys.stdout.flush()
            end.wait(self._pause(done).total_seconds())
        return rounds

    def round(self) -> Round:
        """Do once what is due."""
        done = Round()
        done.orders = self._tried(self._deliver_orders, done)
        done.messages = self._tried(self._deliver_messages, done)
        return done

    def answer(self, done: Round) -> Answer:
        """Return what a round came to."""
        _ = self._session._
        told: dict[str, Any] = {
            "orders": None if done.orders is None else plain(asdict(done.orders)),
            "messages": None if done.messages is None else plain(asdict(done.messages)),
            "troubles": [trouble.code for trouble in done.troubles],
        }
        code = max((1 if isinstance(one, Refusal) else 3 for one in done.troubles), default=0)
        complaint = " ".join(_worded(one, _) for one in done.troubles)
        return Answer(told, self._lines(done), exit_code=code, complaint=complaint)

    def _deliver_orders(self) -> Delivered | None:
        if self._amisp is None:
            try:
                outside = self._session.outside
                self._amisp = outside.amisps.of(self._books, outside.clock)
            except AmispNotSetUp:
                return None
        return self._books.supply.deliver(self._amisp, self._session.actor, silent)

    def _deliver_messages(self) -> MessagesDelivered:
        session = self._session
        roads = session.outside.messages.notifiers(
            self._books, session.folder, session.actor, session._
        )
        with roads as notifiers:
            return self._books.alerts.deliver(notifiers, session.actor, silent)

    @staticmethod
    def _tried(work: Callable[[], Any], done: Round) -> Any:
        try:
            return work()
        except Trouble as trouble:
            done.troubles.append(trouble)
            return None

    def _pause(self, done: Round) -> timedelta:
        if done.next_at is None:
            return _LONGEST
        return min(max(done.next_at - self._books.now(), _SHORTEST), _LONGEST)

    def _lines(self, done: Round) -> list[str]:
        _ = self._session._
        pairs: list[tuple[str, str]] = []
        if done.orders is not None:
            pairs.append((_("Orders"), _orders_told(done.orders, _)))
        if done.messages is not None:
            pairs.append((_("Messages"), _counted(asdict(done.messages), _message_words(_))))
            if done.messages.unconfigured:
                named = ", ".join(_(MEDIA[one]) for one in done.messages.unconfigured)
                pairs.append((_("Nothing is set up for"), named))
        return facts(pairs)


def _counted(told: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Return the numbers that are not 0, each with its word."""
    return ", ".join(f"{told[name]} {word}" for name, word in words.items() if told[name]) or "0"


def _orders_told(done: Delivered, _: Texts) -> str:
    if done.is_elsewhere:
        return _("another desk or program delivers at this moment")
    return _counted(asdict(done), _order_words(done, _))


def _order_words(done: Delivered, _: Texts) -> dict[str, str]:
    return {
        "sent": _("sent"),
        "accepted": _("accepted"),
        "done": _("done"),
        "failed": _("failed"),
        "dropped": _("put aside"),
        "unknown": _("of unknown fate"),
        "unavailable": _("(the AMISP does not let this office in: give a token with amisp keys)")
        if done.is_refused
        else _("(the AMISP is not there)"),
    }


def _message_words(_: Texts) -> dict[str, str]:
    return {
        "sent": _("sent"),
        "failed": _("failed"),
        "unknown": _("of unknown fate"),
        "waiting": _("tried again later"),
        "dropped": _("put aside"),
    }


def _worded(trouble: Trouble, _: Texts) -> str:
    return explain(trouble, _) or trouble.code
