"""Policies by date, the form that makes no bad one, dry run, holidays and protections."""

from dataclasses import replace
from datetime import UTC, date, datetime

from PySide6.QtCore import Qt

from domain.ids import new_id
from domain.policy import Reason
from domain.protection import NewProtection, ProtectionKind, Scope
from domain.staff import NewMember, Role
from storage.passwords import Argon2Passwords
from tests.ui.policies.conftest import ALT, CONTROL
from tests.ui.practice_office import CLERK
from ui.desk.policies.dry_run_view import When, Which
from ui.desk.policies.view import Part
from ui.policy_rules import rules_of

Key = Qt.Key
PASSWORD = "a long walk to the river"
SUNDAY_MORNING = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)


def test_an_office_without_a_policy_is_told_so_and_begins_with_an_example(supervisor):
    assert supervisor.view.rules.empty.isVisible()

    supervisor.press(Key.Key_N, ALT)

    assert supervisor.view.is_writing
    assert supervisor.view.form.general.texts()["title"].startswith("Bihar")
    assert "72 hours" in supervisor.view.form.start_from.currentText()


def test_the_policy_that_holds_today_is_read_rule_by_rule(in_up, shipped, sit_down):
    coming = {**shipped["BR"], "valid_from": "2027-04-01"}
    in_up.policies.ask(coming, "Order 8/2026", CLERK)

    supervisor = sit_down()

    rules = supervisor.view.rules
    assert [str(rules.model.index(row, 1).data()) for row in range(2)] == [
        "◐ Still to come",
        "● Holds today",
    ]
    assert rules.policy.id == "UP-OURS"
    words = rules.sheet.words()
    assert "3 days from the day below zero" in words
    assert "Domestic up to 2 kW: 30 days from the day below zero" in words
    assert "08:00 to 18:00" in words
    assert "second Saturday of the month, holidays" in words
    assert "Published rules for prepaid supply in Uttar Pradesh" in words


def test_every_row_of_every_shipped_policy_is_said_in_words(shipped, books, texts):
    for document in shipped.values():
        policy = books.policies.judge(document)
        assert all(rule.name and rule.words for rule in rules_of(policy, texts))


WRONG = (
    ("hours.windows", "10 to 25", "a time of the day"),
    ("hours.never", "<b>at night</b>", "two times of the day"),
    ("conversion_grace_days", "many", "a whole number"),
    ("emergency_credit.down_to", "300", "above 0"),
    ("alerts.percents_left", "30, =1+1", "a whole number"),
    ("hours.saturdays_off", "9", "above 5"),
    ("valid_from", "someday", "a date"),
    ("most_a_run", "", "Still to be filled in."),
)


def test_what_is_wrong_is_refused_at_its_field_and_stays_typed(in_up, sit_down):
    supervisor = sit_down()
    supervisor.press(Key.Key_N, ALT)

    for name, typed, _told in WRONG:
        supervisor.put(name, typed)
    supervisor.press(Key.Key_A, CONTROL)

    form = supervisor.view.form.general.form
    notes = form.notes()
    assert [name for name, _typed, told in WRONG if told not in notes[name]] == []
    assert [form.field(name).text() for name, *_rest in WRONG] == [typed for _n, typed, _t in WRONG]
    assert form.field("valid_from").hasFocus()
    assert supervisor.controller.writing.draft is None
    assert not supervisor.view.form.try_out.isEnabled()
    assert len(in_up.policies.book().policies) == 1


def test_where_there_is_no_staff_a_version_holds_at_once_and_a_small_load_differs(in_up, sit_down):
    supervisor = sit_down()
    supervisor.press(Key.Key_N, ALT)
    supervisor.put("emergency_credit.time", "5")
    form = supervisor.view.form
    form.begin_group()
    group = form.groups[-1].form
    supervisor.put("name", "चौकी 'एक'", group)
    supervisor.put("schedules", "UP-LMV5*, UP-LMV6", group)
    supervisor.put("upto_kw", "1.5", group)
    supervisor.put("emergency_credit.time", "40", group)

    supervisor.press(Key.Key_A, CONTROL)
    sheet = supervisor.controller.writing.reason
    assert sheet.isVisible()
    supervisor.type("Order 9/2026")
    supervisor.press(Key.Key_Return)

    policy = in_up.policies.book().on(in_up.today())
    assert policy.id == "UP-OURS-2"
    assert policy.terms.emergency.hours == 5 * 24
    last = policy.groups[-1]
    assert (last.name, last.schedules, last.upto_w) == (
        "चौकी 'एक'",
        ("UP-LMV5*", "UP-LMV6"),
        1_500,
    )
    assert last.terms.emergency.hours == 40 * 24
    assert last.terms.hours == policy.terms.hours
    assert not supervisor.view.is_writing


