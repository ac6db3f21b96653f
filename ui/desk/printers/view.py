"""The printers of this desk, seen: a list, and a form for one of them beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.printing import DeskPrinters, PrinterKind, PrinterProfile
from resources.texts import N_, Texts
from ui.desk.kit.columns import Badge, Column
from ui.desk.kit.desk import Desk
from ui.desk.kit.list_beside import lay_out_list_beside
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, ConfirmStrip, EmptyState, Label, scrolling
from ui.desk.kit.printing import paper_word
from ui.desk.kit.saving import ask_folder, ask_present_file
from ui.desk.kit.table import Table
from ui.desk.printers.printer_form import PrinterForm

#: The kinds of printers in a word, where the form has more.
_KINDS: dict[PrinterKind, str] = {
    PrinterKind.SYSTEM: N_("System"),
    PrinterKind.NETWORK: N_("Network"),
    PrinterKind.FOLDER: N_("Folder"),
}


def _columns(view: PrintersView) -> Sequence[Column]:
    return (
        Column(
            "name", N_("Name"), lambda row, _: row.name, width=110, stretches=True, is_strong=True
        ),
        Column("kind", N_("Kind"), lambda row, _: _(_KINDS[row.kind]), width=88, gives_way=2),
        Column("place", N_("Where"), _place, width=140, gives_way=1),
        Column("paper", N_("Paper"), lambda row, _: paper_word(row.style.paper, _), width=104),
        Column("use", N_("Receipts"), width=132, badge=view.use_badge),
    )


def _place(row: PrinterProfile, _: Texts) -> str:
    return row.place or _("The default printer")


class PrintersView(QWidget):
    """Shows the printers, and says what the clerk wants of them; decides nothing."""

    row_changed = Signal(object)
    new_requested = Signal()
    accept_requested = Signal()
    default_requested = Signal()
    test_requested = Signal()
    remove_requested = Signal()
    logo_requested = Signal()
    folder_requested = Signal()
    leave_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        theme = desk.theme
        self._texts = desk.texts
        self._profile: PrinterProfile | None = None
        self._default = ""
        self._untouched: dict[str, Any] = {}
        self.model = ListTableModel(_columns(self), desk.texts, self, key=lambda row: row.name)
        self.table = Table(theme, "printers")
        self.table.show_model(self.model)
        self.empty = EmptyState(
            theme,
            "printer",
            N_(
                "No printer is set up at this desk: it asks for one with each receipt."
                " With one, receipts come out by themselves."
            ),
            N_("Add a printer"),
        )
        self.table.set_empty(self.empty)
        self.new = Button(theme, N_("Add a printer"), icon="plus", key="Alt+N")
        self.note = Label(
            N_("Printers belong to this machine; other desks of the office have their own."),
            "muted",
            wraps=True,
        )
        self.form = PrinterForm(theme)
        self.heading = Label("", "title", wraps=True)
        self.accept = Button(theme, N_("Save"), icon="save", look="primary", key="Ctrl+A")
        self.test = Button(theme, N_("Test print"), icon="printer", key="Ctrl+P")
        self.default = Button(theme, icon="receipt")
        self.choose_folder = Button(
            theme, N_("Choose the folder …"), icon="folder-open", key="Alt+O"
        )
        self.remove = Button(theme, N_("Remove"), look="danger", key="Alt+X")
        self.problem = Label("", "problem", wraps=True)
        self.problem.hide()
        self.confirm = ConfirmStrip(theme, is_narrow=True)
        self._side = Card()
        self._lay_out()
        self._connect()

    @property
    def profile(self) -> PrinterProfile | None:
        """The printer that is shown, as it is remembered; None for a new one."""
        return self._profile

    @property
    def is_form_open(self) -> bool:
        """Whether a printer, or a new one, stands in the form."""
        return not self._side.isHidden()

    @property
    def is_touched(self) -> bool:
        """Whether something was typed or chosen in the form and not saved."""
        return self.is_form_open and self.form.typed() != self._untouched

    @property
    def is_default(self) -> bool:
        """Whether receipts are printed on the printer that is shown."""
        return self._profile is not None and self._profile.name == self._default

    def show_printers(self, printers: DeskPrinters, system: Sequence[str]) -> None:
        """Show the list, and offer what the system knows."""
        self._default = printers.default
        self.form.show_system_printers(system, self._texts)
        self.model.set_rows(printers.profiles)
        if printers.profiles and self.table.currentIndex().row() < 0:
            self.table.go_to_place(0)
        self._show_words()

    def use_badge(self, row: PrinterProfile, _: Texts) -> Badge:
        """Return whether receipts are printed on a printer by themselves."""
        if row.name == self._default:
            return Badge("●", _("Default"), "good")
        return Badge("○", _("When chosen"), "muted")

    def show_profile(self, profile: PrinterProfile | None) -> None:
        """Show a printer in the form; None: an empty form for a new one."""
        self._profile = profile
        self._side.show()
        self.form.show_profile(profile)
        self._untouched = self.form.typed()
        self.show_problem("")
        self.confirm.hide()
        self._show_words()

    def close_form(self) -> None:
        """Take the form away: there is nothing to show in it."""
        self._profile = None
        self._side.hide()

    def show_refusal(self, refusal: Exception, sentence: str) -> None:
        """Say under its field, or at the buttons, what is wrong."""
        name = self.form.field_of(refusal)
        self.form.clear_problems()
        if name:
            self.form.show_problem(name, sentence)
        self.show_problem("" if name else sentence)

    def show_problem(self, sentence: str) -> None:
        """Say at the buttons what is wrong with the whole."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def show_busy(self, is_busy: bool) -> None:
        """Hold the buttons still while a printer works."""
        for button in (self.accept, self.test, self.default, self.remove):
            button.setDisabled(is_busy)

    def ask(self, question: str, accept: str, accepted: Callable[[], None]) -> None:
        """Ask before something grave; the texts are already worded."""
        _ = self._texts
        self.confirm.ask_gravely(question, accept, _("No, go back"), accepted)

    def ask_logo(self, accepted: Callable[[Path], None]) -> None:
        """Let the clerk choose a picture."""
        _ = self._texts
        ask_present_file(
            self, _("Choose the logo"), [_("Pictures (*.png *.jpg *.jpeg)")], _, accepted
        )

    def ask_folder(self, accepted: Callable[[Path], None]) -> None:
        """Let the clerk choose the folder for PDF files."""
        _ = self._texts
        ask_folder(self, _("Folder for PDF files"), _, accepted)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        parts = (self.model, self.empty, self.new, self.note, self.form, self.accept, self.test)
        for part in (*parts, self.choose_folder, self.remove):
            part.retranslate(_)
        self.table.setAccessibleName(_("Printers"))
        self._show_words()

    def _show_words(self) -> None:
        _, profile = self._texts, self._profile
        self.heading.setText(profile.name if profile else _("Add a printer"))
        for button in (self.default, self.remove):
            button.setVisible(profile is not None)
        words = _("Not for receipts") if self.is_default else _("Use for receipts")
        self.default.setText(f" {words}   Alt+D")
        self.default.setAccessibleName(words)
        self._show_folder_button()

    def _show_folder_button(self) -> None:
        self.choose_folder.setVisible(self.form.is_folder)

    def _lay_out(self) -> None:
        self._fill_side()
        lay_out_list_beside(
            self,
            self.table,
            self._side,
            above=[self.new],
            below=[self.note],
            shares=(6, 5),
            least_side_px=380,
        )

    def _fill_side(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        for part in (self.form, self.choose_folder):
            column.addWidget(part)
        column.addStretch(1)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.accept, 1)
        first.addWidget(self.test)
        second.addWidget(self.default)
        second.addStretch(1)
        second.addWidget(self.remove)
        self._side.body.addWidget(self.heading)
        self._side.body.addWidget(scrolling(inner), 1)
        self._side.body.addWidget(self.problem)
        self._side.body.addWidget(self.confirm)
        self._side.body.addLayout(first)
        self._side.body.addLayout(second)
        self._side.hide()

    def _connect(self) -> None:
        self.table.row_changed.connect(self.row_changed)
        self.table.opened.connect(lambda _row: self.form.start())
        self.empty.action_requested.connect(self.new_requested)
        self.form.accept_requested.connect(self.accept_requested)
        self.form.leave_requested.connect(self.leave_requested)
        self.form.logo.choose_requested.connect(self.logo_requested)
        self.form.kind.changed.connect(self._show_folder_button)
        for button, signal in (
            (self.new, self.new_requested),
            (self.accept, self.accept_requested),
            (self.test, self.test_requested),
            (self.default, self.default_requested),
            (self.remove, self.remove_requested),
            (self.choose_folder, self.folder_requested),
        ):
            button.clicked.connect(signal)
