"""What can be typed about one consumer's account: timeline, notes, tags, balance, lookalikes."""

from __future__ import annotations

from domain.timeline import GROUPS
from resources.texts import LANGUAGES, Texts
from ui.cli import accounts, money
from ui.cli.commands import Commands, add_consumer


def add_accounts(commands: Commands, _: Texts) -> None:
    """Add the commands of accounts."""
    _add_timeline(commands, _)
    _add_notes(commands, _)
    explain = commands.add(
        "explain-balance",
        accounts.explain_balance,
        _("explain on one page why a balance is what it is"),
        languages=[money.BOTH, *sorted(LANGUAGES)],
    )
    add_consumer(explain, _)
    explain.add_argument(
        "--from",
        dest="from_day",
        metavar="DAY",
        help=_("the first day (by default that of the last recharge before today)"),
    )
    explain.add_argument("--until", metavar="DAY", help=_("the last day (by default today)"))
    explain.add_argument("--out", metavar="FILE.pdf", help=_("write the page as a PDF"))
    duplicates = commands.add(
        "duplicates", accounts.duplicates, _("show who may be the same as a consumer")
    )
    add_consumer(duplicates, _)


def _add_timeline(commands: Commands, _: Texts) -> None:
    timeline = commands.add(
        "timeline", accounts.timeline, _("show everything that happened with a consumer")
    )
    add_consumer(timeline, _)
    timeline.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="KIND",
        help=_("only this kind; may be given again: {kinds}", kinds=", ".join(GROUPS)),
    )
    timeline.add_argument("--text", default="", help=_("only rows with these words"))
    timeline.add_argument("--until", metavar="DAY", help=_("only up to this day"))
    timeline.add_argument("--limit", default="100", help=_("at most so many rows (100)"))


def _add_notes(commands: Commands, _: Texts) -> None:
    note = commands.add(
        "note", accounts.note, _("note something of a consumer, or show what was noted")
    )
    add_consumer(note, _)
    note.add_argument("--words", help=_("what is to be noted"))
    for name, run, text in (
        ("tag", accounts.tag, _("put a tag on a consumer")),
        ("untag", accounts.untag, _("take a tag off a consumer")),
    ):
        parser = commands.add(name, run, text)
        add_consumer(parser, _)
        parser.add_argument("--tag", required=True, help=_("the tag"))
    tags = commands.add(
        "tags", accounts.tags, _("show the tags of a consumer, or all that the office uses")
    )
    tags.add_argument("--consumer", metavar="NUMBER", help=_("consumer number"))
