"""The Receipts page by keyboard: found, undone, settled; what was typed is never lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from domain.consumer import ConsumerQuery
from domain.head import Head, HeadLine
from domain.money import Money
from domain.office import Actor, Channel
from domain.printing import DeskPrinters, PrinterKind, PrinterProfile
from domain.recharge import RechargeOrder
from domain.signing import facts_of, unsigned_code
from domain.staff import NewMember, Role
from domain.tender import Tender, TenderLine
from integrations.documents import receipt_pdf
from storage.passwords import Argon2Passwords
from tests.ui.no_documents import NO_DOCUMENTS
from tests.ui.practice_office import CLERK
from ui.desk.kit.documents import Printers
from ui.desk.receipts.list_view import Part
from ui.desk.receipts.page import ReceiptsPage

HOSTILE = "<b>=1+1</b> 'राशि' 🙂"


class Clerk:
    """A clerk at the page, who has a keyboard and nothing else."""

    def __init__(self, qtbot, page, desk):
        self.qtbot, self.page, self.view, self.desk = qtbot, page, page.view, desk
        self.sent = []
        page.receipt_requested.connect(self.sent.append)
        # As the window does it.
        page.books_changed.connect(page.refresh)

    def wait(self, condition):
        self.qtbot.waitUntil(condition, timeout=10_000)

    def rest(self):
        self.qtbot.wait(180)
        self.wait(lambda: self.desk.tasks.is_idle)
        self.qtbot.wait(180)
        self.wait(lambda: self.desk.tasks.is_idle)

    def type(self, text):
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def press(self, *keys):
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget(), key)

    def enter(self, text=""):
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def act(self, name):
        """Do what an action of the page does, whatever its key."""
        next(one for one in self.page.actions if one.name == f"receipts.{name}").run()

    def look_for(self, text):
        self.view.list.start()
        self.view.list.search.clear()
        self.type(text)
        self.rest()

    def look_at(self, number):
        self.page.show_receipt(number)
        self.rest()
        assert self.view.detail.receipt is not None
        assert self.view.detail.receipt.number == number

    @property
    def numbers(self):
        lists = self.view.list
        rows = self.page.controller._books.reversals.receipt_rows(lists.model.keys)  # noqa: SLF001
        return [rows[key].number for key in lists.model.keys]

    @property
    def told(self):
        """Return every text on the side that is seen."""
        labels = self.view.detail.findChildren(QWidget)
        return " ".join(one.text() for one in labels if hasattr(one, "text") and one.isVisible())


@pytest.fixture
def numbers(books):
    """Three consumers' numbers."""
    ids = books.find_consumers(ConsumerQuery(), 3)
    rows = books.consumer_rows(ids)
    return [rows[id_].number for id_ in ids]


@pytest.fixture
def taken(books, numbers):
    """Receipts of today: cash, a mixed one with a cheque, and one by UPI."""
    first, second, third = numbers
    cash = books.recharge(RechargeOrder.of("r1", first, Money.rupees(500)), CLERK)
    heads = (
        HeadLine(Head.RECHARGE, Money.rupees(900)),
        HeadLine(Head.OTHER, Money.rupees(100), HOSTILE),
    )
    tenders = (
        TenderLine(Tender.CASH, Money.rupees(400)),
        TenderLine(Tender.CHEQUE, Money.rupees(600), "004511", "SBI Patna", books.today()),
    )
    mixed = books.recharge(RechargeOrder("r2", second, heads, tenders), CLERK)
    upi = books.recharge(
        RechargeOrder.of("r3", third, Money.rupees(700), Tender.UPI, "UTR 42"), CLERK
    )
    return {"cash": cash, "mixed": mixed, "upi": upi}


@pytest.fixture
def open_page(qtbot, books):
    """Open the page on a desk."""

    def opened(desk, documents=NO_DOCUMENTS):
        page = ReceiptsPage(desk, books, documents)
        qtbot.addWidget(page.widget)
        page.widget.resize(1138, 600)
        page.widget.show()
        qtbot.waitActive(page.widget)
        page.enter()
        clerk = Clerk(qtbot, page, desk)
        clerk.rest()
        return clerk

    return opened


@pytest.fixture
def clerk(taken, open_page, desk):
    return open_page(desk)


