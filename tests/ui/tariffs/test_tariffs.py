"""The Tariffs page: versions by date, a form that cannot make a bad tariff, approval, impact."""

import json
from dataclasses import replace
from datetime import date

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from domain.staff import Member, NewMember, Role
from domain.tariff import parse_tariffs
from domain.tariff_draft import DraftOrder, DraftState
from domain.tariff_form import document_of, typed_of
from domain.tariff_timeline import Standing
from domain.worked_example import month_of
from resources import locate
from storage.passwords import Argon2Passwords
from tests.ui.practice_office import CLERK
from ui.desk.kit.parts import Label

EXAMPLES = json.loads(locate("tariffs", "examples.json").read_text("utf-8"))["tariffs"]
SCHEDULE = "AS-DOMA-2023"
PASSWORD = "monsoon-42"


def words_of(part):
    return [label.text() for label in part.findChildren(Label)]


def test_versions_stand_by_date_with_gaps_marked(drafter):
    drafter.book.schedules.go_to("BR-DS2")
    drafter.rest()

    rows = drafter.book.stretch_rows.rows

    assert [row.standing for row in rows] == [Standing.GAP, Standing.PAST, Standing.PAST]
    assert [row.version.id if row.version else None for row in rows] == [
        *(None, "BR-DS2-2025F", "BR-DS2-2025"),
    ]


def test_two_versions_are_read_side_by_side(drafter):
    drafter.book.schedules.go_to("BR-DS2")
    drafter.book.stretches.go_to("BR-DS2-2025F")
    drafter.book.compare.show_value("BR-DS2-2025")
    drafter.rest()

    said = words_of(drafter.book.facts)

    assert "≠ Subsidy" in said
    assert "Energy, a unit" in said
    assert any("first 125 units" in words for words in said)


def test_a_worked_month_is_the_engine_s(drafter):
    drafter.book.schedules.go_to(SCHEDULE)
    drafter.rest()
    version = drafter.book.version

    shown = words_of(drafter.book.example)

    month = month_of(version, 150_000, 2_000)
    assert month["total"] == 98_900
    assert "₹989.00" in shown


def test_every_published_tariff_comes_out_of_the_form_as_it_went_in(drafter):
    for document in EXAMPLES:
        drafter.form.show_typed(typed_of(document))

        again = document_of(drafter.form.typed())

        assert again == document
        [before], _ = parse_tariffs({"tariffs": [document]})
        [after], _ = parse_tariffs({"tariffs": [again]})
        assert after.sha256 == before.sha256


def test_a_successor_is_drafted_kept_and_taken_over(drafter, books):
    drafter.draft_after(SCHEDULE)
    assert drafter.said_at("valid_from") == "AS-DOMA-2023 then ends on 30 Nov 2026."

    drafter.put("energy", "8.25", row=1, column=1)
    drafter.control(Qt.Key.Key_A)
    assert drafter.editor.strip.isVisible()
    drafter.press(Qt.Key.Key_Return)
    drafter.rest()

    book = books.tariff_book()
    assert book.version_on(SCHEDULE, date(2026, 11, 30)).id == SCHEDULE
    new = book.version_on(SCHEDULE, date(2026, 12, 1))
    assert (new.id, new.energy[1].centipaise_per_kwh) == ("AS-DOMA-2023-2", 82_500)
    [draft] = books.drafts.all()
    assert draft.state is DraftState.APPROVED
    assert not drafter.form.isEnabled()


def test_a_wrong_rate_is_told_at_its_cell_and_nothing_is_lost(drafter, books):
    drafter.draft_after(SCHEDULE)

    drafter.put("energy", "8.o5", row=2, column=1)

    assert "8.o5" in drafter.said_at("energy")
    cell = drafter.form.form.field("energy").cell(2, 1)
    assert cell.text() == "8.o5"
    assert cell.property("problem")
    [draft] = books.drafts.all()
    assert draft.document["energy"][2] == [None, "8.o5"]
    drafter.editor.title.setFocus()
    drafter.control(Qt.Key.Key_A)
    assert not drafter.editor.strip.isVisible()
    assert QApplication.focusWidget() is cell
    assert books.tariff_book().version_on(SCHEDULE, date(2026, 12, 1)).id == SCHEDULE


def test_no_hostile_rate_gets_into_a_tariff(drafter):
    drafter.draft_after(SCHEDULE)

    for hostile in ("=1+1", "<b>5</b>", "9" * 40, "1e3", "५.५०", "-1"):
        drafter.put("energy", hostile, row=0, column=1)

        assert drafter.said_at("energy")
        assert drafter.form.form.field("energy").cell(0, 1).text() == hostile


def test_a_draft_on_charged_days_is_refused_at_the_day(drafter):
    drafter.draft_after(SCHEDULE)

    drafter.put("valid_from", "1/11/26")

    assert "was charged by AS-DOMA-2023 already" in drafter.said_at("valid_from")


