"""Which file or folder is meant: the system's dialog, with our words on its buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from resources.texts import Texts


def ask_excel_file(
    parent: QWidget, title: str, name: str, _: Texts, accepted: Callable[[Path], None]
) -> None:
    """Let somebody say where an Excel book is to be written; ``title`` is worded already."""
    ask_file(parent, title, name, (_("Excel books (*.xlsx)"), "xlsx"), _, accepted)


def ask_list_file(
    parent: QWidget, title: str, name: str, _: Texts, accepted: Callable[[Path], None]
) -> None:
    """Let somebody say where a list is to be written, as an Excel book or a CSV file."""
    kinds = {_("Excel books (*.xlsx)"): "xlsx", _("CSV files (*.csv)"): "csv"}
    dialog = QFileDialog(parent, title)
    dialog.setNameFilters(list(kinds))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("xlsx")
    dialog.selectFile(name)
    dialog.filterSelected.connect(lambda words: dialog.setDefaultSuffix(kinds.get(words, "xlsx")))
    _put_words(dialog, _)
    dialog.fileSelected.connect(lambda path: accepted(Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def ask_file(
    parent: QWidget,
    title: str,
    name: str,
    kind: tuple[str, str],
    _: Texts,
    accepted: Callable[[Path], None],
) -> None:
    """Let somebody choose a file to be written, of a kind: its words and its ending."""
    words, ending = kind
    # A name in its making would lead back to the folder of the program each time.
    dialog = QFileDialog(parent, title)
    dialog.setNameFilter(words)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending)
    dialog.selectFile(name)
    _put_words(dialog, _)
    dialog.fileSelected.connect(lambda path: accepted(Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def ask_present_file(
    parent: QWidget, title: str, kinds: Sequence[str], _: Texts, accepted: Callable[[Path], None]
) -> None:
    """Let somebody choose a file that is to be read; ``kinds`` and ``title`` are worded already."""
    dialog = QFileDialog(parent, title)
    dialog.setNameFilters(list(kinds))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _put_words(dialog, _)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Choose"))
    dialog.fileSelected.connect(lambda path: accepted(Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def ask_folder(parent: QWidget, title: str, _: Texts, accepted: Callable[[Path], None]) -> None:
    """Let somebody choose a folder."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    _put_words(dialog, _)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Choose"))
    dialog.fileSelected.connect(lambda path: accepted(Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _put_words(dialog: QFileDialog, _: Texts) -> None:
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Save"))
    dialog.setLabelText(QFileDialog.DialogLabel.Reject, _("Cancel"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileName, _("File name"))