@pytest.fixture
def staffed(books, taken):
    """The office with staff: who took the money is a clerk now."""
    trust = books.trust
    trust.passwords = Argon2Passwords(is_quick=True)
    boss = Actor("asha", Channel.DESK, 1)
    trust.make_first_administrator(
        NewMember("asha", "Asha", Role.ADMINISTRATOR, 1), "monsoon over patna", boss
    )
    for name, role in (("ravi", Role.CLERK), ("vikram", Role.SUPERVISOR)):
        trust.add_member(NewMember(name, name.title(), role, 2), "first word 77", boss)
        actor = Actor(name, Channel.DESK, 2)
        trust.change_password("first word 77", "monsoon over patna", actor)
    return books


def as_(desk, name, role):
    return replace(desk, actor=Actor(name, Channel.DESK, 2), role=role)


# Finding


def test_the_newest_receipt_lies_beside_the_list(clerk, taken):
    assert clerk.numbers[:3] == [taken[one].number for one in ("upi", "mixed", "cash")]
    assert clerk.view.detail.receipt.number == taken["upi"].number
    assert "UPI UTR42" in clerk.told
    assert "₹700.00" in clerk.told


@pytest.mark.parametrize("text", ["utr42", "UTR 42"])
def test_a_reference_finds_its_receipt(clerk, taken, text):
    clerk.look_for(text)

    assert clerk.numbers == [taken["upi"].number]


def test_a_scanned_code_finds_its_receipt(clerk, taken, books):
    code = unsigned_code(facts_of(taken["cash"], books.office))

    clerk.view.list.start()
    clerk.enter(code)
    clerk.rest()

    assert clerk.numbers == [taken["cash"].number]
    assert clerk.view.list.table.hasFocus()


def test_filters_and_words_narrow_the_list(clerk, taken):
    lists = clerk.view.list
    total = len(lists.model.keys)

    lists.tender.show_value("cheque")
    clerk.rest()
    assert taken["mixed"].number in clerk.numbers
    assert len(lists.model.keys) < total
    lists.tender.show_value("")
    lists.day.setFocus()
    clerk.enter("t")
    clerk.rest()
    assert clerk.numbers[:3] == [taken[one].number for one in ("upi", "mixed", "cash")]
    assert len(lists.model.keys) < total
    clerk.look_for("no such receipt")
    assert clerk.numbers == []
    assert clerk.view.detail.isHidden()


def test_what_is_found_leaves_whole_with_the_totals_of_the_screen(taken, open_page, desk, tmp_path):
    written = []
    documents = replace(NO_DOCUMENTS, list_file=lambda sheet, *_given: written.append(sheet))
    clerk = open_page(desk, documents)
    clerk.view.list.day.setFocus()
    clerk.enter("t")
    clerk.rest()
    assert clerk.view.list.totals.text() == "Receipts: 3 · ₹2,200.00"

    clerk.act("export")
    [dialog] = clerk.view.list.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "receipts.xlsx"))
    dialog.reject()
    clerk.rest()

    [sheet] = written
    assert [row[0] for row in sheet.rows] == [taken[one].number for one in ("upi", "mixed", "cash")]
    assert [(line.register, line.ledger) for line in sheet.controls] == [
        (3, 3),
        (220_000, 220_000),
        (220_000, 220_000),
    ]


def test_heads_and_tenders_are_told_as_they_were_typed(clerk, taken):
    clerk.look_at(taken["mixed"].number)

    assert f"Other · {HOSTILE}" in clerk.told
    assert "Cheque 004511 · SBI Patna" in clerk.told
    assert "To other income" in clerk.told


# Cancelling


def test_a_receipt_is_cancelled_by_keys_alone(clerk, taken, books):
    clerk.look_at(taken["cash"].number)

    clerk.act("cancel")
    clerk.enter("Amount mistyped")
    clerk.rest()

    receipt = books.receipt(taken["cash"].number).receipt
    assert receipt.undone[0].reason == "Amount mistyped"
    assert clerk.view.sheet.isHidden()
    assert "Cancelled on" in clerk.told
    assert not clerk.view.detail.possible.cancel


