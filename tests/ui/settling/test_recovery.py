"""The Recovery page: what is in doubt is seen with its age, and decided by keys alone."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from domain.money import Money
from domain.payment import PaymentState, SettlementOutcome
from domain.progress import silent
from domain.staff import Role
from resources.texts import Texts
from ui.desk.settling.tables import payment_columns

HOSTILE = "=1+1 <b>भुगतान</b> שלום 😀 " + "x" * 30


def ages(view):
    """Return the words and tones of the ages of the payments, from the top."""
    [column] = [one for one in payment_columns(lambda: view.now) if one.key == "began_at"]
    badges = [column.badge(row, Texts()) for row in view.payments_model.rows]
    return [(badge.text, badge.tone) for badge in badges]


def test_payments_are_listed_with_their_age_and_the_late_ones_stand_out(park, clock, open_desk):
    now = clock.at
    for id_, age in (("a", 30), ("b", 5 * 60), ("c", 25 * 60), ("d", 72 * 60)):
        clock.at = now - timedelta(minutes=age)
        park(id_)
    clock.at = now

    who = open_desk()

    assert [row.id for row in who.view.payments_model.rows] == ["d", "c", "b", "a"]
    assert ages(who.view) == [
        ("3 days", "warning"),
        ("1 day", "warning"),
        ("5 h", "muted"),
        ("30 min", "muted"),
    ]
    assert who.window.navigation.button("recovery").accessibleName() == "Recovery: 4 waiting"


def test_a_payment_fails_with_a_reason_by_keys_alone(park, books, open_desk):
    park("a")
    park("b")
    who = open_desk()

    who.press(Qt.Key.Key_Return)
    who.alt(Qt.Key.Key_X)
    assert list(who.view.form.problems()) == ["reason"]
    who.type("Bank says it was returned")
    who.alt(Qt.Key.Key_X)

    [payment] = books.settling.payments(PaymentState.FAILED)
    assert (payment.id, payment.decision) == ("a", "Bank says it was returned")
    assert [row.id for row in who.view.payments_model.rows] == ["b"]
    assert who.view.form.field("reason").value() == ""
    assert who.toast == "The payment of ₹500.00 failed."


def test_a_payment_is_put_aside(park, books, open_desk):
    park("a")
    who = open_desk()

    who.press(Qt.Key.Key_Return)
    who.enter("Paid by cash after all")
    who.alt(Qt.Key.Key_P)

    assert [one.id for one in books.settling.payments(PaymentState.DISMISSED)] == ["a"]
    assert who.view.payments_model.rows == []


def test_a_file_is_seen_before_it_is_taken(park, books, numbers, bank_file, open_desk):
    park("o1")
    before = books.consumer(numbers[0]).balance
    file = bank_file(
        "22/11/2026,412345678901,500.00,o1,2.36,SUCCESS",
        "22/11/2026,412345678902,70.00,,,SUCCESS",
        "22/11/2026,412345678903,many,,,SUCCESS",
    )
    who = open_desk()

    who.read(file)

    preview = who.taking.preview
    assert preview.isVisible()
    assert books.settling.files() == []
    words = [label.text() for label in preview.told.findChildren(QWidget) if hasattr(label, "text")]
    assert "Payments in doubt credited" in words
    assert "₹500.00" in words
    assert "Line 4: “many” is not an amount of rupees and paise, such as 500 or 45.50." in words
    who.control(Qt.Key.Key_A)
    [taken] = books.settling.files()
    assert (taken.lines, taken.settled) == (2, Money.rupees(500))
    assert books.consumer(numbers[0]).balance == before + Money.rupees(500)
    assert not preview.isVisible()
    assert "1 settled, 1 wait for a person" in who.toast
    assert "bank.rejected.csv" in who.toast
    assert who.view.payments_model.rows == []
    assert [row.reference for row in who.view.lines_model.rows] == ["412345678902"]


def test_a_key_asks_for_the_file_in_the_words_of_the_desk(bank_file, open_desk):
    file = bank_file("22/11/2026,1,5,,,OK")
    who = open_desk()

    who.alt(Qt.Key.Key_T)

    [dialog] = who.view.findChildren(QFileDialog)
    assert dialog.labelText(QFileDialog.DialogLabel.Accept) == "Choose"
    dialog.fileSelected.emit(str(file))
    who.rest()
    assert who.taking.preview.isVisible()


def test_esc_leaves_a_file_untaken(books, bank_file, open_desk):
    who = open_desk()
    who.read(bank_file("22/11/2026,1,5,,,OK"))

    who.press(Qt.Key.Key_Escape)
    who.control(Qt.Key.Key_A)

    assert not who.taking.is_open
    assert books.settling.files() == []


def test_unknown_columns_are_asked_with_a_sample_and_remembered(books, bank_file, open_desk):
    header = "Beleg,Wert,Tag"
    first = bank_file("A1,5.00,22/11/2026", "A2,6.00,", "A3,7.00,", "A4,8.00,", header=header)
    second = bank_file("B1,9.00,", header=header, name="next.csv")
    who = open_desk()
    who.read(first)
    sheet = who.taking.columns
    assert sheet.isVisible()

    who.control(Qt.Key.Key_A)
    assert sorted(sheet.form.problems()) == ["amount", "reference"]
    who.press(Qt.Key.Key_Down)
    assert sheet.form.field("reference").value() == "Beleg"
    assert sheet.form.notes()["reference"] == "A1 · A2 · A3"
    who.press(Qt.Key.Key_Tab)
    who.press(Qt.Key.Key_Down)
    who.press(Qt.Key.Key_Down)
    who.control(Qt.Key.Key_A)

    assert who.taking.preview.isVisible()
    who.control(Qt.Key.Key_A)
    assert books.settling.files()[0].lines == 4
    who.read(second)
    assert who.taking.preview.isVisible()
    who.control(Qt.Key.Key_A)
    assert [file.name for file in books.settling.files()] == ["next.csv", "bank.csv"]


def test_the_columns_can_be_corrected_before_a_file_is_taken(bank_file, open_desk):
    who = open_desk()
    who.read(bank_file("U1,R1,5,6", header="UTR,RRN,Amount,Net"))

    who.alt(Qt.Key.Key_O)
    sheet = who.taking.columns
    assert sheet.form.field("reference").value() == "UTR"
    sheet.form.field("reference").show_value("RRN")
    who.control(Qt.Key.Key_A)

    assert "RRN" in who.taking.preview.columns.text()


def test_the_same_file_and_one_that_is_none_are_told_in_a_sentence(
    books, bank_file, tmp_path, open_desk
):
    file = bank_file("22/11/2026,1,5,,,OK")
    who = open_desk()
    who.read(file)
    who.control(Qt.Key.Key_A)

    who.read(file)
    assert "already" in who.toast
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04nothing")
    who.read(broken)

    assert who.toast == "broken.xlsx is damaged and cannot be read."
    assert len(books.settling.files()) == 1


def test_an_unknown_line_is_credited_after_a_look_at_the_name(books, numbers, bank_file, open_desk):
    who = open_desk()
    who.read(bank_file("22/11/2026,412345678902,70.00,,,SUCCESS"))
    who.control(Qt.Key.Key_A)
    before = books.consumer(numbers[1]).balance

    who.alt(Qt.Key.Key_2)
    who.press(Qt.Key.Key_Return)
    who.enter("99999999")
    who.enter("Asked the bank")
    who.rest()
    assert list(who.view.form.problems()) == ["consumer"]
    field = who.view.form.field("consumer")
    field.setFocus()
    field.selectAll()
    who.enter(numbers[1])
    who.enter()
    who.rest()
    assert books.consumer(numbers[1]).name in who.view.confirm.question.text()
    assert books.consumer(numbers[1]).balance == before
    who.press(Qt.Key.Key_Return)
    who.rest()

    assert books.consumer(numbers[1]).balance == before + Money.rupees(70)
    assert who.view.lines_model.rows == []
    assert "₹70.00 are settled" in who.toast
    assert books.check(silent) == []


def test_a_line_is_put_aside_by_keys(books, bank_file, open_desk):
    who = open_desk()
    who.read(bank_file("22/11/2026,412345678902,70.00,,,SUCCESS"))
    who.control(Qt.Key.Key_A)

    who.alt(Qt.Key.Key_2)
    who.press(Qt.Key.Key_Return)
    who.press(Qt.Key.Key_Return)
    who.type("Of another office")
    who.alt(Qt.Key.Key_P)

    [line] = books.settling.lines(1)
    assert (line.outcome, line.note) == (SettlementOutcome.DECIDED, "Of another office")


def test_a_clerk_sees_the_lists_and_decides_nothing(park, books, open_desk):
    park("a")

    who = open_desk(Role.CLERK)

    assert len(who.view.payments_model.rows) == 1
    assert who.view.decision.isHidden()
    assert who.view.take.isHidden()
    names = {action.name for action in who.window.actions_of_desk.reachable()}
    assert not {"recovery.take", "recovery.credit", "recovery.fail"} & names


def test_hostile_texts_stay_texts(books, bank_file, open_desk):
    who = open_desk()
    who.read(bank_file(f'22/11/2026,"{HOSTILE}",70.00,<i>o</i>,,SUCCESS', name="=1+1 <b>😀.csv"))
    who.taking.preview.tender.show_value("card")
    who.rest()
    who.control(Qt.Key.Key_A)

    who.alt(Qt.Key.Key_2)

    [line] = who.view.lines_model.rows
    assert line.reference == HOSTILE
    assert books.settling.files()[0].name == "=1+1 <b>😀.csv"
    assert who.view.heading.textFormat() == Qt.TextFormat.PlainText


def test_every_input_has_a_name_in_every_language(park, bank_file, open_desk):
    park("a")
    who = open_desk()
    who.read(bank_file("x,y", header="Beleg,Wert"))

    who.window.desk.language.switch_to("hi")
    who.rest()

    for form in (who.view.form, who.taking.columns.form):
        assert all(form.field(name).accessibleName() for name in form.names)
    for part in (who.view.payments, who.view.lines, who.view.parts, who.taking.preview.tender):
        assert part.accessibleName()


@pytest.fixture(autouse=True)
def _no_dialogs(monkeypatch):
    """Nobody is there to answer a dialog of the system."""
    monkeypatch.setattr(QFileDialog, "open", lambda *_given: None)