def test_with_staff_another_person_approves(in_up, sit_down):
    supervisor = sit_down(member=_staff(in_up)["meena"], office=in_up)
    supervisor.press(Key.Key_N, ALT)
    assert "Ask for approval" in supervisor.view.form.ask.text()

    supervisor.press(Key.Key_A, CONTROL)
    supervisor.type("Order 9/2026")
    supervisor.press(Key.Key_Return)

    assert [one.reason for one in in_up.trust.approvals()] == ["Order 9/2026"]
    assert in_up.policies.book().on(in_up.today()).id == "UP-OURS"


def test_what_was_typed_is_there_when_one_comes_back(in_up, sit_down):
    supervisor = sit_down()
    supervisor.press(Key.Key_N, ALT)
    supervisor.put("title", "<i>Ours</i>")

    supervisor.press(Key.Key_Escape)
    assert not supervisor.view.is_writing
    assert supervisor.page.holds_typed()
    supervisor.press(Key.Key_N, ALT)

    assert supervisor.view.form.general.texts()["title"] == "<i>Ours</i>"


def test_a_dry_run_now_tells_how_many_go_and_who_is_held_and_why(in_up, sit_down):
    supervisor = sit_down()

    supervisor.press(Key.Key_D, ALT)

    findings = supervisor.controller.dry_run.findings
    run = in_up.policies.dry_run(SUNDAY_MORNING, lambda _step: None)
    assert findings.run.at == SUNDAY_MORNING
    assert (findings.run.defaulters, findings.run.going) == (run.defaulters, 0)
    figures = supervisor.view.dry_run.figures
    assert [figures[name].value.text() for name in ("eligible", "going", "held")] == [
        str(run.defaulters),
        "0",
        str(run.defaulters),
    ]
    rows = supervisor.view.dry_run.bars.rows.rows
    assert (rows[1].reason, rows[1].count) == (Reason.WEEKDAY_OFF, run.defaulters)


def test_a_reason_is_looked_into_and_enter_opens_the_consumer(in_up, sit_down, qtbot):
    supervisor = sit_down()
    view = supervisor.view.dry_run
    supervisor.controller.show_part(Part.DRY_RUN)
    view.choose(When.NEXT_WINDOW, Which.PRESENT)
    supervisor.controller.run()
    supervisor.rest()

    view.bars.go_to(None)
    supervisor.rest()
    view.table.setFocus()
    view.table.go_to_place(0)

    row = view.table.current_row()
    assert (row.found.reasons, row.consumer.balance.paise < 0) == ((), True)
    assert view.model.rowCount() == supervisor.controller.dry_run.findings.run.going
    with qtbot.waitSignal(supervisor.page.consumer_requested) as opened:
        supervisor.press(Key.Key_Return)
    assert opened.args == [row.consumer.number]


def test_the_version_being_written_is_tried_out_beside_the_present_one(in_up, sit_down):
    supervisor = sit_down()
    supervisor.press(Key.Key_N, ALT)
    supervisor.put("emergency_credit.time", "300")
    supervisor.press(Key.Key_D, ALT)
    view = supervisor.view.dry_run
    assert view.which_policy() is Which.DRAFT

    view.when.show_value(When.OTHER)
    supervisor.type("23-11-2026")
    view.time.setFocus()
    supervisor.type("9.30")
    supervisor.press(Key.Key_Return)

    findings = supervisor.controller.dry_run.findings
    assert findings.run.at == datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    assert findings.run.going == 0
    assert findings.present.going > 0
    assert "present policy" in view.figures["going"].note.whole_text()


def test_an_instant_that_is_none_is_refused_at_once(in_up, sit_down):
    supervisor = sit_down()
    supervisor.controller.show_part(Part.DRY_RUN)
    view = supervisor.view.dry_run
    view.when.show_value(When.OTHER)
    supervisor.type("t")
    view.time.setFocus()
    supervisor.type("25:99")

    supervisor.press(Key.Key_Return)

    assert view.problem.isVisible()
    assert "25:99" in view.problem.text()
    assert supervisor.controller.dry_run.findings is None


def test_holidays_are_filled_added_and_removed(in_up, sit_down):
    supervisor = sit_down()
    supervisor.controller.show_part(Part.HOLIDAYS)
    supervisor.rest()

    supervisor.press(Key.Key_L, ALT)
    names = [row.name for row in supervisor.view.holidays.model.rows]
    assert "Republic Day" in names

    supervisor.press(Key.Key_N, ALT)
    supervisor.type("30-11-2026")
    supervisor.press(Key.Key_Return)
    supervisor.type("Local holiday <Patna>")
    supervisor.press(Key.Key_Return)
    kept = {one.day: one for one in in_up.policies.holidays(date(2026, 1, 1), date(2026, 12, 31))}
    assert kept[date(2026, 11, 30)].name == "Local holiday <Patna>"
    assert kept[date(2026, 11, 30)].source == CLERK.name

    supervisor.view.holidays.table.go_to(date(2026, 11, 30))
    supervisor.press(Key.Key_X, ALT)
    supervisor.press(Key.Key_Return)
    assert in_up.policies.holidays(date(2026, 11, 30), date(2026, 11, 30)) == []


