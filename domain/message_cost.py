"""What messages cost: an SMS by its parts, of 160 plain characters or 70 in other scripts."""

from __future__ import annotations

import math

#: The characters of the GSM alphabet; those of its extension take two places.
_PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
#: Of a message in one part, and of each part of a longer one, which has a head.
_PLAIN_ONE, _PLAIN_EACH = 160, 153
_OTHER_ONE, _OTHER_EACH = 70, 67


def sms_parts(text: str) -> int:
    """Return of how many parts an SMS consists; Hindi has 70 characters a part."""
    if all(letter in _PLAIN or letter in _EXTENDED for letter in text):
        places = len(text) + sum(letter in _EXTENDED for letter in text)
        return 1 if places <= _PLAIN_ONE else math.ceil(places / _PLAIN_EACH)
    places = len(text.encode("utf-16-le")) // 2
    return 1 if places <= _OTHER_ONE else math.ceil(places / _OTHER_EACH)
