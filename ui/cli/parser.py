"""What can be typed: the commands with their options, and which function does each."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any

from resources.texts import LANGUAGES, Texts
from ui.cli import billing, checking, imports, money, offices, reads
from ui.cli.session import Answer, Session

Command = Callable[[Session, Namespace], Answer]

_PROGRAM = "main.py"


def build_parser(_: Texts) -> ArgumentParser:
    """Return the parser; what it parses has the command's function as ``run``, None: the desk."""
    parser = ArgumentParser(
        prog=_PROGRAM,
        description=_("Bijli Bahi keeps the books of a prepaid electricity office."),
        epilog=_(
            "Without a command the desk opens. Amounts in JSON are whole paise, energy is whole Wh."
            " Exit codes: 0 done, 1 refused, 2 unknown command or option, 3 something is"
            " unavailable."
        ),
        allow_abbrev=False,
    )
    _add_common(parser, _, is_top=True)
    parser.set_defaults(run=None)
    commands = _Commands(parser, _)
    _add_offices(commands, _)
    _add_imports(commands, _)
    _add_billing(commands, _)
    _add_reads(commands, _)
    _add_money(commands, _)
    _add_safety(commands, _)
    return parser


class _Commands:
    """The commands of one parser; each takes the common options too, before or after its name."""

    def __init__(self, parser: ArgumentParser, _: Texts, *, before: str = "") -> None:
        self._texts = _
        self._before = before
        self._parsers = parser.add_subparsers(
            title=_("commands"), metavar=_("COMMAND"), dest="command"
        )

    def add(
        self, name: str, run: Command | None, text: str, *, more: str = "", **defaults: Any
    ) -> ArgumentParser:
        """Add a command; ``more`` stands below its options in its help.

        ``needs_sign_in=False`` opens it to strangers also where the office has staff.
        """
        parser = self._parsers.add_parser(
            name, help=text, description=text, epilog=more, allow_abbrev=False
        )
        _add_common(parser, self._texts, is_top=False)
        parser.set_defaults(run=run, command_name=f"{self._before}{name}", **defaults)
        return parser

    def add_group(self, name: str, text: str) -> _Commands:
        """Add a command that has commands of its own: ``reads held``."""
        group = self.below(self.add(name, None, text), name)
        group._parsers.required = True
        return group

    def below(self, parser: ArgumentParser, name: str) -> _Commands:
        """Return the commands below one that can also stand alone: ``audit``, ``audit export``."""
        return _Commands(parser, self._texts, before=f"{self._before}{name} ")


def _add_common(parser: ArgumentParser, _: Texts, *, is_top: bool) -> None:
    def default(value: Any) -> Any:
        # What stands before the command must not be undone by its absence after it.
        return value if is_top else SUPPRESS

    parser.add_argument(
        "--office",
        metavar="DIR",
        default=default(None),
        help=_("folder of the office (by default in the user's data folder)"),
    )
    parser.add_argument(
        "--as",
        dest="as_user",
        metavar="USER",
        default=default(None),
        help=_("act for this member of staff; the password is asked, or in BIJLI_BAHI_PASSWORD"),
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=default(False),
        help=_("print one JSON object instead of text"),
    )
    parser.add_argument(
        "--language",
        choices=sorted(LANGUAGES),
        default=default(None),
        help=_("language of what is printed (by default BIJLI_BAHI_LANGUAGE, or en)"),
    )


def _add_offices(commands: _Commands, _: Texts) -> None:
    init = commands.add("init", offices.init, _("make a new office"))
    init.add_argument("--code", required=True, help=_("its lasting code, such as PAT1"))
    init.add_argument("--name", required=True, help=_("its name, as printed on receipts"))
    init.add_argument("--state", default="", help=_("its state, such as BR"))
    demo = commands.add(
        "demo", offices.demo, _("make a practice office with simulated life up to yesterday")
    )
    demo.add_argument("--consumers", default="500", help=_("how many consumers (500)"))
    demo.add_argument("--days", default="60", help=_("for how many days (60)"))
    demo.add_argument(
        "--leave-open",
        default="0",
        help=_("how many of the last days to leave for you to bill, their reads taken in (0)"),
    )
    demo.add_argument("--seed", default="1", help=_("the same seed gives the same office (1)"))


def _add_imports(commands: _Commands, _: Texts) -> None:
    group = commands.add_group(
        "import",
        _("take in tariffs (JSON), consumers, changes or reads (CSV or Excel)"),
    )
    sheets = {
        "consumers": _("new consumers, and new contact details of known ones"),
        "changes": _("changes of single fields, each from a day on"),
        "reads": _("register reads of meters"),
    }
    tariffs = group.add("tariffs", imports.import_tariffs, _("tariff schedules"), what="tariffs")
    parsers = [tariffs] + [
        group.add(what, imports.import_sheet, text, more=_told_columns(what, _), what=what)
        for what, text in sheets.items()
    ]
    for parser in parsers:
        parser.add_argument("file", metavar="FILE", help=_("the file to read"))
        _add_dry_run(parser, _)


