"""The last remarks, which Ctrl+R puts where one is asked for."""

from __future__ import annotations

from ui.desk.recharge.payment_form import PaymentForm
from ui.desk.recharge.printing_controller import Memory

#: Fields of the form that hold words which come again.
_FIELDS = ("note", "bank")


class Remarks:
    """Remembers what was written last in each field, on this machine."""

    def __init__(self, form: PaymentForm, memory: Memory) -> None:
        self._form, self._memory = form, memory

    def keep(self) -> None:
        """Remember what stands in the form now."""
        for name in _FIELDS:
            if written := self._form.field(name).value():
                self._memory.setValue(_key(name), written)

    def repeat(self) -> None:
        """Write the last remark into the field that the clerk is in, or the first that asks."""
        shown = [name for name in _FIELDS if self._form.field(name).isVisible()]
        chosen = next((name for name in shown if self._form.field(name).hasFocus()), None)
        name = chosen or next(iter(shown), None)
        if name and (last := self._memory.value(_key(name), "")):
            self._form.field(name).show_value(str(last))
            self._form.field(name).setFocus()


def _key(name: str) -> str:
    return f"recharge/last_{name}"
