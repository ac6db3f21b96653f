"""Number, Enter, amount, Enter, Enter: printed. What does not come out is not lost."""

import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from domain.errors_of_printing import PrinterMissing, PrinterOutOfPaper
from domain.money import Money
from domain.printing import DeskPrinters, Paper, PrinterKind, PrinterProfile, PrintStyle
from domain.progress import silent
from integrations.documents.preview import thermal_image
from integrations.printing.sending import send
from tests.integrations.thermal_printer import ThermalPrinter, printed
from tests.ui.practice_office import CLERK, copy_office, office_of
from ui.desk.kit.documents import Printers
from ui.desk.kit.places import Opened
from ui.desk.kit.printing import SystemPrinters
from ui.desk.recharge.page import RechargePage

ENTER = Qt.Key.Key_Return
ROLL = PrinterProfile(
    "Counter roll", PrinterKind.NETWORK, "10.0.0.7", PrintStyle(Paper.ROLL_80, ("en", "hi"))
)


class Machine:
    """What this machine remembers of its printers, and a road to them that may be closed."""

    def __init__(self, printers=None):
        self.printers = printers or DeskPrinters()
        self.sent = []
        self.error = None
        self.road = lambda *_given: None

    def send(self, profile, pdf, file_name):
        if self.error:
            raise self.error
        self.road(profile, pdf, file_name)
        self.sent.append((profile, pdf, file_name))

    def keep(self, printers):
        self.printers = printers


class PaperPrinters(SystemPrinters):
    """Printers of the system that write files."""

    def __init__(self, folder, widest_mm=210):
        self.folder, self.widest = folder, widest_mm

    def names(self):
        return ["Laser"]

    def printer_named(self, name):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.folder / "laser.pdf"))
        return printer

    def widest_mm(self, name):
        return self.widest


@pytest.fixture
def machine():
    return Machine(DeskPrinters((ROLL,), ROLL.name))


@pytest.fixture
def documents(documents, machine):
    printers = Printers(
        load=lambda: machine.printers,
        keep=machine.keep,
        send=machine.send,
    )
    return replace(documents, printers=printers, thermal_image=thermal_image)


@pytest.fixture
def system(tmp_path):
    return PaperPrinters(tmp_path)


@pytest.fixture
def page_of(qtbot, desk, books, documents, memory, system):  # noqa: PLR0913, PLR0917 - a whole page
    def make():
        page = RechargePage(
            desk, books, documents, memory, lambda _path: None, system_printers=system
        )
        qtbot.addWidget(page.widget)
        page.widget.resize(1138, 600)
        page.widget.show()
        qtbot.waitActive(page.widget)
        return page

    return make


@pytest.fixture
def counter(counter_of, page_of, books):
    for row in books.counter.unprinted(2):
        books.counter.waive_print(row.number, counter_of.actor)
    return counter_of(page_of())


@pytest.fixture
def counter_of(qtbot, desk):
    from tests.ui.recharge.conftest import Counter  # noqa: PLC0415 - a fixture of the same name

    def open_page(page):
        page.enter()
        clerk = Counter(qtbot, page, desk)
        clerk.rest()
        return clerk

    open_page.actor = desk.actor
    return open_page


@pytest.fixture
def strip(counter):
    return counter.page.unprinted._strip  # noqa: SLF001 - as the clerk sees it


def take(counter, number="100001", amount="500"):
    counter.choose(number)
    counter.fill_amount(amount)
    with counter.qtbot.waitSignal(counter.page.controller.recharged, timeout=10_000) as taken:
        counter.press(ENTER, ENTER)
    counter.rest()
    return taken.args[0]


def test_a_posted_receipt_is_printed_without_a_question(counter, books, machine):
    receipt = take(counter)

    [(profile, pdf, file_name)] = machine.sent
    assert profile == ROLL
    assert pdf.startswith(b"%PDF")
    assert file_name == f"receipt-{receipt.number.replace('/', '-')}.pdf"
    assert books.receipt(receipt.number).copy == 1
    assert not counter.view.is_receipt_shown


def test_a_printer_that_fails_loses_no_receipt(counter, books, machine, strip):
    machine.error = PrinterOutOfPaper("10.0.0.7:9100")

    receipt = take(counter)

    assert books.receipt(receipt.number).copy == 0
    toast = counter.desk.toasts.toast
    assert "printer_out_of_paper" in toast.text.text()
    assert receipt.number.rsplit("/", maxsplit=1)[-1] in toast.text.text()
    assert not strip.isHidden()
    assert strip.first.number == receipt.number

    machine.error = None
    toast.action.click()
    counter.rest()

    assert books.receipt(receipt.number).copy == 1
    assert strip.isHidden()
    assert len(machine.sent) == 1


