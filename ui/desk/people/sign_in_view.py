"""Signing in, seen: the form, a password of one's own, and the ways back when one is lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from resources.texts import N_, Texts
from ui.desk.kit.fields import LineField, SecretField
from ui.desk.kit.form import Form
from ui.desk.kit.parts import Button, hairline
from ui.desk.kit.theme import Theme, set_look
from ui.desk.people.door import Panel
from ui.desk.people.passwords import NewPassword, tell_caps_lock


class FormPanel(Panel):
    """A panel with a form and one button; the last Enter and the button do the same."""

    #: What stands in the form is to be done.
    accept_requested = Signal()
    #: Esc, or the way back: one step.
    back_requested = Signal()

    def __init__(self, theme: Theme, title: str, words: str, accept: str) -> None:
        super().__init__(title, words)
        self._accept_words, self._is_busy = accept, False
        self._texts = Texts()
        self.form = Form()
        self.accept = Button(theme, accept, look="primary")
        set_look(self.accept, size="big")
        self.body.addWidget(self.form)
        self.body.addWidget(self.accept)
        self.form.accept_requested.connect(self._on_accept)
        self.form.leave_requested.connect(self.back_requested)
        self.accept.clicked.connect(lambda _checked=False: self._on_accept())

    def show_busy(self, is_busy: bool) -> None:
        """Say that it is being done; nothing can be asked for twice."""
        self._is_busy = is_busy
        _ = self._texts
        self.accept.setText(_("One moment …") if is_busy else _(self._accept_words))
        self.accept.setEnabled(not is_busy)

    @override
    def start(self) -> None:
        self.form.start()

    @override
    def step_back(self) -> None:
        self.back_requested.emit()

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        self._texts = _
        self.form.retranslate(_)
        self.accept.retranslate(_)
        self.show_busy(self._is_busy)

    def _on_accept(self) -> None:
        if not self._is_busy:
            self.accept_requested.emit()


class SignInPanel(FormPanel):
    """Who comes says who they are."""

    lost_requested = Signal()

    def __init__(self, theme: Theme, texts: Callable[[], Texts]) -> None:
        super().__init__(theme, N_("Sign in"), "", N_("Sign in"))
        self.form.add("user_name", LineField(most=64), N_("User name"))
        self.form.add("password", SecretField(), N_("Password"))
        tell_caps_lock(self.form, "password", texts)
        self.lost = Button(theme, N_("Lost the password?"), look="link")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.lost)
        self.body.addLayout(row)
        self.lost.clicked.connect(self.lost_requested)

    def typed(self) -> tuple[str, str]:
        """Return user name and password as they stand there."""
        form = self.form
        return str(form.field("user_name").value()).lower(), str(form.field("password").value())

    def show_refusal(self, field: str, sentence: str) -> None:
        """Say what is wrong under its field; the name stays, the password goes."""
        self.form.field("password").clear()
        self.form.show_problem(field, sentence)

    def show_name(self, user_name: str) -> None:
        """Put a user name in, and no password."""
        self.form.show_values({"user_name": user_name, "password": ""})

    @override
    def start(self) -> None:
        name = self.form.field("user_name")
        (self.form.field("password") if name.value() else name).setFocus()

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        self.lost.retranslate(_)


class OwnPasswordPanel(FormPanel):
    """Who came in with a password that somebody else has set chooses another one first."""

    def __init__(self, theme: Theme, texts: Callable[[], Texts]) -> None:
        super().__init__(
            theme,
            N_("Choose your own password"),
            N_(
                "The one that you came in with was set by somebody else. From now on nobody but"
                " you knows it."
            ),
            N_("Set the password and go on"),
        )
        self._user_name = ""
        self.password = NewPassword(self.form, lambda: self._user_name, texts)
        self.back = _back_button(theme)
        self.body.addWidget(self.back)
        self.back.clicked.connect(self.back_requested)

    def show_person(self, user_name: str) -> None:
        """Begin for somebody."""
        self._user_name = user_name
        self.password.clear()
        self.form.clear_problems()

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        self.back.retranslate(_)
        self.password.retranslate()


class LostPanel(FormPanel):
    """The ways back: an administrator helps, and recovery words help an administrator."""

    def __init__(self, theme: Theme, texts: Callable[[], Texts]) -> None:
        super().__init__(
            theme,
            N_("Lost the password?"),
            N_(
                "Ask an administrator of your office. On the page Staff they set a first password"
                " for you, and you change it when you sign in."
            ),
            N_("Set the password and sign in"),
        )
        self.rule = hairline()
        self.open_recovery = Button(
            theme, N_("I am an administrator and have the recovery words"), icon="key-round"
        )
        self.form.add("user_name", LineField(most=64), N_("User name of the administrator"))
        self.form.add(
            "words",
            LineField(most=400),
            N_("Recovery words"),
            hint=N_("all twelve, in order"),
        )
        self.password = NewPassword(
            self.form, lambda: str(self.form.field("user_name").value()), texts
        )
        self.back = _back_button(theme)
        self.body.insertWidget(3, self.open_recovery)
        self.body.insertWidget(4, self.rule)
        self.body.addWidget(self.back)
        self.back.clicked.connect(self.back_requested)
        self.open_recovery.clicked.connect(lambda _checked=False: self.show_recovery(True))
        self.show_recovery(False)

    def show_recovery(self, is_open: bool) -> None:
        """Open the form for the recovery words, or show only who can help."""
        self.open_recovery.setVisible(not is_open)
        for part in (self.rule, self.form, self.accept):
            part.setVisible(is_open)
        self.start()

    def typed(self) -> tuple[str, str]:
        """Return the user name and the recovery words."""
        form = self.form
        return str(form.field("user_name").value()).lower(), str(form.field("words").value())

    def clear(self) -> None:
        """Forget words and passwords."""
        self.password.clear()
        self.form.field("words").clear()
        self.form.clear_problems()

    @override
    def start(self) -> None:
        if self.open_recovery.isHidden():
            self.form.start()
        else:
            self.open_recovery.setFocus()

    @override
    def retranslate(self, _: Texts) -> None:
        super().retranslate(_)
        for part in (self.open_recovery, self.back):
            part.retranslate(_)
        self.password.retranslate()


def _back_button(theme: Theme) -> Button:
    return Button(theme, N_("Back"), icon="chevron-left", look="quiet", key="Esc")
