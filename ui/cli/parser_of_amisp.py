"""What can be typed about the AMISP."""

from __future__ import annotations

from resources.texts import Texts
from ui.cli import amisp
from ui.cli.commands import Commands, add_dry_run


def add_amisp(commands: Commands, _: Texts) -> None:
    """Add what speaks with the AMISP, and what plays one."""
    group = commands.add_group("amisp", _("the company that runs the meters: keys, files, a try"))
    group.add("keys", amisp.keys, _("keep its token and the secret of its callbacks"))
    test = group.add("test", amisp.test, _("ask it how the relay of a meter stands"))
    test.add_argument("--meter", required=True, help=_("the meter's serial number"))
    orders = group.add(
        "orders-file", amisp.orders_file, _("write the orders that wait into a file for it")
    )
    orders.add_argument("--out", required=True, metavar="FILE", help=_("the file to write"))
    told = group.add(
        "acknowledgements", amisp.acknowledgements, _("take in what it says by file of its orders")
    )
    told.add_argument("--file", required=True, metavar="FILE", help=_("the file to read"))
    reads = group.add("reads", amisp.reads, _("take in its daily reads, by network or from a file"))
    reads.add_argument("--day", default="", help=_("the day (by default yesterday)"))
    reads.add_argument("--until", default="", help=_("the last day of several"))
    reads.add_argument(
        "--file", default="", metavar="FILE", help=_("the file of reads that it gave, instead")
    )
    add_dry_run(reads, _)
    receiver = commands.add(
        "amisp-receiver", amisp.receiver, _("receive the AMISP's callbacks until it is ended")
    )
    receiver.add_argument(
        "--port", default="", help=_("the port of this machine (setting amisp.callback_port)")
    )
    simulator = commands.add(
        "amisp-simulator",
        amisp.simulator,
        _("play an AMISP on this machine until it is ended, for practice and tests"),
    )
    simulator.add_argument(
        "--port", default="8641", help=_("the port of this machine (8641; 0: any that is free)")
    )
    simulator.add_argument(
        "--seed", default="1", help=_("the same seed gives the same meters and chances (1)")
    )
    simulator.add_argument(
        "--misbehave",
        action="append",
        default=[],
        metavar="TRICK=SHARE",
        help=_("what it does wrong, in which share of cases, such as slow=0.1; more than once"),
    )
    simulator.add_argument(
        "--keep", default="", metavar="FILE", help=_("the file in which it keeps its meters")
    )