def test_print_again_goes_to_the_printer_as_it_is_set_up_by_now(counter, books, machine):
    machine.error = PrinterOutOfPaper("10.0.0.7:9100")
    receipt = take(counter)
    moved = replace(ROLL, place="10.0.0.8", style=replace(ROLL.style, paper=Paper.ROLL_58))
    machine.printers = DeskPrinters((moved,), moved.name)
    counter.page.enter()
    counter.rest()

    machine.error = None
    counter.desk.toasts.toast.action.click()
    counter.rest()

    assert machine.sent[0][0] == moved
    assert books.receipt(receipt.number).copy == 1


def test_several_that_did_not_come_out_are_printed_one_after_the_other(counter, machine, strip):
    machine.error = PrinterOutOfPaper("10.0.0.7:9100")
    first, second = take(counter), take(counter, "100002", "300")

    assert strip.first.number == first.number
    assert second.number.rsplit("/", maxsplit=1)[-1] in strip.others.whole_text()

    machine.error = None
    counter.act("recharge.print_unprinted")
    counter.rest()
    assert strip.first.number == second.number
    assert strip.others.isHidden()
    counter.act("recharge.print_unprinted")
    counter.rest()

    assert strip.isHidden()
    assert len(machine.sent) == 2


def test_what_was_not_printed_before_the_power_went_is_offered_at_the_start(
    counter, counter_of, page_of, books, machine
):
    machine.error = PrinterOutOfPaper("10.0.0.7:9100")
    receipt = take(counter)

    machine.error = None
    again = counter_of(page_of())
    strip = again.page.unprinted._strip  # noqa: SLF001 - as the clerk sees it

    assert strip.first.number == receipt.number
    assert receipt.consumer_name in strip.sentence.text()
    assert "₹500.00" in strip.sentence.text()


def test_a_desk_that_was_killed_at_its_printer_offers_the_receipt_again(tmp_path, practice_folder):
    folder = copy_office(practice_folder, tmp_path / "killed")
    with closing(office_of(folder)) as before:
        known = {row.number for row in before.counter.unprinted(CLERK.counter)}
    script = [sys.executable, "-m", "tests.ui.recharge.killed_desk"]
    with ThermalPrinter("hangs") as printer:
        desk = subprocess.Popen(
            [*script, str(folder), f"127.0.0.1:{printer.port}"],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[3],
        )
        with desk:
            number = desk.stdout.readline().decode().strip()
            desk.kill()

    with closing(office_of(folder)) as after:
        unprinted = {row.number for row in after.counter.unprinted(CLERK.counter)}
        assert unprinted - known == {number}
        assert after.receipt(number).receipt.amount == Money.rupees(500)
        assert after.check(silent) == []


def test_the_navigation_says_how_many_are_on_no_paper(counter, counter_of, page_of, machine):
    machine.error = PrinterOutOfPaper("10.0.0.7:9100")
    take(counter)
    take(counter, "100002", "300")
    machine.error = None
    page = page_of()
    told = []
    page.waiting_changed.connect(told.append)

    again = counter_of(page)
    again.act("recharge.print_unprinted")
    again.rest()
    again.act("recharge.print_later")

    assert (told[0], told[-2:]) == (2, [1, 0])


def test_later_asks_no_more_until_the_next_start(counter, machine, strip, counter_of, page_of):
    machine.error = PrinterOutOfPaper("10.0.0.7:9100")
    receipt = take(counter)

    counter.act("recharge.print_later")
    counter.page.enter()
    counter.rest()

    assert strip.isHidden()
    again = counter_of(page_of())
    assert again.page.unprinted._strip.first.number == receipt.number  # noqa: SLF001 - as above


def test_whoever_comes_for_what_is_not_printed_is_asked_again(counter, machine, strip):
    machine.error = PrinterOutOfPaper("10.0.0.7:9100")
    receipt = take(counter)
    counter.act("recharge.print_later")
    assert strip.isHidden()

    counter.page.show_place(Opened.UNPRINTED)

    counter.wait(strip.isVisible)
    assert strip.first.number == receipt.number
    assert strip.print_it.hasFocus()


def test_a_receipt_that_nobody_wants_on_paper_is_noted(counter, books, machine, strip):
    machine.error = PrinterOutOfPaper("10.0.0.7:9100")
    take(counter)

    counter.act("recharge.waive_print")
    counter.rest()

    assert strip.isHidden()
    assert books.counter.unprinted(2) == []


