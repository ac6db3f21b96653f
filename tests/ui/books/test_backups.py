"""Backups at the desk: made, tried, set, made by themselves, and made when the desk closes."""

import time
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMainWindow
from sqlalchemy import text

from domain.backup import BackupReason
from domain.errors_of_database import DiskFull
from domain.progress import Step, silent
from domain.settings import BACKUP_AT_CLOSING, BACKUP_HOURS, BACKUP_SECOND_FOLDER, LEAST_FREE_MB
from domain.staff import Role
from integrations import support_bundle
from resources.texts import Texts
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.books.closing import ClosingBackup
from ui.desk.books.words import age_words, size_words


@pytest.fixture
def saved(keeper):
    """The page over an office with one good backup."""
    keeper.act("books.back_up")
    keeper.rest()
    return keeper


def test_an_office_that_was_never_backed_up_says_so_in_red(keeper):
    assert keeper.view.backups.age.text() == "Never backed up"
    assert keeper.view.backups.age.property("tone") == "bad"
    assert keeper.page.badge.tone == "bad"


def test_a_backup_is_made_by_a_key_and_told_with_its_name(saved):
    [made] = saved.books.safekeeping.backups()

    assert made.path.exists()
    assert saved.view.backups.age.text() == "Just now"
    assert saved.view.backups.age.property("tone") == "good"
    assert saved.page.badge.tone == "good"
    assert made.path.name in saved.desk.toasts.text
    assert saved.view.backups.model.rows == [made]


def test_the_age_grows_amber_and_then_red(saved, books):
    books._clock.at += timedelta(hours=5)  # noqa: SLF001 - the test's own clock
    saved.page.refresh()
    saved.rest()
    assert saved.view.backups.age.text() == "5 hours ago"
    assert saved.view.backups.age.property("tone") == "warning"
    assert saved.page.badge.tone == "warning"

    books._clock.at += timedelta(days=3)  # noqa: SLF001 - the test's own clock
    saved.page.refresh()
    saved.rest()
    assert saved.view.backups.age.text() == "3 days ago"
    assert saved.view.backups.age.property("tone") == "bad"


def test_a_drill_shows_what_was_compared_and_that_it_is_the_same(saved):
    saved.act("books.drill")
    saved.rest()

    sheet = saved.view.drill
    assert not sheet.isHidden()
    assert sheet.result.text().startswith("The backup is good")
    compared = {finding.what for finding in sheet.model.rows}
    assert {"events", "wallets", "receipts", "accounts"} <= compared
    assert saved.view.backups.drill.whole_text() == "just now: good"

    saved.press(Qt.Key.Key_Escape)
    assert sheet.isHidden()


def test_the_report_of_an_earlier_drill_is_shown_again(saved):
    saved.books.safekeeping.drill(CLERK, silent)
    saved.page.refresh()
    saved.rest()

    saved.act("books.report")

    assert len(saved.view.drill.model.rows) >= 5
    assert saved.page.step_back()
    assert not saved.page.step_back()


def test_a_drill_without_a_backup_is_a_sentence(keeper):
    keeper.act("books.drill")
    keeper.rest()

    assert not keeper.view.backups.problem.isHidden()
    assert keeper.view.backups.try_it.isEnabled()


def test_the_folder_is_opened(saved):
    saved.act("books.folder")

    assert saved.opened == [saved.books.safekeeping.backups()[0].path.parent]


def test_settings_are_changed_by_keys_alone(saved, tmp_path):
    saved.act("books.settings")
    saved.view.settings.hours.selectAll()
    saved.type("6")
    saved.press(Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Return)
    saved.type(str(tmp_path / "second"))
    saved.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    saved.rest()

    kept = {row.name: row.value for row in saved.books.safekeeping.settings()}
    assert kept[BACKUP_HOURS.name] == "6"
    assert kept[BACKUP_AT_CLOSING.name] == "no"
    assert kept[BACKUP_SECOND_FOLDER.name] == str(tmp_path / "second")
    assert saved.view.backups.second.whole_text() == str(tmp_path / "second")


def test_a_setting_that_cannot_be_is_told_under_its_field(saved):
    saved.act("books.settings")
    saved.view.settings.hours.selectAll()
    saved.type("900")
    saved.view.settings.accept.click()

    assert BACKUP_HOURS.name in saved.view.settings.form.problems()
    assert not saved.view.settings.isHidden()


def test_a_second_place_that_cannot_be_written_is_told_and_the_first_counts(keeper, tmp_path):
    (tmp_path / "file").write_text("no folder")
    keeper.books.safekeeping.change_setting(
        BACKUP_SECOND_FOLDER.name, str(tmp_path / "file" / "folder"), CLERK
    )

    keeper.act("books.back_up")
    keeper.rest()

    assert keeper.desk.toasts.text.startswith("The backup is made, but not in the second place.")
    assert keeper.view.backups.age.text() == "Just now"


