"""Temporary passwords: made for somebody who forgot theirs, read aloud, changed at once."""

from __future__ import annotations

import secrets

#: Without letters and digits that are taken for one another.
_SYLLABLE_STARTS, _VOWELS, _DIGITS = "bdfghjkmnprstvz", "aeiu", "23456789"
_SYLLABLES, _NUMBERS = 6, 4


def new_temporary_password(user_name: str) -> str:
    """Return a password that can be read out over a telephone: ``mazuki-bedapo-4827``.

    Some 47 bits of chance, far more than can be tried before the account locks. One in which the
    user's own name happens to stand (``ravi``) would be refused, so that another one is made.
    """
    made = _made()
    while user_name.casefold() in made:
        made = _made()
    return made


def _made() -> str:
    syllables = [
        secrets.choice(_SYLLABLE_STARTS) + secrets.choice(_VOWELS) for _place in range(_SYLLABLES)
    ]
    number = "".join(secrets.choice(_DIGITS) for _place in range(_NUMBERS))
    half = _SYLLABLES // 2
    return "-".join(["".join(syllables[:half]), "".join(syllables[half:]), number])
