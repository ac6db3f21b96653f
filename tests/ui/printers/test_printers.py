"""A desk's printers: added, tried, chosen and removed with the keyboard; wrong ones are told."""

import sys
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog

import main as program
from domain.errors_of_printing import PrinterUnreachable
from domain.printing import DeskPrinters, Paper, PrinterKind, PrinterProfile, PrintStyle
from integrations.documents import preview, receipt_pdf
from integrations.printing import remembered
from integrations.printing.logo import read_logo
from integrations.printing.sending import send
from resources.texts import Texts
from tests.ui.conftest import StretchedTexts
from tests.ui.no_documents import NO_DOCUMENTS
from ui.desk.kit.documents import Printers
from ui.desk.kit.printing import SystemPrinters
from ui.desk.printers.page import PrintersPage

ENTER = Qt.Key.Key_Return
ROLL = PrinterProfile("Roll", PrinterKind.NETWORK, "10.0.0.7", PrintStyle(Paper.ROLL_58))
LASER = PrinterProfile("Laser", PrinterKind.SYSTEM, "HP-1020")


class Laser(SystemPrinters):
    """A printer of the system that writes a file, on paper of 210 mm at most."""

    def __init__(self, folder):
        self.folder = folder

    def names(self):
        return ["HP-1020"]

    def printer_named(self, name):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.folder / "laser.pdf"))
        return printer

    def widest_mm(self, name):
        return 150 if name == "Narrow" else 210


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings" / remembered.FILE_NAME


@pytest.fixture
def documents(path):
    printers = Printers(
        load=lambda: remembered.load(path),
        keep=lambda printers: remembered.keep(path, printers),
        send=send,
        logo=read_logo,
    )
    return replace(
        NO_DOCUMENTS,
        receipt_pdf=receipt_pdf.render,
        pictures=preview.pages,
        thermal_image=preview.thermal_image,
        printers=printers,
    )


class Clerk:
    """Somebody at the Printers page: types, waits, and looks."""

    def __init__(self, qtbot, page, desk):
        self.qtbot, self.page, self.view, self.desk = qtbot, page, page.view, desk
        self.form = page.view.form

    def rest(self):
        self.qtbot.wait(100)
        self.qtbot.waitUntil(lambda: self.desk.tasks.is_idle, timeout=10_000)

    def press(self, *keys):
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget(), key)

    def enter(self, text=""):
        self.qtbot.keyClicks(QApplication.focusWidget(), text)
        self.press(ENTER)

    def act(self, name):
        next(action for action in self.page.actions if action.name == name).run()
        self.rest()

    def show(self, **values):
        for name, value in values.items():
            self.form.field(name).show_value(value)

    @property
    def told(self):
        return [*self.form.problems().values(), self.view.problem.text()]


@pytest.fixture
def clerk(qtbot, desk, books, documents, tmp_path):
    page = PrintersPage(desk, books, documents, Laser(tmp_path))
    qtbot.addWidget(page.widget)
    page.widget.resize(1138, 600)
    page.widget.show()
    qtbot.waitActive(page.widget)
    page.enter()
    found = Clerk(qtbot, page, desk)
    found.rest()
    return found


@pytest.fixture
def two(path, clerk):
    """The desk has a roll, on which receipts are printed, and a laser printer."""
    remembered.keep(path, DeskPrinters((ROLL, LASER), "Roll"))
    clerk.page.enter()
    clerk.rest()
    return clerk


def test_a_desk_without_printers_says_what_they_are_for(clerk):
    assert clerk.view.model.rowCount() == 0
    assert clerk.view.empty.isVisible()
    assert not clerk.view.is_form_open


def test_a_roll_on_the_network_is_added_with_the_keyboard_alone(clerk, path):
    clerk.act("printers.new")
    clerk.enter("Counter roll")
    clerk.press(Qt.Key.Key_Down, ENTER)
    clerk.enter("192.168.1.50")
    for _field in range(7):
        clerk.press(ENTER)
    clerk.rest()

    printers = remembered.load(path)
    assert printers.default == "Counter roll"
    assert printers.for_receipts == PrinterProfile(
        "Counter roll", PrinterKind.NETWORK, "192.168.1.50", PrintStyle(Paper.ROLL_80)
    )
    assert "Counter roll" in clerk.desk.toasts.text


def test_a_printer_is_changed_and_keeps_its_place(two, path):
    two.show(name="Roll at the window", copies=2, languages="both", left_mm=-3)
    two.act("printers.save")

    printers = remembered.load(path)
    assert printers.names == ["Roll at the window", "Laser"]
    assert printers.for_receipts.copies == 2
    assert printers.for_receipts.style == PrintStyle(Paper.ROLL_58, ("en", "hi"), left_mm=-3)
    assert not two.page.holds_typed()


def test_receipts_go_to_another_printer_or_to_none_by_themselves(two, path):
    two.view.table.go_to("Laser")
    two.act("printers.default")
    assert remembered.load(path).default == "Laser"

    two.act("printers.default")
    assert remembered.load(path).default == ""


def test_a_printer_is_removed_after_a_question(two, path):
    two.act("printers.remove")
    assert "Roll" in two.view.confirm.question.text()
    assert remembered.load(path).names == ["Roll", "Laser"]

    two.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    two.rest()

    assert remembered.load(path) == DeskPrinters((LASER,), "")
    assert two.view.profile == LASER


