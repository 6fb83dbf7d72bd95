"""What makes the quick log quick: key presses, usual choices, favourites, several at once."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QComboBox

from tests.factories import TODAY
from tests.ui.stage import Stage
from tests.ui.test_today import page, rows_of_today
from ui.widgets.combo import CodedCombo

# What each of the nine takes, from Idag to saved: everything that is required, and the focus
# back in the level field.
KINDS = {
    **dict.fromkeys("147", ("b", "o", "Tab", "e")),
    **dict.fromkeys("258", ("ö", "Tab", "Tab", "5", "Tab", "2", "Tab", "7", "Tab", "1")),
    **dict.fromkeys("369", ("k",)),
}


@pytest.mark.parametrize("digit", sorted(KINDS))
def test_each_of_the_nine_kinds_takes_at_most_fourteen_keys(empty_stage: Stage, digit: str) -> None:
    """Counted from the level field on Idag to the saved row."""
    stage = empty_stage
    pressed = stage.keys(digit, *KINDS[digit], "Return")
    assert pressed <= 14
    assert len(rows_of_today(stage)) == 1
    assert stage.focus().objectName().startswith("today_level_btn_")


def test_a_common_contact_takes_at_most_eight_keys_with_usual_choices_too(
    empty_stage: Stage,
) -> None:
    """The same eight keys, and what is usual comes with them."""
    stage = empty_stage
    for _ in range(5):
        stage.keys("1", "b", "o", "Tab", "e")
        form = page(stage).form
        form.set.set_value("interpreter", "none")
        form.set.set_value("duration_band", "m31_60")
        stage.key("Return", "today_topics_cmb")
    pressed = stage.keys("1", "t", "Tab", "s", "ö", "Tab", "1", "Return")
    assert pressed == 8
    newest = [row.values for row in rows_of_today(stage) if row.values.contact_form == "phone"]
    assert len(newest) == 1
    assert (newest[0].interpreter, newest[0].duration_band) == ("none", "m31_60")


def test_a_tick_is_one_key(empty_stage: Stage) -> None:
    """With the pad in focus: B is one child."""
    stage = empty_stage
    stage.key("Ctrl+T")
    pad = page(stage).pad
    before = pad.accessibleName()
    assert stage.keys("b") == 1
    assert before == pad.accessibleName()
    child = next(tile for counter, tile in pad.tiles.items() if counter.value == "children")
    assert child.spoken.endswith(" 1")


def usual(stage: Stage, arena: str) -> None:
    """Log five booked talks at an arena of one's own choice."""
    for _ in range(5):
        stage.keys("1", "b", "o", "Tab", "e")
        page(stage).form.set.set_value("arena", arena)
        page(stage).form._on_field_changed("arena")
        stage.key("Return", "today_topics_cmb")


def test_what_is_usual_is_proposed_and_said(empty_stage: Stage) -> None:
    """The arena of her own talks; a telephone call still goes with its form."""
    stage = empty_stage
    usual(stage, "open_preschool")
    stage.keys("4", "b", "o")
    arena = page(stage).form.set.fields["arena"].control
    assert (arena.value(), arena._hint) == ("open_preschool", "ditt vanliga val")
    stage.keys("Backspace", "Backspace", "t", "e", "l")
    assert (arena.value(), arena._hint) == ("remote", "följer kontaktform")


def test_a_proposal_is_never_stronger_than_the_person(empty_stage: Stage) -> None:
    """What she chooses stays when the level changes; a proposal follows the level."""
    stage = empty_stage
    for _ in range(5):
        stage.keys("3", "k")
        page(stage).form.set.set_value("duration_band", "gt60")
        stage.key("Return", "today_structural_activity_type_cmb")
    stage.keys("3", "Ctrl+N")
    form = page(stage).form
    assert form.set.value("duration_band") == "gt60"
    assert "ditt vanliga val" in form.set.fields["duration_band"]._hint.text()
    stage.keys("1", "Ctrl+N")
    assert form.set.value("duration_band") is None
    form.set.set_value("duration_band", "lt15")
    form._on_field_changed("duration_band")
    stage.keys("3", "Ctrl+N")
    assert form.set.value("duration_band") == "lt15"