def test_little_room_on_the_disk_warns_in_the_badge(keeper):
    keeper.books.safekeeping.change_setting(LEAST_FREE_MB.name, "1000000", CLERK)
    keeper.act("books.back_up")
    keeper.rest()

    assert keeper.page.badge.tone == "warning"
    assert "are free on the disk" in keeper.page.badge.toolTip()
    assert keeper.view.backups.room.property("tone") == "bad"


def test_roles_see_what_they_may_do(open_page, books):
    auditor = open_page(books, Role.AUDITOR)

    card = auditor.view.backups
    assert card.back_up.isHidden()
    assert card.try_it.isHidden()
    assert card.settings.isHidden()
    assert not auditor.view.support.isHidden()
    assert not card.table.isHidden()


def test_a_backup_that_is_due_is_made_by_itself(keeper):
    keeper.page.clock.tick()
    keeper.rest()

    [made] = keeper.books.safekeeping.backups()
    assert made.reason == BackupReason.TIMER
    assert keeper.desk.toasts.text == ""

    keeper.page.clock.tick()
    keeper.rest()
    assert len(keeper.books.safekeeping.backups()) == 1


def test_a_backup_that_failed_is_tried_again_only_after_a_while(keeper, books):
    failing = FailingSafe(books.safekeeping)
    keeper.page.keeper._books = Over(books, failing)  # noqa: SLF001 - a disk that is full

    keeper.page.clock.tick()
    keeper.rest()
    assert keeper.view.backups.problem.text()
    keeper.page.clock.tick()
    keeper.rest()
    assert failing.tries == 1

    books._clock.at += timedelta(minutes=20)  # noqa: SLF001 - the test's own clock
    keeper.page.refresh()
    keeper.rest()
    keeper.page.clock.tick()
    keeper.rest()
    assert failing.tries == 2


class ServedSafe:
    """A safekeeping of an office on a server."""

    def __init__(self, safekeeping):
        self._safekeeping = safekeeping

    def __getattr__(self, name):
        return getattr(self._safekeeping, name)

    def state(self):
        return replace(self._safekeeping.state(), is_on_server=True)


def test_backups_of_an_office_on_a_server_are_the_job_of_the_server(open_page, books):
    keeper = open_page(Over(books, ServedSafe(books.safekeeping)))

    keeper.page.clock.tick()
    keeper.rest()

    assert books.safekeeping.backups() == []
    assert keeper.view.backups.told.whole_text().startswith("Let the server run the backup")


# Messages that a restored office holds back


def hold_messages(books):
    with books._engine.begin() as connection:  # noqa: SLF001 - as the restoring leaves them
        office_id = books.office.id
        for number, topic in ((1, "sms"), (2, "amisp")):
            connection.execute(
                text(
                    "INSERT INTO message (office_id, id, consumer_id, alert, period, medium,"
                    " language, address, template_id, subject, text, variables, state, attempts,"
                    " created_at_ms, provider_id, error, resent)"
                    " SELECT :office_id, :id, min(id), :topic, :id, 'sms', 'en', '', '', '',"
                    " 'text', '{}', 'held', 0, 0, '', '', 0"
                    " FROM consumer WHERE office_id = :office_id"
                ),
                {"office_id": office_id, "id": number, "topic": topic},
            )


def test_held_messages_are_shown_and_let_go_with_a_reason(open_page, books):
    hold_messages(books)
    keeper = open_page(books, Role.SUPERVISOR)
    assert not keeper.view.messages.isHidden()

    keeper.view.messages.release.click()
    keeper.type("Seen with the gateway")
    keeper.press(Qt.Key.Key_Return)
    keeper.rest()
    assert [message.id for message in keeper.view.messages.model.rows] == [2]

    keeper.view.messages.drop_all.click()
    keeper.type("Told by telephone")
    keeper.press(Qt.Key.Key_Return)
    keeper.rest()
    assert keeper.view.messages.isHidden()
    assert books.safekeeping.held_messages() == []


def test_a_clerk_sees_held_messages_but_does_not_settle_them(open_page, books):
    hold_messages(books)

    clerk = open_page(books, Role.CLERK)

    assert not clerk.view.messages.isHidden()
    assert clerk.view.messages.release.isHidden()


# Support


def test_a_support_bundle_is_made_and_its_folder_shown(open_page, books, tmp_path):
    def pack(facts, path, made_at, _):
        support_bundle.write(facts, "", tmp_path, path, made_at, _)

    keeper = open_page(books, Role.SUPERVISOR, replace(NO_DOCUMENTS, support_bundle=pack))
    keeper.act("books.bundle")
    [dialog] = keeper.view.findChildren(QFileDialog)
    path = tmp_path / "support.zip"
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    keeper.wait(path.exists)
    keeper.rest()

    assert "README.txt" in zipfile.ZipFile(path).namelist()
    keeper.desk.toasts.toast.action.click()
    assert keeper.opened == [tmp_path]


# Closing


