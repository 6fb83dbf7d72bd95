"""Support cards in a real window on a real store, by the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from familjecentral.contacts.caseload import Offered
from familjecentral.contacts.support import CardId
from tests.ui.caseload import keep_cards
from tests.ui.stage import MAJA, PEOPLE, Sample, Stage
from ui.support.page import SupportPage


@pytest.fixture
def cards(make_stage: Callable[..., Stage], sample: Sample) -> tuple[Stage, dict[str, CardId]]:
    """Return a window on a caseload, and the ids of the cards."""
    stage = make_stage(sample)
    ids = keep_cards(stage)
    stage.log_in(MAJA)
    return stage, ids


def page(stage: Stage) -> SupportPage:
    found = stage.window.shell.page_of("support")
    assert isinstance(found, SupportPage)
    return found


def kept(stage: Stage) -> dict[str, Any]:
    """Return the own cards by code word, as the store has them."""
    store, found = stage.window._store, {}

    def read() -> None:
        with store.unit_of_work() as uow:
            found.update({card.word: card for card in uow.cards.own()})

    stage.jobs.run(read, lambda _: None, lambda error: None)
    stage.settle()
    return found


def said(stage: Stage) -> str:
    return stage.window.shell.undo_bar.text()


def test_a_conversation_is_four_keys(cards: tuple[Stage, dict[str, CardId]]) -> None:
    """Ctrl 3, the beginning of the code word, +; it logs no contact, and Ctrl N goes to the log."""
    stage, _ = cards
    assert stage.keys("Ctrl+3", "b", "l", "+") == 4
    assert kept(stage)["BLÅ-EK"].talks == 4
    assert said(stage) == "BLÅ-EK: samtal 4 av 5. Loggade du samtalet? Ctrl N"
    stage.key("Ctrl+N")
    assert stage.focus().objectName().startswith("today_level_btn")


def test_letters_find_each_card(cards: tuple[Stage, dict[str, CardId]]) -> None:
    """A letter that fits nothing after the others begins another word."""
    stage, _ = cards
    stage.key("Ctrl+3")
    for letters, word in (("vi", "VIT-LÖNN"), ("sn", "SNAR-BÄCK"), ("k", "KLAR-SJÖ")):
        stage.keys(*letters)
        assert page(stage).chosen.card.word == word
    assert said(stage) == ""


def test_undo_and_redo_say_what_they_did(cards: tuple[Stage, dict[str, CardId]]) -> None:
    """Several steps, in words."""
    stage, _ = cards
    stage.keys("Ctrl+3", "b", "l", "+", "+")
    assert kept(stage)["BLÅ-EK"].talks == 5
    stage.key("Ctrl+Z")
    assert said(stage) == "BLÅ-EK: samtal 5 → 4"
    stage.keys("Ctrl+Z", "Ctrl+Y")
    assert said(stage) == "BLÅ-EK: samtal 3 → 4"
    assert kept(stage)["BLÅ-EK"].talks == 4


def test_level_rating_and_service_are_kept_at_once(cards: tuple[Stage, dict[str, CardId]]) -> None:
    """F2 and an arrow; Alt S, a number, Enter; a service whose decision is missing says so."""
    stage, _ = cards
    stage.keys("Ctrl+3", "b", "l", "F2", "Right")
    assert kept(stage)["BLÅ-EK"].level == "indicated"
    stage.find("support_rate_btn").click()
    stage.settle()
    stage.keys("7", "Return")
    assert [r.value for r in kept(stage)["BLÅ-EK"].ratings] == [3, 4, 7]
    service = stage.find("support_service_cmb")
    service.setFocus()
    stage.keys("s", "a", "m", "s", "p", "Tab")
    assert kept(stage)["BLÅ-EK"].service == "service_2"
    assert stage.find("support_decision_banner").text().startswith("Nämndbeslut saknas.")


def test_the_foot_says_the_limit_and_who_decided_it(
    cards: tuple[Stage, dict[str, CardId]],
) -> None:
    """The decision of the chosen card's service; that the limit stops nothing."""
    stage, _ = cards
    stage.keys("Ctrl+3", "b", "l")
    line = stage.find("support_limit_lbl").accessibleName()
    assert line.startswith("Gränsen fem samtal: nämndens beslut 20")
    assert line.endswith("Den påminner, men stoppar aldrig.")


