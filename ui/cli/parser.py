"""What can be typed: the commands with their options, and which function does each."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from typing import Any

from domain.printing import Paper
from resources.texts import LANGUAGES, Texts
from ui.cli import (
    approvals,
    arrears,
    audit,
    billing,
    checking,
    counter,
    imports,
    money,
    offices,
    reads,
    registers,
    reversals,
    safety,
    servers,
    settling,
    staff,
    support,
    verifying,
)
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
    _add_counter(commands, _)
    _add_receipts(commands, _)
    _add_verify(commands, _)
    _add_cheques(commands, _)
    _add_arrears(commands, _)
    _add_payments(commands, _)
    _add_settling(commands, _)
    _add_safety(commands, _)
    _add_staff(commands, _)
    _add_approvals(commands, _)
    _add_audit(commands, _)
    _add_registers(commands, _)
    _add_support(commands, _)
    return parser


class _Commands:
    """The commands of one parser; each takes the common options too, before or after its name."""

    def __init__(
        self,
        parser: ArgumentParser,
        _: Texts,
        *,
        before: str = "",
        is_one_needed: bool = False,
    ) -> None:
        self._texts = _
        self._before = before
        self._parsers = parser.add_subparsers(
            title=_("commands"), metavar=_("COMMAND"), dest="command", required=is_one_needed
        )

    def add(
        self,
        name: str,
        run: Command | None,
        text: str,
        *,
        more: str = "",
        languages: Sequence[str] = tuple(sorted(LANGUAGES)),
        **defaults: Any,
    ) -> ArgumentParser:
        """Add a command; ``more`` stands below its options in its help.

        ``needs_sign_in=False`` opens it to strangers also where the office has staff.
        """
        parser = self._parsers.add_parser(
            name, help=text, description=text, epilog=more, allow_abbrev=False
        )
        _add_common(parser, self._texts, is_top=False, languages=languages)
        parser.set_defaults(run=run, command_name=f"{self._before}{name}", **defaults)
        return parser

    def add_group(self, name: str, text: str) -> _Commands:
        """Add a command that has commands of its own: ``reads held``."""
        return self.below(self.add(name, None, text), name, is_one_needed=True)

    def below(self, parser: ArgumentParser, name: str, *, is_one_needed: bool = False) -> _Commands:
        """Return the commands below one that can also stand alone: ``audit``, ``audit export``."""
        before = f"{self._before}{name} "
        return _Commands(parser, self._texts, before=before, is_one_needed=is_one_needed)


def _add_common(
    parser: ArgumentParser,
    _: Texts,
    *,
    is_top: bool,
    languages: Sequence[str] = tuple(sorted(LANGUAGES)),
) -> None:
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
        choices=languages,
        default=default(None),
        help=_("language of what is printed (by default BIJLI_BAHI_LANGUAGE, or en)"),
    )


def _add_offices(commands: _Commands, _: Texts) -> None:
    init = commands.add("init", offices.init, _("make a new office"))
    init.add_argument("--code", required=True, help=_("its lasting code, such as PAT1"))
    init.add_argument("--name", required=True, help=_("its name, as printed on receipts"))
    init.add_argument("--state", default="", help=_("its state, such as BR"))
    _add_database(init, _, is_required=False)
    join = commands.add(
        "join", servers.join, _("make this machine a counter of an office on a server")
    )
    join.add_argument("--code", required=True, help=_("the office's code, such as PAT1"))
    _add_database(join, _, is_required=True)
    init.add_argument(
        "--encrypted", action="store_true", help=_("encrypt its database with a key of its own")
    )
    _add_words_to(init, _)
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
    _add_reason(tariffs, _)


def _told_columns(what: str, _: Texts) -> str:
    columns = imports.columns_of(what)
    needed = _("Columns, in any order: {columns}.", columns=", ".join(columns.required))
    if not columns.optional:
        return needed
    optional = _("Optional: {columns}.", columns=", ".join(columns.optional))
    return f"{needed} {optional}"


def _add_billing(commands: _Commands, _: Texts) -> None:
    bill = commands.add(
        "bill", billing.bill, _("charge each consumer's open days up to a day, oldest first")
    )
    _add_day(bill, _)
    bill.add_argument("--until", metavar="DAY", help=_("go on up to this day"))
    bill.add_argument(
        "--every-office",
        action="store_true",
        help=_("bill all offices of the database, each in a process of its own"),
    )
    bill.add_argument(
        "--workers", default="1", help=_("how many offices to bill at the same time (1)")
    )
    bill.add_argument("--beside", metavar="CODE", default="", help=SUPPRESS)
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
    _add_reason(sheet, _)


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
    recharge.add_argument("--tender", required=True, help=_("cash, upi, card, cheque or draft"))
    recharge.add_argument(
        "--order-id", required=True, help=_("an id of your own; the same id posts only once")
    )
    recharge.add_argument("--reference", default="", help=_("the bank's or the cheque's number"))
    recharge.add_argument("--bank", default="", help=_("the bank of a cheque or demand draft"))
    recharge.add_argument("--dated", default="", help=_("the date of a cheque or demand draft"))
    recharge.add_argument(
        "--head",
        default="recharge",
        help=_("what is paid: recharge (if not said), arrears, security_deposit or other"),
    )
    recharge.add_argument("--note", default="", help=_("what is paid under another head"))
    recharge.add_argument(
        "--although-similar",
        action="store_true",
        help=_("post it although a payment like it was taken within the last ten minutes"),
    )
    receipt = commands.add(
        "receipt",
        money.receipt,
        _("save a receipt as a PDF"),
        languages=[money.BOTH, *sorted(LANGUAGES)],
    )
    receipt.add_argument("--number", required=True, help=_("the receipt's number"))
    receipt.add_argument("--out", required=True, metavar="FILE.pdf", help=_("the file to write"))
    receipt.add_argument("--paper", choices=list(Paper), default="a4", help=_("paper (a4)"))
    balance = commands.add("balance", money.balance, _("show a consumer's balance and status"))
    _add_consumer(balance, _)
    ledger = commands.add("ledger", money.ledger, _("show the rows of a consumer's wallet"))
    _add_consumer(ledger, _)
    ledger.add_argument("--limit", default="1000000", help=_("only the last so many rows"))


def _add_counter(commands: _Commands, _: Texts) -> None:
    group = commands.add_group("shift", _("a counter's shift, from the float to the count"))
    opened = group.add("open", counter.open_shift, _("open a shift with a float"))
    _add_cash(opened, _("the float, such as “500x2 100x10”, or 0"), is_required=False)
    opened.add_argument(
        "--as-left", action="store_true", help=_("with what the last shift left in the drawer")
    )
    x = group.add("x", counter.x_report, _("show the report of the open shift, or of any"))
    x.add_argument("--shift", default="", help=_("the number of a shift, as the list says"))
    pay_out = group.add("pay-out", counter.pay_out, _("pay cash out of the drawer"))
    pay_out.add_argument("--amount", required=True, help=_("rupees, such as 500 or 45.50"))
    pay_out.add_argument("--to", required=True, help=_("to whom"))
    pay_out.add_argument("--for", dest="what_for", required=True, help=_("for what"))
    drop = group.add("drop", counter.drop, _("put cash of the drawer into the safe"))
    drop.add_argument("--amount", required=True, help=_("rupees, such as 500 or 45.50"))
    drop.add_argument("--note", default="", help=_("a remark"))
    close = group.add("close", counter.close_shift, _("close the shift by counting its drawer"))
    _add_cash(close, _("what was counted, such as “500x2 100x10”, or 0"), is_required=True)
    close.add_argument("--reason", default="", help=_("why the count differs"))
    close.add_argument("--handed-to", default="", help=_("who has the cash from now on"))
    for parser in (opened, x, pay_out, drop, close):
        _add_counter_number(parser, _)
    for parser in (x, close):
        _add_report(parser, _)
    listed = group.add("list", counter.shifts, _("list the shifts of a day"))
    listed.add_argument("--day", default="", help=_("the day (today)"))
    days = commands.add_group("day-end", _("the end of a counter's day"))
    days.add("open-days", counter.open_days, _("list the days that nobody has closed"))
    shown = days.add("show", counter.show_day, _("compare a day's receipts with the ledger"))
    closed = days.add("close", counter.close_day, _("close a counter's day, with its deposit slip"))
    _add_cash(closed, _("the notes and coins of the slip (the fewest)"), is_required=False)
    for parser in (shown, closed):
        parser.add_argument("--day", default="", help=_("the day (today)"))
        _add_counter_number(parser, _)
        _add_report(parser, _)


def _add_cash(parser: ArgumentParser, text: str, *, is_required: bool) -> None:
    parser.add_argument("--cash", default="", required=is_required, help=text)


def _add_counter_number(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument("--counter", default="", help=_("the counter (your own)"))


def _add_report(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument("--out", metavar="FILE.pdf", help=_("also write the report to a file"))


def _add_receipts(commands: _Commands, _: Texts) -> None:
    group = commands.add_group("receipts", _("find receipts, and numbers that are missing"))
    listed = group.add("list", reversals.list_receipts, _("list receipts, newest first"))
    listed.add_argument(
        "--text", default="", help=_("of their number, reference, consumer's number or name")
    )
    listed.add_argument(
        "--from", dest="since", metavar="DAY", default="", help=_("from this day on")
    )
    listed.add_argument("--until", metavar="DAY", default="", help=_("up to this day"))
    listed.add_argument("--counter", default="", help=_("taken at this counter"))
    listed.add_argument("--by", metavar="USER", default="", help=_("taken by this clerk"))
    listed.add_argument("--tender", default="", help=_("paid at least in part by this tender"))
    listed.add_argument(
        "--state", default="", help=_("valid, cancelled, transferred or dishonoured")
    )
    listed.add_argument("--limit", default="100", help=_("only the last so many rows"))
    find = group.add("find", reversals.find_receipt, _("show a receipt and what became of it"))
    find.add_argument(
        "what", metavar="WHAT", help=_("its number, a reference, or the text of its QR code")
    )
    group.add("gaps", safety.lost_numbers, _("list the numbers that a restored office lost"))
    cancel = commands.add("cancel", reversals.cancel, _("cancel a receipt of today"))
    _add_number(cancel, _)
    cancel.add_argument("--reason", required=True, help=_("why"))
    cancel.add_argument(
        "--ask", action="store_true", help=_("only ask for it, so that another person decides")
    )
    transfer = commands.add(
        "transfer", reversals.transfer, _("post a receipt's money to the right consumer")
    )
    _add_number(transfer, _)
    transfer.add_argument(
        "--to", required=True, metavar="NUMBER", help=_("the right consumer's number")
    )
    transfer.add_argument("--reason", required=True, help=_("why"))


def _add_verify(commands: _Commands, _: Texts) -> None:
    verify = commands.add(
        "verify",
        verifying.verify,
        _("tell a true receipt from a changed one by its code"),
        more=_(
            "With --key and without --office no books are needed. Put the code between quotes,"
            " or let a scanner type it."
        ),
        needs_sign_in=False,
    )
    verify.add_argument(
        "code",
        metavar="CODE",
        nargs="?",
        default="",
        help=_("what the QR code says (by default a line is read, as from a scanner)"),
    )
    verify.add_argument("--key", metavar="FILE", help=_("a file with the office's public keys"))
    verify.add_argument(
        "--export-keys", metavar="FILE", help=_("write the office's public keys to this file")
    )


def _add_cheques(commands: _Commands, _: Texts) -> None:
    group = commands.add_group("cheques", _("cheques and drafts after they were taken"))
    listed = group.add("list", reversals.list_cheques, _("list cheques, newest first"))
    listed.add_argument(
        "--state", default="", help=_("received, deposited, cleared, dishonoured or returned")
    )
    listed.add_argument("--held", action="store_true", help=_("those that wait for their day"))
    listed.add_argument("--limit", default="1000", help=_("only the last so many rows"))
    clear = group.add("clear", reversals.clear, _("note that the bank has paid a cheque"))
    _add_cheque(clear, _)
    clear.add_argument("--on", metavar="DAY", default="", help=_("when the bank paid (today)"))
    dishonour = group.add(
        "dishonour", reversals.dishonour, _("reverse a cheque that came back unpaid")
    )
    _add_cheque(dishonour, _)
    dishonour.add_argument("--reason", required=True, help=_("what the bank says"))
    dishonour.add_argument("--fee", default="", help=_("rupees (by default the office's own fee)"))
    hold = group.add("hold", reversals.hold, _("keep a post-dated cheque until its day"))
    hold.add_argument("--id", required=True, help=_("an id of your own; the same id keeps it once"))
    _add_consumer(hold, _)
    hold.add_argument("--amount", required=True, help=_("rupees, such as 500 or 45.50"))
    hold.add_argument("--reference", required=True, help=_("the cheque's number"))
    hold.add_argument("--bank", required=True, help=_("the bank of a cheque or demand draft"))
    hold.add_argument("--dated", required=True, help=_("the date of a cheque or demand draft"))
    take = group.add("take", reversals.take, _("post a held cheque whose day has come"))
    back = group.add("return", reversals.give_back, _("give a held cheque back to the consumer"))
    for parser in (take, back):
        parser.add_argument(
            "--id", required=True, help=_("the cheque, as cheques list --held says")
        )
    back.add_argument("--reason", required=True, help=_("why"))
    allow = group.add("allow", reversals.allow, _("let cheques of a consumer be taken again"))
    _add_consumer(allow, _)
    allow.add_argument("--reason", required=True, help=_("why"))


def _add_cheque(parser: ArgumentParser, _: Texts) -> None:
    _add_number(parser, _)
    parser.add_argument(
        "--line", default="1", help=_("the cheque's place among the receipt's tenders (1)")
    )


def _add_number(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument("--number", required=True, help=_("the receipt's number"))


def _add_arrears(commands: _Commands, _: Texts) -> None:
    group = commands.add_group("arrears", _("what is owed from before prepaid, and its plan"))
    plan = group.add("plan", arrears.plan, _("book a debt and how it is paid off"))
    _add_consumer(plan, _)
    plan.add_argument("--amount", required=True, help=_("rupees, such as 500 or 45.50"))
    terms = plan.add_mutually_exclusive_group(required=True)
    terms.add_argument("--instalments", metavar="N", help=_("in so many equal daily instalments"))
    terms.add_argument("--percent", metavar="P", help=_("by so many percent of each recharge"))
    terms.add_argument(
        "--threshold", metavar="RUPEES", help=_("by what a recharge brings above this balance")
    )
    terms.add_argument(
        "--by-hand", action="store_true", help=_("only by what is paid for it at the counter")
    )
    plan.add_argument(
        "--from", dest="from_day", metavar="DAY", help=_("the first day of instalments (today)")
    )
    plan.add_argument("--reason", required=True, help=_("where the debt comes from"))
    shown = group.add("show", arrears.show, _("show what is left, and what was paid"))
    _add_consumer(shown, _)
    shown.add_argument("--limit", default="1000000", help=_("only the last so many rows"))
    end = group.add("end", arrears.end, _("end a plan and write the rest off"))
    _add_consumer(end, _)
    end.add_argument("--reason", required=True, help=_("who decided it, and why"))


def _add_payments(commands: _Commands, _: Texts) -> None:
    group = commands.add_group("payments", _("payments of unknown fate"))
    shown = group.add("list", settling.list_payments, _("list them, and what no bank has settled"))
    shown.add_argument(
        "--state",
        choices=["unknown", "credited", "failed", "dismissed", settling.ALL_STATES],
        default="unknown",
        help=_("those of another state (unknown)"),
    )
    park = group.add("park", settling.park, _("keep one until a bank tells its fate"))
    _add_consumer(park, _)
    park.add_argument("--amount", required=True, help=_("rupees, such as 500 or 45.50"))
    park.add_argument("--tender", required=True, help=_("upi or card"))
    park.add_argument("--reference", required=True, help=_("what the bank knows it by"))
    park.add_argument(
        "--order-id", required=True, help=_("an id of your own; the same id posts only once")
    )
    park.add_argument("--note", default="", help=_("what is known of it"))
    fail = group.add("fail", settling.fail, _("say that one failed, as the bank says"))
    dismiss = group.add("dismiss", settling.dismiss, _("put one aside"))
    for parser in (fail, dismiss):
        parser.add_argument("--id", required=True, help=_("its id, as payments list says"))
        parser.add_argument("--reason", required=True, help=_("why"))


def _add_settling(commands: _Commands, _: Texts) -> None:
    group = commands.add_group("settlement", _("files by which banks and gateways settle"))
    take = group.add("take", settling.take, _("match a file (CSV or Excel), once"))
    take.add_argument("file", metavar="FILE", help=_("the file to read"))
    take.add_argument(
        "--tender",
        choices=["upi", "card", "gateway"],
        default="upi",
        help=_("what its payments were made by (upi)"),
    )
    take.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="FIELD=HEADING",
        help=_(
            "which column means what, where its heading does not say so: reference, amount,"
            " order_reference, fee, paid_on, status; remembered for such files"
        ),
    )
    _add_dry_run(take, _)
    group.add("files", settling.list_files, _("list the files that were taken"))
    lines = group.add("lines", settling.list_lines, _("list the lines that wait for a person"))
    lines.add_argument("--file", help=_("all lines of this file, as settlement files says"))
    lines.add_argument("--open", action="store_true", help=_("only those that wait"))
    credit = group.add("credit", settling.credit, _("post a line to the consumer whose it is"))
    dismiss = group.add("dismiss", settling.put_aside, _("put a line aside"))
    _add_consumer(credit, _)
    for parser in (credit, dismiss):
        parser.add_argument("--file", required=True, help=_("the number of the file"))
        parser.add_argument("--line", required=True, help=_("the number of the line in it"))
        parser.add_argument("--reason", required=True, help=_("how you know it"))


def _add_check(commands: _Commands, _: Texts) -> None:
    check = commands.add("check", checking.check, _("verify the books"), needs_sign_in=False)
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
    backup = commands.add("backup", safety.backup, _("copy the office while it works"))
    backup.add_argument(
        "--to", metavar="DIR", help=_("the folder for the copy (by default the office's own)")
    )
    commands.add("backups", safety.backups, _("list the backups that were made"))
    commands.add("safety", safety.safety, _("tell how safe the books are"))
    drill = commands.add(
        "drill", safety.drill, _("restore a backup for a trial and compare it with the books")
    )
    drill.add_argument(
        "--from", dest="source", metavar="FILE", help=_("the backup (by default the newest)")
    )
    _add_restore(commands, _)
    _add_after_restore(commands, _)
    _add_settings(commands, _)
    _add_keys(commands, _)


def _add_restore(commands: _Commands, _: Texts) -> None:
    restore = commands.add("restore", safety.restore, _("make an office of a backup"))
    restore.add_argument(
        "--from", required=True, dest="source", metavar="FILE", help=_("the backup")
    )
    restore.add_argument(
        "--last-receipt",
        action="append",
        default=[],
        metavar="NUMBER",
        help=_("the last receipt that was printed in a series; may be given again"),
    )
    restore.add_argument(
        "--incarnation", metavar="N", help=_("the number of the new incarnation, if not the next")
    )
    restore.add_argument(
        "--database", metavar="URL", help=_("the empty database that takes a .dump")
    )
    _add_words_from(restore, _)


def _add_after_restore(commands: _Commands, _: Texts) -> None:
    outbox = commands.add_group("outbox", _("messages that a restored office holds back"))
    outbox.add("list", safety.held_messages, _("list the messages that wait for a review"))
    release = outbox.add("release", safety.release_messages, _("let held messages go out"))
    drop = outbox.add("drop", safety.drop_messages, _("put held messages aside for good"))
    for parser in (release, drop):
        parser.add_argument(
            "--id",
            action="append",
            default=[],
            help=_("a message; may be given again (by default all that are held)"),
        )
        parser.add_argument("--reason", required=True, help=_("why"))


def _add_settings(commands: _Commands, _: Texts) -> None:
    group = commands.add_group("settings", _("what the office has its own way"))
    group.add("list", safety.show_settings, _("list the settings"))
    change = group.add("set", safety.change_setting, _("change a setting"))
    change.add_argument("--name", required=True, help=_("its name, as settings list says"))
    change.add_argument("--value", required=True, help=_("what it is from now on"))


def _add_keys(commands: _Commands, _: Texts) -> None:
    group = commands.add_group("recovery", _("the recovery words of the office"))
    words = group.add("words", safety.make_words, _("make new words; the old ones stop working"))
    _add_words_to(words, _)
    tried = group.add("try", safety.try_words, _("show that somebody has the words"))
    _add_words_from(tried, _)
    keys = commands.add_group("key", _("the key of an encrypted office"))
    recover = keys.add("recover", safety.recover_key, _("bring the key back by the words"))
    _add_words_from(recover, _)


def _add_words_to(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument(
        "--words-to", metavar="FILE", help=_("a new file for the words, which only you can read")
    )
    parser.add_argument("--sheet", metavar="FILE.pdf", help=_("a sheet of paper with the words"))


def _add_words_from(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument(
        "--words-from", metavar="FILE", help=_("a file with the recovery words (else asked for)")
    )


def _add_staff(commands: _Commands, _: Texts) -> None:
    group = commands.add_group("staff", _("who works here, in which role, and their passwords"))
    begin = group.add(
        "begin", staff.begin, _("make the first administrator of an office"), needs_sign_in=False
    )
    _add_user(begin, _)
    begin.add_argument("--name", required=True, help=_("the name of the person"))
    begin.add_argument("--counter", default="1", help=_("the number of the counter (1)"))
    _add_words_to(begin, _)
    group.add("list", staff.show, _("list the staff"))
    add = group.add("add", staff.add, _("take somebody on the staff"))
    _add_user(add, _)
    add.add_argument("--name", required=True, help=_("the name of the person"))
    add.add_argument(
        "--role", required=True, help=_("clerk, supervisor, administrator, auditor or machine")
    )
    add.add_argument("--counter", default="0", help=_("the number of the counter (0: none)"))
    _add_generate(add, _)
    change = group.add("change", staff.change, _("give somebody another name, role or counter"))
    _add_user(change, _)
    change.add_argument("--name", help=_("the new name"))
    change.add_argument("--role", help=_("the new role"))
    change.add_argument("--counter", help=_("the new counter"))
    _add_user(group.add("unlock", staff.unlock, _("open an account that is locked")), _)
    reset = group.add("reset-password", staff.reset_password, _("give somebody a first password"))
    _add_user(reset, _)
    _add_generate(reset, _)
    _add_user(group.add("dismiss", staff.dismiss, _("let somebody act no more")), _)
    _add_user(group.add("take-back", staff.take_back, _("let somebody act again")), _)
    group.add(
        "password", staff.password, _("choose a password of your own"), is_for_new_password=True
    )
    recover = group.add(
        "recover",
        staff.recover,
        _("set an administrator's password anew by the recovery words"),
        needs_sign_in=False,
    )
    _add_user(recover, _)


def _add_approvals(commands: _Commands, _: Texts) -> None:
    group = commands.add_group("approvals", _("what waits for a second person"))
    shown = group.add("list", approvals.show_all, _("list the requests, newest first"))
    shown.add_argument("--waiting", action="store_true", help=_("only those that wait"))
    _add_request(group.add("show", approvals.show, _("show all that a request asks for")), _)
    approve = group.add("approve", approvals.approve, _("carry out what another person asked for"))
    _add_request(approve, _)
    approve.add_argument("--note", default="", help=_("what was looked at"))
    reject = group.add("reject", approvals.reject, _("put a request aside"))
    _add_request(reject, _)
    reject.add_argument("--note", required=True, help=_("why not"))


def _add_audit(commands: _Commands, _: Texts) -> None:
    log = commands.add("audit", audit.show, _("show who did what, when and from where"))
    _add_audit_query(log, _, is_top=True)
    log.add_argument("--limit", default="200", help=_("at most so many rows (200)"))
    export = commands.below(log, "audit").add(
        "export", audit.export, _("write the audit log to a file")
    )
    _add_audit_query(export, _, is_top=False)
    export.add_argument(
        "--out", required=True, metavar="FILE", help=_("the file to write: .xlsx or .csv")
    )
    _add_reason(export, _)
    group = commands.add_group("consumer", _("what concerns one consumer as a person"))
    forget = group.add(
        "forget", audit.forget, _("blank what names a consumer whose supply has long ended")
    )
    _add_consumer(forget, _)
    forget.add_argument("--reason", required=True, help=_("who asked for it, and why"))


def _add_registers(commands: _Commands, _: Texts) -> None:
    command = commands.add(
        "register", registers.register, _("show a register of some days, or write it to a file")
    )
    command.add_argument("kind", choices=list(registers.KINDS), help=_("which register"))
    command.add_argument(
        "--from", dest="since", metavar="DAY", default="", help=_("the first day (today)")
    )
    command.add_argument("--until", metavar="DAY", default="", help=_("up to this day (today)"))
    command.add_argument("--counter", default="", help=_("only this counter; 0 has no drawer"))
    command.add_argument("--by", metavar="USER", default="", help=_("only what this user did"))
    command.add_argument("--tender", default="", help=_("only this tender, such as cash or upi"))
    command.add_argument(
        "--head", default="", help=_("only this head: recharge, arrears, security_deposit, other")
    )
    command.add_argument(
        "--consumer", metavar="NUMBER", default="", help=_("whose receipts, for that register")
    )
    command.add_argument(
        "--group-by",
        choices=list(registers.GROUPS),
        default="",
        help=_("by what a collection is added up (more than a week: by day)"),
    )
    command.add_argument(
        "--out", metavar="FILE", default="", help=_("the file to write: .pdf, .xlsx or .csv")
    )
    _add_reason(command, _)


def _add_audit_query(parser: ArgumentParser, _: Texts, *, is_top: bool) -> None:
    texts = {
        "--since": _("from this day on, such as 2026-11-22"),
        "--until": _("up to this day"),
        "--by": _("what this user did"),
        "--act": _("what was done, such as recharge or export"),
        "--consumer": _("what concerned this consumer number"),
        "--text": _("what has these letters in its subject or reason"),
    }
    for option, text in texts.items():
        # What stands before ``export`` must not be undone by its absence after it.
        parser.add_argument(option, default="" if is_top else SUPPRESS, help=text)


def _add_support(commands: _Commands, _: Texts) -> None:
    bundle = commands.add(
        "support-bundle",
        support.bundle,
        _("pack what support needs to know, without anybody's data"),
    )
    bundle.add_argument("--out", required=True, metavar="FILE.zip", help=_("the file to write"))


def _add_user(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument("--user", required=True, help=_("the name by which they sign in"))


def _add_generate(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument(
        "--generate",
        action="store_true",
        help=_("make the first password and show it once; else it is asked for"),
    )


def _add_request(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument("id", metavar="ID", help=_("the request, as the list names it"))


def _add_consumer(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument("--consumer", required=True, metavar="NUMBER", help=_("consumer number"))


def _add_day(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument("--day", required=True, help=_("the day, such as 2026-11-22"))


def _add_reason(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument("--reason", default="", help=_("why; needed where the office has staff"))


def _add_database(parser: ArgumentParser, _: Texts, *, is_required: bool) -> None:
    parser.add_argument(
        "--database",
        metavar="URL",
        required=is_required,
        help=_("keep the books on a server: postgresql://user@host:5432/name, without a password"),
    )


def _add_dry_run(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument(
        "--dry-run", action="store_true", help=_("say what would be done, and change nothing")
    )
