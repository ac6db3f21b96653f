"""Names as they sound: one key for a name, whichever script and spelling somebody wrote it in.

A key holds the consonants, and the vowels in two classes; every *a* is left out, because half of
them are written by nobody. The key of a name's beginning begins its key, so that it can be looked
for while somebody types.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: What joins or parts letters on the screen, and is no letter.
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
#: Accents of Latin letters, and the dot under Devanagari ones, which half of all typists leave out.
_ACCENTS = re.compile("[\u0300-\u036f\u093c]")
_CANDRABINDU, _ANUSVARA = "\u0901", "\u0902"

_VOWELS = {
    **dict(
        zip("अआइईउऊऋएऐओऔ", ("a", "a", "i", "i", "u", "u", "ri", "e", "i", "u", "u"), strict=True)
    ),
    **dict.fromkeys("ऑऒऍऎ", "e"),
}
_SIGNS = {
    **dict(
        zip(
            "\u093e\u093f\u0940\u0941\u0942\u0943\u0947\u0948\u094b\u094c",
            ("a", "i", "i", "u", "u", "ri", "e", "i", "u", "u"),
            strict=True,
        )
    ),
    "\u094d": "",
    "\u0949": "u",
    "\u0945": "e",
    _ANUSVARA: "n",
    "\u0903": "h",
}
_CONSONANTS = {
    **dict.fromkeys("कख", "k"),
    **dict.fromkeys("गघ", "g"),
    **dict.fromkeys("चछ", "ch"),
    **dict.fromkeys("जझ", "j"),
    **dict.fromkeys("टठतथ", "t"),
    **dict.fromkeys("डढदध", "d"),
    **dict.fromkeys("पफ", "p"),
    **dict.fromkeys("बभव", "b"),
    **dict.fromkeys("ङञणन", "n"),
    **dict.fromkeys("शषस", "s"),
    "म": "m",
    "य": "y",
    "र": "r",
    "ल": "l",
    "ळ": "l",
    "ह": "h",
}
_OTHERS = {**_VOWELS, **_SIGNS, "ॐ": "um"}

#: Spellings that no rule leads to each other, and what is written short.
_SPELT_AS = {
    **dict.fromkeys(
        ("mohd", "md", "mohammed", "mohamed", "muhammed", "mohamad", "मोहम्मद", "मो", "मुहम्मद"),
        "muhammad",
    ),
    **dict.fromkeys(("kr", "कु"), "kumar"),
    **dict.fromkeys(("pd", "pr"), "prasad"),
    **dict.fromkeys(("smt", "श्रीमती"), "shrimati"),
    **dict.fromkeys(("roy", "rai"), "ray"),
    **dict.fromkeys(("rao", "राव"), "rav"),
    **dict.fromkeys(("sao", "saw", "साव"), "sav"),
    **dict.fromkeys(("chowdhury", "choudhury", "chaudhury", "chowdhry", "choudhry"), "chaudhari"),
    "begum": "begam",
    "ahmed": "ahmad",
    "feroz": "firoz",
    **dict.fromkeys(("ayesha", "आयशा"), "aisha"),
    **dict.fromkeys(("lachhmi", "lachmi", "lacchmi", "laxmee"), "lakshmi"),
    **dict.fromkeys(("sinh", "सिंह"), "singh"),
    **dict.fromkeys(("banerjee", "bandyopadhyay"), "banarji"),
}
_LATIN_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[^a-z]", ""),
        (r"eo$", "ev"),
        (r"ngh$", "ng"),
        (r"^jn|^gn", "gy"),
        (r"x", "ks"),
        (r"ph|f", "p"),
        (r"qu(?=[aeiou])|q|ck", "k"),
        (r"c(?=[ei])", "s"),
        (r"c(?!h)", "k"),
        (r"z", "j"),
        (r"(?<=[kgcjtdpbs])h+", ""),
        (r"ee+|ea|ie|ei|ey(?![aeiou])|ai|ay(?![aeiou])", "i"),
        (r"oo+|ou|au|ow(?![aeiou])|ao", "u"),
        (r"[wv]", "b"),
        (r"o", "u"),
    )
)
#: The same for both scripts; what stood in ``a`` is gone by then.
_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?<=.)a", ""),
        (r"(?<=.)y", "i"),
        (r"(?<=.)e(?=[rh])", ""),
        (r"e", "i"),
        (r"m(?=[pb])", "n"),
        (r"(.)\1+", r"\1"),
    )
)
#: Signs that follow the *a* which every consonant has by itself.
_AFTER_A = (_ANUSVARA, "\u0903")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FEWEST_LETTERS, _MOST_LETTERS = 4, 14


def plain(text: str) -> str:
    """Return a text as it is looked for: small letters, ASCII figures, one form, no accents."""
    bare = _INVISIBLE.sub("", unicodedata.normalize("NFD", text.casefold()))
    bare = _ACCENTS.sub("", bare.replace(_CANDRABINDU, _ANUSVARA))
    if not bare.isascii():
        bare = "".join(_figure(letter) for letter in bare)
    return unicodedata.normalize("NFC", bare)


@lru_cache(maxsize=65_536)
def sound_of(word: str) -> str:
    """Return the key of a word by its sound; nothing for what is no word of letters."""
    word = plain(word)
    if any(letter.isdigit() for letter in word):
        return ""
    return _key(_SPELT_AS.get(word, word))


def near_sounds(word: str) -> list[str]:
    """Return the keys of all words one letter away: wrong, missing, too many or two swapped."""
    word = _latin(plain(word))
    if not (_FEWEST_LETTERS <= len(word) <= _MOST_LETTERS and word.isalpha()):
        return []
    spelt = {word[:at] + word[at + 1 :] for at in range(len(word))}
    spelt |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    for at in range(len(word) + 1):
        for letter in _LETTERS:
            spelt.add(word[:at] + letter + word[at:])
            spelt.add(word[:at] + letter + word[at + 1 :])
    keys = {_key(one) for one in spelt}
    return sorted(key for key in keys if len(key) >= _FEWEST_LETTERS - 1)


def _figure(letter: str) -> str:
    return str(unicodedata.digit(letter)) if letter.isdecimal() else letter


def _key(word: str) -> str:
    sound = _latin(word)
    for pattern, new in _LATIN_RULES:
        sound = pattern.sub(new, sound)
    for pattern, new in _RULES:
        sound = pattern.sub(new, sound)
    return sound


def _latin(word: str) -> str:
    """Return a word in Latin letters, roughly as it sounds; of Devanagari only what is heard."""
    if word.isascii():
        return word
    word = word.replace("ज्ञ", "ग्य")
    heard = []
    for letter, following in zip(word, f"{word[1:]} ", strict=True):
        if letter not in _CONSONANTS:
            heard.append(_OTHERS.get(letter, letter))
        elif following in _SIGNS and following not in _AFTER_A:
            heard.append(_CONSONANTS[letter])
        else:
            heard.append(f"{_CONSONANTS[letter]}a")
    return "".join(heard)
