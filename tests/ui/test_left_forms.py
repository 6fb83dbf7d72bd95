"""The half-filled form: kept while it is typed, asked about after a restart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from familjecentral.contacts.drafts import FormDraft, KeepDraft, keep_draft, read_draft
from familjecentral.contacts.model import Contact
from tests.factories import PASSPHRASE, TODAY
from tests.ui.stage import Sample, Stage
from tests.ui.test_today import page, rows_of_today


def slot(stage: Stage) -> FormDraft | None:
    """Return what lies in the slot, read on the database thread."""
    found: list[FormDraft | None] = []
    stage.window.shell.desk.ask(read_draft, found.append)
    stage.settle()
    return found[0]


def kept(stage: Stage, qtbot: QtBot) -> FormDraft | None:
    """Wait until the form that is typed in has been kept."""
    drafts = page(stage)._presenter.drafts
    qtbot.waitUntil(lambda: drafts.is_kept, timeout=5000)
    stage.settle()
    return slot(stage)


@pytest.fixture
def restart(make_stage: Callable[..., Stage]) -> Callable[[Stage], Stage]:
    """Return a function that closes a window and opens the same store in another."""

    def again(stage: Stage) -> Stage:
        stage.window.close()
        opened = make_stage(Sample(stage.path, ""))
        opened.log_in()
        return opened

    return again


def test_a_form_is_kept_while_it_is_typed_in(empty_stage: Stage, qtbot: QtBot) -> None:
    """Within half a second after the last key; nothing has to be pressed."""
    stage = empty_stage
    stage.keys("4", "t", "Tab", "s", "ö", "Tab")
    found = kept(stage, qtbot)
    assert found is not None
    assert found.level == ("selective", "individual")
    assert found.codes["contact_form"] == ("phone",)
    assert found.codes["topics"] == ("routines",)
    assert found.day == TODAY


def test_after_a_restart_it_is_asked_about_and_goes_on(
    empty_stage: Stage, restart: Callable[[Stage], Stage]
) -> None:
    """Closing keeps it at once; Enter goes on; saving empties the slot."""
    stage = empty_stage
    stage.keys("4", "t", "Tab", "s", "ö")
    stage = restart(stage)
    asked = stage.find("today_draft_card")
    assert asked.accessibleName() == (
        "Ett påbörjat formulär finns kvar, torsdag 8 oktober 2026 "
        "Selektiv · individ · Telefonsamtal · Sömn, mat, rutiner"
    )
    assert stage.focus().objectName() == "today_draft_btn_continue"
    assert page(stage).form.isHidden()
    stage.key("Return")
    entry = page(stage).form.entry()
    assert entry.level == ("selective", "individual")
    assert entry.fields["arena"] == "remote"
    assert not page(stage).form.isHidden()
    stage.key("Return", stage.focus().objectName())
    (row,) = rows_of_today(stage)
    assert row.values.topics == ("routines",)
    assert slot(stage) is None


def test_until_it_is_answered_nothing_is_typed_into_it(
    empty_stage: Stage, restart: Callable[[Stage], Stage]
) -> None:
    """Digits, Ctrl N, Ctrl R and Alt F do not reach the form; the buttons say why."""
    stage = empty_stage
    stage.keys("4", "t")
    stage = restart(stage)
    stage.keys("1", "Ctrl+N", "Ctrl+R", "Alt+F", "Alt+D")
    assert stage.focus().objectName() == "today_draft_btn_continue"
    save = stage.find("today_save_btn")
    assert not save.isEnabled()
    assert save.accessibleDescription() == "Svara först: fortsätta eller kasta?"
    assert slot(stage) is not None


def test_thrown_away_it_is_gone_and_can_be_brought_back(
    empty_stage: Stage, restart: Callable[[Stage], Stage]
) -> None:
    """Kasta empties form and slot; Ctrl Z brings the form back."""
    stage = empty_stage
    stage.keys("4", "t")
    stage = restart(stage)
    stage.keys("Tab", "Return")
    assert page(stage).form.entry().is_blank()
    assert slot(stage) is None
    stage.key("Ctrl+Z")
    assert page(stage).form.entry().fields["contact_form"] == "phone"


def test_it_is_kept_at_the_screen_lock_and_not_asked_about_after_it(empty_stage: Stage) -> None:
    """The form itself is still there when the same session goes on."""
    stage = empty_stage
    stage.keys("4", "t", "Ctrl+L")
    assert stage.window.door is not None
    stage.type("unlock_passphrase_edt", PASSPHRASE)
    stage.key("Return", "unlock_passphrase_edt")
    assert slot(stage) is not None
    assert page(stage).form.entry().fields["contact_form"] == "phone"
    assert not stage.window.shell.page._log.asks


def test_an_emptied_form_leaves_an_empty_slot(empty_stage: Stage, qtbot: QtBot) -> None:
    """Esc; what was cleared by hand is not asked about later."""
    stage = empty_stage
    stage.keys("5", "c", "a", "f")
    kept(stage, qtbot)
    stage.key("Esc")
    stage.key("Esc") if not page(stage).form.entry().is_blank() else None
    qtbot.waitUntil(lambda: not page(stage)._presenter.drafts.is_kept, timeout=5000)
    assert slot(stage) is None


def begin_change(stage: Stage) -> Contact:
    """Change the duration of a row of today, and keep that at once."""
    (row, *_) = [r for r in rows_of_today(stage) if r.values.duration_band is not None]
    page(stage).saved_today.edit_asked.emit(row)
    page(stage).form.set.set_value("duration_band", "gt60")
    page(stage)._keep_draft()
    return row


def test_the_change_of_a_stored_row_comes_back_as_a_change(
    stage: Stage, qtbot: QtBot, restart: Callable[[Stage], Stage]
) -> None:
    """After a restart it goes on in that row; the new form that stood there before comes back
    after it, and then lies in the slot again."""
    stage.keys("4", "t")
    kept(stage, qtbot)
    row = begin_change(stage)
    before = len(rows_of_today(stage))
    found = slot(stage)
    assert found is not None
    assert (found.row, found.codes["duration_band"]) == (row.id, ("gt60",))
    stage = restart(stage)
    asked = stage.find("today_draft_card").accessibleName()
    assert asked.startswith("En påbörjad ändring finns kvar, torsdag 8 oktober 2026 ")
    stage.key("Return")
    assert page(stage)._presenter.is_editing
    assert page(stage).form.banner.isHidden()
    page(stage).save()
    stage.settle()
    now = {r.id: r.values for r in rows_of_today(stage)}
    assert len(now) == before
    assert now[row.id] == replace(row.values, duration_band="gt60")
    assert page(stage).form.entry().fields["contact_form"] == "phone"
    found = slot(stage)
    assert found is not None
    assert (found.row, found.level) == (None, ("selective", "individual"))


def test_a_change_that_is_left_or_thrown_away_leaves_the_row(
    stage: Stage, restart: Callable[[Stage], Stage]
) -> None:
    """Esc empties the slot; *Kasta* after a restart too."""
    row = begin_change(stage)
    page(stage).clear()
    assert slot(stage) is None
    begin_change(stage)
    stage = restart(stage)
    stage.keys("Tab", "Return")
    assert slot(stage) is None
    assert row in rows_of_today(stage)


def test_a_change_of_a_row_that_was_changed_since_says_so(
    stage: Stage, restart: Callable[[Stage], Stage]
) -> None:
    """What was typed stands in the form; it is saved over the other only after that was said."""
    row = begin_change(stage)
    other = replace(row.values, contact_form="video", arena="remote")
    stage.window.shell.desk.ask(
        lambda uow: (uow.contacts.replace(replace(row, values=other)), uow.commit()),
        lambda _: None,
    )
    stage.settle()
    stage = restart(stage)
    stage.key("Return")
    assert page(stage).form.banner.text().startswith("Kontakten har ändrats sedan du började.")
    page(stage).save()
    stage.settle()
    assert replace(row, values=replace(row.values, duration_band="gt60")) in rows_of_today(stage)


def test_a_change_meets_another_change_of_its_row(stage: Stage) -> None:
    """The first Enter saves nothing and says why; the second saves."""
    row = begin_change(stage)
    other = replace(row.values, contact_form="video", arena="remote")
    stage.window.shell.desk.ask(
        lambda uow: (uow.contacts.replace(replace(row, values=other)), uow.commit()),
        lambda _: None,
    )
    stage.settle()
    page(stage).save()
    stage.settle()
    held: list[Contact | None] = []
    stage.window.shell.desk.ask(lambda uow: uow.contacts.get(row.id), held.append)
    stage.settle()
    assert held == [replace(row, values=other)]
    assert page(stage).form.banner.text().startswith("Kontakten har ändrats sedan du började.")
    page(stage).save()
    stage.settle()
    assert replace(row, values=replace(row.values, duration_band="gt60")) in rows_of_today(stage)


def test_a_change_of_a_row_that_is_gone_becomes_a_new_contact(
    stage: Stage, restart: Callable[[Stage], Stage]
) -> None:
    """Nothing that was typed is lost."""
    row = begin_change(stage)
    stage.window.shell.desk.ask(
        lambda uow: (uow.contacts.remove(row.id), uow.commit()), lambda _: None
    )
    stage.settle()
    stage = restart(stage)
    stage.key("Return")
    assert page(stage).form.banner.text().startswith("Kontakten finns inte längre.")
    page(stage).save()
    stage.settle()
    made = [r.values for r in rows_of_today(stage) if r.values.duration_band == "gt60"]
    assert replace(row.values, duration_band="gt60") in made
    assert slot(stage) is None


def test_a_change_over_the_list_survives_lock_and_restart(
    stage: Stage, restart: Callable[[Stage], Stage]
) -> None:
    """At the lock the dialog steps aside and comes back; after a restart *Idag* asks."""
    stage.key("Ctrl+2")
    row = stage.window.shell.page.chosen()[0]
    stage.key("F2")
    assert slot(stage) is None
    dialog = stage.find("edit_dlg")
    dialog._form.set.set_value("duration_band", "gt60")
    stage.window.lock()
    assert dialog.isHidden()
    stage.type("unlock_passphrase_edt", PASSPHRASE)
    stage.key("Return", "unlock_passphrase_edt")
    assert dialog.isVisible()
    found = slot(stage)
    assert found is not None
    assert found.row == row.id
    stage = restart(stage)
    stage.key("Return")
    page(stage).save()
    stage.settle()
    assert replace(row, values=replace(row.values, duration_band="gt60")) in rows_of_today(stage)


def test_counts_marks_and_another_day_come_back_too(
    empty_stage: Stage, restart: Callable[[Stage], Stage]
) -> None:
    """Everything that can stand in a form."""
    stage = empty_stage
    draft = FormDraft(
        TODAY,
        day=TODAY - dt.timedelta(days=2),
        level=("universal", "group"),
        codes={"open_group": ("cafe",), "topics": ("routines",), "partners": ("school",)},
        numbers={"women": 4, "men": 0, "colleagues": 2},
        alike=3,
    )
    stage.window.shell.desk.ask(
        lambda uow: keep_draft(KeepDraft(draft), uow, stage.clock), lambda _: None
    )
    stage.settle()
    stage = restart(stage)
    stage.key("Return")
    entry = page(stage).form.entry()
    assert (entry.day, entry.level, entry.alike) == (draft.day, draft.level, 3)
    assert entry.fields["group"] == "open_group:cafe"
    assert (entry.fields["women"], entry.fields["men"], entry.fields["children"]) == (4, 0, None)
    assert entry.fields["colleagues"] == 2
    assert not page(stage).form.date_field.isHidden()
