"""A password that somebody chooses: typed twice, with a word on how hard it is to guess."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject

from domain.errors_of_trust import PasswordTooWeak
from domain.staff import LEAST_PASSWORD, refuse_weak_password
from resources.texts import N_, Texts
from ui.desk.kit.fields import SecretField
from ui.desk.kit.form import Form

NEW, AGAIN = "new_password", "again"
_LONG, _VERY_LONG = 12, 16
_VARIED = 8


class Strength(StrEnum):
    """How hard a password is to guess; only a weak one is refused."""

    WEAK = "weak"
    FAIR = "fair"
    GOOD = "good"
    STRONG = "strong"


_WORDS = {
    Strength.WEAK: (
        N_("At least {least} characters, not the user name, not easily guessed."),
        "warning",
    ),
    Strength.FAIR: (N_("Fair: it would do. Two or three words more make it strong."), "warning"),
    Strength.GOOD: (N_("Good."), "good"),
    Strength.STRONG: (N_("Strong."), "good"),
}


def strength_of(user_name: str, password: str) -> Strength:
    """Return how hard a password is to guess: length counts most, then different characters."""
    try:
        refuse_weak_password(user_name or "?", password)
    except PasswordTooWeak:
        return Strength.WEAK
    variety = len(set(password))
    if len(password) >= _VERY_LONG and variety >= _VARIED:
        return Strength.STRONG
    if len(password) >= _LONG and variety >= _VARIED:
        return Strength.GOOD
    return Strength.FAIR


def tell_caps_lock(form: Form, name: str, texts: Callable[[], Texts]) -> None:
    """Say below a password field of a form when Caps Lock is on."""
    field: SecretField = form.field(name)

    def tell(is_on: bool) -> None:
        _ = texts()
        form.show_note(name, _("Caps Lock is on.") if is_on else "", "warning")

    field.caps_lock_changed.connect(tell)


class NewPassword(QObject):
    """The two fields of a form in which a password is chosen."""

    def __init__(
        self, form: Form, user_name: Callable[[], str], texts: Callable[[], Texts]
    ) -> None:
        super().__init__(form)
        self._form, self._user_name, self._texts = form, user_name, texts
        self._is_caps_lock = False
        form.add(NEW, SecretField(), N_("New password"))
        form.add(AGAIN, SecretField(), N_("The same once more"))
        form.changed.connect(self._on_changed)
        tell_caps_lock(form, AGAIN, texts)
        form.field(NEW).caps_lock_changed.connect(self._on_caps_lock_changed)

    @property
    def text(self) -> str:
        """What is typed."""
        return str(self._form.field(NEW).value())

    def is_fitting(self) -> bool:
        """Return whether it may be taken; what stands in the way is said under the fields."""
        _ = self._texts()
        if strength_of(self._user_name(), self.text) is Strength.WEAK:
            words, _tone = _WORDS[Strength.WEAK]
            self._form.show_note(NEW, "")
            self._form.show_problem(NEW, _(words, least=LEAST_PASSWORD))
            return False
        if self._form.field(AGAIN).value() != self.text:
            self._form.field(AGAIN).clear()
            self._form.show_problem(AGAIN, _("The two are not the same. Type it once more."))
            return False
        return True

    def clear(self) -> None:
        """Forget what was typed."""
        for name in (NEW, AGAIN):
            self._form.field(name).clear()

    def retranslate(self) -> None:
        """Word the hint anew."""
        self._show_hint()

    def _on_changed(self, name: str) -> None:
        if name != AGAIN:
            self._show_hint()

    def _on_caps_lock_changed(self, is_on: bool) -> None:
        self._is_caps_lock = is_on
        self._show_hint()

    def _show_hint(self) -> None:
        _ = self._texts()
        hints = []
        tone = "warning"
        if self.text:
            words, tone = _WORDS[strength_of(self._user_name(), self.text)]
            hints.append(_(words, least=LEAST_PASSWORD))
        if self._is_caps_lock:
            hints.append(_("Caps Lock is on."))
            tone = "warning"
        self._form.show_note(NEW, " ".join(hints), tone)
