"""The desk from start to end: one application, one window, one set of lanes."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLockFile, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from domain.books import Books
from domain.office import Actor
from resources.texts import Texts
from ui.desk.alerts.page import AlertsPage
from ui.desk.approvals.page import ApprovalsPage
from ui.desk.audit.page import AuditPage
from ui.desk.billing_sheet.page import BillingSheetPage
from ui.desk.books.closing import ClosingBackup
from ui.desk.books.page import BooksPage
from ui.desk.consumers.page import ConsumersPage
from ui.desk.counter.page import CounterPage
from ui.desk.dashboard.page import DashboardPage
from ui.desk.defaulters.page import DefaultersPage
from ui.desk.frame.geometry import keep_geometry, restore_geometry
from ui.desk.front import Front
from ui.desk.importing.page import ImportingPage
from ui.desk.kit.desk import Explain
from ui.desk.kit.documents import Documents
from ui.desk.kit.language import Language
from ui.desk.kit.page import Page
from ui.desk.kit.tasks import TaskRunner
from ui.desk.kit.theme import Colors, Theme
from ui.desk.kit.words_of_qt import WordsOfQt
from ui.desk.policies.page import PoliciesPage
from ui.desk.printers.page import PrintersPage
from ui.desk.receipts.page import ReceiptsPage
from ui.desk.recharge.page import RechargePage
from ui.desk.registers.page import RegistersPage
from ui.desk.settling.page import RecoveryPage
from ui.desk.simulation.page import SimulationPage
from ui.desk.staff.page import StaffPage
from ui.desk.supply.page import SupplyPage
from ui.desk.tariffs.page import TariffsPage
from ui.desk.verifying.page import VerifyingPage
from ui.desk.window import MakePage, Surroundings

WIDE_ENOUGH = (1366, 728)
_LOCK_WAIT_MS = 200


#: The exit code of a desk that found another one open on the same office.
ALREADY_OPEN = 3


def run_desk(  # noqa: PLR0913 - what the composition root puts together
    books: Books,
    documents: Documents,
    actor: Actor,
    explain: Explain,
    *,
    desk_lock: Path,
    new_words: Callable[[], str],
) -> int:
    """Show the desk of one office until its window is closed; return the exit code.

    ``actor`` is who acts where the office has no staff; ``desk_lock`` the file by which a second
    desk on this machine finds the office in use; ``new_words`` makes recovery words.
    """
    application = open_application()
    settings = QSettings("Bijli Bahi", "desk")
    theme, language = Theme(application), Language(str(settings.value("language", "en")))
    WordsOfQt(language, application)
    lock = QLockFile(str(desk_lock))
    if not lock.tryLock(_LOCK_WAIT_MS):
        _ = language.texts
        say_that_it_cannot_open(_("The desk of this office is open already on this machine."), _)
        return ALREADY_OPEN
    theme.show_colors(_kept_colors(settings))
    theme.show_scale(float(str(settings.value("scale", "1.0"))))
    tasks = TaskRunner()
    world = Surroundings(books, actor, explain, tasks, language, theme)
    window = Front(world, lambda seen: page_makers(seen, documents), documents, new_words)
    theme.dress(window)
    ClosingBackup(window, lambda: _books_page_of(window))
    window.setWindowIcon(QIcon(theme.icon("zap", "accent")))
    window.begin()
    _report_bugs_in(window)
    restore_geometry(window, settings, WIDE_ENOUGH)
    window.show()
    # What was made until here stays as long as the desk does: to look through all of it for what
    # nobody holds any more would keep the first figures waiting.
    gc.freeze()
    try:
        code = application.exec()
    finally:
        sys.excepthook = sys.__excepthook__
        window.keep_habits()
        tasks.shutdown()
        lock.unlock()
    keep_geometry(window, settings)
    _keep(settings, theme, language)
    return code


def _books_page_of(window: Front) -> BooksPage | None:
    """Return the page that makes backups, while somebody is signed in."""
    desk = window.window_of_desk
    page = desk.pages.get(BooksPage.key) if desk else None
    return page if isinstance(page, BooksPage) else None


def say_that_it_cannot_open(sentence: str, _: Texts) -> None:
    """Tell in a small window why there is no desk, until it is closed; nothing on a bare screen."""
    open_application()
    if QGuiApplication.platformName() == "offscreen":
        return
    box = QMessageBox(QMessageBox.Icon.Warning, "Bijli Bahi", sentence)
    box.addButton(_("Close"), QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def open_application() -> QApplication:
    """Return the one application of the process."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Bijli Bahi")
    return application


def page_makers(books: Books, documents: Documents) -> Sequence[MakePage]:
    """Return what makes the pages, in the order of the navigation."""
    return [
        _maker(DashboardPage, books),
        _maker(ConsumersPage, books, documents),
        _maker(RechargePage, books, documents),
        _maker(SimulationPage, books, documents),
        _maker(BillingSheetPage, books, documents),
        _maker(CounterPage, books, documents),
        _maker(ReceiptsPage, books, documents),
        _maker(RegistersPage, books, documents),
        _maker(RecoveryPage, books, documents),
        _maker(DefaultersPage, books, documents),
        _maker(SupplyPage, books, documents),
        _maker(AlertsPage, books),
        _maker(ApprovalsPage, books),
        _maker(PoliciesPage, books, documents),
        _maker(TariffsPage, books, documents),
        _maker(ImportingPage, books, documents),
        _maker(BooksPage, books, documents),
        _maker(StaffPage, books, documents),
        _maker(AuditPage, books, documents),
        _maker(VerifyingPage, books),
        _maker(PrintersPage, books, documents),
    ]


def _maker(kind: type[Page], *given: object) -> MakePage:
    """Return what makes a page where the role of who is here may have it, and else none."""
    make: Callable[..., Page] = kind
    return lambda desk: make(desk, *given) if desk.may(kind.needs) else None


def _report_bugs_in(window: Front) -> None:
    """Show what nobody caught in the window; Qt would print it and go on as if nothing was."""

    def report(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            window.report_bug(error)

    sys.excepthook = report


def _kept_colors(settings: QSettings) -> Colors:
    """Return the colours that the clerk chose; those of the system as long as none were."""
    kept = str(settings.value("colors", ""))
    return Colors(kept) if kept in list(Colors) else Colors.SYSTEM


def _keep(settings: QSettings, theme: Theme, language: Language) -> None:
    """Remember how the clerk likes the desk."""
    settings.setValue("language", language.code)
    settings.setValue("colors", theme.colors.value)
    settings.setValue("scale", str(theme.scale))