def _told_columns(what: str, _: Texts) -> str:
    columns = imports.columns_of(what)
    needed = _("Columns, in any order: {columns}.", columns=", ".join(columns.required))
    if not columns.optional:
        return needed
    return f"{needed} {_('Optional: {columns}.', columns=', '.join(columns.optional))}"


def _add_billing(commands: _Commands, _: Texts) -> None:
    bill = commands.add(
        "bill", billing.bill, _("charge each consumer's open days up to a day, oldest first")
    )
    _add_day(bill, _)
    bill.add_argument("--until", metavar="DAY", help=_("go on up to this day"))
    _add_dry_run(bill, _)
    charges = commands.add(
        "charges", billing.charges, _("show the charged days of a month with every line")
    )
    _add_consumer(charges, _)
    charges.add_argument("--month", required=True, help=_("the month, such as 2026-11"))
    explain = commands.add(
        "explain", billing.explain, _("show the steps behind each line of a day's charge")
    )
    _add_consumer(explain, _)
    _add_day(explain, _)
    sheet = commands.add("sheet", billing.sheet, _("export the daily billing sheet to Excel"))
    _add_day(sheet, _)
    sheet.add_argument("--out", required=True, metavar="FILE.xlsx", help=_("the file to write"))


def _add_reads(commands: _Commands, _: Texts) -> None:
    group = commands.add_group("reads", _("reads that wait for a person, and their release"))
    group.add("held", reads.held, _("list the reads that wait"))
    release = group.add("release", reads.release, _("let a held read count"))
    release.add_argument("--meter", required=True, help=_("the meter's serial number"))
    release.add_argument(
        "--at", required=True, metavar="INSTANT", help=_("when it was read, as reads held says")
    )
    release.add_argument("--note", required=True, help=_("why it may count"))
    dismiss = group.add("dismiss", reads.dismiss, _("put a held read aside for good"))
    dismiss.add_argument("--meter", required=True, help=_("the meter's serial number"))
    dismiss.add_argument(
        "--at", required=True, metavar="INSTANT", help=_("when it was read, as reads held says")
    )
    dismiss.add_argument("--note", required=True, help=_("why it does not count"))


def _add_money(commands: _Commands, _: Texts) -> None:
    recharge = commands.add("recharge", money.recharge, _("take a recharge, once for an order"))
    _add_consumer(recharge, _)
    recharge.add_argument("--amount", required=True, help=_("rupees, such as 500 or 45.50"))
    recharge.add_argument("--tender", required=True, help=_("cash, upi, card or cheque"))
    recharge.add_argument(
        "--order-id", required=True, help=_("an id of your own; the same id posts only once")
    )
    recharge.add_argument("--reference", default="", help=_("the bank's or the cheque's number"))
    recharge.add_argument(
        "--although-similar",
        action="store_true",
        help=_("post it although a payment like it was taken within the last ten minutes"),
    )
    receipt = commands.add("receipt", money.receipt, _("save a receipt as a PDF"))
    receipt.add_argument("--number", required=True, help=_("the receipt's number"))
    receipt.add_argument("--out", required=True, metavar="FILE.pdf", help=_("the file to write"))
    receipt.add_argument("--paper", choices=["a4", "80mm"], default="a4", help=_("paper (a4)"))
    balance = commands.add("balance", money.balance, _("show a consumer's balance and status"))
    _add_consumer(balance, _)
    ledger = commands.add("ledger", money.ledger, _("show the rows of a consumer's wallet"))
    _add_consumer(ledger, _)
    ledger.add_argument("--limit", default="1000000", help=_("only the last so many rows"))


def _add_check(commands: _Commands, _: Texts) -> None:
    check = commands.add("check", checking.check, _("verify the books"))
    check.add_argument("--quick", action="store_true", help=_("only what happened since the last"))
    check.add_argument(
        "--anchor",
        action="append",
        default=[],
        metavar="STREAM:SEQ:HASH",
        help=_("an event that must be in the books, as a day-end report or a backup names it"),
    )
    check.add_argument(
        "--archive",
        action="append",
        default=[],
        metavar="FILE",
        help=_("verify the archived days in this file too"),
    )
    check.add_argument(
        "--override",
        metavar="REASON",
        help=_("let the office write again although a check found its books wrong"),
    )
    archive = commands.add(
        "archive", checking.archive, _("move the days of old financial years to a file")
    )
    archive.add_argument("--until", required=True, metavar="DAY", help=_("the first day to stay"))
    archive.add_argument("--to", required=True, metavar="FILE", help=_("the file to be made"))


def _add_safety(commands: _Commands, _: Texts) -> None:
    _add_check(commands, _)
    backup = commands.add("backup", offices.backup, _("copy the office while it works"))
    backup.add_argument("--to", required=True, metavar="DIR", help=_("the folder for the copy"))
    restore = commands.add("restore", offices.restore, _("make an office of a backup"))
    restore.add_argument(
        "--from", required=True, dest="source", metavar="FILE", help=_("the backup")
    )


def _add_consumer(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument("--consumer", required=True, metavar="NUMBER", help=_("consumer number"))


def _add_day(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument("--day", required=True, help=_("the day, such as 2026-11-22"))


def _add_dry_run(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help=_("say what would be done, and change nothing")
    )
