"""The tables of the Tariffs page: what their columns show of schedules, stretches and drafts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from domain.tariff_draft import DraftState, TariffDraft
from domain.tariff_timeline import Standing, Stretch
from resources.texts import N_, Texts
from ui.desk.kit.columns import Badge, Column, Tone
from ui.tariff_words import STANDINGS, stretch_words

STANDING_GLYPHS: dict[Standing, tuple[str, Tone]] = {
    Standing.TODAY: ("●", "good"),
    Standing.COMING: ("◐", "accent"),
    Standing.PAST: ("○", "muted"),
    Standing.GAP: ("▲", "warning"),
}
_DRAFT_STATES: dict[DraftState, tuple[str, str, Tone]] = {
    DraftState.WRITING: ("✎", N_("Draft"), "accent"),
    DraftState.WAITING: ("◐", N_("Waits for approval"), "warning"),
    DraftState.APPROVED: ("●", N_("Approved"), "good"),
}


def schedule_columns(today: Callable[[], date]) -> Sequence[Column]:
    """Return the columns of the schedules, as they stand today."""
    return (
        Column(
            "name",
            N_("Schedule"),
            lambda row, _: row.name,
            width=118,
            is_sortable=True,
            is_strong=True,
        ),
        Column(
            "category",
            N_("Category"),
            lambda row, _: row.latest.category,
            width=120,
            stretches=True,
            gives_way=2,
            is_sortable=True,
            value=lambda row: row.latest.category,
        ),
        Column(
            "state",
            N_("State or territory"),
            lambda row, _: row.latest.state,
            width=90,
            gives_way=1,
            is_sortable=True,
            value=lambda row: row.latest.state,
        ),
        Column(
            "today",
            N_("Today"),
            width=132,
            badge=lambda row, _: standing_badge(row.now(today()), today(), _),
        ),
    )


def stretch_columns(today: Callable[[], date]) -> Sequence[Column]:
    """Return the columns of one schedule's stretches."""
    return (
        Column(
            "standing",
            N_("Standing"),
            width=132,
            gives_way=1,
            badge=lambda row, _: standing_badge(row, today(), _),
        ),
        Column("days", N_("Days"), stretch_words, width=176, stretches=True),
        Column(
            "version",
            N_("Version"),
            lambda row, _: row.version.id if row.version else _("No tariff"),
            width=130,
            tone=lambda row: "" if row.version else "warning",
        ),
    )


def draft_columns() -> Sequence[Column]:
    """Return the columns of drafts."""
    return (
        Column(
            "title",
            N_("Draft"),
            lambda row, _: row.title or _("Draft without a name"),
            width=150,
            stretches=True,
            is_strong=True,
            is_sortable=True,
        ),
        Column("state", N_("State"), width=136, badge=draft_badge),
        Column(
            "changed_by",
            N_("Changed by"),
            lambda row, _: row.changed_by,
            width=90,
            gives_way=1,
            is_sortable=True,
        ),
    )


def standing_badge(stretch: Stretch, today: date, _: Texts) -> Badge:
    """Return how a stretch stands; a gap that is still to come is told as one."""
    glyph, tone = STANDING_GLYPHS[stretch.standing]
    is_later = stretch.standing is Standing.GAP and stretch.first > today
    return Badge(glyph, _("Then none") if is_later else _(STANDINGS[stretch.standing]), tone)


def draft_badge(draft: TariffDraft, _: Texts) -> Badge:
    """Return how far a draft is; one that was rejected says so."""
    if draft.is_open and draft.note:
        return Badge("■", _("Rejected"), "bad")
    glyph, words, tone = _DRAFT_STATES[draft.state]
    return Badge(glyph, _(words), tone)


def key_of_stretch(row: Stretch) -> object:
    """Return by what a stretch is known: the id of its version, or its first day."""
    return row.version.id if row.version else row.first
