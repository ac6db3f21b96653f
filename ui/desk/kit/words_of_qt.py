"""Qt's own words (Copy, Paste, Save) in the language of the desk; Qt ships no Hindi."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTranslator
from typing_extensions import override

from resources.texts import N_
from ui.desk.kit.language import Language

#: What Qt says by itself in menus of fields and in its file and print dialogs, without the
#: marks of its mnemonics.
_OF_QT = (
    *(N_("Undo"), N_("Redo"), N_("Cut"), N_("Copy"), N_("Paste"), N_("Delete"), N_("Select All")),
    *(N_("Copy Link Location"), N_("Save"), N_("Save As"), N_("Cancel"), N_("Close")),
    *(N_("OK"), N_("Yes"), N_("No"), N_("Look in:"), N_("File name:"), N_("Files of type:")),
    *(N_("Directory:"), N_("Directories"), N_("All Files (*)"), N_("Back"), N_("Forward")),
    *(N_("Parent Directory"), N_("Create New Folder"), N_("List View"), N_("Detail View")),
    *(N_("Name"), N_("Size"), N_("Type"), N_("Date Modified"), N_("Print"), N_("Clear")),
    *(N_("Computer"), N_("Folder"), N_("File"), N_("Printer"), N_("Name:"), N_("Location:")),
    *(N_("Type:"), N_("Properties"), N_("Output file:"), N_("Options >>"), N_("Options <<")),
    *(N_("Print to File (PDF)"), N_("Local file"), N_("Write PDF file"), N_("Copies")),
    *(N_("Copies:"), N_("Collate"), N_("Reverse"), N_("Print range"), N_("Print all")),
    *(N_("Pages from"), N_("to"), N_("Pages"), N_("Current Page"), N_("Selection")),
    *(N_("Page Set:"), N_("All Pages"), N_("Odd Pages"), N_("Even Pages"), N_("Options")),
    *(N_("Output Settings"), N_("Color Mode"), N_("Color"), N_("Grayscale")),
    *(N_("Double Sided Printing"), N_("None"), N_("Long side binding"), N_("Short side binding")),
)

#: What Qt says in a word that the desk uses for something else.
_MEANT = {"Open": N_("Open the file")}


class WordsOfQt(QTranslator):
    """Answers Qt when it asks for its words; whatever is not ours stays as Qt says it."""

    def __init__(self, language: Language, parent: QObject) -> None:
        super().__init__(parent)
        self._language = language
        self._known = frozenset((*_OF_QT, *_MEANT.values()))
        self._install()
        # Whoever has words of Qt asks for them again when the translator is put in anew.
        language.changed.connect(self._install)

    @override
    def isEmpty(self) -> bool:
        return False

    @override
    def translate(
        self,
        context: str | bytes | bytearray | memoryview,
        sourceText: str | bytes | bytearray | memoryview,
        disambiguation: str | bytes | bytearray | memoryview | None = None,
        n: int = -1,
    ) -> str:
        said = sourceText if isinstance(sourceText, str) else bytes(sourceText).decode()
        plain = said.replace("&", "")
        message = _MEANT.get(plain, plain)
        return self._language.texts(message) if message in self._known else said

    def _install(self) -> None:
        QCoreApplication.removeTranslator(self)
        QCoreApplication.installTranslator(self)
