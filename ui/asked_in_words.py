"""What a request asks for, in words: read by who decides, who has not seen the file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.approval import Approval
from domain.errors_of_policies import PolicyRefused
from domain.formats import grouped, moment
from domain.policy_reading import policy_of
from domain.staff import Act
from domain.tariff import Tariff, parse_tariff_text
from resources.texts import N_, Texts
from ui import arrears_words, receipts_words
from ui.impact_words import impact_facts
from ui.policy_rules import terms_facts
from ui.policy_told import head_facts, parts_of
from ui.sentences_of_trust import ACTS
from ui.tariff_words import tariff_facts

_KINDS = {
    Act.TAKE_TARIFFS: N_("Tariffs"),
    Act.TAKE_POLICY: N_("Policy"),
    Act.DISCONNECT: N_("Disconnection"),
    Act.PLAN_ARREARS: N_("Arrears"),
    Act.CANCEL_RECEIPT: N_("Cancellation"),
    Act.TRANSFER_RECEIPT: N_("Transfer"),
}


@dataclass(frozen=True, slots=True)
class AskedPart:
    """One thing that is asked for: its name, and what is to be known of it, line by line."""

    name: str
    facts: Sequence[tuple[str, str]]


def asked_kind(approval: Approval, _: Texts) -> str:
    """Return in a word what kind of thing a request asks for."""
    kind = _KINDS.get(approval.act)
    return _(kind) if kind else _(ACTS[approval.act])


def asked_subject(approval: Approval, _: Texts) -> str:
    """Return on what a request is, as people call it: a job has an id, and no name."""
    if approval.act is not Act.DISCONNECT:
        return approval.subject
    return _job_words(json.loads(approval.content), _)


def asked_parts(approval: Approval, _: Texts) -> Sequence[AskedPart]:
    """Return what a request asks for; what no sentence knows is told by its subject."""
    parts = _READERS.get(approval.act)
    told = parts(approval.content, _) if parts else ()
    return told or [AskedPart(approval.subject, ())]


def _tariffs(content: str, _: Texts) -> Sequence[AskedPart]:
    try:
        tariffs, _faults = parse_tariff_text(content)
    except ValueError:
        return ()
    parts = [AskedPart(tariff.id, _tariff_facts(tariff, _)) for tariff in tariffs]
    impact = json.loads(content).get("impact")
    if impact:
        parts.append(AskedPart(_("Impact that its maker saw"), impact_facts(impact, _)))
    return parts


def _tariff_facts(tariff: Tariff, _: Texts) -> Sequence[tuple[str, str]]:
    return [(fact.name, fact.words) for fact in tariff_facts(tariff, _)]


def _policy(content: str, _: Texts) -> Sequence[AskedPart]:
    try:
        policy = policy_of(json.loads(content))
    except PolicyRefused:
        return ()
    terms = [
        AskedPart(name or _("everybody else"), terms_facts(one, _))
        for name, one in parts_of(policy)
    ]
    return [AskedPart(policy.id, head_facts(policy, _)), *terms]


def _arrears(content: str, _: Texts) -> Sequence[AskedPart]:
    told = arrears_words.asked_of_file(content, _)
    if told is None:
        told = [arrears_words.asked(content, _)]
    return [AskedPart(name, facts) for name, facts in told]


def _job(content: str, _: Texts) -> Sequence[AskedPart]:
    asked = json.loads(content)
    names = _.month_names
    told = [
        (_("For"), moment(datetime.fromisoformat(asked["at"]), names)),
        (_("Until"), moment(datetime.fromisoformat(asked["until"]), names)),
        (_("Policy"), asked["policy"]),
        (_("Owing"), grouped(asked["defaulters"])),
        (_("To be disconnected"), grouped(asked["to_be_cut"])),
        (_("Left out"), grouped(asked["left_out"])),
        (_("Beyond what a run takes"), grouped(asked["beyond"])),
    ]
    return [AskedPart(_job_words(asked, _), told)]


def _job_words(asked: Mapping[str, str], _: Texts) -> str:
    return _("Job for {at}", at=moment(datetime.fromisoformat(asked["at"]), _.month_names))


def _undoing(content: str, _: Texts) -> Sequence[AskedPart]:
    name, facts = receipts_words.asked(content, _)
    return [AskedPart(name, facts)]


_READERS: Mapping[Act, Callable[[str, Texts], Sequence[AskedPart]]] = {
    Act.TAKE_TARIFFS: _tariffs,
    Act.TAKE_POLICY: _policy,
    Act.DISCONNECT: _job,
    Act.PLAN_ARREARS: _arrears,
    Act.CANCEL_RECEIPT: _undoing,
    Act.TRANSFER_RECEIPT: _undoing,
}
