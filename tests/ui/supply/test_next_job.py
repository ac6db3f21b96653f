"""A second job of a day: whoever made it reviews it, and not the one of before."""

from PySide6.QtCore import Qt

from ui.desk.supply.job_card import Part


def make(who, reason):
    who.alt(Qt.Key.Key_N)
    who.page.acting.sheet.form.field("reason").setFocus()
    who.say(reason)


def test_the_job_that_was_just_made_is_the_one_in_use(open_desk, supply):
    who = open_desk()
    make(who, "Of the morning")
    make(who, "Of the afternoon")

    assert who.page.controller.job.reason == "Of the afternoon"
    assert who.view.job_card.job == who.page.controller.job

    who.control(Qt.Key.Key_A)

    states = {job.reason: job.state.value for job in supply.jobs()}
    assert states["Of the morning"] == "draft"
    assert states["Of the afternoon"] != "draft"


def test_whoever_looks_at_the_job_of_before_stays_with_it(open_desk, supply):
    who = open_desk()
    make(who, "Of the morning")
    make(who, "Of the afternoon")
    who.view.jobs.setFocus()
    who.press(Qt.Key.Key_Down)
    before = who.page.controller.job.reason

    who.page.refresh()
    who.rest()
    who.page.controller.open_part(Part.ALL)
    who.rest()

    assert before == who.page.controller.job.reason == "Of the morning"
