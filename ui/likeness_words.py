"""Who looks like somebody else, in words: a hint that never stands in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.likeness import InCommon, Lookalike
from resources.texts import N_, Texts

_IN_COMMON: Mapping[InCommon, str] = {
    InCommon.METER: N_("same meter"),
    InCommon.MOBILE: N_("same mobile"),
    InCommon.EMAIL: N_("same e-mail"),
    InCommon.NAME: N_("same name"),
    InCommon.NAME_ALIKE: N_("name sounds alike"),
    InCommon.GUARDIAN: N_("same guardian"),
    InCommon.ADDRESS: N_("same address"),
}


def reasons_words(found: Lookalike, _: Texts) -> str:
    """Return what two consumers have in common: ``same mobile, same name``."""
    return ", ".join(_(_IN_COMMON[reason]) for reason in found.reasons)


def hint(found: Sequence[Lookalike], _: Texts) -> str:
    """Return the hint: ``Looks like 100231 Sunita Devi (same mobile)``; nothing for nobody."""
    if not found:
        return ""
    first = found[0]
    said = _(
        "Looks like {number} {name} ({reasons})",
        number=first.number,
        name=first.name,
        reasons=reasons_words(first, _),
    )
    if len(found) == 1:
        return said
    return _("{first} · others: {count}", first=said, count=len(found) - 1)
