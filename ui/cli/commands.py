"""Commands and the options that many of them take."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from typing import Any

from resources.texts import LANGUAGES, Texts
from ui.cli.session import Answer, Session

Command = Callable[[Session, Namespace], Answer]


class Commands:
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
        add_common(parser, self._texts, is_top=False, languages=languages)
        parser.set_defaults(run=run, command_name=f"{self._before}{name}", **defaults)
        return parser

    def add_group(self, name: str, text: str) -> Commands:
        """Add a command that has commands of its own: ``reads held``."""
        return self.below(self.add(name, None, text), name, is_one_needed=True)

    def below(self, parser: ArgumentParser, name: str, *, is_one_needed: bool = False) -> Commands:
        """Return the commands below one that can also stand alone: ``audit``, ``audit export``."""
        before = f"{self._before}{name} "
        return Commands(parser, self._texts, before=before, is_one_needed=is_one_needed)


def add_common(
    parser: ArgumentParser,
    _: Texts,
    *,
    is_top: bool,
    languages: Sequence[str] = tuple(sorted(LANGUAGES)),
) -> None:
    """Let a command say the office, who acts, JSON and the language."""

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


def add_consumer(parser: ArgumentParser, _: Texts) -> None:
    """Ask for the number of a consumer."""
    parser.add_argument("--consumer", required=True, metavar="NUMBER", help=_("consumer number"))


def add_day(parser: ArgumentParser, _: Texts) -> None:
    """Ask for a day."""
    parser.add_argument("--day", required=True, help=_("the day, such as 2026-11-22"))


def add_reason(parser: ArgumentParser, _: Texts) -> None:
    """Let a reason be given, which an office with staff wants."""
    parser.add_argument("--reason", default="", help=_("why; needed where the office has staff"))


def add_dry_run(parser: ArgumentParser, _: Texts) -> None:
    """Let what would be done be told, without doing it."""
    parser.add_argument(
        "--dry-run", action="store_true", help=_("say what would be done, and change nothing")
    )
