"""Alerting: what consumers are to be told is queued, once, in the transaction that makes it true.

Nothing leaves here: see :mod:`domain.services.delivering_messages`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from domain.alert_book import AlertRun
from domain.alerts import Telling, Tellings, moment, rupees
from domain.audit import AuditNote
from domain.calendar import Clock
from domain.credit import SupplyState
from domain.errors import FieldMissing
from domain.errors_of_messages import TemplateNotApproved, VariableUnfit
from domain.message import Alert, Medium, Template
from domain.message_cost import sms_parts
from domain.money import Money
from domain.office import Actor
from domain.ports import Settings, UnitOfWork
from domain.ports_of_alerts import MessageDraft, MessageKey, Messages, Reach
from domain.progress import Progress, Step
from domain.recharge import Receipt
from domain.services.permitting import permit
from domain.services.repeating import repeated_when_undone
from domain.settings import (
    ALERTS_BY_EMAIL,
    ALERTS_BY_FILE,
    ALERTS_BY_SMS,
    ALERTS_BY_WHATSAPP,
    SMS_ENTITY,
    SMS_HEADER,
    SMS_PART_PAISE,
    WHATSAPP_PAISE,
)
from domain.staff import Act
from domain.template_rules import (
    APPROVED_MEDIA,
    MOST_VARIABLE,
    filled,
    name_of,
    refuse_faulty,
    refuse_unapproved,
    samples_of,
)
from domain.undoing import Undoing

#: A message that was leaving so long ago has surely left, or never will.
SETTLED_AFTER = timedelta(minutes=5)
_SWITCHES = {
    ALERTS_BY_SMS.name: Medium.SMS,
    ALERTS_BY_EMAIL.name: Medium.EMAIL,
    ALERTS_BY_WHATSAPP.name: Medium.WHATSAPP,
    ALERTS_BY_FILE.name: Medium.FILE,
}
_LANGUAGE = "en"
#: So many consumers are told in one transaction, so that a clerk never waits for it.
_BATCH = 200
_MOBILE = re.compile(r"(?:\+?91|0)?([6-9][0-9]{9})")
#: What a mail program would read as a list, a name or an encoded word goes to somebody else.
_MAIL = re.compile(r"[A-Za-z0-9._%+'&~!#$*/^`{|}-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Voice:
    """By which media an office tells its consumers what, and in which words."""

    media: frozenset[Medium]
    templates: Mapping[tuple[Alert, Medium, str], Template]
    office_name: str
    part_paise: int = 0
    whatsapp_paise: int = 0

    def template(self, alert: Alert, medium: Medium, language: str) -> Template:
        """Return the template in the consumer's language, in English where there is none."""
        asked = self.templates.get((alert, medium, language))
        return asked or self.templates[alert, medium, _LANGUAGE]

    def cost_of(self, draft: MessageDraft) -> int:
        """Return what a message costs, in paise."""
        if draft.medium is Medium.SMS:
            return sms_parts(draft.text) * self.part_paise
        return self.whatsapp_paise if draft.medium is Medium.WHATSAPP else 0


@dataclass(slots=True)
class Tally:
    """What queueing came to."""

    queued: Counter[Alert] = field(default_factory=Counter)
    already: int = 0
    without_address: int = 0
    faulty: Counter[str] = field(default_factory=Counter)
    cost_paise: int = 0

    def add(self, other: Tally) -> None:
        """Count what another part came to as well."""
        self.queued.update(other.queued)
        self.faulty.update(other.faulty)
        self.already += other.already
        self.without_address += other.without_address
        self.cost_paise += other.cost_paise

    def told_of(self, day: date) -> AlertRun:
        """Return it as the run of a day."""
        return AlertRun(
            day,
            dict(self.queued),
            self.already,
            self.without_address,
            dict(self.faulty),
            Money(self.cost_paise),
        )


def media_on(settings: Settings) -> frozenset[Medium]:
    """Return by which media the office tells its consumers anything."""
    return frozenset(
        _SWITCHES[row.name]
        for row in settings.all()
        if row.name in _SWITCHES and row.value == "yes"
    )


def voice_of(settings: Settings, messages: Messages, office_name: str) -> Voice | None:
    """Return how the office speaks at present, None when it tells its consumers nothing."""
    media = media_on(settings)
    if not media:
        return None
    entity, header = settings.get(SMS_ENTITY), settings.get(SMS_HEADER)
    return Voice(
        media,
        {
            key: with_sender(template, entity, header)
            for key, template in messages.templates().items()
        },
        office_name,
        settings.get(SMS_PART_PAISE),
        settings.get(WHATSAPP_PAISE),
    )


