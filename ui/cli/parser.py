"""What can be typed: the commands with their options, and which function does each."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser

from domain.importing import ImportKind
from domain.printing import Paper
from domain.services.sheet_kinds import columns_of
from resources.texts import LANGUAGES, Texts
from ui.cli import (
    approvals,
    audit,
    billing,
    checking,
    forecasting,
    imports,
    imports_done,
    money,
    offices,
    parser_of_accounts,
    parser_of_amisp,
    parser_of_counter,
    parser_of_defaulters,
    parser_of_lists,
    parser_of_messages,
    parser_of_policies,
    parser_of_supply,
    parser_of_tariffs,
    reads,
    safety,
    servers,
    staff,
    support,
)
from ui.cli.commands import (
    Commands,
    add_common,
    add_consumer,
    add_day,
    add_dry_run,
    add_reason,
)

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
    add_common(parser, _, is_top=True)
    parser.set_defaults(run=None)
    commands = Commands(parser, _)
    _add_offices(commands, _)
    _add_imports(commands, _)
    _add_billing(commands, _)
    _add_reads(commands, _)
    _add_money(commands, _)
    parser_of_accounts.add_accounts(commands, _)
    parser_of_lists.add_lists(commands, _)
    parser_of_defaulters.add_defaulters(commands, _)
    parser_of_counter.add_counter(commands, _)
    _add_safety(commands, _)
    _add_staff(commands, _)
    _add_approvals(commands, _)
    _add_audit(commands, _)
    parser_of_counter.add_registers(commands, _)
    parser_of_counter.add_dashboard(commands, _)
    parser_of_tariffs.add_tariffs(commands, _)
    parser_of_policies.add_policies(commands, _)
    parser_of_supply.add_supply(commands, _)
    parser_of_amisp.add_amisp(commands, _)
    parser_of_messages.add_messages(commands, _)
    _add_support(commands, _)
    return parser


def _add_offices(commands: Commands, _: Texts) -> None:
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


def _add_imports(commands: Commands, _: Texts) -> None:
    group = commands.add_group(
        "import",
        _("take in tariffs (JSON), consumers, changes, reads or dues (CSV or Excel)"),
    )
    sheets = {
        "consumers": _("new consumers, and new contact details of known ones"),
        "changes": _("changes of single fields, each from a day on"),
        "reads": _("register reads of meters"),
        "dues": _("what consumers owe from before prepaid, with the plan of each"),
    }
    tariffs = group.add("tariffs", imports.import_tariffs, _("tariff schedules"), what="tariffs")
    parsers = [tariffs] + [
        group.add(what, imports.import_sheet, text, more=_told_columns(what, _), what=what)
        for what, text in sheets.items()
    ]
    for parser in parsers:
        parser.add_argument("file", metavar="FILE", help=_("the file to read"))
        add_dry_run(parser, _)
    for asked in (tariffs, parsers[-1]):
        add_reason(asked, _)
    done = commands.add("imports", imports_done.show_all, _("list the files that were taken in"))
    done.add_argument("--limit", default="50", help=_("at most so many (50)"))
    undo = commands.below(done, "imports").add(
        "undo", imports_done.undo, _("take an import back, as far as nothing was built on it")
    )
    undo.add_argument("id", metavar="ID", help=_("the import, as “imports” lists it"))
    undo.add_argument("--reason", required=True, help=_("why it is taken back"))
    add_dry_run(undo, _)


def _told_columns(what: str, _: Texts) -> str:
    columns = columns_of(ImportKind(what))
    needed = _("Columns, in any order: {columns}.", columns=", ".join(columns.required))
    if not columns.optional:
        return needed
    optional = _("Optional: {columns}.", columns=", ".join(columns.optional))
    return f"{needed} {optional}"


def _add_billing(commands: Commands, _: Texts) -> None:
    bill = commands.add(
        "bill", billing.bill, _("charge each consumer's open days up to a day, oldest first")
    )
    add_day(bill, _)
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
    add_dry_run(bill, _)
    charges = commands.add(
        "charges", billing.charges, _("show the charged days of a month with every line")
    )
    add_consumer(charges, _)
    charges.add_argument("--month", required=True, help=_("the month, such as 2026-11"))
    explain = commands.add(
        "explain", billing.explain, _("show the steps behind each line of a day's charge")
    )
    add_consumer(explain, _)
    add_day(explain, _)
    sheet = commands.add("sheet", billing.sheet, _("export the daily billing sheet to Excel"))
    add_day(sheet, _)
    sheet.add_argument("--out", required=True, metavar="FILE.xlsx", help=_("the file to write"))
    add_reason(sheet, _)


def _add_reads(commands: Commands, _: Texts) -> None:
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


def _add_money(commands: Commands, _: Texts) -> None:
    recharge = commands.add("recharge", money.recharge, _("take a recharge, once for an order"))
    add_consumer(recharge, _)
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
    add_consumer(balance, _)
    forecast = commands.add(
        "forecast", forecasting.forecast, _("foretell how long a consumer's balance lasts, and why")
    )
    add_consumer(forecast, _)
    forecast.add_argument("--amount", metavar="RUPEES", help=_("what a recharge would bring"))
    forecast.add_argument(
        "--days", default="30", help=_("for so many days a recharge is suggested (30)")
    )
    ledger = commands.add("ledger", money.ledger, _("show the rows of a consumer's wallet"))
    add_consumer(ledger, _)
    ledger.add_argument("--limit", default="1000000", help=_("only the last so many rows"))


def _add_check(commands: Commands, _: Texts) -> None:
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


def _add_safety(commands: Commands, _: Texts) -> None:
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


def _add_restore(commands: Commands, _: Texts) -> None:
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


def _add_after_restore(commands: Commands, _: Texts) -> None:
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


def _add_settings(commands: Commands, _: Texts) -> None:
    group = commands.add_group("settings", _("what the office has its own way"))
    group.add("list", safety.show_settings, _("list the settings"))
    change = group.add("set", safety.change_setting, _("change a setting"))
    change.add_argument("--name", required=True, help=_("its name, as settings list says"))
    change.add_argument("--value", required=True, help=_("what it is from now on"))


def _add_keys(commands: Commands, _: Texts) -> None:
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


def _add_staff(commands: Commands, _: Texts) -> None:
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


def _add_approvals(commands: Commands, _: Texts) -> None:
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


def _add_audit(commands: Commands, _: Texts) -> None:
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
    add_reason(export, _)
    group = commands.add_group("consumer", _("what concerns one consumer as a person"))
    forget = group.add(
        "forget", audit.forget, _("blank what names a consumer whose supply has long ended")
    )
    add_consumer(forget, _)
    forget.add_argument("--reason", required=True, help=_("who asked for it, and why"))
    forget.add_argument(
        "--taken-back",
        action="store_true",
        help=_("only whom an import that was undone had taken on under this number"),
    )


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


def _add_support(commands: Commands, _: Texts) -> None:
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


def _add_database(parser: ArgumentParser, _: Texts, *, is_required: bool) -> None:
    parser.add_argument(
        "--database",
        metavar="URL",
        required=is_required,
        help=_("keep the books on a server: postgresql://user@host:5432/name, without a password"),
    )