def test_rows_are_made_and_dropped_by_keys(drafter):
    drafter.draft_after(SCHEDULE)
    table = drafter.form.form.field("energy")
    table.cell(1, 0).setFocus()

    drafter.press(Qt.Key.Key_Insert)
    drafter.type("180")
    drafter.press(Qt.Key.Key_Return)
    drafter.type("6.25")
    assert table.value()[1] == ("180", "6.25")
    assert len(table.value()) == 4

    drafter.press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    drafter.rest()
    assert table.value() == (("120", "5.70"), ("240", "7.00"), ("", "7.90"))


def test_a_limit_in_the_last_row_brings_the_row_above_it(drafter):
    drafter.draft_after(SCHEDULE)
    table = drafter.form.form.field("energy")

    drafter.put("energy", "400", row=2)

    assert len(table.value()) == 4
    assert table.value()[3] == ("", "")


def test_fields_stand_there_as_far_as_they_apply(drafter):
    drafter.draft_after(SCHEDULE)
    form = drafter.form.form

    assert not form.field("fixed_charge.bands").isVisible()
    form.field("fixed_charge.per").show_value("kw_by_load")
    drafter.rest()
    assert form.field("fixed_charge.bands").isVisible()
    assert not form.field("fixed_charge.rate").isVisible()
    form.field("subsidies[2].kind").show_value("cliff")
    drafter.rest()
    assert form.field("subsidies[2].tiers").isVisible()
    assert form.field("subsidies[3].kind").isVisible()


def test_an_empty_draft_says_what_is_still_needed(drafter):
    drafter.controller.draft_empty()
    drafter.wait(lambda: drafter.view.is_editing)
    drafter.rest()

    assert drafter.said_at("source") == "Still to be filled in."
    assert "left" in drafter.editor.faults.text()


def test_what_another_changed_meanwhile_is_told_and_mine_may_stand(drafter, books):
    drafter.draft_after(SCHEDULE)
    [draft] = books.drafts.all()
    books._clock.at = books._clock.at.replace(minute=50)  # noqa: SLF001 - time goes by
    theirs = DraftOrder(draft.id, "Theirs", draft.document, draft.based_on, draft.changed_at)
    books.drafts.save(theirs, replace(CLERK, name="Ravi"))

    drafter.put("category", "Mine")

    assert "Ravi changed this draft" in drafter.editor.strip.question.text()
    drafter.press(Qt.Key.Key_Return)
    drafter.rest()
    [kept] = books.drafts.all()
    assert kept.document["category"] == "Mine"


def test_what_another_made_of_a_draft_is_seen_before_it_is_taken_over(drafter, books):
    drafter.draft_after(SCHEDULE)
    [draft] = books.drafts.all()
    drafter.control(Qt.Key.Key_A)
    [draft] = books.drafts.all()
    books._clock.at = books._clock.at.replace(minute=50)  # noqa: SLF001 - time goes by
    document = {**draft.document, "category": "Theirs"}
    theirs = DraftOrder(draft.id, "Theirs", document, draft.based_on, draft.changed_at)
    books.drafts.save(theirs, replace(CLERK, name="Ravi"))

    drafter.press(Qt.Key.Key_Return)
    drafter.rest()

    assert books.drafts.all()[0].state is DraftState.WRITING
    assert drafter.form.form.field("category").text() == "Theirs"


def test_drafts_come_from_a_file_and_go_into_one(drafter, books, tmp_path):
    source = tmp_path / "order.json"
    items = [EXAMPLES[5] | {"id": "BR-X", "schedule": "BR-X"}, EXAMPLES[0] | {"energy": []}]
    source.write_text(json.dumps({"tariffs": items}), "utf-8")

    drafter.controller.take_file(source)
    drafter.rest()
    assert {draft.title for draft in books.drafts.all()} == {"BR-X", "AS-JD-2023"}

    target = tmp_path / "again.json"
    [draft] = [one for one in books.drafts.all() if one.title == "BR-X"]
    drafter.controller.export_to(target, draft.document)
    drafter.rest()
    assert json.loads(target.read_text("utf-8"))["tariffs"] == [items[0]]


def test_a_file_with_an_unknown_field_is_refused_in_a_sentence(drafter, books, tmp_path):
    source = tmp_path / "order.json"
    source.write_text(json.dumps({"tariffs": [EXAMPLES[0] | {"peak": "18-22"}]}), "utf-8")

    drafter.controller.take_file(source)
    drafter.rest()

    assert books.drafts.all() == []


def test_the_impact_is_shown_and_filed(drafter, books, tmp_path):
    drafter.draft_after(SCHEDULE)
    drafter.put("energy", "9.90", row=2, column=1)
    drafter.alt(Qt.Key.Key_I)
    impact = drafter.editor.impact

    found = impact.impact
    assert found.unequal_days == 0
    assert found.charged_paise == found.total.now_paise
    assert found.paying_more > 0
    assert impact.worst.model().rowCount() == min(found.paying_more, 10)
    assert not impact.stale.isVisible()

    book, paper = tmp_path / "impact.xlsx", tmp_path / "impact.pdf"
    drafter.editing.impacting.write(book, "", is_short=False)
    drafter.editing.impacting.write(paper, "", is_short=True)
    drafter.rest()
    rows = list(load_workbook(book).worksheets[1].iter_rows(values_only=True))
    [total] = [row for row in rows if row[1] == "To be paid"]
    assert round(total[6] * 100) == found.total.change_paise
    assert paper.read_bytes().startswith(b"%PDF")

    drafter.put("energy", "9.95", row=2, column=1)
    assert impact.stale.isVisible()


