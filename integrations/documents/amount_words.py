"""Amounts in words, by lakh and crore, as a cheque or a receipt has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.money import PAISE_PER_RUPEE, Money
from resources.texts import Texts

_CRORE = 10**7
_LAKH = 10**5
_THOUSAND = 1000
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How a language counts: a word for each number below 100, and for the greater units."""

    below_hundred: Sequence[str]
    hundred: str
    thousand: str
    lakh: str
    crore: str


def amount_in_words(amount: Money, _: Texts) -> str:
    """Return an amount that is not negative as words: ``Rupees Five Hundred only``."""
    if amount.paise < 0:
        raise ValueError("A negative amount has no words")
    rupees, paise = divmod(amount.paise, PAISE_PER_RUPEE)
    counted = in_words(rupees, _.language)
    if paise:
        return _(
            "Rupees {rupees} and {paise} paise only",
            rupees=counted,
            paise=in_words(paise, _.language),
        )
    return _("Rupees {rupees} only", rupees=counted)


def in_words(number: int, language: str) -> str:
    """Return a number that is not negative in the words of ``en`` or ``hi``."""
    words = _LANGUAGES[language]
    return " ".join(_parts(number, words)) or words.below_hundred[0]


def _parts(number: int, words: NumberWords) -> list[str]:
    crores, number = divmod(number, _CRORE)
    # Beyond 99 crore people count the crores themselves: one lakh crore.
    parts = [*_parts(crores, words), words.crore] if crores else []
    for unit, word in ((_LAKH, words.lakh), (_THOUSAND, words.thousand), (_HUNDRED, words.hundred)):
        count, number = divmod(number, unit)
        if count:
            parts += [words.below_hundred[count], word]
    return [*parts, words.below_hundred[number]] if number else parts


_ENGLISH_ONES = (
    *("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"),
    *("Ten", "Eleven", "Twelve", "Thirteen", "Fourteen"),
    *("Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen"),
)
_ENGLISH_TENS = ("Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety")

_ENGLISH = NumberWords(
    below_hundred=(
        *_ENGLISH_ONES,
        *(
            tens if one == 0 else f"{tens}-{_ENGLISH_ONES[one].lower()}"
            for tens in _ENGLISH_TENS
            for one in range(10)
        ),
    ),
    hundred="Hundred",
    thousand="Thousand",
    lakh="Lakh",
    crore="Crore",
)

#: Hindi has a word of its own for each number below 100 (spellings of the Kendriya Hindi
#: Nideshalaya, the government's office for standard Hindi).
_HINDI = NumberWords(
    below_hundred=(
        *("शून्य", "एक", "दो", "तीन", "चार"),
        *("पाँच", "छह", "सात", "आठ", "नौ"),
        *("दस", "ग्यारह", "बारह", "तेरह", "चौदह"),
        *("पंद्रह", "सोलह", "सत्रह", "अठारह", "उन्नीस"),
        *("बीस", "इक्कीस", "बाईस", "तेईस", "चौबीस"),
        *("पच्चीस", "छब्बीस", "सत्ताईस", "अट्ठाईस", "उनतीस"),
        *("तीस", "इकतीस", "बत्तीस", "तैंतीस", "चौंतीस"),
        *("पैंतीस", "छत्तीस", "सैंतीस", "अड़तीस", "उनतालीस"),
        *("चालीस", "इकतालीस", "बयालीस", "तैंतालीस", "चवालीस"),
        *("पैंतालीस", "छियालीस", "सैंतालीस", "अड़तालीस", "उनचास"),
        *("पचास", "इक्यावन", "बावन", "तिरपन", "चौवन"),
        *("पचपन", "छप्पन", "सत्तावन", "अट्ठावन", "उनसठ"),
        *("साठ", "इकसठ", "बासठ", "तिरसठ", "चौंसठ"),
        *("पैंसठ", "छियासठ", "सड़सठ", "अड़सठ", "उनहत्तर"),
        *("सत्तर", "इकहत्तर", "बहत्तर", "तिहत्तर", "चौहत्तर"),
        *("पचहत्तर", "छिहत्तर", "सतहत्तर", "अठहत्तर", "उन्यासी"),
        *("अस्सी", "इक्यासी", "बयासी", "तिरासी", "चौरासी"),
        *("पचासी", "छियासी", "सत्तासी", "अट्ठासी", "नवासी"),
        *("नब्बे", "इक्यानवे", "बानवे", "तिरानवे", "चौरानवे"),
        *("पचानवे", "छियानवे", "सत्तानवे", "अट्ठानवे", "निन्यानवे"),
    ),
    hundred="सौ",
    thousand="हज़ार",
    lakh="लाख",
    crore="करोड़",
)

_LANGUAGES = {"en": _ENGLISH, "hi": _HINDI}
