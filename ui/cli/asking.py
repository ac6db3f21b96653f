"""Secrets are asked for on the terminal, unseen, or come from the surroundings; never an option."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.errors_of_trust import SecretMissing, SecretsDiffer
from resources.texts import Texts

#: The password of whoever acts.
PASSWORD = "BIJLI_BAHI_PASSWORD"  # noqa: S105 - the name of the variable, not what is in it
#: The password that somebody is to have from now on.
NEW_PASSWORD = "BIJLI_BAHI_NEW_PASSWORD"  # noqa: S105 - as above
#: The twelve recovery words of the office.
RECOVERY_WORDS = "BIJLI_BAHI_RECOVERY_WORDS"


@dataclass(frozen=True, slots=True)
class Asking:
    """Where secrets come from; ``ask`` shows a question and reads unseen, None: no terminal."""

    surroundings: Mapping[str, str]
    ask: Callable[[str], str] | None
    texts: Texts

    def is_set(self, variable: str) -> bool:
        """Whether the surroundings give this secret, so that nobody has to type it."""
        return bool(self.surroundings.get(variable))

    def secret(self, variable: str, question: str) -> str:
        """Return a secret; :class:`SecretMissing` when nobody can be asked for it."""
        given = self.surroundings.get(variable)
        if given:
            return given
        if self.ask is None:
            raise SecretMissing(variable)
        try:
            return self.ask(f"{question} ")
        except EOFError:
            raise SecretMissing(variable) from None

    def password_of(self, user_name: str) -> str:
        """Return the password of whoever acts."""
        return self.secret(PASSWORD, self.texts("Password of {user}:", user=user_name))

    def password_again(self, user_name: str) -> str:
        """Return the password of whoever acts, asked for once more before a grave act."""
        return self.secret(PASSWORD, self.texts("Password of {user}, once more:", user=user_name))

    def new_password(self, user_name: str, variable: str = NEW_PASSWORD) -> str:
        """Return a password to be set, typed twice: nobody sees what was typed wrongly."""
        _ = self.texts
        password = self.secret(variable, _("New password of {user}:", user=user_name))
        if self.is_set(variable):
            return password
        if password != self.secret(variable, _("The same once more:")):
            raise SecretsDiffer
        return password


def asking_on_terminal(_: Texts) -> Asking:
    """Return who asks on this terminal; nobody does where standard input is none."""
    # Whoever is fed by a program must not wait for a person who is not there.
    is_terminal = sys.stdin is not None and sys.stdin.isatty()
    return Asking(os.environ, getpass.getpass if is_terminal else None, _)
