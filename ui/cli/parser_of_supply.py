"""What can be typed of the commands of jobs, orders and the kill switch."""

from __future__ import annotations

from argparse import ArgumentParser

from resources.texts import Texts
from ui.cli import supply
from ui.cli.commands import Commands, add_consumer, add_reason


def add_supply(commands: Commands, _: Texts) -> None:
    """Add ``job``, ``orders``, ``reconnect``, ``stop`` and ``resume``."""
    _add_job(commands, _)
    _add_orders(commands, _)
    reconnect = commands.add("reconnect", supply.reconnect, _("order supply back by hand"))
    add_consumer(reconnect, _)
    _add_why(reconnect, _)
    for name, run, text in (
        ("stop", supply.stop, _("stop all disconnecting at once")),
        ("resume", supply.resume, _("let disconnecting go on")),
    ):
        group = commands.add_group(name, text)
        _add_why(group.add("disconnecting", run, text), _)


def _add_job(commands: Commands, _: Texts) -> None:
    group = commands.add_group("job", _("disconnection jobs: made, reviewed, asked for"))
    make = group.add("make", supply.make_job, _("decide who would be cut, and keep it as a job"))
    make.add_argument("--at", metavar="TIME", help=_("for this instant (now)"))
    make.add_argument(
        "--feeder", action="append", default=[], metavar="NAME", help=_("only of this feeder")
    )
    make.add_argument(
        "--schedule", action="append", default=[], metavar="ID", help=_("only of this schedule")
    )
    make.add_argument("--least-due", metavar="RUPEES", help=_("only who owes so much or more"))
    make.add_argument("--id", help=_("its id; the same id again is the same job"))
    add_reason(make, _)
    listed = group.add("list", supply.jobs, _("list the jobs, newest first"))
    listed.add_argument("--limit", default="100", help=_("at most so many rows (100)"))
    _add_id(group.add("show", supply.job, _("show a job with everybody of it")), _)
    out = group.add("leave-out", supply.leave_out, _("leave people out of a job"))
    back = group.add("take-in", supply.take_in, _("take people in again"))
    for parser in (out, back):
        _add_id(parser, _)
        parser.add_argument(
            "--consumer",
            action="append",
            required=True,
            metavar="NUMBER",
            help=_("consumer number; may be given again"),
        )
    _add_why(out, _)
    _add_id(group.add("ask", supply.ask_job, _("ask a supervisor to approve a job")), _)
    drop = group.add("drop", supply.drop_job, _("put a job aside"))
    _add_id(drop, _)
    _add_why(drop, _)


def _add_orders(commands: Commands, _: Texts) -> None:
    listed = commands.add("orders", supply.orders, _("list the orders to the AMISP"))
    listed.add_argument(
        "--late", action="store_true", help=_("only supply that did not come back in time")
    )
    listed.add_argument(
        "--visits", action="store_true", help=_("only those that somebody has to visit")
    )
    listed.add_argument(
        "--late-cuts", action="store_true", help=_("only cuts that came too late to be wanted")
    )
    listed.add_argument("--consumer", metavar="NUMBER", help=_("consumer number"))
    listed.add_argument("--job", metavar="ID", help=_("only of this job"))
    listed.add_argument("--limit", default="1000", help=_("at most so many rows (1000)"))
    below = commands.below(listed, "orders")
    _add_id(below.add("show", supply.order, _("show an order and what was said of it")), _)
    cancel = below.add("cancel", supply.cancel_order, _("take an order back"))
    _add_id(cancel, _)
    _add_why(cancel, _)
    visit = below.add("visit", supply.settle_visit, _("record what was found at the meter"))
    _add_id(visit, _)
    visit.add_argument(
        "--found",
        required=True,
        choices=(supply.CONNECTED, supply.DISCONNECTED),
        help=_("how supply was found, or left"),
    )
    visit.add_argument("--note", required=True, help=_("what was seen and done"))
    release = below.add(
        "release", supply.release_orders, _("let orders of a restored office be asked for")
    )
    release.add_argument("id", nargs="*", metavar="ID", help=_("the orders (all of them)"))


def _add_id(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument("id", metavar="ID", help=_("its id"))


def _add_why(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument("--reason", required=True, help=_("why"))
