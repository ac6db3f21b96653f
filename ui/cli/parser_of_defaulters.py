"""What can be typed about those who owe: which list, what of it, a file, notices."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser
from typing import Any

from resources.texts import Texts
from ui.cli import defaulters
from ui.cli.commands import Commands, add_reason
from ui.cli.consumer_lists import STATUSES


def add_defaulters(commands: Commands, _: Texts) -> None:
    """Add the commands of the defaulter list."""
    command = commands.add(
        "defaulters",
        defaulters.defaulters,
        _("show those who owe, or another list of the day, or write it to a file"),
    )
    _add_query(command, _, is_top=True)
    command.add_argument(
        "--by-place",
        action="store_true",
        help=_("how many owe how much by feeder and transformer"),
    )
    command.add_argument(
        "--out", metavar="FILE", help=_("write all of them to a .pdf, .xlsx or .csv file")
    )
    add_reason(command, _)
    notices = commands.below(command, "defaulters").add(
        "notices",
        defaulters.notices,
        _("write a notice for everybody of a list who owes, a page each"),
    )
    _add_query(notices, _, is_top=False)
    notices.add_argument("--out", required=True, metavar="FILE.pdf", help=_("the file to write"))
    notices.add_argument(
        "--notice-language",
        choices=list(defaulters.LANGUAGES),
        default="own",
        help=_("own: the language of each consumer (own)"),
    )
    add_reason(notices, _)


def _add_query(parser: ArgumentParser, _: Texts, *, is_top: bool) -> None:
    def default(value: Any) -> Any:
        # What stands before ``notices`` must not be undone by its absence after it.
        return value if is_top else SUPPRESS

    parser.add_argument(
        "--kind",
        choices=list(defaulters.KINDS),
        default=default("defaulters"),
        help=_("which list (defaulters)"),
    )
    for name, text in (
        ("--band", _("only this band of dues, from 1 (the lowest) on")),
        ("--age", _("only dues of this age, from 1 (the youngest) on")),
    ):
        parser.add_argument(name, metavar="N", default=default(""), help=text)
    for name, metavar, text in (
        ("--feeder", "NAME", _("on this feeder; may be given again")),
        ("--transformer", "NAME", _("on this transformer; may be given again")),
        ("--consumer", "NUMBER", _("only this consumer; may be given again")),
    ):
        parser.add_argument(name, action="append", default=default([]), metavar=metavar, help=text)
    parser.add_argument(
        "--held-by",
        action="append",
        default=default([]),
        choices=list(defaulters.REASONS),
        help=_("held by this reason; may be given again"),
    )
    parser.add_argument(
        "--status",
        action="append",
        default=default([]),
        choices=list(STATUSES),
        help=_("of this status; may be given again"),
    )
    parser.add_argument(
        "--free", action="store_true", default=default(False), help=_("only whom nothing holds")
    )
    parser.add_argument("--text", default=default(""), help=_("with these words in number or name"))