@pytest.mark.parametrize(
    "values, code, field",
    [
        ({"name": ""}, "field_missing", "name"),
        ({"name": "Laser"}, "printer_name_taken", ""),
        ({"name": "Roll\u202e"}, "field_not_allowed", "name"),
        ({"address": ""}, "field_missing", "address"),
        ({"address": "10.0.0.7/print"}, "field_not_allowed", "address"),
        ({"address": "10.0.0.7:99999"}, "field_out_of_range", "address"),
        ({"paper": Paper.A4}, "paper_too_wide", ""),
        ({"copies": "9"}, "field_out_of_range", "copies"),
        ({"left_mm": "far"}, "field_out_of_range", "left_mm"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_stays(two, path, values, code, field):
    two.show(**values)
    two.act("printers.save")

    assert any(code in sentence for sentence in two.told)
    if field:
        assert code in two.form.problems()[field]
    assert remembered.load(path) == DeskPrinters((ROLL, LASER), "Roll")
    assert two.page.holds_typed()


def test_a_printer_of_the_system_with_narrow_paper_is_told(two, path):
    two.view.table.go_to("Laser")
    two.form.system.offer("Narrow", "Narrow")
    two.show(system="Narrow")
    two.act("printers.save")

    assert "paper_too_wide" in two.view.problem.text()
    assert remembered.load(path).named("Laser") == LASER


def test_a_printer_that_is_switched_off_stays_the_one_that_it_was(two, path):
    off = replace(LASER, place="Epson in the back room")
    remembered.keep(path, DeskPrinters((off,)))
    two.page.enter()
    two.rest()
    two.view.table.go_to("Laser")
    two.show(copies=3)
    two.act("printers.save")

    assert remembered.load(path).named("Laser") == replace(off, copies=3)


def test_a_test_print_is_made_as_the_form_says_and_counts_for_nothing(two, books, tmp_path):
    before = [row.copies for row in books.receipts(5)]
    two.view.table.go_to("Laser")
    two.show(copies=2, languages="hi")
    two.act("printers.test")

    with pypdfium2.PdfDocument(tmp_path / "laser.pdf") as pdf:
        assert len(pdf) == 2
    assert "Laser" in two.desk.toasts.text
    assert [row.copies for row in books.receipts(5)] == before


def test_a_test_print_goes_into_a_folder(two, tmp_path):
    two.act("printers.new")
    two.show(name="Files", kind=PrinterKind.FOLDER, folder=str(tmp_path))
    two.act("printers.test")

    assert (tmp_path / "test-print.pdf").read_bytes().startswith(b"%PDF")


def test_a_test_print_that_fails_says_why(two, documents, monkeypatch):
    def refuse(*_given):
        raise PrinterUnreachable("10.0.0.7:9100")

    closed = replace(documents, printers=replace(documents.printers, send=refuse))
    monkeypatch.setattr(two.page.controller, "_documents", closed)
    two.act("printers.test")

    assert "printer_unreachable" in two.view.problem.text()


def test_a_logo_is_looked_at_before_it_is_taken(two, path, tmp_path):
    picture = BytesIO()
    Image.new("RGB", (60, 30), "teal").save(picture, "PNG")
    good, bad = tmp_path / "logo.png", tmp_path / "fax.png"
    good.write_bytes(picture.getvalue())
    bad.write_bytes(b"<svg onload='x'>")

    for file in (bad, good):
        two.act("printers.logo")
        dialog = two.view.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(str(file))
        dialog.reject()
        two.rest()
        if file is bad:
            assert "logo_unreadable" in two.form.problems()["logo"]
    two.act("printers.save")

    assert remembered.load(path).named("Roll").style.logo == picture.getvalue()


def test_what_is_damaged_is_told_and_new_printers_can_be_added(clerk, path):
    path.parent.mkdir()
    path.write_text("{", "utf-8")
    clerk.page.enter()
    clerk.rest()
    assert "printers_unreadable" in clerk.desk.toasts.text

    clerk.act("printers.new")
    clerk.show(name="Laser", system="HP-1020")
    clerk.act("printers.save")

    assert remembered.load(path).names == ["Laser"]
    assert path.with_name("printers.json.damaged").read_text("utf-8") == "{"


def test_what_was_typed_is_not_lost_when_the_list_is_read_again(two):
    two.show(name="Roll at the window")
    two.page.enter()
    two.rest()

    assert two.form.field("name").value() == "Roll at the window"


def test_escape_goes_to_the_list_and_another_puts_back_what_is_remembered(two):
    two.form.start()
    two.show(name="Roll at the window")
    two.press(Qt.Key.Key_Escape)
    assert two.view.table.hasFocus()
    assert two.form.field("name").value() == "Roll at the window"

    assert two.page.step_back()
    assert two.form.field("name").value() == "Roll"
    assert not two.page.holds_typed()
    assert not two.page.step_back()


def test_escape_leaves_an_empty_form_for_the_printer_in_use(two):
    two.act("printers.new")
    two.press(Qt.Key.Key_Escape)

    assert two.view.profile == ROLL


@pytest.mark.parametrize("texts", [Texts("hi"), StretchedTexts("hi")])
def test_all_words_find_their_place_in_another_language(two, texts):
    two.page.retranslate(texts)

    assert two.form.field("name").value() == "Roll"
    assert two.form.field("kind").value() is PrinterKind.NETWORK
    for name in two.form.names:
        assert two.form.field(name).accessibleName()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system says where settings lie")
def test_the_program_remembers_printers_among_the_settings_of_its_user(tmp_path):
    printers = program._documents().printers  # noqa: SLF001 - as the desk gets them

    printers.keep(DeskPrinters((ROLL, LASER), "Laser"))

    assert program._documents().printers.load().for_receipts == LASER  # noqa: SLF001 - as above
    assert (tmp_path / "bijli-bahi" / remembered.FILE_NAME).is_file()