@pytest.fixture
def window(qtbot, keeper):
    """A window around the page, which makes a backup when it is closed."""
    opened = QMainWindow()
    opened.setCentralWidget(keeper.frame)
    opened.resize(1200, 760)
    opened.closing = ClosingBackup(opened, lambda: keeper.page)
    qtbot.addWidget(opened, before_close_func=lambda _window: opened.closing.close())
    opened.show()
    qtbot.waitActive(opened)
    return opened


def test_closing_waits_for_the_backup_and_then_closes(keeper, window):
    window.close()
    assert window.isVisible()
    assert window.closing.sheet.isVisible()

    keeper.wait(lambda: not window.isVisible())

    [made] = keeper.books.safekeeping.backups()
    assert made.reason == BackupReason.CLOSING


def test_an_office_that_wants_no_backup_at_closing_closes_at_once(keeper, window):
    keeper.books.safekeeping.change_setting(BACKUP_AT_CLOSING.name, "no", CLERK)

    window.close()
    keeper.wait(lambda: not window.isVisible())

    assert keeper.books.safekeeping.backups() == []


def test_a_desk_of_a_server_makes_no_backup_at_closing(keeper, window, books):
    keeper.page.watch.books = Over(books, ServedSafe(books.safekeeping))

    window.close()
    keeper.wait(lambda: not window.isVisible())

    assert books.safekeeping.backups() == []


def test_nobody_has_to_wait_for_the_backup_at_closing(keeper, window, books):
    keeper.page.keeper._books = Over(books, SlowSafe(books.safekeeping))  # noqa: SLF001 - a slow disk
    window.close()
    keeper.wait(lambda: keeper.page.keeper.is_running)

    window.closing.sheet.skip.click()

    assert not window.isVisible()
    keeper.rest()


def test_escape_keeps_the_desk_open(keeper, window, books):
    keeper.page.keeper._books = Over(books, SlowSafe(books.safekeeping))  # noqa: SLF001 - a slow disk
    window.close()
    keeper.wait(lambda: keeper.page.keeper.is_running)

    keeper.press(Qt.Key.Key_Escape)

    assert window.closing.sheet.isHidden()
    assert window.isVisible()
    keeper.page.keeper.task.cancel()
    keeper.rest()


def test_a_backup_at_closing_that_fails_is_told_and_can_be_left_out(keeper, window, books):
    keeper.page.keeper._books = Over(books, FailingSafe(books.safekeeping))  # noqa: SLF001 - a full disk
    window.close()
    keeper.wait(window.closing.sheet.problem.isVisible)

    assert "room left" in window.closing.sheet.problem.text()
    window.closing.sheet.skip.click()
    assert not window.isVisible()


def test_a_backup_that_stands_still_does_not_keep_the_desk_open(keeper, window, books):
    keeper.page.keeper._books = Over(books, SlowSafe(books.safekeeping))  # noqa: SLF001 - a slow disk
    window.close()
    keeper.wait(lambda: keeper.page.keeper.is_running)

    window.closing._patience.timeout.emit()  # noqa: SLF001 - a minute without progress

    assert not window.isVisible()
    keeper.page.keeper.task.cancel()
    keeper.rest()


# Words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "just now"),
        (1, "a minute ago"),
        (59, "59 minutes ago"),
        (60, "an hour ago"),
        (125, "2 hours ago"),
        (24 * 60, "a day ago"),
        (50 * 60, "2 days ago"),
        (-5, "just now"),
    ],
)
def test_an_age_is_told_in_words(books, minutes, words):
    now = books.now()

    assert age_words(now - timedelta(minutes=minutes), now, Texts()) == words


def test_an_age_of_months_is_told_by_its_day(books):
    assert age_words(books.now() - timedelta(days=90), books.now(), Texts()) == "24 Aug 2026"


def test_sizes_are_told_as_people_read_them():
    assert [size_words(size) for size in (0, 1023, 1536, 5 << 20, 3 << 30)] == [
        "0 B",
        "1023 B",
        "1.5 KB",
        "5.0 MB",
        "3.0 GB",
    ]


class Over:
    """Books with another safekeeping."""

    def __init__(self, books, safekeeping):
        self._books, self.safekeeping = books, safekeeping

    def __getattr__(self, name):
        return getattr(self._books, name)


class FailingSafe:
    """A safekeeping on a full disk."""

    def __init__(self, safekeeping):
        self._safekeeping, self.tries = safekeeping, 0

    def __getattr__(self, name):
        return getattr(self._safekeeping, name)

    def back_up(self, actor, progress, *, reason):
        self.tries += 1
        raise DiskFull("/backups")


class SlowSafe:
    """A safekeeping on a disk that takes for ever, and reports its steps."""

    def __init__(self, safekeeping):
        self._safekeeping = safekeeping

    def __getattr__(self, name):
        return getattr(self._safekeeping, name)

    def back_up(self, actor, progress, *, reason):
        while True:
            progress(Step(1, 100))
            time.sleep(0.01)
