"""What can be typed about lists of consumers: a search, filters, an order, a file."""

from __future__ import annotations

from domain.consumer import ORDERS
from resources.texts import Texts
from ui.cli import consumer_lists
from ui.cli.commands import Commands, add_reason


def add_lists(commands: Commands, _: Texts) -> None:
    """Add the command of lists."""
    command = commands.add(
        "consumers",
        consumer_lists.consumers,
        _("show the consumers that fit, or write all of them to a file"),
    )
    command.add_argument(
        "--text", default="", help=_("a search: number, name, mobile or meter, also a part")
    )
    command.add_argument(
        "--status",
        action="append",
        default=[],
        choices=list(consumer_lists.STATUSES),
        help=_("of this status; may be given again"),
    )
    for name, metavar, text in (
        ("--category", "SCHEDULE", _("of this category; may be given again")),
        ("--feeder", "NAME", _("on this feeder; may be given again")),
        ("--tag", "TAG", _("with this tag; given again, with that one too")),
    ):
        command.add_argument(name, action="append", default=[], metavar=metavar, help=text)
    command.add_argument(
        "--balance-from", metavar="RUPEES", default="", help=_("with this balance or more")
    )
    command.add_argument(
        "--balance-below", metavar="RUPEES", default="", help=_("with a balance below this")
    )
    command.add_argument(
        "--never-recharged", action="store_true", help=_("for whom nobody ever paid")
    )
    command.add_argument(
        "--read-missing-on",
        metavar="DAY",
        default="",
        help=_("without a read that closes this day"),
    )
    command.add_argument(
        "--order-by", choices=list(ORDERS), default="number", help=_("in the order of this")
    )
    command.add_argument("--descending", action="store_true", help=_("the highest first"))
    command.add_argument(
        "--out", metavar="FILE", help=_("write all of them to an .xlsx or .csv file")
    )
    add_reason(command, _)
