"""The staff, seen: who is in the office, and a form for one of them beside the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain import formats
from domain.calendar import IST
from domain.staff import Member
from resources.texts import N_, Texts
from ui.desk.kit.columns import Badge, Column
from ui.desk.kit.desk import Desk
from ui.desk.kit.fields import ChoiceField, LineField, WholeNumberField
from ui.desk.kit.form import Form
from ui.desk.kit.list_beside import lay_out_list_beside
from ui.desk.kit.overlay import Overlay
from ui.desk.kit.paged_table import ListTableModel
from ui.desk.kit.parts import Button, Card, ConfirmStrip, EmptyState, Label, Pill, scrolling
from ui.desk.kit.table import Table
from ui.desk.kit.words import role_options, role_word

MOST_COUNTER = 99


def state_badge(member: Member, now: datetime, _: Texts) -> Badge:
    """Return how somebody stands: at work, locked, dismissed, with a password to be changed."""
    if not member.is_active:
        return Badge("○", _("Dismissed"), "muted")
    if member.is_locked(now) and member.locked_until is not None:
        time = f"{member.locked_until.astimezone(IST):%H:%M}"
        return Badge("■", _("Locked to {time}", time=time), "bad")
    if member.must_change_password:
        return Badge("◐", _("First password"), "warning")
    return Badge("●", _("Active"), "good")


def _columns(view: StaffView) -> Sequence[Column]:
    return (
        Column("user_name", N_("User name"), lambda row, _: row.user_name, 96, is_sortable=True),
        Column(
            "name",
            N_("Name"),
            lambda row, _: row.name,
            width=106,
            is_sortable=True,
            stretches=True,
            is_strong=True,
        ),
        Column(
            "role", N_("Role"), lambda row, _: role_word(row.role, _), width=104, is_sortable=True
        ),
        Column(
            "counter",
            N_("Counter"),
            lambda row, _: str(row.counter) if row.counter else "–",  # noqa: RUF001 - none
            width=74,
            is_number=True,
            is_sortable=True,
            gives_way=2,
        ),
        Column("state", N_("State"), width=138, badge=lambda row, _: state_badge(row, view.now, _)),
        Column(
            "signed_in_at",
            N_("Last sign-in"),
            _last_sign_in,
            width=136,
            is_sortable=True,
            gives_way=1,
        ),
    )


def _last_sign_in(row: Member, _: Texts) -> str:
    if row.signed_in_at is None:
        return _("Never")
    return formats.moment(row.signed_in_at, _.month_names)


class StaffView(QWidget):
    """Shows the staff, and says what the administrator wants; decides nothing."""

    row_changed = Signal(object)
    new_requested = Signal()
    accept_requested = Signal()
    #: Dismiss who is shown, or take them back; open the account; set another first password.
    dismissal_requested = Signal()
    unlock_requested = Signal()
    reset_requested = Signal()
    words_requested = Signal()
    staff_requested = Signal()
    leave_requested = Signal()

    def __init__(self, desk: Desk, now: datetime) -> None:
        super().__init__()
        theme = desk.theme
        self._texts = desk.texts
        self._member: Member | None = None
        self._untouched: dict[str, Any] = {}
        #: As of which instant the locks are told.
        self.now = now
        self.model = ListTableModel(_columns(self), desk.texts, self, key=_key)
        self.table = Table(theme, "staff")
        self.table.show_model(self.model)
        self.empty = EmptyState(
            theme,
            "id-card",
            N_(
                "This office has no staff: everybody may do everything, and nobody signs in."
                " Set up staff to practise it."
            ),
            N_("Set up staff"),
        )
        self.table.set_empty(self.empty)
        self.new = Button(theme, N_("Take somebody on"), icon="user-plus", key="Alt+N")
        self.words = Button(theme, N_("Recovery words"), icon="key-round")
        self.words_state = Label("", "muted", wraps=True)
        self.form = _member_form(desk)
        self.heading = Label("", "title", wraps=True)
        self.state = Pill()
        self.accept = Button(theme, N_("Save"), icon="save", look="primary", key="Ctrl+A")
        self.dismissal = Button(theme, N_("Dismiss"), look="danger")
        self.unlock = Button(theme, N_("Unlock"), icon="lock")
        self.reset = Button(theme, N_("Set a first password"), icon="key-round")
        self.problem = Label("", "problem", wraps=True)
        self.problem.hide()
        self.confirm = ConfirmStrip(theme, is_narrow=True)
        self.hand_over = HandOverSheet(self, desk)
        self._side = Card()
        self._lay_out()
        self._connect()

    @property
    def member(self) -> Member | None:
        """Who is shown in the form, or None for somebody new."""
        return self._member

    @property
    def is_touched(self) -> bool:
        """Whether something was typed or chosen in the form and not saved."""
        return not self._side.isHidden() and self.form.typed() != self._untouched

    def show_staff(self, members: Sequence[Member], now: datetime) -> None:
        """Show the list; an office without staff can be given some."""
        self.now = now
        self.model.set_rows(members)
        self.new.setEnabled(bool(members))
        if members and self.table.currentIndex().row() < 0:
            self.table.go_to_place(0)

    def show_words_state(self, sentence: str, tone: str) -> None:
        """Tell how it stands with the recovery words, already worded."""
        self.words_state.setText(sentence)
        self.words_state.show_tone(tone)

    def show_member(self, member: Member) -> None:
        """Show somebody in the form."""
        self._member = member
        self._side.show()
        self.form.field("user_name").setReadOnly(True)
        self.form.show_values(
            {
                "user_name": member.user_name,
                "name": member.name,
                "role": member.role,
                "counter": member.counter,
            }
        )
        self._untouched = self.form.typed()
        self.show_problem("")
        self.confirm.hide()
        self._show_words()

    def show_new(self) -> None:
        """Offer an empty form for somebody new."""
        self._member = None
        self._side.show()
        self.form.field("user_name").setReadOnly(False)
        empty = {"user_name": "", "name": "", "role": None, "counter": None}
        self.form.show_values(empty)
        self._untouched = self.form.typed()
        self.show_problem("")
        self.confirm.hide()
        self._show_words()
        self.form.start()

    def show_problems(self, sentences: dict[str, str]) -> None:
        """Say under each field what is wrong; what has no field stands at the button."""
        known = {name: text for name, text in sentences.items() if name in self.form.names}
        self.form.show_problems(known)
        self.show_problem(" ".join(text for name, text in sentences.items() if name not in known))

    def show_problem(self, sentence: str) -> None:
        """Say at the button what is wrong with the whole."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def ask(self, question: str, accept: str, accepted: Callable[[], None]) -> None:
        """Ask before something grave; the texts are already worded."""
        _ = self._texts
        self.confirm.ask_gravely(question, accept, _("No, go back"), accepted)

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        self._texts = _
        was_touched = self.is_touched
        self.form.field("role").set_options(role_options(_))
        parts = (self.model, self.empty, self.new, self.words, self.form, self.accept)
        for part in (*parts, self.unlock, self.reset, self.hand_over):
            part.retranslate(_)
        self.table.setAccessibleName(_("Staff"))
        self._show_words()
        if not was_touched:
            self._untouched = self.form.typed()

    def _show_words(self) -> None:
        _, member = self._texts, self._member
        self.heading.setText(member.name if member else _("Take somebody on"))
        is_known = member is not None
        for button in (self.dismissal, self.reset):
            button.setVisible(is_known)
        self.state.setVisible(is_known)
        self.unlock.setVisible(member is not None and member.is_locked(self.now))
        if member:
            words = _("Dismiss") if member.is_active else _("Take back")
            self.dismissal.setText(words)
            self.dismissal.setAccessibleName(words)
            self.state.show_badge(state_badge(member, self.now, _))

    def _lay_out(self) -> None:
        self._fill_side()
        lay_out_list_beside(
            self,
            self.table,
            self._side,
            above=[self.new, self.words],
            below=[self.words_state],
            shares=(7, 4),
            least_side_px=320,
        )

    def _fill_side(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        for part in (self.heading, self.state, self.form, self.problem, self.accept):
            column.addWidget(part)
        column.addSpacing(6)
        # In one row the three would be wider than the side of a small screen.
        for button in (self.unlock, self.reset, self.dismissal):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.confirm)
        column.addStretch(1)
        self._side.body.addWidget(scrolling(inner))
        self._side.hide()

    def _connect(self) -> None:
        self.table.row_changed.connect(self.row_changed)
        self.table.opened.connect(lambda _row: self.form.field("name").setFocus())
        self.empty.action_requested.connect(self.staff_requested)
        self.form.accept_requested.connect(self.accept_requested)
        self.form.leave_requested.connect(self.leave_requested)
        for button, signal in (
            (self.new, self.new_requested),
            (self.accept, self.accept_requested),
            (self.dismissal, self.dismissal_requested),
            (self.unlock, self.unlock_requested),
            (self.reset, self.reset_requested),
            (self.words, self.words_requested),
        ):
            button.clicked.connect(signal)