def test_a_stored_row_and_a_copy_get_no_proposals(empty_stage: Stage) -> None:
    """What was left empty there stays empty."""
    stage = empty_stage
    for _ in range(5):
        stage.keys("1", "b", "o", "Tab", "e")
        page(stage).form.set.set_value("interpreter", "none")
        stage.key("Return", "today_topics_cmb")
    stage.keys("1", "b", "o", "Tab", "e")
    page(stage).form.set.set_value("interpreter", None)
    page(stage).form._on_field_changed("interpreter")
    stage.key("Return", "today_topics_cmb")
    stage.key("Ctrl+R")
    assert page(stage).form.entry().fields["interpreter"] is None


def test_several_alike_are_one_save_and_one_step(empty_stage: Stage) -> None:
    """Behind Mer; Ctrl Z takes all of them back into the form, Ctrl Y saves them again."""
    stage = empty_stage
    stage.keys("1", "s", "p", "Tab", "e", "Alt+M")
    field = page(stage).form.set.fields["alike"]
    assert not field.isHidden()
    field.focus_control()
    stage.keys("3", "Return")
    assert len(rows_of_today(stage)) == 3
    bar = stage.window.shell.undo_bar
    assert bar.text().startswith("3 likadana kontakter sparades: Universell · individ")
    assert page(stage).form.entry().alike == 1
    stage.key("Ctrl+Z")
    assert rows_of_today(stage) == ()
    assert bar.text() == "3 kontakter togs tillbaka. Uppgifterna ligger kvar i formuläret."
    assert page(stage).form.entry().alike == 3
    stage.key("Ctrl+Y")
    assert len(rows_of_today(stage)) == 3
    assert page(stage).form.entry().is_blank()


def test_a_stored_row_offers_no_several(stage: Stage) -> None:
    """Changing is for one."""
    stage.keys("Ctrl+2", "Home", "F2", "Alt+M")
    dialog = stage.find("edit_dlg")
    assert not [w for w in dialog.findChildren(QComboBox) if "alike" in w.objectName()]
    assert [w for w in dialog.findChildren(type(page(stage).form)) if not w._several]


def keep_favourite(stage: Stage, name: str) -> None:
    """Keep what stands in the form under a name."""
    stage.key("Alt+F")
    stage.keys(*name)
    stage.key("Return", "favourites_name_edt")


def test_a_favourite_takes_three_keys(empty_stage: Stage) -> None:
    """Alt F, its digit, Enter: levels and codes as they were kept, today's date."""
    stage = empty_stage
    stage.keys("4", "t", "Tab", "s", "ö")
    keep_favourite(stage, "samtal om natten")
    assert stage.window.shell.undo_bar.text() == "Favoriten sparades: samtal om natten"
    stage.key("Esc", "today_topics_cmb")
    assert page(stage).form.entry().is_blank()
    assert stage.keys("Alt+F", "1", "Return") == 3
    (row,) = rows_of_today(stage)
    assert (row.values.contact_form, row.values.topics) == ("phone", ("routines",))
    assert (row.values.prevention_level, row.values.date) == ("selective", TODAY)


def test_a_favourites_name_is_guarded(empty_stage: Stage) -> None:
    """A number that is somebody's is refused beside the field; nothing is kept."""
    stage = empty_stage
    stage.keys("4", "t")
    keep_favourite(stage, "ring 070-174 06 05")
    assert "ett telefonnummer" in stage.find("favourites_dlg")._field.finding
    stage.key("Esc", "favourites_name_edt")
    stage.key("Alt+F")
    assert not stage.find("favourites_empty_lbl").isHidden()
    stage.key("Esc", stage.focus().objectName())


