"""What can be typed about a counter: its shifts, receipts, cheques, payments and registers."""

from __future__ import annotations

from argparse import ArgumentParser

from resources.texts import Texts
from ui.cli import arrears, counter, dashboard, registers, reversals, safety, settling, verifying
from ui.cli.commands import Commands, add_consumer, add_dry_run, add_reason


def add_counter(commands: Commands, _: Texts) -> None:
    """Add what a counter does, from the float of its shift to the settlement of its payments."""
    _add_shifts(commands, _)
    _add_days(commands, _)
    _add_receipts(commands, _)
    _add_undoing(commands, _)
    _add_verify(commands, _)
    _add_cheques(commands, _)
    _add_arrears(commands, _)
    _add_payments(commands, _)
    _add_settling(commands, _)


def add_registers(commands: Commands, _: Texts) -> None:
    """Add the registers of what was taken, given back and banked."""
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
    add_reason(command, _)


def add_dashboard(commands: Commands, _: Texts) -> None:
    """Add the office at a glance."""
    command = commands.add(
        "dashboard",
        dashboard.dashboard,
        _("show the office at a glance: money, energy, reads, how consumers stand, what waits"),
    )
    command.add_argument(
        "--from", dest="since", metavar="DAY", default="", help=_("the first day (today)")
    )
    command.add_argument("--until", metavar="DAY", default="", help=_("up to this day (today)"))


def _add_shifts(commands: Commands, _: Texts) -> None:
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


def _add_days(commands: Commands, _: Texts) -> None:
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


def _add_receipts(commands: Commands, _: Texts) -> None:
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


def _add_undoing(commands: Commands, _: Texts) -> None:
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


def _add_verify(commands: Commands, _: Texts) -> None:
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


def _add_cheques(commands: Commands, _: Texts) -> None:
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
    add_consumer(hold, _)
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
    add_consumer(allow, _)
    allow.add_argument("--reason", required=True, help=_("why"))


def _add_cheque(parser: ArgumentParser, _: Texts) -> None:
    _add_number(parser, _)
    parser.add_argument(
        "--line", default="1", help=_("the cheque's place among the receipt's tenders (1)")
    )


def _add_number(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument("--number", required=True, help=_("the receipt's number"))


def _add_arrears(commands: Commands, _: Texts) -> None:
    group = commands.add_group("arrears", _("what is owed from before prepaid, and its plan"))
    plan = group.add("plan", arrears.plan, _("book a debt and how it is paid off"))
    add_consumer(plan, _)
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
    add_consumer(shown, _)
    shown.add_argument("--limit", default="1000000", help=_("only the last so many rows"))
    end = group.add("end", arrears.end, _("end a plan and write the rest off"))
    add_consumer(end, _)
    end.add_argument("--reason", required=True, help=_("who decided it, and why"))


def _add_payments(commands: Commands, _: Texts) -> None:
    group = commands.add_group("payments", _("payments of unknown fate"))
    shown = group.add("list", settling.list_payments, _("list them, and what no bank has settled"))
    shown.add_argument(
        "--state",
        choices=["unknown", "credited", "failed", "dismissed", settling.ALL_STATES],
        default="unknown",
        help=_("those of another state (unknown)"),
    )
    park = group.add("park", settling.park, _("keep one until a bank tells its fate"))
    add_consumer(park, _)
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


def _add_settling(commands: Commands, _: Texts) -> None:
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
    add_dry_run(take, _)
    group.add("files", settling.list_files, _("list the files that were taken"))
    lines = group.add("lines", settling.list_lines, _("list the lines that wait for a person"))
    lines.add_argument("--file", help=_("all lines of this file, as settlement files says"))
    lines.add_argument("--open", action="store_true", help=_("only those that wait"))
    credit = group.add("credit", settling.credit, _("post a line to the consumer whose it is"))
    dismiss = group.add("dismiss", settling.put_aside, _("put a line aside"))
    add_consumer(credit, _)
    for parser in (credit, dismiss):
        parser.add_argument("--file", required=True, help=_("the number of the file"))
        parser.add_argument("--line", required=True, help=_("the number of the line in it"))
        parser.add_argument("--reason", required=True, help=_("how you know it"))