class HandOverSheet(Overlay):
    """A first password, shown once to be handed over."""

    closed = Signal()

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, desk.theme, 480, 250)
        self._texts = desk.texts
        self.heading = Label("", "title", wraps=True)
        self.words = Label(
            N_(
                "Read it out or write it down for them now: nothing shows it again. They choose"
                " their own when they sign in."
            ),
            "muted",
            wraps=True,
        )
        self.password = Label("", "huge")
        self.password.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = Button(desk.theme, N_("Copy"), icon="copy")
        self.done = Button(desk.theme, N_("Handed over"), look="primary", key="Esc")
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(self.done)
        for part in (self.heading, self.words, self.password):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.body.addLayout(row)
        self.copy.clicked.connect(
            lambda _checked=False: QGuiApplication.clipboard().setText(self.password.text())
        )
        self.done.clicked.connect(lambda _checked=False: self.put_away())

    def show_password(self, name: str, password: str, _: Texts) -> None:
        """Show somebody's first password."""
        self.heading.setText(_("First password of {name}", name=name))
        self.password.setText(password)
        self.password.setAccessibleName(password)
        self.open()
        self.done.setFocus()

    def put_away(self) -> None:
        """Forget the password with the sheet."""
        self.password.clear()
        self.password.setAccessibleName("")
        super().put_away()

    def retranslate(self, _: Texts) -> None:
        """Set every word."""
        for part in (self.words, self.copy, self.done):
            part.retranslate(_)


def _key(row: Member) -> object:
    return row.user_name


def _member_form(desk: Desk) -> Form:
    form = Form(columns=2)
    hint = N_("small letters and digits, such as asha.k")
    form.add("user_name", LineField(most=32), N_("User name"), hint=hint, span=2)
    form.add("name", LineField(most=120), N_("Name"), span=2)
    form.add("role", ChoiceField(desk.theme), N_("Role"))
    form.add(
        "counter",
        WholeNumberField(0, MOST_COUNTER),
        N_("Counter"),
    )
    form.field("role").set_options(role_options(desk.texts))
    return form
