"""Commands of the AMISP: keys, a try, files there and back, reads, callbacks, one to play."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from domain.amisp_link import AMISP_VARIABLES, AmispSecret
from domain.books import Books
from domain.calendar import billing_day
from domain.errors import DayInTheFuture, FieldOutOfRange
from domain.errors_of_supply import NoReadsThere
from domain.formats import parse_day
from domain.importing import ImportFile, ImportKind
from domain.ports_of_amisp import Amisp, DailyReads
from domain.reads import ReadSource
from domain.staff import Act
from domain.supply_order import SupplyOrder
from ui.cli.imports import take_in
from ui.cli.layout import table
from ui.cli.outside import AmispPlayed
from ui.cli.session import Answer, Session, whole_number
from ui.supply_words import ORDER_KINDS, RELAY_STATES

_MOST_DAYS = timedelta(days=31)
_MOST_PORT = 65_535
_MOST_SEED = 999_999_999


def keys(session: Session, _options: Namespace) -> Answer:
    """Keep the token and the secret of the AMISP in the key store of this machine."""
    _ = session._
    questions = {
        AmispSecret.TOKEN: _("Token of the AMISP:"),
        AmispSecret.SECRET: _("Secret of its callbacks:"),
    }
    with session.books() as books:
        session.refuse_unless_may(Act.MANAGE_KEYS)
        given = {
            which: session.asking.secret(AMISP_VARIABLES[which], question).strip()
            for which, question in questions.items()
        }
        for which, secret in given.items():
            if secret:
                session.outside.amisps.keep_secret(books.office, which, secret)
                books.safekeeping.note_key(f"AMISP {which}", session.actor)
    kept = [which.value for which, secret in given.items() if secret]
    return Answer({"kept": kept}, [_("What was given is kept in the key store of this machine.")])


def test(session: Session, options: Namespace) -> Answer:
    """Ask the AMISP how the relay of a meter stands."""
    _ = session._
    with session.books() as books:
        session.refuse_unless_may(Act.DELIVER)
        amisp = session.outside.amisps.of(books, session.outside.clock)
        relay = amisp.relay(options.meter)
    facts = {"amisp": amisp.name, "meter": options.meter, "relay": relay.value}
    sentence = _(
        "{amisp} answers. The relay of meter {meter}: {relay}.",
        amisp=amisp.name,
        meter=options.meter,
        relay=_(RELAY_STATES[relay]),
    )
    return Answer(facts, [sentence])


def orders_file(session: Session, options: Namespace) -> Answer:
    """Write what waits into a file that somebody carries to the AMISP."""
    path, amisps = Path(options.out), session.outside.amisps
    with session.books() as books:
        orders = books.supply.write_file(amisps.by_file(books), session.actor)
        amisps.write_orders(orders, amisps.link_of(books), path)
    facts = {"orders": [_of_order(order) for order in orders], "file": str(path)}
    return Answer(facts, _told_orders(session, orders, path), counts={"orders": len(orders)})


def acknowledgements(session: Session, options: Namespace) -> Answer:
    """Take in what the AMISP says by file of the orders that it had."""
    path, _ = Path(options.file), session._
    with session.books() as books:
        events = session.outside.amisps.read_acknowledgements(path, books.supply.knows)
        new = books.supply.take_file(events, session.actor)
    facts = {"acknowledgements": len(events), "new": new}
    sentence = _("{count} acknowledgements, {new} of them new.", count=len(events), new=new)
    return Answer(facts, [sentence], counts=facts)


def reads(session: Session, options: Namespace) -> Answer:
    """Take in the daily reads of the AMISP, asked for by network or from the file it gives."""
    if options.file:
        path = Path(options.file)
        told = session.outside.amisps.read_readings(path)
        with session.books(is_dry_run=options.dry_run) as books:
            file = ImportFile(path.name, told.sha256)
            return take_in(session, options, books, ImportKind.READS, file, told, path)
    first, last = _days(session, options)
    with session.books(is_dry_run=options.dry_run) as books:
        session.refuse_unless_may(Act.TAKE_READS)
        amisp = session.outside.amisps.of(books, session.outside.clock)
        told = _asked_for(amisp, first, last, books, session)
        file = ImportFile(_name_of(amisp, first, last), told.sha256, ReadSource.AMISP)
        beside = session.folder / f"reads-{first}.csv"
        return take_in(session, options, books, ImportKind.READS, file, told, beside)


def receiver(session: Session, options: Namespace) -> Answer:
    """Receive callbacks until the process is told to end."""
    amisps = session.outside.amisps
    with session.books() as books:
        session.refuse_unless_may(Act.DELIVER)
        link = amisps.link_of(books)
        if options.port:
            link = replace(link, callback_port=_port(options.port))
        amisps.receive(
            link,
            session.outside.clock,
            lambda event: books.supply.take_event(event, session.actor),
            _telling(session, options),
        )
    return Answer({})


def simulator(session: Session, options: Namespace) -> Answer:
    """Play an AMISP until the process is told to end."""
    wish = AmispPlayed(
        _port(options.port),
        whole_number("seed", options.seed, 0, _MOST_SEED),
        tuple(options.misbehave),
        Path(options.keep) if options.keep else None,
    )
    session.outside.amisps.play(wish, session.outside.clock, _telling(session, options))
    return Answer({})


def _days(session: Session, options: Namespace) -> tuple[date, date]:
    """Return the days whose reads are asked for: that which ended last, if none is named."""
    today = billing_day(session.outside.clock.now())
    first = parse_day(options.day) if options.day else today - timedelta(days=1)
    last = parse_day(options.until) if options.until else first
    if last >= today:
        raise DayInTheFuture(last, today)
    if not first <= last < first + _MOST_DAYS:
        bounds = (session.day(first), session.day(first + _MOST_DAYS - timedelta(days=1)))
        raise FieldOutOfRange("until", session.day(last), *bounds)
    return first, last


def _asked_for(amisp: Amisp, first: date, last: date, books: Books, session: Session) -> DailyReads:
    """Return what the AMISP tells; what was said is kept, also where it failed."""
    try:
        told = amisp.daily_reads(first, last)
    finally:
        books.supply.note_said(amisp.exchanges(), session.actor)
    if not told.all_rows:
        raise NoReadsThere(last)
    return told


def _name_of(amisp: Amisp, first: date, last: date) -> str:
    days = first.isoformat() if first == last else f"{first}/{last}"
    return f"{amisp.name} {days}"


def _telling(session: Session, options: Namespace) -> Callable[[int], None]:
    """Return who says on which port is listened, before anybody does."""

    def tell(port: int) -> None:
        if options.json:
            print(json.dumps({"port": port}), flush=True)
        else:
            print(session._("Listening on 127.0.0.1, port {port}.", port=port), flush=True)

    return tell


def _port(text: str) -> int:
    return whole_number("port", text, 0, _MOST_PORT)


def _told_orders(session: Session, orders: list[SupplyOrder], path: Path) -> list[str]:
    _ = session._
    if not orders:
        return [_("No order waits; the file {path} has no line.", path=path)]
    rows = [
        (order.consumer_number, order.meter_serial, _(ORDER_KINDS[order.kind])) for order in orders
    ]
    written = _("{count} orders are in the file {path}.", count=len(orders), path=path)
    return [*table((_("Consumer"), _("Meter"), _("Order")), rows), "", written]


def _of_order(order: SupplyOrder) -> dict[str, Any]:
    return {
        "id": order.id,
        "kind": order.kind.value,
        "consumer": order.consumer_number,
        "meter": order.meter_serial,
    }