def with_sender(template: Template, entity_id: str, header: str) -> Template:
    """Return a template of an SMS with the office's own entity and header where it has none."""
    if template.medium is not Medium.SMS:
        return template
    return replace(
        template, entity_id=template.entity_id or entity_id, header=template.header or header
    )


def tell(unit: UnitOfWork, tellings: Sequence[Telling], at: datetime) -> Tally:
    """Queue what consumers are told, inside the transaction that makes it true.

    The balance in it is the one that the wallet has by then. Whoever cannot be reached, or has
    been told already, is passed over; a template that may not be sent stops nothing else.
    """
    voice = voice_of(unit.settings, unit.messages, unit.office.name)
    return Tally() if voice is None else queue(unit.messages, voice, tellings, at)


def tell_recharged(unit: UnitOfWork, consumer_id: int, receipt: Receipt) -> None:
    """Queue that a payment came in, in the transaction that posts it."""
    values = {"amount": rupees(receipt.amount.paise), "receipt": receipt.number}
    telling = Telling(consumer_id, Alert.RECHARGED, receipt.number, values)
    tell(unit, [telling], receipt.posted_at)


def tell_reversed(unit: UnitOfWork, consumer_id: int, undoing: Undoing) -> None:
    """Queue that what was posted is taken back, in the transaction that does so."""
    values = {"amount": rupees(undoing.amount.paise), "receipt": undoing.number}
    period = f"{undoing.number}:{undoing.line}"
    telling = Telling(consumer_id, Alert.CHARGE_REVERSED, period, values)
    tell(unit, [telling], undoing.at)


def tell_supply(  # noqa: PLR0913, PLR0917 - whose supply, how it is, by what and since when
    unit: UnitOfWork,
    consumer_id: int,
    state: SupplyState,
    order_id: str,
    moved_at: datetime,
    now: datetime,
) -> None:
    """Queue that supply went off or came back, in the transaction that takes it into the books."""
    is_off = state is SupplyState.DISCONNECTED
    alert = Alert.DISCONNECTED if is_off else Alert.RECONNECTED
    tell(unit, [Telling(consumer_id, alert, order_id, {"at": moment(moved_at)})], now)


def run(  # noqa: PLR0913 - who is told, by whom, and how the run breathes
    day: date,
    tellings: Tellings,
    *,
    open_unit: Callable[[], UnitOfWork],
    clock: Clock,
    actor: Actor,
    progress: Progress,
    breathe: Callable[[], None],
) -> Tally:
    """Queue what a charged day calls for, a few consumers at a time; again: only what is new."""
    tally = Tally()
    for number, batch in enumerate(tellings.batches(_BATCH)):
        progress(Step(number * _BATCH, len(tellings)))
        tally.add(_queue_batch(batch, open_unit, clock, actor))
        breathe()
    with open_unit() as unit:
        permit(unit, actor, Act.RUN_ALERTS)
        note = AuditNote(Act.RUN_ALERTS, subject=day.isoformat(), count=tally.queued.total())
        unit.audit.record(note, clock.now(), actor)
        unit.commit()
    progress(Step(1, 1))
    return tally


@repeated_when_undone
def _queue_batch(
    tellings: Sequence[Telling], open_unit: Callable[[], UnitOfWork], clock: Clock, actor: Actor
) -> Tally:
    with open_unit() as unit:
        permit(unit, actor, Act.RUN_ALERTS)
        tally = tell(unit, tellings, clock.now())
        unit.commit()
    return tally


def queue(
    messages: Messages, voice: Voice, tellings: Sequence[Telling], at: datetime | None
) -> Tally:
    """Queue tellings; without an instant it is only counted what would be."""
    reach = messages.reach(list({telling.consumer_id for telling in tellings}))
    known = messages.known(tellings)
    tally = Tally()
    drafts = [
        draft
        for telling in tellings
        for draft in _drafts(telling, reach[telling.consumer_id], voice, known, tally)
    ]
    if at is not None:
        messages.queue(drafts, at)
    return tally


def resend(ids: Sequence[int], unit: UnitOfWork, clock: Clock, actor: Actor) -> int:
    """Let messages leave once more; of those that leave at this moment none is."""
    with unit:
        permit(unit, actor, Act.SETTLE_MESSAGES)
        now = clock.now()
        count = unit.messages.resend(ids, now, now - SETTLED_AFTER)
        note = AuditNote(Act.SETTLE_MESSAGES, subject="resend", count=count, after=_told(ids))
        unit.audit.record(note, now, actor)
        unit.commit()
    return count


