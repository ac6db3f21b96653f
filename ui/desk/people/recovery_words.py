"""The recovery words: shown once, printed or saved, and tried by typing three of them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from secrets import SystemRandom

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from domain.books import Books
from resources.texts import N_, Texts
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents, Picture
from ui.desk.kit.fields import LineField
from ui.desk.kit.form import Form
from ui.desk.kit.parts import Button, Card, Label
from ui.desk.kit.printing import ask_printer, put_on_paper, resolution_of
from ui.desk.kit.saving import ask_file
from ui.desk.kit.theme import Theme
from ui.desk.kit.writing import write_whole

#: So many words are typed back before they count as written down.
WORDS_TRIED = 3
_COLUMNS = 3
_NAMES = ("first_word", "second_word", "third_word")


def three_places(count: int) -> list[int]:
    """Return the places of the words to be typed back, in order."""
    return sorted(SystemRandom().sample(range(count), WORDS_TRIED))


class WordsView(QWidget):
    """The words, numbered, with the two ways to keep them."""

    print_requested = Signal()
    save_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._labels: list[QLabel] = []
        self._card = Card(look="soft")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(10)
        self._card.body.addLayout(self._grid)
        self.print_it = Button(theme, N_("Print"), icon="printer")
        self.save = Button(theme, N_("Save as PDF"), icon="save")
        row = QHBoxLayout()
        row.addWidget(self.print_it)
        row.addWidget(self.save)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._card)
        column.addLayout(row)
        self.print_it.clicked.connect(lambda _checked=False: self.print_requested.emit())
        self.save.clicked.connect(lambda _checked=False: self.save_requested.emit())

    def show_words(self, words: Sequence[str]) -> None:
        """Show these; none takes them off the screen."""
        for label in self._labels:
            self._grid.removeWidget(label)
            label.deleteLater()
        self._labels = [_numbered(place, word) for place, word in enumerate(words, start=1)]
        for place, label in enumerate(self._labels):
            self._grid.addWidget(label, *divmod(place, _COLUMNS))

    @property
    def shown(self) -> list[str]:
        """What can be read on the screen."""
        return [label.text() for label in self._labels]

    def retranslate(self, _: Texts) -> None:
        """Set every word but the twelve."""
        self.print_it.retranslate(_)
        self.save.retranslate(_)


class TryView(QWidget):
    """Asks for a few of the words, each by its number."""

    accept_requested = Signal()
    leave_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._places: Sequence[int] = ()
        self.form = Form()
        for name in _NAMES:
            self.form.add(name, LineField(most=40), N_("Word"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        self.form.accept_requested.connect(self.accept_requested)
        self.form.leave_requested.connect(self.leave_requested)

    def ask(self, places: Sequence[int], _: Texts) -> None:
        """Ask for the words at these places (counted from 0), with empty fields."""
        self._places = places
        self.form.show_values(dict.fromkeys(_NAMES, ""))
        self.retranslate(_)

    def start(self) -> None:
        """Put the focus into the first field."""
        self.form.start()

    def is_right(self, words: Sequence[str], _: Texts) -> bool:
        """Return whether all are as in ``words``; the first that is not is told of."""
        for name, place in zip(_NAMES, self._places, strict=True):
            if str(self.form.field(name).value()).lower() != words[place]:
                sentence = _("Word {number} on the sheet is another one.", number=place + 1)
                self.form.show_problem(name, sentence)
                return False
        return True

    def retranslate(self, _: Texts) -> None:
        """Name the fields by the numbers of their words."""
        for name, place in zip(_NAMES, self._places, strict=False):
            self.form.name_field(name, _("Word {number}", number=place + 1))


class WordsOnPaper(QObject):
    """Prints the sheet or saves it; the words are kept nowhere else."""

    #: The sheet went to a printer or into a file.
    kept = Signal()

    def __init__(self, host: QWidget, desk: Desk, documents: Documents, books: Books) -> None:
        super().__init__(host)
        self._host, self._desk, self._documents, self._books = host, desk, documents, books

    def print_words(self, words: str) -> None:
        """Let a printer be chosen for the sheet."""
        _ = self._desk.texts
        ask_printer(self._host, _, lambda printer: self._on_printer(printer, words))

    def save_words(self, words: str) -> None:
        """Let a file be chosen for the sheet."""
        _ = self._desk.texts
        name = f"recovery-words-{self._books.office.code}.pdf"
        kind = (_("PDF files (*.pdf)"), "pdf")
        title = _("Save the recovery words")
        ask_file(self._host, title, name, kind, _, lambda path: self._on_file(path, words))

    def _on_printer(self, printer: QPrinter, words: str) -> None:
        dpi, pictures, make = resolution_of(printer), self._documents.pictures, self._sheet(words)
        task = self._desk.tasks.read(self, lambda _progress: pictures(make(), dpi))
        task.succeeded.connect(lambda pages: self._put_on_paper(printer, pages, dpi))
        task.failed.connect(self._desk.show_failure)

    def _put_on_paper(self, printer: QPrinter, pictures: Sequence[Picture], dpi: int) -> None:
        _ = self._desk.texts
        if put_on_paper(printer, pictures, dpi):
            self._desk.toasts.show(_("The recovery words are printed."))
            self.kept.emit()
        else:
            self._desk.toasts.show(_("The printer did not take the sheet."), "bad")

    def _on_file(self, path: Path, words: str) -> None:
        make = self._sheet(words)
        task = self._desk.tasks.read(self, lambda _progress: write_whole(path, make()))
        task.succeeded.connect(lambda _nothing: self._on_saved(path))
        task.failed.connect(self._desk.show_failure)

    def _sheet(self, words: str) -> Callable[[], bytes]:
        """Return what makes the sheet, off the GUI thread."""
        pdf, office, _ = self._documents.recovery_words_pdf, self._books.office, self._desk.texts
        made_at = self._books.now()
        return lambda: pdf(words, office, made_at, _)

    def _on_saved(self, path: Path) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(
            _(
                "Saved as {name}. Print it, put the paper into a safe, and delete the file.",
                name=path.name,
            )
        )
        self.kept.emit()


def _numbered(number: int, word: str) -> QLabel:
    label = Label("", "word")
    label.setText(f"{number}  {word}")
    return label
