"""A small sign in the top bar: whether orders and messages go out, and when they last did."""

from __future__ import annotations

from typing_extensions import override

from domain import formats
from domain.calendar import IST
from resources.texts import Texts
from ui.desk.kit.columns import Tone
from ui.desk.kit.desk import Desk
from ui.desk.kit.theme import set_look
from ui.desk.kit.top_badge import TopBadge
from ui.desk.supply.worker import Worked


class WorkerBadge(TopBadge):
    """Says in a word how the worker is; more stands in its tool tip. Pressed, it leads there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "zap")
        self._desk = desk
        self._worked: Worked | None = None
        desk.theme.changed.connect(self._show_tone)
        self.hide()

    @property
    def tone(self) -> Tone:
        """Bad while nothing can be said to the AMISP or a provider, muted where none is set up."""
        worked = self._worked
        if worked is None or (worked.orders is None and not worked.troubles):
            return "muted"
        is_away = worked.orders is not None and worked.orders.unavailable
        return "bad" if worked.troubles or is_away else "good"

    def show_worked(self, worked: Worked) -> None:
        """Show how the last round went."""
        self._worked = worked
        self.retranslate(self._desk.texts)
        self.show()

    @override
    def retranslate(self, _: Texts) -> None:
        worked = self._worked
        self.setAccessibleName(_("Orders and messages"))
        if worked is not None:
            self.show_words(self._short(worked, _), "\n".join(self._told(worked, _)))
        self._show_tone()

    def _short(self, worked: Worked, _: Texts) -> str:
        if self.tone == "bad":
            return _("Not delivered")
        if self.tone == "muted":
            return _("No AMISP")
        return _("Delivered {time}", time=f"{worked.at.astimezone(IST):%H:%M}")

    def _told(self, worked: Worked, _: Texts) -> list[str]:
        told = [_("Orders and messages"), formats.moment(worked.at, _.month_names)]
        if worked.orders is None:
            told.append(_("No AMISP is set up: orders travel by file."))
        elif worked.orders.is_elsewhere:
            told.append(_("Another desk or program of the office delivers at this moment."))
        elif worked.orders.is_refused:
            told.append(_("The AMISP does not let this office in: its token needs to be renewed."))
        elif worked.orders.unavailable:
            told.append(_("The AMISP cannot be reached: {why}", why=worked.orders.unavailable))
        else:
            told.append(_("Orders that left: {count}", count=worked.orders.sent))
        if worked.messages is not None:
            told.append(_("Messages that left: {count}", count=worked.messages.sent))
        return [*told, *(self._desk.sentence(trouble) for trouble in worked.troubles)]

    def _show_tone(self) -> None:
        tone = self.tone
        set_look(self, tone=tone)
        token = tone if tone in ("good", "bad") else "muted"
        self.setIcon(self._desk.theme.icon("zap", token))
