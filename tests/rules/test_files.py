"""Rules for the files of the project: what stands where, and what never stands in them."""

from __future__ import annotations

import re

from tests.rules.tree import names, text_of

LONGEST_FILE = 500
TOP_LEVEL = {
    ".ci",
    ".gitattributes",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "db",
    "docs",
    "familjecentral",
    "pyproject.toml",
    "requirements.txt",
    "requirements-test.txt",
    "resources",
    "start.py",
    "tests",
    "ui",
}
# Put together here, so that this file does not hold what it looks for.
HOSTS = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "deb" + "ian.org/deb")
PLACES = (r"(?<![\w.~-])/(?:work|root|opt|srv)/\w", r"(?<![\w./~-])/home/\w", r"\.\./" + "shared")
OPEN_ENDS = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "Not" + "ImplementedError")
UNTESTED = r"pytest\.mark\.(?:skip|xfail)|pytest\.(?:skip|xfail|importorskip)\("
SECRETS = (
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    r"://[^/\s:@]+:[^/\s@]+@",  # an address with a password
    r"\bgh[pousr]_[A-Za-z0-9]{30,}",
)
GENERATED = re.compile(r"(^|/)(__pycache__|\.venv|\.[a-z]+_cache|htmlcov|build|dist)/|\.(pyc|qm)$")


def lines_with(pattern: str, *endings: str) -> list[str]:
    """Return ``file:line`` of every line of a text file that holds the pattern."""
    found = []
    wanted = re.compile(pattern)
    for name, path in names():
        if endings and not name.endswith(endings):
            continue
        for number, line in enumerate((text_of(path) or "").splitlines(), start=1):
            if wanted.search(line):
                found.append(f"{name}:{number}")
    return found


def test_the_top_level_holds_only_what_the_layout_names() -> None:
    """A new room needs a decision, not a folder that happened."""
    assert {name.partition("/")[0] for name, _ in names()} - TOP_LEVEL == set()


def test_no_source_file_is_longer_than_the_limit() -> None:
    """A file that nobody can hold in mind is divided."""
    lengths = {
        name: len(path.read_text(encoding="utf-8").splitlines())
        for name, path in names()
        if name.endswith((".py", ".md", ".toml"))
    }
    assert {n: length for n, length in lengths.items() if length > LONGEST_FILE} == {}


def test_nothing_is_left_open() -> None:
    """No stubs, no open ends, no tests that are not run."""
    assert lines_with(rf"\b(?:{'|'.join(OPEN_ENDS)})\b|{UNTESTED}", ".py", ".toml", ".md") == []


def test_no_registry_host_stands_in_the_project() -> None:
    """Where packages come from is each installation's own matter; the hashes decide."""
    assert lines_with("|".join(map(re.escape, HOSTS))) == []


def test_no_place_of_a_developer_machine_stands_in_the_project() -> None:
    """The project stands alone and works in any folder."""
    assert lines_with("|".join(PLACES)) == []


def test_no_secret_stands_in_the_project() -> None:
    """Keys and passwords are made on the user's machine."""
    assert lines_with("|".join(SECRETS)) == []


def test_nothing_generated_is_kept() -> None:
    """What a command makes is made again, not committed."""
    assert [name for name, _ in names() if GENERATED.search(name)] == []


def test_no_module_is_called_by_what_it_is_not() -> None:
    """A module is named for what it does; a drawer for the rest grows without end."""
    vague = re.compile(r"(^|/)(utils?|helpers?|misc|common|manager)(\.py|/)")
    assert [name for name, _ in names() if vague.search(name)] == []


def test_tests_never_wait_for_a_fixed_time() -> None:
    """Tests wait for signals; a clock makes them slow on one machine and wrong on another."""
    assert lines_with(r"time\.sl" + r"eep\(|qtbot\.wa" + r"it\(\d", ".py") == []


def test_the_pins_name_no_address() -> None:
    """Requirement files hold names, versions and hashes, and work behind any registry."""
    for name, path in names():
        if name.startswith("requirements"):
            text = path.read_text(encoding="utf-8")
            assert "://" not in text, name
            assert not re.search(r"^\s*--(?!hash)", text, re.M), name