def test_without_a_reason_nothing_is_cancelled(clerk, taken, books):
    clerk.look_at(taken["cash"].number)

    clerk.act("cancel")
    clerk.enter("   ")
    clerk.rest()

    assert list(clerk.view.sheet.form.problems()) == ["reason"]
    assert books.receipt(taken["cash"].number).receipt.is_valid


def test_a_refused_cancellation_keeps_what_was_typed(clerk, taken, books):
    clerk.look_at(taken["cash"].number)
    clerk.act("cancel")
    books.reversals.cancel(taken["cash"].number, "Another desk was faster", CLERK)

    clerk.view.sheet.form.field("reason").setText(HOSTILE)
    clerk.press(Qt.Key.Key_Return)
    clerk.rest()

    assert not clerk.view.sheet.isHidden()
    assert "receipt_undone" in clerk.view.sheet.problem.text()
    assert clerk.view.sheet.form.field("reason").text() == HOSTILE


def test_esc_puts_the_sheet_away_and_cancels_nothing(clerk, taken, books):
    clerk.look_at(taken["cash"].number)
    clerk.act("cancel")

    clerk.type("Amo")
    clerk.press(Qt.Key.Key_Escape)

    assert clerk.view.sheet.isHidden()
    assert books.receipt(taken["cash"].number).receipt.is_valid


def test_a_receipt_of_yesterday_is_told_why_it_stays(clerk, taken, desk):
    clerk.look_for("")
    old = clerk.numbers[-1]
    clerk.look_at(old)

    clerk.act("cancel")

    assert clerk.view.sheet.isHidden()
    assert clerk.view.detail.cancel.isHidden()


def test_a_clerk_asks_and_sees_that_it_waits(staffed, taken, open_page, desk):
    clerk = open_page(as_(desk, "ravi", Role.CLERK))
    clerk.look_at(taken["cash"].number)
    assert clerk.view.detail.ask_cancel.isVisible()
    assert clerk.view.detail.clear.isHidden()

    clerk.act("cancel")
    clerk.enter("Amount mistyped")
    clerk.rest()

    [asked] = staffed.trust.approvals()
    assert (asked.subject, asked.requested_by) == (taken["cash"].number, "ravi")
    assert staffed.receipt(taken["cash"].number).receipt.is_valid
    clerk.page.refresh()
    clerk.rest()
    assert "was asked for by ravi and waits" in clerk.told


def test_a_supervisor_cancels_at_once_and_asks_for_a_transfer(staffed, taken, open_page, desk):
    boss = open_page(as_(desk, "vikram", Role.SUPERVISOR))
    boss.look_at(taken["cash"].number)

    assert boss.view.detail.cancel.isVisible()
    assert boss.view.detail.possible.asks_transfer
    assert not boss.view.detail.possible.transfer


# Transferring


def test_the_right_consumer_is_found_and_gets_the_money(clerk, taken, numbers, books):
    before = books.consumer(numbers[1]).balance
    clerk.look_at(taken["cash"].number)

    clerk.act("transfer")
    clerk.enter(numbers[1])
    clerk.wait(lambda: clerk.view.sheet.consumer is not None)
    clerk.enter("Number misread")
    clerk.rest()

    assert books.consumer(numbers[1]).balance == before + Money.rupees(500)
    (undone,) = books.receipt(taken["cash"].number).receipt.undone
    assert undone.instead in clerk.told


def test_a_transfer_needs_a_consumer_and_not_the_same_one(clerk, taken, numbers, books):
    clerk.look_at(taken["cash"].number)
    clerk.act("transfer")
    sheet = clerk.view.sheet

    clerk.enter("999999999")
    clerk.wait(lambda: bool(sheet.picker.problem))
    assert "consumer_not_found" in sheet.picker.problem
    sheet.form.field("reason").setFocus()
    clerk.enter("Number misread")
    assert "field_missing" in sheet.picker.problem
    sheet.picker.line.clear()
    sheet.picker.setFocus()
    clerk.enter(numbers[0])
    clerk.wait(lambda: sheet.consumer is not None)
    sheet.form.field("reason").setFocus()
    clerk.press(Qt.Key.Key_Return)
    clerk.rest()

    assert "same_consumer" in sheet.problem.text()
    assert sheet.form.field("reason").text() == "Number misread"
    assert books.receipt(taken["cash"].number).receipt.is_valid