def test_alt_2_in_the_list_prints_a_duplicate(counter, books, machine):
    receipt = take(counter)

    counter.act("recharge.reprint")
    counter.act("recharge.duplicate")
    counter.rest()

    assert books.receipt(receipt.number).copy == 2
    assert machine.sent[-1][2].endswith("-duplicate-1.pdf")
    assert "DUPLICATE 1" in counter.desk.toasts.text


def test_asked_twice_while_on_its_way_it_comes_out_once(counter, books, machine):
    receipt = take(counter)

    counter.page.printing.print_again(receipt.number)
    counter.page.printing.print_again(receipt.number)
    counter.rest()

    assert len(machine.sent) == 2
    assert books.receipt(receipt.number).copy == 2


def test_the_receipt_shows_which_printer_it_goes_to_and_another_can_be_chosen(counter, machine):
    receipt = take(counter)
    panel = counter.view.receipt
    counter.page.show_receipt(receipt.number)
    counter.rest()

    assert panel.printer.value() == ROLL.name
    assert panel.language.value() == "both"
    panel.printer.setCurrentIndex(1)
    counter.rest()

    assert panel.printer.value() == ""
    assert panel.paper.value() == Paper.A4


def test_a_wide_receipt_does_not_go_to_a_narrow_roll(counter, books, machine):
    receipt = take(counter)
    counter.page.show_receipt(receipt.number)
    counter.rest()

    counter.view.receipt.paper.show_value(Paper.A4)
    counter.rest()
    counter.page.printing.print_receipt()
    counter.rest()

    assert "paper_too_wide" in counter.desk.toasts.text
    assert books.receipt(receipt.number).copy == 1
    assert len(machine.sent) == 1


def test_one_receipt_may_be_in_another_language(counter, machine):
    receipt = take(counter)
    counter.page.show_receipt(receipt.number)
    counter.rest()

    counter.view.receipt.language.show_value("hi")
    counter.rest()
    counter.page.printing.print_receipt()
    counter.rest()

    assert machine.sent[-1][0].style.languages == ("hi",)
    counter.page.printing.print_again(receipt.number)
    counter.rest()
    assert machine.sent[-1][0].style.languages == ("en", "hi")


def test_the_systems_printer_prints_as_many_as_are_wished(counter, books, machine, tmp_path):
    laser = PrinterProfile("Laser", PrinterKind.SYSTEM, "Laser", copies=2)
    machine.printers = DeskPrinters((laser,), "Laser")
    counter.page.printing.load_printers()
    counter.rest()

    receipt = take(counter)

    with pypdfium2.PdfDocument(tmp_path / "laser.pdf") as pdf:
        assert len(pdf) == 2
        assert [round(side) for side in pdf[1].get_size()] == [595, 842]
    assert books.receipt(receipt.number).copy == 1


def test_the_systems_printer_with_narrow_paper_is_told(counter, books, machine, system):
    system.widest = 80
    laser = PrinterProfile("Laser", PrinterKind.SYSTEM, "Laser")
    machine.printers = DeskPrinters((laser,), "Laser")
    counter.page.printing.load_printers()
    counter.rest()

    receipt = take(counter)

    assert "paper_too_wide" in counter.desk.toasts.text
    assert books.receipt(receipt.number).copy == 0


def test_a_printer_that_the_system_does_not_know_is_told(qtbot):
    gone = PrinterProfile("Gone", PrinterKind.SYSTEM, "No such printer")

    with pytest.raises(PrinterMissing, match="No such printer"):
        SystemPrinters().print_pages(gone, lambda _dpi: [])


def test_through_the_network_the_picture_says_what_the_books_say(counter, machine, books):
    machine.road = send
    with ThermalPrinter() as printer:
        there = replace(ROLL, place=f"127.0.0.1:{printer.port}")
        machine.printers = DeskPrinters((there,), there.name)
        counter.page.printing.load_printers()
        counter.rest()
        receipt = take(counter)
    [picture], _cuts = printed(printer.received)

    assert books.receipt(receipt.number).copy == 1
    [code] = zxingcpp.read_barcodes(picture)
    said = books.signing.verify(code.text)
    assert said.facts.number == receipt.number
    assert said.differing == ()


def test_without_a_printer_for_receipts_the_desk_asks_as_ever(counter, machine):
    machine.printers = DeskPrinters((ROLL,))
    counter.page.printing.load_printers()
    counter.rest()

    receipt = take(counter)

    assert counter.view.is_receipt_shown
    assert counter.view.receipt.number.whole_text() == receipt.number
    assert machine.sent == []
