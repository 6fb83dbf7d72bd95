"""The quick log in a real window on a real store, by the keyboard alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import product

import pytest

from familjecentral.contacts.model import Contact
from tests.factories import PASSPHRASE, TODAY
from tests.ui.stage import Sample, Stage


def rows_of_today(stage: Stage) -> tuple[Contact, ...]:
    """Return what the page says was saved today."""
    return stage.window.shell.page_of("today").saved_today.shown


def page(stage: Stage):
    """Return the page."""
    return stage.window.shell.page_of("today")


def test_a_contact_takes_eight_keys(empty_stage: Stage) -> None:
    """Level, form, topic, age, Enter: 1 t Tab s ö Tab 1 Enter."""
    stage = empty_stage
    assert stage.focus().objectName() == "today_level_btn_universal_individual"
    pressed = stage.keys("1", "t", "Tab", "s", "ö", "Tab", "1", "Return")
    assert pressed == 8
    (saved,) = rows_of_today(stage)
    values = saved.values
    assert (values.prevention_level, values.working_level) == ("universal", "individual")
    assert (values.contact_form, values.arena) == ("phone", "remote")
    assert (values.topics, values.child_age_band) == (("routines",), "y1_2")
    assert values.date == TODAY
    assert stage.focus().objectName() == "today_level_btn_universal_individual"
    assert page(stage).form.entry().is_blank()
    assert stage.window.shell.undo_bar.text().startswith("Kontakten sparades: Universell · individ")


def test_as_the_last_takes_two_keys(empty_stage: Stage) -> None:
    """Ctrl R, Enter repeats the last contact, with today's date."""
    stage = empty_stage
    stage.keys("4", "b", "o", "Tab", "e", "Tab", "Return")
    assert stage.keys("Ctrl+R", "Return") == 2
    one, other = rows_of_today(stage)
    assert one.values == other.values


def test_undo_puts_the_contact_back_into_the_form(empty_stage: Stage) -> None:
    """Ctrl Z takes back; Enter saves it again; Ctrl Y does it again too."""
    stage = empty_stage
    stage.keys("1", "t", "Tab", "s", "ö", "Return")
    stage.key("Ctrl+Z")
    assert rows_of_today(stage) == ()
    entry = page(stage).form.entry()
    assert entry.level == ("universal", "individual")
    assert entry.fields["topics"] == ("routines",)
    assert "Uppgifterna ligger kvar" in stage.window.shell.undo_bar.text()
    stage.key("Ctrl+Y")
    assert len(rows_of_today(stage)) == 1
    assert page(stage).form.entry().is_blank()


def test_several_steps_are_undone(empty_stage: Stage) -> None:
    """Three contacts, three times Ctrl Z."""
    stage = empty_stage
    for digit in "147":
        stage.keys(digit, "b", "o", "Tab", "e", "Return")
    assert len(rows_of_today(stage)) == 3
    for left in (2, 1, 0):
        stage.key("Ctrl+Z")
        assert len(rows_of_today(stage)) == left


def test_errors_come_all_at_once_beside_their_fields(empty_stage: Stage) -> None:
    """Enter on a level alone: three sentences, a banner, focus on the first field."""
    stage = empty_stage
    stage.keys("1", "Return")
    form = page(stage).form
    assert form.banner.text().startswith("3 uppgifter saknas.")
    wrong = {name: field.error for name, field in form.set.fields.items() if field.error}
    assert wrong == {
        "contact_form": "Välj kontaktform.",
        "topics": "Välj minst en frågeställning.",
        "arena": "Välj arena.",
    }
    assert stage.focus().objectName() == "today_contact_form_cmb"
    assert "Välj kontaktform." in stage.focus().accessibleDescription()
    assert rows_of_today(stage) == ()


def test_without_a_level_nothing_is_saved(empty_stage: Stage) -> None:
    """Enter on an empty form names the level."""
    stage = empty_stage
    stage.key("Return")
    assert "Välj nivå, 1–9." in [
        label.text() for label in page(stage).form.findChildren(type(page(stage).title))
    ]


def test_clearing_can_be_undone(empty_stage: Stage) -> None:
    """Esc empties the form, Ctrl Z brings it back."""
    stage = empty_stage
    stage.keys("5", "c", "a", "f", "Esc")
    stage.key("Esc") if not page(stage).form.entry().is_blank() else None
    assert page(stage).form.entry().is_blank()
    stage.key("Ctrl+Z")
    entry = page(stage).form.entry()
    assert entry.level == ("selective", "group")


