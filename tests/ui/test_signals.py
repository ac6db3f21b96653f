"""The version of Qt's binding that is locked can emit a signal as often as a day's work needs."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Counter(QObject):
    """Emits what a desk emits: amounts and ids as objects, statements as booleans."""

    counted = Signal(object, bool)


def test_five_thousand_emits_leave_the_interpreter_alive(qapp):
    # PySide6 6.12.0 lost a reference to True on every emit and aborted after some 590.
    counter = Counter()
    received = []
    counter.counted.connect(lambda amount, is_final: received.append((amount, is_final)))

    for amount_paise in range(2**40, 2**40 + 5000):
        counter.counted.emit(amount_paise, True)

    assert len(received) == 5000
    assert received[-1] == (2**40 + 4999, True)
