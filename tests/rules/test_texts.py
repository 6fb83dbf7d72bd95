"""Whatever somebody can type goes through the guard, unless it is said here why not."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.rules.tree import modules

PLAIN = {"TextEdit", "QLineEdit", "QPlainTextEdit", "QTextEdit"}
GUARDED = {"GuardedEdit", "GuardedText"}

FOLDER = "a folder or file of this computer, kept with the program or not at all"
NUMBERS = "numbers, days or hours; the core refuses everything else"
SEARCH = "finds, and is not remembered"
SECRET = "a key or what stands on paper; compared, never kept"
LOGIN = "typed to be compared"
ACCOUNT = "the name of a colleague's account; the core refuses numbers and addresses"

UNGUARDED = {
    ("ui/goto.py", "'goto_edt'"): SEARCH,
    ("ui/groups/new.py", "'new_group_start_edt'"): NUMBERS,
    ("ui/groups/search.py", "'groups_search_edt'"): SEARCH,
    ("ui/groups/ratings.py", "f'group_ratings_{key}_edt'"): NUMBERS,
    ("ui/groups/place.py", "f'{name}_start_edt'"): NUMBERS,
    ("ui/importing/ends.py", "'import_file_edt'"): FOLDER,
    ("ui/paper/house.py", "'paper_programme_phone_edt'"): "the house's own number, as design says",
    ("ui/paper/poster.py", "'paper_poster_phone_edt'"): "the house's own number, as design says",
    ("ui/report/beside.py", "'report_folder_edt'"): FOLDER,
    ("ui/report/dialogs.py", "'report_approval_edt'"): "who signed the paper, by intent",
    ("ui/report/exchange.py", "'exchange_folder_edt'"): FOLDER,
    ("ui/report/exchange.py", "'exchange_typed_edt'"): SECRET,
    ("ui/report/outside.py", "'outside_period_edt'"): NUMBERS,
    ("ui/settings/interpreters.py", "f'settings_interpreters_{key}_edt'"): NUMBERS,
    ("ui/report/newest.py", "'report_newest_edt'"): NUMBERS,
    ("ui/settings/account.py", "'account_first_edt'"): ACCOUNT,
    ("ui/settings/account.py", "'account_login_edt'"): ACCOUNT,
    ("ui/settings/days.py", "'settings_days_until_edt'"): NUMBERS,
    ("ui/settings/denominators.py", "'settings_denominator_number_edt'"): NUMBERS,
    ("ui/settings/denominators.py", "'settings_denominator_period_edt'"): NUMBERS,
    ("ui/settings/denominators.py", "'settings_public_folder_edt'"): FOLDER,
    ("ui/settings/leaders.py", "'settings_leaders_name_edt'"): ACCOUNT,
    ("ui/settings/leaders.py", "f'settings_leaders_{key}_edt'"): NUMBERS,
    ("ui/settings/page.py", "'settings_search_edt'"): SEARCH,
    ("ui/settings/places.py", "'settings_hours_minding_edt'"): NUMBERS,
    ("ui/settings/places.py", "'settings_hours_opening_edt'"): NUMBERS,
    ("ui/settings/places.py", "'settings_places_unavailable_edt'"): NUMBERS,
    ("ui/settings/programmes.py", "f'settings_programmes_{key}_edt'"): NUMBERS,
    ("ui/settings/services.py", "name"): "the number of the board's matter; the core reads it",
    ("ui/settings/staff.py", "'settings_staff_first_edt'"): ACCOUNT,
    ("ui/settings/staff.py", "'settings_staff_login_edt'"): "shown, not typed in",
    ("ui/settings/targets.py", "'settings_target_number_edt'"): NUMBERS,
    ("ui/statistics/save.py", "'stats_folder_edt'"): FOLDER,
    ("ui/unlock/first_start.py", "name"): ACCOUNT,
    ("ui/unlock/keypanel.py", "f'start_group_edt_{number}'"): SECRET,
    ("ui/unlock/page.py", "'unlock_login_edt'"): LOGIN,
    ("ui/unlock/recover.py", "'recover_key_edt'"): SECRET,
    ("ui/unlock/recover.py", "'recover_login_edt'"): LOGIN,
}


def made(kinds: set[str]) -> Iterator[tuple[str, str]]:
    """Yield (module, name) of the text fields of these kinds that the window makes."""
    for path, tree in modules("ui"):
        if path.startswith("ui/widgets/"):
            continue
        for node in ast.walk(tree):
            call = node if isinstance(node, ast.Call) else None
            if call and isinstance(call.func, ast.Name) and call.func.id in kinds:
                names = [ast.unparse(k.value) for k in call.keywords if k.arg == "name"]
                yield path, names[0] if names else ""


def test_a_text_field_is_guarded_or_says_why_not() -> None:
    """A new field for text is a GuardedEdit; else its reason is written here."""
    assert set(made(PLAIN)) == set(UNGUARDED)


def test_the_guarded_fields_are_there() -> None:
    """The search finds them: it would find a plain one too."""
    found = {name for _, name in made(GUARDED)}
    assert {"'group_title_edt'", "'favourites_name_edt'"} <= found


def test_a_text_field_of_the_window_is_no_combo_box_that_can_be_edited() -> None:
    """Nor is there another way in."""
    for path, tree in modules("ui"):
        calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
        names = {n.func.attr for n in calls if isinstance(n.func, ast.Attribute)}
        assert not names & {"setEditable", "getText", "getMultiLineText"}, path
