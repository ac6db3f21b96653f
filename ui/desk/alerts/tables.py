"""The lists of the Alerts page: messages, and the templates that they are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.message import Message, MessageState, Template
from resources.texts import LANGUAGES, N_, Texts
from ui.desk.kit.columns import Badge, Column, Tone
from ui.desk.kit.words import moment_words
from ui.message_words import ALERTS, MEDIA, MESSAGE_STATES

_TONES: Mapping[MessageState, tuple[str, Tone]] = {
    MessageState.WAITING: ("○", "muted"),
    MessageState.LEAVING: ("◔", "accent"),
    MessageState.SENT: ("◕", "accent"),
    MessageState.DELIVERED: ("●", "good"),
    MessageState.FAILED: ("■", "bad"),
    MessageState.HELD: ("▲", "warning"),
    MessageState.DROPPED: ("✕", "muted"),
}


def state_badge(state: MessageState, _: Texts) -> Badge:
    """Return how far a message is."""
    glyph, tone = _TONES[state]
    return Badge(glyph, _(MESSAGE_STATES[state]), tone)


def message_columns() -> Sequence[Column]:
    """Return the columns of messages."""
    return (
        Column(
            "created_at",
            N_("Made at"),
            lambda row, _: moment_words(row.created_at, _),
            width=132,
            is_sortable=True,
            gives_way=2,
        ),
        Column(
            "consumer_number",
            N_("Consumer"),
            lambda row, _: row.consumer_number,
            width=84,
            is_sortable=True,
            is_strong=True,
        ),
        _alert_column(),
        _medium_column(gives_way=1),
        Column(
            "state",
            N_("State"),
            width=150,
            is_sortable=True,
            badge=lambda row, _: state_badge(row.state, _),
        ),
    )


def template_columns() -> Sequence[Column]:
    """Return the columns of templates."""
    return (
        _alert_column(is_strong=True),
        _medium_column(),
        Column(
            "language",
            N_("Language"),
            lambda row, _: LANGUAGES.get(row.language, row.language),
            width=84,
            is_sortable=True,
        ),
        Column(
            "template_id",
            N_("DLT template id"),
            lambda row, _: row.template_id,
            width=150,
            gives_way=1,
            keeps_end=True,
        ),
    )


def key_of_template(template: Template) -> tuple[str, str, str]:
    """Return what a template is known by."""
    return (template.alert.value, template.medium.value, template.language)


def told_of(message: Message, _: Texts) -> list[tuple[str, str]]:
    """Return what is known of a message; what is not known is left out."""
    told = [
        (_("To"), message.address),
        (_("Subject"), message.subject),
        (_("Language"), LANGUAGES.get(message.language, message.language)),
        (_("DLT template id"), message.template_id),
        (_("Made at"), moment_words(message.created_at, _)),
        (_("Sent at"), moment_words(message.sent_at, _)),
        (_("Delivered at"), moment_words(message.delivered_at, _)),
        (_("Next try at"), moment_words(message.next_try_at, _)),
        (_("Attempts"), str(message.attempts) if message.attempts else ""),
        (_("The provider's id"), message.provider_id),
        (_("Trouble"), message.error),
    ]
    return [(name, words) for name, words in told if words]


def _alert_column(*, is_strong: bool = False) -> Column:
    return Column(
        "alert",
        N_("Of what"),
        lambda row, _: _(ALERTS[row.alert]),
        width=170,
        stretches=True,
        is_strong=is_strong,
        is_sortable=True,
    )


def _medium_column(*, gives_way: int = 0) -> Column:
    return Column(
        "medium",
        N_("Medium"),
        lambda row, _: _(MEDIA[row.medium]),
        width=84,
        is_sortable=True,
        gives_way=gives_way,
    )