@pytest.mark.parametrize("digit", "123456789")
def test_every_box_shows_the_fields_of_its_level(empty_stage: Stage, digit: str) -> None:
    """Columns of the field decide: form, group or type of activity stands first."""
    stage = empty_stage
    stage.key(digit)
    first = {0: "today_structural_activity_type_cmb", 1: "today_contact_form_cmb"}
    first[2] = "today_group_cmb"
    assert stage.focus().objectName() == first[int(digit) % 3]
    shown = {n for n, f in page(stage).form.set.fields.items() if not f.isHidden()}
    assert ("women" in shown) == (int(digit) % 3 == 2)
    assert ("participants" in shown) == (int(digit) % 3 == 1)
    assert ("partners" in shown) == (int(digit) % 3 == 0)


def test_all_nine_kinds_are_logged_by_keys(empty_stage: Stage) -> None:
    """Each box makes a contact at its two levels, with everything required, in 14 keys at most."""
    stage = empty_stage
    wanted = list(
        product(("universal", "selective", "indicated"), ("individual", "group", "structural"))
    )
    for digit in range(1, 10):
        if digit % 3 == 1:
            presses = stage.keys(str(digit), "b", "o", "Tab", "e", "Return")
        elif digit % 3 == 2:
            counts = ("5", "Tab", "2", "Tab", "7", "Tab", "1")
            presses = stage.keys(str(digit), "ö", "Tab", "Tab", *counts, "Return")
        else:
            presses = stage.keys(str(digit), "k", "Tab", "Return")
        assert presses <= 14, digit
        assert page(stage).form.banner.text() == "", digit
    found = {(r.values.prevention_level, r.values.working_level) for r in rows_of_today(stage)}
    assert found == set(wanted)


def test_another_day_is_typed(empty_stage: Stage) -> None:
    """Alt D, igår: the contact is yesterday's, and the next one is today's again."""
    stage = empty_stage
    stage.key("Alt+D")
    assert stage.focus().objectName() == "today_date_edt"
    stage.keys(*"igår")
    page(stage).form.levels.focus_field()
    stage.keys("1", "t", "Tab", "s", "ö", "Return")
    assert rows_of_today(stage) == ()
    assert page(stage).form.date.day() == TODAY
    stage.key("Ctrl+2")
    (row,) = stage.window.shell.page_of("contacts").model.rows
    assert row.contact.values.date == TODAY - dt.timedelta(days=1)


def test_a_day_ahead_is_refused(empty_stage: Stage) -> None:
    """The sentence stands at the date."""
    stage = empty_stage
    stage.key("Alt+D")
    stage.keys(*"2027-01-01")
    page(stage).form.levels.focus_field()
    stage.keys("1", "t", "Tab", "s", "ö", "Return")
    field = page(stage).form.date_field
    assert field.error == "Datumet ligger framåt i tiden. Välj i dag eller tidigare."
    assert rows_of_today(stage) == ()


def test_at_most_three_topics(empty_stage: Stage) -> None:
    """The fourth opens the list with its reason instead."""
    stage = empty_stage
    stage.keys("1", "b", "o", "Tab", "s", "ö", "F4", "Return")
    combo = stage.find("today_topics_cmb")
    combo.set_values(("routines", "couple", "economy"))
    stage.key("s")
    assert combo.notice() == "Högst tre. Ta bort en först."
    assert combo.values() == ("routines", "couple", "economy")
    stage.key("Esc")
    stage.key("Backspace")
    assert combo.values() == ("routines", "couple")
    assert combo.accessibleName().startswith("Frågeställning, 2 av 3 valda: Sömn, mat, rutiner")


def test_an_own_row_of_today_is_changed(stage: Stage) -> None:
    """Ändra puts the row into the form; saving keeps its id."""
    row = rows_of_today(stage)[0]
    page(stage).saved_today.edit_asked.emit(row)
    stage.settle()
    page(stage).form.set.set_value("duration_band", "gt60")
    page(stage).save()
    stage.settle()
    changed = {r.id: r.values.duration_band for r in rows_of_today(stage)}
    assert changed[row.id] == "gt60"


