"""Commands of the AMISP: its keys, a try, files there and back, callbacks, one that is played."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from domain.amisp_link import AMISP_VARIABLES, AmispSecret
from domain.staff import Act
from domain.supply_order import SupplyOrder
from ui.cli.layout import table
from ui.cli.outside import AmispPlayed
from ui.cli.session import Answer, Session, whole_number
from ui.supply_words import ORDER_KINDS, RELAY_STATES

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