def drop(ids: Sequence[int], reason: str, unit: UnitOfWork, clock: Clock, actor: Actor) -> int:
    """Put messages aside that have not left, for a reason."""
    if not reason.strip():
        raise FieldMissing("reason")
    with unit:
        permit(unit, actor, Act.SETTLE_MESSAGES)
        count = unit.messages.drop(ids, reason.strip())
        note = AuditNote(
            Act.SETTLE_MESSAGES,
            subject="drop",
            count=count,
            reason=reason.strip(),
            after=_told(ids),
        )
        unit.audit.record(note, clock.now(), actor)
        unit.commit()
    return count


def put_template(template: Template, unit: UnitOfWork, clock: Clock, actor: Actor) -> Template:
    """Let a text of the office's own hold from now on; refuse one that breaks the rules."""
    refuse_faulty(template)
    sample_of(template)
    with unit:
        permit(unit, actor, Act.CHANGE_TEMPLATES)
        before = unit.messages.templates().get((template.alert, template.medium, template.language))
        unit.messages.put_template(template, clock.now(), actor.name)
        note = AuditNote(
            Act.CHANGE_TEMPLATES,
            subject=name_of(template),
            before={} if before is None else _words_of(before),
            after=_words_of(template),
        )
        unit.audit.record(note, clock.now(), actor)
        unit.commit()
    return template


def sample_of(template: Template) -> str:
    """Return the text with sample values; refuse a template that is not written by the rules."""
    refuse_faulty(template)
    return filled(template, samples_of(template.alert))


def _drafts(
    telling: Telling, reach: Reach, voice: Voice, known: set[MessageKey], tally: Tally
) -> Iterable[MessageDraft]:
    """Yield a message for each medium by which the consumer is reached."""
    addresses = _addresses(reach, voice.media)
    if not addresses:
        tally.without_address += 1
    for medium, address in addresses.items():
        key = (telling.consumer_id, telling.alert.value, telling.period, medium.value)
        if key in known:
            tally.already += 1
            continue
        template = voice.template(telling.alert, medium, reach.language)
        try:
            draft = _draft(telling, reach, template, address, voice.office_name)
        except (TemplateNotApproved, VariableUnfit):
            tally.faulty[name_of(template)] += 1
            continue
        known.add(key)
        tally.queued[telling.alert] += 1
        tally.cost_paise += voice.cost_of(draft)
        yield draft


def _draft(
    telling: Telling, reach: Reach, template: Template, address: str, office_name: str
) -> MessageDraft:
    refuse_unapproved(template)
    common = {
        "number": reach.number,
        "office": _shortened(office_name, template.medium),
        "balance": rupees(reach.balance_paise),
        "due": rupees(max(-reach.balance_paise, 0)),
    }
    told = common | dict(telling.values)
    return MessageDraft(
        consumer_id=telling.consumer_id,
        alert=telling.alert,
        period=telling.period,
        medium=template.medium,
        language=template.language,
        address=address,
        template_id=template.template_id,
        subject=template.subject,
        text=filled(template, told),
        variables={name: told[name] for name in template.variables},
    )


def _addresses(reach: Reach, media: frozenset[Medium]) -> dict[Medium, str]:
    """Return by what a consumer is reached: a mobile by SMS or WhatsApp, else on the sheet."""
    found: dict[Medium, str] = {}
    mobile = _MOBILE.fullmatch(re.sub(r"[\s-]", "", reach.mobile))
    if mobile is not None:
        by_phone = media & APPROVED_MEDIA or media & {Medium.FILE}
        found = dict.fromkeys(sorted(by_phone), mobile[1])
    if Medium.EMAIL in media and _MAIL.fullmatch(reach.email):
        found[Medium.EMAIL] = reach.email
    return found


def _shortened(name: str, medium: Medium) -> str:
    return name[:MOST_VARIABLE] if medium in APPROVED_MEDIA else name


def _words_of(template: Template) -> dict[str, str]:
    return {
        "text": template.text,
        "variables": ", ".join(template.variables),
        "subject": template.subject,
        "template_id": template.template_id,
        "header": template.header,
        "entity_id": template.entity_id,
    }


def _told(ids: Sequence[int]) -> dict[str, str]:
    return {"ids": ", ".join(map(str, sorted(ids)[:100]))}