def test_money_of_a_cheque_that_is_not_paid_stays(clerk, taken):
    clerk.look_at(taken["mixed"].number)

    clerk.act("transfer")

    assert clerk.view.sheet.isHidden()


# Cheques


def test_a_cheque_of_the_list_is_cleared(clerk, taken, books):
    clerk.view.list.step_part(1)
    clerk.rest()
    assert clerk.view.list.part is Part.CHEQUES
    clerk.view.list.table.go_to((taken["mixed"].number, 2))
    clerk.rest()

    clerk.act("clear")
    clerk.press(Qt.Key.Key_Return)
    clerk.rest()

    [cheque] = books.reversals.cheques_of(taken["mixed"].number)
    assert cheque.state.value == "cleared"
    assert not clerk.view.detail.possible.settle


def test_a_cheque_comes_back_with_a_fee_and_bars_others(clerk, taken, books, numbers):
    before = books.consumer(numbers[1]).balance
    clerk.look_at(taken["mixed"].number)

    clerk.act("dishonour")
    clerk.enter("100")
    clerk.enter("Funds insufficient")
    clerk.rest()

    assert books.consumer(numbers[1]).balance == before - Money.rupees(700)
    assert "A fee of ₹100.00 was charged." in clerk.told
    assert clerk.view.detail.allow.isVisible()
    clerk.act("allow")
    clerk.enter("The bank's mistake")
    clerk.rest()
    assert books.reversals.bar_of(numbers[1]) is None
    assert clerk.view.detail.allow.isHidden()


def test_a_held_cheque_is_taken_on_its_day_or_given_back(clerk, books, numbers, desk):
    books.safekeeping.change_setting("cheque.hold_post_dated", "yes", CLERK)
    dated = books.today() + timedelta(days=3)
    line = TenderLine(Tender.CHEQUE, Money.rupees(900), "77", "PNB", dated)
    books.reversals.hold_cheque("h1", numbers[0], line, CLERK)
    clerk.view.list.step_part(-1)
    clerk.rest()
    assert clerk.view.list.part is Part.HELD
    assert clerk.view.detail.held.id == "h1"
    assert clerk.view.detail.take.isHidden()

    clerk.act("give_back")
    clerk.enter("Paid in cash")
    clerk.rest()

    assert books.reversals.held_cheques() == []


# Printing


def test_a_duplicate_goes_to_the_desks_printer(taken, open_page, desk, books, tmp_path):
    sent = []
    profile = PrinterProfile("Files", PrinterKind.FOLDER, str(tmp_path))
    printers = Printers(
        load=lambda: DeskPrinters((profile,), default=profile.name),
        send=lambda _profile, pdf, name: sent.append((name, pdf[:4])),
    )
    documents = replace(NO_DOCUMENTS, receipt_pdf=receipt_pdf.render, printers=printers)
    clerk = open_page(desk, documents)
    clerk.look_at(taken["cash"].number)

    clerk.act("duplicate")
    clerk.rest()

    [(name, head)] = sent
    assert head == b"%PDF"
    assert name.startswith("receipt-P1-02")
    assert books.receipt(taken["cash"].number).copy == 1


def test_without_a_printer_the_receipt_is_shown_to_be_printed(clerk, taken):
    clerk.look_at(taken["cash"].number)

    clerk.act("duplicate")
    clerk.rest()
    clerk.act("reprint")

    assert clerk.sent == [taken["cash"].number] * 2


# The page


def test_every_input_has_a_name(clerk):
    for line in clerk.view.findChildren(QLineEdit):
        if line.isVisible():
            assert line.accessibleName() or line.parent().accessibleName()


def test_enter_opens_a_receipt_over_the_list_where_there_is_no_room(clerk, taken):
    clerk.page.widget.resize(800, 500)
    clerk.look_at(taken["cash"].number)
    assert clerk.view.detail.isHidden()

    clerk.view.list.table.setFocus()
    clerk.press(Qt.Key.Key_Return)
    assert clerk.view.detail.isVisible()
    assert clerk.view.list.isHidden()
    assert clerk.page.step_back()

    assert clerk.view.list.isVisible()
