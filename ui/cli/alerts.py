"""The commands of alerts: who is told what of a day, the outbox, its templates, its keys."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from domain.alert_book import AlertRun, MessageQuery
from domain.errors import FieldNotAllowed, Refusal
from domain.formats import grouped, moment, parse_day
from domain.message import Alert, Medium, Message, MessageState, Template
from domain.message_link import MessageSecret
from domain.services.alerting import sample_of
from domain.staff import Act
from domain.template_reading import document_of, read_templates
from domain.template_rules import name_of, refuse_unapproved
from resources.texts import Texts
from ui.cli.layout import facts, table
from ui.cli.session import Answer, Session, whole_number
from ui.message_words import ALERTS, MEDIA, MESSAGE_STATES
from ui.sentences import explain

_MOST_ROWS = 100_000
_MOST_ID = 999_999_999
_SHOWN_TEXT = 60
#: What each secret is asked for by, where the environment does not give it.
SECRET_VARIABLES = {
    MessageSecret.SMS: "BIJLI_BAHI_SMS_TOKEN",
    MessageSecret.WHATSAPP: "BIJLI_BAHI_WHATSAPP_TOKEN",
    MessageSecret.MAIL: "BIJLI_BAHI_MAIL_PASSWORD",
}


# The ladder


def run(session: Session, options: Namespace) -> Answer:
    """Queue what consumers are to be told of a charged day."""
    day = parse_day(options.day)
    with session.books() as books:
        done = books.alerts.run(day, session.actor, session.progress)
    _ = session._
    queued = sum(done.queued.values())
    sentence = _("Messages queued: {count}. They leave with “deliver”.", count=grouped(queued))
    return Answer(facts_of(done), [*_told(session, done), sentence], counts={"queued": queued})


def preview(session: Session, options: Namespace) -> Answer:
    """Tell what would be queued, and what it would cost."""
    day = parse_day(options.day)
    with session.books() as books:
        session.refuse_unless_may(Act.RUN_ALERTS)
        found = books.alerts.preview(day, session.progress)
    sentence = session._("Nothing was queued.")
    return Answer(facts_of(found), [*_told(session, found), sentence])


def facts_of(run_: AlertRun) -> dict[str, Any]:
    """Return a run as programs read it."""
    return {
        "day": run_.day.isoformat(),
        "queued": {alert.value: count for alert, count in run_.queued.items()},
        "already": run_.already,
        "without_address": run_.without_address,
        "faulty": dict(run_.faulty),
        "cost": run_.cost.paise,
    }


def _told(session: Session, found: AlertRun) -> list[str]:
    _ = session._
    pairs = [(_(ALERTS[alert]), grouped(count)) for alert, count in sorted(found.queued.items())]
    pairs += [
        (_("Told before"), grouped(found.already)),
        (_("Without an address"), grouped(found.without_address)),
        (_("Cost"), session.rupees(found.cost.paise)),
    ]
    pairs += [
        (_("Template {name} may not be sent", name=name), grouped(count))
        for name, count in sorted(found.faulty.items())
    ]
    return facts(pairs)


# The outbox


def messages(session: Session, options: Namespace) -> Answer:
    """List messages, newest first."""
    query = MessageQuery(
        states=tuple(MessageState(one) for one in options.state),
        alerts=tuple(Alert(one) for one in options.alert),
        media=tuple(Medium(one) for one in options.medium),
        consumer_number=options.consumer,
        since=parse_day(options.since) if options.since else None,
    )
    limit = whole_number("limit", options.limit, 1, _MOST_ROWS)
    with session.books() as books:
        session.refuse_unless_may(Act.SETTLE_MESSAGES)
        found, counts = books.alerts.messages(query, limit), books.alerts.counts()
    told = {
        "messages": [_of_message(one) for one in found],
        "counts": {state.value: count for state, count in counts.items()},
    }
    return Answer(told, _listed(session, found), counts={"messages": len(found)})


def resend(session: Session, options: Namespace) -> Answer:
    """Let messages leave once more."""
    ids = _ids(options.id)
    with session.books() as books:
        count = books.alerts.resend(ids, session.actor)
    sentence = session._("Messages that leave once more: {count} of {asked}.", **_of(count, ids))
    return Answer({"resent": count}, [sentence], counts={"resent": count})


def drop(session: Session, options: Namespace) -> Answer:
    """Put messages aside that have not left."""
    ids = _ids(options.id)
    with session.books() as books:
        count = books.alerts.drop(ids, options.reason, session.actor)
    sentence = session._("Messages put aside: {count} of {asked}.", **_of(count, ids))
    return Answer({"dropped": count}, [sentence], counts={"dropped": count})


def keys(session: Session, options: Namespace) -> Answer:
    """Keep what lets the office in at a provider in the key store of this machine."""
    which, _ = MessageSecret(options.of), session._
    with session.books() as books:
        session.refuse_unless_may(Act.MANAGE_KEYS)
        secret = session.asking.secret(SECRET_VARIABLES[which], _("Token or password:")).strip()
        session.outside.messages.keep_secret(books.office, which, secret)
    sentence = _("What was given is kept in the key store of this machine.")
    return Answer({"kept": which.value}, [sentence])


def _ids(given: Sequence[str]) -> list[int]:
    return [whole_number("id", one, 1, _MOST_ID) for one in given]


def _of(count: int, ids: Sequence[int]) -> dict[str, int]:
    return {"count": count, "asked": len(ids)}


def _of_message(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "consumer": message.consumer_number,
        "alert": message.alert.value,
        "period": message.period,
        "medium": message.medium.value,
        "language": message.language,
        "address": message.address,
        "text": message.text,
        "state": message.state.value,
        "attempts": message.attempts,
        "created_at": message.created_at.isoformat(),
        "next_try_at": message.next_try_at.isoformat() if message.next_try_at else None,
        "sent_at": message.sent_at.isoformat() if message.sent_at else None,
        "delivered_at": message.delivered_at.isoformat() if message.delivered_at else None,
        "error": message.error,
    }


def _listed(session: Session, found: Sequence[Message]) -> list[str]:
    _ = session._
    if not found:
        return [_("There are no such messages.")]
    heads = (
        *(_("No."), _("Made"), _("Consumer"), _("Alert"), _("By"), _("State"), _("Message")),
        _("Error"),
    )
    rows = [
        (
            str(one.id),
            moment(one.created_at, _.month_names),
            one.consumer_number,
            _(ALERTS[one.alert]),
            _(MEDIA[one.medium]),
            _(MESSAGE_STATES[one.state]),
            _shortened(one.text),
            one.error,
        )
        for one in found
    ]
    return table(heads, rows, numbers={0})


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_TEXT else f"{line[: _SHOWN_TEXT - 1]}…"


# Templates


def templates(session: Session, _options: Namespace) -> Answer:
    """List the templates that hold, each filled in with a sample."""
    with session.books() as books:
        held = books.alerts.templates()
        samples = [books.alerts.sample(one) for one in held]
    told = [
        document_of(one) | {"sample": sample, "fault": _fault_of(one, session._)}
        for one, sample in zip(held, samples, strict=True)
    ]
    lines = [
        line
        for one, sample in zip(held, samples, strict=True)
        for line in (name_of(one), *(f"    {part}" for part in sample.splitlines() if part))
    ]
    return Answer({"templates": told}, lines, counts={"templates": len(told)})


def check_templates(session: Session, options: Namespace) -> Answer:
    """Tell which templates may not be sent, and why; those that hold, or those of a file."""
    with session.books() as books:
        held = _of_file(session, options.file) if options.file else books.alerts.templates()
        faults = {name_of(one): _fault_of(one, session._) for one in held}
    wrong = {name: fault for name, fault in faults.items() if fault}
    _ = session._
    lines = [*wrong.values(), _("Templates that may be sent: {good} of {all}.", **_good(faults))]
    complaint = _("Some templates may not be sent.") if wrong else ""
    told = {"checked": len(faults), "faults": wrong}
    return Answer(told, lines, exit_code=int(bool(wrong)), complaint=complaint)


def set_templates(session: Session, options: Namespace) -> Answer:
    """Let the templates of a file hold from now on, all of them or none."""
    with session.books() as books:
        wanted = _of_file(session, options.file)
        for one in wanted:
            books.alerts.sample(one)
        for one in wanted:
            books.alerts.put_template(one, session.actor)
    names = [name_of(one) for one in wanted]
    sentence = session._("Templates that hold from now on: {count}.", count=len(names))
    return Answer({"templates": names}, [sentence], counts={"templates": len(names)})


def export_templates(session: Session, options: Namespace) -> Answer:
    """Write the templates that hold to a file, for a portal, or to be changed and set again."""
    path = Path(options.file)
    if path.suffix.lower() != ".json":
        raise FieldNotAllowed("file", path.name)
    with session.books() as books:
        held = books.alerts.templates()
    document = {"templates": [document_of(one) for one in held]}
    session.outside.write_text(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    sentence = session._("Written to {path}. Templates: {count}.", path=path, count=len(held))
    return Answer({"file": str(path), "templates": len(held)}, [sentence])


def _of_file(session: Session, path: str) -> list[Template]:
    return read_templates(session.outside.read_text(Path(path)), Path(path).name)


def _fault_of(template: Template, _: Texts) -> str:
    """Return why a template may not be sent, "" when it may."""
    try:
        sample_of(template)
        refuse_unapproved(template)
    except Refusal as refusal:
        return explain(refusal, _) or refusal.code
    return ""


def _good(faults: dict[str, str]) -> dict[str, int]:
    return {"good": sum(not fault for fault in faults.values()), "all": len(faults)}