def test_a_holiday_without_a_name_is_refused_at_its_field(supervisor):
    supervisor.controller.show_part(Part.HOLIDAYS)
    supervisor.rest()
    supervisor.press(Key.Key_N, ALT)
    supervisor.type("30-11-2026")

    supervisor.press(Key.Key_A, CONTROL)

    assert list(supervisor.view.holidays.form.problems()) == ["name"]


def test_a_protection_runs_from_its_proof_to_its_end(in_up, sit_down):
    supervisor = sit_down()
    supervisor.controller.show_part(Part.PROTECTIONS)
    supervisor.rest()
    view = supervisor.view.protections
    supervisor.press(Key.Key_N, ALT)
    view.form.field("whom").setFocus()
    supervisor.type("999999")
    view.form.field("proof").setFocus()
    supervisor.type("Certificate 12/2026")
    view.form.field("last").setFocus()
    supervisor.type("30-11-2026")

    supervisor.press(Key.Key_A, CONTROL)
    assert list(view.form.problems()) == ["whom"]
    assert view.form.field("proof").text() == "Certificate 12/2026"

    supervisor.type("100001")
    supervisor.press(Key.Key_A, CONTROL)
    (made,) = in_up.policies.protections()
    assert (made.scope, made.whom, made.kind) == (
        Scope.CONSUMER,
        "100001",
        ProtectionKind.HOSPITAL,
    )
    assert "Runs out soon" in view.state.text()

    supervisor.press(Key.Key_X, ALT)
    supervisor.type("Moved away")
    supervisor.press(Key.Key_Return)
    (ended,) = in_up.policies.protections()
    assert (ended.end_reason, ended.ended_by) == ("Moved away", CLERK.name)
    assert view.model.rows == []


def test_what_runs_out_first_stands_first(in_up, sit_down):
    supervisor = sit_down()
    for scope, whom, last in (
        (Scope.OFFICE, "", date(2027, 3, 31)),
        (Scope.CONSUMER, "100002", date(2026, 11, 25)),
    ):
        _protect(in_up, scope, whom, last)

    supervisor.page.refresh()
    supervisor.controller.show_part(Part.PROTECTIONS)
    supervisor.rest()

    assert [row.whom for row in supervisor.view.protections.model.rows] == ["100002", ""]


def test_a_clerk_reads_and_tries_out_but_changes_nothing(in_up, sit_down):
    supervisor = sit_down(member=_staff(in_up)["gopal"], office=in_up)

    supervisor.press(Key.Key_N, ALT)

    assert not supervisor.view.is_writing
    assert not supervisor.view.rules.new.isVisible()
    supervisor.press(Key.Key_D, ALT)
    assert supervisor.controller.dry_run.findings is not None
    supervisor.controller.show_part(Part.HOLIDAYS)
    assert not supervisor.view.holidays.fill.isVisible()


def test_the_page_speaks_hindi_and_forgets_nothing_typed(in_up, sit_down):
    supervisor = sit_down()
    supervisor.press(Key.Key_N, ALT)
    supervisor.put("title", "Ours & theirs")

    supervisor.window.desk.language.switch_to("hi")
    supervisor.rest()

    assert supervisor.view.form.general.texts()["title"] == "Ours & theirs"
    weekdays = supervisor.view.form.general.form.field("hours.weekdays")
    assert weekdays.chips[0].text() == "सोम"


def _staff(books):
    trust = books.trust
    trust.passwords = Argon2Passwords(is_quick=True)
    trust.make_first_administrator(
        NewMember("sita", "Sita", Role.ADMINISTRATOR, 1), PASSWORD, CLERK
    )
    sita = replace(CLERK, name="sita")
    for name, role in (("meena", Role.SUPERVISOR), ("gopal", Role.CLERK)):
        trust.add_member(NewMember(name, name.title(), role, 2), PASSWORD, sita)
        trust.change_password(PASSWORD, f"{PASSWORD}-own", replace(CLERK, name=name))
    return {name: trust.member(name) for name in ("meena", "gopal")}


def _protect(books, scope, whom, last):
    form = NewProtection(
        new_id(), ProtectionKind.EXAM, scope, whom, "Order 3", date(2026, 11, 1), last
    )
    books.policies.protect(form, CLERK)
