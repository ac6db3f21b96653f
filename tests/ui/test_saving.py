"""Where a file is written: the dialog begins in the folder that was chosen last."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from resources.texts import Texts
from ui.desk.kit.saving import ask_file, ask_list_file


def ask_pdf(parent, name, accepted):
    ask_file(parent, "Save", name, ("PDF files (*.pdf)", "pdf"), Texts("en"), accepted)


def ask_list(parent, name, accepted):
    ask_list_file(parent, "Export", name, Texts("en"), accepted)


@pytest.mark.parametrize(("ask", "ending"), [(ask_pdf, "pdf"), (ask_list, "xlsx")])
def test_the_next_file_is_offered_in_the_folder_of_the_last(qtbot, tmp_path, ask, ending):
    parent, written = QWidget(), []
    qtbot.addWidget(parent)
    ask(parent, f"first.{ending}", written.append)
    first = parent.findChild(QFileDialog)
    first.setDirectory(str(tmp_path))
    first.selectFile(f"first.{ending}")
    first.accept()
    qtbot.waitUntil(lambda: parent.findChild(QFileDialog) is None)
    assert written == [tmp_path / f"first.{ending}"]

    ask(parent, f"second.{ending}", written.append)

    offered = parent.findChild(QFileDialog).selectedFiles()
    assert offered == [str(tmp_path / f"second.{ending}")]