def test_the_rail_counts_what_waits_on_idag(cards: tuple[Stage, dict[str, CardId]]) -> None:
    """The cards that remind; read aloud too, and drawn only while another page is open."""
    stage, _ = cards
    rail = stage.window.shell.rail
    today = stage.window.shell.page_of("today")
    stage.key("Ctrl+1")
    waits = today.reminders.count + today.weeks.count + today.sessions.late
    assert waits > 0
    stage.key("Ctrl+3")
    assert rail.pages.badges["today"] == waits
    spoken = rail.pages.data(rail.pages.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"Idag, Ctrl 1, {waits} väntar"


def test_a_new_card_gets_a_word_that_can_be_changed(
    cards: tuple[Stage, dict[str, CardId]],
) -> None:
    """Ctrl N, Alt B for another word, Enter."""
    stage, _ = cards
    stage.keys("Ctrl+3", "Ctrl+N")
    first = stage.find("support_new_word_lbl").text()
    stage.find("support_new_word_btn").click()
    stage.settle()
    second = stage.find("support_new_word_lbl").text()
    assert first != second
    stage.key("Return")
    word = second.removeprefix("Kodordet är ").removesuffix(".")
    assert kept(stage)[word].talks == 0
    assert page(stage).chosen.card.word == word
    stage.key("Ctrl+Z")
    assert word not in kept(stage)


def test_to_keep_the_card_is_the_default(cards: tuple[Stage, dict[str, CardId]]) -> None:
    """Del asks; Enter keeps it."""
    stage, _ = cards
    stage.keys("Ctrl+3", "b", "l", "Del")
    assert stage.focus().objectName() == "support_close_keep_btn"
    stage.key("Return")
    assert "BLÅ-EK" in kept(stage)


def closed(stage: Stage) -> None:
    """Close BLÅ-EK by keys."""
    stage.keys("Ctrl+3", "b", "l", "Del", "Tab", "Return")


def test_a_closed_card_can_be_brought_back(cards: tuple[Stage, dict[str, CardId]]) -> None:
    """The banner says when it is destroyed and brings it back, whatever was done after it."""
    stage, ids = cards
    closed(stage)
    assert "BLÅ-EK" not in kept(stage)
    banner = page(stage).closing
    assert banner.text().startswith("BLÅ-EK förstörs ")
    stage.keys("t", "y", "+")
    stage.find(f"support_reopen_btn_{ids['BLÅ-EK']}").click()
    stage.settle()
    assert kept(stage)["BLÅ-EK"].talks == 3
    assert banner.text() == ""
    stage.key("Ctrl+Z")
    assert said(stage) == "TYST-ÅKER: samtal 2 → 1"


@pytest.mark.parametrize("how", ["ten minutes", "lock"])
def test_a_closed_card_is_destroyed_with_its_undo(
    cards: tuple[Stage, dict[str, CardId]], how: str
) -> None:
    """After ten minutes or at the screen lock nothing brings it back, and nothing remembers its
    word or its ratings."""
    stage, ids = cards
    stage.keys("Ctrl+3", "b", "l", "+")
    closed(stage)
    stack = stage.window.shell.undo_stack
    assert stack.can_undo
    if how == "lock":
        stage.key("Ctrl+L")
        stage.type("unlock_passphrase_edt", "korrekt häst batteri")
        stage.key("Return", "unlock_passphrase_edt")
    else:
        page(stage)._on_expired(ids["BLÅ-EK"])
        stage.settle()
    assert not stack.can_undo
    assert page(stage).closing.text() == ""
    stage.key("Ctrl+Z")
    assert "BLÅ-EK" not in kept(stage)
    shown = [label.text() for label in stage.window.findChildren(QLabel)]
    assert not any("BLÅ-EK" in text for text in shown if text)


def test_a_card_is_handed_to_a_colleague(cards: tuple[Stage, dict[str, CardId]]) -> None:
    """Asked first; then it is not in the list any more, and undo does not touch it."""
    stage, _ = cards
    stage.keys("Ctrl+3", "b", "l", "+")
    stage.find("support_hand_btn").click()
    stage.settle()
    combo = stage.find("support_hand_to_cmb")
    assert [choice.text for choice in combo.choices] == ["Johan", "Petra"]
    stage.find("support_hand_give_btn").click()
    stage.settle()
    assert "BLÅ-EK" in kept(stage)
    stage.keys("j", "o")
    stage.find("support_hand_give_btn").click()
    stage.settle()
    assert "BLÅ-EK" not in kept(stage)
    assert not stage.window.shell.undo_stack.can_undo


def test_today_reminds_of_cards_near_the_limit(cards: tuple[Stage, dict[str, CardId]]) -> None:
    """The fourth of five, over the limit first; *Visa kort* goes there."""
    stage, ids = cards
    card = stage.find("today_reminders_card")
    texts = [label.text() for label in card.findChildren(QLabel) if label.text()]
    assert any(
        text.startswith("BLÅ-EK: nästa samtal är det fjärde av fem. Gräns enligt") for text in texts
    )
    assert any(text.startswith("VIT-LÖNN: 6 samtal, gränsen är fem.") for text in texts)
    stage.find(f"today_reminder_btn_{ids['BLÅ-EK']}").click()
    stage.settle()
    assert page(stage).chosen.card.word == "BLÅ-EK"


def test_what_waits_is_counted_where_the_form_has_all_the_room(
    make_stage: Callable[..., Stage], sample: Sample
) -> None:
    """In a narrow window reminders are a part of their own: its tab says how many wait, and by
    arrows they are reached; without any it says so."""
    stage = make_stage(sample, width=1280, height=800)
    keep_cards(stage)
    stage.log_in()
    page = stage.window.shell.page
    waits = stage.find("today_part_seg_waits")
    assert page.reminders.isHidden()
    assert waits.count_text == str(page.reminders.count + page.weeks.count)
    assert waits.accessibleName() == f"Påminnelser, {waits.count_text} väntar"
    assert int(waits.count_text) >= 3
    stage.find("today_part_seg_log").setFocus()
    stage.keys("Right", "Right")
    assert not page.reminders.isHidden()
    assert page.saved_today.isHidden()
    assert page._tabs.empty.isHidden()
    page.reminders.show_cards((), Offered())
    page.weeks.show_weeks(())
    assert waits.count_text == ""
    assert stage.find("today_waits_empty").isVisible()


def test_concern_for_a_child_is_reached_from_today_and_from_the_cards(
    cards: tuple[Stage, dict[str, CardId]],
) -> None:
    """The help card opens beside the page; nothing is stored of it."""
    stage, _ = cards
    for keys, name in (("Ctrl+1", "today_concern_btn"), ("Ctrl+3", "support_concern_btn")):
        stage.key(keys)
        stage.find(name).click()
        text = stage.find("shell_help_txt").toPlainText()
        assert "Du gör den själv" in text
        stage.key("Esc", "shell_help_txt")


def test_only_counsellors_have_the_page(make_stage: Callable[..., Stage], sample: Sample) -> None:
    """For everybody else it is absent."""
    stage = make_stage(sample)
    stage.log_in(PEOPLE[1])
    stage.key("Ctrl+3")
    assert stage.window.shell.page_of("support") is None


def test_a_service_is_chosen_on_a_contact_behind_more(
    cards: tuple[Stage, dict[str, CardId]],
) -> None:
    """Alt M folds out the field; a missing decision is said, and nothing is stopped."""
    stage, _ = cards
    stage.key("1")
    form = stage.window.shell.page_of("today").form
    form.toggle_more()
    stage.settle()
    combo = stage.find("today_open_service_cmb")
    assert [choice.text for choice in combo.choices] == ["Rådgivande samtal", "Samspelsstöd"]
    combo.setFocus()
    stage.keys("s", "a", "m", "Tab")
    assert form.decision_banner.text().startswith("Nämndbeslut saknas.")
    assert form.entry().fields["open_service"] == "service_2"


def test_a_service_is_administered_in_the_settings(
    cards: tuple[Stage, dict[str, CardId]],
) -> None:
    """A new one with what the guard stops, what it suspects, then as it should be; undo."""
    stage, _ = cards
    stage.window.shell.open_room("services")
    stage.settle()
    room = stage.window.shell.page_of("settings")._rooms["services"]
    stage.find("settings_services_new_btn").click()
    stage.type("settings_service_name_edt", "Samtal med 850712-1232")
    stage.key("Return")
    assert "personnummer" in room._form.fields["name"].finding
    assert len(room._services) == 2
    stage.find("settings_service_name_edt").clear()
    stage.type("settings_service_name_edt", "Gruppsamtal")
    stage.type("settings_service_limit_spn", "8")
    stage.key("Return")
    names = [service.name for service in room._services]
    assert names == ["Gruppsamtal", "Rådgivande samtal", "Samspelsstöd"]
    assert room._services[0].reminds_at == 7
    stage.find("shell_undo_btn").click()
    stage.settle()
    assert [s.active for s in room._services if s.name == "Gruppsamtal"] == [False]


def test_cards_of_somebody_who_left_go_to_who_says_yes(
    cards: tuple[Stage, dict[str, CardId]],
) -> None:
    """The administrator offers under *Medarbetare*; the counsellor answers on her page."""
    stage, ids = cards
    johan = PEOPLE[0]
    store = stage.window._store

    def leave() -> None:
        with store.unit_of_work() as uow:
            uow.cards.hand_over([ids["BLÅ-EK"], ids["KLAR-SJÖ"]], johan.id)
            uow.commit()
        store.end_account(johan.id)

    stage.jobs.run(leave, lambda _: None, lambda error: None)
    stage.settle()
    stage.window.shell.open_room("staff")
    stage.settle()
    room = stage.window.shell.page_of("settings")._rooms["staff"]
    room._table.choose_row([p.first_name for p in room._staff].index("Johan"))
    stage.find("settings_staff_cards_btn").click()
    stage.settle()
    stage.find("hand_on_offer_btn").click()
    assert "Välj en kollega." in {label.text() for label in stage.window.findChildren(QLabel)}
    stage.keys("m", "a")
    stage.find("hand_on_offer_btn").click()
    stage.settle()
    assert said(stage) == "Erbjudandet väntar på kollegans svar."
    assert "BLÅ-EK" not in kept(stage)
    stage.key("Ctrl+3")
    assert page(stage)._offer.text().startswith("2 stödkort väntar på dig.")
    stage.find("support_offer_btn_take").click()
    stage.settle()
    assert {"BLÅ-EK", "KLAR-SJÖ"} <= set(kept(stage))
    assert page(stage)._offer.text() == ""
