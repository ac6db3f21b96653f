"""The desk as it runs: what it does with the books when it is closed."""

from PySide6.QtCore import QSettings, QTimer

from domain.backup import BackupReason
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.application import run_desk
from ui.desk.front import Front
from ui.sentences import explain


def test_a_desk_that_is_closed_leaves_a_backup(qapp, books, tmp_path):
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))

    def close_when_shown():
        next(window for window in qapp.topLevelWidgets() if isinstance(window, Front)).close()

    QTimer.singleShot(300, close_when_shown)
    code = run_desk(
        books, NO_DOCUMENTS, CLERK, explain, desk_lock=tmp_path / "desk.lock", new_words=str
    )

    [made] = books.safekeeping.backups()
    assert code == 0
    assert made.reason == BackupReason.CLOSING
    assert made.path.exists()
