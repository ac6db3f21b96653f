"""What can be typed of the commands of policies, holidays, protections and dry runs."""

from __future__ import annotations

from argparse import ArgumentParser

from domain.protection import ProtectionKind
from resources.texts import Texts
from ui.cli import policies
from ui.cli.commands import Commands, add_consumer, add_reason


def add_policies(commands: Commands, _: Texts) -> None:
    """Add ``policy``, ``holidays``, ``protect``, ``disconnect`` and ``why``."""
    _add_policy(commands, _)
    _add_holidays(commands, _)
    _add_protect(commands, _)
    _add_disconnect(commands, _)


def _add_policy(commands: Commands, _: Texts) -> None:
    group = commands.add_group("policy", _("who may be cut when: the policies of the office"))
    group.add("list", policies.policies, _("list the policies, and which holds today"))
    one = group.add("show", policies.policy, _("show all that one policy says"))
    one.add_argument("id", metavar="ID", help=_("the policy, as “policy list” lists it"))
    add = group.add("add", policies.add_policy, _("ask for the policies of a file to hold"))
    add.add_argument("file", metavar="FILE.json", help=_("the file to read"))
    add_reason(add, _)


def _add_holidays(commands: Commands, _: Texts) -> None:
    group = commands.add_group("holidays", _("the days on which nobody is cut"))
    listed = group.add("list", policies.holidays, _("list the holidays of a year"))
    add = group.add("add", policies.add_holiday, _("add a holiday, or rename one"))
    add.add_argument("day", metavar="DAY", help=_("the day, such as 2026-11-22"))
    add.add_argument("name", metavar="NAME", help=_("what the day is called"))
    remove = group.add("remove", policies.remove_holiday, _("let a day be no holiday"))
    remove.add_argument("day", metavar="DAY", help=_("the day, such as 2026-11-22"))
    fill = group.add(
        "fill", policies.fill_holidays, _("add the public holidays of the office's state")
    )
    for parser in (listed, fill):
        parser.add_argument("--year", help=_("the year, such as 2026 (this one)"))
    fill.add_argument("--state", default="", help=_("its state, such as BR"))


def _add_protect(commands: Commands, _: Texts) -> None:
    group = commands.add_group("protect", _("whom nobody may cut, by what proof and until when"))
    add = group.add("add", policies.protect, _("protect somebody from being cut"))
    whom = add.add_mutually_exclusive_group(required=True)
    whom.add_argument("--consumer", metavar="NUMBER", help=_("consumer number"))
    whom.add_argument("--feeder", metavar="NAME", help=_("all consumers of a feeder"))
    whom.add_argument(
        "--schedule", metavar="ID", help=_("all of a tariff schedule, such as BR-DS1 or UP-LMV1*")
    )
    whom.add_argument("--whole-office", action="store_true", help=_("all consumers of the office"))
    add.add_argument(
        "--kind", required=True, choices=[kind.value for kind in ProtectionKind], help=_("why")
    )
    add.add_argument("--proof", required=True, help=_("by what paper, such as an order's number"))
    add.add_argument("--from", dest="first", metavar="DAY", help=_("the first day (today)"))
    add.add_argument("--until", required=True, metavar="DAY", help=_("the last day"))
    add.add_argument("--id", help=_("an id of your own; the same id protects only once"))
    listed = group.add("list", policies.protections, _("list who is protected"))
    listed.add_argument("--consumer", metavar="NUMBER", help=_("only those of this consumer"))
    listed.add_argument("--day", help=_("on this day (today)"))
    listed.add_argument("--all", action="store_true", help=_("those that ended as well"))
    end = group.add("end", policies.end_protection, _("take a protection back from today on"))
    end.add_argument("id", metavar="ID", help=_("the protection, as “protect list” lists it"))
    end.add_argument("--reason", required=True, help=_("why it is taken back"))


def _add_disconnect(commands: Commands, _: Texts) -> None:
    dry = commands.add(
        "disconnect",
        policies.disconnect,
        _("say who could be cut at an instant, and why all others not"),
    )
    dry.add_argument(
        "--dry-run", action="store_true", required=True, help=_("nothing is ever sent by this")
    )
    why = commands.add(
        "why", policies.why, _("say why one consumer may be cut at an instant, or may not")
    )
    add_consumer(why, _)
    for parser in (dry, why):
        _add_instant(parser, _)


def _add_instant(parser: ArgumentParser, _: Texts) -> None:
    parser.add_argument(
        "--at", metavar="INSTANT", help=_("such as 2026-11-23T10:00 in India (now)")
    )
    parser.add_argument(
        "--policy", metavar="DRAFT.json", help=_("a file with one policy, as if it held already")
    )
