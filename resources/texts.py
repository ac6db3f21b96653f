"""The one catalogue of everything a person reads: the code says English, the reader gets theirs."""

from __future__ import annotations

import gettext
import re
import string
from functools import cache
from io import BytesIO

from resources import locate

#: The languages of the program, each by its own name.
LANGUAGES = {"en": "English", "hi": "हिन्दी"}
SOURCE_LANGUAGE = "en"
#: A language of nobody: every text longer, with accents and in brackets, to try out a layout.
PSEUDO_LANGUAGE = "xx"
_ACCENTS = str.maketrans("aceinosuyAEIOUCN", "áçéíñóšúýÁÉÍÓÚÇÑ")
_LONGER = re.compile(r"([áéíóúýÁÉÍÓÚ])")


def N_(message: str) -> str:  # noqa: N802 - gettext's own name, which translators' tools look for
    """Mark a constant for translation; whoever shows it passes it to a :class:`Texts`."""
    return message


_MONTHS = (
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun")),
    *(N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
)


class Texts:
    """Translates into one language: ``_ = Texts("hi")``, then ``_("Recharge {amount}", ...)``.

    The name has to be ``_``, and the message a literal, for the message to be found in the code.
    """

    def __init__(self, language: str = SOURCE_LANGUAGE) -> None:
        """Open the catalogue of a language of :data:`LANGUAGES`; ``ValueError`` for another."""
        if language not in {*LANGUAGES, PSEUDO_LANGUAGE}:
            raise ValueError(f"There are no texts in {language!r}")
        self._language = language
        self._catalogue = _catalogue(language)

    @property
    def language(self) -> str:
        return self._language

    @property
    def month_names(self) -> tuple[str, ...]:
        """The short names of the twelve months, for ``domain.formats.day``."""
        return tuple(map(self, _MONTHS))

    def __call__(self, message: str, /, **facts: object) -> str:
        """Return the message in this language with its ``{places}`` filled from ``facts``."""
        # gettext answers the empty message with the head of its file.
        translated = self._catalogue.gettext(message) if message else message
        return translated.format(**facts)


def texts_of_all() -> dict[str, Texts]:
    """Return the texts of every language by its code, for papers that bear more than one."""
    return {language: Texts(language) for language in LANGUAGES}


class _Stretched(gettext.NullTranslations):
    """Stretches every text by the vowels, so that it breaks into lines as a real one does."""

    def gettext(self, message: str) -> str:
        return f"[{''.join(map(_stretched, string.Formatter().parse(message)))}]"


def _stretched(part: tuple[str, str | None, str | None, str | None]) -> str:
    """Return one stretch of a message, and after it the place for a fact as it was."""
    literal, place, form, _conversion = part
    longer = _LONGER.sub(r"\1\1", literal.translate(_ACCENTS))
    longer = longer.replace("{", "{{").replace("}", "}}")
    if place is None:
        return longer
    return f"{longer}{{{place}:{form}}}" if form else f"{longer}{{{place}}}"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """Return the compiled catalogue, or what the .po says where that is newer or alone."""
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    if language == PSEUDO_LANGUAGE:
        return _Stretched()
    source, compiled = locate("i18n", f"{language}.po"), locate("i18n", f"{language}.mo")
    if compiled.exists() and not (
        source.exists() and source.stat().st_mtime > compiled.stat().st_mtime
    ):
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    return _compiled_in_memory(source.read_bytes())


def _compiled_in_memory(source: bytes) -> gettext.NullTranslations:
    """Compile a .po; only a checkout without set-up comes here, so Babel is loaded here."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - see above
    from babel.messages.pofile import read_po  # noqa: PLC0415 - see above

    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source)))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