def test_a_favourite_is_removed_and_put_back(empty_stage: Stage) -> None:
    """x beside its name; Ctrl Z puts it back."""
    stage = empty_stage
    stage.keys("4", "t")
    keep_favourite(stage, "telefon")
    stage.keys("Alt+F", "Tab", "Return")
    assert not stage.find("favourites_empty_lbl").isHidden()
    stage.key("Esc", stage.focus().objectName())
    assert stage.window.shell.undo_bar.text() == "Favoriten togs bort: telefon"
    stage.keys("Ctrl+Z", "Alt+F")
    assert "telefon" in stage.focus().text()
    stage.key("Esc", stage.focus().objectName())


def test_an_empty_form_can_pick_but_not_keep(empty_stage: Stage) -> None:
    """Without a level there is nothing to give a name."""
    stage = empty_stage
    stage.key("Alt+F")
    assert not stage.find("favourites_save_btn").isEnabled()
    assert stage.find("favourites_name_edt").placeholderText() == "Välj nivå i formuläret först"
    stage.key("Esc", stage.focus().objectName())


def test_usual_choices_can_be_forgotten(empty_stage: Stage) -> None:
    """In the same dialog; the next form is empty but for what follows the form."""
    stage = empty_stage
    usual(stage, "open_preschool")
    stage.key("Alt+F")
    stage.find("favourites_forget_btn").click()
    stage.settle()
    stage.keys("4", "b", "o")
    assert page(stage).form.set.value("arena") == "centre_room"


def test_every_list_finds_by_letters_and_none_can_be_edited(empty_stage: Stage) -> None:
    """All nine boxes, Mer folded out: each list goes to the first text of a letter."""
    stage = empty_stage
    page(stage).form.toggle_more()
    for digit in "123":
        stage.keys("Ctrl+N", digit)
        combos = [
            field.control
            for field in page(stage).form.set.fields.values()
            if isinstance(field.control, CodedCombo) and not field.isHidden()
        ]
        assert combos
        for combo in combos:
            assert not combo.isEditable(), combo.objectName()
            if combo.objectName().startswith("today_open_service"):  # the board has none here
                assert combo.choices == ()
                continue
            wanted = combo.choices[-1]
            combo.setFocus()
            combo.type_text(wanted.text[0])
            assert combo.typed or combo.hit is not None, combo.objectName()
            combo.settle_only()


def test_as_the_last_is_forgotten_at_the_screen_lock(empty_stage: Stage) -> None:
    """What a row said goes from memory as the undo steps do; the button says why it is off."""
    stage = empty_stage
    stage.keys("1", "t", "Tab", "s", "ö", "Return")
    assert stage.find("today_repeat_btn").isEnabled()
    page(stage).locked()
    repeat = stage.find("today_repeat_btn")
    assert repeat.accessibleDescription() == "Inget är sparat sedan du låste upp"
    stage.key("Ctrl+R")
    assert page(stage).form.entry().is_blank()


def test_a_past_week_is_filled_in_with_a_clear_date(stage: Stage) -> None:
    """From the reminder: the day stands there, stays for the next contact, and goes by a key."""
    missing = page(stage).weeks
    missing.fill_in_asked.emit(next(w for w in page(stage)._shown.weeks if w.status == "missing"))
    stage.settle()
    form = page(stage).form
    assert form.week_banner.text() == (
        "Du fyller i vecka 27. Kontakten får datum onsdag 1 juli 2026."
    )
    form.levels.focus_field()
    stage.keys("1", "t", "Tab", "s", "ö", "Return")
    assert form.date.day() == dt.date(2026, 7, 1)
    assert not form.date_field.isHidden()
    stage.find("today_week_btn_back").click()
    stage.settle()
    assert form.date.day() == TODAY
    assert form.week_banner.isHidden()