def test_one_of_the_worst_is_opened(drafter, qtbot):
    drafter.draft_after(SCHEDULE)
    drafter.put("energy", "9.90", row=2, column=1)
    drafter.alt(Qt.Key.Key_I)
    worst = drafter.editor.impact.worst
    worst.go_to_place(0)

    with qtbot.waitSignal(drafter.page.consumer_requested) as opened:
        worst.opened.emit(worst.current_row())

    assert opened.args == [worst.current_row().row.number]


def test_esc_leads_back_and_the_draft_is_kept(drafter, books):
    drafter.draft_after(SCHEDULE)
    drafter.form.form.field("category").setFocus()
    drafter.form.form.field("category").setText("A new name")

    drafter.press(Qt.Key.Key_Escape)
    drafter.rest()

    assert not drafter.view.is_editing
    assert books.drafts.all()[0].document["category"] == "A new name"
    drafter.wait(lambda: drafter.book.draft is not None)


def test_a_draft_is_copied_and_deleted(drafter, books):
    drafter.draft_after(SCHEDULE)
    drafter.press(Qt.Key.Key_Escape)
    drafter.rest()
    drafter.book.go_to_draft(books.drafts.all()[0].id)

    drafter.controller.duplicate()
    drafter.wait(lambda: drafter.view.is_editing)
    drafter.rest()
    drafter.press(Qt.Key.Key_Escape)
    drafter.rest()
    assert {one.document["id"] for one in books.drafts.all()} == {
        *("AS-DOMA-2023-2", "AS-DOMA-2023-3"),
    }

    drafter.controller.delete()
    drafter.view.strip.accept.click()
    drafter.rest()
    assert len(books.drafts.all()) == 1


def test_the_page_speaks_hindi_at_once(drafter):
    drafter.draft_after(SCHEDULE)

    drafter.window.desk.language.switch_to("hi")
    drafter.rest()

    assert document_of(drafter.form.typed())["valid_from"] == "2026-12-01"


def take_on_staff(books):
    trust = books.trust
    trust.passwords = Argon2Passwords(is_quick=True)
    head = NewMember("sita", "Sita", Role.ADMINISTRATOR, 1)
    trust.make_first_administrator(head, PASSWORD, CLERK)
    sita = replace(CLERK, name="sita")
    for name, role in (("meena", Role.SUPERVISOR), ("gopal", Role.AUDITOR)):
        trust.add_member(NewMember(name, name.title(), role, 2), PASSWORD, sita)
        trust.change_password(PASSWORD, f"{PASSWORD}-own", replace(CLERK, name=name))
    return {name: trust.member(name) for name in ("meena", "gopal")}


def test_with_staff_a_draft_is_asked_for_with_its_impact_and_comes_back_rejected(sit_down, books):
    drafter = sit_down(member=take_on_staff(books)["meena"])
    drafter.draft_after(SCHEDULE)
    drafter.put("energy", "9.90", row=2, column=1)
    drafter.alt(Qt.Key.Key_I)

    drafter.control(Qt.Key.Key_A)
    assert drafter.editing.reason.isVisible()
    drafter.type("Order 12")
    drafter.press(Qt.Key.Key_Return)
    drafter.rest()

    [approval] = books.trust.approvals()
    impact = json.loads(approval.content)["impact"]
    assert impact["consumers"] == drafter.editor.impact.impact.consumers
    assert books.drafts.all()[0].state is DraftState.WAITING
    assert not drafter.form.isEnabled()
    books.trust.reject(approval.id, "The order says 9.80", replace(CLERK, name="sita"))
    drafter.editing.open(books.drafts.all()[0])
    drafter.rest()
    assert "The order says 9.80" in drafter.editor.note.text()
    assert drafter.form.isEnabled()


def test_who_may_not_draft_reads_drafts_too(sit_down, books):
    auditor = take_on_staff(books)["gopal"]
    document = EXAMPLES[1] | {"id": "AS-X", "schedule": SCHEDULE, "valid_from": "2026-12-01"}
    order = DraftOrder("d1", "Read me", document)
    books.drafts.save(order, replace(CLERK, name="meena"))
    drafter = sit_down(member=auditor)

    drafter.editing.open_by_id("d1")
    drafter.wait(lambda: drafter.view.is_editing)
    drafter.rest()

    assert not drafter.form.isEnabled()
    drafter.alt(Qt.Key.Key_I)
    assert drafter.editor.impact.impact.total.change_paise == 0


def test_who_may_not_draft_only_reads(sit_down, books):
    auditor = Member("audit", "Auditor", Role.AUDITOR, 0)
    drafter = sit_down(member=auditor)

    assert not drafter.book.successor.isVisible()
    assert "tariffs.draft" not in [
        action.name for action in drafter.window.actions_of_desk.reachable()
    ]
