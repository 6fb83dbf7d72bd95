"""Rules for what is installed: names, wheel content, pins, and a set-up that is whole or none."""

from __future__ import annotations

import ast
import importlib.metadata as metadata
import sys
import tomllib
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from familjecentral.errors import MixedInstallation
from familjecentral.installation import PACKAGES, check_side_by_side
from tests.rules.tree import ROOT
from tests.rules.wheel import missing, strangers


def pins(name: str) -> dict[str, list[Requirement]]:
    """Return the pinned requirements of a file by canonical name."""
    found: dict[str, list[Requirement]] = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            requirement = Requirement(line.rstrip("\\ "))
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def spec(folder: str, name: str) -> ModuleSpec:
    return ModuleSpec(name, None, origin=str(Path(folder) / name / "__init__.py"))


def test_the_four_names_belong_to_this_distribution_alone() -> None:
    """Short names are allowed only as long as nobody else brings them."""
    owners = metadata.packages_distributions()
    for name in PACKAGES:
        assert set(owners.get(name, ["familjecentral"])) == {"familjecentral"}, name


def test_this_installation_lies_side_by_side() -> None:
    """The sources that the tests run on are one installation."""
    check_side_by_side()


def test_a_package_from_elsewhere_is_named() -> None:
    """Another package called ui in front of ours stops the start."""
    with pytest.raises(MixedInstallation) as caught:
        check_side_by_side(lambda name: spec("b" if name == "ui" else "a", name))
    assert caught.value.packages == ("ui",)


def test_a_missing_package_is_named() -> None:
    """Half an installation stops the start."""
    with pytest.raises(MixedInstallation) as caught:
        check_side_by_side(lambda name: None if name == "db" else spec("a", name))
    assert caught.value.packages == ("db",)


def test_without_the_core_everything_is_out_of_place() -> None:
    """There is nothing to measure the others by."""
    with pytest.raises(MixedInstallation) as caught:
        check_side_by_side(lambda _: None)
    assert caught.value.packages == PACKAGES


def test_a_wheel_with_tests_or_strangers_is_refused() -> None:
    """The wheel holds the four packages and its own metadata, nothing else."""
    good = ["ui/app.py", "familjecentral-0.1.0.dist-info/METADATA"]
    bad = ["tests/conftest.py", "start.py", "ui/__pycache__/app.pyc", "db/tests/x.py"]
    assert strangers(good + bad) == bad


def test_a_wheel_that_lacks_a_file_is_refused(tmp_path: Path) -> None:
    """Fonts, icons and code lists come along, not only modules."""
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "topic.toml").touch()
    assert missing(["resources/__init__.py"], tmp_path) == ["resources/topic.toml"]


def test_everything_declared_is_pinned_within_its_range() -> None:
    """The pins are made from pyproject.toml and are made anew when it changes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for name, wanted in (
        ("requirements.txt", [*project["dependencies"], *extras["source"]]),
        ("requirements-test.txt", [*project["dependencies"], *extras["source"], *extras["test"]]),
    ):
        pinned = pins(name)
        for requirement in map(Requirement, wanted):
            for pin in pinned[canonicalize_name(requirement.name)]:
                version = str(pin.specifier).removeprefix("==")
                assert requirement.specifier.contains(version), f"{name}: {requirement}"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_the_pins_are_complete(name: str) -> None:
    """They are installed without asking for dependencies: nothing may be left to look for."""
    pinned = pins(name)
    here = [p for found in pinned.values() for p in found if not p.marker or p.marker.evaluate()]
    assert len(here) > 20
    versions = {canonicalize_name(p.name): str(p.specifier).removeprefix("==") for p in here}
    for pin in here:
        for line in metadata.requires(pin.name) or []:
            needed = Requirement(line)
            if needed.marker and not needed.marker.evaluate({"extra": ""}):
                continue
            version = versions.get(canonicalize_name(needed.name))
            assert version, f"{pin.name} needs {needed}"
            assert needed.specifier.contains(version, prereleases=True), f"{pin.name}: {needed}"


def test_nothing_but_the_pins_is_asked_for() -> None:
    """A newer release of a package that an extra names must not stop the installation."""
    source = (ROOT / "start.py").read_text(encoding="utf-8")
    assert '"--require-hashes", "--no-deps", "--only-binary", ":all:"' in source


def test_tests_run_on_the_pins_of_the_product() -> None:
    """What is tested is what is used: both files pin the same versions."""
    run, test = pins("requirements.txt"), pins("requirements-test.txt")
    assert {name: list(map(str, run[name])) for name in run} == {
        name: list(map(str, test[name])) for name in run
    }


def test_the_one_command_needs_only_the_standard_library() -> None:
    """It runs before anything is installed."""
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return start.py as a module whose environment lies in a folder of the test's own."""
    found = spec_from_file_location("start_under_test", ROOT / "start.py")
    assert found is not None
    assert found.loader is not None
    module = module_from_spec(found)
    found.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / "venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / "venv" / "stamp")
    monkeypatch.setattr(module, "PYTHON", tmp_path / "venv" / "python")
    return module


class Installer:
    """Stands for pip and venv: notes each call, makes the interpreter, fails when told to."""

    def __init__(self, start: ModuleType, fail_at: int = 0) -> None:
        self.start = start
        self.fail_at = fail_at
        self.calls: list[list[str]] = []

    def __call__(self, command: list[str], **_: object) -> int:
        self.calls.append(command)
        if "venv" in command:
            self.start.PYTHON.parent.mkdir()
            self.start.PYTHON.touch()
        return int(len(self.calls) == self.fail_at)


def test_a_second_start_installs_nothing(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stamp of the same pins means that all of it is there."""
    monkeypatch.setattr(start.subprocess, "call", first := Installer(start))
    start.prepare_python("run")
    monkeypatch.setattr(start.subprocess, "call", second := Installer(start))
    start.prepare_python("run")
    assert (len(first.calls), second.calls) == (3, [])


def test_the_tests_bring_all_that_the_program_needs(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a test run the program starts without another installation, not the other way."""
    monkeypatch.setattr(start.subprocess, "call", calls := Installer(start))
    start.prepare_python("run")
    start.prepare_python("test")
    assert len(calls.calls) == 5
    start.prepare_python("run")
    assert len(calls.calls) == 5


@pytest.mark.parametrize("step", [2, 3])
def test_an_installation_that_was_cut_off_is_done_again(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Half an environment is never taken for a whole one."""
    monkeypatch.setattr(start.subprocess, "call", Installer(start, fail_at=step))
    with pytest.raises(start.Stop):
        start.prepare_python("run")
    leftover = start.VENV / "half"
    leftover.touch()
    monkeypatch.setattr(start.subprocess, "call", again := Installer(start))
    start.prepare_python("run")
    assert len(again.calls) == 3
    assert not leftover.exists()


def test_who_may_not_install_gets_the_line_to_run(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message holds the exact command, with every package that is missing."""
    monkeypatch.setattr(start.sys, "platform", "linux")
    monkeypatch.setattr(start, "missing_packages", lambda **_: ["libgl1", "xvfb"])
    monkeypatch.setattr(start.shutil, "which", lambda _: "apt-get")
    monkeypatch.setattr(start, "apt_rights", lambda: None)
    with pytest.raises(start.Stop, match="apt-get install -y libgl1 xvfb"):
        start.prepare_system(tests=True)


def test_an_unknown_word_is_answered_with_the_usage(
    start: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unusable call ends with 2 and starts nothing."""
    assert start.main(["testa"]) == 2
    assert "start.py" in capsys.readouterr().out