def test_the_draft_survives_the_screen_lock(empty_stage: Stage) -> None:
    """Ctrl L blanks the window; after the passphrase the form is as it was."""
    stage = empty_stage
    stage.keys("4", "b", "o", "Ctrl+L")
    assert stage.window.door is not None
    assert not stage.window.shell.isVisible()
    assert stage.window.windowTitle() == "Familjecentral"
    stage.type("unlock_passphrase_edt", PASSPHRASE)
    stage.key("Return", "unlock_passphrase_edt")
    assert stage.window.door is None
    entry = page(stage).form.entry()
    assert entry.level == ("selective", "individual")
    assert entry.fields["contact_form"] == "booked_talk"


def test_undo_is_forgotten_at_the_screen_lock(empty_stage: Stage) -> None:
    """The steps hold what rows said, so they go."""
    stage = empty_stage
    stage.keys("1", "t", "Tab", "s", "ö", "Return", "Ctrl+L")
    stage.type("unlock_passphrase_edt", PASSPHRASE)
    stage.key("Return", "unlock_passphrase_edt")
    stage.key("Ctrl+Z")
    assert len(rows_of_today(stage)) == 1
    assert stage.window.shell.banner.text().startswith("Det finns inget att ångra.")


def test_digits_can_lie_as_on_the_numeric_pad(
    make_stage: Callable[..., Stage], empty_sample: Sample
) -> None:
    """Then 7 is at the top left."""
    stage = make_stage(empty_sample, numeric_pad=True)
    stage.log_in()
    stage.key("7")
    assert page(stage).form.levels.value() == ("universal", "individual")


def test_from_the_day_tab_goes_to_the_level(empty_stage: Stage) -> None:
    """*Annan dag*, a day, Tab, a digit: the tab order is as the eye reads."""
    stage = empty_stage
    stage.keys("Alt+D", *"2026-10-01", "Tab")
    assert stage.focus().objectName() == "today_level_btn_universal_individual"
    stage.keys("1", "Shift+Tab")
    assert stage.focus().objectName() == "today_level_btn_universal_individual"
    stage.key("Shift+Tab")
    assert stage.focus().objectName() == "today_date_edt"


ORDER = {
    "1": "contact_form_cmb topics_cmb child_age_band_cmb arena_cmb participants_chk_mother "
    "initiative_taker_cmb duration_band_seg_lt15 contact_ordinal_cmb interpreter_cmb",
    "2": "group_cmb topics_cmb women_spn men_spn children_spn new_visitors_spn arena_cmb "
    "duration_band_seg_lt15",
    "3": "structural_activity_type_cmb partners_cmb arena_cmb duration_band_seg_lt15",
}


@pytest.mark.parametrize("digit", ORDER)
def test_tab_goes_through_the_form_as_it_is_read(empty_stage: Stage, digit: str) -> None:
    """All fields of the level, *Mer*, *Spara*, *Rensa*: also after another level was shown."""
    stage = empty_stage
    stage.keys("2", "Ctrl+N", "1", "Ctrl+N", "3", "Ctrl+N", digit)
    found = []
    for _ in range(len(ORDER[digit].split()) + 3):
        found.append(stage.focus().objectName().removeprefix("today_"))
        stage.key("Tab")
    assert found == [*ORDER[digit].split(), "more_btn", "save_btn", "clear_btn"]


def test_undo_and_redo_leave_a_form_in_use_alone(empty_stage: Stage) -> None:
    """Half a contact is in the form: taking the last one back, and again, does not touch it."""
    stage = empty_stage
    stage.keys("1", "t", "Tab", "s", "ö", "Return", "4", "h")
    begun = page(stage).form.entry()
    stage.key("Ctrl+Z")
    assert rows_of_today(stage) == ()
    said = stage.find("shell_undo_bar").accessibleName()
    assert said.startswith("Kontakten togs tillbaka. Ctrl Y sparar den igen.")
    assert page(stage).form.entry() == begun
    stage.key("Ctrl+Y")
    assert len(rows_of_today(stage)) == 1
    assert page(stage).form.entry() == begun


def test_after_undo_the_focus_is_in_the_level_field(empty_stage: Stage) -> None:
    """Another working level shows other fields, so the focus must not stay on a hidden one."""
    stage = empty_stage
    stage.keys("3", "k", "Return", "Tab", "Tab", "Ctrl+Z")
    assert stage.focus().objectName() == "today_level_btn_universal_structural"
