"""The language in which the desk speaks now; whoever shows words listens for its change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from resources.texts import LANGUAGES, Texts


class Language(QObject):
    """Holds the texts of the chosen language; ``changed`` says that all words have to be set anew.

    Widgets and pages with words have ``retranslate(_)``; the window calls it on its pages, a
    page on its widgets.
    """

    changed = Signal()

    def __init__(
        self,
        code: str = "en",
        parent: QObject | None = None,
        *,
        open_texts: Callable[[str], Texts] = Texts,
    ) -> None:
        super().__init__(parent)
        self._open_texts = open_texts
        self._code = code
        self._texts = open_texts(code)

    @property
    def code(self) -> str:
        """The language as two letters: ``en``, ``hi``."""
        return self._code

    @property
    def texts(self) -> Texts:
        """The texts to speak with: ``_ = language.texts``."""
        return self._texts

    def switch_to(self, code: str) -> None:
        """Speak ``code`` from now on."""
        if code != self._code:
            self._code = code
            self._texts = self._open_texts(code)
            self.changed.emit()


def next_language(code: str) -> str:
    """Return the language that comes after ``code``; after one of nobody, the first."""
    codes = list(LANGUAGES)
    after = codes.index(code) + 1 if code in codes else 0
    return codes[after % len(codes)]
