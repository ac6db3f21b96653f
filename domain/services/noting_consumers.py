"""Noting consumers: a remark for whoever opens them next, tags to find them again, papers made."""

from __future__ import annotations

from domain.audit import AuditNote
from domain.calendar import Clock, billing_day
from domain.consumer import Consumer
from domain.consumer_notes import MOST_TAGS, ConsumerNote, checked_note, checked_tag, tag_key
from domain.errors_of_desk import TagNotFound, TooManyTags
from domain.office import Actor
from domain.ports import UnitOfWork
from domain.services.permitting import permit
from domain.staff import Act

#: What the audit log tells of: a note, a tag.
NOTE, TAG = "note", "tag"


def note_consumer(
    number: str, words: str, unit: UnitOfWork, clock: Clock, actor: Actor
) -> ConsumerNote:
    """Keep what somebody noted of a consumer; nobody changes it afterwards."""
    checked, now = checked_note(words), clock.now()
    with unit:
        permit(unit, actor, Act.NOTE_CONSUMER)
        consumer = unit.consumers.get(number, billing_day(now))
        note = unit.consumer_notes.add(consumer.id, checked, now, actor.name)
        unit.audit.record(_told(consumer, after={NOTE: checked}), now, actor)
        unit.commit()
    return note


def tag_consumer(number: str, tag: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> str:
    """Put a tag on a consumer, as the office writes it already; return it as it stands.

    The same tag again changes nothing. More than :data:`MOST_TAGS` are refused.
    """
    now, key = clock.now(), tag_key(checked_tag(tag))
    with unit:
        permit(unit, actor, Act.NOTE_CONSUMER)
        consumer = unit.consumers.get(number, billing_day(now))
        borne = unit.consumer_notes.tags(consumer.id)
        if key in borne:
            return borne[key]
        if len(borne) >= MOST_TAGS:
            raise TooManyTags(number, MOST_TAGS)
        written = unit.consumer_notes.written(key) or checked_tag(tag)
        unit.consumer_notes.add_tag(consumer.id, key, written, now, actor.name)
        unit.audit.record(_told(consumer, after={TAG: written}), now, actor)
        unit.commit()
    return written


def untag_consumer(number: str, tag: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> str:
    """Take a tag off a consumer; :class:`TagNotFound` when it bears none like it."""
    now, key = clock.now(), tag_key(tag)
    with unit:
        permit(unit, actor, Act.NOTE_CONSUMER)
        consumer = unit.consumers.get(number, billing_day(now))
        written = unit.consumer_notes.tags(consumer.id).get(key)
        if written is None:
            raise TagNotFound(number, tag)
        unit.consumer_notes.remove_tag(consumer.id, key)
        unit.audit.record(_told(consumer, before={TAG: written}), now, actor)
        unit.commit()
    return written


def note_paper(number: str, paper: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> None:
    """Note that a paper about a consumer was printed or saved, such as ``balance explained``."""
    now = clock.now()
    with unit:
        permit(unit, actor, Act.EXPORT)
        consumer = unit.consumers.get(number, billing_day(now))
        note = AuditNote(Act.EXPORT, subject=paper, consumer_id=consumer.id, count=1)
        unit.audit.record(note, now, actor)
        unit.commit()


def _told(
    consumer: Consumer, *, before: dict[str, str] | None = None, after: dict[str, str] | None = None
) -> AuditNote:
    """Return what the log says; the words stand where they can be forgotten, never in the chain."""
    return AuditNote(
        Act.NOTE_CONSUMER,
        subject=consumer.number,
        consumer_id=consumer.id,
        before=before or {},
        after=after or {},
    )
