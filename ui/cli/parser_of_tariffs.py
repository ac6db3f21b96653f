"""What can be typed of the commands of tariffs."""

from __future__ import annotations

from resources.texts import Texts
from ui.cli import tariffs
from ui.cli.commands import Commands, add_reason


def add_tariffs(commands: Commands, _: Texts) -> None:
    """Add ``tariffs``, ``tariffs show`` and ``tariffs impact``."""
    shown = commands.add("tariffs", tariffs.show_all, _("show the tariffs by schedule and date"))
    below = commands.below(shown, "tariffs")
    one = below.add("show", tariffs.show_one, _("show all that one version says"))
    one.add_argument("id", metavar="ID", help=_("the version, or the schedule for that of today"))
    impact = below.add(
        "impact",
        tariffs.impact,
        _("preview a draft on what the real consumers were charged in the last months"),
    )
    impact.add_argument(
        "--draft", required=True, metavar="FILE.json", help=_("a file with one tariff")
    )
    impact.add_argument(
        "--months", default="3", help=_("how many whole months to look at, 1 to 12 (3)")
    )
    impact.add_argument(
        "--instead-of",
        default="",
        metavar="ID",
        help=_("the schedule that a new one would take the place of"),
    )
    impact.add_argument("--out", metavar="FILE", help=_("a file to write: .xlsx, .pdf or .csv"))
    add_reason(impact, _)
