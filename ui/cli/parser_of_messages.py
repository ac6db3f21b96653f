"""What can be typed about telling consumers: alerts, messages, templates, delivering, the day."""

from __future__ import annotations

from domain.message import Alert, Medium, MessageState
from domain.message_link import MessageSecret
from resources.texts import Texts
from ui.cli import alerts, daily, deliver
from ui.cli.commands import Commands, add_day


def add_messages(commands: Commands, _: Texts) -> None:
    """Add the commands of alerts and messages, and the worker."""
    ladder = commands.add_group("alerts", _("what consumers are told of a charged day"))
    add_day(ladder.add("preview", alerts.preview, _("who would be told what, and its cost")), _)
    add_day(ladder.add("run", alerts.run, _("queue the messages of a day, each once")), _)
    _add_outbox(commands, _)
    _add_templates(commands, _)
    _add_worker(commands, _)


def _add_outbox(commands: Commands, _: Texts) -> None:
    outbox = commands.add_group("messages", _("messages to consumers, and how far they are"))
    listed = outbox.add("list", alerts.messages, _("list messages, newest first"))
    for name, metavar, choices, text in (
        ("--state", "STATE", list(MessageState), _("in this state; may be given again")),
        ("--alert", "ALERT", list(Alert), _("about this; may be given again")),
        ("--medium", "MEDIUM", list(Medium), _("by this medium; may be given again")),
    ):
        listed.add_argument(
            name,
            action="append",
            default=[],
            metavar=metavar,
            choices=[str(one) for one in choices],
            help=f"{text}: {', '.join(choices)}",
        )
    listed.add_argument("--consumer", metavar="NUMBER", default="", help=_("of this consumer"))
    listed.add_argument("--since", metavar="DAY", default="", help=_("made from this day on"))
    listed.add_argument("--limit", default="1000", help=_("at most so many (1000)"))
    resend = outbox.add("resend", alerts.resend, _("let messages leave once more"))
    drop = outbox.add("drop", alerts.drop, _("put messages aside that have not left"))
    for parser in (resend, drop):
        parser.add_argument(
            "--id", action="append", required=True, help=_("a message; may be given again")
        )
    drop.add_argument("--reason", required=True, help=_("why"))
    keys = outbox.add("keys", alerts.keys, _("keep what lets the office in at a provider"))
    keys.add_argument(
        "--of",
        required=True,
        choices=[str(one) for one in MessageSecret],
        help=_("sms, whatsapp or mail"),
    )


def _add_templates(commands: Commands, _: Texts) -> None:
    group = commands.add_group("templates", _("the texts of messages, as a DLT portal approved"))
    group.add("list", alerts.templates, _("list the templates, each with a sample"))
    check = group.add("check", alerts.check_templates, _("tell which may not be sent, and why"))
    check.add_argument("--file", metavar="FILE.json", help=_("check those of a file instead"))
    change = group.add("set", alerts.set_templates, _("let the templates of a file hold"))
    change.add_argument("file", metavar="FILE.json", help=_("the file to read"))
    export = group.add("export", alerts.export_templates, _("write the templates to a file"))
    export.add_argument("file", metavar="FILE.json", help=_("the file to write"))


def _add_worker(commands: Commands, _: Texts) -> None:
    worker = commands.add(
        "deliver",
        deliver.deliver,
        _("hand over what waits: orders to the AMISP, messages to consumers"),
    )
    how = worker.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help=_("what is due now (if nothing is said)"))
    how.add_argument("--forever", action="store_true", help=_("go on until told to end"))
    sequence = commands.add(
        "daily", daily.daily, _("reads in, bill, alerts and the defaulter list, in one go")
    )
    sequence.add_argument("--day", default="", help=_("the day (by default yesterday)"))
    sequence.add_argument(
        "--reads", metavar="DIR", help=_("take in the sheets of reads in this folder first")
    )
    sequence.add_argument(
        "--amisp-reads", action="store_true", help=_("fetch the day's reads from the AMISP first")
    )
    sequence.add_argument(
        "--list", metavar="DIR", help=_("write the defaulter list to this folder")
    )
